"""Compare the figures of a file with those published: what is new, changed, unchanged, rejected."""

from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

from dashboard.importing.connection import (
    Connection,
    drop_table,
    fetch_rows,
    fetch_table,
    make_table,
)

_PUBLISHED = pa.schema(
    [
        ("indicator", pa.string()),
        ("region_code", pa.string()),
        ("period", pa.string()),
        ("value", pa.float64()),
        ("status", pa.string()),
    ]
)


_PUBLISHED_TARGETS = pa.schema(
    [
        ("indicator", pa.string()),
        ("region_code", pa.string()),
        ("year", pa.int32()),
        ("kind", pa.string()),
        ("value", pa.float64()),
    ]
)
_PUBLISHED_BREAKS = pa.schema(
    [
        ("indicator", pa.string()),
        ("region_code", pa.string()),
        ("year", pa.int32()),
        ("reason_zh", pa.string()),
        ("reason_en", pa.string()),
    ]
)
TARGET_COLUMNS = (
    "indicator", "region_code", "year", "kind", "value", "old_value", "change", "address",
)  # fmt: skip
BREAK_COLUMNS = (
    "indicator", "region_code", "year", "reason_zh", "reason_en", "old_reason_zh",
    "old_reason_en", "change", "address",
)  # fmt: skip
_ROWS = (
    "region_code", "indicator", "period", "old_value", "old_status", "new_value", "new_status",
    "kind", "address",
)  # fmt: skip
FIGURE_COLUMNS = (
    "indicator", "region_code", "period", "value", "status", "note_zh", "note_en", "address",
)  # fmt: skip
# Everything that only the rules look at. A large file needs the room for its frames.
_SPENT = ("attached", "change", "point", "known", "family", "discrete", "cell", "text_row")


@dataclass(frozen=True)
class PublishedComparison:
    """The four counts, in cells, and the cells themselves.

    ``rows`` has region_code, indicator, period, old_value, old_status, new_value, new_status, kind
    (new, changed, unchanged) and address; one row per figure, none when the file has none.
    """

    new: int
    changed: int
    unchanged: int
    rejected: int
    rows: pd.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """The four counts by name."""
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
        }


def offer_published(connection: Connection, published: pd.DataFrame) -> None:
    """Offer what is published (indicator, region_code, period, value, status) as ``published``."""
    table = pa.Table.from_pandas(
        published[_PUBLISHED.names], schema=_PUBLISHED, preserve_index=False
    )
    connection.register("published", table)


@dataclass(frozen=True)
class Attached:
    """Targets and breaks in series of a file, each beside what is published; none of both by default.

    ``targets`` has TARGET_COLUMNS, ``breaks`` BREAK_COLUMNS: one row for each that would be
    published; ``change`` is new, changed or unchanged.
    """

    targets: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=TARGET_COLUMNS))
    breaks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=BREAK_COLUMNS))

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many targets and breaks are new, changed, unchanged."""
        return {
            name: {k: int((frame["change"] == k).sum()) for k in ("new", "changed", "unchanged")}
            for name, frame in (("targets", self.targets), ("breaks", self.breaks))
        }

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a target nor a break."""
        return self.targets.empty and self.breaks.empty


def create_attached(
    connection: Connection, targets: pd.DataFrame | None, breaks: pd.DataFrame | None
) -> None:
    """The table ``attached``: targets and breaks of the file beside those published.

    ``targets`` (indicator, region_code, year, kind, value) and ``breaks`` (indicator, region_code,
    year, reason_zh, reason_en) are what stands; None: nothing is known.
    """
    for name, frame, schema in (
        ("published_target", targets, _PUBLISHED_TARGETS),
        ("published_break", breaks, _PUBLISHED_BREAKS),
    ):
        table = schema.empty_table()
        if frame is not None:
            table = pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)
        connection.register(name, table)
    make_table(connection, "attached")


def fetch_attached(connection: Connection) -> Attached:
    """What ``attached`` says, in the order of the file."""
    return Attached(
        fetch_table(connection, "list_targets").to_pandas(),
        fetch_table(connection, "list_breaks").to_pandas(),
    )


def create_comparison(connection: Connection) -> None:
    """The table ``comparison`` of ``figure`` with ``published``, for the rules of group C."""
    make_table(connection, "comparison")


def fetch_comparison(connection: Connection) -> tuple[PublishedComparison, pd.DataFrame]:
    """What ``comparison`` says, and the figures of the file (FIGURE_COLUMNS) in its order.

    Ends the work of the connection: the tables that the rules look at are dropped. A rejected cell
    is one with an error: not understood, or given twice with different figures; totals are not
    counted.
    """
    counts = dict(fetch_rows(connection, "count_kinds"))
    rejected = fetch_rows(connection, "count_rejected")[0][0]
    for name in _SPENT:
        drop_table(connection, name)
    frame = fetch_table(connection, "list_comparison").to_pandas()
    figures = frame.rename(columns={"new_value": "value", "new_status": "status"})
    comparison = PublishedComparison(
        counts.get("new", 0),
        counts.get("changed", 0),
        counts.get("unchanged", 0),
        rejected,
        frame[list(_ROWS)],
    )
    return comparison, figures[list(FIGURE_COLUMNS)]
