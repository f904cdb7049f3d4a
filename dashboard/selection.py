"""What a reader looks at, and which chart of it: names alone. What they show is found elsewhere.

A ``Selection`` says where a reader looks (region, year, language, data version); a ``ChartRequest``
says which chart of it. Both are plain values, so they are keys under which what was read is remembered.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.i18n import Lang


@dataclass(frozen=True)
class Snapshot:
    """Which figures are read: as at an upload (None: now), with or without demonstration figures."""

    as_of: int | None = None
    demonstration: bool = True
    newest: int = 0  # of an older version, the newest one: what is confidential in that is hidden


PRESENT = Snapshot()


@dataclass(frozen=True)
class Selection:
    """What a reader looks at: language, region, year, which figures, as at which data version."""

    lang: Lang
    region: str
    year: int
    version: int  # the data version shown: the newest, or a frozen one
    newest: int = 0  # where an older one is shown, the newest: what is confidential in it is hidden
    demonstration: bool = True

    def __post_init__(self) -> None:
        if self.newest == self.version:
            object.__setattr__(self, "newest", 0)

    @property
    def is_frozen(self) -> bool:
        """Whether an older data version is shown."""
        return self.newest > 0

    @property
    def snapshot(self) -> Snapshot:
        """The figures that are read."""
        if not self.is_frozen:
            return Snapshot(None, self.demonstration)
        return Snapshot(self.version, self.demonstration, self.newest)


@dataclass(frozen=True)
class ChartRequest:
    """A chart of a selection; entries that its kind does not need stay empty."""

    kind: str  # a key of the registry of kinds
    indicator: str = ""  # code; empty for coverage and tables
    programme: str = ""  # code: tables of one programme instead of the headline indicators
    regions: tuple[str, ...] = ()  # lines of a trend, small charts; empty: the largest
    years: tuple[int, int] | None = None  # of a trend or stacked bars, first and last; None: all
    since: int | None = None  # the year to compare with
    city: str = ""  # the region among its siblings; tables: of this region instead

    def to_parameters(self) -> dict[str, str]:
        """The entries as parameters of an address, without those that are empty."""
        first, last = self.years or ("", "")
        values = {
            "view": self.kind,
            "indicator": self.indicator,
            "programme": self.programme,
            "cities": ",".join(self.regions),
            "first": first,
            "last": last,
            "since": self.since or "",
            "city": self.city,
        }
        return {name: str(value) for name, value in values.items() if value}

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str]) -> "ChartRequest":
        """What ``to_parameters`` wrote, whatever else is in ``parameters``.

        Raises ValueError for a year that is none.
        """
        ends = [parameters.get(name) for name in ("first", "last")]
        since = parameters.get("since")
        return cls(
            kind=parameters.get("view", ""),
            indicator=parameters.get("indicator", ""),
            programme=parameters.get("programme", ""),
            regions=tuple(c for c in parameters.get("cities", "").split(",") if c),
            years=(int(ends[0]), int(ends[1])) if ends[0] and ends[1] else None,
            since=int(since) if since else None,
            city=parameters.get("city", ""),
        )
