"""Workbooks to text: cells as a person would type them, numbers with all their digits."""

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

_LONGEST_EXACT = 2**53


class WorkbookError(ValueError):
    """The workbook cannot be opened: damaged, or protected by a password."""


class SheetError(ValueError):
    """The workbook has no sheet of that name; ``sheets`` are those it has."""

    def __init__(self, name: str, sheets: tuple[str, ...]) -> None:
        """Keep the names so that the user can choose among them."""
        self.sheets = sheets
        super().__init__(f"The workbook has no sheet {name!r}.")


@dataclass(frozen=True)
class Sheet:
    """One sheet as rows of text, from A1; ``sheets`` are the names of all visible sheets."""

    name: str
    sheets: tuple[str, ...]
    rows: list[list[str]]


def read_workbook(content: bytes, sheet: str = "") -> Sheet:
    """Read ``sheet``, or the first visible one.

    Raises WorkbookError when the file cannot be opened, SheetError when there is no such sheet.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = tuple(
            s.name
            for s in book.sheets_metadata
            if s.visible == SheetVisibleEnum.Visible and s.typ == SheetTypeEnum.WorkSheet
        )
        name = sheet or (visible or tuple(book.sheet_names))[0]
        if name not in book.sheet_names:
            raise SheetError(name, visible)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise WorkbookError(str(error)) from error
    return Sheet(name, visible, [[format_cell(cell) for cell in row] for row in rows])


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
