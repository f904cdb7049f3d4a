"""The tables of an import in memory are what their files in queries/importing/tables say."""

import re

import pandas as pd
import pytest

from dashboard.catalogue import load_catalogue
from dashboard.importing.cells import cells
from dashboard.importing.connection import Connection, fetch_rows, fill_table, make_table
from dashboard.importing.corrections import Corrections
from dashboard.importing.reading.text_table import read_file
from dashboard.importing.upload import compare, review
from dashboard.settings import Settings
from dashboard.sql import QUERY_FOLDER, read_query
from dashboard.store import open_memory

TABLES = sorted((QUERY_FOLDER / "importing" / "tables").glob("*.sql"))
# Blank cells under a place are filled down; 小计 is a subtotal.
CONTENT = (
    "地区,年份,会员人数\n西安市,2022,100\n,2023,110\n宝鸡市,2022,50\n,2023,60\n小计,2022,150\n,2023,170\n"
).encode()


class LeftOpen:
    """A connection that stays open after the review, to be looked at."""

    def __init__(self) -> None:
        self.inner = open_memory()

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)

    def close(self) -> None:
        """Not now."""


@pytest.fixture(scope="module")
def reviewed() -> Connection:
    """The connection of a review that has dropped nothing."""
    connection = LeftOpen()
    empty = pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(review, "open_memory", lambda: connection)
        for module in (cells, compare):
            patch.setattr(module, "drop_table", lambda *_: None)
        found = review.review_file(
            CONTENT, "a.csv", catalogue=load_catalogue(), published=lambda _: empty
        )
    assert len(found.figures) == 4
    yield connection
    connection.inner.close()


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_table_has_the_columns_of_its_header(reviewed: Connection, path) -> None:
    query = read_query(path)
    (name,) = re.findall(r"^CREATE OR REPLACE (?:TABLE|VIEW) (\w+)", query.text, re.M)
    assert path.stem.startswith(name)
    listed = re.sub(r"\([^)]*\)", "", query.header["columns"]).split(",")
    assert reviewed.table(name).columns == [column.strip() for column in listed]


@pytest.fixture
def prepared() -> Connection:
    """A connection with the macros of the import."""
    with open_memory() as connection:
        read_file(connection, b"a,b\n", "a.csv", settings=Settings(), corrections=Corrections())
        yield connection


def test_key_is_taken_apart_into_what_it_was_made_of(prepared: Connection) -> None:
    # The largest that there is room for: 2^13 regions, 4 frequencies, 2^17 ordinals.
    for parts in ((1, 0, 0, 2019), (73, 3201, 1, 2019 * 4 + 3), (2_000, 8191, 2, 131_071)):
        found = prepared.execute(
            "SELECT indicator_of(k), region_of(k), frequency_of(k), ordinal_of(k)"
            " FROM (SELECT make_key($a, $b, $c, $d) AS k)",
            dict(zip("abcd", parts, strict=True)),
        )
        assert found.fetchall() == [parts]


def test_keys_of_two_regions_are_a_step_apart(prepared: Connection) -> None:
    query = "SELECT make_key(1, 5, 0, 2019) - make_key(1, 3, 0, 2019) = 2 * key_step('region')"
    assert prepared.execute(query).fetchall() == [(True,)]


def test_position_is_taken_apart_into_row_and_column(prepared: Connection) -> None:
    query = (
        "SELECT row_of(p), column_of(p), cell_address(p) FROM (SELECT cell_position(17, 28) AS p)"
    )
    assert prepared.execute(query).fetchall() == [(17, 28, "AB17")]


def test_ordinal_is_written_as_its_period(prepared: Connection) -> None:
    query = "SELECT period_of(0, 2019), period_of(1, 2019 * 4 + 1), period_of(2, 2019 * 12 + 11)"
    assert prepared.execute(query).fetchall() == [("2019", "2019-Q2", "2019-12")]


def test_column_that_a_table_does_not_have_is_not_filled(prepared: Connection) -> None:
    make_table(prepared, "skipped_row")
    with pytest.raises(KeyError, match="row_no"):
        fill_table(prepared, "skipped_row", {"row": [1]})
    assert prepared.table("skipped_row").fetchall() == []
    assert fetch_rows(prepared, "count_rows") == [(1,)]
