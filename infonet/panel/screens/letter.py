"""A message that comes next: drafted, shown to be changed and copied, never sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from infonet.errors import InfonetError
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values
from infonet.prepare import draft
from infonet.tables import ME

CHANNELS = (("email", "e-mail"), ("linkedin", "LinkedIn"), ("text", "text message"))
_WORDS = {"confirm": ("when", "When do you meet?"), "report back": ("news", "What came of it?")}
"""Kind of draft → the word that it needs, and the question for it."""


class Letters:
    """Write the messages of a screen, and remember by which channel and with which words."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._channel = "email"
        self._words: dict[str, str] = {}

    def card(
        self,
        name: str,
        kind: str | None,
        person: str | None,
        *,
        way: Mapping[str, Any] | None = None,
        company: str | None = None,
        field: str | None = None,
        via: str | None = None,
        insider: str | None = None,
        sent: Callable[[str], object] | None = None,
        words: Mapping[str, Any] | None = None,
        also: Node | None = None,
    ) -> Node:
        """Return a message with *Copy*, *Open in mail* and *I sent it*.

        `name` tells it from other messages of the page. `sent` is called with the channel when it
        was sent. What a draft needs and neither `words` nor the user has said is asked for; where
        none can be written, the reason stands in its place.
        """
        session = self.session
        if not self._is_signed():
            return self._signing(name, _sent_button(sent, self._channel), also)
        known = dict[str, Any](words or {})
        if kind in _WORDS and _WORDS[kind][0] not in known:
            word, question = _WORDS[kind]
            said = self._words.get(name, "")
            if not said:
                return html.box(
                    html.row(
                        html.text_field(f"{name}-{word}", question),
                        html.button(
                            "Write it",
                            lambda values: self._words.update(
                                {name: str(values.get(f"{name}-{word}", "")).strip()}
                            ),
                        ),
                        submit=lambda values: self._words.update(
                            {name: str(values.get(f"{name}-{word}", "")).strip()}
                        ),
                    ),
                    html.row(_sent_button(sent, self._channel), also),
                    class_="card",
                    key=name,
                )
            known[word] = said
        if company is not None and session.network.workplaces.is_field(company):
            company, field = None, company
        try:
            letter = draft(
                kind,
                person,
                book=session.book,
                way=way,
                company=company,
                field=field,
                via=via,
                insider=insider,
                channel=self._channel,
                tables=session.tables,
                **known,
            )
        except InfonetError as error:
            shown = html.element("p", f"No message: {error.plain}", class_="muted", dir="auto")
            row = html.row(_sent_button(sent, self._channel), also)
            return html.box(shown, row, class_="card", key=name)
        area = f"{name}-text"
        head = html.row(
            html.element("strong", f"Message to {letter.name}", dir="auto"),
            html.choice("channel", "by", CHANNELS, self._channel, change=self._by, aria_label="by"),
            class_="head",
        )
        subject = (
            html.element("p", f"Subject: {letter.subject}", class_="muted", dir="auto")
            if letter.subject
            else None
        )
        rows = min(12, 3 + len(letter.body) // 80 + letter.body.count("\n"))
        mail = html.link("Open in mail", letter.mailto()) if letter.to else None
        return html.box(
            head,
            subject,
            html.element(
                "textarea", name=area, value=letter.body, rows=rows, aria_label="Text", dir="auto"
            ),
            html.row(
                html.copy_button("Copy", {"field": area}),
                mail,
                _sent_button(sent, self._channel),
                also,
            ),
            class_="card letter",
            key=name,
        )

    def _is_signed(self) -> bool:
        """Return whether the book knows my name."""
        people = self.session.tables.people
        return bool(people.name[people.person == ME].notna().any())

    def _signing(self, name: str, *beside: Node | None) -> Node:
        """Return where to say my own name: a message is signed with it."""
        session, field = self.session, f"{name}-mine"

        def save(values: Values) -> None:
            mine = str(values.get(field) or "").strip()
            if not mine:
                session.say("type your name first", wrong=True)
                return
            session.act(lambda: session.book.person(ME, name=mine))

        return html.box(
            html.element("p", "What is your name? Your messages are signed with it."),
            html.row(
                html.text_field(field, "Your name"),
                html.button("Sign with this name", save),
                submit=save,
            ),
            html.row(beside),
            class_="card",
            key=name,
        )

    def _by(self, values: Values) -> None:
        self._channel = str(values.get("channel", "email"))


def _sent_button(sent: Callable[[str], object] | None, channel: str) -> Node | None:
    """Return the button that logs the message."""
    if sent is None:
        return None
    return html.button("I sent it", lambda values: sent(channel))
