"""Pictures of charts: their sizes, and the system's Chromium, which Kaleido drives to make them.

Title, subtitle, source, version, date and footnotes are part of the figure, so they are inside the
picture whoever renders it: Chromium here, or the reader's browser where there is none.
"""

import asyncio
import atexit
import logging
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kaleido
import plotly.graph_objects as go
from choreographer.browsers import Chromium

from dashboard.errors import PictureError
from dashboard.graphics.frame import Paper
from dashboard.i18n import mark
from dashboard.presenters.charts import make_print
from dashboard.selection import ChartRequest, Selection

# What fails is raised; but it also prints a traceback when Chromium is ended amid a message.
logging.getLogger("choreographer").setLevel(logging.CRITICAL)
_LOGGER = logging.getLogger(__name__)

FORMATS = ("png", "svg")
LIMIT_SECONDS = 30


@dataclass(frozen=True)
class Size:
    """A size of pictures; ``paper`` decides how large the text is in it."""

    name: str  # English key of a translated text
    width: int  # pixels of the picture
    height: int
    paper: Paper  # of the same shape

    def scale(self, width: float) -> float:
        """How much a chart of ``width`` pixels is enlarged."""
        # A hair more: 1919.9999 pixels would become 1919.
        return self.width / width * (1 + 1e-6)


SIZES = {
    "16:9": Size(mark("16:9, 1920 × 1080"), 1920, 1080, Paper(800, 450)),
    "16:9x2": Size(mark("16:9 double, 3840 × 2160"), 3840, 2160, Paper(800, 450)),
    "4:3": Size(mark("4:3, 1600 × 1200"), 1600, 1200, Paper(720, 540)),
    # 210 × 148.5 mm at 300 dots an inch.
    "a4-half": Size(mark("A4 half page, 2480 × 1754"), 2480, 1754, Paper(780, 551.66)),
}


def find_chromium() -> Path | None:
    """The browser that makes pictures on this machine; None where there is none."""
    found = Chromium.find_browser(skip_local=False)
    return Path(found) if found and Path(found).is_file() else None


def make_picture(selection: Selection, request: ChartRequest, size: Size, kind: str) -> bytes:
    """The chart of ``request`` as a picture of ``size`` in one of ``FORMATS``.

    Raises PictureError where no picture can be made.
    """
    return make_image(make_print(selection, request, size.paper), size, kind)


def make_image(figure: go.Figure, size: Size, kind: str) -> bytes:
    """``figure``, which was made for the paper of ``size``, as PNG or SVG.

    Raises PictureError when there is no Chromium or it fails.
    """
    width = figure.layout.width
    options = {
        "format": kind,
        "width": width,
        "height": size.height * width / size.width,
        "scale": size.scale(width),
    }
    return _printer.render(figure, options)


async def _open_browser() -> kaleido.Kaleido:
    path = find_chromium()
    if path is None:
        raise PictureError(
            mark(
                "There is no Chromium on this machine to make pictures with; "
                "install the package chromium."
            )
        )
    # Nothing is fetched: plotly.js is the installed one, and there are no formulas to set.
    browser = kaleido.Kaleido(path=path, n=1, mathjax=False, timeout=LIMIT_SECONDS)
    try:
        await browser.open()
    except BaseException:
        await browser.close()
        raise
    return browser


class _Printer:
    """One Chromium, started on first need and kept; one picture at a time.

    It has an event loop in a thread of its own: Kaleido's own server waits for ever once its
    browser has died, this one starts another.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._browser: kaleido.Kaleido | None = None

    def render(self, figure: go.Figure, options: dict[str, Any]) -> bytes:
        """The bytes of a picture; raises PictureError."""
        with self._lock:
            if self._browser is not None and self._browser.subprocess.poll() is not None:
                self._drop()  # it has died since the last picture
            try:
                if self._browser is None:
                    self._browser = self._open()
                    # Anew each time: what is registered last is ended first, its folder after it.
                    atexit.unregister(self.close)
                    atexit.register(self.close)
                return self._run(self._browser.calc_fig(figure, options))
            except PictureError:
                raise
            except TimeoutError as error:
                self._drop()
                text = mark("Chromium made no picture within {seconds} seconds; try again.")
                raise PictureError(text, seconds=LIMIT_SECONDS) from error
            except Exception as error:  # whatever a browser may do: the next one gets a new one
                self._drop()
                reason = str(error).partition("\n")[0][:200] or type(error).__name__
                text = mark("Chromium could not make the picture ({reason}).")
                raise PictureError(text, reason=reason) from error

    def close(self) -> None:
        """End the browser."""
        with self._lock:
            self._drop()

    def _open(self) -> kaleido.Kaleido:
        """A new browser; a start that fails, as on a busy machine it may, is tried once more."""
        try:
            return self._run(_open_browser(), seconds=LIMIT_SECONDS / 2)
        except PictureError:
            raise
        # Whatever a start fails by, a second one may succeed; what that raises is told.
        except Exception:
            _LOGGER.info("Chromium did not start; it is tried once more.", exc_info=True)
            return self._run(_open_browser())

    def _run(self, work: Coroutine[Any, Any, Any], seconds: float = LIMIT_SECONDS) -> Any:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            threading.Thread(target=self._loop.run_forever, name="pictures", daemon=True).start()
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except TimeoutError:
            future.cancel()
            raise

    def _drop(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            try:
                self._run(browser.close(), seconds=5)
            # Whatever the end of a broken browser raises, the next picture gets a new one.
            except Exception:
                _LOGGER.info("Chromium could not be ended.", exc_info=True)


_printer = _Printer()
