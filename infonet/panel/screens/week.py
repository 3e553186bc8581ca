"""The week: one page of ten minutes, with talks, what is new, what is due, and whom to ask."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.agenda import Week
from infonet.errors import InfonetError
from infonet.names.people import given_name
from infonet.names.text import counted, some_of
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, text_of
from infonet.panel.screens.due import DueList, not_now
from infonet.panel.screens.letter import Letters
from infonet.panel.screens.targets import target_text
from infonet.panel.screens.way import fit_of, hop_list
from infonet.prepare import calendar
from infonet.workdays import day_text

_FEW = 5
_OFFERED_GOAL = 3
_MOST = 10
_SWEEP = (
    ("", "leave it for now"),
    ("followed up", "I wrote to them again"),
    ("no answer", "no answer: I ask somebody else"),
    ("withdrawn", "I let it go"),
)
"""The answers about a request that has gone quiet: stage → words."""
_NOBODY = (
    "Nobody to ask now. A company on your targets, or somebody you know there, makes a first ask."
)


class WeekScreen:
    """Show the week on one page that prints on one sheet."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.letters = Letters(session)
        self.due = DueList(session, self.letters)
        self._asking: tuple[str, ...] | None = None

    def page(self, about: str) -> Node:
        """Return the week."""
        made = self.session.week
        left = [self._talks(made), self._new(made), self.due.box(made), self._quiet(made)]
        return html.box(
            self._head(made),
            html.box(html.box(left), self._asks(made), class_="two"),
            class_="sheet week",
            key="week",
        )

    # The head.

    def _head(self, made: Week) -> Node:
        """Return the days, the pace, the goal, and the week to take along."""
        session = self.session
        tools: list[Any] = [self._goal(made)] if session.may_act else []
        if file := session.once("week.ics", lambda: _calendar_file(made)):
            name = f"week-{made.start:%Y-%m-%d}.ics"
            tools.append(
                html.download_button("Save to calendar", name, file, type_="text/calendar")
            )
        tools.append(html.print_button())
        ended = html.element("p", made.ended, class_="muted") if made.ended else None
        title = html.element("h2", made.title, dir="auto")
        return html.box(ended, html.row(title, html.row(tools), class_="head"))

    def _goal(self, made: Week) -> Node:
        """Return where to set the asks of a week; three are offered."""
        numbers = [str(number) for number in range(1, max(_MOST, made.goal or 0) + 1)]
        options = [
            (one, f"{one} ask a week" if one == "1" else f"{one} asks a week") for one in numbers
        ]
        if made.goal is None:
            options.insert(0, ("", f"none yet (try {_OFFERED_GOAL})"))
        return html.choice("goal", "Goal", options, str(made.goal or ""), change=self._set_goal)

    def _set_goal(self, values: Values) -> None:
        session, goal = self.session, str(values.get("goal") or "")
        if goal:
            session.act(lambda: session.book.note(None, "goal", goal, date=session.day))

    # Talks, and what is new.

    def _talks(self, made: Week) -> Node:
        """Return the talks and the offers of the week."""
        if made.talks.empty:
            shown: Any = html.empty("No talk or offer this week.")
        else:
            shown = [self._talk(each) for each in made.talks.to_dict("records")]
        event = html.button("Going to an event?", self.session.goes("event"), kind="quiet")
        return html.box(
            html.row(html.heading("Talks and offers", level=3), event, class_="head"),
            shown,
            key="talks",
        )

    def _talk(self, one: dict[Any, Any]) -> Node:
        """Return one talk or offer, and what comes before or after it."""
        session = self.session
        day = day_text(one["day"], as_of=session.day)
        when = {"talk": day, "tell": day, "offer": f"by {day}"}[one["kind"]]
        hour = f" at {one['hour']}" if text_of(one["hour"]) else ""
        who, company = text_of(one["person"]), text_of(one["company"])
        opens: Any = None
        if one["kind"] == "talk" and who:
            opens = html.button("Open the brief", session.goes("talk", who))
        elif one["kind"] == "tell" and session.may_act and who:
            opens = html.button("We talked", session.goes("debrief", one["request"]))
        elif one["kind"] == "offer":
            opens = html.button(f"Open {company}", lambda values: self._open(company))
        about = company if one["kind"] != "offer" else ""
        small = " · ".join(filter(None, (about, text_of(one["place"]))))
        tone = "late" if one["day"] < session.day else "info"
        return html.box(
            html.box(
                html.element("span", one["text"], dir="auto"),
                html.badge(f"{when}{hour}", tone),
                class_="what",
            ),
            html.row(html.element("small", small, dir="auto") if small else None, opens),
            class_="item",
            key=f"{one['kind']} {one['request']}",
        )

    def _new(self, made: Week) -> Node:
        """Return what is new since the last time: a few lines, the rest folded."""
        since = day_text(made.since, as_of=made.as_of)
        if made.changes.empty:
            return html.box(html.empty(f"Nothing new since {since}."), key="new")
        lines = [self._change(each) for each in made.changes.to_dict("records")]
        rest = len(lines) - _FEW
        return html.box(
            html.heading(f"New since {since}", level=3),
            html.item_list(lines[:_FEW], class_="new"),
            html.unfold(f"{rest} more", html.item_list(lines[_FEW:], class_="new"))
            if rest > 0
            else None,
            key="new",
        )

    def _change(self, one: dict[Any, Any]) -> Node:
        """Return one change, with the way to its company where that is a target."""
        text = html.element("span", one["text"], dir="auto")
        if not one["target"] or not text_of(one["company"]):
            return html.row(text)
        return html.row(
            text,
            html.button(
                "Open",
                lambda values: self._open(one["company"]),
                kind="quiet",
                aria_label=f"Open {one['company']}",
            ),
        )

    # The sweep.

    def _quiet(self, made: Week) -> Node | None:
        """Return who has gone quiet, to be answered for in one pass."""
        if made.quiet.empty:
            return None
        rows = [self._silent(each) for each in made.quiet.to_dict("records")]
        save = (
            html.button("Save these answers", lambda values: self._sweep(made, values))
            if self.session.may_act
            else None
        )
        return html.box(html.heading("Gone quiet", level=3), rows, save, key="quiet")

    def _silent(self, one: dict[Any, Any]) -> Node:
        """Return one request without an answer."""
        request, company = one["request"], text_of(one["company"])
        name = f"quiet {request}"
        answer: Any = None
        letter: Any = None
        buttons = list[Node]()
        if self.session.may_act:
            options = (
                _SWEEP if one["nudge"] else [each for each in _SWEEP if each[0] != "followed up"]
            )
            label = f"What about {one['name']}?"
            answer = html.choice(name, "What about it?", options, aria_label=label)
            if one["nudge"]:
                buttons, letter = self.due.message(
                    name,
                    "follow up",
                    one["person"],
                    company=company,
                    sent=lambda channel: self._log(one, "followed up", channel),
                )
        if company and text_of(one["next"]):
            buttons.append(
                html.button(
                    f"Ask {text_of(one['next'])} instead",
                    lambda values: self._open(company),
                    kind="quiet",
                )
            )
        about = f"{one['name']} about {company}" if company else one["name"]
        days = f"{one['days']} working day{'' if one['days'] == 1 else 's'}"
        return html.box(
            html.element(
                "p",
                html.element("strong", f"{about}:", dir="auto"),
                " ",
                html.reason(f"no answer for {days}"),
            ),
            html.row(answer, buttons),
            letter,
            class_="item",
            key=name,
        )

    def _sweep(self, made: Week, values: Values) -> None:
        """Log all that was said of the quiet requests."""
        said = [
            (one, str(values.get(f"quiet {one['request']}") or ""))
            for one in made.quiet.to_dict("records")
        ]
        told = [(one, stage) for one, stage in said if stage]
        session = self.session
        if not told:
            session.say("choose an answer beside one of them first", wrong=True)
            return

        def log() -> None:
            for one, stage in told:
                self._write(one, stage, None)

        count = counted(len(told), "answer", "answers")
        what = f"{count}: {some_of([one['name'] for one, _ in told])}."
        session.act(log, said=f"Saved: {count}.", what=what if len(told) > 1 else None)

    def _log(self, one: dict[Any, Any], stage: str, channel: str) -> None:
        self.session.act(lambda: self._write(one, stage, channel))

    def _write(self, one: dict[Any, Any], stage: str, channel: str | None) -> None:
        self.session.book.log(
            stage,
            one["person"],
            text_of(one["company"]) or None,
            date=self.session.day,
            request=one["request"],
            channel=channel,
        )

    # The asks.

    def _asks(self, made: Week) -> Node:
        """Return the asks of the week, the first with its message."""
        title = html.heading("Ask this week" if not made.planning else "Ask next week", level=3)
        records = made.asks.to_dict("records")
        if not records:
            go = html.button("Open Targets", self.session.goes("targets"))
            return html.box(title, html.empty(_NOBODY), go, key="asks")
        open_ = [_key(each) for each in records if not each["sent"]]
        chosen = self._asking if self._asking in open_ else next(iter(open_), None)
        return html.box(
            title,
            [self._ask(made, each, is_open=_key(each) == chosen) for each in records],
            key="asks",
        )

    def _ask(self, made: Week, one: dict[Any, Any], *, is_open: bool) -> Node:
        """Return one ask: to whom, its chance, why, and its message if it is the open one."""
        session, company = self.session, one["company"]
        names = text_of(one["names"]) or "Somebody you find there"
        name = html.button(
            f"{company}: {names}", lambda values: self._open(company), kind="name", class_="name"
        )
        key = " ".join(_key(one))
        if one["sent"]:
            return html.box(
                html.row(name, html.badge("sent", "good"), class_="head"), class_="card", key=key
            )
        percent = f"{100 * one['probability']:.0f} %"
        title = " · ".join(filter(None, (text_of(one["title"]), fit_of(one, self.session.network))))
        is_field = _is_field(session, company)
        why = html.reason(_why(one, is_field=is_field))
        return html.box(
            html.row(name, html.chance(one["probability"], one["low"], one["high"]), class_="head"),
            html.element("small", title, dir="auto") if title else None,
            html.unfold(why, self._hops(one), title=f"Why {percent}?"),
            self._acts(made, one, key, is_open=is_open) if session.may_act else None,
            class_="card ask",
            key=key,
        )

    def _hops(self, one: dict[Any, Any]) -> Node:
        """Return the chance of each step of an ask, and what it comes from."""
        net = self.session.network
        kind = "field" if net.workplaces.is_field(one["company"]) else "company"
        return hop_list(net, net.target(**{kind: one["company"]}), one)

    def _acts(self, made: Week, one: dict[Any, Any], key: str, *, is_open: bool) -> list[Any]:
        """Return the message of an ask, or what shows it, and *Not now*."""
        session, person = self.session, text_of(one["person"])
        later = not_now(
            session,
            f"ask {key}",
            person or one["company"],
            "ask",
            made.start + pd.Timedelta(days=7),
        )
        if one["kind"] == "cold" or not person:
            there = "in" if _is_field(session, one["company"]) else "at"
            find = html.button(
                f"Find somebody {there} {one['company']}", lambda values: self._open(one["company"])
            )
            return [html.row(find, later)]
        if not is_open:
            show = html.button(
                "See the message", lambda values: setattr(self, "_asking", _key(one))
            )
            return [html.row(show, later)]
        field = _is_field(session, one["company"])
        return [
            self.letters.card(
                f"ask {key}",
                None,
                None,
                way=one,
                company=None if field else one["company"],
                field=one["company"] if field else None,
                sent=lambda channel: self._sent(one, channel),
            ),
            later,
        ]

    def _sent(self, one: dict[Any, Any], channel: str) -> None:
        """Log an ask with its route and its chance."""
        session = self.session
        session.act(
            lambda: session.book.log(
                "asked", one["person"], one["company"], date=session.day, channel=channel, way=one
            )
        )

    def _open(self, company: str) -> None:
        """Go to a company or field."""
        kind = "field" if _is_field(self.session, company) else "company"
        self.session.go("company", target_text(company, kind))


def _calendar_file(made: Week) -> str:
    """Return the week as a calendar file; empty where there is nothing in it."""
    try:
        found = calendar(made)
        return found.ics().decode("utf-8") if len(found) else ""
    except InfonetError:  # what makes calendars is not installed
        return ""


def _is_field(session: Session, name: str) -> bool:
    return session.network.workplaces.is_field(name)


def _key(one: dict[Any, Any]) -> tuple[str, ...]:
    """Return what tells an ask from the others of its week."""
    return one["company"], one["kind"], *one["route"][1:]


def _why(one: dict[Any, Any], *, is_field: bool) -> str:
    """Say in a line why this person is asked."""
    first = given_name(text_of(one["name"])) or "They"
    onward = text_of(one["names"]).split(" → ")[1:2] or [""]
    last = given_name(onward[0]) or "somebody there"
    words = {
        "introduction": f"{first} can introduce you to {last}",
        "direct": f"{first} {'does this work' if is_field else 'works there'}, and knows you",
        "scout": f"{first} may know somebody {'who does it' if is_field else 'there'}",
        "cold": "Nobody you know leads there yet",
    }[one["kind"]]
    return f"{words}; you talked before" if one["status"] == "met" else words
