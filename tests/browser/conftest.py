"""A real browser for the tests in this folder; without one they skip, and say why.

- `browser`: Chromium through playwright, once for the session.
- `page`: an empty page in it. Every request to anywhere but this machine is refused and kept in
  ``page.strayed``; every error of the console or of a script, and every dialog, is kept in
  ``page.complaints``. A test that leaves one of them behind fails.
- `serve`: ``serve(folder)`` serves a folder on this machine and returns its address.
- `jupyter`: a JupyterLab on a temporary folder, once for the session.
- `lab`: a page of it to open notebooks in, watched in the same way.
- `shots`: the folder for pictures of what was seen: ``build/screenshots``, or what
  INFONET_SCREENSHOTS names.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.browser.stopwatch import TAKEN
from tools.browser import LOCAL, MISSING, Watched, chromium, launched, watched
from tools.driven_lab import KNOWN, Lab, Served, served

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, or a skip that says what is missing."""
    pytest.importorskip(
        "playwright.sync_api", reason="no browser test: playwright is not installed"
    )
    if chromium() is None:
        pytest.skip(MISSING)
    with launched() as running:
        yield running


@pytest.fixture
def page(browser: Any) -> Iterator[Watched]:
    """Open a fresh page that reaches this machine only, and fails its test over any error in it."""
    with watched(browser) as fresh:
        yield fresh
    fresh.verify()


@pytest.fixture(scope="session")
def jupyter(
    browser: Any,  # without one it is not started
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """JupyterLab on an empty folder; after `browser`, so that without one it does not start."""
    with served(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="session")
def opened(browser: Any, jupyter: Served) -> Iterator[Lab]:
    """Open a page of that JupyterLab: to load it takes longer than most tests."""
    with watched(browser, 1400, 1000) as page:
        yield Lab(page, jupyter)


@pytest.fixture
def lab(opened: Lab) -> Iterator[Lab]:
    """Clear the page of JupyterLab: nothing is open; watched as `page` is."""
    yield opened
    opened.close()
    opened.page.verify(KNOWN)


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where pictures of what was seen go."""
    return Path(os.environ.get("INFONET_SCREENSHOTS") or ROOT / "build" / "screenshots")


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line in the test's output for each."""

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine as long as the tests of a file run: to stop takes a while."""
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


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what the tasks took a person, and keep it where INFONET_STOPWATCH says."""
    for task, (clicks, keys) in TAKEN.items():
        terminalreporter.write_line(f"{task}: {clicks} clicks, {keys} keys")
    if place := os.environ.get("INFONET_STOPWATCH"):
        Path(place).write_text(json.dumps(TAKEN), "utf-8")
