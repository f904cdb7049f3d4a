"""What each column is, where headings alone leave it open: settled by what the columns hold."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.importing.layout.headers import Column, Knowledge, is_number
from dashboard.importing.layout.measures import settle_kind_column
from dashboard.importing.vocabulary.periods import looks_like_period
from dashboard.importing.vocabulary.places import is_total
from dashboard.importing.vocabulary.title_periods import is_day_of_making
from dashboard.lookup_keys import make_key

# Of several columns with places the finest counts: 省份, 城市, 区县 name one place three times.
_FINENESS = {
    **dict.fromkeys(("省", "省份", "province", "省(区、市)"), 1),
    **dict.fromkeys(("省市", "市", "地市", "城市", "地市州", "市州", "地级市", "设区市", "city"), 2),
    **dict.fromkeys(
        ("县", "区", "区县", "县区", "县(区)", "区(县)", "县(市、区)", "县(区、市)", "区(县、市)",
         "区县名称", "county"),
        4,
    ),
}  # fmt: skip
_SINGLE_ROLES = (
    "place_code", "period", "period_part", "indicator", "value", "unit", "status", "note",
    "note_en", "reported_count", "kind", "reason", "reason_en",
)  # fmt: skip
_SHARE_OF_PLACES = 0.6


def _texts_of(column: Column, below: list[Sequence[str]]) -> set[str]:
    texts = {r[column.number - 1] for r in below if len(r) >= column.number}
    return {t for t in texts if t.strip()}


def choose_roles(
    columns: list[Column], below: list[Sequence[str]], knowledge: Knowledge
) -> tuple[Column, ...]:
    """Settle what headings alone leave open, by what the columns hold."""
    columns = _choose_places(columns, below, knowledge)
    columns = settle_kind_column(columns, {c.number: _texts_of(c, below) for c in columns})
    columns = [_doubt_value(c, below) for c in columns]
    seen: set[tuple[str, str]] = set()
    for index, column in enumerate(columns):
        # A target and a figure can stand side by side.
        key = (column.role, column.measure)
        if column.role in _SINGLE_ROLES and key in seen:
            columns[index] = replace(column, role="")
        seen.add(key)
    if not any(c.role == "reported_count" for c in columns) or not _is_own_export(columns):
        columns = [replace(c, role="") if c.role == "reported_count" else c for c in columns]
    is_said = {
        "period": any(c.role == "period" or c.period_text for c in columns),
        "indicator": any(
            c.role == "indicator" or (c.role == "value" and not c.measure) or c.indicator
            for c in columns
        ),
    }
    for role, is_there in is_said.items():
        if not is_there:
            columns = _choose_by_content(columns, below, knowledge, role)
    return tuple(_choose_figures(columns, below))


def _doubt_value(column: Column, below: list[Sequence[str]]) -> Column:
    """工作任务 can be the tasks by their names: without numbers under it, it is not understood."""
    texts = _texts_of(column, below)
    is_open = column.role == "value" and bool(column.measure) and bool(texts)
    if not is_open or any(c.isdigit() for t in texts for c in t):
        return column
    return replace(column, role="", measure="")


def _is_own_export(columns: list[Column]) -> bool:
    return {"place_code", "indicator", "period", "value"} <= {c.role for c in columns}


def _choose_places(
    columns: list[Column], below: list[Sequence[str]], knowledge: Knowledge
) -> list[Column]:
    places = [c for c in columns if c.role == "place"]
    roles: dict[int, str] = {}
    if places:
        finest = max(places, key=lambda c: (_fineness(c), -c.number))
        for column in places:
            if column is not finest:
                is_parent = _holds_places(column, below, knowledge)
                roles[column.number] = "parent" if is_parent else "ignored"
    elif not any(c.place_text for c in columns if c.role == "figure"):
        for column in columns:
            if column.role in ("", "unit") and _holds_places(column, below, knowledge):
                roles[column.number] = "place"
                break
    chosen = [replace(c, role=roles.get(c.number, c.role)) for c in columns]
    if not any(c.place_text for c in chosen):
        return chosen
    return [
        replace(c, role="figure", place_text=c.heading) if not c.role and is_total(c.heading) else c
        for c in chosen
    ]


def _fineness(column: Column) -> int:
    return _FINENESS.get(make_key(column.heading.rpartition(" ")[2]), 3)


def _holds_places(column: Column, below: list[Sequence[str]], knowledge: Knowledge) -> bool:
    texts = {t for t in _texts_of(column, below) if not is_total(t)}
    found = sum(knowledge.gazetteer.is_place(t) for t in texts)
    return bool(texts) and found / len(texts) >= _SHARE_OF_PLACES


def _choose_by_content(
    columns: list[Column], below: list[Sequence[str]], knowledge: Knowledge, role: str
) -> list[Column]:
    """Take the first column not understood that holds periods, or indicators, for one of them."""
    for index, column in enumerate(columns):
        # 月份 can hold whole months (2023.7), with their year.
        roles = ("", "unit", "period_part") if role == "period" else ("", "unit")
        is_open = column.role in roles and not is_day_of_making(column.heading)
        texts = _texts_of(column, below) if is_open else set()
        if role == "period":
            found = sum(looks_like_period(t, this_year=knowledge.this_year) for t in texts)
        else:
            found = sum(len(knowledge.names.find_codes(t)[0]) == 1 for t in texts)
        if texts and found / len(texts) >= _SHARE_OF_PLACES:
            return [*columns[:index], replace(column, role=role), *columns[index + 1 :]]
    return columns


def _choose_figures(columns: list[Column], below: list[Sequence[str]]) -> list[Column]:
    """Where no heading names an indicator, columns of numbers are figures of unknown indicators."""
    if any(c.role in ("figure", "value") for c in columns):
        return columns
    return [
        replace(c, role="figure", indicator=c.name or c.heading)
        if not c.role and c.heading and _holds_numbers(c, below)
        else c
        for c in columns
    ]


def _holds_numbers(column: Column, below: list[Sequence[str]]) -> bool:
    texts = _texts_of(column, below)
    return bool(texts) and sum(is_number(t) for t in texts) / len(texts) >= _SHARE_OF_PLACES


def find_shape(columns: Iterable[Column]) -> str:
    """The shape of a table as ``Layout`` names it; empty without figures."""
    columns = tuple(columns)
    if any(c.role == "value" for c in columns):
        return "long"
    figures = [c for c in columns if c.role == "figure"]
    if not figures and any(c.role == "reason" for c in columns):
        return "break"
    across = {
        "wide_indicator": any(c.indicator for c in figures),
        "wide_period": any(c.period_text for c in figures),
        "wide_place": any(c.place_text for c in figures),
    }
    if not figures:
        return ""
    if any(c.role == "indicator" for c in columns) and not across["wide_indicator"]:
        return "transposed"
    said = [shape for shape, is_there in across.items() if is_there]
    return "cross" if len(said) > 1 else said[0] if said else ""
