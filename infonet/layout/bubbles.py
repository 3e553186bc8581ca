"""Dots by employer: where each one stands. Pure geometry in points; nothing is drawn here."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["grid", "pack", "radius", "sunflower"]

# The angle at which every next seed of a sunflower stands: no two ever line up.
_GOLDEN = math.pi * (3 - math.sqrt(5))
# Spacing at which the nearest seeds are 1 apart: sqrt(n) spirals pack that tightly.
_SPACING = 0.65


def sunflower(n: int, pitch: float) -> NDArray[np.float64]:
    """n points around the origin, the first in the middle, at least `pitch` apart.

    Vogel (1979), A better way to construct the sunflower head.

    Examples
    --------
    >>> sunflower(2, 1.0).round(1).tolist()
    [[0.5, 0.3], [-0.5, -0.3]]
    """
    at = np.arange(n)
    angle = at * _GOLDEN
    away = pitch * _SPACING * np.sqrt(at + 0.5)
    points = np.column_stack([away * np.cos(angle), -away * np.sin(angle)])
    return points - points.mean(axis=0) if 0 < n < 7 else points


def radius(n: int, pitch: float) -> float:
    """Of the disc that holds a sunflower of n points with their dots."""
    return pitch * (_SPACING * math.sqrt(max(n, 1)) + 0.5)


def grid(n: int, pitch: float, width: float) -> NDArray[np.float64]:
    """n points in rows from the upper left corner, x to the right and y downwards."""
    columns = max(int(width / pitch), 1)
    at = np.arange(n)
    return np.column_stack([at % columns + 0.5, at // columns + 0.5]) * pitch


def pack(
    cells: Sequence[tuple[float, float]], width: float, *, gap: float
) -> tuple[list[tuple[float, float]], float]:
    """Rectangles one after the other, each as far up and then as far left as there is room.

    Parameters
    ----------
    cells : sequence of (width, height)
        A cell wider than the whole begins at the left edge.
    width : float
        The width of the whole.
    gap : float
        The least distance between two cells.

    Returns
    -------
    places : list of (x, y)
        The upper left corner of each cell, y downwards.
    height : float
        Of the whole.

    Examples
    --------
    >>> pack([(60, 40), (40, 10), (40, 10)], 100, gap=0)
    ([(0.0, 0.0), (60.0, 0.0), (60.0, 10.0)], 40.0)
    """
    # The lower edge of what is placed, as steps from left to right: where each begins, its depth.
    steps = [(0.0, 0.0)]
    places: list[tuple[float, float]] = []
    height = 0.0
    for wide, high in cells:
        options = []
        for start, _ in steps:
            if start + wide <= width + 1e-9 or start == 0:
                ends = [begin for begin, _ in steps[1:]] + [float("inf")]
                under = [
                    depth
                    for (begin, depth), end in zip(steps, ends, strict=True)
                    if begin < start + wide + gap and end > start
                ]
                options.append((max(under), start))
        top, left = min(options)
        places.append((left, top))
        height = max(height, top + high)
        right, bottom = left + wide + gap, top + high + gap
        beyond = [depth for begin, depth in steps if begin <= right][-1]
        steps = [step for step in steps if step[0] < left or step[0] > right]
        steps = sorted([*steps, (left, bottom), (right, beyond)])
    return places, height
