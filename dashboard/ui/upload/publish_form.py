"""Publishing the file in work, and what became of it.

Streamlit ends a run as soon as the browser says something more, and a button's click is told once:
with the next message it is gone, often before anything was done, and a field that the click has left
is such a message. So the button that publishes is a choice, which every later message repeats; the
run that sees it first waits for the field, and none is ended once it publishes.
"""

import threading
import time
from dataclasses import dataclass, field

import streamlit as st

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.errors import DashboardError, OvertakenError, UploadError
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.upload.comparison_texts import describe_attached, describe_counts
from dashboard.importing.upload.publish import publish_review
from dashboard.store import load_store
from dashboard.ui.address import Key, recall, remember
from dashboard.ui.navigation import find_page
from dashboard.ui.person import find_actor
from dashboard.ui.upload.upload_session import (
    TYPED,
    UploadSession,
    describe_draft,
    find_ended,
    has_ended,
)

_COMPARED = "_upload_compared"
_CLICKS = "_upload_clicks"
_FIELD_FOLLOWS_SECONDS = 0.3
_STYLE = """<style>
.st-key-publish button, .st-key-publish button:is(:hover, :active) {{
  background: {colour}; border-color: {colour}; color: white;
  border-radius: 0.5rem; min-height: 2.5rem; padding: 0 1rem;
}}
.st-key-publish button:hover {{ filter: brightness(0.9); }}
</style>"""


@dataclass
class Clicks:
    """What became of this reader's clicks; runs of the page that overlap wait for each other here."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    answered: int = 0  # so many
    refused: tuple[tuple[object, ...], DashboardError] | None = None  # what was asked, and why not


def draw_ended(lang: Lang) -> None:
    """Say what has just become of the file in work, and lead to what was published."""
    done = find_ended()
    if done is None:
        return
    if done.version is None:
        st.info(_("“{file}” was discarded in another window.", lang, file=done.file_name))
        return
    stop = "。" if lang == "zh" else ". "
    said = [describe_counts(done.counts, lang) if any(done.counts.values()) else ""]
    said.append(describe_attached(done.attached, lang))
    st.success(
        "".join(text + stop for text in said if text)
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
    for key, value in zip(TYPED, (session.draft.source, session.draft.note), strict=True):
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
    # What is confirmed is what was compared: with another version it is another question.
    confirmed = review.state == "ready" or st.checkbox(
        _("I have looked at the warnings; the figures are right.", lang),
        key=f"confirmed_{review.version}",
    )
    clicks = remember(_CLICKS, recall(_CLICKS, None) or Clicks())
    number = clicks.answered
    is_clicked = _draw_button(_("Publish", lang), key=f"publish_{review.version}_{number}")
    if is_clicked:
        time.sleep(_FIELD_FOLLOWS_SECONDS)
    actor = find_actor()
    asked = (session.draft.draft_id, session.corrections.to_json(), actor.name, source, note)
    # From here to the end of the lock nothing is asked of Streamlit, which could end this run.
    with clicks.lock:
        if is_clicked and clicks.answered == number:
            clicks.refused = None
            try:
                _publish(actor, session, source or "", note or "", confirmed, lang)
            except OvertakenError:
                pass  # the file is compared again, and the page says so
            except DashboardError as error:
                clicks.refused = (asked, error)
            clicks.answered += 1
    if is_clicked or has_ended(session, actor):  # the latter by a run before this one
        st.rerun()
    if clicks.refused is not None and clicks.refused[0] == asked:
        st.error(clicks.refused[1].text(lang))


def _draw_button(label: str, *, key: str) -> bool:
    """A button that stays pressed under ``key``."""
    with st.container(key="publish"):
        colour = st.get_option(f"theme.{st.context.theme.type or 'light'}.primaryColor")
        st.html(_STYLE.format(colour=colour))
        pressed = st.pills(label, [label], required=True, key=key, label_visibility="collapsed")
    return pressed is not None


def _publish(
    actor: Actor, session: UploadSession, source: str, note: str, confirmed: bool, lang: Lang
) -> None:
    if not actor.name:
        raise UploadError(mark("Say who you are; the history keeps it."))
    publish_review(
        actor,
        load_store(),
        session.review,
        session.content,
        source=source,
        note=note,
        confirmed=confirmed,
        draft_id=session.draft.draft_id,
        lang=lang,
    )


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
