"""The phrases that sentences and headlines are put together from, in both languages.

Numbers are written as the charts write them. Names of regions and indicators are the catalogue's.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from babel.dates import format_date

from dashboard.catalogue import Indicator, load_catalogue
from dashboard.figures import Change, Figure, compare, describe_basis
from dashboard.formats import (
    PREFIX_FLAGS,
    Scale,
    choose_decimals,
    choose_scale,
    count_decimals,
    format_percent,
    format_quality_flags,
    format_value,
    is_level,
    name_part_of_year,
    round_difference,
    say_points,
    say_size,
)
from dashboard.graphics.theme import place_name
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.lists import join_words
from dashboard.narrative.annotations import (
    describe_coverage,
    describe_since,
    describe_target,
)
from dashboard.narrative.facts import Facts, Movement, Standing, is_settled
from dashboard.periods import last_month

NAMES_SHOWN = 3
# Flags that are not repeated where the level of the whole has named them.
_SAID_ONCE = frozenset({"provisional", "revised"})
# The last characters of a region's name → how its whole is called in running text.
_WHOLES_ZH = {
    "自治区": "全区",
    "自治州": "全州",
    "省": "全省",
    "市": "全市",
    "州": "全州",
    "县": "全县",
    "盟": "全盟",
    "旗": "全旗",
    "区": "全区",
    "中国": "全国",
}
# How Babel writes a quarter and a month.
_PERIOD_PATTERNS = {"zh": ("QQQQ", "MMM"), "en": ("QQQ", "MMMM")}
_ORDINAL_ENDS = {1: "st", 2: "nd", 3: "rd"}
_LEVELS = {
    "flow": mark("{period}, {name} in {region} came to {value}"),
    "stock": mark("{period}, {name} in {region} totalled {value}"),
    "height": mark("{period}, {name} in {region} was {value}"),
}
_NO_LEVELS = {
    "": mark("{period}, there is no figure for {name} in {region}"),
    "not_reported": mark("{period}, no figure for {name} in {region} was reported"),
    "not_applicable": mark("{period}, {name} did not apply to {region}"),
    "below_unit": mark("{period}, {name} in {region} lay below the smallest unit"),
    "confidential": mark("{period}, the figure for {name} in {region} is confidential"),
    "suppressed": mark(
        "{period}, the figure for {name} in {region} is withheld, as a confidential one would follow from it"
    ),
    "withheld": mark("{period}, too few regions had reported {name} to give a total for {region}"),
    "beyond": mark("{period}, the figure for {name} in {region} is beyond all that can be shown"),
}
_MISSING = {
    "not_reported": mark("not reported: {names}"),
    "below_unit": mark("below the smallest unit: {names}"),
    "confidential": mark("confidential: {names}"),
    "suppressed": mark("withheld with a confidential figure: {names}"),
    "withheld": mark("withheld, as too few have reported: {names}"),
    "beyond": mark("beyond all that can be shown: {names}"),
}
# How a number is spoken of: what adds up is counted, money is an amount, all else has a height.
_MOST = {
    "count": mark("{names} has the most ({value})"),
    "money": mark("{names} has the largest amount ({value})"),
    "height": mark("{names} is highest ({value})"),
}
_JOINT_MOST = {
    "count": mark("{names} share the most ({value} each)"),
    "money": mark("{names} share the largest amount ({value} each)"),
    "height": mark("{names} are joint highest ({value})"),
}
_LEAST = {
    "count": mark("{names} has the fewest ({value})"),
    "money": mark("{names} has the smallest amount ({value})"),
    "height": mark("{names} is lowest ({value})"),
}
_JOINT_LEAST = {
    "count": mark("{names} share the fewest ({value} each)"),
    "money": mark("{names} share the smallest amount ({value} each)"),
    "height": mark("{names} are joint lowest ({value})"),
}


# (what is better, whether the place is shared) → how a place is told: its direction where more is
# not simply better.
_PLACES = {
    ("up", False): mark("{place} of {field}"),
    ("up", True): mark("joint {place} of {field}"),
    ("context", False): mark("{place} largest of {field}"),
    ("context", True): mark("joint {place} largest of {field}"),
    ("down", False): mark("{place} smallest of {field}"),
    ("down", True): mark("joint {place} smallest of {field}"),
}


def join_parts(parts: Sequence[str], lang: Lang) -> str:
    """Clauses joined by commas; empty ones are left out."""
    return ("，" if lang == "zh" else ", ").join(p for p in parts if p)


def close_up(text: str, lang: Lang) -> str:
    """One line; in Chinese without the spaces between numbers and words that labels have."""
    line = " ".join(text.split())
    if lang == "en":
        return line
    return re.sub(r"(?<=[0-9%\u4e00-\u9fff]) (?=[0-9\u4e00-\u9fff+])", "", line)


def join_names(names: Sequence[str], lang: Lang) -> str:
    """Names in a row: ``甲、乙、丙``, ``A, B and C``."""
    if lang == "zh":
        return "、".join(names)
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def name_regions(codes: Sequence[str], lang: Lang) -> str:
    """Names of regions: all of up to three, else the first three and how many there are."""
    names = join_names([place_name(c, lang) for c in codes[:NAMES_SHOWN]], lang)
    if len(codes) <= NAMES_SHOWN:
        return names
    return _("{n} regions, among them {names}", lang, names=names, n=len(codes))


def name_equals(codes: Sequence[str], lang: Lang) -> str:
    """Regions that share a place: the names of up to three, else only how many they are."""
    return name_regions(codes, lang) if len(codes) <= NAMES_SHOWN else _count(len(codes), lang)


def _count(n: int, lang: Lang) -> str:
    return _("{n} {n:region|regions}", lang, n=n)


def name_whole(code: str, lang: Lang) -> str:
    """A region as the whole of its parts: ``全省``; in English its name."""
    region = load_catalogue().regions[code]
    if lang == "en" or not load_catalogue().children(code):
        return place_name(code, lang)
    endings = (whole for end, whole in _WHOLES_ZH.items() if region.name_zh.endswith(end))
    return next(endings, region.short_name_zh)


def name_subject(facts: Facts, lang: Lang) -> str:
    """Whose figure is told: ``全省``, or the name of one of its parts."""
    if facts.region == facts.parent:
        return name_whole(facts.region, lang)
    return place_name(facts.region, lang)


@lru_cache(maxsize=256)
def name_indicator(code: str, lang: Lang) -> str:
    """An indicator's name inside a sentence.

    In Chinese without the counting word that the number brings (``服务环卫工人`` 12.3 ``万人次``), in
    English with a small letter and the article that a single thing needs.
    """
    indicator = load_catalogue().indicators[code]
    return _shorten_zh(indicator) if lang == "zh" else _lower_en(indicator)


def _shorten_zh(indicator: Indicator) -> str:
    name, unit = indicator.name_zh, indicator.unit_zh
    for ending in (f"{unit}数", f"{unit}次", unit):
        if name.endswith(ending):
            return name.removesuffix(ending)
    short = name.removesuffix("数")
    units = {i.unit_zh for i in load_catalogue().indicators.values()}
    # 职工总数 and 赛事场数 would be left with half a word.
    return name if short.endswith(("总", *units)) else short


def _lower_en(indicator: Indicator) -> str:
    name = indicator.name_en
    first = name.split()[0]
    name = name if any(c.isupper() for c in first[1:]) else name[0].lower() + name[1:]
    is_single = indicator.region_rule != "sum" or (indicator.kind == "money" and " of " in name)
    return f"the {name}" if is_single else name


def choose_measure(indicator: Indicator) -> str:
    """How a number is spoken of: count, money (both add up over regions) or height."""
    return indicator.kind if indicator.region_rule == "sum" else "height"


def list_remarks(figure: Figure, lang: Lang, *, told: Collection[str] = ()) -> list[str]:
    """The quality flags of a number but those that stand before it, and those ``told`` elsewhere."""
    quality_flags = [d for d in figure.quality_flags.split(",") if d not in (*PREFIX_FLAGS, *told)]
    remarks = []
    if "partial_coverage" in quality_flags and figure.reported_count < figure.expected_count:
        quality_flags.remove("partial_coverage")
        remarks.append(describe_coverage(figure, lang))
    return [*remarks, *filter(None, [format_quality_flags(",".join(quality_flags), lang)])]


def say_number(figure: Figure, scale: Scale, lang: Lang) -> str:
    """The number with its unit, and 约, 至少 or 至多 before it."""
    return format_value(figure.value, scale, lang, quality_flags=figure.quality_flags)


def say_inside(facts: Facts, figure: Figure, lang: Lang, *more: str) -> str:
    """The number with its quality flags for the inside of brackets, but what the level has said before."""
    said = facts.figure.quality_flags.split(",") if facts.figure and facts.tells_level else ()
    told = _SAID_ONCE.intersection(said)
    remarks = list_remarks(figure, lang, told=told)
    return join_parts([say_number(figure, facts.scale, lang), *more, *remarks], lang)


def say_figure(figure: Figure, scale: Scale, lang: Lang) -> str:
    """The number with its quality flags in brackets; the period says whether the year is whole."""
    remarks = join_words(list_remarks(figure, lang, told=("partial_year",)), lang)
    number = say_number(figure, scale, lang)
    return _("{number} ({remarks})", lang, number=number, remarks=remarks) if remarks else number


def say_period(facts: Facts, lang: Lang) -> str:
    """The year; of a year that is not whole, up to when the figure goes."""
    figure, year = facts.figure, facts.year
    flags = figure.quality_flags.split(",") if figure else []
    if figure is None or "partial_year" not in flags:
        return _("in {year}", lang, year=year)
    end = _say_end(figure.latest_period, lang)
    if facts.indicator.measure == "stock" and end:
        return _("at the end of {end} {year}", lang, end=end, year=year)
    if end and "uneven_periods" not in flags:
        part = name_part_of_year(figure.latest_period, figure.quality_flags, "flow", lang)
        is_of_quarters = last_month(figure.latest_period) % 3 == 0
        text = mark("in the {part} of {year}") if is_of_quarters else mark("in {part} {year}")
        return _(text, lang, part=part, year=year)
    if end:
        return _("in {year} up to {end} (not the whole year)", lang, end=end, year=year)
    return _("in {year} (not the whole year)", lang, year=year)


def _say_end(period: str, lang: Lang) -> str:
    """The quarter or the month of a period; empty for the last of a year and for a year."""
    part = period[5:]
    if part in ("", "Q4", "12"):
        return ""
    is_quarter = part.startswith("Q")
    month = 3 * int(part[1:]) if is_quarter else int(part)
    pattern = _PERIOD_PATTERNS[lang][0 if is_quarter else 1]
    return format_date(date(int(period[:4]), month, 1), pattern, locale=lang)


def say_level(facts: Facts, lang: Lang) -> str:
    """The figure of the region with its quality flags, or in words why there is none."""
    figure = facts.figure
    places = {
        "period": say_period(facts, lang),
        "name": name_indicator(facts.indicator.code, lang),
        "region": name_subject(facts, lang),
    }
    if figure is None or not figure.has_value:
        return _(_NO_LEVELS[figure.status if figure else ""], lang, **places)
    is_height = choose_measure(facts.indicator) == "height"
    level = _LEVELS["height" if is_height else facts.indicator.measure]
    return _(level, lang, **places, value=say_figure(figure, facts.scale, lang))


def say_topic(facts: Facts, text: str, lang: Lang) -> str:
    """``text`` about the parts of a region, with what is told of in the place of a level."""
    name = name_indicator(facts.indicator.code, lang)
    return _("{name} {period}: {text}", lang, name=name, period=say_period(facts, lang), text=text)


def say_since(since: int, year: int | None, lang: Lang, *, is_same_period: bool = False) -> str:
    """The year that a change is against: 上年 only for the year before a ``year`` that was named."""
    if is_same_period:
        if year and since == year - 1:
            return _("the same period of the year before", lang)
        return _("the same period of {year}", lang, year=since)
    if year and since == year - 1:
        return _("the year before", lang)
    return _("{year}", lang, year=since)


def say_change(change: Change, indicator: Indicator, year: int | None, lang: Lang) -> str:
    """How much the figure rose or fell since when; empty where no change can be given."""
    return _say_shift(change, year, lang, in_points=indicator.kind == "rate")


_UNCHANGED = mark("unchanged from {since}")
_SHIFTS = {
    (True, True): mark("up {size} percentage points from {since}"),
    (True, False): mark("down {size} percentage points from {since}"),
    (False, True): mark("up {size}% from {since}"),
    (False, False): mark("down {size}% from {since}"),
}


def _say_shift(change: Change, year: int | None, lang: Lang, *, in_points: bool) -> str:
    if change.value is None or change.shown is None:
        return ""
    shift = _SHIFTS[in_points, change.direction > 0] if change.direction else _UNCHANGED
    size = say_size(change.value, change.shown, lang)
    since = say_since(change.since, year, lang, is_same_period=change.is_same_period)
    return _(shift, lang, size=size, since=since) + describe_basis(change, lang)


def say_no_change(facts: Facts, lang: Lang) -> str:
    """Why there is no change of a figure; empty where there is one, or no figure."""
    change = facts.change
    if not change.reason or facts.figure is None or not facts.figure.has_value:
        return ""
    if facts.break_year and change.reason == "break":
        since = say_since(change.since, facts.year, lang)
        return _(
            "the series was redefined in {year}, so it is not compared with {since}",
            lang,
            year=facts.break_year,
            since=since,
        )
    return describe_since(change, lang)


def say_break(facts: Facts, lang: Lang) -> str:
    """That a span begins at a break; empty where the change has said so."""
    if not facts.break_year or facts.change.reason == "break":
        return ""
    return _(
        "the series was redefined in {year}; earlier years cannot be compared",
        lang,
        year=facts.break_year,
    )


def say_extremes(facts: Facts, lang: Lang) -> str:
    """The highest and the lowest year of a span, where they are at neither end."""
    parts = []
    if facts.peak:
        number = say_inside(facts, facts.peak.figure, lang)
        parts.append(_("highest in {year} ({value})", lang, year=facts.peak.year, value=number))
    if facts.trough:
        number = say_inside(facts, facts.trough.figure, lang)
        parts.append(_("lowest in {year} ({value})", lang, year=facts.trough.year, value=number))
    return join_parts(parts, lang)


def say_target(facts: Facts, lang: Lang) -> str:
    """The target of the year and how far it is reached; empty without one."""
    return describe_target(facts.figure, facts.target, facts.indicator, facts.scale, lang)


def say_field(standing: Standing, lang: Lang) -> str:
    """The regions among which something is said; those without a number only if they are named."""
    known, missing = len(standing.known), standing.expected - len(standing.known)
    if len(standing.ranked) < known:
        return _("the {n} {n:region|regions} with a complete figure", lang, n=len(standing.ranked))
    if not standing.is_whole:
        return _("the {n} {n:region|regions} shown", lang, n=known)
    if missing > NAMES_SHOWN:
        return _("the {n} {n:region|regions} with a figure", lang, n=known)
    return _count(standing.expected, lang)


def say_known(standing: Standing, lang: Lang) -> str:
    """The regions that are ranked, and that others have no number or one that may still change."""
    n = len(standing.ranked)
    if n < len(standing.known):
        return _("the {n} {n:region|regions} with a complete figure", lang, n=n)
    return (
        _count(n, lang)
        if n == standing.expected
        else _("the {n} {n:region|regions} with a figure", lang, n=n)
    )


def say_standing(facts: Facts, lang: Lang) -> str:
    """Who has the most and who the least; empty without other regions."""
    standing = facts.standing
    if standing is None or standing.expected < 2 or not standing.known:
        return ""
    if len(standing.known) == 1:
        (only,) = standing.known
        value = say_inside(facts, standing.known[only], lang)
        names = name_regions((only,), lang)
        return _("only {names} has a figure ({value})", lang, names=names, value=value)
    if len(standing.ranked) < 2:
        return ""
    if standing.is_even:
        value = say_inside(facts, standing.known[standing.leaders[0]], lang)
        field = _count(len(standing.known), lang)
        return _("{field} all have the same figure ({value})", lang, field=field, value=value)
    ends = [
        text
        for text in (_say_most(facts, standing, lang), _say_least(facts, standing, lang))
        if text
    ]
    text = ("，" if lang == "zh" else " and ").join(ends)
    return _("of {field}, {text}", lang, field=say_field(standing, lang), text=text)


def _say_most(facts: Facts, standing: Standing, lang: Lang) -> str:
    leaders = standing.leaders
    words = _MOST if len(leaders) == 1 else _JOINT_MOST
    share = say_share(facts, lang) if len(leaders) == 1 else ""
    value = say_inside(facts, standing.known[leaders[0]], lang, share)
    measure = choose_measure(facts.indicator)
    return _(words[measure], lang, names=name_equals(leaders, lang), value=value)


def _say_least(facts: Facts, standing: Standing, lang: Lang) -> str:
    laggards = standing.laggards
    if not laggards:
        return ""
    words = _LEAST if len(laggards) == 1 else _JOINT_LEAST
    value = say_inside(facts, standing.known[laggards[0]], lang)
    measure = choose_measure(facts.indicator)
    return _(words[measure], lang, names=name_equals(laggards, lang), value=value)


def say_densest(facts: Facts, lang: Lang) -> str:
    """Who is first per head, where that is not the one with the most."""
    if facts.densest is None:
        return ""
    indicator, figure = facts.indicator, facts.densest.figure
    # As in the column beside the bars, of which it is the largest number.
    scale = Scale(1, indicator.unit(lang), choose_decimals(figure.value))
    is_money = indicator.kind == "money"
    return _(
        mark("per head of {size}, {name} is first ({value})")
        if is_money
        else mark("per 10,000 {size}, {name} is first ({value})"),
        lang,
        size=name_indicator(indicator.size, lang),
        name=place_name(facts.densest.region, lang),
        value=say_inside(replace(facts, scale=scale), figure, lang),
    )


def say_share(facts: Facts, lang: Lang) -> str:
    """``占全省25.2%``; empty where no share can be given."""
    if facts.share_pct is None:
        return ""
    share, whole = format_percent(facts.share_pct, 1), name_whole(facts.parent, lang)
    text = _("{share}% of the {region} total", lang, share=share, region=whole)
    return join_parts([text, say_share_change(facts, facts.year, lang)], lang)


def say_share_change(facts: Facts, year: int | None, lang: Lang) -> str:
    """How the share changed since the year before ``year``, if that was named; empty without."""
    change = facts.share_change
    return "" if change is None else _say_shift(change, year, lang, in_points=True)


def say_missing(standing: Standing | None, lang: Lang) -> str:
    """Who has not reported, is confidential or withheld; empty where all have a number."""
    if standing is None or standing.expected < 2 or len(standing.known) == 1:
        return ""
    parts = [
        _(text, lang, names=name_regions(standing.states[status], lang))
        for status, text in _MISSING.items()
        if status in standing.states
    ]
    return join_parts(parts, lang)


def count_movement(movement: Movement, lang: Lang) -> str:
    """How many rose, fell, stayed the same and cannot be compared; those of none are left out."""
    numbers = (
        (movement.rose, _("{n} rose", lang, n=movement.rose)),
        (movement.fell, _("{n} fell", lang, n=movement.fell)),
        (movement.same, _("{n} stayed the same", lang, n=movement.same)),
        (movement.unknown, _("{n} cannot be compared", lang, n=movement.unknown)),
    )
    return join_names([text for n, text in numbers if n], lang)


def say_movement(facts: Facts, lang: Lang) -> str:
    """How many regions rose and fell, and which of them most; empty without other regions."""
    movement = facts.movement
    if movement is None:
        return ""
    year = _("{year}", lang, year=facts.since)
    if not movement.compared:
        return _("no region can be compared with {year}", lang, year=year)
    counted = count_movement(movement, lang)
    total = movement.compared + movement.unknown
    text = _("of {field}, {text}", lang, field=_count(total, lang), text=counted)
    if total in (movement.rose, movement.fell):
        every = mark("all {n} regions rose") if movement.rose else mark("all {n} regions fell")
        text = _(every, lang, n=total)
    if facts.change.value is None or facts.change.since != facts.since or not facts.tells_level:
        text = _("compared with {year}, {text}", lang, year=year, text=text)
    return join_parts([text, *_say_movers(facts, movement, lang)], lang)


def _say_movers(facts: Facts, movement: Movement, lang: Lang) -> list[str]:
    """The largest rise and the largest fall, where more than one region changed."""
    parts = []
    if movement.rise is not None:
        names, size = name_equals(movement.risers, lang), _say_size(facts, movement.rise, lang)
        parts.append(_("largest rise: {names} ({size})", lang, names=names, size=size))
    if movement.fall is not None:
        names, size = name_equals(movement.fallers, lang), _say_size(facts, movement.fall, lang)
        parts.append(_("largest fall: {names} ({size})", lang, names=names, size=size))
    return parts


def _say_size(facts: Facts, change: Change, lang: Lang) -> str:
    """A rise or a fall without its sign, which the words beside it tell."""
    size = say_size(change.value or 0, change.shown or 0, lang)
    if facts.indicator.kind != "rate":
        return f"{size}%"
    return _("{points} percentage points", lang, points=size)


def say_rank(facts: Facts, lang: Lang) -> str:
    """The region's place among those with a number; empty without one or where it may still grow."""
    if facts.rank is None or facts.standing is None or len(facts.standing.ranked) < 2:
        return ""
    standing, field = facts.standing, say_known(facts.standing, lang)
    value = standing.known[facts.region].value
    is_joint = sum(is_level(f.value, value) for f in standing.ranked.values()) > 1
    place = facts.rank if lang == "zh" else format_ordinal(facts.rank)
    if lang == "en" and facts.rank == 1 and facts.indicator.better != "up":
        place = ""  # largest, and not 1st largest
    text = _PLACES[facts.indicator.better, is_joint]
    return close_up(_(text, lang, place=place, field=field), lang)


def format_ordinal(n: int) -> str:
    """``1st``, ``2nd``, ``11th``."""
    end = "th" if n % 100 in (11, 12, 13) else _ORDINAL_ENDS.get(n % 10, "th")
    return f"{n}{end}"


def say_gap(facts: Facts, lang: Lang) -> str:
    """How far the region lies below the largest; empty for that one and for unsettled numbers.

    Neither is it told between a demonstration figure and a real one.
    """
    standing, figure = facts.standing, facts.figure
    if facts.rank is None or standing is None or facts.region in standing.leaders:
        return ""
    leader = standing.known[standing.leaders[0]]
    if not (is_settled(figure) and is_settled(leader) and figure.is_like(leader)):
        return ""
    names = name_equals(standing.leaders, lang)
    if facts.indicator.kind == "rate":
        points = say_points(leader.value, figure.value, lang)
        return _("{points} percentage points below {names}", lang, points=points, names=names)
    size = _say_distance(leader.value, figure.value, facts, lang)
    if choose_measure(facts.indicator) == "height":
        return _("{size} below {names}", lang, size=size, names=names)
    if facts.indicator.kind == "count":
        return _("{size} fewer than {names}", lang, size=size, names=names)
    return _("{size} less than {names}", lang, size=size, names=names)


def _say_distance(more: float, less: float, facts: Facts, lang: Lang) -> str:
    """How far two counts lie apart, with the digits of the chart, or in a unit that shows it."""
    scale = facts.scale
    decimals = min(count_decimals(v, scale) for v in (more, less))
    gap = round_difference(more / scale.divisor, less / scale.divisor, decimals)
    if not gap:
        return format_value(more - less, choose_scale([more - less], facts.indicator, lang), lang)
    return format_value(gap * scale.divisor, replace(scale, decimals=decimals), lang)


def say_against_total(facts: Facts, lang: Lang) -> str:
    """A rate against that of the region above, another figure's share in its total."""
    total, figure = facts.total, facts.figure
    if facts.indicator.kind != "rate" or total is None or figure is None:
        return say_share(facts, lang)
    if not (is_settled(total) and is_settled(figure) and figure.is_like(total)):
        return ""
    side, whole = compare(figure.value, total.value), name_whole(facts.parent, lang)
    points = say_points(figure.value, total.value, lang)
    if not side:
        return _("level with {region}", lang, region=whole)
    above = mark("{points} percentage points above {region} as a whole")
    below = mark("{points} percentage points below {region} as a whole")
    return _(above if side > 0 else below, lang, points=points, region=whole)
