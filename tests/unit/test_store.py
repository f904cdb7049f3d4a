"""The store: publishing, undoing, reading as at an upload, and what happens when something fails."""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.errors import RequestError, StoreError, UploadError
from dashboard.seed_data import FIGURE_FOLDER, read_figures_file
from dashboard.selection import Snapshot
from dashboard.settings import ROOT, load_settings
from dashboard.sql import load_query, migration_names
from dashboard.store import NewUpload, Store, open_memory

ANNUAL_REPORT = NewUpload(source="年报")
DEMONSTRATION = NewUpload(source="演示", kind="demonstration")
COUNTIES = ("610202", "610203", "610204", "610222")
TONGCHUAN = "610200"
OpenCopy = Callable[[Path], Store]
MakeFrame = Callable[..., pd.DataFrame]
ReadTable = Callable[..., pd.DataFrame]


def read_value(store: Store, indicator: str, region: str, year: int, **kwargs: object) -> object:
    """The value of one figure; None where there is no row."""
    parameters = {"region": region, "indicators": f",{indicator},"}
    frame = store.read("figures", parameters, **kwargs)
    found = frame[(frame["region_code"] == region) & (frame["year"] == year)]["value"].tolist()
    return found[0] if found else None


def assert_same_tables(
    read_table: ReadTable, first: Store, second: Store, *, snapshot: Snapshot | None = None
) -> None:
    """Both stores have the same observations and figures, upload ids left aside."""
    for table in ("observation", "figure"):
        shown = read_table(first, table, **({"snapshot": snapshot} if snapshot else {}))
        assert_frame_equal(shown, read_table(second, table))


def assert_rebuilt_equal(read_table: ReadTable, store: Store) -> None:
    """What was kept step by step equals what is made from the log at once."""
    now = Snapshot(as_of=store.version)
    for table in ("observation", "figure", "reported_figure"):
        kept = read_table(store, table, ids=True)
        assert_frame_equal(kept, read_table(store, table, snapshot=now, ids=True))
    keys = read_table(store, "figure")[["indicator", "region_code", "year"]]
    assert not keys.duplicated().any()


# Publishing


def test_publish_counts_new_changed_and_unchanged(
    empty_store: Store, make_frame: MakeFrame
) -> None:
    assert empty_store.version == 0
    first = make_frame(
        ("members", "610202", "2019", 10, "final"),
        ("members", "610203", "2019", 20, "provisional"),
        ("members", "610204", "2019", None, "not_reported"),
    )
    second = make_frame(
        ("members", "610202", "2019", 11, "final"),  # value
        ("members", "610203", "2019", 20, "final"),  # status
        ("members", "610204", "2019", None, "not_reported"),  # the same
        ("members", "610222", "2019", 40, "final"),  # new
        ("members", "610222", "2020", 41, "final"),  # new
    )
    assert empty_store.publish(Actor(), first, ANNUAL_REPORT) == 1
    assert empty_store.publish(Actor(), second, NewUpload(source="年报", rejected_count=7)) == 2
    assert empty_store.version == 2
    shown = empty_store.read("uploads").set_index("upload_id")
    counts = ["new_count", "changed_count", "unchanged_count", "rejected_count"]
    assert shown.loc[1, counts].tolist() == [3, 0, 0, 0]
    assert shown.loc[2, counts].tolist() == [2, 2, 1, 7]


def test_source_of_a_row_comes_before_the_upload_s(
    empty_store: Store, make_frame: MakeFrame
) -> None:
    frame = make_frame(("members", "610202", "2019", 10, "final"))
    empty_store.publish(Actor(), frame, ANNUAL_REPORT)
    frame["source"] = "见报"
    empty_store.publish(Actor(), frame, ANNUAL_REPORT)
    asked = {"indicator": "members", "region": "610202", "period": "2019"}
    assert empty_store.read("history", asked)["source"].tolist() == ["见报", "年报"]


@pytest.mark.parametrize(
    ("cells", "source", "sentence"),
    [
        pytest.param(
            [("members", "610202", "2019", 1, "final"), ("members", "610202", "2019", 2, "final")],
            "年报",
            "1 figure names a region, period and indicator that another row names too.",
            id="cell_twice",
        ),
        pytest.param(
            [("members", "610202", "2019", 1, "final"), ("no_such", "610202", "2019", 2, "final")],
            "年报",
            "1 figure names an indicator or a region that the catalogue does not list.",
            id="unknown_indicator",
        ),
        pytest.param(
            [("members", "999999", "2019", 1, "final"), ("members", "888888", "2019", 1, "final")],
            "年报",
            "2 figures name an indicator or a region that the catalogue does not list.",
            id="unknown_region",
        ),
        pytest.param(
            [("members", "610202", "2019", 1, "final")],
            "  ",
            "Say where the figures come from: an upload needs a source.",
            id="no_source",
        ),
        pytest.param([], "年报", "There is no figure to publish.", id="no_rows"),
    ],
)
def test_publish_refuses(
    empty_store: Store, make_frame: MakeFrame, cells: list, source: str, sentence: str
) -> None:
    with pytest.raises(UploadError) as refused:
        empty_store.publish(Actor(), make_frame(*cells), NewUpload(source=source))
    assert refused.value.text("en") == sentence
    assert refused.value.text("zh") != sentence
    assert empty_store.version == 0
    assert empty_store.read("uploads").empty


@pytest.mark.parametrize("part", ["targets", "breaks", "figures"])
def test_publish_that_fails_halfway_changes_nothing(
    empty_store: Store, make_frame: MakeFrame, read_table: ReadTable, part: str
) -> None:
    empty_store.publish(
        Actor(), make_frame(("members", "610202", "2019", 10, "final")), ANNUAL_REPORT
    )
    tables = ("upload", "observation_log", "observation", "target", "series_break", "figure")
    before = {t: read_table(empty_store, t, ids=True) for t in tables}
    figures = make_frame(
        ("members", "610202", "2019", 99, "final"), ("members", "610203", "2019", 5, "final")
    )
    key = {"indicator": ["members"], "region_code": ["610202"], "year": [2025]}
    extra: dict[str, pd.DataFrame] = {}
    if part == "targets":  # refused after the log was written: a target needs a value
        extra["targets"] = pd.DataFrame(
            key | {"value": pd.array([None], "Float64"), "kind": "plan"}
        )
    elif part == "breaks":
        extra["breaks"] = pd.DataFrame(key | {"reason_zh": [None], "reason_en": ["x"]})
    else:
        figures["source"] = ["年报", None]
    with pytest.raises(UploadError if part == "targets" else duckdb.Error):
        empty_store.publish(Actor(), figures, ANNUAL_REPORT, **extra)
    assert empty_store.version == 1
    for table in tables:
        assert_frame_equal(read_table(empty_store, table, ids=True), before[table])
    assert empty_store.publish(Actor(), figures.assign(source="年报"), ANNUAL_REPORT) == 2


# Undoing

BASE = [("members", c, "2019", 100.0, "final") for c in COUNTIES] + [
    ("employees_unionised_units", c, "2019", 200.0, "final") for c in COUNTIES
]
# Three uploads that overlap each other and the base in different cells.
OVERLAPPING = {
    "a": [
        ("members", "610202", "2019", 110.0, "final"),
        ("members", "610203", "2019", 111.0, "provisional"),
        ("members", TONGCHUAN, "2019", 480.0, "final"),
    ],
    "b": [
        ("members", "610202", "2019", None, "not_reported"),
        ("members", TONGCHUAN, "2019", None, "confidential"),
        ("employees_unionised_units", "610203", "2019", 210.0, "at_least"),
    ],
    "c": [
        ("members", "610202", "2019", 130.0, "estimate"),
        ("members", "610203", "2019", 100.0, "final"),
        ("membership_rate", "610203", "2019", 70.0, "final"),
        ("members", "610204", "2020", 140.0, "final"),
    ],
}


def test_overlapping_uploads_can_be_undone_in_any_order(
    tmp_path: Path, empty_database: Path, make_frame: MakeFrame, read_table: ReadTable
) -> None:
    tables: dict[Path, list[pd.DataFrame]] = {}

    def act(path: Path, name: str, change: Callable[[Store], object]) -> Path:
        """Change a copy of a database, and keep what its two tables then hold."""
        copy = tmp_path / f"{name}.duckdb"
        shutil.copy(path, copy)
        store = Store(copy)
        change(store)
        tables[copy] = [read_table(store, t) for t in ("observation", "figure")]
        store.close()
        return copy

    def publish(path: Path, name: str, cells: list) -> Path:
        return act(path, name, lambda s: s.publish(Actor(), make_frame(*cells), ANNUAL_REPORT))

    never = {"": publish(empty_database, "base", BASE)}
    for name in ("a", "b", "c", "ab", "ac", "bc", "abc"):
        never[name] = publish(never[name[:-1]], f"only_{name}", OVERLAPPING[name[-1]])

    undone = {"": never["abc"]}
    for count in (1, 2, 3):
        for order in map("".join, itertools.permutations("abc", count)):
            upload = "abc".index(order[-1]) + 2
            undone[order] = act(
                undone[order[:-1]],
                f"undone_{order}",
                lambda s, upload=upload: s.undo(Actor(), upload, note=""),
            )
            standing = "".join(n for n in "abc" if n not in order)
            for kept, expected in zip(tables[undone[order]], tables[never[standing]], strict=True):
                assert_frame_equal(kept, expected)
    assert len(undone) == 1 + 3 + 6 + 6


def test_undone_figure_no_longer_counts_as_revised(
    empty_store: Store, make_frame: MakeFrame
) -> None:
    for value in (10, 12):
        frame = make_frame(("members", "610202", "2019", value, "final"))
        empty_store.publish(Actor(), frame, ANNUAL_REPORT)
    asked = {"region": "610202", "indicators": ""}
    assert empty_store.read("figures", asked)["quality_flags"].tolist() == ["revised"]
    assert empty_store.undo(Actor("王芳"), 2, note="错") == 3
    shown = empty_store.read("figures", asked)
    assert shown[["value", "upload_id"]].values.tolist() == [[10, 1]]
    assert shown["quality_flags"].tolist() == [""]


def test_undo_of_an_undo_twice_or_of_nothing_is_refused(
    empty_store: Store, make_frame: MakeFrame
) -> None:
    empty_store.publish(
        Actor(), make_frame(("members", "610202", "2019", 10, "final")), ANNUAL_REPORT
    )
    empty_store.undo(Actor(), 1, note="")
    for upload, sentence in (
        (2, "Upload 2 is itself an undo. Publish the file again instead."),
        (1, "Upload 1 was undone before, by upload 2."),
        (9, "There is no upload 9."),
    ):
        with pytest.raises(UploadError) as refused:
            empty_store.undo(Actor(), upload, note="")
        assert refused.value.text("en") == sentence
        assert str(upload) in refused.value.text("zh")
    assert empty_store.version == 2
    assert read_value(empty_store, "members", "610202", 2019) is None


# Reading as at an upload, and without the demonstration set

QUESTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("figures", {"region": TONGCHUAN, "indicators": ""}),
    ("sources", {"region": TONGCHUAN, "indicators": ""}),
    ("targets", {"region": TONGCHUAN}),
    ("breaks", {}),
    ("uploads", {}),
    ("years", {"region": "610000"}),
)


def test_every_version_reads_as_it_did_at_the_time(
    empty_store: Store, make_frame: MakeFrame
) -> None:
    target = {"indicator": ["members"], "region_code": [TONGCHUAN], "year": [2025]}
    acts: list[Callable[[], int]] = [
        lambda: empty_store.publish(
            Actor(),
            make_frame(*BASE),
            DEMONSTRATION,
            targets=pd.DataFrame(target | {"value": [500.0], "kind": ["plan"]}),
            breaks=pd.DataFrame(
                target | {"year": [2019], "reason_zh": ["口径"], "reason_en": ["definition"]}
            ),
        ),
        *[
            lambda cells=cells: empty_store.publish(Actor(), make_frame(*cells), ANNUAL_REPORT)
            for cells in OVERLAPPING.values()
        ],
        lambda: empty_store.undo(Actor(), 3, note=""),
        lambda: empty_store.undo(Actor(), 1, note=""),
    ]
    then = {}
    for act in acts:
        version = act()
        then[version] = [empty_store.read(name, asked) for name, asked in QUESTIONS]
    # Two rounds: more versions than are kept ready, so the second makes some of them anew.
    for version in [*then, 1, 6]:
        for (name, asked), seen in zip(QUESTIONS, then[version], strict=True):
            assert_frame_equal(
                empty_store.read(name, asked, snapshot=Snapshot(as_of=version)), seen
            )


def test_data_version_that_does_not_exist_is_refused(
    empty_store: Store, make_frame: MakeFrame
) -> None:
    empty_store.publish(
        Actor(), make_frame(("members", "610202", "2019", 10, "final")), ANNUAL_REPORT
    )
    for version in (0, -1, 2):
        with pytest.raises(RequestError) as refused:
            empty_store.read("breaks", snapshot=Snapshot(as_of=version))
        sentence = f"There is no data version {version}; the newest is 1."
        assert refused.value.text("en") == sentence
        assert refused.value.text("zh") != sentence


def test_empty_store_can_be_read_without_demonstration(empty_store: Store) -> None:
    assert empty_store.read(
        "years", {"region": "610000"}, snapshot=Snapshot(demonstration=False)
    ).empty


def test_without_demonstration_equals_a_store_that_never_had_it(
    seeded_store: Store, empty_store: Store, read_table: ReadTable
) -> None:
    for name, source in (
        ("national_figures.csv", "国家统计局；中国劳动统计年鉴"),
        ("reported_figures.csv", "2019年见报"),
    ):
        empty_store.publish(
            Actor(), read_figures_file(FIGURE_FOLDER / name), NewUpload(source=source)
        )
    snapshot = Snapshot(demonstration=False)
    assert_same_tables(read_table, seeded_store, empty_store, snapshot=snapshot)
    assert seeded_store.read("targets", {"region": "610000"}, snapshot=snapshot).empty
    assert len(seeded_store.read("targets", {"region": "610000"})) > 100


def test_demonstration_published_later_never_covers_a_reported_figure(
    open_copy: OpenCopy, empty_database: Path, make_frame: MakeFrame, read_table: ReadTable
) -> None:
    orders = ([OVERLAPPING["a"], None], [None, OVERLAPPING["a"]])
    stores = []
    for order in orders:
        stores.append(open_copy(empty_database))
        for cells in order:
            upload = ANNUAL_REPORT if cells else DEMONSTRATION
            stores[-1].publish(Actor(), make_frame(*(cells or BASE)), upload)
    assert_same_tables(read_table, *stores)
    assert read_value(stores[0], "members", "610202", 2019) == 110
    assert read_value(stores[0], "members", "610204", 2019) == 100


def make_random_frame(rng: random.Random, make_frame: MakeFrame) -> pd.DataFrame:
    """Up to a dozen cells of a small world: two rates with their parts, a rate that has none."""
    regions = [*COUNTIES, TONGCHUAN, "610100", "610403", "SN-YL", "SN-ZS", "610000"]
    indicators = [
        "members",
        "employees_unionised_units",
        "membership_rate",
        "mutual_payouts",
        "mutual_premiums",
        "union_coverage_rate_25",
    ]
    periods = ["2019", "2020", "2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4"]
    states = ["not_reported", "not_applicable", "confidential", "below_unit"]
    cells = {}
    for _ in range(rng.randint(1, 12)):
        key = (rng.choice(indicators), rng.choice(regions), rng.choice(periods))
        status = rng.choice(["final"] * 4 + ["provisional", "estimate", "at_least", *states])
        value = None if status in states else float(rng.choice([0, 1, 5, 20, 90]))
        cells[key] = (*key, value, status)
    return make_frame(*cells.values())


def test_kept_figures_equal_rebuilt_ones_after_random_acts(
    empty_store: Store, make_frame: MakeFrame, read_table: ReadTable
) -> None:
    rng = random.Random(20190601)
    standing: list[int] = []
    for step in range(30):
        if standing and rng.random() < 0.35:
            chosen = standing.pop(rng.randrange(len(standing)))
            empty_store.undo(Actor(), chosen, note="")
        else:
            upload = DEMONSTRATION if rng.random() < 0.2 else ANNUAL_REPORT
            standing.append(
                empty_store.publish(Actor(), make_random_frame(rng, make_frame), upload)
            )
        if step % 10 == 9:
            assert_rebuilt_equal(read_table, empty_store)


# Other processes, other files

_PUBLISHER = """
import sys
from pathlib import Path
import pandas as pd
from dashboard.access import Actor
from dashboard.store import NewUpload, Store
store = Store(Path(sys.argv[1]))
print("open", flush=True)
regions = ["610202", "610203", "610204", "610222", "610200", "610100", "610403", "SN-YL"]
for n in range(100_000):
    cells = [("members", r, str(y)) for r in regions for y in range(2000, 2001 + n % 9)]
    frame = pd.DataFrame(cells, columns=["indicator", "region_code", "period"])
    frame = frame.assign(value=float(n), status="final", note_zh="", note_en="")
    done = store.publish(Actor(), frame, NewUpload(source="年报", note=str(len(frame))))
    print(done, len(frame), flush=True)
"""
_HOLDER = """
import sys
from pathlib import Path
from dashboard.store import Store
store = Store(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
"""


@contextmanager
def start_python(program: str, path: Path) -> Iterator[subprocess.Popen]:
    """A second process that runs ``program`` with the database ``path``; ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline().strip() == "open"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_killed_publisher_loses_nothing_acknowledged_and_leaves_no_part(
    tmp_path: Path, empty_database: Path, read_table: ReadTable
) -> None:
    path = tmp_path / "killed.duckdb"
    shutil.copy(empty_database, path)
    rng = random.Random(7)
    acknowledged: dict[int, int] = {}
    for _ in range(3):
        with start_python(_PUBLISHER, path) as process:
            acknowledged |= [tuple(map(int, process.stdout.readline().split()))]
            time.sleep(rng.uniform(0.0, 0.5))
            os.kill(process.pid, signal.SIGKILL)
            for line in process.stdout:
                if line.endswith("\n"):
                    upload, count = line.split()
                    acknowledged[int(upload)] = int(count)
        store = Store(path)
        uploads = read_table(store, "upload", ids=True).set_index("upload_id")
        promised = uploads["note"].astype(int)
        kept = read_table(store, "observation_log", ids=True).groupby("upload_id").size()
        assert set(acknowledged) <= set(uploads.index)
        assert all(kept[u] == count for u, count in acknowledged.items())
        assert kept.to_dict() == promised.to_dict()
        assert store.version == uploads.index.max() == len(uploads)
        assert_rebuilt_equal(read_table, store)
        store.close()
    assert len(acknowledged) >= 3


def test_locked_database_names_the_process_that_holds_it(
    tmp_path: Path, empty_database: Path
) -> None:
    path = tmp_path / "locked.duckdb"
    shutil.copy(empty_database, path)
    with start_python(_HOLDER, path) as process:
        with pytest.raises(StoreError) as refused:
            Store(path)
        for lang in ("en", "zh"):
            assert str(process.pid) in refused.value.text(lang)
            assert str(path) in refused.value.text(lang)
        assert "is in use by another process" in refused.value.text("en")
        assert "占用" in refused.value.text("zh")
    Store(path).close()  # free again


def assert_plain(error: StoreError, english: str) -> None:
    """A sentence in either language, without a trace and with its places filled in."""
    assert english in error.text("en")
    assert error.text("zh") != error.text("en")
    for text in (error.text("en"), error.text("zh")):
        assert "{" not in text
        assert "\n" not in text
        assert "Traceback" not in text


def test_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "figures.duckdb"
    path.write_text("地区,年份,会员人数\n" * 1000, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(StoreError) as refused:
        Store(path)
    assert_plain(refused.value, f"{path} is not a DuckDB database.")
    assert path.read_bytes() == before


def test_place_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(StoreError) as refused:
        Store(Path("/proc/figures.duckdb"))
    assert_plain(refused.value, "The database /proc/figures.duckdb cannot be written")


def test_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as refused:
        Store(tmp_path)
    assert_plain(refused.value, str(tmp_path))


def test_database_of_a_newer_program_is_refused_and_can_be_opened_by_it(
    tmp_path: Path, empty_database: Path
) -> None:
    path = tmp_path / "newer.duckdb"
    shutil.copy(empty_database, path)
    known = len(migration_names())
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO schema_version VALUES (999)")
    with pytest.raises(StoreError) as refused:
        Store(path)
    assert_plain(refused.value, f"(schema 999, this program knows {known})")
    with duckdb.connect(str(path)) as connection:  # not held open by the refusal
        assert connection.sql("SELECT count(*) FROM region").fetchall()[0][0] > 3000


@pytest.mark.parametrize("known", [3, 14, len(migration_names()) - 1])
def test_older_database_is_brought_up_to_date(
    tmp_path: Path, read_table: ReadTable, known: int
) -> None:
    path = tmp_path / "older.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)")
        for number, name in enumerate(migration_names()[:known], start=1):
            connection.execute(load_query(name).text)
            connection.execute("INSERT INTO schema_version VALUES ($n)", {"n": number})
        connection.execute(
            "INSERT INTO upload VALUES "
            "(1, 'figures', NULL, '2020-01-01', '', '', '', '年报', '', 4, 0, 0, 0)"
        )
        for place, county in enumerate(COUNTIES, start=1):
            row = f"'members', '{county}', '2019', 2019, 'A', {place}, 'final', '年报', '', ''"
            connection.execute(f"INSERT INTO observation_log VALUES (1, {row})")
            connection.execute(f"INSERT INTO observation VALUES ({row}, 1, FALSE, FALSE)")
    store = Store(path)
    assert store.version == 1
    assert read_value(store, "members", TONGCHUAN, 2019) == 1 + 2 + 3 + 4
    assert_rebuilt_equal(read_table, store)
    versions = read_table(store, "schema_version", ids=True)["version"].tolist()
    assert versions == list(range(1, len(migration_names()) + 1))
    store.close()


def test_figures_of_the_version_with_numbered_flags_are_made_anew(
    open_copy: OpenCopy, empty_database: Path, make_frame: MakeFrame, read_table: ReadTable
) -> None:
    store = open_copy(empty_database)
    store.publish(Actor(), make_frame(*BASE), ANNUAL_REPORT)
    before = {t: read_table(store, t, ids=True) for t in ("figure", "upload", "observation_log")}
    store.close()
    with duckdb.connect(str(store.path)) as connection:  # as version 14 left it
        connection.execute("DELETE FROM schema_version WHERE version > 14")
        for macro in ("observation_flags", "name_flags", "has_flag", "quality_flag"):
            connection.execute(f"DROP MACRO {macro}")
        connection.execute("DROP SCHEMA without_demonstration CASCADE")
        connection.execute("DROP TABLE reported_figure")
        for table in ("suppression", "rollup", "listing", "rule_state"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("ALTER TABLE indicator ADD COLUMN time_rule VARCHAR DEFAULT ''")
        connection.execute("DROP TABLE figure")
        connection.execute(load_query("schema/011_figure").text)
        connection.execute("ALTER TABLE region ADD COLUMN member_bit DOUBLE DEFAULT 1")
        connection.execute(
            "INSERT INTO figure SELECT o.indicator, o.region_code, o.year, -1, 'final', 'own', 8, -1, "
            "NULL, 264, NULL, NULL, NULL, 7919, o.period, 1 FROM observation AS o"
        )
        connection.execute("UPDATE reference_state SET checksum = 'of version 14'")
    again = Store(store.path)
    for table, rows in before.items():
        assert_frame_equal(read_table(again, table, ids=True), rows)
    assert "member_bit" not in read_table(again, "region", ids=True)
    again.close()


def test_figures_are_there_after_closing_and_opening(
    empty_store: Store, make_frame: MakeFrame
) -> None:
    empty_store.publish(Actor(), make_frame(*BASE), ANNUAL_REPORT)
    empty_store.close()
    again = Store(empty_store.path)
    assert again.version == 1
    assert read_value(again, "members", TONGCHUAN, 2019) == 400
    again.close()


def test_changed_rules_make_the_figures_anew(
    empty_store: Store, make_frame: MakeFrame, read_table: ReadTable
) -> None:
    empty_store.publish(Actor(), make_frame(*BASE), ANNUAL_REPORT)
    before = read_table(empty_store, "figure", ids=True)
    empty_store.close()
    with duckdb.connect(str(empty_store.path)) as connection:
        connection.execute("UPDATE figure SET value = -1")
        connection.execute("UPDATE reference_state SET checksum = 'of older rules'")
    again = Store(empty_store.path)
    assert_frame_equal(read_table(again, "figure", ids=True), before)
    again.close()


def test_a_version_keeps_the_settings_it_was_made_by(
    empty_store: Store, make_frame: MakeFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three of four counties carry more than half, but less than 90 %: shown, withheld, shown."""
    cells = [("members", code, "2019", 100, "final") for code in COUNTIES[:3]]
    empty_store.publish(Actor(), make_frame(*cells), ANNUAL_REPORT)
    empty_store.close()
    for version, (percent, value) in enumerate((("90", None), ("50", 300)), start=2):
        monkeypatch.setenv("DASHBOARD_COVERAGE_PCT", percent)
        load_settings.cache_clear()
        store = Store(empty_store.path)
        assert store.version == version  # the change is an act
        found = read_value(store, "members", TONGCHUAN, 2019)
        assert (None if pd.isna(found) else found) == value
        store.close()
    store = Store(empty_store.path)
    assert store.version == 3  # the same settings are none
    then = [
        read_value(store, "members", TONGCHUAN, 2019, snapshot=Snapshot(as_of=v)) for v in (1, 2, 3)
    ]
    assert [None if pd.isna(v) else v for v in then] == [300, None, 300]
    acts = store.read("uploads")
    assert acts["note"].tolist()[:2] == ["coverage_pct 90 → 50", "coverage_pct 50 → 90"]
    with pytest.raises(UploadError, match="change them back"):
        store.undo(Actor(), 2, note="")
    store.close()
    load_settings.cache_clear()


def test_a_version_keeps_the_reference_rows_it_was_made_by(
    empty_store: Store, make_frame: MakeFrame
) -> None:
    """A county that leaves a sum leaves it from the next version on."""
    cells = [("members", code, "2019", 100, "final") for code in COUNTIES]
    empty_store.publish(Actor(), make_frame(*cells), ANNUAL_REPORT)
    empty_store.close()
    catalogue = load_catalogue()
    others = tuple(r for r in catalogue.rollups if r.code != COUNTIES[0])
    store = Store(empty_store.path, catalogue=replace(catalogue, rollups=others))
    assert read_value(store, "members", TONGCHUAN, 2019) == 400  # the files are the same
    store.close()
    with duckdb.connect(str(empty_store.path)) as connection:
        connection.execute("UPDATE reference_state SET checksum = 'of other files'")
    store = Store(empty_store.path, catalogue=replace(catalogue, rollups=others))
    assert store.version == 2
    assert store.read("uploads")["note"][0] == "region; rollup"  # the page still lists it
    assert read_value(store, "members", TONGCHUAN, 2019) == 300
    before = Snapshot(as_of=1)
    assert read_value(store, "members", TONGCHUAN, 2019, snapshot=before) == 400
    store.close()


def test_readers_never_see_half_an_upload(empty_store: Store, make_frame: MakeFrame) -> None:
    """Eight threads read while one publishes: the city is always four times its counties."""

    def publish(value: float) -> None:
        cells = [("members", c, "2019", value, "final") for c in COUNTIES]
        empty_store.publish(Actor(), make_frame(*cells), ANNUAL_REPORT)

    publish(1)
    problems: list[object] = []
    reads = [0] * 8
    done = threading.Event()

    def look(place: int) -> None:
        asked = {"region": TONGCHUAN, "indicators": ",members,"}
        snapshot = Snapshot(as_of=1) if place == 0 else Snapshot()
        newest = 0.0
        try:
            while not done.is_set():
                values = empty_store.read("figures", asked, snapshot=snapshot)["value"].tolist()
                reads[place] += 1
                if values != [4 * values[1], *[values[1]] * 4] or values[1] < newest:
                    problems.append(values)
                newest = values[1]
                if place == 0 and newest != 1:
                    problems.append(values)
        except Exception as error:  # a thread's error would be lost
            problems.append(error)

    threads = [threading.Thread(target=look, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for value in (2, 3):
        publish(value)
    done.set()
    for thread in threads:
        thread.join(timeout=20)
    assert problems == []
    assert all(reads)
    assert read_value(empty_store, "members", TONGCHUAN, 2019) == 12


def test_checking_has_a_database_of_its_own(empty_store: Store) -> None:
    connection = open_memory()
    connection.execute("CREATE TABLE cell (value DOUBLE)")
    connection.close()
    with pytest.raises(duckdb.CatalogException):
        empty_store._connection.cursor().execute("SELECT * FROM cell")


# The opening sets


def read_own(store: Store, indicator: str, region: str) -> dict[int, tuple[object, str]]:
    """Year → value and status of a region's figures of one indicator."""
    frame = store.read("figures", {"region": region, "indicators": f",{indicator},"})
    own = frame[frame["region_code"] == region]
    return {
        int(y): (None if pd.isna(v) else v, s)
        for y, v, s in own[["year", "value", "status"]].itertuples(index=False)
    }


def test_opening_sets_have_the_press_reports(seeded_store: Store) -> None:
    assert read_own(seeded_store, "breakfast_workers", "411100") == {
        2015: (1500, "at_least"),
        2017: (2322, "final"),
        2019: (2982, "final"),
    }
    workers = read_own(seeded_store, "insured_sanitation_workers", "310000")
    assert workers == {2019: (52000, "at_least")}
    assert read_own(seeded_store, "charity_insurance_claims", "310000") == {2019: (6, "final")}
    payouts = read_own(seeded_store, "charity_insurance_payouts", "310000")
    assert payouts == {2019: (450000, "final")}


def test_opening_sets_do_not_roll_up_a_rate_without_parts(seeded_store: Store) -> None:
    rates = read_own(seeded_store, "union_coverage_rate_25", "610802")
    assert rates[2019] == (98, "at_least")
    without = Snapshot(demonstration=False)
    assert (
        read_value(seeded_store, "union_coverage_rate_25", "610800", 2019, snapshot=without) is None
    )
    # With the demonstration set the city has an invented figure of its own, and still not 98.
    assert read_value(seeded_store, "union_coverage_rate_25", "610800", 2019) != 98


def test_opening_sets_keep_a_report_without_a_number(seeded_store: Store) -> None:
    assert read_own(seeded_store, "training_graduates", "610102")[2019] == (None, "not_reported")


def test_opening_sets_have_thirty_six_years_of_members(seeded_store: Store) -> None:
    members = read_own(seeded_store, "members", "100000")
    # From 2015 on there is Shaanxi's demonstration set alone: one province of 31, withheld.
    assert sorted(y for y, (v, _) in members.items() if v is not None) == list(range(1979, 2015))
    assert members[2015] == (None, "withheld")
    assert members[1979] == (51_473_000, "final")  # 5147.3 万
    assert members[2014] == (288_118_000, "final")  # 28811.8 万


def test_opening_sets_are_uploads_that_can_be_undone(
    seeded_store: Store, read_table: ReadTable
) -> None:
    uploads = seeded_store.read("uploads")
    assert uploads["kind"].tolist() == ["figures", "figures", "demonstration"]
    assert uploads["new_count"].tolist() == [32, 258, uploads["new_count"].tolist()[2]]
    assert uploads["changed_count"].tolist() == [0, 0, 0]
    assert seeded_store.undo(Actor(), 1, note="") == 4
    left = read_table(seeded_store, "observation")
    assert len(left) == 32 + 258
    assert not left["is_demonstration"].any()
    assert seeded_store.read("breaks").empty
