"""The comparison in words: what publishing would change, down to the headline figures.

The figures after publishing are read in a rehearsal of the store (``Store.preview``): nothing changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.catalogue import Catalogue, Indicator
from dashboard.figures import (
    Figure,
    FigureIndex,
    find_figure,
    format_change,
    make_index,
    measure_change,
    read_figures,
)
from dashboard.formats import QUALITY_FLAGS, choose_full_scale, choose_scale, format_value, is_level
from dashboard.i18n import Lang, gettext, mark
from dashboard.importing.upload.review import Review
from dashboard.settings import load_settings
from dashboard.store import Store

_MOST_HEADLINES = 12
_WHOLE: dict[str, str] = {
    "country": mark("The whole country:"),
    "province": mark("The whole province:"),
    "prefecture": mark("The whole city:"),
}


@dataclass(frozen=True)
class HeadlineChange:
    """A headline figure of a region and year, before publishing and after."""

    indicator: str
    region: str
    year: int
    before: Figure | None
    after: Figure | None


def find_headlines(
    store: Store, review: Review, catalogue: Catalogue, *, region: str
) -> tuple[HeadlineChange, ...]:
    """The headline figures of ``region`` that publishing would change or withhold.

    Only the figures that enter them are rehearsed, however long the file is.
    """
    wanted = _indicators_of(catalogue)
    figures = review.figures
    if figures.empty:
        return ()
    figures = figures[figures["indicator"].isin(wanted)]
    if figures.empty:
        return ()
    headlines = [i.code for i in catalogue.headlines]
    years = sorted({int(str(p)[:4]) for p in figures["period"]})
    before = make_index(read_figures(store.read, region, headlines))
    after = store.preview(figures, lambda read: make_index(read_figures(read, region, headlines)))
    changes = [
        HeadlineChange(code, region, year, *_both(before, after, code, region, year))
        for year in reversed(years)
        for code in headlines
    ]
    return tuple(c for c in changes if _differs(c))[:_MOST_HEADLINES]


def _indicators_of(catalogue: Catalogue) -> set[str]:
    return {c for i in catalogue.headlines for c in (i.code, *i.parts)}


def _both(
    before: FigureIndex, after: FigureIndex, code: str, region: str, year: int
) -> tuple[Figure | None, Figure | None]:
    return find_figure(before, code, region, year), find_figure(after, code, region, year)


def _differs(change: HeadlineChange) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return before is not after
    if before.has_value and after.has_value:
        moved = not is_level(before.value, after.value)
        return moved or before.quality_flags != after.quality_flags
    return before.has_value != after.has_value or before.status != after.status


def describe_counts(counts: dict[str, int], lang: Lang) -> str:
    """``新增12个数，修改37个，未变120个，拒收3个``, without a full stop."""
    return gettext(
        mark(
            "{new} {new:figure|figures} new, {changed} changed, {unchanged} unchanged, {rejected} rejected"
        ),
        lang,
        **{k: f"{counts.get(k, 0):,}" for k in ("new", "changed", "unchanged", "rejected")},
    )


def describe_attached(counts: dict[str, dict[str, int]], lang: Lang) -> str:
    """``目标：新增2个，修改1个，未变0个；序列中断：……``; '' where there is neither."""
    texts = {
        "targets": mark("Targets: {new} new, {changed} changed, {unchanged} unchanged"),
        "breaks": mark("Breaks in series: {new} new, {changed} changed, {unchanged} unchanged"),
    }
    said = [
        gettext(text, lang, **{k: f"{n:,}" for k, n in counts[name].items()})
        for name, text in texts.items()
        if any(counts.get(name, {}).values())
    ]
    return ("；" if lang == "zh" else "; ").join(said)


def describe_headline(change: HeadlineChange, catalogue: Catalogue, lang: Lang) -> str:
    """``全省2024年职工入会率将由93.1%变为93.4%``, without a full stop."""
    indicator = catalogue.indicators[change.indicator]
    before, after = format_headline(change, indicator, lang)
    region = catalogue.regions[change.region]
    whole = _WHOLE.get(region.level)
    values = {
        "region": gettext(whole, lang) if whole else region.full_name(lang),
        "year": change.year,
        "indicator": indicator.name(lang),
        "before": before,
        "after": after,
    }
    if change.before is None:
        return gettext(mark("{region} {indicator} in {year} will be {after} (none so far)"), lang, **{k: v for k, v in values.items() if k != "before"})  # fmt: skip
    if before == after:
        return gettext(mark("{region} {indicator} in {year} stays {after}, with another remark"), lang, **{k: v for k, v in values.items() if k != "before"})  # fmt: skip
    return gettext(
        mark("{region} {indicator} in {year} will change from {before} to {after}"), lang, **values
    )


def format_headline(change: HeadlineChange, indicator: Indicator, lang: Lang) -> tuple[str, str]:
    """Both values in one unit, with as many digits as show the difference."""
    before, after = change.before, change.after
    figures = (before, after)
    scale = choose_scale([f.value if f else None for f in figures], indicator, lang)
    usual, now = (
        format_value(
            f.value if f else None,
            scale,
            lang,
            state=f.status if f else "not_reported",
            quality_flags=f.quality_flags if f else "",
        )
        for f in figures
    )
    if before is None or after is None or not (before.has_value and after.has_value):
        return usual, now
    if usual != now or before.value == after.value:
        return usual, now
    # The same at the usual precision: the base unit, with more digits, shows what moves.
    scale = choose_full_scale(before.value, after.value, indicator, lang)
    return format_value(before.value, scale, lang), format_value(after.value, scale, lang)


def explain_headline(change: HeadlineChange, lang: Lang) -> str:
    """Why a headline figure is withheld, appears, or bears another remark; '' if it only moves."""
    before, after = change.before, change.after
    if after is None:
        return gettext(mark("Nothing is known about it any more."), lang)
    if after.status == "withheld":
        return gettext(
            mark(
                "Only {reported} of {expected} {expected:region|regions} {reported:has|have} reported, less than {least}%: their "
                "sum is withheld until more do."
            ),
            lang,
            reported=int(after.reported_count),
            expected=int(after.expected_count),
            least=load_settings().coverage_pct,
        )
    sentences = []
    if after.origin == "children" and after.has_value:
        text = mark("It is the sum of {reported} of {expected} {expected:region|regions}.")
        if not (before and before.origin == "children") or _coverage(before) != _coverage(after):
            counts = dict(zip(("reported", "expected"), _coverage(after), strict=True))
            sentences.append(gettext(text, lang, **counts))
    if before and before.has_value and before.origin == "children" and after.origin == "own":
        text = mark("The region's own figure now stands in place of the sum of its parts.")
        sentences.append(gettext(text, lang))
    known = set(before.quality_flags.split(",")) if before else set()
    told = {"partial_coverage"} if sentences else set()
    for flag in after.quality_flags.split(","):
        if flag in QUALITY_FLAGS and flag not in known | told:
            remark = gettext(QUALITY_FLAGS[flag], lang)
            sentences.append(gettext(mark("It is now marked: {remark}."), lang, remark=remark))
    return ("" if lang == "zh" else " ").join(sentences)


def _coverage(figure: Figure) -> tuple[int, int]:
    return int(figure.reported_count), int(figure.expected_count)


def describe_comparison(
    counts: dict[str, int], changes: Iterable[HeadlineChange], catalogue: Catalogue, lang: Lang
) -> str:
    """Counts and headline figures in one sentence."""
    parts = [describe_counts(counts, lang)]
    parts += [describe_headline(change, catalogue, lang) for change in changes]
    return "；".join(parts) + "。" if lang == "zh" else "; ".join(parts) + "."


def describe_change(old: float | None, new: float | None, indicator: Indicator, lang: Lang) -> str:
    """``+4.2%``, or ``+0.3 个百分点`` for a rate; '' where none can be given (rule 5)."""
    if old is None or new is None or pd.isna(old) or pd.isna(new):
        return ""
    return format_change(measure_change(new, old, indicator, since=0), indicator, lang)
