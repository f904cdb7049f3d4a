"""Every setting of the dashboard: its name, default and unit, read once from the environment.

Nothing else in the project reads the environment. What cannot be used is refused: a setting that is
passed over in silence may be a lock that is not there. What can only be told beside the catalogue or
the files that a setting names is asked in ``start_check``.
"""

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from dashboard.errors import SettingError
from dashboard.i18n import mark

ROOT = Path(__file__).resolve().parent.parent


_PREFIX = "DASHBOARD_"
_SWITCHES = {
    "1": True, "true": True, "yes": True, "on": True,
    "0": False, "false": False, "no": False, "off": False, "": False,
}  # fmt: skip
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?|[0-9a-fA-F:.]+")


def _setting(
    default: str | int | bool, variable: str, help_text: str, *, span: tuple[int, int] = (0, 0)
) -> Any:
    metadata = {"variable": variable, "help": help_text, "span": span}
    return field(default=default, metadata=metadata)


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
        "per cent of a region's children that must have reported, and of the whole that they must carry, before their sum stands in for it",
        span=(0, 100),
    )
    least_denominator: int = _setting(
        20,
        "DASHBOARD_LEAST_DENOMINATOR",
        "rates of fewer than so many are marked and not ranked; 0 for none",
        span=(0, 1000),
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
    open_to_everyone: bool = _setting(
        False,
        "DASHBOARD_OPEN_TO_EVERYONE",
        "1 lets the server start without DASHBOARD_STAFF on an address that others can reach: "
        "whoever reaches it may upload and undo",
    )
    upload_limit_mb: int = _setting(
        200,
        "DASHBOARD_UPLOAD_LIMIT_MB",
        "largest file that can be uploaded, in megabytes",
        span=(1, 10_000),
    )
    upload_memory_mb: int = _setting(
        1000,
        "DASHBOARD_UPLOAD_MEMORY_MB",
        "memory for uploaded files of all readers together, in megabytes; what does not fit is refused",
        span=(1, 1_000_000),
    )
    upload_limit_rows: int = _setting(
        5_000_000,
        "DASHBOARD_UPLOAD_LIMIT_ROWS",
        "most rows of a file that can be uploaded",
        span=(1, 100_000_000),
    )
    upload_limit_cells: int = _setting(
        20_000_000,
        "DASHBOARD_UPLOAD_LIMIT_CELLS",
        "most cells of a file that can be uploaded, blank ones between others included",
    )
    jump_pct: int = _setting(
        50,
        "DASHBOARD_JUMP_PCT",
        "per cent of rise against the year before from which a figure is questioned; a fall is "
        "questioned from where it takes such a rise to make up for it; rates by 20 points",
        span=(1, 100_000),
    )
    revision_pct: int = _setting(
        5,
        "DASHBOARD_REVISION_PCT",
        "per cent (for rates: points) by which an upload may revise a final figure unquestioned",
        span=(0, 1000),
    )
    disclosure_limit: int = _setting(
        3,
        "DASHBOARD_DISCLOSURE_LIMIT",
        "smallest number of persons or households in hardship shown without a question; 0 for none",
        span=(0, 1000),
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

    Raises SettingError, with the variable, its value and the remedy, when one cannot be used.
    """
    _check_names(os.environ)
    values: dict[str, Any] = {}  # each of the type of its default
    for item in fields(Settings):
        text = os.environ.get(item.metadata["variable"])
        if text is not None:
            values[item.name] = _read_value(item, text)
    settings = Settings(**values)
    _check_staff(settings.staff)
    parse_address(settings.address)
    return settings


def _check_names(environment: Mapping[str, str]) -> None:
    """A misspelt variable would set nothing, and nobody would notice."""
    known = {item.metadata["variable"] for item in fields(Settings)}
    for name in sorted(set(environment) - known):
        is_ours = name.upper().startswith(_PREFIX)
        near = difflib.get_close_matches(name.upper(), known, 1, 0.0 if is_ours else 0.88)
        if near:
            raise SettingError(
                mark(
                    "There is no setting {variable} (its value is {value!r}). Did you mean "
                    "{nearest}? Correct the name, or take the variable away."
                ),
                variable=name,
                value=environment[name],
                nearest=near[0],
            )


def _read_value(item: Field[Any], text: str) -> str | int | bool:
    if isinstance(item.default, bool):
        return _read_switch(item, text)
    if isinstance(item.default, int):
        return _read_number(item, text)
    if not text.strip() and item.default:
        raise _refuse(item, text, mark("{variable} is empty. Give it a value, or take it away."))
    return text


def _read_switch(item: Field[Any], text: str) -> bool:
    if text.strip().lower() not in _SWITCHES:
        raise _refuse(item, text, mark("{variable} must be 1 or 0, but it is {value!r}."))
    return _SWITCHES[text.strip().lower()]


def _read_number(item: Field[Any], text: str) -> int:
    low, high = item.metadata["span"]
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
        digits = ""
    if not digits or not low <= int(digits) <= high:
        message = mark(
            "{variable} must be a whole number from {low} to {high}, but it is {value!r}. Correct "
            "it, or take it away for {default}."
        )
        raise _refuse(item, text, message, low=low, high=high, default=item.default)
    return int(digits)


def _refuse(item: Field[Any], text: str, message: str, **values: object) -> SettingError:
    return SettingError(message, variable=item.metadata["variable"], value=text, **values)


def _check_staff(staff: str) -> None:
    """A list with nobody on it, or with what is no address, would let in everyone or nobody."""
    addresses = [a.strip() for a in staff.split(",") if a.strip()]
    wrong = [a for a in addresses if not re.fullmatch(r"[^@\s;，；]+@[^@\s;，；]+", a)]
    if staff and not addresses:
        raise SettingError(
            mark(
                "DASHBOARD_STAFF is {value!r} and names nobody. Give the e-mail addresses of the "
                "staff, separated by commas, or take the variable away."
            ),
            value=staff,
        )
    if wrong:
        raise SettingError(
            mark(
                "DASHBOARD_STAFF has {value!r}, which is no e-mail address. Separate the addresses "
                "by commas: a@example.org,b@example.org."
            ),
            value=wrong[0],
        )


def parse_address(address: str) -> SplitResult:
    """The parts of ``DASHBOARD_ADDRESS``; raises SettingError when browsers could not come by it."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        is_named = bool(_HOST.fullmatch(host)) and bool(host.encode("idna"))
    except ValueError:
        is_named = False
    is_plain = is_named and not (parts.query or parts.fragment or parts.username or port == 0)
    if not is_plain or parts.scheme not in ("http", "https") or re.search(r"[\s\\]", address):
        raise SettingError(
            mark(
                "DASHBOARD_ADDRESS is {value!r}, which is no address of a website. Write it as "
                "https://statistics.example.org or http://192.0.2.10:8501."
            ),
            value=address,
        )
    return parts
