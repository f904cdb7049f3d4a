"""One empty and one seeded store, on files of their own; real DuckDB.

The two databases are made once a session; a test works on a copy.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard.opening import publish_opening_sets
from dashboard.settings import Settings, load_settings
from dashboard.store import PRESENT, Store, View

OBSERVATION_COLUMNS = [
    "indicator",
    "region_code",
    "period",
    "value",
    "status",
    "note_zh",
    "note_en",
]
Cell = tuple[str, str, str, float | None, str]


@pytest.fixture(scope="session", autouse=True)
def default_settings() -> Iterator[None]:
    """Expected numbers hold for the default settings, whatever the developer's environment says."""
    with pytest.MonkeyPatch.context() as patch:
        for item in Settings.__dataclass_fields__.values():
            patch.delenv(item.metadata["variable"], raising=False)
        load_settings.cache_clear()
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database with the reference tables and without figures. Copy it, do not open it."""
    path = tmp_path_factory.mktemp("empty") / "dashboard.duckdb"
    Store(path).close()
    return path


@pytest.fixture(scope="session")
def seeded_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database with the opening sets. Copy it, do not open it."""
    path = tmp_path_factory.mktemp("seeded") / "dashboard.duckdb"
    store = Store(path)
    publish_opening_sets(store)
    store.close()
    return path


@pytest.fixture
def open_copy(tmp_path: Path) -> Iterator[Callable[[Path], Store]]:
    """Opens copies of a closed database, and closes them after the test."""
    opened: list[Store] = []

    def copy(database: Path) -> Store:
        path = tmp_path / f"copy_{len(opened)}_{os.getpid()}.duckdb"
        shutil.copy(database, path)
        opened.append(Store(path))
        return opened[-1]

    yield copy
    for store in opened:
        store.close()


@pytest.fixture
def empty_store(open_copy: Callable[[Path], Store], empty_database: Path) -> Store:
    """A store without figures."""
    return open_copy(empty_database)


@pytest.fixture
def seeded_store(open_copy: Callable[[Path], Store], seeded_database: Path) -> Store:
    """A store with the opening sets: demonstration, national and press-reported figures."""
    return open_copy(seeded_database)


@pytest.fixture(scope="session")
def make_frame() -> Callable[..., pd.DataFrame]:
    """Makes a frame to publish from (indicator, region, period, value, status) tuples."""

    def make(*cells: Cell) -> pd.DataFrame:
        rows = [(*cell, "", "") for cell in cells]
        return pd.DataFrame(rows, columns=OBSERVATION_COLUMNS).astype({"value": "float64"})

    return make


@pytest.fixture(scope="session")
def read_table() -> Callable[..., pd.DataFrame]:
    """Reads a whole table of a store, ordered by all its columns.

    Upload ids are left out where stores with another count of uploads are compared. The table
    ``figure`` is not for pages, so there is no named query for it: this goes past ``Store.read``.
    """

    def read(store: Store, table: str, *, view: View = PRESENT, ids: bool = False) -> pd.DataFrame:
        cursor = store._connection.cursor()
        if view != PRESENT:
            with store._frozen_lock:
                cursor.execute(f"USE {store._freeze(view)}")
                frame = cursor.execute(f"SELECT * FROM {table} ORDER BY ALL").df()
        else:
            frame = cursor.execute(f"SELECT * FROM {table} ORDER BY ALL").df()
        return frame if ids else frame.drop(columns="upload_id")

    return read
