"""Prepare what the graph view shows, as columns for the browser."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.layout.ego import LIMIT, ROOM, SECTORS, Rings, place_people
from infonet.layout.groups import CLASSES, SECOND_HAND, Group, Groups
from infonet.layout.targets import FOLDED, place_targets, routes
from infonet.panel import _graph_words as words
from infonet.paths import brokers_to

# Path data of radius 1.
_ROUND = "M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0z"
_DIAMOND = "M0,-1L1,0L0,1L-1,0z"
_TRIANGLE = "M0,-1L0.95,0.7L-0.95,0.7z"
# A piece of the rim of a target, as the legend shows it.
_RIM = "M-7,3A9,9 0 0,1 7,3"
# The shape of each of `CLASSES`, so that colour never shows it alone; the radius, as a share.
_SHAPES = (_ROUND, _DIAMOND, _TRIANGLE, _ROUND, _ROUND, _ROUND)
_SIZES = (1.0, 0.95, 0.95, 0.6, 0.85, 0.72)
# The colour of all that have none of their own; it is the number of colours.
_OTHER = 8
_IN_LEGEND = 6.5
_FULL = 2 * math.pi - 0.003

# The most names in a column beside the circle.
_BESIDE = 24
_TIES = 20_000
# The most groups where there is no target.
_ALONE = 24
_LARGEST_DOT = 9.0
_HINT = "Scroll to zoom, click {}."
_KEYS = (
    "Click into the picture, or press Tab. Wheel, + and − zoom, 0 shows everything. Arrow keys go"
    " from {} (with Shift they move the picture), Page Down to the next closest, Home to you."
    " Enter {}."
)


def people_scene(
    net: Network, groups: Groups, people: NDArray[np.int64], *, of: str = "", title: str
) -> dict[str, Any]:
    """Show the ego and these people, each in the sector of the employer and the ring of the tie.

    Places depend on employers and classes of tie alone (`infonet.layout.ego.place_people`): people
    stay where they are when strengths change. As long as `of`, whose people they are, is the same,
    the camera stays.

    Returns
    -------
    dict
        of, title, hint, keys (what mouse and keys do), radius (of the whole), growth (zoomed
        by k, marks grow by k to its power), looks (class and shape, each pair once), nodes (columns
        key, words, label, x, y, r, look; ties, the nodes that each knows; opens, the group
        that it stands for, or -1; the ego first, then the closest first), links (pairs of nodes on
        the best ways to people at targets), ground (paths below everybody: class, d, words),
        captions (left and right of the circle, from the top: class, x, y where they point to,
        lines, count), legend (ties, employers and marks: class, path data, its scale, words).
    """
    own = net.own_strength
    layout = place_people(groups, people, strength=own, named=SECTORS)
    found, person, tie, place = layout.groups, layout.person, layout.tie, layout.rings
    colours = _colours(found)
    dot = min(0.34 * place.pitch, _LARGEST_DOT)
    at = np.full(len(net) + 1, -1)
    at[net.ego] = 0
    at[person] = np.arange(len(person)) + 1
    via = _brokers(net, groups.tie)[person]
    described = words.words(
        net, person, groups.tie[person], own[person], np.where(at[via] > 0, via, -1)
    )
    drawn = [
        (f"person t{t} k{colours[g]}", _SHAPES[t])
        for t, g in zip(tie.tolist(), layout.group.tolist(), strict=True)
    ]
    points = place.points.round(1)
    radii = dot * np.array(_SIZES)[tie]
    nodes = {
        "key": net.keys[person].tolist(),
        "words": described,
        "label": [words.label(words.short(lines[0])) for lines in described],
        "x": points[:, 0].tolist(),
        "y": points[:, 1].tolist(),
        "r": radii.round(2).tolist(),
        "ties": _ties(net, at)[1:],
        "opens": [-1] * len(person),
    }
    links = [(int(at[a]), int(at[b])) for a, b in routes(net, groups)]
    return {
        "of": of,
        "title": title,
        "hint": _HINT.format("a person"),
        "keys": _KEYS.format("person to person", "or a click chooses"),
        "radius": round(max(place.radius, 0.8 * ROOM), 1),
        "growth": 0.5,
        **_with_ego(net, nodes, drawn, max(1.3 * dot, 7.0)),
        **_sectors(found, colours, place, np.unique(tie)),
        "links": [pair for pair in links if min(pair) >= 0],
        "legend": _legend(found, colours, np.bincount(tie, minlength=len(CLASSES)).tolist()),
    }


def target_scene(net: Network, groups: Groups, *, title: str) -> tuple[dict[str, Any], list[Group]]:
    """Show targets, their people and the ways to them, and everybody else in groups.

    As `people_scene`, with a mark for each group after the people; and the groups in that order.
    """
    named = FOLDED if any(len(each.people) for each in groups.targets) else _ALONE
    layout = place_targets(net, groups, named=named)
    own, person, place = net.own_strength, layout.person, layout.rings
    wanted = [g for g, each in enumerate(layout.sectors) if each.kind == "target"]
    colours = [g if g in wanted[:_OTHER] else _OTHER for g in range(len(layout.sectors))]
    dot = min(0.34 * place.pitch, 1.5 * _LARGEST_DOT)
    at = np.full(len(net) + 1, -1)
    at[net.ego] = 0
    at[person] = np.arange(len(person)) + 1
    via = _brokers(net, groups.tie)[person]
    described = words.words(net, person, groups.tie[person], own[person], via)
    drawn = [
        (f"person t{t} k{colours[s]}", _SHAPES[t])
        for t, s in zip(layout.tie.tolist(), layout.sector.tolist(), strict=True)
    ]
    drawn += [
        (f"person bubble {each.kind} k{colours[s]}", _ROUND)
        for each, s in zip(layout.folded, layout.at, strict=True)
    ]
    largest = max((len(each.people) for each in layout.folded), default=1)
    radii = [dot * _SIZES[t] for t in layout.tie.tolist()]
    radii += [dot * (0.9 + 1.2 * math.sqrt(len(each.people) / largest)) for each in layout.folded]
    points = place.points.round(1)
    n = len(layout.folded)
    nodes = {
        "key": [*net.keys[person].tolist(), *[""] * n],
        "words": described + [words.folded(each) for each in layout.folded],
        "label": [words.label(words.short(lines[0])) for lines in described] + [()] * n,
        "x": points[:, 0].tolist(),
        "y": points[:, 1].tolist(),
        "r": np.round(radii, 2).tolist(),
        "ties": _ties(net, at)[1:] + [[]] * n,
        "opens": [-1] * len(person) + list(range(n)),
    }
    scene = {
        "of": "targets",
        "title": title,
        "hint": _HINT.format("a person to see the way to them, or a group to open it"),
        "keys": _KEYS.format("person to person", "or a click chooses"),
        "radius": round(max(place.radius, 0.8 * ROOM), 1),
        "growth": 0.5,
        **_with_ego(net, nodes, drawn, max(1.3 * dot, 7.0)),
        **_sectors(layout.sectors, colours, place, np.unique(layout.tie)),
        "links": [(int(at[a]), int(at[b])) for a, b in layout.links],
        # Every sector is named beside it.
        "legend": _legend(
            layout.sectors, [], np.bincount(layout.tie, minlength=len(CLASSES)).tolist()
        ),
    }
    return scene, layout.folded


def around(net: Network, tie: NDArray[np.int8], people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add the best links between the ego and the people; of too many people keep the closest."""
    people = people[np.argsort(tie[people], kind="stable")][: LIMIT // 2]
    brokers = _brokers(net, tie)[people]
    return np.union1d(people, brokers[brokers >= 0]).astype(np.int64)


def _colours(found: Sequence[Group]) -> list[int]:
    """Give the largest employers colours of their own; the rest of them has none."""
    named = [g for g, each in enumerate(found) if each.kind != "rest" and len(each.people)]
    largest = sorted(named, key=lambda g: -len(found[g].people))[:_OTHER]
    own = {g: colour for colour, g in enumerate(largest)}
    return [own.get(g, _OTHER) for g in range(len(found))]


def _size(each: Group) -> str:
    return f"{len(each.people):,}"


def _tag(each: Group) -> str:
    """Shorten the name to what has room in the picture."""
    return words.tag(words.line(each.name))


def _with_ego(
    net: Network, nodes: dict[str, list[Any]], drawn: list[tuple[str, str]], radius: float
) -> dict[str, Any]:
    """Put the ego in front of the columns of nodes, and add their classes and shapes."""
    ego = {
        "key": str(net.keys[net.ego]),
        "words": [words.name(net, net.ego), "you"],
        "label": ["You"],
        "x": 0.0,
        "y": 0.0,
        "r": round(radius, 2),
        "ties": [],
        "opens": -1,
    }
    places: dict[tuple[str, str], int] = {}
    look = [places.setdefault(pair, len(places)) for pair in [("person ego", _ROUND), *drawn]]
    columns = {column: [ego[column], *values] for column, values in nodes.items()}
    return {"looks": list(places), "nodes": columns | {"look": look}}


def _sectors(
    found: Sequence[Group], colours: Sequence[int], place: Rings, bands: NDArray[np.int64]
) -> dict[str, Any]:
    """Draw the ground of each employer, the rims of targets, the rings, and names beside them."""
    edges = place.edges
    inner, outer = float(edges[0]), float(edges[-1])
    ground, rims = [], []
    captions: dict[str, list[dict[str, Any]]] = {"left": [], "right": []}
    for each, colour, (start, end) in zip(found, colours, place.sectors.tolist(), strict=False):
        path = _sector(inner, outer, start, end)
        names = f"sector {each.kind} k{colour}"
        ground.append({"class": names, "d": path, "words": words.about(each)})
        if each.kind == "target":
            rims.append({"class": "rim", "d": _arc(outer + 2, start, end)})
        x, y = _point(outer + 8, (start + end) / 2)
        beside = {"class": f"caption {each.kind}", "x": x, "y": y}
        beside["lines"] = words.caption(each.name)
        captions["left" if x < 0 else "right"].append(beside | {"count": _size(each)})
    circles = [{"class": "ring", "d": _circle(float(edges[b + 1]))} for b in bands[:-1].tolist()]
    shown = {
        # Employers come in the order in which they matter.
        side: sorted(column[:_BESIDE], key=lambda beside: float(beside["y"]))
        for side, column in captions.items()
    }
    return {"ground": ground + rims + circles, "captions": shown}


def _legend(found: Sequence[Group], colours: Sequence[int], ties: list[int]) -> dict[str, Any]:
    """Explain shapes, and colours where there are any."""
    employers = [(colour, _tag(each)) for colour, each in zip(colours, found, strict=False)]
    named = dict(sorted(pair for pair in employers if pair[0] != _OTHER))
    if len(named) < len(employers):
        named[_OTHER] = "all others"
    wanted = any(each.kind == "target" for each in found)
    return {
        "ties": [
            (f"person t{t}", _SHAPES[t], round(_IN_LEGEND * _SIZES[t], 2), f"{name} ({n:,})")
            for t, (name, n) in enumerate(zip(words.TIES, ties, strict=True))
            if n
        ],
        "employers": [
            (f"person k{colour}", _ROUND, _IN_LEGEND, name) for colour, name in named.items()
        ],
        "marks": [("rim", _RIM, 1.0, "target")] if wanted else [],
    }


def _circle(radius: float) -> str:
    """Return path data of a circle around the ego."""
    r, wide = f"{radius:.1f}", f"{2 * radius:.1f}"
    return f"M-{r},0a{r},{r} 0 1,0 {wide},0a{r},{r} 0 1,0 -{wide},0z"


def _arc(radius: float, start: float, end: float) -> str:
    """Return path data along a circle, clockwise between two angles from the top."""
    r, big = f"{radius:.1f}", int(end - start > math.pi)
    return f"M{_at(radius, start)}A{r},{r} 0 {big},1 {_at(radius, end)}"


def _sector(inner: float, outer: float, start: float, end: float) -> str:
    """Return path data of a sector of a ring; of all of it, where one takes the whole turn.

    Examples
    --------
    >>> _sector(1, 2, 0, math.pi / 2)
    'M0.0,-2.0A2.0,2.0 0 0,1 2.0,-0.0L1.0,-0.0A1.0,1.0 0 0,0 0.0,-1.0z'
    >>> _sector(1, 2, 0, 2 * math.pi)
    'M-2.0,0a2.0,2.0 0 1,0 4.0,0a2.0,2.0 0 1,0 -4.0,0z'
    """
    if end - start > _FULL:
        return _circle(outer)
    r, big = f"{inner:.1f}", int(end - start > math.pi)
    back = f"L{_at(inner, end)}A{r},{r} 0 {big},0 {_at(inner, start)}z"
    return _arc(outer, start, end) + back


def _point(radius: float, angle: float) -> tuple[float, float]:
    """Find the point on a circle at an angle from the top."""
    return round(radius * math.sin(angle), 1), round(-radius * math.cos(angle), 1)


def _at(radius: float, angle: float) -> str:
    x, y = _point(radius, angle)
    return f"{x},{y}"


def _brokers(net: Network, tie: NDArray[np.int8]) -> NDArray[np.int64]:
    """Find the best link to each person known only through friends; -1 for all others."""
    known = np.flatnonzero(tie == SECOND_HAND)
    best = np.full(len(net), -1)
    best[known] = brokers_to(net, known)
    return best


def _ties(net: Network, at: NDArray[np.int64]) -> list[list[int]]:
    """List the nodes that each node knows; the ego's own ties are with the others only."""
    source = np.repeat(np.arange(len(net)), np.diff(net.indptr))
    ties = np.flatnonzero((source < net.indices) & (at[source] >= 0) & (at[net.indices] >= 0))
    ends = at[np.array([source[ties], net.indices[ties]])]
    # Of too many the strongest, but all of the ego's.
    ends = ends[:, np.lexsort((-net.strength[ties], ends.all(axis=0)))[:_TIES]]
    both = np.hstack([ends, ends[::-1]])
    knows, known = both[:, np.lexsort(both[::-1])]
    others = np.split(known, np.searchsorted(knows, np.arange(1, at.max() + 1)))
    return [other.tolist() for other in others]
