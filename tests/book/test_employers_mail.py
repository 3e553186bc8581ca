"""People of a calendar: who of them is a contact already, by name and employer."""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet.book import Book
from tests.exports import ROBIN, connections, person, zipped
from tests.readers.test_icalendar import ME, calendar, event

DELTA = "Delta Energy GmbH (DLT)"


def attendee(name: str, address: str) -> str:
    return f"ATTENDEE;CN={name};PARTSTAT=ACCEPTED:mailto:{address}"


def book_of(folder: Path, address: str, *people: tuple[str, ...], first: str = "zip") -> Book:
    """Make a book of connections and a calendar with Ana Diaz."""
    book = Book(me=ROBIN)
    mine = people or (person("Ana Diaz", "ana-diaz", company=DELTA),)
    export = zipped(folder / "x.zip", {"Connections.csv": connections(*mine)})
    met = folder / "mine.ics"
    met.write_text(calendar(event(ME, attendee("Ana Diaz", address))), "utf-8", newline="")
    for path in (export, met) if first == "zip" else (met, export):
        book.add(path)
    return book


def anas(book: Book) -> list[str]:
    people = book.tables().people
    found: list[str] = people.person[people.name == "Ana Diaz"].tolist()
    return found


@pytest.mark.parametrize("first", ["zip", "ics"])
@pytest.mark.parametrize(
    "address",
    ["ana.diaz@delta-energy.example.com", "ad@mail.deltaenergy.example.net", "ana@dlt.example.org"],
)
def test_an_address_at_the_contacts_employer_joins(
    tmp_path: Path, address: str, first: str
) -> None:
    book = book_of(tmp_path, address, first=first)
    assert anas(book) == ["in/ana-diaz"]
    assert book.duplicate_candidates().empty
    ties = book.tables().ties
    assert set(ties.evidence[ties.source == "in/ana-diaz"]) == {"connection", "meeting"}
    # Undone with what it came with, and overridden by a word.
    book.different("in/ana-diaz", "name/ana-diaz")
    assert len(anas(book)) == 2
    book.undo()
    book.undo()
    assert len(anas(book)) == 1


@pytest.mark.parametrize(
    "address",
    [
        "ana.diaz@gmail.example.com",  # the name again, and no more
        "ana.diaz@echo.example.com",
        "delta-energy@example.com",
        "ana@delta-energy-services.example.com",
    ],
)
def test_the_same_name_alone_is_only_offered(tmp_path: Path, address: str) -> None:
    book = book_of(tmp_path, address)
    assert sorted(anas(book)) == ["in/ana-diaz", "name/ana-diaz"]
    offered = book.duplicate_candidates()
    assert offered[["a", "b"]].values.tolist() == [["in/ana-diaz", "name/ana-diaz"]]
    assert offered.score[0] == 100


def test_a_name_that_two_contacts_have_joins_neither(tmp_path: Path) -> None:
    two = [person("Ana Diaz", slug, company=DELTA) for slug in ("ana-diaz", "ana-diaz-2")]
    assert len(anas(book_of(tmp_path, "ana@dlt.example.org", *two))) == 3


def test_who_works_for_a_provider_of_mail_is_only_offered(tmp_path: Path) -> None:
    works = person("Ana Diaz", "ana-diaz", company="Yahoo")
    assert len(anas(book_of(tmp_path, "ana@yahoo.example.com", works))) == 2
