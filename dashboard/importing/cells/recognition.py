"""Recognise a table: what was understood, in one object that a person can check at a glance."""

import logging
from dataclasses import dataclass, replace

from dashboard.importing.cells.cells import create_cells, find_long_cells, find_target_rows
from dashboard.importing.connection import Connection, drop_table, fetch_rows
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.personal_numbers import mask_numbers
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import Column, Knowledge
from dashboard.importing.layout.layout import Layout
from dashboard.importing.layout.recognise import doubt_encoding
from dashboard.importing.reading.text_table import TextTable
from dashboard.importing.reading.texts import split_unit
from dashboard.importing.vocabulary.units import is_unit, split_list
from dashboard.lookup_keys import normalise_text

_LOGGER = logging.getLogger(__name__)

_EXAMPLES = 8
_UNITS_LISTED = 20


@dataclass(frozen=True)
class Conversion:
    """A unit that was converted: ``before`` in ``from_unit`` became ``after`` in the base unit."""

    indicator: str
    from_unit: str
    factor: float
    before: str
    after: float | None


@dataclass(frozen=True)
class Recognition:
    """How a file was read; everything here can be overridden by Corrections."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    head_row: int = 0
    head_rows: int = 1
    # long, wide_indicator, wide_period, wide_place, transposed, cross
    shape: str = ""
    blocks: int = 1  # tables in the sheet
    layout_key: str = ""  # the same for files of one layout, whatever their years
    columns: tuple[Column, ...] = ()
    place_found: int = 0  # distinct names in the table that are known
    place_ambiguous: int = 0  # those that are names of more than one region
    place_total: int = 0
    place_examples: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    indicators: tuple[tuple[str, str, str], ...] = ()  # code, Chinese name, English name
    proposed_indicator: str = ""  # the one of them that no text of the file says
    units: tuple[str, ...] = ()  # as the file writes them, those of unknown indicators as well
    conversions: tuple[Conversion, ...] = ()
    title_lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()  # names of the corrections that were applied


def mask_recognition(recognition: Recognition) -> Recognition:
    """``recognition`` without numbers of persons in any text of the file."""
    return replace(
        recognition,
        columns=tuple(replace(c, heading=mask_numbers(c.heading)) for c in recognition.columns),
        place_examples=tuple(mask_numbers(t) for t in recognition.place_examples),
        conversions=tuple(
            replace(c, before=mask_numbers(c.before or "")) for c in recognition.conversions
        ),
        title_lines=tuple(mask_numbers(t) for t in recognition.title_lines),
        notes=tuple(mask_numbers(t) for t in recognition.notes),
        units=tuple(mask_numbers(t) for t in recognition.units),
    )


def recognise_cells(
    connection: Connection, table: TextTable, layout: Layout, knowledge: Knowledge
) -> tuple[Recognition, list[Finding]]:
    """Create ``cell`` and ``figure`` out of ``text_row`` and say what was understood."""
    try:
        findings = create_cells(connection, layout, knowledge, layout.merges)
        recognition = describe(connection, table, layout, knowledge)
    # The last resort: whatever a file holds is answered with a finding.
    except Exception:
        _LOGGER.exception("Cells could not be recognised.")
        drop_table(connection, "cell")
        return describe_layout(table, layout, knowledge), [make_finding(RuleId.F_03, "failed")]
    findings += find_long_cells(connection)
    findings += find_target_rows(connection)
    names = recognition.place_found + recognition.place_ambiguous
    findings += doubt_encoding(table, names, recognition.place_total)
    return recognition, findings


def describe_layout(table: TextTable, layout: Layout, knowledge: Knowledge) -> Recognition:
    """What is known before the cells are: the file and its layout."""
    return Recognition(
        encoding=table.encoding,
        separator=table.separator,
        sheet=layout.sheet or table.sheet,
        sheets=table.sheets,
        head_row=layout.head_row,
        head_rows=max(layout.head_end - layout.head_row + 1, 1),
        shape=layout.shape,
        blocks=len(layout.tables),
        layout_key=layout.key,
        proposed_indicator=layout.proposed_indicator,
        columns=layout.columns,
        title_lines=layout.title_lines,
        notes=layout.notes,
        corrections=knowledge.corrections.applied(),
    )


def describe(
    connection: Connection, table: TextTable, layout: Layout, knowledge: Knowledge
) -> Recognition:
    """Everything that was understood, once ``cell`` is there."""
    places = fetch_rows(connection, "list_places")
    periods = fetch_rows(connection, "list_periods")
    indicators = fetch_rows(connection, "list_indicators")
    # A code that is not that of the name beside it (P-05) is known all the same.
    known = [name for name, problem in places if problem in ("", RuleId.P_05)]
    return replace(
        describe_layout(table, layout, knowledge),
        place_found=len(known),
        place_ambiguous=sum(problem == RuleId.P_04 for _, problem in places),
        place_total=len(places),
        place_examples=tuple(dict.fromkeys(n for n in known if n))[:_EXAMPLES],
        periods=tuple(p for (p,) in periods),
        indicators=tuple(indicators),
        units=_list_units(connection, layout, knowledge),
        conversions=_list_conversions(connection),
    )


def _list_units(connection: Connection, layout: Layout, knowledge: Knowledge) -> tuple[str, ...]:
    """Units in the line over a table, in headings, in the brackets of names and in a column."""
    found = [u for table in layout.tables for u in split_list(table.unit_list)]
    found += [c.unit for table in layout.tables for c in table.columns]
    names = fetch_rows(connection, "list_indicator_names")
    in_brackets = [split_unit(name)[1] for (name,) in names]
    found += [u for u in in_brackets if is_unit(u, knowledge.names.units)]
    if layout.column("unit"):
        rows = fetch_rows(connection, "list_units_of_cells", limit=_UNITS_LISTED)
        found += [u for (u,) in rows]
    return tuple(dict.fromkeys(normalise_text(u) for u in found if u.strip()))[:_UNITS_LISTED]


def _list_conversions(connection: Connection) -> tuple[Conversion, ...]:
    return tuple(Conversion(*row) for row in fetch_rows(connection, "list_conversions"))
