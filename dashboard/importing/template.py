"""The table that staff fill in: cities × indicators, made so that the import reads it back."""

import csv
import io
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.catalogue import Catalogue, Indicator
from dashboard.i18n import Lang, gettext, mark

# Headings are part of the format that the import reads, not messages.
_HEADINGS: dict[Lang, tuple[str, ...]] = {
    "zh": ("地区代码", "地区", "年份"),
    "en": ("region_code", "region", "year"),
}
_FIXED_COLUMNS = 3
_WIDTHS = (12.0, 22.0, 8.0)
_FIGURE_WIDTH = 20.0
_GREY = PatternFill("solid", fgColor="FFE7E6E6")
_NOTES = (
    mark("Fill in the white cells and upload the file; the grey ones say which figure is meant."),
    mark("Write plain numbers in the unit that stands in the heading."),
    mark("Write … for below the smallest unit, 不适用 for does not apply, x for confidential."),
    mark("Leave a cell blank or write 未报 where there is no figure: missing is not zero."),
    mark("Do not add rows with totals: sums are computed."),
)
Format = Literal["csv", "xlsx"]


def make_template(
    catalogue: Catalogue,
    *,
    parent: str,
    indicators: list[str],
    year: int,
    lang: Lang,
    format: Format = "csv",
) -> bytes:
    """An empty table of the regions counted under ``parent`` × ``indicators`` for ``year``.

    Columns: code, name, year and one per indicator with its unit in brackets. CSV is UTF-8 with a
    mark, so that spreadsheets show Chinese; XLSX has a sheet of notes, and what must not be changed
    is grey and locked. Raises KeyError for an unknown indicator.
    """
    chosen = [catalogue.indicators[code] for code in indicators]
    heading = [*_HEADINGS[lang], *(_head(i, lang) for i in chosen)]
    rows = [
        [r.code, r.full_name(lang), str(year), *[""] * len(chosen)]
        for r in catalogue.counted_children(parent)
    ]
    if format == "xlsx":
        return _make_workbook(heading, rows, lang, [i.definition(lang) for i in chosen])
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([heading, *rows])
    return buffer.getvalue().encode("utf-8-sig")


def _head(indicator: Indicator, lang: Lang) -> str:
    if lang == "zh":
        return f"{indicator.name_zh}（{indicator.unit_zh}）"
    return f"{indicator.name_en} ({indicator.unit_en})"


def _make_workbook(
    heading: list[str], rows: list[list[str]], lang: Lang, definitions: list[str]
) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = gettext(mark("Table to fill in"), lang)
    _fill_sheet(sheet, heading, rows)
    notes = book.create_sheet(gettext(mark("How to fill it in"), lang))
    notes.column_dimensions["A"].width = 100
    for text in _NOTES:
        notes.append([gettext(text, lang)])
    for name, definition in zip(heading[_FIXED_COLUMNS:], definitions, strict=True):
        if definition:
            notes.append([f"{name}: {definition}"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill_sheet(sheet: Worksheet, heading: list[str], rows: list[list[str]]) -> None:
    fixed = _FIXED_COLUMNS
    for row in (heading, *rows):
        sheet.append(row)
    for line in sheet.iter_rows(min_row=1, max_row=len(rows) + 1, max_col=len(heading)):
        for cell in line:
            is_fixed = cell.row == 1 or cell.column <= fixed
            cell.protection = Protection(locked=is_fixed)
            if is_fixed:
                cell.fill = _GREY
            if cell.row == 1:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
    for number in range(1, len(heading) + 1):
        width = _WIDTHS[number - 1] if number <= fixed else _FIGURE_WIDTH
        sheet.column_dimensions[get_column_letter(number)].width = width
    # The first cell that scrolls: below the headings, right of the names.
    sheet.freeze_panes = sheet.cell(2, fixed + 1).coordinate
    # Protection without a password keeps honest hands off the grey cells and stops nobody.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
