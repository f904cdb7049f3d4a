"""Alternative text: one sentence that says to a listener what a chart shows."""

from collections.abc import Sequence

from dashboard.catalogue import Indicator
from dashboard.i18n import Lang, gettext


def make_alt(
    sentence: str,
    indicator: Indicator | None,
    *,
    lang: Lang,
    years: Sequence[int],
    regions: int,
    missing: int = 0,
) -> str:
    """``sentence`` about a chart, a message with places for {indicator}, {years} and {n}.

    ``years`` are those shown, ``regions`` how many are drawn, ``missing`` how many have no figure.
    ``indicator`` may be None for the coverage grid.
    """
    span = "" if not years else str(min(years))
    if years and max(years) != min(years):
        span = f"{min(years)}–{max(years)}"
    name = indicator.name(lang) if indicator else ""
    text = gettext(sentence, lang, indicator=name, years=span, n=regions)
    if missing:
        space = "" if lang == "zh" else " "
        text += space + gettext("Regions without a figure: {n}.", lang, n=missing)
    return text
