"""What a chart is made of, for its figure on a page and its native chart on a slide alike."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd

from dashboard import cached
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.figures import Break
from dashboard.graphics.frame import Caption
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.selection import Selection

Made = TypeVar("Made")


@dataclass(frozen=True)
class Contents:
    """What a chart is made of: for its figure on a page and its native chart on a slide alike."""

    figures: pd.DataFrame
    indicator: Indicator | None  # None: the figures are not of one indicator
    lang: Lang
    caption: Caption
    options: Mapping[str, Any]  # the further arguments of the chart's own function
    alt: str

    @property
    def subject(self) -> Indicator:
        """The indicator, for charts that are always of one."""
        if self.indicator is None:
            raise ValueError("The figures are not of one indicator.")
        return self.indicator

    def apply(self, function: Callable[..., Made]) -> Made:
        """What ``function`` makes of it: ``make_trend``, ``plan_trend``."""
        given = [self.figures] if self.indicator is None else [self.figures, self.indicator]
        return function(*given, lang=self.lang, caption=self.caption, **self.options)


def make_caption(
    selection: Selection, title: str, *, notes: Sequence[str] = (), source: str = ""
) -> Caption:
    """The caption of a chart of ``selection``; the chart adds measure, quality flags and its own sources.

    ``source`` is given where sums are drawn, whose sources are those of their parts.
    """
    return Caption(
        title=title,
        subtitle="",
        source=source,
        version=selection.version,
        date=cached.load_version_date(selection.version),
        notes=tuple(notes),
    )


def name_region(selection: Selection) -> str:
    """The full name of the selected region."""
    return load_catalogue().regions[selection.region].full_name(selection.lang)


def children_of_year(selection: Selection, code: str, year: int | None = None) -> pd.DataFrame:
    """The figures of the children of the selected region in ``year``, or in the selected one."""
    frame = cached.load_figures(selection, indicators=(code,))
    year = year or selection.year
    children = [r.code for r in load_catalogue().children(selection.region, year)]
    return frame[(frame["year"] == year) & frame["region_code"].isin(children)]


def tell_breaks(breaks: Sequence[Break], lang: Lang) -> list[str]:
    """A note for each redefinition of a series."""
    return [
        _(
            "The series was redefined in {year}: {reason}",
            lang,
            year=b.year,
            reason=b.reason(lang),
        )
        for b in breaks
    ]
