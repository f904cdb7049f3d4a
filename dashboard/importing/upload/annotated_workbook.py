"""The workbook that goes back: the user's own, with doubtful cells coloured, and a list of findings.

Text of the file and of the findings stays text: nothing here can become a formula.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineError, CalamineWorkbook

from dashboard.i18n import Lang, gettext, mark
from dashboard.importing.connection import fetch_rows
from dashboard.importing.corrections import Corrections
from dashboard.importing.findings.finding import Finding
from dashboard.importing.reading.text_table import read_file
from dashboard.importing.upload.cell_edits import parse_address, read_rows
from dashboard.importing.upload.review import Review
from dashboard.settings import load_settings
from dashboard.store import open_memory

# The name is how the reader knows the sheet again (FINDINGS_SHEETS): a format, not a message.
FINDINGS_SHEET: dict[Lang, str] = {"zh": "问题清单", "en": "Findings"}
MARK_LIMIT = 20_000
ROW_LIMIT = 200_000
_AUTHOR = "dashboard-check"
_COLOURS = {"E": "FFFF9C9C", "W": "FFFFE08A", "I": "FFCFE4F7"}
_FILLS = {s: PatternFill("solid", fgColor=c) for s, c in _COLOURS.items()}
_SEVERITIES = {"E": mark("error"), "W": mark("please confirm"), "I": mark("to know")}
_HEADINGS = (
    mark("Severity"), mark("Rule"), mark("Cell"), mark("Text in the cell"), mark("What"),
    mark("What to do"), mark("Nearest names"), mark("Cells"),
)  # fmt: skip
_WIDTHS = (10, 26, 10, 24, 60, 60, 36, 8)
_HEAD_ROW = 3
_LONGEST = 32_000  # a cell holds 32,767 characters
_COMMENT_LENGTH = 1_000
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]*[1-9])?")
_FORMULA_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: [a-z]+="[^"]*")*)><f([^>]*)>(.*?)</f><v\s*(?:/>|></v>)</c>', re.S
)


@dataclass(frozen=True)
class _Annotations:
    """What is written where: by row and column, the worst severity and the sentences."""

    severities: dict[tuple[int, int], str] = field(default_factory=dict)
    texts: dict[tuple[int, int], list[str]] = field(default_factory=dict)
    is_cut: bool = False


def make_annotated_workbook(
    content: bytes, review: Review, lang: Lang, *, corrections: Corrections = Corrections()
) -> bytes:
    """The file that was reviewed, as a workbook with its findings in it.

    An XLSX keeps its layout, styles, formulas and other sheets; any other file becomes a workbook
    with the table as it was read, at the same addresses. Where there are more than MARK_LIMIT
    findings, only the first of each rule are marked, and the list says so.
    """
    annotations = _collect(review.findings, lang)
    book, sheet, is_whole = _open_book(content, review, corrections, annotations)
    _clean(sheet)
    _annotate_cells(sheet, annotations, review.findings)
    values = _computed_values(content, book) if is_whole is None else {}
    _add_list(book, sheet, review, lang, annotations, is_whole=is_whole is not False)
    buffer = io.BytesIO()
    book.save(buffer)
    titles = [s.title for s in book.worksheets]
    return _restore_values(buffer.getvalue(), titles, values) if values else buffer.getvalue()


# What is marked


def _collect(findings: Sequence[Finding], lang: Lang) -> _Annotations:
    placed = [f for f in findings if parse_address(f.address)]
    is_cut = len(placed) > MARK_LIMIT
    if is_cut:
        rules = {f.rule for f in placed}
        placed = list(_first_of_each(placed, MARK_LIMIT // len(rules)))
    annotations = _Annotations(is_cut=is_cut)
    for finding in placed:
        place = parse_address(finding.address)
        if place is None:
            continue
        worst = annotations.severities.get(place, "I")
        annotations.severities[place] = min(worst, finding.severity, key="EWI".index)
        text = f"[{finding.rule}] {finding.message(lang)} {finding.remedy(lang)}".strip()
        annotations.texts.setdefault(place, []).append(text)
    return annotations


def _first_of_each(findings: Sequence[Finding], limit: int) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
        if counts[finding.rule] <= limit:
            yield finding


def _annotate_cells(
    sheet: Worksheet, annotations: _Annotations, findings: Sequence[Finding]
) -> None:
    for (row, column), severity in annotations.severities.items():
        cell = _top_left(sheet, row, column)
        cell.fill = _FILLS[severity]
        text = ILLEGAL_CHARACTERS_RE.sub(" ", "\n".join(annotations.texts[row, column]))
        if cell.comment is not None:
            text = f"{cell.comment.text}\n{text}"
        cell.comment = Comment(text[:_COMMENT_LENGTH], _AUTHOR, height=140, width=320)
    # A finding about a text stands for every cell of its column that says the same.
    for finding in findings:
        place = parse_address(finding.address)
        if place and finding.count > 1 and finding.text and place in annotations.severities:
            _fill_same(sheet, place, finding)


def _fill_same(sheet: Worksheet, place: tuple[int, int], finding: Finding) -> None:
    first, column = place
    for (cell,) in sheet.iter_rows(min_row=first + 1, min_col=column, max_col=column):
        is_same = cell.value is not None and str(cell.value).strip() == finding.text.strip()
        if is_same and not isinstance(cell, MergedCell) and not _is_ours(cell):
            cell.fill = _FILLS[finding.severity]


def _top_left(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell itself, or the first of the merged cells that it lies in."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    found = next(r for r in sheet.merged_cells.ranges if cell.coordinate in r)
    return _plain_cell(sheet, found.min_row, found.min_col)


def _plain_cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell that is not hidden by another that it is merged with."""
    return cast(Cell, sheet.cell(row, column))


def _is_ours(cell: Cell) -> bool:
    return cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in _COLOURS.values()


def _clean(sheet: Worksheet) -> None:
    """Take out the marks of an earlier round."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if cell.comment is not None and cell.comment.author == _AUTHOR:
                cell.comment = None
            if cell.has_style and _is_ours(cell):
                cell.fill = PatternFill()


# The workbook


def _open_book(
    content: bytes, review: Review, corrections: Corrections, annotations: _Annotations
) -> tuple[Workbook, Worksheet, bool | None]:
    """The workbook and the sheet to mark; whether a table that was made here is whole, None for
    the user's own workbook.
    """
    if content.startswith(b"PK\x03\x04"):
        try:
            book = load_workbook(io.BytesIO(content))
        # openpyxl meets damage with whatever its parsers raise; the table as read serves then.
        except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError):
            book = None
        if book is not None and book.worksheets:
            return book, _prepare(book, review), None
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _sheet_title(review.recognition.sheet or review.file)
    return book, sheet, _fill_rows(sheet, content, review, corrections, annotations)


def _prepare(book: Workbook, review: Review) -> Worksheet:
    """The sheet that was read; the list of an earlier round goes."""
    for name in FINDINGS_SHEET.values():
        if name in book.sheetnames and len(book.worksheets) > 1:
            del book[name]
    name = review.recognition.sheet
    return book[name] if name in book.sheetnames else book.worksheets[0]


def _sheet_title(name: str) -> str:
    plain = ILLEGAL_CHARACTERS_RE.sub("", re.sub(r"[\[\]:*?/\\']", " ", name.rpartition("/")[2]))
    title = plain.rpartition(".")[0][:31].strip() or plain[:31].strip() or "Table"
    return f"{title[:29]} 1" if title in FINDINGS_SHEET.values() else title


def _fill_rows(
    sheet: Worksheet,
    content: bytes,
    review: Review,
    corrections: Corrections,
    annotations: _Annotations,
) -> bool:
    """Put the table as it was read into ``sheet``; False when it is too long for all of it."""
    connection = open_memory()
    try:
        read_file(
            connection, content, review.file, settings=load_settings(), corrections=corrections
        )
        count = fetch_rows(connection, "count_rows")[0][0]
        is_whole = count <= ROW_LIMIT
        wanted = None if is_whole else _rows_to_show(review, annotations)
        for row, fields in read_rows(connection, wanted).items():
            for column, text in enumerate(fields, start=1):
                if text:
                    _set_value(_plain_cell(sheet, row, column), text)
    finally:
        connection.close()
    return is_whole


def _rows_to_show(review: Review, annotations: _Annotations) -> set[int]:
    """The rows with findings, and the headings above them."""
    return {row for row, _column in annotations.severities} | set(
        range(1, review.recognition.head_row + 1)
    )


def _set_value(cell: Cell, text: str) -> None:
    """A number only where it would be written in just this way; anything else stays text."""
    if _PLAIN_NUMBER.fullmatch(text) and len(text) <= 15:
        cell.value = float(text) if "." in text else int(text)
    else:
        _set_text(cell, text)


def _set_text(cell: Cell, text: str) -> None:
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)[:_LONGEST]
    # openpyxl makes a formula of text that begins with "=", and an error of "#N/A".
    cell.data_type = "s"
    if text[:1] in "=+-@＝＋－＠\t\r":
        cell.quotePrefix = True


# The list of findings


def _add_list(
    book: Workbook,
    sheet: Worksheet,
    review: Review,
    lang: Lang,
    annotations: _Annotations,
    *,
    is_whole: bool,
) -> None:
    listed = book.create_sheet(FINDINGS_SHEET[lang], 0)
    _set_text(_plain_cell(listed, 1, 1), f"{FINDINGS_SHEET[lang]} · {review.file}")
    listed.cell(1, 1).font = Font(bold=True, size=14)
    words = " ".join(_explain(review, lang, annotations, is_whole=is_whole))
    _set_text(_plain_cell(listed, 2, 1), words)
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), start=1):
        cell = _plain_cell(listed, _HEAD_ROW, column)
        _set_text(cell, gettext(heading, lang))
        cell.font = Font(bold=True)
        listed.column_dimensions[get_column_letter(column)].width = width
    for row, finding in enumerate(review.findings[:MARK_LIMIT], start=_HEAD_ROW + 1):
        _add_finding(listed, row, finding, sheet.title, lang)
    listed.freeze_panes = listed.cell(_HEAD_ROW + 1, 1).coordinate
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is listed


def _explain(review: Review, lang: Lang, annotations: _Annotations, *, is_whole: bool) -> list[str]:
    sentences = [
        gettext(
            mark(
                "Mend the coloured cells in the sheet of your table, save, and upload this "
                "workbook again; this sheet is passed over."
            ),
            lang,
        )
    ]
    if annotations.is_cut or len(review.findings) > MARK_LIMIT:
        sentences.append(
            gettext(mark("There are too many findings: the first of each rule are marked."), lang)
        )
    listed = [f.rule for f in review.findings]
    for rule, total in review.totals.items():
        if total > listed.count(rule) > 0:
            text = mark("{rule}: {count} in all, {listed} of them listed.")
            sentences.append(
                gettext(text, lang, rule=rule, count=f"{total:,}", listed=listed.count(rule))
            )
    if not is_whole:
        text = mark("The table is too long for a workbook: only rows with findings are shown.")
        sentences.append(gettext(text, lang))
    return sentences


def _add_finding(listed: Worksheet, row: int, finding: Finding, title: str, lang: Lang) -> None:
    texts = (
        gettext(_SEVERITIES[finding.severity], lang),
        f"{finding.rule} {finding.title(lang)}",
        finding.address,
        finding.text,
        finding.message(lang),
        finding.remedy(lang),
        "\n".join(finding.suggestions),
    )
    for column, text in enumerate(texts, start=1):
        cell = _plain_cell(listed, row, column)
        _set_text(cell, text)
        cell.alignment = Alignment(wrap_text=column > 3, vertical="top")
    _plain_cell(listed, row, 8).value = finding.count
    listed.cell(row, 1).fill = _FILLS[finding.severity]
    if parse_address(finding.address):
        cell = _plain_cell(listed, row, 3)
        quoted = title.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{finding.address}")
        cell.font = Font(color="FF0563C1", underline="single")


# Results of formulas


def _computed_values(content: bytes, book: Workbook) -> dict[str, dict[str, object]]:
    """What the formulas last came to, by sheet and address: openpyxl keeps formula or result."""
    formulas = {
        sheet.title: [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        for sheet in book.worksheets
    }
    if not any(formulas.values()):
        return {}
    # A second reading by openpyxl would take as long as all the rest.
    try:
        results = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            title: _pick(results.get_sheet_by_name(title).to_python(skip_empty_area=False), wanted)
            for title, wanted in formulas.items()
            if wanted
        }
    except CalamineError:
        return {}


def _pick(rows: Sequence[Sequence[object]], addresses: Sequence[str]) -> dict[str, object]:
    found = {}
    for address in addresses:
        row, column = parse_address(address) or (len(rows) + 1, 0)
        if row <= len(rows) and column <= len(rows[row - 1]) and rows[row - 1][column - 1] != "":
            found[address] = rows[row - 1][column - 1]
    return found


def _restore_values(
    content: bytes, titles: Sequence[str], values: Mapping[str, Mapping[str, object]]
) -> bytes:
    """Put results back beside their formulas, for programs that do not compute them."""
    parts = {f"xl/worksheets/sheet{n}.xml": title for n, title in enumerate(titles, 1)}
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            part = old.read(item)
            known = values.get(parts.get(item.filename, ""))
            if known:
                part = _FORMULA_CELL.sub(partial(_with_value, known), part)
            new.writestr(item, part)
    return buffer.getvalue()


def _with_value(known: Mapping[str, object], found: re.Match[bytes]) -> bytes:
    address, attributes, kind, formula = found.groups()
    value = known.get(address.decode())
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return found[0]
    if isinstance(value, str):
        escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        attributes = re.sub(rb' t="[^"]*"', b"", attributes) + b' t="str"'
    else:
        escaped = repr(value)
    cell = b'<c r="%s"%s><f%s>%s</f><v>%s</v></c>'
    return cell % (address, attributes, kind, formula, escaped.encode())
