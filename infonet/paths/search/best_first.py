"""The best paths where few walks compete: backward from the insiders, the most promising first."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from heapq import heapify, heappop, heappush

from infonet.paths.search.arcs import is_among
from infonet.paths.search.query import Query
from infonet.paths.search.ranking import Ranking, floor_of, raised

MOST = 20
"""Ends of walks that are looked at, and three for each that promises; where more compete, arrays
are faster."""


def follow(query: Query, ranking: Ranking, many: int) -> tuple[int, bool]:
    """Rank the best paths; return how many arcs were read, and whether it came to an end.

    The *end* of a walk leads from a person to an insider. Its bound, the best product of a walk
    that ends so, is exact for walks. As in A*, the end of the greatest bound is followed first: by
    the ego's own tie, and by each tie of its first person that may still count. Different ends are
    those of different walks, and what `many` of them promise raises the floor.

    It does not come to an end where too many compete, as where strengths are equal.
    """
    arcs, bounds, insiders = query.arcs, query.bounds, query.insiders
    own, most, left_out = bounds[1], MOST + 3 * many, {*query.left_out}
    floor = raised(ranking.floor, query.best, many)
    able = (query.best >= floor).nonzero()[0]
    seen, read = len(able), 0
    if seen > most:
        return read, False
    promised, people = query.best.take(able).tolist(), insiders.take(able).tolist()
    ends: list[_End] = [
        (-bound, (person,), (), 1.0) for bound, person in zip(promised, people, strict=True)
    ]
    heapify(ends)
    promised.sort()
    while ends and -ends[0][0] >= floor:
        bound, route, ties, onward = heappop(ends)
        if (at := bisect_left(promised, -bound)) < len(promised) and promised[at] == -bound:
            del promised[at]
        left, start = len(bounds) - len(route), own.item(route[0])
        if start * onward >= floor and (left == 1 or not query.exactly):
            insort(promised, start * onward)
            ranking.put(route, math.prod(ties, start=start))
            floor = max(floor, ranking.floor)
        if left > 1:
            row = arcs.row(route[0])
            tail, strength = arcs.head[row], arcs.strength[row]
            value = bounds[left - 1].take(tail)
            value *= strength
            read += len(tail)
            able = (value >= floor / onward).nonzero()[0]
            if len(able) > many:
                floor = raised(floor, value.take(able) * onward, many)
                able = (value >= floor / onward).nonzero()[0]
            seen += len(able)
            if seen > most:
                return read, False
            for place in able.tolist():
                before = tail.item(place)
                if before in route or before in left_out or is_among(before, insiders):
                    continue
                tie, product = strength.item(place), value.item(place) * onward
                insort(promised, product)
                heappush(ends, (-product, (before, *route), (tie, *ties), tie * onward))
        del promised[:-many]
        if len(promised) == many and promised[0] > floor:
            floor = max(floor, floor_of(promised[0]))
    ranking.keep_certain(floor)
    return read, True


_End = tuple[float, tuple[int, ...], tuple[float, ...], float]
"""Its bound, the greatest first; its people; the strengths of its ties, and their product."""
