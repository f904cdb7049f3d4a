"""What an administrator says about reporting: locked periods, closing dates, whose places are whose.

Three tables in one folder (``DASHBOARD_REPORTING``), kept by hand and read at every review, so that
a change holds at once and no dashboard has to be stopped for it. A file that is not there limits
nothing; one that cannot be understood stops every upload, for a lock must not fall off by a slip.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from dashboard.catalogue import Catalogue, Region, load_catalogue
from dashboard.encoding import decode_proved
from dashboard.errors import UploadError
from dashboard.i18n import mark
from dashboard.lookup_keys import make_key
from dashboard.settings import Settings, load_settings

_LOCKS, _CLOSING, _REPORTERS = "locks.csv", "closing_dates.csv", "reporters.csv"
_COLUMNS = {
    _LOCKS: ("scope", "period"),
    _CLOSING: ("scope", "period", "last_day"),
    _REPORTERS: ("person", "region_code"),
}
_PERIOD = re.compile(r"[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class ReportingRules:
    """What was said; an indicator '' stands for all of them."""

    locked: frozenset[tuple[str, str]] = frozenset()  # (indicator, period)
    closing: tuple[tuple[str, str, date], ...] = ()  # (indicator, period, last day)
    reporters: tuple[tuple[str, str], ...] = ()  # (person as a key, region_code)

    def regions_of(self, person: str) -> frozenset[str] | None:
        """The regions that ``person`` reports for, none for who is not listed; None: no list, all."""
        if not self.reporters:
            return None
        key = make_key(person)
        return frozenset(code for name, code in self.reporters if name == key)


@dataclass(frozen=True)
class Limits:
    """What may not be changed now, by one person."""

    locked: frozenset[tuple[str, str]] = frozenset()  # (indicator or '' for all, period)
    allowed: frozenset[str] | None = None  # regions, with all inside them; None: everywhere


@dataclass(frozen=True)
class _Line:
    """One row of a file, whose cells are read or refused with their place."""

    file: str
    number: int
    cells: dict[str, str]

    def refuse(self, message: str, name: str) -> UploadError:
        return UploadError(message, file=self.file, row=self.number, text=self.cells[name])

    def read_indicators(self, catalogue: Catalogue) -> list[str]:
        """Codes of the indicator, or of those of the programme, in ``scope``; [''] if it is blank."""
        key = make_key(self.cells["scope"])
        if not key:
            return [""]
        for item in catalogue.indicators.values():
            if key in {make_key(n) for n in (item.code, item.name_zh, item.name_en)}:
                return [item.code]
        for programme in catalogue.programmes.values():
            if key in {make_key(n) for n in (programme.code, programme.name_zh, programme.name_en)}:
                return [i.code for i in catalogue.of_programme(programme.code)]
        raise self.refuse(
            mark("{file}, row {row}: “{text}” is neither an indicator nor a programme."), "scope"
        )

    def read_period(self) -> str:
        """The period as SDMX writes it."""
        if not _PERIOD.fullmatch(self.cells["period"]):
            raise self.refuse(
                mark("{file}, row {row}: “{text}” is no period such as 2024, 2024-Q2 or 2024-06."),
                "period",
            )
        return self.cells["period"]

    def read_day(self) -> date:
        """The last day on which figures are in time; 2026/1/31 as spreadsheets write it as well."""
        text = self.cells["last_day"].replace("/", "-")
        try:
            return datetime.strptime(text, "%Y-%m-%d").date()
        except ValueError:
            message = mark("{file}, row {row}: “{text}” is no day such as 2026-01-31.")
            raise self.refuse(message, "last_day") from None

    def read_reporter(self, catalogue: Catalogue) -> tuple[str, str]:
        """The person as a key, and the code of the region."""
        person, code = make_key(self.cells["person"]), self.cells["region_code"]
        if not person:
            raise self.refuse(mark("{file}, row {row}: nobody is named."), "person")
        if code not in catalogue.regions:
            raise self.refuse(
                mark("{file}, row {row}: “{text}” is not the code of a region."), "region_code"
            )
        return person, code


def read_reporting(catalogue: Catalogue) -> ReportingRules:
    """What stands in the folder now; raises UploadError where it cannot be understood."""
    folder = Path(load_settings().reporting)
    _check_folder(folder)
    locks = _read_lines(folder / _LOCKS)
    closing = _read_lines(folder / _CLOSING)
    return ReportingRules(
        frozenset(
            (i, line.read_period()) for line in locks for i in line.read_indicators(catalogue)
        ),
        tuple(
            (indicator, line.read_period(), line.read_day())
            for line in closing
            for indicator in line.read_indicators(catalogue)
        ),
        tuple(line.read_reporter(catalogue) for line in _read_lines(folder / _REPORTERS)),
    )


def read_limits(person: str) -> Limits:
    """What ``person`` may not change now, as each publish and undo asks.

    Raises UploadError where the tables cannot be understood.
    """
    catalogue = load_catalogue()
    reporting = read_reporting(catalogue)
    allowed = reporting.regions_of(person)
    inside = None if allowed is None else expand_regions(allowed, catalogue)
    return Limits(reporting.locked, inside)


def expand_regions(codes: frozenset[str], catalogue: Catalogue) -> frozenset[str]:
    """The regions and all that lie inside them."""

    def is_inside(region: Region) -> bool:
        above = (region.parent_code, region.rollup_code)
        return region.code in codes or any(
            is_inside(catalogue.regions[code]) for code in above if code in catalogue.regions
        )

    return frozenset(r.code for r in catalogue.regions.values() if is_inside(r))


def _check_folder(folder: Path) -> None:
    """A folder that is not there, or a file under another name, would limit nothing unnoticed."""
    if not folder.is_dir():
        if folder.exists() or str(folder) != Settings.reporting:
            raise UploadError(
                mark(
                    "The folder of reporting tables {folder} does not exist. Make it or correct "
                    "DASHBOARD_REPORTING."
                ),
                folder=folder,
            )
        return
    # Names with a dot in front are those of systems and editors.
    try:
        found = {p.name for p in folder.iterdir() if not p.name.startswith(".")}
    except OSError as error:
        raise _unreadable(folder, error) from error
    if odd := sorted(found - set(_COLUMNS)):
        raise UploadError(
            mark(
                "{file} in {folder} (DASHBOARD_REPORTING) is not read: only {names} are. Save it "
                "as one of these, or take it out of the folder."
            ),
            file=odd[0],
            folder=folder,
            names=", ".join(_COLUMNS),
        )


def _read_lines(path: Path) -> list[_Line]:
    """The rows of a file that hold something; none where there is no file."""
    if not path.exists():
        return []
    columns = _COLUMNS[path.name]
    text = _read_text(path)
    rows = csv.DictReader(text.splitlines(), restval="")
    if missing := [name for name in columns if name not in (rows.fieldnames or ())]:
        raise UploadError(
            mark("{file} has no column {columns}."), file=path, columns=", ".join(missing)
        )
    cells = (({name: (row[name] or "").strip() for name in columns}, rows.line_num) for row in rows)
    return [_Line(path.name, number, row) for row, number in cells if any(row.values())]


def _read_text(path: Path) -> str:
    try:
        text, _encoding = decode_proved(path.read_bytes())
    except OSError as error:
        raise _unreadable(path, error) from error
    if text is None:
        raise UploadError(mark("{file} is no text table: save it as “CSV UTF-8”."), file=path)
    return text.removeprefix("\ufeff")


def _unreadable(path: Path, error: OSError) -> UploadError:
    return UploadError(mark("{path} cannot be read ({reason})."), path=path, reason=error.strerror)
