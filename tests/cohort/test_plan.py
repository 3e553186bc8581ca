"""The plan of a cohort: nobody is asked by too many, and no other plan comes to more."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet.cohort import Pool, plan
from infonet.errors import InfonetError
from tests.cohort.pools import pool_of, pools

Ways = dict[tuple[str, str, str], float]
FEW = settings().max_examples // 4


def ways_of(pool: Pool, max_hops: int) -> Ways:
    """List the simple paths of every member, and keep the best through each contact."""
    G: nx.Graph[int] = nx.Graph()
    G.add_nodes_from(range(len(pool)))
    source = np.repeat(np.arange(len(pool)), np.diff(pool.indptr))
    for a, b, p in zip(source.tolist(), pool.indices.tolist(), pool.strength.tolist(), strict=True):
        G.add_edge(a, b, strength=p)
    works = set(zip(pool.insider.tolist(), pool.employer.tolist(), strict=True))
    refused, found = set(pool.opted_out.tolist()), Ways()
    for member in pool.member.tolist():
        H = G.subgraph([one for one in G if one not in refused or one == member])
        for end, company in works:
            if end == member or end not in H or (member, company) in works:
                continue
            for route in nx.all_simple_paths(H, member, end, cutoff=max_hops):
                key = pool.person[member], pool.person[route[1]], pool.company[company]
                product = math.prod(H.edges[pair]["strength"] for pair in pairwise(route))
                found[key] = max(found.get(key, 0.0), product)
    return found


def best_sum(ways: Ways, asks: int, load: int) -> float:
    """Try every plan, member by member and company by company."""
    slots = sorted({(member, company) for member, _, company in ways})
    people = sorted({person for _, person, _ in ways})

    @cache
    def best(at: int, left: int, room: tuple[int, ...]) -> float:
        if at == len(slots):
            return 0.0
        member, company = slots[at]
        if at and slots[at - 1][0] != member:
            left = asks
        found = best(at + 1, left, room)
        for number, person in enumerate(people):
            adds = ways.get((member, person, company), 0.0)
            if adds and left and room[number]:
                rest = (*room[:number], room[number] - 1, *room[number + 1 :])
                found = max(found, adds + best(at + 1, left - 1, rest))
        return found

    return best(0, asks, (load,) * len(people))


@settings(max_examples=FEW)
@given(pools(most=6), st.integers(1, 2), st.integers(1, 2), st.integers(1, 4))
def test_no_plan_comes_to_more(pool: Pool, asks: int, load: int, max_hops: int) -> None:
    ways = ways_of(pool, max_hops)
    found = plan(pool, asks_per_member=asks, load=load, max_hops=max_hops)
    best = best_sum(ways, asks, load)
    assert found.attrs["method"] == "exact"
    assert found.attrs["expected"] == pytest.approx(best, abs=1e-9)
    asked = zip(found.member, found.person, found.company, strict=True)
    chances = [ways[ask] for ask in asked]
    assert found.probability.tolist() == pytest.approx(chances, abs=2e-12)
    assert found.groupby("member").size().max() <= asks or found.empty
    assert found.groupby("person").size().max() <= load or found.empty
    assert not found.duplicated(["member", "company"]).any()
    rough = plan(pool, asks_per_member=asks, load=load, max_hops=max_hops, exact=0)
    assert rough.attrs["method"] == ("exact" if found.empty else "greedy")
    assert best / 2 - 1e-9 <= rough.attrs["expected"] <= best + 1e-9


@settings(max_examples=FEW)
@given(pools(most=6), st.integers(1, 2))
def test_a_plan_of_one_member_is_what_the_member_would_plan_alone(pool: Pool, asks: int) -> None:
    found = plan(pool, asks_per_member=asks, load=100)
    assert found.attrs["expected"] == pytest.approx(found.attrs["alone"], abs=1e-9)


#       0 ── 3 (C0)     0, 1 and 2 all know 3, who works at C0: 0.7
#       1 ── 3          1 knows 4 as well, who works there, too: 0.5
#       2 ── 3          2 knows 5, who knows 4: 0.5 · 0.5
TIES = {(0, 3): 0.7, (1, 3): 0.7, (2, 3): 0.7, (1, 4): 0.5, (2, 5): 0.5, (4, 5): 0.5}
THREE = pool_of(TIES, [(3, 0), (4, 0)], [0, 1, 2], people=6)


def test_one_person_is_asked_by_one_and_the_others_find_another_way() -> None:
    week = plan(THREE, asks_per_member=1, load=1)
    assert week.drop(columns="company").values.tolist() == [
        ["000", "003", 0.7, 1, "003"],
        ["001", "004", 0.5, 1, "004"],
        ["002", "005", 0.25, 2, "004"],
    ]
    # Alone, all three ask person 3; with time for one of the three asks a third of 2.1 is left.
    assert week.attrs == {
        "method": "exact",
        "expected": 1.45,
        "alone": 2.1,
        "alone_most": 3,
        "alone_expected": 0.7,
    }


def test_the_greedy_choice_may_come_to_less_and_says_so() -> None:
    # 0 may ask 2 or 3, and 1 may ask 2 alone: 0.5 + 0.5 is more than 0.7.
    ties = {(0, 2): 0.7, (0, 3): 0.5, (1, 2): 0.5}
    pool = pool_of(ties, [(2, 0), (3, 0)], [0, 1], people=4)
    best = plan(pool, asks_per_member=1, load=1)
    rough = plan(pool, asks_per_member=1, load=1, exact=0)
    assert (best.attrs["expected"], best.attrs["method"]) == (1.0, "exact")
    assert (rough.attrs["expected"], rough.attrs["method"]) == (0.7, "greedy")


@pytest.mark.parametrize(("tie", "best"), [(0.9, ("C001", 0.432, 3)), (0.8, ("C000", 0.4, 2))])
def test_a_longer_way_of_a_contact_counts_if_it_is_better(
    tie: float, best: tuple[str, float, int]
) -> None:
    # 0 ──.8── 1 ──.5── 2 [C000], and 1 ──.625 or .6── 3 ──tie── 4 [C001]: .6 · .9 is .54, more than
    # .5, and .625 · .8 is .5, where fewer ties count. In all .8 · .54 or .8 · .5.
    ties = {(0, 1): 0.8, (1, 2): 0.5, (1, 3): 0.6 if tie > 0.8 else 0.625, (3, 4): tie}
    pool = pool_of(ties, [(2, 0), (4, 1)], [0], people=5)
    week = plan(pool, asks_per_member=1)
    assert week[["company", "hops"]].values.tolist() == [[best[0], best[2]]]
    assert week.probability[0] == pytest.approx(best[1], abs=1e-12)


def test_a_way_that_leads_back_over_the_member_is_none() -> None:
    # 0 knows 1 and 2; 1 reaches 2's employer over 0 alone.
    pool = pool_of({(0, 1): 0.5, (0, 2): 0.5}, [(2, 0)], [0], people=3)
    assert plan(pool, load=1).person.tolist() == ["002"]


def test_a_plan_without_a_way_is_empty() -> None:
    week = plan(pool_of({}, [], [0], people=1))
    assert week.empty and week.attrs["expected"] == 0.0 and week.attrs["alone_most"] == 0


def test_a_number_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(InfonetError, match="asks_per_member"):
        plan(THREE, asks_per_member=0)
    with pytest.raises(InfonetError, match="load"):
        plan(THREE, load=0)
