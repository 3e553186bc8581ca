"""The graph view without a browser: what is shown, where it stands, and what the module may do."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from typing import Any

import networkx as nx
import numpy as np
import pytest

import infonet
from infonet.errors import InfonetError
from infonet.graph import Network
from infonet.layout.ego import LIMIT

pytest.importorskip("anywidget", reason="no widget test: anywidget is not installed")

from infonet.panel.graph import GraphView

HOSTILE = "<img src=x onerror=alert(1)>"


# As anywidget keeps what the browser gets.
MODULE, STYLE = str(GraphView._esm), str(GraphView._css)  # noqa: SLF001  # it has no public name


@pytest.fixture
def view(net: Network) -> GraphView:
    """Show the toy network."""
    return GraphView(net)


def crowd(n: int, *, friends: int = 0, companies: int = 7) -> Network:
    """Make an ego with n - friends alters, and friends of theirs, at some companies."""
    G: nx.Graph[str] = nx.Graph(ego="me")
    G.add_node("me", name="Robin Achterberg")
    for i in range(n):
        G.add_node(f"p{i}", name=f"Person {i}", company=f"Company {i % companies}")
        G.add_edge("me" if i < n - friends else f"p{i % (n - friends)}", f"p{i}", strength=0.5)
    return Network.from_networkx(G)


def column(view: GraphView, name: str) -> dict[str, Any]:
    """Look up a column of the scene, by the keys of the people."""
    nodes = view.scene["nodes"]
    return dict(zip(nodes["key"], nodes[name], strict=True))


def drawn(view: GraphView) -> dict[str, set[str]]:
    """Look up the CSS classes of everybody, by their keys."""
    looks = view.scene["looks"]
    return {key: set(looks[look][0].split()) for key, look in column(view, "look").items()}


def employers(view: GraphView) -> dict[str, int]:
    """Count the people at each employer drawn."""
    told = view.scene["nodes"]["words"][1:]
    return {words[0]: int(words[1].split()[0].replace(",", "")) for words in told}


def test_everybody_with_a_tie_is_shown_with_name_employer_class_and_strength(
    view: GraphView,
) -> None:
    nodes = view.scene["nodes"]
    assert view.scene["level"] == "people"
    # All but Gus, who knows nobody; the ego comes first.
    assert nodes["key"][0] == "me"
    assert sorted(nodes["key"]) == ["in/ana", "in/bo", "in/cy", "in/di", "in/eli", "in/fay", "me"]
    words = column(view, "words")
    assert words["in/di"] == ["Di Marković", "Nurse", "Delta Dental", "medium", "0.50"]
    assert words["me"] == ["Robin Achterberg", "you"]
    # A medium tie is a diamond, whatever the colours tell.
    assert {"person", "t1"} < drawn(view)["in/di"]
    assert view.scene["title"] == "3 people you know + 3 through friends"


def test_whoever_is_known_through_friends_stands_with_their_best_broker(view: GraphView) -> None:
    words = column(view, "words")
    via = {key: words[key][-1] for key in ("in/bo", "in/eli", "in/fay")}
    # Bo: over Ana 0.70 · 0.37 = 0.26, over Di 0.50 · 0.50 = 0.25. Fay knows only Eli.
    assert via == {
        "in/bo": "through Ana Diaz",
        "in/eli": "through Di Marković",
        "in/fay": "through friends",
    }


def test_everybody_is_tied_to_whom_they_know_and_the_ego_only_by_the_others(
    view: GraphView,
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


def test_nodes_come_closest_first(view: GraphView) -> None:
    # Strong, medium, connection only, then those known through friends.
    keys = view.scene["nodes"]["key"]
    assert keys[:4] == ["me", "in/ana", "in/di", "in/cy"]
    assert set(keys[4:]) == {"in/bo", "in/eli", "in/fay"}


def test_the_closest_stand_nearest_and_friends_of_friends_outermost() -> None:
    view = GraphView(crowd(60, friends=30))
    nodes = view.scene["nodes"]
    away = np.hypot(nodes["x"], nodes["y"])
    friend = np.array(["t5" in names for names in drawn(view).values()])
    assert away[0] == 0
    assert friend.sum() == 30
    assert away[~friend].max() < away[friend].min()


def test_whoever_is_at_one_employer_stands_in_one_sector() -> None:
    view = GraphView(crowd(210))
    angle = np.arctan2(view.scene["nodes"]["x"], view.scene["nodes"]["y"])[1:]
    company = [words[1] for words in view.scene["nodes"]["words"][1:]]
    # Around the circle the employer changes seven times: nobody stands among others.
    order = [company[at] for at in np.argsort(angle)]
    assert sum(a != b for a, b in zip(order, order[1:] + order[:1], strict=True)) == 7


def test_nobody_moves_when_strengths_change() -> None:
    def places(strength: float) -> dict[str, tuple[float, float]]:
        G: nx.Graph[str] = nx.Graph(ego="me")
        for i in range(90):
            G.add_node(f"p{i}", company=f"Company {i % 7}")
            G.add_edge("me", f"p{i}", strength=strength if i % 13 == 0 else 0.5)
        view = GraphView(Network.from_networkx(G))
        x, y = column(view, "x"), column(view, "y")
        return {key: (x[key], y[key]) for key in x}

    assert places(0.2) == places(0.9)


def test_the_same_network_gives_the_same_picture() -> None:
    once, again = (GraphView(crowd(300, friends=100)) for _ in range(2))
    assert json.dumps(once.scene) == json.dumps(again.scene)


def test_two_thousand_are_people_and_one_more_makes_them_companies() -> None:
    limit = LIMIT
    assert GraphView(crowd(limit)).scene["level"] == "people"
    view = GraphView(crowd(limit + 1))
    assert view.scene["level"] == "groups"
    # 2,001 people at 7 companies: 286 at the first six, 285 at the last.
    assert sorted(employers(view).values()) == [285] + [286] * 6
    assert next(iter(employers(view))) == "Company 0"
    assert view.scene["nodes"]["label"][1] == ["Company 0", "286"]


def test_a_bubble_opens_into_its_people_and_whoever_links_to_them() -> None:
    view = GraphView(crowd(2_400, friends=1_200, companies=8))
    view.opened = list(employers(view)).index("Company 3")
    assert view.scene["level"] == "people"
    # p(1200 + i) is known through p(i), who is at the same company: nobody else is drawn.
    told = view.scene["nodes"]["words"][1:]
    assert len(told) == 300
    assert {words[1] for words in told} == {"Company 3"}
    assert view.scene["title"] == "Company 3: 150 people you know + 150 through friends"
    view.opened = -1
    assert view.scene["level"] == "groups"


def test_of_a_company_too_large_to_draw_the_closest_are_drawn_and_it_says_so() -> None:
    view = GraphView(crowd(2_600, companies=2))
    view.opened = 0
    assert len(view.scene["nodes"]["key"]) == 1 + LIMIT // 2
    title = "Company 0: 1,300 people you know. The closest 1,000 are drawn."
    assert view.scene["title"] == title


def test_choosing_somebody_in_a_bubble_opens_it() -> None:
    view = GraphView(crowd(2_400, companies=8))
    view.selected = "p13"
    assert view.scene["title"].startswith("Company 5: ")
    assert "p13" in view.scene["nodes"]["key"]


def test_a_search_in_a_large_network_is_counted_for_each_company() -> None:
    view = GraphView(crowd(2_400, companies=8))
    view.search = "PERSON 239"
    # Persons 239, 1239 and 2239, and 2390 to 2399, each at the company of the number modulo 8.
    at = [n % 8 for n in (239, 1239, 2239, *range(2390, 2400))]
    names = [words[0] for words in view.scene["nodes"]["words"]]
    assert {names[node] for node in view.found["nodes"]} == {f"Company {c}" for c in set(at)}
    assert view.found["words"].startswith("13 people found at Company ")
    view.search = ""
    assert view.found == {}


@pytest.mark.parametrize("typed", ["MARKOVIC", "marković nurse", " dental  di "])
def test_a_search_finds_names_titles_and_employers_folded(view: GraphView, typed: str) -> None:
    view.search = typed
    (node,) = view.found["nodes"]
    assert view.scene["nodes"]["key"][node] == "in/di"
    assert view.found["words"] == "1 person found: Di Marković"


def test_a_search_says_whom_it_found_closest_first_and_never_the_ego(view: GraphView) -> None:
    view.search = "a"
    keys = view.scene["nodes"]["key"]
    assert [keys[node] for node in view.found["nodes"]] == keys[1:]
    assert view.found["words"] == "6 people found: Ana Diaz, Di Marković, Cy Young-Osei …"
    view.search = "robin"
    assert view.found == {"nodes": [], "words": "Nobody found"}


def test_what_is_found_stays_right_after_something_was_logged(view: GraphView) -> None:
    view.search = "person 11"
    assert view.found["nodes"] == []
    view.show(crowd(12))
    keys = view.scene["nodes"]["key"]
    assert [keys[node] for node in view.found["nodes"]] == ["p11"]


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
    assert (step["tied"], step["node"]) == (False, -1)
    assert step["words"] == "no tie yet (not in this picture)"


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
    assert view.scene["nodes"]["key"] == ["me", "in/ana", "in/bo"]
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
    assert view.scene["title"].startswith("Nobody is tied to you yet. Add your own")


def test_the_eight_largest_employers_have_colours_and_the_rest_share_one() -> None:
    G: nx.Graph[str] = nx.Graph(ego="me")
    for c in range(12):
        for i in range(c + 1):
            G.add_edge("me", f"{c}-{i}", strength=0.5)
            G.add_node(f"{c}-{i}", company=f"Company {c:02}")
    view = GraphView(Network.from_networkx(G))
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
    view = GraphView(Network.from_networkx(G))
    nodes = view.scene["nodes"]
    name, company, *_ = nodes["words"][1]
    assert name.startswith(HOSTILE + " zzz")
    assert len(name) == 120 and name.endswith("…")
    assert len(" ".join(nodes["label"][1])) <= 26
    assert company == "</script><script>x"
    assert view.scene["captions"]["right"][0]["text"] == "</script><script>x"


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
    G: nx.Graph[str] = nx.Graph(ego="me")
    G.add_edge("me", "a", strength=0.5)
    G.add_node("a", name=name, company="Delta")
    lines = GraphView(Network.from_networkx(G)).scene["nodes"]["label"][1]
    assert " ".join(lines) == label


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
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\bFunction\(|DOMParser"
        r"|createContextualFragment|srcdoc|setHTML|\bimport\b|\bfetch\(|XMLHttpRequest|WebSocket"
        r"|sendBeacon|\bonerror|\"on[a-z]+\"\s*:|href|https?://(?!www\.w3\.org/2000/svg\")"
    )
    assert not re.findall(forbidden, MODULE)
    assert not re.findall(r"url\(|@import|https?:", STYLE)
    # The pattern does find what it looks for.
    assert re.findall(forbidden, 'el.innerHTML = x; fetch("https://example.com")')


THEMES = {"light": (255, 255, 255), "dark": (33, 33, 33)}  # JupyterLab's grounds


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
