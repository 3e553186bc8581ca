"""Real graphs with published or brute-force answers, through `Network.from_networkx`.

The graphs come with networkx: Zachary's karate club (1977), Padgett's Florentine families (Padgett
& Ansell 1993), Knuth's Les Misérables (1993), Davis, Gardner & Gardner's women and events (1941).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from infonet.graph import Network
from infonet.paths import warm_paths

KNOWN = {
    answer["id"]: answer
    for answer in json.loads((Path(__file__).parents[1] / "known_answers.json").read_text("utf-8"))[
        "answers"
    ]
}


def brute_force(
    G: nx.Graph[Any], ego: Any, insiders: set[Any], k: int, max_hops: int
) -> list[tuple[float, int]]:
    """Product and hops of the k best simple paths to a first insider, by enumeration."""
    found = []
    for insider in insiders:
        others = insiders - {insider}
        H = G.subgraph(set(G) - others)
        for path in nx.all_simple_paths(H, ego, insider, cutoff=max_hops):
            strengths = [G.edges[a, b]["strength"] for a, b in nx.utils.pairwise(path)]
            found.append((-round(float(np.prod(strengths)), 12), len(path) - 1))
    return [(-product, hops) for product, hops in sorted(found)[:k]]


def graded(G: nx.Graph[Any]) -> nx.Graph[Any]:
    """Give the graph strengths of four classes, by a tie's place in the edge list."""
    for place, edge in enumerate(G.edges):
        G.edges[edge]["strength"] = (0.7, 0.5, 0.37, 0.25)[place % 4]
    return G


def karate() -> tuple[nx.Graph[Any], Any, set[Any]]:
    """From Mr. Hi to the members who sided with the officer."""
    G = graded(nx.karate_club_graph())
    insiders = {node for node, data in G.nodes(data=True) if data["club"] == "Officer"}
    return G, 0, insiders


def florentine() -> tuple[nx.Graph[Any], Any, set[Any]]:
    """From the Pazzi, who had one marriage tie, to the Strozzi."""
    return graded(nx.florentine_families_graph()), "Pazzi", {"Strozzi"}


def miserables() -> tuple[nx.Graph[Any], Any, set[Any]]:
    """From Myriel to the students of the ABC."""
    students = {"Enjolras", "Combeferre", "Courfeyrac", "Bahorel", "Feuilly", "Joly"}
    return graded(nx.les_miserables_graph()), "Myriel", students


def davis() -> tuple[nx.Graph[Any], Any, set[Any]]:
    """From Evelyn Jefferson over shared events to two women of the other clique."""
    return graded(nx.davis_southern_women_graph()), "Evelyn Jefferson", {"Olivia Carleton", "E14"}


@pytest.mark.parametrize("graph", [karate, florentine, miserables, davis])
@pytest.mark.parametrize("k", [1, 5, 40])
def test_the_best_paths_are_those_of_enumeration(graph: Any, k: int) -> None:
    G, ego, insiders = graph()
    nx.set_node_attributes(G, dict.fromkeys(insiders, "inside"), "company")
    net = Network.from_networkx(G, ego=ego)
    found = warm_paths(net, "inside", k=k, scouts=0)
    found = found[found.kind != "cold"]
    expected = brute_force(G, ego, insiders, k, 4)
    assert len(expected) == min(k, len(expected)) > 0
    got = [(round(p, 12), h) for p, h in zip(found.probability, found.hops, strict=True)]
    assert got == expected


@pytest.mark.parametrize("graph", [karate, florentine, miserables, davis])
def test_the_fewest_hops_are_networkx_shortest_paths(graph: Any) -> None:
    G, ego, insiders = graph()
    nx.set_node_attributes(G, dict.fromkeys(insiders, "inside"), "company")
    net = Network.from_networkx(G, ego=ego)
    length = nx.single_source_shortest_path_length(G, ego)
    expected = min(length[insider] for insider in insiders)
    assert warm_paths(net, "inside", by="hops", max_hops=6).hops.iloc[0] == expected


def test_medici_broker_between_the_families() -> None:
    answer = KNOWN["florentine_betweenness"]
    G = nx.florentine_families_graph()
    nx.set_edge_attributes(G, dict.fromkeys(G.edges, 0.5), "strength")
    nx.set_node_attributes(G, {"Strozzi": "bank"}, "company")
    there = Network.from_networkx(G, ego="Medici").to_networkx()
    between = nx.betweenness_centrality(there)
    for family, expected in answer["expected"].items():
        assert between[family] == pytest.approx(expected, abs=answer["tolerance"])


def test_the_kite_has_three_leaders() -> None:
    edges = KNOWN["kite_degree"]["inputs"]["edges"]
    names = dict(enumerate(KNOWN["kite_degree"]["inputs"]["names"]))
    G = nx.relabel_nodes(nx.Graph(edges), names)
    nx.set_edge_attributes(G, dict.fromkeys(G.edges, 0.5), "strength")
    nx.set_node_attributes(G, {"Jane": "Delta"}, "company")
    there = Network.from_networkx(G, ego="Andre").to_networkx()
    for measure, answer in (
        (nx.degree_centrality, KNOWN["kite_degree"]),
        (nx.betweenness_centrality, KNOWN["kite_betweenness"]),
        (nx.closeness_centrality, KNOWN["kite_closeness"]),
    ):
        found = measure(there)
        for name, expected in answer["expected"].items():
            assert found[name] == pytest.approx(expected, abs=answer["tolerance"])


@pytest.mark.parametrize("weighted", [False, True])
def test_burts_measures_survive_the_way_through_a_network(*, weighted: bool) -> None:
    plain, heavy = KNOWN["burt_effective_size"], KNOWN["burt_weighted"]
    G: nx.Graph[str] = nx.Graph(plain["inputs"]["edges"])
    weights = heavy["inputs"]["weights"]
    for a, b in G.edges:
        G.edges[a, b]["strength"] = weights.get(a + b, weights.get(b + a)) / 10 if weighted else 1.0
    nx.set_node_attributes(G, {"C": "Delta"}, "company")
    there = Network.from_networkx(G, ego="A").to_networkx()
    weight = "strength" if weighted else None
    # Named nodes: without them networkx 3.6 takes another path, which is wrong when weighted.
    effective = nx.effective_size(there, nodes=list(there), weight=weight)
    constraint = nx.constraint(there, nodes=list(there), weight=weight)
    answers = heavy["expected"] if weighted else None
    expected_size = answers["effective"] if answers else plain["expected"]
    expected_constraint = answers["constraint"] if answers else KNOWN["burt_constraint"]["expected"]
    for node, expected in expected_size.items():
        assert effective[node] == pytest.approx(expected, abs=0.01)
    for node, expected in expected_constraint.items():
        assert constraint[node] == pytest.approx(expected, abs=0.01)
