"""The texts of each figure as they stand in the file: its place, period, indicator, unit, value.

Blank cells of places and periods are filled down where the sheet leaves no doubt (L-12).
"""

from collections.abc import Mapping, Sequence

from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.layout import Layout
from dashboard.importing.layout.layout_tables import describe_block
from dashboard.importing.reading.webpage import Merge
from dashboard.importing.vocabulary.places import PARENT_JOINT

PART_JOINT = " + "  # between the year and the quarter or month of a row
# What each row of a table says about all its figures. Rows where cells have to be filled down or
# joined are a table of their own; a million others are not copied for nothing.
_PLAIN_ROWS = """(
    SELECT
        row_no,
        fields,
        coalesce(nullif($place_text, ''), fields[CAST($place_column AS INTEGER)], '') AS place_text,
        coalesce(fields[CAST($period_column AS INTEGER)], '') AS period_text,
        coalesce(fields[CAST($indicator_column AS INTEGER)], '') AS indicator_text
    FROM text_row
    WHERE row_no > $head_row AND row_no <= $last_row
        AND NOT is_blank
        AND row_no NOT IN (SELECT row_no FROM skipped_row)
)"""
_FILLED_ROW = """
CREATE OR REPLACE TABLE filled_row AS
WITH plain AS (
    SELECT
        t.row_no,
        t.fields,
        trim(coalesce(t.fields[b.outer_column], ''), $blanks) AS outer_text,
        trim(coalesce(t.fields[b.parent_column], ''), $blanks) AS parent_text,
        trim(coalesce(nullif(b.place_text, ''), t.fields[b.place_column], ''), $blanks) AS own_text,
        trim(coalesce(t.fields[b.period_column], ''), $blanks) AS period_text,
        trim(coalesce(t.fields[b.part_column], ''), $blanks) AS part_text,
        coalesce(t.fields[b.indicator_column], '') AS indicator_text,
        b.parent_column IS NOT NULL AS has_parents,
        b.part_column IS NOT NULL AS has_parts
    FROM data_row AS t
    JOIN block AS b ON b.block = $block AND t.row_no > b.head_row AND t.row_no <= b.last_row
    WHERE NOT t.is_blank
),
grouped AS (
    SELECT
        *,
        last_value(nullif(outer_text, '') IGNORE NULLS) OVER row_order AS outer_filled,
        count(*) FILTER (WHERE outer_text <> '') OVER row_order AS outer_group
    FROM plain
    WINDOW row_order AS (ORDER BY row_no ROWS UNBOUNDED PRECEDING)
),
filled AS (
    SELECT
        *,
        last_value(nullif(parent_text, '') IGNORE NULLS) OVER (
            PARTITION BY outer_group ORDER BY row_no ROWS UNBOUNDED PRECEDING
        ) AS parent_filled,
        last_value(nullif(own_text, '') IGNORE NULLS) OVER row_order AS own_filled,
        last_value(nullif(period_text, '') IGNORE NULLS) OVER row_order AS period_filled
    FROM grouped
    WINDOW row_order AS (ORDER BY row_no ROWS UNBOUNDED PRECEDING)
)
SELECT
    row_no,
    fields,
    CASE
        WHEN has_parents AND own_text <> '' THEN concat_ws($joint, outer_filled, parent_filled, own_text)
        WHEN has_parents AND parent_text <> '' THEN concat_ws($joint, outer_filled, parent_text)
        WHEN has_parents THEN outer_text
        WHEN $fill_place AND own_text = '' THEN coalesce(own_filled, '')
        ELSE own_text
    END AS place_text,
    CASE WHEN $fill_period AND period_text = '' THEN coalesce(period_filled, '') ELSE period_text END
        || CASE WHEN has_parts AND part_text <> '' THEN $part_joint || part_text ELSE '' END
        AS period_text,
    indicator_text,
    own_text,
    parent_text,
    period_text AS own_period
FROM filled
"""
_CREATE_CELL_TEXT = """
CREATE OR REPLACE TABLE cell_text (
    row_no INTEGER, column_no INTEGER, block UTINYINT, place_text VARCHAR, code_text VARCHAR,
    period_text VARCHAR, indicator_text VARCHAR, unit_text VARCHAR, value_text VARCHAR,
    status_text VARCHAR, note_zh VARCHAR, note_en VARCHAR, is_sum BOOLEAN
)
"""
_CELL_TEXT = """
INSERT INTO cell_text
SELECT
    t.row_no,
    f.column_no,
    f.block,
    coalesce(nullif(f.place_text, ''), t.place_text) AS place_text,
    coalesce(t.fields[CAST($code_column AS INTEGER)], '') AS code_text,
    coalesce(nullif(f.period_text, '') || {part}, t.period_text) AS period_text,
    coalesce(nullif(f.indicator_text, ''), t.indicator_text) AS indicator_text,
    coalesce(nullif(f.unit_text, ''), t.fields[CAST($unit_column AS INTEGER)], '') AS unit_text,
    coalesce(t.fields[f.column_no], '') AS value_text,
    coalesce(t.fields[CAST($status_column AS INTEGER)], '') AS status_text,
    coalesce(t.fields[CAST($note_column AS INTEGER)], '') AS note_zh,
    coalesce(t.fields[CAST($note_en_column AS INTEGER)], '') AS note_en,
    trim(coalesce(t.fields[CAST($sum_column AS INTEGER)], '')) <> '' AS is_sum
FROM {rows} AS t
JOIN block_column AS f ON f.block = $block
"""
_ROW_VALUES = (
    "block", "code_column", "unit_column", "status_column", "note_column", "note_en_column",
    "sum_column",
)  # fmt: skip
_PLAIN_VALUES = (
    "place_text", "place_column", "period_column", "indicator_column", "head_row", "last_row",
)  # fmt: skip


def create_cell_texts(
    connection: Connection, layout: Layout, merges: Sequence[Merge]
) -> list[Finding]:
    """The table ``cell_text``, one row for each figure; returns what was filled down (L-12)."""
    connection.execute(_CREATE_CELL_TEXT)
    findings = []
    for number, table in enumerate(layout.tables):
        findings += _add_cell_texts(connection, number, table, merges)
    return findings


def _add_cell_texts(
    connection: Connection, number: int, table: Layout, merges: Sequence[Merge]
) -> list[Finding]:
    """Add the texts of one table of the sheet; blank places and periods are filled where clear."""
    fills = {
        role: _must_fill(connection, number, table, role, merges) for role in ("place", "period")
    }
    parts = table.column("period_part")
    values = describe_block(number, table)
    if not (any(fills.values()) or table.parents or parts):
        statement = _CELL_TEXT.format(part="''", rows=_PLAIN_ROWS)
        connection.execute(statement, {k: values[k] for k in _ROW_VALUES + _PLAIN_VALUES})
        return []
    connection.execute(
        _FILLED_ROW,
        {
            "block": number,
            "blanks": " \t　\xa0",
            "joint": PARENT_JOINT,
            "part_joint": PART_JOINT,
            "fill_place": fills["place"],
            "fill_period": fills["period"],
        },
    )
    # A year in the heading and the quarter in a column: the row has only the quarter.
    part = "t.period_text" if parts and not table.column("period") else "''"
    statement = _CELL_TEXT.format(part=part, rows="filled_row")
    connection.execute(statement, {k: values[k] for k in _ROW_VALUES})
    return _report_fills(connection, table, fills)


def _report_fills(
    connection: Connection, table: Layout, fills: Mapping[str, bool]
) -> list[Finding]:
    findings = []
    wanted = {
        "place": (table.column("place"), "place_text", "own_text", fills["place"]),
        "parent": (
            table.parents[-1] if table.parents else None, "own_text", "parent_text", True
        ),
        "period": (table.column("period"), "period_text", "own_period", fills["period"]),
    }  # fmt: skip
    for role, (column, filled, own, is_filled) in wanted.items():
        if column is None or not is_filled:
            continue
        query = f"""
            SELECT count(*), min(row_no) FROM filled_row WHERE {own} = '' AND {filled} <> ''
        """
        count, row = fetch_rows(connection, query)[0]
        if count:
            address = f"{column.letter}{row}"
            findings.append(
                make_finding(RuleId.L_12, address=address, text=column.heading, count=count,
                             role="place" if role == "parent" else role)
            )  # fmt: skip
    return findings


def _must_fill(
    connection: Connection, number: int, table: Layout, role: str, merges: Sequence[Merge]
) -> bool:
    """Whether blank cells under a filled one mean the same as that one.

    They do where the sheet says that the cells are merged, and where every figure still has a place
    and a period of its own after filling: a blank in a list of different places stays blank.
    """
    column = table.column(role)
    if column is None or table.parents:
        return False
    query = """
        SELECT
            count(*) FILTER (WHERE trim(coalesce(t.fields[$column], ''), ' 　') = ''),
            trim(arg_min(coalesce(t.fields[$column], ''), t.row_no), ' 　')
        FROM data_row AS t
        JOIN block AS b ON b.block = $block AND t.row_no > b.head_row AND t.row_no <= b.last_row
        WHERE NOT t.is_blank
    """
    blank, first = fetch_rows(connection, query, {"column": column.number, "block": number})[0]
    if not blank or not first:
        return False
    merged = sum(
        last[0] - start[0]
        for start, last in merges
        if start[1] <= column.number - 1 <= last[1] and table.head_end <= start[0] < table.last_row
    )
    return merged >= blank or _is_unique_when_filled(connection, number, table, role)


def _is_unique_when_filled(connection: Connection, number: int, table: Layout, role: str) -> bool:
    roles = {"place", "period", "indicator", "period_part"} - {role}
    others = [c for r in sorted(roles) if (c := table.column(r))]
    if not others:
        return False
    connection.execute(
        _FILLED_ROW,
        {
            "block": number,
            "blanks": " \t　\xa0",
            "joint": PARENT_JOINT,
            "part_joint": PART_JOINT,
            "fill_place": True,
            "fill_period": True,
        },
    )
    # A blank that continues a group has a row of the group over it, with another key.
    own = "own_text" if role == "place" else "own_period"
    query = f"""
        WITH keyed AS (
            SELECT place_text, period_text, indicator_text, count(*) AS rows
            FROM filled_row
            GROUP BY place_text, period_text, indicator_text
        ),
        grouped AS (
            SELECT count(*) FILTER (WHERE {own} = '') AS blank, count(DISTINCT {own}) AS names
            FROM filled_row
        )
        SELECT (SELECT max(rows) FROM keyed) = 1
            -- One blank among filled cells is a cell that somebody forgot.
            AND (SELECT blank > 1 AND blank >= names - 1 FROM grouped)
    """
    return bool(fetch_rows(connection, query)[0][0])
