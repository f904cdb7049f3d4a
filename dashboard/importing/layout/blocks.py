"""The tables of a sheet: where their headings are, and the layout of each.

Looks at headings and at the first and last rows; the cells themselves are left to ``cells``. A
sheet with several tables, side by side or beneath each other, has one block for each.
"""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.column_findings import check_block
from dashboard.importing.layout.columns import choose_roles, find_shape
from dashboard.importing.layout.computed import leave_out_computed
from dashboard.importing.layout.headers import (
    ROLES,
    Column,
    Header,
    Knowledge,
    Row,
    find_header,
    is_number,
    read_columns,
    score_header,
)
from dashboard.importing.layout.layout import Layout
from dashboard.importing.layout.layout_tables import list_texts
from dashboard.importing.layout.measures import settle_measures, take_notes_for_reasons
from dashboard.importing.layout.titles_notes import (
    NOTE,
    check_titles_notes,
    complete_layout,
    find_notes,
    find_unit_list,
    join_cells,
)
from dashboard.importing.reading.webpage import Merge
from dashboard.importing.vocabulary.places import is_total
from dashboard.lookup_keys import make_key, normalise_text

_TOP_ROWS = 40
_SAMPLE_ROWS = 50
_BLOCK_LIMIT = 50
_WORDS_LOOKED_AT = 20_000


def find_layout(
    connection: Connection, knowledge: Knowledge, merges: Sequence[Merge] = (), sheet: str = ""
) -> Layout:
    """Recognise the layout of ``text_row``; what is missing or unclear is in its findings."""
    given = knowledge.corrections.head_row
    top = fetch_rows(connection, "list_rows", first=1, last=max(_TOP_ROWS, given) + _SAMPLE_ROWS)
    header = find_header([r for r in top if r[0] <= max(_TOP_ROWS, given + 5)], knowledge, merges)
    if not header:
        return Layout(findings=(make_finding(RuleId.L_05, "head"),))
    _rows, _columns, last = fetch_rows(connection, "measure_rows")[0]
    columns = read_columns(header, knowledge)
    lower, skipped = _find_lower_headers(connection, header, columns, knowledge, merges)
    blocks: list[Layout] = []
    rows_above = [r for r in top if r[0] < header.first_row]
    headers = [(header, columns, rows_above), *lower]
    for n, (one, its_columns, above) in enumerate(headers):
        end = last if n + 1 == len(headers) else _start_of(headers[n + 1]) - 1
        for part in _split_sideways(its_columns):
            blocks.append(_make_block(connection, one, part, above, end, knowledge, sheet))
    return _assemble(connection, blocks, skipped, header, knowledge)


def _start_of(entry: tuple[Header, list[Column], list[Row]]) -> int:
    header, _, above = entry
    return above[0][0] if above else header.first_row


def _assemble(
    connection: Connection,
    blocks: list[Layout],
    skipped: tuple[int, ...],
    header: Header,
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
            make_finding(RuleId.L_14, variant, count=len(blocks), places=where, number=chosen)
        )
        if is_chosen:
            blocks = [blocks[chosen - 1]]
        if len(blocks) > _BLOCK_LIMIT:
            return replace(
                blocks[0], findings=(make_finding(RuleId.L_14, "many", count=len(blocks)),)
            )
    if skipped:
        findings.append(
            make_finding(RuleId.L_14, "repeated", address=f"A{skipped[0]}", count=len(skipped))
        )
    for block in blocks:
        findings += block.findings
        findings += check_block(connection, block, knowledge)
    if header.joined_rows > 1:
        is_clear = not any(f.rule == RuleId.L_04 and f.severity == "E" for f in findings)
        findings.append(
            make_finding(
                RuleId.L_02,
                "" if is_clear else "unclear",
                address=f"A{header.first_row}",
                text=_show_heading(blocks[0]),
                first=header.first_row,
                last=header.last_row,
            )
        )
    first = blocks[0]
    titles = tuple(dict.fromkeys(t for b in blocks for t in b.title_lines))
    notes = tuple(dict.fromkeys(t for b in blocks for t in b.notes))
    findings += check_titles_notes(titles, notes)
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


def _find_lower_headers(
    connection: Connection,
    header: Header,
    columns: list[Column],
    knowledge: Knowledge,
    merges: Sequence[Merge],
) -> tuple[list[tuple[Header, list[Column], list[Row]]], tuple[int, ...]]:
    """Heads of tables beneath the first, and the rows of the first head's repetitions."""
    label = next((c for c in columns if c.role in ("place", "period", "indicator")), None)
    if label is None or knowledge.corrections.head_row or find_shape(columns) == "break":
        return [], ()
    words = [w for w, role in ROLES.items() if role in ("place", "period", "indicator", "ignored")]
    raw = fetch_rows(
        connection,
        "list_column_texts",
        column=label.number,
        first=header.first_row,
        last=header.last_row,
        limit=_SAMPLE_ROWS,
    )
    words += [t for (t,) in raw if t and make_key(t) in ROLES]
    found = fetch_rows(
        connection,
        "list_rows_with_words",
        last=header.last_row,
        words=words,
        column=label.number,
        limit=_WORDS_LOOKED_AT,
    )
    own = {
        tuple(make_key(f) for f in fields)
        for _, fields in fetch_rows(
            connection, "list_rows", first=header.first_row, last=header.last_row
        )
    }
    skipped: list[int] = []
    headers: list[tuple[Header, list[Column], list[Row]]] = []
    done = header.last_row
    for row, fields in found:
        if row <= done:
            continue
        if tuple(make_key(f) for f in fields) in own:
            skipped.append(row)
        elif score_header(fields, knowledge) >= 2 and len(headers) <= _BLOCK_LIMIT:
            entry = _read_lower(connection, row, done, knowledge, merges)
            if entry:
                headers.append(entry)
                done = entry[0].last_row
    # A repeated head under a second table belongs to it; which one it repeats is settled by rows.
    return headers, tuple(skipped)


def _read_lower(
    connection: Connection, row: int, done: int, knowledge: Knowledge, merges: Sequence[Merge]
) -> tuple[Header, list[Column], list[Row]] | None:
    around = fetch_rows(connection, "list_rows", first=max(done + 1, row - 12), last=row + 12)
    lower = find_header([r for r in around if r[0] >= row - 3], knowledge, merges)
    if not lower or not lower.first_row <= row <= lower.last_row:
        return None
    above: list[Row] = []
    for number, fields in reversed([r for r in around if r[0] < lower.first_row]):
        cells = [f for f in fields if f.strip()]
        if any(is_number(c) or knowledge.gazetteer.is_place(c) or is_total(c) for c in cells):
            break
        if cells and NOTE.match(cells[0]):
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
    header: Header,
    columns: list[Column],
    above: list[Row],
    end: int,
    knowledge: Knowledge,
    sheet: str,
) -> Layout:
    below = [
        fields
        for _, fields in fetch_rows(
            connection, "list_filled_rows", first=header.last_row + 1, last=end, limit=_SAMPLE_ROWS
        )
    ]
    last_row, notes = find_notes(connection, header.last_row, end, knowledge)
    chosen = choose_roles(columns, below, knowledge)
    titles = tuple(text for _, fields in above if (text := join_cells(fields)))
    chosen = tuple(take_notes_for_reasons(chosen, (*titles, sheet)))
    cells = [normalise_text(f) for _, fields in above for f in fields if f.strip()]
    layout = Layout(
        header.first_row,
        header.last_row,
        last_row,
        find_shape(chosen),
        chosen,
        titles,
        notes,
        find_unit_list(cells, knowledge),
    )
    layout = complete_layout(layout, cells, knowledge, sheet)
    kind = layout.column("kind")
    kinds = set(list_texts(connection, layout, kind, limit=_SAMPLE_ROWS)) if kind else set()
    layout, measured = settle_measures(layout, kinds, cells, knowledge, sheet=sheet)
    layout = replace(layout, findings=(*layout.findings, *measured))
    return leave_out_computed(connection, layout, knowledge)
