"""How old what is known of somebody's job is: the day of the latest export that shows them."""

from __future__ import annotations

import pandas as pd
import pytest

import infonet
from infonet import Book
from infonet.agenda import people
from tests.book_exports import export

ANA = {"slug": "ana-diaz", "name": "Ana Diaz", "company": "Delta", "title": "Engineer"}
BO = {"slug": "bo-lin", "name": "Bo Lin", "company": "Echo"}
CY = {"slug": "cy-moss", "name": "Cy Moss"}


@pytest.fixture
def book() -> Book:
    """Make a book of two exports, the later one added first: Bo is in the earlier one alone."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.add(export(ANA, CY, exported="2026-06-01"))
    book.add(export(ANA, BO, exported="2025-04-12"))
    book.tie("Di Roe", company="Delta", new=True)
    return book


def seen(book: Book) -> dict[str, str]:
    found = book.tables().people.dropna(subset="seen")
    return dict(zip(found.person, found.seen.dt.strftime("%Y-%m-%d"), strict=True))


def test_it_is_the_latest_export_that_shows_them_in_whatever_order_they_came(book: Book) -> None:
    assert seen(book) == {
        "in/ana-diaz": "2026-06-01",
        "in/bo-lin": "2025-04-12",
        "in/cy-moss": "2026-06-01",
    }


def test_what_is_typed_in_does_not_make_it_newer(book: Book) -> None:
    book.tie("Bo Lin", closeness="strong")
    book.person("Bo Lin", title="Engineer")
    assert seen(book)["in/bo-lin"] == "2025-04-12"


def test_it_goes_with_its_export(book: Book) -> None:
    acts = book.history()
    book.undo(int(acts.act[acts.kind == "add"].iloc[0]))
    assert seen(book) == {"in/ana-diaz": "2025-04-12", "in/bo-lin": "2025-04-12"}


def test_who_are_one_person_were_seen_when_either_was(book: Book) -> None:
    book.add(export({"key": "name/bo-lin", "name": "Bo Lin"}, exported="2026-05-01", path="x.csv"))
    assert len(book.duplicate_candidates()) == 1
    book.same("in/bo-lin", "name/bo-lin")
    assert seen(book)["in/bo-lin"] == "2026-05-01"


def test_the_people_have_it(book: Book) -> None:
    found = people(infonet.network(book, as_of="2026-06-30")).set_index("name").seen
    assert found["Bo Lin"] == pd.Timestamp("2025-04-12")
    assert pd.isna(found["Di Roe"])
