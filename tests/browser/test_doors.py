"""The running server: what it refuses at its doors, how it starts, and whom it asks."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashboard.settings import ROOT, Settings

START_SECONDS = 60
Answer = tuple[int, dict[str, str], str]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def clean_environment(**extra: str) -> dict[str, str]:
    own = {item.metadata["variable"] for item in Settings.__dataclass_fields__.values()}
    kept = {k: v for k, v in os.environ.items() if k not in own and not k.startswith("STREAMLIT_")}
    return kept | extra


def command(port: int, script: str = "dashboard/serve.py") -> list[str]:
    return [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]


def ask(
    port: int, path: str = "/", method: str = "GET", body: bytes = b"", **headers: str
) -> Answer:
    """An answer to a request whose Host can be any."""
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host=True)
    for name, value in ({"Host": f"localhost:{port}"} | named).items():
        connection.putheader(name, value)
    if body:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body or None)
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, text


def open_socket(port: int, host: str, origin: str) -> int:
    """Status of a WebSocket handshake: 101 when it is let in."""
    return ask(
        port,
        "/_stcore/stream",
        Host=host,
        Origin=origin,
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
    )[0]


@contextmanager
def run_server(
    folder: Path, port: int, *, prefix: tuple[str, ...] = (), **extra: str
) -> Iterator[Path]:
    output = folder / "output.txt"
    with output.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [*prefix, *command(port)],
            cwd=ROOT,
            env=clean_environment(**extra),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                if ask(port, "/_stcore/health")[0] == 200:
                    break
            except OSError:
                pass
            assert process.poll() is None and time.monotonic() < deadline, output.read_text()
            time.sleep(0.1)
        yield output
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, seeded_database: Path) -> Path:
    made = tmp_path_factory.mktemp("doors")
    shutil.copy(seeded_database, made / "dashboard.duckdb")
    return made


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """A server for this computer, and for a name outside."""
    number = free_port()
    settings = {
        "DASHBOARD_DATABASE": str(folder / "dashboard.duckdb"),
        "DASHBOARD_ADDRESS": "https://stats.example.org",
        "DASHBOARD_STAFF": "wang@example.org",
    }
    with run_server(folder, number, **settings):
        yield number


def test_own_hosts_are_answered(port: int) -> None:
    for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", "stats.example.org"):
        assert ask(port, Host=host)[0] == 200, host


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "localhost:1", "localhost", "stats.example.org.evil.example",
     "evil.example#localhost", "localhost:{port}@evil.example", "", "xn--stats.example.org", "0.0.0.0:{port}"],
)  # fmt: skip
def test_other_hosts_are_refused_whatever_a_proxy_says(port: int, host: str) -> None:
    host = host.format(port=port)
    forwarded = {"X_Forwarded_Host": f"localhost:{port}", "Forwarded": f"host=localhost:{port}"}
    for path in ("/", "/_stcore/health", "/_stcore/host-config"):
        status, _headers, text = ask(port, path, Host=host, **forwarded)
        assert status in (400, 403), (host, path)
        assert "<html" not in text
    assert open_socket(port, host, f"http://{host}") in (400, 403)


def test_origins(port: int) -> None:
    local = f"localhost:{port}"
    for host, origin, expected in (
        (local, f"http://{local}", True),
        ("stats.example.org", "https://stats.example.org", True),
        (local, "https://stats.example.org", True),  # a proxy that keeps the name to itself
        (local, "http://evil.example", False),
        (local, "http://localhost:1", False),
        (local, "http://localhost", False),
        (local, f"http://127.0.0.1:{port}", False),
        (local, "null", False),
        ("stats.example.org", "http://stats.example.org", False),
        ("stats.example.org", f"http://{local}", False),
    ):
        begun = time.monotonic()
        assert open_socket(port, host, origin) == (101 if expected else 403), (host, origin)
        assert ask(port, Host=host, Origin=origin)[0] == (200 if expected else 403), (host, origin)
        assert time.monotonic() - begun < 5


def test_a_refusal_says_what_to_set_in_both_languages(port: int) -> None:
    text = ask(port, Host="evil.example")[2]
    assert text.count("DASHBOARD_ADDRESS") == 2 and "重新启动" in text
    assert "evil" not in text


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/nowhere", "/_stcore/metrics"])
def test_every_answer_has_its_headers(port: int, path: str) -> None:
    headers = ask(port, path)[1]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/agent/openapi.json", "/_stcore//metrics"],
)
def test_metrics_and_the_interface_for_programs_are_not_there(port: int, path: str) -> None:
    status, _headers, text = ask(port, path)
    assert status == 404 or "<html" in text
    assert "cache_memory" not in text and "openapi" not in text


def test_a_file_from_a_session_without_an_uploader_is_refused(port: int) -> None:
    status, _headers, text = ask(
        port,
        "/_stcore/upload_file/none/none",
        "PUT",
        b"x" * 1000,
        Origin=f"http://localhost:{port}",
    )
    assert status == 403
    assert "文件未被接收" in text


class TestStart:
    """The real program ends with a sentence in both languages, a code, and no trace."""

    def refuse(self, tmp_path: Path, *options: str, **extra: str) -> str:
        done = subprocess.run(
            [*command(free_port(), str(ROOT / "dashboard" / "serve.py")), *options],
            cwd=tmp_path,
            env=clean_environment(DASHBOARD_DATABASE=str(tmp_path / "x.duckdb"), **extra),
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )
        text = done.stdout + done.stderr
        assert done.returncode == 1, text
        assert "Traceback" not in text
        assert not (tmp_path / "x.duckdb").exists()
        lines = [line for line in text.splitlines() if line.strip()]
        assert len(lines) == 2, text
        assert any("\u4e00" <= sign <= "\u9fff" for sign in lines[0] + lines[1])
        return text

    @pytest.mark.parametrize(
        ("extra", "told"),
        [
            ({"DASHBOARD_STAFF": " , "}, "DASHBOARD_STAFF"),
            ({"DASHBOARD_COVERAGE": "60"}, "DASHBOARD_COVERAGE_PCT"),
            ({"DASHBOARD_COVERAGE_PCT": "abc"}, "'abc'"),
            ({"DASHBOARD_HOME_REGION": "999999"}, "DASHBOARD_HOME_REGION"),
            ({"DASHBOARD_GEOJSON": "/nowhere.json"}, "DASHBOARD_GEOJSON"),
            ({"DASHBOARD_REPORTING": "/nowhere"}, "DASHBOARD_REPORTING"),
            ({"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}, "DASHBOARD_OPEN_TO_EVERYONE"),
            ({"DASHBOARD_ADDRESS": "https://stats.example.org"}, "DASHBOARD_OPEN_TO_EVERYONE"),
            ({"STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full"}, "client.showErrorDetails"),
        ],
    )
    def test_is_refused(self, tmp_path: Path, extra: dict[str, str], told: str) -> None:
        assert told in self.refuse(tmp_path, **extra)

    @pytest.mark.parametrize(
        "option",
        [
            "--server.address=0.0.0.0",
            "--browser.gatherUsageStats=true",
            "--runner.postScriptGC=true",
        ],
    )
    def test_is_refused_for_an_option_of_the_command_line(
        self, tmp_path: Path, option: str
    ) -> None:
        assert option[2:].split("=")[0] in self.refuse(tmp_path, option)

    def test_project_s_own_options_count_from_any_folder(self, tmp_path: Path) -> None:
        other = tmp_path / ".streamlit"
        other.mkdir()
        other.joinpath("config.toml").write_text(
            '[browser]\ngatherUsageStats = true\n[server]\naddress = "0.0.0.0"\n'
            '[client]\nshowErrorDetails = "full"\n'
        )
        number, output = free_port(), tmp_path / "output.txt"
        with output.open("w") as file:
            process = subprocess.Popen(
                command(number, str(ROOT / "dashboard" / "serve.py")),
                cwd=tmp_path,
                env=clean_environment(DASHBOARD_DATABASE=str(tmp_path / "x.duckdb")),
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        try:
            deadline = time.monotonic() + START_SECONDS
            while process.poll() is None and time.monotonic() < deadline:
                try:
                    if ask(number, "/_stcore/health")[0] == 200:
                        break
                except OSError:
                    time.sleep(0.1)
            assert process.poll() is None, output.read_text()
            listening = Path("/proc/net/tcp").read_text()
            # 0100007F is 127.0.0.1 as the kernel writes it.
            assert f"0100007F:{number:04X}" in listening
            assert f"00000000:{number:04X}" not in listening
            assert "usage statistics" not in output.read_text()
        finally:
            process.terminate()
            process.wait(15)


_WATCH = """
import os, sys
def _hook(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        host = args[1][0]
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if host not in (None, "", "localhost", "127.0.0.1", "::1"):
        with open(os.environ["SEEN_HOSTS"], "a") as file:
            print(event, host, file=file)
sys.addaudithook(_hook)
"""
_INSIDE = """
import os, subprocess, sys, time
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
os.execvp(sys.argv[1], sys.argv[1:])
"""


def test_nothing_asks_another_computer_and_nothing_waits_for_one(
    tmp_path: Path, seeded_database: Path
) -> None:
    """In a network of its own without a way out, where each attempt would be noted as well."""
    inside = ("unshare", "--net", "--map-root-user", sys.executable, "-c", _INSIDE)
    allowed = shutil.which("unshare") and shutil.which("ip")
    allowed = (
        allowed
        and not subprocess.run([*inside, "true"], capture_output=True, check=False).returncode
    )
    if not allowed:
        assert os.environ.get("CI", "").lower() != "true", "CI must be able to make a network"
        pytest.skip("this computer does not let a test make a network of its own")
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(_WATCH)
    shutil.copy(seeded_database, tmp_path / "x.duckdb")
    number, seen = free_port(), tmp_path / "hosts.txt"
    visitor = (
        f"import sys, time; sys.path.insert(0, {str(ROOT)!r})\n"
        "from tests.browser.test_doors import ask, open_socket, run_server\n"
        "from pathlib import Path\n"
        f"port = {number}\n"
        f"with run_server(Path({str(tmp_path)!r}), port):\n"
        "    begun = time.monotonic()\n"
        "    print(open_socket(port, f'localhost:{port}', 'http://evil.example'))\n"
        "    print(open_socket(port, f'localhost:{port}', f'http://localhost:{port}'))\n"
        "    print(ask(port)[0], time.monotonic() - begun < 5)\n"
    )
    done = subprocess.run(
        [*inside, sys.executable, "-c", visitor],
        env=clean_environment(
            DASHBOARD_DATABASE=str(tmp_path / "x.duckdb"),
            PYTHONPATH=str(tmp_path / "watch"),
            SEEN_HOSTS=str(seen),
        ),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.split() == ["403", "101", "200", "True"], done.stderr
    assert not seen.exists(), seen.read_text()
