"""Spellings that may be the same company: how many people are there, and the question."""

from __future__ import annotations

from functools import partial

from infonet.insiders import near_words
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values

_MOST = 5
"""The spellings that are asked about at once; the next come when these are answered."""


class NearSpellings:
    """Ask whether other spellings are the same company."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def card(self, name: str, *, wanted: bool) -> Node | None:
        """Return the question about a company, which may be `wanted`; None where none is near."""
        session = self.session
        places = session.network.workplaces
        near = session.once(f"near {name}", lambda: places.near(name))
        if near.empty:
            return None
        known = len(places.named(name, strict=False).insiders)
        rows = [
            self._ask(name, str(company), int(people), wanted=wanted)
            for company, people in near.head(_MOST).itertuples(index=False)
        ]
        words = f"{near_words(near)}: the same company?"
        if known:
            return html.unfold(words, rows, key="near")
        return html.box(
            html.heading("Another spelling?", level=3),
            html.element("p", f"Nobody at {name} itself; {words}", dir="auto"),
            rows if session.may_act else None,
            class_="card",
            key="near",
        )

    def _ask(self, name: str, company: str, people: int, *, wanted: bool) -> Node:
        """Return the two answers for one spelling; only a target keeps that another is not it."""
        if not self.session.may_act:
            return html.element("p", f"{company}: {counted(people, 'person', 'people')}")
        other = html.button(
            "Another company",
            partial(self._other, name, company),
            aria_label=f"{company} is another company",
        )
        return html.row(
            html.element("span", f"{company}, {counted(people, 'person', 'people')}", dir="auto"),
            html.button(
                "The same company",
                partial(self._same, name, company),
                aria_label=f"{company} is the same company",
            ),
            other if wanted else None,
            key=f"near {company}",
        )

    def _same(self, name: str, company: str, values: Values) -> None:
        session = self.session
        session.act(lambda: session.book.same_company(name, company))

    def _other(self, name: str, company: str, values: Values) -> None:
        session = self.session
        session.act(lambda: session.book.note(name, "another company", company))
