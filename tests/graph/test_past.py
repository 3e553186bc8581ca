"""The networks of days gone by: what was known before a day, and nothing that came later."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from infonet.graph import Network, Past, network
from infonet.ledger import settle
from infonet.tables import Tables, known_ties
from tests.random_logs import DAY, invented

ARRAYS = ("indptr", "indices", "strength", "alpha", "beta", "reason", "name", "keys")


def rebuilt(tables: Tables, day: pd.Timestamp) -> Network:
    """Return the network before a day from nothing but what was known then."""
    earlier = tables.events[tables.events.date < day]
    known = known_ties(tables, day - pd.Timedelta(days=1))
    return network(
        tables._replace(ties=known, events=settle(earlier, tables)),
        as_of=day,
    )


@pytest.mark.evidence
def test_a_day_gone_by_is_the_network_of_what_was_known_then(
    full_count: Callable[[int, int], int],
) -> None:
    for seed in range(full_count(8, 1_000)):
        tables, rng = invented(seed), np.random.default_rng(seed)
        past = Past(tables)
        for number in rng.integers(0, 70, 3).tolist():
            day = DAY + pd.Timedelta(days=number)
            made, fresh = past.before(day), rebuilt(tables, day)
            for name in (*ARRAYS, "in_touch"):
                np.testing.assert_array_equal(getattr(made, name), getattr(fresh, name))
            assert made.priors == fresh.priors
            assert made.as_of == fresh.as_of
            columns = ["source", "target", "evidence", "origin"]
            one, other = (
                each.tables.ties.sort_values(columns, ignore_index=True) for each in (made, fresh)
            )
            pd.testing.assert_frame_equal(one, other)


@pytest.mark.evidence
def test_a_network_of_another_day_shares_the_shape(full_count: Callable[[int, int], int]) -> None:
    for seed in range(full_count(10, 1_000)):
        tables, rng = invented(seed), np.random.default_rng(seed)
        first, then = (DAY + pd.Timedelta(days=one) for one in rng.integers(-5, 70, 2).tolist())
        before = network(tables, as_of=first)
        taken = network(tables, as_of=then, like=before, inferring=False)
        fresh = network(tables, as_of=then, inferring=False)
        for name in (*ARRAYS, "evidence", "in_touch"):
            np.testing.assert_array_equal(getattr(taken, name), getattr(fresh, name))
        assert taken.priors == fresh.priors
        assert taken.inferring is False
        pd.testing.assert_frame_equal(taken.tables.ties, fresh.tables.ties)


def test_people_changed_in_their_place_are_other_people(toy: Tables) -> None:
    """The frame is the same object, and the network before it must not be taken for its own."""
    people = toy.people.copy()
    tables = toy._replace(people=people)
    before = network(tables, as_of="2026-06-30")
    people.loc[people.person == "in/ana", "name"] = "Zoe Last"
    made = network(tables, as_of="2026-06-30", like=before)
    assert made.name[-1] == "Zoe Last"
    assert before.name[-1] != "Zoe Last"


FRIEND = {"source": "in/ana", "target": "in/bo", "evidence": "connection", "origin": "in/ana"}
MINE = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}


@pytest.mark.parametrize(
    ("tie", "seen", "there"),
    [
        # My own connection counts from the day on which we connected, whenever I exported it.
        (MINE | {"since": "2026-03-01"}, "2026-06-01", True),
        (MINE | {"since": "2026-03-02"}, None, False),
        (MINE, "2026-06-01", True),
        # What I say of others counts from the day that I say.
        (FRIEND | {"origin": "me", "evidence": "stated", "since": "2026-03-05"}, None, False),
        (FRIEND | {"origin": "me", "evidence": "stated", "since": "2026-02-05"}, None, True),
        (FRIEND | {"origin": "me", "evidence": "stated", "last": "2026-03-05"}, None, False),
        (FRIEND | {"origin": "me", "evidence": "stated"}, "2026-06-01", True),
        # A friend's list counts from its own day, however long the two have been connected.
        (FRIEND | {"since": "2019-01-01"}, "2026-06-01", False),
        (FRIEND | {"since": "2019-01-01"}, "2026-02-01", True),
        (FRIEND | {"since": "2026-03-05"}, "2026-02-01", False),
        (FRIEND | {"since": "2019-01-01"}, None, True),
    ],
)
def test_what_was_known_on_the_second_of_march(
    tie: dict[str, str], seen: str | None, *, there: bool
) -> None:
    last_seen = None if seen is None else pd.Timestamp(seen)
    people = [{"person": key} for key in ("me", "in/ana")]
    days: dict[str, object] = {
        name: pd.Timestamp(tie[name]) for name in ("since", "last") if name in tie
    }
    row: dict[str, object] = {**tie, **days}
    tables = Tables.of(people=[*people, {"person": "in/bo", "seen": last_seen}], ties=[row])
    assert Past(tables).before("2026-03-02").ties == there
    assert len(known_ties(tables, "2026-03-01")) == there


def test_a_list_is_as_old_as_whoever_of_it_was_seen_first() -> None:
    """Bo stands in a later list, too; Cy in Ana's alone, which says how old that is."""
    seen = {"in/bo": "2026-06-01", "in/cy": "2026-02-01"}
    people = [{"person": key, "seen": pd.Timestamp(day)} for key, day in seen.items()]
    ties = [FRIEND | {"target": key} for key in seen]
    tables = Tables.of(people=[{"person": "me"}, {"person": "in/ana"}, *people], ties=ties)
    assert Past(tables).before("2026-03-02").ties == 2
    assert Past(tables).before("2026-02-01").ties == 0
