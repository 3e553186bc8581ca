"""The layout around the ego: who is grouped with whom, and that nothing overlaps."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from infonet.layout.ego import ROOM, rings
from infonet.layout.groups import group
from tests.plot.pictures import make


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=120),
)
def test_no_two_people_overlap_and_all_are_within_the_circle(places: list[tuple[int, int]]) -> None:
    sector, band = (np.array(column, dtype=np.int64) for column in zip(*places, strict=True))
    found = rings(sector, band)
    apart = np.hypot(*(found.points[:, None] - found.points[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    # A dot is at most a third of the pitch in radius: even neighbours in two sectors are apart.
    assert apart.min() > 0.7 * found.pitch
    assert np.hypot(*found.points.T).max() <= found.radius
    assert found.radius <= ROOM
    assert np.isclose((found.sectors[:, 1] - found.sectors[:, 0]).sum(), 2 * np.pi)
    start, end = found.sectors[sector].T
    beyond = (np.arctan2(found.points[:, 0], -found.points[:, 1]) - start) % (2 * np.pi)
    assert (beyond <= end - start + 1e-9).all()
    away = np.hypot(*found.points.T)
    assert (found.edges[band] < away).all() and (away < found.edges[band + 1]).all()


def test_spellings_of_an_employer_are_one_group_under_the_usual_one() -> None:
    keys = [f"in/{letter}" for letter in "abcd"]
    spelled = ["Echo Inc.", "ECHO", "Echo Inc.", "Freelance"]
    net = make([("me", key, None) for key in keys], jobs=dict(zip(keys, spelled, strict=True)))
    found = group(net)
    assert [(each.name, each.known) for each in found.others] == [("Echo Inc.", 3)]
    assert [str(net.person[at]) for at in found.loose] == ["in/d"]
