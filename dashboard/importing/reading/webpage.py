"""Tables of a web page that calls itself a workbook, as many statistical sites export them.

Only tags of tables are looked at; nothing of the page is run, shown or fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from dashboard.importing.reading.bounds import SheetSize, SizeError, SizeLimits
from dashboard.importing.reading.texts import join_runs

# A tag goes on behind a sign > in quotes. Nothing is tried twice, and no tag goes past the next <.
_ATTRIBUTES = r"""([^<>=]*+(?:=(?:\s*+(?:"[^"<]*+"|'[^'<]*+'))?+[^<>=]*+)*+)"""
_TAG = re.compile(rf"<(/?)(table|tr|td|th|br|p|div|script|style)\b{_ATTRIBUTES}>", re.IGNORECASE)
_INLINE = re.compile(rf"<(/?)([a-z][\w:]*)?{_ATTRIBUTES}>", re.IGNORECASE)
_RAISED = re.compile(
    r"vertical-align\s*:\s*(super|sub|text-top)|mso-text-raise\s*:\s*(-?)\s*[1-9]", re.IGNORECASE
)
# They have no end, or only say where a word may break.
_VOID = frozenset({"wbr", "img", "input", "o:p"})
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?(\d{1,6})", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_PARTS = frozenset({"table", "tr", "td", "th"})
_TABLE_LIMIT = 200
_SPAN_LIMIT = 2000
# Every cell of a page is a tag that is taken apart here: fewer are read than of a workbook.
CELL_LIMIT = 5_000_000

Rows = list[list[str]]
Merge = tuple[tuple[int, int], tuple[int, int]]


def find_charset(content: bytes) -> str:
    """The encoding a page says it has, in lower case; '' if it says none."""
    found = _CHARSET.search(content[:4096])
    return found[1].decode().lower() if found else ""


def read_tables(text: str, limits: SizeLimits = SizeLimits()) -> list[tuple[Rows, list[Merge]]]:
    """The tables of a page in their order: rows of texts, and which cells were merged.

    Merged cells keep their text in the first; tables inside a table stand for themselves.
    Raises SizeError beyond ``limits``, or CELL_LIMIT if that is less; rows are filled up to the
    longest of their table.
    """
    reader = _Reader(replace(limits, cells=min(limits.cells, CELL_LIMIT)))
    text = _drop_comments(text)
    position = 0
    for tag in _TAG.finditer(text):
        reader.add_text(text[position : tag.start()])
        reader.add_tag(tag[2].lower(), tag[3], is_end=bool(tag[1]))
        position = tag.end()
    reader.close()
    return [(t.rows, t.merges) for t in reader.done if any(any(r) for r in t.rows)]


def find_end(text: str) -> str:
    """Where a page ends that was not sent whole: in a ``cell`` or after a ``row``; '' for whole ones."""
    marks = [(m[2].lower(), bool(m[1])) for m in _TAG.finditer(_drop_comments(text))]
    depth = sum(-1 if is_end else 1 for name, is_end in marks if name == "table")
    cells = [is_end or name in ("tr", "table") for name, is_end in marks if name in _PARTS]
    if depth <= 0 or not cells:
        return ""
    return "row" if cells[-1] else "cell"


def _drop_comments(text: str) -> str:
    if "<!--" not in text:
        return text
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


class _Table:
    """One table while it is read; ``taken`` are the cells under a merged one."""

    def __init__(self) -> None:
        self.rows: Rows = []
        self.merges: list[Merge] = []
        self.taken: dict[int, set[int]] = {}
        self.cell: list[str] | None = None
        self.spans = (1, 1)
        self.width = 0

    @property
    def size(self) -> SheetSize:
        """The rectangle that the rows are filled up to."""
        return SheetSize(len(self.rows), self.width)

    @property
    def open_cells(self) -> int:
        """How many cells the open one takes."""
        return self.spans[0] * self.spans[1] if self.cell is not None else 0

    def end_cell(self) -> None:
        """Put the open cell in its place."""
        if self.cell is None:
            return
        if not self.rows:
            self.rows.append([])
        # A line that ends between two digits does not join them.
        words = re.sub(r"(?<!\d) *\n|\n *(?!\d)", " ", "".join(self.cell).strip()).split(" ")
        row, line = len(self.rows) - 1, self.rows[-1]
        taken = self.taken.setdefault(row, set())
        while len(line) in taken:
            line.append("")
        column = len(line)
        down, right = self.spans
        line.append(" ".join(w for w in words if w).strip())
        line.extend([""] * (right - 1))
        if down > 1 or right > 1:
            self.merges.append(((row, column), (row + down - 1, column + right - 1)))
            for below in range(row + 1, row + down):
                self.taken.setdefault(below, set()).update(range(column, column + right))
        self.cell = None
        self.width = max(self.width, len(line))


def _read_runs(text: str) -> Iterator[tuple[str, str]]:
    """The texts between the tags inside a cell, each with its place: super, sub or ''."""
    places, position, kept = [("", "")], 0, ""
    for tag in [*_INLINE.finditer(text), None]:
        kept += text[position : tag.start() if tag else len(text)]
        position = tag.end() if tag else 0
        name = (tag[2] or "").lower() if tag else ""
        if tag and (not name or name in _VOID):
            continue
        if kept:
            plain = unescape(kept).replace("\xa0", " ")
            yield re.sub(r"\s+", " ", plain), places[-1][1]
        kept = ""
        if tag and not tag[1]:
            places.append((name, _find_place(name, tag[3]) or places[-1][1]))
        elif name in [n for n, _ in places]:
            while places.pop()[0] != name:
                pass


def _find_place(name: str, attributes: str) -> str:
    if name in ("sup", "sub"):
        return {"sup": "super"}.get(name, name)
    found = _RAISED.search(attributes)
    if not found:
        return ""
    return "sub" if (found[1] or "").lower() == "sub" or found[2] else "super"


class _Reader:
    def __init__(self, limits: SizeLimits) -> None:
        self.limits = limits
        self.open: list[_Table] = []
        self.done: list[_Table] = []
        self.cells = 0
        self.is_script = False

    def add_text(self, text: str) -> None:
        if self.open and self.open[-1].cell is not None and not self.is_script and text:
            self.open[-1].cell.append(join_runs(_read_runs(text)))

    def add_tag(self, name: str, attributes: str, *, is_end: bool) -> None:
        if name in ("script", "style"):
            self.is_script = not is_end
        elif name == "table":
            self._end_table() if is_end else self._start_table()
        elif self.open and name in ("tr", "td", "th"):
            self._end_cell()
            table = self.open[-1]
            if name == "tr" and not is_end:
                table.rows.append([])
            elif name != "tr" and not is_end:
                spans = {k.lower(): int(v) for k, v in _SPAN.findall(attributes)}
                table.cell = []
                table.spans = (
                    min(max(spans.get("rowspan", 1), 1), _SPAN_LIMIT),
                    min(max(spans.get("colspan", 1), 1), _SPAN_LIMIT),
                )
        elif self.open and self.open[-1].cell is not None:
            self.open[-1].cell.append("\n")

    def _start_table(self) -> None:
        if len(self.open) + len(self.done) < _TABLE_LIMIT:
            self.open.append(_Table())

    def _end_table(self) -> None:
        if self.open:
            self._end_cell()
            self._check_size(self.open[-1].size)
            self.done.append(self.open.pop())

    def _end_cell(self) -> None:
        table = self.open[-1]
        self.cells += table.open_cells
        self._check_size(SheetSize(stored=self.cells))
        table.end_cell()
        self._check_size(table.size)

    def _check_size(self, size: SheetSize) -> None:
        if variant := size.exceeds(self.limits):
            raise SizeError(variant, size, self.limits)

    def close(self) -> None:
        while self.open:
            self._end_table()
