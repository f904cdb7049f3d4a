"""The databases that are measured: 2.57 million figures, and the opening sets alone.

Both are published as users publish, through ``Store.publish``, and kept in ``.cache`` until
something they are made from changes. The big one holds the opening sets too, so that both show the
same elements.
"""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from dashboard import access, cached, demonstration
from dashboard import seed_data as seed_data_module
from dashboard.access import Actor
from dashboard.catalogue import REFERENCE_FOLDER, Indicator, load_catalogue
from dashboard.seed_data import FIGURE_FOLDER, publish_seed_data
from dashboard.sql import QUERY_FOLDER
from dashboard.store import NewUpload, Store

CACHE_FOLDER = Path(__file__).parent / ".cache"
INDICATOR_COUNT = 40
YEARS = range(2006, 2026)
SEED = 20190601


def choose_indicators() -> tuple[Indicator, ...]:
    """Forty indicators that are published: those of the Overview's cards, the parts of its rates, others.

    A rate with parts is never published: it is made from them.
    """
    indicators = load_catalogue().indicators
    cards = cached.card_indicators()
    wanted = [*cards, *(part for code in cards for part in indicators[code].parts), *indicators]
    published = [c for c in dict.fromkeys(wanted) if indicators[c].region_rule == "sum"]
    return tuple(indicators[c] for c in published[:INDICATOR_COUNT])


def choose_regions() -> tuple[str, ...]:
    """All provinces, cities and counties of the code list: 3,213."""
    levels = {"province", "prefecture", "county"}
    return tuple(r.code for r in load_catalogue().regions.values() if r.level in levels)


def make_figures() -> pd.DataFrame:
    """One row per indicator, region and year, as ``Store.publish`` takes them; always the same."""
    indicators, regions = choose_indicators(), choose_regions()
    random = np.random.default_rng(SEED)
    shape = (len(indicators), len(regions), len(YEARS))
    size = np.exp(random.normal(8, 1.5, size=shape[:2]))[:, :, None]
    growth = 1 + np.cumsum(random.normal(0.03, 0.04, size=shape), axis=2)
    values = np.round(size * np.maximum(growth, 0.1))
    codes = np.array([i.code for i in indicators])
    # A denominator is not smaller than its numerator.
    places = {c: n for n, c in enumerate(codes)}
    for indicator in load_catalogue().indicators.values():
        if set(indicator.parts) <= set(places) and indicator.parts:
            part, whole = (places[p] for p in indicator.parts)
            values[whole] = np.maximum(values[whole], values[part] * 1.1)
    count = values.size
    return pd.DataFrame(
        {
            "indicator": np.repeat(codes, shape[1] * shape[2]),
            "region_code": np.tile(np.repeat(np.array(regions), shape[2]), shape[0]),
            "period": np.tile(np.array([str(y) for y in YEARS]), shape[0] * shape[1]),
            "value": values.ravel(),
            "status": np.full(count, "final"),
            "note_zh": np.full(count, ""),
            "note_en": np.full(count, ""),
        }
    )


def make_revision(count: int) -> pd.DataFrame:
    """``count`` figures of ``make_figures`` with other values, as a later upload would bring them."""
    figures = make_figures()
    kept = figures[figures["period"] >= str(YEARS[-5])].sample(count, random_state=SEED)
    return kept.assign(value=kept["value"] * 1.01 + 1).reset_index(drop=True)


def make_city_upload(count: int) -> pd.DataFrame:
    """``count`` figures of the newest year and few indicators: what one file brings."""
    figures = make_figures()
    newest = figures[figures["period"] == str(YEARS[-1])].head(count)
    return newest.assign(value=newest["value"] * 1.02 + 1).reset_index(drop=True)


def _recipe(*texts: str) -> str:
    digest = hashlib.sha256()
    files = [
        Path(__file__),
        Path(demonstration.__file__),
        Path(seed_data_module.__file__),
        *sorted((QUERY_FOLDER / "schema").glob("*.sql")),
        *sorted((QUERY_FOLDER / "write").glob("*.sql")),
        *sorted(FIGURE_FOLDER.glob("*.csv")),
        *sorted(REFERENCE_FOLDER.glob("*.csv")),
    ]
    for path in files:
        digest.update(path.read_bytes())
    for text in texts:
        digest.update(text.encode())
    return digest.hexdigest()[:16]


def _kept(name: str) -> tuple[Path, bool]:
    """Path of the database of today's recipe, and whether it is there; older ones are deleted."""
    CACHE_FOLDER.mkdir(exist_ok=True)
    path = CACHE_FOLDER / f"{name}_{_recipe(name)}.duckdb"
    for old in CACHE_FOLDER.glob(f"{name}_*"):
        if not old.name.startswith(path.name):
            old.unlink()
    return path, path.exists()


def prepare_opening() -> Path:
    """A closed database of demonstration size: the opening sets."""
    path, is_there = _kept("opening")
    if not is_there:
        store = Store(path)
        publish_seed_data(access.SEED, store)
        store.close()
    return path


def prepare_big() -> Path:
    """A closed database with the opening sets and 2.57 million figures published over them."""
    path, is_there = _kept("big")
    if not is_there:
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        store = Store(unfinished)
        publish_seed_data(access.SEED, store)
        store.publish(Actor(), make_figures(), NewUpload(source="made by the benchmark"))
        store.close()
        unfinished.rename(path)
    return path
