"""Why a chart shows other figures than it did: each one that differs between two data versions, and
the uploads, withdrawals and redefinitions that made it so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

import pandas as pd

from dashboard import cached
from dashboard.catalogue import load_catalogue
from dashboard.charts.registry import find_kind
from dashboard.figures import Figure, FigureIndex, find_figure
from dashboard.formats import choose_full_scale, format_quality_flags
from dashboard.graphics.points import join_names
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.lists import join_clauses
from dashboard.narrative.annotations import format_figure
from dashboard.selection import ChartRequest, Selection

_NEW = mark("newly reported by upload {upload}")
_REVISED = mark("revised by upload {upload}")
_REPLACED = mark("upload {upload} put a reported figure in the place of demonstration data")
_WITHDRAWN = mark("upload {upload} withdrew upload {undone}")
_OF_PART = mark("{indicator}: {reason}")
_BELOW = mark("{reason} ({regions})")
_BELOW_NEW = mark("regions in it changed by upload {upload}")


@dataclass(frozen=True)
class Difference:
    """One figure before and now, as text, with the reasons for the difference."""

    indicator: str  # name
    region: str  # name
    year: int
    before: str
    now: str
    reason: str


@dataclass(frozen=True)
class _Cell:
    indicator: str
    region: str
    year: int


def explain_differences(
    selection: Selection, request: ChartRequest, *, first: int
) -> tuple[Difference, ...]:
    """Every figure of a chart that is another at ``selection.version`` than at version ``first``.

    Ordered by indicator, year (newest first) and region; redefinitions of a series come last.
    ``first`` must be below the version of the selection. Empty when nothing differs.
    """
    earlier = replace(selection, version=first, newest=selection.newest or selection.version)
    found: list[Difference] = []
    for code in find_kind(request).list_indicators(selection, request):
        indexes = [cached.load_index(s, indicators=(code,)) for s in (earlier, selection)]
        revisions = _load_revisions(selection, code, first)
        for cell in _cells_of(selection, request, code, indexes):
            before, now = (find_figure(b, code, cell.region, cell.year) for b in indexes)
            if _state(before) != _state(now):
                reason = _explain(cell, before, now, revisions, selection.lang)
                found.append(_describe(cell, before, now, reason, selection.lang))
        found += _explain_breaks(selection, earlier, code)
    return tuple(found)


def _cells_of(
    selection: Selection, request: ChartRequest, code: str, indexes: Sequence[FigureIndex]
) -> list[_Cell]:
    """The cells that a chart shows, among those that are known in either version."""
    known = {
        (region, year)
        for index in indexes
        for region, series in index.get(code, {}).items()
        for year in series
    }
    kind = find_kind(request)
    regions = kind.find_regions(selection, request)
    years = kind.find_years(selection, request)
    cells = [_Cell(code, r, y) for r, y in known if r in regions and (years is None or y in years)]
    order = [r.code for r in load_catalogue().children(selection.region)]
    place = {code: n for n, code in enumerate(order, start=1)}
    return sorted(cells, key=lambda c: (-c.year, place.get(c.region, 0)))


def _state(figure: Figure | None) -> tuple[object, ...] | None:
    """What a reader sees of a figure; NaN would never equal itself."""
    if figure is None:
        return None
    return (
        (figure.value, figure.status, figure.quality_flags)
        if figure.has_value
        else (figure.status,)
    )


def _load_revisions(selection: Selection, code: str, first: int) -> pd.DataFrame:
    codes = (code, *load_catalogue().indicators[code].parts)
    return cached.load_revisions(selection.region, codes, first, selection.version)


def _explain(
    cell: _Cell, before: Figure | None, now: Figure | None, revisions: pd.DataFrame, lang: Lang
) -> str:
    """The reasons for one cell: its own uploads, those of its parts, those of the regions in it."""
    of_year = revisions[revisions["year"] == cell.year]
    own = of_year[of_year["region_code"] == cell.region]
    texts = []
    columns = ["upload_id", "undone_by", "indicator"]
    for upload, undone_by, code in own[columns].itertuples(index=False):
        text = _explain_own(upload, undone_by, before, now, lang)
        if code != cell.indicator:
            name = load_catalogue().indicators[code].name(lang)
            text = _(_OF_PART, lang, indicator=name, reason=text)
        texts.append(text)
    if not texts:
        texts = _explain_below(of_year, cell.region, lang)
    return join_clauses(dict.fromkeys(texts), lang) or _(
        "computed anew under the catalogue's present definitions", lang
    )


def _explain_own(
    upload: int, undone_by: float | None, before: Figure | None, now: Figure | None, lang: Lang
) -> str:
    """Why an upload changed a figure; ``undone_by`` is missing where it stands."""
    if not pd.isna(undone_by):
        return _(_WITHDRAWN, lang, upload=int(undone_by), undone=upload)
    if before is None or not before.has_value:
        return _(_NEW, lang, upload=upload)
    if before.is_demonstration and not (now is not None and now.is_demonstration):
        return _(_REPLACED, lang, upload=upload)
    return _(_REVISED, lang, upload=upload)


def _explain_below(rows: pd.DataFrame, region: str, lang: Lang) -> list[str]:
    """One reason an upload for a sum: which of the regions in it the upload touched."""
    regions = load_catalogue().regions
    inside = rows[[_is_inside(code, region) for code in rows["region_code"]]]
    texts = []
    for key, group in inside.groupby(["upload_id", "undone_by"], dropna=False):
        upload, undone_by = cast(tuple[int, float | None], key)
        if pd.isna(undone_by):
            reason = _(_BELOW_NEW, lang, upload=upload)
        else:
            reason = _(_WITHDRAWN, lang, upload=int(undone_by), undone=upload)
        codes = [c for c in dict.fromkeys(group["region_code"]) if c in regions]
        texts.append(_(_BELOW, lang, reason=reason, regions=join_names(codes, lang)))
    return texts


def _is_inside(code: str, region: str) -> bool:
    """Whether a region lies below another, however far."""
    regions = load_catalogue().regions
    while code in regions and code != region:
        code = regions[code].parent_code
    return code == region


def _describe(
    cell: _Cell, before: Figure | None, now: Figure | None, reason: str, lang: Lang
) -> Difference:
    catalogue = load_catalogue()
    indicator = catalogue.indicators[cell.indicator]
    # In full, so that a small revision is seen.
    values = [f.value if f else None for f in (before, now)]
    scale = choose_full_scale(values[0], values[1], indicator, lang)
    before_text, now_text = (format_figure(f, scale, lang) for f in (before, now))
    if before_text == now_text:
        # What differs are the quality flags, which are not all told with the number.
        before_text, now_text = (f"{before_text}{_describe_flags(f, lang)}" for f in (before, now))
    return Difference(
        indicator=indicator.name(lang),
        region=catalogue.regions[cell.region].full_name(lang),
        year=cell.year,
        before=before_text,
        now=now_text,
        reason=reason,
    )


def _describe_flags(figure: Figure | None, lang: Lang) -> str:
    """The quality flags about a figure in words and brackets; empty for none."""
    words = format_quality_flags(figure.quality_flags, lang) if figure else ""
    form = "（{}）" if lang == "zh" else " ({})"
    return form.format(words) if words else ""


def _explain_breaks(selection: Selection, earlier: Selection, code: str) -> Iterable[Difference]:
    """Redefinitions of the series that one version knows and the other does not."""
    catalogue, lang = load_catalogue(), selection.lang
    known, now = set(cached.load_breaks(earlier)), set(cached.load_breaks(selection))
    for item in sorted(known ^ now, key=lambda b: b.year):
        if item.indicator != code:
            continue
        region = item.region_code or selection.region
        reason = item.reason(lang)
        words = (
            mark("the series is redefined from {year}: {reason}")
            if item in now
            else mark("the redefinition of the series from {year} was withdrawn: {reason}")
        )
        yield Difference(
            catalogue.indicators[code].name(lang),
            catalogue.regions[region].full_name(lang),
            item.year,
            "",
            "",
            _(words, lang, year=item.year, reason=reason),
        )
