"""What the server does beside its readers: figures first, then Chromium, which is kept."""

import asyncio
import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dashboard import serve
from dashboard.briefing.slides import fonts, images
from dashboard.errors import StoreError
from dashboard.store import Store
from dashboard.temporary import use_own_folder

pytestmark = pytest.mark.usefixtures("opening_store")


def ask_ready() -> tuple[int, bytes]:
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(asyncio.run, serve._answer_ready(None)).result()
    return answer.status_code, answer.body


def test_is_ready_once_figures_can_be_read(
    opening_store: Store, set_database: Callable[[Path], None], tmp_path: Path
) -> None:
    assert ask_ready() == (200, b"ready")
    set_database(tmp_path / "not opened yet.duckdb")
    assert ask_ready() == (503, b"opening")


def test_is_not_ready_when_the_database_is_damaged(
    opening_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise StoreError("The database {path} is damaged.", path="x")

    monkeypatch.setattr(opening_store, "read", fail)
    assert ask_ready() == (503, b"The database x is damaged.")


def test_temporary_files_of_ended_processes_are_deleted_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"union-statistics-{ended.pid}-x"
    (left / "profile").mkdir(parents=True)
    running = tmp_path / f"union-statistics-{os.getppid()}-x"
    running.mkdir()
    own = use_own_folder()
    assert not left.exists() and running.exists()
    assert Path(tempfile.mkdtemp()).parent == own


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
