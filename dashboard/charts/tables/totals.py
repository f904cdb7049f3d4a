"""Totals: each indicator's value and change in a year, of a city also its rank."""

from functools import lru_cache

from dashboard.charts.tables.table import NONE, Rows, Subject, Table, fill_table
from dashboard.figures import Figure, format_change
from dashboard.formats import format_quality_flags
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.lists import join_clauses
from dashboard.narrative.annotations import describe_coverage, describe_rank
from dashboard.narrative.facts import Movement, find_movement
from dashboard.narrative.phrases import join_names, say_since
from dashboard.selection import ChartRequest, Selection


@lru_cache(maxsize=256)
def make_table(selection: Selection, request: ChartRequest) -> Table:
    """Each indicator's value and change; of a city also its rank, of two years both values."""
    subject = Subject(selection, request)
    lang, year = selection.lang, selection.year
    compared, city = request.since, request.city
    since = compared or year - 1
    rows: Rows = []
    for indicator in subject.indicators:
        cells = [indicator.name(lang)]
        now, before = (subject.figure(indicator, y) for y in (year, since))
        values = [f.value if f and compared else None for f in (before, now)]
        cells += [subject.format(before, indicator, values[1])] if compared else []
        change = format_change(subject.change(indicator, since), indicator, lang)
        cells += [subject.format(now, indicator, values[0]), change or NONE]
        if city:
            siblings = subject.siblings(indicator)
            cells.append(describe_rank(city, siblings, indicator, lang) or NONE)
        cells.append(_remarks(subject.figure(indicator), lang))
        rows.append((indicator.code, tuple(cells)))
    columns = [_("Indicator", lang), *([str(since)] if compared else []), str(year)]
    columns.append(_("Change on {year}", lang, year=since))
    columns += [_("Rank", lang)] if city else []
    title = _("{region}, {year}", lang, region=subject.name, year=year)
    if compared:
        title = _("{region}, {first} and {last}", lang, region=subject.name, first=since, last=year)
    return fill_table(subject, title, (*columns, _("Remarks", lang)), rows)


def _remarks(figure: Figure | None, lang: Lang) -> str:
    is_whole = figure is None or figure.reported_count == figure.expected_count
    coverage = "" if is_whole else describe_coverage(figure, lang)
    quality_flags = (
        format_quality_flags(figure.quality_flags, lang) if figure and figure.has_value else ""
    )
    return join_clauses((coverage, quality_flags), lang)


def _find_changes(selection: Selection, request: ChartRequest) -> Movement:
    """The changes of the indicators of a table of totals that have a number, by their codes."""
    subject = Subject(selection, request)
    since = request.since or selection.year - 1
    figures = {i.code: (i, subject.figure(i)) for i in subject.indicators}
    return find_movement(
        {c: subject.change(i, since) for c, (i, f) in figures.items() if f and f.has_value}
    )


def tell(selection: Selection, request: ChartRequest) -> list[str]:
    """How many indicators rose, fell, stayed or cannot be compared."""
    lang = selection.lang
    movement = _find_changes(selection, request)
    total = movement.compared + movement.unknown
    if not total:
        return [_("none of the indicators has a figure", lang)]
    since = say_since(request.since or selection.year - 1, selection.year, lang)
    text = _count_indicators(movement, lang)
    return [
        _(
            "of {n} {n:indicator|indicators}, {text} (compared with {since})",
            lang,
            n=total,
            text=text,
            since=since,
        )
    ]


def _count_indicators(movement: Movement, lang: Lang) -> str:
    """``16项上升、2项不可比``; those of none are left out."""
    numbers = (
        (movement.rose, _("{n} went up", lang, n=movement.rose)),
        (movement.fell, _("{n} went down", lang, n=movement.fell)),
        (movement.same, _("{n} {n:was|were} level", lang, n=movement.same)),
        (movement.unknown, _("{n} {n:is|are} not comparable", lang, n=movement.unknown)),
    )
    return join_names([text for n, text in numbers if n], lang)


def list_short(selection: Selection, request: ChartRequest) -> list[str]:
    """What the sentence begins with, in its shortest form."""
    return [_count_indicators(_find_changes(selection, request), selection.lang)]
