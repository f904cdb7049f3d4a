"""The tables that staff fill in with targets or with breaks in series: a row each, read back as they are."""

import csv
import io
from collections.abc import Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from dashboard.catalogue import Catalogue
from dashboard.i18n import Lang
from dashboard.importing.upload.template_workbook import Format, Rows

Contents = Literal["targets", "breaks"]

# Headings and kinds are part of the format that the import reads, not messages.
_HEADINGS: dict[Contents, dict[Lang, tuple[str, ...]]] = {
    "targets": {
        "zh": ("地区代码", "地区", "指标", "年份", "目标值", "单位", "类型"),
        "en": ("region_code", "region", "indicator", "year", "target", "unit", "kind"),
    },
    "breaks": {
        "zh": ("地区", "指标", "年份", "原因", "英文原因"),
        "en": ("region", "indicator", "year", "reason", "reason_en"),
    },
}
_KINDS: dict[Lang, tuple[str, str]] = {"zh": ("年度", "规划"), "en": ("annual", "plan")}
_WIDTH = 20.0
_MOST_BREAKS = 500  # rows of a table of breaks in which indicators are offered


def make_attached_template(
    catalogue: Catalogue,
    contents: Contents,
    *,
    parent: str,
    indicators: Sequence[str],
    year: int,
    lang: Lang,
    format: Format = "csv",
    rows: Rows = "parts",
) -> bytes:
    """A table of targets to fill in, or one for breaks in series with nothing but its headings.

    Targets have a row for each region counted under ``parent`` (``rows`` own: for ``parent``
    itself) and each of ``indicators``, all of ``year`` and annual until something else is written.
    Raises KeyError for an unknown indicator.
    """
    chosen = [catalogue.indicators[code] for code in indicators]
    regions = [catalogue.regions[parent]] if rows == "own" else catalogue.counted_children(parent)
    lines: list[list[str]] = [list(_HEADINGS[contents][lang])]
    if contents == "targets":
        annual = _KINDS[lang][0]
        lines += [
            [r.code, r.full_name(lang), i.name(lang), str(year), "", i.unit(lang), annual]
            for i in chosen
            for r in regions
        ]
    if format == "csv":
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows(lines)
        return buffer.getvalue().encode("utf-8-sig")
    offered = list(_KINDS[lang]) if contents == "targets" else [i.name(lang) for i in chosen]
    column = lines[0].index(_HEADINGS[contents][lang][-1 if contents == "targets" else 1]) + 1
    return _make_workbook(lines, offered, column)


def _make_workbook(lines: list[list[str]], offered: list[str], column: int) -> bytes:
    """A sheet of ``lines`` with ``offered`` to choose from in the rows of ``column``."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line in lines:
        sheet.append(line)
    for number in range(1, len(lines[0]) + 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
    words = ",".join(offered)
    # A longer list than a spreadsheet takes is left out.
    if words and len(words) < 250 and '"' not in words:
        choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        letter = get_column_letter(column)
        choice.add(f"{letter}2:{letter}{max(len(lines), _MOST_BREAKS)}")
        sheet.add_data_validation(choice)
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
