"""An event: who comes, whom to meet and why, one line to open with, and notes on whom I met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from infonet.errors import without_python
from infonet.names.people import given_name
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Child, Node, Press, Values, text_of
from infonet.panel.screens.beside import BesideTheGuests
from infonet.panel.upload import Upload
from infonet.prepare import attendees, crowd, event_brief

_MEET, _LIKELY = 10, 6
_NOT_WRITTEN_TO = "asked not to be written to"
_SHOWN = 20
_FEW = 6
_PICKS = 10
_HOW = (
    "Before you go, see who comes: the guest list of Luma, Eventbrite or Meetup, or any table with "
    "names, saved as CSV. It is only looked at: nothing of it goes into your book."
)
_NO_TARGET = "Add a company that you want under Targets: then you see whom to look out for."
_NOBODY = "Nobody in your book works where you want to. Ask there who does."
_EXPECTED = "No list? Say who is expected: companies or fields of work, with commas between."


class _Guests(NamedTuple):
    """The guests: the source of the list in words, the people, and the rows that were not taken."""

    words: str
    people: pd.DataFrame
    report: pd.DataFrame


class EventScreen:
    """Read a guest list, or a crowd that is expected, and say whom to meet."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.beside = BesideTheGuests(session)
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
        first, others = self._likely() if self._guests is None else self._plan(self._guests)
        left = html.box(self._choosing(), *first)
        right = html.box(*others, self.beside.lines(), self.beside.met())
        return html.box(head, html.box(left, right, class_="two"), class_="event", key="event")

    def _choosing(self) -> Node:
        """Return where to drop a guest list, or to say what crowd is expected."""
        crowd_field = html.row(
            html.text_field("crowd", "Who is expected", placeholder="Delta, data engineering"),
            html.button("Look out for them", self._expect),
            submit=self._expect,
        )
        wanted = self.session.network.workplaces.wanted.company[:_PICKS]
        picks = [html.button(name, self._expects(name)) for name in wanted]
        parts = [
            html.element("p", _HOW, class_="muted"),
            self.upload.node("Choose the guest list…", accept=".csv,.tsv,.txt,.xlsx"),
            html.element("p", _EXPECTED, class_="muted"),
            crowd_field,
            html.row(html.element("span", "My targets:", class_="muted"), picks, class_="picks")
            if picks
            else None,
        ]
        if self._guests is None:
            return html.box(parts, class_="card choosing", key="choosing")
        return html.unfold("Another list, or another crowd", parts, key="choosing")

    def _take(self, path: Path) -> None:
        """Read a guest list."""
        found = attendees(path)
        left_out = ", ".join(
            f"{count:,} {str(status).replace('_', ' ')}" for status, count in found.statuses.items()
        )
        words = counted(len(found.people), "guest", "guests")
        if left_out:
            words += f"; left out: {left_out}"
        self._guests, self._met = _Guests(f"{words}.", found.people, found.report), None

    def _expects(self, name: str) -> Press:
        return lambda values: self._look_out(name)

    def _expect(self, values: Values) -> None:
        self._look_out(str(values.get("crowd") or ""))

    def _look_out(self, expected: str) -> None:
        """Take everybody in the book who belongs to the crowd that was named."""
        people = crowd(self.session.network, expected)
        words = f"{counted(len(people), 'person', 'people')} in your book may be there: {expected}."
        self._guests, self._met = _Guests(words, people, pd.DataFrame()), None

    def _likely(self) -> tuple[list[Child], list[Child]]:
        """Return whom of the book to look out for while no list is known, and what to do."""
        session = self.session
        right: list[Child] = [self.beside.steps()]
        if session.network.workplaces.wanted.empty:
            return [html.empty(_NO_TARGET)], right
        brief = session.once(
            "event likely",
            lambda: event_brief(session.network, crowd(session.network), meet=_LIKELY),
        )
        records = html.rows_of(brief)
        first = [each for each in records if not pd.isna(each["meet"])]
        others = [each for each in records if pd.isna(each["meet"])]
        meet = [self._card(each) for each in first]
        head = html.heading("Look out for people who work where you want to", level=3)
        left: list[Child] = [
            html.box(
                html.row(head, html.print_button() if meet else None, class_="head"),
                html.box(meet, class_="cards") if meet else html.empty(_NOBODY),
                class_="sheet",
            ),
            self._list("Others there whom you or your friends know", others, folded=True),
        ]
        return left, right

    def _plan(self, guests: _Guests) -> tuple[list[Child], list[Child]]:
        """Return whom to meet first; and everybody else, to stand beside them."""
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
        left: list[Child] = [
            html.row(
                html.element("p", guests.words, dir="auto"),
                html.print_button(),
                class_="head",
            ),
            self._left_out(guests.report),
            html.box(
                html.heading(
                    f"Meet these {len(first)} first" if len(first) > 1 else "Whom to meet"
                ),
                html.box(meet, class_="cards") if meet else html.empty(nobody),
                class_="sheet",
            ),
        ]
        right: list[Child] = [
            self._list("You know, or may know", known),
            self._list("Strangers", strangers, folded=True),
        ]
        return left, right

    def _left_out(self, report: pd.DataFrame) -> Node | None:
        """Return the rows that were not taken, folded."""
        if report.empty:
            return None
        lines = [
            ("" if pd.isna(each["line"]) else f"line {each['line']:,}: ")
            + without_python(f"{each['problem']}; {each['action']}")
            for each in html.rows_of(report)
        ]
        return html.unfold(
            f"{counted(len(lines), 'row', 'rows')} skipped, or not quite clear",
            html.item_list(lines[:_SHOWN]),
        )

    def _list(
        self, head: str, records: Sequence[dict[str, Any]], *, folded: bool = False
    ) -> Node | None:
        """Return people whom nobody has to meet first."""
        if not records:
            return None
        cards = [self._item(each) for each in records[: _FEW + _SHOWN]]
        more = len(records) - len(cards)
        if folded:
            rest = html.element("p", f"and {more:,} more", class_="muted") if more > 0 else None
            return html.unfold(f"{head}: {len(records):,}", cards, rest, key=head)
        return html.box(
            html.heading(head, level=3), html.folded(cards, _FEW, beyond=more), key=head
        )

    def _card(self, one: dict[str, Any]) -> Node:
        """Return one to meet first: who they are, why, a line, and what came of it."""
        return html.box(
            self._head(one, f"{one['meet']}. "),
            html.element("small", _work(one), dir="auto"),
            html.unfold(
                html.reason(self._reason(one)), html.element("small", one["why"], dir="auto")
            ),
            html.element("p", f"“{one['question']}”", class_="opener", dir="auto"),
            self._meeting(one),
            class_="card",
            key=_key(one),
        )

    def _item(self, one: dict[str, Any]) -> Node:
        """Return one of the others, in two lines; the line to open with is folded."""
        return html.box(
            self._head(one),
            html.element("small", _work(one), dir="auto"),
            html.unfold(
                html.reason(self._reason(one)),
                html.element("p", f"“{one['question']}”", class_="opener", dir="auto"),
                html.element("small", one["why"], dir="auto"),
            ),
            self._meeting(one),
            class_="item",
            key=_key(one),
        )

    def _head(self, one: dict[str, Any], place: str = "") -> Node:
        """Return a name, the chance of a talk, and the button for what came of it."""
        session = self.session
        person, name = text_of(one["person"]), one["name"]
        title: Child = html.element("strong", name, dir="auto")
        if person:
            title = html.button(name, self.session.goes("person", person), kind="name")
        chance = None
        if not pd.isna(one["probability"]):
            chance = html.chance(one["probability"], one["low"], one["high"])
        met: Child = html.button(
            "I met them",
            lambda values: self._open(_key(one)),
            kind="quiet",
            aria_label=f"I met {name}",
        )
        meetings = self.beside.meetings()
        if person and (meetings.date[meetings.person == person] == session.day).any():
            met = html.badge("met", "good")
        elif not session.may_act or self._met == _key(one):
            met = None
        return html.row(
            html.row(
                html.element("span", place) if place else None,
                title,
                html.badge(_NOT_WRITTEN_TO) if one["contact"] == "no" else None,
            ),
            html.row(chance, met, class_="end"),
            class_="who-there",
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

    def _meeting(self, one: dict[str, Any]) -> Node | None:
        """Return where to note what was said; None unless it is this one whom I met."""
        if self._met != _key(one):
            return None

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
                            (session.name(key), text_of(where.iloc[session.network.position(key)])),
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
        shy = one["contact"] == "no"

        def write() -> None:
            key = person()
            session.book.debrief(
                key, date=session.day, company=company, learnt=note, channel="event"
            )
            if shy:
                session.book.note(key, "opted out", "Said so on a guest list.", date=session.day)

        after = f"They {_NOT_WRITTEN_TO}." if shy else "Thank them within a day."
        went = session.act(
            write,
            what=what or (f"You met {one['name']}, who {_NOT_WRITTEN_TO}." if shy else None),
            said=f"Saved: you met {one['name']}. {after}",
        )
        if went:
            self._met = None


def _key(one: dict[str, Any]) -> str:
    """Return what tells one guest from the others."""
    return f"{one['line']} {one['name']}"


def _work(one: dict[str, Any]) -> str:
    return " at ".join(filter(None, (text_of(one["title"]), text_of(one["company"]))))
