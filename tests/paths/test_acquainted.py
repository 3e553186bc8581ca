"""Scouts who have something in common with an insider: a greater chance, and the insider's name."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pandas as pd
import pytest

from infonet.agenda import plan
from infonet.graph import Network, network
from infonet.paths import brokers, explain, from_row, predict_ask, reach, warm_paths
from infonet.tables import Tables

DAY = "2026-06-30"
# The toy network of conftest.py: me .70 Ana, me .50 Di, me .25 Cy; nobody knows Gus [Foxtrot].
THREAD = {"gathering": "g", "kind": "thread", "size": 3, "times": 1}
BOTH = [
    THREAD | {"person": "in/di", "last": pd.Timestamp("2026-05-04")},
    THREAD | {"person": "in/gus", "last": pd.Timestamp("2026-05-04")},
]


def with_thread(toy: Tables) -> Tables:
    return toy._replace(gatherings=Tables.of(gatherings=BOTH).gatherings)


def scouts(net: Network, company: str = "Foxtrot", **more: Any) -> pd.DataFrame:
    ways = warm_paths(net, company, **more)
    return ways[ways.kind == "scout"].set_index("names")


def test_the_chance_of_a_scout_is_raised_and_the_person_named(toy: Tables) -> None:
    net = network(with_thread(toy), as_of=DAY)
    found = scouts(net)
    # exists .325, × weak .37 = .12025; 1 - (1 - .10)(1 - .12025) = .208225; × .50 for Di.
    assert found.probability["Di Marković"] == pytest.approx(0.5 * 0.208225)
    assert found.probability["Ana Diaz"] == pytest.approx(0.07)
    # .104 of Di comes before the .07 of Ana, who is closer.
    assert found.index.tolist() == ["Di Marković", "Ana Diaz", "Cy Young-Osei"]
    assert found.low["Di Marković"] < 0.104 < found.high["Di Marković"]
    told = found.why["Di Marković"]
    assert "Di Marković may know Gus Wren: both are in a group conversation with you" in told
    assert "last on Mon 4 May. Ask whether they know Gus Wren" in told
    assert "0.33 × weak tie 0.37" in told
    assert "Gus" not in found.why["Ana Diaz"]


def test_it_is_no_path_and_counts_for_no_hops(toy: Tables) -> None:
    bare, net = network(toy, as_of=DAY), network(with_thread(toy), as_of=DAY)
    assert net.ties == bare.ties
    for company in ("Delta", "Echo", "Foxtrot"):
        ways = warm_paths(net, company)
        pd.testing.assert_frame_equal(
            ways[ways.kind.isin(["introduction", "direct"])],
            warm_paths(bare, company).query("kind in ['introduction', 'direct']"),
        )
    pd.testing.assert_frame_equal(brokers(net), brokers(bare))
    assert reach(net).set_index("company").kind["Foxtrot"] == "scout"


def test_it_can_be_switched_off_in_one_place(toy: Tables) -> None:
    off = network(with_thread(toy), as_of=DAY, inferring=False)
    bare = network(toy, as_of=DAY)
    pd.testing.assert_frame_equal(warm_paths(off, "Foxtrot"), warm_paths(bare, "Foxtrot"))
    pd.testing.assert_frame_equal(reach(off), reach(bare))


def test_every_screen_has_the_same_chance(toy: Tables) -> None:
    net = network(with_thread(toy), as_of=DAY)
    chance = scouts(net).probability["Di Marković"]
    best = reach(net).set_index("company").loc["Foxtrot"]
    assert (best.broker, best.probability) == ("Di Marković", chance)
    ask = plan(net, net.tables.events, as_of=DAY).set_index("company").loc["Foxtrot"]
    assert (ask["name"], ask.probability) == ("Di Marković", chance)
    way = predict_ask(net, "in/di", "Foxtrot")
    assert way is not None
    assert way.probability == chance
    row: Any = next(scouts(net).reset_index().itertuples())
    target = net.target("Foxtrot")
    again = from_row(net, row)
    assert (again.probability, again.low, again.high) == (chance, row.low, row.high)
    hops = explain(net, target, again)
    product = 1.0
    for hop in hops:
        product *= hop.probability
    assert product == pytest.approx(chance)


def test_several_at_a_target_raise_it_together(toy: Tables) -> None:
    tables = with_thread(toy)
    hal = Tables.of(
        people=[{"person": "in/hal", "name": "Hal Ek"}],
        jobs=[{"person": "in/hal", "company": "Foxtrot"}],
        gatherings=[THREAD | {"person": "in/hal"}],
    )
    tables = tables._replace(
        people=pd.concat([tables.people, hal.people], ignore_index=True),
        jobs=pd.concat([tables.jobs, hal.jobs], ignore_index=True),
        gatherings=pd.concat([tables.gatherings, hal.gatherings], ignore_index=True),
    )
    found = scouts(network(tables, as_of=DAY))
    # 1 - .9 · .87975² = .303436
    assert found.probability["Di Marković"] == pytest.approx(0.5 * (1 - 0.9 * 0.87975**2))
    # Equally likely: the one last together with Di is named, and the other counted.
    assert "may know Gus Wren, and 1 other there" in found.why["Di Marković"]


def test_an_acquaintance_whom_both_have_is_said_by_name(toy: Tables) -> None:
    mail = {"gathering": "m", "kind": "mail", "size": 3, "times": 1}
    rows = [mail | {"person": "in/ana"}, mail | {"person": "in/di"}]
    rows += [THREAD | {"person": who} for who in ("in/ana", "in/gus")]
    told = Tables.of(gatherings=rows)
    found = scouts(network(toy._replace(gatherings=told.gatherings), as_of=DAY))
    # Ana was with each of them once: 1 - exp(-.325²) = .100238; 1 - .9 (1 - .100238 · .37)
    # = .133379; × .50
    assert found.probability["Di Marković"] == pytest.approx(0.5 * 0.1333793, abs=1e-7)
    assert (
        "Di Marković may know Gus Wren: each was in a meeting, a conversation or on a mail with"
        " Ana Diaz. Ask whether they know Gus Wren"
    ) in found.why["Di Marković"]
    assert "both are in a group conversation with you" in found.why["Ana Diaz"]


def test_a_shared_employer_is_said_with_its_years(toy: Tables) -> None:
    days = {"start": pd.Timestamp("2023-02-01"), "end": pd.Timestamp("2023-09-30")}
    jobs = [{"person": who, "company": "Quillmark", **days} for who in ("in/ana", "in/gus")]
    tables = toy._replace(jobs=pd.concat([toy.jobs, Tables.of(jobs=jobs).jobs], ignore_index=True))
    found = scouts(network(tables, as_of=DAY))
    # .5 · .37 = .185: 1 - .9 · .815 = .2665; × .70
    assert found.probability["Ana Diaz"] == pytest.approx(0.7 * 0.2665)
    assert "Ana Diaz may know Gus Wren: both were at Quillmark in 2023." in found.why["Ana Diaz"]


def test_a_shared_school_is_said_with_its_years_and_switched_off_with_all_others(
    toy: Tables,
) -> None:
    years = [("in/ana", "2001-01-01", "2003-12-31"), ("in/gus", "2003-01-01", "2006-12-31")]
    went = [
        {"gathering": "Quillmark College", "kind": "school", "person": who}
        | {"since": pd.Timestamp(since), "last": pd.Timestamp(last)}
        for who, since, last in years
    ]
    tables = toy._replace(gatherings=Tables.of(gatherings=went).gatherings)
    found = scouts(network(tables, as_of=DAY))
    # exists .05, × weak .37 = .0185; 1 - (1 - .10)(1 - .0185) = .11665; × .70 for Ana.
    assert found.probability["Ana Diaz"] == pytest.approx(0.7 * 0.11665)
    told = found.why["Ana Diaz"]
    assert "Ana Diaz may know Gus Wren: both were at Quillmark College in 2003." in told
    assert "inferred: they know each other 0.05 × weak tie 0.37" in told
    silent = scouts(network(tables, as_of=DAY, inferring=False))
    assert silent.probability["Ana Diaz"] == pytest.approx(0.07)
    assert "Gus" not in silent.why["Ana Diaz"]
    still = network(tables, as_of="2003-06-30")
    assert "both are at Quillmark College" in scouts(still).why["Ana Diaz"]


def test_a_tie_that_is_known_is_a_path_and_no_hint(toy: Tables) -> None:
    both = [THREAD | {"person": "in/ana"}, THREAD | {"person": "in/bo"}]
    tables = toy._replace(gatherings=Tables.of(gatherings=both).gatherings)
    # Without paths on the list Ana is a scout.
    for k in (0, 5):
        ways = warm_paths(network(tables, as_of=DAY), "Delta", k=k)
        assert not ways.why.str.contains("may know Bo").any()
    ana = scouts(network(tables, as_of=DAY), "Delta", k=0).loc["Ana Diaz"]
    assert ana.probability == pytest.approx(0.07)


def test_a_network_of_given_strengths_infers_nothing_of_its_jobs() -> None:
    G: nx.Graph[str] = nx.Graph([("me", "Ana"), ("me", "Cy")], ego="me")
    nx.set_edge_attributes(G, dict.fromkeys(G.edges, 0.5), "strength")
    G.add_node("Bo")
    nx.set_node_attributes(G, {"Bo": "Delta", "Cy": "Echo"}, "company")
    found = scouts(Network.from_networkx(G), "Delta")
    assert found.probability.tolist() == [0.05, 0.05]


def test_like_keeps_what_is_shared_while_the_gatherings_are_the_same(toy: Tables) -> None:
    before = network(toy, as_of=DAY)
    scouts(before)
    after = network(with_thread(toy), as_of=DAY, like=before)
    assert scouts(after).index[0] == "Di Marković"
    school = {"gathering": "Quillmark College", "kind": "school"}
    went = Tables.of(gatherings=[school | {"person": who} for who in ("in/gus", "me")]).gatherings
    assert not before.workplaces.alumni.any()
    after = network(toy._replace(gatherings=went), as_of=DAY, like=before)
    assert after.workplaces.alumni.tolist() == (after.person == "in/gus").tolist()


def test_the_books_own_word_switches_it_off_and_on(toy: Tables) -> None:
    def said(*texts: str, **more: Any) -> Network:
        notes = Tables.of(
            notes=[{"person": "me", "kind": "guesses", "text": text} for text in texts]
        )
        return network(with_thread(toy)._replace(notes=notes.notes), as_of=DAY, **more)

    assert network(with_thread(toy), as_of=DAY).inferring
    assert not said("no").inferring and said("no", "yes").inferring
    assert said("no", inferring=True).inferring
    bare = network(toy, as_of=DAY)
    pd.testing.assert_frame_equal(warm_paths(said("no"), "Foxtrot"), warm_paths(bare, "Foxtrot"))
