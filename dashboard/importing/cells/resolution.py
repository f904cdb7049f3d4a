"""What the texts mean: each distinct place, period, indicator, unit and status, resolved once.

The answers go back as small tables. What was not understood has the rule that says so in
``problem``.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from dashboard.importing.cells.cell_texts import PART_JOINT
from dashboard.importing.connection import Connection, fetch_rows, fill_table
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import Knowledge
from dashboard.importing.layout.layout import Layout
from dashboard.importing.vocabulary.measures import TARGETS, find_kind, split_target
from dashboard.importing.vocabulary.missing_markers import find_status
from dashboard.importing.vocabulary.periods import join_parts, parse_period, settle_periods
from dashboard.importing.vocabulary.places import PARENT_JOINT, ResolvedPlace, is_subtotal
from dashboard.importing.vocabulary.units import choose_from_list, find_factor
from dashboard.lookup_keys import make_key, normalise_text

# More different texts than this in one column are not names; the rest stay unknown.
_TEXT_LIMIT = 50_000
_SUGGESTION_LIMIT = 100
# A line among the places that is the title or the unit line of another table.
_TITLE = re.compile(r"^(?:19|20)\d{2}年|[单單]位[:：]|(?:情况|统计|汇总|一览)表|^续表|^附表")
_TITLES_SHOWN = 5


def resolve_texts(connection: Connection, layout: Layout, knowledge: Knowledge) -> list[Finding]:
    """The tables ``place_text``, ``period_text``, ``indicator_text``, ``unit_text``, ``status_text``,
    ``kind_text``.

    Returns the lines among the places that begin a table without headings (L-14).
    """
    findings = _create_places(connection, layout, knowledge)
    _create_periods(connection, layout, knowledge)
    _create_indicators(connection, knowledge)
    _create_units(connection, layout, knowledge)
    _create_statuses(connection)
    _create_kinds(connection)
    return findings


def _create_places(connection: Connection, layout: Layout, knowledge: Knowledge) -> list[Finding]:
    """The table ``place_text``; returns the lines that begin a table without headings (L-14)."""
    answers = []
    unknown = 0
    is_said = bool(layout.parents or layout.column("place") or layout.column("place_code"))
    for name, code in fetch_rows(connection, "list_place_texts", limit=_TEXT_LIMIT):
        given = _find_given(name, knowledge)
        if not (name.strip() or code.strip() or is_said):
            # A table that has no place anywhere is one finding of L-05, not one for each row.
            place = ResolvedPlace(problem=RuleId.L_05)
        else:
            place = knowledge.gazetteer.find_place(
                "" if given else name, given or code, layout.context_code
            )
        if unknown >= _SUGGESTION_LIMIT:
            place = replace(place, suggestions=())
        unknown += place.problem == RuleId.P_02
        answers.append((name, code, place))
    common = _find_common_parent([p for _, _, p in answers], knowledge)
    rows = [_describe_place(name, code, place, common, knowledge) for name, code, place in answers]
    names = (
        "place_text", "code_text", "region_code", "problem", "is_total", "code_was_mended",
        "is_variant", "suggestions", "name_zh", "name_en", "total_code", "is_part",
    )  # fmt: skip
    columns = {n: [r[k] for r in rows] for k, n in enumerate(names)}
    fill_table(connection, "place_text", columns)
    unknown_texts = [n for n, _, p in answers if p.problem == RuleId.P_02 and _TITLE.search(n)]
    return [_find_title(connection, text, layout) for text in unknown_texts[:_TITLES_SHOWN]]


def _find_title(connection: Connection, text: str, layout: Layout) -> Finding:
    block, row = fetch_rows(connection, "find_place_text", text=text)[0]
    column = layout.tables[block].column("place")
    address = f"{column.letter if column else 'A'}{row}"
    return make_finding(RuleId.L_14, "second", address=address, text=normalise_text(text))


def _find_given(name: str, knowledge: Knowledge) -> str:
    """The code a person has given for a text, or for its last part."""
    places = knowledge.corrections.places
    plain = name.strip()
    return places.get(plain) or places.get(plain.rpartition(PARENT_JOINT)[2]) or ""


def _describe_place(
    name: str, code: str, place: ResolvedPlace, common: str, knowledge: Knowledge
) -> tuple[object, ...]:
    region = knowledge.catalogue.regions.get(place.region_code)
    own = name.rpartition(PARENT_JOINT)[2]
    total = place.total_code if place.is_total else place.region_code
    if place.is_total and not total and not is_subtotal(own):
        total = common
    return (
        name,
        code,
        place.region_code,
        place.problem,
        place.is_total,
        place.code_was_mended,
        region is not None and not code and own != region.name_zh and not place.problem,
        "|".join(place.suggestions),
        region.name_zh if region else "",
        region.name_en if region else "",
        total,
        place.is_part,
    )


def _find_common_parent(places: Sequence[ResolvedPlace], knowledge: Knowledge) -> str:
    """The region that the table's largest regions are the parts of; '' unless it is just one."""
    codes = {p.region_code for p in places if p.region_code and not p.is_total}
    parents = {c: knowledge.gazetteer.parent_of(c) for c in codes}
    tops = {parent for parent in parents.values() if parent not in codes}
    # Beside its own parts the region itself can stand in the table.
    return tops.pop() if len(tops) == 1 and len(codes) > 1 else ""


def _create_periods(connection: Connection, layout: Layout, knowledge: Knowledge) -> None:
    texts = [t for (t,) in fetch_rows(connection, "list_period_texts", limit=_TEXT_LIMIT)]
    part = next((c for t in layout.tables if (c := t.column("period_part"))), None)
    is_quarter = part is not None and make_key(part.heading) in ("季度", "季", "quarter")
    plain = [_join_period(t, is_quarter=is_quarter) for t in texts]
    periods = settle_periods(plain, [parse_period(t, this_year=knowledge.this_year) for t in plain])
    fill_table(
        connection,
        "period_text",
        {
            "period_text": texts,
            "period": [p.code for p in periods],
            "year": [p.year for p in periods],
            "frequency": [p.frequency for p in periods],
            "problem": [p.problem for p in periods],
            "doubt": [p.doubt for p in periods],
        },
    )


def _join_period(text: str, *, is_quarter: bool) -> str:
    year, joint, part = text.partition(PART_JOINT)
    if not joint:
        return text
    plain = normalise_text(part)
    is_bare = plain in ("1", "2", "3", "4", "1.0", "2.0", "3.0", "4.0", "一", "二", "三", "四")
    return join_parts(year, f"{plain[0]}季度" if is_quarter and is_bare else part)


def _create_indicators(connection: Connection, knowledge: Knowledge) -> None:
    names = [
        "indicator_text",
        "indicator",
        "problem",
        "variant",
        "unit_in_name",
        "kind",
        "unit_zh",
        "unit_en",
        "name_zh",
        "name_en",
        "suggestions",
        "maximum",
        "measure",
    ]
    rows: list[tuple[object, ...]] = []
    for (text,) in fetch_rows(connection, "list_indicator_texts", limit=_TEXT_LIMIT):
        codes, unit = knowledge.names.find_codes(text)
        measure = ""
        if not codes:
            codes, unit, measure = _find_target(text, knowledge)
        indicator = knowledge.catalogue.indicators[codes[0]] if len(codes) == 1 else None
        variant = "" if indicator else "blank" if not text.strip() else "ambiguous" if codes else ""
        suggestions = knowledge.names.label(codes)
        if not codes and text.strip() and len(rows) < _SUGGESTION_LIMIT:
            suggestions = knowledge.names.suggest(text)
        rows.append(
            (
                text,
                indicator.code if indicator else "",
                "" if indicator else RuleId.I_01,
                variant,
                unit,
                indicator.kind if indicator else "",
                indicator.unit_zh if indicator else "",
                indicator.unit_en if indicator else "",
                indicator.name_zh if indicator else "",
                indicator.name_en if indicator else "",
                "" if indicator else "|".join(suggestions),
                indicator.maximum if indicator else None,
                measure if indicator else "",
            )
        )
    columns = {n: [r[k] for r in rows] for k, n in enumerate(names)}
    fill_table(connection, "indicator_text", columns)


def _find_target(text: str, knowledge: Knowledge) -> tuple[tuple[str, ...], str, str]:
    """The indicator of a row that is of targets (会员人数目标), the unit and the kind of target."""
    for measure, rest in split_target(text):
        codes, unit = knowledge.names.find_codes(rest)
        if codes and measure in TARGETS:
            return codes, unit, measure
    return (), "", ""


def _create_units(connection: Connection, layout: Layout, knowledge: Knowledge) -> None:
    answers: dict[tuple[str, str], tuple[str, float | None]] = {}
    for code, text in fetch_rows(connection, "list_unit_texts", limit=_TEXT_LIMIT):
        indicator = knowledge.catalogue.indicators[code]
        unit = knowledge.corrections.units.get(code) or normalise_text(text)
        unit = unit or choose_from_list(layout.unit_list, indicator)
        answers[(code, text)] = (unit, find_factor(unit, indicator) if unit else 1.0)
    fill_table(
        connection,
        "unit_text",
        {
            "indicator": [code for code, _ in answers],
            "unit_text": [text for _, text in answers],
            "unit": [unit for unit, _ in answers.values()],
            "factor": [factor for _, factor in answers.values()],
            "problem": [RuleId.I_03 if f is None else "" for _, f in answers.values()],
        },
    )


def _create_statuses(connection: Connection) -> None:
    texts = [t for (t,) in fetch_rows(connection, "list_status_texts", limit=_TEXT_LIMIT)]
    fill_table(
        connection,
        "status_text",
        {"status_text": texts, "status": [find_status(t) for t in texts]},
    )


def _create_kinds(connection: Connection) -> None:
    texts = [t for (t,) in fetch_rows(connection, "list_kind_texts", limit=_TEXT_LIMIT)]
    columns = {"kind_text": texts, "measure": [find_kind(t) for t in texts]}
    fill_table(connection, "kind_text", columns)
