"""The sentence under a chart and the headline over it, made from the figures by templates.

Fixed rules, never a model: what ``facts`` does not give is not said. Both are plain text; whoever
shows them as Markdown escapes them.
"""

from collections.abc import Sequence

from dashboard.formats import format_percent
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.lists import join_clauses
from dashboard.narrative import phrases
from dashboard.narrative.facts import Facts, Reporting, count_above, find_top, is_settled
from dashboard.narrative.phrases import close_up, join_parts, name_equals, name_regions

# A headline is one line on a slide: this many characters at most.
HEADLINE_LENGTH = {"zh": 30, "en": 70}


def tell(facts: Facts | Reporting, lang: Lang) -> list[str]:
    """The groups of the sentence about a chart: level, change, places, target, coverage, quality flags."""
    if isinstance(facts, Reporting):
        return _tell_reporting(facts, lang)
    return _tell_indicator(facts, lang)


def list_headlines(facts: Facts | Reporting, lang: Lang) -> list[str]:
    """The finding of a chart in fixed forms of one line, the fullest first."""
    if isinstance(facts, Reporting):
        return _reporting_headlines(facts, lang)
    spread = _spread_headlines(facts, lang) if facts.tells_spread else []
    return [*spread, *_headlines(facts, lang)]


def choose_headline(found: Sequence[str], lang: Lang, is_demonstration: bool) -> str:
    """The fullest of ``found`` that is short enough, marked where it tells of demonstration figures."""
    lines = [close_up(f"{text[:1].upper()}{text[1:]}", lang) for text in found if text]
    if is_demonstration:
        lines = [_("[Demo] {text}", lang, text=line) for line in lines]
    return next((n for n in lines if len(n) <= HEADLINE_LENGTH[lang]), lines[-1])


def close_sentence(groups: Sequence[str], lang: Lang, is_demonstration: bool) -> str:
    """Groups of clauses as one sentence, marked where it tells of demonstration figures."""
    text = join_clauses(groups, lang)
    text = f"{text[:1].upper()}{text[1:]}{'。' if lang == 'zh' else '.'}"
    if is_demonstration:
        text = _("[Demonstration data] {text}", lang, text=text)
    return close_up(text, lang)


def _tell_indicator(facts: Facts, lang: Lang) -> list[str]:
    """The groups of a sentence about one indicator, in their fixed order."""
    if facts.region != facts.parent and facts.standing is not None:
        place = (phrases.say_rank, phrases.say_gap, phrases.say_against_total)
        others = [join_parts([say(facts, lang) for say in place], lang)]
    else:
        others = [
            phrases.say_standing(facts, lang),
            phrases.say_densest(facts, lang),
            phrases.say_missing(facts.standing, lang),
            phrases.say_movement(facts, lang),
        ]
    said = [text for text in others if text]
    if said and not facts.tells_level:
        return [phrases.say_topic(facts, said[0], lang), *said[1:], phrases.say_break(facts, lang)]
    return [
        _tell_level(facts, lang),
        phrases.say_extremes(facts, lang),
        phrases.say_break(facts, lang),
        phrases.say_target(facts, lang),
        *others,
    ]


def _tell_level(facts: Facts, lang: Lang) -> str:
    """Level, change, and change over the span; or why there is no change."""
    changes = [facts.change, *([facts.span] if facts.span else [])]
    said = [phrases.say_change(c, facts.indicator, facts.year, lang) for c in changes]
    level = phrases.say_level(facts, lang)
    return join_parts([level, *said, phrases.say_no_change(facts, lang)], lang)


def _tell_reporting(reporting: Reporting, lang: Lang) -> list[str]:
    """How many regions have reported, which of them everything, which the least, which nothing."""
    period = _("in {year}", lang, year=reporting.year)
    silent, total = reporting.silent, len(reporting.counts)
    if len(silent) == total:
        return [join_parts([period, _("no region has reported", lang)], lang)]
    is_all = not silent and total > 1
    text = (
        mark("all {total} regions have reported")
        if is_all
        else mark("{n} of {total} {total:region|regions} {n:has|have} reported")
    )
    groups = [join_parts([period, _(text, lang, n=total - len(silent), total=total)], lang)]
    if reporting.complete:
        names = name_regions(reporting.complete, lang)
        text = _(
            "all {n} {n:indicator|indicators}: {names}", lang, n=reporting.expected, names=names
        )
        groups.append(text)
    if reporting.least:
        groups.append(
            _(
                "fewest: {names} ({n} of {expected} {expected:indicator|indicators})",
                lang,
                names=name_equals(reporting.least, lang),
                n=reporting.counts[reporting.least[0]],
                expected=reporting.expected,
            )
        )
    if silent:
        groups.append(_("not reported: {names}", lang, names=name_regions(silent, lang)))
    return groups


def _headlines(facts: Facts, lang: Lang) -> list[str]:
    """Headlines of an indicator, the fullest first; the last one is its name and year."""
    name = phrases.name_indicator(facts.indicator.code, lang).removeprefix("the ")
    places = {"region": phrases.name_subject(facts, lang), "name": name}
    is_additive = phrases.choose_measure(facts.indicator) != "height"
    level = _level_headlines(facts, places, lang) if facts.tells_level else []
    leader = _leader_headlines(facts, name, lang)
    ordered = [*leader, *level] if is_additive else [*level, *leader]
    return [
        *_rank_headlines(facts, places, lang),
        *_movement_headlines(facts, places, lang),
        *ordered,
        *([phrases.say_level(facts, lang)] if facts.tells_level else []),
        _("{name}, {year}", lang, name=name, year=facts.year),
    ]


def _spread_headlines(facts: Facts, lang: Lang) -> list[str]:
    """What only a map of all regions shows: how many lie above the whole, or where most of it is."""
    name = phrases.name_indicator(facts.indicator.code, lang).removeprefix("the ")
    region = phrases.name_whole(facts.parent, lang)
    above, whole, standing = count_above(facts), facts.figure, facts.standing
    if above and whole is not None and standing is not None:
        value = phrases.say_number(whole, facts.scale, lang)
        field = phrases.say_known(standing, lang)
        forms = (
            mark("{name}: {n} of {field} above {region} ({value})"),
            mark("{name}: {n} of {field} above {region}"),
        )
        words = {"field": field, "n": above, "value": value}
        return [_(form, lang, name=name, region=region, **words) for form in forms]
    top = find_top(facts)
    if top is None:
        return []
    codes, share = top
    forms = (
        mark("{name}: {names} together {share}% of {region}"),
        mark("{name}: {names} {share}% of {region}"),
    )
    words = {"names": name_regions(codes, lang), "share": format_percent(share, 0)}
    return [_(form, lang, name=name, region=region, **words) for form in forms]


def _rank_headlines(facts: Facts, places: dict[str, str], lang: Lang) -> list[str]:
    """The region's place among its siblings."""
    rank = phrases.say_rank(facts, lang)
    if not rank or facts.figure is None:
        return []
    value = phrases.say_inside(facts, facts.figure, lang)
    return [
        _("{region}: {name} {value}, {rank}", lang, **places, value=value, rank=rank),
        _("{region}: {name} {rank}", lang, **places, rank=rank),
    ]


# (risen, all of them) → how it is counted.
_COUNTS = {
    (True, False): mark("up in {n} of {total} {total:region|regions} since {year}"),
    (False, False): mark("down in {n} of {total} {total:region|regions} since {year}"),
    (True, True): mark("up in all {total} regions since {year}"),
    (False, True): mark("down in all {total} regions since {year}"),
}


def _movement_headlines(facts: Facts, places: dict[str, str], lang: Lang) -> list[str]:
    """How many regions rose, or fell if they are more, and where most."""
    movement = facts.movement
    if movement is None or not movement.compared:
        return []
    more = max(movement.rose, movement.fell)
    if not more:
        return []
    is_rise = more == movement.rose
    total = movement.compared + movement.unknown
    counted = _(_COUNTS[is_rise, more == total], lang, n=more, total=total, year=facts.since)
    names = name_equals(movement.risers if is_rise else movement.fallers, lang)
    most = mark("{text}, most in {names}") if is_rise else mark("{text}, furthest in {names}")
    short = _("{name} {counted}", lang, name=places["name"], counted=counted)
    change = phrases.say_change(facts.change, facts.indicator, None, lang)
    is_told = facts.tells_level and change and facts.change.since == facts.since
    own = _("{region}: {name} {change}", lang, **places, change=change) if is_told else ""
    return [own, _(most, lang, text=short, names=names) if names else "", short]


def _level_headlines(facts: Facts, places: dict[str, str], lang: Lang) -> list[str]:
    """The level with its change; for a rate the highest region beside it."""
    figure = facts.figure
    if figure is None or not figure.has_value or "partial_year" in figure.quality_flags.split(","):
        return []
    value = phrases.say_figure(figure, facts.scale, lang)
    span = facts.span or facts.change
    change = phrases.say_change(span, facts.indicator, None, lang)
    level = _(_choose_verb(facts), lang, **places, value=value)
    dated = _("{text} in {year}", lang, text=level, year=facts.year)
    if not change:
        return [_with_leader(facts, level, lang), dated]
    return [
        _with_leader(facts, level, lang),
        _("{region}: {name} {value}, {change}", lang, **places, value=value, change=change),
        _("{region}: {name} {change}", lang, **places, change=change),
        _("{name} {change}", lang, name=places["name"], change=change),
        dated,
    ]


def _choose_verb(facts: Facts) -> str:
    """``升至`` or ``降至`` only where there is a change that is seen at its rounding."""
    direction = facts.change.direction
    if not direction:
        return mark("{region}: {name} {value}")
    return (
        mark("{region}: {name} up to {value}")
        if direction > 0
        else mark("{region}: {name} down to {value}")
    )


def _with_leader(facts: Facts, level: str, lang: Lang) -> str:
    """``入会率升至93.1%，西安最高``; empty without one region ahead of others."""
    standing = facts.standing
    if standing is None or len(standing.leaders) != 1:
        return ""
    if len(standing.ranked) < max(2, len(standing.known)):
        return ""
    if phrases.choose_measure(facts.indicator) != "height":
        return ""
    return _(
        "{text}, {names} highest", lang, text=level, names=name_regions(standing.leaders, lang)
    )


_MOST = {
    False: (mark("{name}: {names} has the most"), mark("{name}: {names} share the most")),
    True: (mark("{name}: {names} is highest"), mark("{name}: {names} are joint highest")),
}


def _leader_headlines(facts: Facts, name: str, lang: Lang) -> list[str]:
    """Who has the most, with its share or its number; of regions that a reader chose nothing."""
    standing = facts.standing
    if standing is None or not standing.is_whole or facts.region != facts.parent:
        return []
    # A leader of some of the regions only is told in the sentence, which names them.
    if len(standing.ranked) < max(2, len(standing.known)) or standing.is_even:
        return []
    leaders = standing.leaders
    is_height = phrases.choose_measure(facts.indicator) == "height"
    names = name_equals(leaders, lang)
    text = _(_MOST[is_height][len(leaders) > 1], lang, name=name, names=names)
    first = standing.known[leaders[0]]
    value = phrases.say_inside(facts, first, lang)
    lines = [_("{text} ({value})", lang, text=text, value=value)]
    if facts.share_pct is not None and facts.region == facts.parent:
        share = format_percent(facts.share_pct, 0)
        region = phrases.name_whole(facts.parent, lang)
        line = _("{text}, {share}% of {region}", lang, text=text, share=share, region=region)
        lines = [*_share_headlines(facts, name, names, lang), line, *lines]
    # A number that may still grow is not told of without its flag.
    return [*lines, text] if is_settled(first) else lines


def _share_headlines(facts: Facts, name: str, names: str, lang: Lang) -> list[str]:
    """The share of the largest with its change, where there is one."""
    change = phrases.say_share_change(facts, None, lang)
    if not change or facts.share_pct is None:
        return []
    share = format_percent(facts.share_pct, 0)
    region = phrases.name_whole(facts.parent, lang)
    text = _(
        "{name}: {names} {share}% of {region}",
        lang,
        name=name,
        names=names,
        share=share,
        region=region,
    )
    return [join_parts([text, change], lang)]


def _reporting_headlines(reporting: Reporting, lang: Lang) -> list[str]:
    """How many regions have reported, and who has not."""
    silent, total = reporting.silent, len(reporting.counts)
    n = total - len(silent)
    words = (
        mark("all {total} regions have reported for {year}")
        if not silent and total > 1
        else mark("{n} of {total} {total:region|regions} {n:has|have} reported for {year}")
    )
    text = _(words, lang, n=n, total=total, year=reporting.year)
    if not silent or not n:
        return [text]
    missing = _("not reported: {names}", lang, names=name_regions(silent, lang))
    return [join_parts([text, missing], lang), text]
