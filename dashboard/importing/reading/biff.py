"""What the fast reader of workbooks does not tell about an old Excel file, or does not survive.

An XLS is a little file system of chained sectors. A chain that runs in a circle, or a cell in the
last corner of a sheet, makes the reader fill the memory: both are refused here before it starts.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dashboard.importing.reading.bounds import SheetSize, SizeError, SizeLimits
from dashboard.importing.reading.numberformats import (
    BUILT_IN,
    has_two_decimals,
    is_notable,
    is_tenth,
)
from dashboard.importing.reading.sheetxml import SheetDetails
from dashboard.importing.reading.texts import join_runs
from dashboard.importing.reading.xmlparts import PartError

_HEADER_BYTES = 512
_LAST_SECTOR = 0xFFFFFFFA  # this and above end a chain or mark a sector that is none
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5
_BOUNDSHEET, _BOF, _FILEPASS, _XF, _FORMAT = 0x85, 0x809, 0x2F, 0xE0, 0x41E
_ROW, _COLUMNS, _ERROR, _FORMULA, _NUMBER, _RK, _RKS = 0x208, 0x7D, 0x205, 0x06, 0x203, 0x27E, 0xBD
_BLANKS = 0xBE
_CELLS = frozenset({_ERROR, _FORMULA, _NUMBER, _RK, _RKS, 0xFD, 0x204, 0x201, _BLANKS, 0xD6, 0x207})
_FONT, _STRINGS, _CONTINUE, _STRING_CELL = 0x31, 0xFC, 0x3C, 0xFD
_PLACES = {1: "super", 2: "sub"}
_ERROR_TEXTS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
}  # fmt: skip
_COLUMN_LIMIT = 256


class PasswordError(PartError):
    """The workbook is encrypted."""


def read_xls_details(content: bytes, limits: SizeLimits = SizeLimits()) -> dict[int, SheetDetails]:
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


@dataclass(frozen=True)
class _Globals:
    """What all sheets share: the notable formats of styles, and the strings of several looks."""

    notable: dict[int, str] = field(default_factory=dict)
    tenths: dict[int, str] = field(default_factory=dict)
    strings: dict[int, str] = field(default_factory=dict)


def _read_sheets(stream: bytes, limits: SizeLimits) -> list[SheetDetails]:
    starts, formats, styles, fonts = [], dict(BUILT_IN), [], []
    strings: list[bytes] = []
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
        elif kind == _XF and length >= 4:
            styles.append(struct.unpack_from("<H", stream, at + 2)[0])
        elif kind == _FONT and length >= 10:
            fonts.append(struct.unpack_from("<H", stream, at + 8)[0])
        elif kind == _STRINGS or (kind == _CONTINUE and before == _STRINGS):
            strings.append(stream[at : at + length])
            kind = _STRINGS
        elif kind == 0x0A:
            break
        before = kind
    codes = {n: code for n, s in enumerate(styles) if (code := formats.get(s, ""))}
    lengths, rich = _read_strings(strings, fonts)
    shared = _Globals(
        {n: code for n, code in codes.items() if is_notable(code)},
        {n: code for n, code in codes.items() if has_two_decimals(code)},
        rich,
    )
    measure = _Measure(limits, lengths)
    found = []
    for start in starts:
        if start < len(stream):
            measure.start_sheet()
            found.append(_read_sheet(stream, start, shared, measure))
    return found


@dataclass
class _Measure:
    """Adds up the sheets of the workbook while their cells are met."""

    limits: SizeLimits
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
            size = SheetSize(self.rows, self.columns, self.before + self.stored)
            variant = size.exceeds(self.limits) or "cells"
            raise SizeError(variant, replace(size, stored=max(cells, size.stored)), self.limits)

    def add_text(self, number: int) -> None:
        """Take a cell that has a shared text. Raises SizeError when there is too much text."""
        self.text += self.texts[number] if number < len(self.texts) else 0
        if self.text > self.limits.text:
            raise SizeError("text", SheetSize(text=self.text), self.limits)


def _read_format(body: bytes) -> str:
    """The code of a number format: its length, one or two bytes a character, and the text."""
    count, is_wide = struct.unpack_from("<HB", body)
    text = body[3 : 3 + count * (2 if is_wide & 1 else 1)]
    return text.decode("utf-16-le" if is_wide & 1 else "latin-1", "replace")


class _Strings:
    """The table of strings, which goes on over the ends of its records."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._part = 0
        self._at = 8  # after two counts

    def read(self, count: int) -> bytes:
        """The next few bytes. Raises IndexError at the end of the table, as all these do."""
        data = b""
        while len(data) < count:
            if self._at >= len(self._parts[self._part]):
                self._part, self._at = self._part + 1, 0
            piece = self._parts[self._part][self._at : self._at + count - len(data)]
            data, self._at = data + piece, self._at + len(piece)
        return data

    def skip(self, count: int) -> None:
        """Pass over bytes that nobody needs, however many."""
        self._at += count
        while self._at > len(self._parts[self._part]):
            self._at -= len(self._parts[self._part])
            self._part += 1

    def read_text(self, count: int, is_wide: int) -> str:
        """A text of so many characters, of two bytes each where ``is_wide``."""
        pieces = []
        while True:
            size = 2 if is_wide else 1
            left = (len(self._parts[self._part]) - self._at) // size
            taken = min(left, count)
            raw = self.read(taken * size)
            pieces.append(
                raw.decode("utf-16-le", "surrogatepass") if is_wide else raw.decode("latin-1")
            )
            count -= taken
            if not count:
                return "".join(pieces)
            # In the next record the rest of the characters can have another width.
            self._part, self._at = self._part + 1, 1
            is_wide = self._parts[self._part][0] & 1


def _read_strings(parts: list[bytes], fonts: list[int]) -> tuple[list[int], dict[int, str]]:
    """The bytes of each string, and by their number those with runs of different looks.

    Runs are joined so that no note becomes a digit.
    """
    lengths: list[int] = []
    found: dict[int, str] = {}
    if not parts or len(parts[0]) < 8:
        return lengths, found
    strings = _Strings(parts)
    for number in range(struct.unpack_from("<I", parts[0], 4)[0]):
        try:
            count, flags = struct.unpack("<HB", strings.read(3))
            run_count = struct.unpack("<H", strings.read(2))[0] if flags & 8 else 0
            extra = struct.unpack("<I", strings.read(4))[0] if flags & 4 else 0
            lengths.append(count * (2 if flags & 1 else 1))
            text = strings.read_text(count, flags & 1)
            runs = [struct.unpack("<HH", strings.read(4)) for _ in range(run_count)]
            strings.skip(extra)
        # A table that ends too early is the reader's to refuse.
        except IndexError:
            break
        if runs:
            found[number] = _join_runs(text, runs, fonts)
    return lengths, found


def _join_runs(text: str, runs: list[tuple[int, int]], fonts: list[int]) -> str:
    starts = [0, *(start for start, _ in runs)]
    ends = [*(start for start, _ in runs), len(text)]
    # There is no font 4: those after it are counted one too high.
    used = [None, *(font - (font > 4) for _, font in runs)]
    places = [_PLACES.get(fonts[n], "") if n is not None and n < len(fonts) else "" for n in used]
    pieces = zip(starts, ends, places, strict=True)
    return join_runs((text[first:last], place) for first, last, place in pieces if first < last)


def _read_sheet(stream: bytes, start: int, shared: _Globals, measure: _Measure) -> SheetDetails:
    errors: dict[tuple[int, int], str] = {}
    formats: dict[tuple[int, int], str] = {}
    texts: dict[tuple[int, int], str] = {}
    rows: list[int] = []
    columns: list[int] = []
    depth = 0
    for kind, at, length in _records(stream, start):
        if kind == _BOF:
            depth += 1
        elif kind == 0x0A:
            depth -= 1
            if depth <= 0:
                break
        elif kind in _CELLS and length >= 6:
            row, column, _ = struct.unpack_from("<HHH", stream, at)
            if column >= _COLUMN_LIMIT:
                raise PartError("A cell lies beyond the last column.")
            measure.add(row, column)
            if kind in (_RKS, _BLANKS):
                last = struct.unpack_from("<H", stream, at + length - 2)[0]
                measure.add(row, min(last, _COLUMN_LIMIT - 1))
            for place, style, value in _read_numbers(stream, kind, at, length):
                if style in shared.notable or (style in shared.tenths and is_tenth(value)):
                    formats[place] = shared.notable.get(style) or shared.tenths[style]
            if kind == _STRING_CELL and length >= 10:
                number = struct.unpack_from("<I", stream, at + 6)[0]
                measure.add_text(number)
                if number in shared.strings:
                    texts[row, column] = shared.strings[number]
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
    else:
        raise PartError("The sheet has no end.")
    return SheetDetails(formats, texts, errors, {}, tuple(rows), tuple(columns))


def _read_numbers(
    stream: bytes, kind: int, at: int, length: int
) -> Iterator[tuple[tuple[int, int], int, float]]:
    """Place, style and value of the numbers of one record."""
    row, column, style = struct.unpack_from("<HHH", stream, at)
    if kind in (_NUMBER, _FORMULA) and length >= 14:
        yield (row, column), style, struct.unpack_from("<d", stream, at + 6)[0]
    elif kind == _RK and length >= 10:
        yield (row, column), style, _read_short(stream, at + 6)
    elif kind == _RKS:
        for n in range((length - 6) // 6):
            style = struct.unpack_from("<H", stream, at + 4 + 6 * n)[0]
            yield (row, column + n), style, _read_short(stream, at + 6 + 6 * n)


def _read_short(stream: bytes, at: int) -> float:
    """A number in four bytes: whole, or the upper half of a long one; maybe a hundred times it."""
    (raw,) = struct.unpack_from("<i", stream, at)
    if raw & 2:
        value = float(raw >> 2)
    else:
        (value,) = struct.unpack("<d", struct.pack("<Ii", 0, raw & ~3))
    return value / 100 if raw & 1 else value


def _read_error(stream: bytes, kind: int, at: int, length: int) -> str:
    if kind == _ERROR and length >= 8:
        code, is_error = stream[at + 6], stream[at + 7]
        return _ERROR_TEXTS.get(code, "#REF!") if is_error else ""
    # A formula's result is an error when it begins with 2 and ends with two full bytes.
    if kind == _FORMULA and length >= 14 and stream[at + 12 : at + 14] == b"\xff\xff":
        return _ERROR_TEXTS.get(stream[at + 8], "#REF!") if stream[at + 6] == 2 else ""
    return ""
