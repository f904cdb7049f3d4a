"""A deck of twenty slides: how long it takes, how large it is, beside python-pptx by itself."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.presentation import make_deck
from dashboard.seed_data import open_seeded_store
from dashboard.selection import ChartRequest
from tests.bench.results import Result

SLIDES, REGION, YEAR = 20, "610000", 2023
KINDS = ("trend", "ranking", "map", "compare")
CODES = (
    "members",
    "membership_rate",
    "training_attendance",
    "mutual_participants",
    "women_members",
)


def measure_decks(database: Path) -> list[Result]:
    """Measured in a process of its own, so that the first deck finds nothing read before."""
    code = "from tests.bench.decks import time_decks; time_decks()"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"DASHBOARD_DATABASE": str(database)},
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(run.stdout.splitlines()[-1])
    return [
        Result("deck of 20 native slides, first time", found["first"], "s", 1),
        Result("    again", found["again"], "s", 1),
        Result("    over python-pptx by itself", found["again"] / found["bare"], "×"),
        Result("    size", found["bytes"] / 1e6, "MB", 1),
    ]


def time_decks() -> None:
    """Print seconds of processor time and the size as JSON: every kind in turn, twenty slides."""
    requests = [ChartRequest(kind, code) for code in CODES for kind in KINDS]
    deck = Deck("", "zh", tuple(Slide(r, REGION, YEAR) for r in requests))
    assert len(deck.slides) == SLIDES
    open_seeded_store()
    first, content = _measure(lambda: make_deck(deck))
    again = min(_measure(lambda: make_deck(deck))[0] for _ in range(3))
    bare = min(_measure(_make_bare)[0] for _ in range(3))
    print(json.dumps({"first": first, "again": again, "bare": bare, "bytes": len(content)}))


def _measure(make: Callable[[], bytes]) -> tuple[float, bytes]:
    begun = time.process_time()
    content = make()
    return time.process_time() - begun, content


def _make_bare() -> bytes:
    """Twenty slides with a title and a chart, nothing more."""
    presentation = Presentation()
    for i in range(SLIDES):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = f"Slide {i}"
        data = CategoryChartData()
        data.categories = [f"City {n}" for n in range(11)]
        data.add_series("Members", range(11))
        place = Inches(1), Inches(2), Inches(8), Inches(4)
        slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place, data)
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()
