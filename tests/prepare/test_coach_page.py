"""The page for a coach: the chosen parts alone, nobody's name unless they are chosen, no note."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from infonet import Book
from infonet.errors import InfonetError
from infonet.prepare import coach_page

DAY = "2026-06-30"
HOSTILE = "<script>alert(1)</script> Pwned"
PEOPLE = ("Zwenna Quillbert", "Ostrava Fennimann", "Ilx", HOSTILE)


@pytest.fixture
def book() -> Book:
    """Somebody at each of four companies, a firm called like one of them, notes that name all."""
    book = Book(me="Robin Achterberg")
    for at, (name, company) in enumerate(
        zip(PEOPLE, ("Delta", "Echo", "Foxtrot", HOSTILE), strict=True)
    ):
        book.tie(name, company=company, closeness="strong", new=True)
        book.person(name, company=company, email=f"secret{at}@example.org")
        book.want(company)
    book.want("Zwenna Quillbert Consulting")
    book.want("ask secret0@example.org")
    for stage, day in (("asked", "2026-03-01"), ("replied", "2026-03-05"), ("held", "2026-03-09")):
        book.log(
            stage, PEOPLE[0], company="Delta", date=day, note=f"{PEOPLE[0]} said so", channel="Ilx"
        )
    book.log("asked", PEOPLE[1], company="Echo", date="2026-06-29", channel="secret1@example.org")
    book.log("asked", PEOPLE[2], company="Foxtrot", date="2026-06-28")
    book.log("scheduled", PEOPLE[2], company="Foxtrot", date="2026-06-29", note="on 2026-07-02")
    book.note(PEOPLE[0], "action item", f"send {PEOPLE[1]} the secretnote", date=DAY)
    book.note(PEOPLE[2], "promised", "secretplace of Ostrava", date="2026-07-02")
    return book


def test_without_names_nobody_is_on_it_and_no_note(book: Book) -> None:
    page = coach_page(book, as_of=DAY)
    told = (page.html() + repr(page)).casefold()
    whole = [*PEOPLE, *(word for name in PEOPLE[:3] for word in name.split())]
    for secret in [*whole, "secret", "@", "in/", "%"]:
        assert secret.casefold() not in told.split("<main>")[1], secret
    assert "delta" in told and "a contact at foxtrot" in told and "a company" in told
    assert "i name no people on this page" in told and "robin" not in told


def test_a_firm_is_named_unless_a_contact_who_works_there_is_called_so() -> None:
    """Okafor's own firm tells of Okafor in any spelling; a contact called Delta hides no Delta."""
    book = Book(me="Robin Achterberg")
    for name, company in (("Okafor", "Okafor Ltd"), ("Delta", "Echo")):
        book.tie(name, company=company, closeness="strong", new=True)
    for company in ("Okafor Limited", "Delta", "Delta Okafor Bank", "Echo"):
        book.want(company)
    page = coach_page(book, as_of=DAY)
    assert page.targets is not None and page.week is not None
    shown = [*page.targets.company, *page.week.company]
    assert {*shown} == {"a company", "Delta", "Delta Okafor Bank", "Echo"}
    assert "Ask a contact at a company for a talk" in page.html()
    assert "Okafor L" not in page.html()


def test_a_firm_with_a_part_of_a_name_is_shown_and_the_page_says_that_it_may_be() -> None:
    book = Book(me="Robin Achterberg")
    book.tie("Wanjiru Okafor-Mbeki", company="Wanjiru's bakery", closeness="strong", new=True)
    firms = {"W. Okafor-Mbeki Consulting", "Okafor Mbeki & Co", "Wanjiru's bakery"}
    for company in firms:
        book.want(company)
    page = coach_page(book, as_of=DAY)
    assert page.targets is not None and {*page.targets.company} == firms
    assert "a part of one may be the first name or the family name" in page.html()
    assert "part of one may be" not in coach_page(book, as_of=DAY, names=True).html()


def test_who_is_busy_is_not_named_either() -> None:
    """The board says who has other asks; here only what to do is said."""
    book = Book(me="Robin Achterberg")
    book.tie("Zwenna Quillbert", closeness="strong", company="Gulf", new=True)
    book.tie("Ostrava Fennimann", closeness="medium", company="Delta", new=True)
    for at, name in enumerate(("Delta", "Echo", "Fox", "Golf", "Hotel", "India")):
        book.want(name, priority=1 if at < 3 else 2)
    page = coach_page(book, as_of=DAY, parts=["targets"])
    assert page.targets is not None
    told = set(page.targets.next)
    assert "Look for somebody there" in told and "Ask a contact who they know there" in told
    assert any(step.startswith("Next week: ask a contact") for step in told)
    for word in ("Zwenna", "Quillbert", "Ostrava", "Fennimann", "other asks"):
        assert word not in page.html()


def test_with_names_they_are_on_it_but_no_note_and_no_chance(book: Book) -> None:
    page = coach_page(book, as_of=DAY, names=True, name="Robin")
    told = page.html().split("<main>")[1]
    assert "Ostrava Fennimann" in told and "Talk with Ilx" in told and "of Robin stands" in told
    for secret in ("secretnote", "secretplace", "said so", "%"):
        assert secret not in told


def test_each_part_says_what_its_function_says(book: Book) -> None:
    page = coach_page(book, as_of=DAY)
    assert page.targets is not None and page.week is not None and page.review is not None
    by = page.targets.set_index("company")
    assert by.stands["Delta"].endswith("; so far a talk, Mon 9 Mar")
    assert by.stands["Echo"] == "waiting" and by.next["Echo"].startswith("Wait until ")
    talk = page.week[page.week.kind == "talk"].iloc[0]
    assert (talk.company, talk.what) == ("Foxtrot", "Talk with a contact at Foxtrot")
    assert f"{talk.day:%Y-%m-%d}" == "2026-07-02" and "Thu 2 Jul" in page.html()
    sent = page.week[page.week.sent]
    assert sent[["company", "what"]].values.tolist() == [
        ["Echo", "Ask a contact at Echo for a talk"]
    ]
    assert page.review[0].startswith("Of 1 ask old enough (60 days), 1 led to a talk")


@pytest.mark.parametrize("part", ["targets", "week", "review"])
def test_what_is_not_chosen_is_not_on_it(book: Book, part: str) -> None:
    page = coach_page(book, as_of=DAY, parts=[part])
    html = page.html()
    shown = [word for word in ("My targets", "My week", "What my asks led to") if word in html]
    assert len(shown) == 1 and repr(page).endswith(f": {part}, without names")
    assert [name for name in ("targets", "week", "review") if getattr(page, name) is not None] == [
        part
    ]


def test_hostile_names_are_letters_and_nothing_is_fetched(book: Book) -> None:
    html = coach_page(book, as_of=DAY, names=True, name=HOSTILE).html()
    assert "<script" not in html and "&lt;script&gt;" in html
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "script" not in policy
    assert "size: A4" in html and "prefers-color-scheme: dark" in html


def test_a_channel_of_ones_own_is_a_number_where_nobody_is_named(book: Book) -> None:
    for at in range(8):
        company, channel = f"Firm{at}", "email" if at % 2 else "Zwenna's phone"
        for number in range(2):
            row: dict[str, Any] = {
                "company": f"{company} {number}",
                "channel": channel,
                "kind": "direct",
            }
            book.log("asked", PEOPLE[3], date="2026-03-01", **row)
            if not at % 2:
                book.log("held", PEOPLE[3], date="2026-03-09", **row)
    page = coach_page(book, as_of=DAY, parts=["review"])
    assert page.review is not None and "By channel 2 8 of 8 led to a talk" in page.review[1]
    named = coach_page(book, as_of=DAY, parts=["review"], names=True).review
    assert named is not None and "By zwenna's phone 8 of 8" in named[1]


def test_an_empty_book_has_a_page_too(tmp_path: Path) -> None:
    page = coach_page(Book(me="Robin"), as_of=DAY)
    html = page.save(tmp_path / "page.html").read_text("utf-8")
    assert "No target yet." in html and "nobody to ask this week" in html


@pytest.mark.parametrize(
    ("parts", "said"), [([], "at least one of targets"), (["weeks"], "`weeks`.*week")]
)
def test_what_cannot_be_made_is_said(book: Book, parts: list[str], said: str) -> None:
    with pytest.raises(InfonetError, match=said):
        coach_page(book, as_of=DAY, parts=parts)
