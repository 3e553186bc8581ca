"""A company or field: the ways in, what is under way, the people there, what I know of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd

from infonet.agenda import targets
from infonet.names.companies import search_link
from infonet.names.people import given_name
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values, text_of
from infonet.panel.screens.letter import Letters
from infonet.panel.screens.story import Stories
from infonet.panel.screens.targets import STATES, target_of
from infonet.paths import explain, from_row, warm_paths
from infonet.workdays import day_text

_GROUPS = {
    "Ask now": ("open", "met"),
    "Waiting": ("waiting", "agreed", "silent"),
    "Closed": ("closed",),
}
_KINDS = {
    "introduction": "introduction",
    "direct": "you know them",
    "scout": "may know somebody there",
    "cold": "without an introduction",
}
_FEW = 5
_NOBODY = "No warm way yet. A friend's contact list, or a name you hear in a talk, can open one."


class CompanyScreen:
    """Show one target: whom to ask now, whom you wait for, and what happened."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.letters, self.stories = Letters(session), Stories(session)
        self._chosen: tuple[str, str, tuple[str, ...]] | None = None
        self._more: set[str] = set()

    def page(self, about: str) -> Node:
        """Return the page of a target."""
        session = self.session
        name, kind = target_of(about)
        aim = {kind: name}
        ways = session.once(f"ways {about}", lambda: warm_paths(session.network, **aim))
        board = session.once("targets", lambda: targets(session.network))
        mine = board[(board.company == name) & (board.kind == kind)].to_dict("records")
        chosen = self._choose(about, ways)
        left = [self._group(about, head, ways, chosen) for head in _GROUPS]
        if not any(left):
            left = [html.empty(_NOBODY)]
        return html.box(
            self._head(name, kind, mine),
            html.box(
                html.box(left),
                html.box(self._way(about, name, chosen), self._requests(name, mine)),
                class_="two",
            ),
            key=f"company {about}",
        )

    def _head(self, name: str, kind: str, mine: list[dict[str, Any]]) -> Node:
        session = self.session
        back = html.button("‹ Targets", lambda values: session.go("targets"), kind="quiet")
        state = [html.badge(*STATES[each["state"]]) for each in mine]
        last = [html.element("span", text_of(each["last"]), class_="muted") for each in mine]
        search = html.link("Search on LinkedIn", search_link(name))
        wanting: Any = None
        if session.may_act:
            priority = mine[0]["priority"] if mine else 0
            options = [
                ("1", "most wanted"),
                ("2", "wanted"),
                ("3", "less wanted"),
                ("0", "no target"),
            ]
            wanting = html.choice(
                "priority",
                "Priority",
                options,
                str(min(int(priority), 3)),
                change=lambda values: self._want(name, kind, values),
            )
        left = html.row(back, html.element("h2", name, dir="auto"), state, last)
        return html.row(left, html.row(wanting, search), class_="head")

    def _want(self, name: str, kind: str, values: Values) -> None:
        wanted = int(str(values.get("priority") or 1)) or None
        self.session.act(lambda: self.session.book.want(**{kind: name}, priority=wanted))

    def _choose(self, about: str, ways: pd.DataFrame) -> dict[str, Any] | None:
        """Return the way that is looked at: the one that was chosen, else the first."""
        records = ways.to_dict("records")
        for each in records:
            if self._chosen == (about, each["kind"], tuple(each["route"])):
                return each
        now = [each for each in records if each["status"] in _GROUPS["Ask now"]]
        return (now or records or [None])[0]

    def _group(
        self, about: str, head: str, ways: pd.DataFrame, chosen: dict[str, Any] | None
    ) -> Node | None:
        """Return the ways of a group, under its heading; None where there are none."""
        records = ways[ways.status.isin(_GROUPS[head])].to_dict("records")
        if not records:
            return None
        shown = records if head in self._more else records[:_FEW]
        cards = [self._card(about, each, chosen) for each in shown]
        rest = len(records) - len(shown)
        more = (
            html.button(f"{rest} more", lambda values: self._more.add(head), kind="quiet")
            if rest
            else None
        )
        return html.box(html.heading(head, level=3), cards, more, key=head)

    def _card(self, about: str, way: dict[str, Any], chosen: dict[str, Any] | None) -> Node:
        """Return one way: its people, what they do, how things stand, and its chance."""
        is_chosen = chosen is way or (
            chosen is not None and (chosen["kind"], chosen["route"]) == (way["kind"], way["route"])
        )
        names = text_of(way["names"]) or "Somebody you find there"
        title = " · ".join(filter(None, (text_of(way["title"]), text_of(way.get("fit")))))
        said = self._status(way)
        choose = html.button(
            names,
            lambda values: self._look(about, way),
            class_="name",
            aria_pressed="true" if is_chosen else "false",
        )
        return html.box(
            html.row(
                choose, html.chance(way["probability"], way["low"], way["high"]), class_="head"
            ),
            html.element("small", title or _KINDS[way["kind"]], dir="auto"),
            html.element("p", said, class_="muted") if said else None,
            class_="card way chosen" if is_chosen else "card way",
            press=lambda values: self._look(about, way),
            key=f"{way['kind']} {' '.join(way['route'])}",
        )

    def _status(self, way: dict[str, Any]) -> str:
        """Say how things stand on a way."""
        day = self.session.day
        since = "" if pd.isna(way["status_date"]) else day_text(way["status_date"], as_of=day)
        until = "" if pd.isna(way["until"]) else day_text(way["until"], as_of=day)
        return {
            "waiting": f"asked {since}, no answer yet: wait until {until}",
            "agreed": f"you meet on {until or since}",
            "silent": f"no answer since {since}",
            "met": f"you talked on {since}",
            "closed": f"closed since {since}" if since else "asked not to be written to",
        }.get(way["status"], "")

    def _look(self, about: str, way: dict[str, Any]) -> None:
        self._chosen = (about, way["kind"], tuple(way["route"]))

    def _way(self, about: str, name: str, way: dict[str, Any] | None) -> Node | None:
        """Return the chosen way: hop by hop with its reasons, and its message."""
        if way is None:
            return None
        session = self.session
        _, kind = target_of(about)
        net = session.network
        target = net.target(**{kind: name})
        steps, before = list[Node](), "You"
        for hop in explain(net, target, from_row(net, SimpleNamespace(**way))):
            to = "somebody there" if hop.person is None else str(net.name[hop.person])
            why = html.element("small", hop.why, dir="auto")
            steps.append(
                html.element(
                    "li",
                    html.element("span", f"{before} → ", class_="muted"),
                    html.element("strong", to, dir="auto"),
                    html.element("span", f" {100 * hop.probability:.0f} % ", class_="percent"),
                    html.unfold(why, html.element("small", hop.numbers)) if hop.numbers else why,
                )
            )
            before = given_name(to) or to
        may_ask = session.may_act and way["status"] in _GROUPS["Ask now"] and way["kind"] != "cold"
        first = way["route"][1] if len(way["route"]) > 1 else None
        letter = (
            self.letters.card(
                f"first {about}",
                None,
                None,
                way=way,
                company=name,
                sent=lambda channel: self._asked(name, way, channel),
            )
            if may_ask and first
            else self._cold(name)
            if way["kind"] == "cold" and session.may_act
            else None
        )
        title = text_of(way["names"]) or "Somebody you find there"
        return html.box(
            html.heading(title, level=3), html.element("ol", steps, class_="hops"), letter
        )

    def _cold(self, name: str) -> Node:
        """Return where to log a message to somebody who was found there."""
        return html.row(
            html.text_field("cold", "Who did you write to?"),
            html.button("I wrote to them", lambda values: self._wrote(name, values)),
            submit=lambda values: self._wrote(name, values),
            class_="card",
        )

    def _wrote(self, name: str, values: Values) -> None:
        """Log a cold message to a typed name."""
        who = str(values.get("cold") or "").strip()
        session = self.session
        if not who:
            session.say("type the name of the person you wrote to", wrong=True)
            return
        session.find_person(
            who,
            lambda person: session.act(
                lambda: session.book.log("asked", person, name, date=session.day, kind="cold")
            ),
            company=name,
        )

    def _asked(self, name: str, way: dict[str, Any], channel: str) -> None:
        """Log the ask of a way, with its route and its chance."""
        session = self.session
        session.act(
            lambda: session.book.log(
                "asked", way["route"][1], name, date=session.day, channel=channel, way=way
            )
        )

    def _requests(self, name: str, mine: list[dict[str, Any]]) -> Node | None:
        """Return the requests about the target: those under way first, the others folded."""
        session = self.session
        spellings = {name, *session.network.workplaces.aliases(name)}
        table = session.requests
        about = table[table.company.isin(spellings)].sort_values("last", ascending=False)
        if about.empty:
            return None
        over = about.state.isin(["declined", "withdrawn", "silent", "named"])
        under_way = [self.stories.card(request) for request in about[~over].request]
        before = [self.stories.card(request) for request in about[over].request]
        count = len(before)
        return html.box(
            html.heading("What happened", level=3),
            under_way,
            html.unfold(f"{count} earlier {'ask' if count == 1 else 'asks'}", before)
            if before and under_way
            else before,
            key="requests",
        )
