"""Choose and place what a picture of a large network shows: targets, their people, the ways there.

A sector for each target holds its closest people and those who lead to them; everybody else is
folded into named groups, whose sectors close the circle.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.layout.ego import Rings, clockwise, rings
from infonet.layout.groups import SECOND_HAND, Group, Groups, shown_groups
from infonet.paths import brokers_to

__all__ = ["FEW", "FOLDED", "IN_FULL", "TargetLayout", "place_targets", "routes"]

FEW = 120
"""So many people are shown one by one, whatever their employer."""

IN_FULL = 90
"""The most people at targets that are shown one by one."""

FOLDED = 10
"""The most employers beside the targets that have a group of their own."""

_LEAST = 4  # people of each target, however many targets there are


class TargetLayout(NamedTuple):
    """Targets with their people, and everybody else in groups, around the ego.

    `sectors` are the targets, most wanted first, then groups. `person` has positions in the
    network, the closest first; in the same order are `sector` and `tie` (which of
    `infonet.layout.groups.CLASSES`). `folded` are the groups that are one mark each, `at` their
    sectors: of a target it is who has no mark of their own. `links` are the pairs of positions of
    the best ways, from the ego on. The points of `rings` are of the people, then of the groups.
    """

    sectors: list[Group]
    person: NDArray[np.int64]
    sector: NDArray[np.int64]
    tie: NDArray[np.int64]
    folded: list[Group]
    at: list[int]
    links: list[tuple[int, int]]
    rings: Rings


def place_targets(
    net: Network, groups: Groups, *, most: int = IN_FULL, named: int = FOLDED
) -> TargetLayout:
    """Place the closest people of each target, who leads to them, and groups of all others.

    At most `most` people at targets are placed, at least four of each target; at most `named`
    other employers have a group of their own.

    Examples
    --------
    >>> import infonet
    >>> from infonet.layout.groups import group
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.tie("Ana Diaz", new=True)
    >>> _ = book.tie("Ana Diaz", "Bo Lin", company="Delta", new=True)
    >>> _ = book.tie("Cy Moss", company="Echo", new=True), book.want("Delta")
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> found = place_targets(net, group(net))
    >>> net.name[found.person].tolist(), [each.name for each in found.folded]
    (['Ana Diaz', 'Bo Lin'], ['Echo'])
    """
    tie, own = groups.tie, net.own_strength
    targets = [each for each in groups.targets if len(each.people)]
    room = max(_LEAST, most // max(len(targets), 1))
    sector = np.full(len(net), -1)
    links: list[tuple[int, int]] = []
    through: list[tuple[int, int, int]] = []
    for number, each in enumerate(targets):
        broker, chance = _ways(net, each.people, tie, own)
        for n in np.argsort(-chance, kind="stable")[:room].tolist():
            person, by = int(each.people[n]), int(broker[n])
            sector[person] = number
            if by < 0 and tie[person] < SECOND_HAND:
                links.append((net.ego, person))
            elif by >= 0:
                through.append((number, by, person))
    for number, by, person in through:
        if sector[by] < 0:
            sector[by] = number
        links += [(net.ego, by), (by, person)]
    rest = shown_groups(groups, (tie >= 0) & (sector < 0), named=named)
    place = {each.name: number for number, each in enumerate(targets)}
    others = [each for each in rest if each.kind != "target"]
    # Targets come first among them.
    mine = [place[each.name] for each in rest if each.kind == "target"]
    at = [*mine, *range(len(targets), len(targets) + len(others))]
    drawn = np.flatnonzero(sector >= 0)
    drawn = drawn[np.lexsort((-own[drawn], tie[drawn]))]
    every = np.concatenate([sector[drawn], np.array(at, dtype=np.int64)])
    band = np.concatenate([tie[drawn], np.full(len(at), SECOND_HAND)]).astype(np.int64)
    sectors = [*targets, *others]
    order = clockwise(sectors)
    turned = np.argsort(np.array(order, dtype=np.int64))
    placed = rings(turned[every], band, top=int(turned[0]) if len(turned) else 0)
    return TargetLayout(
        sectors,
        drawn,
        sector[drawn],
        tie[drawn].astype(np.int64),
        rest,
        at,
        list(dict.fromkeys(links)),
        placed._replace(sectors=placed.sectors[turned]),
    )


def routes(net: Network, groups: Groups) -> list[tuple[int, int]]:
    """Return the pairs of positions on the best way to each person at a target, from the ego on."""
    links: list[tuple[int, int]] = []
    for each in groups.targets:
        broker, _ = _ways(net, each.people, groups.tie, net.own_strength)
        for person, by in zip(each.people.tolist(), broker.tolist(), strict=True):
            if by >= 0:
                links += [(net.ego, by), (by, person)]
            elif groups.tie[person] < SECOND_HAND:
                links.append((net.ego, person))
    return list(dict.fromkeys(links))


def _ways(
    net: Network, people: NDArray[np.int64], tie: NDArray[np.int8], own: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return who leads to each person best (-1 for the ego's own ties), and the chance of it."""
    broker = np.full(len(people), -1)
    chance = own[people].copy()
    beyond = np.flatnonzero(tie[people] == SECOND_HAND)
    broker[beyond] = brokers_to(net, people[beyond])
    for n in beyond[broker[beyond] >= 0].tolist():
        chance[n] = own[broker[n]] * net.strength[net.arc(int(broker[n]), int(people[n]))]
    return broker, chance
