"""Choose which members should meet: a tie between two, and how much nearer it brings both."""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.cohort._paths import best_paths
from infonet.cohort._pool import Pool

Floats = NDArray[np.float64]


class Gains(NamedTuple):
    """Hold of each member and company the chance now, and that of whoever meets the member.

    A member's own companies are none that they want to reach: the chance there counts as 1.
    """

    alone: Floats
    through: Floats

    def of(self, member: int) -> Floats:
        """Return what a member gains by meeting each of the others."""
        more = self.through - self.alone[member]
        gained: Floats = np.maximum(more, 0.0, out=more).sum(axis=1)
        gained[member] = 0.0
        return gained


def gains_of(pool: Pool, paths: pd.DataFrame, *, max_hops: int, strength: float) -> Gains:
    """Return what members gain who meet, from their best paths of at most that many ties.

    A path over the other has one tie less left. One that came back would be no better than now.
    """
    own = _own(pool)
    alone, beyond = _chances(pool, paths), np.zeros(own.shape)
    if max_hops > 1:
        beyond = _chances(pool, best_paths(pool, max_hops=max_hops - 1))
    through = strength * np.where(own, 1.0, beyond)
    through[np.isin(pool.member, pool.opted_out)] = 0.0  # nobody is led to them
    return Gains(np.where(own, 1.0, alone), through)


def best_meetings(
    gains: Gains, *, most: int, each: int, rounds: int = 1
) -> tuple[list[tuple[int, int]], NDArray[np.float64]]:
    """Choose meetings one by one, each that adds most to those before.

    Nobody meets twice within a round of `rounds` meetings. Return the places of the two members of
    each, and what it adds. Of equal ones the first.
    """
    gains = Gains(gains.alone.copy(), gains.through)
    members = len(gains.alone)
    gained = np.array([gains.of(member) for member in range(members)])
    left = np.full(members, each)
    pairs: list[tuple[int, int]] = []
    adds: list[float] = []
    while len(pairs) < most:
        both = np.triu(gained + gained.T, 1)
        free = left > 0
        free[[*itertools.chain(*pairs[len(pairs) // rounds * rounds :])]] = False
        both[~free] = 0.0
        both[:, ~free] = 0.0
        if not both.size or both.max() < 1e-9:
            break
        one, other = map(int, np.unravel_index(both.argmax(), both.shape))
        pairs.append((one, other))
        adds.append(float(both[one, other]))
        left[[one, other]] -= 1
        for here, there in ((one, other), (other, one)):
            np.maximum(gains.alone[here], gains.through[there], out=gains.alone[here])
            gained[here] = gains.of(here)
    return pairs, np.array(adds)


def _own(pool: Pool) -> NDArray[np.bool_]:
    """Say which companies are each member's own."""
    own = np.zeros((len(pool.member), len(pool.company)), dtype=np.bool_)
    at = np.minimum(np.searchsorted(pool.member, pool.insider), len(pool.member) - 1)
    inside = pool.member[at] == pool.insider
    own[at[inside], pool.employer[inside]] = True
    return own


def _chances(pool: Pool, paths: pd.DataFrame) -> Floats:
    """Return the chance of each member at each company; 0 without a path."""
    found = np.zeros((len(pool.member), len(pool.company)))
    row = np.searchsorted(pool.member, paths.member.cat.codes)
    found[row, paths.company.cat.codes] = paths.probability
    return found
