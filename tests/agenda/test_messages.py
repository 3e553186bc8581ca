"""Which message an action asks for; and who is at a company, by how they fit."""

from __future__ import annotations

import pytest

import infonet
from infonet import Book, InfonetError
from infonet.agenda import message_for, people_there
from infonet.tables import Tables

DAY = "2026-06-30"


@pytest.fixture
def book() -> Book:
    """Ana introduced Chidi, of Delta, who talked with me."""
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.tie("Ana Diaz", "Chidi Obi", kind="colleague", company="Delta", new=True)
    book.want("Delta")
    book.log("asked", "Ana Diaz", "Delta", date="2026-06-01", kind="introduction")
    book.log("introduced", "Chidi Obi", "Delta", via="Ana Diaz", date="2026-06-03")
    return book


def request(book: Book) -> str:
    return str(book.tables().events.request[0])


def test_thanks_are_for_what_they_did_last(book: Book) -> None:
    asked = message_for(book, "thank", "name/ana-diaz", request(book), as_of=DAY)
    assert asked == ("thank introducer", "name/ana-diaz", "name/chidi-obi", "thanked", None)
    book.log("held", "Chidi Obi", "Delta", date="2026-06-10")
    asked = message_for(book, "thank", "name/chidi-obi", request(book), as_of=DAY)
    assert asked is not None and asked[:3] == ("thank interviewee", "name/chidi-obi", None)
    book.log("held", "Ana Diaz", "Delta", date="2026-06-12")
    asked = message_for(book, "thank", "name/ana-diaz", as_of=DAY)
    assert asked is not None and asked.kind == "thank interviewee"
    before = message_for(book, "thank", "name/ana-diaz", as_of="2026-06-05")
    assert before is not None and before.kind == "thank introducer"


def test_a_second_note_to_a_connector_names_the_insider(book: Book) -> None:
    asked = message_for(book, "write again", "name/ana-diaz", request(book), as_of=DAY)
    assert asked is not None and asked[:4] == (
        "follow up", "name/ana-diaz", "name/chidi-obi", "followed up",
    )  # fmt: skip
    asked = message_for(book, "write again", "name/chidi-obi", request(book), as_of=DAY)
    assert asked is not None and asked.insider is None


def test_a_confirmation_says_the_day(book: Book) -> None:
    book.log("scheduled", "Chidi Obi", "Delta", date="2026-06-24", note="on 2026-07-01")
    asked = message_for(book, "confirm", "name/chidi-obi", request(book), as_of=DAY)
    assert asked is not None and (asked.stage, f"{asked.when:%d %b}") == ("contacted", "01 Jul")


@pytest.mark.parametrize("action", ["ask", "to do", "wait", "none", "return a favour"])
def test_what_no_message_does_has_none(book: Book, action: str) -> None:
    assert message_for(book, action, "name/ana-diaz", as_of=DAY) is None


def test_who_fits_best_stands_first_then_who_i_know() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.want(field="data engineering")
    for name, title, closeness in (
        ("Abe Poe", "Clerk", "strong"),
        ("Bo Lin", "Recruiter", None),
        ("Cy Moss", "Head of Data Engineering", "weak"),
        ("Di Roe", "Data Engineer", "medium"),
        ("Eli Ota", "Clerk", None),
    ):
        book.person(name, company="Delta", title=title)
        if closeness:
            book.tie(name, closeness=closeness)
    book.tie("Di Roe", "Eli Ota")
    book.log("asked", "Di Roe", "Delta", date="2026-06-29")
    found = people_there(infonet.network(book, as_of=DAY), "Delta")
    assert found.name.tolist() == ["Cy Moss", "Di Roe", "Bo Lin", "Abe Poe", "Eli Ota"]
    assert found.fit[:3].tolist() == ["hiring manager", "same work", "recruiter"]
    assert found.fit[3:].isna().all()
    assert found.status.tolist() == ["open", "waiting", "open", "open", "open"]
    assert found.through.fillna("").tolist() == ["", "", "", "", "Di Roe"]
    assert found.closeness.fillna("").tolist() == ["weak", "medium", "", "strong", ""]
    went = [
        {"gathering": "Quillmark College", "kind": "school", "person": who}
        for who in ("me", "name/eli-ota", "name/di-roe")
    ]
    tables = book.tables()._replace(gatherings=Tables.of(gatherings=went).gatherings)
    found = people_there(infonet.network(tables, as_of=DAY), "Delta")
    assert found.name.tolist() == ["Cy Moss", "Di Roe", "Bo Lin", "Eli Ota", "Abe Poe"]
    assert found.fit[1:4].tolist() == ["same work", "recruiter", "alum"]
    like = "went to Quillmark College, like you"
    assert found.in_common.fillna("").tolist() == ["", like, "", like, ""]


def test_where_nobody_is_known_it_is_empty_and_an_unknown_company_is_said() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.want("Delta")
    net = infonet.network(book, as_of=DAY)
    assert people_there(net, "Delta").empty
    with pytest.raises(InfonetError):
        people_there(net, "Nowhere")
