"""Signing in and out at a provider of the test's own, in a real browser, and files that are too many."""

import json
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser, Page, expect

from dashboard.settings import ROOT
from tests.browser.test_doors import ask, clean_environment, command

pytestmark = pytest.mark.browser

WAIT = 60_000
FULL = "已占满为其预留的内存"
KEY = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})


class Provider(ThreadingHTTPServer):
    """An OpenID provider that lets everyone in as ``email``."""

    email = "wang@example.org"
    verified: object = True

    @property
    def issuer(self) -> str:
        return f"http://localhost:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urllib.parse.urlsplit(self.path)
        issuer = self.server.issuer
        if parts.path == "/authorize":
            query = dict(urllib.parse.parse_qsl(parts.query))
            back = urllib.parse.urlencode({"code": query["nonce"], "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()
        elif parts.path == "/jwks":
            self.answer({"keys": [KEY.as_dict(private=False)]})
        else:
            self.answer(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/jwks",
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        nonce = dict(urllib.parse.parse_qsl(body))["code"]
        now = int(time.time())
        claims = {
            "iss": self.server.issuer,
            "sub": self.server.email,
            "aud": "dashboard",
            "iat": now,
            "exp": now + 3600,
            "nonce": nonce,
            "email": self.server.email,
            "email_verified": self.server.verified,
        }
        token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, KEY)
        self.answer({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def answer(self, value: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    server = Provider(("localhost", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(
    provider: Provider, tmp_path_factory: pytest.TempPathFactory, seeded_database: Path
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("sign_in")
    shutil.copy(seeded_database, folder / "dashboard.duckdb")
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\n'
        f'cookie_secret = "{"s" * 40}"\nclient_id = "dashboard"\nclient_secret = "x"\n'
        f'server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"\n'
    )
    output = folder / "output.txt"
    with output.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            command(port, str(ROOT / "dashboard" / "serve.py")),
            cwd=folder,
            env=clean_environment(
                DASHBOARD_DATABASE=str(folder / "dashboard.duckdb"),
                DASHBOARD_STAFF="wang@example.org",
                DASHBOARD_UPLOAD_MEMORY_MB="1",
            ),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if ask(port, "/_stcore/health")[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
            assert process.poll() is None, output.read_text()
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


def open_browser(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(WAIT)
    yield context.new_page()
    context.close()


@pytest.fixture
def first(chromium: Browser) -> Iterator[Page]:
    """A tab of a browser of its own."""
    yield from open_browser(chromium)


@pytest.fixture
def other(chromium: Browser) -> Iterator[Page]:
    """A tab of another reader's browser."""
    yield from open_browser(chromium)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/history")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible(timeout=WAIT)


def send(page: Page, address: str, rows: bytes) -> None:
    """Choose a file of ``rows`` on the Upload page."""
    page.goto(f"{address}/upload")
    chooser = page.locator("input[type=file]")
    chooser.wait_for(state="attached")
    content = "地区,年份,会员人数\n".encode() + rows
    chooser.set_input_files({"name": "members.csv", "mimeType": "text/csv", "buffer": content})


def test_after_sign_out_another_tab_changes_nothing(first: Page, address: str) -> None:
    sign_in(first, address)
    second = first.context.new_page()
    second.goto(f"{address}/history")
    second.get_by_label("您的姓名").wait_for()
    note = second.get_by_label("原因")
    note.fill("错")
    first.get_by_role("button", name="退出登录").click()
    expect(first.get_by_role("button", name="登录", exact=True)).to_be_visible(timeout=WAIT)
    second.get_by_role("button", name="撤销这次上报").click()
    expect(second.get_by_text("只有工作人员可以撤销上报")).to_be_visible(timeout=WAIT)
    second.goto(f"{address}/upload")
    expect(second.get_by_text("只有工作人员可以上报")).to_be_visible(timeout=WAIT)


def test_after_sign_out_another_tab_publishes_nothing(first: Page, address: str) -> None:
    sign_in(first, address)
    second = first.context.new_page()
    send(second, address, "西安市,2024,3100000".encode())
    source = second.get_by_label("来源")
    source.fill("西安市总工会")
    source.press("Enter")
    expect(second.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    publish = second.get_by_role("radio", name="发布", exact=True)
    publish.wait_for()
    first.get_by_role("button", name="退出登录").click()
    expect(first.get_by_role("button", name="登录", exact=True)).to_be_visible(timeout=WAIT)
    publish.click()
    expect(second.get_by_text("只有工作人员可以上报")).to_be_visible(timeout=WAIT)
    sign_in(first, address)
    expect(first.get_by_text("members.csv")).to_have_count(0)


def test_unverified_address_is_not_staff(first: Page, address: str, provider: Provider) -> None:
    provider.verified = False
    try:
        sign_in(first, address)
        first.goto(f"{address}/upload")
        expect(first.get_by_text("尚未验证")).to_be_visible(timeout=WAIT)
        expect(first.locator("input[type=file]")).to_have_count(0)
    finally:
        provider.verified = True


def test_a_file_beyond_the_memory_is_refused_in_words_and_a_small_one_taken(
    first: Page, address: str
) -> None:
    sign_in(first, address)
    first.goto(f"{address}/upload")
    chooser = first.locator("input[type=file]")
    chooser.wait_for(state="attached")
    big = b"x" * (2 * 1024 * 1024)
    chooser.set_input_files({"name": "大.csv", "mimeType": "text/csv", "buffer": big})
    expect(first.get_by_text(FULL)).to_be_visible(timeout=WAIT)
    assert "/upload" in first.url  # and the reader stays where they are
    send(first, address, "西安市,2030,2500".encode())
    expect(first.get_by_text("members.csv").first).to_be_visible(timeout=WAIT)
    expect(first.get_by_text(FULL)).to_have_count(0)


def test_files_of_two_readers_share_the_memory(first: Page, other: Page, address: str) -> None:
    """Each would find room alone; the second finds it when the first has left."""
    rows = "\n".join(f"西安市,{year},3100000" for year in (2030, 2031)).encode()
    for tab in (first, other):
        sign_in(tab, address)
    send(first, address, rows + b"\n" * 600_000)
    expect(first.get_by_text("members.csv").first).to_be_visible(timeout=WAIT)
    send(other, address, rows + b"\n" * 600_000)
    expect(other.get_by_text(FULL)).to_be_visible(timeout=WAIT)
    first.goto("about:blank")
    first.wait_for_timeout(1000)
    send(other, address, rows + b"\n" * 600_000)
    expect(other.get_by_text("members.csv").first).to_be_visible(timeout=WAIT)
    expect(other.get_by_text(FULL)).to_have_count(0)
