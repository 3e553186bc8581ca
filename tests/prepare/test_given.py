"""A book, a network or a list is taken, or it is said what was expected; files are saved whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import infonet
from infonet import Book, Tables
from infonet.errors import InfonetError
from infonet.prepare import (
    Draft,
    Page,
    Section,
    appointment,
    brief,
    business_card,
    calendar,
    company_fit,
    draft,
    event_brief,
)

AS_OF = "2026-06-30"


@pytest.fixture(scope="module")
def book() -> Book:
    made = Book(me="Robin Achterberg")
    made.person("Ana Diaz", company="Delta")
    return made


WRONG: dict[str, Any] = {
    "nothing": None,
    "text": "me.db",
    "tables": Tables.of(),
    "events": Tables.of().events,
    "class": Book,
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize(
    "ask",
    [
        lambda given: brief(given, "Ana Diaz", as_of=AS_OF),
        lambda given: draft("scout", "Ana Diaz", book=given, company="Delta"),
    ],
    ids=["brief", "draft"],
)
def test_only_a_book_has_notes(ask: Callable[[Any], Any], wrong: Any) -> None:
    with pytest.raises(InfonetError, match=r"expected a book, as `infonet.Book"):
        ask(wrong)


def test_the_fit_takes_a_book_or_its_tables(book: Book) -> None:
    pd.testing.assert_frame_equal(
        company_fit(book, as_of=AS_OF), company_fit(book.tables(), as_of=AS_OF)
    )
    for wrong in (None, "me.db", Tables.of().events, Book):
        given: Any = wrong
        with pytest.raises(InfonetError, match="expected"):
            company_fit(given, as_of=AS_OF)


@pytest.mark.parametrize("wrong", [*WRONG.values(), 3], ids=[*WRONG, "number"])
def test_a_network_is_expected_for_an_event(wrong: Any) -> None:
    with pytest.raises(InfonetError, match="expected a network"):
        event_brief(wrong, pd.DataFrame({"name": ["Ana Diaz"]}))


@pytest.mark.parametrize("wrong", [None, "guests.csv", ["Ana Diaz"], 3])
def test_a_list_of_attendees_is_expected(book: Book, wrong: Any) -> None:
    net = infonet.network(book.tables(), as_of=AS_OF)
    with pytest.raises(InfonetError, match="expected attendees with a column `name`"):
        event_brief(net, wrong)


def test_the_network_of_a_page_is_one(book: Book) -> None:
    with pytest.raises(InfonetError, match="expected a network, got `Tables`"):
        brief(book, "Ana Diaz", as_of=AS_OF, net=book.tables())  # type: ignore[arg-type]  # wrong


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"actions": "thank Ana"}, "expected `actions` as `infonet.due"),
        ({"actions": pd.DataFrame({"action": ["thank"]})}, "needs the columns action, person"),
        ({"conversations": ["Ana Diaz"]}, "expected conversations from `infonet.prepare.appoint"),
    ],
)
def test_a_calendar_says_what_it_takes(given: Any, told: str) -> None:
    with pytest.raises(InfonetError, match=told):
        calendar(**given, as_of=AS_OF)


@pytest.mark.parametrize("tables", [3, "me.db", pd.DataFrame()])
def test_the_tables_of_a_draft_may_be_a_book(book: Book, tables: Any) -> None:
    usual = draft("scout", "Ana Diaz", book=book, company="Delta")
    for same in (book, book.tables()):
        assert draft("scout", "Ana Diaz", book=book, company="Delta", tables=same) == usual
    with pytest.raises(InfonetError, match="expected a book or its tables"):
        draft("scout", "Ana Diaz", book=book, company="Delta", tables=tables)


@pytest.mark.parametrize("way", [pd.DataFrame({"kind": ["scout"]}), ("me", "in/ana"), "scout"])
def test_a_way_is_one_row(book: Book, way: Any) -> None:
    with pytest.raises(InfonetError, match=r"expected one row of .* such as `ways.iloc\[0\]`"):
        draft(way=way, book=book)


def test_the_day_may_be_given_in_any_form(book: Book) -> None:
    day = date(2026, 6, 30)
    assert brief(book, "Ana Diaz", as_of=day) == brief(book, "Ana Diaz", as_of=AS_OF)
    assert calendar(as_of=day).ics() == calendar(as_of=AS_OF).ics()


# Everything that writes a file writes it whole, for its owner, and through no link.

MINE = business_card("Robin Achterberg", email="robin@example.com", skills=["SQL"])
WRITERS: dict[str, Callable[..., Path]] = {
    "ana.eml": Draft("ana@example.com", "Hello", "How are you?").save,
    "ana.txt": Draft("ana@example.com", "Hello", "How are you?").save,
    "week.ics": calendar(conversations=[appointment("Bo", "2026-07-02 10:00")], as_of=AS_OF).save,
    "page.md": Page("Bo Lin", (Section("Who", ["Analyst"]),)).save,
    "card.png": MINE.png,
    "card.pdf": MINE.pdf,
}


@pytest.mark.parametrize(("name", "write"), WRITERS.items(), ids=WRITERS)
def test_a_failure_in_the_middle_leaves_the_old_file(
    name: str, write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    path.write_text("mine")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InfonetError, match="No space left"):
        write(path, replace=True)
    assert path.read_text() == "mine"
    assert [found.name for found in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("name", "write"), WRITERS.items(), ids=WRITERS)
def test_a_file_is_its_owners_and_no_link_is_followed(
    name: str, write: Callable[..., Path], tmp_path: Path
) -> None:
    other, path = tmp_path / "other", tmp_path / name
    other.write_text("not mine")
    path.symlink_to(other)
    with pytest.raises(InfonetError, match="exists"):
        write(path)
    assert write(path, replace=True) == path
    assert other.read_text() == "not mine"
    assert not path.is_symlink() and path.stat().st_mode & 0o777 == 0o600
