"""The address of a chart: the page that shows it, and the parameters that bring it back."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard.charts.registry import KINDS, find_kind
from dashboard.i18n import LANGUAGES
from dashboard.selection import ChartRequest, Selection


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
    return f"{find_kind(request).find_page(request)}?{urlencode(parameters, safe=',')}"


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
        newest=newest,
        demonstration=parameters.get("demo") != "0",
    )
    return selection, read_request(parameters)


def read_request(parameters: Mapping[str, str]) -> ChartRequest:
    """The chart that ``parameters`` of an address ask for; ValueError for an unknown kind."""
    request = ChartRequest.from_parameters(parameters)
    if request.kind not in KINDS:
        raise ValueError(f"{request.kind!r} is not a kind of chart.")
    return request
