"""What the tables for briefings say: how many indicators rose, reached their target, or fall short."""

from collections import Counter

from dashboard.briefing.facts import Movement, find_movement
from dashboard.briefing.phrases import join_names, name_whole, say_since
from dashboard.cached import Selection
from dashboard.catalogue import load_catalogue
from dashboard.chart_request import ChartRequest
from dashboard.charts.theme import place_name
from dashboard.figures import target_progress
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.summaries import Subject, describe_progress, make_table


def _name_place(selection: Selection, request: ChartRequest) -> str:
    if request.city and request.city != selection.region:
        return place_name(request.city, selection.lang)
    return name_whole(selection.region, selection.lang)


def _find_changes(selection: Selection, request: ChartRequest) -> Movement:
    """The changes of the indicators of a table of totals that have a number, by their codes."""
    subject = Subject(selection, request)
    since = request.since or selection.year - 1
    figures = {i.code: (i, subject.figure(i)) for i in subject.indicators}
    return find_movement(
        {c: subject.change(i, since) for c, (i, f) in figures.items() if f and f.has_value}
    )


def _tell_totals(selection: Selection, request: ChartRequest) -> list[str]:
    lang = selection.lang
    movement = _find_changes(selection, request)
    total = movement.compared + movement.unknown
    if not total:
        return [_("none of the indicators has a figure", lang)]
    since = say_since(request.since or selection.year - 1, selection.year, lang)
    text = _count_indicators(movement, lang)
    return [
        _(
            "of {n} indicators, {text} (compared with {since})",
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
        (movement.same, _("{n} were level", lang, n=movement.same)),
        (movement.unknown, _("{n} are not comparable", lang, n=movement.unknown)),
    )
    return join_names([text for n, text in numbers if n], lang)


def _find_progress(selection: Selection, request: ChartRequest) -> dict[str, float | None]:
    """How far each indicator of a table of progress is, by code; None without a number."""
    subject = Subject(selection, request)
    indicators = load_catalogue().indicators
    return {
        code: target_progress(
            subject.figure(indicators[code]),
            subject.target(indicators[code]),
            better=indicators[code].better,
        )
        for code in make_table(selection, request).indicators
    }


def _tell_progress(selection: Selection, request: ChartRequest) -> list[str]:
    lang = selection.lang
    found = _find_progress(selection, request)
    if not found:
        return [_("no targets are set", lang)]
    known = {code: p for code, p in found.items() if p is not None}
    reached = sum(p >= 100 for p in known.values())
    groups = [
        _("of {total} indicators with a target, {n} reached it", lang, total=len(found), n=reached)
    ]
    if known and min(known.values()) < 100:
        last = load_catalogue().indicators[min(known, key=known.__getitem__)]
        subject = Subject(selection, request)
        text = describe_progress(subject.figure(last), subject.target(last), last, lang)
        groups.append(_("furthest off: {name} ({text})", lang, name=last.name(lang), text=text))
    if len(known) < len(found):
        groups.append(_("without a figure: {n}", lang, n=len(found) - len(known)))
    return groups


def _tell_shortfalls(selection: Selection, request: ChartRequest) -> list[str]:
    lang = selection.lang
    kinds = Counter(row[0] for row in make_table(selection, request).rows)
    if not kinds:
        return [_("no shortfalls", lang)]
    counted = [_("{kind} ({n})", lang, kind=kind.lower(), n=n) for kind, n in kinds.items()]
    return [_("shortfalls by indicator: {text}", lang, text=join_names(counted, lang))]


_TELLERS = {"totals": _tell_totals, "progress": _tell_progress, "shortfalls": _tell_shortfalls}


def tell_table(selection: Selection, request: ChartRequest) -> list[str]:
    """The groups of the sentence of a table; KeyError for another kind."""
    groups = _TELLERS[request.kind](selection, request)
    return [_subject(selection, request, groups[0]), *groups[1:]]


def _subject(selection: Selection, request: ChartRequest, text: str) -> str:
    lang = selection.lang
    region = _name_place(selection, request)
    if request.programme:
        programme = load_catalogue().programmes[request.programme].name(lang)
        region = f"{region}{programme}" if lang == "zh" else f"{region}, {programme}"
    return _("in {year}, {region}: {text}", lang, year=selection.year, region=region, text=text)


def headline_table(selection: Selection, request: ChartRequest) -> list[str]:
    """Headlines of a table, the fullest first."""
    groups = _TELLERS[request.kind](selection, request)
    lang: Lang = selection.lang
    place = _name_place(selection, request)
    shorter = []
    if request.kind == "totals":
        movement = _find_changes(selection, request)
        shorter = [
            _("{region}: {text}", lang, region=place, text=_count_indicators(movement, lang))
        ]
    return [
        _("{region}: {text}", lang, region=place, text=groups[0]),
        groups[0],
        *shorter,
        _("{name}, {year}", lang, name=place, year=selection.year),
    ]
