"""What was said about the file in work, and what is remembered of other files: shown, taken back."""

from collections.abc import Mapping

import streamlit as st

from dashboard.access import Actor
from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.corrections import CUMULATIVE, Corrections
from dashboard.importing.findings.finding import TERMS
from dashboard.importing.upload import upload_drafts
from dashboard.lists import join_clauses
from dashboard.store import load_store
from dashboard.ui.person import find_actor
from dashboard.ui.upload.table_settings import MEASURES
from dashboard.ui.upload.upload_session import UploadSession, correct, set_corrections

_PARTS = {
    "encoding": mark("Encoding"),
    "sheet": mark("Sheet"),
    "block": mark("Table on the sheet"),
    "head_row": mark("Row of the headings"),
    "head_rows": mark("Rows of headings"),
    "roles": mark("Meaning of column {name}"),
    "units": mark("Unit of {name}"),
    "places": mark("Place “{name}”"),
    "marks": mark("Mark “{name}”"),
    "counted": mark("Quarters or months of {name}"),
    "place": mark("Place of the table"),
    "indicator": mark("Indicator of the table"),
    "year": mark("Year of the table"),
    "measure": mark("The numbers are"),
    "values": mark("Cell {name}"),
}


def draw_corrections(session: UploadSession, lang: Lang) -> None:
    """Every correction in force, each with a button that takes it back."""
    said = list_corrections(session.corrections, lang)
    if not said:
        return
    st.caption(_("Corrected by hand; the file itself stays as it came:", lang))
    for number, (name, key, text) in enumerate(said):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(text)
            st.button(
                _("Take back", lang),
                key=f"take_back_{number}",
                on_click=_take_back,
                args=(name, key),
                type="tertiary",
            )
    if len(said) > 1:
        st.button(
            _("Take all back", lang),
            key="take_back_all",
            on_click=set_corrections,
            args=(Corrections(),),
            type="tertiary",
        )


def _take_back(name: str, key: str | None) -> None:
    if name == "head_row":
        # How many rows the headings have is counted from there.
        correct(head_row=0, head_rows=0)
        return
    correct(**{name: {key: None} if key is not None else type(getattr(Corrections(), name))()})


def list_corrections(said: Corrections, lang: Lang) -> list[tuple[str, str | None, str]]:
    """Entry, key in it (None for a single value) and words of every correction."""
    catalogue = load_catalogue()
    found: list[tuple[str, str | None, str]] = []
    for name in said.applied():
        value, label = getattr(said, name), _PARTS[name]
        said_of = value.items() if isinstance(value, Mapping) else [(None, str(value))]
        for key, text in said_of:
            thing = _word(name, key or "", catalogue, lang, is_key=True)
            words = _(
                "{thing}: {answer}",
                lang,
                thing=_(label, lang, name=thing),
                answer=_word(name, text, catalogue, lang),
            )
            found.append((name, key, words))
    return found


def _word(name: str, text: str, catalogue: Catalogue, lang: Lang, *, is_key: bool = False) -> str:
    if name in ("indicator", "roles", "units", "counted") and text in catalogue.indicators:
        return catalogue.indicators[text].name(lang)
    if is_key:
        return text
    if name == "counted" and text == CUMULATIVE:
        return _("cumulative in the file, made discrete", lang)
    if name in ("places", "place") and text in catalogue.regions:
        return catalogue.regions[text].full_name(lang)
    if name == "measure":
        return _(MEASURES.get(text, text), lang)
    if name in ("roles", "marks"):
        return _(TERMS.get(text, text), lang)
    return text


def draw_remembered(actor: Actor, lang: Lang) -> None:
    """The corrections that are remembered for their layouts, each to be forgotten."""
    known = upload_drafts.list_remembered(actor, load_store())
    if not known:
        return
    panel = st.expander(
        _("Remembered corrections ({count})", lang, count=len(known)),
        key="remembered",
        on_change="rerun",
        icon=":material/history_edu:",
    )
    if not panel.open:
        return
    with panel:
        for number, item in enumerate(known):
            words = (text for *_names, text in list_corrections(item.corrections, lang))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{item.file_name} · {item.saved_at:%Y-%m-%d}\n{join_clauses(words, lang)}")
                st.button(
                    _("Forget", lang),
                    key=f"forget_{number}",
                    on_click=_forget,
                    args=(item.layout_key,),
                    type="tertiary",
                )


def _forget(layout_key: str) -> None:
    upload_drafts.forget_corrections(find_actor(), load_store(), layout_key)
