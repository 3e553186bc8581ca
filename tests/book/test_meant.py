"""Facts hang on the key that was meant, whatever is shown while two people are one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from infonet.book import Book
from infonet.tables import Tables
from tests.book_exports import ANA, BO, ROBIN, export

ANA_KEY, BO_KEY = "name/ana-diaz", "name/bo"


@pytest.fixture
def book() -> Book:
    """Ana and Bo, of whom the shorter key is shown once they are one."""
    made = Book(me=ROBIN)
    made.person("Bo")
    made.person("Ana Diaz")
    return made


OF_ANA: dict[str, Callable[[Book, str], object]] = {
    "tie": lambda book, ana: book.tie(ana, closeness="strong"),
    "job and e-mail": lambda book, ana: book.person(ana, company="Delta", email="ana@example.com"),
    "event": lambda book, ana: book.log("asked", ana, company="Delta", date="2026-03-02"),
    "via": lambda book, ana: book.log("held", "Cy Moss", via=ana, date="2026-03-04"),
    "note": lambda book, ana: book.note(ana, "advice", "read"),
    "debrief": lambda book, ana: book.debrief(ana, date="2026-03-09", learnt="much"),
}


def spoken_of(book: Book) -> dict[str, int]:
    """How often each of the two stands in the tables, but for their names."""
    tables = book.tables()
    columns = [
        *(tables.jobs.person, tables.ties.source, tables.ties.target),
        *(tables.events.person, tables.events.via, tables.notes.person),
        tables.people.person[tables.people.email.notna()],
    ]
    found = pd.concat(columns)
    return {key: int((found == key).sum()) for key in (ANA_KEY, BO_KEY)}


def test_what_was_said_of_one_while_two_were_one_is_theirs_when_that_is_undone(book: Book) -> None:
    book.person("Cy Moss")
    said = book.same("Ana Diaz", "Bo")
    assert said.endswith("are one person, `name/bo`.")
    merge = book.state().act
    for act in OF_ANA.values():
        act(book, "Ana Diaz")
    assert spoken_of(book)[ANA_KEY] == 0  # shown as one person
    assert book.who("ana@example.com") == BO_KEY
    book.undo(merge)
    assert spoken_of(book) == {ANA_KEY: 9, BO_KEY: 0}
    tables = book.tables()
    assert tables.people.set_index("person").email.dropna().to_dict() == {
        ANA_KEY: "ana@example.com"
    }
    assert book.who("ana@example.com") == book.who("Ana Diaz") == ANA_KEY
    assert book.notes().person.tolist() == [ANA_KEY] * 2


@pytest.mark.parametrize("name", [*OF_ANA, "all"])
def test_a_merge_that_is_undone_leaves_the_tables_as_if_it_had_not_been(
    book: Book, name: str
) -> None:
    never = Book(me=ROBIN)
    for one in (book, never):
        if one is never:
            one.person("Bo")
            one.person("Ana Diaz")
        one.person("Cy Moss")
    book.same("Ana Diaz", "Bo")
    merge = book.state().act
    for act in OF_ANA.values() if name == "all" else [OF_ANA[name]]:
        act(book, "Ana Diaz")
        act(never, "Ana Diaz")
    book.undo(merge)
    same(book.tables(), never.tables())


def same(one: Tables, other: Tables) -> None:
    for table in Tables._fields:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table), obj=table)


def test_a_correction_and_a_friends_export_hang_on_the_key_that_was_meant(book: Book) -> None:
    event = book.log("asked", "Bo", company="Delta", date="2026-03-02")
    book.person("Cy Moss")
    book.same("Cy Moss", "Bo")
    merge = book.state().act
    book.correct(event, person="Ana Diaz")
    book.correct(event, person="Cy Moss")
    book.add(export(ANA, BO, owner="name/x"), owner="Cy Moss")
    book.undo(merge)
    tables = book.tables()
    assert tables.events.person.tolist() == ["name/cy-moss"]
    assert set(tables.ties.origin) == {"name/cy-moss"}


@pytest.mark.parametrize(
    ("text", "key"),
    [("Ana Diaz", ANA_KEY), (ANA_KEY, ANA_KEY), ("ana@example.com", ANA_KEY), ("Bo", BO_KEY)],
)
def test_whichever_way_somebody_is_named_is_meant(book: Book, text: str, key: str) -> None:
    book.person("Ana Diaz", email="ana@example.com")
    book.same("Ana Diaz", "Bo")
    book.note(text, "advice", "x")
    book.undo(book.state().act - 1)
    notes: list[Any] = book.notes().person.tolist()
    assert notes == [key]
