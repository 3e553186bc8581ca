"""What the graph view shows, as columns for the browser: texts, places and classes, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.panel._graph_layout import ROOM, bubbles, rings
from infonet.plot._groups import CLASSES, SECOND_HAND, Groups
from infonet.plot._letters import clusters, tidy
from infonet.strength import REASONS

__all__ = ["LIMIT", "Bubble", "around", "bubbles_of", "group_scene", "people_scene", "steps"]

LIMIT = 2_000
"""So many people are drawn one by one; of more, their employers."""

_COLOURS = 8
_OTHER = _COLOURS
# Beside the targets, so many employers have a sector, or a bubble, of their own.
_SECTORS = 16
_TIES = 20_000
_NAME, _LABEL = 120, 26
# A letter with its marks; more of them would reach into the lines above and below.
_HEAP = 4


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
    """

    name: str
    people: NDArray[np.int64]
    known: int
    kind: str


def bubbles_of(groups: Groups, shown: NDArray[np.bool_], *, named: int) -> list[Bubble]:
    """The employers of the people shown: targets, so many others, the rest, and no employer.

    Examples
    --------
    >>> import networkx as nx
    >>> from infonet.plot._groups import group
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
        words = f"{len(others) - named:,} other employers"
        found.append(_bubble(words, [who for _, who in others[named:]], tie, kind="rest"))
    loose = groups.loose[shown[groups.loose]]
    if len(loose):
        found.append(_bubble("Employer not known", [loose], tie, kind="rest"))
    return found


def people_scene(
    net: Network, groups: Groups, people: NDArray[np.int64], *, title: str, note: str = ""
) -> dict[str, Any]:
    """The ego and these people, each in the sector of the employer and the ring of the tie.

    Returns
    -------
    dict
        level, radius (of the whole), dot (radius of the largest), title, note, counts (by class of
        tie), rings (inner and outer radius, class), groups (columns), nodes (columns; the ego is
        the first), ties (pairs of nodes, flat, without the ego's own).
    """
    shown = np.zeros(len(net), dtype=bool)
    shown[people] = True
    found = bubbles_of(groups, shown, named=_SECTORS)
    order = _order(found)
    blocks = [found[g].people for g in order]
    person = np.concatenate([np.empty(0, dtype=np.int64), *blocks])
    sector = np.repeat(np.arange(len(order)), [len(block) for block in blocks])
    tie, strength = groups.tie[person].astype(np.int64), _strengths(net)
    closest = np.lexsort((-strength[person], tie, sector))
    sector, person, tie = sector[closest], person[closest], tie[closest]
    place = rings(sector, tie, top=order.index(0) if order else 0)
    everybody = np.concatenate([[net.ego], person])
    at = np.full(len(net) + 1, -1)
    at[everybody] = np.arange(len(everybody))
    nodes = _texts(net, everybody) | {
        "x": [0.0, *place.points[:, 0].round(1).tolist()],
        "y": [0.0, *place.points[:, 1].round(1).tolist()],
        "group": [-1, *np.array(order, dtype=np.int64)[sector].tolist()],
        "tie": [-1, *tie.tolist()],
        "strength": [round(each, 4) or None for each in strength[everybody].tolist()],
        "via": at[_brokers(net, groups.tie)[everybody]].tolist(),
    }
    sectors = dict(zip(order, place.sectors.round(4).tolist(), strict=False))
    edges = place.edges.round(1).tolist()
    return {
        "level": "people",
        "radius": round(max(place.radius, 0.8 * ROOM), 1),
        "dot": round(min(0.34 * place.pitch, 9.0), 2),
        "title": title,
        "note": note,
        "counts": np.bincount(tie, minlength=len(CLASSES)).tolist(),
        "rings": [[edges[b], edges[b + 1], b] for b in np.unique(tie).tolist()],
        "groups": _groups(found, [sectors[g] for g in range(len(found))]),
        "nodes": nodes,
        "ties": _ties(net, at),
    }


def group_scene(net: Network, found: Sequence[Bubble], *, title: str) -> dict[str, Any]:
    """The ego and a bubble for each employer; as `people_scene`, but the nodes are employers."""
    size = np.array([len(each.people) for each in found], dtype=np.float64)
    # What is large is shown as large, up to a tenth of the picture: small ones need room, too.
    share = np.minimum(size / size.sum(), 0.1)
    radii = 5.0 + 0.5 * ROOM * np.sqrt(share / share.sum())
    for _ in range(3):
        places = bubbles(radii, hole=24.0, gap=4.0)
        reach = float((np.hypot(*places.T) + radii).max())
        if abs(reach - ROOM) < 0.03 * ROOM:
            break
        radii *= ROOM / reach
    points = np.vstack([[0.0, 0.0], places])
    ego = _texts(net, [net.ego])
    names = [tidy(each.name) for each in found]
    nodes = {
        "key": ego["key"] + [""] * len(found),
        "name": ego["name"] + [cut(name, _NAME) for name in names],
        "label": ego["label"] + [cut(name, _LABEL) for name in names],
        "x": points[:, 0].round(1).tolist(),
        "y": points[:, 1].round(1).tolist(),
        "r": [0.0, *radii.round(1).tolist()],
        "group": [-1, *range(len(found))],
    }
    return {
        "level": "groups",
        "radius": round(reach, 1),
        "dot": 9.0,
        "title": title,
        "note": "",
        "counts": [0] * len(CLASSES),
        "rings": [],
        "groups": _groups(found, [None] * len(found)),
        "nodes": nodes,
        "ties": [],
    }


def steps(net: Network, route: Sequence[str], node: dict[int, int]) -> list[dict[str, Any]]:
    """The people of a route after the ego, each with the tie that leads to them, in words.

    Returns
    -------
    list of dict
        person (key), name, job, words (class, strength and reason of the tie; that there is none),
        tied, node (position in the scene; -1 if not drawn).
    """
    at = net.person.get_indexer(pd.Index(route)).tolist()
    at = at[1:] if at and at[0] == net.ego else at
    found = []
    for a, b in zip([net.ego, *at], at, strict=False):
        arc = net.arc(a, b)
        key, name, label, title, company = (column[0] for column in _texts(net, [b]).values())
        found.append(
            {
                "person": key,
                "name": name,
                "label": label,
                "job": " at ".join(part for part in (title, company) if part),
                "words": _tie_words(net, arc) if arc >= 0 else "no tie yet",
                "tied": arc >= 0,
                "node": node.get(b, -1),
            }
        )
    return found


def _tie_words(net: Network, arc: int) -> str:
    reason = REASONS[net.reason[arc]]
    kind = "" if reason.tie_class in ("connection", "given") else f"{reason.tie_class} "
    return f"{kind}tie, {net.strength[arc]:.2f}: {reason.words}"


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


def _order(found: Sequence[Bubble]) -> list[int]:
    """The employers clockwise from the lower left: the first on top, then on its sides in turn.

    What is no employer of its own stands below, where the circle closes.
    """
    own = [g for g, each in enumerate(found) if each.kind != "rest"]
    return [*own[::2][::-1], *own[1::2], *range(len(own), len(found))]


def _groups(found: Sequence[Bubble], arcs: Sequence[list[float] | None]) -> dict[str, Any]:
    """The employers as columns; the largest have a colour of their own."""
    own = [g for g, each in enumerate(found) if each.kind != "rest"]
    largest = sorted(own, key=lambda g: -len(found[g].people))[:_COLOURS]
    colour = {g: place for place, g in enumerate(largest)}
    names = [tidy(each.name) for each in found]
    return {
        "name": [cut(name, _NAME) for name in names],
        "label": [cut(name, _LABEL) for name in names],
        "count": [len(each.people) for each in found],
        "known": [each.known for each in found],
        "colour": [colour.get(g, _OTHER) for g in range(len(found))],
        "kind": [each.kind for each in found],
        "arc": list(arcs),
    }


def _texts(net: Network, people: list[int] | NDArray[np.int64]) -> dict[str, list[Any]]:
    """Keys, names and jobs: the whole text, and what has room beside a dot."""
    jobs = net.workplaces.current.iloc[people]
    keys = net.keys[people].tolist()
    names = [tidy(name) or tidy(key) for name, key in zip(net.name[people], keys, strict=True)]
    return {
        "key": keys,
        "name": [cut(name, _NAME) for name in names],
        "label": [cut(short(name), _LABEL) for name in names],
        "title": [_known(title) for title in jobs.title.tolist()],
        "company": [_known(company) for company in jobs.company.tolist()],
    }


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


def _ties(net: Network, at: NDArray[np.int64]) -> list[int]:
    """Ties between two people shown, without the ego's own: pairs of nodes, strongest first."""
    source = np.repeat(np.arange(len(net)), np.diff(net.indptr))
    kept = (source < net.indices) & (at[source] > 0) & (at[net.indices] > 0)
    arcs = np.flatnonzero(kept)
    arcs = arcs[np.argsort(-net.strength[arcs], kind="stable")][:_TIES]
    pairs = np.column_stack([at[source[arcs]], at[net.indices[arcs]]])
    return [int(node) for node in pairs.ravel()]


def short(name: str) -> str:
    """A name without the letters after it.

    Examples
    --------
    >>> short("Zoë Looper, PhD"), short("Diaz, Ana")
    ('Zoë Looper', 'Diaz, Ana')
    """
    before = name.split(",")[0].strip()
    return before if " " in before else name


def cut(text: str, most: int) -> str:
    """A text of at most so many letters; marks stay with their letter, a heap of them does not.

    Examples
    --------
    >>> cut("Marrowick Technical University", 20)
    'Marrowick Technical…'
    """
    pieces = [piece[:_HEAP] for piece in clusters(text)]
    return "".join(pieces if len(pieces) <= most else pieces[: most - 1]).rstrip() + (
        "…" if len(pieces) > most else ""
    )


def _known(text: object) -> str | None:
    return cut(tidy(text), _NAME) if isinstance(text, str) else None
