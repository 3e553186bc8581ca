"""Does a ranking survive priors that are off? By hand on the toy network of conftest.py."""

from __future__ import annotations

import networkx as nx
import pytest

from infonet.errors import InfonetError
from infonet.graph import Network, network
from infonet.paths import sensitivity
from infonet.tables import Tables, frame


def test_a_close_race_turns_on_the_priors(net: Network) -> None:
    # Ana → Bo is .7 × .37 = .259, Cy and Di → Bo are .25. Weaker strong or weak ties, or stronger
    # connections or medium ones, change the leader; the other directions do not.
    found = sensitivity(net, "Delta", k=3).set_index(["prior", "factor"])
    first = found["first"].to_dict()
    assert first["as it stands", 1.0] == "Ana Diaz → Bo Lin"
    assert first["strong", 0.7] == first["weak", 0.7] == "Cy Young-Osei"
    assert first["connection", 1.3] == "Cy Young-Osei"
    assert first["medium", 1.3] == "Di Marković → Bo Lin"
    same = found.same_first[found.same_first].index.tolist()
    assert set(same) == {
        ("as it stands", 1.0),
        *((name, 1.3) for name in ("strong", "weak", "cold", "scout", "all")),
        *((name, 0.7) for name in ("medium", "connection", "cold", "scout")),
    }
    assert found.probability["strong", 0.7] == pytest.approx(0.25)
    # .91 × .481; the strong prior keeps its ten pseudo-asks.
    assert found.probability["all", 1.3] == pytest.approx(0.91 * 0.481)
    assert (found["of"] == 3).all()
    assert found.kept["as it stands", 1.0] == 3


def test_the_table_covers_every_prior_both_ways_and_all_at_once(net: Network) -> None:
    found = sensitivity(net, field="data engineering", off=0.5)
    assert found.groupby("factor").size().to_dict() == {0.5: 7, 1.0: 1, 1.5: 7}


def test_given_strengths_and_odd_fractions_are_refused(net: Network) -> None:
    for off in (0, 1, -0.3):
        with pytest.raises(InfonetError, match=f"`{off}`"):
            sensitivity(net, "Delta", off=off)
    G = nx.path_graph(["me", "Ana"])
    nx.set_edge_attributes(G, dict.fromkeys(G.edges, 0.5), "strength")
    nx.set_node_attributes(G, {"Ana": "Delta"}, "company")
    with pytest.raises(InfonetError, match="given"):
        sensitivity(Network.from_networkx(G, ego="me"), "Delta")


def test_the_log_teaches_once(toy: Tables) -> None:
    # The priors are varied and the same log is learned anew; nothing learned is learned again.
    rows = [
        {"event": 1, "stage": "asked", "date": "2026-03-02"},
        {"event": 2, "stage": "held", "date": "2026-03-09"},
    ]
    asked = [{**row, "request": "R", "person": "in/cy", "kind": "direct"} for row in rows]
    net = network(toy._replace(events=frame("events", asked)), as_of="2026-06-30")
    found = sensitivity(net, "Delta", k=3).set_index(["prior", "factor"])
    assert found.probability["as it stands", 1.0] == pytest.approx(3.5 / 11)
    assert found.probability["connection", 1.3] == pytest.approx((1.3 * 2.5 + 1) / 11)
    # Weaker connections: (1.75 + 1) / 11 = .25 falls behind .70 × .37 = .259.
    assert found["first"]["connection", 0.7] == "Ana Diaz → Bo Lin"
