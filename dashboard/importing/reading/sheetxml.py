"""What the fast reader of workbooks does not tell about an XLSX: formats, raised text, errors,
formulas, hiding.

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

from dashboard.importing.reading.bounds import SizeError
from dashboard.importing.reading.numberformats import BUILT_IN, has_two_decimals, is_notable
from dashboard.importing.reading.texts import join_runs
from dashboard.importing.reading.webpage import Merge

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
_PIECE_BYTES = 2_000_000
_LONGEST_PART = 2**40
_HIDDEN_LIMIT = 20_000
_VALUE = rb"[^>]*(?<!/)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>"
# Excel writes 2023.1 as 2023.0999999999999.
_TENTH = rb"(?:19|20)\d\d\.(?:10*|09{6,}\d*|10{6,}\d*)<"
_RICH = re.compile(rb"<(?:\w+:)?r>")
_STRING = re.compile(_PREFIX + rb"si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_RUN = re.compile(_PREFIX + rb"r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_RUN_TEXT = re.compile(_PREFIX + rb"t\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?t>)", re.DOTALL)
_RUN_PLACE = re.compile(_PREFIX + rb'vertAlign\b[^>]*\bval="(super|sub)script"')
_PHONETIC = re.compile(_PREFIX + rb"rPh\b.*?</(?:\w+:)?rPh>", re.DOTALL)
_SHARED = re.compile(_PREFIX + rb'c\b(?=[^>]*\bt="s")' + _ADDRESS + _VALUE + rb"(\d+)<", re.DOTALL)
_INLINE = re.compile(
    _PREFIX
    + rb'c\b(?=[^>]*\bt="inlineStr")'
    + _ADDRESS
    + rb"[^>]*(?<!/)>((?:(?!</(?:\w+:)?c>).)*?)</(?:\w+:)?c>",
    re.DOTALL,
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_RATIO_LIMIT = 300
_RATIO_FROM_BYTES = 20_000_000


class PartError(ValueError):
    """A part of the archive is damaged or declares entities."""


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
    styles = _read_formats(archive.read("xl/styles.xml"))
    return SheetDetails(
        _find_formats(xml, styles),
        dict(_find_runs(xml, archive.read("xl/sharedStrings.xml"))),
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


def _find_formats(xml: bytes, styles: dict[int, str]) -> dict[tuple[int, int], str]:
    """The formats of cells that may show something other than they hold."""
    notable = {n: code for n, code in styles.items() if is_notable(code)}
    tenths = {n: code for n, code in styles.items() if has_two_decimals(code)}
    return {
        **dict(_find_styled(xml, tenths, _VALUE + _TENTH)),
        **dict(_find_styled(xml, notable)),
    }


def _find_styled(
    xml: bytes, styles: dict[int, str], value: bytes = b""
) -> Iterator[tuple[tuple[int, int], str]]:
    if styles:
        numbers = b"|".join(str(s).encode() for s in styles)
        pattern = _PREFIX + rb'c\b(?=[^>]*\bs="(' + numbers + rb')")' + _ADDRESS + value
        for found in re.finditer(pattern, xml, re.DOTALL):
            yield _cell(found[2], found[3]), styles[int(found[1])]


def _read_formats(xml: bytes) -> dict[int, str]:
    """The code of the number format of each style that has one."""
    codes = {str(number): code for number, code in BUILT_IN.items()}
    for found in _NUMBER_FORMAT.finditer(xml):
        values = read_attributes(found[1])
        codes[values.get("numFmtId", "")] = values.get("formatCode", "")
    formats = _CELL_FORMATS.search(xml)
    styles = {}
    for style, found in enumerate(_CELL_FORMAT.finditer(formats[0]) if formats else ()):
        if code := codes.get(read_attributes(found[1]).get("numFmtId", "")):
            styles[style] = code
    return styles


def _find_runs(xml: bytes, strings: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells with text in runs of different looks, joined so that no note becomes a digit."""
    if _RICH.search(strings):
        shared = {n: m[1] for n, m in enumerate(_STRING.finditer(strings)) if m[1]}
        texts = {n: _join_runs(s) for n, s in shared.items() if _RICH.search(s)}
        for found in _SHARED.finditer(xml):
            if (number := int(found[3])) in texts:
                yield _cell(found[1], found[2]), texts[number]
    if _RICH.search(xml):
        for found in _INLINE.finditer(xml):
            if _RICH.search(found[3]):
                yield _cell(found[1], found[2]), _join_runs(found[3])


def _join_runs(xml: bytes) -> str:
    runs = []
    for run in _RUN.finditer(_PHONETIC.sub(b"", xml)):
        place = _RUN_PLACE.search(run[1])
        text = b"".join(t[1] or b"" for t in _RUN_TEXT.finditer(run[1]))
        plain = unescape(text.decode("utf-8", "replace"))
        plain = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), plain)
        runs.append((plain, place[1].decode() if place else ""))
    return join_runs(runs)
