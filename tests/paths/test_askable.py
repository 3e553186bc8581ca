"""Who can be asked now comes first, exactly; equal ways come by fit, contact and name."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from infonet.agenda import plan
from infonet.errors import InfonetError, UnknownNameError
from infonet.graph import Network, network
from infonet.insiders import Target
from infonet.ledger import TargetLog
from infonet.names.titles import FITS
from infonet.paths import contact_order, fit_words, reach, target_log, targets_of, warm_paths
from infonet.tables import Tables, frame

AS_OF = "2026-06-30"
DAY = pd.Timestamp(AS_OF)
TITLES = ("Data Engineer", "Head of Data Engineering", "Recruiter", "Sales Manager", None)


def log(*lines: str) -> pd.DataFrame:
    """Events from lines such as ``2026-06-01 asked in/ana Delta request=R1``."""
    rows = []
    for number, line in enumerate(lines, start=1):
        date, stage, person, company, *rest = line.split()
        row: dict[str, Any] = dict(word.split("=") for word in rest)
        row |= {"event": number, "date": date, "stage": stage.replace("_", " ")}
        rows.append(row | {"person": person, "company": company.replace("_", " ")})
    return frame("events", rows)


def with_log(tables: Tables, *lines: str) -> Network:
    return network(tables._replace(events=log(*lines)), as_of=AS_OF)


def star(
    *people: tuple[str, str | None, str | None], field: str | None = "data engineering"
) -> Any:
    """Make a single export, all at 25 %: name, title at Delta, day of the last contact."""
    wanted = [{"company": "Delta", "kind": "company", "priority": 1}]
    if field is not None:
        wanted.append({"company": field, "kind": "field", "priority": 2})
    return Tables.of(
        people=[
            {"person": "me", "name": "Robin"},
            *({"person": f"in/{name.lower()}", "name": name} for name, *_ in people),
        ],
        jobs=[
            {"person": f"in/{name.lower()}", "company": "Delta", "title": title}
            for name, title, _ in people
        ],
        ties=[
            {"source": f"in/{name.lower()}", "target": "me", "evidence": "connection"}
            | {"origin": "me", "last": day}
            for name, _, day in people
        ],
        companies=wanted,
    )


# --- the order of equal ways ---


def test_a_bare_star_comes_by_fit_then_contact_then_name() -> None:
    """Each is a tie of 25 %: the alphabet said Abe, Bea, Cid, Dot, Eve, Fay."""
    tables = star(
        ("Abe", "Account Manager", None),
        ("Bea", "Recruiter", None),
        ("Cid", "Data Engineer", "2020-01-01"),
        ("Dot", "Data Engineer", "2024-01-01"),
        ("Eve", "Head of Data Engineering", None),
        ("Fay", "Data Engineer", "2020-01-01"),
    )
    found = warm_paths(network(tables, as_of=AS_OF), "Delta", k=6, scouts=0)
    ways = found[found.kind == "direct"]
    assert ways.names.tolist() == ["Eve", "Dot", "Cid", "Fay", "Bea", "Abe"]
    assert ways.fit.tolist() == ["hiring manager", *["same work"] * 3, "recruiter", "other"]
    # Fewer of them are the first of them: the four left out were not chosen by name.
    two = warm_paths(network(tables, as_of=AS_OF), "Delta", k=2, scouts=0)
    assert two.names.iloc[:2].tolist() == ["Eve", "Dot"]
    assert reach(network(tables, as_of=AS_OF)).insider[0] == "Eve"
    net = network(tables, as_of=AS_OF)
    assert plan(net, tables.events, as_of=AS_OF, asks=1)["name"].tolist() == ["Eve"]
    apart = warm_paths(net, "Delta", k=3, disjoint=True, scouts=0)
    assert apart.names.iloc[:3].tolist() == ["Eve", "Dot", "Cid"]


def test_without_work_wanted_contact_decides_and_own_titles_are_work() -> None:
    people = [
        ("Abe", "Account Manager", "2020-01-01"),
        ("Bea", "Data Engineer", "2019-01-01"),
        ("Cid", "Nurse", "2024-01-01"),
    ]
    tables = star(*people, field=None)
    found = warm_paths(network(tables, as_of=AS_OF), "Delta", scouts=0)
    assert found.names.iloc[:3].tolist() == ["Cid", "Abe", "Bea"]
    assert found.fit.isna().all()
    own = frame(
        "jobs",
        [
            {"person": "me", "company": "Golf", "title": "Senior Data Engineer"},
            {"person": "me", "company": "Hotel", "title": "Nurse", "end": "2019-01-01"},
        ],
    )
    mine = tables._replace(jobs=pd.concat([tables.jobs, own], ignore_index=True))
    found = warm_paths(network(mine, as_of=AS_OF), "Delta", scouts=0)
    assert found.names.iloc[:3].tolist() == ["Bea", "Cid", "Abe"]


def test_who_worked_where_i_did_is_an_alum_and_a_founder_hires_in_a_small_company() -> None:
    tables = star(("Abe", "Clerk", None), ("Bea", "Clerk", None), ("Cid", "Founder", None))
    jobs = frame(
        "jobs",
        [
            {"person": "me", "company": "Golf Ltd"},
            {"person": "in/bea", "company": "Golf", "end": "2020-01-01"},
        ],
    )
    tables = tables._replace(jobs=pd.concat([tables.jobs, jobs], ignore_index=True))
    found = warm_paths(network(tables, as_of=AS_OF), "Delta", scouts=0).head(3)
    assert found.names.tolist() == ["Cid", "Bea", "Abe"]
    assert found.fit.tolist() == ["hiring manager", "alum", "other"]
    went = [
        {"gathering": "Quillmark College", "kind": "school", "person": who}
        for who in ("me", "in/abe")
    ]
    schools = network(
        tables._replace(gatherings=Tables.of(gatherings=went).gatherings), as_of=AS_OF
    )
    assert warm_paths(schools, "Delta", scouts=0).fit[:3].tolist() == [
        "hiring manager", "alum", "alum",
    ]  # fmt: skip
    # One founder among nine: Delta is not guessed small.
    crowd = star(("Cid", "Founder", None), *((f"A{n}", "Clerk", None) for n in range(8)))
    found = warm_paths(network(crowd, as_of=AS_OF), "Delta", scouts=0, k=9)
    assert found.set_index("names").fit["Cid"] == "other"


# --- the status of ways ---


def test_who_declined_is_not_offered_and_marked(toy: Tables) -> None:
    """Ana said no about Delta: Cy and Di → Bo are left; no way leads around her."""
    net = with_log(toy, "2026-06-01 asked in/ana Delta", "2026-06-02 declined in/ana Delta")
    found = warm_paths(net, "Delta")
    told = list(zip(found.kind, found.names, found.status, strict=True))
    assert told[:2] == [
        ("direct", "Cy Young-Osei", "open"),
        ("introduction", "Di Marković → Bo Lin", "open"),
    ]
    assert told[-1] == ("introduction", "Ana Diaz → Bo Lin", "closed")
    last = found.iloc[-1]
    assert (last.status_date, last.until) == (
        pd.Timestamp("2026-06-02"),
        pd.Timestamp("2027-06-03"),
    )
    # About Echo she has said nothing.
    assert "in/ana" in {route[1] for route in warm_paths(net, "Echo").route if len(route) > 1}
    plain = warm_paths(net, "Delta", status="any", scouts=0)
    assert plain[plain.kind != "cold"].status.value_counts().to_dict() == {"open": 2, "closed": 1}
    assert plain.probability.is_monotonic_decreasing
    assert reach(net).set_index("company").insider["Delta"] == "Cy Young-Osei"


def test_who_waits_holds_the_target_and_who_was_met_is_no_new_conversation(toy: Tables) -> None:
    net = with_log(toy, "2026-06-29 asked in/ana Delta")
    found = warm_paths(net, "Delta", scouts=0).set_index("names")
    # Monday 29 June: somebody else from Thursday 2 July.
    assert found.status["Ana Diaz → Bo Lin"] == "waiting"
    assert (found.until[["Ana Diaz → Bo Lin", "Cy Young-Osei"]] == "2026-07-02").all()
    assert (found.status["Cy Young-Osei"], pd.isna(found.status_date["Cy Young-Osei"])) == (
        "open",
        True,
    )
    met = with_log(toy, "2026-03-02 asked in/cy Delta", "2026-03-09 held in/cy Delta")
    ways = warm_paths(met, "Delta", scouts=0)
    assert ways.status.tolist() == ["open", "open", "open", "met"]
    assert (ways.insider.iloc[-1], ways.status_date.iloc[-1]) == (
        "Cy Young-Osei",
        pd.Timestamp("2026-03-09"),
    )


def test_an_unknown_status_is_refused(net: Network) -> None:
    with pytest.raises(InfonetError, match="`status` does not take `opne`"):
        warm_paths(net, "Delta", status="opne")


# --- a person as the target ---


def test_a_person_is_reached_by_key_or_name(net: Network) -> None:
    found = warm_paths(net, person="Bo Lin")
    assert found.names.tolist() == ["Ana Diaz → Bo Lin", "Di Marković → Bo Lin", "Bo Lin"]
    assert found.kind.tolist() == ["introduction", "introduction", "cold"]
    assert (found.title[0], found.company[0]) == ("Analyst", "Delta")
    by_key = warm_paths(net, person="in/bo")
    pd.testing.assert_frame_equal(found, by_key)
    pd.testing.assert_frame_equal(found, warm_paths(net, person="bo  LIN"))
    for written in ("Lin, Bo", "Bo Lin <bo@example.com>", "Bo Lin, MBA"):
        pd.testing.assert_frame_equal(found, warm_paths(net, person=written))
    direct = warm_paths(net, person="Cy Young-Osei")
    assert (direct.kind[0], direct.names[0], direct.hops[0]) == ("direct", "Cy Young-Osei", 1)
    assert "cold" not in set(direct.kind)


def test_a_person_nobody_knows_is_a_question(net: Network) -> None:
    with pytest.raises(UnknownNameError, match="did you mean `in/bo`"):
        warm_paths(net, person="Bo Linn")
    with pytest.raises(InfonetError, match="is you"):
        warm_paths(net, person="me")
    with pytest.raises(InfonetError, match="name just one"):
        warm_paths(net, "Delta", person="Bo Lin")


def test_two_people_of_one_name_are_told_apart_by_key(toy: Tables) -> None:
    people = pd.concat([toy.people, frame("people", [{"person": "in/bo2", "name": "Bo Lin"}])])
    net = network(toy._replace(people=people.reset_index(drop=True)), as_of=AS_OF)
    with pytest.raises(UnknownNameError) as caught:
        warm_paths(net, person="Bo Lin")
    assert caught.value.candidates == ("in/bo", "in/bo2")
    # Somebody without any tie: a message is all there is.
    assert warm_paths(net, person="in/bo2").kind.tolist() == ["cold"]


# --- against every path there is ---


def random_net(rng: random.Random) -> Network:
    """Up to eight people, strengths and titles that tie, and a log of a few weeks or a year."""
    people = [f"in/{letter}" for letter in "abcdefgh"[: rng.randint(2, 8)]]
    pairs = list(itertools.combinations(sorted([*people, "me"]), 2))
    alike = rng.random() < 0.5
    stated: dict[str, Any] = {"evidence": "stated", "origin": "me"}
    ties = [
        stated
        | {"source": a, "target": b}
        | {"closeness": "weak" if alike else rng.choice(["strong", "medium", "weak"])}
        | {"last": rng.choice([None, "2024-01-01", "2025-01-01"])}
        for a, b in pairs
        if rng.random() < (0.6 if "me" in (a, b) else 0.4)
    ]
    tables = Tables.of(
        people=[{"person": key, "name": rng.choice("xyz") + key} for key in [*people, "me"]],
        jobs=[
            {"person": key, "company": rng.choice(["Delta", "Delta", "Echo", "Golf"])}
            | {"title": rng.choice(TITLES)}
            for key in people
        ],
        ties=ties,
        companies=[
            {"company": "Delta", "kind": "company", "priority": 1},
            {"company": "Echo", "kind": "company", "priority": 2},
            *([{"company": "Data Engineering", "kind": "field"}] if rng.random() < 0.7 else []),
        ],
    )
    wanted = tables.companies.assign(priority=tables.companies.priority.fillna(3))
    lines = []
    about = ["Delta", "Delta", "Echo", "Echo", "Data_Engineering"]
    for number in range(rng.randint(0, 5)):
        who, company = rng.choice(people), rng.choice(about)
        first = DAY - pd.Timedelta(days=rng.choice([1, 3, 8, 20, 60, 200, 400]))
        lines.append(f"{first.date()} asked {who} {company} request=R{number}")
        stage = rng.choice(["-", "-", "declined", "held", "replied", "withdrawn", "introduced"])
        later = first + pd.Timedelta(days=rng.choice([1, 2, 5, 10]))
        if stage != "-" and later <= DAY:
            met = rng.choice(people) if stage == "introduced" else who
            via = f" via={who}" if met != who else ""
            lines.append(f"{later.date()} {stage} {met} {company} request=R{number}{via}")
    days = ("2026-06-12", AS_OF, "2026-07-01", "2026-08-03")
    snoozes = [
        {"kind": "snooze", "text": rng.choice(["ask", "not now", "write again"])}
        | {"date": rng.choice(days)}
        | rng.choice([{"person": rng.choice(people)}, {"company": rng.choice(["Delta", "Echo"])}])
        for _ in range(rng.choice([0, 0, 1, 2]))
    ]
    never = [{"person": one, "kind": "opted out"} for one in people if rng.random() < 0.05]
    notes = frame("notes", snoozes + never)
    return network(tables._replace(companies=wanted, events=log(*lines), notes=notes), as_of=AS_OF)


def is_new(net: Network, at: int, asked: Sequence[tuple[Target, TargetLog]]) -> bool:
    """Say whether somebody is a new conversation: open for every target to which they belong."""
    mine = [told for one, told in asked if at in one.insiders]
    return all(told.person(net.keys[at]).status == "open" for told in mine)


def every_way(net: Network, company: str) -> list[tuple[str, ...]]:
    """List every way that can be asked now, in order, from all simple paths."""
    G = net.once(Network.to_networkx).copy()
    target = net.target(company)
    told = target_log(net, target)
    status = {person: told.person(person).status for person in G if person != "me"}
    apart = [one for one, how in status.items() if how not in ("open", "met")]
    asked = [(target, told)]
    if not told.on_hold:
        asked = [(one, target_log(net, one)) for one in targets_of(net)]
    ends = {net.keys[at] for at in target.insiders if is_new(net, at, asked)}
    G.remove_nodes_from(apart)
    found = []
    for end in ends - {*apart}:
        found += [
            tuple(path)
            for path in nx.all_simple_paths(G, "me", end, cutoff=4)
            if ends.isdisjoint(path[:-1])
        ]

    def order(path: tuple[str, ...]) -> tuple[Any, ...]:
        at = net.positions(path)
        chance = float(np.prod([G.edges[tie]["strength"] for tie in nx.utils.pairwise(path)]))
        fit = fit_words(net, target, [int(at[-1])])[0]
        rank = 0 if fit is None else FITS.index(fit)
        return -round(chance, 12), len(path), rank, contact_order(net)[at[1]], tuple(at)

    return sorted(found, key=order)


@pytest.mark.evidence
def test_equals_every_path(full_count: Callable[[int, int], int]) -> None:
    for seed in range(full_count(20, 1_000)):
        net = random_net(random.Random(f"askable {seed}"))
        for company in ("Delta", "Echo"):
            expected = every_way(net, company)
            for k in (1, 2, 5, 50):
                found = warm_paths(net, company, k=k, scouts=0)
                listed = found[found.kind.isin(["introduction", "direct"])]
                routes = listed.route.tolist()
                count = min(k, len(expected))
                assert routes[:count] == expected[:count]
                # What comes after is marked, and none of it can be asked now.
                assert not {*routes[count:]} & {*expected}
                assert not listed.status.iloc[count:].eq("open").any()
