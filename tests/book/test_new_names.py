"""A name that is not in the book: a slip or a new person is asked, and never guessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from infonet.book import Book
from infonet.errors import InfonetError, NewNameError, UnknownNameError

PEOPLE = (
    *("Ana Diaz", "Jörg Müller", "Oezlem Özil", "Bo Lin", "Maria Anita Costa", "Åsa Åmodt"),
    *("李伟", "김 민준", "ヤマダたろう"),
)
Act = Callable[..., Any]
ACTS: dict[str, Act] = {
    "tie": lambda book, name, **new: book.tie(name, closeness="weak", **new),
    "tie of two": lambda book, name, **new: book.tie("Bo Lin", name, **new),
    "log": lambda book, name, **new: book.log("asked", name, "Delta", date="2026-03-02", **new),
    "log via": lambda book, name, **new: book.log(
        "introduced", "Bo Lin", "Delta", name, date="2026-03-02", **new
    ),
    "note": lambda book, name, **new: book.note(name, "learnt", "plays chess", **new),
}


@pytest.fixture
def book() -> Book:
    made = Book()
    for name in PEOPLE:
        made.person(name, company="Delta" if name == "Ana Diaz" else None)
    return made


@pytest.mark.parametrize("act", ACTS)
def test_a_slip_is_asked_about_and_nothing_is_written(book: Book, act: str) -> None:
    acts = len(book.history())
    with pytest.raises(NewNameError, match=r"`Ana Dias` is not in your book: .* or say `new=True`"):
        ACTS[act](book, "Ana Dias")
    assert len(book.history()) == acts
    assert "name/ana-dias" not in set(book.tables().people.person)


@pytest.mark.parametrize("act", ACTS)
def test_a_new_person_is_made_by_one_act_and_taken_back_with_it(book: Book, act: str) -> None:
    before = book.tables().people.person.tolist()
    ACTS[act](book, "Ana Dias", new=True)
    people = book.tables().people.set_index("person").name
    assert people["name/ana-dias"] == "Ana Dias"
    assert book.who("Ana Dias") == "name/ana-dias"
    # Whoever is there now is not asked about again.
    ACTS[act](book, "Ana Dias")
    book.undo()
    book.undo()
    assert book.tables().people.person.tolist() == before
    book.redo()
    assert "name/ana-dias" in set(book.tables().people.person)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("王小明", "小明", "王"),
        ("王 小明", "小明", "王"),
        ("小明 王", "小明", "王"),
        ("김하은", "하은", "김"),
        ("こばやしさくら", "さくら", "こばやし"),
        ("山田 太郎", "太郎", "山田"),
    ],
)
def test_a_name_without_spaces_is_found_as_an_export_turns_it_round(
    typed: str, first: str, last: str
) -> None:
    book = Book()
    book.person(f"{first} {last}", url="https://www.linkedin.com/in/somebody")
    assert book.who(typed) == "in/somebody"
    with pytest.raises(UnknownNameError):
        book.who(typed[::-1] + typed)


def test_people_between_commas_are_asked_about_if_the_book_knows_each(book: Book) -> None:
    assert book.who("Ana Diaz, Delta Works") == book.who("Ana Diaz")
    with pytest.raises(InfonetError, match="names 2: Ana Diaz, Jörg Müller"):
        book.tie("Ana Diaz, Jörg Müller")
    with pytest.raises(InfonetError, match="names 2"):
        book.tie("Ana Diaz, Jörg Müller and Maria Anita Costa")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ana Dias", "Ana Diaz"),
        ("Ana", "Ana Diaz"),
        ("Diaz", "Ana Diaz"),
        ("Diaz, Ana", "Ana Diaz"),
        ("Ana Roe Diaz", "Ana Diaz"),
        ("ána díaz-", "Ana Diaz"),
        ("Joerg Mueller", "Jörg Müller"),
        ("Mueller", "Jörg Müller"),
        ("Ozlem Ozil", "Oezlem Özil"),
        ("Özlem Oezil", "Oezlem Özil"),
        ("Costa Maria", "Maria Anita Costa"),
        ("Diaz Ana", "Ana Diaz"),
        ("DIAZ, ANA", "Ana Diaz"),
        ("A. Diaz", "Ana Diaz"),
        ("Ana Diaz <ana@example.com>", "Ana Diaz"),
        ("ana@example.com (Diaz, Ana)", "Ana Diaz"),
        ("Aasa Aamodt", "Åsa Åmodt"),
        ("Åsa Aamodt", "Åsa Åmodt"),
        ("Asa", "Åsa Åmodt"),
        ("Aamodt", "Åsa Åmodt"),
        ("李 伟", "李伟"),
        ("李", "李伟"),
        ("김민준", "김 민준"),
        ("민준", "김 민준"),
        ("민준 김", "김 민준"),
        ("ﾔﾏﾀﾞ たろう", "ヤマダたろう"),
        ("たろう", "ヤマダたろう"),
        ("\u0410na Diaz", "Ana Diaz"),
        ("MariaAnita Costa", "Maria Anita Costa"),
        ("Jörg Müller jm@example.com", "Jörg Müller"),
    ],
)
def test_whom_a_name_may_mean(book: Book, typed: str, meant: str) -> None:
    key = book.who(meant)
    try:
        assert book.who(typed) == key
    except UnknownNameError:
        with pytest.raises(NewNameError) as caught:
            book.tie(typed)
        assert caught.value.candidates[0] == (key, meant)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("new", [True, False])
def test_two_people_in_one_cell_are_asked_about_and_never_one_new_person(
    book: Book, act: str, *, new: bool
) -> None:
    before = book.tables().people.person.tolist()
    for text in ("Runa Askeland; Timo Brevik", "Runa Askeland & Timo Brevik"):
        with pytest.raises(InfonetError, match="names 2: Runa Askeland, Timo Brevik"):
            ACTS[act](book, text, new=new)
    assert book.tables().people.person.tolist() == before


def test_a_new_person_from_a_mail_has_name_and_address(book: Book) -> None:
    for text, name in (
        ("Runa Askeland <runa@example.com>", "Runa Askeland"),
        ('"Brevik, Timo" <timo@example.com>', "Timo Brevik"),
        ("Weir, Lu", "Lu Weir"),
    ):
        book.tie(text, new=True)
        assert book.tables().people.name.tolist().count(name) == 1
        assert book.who(text) == book.who(name)
    assert book.who("runa@example.com") == book.who("Runa A. <runa@example.com>")
    assert set(book.tables().people.email.dropna()) == {"runa@example.com", "timo@example.com"}
    with pytest.raises(UnknownNameError):
        book.tie("<nobody@example.com>", new=True)


def test_the_question_in_plain_words(book: Book) -> None:
    with pytest.raises(NewNameError) as caught:
        book.tie("Ana Dias")
    error = caught.value
    assert (error.name, error.candidates) == ("Ana Dias", [("name/ana-diaz", "Ana Diaz")])
    assert error.plain == "“Ana Dias” is not in your book: Ana Diaz, Delta? Or a new person?"
    with pytest.raises(NewNameError) as caught:
        book.tie("Zed Quill")
    assert (caught.value.candidates, caught.value.plain) == (
        [],
        "“Zed Quill” is not in your book: a new person?",
    )
    assert str(caught.value).endswith("a new person? Then say `new=True`")


def test_namesakes_are_told_apart(book: Book) -> None:
    book.person("https://www.linkedin.com/in/ana-diaz", name="Ana Diaz", company="Echo")
    with pytest.raises(NewNameError) as caught:
        book.tie("Ana Dias")
    assert "Ana Diaz, Echo or Ana Diaz, Delta" in caught.value.plain
    assert [key for key, _ in caught.value.candidates] == ["in/ana-diaz", "name/ana-diaz"]


def test_an_address_that_the_book_does_not_know_is_asked_about_too(book: Book) -> None:
    address = "https://www.linkedin.com/in/ana-dias"
    with pytest.raises(NewNameError):
        book.tie(address)
    book.tie(address, new=True)
    assert book.who(address) == "in/ana-dias"


def test_what_only_a_company_has_makes_no_person(book: Book) -> None:
    with pytest.raises(UnknownNameError, match=r"book\.want"):
        book.note("Nowhere", "news", "opens a lab", new=True)
    with pytest.raises(NewNameError, match=r"a company or field is added with `book\.want"):
        book.note("Nowhere", "learnt", "opens a lab")


def test_what_is_no_name_is_no_new_person(book: Book) -> None:
    for text in ("ana@example.com", "in/ana-dias", "???"):
        with pytest.raises(InfonetError):
            book.tie(text, new=True)
