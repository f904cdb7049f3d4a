"""What the settings name is looked at before anything begins, by the command line as well."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.errors import DashboardError
from dashboard.settings import ROOT, load_settings
from dashboard.start_check import check_start

SQUARE = [[[0, 0], [1, 0], [1, 1], [0, 0]]]


@pytest.fixture(autouse=True)
def fresh_settings() -> Iterator[None]:
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


def make_geojson(code: str, rings: object = SQUARE) -> str:
    geometry = {"type": "Polygon", "coordinates": rings}
    return json.dumps({"features": [{"id": code, "geometry": geometry}]})


@pytest.mark.parametrize("code", ["999999", "610102", "陕西", "610000 "])
def test_home_region_must_be_one_with_parts(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setenv("DASHBOARD_HOME_REGION", code)
    with pytest.raises(DashboardError, match="DASHBOARD_HOME_REGION"):
        check_start()


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "{}", "null", '{"features": [1]}', '{"features": []}', "\x00",
        make_geojson("999999"), make_geojson("610100", 7), make_geojson("610100", [[[0, 0]]]),
        make_geojson("610100", [[[0, 0], [1, 0], [1, float("nan")], [0, 0]]]),
    ],
)  # fmt: skip
def test_geojson_that_draws_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "map.geojson"
    path.write_text(text)
    monkeypatch.setenv("DASHBOARD_GEOJSON", str(path))
    with pytest.raises(DashboardError, match="DASHBOARD_GEOJSON"):
        check_start()
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DashboardError, match="DASHBOARD_GEOJSON"):
        check_start()
    path.write_text(make_geojson("610100"))
    assert check_start().geojson == str(path)


def test_command_line_refuses_with_a_sentence_and_a_code(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", "uploads", "--lang", "zh"],
        cwd=ROOT,
        env={"DASHBOARD_STAF": "x", "PATH": "", "DASHBOARD_DATABASE": str(tmp_path / "x.duckdb")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr.startswith("没有名为 DASHBOARD_STAF 的设置")
        and "DASHBOARD_STAFF" in done.stderr
    )
    assert not (tmp_path / "x.duckdb").exists()
