"""A tick sheet: what it asks, and that no text on it is more than letters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infonet import Book
from infonet.errors import InfonetError, UnknownNameError
from infonet.prepare import TickSheet, tick_sheet


@pytest.fixture
def book() -> Book:
    """Ana is a friend; two companies and a field are wanted."""
    book = Book(me="Robin Achterberg")
    book.tie("Ana Diaz", new=True)
    book.want("Echo", priority=2)
    book.want("Delta")
    book.want(field="accounting", priority=3)
    return book


def test_it_asks_about_my_targets_and_names_nobody_i_know(book: Book) -> None:
    book.person("Jing Wu", company="Delta")
    page = tick_sheet(book, "Ana Diaz").html()
    asked = re.findall(r"I know somebody ([^<]+)<", page)
    assert asked == ["at Delta", "at Echo", "who works in accounting"]
    assert "Jing" not in page and "Hello Ana," in page and "from Robin Achterberg" in page
    chosen = tick_sheet(book, "Ana Diaz", targets=["accounting", "delta"])
    assert chosen.targets == (("field", "accounting"), ("company", "Delta"))


def test_hostile_names_are_letters() -> None:
    hostile = '"><script>alert(1)</script>'
    sheet = TickSheet(hostile, hostile, hostile, (("company", hostile),))
    page = sheet.html()
    assert page.count("<script>") == 1 and "alert(1)</script>" not in page
    assert re.fullmatch(r"answers[a-z0-9-]*\.csv", sheet.answers)


def test_nothing_can_be_fetched(book: Book) -> None:
    page = tick_sheet(book, "Ana Diaz").html()
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy and "http" not in page.replace("http-equiv", "")


@pytest.mark.parametrize(
    ("friend", "targets", "problem"),
    [
        ("me", None, "this is you"),
        ("Ana Diaz", ["Foxtrot"], "`Foxtrot` is no target of yours"),
        ("Ana Diaz", [], "there is no target"),
    ],
)
def test_what_cannot_be_asked_is_said(
    book: Book, friend: str, targets: list[str] | None, problem: str
) -> None:
    with pytest.raises(InfonetError, match=problem):
        tick_sheet(book, friend, targets=targets)


def test_a_friend_is_in_the_book_and_a_sheet_is_short(book: Book, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        tick_sheet(book, "Bo Lin")
    for number in range(60):
        book.want(f"Company {number}")
    with pytest.raises(InfonetError, match="at most, and these are 63"):
        tick_sheet(book, "Ana Diaz")
    place = tick_sheet(book, "Ana Diaz", targets=["Delta"]).save(tmp_path / "for-ana.html")
    assert place.read_text("utf-8").startswith("<!doctype html>")
    assert place.stat().st_mode & 0o777 == 0o600
