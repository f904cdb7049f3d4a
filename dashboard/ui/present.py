"""The presentation view: one chart a screen, large type, nothing of the frame, arrow keys.

A chart is drawn on a small sheet and the sheet is enlarged, so that all of its text is at least 18 pt
on a screen of 1280 × 720; a table has as many rows as such a screen holds.
"""

from dataclasses import dataclass, replace

import streamlit as st

from dashboard.briefing.deck import Deck, Slide
from dashboard.briefing.sentences import make_headline, make_sentence
from dashboard.cached import Selection
from dashboard.charts.frame import Paper
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.store import load_store
from dashboard.summaries import TABLES, Table, make_table, split_rows
from dashboard.ui.address import Key, choose, parse_number, show_in_address
from dashboard.ui.basket import settle_current
from dashboard.ui.components import draw_summary, escape_markdown
from dashboard.views.drawings import make_contents, make_print

# The sheet of a chart is enlarged to the width of the screen: on 1280 × 720 its 11 px become 24 px.
_PAPER = Paper(560, 250, pad=4, is_tight=True)
# Least width of the screen in pixels → width of the sheet on it.
_WIDTHS = {0: 340, 740: 700, 1010: 960, 1270: 1230, 1590: 1540, 1900: 1850, 2540: 2480}
_STYLE = """
<style>
[data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stExpandSidebarButton"],
[data-testid="stToolbar"], .st-key-frame, .st-key-frame_notices, .st-key-notices
{ display: none !important; }
[data-testid="stApp"] { background: white; color-scheme: light; }
.st-key-screen :is(h1, p, td, th) { color: #16202B; }
[data-testid="stMainBlockContainer"] { padding: 16px 24px 0; max-width: none; }
[data-testid="stMain"] [data-testid="stVerticalBlock"] { gap: 6px; }
.st-key-sheet div { overflow: visible !important; }
.st-key-screen h1 { font-size: clamp(22px, 2.97vw, 90px); line-height: 1.25; padding: 0; }
.st-key-screen [data-testid="stHeading"] { min-height: 3.9vw; }
.st-key-screen p, .st-key-screen td, .st-key-screen th
{ font-size: clamp(15px, 1.875vw, 60px); line-height: 1.35; }
.st-key-screen td, .st-key-screen th { padding: 2px 8px; }
.st-key-screen td p, .st-key-screen th p { margin: 0; }
.st-key-keys { position: fixed; right: 8px; bottom: 4px; width: auto; opacity: 0; }
.st-key-keys:hover, .st-key-keys:focus-within { opacity: 1; }
"""


@dataclass(frozen=True)
class Screen:
    """A slide, or a part of a slide whose table is too long for one screen."""

    slide: Slide
    selection: Selection
    table: Table | None = None


def make_screens(deck: Deck, *, newest: int) -> list[Screen]:
    """The screens of a deck in its order; ``newest`` is the newest data version."""
    screens = []
    for slide in deck.slides:
        selection = deck.selection(slide, newest=newest)
        if slide.request.kind not in TABLES:
            screens.append(Screen(slide, selection))
            continue
        table = make_table(selection, slide.request)
        screens += [
            Screen(slide, selection, replace(table, rows=rows)) for rows in split_rows(table)
        ]
    return screens


def draw_presentation(lang: Lang) -> None:
    """The screen that the address names, of the briefing that it names."""
    briefing = settle_current()
    screens = make_screens(briefing.deck, newest=load_store().version) if briefing else []
    if not screens:
        st.info(_("There is no briefing to present here; choose one on the Briefing page.", lang))
        return
    place = choose(Key.SLIDE, 1, parse=parse_number, options=range(1, len(screens) + 1))
    show_in_address(Key.SLIDE, place)
    with st.container(key="screen"):
        _draw_screen(screens[place - 1])
    _draw_keys(place, len(screens), lang)


def _draw_screen(screen: Screen) -> None:
    slide, selection = screen.slide, screen.selection
    figure = None if screen.table else make_print(selection, slide.request, _PAPER, headed=False)
    st.html(_make_style(figure.layout if figure else _PAPER))
    st.title(escape_markdown(slide.title or make_headline(selection, slide.request)), anchor=False)
    if screen.table:
        draw_summary(screen.table, selection.lang)
    else:
        with st.container(key="sheet", width="content"):
            st.plotly_chart(
                figure,
                theme=None,
                width="content",
                key="chart",
                config={"staticPlot": True, "displayModeBar": False},
                alt=make_contents(selection, slide.request).alt,
            )
    st.markdown(escape_markdown(slide.sentence or make_sentence(selection, slide.request)))


def _make_style(sheet: Paper | object) -> str:
    """The look of the view; a sheet that had to grow (see ``Paper``) is enlarged less."""
    # Not the sheet but the drawing in it is enlarged: a chart is drawn as wide as its place looks.
    rules = [
        f"@media (min-width: {least}px) {{"
        f" .st-key-sheet {{ min-height: {shown / sheet.width * sheet.height:.0f}px !important; }}"
        f" .st-key-sheet .js-plotly-plot {{ zoom: {shown / sheet.width:.4f}; }} }}"
        for least, shown in _WIDTHS.items()
    ]
    return _STYLE + "\n".join(rules) + "\n</style>"


def _draw_keys(place: int, count: int, lang: Lang) -> None:
    """Buttons for the arrow keys, seen only when the mouse is there."""
    with st.container(key="keys", horizontal=True):
        for name, label, shortcut, target in (
            ("previous", _("Previous", lang), "Left", place - 1),
            ("next", _("Next", lang), "Right", place + 1),
        ):
            st.button(
                label,
                key=name,
                shortcut=shortcut,
                disabled=not 1 <= target <= count,
                on_click=_go_to,
                args=(target,),
            )


def _go_to(place: int) -> None:
    st.session_state[Key.SLIDE.value] = place
