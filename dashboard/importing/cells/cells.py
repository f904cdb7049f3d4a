"""From ``text_row`` and its layout to ``cell``: one row for each figure of the table, understood.

Per cell everything is SQL; Python sees only the distinct texts of places, periods, indicators,
units and statuses, resolves each once and hands the answers back as small tables.

``cell`` has the texts as they stand in the file beside what they mean. What was not understood is
'' (or NULL for numbers), with the rule that says so in ``place_problem``, ``period_problem``,
``indicator_problem``, ``unit_problem`` or ``value_problem``.
"""

from collections.abc import Sequence

from dashboard.importing.cells.cell_texts import create_cell_texts
from dashboard.importing.cells.resolution import resolve_texts
from dashboard.importing.cells.subtotals import TableRow, find_subtotal_owners
from dashboard.importing.cells.values import create_values
from dashboard.importing.connection import Connection, create_table, fetch_rows
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import Knowledge
from dashboard.importing.layout.layout import Layout
from dashboard.importing.reading.webpage import Merge
from dashboard.importing.vocabulary.places import is_subtotal

_LONGEST_VALUE = 60
# Nothing that a federation counts comes near: it is eight times the yuan that the country makes in a
# year, and as far as a spreadsheet counts exactly.
VALUE_LIMIT = 1e15
_EXCERPT = 40

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
        coalesce(o.has_note, FALSE) AS has_note,
        d.scale,
        CASE
            WHEN j.row_no IS NOT NULL THEN 'V-21'
            WHEN coalesce(o.problem, '') <> '' THEN o.problem
            WHEN o.is_percent AND i.kind <> 'rate' THEN 'V-01'
            WHEN o.unit_word <> '' AND o.unit_word <> i.unit_zh THEN 'V-01 unit'
            WHEN o.is_money AND i.kind <> 'money' THEN 'V-01 unit'
            WHEN s.status = '' THEN 'V-01 status'
            -- What is shown divided fits the unit of its heading, or there is none; or nobody knows.
            WHEN d.scale IS NOT NULL AND u.factor NOT IN (1, d.scale) THEN 'V-20'
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
    LEFT JOIN scaled_cell AS d ON d.row_no = c.row_no AND d.column_no = c.column_no
    LEFT JOIN joint_cell AS j ON j.row_no = c.row_no AND j.column_no = c.column_no
),
multiplied AS (
    SELECT
        *,
        CASE
            WHEN value_problem <> '' OR state <> '' OR unit_problem <> '' THEN NULL
            WHEN has_unit_word THEN round(number * multiple, 6)
            -- The number that is held is in the base unit already.
            WHEN scale IS NOT NULL THEN number
            ELSE round(number * unit_factor, 6)
        END AS any_value
    FROM joined
),
valued AS (
    SELECT
        * REPLACE (
            CASE WHEN abs(any_value) < {limit} OR any_value IS NULL THEN value_problem ELSE 'V-18' END
                AS value_problem,
            CASE WHEN isfinite(number) THEN number END AS number
        ),
        CASE WHEN abs(any_value) < {limit} THEN any_value END AS value
    FROM multiplied
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
    has_note,
    scale,
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
# Merged cells that hold one number over several figures: it is no single one's own. What they cover
# can still hold a number that nobody sees.
_JOINT = """
CREATE OR REPLACE TABLE joint_cell AS
WITH covered AS (
    SELECT
        c.row_no,
        c.column_no,
        m.area,
        c.place_text || chr(31) || c.code_text || chr(31) || c.period_text || chr(31)
            || c.indicator_text AS figure,
        trim(c.value_text) <> '' AND coalesce(o.state, '') = '' AS is_filled
    FROM cell_text AS c
    JOIN merged_area AS m
        ON c.row_no BETWEEN m.first_row AND m.last_row
        AND c.column_no BETWEEN m.first_column AND m.last_column
    LEFT JOIN odd_value AS o ON o.value_text = c.value_text
),
joint AS (
    SELECT area FROM covered GROUP BY area HAVING count(DISTINCT figure) > 1 AND bool_or(is_filled)
)
SELECT c.row_no, c.column_no, min(c.area) AS area
FROM covered AS c
ANTI JOIN mended_cell AS m ON m.row_no = c.row_no AND m.column_no = c.column_no
WHERE c.area IN (SELECT area FROM joint)
GROUP BY c.row_no, c.column_no
"""
_AREA_TYPES = (
    "area INTEGER, first_row INTEGER, last_row INTEGER, first_column INTEGER, last_column INTEGER"
)
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


def create_cells(
    connection: Connection, layout: Layout, knowledge: Knowledge, merges: Sequence[Merge] = ()
) -> list[Finding]:
    """The tables ``cell`` (see above), ``repeated`` (figures given more than once) and ``figure``.

    ``figure`` is a view of what would be published: one row per indicator, region and period.
    Returns what was filled down (L-12).
    """
    findings = create_cell_texts(connection, layout, merges)
    findings += resolve_texts(connection, layout, knowledge)
    create_values(connection, knowledge)
    _create_joints(connection, merges)
    connection.execute(_CELL.replace("{limit}", str(VALUE_LIMIT)))
    _settle_subtotals(connection, knowledge)
    connection.execute(_REPEATED)
    connection.execute(_FIGURE)
    connection.execute(_DROP_TEXTS)
    return findings


def _create_joints(connection: Connection, merges: Sequence[Merge]) -> None:
    areas = {
        "area": list(range(len(merges))),
        "first_row": [first[0] + 1 for first, _ in merges],
        "last_row": [last[0] + 1 for _, last in merges],
        "first_column": [first[1] + 1 for first, _ in merges],
        "last_column": [last[1] + 1 for _, last in merges],
    }
    create_table(connection, "merged_area", areas, _AREA_TYPES)
    connection.execute(_JOINT)


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
            RuleId.L_13,
            address=address,
            heading=heading,
            text=text[:_EXCERPT] + "…",
            count=count,
            characters=characters,
        )
        for heading, address, text, count, characters in rows
    ]
