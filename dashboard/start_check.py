"""What must be right before anything begins, on the server and on the command line.

Each fault is told at the start, with the setting, its value and the remedy, and not to the first
reader who comes across it.
"""

from pathlib import Path

from dashboard.catalogue import load_catalogue
from dashboard.errors import SettingError
from dashboard.i18n import mark
from dashboard.importing.checks.reporting import read_reporting
from dashboard.settings import Settings, load_settings


def check_start() -> Settings:
    """The settings, with what they name; raises DashboardError for the first that cannot be used."""
    settings = load_settings()
    _check_home_region(settings.home_region)
    if settings.geojson:
        _check_geojson(settings.geojson)
    read_reporting(load_catalogue())
    return settings


def _check_home_region(code: str) -> None:
    catalogue = load_catalogue()
    region = catalogue.regions.get(code)
    if region is None or region.level == "county" or not catalogue.children(code):
        raise SettingError(
            mark(
                "DASHBOARD_HOME_REGION is {value!r}, which is not the code of a province or city. "
                "Codes are in data/reference/regions.csv, such as 610000 for Shaanxi."
            ),
            value=code,
        )


def _check_geojson(path: str) -> None:
    from dashboard.charts.shapes import read_region_codes  # slow to load, and seldom needed

    try:
        codes = read_region_codes(Path(path))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SettingError(
            mark(
                "DASHBOARD_GEOJSON is {value!r}, which cannot be read ({reason}). Correct the path "
                "or take the variable away."
            ),
            value=path,
            reason=reason,
        ) from error
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise SettingError(
            mark(
                "DASHBOARD_GEOJSON is {value!r}, which is not GeoJSON with polygons. Export the "
                "boundaries anew as a FeatureCollection or take the variable away."
            ),
            value=path,
        ) from error
    if not codes & set(load_catalogue().regions):
        raise SettingError(
            mark(
                "DASHBOARD_GEOJSON is {value!r}, in which no feature has the code of a region as "
                "its id. Set the ids, such as 610100, or take the variable away."
            ),
            value=path,
        )
