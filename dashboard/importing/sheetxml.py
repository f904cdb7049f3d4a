"""What the fast reader of workbooks does not tell about an XLSX: formats, errors, formulas, hiding.

The parts are searched as bytes and never built into a tree; a part that declares entities is
refused before anything reads it.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

from dashboard.importing.bounds import SizeError

_PREFIX = rb"<(?:\w+:)?"
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb'([\w:-]+)\s*=\s*"([^"]*)"')
_SHEET = re.compile(_PREFIX + rb"sheet\b([^>]*)>")
_RELATION = re.compile(_PREFIX + rb"Relationship\b([^>]*)>")
_NUMBER_FORMAT = re.compile(_PREFIX + rb"numFmt\b([^>]*)>")
_CELL_FORMATS = re.compile(_PREFIX + rb"cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(_PREFIX + rb"xf\b([^>]*)>")
_HIDDEN_ROW = re.compile(_PREFIX + rb'row\b(?=[^>]*\bhidden="(?:1|true)")([^>]*)>')
_HIDDEN_COLUMN = re.compile(_PREFIX + rb'col\b(?=[^>]*\bhidden="(?:1|true)")([^>]*)>')
_ADDRESS = rb'(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")'
_ERROR = re.compile(
    _PREFIX + rb'c\b(?=[^>]*\bt="e")' + _ADDRESS + rb"[^>]*>(?:(?!</(?:\w+:)?c>).)*?"
    rb"<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
# A formula whose result was never stored: the cell ends without a value, or with an empty one.
_FORMULA = re.compile(
    _PREFIX + rb"c\b" + _ADDRESS + rb"[^>]*><(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
BUILT_IN_PERCENT = (9, 10)
_YEAR_FORMAT = re.compile(r'(?:\[[^\]]*\])*[yYeE]{1,4}(?:"?年度?"?|\\年)?(?:;@)?')
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_HIDDEN_LIMIT = 20_000
_PIECE_BYTES = 2_000_000
_LONGEST_PART = 2**40
_RATIO_LIMIT = 300
_RATIO_FROM_BYTES = 20_000_000


class PartError(ValueError):
    """A part of the archive is damaged or declares entities."""


@dataclass(frozen=True)
class SheetDetails:
    """Cells are (row, column), counted from 0; rows and columns alone as a spreadsheet shows them."""

    percents: frozenset[tuple[int, int]] = frozenset()  # formatted as per cent
    years: frozenset[tuple[int, int]] = frozenset()  # dates formatted as a year
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # #REF! and the like
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)  # without a stored result
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


class Archive:
    """The zip of a workbook, whose sizes are known from its directory before it is unpacked."""

    def __init__(self, content: bytes) -> None:
        """Open the directory. Raises PartError when there is none."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise PartError(str(error)) from error
        self.names = frozenset(self._zip.namelist())

    @property
    def unpacked_bytes(self) -> int:
        """What all parts together unpack to, by the directory."""
        return sum(item.file_size for item in self._zip.infolist())

    @property
    def has_absurd_ratio(self) -> bool:
        """Whether a large part is packed more tightly than any table is."""
        return any(
            i.file_size > _RATIO_FROM_BYTES and i.file_size > _RATIO_LIMIT * max(i.compress_size, 1)
            for i in self._zip.infolist()
        )

    def read(self, name: str) -> bytes:
        """One part, checked against its size and sum; b'' when there is none of this name.

        Raises PartError when it is damaged or declares entities.
        """
        if name not in self.names:
            return b""
        try:
            part = self._zip.read(name)
        except Exception as error:  # zipfile raises a dozen kinds for damaged or encrypted parts
            raise PartError(str(error)) from error
        is_xml = name.endswith((".xml", ".rels"))
        # A part in UTF-16 could hide a declaration from the search.
        if is_xml and (part.startswith((b"\xff\xfe", b"\xfe\xff")) or _ENTITIES.search(part)):
            raise PartError(f"{name} declares entities.")
        return part

    def check_parts(self, take: Callable[[str, bytes], None]) -> None:
        """Read every part once, in pieces of whole tags that are given to ``take`` with its name.

        Raises PartError as ``read`` does, for a name that comes twice, and for a part that is
        longer than the directory says.
        """
        items = self._zip.infolist()
        if len(items) != len(self.names):
            raise PartError("Two parts have the same name.")
        # Shared texts come first: what a cell holds is measured by them.
        for item in sorted(items, key=lambda i: not is_shared_texts(i.filename)):
            self._check_part(item, take)

    def _check_part(self, item: zipfile.ZipInfo, take: Callable[[str, bytes], None]) -> None:
        name = item.filename
        is_xml = name.endswith((".xml", ".rels"))
        if item.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PartError(f"{name} is packed as no office program does.")
        # Read to its end, whatever the directory says: the reader does so too.
        whole = copy(item)
        whole.file_size = _LONGEST_PART
        length, rest = 0, b""
        try:
            with self._zip.open(whole) as part:
                while piece := part.read(_PIECE_BYTES):
                    if is_xml and not length and piece.startswith((b"\xff\xfe", b"\xfe\xff")):
                        raise PartError(f"{name} is in UTF-16, where entities could hide.")
                    length += len(piece)
                    if length > item.file_size:
                        raise PartError(f"{name} is longer than the directory says.")
                    if not name.endswith(".bin"):
                        piece, rest = _cut_tags(rest + piece)
                    if is_xml:
                        _check_piece(name, piece)
                    take(name, piece)
        except SizeError:
            raise
        except Exception as error:  # zipfile raises a dozen kinds for damaged or encrypted parts
            raise PartError(str(error)) from error
        if length != item.file_size:
            raise PartError(f"{name} is shorter than the directory says.")
        if rest:
            if is_xml:
                _check_piece(name, rest)
            take(name, rest)


def _check_piece(name: str, piece: bytes) -> None:
    if _ENTITIES.search(piece):
        raise PartError(f"{name} declares entities.")


def is_shared_texts(name: str) -> bool:
    """Whether the reader takes this part for the shared texts; it reads names in any case."""
    return name.lower().replace("\\", "/") in ("xl/sharedstrings.xml", "xl/sharedstrings.bin")


def _cut_tags(piece: bytes) -> tuple[bytes, bytes]:
    """Up to the last tag that begins, and what follows."""
    end = piece.rfind(b"<")
    return (piece[:end], piece[end:]) if end > 0 else (piece, b"")


def read_sheet_parts(archive: Archive) -> dict[str, str]:
    """Names of the sheets of an XLSX to the names of their parts; empty for other archives."""
    relations = {}
    for found in _RELATION.finditer(archive.read("xl/_rels/workbook.xml.rels")):
        values = read_attributes(found[1])
        target = values.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        relations[values.get("Id", "")] = posixpath.normpath(path)
    parts = {}
    for found in _SHEET.finditer(archive.read("xl/workbook.xml")):
        values = read_attributes(found[1])
        identity = next((v for k, v in values.items() if k.endswith(":id")), "")
        if part := relations.get(identity):
            parts[values.get("name", "")] = part
    return parts


def read_details(archive: Archive, part: str) -> SheetDetails:
    """What the XML of one sheet says; see SheetDetails."""
    xml = archive.read(part)
    percents, years = _read_formats(archive.read("xl/styles.xml"))
    return SheetDetails(
        frozenset(_find_styled(xml, percents)),
        frozenset(_find_styled(xml, years)),
        {_cell(m[1], m[2]): m[3].decode("utf-8", "replace") for m in _ERROR.finditer(xml)},
        {_cell(m[1], m[2]): _formula(m[3]) for m in _FORMULA.finditer(xml)},
        tuple(
            int(number)
            for m in _HIDDEN_ROW.finditer(xml)
            if (number := read_attributes(m[1]).get("r", "")).isdigit()
        ),
        tuple(dict.fromkeys(islice(_find_hidden_columns(xml), _HIDDEN_LIMIT))),
    )


def read_attributes(text: bytes) -> dict[str, str]:
    """The attributes of one tag by their names, prefixes included."""
    return {
        name.decode(): unescape(value.decode("utf-8", "replace"))
        for name, value in _ATTRIBUTE.findall(text)
    }


def _formula(text: bytes | None) -> str:
    return "=" + unescape((text or b"?").decode("utf-8", "replace"))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _cell(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, _column(letters)


def _find_hidden_columns(xml: bytes) -> Iterator[int]:
    for found in _HIDDEN_COLUMN.finditer(xml):
        values = read_attributes(found[1])
        first, last = values.get("min", ""), values.get("max", "")
        if first.isdigit() and last.isdigit():
            yield from range(int(first), min(int(last), int(first) + 99) + 1)


def _find_styled(xml: bytes, styles: list[int]) -> Iterator[tuple[int, int]]:
    if styles:
        numbers = b"|".join(str(s).encode() for s in styles)
        pattern = _PREFIX + rb'c\b(?=[^>]*\bs="(?:' + numbers + rb')")' + _ADDRESS
        for found in re.finditer(pattern, xml):
            yield _cell(found[1], found[2])


def _read_formats(xml: bytes) -> tuple[list[int], list[int]]:
    """The styles that show per cent, and those that show a date as its year."""
    codes = {}
    for found in _NUMBER_FORMAT.finditer(xml):
        values = read_attributes(found[1])
        codes[values.get("numFmtId", "")] = values.get("formatCode", "")
    formats = _CELL_FORMATS.search(xml)
    percents, years = [], []
    for style, found in enumerate(_CELL_FORMAT.finditer(formats[0]) if formats else ()):
        number = read_attributes(found[1]).get("numFmtId", "")
        code = codes.get(number, "")
        if number in map(str, BUILT_IN_PERCENT) or shows_percent(code):
            percents.append(style)
        elif shows_year(code):
            years.append(style)
    return percents, years


def shows_percent(code: str) -> bool:
    """Whether a number format multiplies by a hundred; a quoted % is only text."""
    return "%" in _LITERAL.sub("", code)


def shows_year(code: str) -> bool:
    """Whether a number format shows nothing of a date but its year."""
    return bool(_YEAR_FORMAT.fullmatch(code))
