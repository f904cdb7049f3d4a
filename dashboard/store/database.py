"""One open database: its connection, its seal, the files beside it, and the one door for writing."""

import hashlib
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import duckdb

from dashboard.access import Action, Actor, authorise
from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.errors import StoreError, UploadError
from dashboard.i18n import mark
from dashboard.sql import load_query
from dashboard.store.connection import (
    Connection,
    connect,
    explained,
    has_room,
    transaction,
    wal_path,
)
from dashboard.store.files import KeptFiles
from dashboard.store.log import newest_upload
from dashboard.store.migrations import migrate
from dashboard.store.reference import load_reference
from dashboard.store.repair import repair_doubles
from dashboard.store.seal import (
    Seal,
    check_file,
    check_log,
    measure_log,
    read_seal,
    write_seal,
)

_REOPEN_SECONDS = 5


class Database:
    """What every part of the store stands on: who reads takes a cursor, who writes the door."""

    def __init__(self, path: Path, *, catalogue: Catalogue | None = None) -> None:
        """Open ``path``, create or migrate it, and bring the reference tables up to date.

        Raises StoreError when the file is locked, no database, damaged, not writable, newer than
        the code, gone, or when acts that were published into it are missing.
        """
        self.path = path
        self.files = KeptFiles(path.parent / "uploads")
        self._write_lock = threading.Lock()
        self._frozen_lock = threading.Lock()
        # Databases in memory that are attached to this connection, oldest first.
        self._frozen: list[str] = []
        known = read_seal(path)
        check_file(path, known)
        self._connection = connect(path)
        try:
            with explained(path):
                self._seal = self._prepare(catalogue or load_catalogue(), known)
            self.files.clear(partial(self._is_needed, self._connection.cursor()))
            self._save()
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the database; the file can then be opened by another process, and copied."""
        with self._write_lock:
            self._save()
            self._connection.close()

    @property
    def _name(self) -> str:
        """What DuckDB calls the open file, beside those in memory."""
        rows = self._connection.cursor().execute(load_query("store/database_name").text).fetchall()
        return rows[0][0]

    @property
    def version(self) -> int:
        """The data version: the id of the newest upload, 0 for an empty database."""
        return self._seal.version

    def _prepare(self, catalogue: Catalogue, known: Seal | None) -> Seal:
        """Migrate, check the log against what is ``known`` of it, and fill what is derived."""
        cursor = self._connection.cursor()
        migrate(cursor, self.path)
        version = newest_upload(cursor)
        seal = check_log(self.path, known or Seal(), cursor, version=version)
        if known is None:
            # Only versions that wrote no seal could publish the seed data twice.
            with transaction(cursor):
                doubles = repair_doubles(cursor)
            if doubles:
                print(f"{self.path}: {doubles} doubled rows were taken out.", file=sys.stderr)
            seal = measure_log(cursor, after=0, last=version)
        load_reference(cursor, catalogue)
        # Rules that are others than before are an act.
        if (newest := newest_upload(cursor)) != version:
            seal = seal.join(measure_log(cursor, after=version, last=newest))
        return seal

    def _save(self) -> None:
        """Bring everything into the file itself, and say in the seal what it holds.

        Readers go on meanwhile. Without room for it the changes stay in the file beside it, where
        the next start finds them.
        """
        beside = wal_path(self.path)
        size = beside.stat().st_size if beside.exists() else 0
        try:
            if size and has_room(self.path, 4 * size):
                self._connection.cursor().execute("CHECKPOINT")
            if read_seal(self.path) != self._seal:
                write_seal(self.path, self._seal)
        except (duckdb.Error, OSError) as error:
            print(f"{self.path}: {error}", file=sys.stderr)
            if isinstance(error, duckdb.FatalException):
                self._reopen()

    @contextmanager
    def _writing(
        self,
        actor: Actor,
        action: Action,
        *,
        keep: bytes | None = None,
        drop: str = "",
        room: int = 0,
    ) -> Iterator[Connection]:
        """The one door for writing: a cursor inside a transaction, for who may do ``action``.

        The data version moves on when it is committed.
        """
        authorise(actor, action)
        kept = hashlib.sha256(keep).hexdigest() if keep is not None else ""
        with self._write_lock, self._explaining_failure(room + len(keep or b"")):
            cursor = self._connection.cursor()
            try:
                if keep is not None:
                    self.files.stage(keep, kept)
                with transaction(cursor):
                    yield cursor
                    version = newest_upload(cursor)
                    is_spent = drop and not self._is_needed(cursor, drop)
                    if is_spent:
                        self.files.set_aside(drop)
            except BaseException:
                self._settle_files(kept, drop)
                raise
            if version != self.version:
                added = measure_log(cursor, after=self.version, last=version)
                self._seal = self._seal.join(added)
                self._save()
            self._settle_files(kept, drop)

    def _settle_files(self, *names: str) -> None:
        """Name the files that a row refers to, delete those that none does."""
        cursor = self._connection.cursor()
        for name in filter(None, names):
            if self._is_needed(cursor, name):
                self.files.settle(name)
            else:
                self.files.discard(name)

    @staticmethod
    def _is_needed(cursor: Connection, sha256: str) -> bool:
        query = load_query("work/count_file_uses").text
        return bool(cursor.execute(query, {"sha256": sha256}).fetchall()[0][0])

    @contextmanager
    def _explaining_failure(self, size: int) -> Iterator[None]:
        """Write only where there is room for ``size`` bytes; say in words what fails all the same."""
        full = UploadError(
            mark("Nothing was changed: the disk of {path} is full. Make room and try again."),
            path=self.path,
        )
        if not has_room(self.path, size):
            raise full
        try:
            with explained(self.path):
                yield
        except StoreError as error:
            if isinstance(error.__cause__, duckdb.FatalException):
                self._reopen()
            if "No space left" in str(error.__cause__):
                raise full from error
            raise

    def _reopen(self) -> None:
        """Open the database anew: DuckDB refuses everything after a failure in the middle of a write."""
        self._connection.close()
        self._frozen.clear()
        deadline = time.monotonic() + _REOPEN_SECONDS
        while True:
            # As long as a reader still holds the broken one, it is that which is handed out.
            self._connection = connect(self.path)
            try:
                newest_upload(self._connection.cursor())
                return
            except duckdb.FatalException:
                self._connection.close()
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
