"""The story of a request: what happened, and one button for what comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from infonet.agenda import next_steps, story
from infonet.panel import page as html
from infonet.panel._session import Session, Whom
from infonet.panel.page import Node, Values, day_of, text_of
from infonet.tables import ME
from infonet.workdays import day_text, days_in_words


def somebody_else(
    session: Session, then: Callable[[Whom], object], but: str = ME
) -> Callable[[Whom], object]:
    """Return `then`, but for me and for the person `but`: of them it is said who they are."""

    def checked(whom: Whom) -> None:
        if whom.new or whom.text not in (ME, but):
            then(whom)
            return
        who = "you" if whom.text == ME else session.name(whom.text)
        session.say(f"that is {who}: type the name of somebody else", wrong=True)

    return checked


class Stories:
    """Show requests one by one, and log what happened in them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def card(self, request: str, *, title: str | None = None) -> Node:
        """Return a request: its past in words, the next step as a button, everything else."""
        session = self.session
        told = session.once(
            f"story {request}", lambda: story(session.ledger, request, as_of=session.day)
        )
        past = [
            html.element(
                "li",
                html.element("span", day_text(each["date"], as_of=session.day), class_="muted day"),
                " ",
                html.element("span", each["label"], dir="auto"),
                self._note(each["note"]),
            )
            for each in told.to_dict("records")
        ]
        acts = self._acts(request) if session.may_act else None
        return html.box(
            html.heading(title, level=3) if title else None,
            html.element("ol", past, class_="story"),
            acts,
            class_="card",
            key=f"story {request}",
        )

    def _note(self, note: object) -> Node | None:
        """Return the note of an event."""
        if not text_of(note):
            return None
        words = days_in_words(text_of(note), as_of=self.session.day)
        return html.element("small", f" {words}", dir="auto")

    def _acts(self, request: str) -> Node:
        """Return the next step as a button, a refusal beside it, and everything else folded."""
        session = self.session
        steps = session.once(
            f"steps {request}", lambda: next_steps(session.ledger, request, as_of=session.day)
        )
        records = steps.to_dict("records")
        usual = [each for each in records if each["usual"]]
        buttons = [
            self._button(request, each, main=at == 0, number=at) for at, each in enumerate(usual)
        ]
        others = [each for each in records if not each["usual"]]
        name = f"else {request}"
        more = html.unfold(
            "Something else happened",
            html.row(
                html.choice(
                    name, "What", [(str(at), each["label"]) for at, each in enumerate(others)]
                ),
                html.text_field(f"who {request}", "Who, if it was somebody else"),
                html.day_field(f"day {request}", "On", session.day),
                html.button("Save", lambda values: self._other(request, others, values)),
            ),
            key=name,
        )
        return html.box(html.row(buttons), more, class_="next")

    def _button(self, request: str, step: dict[Any, Any], *, main: bool, number: int) -> Node:
        """Return the button of a step, with the field for what it has to know."""
        kind = "main" if main else ""
        button = html.button(
            step["label"], lambda values: self._take(request, step, values, number), kind=kind
        )
        if step["asks"] == "who":
            return html.row(
                button, html.text_field(f"name {number} {request}", "Name", placeholder="Who?")
            )
        if step["asks"] == "when":
            return html.row(
                button,
                html.day_field(f"meet {number} {request}", "Day"),
                html.element(
                    "label",
                    html.element("span", "at"),
                    html.element("input", type="time", name=f"hour {number} {request}"),
                    class_="field",
                ),
            )
        return button

    def _take(self, request: str, step: dict[Any, Any], values: Values, number: int) -> None:
        """Log a step; a conversation goes on to be written up."""
        session = self.session
        if step["asks"] == "talk":
            session.go("debrief", request)
            return
        note = None
        if step["asks"] == "when":
            day = day_of(values, f"meet {number} {request}")
            if day is None:
                session.say("say on which day you meet", wrong=True)
                return
            hour = str(values.get(f"hour {number} {request}") or "")
            note = f"on {day:%Y-%m-%d}{f' at {hour}' if hour else ''}"
        who = None
        if step["asks"] == "who":
            who = str(values.get(f"name {number} {request}") or "").strip()
            if not who:
                session.say(f"type who it was beside “{step['label']}”", wrong=True)
                return
        self._log(request, step, session.day, who=who, note=note)

    def _other(self, request: str, steps: list[dict[Any, Any]], values: Values) -> None:
        """Log what was chosen among everything else."""
        step = steps[int(values.get(f"else {request}") or 0)]
        day = day_of(values, f"day {request}") or self.session.day
        who = str(values.get(f"who {request}") or "").strip() or None
        if step["asks"] == "who" and who is None:
            self.session.say("type who it was", wrong=True)
            return
        if step["asks"] == "talk" and who is None and day == self.session.day:
            self.session.go("debrief", request)
            return
        note = None
        if step["asks"] == "when" and day > self.session.day:  # it is the day on which we meet
            note, day = f"on {day:%Y-%m-%d}", self.session.day
        if (wrong := wrong_day(self.session, request, day)) is not None:
            self.session.say(wrong, wrong=True)
            return
        self._log(request, step, day, who=who, note=note)

    def _said(self, request: str) -> str:
        """Say what was written last about a request, as it stands in its story."""
        session = self.session
        told = story(session.ledger, request, as_of=session.day)
        last = max(told.to_dict("records"), key=lambda each: each["event"])
        return f"Saved: {last['label']}, {day_text(last['date'], as_of=session.day)}."

    def _log(
        self,
        request: str,
        step: dict[Any, Any],
        day: pd.Timestamp,
        *,
        who: str | None,
        note: str | None,
    ) -> None:
        """Log a step; a typed name is looked up first, and asked about where nobody has it."""
        session, book = self.session, self.session.book

        def write(whom: Whom | None, *, counts: bool | None = None) -> None:
            is_new = whom is not None and whom.new
            went = session.act(
                lambda: book.log(
                    step["stage"],
                    None if whom is None else whom.key(book),
                    text_of(step["company"]) or None,
                    via=text_of(step["via"]) or None,
                    date=day,
                    request=request,
                    note=note,
                    counts=counts,
                ),
                what=_with_new(step["label"], str(who)) if is_new else None,
            )
            if went:
                session.say(self._said(request))

        def log(whom: Whom | None) -> None:
            if step["asks"] == "talk" and whom is not None and not whom.new:
                session.ask_whether_it_counts(
                    whom.text,
                    text_of(step["company"]),
                    day,
                    lambda counts: write(whom, counts=counts),
                )
            else:
                write(whom)

        if who is None:
            person = text_of(step["person"])
            log(Whom(person) if person else None)
        else:
            company = text_of(step["company"])
            at_company = company and not session.network.workplaces.is_field(company)
            session.find_person(
                who,
                somebody_else(session, log),
                company=company if at_company else None,
                stranger=True,
            )


def wrong_day(session: Session, request: str | None, day: pd.Timestamp) -> str | None:
    """Say why nothing of a request can have happened on a day; None where it can."""
    if day > session.day:
        return "choose a day that is not ahead"
    known = session.requests[session.requests.request == request]
    asked = known.asked.min()
    if not pd.isna(asked) and day < asked:
        return f"you asked on {day_text(asked, as_of=session.day)}: choose that day or a later one"
    return None


def _with_new(label: str, name: str) -> str:
    """Say what happened with somebody who is new, as Undo names it."""
    who = f"{name}, who is new"
    said = label.replace("somebody", who)
    return f"{said}." if said != label else f"{label}: {who}."
