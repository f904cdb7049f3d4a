"""The screens of a presentation: one chart or table each, laid out for 1280 × 720 pixels.

Nothing on a screen is smaller than 18 pt there. A larger or smaller window shows the same screen
larger or smaller. What does not fit goes to further screens of the same slide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import plotly.graph_objects as go

from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.charts.registry import find_kind
from dashboard.charts.sentences import make_headline, make_sentence
from dashboard.charts.tables.kinds import TableKind
from dashboard.graphics import theme
from dashboard.graphics.frame import FOOT_SEPARATOR, Paper
from dashboard.graphics.table_layout import align_columns, count_lines, fit_columns
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.presenters.charts import make_print, make_table
from dashboard.selection import ChartRequest, Selection

WIDTH, HEIGHT = 1280, 720
PAD, GAP = 24, 6  # at the sides, and between title, sheet and sentence
TITLE_SIZE, TEXT_SIZE = 38, 24  # 24 px are 18 pt
TITLE_LINE, TEXT_LINE = 1.25, 1.35  # line heights in em
CELL_PADDING, ROW_PADDING = 16, 5  # left and right, above and below together
# A chart is drawn on a small sheet that is then enlarged, so that its smallest print is TEXT_SIZE.
SHEET_WIDTH = 560
ZOOM = (WIDTH - 2 * PAD) / SHEET_WIDTH
_TOP, _BOTTOM = 16, 16
_LEAST_SHEET = 300
_BOLD = 1.06  # how much wider bold text is
_TEXT_WIDTH = (WIDTH - 2 * PAD) * 0.97


@dataclass(frozen=True)
class ScreenTable:
    """The part of a table that a screen shows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]  # widths of the columns in per cent
    is_right: tuple[bool, ...]  # whether a column stands at the right
    foot: str


@dataclass(frozen=True)
class Screen:
    """A slide, or a part of one, between its headline and its sentence."""

    title: str
    sentence: str
    content: go.Figure | ScreenTable  # a figure is drawn on a sheet, see SHEET_WIDTH
    alt: str


@lru_cache(maxsize=32)
def make_screens(deck: Deck, *, newest: int) -> tuple[Screen, ...]:
    """The screens of a deck in its order; ``newest`` is the newest data version."""
    return tuple(
        screen
        for slide in deck.slides
        for screen in _make_parts(slide, deck.selection(slide, newest=newest))
    )


def _make_parts(slide: Slide, selection: Selection) -> Iterator[Screen]:
    request = slide.request
    title = slide.title or make_headline(selection, request)
    sentence = slide.sentence or make_sentence(selection, request)
    kind = find_kind(request)
    alt = kind.make_alt(selection, request)
    cut = _cut_table if isinstance(kind, TableKind) else _draw_parts
    parts = cut(selection, request, _room(title, sentence))
    if len(parts) > 1:
        # With its number a title may take another line, which leaves less room.
        parts = cut(selection, request, _room(_name_part(title, 9, 9, selection.lang), sentence))
    for number, part in enumerate(parts, start=1):
        name = _name_part(title, number, len(parts), selection.lang)
        yield Screen(name, sentence, part, alt)


def _name_part(title: str, part: int, parts: int, lang: Lang) -> str:
    if parts == 1:
        return title
    return _("{title} ({part}/{parts})", lang, title=title, part=part, parts=parts)


def _room(title: str, sentence: str) -> float:
    """The height in pixels that title and sentence leave to a chart or table."""
    heads = len(theme.wrap_text(title, TITLE_SIZE * _BOLD, _TEXT_WIDTH))
    lines = len(theme.wrap_text(sentence, TEXT_SIZE, _TEXT_WIDTH))
    taken = heads * TITLE_SIZE * TITLE_LINE + lines * TEXT_SIZE * TEXT_LINE
    return max(_LEAST_SHEET, HEIGHT - _TOP - _BOTTOM - 2 * GAP - taken)


def _draw_parts(selection: Selection, request: ChartRequest, height: float) -> list[go.Figure]:
    paper = Paper(SHEET_WIDTH, height / ZOOM, pad=4, is_tight=True)
    figures = [make_print(selection, request, paper, headed=False)]
    for part in range(1, figures[0].layout.meta["parts"]):
        figures.append(make_print(selection, request, replace(paper, part=part), headed=False))
    return figures


def _cut_table(selection: Selection, request: ChartRequest, height: float) -> list[ScreenTable]:
    table, width = make_table(selection, request), WIDTH - 2 * PAD
    texts = [table.columns, *table.rows]
    widths = fit_columns(texts, TEXT_SIZE, width, CELL_PADDING)
    head, *heights = (
        count_lines(row, widths, TEXT_SIZE, CELL_PADDING) * TEXT_SIZE * TEXT_LINE + ROW_PADDING
        for row in texts
    )
    foot = FOOT_SEPARATOR.join(table.foot)
    foot_height = len(theme.wrap_text(foot, TEXT_SIZE, _TEXT_WIDTH)) * TEXT_SIZE * TEXT_LINE
    return [
        ScreenTable(
            columns=table.columns,
            rows=table.rows[part.start : part.stop],
            shares=tuple(100 * w / width for w in widths),
            is_right=tuple(align_columns(table.columns, table.rows)),
            foot=foot,
        )
        for part in _share_out(heights, height - head - foot_height - GAP)
    ]


def _share_out(heights: Sequence[float], room: float) -> list[range]:
    """Rows of ``heights`` in as few ranges as ``room`` allows, the highest as low as can be."""
    count = len(_fill(heights, room))
    sums = {sum(heights[a:b]) for a in range(len(heights)) for b in range(a + 1, len(heights) + 1)}
    limits = [s for s in sums if s <= room and len(_fill(heights, s)) == count]
    return _fill(heights, min(limits, default=room))


def _fill(heights: Sequence[float], limit: float) -> list[range]:
    """Rows of ``heights`` in ranges that are at most ``limit`` high, one row at least."""
    starts, used = [0], 0.0
    for i, height in enumerate(heights):
        if i > starts[-1] and used + height > limit:
            starts.append(i)
            used = 0.0
        used += height
    ends = [*starts[1:], len(heights)]
    return [range(a, b) for a, b in zip(starts, ends, strict=True)]
