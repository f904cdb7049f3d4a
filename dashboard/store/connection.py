"""The connection to DuckDB: opening a file, transactions, and refusals in words that help."""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd

from dashboard.errors import StoreError
from dashboard.i18n import mark
from dashboard.sql import load_query

Connection = duckdb.DuckDBPyConnection
# A reader of ``queries/read``: name and parameters → frame.
Read = Callable[[str, Mapping[str, object]], pd.DataFrame]

# A checkpoint at DuckDB's own 16 MB falls into the publishing of 100,000 figures and makes it a
# quarter slower; the store makes one of its own after each publish.
# What a statement that fails raises, for who may not import duckdb.
StatementError = duckdb.Error
_CONFIG: dict[str, str | bool | int | float | list[str]] = {"wal_autocheckpoint": "256MB"}
# A checkpoint for which there is no room makes the database unusable until it is opened again, so
# nothing is written where less than this is left on the disk beyond what is to be written.
_ROOM_BYTES = 32 * 2**20
_MAGIC = b"DUCK"
_HEADERS_END = 3 * 4096
# What DuckDB says of a file, or of the log beside it, whose bytes are not those it wrote.
_DAMAGED = re.compile(
    r"Corrupt|checksum|Could not read enough bytes|replaying WAL|Serialization Error|"
    r"not a valid DuckDB|out of range|invalidated",
    re.IGNORECASE,
)


def wal_path(path: Path) -> Path:
    """The file beside a database in which DuckDB keeps what is not in it yet."""
    return path.with_name(f"{path.name}.wal")


def open_memory() -> Connection:
    """A DuckDB of its own in memory, for checking an upload whatever the store.

    Moving projections up is most of the planning of the import's statements, which are a hundred
    for a file of two rows, and makes none of them faster.
    """
    return duckdb.connect(":memory:", config={"disabled_optimizers": "projection_pullup"})


def connect(path: Path, *, read_only: bool = False) -> Connection:
    """Open the file, or make it; raises StoreError, a sentence for each way in which that fails.

    A folder that is not there is not made: a disk that is not mounted would be answered by a new,
    empty database.
    """
    if path.is_dir():
        raise StoreError(
            mark("{path} is a folder. Set DASHBOARD_DATABASE to the file of the database."),
            path=path,
        )
    if not path.parent.is_dir():
        raise StoreError(
            mark(
                "The folder {folder} of the database does not exist. Mount its disk or make the "
                "folder, or set DASHBOARD_DATABASE to another file."
            ),
            folder=path.parent,
        )
    try:
        return duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
    except (duckdb.Error, OSError) as error:
        if _is_unfinished(path, error):
            path.unlink()
            return duckdb.connect(str(path), config=_CONFIG)
        raise _explain(path, str(error) or type(error).__name__) from error


def explain_failure(path: Path, error: duckdb.Error) -> StoreError | None:
    """What a statement that failed says of the file ``path``; None where it says nothing of it."""
    text = str(error)
    is_of_file = isinstance(error, duckdb.IOException | duckdb.FatalException)
    is_of_file = is_of_file or "Could not write file" in text or bool(_DAMAGED.search(text))
    return _explain(path, text) if is_of_file else None


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what DuckDB says of a damaged file into a sentence."""
    try:
        yield
    except duckdb.Error as error:
        explained = explain_failure(path, error)
        if explained is None:
            raise
        raise explained from error


def has_room(path: Path, size: int) -> bool:
    """Whether ``size`` bytes can be written beside ``path`` and a checkpoint after them."""
    return shutil.disk_usage(path.parent).free >= _ROOM_BYTES + size


def _explain(path: Path, text: str) -> StoreError:
    reason = text.splitlines()[0]
    if holder := re.search(r"PID (\d+)", text):
        return StoreError(
            mark(
                "The database {path} is in use by another process (number {pid}). "
                "Close that dashboard or command first, or set DASHBOARD_DATABASE to another file."
            ),
            path=path,
            pid=holder.group(1),
        )
    if "No space left" in text:
        return StoreError(
            mark("The disk of {path} is full: make room on it, then start the dashboard again."),
            path=path,
        )
    if path.exists() and os.access(path, os.R_OK) and not _has_magic(path):
        return StoreError(
            mark(
                "{path} is not a DuckDB database. Move it away, or set DASHBOARD_DATABASE "
                "to another file."
            ),
            path=path,
        )
    if "WAL" in text and _DAMAGED.search(text):
        return StoreError(
            mark(
                "The file {wal} with the last changes of the database is damaged ({reason}). Keep a "
                "copy of it, move it away and start again: if anything published was in it alone, "
                "you will be told what is missing."
            ),
            wal=wal_path(path),
            reason=reason,
        )
    if _DAMAGED.search(text):
        return StoreError(
            mark(
                "The database {path} is damaged ({reason}). Stop the dashboard, keep the damaged "
                "file, and put the newest copy of it in its place."
            ),
            path=path,
            reason=reason,
        )
    return StoreError(
        mark(
            "The database {path} cannot be written ({reason}). The disk or the folder may be "
            "read-only; set DASHBOARD_DATABASE to a place that can be written."
        ),
        path=path,
        reason=reason,
    )


def _has_magic(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == _MAGIC


def _is_unfinished(path: Path, error: Exception) -> bool:
    """Whether a first start ended while DuckDB was making the file: nothing can be in it yet."""
    if "PID" in str(error) or not path.is_file() or path.stat().st_size >= _HEADERS_END:
        return False
    content = path.read_bytes()
    return not wal_path(path).exists() and (content[8:12] == _MAGIC or not any(content))


@contextmanager
def transaction(cursor: Connection) -> Iterator[None]:
    """Begin; commit at the end, or roll back what was done when anything is raised."""
    cursor.begin()
    try:
        yield
    except BaseException:
        cursor.rollback()
        raise
    cursor.commit()


@contextmanager
def reported_only(cursor: Connection) -> Iterator[None]:
    """Let the cursor see its database without demonstration data (``queries/schema/023_without_demonstration``)."""
    ((name,),) = cursor.execute(load_query("store/database_name").text).fetchall()
    quoted = '"' + name.replace('"', '""').replace("'", "''") + '"'
    cursor.execute(f"SET search_path = '{quoted}.without_demonstration,{quoted}.main'")
    try:
        yield
    finally:
        cursor.execute(f"SET search_path = '{quoted}.main'")


def read_present(cursor: Connection, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
    """The rows of ``queries/read/<name>.sql`` as the cursor sees them."""
    return cursor.execute(load_query(f"read/{name}").text, dict(parameters)).df()


@contextmanager
def open_reader(path: Path) -> Iterator[Read]:
    """A reader of a database that is not touched: neither created, migrated nor written.

    Raises StoreError when there is none, while another process holds it for writing, or when its
    tables are those of another version.
    """
    if not path.exists():
        raise StoreError(mark("There is no database {path} yet."), path=path)
    connection = connect(path, read_only=True)
    try:
        yield partial(read_present, connection.cursor())
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise StoreError(
            mark("The database {path} is of an older version: start the dashboard once."), path=path
        ) from error
    finally:
        connection.close()
