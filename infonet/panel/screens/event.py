"""An event: who comes, whom to meet and why, one line to open with, and notes on whom I met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from infonet.names.people import given_name
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Child, Node, Values, text_of
from infonet.panel.upload import Upload
from infonet.prepare import attendees, crowd, event_brief, questions

_MEET = 10
_SHOWN = 20
_OTHERS = {"peer": "somebody of your own work", "manager": "a manager", "recruiter": "a recruiter"}
_HOW = (
    "Before you go, see who comes: the guest list of Luma, Eventbrite or Meetup, or any table with "
    "names, saved as CSV. It is only looked at: nothing of it goes into your book."
)
_EXPECTED = "No list? Say who is expected: companies or fields of work, with commas between."


class _Guests(NamedTuple):
    """Who comes: where that is from, in words, the people, and the rows that were not taken."""

    words: str
    people: pd.DataFrame
    report: pd.DataFrame


class EventScreen:
    """Read a guest list, or a crowd that is expected, and say whom to meet."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.upload = Upload(lambda words: session.say(words, wrong=True))
        self._guests: _Guests | None = None
        self._met: str | None = None
        self._read = ""

    def page(self, about: str) -> Node:
        """Return the page of an event; `about` may be the path of a guest list that was chosen."""
        session = self.session
        arrived = self.upload.paths if not self.upload.coming else []
        given = [Path(about)] if about and about != self._read else []
        for path in arrived or given:
            self._read = about
            with session.telling("The guest list"):
                self._take(path)
        if arrived:
            self.upload.clear()
        back = html.button("‹ Back", lambda values: session.back(), kind="quiet")
        head = html.row(html.row(back, html.element("h2", "An event")), class_="head")
        shown = [self._plan(self._guests)] if self._guests is not None else []
        return html.box(head, self._choosing(), shown, key="event")

    def _choosing(self) -> Node:
        """Return where to drop a guest list, or to say what crowd is expected."""
        crowd_field = html.row(
            html.text_field("crowd", "Who is expected", placeholder="Delta, data engineering"),
            html.button("Look out for them", self._expect),
            submit=self._expect,
        )
        parts = [
            html.element("p", _HOW, class_="muted"),
            self.upload.node("Choose the guest list…", accept=".csv"),
            html.element("p", _EXPECTED, class_="muted"),
            crowd_field,
        ]
        if self._guests is None:
            return html.box(parts, class_="card", key="choosing")
        return html.unfold("Another list", parts, key="choosing")

    def _take(self, path: Path) -> None:
        """Read a guest list."""
        found = attendees(path)
        left_out = ", ".join(
            f"{count:,} {str(status).replace('_', ' ')}" for status, count in found.statuses.items()
        )
        words = _many(len(found.people), "guest")
        if left_out:
            words += f"; left out: {left_out}"
        self._guests, self._met = _Guests(f"{words}.", found.people, found.report), None

    def _expect(self, values: Values) -> None:
        """Take everybody in the book who belongs to the crowd that was named."""
        expected = str(values.get("crowd") or "")
        people = crowd(self.session.network, expected)
        words = f"{_many(len(people), 'person', 'people')} in your book may be there: {expected}."
        self._guests, self._met = _Guests(words, people, pd.DataFrame()), None

    def _plan(self, guests: _Guests) -> Node:
        """Return whom to meet, everybody else, and a line for strangers."""
        session = self.session
        brief = session.once(
            f"event {id(guests)}", lambda: event_brief(session.network, guests.people, meet=_MEET)
        )
        records = html.rows_of(brief)
        first = [each for each in records if not pd.isna(each["meet"])]
        others = [each for each in records if pd.isna(each["meet"])]
        known = [each for each in others if text_of(each["knows"]) or each["target"]]
        strangers = [each for each in others if each not in known]
        meet = [self._card(each) for each in first]
        nobody = "Nobody there leads to one of your targets. A talk with a stranger can still."
        return html.box(
            html.row(
                html.element("p", guests.words, dir="auto"),
                html.element("button", "Print", type="button", class_="button", print=True),
                class_="head",
            ),
            self._left_out(guests.report),
            html.box(
                html.heading(f"Meet these {len(first)} first" if first else "Whom to meet"),
                html.box(meet, class_="cards") if meet else html.empty(nobody),
                self._list("You know, or may know", known),
                class_="sheet",
            ),
            self._list("Strangers", strangers, folded=True),
            html.box(
                html.heading("A line for everybody else", level=3),
                html.item_list(
                    f"{words}: {questions(role, n=len(_OTHERS)).question.iloc[at]}"
                    for at, (role, words) in enumerate(_OTHERS.items())
                ),
            ),
            key="plan",
        )

    def _left_out(self, report: pd.DataFrame) -> Node | None:
        """Return the rows that were not taken, folded."""
        if report.empty:
            return None
        lines = [
            f"line {each['line']}: {each['problem']}; {each['action']}"
            for each in html.rows_of(report)
        ]
        return html.unfold(
            f"{_many(len(lines), 'row')} not taken, or taken with a doubt",
            html.item_list(lines[:_SHOWN]),
        )

    def _list(
        self, head: str, records: Sequence[dict[str, Any]], *, folded: bool = False
    ) -> Node | None:
        """Return people whom nobody has to meet first."""
        if not records:
            return None
        cards = [self._card(each) for each in records[:_SHOWN]]
        more = len(records) - _SHOWN
        rest = html.element("p", f"and {more:,} more", class_="muted") if more > 0 else None
        if folded:
            shown = html.box(cards, class_="cards")
            return html.unfold(f"{head}: {len(records):,}", shown, rest, key=head)
        return html.box(
            html.heading(head, level=3), html.box(cards, class_="cards"), rest, key=head
        )

    def _card(self, one: dict[str, Any]) -> Node:
        """Return one guest: who they are, why to meet them, a line, and what came of it."""
        session = self.session
        key = f"{one['line']} {one['name']}"
        person, name = text_of(one["person"]), one["name"]
        work = " at ".join(filter(None, (text_of(one["title"]), text_of(one["company"]))))
        title: Child = html.element("strong", name, dir="auto")
        if person:
            title = html.button(name, lambda values: session.go("person", person), kind="name")
        place = "" if pd.isna(one["meet"]) else f"{one['meet']}. "
        chance = None
        if not pd.isna(one["probability"]):
            chance = html.chance(one["probability"], one["low"], one["high"])
        met = html.button(
            "I met them",
            lambda values: self._open(key),
            kind="quiet",
            aria_label=f"I met {name}",
        )
        return html.box(
            html.row(
                html.row(place or None, title, html.element("small", work, dir="auto")),
                html.row(chance, met if session.may_act and self._met != key else None),
                class_="head",
            ),
            html.unfold(
                html.reason(self._reason(one)), html.element("small", one["why"], dir="auto")
            ),
            html.element("p", f"“{one['question']}”", class_="opener", dir="auto"),
            self._meeting(key, one) if self._met == key else None,
            class_="card",
            key=key,
        )

    def _reason(self, one: dict[str, Any]) -> str:
        """Say in a few words why to meet somebody."""
        is_field = self.session.network.workplaces.is_field
        parts = []
        if one["target"]:
            target = one["target"][0]
            parts.append(f"works {'in' if is_field(target) else 'at'} {target}, your target")
        elif one["opens"]:
            target = one["opens"][0]
            parts.append(f"knows somebody {'in' if is_field(target) else 'at'} {target}")
        known = text_of(one["knows"])
        if known == "you":
            parts.append("you know them")
        elif known == "a tie":
            parts.append(f"{one['broker']} can introduce you")
        elif known == "maybe":
            name = given_name(one["name"]) or one["name"]
            parts.append(f"you may know {name}: look before you greet them")
        words = "; ".join(parts) or "a stranger to you and your friends"
        return words[:1].upper() + words[1:]

    def _open(self, key: str) -> None:
        self._met = key

    def _meeting(self, key: str, one: dict[str, Any]) -> Node:
        """Return where to note what was said."""

        def keep(values: Values) -> None:
            self._keep(one, str(values.get("met-note") or "").strip() or None)

        return html.row(
            html.text_field("met-note", "What did you learn?", class_="long", focus=True),
            html.button("Save", keep, kind="main"),
            submit=keep,
        )

    def _keep(self, one: dict[str, Any], note: str | None) -> None:
        """Write the meeting into the book; who is only maybe known is asked about first."""
        session = self.session
        person, candidates = text_of(one["person"]), list(one["candidates"])
        if person:
            self._write(lambda: person, one, note)
        elif candidates:
            where = session.network.workplaces.current.company
            answers = [
                (
                    " of ".join(
                        filter(
                            None,
                            (
                                session.name(key),
                                text_of(where.iloc[session.network.position(key)]),
                            ),
                        )
                    ),
                    lambda values, key=key: self._write(lambda: key, one, note),
                )
                for key in candidates
            ]
            new = (f"{one['name']}, somebody new", lambda values: self._add(one, note))
            session.ask(f"Who is {one['name']}?", [*answers, new])
        else:
            self._add(one, note)

    def _add(self, one: dict[str, Any], note: str | None) -> None:
        """Make a new person of a guest, and write the meeting."""
        session = self.session
        row = self._guests.people if self._guests is not None else pd.DataFrame()
        of_line = row[row.line == one["line"]].iloc[0] if "line" in row else {}
        url = text_of(of_line.get("url")) or None

        def add() -> str:
            return session.book.person(
                url or one["name"],
                name=one["name"],
                company=text_of(one["company"]) or None,
                title=text_of(one["title"]) or None,
            )

        self._write(add, one, note, what=f"You met {one['name']}, who is new.")

    def _write(
        self,
        person: Callable[[], str],
        one: dict[str, Any],
        note: str | None,
        *,
        what: str | None = None,
    ) -> None:
        """Write that we met, and what I learned; `person` writes who is new first."""
        session = self.session
        company = one["target"][0] if one["target"] else None
        went = session.act(
            lambda: session.book.debrief(
                person(), date=session.day, company=company, learnt=note, channel="event"
            ),
            what=what,
            said=f"Saved: you met {one['name']}. Thank them within a day.",
        )
        if went:
            self._met = None


def _many(count: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun."""
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"
