"""Gatherings in a book: who was together, or at one school, undone with the import of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet.book import Book
from infonet.strength import inferred_ties
from infonet.tables import check
from infonet.writers import write
from tests.exports import ROBIN, connections, message, messages, person, url, zipped
from tests.readers.test_icalendar import ANA as ANA_INVITED
from tests.readers.test_icalendar import BO as BO_INVITED
from tests.readers.test_icalendar import ME as INVITED
from tests.readers.test_icalendar import calendar, event
from tests.readers.test_mbox import ANA as ANA_MAIL
from tests.readers.test_mbox import BO as BO_MAIL
from tests.readers.test_mbox import ME as MY_MAIL
from tests.readers.test_mbox import mail

ME, ANA, BO = "robin-achterberg", "ana-diaz", "bo-lin"
KNOWN = connections(person("Ana Diaz", ANA), person("Bo Lin", BO))
OLD = message(ANA, f"{ME} {BO}", "2026-03-01 09:30:00 UTC", thread="2-abc")
STAMP = "DTSTAMP:20260628T060000Z"
NEW = message(BO, f"{ME} {ANA}", "2026-04-20 09:30:00 UTC", "b", thread="2-abc")


def added(book: Book, path: Path, *rows: tuple[str, ...]) -> None:
    files = {"Connections.csv": KNOWN, "messages.csv": messages(*rows)}
    book.add(zipped(path, files))


def together(book: Book) -> list[list[object]]:
    tables = book.tables()
    assert check(tables).empty
    rows = tables.gatherings.assign(last=tables.gatherings["last"].dt.date.astype(str))
    return rows[["person", "size", "times", "last"]].to_numpy().tolist()


def test_two_exports_of_one_thread_are_one_gathering_and_undone_one_by_one(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db", me=ROBIN)
    added(book, tmp_path / "Basic_LinkedInDataExport_03-02-2026.zip", OLD)
    first = [["in/ana-diaz", 3, 1, "2026-03-01"], ["in/bo-lin", 3, 1, "2026-03-01"]]
    assert together(book) == first
    added(book, tmp_path / "Basic_LinkedInDataExport_05-02-2026.zip", OLD, NEW)
    both = [["in/ana-diaz", 3, 2, "2026-04-20"], ["in/bo-lin", 3, 2, "2026-04-20"]]
    assert together(book) == both
    assert together(Book(tmp_path / "me.db")) == both
    book.undo()
    assert together(book) == first
    book.undo()
    assert together(book) == []


def test_people_who_are_one_were_there_once(tmp_path: Path) -> None:
    book = Book(me=ROBIN)
    added(book, tmp_path / "x.zip", OLD)
    book.same("Ana Diaz", "Bo Lin")
    assert [who for who, *_ in together(book)] == ["in/bo-lin"]
    assert book.tables().ties.evidence.tolist() == ["connection"]


def test_a_calendar_and_mail_are_added_to_the_book_and_undone(tmp_path: Path) -> None:
    book = Book(me=ROBIN)
    (tmp_path / "mine.ics").write_text(calendar(event(INVITED, ANA_INVITED)))
    group = mail(MY_MAIL, f"{ANA_MAIL}, {BO_MAIL}", "2 Mar 2026", "X-Gmail-Labels: Sent")
    (tmp_path / "mine.mbox").write_text(group)
    book.add(tmp_path / "mine.ics")
    book.add(tmp_path / "mine.mbox")
    assert book.add(tmp_path / "mine.mbox").report.problem.str.contains("already in").any()
    tables = book.tables()
    # Ana of the calendar and of the mail has one address: she is one person.
    assert tables.people.name.tolist()[1:] == ["Ana Diaz", "Bo Lin"]
    assert tables.ties.evidence.tolist() == ["meeting"]
    assert tables.gatherings.person.tolist() == tables.people.person.tolist()[1:]
    book.undo()
    assert book.tables().gatherings.empty
    assert len(book.tables().people) == 2


def test_a_meeting_of_later_in_a_calendar_hides_no_earlier_tie(tmp_path: Path) -> None:
    book = Book(me=ROBIN)
    early = event(INVITED, ANA_INVITED, day="20260105")
    late = event(INVITED, BO_INVITED, day="20260504")
    (tmp_path / "mine.ics").write_text(calendar(early, late))
    book.add(tmp_path / "mine.ics")
    book.person("Ana Diaz", company="Delta")
    book.log("asked", "Ana Diaz", company="Delta", date="2026-02-02")
    assert book.tables().events.kind.tolist() == ["direct"]


def test_a_calendar_of_the_day_of_an_export_tells_of_no_movers(tmp_path: Path) -> None:
    book = Book(me=ROBIN)
    for day, company in (("12-20-2025", "Echo"), ("06-28-2026", "Delta")):
        listed = connections(person("Ana Diaz", ANA, company=company))
        place = tmp_path / f"Basic_LinkedInDataExport_{day}.zip"
        reading = book.add(zipped(place, {"Connections.csv": listed}), mine=True)
    assert reading.movers.name.tolist() == ["Ana Diaz"]
    stamped = event(INVITED, ANA_INVITED).replace("BEGIN:VEVENT", f"BEGIN:VEVENT\n{STAMP}", 1)
    (tmp_path / "mine.ics").write_text(calendar(stamped))
    reading = book.add(tmp_path / "mine.ics")
    assert str(reading.exported) == "2026-06-28 00:00:00" and reading.movers.empty


WORDS = "four words of mine"
EDUCATION = "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"


def schooled(book: Book, path: Path, *rows: str, owner: str | None = None) -> None:
    """Add an export with schools: mine, or all of a friend's."""
    known = connections(person("Cy Marsh", "cy-marsh")) if owner else KNOWN
    files = {"Connections.csv": known, "Education.csv": EDUCATION + "".join(rows)}
    book.add(zipped(path, files), owner=owner, everything=True)


def schools(book: Book) -> list[list[str]]:
    tables = book.tables()
    assert check(tables).empty
    rows = tables.gatherings[tables.gatherings.kind == "school"]
    columns = rows[["person", "gathering", "since", "last"]].astype(str).fillna("")
    return columns.to_numpy().tolist()


def test_schools_are_those_of_whose_export_it_is(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db", me=ROBIN)
    schooled(book, tmp_path / "mine.zip", "Quillmark College,2001,2004,,BA,\n")
    mine = ["me", "Quillmark College", "2001-01-01", "2004-12-31"]
    assert schools(book) == [mine]
    schooled(book, tmp_path / "a.zip", "Quillmark College,2003,2006,,,\n", owner=url(ANA))
    theirs = ["in/ana-diaz", "Quillmark College", "2003-01-01", "2006-12-31"]
    assert schools(book) == schools(Book(tmp_path / "me.db")) == [theirs, mine]
    schooled(book, tmp_path / "b.zip", "Quillmark college,2004,2004,,,\n", owner=url(BO))
    found = inferred_ties(book, as_of="2026-06-30")
    assert found[["source", "target", "kind"]].to_numpy().tolist() == [
        ["in/ana-diaz", "in/bo-lin", "school"]
    ]
    book.undo()
    book.undo()
    assert schools(book) == [mine]
    book.undo()
    assert schools(book) == []


def test_how_many_people_a_school_has_can_be_said(tmp_path: Path) -> None:
    book = Book(me=ROBIN)
    schooled(book, tmp_path / "mine.zip")
    for name, who in (("a", ANA), ("b", BO)):
        schooled(book, tmp_path / f"{name}.zip", "Quillmark College,2003,2006,,,\n", owner=url(who))
    assert inferred_ties(book, as_of="2026-06-30").exists.tolist() == [0.05]
    assert book.note("QUILLMARK COLLEGE", "size", "80").endswith("has about 80 people.")
    assert inferred_ties(book, as_of="2026-06-30").exists.round(9).tolist() == [0.0025]


def test_of_two_exports_the_later_says_when_somebody_was_at_a_school(tmp_path: Path) -> None:
    book = Book(me=ROBIN)
    early, late = (tmp_path / f"Basic_LinkedInDataExport_0{month}-02-2026.zip" for month in (3, 5))
    schooled(book, late, "Quillmark college,2001,2004,,,\n", "Tallow Academy,,,,,\n")
    schooled(book, early, "Quillmark College,2000,,,,\n", "Tallow Academy,1998,1999,,,\n")
    # That nobody says when is no later word on it.
    assert schools(book) == [
        ["me", "Quillmark college", "2001-01-01", "2004-12-31"],
        ["me", "Tallow Academy", "1998-01-01", "1999-12-31"],
    ]


def test_people_who_become_one_have_their_schools_and_part_again(tmp_path: Path) -> None:
    book = Book(me=ROBIN)
    schooled(book, tmp_path / "mine.zip")
    schooled(book, tmp_path / "a.zip", "Quillmark College,2003,2006,,,\n", owner=url(ANA))
    apart = schools(book)
    book.same("Ana Diaz", "Bo Lin")
    assert schools(book) == [["in/bo-lin", *apart[0][1:]]]
    book.undo()
    assert schools(book) == apart
    # Neither of these handed over an export.
    (tmp_path / "club.csv").write_text("Name,School\nCy Moss,Tallow Academy\n")
    book.tie("C. Moss", company="Echo", new=True)
    book.add(tmp_path / "club.csv", columns={"name": "Name", "school": "School"})
    apart = schools(book)
    assert apart[1] == ["name/cy-moss", "Tallow Academy", "", ""]
    book.same("Cy Moss", "C. Moss")
    assert [who for who, *_ in schools(book)] == ["in/ana-diaz", "name/c-moss"]
    book.undo()
    assert schools(book) == apart
    # Of these two nobody knows a school.
    book.tie("Di Roe", company="Echo", new=True)
    book.same("Di Roe", "C. Moss")
    assert schools(book) == apart


@pytest.mark.parametrize("ending", [".json", ".zip"])
def test_schools_go_with_all_of_a_book_and_in_no_share(tmp_path: Path, ending: str) -> None:
    book = Book(me=ROBIN)
    schooled(book, tmp_path / "mine.zip", "Quillmark College,2001,,,,\n", "Umber College,,,,,\n")
    book.share(tmp_path / "share.json", passphrase=WORDS, names=True)
    assert "College" not in (tmp_path / "share.json").read_text("utf-8")
    other = Book()
    other.add(write(book, tmp_path / f"all{ending}"))
    assert (
        schools(other)
        == schools(book)
        == [
            ["me", "Quillmark College", "2001-01-01", ""],
            ["me", "Umber College", "", ""],
        ]
    )


def test_a_school_goes_with_whom_it_is_said_of_and_with_whom_it_names(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db", me=ROBIN)
    schooled(book, tmp_path / "mine.zip", "The Bo Lin College,2001,2004,,,\n")
    schooled(book, tmp_path / "a.zip", "Quillmark College,2003,2006,,,\n", owner=url(ANA))
    book.forget("Ana Diaz").confirm()
    assert schools(book) == [["me", "The Bo Lin College", "2001-01-01", "2004-12-31"]]
    assert b"Quillmark" not in (tmp_path / "me.db").read_bytes()
    gone = book.forget("Bo Lin")
    named = gone.mentions[gone.mentions.text == "The Bo Lin College"]
    assert named[["where", "about"]].to_numpy().tolist() == [["tie", "me"]]
    gone.confirm()
    assert schools(book) == [["me", "The somebody College", "2001-01-01", "2004-12-31"]]
