"""Shapes of people and employers in the graph view: SVG path data, colours, the legend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

ROUND = "M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0z"
_DIAMOND = "M0,-1L1,0L0,1L-1,0z"
_TRIANGLE = "M0,-1L0.95,0.7L-0.95,0.7z"
# A piece of the rim of a target, as the legend shows it.
_RIM = "M-7,3A9,9 0 0,1 7,3"


class TieClass(NamedTuple):
    """Words and shape of a class of tie.

    Attributes
    ----------
    word, name : str
        Beside a person; in the legend.
    size : float
        Radius, as a share of the largest.
    shape : str
        Path data of radius 1. Shapes show the class, so that colour never does so alone.
    """

    word: str
    name: str
    size: float
    shape: str


TIES = (
    TieClass("strong", "strong tie", 1.0, ROUND),
    TieClass("medium", "medium tie", 0.95, _DIAMOND),
    TieClass("weak", "weak tie", 0.95, _TRIANGLE),
    TieClass("connection only", "connection only", 0.6, ROUND),
    TieClass("tie", "tie", 0.85, ROUND),
    TieClass("through friends", "through friends only", 0.72, ROUND),
)
"""In the order of `infonet.layout.groups.CLASSES`."""

OTHER = 8
"""The colour of all that have none of their own; it is the number of colours."""

_LEGEND = 6.5
_FULL = 2 * math.pi - 0.003


def circle(radius: float) -> str:
    """Path data of a circle around the ego.

    Examples
    --------
    >>> circle(2)
    'M-2.0,0a2.0,2.0 0 1,0 4.0,0a2.0,2.0 0 1,0 -4.0,0z'
    """
    r, wide = f"{radius:.1f}", f"{2 * radius:.1f}"
    return f"M-{r},0a{r},{r} 0 1,0 {wide},0a{r},{r} 0 1,0 -{wide},0z"


def arc(radius: float, start: float, end: float) -> str:
    """Path data along a circle, clockwise from one angle to another, both from the top.

    Examples
    --------
    >>> arc(2, 0, math.pi / 2)
    'M0.0,-2.0A2.0,2.0 0 0,1 2.0,-0.0'
    """
    r, big = f"{radius:.1f}", int(end - start > math.pi)
    return f"M{_at(radius, start)}A{r},{r} 0 {big},1 {_at(radius, end)}"


def sector(inner: float, outer: float, start: float, end: float) -> str:
    """Path data of a sector of a ring; of all of it, where one sector takes the whole turn.

    Examples
    --------
    >>> sector(1, 2, 0, math.pi / 2)
    'M0.0,-2.0A2.0,2.0 0 0,1 2.0,-0.0L1.0,-0.0A1.0,1.0 0 0,0 0.0,-1.0z'
    """
    if end - start > _FULL:
        return circle(outer)
    r, big = f"{inner:.1f}", int(end - start > math.pi)
    back = f"L{_at(inner, end)}A{r},{r} 0 {big},0 {_at(inner, start)}z"
    return arc(outer, start, end) + back


def place(radius: float, angle: float) -> tuple[float, float]:
    """Find the point on a circle at an angle from the top.

    Examples
    --------
    >>> place(2, math.pi / 2)
    (2.0, -0.0)
    """
    return round(radius * math.sin(angle), 1), round(-radius * math.cos(angle), 1)


def _at(radius: float, angle: float) -> str:
    x, y = place(radius, angle)
    return f"{x},{y}"


def colours(sizes: Sequence[int]) -> list[int]:
    """Choose the colour of each employer: the largest have their own, those of size 0 never.

    Examples
    --------
    >>> colours([5, 9, 0])
    [1, 0, 8]
    """
    largest = sorted(filter(sizes.__getitem__, range(len(sizes))), key=lambda g: -sizes[g])
    place = {g: colour for colour, g in enumerate(largest[:OTHER])}
    return [place.get(g, OTHER) for g in range(len(sizes))]


def looks(drawn: Iterable[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[int]]:
    """Classes and shapes of nodes: each pair once, and the place of each node's among them.

    Examples
    --------
    >>> looks([("ego", "M0"), ("k1", "M1"), ("k1", "M1")])
    ([('ego', 'M0'), ('k1', 'M1')], [0, 1, 1])
    """
    places: dict[tuple[str, str], int] = {}
    look = [places.setdefault(pair, len(places)) for pair in drawn]
    return list(places), look


def legend(
    ties: Sequence[int], employers: Sequence[tuple[int, str]], target: str | None
) -> dict[str, list[tuple[str, str, float, str]]]:
    """Explain shapes and colours.

    Parameters
    ----------
    ties : sequence of int
        Numbers of people with each class of tie.
    employers : sequence of tuple
        Colour and name of each employer.
    target : {"rim", "bubble target", None}
        Mark of a target, if any is drawn.

    Returns
    -------
    dict
        ties, employers, marks: for each item CSS classes, path data, its scale, and the words.

    Examples
    --------
    >>> legend([2, 0, 0, 0, 0, 0], [(0, "Delta")], None)["ties"]
    [('person t0', 'M-1,0a1,1 0 1,0 2,0a1,1 0 1,0 -2,0z', 6.5, 'strong tie (2)')]
    """
    named = dict(sorted((colour, name) for colour, name in employers if colour != OTHER))
    if len(named) < len(employers):
        named[OTHER] = "all others"
    return {
        "ties": [
            (f"person t{t}", tie.shape, round(_LEGEND * tie.size, 2), f"{tie.name} ({n:,})")
            for t, (tie, n) in enumerate(zip(TIES, ties, strict=True))
            if n
        ],
        "employers": [
            (f"person k{colour}", ROUND, _LEGEND, name) for colour, name in named.items()
        ],
        "marks": [(target, _RIM, 1.0, "target")] if target else [],
    }
