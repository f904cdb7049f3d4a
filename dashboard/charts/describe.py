"""Alternative text: one sentence that says to a listener what a chart shows."""

from collections.abc import Sequence

from dashboard.catalogue import Indicator
from dashboard.i18n import Lang, gettext, mark

# Kinds of charts and the sentence for each.
SENTENCES = {
    "trend": mark("Line chart of {indicator}, {years}; regions shown: {n}."),
    "ranking": mark("Bar chart of {indicator} in {years}, largest first; regions shown: {n}."),
    "map": mark("Map of {indicator} in {years} in coloured classes; regions shown: {n}."),
    "dumbbell": mark("Comparison of {indicator} between two years ({years}); regions shown: {n}."),
    "small_multiples": mark(
        "Small line charts of {indicator}, {years}, one a region; regions shown: {n}."
    ),
    "stacked": mark("Stacked bars of {indicator} by region, {years}; regions shown: {n}."),
    "strip": mark(
        "Dots of {indicator} in {years}: one region among the others; regions shown: {n}."
    ),
    "coverage": mark("Grid of the number of indicators reported, {years}; regions shown: {n}."),
}


def make_alt(
    chart: str,
    indicator: Indicator | None,
    *,
    lang: Lang,
    years: Sequence[int],
    regions: int,
    missing: int = 0,
) -> str:
    """One sentence for a chart of kind ``chart`` (a key of SENTENCES).

    ``years`` are those shown, ``regions`` how many are drawn, ``missing`` how many have no figure.
    ``indicator`` may be None for the coverage grid.

    Raises KeyError for an unknown kind of chart.
    """
    span = "" if not years else str(min(years))
    if years and max(years) != min(years):
        span = f"{min(years)}–{max(years)}"
    name = indicator.name(lang) if indicator else ""
    text = gettext(SENTENCES[chart], lang, indicator=name, years=span, n=regions)
    if missing:
        space = "" if lang == "zh" else " "
        text += space + gettext("Regions without a figure: {n}.", lang, n=missing)
    return text
