"""How the file in work was understood, and every part of it that can be put right."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.catalogue import Catalogue, Indicator, load_catalogue
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.findings import TERMS
from dashboard.importing.layout import Column, column_letter
from dashboard.importing.units import find_factor
from dashboard.ui.said import draw_said
from dashboard.ui.work import Work, correct

_SHAPES = {
    "long": mark("one figure a row"),
    "wide_indicator": mark("indicators side by side"),
    "wide_period": mark("years side by side"),
}
_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")
_ROLES = (
    "place", "place_code", "period", "indicator", "value", "unit", "status", "note", "note_en",
    "ignored",
)  # fmt: skip
_UNIT_WORDS = ("", "千", "万", "百万", "亿")
_WORDS_SHOWN = 40


def draw_recognition(work: Work, lang: Lang) -> None:
    """What was understood, in one table; beneath it the parts to put right, and what was said."""
    st.subheader(_("Understood as", lang))
    rows = [r for r in _describe(work, lang) if r[1]]
    table = pd.DataFrame(rows, columns=[_("What", lang), _("Read as", lang)], dtype="str")
    st.dataframe(table, hide_index=True, key="recognition", alt=_("Understood as", lang))
    if work.remembered is not None and work.corrections.applied():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(_("Remembered from the file below, which has the same layout.", lang))
            st.text(f"{work.remembered.file_name} · {work.remembered.saved_at:%Y-%m-%d}")
    panel = st.expander(
        _("Correct what was understood", lang), key="correct", on_change="rerun", icon=":material/edit:"
    )  # fmt: skip
    if panel.open:
        with panel:
            _draw_fixes(work, lang)
    draw_said(work, lang)


def _describe(work: Work, lang: Lang) -> list[tuple[str, str]]:
    found = work.review.recognition
    joint = "、" if lang == "zh" else ", "
    named = [f"{c.letter} {c.heading}" for c in found.columns if c.role not in ("", "ignored")]
    places = ""
    if found.place_total:
        places = _(
            "{found} of {total} known: {examples}",
            lang,
            found=found.place_found,
            total=found.place_total,
            examples=joint.join(found.place_examples),
        )
    units = [
        f"{c.before}{c.from_unit} → {c.after:,.10g}"
        for c in found.conversions
        if c.after is not None
    ]
    separator = _(TERMS.get(found.separator, found.separator), lang) if found.separator else ""
    shape = _(_SHAPES.get(found.shape, found.shape), lang) if found.shape else ""
    names = {code: zh if lang == "zh" else en for code, zh, en in found.indicators}
    if proposed := names.get(found.proposed_indicator):
        proposed = _("{indicator} (proposed: please confirm)", lang, indicator=proposed)
        names[found.proposed_indicator] = proposed
    return [
        (_("Encoding", lang), found.encoding),
        (_("Separator", lang), separator),
        (_("Sheet", lang), found.sheet),
        (_("Row of the headings", lang), str(found.head_row or "")),
        (_("Columns", lang), joint.join(named)),
        (_("Shape", lang), shape),
        (_("Places", lang), places),
        (_("Periods", lang), joint.join(found.periods)),
        (_("Indicators", lang), joint.join(names.values())),
        (_("Units", lang), joint.join(units)),
        (_("Notes", lang), " ".join(found.notes)),
    ]


# Putting right


def controlled(key: str, value: object, apply: Callable[[object], None]) -> dict[str, object]:
    """Arguments of a widget that always shows what was said, and says it anew when it is changed."""
    st.session_state[key] = value
    return {"key": key, "on_change": lambda: apply(st.session_state[key])}


def _draw_fixes(work: Work, lang: Lang) -> None:
    _draw_top(work, lang)
    found, said = work.review.recognition, work.corrections
    with st.container(horizontal=True):
        if not found.sheet:
            st.selectbox(
                _("Encoding", lang),
                ("", *_ENCODINGS),
                format_func=lambda e: e.upper() or _("recognised by itself", lang),
                **controlled("fix_encoding", said.encoding, lambda v: correct(encoding=v or "")),
            )
        if len(found.sheets) > 1:
            sheets = tuple(dict.fromkeys((*found.sheets, found.sheet)))
            st.selectbox(
                _("Sheet", lang),
                sheets,
                **controlled("fix_sheet", found.sheet, lambda v: correct(sheet=v, head_row=0)),
            )
        st.number_input(
            _("Row of the headings", lang),
            min_value=0,
            max_value=1_000_000,
            help=_("0 lets the program find it.", lang),
            **controlled(
                "fix_head_row",
                said.head_row or found.head_row,
                lambda v: correct(head_row=int(v or 0)),
            ),
        )
    if found.columns:
        _draw_column_fix(work, lang)
    _draw_table_fix(work, lang)


def _draw_top(work: Work, lang: Lang) -> None:
    """The first rows as they were read, with the numbers and letters of a spreadsheet."""
    rows = work.review.top_rows
    if not rows:
        return
    width = max(len(r) for r in rows)
    table = pd.DataFrame(
        [[*r, *[""] * (width - len(r))] for r in rows],
        columns=[column_letter(n) for n in range(1, width + 1)],
        index=range(1, len(rows) + 1),
        dtype="str",
    )
    st.dataframe(table, key="top_rows", alt=_("First rows of the file", lang))


def _draw_column_fix(work: Work, lang: Lang) -> None:
    catalogue = load_catalogue()
    columns = {c.letter: c for c in work.review.recognition.columns}
    with st.container(horizontal=True):
        letter = st.selectbox(
            _("Column", lang),
            list(columns),
            key="fix_column",
            format_func=lambda c: f"{c} {columns[c].heading}"[:_WORDS_SHOWN],
        )
        column = columns.get(letter) or next(iter(columns.values()))
        role = work.corrections.roles.get(column.letter) or column.indicator or column.role
        st.selectbox(
            _("It holds", lang),
            ["", *_ROLES, *catalogue.indicators],
            format_func=lambda r: describe_role(r, catalogue, lang),
            **controlled(
                "fix_role",
                role if role in (*_ROLES, *catalogue.indicators) else "",
                lambda v, c=column.letter: correct(roles={c: v or None}),
            ),
        )
        if indicator := _indicator_of(column, work, catalogue):
            _draw_unit_fix(work, indicator, lang)


def _indicator_of(column: Column, work: Work, catalogue: Catalogue) -> Indicator | None:
    code = work.corrections.roles.get(column.letter) or column.indicator
    if not code and len(work.review.recognition.indicators) == 1:
        code = work.review.recognition.indicators[0][0]
    return catalogue.indicators.get(code)


def _draw_unit_fix(work: Work, indicator: Indicator, lang: Lang) -> None:
    units = list_units(indicator)
    given = work.corrections.units.get(indicator.code, "")
    options = list(dict.fromkeys(["", *units, given]))
    st.selectbox(
        _("Unit", lang),
        options,
        format_func=lambda u: u or _("as the file says", lang),
        **controlled("fix_unit", given, lambda v, c=indicator.code: correct(units={c: v or None})),
    )


def list_units(indicator: Indicator) -> list[str]:
    """The units in which figures of ``indicator`` may be given."""
    words = ["%", "‰"] if indicator.kind == "rate" else []
    words += [f"{multiple}{indicator.unit_zh}" for multiple in _UNIT_WORDS]
    return [w for w in dict.fromkeys(words) if find_factor(w, indicator) is not None]


def describe_role(role: str, catalogue: Catalogue, lang: Lang) -> str:
    """A role, or the name of an indicator, as it is offered."""
    if role in catalogue.indicators:
        return catalogue.indicators[role].name(lang)
    return _(TERMS[role], lang) if role in TERMS else _("not known yet", lang)


def _draw_table_fix(work: Work, lang: Lang) -> None:
    """Indicator and year of a table whose columns do not say them."""
    catalogue = load_catalogue()
    columns = work.review.recognition.columns
    roles = {c.role for c in columns}
    with st.container(horizontal=True):
        if "indicator" not in roles and not any(c.indicator for c in columns):
            st.selectbox(
                _("Indicator of the table", lang),
                ["", *catalogue.indicators],
                format_func=lambda c: (
                    catalogue.indicators[c].name(lang) if c else _("as the file says", lang)
                ),
                **controlled(
                    "fix_indicator",
                    work.corrections.indicator,
                    lambda v: correct(indicator=v or ""),
                ),
            )
        if "period" not in roles and not all(c.period_text for c in columns if c.role == "figure"):
            st.text_input(
                _("Year of the table", lang),
                placeholder="2024",
                **controlled(
                    "fix_year", work.corrections.year, lambda v: correct(year=(v or "").strip())
                ),
            )
