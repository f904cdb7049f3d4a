"""The seed data: what a new database holds before anyone has uploaded anything.

Its sets are uploads like any other, and can be undone like any other. Whatever is an entry (server,
page, command) opens the store of its process here, so that nobody gets one without them.
"""

from collections.abc import Collection
from functools import partial
from pathlib import Path

import pandas as pd

from dashboard import demonstration
from dashboard.access import SEED, Actor
from dashboard.settings import ROOT
from dashboard.store import NewUpload, Store, open_store

FIGURE_FOLDER = ROOT / "data" / "figures"
_DEMONSTRATION_FILE = "dashboard/demonstration.py"
_FILES = {
    "national_figures.csv": "国家统计局；中国劳动统计年鉴",
    "reported_figures.csv": "2019年见报",
}


def read_figures_file(path: Path) -> pd.DataFrame:
    """Observations of a file in ``data/figures``, ready to publish.

    Columns indicator, region_code, period (the year), value (base unit), status, source, note_zh,
    note_en; one row per cell.
    """
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame["period"] = frame["year"]
    frame["value"] = pd.to_numeric(frame["value"])
    columns = [
        "indicator",
        "region_code",
        "period",
        "value",
        "status",
        "source",
        "note_zh",
        "note_en",
    ]
    return frame[columns]


def count_within_year(regions: Collection[str]) -> dict[str, int]:
    """How many of ``regions`` have figures for parts of a year in a new database, by indicator.

    For a file that is checked where there is no database yet. The sets in files are all of years.
    """
    frame = demonstration.make_observations()
    is_part = (frame["period"].str.len() > 4) & frame["region_code"].isin(regions)
    counts = frame[is_part].groupby("indicator")["region_code"].nunique()
    return {str(indicator): int(count) for indicator, count in counts.items()}


def open_seeded_store() -> Store:
    """The store of this process, opened on first use and filled with the seed data if it is new.

    Raises StoreError as ``Store`` does; the next call then tries again.
    """
    return open_store(partial(publish_seed_data, SEED))


def publish_seed_data(actor: Actor, store: Store) -> None:
    """Publish what a new database lacks of the seed data; nothing once anybody else has acted.

    Each set is an act of its own, so a first start that ended early goes on where it was. The
    demonstration set comes first, so that reported figures stand over it.
    """
    acts = store.read("uploads").query("kind != 'rules'")
    if (acts["uploaded_by"] != actor.name).any() or (acts["kind"] == "undo").any():
        return
    known = set(acts["file_name"])
    if _DEMONSTRATION_FILE not in known:
        store.publish(
            actor,
            demonstration.make_observations(),
            NewUpload(
                source=demonstration.DEMONSTRATION_SOURCE_ZH,
                file_name=_DEMONSTRATION_FILE,
                kind="demonstration",
            ),
            targets=demonstration.make_targets(),
            breaks=demonstration.make_breaks(),
        )
    for name, source in _FILES.items():
        if name not in known:
            figures = read_figures_file(FIGURE_FOLDER / name)
            act = NewUpload(source=source, file_name=name)
            store.publish(actor, figures, act)
