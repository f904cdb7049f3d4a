"""What the server does beside its readers: figures first, then Chromium, which is kept."""

import asyncio
import gc
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dashboard import serve
from dashboard.briefing import fonts, images

pytestmark = pytest.mark.usefixtures("opening_store")


def run(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: Playwright leaves a loop running in the one of the tests."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@pytest.fixture(autouse=True)
def printer(monkeypatch: pytest.MonkeyPatch) -> Iterator[images._Printer]:
    """As in a new process: no browser yet, and nothing known of the fonts."""
    new = images._Printer()
    monkeypatch.setattr(images, "_printer", new)
    fonts.has_chinese.cache_clear()
    yield new
    new.close()
    fonts.has_chinese.cache_clear()
    gc.unfreeze()


@pytest.mark.skipif(images.find_chromium() is None, reason="no Chromium on this computer")
def test_chromium_runs_after_the_start_and_nothing_is_said(
    printer: images._Printer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "PICTURES_AFTER_SECONDS", 0)
    run(serve._prepare())
    assert printer._browser.subprocess.poll() is None
    assert capsys.readouterr().err == ""


def test_without_chromium_the_console_names_the_package_in_both_languages(
    printer: images._Printer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(serve, "PICTURES_AFTER_SECONDS", 0)
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nothing"))
    run(serve._prepare())
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and all("chromium" in line for line in lines)
    assert "软件包" in "".join(lines)
    assert printer._browser is None


def test_first_readers_go_before_chromium(printer: images._Printer) -> None:
    async def stop_early() -> None:
        task = asyncio.create_task(serve._prepare())
        done, _waiting = await asyncio.wait([task], timeout=serve.PICTURES_AFTER_SECONDS / 2)
        assert not done
        task.cancel()

    run(stop_early())
    assert printer._browser is None
