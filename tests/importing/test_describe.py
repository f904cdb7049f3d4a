"""The comparison in words, from a rehearsal that changes nothing."""

import hashlib
import time

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.figures import read_figures
from dashboard.importing.upload.comparison_texts import (
    describe_change,
    describe_comparison,
    explain_headline,
    find_headlines,
)
from dashboard.importing.upload.publish import read_published
from dashboard.importing.upload.review import Review, review_file

CATALOGUE = load_catalogue()
# Members and employees of the province in 2023: 931 of 1,000, hence 93.1 %.
OLD = (
    ("members", "610000", "2023", 931, "final"),
    ("employees_unionised_units", "610000", "2023", 1_000, "final"),
)


def review_of(store, text: str) -> Review:
    return review_file(
        text.encode(), "t.csv", catalogue=CATALOGUE, published=read_published(store.read)
    )


@pytest.fixture
def store(empty_store, make_frame):
    from dashboard.store import NewUpload

    empty_store.publish(Actor(), make_frame(*OLD), NewUpload(source="年报"))
    return empty_store


def test_counts_and_headline_in_one_sentence(store) -> None:
    review = review_of(store, "地区,年份,会员人数\n陕西省,2023,934\n")
    changes = find_headlines(store, review, CATALOGUE, region="610000")
    assert (
        describe_comparison(review.counts, changes, CATALOGUE, "zh")
        == "新增0个数，修改1个，未变0个，拒收0个；全省2023年职工入会率将由93.1%变为93.4%。"
    )
    assert (
        describe_comparison(review.counts, changes, CATALOGUE, "en")
        == "0 figures new, 1 changed, 0 unchanged, 0 rejected; "
        "The whole province: Membership rate in 2023 will change from 93.1% to 93.4%."
    )


def test_the_rehearsal_changes_nothing(store, read_table) -> None:
    tables = ("upload", "observation_log", "observation", "figure")
    before = [read_table(store, t, ids=True) for t in tables]
    review = review_of(store, "地区,年份,会员人数\n陕西省,2023,934\n西安市,2023,5\n")
    assert find_headlines(store, review, CATALOGUE, region="610000")
    for table, old in zip(tables, before, strict=True):
        pd.testing.assert_frame_equal(read_table(store, table, ids=True), old)
    assert store.version == 1


def test_what_does_not_touch_a_headline_figure_is_not_rehearsed(store) -> None:
    review = review_of(store, "地区,年份,女会员人数\n陕西省,2023,9\n")
    assert find_headlines(store, review, CATALOGUE, region="610000") == ()


def test_a_sum_that_is_withheld_says_how_many_are_missing(empty_store) -> None:
    review = review_of(empty_store, "地区,年份,技能培训结业人数\n西安市,2023,9\n宝鸡市,2023,9\n")
    (change,) = find_headlines(empty_store, review, CATALOGUE, region="610000")
    expected = len(CATALOGUE.counted_children("610000"))
    assert change.after.status == "withheld"
    assert explain_headline(change, "zh") == (
        f"{expected}个地区中只有2个已上报，不足50%，合计暂不公布。"
    )


def test_an_own_figure_in_place_of_a_sum_is_explained(empty_store, make_frame) -> None:
    from dashboard.store import NewUpload

    cities = [r.code for r in CATALOGUE.counted_children("610000")]
    cells = [("training_graduates", c, "2023", 10, "final") for c in cities]
    empty_store.publish(Actor(), make_frame(*cells), NewUpload(source="年报"))
    review = review_of(empty_store, "地区,年份,技能培训结业人数\n陕西省,2023,300\n")
    (change,) = find_headlines(empty_store, review, CATALOGUE, region="610000")
    assert (change.before.value, change.after.value) == (10 * len(cities), 300)
    assert explain_headline(change, "zh").startswith("改用本级上报的数，不再用下级合计数。")


@pytest.mark.parametrize(
    ("code", "old", "new", "text"),
    [
        ("members", 200, 210, "+5.0%"),
        ("members", 0, 10, ""),
        ("members", 10_000, 10_004, "+<0.1%"),
        ("members", 10_000, 9_996, "-<0.1%"),
        ("members", float("nan"), 10, ""),
        ("members", 10_000, 10_000, "持平"),
        ("mutual_payouts", -100, 50, ""),  # no growth in per cent out of a negative figure
        ("mutual_payouts", 100, -50, ""),
        ("membership_rate", 93.1, 93.1, "持平"),
        ("membership_rate", 93.1, 93.13, "+<0.1个百分点"),
        ("membership_rate", 93.1, 93.4, "+0.3个百分点"),
        ("membership_rate", 93.4, 93.1, "-0.3个百分点"),
    ],
)
def test_a_change_is_per_cent_of_counts_and_points_of_rates(code, old, new, text) -> None:
    change = describe_change(old, new, CATALOGUE.indicators[code], "zh")
    assert change.replace(" ", "") == text


def test_a_rehearsal_at_the_size_of_the_demonstration_is_quick(seeded_store) -> None:
    rows = "".join(
        f"{r.code},{r.name_zh},2025,1000\n" for r in CATALOGUE.counted_children("610000")
    )
    review = review_of(seeded_store, f"地区代码,地区,年份,会员人数\n{rows}")
    digest = hashlib.sha256(read_figures(seeded_store.read, "610000").to_csv().encode()).hexdigest()
    started = time.perf_counter()
    assert find_headlines(seeded_store, review, CATALOGUE, region="610000")
    assert time.perf_counter() - started < 1.5  # 0.2 s on a computer that does nothing else
    after = read_figures(seeded_store.read, "610000").to_csv().encode()
    assert hashlib.sha256(after).hexdigest() == digest
