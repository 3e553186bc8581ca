"""What a user types: ties, targets, events, people; and taking it back."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infonet.book import Book
from infonet.errors import BookError, InfonetError, UnknownNameError
from infonet.names.text import hidden
from infonet.tables import Tables, check
from tests.book_exports import ANA, BO, ROBIN, export, profile


@pytest.fixture
def book() -> Book:
    made = Book(me=ROBIN)
    made.add(export(ANA, BO))
    return made


def same(one: Tables, other: Tables) -> None:
    for table in Tables._fields:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table), obj=table)


SURE = {"kind": "direct", "route": ("me", "in/ana-diaz"), "probability": 1.2}


def stated(book: Book) -> list[list[Any]]:
    ties = book.tables().ties.query("evidence == 'stated'")
    return ties[["source", "target", "closeness", "kind", "origin"]].values.tolist()


def test_a_tie_is_to_me_or_between_two_others(book: Book) -> None:
    assert book.tie("Ana Diaz", closeness="strong") == "Saved: you and Ana Diaz are close."
    book.tie(profile("bo-lin"), "in/ana-diaz", kind="colleague")
    assert stated(book) == [
        ["in/ana-diaz", "in/bo-lin", np.nan, "colleague", "me"],
        ["in/ana-diaz", "me", "strong", np.nan, "me"],
    ]


def test_a_later_tie_goes_before_an_earlier_one_and_keeps_what_it_does_not_say(book: Book) -> None:
    book.tie("Ana Diaz", closeness="strong", kind="friend", since="2010-01-01")
    book.tie("me", "Ana Diaz", closeness="weak", last="2026-02-01")
    assert stated(book) == [["in/ana-diaz", "me", "weak", "friend", "me"]]
    tie = book.tables().ties.query("evidence == 'stated'").iloc[0]
    assert (tie.since, tie["last"]) == (pd.Timestamp("2010-01-01"), pd.Timestamp("2026-02-01"))


def test_statements_that_cross_keep_the_tables_sound(book: Book) -> None:
    book.tie("Ana Diaz", since="2020-01-01")
    book.tie("Ana Diaz", last="2019-01-01")
    assert check(book.tables()).empty


def test_nobody_has_a_tie_with_themselves(book: Book) -> None:
    with pytest.raises(InfonetError, match="`Ana Diaz` and `in/ana-diaz` are the same"):
        book.tie("Ana Diaz", "in/ana-diaz")
    with pytest.raises(InfonetError, match="two people"):
        book.tie("me")


def test_a_tie_may_say_where_the_other_works_and_is_one_act(book: Book) -> None:
    before, acts = book.tables(), len(book.history())
    said = book.tie("Ana Diaz", "Cy Moss", kind="friend", company=" Echo ", title="Nurse", new=True)
    assert said == (
        "Saved: Ana Diaz and Cy Moss know each other (friend). Cy Moss is new in your book."
        " Cy Moss works as Nurse at Echo."
    )
    jobs = book.tables().jobs.query("person == 'name/cy-moss'")
    assert jobs[["company", "title", "end"]].values.tolist() == [["Echo", "Nurse", pd.NaT]]
    assert len(book.history()) == acts + 1
    book.undo()
    same(book.tables(), before)
    # It ends the job that was known before, as `person` does.
    other = Book(me=ROBIN)
    other.add(export(ANA, BO))
    for one in (book, other):
        one.person("Bo Lin", company="Echo")
    book.tie("Ana Diaz", "Bo Lin", company="Foxtrot")
    other.person("Bo Lin", company="Foxtrot")
    pd.testing.assert_frame_equal(book.tables().jobs, other.tables().jobs)


@pytest.mark.parametrize("pair", [("Ana Diaz",), ("Ana Diaz", "me"), ("me", "Ana Diaz")])
def test_in_a_tie_with_me_the_job_is_the_others(book: Book, pair: tuple[str, ...]) -> None:
    book.tie(*pair, company="Golf")
    jobs = book.tables().jobs
    assert set(jobs.person[jobs.company == "Golf"]) == {"in/ana-diaz"}


def test_of_a_tie_that_cannot_be_nothing_is_kept(book: Book) -> None:
    acts = len(book.history())
    with pytest.raises(InfonetError, match="nobody has a tie with themselves"):
        book.tie("Ana Diaz", "in/ana-diaz", company="Echo")
    with pytest.raises(InfonetError, match="company"):
        book.tie("Ana Diaz", "Cy Moss", company=7)  # type: ignore[arg-type]  # what a user may type
    assert len(book.history()) == acts


def test_a_new_name_in_a_tie_is_a_new_person_and_said_so(book: Book) -> None:
    said = book.tie("Ana Dias", "https://www.linkedin.com/in/cy-moss", new=True)
    assert "Ana Dias is new in your book. Also in it: Ana Diaz, Delta (`in/ana-diaz`)." in said
    assert {"name/ana-dias", "in/cy-moss"} < set(book.tables().people.person)
    book.undo()
    assert set(book.tables().people.person) == {"me", "in/ana-diaz", "in/bo-lin"}
    for wrong in ("nobody@example.com", "in/nobody", "name/nobody"):
        with pytest.raises(UnknownNameError, match="is not"):
            book.tie(wrong)
    for wrong in ("🍷", "ana@", "https://www.linkedin.com/company/delta"):
        with pytest.raises(InfonetError, match="in letters"):
            book.tie(wrong)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda b: b.tie("Ana Diaz", closeness="storng"), "`storng`: did you mean `strong`"),
        (lambda b: b.tie("Ana Diaz", since="last May"), "`last May`; write it as year"),
        (lambda b: b.tie("Ana Diaz", since="2024-01-01", last="2023-01-01"), "after `since`"),
        (lambda b: b.tie(7), "got `7`"),
        (lambda b: b.log("askd", "Ana Diaz", date="2026-03-02"), "`askd`: did you mean `asked`"),
        (lambda b: b.log("asked", "Ana Diaz", date=None), "a stage and a date"),
        (lambda b: b.log("asked", "Ana Diaz", date=20260302), "got `20260302`"),
        (lambda b: b.log("asked", "Ana Diaz", date="2026-02-30"), "`2026-02-30`"),
        (lambda b: b.log("asked", "Ana Diaz", date="2026-03-02", kind="warm"), "choose one of"),
        (lambda b: b.log("asked", "Ana Diaz", date="2026-03-02", way=SURE), "from 0 to 1"),
        (lambda b: b.want(), "a company or a field"),
        (lambda b: b.want("Delta", field="engineering"), "exactly one"),
        (lambda b: b.want("Self-employed"), "names no employer"),
        (lambda b: b.want("Delta", priority=1.5), "from 1 on, not `1.5`; 1 is the most wanted"),
        (lambda b: b.want("Delta", priority=True), "whole number"),
        (
            lambda b: b.want(field="stonework", aliases=("???",)),
            "words that titles of the field use",
        ),
        (lambda b: b.person("Cy Moss", email="cy"), "one e-mail address"),
        (lambda b: b.person("Cy Moss", url="cy"), "profile address"),
    ],
)
def test_a_wrong_word_is_said_with_the_right_ones(
    book: Book, call: Callable[[Book], object], words: str
) -> None:
    before = len(book.history())
    with pytest.raises(InfonetError) as caught:
        call(book)
    assert words in str(caught.value)
    assert len(book.history()) == before


def test_an_unknown_name_offers_the_nearest(book: Book) -> None:
    with pytest.raises(UnknownNameError) as caught:
        book.debrief("Anna Diaz", date="2026-03-02")
    assert "did you mean Ana Diaz, Delta (`in/ana-diaz`)" in str(caught.value)
    assert caught.value.candidates == ("in/ana-diaz",)
    with pytest.raises(UnknownNameError, match="nobody in it has a name like that"):
        book.who("Zora Quill")


def test_an_event_keeps_everything(book: Book) -> None:
    book.person("Cy Moss")
    first = book.log(
        "asked", "Ana Diaz", date="2026-03-02T09:30:00+02:00", company="Echo", via="Cy Moss",
        request=7, kind="introduction", channel="mail", note="about the opening",
        way={"kind": "scout", "route": ("me", "in/ana-diaz", "in/bo-lin"), "probability": 0.25},
    )  # fmt: skip
    dates: list[object] = [
        dt.date(2026, 3, 3), pd.Timestamp("2026-03-03"), np.datetime64("2026-03-03"),
        dt.datetime(2026, 3, 3), "2026-03-03",
    ]  # fmt: skip
    later = [book.log("held", "Bo Lin", date=date) for date in dates]
    assert [first, *later] == [1, 2, 3, 4, 5, 6]
    events = book.tables().events
    row = events.iloc[0].to_dict()
    assert row == {
        "event": 1, "request": "7", "person": "in/ana-diaz", "stage": "asked",
        "date": pd.Timestamp("2026-03-02 09:30"), "company": "Echo", "kind": "introduction",
        "via": "name/cy-moss", "channel": "mail", "route": ("me", "in/ana-diaz", "in/bo-lin"),
        "predicted": 0.25, "counts": None, "note": "about the opening",
    }  # fmt: skip
    assert (events.date[1:] == pd.Timestamp("2026-03-03")).all()
    assert check(book.tables()).empty


def test_the_latest_word_on_a_target_counts(book: Book) -> None:
    book.want("Delta", priority=2, aliases=("Delta Air",))
    book.want("Delta Inc.", priority=1)
    book.want("Echo")
    book.want("Echo", priority=None)
    book.want(field="Data Engineering", priority=3)
    rows = book.tables().companies
    assert rows[["company", "kind", "priority"]].values.tolist() == [
        ["Delta Inc.", "company", 1],
        ["Data Engineering", "field", 3],
    ]
    assert rows.aliases[0] == ("Delta", "Delta Air")


def test_two_spellings_can_be_one_company_and_two_again(book: Book) -> None:
    book.want("Delta", priority=2)
    before = book.tables()
    book.same_company("Delta", "Triangle Group")
    book.same_company("Triangle Group", "D-Air")
    rows = book.tables().companies
    assert rows[["company", "priority"]].values.tolist() == [["Delta", 2]]
    assert rows.aliases[0] == ("D-Air", "Triangle Group")
    book.want("Delta", priority=None)
    rows = book.tables().companies
    assert rows.priority.isna().tolist() == [True]
    assert check(book.tables()).empty
    for _ in range(3):
        book.undo()
    same(book.tables(), before)


def test_a_person_typed_in_has_a_job(book: Book) -> None:
    assert book.person("Cy Moss", company="Golf", title="Buyer", email="cy@example.com") == (
        "name/cy-moss"
    )
    assert book.who("cy@example.com") == "name/cy-moss"
    assert book.person("Cy Moss", url=profile("cy-moss")) == "name/cy-moss"
    assert book.who("name/cy-moss") == "in/cy-moss"
    book.person("Ana Diaz", company="Foxtrot")
    jobs = book.tables().jobs.query("person == 'in/ana-diaz'")
    assert jobs[["company", "end"]].values.tolist() == [
        ["Delta", pd.Timestamp("2026-03-01")],
        ["Foxtrot", pd.NaT],
    ]
    # A later export that still says Delta is later, and the same company alone is the same job.
    book.add(export(ANA, BO, exported="2026-06-01"))
    book.person("Bo Lin", company="Echo Ltd")
    assert len(book.tables().jobs.query("person == 'in/bo-lin'")) == 1


def test_a_namesake_with_another_profile_is_another_person(book: Book) -> None:
    assert book.person("Ana Diaz", url=profile("ana-diaz-2")) == "in/ana-diaz-2"
    with pytest.raises(UnknownNameError, match="`Ana Diaz` may be"):
        book.person("Ana Diaz", title="Lead")
    assert book.person(profile("ana-diaz-2"), title="Lead") == "in/ana-diaz-2"


def test_who_book_it_is_is_settled_once(book: Book) -> None:
    Book(book.path, me="nl.linkedin.com/in/Robin-Achterberg/?trk=people")
    Book(book.path, me="Robin Achterberg")
    assert book.who("robin achterberg") == "me"
    for other in (profile("ana-diaz"), "Ana Diaz"):
        with pytest.raises(BookError, match=r"settled as that of .*[Rr]obin.*undo\("):
            Book(book.path, me=other)
    with pytest.raises(InfonetError, match="in letters or a profile address"):
        Book(book.path, me="robin@example.com")


def test_redo_brings_back_one_by_one_until_something_else_is_done(book: Book) -> None:
    assert Book(me=ROBIN).state().undo is None  # whose book it is is no act to take back
    assert book.state().undo is not None
    assert book.state().redo is None
    with pytest.raises(BookError, match="nothing was undone here since"):
        book.redo()
    seen = [book.tables()]
    book.want("Delta")
    seen.append(book.tables())
    book.tie("Ana Diaz", closeness="strong")
    seen.append(book.tables())
    book.undo()
    book.undo()
    assert book.redo() == "Redone: Delta added to your targets."
    same(book.tables(), seen[1])
    assert book.state().redo is not None
    book.redo()
    same(book.tables(), seen[2])
    assert book.state().redo is None
    book.undo()
    same(book.tables(), seen[1])
    book.want("Echo")
    assert book.state().redo is None


def test_undo_goes_back_step_by_step_and_forth_again(book: Book) -> None:
    book.want("Delta")
    one = book.tables()
    book.tie("Ana Diaz", closeness="strong")
    two = book.tables()
    assert book.undo() == "Undone: Saved: you and Ana Diaz are close."
    same(book.tables(), one)
    assert book.undo() == "Undone: Delta added to your targets."
    assert len(book.tables().companies) == 0
    assert book.undo(6) == "Redone: Delta added to your targets."
    same(book.tables(), one)
    book.undo(5)
    same(book.tables(), two)
    with pytest.raises(BookError, match=r"act `5` is undone already; `undo\(8\)`"):
        book.undo(5)
    history = book.history()
    assert history.columns.tolist() == ["act", "at", "kind", "what", "undone"]
    assert history.act[history.undone].tolist() == [5, 6]
    # A number of any integer type.
    assert book.undo(history.act.iloc[6]).startswith("Redone: Undone: Delta added")
    with pytest.raises(BookError, match="got `99`; `history"):
        book.undo(99)
    wrong: Any
    for wrong in (0, "two", True):
        with pytest.raises(InfonetError, match=f"from 1 on, not `{wrong}`; `history"):
            book.undo(wrong)


def test_an_empty_book_has_tables_and_nothing_to_undo() -> None:
    book = Book()
    tables = book.tables()
    assert [len(table) for table in tables] == [1, 0, 0, 0, 0, 0, 0]
    assert tables.people.person.tolist() == ["me"]
    assert check(tables).empty
    with pytest.raises(BookError, match="nothing to undo"):
        book.undo()


def test_a_book_is_shown_in_words_without_addresses(book: Book) -> None:
    book.person("Cy Moss", email="cy@example.com")
    book.want("Delta")
    assert repr(book) == "Scratch book: 3 people, 1 target, 0 log entries"
    assert "example" not in book._repr_html_()


NAMES = st.sampled_from(["Ana Diaz", "Bo Lin", "Cy Moss", "Di Roe"])
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)).map(str)
COMPANIES = st.sampled_from(["Delta", "Delta Inc.", "Echo", "Foxtrot"])
KEYS = st.sampled_from(["in/ana-diaz", "in/bo-lin", "name/ana-diaz", "name/ana-diaz~2"])
ROWS = st.lists(
    st.fixed_dictionaries(
        {"key": KEYS, "name": NAMES, "company": st.none() | COMPANIES, "since": st.none() | DAYS,
         "title": st.sampled_from([None, "Lead"]),
         "email": st.sampled_from([None, "a@example.com", "b@example.com"])}
    ),
    max_size=3, unique_by=lambda row: row["key"],
)  # fmt: skip
ACTS = st.one_of(
    st.tuples(st.just("tie"), NAMES, NAMES, st.sampled_from([None, "strong", "weak"])),
    st.tuples(st.just("person"), NAMES, st.none() | COMPANIES),
    st.tuples(st.just("want"), COMPANIES, st.sampled_from([None, 1, 2])),
    st.tuples(st.just("same_company"), COMPANIES, COMPANIES),
    st.tuples(st.just("log"), NAMES, DAYS),
    st.tuples(
        st.just("add"), ROWS, st.none() | DAYS, st.sampled_from(["me", "in/cy-moss", "in/bo-lin"])
    ),
    st.tuples(st.just("undo"), st.integers(1, 8)),
)


def do(book: Book, act: tuple[Any, ...]) -> None:
    """Do an act, which may be refused."""
    kind, *given_ = act
    try:
        if kind == "tie":
            book.tie(*given_[:2], closeness=given_[2], new=True)
        elif kind == "person":
            book.person(given_[0], company=given_[1])
        elif kind == "want":
            book.want(given_[0], priority=given_[1])
        elif kind == "log":
            book.log("asked", given_[0], date=given_[1], via="me")
        elif kind == "add":
            rows, day, owner = given_
            book.add(export(*(r for r in rows if r["key"] != owner), exported=day, owner=owner))
        else:
            getattr(book, kind)(*given_)
    except (BookError, UnknownNameError, InfonetError):
        pass


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTS, min_size=2, max_size=6))
def test_whatever_is_done_the_tables_are_sound_and_undoing_all_leaves_nothing(
    acts: list[tuple[Any, ...]],
) -> None:
    book = Book()
    empty = book.tables()
    for act in acts:
        do(book, act)
    full = book.tables()
    assert check(full).empty, check(full)
    last = len(book.history())
    while book.state().undo is not None:
        book.undo()
    with pytest.raises(BookError, match="nothing to undo"):
        book.undo()
    same(book.tables(), empty)
    # Undoing the undos, latest first, brings everything back.
    for number in range(len(book.history()), last, -1):
        book.undo(number)
    same(book.tables(), full)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(ROWS, DAYS), min_size=2, max_size=3, unique_by=lambda made: made[1]),
    st.randoms(use_true_random=False),
)
def test_exports_of_one_owner_give_the_same_tables_in_any_order(
    exports: list[tuple[list[dict[str, Any]], str]], random: Any
) -> None:
    # With profiles: who has only a name gets a number behind it in the order of adding.
    readings = [
        export(*(row for row in rows if row["key"].startswith("in/")), exported=day)
        for rows, day in exports
    ]
    one, other = Book(), Book()
    for reading in readings:
        one.add(reading)
    random.shuffle(readings)
    for reading in readings:
        other.add(reading)
    same(one.tables(), other.tables())


def test_undo_takes_back_what_was_done_here_and_of_another_session_only_when_told(
    tmp_path: Path,
) -> None:
    notebook = Book(tmp_path / "me.db", me=ROBIN)
    notebook.want("Delta")
    panel = Book(tmp_path / "me.db")
    panel.want("Echo")
    notebook.want("Hotel")
    assert panel.state().undo == "Echo added to your targets."
    assert panel.undo() == "Undone: Echo added to your targets."
    # Hotel was added later than what is brought back: by the notebook, which is no matter here.
    assert panel.redo() == "Redone: Echo added to your targets."
    panel.undo()
    assert (panel.state().undo, panel.state().others) == (
        None,
        "Hotel added to your targets.",
    )
    before = panel.history()
    with pytest.raises(BookError, match=r"`Hotel added.*`: `undo\(others=True\)` takes it back"):
        panel.undo()
    pd.testing.assert_frame_equal(panel.history(), before)
    assert panel.undo(others=True) == "Undone: Hotel added to your targets."
    assert panel.redo() == "Redone: Hotel added to your targets."
    assert notebook.state().redo is None
    assert notebook.undo() == "Undone: Hotel added to your targets."
    assert notebook.undo() == "Undone: Delta added to your targets."
    with pytest.raises(BookError, match="nothing to undo"):
        notebook.undo(others=True)


def test_one_press_of_another_session_is_taken_back_whole(tmp_path: Path) -> None:
    earlier = Book(tmp_path / "me.db", me=ROBIN)
    with earlier.one_act("Both."):
        earlier.want("Delta")
        earlier.tie("Ana Diaz", new=True)
    book = Book(tmp_path / "me.db")
    assert book.state().others == "Both."
    assert book.undo(others=True) == "Undone: Both."
    assert (len(book.tables().companies), len(book.tables().ties)) == (0, 0)


DIRTY = " \u202e{}\0\u200b\r\u2069 "
"""What is typed or pasted: it reorders, hides and ends lines."""


def test_what_is_typed_is_cleaned_as_what_is_read() -> None:
    book = Book(me=DIRTY.format("Robin Roe"))

    def typed(text: str) -> str:
        return DIRTY.format(text)

    # E, and an accent of its own: one letter in NFC.
    book.tie(
        typed("Ana Die\u0301z"),
        typed("Bo Lin"),
        kind=typed("friend"),
        company=typed("Delta"),
        title=typed("Head"),
        new=True,
    )
    book.person(typed("Cy Moss"), company=typed("Echo"), email=typed("cy@example.com"))
    book.person("Di Roe", name=typed("Di Ro\te"))
    book.want(typed("Delta"), aliases=[typed("DLT")])
    book.want(field=typed("data"), aliases=[typed("numbers")])
    book.same_company(typed("Echo"), typed("Echo Labs"))
    book.note(
        typed("Ana Di\u00e9z"), "learnt", typed("two\nlines"), link=typed("https://example.com")
    )
    book.log(
        "asked",
        typed("Bo Lin"),
        typed("Delta"),
        typed("Ana Di\u00e9z"),
        date="2026-03-02",
        channel=typed("mail"),
        note=typed("one\ntwo"),
        request=typed("r"),
    )
    event = book.log("contacted", "Cy Moss", date="2026-03-03")
    book.correct(event, channel=typed("phone"), note=typed("a\nb"), company=typed("Echo"))
    book.debrief(
        "Bo Lin",
        date="2026-03-04",
        company=typed("Delta"),
        learnt=typed("much\nmore"),
        fit={"skills": typed("4/5: yes")},
        names=[typed("Eli Ota"), {"name": typed("Fay Oh"), "title": typed("Lead")}],
        actions=[typed("call")],
    )
    with book.one_act(typed("Both.")):
        book.want(typed("Golf"))
    tables = book.tables()
    texts = [
        cell
        for table in tables
        for name in table.columns
        for cells in table[name].dropna()
        for cell in (cells if isinstance(cells, tuple) else (cells,))
        if isinstance(cell, str)
    ]
    assert [text for text in (*texts, *book.history().what) if hidden(text)] == []
    assert {"two\nlines", "much\nmore"} <= {*tables.notes.text}
    assert {"one\ntwo", "a\nb"} <= {*tables.events.note.dropna()}
    assert {"Robin Roe", "Ana Di\u00e9z", "Bo Lin", "Cy Moss", "Di Ro e"} <= {*tables.people.name}
    assert {"Delta", "Echo", "Golf", "data"} <= {*tables.companies.company}
    for empty in ("\u202e", "\0"):
        with pytest.raises(InfonetError):
            book.want(empty)
        with pytest.raises(InfonetError):
            book.tie(empty, new=True)


TYPED: list[tuple[str, dict[str, Any]]] = [
    ("settle", {"me": "Robin Roe"}),
    ("person", {"person": "Ana Diaz", "url": profile("ana-diaz")}),
    ("person", {"person": "Bo Lin", "company": "Delta", "title": "Head", "email": "b@example.com"}),
    ("person", {"person": "cy@example.com", "name": "Cy Moss"}),
    ("person", {"person": "in/ana-diaz", "name": "Ana Diaz-Roe"}),
    ("person", {"person": "Dee", "url": profile("dee"), "name": "Dee Ray"}),
    ("tie", {"a": "Eli Ota", "b": "Bo Lin", "kind": "friend", "closeness": "weak", "new": True}),
    ("tie", {"a": "Eli Ota", "company": "Echo", "title": "Lead"}),
    ("rate", {"people": ["Bo Lin", "Eli Ota"], "closeness": "strong"}),
    ("want", {"company": "Golf", "aliases": ["Golf Labs"]}),
    ("want", {"field": "data", "aliases": ["numbers"]}),
    ("same_company", {"a": "Echo", "b": "Echo Labs"}),
    ("same", {"a": "Eli Ota", "b": "Dee Ray"}),
    ("different", {"a": "Eli Ota", "b": "Bo Lin"}),
    ("note", {"subject": "Fay Oh", "kind": "learnt", "text": "much", "link": "https://example.com",
              "new": True}),
    ("log", {"stage": "asked", "person": "Gil Poe", "company": "Hotel", "via": "Bo Lin",
             "date": "2026-03-02", "request": "r", "kind": "scout", "channel": "mail",
             "note": "once", "new": True}),
    ("log_many", {"rows": [{"stage": "asked", "person": "Bo Lin", "date": "2026-03-03",
                            "company": "India", "note": "twice", "channel": "phone"}]}),
    ("correct", {"event": 1, "stage": "contacted", "person": "Bo Lin", "company": "Juliet",
                 "via": "Ana Diaz-Roe", "request": "s", "kind": "direct", "channel": "letter",
                 "note": "again"}),
    ("debrief", {"person": "Bo Lin", "date": "2026-03-04", "company": "Delta", "learnt": "much",
                 "advice": "more", "fit": {"skills": "4/5: yes"}, "actions": ["call"],
                 "names": ["Kit Ro", {"name": "Lu Weir", "url": profile("lu-weir")},
                           {"name": "Mo Fox", "title": "Chief", "email": "mo@example.com"}],
                 "channel": "talk", "request": "t"}),
    ("one_act", {"what": "Both."}),
    ("who", {"text": "Bo Lin"}),
    ("notes", {"text": "much", "subject": "Bo Lin", "kind": "learnt"}),
]  # fmt: skip
"""Every text that is typed, by method; an address beside a name makes a branch of its own."""

HANDED_OVER = {"passphrase", "columns", "owner", "export", "repository"}
"""What is no text that is kept: a secret, headers, who is looked up."""


def dirty(value: Any) -> Any:
    """Every text with what hides, but for days and names of fields."""
    if isinstance(value, str):
        return value if value[:4] == "2026" else f" \u202e{value}\x1b\x07\0\u200b\r\n\u2069 "
    if isinstance(value, list):
        return [dirty(one) for one in value]
    return {key: dirty(one) for key, one in value.items()} if isinstance(value, dict) else value


def test_every_method_that_takes_text_cleans_it() -> None:
    taken = {
        (name, parameter)
        for name, method in inspect.getmembers(Book, inspect.isfunction)
        for parameter, about in inspect.signature(method).parameters.items()
        if name[0] != "_" and "str" in str(about.annotation) and parameter not in HANDED_OVER
    }
    tried = {(name, parameter) for name, given in TYPED for parameter in given}
    looked_up = {("forget", "person"), ("share", "people"), ("log", "way")}
    assert taken - tried == looked_up
    book, clean, said = Book(), Book(), []
    for name, words in TYPED:
        for one, typed in ((clean, words), (book, dirty(words))):
            done = getattr(one, name)(**typed)
            if name == "one_act":
                with done:
                    one.want("Kilo")
        said.append(done if isinstance(done, str) else "")
    tables = book.tables()
    texts = [str(cell) for table in tables for cell in table.to_numpy().ravel()]
    assert [text for text in (*said, *texts, *book.history().what) if hidden(text)] == []
    same(tables, clean.tables())
    assert clean.history().what.tolist() == book.history().what.tolist()


def test_marks_without_end_are_cut() -> None:
    marks = "\u0301\u0316" * 100_000  # to put all of them in order would take minutes
    book = Book(me=f"Robin Roe{marks}")
    book.person(f"Ana Diaz{marks}", company=f"Delta{marks}", url=profile(f"ana{marks}"))
    book.note("Ana Diaz", "learnt", f"a{marks}")
    assert book.who(f"Ana Diaz{marks}")
    cells = [str(cell) for table in book.tables() for cell in table.to_numpy().ravel()]
    assert max(map(len, cells)) < 100 + len("https://www.linkedin.com/in/ana" + "%CC%81" * 30)


@pytest.mark.parametrize(("name", "words"), TYPED)
def test_no_error_shows_what_hides(name: str, words: dict[str, Any]) -> None:
    book = Book(me=ROBIN)
    book.tie("Bo Lin", new=True)
    said = [""]
    for parameter in words:
        for wrong in ("Nobody", "://nobody", ["://nobody"]):
            try:
                getattr(book, name)(**{**words, parameter: dirty(wrong)})
            except InfonetError as error:
                said += [f"{error}", error.plain]
            except (AttributeError, TypeError):
                assert not isinstance(wrong, str)
    assert [text for text in said if not text.isprintable()] == []
