"""The steps of the Upload page around the file in work: what lies there, choosing one."""

import streamlit as st

from dashboard.access import Actor
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.upload import upload_drafts
from dashboard.selection import Selection
from dashboard.settings import load_settings
from dashboard.store import load_store
from dashboard.ui.address import Key, recall
from dashboard.ui.person import format_moment
from dashboard.ui.upload.upload_session import (
    UploadSession,
    close_session,
    current_round,
    current_session,
    discard_current,
    discard_draft,
    pick_up,
)
from dashboard.ui.uploader import draw_uploader

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


def draw_drafts(actor: Actor, lang: Lang) -> None:
    """The files in work of this person and of nobody, to go on with or to throw away."""
    known = upload_drafts.list_drafts(actor, load_store())[:_MOST_DRAFTS]
    current = recall(Key.DRAFT.value, "")
    others = [d for d in known if d.draft_id != current]
    if not others:
        return
    panel = st.expander(
        _("Drafts ({count})", lang, count=len(others)),
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
                    _("Discard", lang),
                    key=f"throw_away_{number}",
                    on_click=discard_draft,
                    args=(draft.draft_id,),
                    type="tertiary",
                )


def draw_file_choice(selection: Selection, actor: Actor) -> UploadSession | None:
    """The file in work: dropped here, or picked up where it was left."""
    lang = selection.lang
    # A new key after publishing empties the widget.
    file = draw_uploader(
        _("A table as your city sent it: CSV, text or Excel", lang),
        key=f"file_{current_round()}",
        max_upload_size=load_settings().upload_limit_mb,
    )
    session = current_session(selection, actor, file)
    if session is not None:
        _draw_session(session, lang)
    return session


def _draw_session(session: UploadSession, lang: Lang) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(session.draft.file_name)
        if session.is_kept:
            st.caption(
                _("Kept as a file in work: you can go on later, on another computer too.", lang)
            )
        st.button(
            _("Discard", lang),
            key="throw_away_current",
            on_click=discard_current,
            type="tertiary",
            icon=":material/delete:",
        )
        st.button(
            _("Save for later", lang),
            key="put_aside",
            on_click=close_session,
            type="tertiary",
            disabled=not session.is_kept,
            icon=":material/bookmark:",
        )
