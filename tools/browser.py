"""Find a Chromium, get one where a package manager gives it, and watch what a page does in it.

``python -m tools.browser`` is a step of ``make test`` and ``make pictures``: it provides a browser,
or says in one line what to install. It never fails.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Route, WebSocket

__all__ = ["LOCAL", "MISSING", "Watched", "chromium", "launched", "provide", "watched"]

LOCAL = ("127.0.0.1", "localhost")
"""The hosts that a page may ask."""

MISSING = (
    "no Chromium: install `chromium` or Google Chrome, or name one in INFONET_CHROMIUM;"
    " without it the tests in a browser are skipped"
)

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_OFFLINE = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync
    --disable-background-networking --disable-component-update --disable-dev-shm-usage""".split()
# Requests that do not come from the page itself have nowhere to go either.
_ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
_WAIT = 600


def chromium() -> str | None:
    """Find Chromium: the one that INFONET_CHROMIUM names, or else the first on the PATH.

    Returns
    -------
    str or None
        The program; None where there is none.
    """
    asked = os.environ.get("INFONET_CHROMIUM")
    return next(filter(None, map(shutil.which, [asked] if asked else _NAMES)), None)


def provide() -> str | None:
    """Find Chromium, or install it where apt-get can do so without a question.

    Nothing is installed where INFONET_CHROMIUM is set.

    Returns
    -------
    str or None
        The program; None where there is none and none could be had.
    """
    if (found := chromium()) or os.environ.get("INFONET_CHROMIUM") or not shutil.which("apt-get"):
        return found
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if as_root and not shutil.which("sudo"):
        return None
    print("Installing Chromium for the tests in a browser: a minute or two, once.", flush=True)
    quiet = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        if not _succeeds([*quiet, *step]):
            return None
    found = chromium()
    # Some systems have a package of that name which only points to another shop.
    return found if found and _succeeds([found, "--version"]) else None


def _succeeds(command: list[str]) -> bool:
    """Run a program silently; return whether it ended well and in time."""
    try:
        ran = subprocess.run(command, capture_output=True, timeout=_WAIT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0


@dataclass
class Watched:
    """A page of the browser, and what went on in it that should not have.

    Attributes
    ----------
    page : playwright Page
        The page; whatever is asked of the watched page is asked of it.
    strayed : list of str
        Addresses on other machines that were asked for, and refused.
    complaints : list of str
        Errors of the console and of scripts, and dialogs, which are dismissed.
    """

    page: Any
    strayed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def verify(self, known: Collection[str] = ()) -> None:
        """Complain of what went on, once.

        Parameters
        ----------
        known : collection of str
            Complaints that are let through, as regular expressions for the whole of one.

        Raises
        ------
        AssertionError
            It asked other machines, or there was an error or a dialog.
        """
        strayed, complaints = (
            self.strayed[:],
            [
                said
                for said in self.complaints
                if not any(re.fullmatch(each, said) for each in known)
            ],
        )
        self.strayed.clear()
        self.complaints.clear()
        if strayed or complaints:
            raise AssertionError(f"the page asked for {strayed} and complained of {complaints}")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium without a window, until the block ends.

    Raises
    ------
    RuntimeError
        There is no Chromium; `MISSING` says what to do.
    """
    from playwright.sync_api import sync_playwright

    program = chromium()
    if program is None:
        raise RuntimeError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*_OFFLINE, _ALONE])
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, width: int = 1180, height: int = 860) -> Iterator[Watched]:
    """Open an empty page that reaches this machine only.

    Parameters
    ----------
    browser : playwright Browser
        As of `launched`.
    width, height : int
        The page's size in pixels.
    """
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": height})
    page = Watched(context.new_page())
    context.route("**/*", partial(_stay, page))
    page.page.on("console", partial(_listen, page))
    page.page.on("websocket", partial(_connect, page))
    page.page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.page.on("dialog", partial(_dismiss, page))
    yield page
    context.close()


def _stay(page: Watched, route: Route) -> None:
    if _is_local(route.request.url):
        route.continue_()
    else:
        page.strayed.append(route.request.url)
        route.abort()


def _connect(page: Watched, connection: WebSocket) -> None:
    # No route sees these; `_ALONE` refuses them.
    if not _is_local(connection.url):
        page.strayed.append(connection.url)


def _is_local(address: str) -> bool:
    parts = urlsplit(address)
    return parts.hostname in LOCAL or parts.scheme in ("data", "blob")


def _listen(page: Watched, message: ConsoleMessage) -> None:
    if message.type == "error":
        # Of what could not be had, the text alone does not say what it was.
        place = message.location.get("url", "")
        missing = message.text.startswith("Failed to load resource")
        page.complaints.append(f"{message.text} {place}".strip() if missing else message.text)


def _dismiss(page: Watched, dialog: Any) -> None:
    # The question whether to leave with changes unsaved is the browser's own.
    if dialog.type != "beforeunload":
        page.complaints.append(f"a dialog: {dialog.message}")
    dialog.dismiss()


def main() -> int:
    """Say what is missing, if anything is."""
    if provide() is None:
        print(MISSING[0].upper() + MISSING[1:] + ".")
    return 0


if __name__ == "__main__":
    sys.exit(main())
