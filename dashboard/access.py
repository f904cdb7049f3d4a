"""Who may do what. Everyone may read; uploading and undoing may be kept to a list of staff."""

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from dashboard.settings import load_settings


def current_user() -> str:
    """E-mail address of the person signed in; empty where sign-in is not set up or not done."""
    return str(st.user.get("email") or "") if st.user.get("is_logged_in") else ""


def may_upload(user: str) -> bool:
    """Whether ``user`` (an e-mail address) may publish and undo; everyone where no list is set."""
    staff = load_settings().staff_addresses
    return not staff or user.lower() in staff


def can_sign_in() -> bool:
    """Whether sign-in is set up: an ``[auth]`` section in ``.streamlit/secrets.toml``."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False
