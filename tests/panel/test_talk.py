"""The page of a talk: what is known, what is agreed, what is sent ahead, what is kept."""

from __future__ import annotations

import pytest

from infonet import Book
from infonet.panel.app import App
from tests.panel.conftest import DAY
from tests.panel.driven import Driven


@pytest.fixture
def app(book: Book) -> Driven:
    """Open the talk with Di, who is asked and has agreed to the 8 July."""
    book.person("https://www.linkedin.com/in/robin-achterberg", name="Robin Achterberg")
    book.person("Di Roe", title="Head of Data", company="Delta")
    book.log("asked", "Di Roe", "Delta", date="2026-06-22", kind="direct")
    book.log("scheduled", "Di Roe", "Delta", date="2026-06-25", note="on 2026-07-08 at 10:00")
    made = App(book, DAY)
    made.session.go("talk", book.who("Di Roe"))
    made.show()
    return Driven(made)


def links(app: Driven) -> list[str]:
    return [str(each[1].get("href")) for each in app.nodes("a")]


def downloads(app: Driven) -> list[str]:
    return [each[1]["download"]["text"] for each in app.nodes() if "download" in each[1]]


def test_the_page_has_everything_for_the_talk(app: Driven) -> None:
    text = app.text()
    for words in (
        *("Talk with Di Roe", "Wed 8 Jul, 10:00", "Head of Data at Delta"),
        *("a business card with your skills", "no résumé", "only if they agree"),
        *("Wed 8 Jul", "this is the talk that counts", "Still to find out"),
    ):
        assert words in text
    for foreign in ("NaN", "None", "book.", "2026-07", "in/", "name/"):
        assert foreign not in text


def test_without_a_person_the_talks_that_are_agreed_are_listed(app: Driven) -> None:
    app.app.session.go("talk", "")
    app.app.show()
    assert "Talks ahead" in app.text()
    app.press("Di Roe")
    assert "Talk with Di Roe" in app.text()


def test_a_promised_day_is_that_of_the_talk_and_of_the_board(book: Book) -> None:
    book.log("asked", "Di Roe", "Delta", date="2026-06-22", kind="direct")
    book.log("scheduled", "Di Roe", "Delta", date="2026-06-25")
    book.note("Di Roe", "promised", "front desk", date="2026-07-08")
    for screen, about in (("talk", book.who("Di Roe")), ("targets", "")):
        made = App(book, DAY)
        made.session.go(screen, about)
        made.show()
        assert "Wed 8 Jul" in Driven(made).text(), screen


def test_nobody_has_no_page() -> None:
    made = App(Book(me="Robin Achterberg"), DAY)
    for about in ("", "in/nobody", "me"):
        made.session.go("talk", about)
        made.show()
        assert "No talk is agreed" in Driven(made).text()


def test_the_objective_is_kept_and_can_be_changed(app: Driven, book: Book) -> None:
    app.press("Save")
    assert app.is_wrong() and "what you want" in app.status()
    app.type("objective", "Learn who hires").press("Save")
    assert book.notes(kind="objective").text.tolist() == ["Learn who hires"]
    [field] = [each for each in app.nodes("input") if each[1].get("name") == "objective"]
    assert field[1]["value"] == "Learn who hires"
    app.type("objective", "Learn who decides").press("Save")
    assert "Learn who decides" in app.text()


def test_another_day_is_agreed_and_goes_into_the_calendar(app: Driven, book: Book) -> None:
    pytest.importorskip("icalendar", reason="no calendar: icalendar is not installed")
    [before] = downloads(app)
    assert "DTSTART:20260708T100000" in before
    app.type("talk-day", "2026-07-09").type("talk-hour", "14:30").press("Save the day")
    assert "Thu 9 Jul, 14:30" in app.text()
    [after] = downloads(app)
    assert "DTSTART:20260709T143000" in after and "SUMMARY:Conversation: Di Roe" in after
    assert len(book.tables().events.request.unique()) == 1
    app.type("talk-day", "").press("Save the day")
    assert app.is_wrong()


def test_the_place_and_the_minutes_are_theirs_to_choose(app: Driven, book: Book) -> None:
    app.press("Save the place")
    assert app.is_wrong() and "where you meet" in app.status()
    app.type("place", "their office").type("minutes", "20").press("Save the place")
    [note] = book.notes(kind="promised").to_dict("records")
    assert note["text"] == "their office, 20 minutes" and str(note["date"].date()) == "2026-07-08"
    assert "their office, 20 minutes" in app.text()


def test_three_questions_at_most_go_ahead_in_a_message(app: Driven) -> None:
    asked = [each[1]["name"] for each in app.nodes("input") if "ahead-" in str(each[1].get("name"))]
    assert len(asked) == 8 and app.text().count("Message to Di Roe") == 1  # to confirm the date
    for name in asked[:3]:
        app.change(name, value=True)
    assert app.text().count("Message to Di Roe") == 2
    [letter] = [e[1]["value"] for e in app.nodes("textarea") if "ahead" in e[1]["name"]]
    assert "1. " in letter and "3. " in letter and "4. " not in letter
    open_ = [e for e in app.nodes("input") if e[1].get("name") in asked and not e[1].get("checked")]
    assert len(open_) == 5 and all(each[1].get("disabled") for each in open_)
    app.change(asked[0], value=False)
    assert not any(e[1].get("disabled") for e in app.nodes("input") if e[1].get("name") in asked)


def test_their_role_chooses_the_questions(app: Driven, book: Book) -> None:
    before = app.text()
    app.change("role", "recruiter")
    assert book.notes(kind="role").text.tolist() == ["recruiter"]
    assert app.text() != before


def test_what_was_found_out_is_kept_where_it_belongs(app: Driven, book: Book) -> None:
    save = "Save what I found out about Di Roe"
    app.press(save)
    assert app.is_wrong()
    app.type("found-kind", "news").type("found", "a second lab")
    app.type("found-link", "https://example.com/lab").press(save)
    assert book.notes(kind="news").company.tolist() == ["Delta"]
    assert "https://example.com/lab" in links(app)
    app.type("found-kind", "since").type("found", "2021").type("found-link", "").press(save)
    assert book.notes(kind="position").text.tolist() == ["since 2021"]
    assert book.notes(kind="position").name.tolist() == ["Di Roe"]


def test_a_recording_needs_their_consent_and_is_only_named(app: Driven, book: Book) -> None:
    where = "Save where the recording lies"
    app.type("recording", "talk.m4a").press(where)
    assert app.is_wrong() and book.notes(kind="learnt").empty
    app.type("consent", value=True).type("recording", "talk.m4a").press(where)
    assert book.notes(kind="learnt").text.tolist() == ["Recording, with their consent: talk.m4a"]


def test_the_date_is_confirmed_with_its_own_words(app: Driven) -> None:
    texts = [each[1]["value"] for each in app.nodes("textarea")]
    assert any("Wed 8 Jul 2026 at 10:00" in text for text in texts)


def test_a_talk_that_brings_nobody_nearer_says_what_would(book: Book) -> None:
    book.person("Di Roe", title="Director", company="Delta")
    book.tie("Pia Orr", company="Delta", title="Analyst", new=True)
    made = App(book, DAY)
    made.session.go("talk", book.who("Pia Orr"))
    made.show()
    text = Driven(made).text()
    assert "this talk brings you no nearer" in text and "Instead: Ask Di Roe" in text


def test_a_book_that_is_only_looked_at_offers_nothing_that_acts(book: Book) -> None:
    key = book.who("Di Roe")
    made = App(Book(book.path, read_only=True), DAY)
    made.session.go("talk", key)
    made.show()
    app = Driven(made)
    assert "Talk with Di Roe" in app.text()
    assert not {"We talked", "Save"} & set(app.buttons())


def test_a_feed_that_was_saved_is_read_and_an_entry_kept(app: Driven, book: Book) -> None:
    entry = "<item><title>{}</title><link>https://example.com/1</link></item>"
    titles = ("Delta opens a lab", "Rain on Sunday")
    feed = "<rss version='2.0'><channel>" + "".join(map(entry.format, titles)) + "</channel></rss>"
    content = feed.encode()
    word = next(each[1]["hear"] for each in app.nodes("upload"))
    chosen = {"choose": [{"name": "feed.xml", "size": len(content)}], "turn": "t"}
    app.app.hear(app.app, {"press": word, **chosen}, [])
    app.app.hear(app.app, {"press": word, "slice": 0, "number": 0, "turn": "t"}, [content])
    assert titles[0] in app.text() and titles[1] not in app.text()
    app.press("Keep")
    [note] = book.notes(kind="news").to_dict("records")
    assert (note["company"], note["text"]) == ("Delta", titles[0])
    assert "Keep" not in app.buttons() and "kept" in app.text()


def test_the_card_is_made_of_what_is_typed(app: Driven) -> None:
    pytest.importorskip("segno", reason="no card: segno is not installed")
    app.type("card-email", "no address").press("Make the card")
    assert app.is_wrong()
    before = downloads(app)
    app.type("card-email", "robin@example.com").type("card-skills", "SQL, R")
    app.press("Make the card")
    svg, vcf = downloads(app)[len(before) :]
    assert svg.startswith("<") and "EMAIL:robin@example.com" in vcf and "NOTE:Skills: SQL" in vcf
