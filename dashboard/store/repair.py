"""Take doubled acts and rows out of a database that two stores filled at once on its first start.

Earlier versions could do that: the seed data was published twice, under the same numbers.
"""

from dashboard.sql import load_query
from dashboard.store.connection import Connection
from dashboard.store.log import newest_upload
from dashboard.store.refresh import refresh_all

_STEPS = (
    "drop_double_acts",
    "drop_repeated_acts",
    "drop_second_acts",
    "drop_double_rows",
    "drop_repeated_rows",
    "drop_second_rows",
    "drop_double_targets",
    "drop_double_breaks",
)


def repair_doubles(cursor: Connection) -> int:
    """Leave each act and each of its rows once, and make anew what follows the log; rows taken out."""
    cursor.execute(load_query("repair/find_doubled").text)
    found = cursor.execute(load_query("repair/count_doubled").text).fetchall()[0][0]
    count = 0
    if found:
        for name in _STEPS:
            count += cursor.execute(load_query(f"repair/{name}").text).fetchall()[0][0]
        cursor.execute(load_query("write/empty_observation").text)
        cursor.execute(load_query("write/empty_figure").text)
        refresh_all(cursor, as_of=newest_upload(cursor))
    return count
