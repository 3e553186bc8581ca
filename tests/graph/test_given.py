"""Whatever is given for a network, for tables or for a key works, or hears what was expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import infonet
from infonet import Book
from infonet.errors import InfonetError, UnknownNameError
from infonet.graph import Network, network
from infonet.paths import (
    brokers,
    exports_to_ask_for,
    hindcast,
    predict_ask,
    reach,
    sensitivity,
    ties_to_rate,
    warm_paths,
)
from infonet.strength import hop_forecasts, outcomes, tie_strength
from infonet.tables import Tables, check

DAY = "2026-06-30"
OF_TABLES: dict[str, Callable[[Any], object]] = {
    "network": lambda given: network(given, as_of=DAY),
    "tie_strength": lambda given: tie_strength(given, as_of=DAY),
    "outcomes": lambda given: outcomes(given, as_of=DAY),
    "hop_forecasts": lambda given: hop_forecasts(given, as_of=DAY),
    "hindcast": hindcast,
    "check": check,
}
OF_A_NETWORK: dict[str, Callable[[Any], object]] = {
    "warm_paths": lambda given: warm_paths(given, "Delta"),
    "reach": reach,
    "brokers": brokers,
    "sensitivity": lambda given: sensitivity(given, "Delta"),
    "ties_to_rate": ties_to_rate,
    "exports_to_ask_for": exports_to_ask_for,
    "predict_ask": lambda given: predict_ask(given, "in/ana", "Delta"),
}
NEITHER: dict[str, object] = {
    "nothing": None,
    "a path": Path("me.db"),
    "a table": Tables.of().people,
    "the class": Tables,
}


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = infonet.Book(tmp_path / "me.db", me="https://www.linkedin.com/in/robin")
    made.tie("Ana Diaz", closeness="strong", new=True)
    return made


@pytest.mark.parametrize("name", OF_TABLES)
def test_a_book_is_as_good_as_its_tables(book: Book, name: str) -> None:
    OF_TABLES[name](book)
    OF_TABLES[name](book.tables())


@pytest.mark.parametrize("name", OF_TABLES)
@pytest.mark.parametrize("kind", NEITHER)
def test_what_has_no_tables_is_told_so(name: str, kind: str) -> None:
    with pytest.raises(InfonetError, match="expected a book or its tables"):
        OF_TABLES[name](NEITHER[kind])


@pytest.mark.parametrize("name", OF_TABLES)
def test_a_network_is_no_book(net: Network, name: str) -> None:
    with pytest.raises(InfonetError, match="expected a book or its tables, got `Network`"):
        OF_TABLES[name](net)


@pytest.mark.parametrize("name", OF_A_NETWORK)
def test_a_book_is_no_network(book: Book, name: str) -> None:
    with pytest.raises(InfonetError, match=r"expected a network, .*`network\(book, as_of=…\)`"):
        OF_A_NETWORK[name](book)
    with pytest.raises(InfonetError, match=r"expected a network, .*`network\(tables, as_of=…\)`"):
        OF_A_NETWORK[name](book.tables())


@pytest.mark.parametrize("name", OF_A_NETWORK)
@pytest.mark.parametrize("kind", NEITHER)
def test_what_is_no_network_is_told_so(name: str, kind: str) -> None:
    with pytest.raises(InfonetError, match="expected a network"):
        OF_A_NETWORK[name](NEITHER[kind])


def test_a_key_has_its_position(net: Network) -> None:
    for at, key in enumerate(net.person):
        assert net.position(key) == at
    keys = net.person.tolist()[::-1]
    assert net.positions(keys).tolist() == list(range(len(net)))[::-1]
    assert net.positions([]).dtype == np.int64


def test_an_unknown_key_offers_the_nearest(net: Network) -> None:
    with pytest.raises(UnknownNameError) as error:
        net.position("in/anna")
    assert str(error.value) == "`in/anna` is nobody in the network: did you mean `in/ana`?"
    assert error.value.candidates == ("in/ana",)
    # A name in the place of its key.
    with pytest.raises(UnknownNameError, match="did you mean `in/bo`"):
        net.positions(["in/ana", "Bo Lin"])
    with pytest.raises(UnknownNameError, match="expected a key"):
        net.position("Zzyzx Qwvx")


@pytest.mark.parametrize("key", [None, float("nan"), "", 7, "in/nobody"])
def test_an_unknown_key_may_be_asked_for(net: Network, key: object) -> None:
    assert net.position(key, strict=False) == -1
    assert net.positions([key, "in/ana"], strict=False).tolist()[0] == -1
