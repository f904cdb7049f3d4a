"""Downloads: what a spreadsheet reads back, what it must not run, and what each figure says of itself."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.demonstration import DEMONSTRATION_SOURCE_EN, DEMONSTRATION_SOURCE_ZH
from dashboard.exporting import (
    EXPORT_COLUMNS,
    file_name,
    make_export_notes,
    make_export_rows,
    read_export_frame,
    text_width,
    to_csv,
    to_json,
    to_xlsx,
)
from dashboard.store import NewUpload, Store

CATALOGUE = load_catalogue()
NINGXIA, YINCHUAN, SHIZUISHAN, WUZHONG = "640000", "640100", "640200", "640300"
MEMBERS, EMPLOYEES, RATE = "members", "employees_unionised_units", "membership_rate"
DANGEROUS = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1＋1",
    "－a",
    "＠x",
)


def read_cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_sheet(content: bytes, number: int = 0) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[number]


def make_xlsx(table: pd.DataFrame) -> bytes:
    return to_xlsx(table, title="表", lang="zh")


def make_row(**changes: object) -> pd.DataFrame:
    """One row of a figures frame: an own figure of Yinchuan in 2023, but for ``changes``."""
    row = {
        "indicator": MEMBERS,
        "region_code": YINCHUAN,
        "year": 2023,
        "value": 100.0,
        "status": "final",
        "quality_flags": "",
        "origin": "own",
        "reported_count": float("nan"),
        "expected_count": float("nan"),
        "latest_period": "2023",
        "source": "年报",
        "upload_id": 1,
        "is_demonstration": False,
        "coverage": float("nan"),
        "place_count": float("nan"),
        "expected_places": float("nan"),
    }
    return pd.DataFrame([row | changes])


# CSV


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_text_that_begins_like_a_formula_is_made_harmless(text: str) -> None:
    cells = read_cells(to_csv(pd.DataFrame({"备注": [text]})))
    assert cells == [["备注"], [f"'{text}"]]


def test_csv_headings_are_made_harmless_too() -> None:
    assert read_cells(to_csv(pd.DataFrame({"=1+1": ["a"]})))[0] == ["'=1+1"]


@pytest.mark.parametrize("text", ["-3.5", "+4.2%", "-1,234.5", "60%", "a=b", "2023-Q1", ""])
def test_csv_text_that_is_a_plain_number_or_harmless_stays(text: str) -> None:
    assert read_cells(to_csv(pd.DataFrame({"a": [text], "b": ["x"]})))[1] == [text, "x"]


def test_csv_text_with_commas_that_group_no_thousands_is_no_number() -> None:
    assert read_cells(to_csv(pd.DataFrame({"a": ["-1,23"]})))[1] == ["'-1,23"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-5.0, "-5"),
        (8117791.0, "8117791"),
        (0.1 + 0.2, "0.3"),
        (91.770249, "91.770249"),
        (1e-7, "0.0000001"),
        (2e16, "20000000000000000"),
        (-0.0, "0"),
        (float("nan"), ""),
    ],
)
def test_csv_numbers_are_plain_numbers(value: float, text: str) -> None:
    assert read_cells(to_csv(pd.DataFrame({"v": [value], "x": ["y"]})))[1] == [text, "y"]


def test_csv_opens_in_a_spreadsheet_with_chinese_and_breaks_lines_with_crlf() -> None:
    content = to_csv(pd.DataFrame({"地区": ["西安市"], "值": [1]}))
    assert content == b"\xef\xbb\xbf" + "地区,值\r\n西安市,1\r\n".encode()


def test_csv_read_back_by_pandas_is_the_same_table() -> None:
    table = pd.DataFrame(
        {
            "region": ["西安市", "宝鸡市", "渭南, 市"],
            "value": [1.5, float("nan"), -2.0],
            "count": pd.array([1, None, 3], dtype="Int64"),
            "note": ["一\n二", '说"好"', None],
        }
    )
    back = pd.read_csv(io.BytesIO(to_csv(table)), encoding="utf-8-sig", dtype={"count": "Int64"})
    pd.testing.assert_frame_equal(back, table)


def test_csv_of_an_empty_table_has_its_headings() -> None:
    assert read_cells(to_csv(pd.DataFrame({"a": [], "b": []}))) == [["a", "b"]]


# XLSX


@pytest.mark.parametrize("text", [*DANGEROUS[:4], "＝1", "#N/A", "#REF!"])
def test_workbook_text_is_never_a_formula_or_an_error(text: str) -> None:
    cell = read_sheet(make_xlsx(pd.DataFrame({"备注": [text]})))["A2"]
    assert cell.value == text
    assert cell.data_type == "s"


def test_workbook_text_like_a_formula_stays_text_when_somebody_edits_the_cell() -> None:
    sheet = read_sheet(make_xlsx(pd.DataFrame({"a": ["=1+1", "plain"]})))
    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].quotePrefix


def test_workbook_cells_are_typed_and_missing_is_empty() -> None:
    table = pd.DataFrame(
        {
            "year": [2023, 2024],
            "value": [1234567.0, float("nan")],
            "rate": [66.66666666666667, 0.004],
            "count": pd.array([9, None], dtype="Int64"),
            "done": [True, False],
            "day": [date(2025, 3, 1), None],
            "at": pd.to_datetime(["2025-03-01 10:00", None]),
            "text": ["610100", None],
        }
    )
    sheet = read_sheet(make_xlsx(table))
    assert [c.value for c in sheet[2]] == [
        2023, 1234567, 66.6666666666667, 9, True,
        datetime(2025, 3, 1), datetime(2025, 3, 1, 10), "610100",
    ]  # fmt: skip
    assert [c.value for c in sheet[3]] == [2024, None, 0.004, None, False, None, None, None]
    assert [c.number_format for c in sheet[2]][:4] == ["0", "#,##0", "#,##0.00", "0"]
    assert sheet["H2"].data_type == "s"
    assert sheet["C3"].number_format == "General"  # 0.00 would look like nothing at all


def test_workbook_times_with_a_zone_are_shown_in_utc() -> None:
    table = pd.DataFrame({"at": [datetime(2025, 3, 1, 10, tzinfo=UTC)]})
    assert read_sheet(make_xlsx(table))["A2"].value == datetime(2025, 3, 1, 10)


def test_workbook_heading_is_bold_frozen_and_filtered() -> None:
    sheet = read_sheet(make_xlsx(pd.DataFrame({"地区": ["西安市", "宝鸡市"], "值": [1.0, 2.0]})))
    assert [c.value for c in sheet[1]] == ["地区", "值"]
    assert all(c.font.bold for c in sheet[1])
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"


def test_workbook_columns_are_as_wide_as_chinese_text_needs() -> None:
    table = pd.DataFrame({"a": ["陕西省总工会"], "b": ["abcdef"], "c": ["字" * 200]})
    widths = read_sheet(make_xlsx(table)).column_dimensions
    assert widths["A"].width == 14  # six characters of two columns, and two of margin
    assert widths["B"].width == 8
    assert widths["C"].width == 60


def test_workbook_drops_control_characters_that_no_workbook_can_hold() -> None:
    assert read_sheet(make_xlsx(pd.DataFrame({"a": ["西\x00安\x1b"]})))["A2"].value == "西安"


@pytest.mark.parametrize(("lang", "name"), [("zh", "说明"), ("en", "Notes")])
def test_workbook_has_a_second_sheet_with_the_title_and_the_notes(lang: str, name: str) -> None:
    notes = [("数据版本", "12"), ("来源", "=1+1")]
    content = to_xlsx(pd.DataFrame({"a": [1]}), title="会员人数", lang=lang, notes=notes)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["会员人数", name]
    rows = [[c.value for c in row] for row in book[name].iter_rows()]
    assert rows == [["会员人数", None], ["数据版本", "12"], ["来源", "=1+1"]]
    assert book[name]["B3"].data_type == "s"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("入会率：2019/2023 [陕西]?", "入会率：2019 2023  陕西"),
        ("字" * 40, "字" * 31),
        ("'''", "Table"),
    ],
)
def test_workbook_sheet_name_is_one_that_excel_accepts(title: str, name: str) -> None:
    sheet = read_sheet(to_xlsx(pd.DataFrame({"a": [1]}), title=title, lang="zh"))
    assert sheet.title == name


def test_workbook_with_the_title_of_its_notes_keeps_both_sheets() -> None:
    content = to_xlsx(pd.DataFrame({"a": [1]}), title="说明", lang="zh")
    assert len(openpyxl.load_workbook(io.BytesIO(content)).worksheets) == 2
    assert read_sheet(content)["A2"].value == 1


def test_workbook_of_an_empty_table_has_its_headings() -> None:
    sheet = read_sheet(make_xlsx(pd.DataFrame({"a": [], "b": []})))
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [["a", "b"]]


# JSON, names, widths


def test_json_has_null_where_a_value_is_missing() -> None:
    table = pd.DataFrame(
        {
            "v": [1.0, float("nan"), float("inf")],
            "n": pd.array([1, None, 3], dtype="Int64"),
            "t": ["中", None, "b"],
            "at": pd.to_datetime(["2025-03-01", None, None]),
        }
    )
    assert json.loads(to_json(table)) == [
        {"v": 1, "n": 1, "t": "中", "at": "2025-03-01T00:00:00"},
        {"v": None, "n": None, "t": None, "at": None},
        {"v": None, "n": 3, "t": "b", "at": None},
    ]
    assert json.loads(to_json(table.iloc[:0])) == []


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("工会会员人数", "2024", "v12"), "工会会员人数-2024-v12"),
        (("入会率（%）", "2019/2023"), "入会率-2019-2023"),
        (("Share of employers with a union",), "Share-of-employers-with-a-union"),
        (("../../etc/passwd",), "etc-passwd"),
        (("ｖ１２", "a\nb\x00"), "v12-a-b"),
        (("con",), "table-con"),
        (("？！",), "table"),
    ],
)
def test_file_names_are_safe_on_every_system(parts: tuple[str, ...], name: str) -> None:
    assert file_name(*parts) == name


def test_file_name_of_a_long_title_fits_every_file_system() -> None:
    assert len(f"{file_name('字' * 300)}.xlsx".encode()) <= 255


def test_chinese_characters_take_two_columns() -> None:
    assert text_width("西安 9/11") == 9
    assert text_width("（e\u0301）") == 5  # an accent of its own takes none


# The export table


def test_export_row_of_an_own_figure_has_its_own_source() -> None:
    table = make_export_rows(make_row(), CATALOGUE, lang="zh")
    assert list(table.columns) == list(EXPORT_COLUMNS)
    assert table.iloc[0].tolist() == [
        YINCHUAN, "银川市", MEMBERS, "2023", 100.0, "final", pd.NA, pd.NA, "年报", 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "source"),
    [
        ("zh", "下级汇总 9/11，107个县区中83个，约占82%"),
        ("en", "sum of 9 of 11 regions, 83 of 107 counties, about 82% of the whole"),
    ],
)
def test_source_of_a_sum_is_its_coverage(lang: str, source: str) -> None:
    frame = make_row(
        origin="children",
        reported_count=9.0,
        expected_count=11.0,
        quality_flags="partial_coverage",
        coverage=0.82,
        place_count=83.0,
        expected_places=107.0,
    )
    table = make_export_rows(frame, CATALOGUE, lang=lang)
    assert table["source"].tolist() == [source]
    assert table["reported_count"].tolist() == [9]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_demonstration_figures_are_marked_in_the_source(lang: str) -> None:
    own = make_row(source=DEMONSTRATION_SOURCE_ZH, is_demonstration=True)
    total = make_row(
        origin="children", reported_count=2.0, expected_count=2.0, source="", is_demonstration=True
    )
    frame = pd.concat([own, total, make_row()], ignore_index=True)
    sources = make_export_rows(frame, CATALOGUE, lang=lang)["source"].tolist()
    if lang == "zh":
        assert sources == [
            DEMONSTRATION_SOURCE_ZH, "下级汇总 2/2（演示数据，非真实数字）", "年报",
        ]  # fmt: skip
    else:
        assert sources == [
            DEMONSTRATION_SOURCE_EN,
            "sum of 2 of 2 regions (demonstration figures, not real)",
            "年报",
        ]


def test_flags_that_no_other_column_tells_travel_in_the_source() -> None:
    frame = make_row(status="provisional", quality_flags="provisional,revised,recomputed")
    source = make_export_rows(frame, CATALOGUE, lang="en")["source"].iloc[0]
    told = "recomputed from its parts; the reported rate differs, revised"
    assert source == f"年报 ({told})"


def test_period_of_a_year_that_is_not_complete_is_the_latest_period() -> None:
    part = make_row(latest_period="2023-Q3", quality_flags="partial_year")
    whole = make_row(latest_period="2023-Q4")
    table = make_export_rows(pd.concat([part, whole]), CATALOGUE, lang="en")
    assert table["period"].tolist() == ["2023-Q3", "2023"]
    assert table["source"].tolist() == ["年报 (not the whole year)", "年报"]


def test_a_state_without_a_number_stays_empty_in_every_format() -> None:
    frame = make_row(value=float("nan"), status="confidential", quality_flags="revised")
    table = make_export_rows(frame, CATALOGUE, lang="zh")
    record = json.loads(to_json(table))[0]
    assert record["value"] is None
    assert record["status"] == "confidential"
    assert record["source"] == "年报"
    assert read_cells(to_csv(table))[1][4] == ""
    assert read_sheet(make_xlsx(table))["E2"].value is None


def test_notes_explain_what_is_in_the_table_and_nothing_else() -> None:
    frame = make_row(status="provisional", quality_flags="provisional,revised")
    notes = make_export_notes(frame, CATALOGUE, lang="zh", version=12, day=date(2025, 3, 1))
    labels = [label for label, _ in notes]
    texts = dict(notes)
    assert texts["数据版本"] == "12"
    assert texts["导出日期"] == "2025-03-01"
    assert ("数字来源", "年报") in notes
    assert texts["工会会员人数 (members)"] == "单位：人。时点数，取年内最后一期。期末在册会员人数。"
    assert "provisional" in labels
    assert "以前的上报给出过不同的数值。" in texts.values()
    assert not {"final", "withheld", "演示数据"} & set(labels)
    assert not any("下级汇总：" in text for text in texts.values())


def test_notes_say_that_there_is_demonstration_data() -> None:
    frame = make_row(source=DEMONSTRATION_SOURCE_ZH, is_demonstration=True)
    chinese = make_export_notes(frame, CATALOGUE, lang="zh", version=1, day=date(2025, 3, 1))
    english = make_export_notes(frame, CATALOGUE, lang="en", version=1, day=date(2025, 3, 1))
    assert "演示数据" in dict(chinese)
    assert dict(english)["Source of figures"] == DEMONSTRATION_SOURCE_EN


# Figures of a store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three of Ningxia's five cities: members and employees of 2023, and members of 2022."""
    rows = [
        (MEMBERS, YINCHUAN, "2023", 100), (EMPLOYEES, YINCHUAN, "2023", 200),
        (MEMBERS, SHIZUISHAN, "2023", 300), (EMPLOYEES, SHIZUISHAN, "2023", 400),
        (MEMBERS, WUZHONG, "2023", 200), (EMPLOYEES, WUZHONG, "2023", 400),
        (MEMBERS, YINCHUAN, "2022", 90),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["indicator", "region_code", "period", "value"])
    frame = frame.assign(status="final", note_zh="", note_en="")
    opened = Store(tmp_path / "figures.duckdb")
    opened.publish(Actor(), frame, NewUpload(source="年报"))
    yield opened
    opened.close()


def test_exported_rate_is_weighted_and_its_sum_names_the_coverage(store: Store) -> None:
    frame = read_export_frame(
        store.read, regions=[NINGXIA], indicators=[RATE, MEMBERS], years=(2023, 2023)
    )
    table = make_export_rows(frame, CATALOGUE, lang="zh").set_index("indicator")
    # (100 + 300 + 200) / (200 + 400 + 400); the mean of 50 %, 75 % and 50 % would be 58.3 %
    assert table.loc[RATE, "value"] == 60.0
    assert table.loc[MEMBERS, "value"] == 600.0
    assert table.loc[RATE, "source"] == "下级汇总 3/5，约占64%"  # 14 of 22 counties
    assert table.loc[RATE, "expected_count"] == 5


def test_rate_of_a_city_has_the_source_of_its_parts(store: Store) -> None:
    frame = read_export_frame(store.read, regions=[SHIZUISHAN], indicators=[RATE])
    table = make_export_rows(frame, CATALOGUE, lang="zh")
    assert table[["value", "source"]].to_numpy().tolist() == [[75.0, "年报"]]


def test_children_are_read_without_their_parent_and_a_region_is_there_once(store: Store) -> None:
    frame = read_export_frame(
        store.read, regions=[YINCHUAN, YINCHUAN], parents=[NINGXIA], indicators=[MEMBERS]
    )
    keys = frame[["region_code", "year"]].to_numpy().tolist()
    assert keys == [[YINCHUAN, 2022], [YINCHUAN, 2023], [SHIZUISHAN, 2023], [WUZHONG, 2023]]


def test_a_sum_below_the_coverage_limit_is_withheld_and_not_zero(store: Store) -> None:
    frame = read_export_frame(
        store.read, regions=[NINGXIA], indicators=[MEMBERS], years=(2022, 2022)
    )
    table = make_export_rows(frame, CATALOGUE, lang="zh")  # one of five: below 50 %
    assert table["status"].tolist() == ["withheld"]
    assert table["value"].isna().all()
    assert table["source"].tolist() == ["下级汇总 1/5，约占27%"]  # 6 of 22 counties


def test_nothing_known_makes_an_empty_table_with_its_headings(store: Store) -> None:
    frame = read_export_frame(store.read, regions=["650100"], indicators=[MEMBERS])
    table = make_export_rows(frame, CATALOGUE, lang="zh")
    assert read_cells(to_csv(table)) == [list(EXPORT_COLUMNS)]


def test_reading_no_region_at_all_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="at least one region"):
        read_export_frame(store.read, indicators=[MEMBERS])
