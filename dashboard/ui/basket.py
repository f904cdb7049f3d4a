"""The briefing in work: which deck this session adds charts to, and every change of it.

The deck itself is in the database (see ``briefing.decks.drafts``); the session holds its id.
"""

from dataclasses import replace

import streamlit as st

from dashboard.access import Action, may
from dashboard.briefing.decks import drafts
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.decks.drafts import Briefing
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.selection import ChartRequest, Selection
from dashboard.store import load_store
from dashboard.ui.address import Key, choose, forget, recall, remember, show_in_address
from dashboard.ui.person import find_actor, format_moment

_CURRENT = "_briefing"
_ROUND = "_briefing_round"
# A longer deck is a mistake, and each of its charts is made anew at every build.
MOST_SLIDES = 60


def find_current() -> Briefing | None:
    """The briefing in work; None if there is none or it was thrown away."""
    briefing_id = recall(_CURRENT, "")
    return drafts.find_briefing(find_actor(), load_store(), briefing_id) if briefing_id else None


def settle_current() -> Briefing | None:
    """The briefing that the address names, else the one in work; the address carries it."""
    asked = choose(Key.BRIEFING, recall(_CURRENT, ""), parse=_parse_briefing)
    remember(_CURRENT, asked)
    briefing = find_current()
    if briefing is None:
        forget(_CURRENT)
        return None
    show_in_address(Key.BRIEFING, briefing.briefing_id)
    return briefing


def _parse_briefing(raw: str) -> str | None:
    is_id = len(raw) == 32 and raw.isascii() and raw.isalnum()
    return raw if is_id and drafts.find_briefing(find_actor(), load_store(), raw) else None


def pick(briefing_id: str) -> None:
    """Go on with another briefing."""
    remember(_CURRENT, briefing_id)
    st.session_state[Key.BRIEFING.value] = briefing_id
    _renew_widgets()


def start(deck: Deck) -> Briefing:
    """Begin a briefing and go on with it."""
    briefing = drafts.start_briefing(find_actor(), load_store(), deck)
    pick(briefing.briefing_id)
    return briefing


def throw_away(briefing_id: str) -> None:
    """Throw a briefing away, whether it is in work or not."""
    actor = find_actor()
    briefing = drafts.find_briefing(actor, load_store(), briefing_id)
    if briefing is not None:
        drafts.drop_briefing(actor, load_store(), briefing)
    if recall(_CURRENT, "") == briefing_id:
        pick("")


def add_chart(selection: Selection, request: ChartRequest) -> None:
    """Put a chart of any page at the end of the briefing in work, or begin one with it."""
    lang = selection.lang
    if not may(find_actor(), Action.KEEP_BRIEFING):
        st.toast(_("Sign in to keep a briefing.", lang), icon=":material/login:")
        return
    slide = Slide(request, selection.region, selection.year)
    briefing = find_current()
    if briefing is None:
        title = _("Briefing", lang)
        version = selection.version if selection.is_frozen else 0
        deck = Deck(title, lang, (), version, demonstration=selection.demonstration)
        briefing = start(deck)
    slides = briefing.deck.slides
    if len(slides) >= MOST_SLIDES:
        st.toast(_("A briefing holds at most {n} slides.", lang, n=MOST_SLIDES))
        return
    set_slides(briefing, (*slides, slide))
    st.toast(
        _("Added to the briefing: {n} {n:slide|slides} now.", lang, n=len(slides) + 1),
        icon=":material/add:",
    )


def set_deck(briefing: Briefing, deck: Deck) -> None:
    """Keep a changed deck; the widgets stay as they are."""
    drafts.save_briefing(find_actor(), load_store(), replace(briefing, deck=deck))


def set_slides(briefing: Briefing, slides: tuple[Slide, ...]) -> None:
    """Keep other slides or another order of them."""
    set_deck(briefing, replace(briefing.deck, slides=slides))
    _renew_widgets()


def move_slide(briefing: Briefing, place: int, step: int) -> None:
    """Let a slide change places with the one before (-1) or after it (1)."""
    slides = list(briefing.deck.slides)
    slides[place], slides[place + step] = slides[place + step], slides[place]
    set_slides(briefing, tuple(slides))


def remove_slide(briefing: Briefing, place: int) -> None:
    """Take a slide out of the deck."""
    slides = briefing.deck.slides
    set_slides(briefing, slides[:place] + slides[place + 1 :])


def edit_slide(briefing: Briefing, place: int, *, title: str, sentence: str) -> None:
    """Keep another title or sentence of a slide."""
    slides = list(briefing.deck.slides)
    slides[place] = replace(slides[place], title=title, sentence=sentence)
    set_deck(briefing, replace(briefing.deck, slides=tuple(slides)))


def current_round() -> int:
    """A number in the keys of the slides' widgets: new when the slides are others."""
    return recall(_ROUND, 0)


def _renew_widgets() -> None:
    remember(_ROUND, current_round() + 1)


def name_of(briefing: Briefing, lang: Lang) -> str:
    """A briefing in a list: title, number of slides, last change."""
    return _(
        "{title} · {n} {n:slide|slides} · {when}",
        lang,
        title=briefing.deck.title or _("Briefing", lang),
        n=len(briefing.deck.slides),
        when=format_moment(briefing.changed_at),
    )
