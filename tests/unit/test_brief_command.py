"""``python -m dashboard brief``: which deck it writes, and what it says to wrong requests."""

from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pptx import Presentation

from dashboard.__main__ import cli
from dashboard.briefing.decks.deck import Deck
from dashboard.briefing.slides.presentation import make_deck

pytestmark = pytest.mark.usefixtures("opening_store")
PROVINCE = ("--outline", "province", "--region", "610000", "--year", "2024")


def run(*arguments: object, lang: str = "zh") -> Result:
    return CliRunner().invoke(cli, ["brief", *map(str, arguments), "--lang", lang])


def notes_of(content: bytes) -> list[str]:
    """The notes of every slide but the cover."""
    slides = list(Presentation(BytesIO(content)).slides)[1:]
    return [slide.notes_slide.notes_text_frame.text for slide in slides]


@pytest.mark.parametrize(
    "options",
    [
        ("--outline", "province", "--region", "610000"),
        ("--outline", "programme", "--region", "610000", "--programme", "training"),
        ("--outline", "city", "--region", "610400"),
        ("--outline", "compare", "--region", "610000", "--year2", "2020"),
    ],
    ids=["province", "programme", "city", "compare"],
)
def test_every_outline_is_written(tmp_path: Path, options: tuple[str, ...]) -> None:
    path = tmp_path / "deck.pptx"
    result = run(*options, "--year", "2024", "-o", path)
    assert result.exit_code == 0, result.output
    assert "数据版本3" in result.output
    notes = notes_of(path.read_bytes())
    assert len(notes) > 8
    assert all("lang=zh" in text and "year=2024" in text for text in notes)


def test_language_version_and_template_are_those_asked_for(tmp_path: Path) -> None:
    template, path = tmp_path / "own.pptx", tmp_path / "deck.pptx"
    template.write_bytes(make_deck(Deck("", "en")))
    options = ("--as-of", "2", "--template", template, "-o", path)
    assert run(*PROVINCE, *options, lang="en").exit_code == 0
    assert all("lang=en" in t and "version=2" in t for t in notes_of(path.read_bytes()))


def test_newest_year_with_figures_is_taken_when_none_is_said(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    assert run("--outline", "province", "--region", "610000", "-o", path).exit_code == 0
    assert "year=2025" in notes_of(path.read_bytes())[0]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--outline", "pie", "--region", "610000"), "province"),
        (("--outline", "province", "--region", "61000"), "610000"),
        (("--outline", "programme", "--region", "610000"), "哪个项目"),
        (("--outline", "programme", "--region", "610000", "--programme", "x"), "training"),
        (("--outline", "compare", "--region", "610000"), "哪一年"),
        (("--outline", "province", "--region", "610000", "--year", "1900"), "没有可用于这个提纲"),
        (("--outline", "compare", "--region", "610000", "--year2", "1980"), "陕西省1980年没有"),
        (("--outline", "province", "--region", "610000", "--as-of", "99"), "99"),
        (("--outline", "city", "--region", "100000"), "上一级"),
        ((*PROVINCE, "--template", "/no/such.pptx"), "无法读取"),
    ],
)
def test_a_wrong_request_is_answered_with_a_sentence(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    path = tmp_path / "deck.pptx"
    result = run(*options, "-o", path)
    assert result.exit_code == 1
    assert words in result.output and "Traceback" not in result.output
    assert not path.exists()


def test_name_of_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deck.ppt"
    result = run(*PROVINCE, "-o", path)
    assert result.exit_code == 1
    assert "须以 .pptx 结尾" in result.output
    assert not path.exists()


def test_a_template_that_is_none_is_refused(tmp_path: Path) -> None:
    template, path = tmp_path / "own.pptx", tmp_path / "deck.pptx"
    template.write_bytes(b"no zip at all")
    result = run(*PROVINCE, "--template", template, "-o", path)
    assert result.exit_code == 1
    assert "PowerPoint" in result.output
    assert not path.exists()
