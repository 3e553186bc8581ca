"""A talk: who they are, what to ask, what was agreed, and what it brings; on a page to print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from infonet.agenda import hiring_path, person_story, talk_ahead, talks
from infonet.errors import InfonetError, UnknownNameError
from infonet.names.people import given_name
from infonet.names.titles import ROLES
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Child, Node, Press, Values, day_of, text_of
from infonet.panel.screens.letter import Letters
from infonet.prepare import Page, appointment, brief, calendar, company_fit, role_with
from infonet.tables import ME
from infonet.workdays import day_text

_ADDRESS = re.compile(r"(https?://\S+)")
_PRINTED = (
    "Objective",
    "Place and time",
    "Who",
    "How long they have been there",
    "Past positions",
    "Expertise",
    "What ties you",
    "Who else they could introduce you to",
    "Questions",
    "Said before",
    "So far",
    "Owed",
    "Bring",
)
"""The sections of the page, in its order; what is known of the company comes before *So far*."""
_KEPT = {
    "since": ("position", "they have been there since"),
    "position": ("position", "where they were before"),
    "expertise": ("expertise", "what they are expert in"),
    "news": ("news", "news of the company"),
    "culture": ("culture", "how it is to work there"),
    "health": ("health", "how the company is doing"),
}
"""What was found out → the kind of note, and what it is called."""
_OF_COMPANIES = ("news", "culture", "health")
_ROLES = {
    "peer": "colleague",
    "alum": "went to my school",
    "recruiter": "recruiter",
    "manager": "manager",
    "hiring manager": "hiring manager",
}
_PLACES = ("their office", "a coffee", "a lunch", "a call")
_AHEAD = 3
"""The questions sent ahead, at most."""
_MINUTES = 25
_NO_TALK = "No talk is agreed. Ask somebody for one, and prepare it here."


class TalkScreen:
    """Lay out everything for a talk with somebody, and take what is still to be agreed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.letters = Letters(session)
        self._ahead: dict[str, list[str]] = {}

    def page(self, about: str) -> Node:
        """Return the page of a talk; without a person, the talks that are agreed."""
        session = self.session
        agreed = session.once("talks", lambda: talks(session.ledger, as_of=session.day))
        at = session.network.position(about, strict=False)
        if at < 0 or about == ME:
            return self._agreed(agreed)
        own = html.rows_of(agreed[agreed.person == about])
        talk = own[0] if own else {}
        company = text_of(talk.get("company")) or self._employer(about, at)
        found = session.once(
            f"brief {about}",
            lambda: brief(
                session.book, about, as_of=session.day, company=company, net=session.network
            ),
        )
        lines = {each.heading: each.lines for each in found.sections}
        name = session.name(about)
        left = html.box(
            self._head(about, name, talk, company, lines),
            self._sheet(lines, found, company),
            class_="sheet",
        )
        right = [
            self._nearer(about, company),
            *(self._acts(about, name, talk, company, lines) if session.may_act else ()),
            self._to_find_out(lines),
        ]
        return html.box(html.box(left, html.box(right), class_="two"), key=f"talk {about}")

    def _agreed(self, agreed: pd.DataFrame) -> Node:
        """Return the talks ahead, each of which can be opened."""
        if agreed.empty:
            return html.empty(_NO_TALK)
        items = [
            html.row(
                html.button(
                    each["name"],
                    self._opens(each["person"]),
                    class_="name",
                    kind="name",
                ),
                html.element("span", text_of(each["company"]), dir="auto"),
                html.badge(self._when(each), "info"),
            )
            for each in html.rows_of(agreed)
        ]
        return html.box(html.heading("Talks ahead"), items, key="talks")

    def _opens(self, person: str) -> Press:
        return lambda values: self.session.go("talk", person)

    def _employer(self, person: str, at: int) -> str | None:
        """Return where somebody works now, or else the company that we last had to do with."""
        session = self.session
        works = text_of(session.network.workplaces.current.company.iloc[at])
        if works:
            return works
        told = person_story(session.tables, person, as_of=session.day).company.dropna()
        return str(told.iloc[-1]) if len(told) else None

    def _aim(self, company: str | None) -> dict[str, Any]:
        """Return what a message is about, as a company or as a field."""
        if company is None:
            return {}
        field = self.session.network.workplaces.is_field(company)
        return {"field" if field else "company": company}

    def _when(self, talk: dict[str, Any]) -> str:
        """Say when a talk is."""
        if pd.isna(talk.get("day", pd.NaT)):
            return "no day said yet" if talk else "no talk agreed yet"
        hour = text_of(talk["hour"])
        return f"{day_text(talk['day'], as_of=self.session.day)}{f', {hour}' if hour else ''}"

    def _head(
        self,
        person: str,
        name: str,
        talk: dict[str, Any],
        company: str | None,
        lines: dict[str, tuple[str, ...]],
    ) -> Node:
        """Return whom the talk is with and when, and what can be done with the page."""
        session = self.session
        back = html.button("‹ Back", lambda values: session.back(), kind="quiet")
        talked = html.button(
            "We talked", lambda values: session.go("debrief", talk.get("request") or person)
        )
        title = html.row(
            html.element("h2", f"Talk with {name}", dir="auto"),
            html.badge(self._when(talk), "info" if talk else "plain"),
        )
        acts = html.row(
            back,
            talked if session.may_act else None,
            html.element("button", "Print", type="button", class_="button", print=True),
            self._entry(name, talk, company, lines.get("Questions", ())),
            html.button("About them", lambda values: session.go("person", person), kind="quiet"),
        )
        return html.box(acts, title)

    def _entry(
        self, name: str, talk: dict[str, Any], company: str | None, questions: Sequence[str]
    ) -> Node | None:
        """Return the button that saves the talk for a calendar; None without a day and an hour."""
        if not talk or pd.isna(talk["day"]) or not text_of(talk["hour"]):
            return None
        try:
            entry = appointment(
                name,
                f"{talk['day']:%Y-%m-%d} {talk['hour']}",
                minutes=_MINUTES if pd.isna(talk["minutes"]) else int(talk["minutes"]),
                place=text_of(talk["place"]) or None,
                company=company,
                questions=questions,
            )
            content = calendar(conversations=[entry], as_of=self.session.day).ics()
        except InfonetError as error:
            return html.element("small", error.plain)
        return html.download_button(
            "Save to calendar", f"{name}.ics", content.decode(), type_="text/calendar"
        )

    def _sheet(
        self, lines: dict[str, tuple[str, ...]], found: Page, company: str | None
    ) -> list[Node]:
        """Return the page to take along."""
        of_company = next((each for each in lines if each.startswith("About ")), None)
        order = [each for each in _PRINTED if each in lines]
        if of_company:
            order.insert(order.index("Questions") if "Questions" in order else 0, of_company)
        shown = []
        for heading in order:
            numbered = "ol" if heading == "Questions" else "ul"
            items = [html.element("li", _linked(line), dir="auto") for line in lines[heading]]
            shown.append(
                html.box(
                    html.element("h3", heading, dir="auto"),
                    html.element(numbered, items),
                    self._fit(company) if heading == of_company else None,
                    key=heading,
                )
            )
        return shown

    def _fit(self, company: str | None) -> Node | None:
        """Return how the company would fit me, by all talks about it."""
        session = self.session
        rated = session.once("fit", lambda: company_fit(session.tables, as_of=session.day))
        mine = rated[(rated.company == company) & rated.rating.notna()]
        if mine.empty:
            return None
        one = mine.iloc[0]
        parts = [
            f"{part} {one[part]:.1f}"
            for part in ("skills", "interests", "lifestyle", "goals")
            if not pd.isna(one[part])
        ]
        notes = "1 note" if one.n == 1 else f"{one.n} notes"
        words = f"How it would fit you: {one.rating:.1f} of 5, from {notes}"
        return html.unfold(words, html.element("small", ", ".join(parts)))

    # Beside the page: what it brings, and what is still to be said

    def _nearer(self, person: str, company: str | None) -> Node | None:
        """Say whether the talk brings the hiring manager nearer, and if not, what would."""
        session = self.session
        if company is None:
            return None
        day, net = session.day, session.network
        try:
            ahead = session.once(
                f"ahead {person}",
                lambda: talk_ahead(net, session.ledger, company, person, as_of=day),
            )
            path = session.once(
                f"path {company}", lambda: hiring_path(net, session.ledger, company, as_of=day)
            )
        except UnknownNameError:
            return None
        rungs = [
            [
                _ROLES[each["rung"]],
                text_of(each["name"]) or "nobody known",
                text_of(each["title"]),
                text_of(each["state"]),
            ]
            for each in html.rows_of(path.rungs[::-1])
        ]
        badge = html.badge("nearer", "good") if ahead.nearer else html.badge("no nearer", "wait")
        if not path.goal:
            badge = html.badge("nobody who hires is known", "wait")
        return html.box(
            html.row(html.element("h3", "The way to the hiring manager"), badge, class_="head"),
            html.element("p", ahead.words, dir="auto"),
            html.element("p", _linked(f"Instead: {ahead.instead}"), dir="auto")
            if ahead.instead
            else None,
            html.unfold(
                f"Who is known at {path.company}",
                html.table(("Role", "Name", "Title", "So far"), rungs),
            ),
            class_="card",
            key="nearer",
        )

    def _acts(
        self,
        person: str,
        name: str,
        talk: dict[str, Any],
        company: str | None,
        lines: dict[str, tuple[str, ...]],
    ) -> Iterable[Child]:
        """Yield what is still to be said before the talk, and what is sent ahead of it."""
        session = self.session
        first = given_name(name) or name
        notes = session.tables.notes
        own = notes[(notes.person == person) & (notes.kind == "objective")].text
        shown = any(own.iloc[-1] in line for line in lines.get("Objective", ())) if len(own) else 0
        yield html.box(
            html.text_field(
                "objective",
                "What do I want from this talk?",
                value=str(own.iloc[-1]) if shown else "",
                class_="long",
            ),
            html.button("Save", lambda values: self._objective(person, values)),
            class_="card row",
            submit=lambda values: self._objective(person, values),
            key="objective",
        )
        yield self._arranging(person, first, talk, company)
        yield self._sent_ahead(person, first, company, lines.get("Questions", ()))
        if talk and not pd.isna(talk["day"]):
            hour = text_of(talk["hour"])
            when = f"{day_text(talk['day'])}{f' at {hour}' if hour else ''}"
            words = {"when": when} | (
                {"place": text_of(talk["place"])} if text_of(talk["place"]) else {}
            )
            letter = self.letters.card(
                "confirm", "confirm", person, **self._aim(company), words=words
            )
            yield html.unfold("Confirm it the day before", letter, key="confirm")
        yield self._found_out(person, name, company)
        yield self._recording(person, first)

    def _arranging(
        self, person: str, first: str, talk: dict[str, Any], company: str | None
    ) -> Node:
        """Return where and when: they choose the place, and the time agreed is kept."""
        day = talk.get("day", pd.NaT)
        hour = html.element(
            "input", type="time", name="talk-hour", value=text_of(talk.get("hour")) or None
        )
        meeting = html.row(
            html.day_field("talk-day", "When", day),
            html.element("label", html.element("span", "at"), hour, class_="field"),
            html.button(
                "Save", lambda values: self._agree(person, talk, values), aria_label="Save the day"
            ),
        )
        place = html.row(
            html.text_field("place", f"Where {first} likes to meet", offers=_PLACES),
            html.element(
                "label",
                html.element("span", "Minutes"),
                html.element(
                    "input", type="number", name="minutes", value=str(_MINUTES), min="5", max="120"
                ),
                class_="field",
            ),
            html.button(
                "Save",
                lambda values: self._promise(person, day, values),
                aria_label="Save the place",
            ),
            submit=lambda values: self._promise(person, day, values),
        )
        return html.box(
            html.element("h3", "When and where"),
            meeting if talk else None,
            place,
            html.element("small", "Let them choose the place, and end when it was agreed to end."),
            class_="card",
            key="arranging",
        )

    def _sent_ahead(
        self, person: str, first: str, company: str | None, questions: Sequence[str]
    ) -> Node:
        """Return the questions for their role, of which three go ahead, and the message."""
        session = self.session
        role = role_with(session.network, person, as_of=session.day)
        chosen = [each for each in self._ahead.get(person, ()) if each in questions]
        full = len(chosen) >= _AHEAD
        ticks = [
            html.element(
                "li",
                html.tick(
                    f"ahead-{at}",
                    question,
                    value=question in chosen,
                    disabled=full and question not in chosen,
                    change=lambda values, question=question: self._tick(person, question),
                ),
            )
            for at, question in enumerate(questions)
        ]
        words: dict[str, Any] = {"questions": chosen}
        return html.box(
            html.row(
                html.element("h3", "Questions to send ahead"),
                html.choice(
                    "role",
                    f"{first} is a",
                    _ROLES.items(),
                    role,
                    change=lambda values: self._role(person, values),
                ),
                class_="head",
            ),
            html.element("ul", ticks, class_="ticks"),
            self.letters.card(
                f"ahead {person}", "questions ahead", person, **self._aim(company), words=words
            )
            if chosen
            else html.element("small", "Tick up to three: the message is written for you."),
            class_="card",
            key="ahead",
        )

    def _found_out(self, person: str, name: str, company: str | None) -> Node:
        """Return where to keep what was found out about the person or the company."""
        kinds = [
            (key, words)
            for key, (kind, words) in _KEPT.items()
            if company or kind not in _OF_COMPANIES
        ]

        def keep(values: Values) -> None:
            self._keep(person, company, values)

        return html.box(
            html.element("h3", "Keep what you found out"),
            html.row(
                html.choice("found-kind", "What", kinds),
                html.text_field("found", "In your words"),
                html.text_field("found-link", "Link", placeholder="if there is one"),
                html.button("Save", keep, aria_label=f"Save what I found out about {name}"),
                submit=keep,
            ),
            class_="card",
            key="found",
        )

    def _recording(self, person: str, first: str) -> Node:
        """Return where to say where a recording lies; it is never copied."""

        def keep(values: Values) -> None:
            where = str(values.get("recording") or "").strip()
            if not values.get("consent") or not where:
                self.session.say(
                    f"record only if {first} agrees, and say where it lies", wrong=True
                )
                return
            self._note(person, "learnt", f"Recording, with their consent: {where}")

        return html.unfold(
            "I recorded it",
            html.row(
                html.tick("consent", f"{first} agreed to it"),
                html.text_field("recording", "Where the file lies"),
                html.button("Save", keep, aria_label="Save where the recording lies"),
            ),
            html.element("small", "The file stays where it is: only its place is noted."),
            key="recording",
        )

    def _to_find_out(self, lines: dict[str, tuple[str, ...]]) -> Node | None:
        """Return what the page lacks, and where to look."""
        missing = lines.get("Still to find out")
        if not missing:
            return None
        items = [html.element("li", _linked(line), dir="auto") for line in missing]
        return html.box(
            html.element("h3", "Still to find out"), html.element("ul", items), key="missing"
        )

    # What is pressed

    def _note(self, subject: str, kind: str, text: str, **more: Any) -> None:
        session = self.session
        session.act(lambda: session.book.note(subject, kind, text, **more))

    def _objective(self, person: str, values: Values) -> None:
        text = str(values.get("objective") or "").strip()
        if not text:
            self.session.say("type what you want from this talk", wrong=True)
            return
        self._note(person, "objective", text, date=self.session.day)

    def _role(self, person: str, values: Values) -> None:
        role = str(values.get("role"))
        if role in ROLES:
            self._note(person, "role", role, date=self.session.day)

    def _tick(self, person: str, question: str) -> None:
        """Choose a question to send ahead, or leave it."""
        chosen = self._ahead.setdefault(person, [])
        if question in chosen:
            chosen.remove(question)
        elif len(chosen) < _AHEAD:
            chosen.append(question)

    def _agree(self, person: str, talk: dict[str, Any], values: Values) -> None:
        """Log on which day, and at what time, we meet."""
        session = self.session
        day, hour = day_of(values, "talk-day"), str(values.get("talk-hour") or "")
        if day is None:
            session.say("say on which day you meet", wrong=True)
            return
        session.act(
            lambda: session.book.log(
                "scheduled",
                person,
                text_of(talk["company"]) or None,
                date=session.day,
                request=talk["request"],
                note=f"on {day:%Y-%m-%d}{f' at {hour}' if hour else ''}",
            )
        )

    def _promise(self, person: str, day: pd.Timestamp, values: Values) -> None:
        """Keep where we meet, and for how long."""
        place = str(values.get("place") or "").strip()
        minutes = str(values.get("minutes") or "").strip()
        if not place:
            self.session.say("say where you meet", wrong=True)
            return
        text = f"{place}, {minutes} minutes" if minutes.isdigit() else place
        self._note(person, "promised", text, date=None if pd.isna(day) else day)

    def _keep(self, person: str, company: str | None, values: Values) -> None:
        """Keep what was found out, as a note of the person or of the company."""
        text = str(values.get("found") or "").strip()
        chosen = str(values.get("found-kind"))
        if not text or chosen not in _KEPT:
            self.session.say("type what you found out", wrong=True)
            return
        kind, _ = _KEPT[chosen]
        link = str(values.get("found-link") or "").strip() or None
        if kind in _OF_COMPANIES and company is not None:
            self._note(company, kind, text, link=link, date=self.session.day)
        else:
            self._note(person, kind, f"since {text}" if chosen == "since" else text, link=link)


def _linked(line: str) -> list[Child]:
    """Return a line whose addresses are links."""
    parts = _ADDRESS.split(line)
    return [_link(part) if at % 2 else part for at, part in enumerate(parts)]


def _link(address: str) -> Child:
    """Return an address as a link; punctuation after it stays outside."""
    bare = address.rstrip(".,;:)")
    words = "LinkedIn" if "linkedin.com/" in bare else bare.split("/")[2].removeprefix("www.")
    return html.element("span", html.link(words, bare), address[len(bare) :])
