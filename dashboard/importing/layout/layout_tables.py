"""The layout as tables: what the SQL of the import knows of the sheet, its tables and columns."""

from dashboard.importing.connection import Connection, fetch_rows, fill_table, make_table
from dashboard.importing.layout.headers import Column, Knowledge
from dashboard.importing.layout.layout import Layout

FIRST_YEAR = 1949

_ROLE_COLUMNS = {
    "place_column": "place",
    "code_column": "place_code",
    "period_column": "period",
    "part_column": "period_part",
    "indicator_column": "indicator",
    "unit_column": "unit",
    "status_column": "status",
    "note_column": "note",
    "note_en_column": "note_en",
    "sum_column": "reported_count",
    "kind_column": "kind",
}


def create_layout(connection: Connection, layout: Layout, knowledge: Knowledge) -> None:
    """The tables ``layout`` (one row), ``block`` and ``block_column`` (one row for each table of
    the sheet and for each of its columns with figures), and the view ``data_row``.
    """
    tables = layout.tables
    blocks = [describe_block(n, t) for n, t in enumerate(tables)]
    fill_table(connection, "block", {k: [b[k] for b in blocks] for k in blocks[0]})
    columns = [_describe_column(n, c, t) for n, t in enumerate(tables) for c in t.figures]
    if columns:
        fill_table(connection, "block_column", {k: [c[k] for c in columns] for k in columns[0]})
    else:
        make_table(connection, "block_column")
    fill_table(connection, "skipped_row", {"row_no": list(layout.skipped_rows)})
    numbers = {name: blocks[0][name] for name in _ROLE_COLUMNS} | {
        "head_row": layout.head_end,
        "last_row": max(t.last_row for t in tables),
        "column_count": max(max(c.number for c in t.columns) for t in tables),
        "heading_count": min(
            max((c.number for c in t.columns if c.heading), default=0) for t in tables
        ),
        "first_year": FIRST_YEAR,
        "this_year": knowledge.this_year,
    }
    fill_table(connection, "layout", {n: [v] for n, v in numbers.items()})
    is_plain = len(tables) == 1 and not layout.skipped_rows
    make_table(connection, "data_row" if is_plain else "data_row_of_blocks")


def describe_block(number: int, table: Layout) -> dict[str, object]:
    """Rows and columns of one table of the sheet, by their names in ``block``."""
    parents = [c.number for c in table.parents]
    return {
        "block": number,
        "head_row": table.head_end,
        "last_row": table.last_row,
        **{
            name: column.number if (column := table.column(role)) else None
            for name, role in _ROLE_COLUMNS.items()
        },
        "parent_column": parents[-1] if parents else None,
        "outer_column": parents[-2] if len(parents) > 1 else None,
        "place_text": table.place_text,
        **_describe_reasons(table),
    }


def _describe_reasons(table: Layout) -> dict[str, object]:
    """The reasons of a table of breaks go where other tables have their notes."""
    if table.shape != "break":
        return {}
    found = {"note_column": table.column("reason"), "note_en_column": table.column("reason_en")}
    return {name: column.number if column else None for name, column in found.items()}


def _describe_column(number: int, column: Column, table: Layout) -> dict[str, object]:
    """A column with figures; an address is '' for the title and None for a column of its own."""
    roles = {
        r: c.number if (c := table.column(r)) else None
        for r in ("place", "place_code", "period", "indicator")
    }

    def address(own: str, of_table: str) -> str | None:
        return f"{column.letter}{column.head_row}" if own else "" if of_table else None

    return {
        "block": number,
        "column_no": column.number,
        "heading": column.heading,
        "indicator_text": column.indicator or table.indicator,
        "indicator_address": address(column.indicator, table.indicator),
        "period_text": column.period_text or table.period_text,
        "period_address": address(column.period_text, table.period_text),
        "place_text": column.place_text,
        "place_address": address(column.place_text, table.place_text),
        "unit_text": column.unit,
        "measure": column.measure,
        "place_column": roles["place"],
        "code_column": roles["place_code"],
        "period_column": roles["period"],
        "indicator_column": roles["indicator"],
    }


def list_texts(connection: Connection, layout: Layout, column: Column, *, limit: int) -> list[str]:
    """Texts of a column below the headings, at most ``limit`` of them."""
    rows = fetch_rows(
        connection,
        "list_column_texts",
        column=column.number,
        first=layout.head_end + 1,
        last=layout.last_row,
        limit=limit,
    )
    return [text for (text,) in rows]
