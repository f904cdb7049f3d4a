"""What the second floor shows: the texts and charts of the real Overview, captured into a file.

``capture`` is run by the benchmark; ``load_views`` by the floor, which knows nothing of the dashboard.
"""

import json
import os
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import plotly.graph_objects as go


def capture(regions: list[str], path: Path) -> None:
    """Write what the Overview shows of ``regions`` in every year, out of the open store."""
    from dashboard import cached
    from dashboard.catalogue import load_catalogue
    from dashboard.presenters.cards import make_cards
    from dashboard.presenters.charts import make_drawing
    from dashboard.seed_data import open_seeded_store
    from dashboard.selection import PRESENT, ChartRequest, Selection

    catalogue, version = load_catalogue(), open_seeded_store().version
    every_card = cached.card_indicators()
    headlines = tuple(i.code for i in catalogue.headlines)
    programmes = sorted(catalogue.programmes.values(), key=lambda p: p.sort)
    shown = programmes[0].card
    found: dict[str, dict[str, object]] = {}
    for region in regions:
        name = catalogue.regions[region].full_name("zh")
        found[name] = {}
        for year in cached.load_years(version, PRESENT, region):
            selection = Selection("zh", region, year, version)
            trend = make_drawing(selection, ChartRequest("trend", shown, regions=(region,)))
            ranking = make_drawing(selection, ChartRequest("ranking", shown))
            cards = tuple(p.card for p in programmes)
            found[name][str(year)] = {
                "headlines": [asdict(c) for c in make_cards(selection, headlines, every_card)],
                "programmes": [asdict(c) for c in make_cards(selection, cards, every_card)],
                "trend": {"figure": trend.figure.to_json(), "alt": trend.alt},
                "ranking": {"figure": ranking.figure.to_json(), "alt": ranking.alt},
            }
    names = [p.name("zh") for p in programmes]
    content = {"programmes": names, "views": found}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@lru_cache(maxsize=1)
def load_views() -> dict[str, object]:
    """The captured content, charts as figures; the path is in ``BENCH_FLOOR_FIGURES``."""
    content = json.loads(Path(os.environ["BENCH_FLOOR_FIGURES"]).read_text(encoding="utf-8"))
    for years in content["views"].values():
        for view in years.values():
            for chart in (view["trend"], view["ranking"]):
                # A dict would be checked by Plotly in every run: a floor must not pay for that.
                chart["figure"] = go.Figure(json.loads(chart["figure"]), skip_invalid=True)
    return content
