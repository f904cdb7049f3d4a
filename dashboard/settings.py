"""Every setting of the dashboard: its name, default and unit, read once from the environment.

Nothing else in the project reads the environment.
"""

import os
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def _setting(default: str | int | bool, variable: str, help_text: str) -> Any:
    return field(default=default, metadata={"variable": variable, "help": help_text})


@dataclass(frozen=True)
class Settings:
    """The settings as typed values; each field's metadata has its variable and one line of help."""

    database: str = _setting(
        str(ROOT / "data" / "dashboard.duckdb"),
        "DASHBOARD_DATABASE",
        "path of the DuckDB file that holds the figures",
    )
    coverage_pct: int = _setting(
        50,
        "DASHBOARD_COVERAGE_PCT",
        "per cent of a region's children that must have reported before their sum stands in for it",
    )
    home_region: str = _setting("610000", "DASHBOARD_HOME_REGION", "code of the region shown first")
    boundaries: bool = _setting(
        False,
        "DASHBOARD_BOUNDARIES",
        "1 draws boundaries instead of tiles for the whole country and other provinces",
    )
    geojson: str = _setting(
        "",
        "DASHBOARD_GEOJSON",
        "path of another GeoJSON for the map; the id of each feature is a region code",
    )
    address: str = _setting(
        "http://localhost:8501",
        "DASHBOARD_ADDRESS",
        "address under which readers reach the dashboard; stands on slides, in QR codes and notes",
    )
    staff: str = _setting(
        "",
        "DASHBOARD_STAFF",
        "e-mail addresses that may upload and undo, separated by commas; empty lets everyone",
    )
    upload_limit_mb: int = _setting(
        200, "DASHBOARD_UPLOAD_LIMIT_MB", "largest file that can be uploaded, in megabytes"
    )
    upload_limit_rows: int = _setting(
        5_000_000, "DASHBOARD_UPLOAD_LIMIT_ROWS", "most rows of a file that can be uploaded"
    )
    jump_pct: int = _setting(
        50,
        "DASHBOARD_JUMP_PCT",
        "per cent of rise against the year before from which a figure is questioned; a fall is "
        "questioned from where it takes such a rise to make up for it; rates by 20 points",
    )
    revision_pct: int = _setting(
        5,
        "DASHBOARD_REVISION_PCT",
        "per cent (for rates: points) by which an upload may revise a final figure unquestioned",
    )
    disclosure_limit: int = _setting(
        3,
        "DASHBOARD_DISCLOSURE_LIMIT",
        "smallest number of persons or households in hardship shown without a question; 0 for none",
    )

    reporting: str = _setting(
        str(ROOT / "data" / "reporting"),
        "DASHBOARD_REPORTING",
        "folder of the tables of locked periods, closing dates and reporters, where there are any",
    )

    @property
    def staff_addresses(self) -> frozenset[str]:
        """Lower-cased addresses of those who may upload; empty when everyone may."""
        return frozenset(a.strip().lower() for a in self.staff.split(",") if a.strip())


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """The settings of this process.

    Raises ValueError, with the variable's name, when a number is not a number.
    """
    values = {}
    for item in fields(Settings):
        variable = item.metadata["variable"]
        text = os.environ.get(variable)
        if text is None:
            continue
        if isinstance(item.default, bool):
            values[item.name] = text.strip().lower() in {"1", "true", "yes", "on"}
        elif isinstance(item.default, int):
            if not (text.strip().isascii() and text.strip().isdigit()):
                raise ValueError(f"{variable} must be a whole number, but it is {text!r}.")
            values[item.name] = int(text)
        else:
            values[item.name] = text
    settings = Settings(**values)
    if settings.coverage_pct > 100:
        raise ValueError("DASHBOARD_COVERAGE_PCT must be between 0 and 100.")
    return settings
