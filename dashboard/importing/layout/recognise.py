"""Choose the sheet and recognise its layout, with whatever the file holds answered by findings."""

import logging
from dataclasses import replace

from dashboard.catalogue import Catalogue
from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.corrections import Corrections
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.blocks import find_layout
from dashboard.importing.layout.headers import Knowledge, WithinYear, is_number, score_header
from dashboard.importing.layout.layout import Layout, find_missing
from dashboard.importing.layout.layout_tables import create_layout
from dashboard.importing.layout.proposal import propose_indicator
from dashboard.importing.reading.bounds import SizeError
from dashboard.importing.reading.text_table import TextTable, load_sheet
from dashboard.importing.reading.workbook import SHEETS_LOOKED_AT, Sheet, SheetError, WorkbookError
from dashboard.importing.vocabulary.indicator_names import IndicatorNames
from dashboard.importing.vocabulary.places import Gazetteer

_LOGGER = logging.getLogger(__name__)

_EXAMPLES = 8
_TOP_ROWS = 40
_COLUMNS_LOOKED_AT = 200
_ENOUGH_PLACES = 0.8
# The encoding that fits nearly every run of bytes, so that only the names can prove it.
_DOUBTFUL_ENCODING = "GB18030"


def make_knowledge(
    catalogue: Catalogue,
    *,
    corrections: Corrections,
    scope: str,
    file_name: str,
    this_year: int,
    within_year: WithinYear | None = None,
) -> Knowledge:
    """What headings and cells are compared with; names are looked for inside ``scope`` first."""
    return Knowledge(
        catalogue,
        IndicatorNames(catalogue),
        Gazetteer(catalogue, scope),
        corrections,
        file_name,
        this_year,
        within_year,
    )


def recognise_layout(
    connection: Connection, table: TextTable, knowledge: Knowledge
) -> tuple[Layout, list[Finding]]:
    """Find the layout of ``text_row`` and create the tables that describe it.

    Of a workbook with several sheets the one with the most known headings is taken.
    """
    try:
        table, findings = _choose_sheet(connection, table, knowledge)
        layout, more = _recognise_layout(connection, table, knowledge)
        return layout, [*findings, *more]
    # The last resort: whatever a file holds is answered with a finding.
    except Exception:
        _LOGGER.exception("A layout could not be recognised.")
        return Layout(), [make_finding(RuleId.F_03, "failed")]


def _recognise_layout(
    connection: Connection, table: TextTable, knowledge: Knowledge
) -> tuple[Layout, list[Finding]]:
    named = table.sheet if table.book is not None else ""
    layout = replace(
        find_layout(connection, knowledge, table.merges, named),
        sheet=table.sheet,
        merges=table.merges,
    )
    layout = propose_indicator(connection, layout, knowledge)
    findings = list(layout.findings)
    # A heading that is a word of the catalogue proves the encoding as well as a place would.
    has_words = any(c.role and not c.period_text for c in layout.columns)
    if "place" in find_missing(layout) and not has_words:
        findings += doubt_encoding(table, *_count_first_column(connection, knowledge))
    if not layout.head_row:
        return layout, findings
    create_layout(connection, layout, knowledge)
    if not fetch_rows(connection, "count_data_rows")[0][0]:
        findings.append(make_finding(RuleId.F_01, "no_rows"))
    return layout, findings


def _choose_sheet(
    connection: Connection, table: TextTable, knowledge: Knowledge
) -> tuple[TextTable, list[Finding]]:
    """Load the most recognisable sheet in place of the first, and name the others (F-09)."""
    book = table.book
    if book is None or len(book.visible) + len(book.hidden) < 2:
        return table, []
    if knowledge.corrections.sheet:
        return table, []
    filled: list[Sheet] = []
    for name in [*book.visible, *book.hidden][:SHEETS_LOOKED_AT]:
        try:
            sheet = book.read(name)
        except (WorkbookError, SheetError, SizeError):
            continue
        if any(any(c.strip() for c in row) for row in sheet.rows):
            filled.append(sheet)
    if not filled:
        return table, []
    # Hidden sheets are taken only when no other has anything.
    shown = [s for s in filled if s.name in book.visible] or filled
    best = max(shown, key=lambda s: _score_sheet(s, knowledge))
    findings: list[Finding] = []
    if best.name != table.sheet:
        table = load_sheet(connection, book, best)
        findings += table.findings
    others = [s.name for s in filled if s is not best]
    if others:
        hidden = [n for n in others if n in book.hidden]
        variant = "hidden_sheets" if len(hidden) == len(others) else "sheets"
        findings.append(
            make_finding(RuleId.F_09, variant, text=best.name, count=len(others),
                         sheets=", ".join(others[:_EXAMPLES]))
        )  # fmt: skip
    return table, findings


def _score_sheet(sheet: Sheet, knowledge: Knowledge) -> tuple[int, bool, int]:
    """How many headings are known, whether there are figures, and how large the sheet is."""
    top = sheet.rows[:_TOP_ROWS]
    best = max((score_header(row[:_COLUMNS_LOOKED_AT], knowledge) for row in top), default=0)
    # Headings without rows beneath them are a template or an explanation.
    has_numbers = any(is_number(c) for row in top for c in row[:_COLUMNS_LOOKED_AT])
    return (best if len(sheet.rows) > 1 else 0), has_numbers, len(sheet.rows)


def can_make_cells(layout: Layout) -> bool:
    """Whether there are figures; without a place, a period or an indicator the rest is checked."""
    return bool(layout.head_row) and "value" not in find_missing(layout)


def _count_first_column(connection: Connection, knowledge: Knowledge) -> tuple[int, int]:
    texts = [t for (t,) in fetch_rows(connection, "list_first_column")]
    return sum(knowledge.gazetteer.is_place(t) for t in texts), len(texts)


def doubt_encoding(table: TextTable, found: int, total: int) -> list[Finding]:
    """F-06, where too few of the names in a file are known for its encoding to be the right one."""
    if table.encoding != _DOUBTFUL_ENCODING or not total or found / total >= _ENOUGH_PLACES:
        return []
    return [make_finding(RuleId.F_06, encoding=table.encoding, found=found, total=total)]
