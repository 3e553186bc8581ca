"""Where people and employers stand around the ego. Pure geometry; x to the right, y downwards."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["ROOM", "Rings", "bubbles", "packed", "rings"]

ROOM = 300.0
"""Radius within which everybody stands, as long as dots at the finest distance fit."""

_PITCHES = tuple(float(pitch) for pitch in np.geomspace(80.0, 13.0, 20))
# Every sector is at least so wide at the outer edge: room for the name beside it.
_NARROWEST = 19.0 / ROOM
_ROUNDS = 30
_STEP = 1.1
# Steps from the middle to the edge of the grid on which discs are placed.
_FINENESS = 90


class Rings(NamedTuple):
    """People around the ego: a sector for each employer, a ring for each class of tie.

    Attributes
    ----------
    points : ndarray of float64, shape (people, 2)
        Where everybody stands; the ego is at the origin.
    pitch : float
        The least distance between two people.
    radius : float
        Of the whole.
    sectors : ndarray of float64, shape (sectors, 2)
        Angles at which each begins and ends, clockwise from the top.
    edges : ndarray of float64, shape (bands + 1,)
        The radii between which each ring lies; those of an empty ring are equal.
    """

    points: NDArray[np.float64]
    pitch: float
    radius: float
    sectors: NDArray[np.float64]
    edges: NDArray[np.float64]


def rings(sector: NDArray[np.int64], band: NDArray[np.int64], *, top: int = 0) -> Rings:
    """Everybody in the sector of their employer, as far out as the ring of their tie.

    Parameters
    ----------
    sector, band : ndarray of int64, shape (people,)
        Of each person, both from 0. Of people in the same place the first stand further in.
    top : int
        The sector whose middle is straight above the ego.

    Returns
    -------
    Rings
        With the largest dots that stay within `ROOM`, or larger than it.

    Examples
    --------
    >>> found = rings(np.array([0, 1, 1]), np.array([0, 0, 1]))
    >>> bool((np.diff(np.hypot(*found.points.T)) >= 0).all()), found.radius <= ROOM
    (True, True)
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


@lru_cache(maxsize=8)
def bubbles(
    sizes: tuple[int, ...], *, first: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """A disc for each employer around the ego, together about as large as `ROOM`.

    Kept for a while: they are the same after most of what happens.

    Parameters
    ----------
    sizes : tuple of int
        How many people; what is large is shown as large, up to a tenth of the picture, because
        small ones need room, too.
    first : int
        So many stand nearest to the ego; the others from large to small, which takes least room.

    Returns
    -------
    places : ndarray of float64, shape (discs, 2)
    radii : ndarray of float64, shape (discs,)
    reach : float
        Radius of the whole.

    Examples
    --------
    >>> places, radii, reach = bubbles((300, 100))
    >>> bool(radii[0] == radii[1]), abs(reach - ROOM) < 0.1 * ROOM
    (True, True)
    """
    share = np.minimum(np.array(sizes) / sum(sizes), 0.1)
    radii = 5.0 + 0.5 * ROOM * np.sqrt(share / share.sum())
    order = np.concatenate([np.arange(first), first + np.argsort(-radii[first:], kind="stable")])
    places, reach = np.zeros((len(radii), 2)), 0.0
    for _ in range(4):
        # Sizes and the gaps between them do not grow alike: a second try comes near.
        radii *= ROOM / reach if reach else 1.0
        places[order] = packed(radii[order], hole=24.0, gap=4.0)
        reach = float((np.hypot(*places.T) + radii).max())
        if abs(reach - ROOM) < 0.03 * ROOM:
            break
    for each in (places, radii):
        each.flags.writeable = False
    return places, radii, reach


def packed(radii: NDArray[np.float64], *, hole: float, gap: float) -> NDArray[np.float64]:
    """Discs around the origin, each as near to it as the ones before leave room.

    Parameters
    ----------
    radii : ndarray of float64, shape (discs,)
        In the order in which they find their place.
    hole : float
        Radius kept free around the origin.
    gap : float
        The least distance between two discs.

    Returns
    -------
    ndarray of float64, shape (discs, 2)

    Examples
    --------
    >>> at = packed(np.array([10.0, 10.0]), hole=20.0, gap=2.0)
    >>> bool(np.hypot(*(at[0] - at[1])) >= 22)
    True
    """
    reach = hole + 1.8 * math.sqrt(float(((radii + gap) ** 2).sum())) + 2 * radii.max(initial=0.0)
    line = np.linspace(-reach, reach, 2 * _FINENESS + 1)
    spots = np.column_stack([axis.ravel() for axis in np.meshgrid(line, line)])
    away = np.hypot(*spots.T)
    # Nearest first, and from the top clockwise where equally near.
    order = np.lexsort((np.arctan2(-spots[:, 0], spots[:, 1]).round(9), away.round(9)))
    spots, away = spots[order], away[order]
    room = away - hole
    at = np.zeros((len(radii), 2))
    for n, radius in enumerate(radii.tolist()):
        at[n] = spots[int((room >= radius).argmax())]
        room = np.minimum(room, np.hypot(*(spots - at[n]).T) - radius - gap)
    return at


@lru_cache(maxsize=8)
def _fitted(
    counts: tuple[tuple[int, ...], ...],
) -> tuple[float, NDArray[np.float64], NDArray[np.int64]]:
    """The largest pitch at which everybody is within `ROOM`, widths of sectors, rows of rings.

    Kept for a while: how many people are where stays the same after most of what happens.
    """
    table = np.array(counts, dtype=np.int64)
    low, high = 0, len(_PITCHES) - 1
    while low < high:
        middle = (low + high) // 2
        if _edges(_balanced(table, _PITCHES[middle])[1], _PITCHES[middle])[-1] <= ROOM:
            high = middle
        else:
            low = middle + 1
    widths, rows = _balanced(table, _PITCHES[low])
    return _PITCHES[low], widths, rows


def _balanced(
    counts: NDArray[np.int64], pitch: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Widths of the sectors in radians, and rows of the rings, that keep the whole small.

    The fullest sector of every ring is widened a little, again and again; the best is kept.
    """
    share = counts.sum(axis=1) + 1.0
    least = min(_NARROWEST, 1.5 * math.pi / len(counts))
    best: tuple[float, NDArray[np.float64], NDArray[np.int64]] | None = None
    for _ in range(_ROUNDS):
        spare = 2 * math.pi - least * len(counts)
        widths = least + spare * share / share.sum()
        rows, fullest = _rows(counts, widths, pitch)
        radius = float(_edges(rows, pitch)[-1])
        if best is None or radius < best[0]:
            best = radius, widths, rows
        for s in fullest:
            share[s] *= _STEP
    assert best is not None
    return best[1], best[2]


def _rows(
    counts: NDArray[np.int64], widths: NDArray[np.float64], pitch: float
) -> tuple[NDArray[np.int64], list[int]]:
    """How many rows each ring needs, and which sector needs most of them."""
    rows = np.zeros(counts.shape[1], dtype=np.int64)
    fullest = []
    for b in range(counts.shape[1]):
        if not counts[:, b].any():
            continue
        inner = float(_edges(rows[:b], pitch)[-1])
        deep = 48
        while True:
            room = np.cumsum(_capacity(widths, inner, pitch, deep), axis=1)
            if (room[:, -1] >= counts[:, b]).all():
                break
            deep *= 2
        needed = (room < counts[:, b, None]).sum(axis=1) + 1
        needed[counts[:, b] == 0] = 0
        rows[b] = needed.max()
        fullest.append(int(needed.argmax()))
    return rows, fullest


def _capacity(
    widths: NDArray[np.float64], inner: float, pitch: float, rows: int
) -> NDArray[np.int64]:
    """How many dots each sector takes in each row of a ring; none where it is too narrow."""
    radii = inner + pitch * (np.arange(rows) + 0.5)
    # Dots in a row are apart by a chord, which is shorter than its arc.
    angle = 2 * np.arcsin(np.minimum(1.0, pitch / 2 / radii))
    # Rounded, so that the last bit of a float never decides about a place.
    room: NDArray[np.float64] = np.floor((widths[:, None] / angle[None, :]).round(9))
    return room.astype(np.int64)


def _edges(rows: NDArray[np.int64], pitch: float) -> NDArray[np.float64]:
    """The radii between the rings: first the room of the ego, then a ring and a gap each."""
    depth = np.where(rows > 0, pitch * (rows + 0.45), 0.0)
    return np.concatenate([[0.0], np.cumsum(depth)]) + max(1.3 * pitch, 34.0)


def _wedge(n: int, width: float, middle: float, inner: float, pitch: float) -> NDArray[np.float64]:
    """n dots in rows across one sector of one ring, the first ones further in."""
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
