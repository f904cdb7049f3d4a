"""Stacked bars: the parts of a region and their sum, one bar a year. Only of what adds up."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.catalogue import Indicator, load_catalogue
from dashboard.formats import (
    OPEN_FLAGS,
    QUALITY_FLAGS,
    Scale,
    choose_scale,
    format_percent,
    format_value,
    is_level,
)
from dashboard.graphics import theme
from dashboard.graphics.frame import (
    ROW,
    Caption,
    Plot,
    PlotlyDict,
    fit_rows,
    hidden_axis,
    make_empty,
    make_figure,
    make_text,
    row_axis,
    with_measure,
)
from dashboard.graphics.points import (
    NOTES_SHOWN,
    KnownPoint,
    Notes,
    Point,
    format_hover,
    format_label,
    format_state,
    group_points,
    has_value,
    join_names,
    make_notes,
    read_points,
)
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.lists import choose_colon, join_words

MOST_COLOURED = 6  # with more regions than this, the largest have a colour, the rest are summed
LARGEST = 5
OTHERS = theme.BAR
_NARROWEST_SHARE = 0.08  # of the plot: “34%” fits into that much of it on a phone
_KEY_GAP = "\u2003"
# Hatch and sign in the key of regions that share a colour, by their turn through the palette.
_HATCHES = (("", "■"), ("/", "▨"), ("x", "▩"))

Group = tuple[str, ...]  # regions of one segment: one, or all that are not the largest


@dataclass(frozen=True)
class Bar:
    """The parts of one year, or several years in a row in which no region has reported."""

    year: int  # the first
    parts: dict[str, KnownPoint]  # with a number, by region
    missing: tuple[tuple[str, str], ...]  # expected regions without one, state in words
    expected: int
    own: float | None  # reported for the whole itself (base unit), not a sum of the parts
    last: int  # the same as ``year`` where it stands alone
    is_silent: bool  # no region has reported

    @property
    def name(self) -> str:
        """``2008``, ``2001–2007``."""
        return str(self.year) if self.last == self.year else f"{self.year}–{self.last}"

    @property
    def sum(self) -> float:
        """The length of the bar in the base unit."""
        return math.fsum(p.value for p in self.parts.values())

    @property
    def reported(self) -> int:
        """How many of the expected regions have a number."""
        return self.expected - len(self.missing)

    @property
    def is_whole(self) -> bool:
        """Whether every expected region has a number."""
        return bool(self.parts) and not self.missing

    @property
    def differs(self) -> bool:
        """Whether the whole has a figure of its own that is not the sum of its parts."""
        if self.own is None or not self.is_whole:
            return False
        return not is_level(self.own, self.sum)

    @property
    def total(self) -> float | None:
        """The sum where it is the figure of the whole; None otherwise."""
        return self.sum if self.is_whole and not self.differs else None

    @property
    def quality_flags(self) -> str:
        """The quality flags of all parts, comma-separated keys of formats.QUALITY_FLAGS."""
        present = {d for p in self.parts.values() for d in p.quality_flags.split(",")}
        return ",".join(d for d in QUALITY_FLAGS if d in present)

    def share(self, value: float | None) -> float | None:
        """``value`` in per cent of the total; None where that cannot be said."""
        if (
            value is None
            or not self.total
            or not OPEN_FLAGS.isdisjoint(self.quality_flags.split(","))
        ):
            return None
        parts = self.parts.values()
        # Real figures have no share in a total that is partly demonstration data.
        if any(p.value < 0 for p in parts) or len({p.is_demonstration for p in parts}) > 1:
            return None
        return 100 * value / self.total

    def value(self, group: Group) -> float | None:
        """The sum of those of ``group`` that have a number; None where none has."""
        known = [self.parts[c].value for c in group if c in self.parts]
        return math.fsum(known) if known else None


@dataclass(frozen=True)
class Stacked:
    """What stacked bars show, worked out once for a figure and for a slide."""

    bars: list[Bar]  # from the first to the last year with a part, ascending
    groups: list[Group]  # segments, largest first, the other regions last
    scale: Scale
    caption: Caption
    notes: Notes

    @property
    def newest_whole(self) -> Bar | None:
        """The newest year in which every expected region has a number."""
        return next((b for b in reversed(self.bars) if b.is_whole), None)

    def end_text(self, bar: Bar, lang: Lang) -> str:
        """What stands at the end of a bar: its total, its coverage, or that the total is another."""
        if bar.is_silent:
            return _("not reported", lang)
        if bar.missing or not bar.parts:
            return f"† {bar.reported}/{bar.expected}"
        return (
            "≠"
            if bar.total is None
            else format_label(bar.total, self.scale, lang, bar.quality_flags)
        )


def group_name(group: Group, lang: Lang) -> str:
    """The name of a segment."""
    if len(group) == 1:
        return theme.place_name(group[0], lang)
    return _("other regions ({n})", lang, n=len(group))


def join_years(years: Sequence[int], lang: Lang) -> str:
    """Ascending years in one phrase: ``2019–2021, 2023``."""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    texts = [str(s[0]) if len(s) == 1 else f"{s[0]}–{s[-1]}" for s in spans]
    return join_words(texts, lang)


def _applies(point: Point | None) -> bool:
    return point is None or point.status != "not_applicable"


def _read_bar(year: int, points: Mapping[str, dict[int, Point]], parent: str, lang: Lang) -> Bar:
    children = load_catalogue().summed_children(parent, year)
    counted = {r.code for r in load_catalogue().counted_children(parent, year)}
    found = {r.code: points.get(r.code, {}).get(year) for r in children}
    expected = [r.code for r in children if r.code in counted and _applies(found[r.code])]
    whole = points.get(parent, {}).get(year)
    # A sum says how many regions it expects; an own figure has no such number.
    own = whole.value if has_value(whole) and whole.expected is None else None
    states = {p.status if (p := found[c]) else "not_reported" for c in expected}
    return Bar(
        year=year,
        parts={c: p for c, p in found.items() if has_value(p)},
        missing=tuple(
            (c, format_state(found[c], lang)) for c in expected if not has_value(found[c])
        ),
        expected=len(expected),
        own=own,
        last=year,
        is_silent=states == {"not_reported"} and not any(map(has_value, found.values())),
    )


def _join_silent(bars: Sequence[Bar]) -> list[Bar]:
    """Years in a row in which no region has reported as one bar: the gap stays, and stays short."""
    joined: list[Bar] = []
    for bar in bars:
        if joined and bar.is_silent and joined[-1].is_silent:
            joined[-1] = replace(joined[-1], last=bar.last)
        else:
            joined.append(bar)
    return joined


def _group_regions(bars: Sequence[Bar]) -> list[Group]:
    """Regions by their latest number, largest first; of many, all but five in one group."""
    latest = {code: point.value for bar in bars for code, point in bar.parts.items()}
    order = sorted(latest, key=lambda code: -latest[code])
    if len(order) <= MOST_COLOURED:
        return [(code,) for code in order]
    return [*((code,) for code in order[:LARGEST]), tuple(order[LARGEST:])]


def _tell_missing(missing: Sequence[tuple[str, str]], lang: Lang) -> str:
    states: dict[str, list[str]] = {}
    for code, state in missing:
        states.setdefault(state, []).append(code)
    colon, stop = ("：", "；") if lang == "zh" else (": ", "; ")
    return stop.join(f"{state}{colon}{join_names(c, lang)}" for state, c in states.items())


def _coverage_notes(bars: Sequence[Bar], lang: Lang) -> list[str]:
    """A line for each choice of missing regions, the newest years first; the rest in one."""
    years: dict[tuple[tuple[str, str], ...], list[Bar]] = {}
    for bar in bars:
        if bar.missing and not bar.is_silent:
            years.setdefault(bar.missing, []).append(bar)
    ordered = sorted(years.items(), key=lambda item: -item[1][-1].year)
    lines = [
        _(
            "† {years}: {reported} of {expected} {expected:region|regions} {reported:has|have} a figure ({missing})",
            lang,
            years=join_years([b.year for b in same], lang),
            reported=same[0].reported,
            expected=same[0].expected,
            missing=_tell_missing(missing, lang),
        )
        for missing, same in ordered[:NOTES_SHOWN]
    ]
    rest = sorted(b.year for _missing, same in ordered[NOTES_SHOWN:] for b in same)
    if rest:
        span = join_years(rest, lang)
        lines.append(_("† {years}: not all regions have a figure either", lang, years=span))
    silent = [year for b in bars if b.is_silent for year in range(b.year, b.last + 1)]
    if silent:
        span = join_years(silent, lang)
        lines.append(_("{years}: no region has reported", lang, years=span))
    return lines


def _own_notes(bars: Sequence[Bar], parent: str, indicator: Indicator, lang: Lang) -> list[str]:
    """A line for each year whose own figure is not the sum of its parts, the newest first."""
    scale = choose_scale([], indicator, lang)  # in full, so that a small difference is seen
    differing = [b for b in reversed(bars) if b.differs]
    lines = [
        _(
            "≠ {year}: the figure of {region} itself is {own}, the sum of its parts {sum}",
            lang,
            year=bar.year,
            region=theme.place_name(parent, lang),
            own=format_value(bar.own, scale, lang),
            sum=format_value(bar.sum, scale, lang),
        )
        for bar in differing[:NOTES_SHOWN]
    ]
    if len(differing) > NOTES_SHOWN:
        rest = join_years([b.year for b in reversed(differing[NOTES_SHOWN:])], lang)
        lines.append(_("≠ {years}: its figure is not the sum either", lang, years=rest))
    return lines


def plan_stacked(
    figures: pd.DataFrame, indicator: Indicator, *, lang: Lang, caption: Caption, parent: str
) -> Stacked | None:
    """What ``make_stacked`` draws of the same arguments.

    None without a part, and for what does not add up.
    """
    points = group_points(read_points(figures))
    codes = {r.code for r in load_catalogue().rollups if r.rollup_code == parent}
    known = [y for c in codes for y, p in points.get(c, {}).items() if has_value(p)]
    if not known or not indicator.adds_up:
        return None
    years = range(min(known), max(known) + 1)
    bars = _join_silent([_read_bar(year, points, parent, lang) for year in years])
    drawn = [p for b in bars for p in b.parts.values()]
    # The unit of the parts: in that of their sum the small ones would be 0.00.
    scale = choose_scale([p.value for p in drawn], indicator, lang)
    told = [points[parent][b.year] for b in bars if b.differs]
    notes = make_notes([*drawn, *told], lang)
    lines = [*_coverage_notes(bars, lang), *_own_notes(bars, parent, indicator, lang)]
    return Stacked(
        bars=bars,
        groups=_group_regions(bars),
        scale=scale,
        caption=with_measure(caption, indicator, scale, lang),
        notes=Notes(notes.source, (*lines, *notes.notes), notes.demonstration),
    )


def explain_empty(indicator: Indicator, lang: Lang) -> str:
    """Why there is nothing to stack."""
    if indicator.adds_up:
        return _("No figures for this choice", lang)
    return _("This indicator does not add up over regions", lang)


def _look(group: Group) -> tuple[str, str, str]:
    """Colour, hatch and sign in the key."""
    if len(group) > 1:
        return OTHERS, *_HATCHES[0]
    turn = theme.place_among_siblings(group[0]) // len(theme.PALETTE)
    return theme.region_colour(group[0]), *_HATCHES[turn % len(_HATCHES)]


def _hover(bar: Bar, group: Group, scale: Scale, lang: Lang) -> str:
    value = bar.value(group)
    if value is None:
        return ""
    if len(group) == 1:
        text = format_hover(bar.parts[group[0]], scale, lang)
    else:
        colon = choose_colon(lang)
        name = group_name(tuple(c for c in group if c in bar.parts), lang)
        text = f"<b>{name}</b> {bar.year}{colon}{format_value(value, scale, lang)}"
    share = bar.share(value)
    if share is None:
        return text
    return f"{text}<br>{_('{share}% of the sum', lang, share=format_percent(share, 1))}"


def share_texts(plan: Stacked, group: Group) -> list[str]:
    """What stands inside the segments of ``group``, one text a bar: its share, where it fits."""
    narrowest = axis_ends(plan.bars, plan.scale)[1] * plan.scale.divisor * _NARROWEST_SHARE
    values = [bar.value(group) for bar in plan.bars]
    shares = [bar.share(v) for bar, v in zip(plan.bars, values, strict=True)]
    return [
        ""
        if share is None or value is None or value < narrowest
        else f"{format_percent(share, 0)}%"
        for value, share in zip(values, shares, strict=True)
    ]


def _segments(plan: Stacked, group: Group, lang: Lang) -> PlotlyDict:
    colour, hatch, _sign = _look(group)
    values = [bar.value(group) for bar in plan.bars]
    return {
        "type": "bar",
        "orientation": "h",
        "name": group_name(group, lang),
        "y": list(range(len(plan.bars))),
        "x": [None if v is None else v / plan.scale.divisor for v in values],
        "width": 0.72,
        "text": share_texts(plan, group),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": theme.LABEL_SIZE},
        "hovertext": [_hover(bar, group, plan.scale, lang) for bar in plan.bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": colour,
            "line": {"width": 1, "color": "rgba(255,255,255,0.8)"},
            "pattern": {"shape": hatch, "fillmode": "overlay", "size": 6, "solidity": 0.2},
        },
    }


def _key_lines(plan: Stacked, width: float, lang: Lang) -> list[str]:
    """The names of the segments in their colours, in lines that fit ``width``."""
    lines: list[str] = []
    used = 0.0
    for group in plan.groups:
        colour, _hatch, sign = _look(group)
        name = group_name(group, lang)
        taken = theme.measure_text(f"{sign} {name}{_KEY_GAP}", theme.LABEL_SIZE) + 4
        entry = f"<span style='color:{colour}'>{sign}</span> {name}"
        if lines and used + taken <= width:
            lines[-1] += _KEY_GAP + entry
            used += taken
        else:
            lines.append(entry)
            used = taken
    return lines


def axis_ends(bars: Sequence[Bar], scale: Scale) -> tuple[float, float]:
    """Lowest and highest of the axis in the unit of the scale; zero is always between them."""
    signs = [[p.value for p in b.parts.values()] for b in bars]
    low = min(math.fsum(v for v in values if v < 0) for values in signs) / scale.divisor
    high = max(math.fsum(v for v in values if v > 0) for values in signs) / scale.divisor
    return low, high if high > low else low + 1


def _end_labels(plan: Stacked, texts: Sequence[str]) -> list[PlotlyDict]:
    return [
        make_text(
            text,
            x=max(0.0, bar.sum) / plan.scale.divisor,
            y=i,
            xref="x",
            yref="y",
            xanchor="left",
            xshift=3,
        )
        for i, (bar, text) in enumerate(zip(plan.bars, texts, strict=True))
    ]


def _place_key(lines: Sequence[str], left: float) -> PlotlyDict:
    return make_text(
        "<br>".join(lines),
        x=0,
        y=1,
        name="key",
        align="left",
        xanchor="left",
        yanchor="bottom",
        xshift=-left,
        borderpad=0,
    )


def make_stacked(
    figures: pd.DataFrame, indicator: Indicator, *, lang: Lang, caption: Caption, **options: Any
) -> go.Figure:
    """One bar a year out of the children of ``parent``, the years from the top down.

    ``figures`` are rows of one indicator that adds up (the figures frame), the parent's among
    them, in any order; ``options`` are those of ``plan_stacked``. Of more than six regions the
    largest five (by their latest number) have a segment of their own. A bar has its total at its
    end only where all expected regions have a number; else its coverage.
    """
    plan = plan_stacked(figures, indicator, lang=lang, caption=caption, **options)
    if plan is None:
        return make_empty(caption, lang=lang, text=explain_empty(indicator, lang))
    low, high = axis_ends(plan.bars, plan.scale)  # the same in every part
    key = _key_lines(plan, plan.caption.text_width, lang)
    room = Plot([], {}, 0, above=len(key) * theme.LABEL_SIZE * theme.LINE_HEIGHT + 8)
    bars, parts = fit_rows(plan.bars, ROW.tightest, room, plan.caption, plan.notes, lang)
    plan = replace(plan, bars=list(bars))
    count = len(bars)
    years = [bar.name for bar in bars]
    left = max(theme.measure_text(y, 12) for y in years) + 10
    ends = [plan.end_text(bar, lang) for bar in plan.bars]
    layout = {
        "barmode": "relative",
        "xaxis": hidden_axis(range=[low, high]),
        "yaxis": row_axis(years),
        "annotations": [*_end_labels(plan, ends), _place_key(key, left)],
    }
    return make_figure(
        Plot(
            [_segments(plan, group, lang) for group in plan.groups],
            layout,
            **ROW.of(count),
            left=left,
            right=max(theme.measure_text(t, theme.LABEL_SIZE) for t in ends) + 10,
            above=room.above,
            parts=parts,
        ),
        plan.caption,
        lang=lang,
        notes=plan.notes,
    )
