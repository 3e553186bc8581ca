"""The benchmark of sources: what it counts, on a toy network, the sample and a small market."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks import sources
from benchmarks.market import STEPS, Market, Seeker, market, seeker
from benchmarks.sources import Ways, of_sample, ways
from infonet.graph import network
from infonet.strength import inferred_ties
from infonet.tables import Tables, check

DAY = "2026-06-30"
PEOPLE = 600


def test_ways_are_counted_by_hand() -> None:
    # I know Ana and Bo, who is at Delta; Ana was in a thread with Bo. Cy is at Echo: Ana knows him.
    both = {"gathering": "g", "kind": "thread", "size": 3, "times": 1}
    tables = Tables.of(
        people=[{"person": key} for key in ("me", "in/ana", "in/bo", "in/cy")],
        jobs=[
            {"person": "in/bo", "company": "Delta"},
            {"person": "in/cy", "company": "Echo"},
        ],
        ties=[
            {"source": "in/ana", "target": "me", "origin": "me", "closeness": "strong"},
            {"source": "in/bo", "target": "me", "origin": "me", "evidence": "connection"},
            {"source": "in/ana", "target": "in/cy", "origin": "in/ana", "evidence": "connection"},
        ],
        companies=[
            {"company": name, "kind": "company", "priority": 1}
            for name in ("Delta", "Echo", "Foxtrot")
        ],
        gatherings=[both | {"person": "in/ana"}, both | {"person": "in/bo"}],
    )
    found = ways(network(tables, as_of=DAY), inferred_ties(tables, as_of=DAY))
    assert found == Ways(
        direct=1,  # Delta, by Bo
        introduced=1,  # Echo, by Ana
        named=1,  # Delta: Ana may know Bo
        either=2,
        insiders=2,
        classes={"strong": 1, "medium": 0, "weak": 0, "connection": 1},
        pairs={"thread": 1}
        | dict.fromkeys(("meeting", "mail", "acquaintance", "employer", "school"), 0),
    )


@pytest.mark.slow
def test_each_source_of_the_sample_brings_what_it_can() -> None:
    steps = dict(of_sample())
    (_, star), *later = steps.items()
    assert star.introduced == 0 and sum(star.pairs.values()) == star.pairs["employer"]
    brings = {"thread": later[0][0], "meeting": "+ calendar", "mail": "+ mail"}
    brings |= {"school": "+ a sheet of fellow students"}
    before = star
    for title, step in later:
        for kind, source in brings.items():
            assert (step.pairs[kind] > before.pairs[kind]) == (title == source), (title, kind)
        # Only a friend's list joins two others by a tie.
        assert (step.introduced > before.introduced) == title.endswith("'s list")
        assert step.either >= before.either
        before = step
    assert before.insiders > star.insiders and before.either > star.either


@pytest.fixture(scope="module")
def world() -> tuple[Market, Seeker]:
    """Make a small market and somebody in it."""
    rng = np.random.default_rng(7)
    known = market(PEOPLE, rng)
    return known, seeker(known, rng, grown=0.5)


def test_a_market_is_a_history_of_jobs_and_ties(world: tuple[Market, Seeker]) -> None:
    known, _ = world
    assert (known.knows == known.knows.T).all() and not known.knows.diagonal().any()
    assert (known.close <= known.knows).all() and known.close.any()
    for month in (0, 40, 71):
        assert (known.at(month) >= 0).all()
    rows = pd.DataFrame({"person": known.person, "start": known.start, "end": known.end})
    rows = rows.sort_values(["person", "start"])
    # One after another, without a gap.
    follows = rows.person.diff() == 0
    assert (rows.start[follows] == rows.end.shift()[follows]).all()
    again = market(PEOPLE, np.random.default_rng(7))
    assert all((one == other).all() for one, other in zip(known, again, strict=True))


def test_a_seeker_gets_one_source_after_another(world: tuple[Market, Seeker]) -> None:
    known, one = world
    assert tuple(one.tables) == STEPS and len(one.targets) == 10
    for tables in one.tables.values():
        assert check(tables).empty
    counts = {
        step: (len(tables.jobs.dropna(subset="end")), len(tables.gatherings))
        for step, tables in one.tables.items()
    }
    assert counts["star"] == (0, 0)
    assert counts["messages"][1] > 0 == counts["messages"][0]
    assert counts["older export"][0] > 0
    assert counts["messages"][1] < counts["calendar"][1] < counts["mail"][1]
    # A gathering and a two-way message are of people whom the seeker truly knows.
    last = one.tables["mail"]
    ego = next(at for key, at in one.number.items() if key == "me")
    assert known.knows[ego, last.gatherings.person.map(one.number)].all()
    wrote = last.ties[last.ties.evidence == "messages"]
    assert known.knows[ego, wrote.source.map(one.number)].all()
    # A move is over by the later export, and the present job begins by it.
    moved = last.jobs[last.jobs.person.duplicated(keep=False)]
    assert (moved.groupby("person").size() == 2).all()
    assert (moved.start.dropna().to_numpy() == moved.end.dropna().to_numpy()).all()


def test_the_chances_are_held_against_the_truth() -> None:
    found = sources.of_market(PEOPLE, 0, seed=1, grown=0.5)
    assert found.chance["any"].min() > 0 and len(found.chance["any"]) == len(found.knows["any"])
    # What gathers people who know each other is truer than nothing at all.
    assert found.knows["any"].mean() > 2 * found.nothing.mean()
    assert set(found.ways) == set(STEPS)
    text = "\n".join([*sources.table_of_bins([found]), *sources.table_of_kinds({0.5: [found]})])
    assert f"nothing       {len(found.nothing):8,}" in text and "offered first" in text
