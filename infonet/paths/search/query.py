"""Hold what is asked of a network, as both ways to answer it take it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from infonet.paths.search.arcs import Arcs, Floats, Ints


class Query(NamedTuple):
    """The walks from the ego to an insider that are asked for.

    Attributes
    ----------
    arcs : Arcs
        The network.
    bounds : sequence of arrays of float
        Of each number of ties, from 0 to as many as a walk may have: the best product of a walk of
        at most (or exactly) so many from the ego to each person.
    insiders, best : arrays
        Where a walk ends, and the bounds of these people. A walk meets no other of them.
    left_out : list of int
        Whom a walk does not meet, the ego among them. These and the insiders ascend.
    exactly : bool
        Whether a walk has exactly the most ties.
    """

    arcs: Arcs
    bounds: Sequence[Floats]
    insiders: Ints
    best: Floats
    left_out: list[int]
    exactly: bool
