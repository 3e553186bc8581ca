"""Seeded networks that look like people's: heavy-tailed degrees, circles, Zipf companies."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["CLASSES", "People", "people"]

CLASSES = (0.70, 0.50, 0.37, 0.25)
"""The strengths of the four classes of evidence, before anything is learned."""

_SHARES = (0.05, 0.15, 0.30, 0.50)
_IN_COMMUNITY, _IN_COMPANY = 0.5, 0.2  # of all ties; the rest go anywhere
_COMMUNITY = 150  # people in one, on average


class People(NamedTuple):
    """A network as arrays, with a company for each person.

    Attributes
    ----------
    indptr, indices, strength : arrays
        CSR with every tie in both directions, targets ascending within a row.
    company : array of int
        Of each person; company 0 is the largest.
    ego : int
        Somebody with more ties than nine in ten.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    strength: NDArray[np.float64]
    company: NDArray[np.int64]
    ego: int

    def insiders(self, company: int) -> NDArray[np.int64]:
        """Find the people who work at a company."""
        return np.flatnonzero(self.company == company)


def people(n: int, degree: float = 20.0, *, seed: int = 0, classes: bool = False) -> People:
    """Invent a network.

    Parameters
    ----------
    n : int
        How many people.
    degree : float
        Ties per person, on average; a little less is reached where n is small.
    seed : int
        The same seed gives the same network.
    classes : bool
        Strengths from the four classes only, so that very many paths tie; otherwise continuous.
    """
    rng = np.random.default_rng(seed)
    sociable = np.minimum(1.0 + rng.pareto(2.2, n), n**0.5)
    company = _zipf(rng, n)
    community = rng.integers(0, max(n // _COMMUNITY, 1), n)
    low, high = _ties(rng, int(n * degree / 2), sociable, community, company)
    if classes:
        strength = rng.choice(CLASSES, len(low), p=_SHARES)
    else:
        strength = np.maximum(rng.beta(2.0, 4.0, len(low)), 0.01)
    source, target = np.concatenate((low, high)), np.concatenate((high, low))
    order = np.argsort(source * n + target)
    indptr = np.concatenate(([0], np.cumsum(np.bincount(source, minlength=n))))
    ego = int(np.argsort(np.diff(indptr), kind="stable")[int(0.9 * n)])
    both = np.concatenate((strength, strength))[order]
    return People(indptr, target[order].astype(np.int32), both, company, ego)


def _zipf(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    """Draw a company for each person, the size falling as one over the rank."""
    share = np.cumsum(1.0 / np.arange(1, max(n // 30, 2) + 1))
    company: NDArray[np.int64] = np.searchsorted(share, rng.random(n) * share[-1])
    return company


def _ties(
    rng: np.random.Generator,
    count: int,
    sociable: NDArray[np.float64],
    community: NDArray[np.int64],
    company: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Different unordered pairs, in proportion to how sociable both are."""
    n = len(sociable)
    drawn = int(count * 1.25)
    anywhere = np.zeros(n, dtype=np.int64)
    kind = rng.random(drawn)
    source = _drawn(rng, sociable, anywhere, anywhere[:1].repeat(drawn))
    target = np.empty(drawn, dtype=np.int64)
    bounds = (0.0, _IN_COMMUNITY, _IN_COMMUNITY + _IN_COMPANY, 1.0)
    circles = (community, company, anywhere)
    for circle, low, high in zip(circles, bounds[:-1], bounds[1:], strict=True):
        chosen = np.flatnonzero((kind >= low) & (kind < high))
        target[chosen] = _drawn(rng, sociable, circle, circle[source[chosen]])
    pair = np.unique(np.minimum(source, target) * n + np.maximum(source, target))
    pair = pair[pair // n != pair % n]
    pair = np.sort(rng.permutation(pair)[:count])
    return pair // n, pair % n


def _drawn(
    rng: np.random.Generator,
    sociable: NDArray[np.float64],
    circle: NDArray[np.int64],
    wanted: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Somebody of each wanted circle, in proportion to how sociable they are."""
    order = np.argsort(circle, kind="stable")
    total = np.concatenate(([0.0], np.cumsum(sociable[order])))
    first = np.searchsorted(circle[order], np.arange(circle.max() + 2))
    start, stop = total[first[wanted]], total[first[wanted + 1]]
    at = start + rng.random(len(wanted)) * (stop - start)
    by_size = np.argsort(at)  # a search in order is many times faster
    drawn = np.empty(len(wanted), dtype=np.int64)
    drawn[by_size] = order[np.searchsorted(total[1:-1], at[by_size], side="right")]
    return drawn
