"""Workbooks to text: cells as a person would see them, numbers with all their digits."""

import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Protocol

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dashboard.importing.reading.biff import PasswordError as EncryptedError
from dashboard.importing.reading.biff import read_xls_details
from dashboard.importing.reading.bounds import (
    OpenMeasure,
    SheetMeasure,
    SheetSize,
    SizeError,
    SizeLimits,
    TextMeasure,
)
from dashboard.importing.reading.numberformats import show
from dashboard.importing.reading.opendocument import read_ods_details
from dashboard.importing.reading.sheetxml import (
    Archive,
    SheetDetails,
    is_shared_texts,
    read_details,
    read_sheet_parts,
)
from dashboard.importing.reading.webpage import Merge, Rows, read_tables
from dashboard.importing.reading.xlsb import BinaryMeasure, BinaryTextMeasure
from dashboard.importing.reading.xmlparts import PartError

_LONGEST_EXACT = 2**53
SHEET_LIMIT = 200
SHEETS_LOOKED_AT = 20  # for the one with the table
# The first sheet of a workbook that went back with its findings marked (see ``marked``).
FINDINGS_SHEETS = frozenset({"问题清单", "Findings"})
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACRO_FOLDER = "_VBA_PROJECT".encode("utf-16-le")

# What a number is divided by in showing it, by row and column counted from 0.
Scales = dict[tuple[int, int], float]


class WorkbookError(ValueError):
    """The workbook cannot be read; ``reason`` is damaged, password, macro or entities."""

    def __init__(self, reason: str, text: str = "") -> None:
        """Keep the reason, which decides what is said about it."""
        self.reason = reason
        super().__init__(text or reason)


class SheetError(ValueError):
    """The workbook has no sheet of that name; ``sheets`` are those it has."""

    def __init__(self, name: str, sheets: tuple[str, ...]) -> None:
        """Keep the names so that the user can choose among them."""
        self.sheets = sheets
        super().__init__(f"The workbook has no sheet {name!r}.")


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of text, from A1; merges are (first, last) cells counted from 0."""

    name: str
    rows: Rows
    merges: Sequence[Merge] = ()
    details: SheetDetails = field(default_factory=SheetDetails)
    scales: Scales = field(default_factory=dict)


class Book(Protocol):
    """A workbook, or a page with tables, whose sheets are read one at a time."""

    visible: tuple[str, ...]
    hidden: tuple[str, ...]

    def read(self, name: str) -> Sheet:
        """Read one sheet. Raises WorkbookError, SizeError, or SheetError when there is no such one."""

    def find_total(self, names: Iterable[str]) -> SheetSize:
        """The cells of these sheets together."""


class CalamineBook:
    """An XLSX, XLSB, XLS or ODS.

    The reader lays a sheet out as a full rectangle, of an XLS and ODS every sheet at once: what is
    larger than the limits is refused before it starts.
    """

    def __init__(self, content: bytes, archive: Archive | None, limits: SizeLimits) -> None:
        """Open the workbook. Raises WorkbookError when it cannot be opened, SizeError."""
        self._archive = archive
        self._limits = limits
        self._open: dict[str, SheetDetails] = {}
        try:
            self._sizes = _measure_parts(archive, limits) if archive is not None else {}
            self._open = read_ods_details(archive.read("content.xml")) if archive else {}
            self._parts = read_sheet_parts(archive) if archive is not None else {}
            old = read_xls_details(content, limits) if archive is None else {}
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            sheets = [s for s in self._book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        except SizeError:
            raise
        except EncryptedError as error:
            raise WorkbookError("password") from error
        except PartError as error:
            reason = "entities" if "entities" in str(error) else "damaged"
            raise WorkbookError(reason, str(error)) from error
        except PasswordError as error:
            raise WorkbookError("password") from error
        except BaseException as error:  # a panic of the reader is no Exception
            _raise_damaged(error)
        visible = tuple(s.name for s in sheets if s.visible == SheetVisibleEnum.Visible)
        # The list of findings in a workbook that was marked here is not the user's table.
        # The old format lists its sheets in the order that the reader gives them.
        names = [s.name for s in sheets]
        self._old = {n: old[k] for k, n in enumerate(names)} if len(old) == len(names) else {}
        self.visible = tuple(n for n in visible if n not in FINDINGS_SHEETS) or visible
        self.hidden = tuple(s.name for s in sheets if s.visible != SheetVisibleEnum.Visible)

    def read(self, name: str) -> Sheet:
        """Read one sheet, its errors and formulas without a result as their text."""
        if name not in (*self.visible, *self.hidden):
            raise SheetError(name, self.visible)
        details = self._old.get(name) or self._open.get(name) or SheetDetails()
        for size in self._find_sizes(name):
            self._check_size(size)
        try:
            if self._archive is not None and name in self._parts:
                details = read_details(self._archive, self._parts[name])
            sheet = self._book.get_sheet_by_name(name)
            self._check_size(SheetSize(sheet.total_height, sheet.total_width))
            values = sheet.to_python(skip_empty_area=False)
        except SizeError:
            raise
        except BaseException as error:  # a panic of the reader is no Exception
            _raise_damaged(error)
        rows, scales = _format_rows(values, details, self._limits)
        return Sheet(name, rows, details.merges or self._read_merges(name), details, scales)

    def find_total(self, names: Iterable[str]) -> SheetSize:
        """All that these sheets hold together, without those that are too large for themselves."""
        sizes = [
            max(self._find_sizes(n), key=lambda s: s.cells, default=SheetSize()) for n in names
        ]
        return SheetSize(stored=sum(s.cells for s in sizes if not s.exceeds(self._limits)))

    def _find_sizes(self, name: str) -> Collection[SheetSize]:
        """The size of one sheet; of all parts where it is not known which of them it is."""
        size = self._sizes.get(self._parts.get(name, ""))
        return [size] if size is not None else self._sizes.values()

    def _check_size(self, size: SheetSize) -> None:
        if variant := size.exceeds(self._limits):
            raise SizeError(variant, size, self._limits)

    def _read_merges(self, name: str) -> Sequence[Merge]:
        try:
            return list(self._book.get_sheet_by_name(name).merged_cell_ranges or ())
        except (CalamineError, ValueError):
            return ()


class PageBook:
    """The tables of a web page as sheets called 1, 2, 3 …"""

    hidden: tuple[str, ...] = ()

    def __init__(self, text: str, limits: SizeLimits) -> None:
        """Read the tables. Raises SizeError when there are far too many cells."""
        self._tables = read_tables(text, limits)
        self.visible = tuple(str(n) for n in range(1, len(self._tables) + 1))

    def read(self, name: str) -> Sheet:
        """Read one table."""
        if name not in self.visible:
            raise SheetError(name, self.visible)
        rows, merges = self._tables[int(name) - 1]
        width = max((len(r) for r in rows), default=0)
        return Sheet(name, [r + [""] * (width - len(r)) for r in rows], merges)

    def find_total(self, names: Iterable[str]) -> SheetSize:
        """Nothing: the page as a whole was measured while it was read."""
        return SheetSize()


def _measure_parts(archive: Archive, limits: SizeLimits) -> dict[str, SheetSize]:
    """The sizes of the worksheets of an XLSX or XLSB by their parts, every part checked on the way.

    Raises SizeError where the whole cannot be opened, whichever sheet is wanted.
    """
    texts: TextMeasure | BinaryTextMeasure = TextMeasure(limits)
    spread = OpenMeasure(limits)
    sheets: dict[str, SheetMeasure | BinaryMeasure] = {}

    def take(name: str, piece: bytes) -> None:
        nonlocal texts
        is_binary = name.endswith(".bin")
        if name == "content.xml":
            spread.add(piece)
        elif is_shared_texts(name):
            texts = BinaryTextMeasure(limits) if is_binary and not texts.count else texts
            texts.add(piece)
        elif name.lower().startswith("xl"):
            # Whichever part the workbook takes for a sheet is measured as one.
            if name not in sheets:
                measure = BinaryMeasure if is_binary else SheetMeasure
                sheets[name] = measure(limits, texts.close())
            sheets[name].add(piece)

    archive.check_parts(take)
    return {name: measure.size for name, measure in sheets.items()}


def find_protection(content: bytes, archive: Archive | None) -> str:
    """``password``, ``macro`` or '' for a workbook that can be opened."""
    if archive is not None:
        if any(n.lower().endswith("vbaproject.bin") for n in archive.names):
            return "macro"
        return "password" if "EncryptedPackage" in archive.names else ""
    if _ENCRYPTED in content:
        return "password"
    return "macro" if _MACRO_FOLDER in content else ""


def _raise_damaged(error: BaseException) -> None:
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        raise error
    raise WorkbookError("damaged", str(error)) from error


def _format_rows(
    values: Sequence[Sequence[object]], details: SheetDetails, limits: SizeLimits
) -> tuple[Rows, Scales]:
    """The texts of the cells, and where a number is divided in showing it."""
    rows = [[format_cell(cell) for cell in row] for row in values]
    scales = {}
    for (row, column), code in details.formats.items():
        if row < len(rows) and column < len(rows[row]):
            shown = show(values[row][column], code, format_cell)
            rows[row][column] = shown.text
            if shown.scale != 1:
                scales[row, column] = shown.scale
    texts = details.texts | details.errors | details.formulas
    if texts:
        _widen(rows, max(r for r, _ in texts) + 1, max(c for _, c in texts) + 1, limits)
    for (row, column), text in texts.items():
        rows[row][column] = text
    return rows, scales


def _widen(rows: Rows, height: int, width: int, limits: SizeLimits) -> None:
    # The last rows and columns can hold nothing but formulas, which the reader leaves out.
    width = max(width, len(rows[0]) if rows else 0)
    size = SheetSize(max(height, len(rows)), width)
    if variant := size.exceeds(limits):
        raise SizeError(variant, size, limits)
    rows.extend([] for _ in range(height - len(rows)))
    for line in rows:
        line.extend([""] * (width - len(line)))


def format_cell(cell: object) -> str:
    """A cell's value as text: 12 and not 12.0, no exponent, dates as 2024-12-31, blank as ''."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) <= _LONGEST_EXACT:
            return str(int(cell))
        return format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | datetime | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)
