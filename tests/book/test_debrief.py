"""A conversation written down in one act: held, learnt, agreed, and who was named."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from infonet import network, reach
from infonet.book import Book
from infonet.conversion import log_issues
from infonet.errors import BookError, InfonetError, UnknownNameError
from infonet.tables import check
from tests.book_exports import ANA, BO, ROBIN, export

DAY = "2026-03-12"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = Book(tmp_path / "me.db", me=ROBIN)
    made.add(export(ANA, BO))
    made.want("Golf")
    made.log("asked", "Ana Diaz", company="Golf", date="2026-03-02")
    return made


def logged(book: Book) -> list[tuple[Any, ...]]:
    events = book.tables().events[["stage", "person", "via", "company"]].astype(object)
    return [*events.where(events.notna(), None).itertuples(index=False, name=None)]


def ties(book: Book, person: str) -> list[tuple[Any, ...]]:
    """Kind, evidence and last day of the ties with somebody that were stated or met by."""
    rows = book.tables().ties
    rows = rows[
        ((rows.source == person) | (rows.target == person)) & (rows.evidence != "connection")
    ]
    rows = rows[["source", "target", "kind", "evidence", "last"]].assign(
        last=rows["last"].dt.strftime("%Y-%m-%d")
    )
    return [*rows.astype(object).where(rows.notna(), None).itertuples(index=False, name=None)]


def state(book: Book) -> tuple[Any, ...]:
    """All that the book shows, to compare."""
    return (*(table.to_csv() for table in book.tables()), book.notes().to_csv())


def test_one_call_records_everything_and_one_undo_takes_it_back(book: Book) -> None:
    before, acts = state(book), len(book.history())
    said = book.debrief(
        "Ana Diaz",
        date=DAY,
        company="golf",
        learnt="the load breaks twice a year",
        advice="bring one page",
        fit={"skills": "4/5: SQL", "lifestyle": "2/5: on call"},
        minutes=25,
        agreed=20,
        names=["Lu Weir", {"name": "Mo Park", "company": "Golf", "title": "Head of Data"}],
        actions=["read the report", ("send the page", "2026-03-16")],
        channel="office",
    )
    assert said == (
        "Conversation with Ana Diaz on 12 Mar 2026: 25 minutes of 20 agreed; "
        "named Lu Weir, Mo Park."
    )
    assert book.history().iloc[-1][["kind", "what"]].tolist() == ["debrief", said]
    assert len(book.history()) == acts + 1
    assert logged(book)[1:] == [
        ("held", "in/ana-diaz", None, "golf"),
        ("named", "name/lu-weir", "in/ana-diaz", "golf"),
        ("named", "name/mo-park", "in/ana-diaz", "golf"),
    ]
    assert log_issues(book.tables().events, as_of="2026-06-30").empty
    notes = book.notes().astype(object)
    told = notes.where(notes.notna(), None)[["name", "kind", "text"]].values.tolist()
    assert sorted(told) == [
        ["Ana Diaz", "action item", "read the report"],
        ["Ana Diaz", "action item", "send the page"],
        ["Ana Diaz", "advice", "bring one page"],
        ["Ana Diaz", "learnt", "the load breaks twice a year"],
        ["Ana Diaz", "promised", "25 minutes of 20 agreed"],
        ["Golf", "lifestyle", "2/5: on call"],
        ["Golf", "skills", "4/5: SQL"],
    ]
    deadline = book.notes(text="send the page").date[0]
    assert str(deadline.date()) == "2026-03-16"
    tables = book.tables()
    assert check(tables).empty
    mo = tables.jobs.set_index("person").loc["name/mo-park"]
    assert (mo.company, mo.title) == ("Golf", "Head of Data")
    book.undo()
    assert state(book) == before
    book.undo(int(book.history().act.iloc[-1]))
    assert len(book.notes()) == 7 and len(logged(book)) == 4


def test_who_was_named_makes_a_new_path(book: Book) -> None:
    before = reach(network(book.tables(), as_of="2026-06-30")).set_index("company")
    assert before.kind["Golf"] == "scout"
    book.debrief("Ana Diaz", date=DAY, names=[{"name": "Mo Park", "company": "Golf"}])
    after = reach(network(book.tables(), as_of="2026-06-30")).set_index("company")
    assert (after.kind["Golf"], after.insider["Golf"]) == ("introduction", "Mo Park")


def test_who_was_met_is_a_tie_by_two_way_contact(book: Book) -> None:
    book.person("Cy Marsh")
    book.debrief("Cy Marsh", date=DAY)
    assert ties(book, "name/cy-marsh") == [("me", "name/cy-marsh", "met", "meeting", DAY)]
    net = network(book.tables(), as_of="2026-06-30")
    edge = net.to_networkx()["me"]["name/cy-marsh"]
    assert (edge["tie_class"], edge["reason"]) == ("strong", "recent contact")
    # An older conversation that is written down later moves nothing back.
    book.debrief("Cy Marsh", date="2025-11-03")
    assert ties(book, "name/cy-marsh") == [("me", "name/cy-marsh", "met", "meeting", DAY)]


def test_what_the_user_said_of_a_tie_stays(book: Book) -> None:
    book.tie("Ana Diaz", closeness="weak", kind="colleague", last="2026-01-05")
    book.tie("Ana Diaz", "Bo Lin", kind="friend", closeness="strong")
    book.debrief("Ana Diaz", date=DAY, names=["Bo Lin"])
    rows = book.tables().ties
    mine = rows[(rows.evidence == "stated")].set_index("target")
    assert (mine.kind["me"], mine.closeness["me"]) == ("colleague", "weak")
    assert mine.loc["in/bo-lin", "closeness"] == "strong"
    net = network(book.tables(), as_of="2026-06-30")
    assert net.to_networkx()["me"]["in/ana-diaz"]["reason"] == "said weak"


def test_a_name_in_passing_says_nothing_of_when_the_two_were_in_touch(book: Book) -> None:
    book.debrief("Ana Diaz", date=DAY, names=["Lu Weir"])
    assert ties(book, "name/lu-weir") == [("in/ana-diaz", "name/lu-weir", "named", "stated", None)]


def test_a_conversation_that_is_logged_is_not_logged_again(book: Book) -> None:
    held = book.log("held", "Ana Diaz", company="Golf", date="2026-03-11")
    book.correct(held, date=DAY)
    book.debrief("Ana Diaz", date=f"{DAY} 10:00", names=["Lu Weir"])
    assert [stage for stage, *_ in logged(book)] == ["asked", "held", "named"]
    # The same call again, as when a notebook is run twice, logs nothing anew.
    book.debrief("Ana Diaz", date=DAY, names=["Lu Weir"])
    assert [stage for stage, *_ in logged(book)] == ["asked", "held", "named"]
    # About another company it was another conversation.
    book.debrief("Ana Diaz", date=DAY, company="Hotel")
    assert [stage for stage, *_ in logged(book)].count("held") == 2


def test_one_that_was_corrected_away_is_logged(book: Book) -> None:
    held = book.log("held", "Ana Diaz", company="Golf", date=DAY)
    book.correct(held, person="Bo Lin")
    book.debrief("Ana Diaz", date=DAY, company="Golf")
    assert ("held", "in/ana-diaz", None, "Golf") in logged(book)


def test_the_key_that_was_merged_away_is_the_same_conversation(book: Book) -> None:
    book.person("Ana Diaz-Roe")
    book.log("held", "Ana Diaz-Roe", company="Golf", date=DAY)
    book.same("Ana Diaz-Roe", "in/ana-diaz")
    book.debrief("Ana Diaz-Roe", date=DAY, learnt="much")
    assert [stage for stage, *_ in logged(book)].count("held") == 1
    assert book.notes(subject="in/ana-diaz").text.tolist() == ["much"]


def test_the_fit_of_a_company_that_is_not_in_the_book_is_the_companys(book: Book) -> None:
    book.log("held", "Ana Diaz", date=DAY)
    book.debrief("Ana Diaz", date=DAY, company="Kilo", fit={"goals": "3/5"})
    assert book.notes(kind="goals").company.tolist() == ["Kilo"]


def test_without_a_company_the_fit_is_kept_with_the_person(book: Book) -> None:
    book.debrief("Ana Diaz", date=DAY, fit={"goals": "3/5"})
    assert book.notes(kind="goals").person.tolist() == ["in/ana-diaz"]


@pytest.mark.parametrize(
    "name",
    [
        "Bo Lin",
        "in/bo-lin",
        "https://www.linkedin.com/in/bo-lin",
        {"name": "B. Lin", "url": "https://www.linkedin.com/in/bo-lin"},
    ],
)
def test_somebody_known_is_recognised_by_name_key_and_address(book: Book, name: Any) -> None:
    people = len(book.tables().people)
    book.debrief("Ana Diaz", date=DAY, names=[name])
    assert logged(book)[-1][:3] == ("named", "in/bo-lin", "in/ana-diaz")
    assert len(book.tables().people) == people


def test_an_address_goes_before_a_name(book: Book) -> None:
    book.person("Lu Weir", email="lu@example.com")
    book.debrief("Ana Diaz", date=DAY, names=[{"name": "L. Weir", "email": "Lu@example.com"}])
    assert logged(book)[-1][1] == "name/lu-weir"
    url = "https://www.linkedin.com/in/lu-weir-2"
    book.debrief("Bo Lin", date=DAY, names=[{"name": "Ana Diaz", "url": url}])
    named = {person for stage, person, *_ in logged(book) if stage == "named"}
    assert named == {"name/lu-weir", "in/lu-weir-2"}


def test_a_debrief_may_come_from_a_file(book: Book) -> None:
    """JSON has no pairs, only lists."""
    brought = json.loads('{"names": [{"name": "Mo Park"}], "actions": [["call Mo", "2026-03-16"]]}')
    book.debrief("Ana Diaz", date=DAY, **brought)
    assert str(book.notes(kind="action item").date[0].date()) == "2026-03-16"


def test_one_name_alone_need_not_be_a_list(book: Book) -> None:
    book.debrief("Ana Diaz", date=DAY, names="Lu Weir", actions="call Lu")
    assert [event[1] for event in logged(book)[2:]] == ["name/lu-weir"]
    assert book.notes(kind="action item").text.tolist() == ["call Lu"]
    book.debrief("Ana Diaz", date=DAY, names={"name": "Mo Park"})
    assert logged(book)[-1][1] == "name/mo-park"


def test_the_same_name_twice_is_one_and_two_people_need_addresses(book: Book) -> None:
    book.debrief("Ana Diaz", date=DAY, names=["Lu Weir", "Lu Weir"])
    assert [stage for stage, *_ in logged(book)].count("named") == 1
    names = [{"name": "Al Roe", "company": "Golf"}, {"name": "Al Roe", "company": "Hotel"}]
    with pytest.raises(InfonetError, match="`Al Roe` stands there twice: if they are two"):
        book.debrief("Ana Diaz", date=DAY, names=names)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"person": "me"}, "is you"),
        ({"person": "Nobody Here"}, "is not"),
        ({"date": None}, "expected the date of the conversation"),
        ({"date": "soon"}, "expected a date"),
        ({"minutes": 0}, "`minutes` takes a whole number from 1 on, not `0`"),
        ({"minutes": True}, "`minutes` takes a whole number"),
        ({"agreed": 20.5}, "`agreed` takes a whole number"),
        ({"fit": {"skils": "4/5"}}, "did you mean `skills`"),
        ({"fit": "4/5"}, "expected the fit in parts"),
        ({"learnt": 3}, "expected text as learnt"),
        ({"actions": ("send it", "2026-03-16")}, "got `2026-03-16`; write `actions="),
        ({"actions": [("send it", "soon")]}, "expected a date such as .* as deadline"),
        ({"actions": [3]}, "expected what you do next"),
        ({"names": ["Lu Weir", "Ana Diaz"]}, "but `Ana Diaz` is who named them"),
        ({"names": ["me"]}, "but `me` is you"),
        ({"names": ["Lu Weir", "lu@example.com"]}, "is not"),
        ({"names": [{"title": "Head"}]}, "got neither a name nor a url"),
        ({"names": [{"name": "Lu", "secret": "0"}]}, "got `secret`$"),
        ({"names": [("Lu", "Golf")]}, "expected somebody named"),
        ({"names": [{"name": "Lu", "url": "example.com"}]}, "expected a profile address"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_recorded(
    book: Book, arguments: dict[str, Any], words: str
) -> None:
    before, acts = state(book), len(book.history())
    given = {"person": "Ana Diaz", "date": DAY, "learnt": "much"}
    with pytest.raises(InfonetError, match=words):
        book.debrief(**(given | arguments))
    assert state(book) == before and len(book.history()) == acts


def test_a_name_that_several_have_is_asked_about(book: Book) -> None:
    book.add(export({**ANA, "slug": "ana-diaz-2", "since": "2022-01-01"}, exported="2026-03-02"))
    with pytest.raises(UnknownNameError, match="may be"):
        book.debrief("Bo Lin", date=DAY, names=["Ana Diaz"])


def test_a_failure_half_way_leaves_nothing(book: Book) -> None:
    before = state(book)
    with closing(sqlite3.connect(book.path)) as con:
        # The notes come last.
        con.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON note BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    with pytest.raises(BookError, match="the conversation with `Ana Diaz` on 2026-03-12 was not"):
        book.debrief("Ana Diaz", date=DAY, names=["Lu Weir"], learnt="much")
    assert state(book) == before


@pytest.mark.parametrize(
    ("minutes", "agreed", "words"),
    [
        (25, 20, "25 minutes of 20 agreed"),
        (25, None, "25 minutes"),
        (None, 20, "20 minutes agreed"),
    ],
)
def test_minutes_are_kept_as_said(
    book: Book, minutes: int | None, agreed: int | None, words: str
) -> None:
    said = book.debrief("Ana Diaz", date=DAY, minutes=minutes, agreed=agreed)
    assert said == f"Conversation with Ana Diaz on 12 Mar 2026: {words}."
    assert book.notes(kind="promised").text.tolist() == [words]
