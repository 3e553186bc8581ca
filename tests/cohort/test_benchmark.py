"""The benchmark of a cohort: the libraries do the same work, and a million people fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import cohort
from tests.conftest import Counted


def test_every_library_reaches_as_many_companies() -> None:
    """Dijkstra has no hop bound: on a small, dense pool four ties reach whatever more do."""
    made = cohort.pool(300, members=5)
    assert cohort.scipy(made) == cohort.ours("numpy")(made) == cohort.ours("duckdb")(made)


@pytest.mark.evidence
@pytest.mark.parametrize(("engine", "most"), [("numpy, 2 processes", 1_000), ("duckdb", 64)])
def test_a_million_people_fit_into_four_gigabytes(
    engine: str,
    most: int,
    tmp_path: Path,
    full_count: Callable[[int, int], int],
    counted: Counted,
) -> None:
    people, members = full_count(2_000, 1_000_000), full_count(most // 16, most)
    cohort.save(cohort.pool(people, members=members, degree=40.0), tmp_path)
    cost = cohort.measured(engine, tmp_path, members)
    assert isinstance(cost, cohort.Cost), cost
    counted(
        f"a million people: {engine.partition(',')[0]}",
        members,
        paths=cost.rows,
        megabytes_of_memory=round(cost.memory * 1000),
        seconds_of_CPU=round(cost.cpu),
    )
    assert cost.memory < 4.0
    assert cost.rows > 10 * members
