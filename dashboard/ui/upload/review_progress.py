"""How far a review is, for how long it goes on, and the button that stops it."""

import time
from collections.abc import Callable

import streamlit as st

from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _

_STAGES = {
    "read": mark("Reading the file"),
    "recognise": mark("Understanding the table"),
    "check": mark("Checking every figure"),
    "compare": mark("Comparing with what is published"),
    "done": mark("Done"),
}
_TELLS_TIME_AFTER = 1.0  # seconds; before that an estimate would only flicker


class ReviewProgress:
    """A bar with the stage, the time that remains, and a button that stops it all.

    The button's click runs the page again: the next call of ``show`` then ends this run, and the
    review's own database in memory is closed on the way out.
    """

    def __init__(self, lang: Lang, *, key: str, cancel: Callable[[], None]) -> None:
        """Draw the bar; ``cancel`` is the callback of the button ``key``."""
        self._lang = lang
        self._started = time.monotonic()
        self._place = st.empty()
        with self._place.container():
            self._bar = st.progress(0.0, text=_(_STAGES["read"], lang))
            st.button(
                _("Cancel", lang),
                key=key,
                on_click=cancel,
                icon=":material/close:",
            )

    def show(self, stage: str, share: float) -> None:
        """Show the stage and how long it may still take."""
        text = _(_STAGES[stage], self._lang)
        gone = time.monotonic() - self._started
        if gone > _TELLS_TIME_AFTER and 0 < share < 1:
            rest = max(1, round(gone * (1 - share) / share))
            text += " · " + _("about {seconds} s left", self._lang, seconds=rest)
        self._bar.progress(share, text=text)

    def clear(self) -> None:
        """Take the bar and the button away."""
        self._place.empty()
