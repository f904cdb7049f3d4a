"""The server: the dashboard with everything warm before the first reader comes.

A garbage collection after every script run holds the interpreter's lock and makes a redraw five
times slower, so it is off (``.streamlit/config.toml``): what stands after the start is set aside
for good, and the rest is collected on a timer.

It starts only if every setting can be used and nobody comes in who should not (``start_check``,
``server_check``), and answers only for its own address (``doors``).
"""

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

# Wherever it is started from, and by a path: the package is beside this file.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dashboard.doors import Doors
from dashboard.errors import DashboardError
from dashboard.i18n import LANGUAGES
from dashboard.server_check import check_server, describe_address, prepare_server
from dashboard.settings import load_settings
from dashboard.start_check import check_start
from dashboard.temporary import use_own_folder

COLLECT_EVERY_SECONDS = 60
# The start of Chromium takes four seconds of a processor: the first views go before it.
PICTURES_AFTER_SECONDS = 4


async def _collect_on_timer() -> None:
    while True:
        await asyncio.sleep(COLLECT_EVERY_SECONDS)
        gc.collect()


def _warm() -> None:
    """Load what every first view needs; what is wrong with the database is said on the console too."""
    from dashboard.cached import card_indicators, find_opening_year
    from dashboard.catalogue import load_catalogue
    from dashboard.presenters.cards import make_cards
    from dashboard.presenters.charts import make_drawing
    from dashboard.seed_data import open_seeded_store
    from dashboard.selection import PRESENT, ChartRequest, Selection

    try:
        store = open_seeded_store()
    except DashboardError as error:
        print(error, error.text("zh"), sep="\n", file=sys.stderr)
        return
    region = load_settings().home_region
    year = find_opening_year(store.version, PRESENT, region)
    selection = Selection("zh", region, year, store.version)
    make_cards(selection, card_indicators())
    card = min(load_catalogue().programmes.values(), key=lambda p: p.sort).card
    make_drawing(selection, ChartRequest("trend", card, regions=(region,)))
    make_drawing(selection, ChartRequest("ranking", card))


def _check_pictures() -> None:
    """Start what makes pictures, and say on the console what it lacks."""
    from dashboard.briefing.slides.fonts import describe_fonts
    from dashboard.errors import PictureError

    try:
        lacking = [describe_fonts(lang) for lang in LANGUAGES]
    except PictureError as error:
        lacking = [error.text(lang) for lang in LANGUAGES]
    if any(lacking):
        print(*lacking, sep="\n", file=sys.stderr)


def _load() -> None:
    """Load, and set aside what stands after it."""
    _warm()
    gc.collect()
    gc.freeze()


async def _prepare() -> None:
    """Warm up beside the server, which answers meanwhile; Chromium last, and kept from then on."""
    await asyncio.to_thread(_load)
    await asyncio.sleep(PICTURES_AFTER_SECONDS)
    await asyncio.to_thread(_check_pictures)


async def _answer_ready(_request: Request) -> Response:
    """200 when figures can be read, otherwise 503; the server's own health says only that it runs."""
    from dashboard.store import is_store_open, load_store

    if not is_store_open():
        return PlainTextResponse("opening", status_code=503)
    try:
        await asyncio.to_thread(load_store().read, "years", {"region": "100000"})
    except DashboardError as error:
        return PlainTextResponse(str(error), status_code=503)
    return PlainTextResponse("ready")


def _check() -> None:
    """End the program with a sentence in both languages where something is not right."""
    try:
        settings = check_start()
        check_server(settings)
    except DashboardError as error:
        sys.exit("\n".join(error.text(lang) for lang in LANGUAGES))
    prepare_server(settings)
    print(
        f"\n  工会项目统计 / Union programme statistics: {describe_address(settings)}\n", flush=True
    )


@contextlib.asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[None]:
    use_own_folder()
    tasks = [
        asyncio.create_task(_prepare()),
        asyncio.create_task(_collect_on_timer()),
    ]
    yield
    for task in tasks:
        task.cancel()
    from dashboard.store import close_store

    await asyncio.to_thread(close_store)


# The name under which ``streamlit run`` imports this file; a test imports it as part of the package.
if __name__ == "serve":
    _check()
app = st.App(
    Path(__file__).parent / "app.py",
    lifespan=_lifespan,
    routes=[Route("/ready", _answer_ready)],
    middleware=[Middleware(Doors)],
)
