"""Secondary confidentiality: which figures must be withheld so that a confidential one does not follow.

A confidential cell follows from the cells that it adds up with: a total less the other parts, a rate
times its denominator, a year less its other quarters. Wherever that is so, a second cell is withheld
with it: the smallest that hides it, or the total (Eurostat, Handbook on Statistical Disclosure
Control, chapter 4: hierarchical tables; here one relation after another, then all of them together).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

_ZERO = 1e-9


class Cell(NamedTuple):
    """A published figure: of a year, or of a part of it."""

    indicator: str
    region_code: str
    period: str


@dataclass(frozen=True)
class Relation:
    """Cells of which each follows from all others: a total and its parts, or a rate and its parts."""

    total: Cell
    parts: tuple[Cell, ...]
    is_sum: bool = True  # False: a rate (the total), its numerator and its denominator
    lends: bool = False  # of a rate: it tells its parts to the rates of the regions above

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All of them, the total first."""
        return (self.total, *self.parts)


@dataclass
class _Table:
    """What is shown of some cells, and what is hidden so far."""

    values: Mapping[Cell, float]  # of all that have a number
    hidden: set[Cell]
    relations: dict[Cell, list[Relation]] = field(default_factory=dict)

    def is_known(self, cell: Cell) -> bool:
        return cell in self.values and cell not in self.hidden


def find_suppressed(
    relations: Iterable[Relation],
    values: Mapping[Cell, float],
    confidential: Iterable[Cell],
    *,
    limit: float,
    prefers_total: bool = False,
) -> set[Cell]:
    """The cells to withhold beside ``confidential`` ones; each of ``values`` is shown otherwise.

    What has no value was not reported: nobody knows it, so it hides others and needs no hiding. Of a
    sum, those hidden together must be at least ``limit``: of less, none could be much.
    ``prefers_total`` withholds totals in the place of parts.
    """
    primary = set(confidential)
    table = _Table(values, set(primary))
    for relation in relations:
        for cell in relation.cells:
            table.relations.setdefault(cell, []).append(relation)
    waiting = sorted(primary)
    while waiting:
        while waiting:
            for relation in table.relations.get(waiting.pop(), []):
                if second := _find_second(relation, table, limit, prefers_total):
                    table.hidden.add(second)
                    waiting.append(second)
        for linked in _find_determined(table):
            totals = [r.total for r in linked if table.is_known(r.total)]
            if totals:
                second = min(totals, key=lambda c: (table.values[c], c))
                table.hidden.add(second)
                waiting.append(second)
    return {cell for cell in table.hidden - primary if cell in values}


def _find_second(
    relation: Relation, table: _Table, limit: float, prefers_total: bool
) -> Cell | None:
    """A cell to hide in a relation that gives a hidden one away."""
    unknown = [c for c in relation.cells if not table.is_known(c)]
    if table.hidden.isdisjoint(unknown):
        return None
    if relation.lends and table.is_known(relation.total):
        return relation.total
    if len(unknown) > 1 and not (relation.is_sum and _is_narrow(relation, table, limit)):
        return None
    return _choose(relation, table, limit, prefers_total)


def _is_narrow(relation: Relation, table: _Table, limit: float) -> bool:
    """Whether what is hidden of a known total is too little to hide anything in it."""
    if not table.is_known(relation.total):
        return False
    known = math.fsum(table.values[c] for c in relation.parts if table.is_known(c))
    return table.values[relation.total] - known < limit


def _choose(relation: Relation, table: _Table, limit: float, prefers_total: bool) -> Cell | None:
    """The smallest part that is enough, or the total; None where nothing is shown any more."""
    total = [relation.total] if table.is_known(relation.total) else []
    if total and (prefers_total or not relation.is_sum):
        return relation.total
    shown = sorted(
        (c for c in relation.parts if table.is_known(c)), key=lambda c: (table.values[c], c)
    )
    enough = [c for c in shown if table.values[c] >= limit]
    return next(iter((*enough, *total, *reversed(shown))), None)


def _find_determined(table: _Table) -> list[list[Relation]]:
    """Sums from which together a hidden cell follows: one that no solution can change."""
    waiting = _drop_open(table)
    found = []
    for first in sorted(waiting, key=lambda r: r.cells):
        if first not in waiting:
            continue
        sums = _take_linked(first, waiting, table)
        unknown = sorted({c for r in sums for c in r.cells if not table.is_known(c)})
        place = {cell: i for i, cell in enumerate(unknown)}
        matrix = np.zeros((len(sums), len(unknown)))
        for row, relation in enumerate(sums):
            for cell in place.keys() & set(relation.cells):
                matrix[row, place[cell]] += 1 if cell == relation.total else -1
        _u, sizes, directions = np.linalg.svd(matrix)
        moves = np.abs(directions[int((sizes > _ZERO).sum()) :]).sum(axis=0)
        if any(c in table.hidden and moves[place[c]] < _ZERO for c in unknown):
            found.append(sums)
    return found


def _drop_open(table: _Table) -> set[Relation]:
    """The sums that may tell something together.

    One with an unknown cell that is in no other sum tells nothing of its others; where that cell is
    hidden itself, not with another such cell.
    """
    left = {r for relations in table.relations.values() for r in relations if r.is_sum}
    while True:
        counts = Counter(c for r in left for c in r.cells if not table.is_known(c))
        is_open = {
            r
            for r in left
            if (alone := [c for c in r.cells if counts[c] == 1])
            and (len(alone) > 1 or alone[0] not in table.hidden)
        }
        if not is_open:
            return {r for r in left if any(counts[c] for c in r.cells)}
        left -= is_open


def _take_linked(first: Relation, waiting: set[Relation], table: _Table) -> list[Relation]:
    """Take out ``first`` and the sums that share unknown cells with it, directly or by others."""
    waiting.remove(first)
    linked = [first]
    for relation in linked:
        for cell in relation.cells:
            if not table.is_known(cell):
                more = waiting.intersection(table.relations[cell])
                waiting -= more
                linked += sorted(more, key=lambda r: r.cells)
    return linked
