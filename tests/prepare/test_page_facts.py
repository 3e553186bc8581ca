"""What the page before a conversation takes from the notes, and how a calendar words it."""

from __future__ import annotations

from infonet import Book
from infonet.agenda import due
from infonet.prepare import Page, brief, calendar, questions

AS_OF = "2026-06-30"


def lines(page: Page) -> dict[str, tuple[str, ...]]:
    return {part.heading: part.lines for part in page.sections}


def test_notes_fill_what_the_page_lacks() -> None:
    book = Book(me="Robin Achterberg")
    book.person("Bo Lin", company="Delta", title="Data engineer")
    before = lines(brief(book, "Bo Lin", as_of=AS_OF))
    assert any("how long" in line for line in before["Still to find out"])
    book.note("Bo Lin", "position", "Since May 2024, in the second team")
    book.note("Bo Lin", "position", "analyst at Echo", date="2026-06-01")
    book.note("Bo Lin", "role", "hiring manager")
    book.note("Bo Lin", "action item", "send the page", date="2026-07-03")
    book.note("Bo Lin", "action item", "think of something")
    after = lines(brief(book, "Bo Lin", as_of=AS_OF))
    assert after["How long they have been there"] == ("Since May 2024, in the second team",)
    assert after["Past positions"] == ("analyst at Echo (1 Jun 2026)",)
    assert not any("how long" in line for line in after["Still to find out"])
    # What has a day is owed; what has none was only said.
    assert after["Owed"] == ("To do: send the page",)
    assert after["Said before"] == ("to do: think of something",)
    assert after["Questions"] == tuple(questions("manager", n=8).question)
    assert before["Questions"] == tuple(questions("peer", n=8).question)


def test_the_log_says_about_what_only_where_it_is_not_their_own_company() -> None:
    book = Book(me="Robin Achterberg")
    book.person("Bo Lin", company="Delta Inc.")
    book.want("Delta")
    book.want("Echo")
    book.log("asked", "Bo Lin", company="Delta", date="2026-06-01")
    book.log("asked", "Bo Lin", company="Echo", date="2026-06-08")
    page = lines(brief(book, "Bo Lin", as_of=AS_OF))
    assert page["So far"] == ("Mon 1 Jun: I asked Bo", "Mon 8 Jun: I asked Bo, about Echo")


def test_an_action_item_says_in_the_calendar_what_is_to_be_done() -> None:
    book = Book(me="Robin Achterberg")
    book.person("Bo Lin", company="Delta")
    book.note("Bo Lin", "action item", "send the page", date="2026-07-03")
    book.note("Delta", "action item", "read their report", date="2026-07-04")
    made = calendar(due(book.tables(), as_of=AS_OF), as_of=AS_OF)
    assert [entry.summary for entry in made.entries] == [
        "Do: send the page (Bo Lin)",
        "Do: read their report (Delta)",
    ]
