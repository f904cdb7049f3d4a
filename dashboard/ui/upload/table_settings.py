"""What holds for a whole table: how it is read, and what none of its columns says."""

from collections.abc import Collection

import streamlit as st

from dashboard.catalogue import load_catalogue
from dashboard.encoding import OFFERED_ENCODINGS
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.upload.review import Review
from dashboard.ui.upload.place_choice import draw_place_choice
from dashboard.ui.upload.upload_session import UploadSession, controlled, correct

_MOST_HEAD_ROWS = 20


def draw_reading(session: UploadSession, lang: Lang) -> None:
    """Encoding or sheet, the table on the sheet, and the rows of its headings."""
    found = session.review.recognition
    with st.container(horizontal=True):
        if not found.sheet:
            st.selectbox(
                _("Encoding", lang),
                ("", *OFFERED_ENCODINGS),
                format_func=lambda e: e.upper() or _("recognised by itself", lang),
                **controlled(
                    "fix_encoding",
                    session.corrections.encoding,
                    lambda v: correct(encoding=v or ""),
                ),
            )
        if len(found.sheets) > 1:
            st.selectbox(
                _("Sheet", lang),
                tuple(dict.fromkeys((*found.sheets, found.sheet))),
                **controlled(
                    "fix_sheet",
                    found.sheet,
                    lambda v: correct(sheet=v, block=0, head_row=0, head_rows=0),
                ),
            )
        draw_table_choice(session, lang, where="panel")
        _draw_head(session, lang)


def _draw_head(session: UploadSession, lang: Lang) -> None:
    """The first row of the headings, and how many rows they have."""
    said, found = session.corrections, session.review.recognition
    first = said.head_row or found.head_row
    st.number_input(
        _("Row of the headings", lang),
        min_value=0,
        max_value=1_000_000,
        help=_("0 lets the program find it.", lang),
        # Headings in a row that was named are those of one table.
        **controlled(
            "fix_head_row", first, lambda v: correct(head_row=int(v or 0), head_rows=0, block=0)
        ),
    )
    if first:
        rows = said.head_rows or found.head_rows
        st.number_input(
            _("Rows of headings", lang),
            min_value=1,
            max_value=max(_MOST_HEAD_ROWS, rows),
            help=_("How many rows the headings take; what stands in them is joined.", lang),
            **controlled(
                "fix_head_rows",
                rows,
                lambda v: correct(head_row=first, head_rows=int(v or 0), block=0),
            ),
        )


def list_tables(review: Review) -> tuple[int, list[str]]:
    """How many tables the sheet has, and the cells in which they begin as far as they are known."""
    for finding in review.findings:
        if finding.rule == RuleId.L_14 and finding.variant in ("", "chosen", "many"):
            places = str(finding.values.get("places", ""))
            return finding.count, places.split(", ") if places else []
    return 1, []


def draw_table_choice(session: UploadSession, lang: Lang, *, where: str) -> None:
    """Which of several tables on the sheet is read; ``where`` makes the key its own."""
    count, places = list_tables(session.review)
    if count < 2:
        return
    begins = dict(enumerate(places, start=1))
    st.selectbox(
        _("Table on the sheet", lang),
        range(count + 1),
        format_func=lambda n: (
            f"{n} · {begins[n]}" if n in begins else str(n or _("all of them", lang))
        ),
        **controlled(
            f"fix_block_{where}",
            min(session.corrections.block, count),
            lambda v: correct(block=int(v or 0)),
        ),
    )


MEASURES = {
    "": mark("as the file says"),
    "figure": mark("figures"),
    "annual": mark("annual targets"),
    "plan": mark("targets of a plan"),
}


def find_unsaid(session: UploadSession) -> list[str]:
    """Of place, indicator, year and measure what no column says of the table, or not clearly."""
    columns = session.review.recognition.columns
    roles = {c.role for c in columns}
    figures = [c for c in columns if c.role == "figure"]
    is_said = {
        "place": roles & {"place", "place_code"}
        or (figures and all(c.place_text for c in figures)),
        "indicator": "indicator" in roles or any(c.indicator for c in columns),
        "year": "period" in roles or (figures and all(c.period_text for c in figures)),
    }
    # A region makes names clear that several regions have.
    if any(f.rule == RuleId.P_04 for f in session.review.findings) or session.corrections.place:
        is_said["place"] = False
    # What only a title says is confirmed, or said otherwise.
    is_said["measure"] = not session.corrections.measure and not any(
        f.rule in (RuleId.G_01, RuleId.G_02) and f.severity != "I" for f in session.review.findings
    )
    return [part for part, said in is_said.items() if not said] if columns else []


def _regions_in_doubt(review: Review) -> list[str]:
    """The regions that hold what an ambiguous name may mean."""
    regions = load_catalogue().regions
    codes = [
        s.rpartition(" ")[2]
        for f in review.findings
        if f.rule == RuleId.P_04
        for s in f.suggestions
    ]
    return [regions[c].parent_code for c in dict.fromkeys(codes) if c in regions]


def draw_unsaid(session: UploadSession, parts: Collection[str], lang: Lang, *, where: str) -> None:
    """Place, indicator, year and measure of the whole table; ``where`` makes the keys their own."""
    said, catalogue = session.corrections, load_catalogue()
    with st.container(horizontal=True):
        if "place" in parts:
            draw_place_choice(
                _("Place of the table", lang),
                lang,
                key=f"fix_place_{where}",
                given=said.place,
                near=session.draft.region_code,
                nearest=_regions_in_doubt(session.review),
                apply=lambda code: correct(place=code),
            )
        if "indicator" in parts:
            st.selectbox(
                _("Indicator of the table", lang),
                ["", *catalogue.indicators],
                format_func=lambda c: (
                    catalogue.indicators[c].name(lang) if c else _("as the file says", lang)
                ),
                **controlled(
                    f"fix_indicator_{where}",
                    said.indicator,
                    lambda v: correct(indicator=v or ""),
                ),
            )
        if "year" in parts:
            st.text_input(
                _("Year of the table", lang),
                placeholder="2024",
                **controlled(
                    f"fix_year_{where}", said.year, lambda v: correct(year=(v or "").strip())
                ),
            )
        if "measure" in parts:
            st.selectbox(
                _("The numbers are", lang),
                list(MEASURES),
                format_func=lambda m: _(MEASURES[m], lang),
                help=_("For the columns whose headings do not say it.", lang),
                **controlled(
                    f"fix_measure_{where}", said.measure, lambda v: correct(measure=v or "")
                ),
            )
