"""Draw the pictures of the pages, and photograph the notebooks, all from the sample."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import infonet
from tools.browser import MISSING, chromium, launched, watched
from tools.driven_lab import Lab, served, write_notebook

__all__ = ["draw", "gallery", "photograph"]

_ROOT = Path(__file__).resolve().parent.parent
_DOCS = _ROOT / "docs"
_SHOTS = _ROOT / "build" / "screenshots"
WAYS = _DOCS / "warm-paths.png"
PANEL = _DOCS / "panel.png"
COMPANY = "Medwren Systems"
AS_OF = "2026-06-30"
_WIDTH, _HEIGHT = 1400, 900


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
    ax = infonet.plot.paths(net, infonet.warm_paths(net, COMPANY, k=3, scouts=1))
    picture.parent.mkdir(exist_ok=True)
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(picture, dpi=160, bbox_inches="tight", metadata={"Software": None})
    return picture


def photograph(picture: Path = PANEL) -> Path:
    """Photograph the panel on the same sample, at the same company, in JupyterLab itself.

    Parameters
    ----------
    picture : Path
        Where to put the PNG.

    Returns
    -------
    Path
        The same.

    Raises
    ------
    RuntimeError
        There is no Chromium, or JupyterLab did not start.
    """
    with tempfile.TemporaryDirectory(prefix="infonet-picture-") as folder:
        notebook = write_notebook(
            Path(folder, "panel.ipynb"),
            'import infonet\nbook = infonet.sample_book("six-months", path="me.db")',
            f'infonet.explore(book, as_of="{AS_OF}")',
        )
        with (
            launched() as browser,
            served(notebook.parent) as server,
            watched(browser, _WIDTH, _HEIGHT) as page,
        ):
            lab = Lab(page, server)
            lab.open(notebook.name)
            lab.run_all()
            target = page.locator(".infonet-target input")
            target.fill(COMPANY)
            target.press("Enter")
            target.blur()
            lab.settle()
            lab.photograph(picture, ".infonet-panel")
            lab.close()
    return picture


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
        print(f"{PANEL.name} and the notebooks stay as they are: {MISSING}")
        return 0
    print(photograph(), *gallery(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
