"""The store of this process: opened once, whoever asks first; the others wait for it."""

import threading
from pathlib import Path

from dashboard.settings import load_settings
from dashboard.store.store import Store

_lock = threading.Lock()
_store: Store | None = None


def load_store() -> Store:
    """The store of this process, opened on first use and filled with the seed data if it is new.

    Raises StoreError as ``Store`` does; the next call then tries again.
    """
    global _store
    if _store is None:
        with _lock:
            if _store is None:
                _store = _open()
    return _store


def is_store_open() -> bool:
    """Whether ``load_store`` answers at once."""
    return _store is not None


def close_store() -> None:
    """Close the store of this process, if it is open; it can be opened anew."""
    global _store
    with _lock:
        if _store is not None:
            _store.close()
        _store = None


def _open() -> Store:
    # Both write through this room.
    from dashboard.importing.checks.reporting import read_limits
    from dashboard.opening import publish_opening_sets

    store = Store(Path(load_settings().database))
    try:
        publish_opening_sets(store)
    except BaseException:
        store.close()
        raise
    store.read_limits = read_limits
    return store
