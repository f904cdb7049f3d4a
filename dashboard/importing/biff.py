"""What the fast reader of workbooks does not tell about an old Excel file, or does not survive.

An XLS is a little file system of chained sectors. A chain that runs in a circle, or a cell in the
last corner of a sheet, makes the reader fill the memory: both are refused here before it starts.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dashboard.importing.bounds import Limits, Size, SizeError
from dashboard.importing.sheetxml import (
    BUILT_IN_PERCENT,
    PartError,
    SheetDetails,
    shows_percent,
    shows_year,
)

_HEADER_BYTES = 512
_LAST_SECTOR = 0xFFFFFFFA  # this and above end a chain or mark a sector that is none
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5
_BOUNDSHEET, _BOF, _FILEPASS, _XF, _FORMAT = 0x85, 0x809, 0x2F, 0xE0, 0x41E
_ROW, _COLUMNS, _ERROR, _FORMULA, _NUMBER, _RK, _RKS = 0x208, 0x7D, 0x205, 0x06, 0x203, 0x27E, 0xBD
_BLANKS = 0xBE
_CELLS = frozenset({_ERROR, _FORMULA, _NUMBER, _RK, _RKS, 0xFD, 0x204, 0x201, _BLANKS, 0xD6, 0x207})
_ERROR_TEXTS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
_COLUMN_LIMIT = 256
_SHARED_TEXTS, _CONTINUED, _SHARED_CELL = 0xFC, 0x3C, 0xFD


class PasswordError(PartError):
    """The workbook is encrypted."""


def read_xls_details(content: bytes, limits: Limits = Limits()) -> dict[int, SheetDetails]:
    """Details of each sheet by its place in the workbook.

    The reader lays out every sheet at once: SizeError is raised when they are too large together.

    A file that has no file system of its own (older than Excel 5) has none and is read as it is.
    Raises PartError when the file is damaged, PasswordError when it is encrypted.
    """
    if not content.startswith(b"\xd0\xcf\x11\xe0"):
        return dict(enumerate(_read_sheets(content, limits)))
    try:
        return dict(enumerate(_read_sheets(_read_stream(content), limits)))
    except (struct.error, IndexError) as error:
        raise PartError(str(error)) from error


def _read_stream(content: bytes) -> bytes:
    """The stream of the workbook; every chain of the file is followed to its end on the way."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise PartError("The sectors have an unknown size.")
    size = 1 << shift
    count = (len(content) + size - 1) // size
    fat_count, directory = struct.unpack_from("<II", content, 44)
    cutoff, small_fat, small_count, difat, difat_count = struct.unpack_from("<IIIII", content, 56)
    if max(fat_count, small_count, difat_count) > count:
        raise PartError("The file is shorter than it says.")

    def sector(number: int, *, is_table: bool = False) -> bytes:
        start = (number + 1) * size if size > _HEADER_BYTES else _HEADER_BYTES + number * size
        # Data may end with the file, the tables of sectors may not: the reader panics.
        if start + (size if is_table else 1) > len(content):
            raise PartError("A sector lies beyond the end of the file.")
        return content[start : start + size].ljust(size, b"\0")

    blocks = list(struct.unpack_from("<109I", content, 76))
    for _ in range(difat_count):
        if difat >= _LAST_SECTOR:
            break
        *more, difat = struct.unpack(f"<{size // 4}I", sector(difat, is_table=True))
        blocks += more
    fat: list[int] = []
    for number in blocks[:fat_count]:
        if number < _LAST_SECTOR:
            fat += struct.unpack(f"<{size // 4}I", sector(number, is_table=True))

    def read_chain(number: int, *, is_table: bool = False) -> bytes:
        return b"".join(sector(n, is_table=is_table) for n in _follow(fat, number))

    entries = read_chain(directory, is_table=True)
    small = read_chain(small_fat, is_table=True) if small_fat < _LAST_SECTOR else b""
    small_chain = list(struct.unpack(f"<{len(small) // 4}I", small))
    container, found = b"", b""
    for start in range(0, len(entries) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        name_bytes, kind = struct.unpack_from("<HB", entries, start + 64)
        first, length = struct.unpack_from("<II", entries, start + 116)
        name = entries[start : start + max(min(name_bytes, 64) - 2, 0)].decode(
            "utf-16-le", "replace"
        )
        if length > len(content) and kind in (_STREAM, _ROOT):
            raise PartError("A stream is longer than the file.")
        if kind == _ROOT:
            container = read_chain(first) if first < _LAST_SECTOR else b""
        elif kind == _STREAM and length:
            if length >= cutoff:
                stream = read_chain(first)[:length]
            else:
                numbers = _follow(small_chain, first)
                stream = b"".join(container[n * 64 : n * 64 + 64] for n in numbers)[:length]
            if name.lower() in ("workbook", "book"):
                found = found or stream
    return found


def _follow(chain: list[int], number: int) -> Iterator[int]:
    seen = 0
    while number < _LAST_SECTOR:
        if number >= len(chain) or seen > len(chain):
            raise PartError("A chain of sectors has no end.")
        yield number
        number, seen = chain[number], seen + 1


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """Type, place and length of each record."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        if start + 4 + length > len(stream):
            return
        yield kind, start + 4, length
        start += 4 + length


def _read_sheets(stream: bytes, limits: Limits) -> list[SheetDetails]:
    starts, formats, styles = [], {}, []
    shared: list[bytes] = []
    before = 0
    for kind, at, length in _records(stream):
        if kind == _FILEPASS:
            raise PasswordError("The workbook is encrypted.")
        if kind == _BOUNDSHEET and length >= 6:
            offset, _, sheet_type = struct.unpack_from("<IBB", stream, at)
            if sheet_type == 0:
                starts.append(offset)
        elif kind == _FORMAT and length > 5:
            number = struct.unpack_from("<H", stream, at)[0]
            formats[number] = _read_format(stream[at + 2 : at + length])
        elif kind == _SHARED_TEXTS or (kind == _CONTINUED and before == _SHARED_TEXTS):
            shared.append(stream[at : at + length])
            before = _SHARED_TEXTS
            continue
        elif kind == _XF and length >= 4:
            styles.append(struct.unpack_from("<H", stream, at + 2)[0])
        elif kind == 0x0A:
            break
        before = kind
    percents = frozenset(
        n
        for n, s in enumerate(styles)
        if s in BUILT_IN_PERCENT or shows_percent(formats.get(s, ""))
    )
    years = frozenset(n for n, s in enumerate(styles) if shows_year(formats.get(s, "")))
    measure = _Measure(limits, _measure_texts(shared))
    found = []
    for start in starts:
        if start < len(stream):
            measure.start_sheet()
            found.append(_read_sheet(stream, start, percents, years, measure))
    return found


@dataclass
class _Measure:
    """Adds up the sheets of the workbook while their cells are met."""

    limits: Limits
    texts: list[int]  # lengths of the shared ones
    before: int = 0
    text: int = 0
    stored: int = 0
    rows: int = 0
    columns: int = 0

    def start_sheet(self) -> None:
        self.before += max(self.rows * self.columns, self.stored)
        self.stored = self.rows = self.columns = 0

    def add(self, row: int, column: int) -> None:
        """Take a cell. Raises SizeError at the first that is too much."""
        self.stored += 1
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)
        cells = self.before + max(self.rows * self.columns, self.stored)
        if cells > self.limits.cells:
            size = Size(self.rows, self.columns, self.before + self.stored)
            variant = size.exceeds(self.limits) or "cells"
            raise SizeError(variant, replace(size, stored=max(cells, size.stored)), self.limits)

    def add_text(self, number: int) -> None:
        """Take a cell that has a shared text. Raises SizeError when there is too much text."""
        self.text += self.texts[number] if number < len(self.texts) else 0
        if self.text > self.limits.text:
            raise SizeError("text", Size(text=self.text), self.limits)


def _measure_texts(records: list[bytes]) -> list[int]:
    """The lengths of the shared texts: bytes as they are stored.

    A text is its number of characters, flags, formats, and one or two bytes a character; in the
    next record it goes on behind a flag of its own.
    """
    lengths: list[int] = []
    at, number = 8, 0
    while number < len(records):
        record = records[number]
        if at + 3 > len(record):
            number, at = number + 1, 0
            continue
        count, flags = struct.unpack_from("<HB", record, at)
        at += 3
        formats = struct.unpack_from("<H", record, at)[0] if flags & 8 else 0
        at += 2 if flags & 8 else 0
        extra = struct.unpack_from("<I", record, at)[0] if flags & 4 else 0
        at += 4 if flags & 4 else 0
        lengths.append(count * (2 if flags & 1 else 1))
        left = count
        while left:
            width = 2 if flags & 1 else 1
            taken = min(left, max(len(record) - at, 0) // width)
            left, at = left - taken, at + taken * width
            if left:
                number, at = number + 1, 1
                if number >= len(records):
                    return lengths
                record = records[number]
                flags = record[0] if record else 0
        at += 4 * formats + extra
        while number < len(records) and at > len(records[number]):
            at, number = at - len(records[number]), number + 1
    return lengths


def _read_format(body: bytes) -> str:
    """The code of a number format: its length, one or two bytes a character, and the text."""
    count, is_wide = struct.unpack_from("<HB", body)
    text = body[3 : 3 + count * (2 if is_wide & 1 else 1)]
    return text.decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")


def _read_sheet(
    stream: bytes, start: int, percents: frozenset[int], years: frozenset[int], measure: _Measure
) -> SheetDetails:
    errors: dict[tuple[int, int], str] = {}
    shown: set[tuple[int, int]] = set()
    dated: set[tuple[int, int]] = set()
    rows, columns = [], []
    depth = 0
    for kind, at, length in _records(stream, start):
        if kind == _BOF:
            depth += 1
        elif kind == 0x0A:
            depth -= 1
            if depth <= 0:
                break
        elif kind in _CELLS and length >= 6:
            row, column, style = struct.unpack_from("<HHH", stream, at)
            if column >= _COLUMN_LIMIT:
                raise PartError("A cell lies beyond the last column.")
            measure.add(row, column)
            if kind == _SHARED_CELL and length >= 10:
                measure.add_text(struct.unpack_from("<I", stream, at + 6)[0])
            if kind in (_RKS, _BLANKS):
                last = struct.unpack_from("<H", stream, at + length - 2)[0]
                measure.add(row, min(last, _COLUMN_LIMIT - 1))
            if kind == _RKS:
                for n in range((length - 6) // 6):
                    style = struct.unpack_from("<H", stream, at + 4 + 6 * n)[0]
                    if style in percents or style in years:
                        (shown if style in percents else dated).add((row, column + n))
            elif kind in (_NUMBER, _RK, _FORMULA) and (style in percents or style in years):
                (shown if style in percents else dated).add((row, column))
            if text := _read_error(stream, kind, at, length):
                errors[row, column] = text
        elif kind == _ROW and length >= 16:
            row = struct.unpack_from("<H", stream, at)[0]
            if struct.unpack_from("<H", stream, at + 12)[0] & 0x20:
                rows.append(row + 1)
        elif kind == _COLUMNS and length >= 10:
            first, last, _, _, flags = struct.unpack_from("<5H", stream, at)
            if flags & 1:
                columns += range(first + 1, min(last, _COLUMN_LIMIT - 1) + 2)
    return SheetDetails(frozenset(shown), frozenset(dated), errors, {}, tuple(rows), tuple(columns))


def _read_error(stream: bytes, kind: int, at: int, length: int) -> str:
    if kind == _ERROR and length >= 8:
        code, is_error = stream[at + 6], stream[at + 7]
        return _ERROR_TEXTS.get(code, "#REF!") if is_error else ""
    # A formula's result is an error when it begins with 2 and ends with two full bytes.
    if kind == _FORMULA and length >= 14 and stream[at + 12 : at + 14] == b"\xff\xff":
        return _ERROR_TEXTS.get(stream[at + 8], "#REF!") if stream[at + 6] == 2 else ""
    return ""
