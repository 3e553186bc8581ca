"""Ties that nobody stated: what two have in common, and the chance that they know each other."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pandas as pd
import pytest

from infonet.strength import inferred_ties, tie_strength
from infonet.tables import Tables, check

DAY = "2026-06-30"
PEOPLE = ["me", "in/ana", "in/bo", "in/cy", "in/di"]


def gathering(key: str, *people: str, kind: str = "meeting", **more: Any) -> list[dict[str, Any]]:
    row = {"gathering": key, "kind": kind, "size": len(people) + 1, "times": 1} | more
    return [row | {"person": f"in/{one}"} for one in people]


def job(who: str, company: str, start: str | None = None, end: str | None = None) -> dict[str, Any]:
    days = {"start": start and pd.Timestamp(start), "end": end and pd.Timestamp(end)}
    return {"person": f"in/{who}", "company": company, **days}


def school(who: str, name: str, since: str | None = None, last: str | None = None) -> Any:
    days = {"since": since and pd.Timestamp(since), "last": last and pd.Timestamp(last)}
    return {"gathering": name, "kind": "school", "person": f"in/{who}", **days}


def found(as_of: str = DAY, **tables: Any) -> dict[tuple[str, str], float]:
    """Return the chance of each inferred tie, by the two people."""
    made = Tables.of(**{"people": [{"person": one} for one in PEOPLE], **tables})
    assert check(made).empty
    rows = inferred_ties(made, as_of=as_of)
    assert (rows.source < rows.target).all()
    assert np.allclose(rows.strength, rows.exists * 0.37)
    return {
        (a.removeprefix("in/"), b.removeprefix("in/")): round(chance, 4)
        for a, b, chance in zip(rows.source, rows.target, rows.exists, strict=True)
    }


def test_a_gathering_of_n_counts_one_over_n_minus_one() -> None:
    # 0.65 / 2 for three people, of whom I am one; 0.65 / 3 for four.
    assert found(gatherings=gathering("g", "ana", "bo")) == {("ana", "bo"): 0.325}
    four = found(gatherings=gathering("g", "ana", "bo", "cy"))
    assert four == dict.fromkeys([("ana", "bo"), ("ana", "cy"), ("bo", "cy")], 0.2167)


def test_gatherings_add_up_and_are_never_quite_sure() -> None:
    # 1 - (1 - .325)(1 - .65/3) = 1 - .675 · .78333 = .47125
    two = gathering("g", "ana", "bo") + gathering("h", "ana", "bo", kind="mail", size=4)
    assert found(gatherings=two) == {("ana", "bo"): 0.4713}
    # 1 - .675² = .544375: two weeks of the same people.
    assert found(gatherings=gathering("g", "ana", "bo", times=2)) == {("ana", "bo"): 0.5444}
    assert found(gatherings=gathering("g", "ana", "bo", times=500)) == {("ana", "bo"): 0.9}


def test_what_is_later_and_a_crowd_count_nothing() -> None:
    later: dict[str, Any] = {"last": pd.Timestamp("2026-07-01")}
    assert found(gatherings=gathering("g", "ana", "bo", **later)) == {}
    assert len(found("2026-07-01", gatherings=gathering("g", "ana", "bo", **later))) == 1
    assert found(gatherings=gathering("g", "ana", "bo", size=51)) == {}
    # .65 / 49: one event of fifty is little more than one in a hundred.
    assert found(gatherings=gathering("g", "ana", "bo", size=50)) == {("ana", "bo"): 0.0133}


def test_what_fades_says_who_is_in_touch_now() -> None:
    old = gathering("g", "ana", "bo", last=pd.Timestamp("2026-04-01"))  # 90 days
    new = gathering("h", "ana", "cy", last=pd.Timestamp(DAY))
    tables = Tables.of(people=[{"person": one} for one in PEOPLE], gatherings=old + new)
    rows = inferred_ties(tables, as_of=DAY).set_index(["source", "target"])
    assert rows.exists.round(4).tolist() == [0.325, 0.325, 0.1002]
    assert rows.recent["in/ana", "in/bo"] == pytest.approx(0.325 / np.e)
    assert rows.recent["in/ana", "in/cy"] == pytest.approx(0.325)
    assert rows.recent["in/bo", "in/cy"] == pytest.approx(1 - np.exp(-(0.325**2) / np.e))


def test_an_acquaintance_in_common_counts_by_how_many_they_know() -> None:
    # Ana was with Bo and with Cy, who were never together: .325² = .1056, and 1 - exp(-.1056).
    # She knows .65 people, less than one.
    two = gathering("g", "ana", "bo") + gathering("h", "ana", "cy")
    pair = {("ana", "bo"): 0.325, ("ana", "cy"): 0.325}
    assert found(gatherings=two) == pair | {("bo", "cy"): 0.1002}
    # Ana knows Bo, Cy and Di, each by 0.9: 2.7 people. .9 · .9 / 2.7 = .3, and 1 - exp(-.3).
    three = [
        row
        for other in ("bo", "cy", "di")
        for row in gathering(other, "ana", other, kind="mail", times=500)
    ]
    apart = {pair: chance for pair, chance in found(gatherings=three).items() if "ana" not in pair}
    assert apart == dict.fromkeys([("bo", "cy"), ("bo", "di"), ("cy", "di")], 0.2592)
    # Ana and Di know Bo and Cy alike, 1.8 people each: .45 by each of the two, 1 - exp(-.9).
    ring = [
        row
        for a, b in (("ana", "bo"), ("bo", "di"), ("cy", "di"), ("ana", "cy"))
        for row in gathering(a + b, a, b, times=500)
    ]
    assert found(gatherings=ring)["bo", "cy"] == 0.5934
    # Who was together counts by that alone, and a chance below that of a crowd is nothing.
    together = found(gatherings=two + gathering("i", "bo", "cy", size=40))
    assert together["bo", "cy"] == 0.0167
    faint = gathering("g", "ana", "bo", size=7) + gathering("h", "ana", "cy", size=7)
    assert ("bo", "cy") not in found(gatherings=faint)  # (.65 / 6)² = .0117


def test_an_acquaintance_in_common_joins_with_an_employer() -> None:
    rows = [
        row
        for other, times in (("bo", 2), ("cy", 2), ("di", 1))
        for row in gathering(f"{other}", "ana", other, times=times)
    ]
    jobs = [job(who, "Delta") for who in ("bo", "cy")]
    tables = Tables.of(people=[{"person": one} for one in PEOPLE], gatherings=rows, jobs=jobs)
    table = inferred_ties(tables, as_of=DAY)
    pair = table[(table.source == "in/bo") & (table.target == "in/cy")].set_index("kind")
    known = 2 * 0.544375 + 0.325
    share = 1 - np.exp(-(0.544375**2) / known)
    assert pair.share.to_dict() == pytest.approx({"acquaintance": share, "employer": 0.5})
    assert pair.exists.tolist() == pytest.approx(2 * [1 - 0.5 * (1 - share)])
    assert pair.times["acquaintance"] == 0 and pd.isna(pair.until["acquaintance"])


@pytest.mark.parametrize(("at_once", "many"), [(1, 50.0), (5, 50.0), (256, 50.0), (256, 2.0)])
def test_acquaintances_in_common_against_brute_force(
    monkeypatch: pytest.MonkeyPatch, at_once: int, many: float
) -> None:
    monkeypatch.setattr("infonet.strength._closure._AT_ONCE", at_once)
    monkeypatch.setattr("infonet.strength._closure._MANY", many)
    rng = np.random.default_rng(5)
    names = [f"p{number:02}" for number in range(14)]
    met = [rng.choice(names, int(rng.integers(2, 5)), replace=False) for _ in range(13)]
    rows = [row for at, some in enumerate(met) for row in gathering(f"g{at}", *some)]
    doubt = np.ones((14, 14))
    for some in met:
        for a in some:
            for b in some:
                doubt[names.index(a), names.index(b)] *= 1 - 0.65 / len(some)
    direct = np.minimum(1 - doubt, 0.9)
    np.fill_diagonal(direct, 0)
    known = direct.sum(axis=1)
    known = np.where(known > many, np.inf, np.maximum(known, 1))
    expected = {}
    for a in range(14):
        for b in range(a + 1, 14):
            thirds = direct[a] * direct[b] / known
            chance = direct[a, b] or 1 - np.exp(-thirds.sum())
            if chance >= 0.65 / 49:
                expected[names[a], names[b]] = round(chance, 4)
    people = [{"person": "me"}, *({"person": f"in/{name}"} for name in names)]
    assert found(people=people, gatherings=rows) == expected
    assert len(expected) > 30


def test_a_shared_employer_counts_two_of_those_there_at_the_time() -> None:
    past = ("2020-01-01", "2021-12-31")
    assert found(jobs=[job("ana", "Delta", *past), job("bo", "DELTA Inc.", *past)]) == {
        ("ana", "bo"): 0.5  # two of two, but no more than one in two
    }
    # Six stayed at once: 2/6. Of them Ana and Bo are the only ones who are asked for here.
    six = [job(who, "Delta", *past) for who in ("ana", "bo", "x1", "x2", "x3", "x4")]
    people = [{"person": one} for one in [*PEOPLE, *(f"in/x{n}" for n in range(1, 5))]]
    assert found(people=people, jobs=six)["ana", "bo"] == 0.3333
    # Two of them left before Bo came: 2/4 in Bo's time.
    six[1] = job("bo", "Delta", "2021-06-01", "2021-12-31")
    six[2:4] = [job(who, "Delta", "2020-01-01", "2021-05-31") for who in ("x1", "x2")]
    apart = found(people=people, jobs=six)
    assert (apart["ana", "bo"], apart["ana", "x1"]) == (0.5, 0.4)
    assert ("bo", "x1") not in apart


def test_of_two_shared_employers_the_smaller_counts_and_a_last_day_is_a_day_there() -> None:
    past = ("2020-01-01", "2021-12-31")
    people = [{"person": one} for one in [*PEOPLE, *(f"in/x{n}" for n in range(1, 5))]]
    six = [job(who, "Delta", *past) for who in ("ana", "bo", "x1", "x2", "x3", "x4")]
    early = [job(who, "Echo", "2018-01-01", "2018-12-31") for who in ("ana", "bo")]
    assert found(people=people, jobs=six + early)["ana", "bo"] == 0.5
    # Bo comes on the day on which the others but Ana leave: six are there on that day.
    last = [job(who, "Delta", "2020-01-01", "2021-06-01") for who in ("x1", "x2", "x3", "x4")]
    six = [six[0], job("bo", "Delta", "2021-06-01", "2021-12-31"), *last]
    assert found(people=people, jobs=six)["ana", "bo"] == 0.3333


def test_who_was_there_at_another_time_or_nobody_knows_when_shares_nothing() -> None:
    gone = job("ana", "Delta", "2020-01-01", "2020-12-31")
    assert found(jobs=[gone, job("bo", "Delta", "2021-01-01")]) == {}
    # Of a present job without a start only the present is known.
    assert found(jobs=[gone, job("bo", "Delta")]) == {}
    assert found(jobs=[job("ana", "Delta"), job("bo", "Delta")]) == {("ana", "bo"): 0.5}
    assert found(jobs=[job("ana", "Freelance"), job("bo", "Freelance")]) == {}
    assert found(jobs=[job("ana", "Delta"), job("bo", "Delta Dental")]) == {}
    same = [{"company": "Delta", "kind": "company", "aliases": ("Delta Dental",)}]
    assert found(jobs=[job("ana", "Delta"), job("bo", "Delta Dental")], companies=same)


def test_several_jobs_at_one_employer_are_one_stay() -> None:
    stays = [
        job("ana", "Delta", "2020-01-01", "2020-12-31"),
        job("ana", "Delta", "2021-01-01", "2022-12-31"),
        job("bo", "Delta", "2020-12-01", "2021-02-01"),
    ]
    tables = Tables.of(people=[{"person": one} for one in PEOPLE], jobs=stays)
    (row,) = inferred_ties(tables, as_of=DAY).to_dict("records")
    assert (row["exists"], row["company"], row["kind"]) == (0.5, "Delta", "employer")
    assert [str(row[name].date()) for name in ("since", "until")] == ["2020-12-01", "2021-02-01"]


def test_a_shared_school_counts_a_tenth_of_a_shared_employer() -> None:
    years = ("2001-01-01", "2004-12-31")
    both = [school("ana", "Quillmark College", *years), school("bo", "QUILLMARK COLLEGE", *years)]
    assert found(gatherings=both) == {("ana", "bo"): 0.05}  # a tenth of min(0.5, 2/2)
    # Five there at once: a tenth of 2/5. Who came in the year in which others left was there, too.
    five = [school(who, "Quillmark College", *years) for who in ("ana", "bo", "x1", "x2")]
    five += [school("x3", "Quillmark College", "2004-01-01", "2007-12-31")]
    people = [{"person": one} for one in [*PEOPLE, *(f"in/x{n}" for n in range(1, 4))]]
    chances = found(people=people, gatherings=five)
    assert (chances["ana", "bo"], chances["ana", "x3"]) == (0.04, 0.04)
    assert len(chances) == 10
    # A school is no gathering of two, whatever size stands there.
    assert found(gatherings=[row | {"size": 2, "times": 1} for row in both]) == {
        ("ana", "bo"): 0.05
    }
    # By the user's word there are more of them than in the book.
    size = [{"company": "Quillmark College", "kind": "size", "text": "80"}]
    assert found(gatherings=both, notes=size) == {("ana", "bo"): 0.0025}
    same = [{"company": "QC", "kind": "company", "aliases": ("Quillmark College",)}]
    assert found(gatherings=[both[0], school("bo", "QC", *years)]) == {}
    assert found(gatherings=[both[0], school("bo", "QC", *years)], companies=same)


def test_a_school_in_other_years_or_in_years_that_nobody_knows_makes_no_pair() -> None:
    here = school("ana", "Quillmark College", "2001-01-01", "2004-12-31")
    assert found(gatherings=[here, school("bo", "Quillmark College", "2005-01-01")]) == {}
    unknown = school("bo", "Quillmark College")
    assert found(gatherings=[here, unknown]) == {}
    assert found(gatherings=[unknown, school("ana", "Quillmark College")]) == {}
    assert found(gatherings=[here, school("bo", "Quillmark College", last="2004-12-31")])
    # Nobody works at the school where they went to school; and my own years are no pair of others.
    assert found(gatherings=[here], jobs=[job("bo", "Quillmark College", "2001-01-01")]) == {}
    assert found(gatherings=[here, here | {"person": "me"}]) == {}
    # Later than the day nobody was there yet; without an end they still are.
    now = [school(who, "Quillmark College", "2026-01-01") for who in ("ana", "bo")]
    assert found("2025-12-31", gatherings=now) == {}
    assert found(gatherings=now) == {("ana", "bo"): 0.05}


def test_school_and_employer_are_two_kinds_that_add_up() -> None:
    years = ("2001-01-01", "2004-12-31")
    both = [school(who, "Quillmark College", *years) for who in ("ana", "bo")]
    tables = Tables.of(
        people=[{"person": one} for one in PEOPLE],
        gatherings=both,
        jobs=[job(who, "Delta") for who in ("ana", "bo")],
    )
    rows = inferred_ties(tables, as_of=DAY)
    assert rows.kind.tolist() == ["employer", "school"]
    assert rows.share.tolist() == [0.5, 0.05]
    assert np.allclose(rows.exists, 1 - 0.5 * 0.95)
    assert rows.company.tolist() == ["Delta", "Quillmark College"]
    assert [str(day.date()) for day in rows[["since", "until"]].iloc[1]] == [*years]


def test_a_tie_that_is_known_is_not_inferred() -> None:
    tie = {"source": "in/ana", "target": "in/bo", "evidence": "connection", "origin": "in/ana"}
    assert found(gatherings=gathering("g", "ana", "bo"), ties=[tie]) == {}
    told = {"event": 1, "stage": "named", "person": "in/bo", "via": "in/ana"}
    events = [told | {"date": pd.Timestamp("2026-03-02")}]
    assert found(gatherings=gathering("g", "ana", "bo"), events=events) == {}


def test_the_order_of_the_rows_changes_nothing() -> None:
    rows = gathering("g", "ana", "bo", "cy") + gathering("h", "bo", "cy", "di", kind="thread")
    jobs = [job(who, "Delta") for who in ("ana", "bo", "cy")]
    assert found(gatherings=rows, jobs=jobs) == found(gatherings=rows[::-1], jobs=jobs[::-1])
    rows = [school(who, "Quillmark College", "2001-01-01") for who in ("ana", "bo", "cy")]
    assert found(gatherings=rows) == found(gatherings=rows[::-1])


def test_a_very_large_event_takes_no_memory() -> None:
    keys = [f"in/p{n}" for n in range(20_000)]
    rows = [
        {"gathering": "g", "kind": "meeting", "person": key, "size": 20_001, "times": 1}
        for key in keys
    ]
    jobs = [{"person": key, "company": "Delta"} for key in keys]
    tables = Tables.of(people=[{"person": key} for key in keys], gatherings=rows, jobs=jobs)
    tracemalloc.start()
    assert inferred_ties(tables, as_of=DAY).empty
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6  # a clique of them would be 200 million pairs


def test_who_introduced_or_named_whom_is_a_tie_of_the_weak_class() -> None:
    asked = {"event": 1, "request": "R1", "stage": "asked", "person": "in/ana"}
    rows = [
        asked,
        # Ana was asked, so it is she who introduced Bo.
        {"event": 2, "request": "R1", "stage": "introduced", "person": "in/bo"},
        {"event": 3, "stage": "named", "person": "in/cy", "via": "in/bo"},
        {"event": 4, "stage": "named", "person": "me", "via": "in/di"},
        {"event": 5, "stage": "introduced", "person": "in/di", "via": "in/nobody"},
    ]
    events = [row | {"date": pd.Timestamp("2026-03-02")} for row in rows]
    tables = Tables.of(people=[{"person": one} for one in PEOPLE], events=events)
    strength = tie_strength(tables, as_of=DAY)
    columns = ["source", "target", "tie_class", "reason"]
    assert sorted(strength[columns].to_numpy().tolist()) == [
        ["in/ana", "in/bo", "weak", "introduced"],
        ["in/bo", "in/cy", "weak", "named"],
    ]
    assert tie_strength(tables, as_of="2026-03-01").empty


def test_what_else_joins_two_says_how_close_they_are() -> None:
    tie = {"source": "in/ana", "target": "in/bo", "evidence": "connection", "origin": "in/ana"}
    event = {"event": 1, "stage": "introduced", "person": "in/bo", "via": "in/ana"}
    events = [event | {"date": pd.Timestamp("2026-03-02")}]
    tables = Tables.of(people=[{"person": one} for one in PEOPLE], ties=[tie], events=events)
    assert tie_strength(tables, as_of=DAY).tie_class.tolist() == ["connection"]


def test_the_users_word_on_the_size_of_an_employer_counts_where_it_is_larger() -> None:
    jobs = [job("ana", "Delta"), job("bo", "Delta (DLT)")]
    notes = [{"company": "DLT", "kind": "size", "text": "5000"}]
    notes += [{"company": "Delta", "kind": "size", "text": text} for text in ("900", "40")]
    both = ("ana", "bo")
    assert found(jobs=jobs) == {both: 0.5}  # two of the book: min(.5, 2/2)
    assert found(jobs=jobs, notes=notes[1:]) == {both: 0.05}  # 2/40: the last word
    assert found(jobs=jobs, notes=[notes[1], notes[2] | {"text": "1"}]) == {both: 0.5}
    # A large one says next to nothing.
    assert found(jobs=jobs, notes=[notes[0] | {"company": "Delta"}]) == {both: 0.0004}
