"""Keep ``observation`` and ``figure`` in step with the log: the rules of the numbers, run as SQL."""

from collections.abc import Mapping

from dashboard.settings import load_settings
from dashboard.sql import load_query
from dashboard.store.connection import Connection, reported_only
from dashboard.store.suppressing import suppress

# Of the rules by which reference tables and figures are made. Raise it by hand when they come out
# otherwise: every database then makes both anew at its next start.
RULES_VERSION = 5


def rule_settings() -> dict[str, int]:
    """The settings that figures depend on: parameters of the statements that make them."""
    settings = load_settings()
    return {
        "coverage_pct": settings.coverage_pct,
        "least_denominator": settings.least_denominator,
    }


def refresh_touched(cursor: Connection, *, touched: int, as_of: int) -> None:
    """Bring observation and figure up to date in the cells that an upload touched."""
    cursor.execute(load_query("write/find_held").text, {"touched": touched})
    cursor.execute(load_query("write/clear_held").text)
    cursor.execute(load_query("write/fill_observation").text, {"as_of": as_of, "is_whole": False})
    # All cells of an upload that is undone are held.
    if touched == as_of:
        cursor.execute(load_query("write/insert_fresh").text, {"upload_id": touched})
    refresh_figures(cursor, touched=touched)


def refresh_all(
    cursor: Connection, *, as_of: int, settings: Mapping[str, int] | None = None
) -> None:
    """Fill an empty observation and figure from the log; ``settings`` as in ``refresh_figures``."""
    cursor.execute(load_query("write/find_held").text, {"touched": 0})
    cursor.execute(load_query("write/fill_observation").text, {"as_of": as_of, "is_whole": True})
    refresh_figures(cursor, touched=0, settings=settings)


def refresh_figures(
    cursor: Connection, *, touched: int, settings: Mapping[str, int] | None = None
) -> None:
    """Make the figures anew that upload ``touched`` affects; 0 for all of them.

    They are made twice where they know of demonstration data: with it, then without. ``settings``
    are those of today unless given.
    """
    settings = rule_settings() if settings is None else settings
    cursor.execute(load_query("write/find_affected").text, {"touched": touched})
    batches = cursor.execute(load_query("write/list_batches").text).fetchall()
    for name in ("touch_parents", "touch_later"):
        for (batch,) in batches:
            cursor.execute(load_query(f"write/{name}").text, {"batch": batch})
    for name in ("clear_figures", "clear_reported_figures", "own_figures", "find_unmade"):
        cursor.execute(load_query(f"write/{name}").text)
    _make_unmade(cursor, "write/insert_figure", settings)
    cursor.execute(load_query("write/find_reported_unmade").text)
    with reported_only(cursor):
        _make_unmade(cursor, "write/insert_reported_figure", settings)
    suppress(cursor)


def _make_unmade(cursor: Connection, insert: str, settings: Mapping[str, int]) -> None:
    """Make the figures in ``unmade``; a sum is made of the step below, so from the counties up."""
    steps = cursor.execute(load_query("write/list_steps").text).fetchall()
    for batch, depth in steps:
        cursor.execute(load_query("write/take_touched").text, {"batch": batch, "depth": depth})
        cursor.execute(load_query(insert).text, dict(settings))
