"""LibreOffice opens the decks: as many pages as slides, and every title on its page.

``UPDATE_PICTURES=1`` writes the pictures of slides in the README.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.decks.outlines import Occasion, make_outline
from dashboard.briefing.slides.presentation import make_deck
from dashboard.selection import ChartRequest, Selection
from dashboard.settings import ROOT
from dashboard.store import Store

SECONDS = 150
# The page of each outline that the README shows.
PICTURED = {"province": 9, "programme": 6, "city": 7, "compare": 5}
MISSING = [tool for tool in ("soffice", "pdftotext", "pdftoppm") if shutil.which(tool) is None]


pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Path]], None]:
    """Makes a PDF beside each deck, all in one run of LibreOffice.

    All runs have one profile: LibreOffice takes seconds to make a new one.
    """
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert_decks(paths: list[Path]) -> None:
        home = f"-env:UserInstallation=file://{profile}"
        target = ["--convert-to", "pdf", "--outdir", paths[0].parent]
        command = ["soffice", home, "--headless", *target, *paths]
        subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)

    return convert_decks


def read_pages(deck: Path) -> list[str]:
    """The text of each page of a deck's PDF without any space."""
    command = ["pdftotext", "-layout", deck.with_suffix(".pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return ["".join(page.split()) for page in text.split("\f")[:-1]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_shows_every_slide_with_its_title(
    opening_store: Store, tmp_path: Path, convert: Callable[[list[Path]], None], lang: str
) -> None:
    kinds = ("trend", "ranking", "map", "compare", "multiples", "stacked", "position")
    requests = [ChartRequest(kind, "members", city="610300") for kind in kinds]
    requests += [ChartRequest("coverage"), ChartRequest("shortfalls")]
    slides = tuple(
        Slide(request, "610000", 2023, title=f"Title 标题 {i}")
        for i, request in enumerate(requests)
    )
    path = tmp_path / "deck.pptx"
    path.write_bytes(make_deck(Deck("Cover 封面", lang, slides)))
    convert([path])
    found = read_pages(path)
    assert len(found) == 1 + len(slides)
    assert [i for i in range(len(slides)) if f"Title标题{i}" not in found[i + 1]] == []
    assert "Cover封面" in found[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_shows_every_outline(
    opening_store: Store, tmp_path: Path, convert: Callable[[list[Path]], None], lang: str
) -> None:
    selection = Selection(lang, "610000", 2024, opening_store.version)
    occasions = {
        "province": Occasion(selection),
        "programme": Occasion(selection, programme="training"),
        "city": Occasion(selection, city="610400"),
        "compare": Occasion(selection, since=2020),
    }
    paths = [tmp_path / f"{kind}.pptx" for kind in occasions]
    for path, (kind, occasion) in zip(paths, occasions.items(), strict=True):
        path.write_bytes(make_deck(make_outline(kind, occasion)))
    convert(paths)
    for path in paths:
        titles = [slide.shapes.title.text for slide in Presentation(path).slides]
        pages = read_pages(path)
        assert len(pages) == len(titles) > 8
        lost = [t for t, page in zip(titles, pages, strict=True) if "".join(t.split()) not in page]
        assert lost == []
        if lang == "zh" and os.environ.get("UPDATE_PICTURES") == "1":
            _write_picture(path, PICTURED[path.stem])


def _write_picture(deck: Path, page: int) -> None:
    """One page of a deck's PDF as ``docs/pictures/slide_<deck>.png``."""
    target = ROOT / "docs" / "pictures" / f"slide_{deck.stem}"
    pages = ["-f", str(page), "-l", str(page), "-singlefile"]
    command = ["pdftoppm", "-r", "72", "-png", *pages, deck.with_suffix(".pdf"), target]
    subprocess.run(command, check=True)
