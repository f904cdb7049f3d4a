"""The store of this process: opened once, whoever asks first; the others wait for it."""

import threading
from collections.abc import Callable
from pathlib import Path

from dashboard.settings import load_settings
from dashboard.store.store import Store

_lock = threading.Lock()
_store: Store | None = None


def open_store(fill: Callable[[Store], None]) -> Store:
    """The store of this process, opened on first use; ``fill`` has it before anybody else.

    Raises StoreError as ``Store`` does, or whatever ``fill`` does; the next call then tries again.
    """
    global _store
    if _store is None:
        with _lock:
            if _store is None:
                _store = _open(fill)
    return _store


def load_store() -> Store:
    """The store of this process, which its entry has opened."""
    if _store is None:
        raise RuntimeError("The store is not open: the entry of this process has to open it first.")
    return _store


def is_store_open() -> bool:
    """Whether ``load_store`` answers."""
    return _store is not None


def close_store() -> None:
    """Close the store of this process, if it is open; it can be opened anew."""
    global _store
    with _lock:
        if _store is not None:
            _store.close()
        _store = None


def _open(fill: Callable[[Store], None]) -> Store:
    store = Store(Path(load_settings().database))
    try:
        fill(store)
    except BaseException:
        store.close()
        raise
    return store
