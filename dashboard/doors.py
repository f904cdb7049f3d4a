"""The doors of the server: what is refused before Streamlit sees it, and what goes out with every page.

A page of any site can send a reader's browser here, also under a name of its own (DNS rebinding). So
only requests for our own host are answered, from our own pages: ``DASHBOARD_ADDRESS``, and localhost
with the port that was really spoken to. Nothing a proxy or a stranger adds (``X-Forwarded-…``) counts.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import uploads
from dashboard.i18n import LANGUAGES, mark
from dashboard.i18n import gettext as _
from dashboard.settings import Settings, load_settings, parse_address
from dashboard.sign_in import end_sign_in, sets_sign_in

_LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HIDDEN = re.compile(r"/_stcore/+(metrics|agent)(/|$)")
_UPLOAD = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+$")
_NOT_OURS = mark(
    "The dashboard does not answer under this address or for another site's page. Readers come by "
    "the address in DASHBOARD_ADDRESS; set it to the one they use and start the dashboard again."
)


@dataclass(frozen=True)
class Place:
    """A host and port as a ``Host`` header names them; no port for the usual one."""

    host: str
    port: int | None


class Doors:
    """ASGI middleware around Streamlit."""

    def __init__(self, app: ASGIApp) -> None:
        """Let in what comes for the address of the settings, and for this computer itself."""
        self._app = app
        self._address = find_address(load_settings())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, refuse it, or pass it on."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif not self._is_ours(scope):
            await _refuse(403, _NOT_OURS, scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        elif _HIDDEN.search(scope["path"]):
            await PlainTextResponse("Not Found", 404)(scope, receive, _Furnished(scope, send))
        else:
            await self._serve(scope, receive, _Furnished(scope, send))

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _UPLOAD.search(scope["path"])
        if found is None or scope["method"] in ("GET", "HEAD", "OPTIONS", "DELETE"):
            await self._app(scope, receive, send)
            return
        try:
            with uploads.take(found["session"], Headers(scope=scope)) as upload:
                await self._app(scope, upload.count(receive), send)
        except uploads.UploadRefusedError as refusal:
            await _refuse(refusal.status, refusal.message, scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or len(origins) > 1:
            return False
        host = hosts[0].lower()
        own_port = (scope.get("server") or ("", None))[1]
        is_local = _is_local(host, own_port)
        if not is_local and not self._is_address(host, own_port):
            return False
        if not origins:
            return True
        # A page of this computer is ours on the same name and port only: other programs have others.
        own = {f"{scheme}://{host}" for scheme in _DEFAULT_PORTS} if is_local else set()
        return origins[0].lower() in own or origins[0].lower() == _origin(self._address)

    def _is_address(self, host: str, own_port: int | None) -> bool:
        if self._address is None:
            return False
        place = _parse_host(host)
        ports = {None, self._address.port, own_port}
        return place is not None and place.host == _bracketed(self._address) and place.port in ports


def find_address(settings: Settings) -> SplitResult | None:
    """Where readers come from outside; None where nothing but this computer was said."""
    return parse_address(settings.address) if settings.address != Settings.address else None


def _is_local(host: str, own_port: int | None) -> bool:
    place = _parse_host(host)
    if place is None or place.host not in _LOCAL:
        return False
    return place.port == own_port or (place.port is None and own_port in (80, 443))


def _parse_host(host: str) -> Place | None:
    found = re.fullmatch(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?", host)
    return Place(found[1], int(found[2]) if found[2] else None) if found else None


def _bracketed(address: SplitResult) -> str:
    name = address.hostname or ""
    return f"[{name}]" if ":" in name else name.encode("idna").decode()


def _origin(address: SplitResult | None) -> str | None:
    """As a browser writes it: without the port that goes without saying."""
    if address is None:
        return None
    is_usual = address.port in (None, _DEFAULT_PORTS[address.scheme])
    return f"{address.scheme}://{_bracketed(address)}" + ("" if is_usual else f":{address.port}")


async def _refuse(status: int, message: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    text = "\n".join(_(message, lang) for lang in LANGUAGES)
    # What is still to come of a refused file is not read: the connection ends with the answer.
    answer = PlainTextResponse(f"{text}\n", status, {"Connection": "close"})
    await answer(scope, receive, _Furnished(scope, send))


class _Furnished:
    """A ``send`` that gives every answer its headers, and notes who has signed out by it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            request = Headers(scope=self._scope)
            if any(sets_sign_in(value) for value in headers.getlist("set-cookie")):
                end_sign_in(HTTPConnection(self._scope).cookies)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["Content-Security-Policy"] = _make_policy(request.get("host", ""))
        await self._send(message)


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@lru_cache(maxsize=1)
def _first_page_scripts() -> str:
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.S)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _make_policy(host: str) -> str:
    """What a page may load and speak to: this server, and what it has made itself.

    Older Safari does not count a WebSocket of the same host as its own, hence the names. Styles
    are written into the page by Streamlit and Plotly; of scripts in the page only those of its
    first page are let through, by their checksums.
    """
    name = host if _parse_host(host.lower()) else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {_first_page_scripts()}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' data: blob: ws://{name} wss://{name}",
            "worker-src 'self' blob:",
            "frame-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
