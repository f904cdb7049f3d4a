"""Tables as they leave the system: the export table, CSV, XLSX and JSON, and the names of files.

Pure: frames in, frames or bytes out; figures are read through a reader that is handed in. The
table on screen is the pages' and the codes that were asked for are checked by the command line.
"""

import csv
import io
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, cast

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.catalogue import Catalogue, Indicator
from dashboard.demonstration import DEMONSTRATION_SOURCE_EN, DEMONSTRATION_SOURCE_ZH
from dashboard.figures import Read, read_figures
from dashboard.formats import format_quality_flags, say_share
from dashboard.i18n import Lang, mark
from dashboard.i18n import gettext as _

EXPORT_COLUMNS = (
    "region_code", "region", "indicator", "period", "value", "status", "reported_count",
    "expected_count", "source", "upload_id",
)  # fmt: skip
_COLUMN_TEXTS = {
    "region_code": mark("Code of the region (GB/T 2260, or a special unit)."),
    "period": mark("The year, or the last period reported where the year is not complete."),
    "value": mark(
        "In the base unit, rates in per cent. A region's own figure wins; without one the sum of "
        "the regions below stands in. Rates are recomputed from summed parts, never averaged."
    ),
    "reported_count": mark("Regions in a sum; empty for a region's own figure."),
    "expected_count": mark("Regions that the sum should have; empty for a region's own figure."),
    "upload_id": mark("The upload that published the figure; of a sum, the newest one in it."),
}
_STATUS_TEXTS = {
    "final": mark("Reported as final."),
    "provisional": mark("A provisional figure; the final one may differ."),
    "estimate": mark("An estimate, or a figure that its source rounds."),
    "at_least": mark("A lower bound: its source says “more than”."),
    "at_most": mark(
        "An upper bound: its source says “at most”, or what it is divided by is at least."
    ),
    "not_reported": mark("There is no report. Missing is not zero."),
    "not_applicable": mark("The indicator does not apply here."),
    "below_unit": mark("More than zero, but below the smallest unit."),
    "confidential": mark("Known, but not published."),
    "suppressed": mark("Not published: a confidential figure would follow from it."),
    "withheld": mark("Too few of the regions below have reported for their sum to stand in."),
    "beyond": mark("The number is beyond all that can be shown; ask who reported it."),
}
_FLAG_TEXTS = {
    "partial_coverage": mark("A sum in which not every region below has reported."),
    "partial_year": mark("The figure does not cover the whole year."),
    "uneven_periods": mark("The part of the year has a gap, or is not the same in all places."),
    "small_denominator": mark("A rate of few: one more or less changes it by much; not ranked."),
    "recomputed": mark("The rate is recomputed from its parts; the rate reported was another."),
    "revised": mark("An earlier upload gave another value."),
}
_MEASURE_TEXTS = {
    "flow": mark("Added up over the year."),
    "stock": mark("The last figure of the year."),
}

# Spreadsheets read text that begins like this as a formula; full-width signs too, in some.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_PLAIN_NUMBER = re.compile(r"[+-](\d+|\d{1,3}(,\d{3})+)(\.\d+)?%?")
_SHEET_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_RESERVED_NAME = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
_FILE_NAME_LENGTH = 70  # 70 Chinese characters are 210 bytes; file systems allow 255
_SHEET_NAME_LENGTH = 31
_NOTES_SHEET: dict[Lang, str] = {"zh": "说明", "en": "Notes"}
_WIDTHS = (6, 60)
_DOUBLE_DIGITS = 15  # decimal digits that a double keeps, and a spreadsheet shows
Row = tuple[str, str]


# The export table


def read_export_frame(
    read: Read,
    *,
    regions: Iterable[str] = (),
    parents: Iterable[str] = (),
    indicators: Sequence[str] = (),
    years: tuple[int, int] | None = None,
) -> pd.DataFrame:
    """The figures of ``regions`` and of the direct children of ``parents``, with their sources.

    Columns as in ``figures.read_figures``; ordered by indicator, region and year; a region that is
    named twice is there once. No ``indicators`` means all; ``years`` are the first and the last.
    Empty when nothing is known.
    """
    parts = []
    for code in dict.fromkeys(regions):
        frame = read_figures(read, code, indicators, sources=True)
        parts.append(frame[frame["region_code"] == code])
    for code in dict.fromkeys(parents):
        frame = read_figures(read, code, indicators, sources=True)
        parts.append(frame[frame["region_code"] != code])
    if not parts:
        raise ValueError("Name at least one region or parent to export.")
    frame = pd.concat(parts, ignore_index=True)
    if years is not None:
        frame = frame[frame["year"].between(*years)]
    keys = ["indicator", "region_code", "year"]
    return frame.drop_duplicates(keys).sort_values(keys, ignore_index=True)


def make_export_rows(frame: pd.DataFrame, catalogue: Catalogue, *, lang: Lang) -> pd.DataFrame:
    """The export table of a figures frame that was read with its sources.

    Columns are EXPORT_COLUMNS: region is the full name in ``lang``; period is the year as text, or
    the latest period where the year is not complete; value is in the base unit, NaN for a state;
    the counts are those of a sum, else missing; source names the coverage of a sum, demonstration
    data, and every flag that no other column tells. One row per row of ``frame``, in its order.
    """
    quality_flags = [d.split(",") if d else [] for d in frame["quality_flags"]]
    periods = zip(frame["year"], frame["latest_period"], quality_flags, strict=True)
    regions = catalogue.regions
    return pd.DataFrame(
        {
            "region_code": frame["region_code"].array,
            "region": pd.array([regions[c].full_name(lang) for c in frame["region_code"]], "str"),
            "indicator": frame["indicator"].array,
            "period": pd.array(
                [p if "partial_year" in d else str(y) for y, p, d in periods], "str"
            ),
            "value": frame["value"].array,
            "status": frame["status"].array,
            "reported_count": frame["reported_count"].astype("Int64").array,
            "expected_count": frame["expected_count"].astype("Int64").array,
            "source": pd.array([_describe_source(row, lang) for row in _rows(frame)], "str"),
            "upload_id": frame["upload_id"].astype("Int64").array,
        },
        columns=list(EXPORT_COLUMNS),
    )


def _rows(frame: pd.DataFrame) -> Iterable[Any]:
    return frame.itertuples(index=False)


def _describe_source(row: Any, lang: Lang) -> str:
    """Where one figure comes from, and the quality flags that its status and counts do not tell."""
    remarks = []
    if row.origin == "children":
        text = _(
            "sum of {reported_count} of {expected_count} {expected_count:region|regions}",
            lang,
            reported_count=int(row.reported_count),
            expected_count=int(row.expected_count),
        ) + say_share(row.coverage, row.place_count, row.expected_places, lang)
    else:
        text = row.source
    if row.is_demonstration:
        if text in ("", DEMONSTRATION_SOURCE_ZH, DEMONSTRATION_SOURCE_EN):
            text = DEMONSTRATION_SOURCE_ZH if lang == "zh" else DEMONSTRATION_SOURCE_EN
        else:
            remarks.append(_("demonstration figures, not real", lang))
    told = {row.status}
    if row.reported_count < row.expected_count:
        told.add("partial_coverage")
    untold = [d for d in row.quality_flags.split(",") if d and d not in told]
    if untold and not math.isnan(row.value):
        remarks.append(format_quality_flags(",".join(untold), lang))
    if not remarks:
        return text
    return f"{text}（{'；'.join(remarks)}）" if lang == "zh" else f"{text} ({'; '.join(remarks)})"


def make_export_notes(
    frame: pd.DataFrame, catalogue: Catalogue, *, lang: Lang, version: int, day: date
) -> list[Row]:
    """What must be known beside the export table of ``frame``: label and text, in order.

    Data version and day, demonstration data if there is any, the columns, every source, the
    definition of every indicator, and the states and quality flags that occur.
    """
    notes = [
        (_("Figures as at data version", lang), str(version)),
        (_("Exported on", lang), day.isoformat()),
    ]
    if frame["is_demonstration"].any():
        notes.append(
            (
                _("Demonstration figures", lang),
                _("Some figures are made by a program and not real; their source says so.", lang),
            )
        )
    label = _("Rows", lang)
    text = _("A region and year without a row has not been reported; it is not zero.", lang)
    notes.append((label, text))
    notes += [(column, _(text, lang)) for column, text in _COLUMN_TEXTS.items()]
    if (frame["origin"] == "children").any():
        text = _("A sum of the regions below; its parts have their own sources.", lang)
        notes.append((_("Source of figures", lang), text))
    notes += [(_("Source of figures", lang), s) for s in _list_sources(frame, lang)]
    codes = set(frame["indicator"])
    chosen = [i for code, i in catalogue.indicators.items() if code in codes]
    notes += [(f"{i.name(lang)} ({i.code})", _describe_indicator(i, lang)) for i in chosen]
    return notes + _explain_states(frame, lang)


def _list_sources(frame: pd.DataFrame, lang: Lang) -> list[str]:
    """The sources of own figures, each once, the most frequent first."""
    found = frame.loc[(frame["origin"] == "own") & (frame["source"] != ""), "source"]
    if lang == "en":
        found = found.replace(DEMONSTRATION_SOURCE_ZH, DEMONSTRATION_SOURCE_EN)
    return found.value_counts().index.tolist()


def _describe_indicator(indicator: Indicator, lang: Lang) -> str:
    sentences = [_("Unit: {unit}.", lang, unit=indicator.unit(lang))]
    if indicator.kind != "rate":
        sentences.append(_(_MEASURE_TEXTS[indicator.measure], lang))
    definition = indicator.definition(lang)
    if definition:
        stop = "。" if lang == "zh" else "."
        sentences.append(definition if definition.endswith(stop) else definition + stop)
    return ("" if lang == "zh" else " ").join(sentences)


def _explain_states(frame: pd.DataFrame, lang: Lang) -> list[Row]:
    statuses = set(frame["status"])
    quality_flags = {d for text in frame["quality_flags"].unique() for d in text.split(",")}
    states = [(s, _(text, lang)) for s, text in _STATUS_TEXTS.items() if s in statuses]
    return states + [
        (format_quality_flags(d, lang), _(text, lang))
        for d, text in _FLAG_TEXTS.items()
        if d in quality_flags
    ]


# Any table


def to_csv(table: pd.DataFrame) -> bytes:
    """``table`` as CSV for spreadsheets: UTF-8 with a mark, CRLF, headings first, missing empty.

    Text that a spreadsheet would take for a formula gets a leading apostrophe; numbers, and text
    that is a plain number (``+3.5%``), stay as they are. The index is left out.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_disarm(str(c)) for c in table.columns])
    writer.writerows(zip(*[_csv_texts(table, n) for n in range(table.shape[1])], strict=True))
    return buffer.getvalue().encode("utf-8-sig")


def to_json(table: pd.DataFrame) -> str:
    """``table`` as a JSON list with one object a row; missing is null, times are ISO 8601."""
    names = [str(c) for c in table.columns]
    rows = zip(*[_json_values(table, n) for n in range(table.shape[1])], strict=True)
    records = [dict(zip(names, row, strict=True)) for row in rows]
    return json.dumps(records, ensure_ascii=False, allow_nan=False, indent=2)


def to_xlsx(
    table: pd.DataFrame, *, title: str, lang: Lang, notes: Sequence[tuple[str, str]] = ()
) -> bytes:
    """``table`` as a workbook of two sheets: the table, and the notes under its title.

    Cells are typed: numbers are numbers, dates dates, missing is empty, and text is never a
    formula. ``notes`` are labels and texts, such as make_export_notes gives.
    """
    book = Workbook()
    book.properties.title = _clean(title)
    sheet = book.worksheets[0]
    sheet.title = _sheet_name(title)
    _fill_table(sheet, table)
    _fill_notes(book.create_sheet(_NOTES_SHEET[lang]), title, notes)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def file_name(*parts: str) -> str:
    """A name for a file, without its suffix, out of ``parts`` (``工会会员人数-2024-v12``).

    Only ASCII letters, digits, ``_``, ``-`` and CJK characters are kept; everything else separates.
    """
    joined = "-".join(unicodedata.normalize("NFKC", str(p)) for p in parts)
    kept = re.sub(r"[^0-9A-Za-z_\u3400-\u4dbf\u4e00-\u9fff-]+", "-", joined)
    name = re.sub(r"-{2,}", "-", kept)[:_FILE_NAME_LENGTH].strip("-") or "table"
    # Windows keeps these names for devices, whatever the suffix.
    return f"table-{name}" if _RESERVED_NAME.fullmatch(name) else name


def text_width(text: str) -> int:
    """The columns that ``text`` takes in a table: two for a Chinese character or a full-width sign."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


# Cells


def _values(table: pd.DataFrame, number: int) -> list[Any]:
    """A column as Python values; None where missing."""
    column = table.iloc[:, number]
    missing = column.isna().tolist()
    return [
        None if gone else value.item() if isinstance(value, np.generic) else value
        for value, gone in zip(column.tolist(), missing, strict=True)
    ]


def _tidy(value: float) -> float | int:
    """A float without the dust of binary arithmetic; whole numbers as int."""
    if value.is_integer() and abs(value) < 10**_DOUBLE_DIGITS:
        return int(value)
    return float(format(value, f".{_DOUBLE_DIGITS}g"))


def _csv_texts(table: pd.DataFrame, number: int) -> list[str]:
    return [_csv_text(value) for value in _values(table, number)]


def _csv_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and math.isfinite(value):
        number = _tidy(value)
        return (
            str(number) if isinstance(number, int) else np.format_float_positional(number, trim="-")
        )
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return _disarm(str(value))


def _disarm(text: str) -> str:
    harmless = not _FORMULA.match(text) or _PLAIN_NUMBER.fullmatch(text)
    return text if harmless else f"'{text}"


def _json_values(table: pd.DataFrame, number: int) -> list[Any]:
    return [_json_value(value) for value in _values(table, number)]


def _json_value(value: Any) -> Any:
    if isinstance(value, float):
        return _tidy(value) if math.isfinite(value) else None
    if isinstance(value, date | time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast(Cell, sheet.cell(row, column))  # nothing is merged in a sheet of ours


def _fill_table(sheet: Worksheet, table: pd.DataFrame) -> None:
    widths = []
    for number, heading in enumerate(table.columns, start=1):
        cell = _cell(sheet, 1, number)
        _set_cell(cell, str(heading))
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="center")
        width = text_width(str(heading)) + 2  # the button of the filter
        for row, value in enumerate(_values(table, number - 1), start=2):
            if value is not None:
                width = max(width, _set_cell(_cell(sheet, row, number), value))
        widths.append(width)
    for number, width in enumerate(widths, start=1):
        least, most = _WIDTHS
        sheet.column_dimensions[get_column_letter(number)].width = min(max(width + 2, least), most)
    sheet.freeze_panes = "A2"
    if widths:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{len(table) + 1}"


def _set_cell(cell: Cell, value: Any) -> int:
    """Put ``value`` into ``cell`` with its type and format; the width that it needs."""
    if isinstance(value, bool):
        cell.value = value
        return 5
    if isinstance(value, float) and math.isfinite(value):
        cell.value = _tidy(value)
        cell.number_format = _float_format(value)
        return len(f"{value:,.2f}")
    if isinstance(value, int):
        # Years, codes and counts of regions: grouped digits would make 2,024 of a year.
        cell.value = value
        cell.number_format = "0"
        return len(str(value))
    if isinstance(value, datetime):
        # A workbook knows no time zones: what it shows is UTC.
        cell.value = pd.Timestamp(value).tz_convert(None) if value.tzinfo else value
        return 19
    if isinstance(value, date | time):
        cell.value = value
        return 10
    return _set_text(cell, str(value))


def _set_text(cell: Cell, value: str) -> int:
    text = _clean(value)
    cell.value = text
    # openpyxl makes a formula of text that begins with "=", and an error of "#N/A".
    cell.data_type = "s"
    if _FORMULA.match(text):
        cell.quotePrefix = True  # or it would become a formula when somebody edits the cell
    return max((text_width(line) for line in text.splitlines()), default=0)


def _float_format(value: float) -> str:
    if value.is_integer():
        return "#,##0"
    return "#,##0.00" if abs(value) >= 0.01 else "General"


def _clean(text: str) -> str:
    """``text`` without the control characters that no workbook can hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _sheet_name(title: str) -> str:
    """``title`` as the name of a sheet; Excel forbids some signs and more than 31 characters."""
    name = _SHEET_NAME_FORBIDDEN.sub(" ", _clean(title)).strip(" '")
    return name[:_SHEET_NAME_LENGTH].strip(" '") or "Table"


def _fill_notes(sheet: Worksheet, title: str, notes: Sequence[tuple[str, str]]) -> None:
    for row, pair in enumerate([(title, ""), *notes], start=1):
        for number, text in enumerate(pair, start=1):
            cell = _cell(sheet, row, number)
            _set_text(cell, str(text))
            cell.alignment = Alignment(wrap_text=number == 2, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    labels = [text_width(str(label)) for label, _text in notes]
    sheet.column_dimensions["A"].width = min(max([*labels, 12]) + 2, _WIDTHS[1])
    sheet.column_dimensions["B"].width = 90
