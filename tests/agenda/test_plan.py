"""The plan of a week: the objective exactly, what the log rules out, and what it says of itself."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.agenda import plan, solve
from infonet.errors import InfonetError
from infonet.graph import Network, network
from infonet.paths import BestCompletion
from infonet.tables import Tables, frame

AS_OF = "2026-06-30"  # a Tuesday


def log(*lines: str) -> pd.DataFrame:
    """Events from lines such as ``2026-06-01 asked in/ana Delta kind=scout``."""
    rows = []
    for number, line in enumerate(lines, start=1):
        date, stage, person, company, *rest = line.split()
        row: dict[str, Any] = dict(word.split("=") for word in rest)
        row |= {"event": number, "date": date, "stage": stage.replace("_", " ")}
        rows.append(row | {"person": person, "company": company})
    return frame("events", rows)


def week(net: Network, events: pd.DataFrame, **limits: Any) -> pd.DataFrame:
    return plan(net, events, as_of=limits.pop("as_of", AS_OF), **limits)


def whom(found: pd.DataFrame) -> dict[str, tuple[str, str]]:
    rows = zip(found.company, found.kind, found.name.fillna("-"), strict=True)
    return {company: (kind, name) for company, kind, name in rows}


def adds(found: pd.DataFrame) -> dict[str, float]:
    return dict(zip(found.company, found["adds"].round(12), strict=True))


# --- the objective ---


def test_the_toy_week_is_worked_by_hand(net: Network) -> None:
    """Work out what each first person adds: weight × probability, for a scout strength × 0.10.

                          Ana (.70)   Di (.50)    Cy (.25)
        Delta      (1)    .259        .25         .25 direct
        Foxtrot    (1)    .07         .05         .025
        data eng. (1/2)   .035        .0625       .0125
        Echo      (1/2)   .035        .025        .0125      (Di → Eli → Fay is .04625 / 2: less)
        Golf      (1/3)   .0233       .0167       .0083

    With two asks a person: Ana for Foxtrot and Echo, Di for the field and Golf, Cy for Delta, .4342
    in all. Taking the best row first, Ana for Delta, comes to .4248 only.
    """
    found = week(net, log())
    assert whom(found) == {
        "Delta": ("direct", "Cy Young-Osei"),
        "Foxtrot": ("scout", "Ana Diaz"),
        "data engineering": ("introduction", "Di Marković"),
        "Echo": ("scout", "Ana Diaz"),
        "Golf": ("scout", "Di Marković"),
    }
    assert found["adds"].sum() == pytest.approx(0.25 + 0.07 + 0.0625 + 0.035 + 0.05 / 3)
    assert found["adds"].is_monotonic_decreasing
    field = found.iloc[2]
    assert field[["names", "insider", "hops"]].tolist() == ["Di Marković → Eli Ōta", "Eli Ōta", 2]
    assert field.route == ("me", "in/di", "in/eli")
    assert field.probability == pytest.approx(0.125)
    assert 0 < field.low < 0.125 < field.high < 1


def test_fewer_asks_take_what_adds_most(net: Network) -> None:
    found = week(net, log(), asks=2)
    assert whom(found) == {"Delta": ("introduction", "Ana Diaz"), "Foxtrot": ("scout", "Ana Diaz")}
    # Each but once: Ana for Delta would leave Foxtrot to Cy, .3465 in all against .3825.
    found = week(net, log(), asks=3, load=1)
    assert adds(found) == {"Delta": 0.25, "Foxtrot": 0.07, "data engineering": 0.0625}


def test_equal_sums_take_fewer_hops(net: Network) -> None:
    """Delta through Di (two ties) and from Cy (one tie) is .25 both times."""
    found = week(net, log(), asks=4)
    assert adds(found) == {
        "Delta": 0.25,
        "Foxtrot": 0.07,
        "data engineering": 0.0625,
        "Echo": 0.035,
    }
    assert whom(found)["Delta"] == ("direct", "Cy Young-Osei")


def random_tables(rng: random.Random) -> Tables:
    """Up to seven people beside me, up to three companies wanted, strengths that tie."""
    people = [f"in/{letter}" for letter in "abcdefg"[: rng.randint(2, 7)]]
    companies = ["Delta", "Echo", "Foxtrot"][: rng.randint(1, 3)]
    pairs = list(itertools.combinations(sorted([*people, "me"]), 2))
    ties = [
        {"source": a, "target": b, "evidence": "stated", "origin": "me"}
        | {"closeness": rng.choice(["strong", "medium", "weak"])}
        for a, b in pairs
        if rng.random() < (0.6 if "me" in (a, b) else 0.3)
    ]
    return Tables.of(
        people=[{"person": key, "name": key.upper()} for key in [*people, "me"]],
        jobs=[{"person": key, "company": rng.choice([*companies, "Golf"])} for key in people],
        ties=ties,
        companies=[
            {"company": name, "kind": "company", "priority": rng.randint(1, 3)}
            for name in companies
        ],
    )


def every_choice(net: Network, company: str, priority: int) -> dict[str, tuple[float, int]]:
    """For each of my ties: the most that asking them adds, and its hops; by listing all paths."""
    G = net.to_networkx()
    inside = {person for person in G if G.nodes[person]["company"] == company}
    found: dict[str, tuple[float, int]] = {}
    for first in G["me"]:
        ways = []
        for last in inside:
            paths = [["me", first]] if first == last else []
            if first not in inside and first != last:
                paths = [
                    ["me", *path]
                    for path in nx.all_simple_paths(G, first, last, cutoff=3)
                    if not {"me", *inside} & {*path[:-1]}
                ]
            for path in paths:
                product = np.prod([G[a][b]["strength"] for a, b in itertools.pairwise(path)])
                ways.append((float(product), len(path) - 1))
        if first not in inside:
            ways.append((G["me"][first]["strength"] * 0.1, 2))
        product, hops = min(ways, key=lambda way: (-round(way[0], 12), way[1]))
        found[first] = (product / priority, hops)
    return found


@pytest.mark.evidence
def test_the_plan_equals_exhaustive_search(full_count: Callable[[int, int], int]) -> None:
    for seed in range(full_count(12, 600)):
        rng = random.Random(seed)
        tables = random_tables(rng)
        net = network(tables, as_of=AS_OF)
        asks, load = rng.randint(1, 4), rng.randint(1, 2)
        found = week(net, log(), asks=asks, load=load)
        warm = found[found.kind != "cold"]
        wanted = zip(tables.companies.company, tables.companies.priority, strict=True)
        options = [every_choice(net, name, int(priority)) for name, priority in wanted]
        best = (0.0, 0.0)
        for picked in itertools.product(*[[None, *option] for option in options]):
            people = [person for person in picked if person is not None]
            if len(people) <= asks and all(people.count(one) <= load for one in people):
                chosen_ones = [
                    option[person]
                    for option, person in zip(options, picked, strict=True)
                    if person is not None
                ]
                total = round(sum(one[0] for one in chosen_ones), 9)
                best = max(best, (total, -sum(one[1] for one in chosen_ones)))
        assert warm["adds"].sum() == pytest.approx(best[0], abs=1e-9), seed
        assert warm.hops.sum() == -best[1], seed
        assert warm.company.is_unique and (warm.person.value_counts() <= load).all()
        check_ways(net, found)
        assert len(found) == min(asks, len(tables.companies)), seed  # cold messages fill the rest


def test_what_is_left_when_the_best_bar_the_next_is_asked(toy: Tables) -> None:
    # Everybody is asked once. Ana with Alpha is the first of three that are worth .7 × .7; Bo
    # with Alpha and Ana with Charlie are worth more together. They bar Bo with Bravo and Cy with
    # Charlie, .7 × .25 each, so that Di with Echo, half of that, is the third.
    leads = [
        ("ana", "Alpha", "strong"),
        ("bo", "Alpha", "strong"),
        ("ana", "Charlie", "strong"),
        ("bo", "Bravo", None),
        ("cy", "Charlie", None),
        ("di", "Echo", None),
    ]
    stated = {"evidence": "connection", "origin": "me"}
    mine = [
        {"source": f"in/{one}", "target": "me", "closeness": "strong"} | stated
        for one in ("ana", "bo", "cy", "di")
    ]
    theirs = [
        {"source": f"in/{one}", "target": f"z/{n}", "closeness": how, **stated}
        for n, (one, _, how) in enumerate(leads)
    ]
    insiders = [{"person": f"z/{n}", "company": name} for n, (_, name, _) in enumerate(leads)]
    people = [*toy.people.person[:5], *(one["person"] for one in insiders)]
    tables = Tables.of(
        people=[{"person": one, "name": one} for one in people],
        jobs=insiders,
        ties=mine + theirs,
        companies=[
            {"company": name, "kind": "company", "priority": 1 + (name == "Echo")}
            for name in ("Alpha", "Bravo", "Charlie", "Echo")
        ],
    )
    found = week(network(tables, as_of=AS_OF), log(), asks=3, load=1)
    chosen_ones = found[["company", "person"]].to_numpy().tolist()
    assert chosen_ones == [["Alpha", "in/bo"], ["Charlie", "in/ana"], ["Echo", "in/di"]]
    assert found["adds"].tolist() == pytest.approx([0.49, 0.49, 0.0875])


def check_ways(net: Network, found: pd.DataFrame) -> None:
    """Every route is a simple path to an insider, and its product is the probability."""
    G = net.to_networkx()
    for row in found[found.kind.isin(["introduction", "direct"])].to_dict("records"):
        route = row["route"]
        product = np.prod([G[a][b]["strength"] for a, b in itertools.pairwise(route)])
        assert product == pytest.approx(row["probability"])
        assert len({*route}) == len(route) == row["hops"] + 1 <= 5
        assert G.nodes[route[-1]]["company"] == row["company"]


@given(st.data())
def test_the_programme_equals_brute_force_and_its_tie_break_changes_no_optimum(
    data: st.DataObject,
) -> None:
    """Worths from a short list tie all the time; a price of up to 10⁶ has to stay behind them."""
    n = data.draw(st.integers(1, 7))
    number = st.integers(0, 2)
    worths = st.sampled_from([0.01, 0.02, 0.03, 0.030000001, 0.7])
    worth = np.array(data.draw(st.lists(worths, min_size=n, max_size=n)))
    price = np.array(data.draw(st.lists(st.integers(0, 10**6), min_size=n, max_size=n)))
    groups = [np.array(data.draw(st.lists(number, min_size=n, max_size=n))) for _ in range(2)]
    limits = [
        np.ones(3, dtype=np.int64),
        np.array(data.draw(st.lists(number, min_size=3, max_size=3))),
    ]
    most = data.draw(st.integers(0, 4))
    best = (0.0, 0)
    for size in range(most + 1):
        for picked in itertools.combinations(range(n), size):
            at = list(picked)
            counts = [np.bincount(group[at], minlength=3) for group in groups]
            if all((count <= limit).all() for count, limit in zip(counts, limits, strict=True)):
                best = max(best, (round(float(worth[at].sum()), 12), -int(price[at].sum())))
    found = solve(worth, price, list(zip(groups, limits, strict=True)), most)
    assert round(float(worth[found].sum()), 12) == best[0]
    assert -int(price[found].sum()) == best[1]


def test_the_order_of_lines_changes_nothing(toy: Tables) -> None:
    events = log(
        "2026-06-20 asked in/ana Delta kind=introduction",
        "2026-06-22 asked in/di Echo kind=scout",
        "2026-06-23 declined in/di Echo",
    )
    found = week(network(toy, as_of=AS_OF), events)
    turned = Tables(*[rows.iloc[::-1].reset_index(drop=True) for rows in toy])
    again = week(network(turned, as_of=AS_OF), events.iloc[::-1])
    pd.testing.assert_frame_equal(found, again)


def test_onward_leaves_people_out(net: Network) -> None:
    """Without Bo, Delta is reached from Ana no more; Cy is there still."""
    insiders, people = net.target("Delta").insiders, list(net.person)
    bo, ana, cy, di = (people.index(f"in/{name}") for name in ("bo", "ana", "cy", "di"))
    onward = BestCompletion(net, insiders, hops=3)
    assert onward.product[[ana, bo, cy, di]].tolist() == [0.37, 1.0, 1.0, 0.5]
    assert onward.route(di) == (di, bo)
    closed = BestCompletion(net, insiders, hops=3, without=[bo])
    assert closed.product[[ana, bo, cy, di]].tolist() == [0.0, 0.0, 1.0, 0.0]


def test_onward_never_comes_back_through_me() -> None:
    """Draw a ─.25─ c ─.25─ x [Delta]; a ─.7─ me ─.7─ y [Delta] would be stronger."""
    ties = [("me", "a", 0.7), ("a", "c", 0.25), ("c", "x", 0.25), ("me", "y", 0.7)]
    G: nx.Graph[str] = nx.Graph(ego="me")
    G.add_weighted_edges_from(ties, weight="strength")
    nx.set_node_attributes(G, {"x": "Delta", "y": "Delta"}, "company")
    net = Network.from_networkx(G)
    a, c, x = (list(net.person).index(key) for key in "acx")
    onward = BestCompletion(net, net.target("Delta").insiders, hops=3)
    assert onward.product[a] == 0.0625
    assert onward.hops(np.array([a, c, x])).tolist() == [2, 1, 0]
    assert onward.route(a) == (a, c, x)


# --- what the log rules out ---


def test_a_company_rests_for_three_business_days_after_an_ask(net: Network) -> None:
    """Thursday 25 June: Friday, Monday, Tuesday. On the 30th somebody else may be asked."""
    events = log("2026-06-25 asked in/ana Delta kind=introduction predicted=0.4")
    assert "Delta" not in whom(week(net, events, as_of="2026-06-29"))
    assert "Delta" in whom(week(net, events, as_of="2026-06-30"))
    assert "Delta" not in whom(week(net, events, as_of="2026-06-30", holidays=["2026-06-26"]))


def test_a_later_ask_adds_what_the_pending_one_leaves(net: Network) -> None:
    """The ask of Ana was predicted .4, frozen that day: Cy adds 1 × .25 × (1 - .4)."""
    events = log("2026-06-25 asked in/ana Delta kind=introduction predicted=0.4")
    found: Any = week(net, events).set_index("company").loc["Delta"]
    assert found[["kind", "name", "probability"]].tolist() == ["direct", "Cy Young-Osei", 0.25]
    assert found["adds"] == pytest.approx(0.15)
    assert found.why.endswith(" Lower priority: you are still waiting for Ana Diaz.")


def test_without_a_kept_prediction_the_network_of_today_says_it(net: Network) -> None:
    """Di → Bo is .25; the insider Bo may be met another way, but Di is not asked again."""
    events = log("2026-06-25 asked in/di Delta kind=introduction")
    found = week(net, events, asks=1).iloc[0]
    assert found["name"] == "Ana Diaz"
    assert found["adds"] == pytest.approx(0.259 * 0.75)


def test_pending_requests_with_common_people_count_once(net: Network) -> None:
    """Both ways to Bo: the better of .4 and .3 is left; with Cy at .2 as well, 1 - .6 × .8."""
    events = log(
        "2026-06-24 asked in/ana Delta kind=introduction predicted=0.4",
        "2026-06-24 asked in/di Delta kind=introduction predicted=0.3",
    )
    events["route"] = pd.Series([("me", "in/ana", "in/bo"), ("me", "in/di", "in/bo")])
    assert adds(week(net, events))["Delta"] == pytest.approx(0.25 * 0.6)
    events = pd.concat([events, log("2026-06-24 asked in/x Delta kind=cold predicted=0.2")])
    events["event"] = [1, 2, 3]
    assert adds(week(net, events))["Delta"] == pytest.approx(0.25 * 0.6 * 0.8)


@pytest.mark.parametrize(
    ("lines", "resting"),
    [
        (["2026-06-10 asked in/cy Delta", "2026-06-22 replied in/cy Delta"], True),
        (["2026-06-10 asked in/cy Delta", "2026-06-12 replied in/cy Delta"], False),  # and no more
        (["2026-05-20 asked in/cy Delta", "2026-06-03 held in/cy Delta"], True),
        (["2026-05-20 asked in/cy Delta", "2026-06-02 held in/cy Delta"], False),  # four weeks ago
        (["2026-05-01 asked in/cy Delta", "2026-06-03 referred in/cy Delta"], True),
        (["2025-05-01 asked in/cy Delta", "2025-06-03 offered in/cy Delta"], True),
        (["2026-05-20 asked in/cy Delta", "2026-07-03 held in/cy Delta"], True),  # planned
        (["2026-06-29 asked in/cy Delta", "2026-06-30 declined in/cy Delta"], False),
        (["2026-06-29 asked in/cy Delta"], True),
        (["2026-06-10 asked in/cy Delta", "2026-06-12 accepted in/cy Delta"], True),
        (["2026-05-10 asked in/cy Delta", "2026-05-12 accepted in/cy Delta"], False),  # and no more
        (["2026-06-29 asked in/cy Delta", "2026-06-30 withdrawn in/cy Delta"], False),
        (["2026-06-29 asked in/cy DELTA,_Inc."], True),  # another spelling
        (["2026-06-29 asked in/cy Echo"], False),
    ],
)
def test_a_company_rests_while_somebody_is_talking(
    net: Network, lines: list[str], *, resting: bool
) -> None:
    events = log(*lines)
    events["company"] = events.company.str.replace("_", " ")
    assert ("Delta" not in whom(week(net, events))) == resting


def test_who_declined_is_not_asked_again_and_not_passed(net: Network) -> None:
    """Bo, met through Ana, declined within a year: Cy is left, then nobody but scouts."""
    events = log(
        "2025-06-26 asked in/ana Delta kind=introduction",
        "2025-06-27 introduced in/bo Delta via=in/ana",
        "2025-06-30 declined in/bo Delta",
    )
    assert whom(week(net, events, asks=1, as_of="2026-07-01"))["Delta"][1] == "Ana Diaz"
    assert whom(week(net, events, asks=1))["Delta"] == ("direct", "Cy Young-Osei")
    events = pd.concat(
        [events, log("2025-07-09 asked in/cy Delta", "2025-07-10 declined in/cy Delta")]
    ).assign(event=range(1, 6))
    found = week(net, events, load=5)
    assert whom(found)["Delta"] == ("scout", "Ana Diaz")
    # About Echo nobody has declined.
    assert whom(week(net, events, asks=9))["Echo"][0] == "scout"


def test_where_i_withdrew_the_same_person_is_not_offered_again(net: Network) -> None:
    events = log("2025-06-02 asked in/cy Delta", "2025-06-03 withdrawn in/cy Delta")
    assert whom(week(net, log()))["Delta"] == ("direct", "Cy Young-Osei")
    assert whom(week(net, events))["Delta"] == ("introduction", "Di Marković")
    # Ana, who had introduced before I let it go, may introduce somebody else.
    events = log(
        "2026-03-02 asked in/ana Delta kind=introduction",
        "2026-03-04 introduced in/gus Delta via=in/ana",
        "2026-03-05 withdrawn in/gus Delta",
    )
    assert whom(week(net, events, asks=1))["Delta"] == ("introduction", "Ana Diaz")


def test_the_refusal_of_a_company_keeps_nobody_from_being_asked(net: Network) -> None:
    events = log(
        "2026-03-02 asked in/cy Delta",
        "2026-03-04 applied in/cy Delta",
        "2026-03-05 declined None Delta",
    )
    events["person"] = events.person.where(events.person != "None")
    assert whom(week(net, events))["Delta"] == ("direct", "Cy Young-Osei")


def test_who_was_silent_is_asked_again_after_four_months(net: Network) -> None:
    events = log("2026-02-27 asked in/ana Delta kind=introduction")
    assert week(net, events, asks=1, as_of="2026-06-26")["name"].tolist() != ["Ana Diaz"]
    assert week(net, events, asks=1, as_of="2026-06-27")["name"].tolist() == ["Ana Diaz"]


def test_who_introduced_may_be_asked_again_when_the_insider_was_silent(net: Network) -> None:
    """Ana did her part. Bo, who was silent, is neither met nor passed for four months."""
    events = log(
        "2026-05-04 asked in/ana Delta kind=introduction",
        "2026-05-06 introduced in/bo Delta via=in/ana",
        "2026-05-06 asked in/cy Delta",
        "2026-05-07 declined in/cy Delta",
    )
    assert whom(week(net, events))["Delta"] == ("scout", "Ana Diaz")


def test_somebody_met_is_no_new_conversation(net: Network) -> None:
    events = log("2026-04-01 asked in/cy Delta", "2026-04-08 held in/cy Delta")
    found = week(net, events, asks=1).iloc[0]
    assert found[["company", "insider"]].tolist() == ["Delta", "Bo Lin"]


def test_a_scout_who_named_somebody_can_introduce_to_them(net: Network) -> None:
    events = log(
        "2026-06-15 asked in/ana Delta kind=scout", "2026-06-16 named in/bo Delta via=in/ana"
    )
    assert week(net, events, asks=1)["names"].tolist() == ["Ana Diaz → Bo Lin"]


def test_open_asks_count_towards_the_load(net: Network) -> None:
    """Ana has one open ask, about Hotel, so one is left; that of May is silent and over."""
    events = log(
        "2026-06-24 asked in/ana Hotel kind=introduction",
        "2026-05-04 asked in/ana India kind=introduction",
    )
    counts = week(net, events)["name"].value_counts()
    assert counts["Ana Diaz"] == 1
    assert "Ana Diaz" not in week(net, events, load=1)["name"].tolist()


def test_whoever_works_at_a_resting_company_is_no_conversation_for_a_field(toy: Tables) -> None:
    """Eli, the one data engineer, works at Hotel, where somebody was asked yesterday."""
    net = network(toy, as_of=AS_OF)
    assert whom(week(net, log()))["data engineering"][0] == "introduction"
    events = log("2026-06-29 asked in/zoe Hotel kind=cold")
    assert whom(week(net, events, asks=9))["data engineering"][0] == "scout"


def test_one_conversation_is_planned_once(toy: Tables) -> None:
    """Eli is inside the field and inside Hotel: they count for Hotel, wanted more."""
    hotel = frame("companies", [{"company": "Hotel", "kind": "company", "priority": 1}])
    tables = toy._replace(companies=pd.concat([toy.companies, hotel], ignore_index=True))
    found = week(network(tables, as_of=AS_OF), log(), asks=9, load=9).set_index("company")
    assert found.insider["Hotel"] == "Eli Ōta"
    assert found.kind["data engineering"] == "scout"


# --- the rest ---


def test_a_cold_message_displaces_nobody_and_fills_what_is_left(toy: Tables) -> None:
    """Cy alone is left, with one ask: as a scout .025, less than a cold message's .05 to Gus."""
    ties = toy.ties[(toy.ties.source == "in/cy")]
    wanted = toy.companies[toy.companies.company.isin(["Foxtrot", "Golf"])]
    tables = toy._replace(ties=ties.reset_index(drop=True), companies=wanted.reset_index(drop=True))
    net = network(tables, as_of=AS_OF)
    found = week(net, log(), asks=1)
    assert whom(found) == {"Foxtrot": ("scout", "Cy Young-Osei")}
    found = week(net, log(), asks=5, load=1)
    assert whom(found) == {"Foxtrot": ("scout", "Cy Young-Osei"), "Golf": ("cold", "-")}
    assert found["adds"].tolist() == pytest.approx([0.025, 0.05 / 3])
    found = week(net, log("2026-06-24 asked in/cy Hotel kind=scout"), load=1)
    assert whom(found) == {"Foxtrot": ("cold", "Gus Wren"), "Golf": ("cold", "-")}
    assert found.person.tolist()[0] == "in/gus" and found.person.isna().tolist() == [False, True]
    assert found.route.tolist() == [("me", "in/gus"), ("me",)]


def test_every_row_says_what_to_ask_and_why(net: Network) -> None:
    why = week(net, log()).set_index("company").why
    assert why["Delta"].startswith("Ask Cy Young-Osei for a conversation. Cy Young-Osei: LinkedIn")
    assert why["Foxtrot"].startswith("Ask Ana Diaz who they know at Foxtrot. ")
    assert why["data engineering"].startswith(
        "Ask Di Marković for an introduction towards Eli Ōta."
    )


def test_no_asks_make_an_empty_plan_of_the_same_columns(net: Network) -> None:
    empty, full = week(net, log(), asks=0), week(net, log())
    assert empty.empty
    assert empty.dtypes.equals(full.dtypes)


def test_numbers_and_targets_are_checked(net: Network, toy: Tables) -> None:
    with pytest.raises(InfonetError, match="`load` takes a whole number from 1 on, not `0`"):
        week(net, log(), load=0)
    with pytest.raises(InfonetError, match="`asks` takes a whole number from 0 on, not `-1`"):
        week(net, log(), asks=-1)


def test_without_a_target_there_is_an_empty_plan_of_the_same_columns(
    net: Network, toy: Tables
) -> None:
    bare = network(toy._replace(companies=frame("companies")), as_of=AS_OF)
    assert week(bare, log()).empty
    assert week(bare, log()).dtypes.equals(week(net, log()).dtypes)


@pytest.mark.parametrize("kind", ["opted out", "consent withdrawn"])
def test_who_asked_not_to_be_written_to_is_neither_asked_nor_passed(
    net: Network, kind: str
) -> None:
    # It holds on any day that is looked at.
    out = {"kind": kind, "text": "asked so"}
    rows = [{**out, "person": "in/di", "date": "2026-07-02"}, {**out, "person": "in/cy"}]
    notes = frame("notes", rows)
    net = network(net.tables._replace(notes=notes), as_of=AS_OF)
    found = week(net, log())
    assert not {"in/di", "in/cy"} & {who for route in found.route for who in route}
    # Ana → Bo, .259, once the direct way is closed.
    assert whom(found)["Delta"] == ("introduction", "Ana Diaz")
    # Who was met and does not want more is not asked on either.
    met = log("2026-01-02 asked in/di Delta kind=direct", "2026-01-09 held in/di Delta")
    again = week(net, met)
    assert not {"in/di", "in/cy"} & {who for route in again.route for who in route}


def test_who_was_met_without_an_ask_is_followed_up_first(net: Network) -> None:
    events = log("2026-06-29 held in/cy Delta", "2026-06-29 named in/bo Delta via=in/cy")
    assert "Delta" not in set(week(net, events).company)
    later = week(net, events, as_of="2026-07-28")
    assert later.insider[later.company == "Delta"].tolist() == ["Bo Lin"]  # Cy is met
