"""Is a slide still true? Numbers on slides made here, compared with the figures of today.

Every slide carries the frozen address of its view in its notes. The slide is made again as at its
version and as at the newest; what stands on the uploaded slide is compared with both. How a slide
is read is in ``slide_contents``.
"""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO
from statistics import median

from pptx import Presentation
from pptx.slide import Slide as PptxSlide

from dashboard import cached
from dashboard.briefing.checks.slide_contents import (
    NUMBER,
    Area,
    CellAddress,
    Fill,
    SlideContents,
    Text,
    parse_amount,
    read_contents,
)
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.presentation import make_deck
from dashboard.briefing.slides.template import open_presentation, refuse_damage
from dashboard.catalogue import load_catalogue
from dashboard.charts.addresses import read_address
from dashboard.charts.registry import find_kind
from dashboard.charts.tables.kinds import TableKind
from dashboard.errors import DashboardError
from dashboard.formats import QUALITY_FLAGS
from dashboard.graphics.theme import place_name
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _
from dashboard.lists import join_clauses
from dashboard.selection import ChartRequest, Selection

_DAMAGED = mark(
    "The slides are damaged and cannot be read. Open the file in PowerPoint or WPS, save it again as "
    ".pptx and choose that."
)
_ADDRESS = re.compile(r"\S+\?lang=\S+")
# Years, quarters and months in running text are not figures.
_PERIOD = re.compile(r"(?<![\d.,])(?:(?:19|20)\d\d(?!\d|[,.]\d|%)年?|Q[1-4](?!\d)|1?\d月)")
# The number in full behind the one in the unit of the chart: ``12.3万人（123,412人）``.
_IN_FULL = re.compile(r" ?[（(]([^（）()]*)[）)]$")
_REVISED = mark("revised since version {version}")
_BECAME_WHOLE = mark("revised since version {version}: not for the whole year then, but now")
_BY_HAND = mark("changed by hand; the dashboard had {made}")
_UNKNOWN = mark("not a figure of this chart; check it by hand")
_GONE = mark("no longer shown")
_NEWLY = mark("newly reported since version {version}")
_LOST = mark("without a figure since version {version}")
_RECOLOURED = mark("recoloured by hand; the dashboard had {made}")
_DELETED = mark("its shape was deleted by hand")
_CIRCLE_DELETED = mark("its circle was deleted by hand")
_RESIZED = mark("the size of its circle was changed by hand")
_SIZE_TOLERANCE = 0.03  # of the width of a circle beside the others: dragging is never exact


@dataclass(frozen=True)
class Stale:
    """One number on a slide, or area of its map, that is not the figure of today."""

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
class _State:
    """What a view says at one version."""

    contents: SlideContents
    partial: frozenset[tuple[str, str]]  # name and year of figures that are not for the whole year


@dataclass(frozen=True)
class _Known:
    """A slide of the dashboard as it was made and as it would be made today."""

    version: int
    year: str  # that is selected
    made: _State
    now: _State


def check_deck(content: bytes, *, newest: int, lang: Lang) -> Report:
    """Compare every slide of a .pptx that was made here, edited since or not, with ``newest``.

    Raises TemplateError when ``content`` is no .pptx that can be read safely.
    """
    with refuse_damage(_DAMAGED):
        read = [_read_slide(s) for s in open_presentation(content).slides]
    checked = 0
    stale: list[Stale] = []
    for number, (address, shown) in enumerate(read, start=1):
        known = _make_again(address, newest) if address else None
        if known is None:
            continue
        checked += 1
        for compare in (_compare_cells, _compare_areas, _compare_texts):
            stale += compare(number, shown, known, lang)
    return Report(len(read), checked, tuple(stale))


def _read_slide(slide: PptxSlide) -> tuple[str, SlideContents]:
    """The address of its view, and what it shows; slides of others are not looked at further."""
    address = _find_address(slide)
    return address, read_contents([slide]) if address else SlideContents()


def _find_address(slide: PptxSlide) -> str:
    if not slide.has_notes_slide or slide.notes_slide.notes_text_frame is None:
        return ""
    found = _ADDRESS.findall(slide.notes_slide.notes_text_frame.text)
    return found[-1] if found else ""


@lru_cache(maxsize=64)
def _make_again(address: str, newest: int) -> _Known | None:
    """What the slide said at its version and says now; None for an address of another place."""
    try:
        selection, request = read_address(address, newest=newest)
        made = _make_state(selection, request, selection.version, newest)
        now = _make_state(selection, request, 0, newest)
    except (ValueError, KeyError, DashboardError):
        return None
    return _Known(selection.version, str(selection.year), made, now)


def _make_state(selection: Selection, request: ChartRequest, version: int, newest: int) -> _State:
    slide = Slide(request, selection.region, selection.year)
    deck = Deck("", selection.lang, (slide,), version, selection.demonstration)
    contents = read_contents(Presentation(BytesIO(make_deck(deck))).slides)
    return _State(contents, _find_partial(deck.selection(slide, newest=newest), request))


def _find_partial(selection: Selection, request: ChartRequest) -> frozenset[tuple[str, str]]:
    """The figures that are not for the whole year, by the name that they have on the slide."""
    lang = selection.lang
    kind = find_kind(request)
    if isinstance(kind, TableKind):
        index = cached.load_index(selection)
        place = request.city or selection.region
        series = {
            load_catalogue().indicators[code].name(lang): index.get(code, {}).get(place, {})
            for code in kind.list_indicators(selection, request)
        }
    else:
        code = request.indicator
        index = cached.load_index(selection, indicators=(code,) if code else ())
        series = {place_name(r, lang): years for r, years in index.get(code, {}).items()}
    return frozenset(
        (name, str(year))
        for name, years in series.items()
        for year, figure in years.items()
        if "partial_year" in figure.quality_flags.split(",")
    )


def _compare_cells(number: int, shown: SlideContents, known: _Known, lang: Lang) -> Iterator[Stale]:
    made, now = known.made.contents.cells, known.now.contents.cells
    for place, text in shown.cells.items():
        before, today = made.get(place), now.get(place)
        if _is_same(text, today or ""):
            continue
        if before is not None and _is_same(text, before):
            reason = _explain_revision(place, text, known, lang)
        else:
            reason = _(_BY_HAND, lang, made=before) if before else _(_UNKNOWN, lang)
        none = _("no figures", lang)
        where = " · ".join(filter(None, place))
        yield Stale(number, where, text or none, today or _(_GONE, lang), reason)


def _is_same(text: str, other: str) -> bool:
    """Whether two cells say the same number, be it in another unit of the chart."""
    if text == other:
        return True
    one, two = parse_amount(text), parse_amount(other)
    if one is None or two is None or one[1] != two[1]:
        return False
    return math.isclose(one[0], two[0], rel_tol=1e-9)


def _explain_revision(place: CellAddress, text: str, known: _Known, lang: Lang) -> str:
    """Why a cell that nobody changed is another today."""
    if not text:
        return _(_NEWLY, lang, version=known.version)
    years = {y for p in place if (y := p[:4]).isdecimal() and len(y) == 4} or {known.year}
    whole = known.made.partial - known.now.partial
    became_whole = any(name in place and year in years for name, year in whole)
    return _(_BECAME_WHOLE if became_whole else _REVISED, lang, version=known.version)


def _compare_areas(number: int, shown: SlideContents, known: _Known, lang: Lang) -> Iterator[Stale]:
    """Regions of a map: number and class or circle as they are told, written and drawn."""
    made, now = known.made.contents, known.now.contents
    if not shown.areas.keys() & made.areas.keys():  # the map was taken off the slide as a whole
        return
    shown = _without_old_classes(shown, made)
    zoom = _find_zoom(shown, made)
    for name, before in made.areas.items():
        stale = _compare_area(name, before, shown, known, zoom, lang) if before.words else None
        if stale is not None:
            yield Stale(number, name, *stale)
    if _read_limits(made) != _read_limits(now):
        comma = "、" if lang == "zh" else "; "
        before_text, now_text = (comma.join(c.legend.values()) for c in (made, now))
        reason = _(_REVISED, lang, version=known.version)
        yield Stale(number, _("Classes", lang), before_text, now_text, reason)


def _without_old_classes(shown: SlideContents, made: SlideContents) -> SlideContents:
    """``shown`` with the legend that tells where a number is drawn as a circle.

    Slides of old have such numbers in classes of colour, which are true by their own legend.
    """
    if not any(area.width for area in made.areas.values()):
        return shown
    legend = {f: w for f, w in shown.legend.items() if w in made.legend.values()}
    return replace(shown, legend=legend)


def _find_zoom(shown: SlideContents, made: SlideContents) -> float | None:
    """How much larger most circles are than they were made, as the map was; None without circles."""
    ratios = [
        width / before
        for name, area in made.areas.items()
        if (before := area.width) and name in shown.areas and (width := shown.areas[name].width)
    ]
    return median(ratios) if ratios else None


def _read_limits(contents: SlideContents) -> list[tuple[float, str] | None]:
    numbers = NUMBER.findall(" ".join(contents.legend.values()))
    return [parse_amount(f"{n} {contents.unit}") for n in numbers]


def _compare_area(
    name: str,
    before: Area,
    shown: SlideContents,
    known: _Known,
    zoom: float | None,
    lang: Lang,
) -> tuple[str, str, str] | None:
    """What an area shows, what it would show now, and why that differs; None where it does not."""
    made, now = known.made.contents, known.now.contents
    today = now.areas.get(name)
    told_now = _tell_area(today.words, _find_class(today, now.legend)) if today else ""
    told_now = told_now or _(_GONE, lang)
    area = shown.areas.get(name)
    if area is None:
        return _("nothing", lang), told_now, _(_DELETED, lang)
    legend = shown.legend or made.legend
    words = _find_words(area, before, today)
    classes = [_find_class(a, g) for a, g in ((area, legend), (before, made.legend))]
    is_coloured = classes[0] == classes[1]
    # Where only the limits of the classes moved, the area is true by the legend beside it.
    is_class_true = is_coloured or (
        today is not None and classes[0] == _find_class(today, now.legend)
    )
    by_hand = _compare_circle(area, before, zoom, lang)
    is_number_true = today is not None and _in_full(words) == _in_full(today.words)
    if is_class_true and is_number_true and not by_hand:
        return None
    if words != before.words:
        by_hand.append(_(_BY_HAND, lang, made=before.words))
    if not is_coloured:
        by_hand.append(_(_RECOLOURED, lang, made=classes[1] or before.words))
    reason = join_clauses(by_hand, lang)
    no_class = "" if is_coloured else _("a colour of no class", lang)
    return (
        _tell_area(words, classes[0] or no_class),
        told_now,
        reason or _explain_area(before, today, known, lang),
    )


def _compare_circle(area: Area, before: Area, zoom: float | None, lang: Lang) -> list[str]:
    """What was done to the circle of an area by hand; ``zoom`` is what was done to all of them."""
    if zoom is None or not before.width:
        return []
    if not area.width:
        return [_(_CIRCLE_DELETED, lang)]
    is_kept = math.isclose(area.width, before.width * zoom, rel_tol=_SIZE_TOLERANCE)
    return [] if is_kept else [_(_RESIZED, lang)]


def _find_words(area: Area, before: Area, today: Area | None) -> str:
    """The number that an area gives: the one written on it where that was changed by hand."""
    if area.label and not _has_number(before, area.label):
        if today is not None and _has_number(today, area.label):
            return today.words
        return area.label
    # Slides of old lack the number in full; words that were taken away tell of no change.
    was = before.words
    return was if not area.words or area.words == _IN_FULL.sub("", was) else area.words


def _has_number(area: Area, label: str) -> bool:
    """Whether the words of an area give ``label``; on the map a rate stands without its ``%``."""
    numbers = [n.removesuffix("%") for n in NUMBER.findall(area.words)]
    return label.removesuffix("%") in numbers


def _in_full(words: str) -> str:
    found = _IN_FULL.search(words)
    return found[1] if found else words


def _find_class(area: Area, legend: Mapping[Fill, str]) -> str:
    return legend.get(area.fill, "") if area.fill else ""


def _tell_area(words: str, class_: str) -> str:
    """``12.3万人 · 10 – 20``; a state without a number in the colour of none stands for itself."""
    no_class = {_("no figures", lang) for lang in ("zh", "en")}
    is_told = class_ and (NUMBER.search(words) or class_ not in no_class)
    return f"{words} · {class_}" if is_told else words


def _explain_area(before: Area, today: Area | None, known: _Known, lang: Lang) -> str:
    had, has = (bool(a and NUMBER.search(a.words)) for a in (before, today))
    if had == has:
        return _(_REVISED, lang, version=known.version)
    return _(_NEWLY if has else _LOST, lang, version=known.version)


def _compare_texts(number: int, shown: SlideContents, known: _Known, lang: Lang) -> Iterator[Stale]:
    """Numbers in running text: those of the dashboard that it no longer says, and others."""
    made, now = known.made.contents.texts, known.now.contents.texts
    periods = {p for text in (*made, *now) for p in _PERIOD.findall(text.text)}
    before, today = ({n for t in texts for n in _find_figures(t, periods)} for texts in (made, now))
    for text in shown.texts:
        found = [n for n in _find_figures(text, periods) if n not in today]
        revised = [n for n in found if n in before]
        others = [n for n in found if n not in before]
        for numbers, reason in (
            (revised, _explain_text(text, known, lang)),
            (others, _(_UNKNOWN, lang)),
        ):
            if numbers:
                told = ("、" if lang == "zh" else "; ").join(numbers)
                yield Stale(number, _shorten(text.text), told, _nearest_text(text, now), reason)


def _find_figures(text: Text, periods: Collection[str]) -> list[str]:
    """The numbers of a text, each once, without the ``periods`` that the dashboard tells of."""
    rest = _PERIOD.sub(lambda p: " " if p[0] in periods else p[0], text.text)
    return list(dict.fromkeys(NUMBER.findall(rest)))


def _explain_text(text: Text, known: _Known, lang: Lang) -> str:
    words = [_(QUALITY_FLAGS["partial_year"], other) for other in ("zh", "en")]
    years = {year for _name, year in known.made.partial - known.now.partial}
    became_whole = bool(years) and any(w in text.text for w in (*words, *years))
    return _(_BECAME_WHOLE if became_whole else _REVISED, lang, version=known.version)


def _nearest_text(text: Text, texts: Sequence[Text]) -> str:
    """The text of today that most resembles ``text``, a title if it is one: what should stand there."""
    alike = [t.text for t in texts if t.is_title == text.is_title] or [t.text for t in texts]
    return max(alike, key=lambda t: len(set(t) & set(text.text)), default="")


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
