"""The tables of the Data page."""

import pandas as pd
import streamlit as st

from dashboard import cached
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.presenters.tables import make_value_table
from dashboard.selection import Selection
from dashboard.ui.components import draw_table
from dashboard.ui.downloads import draw_downloads

_RULES = {
    ("flow", "sum"): mark("adds up over the year and over regions"),
    ("stock", "sum"): mark("the year's last figure; adds up over regions"),
    ("flow", "none"): mark("adds up over the year; not over regions"),
    ("stock", "none"): mark("the year's last figure; never added up over regions"),
}
_RATIO_RULE = mark("recomputed from its parts, never averaged")


def _describe_rule(indicator: Indicator, lang: Lang) -> str:
    rule = _RATIO_RULE if indicator.parts else _RULES[indicator.measure, indicator.region_rule]
    return _(rule, lang)


def draw_definitions(selection: Selection) -> None:
    """Every indicator with programme, unit, rule, definition and other names."""
    lang = selection.lang
    catalogue = load_catalogue()
    table = pd.DataFrame(
        {
            _("Programme", lang): catalogue.programmes[i.programme].name(lang),
            _("Indicator", lang): i.name(lang),
            _("Unit", lang): i.unit(lang),
            _("How it adds up", lang): _describe_rule(i, lang),
            _("Definition", lang): i.definition(lang),
            _("Also called", lang): "、".join(i.aliases_zh),
            _("Code", lang): i.code,
        }
        for i in catalogue.indicators.values()
    )
    draw_table(selection, table, key="definitions", title=_("Definitions", lang))


def draw_sources(selection: Selection) -> None:
    """Where the figures of the region come from, with how many each source gave."""
    lang = selection.lang
    frame = cached.load_figures(selection)
    own = frame[frame["source"] != ""]
    counted = own.groupby("source").agg(
        n=("year", "size"), first=("year", "min"), last=("year", "max")
    )
    table = counted.reset_index().set_axis(
        [_("Source", lang), _("Figures", lang), _("First year", lang), _("Last year", lang)], axis=1
    )
    st.dataframe(table, hide_index=True, key="sources", alt=_("Sources", lang))
    st.caption(
        _(
            "Map boundaries: Tianditu, GS(2024)0650, indicative. "
            "Publishing a map outside needs map review by its user.",
            lang,
        )
    )


def draw_all_figures(selection: Selection) -> None:
    """Downloads of every figure of the region and its parts, all years."""
    lang = selection.lang
    frame = cached.load_figures(selection)
    st.write(
        _(
            "{count} {count:figure|figures} of {region} and its parts, after the rules of the numbers.",
            lang,
            count=f"{len(frame):,}",
            region=load_catalogue().regions[selection.region].full_name(lang),
        )
    )
    draw_downloads(
        selection,
        make_value_table(selection, frame),
        key="all",
        title=_("All figures", lang),
        indicators=tuple(dict.fromkeys(frame["indicator"])),
    )
