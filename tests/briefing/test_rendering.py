"""LibreOffice opens the decks: as many pages as slides, and every title on its page."""

import shutil
import subprocess
from pathlib import Path

import pytest

from dashboard.briefing.deck import Deck, Slide
from dashboard.briefing.slides import make_deck
from dashboard.chart_request import ChartRequest
from dashboard.store import Store

SECONDS = 150
MISSING = [tool for tool in ("soffice", "pdftotext") if shutil.which(tool) is None]


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_shows_every_slide_with_its_title(
    opening_store: Store, tmp_path: Path, lang: str
) -> None:
    kinds = ("trend", "ranking", "map", "compare", "multiples", "position")
    requests = [ChartRequest(kind, "members", city="610300") for kind in kinds]
    requests += [ChartRequest("coverage"), ChartRequest("shortfalls")]
    slides = tuple(
        Slide(request, "610000", 2023, title=f"Title 标题 {i}")
        for i, request in enumerate(requests)
    )
    path = tmp_path / "deck.pptx"
    path.write_bytes(make_deck(Deck("Cover 封面", lang, slides)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
    subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
    command = ["pdftotext", "-layout", tmp_path / "deck.pdf", "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) == 1 + len(slides)
    found = ["".join(page.split()) for page in pages]
    assert [i for i in range(len(slides)) if f"Title标题{i}" not in found[i + 1]] == []
    assert "Cover封面" in found[0]
