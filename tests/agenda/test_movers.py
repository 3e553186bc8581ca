"""Who moved, by an older and a newer export in either order, and by positions with dates.

Connections on 20 December 2025 and on 28 June 2026: Eli went from Echo to Delta, which is wanted,
Ana from Gulf to Harp; Bo stayed at Ida, and Di's employer is merely spelt otherwise.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet import Book, week
from infonet.agenda import changes
from tests.book_days import date_acts
from tests.exports import ROBIN, connections, person, table, zipped

DAY = "2026-06-30"
MOVED = [
    ["Eli Ota", "Echo", "Delta", "2026-06-28", True],
    ["Ana Diaz", "Gulf", "Harp", "2026-06-28", False],
]


def export(folder: Path, day: str, **companies: str) -> Path:
    """Write an export of a day: who works where."""
    people = {"eli": "Eli Ota", "ana": "Ana Diaz", "bo": "Bo Lin", "di": "Di Roe"}
    rows = [person(people[key], key, company=name) for key, name in companies.items()]
    place = folder / f"Basic_LinkedInDataExport_{day}.zip"
    return zipped(place, {"Connections.csv": connections(*rows)})


@pytest.fixture
def older(tmp_path: Path) -> Path:
    return export(tmp_path, "12-20-2025", eli="Echo", ana="Gulf", bo="Ida", di="Juno")


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    return export(tmp_path, "06-28-2026", eli="Delta", ana="Harp", bo="Ida", di="JUNO GmbH")


@pytest.fixture
def book() -> Book:
    book = Book(me=ROBIN)
    book.want("Delta")
    return book


def moved(book: Book, since: str) -> list[list[object]]:
    found = changes(book, since=since, as_of=DAY)
    rows = found[found.kind == "moved"].assign(date=lambda made: made.date.dt.strftime("%Y-%m-%d"))
    told: list[list[object]] = rows[["name", "was", "now", "date", "target"]].values.tolist()
    return told


@pytest.mark.parametrize("order", ["older first", "newer first"])
def test_the_export_that_comes_second_says_who_moved(
    book: Book, older: Path, newer: Path, order: str
) -> None:
    first, second = (older, newer) if order == "older first" else (newer, older)
    book.add(first, mine=True)
    known = book.state().act
    book.add(second, mine=True)
    date_acts(book, known, day="2026-06-28", then="2026-06-30")
    assert moved(book, "2026-06-29") == MOVED
    assert moved(book, "2026-06-30") == MOVED
    # What was written down on the day itself is new; what was known before it is not.
    date_acts(book, known, day="2026-06-28", then="2026-06-29")
    assert moved(book, "2026-06-30") == []
    lines = repr(week(book, DAY)).splitlines()
    at = lines.index("New since Mon 29 Jun")
    assert lines[at + 1 : at + 3] == [
        "  Eli Ota moved from Echo to Delta",
        "  Ana Diaz moved from Gulf to Harp",
    ]


def test_of_a_book_begun_later_the_day_of_the_newer_export_decides(
    book: Book, older: Path, newer: Path
) -> None:
    for file in (newer, older):
        book.add(file, mine=True)
    assert moved(book, "2026-06-27") == MOVED
    assert moved(book, "2026-06-28") == []


def test_a_move_learned_of_after_more_than_a_year_is_no_news(book: Book, tmp_path: Path) -> None:
    # Echo until 2024 at the latest, then Delta, and still.
    for day, company in (("01-10-2024", "Delta"), ("06-28-2026", "Delta")):
        book.add(export(tmp_path, day, eli=company), mine=True)
    known = book.state().act
    book.add(export(tmp_path, "02-01-2022", eli="Echo"), mine=True)
    date_acts(book, known, day="2026-06-01", then="2026-06-30")
    assert moved(book, "2026-06-29") == []


def test_positions_with_dates_say_who_moved_and_since_when(book: Book, tmp_path: Path) -> None:
    columns = ("Company Name", "Title", "Started On", "Finished On")
    rows = (
        ("Delta", "Analyst", "Mar 2026", ""),
        ("Gulf", "Intern", "Feb 2019", "Feb 2026"),
        ("Echo", "Student", "Jan 2017", "Dec 2018"),
    )
    files = {"Connections.csv": connections(), "Positions.csv": table(columns, rows)}
    book.add(export(tmp_path, "06-01-2026", ana="Delta", bo="Ida"), mine=True)
    known = book.state().act
    place = zipped(tmp_path / "Complete_LinkedInDataExport_06-20-2026.zip", files)
    book.add(place, owner="https://www.linkedin.com/in/ana", everything=True)
    date_acts(book, known, day="2026-06-02", then="2026-06-30")
    assert moved(book, "2026-06-15") == [["Ana Diaz", "Gulf", "Delta", "2026-03-01", True]]


def test_who_is_undone_never_moved(book: Book, older: Path, newer: Path) -> None:
    book.add(newer, mine=True)
    known = book.state().act
    book.add(older, mine=True)
    date_acts(book, known, day="2026-06-28", then="2026-06-30")
    book.undo()
    assert moved(book, "2026-06-29") == []
