"""A company or field: the ways in, what is under way, the people there, what I know of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from infonet.agenda import targets
from infonet.errors import UnknownNameError
from infonet.ledger import Request
from infonet.names.companies import search_link
from infonet.panel import page as html
from infonet.panel._session import Session, Whom
from infonet.panel.page import Node, Values, text_of
from infonet.panel.screens.letter import Letters
from infonet.panel.screens.next_step import NextStep
from infonet.panel.screens.notes import Notes
from infonet.panel.screens.people import seen_words
from infonet.panel.screens.spellings import NearSpellings
from infonet.panel.screens.story import Stories, somebody_else
from infonet.panel.screens.targets import CHOICES, STATES, priority_of, target_of, want
from infonet.panel.screens.there import There
from infonet.panel.screens.way import ASK_NOW, ChosenWay, fit_of
from infonet.paths import COUNTED, target_log, warm_paths, worth_asking
from infonet.workdays import day_text

_GROUPS = {
    "Ask now": ASK_NOW,
    "Waiting": ("waiting", "agreed", "silent", "resting", "talked"),
    "Closed": ("closed",),
}
_KINDS = {
    "introduction": "introduction",
    "direct": "you know them",
    "scout": "may know somebody there",
    "cold": "without an introduction",
}
_FEW = {"Ask now": 5, "Waiting": 3, "Closed": 2}
"""The ways of a group that are shown before *more* is pressed."""
_WAYS = 12
"""The ways that can be asked now, at most."""


class CompanyScreen:
    """Show one target: whom to ask now, whom you wait for, and what happened."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.letters, self.stories = Letters(session), Stories(session)
        self.next_step = NextStep(session, self.letters)
        self.notes, self.there = Notes(session), There(session)
        self.near = NearSpellings(session)
        self._chosen: tuple[str, str, tuple[str, ...]] | None = None
        self._more: set[tuple[str, str]] = set()
        self.way = ChosenWay(session, self.letters)

    def page(self, about: str) -> Node:
        """Return the page of a target."""
        session = self.session
        name, kind = target_of(about)
        if not name:
            go = html.button("Open Targets", session.goes("targets"))
            return html.box(html.empty("No company is chosen. Choose one on the board."), go)
        board = session.once("targets", lambda: targets(session.network))
        mine = board[(board.company == name) & (board.kind == kind)].to_dict("records")
        try:
            ways = session.once(f"ways {about}", lambda: self._ways(name, kind))
        except UnknownNameError:  # nobody works there, and it is no target
            ways = pd.DataFrame(columns=["kind", "route", "status", "independent"])
        chosen = self._choose(about, ways, mine)
        looked = self._chosen is not None and self._chosen[0] == about
        step = self.next_step.card(mine[0]) if mine else None
        way = self.way.card(about, chosen, ways)
        happened = self._requests(name)
        first = [way, step, happened] if looked else [step, way, happened]
        if not looked and step is not None:
            first = [step, happened, way]
        groups = [self._group(about, head, ways, chosen) for head in _GROUPS]
        warm = ways.status.isin(_GROUPS["Ask now"]) & (ways.kind != "cold")
        if not warm.any():
            first.insert(0, self._no_way(kind))
        if kind == "company":
            first.insert(0, self.near.card(name, wanted=bool(mine)))
        spellings = (
            {name, *session.network.workplaces.aliases(name)} if kind == "company" else {name}
        )
        referred = any("referred" in each.days for each in self._about(name))
        left = [
            *groups,
            self._stranger(name, kind) if session.may_act else None,
            self.there.section(about, name, kind),
        ]
        return html.box(
            self._head(name, kind, mine),
            html.box(html.box(left), html.box(first), class_="two"),
            self.notes.section(name, spellings, referred=referred),
            key=f"company {about}",
        )

    def _no_way(self, kind: str) -> Node:
        """Say what would make a warm way, and offer it."""
        session = self.session
        ask = html.button("Ask a friend for their contacts", session.goes("imports"))
        where = "in this field" if kind == "field" else "there"
        words = (
            f"A friend's contact list can show who works {where}. So can a name you hear in a talk:"
            f" type it under Somebody else {where}."
        )
        return html.box(
            html.heading("No warm way yet", level=3),
            html.element("p", words),
            html.row(ask) if session.may_act else None,
            class_="card",
            key="no way",
        )

    def _ways(self, name: str, kind: str) -> pd.DataFrame:
        """Return the ways to a target that are worth asking."""
        net = self.session.network
        aim: dict[str, Any] = {kind: name}
        ways = worth_asking(net, warm_paths(net, **aim, k=_WAYS, scouts=_WAYS))
        told = target_log(net, net.target(**aim))
        # Who was met is no new conversation: a way ends there only to say so.
        over = [
            status == "met" and kind in COUNTED and told.person(route[-1]).status == "met"
            for status, kind, route in zip(ways.status, ways.kind, ways.route, strict=True)
        ]
        return ways.assign(status=ways.status.mask(pd.Series(over, dtype="bool"), "talked"))

    def _head(self, name: str, kind: str, mine: list[dict[Any, Any]]) -> Node:
        session = self.session
        back = html.button("‹ Targets", session.goes("targets"), kind="quiet")
        state = [html.badge(*STATES[each["state"]]) for each in mine]
        last = [html.element("span", text_of(each["last"]), class_="muted") for each in mine]
        search = html.link("Search on LinkedIn", search_link(name))
        wanting: Any = None
        if session.may_act and not mine:
            wanting = html.button(
                "Add to my targets", lambda values: want(session, name, kind, "1"), kind="main"
            )
        elif session.may_act:
            wanting = html.choice(
                "priority",
                "Priority",
                CHOICES,
                priority_of(mine[0]),
                change=lambda values: self._change(name, kind, values),
            )
        left = html.row(back, html.element("h2", name, dir="auto"), state, last)
        return html.row(left, html.row(wanting, search), class_="head")

    def _change(self, name: str, kind: str, values: Values) -> None:
        """Give a target another priority, or remove it: then the board is looked at."""
        wanted = str(values.get("priority") or "1")
        if want(self.session, name, kind, wanted) and wanted == "0":
            self.session.leave("targets")

    def _choose(
        self, about: str, ways: pd.DataFrame, mine: list[dict[Any, Any]]
    ) -> dict[Any, Any] | None:
        """Return the way looked at: the one chosen, else that of the next step, else the first."""
        records = ways.to_dict("records")
        for each in records:
            if self._chosen == (about, each["kind"], tuple(each["route"])):
                return each
        now = [each for each in records if each["status"] in _GROUPS["Ask now"]]
        asked = [each for each in now for row in mine if tuple(each["route"]) == row["asks"]]
        return next(iter([*asked, *now]), None)

    def _group(
        self, about: str, head: str, ways: pd.DataFrame, chosen: dict[Any, Any] | None
    ) -> Node | None:
        """Return the ways of a group: independent routes first, the rest at *more*."""
        found = ways[ways.status.isin(_GROUPS[head])]
        if found.empty:
            return None
        found = found.sort_values("independent", ascending=False, kind="stable")
        alone = int(found.independent.sum())
        records = found.to_dict("records")
        few = records[: min(_FEW[head], max(alone, 1))]
        shown = records if (about, head) in self._more else few
        cards = [self._card(about, each, chosen) for each in shown]
        rest = len(records) - len(shown)
        more = (
            html.button(f"{rest} more", lambda values: self._more.add((about, head)), kind="quiet")
            if rest
            else None
        )
        return html.box(html.heading(head, level=3), cards, more, key=head)

    def _card(self, about: str, way: dict[Any, Any], chosen: dict[Any, Any] | None) -> Node:
        """Return one way: its people, what they do, how things stand, and its chance."""
        is_chosen = chosen is not None and (
            (chosen["kind"], chosen["route"]) == (way["kind"], way["route"])
        )
        names = text_of(way["names"]) or "Somebody you find there"
        words = (text_of(way["title"]), fit_of(way, self.session.network), self._age(way))
        title = " · ".join(filter(None, words)) or _KINDS[way["kind"]]
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
            html.element("small", title, dir="auto"),
            html.element("p", html.reason(said)) if said else None,
            class_="card way chosen" if is_chosen else "card way",
            press=lambda values: self._look(about, way),
            key=f"{way['kind']} {' '.join(way['route'])}",
        )

    def _age(self, way: dict[Any, Any]) -> str:
        """Say how long ago it was seen that the person at the end of a way works there."""
        session = self.session
        if not text_of(way["title"]):
            return ""
        seen = session.once("seen", lambda: session.tables.people.set_index("person").seen)
        return seen_words(seen.get(way["route"][-1], pd.NaT), session.day)

    def _status(self, way: dict[Any, Any]) -> str:
        """Say how things stand on a way."""
        day = self.session.day
        since = "" if pd.isna(way["status_date"]) else day_text(way["status_date"], as_of=day)
        until = "" if pd.isna(way["until"]) else day_text(way["until"], as_of=day)
        if way["status"] == "waiting" and (answered := self._answered(way)):
            fixed = "a date is agreed" if "scheduled" in answered.days else "agree on a date"
            return f"answered on {since}: {fixed}"
        if way["status"] == "waiting" and until and way["until"] > day:
            return f"asked {since}, no answer yet: wait until {until}"
        refused = f"said no on {since}: not before {until}"
        let_go = f"you let it go on {since}" if since else "asked not to be written to"
        return {
            "waiting": f"no answer since {since}: ask somebody else",
            "agreed": f"you meet on {until or since}",
            "silent": f"no answer since {since}: not before {until}",
            "resting": f"wait until {until}" if since else f"rests until {until}",
            **dict.fromkeys(("met", "talked"), self._met(way, since)),
            "closed": refused if until else let_go,
        }.get(way["status"], "")

    def _met(self, way: dict[Any, Any], since: str) -> str:
        """Say what somebody on a way has done for me last: an offer, a referral, or a talk."""
        name, _ = target_of(self.session.place.about)
        told = {"offered": "offer on {}", "referred": "referred you on {}"}
        for stage, words in told.items():
            for one in self._about(name):
                day = one.days.get(stage)
                if day is not None and {*one.route[1:]} & {*way["route"]}:
                    return words.format(day_text(day, as_of=self.session.day))
        return f"you talked on {since}"

    def _answered(self, way: dict[Any, Any]) -> Request | None:
        """Return the request in which it is I who can act: somebody on a way has replied."""
        name, _ = target_of(self.session.place.about)
        for one in self._about(name):
            replied = one.answered or (one.state == "open" and one.promise is not None)
            if replied and {*one.route[1:]} & {*way["route"]}:
                return one
        return None

    def _look(self, about: str, way: dict[Any, Any]) -> None:
        self._chosen = (about, way["kind"], tuple(way["route"]))

    def _stranger(self, name: str, kind: str) -> Node:
        """Return where to log a message to somebody who was found there, or that I know them."""
        session = self.session
        begun = f"cold {len(session.requests)} {session.people}"
        return html.box(
            html.heading(
                f"Somebody else {'in this field' if kind == 'field' else 'there'}", level=3
            ),
            html.row(
                html.text_field("cold", "Name", key=begun),
                html.button("I wrote to them", lambda values: self._wrote(name, values)),
                html.button("I know them", lambda values: self._know(name, values))
                if kind == "company"
                else None,
                submit=lambda values: self._wrote(name, values),
            ),
            key="stranger",
        )

    def _know(self, name: str, values: Values) -> None:
        """Note that a typed name is somebody there whom I know."""
        session, who = self.session, str(values.get("cold") or "").strip()
        if not who:
            session.say("type the name of the person you know", wrong=True)
            return

        session.find_person(
            who,
            somebody_else(
                session,
                lambda whom: session.act(
                    lambda: session.book.tie(whom.text, company=name, new=whom.new)
                ),
            ),
            company=name,
            stranger=True,
        )

    def _wrote(self, name: str, values: Values) -> None:
        """Log a message to a typed name: cold, unless they are known."""
        who = str(values.get("cold") or "").strip()
        session, book = self.session, self.session.book
        if not who:
            session.say("type the name of the person you wrote to", wrong=True)
            return

        def log(whom: Whom) -> None:
            session.act(
                lambda: book.log("asked", whom.key(book), name, date=session.day),
                what=f"You wrote to {who}, who is new, about {name}." if whom.new else None,
            )

        at_company = None if session.network.workplaces.is_field(name) else name
        session.find_person(who, somebody_else(session, log), company=at_company, stranger=True)

    def _about(self, name: str) -> list[Request]:
        """Return the requests about a target, the latest news first."""
        session = self.session
        log = session.once("log of the day", lambda: session.ledger.on(session.day))
        found = log.about(name, aliases=session.network.workplaces.aliases(name))
        return sorted(found, key=lambda one: one.events[-1].day, reverse=True)

    def _requests(self, name: str) -> Node | None:
        """Return the requests about the target: those under way first, the others folded."""
        names = set(self.session.requests.request)
        about = [one for one in self._about(name) if one.name in names]
        if not about:
            return None
        under_way = [one for at, one in enumerate(about) if one.state == "open" or at == 0]
        before = [one for one in about if one not in under_way]
        count = len(before)
        return html.box(
            html.heading("What happened", level=3),
            [self.stories.card(one.name) for one in under_way],
            html.unfold(
                f"{count} earlier {'ask' if count == 1 else 'asks'}",
                [self.stories.card(one.name) for one in before],
                key="earlier",
            )
            if before
            else None,
            key="requests",
        )
