"""The networks of days gone by: what was known before a day, and nothing that came later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from infonet.book import Book
from infonet.graph import Network, Past, network
from infonet.ledger import settle
from infonet.paths import hindcast
from infonet.tables import Tables, known_ties
from tests.book_days import date_acts
from tests.book_exports import ANA, BO, ROBIN, export
from tests.random_logs import DAY, invented

ARRAYS = ("indptr", "indices", "strength", "alpha", "beta", "reason", "name", "keys")


def rebuilt(tables: Tables, day: pd.Timestamp) -> Network:
    """Return the network before a day from nothing but what was known then."""
    earlier = tables.events[tables.events.date < day]
    known = known_ties(tables, day - pd.Timedelta(days=1))
    return network(
        tables._replace(ties=known, jobs=jobs_before(tables, day), events=settle(earlier, tables)),
        as_of=day,
    )


def jobs_before(tables: Tables, day: pd.Timestamp) -> pd.DataFrame:
    """Return the jobs of which no later day says that they began, or are over."""
    rows = [row for row in tables.jobs.to_dict("records") if not row["start"] >= day]
    then = [row | {"end": pd.NaT} if row["end"] >= day else row for row in rows]
    return Tables.of(jobs=then).jobs


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
            pd.testing.assert_frame_equal(made.tables.jobs, fresh.tables.jobs)
            pd.testing.assert_frame_equal(made.workplaces.current, fresh.workplaces.current)
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
        # What the book says of it, whoever was seen later: when the two were first said to be one.
        (FRIEND | {"known": "2026-02-01", "since": "2019-01-01"}, "2026-06-01", True),
        (FRIEND | {"known": "2026-03-02", "since": "2019-01-01"}, "2026-02-01", False),
        (FRIEND | {"known": "2026-02-01", "since": "2026-03-05"}, None, False),
        (FRIEND | {"known": "2026-06-01"}, None, False),
        (FRIEND | {"origin": "me", "evidence": "stated", "known": "2026-06-01"}, None, False),
        (FRIEND | {"origin": "me", "evidence": "stated", "known": "2026-02-01"}, None, True),
        (
            FRIEND
            | {"origin": "me", "evidence": "stated", "known": "2026-06-01", "since": "2026-02-05"},
            None,
            True,
        ),
        (MINE | {"known": "2026-06-01"}, None, True),
    ],
)
def test_what_was_known_on_the_second_of_march(
    tie: dict[str, str], seen: str | None, *, there: bool
) -> None:
    last_seen = None if seen is None else pd.Timestamp(seen)
    people = [{"person": key} for key in ("me", "in/ana")]
    days: dict[str, object] = {
        name: pd.Timestamp(tie[name]) for name in ("since", "last", "known") if name in tie
    }
    row: dict[str, object] = {**tie, **days}
    tables = Tables.of(people=[*people, {"person": "in/bo", "seen": last_seen}], ties=[row])
    assert Past(tables).before("2026-03-02").ties == there
    assert len(known_ties(tables, "2026-03-01")) == there


# What a book says of a day gone by, whatever comes into it later

ASK = "2026-03-02"
DI = {"slug": "di-roe", "name": "Di Roe", "company": "Echo"}
ANA_AT_BETA = ANA | {"company": "Beta", "since": "2025-01-01"}
AT_DELTA, AT_GOLF = BO | {"company": "Delta"}, BO | {"company": "Golf"}
OF_ANA: dict[str, Any] = {"owner": "in/ana-diaz", "path": "ana.csv"}


def way_of_march(*later: Callable[[Book], object]) -> tuple[object, ...]:
    """Return the way of an ask of March, with Ana's list of February and what came later."""
    book = Book(me=ROBIN)
    book.add(export(ANA_AT_BETA, exported="2025-02-07"))
    book.add(
        export(AT_DELTA | {"since": "2025-01-05"}, exported="2025-02-07", **OF_ANA), "Ana Diaz"
    )
    book.log("asked", "Ana Diaz", company="Delta", date=ASK)
    for act in later:
        act(book)
    [ask] = hindcast(book).events.to_dict("records")
    return ask["route"], round(ask["predicted"], 4)


def mine(*rows: dict[str, str]) -> Callable[[Book], object]:
    return lambda book: book.add(export(ANA_AT_BETA, *rows, exported="2026-06-01", path="June.csv"))


def anas(*rows: dict[str, str]) -> Callable[[Book], object]:
    of_june = OF_ANA | {"path": "june.csv"}
    return lambda book: book.add(export(*rows, exported="2026-06-07", **of_june), "Ana Diaz")


LATER: dict[str, Callable[[Book], object]] = {
    "her list again": anas(AT_DELTA, DI),
    "another title": anas(AT_DELTA | {"title": "Head of Data"}, DI),
    "another employer": anas(AT_GOLF, DI),
    "an employer no more": anas(BO, DI),
    "a connection no more": anas(DI),
    "a list of mine of all of hers": mine(AT_DELTA | {"since": "2026-05-01"}),
    "a list of mine with another employer": mine(AT_GOLF | {"since": "2026-05-01"}),
    "a statement": lambda book: book.tie("Ana Diaz", "Bo Lin", closeness="strong"),
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_what_comes_later_changes_no_day_gone_by(later: Callable[[Book], object]) -> None:
    """Ana .25 knows Bo .25 at Delta, as her list of February says."""
    assert way_of_march() == (("me", "in/ana-diaz", "in/bo-lin"), 0.0625)
    assert way_of_march(later) == way_of_march()


def test_what_was_said_in_time_counts_on_a_day_gone_by() -> None:
    book = Book(me=ROBIN)
    book.add(export(ANA, AT_DELTA | {"since": "2026-04-01"}))
    book.tie("Ana Diaz", "Bo Lin")
    last = book.state().act
    book.tie("Ana Diaz", "Bo Lin", closeness="strong")
    date_acts(book, last, day="2026-03-01", then="2026-06-01")
    assert Past(book).before("2026-03-01").ties == 1
    assert Past(book).before("2026-03-02").ties == 2
    book.undo()
    assert Past(book).before("2026-03-02").ties == 2
    book.undo(last)
    assert Past(book).before("2026-03-02").ties == 1


def test_a_list_without_a_day_is_of_the_day_on_which_it_came() -> None:
    book = Book(me=ROBIN)
    book.add(export(ANA))
    book.add(export(AT_DELTA, exported=None, **OF_ANA), "Ana Diaz")
    date_acts(book, book.state().act, day="2026-03-01", then="2026-06-01")
    assert Past(book).before("2026-03-01").ties == 1
    assert Past(book).before("2026-03-02").ties == 2


def test_a_network_of_other_jobs_keeps_no_insiders_of_a_day_gone_by() -> None:
    job = {"person": "in/ana", "company": "Delta", "end": pd.Timestamp("2026-06-01")}
    people = [{"person": "me"}, {"person": "in/ana"}]
    tables = Tables.of(people=people, ties=[MINE], jobs=[job])
    gone = Past(tables).before("2026-03-02")
    assert gone.target("Delta").insiders.tolist() == [gone.position("in/ana")]
    made = network(tables, as_of="2026-06-30", like=gone)
    assert not len(made.workplaces.named("Delta", strict=False).insiders)


def test_a_list_is_as_old_as_whoever_of_it_was_seen_first() -> None:
    """Bo stands in a later list, too; Cy in Ana's alone, which says how old that is."""
    seen = {"in/bo": "2026-06-01", "in/cy": "2026-02-01"}
    people = [{"person": key, "seen": pd.Timestamp(day)} for key, day in seen.items()]
    ties = [FRIEND | {"target": key} for key in seen]
    tables = Tables.of(people=[{"person": "me"}, {"person": "in/ana"}, *people], ties=ties)
    assert Past(tables).before("2026-03-02").ties == 2
    assert Past(tables).before("2026-02-01").ties == 0
