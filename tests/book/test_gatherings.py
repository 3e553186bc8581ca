"""Gatherings in a book: who was together, undone with the import that showed it."""

from __future__ import annotations

from pathlib import Path

from infonet.book import Book
from infonet.tables import check
from tests.exports import ROBIN, connections, message, messages, person, zipped

ME, ANA, BO = "robin-achterberg", "ana-diaz", "bo-lin"
KNOWN = connections(person("Ana Diaz", ANA), person("Bo Lin", BO))
OLD = message(ANA, f"{ME} {BO}", "2026-03-01 09:30:00 UTC", thread="2-abc")
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
