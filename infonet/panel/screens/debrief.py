"""The debrief: what a talk brought, written down in one go while it is fresh."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pandas as pd

from infonet.agenda import untold_talk
from infonet.errors import UnknownNameError
from infonet.ledger import LedgerDay
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, day_of, text_of
from infonet.panel.screens.story import wrong_day
from infonet.workdays import day_text

_FIT = {
    "skills": "My skills",
    "interests": "My interests",
    "lifestyle": "My life",
    "goals": "My goals",
}
_MARKS = (("", "–"), *((f"{mark}/5", f"{mark} of 5") for mark in range(1, 6)))
_NAMES, _ITEMS = 2, 2
"""The lines for new names, and for what is to be done, that stand there at first."""
_LONGEST = 600
"""Minutes that a talk takes at most."""


class _Talk(NamedTuple):
    """A talk to be written up: with whom, about which company, in which request."""

    person: str
    company: str | None
    request: str | None


class DebriefScreen:
    """Take down what was learned, who was named, and what is to be done."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._about, self._names, self._items = "", _NAMES, _ITEMS

    def page(self, about: str) -> Node:
        """Return the form for a talk of a request, or with a person."""
        session = self.session
        if about != self._about:
            self._about, self._names, self._items = about, _NAMES, _ITEMS
        talk = self._talk(about)
        back = html.button("‹ Back", lambda values: session.back(), kind="quiet")
        if talk is None or not session.may_act:
            return html.box(html.row(back), html.empty("There is no talk to write up."))
        name = session.name(talk.person)
        head = html.row(back, html.element("h2", f"Your talk with {name}", dir="auto"))
        facts = html.row(
            html.day_field("talk-day", "On", self._day(talk)),
            html.text_field("talk-company", "About", value=talk.company or ""),
            html.element(
                "label",
                html.element("span", "Minutes"),
                html.element(
                    "input", type="number", name="minutes", min="1", max=str(_LONGEST), step="1"
                ),
                class_="field",
            ),
        )
        learned = html.box(
            html.text_area("learnt", "What did you learn?", rows=5, focus=True),
            html.text_area("advice", "What do they advise you?", rows=3),
            html.unfold("How would it fit you?", [self._fit(part) for part in _FIT], key="fit"),
        )
        onward = html.box(
            html.heading("Who did they name?", level=3),
            [self._named(at) for at in range(self._names)],
            html.button("One more name", lambda values: self._add_name(), kind="quiet"),
            html.heading("What did you promise, or want to do?", level=3),
            [self._item(at) for at in range(self._items)],
            html.button("One more thing to do", lambda values: self._add_item(), kind="quiet"),
        )
        save = html.row(
            html.button("Save", lambda values: self._save(talk, values), kind="main"),
            html.button(
                f"Save, and I thanked {name}", lambda values: self._save(talk, values, thanked=True)
            ),
        )
        return html.box(
            head,
            facts,
            html.box(learned, onward, class_="two"),
            save,
            class_="form",
            key=f"debrief {about}",
        )

    def _talk(self, about: str) -> _Talk | None:
        """Return with whom the talk was, and about what."""
        session = self.session
        log = session.once("log of the day", lambda: session.ledger.on(session.day))
        request = log.by_name.get(about)
        if request is None:
            return self._talk_with(about, log)
        agreed = [e.person for e in request.events if e.stage == "scheduled" and e.person]
        reached = [e.person for e in request.events if e.stage == "replied" and e.person]
        person = [request.insider or request.person, *reached, *agreed][-1]
        return None if person is None else _Talk(person, request.company, request.name)

    def _talk_with(self, person: str, log: LedgerDay) -> _Talk | None:
        """Return a talk with a person: in the request they last took part in, or in none."""
        session = self.session
        at = session.network.position(person, strict=False)
        if at < 0:
            return None
        theirs = [
            one
            for one in log.requests
            if one.ended is None and person in {*one.route, *(each.person for each in one.events)}
        ]
        if theirs:
            latest = max(theirs, key=lambda one: one.events[-1].day)
            return _Talk(person, latest.company, latest.name)
        company = text_of(session.network.workplaces.current.company.iloc[at])
        return _Talk(person, company or None, None)

    def _day(self, talk: _Talk) -> pd.Timestamp:
        """Return the day of the talk: the one that was agreed, if it has passed, else today."""
        session = self.session
        log = session.once("log of the day", lambda: session.ledger.on(session.day))
        request = log.by_name.get(talk.request)
        untold = None if request is None else untold_talk(log, request)
        return session.day if untold is None else untold[1]

    def _fit(self, part: str) -> Node:
        return html.row(
            html.choice(f"mark-{part}", _FIT[part], _MARKS),
            html.element("input", type="text", name=f"fit-{part}", aria_label=f"{_FIT[part]}: why"),
            class_="labelled",
        )

    def _named(self, at: int) -> Node:
        return html.row(
            html.text_field(f"name-{at}", "Name"),
            html.text_field(f"works-{at}", "works at"),
            class_="entry",
            key=f"name {at}",
        )

    def _item(self, at: int) -> Node:
        return html.row(
            html.text_field(f"item-{at}", "To do"),
            html.day_field(f"until-{at}", "by"),
            class_="entry",
            key=f"item {at}",
        )

    def _add_name(self) -> None:
        self._names += 1

    def _add_item(self) -> None:
        self._items += 1

    def _save(self, talk: _Talk, values: Values, *, thanked: bool = False) -> None:
        """Write the talk as one act, once it is clear who was named and whether it counts."""
        session = self.session
        day = day_of(values, "talk-day")
        if day is None:
            session.say("say on which day you talked", wrong=True)
            return
        if (wrong := wrong_day(session, talk.request, day)) is not None:
            session.say(wrong, wrong=True)
            return
        company = _said(values, "talk-company") or None
        minutes = _said(values, "minutes")
        if minutes and not (minutes.isdigit() and 0 < int(minutes) <= _LONGEST):
            session.say(f"say the minutes as a number up to {_LONGEST}", wrong=True)
            return
        people = [
            {"name": name} | ({"company": works} if (works := _said(values, f"works-{at}")) else {})
            for at in range(self._names)
            if (name := _said(values, f"name-{at}"))
        ]

        def write(people: list[dict[str, str]], *, counts: bool | None) -> None:
            def call() -> None:
                session.book.debrief(
                    talk.person,
                    date=day,
                    company=company,
                    learnt=_said(values, "learnt") or None,
                    advice=_said(values, "advice") or None,
                    fit=dict(_fits(values)),
                    minutes=int(minutes) if minutes else None,
                    names=people,
                    actions=list(self._actions(values)),
                    request=talk.request,
                    counts=counts,
                )
                if thanked:
                    session.book.log(
                        "thanked", talk.person, company, date=session.day, request=talk.request
                    )

            name, when = session.name(talk.person), day_text(day, weekday=False)
            what = f"Your talk with {name} on {when}, and your thanks." if thanked else None
            if session.act(call, said=self._told(talk, day, people), what=what):
                session.leave()

        def resolved(people: list[dict[str, str]]) -> None:
            session.ask_whether_it_counts(
                talk.person, company or "", day, lambda counts: write(people, counts=counts)
            )

        self._resolve(people, resolved)

    def _resolve(
        self,
        people: list[dict[str, str]],
        then: Callable[[list[dict[str, str]]], object],
        done: tuple[dict[str, str], ...] = (),
    ) -> None:
        """Go on once every name is that of somebody known, or plainly of somebody new.

        Where somebody has a name like one that nobody has, it is asked who is meant.
        """
        session = self.session
        if len(done) == len(people):
            then(list(done))
            return
        one, likely = people[len(done)], list[str]()
        try:
            session.book.who(str(one["name"]))
        except UnknownNameError as error:
            likely += error.candidates

        def is_(name: str) -> None:
            self._resolve(people, then, (*done, {**one, "name": name}))

        if not likely:
            is_(one["name"])
            return
        answers = [(session.described(key), lambda answer, key=key: is_(key)) for key in likely]
        new = (f"{one['name']}, somebody new", lambda answer: is_(one["name"]))
        session.ask(f"{one['name']} is not in your book. Who is it?", [*answers, new])

    def _actions(self, values: Values) -> Iterable[tuple[str, pd.Timestamp | None]]:
        """Yield what is to be done, and by when."""
        for at in range(self._items):
            if text := _said(values, f"item-{at}"):
                yield text, day_of(values, f"until-{at}")

    def _told(self, talk: _Talk, day: pd.Timestamp, people: list[dict[str, str]]) -> str:
        """Say what was written."""
        session = self.session
        when = day_text(day, as_of=session.day)
        names = [session.name(each["name"]) for each in people]
        named = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
        more = f" They named {named}." if named else ""
        return f"Saved: your talk with {session.name(talk.person)}, {when}.{more}"


def _said(values: Values, name: str) -> str:
    """Return what was typed into a field."""
    return str(values.get(name) or "").strip()


def _fits(values: Values) -> Iterable[tuple[str, str]]:
    """Yield how it would fit, part by part: the mark, then the words."""
    for part in _FIT:
        mark, words = _said(values, f"mark-{part}"), _said(values, f"fit-{part}")
        if mark or words:
            yield part, ": ".join(filter(None, (mark, words)))
