"""Draw the pictures of the pages, and photograph the notebooks, all from the sample."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import infonet
from infonet.panel.app import App
from tools.browser import MISSING, chromium, launched, watched
from tools.driven_lab import Lab, served
from tools.run_notebooks import APP
from tools.stage import Stage

__all__ = ["draw", "gallery", "photograph"]

_ROOT = Path(__file__).resolve().parent.parent
_DOCS = _ROOT / "docs"
_SHOTS = _ROOT / "build" / "screenshots"
WAYS = _DOCS / "warm-paths.png"
COMPANY = "Medwren Systems"
AS_OF = "2026-06-30"
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
    ax = infonet.plot.paths(net, infonet.warm_paths(net, COMPANY, k=3, scouts=1))
    picture.parent.mkdir(exist_ok=True)
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(picture, dpi=160, bbox_inches="tight", metadata={"Software": None})
    return picture


def photograph(picture: Path = APP) -> Path:
    """Photograph the app on the same sample, as it opens.

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
        There is no Chromium.
    """
    app = App(infonet.sample_book("six-months"), AS_OF, sample=True)
    with launched() as browser, watched(browser, _WIDE, _HEIGHT) as page:
        return Stage(page, app).photograph(picture)


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
    print(photograph(), *gallery(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
