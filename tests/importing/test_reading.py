"""Files as they come: every kind, every encoding, damaged, locked, hostile, too large."""

import codecs
import io
import random
import re
import struct
import time
import zipfile
from datetime import datetime

import pandas as pd
import pytest
from openpyxl import Workbook

from dashboard.importing.corrections import Corrections
from dashboard.importing.reading.biff import read_xls_details
from dashboard.importing.reading.bounds import SizeError, SizeLimits
from dashboard.importing.reading.sheetxml import PartError
from dashboard.importing.reading.text_table import detect_kind
from dashboard.importing.reading.webpage import read_tables
from dashboard.importing.upload import review as review_module
from dashboard.settings import Settings
from tests.importing.messy import pack_ods
from tests.importing.test_layouts import BAOJI, XIAN, figures_of, make_book, review, rules_of, say

TABLE = "地区,年份,会员人数\n西安市,2023,20\n宝鸡市,2023,9\n"
FIGURES = {(XIAN, "members", "2023"): 20, (BAOJI, "members", "2023"): 9}
ROWS = [["地区", "年份", "会员人数"], ["西安市", 2023, 20], ["宝鸡市", 2023, 9]]
PAGE = (
    "<html><head><meta http-equiv=Content-Type content='text/html; charset={charset}'>"
    "<style>td{{color:red}}</style></head><body><!-- <table><tr><td>旧</td></tr></table> -->"
    "<table border=1><tr><td>地区</td><td>年份</td><td>会员&#20154;数</td></tr>"
    "<tr><td rowspan=2>西安市</td><td>2022</td><td>18</td></tr><tr><td>2023</td><td>20</td></tr>"
    "</table></body></html>"
)


def save(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repack(content: bytes, change) -> bytes:
    """The workbook with ``change(name, part)`` in place of each part; None leaves it out."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TABLE.encode("utf-8"), "UTF-8"),
        (TABLE.encode("utf-8-sig"), "UTF-8"),
        (TABLE.encode("gb18030"), "GB18030"),
        (codecs.BOM_UTF16_LE + TABLE.encode("utf-16-le"), "UTF-16"),
        (codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"), "UTF-16"),
        (TABLE.encode("utf-16-le"), "UTF-16"),
        (TABLE.encode("utf-16-be"), "UTF-16"),
        (codecs.BOM_UTF32_LE + TABLE.encode("utf-32-le"), "UTF-32"),
    ],
)
def test_text_is_read_in_every_encoding_of_the_list(content: bytes, encoding: str) -> None:
    found = review(content)
    assert found.recognition.encoding == encoding
    assert figures_of(found) == FIGURES


def test_big5_is_read_when_a_person_says_so() -> None:
    content = "地區,年份,會員人數\n陝西,2023,20\n".encode("big5")
    found = review(content, corrections=Corrections(encoding="big5", roles={"C": "members"}))
    assert found.recognition.encoding == "BIG5"
    assert ("F-04", "E") not in rules_of(found)


@pytest.mark.parametrize("encoding", ["zlib", "idna", "rot13", "unicode_escape", "x" * 500, "../a"])
def test_encoding_that_is_none_of_the_list_is_never_tried(encoding: str) -> None:
    found = review(TABLE, corrections=Corrections(encoding=encoding))
    assert [(f.rule, f.variant) for f in found.findings if f.severity == "E"] == [
        ("F-04", "misfit")
    ]
    assert encoding[:20] in found.findings[0].message("en")


@pytest.mark.parametrize("name", ["table.et", "table.xlsx", "table.xls", "table.csv"])
def test_workbook_is_read_as_what_it_is(name: str) -> None:
    found = review(make_book(ROWS), name)
    assert figures_of(found) == FIGURES
    # The tables of WPS are Excel's; a workbook called .csv is said to be one.
    said = ("F-03", "I") in rules_of(found)
    assert said == name.endswith((".csv", ".xls"))


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "utf-16"])
def test_web_page_that_calls_itself_a_workbook_is_read(charset: str) -> None:
    codec = {"gb2312": "gb18030"}.get(charset, charset)
    found = review(PAGE.format(charset=charset).encode(codec), "table.xls")
    assert figures_of(found) == {(XIAN, "members", "2022"): 18, (XIAN, "members", "2023"): 20}
    assert {("F-03", "I"), ("L-12", "W")} <= rules_of(found)


def test_tables_of_a_page_keep_their_spans_and_never_its_scripts() -> None:
    tables = read_tables(
        "<table><tr><td colspan=2>A<script>x</script></td></tr>"
        "<tr><td>1<td>2 &lt;b&gt;</table><table></table>"
    )
    assert tables == [([["A", ""], ["1", "2 <b>"]], [((0, 0), (0, 1))])]


def test_percent_format_is_read_as_it_is_seen() -> None:
    book = Workbook()
    for row in [["地区", "年份", "入会率"], ["西安市", 2023, 0.9035], ["宝鸡市", 2023, 1]]:
        book.active.append(row)
    for address in ("C2", "C3"):
        book.active[address].number_format = "0.0%"
    found = review(save(book), "table.xlsx")
    assert figures_of(found) == {
        (XIAN, "membership_rate", "2023"): 90.35,
        (BAOJI, "membership_rate", "2023"): 100,
    }


def test_dates_formatted_as_years_are_years() -> None:
    book = Workbook()
    for row in [["地区", "年份", "会员人数"], ["西安市", datetime(2023, 6, 15), 20]]:
        book.active.append(row)
    book.active["B2"].number_format = "yyyy"
    assert figures_of(review(save(book), "table.xlsx")) == {(XIAN, "members", "2023"): 20}


def test_numbers_stored_as_text_are_numbers() -> None:
    rows = [["地区", "年份", "会员人数"], ["西安市", "2023", "20"]]
    assert figures_of(review(make_book(rows), "t.xlsx")) == {(XIAN, "members", "2023"): 20}


def test_error_cells_come_through_as_their_text() -> None:
    book = Workbook()
    for row in [*ROWS, ["咸阳市", 2023, 0]]:
        book.active.append(row)
    book.active["C4"].data_type, book.active["C4"].value = "e", "#REF!"
    found = review(save(book), "table.xlsx")
    assert [(f.address, f.text) for f in found.findings if f.rule == "V-10"] == [("C4", "#REF!")]
    assert found.state == "blocked"


def test_formula_without_a_stored_result_is_no_missing_figure() -> None:
    found = review(make_book([*ROWS, ["咸阳市", 2023, "=C2-C3"]]), "table.xlsx")
    formulas = [f for f in found.findings if f.rule == "F-09"]
    assert [(f.variant, f.address, f.text) for f in formulas] == [("formulas", "C4", "=C2-C3")]
    assert ("610400", "members", "2023") not in figures_of(found)
    assert found.state == "blocked"


def test_hidden_rows_and_columns_count_and_are_reported() -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    found = review(save(book), "table.xlsx")
    assert figures_of(found) == FIGURES
    assert {(f.variant, f.address) for f in found.findings if f.rule == "F-09"} == {
        ("rows", "A3"),
        ("columns", "B1"),
    }


def test_sheet_with_the_most_known_headings_is_taken_and_the_others_named() -> None:
    book = Workbook()
    book.active.title = "说明"
    book.active.append(["请按表填写"])
    sheet = book.create_sheet("数据")
    for row in ROWS:
        sheet.append(row)
    hidden = book.create_sheet("旧表")
    hidden.append(["地区", "年份", "会员人数", "职工总数"])
    hidden.append(["西安市", 2020, 1, 2])
    hidden.sheet_state = "hidden"
    content = save(book)

    found = review(content, "table.xlsx")
    assert found.recognition.sheet == "数据"
    assert figures_of(found) == FIGURES
    finding = next(f for f in found.findings if f.rule == "F-09")
    assert (finding.text, finding.count) == ("数据", 2)

    chosen = review(content, "table.xlsx", Corrections(sheet="旧表"))
    assert (XIAN, "members", "2020") in figures_of(chosen)


def test_blank_sheets_beside_the_table_are_not_mentioned() -> None:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    book.create_sheet("Sheet2")
    assert review(save(book), "table.xlsx").state == "ready"


def test_macros_are_refused() -> None:
    content = make_book(ROWS)
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    found = review(buffer.getvalue(), "table.xlsm")
    assert [(f.rule, f.variant) for f in found.findings if f.severity == "E"] == [("F-11", "macro")]


def test_passwords_are_refused() -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    content += "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    found = review(content, "table.xlsx")
    assert ("F-11", "password") in {(f.rule, f.variant) for f in found.findings}


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    content = make_book(ROWS)
    bomb = repack(content, lambda n, p: b" " * 60_000_000 if n.endswith("sheet1.xml") else p)
    started = time.process_time()
    found = review(bomb, "table.xlsx")
    assert [(f.rule, f.variant) for f in found.findings if f.severity == "E"] == [
        ("F-02", "packed")
    ]
    assert time.process_time() - started < 2


def test_entities_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'
    content = repack(make_book(ROWS), lambda n, p: bomb + p if n.endswith("sheet1.xml") else p)
    found = review(content, "table.xlsx")
    assert ("F-03", "entities") in {(f.rule, f.variant) for f in found.findings}


def test_cell_in_the_last_corner_is_refused_without_filling_the_memory() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = repack(
        make_book(ROWS),
        lambda n, p: p.replace(b"</sheetData>", far) if n.endswith("sheet1.xml") else p,
    )
    found = review(content, "table.xlsx")
    assert ("F-02", "area") in {(f.rule, f.variant) for f in found.findings}


@pytest.mark.parametrize(
    ("settings", "content", "variant"),
    [
        (Settings(upload_limit_mb=0), TABLE.encode(), ""),
        (Settings(upload_limit_rows=2), TABLE.encode(), "rows"),
        (
            Settings(),
            (",".join(["数"] * 16_384) + "\n" + "1," * 16_383 + "1\n").encode(),
            "columns",
        ),
    ],
)
def test_each_limit_has_its_message(settings, content, variant, monkeypatch) -> None:
    monkeypatch.setattr(review_module, "load_settings", lambda: settings)
    found = review(content)
    assert [(f.rule, f.variant) for f in found.findings if f.severity == "E"] == [("F-02", variant)]


def make_ods(body: str, styles: str = "") -> bytes:
    """An OpenDocument spreadsheet of the ``table:table`` elements in ``body``."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (
            ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"),
            ("number", "datastyle"),
        )
    )  # fmt: skip
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:calcext"><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return pack_ods(content.encode())


def ods_cell(text: str, kind: str = "string", value: str = "", more: str = "") -> str:
    stored = f' office:{"date-" if kind == "date" else ""}value="{value}"' if value else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{stored} {more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


ODS_HEAD = "<table:table-row>{}</table:table-row>".format(
    "".join(ods_cell(t) for t in ("地区", "年份", "入会率"))
)
ODS_STYLES = (
    '<number:date-style style:name="N9"><number:year number:style="long"/></number:date-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N9"/>'
    '<style:style style:name="ta2" style:family="table"><style:table-properties '
    'table:display="false"/></style:style>'
)


def test_open_document_shows_per_cent_and_years_as_they_are_seen() -> None:
    rows = [
        ods_cell(place)
        + ods_cell("2023", "date", "2023-06-15", 'table:style-name="ce1"')
        + ods_cell(shown, "percentage", value)
        for place, shown, value in (("西安市", "90.4%", "0.9035"), ("宝鸡市", "100.0%", "1"))
    ]
    body = "".join(f"<table:table-row>{r}</table:table-row>" for r in rows)
    content = make_ods(f'<table:table table:name="表">{ODS_HEAD}{body}</table:table>', ODS_STYLES)
    found = review(content, "table.ods")
    assert figures_of(found) == {
        (XIAN, "membership_rate", "2023"): 90.35,
        (BAOJI, "membership_rate", "2023"): 100,
    }


def test_what_is_hidden_in_an_open_document_counts_and_is_reported() -> None:
    row = ods_cell("{}") + ods_cell("2023", "float", "2023") + ods_cell("90", "float", "90")
    body = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        f"{ODS_HEAD}<table:table-row>{row.format('西安市')}</table:table-row>"
        f'<table:table-row table:visibility="filter">{row.format("宝鸡市")}</table:table-row>'
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = make_ods(
        f'<table:table table:name="表">{body}</table:table>'
        f'<table:table table:name="旧" table:style-name="ta2">{ODS_HEAD}</table:table>',
        ODS_STYLES,
    )
    found = review(content, "table.ods")
    assert set(figures_of(found)) == {
        (XIAN, "membership_rate", "2023"),
        (BAOJI, "membership_rate", "2023"),
    }
    assert {(f.variant, f.address, f.count) for f in found.findings if f.rule == "F-09"} == {
        ("rows", "A3", 1),
        ("columns", "B1", 1),
        ("hidden_sheets", "", 1),
    }


def test_errors_and_formulas_without_a_result_in_an_open_document_are_no_missing_figures() -> None:
    rows = [
        ods_cell("西安市") + ods_cell("2023", "float", "2023")
        + ods_cell("#REF!", "string", "", 'calcext:value-type="error"'),
        ods_cell("宝鸡市") + ods_cell("2023", "float", "2023")
        + '<table:table-cell table:formula="of:=[.C2]*2"/>',
    ]  # fmt: skip
    body = "".join(f"<table:table-row>{r}</table:table-row>" for r in rows)
    found = review(
        make_ods(f'<table:table table:name="表">{ODS_HEAD}{body}</table:table>'), "t.ods"
    )
    assert found.figures.empty
    assert ("V-10", "C2", "#REF!") in {(f.rule, f.address, f.text) for f in found.findings}
    assert ("F-09", "C3", "=[.C2]*2") in {(f.rule, f.address, f.text) for f in found.findings}


@pytest.mark.parametrize(("mark", "repeat"), [('="{}"', 999), (" = '{}'", 999), ('="{}"', 10**9)])
def test_cells_repeated_without_end_are_refused_before_they_fill_the_memory(
    mark: str, repeat: int
) -> None:
    # 999 × 999 cells out of each of 50 rows: every repeat is small, the sheet is not.
    repeated = mark.format(repeat)
    cell = ods_cell("1", "float", "1", f"table:number-columns-repeated{repeated}")
    row = f"<table:table-row table:number-rows-repeated{repeated}>{cell}</table:table-row>"
    found = review(make_ods(f'<table:table table:name="表">{row * 50}</table:table>'), "table.ods")
    assert ("F-02", "area") in {(f.rule, f.variant) for f in found.findings}


def test_too_many_sheets_are_refused() -> None:
    book = Workbook()
    for number in range(201):
        book.create_sheet(f"s{number}")
    found = review(save(book), "table.xlsx")
    assert ("F-02", "sheets") in {(f.rule, f.variant) for f in found.findings}


def test_kinds_are_told_by_content() -> None:
    assert detect_kind(b"%PDF-1.7") == "pdf"
    assert detect_kind(b"PK\x03\x04 nothing") == "zip"
    assert detect_kind(b"\xef\xbb\xbf<table>") == "html"
    assert detect_kind("地区,年份".encode("gb18030")) == "text"


def test_own_workbook_with_one_huge_cell_is_answered() -> None:
    text = "甲" * 2_000_000
    found = review(f"地区,年份,会员人数,备注\n西安市,2023,20,{text}\n")
    assert figures_of(found) == {(XIAN, "members", "2023"): 20}


def make_old_book(next_sector: int) -> bytes:
    """The file system of an old workbook whose directory continues in ``next_sector``."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<IIIII", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, next_sector, *[0xFFFFFFFF] * 126)
    return bytes(header) + table + bytes(512)


def test_sectors_that_run_in_a_circle_are_refused_without_filling_the_memory() -> None:
    with pytest.raises(PartError, match="no end"):
        read_xls_details(make_old_book(next_sector=1))
    found = review(make_old_book(next_sector=1), "table.xls")
    assert ("F-03", "damaged") in {(f.rule, f.variant) for f in found.findings}


def test_old_cells_formatted_as_per_cent_errors_and_hidden_rows_are_told() -> None:
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    start = record(0x809, bytes(16))
    # The last style has a format of its own, in one byte a character and in two.
    formats = record(0x41E, struct.pack("<HHB", 164, 6, 0) + b"yyyy;@")
    formats += record(0x41E, struct.pack("<HHB", 165, 5, 1) + "yyyy年".encode("utf-16-le"))
    formats += record(0x41E, struct.pack("<HHB", 166, 5, 1) + '0"%"0'.encode("utf-16-le"))
    styles = formats + b"".join(
        record(0xE0, struct.pack("<HH", 0, n)) for n in (0, 10, 164, 165, 166)
    )
    sheets = record(0x85, struct.pack("<IBB", 0, 0, 0) + b"\x01\x00s")
    end = record(0x0A, b"")
    place = len(start + styles + sheets + end)
    sheets = record(0x85, struct.pack("<IBB", place, 0, 0) + b"\x01\x00s")
    cells = (
        record(0x208, struct.pack("<8H", 2, 0, 3, 0, 0, 0, 0x20, 0))
        + record(0x203, struct.pack("<HHHd", 1, 2, 1, 0.9))
        + record(0x203, struct.pack("<HHHd", 1, 3, 0, 0.9))
        + record(0x203, struct.pack("<HHHd", 2, 0, 2, 45000))
        + record(0x203, struct.pack("<HHHd", 2, 1, 3, 45000))
        + record(0x203, struct.pack("<HHHd", 2, 3, 4, 45000))
        + record(0x205, struct.pack("<HHHBB", 2, 2, 0, 0x17, 1))
    )
    content = start + styles + sheets + end + start + cells + end
    details = read_xls_details(content, SizeLimits(cells=12))[0]
    assert details.formats == {(1, 2): "0.00%", (2, 0): "yyyy;@", (2, 1): "yyyy年"}
    assert details.errors == {(2, 2): "#REF!"}
    assert details.hidden_rows == (3,)
    # Three rows and four columns, the blank ones included.
    with pytest.raises(SizeError) as caught:
        read_xls_details(content, SizeLimits(cells=11))
    assert caught.value.size.corner == "D3"


DAMAGED = [
    b"\x00" * 5000,
    b"PK\x03\x04" + b"\x00" * 200,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20,
    b"\x09\x08\x10\x00" + b"\xff" * 400,
    b"<table>" * 3000,
    b"<table><tr><td" * 20_000,
    b"<!--" * 50_000 + b"<table><tr><td>1",
    b'"' * 9999,
    b",\n" * 5000,
    b"\xff\xfe" + b"\x00\xd8" * 500,
    "地区,年份,会员人数\n西安市,2023,20,1,2,3\n宝鸡市\n,,,,\n".encode(),
    "地区\x00,年份,会员人数\n西安市,2023,20\n".encode(),
    ("单位：" * 50 + "\n").encode() * 40,
    "地区,地区,地区\n地区,地区,地区\n".encode(),
    "2023年,2023年\n2023年,2023年\n".encode(),
    b"1,2,3\n4,5,6\n",
    make_book(ROWS)[:-300],
    make_book(ROWS)[:1500],
    make_book([[]]),
    make_book([["合计", "小计"], ["#", "其中"], ["甲", 1]]),
]


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_damaged_files_are_answered_with_findings(content: bytes) -> None:
    started = time.process_time()
    found = review(content, "table.xlsx")
    assert found.state == "blocked", say(found)
    assert figures_of(found) in ({}, {(XIAN, "members", "2023"): 20})
    assert time.process_time() - started < 10


def test_flipped_bytes_never_raise() -> None:
    rng = random.Random(20260601)
    sources = [TABLE.encode("gb18030"), TABLE.encode("utf-16"), make_book(ROWS),
               PAGE.format(charset="utf-8").encode()]  # fmt: skip
    for _ in range(40):
        content = bytearray(rng.choice(sources))
        for _ in range(rng.randint(1, 12)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        found = review(bytes(content), rng.choice(["a.csv", "a.xlsx", "a.xls", "a"]))
        assert found.state in ("ready", "confirm", "blocked")
        assert not [f for f in found.findings if f.variant == "failed"], bytes(content)


def test_last_resort_is_a_finding_and_is_logged(monkeypatch, caplog) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("unexpected")

    monkeypatch.setattr("dashboard.importing.reading.text_table.detect_kind", fail)
    found = review(TABLE)
    assert [(f.rule, f.variant) for f in found.findings if f.severity == "E"] == [
        ("F-03", "failed")
    ]
    assert re.search("could not be read", caplog.text)


def test_no_frame_of_a_failed_file_has_figures() -> None:
    assert isinstance(review(b"").figures, pd.DataFrame)
    assert review(b"").figures.empty
