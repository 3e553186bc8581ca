"""Where the ego's ties lead: alters, closest first, and how well each leads on to a target."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from infonet.errors import InfonetError
from infonet.graph import Network
from infonet.insiders import Target
from infonet.paths._approach import DIGITS
from infonet.paths.search import Search

__all__ = ["alters_of", "closest_first", "openings", "search_of", "targets_of"]

# Made once for a network and gone with it.
_SEARCHES: WeakKeyDictionary[Network, Search] = WeakKeyDictionary()
_CLOSEST: WeakKeyDictionary[Network, NDArray[np.int64]] = WeakKeyDictionary()


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
    """The search index of a network, made once."""
    found = _SEARCHES.get(net)
    if found is None:
        found = _SEARCHES[net] = Search(net.indptr, net.indices, net.strength, net.ego)
    return found


def targets_of(net: Network, *, former: bool = False) -> Iterable[Target]:
    """The wanted targets with their insiders, most wanted first; an error when there is none."""
    wanted = net.workplaces.wanted
    if wanted.empty:
        raise InfonetError('no target is wanted yet: name one, as in book.want("Delta")')
    for name, kind in zip(wanted.company, wanted.kind, strict=True):
        yield net.target(**{kind: name}, former=former)


def closest_first(net: Network) -> NDArray[np.int64]:
    """Alters, closest first, then most recently in touch, then by name."""
    found = _CLOSEST.get(net)
    if found is None:
        found = _CLOSEST[net] = _by_closeness(net)
    return found


def _by_closeness(net: Network) -> NDArray[np.int64]:
    alters, strength = alters_of(net)
    recency = np.where(np.isnat(net.in_touch), np.inf, -net.in_touch.astype(np.float64))
    return alters[np.lexsort((alters, recency, -strength.round(DIGITS)))]
