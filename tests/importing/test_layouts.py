"""Shapes of tables as cities send them, each with the figures it must give, worked by hand."""

import io
from collections.abc import Sequence
from datetime import date

import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.catalogue import load_catalogue
from dashboard.importing.cells.recognition import recognise_cells
from dashboard.importing.corrections import Corrections
from dashboard.importing.layout.recognise import make_knowledge, recognise_layout
from dashboard.importing.reading.text_table import read_file
from dashboard.importing.upload.review import Review, review_file
from dashboard.settings import Settings
from dashboard.store import open_memory

XIAN, BAOJI, XIANYANG, YANGLING = "610100", "610300", "610400", "SN-YL"
Key = tuple[str, str, str]


def publish_nothing(indicators: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])


def review(
    content: bytes | str, name: str = "table.csv", corrections: Corrections = Corrections()
) -> Review:
    raw = content.encode() if isinstance(content, str) else content
    return review_file(
        raw,
        name,
        catalogue=load_catalogue(),
        published=publish_nothing,
        corrections=corrections,
        today=date(2026, 6, 1),
    )


def make_book(
    rows: Sequence[Sequence[object]], merges: Sequence[str] = (), title: str = "表"
) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def figures_of(found: Review) -> dict[Key, float | None]:
    return {
        (r.region_code, r.indicator, r.period): None if pd.isna(r.value) else r.value
        for r in found.figures.itertuples(index=False)
    }


def rules_of(found: Review) -> set[tuple[str, str]]:
    return {(f.rule, f.severity) for f in found.findings}


def say(found: Review) -> list[str]:
    return [f"{f.rule} {f.severity} {f.address} {f.message('en')}" for f in found.findings]


def errors_of(found: Review) -> list[str]:
    return [text for text in say(found) if " E " in text[:8]]


def test_long_table() -> None:
    found = review("地区,年份,指标,数值\n西安市,2023,会员人数,20\n宝鸡市,2023,职工总数,9\n")
    assert found.recognition.shape == "long"
    assert figures_of(found) == {
        (XIAN, "members", "2023"): 20,
        (BAOJI, "employees_total", "2023"): 9,
    }


def test_wide_table_by_indicator_with_title_unit_and_notes() -> None:
    found = review(
        "2024年各市工会统计表,,\n单位：人、万元,,\n地区,会员人数,互助保障赔付金额\n"
        "西安市,20,1.5\n宝鸡市,9,2\n合　计,29,3.5\n注：初步统计。,,\n来源：省总工会,,\n"
    )
    assert found.recognition.shape == "wide_indicator"
    assert found.recognition.notes == ("注:初步统计。", "来源:省总工会")
    assert figures_of(found) == {
        (XIAN, "members", "2024"): 20,
        (XIAN, "mutual_payouts", "2024"): 15000,
        (BAOJI, "members", "2024"): 9,
        (BAOJI, "mutual_payouts", "2024"): 20000,
    }
    assert ("P-09", "W") in rules_of(found)


def test_wide_table_by_period_with_the_metadata_lines_of_statistical_sites() -> None:
    found = review(
        "数据库：分市年度数据\n指标：会员人数(万人)\n时间：最近2年\n"
        "地区,2024年,2023年\n西安市,2.5,2\n宝鸡市,,1\n数据来源：省统计局\n"
    )
    assert found.recognition.shape == "wide_period"
    assert figures_of(found) == {
        (XIAN, "members", "2024"): 25000,
        (XIAN, "members", "2023"): 20000,
        (BAOJI, "members", "2024"): None,
        (BAOJI, "members", "2023"): 10000,
    }


def test_unit_in_the_brackets_of_the_title_is_not_lost() -> None:
    found = review("各市会员人数（万人）,\n地区,2023年\n西安市,2\n宝鸡市,1.5\n")
    assert figures_of(found) == {
        (XIAN, "members", "2023"): 20000,
        (BAOJI, "members", "2023"): 15000,
    }


def test_indicators_in_rows_with_periods_across() -> None:
    found = review(
        "西安市总工会统计,,\n指标,2022年,2023年\n会员人数（人）,18,20\n互助保障赔付金额（万元）,1,2\n"
    )
    assert found.recognition.shape == "transposed"
    assert figures_of(found) == {
        (XIAN, "members", "2022"): 18,
        (XIAN, "members", "2023"): 20,
        (XIAN, "mutual_payouts", "2022"): 10000,
        (XIAN, "mutual_payouts", "2023"): 20000,
    }
    assert ("L-05", "I") in rules_of(found)


def test_indicators_in_rows_with_places_across_and_a_total_column() -> None:
    found = review("2023年,,,\n指标,西安市,宝鸡市,合计\n会员人数,20,9,29\n职工总数,30,10,40\n")
    assert found.recognition.shape == "transposed"
    assert figures_of(found) == {
        (XIAN, "members", "2023"): 20,
        (BAOJI, "members", "2023"): 9,
        (XIAN, "employees_total", "2023"): 30,
        (BAOJI, "employees_total", "2023"): 10,
    }
    assert ("P-09", "W") in rules_of(found)


def test_places_across_with_years_in_rows() -> None:
    found = review("各市会员人数,,\n年份,西安市,宝鸡市\n2022,18,8\n2023,20,9\n")
    assert found.recognition.shape == "wide_place"
    assert figures_of(found) == {
        (XIAN, "members", "2022"): 18,
        (BAOJI, "members", "2022"): 8,
        (XIAN, "members", "2023"): 20,
        (BAOJI, "members", "2023"): 9,
    }


CROSS = [
    ["附表 各市工会情况", None, None, None, None],
    ["地区", "2022年", None, "2023年", None],
    [None, "职工人数", "会员人数", "职工人数", "会员人数"],
    ["西安市", 30, 18, 32, 20],
    ["宝鸡市", 10, 8, 12, 9],
]
CROSS_FIGURES = {
    (XIAN, "employees_unionised_units", "2022"): 30,
    (XIAN, "members", "2022"): 18,
    (XIAN, "employees_unionised_units", "2023"): 32,
    (XIAN, "members", "2023"): 20,
    (BAOJI, "employees_unionised_units", "2022"): 10,
    (BAOJI, "members", "2022"): 8,
    (BAOJI, "employees_unionised_units", "2023"): 12,
    (BAOJI, "members", "2023"): 9,
}


@pytest.mark.parametrize("merges", [("A2:A3", "B2:C2", "D2:E2", "A1:E1"), ()])
def test_cross_table_of_years_and_indicators_with_and_without_merged_cells(merges) -> None:
    found = review(make_book(CROSS, merges), "table.xlsx")
    assert found.recognition.shape == "cross"
    assert found.recognition.head_row == 2
    assert found.recognition.head_rows == 2
    assert figures_of(found) == CROSS_FIGURES
    assert ("L-02", "W") in rules_of(found)


def test_cross_table_as_text_file() -> None:
    text = "\n".join(",".join("" if c is None else str(c) for c in row) for row in CROSS)
    found = review(text)
    assert figures_of(found) == CROSS_FIGURES
    assert found.state == "confirm", errors_of(found)


def test_head_of_four_rows_with_units_and_column_numbers() -> None:
    found = review(
        make_book(
            [
                ["地区", "2023年", None, None],
                [None, "会员人数", None, "互助保障赔付金额"],
                [None, "合计", "#女会员", None],
                [None, "（人）", "（人）", "（万元）"],
                ["甲", 1, 2, 3],
                ["西安市", 20, 8, 1.5],
            ],
            ("B1:D1", "B2:C2", "A1:A4"),
        ),
        "table.xlsx",
    )
    assert figures_of(found) == {
        (XIAN, "members", "2023"): 20,
        (XIAN, "women_members", "2023"): 8,
        (XIAN, "mutual_payouts", "2023"): 15000,
    }


def test_group_heading_that_narrows_an_indicator_is_not_taken_for_the_whole() -> None:
    found = review("地区,年份,农村,城镇\n,,会员人数,会员人数\n西安市,2023,5,15\n")
    assert figures_of(found) == {}
    assert found.state == "blocked"


def test_unknown_of_which_column_is_named_and_not_guessed() -> None:
    found = review("地区,年份,会员人数,#劳务派遣工\n西安市,2023,20,3\n")
    assert figures_of(found) == {(XIAN, "members", "2023"): 20}
    assert [(f.rule, f.variant, f.text) for f in found.findings if f.rule == "L-09"] == [
        ("L-09", "of_which", "#劳务派遣工")
    ]


def test_of_which_column_that_the_catalogue_has_is_read() -> None:
    found = review("地区,年份,会员人数,其中：农民工会员\n西安市,2023,20,3\n")
    assert figures_of(found)[XIAN, "migrant_members", "2023"] == 3


def test_rates_of_a_cross_table_that_only_divide_their_neighbours_are_left_out() -> None:
    head = [["地区", "2023年", None, None], [None, "职工人数", "会员人数", "入会率"]]
    computed = review(make_book([*head, ["西安市", 40, 30, 75]]), "table.xlsx")
    differing = review(make_book([*head, ["西安市", 40, 30, 76]]), "table.xlsx")

    assert (XIAN, "membership_rate", "2023") not in figures_of(computed)
    told = [(f.address, f.count) for f in computed.findings if f.variant == "computed"]
    assert told == [("D2", 1)]
    assert figures_of(differing)[XIAN, "membership_rate", "2023"] == 76


def test_cities_with_their_counties_in_two_columns() -> None:
    found = review(
        "市,县（区）,年份,会员人数\n西安市,小计,2023,20\n,新城区,2023,12\n,雁塔区,2023,8\n"
        "杨凌示范区,小计,2023,3\n总计,,2023,23\n"
    )
    assert figures_of(found) == {
        (XIAN, "members", "2023"): 20,
        ("610102", "members", "2023"): 12,
        ("610113", "members", "2023"): 8,
        (YANGLING, "members", "2023"): 3,
    }
    assert {("L-12", "W"), ("P-09", "W")} <= rules_of(found)
    assert found.state == "confirm", errors_of(found)


def test_city_in_a_row_of_its_own_over_its_counties() -> None:
    found = review("市,县,年份,会员人数\n西安市,,2023,20\n,新城区,2023,12\n宝鸡市,,2023,9\n")
    assert figures_of(found) == {
        (XIAN, "members", "2023"): 20,
        ("610102", "members", "2023"): 12,
        (BAOJI, "members", "2023"): 9,
    }


def test_ambiguous_county_is_settled_by_the_province_beside_it() -> None:
    found = review(
        "省份,城市,区县,年份,会员人数\n江苏省,南京市,鼓楼区,2023,20\n福建省,福州市,鼓楼区,2023,9\n"
    )
    assert figures_of(found) == {
        ("320106", "members", "2023"): 20,
        ("350102", "members", "2023"): 9,
    }


def test_county_under_the_wrong_city_is_an_error() -> None:
    found = review("市,县,年份,会员人数\n宝鸡市,小计,2023,9\n,新城区,2023,12\n")
    assert ("P-02", "E") in rules_of(found)
    assert ("610102", "members", "2023") not in figures_of(found)


def test_merged_places_are_filled_down_over_their_years() -> None:
    rows = [["地区", "年份", "会员人数"], ["西安市", 2022, 18], [None, 2023, 20],
            ["宝鸡市", 2022, 8], [None, 2023, 9]]  # fmt: skip
    expected = {
        (XIAN, "members", "2022"): 18,
        (XIAN, "members", "2023"): 20,
        (BAOJI, "members", "2022"): 8,
        (BAOJI, "members", "2023"): 9,
    }
    merged = review(make_book(rows, ("A2:A3", "A4:A5")), "table.xlsx")
    text = review("地区,年份,会员人数\n西安市,2022,18\n,2023,20\n宝鸡市,2022,8\n,2023,9\n")

    for found in (merged, text):
        assert figures_of(found) == expected
        assert ("L-12", "W") in rules_of(found)


def test_one_forgotten_place_is_not_filled() -> None:
    found = review("地区,年份,会员人数\n西安市,2022,18\n宝鸡市,2022,8\n,2023,9\n咸阳市,2022,7\n")
    assert ("P-01", "E") in rules_of(found)
    assert (BAOJI, "members", "2023") not in figures_of(found)


def test_quarter_and_month_in_a_column_of_their_own() -> None:
    quarters = review("地区,年份,季度,送清凉\n西安市,2023,一季度,5\n西安市,2023,2,6\n")
    months = review("地区,年度,月份,送清凉\n西安市,2023年,3,5\n西安市,2023年,4月,6\n")

    assert figures_of(quarters) == {
        (XIAN, "cooling_visits", "2023-Q1"): 5,
        (XIAN, "cooling_visits", "2023-Q2"): 6,
    }
    assert figures_of(months) == {
        (XIAN, "cooling_visits", "2023-03"): 5,
        (XIAN, "cooling_visits", "2023-04"): 6,
    }


def test_cumulative_months_stay_an_error_and_the_end_of_a_year_is_the_year() -> None:
    found = review("会员人数,,\n地区,2024年1-9月,2022年末\n西安市,20,18\n")
    assert ("T-03", "E") in rules_of(found)
    assert figures_of(found) == {(XIAN, "members", "2022"): 18}


def test_tables_side_by_side_have_their_own_places() -> None:
    found = review(
        "2023年,,,,\n地区,会员人数,,地区,会员人数\n西安市,20,,咸阳市,7\n宝鸡市,9,,杨凌,3\n"
    )
    assert figures_of(found) == {
        (XIAN, "members", "2023"): 20,
        (BAOJI, "members", "2023"): 9,
        (XIANYANG, "members", "2023"): 7,
        (YANGLING, "members", "2023"): 3,
    }
    assert ("L-14", "W") in rules_of(found)
    assert found.recognition.blocks == 2


STACKED = (
    "2022年会员情况,\n地区,会员人数\n西安市,18\n宝鸡市,8\n注：第一张表,\n,\n"
    "2023年职工情况,,\n地区,职工总数,备注\n西安市,30,\n宝鸡市,10,\n"
)


def test_tables_beneath_each_other_have_their_own_titles_and_headings() -> None:
    found = review(make_book([line.split(",") for line in STACKED.split("\n")[:-1]]), "t.xlsx")
    assert figures_of(found) == {
        (XIAN, "members", "2022"): 18,
        (BAOJI, "members", "2022"): 8,
        (XIAN, "employees_total", "2023"): 30,
        (BAOJI, "employees_total", "2023"): 10,
    }, say(found)
    assert ("L-14", "W") in rules_of(found)


def test_one_of_several_tables_can_be_chosen() -> None:
    content = make_book([line.split(",") for line in STACKED.split("\n")[:-1]])
    found = review(content, "t.xlsx", Corrections(block=2))
    assert figures_of(found) == {
        (XIAN, "employees_total", "2023"): 30,
        (BAOJI, "employees_total", "2023"): 10,
    }


def test_headings_repeated_on_every_printed_page_are_no_data() -> None:
    found = review("地区,年份,会员人数\n西安市,2023,20\n地区,年份,会员人数\n宝鸡市,2023,9\n")
    assert figures_of(found) == {(XIAN, "members", "2023"): 20, (BAOJI, "members", "2023"): 9}
    assert ("L-14", "I") in rules_of(found)


@pytest.mark.parametrize(
    ("name", "sheet", "title"),
    [
        ("西安市2023年.xlsx", "表", "会员情况"),
        ("a.xlsx", "西安市2023年", "会员情况"),
        ("a.xlsx", "表", "西安市2023年会员情况"),
    ],
)
def test_place_and_year_only_in_the_file_name_the_sheet_or_the_title(name, sheet, title) -> None:
    content = make_book([[title, None], ["会员人数", "职工总数"], [20, 30]], title=sheet)
    found = review(content, name)
    assert figures_of(found) == {
        (XIAN, "members", "2023"): 20,
        (XIAN, "employees_total", "2023"): 30,
    }, say(found)


def test_table_without_place_period_or_indicator_is_still_shown() -> None:
    found = review("项目,2022年,2023年\n某某数,1,2\n")
    assert figures_of(found) == {}
    assert found.recognition.periods == ("2022", "2023")
    assert {("L-05", "E"), ("I-01", "E")} <= rules_of(found)
    assert found.counts["rejected"] == 2


def test_table_that_names_no_indicator_takes_the_one_a_person_remembers() -> None:
    text = "地区,2023年,2022年末\n西安市,20,18\n"
    blank = review(text)
    said = review(text, corrections=Corrections(indicator="members"))
    assert blank.counts["rejected"] == 2
    assert figures_of(said) == {(XIAN, "members", "2023"): 20, (XIAN, "members", "2022"): 18}


def test_unknown_indicators_leave_places_and_periods_understood() -> None:
    found = review("年份,省份,GDP总量\n2023,陕西省,5\n2024,陕西省,6\n")
    assert found.recognition.shape == "wide_indicator"
    assert found.recognition.periods == ("2023", "2024")
    assert found.recognition.place_found == 1
    assert ("I-01", "E") in rules_of(found)


def test_own_export_comes_back_without_its_sums() -> None:
    found = review(
        "region_code,region,indicator,period,value,status,reported_count,expected_count,source,"
        "upload_id\n610100,西安市,members,2023,20,final,,,省总,1\n"
        "610000,陕西省,members,2023,29,final,2,11,省总,1\n"
    )
    assert figures_of(found) == {(XIAN, "members", "2023"): 20}
    assert ("P-09", "W") in rules_of(found)
    assert found.state == "confirm", errors_of(found)


def test_blank_first_heading_over_years_is_read_by_its_content() -> None:
    found = review("西安市,\n,会员人数\n2022年,18\n2023年,20\n")
    assert figures_of(found) == {(XIAN, "members", "2022"): 18, (XIAN, "members", "2023"): 20}
    assert ("L-07", "I") in rules_of(found)


def test_blank_rows_and_columns_anywhere_carry_nothing() -> None:
    found = review(",,,\n,地区,,会员人数（2023年）\n,,,\n,西安市,,20\n,,,\n,宝鸡市,,9\n")
    assert figures_of(found) == {(XIAN, "members", "2023"): 20, (BAOJI, "members", "2023"): 9}


@pytest.mark.parametrize(
    ("rows", "total", "code"),
    [
        ("西安市,2023,20\n宝鸡市,2023,9\n合计,2023,29\n", "合计", "610000"),
        ("西安市,2023,20\n全省,2023,29\n", "全省", "610000"),
        ("新城区,2023,12\n雁塔区,2023,8\n合计,2023,20\n", "合计", XIAN),
        ("西安市,2023,20\n宝鸡市,2023,9\n西安市合计,2023,20\n", "西安市合计", XIAN),
        ("西安市,2023,20\n河北省,2023,9\n合计,2023,29\n", "合计", ""),
    ],
)
def test_total_says_whose_it_is(rows: str, total: str, code: str) -> None:
    connection = open_memory()
    knowledge = make_knowledge(
        load_catalogue(),
        corrections=Corrections(),
        scope="610000",
        file_name="t.csv",
        this_year=2026,
    )
    content = ("地区,年份,会员人数\n" + rows).encode()
    table = read_file(connection, content, "t.csv", settings=Settings(), corrections=Corrections())
    layout, _ = recognise_layout(connection, table, knowledge)
    recognise_cells(connection, table, layout, knowledge)

    query = "SELECT place_text, total_region_code, value FROM cell WHERE is_total"
    found = connection.execute(query).fetchall()
    stated = float(rows.strip().rpartition(",")[2])
    assert found == [(total, code, stated)]
    connection.close()


def test_note_in_the_middle_does_not_swallow_the_rows_under_it() -> None:
    found = review("地区,年份,会员人数\n西安市,2023,20\n注：以下为预计数,,\n宝鸡市,2023,9\n")
    assert (BAOJI, "members", "2023") in figures_of(found)
    assert ("P-02", "E") in rules_of(found)


def test_second_table_without_headings_is_an_error_at_its_title() -> None:
    found = review("2022年会员情况,\n地区,会员人数\n西安市,18\n2023年会员情况,\n西安市,20\n")
    second = [f for f in found.findings if (f.rule, f.variant) == ("L-14", "second")]
    assert [(f.severity, f.address) for f in second] == [("E", "A4")]


def test_merged_years_are_filled_down_over_their_places() -> None:
    found = review("年份,地区,会员人数\n2022,西安市,18\n,宝鸡市,8\n2023,西安市,20\n,宝鸡市,9\n")
    assert figures_of(found) == {
        (XIAN, "members", "2022"): 18,
        (BAOJI, "members", "2022"): 8,
        (XIAN, "members", "2023"): 20,
        (BAOJI, "members", "2023"): 9,
    }
    assert ("L-12", "W") in rules_of(found)


def test_layout_key_is_the_same_next_year_and_another_for_another_layout() -> None:
    one = review("地区,2022年,2023年\n西安市,1,2\n").recognition.layout_key
    next_year = review("地区,2023年,2024年\n宝鸡市,3,4\n").recognition.layout_key
    other = review("地区,年份,会员人数\n西安市,2023,2\n").recognition.layout_key
    assert one == next_year
    assert len(one) == 16
    assert other != one


def test_head_row_and_roles_can_be_said_by_hand() -> None:
    text = "甲,乙,丙\n某地,某年,某数\n西安市,2023,20\n"
    found = review(
        text,
        corrections=Corrections(
            head_row=2, head_rows=1, roles={"A": "place", "B": "period", "C": "members"}
        ),
    )
    assert figures_of(found) == {(XIAN, "members", "2023"): 20}


def test_place_of_a_whole_table_can_be_said_by_hand() -> None:
    found = review("年份,会员人数\n2023,20\n", corrections=Corrections(place=XIAN))
    assert figures_of(found) == {(XIAN, "members", "2023"): 20}


def test_corrections_survive_json_and_nothing_else_gets_in() -> None:
    said = Corrections(encoding="big5", head_row=3, roles={"A": "place"}, marks={"—": "withheld"})
    assert Corrections.from_json(said.to_json()) == said
    assert Corrections.from_json('{"head_row": "3", "roles": [1], "nonsense": 1}') == Corrections()
    with pytest.raises(ValueError, match="object"):
        Corrections.from_json("[]")


def test_text_pasted_into_a_column_of_numbers_is_reported() -> None:
    found = review(f"地区,年份,会员人数\n西安市,2023,20\n宝鸡市,2023,{'说明' * 40}\n")
    assert ("L-13", "W") in rules_of(found)


def test_group_headings_with_one_meaning_only_are_passed_over() -> None:
    found = review("地区,组织建设情况,,\n,年份,会员人数,职工总数\n西安市,2023,20,30\n")
    assert figures_of(found) == {
        (XIAN, "members", "2023"): 20,
        (XIAN, "employees_total", "2023"): 30,
    }, say(found)


def find_places(found: Review, rules: Sequence[str]) -> set[tuple[str, str, str]]:
    return {(f.rule, f.address, f.text) for f in found.findings if f.rule in rules}


def test_findings_of_a_lower_table_have_the_cells_of_its_own_columns() -> None:
    found = review(
        "地区,年份,会员人数,,\n西安市,2023年,2,,\n宝鸡,2023,3,,\n,,,,\n"
        "年份,代码,城市,指标,数值\n"
        "2022年,610100,宝鸡市,职工总数,5\n"
        "去年,610300,宝鸡市,职工总数,6\n"
        "2023,999999,咸阳市,职工总数,32767\n"
        "2023,610400,咸阳市,男会员人数,8\n"
    )
    assert found.recognition.blocks == 2
    assert find_places(found, ("P-03", "P-05", "P-07", "T-01", "T-02", "I-01", "L-09", "V-12")) == {
        ("P-03", "A3", "宝鸡"),
        ("T-02", "B2", "2023年"),
        ("P-05", "C6", "宝鸡市"),
        ("T-02", "A6", "2022年"),
        ("T-01", "A7", "去年"),
        ("P-07", "B8", "999999"),
        ("V-12", "E8", "32767"),
        ("I-01", "D9", "男会员人数"),
        ("L-09", "D9", "男会员人数"),
    }


def test_findings_of_a_table_to_the_right_have_the_cells_of_its_own_columns() -> None:
    found = review(
        "2023年各市情况,,,,\n地区,会员人数,,地区,职工总数\n"
        "西安市,1,,宝鸡,2\n,3,,,4\n咸阳市,5,,某某市,32767\n"
    )
    assert found.recognition.blocks == 2
    assert find_places(found, ("P-01", "P-02", "P-03", "V-12")) == {
        ("P-01", "A4", ""),
        ("P-01", "D4", ""),
        ("P-02", "D5", "某某市"),
        ("P-03", "D3", "宝鸡"),
        ("V-12", "E5", "32767"),
    }


def test_name_beside_two_codes_in_a_lower_table_is_shown_there() -> None:
    found = review(
        "地区,年份,会员人数,\n西安市,2023,2,\n,,,\n"
        "年份,城市,代码,职工总数\n2023,宝鸡市,610300,5\n2022,宝鸡市,610400,6\n"
    )
    assert find_places(found, ("P-06",)) == {("P-06", "C5", "宝鸡市")}


def test_subtotal_is_compared_with_the_parts_over_it() -> None:
    districts = "新城区,60\n碑林区,30\n小计,{}\n"
    text = "2023年西安市会员人数,\n地区,会员人数\n" + districts
    right = review(text.format(90))
    assert ("P-12", "W") not in rules_of(right)
    wrong = review(text.format(80))
    assert {f.address for f in wrong.findings if f.rule == "P-12"} == {"B5"}


def test_years_that_span_two_are_named_and_never_taken_for_months() -> None:
    found = review("地区,指标,2009-10,2010-11,2011-12\n西安市,会员人数,1,2,3\n")
    assert found.recognition.periods == ()
    assert {(f.address, f.variant) for f in found.findings if f.rule == "T-03"} == {
        ("C1", "span"),
        ("D1", "span"),
        ("E1", "span"),
    }
    assert found.figures.empty


def test_a_single_period_that_can_be_a_month_or_two_years_is_asked_about() -> None:
    found = review("地区,年份,会员人数\n西安市,2010-11,1\n")
    assert [(f.address, f.variant) for f in found.findings if f.rule == "T-03"] == [
        ("B2", "either")
    ]
    assert found.figures.empty


def test_ambiguous_names_are_counted_apart_from_known_ones() -> None:
    found = review("地区,年份,会员人数\n西安市,2023,1\n鼓楼区,2023,2\n某某市,2023,3\n")
    recognition = found.recognition
    assert (recognition.place_found, recognition.place_ambiguous, recognition.place_total) == (
        1,
        1,
        3,
    )
    assert recognition.place_examples == ("西安市",)


def test_formulas_without_a_result_are_marks_that_are_asked_about_broken_ones_errors() -> None:
    found = review("地区,年份,会员人数\n西安市,2023,#N/A\n宝鸡市,2023,#DIV/0!\n咸阳市,2023,#REF!\n")
    told = {(f.rule, f.severity, f.address, f.text) for f in found.findings if f.rule[0] == "V"}
    assert told == {
        ("V-13", "W", "C2", "#N/A"),
        ("V-13", "W", "C3", "#DIV/0!"),
        ("V-10", "E", "C4", "#REF!"),
    }


def test_units_are_shown_also_for_indicators_that_are_not_known() -> None:
    above = review("单位：户、人\n地区,2023年\n西安市,1\n")
    assert above.recognition.units == ("户", "人")
    in_name = review("指标,2023年\n国内游客(百万人次),1\n旅游花费(亿元),2\n指数(上年=100),3\n")
    assert in_name.recognition.units == ("百万人次", "亿元")
    in_column = review("地区,年份,指标,单位,数值\n西安市,2023,会员人数,万人,1\n")
    assert in_column.recognition.units == ("万人",)
