"""The page on the chosen person, and what only the user knows: closeness and introductions."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from infonet.errors import InfonetError, NewNameError, without_python
from infonet.panel._session import Session
from infonet.panel.widgets.controls import bar, field
from infonet.panel.widgets.markup import paragraph, sections
from infonet.prepare import brief
from infonet.tables import CLOSENESS, ME

_MOST = 2_000
_NOBODY = "Click a person in the picture, or a step of a route, to see their page."
_CLOSE = "How close are you? What you say here overrides the import."
_EMPTY = "The book knows nobody yet. Name someone in What you know, or add your export in Import."


class PersonView:
    """Show the page before a conversation with the chosen person; made when it is looked at."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.page = widgets.HTML(paragraph(_NOBODY))
        self.page.add_class("infonet-brief")
        self.box = widgets.VBox([self.page])
        self._shown = ("", 0)

    def show(self) -> None:
        """Show the page of the chosen person."""
        session = self.session
        asked = session.person, session.edition
        if asked == self._shown:
            return
        if not session.person or session.person == ME:
            self.page.value = paragraph(_EMPTY if len(session.net) < 2 else _NOBODY)
            self._shown = asked
            return
        with session.telling():
            page = brief(session.book, session.person, as_of=session.day, net=session.net)
            self.page.value = sections(
                page.title,
                [(part.heading, map(without_python, part.lines)) for part in page.sections],
            )
            self._shown = asked


class KnowledgeView:
    """Keep how close people are, and who knows whom: no export says it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.person = field("Person", "Someone you know", placeholder="a name", offers=True)
        self.closeness = widgets.Dropdown(
            options=list(CLOSENESS), description="is", tooltip="How close they are to you"
        )
        self.state = session.button(
            "Save", "Keep in the book how close they are to you", self._state
        )
        self.a = field("Person", "Someone you know", placeholder="a name", offers=True)
        new = "Who they know; a new name is asked about once"
        self.b = field("knows", new, placeholder="a name", offers=True)
        self.company = field(
            "who is at",
            "Where the second person works now, if you know it",
            placeholder="company, if you know it",
        )
        self.add = session.button(
            "Add", "Keep in the book that the first knows the second", self._add
        )
        close = {"person": self.person, "closeness": self.closeness, "closeness-state": self.state}
        mutual = {
            "mutual-a": self.a,
            "mutual-b": self.b,
            "mutual-company": self.company,
            "mutual": self.add,
        }
        self.box = widgets.VBox(
            [
                widgets.HTML(paragraph(_CLOSE)),
                bar(close),
                widgets.HTML(paragraph("Add an introduction you know of.")),
                bar(mutual),
            ]
        )
        self._offered: dict[str, str] = {}
        self._asked: tuple[str, ...] = ()
        session.observe(session.safely(self._take_over), "person")
        session.observe(session.safely(lambda change: self._offer()), "net")
        self._offer()

    def _state(self) -> None:
        who = self._key(self.person)
        if who:
            self.session.act(lambda: self._tie(who, closeness=self.closeness.value))

    def _add(self) -> None:
        a, b, company = self._key(self.a), self._key(self.b), self.company.value.strip()
        if not a or not b:
            return

        def add() -> None:
            # One act, so that one press of Undo takes back the tie, the job, and who is new by it.
            self._tie(a, b, company=company or None)
            # Before all else is shown anew, and the user types the next name.
            self.b.value = self.company.value = ""

        self.session.act(add)

    def _tie(self, *people: str, **words: Any) -> None:
        """Keep a tie; who is not in the book is new only when the button is pressed once more."""
        new, self._asked = people == self._asked, ()
        try:
            self.session.book.tie(*people, new=new, **words)
        except NewNameError as error:
            self._asked = people
            plain = f"{error.plain} If it is a new person, press the button again."
            raise InfonetError(str(error), plain=plain) from error

    def _key(self, typed: Any) -> str:
        """Return what was typed, as a key where the list has it."""
        text = str(typed.value).strip()
        if not text:
            self.session.status.say("Name a person first; then press the button.", wrong=True)
        return self._offered.get(text, text)

    def _take_over(self, change: object) -> None:
        """Put the chosen person into the fields."""
        if self.session.person and self.session.person != ME:
            called = {key: text for text, key in self._offered.items()}
            text = called.get(self.session.person, self.session.name(self.session.person))
            self.person.value = self.a.value = text

    def _offer(self) -> None:
        """Offer the people the user knows first; namesakes are told apart by their keys."""
        net = self.session.net
        known = [int(at) for at in net.alters]
        beyond = sorted(set(range(len(net))) - {*known, net.ego}) if len(net) < _MOST else []
        self._offered.clear()
        for at in [*known, *beyond][:_MOST]:
            key, text = str(net.keys[at]), str(net.name[at])
            self._offered[f"{text} ({key})" if text in self._offered else text] = key
        for offering in (self.person, self.a, self.b):
            offering.options = list(self._offered)
