"""Starts the dashboard as ``make run`` does, on a free port, and looks at its process from outside."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard.settings import ROOT, Settings

APPLICATION = "dashboard/serve.py"
START_LIMIT_SECONDS = 60


class ServerError(RuntimeError):
    """The server did not start, or ended before it should; the message holds what it printed."""


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, its process, and how long it took to become healthy."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    seconds_to_healthy: float

    @property
    def address(self) -> str:
        """The address without a slash at its end."""
        return f"http://localhost:{self.port}"

    def rss_mb(self) -> float:
        """Resident memory of the process, in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024

    def complaints(self) -> list[str]:
        """Lines of its output that tell of an error."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if re.search(r"Error|Traceback|Exception", line)]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _environment(extra: dict[str, str]) -> dict[str, str]:
    own = {f.metadata["variable"] for f in Settings.__dataclass_fields__.values()}
    return {k: v for k, v in os.environ.items() if k not in own} | extra


@contextmanager
def run_command(
    folder: Path, port: int, script: str = APPLICATION, *, environment: dict[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """The process of a server for the length of a ``with``, and the file with its output."""
    log = folder / f"server_{port}.log"
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(environment or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process, log
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def run_server(
    folder: Path, script: str = APPLICATION, *, environment: dict[str, str] | None = None
) -> Iterator[Server]:
    """A server of ``script`` for the length of a ``with``; its output goes to a file in ``folder``.

    Raises ServerError when it is not healthy within a minute.
    """
    port = free_port()
    begun = time.perf_counter()
    with run_command(folder, port, script, environment=environment) as (process, log):
        while not _is_healthy(port):
            late = time.perf_counter() - begun > START_LIMIT_SECONDS
            if late or process.poll() is not None:
                raise ServerError(f"{script} did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.01)
        yield Server(port, process, log, time.perf_counter() - begun)
