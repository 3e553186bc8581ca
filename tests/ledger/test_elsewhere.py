"""A talk with somebody who works elsewhere: it is asked whether it counts, and the answer holds.

Bo works at Echo, Cy worked at Delta until May, Di has no known job, Eli is a chemist at Delta Inc.
"""

from __future__ import annotations

import pandas as pd
import pytest

import infonet
from infonet import Book, InfonetError
from infonet.conversion import log_issues, request_table
from infonet.ledger import works_elsewhere
from infonet.tables import Tables

DAY = "2026-06-30"


@pytest.fixture
def book() -> Book:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Bo Lin", company="Echo", new=True)
    book.tie("Di Roe", new=True)
    book.tie("Eli Ota", company="Delta Inc.", new=True)
    book.want("Delta")
    return book


@pytest.fixture
def tables() -> Tables:
    jobs = [
        {"person": "in/bo", "company": "Echo", "title": "Clerk"},
        {"person": "in/cy", "company": "Delta", "end": pd.Timestamp("2026-05-31")},
        {"person": "in/cy", "company": "Golf", "start": pd.Timestamp("2026-06-01")},
        {"person": "in/eli", "company": "Delta Inc.", "title": "Chemist"},
    ]
    people = [{"person": key} for key in ("me", "in/bo", "in/cy", "in/di", "in/eli")]
    companies = [{"company": "chemist", "kind": "field", "priority": 1}]
    return Tables.of(people=people, jobs=jobs, companies=companies)


@pytest.mark.parametrize(
    ("person", "about", "day", "found"),
    [
        ("in/bo", "Delta", DAY, ("Echo",)),
        ("in/bo", "Echo", DAY, ()),
        ("in/cy", "Delta", "2026-05-31", ()),  # the last day there
        ("in/cy", "Delta", "2026-06-01", ("Golf",)),
        ("in/cy", "Golf", "2026-05-31", ("Delta",)),
        ("in/di", "Delta", DAY, ()),  # no job is known
        ("in/eli", "Delta", DAY, ()),  # another spelling
        ("in/eli", "chemist", DAY, ()),
        ("in/bo", "chemist", DAY, ("Echo",)),
    ],
)
def test_who_works_only_elsewhere_on_the_day(
    tables: Tables, person: str, about: str, day: str, found: tuple[str, ...]
) -> None:
    assert works_elsewhere(tables, person, about, day) == found


def test_other_accepted_spellings_count_as_the_company(tables: Tables) -> None:
    alias = [{"company": "Delta", "kind": "company", "priority": 1, "aliases": ("Echo",)}]
    known = tables._replace(companies=Tables.of(companies=alias).companies)
    assert works_elsewhere(known, "in/bo", "Delta", DAY) == ()


def talked(book: Book, *, counts: bool | None = None) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-01", kind="direct")
    book.log("held", "Bo Lin", "Delta", date="2026-06-05", counts=counts)


def test_until_it_is_said_the_talk_counts_and_is_asked_about(book: Book) -> None:
    talked(book)
    assert request_table(book, as_of=DAY).state.tolist() == ["held"]
    issues = log_issues(book, as_of=DAY)
    assert issues.event.tolist() == [2]
    assert "known to work at `Echo`" in issues.problem[0]
    assert "counts=False" in issues.action[0]


@pytest.mark.parametrize(("counts", "state"), [(True, "held"), (False, "silent")])
def test_the_answer_holds_and_is_asked_for_no_more(book: Book, *, counts: bool, state: str) -> None:
    talked(book, counts=counts)
    assert request_table(book, as_of=DAY).state.tolist() == [state]
    assert log_issues(book, as_of=DAY).empty
    reached = infonet.funnel(book, as_of="2026-12-31").set_index("stage").reached
    assert reached["held"] == int(counts)
    events = book.tables().events
    assert bool(events.counts[1]) is counts and pd.isna(events.counts[0])


def test_an_answer_given_later_is_a_correction_that_undo_takes_back(book: Book) -> None:
    talked(book)
    assert "it does not count" in book.correct(2, counts=False)
    assert request_table(book, as_of=DAY).state.tolist() == ["silent"]
    assert "says so already" in book.correct(2, counts=False)
    book.correct(2, counts=True)
    assert request_table(book, as_of=DAY).state.tolist() == ["held"]
    book.undo()
    book.undo()
    assert request_table(book, as_of=DAY).state.tolist() == ["held"]
    assert not log_issues(book, as_of=DAY).empty


def test_a_talk_that_does_not_count_is_a_contact_still(book: Book) -> None:
    talked(book, counts=False)
    people = infonet.agenda.people(infonet.network(book, as_of=DAY)).set_index("name")
    assert people["last"]["Bo Lin"] == pd.Timestamp("2026-06-05")


def test_a_debrief_keeps_the_answer(book: Book) -> None:
    book.log("asked", "Bo Lin", "Delta", date="2026-06-01", kind="direct")
    book.debrief("Bo Lin", date="2026-06-05", company="Delta", names=["Lu Weir"], counts=False)
    events = book.tables().events.set_index("stage")
    assert bool(events.counts["held"]) is False and pd.isna(events.counts["named"])
    assert request_table(book, as_of=DAY).held.isna().all()


def test_it_is_said_of_a_talk_alone_and_as_yes_or_no(book: Book) -> None:
    with pytest.raises(InfonetError, match="said of a talk"):
        book.log("asked", "Bo Lin", "Delta", date="2026-06-01", counts=True)
    with pytest.raises(InfonetError, match="True, False or None"):
        book.log("held", "Bo Lin", "Delta", date="2026-06-01", counts="no")  # type: ignore[arg-type]  # that is what is tested
