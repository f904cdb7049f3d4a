"""Compare the figures of a file with those published: what is new, changed, unchanged, rejected."""

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from dashboard.importing.connection import Connection, fetch_rows

_PUBLISHED = pa.schema(
    [
        ("indicator", pa.string()),
        ("region_code", pa.string()),
        ("period", pa.string()),
        ("value", pa.float64()),
        ("status", pa.string()),
    ]
)
_COMPARISON = """
CREATE OR REPLACE TEMP TABLE comparison AS
SELECT
    f.region_code,
    f.indicator,
    f.period,
    p.value AS old_value,
    p.status AS old_status,
    f.value AS new_value,
    f.status AS new_status,
    CASE
        WHEN p.indicator IS NULL THEN 'new'
        WHEN p.status IS NOT DISTINCT FROM f.status AND (
            p.value IS NOT DISTINCT FROM f.value
            OR abs(p.value - f.value) <= 1e-9 * greatest(abs(p.value), abs(f.value))
        ) THEN 'unchanged'
        ELSE 'changed'
    END AS kind,
    f.address,
    f.note_zh,
    f.note_en,
    f.position
FROM figure AS f
LEFT JOIN published AS p
    ON p.indicator = f.indicator AND p.region_code = f.region_code AND p.period = f.period
"""
_REJECTED = """
SELECT count(*)
FROM cell AS c
LEFT JOIN repeated AS r
    ON r.indicator = c.indicator AND r.region_code = c.region_code AND r.period = c.period
WHERE NOT c.is_total AND (NOT c.is_usable OR coalesce(r.differs, FALSE))
"""


_ROWS = (
    "region_code", "indicator", "period", "old_value", "old_status", "new_value", "new_status",
    "kind", "address",
)  # fmt: skip
FIGURE_COLUMNS = (
    "indicator", "region_code", "period", "value", "status", "note_zh", "note_en", "address",
)  # fmt: skip
# Everything that only the rules look at. A large file needs the room for its frames.
_SPENT = (
    "DROP TABLE IF EXISTS change",
    "DROP TABLE IF EXISTS point",
    "DROP TABLE IF EXISTS known",
    "DROP TABLE IF EXISTS family",
    "DROP TABLE IF EXISTS cell",
    "DROP TABLE IF EXISTS text_row",
)


@dataclass(frozen=True)
class Comparison:
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


def create_comparison(connection: Connection) -> None:
    """The table ``comparison`` of ``figure`` with ``published``, for the rules of group C."""
    connection.execute(_COMPARISON)


def fetch_comparison(connection: Connection) -> tuple[Comparison, pd.DataFrame]:
    """What ``comparison`` says, and the figures of the file (FIGURE_COLUMNS) in its order.

    Ends the work of the connection: the tables that the rules look at are dropped. A rejected cell
    is one with an error: not understood, or given twice with different figures; totals are not
    counted.
    """
    counts = dict(fetch_rows(connection, "SELECT kind, count(*) FROM comparison GROUP BY kind"))
    rejected = fetch_rows(connection, _REJECTED)[0][0]
    for statement in _SPENT:
        connection.execute(statement)
    frame = fetch_frame(connection, "SELECT * EXCLUDE (position) FROM comparison ORDER BY position")
    figures = frame.rename(columns={"new_value": "value", "new_status": "status"})
    comparison = Comparison(
        counts.get("new", 0),
        counts.get("changed", 0),
        counts.get("unchanged", 0),
        rejected,
        frame[list(_ROWS)],
    )
    return comparison, figures[list(FIGURE_COLUMNS)]


def fetch_frame(connection: Connection, query: str) -> pd.DataFrame:
    """The result as a frame by way of Arrow: ten times faster than by way of Python's objects."""
    return connection.sql(query).to_arrow_table().to_pandas()
