"""Ways worth asking: nobody asks a stranger to ask one's own friend; independent routes first."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import networkx as nx
import pytest

from infonet import InfonetError, Network, warm_paths
from infonet.paths import worth_asking


def network_of(ties: dict[tuple[str, str], float], inside: set[str]) -> Network:
    """Make a network of strengths; `inside` work at Delta."""
    graph = nx.Graph([*ties], ego="me")
    nx.set_edge_attributes(graph, ties, "strength")
    nx.set_node_attributes(graph, dict.fromkeys(inside, "Delta"), "company")
    return Network.from_networkx(graph)


def test_a_detour_to_my_own_friend_goes_and_a_likelier_one_stays() -> None:
    ties = {("me", "Ana"): 0.8, ("Ana", "Bo"): 0.9, ("me", "Bo"): 0.72, ("me", "Cy"): 0.8}
    ties |= {("Cy", "Di"): 0.9, ("me", "Di"): 0.5}
    net = network_of(ties, {"Bo", "Di"})
    ways = warm_paths(net, "Delta", scouts=0)
    assert {"Ana → Bo", "Cy → Di"} <= set(ways.names.dropna())
    # 0.8 × 0.9 is no more than 0.72, so Bo is asked; it is more than 0.5, so Cy may open Di.
    assert set(worth_asking(net, ways).names.dropna()) == {"Bo", "Cy → Di", "Di"}


def test_routes_are_independent_that_share_nobody_with_one_before() -> None:
    ties = {("me", "Ana"): 0.9, ("Ana", "Bo"): 0.9, ("Ana", "Cy"): 0.8, ("me", "Di"): 0.5}
    ties |= {("Di", "Bo"): 0.5, ("me", "Eli"): 0.3}
    net = network_of(ties, {"Bo", "Cy", "Eli"})
    ways = worth_asking(net, warm_paths(net, "Delta", scouts=0))
    ways = ways[ways.kind != "cold"]
    said = dict(zip(ways.names, ways.independent, strict=True))
    assert said == {"Ana → Bo": True, "Ana → Cy": False, "Eli": True, "Di → Bo": False}


@pytest.mark.parametrize("seed", range(20))
def test_against_every_remainder_of_every_way(seed: int) -> None:
    rng = random.Random(seed)
    people = ["me", *"ABCDEFG"]
    ties = {
        (a, b): round(rng.uniform(0.1, 0.9), 2)
        for at, a in enumerate(people)
        for b in people[at + 1 :]
        if rng.random() < 0.45
    } | {("me", "A"): 0.4}
    net = network_of(ties, {"F", "G"} & {x for tie in ties for x in tie})
    strength = {frozenset(tie): each for tie, each in ties.items()}
    try:
        ways = warm_paths(net, "Delta", k=40, scouts=2)
    except InfonetError:
        return  # nobody is there
    kept = set(worth_asking(net, ways).route)
    for kind, route in zip(ways.kind, ways.route, strict=True):
        remainders = [("me", *route[at:]) for at in range(2, len(route))]
        chances = [
            math.prod(strength[frozenset(step)] for step in pairwise(one))
            for one in remainders
            if frozenset(one[:2]) in strength
        ]
        own = math.prod(strength.get(frozenset(step), 0.0) for step in pairwise(route))
        detour = kind in ("introduction", "direct") and any(
            round(chance, 12) >= round(own, 12) for chance in chances
        )
        assert (route in kept) != detour


def test_something_else_in_the_place_of_a_network_is_said() -> None:
    with pytest.raises(InfonetError):
        worth_asking("Delta", warm_paths(network_of({("me", "A"): 0.5}, {"A"}), "Delta"))  # type: ignore[arg-type]  # that is what is tested
