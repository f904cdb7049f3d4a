"""What a cell shows and what a program makes of it: figures that would be wrong without a word.

Each kind in the formats where it can come; the figures are worked by hand.
"""

import io
import math
import struct
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard.catalogue import load_catalogue
from dashboard.importing.corrections import Corrections
from dashboard.importing.reading.biff import read_xls_details
from dashboard.importing.reading.numberformats import has_two_decimals, is_notable, show
from dashboard.importing.reading.sheetxml import PartError
from dashboard.importing.reading.workbook import format_cell
from dashboard.importing.upload.review import Review, review_file
from dashboard.importing.vocabulary.title_periods import find_year, is_day_of_making
from tests.importing.messy import pack_ods, record, store_stream
from tests.importing.test_layouts import BAOJI, XIAN, figures_of, make_book, review, rules_of, say

HEAD = ["地区", "年份", "会员人数"]
MEMBERS = {(XIAN, "members", "2023"): 1234, (BAOJI, "members", "2023"): 2222}
RAISED = {"super": b'<vertAlign val="superscript"/>', "plain": b'<sz val="6"/>'}


def change_parts(content: bytes, changes: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name.replace("__", "/") + ".xml", part)
    return buffer.getvalue()


def make_rich_book(runs: bytes, *, is_shared: bool) -> bytes:
    """A workbook whose C2 has ``runs``, in the cell or in the table of strings."""
    plain = b't="inlineStr"><is><t>RUNS</t></is>'
    shared = b'<sst><si><t>x</t></si><si><rPh sb="0" eb="1"><t>9</t></rPh>' + runs + b"</si></sst>"

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/worksheets/sheet1.xml":
            rich = b't="s"><v>1</v>' if is_shared else b't="inlineStr"><is>' + runs + b"</is>"
            return part.replace(plain, rich)
        if name == "xl/_rels/workbook.xml.rels" and is_shared:
            kind = (
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
            )
            link = b'<Relationship Id="rId99" Type="' + kind + b'" Target="sharedStrings.xml"/>'
            return part.replace(b"</Relationships>", link + b"</Relationships>")
        return part

    book = make_book([HEAD, ["西安市", 2023, "RUNS"], ["宝鸡市", 2023, 2222]])
    more = {"xl__sharedStrings": shared} if is_shared else {}
    return change_parts(book, change, **more)


def make_runs(*runs: tuple[str, str]) -> bytes:
    return b"".join(
        b"<r><rPr>" + RAISED.get(look, b"") + b"</rPr><t>" + text.encode() + b"</t></r>"
        for text, look in runs
    )


def make_old_book(rows: Sequence[Sequence[object]], formats: dict[int, str], styles: Sequence[int],
                  style_of: Callable[[int, int], int], runs: Sequence[tuple[int, int]] = (),
                  *, has_end: bool = True) -> bytes:  # fmt: skip
    """An old workbook; its second string has ``runs`` of fonts, of which the last is raised."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    fonts = b"".join(
        record(0x31, struct.pack("<HHHHHBBBBBB", 200, 0, 8, 400, sss, 0, 0, 0, 0, 1, 0) + b"A")
        for sss in (0, 0, 0, 0, 0, 1)
    )
    codes = b"".join(
        record(0x41E, struct.pack("<HHB", n, len(c), 1) + c.encode("utf-16-le"))
        for n, c in formats.items()
    )
    looks = b"".join(record(0xE0, struct.pack("<HH16x", 0, n)) for n in styles)
    texts = [v for row in rows for v in row if isinstance(v, str)]
    strings = _pack_strings(texts, runs)
    end = record(0x0A, b"")
    sheet = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"s")
    before = start + fonts + codes + looks
    place = len(before + sheet + strings + end)
    sheet = record(0x85, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"s")
    cells = b""
    number = 0
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            head = struct.pack("<HHH", r, c, style_of(r, c))
            if isinstance(value, str):
                cells += record(0xFD, head + struct.pack("<I", number))
                number += 1
            else:
                cells += record(0x203, head + struct.pack("<d", value))
    stream = before + sheet + strings + end + begin + cells + (end if has_end else b"")
    return store_stream(stream)


def _pack_strings(texts: Sequence[str], runs: Sequence[tuple[int, int]]) -> bytes:
    body = struct.pack("<II", len(texts), len(texts))
    for text in texts:
        raw = text.encode("utf-16-le")
        if runs and text[:1].isdigit():
            body += struct.pack("<HBH", len(text), 9, len(runs)) + raw
            body += b"".join(struct.pack("<HH", *run) for run in runs)
        else:
            body += struct.pack("<HB", len(text), 1) + raw
    # The second part begins in the middle of a text, with the width of its characters again.
    cut = 8 + 3 + 2
    return record(0xFC, body[:cut]) + record(0x3C, b"\x01" + body[cut:])


_ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def make_open_book(rows: Sequence[str], styles: str = "") -> bytes:
    names = ("office", "table", "text", "style", "number")
    spaces = " ".join(f'xmlns:{n}="{_ODS}{"datastyle" if n == "number" else n}:1.0"' for n in names)
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return pack_ods(
        f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        f'</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="表">'
        f"{lines}</table:table></office:spreadsheet></office:body></office:document-content>".encode()
    )


def text_cell(text: str, attributes: str = "") -> str:
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {attributes}><text:p>{text}</text:p></table:table-cell>"


def number_cell(value: float, shown: str = "", attributes: str = "") -> str:
    kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind} {attributes}><text:p>{shown or value}</text:p></table:table-cell>"


OPEN_HEAD = "".join(map(text_cell, HEAD))
RAISED_STYLE = (
    '<style:style style:name="T1" style:family="text"><style:text-properties '
    'style:text-position="super 58%"/></style:style>'
)


def make_page(*cells: str) -> str:
    rows = [f"<tr><td>{place}</td><td>2023</td><td>{cell}</td></tr>"
            for place, cell in zip(("西安市", "宝鸡市"), cells, strict=True)]  # fmt: skip
    head = "".join(f"<td>{h}</td>" for h in HEAD)
    return f'<html><meta charset="utf-8"><table><tr>{head}</tr>{"".join(rows)}</table></html>'


# Marks beside numbers


@pytest.mark.parametrize(
    "mark", ["²", "①", "¹²", "†", "**", "注1", "[1]", "〔2〕", "FN", "ᵃ", "⑴", "(注1)"]
)
def test_mark_behind_a_number_is_asked_about_and_is_no_digit(mark: str) -> None:
    found = review(f"地区,年份,会员人数\n西安市,2023,1234{mark}\n宝鸡市,2023,2222\n")
    assert figures_of(found) == MEMBERS
    assert ("V-19", "W") in rules_of(found)


@pytest.mark.parametrize("text", ["10⁴", "1234₁", "1234 1", "1234<sup>1</sup>", "1234(1)"])
def test_what_can_be_a_power_or_two_numbers_is_no_figure(text: str) -> None:
    found = review(f"地区,年份,会员人数\n西安市,2023,{text}\n宝鸡市,2023,2222\n")
    assert ("V-01", "E") in rules_of(found)
    assert (XIAN, "members", "2023") not in figures_of(found)


@pytest.mark.parametrize(
    "cell",
    [
        "1234<sup>1</sup>", "1234<SUP>[1]</SUP>", "1234<sup><a href='#n'>1</a></sup>",
        "1234<span style='vertical-align: super; font-size:6pt'>1</span>",
        "<b>1234</b><font size=1><sup>1,2</sup></font>", "<sup>1</sup>1234", "1234<sup>*</sup>*",
    ],
)  # fmt: skip
def test_raised_text_of_a_page_is_no_digit(cell: str) -> None:
    found = review(make_page(cell, "2222"), "table.xls")
    assert figures_of(found) == MEMBERS
    assert ("V-19", "W") in rules_of(found)


@pytest.mark.parametrize(
    "cell",
    ["1234<a href='#n'>1</a>", "1234<sub>1</sub>", "1234<small>1</small>", "1234<br>1",
     "<p>1234</p><p>1</p>", "<s>1234</s>5678"],
)  # fmt: skip
def test_digits_of_another_look_do_not_grow_into_a_number(cell: str) -> None:
    found = review(make_page(cell, "2222"), "table.xls")
    assert figures_of(found) == {(BAOJI, "members", "2023"): 2222}
    assert ("V-01", "E") in rules_of(found)


@pytest.mark.parametrize("is_shared", [True, False])
@pytest.mark.parametrize("raised", ["1", "注1", "*1", "FN", "[2]"])
def test_raised_run_of_a_workbook_is_no_digit(raised: str, is_shared: bool) -> None:
    content = make_rich_book(make_runs(("1234", ""), (raised, "super")), is_shared=is_shared)
    found = review(content, "table.xlsx")
    assert (XIAN, "members", "2023") not in figures_of(found) or figures_of(found) == MEMBERS
    assert 12341 not in figures_of(found).values()
    assert rules_of(found) & {("V-19", "W"), ("V-01", "E")}


def test_raised_digit_of_a_workbook_leaves_the_number() -> None:
    for is_shared in (True, False):
        content = make_rich_book(make_runs(("1234", ""), ("1", "super")), is_shared=is_shared)
        assert figures_of(review(content, "table.et")) == MEMBERS
    small = make_rich_book(make_runs(("1234", ""), ("1", "plain")), is_shared=False)
    assert (XIAN, "members", "2023") not in figures_of(review(small, "table.xlsx"))


def test_raised_run_of_an_old_workbook_is_no_digit() -> None:
    rows = [HEAD, ["西安市", 2023.0, "12341"], ["宝鸡市", 2023.0, 2222.0]]
    # There is no font 4, so the sixth font is number 6.
    content = make_old_book(rows, {}, [0], lambda r, c: 0, [(4, 6)])
    found = review(content, "table.xls")
    assert figures_of(found) == MEMBERS
    assert ("V-19", "W") in rules_of(found)
    plain = make_old_book(rows, {}, [0], lambda r, c: 0)
    assert figures_of(review(plain, "table.xls"))[XIAN, "members", "2023"] == 12341


def test_raised_span_of_an_open_document_is_no_digit() -> None:
    span = '1234<text:span text:style-name="T1">1</text:span>'
    rows = [
        OPEN_HEAD,
        text_cell("西安市") + number_cell(2023) + text_cell(span),
        text_cell("宝鸡市") + number_cell(2023) + number_cell(2222),
    ]
    found = review(make_open_book(rows, RAISED_STYLE), "table.ods")
    assert figures_of(found) == MEMBERS
    assert ("V-19", "W") in rules_of(found)


# Marks beside periods, places and headings


@pytest.mark.parametrize(
    "year",
    ["2023年²", "2023年①", "2023年*", "2023注1", "2023年（注1）", "2023年¹²", "2023†", "2023年[1]"],
)
def test_mark_behind_a_year_is_no_month(year: str) -> None:
    long = review(f"地区,年份,会员人数\n西安市,{year},1234\n宝鸡市,2023,2222\n")
    wide = review(f"会员人数\n地区,{year}\n西安市,1234\n宝鸡市,2222\n")
    page = review(
        make_page("1234", "2222").replace("<td>2023</td>", f"<td>{year}</td>", 1), "a.xls"
    )
    assert figures_of(long) == figures_of(wide) == figures_of(page) == MEMBERS


def test_raised_digit_behind_a_year_is_no_month() -> None:
    page = make_page("1234", "2222").replace("<td>2023</td>", "<td>2023年<sup>2</sup></td>", 1)
    assert figures_of(review(page, "table.xls")) == MEMBERS


def test_number_behind_a_year_without_its_month_is_asked_about() -> None:
    found = review("地区,年份,新发展会员\n西安市,2023年2,10\n")
    assert ("T-03", "E") in rules_of(found)
    assert figures_of(found) == {}
    rows = "".join(f"西安市,2023年{m},{m}\n" for m in range(1, 13))
    months = review("地区,年份,新发展会员\n" + rows)
    assert figures_of(months)[XIAN, "new_members", "2023-12"] == 12


def test_marks_on_places_and_headings_are_passed_over() -> None:
    content = (
        "地区,年份,会员人数*（人）,女会员①\n西安市†,2023,1234,5\n①宝鸡市,2023,2222,6\n* 含开发区\n"
    )
    found = review(content)
    assert {k: v for k, v in figures_of(found).items() if k[1] == "members"} == MEMBERS
    assert found.recognition.notes == ("*含开发区",)


# The day on which a table was made


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("制表时间：2024年1月", ""), ("填报日期：2024年1月15日", ""), ("打印日期 2024-01-05", ""),
        ("导出时间：2024/1/5 10:22", ""), ("报送时间：2024年", ""), ("（2024年1月制）", ""),
        ("2024年1月15日", ""), ("Printed on 15 January 2024", ""), ("Date of issue: January 2024", ""),
        ("Last updated 2024-01-05", ""), ("发布日期:2024.1", ""), ("更新于2024年", ""),
        ("2023年会员情况制表时间:2024年1月", "2023"), ("2023年会员 2024年1月印发", "2023"),
        ("2023年报送情况", "2023"), ("各市上报2023年会员统计表", "2023"),
        ("截至2023年12月31日", "2023"), ("截至2024年3月31日", "2024年3月"),
        ("As of 31 December 2023", "2023"), ("2023年1月1日至2023年12月31日", "2023"),
        ("2023-01-01~2023-03-31", "2023年第一季度"), ("2023年1月1日-6月30日", "2023年1-6月"),
        ("2023年会员\n2024年1月", ""), ("2023年1-12月新发展会员", "2023年1-12月"),
    ],
)  # fmt: skip
def test_title_names_the_period_and_never_the_day_of_making(title: str, period: str) -> None:
    assert find_year(title) == period


@pytest.mark.parametrize(
    "line", ["制表时间：2024年1月", "填报日期,2024-01-15", "Exported: 2024-01-05"]
)
def test_line_about_making_is_no_period_of_the_table(line: str) -> None:
    table = "地区,会员人数\n西安市,1234\n宝鸡市,2222\n"
    assert figures_of(review(f"2023年全省工会会员情况统计表\n{line}\n{table}")) == MEMBERS
    alone = review(f"全省工会会员情况统计表\n{line}\n{table}")
    assert ("L-05", "E") in rules_of(alone)
    assert figures_of(alone) == {}


def test_column_with_the_days_of_filling_in_is_no_period() -> None:
    content = "2023年会员\n地区,会员人数,填报日期\n西安市,1234,2024-01-05\n宝鸡市,2222,2024-01-06\n"
    assert figures_of(review(content)) == MEMBERS
    assert is_day_of_making("Date of issue")
    assert not is_day_of_making("日期")


# Dates and months as their cells show them


@pytest.mark.parametrize(
    ("code", "period"),
    [
        ('yyyy"年"m"月"', "2024-01"), ("yyyy\\-mm", "2024-01"), ("mmm-yy", "2024-01"),
        ('[$-804]yyyy"年"m"月";@', "2024-01"), ("yyyy/m", "2024-01"), ("yyyy年", "2024"),
    ],
)  # fmt: skip
def test_date_counts_as_its_cell_shows_it(code: str, period: str) -> None:
    book = load_workbook(
        io.BytesIO(make_book([HEAD[:2] + ["新发展会员"], ["西安市", date(2024, 1, 1), 10]]))
    )
    book.active["B2"].number_format = code
    buffer = io.BytesIO()
    book.save(buffer)
    assert figures_of(review(buffer.getvalue(), "a.xlsx")) == {(XIAN, "new_members", period): 10}
    old = make_old_book([[*HEAD[:2], "新发展会员"], ["西安市", 45292.0, 10.0]], {164: code}, [0, 164],
                        lambda r, c: int((r, c) == (1, 1)))  # fmt: skip
    assert figures_of(review(old, "a.xls")) == {(XIAN, "new_members", period): 10}


def test_month_of_an_open_document_is_no_year() -> None:
    styles = (
        '<number:date-style style:name="N1"><number:year number:style="long"/><number:text>年'
        '</number:text><number:month/></number:date-style><style:style style:name="ce1" '
        'style:family="table-cell" style:data-style-name="N1"/>'
    )
    day = ('<table:table-cell table:style-name="ce1" office:value-type="date" '
           'office:date-value="2024-01-01"><text:p>2024年1月</text:p></table:table-cell>')  # fmt: skip
    head = "".join(map(text_cell, ("地区", "时间", "新发展会员")))
    found = review(
        make_open_book([head, text_cell("西安市") + day + number_cell(10)], styles), "a.ods"
    )
    assert figures_of(found) == {(XIAN, "new_members", "2024-01"): 10}


def test_first_day_of_a_year_beside_other_days_is_january() -> None:
    content = "地区,时间,新发展会员\n西安市,2024-01-01,1\n西安市,2024-02-01,2\n"
    assert set(figures_of(review(content))) == {
        (XIAN, "new_members", "2024-01"), (XIAN, "new_members", "2024-02"),
    }  # fmt: skip


def make_months(months: Sequence[str]) -> str:
    rows = "".join(f"西安市,{m},{n}\n" for n, m in enumerate(months, 1))
    return f"地区,月份,新发展会员\n{rows}"


@pytest.mark.parametrize(
    ("months", "period", "severity"),
    [
        (["2023.1", "2023.2", "2023.3"], "2023-01", "I"),
        (["2023.1", "2023.10"], "2023-01", "I"),
        (["2023.09", "2023.1"], "2023-10", "I"),
        (["2023.9", "2023.1", "2023.11"], "2023-10", "I"),
        (["2023.1"], "2023-01", "W"),
        (["2023.11", "2023.1"], "2023-10", "W"),
    ],
)
def test_month_that_may_have_lost_its_zero(months: list[str], period: str, severity: str) -> None:
    found = review(make_months(months))
    place = months.index("2023.1") + 1
    assert figures_of(found)[XIAN, "new_members", period] == place
    assert ("T-02", severity) in rules_of(found)


def test_month_that_can_be_january_or_october_is_refused() -> None:
    found = review(make_months(["2023.2", "2023.11", "2023.1"]))
    assert ("T-03", "E") in rules_of(found)
    assert len(figures_of(found)) == 2


def test_number_with_two_decimals_is_october() -> None:
    rows = [["地区", "年份", "新发展会员"], ["西安市", 2023.1, 7.0]]
    book = load_workbook(io.BytesIO(make_book(rows)))
    book.active["B2"].number_format = "0.00"
    buffer = io.BytesIO()
    book.save(buffer)
    october = {(XIAN, "new_members", "2023-10"): 7}
    assert figures_of(review(buffer.getvalue(), "a.xlsx")) == october

    def lose_digits(name: str, part: bytes) -> bytes:
        return part.replace(b"<v>2023.1</v>", b"<v>2023.0999999999999</v>")

    assert figures_of(review(change_parts(buffer.getvalue(), lose_digits), "a.xlsx")) == october
    old = make_old_book(rows, {}, [0, 2], lambda r, c: int((r, c) == (1, 1)))
    assert figures_of(review(old, "a.xls")) == october
    styles = (
        '<number:number-style style:name="N2"><number:number number:decimal-places="2"/>'
        '</number:number-style><style:style style:name="ce2" style:family="table-cell" '
        'style:data-style-name="N2"/>'
    )
    line = (
        text_cell("西安市")
        + number_cell(2023.1, "2023.10", 'table:style-name="ce2"')
        + number_cell(7)
    )
    head = "".join(map(text_cell, rows[0]))
    assert figures_of(review(make_open_book([head, line], styles), "a.ods")) == october


# Formats that divide


@pytest.mark.parametrize(
    ("code", "text", "scale"),
    [
        ("0!.0,", "32000", 1e4), ("#,##0,", "32000", 1e3), ("0\\.0,", "32000", 1e4),
        ('0"."0,', "32000", 1e4), ("0!.0000", "32000", 1e4), ('0.0,,"百万"', "0.032百万", 1),
        ('0!.0,"万"', "3.2万", 1), ('[>=10000]0!.0,"万";General', "3.2万", 1), ('0"万"', "32000万", 1),
        ('0"0000"', "32000", 1e-4), ("#,##0.00_);(#,##0.00)", "32000", 1), ('0"人"', "32000", 1),
        ("0.0%", "3200000%", 1), ('0"%"', "32000", 1), ("General", "32000", 1), ("0.00E+00", "32000", 1),
    ],
)  # fmt: skip
def test_format_says_what_a_cell_shows(code: str, text: str, scale: float) -> None:
    shown = show(32000.0, code, format_cell)
    assert (shown.text, shown.scale) == (text, scale)
    assert is_notable(code) == (scale != 1 or text != "32000")


def test_formats_read_no_more_than_they_say() -> None:
    assert has_two_decimals("#,##0.00")
    assert not has_two_decimals("0.0")
    assert not is_notable("yyyy-mm-dd")
    assert not is_notable("h:mm")
    assert show(float("inf"), "0.00", format_cell).text == "Infinity"


def review_scaled(heading: str, code: str, *, is_old: bool = False) -> Review:
    rows = [["地区", "年份", heading], ["西安市", 2023.0, 32000.0]]
    if is_old:
        old = make_old_book(rows, {164: code}, [0, 164], lambda r, c: int((r, c) == (1, 2)))
        return review(old, "a.xls")
    book = load_workbook(io.BytesIO(make_book(rows)))
    book.active["C2"].number_format = code
    buffer = io.BytesIO()
    book.save(buffer)
    return review(buffer.getvalue(), "a.xlsx")


@pytest.mark.parametrize("is_old", [True, False])
@pytest.mark.parametrize(
    ("heading", "code", "value", "finding"),
    [
        ("会员人数（万人）", "0!.0,", 32000, ("V-20", "W")),
        ("会员人数（千人）", "#,##0,", 32000, ("V-20", "W")),
        ("会员人数", "#,##0,", 32000, ("V-20", "W")),
        ("会员人数（万人）", "#,##0,", None, ("V-20", "E")),
        ("会员人数（万人）", '0!.0,"万"', 32000, ("V-04", "W")),
        ("会员人数（万人）", '0.0,,"百万"', 32000, ("V-04", "W")),
    ],
)
def test_divided_number_is_never_multiplied_in_silence(
    heading: str, code: str, value: float | None, finding: tuple[str, str], is_old: bool
) -> None:
    found = review_scaled(heading, code, is_old=is_old)
    assert figures_of(found).get((XIAN, "members", "2023")) == value
    assert finding in rules_of(found)


def test_divided_number_of_an_open_document_is_asked_about() -> None:
    styles = (
        '<number:number-style style:name="N3"><number:number number:decimal-places="0" '
        'number:min-integer-digits="1" number:display-factor="1000"><number:embedded-text '
        'number:position="1">.</number:embedded-text></number:number></number:number-style>'
        '<style:style style:name="ce3" style:family="table-cell" style:data-style-name="N3"/>'
    )
    head = "".join(map(text_cell, ("地区", "年份", "会员人数（万人）")))
    cell = number_cell(32000, "3.2", 'table:style-name="ce3"')
    found = review(
        make_open_book([head, text_cell("西安市") + number_cell(2023) + cell], styles), "a.ods"
    )
    assert figures_of(found) == {(XIAN, "members", "2023"): 32000}
    assert ("V-20", "W") in rules_of(found)


# One cell over several figures


JOINT_ROWS = [HEAD, ["西安市", 2023, 500], ["西咸新区", 2023, None], ["宝鸡市", 2023, 300]]
ONLY_BAOJI = {(BAOJI, "members", "2023"): 300}


def test_merged_cell_over_two_places_is_nobodys_own() -> None:
    found = review(make_book(JOINT_ROWS, ["C2:C3"]), "a.xlsx")
    assert figures_of(found) == ONLY_BAOJI
    assert (
        "V-21 E C2 “500” stands in one merged cell over several figures: 西咸新区、西安市."
        in say(found)
    )
    # What lies hidden under it is no figure either.
    book = change_parts(
        make_book(JOINT_ROWS, ["C2:C3"]),
        lambda n, p: p.replace(b'<c r="C3" />', b'<c r="C3"><v>7</v></c>').replace(
            b'<c r="C3"/>', b'<c r="C3"><v>7</v></c>'
        ),
    )
    assert figures_of(review(book, "a.xlsx")) == ONLY_BAOJI


def test_merged_cell_of_a_page_and_of_an_open_document_is_nobodys_own() -> None:
    page = (
        '<html><meta charset="utf-8"><table><tr><td>地区</td><td>年份</td><td>会员人数</td></tr>'
        "<tr><td>西安市</td><td>2023</td><td rowspan=2>500</td></tr><tr><td>西咸新区</td><td>2023</td>"
        "</tr><tr><td>宝鸡市</td><td>2023</td><td>300</td></tr></table></html>"
    )
    assert figures_of(review(page, "a.xls")) == ONLY_BAOJI
    rows = [
        OPEN_HEAD,
        text_cell("西安市")
        + number_cell(2023)
        + number_cell(500, "", 'table:number-rows-spanned="2"'),
        text_cell("西咸新区") + number_cell(2023) + "<table:covered-table-cell/>",
        text_cell("宝鸡市") + number_cell(2023) + number_cell(300),
    ]
    found = review(make_open_book(rows), "a.ods")
    assert figures_of(found) == ONLY_BAOJI
    assert ("V-21", "E") in rules_of(found)


def test_merged_cell_over_two_years_is_neithers_own() -> None:
    rows = [
        ["会员人数", None, None],
        ["地区", "2022年", "2023年"],
        ["西安市", 500, None],
        ["宝鸡市", 1, 300],
    ]
    found = review(make_book(rows, ["B3:C3"]), "a.xlsx")
    assert figures_of(found) == {(BAOJI, "members", "2022"): 1, (BAOJI, "members", "2023"): 300}
    assert ("V-21", "E") in rules_of(found)


def test_merged_cell_that_a_person_has_parted_counts() -> None:
    corrections = Corrections(values={"C2": "400", "C3": "100"})
    found = review(make_book(JOINT_ROWS, ["C2:C3"]), "a.xlsx", corrections)
    assert figures_of(found)[XIAN, "members", "2023"] == 400
    assert ("V-21", "E") not in rules_of(found)


# Files that end too early


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_row_that_is_cut_off_is_told_and_is_no_figure(encoding: str) -> None:
    text = "地区,年份,会员人数\n西安市,2023,1234\n宝鸡市,2023,"
    found = review(text.encode(encoding))
    assert ("F-12", "E") in rules_of(found)
    assert figures_of(found) == {(XIAN, "members", "2023"): 1234}
    number = review((text + "22").encode(encoding))
    assert ("F-12", "W") in rules_of(number)
    assert ("F-12", "I") in rules_of(review((text + "2222").encode(encoding)))
    assert "F-12" not in {rule for rule, _ in rules_of(review((text + "2222\n").encode(encoding)))}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_character_that_is_cut_off_is_told(encoding: str) -> None:
    whole = "地区,年份,会员人数,备注\n西安市,2023,1234,含开发区".encode(encoding)
    found = review(whole[:-1])
    assert ("F-12", "E") in rules_of(found)
    assert found.figures.empty


def test_page_that_is_cut_off_is_told() -> None:
    whole = make_page("1234", "2222")
    inside = review(whole[: whole.index("2222") + 2], "a.xls")
    assert ("F-12", "E") in rules_of(inside)
    assert figures_of(inside) == {(XIAN, "members", "2023"): 1234}
    after = review(whole.replace("</table></html>", ""), "a.xls")
    assert ("F-12", "W") in rules_of(after)
    assert figures_of(after) == MEMBERS


def test_old_sheet_without_an_end_is_refused() -> None:
    rows = [HEAD, ["西安市", 2023.0, 20.0]]
    content = make_old_book(rows, {}, [0], lambda r, c: 0, has_end=False)
    with pytest.raises(PartError, match="no end"):
        read_xls_details(content)
    assert ("F-03", "E") in rules_of(review(content, "a.xls"))


# A year beside its quarters and months


def review_with(content: str, *known: tuple[str, str, str, float]) -> Review:
    frame = pd.DataFrame(
        [(*k, "final") for k in known],
        columns=["indicator", "region_code", "period", "value", "status"],
    )
    return review_file(
        content.encode(), "table.csv", catalogue=load_catalogue(), published=lambda _: frame,
        today=date(2026, 6, 1),
    )  # fmt: skip


QUARTERS = [("new_members", XIAN, f"2023-Q{q}", 100.0) for q in (1, 2, 3, 4)]


def year_findings(found: Review) -> list[tuple[str, str]]:
    return [(f.variant, f.address) for f in found.findings if f.rule == "R-07"]


@pytest.mark.parametrize(
    ("year", "variants"),
    [(400, []), (4000, [""]), (40, [""]), (401, [""])],
)
def test_year_is_compared_with_the_sum_of_its_quarters(year: int, variants: list[str]) -> None:
    found = review_with(f"地区,年份,新发展会员\n西安市,2023,{year}\n", *QUARTERS)
    assert [v for v, _ in year_findings(found)] == variants
    months = [("new_members", XIAN, f"2023-{m:02}", 400 / 12) for m in range(1, 13)]
    found = review_with(f"地区,年份,新发展会员\n西安市,2023,{year}\n", *months)
    assert [v for v, _ in year_findings(found)] == variants


def test_quarters_are_compared_with_their_year_and_months_with_their_quarter() -> None:
    quarters = "".join(f"西安市,2023-Q{q},1000\n" for q in (1, 2, 3, 4))
    found = review_with(f"地区,年份,新发展会员\n{quarters}", ("new_members", XIAN, "2023", 400.0))
    assert year_findings(found) == [("", "C5")]
    months = "".join(f"西安市,2023-0{m},10\n" for m in (1, 2, 3))
    found = review_with(f"地区,年份,新发展会员\n{months}", *QUARTERS[:1])
    assert year_findings(found) == [("", "C4")]


def test_year_is_no_less_than_the_quarters_that_are_there() -> None:
    table = "地区,年份,新发展会员\n西安市,2023,{}\n"
    assert year_findings(review_with(table.format(250), *QUARTERS[:3])) == [("partial", "C2")]
    assert year_findings(review_with(table.format(4000), *QUARTERS[:3])) == [("partial", "C2")]
    assert year_findings(review_with(table.format(420), *QUARTERS[:3])) == []


def test_stock_of_a_year_is_that_of_its_last_quarter() -> None:
    known = [("members", XIAN, f"2023-Q{q}", 100.0 + q) for q in (1, 2, 3, 4)]
    table = "地区,年份,会员人数\n西安市,2023,{}\n"
    assert year_findings(review_with(table.format(104), *known)) == []
    assert year_findings(review_with(table.format(1040), *known)) == [("last", "C2")]
    assert year_findings(review_with(table.format(1030), *known[:3])) == [("last", "C2")]
    assert year_findings(review_with(table.format(110), *known[:3])) == []


def test_year_and_quarters_in_one_file_are_compared() -> None:
    quarters = "".join(f"西安市,2023-Q{q},100\n" for q in (1, 2, 3, 4))
    found = review_with(f"地区,年份,新发展会员\n西安市,2023,4000\n{quarters}")
    assert year_findings(found) == [("", "C2")]


def test_year_before_that_is_known_by_its_quarters_is_compared() -> None:
    found = review_with("地区,年份,新发展会员\n西安市,2024,4000\n", *QUARTERS)
    assert [f.message("en") for f in found.findings if f.rule == "R-04"] == [
        "Xi'an, 2024, “New members in the period”: 4,000 after 400 a year before."
    ]
    zero = review_with("地区,年份,新发展会员\n西安市,2024,0\n", *QUARTERS)
    assert "V-14" in {f.rule for f in zero.findings}
    quarters = "".join(f"西安市,2023-Q{q},1000\n" for q in (1, 2, 3, 4))
    found = review_with(f"地区,年份,新发展会员\n{quarters}", ("new_members", XIAN, "2022", 400.0))
    assert "Xi'an, 2023, “New members in the period”: 4,000 after 400 a year before." in [
        f.message("en") for f in found.findings if f.rule == "R-04"
    ]
    absent = review_with("地区,年份,会员人数,新发展会员\n西安市,2024,9,未报\n", *QUARTERS)
    assert "C-03" in {f.rule for f in absent.findings}


# Numbers beyond all measure


@pytest.mark.parametrize(
    "text",
    ["9" * 309, "1" + "0" * 5000, "-1e999", "inf", "nan", "0x1F", "9" * 400 + "亿", "-" + "9" * 17,
     "1." + "9" * 5000],
)  # fmt: skip
@pytest.mark.parametrize("column", range(4))
def test_number_of_any_length_is_answered_in_any_column(text: str, column: int) -> None:
    cells = ["610100", "西安市", "2023", "1234"]
    cells[column] = text
    for content in (
        f"代码,地区,年份,会员人数\n{','.join(cells)}\n610300,宝鸡市,2023,2222\n",
        f"会员情况 {text}\n代码,地区,{text if column == 2 else '年份'},会员人数\n{','.join(cells)}\n",
    ):
        found = review(content)
        values = found.figures["value"].dropna().tolist() if len(found.figures) else []
        assert all(math.isfinite(v) and abs(v) < 1e15 for v in values)
        assert not [f for f in found.findings if f.variant in ("broken", "failed")]
        assert column != 3 or found.state != "ready"


@pytest.mark.parametrize("value", [b"1e308", b"1e999", b"-1e308", b"9" * 400, b"nan"])
def test_number_of_any_size_in_a_workbook_is_answered(value: bytes) -> None:
    book = change_parts(
        make_book([HEAD, ["西安市", 2023, 7777], ["宝鸡市", 2023, 2222]]),
        lambda _, part: part.replace(b"<v>7777</v>", b"<v>" + value + b"</v>"),
    )
    found = review(book, "a.xlsx")
    assert figures_of(found).get((XIAN, "members", "2023")) is None
    assert found.state != "ready"
    assert not [f for f in found.findings if f.variant == "broken"]


@pytest.mark.parametrize(
    ("place", "heading", "value", "is_refused"),
    [
        ("西安市", "会员人数（万人）", "5001", True), ("西安市", "会员人数（万人）", "1000", False),
        ("雁塔区", "会员人数", "10000001", True), ("陕西省", "会员人数（万人）", "20001", True),
        ("全国", "会员人数（亿人）", "16", True), ("全国", "会员人数（亿人）", "3", False),
        ("西安市", "送温暖资金（亿元）", "1000001", True), ("西安市", "送温暖资金（亿元）", "10", False),
        ("西安市", "驿站服务人次（亿）", "10001", True), ("西安市", "爱心早餐补助标准", "10000001", True),
    ],
)  # fmt: skip
def test_more_than_a_region_can_have_is_refused(
    place: str, heading: str, value: str, is_refused: bool
) -> None:
    found = review(f"地区,年份,{heading}\n{place},2023,{value}\n")
    assert (("V-18", "E") in rules_of(found)) == is_refused, say(found)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1000000000001", "次", 1_000_000_000_001),
        ("123456789012.3", "万次", 1_234_567_890_123_000),
        ("12345678901.2345", "万次", 123_456_789_012_345),
        ("123456.7891", "万次", 1_234_567_891),
        ("900000000000001", "次", 900_000_000_000_001),
    ],
)
def test_whole_count_stays_whole_however_large(text: str, unit: str, value: float) -> None:
    found = review(f"地区,年份,公众号阅读量（{unit}）\n西安市,2023,{text}\n")
    told = {rule for rule, _severity in rules_of(found)}
    assert "V-07" not in told
    if value < 1e15:
        assert figures_of(found) == {(XIAN, "wechat_reads", "2023"): value}
    else:
        assert "V-18" in told  # more than can be counted, as it says


def test_broken_count_is_refused_however_large() -> None:
    found = review("地区,年份,公众号阅读量\n西安市,2023,1000000000000.5\n")
    assert ("V-07", "E") in rules_of(found)
    (text,) = [t for t in say(found) if t.startswith("V-07")]
    assert "gives 1,000,000,000,000.5 for" in text
