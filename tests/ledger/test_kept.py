"""The ledgers that are kept: found again by their content, and never in place of another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from infonet.ledger import Ledger, settle
from infonet.tables import Tables, frame
from tests.random_logs import DAY, PEOPLE, invented

SEEDS = st.integers(0, 100_000)
ASKED = {"event": 1, "person": "in/ana", "stage": "asked", "company": "Delta"}
LOG = [
    ASKED | {"date": pd.Timestamp("2026-03-02")},
    ASKED | {"event": 2, "stage": "held", "date": pd.Timestamp("2026-03-09")},
]
PEOPLE_OF = [{"person": key} for key in ("me", "in/ana")]
TIE = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}


def test_the_same_log_is_settled_once() -> None:
    first = Ledger.of(frame("events", LOG))
    assert Ledger.of(frame("events", LOG)).histories is first.histories
    assert Ledger.of(first.log.copy()).histories is first.histories


def test_a_ledger_with_its_own_tables_is_there_already() -> None:
    tables = Tables.of(people=PEOPLE_OF, events=LOG)
    read = Ledger.of(tables)
    assert Ledger.of(read, tables) is read
    assert Ledger.of(read, tables._replace(people=tables.people[:1])) is not read


def test_a_log_that_is_asked_for_again_and_again_is_not_settled_again() -> None:
    first = Ledger.of(frame("events", LOG))
    for number in range(20):
        Ledger.of(frame("events", [row | {"note": f"{number}"} for row in LOG]))
        assert Ledger.of(frame("events", LOG)).histories is first.histories


def test_a_log_that_was_changed_in_its_place_is_another() -> None:
    log = frame("events", LOG)
    assert [one.state for one in Ledger.of(log).requests(as_of="2026-06-30")] == ["held"]
    log.loc[1, "stage"] = "declined"
    assert [one.state for one in Ledger.of(log).requests(as_of="2026-06-30")] == ["declined"]


def test_the_tables_decide_the_kinds_that_the_log_does_not_give() -> None:
    log = frame("events", LOG)
    tied, alone = Tables.of(people=PEOPLE_OF, ties=[TIE]), Tables.of(people=PEOPLE_OF)
    kinds = [Ledger.of(log, tables).histories[0].kind for tables in (tied, alone, tied, None)]
    assert kinds == ["scout", "cold", "scout", "direct"]
    ties = tied.ties
    at_delta = tied._replace(jobs=frame("jobs", [{"person": "in/ana", "company": "Delta"}]))
    assert Ledger.of(log, at_delta).histories[0].kind == "direct"
    ties.loc[0, "since"] = pd.Timestamp("2026-05-01")  # in its place: they met after the ask
    assert Ledger.of(log, tied).histories[0].kind == "cold"


def test_a_second_name_declared_later_joins_what_was_apart() -> None:
    log = frame("events", [LOG[0], LOG[1] | {"company": "Echo"}])
    companies = [{"company": "Delta", "kind": "company", "aliases": ("Echo",)}]
    apart, same = Tables.of(people=PEOPLE_OF), Tables.of(people=PEOPLE_OF, companies=companies)
    unassigned = [len(Ledger.of(log, tables).unassigned) for tables in (apart, same, apart)]
    assert unassigned == [1, 0, 1]


def test_each_has_the_notes_of_its_own_tables() -> None:
    note = {"person": "in/ana", "kind": "opted out"}
    without = Tables.of(people=PEOPLE_OF, events=LOG)
    told = Tables.of(people=PEOPLE_OF, events=LOG, notes=[note])
    found = [Ledger.of(one).on("2026-06-30").opted_out for one in (without, told, without)]
    assert [len(one) for one in found] == [0, 1, 0]


def test_only_the_last_days_are_kept() -> None:
    log = Ledger.of(frame("events", LOG))
    day = log.on("2026-06-30")
    assert log.on("2026-06-30") is day
    for later in pd.date_range("2026-07-01", periods=30):
        log.on(later)
    assert log.on("2026-06-30") is not day
    assert log.on("2026-06-30").requests == day.requests


def test_several_threads_get_the_same() -> None:
    logs = [invented(seed) for seed in range(8)] * 4
    alone = [settle(one.events.copy(), one) for one in logs[:8]] * 4
    with ThreadPoolExecutor(4) as pool:
        for one, other in zip(pool.map(settle, logs), alone, strict=True):
            pd.testing.assert_frame_equal(one, other)


@given(SEEDS, st.integers(0, 70))
def test_the_log_up_to_a_day_is_settled_as_if_it_ended_there(seed: int, number: int) -> None:
    tables = invented(seed)
    day = DAY + pd.Timedelta(days=number)
    whole, earlier = settle(tables), tables.events[tables.events.date <= day]
    ended = settle(earlier, tables)
    both = [one.set_index("event").request for one in (whole[whole.date <= day], ended)]
    pd.testing.assert_series_equal(both[0].sort_index(), both[1].sort_index())
    assert Ledger.of(tables).attempts(until=day) == Ledger.of(ended, tables).attempts()


@given(SEEDS)
def test_the_kind_of_an_ask_by_every_way_known_on_its_day(seed: int) -> None:
    """By networkx: an insider within three ties of the person asked, and never over me."""
    tables = invented(seed)
    log = tables.events[(tables.events.stage == "asked") & tables.events.person.notna()]
    log = log.assign(kind=None, route=None, request=[f"Q{n}" for n in range(len(log))])
    inside = tables.jobs[tables.jobs.end.isna()].groupby("company").person.agg(set).to_dict()
    same: tuple[str, ...] = ("Delta", "Delta GmbH")
    if tables.companies.aliases.map(lambda one: isinstance(one, tuple)).any():
        same = (*same, "Foxtrot")
    for history in Ledger.of(log, tables).histories:
        [ask] = history.logged
        known = tables.ties[~(tables.ties.since > ask.day)]
        G = nx.Graph([*zip(known.source, known.target, strict=True)])
        G.add_nodes_from(PEOPLE)
        spelt = same if ask.company in same else (ask.company,)
        insiders = set().union(*(inside.get(one, set()) for one in spelt))
        H = G.subgraph([key for key in PEOPLE if key != "me"])
        near = nx.single_source_shortest_path_length(H, ask.person, cutoff=3)
        if not G.has_edge("me", ask.person):
            expected = "cold"
        elif ask.person in insiders:
            expected = "direct"
        else:
            expected = "introduction" if insiders & near.keys() else "scout"
        assert history.kind == expected
