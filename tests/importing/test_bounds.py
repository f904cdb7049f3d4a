"""Small files that stand for enormous tables are refused in words, before they fill the memory.

All are read in one child process, which measures each by itself. Seconds are those of the processor,
and the memory is that above what was in use before: a busy computer is no fault of the file.
"""

import json
import re
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.importing.corrections import Corrections
from dashboard.importing.reading.bounds import (
    SheetMeasure,
    SizeLimits,
    TextMeasure,
    count_outside_quotes,
)
from dashboard.importing.reading.text_table import read_file
from dashboard.importing.reading.xlsb import BinaryMeasure, BinaryTextMeasure
from dashboard.settings import ROOT, Settings
from dashboard.store import open_memory
from tests.importing import messy

SECONDS, MEGABYTES = 6, 500
STATUS = Path("/proc/self/status")
GOOD = '<row r="1"><c r="A1" t="inlineStr"><is><t>地区</t></is></c></row>'


def book(rows: str, *, texts: str = "", sheets: int = 1, tail: str = "") -> bytes:
    """A workbook whose sheets are all the same part."""
    parts = dict(messy.XLSX_PARTS)
    space = re.search(r'xmlns="([^"]*main)"', parts["xl/workbook.xml"])[1]
    one = re.search(r"<sheet [^>]*>", parts["xl/workbook.xml"])[0]
    many = "".join(re.sub(r'name="[^"]*"', f'name="s{n}"', one) for n in range(sheets))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(one, many)
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{space}"><sheetData>{GOOD}{rows}</sheetData>{tail}</worksheet>'
    )
    if texts:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{texts}</sst>'
    return messy.pack({name: text.encode() for name, text in parts.items()})


def spread(body: str) -> bytes:
    """An OpenDocument spreadsheet with this inside its body."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = "".join(f' xmlns:{n}="{space}{n}:1.0"' for n in ("office", "table", "text"))
    return messy.pack_ods(
        f"<office:document-content{names}><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>".encode()
    )


def repeated(rows: int, columns: int, text: str = "1") -> str:
    kind = 'office:value-type="float" office:value="1"' if text == "1" else (
        'office:value-type="string"'
    )  # fmt: skip
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell {kind} '
        f'table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell>'
        "</table:table-row>"
    )


def table(*rows: str, name: str = "a") -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def old(sheets: int, *cells: bytes, texts: bytes = b"") -> bytes:
    """An old workbook whose sheets all lie at the same place."""
    record = messy.record
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    end = record(0x0A, b"")
    place = len(start) + 13 * sheets + len(texts) + len(end)
    names = record(0x85, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"s") * sheets
    return messy.store_stream(start + names + texts + end + begin + b"".join(cells) + end)


def number(row: int, column: int) -> bytes:
    return messy.record(0x203, struct.pack("<HHHd", row, column, 0, 1.0))


def shared(row: int, column: int) -> bytes:
    return messy.record(0xFD, struct.pack("<HHHI", row, column, 0, 0))


LONG = messy.record(0xFC, struct.pack("<IIHB", 1, 1, 8000, 0) + b"a" * 8000)
ITEM = "<si><t>{}</t></si>"

# Name → (file name, what makes the file, the variant of F-02 that it is refused with).
BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "one cell in the last corner": (
        "t.xlsx",
        lambda: book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "area",
    ),
    "the same, spelt otherwise": (
        "t.xlsx",
        lambda: book("<row\nspans='1' r = '1048576'><c\tr = 'XFD1048576'><v>1</v></c></row>"),
        "area",
    ),
    "39 million blank cells": (
        "t.xlsx",
        lambda: book('<row r="19000"><c r="BZZ19000"><v>1</v></c></row>'),
        "area",
    ),
    "a long row, then many short ones, without addresses": (
        "t.xlsx",
        lambda: book("<row>" + "<c/>" * 2000 + "</row>" + "<row><c/></row>" * 10_001),
        "area",
    ),
    "a long text in many cells": (
        "t.xlsx",
        lambda: book(
            '<row><c t="s"><v>0</v></c></row>' * 1000, texts=ITEM.format("a" * 1_000_000)
        ),
        "text",
    ),
    "many sheets out of one part": (
        "t.xlsx",
        lambda: book('<row r="2000000"><c r="A2000000"><v>1</v></c></row>', sheets=150),
        "together",
    ),
    "thousands of sheets": ("t.xlsx", lambda: book("", sheets=20_000), "sheets"),
    "rows repeated": ("t.ods", lambda: spread(table(repeated(6_000_000, 1))), "rows"),
    "rows and columns repeated": ("t.ods", lambda: spread(table(repeated(19_900, 2000))), "area"),
    "a blank space repeated before the last row": (
        "t.ods",
        lambda: spread(
            table(
                repeated(1, 1),
                '<table:table-row table:number-rows-repeated="1000000000"/>',
                repeated(1, 1),
            )
        ),
        "area",
    ),
    "a long text repeated": (
        "t.ods", lambda: spread(table(repeated(1000, 100, "a" * 100_000))), "text"
    ),
    "every sheet half full": (
        "t.ods", lambda: spread("".join(table(repeated(9000, 1000), name=n) for n in "abc")), "cells"
    ),
    "a cell in the last corner of each of many old sheets": (
        "t.xls", lambda: old(2, number(65535, 255)), "cells",
    ),
    "a long text in many old cells": (
        "t.xls", lambda: old(1, *(shared(r, 0) for r in range(60_000)), texts=LONG), "text"
    ),
    "merged cells of a page": (
        "t.html",
        lambda: b"<table>" + b"<tr><td rowspan=2000 colspan=2000>1</td></tr>" * 3 + b"</table>",
        "cells",
    ),
    "one wide row of a page, and many short ones": (
        "t.html",
        lambda: b"<table><tr><td colspan=2000>1" * 1 + b"<tr><td>1" * 3000 + b"</table>",
        "area",
    ),
    "lines": ("t.csv", lambda: b"a,b\n" + b"\n" * 60_000_000, "rows"),
    "lines of an old Macintosh": ("t.csv", lambda: b"a,b\r" + b"1\r" * 20_000_000, "rows"),
    "quoted lines": ("t.csv", lambda: b"a,b\n" + b'"1","2"\n' * 6_000_000, "rows"),
    "separators": ("t.csv", lambda: b"a,b\n" + b"," * 60_000_000, "cells"),
    "separators in lines": ("t.csv", lambda: b"a,b\n" + (b"," * 1900 + b"\n") * 11_000, "cells"),
}  # fmt: skip


def read_bomb(what: str) -> dict[str, object]:
    """Read one of them: what was found, seconds of the processor, memory above the start."""
    name, make, _variant = BOMBS[what]
    content = make()
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # the peak begins anew
    before, started = _peak_mb(), time.process_time()
    found = read_file(
        open_memory(), content, name, settings=Settings(), corrections=Corrections()
    ).findings
    return {
        "seconds": time.process_time() - started,
        "mb": _peak_mb() - before,
        "errors": [(f.rule, f.variant) for f in found if f.severity == "E"],
        "texts": [f.message(lang) + f.remedy(lang) for f in found for lang in ("zh", "en")],
    }


def _peak_mb() -> float:
    return int(re.search(r"VmHWM:\s+(\d+)", STATUS.read_text(encoding="utf-8"))[1]) / 1000


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, object]]:
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("The peak of memory can be measured on Linux only.")
    done = subprocess.run(
        [sys.executable, "-m", "tests.importing.test_bounds"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.parametrize("what", BOMBS)
def test_small_file_of_an_enormous_table_is_refused_soon(
    what: str, results: dict[str, dict[str, object]]
) -> None:
    found = results[what]
    assert found["errors"] == [["F-02", BOMBS[what][2]]]
    assert all(re.search(r"\d", text) for text in found["texts"][-2:])
    assert found["seconds"] < SECONDS
    assert found["mb"] < MEGABYTES


def defined_name(name: bytes, formula: bytes) -> bytes:
    head = struct.pack("<HBBHHHBBBB", 0, 0, len(name), len(formula), 0, 0, 0, 0, 0, 0)
    return messy.record(0x18, head + b"\0" + name + formula)


def test_names_of_an_old_workbook_that_double_each_other_are_not_worked_out() -> None:
    # Thirty names, each the one before twice over: worked out, the last is 200 gigabytes long.
    names = defined_name(b"a0", b"\x17\xc8\0" + b"x" * 200)
    for place in range(1, 31):
        twice = (b"\x23" + struct.pack("<HH", place, 0)) * 2 + b"\x08"
        names += defined_name(b"a%d" % place, twice)
    content = old(1, number(0, 0), texts=names)
    before = _peak_mb()
    table = read_file(
        open_memory(), content, "t.xls", settings=Settings(), corrections=Corrections()
    )
    assert table.row_count == 1
    assert _peak_mb() - before < MEGABYTES


def measure(xml: bytes, texts: bytes = b"") -> SheetMeasure:
    """As it is measured when its pieces are cut before every tag."""
    lengths = TextMeasure(SizeLimits())
    lengths.add(texts)
    found = SheetMeasure(SizeLimits(), lengths.close())
    for piece in re.split(rb"(?=<)", xml):
        found.add(piece)
    return found


def test_sheet_is_measured_across_its_pieces() -> None:
    xml = (
        b'<x:row r="3"><x:c r="B3" t="s"><x:v>1</x:v></x:c><x:c r="D3"><x:v>7</x:v></x:c></x:row>'
        b'<x:row r="12"><x:c r="AB12"/></x:row>'
    )
    size = measure(xml, "<si><t>甲</t></si><si><t>abcde</t></si>".encode()).size
    # Down to AB12; the second text has five letters, and 7 is a number.
    assert (size.rows, size.columns, size.stored, size.text, size.corner) == (12, 28, 3, 5, "AB12")


def test_address_in_a_text_moves_nothing() -> None:
    xml = b'<row r="1"><c r="A1" t="str"><v> r="XFD9" t="s"</v></c></row>'
    assert measure(xml).size.corner == "A1"


def test_binary_sheet_is_measured_by_its_records() -> None:
    def record(kind: int, body: bytes) -> bytes:
        return bytes([kind, len(body)]) + body

    texts = BinaryTextMeasure(SizeLimits())
    texts.add(record(19, b"\0" * 9))
    content = record(0, struct.pack("<I", 41) + b"\0" * 20)
    content += record(7, struct.pack("<III", 702, 0, 0)) + record(2, struct.pack("<III", 3, 0, 0))
    found = BinaryMeasure(SizeLimits(), texts.close())
    for place in range(len(content)):
        found.add(content[place : place + 1])
    assert (found.size.corner, found.size.stored, found.size.text) == ("AAA42", 2, 9)


def test_signs_in_quotes_are_not_counted() -> None:
    assert count_outside_quotes(b'a,"b,\nc",d\n"x"\n', b"\n,") == [2, 2]


if __name__ == "__main__":
    print(json.dumps({what: read_bomb(what) for what in BOMBS}))
