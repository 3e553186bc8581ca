"""The walks of at least some product, gathered backward; and the best paths among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from infonet.paths.search.arcs import Arcs, Floats, Ints, group_by, not_among
from infonet.paths.search.ranking import NOTHING, Ranking, floor_of

BATCH = 2048
"""Arcs followed at a time; more only matters where paths tie."""

FEW = 200
"""Arcs that are followed one by one."""

_LONG = 32  # a part of fewer products is not worth a step
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

    def fill(self, ranking: Ranking) -> Ranking:
        """Put the best paths among the walks into a ranking, and return it.

        Paths are found in the very order that breaks ties: fewer hops first, then by routes, depth
        first. Once the ranking is full, an equal product comes too late, and all beginnings that
        can merely tie fall away at once. Few arcs are followed one by one, many in batches: a step
        of arrays takes as long for one arc as for a hundred.
        """
        stop = (self.own * self.reach >= max(ranking.floor, NOTHING)).nonzero()[0]
        if ranking.place is not None and len(stop) > 1:
            place = ranking.place.take(self.person.take(stop))
            stop = stop.take(np.lexsort((place, self.hops.take(stop))))
        if len(self.head) <= FEW:
            self._one_by_one(stop.tolist(), ranking)
        else:
            self._in_batches(stop, ranking)
        return ranking

    def _one_by_one(self, begins: list[int], ranking: Ranking) -> None:
        """Follow each beginning to the end before the next."""
        person, reach, own = self.person.tolist(), self.reach.tolist(), self.own.tolist()
        first, head, strength = self.first.tolist(), self.head.tolist(), self.strength.tolist()
        stack = [(tuple(person[stop : stop + 1]), stop, own[stop]) for stop in reversed(begins)]
        while stack:
            route, stop, product = stack.pop()
            if product * reach[stop] < ranking.floor:
                continue
            if stop < self.ends:
                ranking.put(route, product)
            for arc in range(first[stop + 1] - 1, first[stop] - 1, -1):  # the first one on top
                onward, then = head[arc], product * strength[arc]
                if then * reach[onward] >= ranking.floor and person[onward] not in route:
                    stack.append(((*route, person[onward]), onward, then))

    def _in_batches(self, stop: Ints, ranking: Ranking) -> None:
        """Follow many beginnings at a time, hop by hop."""
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


def gather(
    arcs: Arcs,
    bounds: Sequence[Floats],
    insiders: Ints,
    best: Floats,
    left_out: Ints,
    *,
    many: int,
    exactly: bool = False,
) -> Ways:
    """Gather the arcs of all walks from the ego to an insider that reach a floor.

    ``bounds[h]`` is the best product of a walk of at most (or exactly) h ties from the ego to each
    person; the walks have at most (or exactly) ``len(bounds) - 1`` ties. A walk meets no other of
    the `insiders`, whose bounds are `best`, and nobody of `left_out`, the ego among them; both
    ascend.

    Wherever `many` different ends of walks are found, the last of the best so many raises the
    floor. Whether as many *paths* reach it is not certain: a walk may meet a person twice.
    """
    hops, read, floor = len(bounds) - 1, 0, _raised(NOTHING, best, many)
    closed = np.concatenate((insiders, left_out))
    closed.sort(kind="stable")
    people = insiders.take((best >= floor).nonzero()[0])
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
        raised = _raised(floor, np.concatenate((bound, whole)), many)
        if raised > floor:
            floor, chosen = raised, chosen.take((bound >= raised).nonzero()[0])
        if not len(chosen):
            break
        # A layer's people ascend: those to whom each of the next may go stay in that order.
        tail = tail.take(chosen)
        order, first = group_by(tail)
        chosen, people = chosen.take(order), tail.take(order.take(first))
        best_of = np.maximum.reduceat(reach.take(chosen), first)
        layers.append(_Layer(people, best_of, first, row.take(chosen), strength.take(chosen)))
        if not exactly:
            whole = np.concatenate((whole, bounds[1].take(people) * best_of))
    return _joined(layers, bounds[1], hops - 1 if exactly else 0, floor, read)


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


def _raised(floor: float, product: Floats, many: int) -> float:
    """Return the floor, raised to a product that at least `many` reach, if there are as many.

    Of very many, the greatest of each part are looked at, which is faster and nearly as good.
    """
    if len(product) < many:
        return floor
    parts = 16 * many
    if len(product) > _LONG * parts:
        size = len(product) // parts
        product = product[: size * parts].reshape(parts, size).max(axis=1)
    return max(floor, floor_of(float(np.partition(product, -many)[-many])))
