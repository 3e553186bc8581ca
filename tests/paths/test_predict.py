"""What is kept with an ask: the way that begins with the person asked, and its probability."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from infonet.conversion import calibration
from infonet.graph import Network
from infonet.paths import hindcast, predict_ask
from infonet.tables import Tables, frame

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
