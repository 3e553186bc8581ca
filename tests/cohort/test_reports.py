"""What a cohort says of itself: worked by hand, by brute force, and without anybody's name."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from infonet.cohort import Cohort, Pool, Reports, best_paths, cohort_funnel
from infonet.cohort._meetings import best_meetings, gains_of
from infonet.errors import InfonetError
from infonet.samples import sample_cohort, sample_exports
from infonet.tables import Tables, check, frame
from tests.cohort.pools import cohort_of, pool_of, pools

DAY = "2026-06-30"
FEW = settings().max_examples // 4
NO_SHRINKING = (Phase.explicit, Phase.generate)

# Members 0 to 19. All but 0 know 20, who works at C0; 0 to 11 know 21, who knows 22 at C1;
# 0 to 2 know 23 at C2; nobody knows 24 at C3.
MEMBERS = list(range(20))
TIES = {
    **{(member, 20): 0.5 for member in MEMBERS[1:]},
    **{(member, 21): 0.5 for member in MEMBERS[:12]},
    (21, 22): 0.5,
    **{(member, 23): 0.5 for member in MEMBERS[:3]},
}
HAND = pool_of(TIES, [(20, 0), (22, 1), (23, 2), (24, 3)], MEMBERS, people=25)


def test_an_employer_is_covered_by_those_who_reach_it() -> None:
    # Within two ties: C0 by 19, counted as 16; C1 by 12; C2 by 3; C3 by nobody.
    found = Reports(HAND, max_hops=2).coverage()
    assert found.attrs == {"members": 20}
    shown = dict(found.values.tolist())
    assert shown.keys() <= {"C000", "C001"}
    assert shown.get("C000", 0) in (10, 15) and shown.get("C001", 0) in (5, 10)


def test_a_few_and_nobody_are_not_told_apart() -> None:
    reports = Reports(HAND, max_hops=2)
    assert reports.unreached().company.tolist()[-2:] == ["C002", "C003"]
    asked = reports.unreached(among=["C000 Inc", "Elsewhere Ltd", "C003"])
    assert asked.company.tolist()[-2:] == ["C003", "Elsewhere Ltd"]


def test_a_broker_is_a_number_with_those_whom_they_would_serve() -> None:
    # To C1 all of 0 to 11 go by 21: the one broker of more than four.
    reports = Reports(HAND, max_hops=2)
    (row,) = reports.brokers().to_dict("records")
    assert row["members"] in (5, 10) and row["share"] == 1.0
    assert reports.who(row["broker"]) == "021"
    assert reports.brokers().attrs == {"members": 20, "fairness": 1.0}
    with pytest.raises(InfonetError, match="nobody has the number 99"):
        reports.who(99)


def test_brokers_are_as_fair_as_the_numbers_shown() -> None:
    # 30 members know 30, and nine of these know 31: each leads to an employer of their own.
    members = list(range(30))
    ties = {(one, 30): 0.5 for one in members} | {(one, 31): 0.5 for one in members[:9]}
    ties |= {(30, 32): 0.5, (31, 33): 0.5}
    pool = pool_of(ties, [(32, 0), (33, 1)], members, people=34)
    found = Reports(pool, max_hops=2).brokers()
    served = found.members.tolist()
    assert served[0] in (20, 25) and served[1] == 5
    assert found.share.tolist() == [one / sum(served) for one in served]
    expected = sum(served) ** 2 / (2 * sum(one**2 for one in served))
    assert found.attrs["fairness"] == pytest.approx(expected)


def test_what_two_members_add_to_each_other() -> None:
    # Member 0 has C1 closed (21 works nowhere) and C2 open, 3 to 19 have C0 alone. Members 1 and 2
    # have C0 and C2. To 17 of 20 somebody adds C2, to 0 somebody adds C0: 18, which is shown as
    # at least 10 or 15.
    found = Reports(HAND, max_hops=2).pooling()
    assert found.adds.tolist() == [1]
    assert found.members[0] in (10, 15)


def wishes(at: int) -> tuple[str, Tables]:
    """Return the tables of a member: all want C0, twelve ask there, three want C2."""
    wanted = [{"company": "C000 Inc", "kind": "company", "priority": 1}]
    if at < 3:
        wanted.append({"company": "C002", "kind": "company", "priority": 1})
    asked = {"event": 1, "request": "R1", "person": "in/p", "company": "C000", "kind": "direct"}
    events = [{**asked, "stage": "asked", "date": "2026-06-29"}] if at < 12 else []
    return f"{at:03d}", Tables.of(companies=wanted, events=events)


def test_the_board_counts_who_reaches_wants_and_asks_and_hides_a_few() -> None:
    # C0: all but one by a tie of 0.5; C1: 12 at 0.25; C2: 3 at 0.5, wanted by 3; C3: nobody.
    reports = Reports(HAND, max_hops=2)
    found = reports.board((wishes(at) for at in range(20)), as_of=DAY).set_index("company")
    assert found.attrs == {"members": 20} and [*found.index][:1] == ["C000"]
    assert "C002" not in found.index and "C003" not in found.index
    row = found.loc["C000"]
    assert row.members in (10, 15) and row.wanted in (10, 15) and row.asked in (5, 10)
    # All who reach it do so at a half: that is counted as 12 and 8, and no quarter is left over.
    assert row.quarter in (5, 10) and row.fillna(5).half == 5
    coverage = reports.coverage().set_index("company").members
    assert found.members.dropna().to_dict() == coverage.to_dict()
    assert found.loc["C001"].isna()[["half", "wanted", "asked"]].all()


def test_a_company_that_a_few_want_and_nobody_knows_is_not_on_the_board() -> None:
    def log(at: int, few: int) -> tuple[str, Tables]:
        wanted = {"company": "Rare", "kind": "company", "priority": 1}
        return f"{at}", Tables.of(companies=[wanted] if at < few else [])

    def board(few: int) -> pd.DataFrame:
        return Reports(HAND).board((log(at, few) for at in range(20)), as_of=DAY)

    assert "Rare" not in [*board(4).company]
    row = board(20).set_index("company").loc["Rare"]
    assert row.wanted in (10, 15) and row.drop("wanted").isna().all()


def test_an_employer_is_told_by_the_ties_it_takes() -> None:
    found = Reports(HAND, max_hops=2).employer("C000")
    assert found.ties.tolist() == [1, 2] and found.attrs == {"members": 20}
    assert found.members[1] in (10, 15) and found.members[0] in (5, 10)
    assert Reports(HAND).employer("C003").empty and Reports(HAND).employer("Elsewhere").empty


def test_without_a_way_nothing_is_covered_and_no_broker_is_needed() -> None:
    pool = pool_of({}, [(24, 0)], MEMBERS, people=25)
    reports = Reports(pool)
    assert reports.coverage().empty and reports.brokers().empty and reports.meetings().empty
    assert np.isnan(reports.brokers().attrs["fairness"])
    assert reports.unreached().company.tolist() == ["C000"]


def test_too_few_members_are_refused() -> None:
    with pytest.raises(InfonetError, match="at least 10 members"):
        Reports(pool_of({}, [], [0, 1], people=2))
    with pytest.raises(InfonetError, match="`strength` is a chance"):
        Reports(HAND).meetings(strength=0.0)


def many_know(spelling: str) -> Tables:
    """Return tables of 30 members of whom 13 know somebody at a company."""
    members = [f"in/m{at:02d}" for at in range(30)]
    ties = [
        {"source": "in/a", "target": one, "evidence": "connection", "origin": one}
        for one in members[:13]
    ]
    people = [{"person": one} for one in ("in/a", *members)]
    return Tables.of(people=people, jobs=[{"person": "in/a", "company": spelling}], ties=ties)


def test_a_count_is_lowered_alike_however_its_employer_is_spelt() -> None:
    # Else who asks in enough spellings sees every draw, and so the count.
    tables = many_know("Nord Delta")
    members = sorted({*tables.people.person} - {"in/a"})
    spellings = [
        *("".join(each) for each in product(*zip("nord", "NORD", strict=True), [" Delta"])),
        *("NordDelta", "nord-delta GmbH", "Delta Nord", "N ord Del ta"),
        *(f"{word} (Nord Delta)" for word in ("Echo", "Golf", "Hotel", "India")),
    ]
    shown = set()
    for spelling in spellings:
        pool = Pool.of(tables, members, as_of=DAY, companies=[spelling])
        reports = Reports(pool)
        board = reports.board(as_of=DAY)[["members", "quarter"]].astype(object)
        near = reports.employer(spelling).members.astype(object)
        covered = reports.coverage().members
        shown.add(str([covered.tolist(), board.values.tolist(), near.tolist()]))
    assert len(spellings) == 24 and len(shown) == 1
    together = Pool.of(tables, members, as_of=DAY, companies=spellings)
    assert len(together.company) == 1, "an employer counts once"


def test_what_is_counted_of_an_employer_is_lowered_alike_within_any_number_of_ties() -> None:
    # 12 of 40 know somebody there, 8 more somebody who does. With draws of their own for lengths
    # and parts a few of the 8 could be told from the differences.
    members = list(range(40))
    ties = {(one, 40): 0.5 for one in members[:12]} | {(one, 41): 0.5 for one in members[12:20]}
    pool = pool_of({**ties, (40, 41): 0.5}, [(40, 0)], members, people=42)
    for cohort in range(20):
        called = np.array([f"{cohort} {one}" for one in pool.person], dtype=object)
        some = replace(pool, person=called)
        near = Reports(some, max_hops=2).employer("C000").set_index("ties").members
        (direct,) = Reports(some, max_hops=1).coverage().members
        assert near[1] == direct, "both are lowered by the same draw"
        assert Reports(some, max_hops=1).employer("C000").members.tolist() == [direct]


# Meetings


def total(pool: Pool, members: list[int], max_hops: int) -> float:
    """Add up what some members may expect, on the pool as it is."""
    keys = [pool.person[one] for one in members]
    return float(best_paths(pool, keys, max_hops=max_hops).probability.sum())


def with_tie(pool: Pool, one: int, other: int, strength: float) -> Pool:
    """Return the pool with a tie between two, at least so strong."""
    source = np.repeat(np.arange(len(pool)), np.diff(pool.indptr))
    ties = dict(
        zip(zip(source.tolist(), pool.indices.tolist(), strict=True), pool.strength, strict=True)
    )
    for pair in ((one, other), (other, one)):
        ties[pair] = max(ties.get(pair, 0.0), strength)
    arcs = sorted(ties)
    counts = np.bincount([a for a, _ in arcs], minlength=len(pool))
    return replace(
        pool,
        indptr=np.concatenate([[0], np.cumsum(counts)]),
        indices=np.array([b for _, b in arcs], dtype=np.int32),
        strength=np.array([ties[pair] for pair in arcs], dtype=np.float64),
    )


@settings(max_examples=FEW)
@given(pools(most=7), st.sampled_from([0.25, 0.37, 1.0]), st.integers(1, 4))
def test_what_a_meeting_adds_is_what_the_tie_adds_to_both(
    pool: Pool, strength: float, max_hops: int
) -> None:
    gains = gains_of(
        pool, best_paths(pool, max_hops=max_hops), max_hops=max_hops, strength=strength
    )
    gained = np.array([gains.of(member) for member in range(len(pool.member))])
    for a, b in combinations(range(len(pool.member)), 2):
        one, other = (int(pool.member[at]) for at in (a, b))
        met = with_tie(pool, one, other, strength)
        for here, there, of in ((a, b, one), (b, a, other)):
            if int(pool.member[there]) in pool.opted_out:
                assert gained[here, there] == 0.0
                continue
            adds = total(met, [of], max_hops) - total(pool, [of], max_hops)
            assert gained[here, there] == pytest.approx(adds, abs=1e-9)


def test_who_meets_adds_most_and_nobody_meets_too_often() -> None:
    # 0 knows 4 at C0 (1.0) and 1 knows 5 at C1 (0.6); 2 and 3 know nobody. Within two ties a
    # meeting of strength 0.5 adds: 0 and 1: 0.3 + 0.5; 0 and 2: 0.5; 1 and 2: 0.3.
    pool = pool_of({(0, 4): 1.0, (1, 5): 0.6}, [(4, 0), (5, 1)], [0, 1, 2, 3], people=6)
    gains = gains_of(pool, best_paths(pool, max_hops=2), max_hops=2, strength=0.5)
    pairs, adds = best_meetings(gains, most=9, each=1)
    assert pairs == [(0, 1)] and adds.tolist() == pytest.approx([0.8])
    pairs, adds = best_meetings(gains, most=9, each=2)
    assert pairs == [(0, 1), (0, 2), (1, 2)], "of equal ones the first"
    assert adds.tolist() == pytest.approx([0.8, 0.5, 0.3])
    assert gains.alone.tolist() == [[1.0, 0.0], [0.0, 0.6], [0.0, 0.0], [0.0, 0.0]], "it stays"


def choices_of_meetings(members: int, most: int) -> list[tuple[tuple[int, int], ...]]:
    """List all sets of meetings in which nobody meets twice."""
    every = list(combinations(range(members), 2))
    sets = [some for many in range(1, most + 1) for some in combinations(every, many)]
    return [some for some in sets if len({one for pair in some for one in pair}) == 2 * len(some)]


@given(pools(most=8))
@settings(max_examples=FEW)
def test_greedy_meetings_come_to_a_third_of_the_best(pool: Pool) -> None:
    gains = gains_of(pool, best_paths(pool), max_hops=4, strength=0.5)
    gained = np.array([gains.of(member) for member in range(len(pool.member))])
    both = gained + gained.T
    sets = choices_of_meetings(len(pool.member), 2)
    best = max((sum(both[pair] for pair in some) for some in sets), default=0.0)
    _, adds = best_meetings(gains, most=2, each=1)
    assert best / 3 - 1e-9 <= adds.sum() <= best + 1e-9
    assert adds[:1].sum() == pytest.approx(both.max(initial=0.0), abs=1e-9)


def known_by_halves(*, employers: int = 5, knowing: int = 20, members: int = 40) -> Pool:
    """Return a pool in which the first members know somebody at each employer, by ties of 1.0."""
    inside = range(members, members + employers)
    ties = {(one, each): 1.0 for one in range(knowing) for each in inside}
    jobs = [(each, at) for at, each in enumerate(inside)]
    return pool_of(ties, jobs, list(range(members)), people=members + employers)


def test_meetings_are_shown_by_fives_so_that_no_pairs_worth_is_told() -> None:
    # A meeting of one of each half opens five employers to the other, by 0.5 each: five meetings
    # add 12.5, ten 25, and each sum is lowered by 0 to 4 before it is a multiple of five.
    reports = Reports(known_by_halves(), max_hops=2)
    found = reports.meetings(most=12, strength=0.5)
    assert len(found) == 10 and len({*found.member, *found.other}) == 20
    told = found.adds.dropna().to_dict()
    assert told.keys() == {4, 9} and told[4] in (5.0, 10.0) and told[9] in (20.0, 25.0)
    everybody = [reports.who(number) for number in (*found.member, *found.other)]
    assert set(everybody) <= {f"{one:03d}" for one in range(40)}
    assert len(reports.meetings(most=4)) == 0


@pytest.mark.parametrize("knowing", [0, 1, 4])
def test_an_employer_that_a_few_reach_is_no_reason_to_meet(knowing: int) -> None:
    reports = Reports(known_by_halves(knowing=knowing), max_hops=2)
    assert reports.coverage().empty
    for each in (1, 40):
        assert reports.meetings(most=40, each=each, strength=1.0).empty


def test_meetings_are_not_chosen_for_fewer_than_five_employers() -> None:
    # Of one employer a pair would say that one of two knows somebody there.
    assert Reports(known_by_halves(employers=4), max_hops=2).meetings().empty
    tables = many_know("Delta")
    members = sorted({*tables.people.person} - {"in/a"})
    spellings = ["delta", "DELTA", "Delta Inc", "Delta GmbH", "Delta Ltd"]
    pool = Pool.of(tables, members, as_of=DAY, companies=spellings)
    assert Reports(pool).meetings().empty, "spellings of one are one"


def test_nobody_is_in_more_than_one_of_five_meetings() -> None:
    # By `each` alone the first member would be in every row, and its sum say how strong their ties
    # are.
    pool = known_by_halves(knowing=12)
    strong = replace(pool, strength=np.where(np.arange(len(pool.strength)) < 5, 1.0, 0.3))
    found = Reports(strong, max_hops=2).meetings(most=40, each=40, strength=1.0)
    assert len(found) >= 10
    for begin in range(0, len(found), 5):
        five = found[begin : begin + 5]
        assert len({*five.member, *five.other}) == 10
    told = found.adds.dropna()
    assert (told % 5 == 0).all() and told.is_monotonic_increasing


# The invented cohort


def test_the_companies_to_reach_may_be_a_column() -> None:
    tables, members = sample_cohort(200, members=12)
    firms = tables.jobs.company.drop_duplicates().head(3)
    pool = Pool.of(tables, members, as_of=DAY, companies=firms)
    assert sorted(pool.company) == sorted(firms)
    assert len(Pool.of(tables, members, as_of=DAY, companies=iter([])).company) == 0


def test_the_invented_cohort_is_always_the_same_and_in_order() -> None:
    (tables, members), (again, _) = sample_cohort(), sample_cohort()
    assert tables.ties.equals(again.ties) and tables.jobs.equals(again.jobs)
    assert check(tables).empty
    assert (len(tables.people), len(members)) == (2_000, 36)
    assert set(tables.ties.source) == set(members), "everybody vouches for their own"
    assert {*tables.ties.source, *tables.ties.target} == {*tables.people.person}, "nobody is alone"
    with pytest.raises(InfonetError, match="people"):
        sample_cohort(100)


@pytest.mark.slow
def test_what_the_invented_members_hand_over_is_what_they_know() -> None:
    tables, members = sample_cohort(400, members=12)
    cohort = Cohort()
    handed = sample_exports(cohort.path.parent, 400, members=12)
    assert set(cohort.add_all(handed, everything=True).result) == {"added"}
    assert cohort.members().member.tolist() == members
    known, pooled = (Pool.of(each, members, as_of=DAY) for each in (tables, cohort.tables()))
    assert strengths(known) == strengths(pooled)
    # Endorsed and recommended ones among them, not simple connections alone.
    assert len(set(strengths(known).values())) == 3
    wants, asks = (
        {member for member, log in cohort.logs() if len(getattr(log, table))}
        for table in ("companies", "events")
    )
    assert wants == asks == set(members) - {"in/person-00000", "in/person-00005", "in/person-00010"}


def strengths(pool: Pool) -> dict[tuple[str, str], float]:
    """Return the strength of each tie, by the keys of its ends."""
    source = pool.person[np.repeat(np.arange(len(pool)), np.diff(pool.indptr))]
    ends = zip(source, pool.person[pool.indices], strict=True)
    return dict(zip(ends, pool.strength.tolist(), strict=True))


# Nobody's name


def named_pool(names: list[str]) -> tuple[Pool, list[str]]:
    """Return a pool in which everybody is called in words that may be searched for."""
    keys = [f"in/{name.lower().replace(' ', '-')}" for name in names]
    members, others = keys[:12], keys[12:]
    people = [
        {"person": key, "name": name, "email": f"{key[3:]}@example.org"}
        for key, name in zip(keys, names, strict=True)
    ]
    firms = ["Hotel", "Golf", f"{names[0]} Consulting", names[13], people[12]["email"]]
    jobs = [{"person": key, "company": firms[at % 5]} for at, key in enumerate(others)]
    jobs += [{"person": others[0], "company": firm} for firm in firms]
    ties = [
        {
            "source": min(one, other),
            "target": max(one, other),
            "evidence": "connection",
            "origin": one,
        }
        for at, one in enumerate(members)
        for other in (others[at % len(others)], *others[:3])
    ]
    ties = list({(tie["source"], tie["target"]): tie for tie in ties}.values())
    notes = [{"person": keys[-1], "kind": "opted out", "text": "secretnote", "date": "2026-01-01"}]
    tables = Tables.of(people=people, jobs=jobs, ties=ties, notes=notes)
    return Pool.of(tables, members, as_of=DAY), [*names, *keys]


def said(reports: Reports) -> str:
    """Return whatever anybody reads of all reports."""
    tables = [
        reports.coverage(),
        reports.unreached(),
        reports.brokers(),
        reports.pooling(),
        reports.meetings(most=50, each=3),
        reports.board([(key, LOGS) for key in map(str, range(12))], as_of=DAY),
        *(reports.employer(name) for name in ("Hotel", "Golf")),
    ]
    words = [repr(reports)]
    for each in tables:
        words += [repr(each), each.to_csv(), each.to_html(), str(each.attrs), str(each.to_dict())]
    return "\n".join(words).casefold()


LOGS = Tables.of(companies=[{"company": "in/secretnote", "kind": "company", "priority": 1}])
letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=8)


@given(st.lists(st.tuples(letters, letters), min_size=18, max_size=24, unique=True))
@settings(max_examples=FEW // 3, phases=NO_SHRINKING)
def test_no_report_names_anybody(pairs: list[tuple[str, str]]) -> None:
    names = [f"{first}x {last}q".title() for first, last in pairs]
    pool, secrets = named_pool(names)
    reports = Reports(pool)
    text = said(reports)
    assert "hotel" in text, "there is something to read"
    assert not [
        one for one in [*secrets, "@example", "in/", "secretnote"] if one.casefold() in text
    ]
    numbers = {*reports.brokers().broker, *reports.meetings(most=50, each=3).member}
    assert {reports.who(number) for number in numbers} <= {*map(str, pool.person)}


def test_probabilities_of_a_person_are_in_no_report() -> None:
    columns = {
        name
        for table in (
            Reports(HAND).coverage(),
            Reports(HAND).brokers(),
            Reports(HAND).unreached(),
            Reports(HAND).pooling(),
        )
        for name in table
    }
    assert columns == {"company", "members", "broker", "share", "adds"}


# From logs


def log(request: int, *stages: str) -> pd.DataFrame:
    """Return a log of one direct request that came so far."""
    days = ("2026-03-02", "2026-03-05", "2026-03-09", "2026-03-20")
    row = {"request": f"R{request}", "person": f"in/p{request}", "kind": "direct"}
    return frame(
        "events",
        [{**row, "stage": stage, "date": day} for stage, day in zip(stages, days, strict=False)],
    )


def two(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    return frame("events", pd.concat([first, second], ignore_index=True).drop(columns="event"))


def test_a_cohorts_requests_are_added_up_and_its_members_are_clusters() -> None:
    # 40 members of two requests: both of the first 20 are held, neither of the others; 3 are
    # referred.
    held, asked = ("asked", "replied", "held"), ("asked",)
    logs = [
        (
            f"in/m{at}",
            two(
                log(1, *(held if at < 20 else asked), *(("referred",) if at < 3 else ())),
                log(2, *(held if at < 20 else asked)),
            ),
        )
        for at in range(40)
    ]
    found = cohort_funnel(logs, as_of=DAY).set_index("stage")
    assert found.attrs == {"members": 40, "within": 60}
    row = found.loc["held"]
    assert row.members in (30, 35)  # all 40, counted as 36
    assert row.requests in (75, 80) and row.reached in (35, 40)
    assert row.rate == 0.5
    # As one alike pair a member counts for little more than one request: 20 of 40 is 0.35-0.65.
    assert row.low in (0.25, 0.3, 0.35) and row.high in (0.65, 0.7, 0.75)
    few = found.loc["referred"]
    assert few.members in (30, 35) and few[["reached", "rate", "low", "high"]].isna().all()
    assert found.loc["asked"][["rate", "low", "high"]].isna().all(), "nobody is left over"


def test_requests_of_few_members_are_not_counted() -> None:
    logs = [(f"in/m{at}", log(1, "asked", "replied") if at < 4 else log(1)) for at in range(12)]
    found = cohort_funnel(logs, as_of=DAY)
    assert found[["members", "requests", "reached", "rate"]].isna().all(axis=None)
    with pytest.raises(InfonetError, match="at least 10 members"):
        cohort_funnel(logs[:9], as_of=DAY)


def test_a_cohort_in_its_folder_reports_and_plans(tmp_path: Path) -> None:
    cohort = cohort_of(tmp_path, 12)
    reports = cohort.reports(as_of=DAY)
    assert repr(reports) == "Reports without names of 12 members"
    # Hotel and Echo are reached by all, which is counted as 8.
    assert [*reports.coverage().company, *reports.unreached().company].count("Echo") == 1
    week = cohort.plan(as_of=DAY, asks_per_member=1, load=1)
    assert len(week) == 12 and week.person.is_unique
    assert week.attrs["alone_most"] == 1
    assert cohort.board(as_of=DAY).columns.tolist()[-2:] == ["wanted", "asked"]
    found = cohort.funnel(as_of=DAY)
    assert found.members.isna().all(), "nobody has asked yet"
    cohort.withdraw("in/member0", by="by mail", date="2026-04-01")
    assert cohort.reports(as_of=DAY).coverage().attrs == {"members": 11}
