"""How wide and high the cells of a table must be, for slides and screens; in the unit of the type."""

import re
from collections.abc import Sequence
from itertools import pairwise

from dashboard.graphics import theme

_NUMBER = re.compile(r"^(约|至少|至多|about |at least |at most )?[≥≤≈+-]?\d")
# Measuring is right within a few per cent: what fits narrowly is given more room or another line.
_SURPLUS, _TEXT_SHARE = 1.06, 0.95


def align_columns(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[bool]:
    """Whether a column stands at the right: one of which most cells begin with a number."""
    aligns = [False]
    for i in range(1, len(columns)):
        cells = [row[i] for row in rows if row[i]]
        numbers = sum(bool(_NUMBER.match(c)) and len(c) < 40 for c in cells)
        aligns.append(bool(cells) and numbers * 2 >= len(cells))
    return aligns


def fit_columns(
    rows: Sequence[Sequence[str]], size: float, width: float, padding: float
) -> list[float]:
    """Widths: what each column needs at type of ``size``, the widest narrowed until all fit.

    ``padding`` is that of a cell, left and right together.
    """
    needed = [
        max(theme.measure_text(text, size) * _SURPLUS for text in column) + padding
        for column in zip(*rows, strict=True)
    ]
    if sum(needed) <= width:
        spare = (width - sum(needed)) / len(needed)
        return [n + spare for n in needed]
    limit = max(needed)
    for wide, next_wide in pairwise([*sorted(needed, reverse=True), 0.0]):
        kept = [n for n in needed if n < wide]
        limit = (width - sum(kept)) / (len(needed) - len(kept))
        if limit >= next_wide:
            break
    return [min(n, limit) for n in needed]


def count_lines(row: Sequence[str], widths: Sequence[float], size: float, padding: float) -> int:
    """How many lines the longest cell of ``row`` takes."""
    return max(
        len(theme.wrap_text(text, size, (width - padding) * _TEXT_SHARE))
        for text, width in zip(row, widths, strict=True)
    )
