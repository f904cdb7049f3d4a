"""Reminds whoever changes the rules of the numbers to raise their version; comments may change freely."""

import ast
import hashlib
import inspect
import re
import textwrap
from collections.abc import Callable

from dashboard import disclosure
from dashboard.catalogue import Catalogue
from dashboard.sql import load_query, macro_names
from dashboard.store import reference, refresh, suppressing
from dashboard.store.refresh import RULES_VERSION

STATEMENTS = (
    "reference/fill_indicator", "reference/fill_region", "reference/fill_rollup",
    "reference/fill_listing",
    *macro_names(), "schema/024_reported_figure_view", "schema/025_reported_observation",
    "write/find_affected", "write/touch_parents", "write/touch_later",
    "write/own_figures", "write/find_unmade", "write/find_reported_unmade", "write/take_touched",
    "write/insert_figure", "write/insert_reported_figure",
)  # fmt: skip
CODE = (
    reference._reference_frames, refresh.refresh_figures, refresh._make_unmade,
    Catalogue.counted_children, Catalogue.place_count, Catalogue.depth, Catalogue.path,
    suppressing.suppress, suppressing._withhold_in_views, suppressing._withhold, suppressing._find,
    suppressing._relate_to_below, suppressing._list_gaps, suppressing._relate_rate,
    suppressing._relate_periods, disclosure.find_suppressed, disclosure._find_second,
    disclosure._is_narrow, disclosure._choose, disclosure._find_determined, disclosure._drop_open,
)  # fmt: skip
# The version, and what it was made by.
KNOWN = (5, "1adc81a06b77adab")


def read_statement(name: str) -> str:
    """A statement in one line, without its comments."""
    return " ".join(re.sub(r"--.*", "", load_query(name).text).split())


def read_code(function: Callable[..., object]) -> str:
    """A function in one line, without its docstring and the lines that are comments."""
    text = textwrap.dedent(inspect.getsource(function))
    lines = text.splitlines()
    (tree,) = ast.parse(text).body
    assert isinstance(tree, ast.FunctionDef)
    if ast.get_docstring(tree) is not None:
        del lines[tree.body[0].lineno - 1 : tree.body[0].end_lineno]
    return " ".join(" ".join(s for s in lines if not s.lstrip().startswith("#")).split())


def test_version_is_raised_with_the_rules() -> None:
    texts = [*map(read_statement, STATEMENTS), *map(read_code, CODE)]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    assert (RULES_VERSION, digest) == KNOWN, (
        "The rules that make figures or reference tables have changed. If any of these comes out "
        "otherwise, raise RULES_VERSION in dashboard/store/refresh.py, or databases keep the figures "
        "that they have. Then write the version and this digest into KNOWN."
    )
