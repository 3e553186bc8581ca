"""Keep what is made once with a network, or with all networks of the same ties."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Once:
    """Results by the function that made them; each is made once, whichever thread asks first."""

    def __init__(self) -> None:
        self._made: dict[Callable[[Any], Any], Any] = {}
        self._lock = RLock()

    def get(self, make: Callable[[Any], T], of: object) -> T:
        """Return what `make` returns for `of`, which has been or is now made."""
        if make not in self._made:
            with self._lock:
                if make not in self._made:
                    self._made[make] = make(of)
        return cast("T", self._made[make])

    def __reduce__(self) -> tuple[type[Once], tuple[()]]:
        """Let a copy work everything out anew: a lock cannot be copied, and the copy may differ."""
        return Once, ()


UNWEIGHTED = set[Callable[..., Any]]()
"""The functions that are marked so."""


def unweighted(make: Callable[[Any], T]) -> Callable[[Any], T]:
    """Mark a function for `Network.once` that looks at no strength, nor at what is made of them.

    Parameters
    ----------
    make : callable
        A function of a module, which takes the network alone.

    Returns
    -------
    callable
        The same function; `Network.with_priors` shares what it has made.

    Examples
    --------
    >>> import networkx as nx
    >>> from infonet.graph import Network
    >>> @unweighted
    ... def size(net):
    ...     return len(net)
    >>> G = nx.Graph([("a", "b", {"strength": 0.5})], ego="a")
    >>> nx.set_node_attributes(G, "Delta", "company")
    >>> Network.from_networkx(G).once(size)
    2
    """
    UNWEIGHTED.add(make)
    return make
