"""What the fast reader of workbooks does not tell about an XLSX: formats, raised text, errors,
formulas, hiding.

The parts pass by element by element and are never built into a whole tree; a part that declares
entities is refused before anything reads it.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from dashboard.importing.reading.bounds import SizeError
from dashboard.importing.reading.numberformats import BUILT_IN, has_two_decimals, is_notable
from dashboard.importing.reading.texts import join_runs
from dashboard.importing.reading.webpage import Merge
from dashboard.importing.reading.xmlparts import PartError, local_name, read_elements

_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PIECE_BYTES = 2_000_000
_LONGEST_PART = 2**40
_HIDDEN_LIMIT = 20_000
_TRUE = frozenset({"1", "true"})
_TELLING = frozenset({"e", "inlineStr"})
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
# Excel writes 2023.1 as 2023.0999999999999.
_TENTH = re.compile(r"(?:19|20)\d\d\.(?:10*|09{6,}\d*|10{6,}\d*)")
_PLACES = {"superscript": "super", "subscript": "sub"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Without any of these, and without styles that matter, there is nothing to tell of a sheet. A
# reference to a character could spell them.
_WORTH_READING = re.compile(rb"""hidden|["']e["']|<(?:[^\s<>/:]+:)?[fr][\s/>]|&\#""")
_RATIO_LIMIT = 300
_RATIO_FROM_BYTES = 20_000_000


@dataclass(frozen=True)
class SheetDetails:
    """Cells are (row, column), counted from 0; rows and columns alone as a spreadsheet shows them."""

    # Number formats by which a cell shows something other than it holds (see ``numberformats``).
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)  # with raised or mixed runs
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # #REF! and the like
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)  # without a stored result
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merges: tuple[Merge, ...] = ()  # where the fast reader does not tell them


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
    links = archive.read("xl/_rels/workbook.xml.rels")
    for _name, link in _elements(links, ("Relationship",)):
        target = link.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        relations[link.get("Id", "")] = posixpath.normpath(path)
    parts = {}
    for _name, sheet in _elements(archive.read("xl/workbook.xml"), ("sheet",)):
        # The identity is of another namespace than the number ``sheetId``, whichever that is.
        identity = next((v for k, v in sheet.items() if k.endswith("}id")), "")
        if part := relations.get(identity):
            parts[sheet.get("name", "")] = part
    return parts


def _elements(xml: bytes, names: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    return read_elements(xml, names) if xml else iter(())


def read_details(archive: Archive, part: str) -> SheetDetails:
    """What the XML of one sheet says; see SheetDetails."""
    xml = archive.read(part)
    reader = _SheetReader(
        _read_formats(archive.read("xl/styles.xml")),
        _read_shared(archive.read("xl/sharedStrings.xml")),
    )
    if reader.looks_at_cells or _WORTH_READING.search(xml):
        for name, element in _elements(xml, ("row", "col")):
            reader.add_row(element) if name == "row" else reader.add_column(element)
    return reader.close()


@dataclass
class _SheetReader:
    """One sheet as its rows pass by; ``row`` is the last of them, counted from 0."""

    styles: dict[str, str]  # to their number formats
    shared: dict[str, str]  # numbers of shared texts to those in runs of different looks
    row: int = -1
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: dict[int, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.notable = {n: code for n, code in self.styles.items() if is_notable(code)}
        self.tenths = {n: code for n, code in self.styles.items() if has_two_decimals(code)}

    @property
    def looks_at_cells(self) -> bool:
        """Whether cells can tell something that their own XML does not show."""
        return bool(self.notable or self.tenths or self.shared)

    def add_column(self, column: etree._Element) -> None:
        first, last = column.get("min", ""), column.get("max", "")
        if column.get("hidden") in _TRUE and first.isdecimal() and last.isdecimal():
            numbers = range(int(first), min(int(last), int(first) + 99) + 1)
            left = _HIDDEN_LIMIT - len(self.hidden_columns)
            self.hidden_columns |= dict.fromkeys(islice(numbers, left))

    def add_row(self, row: etree._Element) -> None:
        number = row.get("r", "")
        self.row = int(number) - 1 if _NUMBER.fullmatch(number) else self.row + 1
        if row.get("hidden") in _TRUE:
            self.hidden_rows.append(self.row + 1)
        takes_all = any(map(_is_open, row.iter("{*}f")))
        notable, tenths, shared = self.notable, self.tenths, self.shared
        columns: list[int] = []
        for number, cell in enumerate(row):
            style, kind = cell.get("s", "0"), cell.get("t")
            if (
                takes_all
                or style in notable
                or kind in _TELLING
                or (kind == "s" and shared and _find_value(cell) in shared)
                or (style in tenths and _TENTH.fullmatch(_find_value(cell)))
            ):
                place = _read_address(cell)
                if place is None:
                    columns = columns or _number_columns(row)
                    place = (self.row, columns[number])
                self._add_cell(cell, place, style)

    def _add_cell(self, cell: etree._Element, place: tuple[int, int], style: str) -> None:
        kind, value = cell.get("t"), _find_value(cell)
        if style in self.notable or (style in self.tenths and _TENTH.fullmatch(value)):
            self.formats[place] = self.styles[style]
        if kind == "e" and value:
            self.errors[place] = value
        elif kind == "s" and value in self.shared:
            self.texts[place] = self.shared[value]
        elif kind == "inlineStr" and (text := _join_runs(cell.find("{*}is"))):
            self.texts[place] = text
        elif not value and (formula := cell.find("{*}f")) is not None:
            self.formulas[place] = "=" + (formula.text or "?")

    def close(self) -> SheetDetails:
        return SheetDetails(
            self.formats, self.texts, self.errors, self.formulas, tuple(self.hidden_rows),
            tuple(self.hidden_columns),
        )  # fmt: skip


def _find_value(cell: etree._Element) -> str:
    if not len(cell):
        return ""
    # Nearly always the last; looking for it takes four times as long.
    value = last if (last := cell[-1]).tag.endswith("v") else cell.find("{*}v")
    return (value.text or "").strip() if value is not None else ""


def _read_address(cell: etree._Element) -> tuple[int, int] | None:
    found = _ADDRESS.fullmatch(cell.get("r", ""))
    return (int(found[2]) - 1, _column(found[1])) if found else None


def _is_open(formula: etree._Element) -> bool:
    """Whether no result stands behind the formula."""
    value = formula.getnext()
    return value is None or not (value.text or "").strip()


def _number_columns(row: etree._Element) -> list[int]:
    """The column of each cell; one without an address stands beside the one before it."""
    columns, column = [], -1
    for cell in row:
        place = _read_address(cell)
        column = place[1] if place else column + 1
        columns.append(column)
    return columns


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _read_formats(xml: bytes) -> dict[str, str]:
    """The code of the number format of each style that has one."""
    codes = {str(number): code for number, code in BUILT_IN.items()}
    styles, count = {}, 0
    for name, element in _elements(xml, ("numFmt", "xf")):
        number = element.get("numFmtId", "")
        if name == "numFmt":
            codes[number] = element.get("formatCode", "")
        elif (parent := element.getparent()) is not None and local_name(parent) == "cellXfs":
            if code := codes.get(number):
                styles[str(count)] = code
            count += 1
    return styles


def _read_shared(xml: bytes) -> dict[str, str]:
    """The shared texts in runs of different looks by their numbers."""
    texts = (_join_runs(item) for _name, item in _elements(xml, ("si",)))
    return {str(number): text for number, text in enumerate(texts) if text}


def _join_runs(item: etree._Element | None) -> str:
    """The text in runs of different looks, joined so that no note becomes a digit; '' for others."""
    runs = []
    for run in item.iterchildren("{*}r") if item is not None else ():
        look = run.find("{*}rPr/{*}vertAlign")
        place = _PLACES.get(look.get("val", ""), "") if look is not None else ""
        text = "".join(t.text or "" for t in run.iterchildren("{*}t"))
        runs.append((_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text), place))
    return join_runs(runs)
