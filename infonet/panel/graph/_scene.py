"""Prepare what the graph view shows, as columns for the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.layout.ego import LIMIT, ROOM, SECTORS, Rings, place_groups, place_people
from infonet.layout.groups import CLASSES, SECOND_HAND, Group, Groups
from infonet.panel.graph import _marks as marks
from infonet.panel.graph import _words as words
from infonet.paths import brokers_to

# The most names in a column beside the circle.
_BESIDE = 24
_TIES = 20_000
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
    stay where they are when strengths change.

    Returns
    -------
    dict
        of (whose people they are; as long as it is the same, the camera stays), level, title, hint,
        keys (what mouse and keys do), radius (of the whole), growth (zoomed by k, marks grow by k
        to its power), looks (see `_marks.looks`), nodes (columns key, words, label, x, y, r, look
        and ties, the nodes that each knows; the ego first, then the closest first), ground (paths
        below everybody: class, d, words), captions (left and right of the circle, from the top:
        class, x, y where they point to, text, count), legend (see `_marks.legend`).
    """
    own = _strengths(net)
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
        (f"person t{t} k{colours[g]}", marks.TIES[t].shape)
        for t, g in zip(tie.tolist(), layout.group.tolist(), strict=True)
    ]
    points = place.points.round(1)
    radii = dot * np.array([each.size for each in marks.TIES])[tie]
    nodes = {
        "key": net.keys[person].tolist(),
        "words": described,
        "label": [words.label(words.short(lines[0])) for lines in described],
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
        **_sectors(found, colours, place, np.unique(tie)),
        "legend": _legend(found, colours, np.bincount(tie, minlength=len(CLASSES)).tolist(), "rim"),
    }


def group_scene(net: Network, found: Sequence[Group], *, title: str) -> dict[str, Any]:
    """Show the ego and a bubble for each employer; as `people_scene`, with employers as nodes."""
    places, radii, reach = place_groups(found)
    colours = _colours(found)
    nodes = {
        "key": [""] * len(found),
        "words": [words.about(each) for each in found],
        "label": [[*words.label(words.line(each.name)), _size(each)] for each in found],
        "x": places[:, 0].round(1).tolist(),
        "y": places[:, 1].round(1).tolist(),
        "r": radii.round(1).tolist(),
        "ties": [[]] * len(found),
    }
    drawn = [
        (f"person bubble {each.kind} k{colour}", marks.ROUND)
        for each, colour in zip(found, colours, strict=True)
    ]
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
        "legend": _legend(found, colours, [0] * len(CLASSES), "bubble target"),
    }


def around(net: Network, tie: NDArray[np.int8], people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Add the best links between the ego and the people; of too many people keep the closest."""
    people = people[np.argsort(tie[people], kind="stable")][: LIMIT // 2]
    brokers = _brokers(net, tie)[people]
    return np.union1d(people, brokers[brokers >= 0]).astype(np.int64)


def _colours(found: Sequence[Group]) -> list[int]:
    """Give the largest employers colours of their own."""
    return marks.colours([0 if each.kind == "rest" else len(each.people) for each in found])


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
    }
    looks, look = marks.looks([("person ego", marks.ROUND), *drawn])
    columns = {column: [ego[column], *values] for column, values in nodes.items()}
    return {"looks": looks, "nodes": columns | {"look": look}}


def _sectors(
    found: Sequence[Group], colours: Sequence[int], place: Rings, bands: NDArray[np.int64]
) -> dict[str, Any]:
    """Draw the ground of each employer, the rims of targets, the rings, and names beside them."""
    edges = place.edges
    inner, outer = float(edges[0]), float(edges[-1])
    ground, rims = [], []
    captions: dict[str, list[dict[str, Any]]] = {"left": [], "right": []}
    for each, colour, (start, end) in zip(found, colours, place.sectors.tolist(), strict=False):
        path = marks.sector(inner, outer, start, end)
        names = f"sector {each.kind} k{colour}"
        ground.append({"class": names, "d": path, "words": words.about(each)})
        if each.kind == "target":
            rims.append({"class": "rim", "d": marks.arc(outer + 2, start, end)})
        x, y = marks.place(outer + 8, (start + end) / 2)
        beside = {"class": f"caption {each.kind}", "x": x, "y": y, "text": _tag(each)}
        captions["left" if x < 0 else "right"].append(beside | {"count": _size(each)})
    circles = [
        {"class": "ring", "d": marks.circle(float(edges[b + 1]))} for b in bands[:-1].tolist()
    ]
    shown = {
        # Employers come in the order in which they matter.
        side: sorted(column[:_BESIDE], key=lambda beside: float(beside["y"]))
        for side, column in captions.items()
    }
    return {"ground": ground + rims + circles, "captions": shown}


def _legend(
    found: Sequence[Group], colours: Sequence[int], ties: list[int], target: str
) -> dict[str, Any]:
    employers = [(colour, _tag(each)) for colour, each in zip(colours, found, strict=True)]
    wanted = any(each.kind == "target" for each in found)
    return marks.legend(ties, employers, target if wanted else None)


def _strengths(net: Network) -> NDArray[np.float64]:
    """Look up the strength of the ego's tie to each person; 0 where there is none."""
    strength = np.zeros(len(net))
    strength[net.alters] = net.strength[net.arcs(net.ego)]
    return strength


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
