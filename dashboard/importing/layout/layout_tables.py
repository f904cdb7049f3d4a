"""The layout as tables: what the SQL of the import knows of the sheet, its tables and columns."""

from dashboard.importing.connection import Connection, create_table
from dashboard.importing.layout.headers import Column, Knowledge
from dashboard.importing.layout.layout import Layout

FIRST_YEAR = 1949

COLUMN_LETTER_MACRO = """
CREATE OR REPLACE MACRO column_letter(n) AS
CASE
    WHEN n <= 26 THEN ''
    WHEN n <= 702 THEN chr(CAST(64 + (n - 1) // 26 AS INTEGER))
    ELSE chr(CAST(64 + (n - 27) // 676 AS INTEGER))
        || chr(CAST(65 + ((n - 27) // 26) % 26 AS INTEGER))
END || chr(CAST(65 + (n - 1) % 26 AS INTEGER))
"""
# Rows of every table of the sheet, without headings that are repeated among them.
_DATA_ROW = """
CREATE OR REPLACE VIEW data_row AS
SELECT
    t.row_no,
    t.fields,
    t.line,
    t.is_blank
FROM text_row AS t
CROSS JOIN layout AS l
WHERE t.row_no > l.head_row AND t.row_no <= l.last_row
"""
_DATA_ROW_OF_BLOCKS = """
CREATE OR REPLACE VIEW data_row AS
SELECT
    t.row_no,
    t.fields,
    t.line,
    t.is_blank
FROM text_row AS t
WHERE EXISTS (SELECT 1 FROM block AS b WHERE t.row_no > b.head_row AND t.row_no <= b.last_row)
    AND t.row_no NOT IN (SELECT row_no FROM skipped_row)
"""
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
}
_BLOCK_TYPES = (
    "block INTEGER, head_row INTEGER, last_row INTEGER, "
    + ", ".join(f"{name} INTEGER" for name in _ROLE_COLUMNS)
    + ", parent_column INTEGER, outer_column INTEGER, place_text VARCHAR"
)
_COLUMN_TYPES = (
    "block INTEGER, column_no INTEGER, heading VARCHAR, indicator_text VARCHAR, "
    "indicator_address VARCHAR, period_text VARCHAR, period_address VARCHAR, place_text VARCHAR, "
    "place_address VARCHAR, unit_text VARCHAR, place_column INTEGER, code_column INTEGER, "
    "period_column INTEGER, indicator_column INTEGER"
)


def create_layout(connection: Connection, layout: Layout, knowledge: Knowledge) -> None:
    """The tables ``layout`` (one row), ``block`` and ``block_column`` (one row for each table of
    the sheet and for each of its columns with figures), and the view ``data_row``.
    """
    tables = layout.tables
    connection.execute(COLUMN_LETTER_MACRO)
    blocks = [describe_block(n, t) for n, t in enumerate(tables)]
    create_table(connection, "block", {k: [b[k] for b in blocks] for k in blocks[0]}, _BLOCK_TYPES)
    columns = [_describe_column(n, c, t) for n, t in enumerate(tables) for c in t.figures]
    names = [part.split()[0] for part in _COLUMN_TYPES.split(", ")]
    create_table(
        connection, "block_column", {k: [c[k] for c in columns] for k in names}, _COLUMN_TYPES
    )
    create_table(connection, "skipped_row", {"row_no": list(layout.skipped_rows)}, "row_no INTEGER")
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
    types = ", ".join(f"{name} INTEGER" for name in numbers)
    create_table(connection, "layout", {n: [v] for n, v in numbers.items()}, types)
    is_plain = len(tables) == 1 and not layout.skipped_rows
    connection.execute(_DATA_ROW if is_plain else _DATA_ROW_OF_BLOCKS)


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
    }


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
        "place_column": roles["place"],
        "code_column": roles["place_code"],
        "period_column": roles["period"],
        "indicator_column": roles["indicator"],
    }
