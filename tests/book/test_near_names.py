"""Two people with nearly the same name are offered, with a score; never merged."""

from __future__ import annotations

from typing import Any

import pytest

from infonet.book import Book
from tests.book_exports import ROBIN, export, profile


def row(name: str, company: str, *, slug: str | None = None, since: str = "2021-01-01") -> Any:
    key = {"key": "name/" + name.lower().replace(" ", "-")} if slug is None else {}
    return {"slug": slug, "name": name, "company": company, "since": since, **key}


def book(*typed: tuple[str, str | None]) -> Book:
    """Ana, Jörg, Maria and Li by their profiles in my export, and some people typed in."""
    made = Book(me=ROBIN)
    made.add(
        export(
            row("Ana Diaz", "Delta", slug="ana-diaz"),
            row("Jörg Müller", "Echo", slug="jorg-muller", since="2021-01-02"),
            row("Maria Anita Costa", "Echo", slug="maria-costa", since="2021-01-03"),
            row("Li Wei", "Golf", slug="li-wei", since="2021-01-04"),
        )
    )
    for name, company in typed:
        made.person(name, company=company)
    return made


@pytest.mark.parametrize(
    ("name", "company", "other", "score", "words"),
    [
        ("Ana Dias", None, "Ana Diaz", 88, "nearly the same name; one was typed in"),
        ("Ana Dias", "Delta", "Ana Diaz", 88, "nearly the same name and employer; one was"),
        ("Mueller, Joerg", None, "Jörg Müller", 99, "same name, written otherwise; one was typed"),
        ("Maria Costa", "Echo", "Maria Anita Costa", 90, "one name is part of the other and"),
        ("\u0410na Diaz", None, "Ana Diaz", 99, "looks the same, with letters of another script"),
        ("Wei Li", None, "Li Wei", 99, "same name, written otherwise"),
    ],
)
def test_who_is_offered_with_what_score(
    name: str, company: str | None, other: str, score: float, words: str
) -> None:
    found = book((name, company)).duplicate_candidates()
    assert len(found) == 1
    one = found.iloc[0]
    assert one.b.startswith("name/") and one.a.startswith("in/")
    assert one["name"] == other and one.other_name != other
    assert round(one.score) == score
    assert one.why.startswith(words)


@pytest.mark.parametrize(
    ("name", "company"),
    [
        ("Ana Dias", "Golf"),  # nearly the same name, and known to work elsewhere
        ("Ana Ruiz", None),
        ("Ana", None),
        ("Bo Diaz", None),
        ("Wei Chen", None),
        ("Анна Диас", None),
    ],
)
def test_who_is_not_offered(name: str, company: str | None) -> None:
    assert book((name, company)).duplicate_candidates().empty


def test_two_profiles_two_of_one_export_and_two_declared_different_are_not_offered() -> None:
    made = book(("Ana Dias", None))
    made.different("Ana Diaz", "Ana Dias")
    assert made.duplicate_candidates().empty
    made.undo()
    made.same("Ana Diaz", "Ana Dias")
    assert made.duplicate_candidates().empty
    listed = Book(me=ROBIN)
    listed.add(export(row("Ana Diaz", "Delta"), row("Ana Dias", "Delta", since="2021-01-02")))
    assert listed.duplicate_candidates().empty
    profiles = Book(me=ROBIN)
    for slug, name in (("ana-diaz", "Ana Diaz"), ("ana-dias", "Ana Dias")):
        profiles.person(profile(slug), name=name)
    assert profiles.duplicate_candidates().empty


@pytest.mark.parametrize(("company", "score"), [("Delta", 100), ("Golf", 85)])
def test_the_same_names_come_first_then_the_likeliest(company: str, score: float) -> None:
    made = book(("Ana Dias", None), ("Joerg Mueller", None))
    made.add(export(row("Ana Diaz", company), owner="in/li-wei", exported="2023-05-01"))
    found = made.duplicate_candidates()
    same = found[found.other_name.isna()]
    assert (same.index.tolist(), same.score.tolist()) == ([0], [score])
    assert found.score[1:].is_monotonic_decreasing and len(found) >= 3


def test_a_word_that_a_name_repeats_costs_no_more_than_once() -> None:
    # Word for word with each other it would be 300 × 300 × 300 looks at one pair.
    book = Book(me="Robin Roe")
    for name in ("Bo " + "Quill " * 300, "Bo Quill Fen", "Ana " + "Quill " * 300):
        book.person(name)
    found = book.duplicate_candidates()
    assert len(found) == 2
    assert set(found.why.str.contains("part of the other|nearly the same")) == {True}
