"""The store: one open database, reading it, publishing into it, undoing."""

import hashlib
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd

from dashboard.access import Action, Actor, authorise
from dashboard.catalogue import Catalogue, load_catalogue
from dashboard.errors import OvertakenError, RequestError, StoreError, UploadError
from dashboard.i18n import mark
from dashboard.sql import load_query, migration_names
from dashboard.store.connection import (
    Connection,
    Read,
    connect,
    explain_failure,
    read_present,
    transaction,
    wal_path,
)
from dashboard.store.files import KeptFiles
from dashboard.store.publishing import (
    NewUpload,
    find_forbidden,
    log_attached,
    log_undo,
    log_upload,
    newest_upload,
)
from dashboard.store.reference import load_reference
from dashboard.store.refresh import refresh_all, refresh_touched
from dashboard.store.repair import repair_doubles
from dashboard.store.seal import (
    Seal,
    check_file,
    check_log,
    measure_log,
    read_seal,
    write_seal,
)

T = TypeVar("T")

_FROZEN_VIEWS = 4
# A checkpoint for which there is no room makes the database unusable until it is opened again, so
# nothing is written where less than this is left on the disk beyond what is to be written.
_ROOM_BYTES = 32 * 2**20
_BYTES_PER_FIGURE = 400
_REOPEN_SECONDS = 5


@dataclass(frozen=True)
class View:
    """Which figures are read: as at an upload (None: now), with or without demonstration figures."""

    as_of: int | None = None
    demonstration: bool = True


PRESENT = View()


class Store:
    """One open database. Reads are safe from any thread; writes take turns."""

    def __init__(self, path: Path, *, catalogue: Catalogue | None = None) -> None:
        """Open ``path``, create or migrate it, and bring the reference tables up to date.

        Raises StoreError when the file is locked, no database, damaged, not writable, newer than
        the code, gone, or when acts that were published into it are missing.
        """
        self.path = path
        self.files = KeptFiles(path.parent / "uploads")
        self._write_lock = threading.Lock()
        self._frozen_lock = threading.Lock()
        self._frozen: list[str] = []
        known = read_seal(path)
        check_file(path, known)
        self._connection = connect(path)
        try:
            with _explained(path):
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
    def version(self) -> int:
        """The data version: the id of the newest upload, 0 for an empty database."""
        return self._seal.version

    # Opening

    def _prepare(self, catalogue: Catalogue, known: Seal | None) -> Seal:
        """Migrate, check the log against what is ``known`` of it, and fill what is derived."""
        cursor = self._connection.cursor()
        rows = cursor.execute("SELECT current_database()").fetchall()
        self._database = rows[0][0]
        self._migrate(cursor)
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
        return seal

    def _migrate(self, cursor: Connection) -> None:
        cursor.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
        rows = cursor.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchall()
        done = rows[0][0]
        names = migration_names()
        if done > len(names):
            raise StoreError(
                mark(
                    "The database {path} was written by a newer version of the dashboard "
                    "(schema {found}, this program knows {known}). Update the program."
                ),
                path=self.path,
                found=done,
                known=len(names),
            )
        for number, name in enumerate(names[done:], start=done + 1):
            with transaction(cursor):
                cursor.execute(load_query(name).text)
                cursor.execute("INSERT INTO schema_version VALUES ($number)", {"number": number})

    def _save(self) -> None:
        """Bring everything into the file itself, and say in the seal what it holds.

        Readers go on meanwhile. Without room for it the changes stay in the file beside it, where
        the next start finds them.
        """
        beside = wal_path(self.path)
        size = beside.stat().st_size if beside.exists() else 0
        try:
            if size and _has_room(self.path, 4 * size):
                self._connection.cursor().execute("CHECKPOINT")
            if read_seal(self.path) != self._seal:
                write_seal(self.path, self._seal)
        except (duckdb.Error, OSError) as error:
            print(f"{self.path}: {error}", file=sys.stderr)
            if isinstance(error, duckdb.FatalException):
                self._reopen()

    # Reading

    def read(
        self, name: str, parameters: Mapping[str, object] | None = None, *, view: View = PRESENT
    ) -> pd.DataFrame:
        """The rows of ``queries/read/<name>.sql`` as its header describes them.

        Raises RequestError for a data version that does not exist, StoreError when the file is
        damaged.
        """
        with _explained(self.path):
            if view == PRESENT or self.version == 0:
                return read_present(self._connection.cursor(), name, parameters or {})
            with self._frozen_lock:
                cursor = self._connection.cursor()
                cursor.execute(f"USE {self._freeze(view)}")
                return read_present(cursor, name, parameters or {})

    def _freeze(self, view: View) -> str:
        """Name of a database in memory that holds everything as ``view`` sees it.

        It is made by the statements that keep the present figures, so every read query and every
        rule of the numbers works in it unchanged.
        """
        version = self.version if view.as_of is None else view.as_of
        if not 0 < version <= self.version:
            raise RequestError(
                mark("There is no data version {version}; the newest is {newest}."),
                version=version,
                newest=self.version,
            )
        name = f"frozen_{version}" + ("" if view.demonstration else "_reported")
        if name not in self._frozen:
            cursor = self._connection.cursor()
            cursor.execute(f"ATTACH ':memory:' AS {name}")
            cursor.execute(f"USE {name}")
            self._fill_frozen(cursor, version, demonstration=view.demonstration)
            self._frozen.append(name)
            if len(self._frozen) > _FROZEN_VIEWS:
                cursor.execute(f"DETACH {self._frozen.pop(0)}")
        return name

    def _fill_frozen(self, cursor: Connection, version: int, *, demonstration: bool) -> None:
        main = f'"{self._database}".main'
        for name in migration_names():
            cursor.execute(load_query(name).text)
        for table in ("region", "region_alias", "programme", "indicator"):
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {main}.{table}")
        for table in ("upload", "observation_log", "target", "series_break"):
            shown = (
                ""
                if demonstration
                else (
                    f"AND upload_id NOT IN "
                    f"(SELECT upload_id FROM {main}.upload WHERE kind = 'demonstration')"
                )
            )
            cursor.execute(
                f"INSERT INTO {table} SELECT * FROM {main}.{table} WHERE upload_id <= {version} {shown}"
            )
        refresh_all(cursor, as_of=version)

    # Publishing

    def publish(
        self,
        actor: Actor,
        figures: pd.DataFrame,
        upload: NewUpload,
        *,
        targets: pd.DataFrame | None = None,
        breaks: pd.DataFrame | None = None,
        content: bytes | None = None,
        compared_with: int | None = None,
        draft_id: str = "",
    ) -> int:
        """Publish ``figures`` in one transaction and return the new data version.

        ``figures`` has indicator, region_code, period (SDMX), value (base unit; NaN for a state
        only), status, note_zh, note_en and perhaps source (else the upload's); one row per cell.
        ``targets`` has indicator, region_code, year, value, kind; ``breaks`` has indicator,
        region_code, year, reason_zh, reason_en. ``content`` is the file they came in, kept as it
        is; ``compared_with`` the data version that a person looked at beside them; ``draft_id`` the
        draft that they are the end of.

        Raises AccessError for whoever may not publish; OvertakenError when there is a newer version
        than the one compared with, or the draft is gone; UploadError when there is no source, no
        row, a cell twice, an unknown code, an impossible number, a figure that ``actor`` may not
        change, or no room.
        """
        authorise(actor, Action.PUBLISH)
        if not upload.source.strip():
            raise UploadError(mark("Say where the figures come from: an upload needs a source."))
        room = len(figures) * _BYTES_PER_FIGURE
        with self._writing(actor, Action.PUBLISH, keep=content, room=room) as cursor:
            self._check_current(cursor, compared_with, draft_id)
            number = log_upload(cursor, figures, upload, uploaded_by=actor.name)
            touched = partial(find_forbidden, cursor, upload_id=number, is_undo=False)
            authorise(actor, Action.PUBLISH, touched)
            log_attached(cursor, number, targets, breaks)
            refresh_touched(cursor, touched=number, as_of=number)
        return number

    @staticmethod
    def _check_current(cursor: Connection, compared_with: int | None, draft_id: str) -> None:
        newest = newest_upload(cursor)
        if compared_with is not None and compared_with != newest:
            raise OvertakenError(
                mark(
                    "Upload {newest} was published since the figures were compared with version "
                    "{version}. Nothing was published: compare them again."
                ),
                newest=newest,
                version=compared_with,
            )
        if draft_id:
            taken = cursor.execute(load_query("work/take_draft").text, {"draft_id": draft_id})
            if not taken.fetchall():
                raise OvertakenError(
                    mark("This file is no longer in work: it was published or thrown away.")
                )

    def preview(self, figures: pd.DataFrame, ask: Callable[[Read], T]) -> T:
        """What ``ask`` reads if ``figures`` (see ``publish``) were published now; nothing changes.

        They are published in a transaction that is rolled back, while other writers wait: hand in
        no more figures than the question needs. Raises UploadError as ``publish`` does.
        """
        with self._write_lock:
            cursor = self._connection.cursor()
            cursor.begin()
            try:
                number = log_upload(cursor, figures, NewUpload(source="preview"), uploaded_by="")
                refresh_touched(cursor, touched=number, as_of=number)
                return ask(partial(read_present, cursor))
            finally:
                cursor.rollback()

    def undo(self, actor: Actor, upload_id: int, *, note: str) -> int:
        """Withdraw an upload: each of its cells goes back to the newest row that still stands.

        Returns the new data version. Raises AccessError for whoever may not undo; UploadError when
        there is no such upload, it is an undo itself, it is withdrawn already, or it changes
        figures that ``actor`` may not change.
        """
        with self._writing(actor, Action.UNDO) as cursor:
            number = log_undo(cursor, upload_id, uploaded_by=actor.name, note=note)
            touched = partial(find_forbidden, cursor, upload_id=upload_id, is_undo=True)
            authorise(actor, Action.UNDO, touched)
            refresh_touched(cursor, touched=upload_id, as_of=number)
        return number

    # What is in work

    def work(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        """The rows of ``queries/work/<name>.sql``: drafts, remembered corrections."""
        text = load_query(f"work/{name}").text
        with _explained(self.path):
            return self._connection.cursor().execute(text, dict(parameters)).df()

    def write_work(
        self,
        actor: Actor,
        action: Action,
        *steps: tuple[str, Mapping[str, object]],
        keep: bytes | None = None,
        drop: str = "",
    ) -> None:
        """Run statements of ``queries/work`` in one transaction; the figures stay as they are.

        ``keep`` is a file that a row refers to from now on; ``drop`` the sha256 of one that is
        deleted unless a row still refers to it afterwards. Raises AccessError for whoever may not do
        ``action``, UploadError when there is no room.
        """
        with self._writing(actor, action, keep=keep, drop=drop) as cursor:
            for name, parameters in steps:
                cursor.execute(load_query(f"work/{name}").text, dict(parameters))

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
        if not _has_room(self.path, size):
            raise full
        try:
            with _explained(self.path):
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
                self._connection.cursor().execute("SELECT 1")
                return
            except duckdb.FatalException:
                self._connection.close()
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


def _has_room(path: Path, size: int) -> bool:
    return shutil.disk_usage(path.parent).free >= _ROOM_BYTES + size


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what DuckDB says of a damaged file into a sentence."""
    try:
        yield
    except duckdb.Error as error:
        explained = explain_failure(path, error)
        if explained is None:
            raise
        raise explained from error
