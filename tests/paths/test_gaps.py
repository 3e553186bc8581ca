"""What would help most, by hand on the toy network of conftest.py."""

from __future__ import annotations

import pytest

from infonet import Book, InfonetError
from infonet.agenda import targets
from infonet.graph import Network, network
from infonet.paths import exports_to_ask_for, rating_effects, ties_to_rate
from infonet.tables import Tables, frame


def test_the_only_closeness_not_stated_is_worth_stating(net: Network) -> None:
    # Best so far: Delta .259, Foxtrot .07, Echo .07, Golf .07, data engineering .125. Were Cy
    # strong, Delta directly would be .70; as a scout Cy would only equal Ana's .07.
    found = ties_to_rate(net)
    assert found.person.tolist() == ["in/cy"]
    assert found.gain[0] == pytest.approx(0.70 - 0.259)
    assert found.opens[0] == ("Delta",)


def test_gains_are_weighed_by_priority(toy: Tables) -> None:
    # Without Ana and Di nobody is close: Cy as a scout would raise .025 to .07 at four targets.
    lonely = toy._replace(ties=toy.ties[toy.ties.source == "in/cy"].reset_index(drop=True))
    found = ties_to_rate(network(lonely, as_of="2026-06-30"))
    by_priority = {"Foxtrot": 1, "Echo": 1 / 2, "data engineering": 1 / 2, "Golf": 1 / 3}
    assert found.gain[0] == pytest.approx(0.70 - 0.25 + 0.045 * sum(by_priority.values()))
    assert found.opens[0] == ("Delta", "Foxtrot", "Echo", "data engineering", "Golf")


def test_where_all_closeness_is_stated_none_is_worth_stating(toy: Tables) -> None:
    said = toy._replace(ties=toy.ties[toy.ties.source != "in/cy"].reset_index(drop=True))
    net = network(said, as_of="2026-06-30")
    assert len(net.alters) == 2
    assert ties_to_rate(net).empty


def test_what_a_closeness_changes_is_worked_out_before_it_is_said(net: Network) -> None:
    # Cy is at Delta (best so far Di → Bo, .25 or Ana → Bo, .259), and a scout like Ana (.07).
    found = rating_effects(net, ["in/cy"])
    assert found.company.tolist() == ["Delta"] * 3
    assert found.closeness.tolist() == ["strong", "medium", "weak"]
    assert found.before.tolist() == pytest.approx([0.259] * 3)
    assert found.after.tolist() == pytest.approx([0.70, 0.50, 0.37])
    # Were Ana weak, the next best would stand: Di → Bo .25, and Di as a scout .05.
    found = rating_effects(net, ["in/ana"]).query("closeness == 'weak'").set_index("company")
    assert found.after["Delta"] == pytest.approx(0.25)
    assert found.after[["Foxtrot", "Echo", "Golf"]].tolist() == pytest.approx([0.05] * 3)


def test_before_is_what_the_board_says_and_after_what_it_will_say() -> None:
    book = Book(me="Robin Achterberg")
    for name in ("Ana Diaz", "Bo Lin", "Cy Moss"):
        book.tie(name, company="Delta", new=True)
    book.want("Delta"), book.want("Echo")
    book.log("asked", "Bo Lin", "Delta", date="2026-06-22")
    net = network(book, as_of="2026-06-30")
    found = rating_effects(net, [str(key) for key in net.keys[net.alters]])
    assert "Delta" not in set(found.company[found.person == "name/bo-lin"])  # who was asked waits
    for row in found.to_dict("records"):
        before = targets(net).set_index("company").probability[row["company"]]
        assert row["before"] == pytest.approx(before)
        book.rate([row["person"]], row["closeness"])
        after = targets(network(book, as_of="2026-06-30")).set_index("company")
        assert row["after"] == pytest.approx(after.probability[row["company"]])
        book.undo()


def test_whoever_is_no_tie_of_mine_cannot_be_rated(net: Network) -> None:
    with pytest.raises(InfonetError, match="you do not know `in/bo`"):
        rating_effects(net, ["in/ana", "in/bo"])


def test_whose_export_to_ask_for(net: Network) -> None:
    # Di has handed one over. Foxtrot (weight 1) and Golf (1/3) have no path yet.
    found = exports_to_ask_for(net)
    assert found.person.tolist() == ["in/ana", "in/cy"]
    assert found.expected.tolist() == pytest.approx([0.7 * 0.1 * 4 / 3, 0.25 * 0.1 * 4 / 3])
    assert found.opens[0] == ("Foxtrot", "Golf")


def test_lists_are_cut_and_an_empty_network_gives_empty_lists(toy: Tables, net: Network) -> None:
    assert len(exports_to_ask_for(net, n=1)) == 1
    alone = network(toy._replace(ties=frame("ties")), as_of="2026-06-30")
    assert ties_to_rate(alone).empty
    assert exports_to_ask_for(alone).empty


def test_a_strong_tie_is_worth_what_the_log_has_made_of_strong_ties(toy: Tables) -> None:
    # Ana's "no": other strong ties are worth 7 of 11. Best for Delta: Cy, and Di → Bo, at .25.
    rows = [
        {"event": 1, "stage": "asked", "date": "2026-03-02"},
        {"event": 2, "stage": "declined", "date": "2026-03-09"},
    ]
    asked = [{**row, "request": "R", "person": "in/ana", "kind": "direct"} for row in rows]
    net = network(toy._replace(events=frame("events", asked)), as_of="2026-06-30")
    assert net.priors["strong"].mean == pytest.approx(7 / 11)
    found = ties_to_rate(net).set_index("person")
    assert found.gain["in/cy"] == pytest.approx(7 / 11 - 0.25)
