"""Find what would help most: closeness not stated yet, exports not handed over yet."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.errors import InfonetError, whole_number
from infonet.graph import Network, network_of
from infonet.insiders import Target
from infonet.paths._acquainted import knows_someone
from infonet.paths._alters import BestCompletion, alters_of, closest_first, openings, targets_of
from infonet.paths._approach import DIGITS
from infonet.paths._askable import Askable, target_log
from infonet.strength import REASONS
from infonet.tables import ME, TEXT, typed

CLOSENESS = ("strong", "medium", "weak")
"""What can be said of a tie."""

_EFFECT = {
    **dict.fromkeys(("person", "closeness", "company", "kind"), TEXT),
    **dict.fromkeys(("before", "after"), "float64"),
}
_SAID = [code for code, reason in enumerate(REASONS) if reason.name.startswith("said")]


def ties_to_rate(net: Network, *, n: int = 20, max_hops: int = 4) -> pd.DataFrame:
    """Rank the people whose closeness is most worth stating (``book.tie(name, closeness=...)``).

    An export hardly says who is close. For every alter of whom the user has said nothing, this
    asks: were the tie strong, how much likelier would a conversation at the targets become?

    Parameters
    ----------
    net, max_hops : as in `reach`
    n : int
        The most people to list.

    Returns
    -------
    DataFrame
        person (key), name, company, title, strength (as it stands), gain (what a strong tie would
        add to the sum over targets of the best way's probability, each target weighted by one over
        its priority), opens (tuple of the targets that would gain). Largest gain first, then the
        better-founded tie, then the more recent one. People without any gain are left out.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", company="Delta", new=True), book.want("Delta")
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> ties_to_rate(net)[["name", "opens"]].iloc[0].tolist()
    ['Ana Diaz', ('Delta',)]
    """
    net, most = network_of(net), whole_number(n, "n", least=0)
    found, at = _closest_first(net)
    names, weight, paths = _leads(net, max_hops)
    knows = [knows_someone(net, target) for target in targets_of(net)]
    leads = np.maximum(paths, np.column_stack(knows) if knows else paths)[at]
    strength = found.strength.to_numpy()
    best = (strength[:, None] * leads).max(axis=0, initial=0.0)
    strong = net.priors["strong"].mean
    unsaid = ~np.isin(net.reason[net.arcs(net.ego)][at], _SAID)
    more = np.maximum(0.0, strong * leads - best) * (unsaid & (strength < strong))[:, None]
    found = found.assign(
        gain=(more * weight).sum(axis=1),
        opens=pd.Series([tuple(names[row > 0]) for row in more], dtype=object),
    )
    # Gains that agree to twelve digits are equal: there the closer alter stays before the other.
    found = found[found.gain > 0]
    order = np.argsort(-found.gain.to_numpy().round(DIGITS), kind="stable")
    return found.iloc[order].head(most).reset_index(drop=True)


def rating_effects(net: Network, people: Iterable[str], *, max_hops: int = 4) -> pd.DataFrame:
    """Work out what it would change to state how close people are.

    Parameters
    ----------
    net, max_hops : as in `reach`
    people : iterable of str
        Keys of direct ties.

    Returns
    -------
    DataFrame
        One row per person, closeness (strong, medium or weak) and target of which the best way
        that can be asked now would have another chance: person, closeness, company (or field, as
        the user wrote it), kind (company or field), before and after (the probability of that way;
        0 where there is none). By person and closeness, as given and named here, then the most
        wanted target first. The chance of a closeness is that of its class; what the person's own
        asks brought is left out.

    Raises
    ------
    InfonetError
        `net` is no network, or somebody is no direct tie.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", company="Delta", new=True), book.want("Delta")
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> rating_effects(net, ["name/ana-diaz"])[["closeness", "company", "before", "after"]]
      closeness company  before  after
    0    strong   Delta    0.37    0.7
    1    medium   Delta    0.37    0.5
    """
    net = network_of(net)
    alters, strength = alters_of(net)
    keys = list(dict.fromkeys(people))
    at = np.searchsorted(alters, net.positions(keys))
    known = at < len(alters)
    known[known] = alters[at[known]] == net.positions(keys)[known]
    if not known.all():
        others = ", ".join(key for key, one in zip(keys, known, strict=True) if not one)
        raise InfonetError(f"expected direct ties, but you do not know `{others}`")
    rows = list[tuple[int, int, int, dict[str, object]]]()
    for number, target in enumerate(targets_of(net)):
        lead = _leading_now(net, target, alters, max_hops)
        value = strength * lead
        best = float(value.max(initial=0.0))
        for place, one in enumerate(at.tolist()):
            rest = float(np.delete(value, one).max(initial=0.0)) if value[one] == best else best
            for step, closeness in enumerate(CLOSENESS):
                after = max(rest, net.priors[closeness].mean * float(lead[one]))
                if round(after, DIGITS) != round(best, DIGITS):
                    row: dict[str, object] = {"person": keys[place], "closeness": closeness}
                    row |= {"company": target.name, "kind": target.kind}
                    rows.append((place, step, number, row | {"before": best, "after": after}))
    return typed([row for *_, row in sorted(rows, key=lambda each: each[:3])], _EFFECT)


def _leading_now(
    net: Network, target: Target, alters: NDArray[np.int64], max_hops: int
) -> NDArray[np.float64]:
    """Return how well each alter leads on to a target now, by a path or as a scout."""
    can = Askable.of(net, target, target_log(net, target))
    apart = can.without.tolist()
    onward = BestCompletion(net, can.insiders, hops=max_hops - 1, without=apart, target=target)
    is_no_scout = np.isin(alters, np.union1d(target.insiders, can.scouted))
    asks = np.where(is_no_scout, 0.0, knows_someone(net, target))
    lead: NDArray[np.float64] = np.maximum(onward.product[alters], asks)
    lead[np.isin(alters, can.without)] = 0.0
    return lead


def exports_to_ask_for(net: Network, *, n: int = 5, max_hops: int = 4) -> pd.DataFrame:
    """Rank the people to ask for their Connections.csv, the most helpful export first.

    Parameters
    ----------
    net, n, max_hops : as in `ties_to_rate`

    Returns
    -------
    DataFrame
        person (key), name, company, title, strength, expected (how many targets without any path
        yet their export may open, weighted by one over priority: the strength of the tie, for
        handing it over, times the labelled prior that a tie knows somebody at a given employer),
        opens (tuple of those targets; all targets where each has a path already). Most first, then
        the closest and most recent tie. People who have handed over an export are left
        out, and everybody where no target is wanted yet.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", new=True), book.want("Delta")
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> exports_to_ask_for(net)[["name", "opens"]].iloc[0].tolist()
    ['Ana Diaz', ('Delta',)]
    """
    net, most = network_of(net), whole_number(n, "n", least=0)
    found, _ = _closest_first(net)
    names, weight, paths = _leads(net, max_hops)
    closed = ~(paths > 0).any(axis=0)
    wanted = closed if closed.any() else ~closed
    found = found.assign(
        expected=found.strength * net.priors["scout"].mean * weight[wanted].sum(),
        opens=pd.Series([tuple(names[wanted])] * len(found), dtype=object),
    )
    handed_over = found.person.isin(net.tables.ties.origin.unique()) & (found.person != ME)
    to_ask = ~handed_over & (found.expected > 0)
    return found[to_ask].head(most).reset_index(drop=True)


def _leads(
    net: Network, max_hops: int
) -> tuple[NDArray[np.object_], NDArray[np.float64], NDArray[np.float64]]:
    """Return the targets, their weights, and how well each alter leads on to each by a path."""
    names, paths = openings(net, max_hops=whole_number(max_hops, "max_hops", least=1))
    return names, 1.0 / net.workplaces.wanted.priority.to_numpy(dtype=np.float64), paths


def _closest_first(net: Network) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return the alters, closest first, as a table, and the place of each in ``net.alters``."""
    ranked = closest_first(net)
    at = np.searchsorted(net.alters, ranked)
    job = net.workplaces.current.iloc[ranked]
    found = pd.DataFrame(
        {
            "person": net.person[ranked],
            "name": net.name[ranked],
            "company": job.company.array,
            "title": job.title.array,
            "strength": net.strength[net.arcs(net.ego)][at],
        }
    )
    return found, at
