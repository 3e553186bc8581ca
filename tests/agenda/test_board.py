"""The board: each state and next step of PRACTICE, on small books whose answer is plain."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import infonet
from infonet import Book, InfonetError
from infonet.agenda import companies_to_want, people, targets

DAY = "2026-06-30"  # a Tuesday


@pytest.fixture
def book() -> Book:
    """Ana knows Bo at Delta, I know Di there; at Echo nobody is known, Fox is only a friend's."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", company="Gulf", new=True)
    book.tie("Ana Diaz", "Bo Lin", kind="colleague", company="Delta", new=True)
    book.tie("Di Roe", closeness="medium", company="Delta", new=True)
    book.tie("Ana Diaz", "Fay Ode", kind="colleague", company="Fox", new=True)
    for name in ("Delta", "Echo", "Fox"):
        book.want(name)
    return book


def board(book: Book, day: str = DAY) -> pd.DataFrame:
    return targets(infonet.network(book, as_of=day)).set_index("company")


def row(book: Book, name: str = "Delta", day: str = DAY) -> Any:
    return board(book, day).loc[name]


def test_before_anything_was_asked_there_is_a_way_or_nobody(book: Book) -> None:
    found = board(book)
    assert found.state.to_dict() == {"Delta": "open", "Fox": "open", "Echo": "nobody known"}
    assert found.next.to_dict() == {
        "Delta": "Ask Di Roe for a talk",
        "Fox": "Ask Ana Diaz to introduce you to Fay Ode",
        "Echo": "Ask Ana Diaz who they know there",
    }
    assert set(found.due) == {pd.Timestamp("2026-07-03")}  # the Friday of the week
    assert [found[name]["Delta"] for name in ("people", "through", "open")] == [1, 1, 0]
    assert found.stage.isna().all() and found["last"].isna().all()


def test_the_board_asks_whom_the_week_asks(book: Book) -> None:
    """Ana is the best for three companies, and is asked about two of them in a week."""
    book.want("Golf", priority=2)
    found, asks = board(book), infonet.week(book, DAY).asks.set_index("company")
    assert found.asks[asks.index].to_dict() == asks.route.to_dict()
    assert found.person[asks.index].to_dict() == asks.person.to_dict()
    assert found.best["Golf"] == "Ana Diaz"
    assert found.next["Golf"] == "Ask Di Roe who they know there (Ana Diaz has other asks)"
    book.log("asked", "Di Roe", "Delta", date=DAY)  # sending one changes none of the others
    again, names = board(book), ["Fox", "Echo", "Golf"]
    assert again.asks[names].equals(found.asks[names])


def test_who_is_busy_is_asked_the_week_after_and_a_stranger_is_looked_for(book: Book) -> None:
    """Two more companies than Ana and Di are asked about in a week."""
    for name in ("Golf", "Hotel", "India"):
        book.want(name, priority=2)
    found, asks = board(book), infonet.week(book, DAY).asks
    [cold] = asks.company[asks.kind == "cold"]
    [later] = {"Golf", "Hotel", "India"} - {*asks.company}
    assert found.next[cold] == "Look for somebody there (Ana Diaz has other asks)"
    assert found.next[later] == "Next week: ask Ana Diaz who they know there"
    assert found.due[later] == pd.Timestamp("2026-07-10") and found.asks[cold] == ()


def test_on_a_weekend_the_coming_week_is_planned(book: Book) -> None:
    assert row(book, day="2026-07-04").due == pd.Timestamp("2026-07-10")


def test_an_ask_is_waited_for_three_business_days(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-29")
    found = row(book)
    assert (found.state, found.stage, found.open) == ("waiting", "asked", 1)
    assert found["last"] == "I asked Di Roe, Mon 29 Jun"
    assert found.next == "Wait until Thu 2 Jul" and pd.isna(found.due)


def test_an_agreed_day_is_prepared_for_the_day_before(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-22")
    note = "on 2026-07-08 at 10:00"
    book.log("scheduled", "Di Roe", company="Delta", date="2026-06-24", note=note)
    found = row(book)
    assert (found.state, found.stage, found.action) == ("agreed", "scheduled", "prepare")
    assert found.next == "Prepare for your talk with Di Roe on Wed 8 Jul"
    assert found.due == pd.Timestamp("2026-07-07") and found.person == "name/di-roe"


def test_a_day_that_has_passed_asks_how_it_went(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-15")
    book.log("scheduled", "Di Roe", company="Delta", date="2026-06-17", note="on 2026-06-24")
    found = row(book)
    assert found.action == "tell" and found.next == "Say how your talk with Di Roe went"
    book.log("held", "Di Roe", company="Delta", date="2026-06-24")
    assert row(book).next == "Thank Di Roe"


def test_an_offer_comes_first_and_is_answered_in_ten_business_days(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-01")
    book.log("held", "Di Roe", company="Delta", date="2026-06-08")
    book.log("offered", "Di Roe", company="Delta", date="2026-06-22")
    found = row(book)
    assert (found.state, found.stage) == ("offer", "offered")
    assert (found.next, found.due) == ("Answer the offer of Delta", pd.Timestamp("2026-07-06"))


def test_a_company_that_said_no_is_closed_and_stands_last_where_no_way_is_left() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Di Roe", closeness="medium", company="Delta", new=True)
    book.want("Delta"), book.want("Echo")
    book.log("asked", "Di Roe", company="Delta", date="2026-06-01")
    book.log("applied", "Di Roe", company="Delta", date="2026-06-10")
    book.log("declined", None, company="Delta", date="2026-06-20")
    assert row(book).state == "open"  # somebody there can still be asked
    book.log("declined", "Di Roe", company="Delta", date="2026-06-21")
    found = board(book)
    assert found.index[-1] == "Delta" and found.state["Delta"] == "closed"
    assert pd.isna(found.best["Delta"]) and pd.isna(found.probability["Delta"])


def test_who_declined_is_not_the_best_way(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-01")
    book.log("declined", "Di Roe", company="Delta", date="2026-06-03")
    assert row(book).best == "Ana Diaz → Bo Lin"


def test_what_is_overdue_stands_first(book: Book) -> None:
    book.want("Fox", priority=3)
    book.log("asked", "Ana Diaz", company="Fox", date="2026-06-01", kind="introduction")
    book.log("introduced", "Fay Ode", company="Fox", via="Ana Diaz", date="2026-06-26")
    found = board(book)
    assert found.index[0] == "Fox" and found.next["Fox"] == "Thank Ana Diaz"
    assert found.due["Fox"] < pd.Timestamp(DAY)


def test_a_book_without_targets_has_an_empty_board() -> None:
    empty = Book(me="Robin Achterberg")
    found = targets(infonet.network(empty, as_of=DAY))
    assert len(found) == 0 and "probability" in found


def test_what_is_no_network_is_said(book: Book) -> None:
    with pytest.raises(InfonetError, match="expected a network"):
        targets(book)  # type: ignore[arg-type]  # what a hurried user would write


def test_employers_of_people_i_know_can_be_wanted(book: Book) -> None:
    net = infonet.network(book, as_of=DAY)
    assert companies_to_want(net).to_dict("list") == {"company": ["Gulf"], "people": [1]}


def test_who_has_no_employer_is_at_none_to_want(book: Book) -> None:
    for name, company in (("Gus Wren", "Freelance"), ("Hal Ives", "Self-employed")):
        book.tie(name, company=company, new=True)
    net = infonet.network(book, as_of=DAY)
    assert companies_to_want(net).company.tolist() == ["Gulf"]


def test_everybody_stands_in_the_table_of_people(book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-29")
    found = people(infonet.network(book, as_of=DAY)).set_index("name")
    assert list(found.index) == ["Ana Diaz", "Di Roe", "Bo Lin", "Fay Ode"]
    assert found.closeness.fillna("").tolist() == ["strong", "medium", "", ""]
    assert found.through.fillna("").tolist() == ["", "", "Ana Diaz", "Ana Diaz"]
    assert found.target.tolist() == [(), ("Delta",), ("Delta",), ("Fox",)]
    assert set(found.opens["Ana Diaz"]) == {"Delta", "Fox"}
    assert found.open["Di Roe"] == 1 and found.asked["Di Roe"] == pd.Timestamp("2026-06-29")


def test_what_is_snoozed_rests_on_the_board_too(book: Book) -> None:
    book.note("Delta", "snooze", "not now", date="2026-07-06")
    book.note("Ana Diaz", "snooze", "ask", date="2026-07-08")
    found = board(book)
    assert found.next[["Delta", "Fox"]].tolist() == [
        "Rests until Mon 6 Jul",
        "Ask Di Roe who they know there",
    ]
    assert found.due[["Delta", "Fox"]].isna().tolist() == [True, False]
    assert row(book, day="2026-07-06").next == "Ask Di Roe for a talk"


def test_after_a_talk_that_led_no_nearer_it_says_what_to_do_instead() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    for name in ("Bo Lin", "Cy Moss"):
        book.tie(name, company="Delta", title="Clerk", new=True)
    book.want("Delta")
    for name, day in (("Bo Lin", "2026-05-04"), ("Cy Moss", "2026-05-11")):
        book.log("asked", name, "Delta", date=day)
        book.log("held", name, "Delta", date=day)
        book.log("thanked", name, "Delta", date=day)
        book.log("reported back", name, "Delta", date=day)
    first = targets(infonet.network(book, as_of="2026-05-08")).iloc[0]
    assert first.action == "wait"  # the first talk is nearer than none
    [row] = targets(infonet.network(book, as_of="2026-05-15")).to_dict("records")
    assert row["action"] == "instead" and row["due"] == pd.Timestamp("2026-05-15")
    assert row["next"] == "Ask Bo Lin who hires there"


def test_a_company_that_is_let_go_as_a_whole_asks_for_nothing_more(book: Book) -> None:
    book.log("asked", "Di Roe", "Delta", date="2026-06-22")
    note = "on 2026-07-02 at 10:00"
    book.log("scheduled", "Di Roe", "Delta", date="2026-06-24", note=note)
    assert row(book).state == "agreed"
    book.log("withdrawn", None, "Delta", date="2026-06-29")
    assert (row(book).state, row(book).action, row(book).route) == ("closed", "none", ())
    made = infonet.week(book, "2026-06-30")
    assert made.talks.empty and "Delta" not in {*made.asks.company, *made.due.company}
    later = infonet.week(book, "2026-07-06")  # nor is the talk asked after
    assert later.talks.empty and later.quiet.empty
    assert "Delta" not in set(later.due.company)
