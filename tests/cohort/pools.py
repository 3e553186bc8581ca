"""Pools for the tests of a cohort, small enough for brute force."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from infonet.cohort import Cohort, Pool

CLASSES = (0.70, 0.50, 0.37, 0.25)


def pool_of(
    ties: dict[tuple[int, int], float],
    jobs: list[tuple[int, int]],
    members: list[int],
    *,
    people: int,
    opted_out: tuple[int, ...] = (),
) -> Pool:
    """Make a pool of people and companies who are called by their numbers."""
    once = {(min(pair), max(pair)): p for pair, p in ties.items()}
    arcs = sorted((a, b, p) for (x, y), p in once.items() for a, b in ((x, y), (y, x)))
    source = np.array([a for a, _, _ in arcs], dtype=np.int64)
    works = sorted({(company, person) for person, company in jobs})
    companies = 1 + max((company for company, _ in works), default=-1)
    named = np.array([f"{at:03d}" for at in range(people)], dtype=object)
    return Pool(
        indptr=np.concatenate([[0], np.cumsum(np.bincount(source, minlength=people))]),
        indices=np.array([b for _, b, _ in arcs], dtype=np.int32),
        strength=np.array([p for _, _, p in arcs], dtype=np.float64),
        member=np.array(sorted(members), dtype=np.int64),
        insider=np.array([person for _, person in works], dtype=np.int64),
        employer=np.array([company for company, _ in works], dtype=np.int64),
        opted_out=np.array(sorted(opted_out), dtype=np.int64),
        person=named,
        name=named,
        company=np.array([f"C{at:03d}" for at in range(companies)], dtype=object),
    )


Row = tuple[str, str, int, int, str | None, str]


def by_brute_force(pool: Pool, max_hops: int) -> list[Row]:
    """List every simple path of every member, and choose the best to each company.

    The product is in units of the twelfth digit.
    """
    G: nx.Graph[int] = nx.Graph()
    G.add_nodes_from(range(len(pool)))
    source = np.repeat(np.arange(len(pool)), np.diff(pool.indptr))
    for a, b, p in zip(source.tolist(), pool.indices.tolist(), pool.strength.tolist(), strict=True):
        G.add_edge(a, b, strength=p)
    works: dict[int, set[int]] = {}
    for person, company in zip(pool.insider.tolist(), pool.employer.tolist(), strict=True):
        works.setdefault(company, set()).add(person)
    refused = set(pool.opted_out.tolist())
    best: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for member in pool.member.tolist():
        H = G.subgraph([one for one in G if one not in refused or one == member])
        for end in set(H) - {member}:
            for route in nx.all_simple_paths(H, member, end, cutoff=max_hops):
                product = math.prod(H.edges[pair]["strength"] for pair in pairwise(route))
                rank = -math.floor(product * 1e12 + 0.5), len(route) - 1, route[1], end
                for company, inside in works.items():
                    if end in inside and member not in inside:
                        key = member, company
                        best[key] = min(best.get(key, rank), rank)
    return [
        (
            pool.person[member],
            pool.company[company],
            -rank[0],
            rank[1],
            None if rank[1] == 1 else pool.person[rank[2]],
            pool.person[rank[3]],
        )
        for (member, company), rank in sorted(best.items())
    ]


@st.composite
def pools(draw: st.DrawFn, *, most: int = 9) -> Pool:
    """Draw a pool: strengths of a few classes, of any value, or all the same."""
    people = draw(st.integers(2, most))
    every = [(a, b) for a in range(people) for b in range(a)]
    chosen = draw(st.lists(st.sampled_from(every), unique=True, max_size=3 * people))
    kind = draw(
        st.sampled_from(
            [
                st.sampled_from(CLASSES),
                st.floats(0.001, 1.0, allow_subnormal=False),
                st.just(0.5),
                st.sampled_from([1.0, 0.5]),
            ]
        )
    )
    ties = {pair: draw(kind) for pair in chosen}
    someone = st.integers(0, people - 1)
    jobs = draw(st.lists(st.tuples(someone, st.integers(0, 3)), max_size=people))
    members = draw(st.lists(someone, unique=True, min_size=1, max_size=4))
    opted_out = draw(st.lists(someone, unique=True, max_size=1))
    return pool_of(ties, jobs, members, people=people, opted_out=tuple(opted_out))


def cohort_of(folder: Path, members: int) -> Cohort:
    """Make a cohort whose members all know Bo, of Hotel, and each somebody at Echo."""
    cohort = Cohort(folder / "spring")
    address = "https://www.linkedin.com/in/"
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    for at in range(members):
        file = folder / f"{at}" / "Connections.csv"
        file.parent.mkdir()
        file.write_text(
            f"{head}\nBo,Lin,{address}bo,,Hotel,Engineer,01 Mar 2024\n"
            f"Cy,Ng,{address}cy{at},,Echo,Engineer,01 Mar 2024\n",
            "utf-8",
        )
        cohort.agree(f"in/member{at}", by="on paper", date="2026-03-01")
        cohort.add(file, f"in/member{at}")
    return cohort
