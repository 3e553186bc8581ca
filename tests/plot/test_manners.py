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
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infonet import plot
from infonet.errors import InfonetError
from infonet.names.text import one_line
from tests.conftest import first
from tests.plot.pictures import crowd, foreign_routes, hostile, make, rows, star_routes, words
from tests.plot.rates import (
    by_group,
    calibrated,
    cohort_frame,
    curves,
    held_to_referred,
    week_frame,
    worked,
)

mpl.use("Agg")

Draw = Callable[..., Axes]
EVERY: dict[str, Draw] = {
    "paths": lambda ax=None: plot.paths(*star_routes(), ax=ax),
    "network": lambda ax=None: plot.network(crowd(60), ax=ax),
    "funnel": lambda ax=None: plot.funnel(worked(), ax=ax),
    "waiting_time": lambda ax=None: plot.waiting_time(held_to_referred(), ax=ax),
    "cohorts": lambda ax=None: plot.cohorts(cohort_frame(["2026-01", "2026-02"]), ax=ax),
    "calibration": lambda ax=None: plot.calibration(calibrated(), ax=ax),
    "review_weeks": lambda ax=None: plot.review_weeks(week_frame(12), ax=ax),
}


def test_every_picture_is_here() -> None:
    assert sorted(EVERY) == [name for name in plot.__all__ if name.islower()]


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


@pytest.mark.parametrize("picture", first(EVERY, 2))
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


HARMFUL = st.text("$\\{}^_%fracxé ", min_size=1, max_size=12)


@given(names=st.lists(HARMFUL, min_size=4, max_size=4, unique_by=one_line))
@example(names=["$\\frac$", "$\\foo{$", "a", "$x$"])
@settings(max_examples=3)
def test_any_name_is_drawn_letter_by_letter(names: list[str]) -> None:
    """Not even measured as mathematics, which would raise for half of a formula."""
    first, *others = names
    keys = ["in/a", "in/b", "in/c"]
    net = make(
        [("me", key, "strong") for key in keys],
        dict(zip(keys, others, strict=True)),
        {key: f"Firm {name}" for key, name in zip(keys, others, strict=True)},
        (f"Firm {first}",),
    )
    calibration = calibrated().assign(position=[*names, first], verdict=first)
    drawings: tuple[Draw, ...] = (
        lambda ax: plot.funnel(by_group(names), ax=ax),
        lambda ax: plot.waiting_time(curves(names), ax=ax, label=first),
        lambda ax: plot.cohorts(cohort_frame(names), ax=ax),
        lambda ax: plot.calibration(calibration, ax=ax),
        lambda ax: plot.network(net, ax=ax),
        lambda ax: plot.paths(net, rows(("direct", ("me", "in/a"), first), title=first), ax=ax),
    )
    for draw in drawings:
        figure = Figure(figsize=(8.5, 5))
        ax = draw(figure)
        figure.draw_without_rendering()
        legend = ax.get_legend()
        texts = [*ax.texts, *(legend.get_texts() if legend else [])]
        assert not [text for text in texts if text.get_parse_math() or text.get_usetex()]


@pytest.mark.parametrize("wrong", [None, "Delta", 7, star_routes()[1]])
def test_what_is_no_network_and_no_frame_is_said(wrong: object) -> None:
    with pytest.raises(InfonetError, match="expected a network, got `"):
        plot.network(wrong)  # type: ignore[arg-type]  # on purpose
    with pytest.raises(InfonetError, match="expected a network, got `"):
        plot.paths(wrong, star_routes()[1])  # type: ignore[arg-type]  # on purpose
    if isinstance(wrong, pd.DataFrame):
        return
    for draw in (plot.funnel, plot.waiting_time, plot.cohorts, plot.calibration):
        with pytest.raises(
            InfonetError, match=r"takes the frame that `infonet\.\w+.* gives, not `"
        ):
            draw(wrong)  # type: ignore[arg-type]  # on purpose
    with pytest.raises(
        InfonetError, match=r"`paths` takes the frame that `infonet.warm_paths` gives"
    ):
        plot.paths(star_routes()[0], wrong)  # type: ignore[arg-type]  # on purpose
    assert not plt.get_fignums()


def test_it_is_drawn_by_every_backend_for_files(tmp_path: Path) -> None:
    figure = Figure(figsize=(8.5, 4))
    plot.paths(*foreign_routes(), ax=figure)
    for kind in ("svg", "pdf", "png"):
        figure.savefig(tmp_path / f"picture.{kind}")
        assert (tmp_path / f"picture.{kind}").stat().st_size > 5_000


def test_importing_it_does_not_import_matplotlib() -> None:
    code = "import sys, infonet.plot; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
