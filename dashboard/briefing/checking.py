"""Is a slide still true? Numbers on slides made here, compared with the figures of today.

Every slide carries the frozen address of its view in its notes. The slide is made again as at its
version and as at the newest; what stands on the uploaded slide is compared with both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from pptx import Presentation
from pptx.slide import Slide as PptxSlide

from dashboard.briefing.deck import Deck, Slide
from dashboard.briefing.house import open_presentation
from dashboard.briefing.slides import make_deck
from dashboard.cached import Selection
from dashboard.chart_request import ChartRequest, read_address
from dashboard.errors import DashboardError
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _

_ADDRESS = re.compile(r"\S+\?lang=\S+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
# The foot tells source and version; these are not figures.
_FOOT = re.compile(r"数据版本|Data version")
_UNIT = re.compile(r"(?:单位：|unit: )(.+)$")
_REVISED = mark("revised since version {version}")
_BY_HAND = mark("changed by hand; the dashboard had {made}")
_UNKNOWN = mark("not a figure of this chart; check it by hand")
_GONE = mark("no longer shown")


@dataclass(frozen=True)
class Stale:
    """One number on a slide that is not the figure of today."""

    slide: int  # counted from 1
    where: str
    shown: str
    now: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What came of checking a deck."""

    slides: int
    checked: int  # those that carry the address of a view
    stale: tuple[Stale, ...]


@dataclass(frozen=True)
class _Contents:
    """What a slide says: numbers and cells by where they stand, and running text."""

    cells: dict[tuple[str, ...], str]
    texts: tuple[str, ...]


def check_deck(content: bytes, *, newest: int, lang: Lang) -> Report:
    """Compare every slide of a .pptx that was made here, edited since or not, with ``newest``.

    Raises TemplateError when ``content`` is no .pptx that can be read safely.
    """
    slides = list(open_presentation(content).slides)
    checked, stale = 0, []
    for number, slide in enumerate(slides, start=1):
        address = _find_address(slide)
        known = _make_again(address, newest) if address else None
        if known is None:
            continue
        checked += 1
        version, made, now = known
        shown = _read_contents([slide])
        stale += _compare_cells(number, shown, made, now, version, lang)
        stale += _compare_texts(number, shown, made, now, version, lang)
    return Report(len(slides), checked, tuple(stale))


def _find_address(slide: PptxSlide) -> str:
    if not slide.has_notes_slide or slide.notes_slide.notes_text_frame is None:
        return ""
    found = _ADDRESS.findall(slide.notes_slide.notes_text_frame.text)
    return found[-1] if found else ""


@lru_cache(maxsize=64)
def _make_again(address: str, newest: int) -> tuple[int, _Contents, _Contents] | None:
    """The slide's version, what it said then and says now; None for an address of another place."""
    try:
        selection, request = read_address(address, newest=newest)
        then = _make_contents(selection, request, selection.version)
        return selection.version, then, _make_contents(selection, request, 0)
    except (ValueError, KeyError, DashboardError):
        return None


def _make_contents(selection: Selection, request: ChartRequest, version: int) -> _Contents:
    slide = Slide(request, selection.region, selection.year)
    deck = Deck("", selection.lang, (slide,), version, selection.demonstration)
    return _read_contents(list(Presentation(BytesIO(make_deck(deck))).slides))


def _read_contents(slides: list[PptxSlide]) -> _Contents:
    """What slides say together: a long table or ranking goes over several."""
    cells: dict[tuple[str, ...], str] = {}
    texts: list[str] = []
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_chart:
                cells |= _read_chart(shape.chart)
            elif shape.has_table:
                cells |= _read_table(shape.table)
            elif shape.has_text_frame and not _FOOT.search(shape.text_frame.text):
                texts.append(shape.text_frame.text.strip())
    return _Contents(cells, tuple(t for t in texts if t))


def _read_chart(chart: object) -> dict[tuple[str, ...], str]:
    cells = {}
    for plot in chart.plots:
        categories = [str(c) for c in plot.categories]
        names = [series.name for series in plot.series]
        # The only series is named after its measure and unit, which may have become another.
        names = names if len(names) > 1 else [""]
        for name, series in zip(names, plot.series, strict=True):
            for place, value in enumerate(series.values):
                category = categories[place] if place < len(categories) else ""
                if value is not None:
                    cells[(name, category)] = f"{value:.10g}{'' if name else _unit(series.name)}"
    return cells


def _unit(measure: str) -> str:
    """The unit at the end of a measure: ``工会会员人数 · 单位：万人`` → ``万人``."""
    found = _UNIT.search(measure)
    return f" {found[1]}" if found else ""


def _read_table(table: object) -> dict[tuple[str, ...], str]:
    rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    return {
        (rows[0][0], *row[: _labels_of(rows[0])], head): text
        for row in rows[1:]
        for head, text in zip(rows[0][1:], row[1:], strict=True)
        if _NUMBER.search(text)
    }


def _labels_of(heads: list[str]) -> int:
    """How many cells name a row: the tables of three words about an indicator begin with two."""
    return 2 if len(heads) == 3 else 1


def _compare_cells(
    number: int, shown: _Contents, made: _Contents, now: _Contents, version: int, lang: Lang
) -> Iterator[Stale]:
    for place, text in shown.cells.items():
        before, today = made.cells.get(place), now.cells.get(place)
        if text == today:
            continue
        if text == before:
            reason = _(_REVISED, lang, version=version)
        else:
            reason = _(_BY_HAND, lang, made=before) if before else _(_UNKNOWN, lang)
        yield Stale(number, " · ".join(filter(None, place)), text, today or _(_GONE, lang), reason)


def _compare_texts(
    number: int, shown: _Contents, made: _Contents, now: _Contents, version: int, lang: Lang
) -> Iterator[Stale]:
    """Numbers in running text: those of the dashboard that it no longer says, and others."""
    before, today = _numbers_in(made), _numbers_in(now)
    figures = {*before, *today}
    for text in shown.texts:
        for found in dict.fromkeys(_NUMBER.findall(text)):
            if found in today:
                continue
            reason = _(_REVISED, lang, version=version) if found in figures else _(_UNKNOWN, lang)
            yield Stale(number, _shorten(text), found, _nearest_text(text, now), reason)


def _numbers_in(contents: _Contents) -> set[str]:
    return {n for text in contents.texts for n in _NUMBER.findall(text)}


def _nearest_text(text: str, now: _Contents) -> str:
    """The text of today that most resembles ``text``: what should stand there."""
    return max(now.texts, key=lambda t: len(set(t) & set(text)), default="")


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
