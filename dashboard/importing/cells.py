"""From ``text_row`` and its layout to ``cell``: one row for each figure of the table, understood.

Per cell everything is SQL; Python sees only the distinct texts of places, periods, indicators,
units and statuses, resolves each once and hands the answers back as small tables.

``cell`` has the texts as they stand in the file beside what they mean. What was not understood is
'' (or NULL for numbers), with the rule that says so in ``place_problem``, ``period_problem``,
``indicator_problem``, ``unit_problem`` or ``value_problem``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.findings import Finding, make_finding
from dashboard.importing.heads import Column, Knowledge
from dashboard.importing.layout import Layout
from dashboard.importing.marks import choose_marks, find_status
from dashboard.importing.periods import join_parts, parse_period, settle_spans
from dashboard.importing.places import PARENT_JOINT, Place, is_subtotal
from dashboard.importing.subtotals import TableRow, find_subtotal_owners
from dashboard.importing.texts import make_key, normalise_text
from dashboard.importing.units import choose_from_list, find_factor
from dashboard.importing.webpage import Merge

FIRST_YEAR = 1949
# More different texts than this in one column are not names; the rest stay unknown.
_TEXT_LIMIT = 50_000
_SUGGESTION_LIMIT = 100
_LONGEST_VALUE = 60
# A line among the places that is the title or the unit line of another table.
_TITLE = re.compile(r"^(?:19|20)\d{2}年|[单單]位[:：]|(?:情况|统计|汇总|一览)表|^续表|^附表")
_TITLES_SHOWN = 5
_EXCERPT = 40
_PART_JOINT = " + "  # between the year and the quarter or month of a row
_FULL_WIDTH = "".join(chr(c) for c in range(0xFF01, 0xFF5F)) + "　\xa0\u2002\u2003\u2009\u202f"
_HALF_WIDTH = "".join(chr(c) for c in range(0x21, 0x7F)) + " " * 6

_NUMBER = r"-?[0-9][0-9,]*(?:\.[0-9]+)?|\([0-9][0-9,]*(?:\.[0-9]+)?\)|[0-9][0-9,]*(?:\.[0-9]+)?-"
# 约3.2万多人以上*, taken apart; every part but the number may be missing.
NUMBER_PATTERN = (
    r"^(大约|约|将近|接近|近|≈|~|至少|不少于|不低于|超过|超|逾|≥|>=|>|初步)?\s*(¥|rmb)?\s*"
    rf"({_NUMBER})"
    r"\s*(十万|百万|千万|万亿|亿|万|千)?(多|余|几)?(亿|万)?([\p{Han}]{0,3}?)"
    r"(以上|左右|上下|\+)?\s*(%|‰)?\s*(\*|p|\(p\)|\(初步\)|\(预计\)|初步)?$"
)

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
_ODD_VALUE = r"""
CREATE OR REPLACE TABLE odd_value AS
WITH odd AS (
    SELECT DISTINCT value_text
    FROM cell_text
    WHERE NOT regexp_full_match(value_text, '-?[0-9]{1,14}(\.[0-9]+)?')
),
narrow AS (
    SELECT
        value_text,
        lower(trim(
            -- translate is slow, and most odd texts are plain ASCII.
            CASE
                WHEN regexp_full_match(value_text, '[ -~]*') THEN value_text
                ELSE translate(value_text, $full_width, $half_width)
            END
        )) AS text
    FROM odd
),
plain AS (
    SELECT
        value_text,
        -- 1 234 567: spaces between groups of three are thousands separators as well.
        CASE
            WHEN contains(text, ' ')
                AND regexp_full_match(text, '-?[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)?')
                THEN replace(text, ' ', '')
            ELSE text
        END AS text
    FROM narrow
),
parts AS (
    SELECT
        value_text,
        text,
        -- Most odd texts are odd in one way only; taking all of them apart is slow.
        CASE
            WHEN regexp_full_match(text, '-?[0-9][0-9,]*(\.[0-9]+)?') THEN struct_pack(
                before := '', currency := '', number := text, multiple := '', more := '',
                multiple_after := '', unit_word := '', after := '', sign := '', mark := ''
            )
            ELSE regexp_extract(
                text,
                $pattern,
                ['before', 'currency', 'number', 'multiple', 'more', 'multiple_after',
                 'unit_word', 'after', 'sign', 'mark']
            )
        END AS part
    FROM plain
),
numbers AS (
    SELECT
        *,
        regexp_replace(part.number, '[-()]', '', 'g') AS digits,
        regexp_full_match(part.number, '.*[-)]') AS is_accounting
    FROM parts
)
SELECT
    n.value_text,
    coalesce(m.state, '') AS state,
    CASE
        WHEN m.state IS NOT NULL THEN ''
        WHEN regexp_full_match(n.text, '#+|-?[0-9.]+e[-+]?[0-9]+|[0-9]{12,}000') THEN 'V-09'
        WHEN regexp_full_match(n.text, '#[a-z0-9/]+[!?]?') THEN 'V-10'
        WHEN n.part.number = '' THEN 'V-01'
        WHEN contains(n.digits, ',')
            AND NOT regexp_full_match(n.digits, '[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?') THEN 'V-03'
        ELSE ''
    END AS problem,
    TRY_CAST(replace(n.digits, ',', '') AS DOUBLE)
        * CASE WHEN n.is_accounting OR starts_with(n.part.number, '-') THEN -1 ELSE 1 END
        * CASE WHEN n.part.sign = '‰' THEN 0.1 ELSE 1 END AS number,
    CASE n.part.multiple
        WHEN '千' THEN 1e3 WHEN '万' THEN 1e4 WHEN '十万' THEN 1e5 WHEN '百万' THEN 1e6
        WHEN '千万' THEN 1e7 WHEN '亿' THEN 1e8 WHEN '万亿' THEN 1e12 ELSE 1
    END * CASE n.part.multiple_after WHEN '万' THEN 1e4 WHEN '亿' THEN 1e8 ELSE 1 END AS multiple,
    CASE WHEN n.part.unit_word = '名' THEN '人' ELSE n.part.unit_word END AS unit_word,
    n.part.currency <> '' AS is_money,
    (n.part.multiple || n.part.multiple_after || n.part.unit_word || n.part.currency) <> ''
        AS has_unit_word,
    n.part.sign <> '' AS is_percent,
    CASE
        WHEN n.part.before IN ('至少', '不少于', '不低于', '超过', '超', '逾', '≥', '>=', '>')
            OR n.part.more <> '' OR n.part.after IN ('以上', '+') THEN 'at_least'
        WHEN n.part.before NOT IN ('', '初步') OR n.part.after <> '' OR n.part.mark = '(预计)'
            THEN 'estimate'
        WHEN n.part.before = '初步' OR n.part.mark <> '' THEN 'provisional'
        ELSE ''
    END AS status,
    n.text <> lower(n.value_text) AS is_full_width,
    contains(n.digits, ',') AS is_grouped,
    n.is_accounting
FROM numbers AS n
LEFT JOIN mark AS m ON m.mark = replace(replace(n.text, '…', '...'), ' ', '')
"""
_CELL = r"""
CREATE OR REPLACE TABLE cell AS
WITH joined AS (
    SELECT
        c.* EXCLUDE (unit_text),
        coalesce(nullif(c.unit_text, ''), i.unit_in_name, '') AS unit_text,
        f.heading,
        coalesce(p.region_code, '') AS region_code,
        coalesce(p.problem, 'P-02') AS place_problem,
        c.is_sum OR coalesce(p.is_total, FALSE) AS is_total,
        CASE WHEN c.is_sum THEN p.region_code ELSE coalesce(p.total_code, '') END AS total_region_code,
        coalesce(p.is_part, FALSE) AS is_part,
        coalesce(t.period, '') AS period,
        t.year,
        coalesce(t.frequency, '') AS frequency,
        coalesce(t.problem, 'T-01') AS period_problem,
        coalesce(i.indicator, '') AS indicator,
        coalesce(i.problem, 'I-01') AS indicator_problem,
        coalesce(i.kind, '') AS kind,
        coalesce(u.problem, '') AS unit_problem,
        coalesce(u.factor, 1) AS unit_factor,
        coalesce(s.status, '') AS status_word,
        coalesce(o.state, '') AS state,
        coalesce(o.number, TRY_CAST(c.value_text AS DOUBLE)) AS number,
        coalesce(o.has_unit_word, FALSE) AS has_unit_word,
        coalesce(o.multiple, 1) AS multiple,
        coalesce(o.is_percent, FALSE) AS is_percent,
        coalesce(o.status, '') AS doubt,
        coalesce(o.is_full_width, FALSE) AS is_full_width,
        coalesce(o.is_grouped, FALSE) AS is_grouped,
        coalesce(o.is_accounting, FALSE) AS is_accounting,
        CASE
            WHEN coalesce(o.problem, '') <> '' THEN o.problem
            WHEN o.is_percent AND i.kind <> 'rate' THEN 'V-01'
            WHEN o.unit_word <> '' AND o.unit_word <> i.unit_zh THEN 'V-01 unit'
            WHEN o.is_money AND i.kind <> 'money' THEN 'V-01 unit'
            WHEN s.status = '' THEN 'V-01 status'
            ELSE ''
        END AS value_problem
    FROM cell_text AS c
    JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
    LEFT JOIN place_text AS p ON p.place_text = c.place_text AND p.code_text = c.code_text
    LEFT JOIN period_text AS t ON t.period_text = c.period_text
    LEFT JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
    LEFT JOIN unit_text AS u
        ON u.indicator = i.indicator
        AND u.unit_text = coalesce(nullif(c.unit_text, ''), i.unit_in_name)
    LEFT JOIN status_text AS s ON s.status_text = c.status_text
    LEFT JOIN odd_value AS o ON o.value_text = c.value_text
),
valued AS (
    SELECT
        *,
        CASE
            WHEN value_problem <> '' OR state <> '' OR unit_problem <> '' THEN NULL
            ELSE round(number * CASE WHEN has_unit_word THEN multiple ELSE unit_factor END, 6)
        END AS value
    FROM joined
)
SELECT
    row_no,
    column_no,
    block,
    CAST(row_no AS BIGINT) * 16384 + column_no AS position,
    column_letter(column_no) || row_no AS address,
    heading,
    place_text,
    code_text,
    period_text,
    indicator_text,
    unit_text,
    value_text,
    status_text,
    note_zh,
    note_en,
    region_code,
    place_problem,
    is_total,
    total_region_code,
    is_part,
    period,
    year,
    frequency,
    period_problem,
    indicator,
    indicator_problem,
    kind,
    unit_problem,
    unit_factor,
    number,
    value,
    CASE
        WHEN state <> '' THEN CASE
            WHEN status_word IN ('not_reported', 'not_applicable', 'below_unit', 'confidential')
                THEN status_word
            ELSE state
        END
        WHEN status_word IN ('', 'final') THEN coalesce(nullif(doubt, ''), 'final')
        ELSE status_word
    END AS status,
    state,
    value_problem,
    has_unit_word,
    is_percent,
    is_full_width,
    is_grouped,
    is_accounting,
    NOT is_total
        AND place_problem = '' AND period_problem = '' AND indicator_problem = ''
        AND unit_problem = '' AND value_problem = ''
        AND (value IS NOT NULL OR state <> '') AS is_usable
FROM valued
"""
_REPEATED = """
CREATE OR REPLACE TABLE repeated AS
WITH keyed AS (
    SELECT hash(indicator, region_code, period) AS key, * FROM cell WHERE is_usable
),
-- Numbers are grouped in a fifth of the memory that three texts take; the texts decide below.
suspect AS (
    SELECT key FROM keyed GROUP BY key HAVING count(*) > 1
)
SELECT
    indicator,
    region_code,
    period,
    min(position) AS first_position,
    min(value) IS DISTINCT FROM max(value)
        OR count(value) NOT IN (0, count(*))
        OR min(status) <> max(status) AS differs
FROM keyed
WHERE key IN (SELECT key FROM suspect)
GROUP BY indicator, region_code, period
HAVING count(*) > 1
"""
_FIGURE = """
CREATE OR REPLACE VIEW figure AS
SELECT
    c.indicator,
    c.region_code,
    c.period,
    c.value,
    c.status,
    c.note_zh,
    c.note_en,
    c.address,
    c.position
FROM cell AS c
LEFT JOIN repeated AS r
    ON r.indicator = c.indicator AND r.region_code = c.region_code AND r.period = c.period
WHERE c.is_usable AND (r.indicator IS NULL OR (NOT r.differs AND r.first_position = c.position))
"""
_TOTAL_TEXTS = "SELECT place_text FROM place_text WHERE is_total"
# Places in the rows of the sheet's tables, not those in headings.
_PLACES_OF_ROWS = """
SELECT DISTINCT
    c.block,
    c.row_no,
    c.place_text,
    c.region_code,
    c.is_total
FROM cell AS c
JOIN block_column AS f ON f.block = c.block AND f.column_no = c.column_no
WHERE f.place_text = ''
ORDER BY c.block, c.row_no
"""
_SETTLE_SUBTOTALS = """
UPDATE cell
SET total_region_code = s.region_code
FROM subtotal AS s
WHERE cell.is_total AND cell.block = s.block AND cell.row_no = s.row_no
"""
_DROP_TEXTS = "DROP TABLE cell_text"


def create_table(
    connection: Connection, name: str, columns: Mapping[str, Sequence[object]], types: str
) -> None:
    """A small table of answers; ``types`` are its columns with their types, as in CREATE TABLE."""
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({types})")
    if len(next(iter(columns.values()))):
        connection.register("incoming", pa.table({k: pa.array(v) for k, v in columns.items()}))
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")
        connection.unregister("incoming")


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
    blocks = [_describe_block(n, t) for n, t in enumerate(tables)]
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


def _describe_block(number: int, table: Layout) -> dict[str, object]:
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


def create_cells(
    connection: Connection, layout: Layout, knowledge: Knowledge, merges: Sequence[Merge] = ()
) -> list[Finding]:
    """The tables ``cell`` (see above), ``repeated`` (figures given more than once) and ``figure``.

    ``figure`` is a view of what would be published: one row per indicator, region and period.
    Returns what was filled down (L-12).
    """
    findings = []
    connection.execute(_CREATE_CELL_TEXT)
    for number, table in enumerate(layout.tables):
        findings += _create_cell_texts(connection, number, table, merges)
    findings += _create_places(connection, layout, knowledge)
    _create_periods(connection, layout, knowledge)
    _create_indicators(connection, knowledge)
    _create_units(connection, layout, knowledge)
    _create_statuses(connection)
    _create_values(connection, knowledge)
    connection.execute(_CELL)
    _settle_subtotals(connection, knowledge)
    connection.execute(_REPEATED)
    connection.execute(_FIGURE)
    connection.execute(_DROP_TEXTS)
    return findings


def _create_cell_texts(
    connection: Connection, number: int, table: Layout, merges: Sequence[Merge]
) -> list[Finding]:
    """Add the texts of one table of the sheet; blank places and periods are filled where clear."""
    fills = {
        role: _must_fill(connection, number, table, role, merges) for role in ("place", "period")
    }
    parts = table.column("period_part")
    values = _describe_block(number, table)
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
            "part_joint": _PART_JOINT,
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
                make_finding("L-12", address=address, text=column.heading, count=count,
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
            "part_joint": _PART_JOINT,
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


def _fetch_texts(connection: Connection, columns: str) -> list[tuple]:
    query = f"SELECT DISTINCT {columns} FROM cell_text ORDER BY {columns} LIMIT $limit"
    return fetch_rows(connection, query, {"limit": _TEXT_LIMIT})


def _create_places(connection: Connection, layout: Layout, knowledge: Knowledge) -> list[Finding]:
    """The table ``place_text``; returns the lines that begin a table without headings (L-14)."""
    answers = []
    unknown = 0
    is_said = bool(layout.parents or layout.column("place") or layout.column("place_code"))
    for name, code in _fetch_texts(connection, "place_text, code_text"):
        given = _find_given(name, knowledge)
        if not (name.strip() or code.strip() or is_said):
            # A table that has no place anywhere is one finding of L-05, not one for each row.
            place = Place(problem="L-05")
        else:
            place = knowledge.gazetteer.find_place(
                "" if given else name, given or code, layout.context_code
            )
        if unknown >= _SUGGESTION_LIMIT:
            place = replace(place, suggestions=())
        unknown += place.problem == "P-02"
        answers.append((name, code, place))
    common = _find_common_parent([p for _, _, p in answers], knowledge)
    rows = [_describe_place(name, code, place, common, knowledge) for name, code, place in answers]
    names = (
        "place_text", "code_text", "region_code", "problem", "is_total", "code_was_mended",
        "is_variant", "suggestions", "name_zh", "name_en", "total_code", "is_part",
    )  # fmt: skip
    types = ", ".join(
        f"{n} {'BOOLEAN' if n.startswith(('is_', 'code_was')) else 'VARCHAR'}" for n in names
    )
    columns = {n: [r[k] for r in rows] for k, n in enumerate(names)}
    create_table(connection, "place_text", columns, types)
    unknown_texts = [n for n, _, p in answers if p.problem == "P-02" and _TITLE.search(n)]
    return [_find_title(connection, text, layout) for text in unknown_texts[:_TITLES_SHOWN]]


def _find_title(connection: Connection, text: str, layout: Layout) -> Finding:
    query = "SELECT block, row_no FROM cell_text WHERE place_text = $text ORDER BY row_no LIMIT 1"
    block, row = fetch_rows(connection, query, {"text": text})[0]
    column = layout.tables[block].column("place")
    address = f"{column.letter if column else 'A'}{row}"
    return make_finding("L-14", "second", address=address, text=normalise_text(text))


def _find_given(name: str, knowledge: Knowledge) -> str:
    """The code a person has given for a text, or for its last part."""
    places = knowledge.corrections.places
    plain = name.strip()
    return places.get(plain) or places.get(plain.rpartition(PARENT_JOINT)[2]) or ""


def _describe_place(
    name: str, code: str, place: Place, common: str, knowledge: Knowledge
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
        bool(region) and not code and own != region.name_zh and not place.problem,
        "|".join(place.suggestions),
        region.name_zh if region else "",
        region.name_en if region else "",
        total,
        place.is_part,
    )


def _settle_subtotals(connection: Connection, knowledge: Knowledge) -> None:
    """Say of each bare subtotal (小计) whose sum it is, where the rows over it leave no doubt."""
    texts = {t for (t,) in fetch_rows(connection, _TOTAL_TEXTS) if is_subtotal(t)}
    if not texts:
        return
    rows = [
        TableRow(block, row, code, is_total, text in texts)
        for block, row, text, code, is_total in fetch_rows(connection, _PLACES_OF_ROWS)
    ]
    owners = find_subtotal_owners(rows, knowledge.gazetteer.parent_of)
    columns = {
        "block": [row.block for row in owners],
        "row_no": [row.row_no for row in owners],
        "region_code": list(owners.values()),
    }
    types = "block INTEGER, row_no INTEGER, region_code VARCHAR"
    create_table(connection, "subtotal", columns, types)
    connection.execute(_SETTLE_SUBTOTALS)


def _find_common_parent(places: Sequence[Place], knowledge: Knowledge) -> str:
    """The region that the table's largest regions are the parts of; '' unless it is just one."""
    codes = {p.region_code for p in places if p.region_code and not p.is_total}
    parents = {c: knowledge.gazetteer.parent_of(c) for c in codes}
    tops = {parent for parent in parents.values() if parent not in codes}
    # Beside its own parts the region itself can stand in the table.
    return tops.pop() if len(tops) == 1 and len(codes) > 1 else ""


def _create_periods(connection: Connection, layout: Layout, knowledge: Knowledge) -> None:
    texts = [t for (t,) in _fetch_texts(connection, "period_text")]
    part = next((c for t in layout.tables if (c := t.column("period_part"))), None)
    is_quarter = bool(part) and make_key(part.heading) in ("季度", "季", "quarter")
    plain = [_join_period(t, is_quarter=is_quarter) for t in texts]
    periods = settle_spans(plain, [parse_period(t, this_year=knowledge.this_year) for t in plain])
    create_table(
        connection,
        "period_text",
        {
            "period_text": texts,
            "period": [p.code for p in periods],
            "year": [p.year for p in periods],
            "frequency": [p.frequency for p in periods],
            "problem": [p.problem for p in periods],
        },
        "period_text VARCHAR, period VARCHAR, year INTEGER, frequency VARCHAR, problem VARCHAR",
    )


def _join_period(text: str, *, is_quarter: bool) -> str:
    year, joint, part = text.partition(_PART_JOINT)
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
    ]
    rows = []
    for (text,) in _fetch_texts(connection, "indicator_text"):
        codes, unit = knowledge.names.find_codes(text)
        indicator = knowledge.catalogue.indicators[codes[0]] if len(codes) == 1 else None
        variant = "" if indicator else "blank" if not text.strip() else "ambiguous" if codes else ""
        suggestions = knowledge.names.label(codes)
        if not codes and text.strip() and len(rows) < _SUGGESTION_LIMIT:
            suggestions = knowledge.names.suggest(text)
        rows.append(
            (
                text,
                indicator.code if indicator else "",
                "" if indicator else "I-01",
                variant,
                unit,
                indicator.kind if indicator else "",
                indicator.unit_zh if indicator else "",
                indicator.unit_en if indicator else "",
                indicator.name_zh if indicator else "",
                indicator.name_en if indicator else "",
                "" if indicator else "|".join(suggestions),
                indicator.maximum if indicator else None,
            )
        )
    types = ", ".join(f"{n} {'DOUBLE' if n == 'maximum' else 'VARCHAR'}" for n in names)
    columns = {n: [r[k] for r in rows] for k, n in enumerate(names)}
    create_table(connection, "indicator_text", columns, types)


def _create_units(connection: Connection, layout: Layout, knowledge: Knowledge) -> None:
    query = """
        SELECT DISTINCT i.indicator, coalesce(nullif(c.unit_text, ''), i.unit_in_name) AS unit_text
        FROM cell_text AS c
        JOIN indicator_text AS i ON i.indicator_text = c.indicator_text
        WHERE i.indicator <> ''
        ORDER BY i.indicator, unit_text
        LIMIT $limit
    """
    answers: dict[tuple[str, str], tuple[str, float | None]] = {}
    for code, text in fetch_rows(connection, query, {"limit": _TEXT_LIMIT}):
        indicator = knowledge.catalogue.indicators[code]
        unit = knowledge.corrections.units.get(code) or normalise_text(text)
        unit = unit or choose_from_list(layout.unit_list, indicator)
        answers[(code, text)] = (unit, find_factor(unit, indicator) if unit else 1.0)
    create_table(
        connection,
        "unit_text",
        {
            "indicator": [code for code, _ in answers],
            "unit_text": [text for _, text in answers],
            "unit": [unit for unit, _ in answers.values()],
            "factor": [factor for _, factor in answers.values()],
            "problem": ["I-03" if f is None else "" for _, f in answers.values()],
        },
        "indicator VARCHAR, unit_text VARCHAR, unit VARCHAR, factor DOUBLE, problem VARCHAR",
    )


def _create_statuses(connection: Connection) -> None:
    texts = [t for (t,) in _fetch_texts(connection, "status_text")]
    create_table(
        connection,
        "status_text",
        {"status_text": texts, "status": [find_status(t) for t in texts]},
        "status_text VARCHAR, status VARCHAR",
    )


def _create_values(connection: Connection, knowledge: Knowledge) -> None:
    marks = choose_marks(knowledge.corrections.marks)
    create_table(
        connection,
        "mark",
        {"mark": list(marks), "state": list(marks.values())},
        "mark VARCHAR, state VARCHAR",
    )
    connection.execute(
        _ODD_VALUE,
        {"full_width": _FULL_WIDTH, "half_width": _HALF_WIDTH, "pattern": NUMBER_PATTERN},
    )


_LONG_CELLS = """
WITH measured AS (
    SELECT column_no, heading, address, position, value_text, length(value_text) AS characters
    FROM cell
    WHERE length(value_text) > $longest
)
SELECT heading, min_by(address, position), min_by(value_text, position), count(*), max(characters)
FROM measured
GROUP BY column_no, heading
ORDER BY min(position)
"""


def find_long_cells(connection: Connection) -> list[Finding]:
    """Texts pasted into columns of numbers (L-13): no number has as many characters."""
    rows = fetch_rows(connection, _LONG_CELLS, {"longest": _LONGEST_VALUE})
    return [
        make_finding(
            "L-13",
            address=address,
            heading=heading,
            text=text[:_EXCERPT] + "…",
            count=count,
            characters=characters,
        )
        for heading, address, text, count, characters in rows
    ]
