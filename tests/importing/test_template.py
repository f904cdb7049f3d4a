"""Templates that come back: nothing to map, nothing to guess, limits in the cells themselves."""

import io

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from dashboard.catalogue import load_catalogue
from dashboard.importing.upload.review import Review, review_file
from dashboard.importing.upload.template_workbook import (
    LAYOUT_VERSION,
    LastValue,
    find_template,
    make_template,
)

LAST = {("610100", "members"): LastValue(2_000.0, "final"), ("610300", "members"): LastValue(None, "confidential")}  # fmt: skip


def make(**options) -> bytes:
    values = {"parent": "610000", "indicators": ["members", "membership_rate"], "year": 2025}
    values |= {"lang": "zh", "format": "xlsx", "last_year": LAST} | options
    return make_template(load_catalogue(), **values)


def open_book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def review_book(book: Workbook, name: str = "随便叫什么.xlsx") -> Review:
    buffer = io.BytesIO()
    book.save(buffer)
    return review_file(
        buffer.getvalue(),
        name,
        catalogue=load_catalogue(),
        published=lambda indicators: pd.DataFrame(
            columns=["indicator", "region_code", "period", "value", "status"]
        ),
    )


def fill(book: Workbook) -> Workbook:
    sheet = book.worksheets[0]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 4).value, sheet.cell(row, 7).value = 1000 + row, 91.5
    return book


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_filled_in_it_is_ready(lang: str) -> None:
    review = review_book(fill(open_book(make(lang=lang))))
    assert review.state == "ready", [f.message("en") for f in review.findings]
    assert len(review.figures) == 2 * len(load_catalogue().counted_children("610000"))
    first = review.figures.set_index(["region_code", "indicator"]).loc[("610100", "members")]
    assert (first["value"], first["period"], first["address"]) == (1002, "2025", "D2")


def test_last_years_values_stand_in_grey_beside_the_entries_and_are_not_read() -> None:
    book = open_book(make())
    sheet = book.worksheets[0]
    assert sheet["F1"].value == "2024年工会会员人数"
    assert sheet["F2"].value == 2_000
    assert sheet["F2"].font.color.rgb == "FF8C8C8C"
    assert sheet["F2"].protection.locked
    assert sheet["F4"].value == "保密"
    assert set(review_book(fill(book)).figures["period"]) == {"2025"}


def test_a_state_chosen_from_the_list_is_the_state_and_no_question() -> None:
    book = fill(open_book(make()))
    sheet = book.worksheets[0]
    for row, state in ((2, "未报"), (3, "不足最小单位"), (4, "保密"), (5, "不适用")):
        sheet.cell(row, 4).value, sheet.cell(row, 5).value = None, state
    sheet["E6"] = "初步"
    review = review_book(book)
    statuses = review.figures[review.figures["indicator"] == "members"].set_index("address")
    assert statuses["status"].loc[["D2", "D3", "D4", "D5", "D6", "D7"]].tolist() == [
        "not_reported", "below_unit", "confidential", "not_applicable", "provisional", "final",
    ]  # fmt: skip
    assert statuses["value"].loc["D6"] == 1006
    assert "W" not in {f.severity for f in review.findings if f.rule == "V-13"}


def test_a_blank_entry_without_a_state_is_asked_about() -> None:
    book = fill(open_book(make()))
    book.worksheets[0]["D2"] = None
    review = review_book(book)
    assert review.state == "confirm"
    assert "V-13" in {f.rule for f in review.findings if f.severity == "W"}


def test_entries_have_the_limits_of_the_checks_and_states_a_list() -> None:
    sheet = open_book(make(indicators=["members", "membership_rate", "union_coverage_rate"])).worksheets[0]  # fmt: skip
    found = {str(v.sqref).split(":")[0]: v for v in sheet.data_validations.dataValidation}
    assert (found["D2"].type, found["D2"].formula1) == ("whole", "0")
    assert (found["G2"].type, found["G2"].formula1, found["G2"].formula2) == ("decimal", "0", "100")
    # Its definition says that it can exceed 100 %.
    assert float(found["J2"].formula2) > 100
    assert found["E2"].type == "list"
    assert "不足最小单位" in found["E2"].formula1


def test_only_entries_and_states_can_be_changed() -> None:
    sheet = open_book(make()).worksheets[0]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    open_cells = {
        c.column_letter for row in sheet.iter_rows() for c in row if not c.protection.locked
    }
    assert open_cells == {"D", "E", "G", "H"}


def test_the_layouts_version_is_hidden_in_the_file() -> None:
    assert find_template(make()) == LAYOUT_VERSION
    assert find_template(make(format="csv")) == 0
    other = io.BytesIO()
    Workbook().save(other)
    assert find_template(other.getvalue()) == 0
    assert open_book(make()).sheetnames == ["待填表格"]


def test_one_row_for_the_regions_own_figures_or_one_for_each_part() -> None:
    own = open_book(make(parent="610100", rows="own")).worksheets[0]
    assert [c.value for c in own["A"]][1:] == ["610100"]
    parts = open_book(make(parent="610100")).worksheets[0]
    assert [c.value for c in parts["A"]][1] == "610102"
    assert parts.max_row == 1 + len(load_catalogue().counted_children("610100"))
