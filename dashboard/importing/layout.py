"""The layout of a table: where its headings are, what each column is, where its notes begin.

Looks at headings and at the first and last rows; the cells themselves are left to ``cells``. A
sheet with several tables, side by side or beneath each other, has one block for each.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.findings import Finding, make_finding
from dashboard.importing.heads import (
    ROLES,
    Column,
    Head,
    Knowledge,
    Row,
    find_head,
    is_number,
    is_of_which,
    read_columns,
    score_head,
)
from dashboard.importing.periods import find_year, looks_like_period
from dashboard.importing.places import is_total
from dashboard.importing.texts import column_letter, make_key, normalise_text, split_unit
from dashboard.importing.units import is_unit
from dashboard.importing.webpage import Merge

__all__ = ["Column", "Knowledge", "Layout", "column_letter", "find_layout", "find_missing"]

# Of several columns with places the finest counts: 省份, 城市, 区县 name one place three times.
_FINENESS = {
    **dict.fromkeys(("省", "省份", "province", "省(区、市)"), 1),
    **dict.fromkeys(("省市", "市", "地市", "城市", "地市州", "市州", "地级市", "设区市", "city"), 2),
    **dict.fromkeys(
        ("县", "区", "区县", "县区", "县(区)", "区(县)", "县(市、区)", "县(区、市)", "区(县、市)",
         "区县名称", "county"),
        4,
    ),
}  # fmt: skip
_SINGLE_ROLES = (
    "place_code", "period", "period_part", "indicator", "value", "unit", "status", "note",
    "note_en", "reported_count",
)  # fmt: skip
_NOTE = re.compile(
    r"^[\s　]*(?:注[:：1-9]|注释|备注|说明|数据来源|资料来源|来源|填表|制表|填报|审核|单位负责人"
    r"|负责人|联系人|联系电话|统计负责|note|source)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。；，,;]")
_UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*([^()（）]+)")
_INDICATOR_LINE = re.compile(r"^(?:指标|指标名称|项目)\s*[:：]\s*(.+)$")
_TOP_ROWS = 40
_TAIL_ROWS = 60
_SAMPLE_ROWS = 50
_SHARE_OF_PLACES = 0.6
_BLOCK_LIMIT = 50
_ROUNDING = 0.0051


@dataclass(frozen=True)
class Layout:
    """Where the data lie and what they are; rows and columns are numbered as in a spreadsheet."""

    head_row: int = 0  # the first row of the headings
    head_end: int = 0  # the last row of the headings
    last_row: int = 0
    shape: str = ""  # long, wide_indicator, wide_period, wide_place, transposed, cross
    columns: tuple[Column, ...] = ()
    title_lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unit_list: str = ""  # 人、人次、万元: the line over the table
    indicator: str = ""  # of the whole table, when no column or heading says it
    proposed_indicator: str = ""  # the same, where it was proposed and not said
    period_text: str = ""  # of the whole table, when no column or heading says it
    place_text: str = ""  # of the whole table, when no column or heading says it
    context_code: str = ""  # the region a title names: its parts are looked for in it first
    sheet: str = ""  # the sheet of a workbook that was taken
    merges: tuple[Merge, ...] = ()  # first and last cell, counted from 0
    skipped_rows: tuple[int, ...] = ()  # headings repeated among the data
    blocks: tuple["Layout", ...] = ()  # of several tables in one sheet, this being the first
    findings: tuple[Finding, ...] = field(default=())

    def column(self, role: str) -> Column | None:
        """The column of ``role``, None if the table has none."""
        return next((c for c in self.columns if c.role == role), None)

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns that hold figures."""
        wanted = "value" if self.shape == "long" else "figure"
        return tuple(c for c in self.columns if c.role == wanted)

    @property
    def parents(self) -> tuple[Column, ...]:
        """Columns with the regions that hold the place of a row, the largest first."""
        return tuple(c for c in self.columns if c.role == "parent")

    @property
    def tables(self) -> tuple["Layout", ...]:
        """The tables of the sheet: the blocks, or this layout alone."""
        return self.blocks or (self,)

    @property
    def key(self) -> str:
        """The same for files of one layout, whatever their years: 16 letters and digits."""
        texts = [
            f"{t.shape}:{c.role}:{make_key(c.heading)}" for t in self.tables for c in t.columns
        ]
        plain = re.sub(r"\d+", "#", "\x1f".join(texts))
        return hashlib.sha256(plain.encode()).hexdigest()[:16] if self.head_row else ""


def find_layout(
    connection: Connection, knowledge: Knowledge, merges: Sequence[Merge] = (), sheet: str = ""
) -> Layout:
    """Recognise the layout of ``text_row``; what is missing or unclear is in its findings."""
    given = knowledge.corrections.head_row
    top = fetch_rows(
        connection,
        "SELECT row_no, fields FROM text_row WHERE row_no <= $rows ORDER BY row_no",
        {"rows": max(_TOP_ROWS, given) + _SAMPLE_ROWS},
    )
    head = find_head([r for r in top if r[0] <= max(_TOP_ROWS, given + 5)], knowledge, merges)
    if not head:
        return Layout(findings=(make_finding("L-05", "head"),))
    last = fetch_rows(connection, "SELECT max(row_no) FROM text_row")[0][0]
    columns = read_columns(head, knowledge)
    lower, skipped = _find_lower_heads(connection, head, columns, knowledge, merges)
    blocks: list[Layout] = []
    rows_above = [r for r in top if r[0] < head.first_row]
    heads = [(head, columns, rows_above), *lower]
    for n, (one, its_columns, above) in enumerate(heads):
        end = last if n + 1 == len(heads) else _start_of(heads[n + 1]) - 1
        for part in _split_sideways(its_columns):
            blocks.append(_make_block(connection, one, part, above, end, knowledge, sheet))
    return _assemble(connection, blocks, skipped, head, knowledge)


def _start_of(entry: tuple[Head, list[Column], list[Row]]) -> int:
    head, _, above = entry
    return above[0][0] if above else head.first_row


def _assemble(
    connection: Connection,
    blocks: list[Layout],
    skipped: tuple[int, ...],
    head: Head,
    knowledge: Knowledge,
) -> Layout:
    """One layout out of the blocks, with every finding about headings and lines."""
    findings: list[Finding] = []
    chosen = knowledge.corrections.block
    if len(blocks) > 1:
        where = ", ".join(f"{b.columns[0].letter}{b.head_row}" for b in blocks[:10])
        is_chosen = 1 <= chosen <= len(blocks)
        variant = "chosen" if is_chosen else ""
        findings.append(
            make_finding("L-14", variant, count=len(blocks), places=where, number=chosen)
        )
        if is_chosen:
            blocks = [blocks[chosen - 1]]
        if len(blocks) > _BLOCK_LIMIT:
            return replace(blocks[0], findings=(make_finding("L-14", "many", count=len(blocks)),))
    if skipped:
        findings.append(
            make_finding("L-14", "repeated", address=f"A{skipped[0]}", count=len(skipped))
        )
    for block in blocks:
        findings += block.findings
        findings += _check_block(connection, block, knowledge)
    if head.joined_rows > 1:
        is_clear = not any(f.rule == "L-04" and f.severity == "E" for f in findings)
        findings.append(
            make_finding(
                "L-02",
                "" if is_clear else "unclear",
                address=f"A{head.first_row}",
                text=_show_heading(blocks[0]),
                first=head.first_row,
                last=head.last_row,
            )
        )
    first = blocks[0]
    titles = tuple(dict.fromkeys(t for b in blocks for t in b.title_lines))
    notes = tuple(dict.fromkeys(t for b in blocks for t in b.notes))
    findings += _check_lines(titles, notes)
    return replace(
        first,
        title_lines=titles,
        notes=notes,
        skipped_rows=skipped,
        blocks=tuple(blocks) if len(blocks) > 1 else (),
        findings=tuple(findings),
    )


def _show_heading(block: Layout) -> str:
    joined = next((c.heading for c in block.columns if " " in c.heading), "")
    return joined or block.columns[0].heading


def _join_cells(fields: Sequence[str]) -> str:
    return " ".join(normalise_text(f) for f in fields if f.strip())


def _find_lower_heads(
    connection: Connection,
    head: Head,
    columns: list[Column],
    knowledge: Knowledge,
    merges: Sequence[Merge],
) -> tuple[list[tuple[Head, list[Column], list[Row]]], tuple[int, ...]]:
    """Heads of tables beneath the first, and the rows of the first head's repetitions."""
    label = next((c for c in columns if c.role in ("place", "period", "indicator")), None)
    if label is None or knowledge.corrections.head_row:
        return [], ()
    words = [w for w, role in ROLES.items() if role in ("place", "period", "indicator", "ignored")]
    raw = fetch_rows(
        connection,
        "SELECT DISTINCT fields[$column] FROM text_row WHERE row_no BETWEEN $first AND $last",
        {"column": label.number, "first": head.first_row, "last": head.last_row},
    )
    words += [t for (t,) in raw if t and make_key(t) in ROLES]
    found = fetch_rows(
        connection,
        """
        SELECT row_no, fields FROM text_row
        WHERE row_no > $last AND list_contains($words, fields[$column])
        ORDER BY row_no LIMIT $limit
        """,
        {"last": head.last_row, "words": words, "column": label.number, "limit": 20_000},
    )
    own = {
        tuple(make_key(f) for f in fields)
        for _, fields in fetch_rows(
            connection,
            "SELECT row_no, fields FROM text_row WHERE row_no BETWEEN $first AND $last",
            {"first": head.first_row, "last": head.last_row},
        )
    }
    skipped, heads, done = [], [], head.last_row
    for row, fields in found:
        if row <= done:
            continue
        if tuple(make_key(f) for f in fields) in own:
            skipped.append(row)
        elif score_head(fields, knowledge) >= 2 and len(heads) <= _BLOCK_LIMIT:
            entry = _read_lower(connection, row, done, knowledge, merges)
            if entry:
                heads.append(entry)
                done = entry[0].last_row
    # A repeated head under a second table belongs to it; which one it repeats is settled by rows.
    return heads, tuple(skipped)


def _read_lower(
    connection: Connection, row: int, done: int, knowledge: Knowledge, merges: Sequence[Merge]
) -> tuple[Head, list[Column], list[Row]] | None:
    around = fetch_rows(
        connection,
        "SELECT row_no, fields FROM text_row WHERE row_no BETWEEN $first AND $last ORDER BY row_no",
        {"first": max(done + 1, row - 12), "last": row + 12},
    )
    lower = find_head([r for r in around if r[0] >= row - 3], knowledge, merges)
    if not lower or not lower.first_row <= row <= lower.last_row:
        return None
    above: list[Row] = []
    for number, fields in reversed([r for r in around if r[0] < lower.first_row]):
        cells = [f for f in fields if f.strip()]
        if any(is_number(c) or knowledge.gazetteer.is_place(c) or is_total(c) for c in cells):
            break
        if cells and _NOTE.match(cells[0]):
            break
        above.insert(0, (number, fields))
    return lower, read_columns(lower, knowledge), above


def _split_sideways(columns: list[Column]) -> list[list[Column]]:
    """The columns of each of the tables that stand side by side under one head."""
    label = next((c for c in columns if c.role in ("place", "period", "indicator")), None)
    if label is None:
        return [columns]
    key = make_key(label.heading.rpartition(" ")[2])
    starts = [label.number]
    for column in columns:
        is_same = (
            column.number > label.number
            and column.role == label.role
            and make_key(column.heading.rpartition(" ")[2]) == key
        )
        between = [c for c in columns if starts[-1] < c.number < column.number]
        if is_same and any(c.role in ("figure", "value", "") and c.heading for c in between):
            starts.append(column.number)
    if len(starts) == 1:
        return [columns]
    ends = [*(s - 1 for s in starts[1:]), columns[-1].number]
    firsts = [1, *starts[1:]]
    return [
        [c for c in columns if first <= c.number <= end]
        for first, end in zip(firsts, ends, strict=True)
    ]


def _make_block(
    connection: Connection,
    head: Head,
    columns: list[Column],
    above: list[Row],
    end: int,
    knowledge: Knowledge,
    sheet: str,
) -> Layout:
    below = [
        fields
        for _, fields in fetch_rows(
            connection,
            """
            SELECT row_no, fields FROM text_row
            WHERE row_no > $first AND row_no <= $last AND NOT is_blank
            ORDER BY row_no LIMIT $rows
            """,
            {"first": head.last_row, "last": end, "rows": _SAMPLE_ROWS},
        )
    ]
    last_row, notes = _find_notes(connection, head.last_row, end, knowledge)
    chosen = _choose_roles(columns, below, knowledge)
    titles = tuple(text for _, fields in above if (text := _join_cells(fields)))
    cells = [normalise_text(f) for _, fields in above for f in fields if f.strip()]
    layout = Layout(
        head.first_row,
        head.last_row,
        last_row,
        _find_shape(chosen),
        chosen,
        titles,
        notes,
        _find_unit_list(cells, knowledge),
    )
    layout = _complete(layout, cells, knowledge, sheet)
    return _leave_out_computed(connection, layout, knowledge)


def _texts_of(column: Column, below: list[Sequence[str]]) -> set[str]:
    texts = {r[column.number - 1] for r in below if len(r) >= column.number}
    return {t for t in texts if t.strip()}


def _choose_roles(
    columns: list[Column], below: list[Sequence[str]], knowledge: Knowledge
) -> tuple[Column, ...]:
    """Settle what headings alone leave open, by what the columns hold."""
    columns = _choose_places(columns, below, knowledge)
    roles = {c.number: c.role for c in columns}
    for role in _SINGLE_ROLES:
        numbers = [n for n, r in roles.items() if r == role]
        roles.update(dict.fromkeys(numbers[1:], ""))
    columns = [replace(c, role=roles[c.number]) for c in columns]
    if not any(c.role == "reported_count" for c in columns) or not _is_own_export(columns):
        columns = [replace(c, role="") if c.role == "reported_count" else c for c in columns]
    is_said = {
        "period": any(c.role == "period" or c.period_text for c in columns),
        "indicator": any(c.role in ("indicator", "value") or c.indicator for c in columns),
    }
    for role, is_there in is_said.items():
        if not is_there:
            columns = _choose_by_content(columns, below, knowledge, role)
    return tuple(_choose_figures(columns, below))


def _is_own_export(columns: list[Column]) -> bool:
    return {"place_code", "indicator", "period", "value"} <= {c.role for c in columns}


def _choose_places(
    columns: list[Column], below: list[Sequence[str]], knowledge: Knowledge
) -> list[Column]:
    places = [c for c in columns if c.role == "place"]
    roles: dict[int, str] = {}
    if places:
        finest = max(places, key=lambda c: (_fineness(c), -c.number))
        for column in places:
            if column is not finest:
                is_parent = _holds_places(column, below, knowledge)
                roles[column.number] = "parent" if is_parent else "ignored"
    elif not any(c.place_text for c in columns if c.role == "figure"):
        for column in columns:
            if column.role in ("", "unit") and _holds_places(column, below, knowledge):
                roles[column.number] = "place"
                break
    chosen = [replace(c, role=roles.get(c.number, c.role)) for c in columns]
    if not any(c.place_text for c in chosen):
        return chosen
    return [
        replace(c, role="figure", place_text=c.heading) if not c.role and is_total(c.heading) else c
        for c in chosen
    ]


def _fineness(column: Column) -> int:
    return _FINENESS.get(make_key(column.heading.rpartition(" ")[2]), 3)


def _holds_places(column: Column, below: list[Sequence[str]], knowledge: Knowledge) -> bool:
    texts = {t for t in _texts_of(column, below) if not is_total(t)}
    found = sum(knowledge.gazetteer.is_place(t) for t in texts)
    return bool(texts) and found / len(texts) >= _SHARE_OF_PLACES


def _choose_by_content(
    columns: list[Column], below: list[Sequence[str]], knowledge: Knowledge, role: str
) -> list[Column]:
    """Take the first column not understood that holds periods, or indicators, for one of them."""
    for index, column in enumerate(columns):
        texts = _texts_of(column, below) if column.role in ("", "unit") else set()
        if role == "period":
            found = sum(looks_like_period(t, this_year=knowledge.this_year) for t in texts)
        else:
            found = sum(len(knowledge.names.find_codes(t)[0]) == 1 for t in texts)
        if texts and found / len(texts) >= _SHARE_OF_PLACES:
            return [*columns[:index], replace(column, role=role), *columns[index + 1 :]]
    return columns


def _choose_figures(columns: list[Column], below: list[Sequence[str]]) -> list[Column]:
    """Where no heading names an indicator, columns of numbers are figures of unknown indicators."""
    if any(c.role in ("figure", "value") for c in columns):
        return columns
    return [
        replace(c, role="figure", indicator=c.name or c.heading)
        if not c.role and c.heading and _holds_numbers(c, below)
        else c
        for c in columns
    ]


def _holds_numbers(column: Column, below: list[Sequence[str]]) -> bool:
    texts = _texts_of(column, below)
    return bool(texts) and sum(is_number(t) for t in texts) / len(texts) >= _SHARE_OF_PLACES


def _find_shape(columns: Iterable[Column]) -> str:
    columns = tuple(columns)
    if any(c.role == "value" for c in columns):
        return "long"
    figures = [c for c in columns if c.role == "figure"]
    across = {
        "wide_indicator": any(c.indicator for c in figures),
        "wide_period": any(c.period_text for c in figures),
        "wide_place": any(c.place_text for c in figures),
    }
    if not figures:
        return ""
    if any(c.role == "indicator" for c in columns) and not across["wide_indicator"]:
        return "transposed"
    said = [shape for shape, is_there in across.items() if is_there]
    return "cross" if len(said) > 1 else said[0] if said else ""


def _find_notes(
    connection: Connection, head_end: int, last: int, knowledge: Knowledge
) -> tuple[int, tuple[str, ...]]:
    """The last row of data, and the lines of notes beneath it."""
    tail = fetch_rows(
        connection,
        "SELECT row_no, fields FROM text_row WHERE row_no > $first AND row_no <= $last "
        "ORDER BY row_no",
        {"first": max(head_end, last - _TAIL_ROWS), "last": last},
    )
    # A note in the middle of the table must not take the rows under it with it.
    data = [n for n, (_, fields) in enumerate(tail) if _is_data(fields, knowledge)]
    after = data[-1] + 1 if data else 0
    for index, (row, fields) in enumerate(tail):
        cells = [f for f in fields if f.strip()]
        if not cells or index < after:
            continue
        is_note = _NOTE.match(cells[0]) and (
            len(cells) <= 2 or not any(is_number(c) for c in cells)
        )
        # A sentence by itself, with nothing but such lines after it.
        is_sentence = (
            len(cells) == 1
            and len(cells[0]) > 12
            and bool(_SENTENCE.search(cells[0]))
            and not knowledge.gazetteer.is_place(cells[0])
            and all(sum(bool(f.strip()) for f in later) <= 1 for _, later in tail[index:])
        )
        if is_note or is_sentence:
            lines = (_join_cells(f) for _, f in tail[index:])
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


def _find_unit_list(cells: Sequence[str], knowledge: Knowledge) -> str:
    for cell in cells:
        if found := _UNIT_LINE.search(cell):
            return found[1]
    for cell in cells:
        _, unit = split_unit(cell)
        if unit and is_unit(unit, knowledge.names.units):
            return unit
    return ""


def _complete(layout: Layout, cells: list[str], knowledge: Knowledge, sheet: str) -> Layout:
    """Find the indicator, period and place of the whole table where no column says them."""
    changes: dict[str, object] = {}
    findings: list[Finding] = []
    texts = [*layout.title_lines, sheet, _stem(knowledge.file_name)]
    figures = layout.figures
    if not layout.column("indicator") and not (figures and all(c.indicator for c in figures)):
        changes |= _find_table_indicator(layout, cells, texts, knowledge, findings)
    has_period = layout.column("period") or (figures and all(c.period_text for c in figures))
    if not has_period:
        changes["period_text"] = _find_table_period(layout, texts, knowledge, findings)
    place = _find_table_place(cells, texts, knowledge)
    has_place = (
        layout.column("place")
        or layout.column("place_code")
        or (figures and all(c.place_text for c in figures))
    )
    if not has_place and figures:
        text, code = knowledge.corrections.place, knowledge.corrections.place
        if not code and place:
            text, code = place
            region = knowledge.catalogue.regions[code]
            findings.append(
                make_finding(
                    "L-05",
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
) -> dict[str, object]:
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
            unit = layout.unit_list or _find_unit_list([normalise_text(text)], knowledge)
            return {"indicator": code, "unit_list": unit}
    return {}


def _from_title(code: str, text: str, knowledge: Knowledge) -> Finding:
    indicator = knowledge.catalogue.indicators[code]
    return make_finding(
        "L-05",
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
            findings.append(make_finding("L-05", "period_from_title", text=shown, period=period))
            return period
    return ""


def _stem(file_name: str) -> str:
    return file_name.rpartition("/")[2].rpartition(".")[0] or file_name


def _leave_out_computed(connection: Connection, layout: Layout, knowledge: Knowledge) -> Layout:
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
        "L-08",
        "computed",
        address=f"{first.letter}{first.head_row}",
        text=first.heading,
        columns=", ".join(c.letter for c in computed),
        count=sum(computed.values()),
    )
    kept = tuple(replace(c, role="ignored") if c in computed else c for c in layout.columns)
    return replace(layout, columns=kept, findings=(*layout.findings, finding))


def _is_beside(other: Column, rate: Column, part: str) -> bool:
    return (other.indicator, other.period_text, other.place_text, other.unit) == (
        part, rate.period_text, rate.place_text, "",
    )  # fmt: skip


def _count_computed(
    connection: Connection, layout: Layout, columns: tuple[Column, Column, Column], factor: float
) -> int:
    """The cells of a rate, with its numerator and denominator, if each is just its parts divided.

    0 if one of them is not.
    """
    rate, numerator, denominator = columns
    query = """
        WITH value AS (
            SELECT
                TRY_CAST(fields[$rate] AS DOUBLE) AS rate,
                TRY_CAST(fields[$top] AS DOUBLE) * $factor
                    / nullif(TRY_CAST(fields[$bottom] AS DOUBLE), 0) AS ratio,
                trim(fields[$rate]) <> '' AS is_filled
            FROM text_row
            WHERE row_no > $first AND row_no <= $last
        )
        SELECT
            count(*) FILTER (WHERE is_filled),
            count(*) FILTER (WHERE is_filled AND abs(rate - ratio) <= $rounding)
        FROM value
    """
    parameters = {
        "rate": rate.number,
        "top": numerator.number,
        "bottom": denominator.number,
        "factor": factor,
        "rounding": _ROUNDING,
        "first": layout.head_end,
        "last": layout.last_row,
    }
    filled, equal = fetch_rows(connection, query, parameters)[0]
    return filled if filled == equal else 0


def _check_lines(titles: Sequence[str], notes: Sequence[str]) -> list[Finding]:
    return [
        make_finding(rule, text=" / ".join(lines), count=len(lines))
        for rule, lines in (("L-01", titles), ("L-03", notes))
        if lines
    ]


def _check_block(connection: Connection, block: Layout, knowledge: Knowledge) -> list[Finding]:
    findings = []
    if block.shape in ("wide_indicator", "wide_period", "wide_place", "transposed", "cross"):
        findings.append(make_finding("L-08", block.shape, columns=len(block.figures)))
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
            findings.append(make_finding("L-04", address=address, column=column.letter))
        else:
            findings.append(make_finding("L-10", "column", address=address, column=column.letter))
    by_key: dict[tuple[str, ...], list[Column]] = {}
    for column in layout.columns:
        if column.heading and column.role not in ("parent", "ignored"):
            by_key.setdefault(_heading_key(column, layout), []).append(column)
    for same in by_key.values():
        if len(same) > 1:
            findings.append(
                make_finding(
                    "L-04",
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
        return (column.indicator, column.period_text, column.place_text, make_key(column.name))
    return (make_key(column.heading),)


def _count_filled(connection: Connection, column: Column, layout: Layout) -> int:
    query = """
        SELECT count(*) FROM text_row
        WHERE row_no > $head AND row_no <= $last AND trim(fields[$column], ' 　') <> ''
    """
    parameters = {"head": layout.head_end, "last": layout.last_row, "column": column.number}
    return fetch_rows(connection, query, parameters)[0][0]


def _check_columns(layout: Layout, knowledge: Knowledge) -> list[Finding]:
    """Columns that are missing (L-05), not understood (L-06) or known under another name (L-07)."""
    findings = [make_finding("L-05", what) for what in find_missing(layout)]
    for column in layout.columns:
        place = {
            "address": f"{column.letter}{column.head_row or layout.head_end}",
            "text": column.heading,
        }
        last = make_key(column.heading.rpartition(" ")[2])
        name, _ = split_unit(column.heading.rpartition(" ")[2])
        by_heading = ROLES.get(last) or ROLES.get(make_key(name))
        is_by_content = column.role in ("place", "period", "indicator") and (
            by_heading not in (column.role, "value")
        )
        if is_by_content and column.letter not in knowledge.corrections.roles:
            variant = "role" if column.heading else "role_blank"
            findings.append(
                make_finding("L-07", variant, role=column.role, column=column.letter, **place)
            )
        elif not column.heading:
            continue
        elif not column.role or (column.role == "figure" and layout.shape == "long"):
            findings.append(_name_unknown(column, place, knowledge))
        elif indicator := knowledge.catalogue.indicators.get(column.indicator):
            proper = {make_key(indicator.name_zh), make_key(indicator.name_en), indicator.code}
            if make_key(column.heading) not in proper:
                findings.append(
                    make_finding(
                        "L-07", name_zh=indicator.name_zh, name_en=indicator.name_en, **place
                    )
                )
    return findings


def _name_unknown(column: Column, place: dict[str, str], knowledge: Knowledge) -> Finding:
    """A column passed over: an of-which column (L-09) or something else (L-06)."""
    name = column.name or column.heading
    codes, _ = knowledge.names.find_codes(name)
    suggestions = knowledge.names.label(codes) or knowledge.names.suggest(name)
    if is_of_which(column.heading):
        return make_finding("L-09", "of_which", suggestions=suggestions, **place)
    return make_finding("L-06", suggestions=suggestions, **place)


def find_missing(layout: Layout) -> list[str]:
    """What the table does not say: place, value, period, indicator, in this order."""
    missing = []
    figures = layout.figures
    if not (
        layout.column("place")
        or layout.column("place_code")
        or layout.place_text
        or (figures and all(c.place_text for c in figures))
    ):
        missing.append("place")
    if not figures:
        missing.append("value")
        return missing
    if not (layout.column("period") or layout.period_text or all(c.period_text for c in figures)):
        missing.append("period")
    if not (layout.column("indicator") or layout.indicator or all(c.indicator for c in figures)):
        missing.append("indicator")
    return missing
