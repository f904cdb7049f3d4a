"""Keep ``suppression`` in step with the figures: what is withheld beside confidential cells."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from dashboard.disclosure import Cell, Relation, find_suppressed
from dashboard.periods import last_month
from dashboard.settings import load_settings
from dashboard.sql import load_query
from dashboard.store.connection import Connection, reported_only

_Secret = tuple[str, str, str, int]  # indicator, region, period, year
_DEN = " denominator"
Group = tuple[str, ...]  # indicators that a rate binds together, and the rate


class _Row(NamedTuple):
    value: float | None
    num: float | None
    den: float | None
    status: str
    is_sum: bool

    @property
    def is_hidden(self) -> bool:
        """Whether it is confidential, or a part of it that it would give away."""
        return self.status == "confidential"


def suppress(cursor: Connection) -> None:
    """Withhold anew in all that the upload affected (``affected``)."""
    groups = _group_indicators(cursor)
    affected = {(groups[i], y) for i, y in _list(cursor, "list_affected")}

    def begin(_schema: str) -> list[_Secret]:
        before = {(groups[i], y) for i, _r, _p, y in _list(cursor, "list_suppressed")}
        for group, year in before & affected:
            scope = {"indicators": list(group), "year": str(year)}
            cursor.execute(load_query("disclosure/clear_suppression").text, scope)
        return [s for s in _list(cursor, "list_confidential") if (groups[s[0]], s[3]) in affected]

    _withhold_in_views(cursor, groups, begin)


def suppress_frozen(cursor: Connection, kept: str) -> None:
    """Withhold in an older version what the database ``kept`` withholds now, and what gives it away.

    Totals rather than parts: a part is shown by the present version.
    """

    def begin(schema: str) -> list[_Secret]:
        cursor.execute(load_query("disclosure/empty_suppression").text)
        names = {t: f'"{kept}".{schema}.{t}' for t in ("observation", "figure", "suppression")}
        cells = cursor.execute(load_query("disclosure/list_kept").text, names).fetchall()
        for status in ("confidential", "suppressed"):
            _insert(cursor, [row[:4] for row in cells if row[4] == status], status)
        return [*(row[:4] for row in cells), *_list(cursor, "list_confidential")]

    _withhold_in_views(cursor, _group_indicators(cursor), begin, prefers_total=True)


def _withhold_in_views(
    cursor: Connection,
    groups: dict[str, Group],
    begin: Callable[[str], list[_Secret]],
    *,
    prefers_total: bool = False,
) -> None:
    """Withhold without demonstration data, and beside it that and what more is needed.

    ``begin`` makes room in the view of a schema and says what is secret in it.
    """
    with reported_only(cursor):
        reported = begin("without_demonstration")
        withheld = _withhold(cursor, groups, reported, prefers_total)
    secrets = begin("main")
    _insert(cursor, withheld)
    ((is_other,),) = _list(cursor, "has_demonstration")
    if is_other or set(secrets) != set(reported):
        _withhold(cursor, groups, [*secrets, *withheld], prefers_total)


def _withhold(
    cursor: Connection,
    groups: dict[str, Group],
    secrets: Iterable[_Secret],
    prefers_total: bool,
) -> list[_Secret]:
    """Withhold what gives ``secrets`` away in the view of the cursor, and say what that is."""
    cells: dict[tuple[Group, int], set[Cell]] = defaultdict(set)
    for indicator, region, period, year in secrets:
        cells[groups[indicator], year].add(Cell(indicator, region, period))
    found: list[_Secret] = []
    for (group, year), hidden in sorted(cells.items()):
        seconds = _find(cursor, group, year, hidden, prefers_total)
        found += [(*cell, year) for cell in sorted(seconds)]
    _insert(cursor, found)
    return found


def _find(
    cursor: Connection,
    group: Group,
    year: int,
    hidden: set[Cell],
    prefers_total: bool,
) -> set[Cell]:
    scope = {"indicators": list(group), "year": year}
    figures = cursor.execute(load_query("disclosure/list_figures").text, scope).fetchall()
    table = {(i, r): _Row(*rest) for i, r, *rest in figures}
    values = {
        Cell(i, r, str(year)): number
        for (i, r), row in table.items()
        if (number := row.value if row.num is None else row.num) is not None
    }
    children: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    sums = cursor.execute(load_query("disclosure/list_sums").text, {"year": year}).fetchall()
    for region, above, is_expected in sums:
        children[above].append((region, is_expected))
    hidden = hidden | {Cell(i, r, str(year)) for (i, r), row in table.items() if row.is_hidden}
    rates = {rate: parts for rate, *parts in _list(cursor, "list_rates")}
    relations = [
        relation
        for (code, region), row in table.items()
        if code not in rates
        if (relation := _relate_to_below(code, region, row, table, children, str(year)))
    ]
    for (code, region), row in table.items():
        if code in rates:
            relations += _relate_rate(code, region, rates[code], table, children, str(year))
            if row.den is not None:
                values[_den_of(Cell(code, region, str(year)))] = row.den
    periods = cursor.execute(load_query("disclosure/list_periods").text, scope).fetchall()
    relations += _relate_periods(periods, values, str(year))
    limit = load_settings().disclosure_limit
    found = find_suppressed(relations, values, hidden, limit=limit, prefers_total=prefers_total)
    return {cell for cell in found if not cell.indicator.endswith(_DEN)}


def _relate_to_below(
    code: str,
    region: str,
    row: _Row,
    table: dict[tuple[str, str], _Row],
    children: dict[str, list[tuple[str, bool]]],
    year: str,
) -> Relation | None:
    """A figure and what it is, or would be, the sum of."""
    if not children[region] or (row.num is None and not row.is_hidden):
        return None
    known = [r for r, _e in children[region] if (c := table.get((code, r))) and c.num is not None]
    parts = list(known)
    if not row.is_sum:
        parts += _list_gaps(code, region, table, children)
    return (
        Relation(Cell(code, region, year), tuple(Cell(code, r, year) for r in parts))
        if known
        else None
    )


def _list_gaps(
    code: str,
    region: str,
    table: dict[tuple[str, str], _Row],
    children: dict[str, list[tuple[str, bool]]],
) -> list[str]:
    """The regions below that are not in the sum of ``region``, all the way down."""
    gaps = []
    for child, is_expected in children[region]:
        row = table.get((code, child))
        if row is None or row.num is None:
            if is_expected and (row is None or row.status != "not_applicable"):
                gaps.append(child)
        elif row.is_sum:
            gaps += _list_gaps(code, child, table, children)
    return gaps


def _relate_rate(
    code: str,
    region: str,
    parts: Sequence[str],
    table: dict[tuple[str, str], _Row],
    children: dict[str, list[tuple[str, bool]]],
    year: str,
) -> list[Relation]:
    """A rate with its parts; beside one that is a sum, the numerators and denominators in it."""
    row, rate = table[code, region], Cell(code, region, year)
    own = tuple(Cell(part, region, year) for part in parts)
    lends = row.num is not None
    relations = [Relation(rate, own, is_sum=False, lends=lends)]
    if not row.is_sum or not lends:
        return relations
    below = [r for r, _e in children[region] if (c := table.get((code, r))) and c.num is not None]
    # The row of a rate tells its denominator too.
    totals = (rate, _den_of(rate))
    relations.append(Relation(totals[1], (rate,), is_sum=False, lends=True))
    for place, (total, part) in enumerate(zip(totals, parts, strict=True)):
        lent = [Cell(code, r, year) for r in below if table[code, r].is_sum]
        cells = [_den_of(c) if place else c for c in lent]
        cells += [Cell(part, r, year) for r in below if not table[code, r].is_sum]
        relations.append(Relation(total, tuple(cells)))
        part_row = table.get((part, region))
        whole = part_row and _relate_to_below(part, region, part_row, table, children, year)
        if whole and not lent:
            # What the part has beyond the rate is of the places that have no rate.
            beyond = [c for c in whole.parts if c not in cells]
            relations.append(Relation(whole.total, (total, *beyond)))
    return relations


def _den_of(rate: Cell) -> Cell:
    """The denominator that stands beside a rate, as a cell of its own; it is shown if the rate is."""
    return rate._replace(indicator=f"{rate.indicator}{_DEN}")


def _relate_periods(
    rows: Iterable[tuple[str, str, str, float | None, bool]],
    values: dict[Cell, float],
    year: str,
) -> list[Relation]:
    """A year and its quarters, a quarter and its months; of a stock, a year and its last part."""
    series: dict[tuple[str, str], set[str]] = defaultdict(set)
    flows = set()
    for code, region, period, value, is_flow in rows:
        if period != year:
            series[code, region].add(period)
            if value is not None:
                values[Cell(code, region, period)] = value
        if is_flow:
            flows.add(code)
    relations: list[tuple[str, str, str, tuple[str, ...]]] = []
    for (code, region), periods in series.items():
        if code not in flows:
            relations.append((code, region, year, (max(periods, key=last_month),)))
            continue
        quarters = tuple(f"{year}-Q{q}" for q in range(1, 5))
        months = tuple(f"{year}-{m:02d}" for m in range(1, 13))
        if not periods.isdisjoint(quarters):
            relations.append((code, region, year, quarters))
        if not periods.isdisjoint(months):
            relations.append((code, region, year, months))
            relations += [
                (code, region, quarter, months[3 * q : 3 * q + 3])
                for q, quarter in enumerate(quarters)
                if quarter in periods
            ]
    return [
        Relation(Cell(code, region, total), tuple(Cell(code, region, p) for p in parts))
        for code, region, total, parts in relations
    ]


def _group_indicators(cursor: Connection) -> dict[str, Group]:
    """The group of each indicator; one in no rate is a group of its own."""
    groups: dict[str, set[str]] = defaultdict(set)
    for bound in _list(cursor, "list_rates"):
        joined = set(bound).union(*(groups[i] for i in bound))
        groups.update(dict.fromkeys(joined, joined))
    return _Groups({i: tuple(sorted(g)) for i, g in groups.items()})


class _Groups(dict[str, Group]):
    def __missing__(self, indicator: str) -> Group:
        return (indicator,)


def _list(cursor: Connection, name: str) -> list[tuple[Any, ...]]:
    return cursor.execute(load_query(f"disclosure/{name}").text).fetchall()


def _insert(cursor: Connection, secrets: Sequence[_Secret], status: str = "suppressed") -> None:
    if secrets:
        indicators, regions, periods, _years = (list(c) for c in zip(*secrets, strict=True))
        cells = {"indicators": indicators, "regions": regions, "periods": periods}
        statement = load_query("disclosure/insert_suppression").text
        cursor.execute(statement, {**cells, "status": status})
