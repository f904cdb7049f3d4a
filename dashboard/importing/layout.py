"""The layout of a table: where its headings are, what each column is, where its notes begin.

Looks at headings and at the first and last rows; the cells themselves are left to ``cells``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dashboard.catalogue import Catalogue
from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.corrections import Corrections
from dashboard.importing.findings import Finding, make_finding
from dashboard.importing.names import IndicatorNames
from dashboard.importing.periods import find_year, looks_like_period
from dashboard.importing.places import Gazetteer
from dashboard.importing.texts import make_key, normalise_text, split_unit
from dashboard.importing.units import is_unit

_ROLE_WORDS = {
    "place": "地区 地区名称 城市 城市名称 市 地市 地市州 市州 市(州) 区县 县区 县(区) 县 区 "
    "区域 省 省份 省市 "
    "省(区、市) 行政区划 行政区 行政区划名称 市县 地方 地名 各市 region place area city county "
    "province region_name name_zh",
    "place_code": "地区代码 行政区划代码 区划代码 行政代码 代码 编码 城市代码 "
    "code region_code regioncode adcode area_code",
    "period": "年份 年度 年 时间 日期 期间 时期 统计期 报告期 统计年份 统计时间 year period "
    "date time time_period",
    "indicator": "指标 指标名称 指标代码 指标编码 统计指标 项目 "
    "indicator indicator_code indicator_name",
    "value": "数值 值 数据 数量 指标值 统计值 金额 人数 合计数 本期 本期值 value figure obs_value",
    "unit": "单位 计量单位 unit",
    "status": "状态 数据状态 status flag obs_status",
    "note": "备注 说明 注 注释 note note_zh remark remarks comment",
    "note_en": "note_en",
    "ignored": "序号 编号 行次 no no. id",
}
_ROLES = {make_key(word): role for role, words in _ROLE_WORDS.items() for word in words.split()}
# Of several columns with places the finest counts: 省份, 城市, 区县 name one place three times.
_FINENESS = {
    "省": 1,
    "省份": 1,
    "省市": 1,
    "province": 1,
    "县": 3,
    "区县": 3,
    "县区": 3,
    "县(区)": 3,
}
_SINGLE_ROLES = ("place_code", "period", "indicator", "value", "unit", "status", "note", "note_en")
_YEAR_THEN_NAME = re.compile(r"^((?:19|20)\d{2}(?:年度|年末|年底|年)?)(\D.*)$")
_NOTE = re.compile(
    r"^[\s　]*(?:注[:：1-9]|注释|备注|说明|数据来源|资料来源|来源|填表|制表|填报|审核|单位负责人"
    r"|负责人|联系人|联系电话|统计负责|note|source)",
    re.IGNORECASE,
)
_UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*(.+)$")
_INDICATOR_LINE = re.compile(r"^(?:指标|指标名称|项目)\s*[:：]\s*(.+)$")
_TOP_ROWS = 40
_TAIL_ROWS = 60
_SAMPLE_ROWS = 50
_SHARE_OF_PLACES = 0.6


@dataclass(frozen=True)
class Column:
    """One column: its letter, its heading, and what it holds."""

    number: int
    letter: str
    heading: str
    role: str = (
        ""  # place, place_code, period, indicator, value, unit, status, note, figure, ignored
    )
    indicator: str = ""  # of a figure column whose heading names one
    period_text: str = ""  # of a figure column whose heading is a period
    unit: str = ""  # in the brackets of the heading


@dataclass(frozen=True)
class Layout:
    """Where the data lie and what they are; rows and columns are numbered as in a spreadsheet."""

    head_row: int = 0
    last_row: int = 0
    shape: str = ""  # long, wide_indicator, wide_period
    columns: tuple[Column, ...] = ()
    title_lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unit_list: str = ""  # 人、人次、万元: the line over the table
    indicator: str = ""  # of the whole table, when no column or heading says it
    period_text: str = ""  # of the whole table, when no column or heading says it
    findings: tuple[Finding, ...] = field(default=())

    def column(self, role: str) -> Column | None:
        """The column of ``role``, None if the table has none."""
        return next((c for c in self.columns if c.role == role), None)

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns that hold figures."""
        wanted = "value" if self.shape == "long" else "figure"
        return tuple(c for c in self.columns if c.role == wanted)


@dataclass(frozen=True)
class Knowledge:
    """What a heading is compared with."""

    catalogue: Catalogue
    names: IndicatorNames
    gazetteer: Gazetteer
    corrections: Corrections
    file_name: str
    this_year: int


def column_letter(number: int) -> str:
    """The letters a spreadsheet shows over column ``number`` (1 is A, 27 is AA)."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def find_layout(connection: Connection, knowledge: Knowledge) -> Layout:
    """Recognise the layout of ``text_row``; what is missing or unclear is in its findings."""
    top = fetch_rows(
        connection,
        "SELECT row_no, fields FROM text_row WHERE row_no <= $rows ORDER BY row_no",
        {"rows": max(_TOP_ROWS, knowledge.corrections.head_row) + _SAMPLE_ROWS},
    )
    head_row = _find_head(top, knowledge)
    if not head_row:
        return Layout(findings=(make_finding("L-05", "head"),))
    heading = next(fields for row, fields in top if row == head_row)
    below = [fields for row, fields in top if row > head_row][:_SAMPLE_ROWS]
    columns = _choose_roles(_read_heading(heading, knowledge), below, knowledge)
    last_row, notes = _find_notes(connection, head_row)
    titles = tuple(text for row, fields in top if row < head_row and (text := _join_cells(fields)))
    layout = Layout(
        head_row, last_row, _find_shape(columns), columns, titles, notes, _find_unit_list(titles)
    )
    layout = _complete(layout, knowledge)
    findings = [
        *layout.findings,
        *_check_lines(layout),
        *_check_headings(connection, layout),
        *_check_columns(layout, knowledge),
    ]
    return replace(layout, findings=tuple(findings))


def _join_cells(fields: Sequence[str]) -> str:
    return " ".join(normalise_text(f) for f in fields if f.strip())


def _find_head(top: list[tuple], knowledge: Knowledge) -> int:
    """The row with most known headings; a row with a place in it is data."""
    if knowledge.corrections.head_row:
        given = knowledge.corrections.head_row
        return given if any(row == given for row, _ in top) else 0
    best_row, best_score = 0, 0
    for row, fields in top[:_TOP_ROWS]:
        cells = [f for f in fields if f.strip()]
        if any(knowledge.gazetteer.is_place(c) for c in cells):
            continue
        known = [column for c in cells if (column := _read_cell(0, c, knowledge)).role]
        # A single year is what a row of data has as well.
        is_lone_year = len(known) == 1 and bool(known[0].period_text)
        score = 0 if is_lone_year else len(known)
        if score > best_score:
            best_row, best_score = row, score
    return best_row


def _read_heading(heading: Sequence[str], knowledge: Knowledge) -> list[Column]:
    columns = []
    for number, text in enumerate(heading, start=1):
        given = knowledge.corrections.roles.get(column_letter(number))
        column = _read_cell(number, text, knowledge)
        columns.append(_apply_role(column, given, knowledge) if given else column)
    return columns


def _apply_role(column: Column, given: str, knowledge: Knowledge) -> Column:
    if given in knowledge.catalogue.indicators:
        return replace(column, role="figure", indicator=given)
    return replace(column, role=given, indicator="", period_text="")


def _read_cell(number: int, text: str, knowledge: Knowledge) -> Column:
    """What the heading ``text`` says by itself."""
    heading = normalise_text(text)
    column = Column(number, column_letter(number), heading)
    if not heading:
        return column
    name, unit = split_unit(heading)
    has_unit = bool(unit) and is_unit(unit, knowledge.names.units)
    role = _ROLES.get(make_key(heading)) or (_ROLES.get(make_key(name)) if has_unit else None)
    if role:
        return replace(column, role=role, unit=unit if has_unit else "")
    if looks_like_period(heading, this_year=knowledge.this_year):
        return replace(column, role="figure", period_text=heading)
    period_text = ""
    codes, unit = knowledge.names.find_codes(heading)
    if not codes and (found := _YEAR_THEN_NAME.match(heading)):
        period_text = found[1]
        codes, unit = knowledge.names.find_codes(found[2])
    if len(codes) != 1:
        return column
    return replace(column, role="figure", indicator=codes[0], period_text=period_text, unit=unit)


def _choose_roles(
    columns: list[Column], below: list[Sequence[str]], knowledge: Knowledge
) -> tuple[Column, ...]:
    """Settle what headings alone leave open: several places, 单位 for an organisation, no place."""
    roles = {c.number: c.role for c in columns}
    places = [c for c in columns if c.role == "place"]
    if places:
        finest = max(places, key=lambda c: _FINENESS.get(make_key(c.heading), 2))
        roles.update({c.number: "ignored" for c in places if c is not finest})
    else:
        for column in columns:
            if column.role in ("", "unit") and _holds_places(column, below, knowledge):
                roles[column.number] = "place"
                break
    for role in _SINGLE_ROLES:
        numbers = [n for n, r in roles.items() if r == role]
        roles.update(dict.fromkeys(numbers[1:], ""))
    return tuple(replace(c, role=roles[c.number]) for c in columns)


def _holds_places(column: Column, below: list[Sequence[str]], knowledge: Knowledge) -> bool:
    texts = {r[column.number - 1] for r in below if len(r) >= column.number}
    texts = {t for t in texts if t.strip()}
    found = sum(knowledge.gazetteer.is_place(t) for t in texts)
    return bool(texts) and found / len(texts) >= _SHARE_OF_PLACES


def _find_shape(columns: tuple[Column, ...]) -> str:
    if any(c.role == "value" for c in columns):
        return "long"
    figures = [c for c in columns if c.role == "figure"]
    if any(c.indicator for c in figures):
        return "wide_indicator"
    return "wide_period" if figures else ""


def _find_notes(connection: Connection, head_row: int) -> tuple[int, tuple[str, ...]]:
    """The last row of data, and the lines of notes beneath it."""
    last = fetch_rows(connection, "SELECT max(row_no) FROM text_row")[0][0]
    tail = fetch_rows(
        connection,
        "SELECT row_no, fields FROM text_row WHERE row_no > $first ORDER BY row_no",
        {"first": max(head_row, last - _TAIL_ROWS)},
    )
    for index, (row, fields) in enumerate(tail):
        cells = [f for f in fields if f.strip()]
        if cells and len(cells) <= 2 and _NOTE.match(cells[0]):
            lines = (_join_cells(f) for _, f in tail[index:])
            return row - 1, tuple(line for line in lines if line)
    return last, ()


def _find_unit_list(titles: Sequence[str]) -> str:
    for line in titles:
        if found := _UNIT_LINE.search(line):
            return found[1]
    return ""


def _complete(layout: Layout, knowledge: Knowledge) -> Layout:
    """Find the indicator and the period of the whole table where no column says them."""
    changes: dict[str, object] = {}
    findings: list[Finding] = []
    if not layout.column("indicator") and layout.shape in ("long", "wide_period"):
        changes |= _find_table_indicator(layout, knowledge, findings)
    has_period = layout.column("period") or (
        layout.figures and all(c.period_text for c in layout.figures)
    )
    if not has_period:
        changes["period_text"] = _find_table_period(layout, knowledge, findings)
    return replace(layout, **changes, findings=tuple(findings))


def _find_table_indicator(
    layout: Layout, knowledge: Knowledge, findings: list[Finding]
) -> dict[str, object]:
    if knowledge.corrections.indicator:
        return {"indicator": knowledge.corrections.indicator}
    for line in layout.title_lines:
        if found := _INDICATOR_LINE.match(line):
            codes, unit = knowledge.names.find_codes(found[1])
            if len(codes) == 1:
                findings.append(_from_title("indicator", codes[0], found[1], knowledge))
                return {"indicator": codes[0], "unit_list": unit or layout.unit_list}
            # Said, but not known: rule I-01 names it and suggests the nearest.
            return {"indicator": found[1]}
    for text in (*layout.title_lines, _stem(knowledge.file_name)):
        if code := knowledge.names.find_in_title(text):
            findings.append(_from_title("indicator", code, text, knowledge))
            return {"indicator": code}
    return {}


def _from_title(what: str, code: str, text: str, knowledge: Knowledge) -> Finding:
    indicator = knowledge.catalogue.indicators[code]
    return make_finding(
        "L-05",
        f"{what}_from_title",
        text=text,
        name_zh=indicator.name_zh,
        name_en=indicator.name_en,
    )


def _find_table_period(layout: Layout, knowledge: Knowledge, findings: list[Finding]) -> str:
    if knowledge.corrections.year:
        return knowledge.corrections.year
    for text in ("\n".join(layout.title_lines), _stem(knowledge.file_name)):
        if period := find_year(text):
            shown = text.replace("\n", " / ")
            findings.append(make_finding("L-05", "period_from_title", text=shown, period=period))
            return period
    return ""


def _stem(file_name: str) -> str:
    return file_name.rpartition("/")[2].rpartition(".")[0] or file_name


def _check_lines(layout: Layout) -> list[Finding]:
    findings = []
    for rule, lines in (("L-01", layout.title_lines), ("L-03", layout.notes)):
        if lines:
            findings.append(make_finding(rule, text=" / ".join(lines), count=len(lines)))
    if layout.shape.startswith("wide"):
        findings.append(make_finding("L-08", layout.shape, columns=len(layout.figures)))
    return findings


def _check_headings(connection: Connection, layout: Layout) -> list[Finding]:
    """Blank and repeated headings (L-04), blank columns (L-10)."""
    findings = []
    for column in layout.columns:
        if column.heading:
            continue
        address = f"{column.letter}{layout.head_row}"
        if _count_filled(connection, column, layout):
            findings.append(make_finding("L-04", address=address, column=column.letter))
        else:
            findings.append(make_finding("L-10", "column", address=address, column=column.letter))
    by_key: dict[str, list[Column]] = {}
    for column in layout.columns:
        if column.heading:
            by_key.setdefault(make_key(column.heading), []).append(column)
    for same in by_key.values():
        if len(same) > 1:
            findings.append(
                make_finding(
                    "L-04",
                    "repeated",
                    address=f"{same[1].letter}{layout.head_row}",
                    heading=same[1].heading,
                    text=same[1].heading,
                    count=len(same),
                    columns=", ".join(c.letter for c in same),
                )
            )
    return findings


def _count_filled(connection: Connection, column: Column, layout: Layout) -> int:
    query = """
        SELECT count(*) FROM text_row
        WHERE row_no > $head AND row_no <= $last AND trim(fields[$column], ' 　') <> ''
    """
    parameters = {"head": layout.head_row, "last": layout.last_row, "column": column.number}
    return fetch_rows(connection, query, parameters)[0][0]


def _check_columns(layout: Layout, knowledge: Knowledge) -> list[Finding]:
    """Columns that are missing (L-05), not understood (L-06) or known under another name (L-07)."""
    findings = [make_finding("L-05", what) for what in find_missing(layout)]
    for column in layout.columns:
        if not column.heading:
            continue
        place = {"address": f"{column.letter}{layout.head_row}", "text": column.heading}
        if not column.role or (column.role == "figure" and layout.shape == "long"):
            codes, _ = knowledge.names.find_codes(column.heading)
            suggestions = knowledge.names.label(codes) or knowledge.names.suggest(column.heading)
            findings.append(make_finding("L-06", suggestions=suggestions, **place))
        elif column.role == "place" and _ROLES.get(make_key(column.heading)) != "place":
            findings.append(make_finding("L-07", "role", role="place", **place))
        elif column.indicator:
            indicator = knowledge.catalogue.indicators[column.indicator]
            proper = {make_key(indicator.name_zh), make_key(indicator.name_en), indicator.code}
            if make_key(column.heading) not in proper:
                findings.append(
                    make_finding(
                        "L-07", name_zh=indicator.name_zh, name_en=indicator.name_en, **place
                    )
                )
    return findings


def find_missing(layout: Layout) -> list[str]:
    """What the table does not say: place, value, period, indicator, in this order."""
    missing = []
    if not layout.column("place") and not layout.column("place_code"):
        missing.append("place")
    if not layout.figures:
        missing.append("value")
        return missing
    if not (
        layout.column("period") or layout.period_text or all(c.period_text for c in layout.figures)
    ):
        missing.append("period")
    if not (
        layout.column("indicator") or layout.indicator or all(c.indicator for c in layout.figures)
    ):
        missing.append("indicator")
    return missing
