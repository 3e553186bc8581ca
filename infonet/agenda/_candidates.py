"""What could be asked about each target this week: the best way through each first person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.agenda._log import Log
from infonet.agenda._target_status import Standing, rest, standing
from infonet.errors import UnknownNameError
from infonet.graph import Network
from infonet.insiders import Target
from infonet.paths import (
    DIGITS,
    Onward,
    Way,
    alters_of,
    closest_first,
    cold,
    known_way,
    scout,
    targets_of,
)

__all__ = ["Choice", "Opening", "choices", "openings"]


@dataclass(frozen=True)
class Opening:
    """A target about which somebody may be asked now.

    Attributes
    ----------
    number : int
        Place among the wanted targets, the most wanted first.
    target : Target
        Everybody who works there, or in the field.
    insiders : ndarray of int64
        Those of them who would be a new conversation for this target.
    weight : float
        One over its priority.
    standing : Standing
        What the log says of it.
    """

    number: int
    target: Target
    insiders: NDArray[np.int64]
    weight: float
    standing: Standing


class Choice(NamedTuple):
    """Asking one person about one target; it comes before others of equal worth by its order."""

    opening: Opening
    way: Way
    person: int | None
    room: int
    place: int

    @property
    def adds(self) -> float:
        """What it adds to the objective: weight × probability × (1 - what is pending)."""
        return self.opening.weight * self.way.probability * (1.0 - self.opening.standing.pending)


def openings(
    net: Network, log: Log, holidays: Iterable[object], never: frozenset[str] = frozenset()
) -> list[Opening]:
    """The targets that do not rest; everybody inside several counts for the one wanted most.

    Nobody of `never`, by key, is asked or passed.
    """
    days_off = list(holidays)
    resting = _resting(net, log, days_off)
    weights = 1.0 / net.workplaces.wanted.priority.to_numpy(dtype=np.float64)
    found, taken = list[Opening](), resting
    for number, target in enumerate(targets_of(net)):
        aliases = net.workplaces.aliases(target.name) if target.kind == "company" else []
        stands = standing(net, log, log.about(target.name, aliases=aliases), days_off)
        if stands.resting is None:
            met = _positions(net, stands.met)
            stands = replace(stands, refused=stands.refused | never, met=stands.met - never)
            insiders = np.setdiff1d(target.insiders, [*taken, *met])
            found.append(Opening(number, target, insiders, float(weights[number]), stands))
            taken = taken | set(target.insiders.tolist())
    return found


def _resting(net: Network, log: Log, holidays: list[object]) -> set[int]:
    """Everybody at a company that is left alone for now, whichever target they belong to."""
    names = {one.company for one in log.requests if one.company and rest(net, log, one, holidays)}
    fields = net.tables.companies.company[net.tables.companies.kind == "field"]
    inside: set[int] = set()
    for name in sorted(names - set(fields)):
        with suppress(UnknownNameError):  # nobody of the network works there
            inside |= set(net.target(name).insiders.tolist())
    return inside


def choices(
    net: Network, opening: Opening, room: NDArray[np.int64], *, count: int, max_hops: int
) -> Iterator[Choice]:
    """The best ways for one target through different first persons, and the cold message.

    Parameters
    ----------
    net : Network
    opening : Opening
        The target.
    room : ndarray of int64, shape (alters,)
        How many more times each alter may be asked.
    count : int
        So many first persons are enough: with one choice fewer taken up by other targets, one of
        the best so many is always free, and is at least as good as whoever comes after them.
    max_hops : int
        The most ties on a way.
    """
    alters, strength = alters_of(net)
    closed = _positions(net, opening.standing.refused - opening.standing.met)
    onward = Onward(net, opening.insiders, hops=max_hops - 1, without=closed)
    path = onward.product[alters]
    outside = ~np.isin(alters, opening.target.insiders)
    asks = np.where(outside, net.priors["scout"].mean, 0.0)
    value = strength * np.maximum(path, asks)
    by_path = path >= asks
    hops = np.where(by_path, 1 + onward.hops(alters), 2)
    place = np.argsort(_order_of(alters, closest_first(net)))
    free = (value > 0) & (room > 0) & ~np.isin(alters, closed)
    order = np.lexsort((place, hops, -value.round(DIGITS)))
    for at in [at for at in order if free[at]][:count]:
        alter = int(alters[at])
        way = known_way(net, (net.ego, *onward.route(alter))) if by_path[at] else scout(net, alter)
        yield Choice(opening, way, alter, int(room[at]), int(place[at]))
    unknown = Target(opening.target.name, opening.target.kind, opening.insiders, ())
    way = cold(net, unknown, [(net.ego, person) for person in closed])
    stranger = way.route[1] if len(way.route) > 1 else None
    yield Choice(opening, way, stranger, 1, len(alters))


def _order_of(alters: NDArray[np.int64], ranked: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each of the ranked stands among the ascending alters."""
    return np.searchsorted(alters, ranked)


def _positions(net: Network, keys: Iterable[str]) -> list[int]:
    """Positions of the people whom the network knows, ascending."""
    found = net.person.get_indexer(pd.Index(sorted(keys), dtype="str"))
    return sorted(int(at) for at in found if at >= 0 and at != net.ego)
