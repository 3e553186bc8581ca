"""Build the pages into ``build/docs``: ``python -m tools.pages``.

Sphinx takes warnings as errors. Then every page is read again: a link must lead somewhere, and
nothing may be fetched from another machine to show it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

__all__ = ["Page", "build", "faults", "main"]

_ROOT = Path(__file__).resolve().parent.parent
_BUILD = _ROOT / "build"
# Elements that load what they name, and the attribute that names it.
_LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """The links, the anchors and what is loaded, of one page.

    Attributes
    ----------
    links, loads : list of str
        Addresses that a click leads to, and addresses that are loaded to show the page.
    anchors : set of str
        Places in the page to which a link may lead.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what the element links to, loads, and is called."""
        given = dict(attrs)
        self.anchors |= {name for key in ("id", "name") if (name := given.get(key))}
        if tag == "a" and (address := given.get("href")):
            self.links.append(address)
        elif tag in _LOADS and (address := given.get(_LOADS[tag])):
            self.loads.append(address)

    def has(self, fragment: str) -> bool:
        """Tell whether a link may lead to that place in the page; an empty one is its top."""
        return not fragment or fragment in self.anchors


def faults(folder: Path) -> Iterator[str]:
    """Find links that lead nowhere, and what would be fetched from another machine.

    Parameters
    ----------
    folder : Path
        The built pages.

    Yields
    ------
    str
        Page, address and what is wrong.
    """
    pages = {path: Page(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))}
    for path, page in pages.items():
        name = path.relative_to(folder)
        for address in page.loads:
            parts = urlsplit(address)
            if parts.netloc or parts.scheme not in ("", "data"):
                yield f"{name}: fetches {address}"
            elif not parts.scheme and not (path.parent / unquote(parts.path)).exists():
                yield f"{name}: {address} is not there"
        for address in page.links:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                yield f"{name}: the link to {address} leads nowhere"
            elif target in pages and not pages[target].has(unquote(parts.fragment)):
                yield f"{name}: the link to {address} has no such place"


def build(source: Path, built: Path) -> int:
    """Gather what the pages are made of, and let Sphinx build them.

    Parameters
    ----------
    source, built : Path
        Folders to gather in and to build in; both are emptied first.

    Returns
    -------
    int
        Sphinx's exit code.
    """
    for folder in (source, built):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_ROOT / "docs", source)
    shutil.copytree(_ROOT / "notebooks", source / "notebooks", ignore=_no_checkpoints)
    for name in ("CHANGELOG.md", "CONTRIBUTING.md"):
        text = (_ROOT / name).read_text("utf-8").replace("](docs/", "](")
        (source / name.lower()).write_text(text, "utf-8")
    shutil.copy(_ROOT / "data" / "README.md", source / "sample.md")
    options = ["-W", "--keep-going", "-q", "-j", "2", "-b", "html"]
    command = [sys.executable, "-m", "sphinx", *options, str(source), str(built)]
    return subprocess.run(command, check=False).returncode


_no_checkpoints = shutil.ignore_patterns(".ipynb_checkpoints")


def main() -> int:
    """Build the pages, check them, and say where they are."""
    built = _BUILD / "docs"
    if code := build(_BUILD / "pages", built):
        return code
    wrong = list(faults(built))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{len(list(built.rglob('*.html')))} pages; open {(built / 'index.html').as_uri()}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
