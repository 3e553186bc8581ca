"""A real browser for the tests in this folder; without one they skip, and say why.

- `browser`: Chromium through playwright, once for the session.
- `page`: an empty page in it. Every request to anywhere but this machine is refused and kept in
  ``page.strayed``; every error of the console or of a script is kept in ``page.complaints``. A test
  that leaves either behind fails.
- `serve`: ``serve(folder)`` serves a folder on this machine and returns its address.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

LOCAL = ("127.0.0.1", "localhost")
OFFLINE = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync
    --disable-background-networking --disable-component-update --disable-dev-shm-usage""".split()


@dataclass
class Watched:
    """A page of the browser, and what went on in it that should not have.

    Attributes
    ----------
    page : playwright Page
        The page; whatever the tests ask of the watched page is asked of it.
    strayed : list of str
        Addresses on other machines that were asked for, and refused.
    complaints : list of str
        Errors of the console and of scripts.
    """

    page: Any
    strayed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, or a skip that says what is missing."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="no browser test: playwright is not installed"
    )
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no browser test: chromium is not installed (`apt-get install chromium`)")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=OFFLINE)
        yield running
        running.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Watched]:
    """A fresh page that reaches this machine only, and fails its test over any error in it."""
    context = browser.new_context(viewport={"width": 1180, "height": 860})
    watched = Watched(context.new_page())
    context.route("**/*", partial(_stay, watched))
    watched.page.on("console", partial(_listen, watched))
    watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    yield watched
    context.close()
    assert not watched.strayed, "the page asked other machines"
    assert not watched.complaints, "the page complained"


def _stay(watched: Watched, route: Any) -> None:
    address = urlsplit(route.request.url)
    if address.hostname in LOCAL or address.scheme in ("data", "blob"):
        route.continue_()
    else:
        watched.strayed.append(route.request.url)
        route.abort()


def _listen(watched: Watched, message: Any) -> None:
    if message.type == "error":
        watched.complaints.append(message.text)


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line in the test's output for each."""

    def log_message(self, format: str, *args: Any) -> None: ...


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine for the length of a test."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer((LOCAL[0], 0), partial(_Quiet, directory=str(folder)))
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://{LOCAL[0]}:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
