"""What was measured beside its limit, as a table."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """One measured number; without a limit it is only told."""

    what: str
    value: float
    unit: str  # ms, s, MB, kB, times, count
    limit: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """``ok`` within the limit, ``MISS`` beyond it, empty without a limit."""
        if self.limit is None:
            return ""
        return "ok" if self.value <= self.limit else "MISS"


def format_results(title: str, results: Iterable[Result]) -> str:
    """A title and one line a result: verdict, value, limit, what was measured, note."""
    lines = [title]
    for r in results:
        limit = "" if r.limit is None else f"≤ {_number(r.limit)}"
        note = f"  ({r.note})" if r.note else ""
        value = f"{_number(r.value)} {r.unit}"
        lines.append(f"  {r.verdict:<4} {value:>14}  {limit:<8} {_pad(r.what, 58)}{note}")
    return "\n".join(lines)


def _number(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _pad(text: str, width: int) -> str:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return text + " " * (width - len(text) - wide)
