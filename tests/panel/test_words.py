"""What every screen says reads like a sentence: no key, no ISO date, no Python, no gap."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from infonet import Book
from infonet.agenda import targets
from infonet.ledger import Ledger
from infonet.panel.app import App
from infonet.panel.screens import SCREENS
from infonet.panel.screens.targets import target_text
from tests.conftest import first
from tests.panel.conftest import DAY
from tests.panel.driven import Driven
from tests.sample_books import sample_copy

_READ = ("title", "aria-label", "placeholder", "words", "label")
"""The attributes that somebody reads or hears."""
_WRONG = {
    "a day as a computer writes it": r"\d{4}-\d\d-\d\d",
    "a backtick": "`",
    "a missing value": r"\b(None|NaN|nan|NaT)\b",
    "a key": r"(?<!linkedin\.com/)\b(in|name)/\w",
    "Python": r"Traceback|\w\(\)|\b(book|net|infonet)\.[a-z_]|\w=['\"]|Timestamp",
    "a class of tie": r"(?<!× )\b(strong|medium|weak|no) ties?\b|\btie class|connection only",
    "one as a plural": r"\b1 (exchanges|asks|people|talks|companies|days|notes|entries)\b",
}


_BOOKS = ("six-months", "quiet", "star", "empty")
_LONGEST = 12
"""Words of a reason at most; the arithmetic behind it is folded."""


@pytest.mark.parametrize("name", first(_BOOKS))
def test_no_screen_says_what_nobody_would_say(name: str) -> None:
    found = {
        (screen, about, what, text)
        for screen, about, texts, _ in _walk(name)
        for text in texts
        for what, pattern in _WRONG.items()
        if re.search(pattern, text)
    }
    assert sorted(found) == []


@pytest.mark.parametrize("name", first(_BOOKS))
def test_no_reason_has_more_than_twelve_words(name: str) -> None:
    said = {(screen, each) for screen, _, _, reasons in _walk(name) for each in reasons}
    assert sorted(each for each in said if len(each[1].split()) > _LONGEST) == []
    assert not sorted(each for each in said if not each[1].strip())
    if name == "six-months":
        assert {screen for screen, _ in said} >= {"company", "week", "person", "talk"}


@cache
def _walk(name: str) -> list[tuple[str, str, list[str], list[str]]]:
    """Return each screen, what it is about, the texts on it, and the reasons among them."""
    book = Book() if name == "empty" else sample_copy(name)
    app = Driven(App(book, DAY))
    seen = []
    for screen, about in _places(app, book):
        app.app.session.go(screen, about)
        app.app.show()
        assert app.app.session.place.screen == screen
        seen.append((screen, about, [*_texts(app)], [*app.reasons()]))
    return seen


def _places(app: Driven, book: Book) -> Iterator[tuple[str, str]]:
    """Yield every screen about nothing, then each about some of what it can be about."""
    net, tables = app.app.session.network, book.tables()
    wanted = [
        target_text(company, kind)
        for company, kind in targets(net)[["company", "kind"]].itertuples(index=False)
    ]
    others = tables.people.person[tables.people.person != "me"]
    people = list(dict.fromkeys([*tables.events.person.dropna()[:6], *others[::97]]))[:10]
    abouts = {
        "company": [*wanted, *tables.jobs.company.dropna().unique()[:1]],
        "person": people,
        "talk": people[:4],
        "debrief": [one.name for one in Ledger.of(tables).requests(as_of=DAY)],
        "network": [*wanted[:1], *people[:1]],
    }
    for screen in SCREENS:
        for about in ("", *abouts.get(screen, ())):
            yield screen, about


def _texts(app: Driven) -> Iterator[str]:
    """Yield each text that is shown, or told to who cannot see it."""
    yield app.status()
    for _, attributes, children in app.nodes():
        yield from (child for child in children if isinstance(child, str))
        yield from (v for k in _READ if isinstance(v := attributes.get(k), str))
        # In a picture each mark is a tuple that ends in its text, if it has one.
        marks: list[Any] = list(attributes.get("marks", ()))
        yield from (mark[-1] for mark in marks if isinstance(mark[-1], str))
        if "scene" in attributes:
            yield from _strings([attributes["scene"], attributes["steps"]])
    for sent in app.app.data.values():
        for column in json.loads(sent.partition(b"\n")[0]).get("columns", ()):
            yield from column["levels"]


def _strings(found: Any, name: str = "") -> Iterator[str]:
    """Yield the texts of a picture, and none of its keys."""
    if isinstance(found, dict):
        for each, value in found.items():
            yield from _strings(value, each)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from _strings(value, name)
    elif isinstance(found, str) and name not in ("key", "person"):
        yield found
