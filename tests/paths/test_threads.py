"""A network asked from several threads at once gives every one of them its answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from benchmarks.networks import people
from infonet.graph import Network, network
from infonet.paths import brokers, reach, sensitivity, warm_paths
from infonet.tables import Tables
from tests.conftest import first

_CLOSENESS = {0.70: "strong", 0.50: "medium", 0.37: "weak"}
_TARGETS = 9
_REPEATS = 4


def middle_size() -> Tables:
    """Make a seeded network of 1,500 people whose nine largest companies are targets."""
    made = people(1500, 12, seed=7, classes=True)
    key = np.array([f"in/p{at:04}" for at in range(1500)], dtype=object)
    key[made.ego] = "me"
    source = np.repeat(np.arange(1500), np.diff(made.indptr))
    once = (key[source] < key[made.indices]).nonzero()[0]
    ties = {
        "source": key[source[once]],
        "target": key[made.indices[once]],
        "evidence": ["stated"] * len(once),
        "closeness": [_CLOSENESS.get(value, "weak") for value in made.strength[once].tolist()],
        "origin": ["me"] * len(once),
    }
    wanted = [
        {"company": f"Company {at}", "kind": "company", "priority": 1 + at % 3}
        for at in range(_TARGETS)
    ]
    return Tables.of(
        people={"person": key, "name": [f"Person {at:04}" for at in range(1500)]},
        jobs={"person": key, "company": [f"Company {at}" for at in made.company.tolist()]},
        ties=ties,
        companies=wanted,
    )


TABLES = middle_size()
TARGETS = [f"Company {at}" for at in range(_TARGETS)]
ASKED: dict[str, Callable[[Network, str], pd.DataFrame]] = {
    "warm_paths": warm_paths,
    "alternates": lambda net, company: warm_paths(net, company, disjoint=True),
    "fewest hops": lambda net, company: warm_paths(net, company, by="hops", max_hops=3),
    "reach": lambda net, company: reach(net),
    "brokers": lambda net, company: brokers(net),
}
OF_ALL = ("reach", "brokers")
"""What asks about all targets at once."""
QUESTIONS = [
    (name, company) for name in ASKED for company in TARGETS[: 2 if name in OF_ALL else None]
]


def fresh() -> Network:
    return network(TABLES, as_of="2026-06-30")


@pytest.fixture(scope="module")
def expected() -> dict[tuple[str, str], pd.DataFrame]:
    """Return the answers of one thread."""
    alone = fresh()
    return {one: ASKED[one[0]](alone, one[1]) for one in QUESTIONS}


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads take turns as often as they can, so that two of them meet within a query."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("threads", first([8, 4, 2]))
def test_many_threads_get_the_answers_of_one(
    threads: int, expected: dict[tuple[str, str], pd.DataFrame]
) -> None:
    shared = fresh()
    rng = np.random.default_rng(threads)
    asked = [QUESTIONS[at] for at in rng.permutation(np.tile(np.arange(len(QUESTIONS)), _REPEATS))]
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda one: ASKED[one[0]](shared, one[1]), asked))
    wrong = [
        one for one, answer in zip(asked, found, strict=True) if not answer.equals(expected[one])
    ]
    assert not wrong


@pytest.mark.usefixtures("impatient")
def test_sensitivity_beside_other_questions() -> None:
    """It makes networks of its own from the one that other threads are asking."""
    net = fresh()
    expected = sensitivity(fresh(), TARGETS[0])
    ways = warm_paths(fresh(), TARGETS[1])
    with ThreadPoolExecutor(4) as pool:
        varied = [pool.submit(sensitivity, net, TARGETS[0]) for _ in range(2)]
        asked = [pool.submit(warm_paths, net, TARGETS[1]) for _ in range(60)]
        assert all(one.result().equals(expected) for one in varied)
        assert all(one.result().equals(ways) for one in asked)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("threads", first([8, 2]))
def test_what_a_network_works_out_is_made_once(threads: int) -> None:
    """Whichever thread asks first: all of them are given the same one."""
    made: list[str] = []

    def slow(net: Network) -> list[str]:
        made.append("once")
        return sorted(net.keys.tolist())

    net = fresh()
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda _: net.once(slow), range(50)))
        places = list(pool.map(lambda _: net.workplaces, range(50)))
    assert made == ["once"]
    assert all(one is found[0] for one in found) and all(one is places[0] for one in places)
