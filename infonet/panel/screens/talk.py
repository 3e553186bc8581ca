"""A talk: who they are, what to ask, what was agreed, and what it brings; on a page to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from infonet.agenda import hiring_path, person_story, talk_ahead, talks
from infonet.errors import InfonetError, UnknownNameError
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Child, Node, text_of
from infonet.panel.screens.arranging import MINUTES, ROLE_NAMES, Arranging
from infonet.panel.screens.review import to_week
from infonet.prepare import Page, appointment, brief, calendar, company_fit
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
_FIT = {"skills": "skills", "interests": "interests", "lifestyle": "life there", "goals": "goals"}
"""The part of how a company would fit → what it is called."""
_NO_TALK = "No talk is agreed. Ask somebody for one, and prepare it here."


class TalkScreen:
    """Lay out everything for a talk with somebody, and take what is still to be agreed."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.arranging = Arranging(session)

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
            html.box(self._sheet(lines, found, company), class_="sections"),
            class_="sheet",
        )
        right = [
            self._nearer(about, company),
            *(self.arranging.cards(about, name, talk, company, lines) if session.may_act else ()),
            self._to_find_out(lines),
        ]
        return html.box(html.box(left, html.box(right), class_="two"), key=f"talk {about}")

    def _agreed(self, agreed: pd.DataFrame) -> Node:
        """Return the talks ahead, each of which can be opened."""
        if agreed.empty:
            return html.box(html.empty(_NO_TALK), to_week(self.session), key="talks")
        items = [
            html.row(
                html.button(
                    each["name"],
                    self.session.goes("talk", each["person"]),
                    class_="name",
                    kind="name",
                ),
                html.element("span", text_of(each["company"]), dir="auto"),
                html.badge(self._when(each), "info"),
            )
            for each in html.rows_of(agreed)
        ]
        return html.box(html.heading("Talks ahead"), items, key="talks")

    def _employer(self, person: str, at: int) -> str | None:
        """Return where somebody works now, or else the company that we last had to do with."""
        session = self.session
        works = text_of(session.network.workplaces.current.company.iloc[at])
        if works:
            return works
        told = person_story(session.ledger, person, as_of=session.day).company.dropna()
        return str(told.iloc[-1]) if len(told) else None

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
        talked = html.button("We talked", session.goes("debrief", talk.get("request") or person))
        title = html.row(
            html.element("h2", f"Talk with {name}", dir="auto"),
            html.badge(self._when(talk), "info" if talk else "plain"),
        )
        acts = html.row(
            back,
            talked if session.may_act else None,
            html.print_button(),
            session.once(
                f"entry {person}",
                lambda: self._entry(name, talk, company, lines.get("Questions", ())),
            ),
            html.button("About them", session.goes("person", person), kind="quiet"),
        )
        return html.box(acts, title, class_="talk-head")

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
                minutes=MINUTES if pd.isna(talk["minutes"]) else int(talk["minutes"]),
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
            f"{called} {one[part].round(1):g}"
            for part, called in _FIT.items()
            if not pd.isna(one[part])
        ]
        notes = counted(one.n, "note", "notes")
        words = f"How it would fit you: {one.rating.round(1):g} of 5, from {notes}"
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
                ROLE_NAMES[each["rung"]],
                text_of(each["name"]) or "nobody known",
                text_of(each["title"]),
                text_of(each["state"]),
            ]
            for each in html.rows_of(path.rungs[::-1])
        ]
        badge = html.badge("nearer", "good") if ahead.nearer else html.badge("no nearer", "wait")
        if not path.goal:
            badge = html.badge("nobody who hires is known", "wait")
        wanted = session.network.workplaces.wanted
        fields = wanted.company[wanted.kind == "field"]
        there = "in" if path.company in set(fields) else "at"
        return html.box(
            html.row(html.element("h3", "The way to the hiring manager"), badge, class_="head"),
            html.element("p", html.reason(ahead.words)),
            html.element("p", _linked(f"Instead: {ahead.instead}"), dir="auto")
            if ahead.instead
            else None,
            html.unfold(
                f"Who is known {there} {path.company}",
                html.table(("Role", "Name", "Title", "So far"), rungs),
            ),
            class_="card",
            key="nearer",
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


def _linked(line: str) -> list[Child]:
    """Return a line whose addresses are links."""
    parts = _ADDRESS.split(line)
    return [_link(part) if at % 2 else part for at, part in enumerate(parts)]


def _link(address: str) -> Child:
    """Return an address as a link; punctuation after it stays outside."""
    bare = address.rstrip(".,;:)")
    words = "LinkedIn" if "linkedin.com/" in bare else bare.split("/")[2].removeprefix("www.")
    return html.element("span", html.link(words, bare), address[len(bare) :])
