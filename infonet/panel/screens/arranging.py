"""Take what is still to be said before a talk: why, when, where, and what was found out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from infonet.names.people import given_name
from infonet.names.titles import ROLES
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Child, Node, Press, Values, day_of, text_of
from infonet.panel.screens.card import CardForm
from infonet.panel.screens.letter import Letters
from infonet.panel.upload import Upload
from infonet.prepare import news, role_with
from infonet.workdays import day_text

ROLE_NAMES = {
    "peer": "colleague",
    "alum": "worked or studied where I did",
    "recruiter": "recruiter",
    "manager": "manager",
    "hiring manager": "hiring manager",
}
"""The part in hiring → what it is called."""
_KEPT = {
    "since": ("position", "they have been there since"),
    "position": ("position", "where they were before"),
    "expertise": ("expertise", "what they are expert in"),
    "news": ("news", "news of the company"),
    "culture": ("culture", "how it is to work there"),
    "health": ("health", "how the company is doing"),
}
"""The thing found out → the kind of note, and what it is called."""
_OF_COMPANIES = ("news", "culture", "health")
_PLACES = ("their office", "a coffee", "a lunch", "a call")
_NEWS = 12
_AHEAD = 3
"""The questions sent ahead, at most."""
MINUTES = 25
"""The minutes asked for."""


class Arranging:
    """Take what is still to be said before a talk, and write what goes ahead of it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.letters = Letters(session)
        self._ahead: dict[str, list[str]] = {}
        self.card = CardForm(session)
        self.upload = Upload(lambda words: session.say(words, wrong=True))
        self._news: tuple[str, pd.DataFrame] | None = None

    def cards(
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
        if company is not None:
            yield self._feed(company)
        yield self.card.section()
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
                    "input", type="number", name="minutes", value=str(MINUTES), min="5", max="120"
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
                    ROLE_NAMES.items(),
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

    def _feed(self, company: str) -> Node:
        """Return where to drop a feed that was saved, and what it says of the company."""
        session = self.session
        if self.upload.paths and not self.upload.coming:
            with session.telling("The feed"):
                self._news = company, news(self.upload.paths[0], company)
            self.upload.clear()
        entries = None
        if self._news is not None and self._news[0] == company:
            found = self._news[1]
            kept = set(session.tables.notes.text[session.tables.notes.kind == "news"])
            items = [
                html.row(
                    html.link(each["title"], text_of(each["link"])),
                    html.element("small", "" if pd.isna(each["date"]) else day_text(each["date"])),
                    html.badge("kept", "good")
                    if each["title"] in kept
                    else html.button("Keep", self._keeps(company, each)),
                )
                for each in html.rows_of(found[found.title.notna()].head(_NEWS))
            ]
            entries = items or html.empty(f"Nothing in it names {company}.")
        return html.unfold(
            f"News of {company} from a feed that you saved",
            self.upload.node("Choose the feed…", accept=".xml,.rss,.atom"),
            entries,
            key="feed",
        )

    def _keeps(self, company: str, entry: dict[str, Any]) -> Press:
        more = {"link": text_of(entry["link"]) or None}
        more |= {} if pd.isna(entry["date"]) else {"date": entry["date"]}
        return lambda values: self._note(company, "news", entry["title"], **more)

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

    def _aim(self, company: str | None) -> dict[str, Any]:
        """Return what a message is about, as a company or as a field."""
        if company is None:
            return {}
        field = self.session.network.workplaces.is_field(company)
        return {"field" if field else "company": company}

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
