"""The way that is kept with an ask, its probability, and a ranking under other priors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from infonet.conversion import calibration
from infonet.errors import InfonetError
from infonet.graph import Network, network
from infonet.ledger import settle
from infonet.paths import Approach, hindcast, predict_ask, sensitivity
from infonet.tables import Tables, frame, known_ties
from tests.random_logs import invented

# The toy network of conftest.py: me .70 Ana .37 Bo [Delta], me .50 Di .50 Bo, me .25 Cy [Delta],
# Di .25 Eli [Hotel] .37 Fay [Echo].


@pytest.mark.parametrize(
    ("person", "company", "kind", "route", "probability"),
    [
        ("in/cy", "Delta", "direct", ("me", "in/cy"), 0.25),
        ("in/ana", "Delta", "introduction", ("me", "in/ana", "in/bo"), 0.70 * 0.37),
        ("in/di", "Delta", "introduction", ("me", "in/di", "in/bo"), 0.50 * 0.50),
        ("in/di", "Echo", "introduction", ("me", "in/di", "in/eli", "in/fay"), 0.5 * 0.25 * 0.37),
        # The field's insider Eli is two ties from Di; by Ana it would be four.
        ("in/di", "data engineering", "introduction", ("me", "in/di", "in/eli"), 0.5 * 0.25),
        ("in/ana", "Golf", "scout", ("me", "in/ana"), 0.70 * 0.10),
        ("in/cy", "Golf", "scout", ("me", "in/cy"), 0.25 * 0.10),
        ("in/bo", "Delta", "cold", ("me", "in/bo"), 0.05),
        ("in/gus", "Foxtrot", "cold", ("me", "in/gus"), 0.05),
    ],
)
def test_the_way_that_begins_with_the_person_asked(
    net: Network, person: str, company: str, kind: str, route: tuple[str, ...], probability: float
) -> None:
    way = predict_ask(net, person, company)
    assert way is not None
    assert (way.kind, tuple(net.keys[list(way.route)])) == (kind, route)
    assert way.probability == pytest.approx(probability)


def test_the_users_word_on_the_kind_goes_before(net: Network) -> None:
    asked = predict_ask(net, "in/ana", "Delta", kind="scout")
    assert asked is not None and asked.probability == pytest.approx(0.07)
    assert predict_ask(net, "in/ana", "Golf", kind="introduction") is None


@pytest.mark.parametrize(("person", "company"), [("in/nobody", "Delta"), ("me", "Delta")])
def test_nothing_is_foreseen_of_somebody_unknown(net: Network, person: str, company: str) -> None:
    assert predict_ask(net, person, company) is None


def test_nothing_is_foreseen_without_a_company(net: Network) -> None:
    assert predict_ask(net, "in/ana", None) is None


def test_a_company_that_nobody_has_heard_of_can_still_be_scouted(net: Network) -> None:
    way = predict_ask(net, "in/ana", "Yankee")
    assert way is not None and way.kind == "scout"


def test_the_best_way_by_each_person_against_every_simple_path() -> None:
    """By brute force: all simple paths of a random graph, grouped by whom they ask first."""
    rng = np.random.default_rng(5)
    G = nx.gnm_random_graph(24, 60, seed=5)
    nx.set_edge_attributes(
        G, {edge: float(rng.uniform(0.05, 0.95)) for edge in G.edges}, "strength"
    )
    nx.set_node_attributes(G, dict.fromkeys((20, 21, 22), "Delta"), "company")
    net = Network.from_networkx(G, ego=0)
    best: dict[int, float] = {}
    for insider in (20, 21, 22):
        for path in nx.all_simple_paths(G, 0, insider, cutoff=4):
            if not {20, 21, 22} & {*path[1:-1]}:
                product = float(np.prod([G[a][b]["strength"] for a, b in nx.utils.pairwise(path)]))
                best[path[1]] = max(best.get(path[1], 0.0), product)
    assert len(best) > 2
    for person, product in best.items():
        way = predict_ask(net, str(person), "Delta")
        assert way is not None and way.probability == pytest.approx(product)


def asked(*rows: dict[str, Any]) -> pd.DataFrame:
    lines = [
        {"event": n, "stage": "asked", "company": "Delta", **row} for n, row in enumerate(rows)
    ]
    return frame("events", lines)


def test_hindcast_fills_what_was_not_kept_and_leaves_what_was(toy: Tables) -> None:
    kept = {"person": "in/cy", "date": "2026-03-05", "route": ("me", "in/cy"), "predicted": 0.9}
    events = asked({"person": "in/ana", "date": "2026-03-02"}, kept)
    found = hindcast(toy._replace(events=events)).events.set_index("event")
    assert found.route[0] == ("me", "in/ana", "in/bo")
    assert found.predicted.round(4).tolist() == [0.259, 0.9]


def test_what_is_filled_is_marked_and_can_be_calibrated(toy: Tables) -> None:
    """Of three asks one kept its prediction, one is filled, and of one nothing can be said."""
    kept = {"person": "in/cy", "date": "2026-03-05", "predicted": 0.9, "request": "R1"}
    bare = {"person": "in/ana", "date": "2026-03-02", "request": "R2"}
    unknown = {"person": "in/ana", "date": "2026-03-09", "company": None, "request": "R3"}
    ended = [
        {"stage": "held", "date": "2026-03-20", **{key: row[key] for key in ("person", "request")}}
        for row in (kept, bare, unknown)
    ]
    tables = hindcast(toy._replace(events=asked(kept, bare, unknown, *ended)))
    events = tables.events[tables.events.stage == "asked"].set_index("request")
    assert events.filled.to_dict() == {"R1": False, "R2": True, "R3": False}
    assert events.predicted.isna().to_dict() == {"R1": False, "R2": False, "R3": True}
    assert not tables.events.filled[tables.events.stage != "asked"].any()
    path = calibration(tables, as_of="2026-06-30").set_index("position").loc["path"]
    assert (path.n, path.predicted) == (2.0, pytest.approx((0.9 + 0.70 * 0.37) / 2))


def test_hindcast_does_not_look_ahead(toy: Tables) -> None:
    """What happens after a day changes nothing that was foreseen on it."""
    events = asked(
        {"person": "in/ana", "date": "2026-03-02"}, {"person": "in/di", "date": "2026-03-20"}
    )
    later = frame(
        "events",
        [
            {"event": 9, "person": "in/ana", "stage": "declined", "date": "2026-03-03"}
            | {"company": "Delta"}
        ],
    )
    alone = hindcast(toy._replace(events=events)).events.set_index("event").predicted
    both = pd.concat([events, later], ignore_index=True)
    after = hindcast(toy._replace(events=both)).events.set_index("event").predicted
    assert after[0] == alone[0]
    assert np.isnan(after[9])


@pytest.mark.evidence
def test_hindcast_is_each_ask_predicted_by_the_network_of_its_day(
    full_count: Callable[[int, int], int],
) -> None:
    """One at a time, by networks made anew of what was known before each day."""
    compared = 0
    for seed in range(full_count(8, 400)):
        tables = invented(seed)
        events = settle(tables)
        found = hindcast(tables).events
        columns = ["event", "request", "person", "stage", "date"]
        pd.testing.assert_frame_equal(found[columns], events[columns])
        first = ~events.request.duplicated().where(events.stage == "asked", other=True)
        for place in np.flatnonzero(first & events.person.notna()).tolist():
            way, kept = _one_by_one(tables, events.iloc[place])
            compared += way is not None
            expected = np.nan if way is None else way.probability
            np.testing.assert_equal(found.predicted[place], expected)
            if way is not None and kept is not None:
                assert found.route[place] == kept
    assert compared > 20


def _one_by_one(tables: Tables, ask: Any) -> tuple[Approach | None, tuple[str, ...] | None]:
    """Predict an ask by a network made anew; and return the route that was kept with it."""
    earlier = settle(tables.events[tables.events.date < ask.date], tables)
    known = known_ties(tables, ask.date - pd.Timedelta(days=1))
    jobs = tables.jobs[~(tables.jobs.start >= ask.date)]
    jobs = jobs.assign(end=jobs.end.where(jobs.end < ask.date))
    net = network(tables._replace(ties=known, jobs=jobs, events=earlier), as_of=ask.date)
    company = ask.company if isinstance(ask.company, str) else None
    kept = ask.route if isinstance(ask.route, tuple) else None
    kind = ask.kind if isinstance(ask.kind, str) else None
    way = predict_ask(net, ask.person, company, kind=kind, route=kept)
    if way is None and kept is None:
        way = predict_ask(net, ask.person, company)
    return way, kept


SAID = {"origin": "me", "evidence": "stated"}
LISTED = {"origin": "in/ana", "evidence": "connection", "closeness": "weak", "since": "2019-01-01"}


@pytest.mark.parametrize(
    ("tie", "seen", "known"),
    [
        (SAID, None, True),  # said without a day
        (SAID | {"since": "2026-03-01"}, None, True),
        (SAID | {"since": "2026-03-02"}, None, False),
        (LISTED, None, True),  # of an export without a day
        (LISTED, "2026-03-01", True),
        (LISTED, "2026-03-02", False),
        (LISTED, "2026-06-01", False),
    ],
)
def test_hindcast_uses_no_tie_of_a_later_day(
    toy: Tables, tie: dict[str, str], seen: str | None, *, known: bool
) -> None:
    """Ana .70 knows Bo .37 at Delta; without that tie she is asked whom she knows: .70 × .10."""
    between = (toy.ties.source == "in/ana") & (toy.ties.target == "in/bo")
    ties = toy.ties.copy()
    for name, value in tie.items():
        ties.loc[between, name] = pd.Timestamp(value) if name == "since" else value
    people = toy.people.assign(seen=pd.Series(seen, toy.people.index, dtype="datetime64[s]"))
    events = asked({"person": "in/ana", "date": "2026-03-02"})
    [predicted] = hindcast(toy._replace(ties=ties, people=people, events=events)).events.predicted
    assert predicted == pytest.approx(0.70 * (0.37 if known else 0.10))


# --- priors that are off ---


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


def test_what_is_not_guessed_is_not_guessed_with_other_priors(toy: Tables) -> None:
    # Ana and Gus [Foxtrot] wrote in one conversation: she may know him, where such guesses count.
    thread = {"gathering": "1", "kind": "thread", "size": 2, "times": 1}
    both = [thread | {"person": person} for person in ("in/ana", "in/gus")]
    tables = toy._replace(gatherings=frame("gatherings", both))
    first = {
        guesses: sensitivity(net, "Foxtrot").probability.iloc[0]
        for guesses in (True, False)
        for net in [network(tables, as_of="2026-06-30", inferring=guesses)]
    }
    assert first[False] == pytest.approx(0.70 * 0.10)
    assert first[True] > first[False]


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
