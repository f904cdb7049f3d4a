"""The presentation view: one chart a screen, large type, nothing of the frame, arrow keys."""

from html import escape

import streamlit as st

from dashboard.briefing.slides.screens import (
    CELL_PADDING,
    GAP,
    PAD,
    ROW_PADDING,
    TEXT_LINE,
    TEXT_SIZE,
    TITLE_LINE,
    TITLE_SIZE,
    WIDTH,
    Screen,
    ScreenTable,
    make_screens,
)
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.store import load_store
from dashboard.ui.address import Key, choose, parse_number, show_in_address
from dashboard.ui.basket import settle_current

# Least width of the window in pixels → width of the sheet on it.
_WIDTHS = {0: 340, 740: 692, 1010: 962, WIDTH: WIDTH - 2 * PAD, 1590: 1542, 1900: 1852, 2540: 2492}


def _scaled(pixels: float, least: float = 0) -> str:
    """A length that is ``pixels`` in a window of WIDTH and grows and shrinks with it."""
    return f"max({least}px, {100 * pixels / WIDTH:.3f}vw)"


_STYLE = f"""
[data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stExpandSidebarButton"],
[data-testid="stToolbar"], .st-key-frame, .st-key-frame_notices, .st-key-notices
{{ display: none !important; }}
[data-testid="stApp"] {{ background: white; color-scheme: light; }}
[data-testid="stMainBlockContainer"] {{ padding: 16px {PAD}px 0; max-width: none; }}
[data-testid="stMain"] {{ scrollbar-width: none; }}
[data-testid="stMain"] [data-testid="stVerticalBlock"] {{ gap: {GAP}px; }}
.st-key-screen :is(h1, p, td, th) {{ color: #16202B; margin: 0; padding: 0; }}
.st-key-screen h1 {{ font-size: {_scaled(TITLE_SIZE, 22)}; line-height: {TITLE_LINE}; }}
.st-key-screen :is(p, td, th)
{{ font-size: {_scaled(TEXT_SIZE, 15)}; line-height: {TEXT_LINE}; text-align: left; }}
.st-key-screen table {{ table-layout: fixed; border-collapse: collapse; width: 100%; }}
.st-key-screen :is(td, th) {{ padding: {ROW_PADDING / 2 - 0.5}px {CELL_PADDING / 2}px;
  border: 0 solid #D7DCE1; border-bottom-width: 1px; }}
.st-key-screen .right {{ text-align: right; }}
.st-key-screen .foot {{ opacity: 0.85; margin-top: {GAP}px; }}
.st-key-screen {{ overflow-x: clip !important; }}
.st-key-sheet div {{ overflow: visible !important; max-width: none !important; }}
.st-key-keys {{ position: fixed; right: 8px; bottom: 4px; width: auto; opacity: 0; }}
.st-key-keys:hover, .st-key-keys:focus-within {{ opacity: 1; }}
"""


def draw_presentation(lang: Lang) -> None:
    """The screen that the address names, of the briefing that it names."""
    briefing = settle_current()
    screens = make_screens(briefing.deck, newest=load_store().version) if briefing else ()
    if not screens:
        st.info(_("There is no briefing to present here; choose one on the Briefing page.", lang))
        return
    place = choose(Key.SLIDE, 1, parse=parse_number, options=range(1, len(screens) + 1))
    show_in_address(Key.SLIDE, place)
    with st.container(key="screen"):
        _draw_screen(screens[place - 1])
    _draw_keys(place, len(screens), lang)


def _draw_screen(screen: Screen) -> None:
    content = screen.content
    style = _STYLE
    if not isinstance(content, ScreenTable):
        style += _zoom(content.layout.width, content.layout.height)
    st.html(f"<style>{style}</style><h1>{escape(screen.title)}</h1>")
    if isinstance(content, ScreenTable):
        st.html(_make_table(content, screen.alt))
    else:
        with st.container(key="sheet", width="content"):
            st.plotly_chart(
                content,
                theme=None,
                width="content",
                key="chart",
                config={"staticPlot": True, "displayModeBar": False},
                alt=screen.alt,
            )
    st.html(f"<p>{escape(screen.sentence)}</p>")


def _zoom(width: float, height: float) -> str:
    """The rules that enlarge a sheet to the width of the window."""
    # Not the sheet but the drawing in it is enlarged: a chart is drawn as wide as its place looks.
    # So the sheet keeps its width on a phone, too, and what it is wider than the screen stays empty.
    wide = f"{width:.0f}px !important"
    rules = [f".st-key-sheet {{ min-width: {wide}; max-width: {wide}; }}"]
    for least, shown in _WIDTHS.items():
        high = f"{shown / width * height:.0f}px !important"
        rules.append(
            f"@media (min-width: {least}px) {{"
            f" .st-key-sheet {{ min-height: {high}; max-height: {high}; }}"
            f" .st-key-sheet .js-plotly-plot {{ zoom: {shown / width:.4f}; }} }}"
        )
    return "\n".join(rules)


def _make_table(table: ScreenTable, title: str) -> str:
    columns = "".join(f'<col style="width: {share:.2f}%">' for share in table.shares)
    rows = "".join(f"<tr>{_make_cells('td', row, table.is_right)}</tr>" for row in table.rows)
    return (
        f'<table aria-label="{escape(title)}"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{_make_cells('th', table.columns, table.is_right)}</tr></thead>"
        f'<tbody>{rows}</tbody></table><p class="foot">{escape(table.foot)}</p>'
    )


def _make_cells(tag: str, texts: tuple[str, ...], is_right: tuple[bool, ...]) -> str:
    return "".join(
        f'<{tag} class="{"right" if right else "left"}">{escape(text)}</{tag}>'
        for text, right in zip(texts, is_right, strict=True)
    )


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
