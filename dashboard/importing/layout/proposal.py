"""Propose the indicator of a table that names none: a person confirms it or says another.

What is proposed follows from the figures that are known, never from the table's name: a table with
part of a year among its periods (2024年1-9月) adds up over the year, and few indicators are
reported in such parts.
"""

from dataclasses import replace

from dashboard.importing.connection import Connection
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import Knowledge
from dashboard.importing.layout.layout import Layout, find_missing
from dashboard.importing.layout.layout_tables import list_texts
from dashboard.importing.vocabulary.periods import parse_period

_TEXTS_LOOKED_AT = 500
_LEAST_SHARE = 0.5  # of the table's regions that must have figures for parts of a year


def propose_indicator(connection: Connection, layout: Layout, knowledge: Knowledge) -> Layout:
    """``layout`` with the one indicator that fits as its own and a finding to confirm it (L-05).

    Unchanged unless an indicator is all that is missing, and part of a year stands among the
    periods. Where several fit none is taken: they are named as suggestions of the question.
    """
    if knowledge.within_year is None or layout.blocks or find_missing(layout) != ["indicator"]:
        return layout
    if not _has_part_of_year(connection, layout, knowledge):
        return layout
    regions = _find_regions(connection, layout, knowledge)
    counts = _count_flows(regions, knowledge)
    if len(counts) != 1:
        question = make_finding(
            RuleId.L_05, "indicator", suggestions=knowledge.names.label(tuple(counts))
        )
        return _ask(layout, question)
    code, count = counts.popitem()
    if count < _LEAST_SHARE * len(regions):
        return layout
    indicator = knowledge.catalogue.indicators[code]
    question = make_finding(
        RuleId.L_05,
        "indicator_proposed",
        name_zh=indicator.name_zh,
        name_en=indicator.name_en,
        regions=count,
    )
    return replace(_ask(layout, question), indicator=code, proposed_indicator=code)


def _ask(layout: Layout, question: Finding) -> Layout:
    """``layout`` with ``question`` in place of the finding that nothing says the indicator."""
    others = [f for f in layout.findings if (f.rule, f.variant) != (RuleId.L_05, "indicator")]
    return replace(layout, findings=(*others, question))


def _has_part_of_year(connection: Connection, layout: Layout, knowledge: Knowledge) -> bool:
    column = layout.column("period")
    texts = {c.period_text for c in layout.figures} | {layout.period_text}
    texts.update(list_texts(connection, layout, column, limit=_TEXTS_LOOKED_AT) if column else ())
    return any(parse_period(t, this_year=knowledge.this_year).problem == RuleId.T_03 for t in texts)


def _find_regions(connection: Connection, layout: Layout, knowledge: Knowledge) -> set[str]:
    """Codes of the table's regions, as far as they are known."""
    names = {layout.place_text} | {c.place_text for c in layout.figures}
    if column := layout.column("place"):
        names.update(list_texts(connection, layout, column, limit=_TEXTS_LOOKED_AT))
    codes = layout.column("place_code")
    pairs = [(name, "") for name in names]
    pairs += [
        ("", code)
        for code in (list_texts(connection, layout, codes, limit=_TEXTS_LOOKED_AT) if codes else ())
    ]
    places = [knowledge.gazetteer.find_place(n, c, layout.context_code) for n, c in pairs if n or c]
    return {p.region_code for p in places if not p.problem and not p.is_total}


def _count_flows(regions: set[str], knowledge: Knowledge) -> dict[str, int]:
    """Flows with figures for parts of a year, and for how many of ``regions``.

    A stock, such as a count at the end of the year, is not added up from January to September.
    """
    if not regions or knowledge.within_year is None:
        return {}
    known = knowledge.catalogue.indicators
    counts = knowledge.within_year(sorted(regions))
    return {
        code: counts[code]
        for code in sorted(counts)
        if code in known and known[code].measure == "flow" and not known[code].parts
    }
