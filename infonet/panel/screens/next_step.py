"""The next step of a target, on its page: the message it asks for, or what to do and say."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.agenda import message_for, story
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, text_of
from infonet.panel.screens.letter import Letters
from infonet.workdays import day_text


class NextStep:
    """Show what comes next at a target, so that one press does it."""

    def __init__(self, session: Session, letters: Letters) -> None:
        self.session, self.letters = session, letters

    def card(self, step: dict[Any, Any]) -> Node | None:
        """Return the card of a row of the board; None where the ways below say what to do."""
        action = step["action"]
        if action in ("none", "ask", "look"):
            return None
        shown = self._letter(step) if self.session.may_act else None
        body = shown or self._explained(step)
        day = self.session.day
        due = None
        if not pd.isna(step["due"]):
            late = step["due"] < day
            due = html.badge(f"due {day_text(step['due'], as_of=day)}", "late" if late else "plain")
        press = self._press(step) if self.session.may_act else None
        said = step["next"] if action == "later" else f"Next: {step['next']}"
        head = html.heading(said, due, level=3)
        return html.box(head, body, press, key="next")

    def _letter(self, step: dict[Any, Any]) -> Node | None:
        """Return the message of a step, with *I sent it*, which logs what was sent."""
        session = self.session
        person, request = text_of(step["person"]), text_of(step["request"]) or None
        if not person:
            return None
        asked = message_for(session.ledger, step["action"], person, request, as_of=session.day)
        if asked is None:
            return None
        when = None if asked.when is None else day_text(asked.when, as_of=session.day)

        def sent(channel: str) -> None:
            session.act(
                lambda: session.book.log(
                    asked.stage,
                    asked.person,
                    step["company"],
                    date=session.day,
                    channel=channel,
                    request=request,
                )
            )

        return self.letters.card(
            f"next {step['action']} {person}",
            asked.kind,
            asked.person,
            company=step["company"],
            insider=asked.insider,
            sent=sent,
            words={"when": when} if when else None,
        )

    def _explained(self, step: dict[Any, Any]) -> list[Node]:
        """Say how the step is taken, where no message does it."""
        session, action = self.session, step["action"]
        if action == "answer":
            people = self._helpers(step["company"])
            said = [f"Say yes or no by {day_text(step['due'], as_of=session.day)}."]
            if people:
                said.append(f"Then thank who helped: {', '.join(people)}.")
            known = [html.element("p", each, dir="auto") for each in said]
            return [*known, self._deadline(step)] if session.may_act else known
        words = {
            "prepare": "Read who they are, choose your questions, and send three ahead.",
            "tell": "What you learned, whom they named, and what you promised.",
            "instead": "Your last talk there brought you no nearer to the hiring manager.",
            "wait": "One person at a time: a helpful one is enough.",
            "to do": "You said that you would.",
            "later": "They are asked enough this week.",
        }.get(action, "")
        return [html.element("p", html.reason(words))] if words else []

    def _deadline(self, step: dict[Any, Any]) -> Node:
        """Return where to say by when they want to know; it is kept with the offer."""
        session, company = self.session, step["company"]

        def change(values: Values) -> None:
            day = html.day_of(values, "answer-by")
            if day is None or day < session.day:
                session.say("choose a day that is not past", wrong=True)
                return
            events = session.tables.events
            spelt = {company, *session.network.workplaces.aliases(company)}
            offers = events[(events.stage == "offered") & events.company.isin(spelt)]
            last = offers.sort_values("date", kind="stable").iloc[-1]
            parts = [one for one in text_of(last.note).split("; ") if not one.startswith("until ")]
            note = "; ".join(filter(None, [*parts, f"until {day:%Y-%m-%d}"]))
            said = f"{company} wants to know by {day_text(day, as_of=session.day)}."
            event = int(last.event)
            session.act(lambda: session.book.correct(event, note=note), said=said, what=said)

        return html.day_field("answer-by", "They want to know by", step["due"], change=change)

    def _helpers(self, company: str) -> list[str]:
        """Return the names of everybody who took part in what was asked about a company."""
        session = self.session
        about = session.requests[session.requests.company == company]
        told = [story(session.ledger, one, as_of=session.day) for one in about.request]
        helpful = [each[~each.stage.isin(["declined", "no answer"])] for each in told]
        names = [name for each in helpful for name in each.name.dropna()]
        return list(dict.fromkeys(names))

    def _press(self, step: dict[Any, Any]) -> Node | None:
        """Return the buttons of a step that is more than a message."""
        session, action = self.session, step["action"]
        person, request = text_of(step["person"]), text_of(step["request"])
        buttons: list[Any] = []
        if action == "prepare" and person:
            buttons.append(html.button("Open the brief", session.goes("talk", person), kind="main"))
        elif action == "tell" and (request or person):
            buttons.append(
                html.button("We talked", session.goes("debrief", request or person), kind="main")
            )
        elif action == "to do":
            buttons.append(html.button("Done", lambda values: self._done(step), kind="main"))
        return html.row(buttons) if buttons else None

    def _done(self, step: dict[Any, Any]) -> None:
        """Note that what was promised is done."""
        session = self.session
        about = text_of(step["person"]) or step["company"]
        session.act(
            lambda: session.book.note(
                about, "action item", f"done: {step['next']}", date=session.day
            ),
            said=f"Done: {step['next']}.",
        )
