"""Rates of a cross-table that are just their two neighbours divided (L-08)."""

from dataclasses import replace

from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.findings.finding import make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import Column, Knowledge
from dashboard.importing.layout.layout import Layout

_ROUNDING = 0.0051


def leave_out_computed(connection: Connection, layout: Layout, knowledge: Knowledge) -> Layout:
    """In a cross-table, rates that are just their two neighbours divided are not figures.

    By the first rule of the numbers a rate is recomputed from its parts, never stored beside them
    to be rolled up. A rate that says its unit, or that differs from its parts in any row, says
    something of its own and stays. What is left out is told, with the number of cells.
    """
    if layout.shape != "cross":
        return layout
    computed: dict[Column, int] = {}
    for column in layout.figures:
        indicator = knowledge.catalogue.indicators.get(column.indicator)
        if not indicator or not indicator.parts or column.unit:
            continue
        numerator, denominator = (
            next((c for c in layout.figures if _is_beside(c, column, part)), None)
            for part in indicator.parts
        )
        if not (numerator and denominator):
            continue
        columns = (column, numerator, denominator)
        if cells := _count_computed(connection, layout, columns, indicator.factor):
            computed[column] = cells
    if not computed:
        return layout
    first = next(iter(computed))
    finding = make_finding(
        RuleId.L_08,
        "computed",
        address=f"{first.letter}{first.head_row}",
        text=first.heading,
        columns=", ".join(c.letter for c in computed),
        count=sum(computed.values()),
    )
    kept = tuple(replace(c, role="ignored") if c in computed else c for c in layout.columns)
    return replace(layout, columns=kept, findings=(*layout.findings, finding))


def _is_beside(other: Column, rate: Column, part: str) -> bool:
    return (
        other.indicator,
        other.period_text,
        other.place_text,
        other.unit,
        other.measure,
    ) == (part, rate.period_text, rate.place_text, "", rate.measure)


def _count_computed(
    connection: Connection, layout: Layout, columns: tuple[Column, Column, Column], factor: float
) -> int:
    """The cells of a rate, with its numerator and denominator, if each is just its parts divided.

    0 if one of them is not.
    """
    rate, numerator, denominator = columns
    (counts,) = fetch_rows(
        connection,
        "count_computed",
        rate=rate.number,
        top=numerator.number,
        bottom=denominator.number,
        factor=factor,
        rounding=_ROUNDING,
        first=layout.head_end + 1,
        last=layout.last_row,
    )
    filled, equal = counts
    return filled if filled == equal else 0
