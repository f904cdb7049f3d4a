"""What the import asks of a database connection, which the store opens."""

from typing import Any, Protocol


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
