"""A company or field seen through all conversations about it."""

from __future__ import annotations

from typing import Any

import pytest

from infonet import Book
from infonet.prepare import company_fit
from tests.sample_books import sample_copy

AS_OF = "2026-06-30"


@pytest.fixture
def book() -> Book:
    made = Book(me="Robin Achterberg")
    made.person("Ana Diaz", company="Delta Inc.", title="Analyst")
    made.person("Bo Lin", company="Echo", title="Recruiter")
    made.want("Delta", aliases=["Deltronics"])
    made.want(field="data engineering")
    return made


def rows(book: Book, *columns: str, as_of: str = AS_OF) -> list[list[Any]]:
    found = company_fit(book, as_of=as_of)[list(columns)].astype(object)
    told: list[list[Any]] = found.where(found.notna(), None).values.tolist()
    return told


def test_ratings_are_means_by_part_and_the_best_comes_first(book: Book) -> None:
    book.note("Echo", "skills", "5/5: all of it")
    book.note("Delta", "skills", "4/5: SQL", date="2026-03-02")
    book.note("Delta", "skills", " 1 / 5 streams", date="2026-03-09")
    book.note("Delta", "goals", "4/5")
    book.note("data engineering", "lifestyle", "on call, unrated")
    columns = ("company", "n", "skills", "interests", "lifestyle", "goals", "rating")
    # Delta: skills (4 + 1) / 2 = 2.5, goals 4, so (2.5 + 4) / 2 = 3.25.
    assert rows(book, *columns) == [
        ["Echo", 1, 5.0, None, None, None, 5.0],
        ["Delta", 3, 2.5, None, None, 4.0, 3.25],
        ["data engineering", 1, None, None, None, None, None],
    ]
    said = company_fit(book, as_of=AS_OF).said[1]
    assert said == ("goals: 4/5", "skills: 4/5: SQL", "skills: 1 / 5 streams")


@pytest.mark.parametrize("text", ["45/5", "0/5", "6/5", "4/50", "about 4/5", "4 of 5", "4/10"])
def test_only_a_rating_from_one_to_five_at_the_beginning_counts(book: Book, text: str) -> None:
    book.note("Delta", "skills", text)
    assert rows(book, "n", "skills") == [[1, None]]


def test_all_spellings_are_one_company_shown_as_the_target(book: Book) -> None:
    book.log("asked", "Ana Diaz", company="Deltronics", date="2026-03-02")
    book.log("held", "Ana Diaz", company="Deltronics", date="2026-03-09")
    book.log("held", "Bo Lin", company="DELTA Inc.", date="2026-03-10")
    book.note("Delta", "skills", "4/5")
    assert rows(book, "company", "conversations", "n") == [["Delta", 2, 1]]


def test_a_conversation_takes_the_company_of_its_request(book: Book) -> None:
    book.log("asked", "Ana Diaz", company="Golf", date="2026-03-02")
    book.log("held", "Ana Diaz", date="2026-03-09")
    assert rows(book, "company", "conversations") == [["Golf", 1]]


def test_the_fit_of_a_person_is_that_of_what_was_talked_about(book: Book) -> None:
    book.debrief("Ana Diaz", date="2026-03-02", company="Golf")
    book.debrief("Ana Diaz", date="2026-03-09", fit={"skills": "4/5"})
    book.debrief("Ana Diaz", date="2026-04-09", company="Hotel")
    # Bo was never talked to about a company: the note is of where Bo works.
    book.note("Bo Lin", "goals", "2/5")
    assert rows(book, "company", "conversations", "skills", "goals") == [
        ["Golf", 1, 4.0, None],
        ["Echo", 0, None, 2.0],
        ["Hotel", 1, None, None],
    ]


def test_what_comes_after_the_day_does_not_count(book: Book) -> None:
    book.debrief("Ana Diaz", date="2026-03-02", company="Delta", fit={"skills": "2/5"})
    book.debrief("Ana Diaz", date="2026-03-09 17:00", company="Delta", fit={"skills": "4/5"})
    columns = ("conversations", "skills")
    assert rows(book, *columns, as_of="2026-03-08") == [[1, 2.0]]
    assert rows(book, *columns, as_of="2026-03-09") == [[2, 3.0]]
    assert rows(book, *columns, as_of="2026-03-01") == []


def test_a_merged_person_and_an_undone_note(book: Book) -> None:
    book.person("Ana Diaz-Roe")
    book.debrief("Ana Diaz-Roe", date="2026-03-02", company="Golf", fit={"skills": "2/5"})
    book.note("Ana Diaz", "skills", "4/5", date="2026-03-03")
    assert rows(book, "company", "skills") == [["Delta", 4.0], ["Golf", 2.0]]
    book.same("Ana Diaz", "Ana Diaz-Roe")
    assert rows(book, "company", "skills") == [["Golf", 3.0]]
    book.undo()
    book.undo()
    assert rows(book, "company", "skills") == [["Golf", 2.0]]


def test_an_empty_book_has_the_same_columns() -> None:
    empty, full = Book(), Book()
    full.want("Delta")
    full.note("Delta", "skills", "4/5")
    none, some = company_fit(empty, as_of=AS_OF), company_fit(full, as_of=AS_OF)
    assert none.empty and none.dtypes.equals(some.dtypes)


def test_the_sample_is_told_apart() -> None:
    found = company_fit(sample_copy("six-months"), as_of=AS_OF).set_index("company")
    # Lumenfold Health: skills 5, lifestyle 2, goals 3; Halvorsen Grid: skills 4, 5, 4.
    assert found.rating["Lumenfold Health"] == pytest.approx(10 / 3)
    assert found.rating["Halvorsen Grid"] == pytest.approx(13 / 3)
    assert found.conversations["Halvorsen Grid"] > 0
