"""The lines over and under a table: its title, units and notes, and what they say for all of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import Knowledge, is_number
from dashboard.importing.layout.layout import Layout
from dashboard.importing.reading.texts import split_unit
from dashboard.importing.vocabulary.periods import looks_like_period
from dashboard.importing.vocabulary.places import is_total
from dashboard.importing.vocabulary.title_periods import find_year
from dashboard.importing.vocabulary.units import is_unit
from dashboard.lookup_keys import CIRCLED, SUPERSCRIPTS, normalise_text

NOTE = re.compile(
    r"^[\s　]*(?:注[:：1-9]|注释|备注|说明|数据来源|资料来源|来源|填表|制表|填报|审核|单位负责人"
    r"|负责人|联系人|联系电话|统计负责|note|source)",
    re.IGNORECASE,
)
# A line by itself that begins with the mark of a note is that note.
_MARKED_NOTE = re.compile(rf"^[\s　]*(?:[{SUPERSCRIPTS}{CIRCLED}*†‡§※]|\[\d{{1,2}}\]).*\S")
_SENTENCE = re.compile(r"[。；，,;]")
_UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*([^()（）]+)")
_INDICATOR_LINE = re.compile(r"^(?:指标|指标名称|项目)\s*[:：]\s*(.+)$")
_TAIL_ROWS = 60


def join_cells(fields: Sequence[str]) -> str:
    """The cells of a row that are filled, as one line."""
    return " ".join(normalise_text(f) for f in fields if f.strip())


def find_notes(
    connection: Connection, head_end: int, last: int, knowledge: Knowledge
) -> tuple[int, tuple[str, ...]]:
    """The last row of data, and the lines of notes beneath it."""
    first = max(head_end, last - _TAIL_ROWS) + 1
    tail = fetch_rows(connection, "list_rows", first=first, last=last)
    # A note in the middle of the table must not take the rows under it with it.
    data = [n for n, (_, fields) in enumerate(tail) if _is_data(fields, knowledge)]
    after = data[-1] + 1 if data else 0
    for index, (row, fields) in enumerate(tail):
        cells = [f for f in fields if f.strip()]
        if not cells or index < after:
            continue
        is_note = bool(NOTE.match(cells[0])) and (
            len(cells) <= 2 or not any(is_number(c) for c in cells)
        )
        is_note = is_note or (len(cells) == 1 and bool(_MARKED_NOTE.match(cells[0])))
        # A sentence by itself, with nothing but such lines after it.
        is_sentence = (
            len(cells) == 1
            and len(cells[0]) > 12
            and bool(_SENTENCE.search(cells[0]))
            and not knowledge.gazetteer.is_place(cells[0])
            and all(sum(bool(f.strip()) for f in later) <= 1 for _, later in tail[index:])
        )
        if is_note or is_sentence:
            lines = (join_cells(f) for _, f in tail[index:])
            return row - 1, tuple(line for line in lines if line)
    return last, ()


def _is_data(fields: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether a row names a place, a total or a period and has a number beside it."""
    cells = [f for f in fields if f.strip()]
    return any(is_number(c) for c in cells[1:]) and (
        knowledge.gazetteer.is_place(cells[0])
        or is_total(cells[0])
        or looks_like_period(cells[0], this_year=knowledge.this_year)
    )


def find_unit_list(cells: Sequence[str], knowledge: Knowledge) -> str:
    """The units that a line over the table gives: 人、人次、万元; empty without such a line."""
    for cell in cells:
        if found := _UNIT_LINE.search(cell):
            return found[1]
    for cell in cells:
        _, unit = split_unit(cell)
        if unit and is_unit(unit, knowledge.names.units):
            return unit
    return ""


class _OfTable(TypedDict, total=False):
    """Fields of a layout that hold for the whole table."""

    indicator: str
    unit_list: str
    period_text: str
    place_text: str
    context_code: str


def complete_layout(layout: Layout, cells: list[str], knowledge: Knowledge, sheet: str) -> Layout:
    """Find the indicator, period and place of the whole table where no column says them."""
    changes: _OfTable = {}
    findings: list[Finding] = []
    texts = [*layout.title_lines, sheet, _stem(knowledge.file_name)]
    figures = layout.figures
    if not layout.column("indicator") and not (figures and all(c.indicator for c in figures)):
        changes |= _find_table_indicator(layout, cells, texts, knowledge, findings)
    has_period = layout.column("period") or (figures and all(c.period_text for c in figures))
    # The year of a break is not that of the list it stands in, nor is its place.
    if not has_period and layout.shape != "break":
        changes["period_text"] = _find_table_period(layout, texts, knowledge, findings)
    place = _find_table_place(cells, texts, knowledge)
    has_place = (
        layout.column("place")
        or layout.column("place_code")
        or (figures and all(c.place_text for c in figures))
    )
    if not has_place and figures and layout.shape != "break":
        text, code = knowledge.corrections.place, knowledge.corrections.place
        if not code and place:
            text, code = place
            region = knowledge.catalogue.regions[code]
            findings.append(
                make_finding(
                    RuleId.L_05,
                    "place_from_title",
                    text=text,
                    name_zh=region.name_zh,
                    name_en=region.name_en,
                )
            )
        changes["place_text"] = code
    changes["context_code"] = knowledge.corrections.place or (place[1] if place else "")
    return replace(layout, **changes, findings=tuple(findings))


def _find_table_place(
    cells: list[str], texts: list[str], knowledge: Knowledge
) -> tuple[str, str] | None:
    """The line that names one region, and its code; the first line that names any decides."""
    for text in (*cells, *texts):
        codes = knowledge.gazetteer.find_in_title(text)
        if codes:
            return (text, codes[0]) if len(codes) == 1 else None
    return None


def _find_table_indicator(
    layout: Layout,
    cells: list[str],
    texts: list[str],
    knowledge: Knowledge,
    findings: list[Finding],
) -> _OfTable:
    if knowledge.corrections.indicator:
        return {"indicator": knowledge.corrections.indicator}
    for cell in cells:
        if found := _INDICATOR_LINE.match(cell):
            codes, unit = knowledge.names.find_codes(found[1])
            if len(codes) == 1:
                findings.append(_from_title(codes[0], found[1], knowledge))
                return {"indicator": codes[0], "unit_list": unit or layout.unit_list}
            # Said, but not known: rule I-01 names it and suggests the nearest.
            return {"indicator": found[1]}
    for text in texts:
        if code := knowledge.names.find_in_title(text):
            findings.append(_from_title(code, text, knowledge))
            unit = layout.unit_list or find_unit_list([normalise_text(text)], knowledge)
            return {"indicator": code, "unit_list": unit}
    return {}


def _from_title(code: str, text: str, knowledge: Knowledge) -> Finding:
    indicator = knowledge.catalogue.indicators[code]
    return make_finding(
        RuleId.L_05,
        "indicator_from_title",
        text=text,
        name_zh=indicator.name_zh,
        name_en=indicator.name_en,
    )


def _find_table_period(
    layout: Layout, texts: list[str], knowledge: Knowledge, findings: list[Finding]
) -> str:
    if knowledge.corrections.year:
        return knowledge.corrections.year
    for text in ("\n".join(layout.title_lines), *texts[len(layout.title_lines) :]):
        if period := find_year(text):
            shown = text.replace("\n", " / ")
            findings.append(
                make_finding(RuleId.L_05, "period_from_title", text=shown, period=period)
            )
            return period
    return ""


def _stem(file_name: str) -> str:
    return file_name.rpartition("/")[2].rpartition(".")[0] or file_name


def check_titles_notes(titles: Sequence[str], notes: Sequence[str]) -> list[Finding]:
    """Lines over the headings (L-01) and under the table (L-03)."""
    return [
        make_finding(rule, text=" / ".join(lines), count=len(lines))
        for rule, lines in ((RuleId.L_01, titles), (RuleId.L_03, notes))
        if lines
    ]
