"""One person: what is known, how close we are, what happened, and who leads to them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.agenda import people, person_story, reciprocity
from infonet.names.people import given_name, profile_url
from infonet.panel import page as html
from infonet.panel._session import Session, Whom
from infonet.panel.page import Child, Node, Press, Values, day_of, text_of
from infonet.panel.screens.due import why_now
from infonet.panel.screens.forgetting import ForgettingPart
from infonet.panel.screens.people import CLOSE, seen_words
from infonet.panel.screens.reaching import Reaching
from infonet.panel.screens.story import somebody_else
from infonet.paths import chance_word
from infonet.tables import CLOSENESS, ME, NOTE_LABELS, known_notes
from infonet.workdays import day_text, days_in_words

_NOTES = (
    *("learnt", "advice", "expertise", "position", "gave", "action item", "opted out"),
    *("consent", "consent withdrawn"),
)
"""The kinds of notes that are taken here."""
_NOBODY = "Nobody is chosen. Choose somebody under People."
_MOST = 12
_LISTED = 60
_TIMES = {1: "once", 2: "twice"}


class PersonScreen:
    """Show one person, and take what I know of them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.reaching = Reaching(session)
        self._forgetting = ForgettingPart(session)

    def page(self, about: str) -> Node:
        """Return the page of a person."""
        session = self.session
        at = session.network.position(about, strict=False)
        if at < 0 or about == ME:
            go = html.button("Open People", session.goes("people"))
            return html.box(html.empty(_NOBODY), go)
        found = session.once("people", lambda: people(session.network))
        one = html.rows_of(found[found.person == about])[0]
        name = session.name(about)
        left = [
            self._facts(about, one),
            self._closeness(about, one) if session.may_act else None,
            self._known(about, name, found),
            self.reaching.section(about, name, one),
        ]
        right = [
            self._log(about),
            self._balance(about),
            self._notes(about),
            self._forgetting.section(about) if session.may_act else None,
        ]
        return html.box(
            self._head(about, name),
            html.box(html.box(left), html.box(right), class_="two"),
            key=f"person {about}",
        )

    def _head(self, person: str, name: str) -> Node:
        session = self.session
        return html.row(
            html.row(
                html.button("‹ Back", lambda values: session.back(), kind="quiet"),
                html.element("h2", name, dir="auto"),
            ),
            html.row(
                html.button("Prepare a talk", session.goes("talk", person)),
                html.button("We talked", session.goes("debrief", person))
                if session.may_act
                else None,
            ),
            class_="head",
        )

    def _facts(self, person: str, one: dict[str, Any]) -> Node:
        """Return who they are, where they work and worked, and how to reach them."""
        session = self.session
        tables, day = session.tables, session.day
        row = tables.people[tables.people.person == person].iloc[0]
        profile = text_of(row.url)
        if not profile and person.startswith("in/"):
            profile = profile_url(person.removeprefix("in/"))
        jobs = tables.jobs[tables.jobs.person == person]
        age = seen_words(one["seen"], day)
        touched = "Connected" if self._is_mere_connection(person, one) else "Last contact"
        now = jobs[jobs.end.isna()]
        over = jobs[jobs.end.notna()].sort_values("end", ascending=False)
        email = text_of(row.email)
        facts: list[tuple[str, Child]] = [
            ("To do", why_now(session, person)),
            *(("Works", f"{_job(each)}{age and f', {age}'}") for each in html.rows_of(now)),
            *(
                ("Before", f"{_job(each)}, until {day_text(each['end'], weekday=False)}")
                for each in html.rows_of(over)
            ),
            ("Place", text_of(row.location)),
            ("Profile", html.link("LinkedIn", profile) if profile else ""),
            ("E-mail", html.link(email, f"mailto:{email}") if email else ""),
            ("Works at my target", ", ".join(one["target"])),
            ("Leads to", ", ".join(one["opens"])),
            (
                touched,
                "" if pd.isna(one["last"]) else day_text(one["last"], as_of=day, weekday=False),
            ),
            ("Known through", text_of(one["through"])),
        ]
        shown = [
            (html.element("dt", word), html.element("dd", said, dir="auto"))
            for word, said in facts
            if said
        ]
        if not shown:
            return html.empty("Nothing but the name is known.")
        return html.element("dl", shown, class_="facts")

    def _is_mere_connection(self, person: str, one: dict[str, Any]) -> bool:
        """Return whether nothing but a connection on LinkedIn is known of our contact."""
        session = self.session
        told = person_story(session.ledger, person, as_of=session.day)
        return one["closeness"] == "connection" and told.empty

    def _closeness(self, person: str, one: dict[str, Any]) -> Node:
        """Return how close we are, to be said."""
        closeness = text_of(one["closeness"])
        presses = [
            html.button(
                CLOSE[word],
                self._rates(person, word),
                aria_pressed="true" if word == closeness else "false",
            )
            for word in CLOSENESS
        ]
        chance = one["strength"]
        said = "" if pd.isna(chance) else f"chance that they help you: {100 * chance:.0f} %"
        said += f", {chance_word(chance)}" if said else ""
        return html.row(
            html.element("span", "You and them:", class_="muted"),
            presses,
            html.element("small", said),
            class_="card",
            key="closeness",
            role="group",
            aria_label="How close are you?",
        )

    def _known(self, person: str, name: str, found: pd.DataFrame) -> Node | None:
        """Return the people they know, and where to add an introduction one knows of."""
        session = self.session
        net = session.network
        at = net.position(person)
        theirs = [each for each in net.indices[net.arcs(at)].tolist() if each != net.ego]
        wanted = {
            key: names[0] for key, names in zip(found.person, found.target, strict=True) if names
        }
        theirs.sort(key=lambda each: (str(net.keys[each]) not in wanted, str(net.name[each])))
        job = net.workplaces.current
        items = [
            html.row(
                html.button(
                    str(net.name[each]),
                    self.session.goes("person", str(net.keys[each])),
                    kind="name",
                ),
                html.element("small", employer := text_of(job.company.iloc[each]), dir="auto"),
                _as_target(wanted.get(str(net.keys[each])), employer),
            )
            for each in theirs[:_LISTED]
        ]
        first = given_name(name) or name
        adding = None
        if session.may_act:
            adding = html.row(
                html.text_field("knows", f"{first} also knows"),
                html.button("Save", lambda values: self._knows(person, values)),
                submit=lambda values: self._knows(person, values),
            )
        if not items and adding is None:
            return None
        return html.box(
            html.heading(f"Who {first} knows", level=3),
            html.folded(items, _MOST, beyond=len(theirs) - _LISTED),
            adding,
            key="known",
        )

    def _log(self, person: str) -> Node:
        """Return what happened with them, the latest first."""
        session = self.session
        told = session.once(
            f"story of {person}", lambda: person_story(session.ledger, person, as_of=session.day)
        )
        head = html.heading("What happened", level=3)
        if told.empty:
            return html.box(head, html.empty("Nothing yet."), key="log")
        items = [
            html.element(
                "li",
                html.element("span", day_text(each["date"], as_of=session.day), class_="muted day"),
                f" {each['label']} ",
                html.element(
                    "small",
                    " · ".join(filter(None, (text_of(each["company"]), self._words(each["note"])))),
                    dir="auto",
                ),
                dir="auto",
            )
            for each in html.rows_of(told[::-1])
        ]
        few, more = items[:_MOST], items[_MOST:]
        return html.box(
            head,
            html.element("ul", few, class_="story"),
            html.unfold(f"{len(more)} earlier", html.element("ul", more)) if more else None,
            key="log",
        )

    def _words(self, note: object) -> str:
        return days_in_words(text_of(note), as_of=self.session.day)

    def _balance(self, person: str) -> Node | None:
        """Return who helped whom how often."""
        session = self.session
        found = session.once(
            "reciprocity", lambda: reciprocity(session.network, session.ledger, as_of=session.day)
        )
        mine = found[found.person == person]
        if mine.empty:
            return None
        one = mine.iloc[0]
        idea = text_of(one.idea)
        idea = f"{idea[:1].upper()}{idea[1:]}." if idea else ""
        return html.box(
            html.element("p", _balance(one)),
            html.element("small", idea, dir="auto"),
            class_="card",
            key="balance",
        )

    def _notes(self, person: str) -> Node:
        """Return the notes on them, and where to add one."""
        session = self.session
        notes = known_notes(session.tables, session.day)
        own = notes[notes.person == person].sort_values("date", ascending=False, kind="stable")
        items = [
            html.element(
                "li",
                html.element("small", self._of(each["kind"], each["date"])),
                html.element("span", f" {text_of(each['text'])} ", dir="auto"),
                html.link("source", each["link"]) if text_of(each["link"]) else None,
            )
            for each in html.rows_of(own)
        ]
        adding = html.row(
            html.choice("note-kind", "About", [(each, NOTE_LABELS[each]) for each in _NOTES]),
            html.text_field("note-text", "Note"),
            html.text_field("note-link", "Link", placeholder="if there is one"),
            html.day_field("note-day", "Day"),
            html.button("Save", lambda values: self._add(person, values)),
            submit=lambda values: self._add(person, values),
        )
        return html.box(
            html.heading("Notes", level=3),
            html.element("ul", items) if items else html.empty("Nothing noted yet."),
            html.unfold("Add a note", adding, key="add-note") if session.may_act else None,
            key="notes",
        )

    def _of(self, kind: str, date: Any) -> str:
        day = "" if pd.isna(date) else f", {day_text(date, as_of=self.session.day)}"
        return f"{NOTE_LABELS[kind]}{day}"

    # What is pressed

    def _rates(self, person: str, closeness: str) -> Press:
        session = self.session
        return lambda values: session.act(lambda: session.book.tie(person, closeness=closeness))

    def _knows(self, person: str, values: Values) -> None:
        """Tie them to somebody whose name was typed."""
        session = self.session
        who = str(values.get("knows") or "").strip()
        if not who:
            session.say("type a name", wrong=True)
            return

        def know(whom: Whom) -> None:
            session.act(lambda: session.book.tie(person, whom.text, new=whom.new))

        session.find_person(who, somebody_else(session, know, person))

    def _add(self, person: str, values: Values) -> None:
        session = self.session
        kind = str(values.get("note-kind"))
        text = str(values.get("note-text") or "").strip()
        if kind not in _NOTES or not (text or kind == "opted out"):
            session.say("type the note first", wrong=True)
            return
        link = str(values.get("note-link") or "").strip() or None
        day = day_of(values, "note-day") or (None if kind == "action item" else session.day)
        text = text or "asked not to be written to"
        session.act(lambda: session.book.note(person, kind, text, link=link, date=day))


def _as_target(target: str | None, employer: str) -> Node | None:
    """Return that somebody is inside a target, and which one if their employer does not say it."""
    if target is None:
        return None
    return html.badge("target" if target == employer else f"target: {target}", "good named")


def _job(job: dict[str, Any]) -> str:
    """Return a job in words, with the day on which it began."""
    words = " at ".join(filter(None, (text_of(job["title"]), text_of(job["company"]))))
    if not pd.isna(job["start"]) and pd.isna(job["end"]):
        words += f", since {day_text(job['start'], weekday=False)}"
    return words


def _balance(row: Any) -> str:
    """Say who helped whom how often."""
    got, gave = (_TIMES.get(n, f"{n} times") for n in (row.helped, row.gave))
    return f"They helped you {got}. " + (
        f"You helped them {gave}." if row.gave else "You have not helped them yet."
    )
