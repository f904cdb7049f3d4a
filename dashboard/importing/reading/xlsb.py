"""How large a sheet of a binary workbook (XLSB) is, while its records pass by in pieces.

A record is its kind and its length, each in seven bits a byte, and then so many bytes.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from dashboard.importing.reading.bounds import SheetSize, SizeError, SizeLimits

_ROW, _LAST_CELL, _SHARED_CELL, _SHARED_TEXT = 0, 11, 7, 19


@dataclass
class _Records:
    """Cuts pieces into records; what is left of one waits for the next piece."""

    rest: bytes = b""

    def read(self, piece: bytes) -> Iterator[tuple[int, int, bytes, int]]:
        """Kind, length, and the bytes with the place in them where each record begins."""
        data, at = self.rest + piece, 0
        while True:
            start = at
            kind, at = _read_number(data, at, 2)
            length, at = _read_number(data, at, 4)
            if at > len(data) - length:
                break
            yield kind, length, data, at
            at += length
        self.rest = data[start:]


def _read_number(data: bytes, at: int, longest: int) -> tuple[int, int]:
    number = 0
    for shift in range(0, 7 * longest, 7):
        if at >= len(data):
            return 0, len(data) + 1
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at += 1
        if byte < 0x80:
            break
    return number, at


@dataclass
class BinaryMeasure:
    """Adds up one worksheet; ``texts`` are the lengths of the shared texts."""

    limits: SizeLimits
    texts: np.ndarray
    records: _Records = field(default_factory=_Records)
    size: SheetSize = field(default_factory=SheetSize)

    def add(self, piece: bytes) -> None:
        """Take the next piece. Raises SizeError when it has too many cells, or too much text."""
        row, column, stored, text = (
            self.size.rows, self.size.columns, self.size.stored, self.size.text
        )  # fmt: skip
        lengths = self.texts
        for kind, length, data, at in self.records.read(piece):
            if kind == _ROW and length >= 4:
                row = max(row, struct.unpack_from("<I", data, at)[0] + 1)
            elif 0 < kind <= _LAST_CELL and length >= 4:
                stored += 1
                column = max(column, struct.unpack_from("<I", data, at)[0] + 1)
                if kind == _SHARED_CELL and length >= 12:
                    number = struct.unpack_from("<I", data, at + 8)[0]
                    text += int(lengths[number]) if number < len(lengths) else 0
        self.size = SheetSize(row, column, stored, text)
        if (variant := self.size.exceeds(self.limits)) in ("cells", "text"):
            raise SizeError(variant, self.size, self.limits)


@dataclass
class BinaryTextMeasure:
    """The lengths in bytes of the shared texts."""

    limits: SizeLimits
    records: _Records = field(default_factory=_Records)
    lengths: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.lengths)

    def add(self, piece: bytes) -> None:
        """Take the next piece. Raises SizeError when there are too many texts."""
        self.lengths += [n for kind, n, _, _ in self.records.read(piece) if kind == _SHARED_TEXT]
        if self.count > self.limits.cells:
            raise SizeError("cells", SheetSize(stored=self.count), self.limits)

    def close(self) -> np.ndarray:
        """One length for each text, in their order."""
        return np.array(self.lengths, np.int64)
