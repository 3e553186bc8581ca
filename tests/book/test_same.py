"""Who is one person and who is two: decided, undone, offered; and what a friend's export tells."""

from __future__ import annotations

import csv
import hashlib
import sqlite3
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import infonet
from infonet.book import Book
from infonet.errors import BookError, InfonetError, UnknownNameError
from infonet.readers import Reading
from infonet.tables import Tables, check
from tests.book_exports import ANA, BO, ROBIN, export, profile

Row = dict[str, Any]
CY: Row = {"slug": "cy-moss", "name": "Cy Moss", "company": "Golf", "since": "2022-01-01"}


@pytest.fixture
def book() -> Book:
    """Ana by her profile in my export; an Ana of another day by name alone in Bo's."""
    made = Book(me=ROBIN)
    made.add(export(ANA, BO))
    made.add(export(bare(ANA, since="2018-01-01"), owner="in/bo-lin", exported="2023-05-01"))
    return made


def bare(row: Row, **changes: Any) -> Row:
    """Return the row as an export without addresses has it."""
    name = str(changes.get("name", row["name"]))
    return {**row, "slug": None, "key": "name/" + name.lower().replace(" ", "-"), **changes}


def equal(one: Tables, other: Tables) -> None:
    for table in Tables._fields:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table), obj=table)


def people(book: Book) -> list[str]:
    return [key for key in book.tables().people.person if key != "me"]


def pairs(book: Book) -> list[list[str]]:
    rows: list[list[str]] = book.duplicate_candidates()[["a", "b"]].to_numpy().tolist()
    return rows


def facts(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Every stored row that is no act, no undo and no decision."""
    tables = ("export", "observation", "job", "tie", "target", "spelling", "event")
    with closing(sqlite3.connect(book.path)) as con:
        return {name: con.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def told(reading: Reading, words: str) -> list[str]:
    problems: list[str] = reading.report.problem.tolist()
    return [problem for problem in problems if words in problem]


# Deciding.


def test_two_are_one_by_name_and_key_and_two_again_when_undone(book: Book) -> None:
    before, stored = book.tables(), facts(book)
    assert book.same("Ana Diaz", "in/ana-diaz") == (
        "Ana Diaz, Delta (`name/ana-diaz`) and Ana Diaz, Delta (`in/ana-diaz`) are one person,"
        " `in/ana-diaz`."
    )
    assert people(book) == ["in/ana-diaz", "in/bo-lin"]
    assert book.who("Ana Diaz") == book.who("name/ana-diaz") == "in/ana-diaz"
    after = book.tables()
    assert check(after).empty
    assert after.ties[["source", "target", "origin"]].to_numpy().tolist() == [
        ["in/ana-diaz", "in/bo-lin", "in/bo-lin"],
        ["in/ana-diaz", "me", "me"],
        ["in/bo-lin", "me", "me"],
    ]
    assert facts(book) == stored
    book.undo()
    equal(book.tables(), before)
    book.undo(int(book.history().act.iloc[-1]))
    equal(book.tables(), after)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("in/ana-diaz", "name/ana-diaz"),
        ("name/ana-diaz", profile("ana-diaz")),
        ("Ana Díaz, PhD", "name/ana-diaz"),
        ("in/ana-diaz", "Ana Diaz"),
        ("Ana Diaz", "ANA DIAZ"),
    ],
)
def test_the_two_can_be_named_in_every_way(book: Book, a: str, b: str) -> None:
    book.same(a, b)
    assert people(book) == ["in/ana-diaz", "in/bo-lin"]
    assert book.same(a, b).endswith("already, by act 4; nothing written.")
    assert len(book.history()) == 4
    book.different(a, b)
    assert people(book) == ["in/ana-diaz", "in/bo-lin", "name/ana-diaz"]
    assert book.different(a, b).endswith("are two people already, by act 5; nothing written.")
    book.same(a, b)
    assert people(book) == ["in/ana-diaz", "in/bo-lin"]


@pytest.mark.parametrize("verb", ["same", "different"])
def test_whoever_is_not_meant_clearly_is_said(book: Book, verb: str) -> None:
    decide: Callable[[str, str], str] = getattr(book, verb)
    before = book.history()
    with pytest.raises(UnknownNameError, match="`Cy Moss` is not"):
        decide("Cy Moss", "in/ana-diaz")
    with pytest.raises(UnknownNameError, match="`Ana Diaz` may be") as caught:
        decide("Ana Diaz", "in/bo-lin")
    assert caught.value.candidates == ("in/ana-diaz", "name/ana-diaz")
    with pytest.raises(InfonetError, match="are both `in/bo-lin`; give two keys"):
        decide("Bo Lin", profile("bo-lin"))
    with pytest.raises(InfonetError, match="got `7`"):
        decide(7, "Ana Diaz")  # type: ignore[arg-type]  # what a user may type
    pd.testing.assert_frame_equal(book.history(), before)


def test_three_of_a_name_need_two_keys(book: Book) -> None:
    third = bare(ANA, since="2012-01-01")
    book.add(export(third, owner="in/cy-moss", exported="2021-01-01"))
    with pytest.raises(UnknownNameError, match="may be"):
        book.same("Ana Diaz", "in/ana-diaz")
    with pytest.raises(UnknownNameError, match="may be"):
        book.same("Ana Diaz", "Ana Diaz")
    book.same("in/ana-diaz", "name/ana-diaz")
    book.same("Ana Diaz", "in/ana-diaz")
    assert people(book) == ["in/ana-diaz", "in/bo-lin", "in/cy-moss"]
    # All three keys have the name now: which of the two leaves must be said.
    with pytest.raises(UnknownNameError, match="give two of these keys") as caught:
        book.different("Ana Diaz", "in/ana-diaz")
    assert caught.value.candidates == ("in/ana-diaz", "name/ana-diaz", "name/ana-diaz~2")
    book.different("name/ana-diaz~2", "in/ana-diaz")
    assert book.who("name/ana-diaz~2") == "name/ana-diaz~2"


def test_two_profiles_can_be_one_person(book: Book) -> None:
    book.person("Ana Diaz", url=profile("ana-diaz-old"))
    said = book.same("in/ana-diaz", profile("ana-diaz-old"))
    assert said.endswith("are one person, `in/ana-diaz`, with two profiles.")
    assert book.who("in/ana-diaz-old") == "in/ana-diaz"
    book.undo()
    assert book.who("in/ana-diaz-old") == "in/ana-diaz-old"


def test_me_can_be_one_side(book: Book) -> None:
    book.add(export(bare(CY, name="Robin Achterberg"), owner="in/cy-moss"))
    assert "name/robin-achterberg" in people(book)
    book.same("me", "Robin Achterberg")
    assert book.who("Robin Achterberg") == "me"
    tables = book.tables()
    assert check(tables).empty
    assert ["in/cy-moss", "me"] in tables.ties[["source", "target"]].to_numpy().tolist()
    book.undo()
    book.different("me", "name/robin-achterberg")
    assert book.who("Robin Achterberg") == "name/robin-achterberg"
    with pytest.raises(BookError, match=r"`me` is `in/robin-achterberg` by act 1.*`undo\(1\)`"):
        book.different("me", ROBIN)


def test_a_tie_between_two_who_are_one_is_no_tie(book: Book) -> None:
    book.tie("in/ana-diaz", "name/ana-diaz", kind="colleague")
    book.same("in/ana-diaz", "name/ana-diaz")
    tables = book.tables()
    assert check(tables).empty
    assert "stated" not in set(tables.ties.evidence)
    book.undo()
    assert "stated" in set(book.tables().ties.evidence)


def test_a_decision_holds_in_later_imports(book: Book) -> None:
    book.same("name/ana-diaz", "in/ana-diaz")
    book.add(export({**ANA, "company": "Foxtrot"}, BO, exported="2026-06-01"))
    later = bare(ANA, since="2018-01-01", company="Golf")
    book.add(export(later, owner="in/bo-lin", exported="2024-05-01"))
    assert people(book) == ["in/ana-diaz", "in/bo-lin"]
    assert book.tables().jobs.query("person == 'in/ana-diaz'").company.tolist() == [
        "Delta", "Golf", "Delta", "Foxtrot",
    ]  # fmt: skip
    # An import that is undone and added again finds its people where it left them.
    book.undo(3)
    book.add(export(bare(ANA, since="2018-01-01"), owner="in/bo-lin", exported="2023-05-01"))
    assert people(book) == ["in/ana-diaz", "in/bo-lin"]


MAIL = "ana@example.com"


def test_different_parts_what_an_address_had_made_one() -> None:
    book = Book(me=ROBIN)
    book.add(export({**ANA, "email": MAIL}))
    book.add(export(bare(ANA, name="A. Diaz", key="name/a-diaz", email=MAIL), owner="in/bo-lin"))
    assert people(book) == ["in/ana-diaz", "in/bo-lin"]
    merged = book.tables()
    said = book.different("in/ana-diaz", "name/a-diaz")
    assert said.endswith("are two people, whatever made them one before.")
    assert people(book) == ["in/ana-diaz", "in/bo-lin", "name/a-diaz"]
    assert check(book.tables()).empty
    with pytest.raises(UnknownNameError, match="may be"):
        book.who(MAIL)
    # Still so when another import says it again.
    book.add(export({**ANA, "email": MAIL}, owner="in/cy-moss"))
    assert "name/a-diaz" in people(book)
    book.undo()
    book.undo()
    equal(book.tables(), merged)


def test_different_forbids_a_merge_that_is_still_to_come() -> None:
    book = Book(me=ROBIN)
    book.add(export(bare(ANA), exported="2020-12-01"))
    book.person(profile("ana-diaz"), name="Ana Diaz")
    book.different("name/ana-diaz", "in/ana-diaz")
    # The same name and day in two exports of mine would make them one.
    book.add(export(ANA, exported="2025-01-10"))
    assert people(book) == ["in/ana-diaz", "name/ana-diaz"]
    assert pairs(book) == []
    book.undo(4)
    assert people(book) == ["in/ana-diaz"]


def test_evidence_that_would_join_two_at_a_remove_joins_nobody() -> None:
    # Ana and Bo are two. A third row has Ana's address in one export and Bo's in another.
    third = bare(CY, email="a@example.com"), bare(CY, email="b@example.com")
    mine = export({**ANA, "email": "a@example.com"}, {**BO, "email": "b@example.com"})
    bridge = [export(third[0], owner="in/x", exported="2020-01-01"),
              export(third[1], owner="in/x", exported="2021-01-01")]  # fmt: skip
    made = []
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        book = Book(me=ROBIN)
        for number in order:
            book.add([mine, *bridge][number])
        assert people(book) == ["in/bo-lin", "in/x"]
        book.different("in/ana-diaz", "in/bo-lin")
        assert people(book) == ["in/ana-diaz", "in/bo-lin", "in/x", "name/cy-moss"]
        made.append(book.tables())
    equal(made[0], made[1])
    equal(made[0], made[2])
    book.same("name/cy-moss", "in/bo-lin")
    assert people(book) == ["in/ana-diaz", "in/bo-lin", "in/x"]


def test_a_contradiction_is_explained_and_not_written(book: Book) -> None:
    for name in ("Di Roe", "Eli Fox", "Fay Orr"):
        book.person(name)
    book.same("Di Roe", "Eli Fox")  # act 7
    book.different("Di Roe", "Fay Orr")  # act 8
    before, stored = book.tables(), book.history()
    with pytest.raises(BookError) as caught:
        book.same("Eli Fox", "Fay Orr")
    assert str(caught.value) == (
        "`name/eli-fox` and `name/fay-orr` cannot be one person: by act 8 `name/di-roe` and"
        " `name/fay-orr` are two people, and `name/di-roe` is one person with `name/eli-fox`;"
        " `undo(8)` takes that back"
    )
    equal(book.tables(), before)
    pd.testing.assert_frame_equal(book.history(), stored)
    book.undo(8)
    book.same("Eli Fox", "Fay Orr")  # act 10
    with pytest.raises(BookError) as caught:
        book.different("name/di-roe", "name/fay-orr")
    assert str(caught.value) == (
        "`name/di-roe` and `name/fay-orr` cannot be two people: `name/di-roe` is `name/eli-fox` by"
        " act 7, `name/eli-fox` is `name/fay-orr` by act 10; take that back with `undo(7)` or"
        " `undo(10)` first"
    )
    # An undo that revives act 8 contradicts acts 7 and 10: the latest count, so 10 and 8.
    book.undo(9)
    assert book.who("Fay Orr") == book.who("Eli Fox") == "name/eli-fox"
    assert book.who("Di Roe") == "name/di-roe"
    assert check(book.tables()).empty


def test_an_undo_that_revives_a_decision_leaves_the_later_ones_in_force() -> None:
    book = Book()
    for name in ("Di Roe", "Eli Fox", "Fay Orr"):
        book.person(name)
    book.same("Di Roe", "Fay Orr")  # act 4
    book.undo(4)  # act 5
    book.same("Eli Fox", "Di Roe")
    book.different("Eli Fox", "Fay Orr")
    book.undo(5)
    # Act 4 would make one of Eli and Fay, by Di.
    assert book.who("Eli Fox") == "name/di-roe"
    assert book.who("Fay Orr") == "name/fay-orr"


# Whatever is decided and undone.

KEYS = ("in/ana-diaz", "in/ana-2", "name/ana-diaz", "name/ana-diaz~2", "in/bo-lin", "me")
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["same", "different"]), st.sampled_from(KEYS), st.sampled_from(KEYS)
        ),
        st.tuples(st.just("undo"), st.integers(4, 14), st.none()),
    ),
    min_size=2,
    max_size=7,
)


def pool() -> Book:
    book = Book(me=ROBIN)
    book.add(export({**ANA, "email": MAIL}, {**ANA, "slug": "ana-2"}, BO))
    book.add(export(bare(ANA, email=MAIL), bare(ANA, key="name/ana-diaz~2"), owner="in/bo-lin"))
    return book


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_whatever_is_decided_facts_stay_and_undoing_all_restores(steps: list[Any]) -> None:
    book = pool()
    untouched, stored = book.tables(), facts(book)
    for verb, a, b in steps:
        written = len(book.history())
        try:
            said = book.undo(a) if verb == "undo" else getattr(book, verb)(a, b)
        except InfonetError:
            assert len(book.history()) == written
            continue
        if verb != "undo":
            # The later decision counts: it holds as soon as it is made.
            assert (book.who(a) == book.who(b)) == (verb == "same"), said
    tables = book.tables()
    assert check(tables).empty, check(tables)
    assert facts(book) == stored
    # The union is a partition that the offers respect: nobody is offered to themselves.
    shown = set(tables.people.person)
    assert all({a, b} <= shown and a != b for a, b in pairs(book))
    history = book.history()
    for act in history.act[history.kind.isin(["same", "different"]) & ~history.undone]:
        book.undo(int(act))
    equal(book.tables(), untouched)


# Offers.


def test_a_namesake_without_a_profile_is_offered_until_it_is_decided(book: Book) -> None:
    offers = book.duplicate_candidates()
    assert offers.columns.tolist() == [
        *("a", "b", "name", "other_name", "company_a", "company_b", "score", "why")
    ]
    assert offers.other_name.isna().all()
    assert offers.drop(columns="other_name").to_numpy().tolist() == [
        ["in/ana-diaz", "name/ana-diaz", "Ana Diaz", "Delta", "Delta", 100.0,
         "same name and employer; in exports of me and of Bo Lin"]
    ]  # fmt: skip
    for verb in ("same", "different"):
        getattr(book, verb)(offers.a[0], offers.b[0])
        assert book.duplicate_candidates().empty
        assert book.duplicate_candidates().columns.tolist() == offers.columns.tolist()
        book.undo()
        assert len(book.duplicate_candidates()) == 1


def test_the_likeliest_stand_first() -> None:
    book = Book(me=ROBIN)
    book.person("Zed Yarrow")
    book.person("Cy Moss", company="Golf Ltd")
    zed = {"slug": "zed", "name": "Zed Yarrow", "company": "Hotel", "since": "2020-01-01"}
    said = book.add(export(zed, CY, ANA, BO))
    assert told(said, "2 of the new people have the name of somebody in the book")
    friends = bare(ANA, company="Freelance"), bare(BO, company="ECHO Inc."), bare(zed)
    book.add(export(*friends, owner="in/di-roe", exported="2023-01-01"))
    offers = book.duplicate_candidates()
    rows = offers[["a", "b", "company_a", "company_b", "why"]].astype(object)
    assert rows.where(rows.notna(), None).to_numpy().tolist() == [
        ["in/cy-moss", "name/cy-moss", "Golf", "Golf Ltd",
         "same name and employer; one was typed in"],
        ["in/zed", "name/zed-yarrow", "Hotel", None, "same name; one was typed in"],
        ["name/zed-yarrow", "name/zed-yarrow~2", None, "Hotel", "same name; one was typed in"],
        ["in/bo-lin", "name/bo-lin", "Echo", "ECHO Inc.",
         "same name and employer; in exports of me and of in/di-roe"],
        ["in/zed", "name/zed-yarrow~2", "Hotel", "Hotel",
         "same name and employer; in exports of me and of in/di-roe"],
        ["in/ana-diaz", "name/ana-diaz", "Delta", "Freelance",
         "same name; in exports of me and of in/di-roe"],
    ]  # fmt: skip


def test_who_are_surely_two_are_not_offered() -> None:
    book = Book(me=ROBIN)
    # Two profiles; and two rows of one export, as an account stands in it once.
    book.add(export(ANA, {**ANA, "slug": "ana-2"}))
    book.add(export(bare(BO), bare(BO, key="name/bo-lin~2"), owner="in/cy-moss"))
    # A friend does not stand in her own export: that is a namesake.
    book.add(export(bare(CY), owner="in/cy-moss", exported="2021-01-01"))
    book.person("in/cy-moss", name="Cy Moss")
    assert pairs(book) == []
    book.add(export(BO, exported="2025-01-01"))
    assert pairs(book) == [["in/bo-lin", "name/bo-lin"], ["in/bo-lin", "name/bo-lin~2"]]


def test_who_goes_by_two_names_is_offered_by_either_once(book: Book) -> None:
    book.person("in/ana-diaz", name="Ana Roe")
    assert pairs(book) == [["in/ana-diaz", "name/ana-diaz"]]
    book.person("name/ana-diaz", name="Ana Roe")
    assert pairs(book) == [["in/ana-diaz", "name/ana-diaz"]]


def test_of_a_common_name_each_is_offered_once() -> None:
    book = Book(me=ROBIN)
    count = 60
    wei: Row = {"name": "Wei Wang", "since": "2020-01-01"}
    book.add(export(*({**wei, "slug": f"w{n}", "company": f"C{n}"} for n in range(count))))
    rows = [bare(wei, key=f"name/wei-wang~{n + 1}", company=f"C{n}") for n in range(count)]
    rows[0]["key"], rows[1]["company"] = "name/wei-wang", "Elsewhere"
    book.add(export(*rows, owner="in/cy-moss"))
    offers = book.duplicate_candidates()
    assert len(offers) == count
    assert offers.why.str.endswith(
        "; of 120 people with this name each is offered with one other"
    ).all()
    # With the one at the same employer; who has none there, with the first key.
    matched = dict(zip(offers.b, offers.a, strict=True))
    assert matched["name/wei-wang~8"] == "in/w7"
    assert matched["name/wei-wang~2"] == "in/w0"
    assert Counter(offers.company_a == offers.company_b) == {True: count - 1, False: 1}


@pytest.mark.parametrize(("profiles", "offers"), [(7, 7), (8, 1)])
def test_up_to_eight_of_one_name_every_pair_is_offered(profiles: int, offers: int) -> None:
    book = Book()
    book.person("Wei Wang")
    for number in range(profiles):
        book.person(profile(f"w{number}"), name="Wei Wang")
    assert len(pairs(book)) == offers


def test_who_has_no_profile_is_offered_with_one_of_many_who_have() -> None:
    book = Book(me=ROBIN)
    wei: Row = {"name": "Wei Wang", "since": "2020-01-01", "company": "Delta"}
    book.add(export(*({**wei, "slug": f"w{n}"} for n in range(3))))
    keys = ["name/wei-wang", *(f"name/wei-wang~{n}" for n in range(2, 21))]
    book.add(export(*(bare(wei, key=key) for key in keys), owner="in/cy-moss"))
    assert pairs(book) == [["in/w0", key] for key in sorted(keys)]


# A friend's export.

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


def write(folder: Path, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "Connections.csv"
    file.write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    return file


@pytest.fixture
def mine(tmp_path: Path) -> Book:
    """Make a book with two Anas, a Bo known by address, and a Cy typed in."""
    book = Book(tmp_path / "me.db", me=ROBIN)
    book.person("Cy Moss")
    book.add(
        write(
            tmp_path / "mine",
            f"Ana,Diaz,{profile('ana-diaz')},,Delta,Engineer,01 May 2020",
            f"Bo,Lin,{profile('bo-lin')},bo@example.com,Echo,Analyst,01 Jun 2021",
            f"Di,Roe,{profile('di-roe')},,Golf,Buyer,02 Jun 2021",
        )
    )
    return book


def test_a_reading_tells_who_was_known_who_is_new_and_who_is_a_namesake(
    mine: Book, tmp_path: Path
) -> None:
    hers = write(
        tmp_path / "hers",
        f"Bo,Lin,{profile('bo-lin')},,Echo,,01 Jan 2020",  # known by profile
        f"Robin,Achterberg,{ROBIN},,,,02 Jan 2020",  # me, by profile
        "B.,Lin,,BO@example.com,Echo,,03 Jan 2020",  # by e-mail address, and so Bo again
        "Di,Roe,,,Golf,,04 Jan 2020",  # a namesake of Di
        "Cy,Moss,,,Foxtrot,,05 Jan 2020",  # a namesake of the Cy typed in
        f"Ana,Diaz,{profile('ana-diaz-2')},,,,06 Jan 2020",  # another profile: another Ana
        "Zoe,Quill,,,,,07 Jan 2020",
    )
    reading = mine.add(hers, owner="Ana Diaz")
    assert told(reading, "of the new people") == [
        "2 of the new people have the name of somebody in the book"
    ]
    assert told(reading, "were in the book") == [
        "3 of 7 people were in the book already (2 by profile, 1 by e-mail address), 4 are new"
    ]
    assert reading.report.action.iloc[-1] == (
        "kept apart; say `book.same(…)` or `book.different(…)`, see `book.duplicate_candidates()`"
    )
    counts = reading.counts
    assert counts.rows == counts.people + counts.merged + counts.reported == 7
    assert pairs(mine) == [["name/cy-moss", "name/cy-moss~2"], ["in/di-roe", "name/di-roe"]]


def test_an_owner_by_name_is_who_has_it_and_her_star_hangs_on_her(
    mine: Book, tmp_path: Path
) -> None:
    star = write(tmp_path / "hers", f"Zoe,Quill,{profile('zoe')},,Hotel,,01 Jan 2020")
    assert mine.add(star, owner="Ana Díaz").owner == "in/ana-diaz"
    ties = mine.tables().ties
    assert ["in/ana-diaz", "in/zoe"] in ties[["source", "target"]].to_numpy().tolist()
    mine.undo()
    mine.person("Ana Diaz", url=profile("ana-diaz-2"))
    before = mine.history()
    with pytest.raises(UnknownNameError, match="`Ana Diaz` may be") as caught:
        mine.add(star, owner="Ana Diaz")
    assert caught.value.candidates == ("in/ana-diaz", "in/ana-diaz-2")
    pd.testing.assert_frame_equal(mine.history(), before)
    # A name that is new is a new person, and the nearest who are there are named.
    reading = mine.add(star, owner="Anna Dias")
    [said] = told(reading, "its owner Anna Dias is new in the book")
    assert "Ana Diaz, Delta (`in/ana-diaz`)" in said
    assert mine.tables().people.set_index("person").name["name/anna-dias"] == "Anna Dias"
    mine.same("Anna Dias", "in/ana-diaz")
    ties = mine.tables().ties
    assert ["in/ana-diaz", "in/zoe"] in ties[["source", "target"]].to_numpy().tolist()


def test_of_a_friends_export_only_the_connections_are_read_unless_asked(
    mine: Book, tmp_path: Path
) -> None:
    archive = tmp_path / "Basic_LinkedInDataExport_03-01-2026.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("Connections.csv", HEADER + f"Zoe,Quill,{profile('zoe')},,,,01 Jan 2020\n")
        made.writestr(
            "Positions.csv", "Company Name,Title,Started On,Finished On\nSierra,Lead,Jan 2024,\n"
        )
    reading = mine.add(archive, owner="Ana Diaz")
    assert told(reading, "of a friend's export only Connections.csv is read")
    assert "Sierra" not in set(mine.tables().jobs.company)
    mine.undo()
    mine.add(archive, owner="Ana Diaz", everything=True)
    assert "Sierra" in set(mine.tables().jobs.company)


def test_consent_is_recorded_and_no_address_can_be_found(mine: Book, tmp_path: Path) -> None:
    hers = write(tmp_path / "hers", "Zoe,Quill,,Zoe.Quill@example.org,Hotel,,01 Jan 2020")
    before = pd.Timestamp.now("UTC").tz_localize(None).floor("s")
    mine.add(hers, owner="Ana Diaz")
    after = pd.Timestamp.now("UTC").tz_localize(None)
    act = mine.history().iloc[-1]
    assert (act.kind, act.what) == (
        "add", "Added Connections.csv, handed over with consent by Ana Diaz."
    )  # fmt: skip
    assert before <= act["at"] <= after
    mine.backup(tmp_path / "copy.db")
    address = "zoe.quill@example.org"
    assert mine.who(address) == "name/zoe-quill"
    content = b"".join(file.read_bytes() for file in tmp_path.glob("*.db*"))
    # Not in clear, and not as a hash that anybody could make: the book's salt is in it.
    assert address.encode() not in content.lower()
    for digest in (hashlib.sha256, hashlib.md5, hashlib.sha1):
        plain = digest(address.encode())
        assert plain.digest() not in content
        assert plain.hexdigest().encode() not in content
    other = Book(tmp_path / "other.db", me=ROBIN)
    other.add(hers, owner="Ana Diaz")
    hashes: list[tuple[bytes]] = []
    for one in (mine, other):
        with closing(sqlite3.connect(one.path)) as con:
            hashes += con.execute("SELECT email_hash FROM observation WHERE name = 'Zoe Quill'")
    assert hashes[0] != hashes[1]


# The sample, counted from its files with the csv module alone.


def connections(file: Path) -> list[dict[str, str]]:
    """Return the rows of a Connections.csv, bare or in an archive."""
    if file.suffix == ".zip":
        with zipfile.ZipFile(file) as archive:
            text = archive.read("Connections.csv").decode()
    else:
        text = file.read_text("utf-8")
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("First Name"))
    return list(csv.DictReader(lines[start:]))


def plain(row: dict[str, str]) -> str:
    """Return the name for comparing, without anything of the package."""
    text = f"{row['First Name']} {row['Last Name']}".split(",")[0].casefold()
    text = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("ł", "l").replace("đ", "d"))
    letters = (c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", " ".join("".join(letters).split()))


def test_the_sample_offers_what_its_files_say() -> None:
    folder = infonet.sample("six-months")
    book = infonet.sample_book("six-months")
    exports = [*sorted(folder.glob("*.zip")), folder / "ana-diaz" / "Connections.csv"]
    known: defaultdict[str, set[str]] = defaultdict(set)  # name → profiles
    mails: dict[str, str] = {}
    for file in exports:
        for row in connections(file):
            if row["URL"]:
                known[plain(row)].add(unquote(row["URL"]))
                mails[row["Email Address"].lower()] = row["URL"]
    mails.pop("", None)
    bos = [row for row in connections(folder / "bo-lin" / "Connections.csv") if plain(row)]
    matched = [row for row in bos if row["Email Address"].lower() in mails]
    left = [row for row in bos if row["Email Address"].lower() not in mails]
    expected = {(plain(row), url) for row in left for url in known[plain(row)]}
    # One of the 21 is Robin, whom Ana's export shows by the address that is mine.
    assert (len(matched), len(expected)) == (19, 21)
    offered = book.duplicate_candidates()
    found = offered[offered.other_name.isna()]
    # Beside them one slip, between two that were typed in.
    assert offered.other_name.dropna().tolist() == ["Zbigniew Świerkoszek"]
    urls = book.tables().people.set_index("person").url
    got = {
        (b.removeprefix("name/").replace("-", " "), urls[a])
        for a, b in zip(found.a, found.b, strict=True)
    }
    assert got == expected
    assert len(found) == len(expected)
    assert (found.a[0], found.b[0]) == ("me", "name/robin-achterberg")
    assert found.why[0] == "same name and employer; one is you"
    # Adding Bo's export had told so.
    book.undo(5)
    reading = book.add(folder / "bo-lin" / "Connections.csv", owner="in/bo-lin")
    assert told(reading, "were in the book") == [
        f"19 of {len(bos)} people were in the book already (19 by e-mail address),"
        f" {len(bos) - 19} are new"
    ]
    assert told(reading, "of the new") == [
        "21 of the new people have the name of somebody in the book"
    ]
