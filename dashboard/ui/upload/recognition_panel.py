"""How the file in work was understood, and every part of it that can be put right."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.catalogue import Catalogue, Indicator, load_catalogue
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.cells.recognition import Conversion
from dashboard.importing.findings.finding import TERMS
from dashboard.importing.layout.headers import Column
from dashboard.importing.reading.texts import column_letter
from dashboard.importing.vocabulary.measures import TARGETS
from dashboard.importing.vocabulary.units import find_factor
from dashboard.lists import join_words
from dashboard.ui.upload.corrections_panel import draw_corrections
from dashboard.ui.upload.table_settings import draw_reading, draw_unsaid, find_unsaid, list_tables
from dashboard.ui.upload.upload_session import UploadSession, controlled, correct

_SHAPES = {
    "long": mark("one figure a row"),
    "wide_indicator": mark("indicators side by side"),
    "wide_period": mark("years side by side"),
    "wide_place": mark("places side by side"),
    "transposed": mark("an indicator a row"),
    "cross": mark("headings on several levels"),
    "break": mark("a break in a series a row"),
}
_ROLES = (
    "place", "place_code", "period", "indicator", "value", "unit", "status", "note", "note_en",
    "kind", "reason", "reason_en", "ignored",
)  # fmt: skip
_UNIT_WORDS = ("", "千", "万", "百万", "亿")
_WORDS_SHOWN = 40
_PARTS_SHOWN = 40
_WIDTHS = (1, 6)  # of a label and of what was understood


def draw_recognition(session: UploadSession, lang: Lang) -> None:
    """What was understood, line by line; beneath it the parts to put right, and what was said."""
    st.subheader(_("Understood as", lang))
    with st.container(gap="xsmall", key="recognition"):
        for label, text in _describe(session, lang):
            if text:
                left, right = st.columns(_WIDTHS, gap="small")
                left.caption(label)
                right.text(text)
    if session.remembered is not None and session.corrections.applied():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(_("Remembered from the file below, which has the same layout.", lang))
            st.text(f"{session.remembered.file_name} · {session.remembered.saved_at:%Y-%m-%d}")
    panel = st.expander(
        _("Correct what was understood", lang), key="correct", on_change="rerun", icon=":material/edit:"
    )  # fmt: skip
    if panel.open:
        with panel:
            _draw_fixes(session, lang)
    draw_corrections(session, lang)


def _describe(session: UploadSession, lang: Lang) -> list[tuple[str, str]]:
    found = session.review.recognition
    named = [_describe_column(c, lang) for c in found.columns if c.role not in ("", "ignored")]
    places = ""
    if found.place_total:
        places = _(
            "{found} of {total} known: {examples}",
            lang,
            found=found.place_found,
            total=found.place_total,
            examples=join_words(found.place_examples, lang),
        )
        if found.place_ambiguous:
            places += _("; more than one place: {count}", lang, count=found.place_ambiguous)
    units = [_describe_unit(c, lang) for c in found.conversions if c.after is not None]
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
        (_("Title", lang), " / ".join(found.title_lines)),
        (_("Table on the sheet", lang), _describe_tables(session, lang)),
        (_("Row of the headings", lang), _describe_head(found.head_row, found.head_rows)),
        (_("Columns", lang), _join(named, lang)),
        (_("Shape", lang), shape),
        (_("Places", lang), places),
        (_("Periods", lang), _join(found.periods, lang)),
        (_("Indicators", lang), join_words(names.values(), lang)),
        (_("Unit", lang), join_words(found.units, lang)),
        (_("Units", lang), join_words(units, lang)),
        (_("Notes", lang), " ".join(found.notes)),
    ]


def _join(texts: Sequence[str], lang: Lang) -> str:
    more = "……" if len(texts) > _PARTS_SHOWN else ""
    return join_words(texts[:_PARTS_SHOWN], lang) + more


def _describe_head(first: int, rows: int) -> str:
    return f"{first}–{first + rows - 1}" if first and rows > 1 else str(first or "")


def _describe_tables(session: UploadSession, lang: Lang) -> str:
    count, _places = list_tables(session.review)
    if count < 2:
        return ""
    chosen = session.corrections.block
    return f"{chosen} / {count}" if chosen else _("all {count}", lang, count=count)


def _describe_column(column: Column, lang: Lang) -> str:
    """Letter and heading, the indicator where it has another name, and whether it is of targets."""
    indicator = load_catalogue().indicators.get(column.indicator)
    name = indicator.name(lang) if indicator else ""
    meaning = f" → {name}" if name and name != column.heading else ""
    if column.measure in TARGETS:
        meaning += f" ({_(TERMS[column.measure], lang)})"
    return f"{column.letter} {column.heading}{meaning}"


def _describe_unit(conversion: Conversion, lang: Lang) -> str:
    """An indicator, and the first of its figures before and after."""
    indicator = load_catalogue().indicators[conversion.indicator]
    return _(
        "{indicator}: {before} {from_unit} → {after} {unit}",
        lang,
        indicator=indicator.name(lang),
        before=conversion.before,
        from_unit=conversion.from_unit,
        after=f"{conversion.after:,.15g}",
        unit=indicator.unit(lang),
    )


# Putting right


def _draw_fixes(session: UploadSession, lang: Lang) -> None:
    _draw_top(session, lang)
    draw_reading(session, lang)
    if session.review.recognition.columns:
        _draw_column_fix(session, lang)
    draw_unsaid(session, find_unsaid(session), lang, where="panel")


def _draw_top(session: UploadSession, lang: Lang) -> None:
    """The first rows as they were read, with the numbers and letters of a spreadsheet."""
    rows = session.review.top_rows
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


def _draw_column_fix(session: UploadSession, lang: Lang) -> None:
    catalogue = load_catalogue()
    columns = {c.letter: c for c in session.review.recognition.columns}
    with st.container(horizontal=True):
        letter = st.selectbox(
            _("Column", lang),
            list(columns),
            key="fix_column",
            format_func=lambda c: f"{c} {columns[c].heading}"[:_WORDS_SHOWN],
        )
        column = columns.get(letter) or next(iter(columns.values()))
        role = session.corrections.roles.get(column.letter) or column.indicator or column.role
        st.selectbox(
            _("It holds", lang),
            ["", *_ROLES, *catalogue.indicators],
            # Figures under a year or a place have no role to choose: they are not unknown.
            format_func=lambda r: describe_role(
                r or ("value" if column.role == "figure" else ""), catalogue, lang
            ),
            **controlled(
                "fix_role",
                role if role in (*_ROLES, *catalogue.indicators) else "",
                lambda v: correct(roles={column.letter: v or None}),
            ),
        )
        if indicator := _indicator_of(column, session, catalogue):
            _draw_unit_fix(session, indicator, lang)


def _indicator_of(column: Column, session: UploadSession, catalogue: Catalogue) -> Indicator | None:
    code = session.corrections.roles.get(column.letter) or column.indicator
    if not code and len(session.review.recognition.indicators) == 1:
        code = session.review.recognition.indicators[0][0]
    return catalogue.indicators.get(code)


def _draw_unit_fix(session: UploadSession, indicator: Indicator, lang: Lang) -> None:
    units = list_units(indicator)
    given = session.corrections.units.get(indicator.code, "")
    options = list(dict.fromkeys(["", *units, given]))
    st.selectbox(
        _("Unit", lang),
        options,
        format_func=lambda u: u or _("as the file says", lang),
        **controlled("fix_unit", given, lambda v: correct(units={indicator.code: v or None})),
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
