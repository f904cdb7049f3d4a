"""Whose sum a bare subtotal (小计) states: decided by the rows over it.

Pure: rows with their regions in, regions out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class TableRow:
    """A row of a table of the sheet: the region it names, or the total it is."""

    block: int
    row_no: int
    region_code: str = ""
    is_total: bool = False
    is_subtotal: bool = False  # a total that names no region


@dataclass(frozen=True)
class _Group:
    """Rows up to a total, and the subtotals directly beneath them."""

    regions: frozenset[str]
    subtotals: tuple[TableRow, ...]


def find_subtotal_owners(
    rows: Sequence[TableRow], parent_of: Callable[[str], str]
) -> dict[TableRow, str]:
    """The region each subtotal of ``rows`` (in order of table and row) belongs to; '' in doubt.

    It is the region of which all rows since the last total are parts, where no other row of the
    table is a part of it; the region itself may stand at their head.
    """
    owners = {}
    for _, table in groupby(rows, key=lambda row: row.block):
        groups = _split(list(table))
        for group in groups:
            others = frozenset().union(*(g.regions for g in groups if g is not group))
            owner = _find_owner(group.regions, others, parent_of)
            owners.update(dict.fromkeys(group.subtotals, owner))
    return owners


def _split(rows: Sequence[TableRow]) -> list[_Group]:
    groups = []
    regions: set[str] = set()
    subtotals: list[TableRow] = []
    for row in rows:
        # A second subtotal at once is that of the same rows, for another year.
        is_next = bool(subtotals) and not row.is_subtotal
        if is_next or (row.is_total and not row.is_subtotal):
            groups.append(_Group(frozenset(regions), tuple(subtotals)))
            regions, subtotals = set(), []
        if row.is_subtotal:
            subtotals.append(row)
        elif row.region_code and not row.is_total:
            regions.add(row.region_code)
    return [*groups, _Group(frozenset(regions), tuple(subtotals))]


def _find_owner(
    regions: frozenset[str], others: frozenset[str], parent_of: Callable[[str], str]
) -> str:
    for owner in {parent_of(code) for code in regions} - {""}:
        is_whole = all(owner in (code, parent_of(code)) for code in regions)
        if is_whole and all(parent_of(code) != owner for code in others):
            return owner
    return ""
