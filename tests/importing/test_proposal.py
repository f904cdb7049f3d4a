"""A table that names no indicator: one is proposed only where the known figures leave no other."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dashboard.__main__ import cli
from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.importing.checks.context import Context
from dashboard.importing.corrections import Corrections
from dashboard.importing.upload.publish import read_context
from dashboard.importing.upload.review import Review, review_file
from dashboard.seed_data import count_within_year
from dashboard.settings import load_settings
from dashboard.store import NewUpload

YEAR_TO_DATE = "地区,2024年1-9月,2023年\n西安市,30,41\n宝鸡市,12,17\n"
XIAN, BAOJI = "610100", "610300"


def review(
    text: str,
    within_year: Callable[[Sequence[str]], dict[str, int]],
    corrections: Corrections = Corrections(),
) -> Review:
    return review_file(
        text.encode(),
        "各市.csv",
        catalogue=load_catalogue(),
        published=lambda codes: pd.DataFrame(
            columns=["indicator", "region_code", "period", "value", "status"]
        ),
        corrections=corrections,
        today=date(2026, 6, 1),
        context=Context(within_year=within_year),
    )


def variants_of(found: Review) -> set[tuple[str, str, str]]:
    return {(f.rule, f.severity, f.variant) for f in found.findings if f.rule in ("L-05", "T-03")}


def test_the_only_flow_with_parts_of_years_is_proposed_and_has_to_be_confirmed() -> None:
    # nursing_rooms is a stock: no count of rooms is added up from January to September.
    found = review(YEAR_TO_DATE, lambda regions: {"training_graduates": 2, "nursing_rooms": 2})
    assert variants_of(found) == {("L-05", "W", "indicator_proposed"), ("T-03", "E", "")}
    assert found.recognition.proposed_indicator == "training_graduates"
    figures = found.figures.set_index(["region_code", "indicator", "period"])["value"].to_dict()
    assert figures == {
        (XIAN, "training_graduates", "2023"): 41,
        (BAOJI, "training_graduates", "2023"): 17,
    }


def test_part_of_a_year_in_a_row_counts_like_one_in_a_heading() -> None:
    text = "地区,时期,数值\n西安市,2023,41\n宝鸡市,2024年1-9月,17\n"
    found = review(text, lambda regions: {"training_graduates": 2})
    assert ("L-05", "W", "indicator_proposed") in variants_of(found)
    whole = review(text.replace("1-9月", ""), lambda regions: {"training_graduates": 2})
    assert ("L-05", "E", "indicator") in variants_of(whole)


def test_of_two_that_fit_none_is_taken_and_both_are_named() -> None:
    found = review(YEAR_TO_DATE, lambda regions: {"training_graduates": 2, "mutual_payouts": 1})
    assert variants_of(found) == {("L-05", "E", "indicator"), ("T-03", "E", "")}
    assert found.figures.empty
    assert found.recognition.proposed_indicator == ""
    question = next(f for f in found.findings if f.rule == "L-05")
    assert question.suggestions == (
        "互助保障赔付金额 mutual_payouts",
        "技能培训结业人数 training_graduates",
    )


@pytest.mark.parametrize(
    "counts", [{}, {"nursing_rooms": 2}], ids=["nothing is known", "only a stock"]
)
def test_where_none_fits_the_question_stays(counts: dict[str, int]) -> None:
    assert ("L-05", "E", "indicator") in variants_of(review(YEAR_TO_DATE, lambda regions: counts))


def test_one_region_of_three_is_too_few() -> None:
    found = review(YEAR_TO_DATE + "咸阳市,1,2\n", lambda regions: {"training_graduates": 1})
    assert ("L-05", "E", "indicator") in variants_of(found)


def test_known_figures_are_asked_about_once_and_only_for_the_places_of_the_table() -> None:
    asked: list[Sequence[str]] = []

    def count(regions: Sequence[str]) -> dict[str, int]:
        asked.append(list(regions))
        return {}

    review(YEAR_TO_DATE + "合计,42,58\n", count)
    assert asked == [[XIAN, BAOJI]]


@pytest.mark.parametrize(
    "text",
    [
        "地区,2024年,2023年\n西安市,30,41\n宝鸡市,12,17\n",
        "各市会员人数,,\n" + YEAR_TO_DATE,
    ],
    ids=["whole years", "the title says it"],
)
def test_known_figures_are_not_asked_about_where_they_could_say_nothing(text: str) -> None:
    def refuse(regions: Sequence[str]) -> dict[str, int]:
        raise AssertionError(regions)

    assert review(text, refuse).recognition.proposed_indicator == ""


def test_what_a_person_says_is_no_proposal() -> None:
    said = Corrections(indicator="mutual_payouts")
    found = review(YEAR_TO_DATE, lambda regions: {"training_graduates": 2}, said)
    assert variants_of(found) == {("T-03", "E", "")}
    assert set(found.figures["indicator"]) == {"mutual_payouts"}


def test_published_quarters_are_counted_by_indicator(empty_store, make_frame) -> None:
    frame = make_frame(
        ("training_graduates", XIAN, "2024-Q1", 8, "final"),
        ("training_graduates", XIAN, "2024-Q2", 9, "final"),
        ("members", BAOJI, "2023", 700, "final"),
    )
    empty_store.publish(Actor(), frame, NewUpload(source="年报"))
    known = read_context(empty_store.read).within_year
    assert known is not None
    assert known([XIAN, BAOJI]) == {"training_graduates": 1}
    assert known([BAOJI]) == {}


def test_opening_sets_have_quarters_of_a_flow_and_a_stock() -> None:
    assert count_within_year([XIAN, "110000"]) == {"nursing_rooms": 1, "training_graduates": 1}


def test_check_without_a_database_proposes_out_of_the_opening_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", str(tmp_path / "none.duckdb"))
    load_settings.cache_clear()
    file = tmp_path / "t.csv"
    file.write_bytes(YEAR_TO_DATE.encode("gb18030"))
    with pytest.raises(SystemExit):
        cli.main(["check", str(file), "--json", "--lang", "zh"], prog_name="check")
    load_settings.cache_clear()
    found = json.loads(capsys.readouterr().out)
    assert found["indicators"] == ["training_graduates"]
    assert {f["period"] for f in found["figures"]} == {"2023"}
    said = next(f["message"] for f in found["findings"] if f["rule"] == "L-05")
    assert "技能培训结业人数" in said
    assert not (tmp_path / "none.duckdb").exists()
