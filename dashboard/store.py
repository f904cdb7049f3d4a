"""The database of figures: opening, migrating, reading, publishing, undoing.

The only module that imports duckdb. One connection a process and a cursor a call: Streamlit's
sessions are threads, and one connection shared by threads fails. Nothing is ever overwritten: the
log keeps every row, and ``observation`` is the newest standing row of each cell, kept in the same
transaction.
"""

import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd

from dashboard import catalogue as catalogue_module
from dashboard.catalogue import REFERENCE_FOLDER, Catalogue, load_catalogue
from dashboard.errors import RequestError, StoreError, UploadError
from dashboard.i18n import mark
from dashboard.settings import load_settings
from dashboard.sql import load_query, migration_names

T = TypeVar("T")
# A reader of ``queries/read``: name and parameters → frame.
Read = Callable[[str, Mapping[str, object]], pd.DataFrame]

# A checkpoint at DuckDB's own 16 MB falls into the publishing of 100,000 figures and makes it a
# quarter slower; reading back a log of this size after a crash takes under a second.
_CONFIG = {"wal_autocheckpoint": "256MB"}
_FROZEN_VIEWS = 4


@dataclass(frozen=True)
class NewUpload:
    """Who publishes what: everything about an upload that the figures themselves do not say."""

    source: str
    uploaded_by: str = ""
    file_name: str = ""
    sha256: str = ""
    note: str = ""
    kind: str = "figures"  # figures, demonstration
    rejected_count: int = 0


@dataclass(frozen=True)
class View:
    """Which figures are read: as at an upload (None: now), with or without demonstration figures."""

    as_of: int | None = None
    demonstration: bool = True


PRESENT = View()


def open_memory() -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own in memory, for checking an upload whatever the store."""
    return duckdb.connect(":memory:")


def _connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open the file, turning DuckDB's refusals into sentences."""
    if path.is_dir():
        raise StoreError(
            mark("{path} is a folder. Set DASHBOARD_DATABASE to the file of the database."),
            path=path,
        )
    try:
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        return duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
    except (duckdb.Error, OSError) as error:
        text = str(error)
        holder = re.search(r"PID (\d+)", text)
        if holder:
            raise StoreError(
                mark(
                    "The database {path} is in use by another process (number {pid}). "
                    "Close that dashboard or command first, or set DASHBOARD_DATABASE to another file."
                ),
                path=path,
                pid=holder.group(1),
            ) from error
        if path.exists() and os.access(path, os.R_OK) and not _is_database(path):
            raise StoreError(
                mark(
                    "{path} is not a DuckDB database. Move it away, or set DASHBOARD_DATABASE "
                    "to another file."
                ),
                path=path,
            ) from error
        raise StoreError(
            mark(
                "The database {path} cannot be written ({reason}). The disk or the folder may be "
                "read-only; set DASHBOARD_DATABASE to a place that can be written."
            ),
            path=path,
            reason=text.splitlines()[0] if text else type(error).__name__,
        ) from error


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


class Store:
    """One open database. Reads are safe from any thread; writes take turns."""

    def __init__(self, path: Path, *, catalogue: Catalogue | None = None) -> None:
        """Open ``path``, create or migrate it, and bring the reference tables up to date.

        Raises StoreError when the file is locked, no database, not writable, or newer than the code.
        """
        self.path = path
        self._connection = _connect(path)
        self._write_lock = threading.Lock()
        self._frozen_lock = threading.Lock()
        self._frozen: list[str] = []
        self._database = self._connection.execute("SELECT current_database()").fetchall()[0][0]
        try:
            self._migrate()
            self._load_reference(catalogue or load_catalogue())
            self._version = self._newest_upload(self._connection.cursor())
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the database; the file can then be opened by another process."""
        self._connection.close()

    @property
    def version(self) -> int:
        """The data version: the id of the newest upload, 0 for an empty database."""
        return self._version

    # Opening

    def _migrate(self) -> None:
        cursor = self._connection.cursor()
        cursor.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
        done = cursor.execute("SELECT coalesce(max(version), 0) FROM schema_version").fetchall()[0][
            0
        ]
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
            with _transaction(cursor):
                cursor.execute(load_query(name).text)
                cursor.execute("INSERT INTO schema_version VALUES ($number)", {"number": number})

    def _load_reference(self, catalogue: Catalogue) -> None:
        """Fill the reference tables, and make figure anew, when what they are made from changed."""
        checksum = _reference_checksum()
        cursor = self._connection.cursor()
        if cursor.execute("SELECT checksum FROM reference_state").fetchall() == [(checksum,)]:
            return
        with _transaction(cursor):
            for table, frame in _reference_frames(catalogue).items():
                cursor.execute(f"DELETE FROM {table}")
                cursor.register("incoming_reference", frame)
                cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming_reference")
                cursor.unregister("incoming_reference")
            cursor.execute("DELETE FROM figure")
            _refresh_figures(cursor, touched=0)
            cursor.execute("DELETE FROM reference_state")
            cursor.execute("INSERT INTO reference_state VALUES ($checksum)", {"checksum": checksum})

    # Reading

    def read(
        self, name: str, parameters: Mapping[str, object] | None = None, *, view: View = PRESENT
    ) -> pd.DataFrame:
        """The rows of ``queries/read/<name>.sql`` as its header describes them.

        Raises RequestError for a data version that does not exist.
        """
        text = load_query(f"read/{name}").text
        if view == PRESENT or self.version == 0:
            return self._connection.cursor().execute(text, dict(parameters or {})).df()
        with self._frozen_lock:
            cursor = self._connection.cursor()
            cursor.execute(f"USE {self._freeze(view)}")
            return cursor.execute(text, dict(parameters or {})).df()

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

    def _fill_frozen(
        self, cursor: duckdb.DuckDBPyConnection, version: int, *, demonstration: bool
    ) -> None:
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
        _refresh_all(cursor, as_of=version)

    # Publishing

    def publish(
        self,
        figures: pd.DataFrame,
        upload: NewUpload,
        *,
        targets: pd.DataFrame | None = None,
        breaks: pd.DataFrame | None = None,
    ) -> int:
        """Publish ``figures`` in one transaction and return the new data version.

        ``figures`` has indicator, region_code, period (SDMX), value (base unit; NaN for a state
        only), status, note_zh, note_en and perhaps source (else the upload's); one row per cell.
        ``targets`` has indicator, region_code, year, value, kind; ``breaks`` has indicator,
        region_code, year, reason_zh, reason_en.

        Raises UploadError when there is no source, no row, a cell twice, or an unknown code.
        """
        if not upload.source.strip():
            raise UploadError(mark("Say where the figures come from: an upload needs a source."))
        with self._writing() as cursor:
            number = self._log_upload(cursor, figures, upload)
            for name, table, frame in (
                ("insert_targets", "incoming_target", targets),
                ("insert_breaks", "incoming_break", breaks),
            ):
                if frame is not None and len(frame):
                    cursor.register(table, frame)
                    cursor.execute(load_query(f"write/{name}").text, {"upload_id": number})
            _refresh_touched(cursor, touched=number, as_of=number)
        return number

    def _log_upload(
        self, cursor: duckdb.DuckDBPyConnection, figures: pd.DataFrame, upload: NewUpload
    ) -> int:
        """Add an upload and its rows to the log; its number."""
        incoming = _with_source(figures, upload.source)
        cursor.register("incoming", incoming)
        counts = cursor.execute(load_query("write/compare_incoming").text).df().iloc[0]
        _check_counts(counts)
        number = self._newest_upload(cursor) + 1
        new, changed = int(counts["new_count"]), int(counts["changed_count"])
        _insert_upload(
            cursor,
            number,
            upload,
            counts=(new, changed, len(incoming) - new - changed, upload.rejected_count),
        )
        cursor.execute(load_query("write/insert_log").text, {"upload_id": number})
        return number

    def preview(self, figures: pd.DataFrame, ask: Callable[[Read], T]) -> T:
        """What ``ask`` reads if ``figures`` (see ``publish``) were published now; nothing changes.

        They are published in a transaction that is rolled back, while other writers wait: hand in
        no more figures than the question needs. Raises UploadError as ``publish`` does.
        """
        with self._write_lock:
            cursor = self._connection.cursor()
            cursor.begin()
            try:
                number = self._log_upload(cursor, figures, NewUpload(source="preview"))
                _refresh_touched(cursor, touched=number, as_of=number)
                return ask(partial(_read_present, cursor))
            finally:
                cursor.rollback()

    def keep_file(self, content: bytes, sha256: str) -> Path:
        """Keep an uploaded file byte for byte as ``uploads/<sha256>`` beside the database.

        It appears there whole or not at all, and is never executed. Raises UploadError when it
        cannot be kept.
        """
        folder = self.path.parent / "uploads"
        path = folder / sha256
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
                    part.write(content)
                os.replace(part.name, path)
        except OSError as error:
            raise UploadError(
                mark("Nothing was published: the file cannot be kept in {folder} ({reason})."),
                folder=folder,
                reason=error.strerror,
            ) from error
        return path

    def read_file(self, sha256: str) -> bytes:
        """The bytes of a kept file. Raises UploadError when it is not there."""
        path = self.path.parent / "uploads" / sha256
        try:
            return path.read_bytes()
        except OSError as error:
            raise UploadError(
                mark("The file cannot be found in {folder} any more. Upload it again."),
                folder=path.parent,
            ) from error

    def drop_file(self, sha256: str) -> None:
        """Delete a kept file that neither an upload nor a draft needs."""
        with self._write_lock:
            (row,) = self.work("count_file_uses", {"sha256": sha256}).to_dict("records")
            if not row["use_count"]:
                (self.path.parent / "uploads" / sha256).unlink(missing_ok=True)

    # What is in work

    def work(self, name: str, parameters: Mapping[str, object]) -> pd.DataFrame:
        """The rows of ``queries/work/<name>.sql``: drafts, remembered corrections."""
        text = load_query(f"work/{name}").text
        return self._connection.cursor().execute(text, dict(parameters)).df()

    def write_work(self, *steps: tuple[str, Mapping[str, object]]) -> None:
        """Run statements of ``queries/work`` in one transaction; the figures stay as they are."""
        with self._writing() as cursor:
            for name, parameters in steps:
                cursor.execute(load_query(f"work/{name}").text, dict(parameters))

    def undo(self, upload_id: int, *, uploaded_by: str, note: str) -> int:
        """Withdraw an upload: each of its cells goes back to the newest row that still stands.

        Returns the new data version. Raises UploadError when there is no such upload, it is an
        undo itself, or it is withdrawn already.
        """
        with self._writing() as cursor:
            known = cursor.execute(
                "SELECT u.kind, x.upload_id FROM upload AS u LEFT JOIN upload AS x "
                "ON u.upload_id = x.undoes WHERE u.upload_id = $upload_id",
                {"upload_id": upload_id},
            ).fetchall()
            _check_undo(upload_id, known)
            number = self._newest_upload(cursor) + 1
            act = NewUpload(source="", uploaded_by=uploaded_by, note=note, kind="undo")
            _insert_upload(cursor, number, act, counts=(0, 0, 0, 0), undoes=upload_id)
            _refresh_touched(cursor, touched=upload_id, as_of=number)
        return number

    @contextmanager
    def _writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor inside a transaction; the data version moves on when it is committed."""
        with self._write_lock:
            cursor = self._connection.cursor()
            with _transaction(cursor):
                yield cursor
            self._version = self._newest_upload(cursor)

    @staticmethod
    def _newest_upload(cursor: duckdb.DuckDBPyConnection) -> int:
        return cursor.execute("SELECT coalesce(max(upload_id), 0) FROM upload").fetchall()[0][0]


@contextmanager
def _transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    cursor.begin()
    try:
        yield
    except BaseException:
        cursor.rollback()
        raise
    cursor.commit()


def _read_present(
    cursor: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object]
) -> pd.DataFrame:
    return cursor.execute(load_query(f"read/{name}").text, dict(parameters)).df()


@contextmanager
def open_reader(path: Path) -> Iterator[Read]:
    """A reader of a database that is not touched: neither created, migrated nor written.

    Raises StoreError when there is none, while another process holds it for writing, or when its
    tables are those of another version.
    """
    if not path.exists():
        raise StoreError(mark("There is no database {path} yet."), path=path)
    connection = _connect(path, read_only=True)
    try:
        yield partial(_read_present, connection.cursor())
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise StoreError(
            mark("The database {path} is of an older version: start the dashboard once."), path=path
        ) from error
    finally:
        connection.close()


def _refresh_touched(cursor: duckdb.DuckDBPyConnection, *, touched: int, as_of: int) -> None:
    """Bring observation and figure up to date in the cells that an upload touched."""
    cursor.execute(load_query("write/find_held").text, {"touched": touched})
    cursor.execute(load_query("write/clear_held").text)
    cursor.execute(load_query("write/fill_observation").text, {"as_of": as_of, "is_whole": False})
    # All cells of an upload that is undone are held.
    if touched == as_of:
        cursor.execute(load_query("write/insert_fresh").text, {"upload_id": touched})
    cursor.execute("DROP TABLE held")
    _refresh_figures(cursor, touched=touched)


def _refresh_all(cursor: duckdb.DuckDBPyConnection, *, as_of: int) -> None:
    """Fill an empty observation and figure from the log."""
    cursor.execute(load_query("write/find_held").text, {"touched": 0})
    cursor.execute(load_query("write/fill_observation").text, {"as_of": as_of, "is_whole": True})
    cursor.execute("DROP TABLE held")
    _refresh_figures(cursor, touched=0)


def _refresh_figures(cursor: duckdb.DuckDBPyConnection, *, touched: int) -> None:
    """Make the figures anew that upload ``touched`` affects; 0 for all of them."""
    cursor.execute(load_query("write/find_affected").text, {"touched": touched})
    batches = cursor.execute("SELECT DISTINCT batch FROM affected ORDER BY batch").fetchall()
    for (batch,) in batches:
        cursor.execute(load_query("write/touch_parents").text, {"batch": batch})
    for name in ("clear_figures", "own_figures", "find_unmade"):
        cursor.execute(load_query(f"write/{name}").text)
    # A sum is made of the step below, so the steps go from the counties up.
    steps = cursor.execute(
        "SELECT DISTINCT batch, depth FROM unmade ORDER BY batch, depth DESC"
    ).fetchall()
    coverage = {"coverage_pct": load_settings().coverage_pct}
    for batch, depth in steps:
        cursor.execute(load_query("write/take_touched").text, {"batch": batch, "depth": depth})
        cursor.execute(load_query("write/refresh_figures").text, coverage)
    for table in ("affected", "unmade", "touched"):
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _insert_upload(
    cursor: duckdb.DuckDBPyConnection,
    number: int,
    upload: NewUpload,
    *,
    counts: tuple[int, int, int, int],
    undoes: int | None = None,
) -> None:
    names = ("new_count", "changed_count", "unchanged_count", "rejected_count")
    values = asdict(upload) | dict(zip(names, counts, strict=True))
    values |= {
        "upload_id": number,
        "undoes": undoes,
        "uploaded_at": datetime.now(UTC).replace(tzinfo=None),
    }
    cursor.execute(load_query("write/insert_upload").text, values)


def _with_source(figures: pd.DataFrame, source: str) -> pd.DataFrame:
    columns = ["indicator", "region_code", "period", "value", "status", "note_zh", "note_en"]
    frame = figures[columns].copy()
    frame["source"] = figures.get("source", source)
    frame["value"] = frame["value"].astype("float64")
    return frame


def _check_counts(counts: pd.Series) -> None:
    if counts["row_count"] == 0:
        raise UploadError(mark("There is no figure to publish."))
    if counts["invalid_count"]:
        raise UploadError(
            mark(
                "{count} figures have no source, no period such as 2024, 2024-Q2 or 2024-06, or a "
                "value and a state that do not go together."
            ),
            count=int(counts["invalid_count"]),
        )
    if counts["unknown_count"]:
        raise UploadError(
            mark("{count} figures name an indicator or a region that the catalogue does not list."),
            count=int(counts["unknown_count"]),
        )
    if counts["cell_count"] != counts["row_count"]:
        raise UploadError(
            mark("{count} figures name a region, period and indicator that another row names too."),
            count=int(counts["row_count"] - counts["cell_count"]),
        )


def _check_undo(upload_id: int, known: list[tuple[str, int | None]]) -> None:
    if not known:
        raise UploadError(mark("There is no upload {upload}."), upload=upload_id)
    kind, undone_by = known[0]
    if kind == "undo":
        raise UploadError(
            mark("Upload {upload} is itself an undo. Publish the file again instead."),
            upload=upload_id,
        )
    if undone_by is not None:
        raise UploadError(
            mark("Upload {upload} was undone before, by upload {by}."),
            upload=upload_id,
            by=undone_by,
        )


def _reference_checksum() -> str:
    """Checksum of the reference files, the code that reads them, and the rules of the numbers."""
    files = [
        *sorted(REFERENCE_FOLDER.glob("*.csv")),
        Path(catalogue_module.__file__),
        Path(__file__),
    ]
    digest = hashlib.sha256(str(load_settings().coverage_pct).encode())
    for path in files:
        digest.update(path.read_bytes())
    for name in ("find_affected", "touch_parents", "own_figures", "find_unmade", "refresh_figures"):
        digest.update(load_query(f"write/{name}").text.encode())
    return digest.hexdigest()


def _reference_frames(catalogue: Catalogue) -> dict[str, pd.DataFrame]:
    """The reference tables as frames, by table name."""
    regions = pd.DataFrame(
        {
            "region_code": r.code,
            "name_zh": r.name_zh,
            "short_name_zh": r.short_name_zh,
            "name_en": r.name_en,
            "level": r.level,
            "parent_code": r.parent_code,
            "rollup_code": r.rollup_code,
            "is_expected": r.is_expected,
            "depth": catalogue.depth(r.code),
            "path": catalogue.path(r.code),
            "member_bit": float(2 ** catalogue.sibling_place(r.code)),
            "expected_children": len(catalogue.counted_children(r.code)),
        }
        for r in catalogue.regions.values()
    )
    columns = [
        "programme",
        "name_zh",
        "name_en",
        "unit_zh",
        "unit_en",
        "kind",
        "measure",
        "time_rule",
        "region_rule",
        "numerator",
        "denominator",
        "factor",
        "decimals",
    ]
    indicators = pd.DataFrame(
        {"indicator": i.code} | {c: getattr(i, c) for c in columns}
        for i in catalogue.indicators.values()
    )
    programmes = pd.DataFrame(
        {"programme": p.code, "name_zh": p.name_zh, "name_en": p.name_en, "sort": p.sort}
        for p in catalogue.programmes.values()
    )
    aliases = pd.DataFrame(
        [(a, c) for a, codes in catalogue.aliases.items() for c in codes],
        columns=["alias", "region_code"],
    )
    return {
        "region": regions,
        "indicator": indicators,
        "programme": programmes,
        "region_alias": aliases,
    }


def make_owner(name: str) -> str:
    """The one form of a name or an address under which work is kept."""
    return " ".join(name.split()).casefold()


@lru_cache(maxsize=1)
def load_store() -> Store:
    """The store of this process, opened on first use and filled with the opening sets if empty."""
    from dashboard.opening import publish_opening_sets  # opening publishes through this module

    store = Store(Path(load_settings().database))
    if store.version == 0:
        publish_opening_sets(store)
    return store
