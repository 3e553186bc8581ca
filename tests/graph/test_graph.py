"""The network as arrays, and the way to networkx and back."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.errors import InfonetError
from infonet.graph import Network, network, unweighted
from infonet.strength import PRIORS
from infonet.tables import Tables, frame


def edges(net: Network) -> set[tuple[str, str, float]]:
    """Every tie once, by key."""
    G = net.to_networkx()
    return {(*sorted((a, b)), round(tie["strength"], 12)) for a, b, tie in G.edges(data=True)}


def test_arrays_of_the_toy_network(net: Network) -> None:
    assert (len(net), net.ties) == (8, 7)
    assert net.person[net.ego] == "me"
    assert list(net.name) == sorted(net.name)
    assert np.array_equal(np.diff(net.indptr).sum(), 2 * net.ties)
    ana, bo = net.position("in/ana"), net.position("in/bo")
    assert net.strength[net.arc(ana, bo)] == pytest.approx(0.37)
    assert net.arc(bo, net.ego) == -1
    for person in range(len(net)):
        row = net.indices[net.arcs(person)]
        assert (np.diff(row) > 0).all()


def test_every_tie_stands_in_both_directions(net: Network) -> None:
    source = np.repeat(np.arange(len(net)), np.diff(net.indptr))
    there = dict(zip(zip(source, net.indices, strict=True), net.strength, strict=True))
    assert {(b, a): s for (a, b), s in there.items()} == there


def test_to_networkx_carries_people_jobs_and_ego(net: Network) -> None:
    G = net.to_networkx()
    assert G.graph["ego"] == "me"
    assert G.nodes["in/bo"]["company"] == "Delta"
    assert G.nodes["in/bo"]["email"] is None
    assert G["me"]["in/ana"] == {
        "strength": pytest.approx(0.7),
        "tie_class": "strong",
        "reason": "said strong",
    }


def test_there_and_back_again(net: Network) -> None:
    back = Network.from_networkx(net.to_networkx())
    assert edges(back) == edges(net)
    assert list(back.person) == list(net.person)
    assert back.workplaces.current.company.tolist() == pytest.approx(
        net.workplaces.current.company.tolist(), nan_ok=True
    )
    assert np.isnan(back.alpha).all()


@given(st.integers(2, 12), st.integers(0, 2**32 - 1))
def test_any_graph_survives_the_way_there_and_back(n: int, seed: int) -> None:
    G = nx.gnp_random_graph(n, 0.4, seed=seed)
    rng = np.random.default_rng(seed)
    for edge in G.edges:
        G.edges[edge]["strength"] = float(rng.uniform(0.01, 1))
    nx.set_node_attributes(G, {0: "Delta"}, "company")
    there = Network.from_networkx(G, ego=1)
    expected = {(*sorted((str(a), str(b))), round(s, 12)) for a, b, s in G.edges(data="strength")}
    assert edges(there) == expected
    assert edges(Network.from_networkx(there.to_networkx())) == expected


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda G: G.to_directed(), "undirected"),
        (nx.MultiGraph, "multigraph|undirected `networkx.Graph`"),
        (lambda G: G.add_edge("Ana", "Ana", strength=0.5), "themself"),
        (lambda G: G.add_edge("Ana", "Cy"), "`None`"),
        (lambda G: G.add_edge("Ana", "Cy", strength=1.5), "`1.5`"),
        (lambda G: G.add_edge("Ana", "Cy", strength=0), "`0`"),
        (lambda G: G.nodes["Bo"].clear(), "company"),
        (lambda G: G.graph.update(ego="Zed"), "`Zed`"),
        (lambda G: G.add_edges_from([(1, "1", {"strength": 0.5})]), "relabel"),
    ],
)
def test_a_graph_that_is_no_network_is_refused_in_a_sentence(spoil: object, said: str) -> None:
    G = nx.Graph([("me", "Ana"), ("Ana", "Bo")], ego="me")
    nx.set_edge_attributes(G, dict.fromkeys(G.edges, 0.5), "strength")
    nx.set_node_attributes(G, {"Bo": "Delta"}, "company")
    spoilt = spoil(G)  # type: ignore[operator]  # each spoiler takes the graph
    with pytest.raises(InfonetError, match=said):
        Network.from_networkx(G if spoilt is None else spoilt)


def test_tables_that_are_no_network_are_refused_in_a_sentence(toy: Tables) -> None:
    def refused(said: str, tables: Tables, ego: str = "me") -> None:
        with pytest.raises(InfonetError, match=said):
            network(tables, as_of="2026-06-30", ego=ego)

    refused("`in/zed`", toy, ego="in/zed")
    twice = pd.concat([toy.people, toy.people.iloc[:1]], ignore_index=True)
    refused("`me` stands twice", toy._replace(people=twice))
    loop = frame("ties", [{"source": "me", "target": "me", "evidence": "stated", "origin": "me"}])
    refused("self tie", toy._replace(ties=loop))
    refused("not in `people`", toy._replace(people=toy.people.iloc[:3]))


DAY = "2026-06-30"
ARRAYS = ("indptr", "indices", "strength", "alpha", "beta", "reason", "evidence", "name")


def told(toy: Tables, *stages: str) -> Tables:
    """Return the toy network after asks to Ana and Di about Delta, one with these stages."""
    rows = [("in/ana", stage, day) for day, stage in enumerate(("asked", *stages), 2)]
    events = [
        {"event": n, "person": person, "stage": stage, "date": f"2026-03-{day:02d}"}
        | {"company": "Delta", "kind": "direct", "request": f"R-{person}"}
        for n, (person, stage, day) in enumerate([*rows, ("in/di", "asked", 2)], 1)
    ]
    return toy._replace(events=frame("events", events))


@pytest.mark.parametrize("stages", [(), ("replied", "held"), ("declined",)])
def test_a_network_like_another_is_the_one_made_anew(toy: Tables, stages: tuple[str, ...]) -> None:
    before = network(toy, as_of=DAY)
    fresh = network(told(toy, *stages), as_of=DAY)
    taken = network(told(toy, *stages), as_of=DAY, like=before)
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(taken, name), getattr(fresh, name))
    assert taken.indices is before.indices
    assert taken.priors == fresh.priors and taken.learned == fresh.learned
    assert not np.array_equal(taken.strength, before.strength)
    again = network(toy, as_of=DAY, like=taken)
    np.testing.assert_array_equal(again.strength, before.strength)


def test_a_network_with_other_priors_is_the_one_made_anew(toy: Tables) -> None:
    tables = told(toy, "replied", "held")
    weaker = {name: prior.scaled(0.7) for name, prior in PRIORS.items()}
    before = network(tables, as_of=DAY, inferring=False)
    before.workplaces.current  # noqa: B018  # to have it
    made, fresh = before.with_priors(weaker), network(tables, as_of=DAY, priors=weaker)
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(made, name), getattr(fresh, name))
    assert made.priors == fresh.priors and made.learned == fresh.learned
    assert made.workplaces is before.workplaces and not made.inferring
    np.testing.assert_array_equal(made.own_strength, fresh.own_strength)
    assert made.once(_ego) is before.once(_ego) and made.once(_own) is not before.once(_own)
    np.testing.assert_array_equal(made.with_priors(PRIORS).strength, before.strength)


@unweighted
def _ego(net: Network) -> list[int]:
    return [net.ego]


def _own(net: Network) -> list[float]:
    return [*net.own_strength]


def test_a_network_takes_over_only_what_still_stands(toy: Tables) -> None:
    before = network(toy, as_of=DAY)
    assert before.workplaces.current.company.notna().any()
    one = toy.ties.copy()
    one.loc[0, "closeness"] = "weak"
    others = {
        "people": toy._replace(people=toy.people.assign(name="Somebody")),
        "jobs": toy._replace(jobs=toy.jobs.iloc[1:]),
        "ties": toy._replace(ties=one),
    }
    for tables in others.values():
        made, fresh = network(tables, as_of=DAY, like=before), network(tables, as_of=DAY)
        assert made.indices is not before.indices
        assert made.workplaces is not before.workplaces
        np.testing.assert_array_equal(made.strength, fresh.strength)
    # Another day has the same people and ties, and its own classes.
    made, fresh = (network(toy, as_of="2028-01-01", like=one) for one in (before, None))
    assert made.indices is before.indices
    assert made.workplaces is before.workplaces and made.inferred is not before.inferred
    np.testing.assert_array_equal(made.reason, fresh.reason)
    np.testing.assert_array_equal(made.strength, fresh.strength)
    assert network(toy, as_of=DAY, ego="in/ana", like=before).name[0] == before.name[0]
    assert network(toy, as_of=DAY, ego="in/ana", like=before).ego != before.ego
    # Tables that are equal but other objects, as those of a book that was read again.
    equal = Tables(*(each.copy() for each in toy))
    made = network(equal, as_of=DAY, like=before)
    assert made.indices is before.indices
    assert made.workplaces is before.workplaces


@pytest.mark.parametrize(
    ("table", "rows", "keeps_inferred"),
    [
        ("companies", [{"company": "Delta", "kind": "company", "priority": 3}], True),
        ("companies", [{"company": "Golf", "kind": "company", "aliases": ()}], True),
        ("companies", [{"company": "Delta", "kind": "company", "aliases": ("Hotel",)}], False),
        ("notes", [{"company": "Delta", "kind": "another company", "text": "Delta Dental"}], True),
    ],
    ids=["wanted", "alone", "declared", "noted"],
)
def test_what_is_wanted_declared_or_noted_changes_what_rests_on_it(
    toy: Tables, table: str, rows: list[dict[str, object]], *, keeps_inferred: bool
) -> None:
    before = network(toy, as_of=DAY)
    was, inferred = before.workplaces, before.inferred
    was.current  # noqa: B018  # to have it
    assert was.near("Delta").company.tolist() == ["Delta Dental"]
    tables = toy._replace(**{table: frame(table, rows)})
    made, fresh = network(tables, as_of=DAY, like=before), network(tables, as_of=DAY)
    assert made.workplaces.current is was.current
    assert (made.inferred is inferred) is keeps_inferred
    for company in ("Delta", "Delta Dental", "Hotel"):
        assert made.workplaces.near(company).equals(fresh.workplaces.near(company))
        assert made.workplaces.aliases(company) == fresh.workplaces.aliases(company)
        found, anew = (each.target(company) for each in (made, fresh))
        np.testing.assert_array_equal(found.insiders, anew.insiders)
    assert made.workplaces.near("Delta").empty is (table == "notes")
    assert made.workplaces.wanted.equals(fresh.workplaces.wanted)
    assert made.workplaces.own_work == fresh.workplaces.own_work


def test_a_hostile_name_is_letters_in_html() -> None:
    people = [{"person": "me", "name": "<img src=x onerror=alert(1)>"}]
    net = network(Tables.of(people=people), as_of="2026-06-30")
    assert "<img" not in net._repr_html_()
    assert "&lt;img" in net._repr_html_()
    assert "mathjax_ignore" in net._repr_html_()


def test_networkx_measures_are_one_call_away(net: Network) -> None:
    G = net.to_networkx()
    assert max(nx.betweenness_centrality(G).items(), key=lambda item: item[1])[0] == "in/di"
