"""The picture of the network, by its artists: dots, sectors, captions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Wedge

from infonet import plot
from infonet.graph import Network
from infonet.layout.ego import place_people
from infonet.layout.groups import group
from infonet.layout.targets import place_targets
from tests.plot.pictures import CROWDS, assert_tidy, crowd, dots, make, some_sizes, vertices, words

mpl.use("Agg")


def sectors(ax: Axes) -> list[Wedge]:
    """List the grounds of the employers."""
    return [p for p in ax.patches if isinstance(p, Wedge) and (p.width or 0) > 5]


def scatters(ax: Axes) -> list[PathCollection]:
    """List the dots, a collection for each class of tie."""
    return [c for c in ax.collections if isinstance(c, PathCollection)]


def plain(caption: str) -> str:
    """Drop the counts from a caption."""
    return caption.partition("\u00a0")[0]


@pytest.mark.parametrize("case", CROWDS)
def test_everybody_is_one_dot_and_labels_are_tidy(case: str) -> None:
    net = CROWDS[case]()
    ax = plot.network(net)
    known = len(net.indices[net.arcs(net.ego)])
    found = dots(ax)
    assert sum(n for label, n in found.items() if label != "through friends") == known
    assert found.get("through friends", 0) in (0, len(net) - known - 1)
    assert any("counted but not drawn" in w for w in words(ax)) == (len(net) > 2_001)
    ax.figure.canvas.draw()
    assert_tidy(ax)
    # A cut name keeps its end, and each sector has one.
    assert len([w for w in words(ax) if "·" in w]) == len(sectors(ax))


@pytest.mark.evidence
@pytest.mark.parametrize("case", CROWDS)
def test_labels_are_tidy_in_any_axes(case: str, full_count: Callable[[int, int], int]) -> None:
    for size in some_sizes(case, full_count(2, 4)):
        figure, ax = plt.subplots(figsize=size)
        assert plot.network(CROWDS[case](), ax=ax) is ax
        assert_tidy(ax)
        assert tuple(figure.get_size_inches()) == size


def test_no_dot_hides_another_or_is_in_a_caption() -> None:
    ax = plot.network(crowd(400, 100))
    points = np.concatenate([np.asarray(c.get_offsets()) for c in ax.collections])
    gaps = np.hypot(*(points[:, None] - points[None, :]).T)[np.triu_indices(len(points), 1)]
    widest = max(np.sqrt(c.get_sizes()[0]) for c in scatters(ax))
    assert gaps.min() >= 0.9 * widest
    ax.figure.canvas.draw()
    pixels = ax.transData.transform(points)
    for text in ax.texts:
        box = text.get_window_extent()
        assert not box.count_contains(pixels), text


def test_people_are_placed_as_in_the_panel() -> None:
    net = crowd(400, 100)
    ax = plot.network(net)
    people = np.flatnonzero(group(net).tie >= 0)
    layout = place_people(group(net), people, strength=net.own_strength, named=15)
    found = np.concatenate([np.asarray(c.get_offsets()) for c in ax.collections])
    wanted = np.concatenate([layout.rings.points[layout.tie == t] for t in np.unique(layout.tie)])
    scale = np.ptp(found[:, 0]) / np.ptp(wanted[:, 0])
    # The same picture, turned over as y is upwards in an Axes.
    assert np.allclose(found - found[0], (wanted - wanted[0]) * (scale, -scale), atol=1e-6)


def test_targets_are_marked_at_the_rim_and_in_bold_and_the_unknown_are_named() -> None:
    ax = plot.network(crowd(400, 0, ("Firm 3", "Nowhere", "Firm 1", "No Place")))
    assert "Nobody known yet at your targets Nowhere, No Place" in words(ax)
    rims = [p for p in ax.patches if isinstance(p, Wedge) and p not in sectors(ax)]
    assert len(rims) == 2
    bold = {plain(t.get_text()) for t in ax.texts if t.get_fontweight() == "bold"}
    assert bold == {"you", "Firm 3", "Firm 1", "400 people you know"}


def test_of_very_many_people_those_at_targets_are_drawn_and_the_others_are_groups() -> None:
    net = crowd(2_600, 300)
    ax = plot.network(net)
    layout = place_targets(net, group(net), named=15)
    assert sum(len(np.asarray(c.get_offsets())) for c in ax.collections) == len(layout.person)
    ends = [wedge.r for wedge in sectors(ax)]
    # Smaller than any ring: each group is one mark, and no two touch.
    marks = [p for p in ax.patches if isinstance(p, Circle) and p.radius < min(ends) / 4]
    assert len(marks) == len(layout.folded) > 10
    for a, b in combinations(marks, 2):
        apart = np.hypot(a.center[0] - b.center[0], a.center[1] - b.center[1])
        assert apart >= a.radius + b.radius
    assert words(ax)[-2:] == [
        "2,600 people you know + 300 through friends",
        "Nobody known yet at your targets Nowhere",
    ]
    assert any("Firm 0" in caption for caption in words(ax))
    assert_tidy(ax)


def test_the_rest_is_counted() -> None:
    jobs = {f"in/{key}": name for key, name in zip("abcdef", "AABBCD", strict=True)}
    net = make(
        [*(("me", key, None) for key in [*jobs, "in/g"]), ("in/a", "in/h", None)],
        jobs=jobs | {"in/h": "E"},
    )
    ax = plot.network(net, companies=2)
    assert "7 people you know + 1 through friends" in words(ax)
    found = {w.replace("\u00a0", " ") for w in words(ax) if "·" in w}
    assert found == {"A · 2", "B · 2", "3 other employers · 2 + 1", "Employer not known · 1"}


def test_classes_differ_in_marker_size_and_shade_and_are_counted() -> None:
    ax = plot.network(crowd(400, 100))
    assert dots(ax) == {
        "strong": 50,
        "medium": 50,
        "weak": 50,
        "connection": 250,
        "through friends": 100,
    }
    looks = {
        (len(vertices(c.get_paths()[0])), c.get_sizes()[0], len(np.asarray(c.get_facecolor())))
        for c in scatters(ax)
    }
    assert len(looks) == 5
    legend = ax.get_legend()
    assert legend is not None
    assert [t.get_text() for t in legend.get_texts()] == [
        "strong tie (50)",
        "medium (50)",
        "weak (50)",
        "connection only (250)",
        "+ through friends only (100)",
        "target",
    ]


def test_names_are_beside_the_dots_while_there_are_few() -> None:
    net = make([("me", "in/a", "weak")], {"in/a": "Ana Diaz"}, {"in/a": "Delta"})
    assert "Ana Diaz" in words(plot.network(net))


def test_too_many_friends_of_friends_are_counted_but_not_drawn() -> None:
    ax = plot.network(crowd(50, 25_000))
    assert "through friends" not in dots(ax)
    assert words(ax)[-2] == "50 people you know + 25,000 through friends, counted but not drawn"
    assert_tidy(ax)


def test_a_figure_of_ones_own_becomes_as_high_as_it_needs() -> None:
    figure = Figure(figsize=(7, 3))
    ax = plot.network(crowd(400), ax=figure)
    assert ax.figure is figure and not plt.get_fignums()
    assert figure.get_figwidth() == 7 and figure.get_figheight() > 4
    assert_tidy(ax)


def test_without_any_tie_it_says_what_would_help() -> None:
    ax = plot.network(make([("in/a", "in/b", None)]))
    assert len(ax.texts) == 1 and "export" in words(ax)[0]
    assert_tidy(ax)


def test_a_persons_own_graph() -> None:
    G = nx.karate_club_graph()
    for one, other in G.edges:
        G.edges[one, other]["strength"] = 0.5
    for _, about in G.nodes(data=True):
        about["company"] = about["club"]
    ax = plot.network(Network.from_networkx(G, ego=0))
    assert dots(ax) == {"given": 16, "through friends": 17}
    assert {"Mr. Hi", "Officer"} <= set(map(plain, words(ax)))


def test_two_draws_give_the_same_picture() -> None:
    def drawn() -> list[Any]:
        ax = plot.network(crowd(400, 100))
        return [
            [(t.get_text(), t.get_position()) for t in ax.texts],
            [np.asarray(c.get_offsets()).tolist() for c in ax.collections],
        ]

    assert drawn() == drawn()
