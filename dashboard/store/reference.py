"""The reference tables (regions, aliases, programmes, indicators): filled anew when their files change."""

import hashlib
from collections.abc import Mapping

import pandas as pd

from dashboard.catalogue import FIRST_YEAR, LAST_YEAR, REFERENCE_FOLDER, Catalogue
from dashboard.sql import load_query
from dashboard.store.connection import Connection, transaction
from dashboard.store.migrations import create_macros
from dashboard.store.refresh import RULES_VERSION, refresh_figures, rule_settings
from dashboard.store.rules import Rules, keep_rules

_INCOMING = "incoming_reference"
_ROLLUP_COLUMNS = ("rollup_code", "is_expected", "first_year", "last_year")


def load_reference(cursor: Connection, catalogue: Catalogue) -> None:
    """Fill the reference tables, and make the figures anew, when what they are made from changed."""
    checksum = _reference_checksum()
    if cursor.execute(load_query("reference/read_state").text).fetchall() == [(checksum,)]:
        return
    with transaction(cursor):
        create_macros(cursor)
        frames = _reference_frames(catalogue)
        for table in frames:
            cursor.execute(load_query(f"reference/clear_{table}").text)
        fill_reference(cursor, frames)
        keep_rules(cursor, Rules.gather(rule_settings(), frames))
        cursor.execute(load_query("write/empty_figure").text)
        cursor.execute(load_query("write/empty_reported_figure").text)
        refresh_figures(cursor, touched=0)
        cursor.execute(load_query("reference/clear_state").text)
        cursor.execute(load_query("reference/insert_state").text, {"checksum": checksum})


def fill_reference(cursor: Connection, frames: Mapping[str, pd.DataFrame]) -> None:
    """Fill the empty reference tables, by their names."""
    for table, frame in frames.items():
        cursor.register(_INCOMING, frame)
        cursor.execute(load_query(f"reference/fill_{table}").text, {"source": _INCOMING})
        cursor.unregister(_INCOMING)


def _reference_checksum() -> str:
    """Checksum of the reference files and of the version of the rules that make figures of them."""
    digest = hashlib.sha256(f"{RULES_VERSION} {rule_settings()}".encode())
    for path in sorted(REFERENCE_FOLDER.glob("*.csv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _reference_frames(catalogue: Catalogue) -> dict[str, pd.DataFrame]:
    """The reference tables as frames, by table name."""
    regions = pd.DataFrame(
        {
            "region_code": r.code,
            "name_zh": r.name_zh,
            "short_name_zh": r.short_name_zh,
            "name_en": r.name_en,
            "level": r.level,
            "parent_code": r.parent_code,
            "depth": catalogue.depth(r.code),
            "path": catalogue.path(r.code),
            "place_count": catalogue.place_count(r.code),
        }
        for r in catalogue.regions.values()
    )
    columns = [
        "programme",
        "name_zh",
        "name_en",
        "unit_zh",
        "unit_en",
        "kind",
        "measure",
        "region_rule",
        "numerator",
        "denominator",
        "factor",
        "decimals",
    ]
    indicators = pd.DataFrame(
        {"indicator": i.code} | {c: getattr(i, c) for c in columns}
        for i in catalogue.indicators.values()
    )
    programmes = pd.DataFrame(
        {"programme": p.code, "name_zh": p.name_zh, "name_en": p.name_en, "sort": p.sort}
        for p in catalogue.programmes.values()
    )
    aliases = pd.DataFrame(
        [(a, c) for a, codes in catalogue.aliases.items() for c in codes],
        columns=["alias", "region_code"],
    )
    return {
        "region": regions,
        "rollup": pd.DataFrame(
            {"region_code": r.code} | {c: getattr(r, c) for c in _ROLLUP_COLUMNS}
            for r in catalogue.rollups
        ),
        "listing": pd.DataFrame(
            [
                *((r.code, r.code, FIRST_YEAR, LAST_YEAR) for r in catalogue.regions.values()),
                *(
                    (r.parent_code, r.code, FIRST_YEAR, LAST_YEAR)
                    for r in catalogue.regions.values()
                    if r.parent_code
                ),
                *(
                    (r.rollup_code, r.code, r.first_year, r.last_year)
                    for r in catalogue.rollups
                    if r.rollup_code != catalogue.regions[r.code].parent_code
                ),
            ],
            columns=["page_code", "region_code", "first_year", "last_year"],
        ),
        "indicator": indicators,
        "programme": programmes,
        "region_alias": aliases,
    }
