"""The menu of a chart: what can be taken along, each thing made when it is asked for."""

from functools import partial
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.fonts import describe_fonts
from dashboard.briefing.slides.images import FORMATS, SIZES, Size, find_chromium, make_picture
from dashboard.briefing.slides.presentation import make_deck
from dashboard.catalogue import load_catalogue
from dashboard.charts.addresses import make_address
from dashboard.charts.contents import Contents
from dashboard.charts.sentences import make_sentence
from dashboard.errors import PictureError
from dashboard.exporting import file_name
from dashboard.i18n import gettext as _
from dashboard.presenters.charts import find_chart, make_print
from dashboard.presenters.tables import make_value_table
from dashboard.selection import ChartRequest, Selection
from dashboard.ui.basket import add_chart
from dashboard.ui.downloads import draw_downloads

_MIME = {"png": "image/png", "svg": "image/svg+xml"}
_PPTX_MIME = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_CAMERA = {"displayModeBar": True, "displaylogo": False, "modeBarButtons": [["toImage"]]}


def draw_menu(selection: Selection, request: ChartRequest, *, key: str) -> None:
    """A small button under a chart; what it holds is made when it is opened."""
    # Neither a popover nor a fragment. Streamlit 1.67 closes a popover by a request of its own that
    # follows the click on a link, and runs a fragment for the page that its request came from even
    # when that page has been left: the browser then puts the old page's parts into the new page,
    # and all is white ("Bad delta path index"). An expander sends nothing when its page is left.
    menu = st.expander(
        _("Export and share", selection.lang),
        key=f"{key}_menu",
        type="compact",
        icon=":material/ios_share:",
        on_change="rerun",
    )
    if menu.open:
        with menu:
            _draw_contents(selection, request, key)


def _draw_contents(selection: Selection, request: ChartRequest, key: str) -> None:
    lang = selection.lang
    contents = find_chart(request).find_contents(selection, request)
    if st.button(_("Add to the briefing", lang), key=f"{key}_add", icon=":material/add:"):
        add_chart(selection, request)
    st.caption(_("Sentence", lang))
    st.code(make_sentence(selection, request), language=None, wrap_lines=True)
    _draw_pictures(selection, request, key, _name_file(selection, contents))
    _draw_slide(selection, request, key, _name_file(selection, contents))
    _draw_figures(selection, contents, key)
    _draw_addresses(selection, request)


def _name_file(selection: Selection, contents: Contents) -> str:
    """Indicator, region, year and version, without a suffix; the title names the first three."""
    return file_name(contents.caption.title, f"v{selection.version}")


def _draw_pictures(selection: Selection, request: ChartRequest, key: str, name: str) -> None:
    """Pictures by this machine's Chromium, or by the reader's browser where it has none."""
    lang = selection.lang
    code = st.selectbox(
        _("Size of the picture", lang),
        list(SIZES),
        key=f"{key}_size",
        format_func=lambda c: _(SIZES[c].name, lang),
    )
    size = SIZES[code]
    name = f"{name}_{size.width}x{size.height}"
    if find_chromium() is None:
        _draw_camera(selection, request, key, name, size)
        return
    try:
        lacking = describe_fonts(lang)
    except PictureError as error:
        st.warning(error.text(lang))
        _draw_camera(selection, request, key, name, size)
        return
    if lacking:
        st.warning(lacking)
    with st.container(horizontal=True):
        for kind in FORMATS:
            st.download_button(
                kind.upper(),
                data=partial(make_picture, selection, request, size, kind),
                file_name=f"{name}.{kind}",
                mime=_MIME[kind],
                key=f"{key}_{kind}",
                on_click="ignore",
                icon=":material/image:",
            )


def _draw_camera(
    selection: Selection, request: ChartRequest, key: str, name: str, size: Size
) -> None:
    """The figure of the picture, with the button by which the reader's browser saves it."""
    lang = selection.lang
    kind = st.radio(
        _("Format", lang), FORMATS, key=f"{key}_format", horizontal=True, format_func=str.upper
    )
    st.caption(
        _("Your browser makes the picture: press the camera at the upper right of this one.", lang)
    )
    figure = make_print(selection, request, size.paper)
    width = figure.layout.width
    options = {
        "format": kind,
        "filename": name,
        "width": width,
        "height": figure.layout.height,
        "scale": size.scale(width),
    }
    st.plotly_chart(
        figure,
        theme=None,
        width=width,
        key=f"{key}_camera",
        config={**_CAMERA, "toImageButtonOptions": options},
        alt=name,
    )


def _draw_slide(selection: Selection, request: ChartRequest, key: str, name: str) -> None:
    """This chart as a deck of one slide."""
    deck = Deck(
        title="",
        lang=selection.lang,
        slides=(Slide(request, region=selection.region, year=selection.year),),
        version=selection.version if selection.is_frozen else 0,
        demonstration=selection.demonstration,
    )
    st.download_button(
        _("Slide (PPTX)", selection.lang),
        data=lambda: make_deck(deck),
        file_name=f"{name}.pptx",
        mime=_PPTX_MIME,
        key=f"{key}_pptx",
        on_click="ignore",
        icon=":material/slideshow:",
    )


def _draw_figures(selection: Selection, contents: Contents, key: str) -> None:
    """The figures that are drawn, as files."""
    codes = (contents.indicator.code,) if contents.indicator else ()
    table = (
        make_value_table(selection, contents.figures)
        if contents.indicator
        else _make_reports_table(selection, contents.figures)
    )
    draw_downloads(
        selection, table, key=f"{key}_figures", title=contents.caption.title, indicators=codes
    )


def _make_reports_table(selection: Selection, coverage: pd.DataFrame) -> pd.DataFrame:
    """How many indicators each region has reported in each year, of how many."""
    lang = selection.lang
    regions = load_catalogue().regions
    return pd.DataFrame(
        {
            _("Region", lang): [regions[c].full_name(lang) for c in coverage["region_code"]],
            _("Year", lang): coverage["year"].to_numpy(),
            _("Indicators reported", lang): coverage["reported_count"].to_numpy(),
            _("Indicators expected", lang): coverage["expected_count"].to_numpy(),
        }
    )


def _draw_addresses(selection: Selection, request: ChartRequest) -> None:
    """Links to this view: one that follows the figures, one that keeps them as they are."""
    lang = selection.lang
    titles = {
        False: _("Address of this view, always with the latest figures", lang),
        True: _(
            "Address of this view with the figures frozen at version {version}",
            lang,
            version=selection.version,
        ),
    }
    for frozen, title in titles.items():
        st.caption(title)
        address = make_address(selection, request, frozen=frozen)
        st.code(_site() + address, language=None, wrap_lines=True)


def _site() -> str:
    """Where this dashboard is, as the reader's browser sees it; empty when that is not known."""
    if not st.context.url:
        return ""
    parts = urlsplit(st.context.url)
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{parts.scheme}://{parts.netloc}/{base}{'/' if base else ''}"
