"""The only module that caches reads: keyed by query, data version, snapshot and parameters.

Frames and look-ups handed out here are shared by all sessions: nobody changes them. A plain
``lru_cache`` serves, since everything depends on the data version that is part of the key; it is
some fifty times cheaper a call than a cache that copies what it returns.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

import pandas as pd

from dashboard.catalogue import load_catalogue
from dashboard.comparability import Pair, agree
from dashboard.figures import Break, FigureIndex, Read, join_codes, make_index, read_figures
from dashboard.formats import MOST_SHOWN
from dashboard.selection import Selection, Snapshot
from dashboard.store import load_store


def _read(snapshot: Snapshot) -> Read:
    return partial(load_store().read, snapshot=snapshot)


@lru_cache(maxsize=256)
def _figures(
    version: int, snapshot: Snapshot, region: str, indicators: tuple[str, ...], sources: bool
) -> pd.DataFrame:
    return read_figures(_read(snapshot), region, indicators, sources=sources)


def load_figures(
    selection: Selection,
    *,
    region: str | None = None,
    indicators: tuple[str, ...] = (),
    sources: bool = True,
) -> pd.DataFrame:
    """Figures of a region and its children (see ``figures.read_figures``); all indicators if none."""
    return _figures(
        selection.version, selection.snapshot, region or selection.region, indicators, sources
    )


@lru_cache(maxsize=128)
def _index(
    version: int, snapshot: Snapshot, region: str, indicators: tuple[str, ...]
) -> FigureIndex:
    return make_index(_figures(version, snapshot, region, indicators, False))


def load_index(
    selection: Selection, *, region: str | None = None, indicators: tuple[str, ...] = ()
) -> FigureIndex:
    """The same figures as nested look-ups: indicator, region, year."""
    return _index(selection.version, selection.snapshot, region or selection.region, indicators)


@dataclass(frozen=True)
class ReportedYear:
    """A year in which something is known of a region, and how much."""

    year: int
    known_count: int  # indicators with a number, of the region or a child
    is_full: bool  # at least half of what is usual is there


@lru_cache(maxsize=64)
def _years(version: int, snapshot: Snapshot, region: str) -> tuple[ReportedYear, ...]:
    rows = _read(snapshot)("years", {"region": region})
    return tuple(
        ReportedYear(int(year), int(known_count), bool(is_full))
        for year, known_count, is_full in rows[["year", "known_count", "is_full"]].itertuples(
            index=False
        )
    )


def load_reported_years(version: int, snapshot: Snapshot, region: str) -> tuple[ReportedYear, ...]:
    """The years of ``region``, newest first, with how much is there (``queries/read/years.sql``)."""
    return _years(version, snapshot, region)


def load_years(version: int, snapshot: Snapshot, region: str) -> tuple[int, ...]:
    """Years for which ``region`` or anything below it has figures, newest first."""
    return tuple(y.year for y in _years(version, snapshot, region))


def find_opening_year(version: int, snapshot: Snapshot, region: str) -> int:
    """The year shown to who has chosen none: the newest full one, so no thin year hides it.

    The year of the data version where nothing is known.
    """
    years = _years(version, snapshot, region)
    full = [y.year for y in years if y.is_full] or [y.year for y in years]
    return full[0] if full else load_version_date(version).year


@lru_cache(maxsize=16)
def _breaks(version: int, snapshot: Snapshot) -> tuple[Break, ...]:
    rows = _read(snapshot)("breaks", {})
    return tuple(Break(*row) for row in rows.itertuples(index=False))


def load_breaks(selection: Selection) -> tuple[Break, ...]:
    """The breaks in series that stand."""
    return _breaks(selection.version, selection.snapshot)


@lru_cache(maxsize=256)
def _pairs(
    version: int, snapshot: Snapshot, region: str, code: str, year: int, since: int
) -> dict[str, tuple[Pair, ...]]:
    between = [
        b for b in _breaks(version, snapshot) if b.indicator == code and since < b.year <= year
    ]
    own = {b.region_code for b in between if b.is_own}
    if "" in own:
        return {}
    parameters = {
        "region": region,
        "indicator": code,
        "year": year,
        "since": since,
        "broken": join_codes(sorted(own)),
    }
    rows = _read(snapshot)("like_for_like", parameters)
    kinds = rows["is_demonstration"].astype(object).where(rows["is_demonstration"].notna(), None)
    pairs: dict[str, list[Pair]] = {}
    for whole, *rest in rows.assign(is_demonstration=kinds).itertuples(index=False):
        pairs.setdefault(whole, []).append(Pair(*rest))
    return {whole: tuple(found) for whole, found in pairs.items()}


def load_pairs(selection: Selection, region: str, code: str, since: int) -> tuple[Pair, ...]:
    """What the places directly below ``region`` have in both years, where it is a sum of them.

    See ``queries/read/like_for_like.sql``; those of the selected region and its children are read at once.
    """
    is_below = region in (r.code for r in load_catalogue().children(selection.region))
    scope = selection.region if is_below else region
    found = _pairs(selection.version, selection.snapshot, scope, code, selection.year, since)
    return found.get(region, ())


@lru_cache(maxsize=256)
def _agrees(version: int, snapshot: Snapshot, region: str, code: str) -> bool:
    rows = _read(snapshot)("agreements", {"region": region, "indicator": code})
    return any(agree(own, total) for own, total in zip(rows.own_value, rows.sum_value, strict=True))


def own_agrees_with_sum(selection: Selection, region: str, code: str) -> bool:
    """Whether a region's own figure and the sum of all below it were the same in any year."""
    return _agrees(selection.version, selection.snapshot, region, code)


@lru_cache(maxsize=64)
def _targets(version: int, snapshot: Snapshot, region: str) -> dict[tuple[str, str, int], float]:
    rows = _read(snapshot)("targets", {"region": region})
    # Where both are set, the target of the year goes before that of a longer plan.
    ordered = rows.sort_values("kind", ascending=False)
    return {
        (indicator, region_code, int(year)): float(value)
        for indicator, region_code, year, value in ordered[
            ["indicator", "region_code", "year", "value"]
        ].itertuples(index=False)
        if abs(value) < MOST_SHOWN
    }


def load_targets(
    selection: Selection, region: str | None = None
) -> dict[tuple[str, str, int], float]:
    """Targets for the year by indicator, region and year; the region's and its children's."""
    return _targets(selection.version, selection.snapshot, region or selection.region)


@lru_cache(maxsize=64)
def _coverage(version: int, snapshot: Snapshot, region: str) -> pd.DataFrame:
    return _read(snapshot)("coverage", {"region": region})


def load_coverage(selection: Selection) -> pd.DataFrame:
    """How many indicators each region reported by year (see ``queries/read/coverage.sql``)."""
    return _coverage(selection.version, selection.snapshot, selection.region)


@lru_cache(maxsize=4)
def _uploads(version: int) -> pd.DataFrame:
    return load_store().read("uploads")


def load_uploads() -> pd.DataFrame:
    """Every upload and undo, newest first (see ``queries/read/uploads.sql``)."""
    return _uploads(load_store().version)


@lru_cache(maxsize=64)
def load_changes(upload: int) -> pd.DataFrame:
    """What one upload did to the figures (see ``queries/read/changes.sql``)."""
    return load_store().read("changes", {"upload": upload})


@lru_cache(maxsize=64)
def load_attached_changes(upload: int) -> pd.DataFrame:
    """What one upload did to targets and breaks (see ``queries/read/attached_changes.sql``)."""
    return load_store().read("attached_changes", {"upload": upload})


def load_history(indicator: str, region: str, period: str) -> pd.DataFrame:
    """Everything ever published for one cell, newest first (see ``queries/read/history.sql``)."""
    parameters = {"indicator": indicator, "region": region, "period": period}
    return load_store().read("history", parameters)


@lru_cache(maxsize=64)
def load_revisions(region: str, indicators: tuple[str, ...], first: int, last: int) -> pd.DataFrame:
    """What two data versions differ by (see ``queries/read/revisions.sql``)."""
    parameters = {
        "region": region,
        "indicators": join_codes(indicators),
        "first": first,
        "last": last,
    }
    return load_store().read("revisions", parameters)


@lru_cache(maxsize=16)
def _version_date(version: int, newest: int) -> date:
    uploads = _uploads(newest)
    found = uploads.loc[uploads["upload_id"] == version, "uploaded_at"]
    return found.iloc[0].date() if len(found) else date.today()


def load_version_date(version: int) -> date:
    """The day (UTC) on which a data version came to be."""
    return _version_date(version, load_store().version)


def has_demonstration() -> bool:
    """Whether demonstration figures stand in the database."""
    return _has_demonstration(load_store().version)


@lru_cache(maxsize=4)
def _has_demonstration(version: int) -> bool:
    uploads = _uploads(version)
    return bool(((uploads["kind"] == "demonstration") & uploads["undone_by"].isna()).any())


@lru_cache(maxsize=1)
def card_indicators() -> tuple[str, ...]:
    """The indicators of the Overview's cards: headline figures, then one for each programme."""
    catalogue = load_catalogue()
    headlines = [i.code for i in catalogue.headlines]
    programmes = sorted(catalogue.programmes.values(), key=lambda p: p.sort)
    return tuple(dict.fromkeys([*headlines, *(p.card for p in programmes)]))
