"""The story of a request in the app: each press tells what truly happened, to whom it happened."""

from __future__ import annotations

import pandas as pd
import pytest

from infonet import Book, funnel
from infonet.conversion import request_table
from infonet.panel.app import App
from tests.panel.conftest import DAY
from tests.panel.driven import Driven


def company(book: Book, name: str = "Delta") -> Driven:
    """Open a company."""
    app = Driven(App(book, DAY))
    app.app.session.go("company", name)
    app.app.show()
    return app


def log(book: Book) -> list[tuple[str, str, str | None]]:
    """Return stage, person and via of every event, in their order."""
    events = book.tables().events.sort_values("event")
    text = [v if isinstance(v, str) else None for v in events.via]
    return list(zip(events.stage, events.person, text, strict=True))


@pytest.fixture
def through_ana(book: Book) -> Book:
    """Ana was asked about Delta, and it is not said whom she would introduce."""
    book.log("asked", "Ana Diaz", "Delta", date="2026-06-22", kind="introduction")
    return book


def test_four_presses_after_the_ask_tell_the_true_story(through_ana: Book) -> None:
    app = company(through_ana)
    app.press("Ana introduced me to Bo")
    app.press("Bo replied")
    request = request_table(through_ana, as_of=DAY).request[0]
    app.type(f"meet 0 {request}", "2026-06-30").type(f"hour 0 {request}", "10:00")
    app.press("Bo and I agreed on a date")
    assert "Bo and I agreed on a date on Tue 30 Jun at 10:00" in app.text().replace("  ", " ")
    app.press("Bo and I talked")
    assert "Your talk with Bo Lin" in app.text()
    app.press("Save")
    assert log(through_ana) == [
        ("asked", "name/ana-diaz", None),
        ("introduced", "name/bo-lin", "name/ana-diaz"),
        ("replied", "name/bo-lin", None),
        ("scheduled", "name/bo-lin", None),
        ("held", "name/bo-lin", None),
    ]
    assert "Saved: your talk with Bo Lin, Tue 30 Jun." in app.status()
    reached = funnel(through_ana, as_of="2026-12-31").set_index("stage").reached
    assert reached[["introduced", "replied", "scheduled", "held"]].tolist() == [1, 1, 1, 1]


def test_a_date_has_to_be_said_before_it_is_logged(through_ana: Book) -> None:
    app = company(through_ana).press("Ana introduced me to Bo").press("Bo replied")
    app.press("Bo and I agreed on a date")
    assert app.is_wrong() and "which day" in app.status()
    assert len(log(through_ana)) == 3


def test_somebody_else_whom_she_introduced_is_typed(through_ana: Book) -> None:
    app = company(through_ana)
    request = request_table(through_ana, as_of=DAY).request[0]
    at = next(
        each[1]["name"]
        for each in app.nodes("input")
        if each[1].get("name", "").startswith("name ")
    )
    app.press("Ana introduced me to somebody")
    assert app.is_wrong()
    app.type(at, "Zoe Quist").press("Ana introduced me to somebody")
    assert log(through_ana)[1] == ("introduced", "name/zoe-quist", "name/ana-diaz")
    jobs = through_ana.tables().jobs
    assert jobs[jobs.person == "name/zoe-quist"].company.tolist() == ["Delta"]
    assert request_table(through_ana, as_of=DAY).route[0] == (
        "me",
        "name/ana-diaz",
        "name/zoe-quist",
    )
    assert request == request_table(through_ana, as_of=DAY).request[0]


def test_a_slip_of_the_pen_makes_nobody(through_ana: Book) -> None:
    app = company(through_ana)
    at = next(
        each[1]["name"]
        for each in app.nodes("input")
        if each[1].get("name", "").startswith("name ")
    )
    app.type(at, "Cy Mosss").press("Ana introduced me to somebody")
    assert "Cy Mosss is not in your book. Who is it?" in app.text()
    assert len(log(through_ana)) == 1
    app.press("Cy Moss, Delta")
    assert log(through_ana)[1] == ("introduced", "name/cy-moss", "name/ana-diaz")


@pytest.mark.parametrize(
    "words",
    ["I wrote to Ana again", "Ana did not answer", "I let it go", "Delta made me an offer"],
)
def test_something_else_happened(through_ana: Book, words: str) -> None:
    app = company(through_ana)
    request = request_table(through_ana, as_of=DAY).request[0]
    options = {
        "".join(each[2]): each[1]["value"]
        for each in app.nodes("option")
        if isinstance(each[2][0], str)
    }
    app.type(f"else {request}", options[words]).type(f"day {request}", "2026-06-29")
    nth = [each for each in app.buttons() if each == "Save"].index("Save")
    app.press("Save", nth=nth)
    assert not app.is_wrong()
    event = through_ana.tables().events.iloc[-1]
    assert event.date == pd.Timestamp("2026-06-29") and event.request == request


def test_who_was_named_is_named_by_the_one_asked(through_ana: Book) -> None:
    app = company(through_ana)
    request = request_table(through_ana, as_of=DAY).request[0]
    options = {"".join(each[2]): each[1]["value"] for each in app.nodes("option") if each[2]}
    app.type(f"else {request}", options["Ana named somebody"]).type(f"who {request}", "Zoe Quist")
    app.press("Save")
    assert log(through_ana)[-1] == ("named", "name/zoe-quist", "name/ana-diaz")
    assert "Ana named Zoe" in app.text()


def test_a_message_to_a_stranger_takes_a_name(book: Book) -> None:
    app = company(book)
    app.press("I wrote to them")
    assert app.is_wrong()
    app.type("cold", "Zoe Quist").press("I wrote to them")
    [request] = request_table(book, as_of=DAY).to_dict("records")
    assert (request["kind"], request["person"]) == ("cold", "name/zoe-quist")
    assert request["asked"] == pd.Timestamp(DAY)


@pytest.mark.parametrize(("answer", "reached"), [("Yes, it counts", "held"), ("No", "open")])
def test_a_talk_on_another_day_with_who_works_elsewhere_is_asked_about(
    through_ana: Book, answer: str, reached: str
) -> None:
    app = company(through_ana)
    request = request_table(through_ana, as_of=DAY).request[0]
    options = {"".join(each[2]): each[1]["value"] for each in app.nodes("option") if each[2]}
    app.type(f"else {request}", options["Ana and I talked"]).type(f"who {request}", "Eli Ota")
    app.type(f"day {request}", "2026-06-28").press("Save")
    assert "Eli Ota works at Echo, as far as you know." in app.text()
    app.press(answer)
    assert log(through_ana)[-1][:2] == ("held", "name/eli-ota")
    assert request_table(through_ana, as_of=DAY).state.tolist() == [reached]


def _else(app: Driven, book: Book, words: str, day: str, who: str = "") -> Driven:
    """Say that something else happened on a day."""
    request = request_table(book, as_of=DAY).request[0]
    options = {each[2][0]: each[1]["value"] for each in app.nodes("option") if each[2]}
    app.type(f"else {request}", options[words]).type(f"day {request}", day)
    return app.type(f"who {request}", who).press("Save")


@pytest.mark.parametrize(
    ("words", "day", "who", "said"),
    [
        ("I applied at Delta", "2026-07-01", "", "choose a day that is not ahead"),
        ("Ana replied", "2026-06-21", "", "you asked on Mon 22 Jun: choose that day or a later"),
        ("Ana replied", DAY, "Robin Achterberg", "that is you: type the name of somebody else"),
        ("Ana named somebody", DAY, "", "type who it was"),
    ],
)
def test_what_cannot_have_happened_is_not_logged(
    through_ana: Book, words: str, day: str, who: str, said: str
) -> None:
    through_ana.person("me", name="Robin Achterberg")
    app = _else(company(through_ana), through_ana, words, day, who)
    assert app.is_wrong() and app.status().startswith(said)
    assert len(log(through_ana)) == 1


def test_a_day_ahead_on_which_we_agreed_is_that_of_the_talk(through_ana: Book) -> None:
    app = _else(company(through_ana), through_ana, "Ana and I agreed on a date", "2026-07-08")
    assert app.status() == "Saved: Ana and I agreed on a date, Tue 30 Jun."
    assert "on Wed 8 Jul" in app.text()
    event = through_ana.tables().events.iloc[-1]
    assert (event.date, event.note) == (pd.Timestamp(DAY), "on 2026-07-08")
