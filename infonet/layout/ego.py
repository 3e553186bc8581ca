"""Place the ego's people and their employers around the ego.

Pure geometry, for every picture of a network: x to the right, y downwards, the ego at the origin.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.layout.columns import apart
from infonet.layout.groups import Group, Groups, shown_groups

__all__ = [
    "LIMIT",
    "ROOM",
    "SECTORS",
    "EgoLayout",
    "Rings",
    "beside",
    "clockwise",
    "place_people",
    "rings",
]

LIMIT = 2_000
"""The most people that are drawn one by one."""

SECTORS = 15
"""The most employers beside the targets that have a sector, by default."""

ROOM = 300.0
"""Radius within which everybody is placed, as long as dots at the finest distance fit."""

_PITCHES = tuple(float(pitch) for pitch in np.geomspace(80.0, 13.0, 20))
# The least width of a sector at the outer edge, so that the name beside it has room.
_NARROWEST = 19.0 / ROOM
_ROUNDS = 30
_STEP = 1.1


class EgoLayout(NamedTuple):
    """People around the ego: a sector for each employer, a ring for each class of tie.

    `person` has positions in the network, the closest first; in the same order are `group` (which
    of the groups), `tie` (which of `infonet.layout.groups.CLASSES`) and the points of `rings`,
    whose sectors are in the order of the groups, targets first.
    """

    groups: list[Group]
    person: NDArray[np.int64]
    group: NDArray[np.int64]
    tie: NDArray[np.int64]
    rings: Rings


class Rings(NamedTuple):
    """Points in sectors and rings around the ego, which is at the origin.

    `pitch` is the least distance between two people; `sectors` are the angles at which each begins
    and ends, clockwise from the top; each ring lies between two of the `edges`, which are equal
    where it is empty.
    """

    points: NDArray[np.float64]
    pitch: float
    radius: float
    sectors: NDArray[np.float64]
    edges: NDArray[np.float64]


def place_people(
    groups: Groups, people: NDArray[np.int64], *, strength: NDArray[np.float64], named: int
) -> EgoLayout:
    """Place people by employer and class of tie; at most `named` other employers have a sector.

    Strengths, of the ego's own ties, decide who comes first, never where: nobody moves when a
    strength changes.
    """
    shown = np.zeros(len(groups.tie), dtype=bool)
    shown[people] = True
    found = shown_groups(groups, shown, named=named)
    order = clockwise(found)
    blocks = [found[g].people for g in order]
    person = np.concatenate([np.empty(0, dtype=np.int64), *blocks])
    sector = np.repeat(np.arange(len(order)), [len(block) for block in blocks])
    tie = groups.tie[person].astype(np.int64)
    placed = rings(sector, tie, top=order.index(0) if order else 0)
    closest = np.lexsort((-strength[person], tie))
    placed = placed._replace(
        points=placed.points[closest], sectors=placed.sectors[np.argsort(order)]
    )
    group = np.array(order, dtype=np.int64)[sector[closest]]
    return EgoLayout(found, person[closest], group, tie[closest], placed)


def beside(
    angles: Sequence[float], sizes: Sequence[float], *, radius: float, reach: float, gap: float
) -> list[tuple[float, float]]:
    """Place captions on one side of the circle, each as near to its sector as there is room.

    The middles of the sectors are clockwise from the top, all on the right or all on the left. The
    captions keep clear of a circle of `radius`, and go at most `reach` above and below the ego,
    into which they must fit. x is of the end next to the circle, y of the middle.

    >>> [(round(x), round(y)) for x, y in beside([0.1, 1.57], [10, 10], radius=50, reach=60, gap=2)]
    [(22, -50), (50, 0)]
    """
    order = sorted(range(len(angles)), key=lambda n: -math.cos(angles[n]))
    wanted = [reach - radius * math.cos(angles[n]) for n in order]
    middles = apart(wanted, [sizes[n] for n in order], gap, 2 * reach) if order else []
    places = [(0.0, 0.0)] * len(order)
    for n, middle in zip(order, middles, strict=True):
        y = middle - reach
        nearest = max(abs(y) - sizes[n] / 2, 0.0)
        x = math.sqrt(max(radius**2 - nearest**2, 0.0))
        places[n] = (math.copysign(x, math.sin(angles[n])), y)
    return places


def rings(sector: NDArray[np.int64], band: NDArray[np.int64], *, top: int = 0) -> Rings:
    """Place people in the sector of their employer, as far out as the ring of their tie.

    Of people with the same two the first are further in. The middle of the sector `top` is straight
    above the ego. The dots are the largest that stay within `ROOM`, or go beyond it.
    """
    counts = np.zeros((sector.max(initial=0) + 1, band.max(initial=0) + 1), dtype=np.int64)
    np.add.at(counts, (sector, band), 1)
    pitch, widths, rows = _fitted(tuple(map(tuple, counts.tolist())))
    edges = _edges(rows, pitch)
    ends = np.cumsum(widths)
    turn = ends[top] - widths[top] / 2
    points = np.zeros((len(sector), 2))
    for s, b in np.argwhere(counts):
        here = np.flatnonzero((sector == s) & (band == b))
        middle = ends[s] - widths[s] / 2 - turn
        points[here] = _wedge(len(here), float(widths[s]), float(middle), float(edges[b]), pitch)
    sectors = np.column_stack([ends - widths, ends]) - turn
    return Rings(points, pitch, float(edges[-1]), sectors, edges)


# The counts stay the same after most of what happens.
@lru_cache(maxsize=8)
def _fitted(
    counts: tuple[tuple[int, ...], ...],
) -> tuple[float, NDArray[np.float64], NDArray[np.int64]]:
    """Find the largest pitch at which everybody is within `ROOM`, with its sectors and rows."""
    table = np.array(counts, dtype=np.int64)

    def fits(pitch: float) -> bool:
        return bool(_edges(_balanced(table, pitch)[1], pitch)[-1] <= ROOM)

    pitch = _PITCHES[bisect_left(_PITCHES[:-1], True, key=fits)]
    return pitch, *_balanced(table, pitch)


def clockwise(found: Sequence[Group]) -> list[int]:
    """Order the employers clockwise from the lower left: the first on top, its sides in turn."""
    # What is no employer of its own is below, where the circle closes.
    own = [g for g, each in enumerate(found) if each.kind != "rest"]
    return [*own[::2][::-1], *own[1::2], *range(len(own), len(found))]


def _balanced(
    counts: NDArray[np.int64], pitch: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Choose widths of sectors in radians, and rows of rings, that keep the whole small."""
    share = counts.sum(axis=1) + 1.0
    least = min(_NARROWEST, 1.5 * math.pi / len(counts))
    tried = []
    for _ in range(_ROUNDS):
        spare = 2 * math.pi - least * len(counts)
        widths = least + spare * share / share.sum()
        rows, fullest = _rows(counts, widths, pitch)
        tried.append((float(_edges(rows, pitch)[-1]), widths, rows))
        # The fullest sector of every ring is widened a little.
        for s in fullest:
            share[s] *= _STEP
    _, widths, rows = min(tried, key=lambda each: each[0])
    return widths, rows


def _rows(
    counts: NDArray[np.int64], widths: NDArray[np.float64], pitch: float
) -> tuple[NDArray[np.int64], list[int]]:
    """Count the rows that each ring needs, and name the sector that needs most of them."""
    rows = np.zeros(counts.shape[1], dtype=np.int64)
    fullest = []
    for b in range(counts.shape[1]):
        if not counts[:, b].any():
            continue
        inner = float(_edges(rows[:b], pitch)[-1])
        deep, room = 24, np.zeros((len(widths), 1))
        while (room[:, -1] < counts[:, b]).any():
            deep *= 2
            room = np.cumsum(_capacity(widths, inner, pitch, deep), axis=1)
        needed = (room < counts[:, b, None]).sum(axis=1) + 1
        needed[counts[:, b] == 0] = 0
        rows[b] = needed.max()
        fullest.append(int(needed.argmax()))
    return rows, fullest


def _capacity(
    widths: NDArray[np.float64], inner: float, pitch: float, rows: int
) -> NDArray[np.int64]:
    """Count the dots that each sector takes in each row of a ring; 0 where it is too narrow."""
    radii = inner + pitch * (np.arange(rows) + 0.5)
    # Dots in a row are apart by a chord, which is shorter than its arc.
    angle = 2 * np.arcsin(np.minimum(1.0, pitch / 2 / radii))
    # Rounded, so that the last bit of a float never decides about a place.
    room: NDArray[np.float64] = np.floor((widths[:, None] / angle[None, :]).round(9))
    return room.astype(np.int64)


def _edges(rows: NDArray[np.int64], pitch: float) -> NDArray[np.float64]:
    """Compute the radii between the rings: the room of the ego, then a ring and a gap each."""
    depth = np.where(rows > 0, pitch * (rows + 0.45), 0.0)
    return np.concatenate([[0.0], np.cumsum(depth)]) + max(1.3 * pitch, 34.0)


def _wedge(n: int, width: float, middle: float, inner: float, pitch: float) -> NDArray[np.float64]:
    """Place n dots in rows across one sector of one ring, the first further in."""
    placed, row, points = 0, 0, [np.empty((0, 2))]
    while placed < n:
        radius = inner + pitch * (row + 0.5)
        room = int(_capacity(np.array([width]), inner, pitch, row + 1)[0, row])
        here = min(room, n - placed)
        if here:
            step = min(1.3 * 2 * math.asin(pitch / 2 / radius), width / here)
            angle = middle + step * (np.arange(here) - (here - 1) / 2)
            points.append(radius * np.column_stack([np.sin(angle), -np.cos(angle)]))
        placed, row = placed + here, row + 1
    return np.concatenate(points)
