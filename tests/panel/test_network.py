"""The network in the app: the picture, who was chosen, what a search found, and the companies."""

from __future__ import annotations

from typing import Any

import pytest

import infonet
from infonet import Book

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

from infonet.panel.app import App
from tests.panel.driven import Driven

DAY = "2026-06-30"


@pytest.fixture
def network(app: Driven) -> Driven:
    """Open the shared book (see `conftest.py`) at its network."""
    return app.press("Network")


def tell(app: Driven, **told: Any) -> Driven:
    """Say what the picture says when it is used."""
    [graph] = app.nodes("graph")
    message = {"press": graph[1]["hear"], "values": {}, "set": told, "turn": 1}
    app.app.hear(app.app, message, [])
    return app


def key(app: Driven, name: str) -> str:
    net = app.app.session.network
    return str(net.keys[net.name.tolist().index(name)])


def test_every_company_stands_beside_the_picture_with_its_counts(network: Driven) -> None:
    assert network.rows() == [["Delta target", "1", "2"], ["Echo", "1", ""]]
    found = infonet.agenda.companies(network.app.session.network)
    assert found[["company", "known", "through"]].values.tolist() == [
        ["Delta", 1, 2],
        ["Echo", 1, 0],
    ]
    network.press("Delta")
    assert network.app.session.place == ("company", "Delta")


def test_a_company_that_is_a_target_comes_first_even_where_nobody_is_known(book: Book) -> None:
    book.want("Golf")
    app = Driven(App(book, DAY)).press("Network")
    assert [row[0] for row in app.rows()] == ["Delta target", "Golf target", "Echo"]
    assert "Nobody known yet at Golf." in app.nodes("graph")[0][1]["scene"]["title"]


def test_choosing_somebody_shows_the_best_way_to_them(network: Driven) -> None:
    tell(network, selected=key(network, "Bo Lin"))
    [graph] = network.nodes("graph")
    assert [step["name"] for step in graph[1]["steps"]] == ["Ana Diaz", "Bo Lin"]
    # 0.70 × 0.37, worked out at the head of conftest.py.
    assert "Chance of a talk" in network.text() and "26 %" in network.text()
    network.press("Close")
    assert network.nodes("graph")[0][1]["steps"] == []
    assert "Chance of a talk" not in network.text()


def test_a_search_lists_people_and_narrows_the_companies(network: Driven) -> None:
    tell(network, search="delta")
    hits = [button for button in network.buttons() if button in ("Bo Lin", "Cy Moss", "Di Roe")]
    assert hits[0] == "Di Roe"  # whom I know myself
    assert sorted(hits) == ["Bo Lin", "Cy Moss", "Di Roe"]
    assert [row[0] for row in network.rows()] == ["Delta target"]
    network.press("Cy Moss")
    assert network.nodes("graph")[0][1]["selected"] == key(network, "Cy Moss")
    tell(network, search="nobody by that name")
    assert "Nobody found: try part of a name" in network.text()


def test_what_was_done_meanwhile_is_in_the_picture(network: Driven, book: Book) -> None:
    session = network.app.session
    tell(network, selected=key(network, "Eli Ota"))
    network.press("Targets")
    session.act(lambda: book.tie("Fay Okoro", company="Echo", new=True))
    network.press("Network")
    [graph] = network.nodes("graph")
    assert "5 people you know" not in graph[1]["scene"]["title"]
    assert "4 people you know + 2 through friends" in graph[1]["scene"]["title"]
    assert graph[1]["selected"] == key(network, "Eli Ota")


def test_without_a_target_it_says_what_would_make_one() -> None:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    app = Driven(App(book, DAY)).press("Network")
    assert "Bring your contacts" in app.text() and "Import my contacts" in app.buttons()
    book.tie("Ana Diaz", new=True)
    app = Driven(App(book, DAY)).press("Network")
    assert "Add a company under Targets" in app.text()
    assert app.rows() == []
    assert not app.is_wrong()


def test_guessed_ties_are_switched_off_for_good_and_on_again_by_undo(
    network: Driven, book: Book
) -> None:
    assert network.app.session.network.inferring

    def counted() -> bool:
        return network.app.session.network.inferring

    network.change("guesses", False)
    assert not counted()
    assert not infonet.network(book, as_of=DAY).inferring
    assert not App(book, DAY).session.network.inferring
    assert book.state().undo is not None
    network.press("Undo: Guesses of who knows whom do not count.")
    assert counted()
    network.change("guesses", False).change("guesses", True)
    assert infonet.network(book, as_of=DAY).inferring
