"""A messy workbook from drop to chart, with one correction on the way, and back as marked workbook."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

pytestmark = pytest.mark.browser


def make_messy(path: Path) -> Path:
    """A title, a unit line, full-width digits, a misspelt city, a sum, and a note beneath."""
    book = Workbook()
    sheet = book.active
    sheet.title = "会员"
    sheet.append(["2023年工会会员情况表"])
    sheet.merge_cells("A1:C1")
    sheet.append(["填报单位：某某工会", None, "单位：人"])
    for row in (
        ("地区", "年份", "女会员人数"),
        ("西安市", 2023, "１２３４５６"),
        ("渭难市", 2023, 54321),
        ("合计", 2023, 177777),
    ):
        sheet.append(row)
    sheet.append(["注：年末数。"])
    book.save(path)
    return path


def test_from_drop_to_chart_with_a_correction_and_the_marked_workbook(reader, tmp_path) -> None:
    page = reader.open("upload?lang=zh")
    assert page.title() == "数据上报 · 工会项目统计"
    # Streamlit's own words are in Chinese too.
    uploader = page.locator("[data-testid=stFileUploaderDropzone]")
    words = "p => getComputedStyle(p, '::after').content"
    assert uploader.locator("button p").evaluate(words) == '"选择文件"'
    page.locator(".st-key-by input").fill("王芳")
    page.locator(".st-key-by input").press("Enter")
    reader.settle()
    file = make_messy(tmp_path / "各市会员.xlsx")
    page.locator("[data-testid=stFileUploader] input").set_input_files(file)
    page.get_by_text("识别结果", exact=True).wait_for()
    page.get_by_text("文件不能发布").wait_for()

    with page.expect_download() as download:
        page.get_by_role("button", name="下载标注后的工作簿").click()
    marked = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert marked.sheetnames == ["问题清单", "会员"]
    assert "P-02" in marked["会员"]["A5"].comment.text
    assert marked["会员"]["A5"].value == "渭难市"
    assert marked["会员"]["C4"].value == "１２３４５６"

    page.locator("[class*=st-key-fix_place_P-02_0] input").click()
    page.get_by_role("option", name=re.compile("渭南市 610500")).click()
    page.get_by_text("请确认下列提示后再发布").wait_for()
    page.get_by_text(re.compile("新增[02]个数，修改[02]个")).wait_for()

    page.locator(".st-key-source input").fill("各市年报")
    page.locator(".st-key-source input").press("Enter")
    reader.settle()
    # A published figure is revised: that wants a reason.
    page.locator(".st-key-note input").fill("按年报更正")
    page.locator(".st-key-note input").press("Enter")
    reader.settle()
    page.get_by_text("我已逐条查看提示").click()
    page.get_by_role("radio", name="发布", exact=True).click()
    page.get_by_text("数据版本为").wait_for()

    reader.open("indicator?lang=zh&indicator=women_members&view=ranking&year=2023")
    chart = page.locator("[data-testid=stPlotlyChart]").first
    assert "西安" in chart.inner_text()
    assert "渭南" in chart.inner_text()
    assert "12.3" in chart.inner_text()
    _undo(reader)


def test_click_that_leaves_a_field_publishes_and_says_so(reader, tmp_path) -> None:
    page = reader.open("upload?lang=zh")
    file = tmp_path / "女会员.csv"
    file.write_text("地区,年份,女会员人数\n渭南市,2023,54322\n", encoding="utf-8")
    page.locator("[data-testid=stFileUploader] input").set_input_files(file)
    page.locator(".st-key-source input").fill("渭南市总工会")
    page.locator(".st-key-note input").fill("按年报更正")
    if (confirmed := page.get_by_text("我已逐条查看提示")).count():
        confirmed.click()
    page.locator(".st-key-by input").fill("王芳")
    page.get_by_role("radio", name="发布", exact=True).click()
    page.get_by_text("数据版本为").wait_for()
    _undo(reader)


def _undo(reader) -> None:
    """The server is shared: the figures go back to what they were."""
    page = reader.open("history?lang=zh")
    page.locator(".st-key-undo_by input").fill("王芳")
    page.locator(".st-key-undo_note input").fill("试验")
    page.get_by_role("button", name="撤销").last.click()
    page.get_by_text("已撤销，当前数据版本为").wait_for()
