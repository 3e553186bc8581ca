"""The message that comes next: drafted, shown to be copied, and saved; never sent."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from infonet.names.people import fold
from infonet.panel._session import Session
from infonet.panel.widgets.controls import bar, labelled
from infonet.panel.widgets.markup import letter_link, paragraph
from infonet.prepare import Draft, draft
from infonet.prepare.messages import CHANNELS, DRAFTS

_FIRST = "first message for this route"
_WORDS = {
    "confirm": (
        "when",
        "When",
        "When are you meeting them? Type the day and the time beside When.",
    ),
    "report back": ("news", "News", "What came of it? Type it beside News."),
}
"""Kind of draft → the word that it needs, what the field is called, and what it asks for."""

_CALLED = {
    "ask": "ask for an introduction",
    "scout": "ask who they know there",
    "first message": "first message to someone there",
    "confirm": "confirm the date",
    "questions ahead": "send questions ahead",
    "thank introducer": "thank for the introduction",
    "thank interviewee": "thank for the talk",
    "second follow up": "follow up a second time",
    "after a no": "answer a no",
    "report back": "tell them what came of it",
}
_SENT = {"linkedin": "LinkedIn", "text": "text message"}


class DraftView:
    """Write a draft for the chosen route or person; nothing is sent."""

    def __init__(self, session: Session, whom: Any) -> None:
        self.session, self._whom = session, whom
        self._draft: Draft | None = None
        self._route: tuple[str, ...] = ()
        self.kind = widgets.Dropdown(
            options=[(_FIRST, None), *((_CALLED.get(kind, kind), kind) for kind in DRAFTS)],
            description="Message",
            tooltip="What to write",
        )
        self.channel = widgets.Dropdown(
            options=[(_SENT.get(way, way), way) for way in CHANNELS],
            description="By",
            tooltip="How you will send it",
        )
        self.said = widgets.Text(
            description="When", tooltip="When you meet, or what came of the conversation"
        )
        self.said.layout.display = "none"
        self.write = session.button("Write it", "Write a draft; nothing is ever sent", self.show)
        self.text = widgets.Textarea(
            description="Text", tooltip="The draft: change it, then copy it", rows=9
        )
        self.link = widgets.HTML()
        self.path = widgets.Text(description="File", tooltip="Where to save it: .eml or .txt")
        self.save = session.button(
            "Save as a file", "Save the draft for the mail program", self._save
        )
        self.save.disabled = True
        controls = {
            "draft-kind": self.kind,
            "channel": self.channel,
            "draft-say": self.said,
            "draft": self.write,
        }
        last = bar({"draft-path": self.path, "draft-save": self.save})
        labelled({"draft-text": self.text, "mailto": self.link})
        self.result = widgets.VBox([self.text, self.link, last])
        self.result.layout.display = "none"
        self.box = widgets.VBox([bar(controls), self.result])
        self.kind.observe(session.safely(self._ask), "value")
        session.observe(session.safely(self._clear), ["way", "target"])

    def show(self) -> None:
        """Write a draft for the chosen route and the person chosen beside it."""
        session = self.session
        kind = self.kind.value
        if kind is not None and self._whom.value is None:
            session.status.say("Choose beside With who it goes to.", wrong=True)
            return
        words: dict[str, Any] = dict(session.aim())
        if kind in _WORDS:
            word, _, question = _WORDS[kind]
            if not self.said.value.strip():
                session.status.say(question, wrong=True)
                return
            words[word] = self.said.value
        on_way = session.way is not None and self._whom.value in session.way.route
        self._draft = letter = draft(
            kind,
            None if kind is None else self._whom.value,
            book=session.book,
            way=session.way if on_way or kind is None else None,
            channel=self.channel.value,
            tables=session.tables,
            **words,
        )
        self.text.value = letter.body
        mail = letter.mailto() if letter.to else ""
        head = f"To {letter.name}" + (f" <{letter.to}>" if letter.to else "")
        about = f": {letter.subject}" if letter.subject else ""
        self.link.value = paragraph(head + about) + (
            letter_link(mail, "Open it in the mail program") if mail else ""
        )
        self.path.value = str(self._place(letter))
        self.save.disabled = False
        self.result.layout.display = ""
        session.status.say(
            f"Draft to {letter.name}, {letter.characters} characters. Copy it, or save it as a"
            " file; nothing is sent."
        )

    def _place(self, letter: Draft) -> Path:
        """Return where to save a draft: beside the book, under a plain name."""
        words = re.sub(r"[^a-z0-9]+", "-", fold(f"{letter.kind} {letter.name}")).strip("-")
        ending = ".eml" if letter.to else ".txt"
        return self.session.book.path.parent / f"{words[:60] or 'draft'}{ending}"

    def _save(self) -> None:
        letter = self._draft
        if letter is None:
            return
        # With what was changed by hand.
        place = replace(letter, body=self.text.value).save(self.path.value)
        self.session.status.say(f"Saved as {place}; only you can read it.")

    def _ask(self, change: object) -> None:
        kind = self.kind.value
        self.said.layout.display = "" if kind in _WORDS else "none"
        if kind in _WORDS:
            self.said.description = _WORDS[kind][1]

    def _clear(self, change: object) -> None:
        """Forget a draft that was for another route."""
        route = () if self.session.way is None else self.session.way.route
        if route == self._route:
            return
        self._route = route
        self._draft, self.save.disabled = None, True
        self.text.value = self.link.value = ""
        self.result.layout.display = "none"
