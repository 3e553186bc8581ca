"""The graph view without a browser: what is shown, where it stands, and what the module may do."""

from __future__ import annotations

import json
import re
from base64 import b64decode

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infonet
from infonet.errors import InfonetError
from infonet.graph import Network
from infonet.panel import _graph_scene
from infonet.panel._graph_layout import ROOM, bubbles, rings

pytest.importorskip("anywidget", reason="no widget test: anywidget is not installed")

from infonet.panel._graph_view import GraphView  # noqa: E402

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def view(net: Network) -> GraphView:
    """The toy network as a view."""
    return GraphView(net)


def crowd(n: int, *, friends: int = 0, companies: int = 7) -> Network:
    """An ego with n - friends alters, and friends of theirs, at some companies."""
    G = nx.Graph(ego="me")
    G.add_node("me", name="Robin Achterberg")
    for i in range(n):
        G.add_node(f"p{i}", name=f"Person {i}", company=f"Company {i % companies}")
        G.add_edge("me" if i < n - friends else f"p{i % (n - friends)}", f"p{i}", strength=0.5)
    return Network.from_networkx(G)


def test_everybody_with_a_tie_is_shown_with_name_employer_class_and_strength(
    view: GraphView,
) -> None:
    nodes = view.scene["nodes"]
    assert view.scene["level"] == "people"
    # All but Gus, who knows nobody; the ego comes first.
    assert nodes["key"][0] == "me"
    assert sorted(nodes["key"]) == ["in/ana", "in/bo", "in/cy", "in/di", "in/eli", "in/fay", "me"]
    row = {key: column[nodes["key"].index("in/di")] for key, column in nodes.items()}
    assert (row["name"], row["company"], row["strength"]) == ("Di Marković", "Delta Dental", 0.5)
    assert view.scene["groups"]["name"][row["group"]] == "Delta Dental"
    assert view.scene["title"] == "3 people you know + 3 through friends"


def test_whoever_is_known_through_friends_stands_with_their_best_broker(view: GraphView) -> None:
    nodes = view.scene["nodes"]
    via = {
        key: nodes["key"][broker] if broker >= 0 else None
        for key, broker in zip(nodes["key"], nodes["via"], strict=True)
    }
    # Bo: over Ana 0.70 · 0.37 = 0.26, over Di 0.50 · 0.50 = 0.25. Fay knows only Eli.
    assert via["in/bo"] == "in/ana"
    assert via["in/eli"] == "in/di"
    assert via["in/fay"] is None
    assert via["in/ana"] is None


def test_ties_are_pairs_of_nodes_without_those_of_the_ego(view: GraphView) -> None:
    keys, ties = view.scene["nodes"]["key"], view.scene["ties"]
    pairs = {frozenset((keys[a], keys[b])) for a, b in zip(ties[::2], ties[1::2], strict=True)}
    assert pairs == {
        frozenset(pair)
        for pair in [
            ("in/ana", "in/bo"),
            ("in/bo", "in/di"),
            ("in/di", "in/eli"),
            ("in/eli", "in/fay"),
        ]
    }


def test_the_closest_stand_nearest_and_friends_of_friends_outermost() -> None:
    scene = GraphView(crowd(60, friends=30)).scene
    nodes = scene["nodes"]
    away = np.hypot(nodes["x"], nodes["y"])
    tie = np.array(nodes["tie"])
    assert away[0] == 0
    assert away[tie == 4].max() < away[tie == 5].min()


def test_people_stand_in_the_sector_of_their_employer() -> None:
    scene = GraphView(crowd(200)).scene
    nodes, arcs = scene["nodes"], scene["groups"]["arc"]
    for x, y, g in list(zip(nodes["x"], nodes["y"], nodes["group"], strict=True))[1:]:
        start, end = arcs[g]
        beyond = (np.arctan2(x, -y) - start) % (2 * np.pi)
        assert beyond <= end - start


def test_the_same_network_gives_the_same_picture() -> None:
    once, again = (GraphView(crowd(300, friends=100)) for _ in range(2))
    assert json.dumps(once.scene) == json.dumps(again.scene)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=120),
)
def test_no_two_people_overlap_and_all_are_within_the_circle(places: list[tuple[int, int]]) -> None:
    sector, band = (np.array(column, dtype=np.int64) for column in zip(*places, strict=True))
    found = rings(sector, band)
    apart = np.hypot(*(found.points[:, None] - found.points[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    # A dot is at most a third of the pitch in radius: even neighbours in two sectors are apart.
    assert apart.min() > 0.7 * found.pitch
    assert np.hypot(*found.points.T).max() <= found.radius
    assert found.radius <= ROOM
    assert np.isclose((found.sectors[:, 1] - found.sectors[:, 0]).sum(), 2 * np.pi)


@settings(max_examples=30)
@given(st.lists(st.floats(4, 60), max_size=60))
def test_bubbles_keep_apart_and_leave_the_middle_free(radii: list[float]) -> None:
    sizes = np.array(radii)
    at = bubbles(sizes, hole=20.0, gap=3.0)
    apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) - sizes - sizes[:, None]
    np.fill_diagonal(apart, np.inf)
    assert apart.min(initial=np.inf) >= 3.0 - 1e-9
    assert (np.hypot(*at.T) - sizes >= 20.0 - 1e-9).all()


def test_two_thousand_are_people_and_one_more_makes_them_companies() -> None:
    limit = _graph_scene.LIMIT
    assert GraphView(crowd(limit)).scene["level"] == "people"
    view = GraphView(crowd(limit + 1))
    assert view.scene["level"] == "groups"
    # 2,001 people at 7 companies: 286 at the first six, 285 at the last.
    assert sorted(view.scene["groups"]["count"]) == [285] + [286] * 6
    assert view.scene["groups"]["name"][0] == "Company 0"


def test_a_bubble_opens_into_its_people_and_whoever_links_to_them() -> None:
    view = GraphView(crowd(2_400, friends=1_200, companies=8))
    view.opened = view.scene["groups"]["name"].index("Company 3")
    assert view.scene["level"] == "people"
    nodes = view.scene["nodes"]
    inside = [i for i, company in enumerate(nodes["company"]) if company == "Company 3"]
    assert len(inside) == 300
    # p(1200 + i) is known through p(i), who is at the same company: nobody else is drawn.
    assert len(nodes["key"]) == 301
    assert view.scene["title"] == "Company 3: 150 people you know + 150 through friends"
    view.opened = -1
    assert view.scene["level"] == "groups"


def test_of_a_company_too_large_to_draw_the_closest_are_drawn_and_it_says_so() -> None:
    view = GraphView(crowd(2_600, companies=2))
    view.opened = 0
    assert len(view.scene["nodes"]["key"]) == 1 + _graph_scene.LIMIT // 2
    assert view.scene["note"] == "The closest 1,000 are drawn."


def test_choosing_somebody_in_a_bubble_opens_it() -> None:
    view = GraphView(crowd(2_400, companies=8))
    view.selected = "p13"
    assert view.scene["groups"]["name"][0] == "Company 5"
    assert "p13" in view.scene["nodes"]["key"]


def test_a_search_in_a_large_network_is_counted_for_each_company() -> None:
    view = GraphView(crowd(2_400, companies=8))
    view.search = "PERSON 239"
    # Persons 239, 1239 and 2239, and 2390 to 2399, each at the company of the number modulo 8.
    at = [n % 8 for n in (239, 1239, 2239, *range(2390, 2400))]
    counts = dict(zip(view.scene["groups"]["name"], view.found["counts"], strict=True))
    assert counts == {f"Company {c}": at.count(c) for c in range(8)}
    view.search = ""
    assert view.found == {}


def test_the_chosen_way_is_told_in_words(view: GraphView) -> None:
    view.highlight = ["me", "in/ana", "in/bo"]
    first, second = view.steps
    assert (first["person"], first["name"], first["job"]) == (
        "in/ana",
        "Ana Diaz",
        "Designer at Freelance",
    )
    assert first["words"] == "strong tie, 0.70: you called it strong"
    assert second["words"] == "weak tie, 0.37: typed in by hand, closeness not said"
    keys = view.scene["nodes"]["key"]
    assert [keys[step["node"]] for step in view.steps] == ["in/ana", "in/bo"]
    assert all(step["tied"] for step in view.steps)


def test_a_cold_way_is_told_as_no_tie_and_not_drawn(view: GraphView) -> None:
    view.highlight = ["me", "in/gus"]
    (step,) = view.steps
    assert (step["words"], step["tied"], step["node"]) == ("no tie yet", False, -1)


def test_every_way_of_the_ranking_can_be_highlighted(view: GraphView, net: Network) -> None:
    for route in infonet.warm_paths(net, "Delta").route:
        view.highlight = list(route)
        assert [step["person"] for step in view.steps] == list(route[1:])


def test_highlighting_leaves_the_scene_as_it_is(view: GraphView) -> None:
    before = view.scene
    view.highlight = ["me", "in/ana"]
    assert view.scene is before


def test_only_the_people_asked_for_are_shown(net: Network) -> None:
    view = GraphView(net, people=["in/ana", "in/bo"])
    assert view.scene["nodes"]["key"] == ["me", "in/bo", "in/ana"]
    assert view.scene["title"] == "1 person you know + 1 through friends"


def test_after_something_was_logged_the_choice_stays(view: GraphView, net: Network) -> None:
    view.highlight, view.selected = ["me", "in/ana"], "in/ana"
    view.show(net)
    assert (view.highlight, view.selected) == (["me", "in/ana"], "in/ana")
    view.show(crowd(3))
    assert (view.highlight, view.selected, view.steps) == ([], "", [])


def test_an_empty_network_says_what_to_do() -> None:
    book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    view = GraphView(infonet.network(book.tables(), as_of="2026-06-30"))
    assert view.scene["nodes"]["key"] == ["me"]
    assert view.scene["title"].startswith("Nobody is tied to you yet. Read your own")


def test_the_eight_largest_employers_have_colours_and_the_rest_share_one() -> None:
    G = nx.Graph(ego="me")
    for c in range(12):
        for i in range(c + 1):
            G.add_edge("me", f"{c}-{i}", strength=0.5)
            G.add_node(f"{c}-{i}", company=f"Company {c:02}")
    groups = GraphView(Network.from_networkx(G)).scene["groups"]
    colour = dict(zip(groups["name"], groups["colour"], strict=True))
    assert colour == {f"Company {c:02}": max(0, min(11 - c, 8)) for c in range(12)}


def test_hostile_names_stay_text_and_lose_only_what_cannot_be_seen() -> None:
    G = nx.Graph(ego="me")
    G.add_edge("me", "a", strength=0.5)
    G.add_node("a", name=f"{HOSTILE}\u202e\n{'z' * 400}", company="</script><script>x")
    view = GraphView(Network.from_networkx(G))
    nodes = view.scene["nodes"]
    assert nodes["name"][1].startswith(HOSTILE + " zzz")
    assert len(nodes["name"][1]) == 120 and nodes["name"][1].endswith("…")
    assert len(nodes["label"][1]) <= 26
    assert view.scene["groups"]["name"] == ["</script><script>x"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Zoë Looper, PhD, MBA", "Zoë Looper"),
        ("محمد الأحمدي", "محمد الأحمدي"),
        ("Maximiliane von und zu Hohenlohe", "Maximiliane von und zu Ho…"),
        ("e\u0301" * 30, "é" * 25 + "…"),
        ("Z" + "\u0351" * 50 + "al", "Z\u0351\u0351\u0351al"),
    ],
)
def test_a_name_is_cut_between_letters(name: str, label: str) -> None:
    G = nx.Graph(ego="me")
    G.add_edge("me", "a", strength=0.5)
    G.add_node("a", name=name, company="Delta")
    assert GraphView(Network.from_networkx(G)).scene["nodes"]["label"][1] == label


def test_where_no_widget_runs_there_is_a_picture_and_a_line(view: GraphView) -> None:
    shown, _ = view._repr_mimebundle_() or ({}, {})
    assert shown["text/plain"].startswith("GraphView of Network of 8 people")
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert b64decode(shown["image/png"]).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"highlight": ["me", "in/nobody"]}, "`in/nobody` is nobody in the network"),
        ({"selected": "in/nobody"}, "`in/nobody` is nobody in the network"),
        ({"opened": 4}, "not `4`"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    view: GraphView, change: dict[str, object], complaint: str
) -> None:
    for name, value in change.items():
        with pytest.raises(InfonetError, match=complaint):
            setattr(view, name, value)


def test_wrong_arguments_are_explained(net: Network) -> None:
    with pytest.raises(InfonetError, match="`colour` takes `company` or `tie class`, not `red`"):
        GraphView(net, colour="red")
    with pytest.raises(InfonetError, match="`in/nobody` is nobody in the network"):
        GraphView(net, people=["in/ana", "in/nobody"])


def test_the_module_never_makes_markup_from_text_and_asks_for_nothing() -> None:
    module, style = str(GraphView._esm), str(GraphView._css)
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\bFunction\(|DOMParser"
        r"|createContextualFragment|srcdoc|setHTML|\bimport\b|\bfetch\(|XMLHttpRequest|WebSocket"
        r"|sendBeacon|\bonerror|\"on[a-z]+\"\s*:|href|https?://(?!www\.w3\.org/2000/svg\")"
    )
    assert not re.findall(forbidden, module)
    assert not re.findall(r"url\(|@import|https?:", style)
    # The pattern does find what it looks for.
    assert re.findall(forbidden, 'el.innerHTML = x; fetch("https://example.com")')
