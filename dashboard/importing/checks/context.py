"""What the rules may look at beside the file: catalogue, published figures, locks, rights.

``create_context`` makes the small tables before anything is checked, ``create_points`` the numbered
figures once ``cell`` is there. Rules compare figures by ``key``, one whole number for indicator,
region, frequency and period: a hundred times as many figures fit through a join as with texts.
Nothing here judges.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import pyarrow as pa

from dashboard.catalogue import Catalogue, Indicator, load_catalogue
from dashboard.importing.checks.discrete import make_discrete
from dashboard.importing.connection import (
    Connection,
    drop_table,
    fetch_rows,
    fill_table,
    make_table,
    run_statement,
)
from dashboard.importing.layout.headers import WithinYear
from dashboard.lookup_keys import make_key
from dashboard.reporting import ReportingRules, expand_regions
from dashboard.settings import Settings, load_settings
from dashboard.store import StatementError

_LOG = logging.getLogger(__name__)
# More findings of one rule than these help nobody; all are counted.
FINDING_LIMIT = 1000
_NOT_A_REGION = "-"


# Indicators → what stands of them (see ``compare.create_attached``).
AttachedReader = Callable[[list[str]], pd.DataFrame]


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
    # Targets and breaks that stand, of some indicators; None: not known.
    targets: AttachedReader | None = None
    breaks: AttachedReader | None = None
    version: int | None = None  # the data version that is compared with; None: not known

    def known_catalogue(self) -> Catalogue:
        """The catalogue that was given, or that of this process."""
        return self.catalogue or load_catalogue()

    def limit(self, reporting: ReportingRules, person: str) -> "Context":
        """This, with what an administrator says for an upload by ``person`` (address or name)."""
        return replace(
            self,
            locked=reporting.locked,
            closing=reporting.closing,
            allowed=reporting.regions_of(person),
        )


def create_context(connection: Connection, context: Context) -> None:
    """The tables that stand before the file is understood; empty where nothing was given.

    ``check_parameters`` (one row: today, sha256, thresholds), ``catalogue_indicator``, ``indicator_name``,
    ``rate_part``, ``catalogue_region``, ``region_above``, ``relation``, ``region_change``,
    ``known_upload``, ``locked``, ``closing``, ``allowed``.
    """
    catalogue = context.known_catalogue()
    settings = context.settings or load_settings()
    make_table(
        connection,
        "check_parameters",
        today=context.today or date.today(),
        sha256=context.sha256,
        jump_pct=settings.jump_pct,
        revision_pct=settings.revision_pct,
        disclosure_limit=settings.disclosure_limit,
        finding_limit=FINDING_LIMIT,
    )
    for name, table in _make_tables(context, catalogue):
        fill_table(connection, name, table)


def list_indicators(connection: Connection, catalogue: Catalogue) -> list[str]:
    """Indicators of the file and those that the rules compare them with, in order of their codes."""
    found = {code for (code,) in fetch_rows(connection, "list_file_indicators")}
    groups = [{i.code, *i.parts} for i in catalogue.indicators.values() if i.parts]
    groups += [{r.left, *r.right} for r in catalogue.relations]
    return sorted(found.union(*(group for group in groups if group & found)))


def create_points(connection: Connection, cumulative: Iterable[str] = ()) -> bool:
    """The figures of the file and those in ``published``, numbered, for the rules on history.

    Numbers of persons among the cells are taken out of the figures first (rule V-16 names them), and
    the indicators ``cumulative`` made discrete.

    ``odd_line`` (rows to look at again), ``point`` (figures of the file), ``known`` (published), ``series`` (both; the file's first),
    ``part_sum`` (what quarters and months say of the years they lie in), ``year_of_parts`` (years
    known by them only; they are in ``series`` as well), ``change`` (points with the value a year before), ``family`` (sums of the regions below one),
    ``total_row``. False if they cannot be made: the log says why, and the rules that need them
    cannot run.
    """
    try:
        _make_points(connection, cumulative)
    except StatementError:
        _LOG.exception("The figures could not be prepared for the rules.")
        return False
    return True


def _make_points(connection: Connection, cumulative: Iterable[str]) -> None:
    make_table(connection, "odd_line")
    _withhold_personal(connection)
    make_discrete(connection, cumulative)
    make_table(connection, "point")
    make_table(connection, "known")
    has_known = bool(fetch_rows(connection, "count_known")[0][0])
    make_table(connection, "series" if has_known else "series_of_file")
    make_table(connection, "part_sum")
    make_table(connection, "year_of_parts")
    if fetch_rows(connection, "count_years_of_parts")[0][0]:
        _add_years(connection, is_view=not has_known)
    make_table(connection, "change")
    run_statement(connection, "insert_years_into_change")
    for name in ("nearest", "family", "total_row"):
        make_table(connection, name)


def _add_years(connection: Connection, *, is_view: bool) -> None:
    if is_view:
        drop_table(connection, "series", kind="VIEW")
        make_table(connection, "series")
    run_statement(connection, "insert_years_into_series")
    run_statement(connection, "insert_years_into_known")


def _withhold_personal(connection: Connection) -> None:
    make_table(connection, "personal")
    if fetch_rows(connection, "count_personal")[0][0]:
        run_statement(connection, "withhold_values")
        run_statement(connection, "withhold_notes")


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
        "indicator", "name_zh", "name_en", "unit_zh", "unit_en", "kind", "measure",
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


def _list_allowed(allowed: frozenset[str] | None, catalogue: Catalogue) -> list[tuple[str]]:
    """The regions and all below them; none at all when everything is allowed."""
    if allowed is None:
        return []
    # A row that is no region keeps "may upload for none" apart from "may upload for all".
    return [(code,) for code in expand_regions(allowed, catalogue)] or [(_NOT_A_REGION,)]
