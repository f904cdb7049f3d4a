"""Who works here and when: the address signed in with or a name asked for once, the reader's clock."""

from datetime import datetime, timedelta

import streamlit as st

from dashboard.access import current_user
from dashboard.i18n import Lang
from dashboard.i18n import gettext as _
from dashboard.ui.address import recall, remember

NAME_KEY = "by"
_NAME = "_person_name"


def choose_name(lang: Lang) -> str:
    """Who uploads: the address signed in with, or a name that is asked for once."""
    user = current_user()
    if NAME_KEY not in st.session_state:
        st.session_state[NAME_KEY] = user or recall(_NAME, "")
    name = st.text_input(
        _("Your name", lang),
        key=NAME_KEY,
        disabled=bool(user),
        width=360,
        help=_("Files in work and remembered corrections are kept under it.", lang),
    )
    remember(_NAME, name or "")
    return (user or name or "").strip()


def recall_name() -> str:
    """The same without asking: empty where nobody has said a name."""
    return (current_user() or recall(_NAME, "")).strip()


def format_moment(moment: datetime) -> str:
    """A time in UTC as the reader's clock showed it, or as it is where that is not known."""
    minutes = st.context.timezone_offset
    if minutes is None:
        return f"{moment:%Y-%m-%d %H:%M} UTC"
    return f"{moment - timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
