"""A new export is due 30 days after the last of my own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from infonet import Book, due
from tests.exports import COMPLETE, zipped

ROBIN = "https://www.linkedin.com/in/robin-achterberg"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Make a book with an export of 28 June, a Sunday."""
    book = Book(me=ROBIN)
    book.add(zipped(tmp_path / "Complete_LinkedInDataExport_06-28-2026.zip", COMPLETE), mine=True)
    return book


def asked(book: Book, day: str) -> pd.DataFrame:
    found = due(book, as_of=day)
    return found[found.action == "new export"]


def test_it_is_due_after_thirty_days_until_there_is_one(book: Book, tmp_path: Path) -> None:
    assert asked(book, "2026-07-27").empty
    [row] = asked(book, "2026-07-28").to_dict("records")
    assert row["deadline"] == pd.Timestamp("2026-07-28") and not row["overdue"]
    assert row["reason"] == (
        "your LinkedIn data is from Sun 28 Jun: download it anew and add it here"
    )
    assert pd.isna(row["person"]) and pd.isna(row["company"])
    assert asked(book, "2027-06-28").overdue.tolist() == [True]
    files = COMPLETE | {"Profile.csv": COMPLETE["Profile.csv"] + "\n"}
    book.add(zipped(tmp_path / "Complete_LinkedInDataExport_08-01-2026.zip", files), mine=True)
    assert asked(book, "2026-08-02").empty
    book.undo()
    assert len(asked(book, "2026-08-02")) == 1


def test_a_friends_export_and_none_at_all_ask_for_nothing(tmp_path: Path) -> None:
    book = Book(me=ROBIN)
    book.tie("Ana Diaz", new=True)
    file = zipped(tmp_path / "Basic_LinkedInDataExport_01-02-2026.zip", COMPLETE)
    book.add(file, "Ana Diaz")
    assert asked(book, "2026-06-30").empty


def test_a_bare_list_is_as_old_as_its_adding(tmp_path: Path) -> None:
    file = tmp_path / "Connections.csv"
    file.write_text(COMPLETE["Connections.csv"])  # whose latest connection may be years ago
    book = Book(me=ROBIN)
    book.add(file)
    today = pd.Timestamp.now("UTC").tz_localize(None).normalize()
    assert asked(book, str((today + pd.Timedelta(days=29)).date())).empty
    assert len(asked(book, str((today + pd.Timedelta(days=31)).date()))) == 1


def test_the_notes_of_a_book_do_not_list_it(book: Book) -> None:
    assert book.notes().empty
    [note] = book.tables().notes.to_dict("records")
    assert note["person"] == "me" and note["kind"] == "export"
    assert note["date"] == pd.Timestamp("2026-06-28")
