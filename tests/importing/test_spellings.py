"""The same XML in the spellings that a program may choose: what cells show stays the same.

Excel writes double quotes, no prefixes and no comments; others write what the standard allows as
well. The expected values are those of the sheet in Excel's own spelling, worked by hand.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.importing.reading.opendocument import read_ods_details
from dashboard.importing.reading.sheetxml import (
    Archive,
    PartError,
    SheetDetails,
    read_details,
    read_sheet_parts,
)
from dashboard.importing.reading.webpage import read_tables
from dashboard.importing.reading.xmlparts import read_elements
from tests.importing import messy
from tests.importing.test_layouts import XIAN, figures_of, review

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = (
    f'<worksheet {MAIN}><cols><col min="2" max="3" width="9" hidden="1"/></cols><sheetData>'
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>0.9035</v></c></row>'
    '<row r="2" hidden="1"><c r="A2" t="s"><v>1</v></c><c r="B2" t="e"><v>#REF!</v></c>'
    '<c r="C2"><f>A1&amp;B1</f></c></row>'
    '<row r="3"><c r="A3" t="inlineStr"><is><r><t>1234</t></r><r><rPr><vertAlign '
    'val="superscript"/></rPr><t>1</t></r></is></c><c r="B3" s="2"><v>2023.1</v></c></row>'
    "</sheetData></worksheet>"
)
STYLES = (
    f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<cellStyleXfs count="1"><xf numFmtId="9"/></cellStyleXfs><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="2"/></cellXfs></styleSheet>'
)
STRINGS = (
    f'<sst {MAIN}><si><t>a</t></si><si><rPh sb="0" eb="1"><t>9</t></rPh><r><t>20</t></r><r><rPr>'
    '<vertAlign val="superscript"/></rPr><t>2</t></r></si></sst>'
)
# 0.9035 is seen as 90.4 %, 2023.1 as 2023.10; raised digits are raised characters.
TOLD = SheetDetails(
    formats={(0, 1): "0.0%", (2, 1): "0.00"},
    texts={(1, 0): "20²", (2, 0): "1234¹"},
    errors={(1, 1): "#REF!"},
    formulas={(1, 2): "=A1&B1"},
    hidden_rows=(2,),
    hidden_columns=(2, 3),
)


def add_prefix(xml: str) -> str:
    """Every element in the namespace x."""
    return re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x=")


def turn_attributes(xml: str) -> str:
    """The attributes of every tag in the other order."""

    def turn(tag: re.Match[str]) -> str:
        found = re.findall(r'[\w:-]+="[^"]*"', tag[2])
        return f"<{tag[1]} {' '.join(reversed(found))}{tag[3]}>"

    return re.sub(r'<([\w:-]+)((?: +[\w:-]+="[^"]*")+)(/?)>', turn, xml)


def wrap_texts(xml: str) -> str:
    """Every text as CDATA."""
    return re.sub(r">([^<>]+)<", lambda m: f"><![CDATA[{m[1].replace('&amp;', '&')}]]><", xml)


def write_characters(xml: str) -> str:
    """The first character of every value and text by its number."""
    return re.sub(
        r"(=\"|>)([\w#])(?=[^<>\"]*[\"<])(?!ttp|rn:)",
        lambda m: m[0] if m[1] == '="' and m[2] == "u" else f"{m[1]}&#{ord(m[2])};",
        xml,
    )


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as Excel": str,
    "single quotes": lambda xml: xml.replace('"', "'"),
    "a prefix": add_prefix,
    "attributes in the other order": turn_attributes,
    "space around the equals sign": lambda xml: re.sub(r'="', ' = "', xml),
    "a line break between attributes": lambda xml: re.sub(r' (\w+)="', r'\n\t\1="', xml),
    "CDATA": wrap_texts,
    "comments in cells": lambda xml: xml.replace("><", "><!-- <c r='Z9' s='1'/> --><"),
    "comments in values": lambda xml: re.sub(r">(\w)([^<>]+)<", r">\1<!-- > -->\2<", xml),
    "instructions in cells": lambda xml: xml.replace("><", "><?keep <v>1</v> ?><"),
    "numbers of characters": write_characters,
    "numbers of characters, hexadecimal": lambda xml: re.sub(
        r"&#(\d+);", lambda m: f"&#x{int(m[1]):X};", write_characters(xml)
    ),
    "lines and indents": lambda xml: re.sub(r"><(?!/(?:\w+:)?[tp]>)", ">\n  <", xml),
    "a sign in another attribute": lambda xml: xml.replace("<c ", '<c cm="a>b" '),
    "ends of empty tags apart": lambda xml: re.sub(r"<([\w:-]+)([^<>]*)/>", r"<\1\2></\1>", xml),
}  # fmt: skip


def make_parts(sheet: str, styles: str = STYLES, strings: str = STRINGS) -> Archive:
    parts = {"xl/s.xml": sheet, "xl/styles.xml": styles, "xl/sharedStrings.xml": strings}
    return Archive(messy.pack({name: text.encode() for name, text in parts.items()}))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_sheet_is_told_in_every_spelling(spelling: str) -> None:
    spell = SPELLINGS[spelling]
    archive = make_parts(*map(spell, (SHEET, STYLES, STRINGS)))
    assert read_details(archive, "xl/s.xml") == TOLD


def test_cells_without_an_address_stand_beside_the_one_before() -> None:
    bare = re.sub(r'(<(?:c|row)) r="\w+"', r"\1", SHEET)
    assert read_details(make_parts(bare), "xl/s.xml") == TOLD
    some = SHEET.replace(' r="B2"', "").replace(' r="C2"', "").replace(' r="3"', "")
    assert read_details(make_parts(some), "xl/s.xml") == TOLD
    # The one after a cell that was moved is moved as well: D1 and E1.
    moved = SHEET.replace('r="A1"', 'r="D1"').replace(' r="B1"', "")
    assert read_details(make_parts(moved), "xl/s.xml").formats[0, 4] == "0.0%"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_parts_of_sheets_are_found_in_every_spelling(spelling: str) -> None:
    parts = messy.XLSX_PARTS | {
        name: SPELLINGS[spelling](messy.XLSX_PARTS[name])
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    }
    archive = Archive(messy.pack({name: text.encode() for name, text in parts.items()}))
    assert read_sheet_parts(archive) == {"表": "xl/worksheets/sheet1.xml"}


def test_rate_in_single_quotes_is_read_as_it_is_seen() -> None:
    sheet = (
        f"<worksheet {MAIN}><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>地区</t></is></c>"
        "<c r='B1' t='inlineStr'><is><t>年份</t></is></c><c r='C1' t='inlineStr'><is><t>入会率</t>"
        "</is></c></row><row r='2'><c r='A2' t='inlineStr'><is><t>西安市</t></is></c><c r='B2'><v>"
        "2023</v></c><c r='C2' s='1'><v>0.9035</v></c></row></sheetData></worksheet>"
    )
    parts = messy.XLSX_PARTS | {"xl/worksheets/sheet1.xml": sheet}
    content = messy.pack({name: text.encode() for name, text in parts.items()})
    assert figures_of(review(content, "t.xlsx")) == {(XIAN, "membership_rate", "2023"): 90.35}


# OpenDocument

_ODS = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMES = {"office": "office", "table": "table", "text": "text", "style": "style",
          "number": "datastyle"}  # fmt: skip
CONTENT = (
    "<office:document-content {}><office:automatic-styles>"
    '<number:date-style style:name="N1"><number:year number:style="long"/></number:date-style>'
    '<number:number-style style:name="N2"><number:number number:decimal-places="1" '
    'number:display-factor="1000"/><number:text>万</number:text></number:number-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="ce2" style:family="table-cell" style:data-style-name="N2"/>'
    '<style:style style:name="T1" style:family="text"><style:text-properties '
    'style:text-position="super 58%"/></style:style></office:automatic-styles><office:body>'
    '<office:spreadsheet><table:table table:name="a"><table:table-column/>'
    '<table:table-column table:visibility="collapse"/><table:table-row>'
    '<table:table-cell office:value-type="percentage" office:value="0.9"><text:p>90%</text:p>'
    '</table:table-cell><table:table-cell table:style-name="ce1" office:value-type="date" '
    'office:date-value="2023-01-01"><text:p>2023</text:p></table:table-cell>'
    '<table:table-cell table:style-name="ce2" office:value-type="float" office:value="5"/>'
    '</table:table-row><table:table-row table:visibility="filter">'
    '<table:table-cell table:number-columns-repeated="2"/><table:table-cell '
    'office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    '</table:table-row><table:table-row><table:table-cell office:value-type="string" '
    'table:number-columns-spanned="2"><text:p>12<text:span text:style-name="T1">3</text:span>'
    "</text:p></table:table-cell><table:covered-table-cell/><table:table-cell "
    'table:formula="of:=[.A1]"/></table:table-row></table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
).replace(
    "{}",
    " ".join(f'xmlns:{n}="{_ODS}{s}:1.0"' for n, s in _NAMES.items())
    + ' xmlns:calcext="urn:calcext"',
)
OPEN_TOLD = SheetDetails(
    formats={(0, 0): "0%", (0, 1): "y", (0, 2): '0.0,"万"'},
    texts={(2, 0): "12³"},
    errors={(1, 2): "#REF!"},
    formulas={(2, 2): "=[.A1]"},
    hidden_rows=(2,),
    hidden_columns=(2,),
    merges=(((2, 0), (2, 1)),),
)


@pytest.mark.parametrize("spelling", [s for s in SPELLINGS if s != "a prefix"])
def test_open_document_is_told_in_every_spelling(spelling: str) -> None:
    assert read_ods_details(SPELLINGS[spelling](CONTENT).encode()) == {"a": OPEN_TOLD}


@pytest.mark.parametrize("old", ["table", "text", "office", "style", "number"])
def test_open_document_is_told_under_other_prefixes(old: str) -> None:
    xml = re.sub(rf"\b{old}:(?=[a-z])(?!xmlns)", "q:", CONTENT).replace(f"xmlns:{old}=", "xmlns:q=")
    xml = xml.replace("opendocument:xmlns:q:", f"opendocument:xmlns:{old}:")
    assert read_ods_details(xml.encode()) == {"a": OPEN_TOLD}


def test_link_inside_a_text_begins_no_run() -> None:
    link = '1<text:a>2</text:a><text:span text:style-name="T1">3</text:span>'
    xml = CONTENT.replace('12<text:span text:style-name="T1">3</text:span>', link)
    assert read_ods_details(xml.encode())["a"].texts == {(2, 0): "12³"}


# Web pages


@pytest.mark.parametrize(
    "cells",
    [
        "<TD COLSPAN='2'>1<SUP>2</SUP></TD>", "<td colspan = 2 >1<sup >2</sup ></td >",
        '<td\ncolspan="2">1<sup\tclass=a>2</sup>', "<td title='a>b' colspan=2>1<sup id='>'>2</sup>",
        '<td title="x > y" colspan="2">&#49;<sup>&#x32;</sup>', "<td colspan=2>1<!-- <td> --><sup>2</sup>",
        "<td colspan=2 nowrap>1<?x?><sup>2</sup>", "<td title='5\" colspan=2>1<sup>2</sup>",
        "<td title=5' colspan=2>1<sup>2</sup>", "<td colspan='2' title=\"it's\">1<sup>2</sup>",
    ],
)  # fmt: skip
def test_cell_of_a_page_is_read_in_every_spelling(cells: str) -> None:
    page = f"<table><tr>{cells}<tr><td>3<td>4</table>"
    assert read_tables(page) == [([["1²", ""], ["3", "4"]], [((0, 0), (0, 1))])]


@pytest.mark.parametrize("mark", ['<td ="', "<td ='", "<td a=\"'", "<td a= ", '="', "='\""])
def test_quotes_without_end_take_no_longer_than_others(mark: str) -> None:
    started = time.process_time()
    read_tables("<table><tr><td>1" + mark * 200_000)
    assert time.process_time() - started < 6


# What the parser is not to be trusted with


def test_control_characters_are_passed_over() -> None:
    sheet = SHEET.replace("<t>1234</t>", "<t>1234\x0b</t>").replace("<v>0.9035", "<v>0.9035&#2;")
    found = read_details(make_parts(sheet), "xl/s.xml")
    assert found.formats == TOLD.formats and found.errors == TOLD.errors


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET[:-20],
        SHEET.replace("</row>", ""),
        SHEET.replace('<c r="B1"', '<y:c r="B1"'),
        SHEET.replace('s="1"', 's="1" s="0"'),
        SHEET.replace("0.9035", "&rate;"),
        SHEET.replace("0.9035", "&#2;" * 2000),
        "<a>" * 100_000,
        f"<worksheet {MAIN}><sheetData><row><c><is>" + "<r/>" * 3_000_000,
        f"<worksheet {MAIN}><sheetData><row>" + "<row/>" * 1_700_000,
    ],
    ids=["cut", "open", "prefix", "twice", "entity", "characters", "depth", "endless", "nested"],
)
def test_damaged_sheet_is_refused_and_not_told_by_half(sheet: str) -> None:
    started = time.process_time()
    with pytest.raises(PartError):
        list(read_elements(sheet.encode(), ("row",)))
    assert time.process_time() - started < 20


@pytest.mark.parametrize("encoding", ["UTF-7", "IBM037", "UTF-16"])
def test_entities_do_not_hide_in_another_encoding(encoding: str) -> None:
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    xml = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><row r="&a9;"/>'.encode(encoding)
    head = f'<?xml version="1.0" encoding="{encoding}"?>'.encode(
        encoding if encoding == "IBM037" else "ascii"
    )
    with pytest.raises(PartError):
        list(read_elements(head + xml, ("row",)))


def test_million_cells_pass_by_without_staying() -> None:
    status, refs = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not refs.exists():
        pytest.skip("The peak of memory can be measured on Linux only.")

    def peak() -> float:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8"))[1]) / 1000

    row = "<row>" + '<c s="1"><v>1</v></c>' * 100 + "</row><other><a/></other>"
    xml = f"<worksheet {MAIN}><sheetData>{row * 10_000}</sheetData></worksheet>".encode()
    refs.write_text("5", encoding="utf-8")
    before = peak()
    rows = sum(len(row) == 100 for _name, row in read_elements(xml, ("row",)))
    assert rows == 10_000
    assert peak() - before < 20
