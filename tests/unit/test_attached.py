"""Targets and breaks in series in the store: alone or with figures, limited, undone."""

from collections.abc import Callable

import pandas as pd
import pytest

from dashboard import access
from dashboard.access import Actor
from dashboard.errors import UploadError
from dashboard.reporting import Limits
from dashboard.store import NewUpload, Store

REPORT = NewUpload(source="年报")
XIAN, BAOJI = "610100", "610300"
NOTHING = pd.DataFrame(
    columns=["indicator", "region_code", "period", "value", "status", "note_zh", "note_en"]
)
MEMBERS = {"indicators": ",members,"}


def make_targets(*rows: tuple[str, str, int, float, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["indicator", "region_code", "year", "value", "kind"])


def make_breaks(*rows: tuple[str, str, int, str, str]) -> pd.DataFrame:
    columns = ["indicator", "region_code", "year", "reason_zh", "reason_en"]
    return pd.DataFrame(rows, columns=columns)


def read_targets(store: Store) -> list[tuple[object, ...]]:
    found = store.read("standing_targets", MEMBERS)
    return list(found[["region_code", "year", "kind", "value"]].itertuples(index=False, name=None))


def read_breaks(store: Store) -> list[tuple[object, ...]]:
    found = store.read("breaks", {})
    found = found[found["indicator"] == "members"]
    return list(found[["region_code", "year", "reason_zh"]].itertuples(index=False, name=None))


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Callable[[Limits], None]:
    return lambda said: monkeypatch.setattr(access, "read_limits", lambda _who: said)


def test_targets_alone_are_an_upload_and_undone_with_it(empty_store: Store) -> None:
    first = make_targets(("members", XIAN, 2026, 100.0, "annual"))
    later = make_targets(
        ("members", XIAN, 2026, 110.0, "annual"), ("members", XIAN, 2026, 150.0, "plan")
    )
    assert empty_store.publish(Actor(), NOTHING, REPORT, targets=first) == 1
    assert empty_store.publish(Actor(), NOTHING, REPORT, targets=later) == 2
    assert read_targets(empty_store) == [(XIAN, 2026, "annual", 110.0), (XIAN, 2026, "plan", 150.0)]
    newest = empty_store.read("uploads").iloc[0]
    assert (newest["new_count"], newest["target_count"], newest["break_count"]) == (0, 2, 0)

    changes = empty_store.read("attached_changes", {"upload": 2})
    columns = ["kind", "old_value", "value", "stood_before"]
    told = changes[columns].astype(object).where(changes[columns].notna(), None)
    assert told.to_numpy().tolist() == [
        ["annual", 100.0, 110.0, True],
        ["plan", None, 150.0, False],
    ]

    assert empty_store.undo(Actor(), 2, note="错") == 3
    assert read_targets(empty_store) == [(XIAN, 2026, "annual", 100.0)]
    undone = empty_store.read("attached_changes", {"upload": 3})
    assert undone["stands_with"].tolist() == [True, False]
    assert undone["old_value"].tolist() == [110.0, 150.0]


def test_newest_reason_of_a_break_stands(empty_store: Store) -> None:
    for reason in ("口径", "口径调整为实名制"):
        rows = make_breaks(("members", "", 2021, reason, ""), ("members", XIAN, 2019, reason, ""))
        empty_store.publish(Actor(), NOTHING, REPORT, breaks=rows)
    assert read_breaks(empty_store) == [
        ("", 2021, "口径调整为实名制"), (XIAN, 2019, "口径调整为实名制"),
    ]  # fmt: skip
    empty_store.undo(Actor(), 2, note="错")
    assert read_breaks(empty_store) == [("", 2021, "口径"), (XIAN, 2019, "口径")]


def test_upload_of_nothing_is_refused(empty_store: Store) -> None:
    with pytest.raises(UploadError, match="no figure to publish"):
        empty_store.publish(Actor(), NOTHING, REPORT, targets=make_targets(), breaks=make_breaks())
    assert empty_store.version == 0


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (("members", "999999", 2026, 1.0, "annual"), "1 target or break names an indicator or"),
        (("no_such", XIAN, 2026, 1.0, "annual"), "1 target or break names an indicator or"),
        (("members", XIAN, 2026, 1.0, "monthly"), "1 target is neither annual nor of a plan"),
        (("members", XIAN, 2026, float("nan"), "annual"), "1 target is no number"),
    ],
)
def test_impossible_target_is_refused(
    empty_store: Store, target: tuple[str, str, int, float, str], message: str
) -> None:
    with pytest.raises(UploadError, match=message):
        empty_store.publish(Actor(), NOTHING, REPORT, targets=make_targets(target))
    assert empty_store.version == 0
    assert read_targets(empty_store) == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("members", "999999", 2021, "a", "")], "1 target or break names an indicator or"),
        ([("members", "", 2021, " ", "")], "1 break has no reason"),
        ([("members", "", 2021, "a", ""), ("members", "", 2021, "b", "")], "that another row"),
    ],
)
def test_impossible_break_is_refused(
    empty_store: Store, rows: list[tuple[str, str, int, str, str]], message: str
) -> None:
    with pytest.raises(UploadError, match=message):
        empty_store.publish(Actor(), NOTHING, REPORT, breaks=make_breaks(*rows))
    assert empty_store.version == 0


def test_locked_year_keeps_its_targets_and_breaks(
    empty_store: Store, limit: Callable[[Limits], None]
) -> None:
    rows = make_targets(("members", XIAN, 2023, 100.0, "annual"))
    reasons = make_breaks(("members", "", 2023, "口径", ""))
    empty_store.publish(Actor(), NOTHING, REPORT, targets=rows, breaks=reasons)
    limit(Limits(frozenset({("members", "2023")})))
    # The same may come again.
    empty_store.publish(Actor(), NOTHING, REPORT, targets=rows, breaks=reasons)
    other = make_targets(("members", XIAN, 2023, 101.0, "annual"))
    with pytest.raises(UploadError, match="1 figure is of a period.*2023"):
        empty_store.publish(Actor(), NOTHING, REPORT, targets=other)
    with pytest.raises(UploadError, match="1 figure is of a period.*2023"):
        empty_store.publish(
            Actor(), NOTHING, REPORT, breaks=make_breaks(("members", "", 2023, "其他", ""))
        )
    with pytest.raises(UploadError, match="2 figures are of a period"):
        empty_store.undo(Actor(), 2, note="错")
    # What a later upload gave anew does not change with the earlier one.
    empty_store.undo(Actor(), 1, note="错")
    assert empty_store.version == 3
    assert read_targets(empty_store) == [(XIAN, 2023, "annual", 100.0)]


def test_targets_and_breaks_keep_to_the_regions_of_the_person(
    empty_store: Store, limit: Callable[[Limits], None]
) -> None:
    limit(Limits(allowed=frozenset({XIAN})))
    own = make_targets(("members", XIAN, 2026, 100.0, "annual"))
    reason = make_breaks(("members", XIAN, 2021, "口径", ""))
    empty_store.publish(Actor(), NOTHING, REPORT, targets=own, breaks=reason)
    with pytest.raises(UploadError, match="1 figure is of regions.*610300 宝鸡市"):
        empty_store.publish(
            Actor(), NOTHING, REPORT, targets=make_targets(("members", BAOJI, 2026, 1.0, "annual"))
        )
    with pytest.raises(UploadError, match="1 figure is of regions.*all regions"):
        empty_store.publish(
            Actor(), NOTHING, REPORT, breaks=make_breaks(("members", "", 2020, "口径", ""))
        )
    limit(Limits())
    empty_store.publish(
        Actor(), NOTHING, REPORT, breaks=make_breaks(("members", "", 2020, "口径", ""))
    )
    limit(Limits(allowed=frozenset({XIAN})))
    with pytest.raises(UploadError, match="1 figure is of regions.*all regions"):
        empty_store.undo(Actor(), 2, note="错")
    assert empty_store.undo(Actor(), 1, note="错") == 3
