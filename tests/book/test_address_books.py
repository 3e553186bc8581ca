"""An address book in a book: it adds people and ties, and never overrules what has a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet import Book
from tests.exports import connections, person
from tests.readers.test_address_books import NEW
from tests.readers.test_vcard import card

LINKEDIN = "Connections.csv"
GOOGLE = "contacts.csv"
FILES = {
    LINKEDIN: connections(
        person("Ana Diaz", "ana", email="ana@example.com", company="Echo", title="Lead"),
        person("Bo Lin", "bo", email="bo@example.com"),
    ),
    GOOGLE: NEW
    + "Ana,,D.,,,Delta,,,,,ana@example.com\n"
    + "Bo,,Lin,,,Golf,,,,,bo@example.com\n"
    + "Cy,,Marsh,,,Hotel\n",
}


def written(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text(FILES[name], "utf-8")
    return path


@pytest.mark.parametrize("order", [(LINKEDIN, GOOGLE), (GOOGLE, LINKEDIN)])
def test_where_somebody_works_is_what_has_a_day(tmp_path: Path, order: tuple[str, ...]) -> None:
    book = Book()
    added = [book.add(written(tmp_path, name)) for name in order]
    assert all(each.movers.empty for each in added)
    people = book.tables().people.set_index("person")
    # One address is one person; LinkedIn's spelling of the name is the newer one.
    assert people.name.drop("me").to_dict() == {
        "in/ana": "Ana Diaz",
        "in/bo": "Bo Lin",
        "name/cy-marsh": "Cy Marsh",
    }
    jobs = book.tables().jobs
    assert jobs[["person", "company"]].to_numpy().tolist() == [
        ["in/ana", "Echo"],
        # LinkedIn lists Bo without an employer; the address book is all that is known.
        ["in/bo", "Golf"],
        ["name/cy-marsh", "Hotel"],
    ]
    assert jobs.start.isna().all()
    assert jobs.end.isna().tolist() == [True, False, True]
    assert people.seen.isna().to_dict() == {
        "me": True, "in/ana": False, "in/bo": False, "name/cy-marsh": True
    }  # fmt: skip


def test_an_address_book_is_no_list_of_connections(tmp_path: Path) -> None:
    book = Book()
    book.add(written(tmp_path, LINKEDIN))
    added = book.add(written(tmp_path, GOOGLE))
    assert not added.report.problem.str.contains("earlier export").any()
    assert book.tables().notes.kind.tolist() == ["export"]
    ties = book.tables().ties
    assert sorted(ties.evidence) == ["connection", "connection", "contact", "contact", "contact"]


def test_a_friends_address_book_and_its_relations(tmp_path: Path) -> None:
    book, path = Book(), tmp_path / "ana.vcf"
    book.tie("Ana Diaz", closeness="strong", new=True)
    path.write_text(
        card("FN:Bo Lin", "RELATED;TYPE=friend;VALUE=text:Cy Marsh") + card("FN:Cy Marsh"), "utf-8"
    )
    book.add(path, owner="Ana Diaz")
    ties = book.tables().ties
    assert ties[["source", "target", "evidence", "origin"]].to_numpy().tolist() == [
        ["me", "name/ana-diaz", "stated", "me"],
        ["name/ana-diaz", "name/bo-lin", "contact", "name/ana-diaz"],
        ["name/ana-diaz", "name/cy-marsh", "contact", "name/ana-diaz"],
        ["name/bo-lin", "name/cy-marsh", "related", "name/ana-diaz"],
    ]


def test_the_same_address_book_is_added_once(tmp_path: Path) -> None:
    book = Book()
    book.add(written(tmp_path, GOOGLE))
    assert book.add(written(tmp_path, GOOGLE)).report.problem[0].startswith("already in the book")
