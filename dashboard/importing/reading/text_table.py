"""A file's bytes to a table of text in the in-memory DuckDB: ``text_row(row_no, fields)``.

Every row keeps the number a spreadsheet shows and every cell its position; nothing is understood
here. Whatever is wrong with the file is a finding, not an exception.
"""

import csv
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np
import pyarrow as pa

from dashboard.encoding import ENCODINGS
from dashboard.importing.connection import (
    Connection,
    create_macros,
    fetch_rows,
    fill_table,
    make_table,
    run_statement,
)
from dashboard.importing.corrections import Corrections
from dashboard.importing.findings.finding import Finding, make_finding
from dashboard.importing.findings.personal_numbers import PATTERNS
from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.importing.reading.bounds import SizeError, SizeLimits, count_outside_quotes
from dashboard.importing.reading.decode import decode_text
from dashboard.importing.reading.sheetxml import Archive
from dashboard.importing.reading.texts import column_letter
from dashboard.importing.reading.webpage import Merge, find_charset, find_end
from dashboard.importing.reading.workbook import (
    SHEET_LIMIT,
    SHEETS_LOOKED_AT,
    Book,
    CalamineBook,
    PageBook,
    Scales,
    Sheet,
    SheetError,
    WorkbookError,
    find_protection,
)
from dashboard.importing.reading.xmlparts import PartError
from dashboard.settings import Settings

_LOGGER = logging.getLogger(__name__)

SEPARATORS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "pipe": "|",
    "full_width_comma": "，",
}
_NOT_TABLES = frozenset({"pdf", "zip"})
_KINDS_OF_NAMES = {
    "csv": ("text",),
    "txt": ("text",),
    "tsv": ("text",),
    "xlsm": ("xlsx",),
    "xlsb": ("xlsx",),
    "et": ("xls", "xlsx"),
    "htm": ("html",),
}
COLUMN_LIMIT = 2000
_PAGE_LIMIT_MB = 20
# An XLSX is a zip: what it unpacks to is limited too, or a small file could fill the memory.
_UNPACKED_FACTOR = 5
# Cells can share one text, which the reader copies: their texts written out are limited as well.
_TEXT_FACTOR = 2
_MEGABYTE = 1_000_000
_CHUNK_ROWS = 50_000
_SNIFFED_CHARACTERS = 60_000
_NOTHING = b" \t\r\n\x00\xef\xbb\xbf"
_SHOWN = 10
_EXCERPT = 80
_QUOTE, _NEWLINE = ord('"'), ord("\n")

_BLANKS = " \t　\xa0"
_JOINT = "\x1f"  # between the cells of a workbook's row
# The limit is one for the whole process; a cell that is too long is a finding, not a failure.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class TextTable:
    """What reading learnt about a file whose rows are now in ``text_row``."""

    kind: str = ""  # text, xlsx, xls, ods, html
    encoding: str = ""
    separator: str = ""  # a key of SEPARATORS, or none
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    row_count: int = 0
    merges: tuple[Merge, ...] = ()  # first and last cell, counted from 0
    book: Book | None = field(default=None, repr=False, compare=False)  # to read another sheet
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
    run_statement(connection, "set_personal_patterns", **PATTERNS)
    create_macros(connection)
    make_table(connection, "text_row")
    _create_scales(connection, {})
    make_table(connection, "edited_cell")
    try:
        return _read(connection, content, name, settings, corrections)
    # The last resort: whatever a file holds is answered with a finding.
    except Exception:
        _LOGGER.exception("A file could not be read.")
        make_table(connection, "text_row")
        return TextTable(findings=(make_finding(RuleId.F_03, "failed"),))


def _read(
    connection: Connection,
    content: bytes,
    name: str,
    settings: Settings,
    corrections: Corrections,
) -> TextTable:
    # A large file is not copied only to see that its beginning is not blank.
    if not content[:_SNIFFED_CHARACTERS].strip(_NOTHING) and not content.strip(_NOTHING):
        return TextTable(findings=(make_finding(RuleId.F_01),))
    if len(content) > settings.upload_limit_mb * _MEGABYTE:
        size = f"{len(content) / _MEGABYTE:.0f}"
        return TextTable(
            findings=(make_finding(RuleId.F_02, size=size, limit=settings.upload_limit_mb),)
        )
    kind = detect_kind(content)
    if kind in _NOT_TABLES:
        return TextTable(kind, findings=(make_finding(RuleId.F_03, "unreadable", kind=kind),))
    if kind == "text":
        table = _read_text(connection, content, corrections, find_limits(settings))
    else:
        table = _read_book(connection, content, kind, settings, corrections)
    findings = [*_check_name(name, kind), *table.findings]
    if table.is_readable:
        findings += _check_size(connection, settings)
    return replace(table, kind=kind, findings=tuple(findings))


def detect_kind(content: bytes) -> str:
    """What a file is by its first bytes: text, xlsx, xls, ods, html, pdf or zip.

    The tables of WPS (.et) are one of the two kinds of Excel.
    """
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "xls"
    if content.startswith(b"%PDF"):
        return "pdf"
    if content.startswith((b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")):
        return "xls"
    # UTF-16 has a NUL beside every letter of a tag.
    start = content[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        return "html"
    return "text"


def _detect_zip(content: bytes) -> str:
    try:
        names = Archive(content).names
    except PartError:
        return "zip"
    if any(n.startswith("xl/workbook") for n in names):
        return "xlsx"
    # An encrypted workbook is mostly not a zip, but its parts can be inside one.
    if "EncryptedPackage" in names:
        return "xlsx"
    return "ods" if "content.xml" in names else "zip"


def _check_name(name: str, kind: str) -> list[Finding]:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if not extension or kind in _KINDS_OF_NAMES.get(extension, (extension,)):
        return []
    return [make_finding(RuleId.F_03, extension=f".{extension[:12]}", kind=kind)]


def _check_size(connection: Connection, settings: Settings) -> list[Finding]:
    rows, columns, _last = fetch_rows(connection, "measure_rows")[0]
    if rows > settings.upload_limit_rows:
        return [make_finding(RuleId.F_02, "rows", size=rows, limit=settings.upload_limit_rows)]
    if (columns or 0) > COLUMN_LIMIT:
        return [make_finding(RuleId.F_02, "columns", size=columns, limit=COLUMN_LIMIT)]
    return [make_finding(RuleId.F_01)] if not rows else []


def _read_book(
    connection: Connection, content: bytes, kind: str, settings: Settings, corrections: Corrections
) -> TextTable:
    try:
        archive = Archive(content) if kind in ("xlsx", "ods") else None
        if findings := _check_archive(content, archive, settings):
            return TextTable(findings=tuple(findings))
        limits = find_limits(settings)
        if kind == "html":
            return _read_page(connection, content, corrections, limits)
        book = CalamineBook(content, archive, limits)
        return _read_sheet(connection, book, corrections.sheet, limits)
    except SizeError as error:
        return TextTable(findings=(_describe_size(error),))
    except PartError:
        return TextTable(findings=(make_finding(RuleId.F_03, "damaged"),))
    except WorkbookError as error:
        return TextTable(findings=(_describe(error.reason),))
    except SheetError as error:
        finding = make_finding(
            RuleId.F_03, "sheet", text=corrections.sheet, sheets=", ".join(error.sheets)
        )
        return TextTable(sheets=error.sheets, findings=(finding,))


def _describe(reason: str) -> Finding:
    return make_finding(RuleId.F_11 if reason in ("password", "macro") else RuleId.F_03, reason)


def find_limits(settings: Settings) -> SizeLimits:
    """The most that a table of any kind may have."""
    return SizeLimits(
        settings.upload_limit_rows,
        settings.upload_limit_cells,
        settings.upload_limit_mb * _TEXT_FACTOR * _MEGABYTE,
    )


def _describe_size(error: SizeError) -> Finding:
    size, limits = error.size, error.limits
    sizes = {
        "rows": (size.rows, limits.rows),
        "text": (size.text // _MEGABYTE, limits.text // _MEGABYTE),
    }
    found, limit = sizes.get(error.variant, (size.cells, limits.cells))
    address = size.corner if error.variant == "area" else ""
    return make_finding(RuleId.F_02, error.variant, address=address, size=found, limit=limit)


def _check_archive(content: bytes, archive: Archive | None, settings: Settings) -> list[Finding]:
    """What the directory of a workbook says, before anything is unpacked."""
    if reason := find_protection(content, archive):
        return [_describe(reason)]
    if archive is None:
        return []
    limit = settings.upload_limit_mb * _UNPACKED_FACTOR
    size = f"{archive.unpacked_bytes / _MEGABYTE:.0f}"
    if archive.unpacked_bytes > limit * _MEGABYTE:
        return [make_finding(RuleId.F_02, "unpacked", size=size, limit=limit)]
    if archive.has_absurd_ratio:
        return [make_finding(RuleId.F_02, "packed", size=size)]
    return []


def _read_page(
    connection: Connection, content: bytes, corrections: Corrections, limits: SizeLimits
) -> TextTable:
    if len(content) > _PAGE_LIMIT_MB * _MEGABYTE:
        size = f"{len(content) / _MEGABYTE:.0f}"
        return TextTable(findings=(make_finding(RuleId.F_02, size=size, limit=_PAGE_LIMIT_MB),))
    charset = find_charset(content)
    # What fits as GB18030 need not be it: here a page is believed, where a text file says nothing.
    is_big5 = charset.startswith("big5") and charset in ENCODINGS
    given = corrections.encoding or (charset if is_big5 else "")
    decoded = decode_text(content, given)
    if decoded.text is None or any(f.severity == "E" for f in decoded.findings):
        return TextTable(encoding=decoded.encoding, findings=decoded.findings)
    book = PageBook(decoded.text, limits)
    if not book.visible:
        finding = make_finding(RuleId.F_03, "unreadable", kind="html")
        return TextTable(encoding=decoded.encoding, findings=(finding,))
    table = _read_sheet(connection, book, corrections.sheet, limits)
    findings = [*decoded.findings, *table.findings]
    if end := find_end(decoded.text):
        row, fields = _read_last(connection)
        text = next((f for f in reversed(fields) if f.strip()), "")
        findings.append(_tell_cut(connection, row, text, "" if end == "cell" else "page"))
    return replace(table, encoding=decoded.encoding, findings=tuple(findings))


def _read_sheet(connection: Connection, book: Book, name: str, limits: SizeLimits) -> TextTable:
    """Load the sheet ``name``, or the first that has anything in it, visible ones first."""
    if len(book.visible) + len(book.hidden) > SHEET_LIMIT:
        size = len(book.visible) + len(book.hidden)
        return TextTable(
            findings=(make_finding(RuleId.F_02, "sheets", size=size, limit=SHEET_LIMIT),)
        )
    names = [name] if name else [*book.visible, *book.hidden]
    total = book.find_total(names[:SHEETS_LOOKED_AT])
    if total.cells > limits.cells:
        return TextTable(
            sheets=book.visible,
            findings=(make_finding(RuleId.F_02, "together", size=total.cells, limit=limits.cells),),
        )
    sheet = Sheet("", [])
    for candidate in names:
        sheet = book.read(candidate)
        if sheet.rows:
            break
    if not sheet.name:
        raise WorkbookError("damaged")
    return load_sheet(connection, book, sheet)


def load_sheet(connection: Connection, book: Book, sheet: Sheet) -> TextTable:
    """Fill ``text_row`` with ``sheet``, and say what about it does not meet the eye (F-09)."""
    make_table(connection, "text_row")
    _load_rows(connection, iter(sheet.rows))
    _create_scales(connection, sheet.scales)
    return TextTable(
        sheet=sheet.name,
        sheets=book.visible,
        row_count=len(sheet.rows),
        merges=tuple(sheet.merges),
        book=book,
        findings=tuple(_check_sheet(sheet)),
    )


def _create_scales(connection: Connection, scales: Scales) -> None:
    columns = {
        "row_no": [row + 1 for row, _ in scales],
        "column_no": [column + 1 for _, column in scales],
        "scale": list(scales.values()),
    }
    fill_table(connection, "scaled_cell", columns)


def _check_sheet(sheet: Sheet) -> list[Finding]:
    details, findings = sheet.details, []
    # Only what holds something: whole hidden ranges beyond the table mean nothing.
    rows = [r for r in details.hidden_rows if r <= len(sheet.rows) and any(sheet.rows[r - 1])]
    width = len(sheet.rows[0]) if sheet.rows else 0
    columns = [
        c for c in details.hidden_columns if c <= width and any(row[c - 1] for row in sheet.rows)
    ]
    if rows:
        shown = ", ".join(str(r) for r in rows[:_SHOWN])
        findings.append(
            make_finding(RuleId.F_09, "rows", address=f"A{rows[0]}", count=len(rows), rows=shown)
        )
    if columns:
        letters = [column_letter(c) for c in columns]
        findings.append(
            make_finding(
                RuleId.F_09,
                "columns",
                address=f"{letters[0]}1",
                count=len(columns),
                columns=", ".join(letters[:_SHOWN]),
            )
        )
    if details.formulas:
        row, column = min(details.formulas)
        findings.append(
            make_finding(
                RuleId.F_09,
                "formulas",
                address=f"{column_letter(column + 1)}{row + 1}",
                text=details.formulas[row, column],
                count=len(details.formulas),
            )
        )
    return findings


def _read_text(
    connection: Connection, content: bytes, corrections: Corrections, limits: SizeLimits
) -> TextTable:
    # Decoding takes several times the memory of the file: what holds too much stops before.
    if findings := _check_undecoded(content, limits):
        return TextTable(findings=tuple(findings))
    decoded = decode_text(content, corrections.encoding)
    if decoded.text is None or any(f.severity == "E" for f in decoded.findings):
        return TextTable(encoding=decoded.encoding, findings=decoded.findings)
    separator = sniff_separator(decoded.text[:_SNIFFED_CHARACTERS])
    findings = [*decoded.findings, make_finding(RuleId.F_07, separator=separator)]
    character = SEPARATORS.get(separator, ",")
    findings += _load_text(connection, decoded.text, character, limits)
    findings += _check_end(connection, decoded.text, character)
    row_count = fetch_rows(connection, "count_rows")[0][0]
    return TextTable(
        encoding=decoded.encoding,
        separator=separator,
        row_count=row_count,
        findings=tuple(findings),
    )


def _check_end(connection: Connection, text: str, separator: str) -> list[Finding]:
    """A last row without an end, where the others have one, may have lost cells or digits (F-12)."""
    if text.endswith("\n") or "\n" not in text.rstrip("\n"):
        return []
    row, fields = _read_last(connection)
    (measured,) = fetch_rows(connection, "measure_last_column", width=len(fields), row=row)
    alike, blank, shortest = measured
    shown = separator.join(fields)[-_EXCERPT:]
    # A remark may be missing, a figure not; of the very first row there is nothing to compare.
    if text.endswith(separator) and not blank and (shortest or alike == 1):
        return [_tell_cut(connection, row, shown, "")]
    if not alike or not text[-1].isdecimal():
        return []
    is_short = shortest is not None and len(fields[-1]) < shortest
    return [_tell_cut(connection, row, shown, "short" if is_short else "line")]


def _tell_cut(connection: Connection, row: int, text: str, variant: str) -> Finding:
    """F-12; what is left of a row that ends in its middle is no row of the table."""
    if not variant:
        run_statement(connection, "delete_row", row=row)
    return make_finding(RuleId.F_12, variant, address=f"A{row}", row=row, text=text)


def _read_last(connection: Connection) -> tuple[int, list[str]]:
    rows = fetch_rows(connection, "find_last_row")
    return rows[0] if rows else (0, [])


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


def _check_undecoded(content: bytes, limits: SizeLimits) -> list[Finding]:
    """F-02 for a text in an encoding that keeps ASCII, as far as its bytes tell."""
    if b"\x00" in content[:4096]:
        return []
    pairs = content.count(b"\r\n")
    if content.count(b"\r") - pairs > limits.rows:
        returns = count_outside_quotes(content, b"\r")[0] - pairs
        if returns > limits.rows:
            return [make_finding(RuleId.F_02, "rows", size=returns, limit=limits.rows)]
    separator = sniff_separator(content[:_SNIFFED_CHARACTERS].decode("latin-1"))
    # In GB18030 the second half of a character can look like a bar.
    is_certain = separator in ("comma", "semicolon", "tab")
    return _check_amount(content, SEPARATORS[separator] if is_certain else "\n", limits)


def _check_amount(raw: bytes, separator: str, limits: SizeLimits) -> list[Finding]:
    """F-02 for a text with too many records or cells."""
    sign = separator.encode()
    rows, separators = raw.count(b"\n"), raw.count(sign) if sign != b"\n" else 0
    if b'"' in raw and len(sign) == 1 and (rows > limits.rows or rows + separators > limits.cells):
        rows, more = count_outside_quotes(raw, b"\n" + sign)
        separators = more if sign != b"\n" else 0
    if rows > limits.rows:
        return [make_finding(RuleId.F_02, "rows", size=rows, limit=limits.rows)]
    cells = rows + separators
    if cells > limits.cells:
        return [make_finding(RuleId.F_02, "cells", size=cells, limit=limits.cells)]
    return []


def _load_text(
    connection: Connection, text: str, separator: str, limits: SizeLimits
) -> list[Finding]:
    """Load the records of ``text``; what is wrong with its amount or quotation marks is returned."""
    raw = text.encode()
    raw = raw if raw.endswith(b"\n") else raw + b"\n"
    if findings := _check_amount(raw, separator, limits):
        return findings
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
    run_statement(connection, "insert_quoted_lines" if is_quoted else "insert_lines", **parameters)
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
    reader = csv.reader(_each_line(text), delimiter=separator, strict=True)
    records = 0

    def count(rows: Iterator[list[str]]) -> Iterator[list[str]]:
        nonlocal records
        for row in rows:
            records += 1
            yield row or [""]

    try:
        _load_rows(connection, count(reader))
    except csv.Error:
        return [make_finding(RuleId.F_08, "unbalanced", row=records + 1)]
    return _check_breaks(connection)


def _each_line(text: str) -> Iterator[str]:
    # A StringIO would hold four bytes a character.
    start = 0
    while end := text.find("\n", start) + 1:
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]


def _load_rows(connection: Connection, rows: Iterator[list[str]]) -> None:
    first = 1
    while chunk := list(islice(rows, _CHUNK_ROWS)):
        row_numbers = pa.array(np.arange(first, first + len(chunk), dtype=np.int32))
        fields = pa.array(chunk, type=pa.list_(pa.string()))
        connection.register("incoming", pa.table({"row_no": row_numbers, "fields": fields}))
        run_statement(connection, "insert_fields", separator=_JOINT, blanks=_BLANKS + _JOINT)
        connection.unregister("incoming")
        first += len(chunk)


def _check_breaks(connection: Connection) -> list[Finding]:
    rows = fetch_rows(connection, "list_line_breaks")
    return [make_finding(RuleId.F_08, count=sum(r[1] for r in rows))] if rows else []
