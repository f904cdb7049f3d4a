"""Who works here and when: the address signed in with or a name asked for once, the reader's clock."""

from datetime import datetime, timedelta

import streamlit as st

from dashboard.access import Actor
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.sign_in import current_actor, is_signed_in
from dashboard.ui.address import recall, remember

NAME_KEY = "by"
_NAME = "_person_name"


def find_actor() -> Actor:
    """Who works here now; ask anew before every change, for a sign-in may have ended elsewhere."""
    return current_actor(recall(NAME_KEY, recall(_NAME, "")) or "")


def choose_actor(lang: Lang) -> Actor:
    """Who works here: the address signed in with, or without sign-in a name that is asked for once."""
    actor = find_actor()
    if NAME_KEY not in st.session_state or actor.signs_in:
        st.session_state[NAME_KEY] = actor.name
    name = st.text_input(
        _("Your name", lang),
        key=NAME_KEY,
        disabled=actor.signs_in,
        width=360,
        help=_("Files in work and remembered corrections are kept under it.", lang),
    )
    if actor.signs_in:
        return actor
    remember(_NAME, name or "")
    return find_actor()


def explain_refusal(lang: Lang) -> None:
    """Why somebody who is signed in is nobody here."""
    if is_signed_in() and not find_actor().name:
        st.warning(
            _(
                "You are signed in, but the provider has not verified your e-mail address: it "
                "counts for nothing here. Have it verified and sign in again.",
                lang,
            )
        )


def format_moment(moment: datetime | None) -> str:
    """A time in UTC as the reader's clock showed it, or as it is where that is not known.

    Empty for None: what was never kept has no time.
    """
    if moment is None:
        return ""
    minutes = st.context.timezone_offset
    if minutes is None:
        return f"{moment:%Y-%m-%d %H:%M} UTC"
    return f"{moment - timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
