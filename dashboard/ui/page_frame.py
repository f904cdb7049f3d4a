"""The frame around every page: language, region, year and demonstration switch, each once."""

from dataclasses import replace
from functools import lru_cache

import streamlit as st

from dashboard import cached
from dashboard.cached import ReportedYear
from dashboard.catalogue import load_catalogue
from dashboard.i18n import LANGUAGES, Lang, mark, nearest_language
from dashboard.i18n import gettext as _
from dashboard.selection import Selection, Snapshot
from dashboard.settings import load_settings
from dashboard.sign_in import can_sign_in, is_signed_in
from dashboard.store import load_store
from dashboard.ui.address import (
    Key,
    choose,
    parse_number,
    parse_switch,
    parse_text,
    parse_year,
    remember,
    show_in_address,
    take_problems,
)

_POSSIBLE_YEARS = range(1949, 2101)  # those that can be reported
_MOST_YEARS = 8  # offered as buttons
_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def choose_language() -> Lang:
    """The language, settled before anything is drawn: the address, the session, the browser."""
    return choose(
        Key.LANG, nearest_language(st.context.locale), parse=_parse_language, options=LANGUAGES
    )


def _parse_language(raw: str) -> Lang | None:
    return next((lang for lang in LANGUAGES if lang == raw), None)


def draw_filters(lang: Lang) -> Selection:
    """The filters of the frame, as plain values; nobody else reads these widgets."""
    newest = load_store().version
    version = _choose_version(newest)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="frame"
    ):
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            region = _draw_region(lang)
            demonstration = _choose_demonstration()
            shown = Selection(lang, region, 0, version, newest, demonstration)
            year = _draw_year(lang, region, version, shown.snapshot)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _draw_demonstration(lang)
            _draw_language()
            _draw_sign_in(lang)
    selection = replace(shown, year=year)
    with st.container(key="frame_notices"):
        _draw_notices(selection)
    return selection


def _draw_language() -> None:
    lang = st.radio(
        "语言 / Language",
        LANGUAGES,
        key=Key.LANG,
        horizontal=True,
        format_func=_LANGUAGE_NAMES.get,
        label_visibility="collapsed",
    )
    show_in_address(Key.LANG, lang)


def _draw_sign_in(lang: Lang) -> None:
    """A button to sign in or out, where sign-in is set up."""
    if not can_sign_in():
        return
    if is_signed_in():
        st.button(_("Sign out", lang), on_click=st.logout, icon=":material/logout:")
    else:
        st.button(_("Sign in", lang), on_click=st.login, icon=":material/login:")


def _choose_version(newest: int) -> int:
    """The data version: the newest unless the address froze an older one."""
    asked = choose(Key.VERSION, 0, parse=parse_number, options=range(newest + 1))
    if asked and asked != newest:
        show_in_address(Key.VERSION, asked)
        return asked
    return newest


def _choose_demonstration() -> bool:
    if not cached.has_demonstration():
        return True
    return choose(Key.DEMONSTRATION, True, parse=parse_switch)


def _draw_demonstration(lang: Lang) -> None:
    if not cached.has_demonstration():
        return
    shown = st.toggle(
        _("Demonstration data", lang),
        key=Key.DEMONSTRATION,
        help=_("Figures made by a program, for trying the dashboard out; never real.", lang),
    )
    show_in_address(Key.DEMONSTRATION, int(shown))


@lru_cache(maxsize=1)
def _allowed_regions() -> tuple[str, ...]:
    """Every region that has parts to compare, down to the cities."""
    catalogue = load_catalogue()
    return tuple(
        c for c, r in catalogue.regions.items() if r.level != "county" and catalogue.children(c)
    )


@lru_cache(maxsize=512)
def _region_options(region: str) -> tuple[str, ...]:
    """The country, its provinces, and below the chosen province its cities."""
    catalogue = load_catalogue()
    chosen = catalogue.regions[region]
    province = region if chosen.level == "province" else chosen.parent_code
    options = ["100000"]
    for child in catalogue.counted_children("100000"):
        options.append(child.code)
        if child.code == province:
            options += [
                r.code for r in catalogue.counted_children(province) if catalogue.children(r.code)
            ]
    return tuple(options)


def _draw_region(lang: Lang) -> str:
    catalogue = load_catalogue()
    home = load_settings().home_region
    current = choose(Key.REGION, home, parse=parse_text, options=_allowed_regions())
    region = st.selectbox(
        _("Region", lang),
        _region_options(current),
        key=Key.REGION,
        width=200,
        label_visibility="collapsed",
        format_func=lambda code: _indent(code) + catalogue.regions[code].full_name(lang),
    )
    show_in_address(Key.REGION, region)
    return region


def _indent(code: str) -> str:
    region = load_catalogue().regions[code]
    return "" if region.level in ("country", "province") else "\u2003"


def _draw_year(lang: Lang, region: str, version: int, snapshot: Snapshot) -> int:
    """The year; the one chosen stays, whatever the region has of it (see ``_draw_years_there``)."""
    default = cached.find_opening_year(version, snapshot, region)
    chosen = choose(Key.YEAR, default, parse=parse_year, options=_POSSIBLE_YEARS)
    years = sorted({chosen, *cached.load_years(version, snapshot, region)}, reverse=True)
    year = st.selectbox(
        _("Year", lang), years, key=Key.YEAR, width=110, label_visibility="collapsed"
    )
    show_in_address(Key.YEAR, year)
    return year


def _draw_years_there(selection: Selection) -> None:
    """Where the region has nothing of the year: the years that have; else newer, thinner ones."""
    lang = selection.lang
    known = [
        y
        for y in cached.load_reported_years(selection.version, selection.snapshot, selection.region)
        if y.known_count
    ]
    words = {
        "region": load_catalogue().regions[selection.region].full_name(lang),
        "year": selection.year,
    }
    if selection.year in [y.year for y in known]:
        is_newest = not any(y.is_full for y in known if y.year > selection.year)
        newer = [y for y in known if y.year > selection.year] if is_newest else []
        _draw_year_buttons(newer, selection, mark("{year}: {n} reported →"), key="newer_years")
        return
    if not known:
        st.caption(_("{region} has no figures of any year.", lang, **words))
        return
    st.caption(_("{region} has no figures of {year}. There are some of:", lang, **words))
    _draw_year_buttons(known, selection, mark("{year}"), key="years_there")


def _draw_year_buttons(
    years: list[ReportedYear], selection: Selection, label: str, *, key: str
) -> None:
    if not years:
        return
    with st.container(horizontal=True, key=key):
        for y in years[:_MOST_YEARS]:
            st.button(
                _(label, selection.lang, year=y.year, n=y.known_count),
                key=f"{key}_{y.year}",
                on_click=remember,
                args=(Key.YEAR.value, y.year),
            )


def _draw_notices(selection: Selection) -> None:
    """What a reader must know before any figure: a frozen version, demonstration data, a bad link."""
    lang = selection.lang
    draw_problems(lang)
    _draw_years_there(selection)
    if selection.is_frozen:
        st.info(
            _(
                "Figures as at data version {version}; the newest is version {newest}.",
                lang,
                version=selection.version,
                newest=load_store().version,
            )
        )
    if selection.demonstration and cached.has_demonstration():
        st.markdown(
            f":orange-badge[:material/science: {_('Demonstration data', lang)}] "
            + _(
                "Some of the figures are made by a program, not real; the switch above hides them.",
                lang,
            )
        )


def draw_problems(lang: Lang) -> None:
    """What the address asked for and does not exist, in a plain sentence each."""
    for key, raw in take_problems():
        # The text is the address's: shown as code, without what could end it.
        text = raw[:40].replace("`", "")
        st.warning(
            _(
                "The address asks for {key} = {text}, which does not exist here. "
                "The nearest valid view is shown instead.",
                lang,
                key=key.value,
                text=f"`{text}`",
            )
        )
