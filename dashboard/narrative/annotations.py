"""What is said beside a figure: its change, its coverage, how far it is from its target."""

import math
from collections.abc import Mapping
from functools import lru_cache

from dashboard import cached
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.comparability import compare_like_for_like
from dashboard.figures import (
    Change,
    Figure,
    FigureIndex,
    Progress,
    breaks_between,
    compute_change,
    find_figure,
    measure_progress,
    rank_regions,
)
from dashboard.formats import (
    BOUNDS,
    Scale,
    format_percent,
    format_rank,
    format_value,
    say_points,
    say_share,
)
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.lists import join_clauses
from dashboard.selection import Selection, Snapshot

NO_CHANGE = {
    "missing": mark("no figure for {year} to compare with"),
    "break": mark("not compared with {year}: the series was redefined"),
    "demonstration": mark(
        "not compared with {year}: one of the figures is (partly) demonstration data"
    ),
    "bound": mark("not compared with {year}: one of the figures is only a lower bound"),
    "partial_year": mark("not compared with {year}: one of the figures is not for the whole year"),
    "other_regions": mark("not compared with {year}: other regions had reported"),
    "own_and_sum": mark(
        "not compared with {year}: one figure is the region's own, the other a sum, and the two never agreed"
    ),
    "zero": mark("no growth in per cent out of zero in {year}"),
    "negative": mark("no growth in per cent against {year}: one of the figures is negative"),
    "beyond": mark("not compared with {year}: the figures are too far apart"),
}
# Reasons that may lie in some of a sum's parts alone.
_OF_PARTS = ("break", "bound", "partial_year", "other_regions")
# Reasons for which a line is not drawn on.
_CUTS = ("break", "demonstration", "partial_year", "other_regions", "own_and_sum")


def find_change(
    selection: Selection,
    indicator: Indicator,
    *,
    region: str,
    index: FigureIndex,
    since: int,
) -> Change:
    """The change of a figure against ``since`` under the rules of the numbers.

    Two sums that cannot be compared as they are, are compared over the places that can; a part of
    a year with the same part of the earlier one.
    """
    breaks = cached.load_breaks(selection)
    now = find_figure(index, indicator.code, region, selection.year)
    before = find_figure(index, indicator.code, region, since)
    change = compute_change(
        now,
        before,
        indicator,
        since=since,
        broken=bool(breaks_between(breaks, indicator.code, region, since, selection.year)),
        agrees=lambda: cached.own_agrees_with_sum(selection, region, indicator.code),
    )
    if now is None or before is None or now.is_sum != before.is_sum:
        return change
    is_part = change.reason == "partial_year" and "partial_year" in now.quality_flags.split(",")
    if not is_part and (change.reason not in _OF_PARTS or not now.is_sum):
        return change
    pairs = cached.load_pairs(selection, region, indicator.code, since)
    expected = int(now.expected_count) if now.is_sum else 1
    found = compare_like_for_like(
        pairs, indicator, since=since, expected=expected, is_same_period=is_part
    )
    return found or change


def find_cuts(
    selection: Selection, code: str, *, region: str, index: FigureIndex
) -> Mapping[int, str]:
    """The years at which the line of a region is cut, with the reason: see ``NO_CHANGE``.

    Between two years the line would tell of a change that is none: across a break, between sums of
    different regions, between a part of a year and a whole one, between real and demonstration figures.
    """
    # The same in every year and language that is shown, so a change of year does not look for them anew.
    known = _known_cuts(selection.version, selection.snapshot, selection.region)
    if (code, region) not in known:
        series = index.get(code, {}).get(region, {})
        known[code, region] = _find_cuts(selection, code, region, series)
    return known[code, region]


@lru_cache(maxsize=64)
def _known_cuts(
    _version: int, _snapshot: Snapshot, _page: str
) -> dict[tuple[str, str], Mapping[int, str]]:
    """What has been found for a page of a data version, by indicator and region.

    Another page may show other years of a region that moved.
    """
    return {}


def _find_cuts(
    selection: Selection, code: str, region: str, series: Mapping[int, Figure]
) -> Mapping[int, str]:
    indicator = load_catalogue().indicators[code]
    breaks = cached.load_breaks(selection)
    cuts = {}
    for year, now in series.items():
        before = series.get(year - 1)
        if before is None or not (now.has_value and before.has_value):
            continue
        reason = compute_change(
            now.without(BOUNDS),
            before.without(BOUNDS),
            indicator,
            since=year - 1,
            broken=bool(breaks_between(breaks, indicator.code, region, year - 1, year)),
            agrees=lambda: cached.own_agrees_with_sum(selection, region, indicator.code),
        ).reason
        if reason in _CUTS:
            cuts[year] = reason
    return cuts


def format_figure(figure: Figure | None, scale: Scale, lang: Lang) -> str:
    """The value of a figure with its quality flags, or its state; not reported where there is none."""
    return format_value(
        figure.value if figure else None,
        scale,
        lang,
        state=figure.status if figure else "not_reported",
        quality_flags=figure.quality_flags if figure else "",
    )


def describe_since(change: Change, lang: Lang) -> str:
    """``较2024年``, or the reason why there is no change against that year."""
    if change.reason:
        return _(NO_CHANGE[change.reason], lang, year=change.since)
    if change.is_same_period:
        return _("against the same period of {year}", lang, year=change.since)
    return _("against {year}", lang, year=change.since)


def describe_coverage(figure: Figure | None, lang: Lang) -> str:
    """``9/11个地区之和，约占82%`` for a sum of children; empty for an own figure."""
    if figure is None or math.isnan(figure.expected_count):
        return ""
    parts = _(
        "sum of {reported} of {expected} {expected:region|regions}",
        lang,
        reported=int(figure.reported_count),
        expected=int(figure.expected_count),
    )
    return parts + say_share(figure.coverage, figure.place_count, figure.expected_places, lang)


def describe_rank(
    region: str, siblings: Mapping[str, Figure | None], indicator: Indicator, lang: Lang
) -> str:
    """``3/9（共11个）``: the place of ``region`` among those of ``siblings`` that are ranked; else empty."""
    ranks = rank_regions(siblings, better=indicator.better)
    if region not in ranks:
        return ""
    total = sum(f is None or f.status != "not_applicable" for f in siblings.values())
    return format_rank(ranks[region], len(ranks), total, indicator.better, lang)


def describe_target(
    figure: Figure | None, target: float | None, indicator: Indicator, scale: Scale, lang: Lang
) -> str:
    """The target and how far it is reached; empty without a target."""
    progress = measure_progress(figure, target, indicator)
    if target is None:
        return ""
    goal = format_value(target, scale, lang)
    is_untold = progress is not None and progress.reach == "open" and not progress.is_least
    if figure is None or progress is None or is_untold:
        return _("target {goal}", lang, goal=goal)
    if indicator.kind == "rate":
        if progress.reach == "reached":
            return _("target {goal}, reached", lang, goal=goal)
        if progress.reach == "open":
            return _("target {goal}", lang, goal=goal)
        gap = say_points(figure.value, target, lang)
        return _("target {goal}, {gap} percentage points to go", lang, goal=goal, gap=gap)
    shown = format_percent(progress.percent, 0)
    if progress.is_least:
        return _("target {goal}, at least {progress}% reached", lang, goal=goal, progress=shown)
    if progress.is_most:
        return _("target {goal}, at most {progress}% reached", lang, goal=goal, progress=shown)
    return _("target {goal}, {progress}% reached", lang, goal=goal, progress=shown)


def describe_progress(
    figure: Figure | None, target: float | None, indicator: Indicator, lang: Lang
) -> str:
    """``98.2%`` of a target; of a rate, reached or how many points are missing; empty if unknown.

    What is not reached is never rounded up to it; of what may still be another, only the least is told.
    Of a sum from which some are missing, how much of it there is.
    """
    progress = measure_progress(figure, target, indicator)
    if figure is None or target is None or progress is None:
        return ""
    text = _say_progress(figure, target, progress, indicator, lang)
    if math.isnan(figure.coverage):
        return text
    return join_clauses((text, describe_coverage(figure, lang)), lang)


def _say_progress(
    figure: Figure, target: float, progress: Progress, indicator: Indicator, lang: Lang
) -> str:
    if progress.reach == "open" and not (progress.is_least and indicator.kind != "rate"):
        return _("not settled yet", lang)
    if indicator.kind == "rate":
        if progress.reach == "reached":
            return _("reached", lang)
        gap = say_points(figure.value, target, lang)
        return _("{gap} percentage points to go", lang, gap=gap)
    shown = format_percent(progress.percent, 1)
    if progress.is_most:
        return _("at most {n}%", lang, n=shown)
    return _("at least {n}%", lang, n=shown) if progress.is_least else f"{shown}%"
