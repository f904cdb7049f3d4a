"""How large a sheet is, known while its XML passes by in pieces: the reader lays it out only then.

A few bytes can stand for millions of cells: an address in the last corner, a shared text that is
long and used often. The reader of workbooks would fill the memory with them before it says how many
there are.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashboard.importing.reading.texts import column_letter

_SPACES = bytes.maketrans(b"\t\r\n'", b'   "')
_EQUALS = re.compile(rb" *= *")
_TAG_PREFIX = re.compile(rb"(</?)[\w.-]+:")
_LONGEST_ADDRESS = 10  # XFD1048576
_LONGEST_NUMBER = 18
_LARGEST_NUMBER = 2**31
_EMPTY_ITEM = len("<si><t></t></si>")
_PREFIXED = (b":c", b":row", b":v", b":si")
_PADDING = bytes(32)
_PIECE_BYTES = 2_000_000


@dataclass(frozen=True)
class SizeLimits:
    """The most that a table may have; ``text`` are the bytes of all its cells together."""

    rows: int = 5_000_000
    cells: int = 20_000_000
    text: int = 400_000_000


@dataclass(frozen=True)
class SheetSize:
    """How large a sheet is laid out; ``stored`` are the cells that are written in the file."""

    rows: int = 0
    columns: int = 0
    stored: int = 0
    text: int = 0  # bytes

    @property
    def cells(self) -> int:
        """The cells that take memory, blank ones in the rectangle included."""
        return max(self.rows * self.columns, self.stored)

    @property
    def corner(self) -> str:
        """The address of the last cell."""
        return f"{column_letter(self.columns)}{self.rows}"

    def exceeds(self, limits: SizeLimits) -> str:
        """Which limit is passed, by the variant of F-02; '' for none."""
        if self.stored > limits.cells:
            return "cells"
        if self.rows > limits.rows and self.stored > limits.rows:
            return "rows"
        if self.cells > limits.cells:
            return "area"
        return "text" if self.text > limits.text else ""


class SizeError(ValueError):
    """A sheet is larger than ``variant`` of the limits allows."""

    def __init__(self, variant: str, size: SheetSize, limits: SizeLimits) -> None:
        """Keep what was measured up to where it was too much."""
        self.variant = variant
        self.size = size
        self.limits = limits
        super().__init__(f"The sheet passes the limit of {variant}: {size}.")


def count_outside_quotes(text: bytes, signs: bytes) -> list[int]:
    """How often each of ``signs`` stands outside of quotation marks, piece by piece."""
    counts, inside = [0] * len(signs), np.uint8(0)
    for start in range(0, len(text), _PIECE_BYTES):
        piece = np.frombuffer(text, np.uint8)[start : start + _PIECE_BYTES]
        quoted = np.bitwise_xor.accumulate((piece == ord('"')).view(np.uint8)) ^ inside
        for place, sign in enumerate(signs):
            counts[place] += int(((piece == sign) & (quoted == 0)).sum())
        inside = quoted[-1]
    return counts


@dataclass
class SheetMeasure:
    """Adds up one worksheet of an XLSX; ``texts`` are the lengths of the shared texts."""

    limits: SizeLimits
    texts: np.ndarray
    last_row: int = 0
    last_column: int = 0
    unplaced_rows: int = 0
    has_unplaced_cells: bool = False
    longest_row: int = 0
    has_open_text: bool = False
    open_row: int = 0  # cells of the row that the next piece goes on with
    stored: int = 0
    text: int = 0

    @property
    def size(self) -> SheetSize:
        """What was met so far. A cell without an address stands beside the one before it."""
        columns = self.last_column + (self.longest_row if self.has_unplaced_cells else 0)
        return SheetSize(self.last_row + self.unplaced_rows, columns, self.stored, self.text)

    def add(self, piece: bytes) -> None:
        """Take the next piece, of whole tags. Raises SizeError at the first limit it passes."""
        xml = _Piece(piece)
        rows, cells = xml.tags(b"row"), xml.tags(b"c")
        self.stored += len(cells)
        self._add_places(xml, rows, cells)
        self._add_rows(rows, cells)
        if len(self.texts):
            self._add_texts(xml)
        # A sheet that only reaches too far stops nobody who wants another one.
        if (variant := self.size.exceeds(self.limits)) in ("cells", "text"):
            raise SizeError(variant, self.size, self.limits)

    def _add_places(self, xml: "_Piece", rows: np.ndarray, cells: np.ndarray) -> None:
        starts, owners = xml.attributes(b' r="')
        is_row, is_cell = xml.have_name(owners, b"row"), xml.have_name(owners, b"c")
        row, column = xml.addresses(starts[is_row | is_cell])
        if len(row):
            self.last_row = max(self.last_row, int(row.max()))
            self.last_column = max(self.last_column, int(column.max()))
        self.unplaced_rows += len(rows) - int(is_row.sum())
        self.has_unplaced_cells |= int(is_cell.sum()) < len(cells)

    def _add_rows(self, rows: np.ndarray, cells: np.ndarray) -> None:
        counts = np.bincount(np.searchsorted(rows, cells), minlength=len(rows) + 1)
        counts[0] += self.open_row
        self.longest_row = max(self.longest_row, int(counts.max()))
        self.open_row = int(counts[-1])

    def _add_texts(self, xml: "_Piece") -> None:
        starts, _owners = xml.attributes(b' t="s"')
        values = xml.tags(b"v")
        # The value of the last cell can stand in the next piece.
        starts = np.concatenate(([-1] * self.has_open_text, starts)).astype(np.int64)
        following = np.searchsorted(values, starts)
        self.has_open_text = len(starts) > 0 and int(following[-1]) == len(values)
        following = following[following < len(values)]
        numbers = xml.numbers(values[following] + len("<v>"))
        self.text += int(self.texts[numbers[numbers < len(self.texts)]].sum())


class _Piece:
    """A piece of XML in one spelling: double quotes, plain spaces, tags without prefixes if asked."""

    def __init__(self, piece: bytes, *, is_bare: bool = True) -> None:
        plain = piece.translate(_SPACES)
        if b" =" in plain or b"= " in plain:
            plain = _EQUALS.sub(b"=", plain)
        # The plain search is ten times faster and mostly enough.
        if is_bare and any(name in plain for name in _PREFIXED):
            plain = _TAG_PREFIX.sub(rb"\1", plain)
        self._bytes = np.frombuffer(plain + _PADDING, np.uint8)
        self._opens = np.flatnonzero(self._bytes == ord("<"))

    def tags(self, name: bytes) -> np.ndarray:
        """Where the tags of this name begin."""
        places = self._opens[self._bytes[self._opens + 1] == name[0]]
        return places[self.have_name(places, name)]

    def have_name(self, places: np.ndarray, name: bytes) -> np.ndarray:
        """Whether the tag that begins at each place has this name."""
        end = self._bytes[places + len(name) + 1]
        found = (end == ord(" ")) | (end == ord(">")) | (end == ord("/"))
        for at, letter in enumerate(name, start=1):
            found &= self._bytes[places + at] == letter
        return found

    def attributes(self, text: bytes) -> tuple[np.ndarray, np.ndarray]:
        """Where what follows ``text`` begins, and the tag in which it stands."""
        places = np.flatnonzero(self._bytes[: -len(text)] == text[0])
        for at, letter in enumerate(text[1:], start=1):
            places = places[self._bytes[places + at] == letter]
        owners = np.searchsorted(self._opens, places) - 1
        places, owners = places[owners >= 0], owners[owners >= 0]
        return places + len(text), self._opens[owners]

    def numbers(self, places: np.ndarray) -> np.ndarray:
        """The whole numbers written there, none above what any table needs."""
        return np.minimum(self.addresses(places, _LONGEST_NUMBER)[0], _LARGEST_NUMBER)

    def addresses(
        self, places: np.ndarray, longest: int = _LONGEST_ADDRESS
    ) -> tuple[np.ndarray, np.ndarray]:
        """Row and column of the addresses written there, counted from 1; 0 for what is missing."""
        row, column = np.zeros(len(places), np.int64), np.zeros(len(places), np.int64)
        is_open = np.ones(len(places), bool)
        for at in range(longest):
            sign = self._bytes[places + at]
            is_letter, is_digit = (sign >= 65) & (sign <= 90), (sign >= 48) & (sign <= 57)
            is_open &= is_letter | is_digit
            is_letter, is_digit = is_letter & is_open, is_digit & is_open
            column[is_letter] = column[is_letter] * 26 + sign[is_letter] - 64
            row[is_digit] = row[is_digit] * 10 + sign[is_digit] - 48
        return row, column


@dataclass
class TextMeasure:
    """The lengths in bytes of the shared texts of an XLSX, markup inside them included."""

    limits: SizeLimits
    lengths: list[np.ndarray] = field(default_factory=list)
    count: int = 0

    def add(self, piece: bytes) -> None:
        """Take the next piece, of whole tags. Raises SizeError when there are too many texts."""
        xml = _Piece(piece)
        starts = xml.tags(b"si")
        self.count += len(starts)
        borders = np.concatenate((starts, [len(piece)]))
        if self.lengths and len(starts):
            self.lengths[-1][-1] += starts[0]
        elif self.lengths:
            self.lengths[-1][-1] += len(piece)
        if len(starts):
            self.lengths.append(np.diff(borders))
        if self.count > self.limits.cells:
            raise SizeError("cells", SheetSize(stored=self.count), self.limits)

    def close(self) -> np.ndarray:
        """One length for each text, in their order."""
        joined: Any = np.concatenate(self.lengths) if self.lengths else np.zeros(0, np.int64)
        return np.maximum(joined - _EMPTY_ITEM, 0)


@dataclass
class OpenMeasure:
    """Adds up the sheets of an ODS, all of which the reader lays out at once.

    Of a sheet, the rows and columns up to the last cell that holds something count, every repeated
    one written out.
    """

    limits: SizeLimits
    before: SheetSize = field(default_factory=SheetSize)  # the sheets that are done
    row: int = 0
    repeat: int = 1  # of the row
    column: int = 0
    rows: int = 0
    columns: int = 0
    text: int = 0

    @property
    def size(self) -> SheetSize:
        """All sheets so far; rows and columns are those of the one that is read."""
        stored = self.before.stored + self.rows * self.columns
        return SheetSize(self.rows, self.columns, stored, self.before.text + self.text)

    def add(self, piece: bytes) -> None:
        """Take the next piece, of whole tags. Raises SizeError at the first limit it passes."""
        xml = _Piece(piece, is_bare=False)
        sheets = xml.tags(b"table:table")
        borders = [0, *sheets.tolist(), len(piece)]
        cells = np.sort(
            np.concatenate((xml.tags(b"table:table-cell"), xml.tags(b"table:covered-table-cell")))
        )
        rows = xml.tags(b"table:table-row")
        counts = self._repeats(xml, cells, b'columns-repeated="')
        repeats = self._repeats(xml, rows, b'rows-repeated="')
        filled = self._find_filled(xml, cells)
        lengths = self._measure_texts(xml, cells)
        for number, (first, last) in enumerate(zip(borders[:-1], borders[1:], strict=True)):
            if number:
                self.before = SheetSize(stored=self.size.stored, text=self.size.text)
                self.row = self.column = self.rows = self.columns = self.text = 0
                self.repeat = 1
            is_row = (rows >= first) & (rows < last)
            is_cell = (cells >= first) & (cells < last)
            self._add_cells(
                rows[is_row], repeats[is_row], cells[is_cell], counts[is_cell], filled[is_cell],
                lengths[is_cell],
            )  # fmt: skip
            is_far = self.rows * self.columns > self.limits.cells
            if variant := "area" if is_far else self.size.exceeds(self.limits):
                raise SizeError(variant, self.size, self.limits)

    def _repeats(self, xml: _Piece, tags: np.ndarray, name: bytes) -> np.ndarray:
        repeats = np.ones(len(tags), np.int64)
        places, owners = xml.attributes(name)
        known = np.isin(owners, tags)
        repeats[np.searchsorted(tags, owners[known])] = xml.numbers(places[known])
        return np.maximum(repeats, 1)

    def _find_filled(self, xml: _Piece, cells: np.ndarray) -> np.ndarray:
        owners = [xml.attributes(a)[1] for a in (b":value-type=", b":formula=")]
        return np.isin(cells, np.concatenate(owners))

    def _measure_texts(self, xml: _Piece, cells: np.ndarray) -> np.ndarray:
        """The bytes of the paragraphs of each cell; those of a cell before the piece are left out."""
        starts, ends = xml.tags(b"text:p"), xml.tags(b"/text:p")
        following = np.searchsorted(ends, starts)
        starts, following = starts[following < len(ends)], following[following < len(ends)]
        owners = np.searchsorted(cells, starts) - 1
        weights = (ends[following] - starts - len("<text:p>")).clip(0)
        known = owners >= 0
        return np.bincount(owners[known], weights[known], len(cells)).astype(np.int64)

    def _add_cells(
        self, rows: np.ndarray, repeats: np.ndarray, cells: np.ndarray, counts: np.ndarray,
        filled: np.ndarray, lengths: np.ndarray,
    ) -> None:  # fmt: skip
        """Place the cells of one sheet; the first of them can belong to a row begun before."""
        heights = np.concatenate(([self.repeat], repeats))
        bottoms = self.row + np.concatenate(([0], np.cumsum(repeats)))
        owners = np.searchsorted(rows, cells)
        ends = np.cumsum(counts)
        first = np.searchsorted(owners, np.arange(len(heights)))
        starts = np.where(first > 0, np.concatenate(([0], ends))[first], 0)
        starts[0] = -self.column
        places = ends - starts[owners]
        if filled.any():
            self.rows = max(self.rows, int(bottoms[owners[filled]].max()))
            self.columns = max(self.columns, int(places[filled].max()))
        # Beyond any limit already; without the bound the product could overflow.
        times = np.minimum(heights[owners] * counts, _LARGEST_NUMBER).astype(np.float64)
        self.text += int((times * lengths).sum())
        self.row, self.repeat = int(bottoms[-1]), int(heights[-1])
        here = counts[owners == len(heights) - 1].sum()
        self.column = int(here) + (self.column if len(heights) == 1 else 0)
