"""Where the ego's ties lead: alters, closest first, and how well each leads on to a target."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from infonet.errors import InfonetError
from infonet.graph import Network
from infonet.insiders import Target
from infonet.paths._approach import DIGITS
from infonet.paths.search import Search


def alters_of(net: Network) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Positions of the people whom the ego knows, and the strengths of those ties."""
    return net.alters, net.strength[net.arcs(net.ego)]


def openings(net: Network, targets: Iterable[Target], *, max_hops: int) -> NDArray[np.float64]:
    """How well each alter leads on to each target, once they act.

    Returns
    -------
    ndarray of float64, shape (alters, targets)
        Best product of strengths from the alter to an insider within ``max_hops - 1`` ties, never
        through the ego; 1 for an insider, 0 where there is no path.
    """
    alters, _ = alters_of(net)
    columns = [
        search_of(net).completions(target.insiders, hops=max_hops - 1)[alters] for target in targets
    ]
    return np.column_stack(columns) if columns else np.zeros((len(alters), 0))


def search_of(net: Network) -> Search:
    """Return the search index of a network, made once."""
    return net.once(_search)


def _search(net: Network) -> Search:
    return Search(net.indptr, net.indices, net.strength, net.ego)


def targets_of(net: Network, *, former: bool = False) -> Iterable[Target]:
    """The wanted targets with their insiders, most wanted first; an error when there is none."""
    wanted = net.workplaces.wanted
    if wanted.empty:
        raise InfonetError('no target is wanted yet: name one, as in book.want("Delta")')
    for name, kind in zip(wanted.company, wanted.kind, strict=True):
        yield net.target(**{kind: name}, former=former)


def closest_first(net: Network) -> NDArray[np.int64]:
    """Rank the alters: closest first, then most recently in touch, then by name."""
    return net.once(_by_closeness)


def _by_closeness(net: Network) -> NDArray[np.int64]:
    alters, strength = alters_of(net)
    recency = np.where(np.isnat(net.in_touch), np.inf, -net.in_touch.astype(np.float64))
    return alters[np.lexsort((alters, recency, -strength.round(DIGITS)))]
