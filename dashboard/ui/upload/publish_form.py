"""Publishing the file in work, and what became of it.

Streamlit ends a run as soon as the browser says something more and starts the next one beside it;
and a browser tells that a field was left only after it has told of the click that left it. What
the click does would be ended, or done without a word. So the click's callback publishes, which
nothing ends, and the next run waits for it; the answer stays until something else is asked.
"""

import threading

import streamlit as st

from dashboard.catalogue import load_catalogue
from dashboard.errors import DashboardError, OvertakenError, UploadError
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.upload.comparison_texts import describe_counts
from dashboard.importing.upload.publish import publish_review
from dashboard.store import load_store
from dashboard.ui.address import Key, forget, recall, remember
from dashboard.ui.navigation import find_page
from dashboard.ui.person import find_actor
from dashboard.ui.upload.upload_session import UploadSession, describe_draft, find_ended

_COMPARED = "_upload_compared"
_REFUSED = "_upload_refused"
_LOCK = "_upload_publishing"
_TYPED = ("source", "note")


def await_publishing() -> None:
    """Wait until the click that came before this run has done its work."""
    with _find_lock():
        pass


def draw_ended(lang: Lang) -> None:
    """Say what has just become of the file in work, and lead to what was published."""
    done = find_ended()
    if done is None:
        return
    if done.version is None:
        st.info(_("“{file}” was discarded in another window.", lang, file=done.file_name))
        return
    stop = "。" if lang == "zh" else ". "
    st.success(
        describe_counts(done.counts, lang)
        + stop
        + _("Published as data version {version}.", lang, version=done.version)
    )
    indicators = load_catalogue().indicators
    with st.container(horizontal=True):
        for code in done.indicators[:6]:
            st.page_link(
                find_page("indicator"),
                label=indicators[code].name(lang),
                icon=":material/query_stats:",
                query_params={Key.INDICATOR.value: code},
            )


def draw_publish(session: UploadSession, lang: Lang) -> None:
    """The form that publishes; it is not there while an error stands."""
    review = session.review
    if review.state == "blocked":
        return
    for key, value in zip(_TYPED, (session.draft.source, session.draft.note), strict=True):
        if not recall(key, ""):
            remember(key, value)
    source = st.text_input(
        _("Source (shown on every chart)", lang),
        key="source",
        placeholder=_("e.g. 西安市总工会 2025 年报", lang),
    )
    note = st.text_input(_("Note", lang), key="note")
    describe_draft(source or "", note or "")
    _draw_overtaken(session, lang)
    confirm_key = f"confirmed_{review.version}"
    # What is confirmed is what was compared: with another version it is another form.
    with st.form(f"publish_{review.version}", border=False):
        if review.state != "ready":
            st.checkbox(
                _("I have looked at the warnings; the figures are right.", lang), key=confirm_key
            )
        st.form_submit_button(
            _("Publish", lang),
            type="primary",
            on_click=_publish,
            args=(session, confirm_key, lang),
        )
    refused: tuple[tuple[object, ...], DashboardError] | None = recall(_REFUSED, None)
    if refused is not None and refused[0] == _find_asked(session):
        st.error(refused[1].text(lang))


def _publish(session: UploadSession, confirm_key: str, lang: Lang) -> None:
    """Publish what was reviewed, under what is typed now; for the click on its button."""
    source, note = (recall(key, "") or "" for key in _TYPED)
    with _find_lock():
        forget(_REFUSED)
        try:
            actor = find_actor()
            if not actor.name:
                raise UploadError(mark("Say who you are; the history keeps it."))
            publish_review(
                actor,
                load_store(),
                session.review,
                session.content,
                source=source,
                note=note,
                confirmed=recall(confirm_key, False),
                draft_id=session.draft.draft_id,
                lang=lang,
            )
        except OvertakenError:
            return  # the file is compared again, and the page says so
        except DashboardError as error:
            remember(_REFUSED, (_find_asked(session), error))
            return
        for key in _TYPED:
            forget(key)


def _find_asked(session: UploadSession) -> tuple[object, ...]:
    """What a refusal answers: it is out of date once any of this is another."""
    typed = tuple(recall(key, "") for key in _TYPED)
    return (session.draft.draft_id, session.corrections.to_json(), find_actor().name, *typed)


def _find_lock() -> threading.Lock:
    """Held while this reader's click publishes."""
    lock: threading.Lock = st.session_state.setdefault(_LOCK, threading.Lock())
    return lock


def _draw_overtaken(session: UploadSession, lang: Lang) -> None:
    """Say that the comparison is a new one because somebody has published meanwhile."""
    draft_id, version = session.draft.draft_id, session.review.version
    first: tuple[str, int | None] | None = recall(_COMPARED, None)
    if first is None or first[0] != draft_id:
        first = remember(_COMPARED, (draft_id, version))
    if first[1] != version:
        st.warning(
            _(
                "Upload {version} was published meanwhile. The file has been compared again: look "
                "at the findings and the comparison once more, then publish.",
                lang,
                version=version,
            )
        )
