"""What the rules may look at beside the file: catalogue, published figures, locks, rights.

``create_context`` makes the small tables before anything is checked, ``create_points`` the numbered
figures once ``cell`` is there. Rules compare figures by ``key``, one whole number for indicator,
region, frequency and period: a hundred times as many figures fit through a join as with texts.
Nothing here judges.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pyarrow as pa

from dashboard.catalogue import Catalogue, Indicator, Region, load_catalogue
from dashboard.importing.checks.statements import load_rule
from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.findings import personal_numbers
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.layout.headers import WithinYear
from dashboard.importing.layout.layout_tables import COLUMN_LETTER_MACRO
from dashboard.importing.reading.texts import make_key
from dashboard.settings import Settings, load_settings

_LOG = logging.getLogger(__name__)
# More findings of one rule than these help nobody; all are counted.
FINDING_LIMIT = 1000
_NOT_A_REGION = "-"

_MACROS = (
    COLUMN_LETTER_MACRO,
    "CREATE OR REPLACE MACRO cell_address(position) AS "
    "column_letter(position % 16384) || CAST(position // 16384 AS VARCHAR)",
    # The step from one year to the next in ordinals, and the ordinal as SDMX writes it.
    "CREATE OR REPLACE MACRO year_step(frequency_no) AS "
    "CASE frequency_no WHEN 0 THEN 1 WHEN 1 THEN 4 ELSE 12 END",
    "CREATE OR REPLACE MACRO period_of(frequency_no, ordinal) AS CASE frequency_no "
    "WHEN 0 THEN CAST(ordinal AS VARCHAR) "
    "WHEN 1 THEN CAST(ordinal // 4 AS VARCHAR) || '-Q' || CAST(ordinal % 4 + 1 AS VARCHAR) "
    "ELSE CAST(ordinal // 12 AS VARCHAR) || '-' "
    "|| lpad(CAST(ordinal % 12 + 1 AS VARCHAR), 2, '0') END",
    "CREATE OR REPLACE MACRO make_key(indicator_no, region_no, frequency_no, ordinal) AS "
    "CAST(indicator_no AS BIGINT) * 4294967296 + CAST(region_no AS BIGINT) * 524288 "
    "+ CAST(frequency_no AS BIGINT) * 131072 + CAST(ordinal AS BIGINT)",
    *personal_numbers.MACROS,
)
_SETTINGS = """
CREATE OR REPLACE TABLE occasion AS
SELECT
    CAST($today AS DATE) AS today,
    CAST($sha256 AS VARCHAR) AS sha256,
    CAST($jump_pct AS DOUBLE) AS jump_pct,
    CAST($revision_pct AS DOUBLE) AS revision_pct,
    CAST($disclosure_limit AS DOUBLE) AS disclosure_limit,
    CAST($finding_limit AS BIGINT) AS finding_limit
"""
_POINT = """
CREATE OR REPLACE TABLE point AS
WITH placed AS (
    SELECT
        i.indicator_no,
        r.region_no,
        CASE c.frequency WHEN 'A' THEN 0 WHEN 'Q' THEN 1 ELSE 2 END AS frequency_no,
        CASE c.frequency
            WHEN 'A' THEN c.year
            WHEN 'Q' THEN c.year * 4 + CAST(right(c.period, 1) AS INTEGER) - 1
            ELSE c.year * 12 + CAST(right(c.period, 2) AS INTEGER) - 1
        END AS ordinal,
        c.value,
        c.status IN ('final', 'provisional') AS is_exact,
        c.status = 'final' AS is_final,
        c.status = 'not_reported' AS is_not_reported,
        CASE
            WHEN c.kind = 'count' AND c.unit_factor = 1 AND NOT c.has_unit_word THEN 0
            WHEN c.has_unit_word THEN coalesce(c.value / nullif(c.number, 0), 1) * 10.0
                ** -length(regexp_extract(c.value_text, '\\.([0-9]+)', 1))
            WHEN contains(c.value_text, '.') THEN c.unit_factor * 10.0
                ** -length(regexp_extract(c.value_text, '\\.([0-9]+)', 1))
            ELSE c.unit_factor
        END AS precision,
        c.position
    FROM cell AS c
    JOIN catalogue_indicator AS i ON i.indicator = c.indicator
    JOIN catalogue_region AS r ON r.region_code = c.region_code
    WHERE c.is_usable{condition}
)
SELECT
    make_key(indicator_no, region_no, frequency_no, ordinal) AS key,
    *
FROM placed
"""
_NOT_REPEATED = """
        AND c.position NOT IN (
            SELECT d.position
            FROM cell AS d
            JOIN repeated AS x
                ON x.indicator = d.indicator
                AND x.region_code = d.region_code
                AND x.period = d.period
            WHERE d.is_usable AND (x.differs OR d.position <> x.first_position)
        )"""
_KNOWN = """
CREATE OR REPLACE TABLE known AS
WITH placed AS (
    SELECT
        i.indicator_no,
        r.region_no,
        CASE length(p.period) WHEN 4 THEN 0 ELSE CASE WHEN contains(p.period, 'Q') THEN 1 ELSE 2 END
        END AS frequency_no,
        CAST(left(p.period, 4) AS INTEGER) AS year,
        p.period,
        p.value,
        p.status = 'final' AS is_final
    FROM published AS p
    JOIN catalogue_indicator AS i ON i.indicator = p.indicator
    JOIN catalogue_region AS r ON r.region_code = p.region_code
),
counted AS (
    SELECT
        indicator_no,
        region_no,
        frequency_no,
        CASE frequency_no
            WHEN 0 THEN year
            WHEN 1 THEN year * 4 + CAST(right(period, 1) AS INTEGER) - 1
            ELSE year * 12 + CAST(right(period, 2) AS INTEGER) - 1
        END AS ordinal,
        value,
        is_final
    FROM placed
)
SELECT
    make_key(indicator_no, region_no, frequency_no, ordinal) AS key,
    *
FROM counted
"""
_SERIES = """
CREATE OR REPLACE TABLE series AS
SELECT key, value, TRUE AS is_new FROM point
UNION ALL
SELECT k.key, k.value, FALSE FROM known AS k ANTI JOIN point AS p ON p.key = k.key
"""
_SERIES_OF_FILE = "CREATE OR REPLACE VIEW series AS SELECT key, value, TRUE AS is_new FROM point"
# What the quarters and months say of the years, and the months of the quarters, that they lie in.
_PART_SUM = """
CREATE OR REPLACE TABLE part_sum AS
WITH part AS (
    SELECT
        s.key - s.key % 524288 AS series_key,
        (s.key // 131072) % 4 AS frequency_no,
        s.key % 131072 AS ordinal,
        s.value,
        p.position,
        p.precision
    FROM series AS s
    LEFT JOIN point AS p ON p.key = s.key
    WHERE (s.key // 131072) % 4 > 0 AND s.value IS NOT NULL
),
placed AS (
    SELECT *, series_key + ordinal // year_step(frequency_no) AS key,
        ordinal % year_step(frequency_no) AS part_no, year_step(frequency_no) AS expected
    FROM part
    UNION ALL
    SELECT *, series_key + 131072 + ordinal // 3, ordinal % 3, 3 FROM part WHERE frequency_no = 2
)
SELECT
    key,
    frequency_no,
    expected,
    count(*) AS parts,
    sum(value) AS total,
    min(value) AS lowest,
    max(value) AS highest,
    arg_max(value, part_no) AS last_value,
    max(part_no) AS last_no,
    bool_or(position IS NOT NULL) AS is_new,
    max(position) AS position,
    sum(precision) AS precision
FROM placed
GROUP BY key, frequency_no, expected
"""
# Years that are known by their parts only: whole sums of flows, and the last of stocks.
_YEAR_OF_PARTS = """
CREATE OR REPLACE TABLE year_of_parts AS
SELECT
    s.key,
    arg_min(CASE WHEN i.is_sum THEN s.total ELSE s.last_value END, s.frequency_no) AS value,
    bool_or(s.is_new) AS is_new,
    max(s.position) AS position
FROM part_sum AS s
JOIN (
    SELECT indicator_no, time_rule = 'sum' AS is_sum, time_rule = 'ratio' AND measure = 'flow' AS is_open
    FROM catalogue_indicator
) AS i ON i.indicator_no = s.key // 4294967296
ANTI JOIN series AS w ON w.key = s.key
WHERE (s.key // 131072) % 4 = 0
    AND NOT i.is_open
    AND CASE WHEN i.is_sum THEN s.parts = s.expected ELSE s.last_no = s.expected - 1 END
GROUP BY s.key
"""
_ADD_YEARS = (
    "INSERT INTO series SELECT key, value, FALSE FROM year_of_parts",
    """
    INSERT INTO known
    SELECT
        key,
        CAST(key // 4294967296 AS INTEGER),
        CAST((key // 524288) % 8192 AS INTEGER),
        0,
        CAST(key % 131072 AS INTEGER),
        value,
        FALSE
    FROM year_of_parts
    WHERE NOT is_new
    """,
)
_ADD_CHANGES = """
INSERT INTO change
SELECT
    y.key,
    CAST(y.key // 4294967296 AS INTEGER),
    CAST((y.key // 524288) % 8192 AS INTEGER),
    0,
    CAST(y.key % 131072 AS INTEGER),
    y.position,
    y.value,
    s.value,
    TRUE
FROM year_of_parts AS y
JOIN series AS s ON s.key = y.key - 1
WHERE y.is_new
"""
_CHANGE = """
CREATE OR REPLACE TABLE change AS
SELECT
    p.key,
    p.indicator_no,
    p.region_no,
    p.frequency_no,
    p.ordinal,
    p.position,
    p.value,
    s.value AS previous_value,
    s.key IS NOT NULL AS has_previous
FROM point AS p
LEFT JOIN series AS s ON s.key = p.key - year_step(p.frequency_no)
"""
# The nearest region above each one that the file has as well.
_NEAREST = """
CREATE OR REPLACE TABLE nearest AS
WITH present AS (
    SELECT DISTINCT region_no FROM point
)
SELECT
    a.region_no,
    arg_min(a.above_no, a.steps) AS above_no,
    min(a.steps) AS steps
FROM region_above AS a
SEMI JOIN present AS own ON own.region_no = a.region_no
SEMI JOIN present AS above ON above.region_no = a.above_no
GROUP BY a.region_no
"""
_FAMILY = """
CREATE OR REPLACE TABLE family AS
SELECT
    p.indicator_no,
    p.frequency_no,
    p.ordinal,
    n.above_no,
    make_key(p.indicator_no, n.above_no, p.frequency_no, p.ordinal) AS above_key,
    count(*) AS children,
    count(p.value) AS numbers,
    bool_and(p.is_exact OR p.value IS NULL) AS is_exact,
    bool_and(n.steps = 1) AS is_direct,
    sum(p.value) AS total,
    sum(p.precision) AS precision
FROM point AS p
JOIN nearest AS n ON n.region_no = p.region_no
GROUP BY p.indicator_no, p.frequency_no, p.ordinal, n.above_no
"""
# One look at the whole row is much cheaper than one at each of its cells, and one for two rules
# than two: eleven digits (V-16) or a cell that begins like a formula (V-11).
_ODD_LINE = r"""
CREATE OR REPLACE TABLE odd_line AS
SELECT row_no, fields
FROM text_row
WHERE regexp_matches(
    line,
    '[0-9０-９](?:[ 　\xA0‐‑‒–—－-]?[0-9０-９]){10}|(^|[,;\t|，\x1f"])[\s　]*([=+@]|-[^0-9.])'
)
"""
_WITHHOLD = (
    """
    UPDATE cell SET value = NULL, is_usable = FALSE
    WHERE address IN (SELECT address FROM personal)
    """,
    """
    UPDATE cell SET note_zh = '', note_en = ''
    WHERE row_no IN (SELECT CAST(regexp_extract(address, '[0-9]+') AS INTEGER) FROM personal)
    """,
)
_TOTAL = """
CREATE OR REPLACE VIEW total_row AS
SELECT
    position,
    place_text,
    value_text,
    indicator,
    frequency,
    period,
    year,
    unit_factor,
    value,
    nullif(total_region_code, '') AS total_region_code
FROM cell
WHERE is_total AND value IS NOT NULL AND indicator <> '' AND period <> ''
    AND NOT is_part
"""


@dataclass(frozen=True)
class Context:
    """What is known beside the file; an entry that is not given limits and finds nothing."""

    catalogue: Catalogue | None = None  # None: that of this process
    settings: Settings | None = None  # None: those of this process
    today: date | None = None
    sha256: str = ""  # of the file
    # Uploads that still stand: sha256, upload_id, uploaded_at, file_name.
    uploads: pd.DataFrame | None = None
    locked: frozenset[tuple[str, str]] = frozenset()  # (indicator or '' for all, period)
    closing: tuple[tuple[str, str, date], ...] = ()  # (indicator or '' for all, period, last day)
    allowed: frozenset[str] | None = None  # regions the user may upload for; None: all
    # How many of some regions have figures for parts of a year, by indicator; None: not known.
    within_year: WithinYear | None = None
    version: int | None = None  # the data version that is compared with; None: not known

    def known_catalogue(self) -> Catalogue:
        """The catalogue that was given, or that of this process."""
        return self.catalogue or load_catalogue()


def create_context(connection: Connection, context: Context) -> None:
    """The tables that stand before the file is understood; empty where nothing was given.

    ``occasion`` (one row: today, sha256, thresholds), ``catalogue_indicator``, ``indicator_name``,
    ``rate_part``, ``catalogue_region``, ``region_above``, ``relation``, ``region_change``,
    ``known_upload``, ``locked``, ``closing``, ``allowed``.
    """
    catalogue = context.known_catalogue()
    settings = context.settings or load_settings()
    for macro in _MACROS:
        connection.execute(macro)
    connection.execute(
        _SETTINGS,
        {
            "today": context.today or date.today(),
            "sha256": context.sha256,
            "jump_pct": settings.jump_pct,
            "revision_pct": settings.revision_pct,
            "disclosure_limit": settings.disclosure_limit,
            "finding_limit": FINDING_LIMIT,
        },
    )
    for name, table in _make_tables(context, catalogue):
        connection.register("incoming", table)
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM incoming")
        connection.unregister("incoming")


def list_indicators(connection: Connection, catalogue: Catalogue) -> list[str]:
    """Indicators of the file and those that the rules compare them with, in order of their codes."""
    rows = fetch_rows(connection, "SELECT DISTINCT indicator FROM indicator_text")
    found = {code for (code,) in rows if code}
    groups = [{i.code, *i.parts} for i in catalogue.indicators.values() if i.parts]
    groups += [{r.left, *r.right} for r in catalogue.relations]
    return sorted(found.union(*(group for group in groups if group & found)))


def create_points(connection: Connection) -> None:
    """The figures of the file and those in ``published``, numbered, for the rules on history.

    Numbers of persons among the cells are taken out of the figures first (rule V-16 names them).

    ``odd_line`` (rows to look at again), ``point`` (figures of the file), ``known`` (published), ``series`` (both; the file's first),
    ``part_sum`` (what quarters and months say of the years they lie in), ``year_of_parts`` (years
    known by them only; they are in ``series`` as well), ``change`` (points with the value a year before), ``family`` (sums of the regions below one),
    ``total_row``. If they cannot be made, the rules that need them say that they could not run.
    """
    try:
        connection.execute(_ODD_LINE)
        _withhold_personal(connection)
        repeated = fetch_rows(connection, "SELECT 1 FROM repeated LIMIT 1")
        connection.execute(_POINT.replace("{condition}", _NOT_REPEATED if repeated else ""))
        connection.execute(_KNOWN)
        has_known = fetch_rows(connection, "SELECT 1 FROM known LIMIT 1")
        connection.execute(_SERIES if has_known else _SERIES_OF_FILE)
        connection.execute(_PART_SUM)
        connection.execute(_YEAR_OF_PARTS)
        if fetch_rows(connection, "SELECT 1 FROM year_of_parts LIMIT 1"):
            _add_years(connection, is_view=not has_known)
        connection.execute(_CHANGE)
        connection.execute(_ADD_CHANGES)
        connection.execute(_NEAREST)
        connection.execute(_FAMILY)
        connection.execute(_TOTAL)
    # Whatever fails here must not pass for "no findings": the rules without tables report it.
    except Exception:
        _LOG.exception("The figures could not be prepared for the rules.")


def _add_years(connection: Connection, *, is_view: bool) -> None:
    if is_view:
        connection.execute("DROP VIEW series")
        connection.execute(_SERIES)
    for statement in _ADD_YEARS:
        connection.execute(statement)


def _withhold_personal(connection: Connection) -> None:
    query = load_rule(RuleId.V_16).text.rstrip()
    connection.execute(f"CREATE OR REPLACE TEMP TABLE personal AS\n{query}")
    if fetch_rows(connection, "SELECT 1 FROM personal LIMIT 1"):
        for statement in _WITHHOLD:
            connection.execute(statement)


def _make_tables(context: Context, catalogue: Catalogue) -> Iterator[tuple[str, pa.Table]]:
    indicators = {code: n for n, code in enumerate(catalogue.indicators, start=1)}
    regions = {code: n for n, code in enumerate(catalogue.regions, start=1)}
    yield "catalogue_indicator", _indicator_table(catalogue, indicators)
    yield "indicator_name", _name_table(catalogue.indicators.values())
    yield "rate_part", _part_table(catalogue, indicators)
    yield "catalogue_region", _region_table(catalogue, regions)
    yield "region_above", _above_table(catalogue, regions)
    yield "ceiling", _ceiling_table(catalogue, indicators)
    yield "relation", _relation_table(catalogue, indicators)
    yield "region_change", _change_table(catalogue)
    yield "known_upload", _upload_table(context.uploads)
    yield "locked", _table(("indicator", "period"), sorted(context.locked))
    yield "closing", _table(("indicator", "period", "closes_on"), context.closing, closes_on="date")
    yield "allowed", _table(("region_code",), _list_allowed(context.allowed, catalogue))


def _table(names: Sequence[str], rows: Iterable[Sequence[object]], **types: str) -> pa.Table:
    """A table of text columns, but those whose type is in ``types``."""
    kinds = {"int": pa.int32(), "bool": pa.bool_(), "float": pa.float64(), "date": pa.date32()}
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table(
        {
            name: pa.array(column, kinds[types[name]] if name in types else pa.string())
            for name, column in zip(names, columns, strict=True)
        }
    )


def _indicator_table(catalogue: Catalogue, numbers: dict[str, int]) -> pa.Table:
    programmes = catalogue.programmes
    names = (
        "indicator", "name_zh", "name_en", "unit_zh", "unit_en", "kind", "measure", "time_rule",
        "region_rule",
    )  # fmt: skip
    rows = [
        (
            numbers[i.code],
            i.code,
            *(getattr(i, name) for name in names[1:]),
            i.programme,
            programmes[i.programme].name_zh if i.programme in programmes else i.programme,
            programmes[i.programme].name_en if i.programme in programmes else i.programme,
            i.decimals,
            "|".join(i.levels),
            i.is_sensitive,
            bool(i.headline),
        )
        for i in catalogue.indicators.values()
    ]
    more = ("programme", "programme_zh", "programme_en", "decimals", "levels", "is_sensitive")
    return _table(
        ("indicator_no", *names, *more, "is_headline"),
        rows,
        indicator_no="int",
        decimals="int",
        is_sensitive="bool",
        is_headline="bool",
    )


def _name_table(indicators: Iterable[Indicator]) -> pa.Table:
    """Every name without spaces, in lower case, with its indicator as suggestions are shown."""
    return _table(
        ("name", "label"),
        [
            (make_key(name).replace(" ", ""), f"{i.name_zh} {i.code}")
            for i in indicators
            for name in (i.code, i.name_zh, i.name_en, *i.aliases_zh)
        ],
    )


def _part_table(catalogue: Catalogue, numbers: dict[str, int]) -> pa.Table:
    """Both parts of every rate, each with the other one."""
    rows = []
    for rate in catalogue.indicators.values():
        if rate.parts:
            part, whole = (numbers[p] for p in rate.parts)
            rows += [(numbers[rate.code], part, whole), (numbers[rate.code], whole, part)]
    names = ("rate_no", "part_no", "other_no")
    return _table(names, rows, **dict.fromkeys(names, "int"))


def _list_levels(catalogue: Catalogue) -> list[str]:
    return sorted({r.level for r in catalogue.regions.values()})


def _ceiling_table(catalogue: Catalogue, numbers: dict[str, int]) -> pa.Table:
    """The most that each indicator can be in a region of each level; a rate has rule V-06."""
    rows = [
        (numbers[i.code], n, i.highest(level))
        for i in catalogue.indicators.values()
        for n, level in enumerate(_list_levels(catalogue))
        if i.maximum is None
    ]
    names = ("indicator_no", "level_no", "highest")
    return _table(names, rows, indicator_no="int", level_no="int", highest="float")


def _region_table(catalogue: Catalogue, numbers: dict[str, int]) -> pa.Table:
    levels = _list_levels(catalogue)
    rows = [
        (
            numbers[r.code],
            r.code,
            r.name_zh,
            r.name_en,
            r.level,
            levels.index(r.level),
            numbers.get(r.rollup_code),
            numbers.get(r.territory_code),
            len(catalogue.counted_children(r.code)),
            catalogue.is_mapped(r.code),
        )
        for r in catalogue.regions.values()
    ]
    names = ("region_no", "region_code", "name_zh", "name_en", "level")
    more = ("level_no", "rollup_no", "territory_no", "expected_children")
    return _table(
        (*names, *more, "is_mapped"),
        rows,
        region_no="int",
        **dict.fromkeys(more, "int"),
        is_mapped="bool",
    )


def _above_table(catalogue: Catalogue, numbers: dict[str, int]) -> pa.Table:
    """For each region those whose sum it enters, however many steps above."""
    rows = []
    for region in catalogue.regions.values():
        above, steps = region.rollup_code, 1
        while above in numbers:
            rows.append((numbers[region.code], numbers[above], steps))
            above, steps = catalogue.regions[above].rollup_code, steps + 1
    names = ("region_no", "above_no", "steps")
    return _table(names, rows, **dict.fromkeys(names, "int"))


def _relation_table(catalogue: Catalogue, numbers: dict[str, int]) -> pa.Table:
    """One row per indicator on the right of a relation."""
    names = ("relation_no", "relation", "left_no", "right_no", "right_count")
    return _table(
        (*names, "reason_zh", "reason_en"),
        [
            (n, r.relation, numbers[r.left], numbers[code], len(r.right), r.reason_zh, r.reason_en)
            for n, r in enumerate(catalogue.relations)
            for code in r.right
        ],
        **{name: "int" for name in names if name != "relation"},
    )


def _change_table(catalogue: Catalogue) -> pa.Table:
    """One row per former region, or per new one that had none."""
    rows = [
        (int(c.effective[:4]), c.effective, code, name, c.to_code, c.to_name)
        for c in catalogue.region_changes
        for code, name in list(zip(c.from_codes, c.from_names, strict=False)) or [("", "")]
    ]
    names = ("effective_year", "effective", "from_code", "from_name", "to_code", "to_name")
    return _table(names, rows, effective_year="int")


def _upload_table(uploads: pd.DataFrame | None) -> pa.Table:
    names = ("sha256", "upload_id", "uploaded_at", "file_name")
    if uploads is None:
        return _table(names, [])
    return _table(names, [[str(v) for v in row] for row in uploads[list(names)].to_numpy()])


def expand_regions(codes: frozenset[str], catalogue: Catalogue) -> frozenset[str]:
    """The regions and all that lie inside them."""

    def is_inside(region: Region) -> bool:
        above = (region.parent_code, region.rollup_code)
        return region.code in codes or any(
            is_inside(catalogue.regions[code]) for code in above if code in catalogue.regions
        )

    return frozenset(r.code for r in catalogue.regions.values() if is_inside(r))


def _list_allowed(allowed: frozenset[str] | None, catalogue: Catalogue) -> list[tuple[str]]:
    """The regions and all below them; none at all when everything is allowed."""
    if allowed is None:
        return []
    # A row that is no region keeps "may upload for none" apart from "may upload for all".
    return [(code,) for code in expand_regions(allowed, catalogue)] or [(_NOT_A_REGION,)]
