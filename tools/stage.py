"""The app in a browser without JupyterLab: for tests of it, and for pictures of its screens.

    python -m tools.stage --book six-months --screen targets --theme dark --width 1900 board.png

What the page sends reaches the app in this process, and what the app shows goes back: the same
script and style sheet as in JupyterLab, with a model that stands in for its connection. Bytes reach
the page as such, as they do there: it fetches them from this machine.
"""

from __future__ import annotations

import argparse
import base64
import itertools
import json
import threading
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from infonet.agenda import talks, targets
from infonet.book import Book
from infonet.panel.app import SCRIPT, STYLE, App, Panel
from infonet.panel.screens.targets import target_text
from infonet.samples import sample, sample_book
from tools.browser import Watched, launched, watched

__all__ = ["Stage", "place"]

_HTML = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>infonet</title>
<style>body {{ margin: 0; background: {paper}; }} {css}</style></head>
<body data-jp-theme-light="{light}"><div id="app"></div></body></html>"""
_PAPER = {"light": "#fff", "dark": "#111519"}
_MODEL = Path(__file__).with_suffix(".js")
_SETTLED = """async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    for (let quiet = 0; quiet < 2; quiet = window.waiting === 0 ? quiet + 1 : 0) await frame();
}"""


class _Answer(BaseHTTPRequestHandler):
    """Answer with bytes that wait for a page, once."""

    waiting: dict[str, bytes] = {}  # noqa: RUF012 - that of all requests
    number = itertools.count()

    def do_GET(self) -> None:
        """Send what waits under the path."""
        content = self.waiting.pop(self.path, None)
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(content or b"")))
        self.send_header("Access-Control-Allow-Origin", "*")  # the page has no address of its own
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name
        """Say nothing."""


@cache
def _served() -> str:
    """Serve, as long as this process lasts, what waits; return the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def _address_of(content: bytes) -> str:
    """Return where a page can fetch bytes, once."""
    path = f"/{next(_Answer.number)}"
    _Answer.waiting[path] = content
    return _served() + path


class Stage:
    """An app shown in a page of the browser.

    Parameters
    ----------
    page : Watched
        A fresh page.
    app : Panel
    theme : {"light", "dark"}
    """

    def __init__(self, page: Watched, app: Panel[Any], *, theme: str = "light") -> None:
        self.page, self.app = page, app
        self._data: dict[str, Any] = {}
        self._messages: list[Any] = []
        app.send = lambda content, buffers=None: self._messages.append(content)
        page.expose_function("toPython", self._take)
        light = theme == "light"
        page.set_content(_HTML.format(css=STYLE, light=str(light).lower(), paper=_PAPER[theme]))
        page.evaluate(
            _MODEL.read_text("utf-8"),
            {"script": SCRIPT, "view": app.view, "data": self._changed() or {}},
        )
        self.settle()

    def show(self, screen: str, about: str = "", *, theme: str = "light") -> None:
        """Look at another screen, as if it had been pressed."""
        self.app.session.go(screen, about)
        self.app.show()
        light = theme == "light"
        self.page.evaluate(
            """async ([shown, light, paper]) => {
                document.body.dataset.jpThemeLight = light;
                document.body.style.background = paper;
                await window.take(shown);
            }""",
            [
                {"view": self.app.view, "data": self._changed(), "messages": []},
                str(light).lower(),
                _PAPER[theme],
            ],
        )
        self.settle()

    def settle(self) -> None:
        """Wait until everything that was pressed is answered and drawn."""
        self.page.evaluate(_SETTLED)

    def press(self, name: str, *, role: str = "button", nth: int = 0, exact: bool = True) -> None:
        """Press what has a role and a name, with the mouse."""
        self.page.get_by_role(role, name=name, exact=exact).nth(nth).click()
        self.settle()

    def type(self, label: str, text: str) -> None:
        """Type a text into the field of a label."""
        self.page.get_by_label(label, exact=True).fill(text)

    def text(self) -> str:
        """Return what is to be read on the page."""
        return str(self.page.locator(".infonet-app").inner_text())

    def photograph(self, file: Path) -> Path:
        """Photograph the whole page."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=file, full_page=True)
        return file

    def _take(self, message: str, buffers: list[str]) -> str:
        """Let the app hear a message; return what it shows then, one text as in JupyterLab."""
        self._messages.clear()
        try:
            self.app.hear(self.app, json.loads(message), [base64.b64decode(b) for b in buffers])
        finally:
            answer = {"view": self.app.view, "data": self._changed(), "messages": [*self._messages]}
        return json.dumps(answer)

    def _changed(self) -> dict[str, str] | None:
        """Return where the page can fetch the bytes that it lacks: all, as in JupyterLab."""
        if self.app.data == self._data:
            return None
        self._data = dict(self.app.data)
        return {name: _address_of(each) for name, each in self._data.items()}


def place(app: App, screen: str) -> str:
    """Return what a screen can be about, such as a person; empty where it needs nothing.

    Parameters
    ----------
    app : App
    screen : str
    """
    session = app.session
    net = session.network
    if screen == "company":
        board = targets(net)
        return "" if board.empty else target_text(board.company[0], board.kind[0])
    if screen in ("person", "talk", "debrief"):
        agreed = talks(session.ledger, as_of=session.day)
        known = [*agreed.person.dropna(), *net.keys[net.alters[:1]]]
        return str(known[0]) if known else ""
    if screen == "event" and session.sample:
        return str(sample() / "attendees.csv")
    return ""


def _book(name: str) -> tuple[Book, object]:
    """Return a book to look at, and its day."""
    if name == "empty":
        return Book(me="https://www.linkedin.com/in/robin-achterberg"), "2026-06-30"
    return (
        (Book(name, read_only=True), None)
        if name.endswith(".db")
        else (sample_book(name), "2026-06-30")
    )


def main(
    arguments: list[str] | None = None, *, walk: Callable[[Stage], None] | None = None
) -> None:
    """Photograph a screen."""
    parser = argparse.ArgumentParser(description="Photograph a screen of the app.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--book", default="six-months", help="a sample, `empty`, or a book's file")
    parser.add_argument("--screen", default="targets")
    parser.add_argument("--about", default="")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--width", type=int, default=1100)
    asked = parser.parse_args(arguments)
    book, day = _book(asked.book)
    app = App(book, day)
    app.session.go(asked.screen, asked.about)
    app.show()
    with launched() as browser, watched(browser, asked.width, 900) as page:
        stage = Stage(page, app, theme=asked.theme)
        if walk is not None:
            walk(stage)
        stage.photograph(asked.file)
        for complaint in page.complaints:
            print(complaint)


if __name__ == "__main__":
    main()
