"""``python -m dashboard image``: which file it writes, and what it says to wrong requests."""

import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from dashboard.__main__ import cli
from dashboard.briefing.slides import images
from dashboard.briefing.slides.images import SIZES, find_chromium
from dashboard.charts.registry import list_indicator_kinds
from dashboard.commands.briefing import PICTURE_SIZES
from dashboard.store import Store

pytestmark = pytest.mark.usefixtures("opening_store")
CHOICE = ("--indicator", "members", "--region", "610000")


def run(*arguments: object, lang: str = "zh") -> Result:
    return CliRunner().invoke(cli, ["image", *map(str, arguments), "--lang", lang])


def test_choices_are_those_of_the_pictures() -> None:
    assert tuple(SIZES) == PICTURE_SIZES


@pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this computer")
def test_every_view_is_written_in_the_size_asked_for(tmp_path: Path) -> None:
    for view in (kind.name for kind in list_indicator_kinds()):
        path = tmp_path / f"{view}.png"
        result = run(*CHOICE, "--view", view, "--years", "2019-2023", "--size", "4:3", "-o", path)
        assert result.exit_code == 0, result.output
        assert Image.open(io.BytesIO(path.read_bytes())).size == (1600, 1200)


@pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this computer")
def test_svg_in_english_of_the_year_and_upload_asked_for(
    tmp_path: Path, opening_store: Store
) -> None:
    path = tmp_path / "ranking.svg"
    options = ("--view", "ranking", "--years", "2020", "--as-of", "1", "-o", path)
    assert run(*CHOICE, *options, lang="en").exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert "Union members by region, 2020: Shaanxi" in text
    assert "Data version 1" in text and opening_store.version == 3


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "x.pdf"), "文件名须以"),
        (("-o", "x.png", "--as-of", "99"), "99"),
        (("-o", "x.png", "--view", "pie"), "trend"),
        (("-o", "x.png", "--years", "2023-2019"), "2023"),
        (("-o", "x.png", "--view", "map", "--years", "1980"), "没有“工会会员人数”的数字可画"),
    ],
)
def test_a_wrong_request_is_answered_with_a_sentence(options: tuple, words: str) -> None:
    result = run(*CHOICE, *options)
    assert result.exit_code == 1
    assert words in result.output and "Traceback" not in result.output
    assert not Path("x.png").exists()


def test_an_unknown_indicator_gets_the_nearest() -> None:
    result = run("--indicator", "member", "--region", "610000", "-o", "x.png")
    assert result.exit_code == 1 and "members" in result.output


def test_without_chromium_the_package_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(images, "_printer", images._Printer())
    result = run(*CHOICE, "-o", tmp_path / "x.png")
    assert result.exit_code == 1 and "chromium" in result.output
