"""Files on their way in: who may send one, and how much all sessions together may hold in memory.

Streamlit keeps the bytes of a file while its uploader is on the page and the session lives. One budget
(``DASHBOARD_UPLOAD_MEMORY_MB``) covers those of all sessions and what is arriving now.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from starlette.datastructures import Headers
from starlette.types import Message, Receive
from streamlit import runtime
from streamlit.runtime.stats import CacheStat

from dashboard.i18n import mark
from dashboard.settings import load_settings

_MEGABYTE = 1024 * 1024
_MOST_REMEMBERED = 1000

NO_ROOM = mark(
    "The file was not taken: the files that are being uploaded at this moment fill the memory set "
    "aside for them. Try again in some minutes, or ask for a larger DASHBOARD_UPLOAD_MEMORY_MB."
)
NO_UPLOADER = mark("The file was not taken: the page has no place for one. Reload it.")
NO_LENGTH = mark("The file was not taken: its size was not sent ahead.")

_open_sessions: dict[str, None] = {}
_refused: dict[str, str] = {}
_arriving: set["_Upload"] = set()


class UploadRefusedError(Exception):
    """A file is not taken; ``message`` is to be translated."""

    def __init__(self, status: int, message: str) -> None:
        """Keep the status of the answer beside its text."""
        super().__init__(message)
        self.status, self.message = status, message


class _Upload:
    """A file that is arriving, with the bytes that have come so far."""

    def __init__(self) -> None:
        self.size = 0

    def count(self, receive: Receive) -> Receive:
        """``receive``, which counts what it brings and stops when the memory is full."""

        async def count_bytes() -> Message:
            message = await receive()
            self.size += len(message.get("body", b""))
            _check_room(0)
            return message

        return count_bytes


@contextmanager
def take(session_id: str, headers: Headers) -> Iterator[_Upload]:
    """A file of ``session_id`` for as long as it arrives; raises UploadRefusedError where it may not."""
    upload = _Upload()
    _refused.pop(session_id, None)
    _arriving.add(upload)
    try:
        if session_id not in _open_sessions:
            raise UploadRefusedError(403, NO_UPLOADER)
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            raise UploadRefusedError(411, NO_LENGTH)
        _check_room(int(length))
        yield upload
    except UploadRefusedError as refusal:
        _tell(session_id, refusal.message)
        raise
    finally:
        _arriving.discard(upload)


def open_uploader(session_id: str) -> None:
    """Take files of this session from now on: a page of it has an uploader."""
    if len(_open_sessions) >= _MOST_REMEMBERED:
        for known in [s for s in _open_sessions if not runtime.get_instance().is_active_session(s)]:
            _open_sessions.pop(known, None)
            _refused.pop(known, None)
    _open_sessions[session_id] = None


def close_uploader(session_id: str) -> None:
    """Take no more files of this session: its page has no uploader any more."""
    _open_sessions.pop(session_id, None)
    _refused.pop(session_id, None)


def find_refusal(session_id: str) -> str | None:
    """Why the last file of this session was not taken, until the next one comes."""
    return _refused.get(session_id)


def _check_room(more: int) -> None:
    held = _held_bytes() + sum(upload.size for upload in _arriving)
    if held + more > load_settings().upload_memory_mb * _MEGABYTE:
        raise UploadRefusedError(413, NO_ROOM)


def _held_bytes() -> int:
    """Bytes of all files that Streamlit keeps for the sessions there are."""
    families = runtime.get_instance().uploaded_file_mgr.get_stats()
    held = [cast(CacheStat, stat) for stats in families.values() for stat in stats]
    return sum(stat.byte_length for stat in held)


def _tell(session_id: str, message: str) -> None:
    """Let the page say it: the uploader itself shows a number of HTTP and nothing else."""
    if session_id in _open_sessions:
        _refused[session_id] = message
        # Streamlit has no public way to draw a page anew from outside its script; without the state
        # of its client it would draw the first page.
        active = runtime.get_instance()._session_mgr.get_active_session_info(session_id)
        if active is not None:
            active.session.request_rerun(active.session._client_state)
