"""Reach a person: the ways, hop by hop, and the message to whoever is asked first."""

from __future__ import annotations

from typing import Any

from infonet.names.people import given_name
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Press, Values, text_of
from infonet.panel.screens.letter import Letters
from infonet.panel.screens.way import hop_list
from infonet.paths import person_target, warm_paths


class Reaching:
    """Show the ways to a person, and write the first message."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.letters = Letters(session)
        self._chosen: tuple[str, ...] = ()

    def section(self, person: str, name: str, one: dict[str, Any]) -> Node:
        """Return who leads to them, and the message to whoever is asked first."""
        session = self.session
        net = session.network
        ways = session.once(f"to {person}", lambda: warm_paths(net, person=person))
        ways = ways[~ways.kind.isin(["cold", "scout"])]
        records = html.rows_of(ways)
        title = f"How do I reach {given_name(name) or name}?"
        if not records:
            said = "No way yet: nobody you know is known to know them."
            return html.box(html.heading(title, level=3), html.empty(said))
        chosen = next((each for each in records if each["route"] == self._chosen), records[0])
        cards = [
            html.box(
                html.row(
                    html.button(
                        text_of(each["names"]),
                        self._looks(each["route"]),
                        kind="name",
                        aria_pressed="true" if each is chosen else "false",
                    ),
                    html.chance(each["probability"], each["low"], each["high"]),
                    class_="head",
                ),
                self._hops(person, each) if each is chosen else None,
                class_="card chosen" if each is chosen else "card",
                press=self._looks(each["route"]),
                key=" ".join(each["route"]),
            )
            for each in records
        ]
        # Nobody asks a stranger to be introduced to a friend.
        few = cards[:1] if records[0]["kind"] == "direct" else cards
        more = cards[len(few) :]
        return html.box(
            html.heading(title, level=3),
            few,
            html.unfold(f"Through somebody else: {len(more)}", more, key="more") if more else None,
            self._letter(person, one, chosen),
            key="ways",
        )

    def _looks(self, route: tuple[str, ...]) -> Press:
        def look(values: Values) -> None:
            self._chosen = route

        return look

    def _hops(self, person: str, way: dict[str, Any]) -> Node:
        """Return a way hop by hop, with the reason of each."""
        net = self.session.network
        return hop_list(net, person_target(net, person), way)

    def _letter(self, person: str, one: dict[str, Any], way: dict[str, Any]) -> Node | None:
        """Return the first message of a way, and the button that logs it."""
        session = self.session
        asked = way["route"][1]
        if not session.may_act or way["status"] == "closed":
            return None
        company = text_of(one["company"]) or None
        direct = asked == person

        kind = "ask" if not direct else "first message" if company else "stay in touch"

        def sent(channel: str) -> None:
            stage, route = ("contacted", None) if kind == "stay in touch" else ("asked", way)
            session.act(
                lambda: session.book.log(
                    stage, asked, company, date=session.day, channel=channel, way=route
                )
            )

        between = way["route"][2] if len(way["route"]) > 3 else None
        letter = self.letters.card(
            f"reach {person}",
            kind,
            asked,
            **self._aim(company),
            insider=None if direct else person,
            via=between,
            sent=sent,
        )
        return html.unfold("See the message", letter, key="message")

    def _aim(self, company: str | None) -> dict[str, Any]:
        """Return what a message is about, as a company or as a field."""
        if company is None:
            return {}
        field = self.session.network.workplaces.is_field(company)
        return {"field" if field else "company": company}
