"""Keep what I know of a company: news, culture and health, how it fits, and job postings."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.names.companies import company_key
from infonet.names.markup import is_web_link
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, day_of, text_of
from infonet.tables import FIT, NOTE_LABELS, known_notes
from infonet.workdays import day_text

_KINDS = {kind: NOTE_LABELS[kind] for kind in ("news", "culture", "health", *FIT)}
"""The kind of a note of a company → what it is called."""

_SIZES = (10, 30, 100, 300, 1_000, 5_000)
"""The sizes of companies that are offered."""


class Notes:
    """Show the notes and postings of a company or field, and take more of them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def section(self, name: str, spellings: set[str], *, referred: bool) -> Node:
        """Return notes and postings; `referred` says whether somebody referred me there."""
        about = self._about(spellings)
        field = self.session.network.workplaces.is_field(name)
        posted = about.kind == "posting"
        return html.box(
            html.box(
                *self._notes(name, about[about.kind.isin(list(_KINDS))]),
                None if field else self._size(name),
            ),
            html.box(*self._postings(name, about[posted], referred=referred)),
            class_="two notes",
            key="notes",
        )

    def _about(self, spellings: set[str]) -> pd.DataFrame:
        known = known_notes(self.session.tables, self.session.day)
        keys = set(map(company_key, spellings))
        about = known.company.map(company_key, na_action="ignore").isin(keys)
        return known[about].sort_values("date", ascending=False, kind="stable")

    def _notes(self, name: str, notes: pd.DataFrame) -> list[Any]:
        session = self.session
        items = [
            html.element(
                "li",
                html.element("small", f"{_KINDS[each['kind']]}{self._on(each['date'])}"),
                html.element("span", f" {text_of(each['text'])} ", dir="auto"),
                html.link("source", each["link"]) if text_of(each["link"]) else None,
            )
            for each in notes.to_dict("records")
        ]
        adding = html.row(
            html.choice("note-kind", "About", list(_KINDS.items())),
            html.text_field("note-text", "Note", key=f"note {len(items)}"),
            html.text_field(
                "note-link", "Link", placeholder="if there is one", key=f"link {len(items)}"
            ),
            html.button("Keep the note", lambda values: self._add(name, values)),
            submit=lambda values: self._add(name, values),
        )
        return [
            html.heading("Notes and news", level=3),
            html.element("ul", items) if items else html.empty("Nothing noted yet."),
            html.unfold("Add a note", adding, key="add-note") if session.may_act else None,
        ]

    def _size(self, name: str) -> Node | None:
        """Return about how many people a company has, and where to say so."""
        session = self.session
        said = session.network.workplaces.size(name)
        if not session.may_act:
            words = f"About {counted(said or 0, 'person works', 'people work')} there."
            return html.element("p", words) if said else None
        known = {*_SIZES, said or 0} - {0}
        options = [("", "not said")] if said is None else []
        options += [(str(size), f"about {size:,}") for size in sorted(known)]
        chosen = "" if said is None else str(said)
        return html.box(
            html.choice(
                "size",
                "How many people work there",
                options,
                chosen,
                change=lambda values: self._say_size(name, values),
            ),
            html.element(
                "small", "The fewer they are, the likelier two who worked there know each other."
            ),
            class_="stack",
            key="size",
        )

    def _say_size(self, name: str, values: Values) -> None:
        size = str(values.get("size") or "")
        if size:
            self.session.act(lambda: self.session.book.note(name, "size", size))

    def _postings(self, name: str, postings: pd.DataFrame, *, referred: bool) -> list[Any]:
        session = self.session
        answer = (
            html.badge("you have a referral there", "good")
            if referred
            else html.badge("no referral for this one yet", "wait")
        )
        items = [
            html.element(
                "li",
                html.link(text_of(each.text), text_of(each.link)),
                html.element("small", f" {self._until(each.date)} "),
                answer,
            )
            for each in postings.itertuples()
        ]
        adding = html.row(
            html.text_field(
                "posting", "Job", placeholder="its title, or paste it", key=f"job {len(items)}"
            ),
            html.text_field("posting-link", "Link", key=f"link {len(items)}"),
            html.day_field("posting-day", "Apply by"),
            html.button("Keep the job", lambda values: self._post(name, values)),
            submit=lambda values: self._post(name, values),
        )
        return [
            html.heading("Jobs posted there", level=3),
            html.element("ul", items) if items else html.empty("No job noted yet."),
            html.unfold("Add a job", adding, key="add-posting") if session.may_act else None,
        ]

    def _on(self, day: Any) -> str:
        return "" if pd.isna(day) else f", {day_text(day, as_of=self.session.day)}"

    def _until(self, day: Any) -> str:
        if pd.isna(day):
            return ""
        over = "closed" if day < self.session.day else "apply by"
        return f"{over} {day_text(day, as_of=self.session.day)}"

    def _add(self, name: str, values: Values) -> None:
        session = self.session
        text = str(values.get("note-text") or "").strip()
        if not text:
            session.say("type the note first", wrong=True)
            return
        kind, link = str(values.get("note-kind")), str(values.get("note-link") or "").strip()
        session.act(
            lambda: session.book.note(name, kind, text, link=link or None, date=session.day)
        )

    def _post(self, name: str, values: Values) -> None:
        session = self.session
        pasted = str(values.get("posting") or "").split()
        links = [word for word in pasted if is_web_link(word)]  # a posting is often pasted whole
        text = " ".join(word for word in pasted if word not in links)
        link = str(values.get("posting-link") or "").strip() or next(iter(links), "")
        if not text:
            session.say("type what the job is called", wrong=True)
            return
        day = day_of(values, "posting-day")
        session.act(lambda: session.book.note(name, "posting", text, link=link or None, date=day))
