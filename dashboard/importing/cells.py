"""From ``text_row`` and its layout to ``cell``: one row for each figure of the table, understood.

Per cell everything is SQL; Python sees only the distinct texts of places, periods, indicators,
units and statuses, resolves each once and hands the answers back as small tables.

``cell`` has the texts as they stand in the file beside what they mean. What was not understood is
'' (or NULL for numbers), with the rule that says so in ``place_problem``, ``period_problem``,
``indicator_problem``, ``unit_problem`` or ``value_problem``.
"""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from dashboard.catalogue import Indicator
from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.layout import Column, Knowledge, Layout
from dashboard.importing.marks import choose_marks, find_status
from dashboard.importing.periods import parse_period
from dashboard.importing.texts import normalise_text
from dashboard.importing.units import choose_from_list, find_factor

FIRST_YEAR = 1949
# More different texts than this in one column are not names; the rest stay unknown.
_TEXT_LIMIT = 50_000
_SUGGESTION_LIMIT = 100
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
_CELL_TEXT = """
CREATE OR REPLACE TABLE cell_text AS
SELECT
    t.row_no,
    f.column_no,
    coalesce(t.fields[l.place_column], '') AS place_text,
    coalesce(t.fields[l.code_column], '') AS code_text,
    coalesce(nullif(f.period_text, ''), t.fields[l.period_column], '') AS period_text,
    coalesce(nullif(f.indicator_text, ''), t.fields[l.indicator_column], '') AS indicator_text,
    coalesce(nullif(f.unit_text, ''), t.fields[l.unit_column], '') AS unit_text,
    coalesce(t.fields[f.column_no], '') AS value_text,
    coalesce(t.fields[l.status_column], '') AS status_text,
    coalesce(t.fields[l.note_column], '') AS note_zh,
    coalesce(t.fields[l.note_en_column], '') AS note_en
FROM data_row AS t
CROSS JOIN layout AS l
CROSS JOIN figure_column AS f
WHERE NOT t.is_blank
"""
_ODD_VALUE = r"""
CREATE OR REPLACE TABLE odd_value AS
WITH odd AS (
    SELECT DISTINCT value_text
    FROM cell_text
    WHERE NOT regexp_full_match(value_text, '-?[0-9]{1,14}(\.[0-9]+)?')
),
plain AS (
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
        coalesce(p.is_total, FALSE) AS is_total,
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
    JOIN figure_column AS f ON f.column_no = c.column_no
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
    c.address
FROM cell AS c
LEFT JOIN repeated AS r
    ON r.indicator = c.indicator AND r.region_code = c.region_code AND r.period = c.period
WHERE c.is_usable AND (r.indicator IS NULL OR (NOT r.differs AND r.first_position = c.position))
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


def create_layout(connection: Connection, layout: Layout, knowledge: Knowledge) -> None:
    """The tables ``layout`` (one row) and ``figure_column``, and the view ``data_row``."""
    roles = {
        "place_column": "place",
        "code_column": "place_code",
        "period_column": "period",
        "indicator_column": "indicator",
        "unit_column": "unit",
        "status_column": "status",
        "note_column": "note",
        "note_en_column": "note_en",
    }
    numbers = {
        name: column.number if (column := layout.column(role)) else None
        for name, role in roles.items()
    }
    numbers |= {
        "head_row": layout.head_row,
        "last_row": layout.last_row,
        "column_count": len(layout.columns),
        "heading_count": max((c.number for c in layout.columns if c.heading), default=0),
        "first_year": FIRST_YEAR,
        "this_year": knowledge.this_year,
    }
    connection.execute(COLUMN_LETTER_MACRO)
    types = ", ".join(f"{name} INTEGER" for name in numbers)
    create_table(connection, "layout", {n: [v] for n, v in numbers.items()}, types)
    create_table(
        connection,
        "figure_column",
        {
            "column_no": [c.number for c in layout.figures],
            "heading": [c.heading for c in layout.figures],
            "indicator_text": [c.indicator or layout.indicator for c in layout.figures],
            "indicator_address": [
                _find_address(c.indicator, layout.indicator, c, layout) for c in layout.figures
            ],
            "period_text": [c.period_text or layout.period_text for c in layout.figures],
            "period_address": [
                _find_address(c.period_text, layout.period_text, c, layout) for c in layout.figures
            ],
            "unit_text": [c.unit for c in layout.figures],
        },
        "column_no INTEGER, heading VARCHAR, indicator_text VARCHAR, indicator_address VARCHAR, "
        "period_text VARCHAR, period_address VARCHAR, unit_text VARCHAR",
    )
    connection.execute(_DATA_ROW)


def _find_address(own: str, of_table: str, column: Column, layout: Layout) -> str | None:
    """Where it is said: the cell of the heading, '' for the title, None for a column of its own."""
    if own:
        return f"{column.letter}{layout.head_row}"
    return "" if of_table else None


def create_cells(connection: Connection, layout: Layout, knowledge: Knowledge) -> None:
    """The tables ``cell`` (see above), ``repeated`` (figures given more than once) and ``figure``.

    ``figure`` is a view of what would be published: one row per indicator, region and period.
    """
    connection.execute(_CELL_TEXT)
    _create_places(connection, knowledge)
    _create_periods(connection, knowledge)
    _create_indicators(connection, knowledge)
    _create_units(connection, layout, knowledge)
    _create_statuses(connection)
    _create_values(connection, knowledge)
    connection.execute(_CELL)
    connection.execute(_REPEATED)
    connection.execute(_FIGURE)
    connection.execute(_DROP_TEXTS)


def _fetch_texts(connection: Connection, columns: str) -> list[tuple]:
    query = f"SELECT DISTINCT {columns} FROM cell_text ORDER BY {columns} LIMIT $limit"
    return fetch_rows(connection, query, {"limit": _TEXT_LIMIT})


def _create_places(connection: Connection, knowledge: Knowledge) -> None:
    rows = []
    unknown = 0
    regions = knowledge.catalogue.regions
    for name, code in _fetch_texts(connection, "place_text, code_text"):
        given = knowledge.corrections.places.get(name.strip()) or ""
        place = knowledge.gazetteer.find_place("" if given else name, given or code)
        suggestions = place.suggestions if unknown < _SUGGESTION_LIMIT else ()
        unknown += place.problem == "P-02"
        region = regions.get(place.region_code)
        rows.append(
            (
                name,
                code,
                place.region_code,
                place.problem,
                place.is_total,
                place.code_was_mended,
                bool(region) and not code and name != region.name_zh and not place.problem,
                "|".join(suggestions),
                region.name_zh if region else "",
                region.name_en if region else "",
            )
        )
    names = [
        "place_text",
        "code_text",
        "region_code",
        "problem",
        "is_total",
        "code_was_mended",
        "is_variant",
        "suggestions",
        "name_zh",
        "name_en",
    ]
    types = ", ".join(
        f"{n} {'BOOLEAN' if n.startswith(('is_', 'code_was')) else 'VARCHAR'}" for n in names
    )
    columns = {n: [r[k] for r in rows] for k, n in enumerate(names)}
    create_table(connection, "place_text", columns, types)


def _create_periods(connection: Connection, knowledge: Knowledge) -> None:
    texts = [t for (t,) in _fetch_texts(connection, "period_text")]
    periods = [parse_period(t, this_year=knowledge.this_year) for t in texts]
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
                _find_maximum(indicator),
            )
        )
    types = ", ".join(f"{n} {'DOUBLE' if n == 'maximum' else 'VARCHAR'}" for n in names)
    columns = {n: [r[k] for r in rows] for k, n in enumerate(names)}
    create_table(connection, "indicator_text", columns, types)


def _find_maximum(indicator: Indicator | None) -> float | None:
    """The largest value of a rate: 100, or none where the definition says it can be exceeded."""
    if indicator is None or indicator.kind != "rate":
        return None
    return None if "超过100%" in indicator.definition_zh else 100.0


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
