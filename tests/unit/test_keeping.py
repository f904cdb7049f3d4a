"""Nothing published is lost or doubled: seal, checkpoint, damage, doubles, kept files, limits, room."""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dashboard import access
from dashboard.access import SEED, Actor
from dashboard.errors import DashboardError, OvertakenError, StoreError, UploadError
from dashboard.importing.upload.upload_drafts import drop_draft, find_draft, start_draft
from dashboard.reporting import Limits
from dashboard.seed_data import open_seeded_store, publish_seed_data
from dashboard.settings import load_settings
from dashboard.store import NewUpload, Store, close_store, database, process, publishing

MakeFrame = Callable[..., pd.DataFrame]
ReadTable = Callable[..., pd.DataFrame]
Limit = Callable[[Limits], None]
REPORT = NewUpload(source="年报", file_name="年报.csv")
XIAN, BAOJI, CHANGAN = "610100", "610300", "610116"


def copy(database: Path, folder: Path) -> Path:
    """A copy of a closed database, without its seal, as an earlier version left it."""
    path = folder / "figures.duckdb"
    shutil.copy(database, path)
    return path


def seal_of(path: Path) -> dict[str, object]:
    return json.loads(path.with_name(path.name + ".seal").read_text(encoding="utf-8"))


def refusal(path: Path) -> str:
    """The English sentence with which a database is refused; the Chinese one is another."""
    with pytest.raises(StoreError) as refused:
        Store(path)
    assert refused.value.text("zh") != refused.value.text("en")
    assert "Traceback" not in refused.value.text("zh")
    return refused.value.text("en")


@pytest.fixture
def path(tmp_path: Path, empty_database: Path) -> Path:
    return copy(empty_database, tmp_path)


class TestOneStore:
    @pytest.fixture
    def new(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        monkeypatch.setenv("DASHBOARD_DATABASE", str(tmp_path / "new.duckdb"))
        load_settings.cache_clear()
        close_store()
        yield tmp_path / "new.duckdb"
        close_store()
        load_settings.cache_clear()

    def test_is_opened_once_however_many_ask_in_the_first_moment(self, new: Path) -> None:
        found: list[Store] = []
        start = threading.Barrier(6)

        def ask() -> None:
            start.wait()
            found.append(open_seeded_store())

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 6 and len(set(map(id, found))) == 1
        # Demonstration, national figures, press reports: once each.
        assert found[0].read("uploads")["upload_id"].tolist() == [3, 2, 1]
        assert found[0].version == 3

    def test_that_could_not_be_opened_is_tried_again(self, new: Path) -> None:
        new.write_text("no database", encoding="utf-8")
        with pytest.raises(StoreError):
            open_seeded_store()
        assert process._store is None
        new.unlink()
        assert open_seeded_store().version == 3

    @pytest.mark.parametrize("kept", [1, 2])
    def test_first_start_that_ended_early_goes_on_where_it_was(
        self, new: Path, seeded_store: Store, read_table: ReadTable, kept: int
    ) -> None:
        published: list[NewUpload] = []

        class Killed(BaseException):
            """Stands for the end of the process between two acts."""

        class Dying(Store):
            def publish(self, actor, figures, upload, **others):
                if len(published) == kept:
                    raise Killed
                published.append(upload)
                return super().publish(actor, figures, upload, **others)

        dying = Dying(new)
        with pytest.raises(Killed):
            publish_seed_data(SEED, dying)
        assert dying.version == kept
        dying.close()
        store = open_seeded_store()
        assert store.version == 3
        for table in ("observation", "figure", "observation_log", "target", "series_break"):
            assert_frame_equal(read_table(store, table), read_table(seeded_store, table))

    def test_gets_no_opening_sets_once_somebody_has_acted(
        self, new: Path, make_frame: MakeFrame
    ) -> None:
        store = Store(new)
        store.publish(Actor(), make_frame(("members", XIAN, "2024", 7, "final")), REPORT)
        store.close()
        assert open_seeded_store().version == 1

    def test_of_which_a_file_was_begun_and_not_finished_is_made_anew(self, new: Path) -> None:
        for content in (b"", bytes(5000), bytes(8) + b"DUCK" + bytes(4084)):
            new.write_bytes(content)
            store = Store(new)
            assert store.version == 0
            store.close()
            new.unlink()
            new.with_name("new.duckdb.seal").unlink()


def test_published_figures_are_in_the_file_itself(
    path: Path, tmp_path: Path, make_frame: MakeFrame
) -> None:
    store = Store(path)
    store.publish(Actor(), make_frame(("members", XIAN, "2023", 5, "final")), REPORT)
    store.publish(Actor(), make_frame(("members", XIAN, "2024", 7, "final")), REPORT)
    store.undo(Actor("王芳"), 1, note="错")
    alone = tmp_path / "copied" / "figures.duckdb"
    alone.parent.mkdir()
    shutil.copy(path, alone)  # the file alone, while the store is open
    with duckdb.connect(str(alone), read_only=True) as connection:
        rows = connection.sql("SELECT period, value FROM observation").fetchall()
        acts = connection.sql("SELECT count(*) FROM upload").fetchall()
    assert rows == [("2024", 7.0)]
    assert acts == [(3,)]
    store.close()


def test_seal_names_the_newest_act_and_the_rows_of_the_log(
    path: Path, make_frame: MakeFrame
) -> None:
    store = Store(path)
    store.publish(
        Actor(),
        make_frame(
            ("members", XIAN, "2023", 5, "final"), ("members", BAOJI, "2023", None, "not_reported")
        ),
        REPORT,
    )
    known = seal_of(path)
    assert (known["version"], known["row_count"]) == (1, 2)
    assert str(known["newest"]).endswith("UTC 年报.csv")
    store.close()
    Store(path).close()  # what is measured at the start equals what was added up while publishing
    assert seal_of(path) == known


def publish_some(path: Path, make_frame: MakeFrame, *, count: int) -> None:
    store = Store(path)
    for year in range(2001, 2001 + count):
        store.publish(Actor(), make_frame(("members", XIAN, str(year), year, "final")), REPORT)
    store.close()


def test_shortened_log_is_told_with_what_is_missing(path: Path, make_frame: MakeFrame) -> None:
    publish_some(path, make_frame, count=2)
    older = path.read_bytes()
    publish_some(path, make_frame, count=3)
    path.write_bytes(older)
    sentence = refusal(path)
    assert "ends with upload 2, but upload 5" in sentence and "3 acts are missing" in sentence
    seal = path.with_name(path.name + ".seal")
    assert str(seal) in sentence
    seal.unlink()  # the remedy that the sentence names
    store = Store(path)
    assert store.version == 2
    store.close()


def test_log_with_other_rows_is_told(path: Path, make_frame: MakeFrame) -> None:
    publish_some(path, make_frame, count=2)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE observation_log SET value = 1 WHERE period = '2001'")
    assert "is not the one that was published up to upload 2" in refusal(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM observation_log WHERE period = '2001'")
    assert "it has 1 rows of 2" in refusal(path)


def test_act_that_was_committed_before_its_seal_was_written_is_kept(
    path: Path, make_frame: MakeFrame
) -> None:
    publish_some(path, make_frame, count=1)
    before = path.with_name(path.name + ".seal").read_bytes()
    publish_some(path, make_frame, count=1)
    path.with_name(path.name + ".seal").write_bytes(before)
    store = Store(path)
    assert store.version == 2 and seal_of(path)["version"] == 2
    store.close()


def test_database_that_is_gone_is_not_answered_by_a_new_one(
    path: Path, make_frame: MakeFrame
) -> None:
    publish_some(path, make_frame, count=2)
    path.unlink()
    assert f"{path} is gone; it held 2 uploads" in refusal(path)
    assert not path.exists()


def test_folder_that_is_gone_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "not mounted" / "figures.duckdb"
    assert f"folder {path.parent} of the database does not exist" in refusal(path)
    assert not path.parent.exists()


def test_seal_that_cannot_be_read_is_told(path: Path, make_frame: MakeFrame) -> None:
    publish_some(path, make_frame, count=1)
    for content in ("", "{}x", '{"odd": 1}', "[1]"):
        path.with_name(path.name + ".seal").write_text(content, encoding="utf-8")
        assert "cannot be read: it says what the database must hold" in refusal(path)


def flip(path: Path, start: int, count: int = 64) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + count] = bytes(b ^ 0xFF for b in content[start : start + count])
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("start", "count", "words"),
    [
        (0, 12, "is not a DuckDB database"),
        (4096, 8192, "is damaged"),
        # The log comes first in the file: a block of it.
        (12288 + 500, 200, "is damaged"),
    ],
)
def test_damaged_file_is_told_with_the_remedy(
    seeded_database: Path, tmp_path: Path, start: int, count: int, words: str
) -> None:
    path = copy(seeded_database, tmp_path)
    flip(path, start, count)
    damaged = path.read_bytes()
    assert words in refusal(path)
    assert path.read_bytes() == damaged


def test_file_that_is_cut_off_is_told(seeded_database: Path, tmp_path: Path) -> None:
    path = copy(seeded_database, tmp_path)
    os.truncate(path, path.stat().st_size // 2)
    assert "put the newest copy of it in its place" in refusal(path)


class TestChangesBesideTheFile:
    """What is in the file beside the database alone: work, and acts for whose checkpoint no room was."""

    @pytest.fixture
    def crashed(
        self, path: Path, tmp_path: Path, make_frame: MakeFrame, monkeypatch: pytest.MonkeyPatch
    ) -> Path:
        """A database with one act in the file and two beside it, as a crash leaves it."""
        store = Store(path)
        store.publish(Actor(), make_frame(("members", XIAN, "2001", 1, "final")), REPORT)
        monkeypatch.setattr(database, "has_room", lambda _path, size: size == 0)
        monkeypatch.setattr(publishing, "_BYTES_PER_FIGURE", 0)
        for year in ("2002", "2003"):
            store.publish(Actor(), make_frame(("members", XIAN, year, 1, "final")), REPORT)
        for name in ("figures.duckdb", "figures.duckdb.wal", "figures.duckdb.seal"):
            (tmp_path / "crash").mkdir(exist_ok=True)
            shutil.copy(tmp_path / name, tmp_path / "crash" / name)
        monkeypatch.undo()
        store.close()
        return tmp_path / "crash" / "figures.duckdb"

    def test_are_read_at_the_next_start(self, crashed: Path) -> None:
        store = Store(crashed)
        assert store.version == 3
        assert not crashed.with_name("figures.duckdb.wal").exists()
        store.close()

    def test_that_are_deleted_or_emptied_or_cut_are_told(self, crashed: Path) -> None:
        wal = crashed.with_name("figures.duckdb.wal")
        content, database = wal.read_bytes(), crashed.read_bytes()
        for left in (None, bytes(len(content)), b"", content[: len(content) // 3]):
            crashed.write_bytes(database)
            wal.unlink(missing_ok=True)
            if left is not None:
                wal.write_bytes(left)
            assert "but upload 3" in refusal(crashed)

    def test_that_are_damaged_are_told_with_the_remedy(self, crashed: Path) -> None:
        """By DuckDB, or, where it takes the damage for the end of the file, by the seal."""
        wal = crashed.with_name("figures.duckdb.wal")
        content, database = wal.read_bytes(), crashed.read_bytes()
        damaged = f"{wal} with the last changes of the database is damaged"
        for place in range(0, len(content), max(1, len(content) // 7)):
            crashed.write_bytes(database)
            wal.write_bytes(content)
            flip(wal, place)
            said = refusal(crashed)
            assert damaged in said or "but upload 3" in said, (place, said)


class TestDoubles:
    """Databases that two stores filled at once, as earlier versions could."""

    @pytest.fixture
    def doubled(self, seeded_database: Path, tmp_path: Path) -> Path:
        return copy(seeded_database, tmp_path)

    def repaired(self, path: Path, seeded: Store, read_table: ReadTable) -> None:
        store = Store(path)
        for table in (
            "upload",
            "observation_log",
            "observation",
            "figure",
            "target",
            "series_break",
        ):
            expected = read_table(seeded, table, ids=True)
            assert_frame_equal(read_table(store, table, ids=True), expected)
        store.close()

    def test_same_act_under_one_number(
        self, doubled: Path, seeded_store: Store, read_table: ReadTable
    ) -> None:
        with duckdb.connect(str(doubled)) as connection:
            for table in ("upload", "observation_log", "observation", "figure", "target"):
                connection.execute(
                    f"INSERT INTO {table} SELECT * FROM {table} WHERE upload_id IN (1, 2)"
                )
            connection.execute("INSERT INTO series_break SELECT * FROM series_break")
            doubles = connection.sql(
                "SELECT count(*) FROM (SELECT 1 FROM observation "
                "GROUP BY indicator, region_code, period HAVING count(*) > 1)"
            ).fetchall()
        assert doubles[0][0] > 10_000
        self.repaired(doubled, seeded_store, read_table)

    def test_demonstration_under_the_number_of_another_act(
        self, doubled: Path, seeded_store: Store, read_table: ReadTable
    ) -> None:
        with duckdb.connect(str(doubled)) as connection:
            connection.execute(
                "INSERT INTO upload SELECT * REPLACE (2 AS upload_id) FROM upload WHERE upload_id = 1"
            )
            connection.execute(
                "INSERT INTO observation_log SELECT * REPLACE (2 AS upload_id) "
                "FROM observation_log WHERE upload_id = 1"
            )
        self.repaired(doubled, seeded_store, read_table)


class TestComparedWith:
    def test_older_version_publishes_nothing(self, path: Path, make_frame: MakeFrame) -> None:
        store = Store(path)
        frame = make_frame(("members", XIAN, "2024", 100_000, "final"))
        store.publish(Actor(), frame, REPORT, compared_with=0)
        frame["value"] = 300_000.0
        with pytest.raises(OvertakenError, match="Upload 1 was published since"):
            store.publish(Actor(), frame, REPORT, compared_with=0)
        assert store.version == 1
        store.publish(Actor(), frame, REPORT, compared_with=1)
        assert store.version == 2
        store.close()

    def test_draft_is_published_once_by_many_clicks_at_once(
        self, path: Path, make_frame: MakeFrame
    ) -> None:
        store = Store(path)
        draft = start_draft(Actor("li"), store, b"file", "a.csv")
        frame = make_frame(("members", XIAN, "2024", 7, "final"))
        outcomes: list[object] = []
        start = threading.Barrier(4)

        def click() -> None:
            start.wait()
            try:
                outcomes.append(store.publish(Actor(), frame, REPORT, draft_id=draft.draft_id))
            except OvertakenError:
                outcomes.append("gone")

        threads = [threading.Thread(target=click) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(map(str, outcomes)) == ["1", "gone", "gone", "gone"]
        assert store.version == 1
        assert find_draft(Actor("li"), store, draft.draft_id) is None
        store.close()

    def test_draft_stays_when_publishing_fails(self, path: Path, make_frame: MakeFrame) -> None:
        store = Store(path)
        draft = start_draft(Actor("li"), store, b"file", "a.csv")
        with pytest.raises(UploadError):
            store.publish(
                Actor(),
                make_frame(("members", "999999", "2024", 7, "final")),
                REPORT,
                draft_id=draft.draft_id,
            )
        assert find_draft(Actor("li"), store, draft.draft_id) == draft
        store.close()


class TestLimits:
    """Locks and regions are asked inside the transaction, by publishing and undoing alike."""

    @pytest.fixture
    def limit(self, monkeypatch: pytest.MonkeyPatch) -> Limit:
        """Sets what an administrator's tables would say of everybody."""
        return lambda said: monkeypatch.setattr(access, "read_limits", lambda _who: said)

    @pytest.fixture
    def store(self, path: Path, make_frame: MakeFrame) -> Iterator[Store]:
        store = Store(path)
        cells = [
            (i, r, y, 10, "final") for i in ("members", "employees_total") for r in (XIAN, CHANGAN)
            for y in ("2023", "2024")
        ]  # fmt: skip
        store.publish(Actor(), make_frame(*cells), REPORT)
        yield store
        store.close()

    @pytest.mark.parametrize("period", ["2023", "2023-Q1", "2023-06"])
    def test_locked_year_is_not_changed(
        self, store: Store, make_frame: MakeFrame, limit: Limit, period: str
    ) -> None:
        limit(Limits(frozenset({("", "2023")})))
        changed = make_frame(("members", XIAN, period, 11, "final"))
        with pytest.raises(UploadError, match=f"1 figure is of a period.*{period}"):
            store.publish(Actor(), changed, REPORT)
        assert store.version == 1
        # The same number may come again; another indicator's lock is nothing to it.
        store.publish(Actor(), make_frame(("members", XIAN, "2023", 10, "final")), REPORT)
        limit(Limits(frozenset({("employees_total", "2023")})))
        store.publish(Actor(), changed, REPORT)
        assert store.version == 3

    def test_locked_year_is_not_undone(self, store: Store, limit: Limit) -> None:
        limit(Limits(frozenset({("members", "2023")})))
        with pytest.raises(UploadError, match="2 figures are of a period"):
            store.undo(Actor("王芳"), 1, note="错")
        assert store.version == 1

    def test_regions_of_others_are_neither_published_nor_undone(
        self, store: Store, make_frame: MakeFrame, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []

        def read(who: str) -> Limits:
            asked.append(who)
            return Limits(allowed=frozenset({CHANGAN}))

        monkeypatch.setattr(access, "read_limits", read)
        with pytest.raises(UploadError, match="1 figure is of regions.*610100 西安市"):
            store.publish(
                Actor("li"),
                make_frame(("members", XIAN, "2025", 1, "final")),
                NewUpload(source="年报"),
            )
        store.publish(
            Actor("li"),
            make_frame(("members", CHANGAN, "2025", 1, "final")),
            NewUpload(source="年报"),
        )
        with pytest.raises(UploadError, match="4 figures are of regions"):
            store.undo(Actor("chen"), 1, note="错")
        store.undo(Actor("li"), 2, note="错")
        assert asked == ["li", "li", "chen", "li"]
        assert store.version == 3

    def test_nobody_s_regions_allow_nothing(
        self, store: Store, make_frame: MakeFrame, limit: Limit
    ) -> None:
        limit(Limits(allowed=frozenset()))
        with pytest.raises(UploadError, match="regions that you may not upload for"):
            store.publish(Actor(), make_frame(("members", XIAN, "2025", 1, "final")), REPORT)

    def test_demonstration_may_be_taken_out_by_anyone(
        self, seeded_store: Store, limit: Limit
    ) -> None:
        limit(Limits(frozenset({("", str(y)) for y in range(2000, 2030)}), frozenset()))
        assert seeded_store.undo(Actor("王芳"), 1, note="演示") == 4

    def test_limits_of_the_administrator_s_tables_hold(
        self, own_opening_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        make_frame: MakeFrame,
    ) -> None:  # fmt: skip
        folder = tmp_path / "reporting"
        folder.mkdir()
        (folder / "reporters.csv").write_text("person,region_code\n王芳,610100\n", encoding="utf-8")
        monkeypatch.setenv("DASHBOARD_REPORTING", str(folder))
        load_settings.cache_clear()
        frame = make_frame(("members", CHANGAN, "2031", 5, "final"))
        for name in ("陈一", "", "王芳2"):
            with pytest.raises(UploadError, match="regions that you may not upload for"):
                own_opening_store.publish(Actor(name), frame, NewUpload(source="年报"))
        own_opening_store.publish(Actor("王芳"), frame, NewUpload(source="年报"))


class TestNumbers:
    @pytest.mark.parametrize("value", [float("inf"), float("-inf"), 1e308, 1e15, -1e15])
    def test_no_impossible_number_enters_the_log(
        self, empty_store: Store, make_frame: MakeFrame, value: float
    ) -> None:
        with pytest.raises(UploadError):
            empty_store.publish(
                Actor(), make_frame(("members", XIAN, "2024", value, "final")), REPORT
            )
        assert empty_store.version == 0

    def test_largest_number_is_kept_to_the_last_digit(
        self, empty_store: Store, make_frame: MakeFrame, read_table: ReadTable
    ) -> None:
        largest = 999_999_999_999_999.0
        empty_store.publish(
            Actor(), make_frame(("members", XIAN, "2024", largest, "final")), REPORT
        )
        assert read_table(empty_store, "observation_log")["value"].tolist() == [largest]

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e15])
    def test_no_impossible_target_enters(
        self, empty_store: Store, make_frame: MakeFrame, value: float
    ) -> None:
        target = pd.DataFrame(
            [("members", XIAN, 2024, value, "annual")],
            columns=["indicator", "region_code", "year", "value", "kind"],
        )
        frame = make_frame(("members", XIAN, "2024", 5, "final"))
        with pytest.raises(UploadError, match="1 target is no number"):
            empty_store.publish(Actor(), frame, REPORT, targets=target)
        assert empty_store.version == 0


class TestKeptFiles:
    def test_original_of_an_upload_outlives_every_draft_of_it(
        self, path: Path, make_frame: MakeFrame
    ) -> None:
        store = Store(path)
        first = start_draft(Actor("li"), store, b"file", "a.csv")
        second = start_draft(Actor("li"), store, b"file", "a.csv")
        upload = NewUpload(source="年报", sha256=first.sha256)
        frame = make_frame(("members", XIAN, "2024", 7, "final"))
        store.publish(Actor(), frame, upload, content=b"file", draft_id=first.draft_id)
        drop_draft(Actor("li"), store, second)
        assert store.files.read(first.sha256) == b"file"
        store.close()

    def test_file_thrown_away_while_it_is_being_published_is_kept(
        self, path: Path, make_frame: MakeFrame
    ) -> None:
        """Many times over: one throws the draft away, another publishes the same file."""
        store = Store(path)
        for number in range(30):
            content = f"file {number}".encode()
            draft = start_draft(Actor("li"), store, content, "a.csv")
            upload = NewUpload(source="年报", sha256=draft.sha256)
            frame = make_frame(("members", XIAN, str(1990 + number), 7, "final"))
            thread = threading.Thread(target=drop_draft, args=(Actor("li"), store, draft))
            thread.start()
            store.publish(Actor(), frame, upload, content=content)
            thread.join()
            assert store.files.read(draft.sha256) == content
        store.close()

    def test_what_was_on_its_way_when_the_process_ended_is_settled_at_the_next_start(
        self, path: Path
    ) -> None:
        store = Store(path)
        kept = start_draft(Actor("li"), store, b"kept", "a.csv")
        store.close()
        folder = path.parent / "uploads"
        (folder / kept.sha256).rename(folder / f"{kept.sha256}.part")
        (folder / ("0" * 64 + ".part")).write_bytes(b"half")
        (folder / "tmpabcd").write_bytes(b"of an earlier version")
        store = Store(path)
        assert [p.name for p in folder.iterdir()] == [kept.sha256]
        assert store.files.read(kept.sha256) == b"kept"
        store.close()


class TestFullDisk:
    def test_nothing_is_written_where_there_is_no_room(
        self, empty_store: Store, make_frame: MakeFrame, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        usage = shutil.disk_usage(empty_store.path.parent)
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
        frame = make_frame(("members", XIAN, "2024", 7, "final"))
        for act in (
            lambda: empty_store.publish(Actor(), frame, REPORT),
            lambda: start_draft(Actor(), empty_store, b"file", "a.csv"),
        ):
            with pytest.raises(DashboardError) as refused:
                act()
            assert "is full. Make room and try again." in refused.value.text("en")
            assert "磁盘已满" in refused.value.text("zh")
        assert empty_store.version == 0
