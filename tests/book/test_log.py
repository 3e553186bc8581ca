"""The log in a book: added from a file and never twice, corrected, undone."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import infonet
from infonet import network, people, warm_paths
from infonet.book import Book
from infonet.errors import BookError, InfonetError, ReadError, UnknownNameError
from infonet.readers import Reading
from infonet.tables import STAGES, check
from tests.book_exports import ANA, BO, ROBIN, export

HEADER = "event,request,person,stage,date,company,kind,via,channel,note"
LINES = (
    "1,R1,Ana Diaz,asked,2026-03-02,Delta,introduction,,email,",
    "2,R1,Bo Lin,introduced,2026-03-04,Delta,,Ana Diaz,email,",
    "3,R1,Bo Lin,held,2026-03-12,Delta,,,coffee,",
    "4,R2,Ana Diaz,asked,2026-03-16,Echo,introduction,,email,",
    "5,R2,Ana Diaz,declined,2026-03-17,Echo,,,email,",
    "6,R3,Cy Marsh,asked,2026-03-20,Foxtrot,cold,,linkedin,hello",
)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = Book(tmp_path / "me.db", me=ROBIN)
    made.add(export(ANA, BO))
    return made


def write(folder: Path, *lines: str, name: str = "log.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def counts(reading: Reading) -> list[int]:
    found: list[int] = reading.counts[["rows", "events", "merged", "reported"]].tolist()
    return found


def told(reading: Reading) -> list[list[Any]]:
    rows: list[list[Any]] = reading.report[["line", "column", "problem", "action"]].values.tolist()
    return rows


def said(book: Book) -> pd.DataFrame:
    """Return the log in the order in which it was written."""
    return book.tables().events.sort_values("event", ignore_index=True)


def content(path: Path) -> bytes:
    return path.read_bytes()


# Added from a file


def test_a_log_is_added_with_the_people_of_the_book(book: Book, tmp_path: Path) -> None:
    reading = book.add(write(tmp_path, *LINES))
    assert counts(reading) == [6, 6, 0, 0]
    events = said(book)
    assert events.person.tolist() == [
        *("in/ana-diaz", "in/bo-lin", "in/bo-lin", "in/ana-diaz", "in/ana-diaz", "name/cy-marsh")
    ]
    assert events.via.dropna().tolist() == ["in/ana-diaz"]
    assert events.request.tolist() == ["R1"] * 3 + ["R2"] * 2 + ["R3"]
    assert events.event.tolist() == [1, 2, 3, 4, 5, 6]
    tables = book.tables()
    assert check(tables).empty
    cy = tables.people.set_index("person").loc["name/cy-marsh"]
    assert (cy["name"], cy.source) == ("Cy Marsh", "log.csv")
    assert book.history().what.iloc[-1] == "Added my log log.csv: 6 events."
    assert told(reading)[-1][2] == "1 person is new in the book"


def test_the_same_log_or_a_longer_one_adds_only_what_is_new(book: Book, tmp_path: Path) -> None:
    book.add(write(tmp_path, *LINES[:4]))
    before = content(book.path)
    again = book.add(tmp_path / "log.csv")
    assert counts(again) == [4, 0, 4, 0]
    assert told(again)[0][2:] == ["all of it is in the book already", "nothing was written"]
    assert content(book.path) == before
    # Longer, in another order, with other event numbers, and saved again by a spreadsheet.
    shuffled = [f"{9 - n},{line.partition(',')[2]}" for n, line in enumerate(reversed(LINES))]
    text = "\n".join([HEADER, *shuffled, ""]).replace(",", ";").replace("\n", "\r\n")
    (tmp_path / "new.csv").write_bytes(text.encode("utf-8-sig"))
    longer = book.add(tmp_path / "new.csv")
    assert counts(longer) == [6, 2, 4, 0]
    assert longer.tables.events.person.tolist() == ["name/cy-marsh", "name/ana-diaz"]
    assert said(book).stage.value_counts().to_dict() == {
        "asked": 3, "introduced": 1, "held": 1, "declined": 1
    }  # fmt: skip


def test_what_was_typed_in_is_not_added_again_by_a_log(book: Book, tmp_path: Path) -> None:
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02", channel="email")
    assert counts(book.add(write(tmp_path, *LINES[:3]))) == [3, 2, 1, 0]
    assert len(said(book)) == 3


def test_the_log_of_the_tables_can_be_added_again(book: Book, tmp_path: Path) -> None:
    book.add(write(tmp_path, *LINES))
    way = {"kind": "direct", "route": ("me", "Bo Lin"), "probability": 0.25}
    book.log("asked", "Bo Lin", company="Golf", date="2026-04-01", way=way)
    kept = book.tables().events
    kept.drop(columns="route").to_csv(tmp_path / "kept.csv", index=False)
    assert counts(book.add(tmp_path / "kept.csv")) == [7, 0, 7, 0]


def test_a_corrected_event_is_still_the_line_that_it_was(book: Book, tmp_path: Path) -> None:
    log = write(tmp_path, *LINES)
    book.add(log)
    book.correct(4, company="Golf", date="2026-03-18", person="Bo Lin")
    assert counts(book.add(log)) == [6, 0, 6, 0]
    # And so is the line as the book shows it now.
    corrected = (
        LINES[3].replace("Echo", "Golf").replace("03-16", "03-18").replace("Ana Diaz", "Bo Lin")
    )
    write(tmp_path, *LINES[:3], corrected, *LINES[4:])
    assert counts(book.add(log)) == [6, 0, 6, 0]


def test_an_undone_log_is_gone_with_its_people_and_can_be_added_again(
    book: Book, tmp_path: Path
) -> None:
    before = book.tables()
    book.add(write(tmp_path, *LINES))
    after = book.tables()
    book.undo()
    for table, other in zip(before, book.tables(), strict=True):
        pd.testing.assert_frame_equal(table, other)
    assert counts(book.add(tmp_path / "log.csv")) == [6, 6, 0, 0]
    assert book.tables().people.person.tolist() == after.people.person.tolist()
    assert said(book).person.tolist() == after.events.sort_values("event").person.tolist()


def test_a_name_that_several_have_is_reported_with_them(book: Book, tmp_path: Path) -> None:
    book.add(
        export(
            {**ANA, "slug": "ana-diaz-2", "company": "Hotel", "since": "2022-01-01"},
            exported="2026-03-02",
        )
    )
    reading = book.add(write(tmp_path, *LINES))
    assert counts(reading) == [6, 2, 0, 4]
    assert said(book).person.tolist() == ["in/bo-lin", "name/cy-marsh"]
    rows = [row for row in told(reading) if "Ana Diaz" in row[2]]
    assert [row[:2] for row in rows] == [[2, "person"], [3, "via"], [5, "person"], [6, "person"]]
    assert rows[0][2] == (
        "`Ana Diaz` may be Ana Diaz, Delta (`in/ana-diaz`); or Ana Diaz, Hotel (`in/ana-diaz-2`)"
    )
    assert rows[0][3].startswith("left out; write the key or the profile address of who is meant")
    # Told apart in the file, the rest of it is added, once.
    write(tmp_path, *(line.replace("Ana Diaz", "in/ana-diaz") for line in LINES))
    assert counts(book.add(tmp_path / "log.csv")) == [6, 4, 2, 0]
    # The name alone still tells nothing new, but what it may mean is there already.
    assert counts(book.add(write(tmp_path, *LINES))) == [6, 0, 6, 0]


def test_said_to_be_one_person_the_name_is_clear(book: Book, tmp_path: Path) -> None:
    book.add(export({**ANA, "slug": "ana-diaz-2", "since": "2022-01-01"}, exported="2026-03-02"))
    log = write(tmp_path, *LINES)
    assert counts(book.add(log)) == [6, 2, 0, 4]
    book.same("in/ana-diaz", "in/ana-diaz-2")
    assert counts(book.add(log)) == [6, 4, 2, 0]
    assert len(said(book)) == 6


def test_addresses_are_the_person_and_two_spellings_are_one_event(
    book: Book, tmp_path: Path
) -> None:
    lines = [
        ",,https://www.linkedin.com/in/Ana-Diaz?trk=x,asked,2026-03-02,Delta,,,,",
        ",,Ana Diaz,asked,2026-03-02,Delta,,,,",
        ",,in/somebody-new,asked,2026-03-03,Delta,,,,",
        ",,nobody@example.com,asked,2026-03-04,Delta,,,,",
        f",,{ROBIN},held,2026-03-05,Delta,,,,",
    ]
    reading = book.add(write(tmp_path, *lines))
    assert counts(reading) == [5, 3, 1, 1]
    assert said(book).person.tolist() == ["in/ana-diaz", "in/somebody-new", "me"]
    assert "`nobody@example.com` is nobody in the book" in told(reading)[0][2]
    assert counts(book.add(tmp_path / "log.csv")) == [5, 0, 4, 1]


def test_a_name_that_may_be_a_slip_is_kept_and_doubted(book: Book, tmp_path: Path) -> None:
    reading = book.add(write(tmp_path, ",,Anna Diaz,asked,2026-03-02,Delta,,,,"))
    assert counts(reading) == [1, 1, 0, 0]
    assert told(reading)[0] == [
        2,
        "person",
        "`Anna Diaz` is new in the book, which has Ana Diaz, Delta (`in/ana-diaz`)",
        "kept as a new person; if they are one, say `book.same('name/anna-diaz', …)`",
    ]


def test_a_request_that_the_book_has_for_something_else_gets_a_new_number(
    book: Book, tmp_path: Path
) -> None:
    book.add(write(tmp_path, *LINES))
    other = [
        "1,R1,Dee Okoro,asked,2026-05-04,Delta,direct,,email,",
        "2,R1,Dee Okoro,held,2026-05-08,Delta,,,call,",
        "3,R2,Ana Diaz,asked,2026-05-04,Hotel,introduction,,email,",
        "4,R9,Ana Diaz,asked,2026-05-05,Golf,introduction,,email,",
    ]
    reading = book.add(write(tmp_path, *other, name="other.csv"))
    assert said(book).request.tolist()[6:] == ["R1~2", "R1~2", "R2~2", "R9"]
    assert told(reading)[:2] == [
        [2, "request", "`R1` is another request in the book (Delta, Ana Diaz)", "taken as `R1~2`"],
        [4, "request", "`R2` is another request in the book (Echo, Ana Diaz)", "taken as `R2~2`"],
    ]
    # A longer version of the same file goes on with the same requests.
    longer = [*other, "5,R1,Dee Okoro,thanked,2026-05-09,Delta,,,call,"]
    assert counts(book.add(write(tmp_path, *longer, name="other.csv"))) == [5, 1, 4, 0]
    assert said(book).request.tolist()[10:] == ["R1~2"]
    # A third log with these numbers, and the first one's next line.
    third = ["1,R1,Flo Pike,asked,2026-06-01,Delta,direct,,email,"]
    book.add(write(tmp_path, *third, name="third.csv"))
    book.add(write(tmp_path, "7,R3,Cy Marsh,replied,2026-03-25,Foxtrot,,,linkedin,"))
    assert said(book).request.tolist()[11:] == ["R1~3", "R3"]


def test_other_headers_are_told_to_the_book(book: Book, tmp_path: Path) -> None:
    log = write(tmp_path, "2026-03-02,asked,Ana Diaz", header="when,event,who")
    with pytest.raises(ReadError, match='"stage": "event", "person": "who", "date": "when"'):
        book.add(log)
    columns = {"date": "when", "stage": "event", "person": "who"}
    assert counts(book.add(log, columns=columns)) == [1, 1, 0, 0]
    with pytest.raises(ReadError, match="leave `owner` out"):
        book.add(log, owner="Ana Diaz", columns=columns)


def test_a_rejected_log_leaves_the_book_as_it_was(book: Book, tmp_path: Path) -> None:
    before = content(book.path)
    for lines in ((), ("1,R1,Ana Diaz,askd,2026-03-02,,,,,",)):
        with pytest.raises(ReadError):
            book.add(write(tmp_path, *lines))
    good = write(tmp_path, *LINES)
    with pytest.raises(InfonetError):
        book.add(good, columns={"day": "date"})
    assert content(book.path) == before
    with closing(sqlite3.connect(book.path)) as con:
        con.execute(
            "CREATE TRIGGER broken BEFORE INSERT ON event WHEN new.stage = 'declined'"
            " BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    before = content(book.path)
    with pytest.raises(BookError, match=r"log.csv` was not written to the book"):
        book.add(good)
    assert content(book.path) == before


def test_the_route_and_the_prediction_of_a_log_are_kept(book: Book, tmp_path: Path) -> None:
    header = "stage,person,date,company,route,predicted"
    lines = (
        "asked,Ana Diaz,2026-03-02,Delta,Ana Diaz → Bo Lin,0.26",
        "asked,Ana Diaz,2026-03-03,Echo,Ana Diaz → x@example.com,0.26",
    )
    log = write(tmp_path, *lines, header=header)
    reading = book.add(log)
    events = said(book)
    assert events.route.tolist() == [("me", "in/ana-diaz", "in/bo-lin"), None]
    assert events.predicted.tolist() == [0.26, 0.26]
    assert told(reading)[0][1:3] == ["route", "`x@example.com` is nobody in the book"]
    assert counts(book.add(log)) == [2, 0, 2, 0]


@pytest.mark.parametrize("name", ["six-months", "quiet"])
def test_a_sample_book_has_the_log_of_its_sample(name: str) -> None:
    book = infonet.sample_book(name)
    again = book.add(infonet.sample(name) / "outreach.csv")
    assert again.counts.events == 0
    assert again.counts.merged + again.counts.reported == again.counts.rows
    events = book.tables().events
    # The export has an application besides; the other one in it is that of the log, too.
    exported = events[events.stage.eq("applied") & events.request.isna()]
    assert len(exported) == (1 if name == "six-months" else 0)
    assert len(events) - len(exported) == again.counts.merged
    assert check(book.tables()).empty


def test_a_kind_that_the_book_worked_out_gives_way_to_that_of_the_log(
    book: Book, tmp_path: Path
) -> None:
    """Ana works at Delta, so the book takes an ask there as direct; it is the same ask."""
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02", channel="email")
    assert said(book).kind.tolist() == ["direct"]
    assert counts(book.add(write(tmp_path, LINES[0]))) == [1, 0, 1, 0]


# What an ask keeps of its day


@pytest.fixture
def drawn() -> Book:
    """Part of the toy network of conftest.py, typed in.

    me .70 Ana .37 Bo [Delta], me .50 Di .50 Bo, me .25 Cy [Delta]; Gus [Foxtrot] knows nobody.
    """
    made = Book(me="Robin Achterberg")
    made.tie("Ana Diaz", closeness="strong", new=True)
    made.tie("Di Marković", closeness="medium", new=True)
    made.person("Bo Lin", company="Delta")
    made.tie("Ana Diaz", "Bo Lin", kind="colleague")
    made.tie("Di Marković", "Bo Lin", closeness="medium")
    made.person("Gus Wren", company="Foxtrot")
    made.add(export({"name": "Cy Young", "slug": "cy", "company": "DELTA Inc."}))
    return made


DAY: dict[str, Any] = {"date": "2026-03-02"}
BY_ANA: dict[str, Any] = {
    "kind": "introduction",
    "route": ("me", "name/ana-diaz", "name/bo-lin"),
    "probability": 0.259,
}


@pytest.mark.parametrize(
    ("person", "company", "kind"),
    [
        ("Ana Diaz", "Delta", "introduction"),
        ("Di Marković", "Delta", "introduction"),
        ("Cy Young", "Delta", "direct"),
        ("Bo Lin", "Delta", "cold"),
        ("Gus Wren", "Foxtrot", "cold"),
        ("Ana Diaz", "Golf", "scout"),
        ("Ana Diaz", "Yankee", "scout"),
    ],
)
def test_a_bare_ask_keeps_its_kind_and_no_route_and_no_prediction(
    drawn: Book, person: str, company: str, kind: str
) -> None:
    kept = row(drawn, drawn.log("asked", person, company=company, **DAY))
    assert (kept["kind"], kept["route"], kept["predicted"]) == (kind, None, None)


def test_what_is_kept_does_not_change_with_what_comes_later(drawn: Book) -> None:
    event = drawn.log("asked", "Ana Diaz", company="Golf", **DAY)
    drawn.tie("Ana Diaz", "Hal Poe", new=True)
    drawn.person("Hal Poe", company="Golf")
    drawn.log("introduced", "Hal Poe", company="Golf", via="Ana Diaz", date="2026-03-09")
    assert row(drawn, event)["kind"] == "scout"


def test_an_ask_of_a_log_that_is_added_keeps_its_kind_as_well(book: Book, tmp_path: Path) -> None:
    """Ana works at Delta when the log is added, and later does not."""
    header = "stage,person,date,company"
    lines = ("asked,Ana Diaz,2026-03-02,Delta", "asked,Bo Lin,2026-03-03,Golf")
    book.add(write(tmp_path, *lines, header=header))
    assert said(book).kind.tolist() == ["direct", "scout"]
    book.person("Ana Diaz", company="Golf")
    book.tie("Ana Diaz", "Bo Lin")
    assert said(book).kind.tolist() == ["direct", "scout"]
    assert counts(book.add(tmp_path / "log.csv")) == [2, 0, 2, 0]


def test_the_events_of_a_log_that_is_added_stay_with_their_asks(book: Book, tmp_path: Path) -> None:
    lines = (
        "held,Bo Lin,2026-03-12,Delta,",
        "introduced,Bo Lin,2026-03-04,Delta,Ana Diaz",
        "asked,Ana Diaz,2026-03-02,Delta,",
    )
    book.add(write(tmp_path, *lines, header="stage,person,date,company,via"))
    assert requests(book) == ["2026-03-02/delta/in/ana-diaz"] * 3
    asked = said(book).set_index("stage").event["asked"]
    book.correct(int(asked), date="2026-03-01")
    assert requests(book) == ["2026-03-01/delta/in/ana-diaz"] * 3


def test_a_kind_that_followed_from_what_is_corrected_follows_anew(drawn: Book) -> None:
    event = drawn.log("asked", "Cy Young", company="Delta", **DAY)
    assert row(drawn, event)["kind"] == "direct"
    drawn.correct(event, company="Golf")
    assert row(drawn, event)["kind"] == "scout"


def test_with_a_way_an_ask_keeps_its_kind_route_and_probability(drawn: Book) -> None:
    kept = row(drawn, drawn.log("asked", "Ana Diaz", company="Delta", **DAY, way=BY_ANA))
    assert (kept["kind"], kept["route"]) == ("introduction", BY_ANA["route"])
    assert kept["predicted"] == 0.259
    net = infonet.network(drawn.tables(), as_of="2026-03-02")
    ways = infonet.warm_paths(net, "Delta", k=3)
    for number in range(len(ways)):
        way = ways.iloc[number]
        # A cold way to somebody who is still to be found names nobody.
        route = way.route if len(way.route) > 1 else ("me", "name/gus-wren")
        event = drawn.log("asked", route[1], company="Delta", **DAY, way=way)
        kept = row(drawn, event)
        assert (kept["route"], kept["predicted"]) == (route, way.probability)
    # What is said of the kind overrides the way's; a way begins with me whether that is said.
    short = {**BY_ANA, "route": ["Ana Diaz", "Bo Lin"]}
    event = drawn.log("asked", "Ana Diaz", company="Golf", **DAY, way=short, kind="scout")
    assert (row(drawn, event)["kind"], row(drawn, event)["route"]) == ("scout", BY_ANA["route"])


@pytest.mark.parametrize(
    ("stage", "person", "way", "words"),
    [
        ("asked", "Nobody Here", None, "Nobody Here"),
        ("asked", "Ana Diaz", {**BY_ANA, "route": ("me", "Nobody Here")}, "Nobody Here"),
        ("asked", "Ana Diaz", {**BY_ANA, "route": "Ana Diaz"}, "expected several people as the"),
        ("asked", "Ana Diaz", {**BY_ANA, "kind": "warm"}, "choose one of"),
        ("asked", "Ana Diaz", {**BY_ANA, "probability": 1.2}, "from 0 to 1"),
        ("asked", "Ana Diaz", {"kind": "direct"}, "expected as `way` a row of `warm_paths`"),
        ("asked", "Ana Diaz", 3, "got int"),
        ("asked", "Cy Young", BY_ANA, "begins with `Cy Young`, but it asks Ana Diaz"),
        ("replied", "Ana Diaz", BY_ANA, "kept with an ask alone, but this is `replied`"),
    ],
)
def test_an_ask_of_nobody_and_a_wrong_way_write_nothing(
    drawn: Book, stage: str, person: str, way: Any, words: str
) -> None:
    acts = len(drawn.history())
    with pytest.raises(InfonetError, match=re.escape(words)):
        drawn.log(stage, person, company="Delta", **DAY, way=way)
    assert len(drawn.history()) == acts


# Which request an event belongs to


def requests(book: Book) -> list[Any]:
    return said(book).request.astype(object).tolist()


def test_an_event_stays_with_its_ask_whatever_is_corrected_or_merged(drawn: Book) -> None:
    """The ledger names a request by day, company and person: once one changes, so does the name."""
    asked = drawn.log("asked", "Ana Diaz", company="Delta", **DAY)
    drawn.log("introduced", "Bo Lin", company="Delta", via="Ana Diaz", date="2026-03-04")
    drawn.log("held", "Bo Lin", company="Delta", date="2026-03-09")
    assert requests(drawn) == ["2026-03-02/delta/name/ana-diaz"] * 3
    # Asked of somebody else, and on another day: the introduction is still its answer.
    drawn.correct(asked, person="Gus Wren", date="2026-03-01")
    assert requests(drawn) == ["2026-03-01/delta/name/gus-wren"] * 3
    drawn.undo()
    drawn.person("Ana D.")
    drawn.same("Ana D.", "Ana Diaz")
    assert requests(drawn) == ["2026-03-02/delta/name/ana-d"] * 3


def test_the_name_that_the_ledger_gave_a_request_means_its_ask(drawn: Book) -> None:
    """Two asks of two people about one company: the name says which, as the panel does."""
    first = drawn.log("asked", "Ana Diaz", company="Delta", **DAY)
    drawn.log("asked", "Di Marković", company="Delta", date="2026-03-03")
    name = requests(drawn)[0]
    drawn.log("held", "Bo Lin", company="Delta", date="2026-03-09", request=name)
    assert requests(drawn)[2] == name
    drawn.correct(first, date="2026-03-01")
    assert requests(drawn)[2] == "2026-03-01/delta/name/ana-diaz"
    with closing(sqlite3.connect(drawn.path)) as con:
        kept = con.execute("SELECT request, ask FROM event").fetchall()
    assert kept == [(None, None), (None, None), (None, first)]


def test_a_name_that_the_user_gave_a_request_stays_the_users(drawn: Book) -> None:
    drawn.log("asked", "Ana Diaz", company="Delta", **DAY, request="R1")
    drawn.log("held", "Bo Lin", company="Delta", date="2026-03-09", request="R1")
    drawn.log("thanked", "Ana Diaz", company="Delta", date="2026-03-10")
    drawn.log("asked", "Ana Diaz", company="Golf", date="2026-03-11", request="R2")
    assert requests(drawn) == ["R1", "R1", "R1", "R2"]


def test_an_event_whose_own_words_are_corrected_is_placed_anew(drawn: Book) -> None:
    drawn.log("asked", "Ana Diaz", company="Delta", **DAY)
    drawn.log("asked", "Ana Diaz", company="Golf", date="2026-03-03")
    reply = drawn.log("replied", "Ana Diaz", company="Delta", date="2026-03-04")
    drawn.correct(reply, company="Golf")
    assert requests(drawn)[2] == "2026-03-03/golf/name/ana-diaz"
    drawn.undo()
    # And so is one whose ask is taken back: nobody was asked about Delta then.
    history = drawn.history()
    drawn.undo(int(history.act[history.what == "asked Ana Diaz about Delta, 2 Mar 2026."].iloc[0]))
    events = said(drawn).astype(object)
    assert events.request.where(events.request.notna(), None).tolist() == [
        "2026-03-03/golf/name/ana-diaz",
        None,
    ]


def test_every_stage_can_be_logged_and_is_said_in_words(drawn: Book) -> None:
    for stage in STAGES:
        drawn.log(stage, "Ana Diaz", company="Delta", **DAY)
    assert sorted(drawn.tables().events.stage) == sorted(STAGES)
    words = drawn.history().what.tolist()[-len(STAGES) :]
    assert words[:2] == [
        "asked Ana Diaz about Delta, 2 Mar 2026.",
        "Ana Diaz said yes about Delta, 2 Mar 2026.",
    ]
    assert len({*words}) == len(STAGES)


def test_a_companys_own_refusal_has_no_person(drawn: Book) -> None:
    drawn.log("asked", "Cy Young", company="Delta", **DAY)
    drawn.log("applied", "Cy Young", company="Delta", date="2026-03-09")
    refused = drawn.log("declined", None, company="Delta", date="2026-03-20")
    assert drawn.state().what == "Delta said no, 20 Mar 2026."
    assert row(drawn, refused)["person"] is None
    assert check(drawn.tables()).empty
    assert drawn.correct(refused, date="2026-03-21").startswith(
        "Corrected event 3 (Delta said no, 20 Mar 2026): date"
    )
    drawn.debrief("Cy Young", date="2026-03-21", company="Delta")
    for stage, company in (("asked", "Delta"), ("declined", None)):
        with pytest.raises(InfonetError, match="expected a person; only a company's own refusal"):
            drawn.log(stage, None, company=company, **DAY)


# Corrected


@pytest.fixture
def asked(book: Book) -> int:
    return book.log(
        "asked", "Ana Diaz", company="Delta", date="2026-03-02", request="R1", note="dear Ana"
    )


def row(book: Book, event: int) -> dict[str, Any]:
    events = book.tables().events.set_index("event").astype(object)
    found = events.where(events.notna(), None).loc[event].to_dict()
    return {str(name): value for name, value in found.items()}


def test_a_correction_shows_under_the_same_number_and_undo_takes_it_back(
    book: Book, asked: int
) -> None:
    before = row(book, asked)
    sentence = book.correct(asked, stage="held", person="Bo Lin", date="2026-03-05", company="Echo")
    assert sentence == (
        "Corrected event 1 (asked Ana Diaz about Delta, 2 Mar 2026): stage asked → held; person "
        "Ana Diaz → Bo Lin; date 2026-03-02 → 2026-03-05; company Delta → Echo."
    )
    changed = {"stage": "held", "person": "in/bo-lin", "company": "Echo"}
    date = {"date": pd.Timestamp("2026-03-05")}
    assert row(book, asked).items() >= (changed | date | {"note": "dear Ana"}).items()
    assert book.history().iloc[-1][["kind", "what"]].tolist() == ["correct", sentence]
    with closing(sqlite3.connect(book.path)) as con:
        kept = con.execute("SELECT stage, person, company FROM event").fetchall()
        assert kept == [("asked", "in/ana-diaz", "Delta")]
        for change in ("UPDATE correction SET value = 'x'", "DELETE FROM correction"):
            with pytest.raises(sqlite3.IntegrityError, match="only appended"):
                con.execute(change)
    book.undo()
    assert row(book, asked) == before
    book.undo(int(book.history().act.iloc[-1]))
    assert row(book, asked)["stage"] == "held"


def test_corrections_stack_and_none_clears(book: Book, asked: int) -> None:
    book.correct(asked, date="2026-03-03", company="Echo")
    first = int(book.history().act.iloc[-1])
    book.correct(asked, company=None, note=None, via="Bo Lin", request=7)
    assert row(book, asked).items() >= {
        "company": None, "note": None, "via": "in/bo-lin", "request": "7"
    }.items()  # fmt: skip
    assert "company Echo → nothing" in book.history().what.iloc[-1]
    assert "dear" not in book.history().what.iloc[-1]
    book.undo(first)
    assert row(book, asked)["date"] == pd.Timestamp("2026-03-02")
    assert row(book, asked)["company"] is None
    book.undo()
    assert (row(book, asked)["company"], row(book, asked)["note"]) == ("Delta", "dear Ana")


def test_a_correction_that_changes_nothing_is_not_written(book: Book, asked: int) -> None:
    acts = len(book.history())
    assert book.correct(asked, company="Delta", via=None) == (
        "Event 1 says so already; nothing was written."
    )
    assert len(book.history()) == acts


@pytest.mark.parametrize(
    ("event", "changes", "error", "words"),
    [
        (99, {"stage": "held"}, BookError, "the number of an event, got `99`"),
        (10**30, {"stage": "held"}, BookError, "a number too large"),
        ("1", {"stage": "held"}, InfonetError, "from 1 on, not `1`; `tables().events` lists them"),
        (True, {"stage": "held"}, InfonetError, "not `True`"),
        (1, {}, InfonetError, "something to correct"),
        (1, {"stage": "hold"}, InfonetError, "did you mean `held`"),
        (1, {"stage": None}, InfonetError, "expected a stage, got none"),
        (1, {"person": None}, InfonetError, "expected a person, got none"),
        (1, {"date": None}, InfonetError, "expected a date, got none"),
        (1, {"date": "soon"}, InfonetError, "got `soon`"),
        (1, {"kind": "warm"}, InfonetError, "choose one of"),
        (1, {"person": "Anna Diaz"}, UnknownNameError, "did you mean Ana Diaz"),
        (1, {"via": "Nobody"}, UnknownNameError, "is not"),
    ],
)
@pytest.mark.usefixtures("asked")
def test_a_wrong_correction_is_an_error_and_writes_nothing(
    book: Book, event: Any, changes: dict[str, Any], error: type, words: str
) -> None:
    before = content(book.path)
    with pytest.raises(error, match=re.escape(words)):
        book.correct(event, **changes)
    assert content(book.path) == before


def test_an_undone_event_is_not_corrected(book: Book, asked: int) -> None:
    book.correct(asked, company="Echo")
    book.undo(int(book.history().act.iloc[-2]))
    assert book.tables().events.empty
    with pytest.raises(BookError, match=r"event `1` was undone with act \d+; `undo\(\d+\)` brings"):
        book.correct(asked, company="Golf")
    book.undo(int(book.history().act.iloc[-1]))
    assert row(book, asked)["company"] == "Echo"


def test_somebody_named_by_a_correction_alone_is_known(book: Book, asked: int) -> None:
    book.person("Cy Marsh")
    book.correct(asked, person="Cy Marsh")
    book.undo(int(book.history().act.iloc[-2]))
    assert row(book, asked)["person"] == "name/cy-marsh"
    assert book.who("name/cy-marsh") == "name/cy-marsh"
    assert check(book.tables()).empty


def test_who_only_the_log_speaks_of_is_found_by_name() -> None:
    book = Book(me=ROBIN)
    book.tie("Ana Diaz", new=True)
    typed = [book.state().act]
    book.tie("Bo Lin", company="Delta", new=True)
    typed.append(book.state().act)
    book.log("contacted", "Ana Diaz", "Delta", date="2026-03-02")
    book.log("named", "Cy Moss", "Delta", "Bo Lin", date="2026-03-03", new=True)
    named = book.state().act
    for act in typed:
        book.undo(act)
    assert book.who("ana diaz") == "name/ana-diaz" and book.who("Bo Lin") == "name/bo-lin"
    with pytest.raises(UnknownNameError) as raised:
        book.who("Anna Diaz")
    assert raised.value.candidates == ("name/ana-diaz",)
    book.note("Bo Lin", "advice", "ask again")
    book.log("replied", "Ana Diaz", date="2026-03-05")
    net = network(book, as_of="2026-06-30")
    assert {*people(net).name} == {"Ana Diaz", "Bo Lin", "Cy Moss"}
    assert not len(net.alters) and warm_paths(net, person="Bo Lin").kind.tolist() == ["cold"]
    assert len(book.tables().people) == 4  # nobody is there twice
    # Of whom nothing speaks any more is not there.
    book.undo(named)
    with pytest.raises(UnknownNameError):
        book.who("Cy Moss")
