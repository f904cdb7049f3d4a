"""Mending a finding where it is shown: places, marks of missing figures, single cells."""

import streamlit as st

from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.formats import STATES
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.importing.findings import Finding
from dashboard.importing.mending import parse_address
from dashboard.ui.address import forget, recall, remember
from dashboard.ui.understood import controlled
from dashboard.ui.work import Work, correct

_MISSING_STATES = ("not_reported", "not_applicable", "below_unit", "confidential")
_PROBLEM = "_upload_place_problem"


def draw_place_fixes(work: Work, findings: list[Finding], lang: Lang) -> None:
    """For each place that is not known, or not sure, a list to choose from; the nearest first."""
    catalogue = load_catalogue()
    near = _regions_near(work.draft.region_code, catalogue)
    for number, finding in enumerate(findings):
        if not finding.text.strip():
            continue
        nearest = [s.rpartition(" ")[2] for s in finding.suggestions]
        options = [c for c in dict.fromkeys([*nearest, *near]) if c in catalogue.regions]
        given = work.corrections.places.get(finding.text.strip())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{finding.address}  {finding.text.strip()}  →", width=260)
            st.selectbox(
                _("Place", lang),
                options,
                accept_new_options=True,
                placeholder=_("choose, or type a name or code", lang),
                format_func=lambda c: _label(c, catalogue, lang),
                label_visibility="collapsed",
                width=360,
                **controlled(
                    f"fix_place_{finding.rule}_{number}",
                    given,
                    lambda v, text=finding.text.strip(): _fix_place(text, v, catalogue),
                ),
            )
    if problem := recall(_PROBLEM, ""):
        forget(_PROBLEM)
        st.warning(_("There is no place of this name or code, or more than one:", lang))
        st.text(problem)


def _fix_place(text: str, answer: str | None, catalogue: Catalogue) -> None:
    """Take over a place; one that was typed may be a code or a name that only one place has."""
    if not answer:
        return
    typed = answer.strip()
    codes = (typed,) if typed in catalogue.regions else catalogue.aliases.get(typed, ())
    named = [c for c, r in catalogue.regions.items() if typed in (r.name_zh, r.name_en)]
    found = set(codes) or set(named)
    if len(found) == 1:
        correct(places={text: found.pop()})
    else:
        remember(_PROBLEM, typed)


def _regions_near(region: str, catalogue: Catalogue) -> list[str]:
    """The children of ``region`` and theirs: more would make the page heavy, and can be typed."""
    children = [r.code for r in catalogue.children(region)]
    return [region, *children, *(g.code for c in children for g in catalogue.children(c))]


def _label(code: str, catalogue: Catalogue, lang: Lang) -> str:
    region = catalogue.regions.get(code)
    if region is None:
        return code
    parent = catalogue.regions.get(region.parent_code)
    where = f"{parent.full_name(lang)} " if parent and region.level == "county" else ""
    return f"{where}{region.full_name(lang)} {code}"


def draw_mark_fixes(work: Work, findings: list[Finding], lang: Lang) -> None:
    """For each mark of a missing figure, what it means."""
    for number, finding in enumerate(findings):
        text = finding.text.strip()
        state = work.corrections.marks.get(text) or str(finding.values.get("state", ""))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{finding.address}  {text or _('blank', lang)}  =", width=260)
            st.selectbox(
                _("It means", lang),
                _MISSING_STATES,
                format_func=lambda s: _(STATES[s], lang),
                label_visibility="collapsed",
                width=240,
                **controlled(
                    f"fix_mark_{number}",
                    state if state in _MISSING_STATES else "not_reported",
                    lambda v, text=text: correct(marks={text: v}),
                ),
            )
            if text not in work.corrections.marks:
                st.button(
                    _("That is right", lang),
                    key=f"confirm_mark_{number}",
                    on_click=correct,
                    kwargs={"marks": {text: state}},
                )


def draw_value_fix(work: Work, lang: Lang) -> None:
    """One cell and the text that should stand in it; the first text goes into the record."""
    if not work.review.top_rows:
        return
    texts = {f.address: f.text for f in work.review.findings if f.severity != "I" and f.rule != "V-16" and parse_address(f.address)}  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom", key="value_fix"):
        address = st.selectbox(
            _("Cell to mend", lang),
            list(texts)[:200],
            key="fix_value_address",
            accept_new_options=True,
            index=None,
            placeholder="D17",
            format_func=lambda a: f"{a}  {texts.get(a, '')}"[:60],
            width=260,
        )
        st.text_input(_("New text", lang), key="fix_value_text", width=240)
        st.button(_("Put it in", lang), key="fix_value", on_click=_fix_value, disabled=not address)


def _fix_value() -> None:
    address = str(recall("fix_value_address", "") or "").strip().upper()
    if parse_address(address):
        correct(values={address: str(recall("fix_value_text", "") or "").strip()})
    remember("fix_value_address", None)
    remember("fix_value_text", "")
