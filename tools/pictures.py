"""Draw the README's pictures: the ways into one company, and the panel, both from the sample."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import infonet
from tools.browser import MISSING, chromium, launched, watched
from tools.driven_lab import Lab, served, write_notebook

__all__ = ["draw", "photograph"]

_DOCS = Path(__file__).resolve().parent.parent / "docs"
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


def main() -> int:
    """Both pictures; without a browser the first."""
    print(draw())
    print(photograph() if chromium() else f"{PANEL.name} stays as it is: {MISSING}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
