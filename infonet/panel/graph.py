"""The ego network to look around in: an element of the page, drawn from computed places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from infonet.graph import Network
from infonet.layout.groups import Group, group
from infonet.layout.targets import FEW
from infonet.names.people import fold
from infonet.panel import _graph_scene as scenes
from infonet.panel import _graph_words as words
from infonet.panel.page import Node, Values, element

__all__ = ["COLOURS", "Graph"]

COLOURS = ("company", "closeness")
"""The meaning of the colours; shapes always show how close people are."""

_CLOSED = -1


class Graph:
    """The ego network: targets, their people and the ways to them; everybody else in groups.

    Of up to 120 people everybody is drawn. A group opens into its people and the links to them.
    Mouse and keyboard zoom, pan, search and select; names are only ever set as text.

    Parameters
    ----------
    net : Network
    chosen : callable, optional
        Called with the key of who was chosen.

    Attributes
    ----------
    colour : {"company", "closeness"}
    selected : str
        The key of who is chosen; empty if nobody.
    search : str
        What is searched for in names, titles and companies.
    opened : int
        The open group; -1 for the whole picture.
    highlight : sequence of str
        The people on the chosen route.
    """

    def __init__(self, net: Network, *, chosen: Callable[[str], object] | None = None) -> None:
        self.colour, self.selected, self.search = COLOURS[0], "", ""
        self.opened, self.highlight = _CLOSED, ()
        self._chosen, self._turn = chosen, 0
        self.show(net)

    highlight: Sequence[str]

    def show(self, net: Network) -> None:
        """Show another network, or the same after something happened; the rest stays chosen.

        A chosen person or route that the network lacks is dropped.
        """
        name = self.groups[self.opened].name if self.opened != _CLOSED else None
        self.net, self._by_company = net, group(net)
        for made in ("_texts", "whole"):
            self.__dict__.pop(made, None)
        if self.selected not in net.person:
            self.selected = ""
        if any(net.position(key, strict=False) < 0 for key in self.highlight):
            self.highlight = ()
        names = [each.name for each in self.groups]
        self.opened = names.index(name) if name in names else _CLOSED
        self._draw()

    @cached_property
    def whole(self) -> tuple[dict[str, Any], list[Group]]:
        """The picture of everybody, and the groups in it that can be opened."""
        people = np.flatnonzero(self._by_company.tie >= 0)
        title = words.count(self._by_company.tie[people])
        lacking = [each.name for each in self._by_company.targets if not len(each.people)]
        if lacking and len(people):
            title += f". {words.nobody(lacking)}."
        if len(people) <= FEW:
            return scenes.people_scene(self.net, self._by_company, people, title=title), []
        return scenes.target_scene(self.net, self._by_company, title=title)

    @property
    def groups(self) -> list[Group]:
        """The groups that can be opened."""
        return self.whole[1]

    def open(self, at: int) -> None:
        """Open a group; -1 shows the whole picture."""
        if _CLOSED <= at < len(self.groups) and at != self.opened:
            self.opened = at
            self._draw()

    def select(self, key: str) -> None:
        """Choose a person, and open the group that they are in; an empty key chooses nobody."""
        at = self.net.position(key, strict=False)
        self.selected = key if at >= 0 else ""
        if at >= 0 and self._node[at] <= 0 and at != self.net.ego:
            self._draw_whole()
        if at >= 0 and key not in self.scene["nodes"]["key"]:
            holders = [g for g, each in enumerate(self.groups) if at in each.people]
            self.open(holders[0] if holders else _CLOSED)

    def found(self) -> list[int]:
        """Return the positions of the people that are searched for; never the ego.

        Who has the words as whole words comes first, then who is closest. Those whom nobody knows
        are not in the picture, and not found.
        """
        sought = fold(self.search).split()
        if not sought:
            return []
        hit = np.array([all(word in text for word in sought) for text in self._texts], dtype=bool)
        tie = self._by_company.tie
        at = np.flatnonzero(hit & (tie >= 0))
        texts = [f" {self._texts[person]} " for person in at]
        whole = np.array([all(f" {word} " in text for word in sought) for text in texts], bool)
        order = np.lexsort((-self.net.own_strength[at], tie[at], ~whole))
        return [int(person) for person in at[order]]

    def node(self) -> Node:
        """Return the element of the page."""
        at = self.found()
        nodes = np.unique(self._node[at])
        names = [words.name(self.net, person) for person in at[: words.LISTED + 1]]
        found: dict[str, Any] = {}
        if self.search.strip():
            found = {"nodes": nodes[nodes > 0].tolist(), "words": words.found(len(at), names)}
        return element(
            "graph",
            scene=self.scene,
            steps=words.steps(self.net, self.highlight, self._node),
            found=found,
            colour=self.colour,
            selected=self.selected,
            search=self.search,
            opened=self.opened,
            turn=self._turn,
            hear=self._hear,
            steady="graph",
            key="graph",
        )

    def _hear(self, values: Values, more: Mapping[str, Any] | None = None, *rest: object) -> None:
        """Take what the picture was told, as far as it makes sense."""
        more = more or {}
        self._turn = more["turn"] if isinstance(more.get("turn"), int) else self._turn
        told = more.get("set")
        for name, value in told.items() if isinstance(told, Mapping) else ():
            if name == "colour" and value in COLOURS:
                self.colour = str(value)
            elif name == "search" and isinstance(value, str):
                self.search = value
            elif name == "opened" and isinstance(value, int):
                self.open(value)
            elif name == "selected" and isinstance(value, str):
                self.select(value)
                if self._chosen is not None:
                    self._chosen(self.selected)

    def _draw_whole(self) -> None:
        self.opened = _CLOSED
        self._draw()

    def _draw(self) -> None:
        """Place everybody who is in the picture."""
        net, tie = self.net, self._by_company.tie
        self._node = np.full(len(net), -1)
        scene, groups = self.whole
        if self.opened == _CLOSED:
            for at, opens in enumerate(scene["nodes"]["opens"]):
                if opens >= 0:
                    self._node[groups[opens].people] = at
        else:
            each = groups[self.opened]
            people = scenes.around(net, tie, each.people)
            drawn = int(np.isin(each.people, people).sum())
            title = f"{words.line(each.name)}: {words.count(tie[each.people])}"
            if drawn < len(each.people):
                title += f". The closest {drawn:,} are drawn."
            scene = scenes.people_scene(net, self._by_company, people, of=each.name, title=title)
        keys = scene["nodes"]["key"]
        places = net.positions(keys, strict=False)
        self._node[places[places >= 0]] = np.flatnonzero(places >= 0)
        self.scene = scene

    @cached_property
    def _texts(self) -> list[str]:
        return words.searched(self.net)
