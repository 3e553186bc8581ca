"""What new contacts opened: targets with a warm way that was not there, or a better one."""

from __future__ import annotations

import pytest

import infonet
from infonet import Book, InfonetError, Network
from infonet.agenda import opened

DAY = "2026-06-30"


@pytest.fixture
def book() -> Book:
    """Make a book in which I know Ana well, and Di, who is at Delta, little."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.tie("Di Roe", closeness="weak", company="Delta", new=True)
    for name in ("Delta", "Echo", "Fox"):
        book.want(name)
    return book


def net(book: Book) -> Network:
    return infonet.network(book, as_of=DAY)


def test_new_ways_stand_before_better_ones_and_what_is_the_same_is_left_out(book: Book) -> None:
    before = net(book)
    book.tie("Di Roe", closeness="strong")
    book.tie("Ana Diaz", "Bo Lin", company="Echo", new=True)
    found = opened(before, net(book))
    assert found[["company", "kind", "change", "way", "names"]].to_numpy().tolist() == [
        ["Echo", "company", "new", "introduction", "Ana Diaz → Bo Lin"],
        ["Delta", "company", "better", "direct", "Di Roe"],
    ]
    # 0.70 x 0.37; and 0.37 became 0.70.
    assert found.probability.round(3).tolist() == [0.259, 0.7]
    assert found.before.isna().tolist() == [True, False] and round(found.before[1], 2) == 0.37
    assert (found.low < found.probability).all() and (found.probability < found.high).all()


def test_a_worse_way_and_a_scout_are_no_opening(book: Book) -> None:
    before = net(book)
    book.tie("Di Roe", closeness="weak")
    book.tie("Cy Moss", closeness="strong", new=True)  # may know somebody anywhere
    assert opened(before, net(book)).empty


def test_a_target_that_came_with_the_contacts_counts_what_was_known_before(book: Book) -> None:
    book.person("Ana Diaz", company="Gulf")
    before = net(book)
    book.want("Gulf")
    book.want("Hotel")
    book.tie("Ana Diaz", "Gus Wren", company="Hotel", new=True)
    found = opened(before, net(book))
    assert found[["company", "change"]].to_numpy().tolist() == [["Hotel", "new"]]


def test_who_declined_opens_nothing(book: Book) -> None:
    before = net(book)
    book.tie("Ana Diaz", "Bo Lin", company="Echo", new=True)
    book.log("asked", "Ana Diaz", "Echo", date="2026-06-01")
    book.log("declined", "Ana Diaz", "Echo", date="2026-06-02")
    assert opened(before, net(book)).empty


def test_a_field_can_be_opened(book: Book) -> None:
    book.want(field="cooking")
    before = net(book)
    book.tie("Ana Diaz", "Bo Lin", company="Kilo", title="Head of Cooking", new=True)
    found = opened(before, net(book))
    assert found[["company", "kind"]].to_numpy().tolist() == [["cooking", "field"]]


def test_what_is_no_network_is_said(book: Book) -> None:
    with pytest.raises(InfonetError, match="expected a network, got `str`"):
        opened("book", net(book))  # type: ignore[arg-type]  # what somebody may try
