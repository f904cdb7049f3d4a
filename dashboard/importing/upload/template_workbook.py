"""The table that staff fill in: regions × indicators, made so that the import reads it back.

A workbook has three columns for an indicator: the entry, its state, and last year's value in grey. It
carries the version of this layout, so that nothing has to be recognised when it comes back.
"""

import csv
import io
import logging
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.catalogue import Catalogue, Indicator, Region
from dashboard.i18n import Lang, gettext, mark
from dashboard.importing.connection import Connection
from dashboard.importing.corrections import Corrections
from dashboard.importing.upload.cell_edits import read_rows, replace_rows

_LOGGER = logging.getLogger(__name__)

# Headings and the words of states are part of the format that the import reads, not messages.
_HEADINGS: dict[Lang, tuple[str, ...]] = {
    "zh": ("地区代码", "地区", "年份"),
    "en": ("region_code", "region", "year"),
}
_STATE_HEADING: dict[Lang, str] = {"zh": "{name}：状态", "en": "{name}: state"}
_STATE_WORDS: dict[str, dict[Lang, str]] = {
    "not_reported": {"zh": "未报", "en": "not reported"},
    "not_applicable": {"zh": "不适用", "en": "does not apply"},
    "below_unit": {"zh": "不足最小单位", "en": "below the smallest unit"},
    "confidential": {"zh": "保密", "en": "confidential"},
    "provisional": {"zh": "初步", "en": "provisional"},
    "estimate": {"zh": "估计", "en": "estimate"},
    "at_least": {"zh": "至少", "en": "at least"},
    "at_most": {"zh": "至多", "en": "at most"},
}
# What stands in an entry cell for each state, in the words that the import knows anyway.
_MARKS = {
    "not_reported": "未报",
    "not_applicable": "不适用",
    "below_unit": "…",
    "confidential": "保密",
}
_AFTER = {"provisional": "(初步)", "estimate": "(预计)", "at_least": "+", "at_most": "以下"}
_WORDS = {word: state for state, words in _STATE_WORDS.items() for word in words.values()}

LAYOUT_VERSION = 2
_LAYOUT_NAME = "dashboard_layout"
_LAYOUT = re.compile(_LAYOUT_NAME.encode() + rb".{0,400}?template/(\d+)", re.DOTALL)
_LAYOUT_PARTS = ("docProps/custom.xml", "xl/workbook.xml")
_FIXED_COLUMNS = 3
_PER_INDICATOR = 3
_MOST_INDICATORS = 200
_HIGHEST = 1e15  # as far as a spreadsheet counts exactly
_WIDTHS = (12.0, 22.0, 8.0)
_COLUMN_WIDTHS = (20.0, 14.0, 16.0)
_GREY = PatternFill("solid", fgColor="FFE7E6E6")
_GREY_FONT = Font(color="FF8C8C8C", italic=True)
_THIN = Side(style="thin", color="FFBFBFBF")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_NOTES = (
    mark("Fill in the white cells and upload the file; the grey ones say which figure is meant."),
    mark("Write plain numbers in the unit that stands in the heading."),
    mark("Where there is no figure, choose a state beside the entry: missing is not zero."),
    mark("Do not add rows with totals: sums are computed."),
)
Format = Literal["csv", "xlsx"]
Rows = Literal["parts", "own"]


@dataclass(frozen=True)
class LastValue:
    """What is published for a cell of the year before: a value in the base unit, or a state."""

    value: float | None
    status: str


LastYear = Mapping[tuple[str, str], LastValue]  # by region and indicator


def make_template(
    catalogue: Catalogue,
    *,
    parent: str,
    indicators: list[str],
    year: int,
    lang: Lang,
    format: Format = "csv",
    rows: Rows = "parts",
    last_year: LastYear | None = None,
) -> bytes:
    """An empty table of the regions counted under ``parent`` × ``indicators`` for ``year``.

    ``rows`` own makes the one row of ``parent`` itself. CSV has code, name, year and a column per
    indicator with its unit in brackets, in UTF-8 with a mark, so that spreadsheets show Chinese.
    XLSX has, beside each entry, its state to choose from a list and the value of the year before
    out of ``last_year``; entries are limited as the checks limit them, and what must not be changed
    is grey and locked. Raises KeyError for an unknown indicator.
    """
    chosen = [catalogue.indicators[code] for code in indicators]
    regions = [catalogue.regions[parent]] if rows == "own" else catalogue.counted_children(parent)
    if format == "xlsx":
        return _make_workbook(list(regions), chosen, year, lang, last_year or {})
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([*_HEADINGS[lang], *(_head(i, lang) for i in chosen)])
    writer.writerows([r.code, r.full_name(lang), str(year), *[""] * len(chosen)] for r in regions)
    return buffer.getvalue().encode("utf-8-sig")


def find_template(content: bytes) -> int:
    """The version of the layout that a workbook carries; 0 for any other file."""
    if not content.startswith(b"PK\x03\x04"):
        return 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            for part in _LAYOUT_PARTS:
                # Read a start only: these parts are small in every honest file.
                if part in names:
                    with archive.open(part) as file:
                        found = _LAYOUT.search(file.read(1_000_000))
                    if found:
                        return int(found[1])
    # zipfile raises a dozen kinds for damaged archives; reading says what is wrong with them.
    except Exception:
        _LOGGER.info("A workbook could not be looked into for a layout.", exc_info=True)
    return 0


def template_corrections() -> Corrections:
    """What is known of a table of this layout before anything is read."""
    roles = {"A": "place_code", "B": "place", "C": "period"}
    for number in range(_MOST_INDICATORS):
        first = _FIXED_COLUMNS + 1 + number * _PER_INDICATOR
        roles |= {get_column_letter(first + n): "ignored" for n in (1, 2)}
    marks = {text: state for state, text in _MARKS.items()}
    return Corrections(head_row=1, roles=roles, marks=marks)


def join_states(connection: Connection) -> None:
    """Bring the state beside an entry into the entry's own cell of ``text_row``.

    A state without a number stands where the entry is blank; a doubt goes behind the number.
    """
    changed: dict[int, list[str]] = {}
    for row, fields in read_rows(connection).items():
        for entry in range(_FIXED_COLUMNS, len(fields) - 1, _PER_INDICATOR):
            state = _WORDS.get(fields[entry + 1].strip())
            text = fields[entry].strip()
            if state in _MARKS and not text:
                fields[entry] = _MARKS[state]
            elif state in _AFTER and text:
                fields[entry] = f"{text}{_AFTER[state]}"
            else:
                continue
            changed[row] = fields
    replace_rows(connection, changed)


def find_highest(indicator: Indicator) -> float:
    """The largest value of an indicator: 100 for a rate unless its definition lets it exceed that."""
    if indicator.kind == "rate" and "超过100%" not in indicator.definition_zh:
        return 100.0
    return _HIGHEST


def _head(indicator: Indicator, lang: Lang) -> str:
    if lang == "zh":
        return f"{indicator.name_zh}（{indicator.unit_zh}）"
    return f"{indicator.name_en} ({indicator.unit_en})"


def _make_workbook(
    regions: list[Region], indicators: list[Indicator], year: int, lang: Lang, last_year: LastYear
) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = gettext(mark("Table to fill in"), lang)
    _fill_sheet(sheet, regions, indicators, year, lang, last_year)
    book.custom_doc_props.append(  # type: ignore[attr-defined]  # its stubs lack the property
        StringProperty(name=_LAYOUT_NAME, value=f"template/{LAYOUT_VERSION}")
    )
    # Twice, since some programs drop the one or the other when they save.
    name = f"_{_LAYOUT_NAME}"
    book.defined_names[name] = DefinedName(
        name, attr_text=f'"template/{LAYOUT_VERSION}"', hidden=True
    )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill_sheet(
    sheet: Worksheet,
    regions: list[Region],
    indicators: list[Indicator],
    year: int,
    lang: Lang,
    last_year: LastYear,
) -> None:
    heading: list[str] = list(_HEADINGS[lang])
    for indicator in indicators:
        name = indicator.name(lang)
        last = gettext(mark("{name}, {year}"), lang, name=name, year=year - 1)
        heading += [_head(indicator, lang), _STATE_HEADING[lang].format(name=name), last]
    sheet.append(heading)
    for region in regions:
        sheet.append([region.code, region.full_name(lang), year])
    last_row = len(regions) + 1
    for line in sheet.iter_rows(max_row=last_row, max_col=len(heading)):
        for cell in line:
            cell.fill, cell.border = _GREY, _FRAME
            if cell.row == 1:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
    for place, indicator in enumerate(indicators):
        first = _FIXED_COLUMNS + 1 + place * _PER_INDICATOR
        _fill_indicator(sheet, indicator, regions, first, lang, last_year)
    _finish_sheet(sheet, len(heading), lang)


def _fill_indicator(
    sheet: Worksheet,
    indicator: Indicator,
    regions: list[Region],
    first: int,
    lang: Lang,
    last_year: LastYear,
) -> None:
    if definition := indicator.definition(lang):
        sheet.cell(1, first).comment = Comment(definition, _LAYOUT_NAME, height=90, width=320)
    for row, region in enumerate(regions, start=2):
        for number in (first, first + 1):
            cell = sheet.cell(row, number)
            cell.protection = Protection(locked=False)
            cell.fill = PatternFill()
        sheet.cell(row, first).number_format = _number_format(indicator)
        last = sheet.cell(row, first + 2)
        last.font, last.number_format = _GREY_FONT, _number_format(indicator)
        known = last_year.get((region.code, indicator.code))
        if known is not None:
            words = _STATE_WORDS.get(known.status, {})
            last.value = words.get(lang) if known.value is None else known.value
    for validation, number in (
        (_limit_entries(indicator, lang), first),
        (_list_states(lang), first + 1),
    ):
        letter = get_column_letter(number)
        validation.add(f"{letter}2:{letter}{len(regions) + 1}")
        sheet.add_data_validation(validation)


def _number_format(indicator: Indicator) -> str:
    return "#,##0" + ("." + "0" * indicator.decimals if indicator.decimals else "")


def _limit_entries(indicator: Indicator, lang: Lang) -> DataValidation:
    """The limits of the checks: whole numbers of things, rates up to their maximum, never below 0."""
    highest = find_highest(indicator)
    is_whole = indicator.kind == "count"
    unit = indicator.unit(lang)
    if highest < _HIGHEST:
        text = mark("A number from 0 to {highest}, in {unit}.")
        prompt = gettext(text, lang, highest=f"{highest:,.15g}", unit=unit)
    elif is_whole:
        prompt = gettext(mark("A whole number from 0 up, in {unit}."), lang, unit=unit)
    else:
        prompt = gettext(mark("A number from 0 up, in {unit}."), lang, unit=unit)
    return DataValidation(
        type="whole" if is_whole else "decimal",
        operator="between",
        formula1="0",
        formula2=format(highest, ".0f"),
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=gettext(mark("This entry is not possible"), lang),
        error=prompt,
        promptTitle=indicator.name(lang)[:32],
        prompt=prompt,
    )


def _list_states(lang: Lang) -> DataValidation:
    words = ",".join(words[lang] for words in _STATE_WORDS.values())
    return DataValidation(
        type="list",
        formula1=f'"{words}"',
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=gettext(mark("This entry is not possible"), lang),
        error=gettext(mark("Choose a state from the list."), lang),
        prompt=gettext(mark("Only where there is no figure, or one that is in doubt."), lang),
    )


def _finish_sheet(sheet: Worksheet, columns: int, lang: Lang) -> None:
    for number in range(1, columns + 1):
        width = (
            _WIDTHS[number - 1]
            if number <= _FIXED_COLUMNS
            else _COLUMN_WIDTHS[(number - _FIXED_COLUMNS - 1) % _PER_INDICATOR]
        )
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[1].height = 45
    text = "\n".join(gettext(note, lang) for note in _NOTES)
    sheet["B1"].comment = Comment(text, _LAYOUT_NAME, height=160, width=360)
    # The first cell that scrolls: below the headings, right of the names.
    sheet.freeze_panes = sheet.cell(2, _FIXED_COLUMNS + 1).coordinate
    # Protection without a password keeps honest hands off the grey cells and stops nobody.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
