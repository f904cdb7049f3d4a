"""One empty and one seeded store, on files of their own; real DuckDB.

The two databases are made once a session; a test works on a copy.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from dashboard.access import SEED, Actor
from dashboard.seed_data import open_seeded_store, publish_seed_data
from dashboard.selection import PRESENT, Snapshot
from dashboard.settings import Settings, load_settings
from dashboard.store import NewUpload, Store, close_store, is_store_open, load_store

OBSERVATION_COLUMNS = [
    "indicator",
    "region_code",
    "period",
    "value",
    "status",
    "note_zh",
    "note_en",
]
# Modules that remember what they made out of the database.
REMEMBERING = tuple(
    f"dashboard.{room}" for room in ("cached", "reported", "charts", "presenters", "briefing")
)
# Besides those in a browser, the files that take more than a minute.
LONG_FILES = {
    "test_absurd_figures.py",
    "test_faults.py",
    "test_importing_files.py",
    "test_layouts.py",
    "test_oracle.py",
    "test_page_uploads.py",
    "test_rendering.py",
    "test_sentences.py",
    "test_silent_figures.py",
    "test_store.py",
    "test_upload_answers.py",
}
Cell = tuple[str, str, str, float | None, str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in a browser first, then the long files: none of them should be the last alone."""
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is None,
            item.path.name not in LONG_FILES,
        )
    )


@pytest.fixture(scope="session", autouse=True)
def default_settings() -> Iterator[None]:
    """Expected numbers hold for the default settings, whatever the developer's environment says."""
    with pytest.MonkeyPatch.context() as patch:
        for item in Settings.__dataclass_fields__.values():
            patch.delenv(item.metadata["variable"], raising=False)
        load_settings.cache_clear()
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_chromium() -> Iterator[None]:
    """Ended with the tests: a process of several that run them leaves without its exit handlers."""
    yield
    images = sys.modules.get("dashboard.briefing.slides.images")
    if images:
        images._printer.close()


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
    publish_seed_data(SEED, store)
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

    def read(
        store: Store, table: str, *, snapshot: Snapshot = PRESENT, ids: bool = False
    ) -> pd.DataFrame:
        with store._see(snapshot) as cursor:
            frame = cursor.execute(f"SELECT * FROM {table} ORDER BY ALL").df()
        return frame if ids else frame.drop(columns="upload_id")

    return read


def forget_everything() -> None:
    """Close the store of this process and empty every cache of the dashboard."""
    close_store()
    load_settings.cache_clear()
    for name, module in list(sys.modules.items()):
        if name.startswith(REMEMBERING):
            for member in vars(module).values():
                # What a module only imports, the catalogue above all, does not depend on it.
                if hasattr(member, "cache_clear") and member.__module__ == name:
                    member.cache_clear()


@pytest.fixture
def set_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Makes a file the dashboard's database; it is opened by the first page.

    What is known of a database is kept as long as tests go on reading the same one.
    """

    def set_path(path: Path) -> None:
        monkeypatch.setenv("DASHBOARD_DATABASE", str(path))
        load_settings.cache_clear()
        if not is_store_open() or load_store().path != path:
            forget_everything()

    yield set_path
    load_settings.cache_clear()


@pytest.fixture
def use_database(set_database: Callable[[Path], None]) -> Callable[[Path], Store]:
    """Makes a file the dashboard's database and returns its open store."""

    def use(path: Path) -> Store:
        set_database(path)
        return open_seeded_store()

    return use


@pytest.fixture(scope="session")
def shared_database(seeded_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the opening sets for tests that only read."""
    path = tmp_path_factory.mktemp("shared") / "dashboard.duckdb"
    shutil.copy(seeded_database, path)
    return path


@pytest.fixture
def opening_store(use_database: Callable[[Path], Store], shared_database: Path) -> Store:
    """The opening sets, to read only."""
    return use_database(shared_database)


@pytest.fixture
def own_opening_store(
    use_database: Callable[[Path], Store], seeded_database: Path, tmp_path: Path
) -> Iterator[Store]:
    """A copy of the opening sets that a test may change."""
    path = tmp_path / "dashboard.duckdb"
    shutil.copy(seeded_database, path)
    yield use_database(path)
    forget_everything()


@pytest.fixture(scope="session")
def small_database(
    empty_database: Path,
    make_frame: Callable[..., pd.DataFrame],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Path]:
    """Makes a closed database with one upload of a few cells, once for the same cells.

    Copy its folder, do not open it.
    """

    @cache
    def publish(*cells: Cell) -> Path:
        path = tmp_path_factory.mktemp("small") / "small.duckdb"
        shutil.copy(empty_database, path)
        # Published before the dashboard opens it: an empty database would get the opening sets.
        store = Store(path)
        store.publish(Actor("李四"), make_frame(*cells), NewUpload(source="县报表"))
        store.close()
        return path

    return publish


@pytest.fixture
def make_small_store(
    use_database: Callable[[Path], Store], small_database: Callable[..., Path], tmp_path: Path
) -> Iterator[Callable[..., Store]]:
    """Makes a store with one upload of a few (indicator, region, period, value, status) cells.

    It has no demonstration data. A test may change it.
    """

    def make(*cells: Cell) -> Store:
        made = small_database(*cells)
        shutil.copytree(made.parent, tmp_path, dirs_exist_ok=True)
        return use_database(tmp_path / made.name)

    yield make
    forget_everything()
