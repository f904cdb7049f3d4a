"""Figures counted from the beginning of the year: made what each quarter or month adds, or refused.

Every expected number is a difference worked by hand.
"""

import json
from datetime import date

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.importing.corrections import CUMULATIVE, Corrections
from dashboard.importing.upload.publish import publish_review, read_published
from dashboard.importing.upload.review import Review, as_json, review_file
from dashboard.importing.upload.upload_drafts import recall_corrections, remember_corrections
from tests.importing.test_layouts import BAOJI, XIAN, figures_of, make_book

HEAD = "地区,时期,新发展会员\n"
QUARTERS = f"{HEAD}西安市,2023-Q1,100\n西安市,2023-Q2,210\n西安市,2023-Q3,330\n西安市,2023-Q4,400\n"
Known = tuple[str, str, float | None, str]


def review(
    content: str | bytes,
    *known: Known,
    said: tuple[str, ...] = ("new_members",),
    name: str = "t.csv",
) -> Review:
    """The review with ``said`` called cumulative; ``known`` are published figures of new members."""
    published = pd.DataFrame(
        [("new_members", *k) for k in known],
        columns=["indicator", "region_code", "period", "value", "status"],
    )
    return review_file(
        content.encode() if isinstance(content, str) else content,
        name,
        catalogue=load_catalogue(),
        published=lambda _indicators: published,
        corrections=Corrections(counted=dict.fromkeys(said, CUMULATIVE)),
        today=date(2026, 6, 1),
    )


def values_of(found: Review, indicator: str = "new_members") -> dict[tuple[str, str], float | None]:
    """Value by place and period."""
    return {(p, t): v for (p, i, t), v in figures_of(found).items() if i == indicator}


def problems(found: Review) -> list[tuple[str, str, int]]:
    """Errors of R-08: which, where first, how many."""
    return [
        (f.variant, f.address, f.count)
        for f in found.findings
        if f.rule == "R-08" and f.severity == "E"
    ]


def asked(found: Review) -> list[str]:
    """The indicators that R-08 asks about."""
    return [
        str(f.values["indicator"]) for f in found.findings if f.rule == "R-08" and f.severity == "W"
    ]


def warnings(found: Review) -> set[str]:
    return {f.rule for f in found.findings if f.severity in "EW"}


# What is made discrete


def test_quarters_become_what_each_adds_with_a_note_of_what_the_file_said() -> None:
    found = review(QUARTERS)
    assert found.figures["value"].tolist() == [100, 110, 120, 70]
    assert found.figures["status"].tolist() == ["final"] * 4
    assert found.figures["note_zh"].tolist() == [
        "", "原表为累计数，换算为当期数", "原表为累计数，换算为当期数", "原表为累计数，换算为当期数",
    ]  # fmt: skip
    assert found.figures["note_en"].tolist()[1] == "cumulative in the file, made discrete"
    assert found.state == "ready"
    assert asked(review(QUARTERS, said=())) == ["new_members"]
    assert asked(found) == []


def test_what_was_done_is_told() -> None:
    (told,) = [f for f in review(QUARTERS).findings if f.rule == "R-08"]
    assert (told.severity, told.address, told.count) == ("I", "C3", 3)
    assert told.message("zh") == (
        "“新发展会员”已指明为累计数：3个数已换算为当期数。西安市2023-Q2：210 → 110。"
    )
    assert told.message("en") == (
        "“New members in the period”, said to be cumulative: 3 figures are taken as what the "
        "quarter or month alone adds. Xi'an, 2023-Q2: 210 → 110."
    )


def test_every_place_and_year_begins_anew_in_whatever_order_the_rows_stand() -> None:
    found = review(
        f"{HEAD}宝鸡市,2023-Q2,35\n西安市,2022-Q1,90\n西安市,2023-Q2,210\n宝鸡市,2023-Q1,20\n"
        "西安市,2023-Q1,100\n西安市,2022-Q2,200\n"
    )
    assert values_of(found) == {
        (BAOJI, "2023-Q1"): 20, (BAOJI, "2023-Q2"): 15,
        (XIAN, "2022-Q1"): 90, (XIAN, "2022-Q2"): 110,
        (XIAN, "2023-Q1"): 100, (XIAN, "2023-Q2"): 110,
    }  # fmt: skip


def test_quarters_across_in_a_workbook_with_a_total_row() -> None:
    rows = [
        ["新发展会员情况（万人）"],
        ["地区", "2023年一季度", "2023年二季度", "2023年三季度"],
        ["西安市", 1.1, 2.3, 3],
        ["宝鸡市", 0.2, 0.5, 0.5],
        ["合计", 1.3, 2.8, 3.5],
    ]
    found = review(make_book(rows), name="t.xlsx")
    assert found.recognition.shape == "wide_period"
    assert values_of(found) == {
        (XIAN, "2023-Q1"): 11_000, (XIAN, "2023-Q2"): 12_000, (XIAN, "2023-Q3"): 7_000,
        (BAOJI, "2023-Q1"): 2_000, (BAOJI, "2023-Q2"): 3_000, (BAOJI, "2023-Q3"): 0,
    }  # fmt: skip
    notes = found.figures.set_index(["region_code", "period"])["note_zh"]
    assert notes[XIAN, "2023-Q2"] == "原表为累计数，换算为当期数"
    # The total row is cumulative as well: 2.8 − 1.3 = 1.5 = 1.2 + 0.3.
    assert "P-12" not in warnings(found)
    rows[4][2] = 3.5
    assert "P-12" in warnings(review(make_book(rows), name="t.xlsx"))


def test_months_from_months_and_quarters_from_quarters() -> None:
    found = review(
        f"{HEAD}西安市,2023-01,30\n西安市,2023-02,65\n西安市,2023-03,100\n西安市,2023-04,140\n"
        "西安市,2023-Q1,100\n西安市,2023-Q2,210\n"
    )
    values = {period: value for (_place, period), value in values_of(found).items()}
    assert values == {
        "2023-01": 30, "2023-02": 35, "2023-03": 35, "2023-04": 40,
        "2023-Q1": 100, "2023-Q2": 110,
    }  # fmt: skip


def test_only_the_indicators_that_were_said() -> None:
    table = "地区,时期,新发展会员,技能培训人次,会员人数\n西安市,2023-Q1,100,10,7\n西安市,2023-Q2,210,25,8\n西安市,2023-Q3,330,45,9\n"
    found = review(table)
    assert [values_of(found)[XIAN, f"2023-Q{q}"] for q in (1, 2, 3)] == [100, 110, 120]
    attendances = values_of(found, "training_attendance")
    assert [attendances[XIAN, f"2023-Q{q}"] for q in (1, 2, 3)] == [10, 25, 45]
    assert asked(found) == ["training_attendance"]
    both = review(table, said=("new_members", "training_attendance"))
    assert values_of(both, "training_attendance")[XIAN, "2023-Q3"] == 20
    assert asked(both) == []


def test_what_is_no_flow_stays_as_it_is() -> None:
    found = review(
        "地区,时期,会员人数\n西安市,2023-Q1,7\n西安市,2023-Q2,8\n", said=("members", "no")
    )
    assert values_of(found, "members") == {(XIAN, "2023-Q1"): 7, (XIAN, "2023-Q2"): 8}


def test_a_year_beside_its_quarters_stays_and_is_compared_with_the_discrete_ones() -> None:
    table = f"{QUARTERS}西安市,2023,400\n"
    found = review(table)
    assert values_of(found)[XIAN, "2023"] == 400
    assert "R-07" not in {f.rule for f in found.findings}
    # 100 + 210 + 330 + 400 = 1,040 is not 400.
    assert "R-07" in {f.rule for f in review(table, said=()).findings}


def test_a_column_of_totals_beside_the_quarters_is_left_out_as_ever() -> None:
    found = review("新发展会员情况,,,\n地区,2023年一季度,2023年二季度,合计\n西安市,100,210,210\n")
    assert values_of(found) == {(XIAN, "2023-Q1"): 100, (XIAN, "2023-Q2"): 110}


def test_the_comparison_shows_the_discrete_figures() -> None:
    found = review(QUARTERS, (XIAN, "2023-Q2", 110.0, "final"), (XIAN, "2023-Q3", 100.0, "final"))
    assert found.counts == {"new": 2, "changed": 1, "unchanged": 1, "rejected": 0}
    (changed,) = found.comparison.rows.query("kind == 'changed'").to_dict("records")
    assert (changed["period"], changed["old_value"], changed["new_value"]) == ("2023-Q3", 100, 120)
    exported = {f["period"]: f["value"] for f in as_json(found, "en")["figures"]}
    assert exported["2023-Q4"] == 70


def test_other_rules_see_the_discrete_figures_and_the_reading_of_a_unit_what_stands_there() -> None:
    households = "地区,时期,送温暖慰问户数\n西安市,2023-Q1,40\n西安市,2023-Q2,42\n"
    assert "V-17" not in warnings(review(households, said=()))
    # 42 − 40 = 2, fewer than 3.
    assert "V-17" in warnings(review(households, said=("winter_relief_households",)))
    found = review(f"{HEAD}西安市,2023-Q1,10000\n西安市,2023-Q2,2.1万\n")
    assert values_of(found)[XIAN, "2023-Q2"] == 11_000
    (told,) = [f for f in found.findings if f.rule == "V-04"]
    assert "21,000" in told.message("en")


def test_a_figure_given_twice_alike_counts_once() -> None:
    found = review(
        f"{HEAD}西安市,2023-Q1,100\n西安市,2023-Q2,210\n西安市,2023-Q2,210\n西安市,2023-Q3,330\n"
    )
    assert found.figures["value"].tolist() == [100, 110, 120]
    differs = review(
        f"{HEAD}西安市,2023-Q1,100\n西安市,2023-Q2,210\n西安市,2023-Q2,211\n西安市,2023-Q3,330\n"
    )
    assert differs.figures["value"].tolist() == [100]
    assert problems(differs) == [("missing", "C5", 1)]


def test_a_note_of_the_file_stays_before_that_of_the_program() -> None:
    found = review("地区,时期,新发展会员,备注\n西安市,2023-Q1,1,\n西安市,2023-Q2,3,含开发区\n")
    assert found.figures["note_zh"].tolist() == ["", "含开发区；原表为累计数，换算为当期数"]


# What cannot be


@pytest.mark.parametrize(
    ("rows", "address", "count"),
    [
        ("西安市,2023-Q1,100\n西安市,2023-Q3,330\n西安市,2023-Q4,400\n", "C3", 1),
        ("西安市,2023-Q3,330\n西安市,2023-Q4,400\n宝鸡市,2023-Q2,8\n", "C2", 2),
        ("西安市,2023-Q1,100\n西安市,2023-Q2,未报\n西安市,2023-Q3,330\n", "C4", 1),
        ("西安市,2023-Q1,不适用\n西安市,2023-Q2,210\n", "C3", 1),
        ("西安市,2023-Q1,两百\n西安市,2023-Q2,210\n", "C3", 1),
        ("西安市,2023-02,30\n", "C2", 1),
        ("西安市,2022-Q4,100\n西安市,2023-Q2,210\n", "C2", 2),
    ],
)
def test_without_a_number_before_it_a_figure_is_refused(
    rows: str, address: str, count: int
) -> None:
    found = review(HEAD + rows)
    assert problems(found) == [("missing", address, count)]
    assert found.state == "blocked"
    refused = {f"C{n}" for n, row in enumerate(rows.splitlines(), 2) if row.endswith("330")}
    assert not refused & set(found.figures["address"])
    assert found.counts["rejected"] >= count


def test_what_is_missing_is_said_with_place_period_and_number() -> None:
    found = review(f"{HEAD}西安市,2023-Q3,330\n宝鸡市,2023-Q2,8\n")
    (told,) = [f for f in found.findings if f.rule == "R-08"]
    assert told.message("zh") == (
        "“新发展会员”已指明为累计数：有2个数因本年前期缺数，算不出当期数。第一个：西安市2023-Q3，330。"
    )
    assert "of 2 figures it is not known" in told.message("en")
    assert "Xi'an, 2023-Q3, 330" in told.message("en")
    assert "撤回" in told.remedy("zh")
    assert found.figures.empty


def test_a_number_that_falls_is_not_cumulative() -> None:
    found = review(f"{HEAD}西安市,2023-Q1,100\n西安市,2023-Q2,90\n西安市,2023-Q3,90\n")
    assert problems(found) == [("falls", "C3", 1)]
    (told,) = [f for f in found.findings if f.severity == "E"]
    assert told.message("zh").endswith("第一个：西安市2023-Q2为90，上期为100。")
    # 90 − 90 = 0 is known all the same.
    assert values_of(found) == {(XIAN, "2023-Q1"): 100, (XIAN, "2023-Q3"): 0}
    assert "V-07" not in warnings(found)


def test_a_total_row_that_cannot_be_made_discrete_is_passed_over() -> None:
    found = review(
        f"{HEAD}西安市,2023-Q1,100\n西安市,2023-Q2,210\n宝鸡市,2023-Q1,1\n宝鸡市,2023-Q2,3\n"
        "合计,2023-Q2,213\n"
    )
    assert problems(found) == []
    assert "P-12" not in warnings(found)
    assert len(found.figures) == 4


@pytest.mark.parametrize(
    ("before", "number", "status"),
    [
        ("100", "210*", "provisional"),
        ("100*", "210", "provisional"),
        ("约100", "210", "estimate"),
        ("100", "210以上", "estimate"),
        ("100以上", "210", "estimate"),
        ("不超过100", "至少210", "estimate"),
        ("100*", "约210", "estimate"),
    ],
)
def test_doubt_of_either_number_is_doubt_of_the_difference(
    before: str, number: str, status: str
) -> None:
    found = review(f"{HEAD}西安市,2023-Q1,{before}\n西安市,2023-Q2,{number}\n")
    assert values_of(found)[XIAN, "2023-Q2"] == 110
    assert found.figures["status"].tolist()[1] == status
    assert found.figures["note_zh"].tolist()[1] == "原表为累计数，换算为当期数"


def test_a_confidential_number_gives_nothing_away() -> None:
    found = review(
        "地区,时期,新发展会员,状态\n西安市,2023-Q1,100,\n西安市,2023-Q2,210,保密\n西安市,2023-Q3,330,\n"
    )
    assert problems(found) == [("missing", "C4", 1)]
    assert found.figures["status"].tolist() == ["final", "confidential"]
    assert found.figures["note_zh"].tolist() == ["", ""]


def test_a_number_of_a_person_stays_out_of_the_notes() -> None:
    found = review(f"{HEAD}西安市,2023-Q1,100\n西安市,2023-Q2,13800000000\n")
    assert "V-16" in warnings(found)
    assert "13800000000" not in repr(found.findings) + found.figures.to_csv()


# With what is published

LAST = f"{HEAD}西安市,2023-Q3,330\n"


def test_published_figures_stand_for_the_parts_before() -> None:
    found = review(LAST, (XIAN, "2023-Q1", 100.0, "final"), (XIAN, "2023-Q2", 110.0, "final"))
    (figure,) = found.figures.to_dict("records")
    assert (figure["value"], figure["status"]) == (120, "final")
    assert figure["note_zh"] == "原表为累计数，换算为当期数"
    assert figure["note_en"] == "cumulative in the file, made discrete"
    assert asked(found) == []


def test_numbers_of_the_file_go_before_published_ones() -> None:
    # 105 until the first quarter, 110 in the second as published: 330 − 215 = 115.
    found = review(
        f"{HEAD}西安市,2023-Q1,105\n西安市,2023-Q3,330\n",
        (XIAN, "2023-Q1", 100.0, "final"),
        (XIAN, "2023-Q2", 110.0, "provisional"),
    )
    assert found.figures["value"].tolist() == [105, 115]
    assert found.figures["status"].tolist() == ["final", "provisional"]


def test_sums_of_decimals_do_not_fall_by_the_noise_of_adding() -> None:
    # 0.1 + 0.2 is 0.30000000000000004 to a computer.
    found = review(
        f"{HEAD}西安市,2023-Q3,0.3\n",
        (XIAN, "2023-Q1", 0.1, "final"),
        (XIAN, "2023-Q2", 0.2, "final"),
    )
    assert problems(found) == []
    assert found.figures["value"].tolist() == [0]


@pytest.mark.parametrize(
    "known",
    [
        [(XIAN, "2023-Q2", 110.0, "final")],
        [(XIAN, "2023-Q1", 100.0, "final"), (XIAN, "2023-Q2", None, "not_reported")],
        [(BAOJI, "2023-Q1", 100.0, "final"), (BAOJI, "2023-Q2", 110.0, "final")],
        [(XIAN, "2022-Q1", 100.0, "final"), (XIAN, "2022-Q2", 110.0, "final")],
        [(XIAN, "2023-01", 100.0, "final"), (XIAN, "2023-02", 110.0, "final")],
        [(XIAN, "2023", 210.0, "final")],
    ],
    ids=["first_missing", "state", "other_place", "other_year", "months", "year"],
)
def test_published_figures_do_not_stand_in_unless_all_are_there(known: list[Known]) -> None:
    assert problems(review(LAST, *known)) == [("missing", "C2", 1)]


def test_published_figure_that_the_file_takes_back_does_not_stand_in() -> None:
    found = review(
        f"{HEAD}西安市,2023-Q1,未报\n西安市,2023-Q2,210\n", (XIAN, "2023-Q1", 100.0, "final")
    )
    assert problems(found) == [("missing", "C3", 1)]


def test_published_bound_makes_an_estimate() -> None:
    found = review(f"{HEAD}西安市,2023-Q2,210\n", (XIAN, "2023-Q1", 100.0, "at_least"))
    assert found.figures[["value", "status"]].values.tolist() == [[110, "estimate"]]


# What was said is kept


def test_it_is_kept_as_every_correction_and_remembered_for_the_layout(empty_store) -> None:
    said = Corrections(counted={"new_members": CUMULATIVE})
    assert Corrections.from_json(said.to_json()) == said
    assert said.applied() == ("counted",)
    assert Corrections.from_json(json.dumps({"counted": ["new_members"]})) == Corrections()
    assert Corrections(counted={"new_members": "otherwise"}).cumulative == ()
    remember_corrections(Actor("王芳"), empty_store, "key", said, file_name="t.csv")
    known = recall_corrections(Actor("王芳"), empty_store, "key")
    assert known is not None
    assert known.corrections == said


def test_what_is_published_are_the_discrete_figures(empty_store) -> None:
    publish_review(Actor(), empty_store, review(QUARTERS), QUARTERS.encode(), source="年报")
    rows = read_published(empty_store.read)(["new_members"]).sort_values("period")
    assert rows["value"].tolist() == [100, 110, 120, 70]
