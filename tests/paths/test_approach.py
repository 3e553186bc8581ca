"""One approach: from a route, from a row, and the best introduction to one person."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest

from infonet.errors import UnknownNameError
from infonet.graph import Network, network
from infonet.paths import (
    best_introductions,
    brokers_to,
    cold,
    explain,
    from_route,
    from_row,
    scout,
    warm_paths,
    why,
)
from infonet.tables import Tables, frame

# The toy network of conftest.py: me .70 Ana .37 Bo [Delta], me .50 Di .50 Bo, me .25 Cy [Delta],
# Di .25 Eli [Hotel] .37 Fay [Echo].


def made_at_random(seed: int, strengths: tuple[float, ...]) -> tuple[Network, nx.Graph[int]]:
    rng = np.random.default_rng(seed)
    G: nx.Graph[int] = nx.gnm_random_graph(40, 110, seed=seed)
    chosen = {edge: float(rng.choice(strengths)) for edge in G.edges}
    nx.set_edge_attributes(G, chosen, "strength")
    nx.set_node_attributes(G, {node: f"{node:02}" for node in G}, "name")
    nx.set_node_attributes(G, dict.fromkeys(G, "Delta"), "company")
    return Network.from_networkx(G, ego=0), G


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("strengths", [(0.25, 0.5), (0.7, 0.5, 0.37, 0.25, 0.1, 0.9)])
def test_the_best_broker_against_every_alter(seed: int, strengths: tuple[float, ...]) -> None:
    net, G = made_at_random(seed, strengths)
    found = brokers_to(net, np.arange(len(net)))
    for person in G:
        both = {
            alter: round(G[0][alter]["strength"] * G[alter][person]["strength"], 12)
            for alter in sorted(set(G[0]) & set(G[person]))
        }
        expected = max(both, key=lambda alter: both[alter]) if both else -1
        assert found[person] == expected


def test_somebody_known_is_approached_themselves(net: Network) -> None:
    people = net.positions(["in/ana", "in/bo", "in/fay", "me", "in/gus"])
    ana, bo, *others = best_introductions(net, people)
    assert ana is not None and (ana.kind, ana.hops, ana.probability) == ("direct", 1, 0.7)
    # By Ana .70 · .37 = .259, by Di .50 · .50 = .25.
    assert bo is not None and net.keys[[*bo.route]].tolist() == ["me", "in/ana", "in/bo"]
    assert bo.probability == pytest.approx(0.259)
    assert others == [None, None, None]
    assert best_introductions(net, np.array([], dtype=np.int64)) == []


def test_a_row_is_the_approach_it_was_made_of(net: Network) -> None:
    target = net.target("Delta")
    for row in warm_paths(net, "Delta").itertuples():
        one: Any = row
        approach = from_row(net, one)
        assert approach.probability == one.probability
        assert (approach.low, approach.high) == (one.low, one.high)
        assert (approach.kind, approach.hops) == (one.kind, one.hops)
        assert why(net, target, approach) == one.why
        if one.kind in ("introduction", "direct"):
            assert approach == from_route(net, approach.route)


def test_a_row_of_another_network_names_who_is_unknown(net: Network) -> None:
    row = warm_paths(net, "Delta").iloc[0].copy()
    row["route"] = ("me", "in/nobody")
    with pytest.raises(UnknownNameError, match="`in/nobody`"):
        from_row(net, row)


def test_an_ask_that_may_have_worked_is_said_so(toy: Tables) -> None:
    """Two requests to Ana on one day count as one half each: one was held, the other declined."""
    asked = {"person": "in/ana", "stage": "asked", "date": "2026-03-02", "kind": "direct"}
    rows = [
        asked | {"event": 1, "request": "R1"},
        asked | {"event": 2, "request": "R2"},
        asked | {"event": 3, "request": "R1", "stage": "held", "date": "2026-03-04"},
        asked | {"event": 4, "request": "R2", "stage": "declined", "date": "2026-03-04"},
    ]
    net = network(toy._replace(events=frame("events", rows)), as_of="2026-06-30")
    (ana,) = explain(net, net.target("Delta"), from_route(net, [net.ego, net.position("in/ana")]))
    assert ana.why == "Ana Diaz: you called it strong. May have helped the one time you asked"
    assert ana.numbers == "strong: prior 0.70, 0.68 after 1 ask here, 0.5 worked"


def test_every_hop_has_its_sentence_and_its_numbers(net: Network) -> None:
    target = net.target("Delta")
    ana, bo = explain(
        net, target, from_route(net, net.positions(["me", "in/ana", "in/bo"]).tolist())
    )
    assert (ana.why, ana.numbers) == ("Ana Diaz: you called it strong", "strong, prior 0.70")
    assert bo.why == "Ana Diaz → Bo Lin: typed in by hand, closeness not said"
    assert [ana.probability, bo.probability] == [0.7, 0.37]
    asked, known = explain(net, target, scout(net, net.position("in/di")))
    assert (asked.person, known.person) == (net.position("in/di"), None)
    assert known.why == "They may know someone at Delta: about 1 in 10 contacts does"
    assert (known.probability, known.numbers) == (0.1, "prior 0.10")
    (message,) = explain(net, target, cold(net, target, []))
    assert message.person == net.position("in/bo")
    assert "about 1 in 20 leads to a talk" in message.why and message.numbers == "prior 0.05"
