"""A company in the app: the ways by what can be done, its people, its requests, notes and jobs."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from infonet import Book, network, targets
from infonet.panel.app import App
from tests.book_exports import export
from tests.panel.conftest import DAY
from tests.panel.driven import Driven
from tests.sample_books import sample_copy


def company(book: Book, name: str = "Delta") -> Driven:
    app = Driven(App(book, DAY))
    app.app.session.go("company", name)
    app.app.show()
    return app


def group(app: Driven, head: str) -> list[str]:
    """Return the ways of a group, in the words of their buttons."""
    box = next(each for each in app.nodes("div") if each[1].get("key") == head)
    return [
        each[2][0]
        for each in _below(box)
        if each[0] == "button" and each[1].get("class", "").endswith("name")
    ]


def _below(node: Any) -> list[Any]:
    found = [node]
    for child in node[2]:
        found += [] if isinstance(child, str) else _below(child)
    return found


def test_ways_are_grouped_and_nobody_is_asked_for_ones_own_friend(book: Book) -> None:
    app = company(book)
    assert group(app, "Ask now")[:2] == ["Di Roe", "Ana Diaz → Bo Lin"]
    # Bo and Cy share Ana: the second comes at "more".
    assert "Ana Diaz → Cy Moss" not in group(app, "Ask now")
    app.press("1 more")
    assert "Ana Diaz → Cy Moss" in group(app, "Ask now")
    book.tie("Bo Lin", closeness="strong")
    assert "Ana Diaz → Bo Lin" not in group(company(book), "Ask now")


def test_a_company_opens_on_whom_the_week_asks(book: Book) -> None:
    """Ana is the best scout for all three; the board asks Di about the last."""
    for name in ("Golf", "Hotel", "India", "Juliet"):
        book.want(name, priority=2)
    board = targets(network(book, as_of=DAY))
    asked = board[(board.action == "ask") & (board.way == "scout")]
    assert len(asked) > 1 and (asked.asks != asked.route).any()
    for row in asked.itertuples():
        app = company(book, str(row.company))
        [pressed] = [
            node[2][0]
            for node in app.nodes("button")
            if node[1].get("aria-pressed") == "true" and "name" in node[1].get("class", "")
        ]
        assert (
            str(row.next).removeprefix("Next week: ").lower().startswith(f"ask {pressed}".lower())
        )


@pytest.mark.parametrize(
    ("events", "head", "words"),
    [
        ([("asked", "2026-06-29")], "Waiting", "asked Mon 29 Jun, no answer yet: wait until Thu 2"),
        ([("asked", "2026-06-23")], "Waiting", "no answer since Tue 23 Jun: ask somebody else"),
        (
            [("asked", "2026-06-22"), ("replied", "2026-06-29")],
            "Waiting",
            "answered on Mon 29 Jun: agree on a date",
        ),
        (
            [("asked", "2026-06-22"), ("scheduled", "2026-06-24", "on 2026-07-08")],
            "Waiting",
            "you meet on Wed 8 Jul",
        ),
        (
            [("asked", "2026-03-02")],
            "Waiting",
            "no answer since Mon 2 Mar: not before Thu 2 Jul",
        ),
        ([("asked", "2026-06-02"), ("held", "2026-06-12")], "Waiting", "you talked on Fri 12 Jun"),
        (
            [("asked", "2026-06-02"), ("declined", "2026-06-12")],
            "Closed",
            "said no on Fri 12 Jun: not before Sun 13 Jun 2027",
        ),
        ([("asked", "2026-06-02"), ("withdrawn", "2026-06-12")], "Closed", "you let it go on"),
    ],
)
def test_each_way_says_how_it_stands(
    book: Book, events: list[tuple[str, ...]], head: str, words: str
) -> None:
    for stage, day, *note in events:
        book.log(stage, "Di Roe", "Delta", date=day, note="".join(note) or None)
    app = company(book)
    assert "Di Roe" in group(app, head) and words in app.text()


def test_who_asked_not_to_be_written_to_is_closed(book: Book) -> None:
    book.note("Di Roe", "opted out", "no more letters", date="2026-06-01")
    app = company(book)
    assert "Di Roe" in group(app, "Closed") and "asked not to be written to" in app.text()


def test_i_sent_it_logs_the_way_with_its_chance(book: Book) -> None:
    company(book).press("I sent it")
    [event] = book.tables().events.to_dict("records")
    assert event["route"] == ("me", "name/di-roe") and event["kind"] == "direct"
    assert event["predicted"] == pytest.approx(0.37) and event["channel"] == "email"


def test_another_way_is_looked_at_and_asked(book: Book) -> None:
    app = company(book).press("Ana Diaz → Bo Lin").press("I sent it")
    assert book.tables().events.route[0] == ("me", "name/ana-diaz", "name/bo-lin")
    assert "Ana introduced me to Bo" in app.buttons()


@pytest.mark.parametrize(
    ("events", "title", "stage"),
    [
        ([("asked", "2026-06-22"), ("held", "2026-06-29")], "Thank Di Roe", "thanked"),
        ([("asked", "2026-06-17")], "Write to Di Roe again", "followed up"),
        (
            [("asked", "2026-06-02"), ("held", "2026-06-05"), ("thanked", "2026-06-05")],
            "Tell Di Roe what came of it",
            "reported back",
        ),
        (
            [("asked", "2026-06-22"), ("scheduled", "2026-06-24", "on 2026-07-01")],
            "Prepare for your talk with Di Roe, and confirm it",
            "contacted",
        ),
    ],
)
def test_the_next_step_is_a_message_and_i_sent_it_says_so(
    book: Book, events: list[tuple[str, ...]], title: str, stage: str
) -> None:
    book.person("me", name="Robin Achterberg")
    for name, day, *note in events:
        book.log(name, "Di Roe", "Delta", date=day, note="".join(note) or None)
    app = company(book)
    assert f"Next: {title}" in app.text()
    if stage == "reported back":
        field = next(
            each[1]["name"]
            for each in app.nodes("input")
            if str(each[1].get("name")).startswith("next report back")
        )
        app.type(field, "I applied.").press("Write it")
    assert "Message to Di Roe" in app.text()
    app.press("I sent it")
    last = book.tables().events.sort_values("event").iloc[-1]
    assert (last.stage, last.person) == (stage, "name/di-roe")
    assert last.date == pd.Timestamp(DAY) and f"Next: {title}" not in app.text()


def test_an_offer_says_by_when_and_whom_to_thank(book: Book) -> None:
    book.log("asked", "Di Roe", "Delta", date="2026-06-02")
    book.log("offered", "Di Roe", "Delta", date="2026-06-22")
    app = company(book)
    assert "Say yes or no by Mon 6 Jul. Then thank who helped: Di Roe." in app.text()
    app.change("answer-by", "2026-06-29")
    assert app.is_wrong()
    app.change("answer-by", "2026-07-20").change("answer-by", "2026-07-10")
    assert app.status() == "Delta wants to know by Fri 10 Jul."
    assert "Say yes or no by Fri 10 Jul." in app.text() and "due Fri 10 Jul" in app.text()
    assert book.tables().events.note.tolist()[-1] == "until 2026-07-10"
    app.press("Undo: Delta wants to know by Fri 10 Jul.")
    assert "Say yes or no by Mon 20 Jul." in app.text()


def test_what_was_promised_is_done_at_a_press(book: Book) -> None:
    book.note("Delta", "action item", "send the page", date="2026-07-01")
    app = company(book)
    assert "Next: send the page" in app.text()
    app.press("Done")
    assert not app.is_wrong() and "Next: send the page" not in app.text()


def test_everybody_there_is_listed(book: Book) -> None:
    for number in range(12):
        book.person(f"Person {chr(65 + number)}", company="Delta")
    book.want("Echo")
    app = company(book)
    assert "15 people" in app.text() and "Person L" not in app.text()
    app.press("Show all 15")
    assert "Person L" in app.text() and "nobody between you yet" in app.text()
    assert "through Ana Diaz" in app.text() and "know a little" in app.text()


def test_who_went_to_my_school_is_said_to_have(book: Book) -> None:
    book.want(field="chess")
    book.tie("Eli Ota", company="Delta", title="Clerk", closeness="strong", new=True)
    went = [
        {"gathering": "Quillmark College", "kind": "school", "person": who}
        for who in ("me", "name/eli-ota")
    ]
    book.add(export(gatherings=went))
    shown = company(book).text()
    # Among the ways, and among the people there.
    assert "Clerk · went to Quillmark College, like you" in shown
    assert "Clerk went to Quillmark College, like you" in shown


def test_notes_and_jobs_are_kept_and_shown(book: Book) -> None:
    app = company(book)
    app.press("Keep the note")
    assert app.is_wrong()
    app.type("note-text", "opens a lab").type("note-link", "https://example.org/lab")
    app.press("Keep the note")
    app.type("posting", "Clerk").type("posting-day", "2026-07-09").press("Keep the job")
    assert set(book.tables().notes.kind) == {"news", "posting"}
    assert "news, Tue 30 Jun" in app.text() and "apply by Thu 9 Jul" in app.text()
    assert "no referral for this one yet" in app.text()
    book.log("asked", "Di Roe", "Delta", date="2026-06-02")
    book.log("referred", "Di Roe", "Delta", date="2026-06-12")
    assert "you have a referral there" in company(book).text()


def test_another_priority_and_no_target_any_more(book: Book) -> None:
    app = company(book).change("priority", "3")
    assert book.tables().companies.priority.tolist() == [3]
    app.change("priority", "0")
    assert app.app.session.place.screen == "targets" and "No company yet." in app.text()


def test_a_company_where_nobody_is_known_says_what_would_help(book: Book) -> None:
    book.want("Quilt")
    assert "You know nobody there yet." in company(book, "Quilt").text()
    assert "No warm way yet" in company(book, "Nowhere").text()


def test_the_picture_comes_when_it_is_wanted(book: Book) -> None:
    app = company(book)
    assert not app.nodes("picture")
    app.press("Show the picture")
    [picture] = app.nodes("picture")
    words = {text for _, _, text in picture[1]["marks"]}
    assert {"Di Roe", "Ana Diaz", "Delta"} <= words
    app.press("Hide the picture")
    assert not app.nodes("picture")


def test_a_field_of_work_has_a_page_as_well(book: Book) -> None:
    book.person("Di Roe", company="Delta", title="Data Engineer")
    book.want(field="data")
    app = company(book, "field: data")
    assert "Di Roe" in group(app, "Ask now") and not app.is_wrong()


def test_a_job_that_was_seen_long_ago_says_so() -> None:
    book = sample_copy("six-months")
    app = Driven(App(book, "2027-06-30"))
    app.app.session.go("company", "Halvorsen Grid")
    app.app.show()
    assert re.search(r"seen \d+ months ago", app.text())
    app = Driven(App(book, DAY))
    app.app.session.go("company", "Halvorsen Grid")
    app.app.show()
    assert "seen" not in app.text()


@pytest.mark.parametrize("name", ["Delta", "Golf", "field: law"])
def test_without_a_warm_way_it_is_said_what_would_make_one(name: str) -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.tie("Ana Diaz", closeness="strong", new=True)
    book.want("Delta")
    book.want(field="law")
    for about in ("Delta", "law"):
        book.log("asked", "Ana Diaz", company=about, date="2026-06-01")
        book.log("declined", "Ana Diaz", company=about, date="2026-06-03")
    app = company(book, name)
    assert "No warm way yet" in app.text() and "contact list can show who works" in app.text()
    if name == "field: law":  # whose work a name does not say
        assert "I know them" not in app.buttons()
        app.press("Ask a friend for their contacts")
        assert app.app.session.place.screen == "imports"
        return
    app.press("I know them")
    assert app.status() == "type the name of the person you know"
    app.type("cold", "Bo Lin").press("I know them")
    assert group(app, "Ask now")[0] == "Bo Lin" and "No warm way yet" not in app.text()


def test_a_message_is_signed_once_my_name_is_known(book: Book) -> None:
    app = company(book)
    assert "What is your name?" in app.text()
    app.press("Sign with this name")
    assert app.status() == "type your name first"
    app.type("first Delta-mine", "Robin Achterberg").press("Sign with this name")
    [text] = [e[1]["value"] for e in app.nodes("textarea") if e[1]["name"] == "first Delta-text"]
    assert text.endswith("Robin Achterberg")


def test_a_job_is_pasted_whole_and_one_of_another_spelling_is_found(book: Book) -> None:
    book.note("Delta", "news", "moves")  # the company is known by this name
    book.note("Delta GmbH", "posting", "Data lead (saved 12 May 2026)")
    app = company(book)
    assert "Data lead (saved 12 May 2026)" in app.text()
    app.type("posting", "Clerk  https://example.com/jobs/2").press("Keep the job")
    notes = book.tables().notes
    assert notes[notes.text == "Clerk"].link.tolist() == ["https://example.com/jobs/2"]


def test_how_many_people_a_company_has_is_said_in_one_act(book: Book) -> None:
    app = company(book)
    before = len(book.history())
    app.change("size", "30")
    assert len(book.history()) == before + 1
    assert book.history().what.iloc[-1] == "Delta has about 30 people."
    assert app.app.session.network.workplaces.size("DELTA Inc.") == 30
    assert "not said" not in app.text()
    app.change("size", "1000")
    assert app.app.session.network.workplaces.size("Delta") == 1_000
    book.undo()
    assert company(book).app.session.network.workplaces.size("Delta") == 30
