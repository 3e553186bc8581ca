"""Draw the pictures of the pages, and photograph the notebooks, all from the sample."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import infonet
from benchmarks.networks import crowd
from benchmarks.panel import crowded
from infonet.cohort import Cohort
from infonet.panel.app import App, Panel
from infonet.panel.cohort import CohortApp
from infonet.panel.screens import SCREENS
from tools.browser import MISSING, chromium, launched, watched
from tools.driven_lab import Lab, served
from tools.run_notebooks import APP, COHORT
from tools.stage import Stage, place

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["BOOKS", "cohort", "draw", "gallery", "photograph", "screens"]

_ROOT = Path(__file__).resolve().parent.parent
_DOCS = _ROOT / "docs"
_SHOTS = _ROOT / "build" / "screenshots"
WAYS = _DOCS / "warm-paths.png"
COMPANY = "Medwren Systems"
AS_OF = "2026-06-30"
BOOKS: tuple[str | int, ...] = ("six-months", "empty", 2_000, 30_000)
"""The books whose screens are photographed."""
_TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_HIGH = "document.documentElement.scrollHeight"
_WIDTH, _WIDE, _HEIGHT = 1400, 1200, 800


def draw(picture: Path = WAYS) -> Path:
    """Draw `COMPANY`'s warm paths of the sample *six months*.

    Parameters
    ----------
    picture : Path
        Where to put the PNG.

    Returns
    -------
    Path
        The same.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    net = infonet.network(infonet.sample_book("six-months").tables(), as_of=AS_OF)
    ax = infonet.plot.paths(net, infonet.warm_paths(net, COMPANY, k=3, scouts=1, status="any"))
    picture.parent.mkdir(exist_ok=True)
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(picture, dpi=160, bbox_inches="tight", metadata={"Software": None})
    return picture


def photograph(app: Panel[Any], picture: Path = APP) -> Path:
    """Photograph an app, as it opens.

    Parameters
    ----------
    app : Panel
        Of a book, or of a cohort.
    picture : Path
        Where to put the PNG.

    Returns
    -------
    Path
        The same.

    Raises
    ------
    RuntimeError
        There is no Chromium.
    """
    with launched() as browser, watched(browser, _WIDE, _HEIGHT) as page:
        return Stage(page, app).photograph(picture)


def cohort() -> Cohort:
    """Make a scratch cohort of the sample's exports."""
    made = Cohort()
    made.add_all(infonet.samples.sample_exports(made.path.parent), everything=True)
    return made


def screens(
    browser: Browser,
    shots: Path = _SHOTS,
    *,
    books: Sequence[str | int] = BOOKS,
    themes: Sequence[str] = ("light", "dark"),
    widths: Sequence[int] = (1100, 1900),
) -> Iterator[Path]:
    """Photograph every screen of the app, for people to look at.

    Parameters
    ----------
    browser : playwright Browser
        As of `tools.browser.launched`.
    shots : Path
        The folder for the PNGs.
    books : sequence of str and int
        Samples, ``empty``, and numbers of people of invented networks.
    themes : sequence of {"light", "dark"}
    widths : sequence of int
        Of the window, in pixels.

    Yields
    ------
    Path
        Each PNG: book, screen, theme and width are its name.

    Raises
    ------
    RuntimeError
        A screen is wider than the window, or higher than two of them.
    AssertionError
        A page complained, or asked other machines.
    """
    with tempfile.TemporaryDirectory(prefix="infonet-books-") as folder:
        for book in books:
            app = App(_book(book, Path(folder)), AS_OF)
            for width in widths:
                with watched(browser, width, _HEIGHT) as page:
                    stage = Stage(page, app)
                    for theme, screen in product(themes, SCREENS):
                        stage.show(screen, place(app, screen), theme=theme)
                        name = f"{book}-{screen}-{theme}-{width}"
                        if (over := page.evaluate(_TOO_WIDE)) > 0:
                            raise RuntimeError(f"{name} is {over} pixels wider than the window")
                        if (high := page.evaluate(_HIGH)) > 2 * _HEIGHT:
                            raise RuntimeError(f"{name} is {high} pixels high: over two windows")
                        yield stage.photograph(shots / f"{name}.png")
                    page.verify()


def _book(name: str | int, folder: Path) -> infonet.Book:
    """Return a sample, an empty book, or one of so many people."""
    if name == "empty":
        return infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    if isinstance(name, str):
        return infonet.sample_book(name)
    return crowded(folder / f"{name}.db", crowd(name))


def gallery(shots: Path = _SHOTS) -> Iterator[Path]:
    """Run every notebook in JupyterLab and photograph the whole of it, for people to look at.

    Parameters
    ----------
    shots : Path
        The folder for the PNGs.

    Yields
    ------
    Path
        Each PNG.

    Raises
    ------
    RuntimeError
        There is no Chromium, or JupyterLab did not start.
    """
    with tempfile.TemporaryDirectory(prefix="infonet-gallery-") as folder:
        copies = [
            Path(shutil.copy(path, folder))
            for path in sorted((_ROOT / "notebooks").glob("*.ipynb"))
        ]
        with (
            launched() as browser,
            served(Path(folder)) as server,
            watched(browser, _WIDTH) as page,
        ):
            lab = Lab(page, server)
            for copy in copies:
                lab.open(copy.name)
                lab.clear()
                lab.run_all()
                yield lab.photograph(shots / f"{copy.stem}.png")
                lab.close()


def main() -> int:
    """Draw all pictures; without a browser only the first."""
    print(draw())
    if chromium() is None:
        print(f"{APP.name} and the notebooks stay as they are: {MISSING}")
        return 0
    print(photograph(App(infonet.sample_book("six-months"), AS_OF)))
    print(photograph(CohortApp(cohort(), AS_OF), COHORT))
    with launched() as browser:
        for picture in screens(browser):
            print(picture, flush=True)
    print(*gallery(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
