"""The steps of the Upload page around the file in work: what lies there, choosing, publishing."""

import streamlit as st

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.errors import DashboardError, OvertakenError
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing import drafts
from dashboard.importing.describe import describe_counts
from dashboard.importing.publish import publish_review
from dashboard.selection import Selection
from dashboard.settings import load_settings
from dashboard.store import load_store
from dashboard.ui.address import Key, forget, recall, remember
from dashboard.ui.navigation import find_page
from dashboard.ui.person import find_actor, format_moment
from dashboard.ui.uploader import draw_uploader
from dashboard.ui.work import (
    Work,
    close_work,
    current_round,
    current_work,
    describe_draft,
    pick_up,
    take_ended,
    throw_away,
    throw_away_current,
)

_SEEN = "_upload_seen"
_MOST_DRAFTS = 20


# Streamlit's own words have no translation. Where its page changes, they are English again.
_WORDS_OF_STREAMLIT = (
    ('[data-testid="stFileUploaderDropzone"] button p', mark("Choose a file")),
    ('[data-testid="stFileUploaderDropzoneInstructions"] span', mark("up to {size} MB")),
    ('[data-testid="InputInstructions"] span', mark("Enter takes it over")),
)


def draw_words(lang: Lang) -> None:
    """Put words of ``lang`` in the place of those that Streamlit has in English alone."""
    if lang == "en":
        return
    size = load_settings().upload_limit_mb
    rules = [
        f"{place} {{ font-size: 0; }} "
        f'{place}::after {{ font-size: 0.875rem; content: "{_(words, lang, size=size)}"; }}'
        for place, words in _WORDS_OF_STREAMLIT
    ]
    st.html(f"<style>{' '.join(rules)}</style>")


def draw_ended(lang: Lang) -> None:
    """Say what has just become of the file in work, and lead to what was published."""
    done = take_ended()
    if done is None:
        return
    if done.version is None:
        st.info(_("“{file}” was thrown away in another window.", lang, file=done.file_name))
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
                query_params={Key.INDICATOR: code},
            )


def draw_drafts(actor: Actor, lang: Lang) -> None:
    """The files in work of this person and of nobody, to go on with or to throw away."""
    known = drafts.list_drafts(actor, load_store())[:_MOST_DRAFTS]
    current = recall(Key.DRAFT.value, "")
    others = [d for d in known if d.draft_id != current]
    if not others:
        return
    panel = st.expander(
        _("Files in work ({count})", lang, count=len(others)),
        key="drafts",
        expanded=not current,
        icon=":material/pending_actions:",
    )
    with panel:
        for number, draft in enumerate(others):
            owner_text = draft.owner or _("nobody's yet", lang)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{draft.file_name} · {owner_text} · {format_moment(draft.changed_at)}")
                st.button(
                    _("Go on", lang),
                    key=f"pick_up_{number}",
                    on_click=pick_up,
                    args=(draft.draft_id,),
                )
                st.button(
                    _("Throw away", lang),
                    key=f"throw_away_{number}",
                    on_click=throw_away,
                    args=(draft.draft_id,),
                    type="tertiary",
                )


def draw_file_choice(selection: Selection, actor: Actor) -> Work | None:
    """The file in work: dropped here, or picked up where it was left."""
    lang = selection.lang
    # A new key after publishing empties the widget.
    file = draw_uploader(
        _("A table as your city sent it: CSV, text or Excel", lang),
        key=f"file_{current_round()}",
        max_upload_size=load_settings().upload_limit_mb,
    )
    work = current_work(selection, actor, file)
    if work is not None:
        _draw_work(work, lang)
    return work


def _draw_work(work: Work, lang: Lang) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(work.draft.file_name)
        if work.is_kept:
            st.caption(
                _("Kept as a file in work: you can go on later, on another computer too.", lang)
            )
        st.button(
            _("Throw away", lang),
            key="throw_away_current",
            on_click=throw_away_current,
            type="tertiary",
            icon=":material/delete:",
        )
        st.button(
            _("Put aside", lang),
            key="put_aside",
            on_click=close_work,
            type="tertiary",
            disabled=not work.is_kept,
            icon=":material/bookmark:",
        )


def draw_publish(work: Work, by: str, lang: Lang) -> None:
    """The form that publishes; it is not there while an error stands."""
    review = work.review
    if review.state == "blocked":
        return
    for key, value in (("source", work.draft.source), ("note", work.draft.note)):
        if not recall(key, ""):
            remember(key, value)
    source = st.text_input(
        _("Source (shown on every chart)", lang),
        key="source",
        placeholder=_("e.g. 西安市总工会 2025 年报", lang),
    )
    note = st.text_input(_("Note", lang), key="note")
    describe_draft(source or "", note or "")
    _draw_overtaken(work, lang)
    # What is confirmed is what was compared: with another version it is another form.
    with st.form(f"publish_{review.version}", border=False):
        confirmed = review.state == "ready" or st.checkbox(
            _("I have looked at the warnings; the figures are right.", lang),
            key=f"confirmed_{review.version}",
        )
        if not st.form_submit_button(_("Publish", lang), type="primary"):
            return
    if not by:
        st.error(_("Say who you are; the history keeps it.", lang))
        return
    try:
        publish_review(
            find_actor(),
            load_store(),
            review,
            work.content,
            source=source or "",
            note=note or "",
            confirmed=confirmed,
            draft_id=work.draft.draft_id,
            lang=lang,
        )
    except OvertakenError:
        st.rerun()
    except DashboardError as error:
        st.error(error.text(lang))
        return
    for key in ("source", "note"):
        forget(key)
    st.rerun()


def _draw_overtaken(work: Work, lang: Lang) -> None:
    """Say that the comparison is a new one because somebody has published meanwhile."""
    now = (work.draft.draft_id, work.review.version)
    before = recall(_SEEN, now)
    remember(_SEEN, now)
    if before[0] == now[0] and before[1] != now[1]:
        st.warning(
            _(
                "Upload {version} was published meanwhile. The file has been compared again: look "
                "at the findings and the comparison once more, then publish.",
                lang,
                version=work.review.version,
            )
        )
