"""Gatherings in a book: who was together, undone with the import that showed it."""

from __future__ import annotations

from pathlib import Path

from infonet.book import Book
from infonet.tables import check
from tests.exports import ROBIN, connections, message, messages, person, zipped
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
