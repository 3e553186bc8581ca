"""The review in the app: a period and groups, what the asks led to, and never what is due."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from infonet import Book
from infonet.errors import InfonetError

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

from infonet.panel.app import App
from tests.conftest import first
from tests.panel.driven import Driven
from tests.sample_books import sample_copy

DAY = "2026-06-30"


@pytest.fixture
def book() -> Book:
    """Log requests of three months.

    - R1, 12 January: Di (direct) held.
    - R2, 10 March: Ana introduced Bo, who held and referred.
    - R3, 18 June: Cy (cold). R4, 25 June: Eli (scout).
    """
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.tie("Ana Diaz", "Bo Lin", company="Delta", new=True)
    book.tie("Di Roe", closeness="weak", company="Delta", new=True)
    book.tie("Eli Ota", closeness="medium", company="Echo", new=True)
    book.person("Cy Moss", company="Delta")
    for name in ("Delta", "Golf"):
        book.want(name)
    rows: list[tuple[str, str, str, str, str, dict[str, Any]]] = [
        ("asked", "Di Roe", "Delta", "2026-01-12", "R1", {"kind": "direct", "channel": "email"}),
        ("held", "Di Roe", "Delta", "2026-01-20", "R1", {}),
        ("asked", "Ana Diaz", "Delta", "2026-03-10", "R2", {"kind": "introduction"}),
        ("introduced", "Bo Lin", "Delta", "2026-03-11", "R2", {"via": "Ana Diaz"}),
        ("held", "Bo Lin", "Delta", "2026-03-20", "R2", {}),
        ("referred", "Bo Lin", "Delta", "2026-03-30", "R2", {}),
        ("asked", "Cy Moss", "Delta", "2026-06-18", "R3", {"kind": "cold"}),
        ("asked", "Eli Ota", "Golf", "2026-06-25", "R4", {"kind": "scout"}),
    ]
    for stage, person, company, day, request, more in rows:
        book.log(stage, person, company=company, date=day, request=request, **more)
    return book


@pytest.fixture
def app(book: Book) -> Driven:
    """Open the app at the review."""
    return Driven(App(book, DAY)).press("Review")


def pictures(app: Driven) -> list[str]:
    """List what the pictures show, in words."""
    return [each[1]["words"] for each in app.nodes("picture")]


def test_three_sentences_say_what_the_asks_led_to(app: Driven) -> None:
    [box] = [each for each in app.nodes("div") if each[1].get("class") == "sentences"]
    said = [each[2][0] for each in box[2] if each[0] == "p"]
    assert said[0] == "Of 2 asks old enough (60 days), 2 led to a talk and 1 to a referral."
    assert said[1].startswith("Warm asks: 2 of 2 led to a talk; no cold one is old enough")
    assert len(said) == 3


def test_weeks_funnel_and_the_wait_for_a_referral_are_drawn(app: Driven) -> None:
    assert pictures(app) == [
        "4 asks, 2 talks and 1 referral in 25 weeks",
        "How many asks got how far, as in the numbers below",
        "The share that got from “We talked” to “They referred me”, by day",
    ]
    assert "1 of 2 led to a referral; half of them within 10 days" in look(app).text()
    assert "due" not in app.text().lower()


def drawn(app: Driven) -> list[int]:
    """Count the marks of each picture."""
    return [len(each[1]["marks"]) for each in app.nodes("picture")]


def look(app: Driven) -> Driven:
    """Ask for each picture, as the page does when there is room for it."""
    while words := [e[1]["hear"] for e in app.nodes("picture") if not e[1]["marks"]]:
        app.app.hear(app.app, {"press": words[0], "values": {}, "quiet": True}, [])
    return app


def test_a_picture_is_drawn_once_its_room_is_on_the_page(app: Driven) -> None:
    assert drawn(app) == [0, 0, 0]
    app.app.session.say("Taken back: an ask.")
    look(app)
    assert min(drawn(app)) > 20
    assert app.status() == "Taken back: an ask."
    said = {mark[2] for each in app.nodes("picture") for mark in each[1]["marks"]}
    assert {"We talked", "days since the talk", "waiting", "4 asks"} <= said
    # Another group has another funnel; the weeks stay.
    app.change("by", "kind")
    assert drawn(app)[0] > 20 and drawn(app)[-1] == 0


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (InfonetError("no letters to draw with"), "no letters to draw with"),
        (RuntimeError("a tick of half a pixel"), "for a reason that nobody foresaw"),
    ],
)
def test_a_picture_that_failed_is_said_in_its_place(
    app: Driven, monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    from infonet import plot

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(plot, "review_weeks", fail)
    weeks, *others = [each[1]["hear"] for each in app.nodes("picture")]
    asked = {"press": weeks, "values": {}, "quiet": True}
    with nullcontext() if isinstance(error, InfonetError) else pytest.raises(type(error)):
        app.app.hear(app.app, asked, [])
    assert f"This picture could not be drawn: {why}." in app.text()
    assert app.is_wrong()
    assert len(app.nodes("picture")) == len(others)
    # The other pictures, and the numbers, are as good; nobody asks for the failed one again.
    look(app)
    assert len(drawn(app)) == 2 and min(drawn(app)) > 20
    assert app.rows()
    # After the next act it is tried again.
    monkeypatch.undo()
    app.app.session.refresh()
    app.app.show()
    look(app)
    assert len(drawn(app)) == 3 and min(drawn(app)) > 20


def test_every_rate_stands_with_its_count_and_range(app: Driven) -> None:
    # Of two asks old enough one was for an introduction; Wilson of 2 of 2 begins at 34 %.
    rows = {row[0]: row[1:] for row in app.rows()}
    assert rows["Got the intro"] == ["1", "1", "100 %", "21 % to 100 %", "100 %"]
    assert rows["We talked"] == ["2", "2", "100 %", "34 % to 100 %", "67 %"]
    assert rows["They referred me"] == ["2", "1", "50 %", "9 % to 91 %", "33 %"]


def test_a_period_holds_what_was_asked_in_it(app: Driven) -> None:
    app.change("since", "2026-03-01")
    assert "Of 1 ask old enough (60 days), 1 led to a talk and 1 to a referral." in app.text()
    app.change("until", "2026-03-31")
    assert pictures(app)[0] == "1 ask, 1 talk and 1 referral in 17 weeks"
    app.change("since", "2026-04-01")
    assert "From is later than Until" in app.text()
    app.change("until", "2026-04-30")
    assert "You asked nobody in this period" in app.text()
    app.press("All of the time")
    assert "Of 2 asks old enough" in app.text()


@pytest.mark.parametrize(
    ("by", "head", "first"),
    [
        ("kind", "Kind of ask", ["introduction", "you know them", "cold message"]),
        ("tie class", "Closeness", ["close", "know a little", "cold message"]),
        ("channel", "Channel", ["not known", "e-mail"]),
        ("month", "Month", ["Jan 2026", "Mar 2026", "Jun 2026"]),
    ],
)
def test_groups_come_on_request(app: Driven, by: str, head: str, first: list[str]) -> None:
    app.change("by", by)
    [table] = app.nodes("table")
    heads = [each[2][0] for each in table[2][0][2][0][2]]
    assert heads[:2] == [head, "Old enough"]
    assert set(first) <= {row[0] for row in app.rows()}


def test_a_cell_of_a_group_has_its_count(app: Driven) -> None:
    app.change("by", "channel")
    [row] = [row for row in app.rows() if row[0] == "e-mail"]
    assert row[1] == "1"
    assert row[2] == ""  # nobody was asked for an introduction by e-mail
    assert row[3].split() == ["100", "%", "1", "of", "1", "21", "%", "to", "100", "%"]


def test_another_wait_can_be_chosen(app: Driven) -> None:
    app.change("wait", "asked held")
    assert "2 of 3 led to a talk; half of them within 10 days" in look(app).text()
    app.change("wait", "held offered")
    assert "Not one of 2 led to an offer in " in look(app).text()


def test_the_name_of_a_group_keeps_its_letters(app: Driven, book: Book) -> None:
    book.log("asked", "Cy Moss", company="Delta", date="2026-01-05", channel="linkedin")
    book.log("held", "Cy Moss", company="Delta", date="2026-01-09")
    app.app.session.refresh()
    app.change("by", "channel")
    assert "LinkedIn: not one so far led to a referral in " in look(app).text()


def test_a_book_without_asks_says_what_would_make_a_review() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    app = Driven(App(book, DAY)).press("Review")
    assert "Nothing to review yet. Ask somebody for a talk" in app.text()
    assert pictures(app) == []


@pytest.mark.parametrize("by", first(["kind", "none", "tie class", "channel", "hops", "month"], 2))
def test_the_sample_shows_no_key_and_no_missing_value(by: str) -> None:
    app = Driven(App(sample_copy("quiet"), DAY)).press("Review")
    app.change("by", by)
    look(app)
    assert not app.is_wrong()
    for odd in ("nan", "NaT", "None", "<NA>", "introduction request"):
        assert odd not in app.text()


def test_it_is_worked_out_once_between_two_acts(
    app: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []
    from infonet.panel.screens import review as module

    monkeypatch.setattr(module, "review", lambda *a, **k: calls.append(a))
    app.change("by", "month")
    app.press("Targets").press("Review")
    assert not calls
