"""The database of figures: opening, reading, publishing, undoing; the only room that imports duckdb.

One store a process, and in it one connection and a cursor a call: Streamlit's sessions are threads,
and one connection shared by threads fails. Nothing is ever overwritten: the log keeps every row, and
``observation`` is the newest standing row of each cell, kept in the same transaction.
"""

from dashboard.store.connection import Read, StatementError, open_memory, open_reader
from dashboard.store.log import NewUpload
from dashboard.store.process import close_store, is_store_open, load_store, open_store
from dashboard.store.store import Store

__all__ = [
    "NewUpload",
    "Read",
    "StatementError",
    "Store",
    "close_store",
    "is_store_open",
    "load_store",
    "open_memory",
    "open_reader",
    "open_store",
]
