"""Bring a database up to date: the numbered files of ``queries/schema``, each once, and its macros."""

from pathlib import Path

from dashboard.errors import StoreError
from dashboard.i18n import mark
from dashboard.sql import load_query, macro_names, migration_names
from dashboard.store.connection import Connection, transaction


def migrate(cursor: Connection, path: Path) -> None:
    """Run what the database has not seen yet, each file in a transaction of its own.

    Raises StoreError when the database was written by a newer version of the program.
    """
    cursor.execute(load_query("store/create_schema_version").text)
    rows = cursor.execute(load_query("store/read_schema_version").text).fetchall()
    done = rows[0][0]
    names = migration_names()
    if done > len(names):
        raise StoreError(
            mark(
                "The database {path} was written by a newer version of the dashboard "
                "(schema {found}, this program knows {known}). Update the program."
            ),
            path=path,
            found=done,
            known=len(names),
        )
    for number, name in enumerate(names[done:], start=done + 1):
        with transaction(cursor):
            cursor.execute(load_query(name).text)
            cursor.execute(load_query("store/add_schema_version").text, {"number": number})


def create_tables(cursor: Connection) -> None:
    """All tables, empty, and the macros in a database that is not kept."""
    for name in migration_names():
        cursor.execute(load_query(name).text)
    create_macros(cursor)


def create_macros(cursor: Connection) -> None:
    """The macros as they are today, in the place of those of before."""
    for name in macro_names():
        cursor.execute(load_query(name).text)
