"""The network: targets, their people and the ways to them, and every company with its counts."""

from __future__ import annotations

from functools import partial
from typing import Any

from infonet.agenda import companies
from infonet.names.people import fold
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.graph import Graph
from infonet.panel.page import Node, Values, text_of
from infonet.panel.screens.people import to_first_people
from infonet.paths import warm_paths
from infonet.tables import ME

_FIRST, _MORE, _HITS = 12, 30, 12
_COLUMNS = ("Company", "You know #", "Through friends #")
_NOBODY = "Nobody yet. Bring your contacts: everybody in them is drawn here, by employer."
_NO_TARGET = (
    "Add a company under Targets: its people, and the ways to them, are then drawn here in full."
)
_NO_WAY = "Nobody you know leads to {name}: a friend's contact list may."


class NetworkScreen:
    """Show the picture, and beside it what a search found, who was chosen, or the companies."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._graph = Graph(session.network, chosen=self._choose)
        self._edition = session.edition
        self._rows = _FIRST

    def page(self, about: str) -> Node:
        """Return the picture, and the lists beside it."""
        session, graph = self.session, self._graph
        if len(session.network) <= 1:
            return html.box(html.empty(_NOBODY), to_first_people(session), key="network")
        if self._edition != session.edition:
            graph.show(session.network)
            self._edition = session.edition
        if graph.highlight and not graph.selected:
            graph.highlight = ()
        wanted = session.network.workplaces.wanted
        hint = None if (wanted.kind == "company").any() else html.empty(_NO_TARGET)
        lists = (self._person(), self._hits(), self._companies(), self._guesses())
        beside = html.box(hint, lists, class_="beside")
        return html.box(graph.node(), beside, class_="network", key="network")

    def _guesses(self) -> Node | None:
        """Return the switch for ties that nobody stated."""
        if not self.session.may_act:
            return None
        switch = html.tick(
            "guesses",
            "Count who may know whom: a guess from calendars, mail and shared employers",
            value=self.session.network.inferring,
            change=self._count_guesses,
        )
        words = "A guess is not drawn; it raises the chance that a friend knows somebody there."
        return html.box(switch, html.element("small", words), class_="stack", key="guesses")

    def _count_guesses(self, values: Values) -> None:
        text = "yes" if values.get("guesses") else "no"
        self.session.act(lambda: self.session.book.note(ME, "guesses", text))

    def _choose(self, key: str) -> None:
        """Show the best way to who was chosen."""
        net = self.session.network
        self._graph.highlight = ()
        at = net.position(key, strict=False)
        if at < 0 or at == net.ego:
            return
        ways = self.session.once(f"way {key}", lambda: warm_paths(net, person=key, k=1))
        if len(ways):
            self._graph.highlight = tuple(ways.route.iloc[0])

    def _person(self) -> Node | None:
        """Return who was chosen, and how well the best way to them may go."""
        session, key = self.session, self._graph.selected
        net = session.network
        at = net.position(key, strict=False)
        if at < 0 or at == net.ego:
            return None
        job = net.workplaces.current.iloc[at]
        words = " at ".join(filter(None, (text_of(job.title), text_of(job.company))))
        ways = session.once(f"way {key}", lambda: warm_paths(net, person=key, k=1))
        chance: Any = html.element("p", _NO_WAY.format(name=session.name(key)), class_="muted")
        if len(ways):
            way = ways.iloc[0]
            chance = html.row(
                html.element("span", "Chance of a talk"),
                html.chance(way.probability, way.low, way.high),
            )
        name = session.name(key)
        return html.box(
            html.heading(
                name, html.button("Close", lambda values: self._graph.select(""), kind="quiet")
            ),
            html.element("p", words, dir="auto", class_="muted") if words else None,
            chance,
            html.button(f"Open {name}", session.goes("person", key)),
            class_="card",
            key="person",
        )

    def _hits(self) -> Node | None:
        """Return who the search found, the closest first; None where nothing is searched for."""
        graph, net = self._graph, self.session.network
        if not graph.search.strip():
            return None
        at = graph.found()
        if not at:
            return html.box(html.empty("Nobody found: try part of a name, a title or a company."))
        current = net.workplaces.current
        items = []
        for person in at[:_HITS]:
            key, job = str(net.keys[person]), current.iloc[person]
            words = " at ".join(filter(None, (text_of(job.title), text_of(job.company))))
            choose = html.button(
                self.session.name(key), partial(self._show, key), kind="name", class_="name"
            )
            items.append(html.box(choose, html.element("small", words, dir="auto"), class_="stack"))
        rest = len(at) - len(items)
        return html.box(
            html.heading(f"{len(at):,} found", level=2),
            html.item_list(items, class_="hits"),
            html.element("p", f"{rest:,} more: type more letters.", class_="hint")
            if rest
            else None,
            key="hits",
        )

    def _show(self, key: str, values: object) -> None:
        self._graph.select(key)
        self._choose(key)

    def _open(self, company: str, values: object) -> None:
        self.session.go("company", company)

    def _companies(self) -> Node | None:
        """Return the companies with their counts; a search narrows them as well."""
        session = self.session
        found = session.once("companies", lambda: companies(session.network))
        sought = fold(self._graph.search).split()
        if sought:
            names = found.company.map(fold)
            found = found[[all(word in name for word in sought) for name in names]]
        shown = found.head(self._rows).to_dict("records")
        rows = [
            (
                [
                    html.button(
                        each["company"],
                        partial(self._open, str(each["company"])),
                        kind="name",
                        class_="name",
                    ),
                    html.element("small", "target") if each["target"] else None,
                ],
                f"{each['known']:,}",
                f"{each['through']:,}" if each["through"] else "",
            )
            for each in shown
        ]
        rest = len(found) - len(rows)
        if not rows:
            return None
        return html.box(
            html.heading(counted(len(found), "company", "companies"), level=2),
            html.table(_COLUMNS, rows),
            html.button(f"Show {min(rest, _MORE)} more", self._more, kind="quiet")
            if rest
            else None,
            key="companies",
        )

    def _more(self, values: object) -> None:
        self._rows += _MORE
