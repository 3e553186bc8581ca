"""Draw the README's picture: the ways into one company, from the sample."""

from __future__ import annotations

import sys
from pathlib import Path

import infonet

__all__ = ["draw"]

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "warm-paths.png"
COMPANY = "Medwren Systems"
AS_OF = "2026-06-30"


def draw(picture: Path = PICTURE) -> Path:
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
    import matplotlib

    matplotlib.use("Agg")
    net = infonet.network(infonet.sample_book("six-months").tables(), as_of=AS_OF)
    ax = infonet.plot.paths(net, infonet.warm_paths(net, COMPANY, k=3, scouts=1))
    picture.parent.mkdir(exist_ok=True)
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(picture, dpi=160, bbox_inches="tight", metadata={"Software": None})
    return picture


if __name__ == "__main__":
    print(draw(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE))
