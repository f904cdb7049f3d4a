"""What the import asks of a database connection, which the store opens."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa


class Connection(Protocol):
    """The in-memory DuckDB of one import."""

    def execute(self, query: str, parameters: Any = ..., /) -> Any:
        """Run one statement with named parameters."""

    def sql(self, query: str, /) -> Any:
        """A query without parameters whose result can be had as Arrow."""

    def register(self, view_name: str, python_object: object, /) -> Any:
        """Offer a frame or an Arrow table as a view."""

    def unregister(self, view_name: str, /) -> Any:
        """Take the view away."""


def fetch_rows(
    connection: Connection, query: str, parameters: dict[str, object] | None = None
) -> list[tuple]:
    """All rows of a query; an empty list for none."""
    return connection.execute(query, parameters or {}).fetchall()


def create_table(
    connection: Connection, name: str, columns: Mapping[str, Sequence[object]], types: str
) -> None:
    """A small table of answers; ``types`` are its columns with their types, as in CREATE TABLE."""
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({types})")
    if len(next(iter(columns.values()))):
        connection.register("incoming", pa.table({k: pa.array(v) for k, v in columns.items()}))
        connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")
        connection.unregister("incoming")
