"""The layout of a table: its rows, its columns, and what is said for all of it."""

import hashlib
import re
from dataclasses import dataclass, field

from dashboard.importing.findings.finding import Finding
from dashboard.importing.layout.headers import Column
from dashboard.importing.reading.webpage import Merge
from dashboard.lookup_keys import make_key


@dataclass(frozen=True)
class Layout:
    """Where the data lie and what they are; rows and columns are numbered as in a spreadsheet."""

    head_row: int = 0  # the first row of the headings
    head_end: int = 0  # the last row of the headings
    last_row: int = 0
    shape: str = ""  # long, wide_indicator, wide_period, wide_place, transposed, cross, break
    columns: tuple[Column, ...] = ()
    title_lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unit_list: str = ""  # 人、人次、万元: the line over the table
    indicator: str = ""  # of the whole table, when no column or heading says it
    proposed_indicator: str = ""  # the same, where it was proposed and not said
    period_text: str = ""  # of the whole table, when no column or heading says it
    place_text: str = ""  # of the whole table, when no column or heading says it
    context_code: str = ""  # the region a title names: its parts are looked for in it first
    sheet: str = ""  # the sheet of a workbook that was taken
    merges: tuple[Merge, ...] = ()  # first and last cell, counted from 0
    skipped_rows: tuple[int, ...] = ()  # headings repeated among the data
    blocks: tuple["Layout", ...] = ()  # of several tables in one sheet, this being the first
    findings: tuple[Finding, ...] = field(default=())

    def column(self, role: str) -> Column | None:
        """The column of ``role``, None if the table has none."""
        return next((c for c in self.columns if c.role == role), None)

    @property
    def figures(self) -> tuple[Column, ...]:
        """The columns that hold figures or targets; in a table of breaks, the reasons."""
        wanted = {"long": "value", "break": "reason"}.get(self.shape, "figure")
        return tuple(c for c in self.columns if c.role == wanted)

    @property
    def parents(self) -> tuple[Column, ...]:
        """Columns with the regions that hold the place of a row, the largest first."""
        return tuple(c for c in self.columns if c.role == "parent")

    @property
    def tables(self) -> tuple["Layout", ...]:
        """The tables of the sheet: the blocks, or this layout alone."""
        return self.blocks or (self,)

    @property
    def key(self) -> str:
        """The same for files of one layout, whatever their years: 16 letters and digits."""
        texts = [
            f"{t.shape}:{c.role}{c.measure}:{make_key(c.heading)}"
            for t in self.tables
            for c in t.columns
        ]
        plain = re.sub(r"\d+", "#", "\x1f".join(texts))
        return hashlib.sha256(plain.encode()).hexdigest()[:16] if self.head_row else ""


def find_missing(layout: Layout) -> list[str]:
    """What the table does not say: place, value, period, indicator, in this order."""
    missing = []
    figures = layout.figures
    # A break in a series without a place is one everywhere.
    if layout.shape != "break" and not (
        layout.column("place")
        or layout.column("place_code")
        or layout.place_text
        or (figures and all(c.place_text for c in figures))
    ):
        missing.append("place")
    if not figures:
        missing.append("value")
        return missing
    if not (layout.column("period") or layout.period_text or all(c.period_text for c in figures)):
        missing.append("period")
    if not (layout.column("indicator") or layout.indicator or all(c.indicator for c in figures)):
        missing.append("indicator")
    return missing
