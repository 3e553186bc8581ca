"""A company under another spelling: named when it is wanted, accepted and refused by one act."""

from __future__ import annotations

import pandas as pd
import pytest

import infonet
from infonet.agenda import targets
from infonet.book import Book
from infonet.errors import UnknownNameError
from tests.book_exports import ROBIN

DAY = "2026-06-30"


@pytest.fixture
def book() -> Book:
    made = Book(me=ROBIN)
    for name, company in (
        ("Ana Diaz", "Fjordlys UK"),
        ("Bo Lin", "Fjordlys UK Ltd"),
        ("Cy Moss", "Fjordlys.com"),
        ("Di Roe", "Nordic Fjord Services (NFS)"),
    ):
        made.tie(name, company=company, new=True)
    return made


def near(book: Book, company: str) -> list[str]:
    found: list[str] = infonet.network(book, as_of=DAY).workplaces.near(company).company.tolist()
    return found


def test_a_wish_names_the_spellings_that_may_be_the_same_with_their_counts(book: Book) -> None:
    said = book.want("Fjordlys")
    assert said == (
        "Fjordlys added to your targets. You also know 2 people at Fjordlys UK, 1 at "
        "Fjordlys.com: the same company? Then say `book.same_company('Fjordlys', 'Fjordlys UK')`."
    )
    assert book.state().what == "Fjordlys added to your targets."
    assert book.want("Delta") == "Delta added to your targets."
    assert book.want("Fjordlys", priority=None) == "Fjordlys removed from your targets."
    aliases = ["Fjordlys UK", "fjordlys.com"]
    assert "the same company" not in book.want("Fjordlys", aliases=aliases)


def test_one_act_accepts_a_spelling_and_one_undo_parts_them(book: Book) -> None:
    book.want("Fjordlys")
    before = len(book.history())
    book.same_company("Fjordlys", "Fjordlys UK")
    assert len(book.history()) == before + 1
    net = infonet.network(book, as_of=DAY)
    assert set(net.name[net.target("Fjordlys").insiders]) == {"Ana Diaz", "Bo Lin"}
    assert near(book, "Fjordlys") == ["Fjordlys.com"]
    book.undo()
    assert near(book, "Fjordlys") == ["Fjordlys UK", "Fjordlys.com"]


def test_one_act_refuses_a_spelling_and_one_undo_offers_it_again(book: Book) -> None:
    book.want("Fjordlys")
    book.note("Fjordlys", "another company", "Fjordlys UK")
    assert near(book, "Fjordlys") == ["Fjordlys.com"]
    book.undo()
    assert near(book, "Fjordlys") == ["Fjordlys UK", "Fjordlys.com"]


def test_a_way_asked_for_names_them_in_the_error_and_beside_the_ways(book: Book) -> None:
    net = infonet.network(book, as_of=DAY)
    with pytest.raises(UnknownNameError) as caught:
        infonet.warm_paths(net, "Fjordlys")
    counts = {"company": ["Fjordlys UK", "Fjordlys.com"], "people": [2, 1]}
    assert pd.DataFrame(caught.value.near).to_dict("list") == counts
    book.want("Fjordlys")
    ways = infonet.warm_paths(infonet.network(book, as_of=DAY), "Fjordlys")
    assert ways.attrs["near"] == counts


def test_the_board_names_them(book: Book) -> None:
    book.want("Fjordlys")
    book.want("NFS", priority=2)
    book.want(field="data engineering")
    board = targets(infonet.network(book, as_of=DAY)).set_index("company")
    assert board.near["Fjordlys"] == "2 people at Fjordlys UK, 1 at Fjordlys.com"
    assert board.near[["NFS", "data engineering"]].isna().all()
    assert board.people["NFS"] == 1


def test_what_is_said_of_a_second_name_is_said_of_the_company(book: Book) -> None:
    book.want("NFS")
    book.note("Nordic Fjord Services (NFS)", "news", "opens a lab")
    assert book.notes(subject="NFS").company.tolist() == ["NFS"]


def test_the_words_of_a_field_are_kept_in_the_book_and_are_no_company(book: Book) -> None:
    book.tie("Mo Weir", company="Mason", title="Banker Mason", new=True)
    book.want(field="stonework", aliases=["banker mason", "carver"])
    tables = book.tables()
    field = tables.companies.set_index("company").loc["stonework"]
    assert (field["kind"], field.aliases) == ("field", ("banker mason", "carver"))
    net = infonet.network(book, as_of=DAY)
    assert net.name[net.target(field="stonework").insiders].tolist() == ["Mo Weir"]
    assert (
        book.note("carver", "learnt", "chisels", new=True)
        == "Note on carver (what I learned): chisels"
    )
    assert "carver" in set(book.tables().people.name)
    assert targets(net).company.tolist() == ["stonework"]
    book.undo()
