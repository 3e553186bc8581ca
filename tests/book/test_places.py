"""The place of a new event in the log: its request, and the kind that the ties of its day give."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from infonet.book import Book
from infonet.tables import ME
from tests.book_exports import ANA, BO, export

ANA_IN_MARCH = ANA | {"since": "2026-03-10"}


def kinds(book: Book) -> list[str]:
    """Return the kinds of the requests, in the order in which they were logged."""
    events = book.tables().events.sort_values("event")
    found: list[str] = events.kind.dropna().tolist()
    return found


# The ties of its day


def test_a_talk_makes_a_tie_from_its_day_on() -> None:
    book = Book()
    book.person("Bo Lin", company="Delta")
    book.debrief("Bo Lin", date="2026-03-12", company="Echo")
    book.log("asked", "Bo Lin", company="Delta", date="2026-03-02")
    book.log("asked", "Bo Lin", company="Delta", date="2026-03-30")
    assert kinds(book) == ["cold", "direct"]


def test_whom_a_talk_brought_is_known_from_its_day_on() -> None:
    book = Book()
    book.tie("Ana Diaz", new=True)
    book.debrief("Ana Diaz", date="2026-03-12", names=[{"name": "Bo Lin", "company": "Delta"}])
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-30")
    assert kinds(book) == ["scout", "introduction"]


def with_two_exports() -> Book:
    """Make a book with my export, and on 20 March Ana's, which shows Bo at Delta."""
    book = Book()
    book.add(export(ANA | {"company": "Golf"}, exported="2026-03-25"))
    book.add(
        export(BO | {"company": "Delta"}, exported="2026-03-20", owner="in/ana-diaz"), "Ana Diaz"
    )
    return book


def test_what_a_friends_export_shows_is_known_from_its_day_on() -> None:
    book = with_two_exports()
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-20")
    # It is mine to say whom I knew: a statement without a day holds for every day.
    book.tie("Ana Diaz", "Bo Lin")
    book.log("asked", "Ana Diaz", company="Delta", date="2026-01-05")
    assert kinds(book) == ["scout", "introduction", "introduction"]


def test_each_of_a_friends_exports_shows_its_own_from_its_day_on() -> None:
    """Bo stands in both of Ana's lists, Cy in the later alone; Di in the only one of Ed's."""
    book = Book()
    cy, di, ed = (
        {"slug": slug, "name": name}
        for slug, name in {"cy-marsh": "Cy Marsh", "di-sand": "Di Sand", "ed-ito": "Ed Ito"}.items()
    )
    golf = {"company": "Golf"}
    book.add(export(ANA | golf, ed | golf, exported="2026-03-25"))
    delta, echo, foxtrot = (
        person | {"company": company}
        for person, company in ((BO, "Delta"), (cy, "Echo"), (di, "Foxtrot"))
    )
    for day, rows, owner, name in (
        ("2026-03-10", (delta,), "in/ana-diaz", "Ana Diaz"),
        ("2026-03-20", (delta, echo), "in/ana-diaz", "Ana Diaz"),
        ("2026-03-15", (foxtrot,), "in/ed-ito", "Ed Ito"),
    ):
        book.add(export(*rows, exported=day, owner=owner, path=f"{day}.csv"), name)
    found = {}
    for company, person in (("Delta", "Ana Diaz"), ("Echo", "Ana Diaz"), ("Foxtrot", "Ed Ito")):
        for day in ("2026-03-09", "2026-03-12", "2026-03-16", "2026-03-21"):
            book.log("asked", person, company=company, date=day, request=f"{company} {day}")
        found[company] = [kind == "introduction" for kind in kinds(book)[-4:]]
    assert found == {
        "Delta": [False, True, True, True],
        "Echo": [False, False, False, True],
        "Foxtrot": [False, False, True, True],
    }


def test_each_line_of_a_log_is_judged_by_its_own_day(tmp_path: Path) -> None:
    book = with_two_exports()
    log = tmp_path / "log.csv"
    log.write_text(
        "person,stage,date,company\n"
        "Ana Diaz,asked,2026-03-02,Delta\n"
        "Ana Diaz,asked,2026-03-23,Delta\n",
        encoding="utf-8",
    )
    book.add(log)
    assert kinds(book) == ["scout", "introduction"]


def test_a_corrected_day_is_judged_anew() -> None:
    book = with_two_exports()
    asked = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-23")
    book.correct(asked, date="2026-03-02")
    assert kinds(book) == ["scout"]
    book.undo()
    assert kinds(book) == ["introduction"]


def test_my_own_ties_were_mine_before_the_export_that_shows_them() -> None:
    book = Book()
    book.add(export(ANA_IN_MARCH | {"company": "Delta"}, exported="2026-06-01"))
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-30")
    assert kinds(book) == ["cold", "direct"]


def test_a_tie_of_mine_that_only_a_friends_export_shows_was_mine_as_well() -> None:
    book = Book()
    book.person("Ana Diaz", company="Delta")
    me = {"slug": "robin-achterberg", "name": "Robin Achterberg", "since": "2020-05-01"}
    book.same(ME, book.person("https://www.linkedin.com/in/robin-achterberg"))
    book.add(export(me, exported="2026-03-20", owner="name/ana-diaz"), "Ana Diaz")
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    assert kinds(book) == ["direct"]


def test_a_statement_counts_from_the_day_that_it_says() -> None:
    book = Book()
    book.tie("Ana Diaz", company="Delta", since="2026-03-10", new=True)
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-30")
    assert kinds(book) == ["cold", "direct"]


# A part of the log, and the whole

PEOPLE = ("Ana Diaz", "Bo Lin", "Cy Marsh", "Di Sand")
STAGES = ("asked", "asked", "introduced", "replied", "held", "declined", "applied", "withdrawn")
COMPANIES = ("Delta", "Delta Group Berlin", "Echo", None, None)


def acts_of(seed: int) -> list[dict[str, Any]]:
    """Make a log in no order of days, of few people and companies, so that much is unclear."""
    chance = random.Random(seed)
    acts = []
    for _ in range(16):
        stage, company = chance.choice(STAGES), chance.choice(COMPANIES)
        refused = stage == "declined" and company and chance.random() < 0.6
        acts.append(
            {
                "stage": stage,
                "person": None if refused else chance.choice(PEOPLE),
                "company": company,
                "via": chance.choice(PEOPLE) if stage == "introduced" else None,
                "date": f"2026-03-{chance.randint(1, 20):02}",
                "request": chance.choice(("R1", "R2")) if chance.random() < 0.1 else None,
            }
        )
    return acts


def places(*lines: str) -> list[str]:
    """Log lines (stage, person, company, day in March, via) and return the day of each one's ask.

    After that every first ask is corrected: what was joined to it when it was logged stays with it.
    """
    book = Book()
    for name in PEOPLE:
        book.tie(ME, name, new=True)
    asks: dict[str | None, int] = {}
    for line in lines:
        stage, person, company, day, *via = (
            None if word == "-" else word.replace("_", " ") for word in line.split()
        )
        number = book.log(str(stage), person, company, *via, date=f"2026-03-{day}")
        if stage == "asked":
            asks.setdefault(person, number)
    for number in asks.values():
        book.correct(number, person="Di Sand", company="Golf")
    events = book.tables().events.sort_values("event")
    found: list[str] = events.request.fillna("").str[8:10].tolist()
    return found


@pytest.mark.parametrize(
    "lines",
    [
        ("asked Ana_Diaz Delta 02", "held Ana_Diaz - 09"),
        ("asked Ana_Diaz Delta 02", "introduced Bo_Lin Delta 04 Ana_Diaz", "held Bo_Lin Delta 09"),
        ("asked Ana_Diaz Delta 02", "applied Ana_Diaz Delta 04", "declined - Delta 09"),
        ("asked Ana_Diaz Delta 02", "asked Ana_Diaz Delta 04", "replied Ana_Diaz Delta 05"),
    ],
)
def test_an_event_joins_the_request_that_it_touches(lines: tuple[str, ...]) -> None:
    assert set(places(*lines)) == {"02"}


def test_an_event_without_a_request_counts_where_it_closes_one() -> None:
    """Bo was met through Ana and through Cy; Ana's request, begun later, was let go of."""
    found = places(
        "withdrawn Ana_Diaz Delta 08",  # belongs to nothing yet
        "asked Cy_Marsh Delta 01",
        "introduced Bo_Lin Delta 03 Cy_Marsh",
        "asked Ana_Diaz Delta 02",
        "introduced Bo_Lin Delta 04 Ana_Diaz",
        "replied Bo_Lin Delta 10",
    )
    assert found == ["", "01", "01", "02", "02", "01"]


@pytest.mark.parametrize("seed", range(2))
def test_to_settle_what_an_event_can_touch_is_to_settle_all(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = Book(), Book()
    settled = []
    for book, whole in zip(books, (False, True), strict=True):
        with monkeypatch.context() as patch:
            if whole:
                patch.setattr(
                    "infonet.book.projection._touched", lambda entries, new, _: [*entries, *new]
                )
            for name in PEOPLE:
                book.tie(ME, name, company="Delta" if name == "Bo Lin" else None, new=True)
            book.same_company("Delta", "Delta Group Berlin")
            for act in acts_of(seed):
                book.log(**act)
            settled.append(book.tables().events)
    pd.testing.assert_frame_equal(settled[0], settled[1])
