"""What the import asks of a database connection, which the store opens, and how it asks.

Every statement is a file in ``queries/importing``; ``tables/`` there describes each table of the
import, with its columns and who fills it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol

import pyarrow as pa

from dashboard.sql import QUERY_FOLDER, load_query


class Connection(Protocol):
    """The in-memory DuckDB of one import."""

    def execute(self, query: str, parameters: Any = ..., /) -> Any:
        """Run one statement with named parameters."""

    def sql(self, query: str, /) -> Any:
        """A query without parameters whose result can be had as Arrow."""

    def table(self, name: str, /) -> Any:
        """A table, with the names of its columns."""

    def from_arrow(self, arrow_object: object, /) -> Any:
        """An Arrow table as a relation, which can be put into a table."""

    def register(self, view_name: str, python_object: object, /) -> Any:
        """Offer a frame or an Arrow table as a view."""

    def unregister(self, view_name: str, /) -> Any:
        """Take the view away."""


def run_statement(connection: Connection, name: str, /, **parameters: object) -> None:
    """Run ``queries/importing/<name>.sql``."""
    connection.execute(load_query(f"importing/{name}").text, parameters)


def fetch_rows(connection: Connection, name: str, /, **parameters: object) -> list[tuple[Any, ...]]:
    """All rows of ``queries/importing/<name>.sql``; an empty list for none."""
    return connection.execute(load_query(f"importing/{name}").text, parameters).fetchall()


def fetch_table(connection: Connection, name: str) -> pa.Table:
    """The result of a statement without parameters, as Arrow: ten times faster than Python's objects."""
    return connection.sql(load_query(f"importing/{name}").text).to_arrow_table()


def make_table(connection: Connection, name: str, /, **parameters: object) -> None:
    """The table of ``queries/importing/tables/<name>.sql``, filled there or empty."""
    run_statement(connection, f"tables/{name}", **parameters)


def fill_table(
    connection: Connection, name: str, columns: Mapping[str, Sequence[object]] | pa.Table
) -> None:
    """The table of ``queries/importing/tables/<name>.sql`` with rows from here."""
    make_table(connection, name)
    if not isinstance(columns, pa.Table):
        if not len(next(iter(columns.values()))):
            return
        columns = pa.table({k: pa.array(v) for k, v in columns.items()})
    # Rows go in by their order, so that a column that is missing or too many is an error here.
    described = connection.table(name).columns
    connection.from_arrow(columns.select(described)).insert_into(name)


def drop_table(connection: Connection, name: str, *, kind: str = "TABLE") -> None:
    """Take a table (or VIEW) away, if it is there."""
    connection.execute(f"DROP {kind} IF EXISTS {name}")


@cache
def _macro_names() -> tuple[str, ...]:
    """The macros in the order of the numbers of their files: each uses only those before it."""
    folder = QUERY_FOLDER / "importing" / "macros"
    return tuple(sorted(f"macros/{path.stem}" for path in folder.glob("*.sql")))


def create_macros(connection: Connection) -> None:
    """What several statements say alike: keys, positions, addresses, numbers of persons."""
    for name in _macro_names():
        run_statement(connection, name)
