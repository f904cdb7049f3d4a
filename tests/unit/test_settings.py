"""Settings are read from the environment once, as typed values."""

import re
from collections.abc import Iterator
from dataclasses import fields

import pytest

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
