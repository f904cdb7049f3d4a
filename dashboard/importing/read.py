"""A file's bytes to a table of text in the in-memory DuckDB: ``text_row(row_no, fields)``.

Every row keeps the number a spreadsheet shows and every cell its position; nothing is understood
here. Whatever is wrong with the file is a finding, not an exception.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import pyarrow as pa

from dashboard.importing.connection import Connection, fetch_rows
from dashboard.importing.corrections import Corrections
from dashboard.importing.decode import decode_text
from dashboard.importing.findings import Finding, make_finding
from dashboard.importing.workbook import SheetError, WorkbookError, read_workbook
from dashboard.settings import Settings

SEPARATORS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "pipe": "|",
    "full_width_comma": "，",
}
_NOT_TABLES = frozenset({"html", "pdf", "zip"})
COLUMN_LIMIT = 2000
# An XLSX is a zip: what it unpacks to is limited too, or a small file could fill the memory.
_UNPACKED_FACTOR = 10
_MEGABYTE = 1_000_000
_CHUNK_ROWS = 50_000
_SNIFFED_CHARACTERS = 60_000
_QUOTE, _NEWLINE = ord('"'), ord("\n")

# A row is kept as its cells and as one text: rules that look for something rare look at the text of
# the whole row first, which is several times faster than at each cell.
_CREATE = """
CREATE OR REPLACE TABLE text_row (
    row_no INTEGER, fields VARCHAR[], line VARCHAR, is_blank BOOLEAN
)
"""
_LOAD_FIELDS = """
INSERT INTO text_row
WITH joined AS (SELECT row_no, fields, array_to_string(fields, $separator) AS line FROM incoming)
SELECT row_no, fields, line, trim(line, $blanks) = '' FROM joined
"""
_LOAD_LINES = """
INSERT INTO text_row
WITH trimmed AS (SELECT row_no, rtrim(line, chr(10)) AS line FROM incoming)
SELECT row_no, string_split(line, $separator), line, trim(line, $blanks) = '' FROM trimmed
"""
_LOAD_QUOTED = """
INSERT INTO text_row
WITH trimmed AS (SELECT row_no, rtrim(line, chr(10)) AS line FROM incoming)
SELECT
    row_no,
    CASE
        WHEN contains(line, '"') THEN list_transform(
            regexp_extract_all($separator || line, $field_pattern, 1),
            lambda f: CASE
                WHEN starts_with(f, '"') THEN replace(substr(f, 2, length(f) - 2), '""', '"')
                ELSE f
            END
        )
        ELSE string_split(line, $separator)
    END,
    line,
    trim(line, $blanks || '"') = ''
FROM trimmed
"""
_BLANKS = " \t　\xa0"
_JOINT = "\x1f"  # between the cells of a workbook's row
# The limit is one for the whole process; a cell that is too long is a finding, not a failure.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class TextTable:
    """What reading learnt about a file whose rows are now in ``text_row``."""

    kind: str = ""  # text, xlsx, xls, ods
    encoding: str = ""
    separator: str = ""  # a key of SEPARATORS, or none
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    row_count: int = 0
    findings: tuple[Finding, ...] = field(default=())

    @property
    def is_readable(self) -> bool:
        """Whether the rows can be used: no finding is an error."""
        return not any(f.severity == "E" for f in self.findings)


def read_file(
    connection: Connection,
    content: bytes,
    name: str,
    *,
    settings: Settings,
    corrections: Corrections,
) -> TextTable:
    """Fill ``text_row`` with one row per line of the table, blank ones included, in file order.

    ``fields`` are the cells' texts, '' where blank. Limits are those of ``settings``. The file is
    read as what it is, whatever ``name`` says (F-03).
    """
    connection.execute(_CREATE)
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return TextTable(findings=(make_finding("F-01"),))
    if len(content) > settings.upload_limit_mb * _MEGABYTE:
        size = f"{len(content) / _MEGABYTE:.0f}"
        return TextTable(
            findings=(make_finding("F-02", size=size, limit=settings.upload_limit_mb),)
        )
    kind = detect_kind(content)
    if kind in _NOT_TABLES:
        return TextTable(kind, findings=(make_finding("F-03", "unreadable", kind=kind),))
    if kind == "text":
        table = _read_text(connection, content, corrections)
    else:
        table = _read_book(connection, content, kind, settings, corrections)
    findings = [*_check_name(name, kind), *table.findings]
    if table.is_readable:
        findings += _check_size(connection, settings)
    return TextTable(
        kind, table.encoding, table.separator, table.sheet, table.sheets, table.row_count,
        tuple(findings),
    )  # fmt: skip


def detect_kind(content: bytes) -> str:
    """What a file is by its first bytes: text, xlsx, xls, ods, html, pdf or zip."""
    if content.startswith(b"PK\x03\x04"):
        return _detect_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if content.startswith(b"%PDF"):
        return "pdf"
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        return "html"
    return "text"


def _detect_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return "zip"
    if any(n.startswith("xl/workbook") for n in names):
        return "xlsx"
    return "ods" if "content.xml" in names else "zip"


def _check_name(name: str, kind: str) -> list[Finding]:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    expected = {"csv": "text", "txt": "text", "tsv": "text", "xlsm": "xlsx"}.get(
        extension, extension
    )
    if extension and expected != kind:
        return [make_finding("F-03", extension=f".{extension}", kind=kind)]
    return []


def _check_size(connection: Connection, settings: Settings) -> list[Finding]:
    rows, columns = fetch_rows(connection, "SELECT count(*), max(len(fields)) FROM text_row")[0]
    if rows > settings.upload_limit_rows:
        return [make_finding("F-02", "rows", size=rows, limit=settings.upload_limit_rows)]
    if (columns or 0) > COLUMN_LIMIT:
        return [make_finding("F-02", "columns", size=columns, limit=COLUMN_LIMIT)]
    return [make_finding("F-01")] if not rows else []


def _read_book(
    connection: Connection, content: bytes, kind: str, settings: Settings, corrections: Corrections
) -> TextTable:
    limit = settings.upload_limit_mb * _UNPACKED_FACTOR
    if kind != "xls" and (size := _unpacked_megabytes(content)) > limit:
        return TextTable(findings=(make_finding("F-02", size=f"{size:.0f}", limit=limit),))
    try:
        sheet = read_workbook(content, corrections.sheet)
    except WorkbookError:
        return TextTable(findings=(make_finding("F-03", "damaged"),))
    except SheetError as error:
        finding = make_finding(
            "F-03", "sheet", text=corrections.sheet, sheets=", ".join(error.sheets)
        )
        return TextTable(sheets=error.sheets, findings=(finding,))
    _load_rows(connection, iter(sheet.rows))
    return TextTable(sheet=sheet.name, sheets=sheet.sheets, row_count=len(sheet.rows))


def _unpacked_megabytes(content: bytes) -> float:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(item.file_size for item in archive.infolist()) / _MEGABYTE


def _read_text(connection: Connection, content: bytes, corrections: Corrections) -> TextTable:
    decoded = decode_text(content, corrections.encoding)
    if decoded.text is None or any(f.severity == "E" for f in decoded.findings):
        return TextTable(encoding=decoded.encoding, findings=decoded.findings)
    separator = sniff_separator(decoded.text[:_SNIFFED_CHARACTERS])
    findings = [*decoded.findings, make_finding("F-07", separator=separator)]
    findings += _load_text(connection, decoded.text, SEPARATORS.get(separator, ","))
    row_count = fetch_rows(connection, "SELECT count(*) FROM text_row")[0][0]
    return TextTable(
        encoding=decoded.encoding,
        separator=separator,
        row_count=row_count,
        findings=tuple(findings),
    )


def sniff_separator(sample: str) -> str:
    """The separator by which most lines of ``sample`` fall into the same number of cells.

    A key of SEPARATORS, ``none`` for one column. Text in quotes does not count.
    """
    lines = [line for line in re.sub(r'"[^"]*"', "", sample).split("\n") if line.strip()]
    best, best_score = "none", (0, 0)
    for name, character in SEPARATORS.items():
        counts = [n for line in lines if (n := line.count(character))]
        if not counts:
            continue
        usual = max(set(counts), key=lambda n: (counts.count(n), n))
        score = (counts.count(usual), usual)
        if score > best_score:
            best, best_score = name, score
    return best


def _load_text(connection: Connection, text: str, separator: str) -> list[Finding]:
    """Load the records of ``text``; what is wrong with its quotation marks is returned."""
    raw = (text if text.endswith("\n") else text + "\n").encode()
    is_quoted = '"' in text
    ends = _record_ends(raw, separator) if is_quoted else _line_ends(raw)
    if ends is None:
        return _load_odd_quotes(connection, text, separator)
    offsets = np.concatenate(([0], ends)).astype(np.int32)
    lines = pa.StringArray.from_buffers(
        len(ends), pa.py_buffer(offsets.tobytes()), pa.py_buffer(raw)
    )
    row_numbers = pa.array(np.arange(1, len(ends) + 1, dtype=np.int32))
    connection.register("incoming", pa.table({"row_no": row_numbers, "line": lines}))
    parameters = {"separator": separator, "blanks": _BLANKS + separator}
    if is_quoted:
        escaped = re.escape(separator)
        parameters["field_pattern"] = f'{escaped}("(?:[^"]|"")*"|[^{escaped}]*)'
    connection.execute(_LOAD_QUOTED if is_quoted else _LOAD_LINES, parameters)
    connection.unregister("incoming")
    return _check_breaks(connection) if is_quoted else []


def _line_ends(raw: bytes) -> np.ndarray:
    return np.flatnonzero(np.frombuffer(raw, np.uint8) == _NEWLINE) + 1


def _record_ends(raw: bytes, separator: str) -> np.ndarray | None:
    """Ends of the records, line breaks in quotes passed over; None when the quotes are irregular.

    A quotation mark is regular where it opens at the start of a cell and closes at its end.
    """
    if len(separator.encode()) > 1:
        return None
    characters = np.frombuffer(raw, np.uint8)
    is_quote = characters == _QUOTE
    inside = np.bitwise_xor.accumulate(is_quote.view(np.uint8))
    if inside[-1]:
        return None
    borders = np.array([ord(separator), _NEWLINE, _QUOTE], np.uint8)
    places = np.flatnonzero(is_quote)
    opens = places[inside[places] == 1]
    closes = places[inside[places] == 0]
    before = characters[opens[opens > 0] - 1]
    after = characters[closes + 1]  # a record always ends with a line break, so there is a next
    if not (np.isin(before, borders).all() and np.isin(after, borders).all()):
        return None
    return np.flatnonzero((characters == _NEWLINE) & (inside == 0)) + 1


def _load_odd_quotes(connection: Connection, text: str, separator: str) -> list[Finding]:
    """Files with quotation marks inside cells: slower, by the standard library's reader."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records = 0

    def count(rows: Iterator[list[str]]) -> Iterator[list[str]]:
        nonlocal records
        for row in rows:
            records += 1
            yield row or [""]

    try:
        _load_rows(connection, count(reader))
    except csv.Error:
        return [make_finding("F-08", "unbalanced", row=records + 1)]
    return _check_breaks(connection)


def _load_rows(connection: Connection, rows: Iterator[list[str]]) -> None:
    first = 1
    while chunk := list(islice(rows, _CHUNK_ROWS)):
        row_numbers = pa.array(np.arange(first, first + len(chunk), dtype=np.int32))
        fields = pa.array(chunk, type=pa.list_(pa.string()))
        connection.register("incoming", pa.table({"row_no": row_numbers, "fields": fields}))
        connection.execute(_LOAD_FIELDS, {"separator": _JOINT, "blanks": _BLANKS + _JOINT})
        connection.unregister("incoming")
        first += len(chunk)


def _check_breaks(connection: Connection) -> list[Finding]:
    query = """
        SELECT row_no, len(list_filter(fields, lambda f: contains(f, chr(10))))
        FROM text_row
        WHERE contains(line, chr(10))
        ORDER BY row_no
    """
    rows = fetch_rows(connection, query)
    return [make_finding("F-08", count=sum(r[1] for r in rows))] if rows else []
