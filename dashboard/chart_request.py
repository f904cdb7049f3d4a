"""One chart as it is asked for: by a page, a basket, a slide, an address. What it shows is elsewhere.

A ``Selection`` says where a reader looks (region, year, language, data version); a ``ChartRequest``
says which chart of it. Both together are an address of the dashboard, and come back out of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard.cached import Selection
from dashboard.i18n import LANGUAGES

# Kind of chart → the path of the page that shows it; a table is shown by the page that holds its
# figures: the Overview, which lives at the root, a programme or a city.
KINDS = {
    "trend": "indicator",
    "ranking": "indicator",
    "map": "indicator",
    "compare": "indicator",
    "multiples": "indicator",
    "stacked": "indicator",
    "position": "city",
    "coverage": "data",
    "totals": "",
    "progress": "",
    "shortfalls": "",
}


@dataclass(frozen=True)
class ChartRequest:
    """A chart of a selection; entries that its kind does not need stay empty."""

    kind: str  # a key of KINDS
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

        Raises ValueError for an unknown kind or a year that is none.
        """
        kind = parameters.get("view", "")
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is not a kind of chart.")
        ends = [parameters.get(name) for name in ("first", "last")]
        since = parameters.get("since")
        return cls(
            kind=kind,
            indicator=parameters.get("indicator", ""),
            programme=parameters.get("programme", ""),
            regions=tuple(c for c in parameters.get("cities", "").split(",") if c),
            years=(int(ends[0]), int(ends[1])) if all(ends) else None,
            since=int(since) if since else None,
            city=parameters.get("city", ""),
        )


def _page_of(request: ChartRequest) -> str:
    page = KINDS[request.kind]
    return page or ("city" if request.city else request.programme)


def make_address(selection: Selection, request: ChartRequest, *, frozen: bool) -> str:
    """Path and parameters of the view that shows ``request``: as at its version, or the newest."""
    parameters = {
        "lang": selection.lang,
        "region": selection.region,
        "year": str(selection.year),
        **request.to_parameters(),
    }
    if not selection.demonstration:
        parameters["demo"] = "0"
    if frozen:
        parameters["version"] = str(selection.version)
    return f"{_page_of(request)}?{urlencode(parameters, safe=',')}"


def read_address(address: str, *, newest: int) -> tuple[Selection, ChartRequest]:
    """What ``make_address`` wrote, with whatever stands before the path; as at its version.

    Raises ValueError, or KeyError for what is missing, when it is no such address.
    """
    parameters = dict(parse_qsl(urlsplit(address).query))
    if parameters["lang"] not in LANGUAGES:
        raise ValueError(f"{parameters['lang']!r} is not a language of the dashboard.")
    version = int(parameters.get("version", newest))
    selection = Selection(
        lang=parameters["lang"],
        region=parameters["region"],
        year=int(parameters["year"]),
        version=version,
        is_frozen=version != newest,
        demonstration=parameters.get("demo") != "0",
    )
    return selection, ChartRequest.from_parameters(parameters)
