"""The walks of at least some product, gathered backward; and the best paths among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from infonet.paths.search.arcs import Floats, Ints, group_by, not_among
from infonet.paths.search.query import Query
from infonet.paths.search.ranking import NOTHING, Ranking, raised

BATCH = 2048
"""Arcs followed at a time; more only matters where paths tie."""

_NONE: Ints = np.empty(0, dtype=np.intp)


class Beginnings(NamedTuple):
    """Beginnings of paths: a column of people for each hop, the stop they came to, the product."""

    people: list[Ints]
    stop: Ints
    product: Floats

    def at(self, rows: Ints) -> Beginnings:
        """Return some of them."""
        people = [column.take(rows) for column in self.people]
        return Beginnings(people, self.stop.take(rows), self.product.take(rows))


@dataclass(frozen=True)
class Ways:
    """All walks from the ego to an insider of at least the product `floor`, as a graph of stops.

    A stop is a person with a number of hops to go. The insiders, with none, are the first `ends`
    stops. The arcs of stop i stand from ``first[i]`` to ``first[i + 1]``, in the order of the
    people to whom they lead.

    Attributes
    ----------
    person, hops : arrays of int
        Of each stop: who it is, and how many hops there are to go.
    own : array of float
        The strength of the ego's own tie with the person; 0 where no walk begins.
    reach : array of float
        The best product from the stop to an insider.
    first, head, strength : arrays
        The arcs: to which stop each leads, and its strength.
    """

    ends: int
    person: Ints
    hops: Ints
    own: Floats
    reach: Floats
    first: Ints
    head: Ints
    strength: Floats
    floor: float
    arcs_read: int

    def fill(self, ranking: Ranking) -> None:
        """Put the best paths among the walks into a ranking.

        Paths are found in the very order that breaks ties: fewer hops first, then by routes, depth
        first. Once the ranking is full, an equal product comes too late, and all beginnings that
        can merely tie fall away at once. Beginnings are followed in batches: a step of arrays
        takes as long for one arc as for a hundred.
        """
        stop = (self.own * self.reach >= max(ranking.floor, NOTHING)).nonzero()[0]
        if ranking.place is not None and len(stop) > 1:
            place = ranking.place.take(self.person.take(stop))
            stop = stop.take(np.lexsort((place, self.hops.take(stop))))
        done = stop < self.ends
        if done.any():
            ends = stop.take(done.nonzero()[0])
            ranking.add([self.person.take(ends)], self.own.take(ends))
            stop = stop.take((~done).nonzero()[0])
        stack = [Beginnings([self.person.take(stop)], stop, self.own.take(stop))]
        while stack:
            batch = stack.pop()
            able = batch.product * self.reach.take(batch.stop) >= ranking.floor
            if not able.all():
                batch = batch.at(able.nonzero()[0])
            if len(batch.stop):
                stack += self._step(batch, ranking)

    def _step(self, batch: Beginnings, ranking: Ranking) -> list[Beginnings]:
        """Go one hop on, and rank the paths that this completes; return what is left, first last.

        Of several beginnings only the first go on, with at most `BATCH` arcs.
        """
        start = self.first.take(batch.stop)
        length = self.first.take(batch.stop + 1) - start
        ends, left = length.cumsum(), list[Beginnings]()
        if ends[-1] > BATCH and len(ends) > 1:
            cut = max(1, int(ends.searchsorted(BATCH)))
            left.append(batch.at(np.arange(cut, len(ends))))
            batch = batch.at(np.arange(cut))
            start, length, ends = start[:cut], length[:cut], ends[:cut]
        row = np.arange(len(length)).repeat(length)
        arc = (start - ends + length).repeat(length) + np.arange(len(row))
        stop, product = self.head.take(arc), batch.product.take(row) * self.strength.take(arc)
        person = self.person.take(stop)
        able = product * self.reach.take(stop) >= ranking.floor
        for column in batch.people[:-1]:
            able &= column.take(row) != person
        chosen = able.nonzero()[0]
        row, stop, person = row.take(chosen), stop.take(chosen), person.take(chosen)
        people = [*(column.take(row) for column in batch.people), person]
        onward = Beginnings(people, stop, product.take(chosen))
        done = stop < self.ends
        if done.any():
            rows = done.nonzero()[0]
            complete = onward.at(rows)
            ranking.add(complete.people, complete.product)
            onward = onward.at((~done).nonzero()[0])
        if len(onward.stop):
            # One hop before the end a walk that has been simple so far is a path.
            sure = (self.hops.take(onward.stop) == 1).nonzero()[0]
            ranking.promise(onward.product.take(sure) * self.reach.take(onward.stop.take(sure)))
            left.append(onward)
        return left


def gather(query: Query, ranking: Ranking, many: int) -> tuple[int, bool]:
    """Rank the best paths; return how many arcs were read, and that it came to an end."""
    found = _gathered(query, many, ranking.floor)
    ranking.floor = found.floor
    found.fill(ranking)
    if not ranking.full:
        ranking.floor = found.floor  # all that reaches it was looked at
    return found.arcs_read, True


def _gathered(query: Query, many: int, least: float) -> Ways:
    """Gather the arcs of all walks from the ego to an insider that reach a floor.

    Wherever `many` different ends of walks are found, the last of the best so many raises it.
    Whether as many *paths* reach it is not certain: a walk may meet a person twice.
    """
    arcs, bounds, hops, read = query.arcs, query.bounds, len(query.bounds) - 1, 0
    floor = raised(least, query.best, many)
    closed = np.concatenate((query.insiders, query.left_out))
    closed.sort(kind="stable")
    people = query.insiders.take((query.best >= floor).nonzero()[0])
    layers = [_Layer(people, np.ones(len(people)), _NONE, _NONE, np.empty(0))]
    whole = bounds[1].take(people)  # the products of the walks that are known to their beginning
    for left in range(hops - 1, 0, -1):
        row, arc = arcs.spread(layers[-1].people)
        read += len(arc)
        tail, strength = arcs.head.take(arc), arcs.strength.take(arc)
        reach = strength * layers[-1].reach.take(row)
        bound = bounds[left].take(tail) * reach
        chosen = (bound >= floor).nonzero()[0]
        chosen = chosen.take(not_among(tail.take(chosen), closed))
        bound = bound.take(chosen)
        higher = raised(floor, np.concatenate((bound, whole)), many)
        if higher > floor:
            floor, chosen = higher, chosen.take((bound >= higher).nonzero()[0])
        if not len(chosen):
            break
        # A layer's people ascend: those to whom each of the next may go stay in that order.
        tail = tail.take(chosen)
        order, first = group_by(tail)
        chosen, people = chosen.take(order), tail.take(order.take(first))
        best_of = np.maximum.reduceat(reach.take(chosen), first)
        layers.append(_Layer(people, best_of, first, row.take(chosen), strength.take(chosen)))
        if not query.exactly:
            whole = np.concatenate((whole, bounds[1].take(people) * best_of))
    return _joined(layers, bounds[1], hops - 1 if query.exactly else 0, floor, read)


class _Layer(NamedTuple):
    """People with the same number of hops to go, and the arcs by which they may go on.

    `reach` is the best product from each to an insider. The arcs of person i begin at ``first[i]``;
    `head` is the place of the next person in the layer of one hop less.
    """

    people: Ints
    reach: Floats
    first: Ints
    head: Ints
    strength: Floats


def _joined(layers: list[_Layer], own: Floats, least: int, floor: float, read: int) -> Ways:
    """Join layers to one graph of stops; a walk begins where at least that many hops are to go."""
    sizes = [len(layer.people) for layer in layers]
    hops = np.arange(len(layers)).repeat(sizes)
    person = np.concatenate([layer.people for layer in layers])
    heads, firsts, stops, count = list[Ints](), [np.zeros(sizes[0], dtype=np.intp)], 0, 0
    for layer, before in zip(layers[1:], sizes, strict=False):
        heads.append(layer.head + stops)
        firsts.append(layer.first + count)
        stops, count = stops + before, count + len(layer.head)
    return Ways(
        ends=sizes[0],
        person=person,
        hops=hops,
        own=own.take(person) * (hops >= least),
        reach=np.concatenate([layer.reach for layer in layers]),
        first=np.concatenate([*firsts, [count]]),
        head=np.concatenate([_NONE, *heads]),
        strength=np.concatenate([layer.strength for layer in layers]),
        floor=floor,
        arcs_read=read,
    )
