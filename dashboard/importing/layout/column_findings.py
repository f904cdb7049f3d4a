"""Findings about headings and columns: blank, repeated, missing, not understood, renamed."""

from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import ROLES, Column, Knowledge, is_of_which
from dashboard.importing.layout.layout import Layout, find_missing
from dashboard.importing.reading.texts import split_unit
from dashboard.lookup_keys import make_key


def check_block(connection: Connection, block: Layout, knowledge: Knowledge) -> list[Finding]:
    """How one table of the sheet is laid out (L-08), and its headings and columns (L-04 to L-10)."""
    findings = []
    if block.shape in ("wide_indicator", "wide_period", "wide_place", "transposed", "cross"):
        findings.append(make_finding(RuleId.L_08, block.shape, columns=len(block.figures)))
    findings += _check_headings(connection, block)
    findings += _check_columns(block, knowledge)
    return findings


def _check_headings(connection: Connection, layout: Layout) -> list[Finding]:
    """Blank and repeated headings (L-04), blank columns (L-10)."""
    findings = []
    for column in layout.columns:
        if column.heading or column.role:
            continue
        address = f"{column.letter}{layout.head_end}"
        if _count_filled(connection, column, layout):
            findings.append(make_finding(RuleId.L_04, address=address, column=column.letter))
        else:
            findings.append(
                make_finding(RuleId.L_10, "column", address=address, column=column.letter)
            )
    by_key: dict[tuple[str, ...], list[Column]] = {}
    for column in layout.columns:
        if column.heading and column.role not in ("parent", "ignored"):
            by_key.setdefault(_heading_key(column, layout), []).append(column)
    for same in by_key.values():
        if len(same) > 1:
            findings.append(
                make_finding(
                    RuleId.L_04,
                    "repeated",
                    address=f"{same[1].letter}{same[1].head_row}",
                    heading=same[1].heading,
                    text=same[1].heading,
                    count=len(same),
                    columns=", ".join(c.letter for c in same),
                )
            )
    return findings


def _heading_key(column: Column, layout: Layout) -> tuple[str, ...]:
    if column.role == "figure" and (column.period_text or column.place_text):
        return (
            column.indicator,
            column.period_text,
            column.place_text,
            column.measure,
            make_key(column.name),
        )
    return (make_key(column.heading),)


def _count_filled(connection: Connection, column: Column, layout: Layout) -> int:
    (counted,) = fetch_rows(
        connection,
        "count_filled_cells",
        column=column.number,
        first=layout.head_end + 1,
        last=layout.last_row,
    )
    return counted[0]


def _check_columns(layout: Layout, knowledge: Knowledge) -> list[Finding]:
    """Columns that are missing (L-05), not understood (L-06) or known under another name (L-07)."""
    findings = [make_finding(RuleId.L_05, what) for what in find_missing(layout)]
    for column in layout.columns:
        address = f"{column.letter}{column.head_row or layout.head_end}"
        last = make_key(column.heading.rpartition(" ")[2])
        name, _ = split_unit(column.heading.rpartition(" ")[2])
        by_heading = ROLES.get(last) or ROLES.get(make_key(name))
        is_by_content = column.role in ("place", "period", "indicator") and (
            by_heading not in (column.role, "value")
        )
        if is_by_content and column.letter not in knowledge.corrections.roles:
            variant = "role" if column.heading else "role_blank"
            findings.append(
                make_finding(
                    RuleId.L_07,
                    variant,
                    address=address,
                    text=column.heading,
                    role=column.role,
                    column=column.letter,
                )
            )
        elif not column.heading:
            continue
        elif not column.role or (column.role == "figure" and layout.shape == "long"):
            findings.append(_name_unknown(column, address, knowledge))
        elif indicator := knowledge.catalogue.indicators.get(column.indicator):
            proper = {make_key(indicator.name_zh), make_key(indicator.name_en), indicator.code}
            if make_key(column.heading) not in proper:
                findings.append(
                    make_finding(
                        RuleId.L_07,
                        address=address,
                        text=column.heading,
                        name_zh=indicator.name_zh,
                        name_en=indicator.name_en,
                    )
                )
    return findings


def _name_unknown(column: Column, address: str, knowledge: Knowledge) -> Finding:
    """A column passed over: an of-which column (L-09) or something else (L-06)."""
    name = column.name or column.heading
    codes, _ = knowledge.names.find_codes(name)
    suggestions = knowledge.names.label(codes) or knowledge.names.suggest(name)
    if is_of_which(column.heading):
        return make_finding(
            RuleId.L_09,
            "of_which",
            address=address,
            text=column.heading,
            suggestions=suggestions,
        )
    return make_finding(RuleId.L_06, address=address, text=column.heading, suggestions=suggestions)
