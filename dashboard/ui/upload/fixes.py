"""Mending a finding where it is shown: places, marks of missing figures, cumulative and single ones."""

from functools import partial

import streamlit as st

from dashboard.catalogue import load_catalogue
from dashboard.formats import STATES
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.importing.corrections import CUMULATIVE
from dashboard.importing.findings.finding import Finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.upload.cell_edits import parse_address
from dashboard.ui.address import recall, remember
from dashboard.ui.upload.place_choice import draw_place_choice
from dashboard.ui.upload.upload_session import UploadSession, controlled, correct

_MISSING_STATES = ("not_reported", "not_applicable", "below_unit", "confidential")


def _correct_place(text: str, code: str) -> None:
    correct(places={text: code or None})


def _correct_mark(text: str, state: str) -> None:
    correct(marks={text: state})


def draw_place_fixes(session: UploadSession, findings: list[Finding], lang: Lang) -> None:
    """For each place that is not known, or not sure, a list to choose from; the nearest first."""
    for number, finding in enumerate(findings):
        text = finding.text.strip()
        if not text:
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{finding.address}  {text}  →", width=260)
            draw_place_choice(
                _("Place", lang),
                lang,
                key=f"fix_place_{finding.rule}_{number}",
                given=session.corrections.places.get(text, ""),
                near=session.draft.region_code,
                nearest=[s.rpartition(" ")[2] for s in finding.suggestions],
                apply=partial(_correct_place, text),
                width=360,
                is_label_shown=False,
            )


def draw_mark_fixes(session: UploadSession, findings: list[Finding], lang: Lang) -> None:
    """For each mark of a missing figure, what it means."""
    for number, finding in enumerate(findings):
        text = finding.text.strip()
        state = session.corrections.marks.get(text) or str(finding.values.get("state", ""))
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
                    partial(_correct_mark, text),
                ),
            )
            if text not in session.corrections.marks:
                st.button(
                    _("That is right", lang),
                    key=f"confirm_mark_{number}",
                    on_click=correct,
                    kwargs={"marks": {text: state}},
                )


def draw_cumulative_fixes(findings: list[Finding], lang: Lang) -> None:
    """For each indicator that looks cumulative, one click that makes it discrete, and an example."""
    # Of several years the first stands for all.
    first = {str(f.values["indicator"]): f for f in reversed(findings)}
    for code, finding in reversed(first.items()):
        name = load_catalogue().indicators[code].name(lang)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                _("“{name}” is cumulative: make it discrete", lang, name=name),
                key=f"make_discrete_{code}",
                on_click=correct,
                kwargs={"counted": {code: CUMULATIVE}},
            )
            st.text(f"{finding.text} → {finding.values['discrete']}")


def draw_value_fix(session: UploadSession, lang: Lang) -> None:
    """One cell and the text that should stand in it; the first text goes into the record."""
    if not session.review.top_rows:
        return
    texts = {f.address: f.text for f in session.review.findings if f.severity != "I" and f.rule != RuleId.V_16 and parse_address(f.address)}  # fmt: skip
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
