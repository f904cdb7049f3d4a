"""The choices of the Indicator page, as plain values."""

from dataclasses import replace

import streamlit as st

from dashboard import cached
from dashboard.access import Action, may
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.charts.kinds import ChartKind
from dashboard.charts.registry import list_indicator_kinds
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.presenters.tables import make_history_table, make_value_table
from dashboard.reported import (
    children_with_figures,
    default_regions,
    years_with_figures,
)
from dashboard.selection import ChartRequest, Selection
from dashboard.ui.address import (
    Key,
    choose,
    choose_span,
    keep_span,
    parse_codes,
    parse_text,
    parse_year,
    show_in_address,
)
from dashboard.ui.components import draw_table
from dashboard.ui.person import find_actor

_TABLE = "table"  # all figures, beside the kinds of charts


def find_indicators(text: str) -> list[str]:
    """Codes whose name in either language, alias or code holds ``text``; all for an empty one."""
    wanted = text.strip().casefold()
    return [
        i.code
        for i in load_catalogue().indicators.values()
        if any(wanted in n.casefold() for n in (i.name_zh, i.name_en, i.code, *i.aliases_zh))
    ]


def draw_indicator_choice(selection: Selection) -> Indicator:
    """The indicator, found by name or alias in either language."""
    lang = selection.lang
    catalogue = load_catalogue()
    every = list(catalogue.indicators)
    current = choose(Key.INDICATOR, "members", parse=parse_text, options=every)
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    text = left.text_input(
        _("Find by name or alias", lang),
        key="search",
        placeholder=_("e.g. 入会率 or breakfast", lang),
    )
    found = find_indicators(text)
    if text and not found:
        left.caption(_("No indicator is called “{text}”; all are listed.", lang, text=text[:40]))
    options = found or every
    if current not in options:
        current = choose_first(options)
    other: Lang = "en" if lang == "zh" else "zh"
    names = {c: f"{i.name(lang)} · {i.name(other)}" for c, i in catalogue.indicators.items()}
    code = right.selectbox(
        _("Indicator", lang), options, key=Key.INDICATOR, format_func=names.__getitem__
    )
    show_in_address(Key.INDICATOR, code)
    return catalogue.indicators[code]


def choose_first(options: list[str]) -> str:
    """Settle the indicator on the first one found, as the one before is not among them."""
    return choose(Key.INDICATOR, options[0], parse=parse_text, options=options)


def draw_definition(indicator: Indicator, lang: Lang) -> None:
    """Programme, unit and definition under the title."""
    programme = load_catalogue().programmes[indicator.programme].name(lang)
    parts = [programme, _("unit: {unit}", lang, unit=indicator.unit(lang))]
    if indicator.definition(lang):
        parts.append(indicator.definition(lang))
    st.caption(" · ".join(parts))


def draw_view_choice(selection: Selection, indicator: Indicator) -> ChartKind | None:
    """Which chart is shown; None for the table. Only that one is made, where it is offered."""
    lang = selection.lang
    kinds = {k.name: k for k in list_indicator_kinds() if k.is_offered(selection, indicator)}
    options = [*kinds, _TABLE]
    choose(Key.VIEW, options[0], parse=parse_text, options=options)
    view = st.radio(
        _("View", lang),
        options,
        key=Key.VIEW,
        horizontal=True,
        label_visibility="collapsed",
        format_func=lambda v: _(kinds[v].label if v in kinds else mark("Table"), lang),
    )
    show_in_address(Key.VIEW, view)
    return kinds.get(view)


def draw_request_choices(selection: Selection, kind: ChartKind, code: str) -> ChartRequest | None:
    """The chart as a reader chooses it; None, with a sentence, where there is nothing to choose from."""
    request = ChartRequest(kind.name, code)
    if "regions" in kind.choices:
        request = replace(request, regions=draw_region_choice(selection, code))
    if "years" in kind.choices:
        request = replace(request, years=draw_years_choice(selection, code))
    if "since" in kind.choices:
        since = draw_since_choice(selection, code)
        return replace(request, since=since) if since else None
    return request


def draw_region_choice(selection: Selection, code: str) -> tuple[str, ...]:
    """The regions whose lines are drawn: those with figures, the largest first shown."""
    lang = selection.lang
    regions = load_catalogue().regions
    options = [selection.region, *children_with_figures(selection, code)]
    default = list(default_regions(selection, code)) or [selection.region]
    choose(Key.CITIES, default, parse=parse_codes, options=options)
    chosen = st.multiselect(
        _("Regions", lang),
        options,
        key=Key.CITIES,
        format_func=lambda c: regions[c].name(lang),
        placeholder=_("Choose regions", lang),
    )
    if sorted(chosen) != sorted(default):
        show_in_address(Key.CITIES, chosen)
    return tuple(chosen) or (selection.region,)


def draw_years_choice(selection: Selection, code: str) -> tuple[int, int] | None:
    """The years of the trend; None where there is nothing to choose."""
    years = years_with_figures(selection, code)
    if len(years) < 3:
        return None
    span = choose_span(Key.FIRST, Key.LAST, years)
    # Without a key: a range slider takes its two ends from ``value`` alone.
    chosen = st.select_slider(_("Years", selection.lang), years, value=span)
    keep_span(chosen, Key.FIRST, Key.LAST, years)
    return chosen


def draw_since_choice(selection: Selection, code: str) -> int | None:
    """The year to compare with; None, with a sentence, where there is no other."""
    lang = selection.lang
    years = [y for y in years_with_figures(selection, code) if y != selection.year]
    if not years:
        st.info(_("There is no other year with figures to compare with.", lang))
        return None
    default = selection.year - 1 if selection.year - 1 in years else years[-1]
    choose(Key.SINCE, default, parse=parse_year, options=years)
    since = st.selectbox(
        _("Compare {year} with", lang, year=selection.year), years[::-1], key=Key.SINCE
    )
    show_in_address(Key.SINCE, since)
    return since


def draw_second_choice(selection: Selection, code: str) -> Indicator | None:
    """Another indicator to show beside this one, on axes of its own."""
    lang = selection.lang
    catalogue = load_catalogue()
    options = ["", *(c for c in catalogue.indicators if c != code)]
    choose(Key.SECOND, "", parse=parse_text, options=options)
    second = st.selectbox(
        _("Compare with another indicator", lang),
        options,
        key=Key.SECOND,
        format_func=lambda c: catalogue.indicators[c].name(lang) if c else _("none", lang),
    )
    show_in_address(Key.SECOND, second)
    return catalogue.indicators[second] if second else None


def draw_values(selection: Selection, code: str) -> None:
    """Every figure with its state, source and upload; a chosen row shows its history."""
    lang = selection.lang
    frame = cached.load_figures(selection, indicators=(code,))
    frame = frame.sort_values(["year", "region_code"], ascending=[False, True])
    table = make_value_table(selection, frame)
    chosen = draw_table(
        selection,
        table,
        key="values",
        title=load_catalogue().indicators[code].name(lang),
        indicators=(code,),
        column_order=[c for c in table.columns if c != _("Indicator", lang)],
        on_select="rerun",
        selection_mode="single-row",
    )
    rows = chosen.selection.rows
    if not rows:
        st.caption(
            _("Choose a row to see who published the figure, when, and what it was before.", lang)
        )
        return
    row = frame.iloc[rows[0]]
    history = make_history_table(
        selection,
        code,
        row["region_code"],
        row["latest_period"],
        for_staff=may(find_actor(), Action.READ_NAMES),
    )
    if history.empty:
        st.info(
            _(
                "A sum of the regions below or a rate of two figures: see those for their history.",
                lang,
            )
        )
        return
    st.dataframe(history, hide_index=True, key="history", alt=_("History", lang))
