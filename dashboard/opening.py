"""The opening sets: what a new database holds before anyone has uploaded anything.

They are uploads like any other, and can be undone like any other.
"""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from dashboard import demonstration
from dashboard.settings import ROOT
from dashboard.store import NewUpload, Store

FIGURE_FOLDER = ROOT / "data" / "figures"


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
    return frame[is_part].groupby("indicator")["region_code"].nunique().to_dict()


def publish_opening_sets(store: Store) -> None:
    """Fill an empty database; the demonstration set first, so that reported figures stand over it."""
    store.publish(
        demonstration.make_observations(),
        NewUpload(
            source=demonstration.DEMONSTRATION_SOURCE_ZH,
            uploaded_by="dashboard",
            file_name="dashboard/demonstration.py",
            kind="demonstration",
        ),
        targets=demonstration.make_targets(),
        breaks=demonstration.make_breaks(),
    )
    for name, source in (
        ("national_figures.csv", "国家统计局；中国劳动统计年鉴"),
        ("reported_figures.csv", "2019年见报"),
    ):
        path = FIGURE_FOLDER / name
        store.publish(
            read_figures_file(path),
            NewUpload(source=source, uploaded_by="dashboard", file_name=name),
        )
