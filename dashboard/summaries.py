"""Tables for briefings: many indicators of one region in a year, as text ready to show.

Like ``views``, each is remembered by its arguments, which hold the data version.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from dashboard import cached
from dashboard.cached import Selection
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.chart_request import ChartRequest
from dashboard.charts.frame import foot_texts
from dashboard.charts.points import collect_notes, join_names
from dashboard.figures import Change, Figure, find_figure, rank_regions, target_progress
from dashboard.formats import (
    CHANGE_DECIMALS,
    choose_scale,
    format_doubts,
    format_plain,
    format_rank,
    format_value,
    round_difference,
)
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.views.drawings import make_caption
from dashboard.views.remarks import (
    describe_coverage,
    find_change,
    format_change,
    format_figure,
    format_gap,
)

# A place in the last third among its siblings is told as a shortfall.
_LAST_SHARE = 2 / 3
_NONE = "—"
# More rows cannot be read from a slide.
_MOST_ROWS = 9


@dataclass(frozen=True)
class Table:
    """A table to read: heads and rows of text, and what must be said under it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    indicators: tuple[str, ...]  # the code of each row
    foot: tuple[str, ...]  # doubts, source, data version and date
    demonstration: bool


@dataclass(frozen=True)
class Subject:
    """The region that a table is about, with all that is known of it and of its children."""

    selection: Selection
    request: ChartRequest

    @property
    def place(self) -> str:
        """The region's code: the city asked for, or the selected region itself."""
        return self.request.city or self.selection.region

    @property
    def name(self) -> str:
        """The region's full name."""
        return load_catalogue().regions[self.place].full_name(self.selection.lang)

    @property
    def indicators(self) -> list[Indicator]:
        """Those of the programme asked for; else the headlines and one for each programme."""
        catalogue = load_catalogue()
        if self.request.programme:
            return list(catalogue.of_programme(self.request.programme))
        return [catalogue.indicators[c] for c in cached.card_indicators()]

    def figure(self, indicator: Indicator, year: int | None = None) -> Figure | None:
        """The region's figure in ``year``, or in the selected one."""
        book = cached.load_book(self.selection)
        return find_figure(book, indicator.code, self.place, year or self.selection.year)

    def text(self, indicator: Indicator, year: int | None = None) -> str:
        """The same with its unit and doubts, or its state in words."""
        return _format(self.figure(indicator, year), indicator, self.selection.lang)

    def change(self, indicator: Indicator, since: int) -> Change:
        """The region's change against ``since`` under the rules of the numbers."""
        book = cached.load_book(self.selection)
        return find_change(self.selection, indicator, region=self.place, book=book, since=since)

    def target(self, indicator: Indicator) -> float | None:
        """The region's target for the selected year."""
        targets = cached.load_targets(self.selection)
        return targets.get((indicator.code, self.place, self.selection.year))

    def siblings(self, indicator: Indicator) -> dict[str, Figure | None]:
        """Figures of the children of the selected region that are counted, by their codes."""
        book, year = cached.load_book(self.selection), self.selection.year
        children = load_catalogue().counted_children(self.selection.region)
        return {r.code: find_figure(book, indicator.code, r.code, year) for r in children}


@lru_cache(maxsize=256)
def make_table(selection: Selection, request: ChartRequest) -> Table:
    """The table that ``request`` asks for: totals, progress against targets, or shortfalls.

    It is of ``request.city``, among the children of the selected region, or of that region itself;
    of the indicators of ``request.programme``, or of the headlines and one for each programme.
    Raises KeyError for another kind or a code that the catalogue does not have.
    """
    subject = Subject(selection, request)
    title, columns, rows = TABLES[request.kind](subject)
    if request.programme:
        name = load_catalogue().programmes[request.programme].name(selection.lang)
        title = _("{programme}: {title}", selection.lang, programme=name, title=title)
    codes = tuple(code for code, _cells in rows)
    foot, demonstration = _make_foot(subject, codes)
    return Table(title, columns, tuple(c for _code, c in rows), codes, foot, demonstration)


_Rows = list[tuple[str, tuple[str, ...]]]  # code of the indicator, cells


def split_rows(table: Table) -> list[tuple[tuple[str, ...], ...]]:
    """The rows of a table in parts of about equal length that a slide can hold."""
    count = max(1, math.ceil(len(table.rows) / _MOST_ROWS))
    size = math.ceil(len(table.rows) / count)
    return [table.rows[n * size : (n + 1) * size] for n in range(count)]


def _make_foot(subject: Subject, codes: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The lines at the foot of a table of ``codes``, and whether it holds demonstration figures."""
    selection = subject.selection
    frame = cached.load_figures(selection, indicators=tuple(dict.fromkeys(codes)) or ("members",))
    years = {selection.year, subject.request.since or selection.year} if codes else set()
    frame = frame[frame["year"].isin(years)]
    own = frame[frame["region_code"] == subject.place]
    # A sum has the sources of its parts, and shortfalls name children.
    parts = own if subject.request.city else frame
    caption = make_caption(selection, "", source=collect_notes(parts, selection.lang).source)
    lines = foot_texts(caption, collect_notes(own, selection.lang), selection.lang)
    return tuple(lines), bool(parts["is_demonstration"].any())


def _format(figure: Figure | None, indicator: Indicator, lang: Lang) -> str:
    scale = choose_scale([figure.value if figure else None], indicator, lang)
    return format_figure(figure, scale, lang)


def _remarks(figure: Figure | None, lang: Lang) -> str:
    is_whole = figure is None or figure.reported_count == figure.expected_count
    coverage = "" if is_whole else describe_coverage(figure, lang)
    doubts = format_doubts(figure.doubts, lang) if figure and figure.has_value else ""
    return ("；" if lang == "zh" else "; ").join(t for t in (coverage, doubts) if t)


def _rank(subject: Subject, indicator: Indicator) -> tuple[int, int] | None:
    """The region's place among its siblings and how many have one; None without a number."""
    ranks = rank_regions(subject.siblings(indicator), better=indicator.better)
    return (ranks[subject.place], len(ranks)) if subject.place in ranks else None


def _totals(subject: Subject) -> tuple[str, tuple[str, ...], _Rows]:
    """Each indicator's value and change; of a city also its rank, of two years both values."""
    lang, year = subject.selection.lang, subject.selection.year
    compared, city = subject.request.since, subject.request.city
    since = compared or year - 1
    rows: _Rows = []
    for indicator in subject.indicators:
        cells = [indicator.name(lang)]
        cells += [subject.text(indicator, since)] if compared else []
        change = format_change(subject.change(indicator, since), indicator, lang)
        cells += [subject.text(indicator), change or _NONE]
        if city:
            rank = _rank(subject, indicator)
            cells.append(format_rank(*rank, indicator.better, lang) if rank else _NONE)
        cells.append(_remarks(subject.figure(indicator), lang))
        rows.append((indicator.code, tuple(cells)))
    columns = [_("Indicator", lang), *([str(since)] if compared else []), str(year)]
    columns.append(_("Change on {year}", lang, year=since))
    columns += [_("Rank", lang)] if city else []
    title = _("{region}, {year}", lang, region=subject.name, year=year)
    if compared:
        title = _("{region}, {first} and {last}", lang, region=subject.name, first=since, last=year)
    return title, (*columns, _("Remarks", lang)), rows


def _progress(subject: Subject) -> tuple[str, tuple[str, ...], _Rows]:
    """Each indicator that has a target: value, target, how far it is reached."""
    lang, year = subject.selection.lang, subject.selection.year
    programme = subject.request.programme
    rows: _Rows = []
    for indicator in load_catalogue().indicators.values():
        target = subject.target(indicator)
        if target is None or programme not in ("", indicator.programme):
            continue
        scale = choose_scale([target], indicator, lang)
        cells = (
            indicator.name(lang),
            subject.text(indicator),
            format_value(target, scale, lang),
            describe_progress(subject.figure(indicator), target, indicator, lang) or _NONE,
        )
        rows.append((indicator.code, cells))
    title = _("Progress on targets, {year}: {region}", lang, year=year, region=subject.name)
    return title, (_("Indicator", lang), str(year), _("Target", lang), _("Progress", lang)), rows


def describe_progress(
    figure: Figure | None, target: float, indicator: Indicator, lang: Lang
) -> str:
    """``98.2%`` of a target; of a rate, reached or how many points are missing; empty if unknown.

    What is not reached is never rounded up to it.
    """
    progress = target_progress(figure, target, better=indicator.better)
    if figure is None or progress is None:
        return ""
    if indicator.kind == "rate":
        if progress >= 100:
            return _("reached", lang)
        gap = format_gap(figure.value, target, lang)
        return _("{gap} percentage points to go", lang, gap=gap)
    shown = format_plain(progress if progress >= 100 else min(progress, 99.9), 1)
    return _("at least {n}%", lang, n=shown) if _is_bound(figure) else f"{shown}%"


def _is_bound(figure: Figure) -> bool:
    return "at_least" in figure.doubts.split(",")


def _shortfalls(subject: Subject) -> tuple[str, tuple[str, ...], _Rows]:
    """Targets not reached, figures that went the wrong way, those behind, those not reported."""
    lang = subject.selection.lang
    rows: _Rows = []
    for kind, find in _SHORTFALLS:
        for indicator in subject.indicators:
            text = find(subject, indicator)
            if text:
                rows.append((indicator.code, (_(kind, lang), indicator.name(lang), text)))
    title = _(
        "Shortfalls, {year}: {region}", lang, year=subject.selection.year, region=subject.name
    )
    return title, (_("Shortfall", lang), _("Indicator", lang), _("In figures", lang)), rows


def _missed_target(subject: Subject, indicator: Indicator) -> str:
    target, figure = subject.target(indicator), subject.figure(indicator)
    progress = target_progress(figure, target, better=indicator.better)
    if figure is None or target is None or progress is None or progress >= 100:
        return ""
    if _is_bound(figure):  # it may have been reached
        return ""
    lang = subject.selection.lang
    return _(
        "{value}, target {goal}: {progress}",
        lang,
        value=subject.text(indicator),
        goal=format_value(target, choose_scale([target], indicator, lang), lang),
        progress=describe_progress(figure, target, indicator, lang),
    )


def _wrong_way(subject: Subject, indicator: Indicator) -> str:
    since = subject.selection.year - 1
    change = subject.change(indicator, since)
    wrong = {"up": -1, "down": 1}.get(indicator.better, 0)
    if change.direction * wrong <= 0:
        return ""
    return _(
        "{value}, {change} on {year}",
        subject.selection.lang,
        value=subject.text(indicator),
        change=format_change(change, indicator, subject.selection.lang),
        year=since,
    )


def _behind(subject: Subject, indicator: Indicator) -> str:
    """A city in the last third; of a region, the children with the worst rate. Counts follow size."""
    lang = subject.selection.lang
    if indicator.better == "context":
        return ""
    if subject.request.city:
        rank = _rank(subject, indicator)
        if rank is None or rank[0] <= rank[1] * _LAST_SHARE or indicator.kind != "rate":
            return ""
        place, count = rank
        value = subject.text(indicator)
        words = (
            mark("{value}, place {rank} of {count}, smallest first")
            if indicator.better == "down"
            else mark("{value}, place {rank} of {count}")
        )
        return _(words, lang, value=value, rank=place, count=count)
    siblings = subject.siblings(indicator)
    ranks = rank_regions(siblings, better=indicator.better)
    if indicator.kind != "rate" or len(set(ranks.values())) < 2:
        return ""
    last = [r for r in ranks if ranks[r] == max(ranks.values())]
    return _(
        _choose_behind(siblings[last[0]], subject.figure(indicator), indicator),
        lang,
        regions=join_names(last, lang),
        value=_format(siblings[last[0]], indicator, lang),
        whole=subject.name,
        level=subject.text(indicator),
    )


def _choose_behind(last: Figure, whole: Figure | None, indicator: Indicator) -> str:
    """Where less is better a reader is told that behind means high."""
    if indicator.better != "down":
        return mark("{regions}: {value}; {whole}: {level}")
    has_whole = whole is not None and whole.has_value
    if not has_whole or round_difference(last.value, whole.value, CHANGE_DECIMALS) <= 0:
        return mark("{regions}: {value}, the highest; less is better")
    return mark("{regions}: {value}, higher than {whole} ({level}); less is better")


def _missing(subject: Subject, indicator: Indicator) -> str:
    lang = subject.selection.lang
    if subject.request.city:
        figure = subject.figure(indicator)
        is_missing = figure is None or figure.status == "not_reported"
        return _("not reported", lang) if is_missing else ""
    siblings = subject.siblings(indicator)
    missing = [r for r, f in siblings.items() if f is None or f.status == "not_reported"]
    # Where nobody has reported, the indicator is not collected here: no shortfall of anyone.
    return join_names(missing, lang) if 0 < len(missing) < len(siblings) else ""


TABLES = {"totals": _totals, "progress": _progress, "shortfalls": _shortfalls}
_SHORTFALLS = (
    (mark("Target not reached"), _missed_target),
    (mark("Went the wrong way"), _wrong_way),
    (mark("Behind"), _behind),
    (mark("Not reported"), _missing),
)
