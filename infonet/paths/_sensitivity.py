"""Measure how much a ranking owes to the priors."""

from __future__ import annotations

import pandas as pd

from infonet.errors import InfonetError
from infonet.graph import Network, network, network_of
from infonet.paths._warm_paths import warm_paths
from infonet.progress import steps
from infonet.strength import Prior


def sensitivity(
    net: Network,
    company: str | None = None,
    *,
    field: str | None = None,
    off: float = 0.3,
    k: int = 5,
    max_hops: int = 4,
) -> pd.DataFrame:
    """Rank the ways to a company again with priors that are off.

    Each prior is a guess. One class of tie after the other, then all of them together, is made
    weaker and stronger by `off`, with the same weight of evidence. The log teaches as before.

    Parameters
    ----------
    net : Network
        From `network`; a network with given strengths has no priors to vary.
    company, field : str
        The target, one of the two, as in `warm_paths`.
    off : float
        The error of the priors, as a fraction in (0, 1).
    k : int
        The number of paths to compare.
    max_hops : int
        Longest path considered, in ties.

    Returns
    -------
    DataFrame
        prior (a class, or ``all``), factor, first (names of the then best way in; scouts are
        compared, too, and named as such), probability (of that way), same_first (whether it is
        the best way as things stand), kept (how many of the `k` ways as things stand are still
        among the best `k`), of (how many there are). The first row is as things stand.

    Raises
    ------
    InfonetError
        Strengths that were given, or an `off` outside (0, 1).

    Examples
    --------
    >>> from infonet.tables import Tables
    >>> tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
    >>> tables = Tables.of(
    ...     people=[{"person": "me"}, {"person": "in/ana", "name": "Ana Diaz"}],
    ...     jobs=[{"person": "in/ana", "company": "Delta"}],
    ...     ties=[tie],
    ... )
    >>> found = sensitivity(network(tables, as_of="2026-06-30"), "Delta")
    >>> found["prior"].iloc[1], found["first"].iloc[1], bool(found.same_first.all())
    ('strong', 'Ana Diaz', True)
    """
    net = network_of(net)
    if not 0 < off < 1:
        raise InfonetError(f"`off` takes a fraction between 0 and 1, not `{off}`")
    if pd.isna(net.as_of) or (net.alpha != net.alpha).any():
        raise InfonetError("the strengths of this network were given: there is no prior to vary")

    def ranked(priors: dict[str, Prior]) -> pd.DataFrame:
        ego = str(net.person[net.ego])
        varied = network(net.tables, as_of=net.as_of, ego=ego, priors=priors, like=net)
        found = warm_paths(varied, company, field=field, k=k, max_hops=max_hops)
        return found.head(k)

    now = dict(net.learned.priors)
    cases = [("as it stands", 1.0, now)]
    for factor in (1 - off, 1 + off):
        cases += [(name, factor, now | {name: now[name].scaled(factor)}) for name in now]
        cases.append(("all", factor, {name: prior.scaled(factor) for name, prior in now.items()}))
    rows = []
    standing: list[tuple[str, tuple[str, ...]]] = []
    for name, factor, priors in steps(cases, "Trying other priors"):
        found = ranked(priors)
        ways = list(zip(found.kind, found.route, strict=True))
        standing = standing or ways
        rows.append(
            {
                "prior": name,
                "factor": round(factor, 6),
                "first": _named(found.iloc[0]),
                "probability": found.probability.iloc[0],
                "same_first": ways[0] == standing[0],
                "kept": len(set(ways) & set(standing)),
                "of": len(standing),
            }
        )
    return pd.DataFrame(rows)


def _named(way: pd.Series) -> str:
    """Return the names on a way; a scout and a cold message say what they are."""
    names = way.names if isinstance(way.names, str) else "somebody there"
    return f"{names} ({way.kind})" if way.kind in ("scout", "cold") else names
