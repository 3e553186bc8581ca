"""A plan for all members: whom each asks this week, so that nobody is asked by too many."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.agenda import solve
from infonet.cohort._blocks import InNumpy
from infonet.cohort._pool import Pool
from infonet.errors import whole_number
from infonet.ledger import LOAD
from infonet.paths import DIGITS
from infonet.progress import steps

EXACT = 50_000
"""The most choices that are solved exactly; of more the greedy choice is taken."""

CHOICES = ["member", "person", "company", "probability", "hops", "insider"]


def plan(
    pool: Pool, *, asks_per_member: int = 3, load: int = LOAD, max_hops: int = 4, exact: int = EXACT
) -> pd.DataFrame:
    """Choose whom each member asks this week, about which company.

    The plan has the greatest sum of probabilities with at most `asks_per_member` asks of each
    member, each about another company, and at most `load` asks to any person from all together.

    Parameters
    ----------
    pool : Pool
        The pooled network, as `Cohort.pool` returns it.
    asks_per_member : int
        The asks that each member has time for.
    load : int
        The most that one person is asked.
    max_hops : int
        The most ties on a path.
    exact : int
        The most choices that are solved exactly. Of more, the best that is left is taken again and
        again, which comes to at least half of the best sum.

    Returns
    -------
    DataFrame
        One row per ask: member, person (whom to ask), company, probability (that a conversation
        comes of it), hops, insider (keys). By member, the most probable first. It names people:
        it is for the coach and the members, and no report.

        `attrs` has ``method`` (``exact`` or ``greedy``); ``expected``, the sum of the
        probabilities; and of each member planning alone: ``alone``, the sum if everybody who is
        asked had time for all of it; ``alone_most``, how many ask the same person;
        ``alone_expected``, what is left of that sum if each person acts on `load` of the asks that
        reach them, whichever these are.

    Raises
    ------
    InfonetError
        A number makes no sense.

    Notes
    -----
    Through each contact the best path counts that does not lead back over the member. The limits
    of the members and those of the people asked are two matroids, so that the greedy choice is at
    least half of the best (Fisher, Nemhauser and Wolsey 1978). With equal sums fewer hops, then
    the order of names.

    The best paths of all contacts are looked for once for each member, over whom none leads, and of
    each contact no more of them than the member asks.

    References
    ----------
    Fisher, M. L., Nemhauser, G. L. and Wolsey, L. A. (1978). An analysis of approximations for
    maximizing submodular set functions, II. Mathematical Programming Study 8, 73-87.

    Examples
    --------
    Ana and Di both know Bo, who works at Delta; Di alone knows Cy, who works there as well:

    >>> from infonet.tables import Tables
    >>> pairs = [("in/ana", "in/bo"), ("in/bo", "in/di"), ("in/cy", "in/di")]
    >>> tables = Tables.of(
    ...     people=[{"person": f"in/{name}"} for name in ("ana", "bo", "cy", "di")],
    ...     jobs=[{"person": f"in/{name}", "company": "Delta"} for name in ("bo", "cy")],
    ...     ties=[
    ...         {"source": a, "target": b, "evidence": "connection", "origin": "in/di"}
    ...         for a, b in pairs
    ...     ],
    ... )
    >>> pool = Pool.of(tables, ["in/ana", "in/di"], as_of="2026-06-30")
    >>> week = plan(pool, asks_per_member=1, load=1)
    >>> week[["member", "person", "probability"]].values.tolist()
    [['in/ana', 'in/bo', 0.25], ['in/di', 'in/cy', 0.25]]
    >>> week.attrs["expected"], week.attrs["alone"], week.attrs["alone_most"]
    (0.5, 0.5, 2)
    """
    asks = whole_number(asks_per_member, "asks_per_member", least=1)
    most = whole_number(load, "load", least=1)
    hops = whole_number(max_hops, "max_hops", least=1)
    limit = whole_number(exact, "exact", least=0)
    found = choices(pool, asks=asks, max_hops=hops)
    few = len(found) <= limit
    chosen = _exactly(found, asks, most) if few else greedy(found, asks=asks, load=most)
    week = found.iloc[np.sort(chosen)]
    week = week.sort_values(
        ["member", "probability", "hops", "company"], ascending=[True, False, True, True]
    )
    told = _named(pool, week)
    told.attrs.update(method="exact" if few else "greedy", expected=_sum(week))
    told.attrs.update(_alone(found, asks, most))
    return told


def choices(pool: Pool, *, asks: int, max_hops: int) -> pd.DataFrame:
    """Return what each member may ask, as numbers of the pool, the best first.

    Of each person whom a member knows the best companies are enough, as many as the member asks:
    whatever else is chosen, one of them is free.
    """
    indptr, indices, strength = pool.arcs()
    engine = InNumpy.of(pool, max_hops=max_hops - 1) if max_hops > 1 else None
    parts = []
    for member in steps(pool.member.tolist(), "What each member may ask"):
        mine = slice(indptr[member], indptr[member + 1])
        contact, tie = indices[mine].astype(np.int64), strength[mine]
        order = np.argsort(contact)
        parts.append(_ways(pool, engine, member, contact[order], tie[order], asks))
    found = pd.concat(parts, ignore_index=True)
    return found.sort_values(
        ["probability", "hops", "member", "company", "person"],
        ascending=[False, True, True, True, True],
        ignore_index=True,
    )


def greedy(found: pd.DataFrame, *, asks: int, load: int) -> NDArray[np.int64]:
    """Take the best choice that is left, again and again; return the places of the choices."""
    taken: list[int] = []
    of_member: dict[int, int] = {}
    of_person: dict[int, int] = {}
    asked: set[tuple[int, int]] = set()
    for at, (member, person, company) in enumerate(
        found[["member", "person", "company"]].itertuples(index=False)
    ):
        full = of_member.get(member, 0) >= asks or of_person.get(person, 0) >= load
        if not full and (member, company) not in asked:
            taken.append(at)
            asked.add((member, company))
            of_member[member] = of_member.get(member, 0) + 1
            of_person[person] = of_person.get(person, 0) + 1
    return np.array(taken, dtype=np.int64)


def _ways(
    pool: Pool,
    engine: InNumpy | None,
    member: int,
    contact: NDArray[np.int64],
    tie: NDArray[np.float64],
    asks: int,
) -> pd.DataFrame:
    """Return the best ways of a member through each contact: what they do, or whom they know."""
    inside = np.isin(pool.insider, contact)
    direct = pd.DataFrame({"person": pool.insider[inside], "company": pool.employer[inside]})
    known = tie[np.searchsorted(contact, direct.person)]
    direct = direct.assign(probability=known, hops=1, insider=direct.person)
    parts = [direct]
    if engine is not None:
        paths = engine.onward(member, contact, tie, few=asks)
        numbers = {name: paths[name].astype(np.int64) for name in ("company", "insider", "hops")}
        further = pd.DataFrame({"person": paths["member"].astype(np.int64), **numbers})
        parts.append(further.assign(probability=paths["probability"], hops=further.hops + 1))
    found = pd.concat(parts, ignore_index=True)
    found = found[~found.company.isin(pool.employer[pool.insider == member])]
    found = found.assign(member=member, probability=np.round(found.probability, DIGITS))
    found = found[found.probability > 0.0]
    best = found.sort_values(["person", "probability", "hops", "company"], ascending=_BEST)
    return best.groupby("person").head(asks)[CHOICES]


_BEST = [True, False, True, True]


def _exactly(found: pd.DataFrame, asks: int, load: int) -> NDArray[np.int64]:
    """Choose the greatest sum; of equal ones that with fewer hops.

    Members who know nobody in common take nothing from each other, and are solved apart.
    """
    if found.empty:
        return np.empty(0, dtype=np.int64)
    parts = found.groupby(_together(found)).indices.values()
    chosen = [some[_best_of(found.iloc[some], asks, load)] for some in parts]
    return np.concatenate(chosen)


def _together(found: pd.DataFrame) -> NDArray[np.int64]:
    """Return a number for each choice, the same where members know somebody in common."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    member, person = (pd.factorize(found[name])[0] for name in ("member", "person"))
    members = member.max() + 1
    size = members + person.max() + 1
    known = coo_array((np.ones(len(found)), (member, members + person)), shape=(size, size))
    _, part = connected_components(known, directed=False)
    together: NDArray[np.int64] = part[member].astype(np.int64)
    return together


def _best_of(found: pd.DataFrame, asks: int, load: int) -> NDArray[np.int64]:
    """Choose among members who may ask the same people."""
    groups: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for columns, most in ((["member", "company"], 1), (["member"], asks), (["person"], load)):
        group: NDArray[np.int64] = np.asarray(found.groupby(columns).ngroup(), dtype=np.int64)
        groups.append((group, np.full(group.max() + 1, most, dtype=np.int64)))
    worth = found.probability.to_numpy(dtype=np.float64)
    return solve(worth, found.hops.to_numpy(dtype=np.int64), groups, len(found))


def _alone(found: pd.DataFrame, asks: int, load: int) -> dict[str, float | int]:
    """Say what comes of it if each member takes their best, whatever the others do."""
    best = found.iloc[greedy(found, asks=asks, load=len(found) + 1)]
    asked = best.groupby("person").probability.transform("size")
    share = np.minimum(1.0, load / asked)
    return {
        "alone": _sum(best),
        "alone_most": int(asked.max()) if len(asked) else 0,
        "alone_expected": float(np.round((best.probability * share).sum(), DIGITS)),
    }


def _sum(chosen: pd.DataFrame) -> float:
    return float(np.round(chosen.probability.sum(), DIGITS))


def _named(pool: Pool, week: pd.DataFrame) -> pd.DataFrame:
    """Return the asks with the keys of people and the names of companies."""
    named = {name: pool.person[week[name]] for name in ("member", "person", "insider")}
    told = week.assign(**named, company=pool.company[week.company])
    return told[CHOICES].reset_index(drop=True)
