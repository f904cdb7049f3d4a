"""Shortfalls: targets not reached, figures that went the wrong way, those behind, those not reported."""

from collections import Counter
from functools import lru_cache

from dashboard.catalogue import Indicator
from dashboard.charts.tables.table import Rows, Subject, Table, fill_table
from dashboard.figures import Figure, compare_written, format_change, measure_progress, rank_regions
from dashboard.graphics.points import join_names
from dashboard.i18n import gettext as _
from dashboard.i18n import mark
from dashboard.narrative import phrases
from dashboard.narrative.annotations import describe_progress
from dashboard.selection import ChartRequest, Selection

# A place in the last third among its siblings is told as a shortfall.
_LAST_SHARE = 2 / 3


@lru_cache(maxsize=256)
def make_table(selection: Selection, request: ChartRequest) -> Table:
    """Targets not reached, figures that went the wrong way, those behind, those not reported."""
    subject = Subject(selection, request)
    lang = selection.lang
    rows: Rows = []
    for kind, find in _SHORTFALLS:
        for indicator in subject.indicators:
            text = find(subject, indicator)
            if text:
                rows.append((indicator.code, (_(kind, lang), indicator.name(lang), text)))
    title = _("Shortfalls, {year}: {region}", lang, year=selection.year, region=subject.name)
    columns = (_("Shortfall", lang), _("Indicator", lang), _("In figures", lang))
    return fill_table(subject, title, columns, rows)


def _missed_target(subject: Subject, indicator: Indicator) -> str:
    target, figure = subject.target(indicator), subject.figure(indicator)
    progress = measure_progress(figure, target, indicator)
    if target is None or progress is None or progress.reach != "missed":
        return ""
    lang = subject.selection.lang
    return _(
        "{value}, target {goal}: {progress}",
        lang,
        value=subject.text(indicator, beside=target),
        goal=subject.goal(indicator, target),
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
        rank = subject.rank(indicator)
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
    known = {r: f for r, f in subject.siblings(indicator).items() if f is not None and f.has_value}
    ranks = rank_regions(known, better=indicator.better)
    if indicator.kind != "rate" or len(set(ranks.values())) < 2:
        return ""
    last = [r for r in ranks if ranks[r] == max(ranks.values())]
    return _(
        _choose_behind(known[last[0]], subject.figure(indicator), indicator),
        lang,
        regions=join_names(last, lang),
        value=subject.format(known[last[0]], indicator),
        whole=subject.name,
        level=subject.text(indicator),
    )


def _choose_behind(last: Figure, whole: Figure | None, indicator: Indicator) -> str:
    """Where less is better a reader is told that behind means high."""
    if indicator.better != "down":
        return mark("{regions}: {value}; {whole}: {level}")
    if whole is None or not whole.has_value or compare_written(last.value, whole.value) <= 0:
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


_SHORTFALLS = (
    (mark("Target not reached"), _missed_target),
    (mark("Went the wrong way"), _wrong_way),
    (mark("Behind"), _behind),
    (mark("Not reported"), _missing),
)


def tell(selection: Selection, request: ChartRequest) -> list[str]:
    """How many shortfalls there are of each kind."""
    lang = selection.lang
    kinds = Counter(row[0] for row in make_table(selection, request).rows)
    if not kinds:
        return [_("no shortfalls", lang)]
    counted = [_("{kind} ({n})", lang, kind=kind.lower(), n=n) for kind, n in kinds.items()]
    return [_("shortfalls by indicator: {text}", lang, text=phrases.join_names(counted, lang))]
