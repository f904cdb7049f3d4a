"""Headings: which rows they are in, and what the one to four of them over a column say together.

Pure: rows of text in, columns out. Looks at the first rows of a table only.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dashboard.catalogue import Catalogue
from dashboard.importing.corrections import Corrections
from dashboard.importing.reading.texts import column_letter, split_unit
from dashboard.importing.reading.webpage import Merge
from dashboard.importing.vocabulary.indicator_names import IndicatorNames
from dashboard.importing.vocabulary.measures import (
    ACTUAL,
    PLAN,
    TARGETS,
    split_actual,
    split_target,
)
from dashboard.importing.vocabulary.missing_markers import DEFAULT_MARKERS
from dashboard.importing.vocabulary.periods import looks_like_period
from dashboard.importing.vocabulary.places import Gazetteer, is_total
from dashboard.importing.vocabulary.title_periods import tells_day_of_making
from dashboard.importing.vocabulary.units import is_unit
from dashboard.lookup_keys import make_key, normalise_text

_ROLE_WORDS = {
    "place": "地区 地区名称 城市 城市名称 市 地市 地市州 市州 市(州) 区县 县区 县(区) 区(县) 县 区 "
    "县(市、区) 市(区) 县(区、市) 区(县、市) 市(县) 地级市 设区市 县级 区县名称 单位名称地区 "
    "区域 省 省份 省市 "
    "省(区、市) 行政区划 行政区 行政区划名称 市县 地方 地名 各市 region place area city county "
    "province region_name name_zh",
    "place_code": "地区代码 行政区划代码 区划代码 行政代码 代码 编码 城市代码 "
    "code region_code regioncode adcode area_code",
    "period": "年份 年度 年 时间 日期 期间 时期 统计期 报告期 统计年份 统计时间 year period "
    "date time time_period reporting_period 中断年份 断点年份 变更年份 不可比年份 口径变化年份 口径变动年份 break_year",
    "period_part": "季度 季 月份 月 quarter month",
    "indicator": "指标 指标名称 指标代码 指标编码 统计指标 项目 指标项 主要指标 "
    "indicator indicator_code indicator_name",
    "value": "数值 值 数据 数量 指标值 统计值 金额 人数 合计数 本期 本期值 value figure obs_value",
    "unit": "单位 计量单位 unit",
    "status": "状态 数据状态 status flag obs_status",
    "note": "备注 说明 注 注释 note note_zh remark remarks comment",
    "note_en": "note_en",
    "reported_count": "reported_count",
    "kind": "类型 目标类型 数据类型 数值类型 值类型 类别 kind type target_kind target_type",
    "reason": "原因 中断原因 断点原因 不可比原因 口径变化 口径变化原因 口径变动原因 变化原因 变动原因 "
    "变更原因 调整原因 口径说明 口径变化说明 口径变动说明 中断说明 reason reason_zh break_reason",
    "reason_en": "英文原因 原因(英文) 原因英文 reason_en",
    "ignored": "序号 编号 行次 no no. id expected_count upload_id source",
}
ROLES = {make_key(word): role for role, words in _ROLE_WORDS.items() for word in words.split()}
ROLE_NAMES = frozenset(_ROLE_WORDS) | {"parent", "figure"}
_YEAR_THEN_NAME = re.compile(r"^((?:19|20)\d{2}(?:年度|年末|年底|年)?)(\D.*)$")
_NAME_THEN_YEAR = re.compile(r"^(\D+?)((?:19|20)\d{2}(?:年度|年末|年底|年)?)$")
_OF_WHICH = re.compile(r"^(?:#+|其中[:：]?|其中|of which:?\s*)", re.IGNORECASE)
_METADATA = re.compile(
    r"^(?:数据库|指标|指标名称|时间|(?:计量)?单位|填报单位|填表单位|制表|填表|报告期|统计时间|地区"
    r"|来源|数据来源|制表机关|批准机关|文号|表号|有效期至?)\s*[:：]"
)
_GENERAL = re.compile(r"情况$|指标$|工作$|项目$|数据$|统计$|概况$|方面$|^[一二三四五六七八九十]+、")
_NUMBER = re.compile(
    r"[-+(]?[¥￥]?\d[\d,]*(?:\.\d+)?[)%‰]?|-?\d+(?:\.\d+)?e[-+]?\d+", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LABELS = frozenset("甲乙丙丁戊")
_LONGEST_HEADING = 60
_MOST_ROWS = 4
_LOOKED_BELOW = 20

# Regions → indicators with figures for parts of a year, and for how many of the regions.
WithinYear = Callable[[Sequence[str]], Mapping[str, int]]


@dataclass(frozen=True)
class Column:
    """One column: its letter, its heading, and what it holds."""

    number: int
    letter: str
    heading: str
    # place, parent, place_code, period, period_part, indicator, value, unit, status, note, note_en,
    # reported_count, figure, kind (of a target), reason, reason_en (of a break in a series),
    # ignored, or '' for a column that is not understood
    role: str = ""
    indicator: str = ""  # of a figure column whose heading names one
    period_text: str = ""  # of a figure column whose heading is a period
    place_text: str = ""  # of a figure column whose heading is a place
    unit: str = ""  # in the brackets of the heading, or in the row of units beneath it
    name: str = ""  # the part of the headings that is neither period nor place nor unit
    head_row: int = 0  # the row its heading is in, the last of several
    # annual, plan: targets; actual: figures, where the heading says so; unsure; row: each row says
    # it; break: reasons; '' for figures of which the heading says nothing of the kind
    measure: str = ""


@dataclass(frozen=True)
class Knowledge:
    """What a heading is compared with."""

    catalogue: Catalogue
    names: IndicatorNames
    gazetteer: Gazetteer
    corrections: Corrections
    file_name: str
    this_year: int
    within_year: WithinYear | None = None  # None: nothing is known of published figures
    cache: dict[str, Column] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Header:
    """The rows of the headings, and for each column the texts over it from top to bottom."""

    first_row: int = 0
    last_row: int = 0
    parts: tuple[tuple[str, ...], ...] = ()
    rows: tuple[int, ...] = ()  # the last row with a text, for each column
    joined_rows: int = 1  # rows that were joined, without those of units and column numbers


Row = tuple[int, Sequence[str]]


def find_header(
    rows: Sequence[Row], knowledge: Knowledge, merges: Sequence[Merge] = ()
) -> Header | None:
    """The headings of the table that begins in ``rows``; None when no row looks like them."""
    corrections = knowledge.corrections
    by_number = dict(rows)
    if corrections.head_row:
        if corrections.head_row not in by_number:
            return None
        first = corrections.head_row
        last = first + max(corrections.head_rows, 1) - 1
        if not corrections.head_rows:
            first, last = _extend(first, by_number, knowledge, merges, is_fixed=True)
    else:
        anchor = _find_anchor(rows, knowledge)
        if not anchor:
            return None
        first, last = _extend(anchor, by_number, knowledge, merges)
    return _join([(n, by_number[n]) for n in range(first, last + 1) if n in by_number], merges,
                 knowledge)  # fmt: skip


def is_number(text: str) -> bool:
    """Whether a cell holds a number that is not just a year."""
    plain = normalise_text(text).replace(" ", "")
    return bool(_NUMBER.fullmatch(plain)) and not _YEAR.fullmatch(plain)


def score_header(fields: Sequence[str], knowledge: Knowledge) -> int:
    """How many headings of a row are known; 0 for a row of data."""
    cells = [f for f in fields if f.strip()]
    places = [c for c in cells if len(c) <= _LONGEST_HEADING and knowledge.gazetteer.is_place(c)]
    numbers = sum(is_number(c) for c in cells)
    known = [c for c in cells if (read_cell(0, c, knowledge)).role]
    if places:
        # Places side by side are headings where they fill the row and no number is among them.
        across = len(places) >= 2 and len(places) * 2 >= len(cells) - 1 and not numbers
        return len(places) + len(known) if across else 0
    if numbers >= max(len(known), 1):
        return 0
    # A single year is what a row of data has as well.
    is_lone_year = len(known) == 1 and bool(read_cell(0, known[0], knowledge).period_text)
    return 0 if is_lone_year else len(known)


def _find_anchor(rows: Sequence[Row], knowledge: Knowledge) -> int:
    best_row, best_score = 0, 0
    for row, fields in rows:
        # What lies below the first figures belongs to another table.
        if best_score and any(is_number(f) for f in fields):
            break
        score = score_header(fields, knowledge)
        if score > best_score:
            best_row, best_score = row, score
    return best_row or _find_plain_anchor(rows)


def _find_plain_anchor(rows: Sequence[Row]) -> int:
    """A row of nothing but texts over rows with numbers, where no heading is known."""
    for index, (row, fields) in enumerate(rows[:-1]):
        cells = [f for f in fields if f.strip()]
        below = [line for _, line in rows[index + 1 : index + 1 + _LOOKED_BELOW]]
        filled = sum(bool(b.strip()) for b in below[0])
        if (
            len(cells) >= 2
            and len(cells) * 2 >= filled
            and not any(is_number(c) or _is_mark(c) or len(c) > _LONGEST_HEADING for c in cells)
            and any(is_number(b) for line in below for b in line)
        ):
            return row
    return 0


def _is_mark(text: str) -> bool:
    return make_key(text).replace("…", "...") in DEFAULT_MARKERS


def _extend(
    anchor: int,
    rows: dict[int, Sequence[str]],
    knowledge: Knowledge,
    merges: Sequence[Merge],
    *,
    is_fixed: bool = False,
) -> tuple[int, int]:
    """The first and last row of the headings around the row with most known ones."""
    first = last = anchor
    labels = _label_columns(rows[anchor], knowledge)
    while last - first < _MOST_ROWS and last + 1 in rows:
        below = rows[last + 1]
        if not (_is_lower(below, labels, knowledge) or _is_numbering(below)):
            break
        last += 1
    while not is_fixed and last - first < _MOST_ROWS and first - 1 in rows:
        if not _is_upper(first - 1, rows[first - 1], rows[first], knowledge, merges):
            break
        first -= 1
    return first, last


def _label_columns(fields: Sequence[str], knowledge: Knowledge) -> set[int]:
    found = {
        n
        for n, f in enumerate(fields)
        if read_cell(0, f, knowledge).role not in ("", "figure", "value")
    }
    return found or {0}


def _is_lower(fields: Sequence[str], labels: set[int], knowledge: Knowledge) -> bool:
    """Whether a row under a row of headings still belongs to them."""
    cells = [(n, f) for n, f in enumerate(fields) if f.strip()]
    if not cells or any(is_number(f) or len(f) > _LONGEST_HEADING for _, f in cells):
        return False
    units = {make_key("单位"), make_key("计量单位")}
    for number, text in cells:
        if number not in labels:
            continue
        role = read_cell(0, text, knowledge).role
        if make_key(text) not in units and role in ("", "figure"):
            return False
    others = [f for n, f in cells if n not in labels]
    if not others:
        # 地区 in one row and 市, 县 in the next; a row of data has more than its labels.
        return all(read_cell(0, f, knowledge).role == "place" for _, f in cells)
    if any(_is_mark(f) or _YEAR.fullmatch(f.strip()) for f in others):
        return False
    return not any(knowledge.gazetteer.is_place(f) for f in others) or len(others) > 1


def _is_numbering(fields: Sequence[str]) -> bool:
    """A row 甲 乙 1 2 3 under the headings, which numbers the columns."""
    cells = [normalise_text(f).strip("()") for f in fields if f.strip()]
    numbers = [c for c in cells if c.isdecimal() and len(c) < 4]
    others = [c for c in cells if c not in numbers]
    return (
        len(numbers) >= 2
        and all(c in _LABELS or make_key(c) in ("栏次", "序号") for c in others)
        and [int(n) for n in numbers]
        == list(range(int(numbers[0]), int(numbers[0]) + len(numbers)))
        and int(numbers[0]) in (0, 1)
        # Two columns headed 1 and 2 without a letter beside them could be figures.
        and (bool(others) or len(numbers) >= 3)
    )


def _is_upper(
    number: int,
    fields: Sequence[str],
    below: Sequence[str],
    knowledge: Knowledge,
    merges: Sequence[Merge],
) -> bool:
    """Whether a row over a row of headings is one itself, and no title, unit or metadata line."""
    cells = [(n, normalise_text(f)) for n, f in enumerate(fields) if f.strip()]
    if not cells or any(_METADATA.match(f) or len(f) > _LONGEST_HEADING for _, f in cells):
        return False
    if any(is_number(f) for _, f in cells) or tells_day_of_making([f for _, f in cells]):
        return False
    width = sum(bool(f.strip()) for f in below)
    if len(cells) == 1:
        column, text = cells[0]
        spans = [
            last[1] - first[1] + 1
            for first, last in merges
            if first[0] == number - 1 and first[1] == column
        ]
        if spans:
            return 1 < spans[0] < max(width, 2) and (
                column > 0 or bool(read_cell(0, text, knowledge).role)
            )
        # One year over a part of the columns; over the first column it is a title.
        return column > 0 and bool(read_cell(0, text, knowledge).role)
    known = any(read_cell(0, f, knowledge).role for _, f in cells)
    across = [n for n, f in cells if n > 0]
    under = [n for n, f in enumerate(below) if f.strip()]
    return known or (len(across) >= 2 and len(under) > len(cells))


def _join(rows: list[Row], merges: Sequence[Merge], knowledge: Knowledge) -> Header:
    """Put the texts over each column together, merged ones over every column they span."""
    labels = _label_columns(rows[0][1], knowledge) if rows else {0}
    width = max(len(fields) for _, fields in rows)
    texts = [
        [normalise_text(f) for f in fields] + [""] * (width - len(fields)) for _, fields in rows
    ]
    numbered = [_is_numbering(fields) for _, fields in rows]
    index = {number: n for n, (number, _) in enumerate(rows)}
    for first, last in merges:
        row = index.get(first[0] + 1)
        if row is not None and first[1] < width and texts[row][first[1]]:
            for column in range(first[1] + 1, min(last[1] + 1, width)):
                texts[row][column] = texts[row][first[1]]
    units = [bool(n) and _is_units(fields, labels, knowledge) for n, (_, fields) in enumerate(rows)]
    passed_over = [a or b for a, b in zip(numbered, units, strict=True)]
    for n in range(len(texts) - 1):
        if not passed_over[n]:
            _fill_right(texts, n, passed_over)
    parts, at = [], []
    for column in range(width):
        over: list[str] = []
        at_row = rows[-1][0]
        for n, line in enumerate(texts):
            if line[column] and not numbered[n]:
                at_row = rows[n][0]
                if not over or over[-1] != line[column]:
                    over.append(line[column])
        parts.append(tuple(over))
        at.append(at_row)
    return Header(rows[0][0], rows[-1][0], tuple(parts), tuple(at), passed_over.count(False))


def _is_units(fields: Sequence[str], labels: set[int], knowledge: Knowledge) -> bool:
    cells = [f for n, f in enumerate(fields) if f.strip() and n not in labels]
    return bool(cells) and all(_read_unit(f, knowledge) for f in cells)


def _read_unit(text: str, knowledge: Knowledge) -> str:
    """The unit that is all a heading says: 人, (万元), 单位:人; '' for another text."""
    plain = normalise_text(text)
    plain = re.sub(r"^(?:计量)?单位[:：]", "", plain).strip("()[]")
    return plain if is_unit(plain, knowledge.names.units) else ""


def _fill_right(texts: list[list[str]], row: int, passed_over: list[bool]) -> None:
    """A blank upper heading over a filled lower one is the rest of the heading to its left.

    Unless another heading stands over the two: then the blank one begins a group of its own.
    """
    left, at = "", 0
    for column, text in enumerate(texts[row]):
        under = any(
            line[column] for n, line in enumerate(texts) if n > row and not passed_over[n]
        )  # fmt: skip
        if text:
            left, at = text, column
        elif left and under and all(line[column] == line[at] for line in texts[:row]):
            texts[row][column] = left
        else:
            left = ""


def read_columns(header: Header, knowledge: Knowledge) -> list[Column]:
    """What each column is, by its headings alone and by what a person has said about it."""
    columns = [_read_parts(n, parts, knowledge) for n, parts in enumerate(header.parts, start=1)]
    if any(c.measure in TARGETS for c in columns):
        columns = [_read_beside_targets(c, header.parts[c.number - 1], knowledge) for c in columns]
    columns = [replace(c, head_row=header.rows[c.number - 1]) for c in columns]
    given = knowledge.corrections.roles
    return [_apply_role(c, given[c.letter], knowledge) if c.letter in given else c for c in columns]


def _read_beside_targets(column: Column, parts: Sequence[str], knowledge: Knowledge) -> Column:
    """Beside targets 完成 and 实际 stand for the figures; by themselves they may be anything."""
    rests = [split_actual(part) for part in parts]
    if column.role or all(rest is None for rest in rests):
        return column
    plain = [p if rest is None else rest for p, rest in zip(parts, rests, strict=True)]
    return _read_measured(column, [p for p in plain if p], ACTUAL, knowledge)


def _read_measured(
    column: Column, parts: Sequence[str], measure: str, knowledge: Knowledge
) -> Column:
    """``column`` as what its headings say without the words of its measure."""
    if not parts:
        return replace(column, role="value", measure=measure)
    found = _read_plain_parts(column.number, parts, knowledge)
    if not found.role:
        return column
    is_number = found.role in ("figure", "value")
    return replace(found, heading=column.heading, measure=measure if is_number else "")


def _apply_role(column: Column, given: str, knowledge: Knowledge) -> Column:
    if given in knowledge.catalogue.indicators:
        return replace(column, role="figure", indicator=given)
    if given not in ROLE_NAMES:
        return column
    if given == "figure":
        return replace(column, role=given)
    return replace(column, role=given, indicator="", period_text="", place_text="")


def read_cell(number: int, text: str, knowledge: Knowledge) -> Column:
    """What the heading ``text`` says by itself."""
    found = knowledge.cache.get(text)
    if found is None:
        found = _read_text(text, knowledge)
        knowledge.cache[text] = found
    return replace(found, number=number, letter=column_letter(number))


def _read_text(text: str, knowledge: Knowledge) -> Column:
    heading = normalise_text(text)
    column = Column(0, "", heading)
    if not heading or len(heading) > _LONGEST_HEADING * 2:
        return column
    name, unit = split_unit(heading)
    has_unit = bool(unit) and is_unit(unit, knowledge.names.units)
    role = ROLES.get(make_key(heading)) or (ROLES.get(make_key(name)) if has_unit else None)
    if role:
        return replace(column, role=role, unit=unit if has_unit else "")
    if looks_like_period(heading, this_year=knowledge.this_year):
        return replace(column, role="figure", period_text=heading)
    codes, unit = knowledge.names.find_codes(heading)
    period_text = ""
    if not codes:
        period_text, rest = _split_period(heading, knowledge)
        codes, unit = knowledge.names.find_codes(rest) if period_text else ((), "")
    if not codes:
        return _read_target(column, knowledge)
    if len(codes) != 1:
        return column
    return replace(column, role="figure", indicator=codes[0], period_text=period_text, unit=unit)


def _read_target(column: Column, knowledge: Knowledge) -> Column:
    """A heading that says it is of targets (建会率目标, 2025年目标值), by what else it says."""
    for measure, rest in split_target(column.heading):
        found = _read_text(rest, knowledge) if rest else Column(0, "", "", role="value")
        if not found.role and rest and knowledge.gazetteer.is_place(rest):
            found = replace(found, role="figure", place_text=rest)
        if found.role:
            is_number = found.role in ("figure", "value")
            return replace(
                found, heading=column.heading, measure=measure if is_number else found.measure
            )
    return column


def _split_period(heading: str, knowledge: Knowledge) -> tuple[str, str]:
    """A heading like 2023年会员人数, 会员人数(2023年) or 会员人数2023年 as period and name."""
    if found := _YEAR_THEN_NAME.match(heading):
        return found[1], found[2]
    name, inside = split_unit(heading)
    if inside and _YEAR.match(inside) and looks_like_period(inside, this_year=knowledge.this_year):
        return inside, name
    if found := _NAME_THEN_YEAR.match(name):
        return found[2], heading.replace(found[2], "", 1)
    return "", heading


def _read_parts(number: int, parts: Sequence[str], knowledge: Knowledge) -> Column:
    """What the headings over one column say together, those of targets apart."""
    # A name of the catalogue that holds such a word is a name.
    readings = [[] if knowledge.names.find_codes(p)[0] else split_target(p) for p in parts]
    if len(parts) <= 1 or not any(readings):
        return _read_plain_parts(number, parts, knowledge)
    column = Column(number, column_letter(number), " ".join(parts))
    measure = next(found[-1][0] for found in reversed(readings) if found)
    measures = {found[0][0] for found in readings if found}
    if len(measures) > 1 and measures <= TARGETS:
        measure = PLAN
    for choice in (0, -1):
        plain = [f[choice][1] if f else p for p, f in zip(parts, readings, strict=True)]
        found = _read_measured(column, [p for p in plain if p], measure, knowledge)
        if found.role:
            return found
    return column


def _read_plain_parts(number: int, parts: Sequence[str], knowledge: Knowledge) -> Column:
    """What the headings over one column say together, whatever they are of."""
    if len(parts) <= 1:
        return _read_single(number, parts[0] if parts else "", knowledge)
    names, periods, places, units = _sort_parts(parts, knowledge)
    found = _read_names(names, knowledge)
    column = Column(
        number,
        column_letter(number),
        " ".join(parts),
        period_text="".join([*periods, found.period_text]),
        place_text=places[-1] if places else "",
        unit=units[-1] if units else found.unit,
        name="".join(names),
    )
    if found.role and found.role not in ("figure", "value"):
        # A year over a column of places says something about the table, not about the column.
        return replace(column, role=found.role, period_text="", place_text="")
    if (names and not found.role) or not (names or periods or places):
        return column
    if found.role == "value" and not (periods or places):
        return replace(column, role="value")
    return replace(column, role="figure", indicator=found.indicator)


def _read_single(number: int, text: str, knowledge: Knowledge) -> Column:
    column = replace(read_cell(number, text, knowledge), name=normalise_text(text))
    if column.role or not column.heading:
        return column
    if knowledge.gazetteer.is_place(column.heading):
        return replace(column, role="figure", place_text=column.heading, name="")
    if _OF_WHICH.match(column.heading):
        part = read_cell(number, _OF_WHICH.sub("", column.heading), knowledge)
        if part.indicator:
            return replace(part, heading=column.heading, name=column.name)
    return column


def _sort_parts(
    parts: Sequence[str], knowledge: Knowledge
) -> tuple[list[str], list[str], list[str], list[str]]:
    names, periods, places, units = [], [], [], []
    for n, part in enumerate(parts):
        found = read_cell(0, part, knowledge)
        if found.period_text and not found.indicator:
            periods.append(part)
        elif re.fullmatch(r"第?[一二三四1-4]季度|\d{1,2}月份?|全年", part) and periods:
            periods.extend([part] if part != "全年" else [])
        elif found.role in ("", "unit") and (unit := _read_unit(part, knowledge)) and n:
            units.append(unit)
        elif not found.role and knowledge.gazetteer.is_place(part):
            places.append(part)
        else:
            names.append(part)
    return names, periods, places, units


def _read_names(names: Sequence[str], knowledge: Knowledge) -> Column:
    """The role or the one indicator that the headings of a column name together.

    Every heading must be accounted for: 农村 over 会员人数 is not the number of members.
    """
    nothing = Column(0, "", "")
    names = list(names)
    while len(names) > 1 and is_total(names[-1]) and not _OF_WHICH.match(names[-1]):
        names.pop()
    if not names:
        return nothing
    codes, unit = knowledge.names.find_codes("".join(names))
    if len(codes) == 1:
        return replace(nothing, role="figure", indicator=codes[0], unit=unit)
    last = read_cell(0, names[-1], knowledge)
    if not last.role and _OF_WHICH.match(names[-1]):
        last = read_cell(0, _OF_WHICH.sub("", names[-1]), knowledge)
    if last.role and last.role != "figure":
        return last if all(_is_general(n, knowledge, last.role) for n in names[:-1]) else nothing
    if last.indicator and all(_is_general(n, knowledge, "figure") for n in names[:-1]):
        return last
    return nothing


def _is_general(text: str, knowledge: Knowledge, role: str) -> bool:
    """Whether a heading over others only says what they have in common."""
    found = read_cell(0, text, knowledge)
    if found.indicator:
        return role == "figure"
    if found.role and found.role == role:
        return True
    key = make_key(text)
    programmes = {make_key(p.name_zh) for p in knowledge.catalogue.programmes.values()}
    return bool(_GENERAL.search(key) or _OF_WHICH.fullmatch(key) or key in programmes)


def is_of_which(heading: str) -> bool:
    """Whether the last of a column's headings says that it is a part of another."""
    return bool(_OF_WHICH.match(heading.rpartition(" ")[2]))
