"""Show what is due: each action with its message, a button when it is done, and *Not now*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from infonet.agenda import Week
from infonet.names.people import given_name
from infonet.names.text import one_line
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, day_of, text_of
from infonet.panel.screens.letter import Letters
from infonet.panel.screens.targets import target_text
from infonet.workdays import day_text

_FEW = 5


class _Doing(NamedTuple):
    """The button for what is done, the stage that it logs, and the message, if there are any."""

    button: str
    stage: str | None = None
    message: str | None = None


_DOINGS = {
    "thank": _Doing("I thanked them", "thanked", "thank interviewee"),
    "ask someone else": _Doing("See who else"),
    "write again": _Doing("I wrote again", "followed up", "follow up"),
    "confirm": _Doing("I confirmed it", "contacted", "confirm"),
    "to do": _Doing("Done"),
    "report back": _Doing("I told them", "reported back", "report back"),
    "stay in touch": _Doing("I got in touch", "contacted", "stay in touch"),
    "return a favour": _Doing("I did that"),
    "new export": _Doing("Bring a new one"),
}


_WHAT = {
    "thank": "Thank {who}",
    "ask someone else": "Ask someone else about {company}",
    "write again": "Write to {who} again",
    "confirm": "Confirm your talk with {who}",
    "report back": "Tell {who} what came of it",
    "stay in touch": "Send {who} a few lines",
    "return a favour": "Return a favour to {who}",
    "new export": "Download your LinkedIn data anew, and add it here",
}
"""The action → what to do, in words; what is to be done by a note has its own."""


class DueList:
    """Show what is due in a week, and log what is done; one message is open at a time."""

    def __init__(self, session: Session, letters: Letters) -> None:
        self.session, self.letters = session, letters
        self._open: str | None = None

    def box(self, made: Week) -> Node:
        """Return what is due: the five most urgent, the rest folded, or what comes next."""
        rows = _left_to_do(made).to_dict("records")
        title = html.heading("Due", level=3)
        if not rows:
            return html.box(title, html.empty(_next_words(made)), key="due")
        monday = made.start + pd.Timedelta(days=7)
        shown = [self._row(each, monday) for each in rows]
        return html.box(title, html.folded(shown, _FEW), key="due")

    def message(
        self,
        name: str,
        kind: str,
        person: str,
        *,
        sent: Callable[[str], object],
        company: str | None = None,
        insider: str | None = None,
    ) -> tuple[list[Node], Node | None]:
        """Return the button that shows a message, and the message where it is shown."""
        is_open = self._open == name
        label = "Hide the message" if is_open else "See the message"
        button = html.button(
            label, lambda values: setattr(self, "_open", None if is_open else name)
        )
        letter = None
        if is_open:
            letter = self.letters.card(
                name, kind, person, company=company or None, insider=insider, sent=sent
            )
        return [button], letter

    def _row(self, one: dict[Any, Any], monday: pd.Timestamp) -> Node:
        """Return one action."""
        session, action = self.session, one["action"]
        person, company = text_of(one["person"]), text_of(one["company"])
        name = one_line(f"{action} {person} {company} {text_of(one['request'])} {one['reason']}")
        doing = _DOINGS[action]
        due = day_text(one["deadline"], as_of=session.day)
        buttons, letter = list[Node](), None
        if session.may_act:
            if doing.message is not None and person:
                kind, insider = self._kind(one, doing.message)
                buttons, letter = self.message(
                    name,
                    kind,
                    person,
                    company=company,
                    insider=insider,
                    sent=lambda channel: self._done(one, channel),
                )
            buttons += self._doing(name, one, doing)
            subject = person or company
            if subject:
                buttons.append(not_now(session, name, subject, action, monday))
        return html.box(
            html.box(
                html.element("strong", _what(one), dir="auto"),
                html.badge(f"by {due}", "late" if one["overdue"] else "plain"),
                class_="what",
            ),
            html.box(html.reason(why)) if (why := _why(one)) else None,
            html.row(buttons),
            letter,
            class_="item",
            key=name,
        )

    def _doing(self, name: str, one: dict[Any, Any], doing: _Doing) -> list[Node]:
        """Return the button for what is done, with the field that it needs."""
        session = self.session
        if one["action"] == "ask someone else":
            company = text_of(one["company"])
            kind = "field" if session.network.workplaces.is_field(company) else "company"
            return [html.button(doing.button, session.goes("company", target_text(company, kind)))]
        if one["action"] == "new export":
            return [html.button(doing.button, session.goes("imports"))]
        if one["action"] == "return a favour":
            return [
                html.text_field(f"gave {name}", "What did you do for them?"),
                html.button(doing.button, lambda values: self._gave(one, values, f"gave {name}")),
            ]
        return [html.button(doing.button, lambda values: self._done(one, None))]

    def _kind(self, one: dict[Any, Any], message: str) -> tuple[str, str | None]:
        """Return the kind of message, and the person whom it is about besides its reader."""
        session = self.session
        log = session.once("log", lambda: session.ledger.on(session.day))
        request = log.by_name.get(text_of(one["request"]))
        if request is None:
            return message, None
        others = [key for key in request.route[1:] if key != one["person"]]
        last = others[-1] if others else None
        if one["action"] == "thank":
            made = [event for event in request.events if event.stage == "introduced"]
            for event in made:
                if one["person"] in (event.via, request.person) and event.person != one["person"]:
                    return "thank introducer", event.person
            return message, None
        asked_first = one["person"] == request.person and request.kind == "introduction"
        return message, last if message == "follow up" and asked_first else None

    def _done(self, one: dict[Any, Any], channel: str | None) -> None:
        """Write into the book that what was due is done."""
        session, book = self.session, self.session.book
        person, company = text_of(one["person"]), text_of(one["company"])
        if one["action"] == "to do":
            words = f"done: {one['reason']}"
            session.act(
                lambda: book.note(person or company, "action item", words, date=session.day)
            )
            return
        session.act(
            lambda: book.log(
                str(_DOINGS[one["action"]].stage),
                person or None,
                company or None,
                date=session.day,
                request=text_of(one["request"]) or None,
                channel=channel,
            )
        )

    def _gave(self, one: dict[Any, Any], values: Values, field: str) -> None:
        """Note what was done for somebody who helped."""
        session, words = self.session, str(values.get(field) or "").strip()
        if not words:
            session.say("write what you did for them first", wrong=True)
            return
        session.act(lambda: session.book.note(one["person"], "gave", words, date=session.day))


def _what(one: dict[Any, Any]) -> str:
    """Say what is to be done."""
    words = _WHAT.get(one["action"])
    if words is None:
        said = str(one["reason"])
        return said[:1].upper() + said[1:]
    return words.format(who=text_of(one["name"]) or "somebody", company=text_of(one["company"]))


def why_now(session: Session, person: str) -> str:
    """Say what is due with somebody now, the most urgent; nothing where nothing is."""
    mine = session.due[session.due.person == person]
    if mine.empty:
        return ""
    words = _what(html.rows_of(mine)[0])
    return f"{words}, by {day_text(mine.deadline.iloc[0], as_of=session.day)}"


def _why(one: dict[Any, Any]) -> str:
    """Say why it is due: of its sentence what stands before what to do."""
    if one["action"] not in _WHAT:
        return " · ".join(filter(None, (text_of(one["name"]), text_of(one["company"]))))
    why: str = one["reason"].rpartition(": ")[0]
    name = text_of(one["name"])  # it stands above: here the first name will do
    why = why.replace(name, given_name(name) or name) if name else why
    return why[:1].upper() + why[1:]


def not_now(session: Session, name: str, subject: str, action: str, until: pd.Timestamp) -> Node:
    """Return where to let something rest until a day."""
    field = f"until {name}"

    def snooze(values: Values) -> None:
        day = day_of(values, field)
        if day is None or day <= session.day:
            session.say("choose a later day", wrong=True)
            return
        who = session.name(subject)
        session.act(
            lambda: session.book.note(subject, "snooze", action, date=day),
            said=f"{who}: not before {day_text(day, as_of=session.day)}.",
        )

    return html.unfold(
        "Not now",
        html.row(html.day_field(field, "until", until), html.button("Wait until then", snooze)),
        class_="later",
        key=f"later {name}",
    )


def _left_to_do(made: Week) -> pd.DataFrame:
    """Return what is due without the second notes, which the sweep of the quiet asks about."""
    swept = (made.due.action == "write again") & made.due.request.isin(made.quiet.request)
    return made.due[~swept]


def _next_words(made: Week) -> str:
    """Say that nothing is due, and what comes next."""
    if made.coming.empty:
        return "Nothing is due. The next thing comes with your next ask."
    one = made.coming.iloc[0]
    words = _what({str(name): value for name, value in one.items()})
    words = words[:1].lower() + words[1:] if one.action in _WHAT else words
    return f"Nothing is due. Next, from {day_text(one.opens, as_of=made.as_of)}: {words}."
