"""Settings are read from the environment once, as typed values."""

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest

from dashboard.errors import SettingError
from dashboard.settings import ROOT, Settings, load_settings


@pytest.fixture(autouse=True)
def fresh_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test reads an environment without settings, and the next one is not disturbed."""
    for item in fields(Settings):
        monkeypatch.delenv(item.metadata["variable"], raising=False)
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


def test_defaults() -> None:
    settings = load_settings()
    assert settings.database == str(ROOT / "data" / "dashboard.duckdb")
    assert settings.coverage_pct == 50
    assert settings.home_region == "610000"
    assert settings.boundaries is False
    assert settings.geojson == ""
    assert settings.staff_addresses == frozenset()


def test_environment_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_COVERAGE_PCT", " 80 ")
    monkeypatch.setenv("DASHBOARD_DATABASE", "/somewhere/figures.duckdb")
    assert load_settings().coverage_pct == 80
    assert load_settings().database == "/somewhere/figures.duckdb"
    monkeypatch.setenv("DASHBOARD_COVERAGE_PCT", "20")
    assert load_settings().coverage_pct == 80


@pytest.mark.parametrize("text", ["half", "50%", "-5", "4.5", ""])
def test_number_that_is_none_names_its_variable(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("DASHBOARD_COVERAGE_PCT", text)
    with pytest.raises(ValueError, match=r"^DASHBOARD_COVERAGE_PCT must be a whole number"):
        load_settings()


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), (" Yes ", True), ("on", True), ("0", False), ("", False)]
)
def test_switch(monkeypatch: pytest.MonkeyPatch, text: str, value: bool) -> None:
    monkeypatch.setenv("DASHBOARD_BOUNDARIES", text)
    assert load_settings().boundaries is value


def test_staff_addresses_are_split_and_lower_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STAFF", " Wang.Fang@union.example ,,li@union.example,")
    expected = {"wang.fang@union.example", "li@union.example"}
    assert load_settings().staff_addresses == expected


def test_every_setting_has_a_variable_and_a_line_of_help() -> None:
    variables = [item.metadata["variable"] for item in fields(Settings)]
    assert len(set(variables)) == len(variables)
    for item in fields(Settings):
        assert re.fullmatch(r"DASHBOARD_[A-Z_]+", item.metadata["variable"])
        assert len(item.metadata["help"]) > 15
        assert "\n" not in item.metadata["help"]


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("DASHBOARD_COVERAGE_PCT", "101", "from 0 to 100"),
        ("DASHBOARD_UPLOAD_LIMIT_MB", "0", "from 1 to"),
        ("DASHBOARD_UPLOAD_LIMIT_ROWS", "9" * 30, "from 1 to"),
        ("DASHBOARD_JUMP_PCT", "0", "from 1 to"),
        ("DASHBOARD_BOUNDARIES", "maybe", "must be 1 or 0"),
        ("DASHBOARD_STAFF", " , ", "names nobody"),
        ("DASHBOARD_STAFF", " ", "names nobody"),
        ("DASHBOARD_STAFF", "wang", "'wang'"),
        ("DASHBOARD_STAFF", "a@example.org;b@example.org", "no e-mail address"),
        ("DASHBOARD_STAFF", "a@example.org，b@example.org", "no e-mail address"),
        ("DASHBOARD_DATABASE", "", "is empty"),
        ("DASHBOARD_HOME_REGION", " ", "is empty"),
        ("DASHBOARD_STAF", "a@example.org", "DASHBOARD_STAFF"),
        ("DASHBORD_STAFF", "a@example.org", "DASHBOARD_STAFF"),
        ("dashboard_staff", "a@example.org", "DASHBOARD_STAFF"),
        ("DASHBOARD_LOCKS", "x", "There is no setting DASHBOARD_LOCKS"),
        ("DASHBOARD_ADDRESS", "stats.example.org", "no address of a website"),
        ("DASHBOARD_ADDRESS", "ftp://stats.example.org", "no address of a website"),
        ("DASHBOARD_ADDRESS", "http://", "no address of a website"),
        ("DASHBOARD_ADDRESS", "http://stats.example.org:99999", "no address of a website"),
        ("DASHBOARD_ADDRESS", "http://stats .example.org", "no address of a website"),
        ("DASHBOARD_ADDRESS", "http://me@stats.example.org", "no address of a website"),
        ("DASHBOARD_ADDRESS", "http://[::1", "no address of a website"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_name_and_value(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingError) as caught:
        load_settings()
    assert told in caught.value.text("en")
    assert variable in caught.value.text("en") and variable in caught.value.text("zh")


@pytest.mark.parametrize(
    "address", ["http://[::1]:8501", "https://统计.example.org", "http://10.0.0.2:80/a"]
)
def test_addresses_that_browsers_take(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DASHBOARD_ADDRESS", address)
    assert load_settings().address == address
