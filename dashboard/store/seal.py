"""The seal: what the log held when it was last written, in a small file beside the database.

DuckDB opens a database whose newest changes are gone (a file with them deleted, emptied or cut off)
without a word. The seal tells what should be there: how many acts and rows, and their checksum. It
is written after each publish and undo, when the database file holds everything.
"""

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import duckdb

from dashboard.errors import StoreError
from dashboard.i18n import mark
from dashboard.sql import load_query
from dashboard.store.connection import Connection


@dataclass(frozen=True)
class Seal:
    """The log up to an upload."""

    version: int = 0  # the newest upload
    row_count: int = 0  # of the log
    checksum: int = 0  # of all rows of upload and observation_log, in any order
    engine: str = duckdb.__version__  # whose hash the checksum is made of
    newest: str = ""  # when the newest upload was, and its file

    def join(self, later: "Seal") -> "Seal":
        """This and the acts after it."""
        return replace(
            later,
            row_count=self.row_count + later.row_count,
            checksum=self.checksum ^ later.checksum,
            newest=later.newest or self.newest,
        )


def seal_path(path: Path) -> Path:
    """The file with the seal of the database ``path``."""
    return path.with_name(f"{path.name}.seal")


def measure_log(cursor: Connection, *, after: int, last: int) -> Seal:
    """The seal of the acts after upload ``after`` up to ``last``."""
    query = load_query("write/measure_log").text
    ((row_count, checksum, newest),) = cursor.execute(
        query, {"after": after, "last": last}
    ).fetchall()
    return Seal(last, row_count, checksum, newest=newest)


def read_seal(path: Path) -> Seal | None:
    """The seal beside the database ``path``; None where there is none.

    Raises StoreError when it is there and cannot be understood.
    """
    try:
        return Seal(**json.loads(seal_path(path).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(
            mark(
                "{seal} cannot be read: it says what the database must hold. Put a copy back; "
                "without one, delete it to open the database unchecked."
            ),
            seal=seal_path(path),
        ) from error


def write_seal(path: Path, seal: Seal) -> None:
    """Put the seal in the place of the one before, whole or not at all."""
    part = seal_path(path).with_suffix(".seal.part")
    with part.open("w", encoding="utf-8") as file:
        json.dump(asdict(seal), file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, seal_path(path))


def check_file(path: Path, seal: Seal | None) -> None:
    """Raise StoreError when there was a database and its file is gone."""
    if seal and seal.version and not path.exists():
        raise StoreError(
            mark(
                "The database {path} is gone; it held {count} {count:upload|uploads}, the last {newest}. Put the "
                "newest copy back; to begin a new one, delete {seal}."
            ),
            path=path,
            count=seal.version,
            newest=seal.newest,
            seal=seal_path(path),
        )


def check_log(path: Path, known: Seal, cursor: Connection, *, version: int) -> Seal:
    """The seal of the log as it is, up to ``version``; raises StoreError when ``known`` is not in it."""
    if version < known.version:
        raise StoreError(
            mark(
                "The log of {path} ends with upload {found}, but upload {last} ({newest}) was "
                "published: {count} {count:act is|acts are} missing. Put the newest copy back; to go on without "
                "them, delete {seal}."
            ),
            path=path,
            found=version,
            last=known.version,
            newest=known.newest,
            count=known.version - version,
            seal=seal_path(path),
        )
    found = measure_log(cursor, after=0, last=known.version)
    is_same = found.checksum == known.checksum or known.engine != found.engine
    if found.row_count != known.row_count or not is_same:
        raise StoreError(
            mark(
                "The log of {path} is not the one that was published up to upload {last}: it has "
                "{found} rows of {count}, or other ones. Put the newest copy back; to go on with "
                "what is there, delete {seal}."
            ),
            path=path,
            last=known.version,
            found=found.row_count,
            count=known.row_count,
            seal=seal_path(path),
        )
    return found.join(measure_log(cursor, after=known.version, last=version))
