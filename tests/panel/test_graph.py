"""The graph without a browser: what is shown, where it stands, and what a message may do."""

from __future__ import annotations

import json
import re
from typing import Any

import networkx as nx
import numpy as np
import pytest

import infonet
from infonet.graph import Network
from infonet.layout.targets import FEW, IN_FULL
from infonet.tables import Tables

pytest.importorskip("anywidget", reason="no widget test: anywidget is not installed")

from infonet.panel.app import SCRIPT, STYLE
from infonet.panel.graph import Graph

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def view(net: Network) -> Graph:
    """Show the toy network."""
    return Graph(net)


def crowd(n: int, *, friends: int = 0, companies: int = 7) -> Network:
    """Make an ego with n - friends alters, and friends of theirs, at some companies."""
    G: nx.Graph[str] = nx.Graph(ego="me")
    G.add_node("me", name="Robin Achterberg")
    for i in range(n):
        G.add_node(f"p{i}", name=f"Person {i}", company=f"Company {i % companies}")
        G.add_edge("me" if i < n - friends else f"p{i % (n - friends)}", f"p{i}", strength=0.5)
    return Network.from_networkx(G)


def steps(view: Graph) -> list[dict[str, Any]]:
    """Return the people of the chosen route."""
    found: list[dict[str, Any]] = view.node().attributes["steps"]
    return found


def column(view: Graph, name: str) -> dict[str, Any]:
    """Look up a column of the scene, by the keys of the people."""
    nodes = view.scene["nodes"]
    return dict(zip(nodes["key"], nodes[name], strict=True))


def drawn(view: Graph) -> dict[str, set[str]]:
    """Look up the CSS classes of everybody, by their keys."""
    looks = view.scene["looks"]
    return {key: set(looks[look][0].split()) for key, look in column(view, "look").items()}


def test_everybody_with_a_tie_is_shown_with_name_employer_class_and_strength(
    view: Graph,
) -> None:
    nodes = view.scene["nodes"]
    # All but Gus, who knows nobody; the ego comes first.
    assert nodes["key"][0] == "me"
    assert sorted(nodes["key"]) == ["in/ana", "in/bo", "in/cy", "in/di", "in/eli", "in/fay", "me"]
    words = column(view, "words")
    assert words["in/di"] == [
        "Di Marković",
        "Nurse",
        "Delta Dental",
        "know well",
        "helps you: 50 %, even",
    ]
    assert words["me"] == ["Robin Achterberg", "you"]
    # A medium tie is a diamond, whatever the colours tell.
    assert {"person", "t1"} < drawn(view)["in/di"]
    assert view.scene["title"] == (
        "3 people you know + 3 through friends. Nobody known yet at Foxtrot, Golf."
    )


def test_whoever_is_known_through_friends_stands_with_their_best_broker(view: Graph) -> None:
    words = column(view, "words")
    via = {key: words[key][-1] for key in ("in/bo", "in/eli", "in/fay")}
    # Bo: over Ana 0.70 · 0.37 = 0.26, over Di 0.50 · 0.50 = 0.25. Fay knows only Eli.
    assert via == {
        "in/bo": "through Ana Diaz",
        "in/eli": "through Di Marković",
        "in/fay": "through friends",
    }


def test_everybody_is_tied_to_whom_they_know_and_the_ego_only_by_the_others(
    view: Graph,
) -> None:
    keys = view.scene["nodes"]["key"]
    knows = {key: {keys[other] for other in others} for key, others in column(view, "ties").items()}
    assert knows == {
        "me": set(),
        "in/ana": {"me", "in/bo"},
        "in/bo": {"in/ana", "in/di"},
        "in/cy": {"me"},
        "in/di": {"me", "in/bo", "in/eli"},
        "in/eli": {"in/di", "in/fay"},
        "in/fay": {"in/eli"},
    }


def test_nodes_come_closest_first(view: Graph) -> None:
    # Strong, medium, connection only, then those known through friends.
    keys = view.scene["nodes"]["key"]
    assert keys[:4] == ["me", "in/ana", "in/di", "in/cy"]
    assert set(keys[4:]) == {"in/bo", "in/eli", "in/fay"}


def test_the_closest_stand_nearest_and_friends_of_friends_outermost() -> None:
    view = Graph(crowd(60, friends=30))
    nodes = view.scene["nodes"]
    away = np.hypot(nodes["x"], nodes["y"])
    friend = np.array(["t5" in names for names in drawn(view).values()])
    assert away[0] == 0
    assert friend.sum() == 30
    assert away[~friend].max() < away[friend].min()


def test_whoever_is_at_one_employer_stands_in_one_sector() -> None:
    view = Graph(crowd(FEW - 1))
    angle = np.arctan2(view.scene["nodes"]["x"], view.scene["nodes"]["y"])[1:]
    company = [words[1] for words in view.scene["nodes"]["words"][1:]]
    # Around the circle the employer changes seven times: nobody stands among others.
    order = [company[at] for at in np.argsort(angle)]
    assert sum(a != b for a, b in zip(order, order[1:] + order[:1], strict=True)) == 7


def search(view: Graph, text: str) -> None:
    """Type into the field of the graph."""
    view.search = text


def test_nobody_moves_when_strengths_change() -> None:
    def places(strength: float) -> dict[str, tuple[float, float]]:
        G: nx.Graph[str] = nx.Graph(ego="me")
        for i in range(90):
            G.add_node(f"p{i}", company=f"Company {i % 7}")
            G.add_edge("me", f"p{i}", strength=strength if i % 13 == 0 else 0.5)
        view = Graph(Network.from_networkx(G))
        x, y = column(view, "x"), column(view, "y")
        return {key: (x[key], y[key]) for key in x}

    assert places(0.2) == places(0.9)


def test_the_same_network_gives_the_same_picture() -> None:
    once, again = (Graph(crowd(300, friends=100)) for _ in range(2))
    assert json.dumps(once.scene) == json.dumps(again.scene)


def wanted(n: int, *, at: str, friends: int = 0, companies: int = 7) -> Network:
    """Make a network as of `crowd`, with one of the companies as the target."""
    known = n - friends
    ties = [("me" if i < known else f"p{i % known}", f"p{i}") for i in range(n)]
    tables = Tables.of(
        people={
            "person": ["me", *(f"p{i}" for i in range(n))],
            "name": ["Robin Achterberg", *(f"Person {i}" for i in range(n))],
        },
        jobs={
            "person": [f"p{i}" for i in range(n)],
            "company": [f"Company {i % companies}" for i in range(n)],
        },
        ties={
            "source": [one for one, _ in ties],
            "target": [other for _, other in ties],
            "evidence": ["connection"] * n,
            "origin": [one for one, _ in ties],
        },
        companies=[{"company": at, "kind": "company", "priority": 1}],
    )
    return infonet.network(tables, as_of="2026-06-30")


def folded(view: Graph) -> dict[str, str]:
    """Look up the sizes of the groups that are one mark each, by their names."""
    nodes = view.scene["nodes"]
    return {
        words[0]: words[1]
        for words, opens in zip(nodes["words"], nodes["opens"], strict=True)
        if opens >= 0
    }


def test_few_are_all_drawn_and_one_more_folds_who_is_at_no_target() -> None:
    assert folded(Graph(crowd(FEW))) == {}
    view = Graph(crowd(FEW + 1))
    # 121 people at 7 companies: 18 at the first two, 17 at the others.
    assert sorted(folded(view).values()) == ["17 people"] * 5 + ["18 people"] * 2
    assert view.scene["nodes"]["key"] == ["me", *[""] * 7]


def test_targets_their_people_and_the_ways_to_them_are_drawn_in_full() -> None:
    # Persons 3, 10, … 66 work there and are known; 73, …, 136 through them (p73 through p3).
    view = Graph(wanted(140, at="Company 3", friends=70))
    keys = set(view.scene["nodes"]["key"]) - {"", "me"}
    assert {f"p{i}" for i in range(3, 140, 7)} <= keys
    pairs = {
        (view.scene["nodes"]["key"][a], view.scene["nodes"]["key"][b])
        for a, b in view.scene["links"]
    }
    assert ("me", "p3") in pairs and ("me", "p10") in pairs
    assert {("me", "p3"), ("p3", "p73")} <= pairs
    assert "Company 3" not in folded(view) and len(folded(view)) == 6


def test_of_a_large_target_the_likeliest_are_drawn_and_the_rest_is_one_mark() -> None:
    view = Graph(wanted(2_000, at="Company 0", companies=4))
    keys = [key for key in view.scene["nodes"]["key"] if key]
    assert len(keys) == 1 + IN_FULL
    assert folded(view)["Company 0"] == f"{500 - IN_FULL} more"
    assert folded(view)["Company 1"] == "500 people"


def test_at_thirty_thousand_people_there_are_no_more_marks_than_at_a_thousand() -> None:
    sizes = [
        len(Graph(wanted(n, at="Company 0", companies=50)).scene["nodes"]["key"])
        for n in (5_000, 30_000)
    ]
    assert sizes[0] == sizes[1] < 150


def test_a_target_where_nobody_is_known_is_named() -> None:
    view = Graph(wanted(200, at="Golf"))
    assert view.scene["title"] == "200 people you know. Nobody known yet at Golf."


def test_a_group_opens_into_its_people_and_whoever_links_to_them() -> None:
    view = Graph(crowd(2_400, friends=1_200, companies=8))
    view.open(list(folded(view)).index("Company 3"))
    # p(1200 + i) is known through p(i), who is at the same company: nobody else is drawn.
    told = view.scene["nodes"]["words"][1:]
    assert len(told) == 300
    assert {words[1] for words in told} == {"Company 3"}
    assert view.scene["title"] == "Company 3: 150 people you know + 150 through friends"
    view.open(-1)
    assert len(folded(view)) == 8


def test_of_a_group_too_large_to_draw_the_closest_are_drawn_and_it_says_so() -> None:
    view = Graph(crowd(2_600, companies=2))
    view.open(0)
    assert len(view.scene["nodes"]["key"]) == 1 + 1_000
    title = "Company 0: 1,300 people you know. The closest 1,000 are drawn."
    assert view.scene["title"] == title


def test_choosing_somebody_in_a_group_opens_it() -> None:
    view = Graph(crowd(2_400, companies=8))
    view.select("p13")
    assert view.scene["title"].startswith("Company 5: ")
    assert "p13" in view.scene["nodes"]["key"]
    view.select("p14")
    assert view.scene["title"].startswith("Company 6: ")


def test_a_search_in_a_large_network_marks_the_groups_and_lists_the_people() -> None:
    view = Graph(crowd(2_400, companies=8))
    search(view, "PERSON 239")
    # Persons 239, 1239 and 2239, and 2390 to 2399, each at the company of the number modulo 8.
    numbers = (239, 1239, 2239, *range(2390, 2400))
    names = [words[0] for words in view.scene["nodes"]["words"]]
    found = view.node().attributes["found"]
    assert {names[node] for node in found["nodes"]} == {f"Company {n % 8}" for n in numbers}
    assert found["words"].startswith("13 people found: Person ")
    assert {str(view.net.keys[at]) for at in view.found()} == {f"p{n}" for n in numbers}
    search(view, "")
    assert view.node().attributes["found"] == {}


def test_a_search_is_taken_as_it_comes_and_says_which_was_heard_last() -> None:
    view = Graph(crowd(12))
    hear = view.node().attributes["hear"]
    hear({}, {"set": {"search": "person 11"}, "turn": 3}, [])
    assert view.node().attributes["turn"] == 3
    assert [view.net.keys[at] for at in view.found()] == ["p11"]


@pytest.mark.parametrize("typed", ["MARKOVIC", "marković nurse", " dental  di "])
def test_a_search_finds_names_titles_and_employers_folded(view: Graph, typed: str) -> None:
    search(view, typed)
    found = view.node().attributes["found"]
    (node,) = found["nodes"]
    assert view.scene["nodes"]["key"][node] == "in/di"
    assert found["words"] == "1 person found: Di Marković"


def test_a_search_lists_the_closest_first_and_never_the_ego(view: Graph) -> None:
    search(view, "a")
    keys = view.scene["nodes"]["key"]
    assert [str(view.net.keys[at]) for at in view.found()][:3] == keys[1:4]
    words = view.node().attributes["found"]["words"]
    assert words == "6 people found: Ana Diaz, Di Marković, Cy Young-Osei …"
    search(view, "robin")
    assert view.node().attributes["found"] == {"nodes": [], "words": "Nobody found"}


def test_what_is_found_stays_right_after_something_was_logged(view: Graph) -> None:
    search(view, "person 11")
    assert view.found() == []
    view.show(crowd(12))
    assert [view.net.keys[at] for at in view.found()] == ["p11"]


def test_the_chosen_way_is_told_in_words(view: Graph) -> None:
    view.highlight = ["me", "in/ana", "in/bo"]
    first, second = view.node().attributes["steps"]
    assert (first["person"], first["name"], first["job"]) == (
        "in/ana",
        "Ana Diaz",
        "Designer at Freelance",
    )
    assert first["words"] == "70 %, likely: close, as you said"
    assert second["words"] == "37 %, long shot: typed in by hand, closeness not said"
    keys = view.scene["nodes"]["key"]
    assert [keys[step["node"]] for step in steps(view)] == ["in/ana", "in/bo"]
    assert all(step["tied"] for step in steps(view))


def test_a_cold_way_is_told_as_no_tie_and_not_drawn(view: Graph) -> None:
    view.highlight = ["me", "in/gus"]
    (step,) = steps(view)
    assert (step["tied"], step["node"]) == (False, -1)
    assert step["words"] == "not connected yet (not in this picture)"


def test_every_way_of_the_ranking_can_be_highlighted(view: Graph, net: Network) -> None:
    for route in infonet.warm_paths(net, "Delta").route:
        view.highlight = list(route)
        assert [step["person"] for step in steps(view)] == list(route[1:])


def test_highlighting_leaves_the_scene_as_it_is(view: Graph) -> None:
    before = view.scene
    view.highlight = ["me", "in/ana"]
    assert view.scene is before


def test_after_something_was_logged_the_choice_stays(view: Graph, net: Network) -> None:
    view.highlight, view.selected = ["me", "in/ana"], "in/ana"
    view.show(net)
    assert (view.highlight, view.selected) == (["me", "in/ana"], "in/ana")
    view.show(crowd(3))
    assert (list(view.highlight), view.selected, steps(view)) == ([], "", [])


def test_an_empty_network_says_what_to_do() -> None:
    book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    view = Graph(infonet.network(book.tables(), as_of="2026-06-30"))
    assert view.scene["nodes"]["key"] == ["me"]
    assert view.scene["title"].startswith("You know nobody yet. Bring your own LinkedIn contacts")


def test_the_eight_largest_employers_have_colours_and_the_rest_share_one() -> None:
    G: nx.Graph[str] = nx.Graph(ego="me")
    for c in range(12):
        for i in range(c + 1):
            G.add_edge("me", f"{c}-{i}", strength=0.5)
            G.add_node(f"{c}-{i}", company=f"Company {c:02}")
    view = Graph(Network.from_networkx(G))
    classes = drawn(view)
    for c in range(12):
        assert f"k{max(0, min(11 - c, 8))}" in classes[f"{c}-0"]
    shown = [(names, words) for names, *_, words in view.scene["legend"]["employers"]]
    expected = [(f"person k{k}", f"Company {11 - k:02}") for k in range(8)]
    assert shown == [*expected, ("person k8", "all others")]


def test_hostile_names_stay_text_and_lose_only_what_cannot_be_seen() -> None:
    G: nx.Graph[str] = nx.Graph(ego="me")
    G.add_edge("me", "a", strength=0.5)
    G.add_node("a", name=f"{HOSTILE}\u202e\n{'z' * 400}", company="</script><script>x")
    view = Graph(Network.from_networkx(G))
    nodes = view.scene["nodes"]
    name, company, *_ = nodes["words"][1]
    assert name.startswith(HOSTILE + " zzz")
    assert len(name) == 120 and name.endswith("…")
    assert max(len(line) for line in nodes["label"][1]) <= 20
    assert company == "</script><script>x"
    assert " ".join(view.scene["captions"]["right"][0]["lines"]) == "</script><script>x"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Zoë Looper, PhD, MBA", "Zoë Looper"),
        ("محمد الأحمدي", "محمد الأحمدي"),
        ("Maximiliane von und zu Hohenlohe", "Maximiliane von und zu Hohenlohe"),
        ("e\u0301" * 50, f"{'é' * 19}… {'é' * 20}"),
        ("Z" + "\u0351" * 50 + "al", "Z\u0351\u0351\u0351al"),
    ],
)
def test_a_name_is_cut_between_letters(name: str, label: str) -> None:
    G: nx.Graph[str] = nx.Graph(ego="me")
    G.add_edge("me", "a", strength=0.5)
    G.add_node("a", name=name, company="Delta")
    lines = Graph(Network.from_networkx(G)).scene["nodes"]["label"][1]
    assert " ".join(lines) == label


@pytest.mark.parametrize(
    "told",
    [
        {"selected": "in/nobody"},
        {"opened": 4},
        {"opened": "Delta"},
        {"colour": "red"},
        {"search": 7},
        {"highlight": ["me"]},
        ["selected"],
    ],
)
def test_a_message_that_makes_no_sense_changes_nothing(view: Graph, told: object) -> None:
    before = view.node().attributes
    before["hear"]({}, {"set": told, "turn": "x"}, [])
    after = view.node().attributes
    assert {k: v for k, v in after.items() if k != "hear"} == {
        k: v for k, v in before.items() if k != "hear"
    }


def test_who_was_chosen_is_said() -> None:
    said: list[str] = []
    view = Graph(crowd(12), chosen=said.append)
    view.node().attributes["hear"]({}, {"set": {"selected": "p3"}, "turn": 1}, [])
    assert (said, view.selected) == (["p3"], "p3")


def test_the_module_never_makes_markup_from_text_and_asks_for_nothing() -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\bFunction\(|DOMParser"
        r"|createContextualFragment|srcdoc|setHTML|\bimport\b|\bfetch\(|XMLHttpRequest|WebSocket"
        r"|sendBeacon|\bonerror|\"on[a-z]+\"\s*:|href|https?://(?!www\.w3\.org/2000/svg\")"
    )
    module = SCRIPT[SCRIPT.index("* The graph: draws") : SCRIPT.index("SPECIAL.graph = ")]
    assert not re.findall(forbidden, module)
    assert not re.findall(r"url\(|@import|https?:", STYLE)
    # The pattern does find what it looks for.
    assert re.findall(forbidden, 'el.innerHTML = x; fetch("https://example.com")')


THEMES = {"light": (255, 255, 255), "dark": (17, 21, 25)}  # the grounds of the app


def palette(theme: str) -> dict[str, tuple[int, int, int]]:
    """Read the colours that the style gives by name in a theme."""
    light, dark = re.findall(r"infonet-graph \{(.*?)\n\}", STYLE, re.DOTALL)[:2]
    pairs = re.findall(r"--([\w-]+): #(\w{6}|\w{3});", light + (dark if theme == "dark" else ""))
    wide = {name: "".join(2 * d for d in code) if len(code) == 3 else code for name, code in pairs}
    return {name: (int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)) for name, c in wide.items()}


def contrast(ink: tuple[float, ...], ground: tuple[float, ...]) -> float:
    """Compute the contrast ratio of WCAG 2."""

    def luminance(colour: tuple[float, ...]) -> float:
        parts = np.array(colour) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    low, high = sorted((luminance(ink), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_mark_stands_out_from_the_ground_of_every_employer(theme: str) -> None:
    colours, paper = palette(theme), np.array(THEMES[theme])
    employers = [f"k{k}" for k in range(9)]
    shade = float(re.findall(r"\.sector \{[^}]*fill-opacity: ([\d.]+)", STYLE)[0])
    for name in [*employers, *(f"t{t}" for t in range(6)), "way", "target"]:
        # A person stands on the shade of their employer: of the same colour, or else grey.
        own = colours[name if name in employers else "k8"]
        ground = shade * np.array(own) + (1 - shade) * paper
        assert contrast(colours[name], tuple(ground)) >= 3, name
    assert contrast(colours["way-ink"], colours["way"]) >= 4.5
