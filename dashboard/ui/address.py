"""The address and the session: the only place that touches query parameters and session state.

Every choice that a copied address must carry has a key here. A widget of that key holds the choice;
the address is written after the page is drawn, and read again only when it is not what was written,
that is when a reader came by a link, by the back button or by typing.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from dashboard.selection import Selection

T = TypeVar("T")

_WRITTEN = "_address_written"
_REQUESTED = "_address_requested"
_PROBLEMS = "_address_problems"
_SHOWN = "_address_shown"


class Key(StrEnum):
    """Choices kept in the address; the value is the name of the parameter and of the widget."""

    LANG = "lang"
    REGION = "region"
    YEAR = "year"
    DEMONSTRATION = "demo"
    VERSION = "version"
    PROGRAMME = "programme"
    INDICATOR = "indicator"
    SECOND = "second"
    CITY = "city"
    CITIES = "cities"
    VIEW = "view"
    SINCE = "since"
    FIRST = "first"
    LAST = "last"
    DRAFT = "draft"
    BRIEFING = "briefing"
    SLIDE = "slide"


def read_address() -> None:
    """Take in the address if it is not the one written last; call once at the start of a run."""
    parameters = st.query_params.to_dict()
    st.session_state[_PROBLEMS] = []
    st.session_state[_SHOWN] = {}
    is_new = parameters != st.session_state.get(_WRITTEN)
    st.session_state[_REQUESTED] = dict(parameters) if is_new else {}


def choose(
    key: Key, default: T, *, parse: Callable[[str], T | None], options: Sequence[T] | None = None
) -> T:
    """Settle the value of ``key`` before its widget is drawn and return it.

    The address wins, then the session, then ``default``. A request that cannot be read, or is not
    among ``options``, is noted (see ``take_problems``) and answered with the default.
    """
    raw = st.session_state[_REQUESTED].pop(key.value, None)
    if raw is not None:
        value = parse(raw)
        if value is None or (options is not None and not _is_among(value, options)):
            st.session_state[_PROBLEMS].append((key, raw))
            value = default
        st.session_state[key.value] = value
    current = st.session_state.get(key.value, default)
    if options is not None and not _is_among(current, options):
        current = default
    st.session_state[key.value] = current
    return current


def _is_among(value: object, options: Sequence[object]) -> bool:
    if isinstance(value, list | tuple):
        return all(v in options for v in value)
    return value in options


def choose_span(first: Key, last: Key, options: Sequence[int]) -> tuple[int, int]:
    """Settle a span of years; its two ends stand apart in the address."""
    ends = [
        choose(key, default, parse=parse_year, options=options)
        for key, default in ((first, options[0]), (last, options[-1]))
    ]
    return min(ends), max(ends)


def keep_span(span: tuple[int, int], first: Key, last: Key, options: Sequence[int]) -> None:
    """Keep what a widget made of the span; the whole one is no choice, as it differs by selection."""
    is_whole = span == (options[0], options[-1])
    for key, year in zip((first, last), span, strict=True):
        if is_whole:
            forget(key.value)
        else:
            remember(key.value, year)
            show_in_address(key, year)


def show_in_address(key: Key, value: object) -> None:
    """Let the address carry ``value``; an empty one leaves the parameter out."""
    text = ",".join(value) if isinstance(value, list | tuple) else str(value)
    if text:
        st.session_state[_SHOWN][key.value] = text


def take_problems() -> list[tuple[Key, str]]:
    """What the address asked for and does not exist: keys and texts, each told once."""
    problems = st.session_state[_PROBLEMS]
    st.session_state[_PROBLEMS] = []
    return problems


def write_address() -> None:
    """Write what the page shows into the address; call once at the end of a run."""
    shown = st.session_state[_SHOWN]
    if shown != st.query_params.to_dict():
        st.query_params.from_dict(shown)
    st.session_state[_WRITTEN] = dict(shown)


def remember(name: str, value: T) -> T:
    """Keep ``value`` for this session under ``name``."""
    st.session_state[name] = value
    return value


def recall(name: str, default: T) -> T:
    """What this session kept under ``name``."""
    return st.session_state.get(name, default)


def current_selection() -> Selection:
    """What the filters of the frame say; the entry keeps it before it runs a page."""
    selection: Selection = st.session_state["selection"]
    return selection


def forget(name: str) -> None:
    """Drop what this session kept under ``name``."""
    st.session_state.pop(name, None)


def parse_text(raw: str) -> str | None:
    """A text as it is."""
    return raw


def parse_year(raw: str) -> int | None:
    """A year of four digits."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) == 4 else None


def parse_number(raw: str) -> int | None:
    """A whole number of at most nine digits."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None


def parse_codes(raw: str) -> list[str] | None:
    """Codes separated by commas."""
    return [code for code in raw.split(",") if code]


def parse_switch(raw: str) -> bool | None:
    """``1`` or ``0``."""
    return {"1": True, "0": False}.get(raw)
