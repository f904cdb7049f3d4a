"""Reading: the present figures, or those of another snapshot, by the same named queries."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import pandas as pd

from dashboard.errors import RequestError
from dashboard.i18n import mark
from dashboard.selection import PRESENT, Snapshot
from dashboard.sql import load_query
from dashboard.store.connection import Connection, explained, read_present, reported_only
from dashboard.store.database import Database
from dashboard.store.migrations import create_tables
from dashboard.store.reference import fill_reference
from dashboard.store.refresh import refresh_all
from dashboard.store.rules import find_rules
from dashboard.store.suppressing import suppress_frozen

_FROZEN_SNAPSHOTS = 4
_NAMES = ("region_alias", "programme")  # read as they are today; the rest is kept with a version
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
        with explained(self.path), self._see(snapshot) as cursor:
            return read_present(cursor, name, parameters or {})

    @contextmanager
    def _see(self, snapshot: Snapshot) -> Iterator[Connection]:
        """A cursor to which every table is as ``snapshot`` sees it."""
        cursor = self._connection.cursor()
        with ExitStack() as stack:
            if snapshot.as_of is not None:
                stack.enter_context(self._frozen_lock)
                cursor.execute(f"USE {self._freeze(snapshot.as_of)}")
            if not snapshot.demonstration:
                stack.enter_context(reported_only(cursor))
            yield cursor

    def _freeze(self, version: int) -> str:
        """Name of a database in memory that holds everything as it was at ``version``.

        It is made by the statements that keep the present figures, so every read query and every
        rule of the numbers works in it unchanged.
        """
        if not 0 < version <= self.version:
            raise RequestError(
                mark("There is no data version {version}; the newest is {newest}."),
                version=version,
                newest=self.version,
            )
        # Made anew after every upload: what became confidential is so in older versions too.
        name = f"frozen_{version}_of_{self.version}"
        if name not in self._frozen:
            cursor = self._connection.cursor()
            cursor.execute(f"ATTACH ':memory:' AS {name}")
            cursor.execute(f"USE {name}")
            fill_frozen(cursor, self._name, version)
            self._frozen.append(name)
            if len(self._frozen) > _FROZEN_SNAPSHOTS:
                cursor.execute(f"DETACH {self._frozen.pop(0)}")
        return name


def fill_frozen(cursor: Connection, kept: str, version: int) -> None:
    """Fill an empty database with what the database ``kept`` held at ``version``."""
    create_tables(cursor)
    rules = find_rules(cursor, _name_table(kept, "rule_state"), version)
    fill_reference(cursor, rules.frames())
    for table in _NAMES:
        query = load_query(f"reference/fill_{table}").text
        cursor.execute(query, {"source": _name_table(kept, table)})
    for table in _LOG:
        query = load_query(f"freeze/copy_{table}").text
        cursor.execute(query, {"as_of": version, "source": _name_table(kept, table)})
    refresh_all(cursor, as_of=version, settings=rules.settings)
    suppress_frozen(cursor, kept)


def _name_table(database: str, table: str) -> str:
    return f'"{database}".main.{table}'
