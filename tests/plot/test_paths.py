"""The picture of routes, by its artists: what is written, where it is, how wide a line is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import PathPatch

from infonet import plot
from infonet.errors import InfonetError
from infonet.graph import Network, network
from tests.plot.pictures import (
    CASES,
    assert_tidy,
    long_routes,
    make,
    rows,
    some_sizes,
    star_routes,
    ties,
    vertices,
    words,
)

mpl.use("Agg")


def test_star_reads_as_it_should() -> None:
    ax = plot.paths(*star_routes())
    found = words(ax)
    for name in ("you", "Ana Diaz", "Bo Lin", "Cy Oyelaran", "Eva Berg", "Delta"):
        assert found.count(name) == 1
    assert found.count("?") == 2 and found.count("a stranger") == 1
    assert "70 %" in found and "40–93 %" in found


def test_three_spellings_and_an_alias_are_one_employer_as_the_user_wrote_it() -> None:
    net, found = star_routes()
    companies = net.tables.companies.assign(
        aliases=pd.Series([("Triangle Group",)], dtype="object")
    )
    net = network(net.tables._replace(companies=companies), as_of="2026-06-30")
    found.loc[1, "company"] = "Triangle Group"
    assert [w for w in words(plot.paths(net, found)) if w in ("Delta", "Triangle Group")] == [
        "Delta"
    ]


def test_routes_to_two_companies_end_at_two() -> None:
    net, found = star_routes()
    found.loc[2:, "company"] = "Echo"
    assert {"Delta", "Echo"} <= set(words(plot.paths(net, found)))


def test_shared_people_stand_once_and_shared_ties_are_drawn_once() -> None:
    net = make(
        [("me", "in/a", "strong"), ("in/a", "in/x", "weak"), ("in/a", "in/y", None)],
        {"in/a": "Ana", "in/x": "Xu", "in/y": "Yi"},
    )
    ax = plot.paths(
        net,
        rows(
            ("introduction", ("me", "in/a", "in/x"), "Delta"),
            ("introduction", ("me", "in/a", "in/y"), "Delta"),
        ),
    )
    assert words(ax).count("Ana") == 1
    assert len([p for p in ax.patches if isinstance(p, PathPatch)]) == 3


def test_lines_are_wider_for_stronger_ties_and_tell_the_unknown_by_style() -> None:
    net, found = star_routes()
    lines = ties(plot.paths(net, found))
    at = {key: net.person.get_loc(key) for key in ("me", "in/ana", "in/bo", "in/cy")}
    wide = [
        lines[f"tie-{at['me']}-{at[key]}"].get_linewidth()
        for key in ("in/ana", "in/bo", "in/cy")  # strong, medium, connection
    ]
    assert wide[0] > wide[1] > wide[2]
    assert {lines[gid].get_linestyle() for gid in lines if gid.startswith("tie")} == {"-"}
    unknown = [lines[gid] for gid in lines if gid.startswith("no-tie")]
    assert len(unknown) == 4
    assert all(line.get_linestyle() != "-" for line in unknown)


def test_kinds_differ_in_marker_and_the_legend_names_those_that_are_there() -> None:
    net, found = star_routes()
    ax = plot.paths(net, found)
    marks = [line.get_marker() for line in ax.lines if line.get_marker() != "None"]
    assert len(marks) == 5 and len(set(marks)) == 3
    legend = ax.get_legend()
    assert legend is not None
    assert [t.get_text().split(":")[0] for t in legend.get_texts()] == [
        "direct",
        "scout",
        "cold",
        "wider",
    ]


def test_hops_go_from_left_to_right_and_insiders_stand_below_each_other() -> None:
    net, _ = long_routes()
    short = rows(
        ("introduction", ("me", "in/a0", "in/b0", "in/c0", "in/x0"), "Delta"),
        ("introduction", ("me", "in/a1", "in/b1"), "Delta"),
    )
    ax = plot.paths(net, short)
    x = {t.get_text()[-2:]: t.get_position()[0] for t in ax.texts}
    assert x["ou"] < x["a0"] < x["b0"] < x["c0"] < x["x0"]
    assert x["a0"] == x["a1"] and x["x0"] == x["b1"]


@pytest.mark.parametrize("case", CASES)
def test_labels_are_tidy_in_a_figure_of_its_own(case: str) -> None:
    ax = plot.paths(*CASES[case]())
    ax.figure.canvas.draw()  # a letter without a glyph would warn here
    assert_tidy(ax)


@pytest.mark.evidence
@pytest.mark.parametrize("case", CASES)
def test_labels_are_tidy_in_any_axes(case: str, full_count: Callable[[int, int], int]) -> None:
    for size in some_sizes(case, full_count(2, 4)):
        figure, ax = plt.subplots(figsize=size)
        assert plot.paths(*CASES[case](), ax=ax) is ax
        assert_tidy(ax)
        assert tuple(figure.get_size_inches()) == size


def test_labels_are_tidy_where_a_layout_engine_moves_the_axes() -> None:
    _, axes = plt.subplots(1, 2, figsize=(14, 5), layout="constrained")
    for ax in axes.flat:
        ax.set_title("a title")
        plot.paths(*star_routes(), ax=ax)
    for ax in axes.flat:
        assert_tidy(ax)


def test_a_small_axes_counts_what_it_leaves_out() -> None:
    _, ax = plt.subplots(figsize=(6.4, 2.6))
    plot.paths(*long_routes(), ax=ax)
    left_out = [w for w in words(ax) if w.endswith("in the table")]
    shown = [w for w in words(ax) if w.endswith(" %") and "–" not in w]
    assert left_out == [f"and {10 - len(shown)} more rows in the table"]


def test_more_rows_than_wanted_are_counted() -> None:
    ax = plot.paths(*long_routes(), most=9)
    assert "and 1 more row in the table" in words(ax)
    assert_tidy(ax)


def test_an_empty_frame_says_what_would_help() -> None:
    net, found = star_routes()
    ax = plot.paths(net, found.iloc[:0])
    assert len(ax.texts) == 1 and "export" in words(ax)[0]
    assert_tidy(ax)


def test_a_persons_own_graph_has_no_interval() -> None:
    G = nx.Graph([(0, "Ana", {"strength": 0.5}), ("Ana", "Bo", {"strength": 1.0})], ego=0)
    G.add_node("Bo", company="Delta")
    found = rows(("introduction", ("0", "Ana", "Bo"), "Delta")).assign(low=np.nan, high=np.nan)
    ax = plot.paths(Network.from_networkx(G), found)
    assert "70 %" in words(ax) and not any("–" in w or "nan" in w for w in words(ax))
    assert not any("range" in w for w in words(ax))


@pytest.mark.parametrize(
    ("share", "shown"), [(0.004, "<1 %"), (0.996, ">99 %"), (1.0, "100 %"), (0.0, "0 %")]
)
def test_what_is_not_quite_nothing_or_all(share: float, shown: str) -> None:
    net, found = star_routes()
    found.loc[0, "probability"] = share
    assert shown in words(plot.paths(net, found.iloc[:1]))


def test_ways_in_stand_above_scouts_and_cold_and_meet_their_labels_uncrossed() -> None:
    strong = [("me", key, "strong") for key in ("in/a", "in/b", "in/x")]
    net = make([*strong, ("in/a", "in/x", "weak")], {"in/a": "Ana", "in/x": "Xu"})
    ax = plot.paths(
        net,
        rows(
            ("cold", ("me",), "Delta"),
            ("scout", ("me", "in/b"), "Delta"),
            ("introduction", ("me", "in/a", "in/x"), "Delta"),
            ("direct", ("me", "in/x"), "Delta"),
        ),
    )
    y = {text: at.get_position()[1] for text, at in zip(words(ax), ax.texts, strict=True)}
    assert y["Xu"] > y["?"] > y["a stranger"]
    a, me, x = (net.person.get_loc(key) for key in ("in/a", "me", "in/x"))
    lines = ties(ax)
    direct, last = lines[f"tie-{me}-{x}"].get_path(), lines[f"tie-{a}-{x}"].get_path()
    passes = vertices(direct)[3, 1] > y["Ana"]  # in the column of Ana, above or below it
    assert (vertices(direct)[-1, 1] > vertices(last)[-1, 1]) == passes
    assert not direct.intersects_path(last, filled=False)


def test_two_people_in_opposite_orders() -> None:
    net = make(
        [
            ("me", "in/a", "strong"),
            ("me", "in/b", "strong"),
            ("in/a", "in/b", "weak"),
            ("in/b", "in/x", "weak"),
            ("in/a", "in/y", "weak"),
        ],
        {"in/x": "Xu", "in/y": "Yi"},
    )
    ax = plot.paths(
        net,
        rows(
            ("introduction", ("me", "in/a", "in/b", "in/x"), "Delta"),
            ("introduction", ("me", "in/b", "in/a", "in/y"), "Delta"),
        ),
    )
    assert words(ax).count("Xu") == words(ax).count("Yi") == 1
    assert_tidy(ax)


def test_letters_after_a_name_are_not_shown() -> None:
    net = make([("me", "in/z", "weak")], {"in/z": "Zoë Looper, PhD, MBA"})
    assert "Zoë Looper" in words(plot.paths(net, rows(("direct", ("me", "in/z"), "Delta"))))


def test_two_draws_give_the_same_picture() -> None:
    def drawn() -> list[Any]:
        ax = plot.paths(*long_routes())
        lines = [vertices(p.get_path()).tolist() for p in ties(ax).values()]
        return [[(t.get_text(), t.get_position()) for t in ax.texts], lines]

    assert drawn() == drawn()


def test_clear_errors() -> None:
    net, found = star_routes()
    with pytest.raises(InfonetError, match="no column `route`"):
        plot.paths(net, found.drop(columns="route"))
    with pytest.raises(InfonetError, match="found `warm`"):
        plot.paths(net, found.assign(kind="warm"))
    strangers = [("me", "in/who"), ("in/ana", "in/cy"), ("me", "in/ana", "in/cy"), ()]
    for route in strangers:
        wrong = found.iloc[[0]].assign(route=pd.Series([route], dtype="object"))
        with pytest.raises(InfonetError, match="row 0 is not in this network"):
            plot.paths(net, wrong)
    assert not plt.get_fignums()
