"""Pictures are tested by their artists: what is written, where it stands, how wide a line is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.font_manager import fontManager
from matplotlib.patches import Circle, PathPatch
from matplotlib.text import Text

from infonet import plot
from infonet.errors import InfonetError
from infonet.graph import Network, network
from infonet.layout.bubbles import pack, radius, sunflower
from infonet.layout.columns import Node, arrange, heights, in_columns, lanes
from infonet.layout.groups import group
from infonet.layout.text import graphemes, legible, person
from infonet.plot._text_layout import open_page
from infonet.tables import Tables

matplotlib.use("Agg")

SIZES = [(8.5, 4.0), (4.0, 3.0), (5.0, 8.0), (2.0, 1.5)]


@pytest.fixture(autouse=True)
def _close_figures() -> Iterator[None]:
    yield
    plt.close("all")


def make(
    ties: list[tuple[str, str, str | None]],
    names: dict[str, str] | None = None,
    jobs: dict[str, str] | None = None,
    targets: tuple[str, ...] = (),
) -> Network:
    """A network from (one, other, closeness); None for a mere connection."""
    keys = sorted({"me"}.union(*(tie[:2] for tie in ties), names or {}))
    return network(
        Tables.of(
            people=[{"person": key, "name": (names or {}).get(key)} for key in keys],
            jobs=[{"person": key, "company": company} for key, company in (jobs or {}).items()],
            ties=[
                {
                    "source": min(a, b),
                    "target": max(a, b),
                    "closeness": closeness,
                    "evidence": "stated" if closeness else "connection",
                    "origin": "me",
                }
                for a, b, closeness in ties
            ],
            companies=[
                {"company": name, "kind": "company", "priority": number}
                for number, name in enumerate(targets, start=1)
            ],
        ),
        as_of="2026-06-30",
    )


def rows(*given: tuple[str, tuple[str, ...], str], title: str | None = "Engineer") -> pd.DataFrame:
    """A frame as `warm_paths` gives it; the probability falls from row to row."""
    return pd.DataFrame(
        [
            {
                "kind": kind,
                "route": route,
                "names": " → ".join(route),
                "insider": route[-1],
                "title": None if kind == "scout" else title,
                "company": company,
                "hops": len(route) - 1,
                "probability": 0.7 / (number + 1),
                "low": 0.4 / (number + 1),
                "high": 0.93 / (number + 1),
                "why": "",
            }
            for number, (kind, route, company) in enumerate(given)
        ],
        columns="kind route names insider title company hops probability low high why".split(),
    )


def words(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.texts]


def ties(ax: Axes) -> dict[str, PathPatch]:
    return {str(p.get_gid()): p for p in ax.patches if isinstance(p, PathPatch)}


def texts(ax: Axes) -> list[Text]:
    legend = ax.get_legend()
    return [*ax.texts, *(legend.get_texts() if legend else [])]


def assert_tidy(ax: Axes) -> None:
    """No two labels overlap, none leaves the Axes, and no line runs through one."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    boxes = {text: text.get_window_extent() for text in texts(ax) if text.get_text()}
    assert boxes
    room = ax.get_window_extent().padded(0.5)
    for text, box in boxes.items():
        assert room.x0 <= box.x0 and box.x1 <= room.x1, text
        assert room.y0 <= box.y0 and box.y1 <= room.y1, text
    for (text, a), (other, b) in combinations(boxes.items(), 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 0.5 or down <= 0.5, (text, other)
    for line in ties(ax).values():
        path = line.get_transform().transform_path(line.get_path())
        assert not [t for t, box in boxes.items() if path.intersects_bbox(box, filled=False)]


LONG = "Wilhelmina Constantinopolitanska-Featherstonehaugh van der Überlingen "


@cache
def long_routes() -> tuple[Network, pd.DataFrame]:
    """Ten routes of four hops through shared brokers, every name 70 letters and more."""
    routes = [
        ("me", f"in/a{i % 3}", f"in/b{i % 4}", f"in/c{i % 5}", f"in/x{i % 7}") for i in range(10)
    ]
    pairs = sorted({pair for route in routes for pair in pairwise(route)})
    keys = {key for pair in pairs for key in pair} - {"me"}
    net = make([(a, b, "medium") for a, b in pairs], {key: LONG + key[3:] for key in keys})
    found = [
        ("introduction", route, "International Consolidated Data Holdings") for route in routes
    ]
    return net, rows(*found, title="Vice president of everything that has to do with data")


FOREIGN = {
    "in/ana": "Ana $x$ \\frac{1}{2} $",
    "in/li-wei-4b7": "李伟",
    "in/sara": "سارة العلي",
    "in/दीपा": "दीपा शर्मा",
    "in/zoe": "Zoë 🍷 👩🏽‍💻 Looper 🇳🇱",
    "in/tab": "Tab\tNew\r\nline\u202e\x00evil",
    "name/ไทย": "สมชาย ใจดี",
    "in/dana": "דנה לוי",
    "in/kim-minsu": "김민수",
    "in/endless": "x" * 200,
}


@cache
def foreign_routes() -> tuple[Network, pd.DataFrame]:
    keys = list(FOREIGN)
    pairs = list(zip(keys[:5], keys[5:], strict=True))
    net = make(
        [("me", key, "strong") for key in keys[:5]] + [(a, b, "weak") for a, b in pairs], FOREIGN
    )
    ends = ["株式会社 Acme", "デルタ", "$\\alpha$", "دلتا", "Zulu\n\nGmbH"]
    found = [("introduction", ("me", *pair), end) for pair, end in zip(pairs, ends, strict=True)]
    return net, rows(*found, title="工程师 $y$")


def star_routes() -> tuple[Network, pd.DataFrame]:
    """A bare star: one direct way, two scouts, one cold insider, and nobody."""
    net = make(
        [("me", "in/ana", "strong"), ("me", "in/bo", "medium"), ("me", "in/cy", None)],
        {"in/ana": "Ana Diaz", "in/bo": "Bo Lin", "in/cy": "Cy Oyelaran", "in/eva": "Eva Berg"},
        targets=("Delta",),
    )
    return net, rows(
        ("direct", ("me", "in/cy"), "Delta Inc."),
        ("scout", ("me", "in/ana"), "Delta"),
        ("scout", ("me", "in/bo"), "Delta"),
        ("cold", ("me", "in/eva"), "DELTA"),
        ("cold", ("me",), "Delta"),
    )


CASES = {"long": long_routes, "foreign": foreign_routes, "star": star_routes}


class TestPaths:
    def test_star_reads_as_it_should(self) -> None:
        ax = plot.paths(*star_routes())
        found = words(ax)
        for name in ("you", "Ana Diaz", "Bo Lin", "Cy Oyelaran", "Eva Berg", "Delta"):
            assert found.count(name) == 1
        assert found.count("?") == 2 and found.count("a stranger") == 1
        assert "70 %" in found and "40–93 %" in found

    def test_three_spellings_and_an_alias_are_one_employer_as_the_user_wrote_it(self) -> None:
        net, found = star_routes()
        companies = net.tables.companies.assign(aliases=[("Triangle Group",)])
        net = network(net.tables._replace(companies=companies), as_of="2026-06-30")
        found.loc[1, "company"] = "Triangle Group"
        assert [w for w in words(plot.paths(net, found)) if w in ("Delta", "Triangle Group")] == [
            "Delta"
        ]

    def test_routes_to_two_companies_end_at_two(self) -> None:
        net, found = star_routes()
        found.loc[2:, "company"] = "Echo"
        assert {"Delta", "Echo"} <= set(words(plot.paths(net, found)))

    def test_shared_people_stand_once_and_shared_ties_are_drawn_once(self) -> None:
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

    def test_lines_are_wider_for_stronger_ties_and_tell_the_unknown_by_style(self) -> None:
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

    def test_kinds_differ_in_marker_and_the_legend_names_those_that_are_there(self) -> None:
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

    def test_hops_go_from_left_to_right_and_insiders_stand_below_each_other(self) -> None:
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
    def test_labels_are_tidy_in_a_figure_of_its_own(self, case: str) -> None:
        ax = plot.paths(*CASES[case]())
        ax.figure.canvas.draw()  # a letter without a glyph would warn here
        assert_tidy(ax)

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("case", CASES)
    def test_labels_are_tidy_in_any_axes(self, case: str, size: tuple[float, float]) -> None:
        figure, ax = plt.subplots(figsize=size)
        assert plot.paths(*CASES[case](), ax=ax) is ax
        assert_tidy(ax)
        assert tuple(figure.get_size_inches()) == size

    def test_labels_are_tidy_where_a_layout_engine_moves_the_axes(self) -> None:
        _, axes = plt.subplots(1, 2, figsize=(14, 5), layout="constrained")
        for ax in axes.flat:
            ax.set_title("a title")
            plot.paths(*star_routes(), ax=ax)
        for ax in axes.flat:
            assert_tidy(ax)

    def test_a_small_axes_counts_what_it_leaves_out(self) -> None:
        _, ax = plt.subplots(figsize=(6.4, 2.6))
        plot.paths(*long_routes(), ax=ax)
        left_out = [w for w in words(ax) if w.endswith("in the table")]
        shown = [w for w in words(ax) if w.endswith(" %") and "–" not in w]
        assert left_out == [f"and {10 - len(shown)} more rows in the table"]

    def test_more_rows_than_wanted_are_counted(self) -> None:
        ax = plot.paths(*long_routes(), most=9)
        assert "and 1 more row in the table" in words(ax)
        assert_tidy(ax)

    def test_an_empty_frame_says_what_would_help(self) -> None:
        net, found = star_routes()
        ax = plot.paths(net, found.iloc[:0])
        assert len(ax.texts) == 1 and "export" in words(ax)[0]
        assert_tidy(ax)

    def test_a_persons_own_graph_has_no_interval(self) -> None:
        G = nx.Graph([(0, "Ana", {"strength": 0.5}), ("Ana", "Bo", {"strength": 1.0})], ego=0)
        G.add_node("Bo", company="Delta")
        found = rows(("introduction", ("0", "Ana", "Bo"), "Delta")).assign(low=np.nan, high=np.nan)
        ax = plot.paths(Network.from_networkx(G), found)
        assert "70 %" in words(ax) and not any("–" in w or "nan" in w for w in words(ax))
        assert not any("interval" in w for w in words(ax))

    @pytest.mark.parametrize(
        ("share", "shown"), [(0.004, "<1 %"), (0.996, ">99 %"), (1.0, "100 %"), (0.0, "0 %")]
    )
    def test_what_is_not_quite_nothing_or_all(self, share: float, shown: str) -> None:
        net, found = star_routes()
        found.loc[0, "probability"] = share
        assert shown in words(plot.paths(net, found.iloc[:1]))

    def test_ways_in_stand_above_scouts_and_cold_and_meet_their_labels_uncrossed(self) -> None:
        net = make(
            [("me", key, "strong") for key in ("in/a", "in/b", "in/x")] + [("in/a", "in/x", "weak")]
        )
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
        assert y["in/x"] > y["?"] > y["a stranger"]
        a, me, x = (net.person.get_loc(key) for key in ("in/a", "me", "in/x"))
        lines = ties(ax)
        direct, last = lines[f"tie-{me}-{x}"].get_path(), lines[f"tie-{a}-{x}"].get_path()
        passes = direct.vertices[3, 1] > y["in/a"]  # in the column of in/a, above or below it
        assert (direct.vertices[-1, 1] > last.vertices[-1, 1]) == passes
        assert not direct.intersects_path(last, filled=False)

    def test_two_people_in_opposite_orders(self) -> None:
        net = make(
            [
                ("me", "in/a", "strong"),
                ("me", "in/b", "strong"),
                ("in/a", "in/b", "weak"),
                ("in/b", "in/x", "weak"),
                ("in/a", "in/y", "weak"),
            ]
        )
        ax = plot.paths(
            net,
            rows(
                ("introduction", ("me", "in/a", "in/b", "in/x"), "Delta"),
                ("introduction", ("me", "in/b", "in/a", "in/y"), "Delta"),
            ),
        )
        assert words(ax).count("in/x") == words(ax).count("in/y") == 1
        assert_tidy(ax)

    def test_letters_after_a_name_are_not_shown(self) -> None:
        net = make([("me", "in/z", "weak")], {"in/z": "Zoë Looper, PhD, MBA"})
        assert "Zoë Looper" in words(plot.paths(net, rows(("direct", ("me", "in/z"), "Delta"))))

    def test_two_draws_give_the_same_picture(self) -> None:
        def drawn() -> list[Any]:
            ax = plot.paths(*long_routes())
            lines = [p.get_path().vertices.tolist() for p in ties(ax).values()]
            return [[(t.get_text(), t.get_position()) for t in ax.texts], lines]

        assert drawn() == drawn()

    def test_clear_errors(self) -> None:
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


@cache
def crowd(n: int, beyond: int = 0, targets: tuple[str, ...] = ("Firm 0", "Nowhere")) -> Network:
    """n alters and others behind them; a few large employers and a long tail of small ones."""
    keys = [f"in/p{i}" for i in range(n + beyond)]
    closeness = ("strong", None, "weak", None, "medium", None, None, None)
    known = [("me", key, closeness[i % 8]) for i, key in enumerate(keys[:n])]
    behind: list[tuple[str, str, str | None]] = [
        (keys[i % n], key, None) for i, key in enumerate(keys[n:])
    ]
    jobs = {
        key: f"Firm {min((i * 7919) % 997 % 31, (i * 104729) % 499)}"
        if i % 3
        else f"Small Company {i} of a Longer Name"
        for i, key in enumerate(keys)
        if i % 11
    }
    names = {key: f"Ana {i} Diaz" for i, key in enumerate(keys)}
    return make(known + behind, names, jobs, targets)


@cache
def hostile() -> Network:
    names = list(FOREIGN.values())
    keys = [f"in/p{i}" for i in range(40)]
    return make(
        [("me", key, None) for key in keys],
        {key: names[i % 10] for i, key in enumerate(keys)},
        {key: names[i * 3 % 10] for i, key in enumerate(keys)},
        tuple(names[4:]),
    )


CROWDS = {
    "five": lambda: crowd(5, 2),
    "four hundred": lambda: crowd(400, 100),
    "two thousand": lambda: crowd(2000, 600),
    "hostile": hostile,
    "many targets": lambda: crowd(300, 50, tuple(f"Firm {i}" for i in range(60))),
}


def dots(ax: Axes) -> dict[str, int]:
    return {str(c.get_label())[1:]: len(np.asarray(c.get_offsets())) for c in ax.collections}


class TestNetwork:
    @pytest.mark.parametrize("case", CROWDS)
    def test_everybody_is_one_dot_and_labels_are_tidy(self, case: str) -> None:
        net = CROWDS[case]()
        ax = plot.network(net)
        known = len(net.indices[net.arcs(net.ego)])
        found = dots(ax)
        assert sum(n for label, n in found.items() if label != "through friends") == known
        assert found.get("through friends", 0) == len(net) - known - 1
        ax.figure.canvas.draw()
        assert_tidy(ax)

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("case", ["five", "four hundred", "hostile"])
    def test_labels_are_tidy_in_any_axes(self, case: str, size: tuple[float, float]) -> None:
        figure, ax = plt.subplots(figsize=size)
        assert plot.network(CROWDS[case](), ax=ax) is ax
        assert_tidy(ax)
        assert tuple(figure.get_size_inches()) == size

    def test_no_dot_stands_below_another_or_in_a_caption(self) -> None:
        ax = plot.network(crowd(400, 100))
        points = np.concatenate([np.asarray(c.get_offsets()) for c in ax.collections])
        gaps = np.hypot(*(points[:, None] - points[None, :]).T)[np.triu_indices(len(points), 1)]
        widest = max(np.sqrt(c.get_sizes()[0]) for c in ax.collections)
        assert gaps.min() >= 0.9 * widest
        discs = [p for p in ax.patches if isinstance(p, Circle)]
        for a, b in combinations(discs, 2):
            apart = np.hypot(a.center[0] - b.center[0], a.center[1] - b.center[1])
            assert apart >= a.radius + b.radius
        ax.figure.canvas.draw()
        pixels = ax.transData.transform(points)
        for text in ax.texts:
            box = text.get_window_extent()
            assert not box.count_contains(pixels), text

    def test_targets_come_first_in_rings_and_those_without_anybody_are_named(self) -> None:
        ax = plot.network(crowd(400, 0, ("Firm 3", "Nowhere", "Firm 1", "No Place")))
        assert "Nobody known yet at your targets Nowhere, No Place" in words(ax)
        discs = [p for p in ax.patches if isinstance(p, Circle)]
        rings = [p for p in discs if p.get_linewidth() > 1]
        assert rings == discs[:2]
        bold = [t.get_text() for t in ax.texts if t.get_fontweight() == "bold"]
        assert bold[1:] == ["Firm 3", "Firm 1"]

    def test_the_rest_is_counted(self) -> None:
        jobs = {f"in/{key}": name for key, name in zip("abcdef", "AABBCD", strict=True)}
        net = make(
            [("me", key, None) for key in [*jobs, "in/g"]] + [("in/a", "in/h", None)],
            jobs=jobs | {"in/h": "E"},
        )
        ax = plot.network(net, companies=2)
        assert "7 people you know + 1 through friends" in words(ax)
        assert "2 people + 1 through friends at 3 other employers" in words(ax)
        assert "1 person whose employer is not known" in words(ax)

    def test_classes_differ_in_marker_size_and_shade_and_are_counted(self) -> None:
        ax = plot.network(crowd(400, 100))
        assert dots(ax) == {
            "strong": 50,
            "medium": 50,
            "weak": 50,
            "connection": 250,
            "through friends": 100,
        }
        looks = {
            (len(c.get_paths()[0].vertices), c.get_sizes()[0], len(c.get_facecolors()))
            for c in ax.collections
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

    def test_names_stand_below_while_there_are_few(self) -> None:
        net = make([("me", "in/a", "weak")], {"in/a": "Ana Diaz"}, {"in/a": "Delta"})
        assert "Ana Diaz" in words(plot.network(net))

    def test_too_many_friends_of_friends_are_counted_but_not_drawn(self) -> None:
        ax = plot.network(crowd(50, 25_000))
        assert "through friends" not in dots(ax)
        assert words(ax)[0] == "50 people you know + 25,000 through friends, counted but not drawn"
        assert_tidy(ax)

    def test_without_any_tie_it_says_what_would_help(self) -> None:
        ax = plot.network(make([("in/a", "in/b", None)]))
        assert len(ax.texts) == 1 and "export" in words(ax)[0]
        assert_tidy(ax)

    def test_a_persons_own_graph(self) -> None:
        G = nx.karate_club_graph()
        nx.set_edge_attributes(G, 0.5, "strength")
        nx.set_node_attributes(G, nx.get_node_attributes(G, "club"), "company")
        ax = plot.network(Network.from_networkx(G, ego=0))
        assert dots(ax) == {"given": 16, "through friends": 17}
        assert {"Mr. Hi", "Officer"} <= set(words(ax))

    def test_two_draws_give_the_same_picture(self) -> None:
        def drawn() -> list[Any]:
            ax = plot.network(crowd(400, 100))
            return [
                [(t.get_text(), t.get_position()) for t in ax.texts],
                [np.asarray(c.get_offsets()).tolist() for c in ax.collections],
            ]

        assert drawn() == drawn()

    def test_spellings_of_an_employer_are_one_group_under_the_usual_one(self) -> None:
        keys = [f"in/{letter}" for letter in "abcd"]
        spelled = ["Echo Inc.", "ECHO", "Echo Inc.", "Freelance"]
        net = make([("me", key, None) for key in keys], jobs=dict(zip(keys, spelled, strict=True)))
        found = group(net)
        assert [(each.name, each.known) for each in found.others] == [("Echo Inc.", 3)]
        assert [str(net.person[at]) for at in found.loose] == ["in/d"]


class TestManners:
    """What holds for every picture."""

    def test_nothing_global_changes(self) -> None:
        before = dict(matplotlib.rcParams)
        plot.paths(*foreign_routes())
        plot.network(hostile())
        assert dict(matplotlib.rcParams) == before

    def test_a_given_axes_opens_no_figure_of_pyplot(self) -> None:
        from matplotlib.figure import Figure

        ax = Figure(figsize=(8, 4)).subplots()
        plot.paths(*star_routes(), ax=ax)
        plot.network(crowd(20), ax=ax)
        assert not plt.get_fignums()

    def test_names_are_never_mathematics(self) -> None:
        for ax in (plot.paths(*foreign_routes()), plot.network(hostile())):
            assert ax.texts and not any(t.get_parse_math() or t.get_usetex() for t in ax.texts)
            assert any("$x$" in word for word in words(ax))

    def test_it_is_drawn_by_every_backend_for_files(self, tmp_path: Any) -> None:
        ax = plot.paths(*foreign_routes())
        for kind in ("svg", "pdf", "png"):
            ax.figure.savefig(tmp_path / f"picture.{kind}")
            assert (tmp_path / f"picture.{kind}").stat().st_size > 5_000

    def test_importing_it_does_not_import_matplotlib(self) -> None:
        code = "import sys, infonet.plot; sys.exit('matplotlib' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestLetters:
    @pytest.mark.parametrize(
        ("name", "key", "shown"),
        [
            ("李伟", "in/li-wei-4b7", "li-wei"),
            ("Li Wei (李伟)", "in/lw", "Li Wei"),
            ("李伟 Lee", "name/李伟", "… Lee"),
            ("สมชาย", "name/สมชาย", "name in Thai letters"),
            ("Zoë 🍷 Looper 🇳🇱", "in/zoe", "Zoë Looper"),
            ("🍷", "in/wine-maker", "wine-maker"),
            ("", "", "no name"),
            ("Ana\n\x00Diaz\u202e\u2066", "in/a", "Ana Diaz"),
            ("Zoe\u0308", "in/z", "Zoë"),
            ("دنيا", "in/d", "دنيا"),
        ],
    )
    def test_without_a_font_for_it(
        self, monkeypatch: pytest.MonkeyPatch, name: str, key: str, shown: str
    ) -> None:
        ours = [entry for entry in fontManager.ttflist if "DejaVu" in entry.name]
        monkeypatch.setattr(fontManager, "ttflist", ours)
        assert legible(name, instead=key).text == shown

    def test_an_installed_font_that_has_the_letters_is_added(self) -> None:
        sign = "\u2311"  # in STIX, which comes with matplotlib, but not in DejaVu Sans
        found = legible(f"Ana {sign} Diaz")
        if not found.family:
            sign = "\u210a"
            found = legible(f"Ana {sign} Diaz")
        assert sign in found.text and len(found.family) == 2
        page = open_page(None)
        text = page.write(page.block(found, 9), 10, 10, ha="left", va="bottom")
        assert text.get_fontfamily() == list(found.family)
        page.ax.figure.canvas.draw()

    @given(st.text(max_size=40))
    @settings(max_examples=60, deadline=None)
    def test_any_text_can_be_drawn(self, name: str) -> None:
        figure = matplotlib.figure.Figure(figsize=(4, 1))
        page = open_page(figure.subplots())
        block = page.block(person(name, "in/somebody"), 9, width=90, lines=2)
        page.write(block, 5, 5, ha="left", va="bottom")
        figure.canvas.draw()
        assert block.text.strip() and block.text.count("\n") <= 1
        assert block.width <= 90

    @given(st.text(max_size=60))
    def test_tidy_is_one_line_and_stays(self, text: str) -> None:
        once = tidy(text)
        assert once == tidy(once) == " ".join(once.split())
        assert once.isprintable() or "\u200c" in once or "\u200d" in once

    def test_pieces_keep_marks_with_their_letter(self) -> None:
        assert graphemes("नमस्ते")[1:3] == ["म", "स्ते"]
        assert "".join(graphemes("e\u0301\u200dx")) == "e\u0301\u200dx"

    @pytest.mark.parametrize("lines", [1, 2, 3])
    def test_too_long_a_name_keeps_its_beginning_and_its_end(self, lines: int) -> None:
        page = open_page(None)
        block = page.block("Aurelia " + "z" * 180 + " Omega", 9, width=100, lines=lines)
        assert block.text.startswith("Aurelia") and block.text.endswith("ga")
        assert block.text.count("…") == 1 and block.text.count("\n") == lines - 1
        assert block.width <= 100


@st.composite
def chains(draw: st.DrawFn) -> list[tuple[Node, ...]]:
    middle = st.lists(st.sampled_from("abcde"), max_size=3, unique=True)
    found = draw(st.lists(st.tuples(middle, st.sampled_from("wxyz")), min_size=1, max_size=8))
    return [
        (Node("ego", "me"), *(Node("middle", key) for key in keys), Node("insider", end))
        for keys, end in found
    ]


class TestColumns:
    @given(chains())
    @settings(deadline=None)
    def test_routes_run_rightwards_and_nothing_touches(self, routes: Any) -> None:
        placed, column = in_columns(routes)
        assert [[n.key for n in chain] for chain in placed] == [
            [n.key for n in chain] for chain in routes
        ]
        last = max(column.values())
        for chain in placed:
            assert all(column[a] < column[b] for a, b in pairwise(chain))
            assert column[chain[-1]] == last
        steps = [step for chain in placed for step in lanes(chain, column)]
        employers = {chain[-1]: "wxyz".index(chain[-1].key) // 2 for chain in placed}
        order = arrange(steps, column, employers)
        assert sorted(set(column)) == sorted(
            n for nodes in order for n in nodes if n.role != "lane"
        )
        groups = [employers[node] for node in order[-1]]
        assert groups == sorted(groups)

        def size(node: Node) -> float:
            return 2.0 if node.role == "lane" else 10.0

        total = max(sum(map(size, nodes)) + 3 * (len(nodes) - 1) for nodes in order)
        y = heights(order, steps, size, gap=3, total=total)
        for nodes in order:
            assert y[nodes[0]] - size(nodes[0]) / 2 >= -1e-6
            assert y[nodes[-1]] + size(nodes[-1]) / 2 <= total + 1e-6
            for a, b in pairwise(nodes):
                assert y[b] - y[a] >= (size(a) + size(b)) / 2 + 3 - 1e-6

    def test_an_order_with_fewer_crossings_is_taken(self) -> None:
        me, a, b, x, y = (
            Node("ego", "me"),
            Node("middle", "a"),
            Node("middle", "b"),
            Node("insider", "x"),
            Node("insider", "y"),
        )
        routes = [(me, b, x), (me, a, y)]
        column = in_columns(routes)[1]
        steps = [step for chain in routes for step in lanes(chain, column)]
        ends = {x: 1, y: 0}  # the company of y comes first
        assert arrange(steps, column, ends) == [[me], [a, b], [y, x]]


class TestBubbles:
    @given(
        st.lists(st.tuples(st.floats(5, 120), st.floats(5, 80)), max_size=25), st.floats(130, 500)
    )
    def test_packed_cells_do_not_touch_and_stay_inside(self, cells: Any, width: float) -> None:
        places, height = pack(cells, width, gap=4)
        boxes = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(places, cells, strict=True)]
        for x, y, right, bottom in boxes:
            assert x >= 0 and y >= 0 and right <= width + 1e-6 and bottom <= height + 1e-6
        for a, b in combinations(boxes, 2):
            across = min(a[2], b[2]) - max(a[0], b[0])
            down = min(a[3], b[3]) - max(a[1], b[1])
            assert across <= -4 + 1e-6 or down <= -4 + 1e-6

    @pytest.mark.parametrize("n", [1, 2, 5, 7, 60, 800])
    def test_a_sunflower_keeps_its_distance_and_its_disc(self, n: int) -> None:
        points = sunflower(n, 10.0)
        assert np.hypot(*points.T).max() + 5 <= radius(n, 10.0) + 1e-9
        if n > 1:
            gaps = np.hypot(*(points[:, None] - points[None, :]).T)
            assert gaps[~np.eye(n, dtype=bool)].min() >= 9.9
