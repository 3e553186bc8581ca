"""What holds for every picture."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infonet import plot
from infonet.errors import InfonetError
from tests.plot.pictures import crowd, foreign_routes, hostile, star_routes, words
from tests.plot.rates import calibrated, cohort_frame, held_to_referred, worked

mpl.use("Agg")

Draw = Callable[..., Axes]
EVERY: dict[str, Draw] = {
    "paths": lambda ax=None: plot.paths(*star_routes(), ax=ax),
    "network": lambda ax=None: plot.network(crowd(60), ax=ax),
    "funnel": lambda ax=None: plot.funnel(worked(), ax=ax),
    "waiting_time": lambda ax=None: plot.waiting_time(held_to_referred(), ax=ax),
    "cohorts": lambda ax=None: plot.cohorts(cohort_frame(["2026-01", "2026-02"]), ax=ax),
    "calibration": lambda ax=None: plot.calibration(calibrated(), ax=ax),
}


def test_every_picture_is_here() -> None:
    assert sorted(EVERY) == plot.__all__


@pytest.mark.parametrize("picture", EVERY)
def test_the_users_current_figure_and_axes_stay_current(picture: str) -> None:
    figure, axes = plt.subplots(1, 2)
    plt.sca(axes[0])
    EVERY[picture]()
    assert plt.gcf() is figure and plt.gca() is axes[0]
    EVERY[picture](ax=axes[1])
    assert plt.gcf() is figure and plt.gca() is axes[0]
    assert not axes[0].texts and not axes[0].lines


@pytest.mark.parametrize("picture", EVERY)
def test_a_notebook_shows_the_new_figure(picture: str) -> None:
    """What the inline backend shows at the end of a cell are the figures of pyplot."""
    ax = EVERY[picture]()
    assert [plt.figure(number) for number in plt.get_fignums()] == [ax.figure]


@pytest.mark.parametrize("picture", EVERY)
def test_a_figure_of_ones_own_is_apart_from_pyplot(picture: str) -> None:
    figure = Figure(figsize=(8.5, 5))
    ax = EVERY[picture](ax=figure)
    assert figure.axes == [ax] and not plt.get_fignums()
    assert ax.axison or len(ax.texts) > 1
    with pytest.raises(InfonetError, match="takes an Axes or a Figure without any, not `Figure`"):
        EVERY[picture](ax=figure)
    with pytest.raises(InfonetError, match="not `str`: pass"):
        EVERY[picture](ax="figure")


@pytest.mark.parametrize("picture", EVERY)
def test_another_thread_draws_the_same_and_leaves_pyplot_alone(picture: str) -> None:
    def drawn(ax: Axes) -> list[tuple[str, tuple[float, float]]]:
        ax.figure.canvas.draw()
        return [(text.get_text(), text.get_position()) for text in ax.texts]

    wanted = drawn(EVERY[picture]())
    figures = plt.get_fignums()
    together = threading.Barrier(4, timeout=60)

    def draw(_: int) -> list[tuple[str, tuple[float, float]]]:
        together.wait()
        return drawn(EVERY[picture]())

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw, range(4))) == [wanted] * 4
    assert plt.get_fignums() == figures


def test_nothing_global_changes() -> None:
    before = dict(mpl.rcParams)
    plot.paths(*foreign_routes())
    plot.network(hostile())
    assert dict(mpl.rcParams) == before


def test_names_are_never_mathematics() -> None:
    for ax in (plot.paths(*foreign_routes()), plot.network(hostile())):
        assert ax.texts and not any(t.get_parse_math() or t.get_usetex() for t in ax.texts)
        assert any("$x$" in word for word in words(ax))


def test_it_is_drawn_by_every_backend_for_files(tmp_path: Path) -> None:
    figure = Figure(figsize=(8.5, 4))
    plot.paths(*foreign_routes(), ax=figure)
    for kind in ("svg", "pdf", "png"):
        figure.savefig(tmp_path / f"picture.{kind}")
        assert (tmp_path / f"picture.{kind}").stat().st_size > 5_000


def test_importing_it_does_not_import_matplotlib() -> None:
    code = "import sys, infonet.plot; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
