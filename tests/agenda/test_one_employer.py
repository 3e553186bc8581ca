"""A second name in brackets is the same employer everywhere: ways, board, log, notes, pictures."""

from __future__ import annotations

import pytest

from infonet.agenda import companies, companies_to_want, due, people_there, targets
from infonet.book import Book
from infonet.graph import Network, network
from infonet.ledger import Ledger, request_table
from infonet.paths import warm_paths
from infonet.strength import inferred_ties

LONG = "Nordic Fjord Services (NFS)"
DAY = "2026-06-30"


@pytest.fixture
def book() -> Book:
    made = Book(me="https://www.linkedin.com/in/robin-achterberg")
    made.tie("Ana Diaz", company="NFS", closeness="strong", new=True)
    made.tie("Bo Lin", company=LONG, closeness="weak", new=True)
    return made


def net(book: Book) -> Network:
    return network(book, as_of=DAY)


def test_it_is_offered_and_counted_once(book: Book) -> None:
    assert companies_to_want(net(book)).values.tolist() == [["NFS", 2]]
    assert companies(net(book))[["company", "people"]].values.tolist() == [["NFS", 2]]


@pytest.mark.parametrize("wanted", ["NFS", LONG])
def test_a_wish_for_one_is_a_wish_for_the_other(book: Book, wanted: str) -> None:
    book.want(wanted)
    now = net(book)
    assert companies_to_want(now).empty
    assert targets(now).people.tolist() == [2]
    assert set(people_there(now, wanted).name) == {"Ana Diaz", "Bo Lin"}
    assert set(people_there(now, "NFS").name) == {"Ana Diaz", "Bo Lin"}
    assert set(warm_paths(now, LONG).names.dropna()) == {"Ana Diaz", "Bo Lin"}


def test_a_log_about_one_is_about_the_other(book: Book) -> None:
    book.want("NFS")
    book.log("asked", "Ana Diaz", "NFS", date="2026-06-01")
    book.log("replied", "Ana Diaz", LONG, date="2026-06-03")
    book.log("scheduled", "Ana Diaz", LONG, date="2026-06-08")
    table = request_table(Ledger.of(book), as_of=DAY)
    assert len(table) == 1
    assert len(book.tables().events.request.unique()) == 1


def test_a_snooze_of_one_holds_for_the_other(book: Book) -> None:
    book.want("NFS")
    book.log("asked", "Ana Diaz", "NFS", date="2026-06-01")
    ledger = Ledger.of(book)
    assert len(due(ledger, as_of="2026-06-12"))
    book.log("contacted", "Bo Lin", LONG, date="2026-06-02")
    book.note(LONG, "snooze", "later", date="2026-08-01")
    held = Ledger.of(book).on("2026-06-12").rests["write again"]
    assert held.holds(None, "NFS") and held.holds(None, LONG)
    assert len(book.notes(subject="NFS")) == len(book.notes(subject=LONG)) == 1


def test_two_at_one_employer_are_colleagues_under_both_names(book: Book) -> None:
    assert inferred_ties(book, as_of=DAY).kind.tolist() == ["employer"]
