"""The path search against brute force, networkx, published graphs and its own symmetries."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path as File
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.networks import people
from infonet.paths.search import Found, Search, best_first, ways
from infonet.paths.search.arcs import Arcs
from infonet.paths.search.ranking import Ranking

Ties = dict[tuple[int, int], float]
Path = tuple[tuple[int, ...], float]

KNOWN_ANSWERS = File(__file__).parents[1] / "known_answers.json"
KNOWN = {
    answer["id"]: answer
    for answer in json.loads((File(__file__).parents[1] / "known_answers.json").read_text())[
        "answers"
    ]
}
STRENGTHS: dict[str, Callable[[random.Random], float]] = {
    "continuous": lambda rng: rng.uniform(0.01, 1.0),
    "four classes": lambda rng: rng.choice((0.7, 0.5, 0.37, 0.25)),
    "certain": lambda rng: rng.choice((1.0, 1.0, 0.7, 0.5, 0.25)),
    "all equal": lambda rng: 0.25,
    "tiny": lambda rng: 10.0 ** -rng.uniform(0, 8),
}


def arrays(n: int, ties: Ties) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ties as CSR in both directions."""
    rows: list[list[tuple[int, float]]] = [[] for _ in range(n)]
    for (one, other), strength in ties.items():
        rows[one].append((other, strength))
        rows[other].append((one, strength))
    indptr = np.cumsum([0, *map(len, rows)])
    indices = np.array([person for row in rows for person, _ in row], dtype=np.int64)
    return indptr, indices, np.array([strength for row in rows for _, strength in row])


def every_path(
    n: int,
    ties: Ties,
    ego: int,
    insiders: Iterable[int],
    max_hops: int,
    without: Sequence[int] = (),
) -> list[Path]:
    """Brute force: all simple paths to a first insider, the product multiplied in route order."""
    near: list[dict[int, float]] = [{} for _ in range(n)]
    for (one, other), strength in ties.items():
        near[one][other] = near[other][one] = strength
    ends = set(insiders) - {ego} - set(without)
    found: list[Path] = []

    def go_on(route: tuple[int, ...], product: float) -> None:
        for person, strength in near[route[-1]].items():
            if person in route or person in without:
                continue
            if person in ends:
                found.append(((*route, person), product * strength))
            elif len(route) < max_hops:
                go_on((*route, person), product * strength)

    if max_hops:
        go_on((ego,), 1.0)
    return found


def by_product(paths: list[Path], k: int, place: Sequence[int] | None = None) -> list[Path]:
    return sorted(paths, key=lambda p: (-np.round(p[1], 12), len(p[0]), *equal(p[0], place)))[:k]


def by_hops(paths: list[Path], k: int, place: Sequence[int] | None = None) -> list[Path]:
    return sorted(paths, key=lambda p: (len(p[0]), -np.round(p[1], 12), *equal(p[0], place)))[:k]


def equal(route: tuple[int, ...], place: Sequence[int] | None) -> tuple[int, ...]:
    """Order equal paths by the place of the first person, then by the numbers of the people."""
    return route if place is None else (place[route[1]], *route)


def greedy(
    n: int, ties: Ties, ego: int, insiders: Sequence[int], max_hops: int, count: int
) -> list[Path]:
    dropped: list[int] = []
    found: list[Path] = []
    while len(found) < count:
        best = by_product(every_path(n, ties, ego, insiders, max_hops, dropped), 1)
        if not best:
            break
        found += best
        dropped += best[0][0][1:-1] or best[0][0][-1:]
    return found


def agrees(answer: Found, expected: list[Path]) -> bool:
    routes, products, _ = answer
    assert routes == [route for route, _ in expected]
    assert products.dtype == np.float64
    np.testing.assert_array_equal(products, [product for _, product in expected])
    return True


def random_ties(rng: random.Random, n: int, density: float, kind: str) -> Ties:
    return {
        (one, other): STRENGTHS[kind](rng)
        for one in range(n)
        for other in range(one + 1, n)
        if rng.random() < density
    }


@pytest.mark.evidence
@pytest.mark.parametrize(
    ("most", "batch"),
    [(best_first.MOST, ways.BATCH), (1_000_000, 1), (-1_000_000, 1), (-1_000_000, ways.BATCH)],
)
@pytest.mark.parametrize("kind", STRENGTHS)
def test_equals_brute_force(
    kind: str,
    most: int,
    batch: int,
    monkeypatch: pytest.MonkeyPatch,
    full_count: Callable[[int, int], int],
) -> None:
    """Ends are followed, or arcs gathered, in batches of one or of many: the paths are the same."""
    graphs = full_count(50, 2000)
    monkeypatch.setattr(best_first, "MOST", most)
    monkeypatch.setattr(ways, "BATCH", batch)
    found = 0
    for seed in range(graphs):
        rng = random.Random(f"{kind} {most} {batch} {seed}")
        n, max_hops = rng.randint(2, 9), rng.choice((1, 2, 3, 4, 4, 4, 5, 6))
        ties = random_ties(rng, n, rng.uniform(0.1, 0.9), kind)
        ego = rng.randrange(n)
        search = Search(*arrays(n, ties), ego)
        insiders = rng.sample(range(n), rng.randint(0, min(n, 4)))
        without = rng.sample(range(n), rng.choice((0, 0, 1, 2)))
        k = rng.choice((1, 2, 3, 5, 8, 12, 20, 40))
        paths = every_path(n, ties, ego, insiders, max_hops, without)
        asked: dict[str, Any] = {"k": k, "max_hops": max_hops, "without": without}
        assert agrees(search.k_best(insiders, **asked), by_product(paths, k))
        assert agrees(search.fewest_hops(insiders, **asked), by_hops(paths, k))
        place = rng.sample(range(n), n)
        placed = Search(*arrays(n, ties), ego, place=place)
        assert agrees(placed.k_best(insiders, **asked), by_product(paths, k, place))
        assert agrees(placed.fewest_hops(insiders, **asked), by_hops(paths, k, place))
        chosen = greedy(n, ties, ego, insiders, max_hops, count=3)
        assert agrees(search.disjoint(insiders, count=3, max_hops=max_hops), chosen)
        assert agrees(search.k_best(insiders, **asked), by_product(paths, k))
        found += len(paths)
    assert found > graphs


@pytest.mark.evidence
@pytest.mark.parametrize("most", [-1_000_000, best_first.MOST, 1_000_000])
@pytest.mark.parametrize("kind", STRENGTHS)
def test_equals_brute_force_on_larger_graphs(
    kind: str, most: int, monkeypatch: pytest.MonkeyPatch, full_count: Callable[[int, int], int]
) -> None:
    """12 to 60 people: loops, layers that end, and long ways beside short ones."""
    monkeypatch.setattr(best_first, "MOST", most)
    for seed in range(full_count(4, 200)):
        rng = random.Random(f"{kind} {most} larger {seed}")
        n, max_hops = rng.randint(12, 60), rng.choice((3, 4, 5, 6))
        degree = rng.uniform(2.5, {3: 9, 4: 7, 5: 5, 6: 4}[max_hops])
        ties = random_ties(rng, n, degree / n, kind)
        search = Search(*arrays(n, ties), 0)
        insiders = rng.sample(range(n), rng.randint(1, n // 6))
        paths = every_path(n, ties, 0, insiders, max_hops)
        for k in (1, rng.randint(2, 12), rng.randint(2, 60)):
            asked: dict[str, Any] = {"k": k, "max_hops": max_hops}
            assert agrees(search.k_best(insiders, **asked), by_product(paths, k))
            assert agrees(search.fewest_hops(insiders, **asked), by_hops(paths, k))
        # Without the people of the best paths every bound promises too much.
        best = {person for route, _ in by_product(paths, 3) for person in route[1:-1]}
        paths = every_path(n, ties, 0, insiders, max_hops, sorted(best))
        for k in (1, 5):
            found = search.k_best(insiders, k=k, max_hops=max_hops, without=best)
            assert agrees(found, by_product(paths, k))


@pytest.mark.parametrize(
    ("seed", "kind", "n", "k"),
    [(2044, "continuous", 9, 2), (1924, "certain", 9, 2), (293, "certain", 16, 2)],
)
def test_what_was_found_below_a_floor_is_not_certain(
    seed: int, kind: str, n: int, k: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that came before the floor was raised too far may not be the next best."""
    monkeypatch.setattr(best_first, "MOST", 1_000_000)
    rng = random.Random(seed)
    density = rng.uniform(2, 7) / n
    ties = random_ties(rng, n, density, kind)
    insiders = rng.sample(range(n), rng.randint(1, n // 3))
    found = Search(*arrays(n, ties), 0).k_best(insiders, k=k)
    assert agrees(found, by_product(every_path(n, ties, 0, insiders, 4), k))


@pytest.mark.evidence
@pytest.mark.parametrize("kind", STRENGTHS)
def test_completions_equal_brute_force(kind: str, full_count: Callable[[int, int], int]) -> None:
    for seed in range(full_count(12, 500)):
        rng = random.Random(f"{kind} {seed}")
        n, hops = rng.randint(2, 8), rng.randint(0, 5)
        ties = random_ties(rng, n, rng.uniform(0.2, 0.8), kind)
        ego, insiders = rng.randrange(n), rng.sample(range(n), rng.randint(0, 2))
        search = Search(*arrays(n, ties), ego)
        measured = search.completions(insiders, hops=hops)
        others = rng.sample(range(n), rng.randint(0, 2))
        again = Search(*arrays(n, ties), ego).completions(others, hops=hops)
        assert np.array_equal(search.completions(others, hops=hops), again)
        past_ego = {pair: strength for pair, strength in ties.items() if ego not in pair}
        ends = set(insiders) - {ego}
        for person in range(n):
            graph = ties if person == ego else past_ego
            paths = every_path(n, graph, person, ends, hops)
            expected = 1.0 if person in ends else max((p for _, p in paths), default=0.0)
            assert measured[person] == pytest.approx(expected, rel=1e-14, abs=0)


@pytest.mark.parametrize("sides", ["every step", "few arcs"])
@pytest.mark.parametrize("kind", STRENGTHS)
def test_completions_of_some_people_are_those_of_everybody(
    kind: str,
    sides: str,
    monkeypatch: pytest.MonkeyPatch,
    full_count: Callable[[int, int], int],
) -> None:
    """To the last bit, with people left out, the ego among them, and people asked for twice."""
    if sides == "every step":
        monkeypatch.setattr(Arcs, "are_few", lambda self, people: True)
    for seed in range(full_count(60, 1_000)):
        rng = random.Random(f"{kind} {sides} {seed}")
        n, hops = rng.randint(2, 60), rng.randint(0, 5)
        ties = random_ties(rng, n, rng.uniform(0.5, 6) / n, kind)
        search = Search(*arrays(n, ties), rng.randrange(n))
        insiders, without, some = (
            [rng.randrange(n) for _ in range(rng.randint(0, most))] for most in (4, 3, 8)
        )
        of_all = search.completions(insiders, hops=hops, without=without)
        found = search.completions(insiders, hops=hops, people=some, without=without)
        assert found.tolist() == of_all[some].tolist()


def test_completions_of_few_people_read_few_arcs(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a ring of 1,000 people two are asked: from their side no step looks at everybody."""
    ring = {(person, person + 1): 0.5 for person in range(999)} | {(0, 999): 0.5}
    search = Search(*arrays(1_000, ring), 0)
    monkeypatch.setattr(Arcs, "onward", None)
    assert search.completions([5, 400], hops=3, people=[4, 2]).tolist() == [0.5, 0.125]


def test_strengths_that_vanish_still_make_paths() -> None:
    """0 - 1 - 2 and 0 - 3 - 4 - 2: both products are zero to twelve digits, hops decide."""
    ties = {(0, 1): 5e-324, (1, 2): 1e-300, (0, 3): 1e-5, (3, 4): 1e-5, (2, 4): 1e-5}
    search = Search(*arrays(5, ties), 0)
    assert search.k_best([2])[0] == [(0, 1, 2), (0, 3, 4, 2)]
    assert search.k_best([2], k=1)[0] == [(0, 1, 2)]


@pytest.mark.parametrize("hops", [1, 2, 3, 4, 5, 6])
def test_a_chain_of_next_to_nothing_is_still_a_path(hops: int) -> None:
    """Every strength is above zero, so there is a path, whatever it rounds to."""
    search = Search(*arrays(7, {(one, one + 1): 1e-4 for one in range(6)}), 0)
    for k in (1, 2):
        assert search.k_best([hops], k=k, max_hops=6)[0] == [tuple(range(hops + 1))]
        assert search.k_best([hops], k=k, max_hops=hops - 1)[0] == []


@pytest.mark.parametrize("known", [0, 1, 8, 60, 400, 600])
@pytest.mark.parametrize("kind", STRENGTHS)
def test_one_more_tie_from_few_from_more_and_from_all(kind: str, known: int) -> None:
    """Arcs are sorted, looked up or read in order; what the best of each reaches is the same."""
    rng = random.Random(known)
    ties = {key: STRENGTHS[kind](rng) for key in _pairs(rng, 600, 1_500)}
    arcs = Arcs(*arrays(600, ties))
    people = np.array(sorted(rng.sample(range(600), known)), dtype=np.intp)
    product = np.array([STRENGTHS[kind](rng) for _ in people])
    at, best = dict(zip(people.tolist(), product.tolist(), strict=True)), dict[int, float]()
    for (one, other), strength in ties.items():
        for tail, head in ((one, other), (other, one)):
            if tail in at:
                best[head] = max(best.get(head, 0.0), at[tail] * strength)
    reached, found = arcs.onward(people, product)
    assert dict(zip(reached.tolist(), found.tolist(), strict=True)) == best
    assert reached.tolist() == sorted(best)


def _pairs(rng: random.Random, n: int, count: int) -> list[tuple[int, int]]:
    found = [sorted(rng.sample(range(n), 2)) for _ in range(count)]
    return [(one, other) for one, other in found]


def network(
    n: int, degree: float, *, classes: bool, seed: int
) -> tuple[Search, nx.Graph[int], list[list[int]]]:
    """Make a network, the same as a networkx graph, and its companies' insiders."""
    made = people(n, degree, seed=seed, classes=classes)
    G: nx.Graph[int] = nx.Graph()
    G.add_nodes_from(range(n))
    source = np.repeat(np.arange(n), np.diff(made.indptr))
    arcs = zip(source.tolist(), made.indices.tolist(), made.strength.tolist(), strict=True)
    G.add_weighted_edges_from(arcs, weight="strength")
    companies = [made.insiders(company).tolist() for company in (0, 1, 5, 20, 50)]
    search = Search(made.indptr, made.indices, made.strength, made.ego)
    return search, G, [insiders for insiders in companies if insiders]


@pytest.mark.parametrize(
    ("n", "degree", "max_hops", "classes"),
    [(200, 6, 4, False), (200, 6, 4, True), (200, 4, 5, True), (2000, 8, 3, False),
     (2000, 8, 3, True)],
)  # fmt: skip
def test_equals_networkx(n: int, degree: float, max_hops: int, *, classes: bool) -> None:
    search, G, companies = network(n, degree, classes=classes, seed=n + max_hops)
    ego = search.ego
    for insiders in companies:
        ends = set(insiders) - {ego}
        paths: list[Path] = []
        for route in nx.all_simple_paths(G, ego, ends, cutoff=max_hops):
            if ends.isdisjoint(route[:-1]):
                product = 1.0
                for tie in nx.utils.pairwise(route):
                    product *= G.edges[tie]["strength"]
                paths.append((tuple(route), product))
        for k in (1, 5, 50):
            asked: dict[str, Any] = {"k": k, "max_hops": max_hops}
            assert agrees(search.k_best(insiders, **asked), by_product(paths, k))
            assert agrees(search.fewest_hops(insiders, **asked), by_hops(paths, k))


def test_yen() -> None:
    """Published for arrows, so only routes along the arrows are compared; 2^-cost is exact."""
    known = KNOWN["yen_wikipedia"]
    number = {name: place for place, name in enumerate("CDEFGH")}
    ties = {
        (number[one], number[other]): 0.5**cost for one, other, cost in known["inputs"]["edges"]
    }
    search = Search(*arrays(6, ties), number["C"])
    routes, products, _ = search.k_best([number["H"]], k=100, max_hops=6)
    along = [
        (route, product)
        for route, product in zip(routes, products, strict=True)
        if all(tie in ties for tie in nx.utils.pairwise(route))
    ]
    costs = [-np.log2(product) for _, product in along]
    assert costs[:3] == known["expected"]["costs"]
    names = {"".join("CDEFGH"[person] for person in route) for route, _ in along}
    assert names == {"CEFH", "CEGH", "CDFH", "CEFGH", "CEDFH", "CDFGH", "CEDFGH"}
    assert costs == [5, 7, 8, 8, 8, 11, 11]


def test_kite_closeness() -> None:
    """Krackhardt's closeness, from the hops of the shortest paths."""
    kite = KNOWN["kite_degree"]["inputs"]
    ties = dict.fromkeys(map(tuple, kite["edges"]), 0.5)
    n = len(kite["names"])
    for ego, name in enumerate(kite["names"]):
        search = Search(*arrays(n, ties), ego)
        hops = 0
        for other in set(range(n)) - {ego}:
            routes, _, _ = search.fewest_hops([other], k=1, max_hops=6)
            hops += len(routes[0]) - 1
        expected = KNOWN["kite_closeness"]["expected"][name]
        assert (n - 1) / hops == pytest.approx(expected, abs=KNOWN["kite_closeness"]["tolerance"])


def test_kite_has_one_way_to_jane() -> None:
    kite = KNOWN["kite_degree"]["inputs"]
    search = Search(*arrays(10, dict.fromkeys(map(tuple, kite["edges"]), 0.5)), 0)
    routes, products, _ = search.k_best([9], max_hops=4)
    assert routes == [(0, 5, 7, 8, 9)]
    assert products.tolist() == [0.0625]


def test_insiders_next_to_the_ego_end_the_path() -> None:
    """0 knows insiders 1 and 2; 3 is reached through 1 only, and so never."""
    search = Search(*arrays(4, {(0, 1): 0.5, (0, 2): 0.25, (1, 3): 1.0, (1, 2): 1.0}), 0)
    assert search.k_best([1, 2, 3])[0] == [(0, 1), (0, 2)]
    assert search.disjoint([1, 2, 3], count=3)[0] == [(0, 1), (0, 2)]


def test_the_ego_is_no_end() -> None:
    ties = {(0, 1): 0.5, (1, 2): 0.5}
    search = Search(*arrays(3, ties), 0)
    assert search.k_best([0])[0] == []
    assert search.k_best([0, 2])[0] == [(0, 1, 2)]
    assert search.completions([0, 2], hops=2).tolist() == [0.25, 0.5, 1.0]


@pytest.mark.parametrize("insiders", [[], [3], [4]])
def test_nobody_reachable(insiders: list[int]) -> None:
    """3 and 4 are tied to each other only."""
    search = Search(*arrays(5, {(0, 1): 0.5, (1, 2): 0.5, (3, 4): 1.0}), 0)
    for routes, products, _ in (
        search.k_best(insiders),
        search.fewest_hops(insiders),
        search.disjoint(insiders, count=2),
    ):
        assert routes == []
        assert products.shape == (0,)


def test_nobody_has_ties() -> None:
    search = Search(np.zeros(4, int), np.empty(0, int), np.empty(0), 1)
    assert search.k_best([0, 2])[0] == []
    assert search.completions([0], hops=3).tolist() == [1.0, 0.0, 0.0]


def test_self_ties_are_nobodys_way() -> None:
    indptr, indices, strength = [0, 2, 4, 5], [0, 1, 0, 2, 1], [1.0, 0.5, 0.5, 0.5, 0.5]
    search = Search(indptr, indices, strength, 0)
    routes, products, arcs_read = search.k_best([2])
    assert (routes, products.tolist()) == ([(0, 1, 2)], [0.25])
    assert arcs_read <= 4


def test_certain_ties_do_not_make_it_wander() -> None:
    """A clique of certain ties and a tail: the direct way first, then fewer hops, then numbers."""
    ties = {(one, other): 1.0 for one in range(6) for other in range(one + 1, 6)}
    ties[5, 6] = 0.5
    routes, products, _ = Search(*arrays(7, ties), 0).k_best([6], k=4)
    assert routes == [(0, 5, 6), (0, 1, 5, 6), (0, 2, 5, 6), (0, 3, 5, 6)]
    assert products.tolist() == [0.5] * 4


def test_equal_products_of_different_strengths() -> None:
    """0.5 · 0.5 = 0.25 in two hops ranks behind 0.25 in one."""
    ties = {(0, 1): 0.5, (1, 3): 0.5, (0, 2): 0.25, (0, 3): 0.25}
    assert Search(*arrays(4, ties), 0).k_best([3], k=2)[0] == [(0, 3), (0, 1, 3)]


def test_a_longer_second_way_of_a_good_beginning_counts() -> None:
    """The eighth path goes on from 0 - 8 - 4, whose best completion is one hop shorter."""
    ties = {
        (0, 1): 0.7, (0, 2): 0.25, (0, 3): 0.7, (0, 4): 0.37, (0, 5): 0.7, (0, 6): 0.37,
        (0, 7): 0.5, (0, 8): 0.7, (1, 4): 0.25, (2, 3): 0.7, (2, 4): 0.37, (2, 5): 0.7,
        (2, 6): 0.25, (2, 8): 0.5, (3, 6): 0.25, (3, 7): 0.37, (4, 5): 0.5, (4, 6): 0.25,
        (4, 7): 0.25, (4, 8): 0.7, (5, 6): 0.37, (5, 7): 0.25, (6, 7): 0.7, (6, 8): 0.25,
        (7, 8): 0.5,
    }  # fmt: skip
    routes, products, _ = Search(*arrays(9, ties), 0).k_best([3], k=8, max_hops=5)
    assert routes[6:] == [(0, 8, 4, 2, 3), (0, 8, 4, 5, 2, 3)]
    assert products[6:] == pytest.approx([0.12691, 0.12005])


def test_the_last_bit_does_not_rank() -> None:
    """0.7 · 0.37 · 0.5 and its other order differ in the last bit; the numbers decide."""
    ties = {(0, 1): 0.7, (1, 2): 0.37, (2, 5): 0.5, (0, 3): 0.5, (3, 4): 0.37, (4, 5): 0.7}
    search = Search(*arrays(6, ties), 0)
    for k in (1, 2):
        assert search.k_best([5], k=k)[0] == [(0, 1, 2, 5), (0, 3, 4, 5)][:k]


@pytest.mark.parametrize("k", [1, 5, 100])
def test_millions_of_ties(k: int) -> None:
    """0 knows 300 who all know 300 who all know 300 insiders: 27 million equal paths."""
    low, middle, high = range(1, 301), range(301, 601), range(601, 901)
    ties = {(0, one): 0.25 for one in low}
    ties |= {(one, other): 0.25 for one in low for other in middle}
    ties |= {(one, other): 0.25 for one in middle for other in high}
    search = Search(*arrays(901, ties), 0)
    routes, products, _ = search.k_best(list(high), k=k)
    assert routes == [(0, 1, 301, insider) for insider in range(601, 601 + k)]
    assert (products == 0.25**3).all()
    shortest = search.fewest_hops(list(high), k=k)
    assert shortest.routes == routes
    assert shortest.arcs_read < 1_000_000


def test_a_company_of_thousands() -> None:
    made = people(20_000, 10, seed=3, classes=True)
    insiders = made.insiders(0)
    assert len(insiders) > 2000
    search = Search(made.indptr, made.indices, made.strength, made.ego)
    routes, products, arcs_read = search.k_best(insiders, k=5)
    assert len(routes) == 5 and (np.diff(products) <= 0).all()
    assert arcs_read < len(insiders)


@pytest.mark.parametrize(
    ("strengths", "arcs"), [("continuous", 771), ("four classes", 649), ("all equal", 3984)]
)
def test_work_is_known(strengths: str, arcs: int) -> None:
    """Arcs read, of 400,000, in the median of 40 companies: the same on every machine."""
    made = people(20_000, 20, seed=1, classes=strengths == "four classes")
    strength = np.full_like(made.strength, 0.25) if strengths == "all equal" else made.strength
    search = Search(made.indptr, made.indices, strength, made.ego)
    asked = [made.insiders(company) for company in range(0, 400, 10)]
    read = [search.k_best(insiders, k=5).arcs_read for insiders in asked]
    assert 0 < np.median(read) <= 1.05 * arcs


@pytest.mark.parametrize("digits", [0, 1, 37_000_000_000, 249_999_999_999, 999_999_999_998])
def test_floors_leave_room_for_another_order_of_multiplication(digits: int) -> None:
    """Just over the rounding boundary, and just under it, may be the same path."""
    boundary = (digits + 0.5) / 1e12
    over, under = boundary * (1 + 2e-16), boundary * (1 - 6e-16)
    promised, held = Ranking(1), Ranking(1)
    promised.promise(np.array([over]))
    assert promised.floor <= under
    held.add([np.array([1])], np.array([under]))
    assert under <= held.floor * (1 + 1e-14) and held.floor <= under * (1 + 2e-16)
    assert held.floor > (digits + 0.4) / 1e12


@pytest.mark.parametrize("whole", [np.int32, np.int64])
def test_index_types(whole: type) -> None:
    indptr, indices, strength = arrays(3, {(0, 1): 0.5, (1, 2): 0.5})
    search = Search(indptr.astype(whole), indices.astype(whole), strength, 0)
    assert search.k_best(np.array([2], dtype=whole))[0] == [(0, 1, 2)]
    assert all(type(person) is int for route in search.k_best([2])[0] for person in route)


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, Ties, list[int]]:
    """Draw a network of 2 to 9 people whose ego is 0, and insiders."""
    n = draw(st.integers(2, 9))
    pairs = [(one, other) for one in range(n) for other in range(one + 1, n)]
    strength = st.one_of(
        st.sampled_from([0.25, 0.37, 0.5, 0.7, 1.0]),
        st.floats(1e-6, 1.0, exclude_min=True),
    )
    ties = draw(st.dictionaries(st.sampled_from(pairs), strength))
    insiders = draw(st.lists(st.integers(0, n - 1), max_size=4, unique=True))
    return n, ties, insiders


@given(cases(), st.integers(1, 8), st.integers(1, 6))
def test_paths_are_paths(case: tuple[int, Ties, list[int]], k: int, max_hops: int) -> None:
    n, ties, insiders = case
    ends = set(insiders) - {0}
    search = Search(*arrays(n, ties), 0)
    first = search.k_best(insiders, k=k, max_hops=max_hops)
    for routes, products, _ in (first, search.fewest_hops(insiders, k=k, max_hops=max_hops)):
        assert len(set(routes)) == len(routes) == len(products) <= k
        for route in routes:
            assert route[0] == 0 and len(set(route)) == len(route) <= max_hops + 1
            assert route[-1] in ends and ends.isdisjoint(route[:-1])
            for one, other in nx.utils.pairwise(route):
                assert (min(one, other), max(one, other)) in ties
    again = search.k_best(insiders, k=k, max_hops=max_hops)
    assert again[0] == first[0] and np.array_equal(again[1], first[1])


@given(cases(), st.data())
def test_another_tie_never_weakens_the_best(
    case: tuple[int, Ties, list[int]], data: st.DataObject
) -> None:
    n, ties, insiders = case
    one, other = data.draw(st.sampled_from([(a, b) for a in range(n) for b in range(a + 1, n)]))
    more = {**ties, (one, other): max(ties.get((one, other), 0.0), data.draw(st.just(0.9)))}
    before = Search(*arrays(n, ties), 0).k_best(insiders, k=1)[1]
    after = Search(*arrays(n, more), 0).k_best(insiders, k=1)[1]
    assert after.max(initial=0.0) >= before.max(initial=0.0) - 1e-12


@given(cases(), st.randoms(use_true_random=False))
def test_renaming_changes_the_names_only(
    case: tuple[int, Ties, list[int]], rng: random.Random
) -> None:
    n, ties, insiders = case
    renamed = rng.sample(range(n), n)
    shuffled = rng.sample(list(ties.items()), len(ties))
    other_ties = {
        (min(renamed[a], renamed[b]), max(renamed[a], renamed[b])): strength
        for (a, b), strength in shuffled
    }
    everything: dict[str, Any] = {"k": 10**6, "max_hops": 4}
    routes, products, _ = Search(*arrays(n, ties), 0).k_best(insiders, **everything)
    others, other_products, _ = Search(*arrays(n, other_ties), renamed[0]).k_best(
        [renamed[insider] for insider in insiders], **everything
    )
    assert set(others) == {tuple(renamed[person] for person in route) for route in routes}
    np.testing.assert_allclose(other_products, products, rtol=0, atol=1e-12)
