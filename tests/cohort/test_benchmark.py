"""The benchmark of a cohort: the libraries do the same work, and a million people fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import cohort


def test_every_library_reaches_as_many_companies() -> None:
    """Dijkstra has no hop bound: on a small, dense pool four ties reach whatever more do."""
    made = cohort.pool(300, members=5)
    assert cohort.scipy(made) == cohort.ours("numpy")(made) == cohort.ours("duckdb")(made)


@pytest.mark.evidence
def test_a_million_people_fit_into_four_gigabytes(
    tmp_path: Path, full_count: Callable[[int, int], int]
) -> None:
    people, members = full_count(2_000, 1_000_000), full_count(70, 1_000)
    cohort.save(cohort.pool(people, members=members, degree=40.0), tmp_path)
    cost = cohort.measured("numpy, 2 processes", tmp_path, members)
    assert isinstance(cost, cohort.Cost), cost
    assert cost.memory < 4.0
    assert cost.rows > 10 * members
