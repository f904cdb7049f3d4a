"""Workbooks to text: cells as a person would see them, numbers with all their digits."""

import io
from collections.abc import Sequence
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

from dashboard.importing.biff import PasswordError as EncryptedError
from dashboard.importing.biff import read_xls_details
from dashboard.importing.opendocument import measure_sheets, read_ods_details
from dashboard.importing.sheetxml import (
    Archive,
    PartError,
    SheetDetails,
    read_details,
    read_sheet_parts,
)
from dashboard.importing.webpage import Merge, PageError, Rows, read_tables

_LONGEST_EXACT = 2**53
# The reader lays a sheet out as a full rectangle: one cell in the last corner would fill the memory.
AREA_LIMIT = 40_000_000
OLD_AREA_LIMIT = 10_000_000
SHEET_LIMIT = 200
# The first sheet of a workbook that went back with its findings marked (see ``marked``).
FINDINGS_SHEETS = frozenset({"问题清单", "Findings"})
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACRO_FOLDER = "_VBA_PROJECT".encode("utf-16-le")


class WorkbookError(ValueError):
    """The workbook cannot be read; ``reason`` is damaged, password, macro, entities or area."""

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


class Book(Protocol):
    """A workbook, or a page with tables, whose sheets are read one at a time."""

    visible: tuple[str, ...]
    hidden: tuple[str, ...]

    def read(self, name: str) -> Sheet:
        """Read one sheet. Raises WorkbookError, or SheetError when there is none of that name."""


class CalamineBook:
    """An XLSX, XLSB, XLS or ODS."""

    def __init__(self, content: bytes, archive: Archive | None) -> None:
        """Open the workbook. Raises WorkbookError when it cannot be opened."""
        self._archive = archive
        self._open: dict[str, SheetDetails] = {}
        try:
            if archive is not None:
                archive.check_parts()
                content_xml = archive.read("content.xml")
                if measure_sheets(content_xml) > AREA_LIMIT:
                    raise WorkbookError("area")
                self._open = read_ods_details(content_xml)
            self._parts = read_sheet_parts(archive) if archive is not None else {}
            old = read_xls_details(content) if archive is None else {}
            if any(d.row_count * d.column_count > OLD_AREA_LIMIT for d in old.values()):
                raise WorkbookError("area")
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            sheets = [s for s in self._book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        except WorkbookError:
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
        try:
            if self._archive is not None and name in self._parts:
                details = read_details(self._archive, self._parts[name])
            if details.row_count * details.column_count > AREA_LIMIT:
                raise WorkbookError("area")
            sheet = self._book.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > AREA_LIMIT:
                raise WorkbookError("area")
            values = sheet.to_python(skip_empty_area=False)
        except WorkbookError:
            raise
        except BaseException as error:  # a panic of the reader is no Exception
            _raise_damaged(error)
        return Sheet(name, _format_rows(values, details), self._read_merges(name), details)

    def _read_merges(self, name: str) -> Sequence[Merge]:
        try:
            return list(self._book.get_sheet_by_name(name).merged_cell_ranges or ())
        except (CalamineError, ValueError):
            return ()


class PageBook:
    """The tables of a web page as sheets called 1, 2, 3 …"""

    hidden: tuple[str, ...] = ()

    def __init__(self, text: str) -> None:
        """Read the tables. Raises WorkbookError when there are far too many cells."""
        try:
            self._tables = read_tables(text)
        except PageError as error:
            raise WorkbookError("area") from error
        self.visible = tuple(str(n) for n in range(1, len(self._tables) + 1))

    def read(self, name: str) -> Sheet:
        """Read one table."""
        if name not in self.visible:
            raise SheetError(name, self.visible)
        rows, merges = self._tables[int(name) - 1]
        width = max((len(r) for r in rows), default=0)
        return Sheet(name, [r + [""] * (width - len(r)) for r in rows], merges)


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


def _format_rows(values: list[list[object]], details: SheetDetails) -> Rows:
    rows = [[format_cell(cell) for cell in row] for row in values]
    for places, change in ((details.percents, format_percent), (details.years, format_year)):
        for row, column in places:
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = change(values[row][column])
    texts = details.errors | details.formulas
    if texts:
        _widen(rows, max(r for r, _ in texts) + 1, max(c for _, c in texts) + 1)
    for (row, column), text in texts.items():
        rows[row][column] = text
    return rows


def _widen(rows: Rows, height: int, width: int) -> None:
    # The last rows and columns can hold nothing but formulas, which the reader leaves out.
    width = max(width, len(rows[0]) if rows else 0)
    if height * width > AREA_LIMIT:
        raise WorkbookError("area")
    rows.extend([] for _ in range(height - len(rows)))
    for line in rows:
        line.extend([""] * (width - len(line)))


def format_percent(cell: object) -> str:
    """A number in a cell formatted as per cent, as it is seen: 0.9035 is 90.35%."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return format((Decimal(repr(float(cell))) * 100).normalize(), "f") + "%"
    return format_cell(cell)


def format_year(cell: object) -> str:
    """A date in a cell that shows only its year."""
    return str(cell.year) if isinstance(cell, date) else format_cell(cell)


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
