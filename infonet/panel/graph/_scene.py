"""What the graph view shows, as columns for the browser: places, paths, classes and texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.layout.discs import ROOM, bubbles, rings
from infonet.layout.groups import CLASSES, SECOND_HAND, Groups
from infonet.panel.graph import _marks as marks
from infonet.panel.graph import _words as words

__all__ = ["LIMIT", "Bubble", "around", "bubbles_of", "group_scene", "people_scene"]

LIMIT = 2_000
"""So many people are drawn one by one; of more, their employers."""

# Beside the targets, so many employers have a sector of their own.
_SECTORS = 16
# So many names stand in one column beside the circle.
_BESIDE = 24
_TIES = 20_000
_LARGEST_DOT = 9.0
_HINT = "Scroll to zoom, click {}."
_KEYS = (
    "Click into the picture, or press Tab. Wheel, + and − zoom, 0 shows everything. Arrow keys go"
    " from {} (with Shift they move the picture), Page Down to the next closest, Home to you."
    " Enter {}."
)


class Bubble(NamedTuple):
    """An employer whose people are not drawn one by one.

    Attributes
    ----------
    name : str
        The employer, or what the people have in common.
    people : ndarray of int64
        Positions in the network, the closest first.
    known : int
        How many of them the ego knows.
    kind : {"target", "employer", "rest"}
        Wanted, another employer, or people without an employer of their own in the picture.
    colour : int
        From the largest employer on, up to `_marks.OTHER`.
    """

    name: str
    people: NDArray[np.int64]
    known: int
    kind: str
    colour: int = marks.OTHER

    @property
    def words(self) -> list[str]:
        """The employer in lines."""
        return words.about(self.name, len(self.people), self.known, target=self.kind == "target")

    @property
    def tag(self) -> str:
        """As much of the name as has room in the picture."""
        return words.tag(words.line(self.name))

    @property
    def size(self) -> str:
        """The number of people."""
        return f"{len(self.people):,}"


def bubbles_of(groups: Groups, shown: NDArray[np.bool_], *, named: int) -> list[Bubble]:
    """The employers of the people shown: targets, so many others, the rest, and no employer.

    Examples
    --------
    >>> import networkx as nx
    >>> from infonet.layout.groups import group
    >>> G = nx.Graph([("me", "Ana", {"strength": 0.7})], ego="me")
    >>> G.add_node("Ana", company="Delta")
    >>> net = Network.from_networkx(G)
    >>> [bubble.name for bubble in bubbles_of(group(net), np.ones(2, dtype=bool), named=16)]
    ['Delta']
    """
    tie = groups.tie
    targets = [(each.name, each.people[shown[each.people]]) for each in groups.targets]
    others = [(each.name, each.people[shown[each.people]]) for each in groups.others]
    others = [other for other in others if len(other[1])]
    others.sort(key=lambda other: (-(tie[other[1]] < SECOND_HAND).sum(), -len(other[1])))
    # One more is named rather than called one other employer.
    named = named if len(others) > named + 1 else len(others)
    found = [_bubble(name, [who], tie, kind="target") for name, who in targets if len(who)]
    found += [_bubble(name, [who], tie, kind="employer") for name, who in others[:named]]
    if others[named:]:
        title = f"{len(others) - named:,} other employers"
        found.append(_bubble(title, [who for _, who in others[named:]], tie, kind="rest"))
    loose = groups.loose[shown[groups.loose]]
    if len(loose):
        found.append(_bubble("Employer not known", [loose], tie, kind="rest"))
    colours = marks.colours([0 if each.kind == "rest" else len(each.people) for each in found])
    return [each._replace(colour=c) for each, c in zip(found, colours, strict=True)]


def people_scene(
    net: Network, groups: Groups, people: NDArray[np.int64], *, of: str = "", title: str
) -> dict[str, Any]:
    """The ego and these people, each in the sector of the employer and the ring of the tie.

    Where they stand depends on employers and classes of tie alone: whoever looks at somebody
    finds them in the same place after strengths have changed.

    Returns
    -------
    dict
        of (whose people they are; as long as it is the same, the user looks at the same place),
        level, title, hint, radius (of the whole), growth (zoomed by k, marks grow by k to its
        power), looks (see `_marks.looks`), nodes (columns key, words, label, x, y, r, look
        and ties, the nodes whom each knows; the ego first, then the closest first), ground (paths
        below everybody: class, d, words), captions (left and right of the circle, from the top:
        class, x, y where they point to, text, count), legend (see `_marks.legend`).
    """
    shown = np.zeros(len(net), dtype=bool)
    shown[people] = True
    found = bubbles_of(groups, shown, named=_SECTORS)
    order = _clockwise(found)
    blocks = [found[g].people for g in order]
    person = np.concatenate([np.empty(0, dtype=np.int64), *blocks])
    sector = np.repeat(np.arange(len(order)), [len(block) for block in blocks])
    tie = groups.tie[person].astype(np.int64)
    place = rings(sector, tie, top=order.index(0) if order else 0)
    dot = min(0.34 * place.pitch, _LARGEST_DOT)

    strength = _strengths(net)[person]
    closest = np.lexsort((-strength, tie))
    person, sector, tie = person[closest], sector[closest], tie[closest]
    at = np.full(len(net) + 1, -1)
    at[net.ego] = 0
    at[person] = np.arange(len(person)) + 1
    via = _brokers(net, groups.tie)[person]
    told = words.words(
        net, person, groups.tie[person], strength[closest], np.where(at[via] > 0, via, -1)
    )
    drawn = [
        (f"person t{t} k{found[order[s]].colour}", marks.TIES[t].shape)
        for t, s in zip(tie.tolist(), sector.tolist(), strict=True)
    ]
    points = place.points[closest].round(1)
    radii = dot * np.array([each.size for each in marks.TIES])[tie]
    nodes = {
        "key": net.keys[person].tolist(),
        "words": told,
        "label": [words.label(words.short(lines[0])) for lines in told],
        "x": points[:, 0].tolist(),
        "y": points[:, 1].tolist(),
        "r": radii.round(2).tolist(),
        "ties": _ties(net, at)[1:],
    }
    return {
        "of": of,
        "level": "people",
        "title": title,
        "hint": _HINT.format("a person"),
        "keys": _KEYS.format("person to person", "or a click chooses"),
        "radius": round(max(place.radius, 0.8 * ROOM), 1),
        "growth": 0.5,
        **_with_ego(net, nodes, drawn, max(1.3 * dot, 7.0)),
        **_sectors(found, place.sectors[np.argsort(order)], place.edges, np.unique(tie)),
        "legend": _legend(found, np.bincount(tie, minlength=len(CLASSES)).tolist(), "rim"),
    }


def group_scene(net: Network, found: Sequence[Bubble], *, title: str) -> dict[str, Any]:
    """The ego and a bubble for each employer; as `people_scene`, but the nodes are employers."""
    sizes = tuple(len(each.people) for each in found)
    places, radii, reach = bubbles(sizes, first=sum(each.kind == "target" for each in found))
    nodes = {
        "key": [""] * len(found),
        "words": [each.words for each in found],
        "label": [[*words.label(words.line(each.name)), each.size] for each in found],
        "x": places[:, 0].round(1).tolist(),
        "y": places[:, 1].round(1).tolist(),
        "r": radii.round(1).tolist(),
        "ties": [[]] * len(found),
    }
    drawn = [(f"person bubble {each.kind} k{each.colour}", marks.ROUND) for each in found]
    return {
        "of": "employers",
        "level": "groups",
        "title": title,
        "hint": _HINT.format("an employer"),
        "keys": _KEYS.format("employer to employer", "or a click shows the people"),
        "radius": round(reach, 1),
        "growth": 1.0,
        **_with_ego(net, nodes, drawn, 1.3 * _LARGEST_DOT),
        "ground": [],
        "captions": {"left": [], "right": []},
        "legend": _legend(found, [0] * len(CLASSES), "bubble target"),
    }


def around(net: Network, tie: NDArray[np.int8], people: NDArray[np.int64]) -> NDArray[np.int64]:
    """The people and whoever links the ego to them best; of too many the closest, ascending."""
    people = people[np.argsort(tie[people], kind="stable")][: LIMIT // 2]
    brokers = _brokers(net, tie)[people]
    return np.union1d(people, brokers[brokers >= 0]).astype(np.int64)


def _bubble(
    name: str, people: Sequence[NDArray[np.int64]], tie: NDArray[np.int8], *, kind: str
) -> Bubble:
    everybody = np.concatenate(people)
    everybody = everybody[np.argsort(tie[everybody], kind="stable")]
    return Bubble(name, everybody, int((tie[everybody] < SECOND_HAND).sum()), kind)


def _clockwise(found: Sequence[Bubble]) -> list[int]:
    """The employers clockwise from the lower left: the first on top, then on its sides in turn.

    What is no employer of its own stands below, where the circle closes.
    """
    own = [g for g, each in enumerate(found) if each.kind != "rest"]
    return [*own[::2][::-1], *own[1::2], *range(len(own), len(found))]


def _with_ego(
    net: Network, nodes: dict[str, list[Any]], drawn: list[tuple[str, str]], radius: float
) -> dict[str, Any]:
    """Columns of nodes with the ego as the first, and the classes and shapes that they have."""
    ego = {
        "key": str(net.keys[net.ego]),
        "words": [words.name(net, net.ego), "you"],
        "label": ["You"],
        "x": 0.0,
        "y": 0.0,
        "r": round(radius, 2),
        "ties": [],
    }
    looks, look = marks.looks([("person ego", marks.ROUND), *drawn])
    columns = {column: [ego[column], *values] for column, values in nodes.items()}
    return {"looks": looks, "nodes": columns | {"look": look}}


def _sectors(
    found: Sequence[Bubble],
    sectors: NDArray[np.float64],
    edges: NDArray[np.float64],
    bands: NDArray[np.int64],
) -> dict[str, Any]:
    """The ground of each employer, the rims of targets, the rings, and names beside them."""
    inner, outer = float(edges[0]), float(edges[-1])
    ground, rims = [], []
    captions: dict[str, list[dict[str, Any]]] = {"left": [], "right": []}
    for each, (start, end) in zip(found, sectors.tolist(), strict=False):
        path = marks.sector(inner, outer, start, end)
        names = f"sector {each.kind} k{each.colour}"
        ground.append({"class": names, "d": path, "words": each.words})
        if each.kind == "target":
            rims.append({"class": "rim", "d": marks.arc(outer + 2, start, end)})
        x, y = marks.place(outer + 8, (start + end) / 2)
        beside = {"class": f"caption {each.kind}", "x": x, "y": y, "text": each.tag}
        captions["left" if x < 0 else "right"].append(beside | {"count": each.size})
    circles = [
        {"class": "ring", "d": marks.circle(float(edges[b + 1]))} for b in bands[:-1].tolist()
    ]
    shown = {
        # Employers come in the order in which they matter.
        side: sorted(column[:_BESIDE], key=lambda beside: float(beside["y"]))
        for side, column in captions.items()
    }
    return {"ground": ground + rims + circles, "captions": shown}


def _legend(found: Sequence[Bubble], ties: list[int], target: str) -> dict[str, Any]:
    employers = [(each.colour, each.tag) for each in found]
    wanted = any(each.kind == "target" for each in found)
    return marks.legend(ties, employers, target if wanted else None)


def _strengths(net: Network) -> NDArray[np.float64]:
    """Strength of the ego's tie to each person; 0 where there is none."""
    strength = np.zeros(len(net))
    strength[net.alters] = net.strength[net.arcs(net.ego)]
    return strength


def _brokers(net: Network, tie: NDArray[np.int8]) -> NDArray[np.int64]:
    """Who links the ego best to each person known only through friends; -1 for all others."""
    own = _strengths(net)
    source = np.repeat(np.arange(len(net)), np.diff(net.indptr))
    arcs = np.flatnonzero((own[source] > 0) & (tie[net.indices] == SECOND_HAND))
    # The best comes last and stays; of equals the first by name.
    arcs = arcs[np.lexsort((-source[arcs], own[source[arcs]] * net.strength[arcs]))]
    best = np.full(len(net), -1)
    best[net.indices[arcs]] = source[arcs]
    return best


def _ties(net: Network, at: NDArray[np.int64]) -> list[list[int]]:
    """Of each node the nodes that they know; the ego's own are told by the others only."""
    source = np.repeat(np.arange(len(net)), np.diff(net.indptr))
    ties = np.flatnonzero((source < net.indices) & (at[source] >= 0) & (at[net.indices] >= 0))
    ends = at[np.array([source[ties], net.indices[ties]])]
    # Of too many the strongest, but all of the ego's.
    ends = ends[:, np.lexsort((-net.strength[ties], ends.all(axis=0)))[:_TIES]]
    both = np.hstack([ends, ends[::-1]])
    knows, known = both[:, np.lexsort(both[::-1])]
    others = np.split(known, np.searchsorted(knows, np.arange(1, at.max() + 1)))
    return [other.tolist() for other in others]
