"""The workbook that goes back: the user's own cells as they were, marks on the doubtful ones."""

import io
import time

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from dashboard.catalogue import load_catalogue
from dashboard.importing.corrections import Corrections
from dashboard.importing.findings.finding import make_finding
from dashboard.importing.upload import annotated_workbook
from dashboard.importing.upload.annotated_workbook import (
    FINDINGS_SHEET,
    make_annotated_workbook,
)
from dashboard.importing.upload.review import Review, review_file

RED, YELLOW = "FFFF9C9C", "FFFFE08A"


def nothing_published(indicators: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=["indicator", "region_code", "period", "value", "status"])


def review_of(content: bytes, name: str, corrections: Corrections = Corrections()) -> Review:
    return review_file(
        content,
        name,
        catalogue=load_catalogue(),
        published=nothing_published,
        corrections=corrections,
    )


def save(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make_messy() -> bytes:
    """A title over merged cells, a bold heading, a sum, text for a number, an unknown place."""
    book = Workbook()
    sheet = book.active
    sheet.title = "会员"
    sheet.append(["2025年工会会员情况表"])
    sheet.merge_cells("A1:C1")
    sheet.append(["地区", "年份", "会员人数", "序号"])
    sheet["A2"].font = Font(bold=True)
    for row in (("西安市", 2025, 2500), ("宝鸡市", 2025, "两千多"), ("渭难市", 2025, 800)):
        sheet.append(row)
    sheet["D3"] = "=C3*2"
    book.create_sheet("别的")["A1"] = "不要动"
    return save(book)


@pytest.fixture
def marked():
    content = make_messy()
    review = review_of(content, "会员.xlsx")
    return load_workbook(io.BytesIO(make_annotated_workbook(content, review, "zh")))


def test_the_users_own_workbook_keeps_layout_styles_and_formulas(marked) -> None:
    assert marked.sheetnames == ["问题清单", "会员", "别的"]
    sheet = marked["会员"]
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["A2"].font.bold
    assert sheet["C3"].value == 2500
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("=C3*2", "f")
    assert marked["别的"]["A1"].value == "不要动"


def test_doubtful_cells_are_coloured_by_severity_and_say_rule_reason_and_remedy(marked) -> None:
    sheet = marked["会员"]
    assert sheet["C4"].value == "两千多"
    assert sheet["C4"].fill.fgColor.rgb == RED
    assert "[V-01]" in sheet["C4"].comment.text
    assert "请" in sheet["C4"].comment.text
    assert sheet["A5"].fill.fgColor.rgb == RED
    assert "P-02" in sheet["A5"].comment.text
    assert sheet["C3"].fill.fill_type is None
    assert sheet["C3"].comment is None


def test_the_list_names_every_finding_and_links_to_its_cell(marked) -> None:
    rows = list(marked["问题清单"].iter_rows(min_row=4))
    listed = {(r[1].value.split()[0], r[2].value): r for r in rows}
    link = listed["V-01", "C4"][2].hyperlink
    assert link.location == "'会员'!C4"
    assert listed["V-01", "C4"][3].value == "两千多"
    assert "渭南市" in listed["P-02", "A5"][6].value
    assert {r[0].value for r in rows} <= {"错误", "请确认", "供了解"}


def test_mended_and_uploaded_again_it_is_read_as_the_table_it_was() -> None:
    content = make_messy()
    book = load_workbook(
        io.BytesIO(make_annotated_workbook(content, review_of(content, "会员.xlsx"), "zh"))
    )
    book["会员"]["C4"], book["会员"]["A5"] = 2000, "渭南市"
    del book["会员"]["D3"]
    again = review_of(save(book), "会员.xlsx")
    assert again.recognition.sheet == "会员"
    assert again.state != "blocked", [f.message("en") for f in again.findings]
    values = again.figures.set_index("region_code")["value"].to_dict()
    assert values == {"610100": 2500, "610300": 2000, "610500": 800}


def test_marked_a_second_time_it_has_one_list_and_no_old_marks() -> None:
    content = make_messy()
    first = make_annotated_workbook(content, review_of(content, "会员.xlsx"), "zh")
    book = load_workbook(io.BytesIO(first))
    book["会员"]["C4"] = 2000
    mended = save(book)
    second = load_workbook(
        io.BytesIO(make_annotated_workbook(mended, review_of(mended, "会员.xlsx"), "en"))
    )
    assert second.sheetnames == ["Findings", "会员", "别的"]
    assert second["会员"]["C4"].comment is None
    assert second["会员"]["C4"].fill.fill_type is None
    assert second["会员"]["A5"].comment.text.count("P-02") == 1


def test_a_csv_comes_back_as_a_workbook_with_its_texts_at_the_same_addresses() -> None:
    content = "地区,年份,会员人数,备注\n西安市,2023,0012,=1+1\n宝鸡市,2023,“约”,@SUM(A1)\n".encode(
        "gb18030"
    )
    review = review_of(content, "会员.csv")
    sheet = load_workbook(io.BytesIO(make_annotated_workbook(content, review, "zh")))["会员"]
    assert sheet["A2"].value == "西安市"
    assert sheet["B2"].value == 2023
    assert sheet["C2"].value == "0012"
    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1", "s")
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("@SUM(A1)", "s")
    assert sheet["C3"].fill.fgColor.rgb == RED


def test_text_of_a_finding_never_becomes_a_formula() -> None:
    content = '地区,年份,会员人数\n西安市,2023,"=HYPERLINK(""http://x"")"\n'.encode()
    review = review_of(content, "t.csv")
    book = load_workbook(io.BytesIO(make_annotated_workbook(content, review, "en")))
    cells = [c for s in book.worksheets for row in s.iter_rows() for c in row]
    assert [c.coordinate for c in cells if c.data_type == "f"] == []
    assert any(str(c.value).startswith("=HYPERLINK") for c in cells)


def test_results_of_formulas_stay_for_readers_that_do_not_compute() -> None:
    content = make_messy()
    # As Excel saves it: the formula with its last result beside it.
    with_result = _put_result(content, b"<f>C3*2</f><v>5000</v>")
    marked = make_annotated_workbook(with_result, review_of(with_result, "会员.xlsx"), "zh")
    assert load_workbook(io.BytesIO(marked), data_only=True)["会员"]["D3"].value == 5000
    assert load_workbook(io.BytesIO(marked))["会员"]["D3"].value == "=C3*2"


def _put_result(content: bytes, cell: bytes) -> bytes:
    import re
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for item in old.infolist():
            part = re.sub(rb"<f>C3\*2</f><v\s*/>|<f>C3\*2</f><v></v>", cell, old.read(item))
            new.writestr(item, part)
    return buffer.getvalue()


def test_twenty_thousand_rows_are_marked_in_seconds() -> None:
    rows = "".join(f"西安市,{1950 + n % 70},{n},x{n}\n" for n in range(20_000))
    content = f"地区,年份,会员人数,序号\n{rows}".encode()
    review = review_of(content, "long.csv")
    started = time.perf_counter()
    book = make_annotated_workbook(content, review, "zh")
    assert time.perf_counter() - started < 10  # 5 s on a computer that does nothing else
    assert load_workbook(io.BytesIO(book), read_only=True).sheetnames == ["问题清单", "long"]


def test_of_too_many_findings_the_first_of_each_rule_are_marked_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limit = 1_000
    monkeypatch.setattr(annotated_workbook, "MARK_LIMIT", limit)
    content = "地区,年份,会员人数\n西安市,2023,1\n".encode()
    review = review_of(content, "t.csv")
    many = tuple(make_finding("V-01", address=f"C{n}", text="x") for n in range(2, limit + 10))
    few = (make_finding("P-02", address="A2", text="x"),)
    flooded = Review(**{**vars(review), "findings": (*many, *few)})
    book = load_workbook(io.BytesIO(make_annotated_workbook(content, flooded, "en")))
    assert "too many" in book["Findings"]["A2"].value
    assert book["t"]["A2"].fill.fgColor.rgb == RED
    marked = [c for (c,) in book["t"].iter_rows(min_col=3, max_col=3) if c.comment]
    assert len(marked) == limit // 2


def test_every_language_has_a_name_for_the_list_that_the_reader_passes_over() -> None:
    from dashboard.importing.reading.workbook import FINDINGS_SHEETS

    assert set(FINDINGS_SHEET.values()) == FINDINGS_SHEETS
