"""Whom to look out for at an event without a guest list."""

from __future__ import annotations

import pytest

from infonet import Book, Network, network
from infonet.errors import InfonetError, UnknownNameError
from infonet.prepare import crowd, event_brief


@pytest.fixture
def net() -> Network:
    book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    book.person("https://www.linkedin.com/in/robin-achterberg", company="Delta", title="Clerk")
    book.want("Delta")
    book.tie("https://www.linkedin.com/in/ana-diaz", closeness="strong", new=True)
    book.person("in/ana-diaz", name="Ana Diaz", company="Echo", title="Data engineer")
    book.tie("Ana Diaz", "Bo Lin", company="Delta", title="Head of Data", new=True)
    book.tie("Cy Moss", company="Golf", title="Baker", new=True)
    return network(book, as_of="2026-06-30")


def test_companies_and_fields_are_named_with_commas_and_i_am_not_in_the_crowd(
    net: Network,
) -> None:
    assert crowd(net, "Delta").name.tolist() == ["Bo Lin"]
    assert crowd(net, " data engineering ,, Delta").name.tolist() == ["Ana Diaz", "Bo Lin"]
    assert crowd(net, ["Echo", "Golf"]).name.tolist() == ["Ana Diaz", "Cy Moss"]
    assert crowd(net, "Echo").url.tolist() == ["https://www.linkedin.com/in/ana-diaz"]


def test_the_crowd_is_looked_up_as_a_guest_list_is(net: Network) -> None:
    brief = event_brief(net, crowd(net, "Delta, Echo"))
    assert (
        brief.person.tolist()
        == crowd(net, "Delta, Echo").set_index("name").loc[brief.name, "person"].tolist()
    )
    assert brief.iloc[0].loc[["name", "meet"]].tolist() == ["Bo Lin", 1]


def test_what_nobody_works_at_is_said_with_what_is_near(net: Network) -> None:
    with pytest.raises(UnknownNameError, match="did you mean `Delta`") as raised:
        crowd(net, "Echo, Dolta")
    assert raised.value.candidates == ("Delta",)
    with pytest.raises(UnknownNameError, match="check the spelling"):
        crowd(net, "Qqq")
    nothing: str | list[str]
    for nothing in ("", " , ", []):
        with pytest.raises(InfonetError, match="expected who comes"):
            crowd(net, nothing)
