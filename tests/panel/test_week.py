"""The week: what is due goes when it is done, asks stay when one is sent, the quiet are swept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from infonet import Book
from infonet.agenda import Week, week
from infonet.panel import _session
from infonet.panel.app import App
from tests.panel.conftest import DAY
from tests.panel.driven import Driven
from tests.sample_books import sample_copy


@pytest.fixture
def book(book: Book) -> Book:
    """Give the user a name, for the messages."""
    book.person("https://www.linkedin.com/in/robin-achterberg", name="Robin Achterberg")
    return book


@pytest.fixture
def at_week(app: Driven) -> Driven:
    """Look at this week."""
    return app.press("This week")


def again(app: Driven) -> Driven:
    """Read the book after something was written beside the app."""
    app.app.session.refresh()
    app.app.show()
    return app


def fields(app: Driven, begin: str, *, tag: str = "input") -> list[str]:
    """List the names of fields that begin so."""
    names = [str(each[1].get("name")) for each in app.nodes(tag)]
    return [name for name in names if name.startswith(begin)]


def stages(book: Book) -> list[str]:
    return book.tables().events.stage.tolist()


def test_of_a_fit_that_says_nothing_nothing_is_said(book: Book) -> None:
    book.want(field="data engineering")  # the work wanted, by which people fit or do not
    assert "other" in set(week(book, DAY).asks.fit.dropna())
    app = Driven(App(book, DAY)).press("This week")
    said = [str(node[2][0]) for node in app.nodes("small") if node[2]]
    assert said and not [words for words in said if words.split(" · ")[-1] == "other"]


# What is made ahead.


def test_the_week_is_made_ahead_once(app: Driven) -> None:
    session = app.app.session
    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(session.look_ahead) for _ in range(4)]:
            each.result()
    made = session.week
    app.press("This week")
    assert session.week is made


def test_a_week_that_an_act_overtakes_is_not_shown(
    app: Driven, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = app.app.session
    begun, acted = Event(), Event()
    made = []

    def slow(*args: Any, **more: Any) -> Week:
        begun.set()
        assert acted.wait(60)
        made.append(week(*args, **more))
        return made[0]

    monkeypatch.setattr(_session, "week", slow)
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(session.look_ahead)
        assert begun.wait(60)
        session.act(lambda: book.note(None, "goal", "4", date=DAY))
        monkeypatch.setattr(_session, "week", week)
        acted.set()
        ahead.result()
    assert made[0] is not session.week and session.week.goal == 4
    # An answer that comes fast is only read when it is asked for: nothing is made ahead of it.
    session.act(lambda: book.note(None, "goal", "5", date=DAY), later=True)
    session.look_ahead()
    assert session.week.goal == 5


# The head.


def test_the_goal_is_set_and_counted(at_week: Driven, book: Book) -> None:
    assert "Mon 29 Jun – Sun 5 Jul · 0 asks sent" in at_week.text()
    at_week.change("goal", "3")
    assert "0 of 3 asks sent" in at_week.text()
    assert book.notes(kind="goal").text.tolist() == ["3"]


def test_the_first_line_of_a_weekend_says_how_the_week_ended(book: Book) -> None:
    app = Driven(App(book, "2026-07-04")).press("This week")
    assert "This week ends with 0 asks sent." in app.text()
    assert "Ask next week" in app.text()


def test_the_week_is_saved_as_a_calendar(at_week: Driven) -> None:
    [file] = [each[1]["download"] for each in at_week.nodes() if "download" in each[1]]
    assert file["name"] == "week-2026-06-29.ics" and "SUMMARY:Ask: Di Roe" in file["text"]


# The asks.


def test_the_first_ask_is_sent_and_logged_and_the_others_stay(at_week: Driven, book: Book) -> None:
    book.want("Echo")
    again(at_week)
    assert "Message to Eli Ota" in at_week.text()
    at_week.press("I sent it")
    [event] = book.tables().events.to_dict("records")
    assert (event["stage"], event["person"], event["company"]) == ("asked", "name/eli-ota", "Echo")
    assert event["predicted"] == pytest.approx(0.5) and event["channel"] == "email"
    text = at_week.text()
    assert "sent" in text and "1 ask sent" in text and "Message to Di Roe" in text


def test_another_message_is_shown_at_a_press(at_week: Driven, book: Book) -> None:
    book.want("Echo")
    again(at_week)
    at_week.press("See the message")
    assert "Message to Di Roe" in at_week.text() and "Message to Eli Ota" not in at_week.text()


def test_not_now_lets_somebody_rest(at_week: Driven, book: Book) -> None:
    [field] = fields(at_week, "until ask")
    at_week.type(field, DAY).press("Wait until then")
    assert at_week.is_wrong() and "later day" in at_week.status()
    at_week.type(field, "2026-07-06").press("Wait until then")
    assert at_week.status() == "Di Roe: not before Mon 6 Jul."
    assert "Undo: Di Roe: not before 6 Jul 2026." in at_week.buttons()
    assert "Delta: Di Roe" not in at_week.text()
    [note] = book.notes(kind="snooze").to_dict("records")
    assert (note["person"], note["text"]) == ("name/di-roe", "ask")


def test_reasons_are_short_and_what_they_come_from_is_folded() -> None:
    app = Driven(App(sample_copy("six-months"), DAY)).press("This week")
    folded = [_words(each) for each in app.nodes("summary")]
    assert "Eliška does this work, and knows you" in folded
    assert "Evander met you on Thu 21 May" in app.reasons()
    assert "close; helped in 3 of your 3 asks" in app.reasons()


def _words(node: object) -> str:
    if isinstance(node, str):
        return node
    assert isinstance(node, list)
    return " ".join(_words(child) for child in node[2])


# What is due.


@pytest.fixture
def due(app: Driven, book: Book) -> Driven:
    """Open the week with Di to be thanked, and a page to be sent to her."""
    book.log("asked", "Di Roe", company="Delta", date="2026-06-22")
    book.log("held", "Di Roe", company="Delta", date="2026-06-29")
    book.note("Di Roe", "action item", "send the page", date="2026-06-29")
    return again(app).press("This week")


def test_what_was_done_is_logged_and_gone(due: Driven, book: Book) -> None:
    assert "Thank Di Roe" in due.text() and "Di met you on Mon 29 Jun" in due.text()
    due.press("I thanked them")
    assert stages(book)[-1] == "thanked" and "Thank Di Roe" not in due.text()
    due.press("Done")
    assert "done: send the page" in set(book.notes().text)
    assert "Send the page" not in due.text()


def test_a_message_that_was_sent_is_logged_with_its_channel(due: Driven, book: Book) -> None:
    due.press("See the message")
    assert "Message to Di Roe" in due.text()
    due.press("I sent it")
    event = book.tables().events.iloc[-1]
    assert (event.stage, event.channel) == ("thanked", "email")


def test_a_favour_needs_words(app: Driven, book: Book) -> None:
    for stage, person in (("asked", "Ana Diaz"), ("introduced", "Bo Lin")):
        via = "Ana Diaz" if stage == "introduced" else None
        book.log(stage, person, company="Fox", via=via, date="2026-03-02")
    again(app).press("This week")
    app.press("I did that")
    assert app.is_wrong()
    [field] = fields(app, "gave")
    app.type(field, "read her grant").press("I did that")
    assert book.notes(kind="gave").text.tolist() == ["read her grant"]
    assert "Return a favour" not in app.text()


def test_a_due_action_rests_alone(due: Driven, book: Book) -> None:
    [thank] = fields(due, "until thank")
    due.press("Wait until then", nth=fields(due, "until").index(thank))
    assert "Thank Di Roe" not in due.text() and "Send the page" in due.text()


def test_when_nothing_is_due_the_next_is_said(at_week: Driven, book: Book) -> None:
    assert "Nothing is due." in at_week.text()
    book.log("asked", "Di Roe", company="Delta", date="2026-06-29")
    again(at_week)
    assert "Nothing is due. Next, from Thu 2 Jul: ask someone else about Delta." in at_week.text()


# The sweep, talks, what is new.


def test_the_quiet_are_swept_in_one_pass(app: Driven, book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-15")
    book.log("asked", "Eli Ota", company="Echo", date="2026-06-15")
    again(app).press("This week")
    assert "Di Roe about Delta:" in app.text()
    assert "no answer for 11 working days" in app.reasons()
    app.press("Save these answers")
    assert app.is_wrong()
    first, second = fields(app, "quiet", tag="select")
    app.type(first, "no answer").type(second, "withdrawn").press("Save these answers")
    assert stages(book)[-2:] == ["no answer", "withdrawn"]
    assert app.status() == "Saved: 2 answers." and "Gone quiet" not in app.text()


def test_a_second_note_is_asked_about_in_one_place(app: Driven, book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-15")
    again(app).press("This week")
    assert "Write to Di Roe again" not in app.text()
    app.press("See the message")
    app.press("I sent it")
    assert stages(book)[-1] == "followed up"


def test_a_talk_has_its_hour_and_its_brief(app: Driven, book: Book) -> None:
    book.log("asked", "Di Roe", company="Delta", date="2026-06-22")
    note = "on 2026-07-02 at 10:30"
    book.log("scheduled", "Di Roe", company="Delta", date="2026-06-24", note=note)
    again(app).press("This week")
    assert "Talk with Di Roe" in app.text() and "Thu 2 Jul at 10:30" in app.text()
    assert "Open the brief" in app.buttons()


def test_an_empty_book_says_what_would_make_a_week() -> None:
    app = Driven(App(Book(), DAY)).press("This week")
    assert "Nobody to ask now." in app.text() and "Nothing is due." in app.text()
    app.press("Open Targets")
    assert app.app.session.place.screen == "targets"


def test_a_book_that_is_only_looked_at_offers_nothing_that_acts(book: Book) -> None:
    app = Driven(App(Book(book.path, read_only=True), DAY)).press("This week")
    words = {"I sent it", "Wait until then", "See the message", "Save these answers"}
    assert "Delta: Di Roe" in app.text() and not words & {*app.buttons()}


@pytest.mark.parametrize("name", ["six-months", "star", "quiet"])
def test_no_text_of_a_sample_has_python_or_missing_values(name: str) -> None:
    app = Driven(App(sample_copy(name), DAY)).press("This week")
    text = app.text()
    for wrong in ("NaN", "nan ", "None", "NaT", "in/", "name/", "(1,"):
        assert wrong not in text, wrong


def test_an_old_export_is_asked_for_anew(book: Book) -> None:
    app = Driven(App(sample_copy("star"), "2026-08-30")).press("This week")
    assert "Download your LinkedIn data anew" in app.text()
    assert "Your LinkedIn data is from Sun 28 Jun" in app.text()
    app.press("Bring a new one")
    assert app.app.session.place.screen == "imports"
