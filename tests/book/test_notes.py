"""Research in a book: noted of people and companies, searched, merged, undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from infonet.book import Book
from infonet.errors import InfonetError, NewNameError, UnknownNameError
from infonet.tables import check
from tests.book_exports import ANA, BO, ROBIN, export
from tests.exports import connections, person, zipped
from tests.readers.accounts import account


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = Book(tmp_path / "me.db", me=ROBIN)
    made.add(export(ANA, BO))
    made.want("Delta", aliases=["Delta Works"])
    made.want(field="data engineering")
    return made


def lines(book: Book, *columns: str, **search: Any) -> list[list[Any]]:
    found = book.notes(**search)[list(columns)].astype(object)
    rows: list[list[Any]] = found.where(found.notna(), None).values.tolist()
    return rows


def refused(act: Callable[[], object], book: Book, words: str) -> None:
    """Check that an act raises with these words and leaves no trace."""
    before = len(book.history())
    with pytest.raises(InfonetError, match=words):
        act()
    assert len(book.history()) == before


def test_a_note_is_of_a_person_or_a_company(book: Book) -> None:
    book.note("Ana Diaz", "expertise", "meters", "https://example.com/a", "2026-03-02")
    book.note("delta inc", "news", "a second lab")
    found = book.notes()
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == {
        **dict.fromkeys(("person", "company", "name", "kind", "text", "link"), "str"),
        "date": "datetime64[s]",
    }
    # The undated first; the target as it is written.
    assert lines(book, "person", "company", "name", "kind", "link") == [
        [None, "Delta", "Delta", "news", None],
        ["in/ana-diaz", None, "Ana Diaz", "expertise", "https://example.com/a"],
    ]
    assert found.date[1] == pd.Timestamp("2026-03-02")


def test_no_notes_are_an_empty_frame_of_the_same_columns(book: Book) -> None:
    empty = book.notes()
    book.note("Ana Diaz", "advice", "read")
    assert empty.empty and empty.dtypes.equals(book.notes().dtypes)


def test_the_sentence_is_one_short_line_and_the_note_is_kept_whole(book: Book) -> None:
    said = book.note("Ana Diaz", "learnt", "first\nsecond " + "x" * 100, date="2026-03-02 10:00")
    assert said.startswith("Note on Ana Diaz (what I learned, 2 Mar 2026): first second xxx")
    assert said.endswith("x…") and len(said) < 130
    assert book.history().what.iloc[-1] == said
    assert book.notes().text[0].startswith("first\nsecond ")


def test_undo_takes_a_note_back_and_brings_it_again(book: Book) -> None:
    book.note("Ana Diaz", "advice", "read")
    book.undo()
    assert book.notes().empty
    book.undo(int(book.history().act.iloc[-1]))
    assert lines(book, "text") == [["read"]]


@pytest.mark.parametrize(
    ("subject", "kind", "company"),
    [
        ("Delta", "news", "Delta"),
        ("DELTA Inc.", "culture", "Delta"),
        ("Delta Works", "health", "Delta"),
        ("Data  Engineering", "skills", "data engineering"),
        ("Echo", "advice", "Echo"),  # where Bo works, no target
    ],
)
def test_a_company_is_found_by_any_of_its_spellings(
    book: Book, subject: str, kind: str, company: str
) -> None:
    book.note(subject, kind, "x")
    assert lines(book, "person", "company") == [[None, company]]
    assert lines(book, "text", subject=subject) == [["x"]]


def test_a_spelling_declared_later_finds_the_notes_of_before(book: Book) -> None:
    book.log("asked", "Ana Diaz", company="Deltronics", date="2026-03-02")
    book.note("Deltronics", "news", "old")
    book.note("Delta", "news", "new")
    assert lines(book, "text", subject="Delta") == [["new"]]
    book.same_company("Delta", "Deltronics")
    assert lines(book, "text", subject="Delta") == [["old"], ["new"]]
    assert lines(book, "text", subject="Delta Works") == [["old"], ["new"]]
    book.note("Deltronics", "health", "sound")
    assert lines(book, "company", kind="health") == [["Delta"]]


def test_a_company_of_the_log_is_the_one_that_it_was_corrected_to(book: Book) -> None:
    event = book.log("asked", "Ana Diaz", company="Hottel", date="2026-03-02")
    book.correct(event, company="Hotel")
    assert "Note on Hotel" in book.note("hotel", "news", "x")
    with pytest.raises(UnknownNameError):
        book.note("Hottel", "news", "x")


def test_who_is_neither_gets_the_nearest_and_what_to_do(book: Book) -> None:
    with pytest.raises(NewNameError, match=r"book: Ana Diaz.*new=True.*book.want"):
        book.note("Anna Diaz", "advice", "x")
    with pytest.raises(UnknownNameError, match=r"did you mean Ana Diaz.*book.person.*book.want"):
        book.note("Anna Diaz", "news", "x")
    with pytest.raises(UnknownNameError, match="`Golf` is neither"):
        book.notes(subject="Golf")


@pytest.mark.parametrize(
    ("subject", "kind", "words"),
    [
        ("Delta", "opted out", "expected a person .* `Delta` is a company"),
        ("data engineering", "objective", "expected a person"),
        ("Ana Diaz", "news", "expected a company .* `Ana Diaz` is a person"),
    ],
)
def test_a_kind_that_the_subject_cannot_have_is_refused(
    book: Book, subject: str, kind: str, words: str
) -> None:
    refused(lambda: book.note(subject, kind, "x"), book, words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"kind": "expertize"}, "did you mean `expertise`"),
        ({"kind": ""}, "an empty note says nothing"),
        ({"text": "  \n"}, "an empty note says nothing"),
        ({"text": 3}, "expected text as text"),
        ({"date": "soon"}, "expected a date such as"),
        ({"subject": " "}, "expected the name of a person or a company"),
        ({"subject": None}, "expected the name of a person or a company"),
        ({"link": "javascript:alert(1)"}, "expected a web address"),
        ({"link": "file:///home"}, "expected a web address"),
        ({"link": "https://"}, "expected a web address"),
        ({"link": "https://[example.com"}, "expected a web address"),
        ({"link": "https://example.com/a b"}, "expected a web address"),
    ],
)
def test_what_is_no_note_is_refused(book: Book, arguments: dict[str, Any], words: str) -> None:
    sound = {"subject": "Ana Diaz", "kind": "advice", "text": "x"}
    refused(lambda: book.note(**(sound | arguments)), book, words)


def test_a_goal_is_nobodys_a_posting_a_companys_and_a_snooze_has_a_day(book: Book) -> None:
    assert book.note(None, "goal", "3") == "Goal: 3 asks a week."
    assert book.note(None, "goal", "1", date="2026-03-02") == "Goal: 1 ask a week."
    book.note("Delta", "posting", "Data lead", "https://example.com/jobs/1", "2026-04-01")
    book.note("Ana Diaz", "snooze", "on holiday", date="2026-03-20")
    book.note("Delta", "snooze", "no openings", date="2026-06-01")
    book.note("Ana Diaz", "promised", "the office, 25 minutes", date="2026-03-12")
    assert lines(book, "person", "company", "name", "kind", "text") == [
        [None, None, None, "goal", "3"],
        [None, None, None, "goal", "1"],
        ["in/ana-diaz", None, "Ana Diaz", "promised", "the office, 25 minutes"],
        ["in/ana-diaz", None, "Ana Diaz", "snooze", "on holiday"],
        [None, "Delta", "Delta", "posting", "Data lead"],
        [None, "Delta", "Delta", "snooze", "no openings"],
    ]
    tables = book.tables()
    assert check(tables).empty
    noted = tables.notes.assign(date=tables.notes.date.dt.strftime("%d %b")).fillna("")
    assert noted[noted.kind.isin(["snooze", "posting", "goal"])].values.tolist() == [
        ["", "", "goal", "3", "", ""],
        ["", "", "goal", "1", "", "02 Mar"],
        ["in/ana-diaz", "", "snooze", "on holiday", "", "20 Mar"],
        ["", "Delta", "posting", "Data lead", "https://example.com/jobs/1", "01 Apr"],
        ["", "Delta", "snooze", "no openings", "", "01 Jun"],
    ]
    while book.state().undo is not None and book.state().kind != "want":
        book.undo()
    assert lines(book, "text", kind="goal") == []
    assert book.tables().notes.empty


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((None, "goal", "many"), "`text` takes a whole number from 1 on, not `many`"),
        ((None, "goal", "0"), "a whole number from 1 on"),
        (("Ana Diaz", "goal", "3"), "a goal is mine: give None as its subject"),
        ((None, "advice", "x"), "expected the name of a person or a company"),
        (("Ana Diaz", "posting", "Data lead"), "expected a company"),
        (("Ana Diaz", "snooze", "later"), "expected the day until which to snooze"),
        (("Ana Diaz", "agreed", "x"), "infonet knows, got `agreed`"),
    ],
)
def test_what_is_no_goal_posting_or_snooze_is_refused(
    book: Book, arguments: tuple[Any, ...], words: str
) -> None:
    refused(lambda: book.note(*arguments), book, words)


def test_a_name_of_both_is_told_by_the_kind(book: Book) -> None:
    book.person("Delta", company="Echo")
    book.note("Delta", "news", "a lab")
    book.note("Delta", "expertise", "labs")
    book.note("Delta", "advice", "read")
    assert lines(book, "person", "company", "text") == [
        [None, "Delta", "a lab"],
        ["name/delta", None, "labs"],
        ["name/delta", None, "read"],
    ]
    assert len(book.notes(subject="Delta")) == 3


def test_a_name_of_several_people_is_asked_about_unless_the_company_is_meant(book: Book) -> None:
    for slug in ("delta", "delta-2"):
        book.person("Delta", url=f"https://www.linkedin.com/in/{slug}", name="Delta")
    assert "Note on Delta" in book.note("Delta", "news", "a lab")
    with pytest.raises(UnknownNameError, match="expected one person"):
        book.note("Delta", "expertise", "labs")


def test_people_who_become_one_share_their_notes_and_part_again(book: Book) -> None:
    book.person("Ana Diaz-Roe")
    book.note("Ana Diaz-Roe", "advice", "typed")
    book.note("in/ana-diaz", "advice", "listed")
    book.same("Ana Diaz-Roe", "in/ana-diaz")
    assert lines(book, "person", subject="Ana Diaz") == [["in/ana-diaz"]] * 2
    assert lines(book, "text", subject="Ana Diaz-Roe") == [["typed"], ["listed"]]
    book.undo()
    assert lines(book, "text", subject="Ana Diaz-Roe") == [["typed"]]


def test_a_note_outlives_the_import_that_brought_the_person(book: Book) -> None:
    book.note("Ana Diaz", "advice", "read")
    added = book.history()
    book.undo(int(added.act[added.kind == "add"].iloc[0]))
    assert lines(book, "person", "name", "text") == [["in/ana-diaz", "Ana Diaz", "read"]]
    assert lines(book, "text", subject="in/ana-diaz") == [["read"]]
    assert "in/ana-diaz" in set(book.tables().people.person)
    assert check(book.tables()).empty


def test_every_word_must_stand_in_the_note_its_name_or_its_kind(book: Book) -> None:
    book.note("Ana Diaz", "advice", "Read about MÉTERS first")
    book.note("Bo Lin", "learnt", "meters are late")
    assert lines(book, "name", text="meters") == [["Ana Diaz"], ["Bo Lin"]]
    assert lines(book, "name", text="ana meters") == [["Ana Diaz"]]
    assert lines(book, "name", text="LEARNT") == [["Bo Lin"]]
    assert lines(book, "name", text="meters wards") == []
    assert lines(book, "name", text="meters", kind="learnt", subject="Bo Lin") == [["Bo Lin"]]
    with pytest.raises(InfonetError, match="did you mean `advice`"):
        book.notes(kind="advise")


def test_facts_are_appended_and_never_changed(book: Book) -> None:
    book.note("Ana Diaz", "advice", "read")
    with closing(sqlite3.connect(book.path)) as con:
        for change in ("UPDATE note SET text = 'x'", "DELETE FROM note"):
            with pytest.raises(sqlite3.IntegrityError, match="only appended"):
                con.execute(change)


AWKWARD = [
    "x" * 100_000,
    "'; DROP TABLE note; --",
    "a\0b",
    "tab\tand\r\nline\u2028break",
    "\u202eevil",
    "👩🏽‍🔧 naïve 名前",
    "=1+1",
    "NaN",
    "4/5: ",
]


def test_whatever_is_noted_is_read_back(book: Book) -> None:
    for text in AWKWARD:
        said = book.note("Ana Diaz", "advice", f" {text}\n")
        assert "\n" not in said and len(said) < 120
    # Controls and overrides are taken out, and a line ends in one way.
    kept = ["ab", "tab and\nline\nbreak", "evil"]
    expected = [*AWKWARD[:2], *kept, *(text.strip() for text in AWKWARD[5:])]
    assert book.notes(kind="advice").text.tolist() == expected


def test_an_address_that_was_typed_has_no_hidden_letters(book: Book) -> None:
    book.note("Ana Diaz", "advice", "x", link="https://example.com/\u202egnp")
    assert book.notes(kind="advice").link.tolist() == ["https://example.com/gnp"]


def test_half_a_character_is_shown_as_one_that_is_lost(book: Book) -> None:
    book.note("Ana Diaz", "advice", "a\ud800")
    assert book.notes(kind="advice").text.tolist() == ["a\ufffd"]


def test_applications_come_and_go_with_the_export_in_one_act_and_stand_once(
    tmp_path: Path,
) -> None:
    book = Book(me=ROBIN)
    first = "Application Date,Contact Email,Company Name,Job Title,Job Url\n"
    first += '"5/12/26, 9:15 AM",,Delta,Data Lead,\n'
    later = first + '"6/2/26, 9:15 AM",,Echo,Clerk,\n'
    added = []
    for number, applied in enumerate((first, later), start=1):
        files = {"Connections.csv": connections(person("Ana Diaz", "ana-diaz"))}
        files["Jobs/Job Applications.csv"] = applied
        before = book.state().act
        added.append(book.add(zipped(tmp_path / f"{number}.zip", files)))
        assert book.state().act == before + 1
        account(added[-1])
    assert [each.counts.events for each in added] == [1, 1]
    assert added[1].counts.merged == 1  # Delta is in the book already

    def applied_to() -> list[str]:
        events = book.tables().events
        assert events.stage.eq("applied").all()
        return events.company.tolist()

    assert applied_to() == ["Delta", "Echo"]
    book.undo()
    assert applied_to() == ["Delta"]
    assert not book.add(tmp_path / "1.zip").report.empty  # in the book already
    assert applied_to() == ["Delta"]


LISTED = (
    "Application Date,Contact Email,Company Name,Job Title,Job Url\n"
    '"5/12/26, 9:15 AM",,Nordic Fjord Services,Data Lead,\n'
    '"5/12/26, 9:20 AM",,Nordic Fjord Services,Clerk,\n'
)
LOGGED = (
    "stage,person,date,company,note\n"
    "asked,in/ana-diaz,2026-05-04,Nordic Fjord Services (NFS),\n"
    "applied,in/ana-diaz,2026-05-13,NFS,data lead\n"
)


@pytest.mark.parametrize("first", ["export", "log"])
def test_an_application_that_is_listed_and_logged_counts_once_in_either_order(
    tmp_path: Path, first: str
) -> None:
    """Two jobs there on one day, and the log has one of them a day later, with a person."""
    book = Book(me=ROBIN)
    files = {"Connections.csv": connections(person("Ana Diaz", "ana-diaz"))}
    log = tmp_path / "log.csv"
    log.write_text(LOGGED, "utf-8")
    whole = zipped(tmp_path / "x.zip", files | {"Jobs/Job Applications.csv": LISTED})
    acts = {}
    for name, path in [("export", whole), ("log", log)][:: 1 if first == "export" else -1]:
        account(book.add(path))
        acts[name] = book.state().act

    def applied() -> list[tuple[str, str]]:
        events = book.tables().events
        found = events[events.stage == "applied"].astype(object).fillna("-")
        return sorted(zip(found.person, found.note, strict=True))

    listed, logged = [("-", "Clerk"), ("-", "Data Lead")], [("in/ana-diaz", "data lead")]
    assert applied() == [listed[0], *logged]
    for undone, left in (("log", listed), ("export", logged)):
        book.undo(acts[undone])
        assert applied() == left
        book.undo(book.state().act)  # and brings it back
        assert applied() == [listed[0], *logged]


def test_saved_jobs_come_and_go_with_the_export_and_stand_once(tmp_path: Path) -> None:
    book = Book(me=ROBIN)
    jobs = "Saved Date,Job Url,Job Title,Company Name\n"
    jobs += '"5/12/26, 9:15 AM",https://www.linkedin.com/jobs/view/1,Data Lead,Delta\n'
    later = jobs + '"6/2/26, 9:15 AM",https://www.linkedin.com/jobs/view/2,Clerk,Echo\n'
    for number, saved in enumerate((jobs, later), start=1):
        files = {"Connections.csv": connections(person("Ana Diaz", "ana-diaz"))}
        book.add(zipped(tmp_path / f"{number}.zip", files | {"Jobs/Saved Jobs.csv": saved}))
    lead, clerk = ["Delta", "Data Lead (saved 12 May 2026)"], ["Echo", "Clerk (saved 2 Jun 2026)"]

    def posted() -> list[list[str]]:
        notes = book.tables().notes
        found: list[list[str]] = notes[notes.kind == "posting"][["company", "text"]].values.tolist()
        return found

    assert posted() == [lead, clerk]
    book.undo()
    assert posted() == [lead]
    book.redo()
    first, second = book.history().act[book.history().kind == "add"]
    book.undo(int(first))
    assert posted() == [lead, clerk]
    book.undo(int(second))
    assert posted() == []


def test_a_size_is_a_number_of_a_company_and_guesses_are_mine(book: Book) -> None:
    book.want("Delta")
    assert book.note("Delta", "size", "120") == "Delta has about 120 people."
    assert book.note("me", "guesses", "no") == "Guesses of who knows whom do not count."
    assert check(book.tables()).empty
    refused(lambda: book.note("Delta", "size", "many"), book, "many")
    refused(lambda: book.note("Delta", "size", "0"), book, "0")
    refused(lambda: book.note("Ana Diaz", "size", "3"), book, "company")
    refused(lambda: book.note("Delta", "guesses", "no"), book, "guesses are mine")
    refused(lambda: book.note(None, "guesses", "no"), book, "guesses are mine")
    refused(lambda: book.note("me", "guesses", "perhaps"), book, "perhaps")
