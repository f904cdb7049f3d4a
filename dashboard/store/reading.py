"""Reading: the present figures, or those of another snapshot, by the same named queries."""

from collections.abc import Mapping

import pandas as pd

from dashboard.errors import RequestError
from dashboard.i18n import mark
from dashboard.selection import PRESENT, Snapshot
from dashboard.sql import load_query
from dashboard.store.connection import Connection, explained, read_present
from dashboard.store.database import Database
from dashboard.store.migrations import create_tables
from dashboard.store.refresh import refresh_all

_FROZEN_SNAPSHOTS = 4
_REFERENCE = ("region", "region_alias", "programme", "indicator")
_LOG = ("upload", "observation_log", "target", "series_break")


class Reading(Database):
    """The part of the store that reads; from any thread."""

    def read(
        self,
        name: str,
        parameters: Mapping[str, object] | None = None,
        *,
        snapshot: Snapshot = PRESENT,
    ) -> pd.DataFrame:
        """The rows of ``queries/read/<name>.sql`` as its header describes them.

        Raises RequestError for a data version that does not exist, StoreError when the file is
        damaged.
        """
        with explained(self.path):
            if snapshot == PRESENT or self.version == 0:
                return read_present(self._connection.cursor(), name, parameters or {})
            with self._frozen_lock:
                cursor = self._connection.cursor()
                cursor.execute(f"USE {self._freeze(snapshot)}")
                return read_present(cursor, name, parameters or {})

    def _freeze(self, snapshot: Snapshot) -> str:
        """Name of a database in memory that holds everything as ``snapshot`` sees it.

        It is made by the statements that keep the present figures, so every read query and every
        rule of the numbers works in it unchanged.
        """
        version = self.version if snapshot.as_of is None else snapshot.as_of
        if not 0 < version <= self.version:
            raise RequestError(
                mark("There is no data version {version}; the newest is {newest}."),
                version=version,
                newest=self.version,
            )
        name = f"frozen_{version}" + ("" if snapshot.demonstration else "_reported")
        if name not in self._frozen:
            cursor = self._connection.cursor()
            cursor.execute(f"ATTACH ':memory:' AS {name}")
            cursor.execute(f"USE {name}")
            fill_frozen(cursor, self._name, version, demonstration=snapshot.demonstration)
            self._frozen.append(name)
            if len(self._frozen) > _FROZEN_SNAPSHOTS:
                cursor.execute(f"DETACH {self._frozen.pop(0)}")
        return name


def fill_frozen(cursor: Connection, kept: str, version: int, *, demonstration: bool) -> None:
    """Fill an empty database with what the database ``kept`` held at ``version``."""
    create_tables(cursor)
    for table in _REFERENCE:
        query = load_query(f"reference/fill_{table}").text
        cursor.execute(query, {"source": _name_table(kept, table)})
    shown = {
        "as_of": version,
        "demonstration": demonstration,
        "acts": _name_table(kept, "upload"),
    }
    for table in _LOG:
        query = load_query(f"freeze/copy_{table}").text
        cursor.execute(query, shown | {"source": _name_table(kept, table)})
    refresh_all(cursor, as_of=version)


def _name_table(database: str, table: str) -> str:
    return f'"{database}".main.{table}'
