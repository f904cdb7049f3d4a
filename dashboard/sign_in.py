"""Who is signed in, by OpenID Connect as Streamlit does it, and which sign-ins have ended.

Streamlit reads the cookie once, when a page connects: other open pages of a browser would go on
under an address that was signed out of. So the server keeps which cookies have been given up
(``end_sign_in``, called by ``doors``), and every question for the address asks it.
"""

import hashlib
import re
import threading
import time
from collections.abc import Mapping

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import (
    AUTH_COOKIE_MAX_AGE_SECONDS,
    USER_COOKIE_NAME,
)

from dashboard.access import Actor
from dashboard.settings import load_settings

# A long cookie is cut into several: the name alone, then with a number.
_USER_COOKIE = re.compile(re.escape(USER_COOKIE_NAME) + r"(_+\d+)?")
_ended: set[str] = set()
_lock = threading.Lock()


def can_sign_in() -> bool:
    """Whether sign-in is set up: an ``[auth]`` section in ``.streamlit/secrets.toml``."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def is_signed_in() -> bool:
    """Whether this session came with a sign-in that still holds, whatever its address is worth."""
    return bool(st.user.get("is_logged_in")) and not _has_ended()


def current_address() -> str:
    """Address of the person signed in; empty without one, or with one that was not verified."""
    is_refused = str(st.user.get("email_verified", True)).lower() != "true"
    if is_refused or not is_signed_in():
        return ""
    return str(st.user.get("email") or "").strip()


def current_actor(typed_name: str = "") -> Actor:
    """Who asks; ``typed_name`` counts only where there is neither sign-in nor a list of staff."""
    if can_sign_in() or is_signed_in() or load_settings().staff_addresses:
        return Actor(current_address(), signs_in=True)
    return Actor(typed_name.strip())


def end_sign_in(cookies: Mapping[str, str]) -> None:
    """Note that the browser which sent ``cookies`` has given up the sign-in among them.

    Only a cookie of our own making is noted: there are no more of those than sign-ins.
    """
    signed = cookies.get(USER_COOKIE_NAME, "").encode("latin-1", "replace")
    if decode_signed_value(get_cookie_secret(), USER_COOKIE_NAME, signed) is not None:
        with _lock:
            _ended.add(_fingerprint(cookies))


def sets_sign_in(set_cookie: str) -> bool:
    """Whether a ``Set-Cookie`` header puts another sign-in, or none, in place of the one there is."""
    return set_cookie.startswith(f"{USER_COOKIE_NAME}=")


def _has_ended() -> bool:
    """Given up, in this page or another one of the browser, or older than the cookie may grow."""
    began = st.user.get("iat")
    is_old = isinstance(began, int | float) and time.time() - began > AUTH_COOKIE_MAX_AGE_SECONDS
    return is_old or _fingerprint(st.context.cookies) in _ended


def _fingerprint(cookies: Mapping[str, str]) -> str:
    parts = sorted(f"{k}={v}" for k, v in cookies.items() if _USER_COOKIE.fullmatch(k))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
