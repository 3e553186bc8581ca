"""Ways in, by hand on the toy network of conftest.py."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from infonet.agenda import exports_to_ask_for, ties_to_rate
from infonet.errors import InfonetError, UnknownNameError
from infonet.graph import Network, network
from infonet.paths import brokers, reach, warm_paths
from infonet.strength import Beta
from infonet.tables import Tables, frame


def ways(found: pd.DataFrame) -> list[tuple[str, str | None, int, float]]:
    """kind, names, hops, probability of every row, missing names as None."""
    rows = found[["kind", "names", "hops", "probability"]].itertuples(index=False)
    return [(k, n if isinstance(n, str) else None, h, round(p, 6)) for k, n, h, p in rows]


def test_delta_by_probability(net: Network) -> None:
    assert ways(warm_paths(net, "Delta")) == [
        ("introduction", "Ana Diaz → Bo Lin", 2, 0.259),
        ("direct", "Cy Young-Osei", 1, 0.25),  # a tie at 0.25: fewer hops first
        ("introduction", "Di Marković → Bo Lin", 2, 0.25),
        ("cold", None, 1, 0.05),
    ]  # no scouts: everybody known leads there already


def test_whoever_does_not_lead_there_is_a_scout(net: Network) -> None:
    assert ways(warm_paths(net, "Delta", k=1)) == [
        ("introduction", "Ana Diaz → Bo Lin", 2, 0.259),
        ("cold", None, 1, 0.05),  # a tie at 0.05: fewer hops first
        ("scout", "Di Marković", 2, 0.05),
    ]


def test_delta_by_hops(net: Network) -> None:
    found = warm_paths(net, "Delta", by="hops", scouts=1)
    assert [(kind, hops) for kind, _, hops, _ in ways(found)] == [
        ("direct", 1),
        ("introduction", 2),
        ("introduction", 2),
        ("cold", 1),
    ]
    assert found.names[1] == "Ana Diaz → Bo Lin"


def test_columns_of_a_path(net: Network) -> None:
    row = warm_paths(net, "delta", k=1).iloc[0]
    assert row.route == ("me", "in/ana", "in/bo")
    assert (row.insider, row.title, row.company) == ("Bo Lin", "Analyst", "Delta")
    expected = Beta.product(Beta(7.0, 3.0), Beta(3.7, 6.3))
    assert (row.probability, row.low, row.high) == pytest.approx(
        (expected.mean, *expected.interval())
    )
    assert row.why == (
        "Ana Diaz: you called it strong (strong, prior 0.70). "
        "Ana Diaz → Bo Lin: typed in by hand, closeness not said (weak, prior 0.37)."
    )


def test_the_raw_spelling_is_shown_and_a_longer_name_is_another_company(net: Network) -> None:
    found = warm_paths(net, "Delta").set_index("names")
    assert found.company["Cy Young-Osei"] == "DELTA Inc."
    assert warm_paths(net, "Delta Dental").iloc[0].insider == "Di Marković"


def test_k_counts_paths_and_hops_bound_them(net: Network) -> None:
    counted = warm_paths(net, "Delta", k=1)
    assert counted.kind.isin(["introduction", "direct"]).sum() == 1
    assert warm_paths(net, "Echo", max_hops=2).kind.tolist() == ["scout", "cold", "scout", "scout"]
    assert "introduction" in warm_paths(net, "Echo", max_hops=3).kind.tolist()


def test_a_long_chain_ranks_below_a_good_scout(net: Network) -> None:
    assert ways(warm_paths(net, "Echo")) == [
        ("scout", "Ana Diaz", 2, 0.07),
        ("cold", None, 1, 0.05),
        ("introduction", "Di Marković → Eli Ōta → Fay Adebayo", 3, 0.04625),
        ("scout", "Cy Young-Osei", 2, 0.025),
    ]


def test_somebody_out_of_reach_is_the_cold_row(net: Network) -> None:
    found = warm_paths(net, "Foxtrot", scouts=0)
    assert ways(found) == [("cold", "Gus Wren", 1, 0.05)]
    assert found.route[0] == ("me", "in/gus")
    assert "https://www.linkedin.com/search/results/people/?keywords=Foxtrot" in found.why[0]


def test_a_target_where_nobody_is_known_still_says_whom_to_ask(net: Network) -> None:
    found = warm_paths(net, "Golf", scouts=1)
    assert found.kind.tolist() == ["scout", "cold"]
    assert found.insider.isna().all()
    scouted = "They may know someone at Golf: about 1 in 10 contacts does (prior 0.10)."
    assert scouted in found.why[0]


def test_a_field_is_matched_on_titles(net: Network) -> None:
    first = warm_paths(net, field="data engineering").iloc[0]
    assert (first.insider, first.title) == ("Eli Ōta", "Senior Data Engineer")
    assert first.probability == pytest.approx(0.5 * 0.25)


def test_an_unknown_company_offers_the_nearest_names(net: Network) -> None:
    with pytest.raises(UnknownNameError, match=r"`Detla`.*did you mean `Delta`") as caught:
        warm_paths(net, "Detla")
    assert caught.value.candidates[0] == "Delta"
    with pytest.raises(UnknownNameError, match="Dental"):
        warm_paths(net, "Dental")


@pytest.mark.parametrize(
    "wrong",
    [{"k": -1}, {"k": 2.5}, {"max_hops": 0}, {"max_hops": True}, {"by": "luck"}, {"scouts": -1}],
)
def test_numbers_that_make_no_sense_are_named(net: Network, wrong: dict[str, object]) -> None:
    with pytest.raises(InfonetError, match=f"`{next(iter(wrong))}`"):
        warm_paths(net, "Delta", **wrong)  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(InfonetError, match="one of the two"):
        warm_paths(net)


def test_reach_has_one_row_per_target_most_wanted_first(net: Network) -> None:
    found = reach(net)
    shown = found[["company", "kind", "hops", "insider", "broker", "alternates"]]
    assert shown.astype(object).where(shown.notna(), None).to_numpy().tolist() == [
        ["Delta", "introduction", 2, "Bo Lin", "Ana Diaz", 2],  # Cy, and Di for Bo
        ["Foxtrot", "scout", 2, None, "Ana Diaz", 0],
        ["Echo", "scout", 2, None, "Ana Diaz", 1],
        ["data engineering", "introduction", 2, "Eli Ōta", "Di Marković", 0],
        ["Golf", "scout", 2, None, "Ana Diaz", 0],
    ]
    assert found.probability.tolist() == pytest.approx([0.259, 0.07, 0.07, 0.125, 0.07])


def test_without_a_target_there_is_an_empty_table_of_the_same_columns(
    net: Network, toy: Tables
) -> None:
    aimless = network(toy._replace(companies=frame("companies")), as_of="2026-06-30")
    for measure in (reach, brokers, ties_to_rate, exports_to_ask_for):
        assert measure(aimless).empty
        assert measure(aimless).columns.equals(measure(net).columns)
    assert reach(aimless).dtypes.equals(reach(net).dtypes)


def test_brokers_open_what_begins_with_them(net: Network) -> None:
    found = brokers(net).set_index("person")
    assert found.opens.to_dict() == {
        "in/di": ("Delta", "Echo", "data engineering"),
        "in/ana": ("Delta", "data engineering"),
        "in/cy": ("Delta",),
    }
    assert found.only.to_dict() == {"in/di": ("Echo",), "in/ana": (), "in/cy": ()}
    expected = {"in/di": 0.25 + 0.04625 + 0.125, "in/ana": 0.259 + 0.032375, "in/cy": 0.25}
    assert found.expected.to_dict() == pytest.approx(expected)


def test_former_colleagues_only_on_request(toy: Tables) -> None:
    left = toy.jobs.assign(end=toy.jobs.end.mask(toy.jobs.person == "in/bo", "2026-01-31"))
    net = network(toy._replace(jobs=left), as_of="2026-06-30")
    assert warm_paths(net, "Delta", scouts=0).names.dropna().tolist() == ["Cy Young-Osei"]
    first = warm_paths(net, "Delta", former=True).iloc[0]
    assert (first.insider, first.title) == ("Bo Lin", "Analyst (until 2026-01-31)")


def test_shuffled_rows_give_the_same_list(toy: Tables, net: Network) -> None:
    rng = np.random.default_rng(7)
    shuffled = Tables(
        *(table.iloc[rng.permutation(len(table))].reset_index(drop=True) for table in toy)
    )
    again = network(shuffled, as_of="2026-06-30")
    pd.testing.assert_frame_equal(warm_paths(again, "Delta"), warm_paths(net, "Delta"))
    pd.testing.assert_frame_equal(brokers(again), brokers(net))


def test_a_scout_comes_before_a_cold_message_however_weak(toy: Tables) -> None:
    star = toy._replace(ties=toy.ties[toy.ties.source == "in/cy"].reset_index(drop=True))
    found = reach(network(star, as_of="2026-06-30")).set_index("company")
    assert found.kind["Golf"] == "scout"
    assert found.probability["Golf"] == pytest.approx(0.025)


def test_a_bare_ego_gets_rows_too() -> None:
    alone = Tables.of(
        people=[{"person": "me", "name": "Robin"}],
        companies=[{"company": "Delta", "kind": "company", "priority": 1}],
    )
    net = network(alone, as_of="2026-06-30")
    assert warm_paths(net, "Delta").kind.tolist() == ["cold"]
    assert reach(net).kind.tolist() == ["cold"]
    assert brokers(net).empty


def test_the_ego_inside_the_target_is_nobodys_way_in(toy: Tables) -> None:
    mine = pd.concat([toy.jobs, frame("jobs", [{"person": "me", "company": "Delta"}])])
    net = network(toy._replace(jobs=mine.reset_index(drop=True)), as_of="2026-06-30")
    assert warm_paths(net, "Delta").insider.iloc[0] == "Bo Lin"


def test_strengths_that_were_given_have_no_interval() -> None:
    G = nx.path_graph(["me", "Ana", "Bo"])
    nx.set_edge_attributes(G, dict.fromkeys(G.edges, 1.0), "strength")
    nx.set_node_attributes(G, {"Bo": "Delta"}, "company")
    first = warm_paths(Network.from_networkx(G, ego="me"), "Delta").iloc[0]
    assert (first.names, first.probability) == ("Ana → Bo", 1.0)
    assert np.isnan(first.low)
    assert "given 1.00" in first.why


def test_equally_close_scouts_come_by_their_latest_contact(toy: Tables) -> None:
    said = {"evidence": "stated", "origin": "me", "closeness": "strong"}
    wrote: dict[str, Any] = {
        "evidence": "messages",
        "origin": "me",
        "exchanges": 3,
        "started": "me",
    }
    ties: list[dict[str, Any]] = [
        {"source": "in/ana", "target": "me", **said},
        {"source": "in/di", "target": "me", **said},
        {"source": "in/di", "target": "me", "last": "2026-06-01", **wrote},
        {"source": "in/cy", "target": "me", "last": "2026-06-20", **wrote},
    ]
    net = network(toy._replace(ties=frame("ties", ties)), as_of="2026-06-30")
    assert warm_paths(net, "Golf").names.dropna().tolist() == [
        "Cy Young-Osei",
        "Di Marković",
        "Ana Diaz",
    ]


def test_disjoint_alternates_share_no_middle_person(toy: Tables) -> None:
    # A second insider whom only Ana knows comes second among all paths; among disjoint ones Ana
    # is spent after the best.
    tie = {"source": "in/ana", "target": "in/gus", "evidence": "stated", "origin": "me"}
    ties = pd.concat([toy.ties, frame("ties", [tie])], ignore_index=True)
    jobs = toy.jobs.assign(company=toy.jobs.company.replace("Foxtrot", "Delta"))
    net = network(toy._replace(ties=ties, jobs=jobs), as_of="2026-06-30")
    best = warm_paths(net, "Delta", scouts=0).names.tolist()
    assert best[:2] == ["Ana Diaz → Bo Lin", "Ana Diaz → Gus Wren"]
    apart = warm_paths(net, "Delta", disjoint=True, scouts=0)
    assert apart.names[apart.kind != "cold"].tolist() == [
        "Ana Diaz → Bo Lin",
        "Cy Young-Osei",
        "Di Marković → Bo Lin",
    ]
    with pytest.raises(InfonetError, match="leave out `by`"):
        warm_paths(net, "Delta", disjoint=True, by="hops")


def asked_in_march(*requests: tuple[str, str, str]) -> list[dict[str, Any]]:
    """Write a log: kind, person asked on a day of its own, and how it ended a few days later."""
    rows: list[dict[str, Any]] = []
    for day, (kind, person, stage) in enumerate(requests, 1):
        one = {"request": f"R{day}", "person": person, "kind": kind}
        rows.append(one | {"stage": "asked", "date": f"2026-03-{day:02d}"})
        rows.append(one | {"stage": stage, "date": f"2026-03-{day + 7:02d}"})
    return [row | {"event": number} for number, row in enumerate(rows, 1)]


def after(toy: Tables, *requests: tuple[str, str, str]) -> Network:
    events = frame("events", asked_in_march(*requests))
    return network(toy._replace(events=events), as_of="2026-06-30")


def test_one_logged_outcome_moves_the_ranking(toy: Tables) -> None:
    # Ana → Bo .259 leads Cy .25; one conversation with Cy makes it 3.5 of 11.
    found = warm_paths(after(toy, ("direct", "in/cy", "held")), "Delta")
    assert found.names[0] == "Cy Young-Osei"
    assert found.probability[0] == pytest.approx(3.5 / 11)
    # A "no" of Ana's makes Ana → Bo .7 · 10/11 · .37 = .2355, behind Cy and Di → Bo at .25.
    found = warm_paths(after(toy, ("direct", "in/ana", "declined")), "Delta")
    assert found.names.tolist()[:3] == [
        "Cy Young-Osei",
        "Di Marković → Bo Lin",
        "Ana Diaz → Bo Lin",
    ]
    assert found.probability[2] == pytest.approx(7 / 11 * 0.37)


def test_the_reasons_say_what_was_learned(toy: Tables) -> None:
    said = {"source": "in/gus", "target": "me", "closeness": "strong"}
    more = frame("ties", [{**said, "evidence": "stated", "origin": "me"}])
    toy = toy._replace(ties=pd.concat([toy.ties, more], ignore_index=True))
    net = after(
        toy,
        ("direct", "in/ana", "held"),
        ("direct", "in/ana", "declined"),
        ("direct", "in/gus", "declined"),
        ("scout", "in/ana", "declined"),
        ("cold", "in/fay", "declined"),
    )
    # Of others Gus's "no": 7 of 11 = .64; at ten pseudo-asks with Ana's 1 of 2: 7.36 of 12 = .61.
    # Di has no "no" of others in her class. Scouts 1 of 11, cold messages 1 of 21.
    why = warm_paths(net, "Golf").set_index("names").why
    ana, gus, di = why["Ana Diaz"], why["Gus Wren"], why["Di Marković"]
    assert (
        "(strong: prior 0.70, 0.64 after 1 ask of others, 0.61 after 2 asks here, 1 worked)" in ana
    )
    assert (
        "(strong: prior 0.70, 0.67 after 2 asks of others, 0.61 after 1 ask here, 0 worked)" in gus
    )
    assert "(medium, prior 0.50)" in di
    assert ana.endswith(
        "They may know someone at Golf: about 1 in 11 contacts turned out to know someone"
        " (prior 0.10, 0.09 after 1 ask)."
    )
    assert "Ana Diaz: you called it strong. Helped in 1 of your 2 asks (" in ana
    assert "Gus Wren: you called it strong. Did not help the one time you asked (" in gus
    cold = warm_paths(net, "Golf").set_index("kind").why["cold"]
    assert "about 1 in 21 leads to a talk" in cold and "(prior 0.05, 0.05 after 1 ask)." in cold


def test_a_stranger_who_was_never_written_to_comes_first(toy: Tables) -> None:
    people = [{"person": key, "name": name} for key, name in (("in/a", "Abe"), ("in/b", "Bea"))]
    jobs = [{"person": key, "company": "Kilo"} for key in ("in/a", "in/b")]
    toy = toy._replace(
        people=pd.concat([toy.people, frame("people", people)], ignore_index=True),
        jobs=pd.concat([toy.jobs, frame("jobs", jobs)], ignore_index=True),
    )

    def stranger(*requests: tuple[str, str, str]) -> str:
        return str(warm_paths(after(toy, *requests), "Kilo").set_index("kind").names["cold"])

    abe, bea = ("cold", "in/a", "declined"), ("cold", "in/b", "declined")
    assert [stranger(), stranger(abe), stranger(abe, bea)] == ["Abe", "Bea", "Abe"]
