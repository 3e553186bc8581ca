"""Whose export it is that is added as mine: taken, asked about, or plainly another's."""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet.book import Book
from infonet.errors import BookError, InfonetError
from infonet.readers import OwnerEvidence, Reading
from tests.book_exports import ANA, BO, ROBIN, export

ROBIN_SLUG, OTHER = "robin-achterberg", "robin-van-dael"


def reading(*addresses: str, name: str | None = None, connections: tuple[str, ...] = ()) -> Reading:
    keys = tuple(f"in/{slug}" for slug in connections)
    evidence = OwnerEvidence(addresses, name, keys)
    return export(ANA, BO).replace(owner_evidence=evidence)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = Book(tmp_path / "me.db", me=ROBIN)
    made.person("me", name="Robin Achterberg")
    return made


@pytest.mark.parametrize(
    "others",
    [
        reading("ana-diaz", name="Ana Diaz"),
        reading(name="Ana Diaz", connections=(ROBIN_SLUG,)),
        reading(connections=(ROBIN_SLUG,)),
    ],
)
@pytest.mark.parametrize("mine", [False, True])
def test_what_is_plainly_anothers_is_refused_and_nothing_is_written(
    book: Book, others: Reading, *, mine: bool
) -> None:
    before = book.path.read_bytes()
    with pytest.raises(BookError, match=r"export, and the book is yours\. To pool it, say whose"):
        book.add(others, mine=mine)
    assert book.path.read_bytes() == before


def test_the_sentence_names_whose_it_is(book: Book) -> None:
    with pytest.raises(BookError) as caught:
        book.add(reading("ana-diaz", name="Ana Diaz"))
    assert caught.value.plain == (
        "This is Ana Diaz's export, and the book is yours. To pool it, say whose it is."
    )
    book.add(reading("ana-diaz", name="Ana Diaz"), owner="Ana Diaz")
    assert "handed over with consent by Ana Diaz" in book.state().what


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        (reading(OTHER, name="Robin Achterberg"), "Robin Achterberg"),
        (reading(ROBIN_SLUG, name="Robin van Dael"), "Robin van Dael"),
        (reading(name="Robin van Dael"), "Robin van Dael"),
        (reading(OTHER), f"https://www.linkedin.com/in/{OTHER}"),
    ],
)
def test_where_only_one_of_the_two_differs_it_is_asked_and_then_remembered(
    book: Book, asked: Reading, who: str
) -> None:
    before = book.path.read_bytes()
    with pytest.raises(BookError) as caught:
        book.add(asked)
    assert f"is that of {who}, and the book is that of Robin Achterberg" in str(caught.value)
    assert "`mine=True`" in str(caught.value)
    assert book.path.read_bytes() == before
    added = book.add(asked, mine=True)
    assert "is you, too" in book.state().what
    assert added.report.problem.str.contains("is you, too").any()
    # From now on both are mine; one undo takes all of it back.
    again = asked.replace(digest="another")
    assert book.add(again).report.problem.tolist() == []
    book.undo()
    book.undo()
    with pytest.raises(BookError, match="mine=True"):
        book.add(asked)


def test_several_addresses_are_mine(book: Book) -> None:
    book.add(reading(OTHER, name="Robin Achterberg"), mine=True)
    assert book.who(f"in/{OTHER}") == book.who(ROBIN) == "me"
    with pytest.raises(BookError, match="the book is yours"):
        book.add(reading(name="Cy Moss", connections=(OTHER,)).replace(digest="x"))


@pytest.mark.parametrize("mine", [reading(ROBIN_SLUG), reading(name="Robin Achterberg"), reading()])
def test_what_is_mine_or_says_nothing_is_taken_as_mine(book: Book, mine: Reading) -> None:
    assert book.add(mine).report.empty
    assert book.state().what == "Added my export Connections.csv."


@pytest.mark.parametrize(
    ("first", "who", "name"),
    [
        (reading(OTHER, name="Robin van Dael"), "Robin van Dael", "Robin van Dael"),
        (reading(OTHER), f"https://www.linkedin.com/in/{OTHER}", None),
    ],
)
def test_a_book_of_nobody_takes_its_owner_from_the_first_export(
    first: Reading, who: str, name: str | None
) -> None:
    book = Book()
    added = book.add(first)
    assert book.state().what.endswith(f"The book is now that of {who}, as this export says.")
    assert added.report.problem.tolist() == [f"The book is now that of {who}, as this export says"]
    assert book.who(f"in/{OTHER}") == "me"
    me = book.tables().people.set_index("person").loc["me"]
    assert me.url == f"https://www.linkedin.com/in/{OTHER}"
    assert (me["name"] == name) if name else me.isna()["name"]
    with pytest.raises(BookError, match=r"the book is yours|mine=True"):
        book.add(reading("ana-diaz", name="Ana Diaz").replace(digest="x"))
    book.undo()
    assert book.add(reading("ana-diaz", name="Ana Diaz")).report.problem.tolist() == [
        "The book is now that of Ana Diaz, as this export says"
    ]


def test_an_export_is_mine_or_an_owners(book: Book) -> None:
    with pytest.raises(InfonetError, match="either `mine`, or that of an `owner`"):
        book.add(reading(), owner="Ana Diaz", mine=True)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (reading(ROBIN_SLUG, name="Robin Achterberg"), "mine"),
        (reading("ana-diaz", name="Ana Diaz"), "anothers"),
        (reading(ROBIN_SLUG, name="Robin van Dael"), "ask"),
        (reading(), "unknown"),
    ],
)
def test_it_can_be_asked_before_anything_is_added(book: Book, found: Reading, verdict: str) -> None:
    before = book.path.read_bytes()
    assert book.whose(found) == verdict
    assert book.path.read_bytes() == before


def test_a_name_that_was_accepted_as_mine_is_mine(book: Book) -> None:
    renamed = reading(ROBIN_SLUG, name="Robin van Dael")
    book.add(renamed, mine=True)
    assert book.whose(renamed) == "mine"


def test_whose_book_it_is_can_be_said_later_once(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db")
    assert book.settle("Robin Achterberg") == "This is the book of Robin Achterberg."
    assert book.settle(ROBIN) == f"This is the book of {ROBIN}."
    me = book.tables().people.iloc[0]
    assert (me["name"], me.url) == ("Robin Achterberg", ROBIN)
    with pytest.raises(BookError, match="settled as that of"):
        book.settle("https://www.linkedin.com/in/ana-diaz")
    for act in book.history().act:
        book.undo(act)
    assert book.settle("Ana Diaz") == "This is the book of Ana Diaz."
