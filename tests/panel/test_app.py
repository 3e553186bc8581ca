"""The frame of every screen: the header, the day, undo, what is said, what a press may do."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from infonet import Book
from infonet.panel import page as html
from infonet.panel.app import SCRIPT, STYLE, App
from infonet.panel.screens import SCREENS
from tests.panel.conftest import DAY
from tests.panel.driven import Driven
from tests.sample_books import sample_copy


def test_the_header_has_the_day_and_what_undo_would_take_back(app: Driven, book: Book) -> None:
    day = next(each for each in app.nodes("input") if each[1].get("name") == "day")
    assert day[1]["value"] == DAY
    assert any(words.startswith("Undo: ") and "Delta" in words for words in app.buttons())


def test_undo_takes_back_the_last_act_and_redo_brings_it(app: Driven, book: Book) -> None:
    undo = next(words for words in app.buttons() if words.startswith("Undo: "))
    app.press(undo)
    assert "Delta" not in set(book.tables().companies.company)
    assert app.status().startswith("Taken back: ")
    redo = next(words for words in app.buttons() if words.startswith("Redo: "))
    app.press(redo)
    assert "Delta" in set(book.tables().companies.company)


def test_a_press_on_a_page_that_is_no_longer_shown_does_nothing(app: Driven, book: Book) -> None:
    [undo] = [each for each in app.nodes() if str(each[1].get("class", "")).endswith("undo")]
    for _ in range(3):  # a double click, and one more: each was meant for the same page
        app.app.hear(app.app, {"press": undo[1]["press"], "values": {}}, [])
    assert "Delta" not in set(book.tables().companies.company)
    assert "Echo" in {str(c) for c in book.tables().jobs.company}  # only one act went
    app.app.hear(app.app, {"press": "0.0", "values": {}}, [])
    assert not app.is_wrong()


def test_without_a_day_it_is_today_also_after_midnight(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [pd.Timestamp("2026-06-30"), pd.Timestamp("2026-07-01")]
    monkeypatch.setattr("infonet.panel._session.today", lambda: days[0])
    app = Driven(App(book))
    assert app.app.session.day == days[0] and app.app.session.is_today
    days.pop(0)
    app.press("Targets")
    assert app.app.session.day == days[0]


def test_another_day_stays_until_it_is_changed(app: Driven) -> None:
    app.change("day", "2026-05-02")
    assert str(app.app.session.day.date()) == "2026-05-02"
    app.press("Targets")
    assert str(app.app.session.day.date()) == "2026-05-02"


def test_an_error_that_nobody_foresaw_is_said_and_raised(
    app: Driven, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise ZeroDivisionError("no such thing")

    monkeypatch.setattr(Book, "undo", broken)
    undo = next(words for words in app.buttons() if words.startswith("Undo: "))
    with pytest.raises(ZeroDivisionError):
        app.press(undo)
    assert app.is_wrong() and "nobody foresaw" in app.status()


def test_a_book_that_is_only_looked_at_offers_nothing_that_acts(
    tmp_path: object, book: Book
) -> None:
    place = book.path
    app = Driven(App(Book(place, read_only=True), DAY))
    assert "Read only" in app.text()
    assert not any(words.startswith("Undo") for words in app.buttons())


def test_messages_that_make_no_sense_are_nothing(app: Driven) -> None:
    messages: list[Any] = [None, [], {}, {"press": 3}, {"press": "x", "values": 5}]
    for message in messages:
        app.app.hear(app.app, message, None)
    assert not app.is_wrong()


def test_names_are_cleaned_and_addresses_are_web_addresses() -> None:
    def register(called: object, steady: str | None) -> str:
        return "word"

    hostile = "Ana\u202e<b>Diaz</b>\n$x$"
    sent = html.rendered(html.element("p", hostile, title=hostile), register)
    assert sent == ["p", {"title": "Ana<b>Diaz</b> $x$"}, ["Ana<b>Diaz</b> $x$"]]
    bad = html.rendered(html.element("a", "x", href="javascript:alert(1)"), register)
    assert bad == ["a", {}, ["x"]]
    assert html.link("x", "javascript:alert(1)") == "x"


def test_what_the_page_says_of_the_state_counts_for_nothing(app: Driven, book: Book) -> None:
    app.app.set_state({"view": {"header": [], "screen": [["script", {}, ["x"]]]}})
    app.app.hear(app.app, {"press": "tab:targets", "values": {}}, [])
    assert "Delta" in app.text() and "script" not in str(app.app.view)


def test_the_script_never_makes_markup_from_text_and_asks_for_nothing() -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|\bFunction\("
        r"|createContextualFragment|srcdoc|setHTML|^import\b|\bimport\(|\bfetch\(|XMLHttpRequest"
        r"|WebSocket|sendBeacon|\bonerror|\"on[a-z]+\"\s*:|https?://"
    )
    # The name of SVG in XML looks like an address; nothing is asked of it.
    text = SCRIPT.replace("http://www.w3.org/2000/svg", "")
    assert not re.findall(forbidden, text, flags=re.MULTILINE)
    assert not re.findall(r"url\(|@import|https?:", STYLE)


def test_every_screen_of_a_sample_says_so_and_none_of_an_own_book(book: Book) -> None:
    said = "Sample: everybody is invented"
    invented = Driven(App(sample_copy("star"), DAY))
    own = Driven(App(book, DAY))
    for screen in SCREENS:
        for app, expected in ((invented, True), (own, False)):
            app.app.session.go(screen)
            app.app.show()
            assert (said in app.text()) is expected, screen
