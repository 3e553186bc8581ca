"""What is taken in the place of a log: the events, tables, a book, or a ledger that was read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from infonet import Book
from infonet.agenda import due, hiring_path, plan, reciprocity
from infonet.conversion import (
    calibration,
    compare_groups,
    forecast,
    funnel,
    group_labels,
    median_wait,
    reproduction_number,
    waiting_time,
)
from infonet.errors import InfonetError
from infonet.graph import network
from infonet.ledger import Ledger, attempts, log_issues, request_table, settle
from infonet.tables import Tables, frame

DAY: dict[str, Any] = {"as_of": "2026-06-30"}
TAKE_A_LOG: dict[str, Callable[[Any], Any]] = {
    "settle": settle,
    "attempts": attempts,
    "requests": lambda log: Ledger.of(log).requests(**DAY),
    "request_table": lambda log: request_table(log, **DAY),
    "log_issues": lambda log: log_issues(log, **DAY),
    "funnel": lambda log: funnel(log, **DAY),
    "waiting_time": lambda log: waiting_time(log, "asked", "held", **DAY),
    "median_wait": lambda log: median_wait(log, "asked", "held", **DAY),
    "compare_groups": lambda log: compare_groups(log, "held", by="channel", **DAY),
    "forecast": lambda log: forecast(log, **DAY),
    "reproduction_number": lambda log: reproduction_number(log, **DAY),
    "calibration": lambda log: calibration(log, **DAY),
    "group_labels": lambda log: group_labels(log, "week", **DAY),
    "due": lambda log: due(log, **DAY),
    "plan": lambda log: plan(network(tables(), **DAY), log, **DAY),
    "reciprocity": lambda log: reciprocity(network(tables(), **DAY), log, **DAY),
    "hiring_path": lambda log: hiring_path(network(tables(), **DAY), log, "Delta", **DAY).step,
}


def tables() -> Tables:
    """Return three people, two of them asked by one channel each."""
    return Tables.of(
        people=[
            {"person": "me", "name": "Robin"},
            {"person": "in/ana", "name": "Ana Diaz"},
            {"person": "in/bo", "name": "Bo Lin"},
        ],
        jobs=[{"person": "in/ana", "company": "Delta"}],
        ties=[
            {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"},
            {"source": "in/bo", "target": "me", "evidence": "connection", "origin": "me"},
        ],
        companies=[{"company": "Delta", "kind": "company", "priority": 1}],
        events=[
            {"event": number, "person": person, "stage": "asked", "kind": "direct", **more}
            for number, (person, more) in enumerate(
                {
                    "in/ana": {"date": "2026-03-02", "company": "Delta", "channel": "mail"},
                    "in/bo": {"date": "2026-03-03", "company": "Echo", "channel": "call"},
                }.items(),
                start=1,
            )
        ],
    )


def same(found: object, expected: object) -> None:
    if isinstance(expected, pd.DataFrame):
        assert isinstance(found, pd.DataFrame)
        pd.testing.assert_frame_equal(found, expected)
    elif isinstance(expected, pd.Series):
        assert isinstance(found, pd.Series)
        pd.testing.assert_series_equal(found, expected)
    else:
        assert found == expected


@pytest.mark.parametrize("name", TAKE_A_LOG)
def test_tables_and_a_ledger_stand_for_their_events(name: str) -> None:
    expected = TAKE_A_LOG[name](tables())
    same(TAKE_A_LOG[name](Ledger.of(tables())), expected)
    if name not in ("due", "calibration"):  # with tables they show names, and the hops
        same(TAKE_A_LOG[name](tables().events), expected)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    found = Book(Path(tmp_path_factory.mktemp("book")) / "me.db", me="Robin Achterberg")
    found.tie("Ana Diaz", closeness="strong", new=True)
    ask: dict[str, Any] = {"kind": "direct", "date": "2026-03-02"}
    found.log("asked", "Ana Diaz", company="Delta", channel="mail", **ask)
    found.tie("Bo Lin", closeness="weak", new=True)
    found.log("asked", "Bo Lin", company="Echo", channel="call", **ask)
    return found


@pytest.mark.parametrize("name", [name for name in TAKE_A_LOG if name != "hiring_path"])
def test_a_book_stands_for_its_tables(name: str, book: Book) -> None:
    same(TAKE_A_LOG[name](book), TAKE_A_LOG[name](book.tables()))


@pytest.mark.parametrize("name", TAKE_A_LOG)
@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (None, "expected a log .* a book or its tables, got nothing"),
        (7, "expected a log .* got `int`"),
        ([], "expected a log .* got `list`"),
        (Book, "expected a log .* got `type`"),
        (frame("people"), "it lacks `event`, `request`"),
        (frame("events").drop(columns="route"), "it lacks `route`"),
    ],
)
def test_anything_else_is_an_error_that_says_what_was_expected(
    name: str, given: object, problem: str
) -> None:
    with pytest.raises(InfonetError, match=problem):
        TAKE_A_LOG[name](given)


@pytest.mark.parametrize(
    "ask",
    [
        lambda net: plan(net, tables(), **DAY),
        lambda net: reciprocity(net, tables(), **DAY),
        lambda net: hiring_path(net, tables(), "Delta", **DAY),
    ],
    ids=["plan", "reciprocity", "hiring_path"],
)
def test_tables_in_the_place_of_a_network_are_an_error(ask: Callable[[Any], Any]) -> None:
    for given in (tables(), None, 7):
        with pytest.raises(InfonetError, match=r"expected a network, got .*: call `network\("):
            ask(given)


@pytest.mark.parametrize("given", [7, frame("events"), []])
def test_settle_says_what_it_expected_in_the_place_of_tables(given: Any) -> None:
    with pytest.raises(InfonetError, match="expected a book or its tables"):
        settle(tables().events, given)
    same(settle(tables().events, tables()), settle(tables()))
