"""Forgetting: nothing of somebody is left, the rest is as it was, and nobody comes back unasked."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from infonet.book import Book
from infonet.conversion import funnel
from infonet.errors import BookError, InfonetError, UnknownNameError
from infonet.tables import check
from tests.book_exports import ANA, BO, ROBIN, export, profile
from tests.book_workers import Workers
from tests.conftest import Counted

HERE = Path(__file__).resolve().parents[1]
Row = dict[str, Any]
DAY = "2026-06-30"
MAIL = "a.diaz@example.com"
CY: Row = {"slug": "cy-moss", "name": "Cy Moss", "company": "Golf", "since": "2022-01-01"}
EVA: Row = {"slug": "eva-roe", "name": "Eva Roe", "company": "Delta", "since": "2022-03-01"}
FACTS = ("act", "observation", "job", "tie", "event", "correction", "note", "tombstone", "meta")
TRACES = ("ana diaz", "ana-diaz", "anadiaz", "diaz", MAIL, "ana d")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a book in which Ana stands wherever somebody can stand, and the folder of its key."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INFONET_HOME", str(folder / "settings"))
        return filled(folder / "me.db"), folder / "settings"


@pytest.fixture
def book(whole: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """Copy that book, and its key."""
    shutil.copy(whole[0], tmp_path / "me.db")
    shutil.copytree(whole[1], tmp_path / "settings")
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    return Book(tmp_path / "me.db")


def filled(path: Path) -> Path:
    """Make the book."""
    made = Book(path, me=ROBIN)
    made.add(export({**ANA, "email": MAIL}, BO, CY))
    made.add(export({**ANA, "email": MAIL}, EVA, owner="in/bo-lin", path="/srv/x/ana_diaz.csv"))
    made.add(export(BO, {**EVA, "slug": "fay-orr", "name": "Fay Orr"}, owner="in/ana-diaz"))
    made.tie("Ana Diaz", closeness="strong", company="Delta", title="Head of Design")
    made.tie("Ana Diaz", "Cy Moss", kind="colleague")
    made.tie("Cy Moss", "Bo Lin", kind="met through Ana Diaz")
    made.same_company("Delta", "Ana Diaz Design")
    made.want("Delta", aliases=["AnaDiaz Ltd"])
    made.rate(["Ana Diaz", "Cy Moss"], "medium")
    way = {"kind": "introduction", "route": ["me", "in/ana-diaz", "in/eva-roe"], "probability": 0.3}
    asked = made.log("asked", "Ana Diaz", company="Delta", date="2026-03-02", way=way)
    made.correct(asked, note="Ana was friendly")
    made.log("introduced", "Eva Roe", company="Delta", via="Ana Diaz", date="2026-03-04")
    made.log("held", "Eva Roe", company="Delta", date="2026-03-09", note="praised Ana Diaz")
    made.log("asked", "Cy Moss", company="Golf", date="2026-03-10", request="golf by ana-diaz")
    made.debrief("Ana Diaz", date="2026-04-01", learnt="much", names=["Lu Weir"], minutes=20)
    made.note("Ana Diaz", "expertise", "type design")
    made.note("Cy Moss", "learnt", "went to school with Díaz, Ana; likes cats")
    made.note("Delta", "news", "a talk", link="https://example.com/Ana%20Diaz")
    made.note("Ana Diaz", "advice", "be brief")
    made.undo()
    made.log_many([{"stage": "thanked", "person": one, "date": "2026-04-02"}
                   for one in ("Ana Diaz", "Cy Moss")])  # fmt: skip
    with made.one_act("Wrote to Ana, whom I met."):
        made.log("contacted", "Ana Diaz", date="2026-04-03")
    return path


def traces(path: Path) -> list[str]:
    """Return what is left of Ana in the bytes of a book, and of whatever lies beside it."""
    found = []
    for file in path.parent.glob(f"*{path.name}*"):
        content = file.read_bytes().decode("latin-1").lower()
        found += [f"{file.name}: {trace}" for trace in (*TRACES, "díaz") if trace in content]
    return found


def facts(path: Path, *tables: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as con:
        return [row for table in tables for row in con.execute(f"SELECT * FROM {table}")]


def schema(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as con:
        return sorted(con.execute("SELECT type, name, sql FROM sqlite_master"))


def test_nothing_of_somebody_is_left_in_the_bytes(book: Book) -> None:
    assert len(traces(book.path)) >= 5
    book.forget("Ana Diaz").confirm()
    assert traces(book.path) == []
    assert not [what for what in book.history().what if "ana" in what.lower()]
    assert check(book.tables()).empty
    with pytest.raises(UnknownNameError):
        book.who("Ana Diaz")
    with pytest.raises(UnknownNameError):
        book.who(MAIL)


def test_it_is_shown_first_and_says_that_it_cannot_be_undone(book: Book) -> None:
    before = book.path.read_bytes()
    gone = book.forget("Ana Diaz")
    assert book.path.read_bytes() == before
    said = repr(gone)
    assert "This cannot be undone." in said
    assert "Nothing is done yet" in said
    assert "nameless key, so your rates stay" in said
    assert dict(gone.goes.values)["ties"] >= 4
    assert {"went to school with Díaz, Ana; likes cats", "praised Ana Diaz"} <= {
        *gone.mentions.text
    }
    school = gone.mentions[gone.mentions.text.str.startswith("went")].iloc[0]
    assert school.about == "Cy Moss"
    assert school.becomes == "went to school with somebody; likes cats"
    gone.confirm({int(school.number): "likes cats"})
    assert book.notes(subject="Cy Moss").text.tolist() == ["likes cats"]
    with pytest.raises(BookError, match="cannot be undone"):
        book.undo(int(book.history().act.iloc[-1]))
    book.undo(others=True)
    assert traces(book.path) == []


def test_rates_stay_and_the_log_has_one_nameless_key(book: Book) -> None:
    rates, events = funnel(book, as_of=DAY), book.tables().events
    book.forget("Ana Diaz").confirm()
    after = book.tables().events
    assert funnel(book, as_of=DAY).equals(rates)
    kept = ["event", "stage", "date", "company", "kind", "predicted"]
    assert after[kept].equals(events[kept])
    theirs = events.person == "in/ana-diaz"
    (nameless,) = set(after.person[theirs])
    assert nameless.startswith("forgotten/")
    assert after.route.dropna().tolist() == [("me", nameless, "in/eva-roe")]
    assert after.note[theirs].isna().all()
    assert after.request.nunique() == events.request.nunique()
    people = book.tables().people.set_index("person").name
    assert people[nameless] == "somebody forgotten"


def test_everybody_else_is_as_they_were(book: Book) -> None:
    before = book.tables()
    book.forget("Ana Diaz").confirm()
    after = book.tables()
    # Fay is known from what Ana handed over alone.
    gone = {"in/ana-diaz", "in/fay-orr"}
    new = {key for key in after.people.person if key.startswith("forgotten/")}
    assert {*after.people.person} == ({*before.people.person} - gone) | new
    kept = before.ties[~before.ties.isin(gone).any(axis=1)]
    assert after.ties.drop(columns="kind").values.tolist() == (
        kept.drop(columns="kind").values.tolist()
    )
    assert {*after.ties.kind.dropna()} == {"met through somebody"}


def test_what_is_forgotten_takes_the_triggers_and_checksums_with_it_nowhere(book: Book) -> None:
    before = schema(book.path)
    book.forget("Ana Diaz").confirm()
    assert schema(book.path) == before
    with closing(sqlite3.connect(book.path)) as con:
        for table in ("act", "observation", "event", "note", "tombstone"):
            with pytest.raises(sqlite3.IntegrityError, match="only appended"):
                con.execute(f"DELETE FROM {table}")
        assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert con.execute("PRAGMA foreign_key_check").fetchall() == []
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600


def test_words_that_still_speak_of_them_are_refused(book: Book) -> None:
    gone = book.forget("Ana Diaz")
    with pytest.raises(InfonetError, match="still speaks of Ana Diaz"):
        gone.confirm({1: "it was ANA DIAZ"})
    with pytest.raises(InfonetError, match="number of `mentions`"):
        gone.confirm({99: "x"})
    book.note("Bo Lin", "learnt", "knows Ana Diaz as well")
    with pytest.raises(BookError, match="look again"):
        gone.confirm()
    assert book.who("Ana Diaz") == "in/ana-diaz"


def test_a_namesake_stays(book: Book) -> None:
    book.person(profile("a-diaz-two"), name="Ana Diaz", company="Echo")
    book.note("in/a-diaz-two", "expertise", "Ana Diaz paints")
    gone = book.forget("in/ana-diaz")
    number = int(gone.mentions.set_index("text").number["Ana Diaz paints"])
    gone.confirm({number: "Ana Diaz paints"})
    assert book.who("Ana Diaz") == "in/a-diaz-two"
    assert book.notes(subject="Ana Diaz").text.tolist() == ["Ana Diaz paints"]


def test_what_no_namesake_is_called_goes_from_all_sentences(book: Book) -> None:
    book.person(profile("a-diaz-two"), name="Ana Diaz", company="Echo")
    book.person("in/ana-diaz", name="Anita Sommer")
    book.add(export(EVA, owner="in/eva-roe", path="Anita Sommer's list.csv"))
    assert any("Anita Sommer" in what for what in book.history().what)
    book.forget("in/ana-diaz").confirm()
    assert b"Anita" not in book.path.read_bytes()


def test_backups_are_cleaned_too_and_what_is_not_reached_is_named(
    book: Book, tmp_path: Path
) -> None:
    there, away = tmp_path / "there.db", tmp_path / "away.db"
    book.backup(there)
    book.backup(away)
    away.rename(tmp_path / "elsewhere.db")
    gone = book.forget("Ana Diaz")
    assert gone.backups == [there]
    assert str(away) in repr(gone)
    said = gone.confirm()
    assert str(away) in said and str(there) not in said
    assert traces(there) == []
    assert len(Book(there).tables().events) == len(book.tables().events)
    assert str(tmp_path) not in book.path.read_bytes().decode("latin-1")


def test_a_backup_of_an_earlier_schema_is_cleaned_without_a_copy_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    with closing(sqlite3.connect(tmp_path / "me.db")) as con:
        con.executescript((HERE / "book_of_schema_4.sql").read_text("utf-8"))
    (tmp_path / "me.db").chmod(0o600)
    book = Book(tmp_path / "me.db")
    book.tables()
    assert [path.name for path in book.backups().path] == ["me-schema-4.db"]
    files = {path.name for path in tmp_path.iterdir()}
    assert "Not reached" not in book.forget("Bo Lin").confirm()
    assert {path.name for path in tmp_path.iterdir()} <= files
    left = {path.name: path.read_bytes().lower() for path in tmp_path.glob("*.db")}
    assert not [name for name, content in left.items() if b"bo lin" in content]


def test_a_backup_in_whose_place_another_book_has_one_now_is_not_this_books(
    book: Book, tmp_path: Path
) -> None:
    book.backup(tmp_path / "stick.db")
    other = Book(tmp_path / "other.db")
    other.tie("Ana Diaz", closeness="strong", new=True)
    other.backup(tmp_path / "stick.db", replace=True)
    gone = book.forget("Ana Diaz")
    assert (gone.backups, gone.out_of_reach) == ([], [])
    gone.confirm()
    assert Book(tmp_path / "stick.db").who("Ana Diaz")
    assert other.forget("Ana Diaz").backups == [tmp_path / "stick.db"]


@pytest.mark.parametrize(
    "said",
    [
        *("in Ana Diaz's team", "in Ana Diazs Team", "Ana Diazさんの友達", "Ana Diaz2 on a chat"),
        *("ANA M. DÍAZ", "Diaz, Ana", "AnaDiaz"),
    ],
)
def test_a_name_is_found_however_it_is_written(book: Book, said: str) -> None:
    book.note("Bo Lin", "learnt", said)
    gone = book.forget("Ana Diaz")
    assert said in set(gone.mentions.text)
    gone.confirm()
    assert traces(book.path) == []


def test_a_name_that_is_anothers_is_none_with_an_ending(book: Book) -> None:
    book.tie("Ana Diazo", closeness="weak", company="Delta", new=True)
    book.note("Bo Lin", "learnt", "knows Ana Diazo")
    book.forget("Ana Diaz").confirm()
    assert "knows Ana Diazo" in set(book.notes().text)
    assert any("Ana Diazo" in what for what in book.history().what)


def test_a_link_that_names_them_is_counted_before_it_goes(book: Book) -> None:
    goes = book.forget("Ana Diaz").goes.set_index("what")["count"]
    assert goes["links that name them"] == 1


def test_nobody_is_forgotten_where_a_backup_that_was_shown_is_gone(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    book.backup(first)
    book.backup(second)
    gone = book.forget("Ana Diaz")
    away = second.rename(tmp_path / "away.db")
    before = book.path.read_bytes(), first.read_bytes()
    with pytest.raises(
        BookError, match=r"`.*second\.db` is not there any more.*look again"
    ) as said:
        gone.confirm()
    assert "second.db" in said.value.plain and str(tmp_path) not in said.value.plain
    assert (book.path.read_bytes(), first.read_bytes()) == before
    assert not second.exists()
    # One that goes while the others are cleaned is named, and none is made in its place.
    gone = book.forget("Ana Diaz")
    assert (gone.backups, "second.db" in repr(gone)) == ([first], True)
    away.rename(second)
    gone = book.forget("Ana Diaz")
    real = os.path.isfile

    def seen(path: Path) -> bool:
        there = real(path)
        if path == second:
            second.unlink()
        return there

    monkeypatch.setattr(os.path, "isfile", seen)
    assert "second.db" in gone.confirm()
    assert not second.exists()
    assert traces(book.path) == traces(first) == []


def test_nobody_is_forgotten_where_the_key_cannot_be_kept_that_keeps_them_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, kept = tmp_path / "settings", tmp_path / "kept.db"
    monkeypatch.setenv("INFONET_HOME", str(settings))
    book = Book(tmp_path / "me.db", me=ROBIN)
    book.tie("Ana Diaz", "Di Roe", kind="friend", new=True)
    book.backup(kept)
    gone = book.forget("Ana Diaz")
    shutil.rmtree(settings)
    settings.touch()
    before = book.path.read_bytes(), kept.read_bytes()
    with pytest.raises(BookError, match=r"nothing was forgotten: the key .* `.*settings") as raised:
        gone.confirm()
    assert "settings" not in raised.value.plain
    assert (book.path.read_bytes(), kept.read_bytes()) == before


def test_a_key_that_is_there_but_cannot_be_read_is_not_gone(book: Book, tmp_path: Path) -> None:
    book.backup(tmp_path / "kept.db")
    before = book.path.read_bytes(), (tmp_path / "kept.db").read_bytes()
    (key,) = tmp_path.glob("settings/books/*/key")
    key.rename(tmp_path / "key")
    key.mkdir()
    with pytest.raises(BookError, match="could not be kept or read"):
        book.forget("Ana Diaz").confirm()
    assert (book.path.read_bytes(), (tmp_path / "kept.db").read_bytes()) == before
    key.rmdir()
    (tmp_path / "key").rename(key)
    book.forget("Ana Diaz").confirm()
    assert traces(tmp_path / "kept.db") == []


def test_a_list_of_backups_that_is_not_read_is_said_and_kept(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    book.backup(first)
    with monkeypatch.context() as patch:
        real = Path.open

        def refused(path: Path, *given: Any, **more: Any) -> Any:
            if path.name == "backups":
                raise PermissionError(13, "refused")
            return real(path, *given, **more)

        patch.setattr(Path, "open", refused)
        book.backup(second)
        with pytest.raises(BookError, match=r"not known where the backups .* `.*backups`"):
            book.forget("Ana Diaz")
    assert book.forget("Ana Diaz").backups == [first]
    (kept,) = tmp_path.glob("settings/books/*/backups")
    for damaged in ("{", "7", "[" * 100_000):
        kept.write_text(damaged, "utf-8")
        gone = book.forget("Ana Diaz")
        assert gone.out_of_reach == [f"the backups that `{kept}` listed, which is damaged"]
    assert str(kept) in gone.confirm()


def test_an_import_leaves_out_whom_the_book_has_forgotten(book: Book) -> None:
    book.forget("Ana Diaz").confirm()
    again = book.add(export({**ANA, "email": MAIL}, BO, EVA, exported="2026-05-01"))
    assert "in/ana-diaz" not in {*book.tables().people.person}
    assert traces(book.path) == []
    rows = again.report[again.report.problem.str.contains("forgotten")]
    assert rows.problem.tolist() == ["1 person left out: they were forgotten"]
    counts = again.files.iloc[0]
    assert counts.rows == counts.people + counts.merged + counts.reported
    with pytest.raises(BookError, match="was forgotten"):
        book.add(export(BO, owner="in/ana-diaz", exported="2026-05-01"))
    # By her address alone, and by her name alone, which nobody else has there.
    bare = {"key": "name/a-d", "name": "A. D.", "email": MAIL, "since": "2020-01-01"}
    book.add(export(bare, exported="2026-05-02"), owner="Bo Lin")
    named = {"key": "name/ana-diaz", "name": "Ana Diaz", "since": "2020-01-01"}
    book.add(export(named, exported="2026-05-03"), owner="Bo Lin")
    assert not {"name/a-d", "name/ana-diaz"} & {*book.tables().people.person}
    # Another profile of that name is another person.
    book.add(export({**ANA, "slug": "ana-diaz-other"}, exported="2026-05-04"), owner="Bo Lin")
    assert "in/ana-diaz-other" in {*book.tables().people.person}


def test_a_log_leaves_out_whom_the_book_has_forgotten(book: Book, tmp_path: Path) -> None:
    book.forget("Ana Diaz").confirm()
    log = tmp_path / "log.csv"
    log.write_text(
        "stage,person,date,company\nasked,Ana Diaz,2026-05-01,Delta\nasked,Bo Lin,2026-05-02,Echo\n"
    )
    before = len(book.tables().events)
    added = book.add(log)
    assert len(book.tables().events) == before + 1
    assert added.report.problem.str.contains("forgotten").any()
    counts = added.files.iloc[0]
    assert counts.rows == counts.events + counts.merged + counts.reported


def test_without_the_key_add_says_that_it_cannot_check(
    book: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book.forget("Ana Diaz").confirm()
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "another computer"))
    added = Book(book.path).add(export(ANA, BO, exported="2026-05-01"))
    assert added.report.problem.str.contains("cannot check who was forgotten").any()
    assert not (tmp_path / "another computer").exists()


def test_typed_in_by_hand_somebody_may_come_back(book: Book) -> None:
    book.forget("Ana Diaz").confirm()
    book.tie("Ana Diaz", new=True)
    assert book.who("Ana Diaz") == "name/ana-diaz"


def test_a_friends_export_goes_and_who_is_known_from_elsewhere_stays(book: Book) -> None:
    book.note("Fay Orr", "learnt", "plays chess")
    gone = book.forget(export="Ana Diaz")
    gone.confirm()
    people = book.tables().people.set_index("person")
    # Fay is spoken of by a note of mine, Bo is in my own export.
    assert {"in/ana-diaz", "in/bo-lin", "in/fay-orr"} <= {*people.index}
    assert people.name["in/fay-orr"] == "Fay Orr"
    ties = book.tables().ties
    assert not (ties.origin == "in/ana-diaz").any()
    with pytest.raises(BookError, match="was forgotten"):
        book.add(export(BO, owner="in/ana-diaz", exported="2026-05-01"))


def test_what_was_undone_keeps_nobody_whom_an_export_alone_brought(book: Book) -> None:
    book.tie("Fay Orr", "Cy Moss", kind="colleague")
    book.undo()
    book.forget(export="Ana Diaz").confirm()
    assert "in/fay-orr" not in {*book.tables().people.person}
    content = book.path.read_bytes().lower()
    assert b"fay orr" not in content and b"fay-orr" not in content
    assert check(book.tables()).empty and book.check().empty


def test_who_is_known_from_that_export_alone_goes(book: Book) -> None:
    act = int(book.history().act[book.history().what.str.contains("by Ana Diaz")].iloc[0])
    book.forget(export=act).confirm()
    content = book.path.read_bytes()
    assert b"Fay Orr" not in content and b"fay-orr" not in content
    assert "in/fay-orr" not in {*book.tables().people.person}
    with pytest.raises(BookError, match="nothing of"):
        book.forget(export="Ana Diaz")


def test_what_cannot_be_forgotten_is_said(book: Book) -> None:
    with pytest.raises(InfonetError, match="that is you"):
        book.forget("me")
    with pytest.raises(InfonetError, match="one of the two"):
        book.forget()
    with pytest.raises(InfonetError, match="your own export"):
        book.forget(export=2)
    with pytest.raises(BookError, match="added no export"):
        book.forget(export=1)
    with book.one_act("x"), pytest.raises(BookError, match="act of its own"):
        book.forget("Ana Diaz").confirm()
    with pytest.raises(BookError, match="read_only"):
        Book(book.path, read_only=True).forget("Ana Diaz")


def test_two_keys_of_one_person_go_together(book: Book) -> None:
    book.person("Ana Maria Diaz", email="amd@example.org")
    book.same("Ana Maria Diaz", "Ana Diaz")
    book.forget("Ana Maria Diaz").confirm()
    assert traces(book.path) == []
    assert b"amd@example.org" not in book.path.read_bytes()


STEPS = ("drop", "delete", "update", "create", "tombstone", "meta")


@pytest.mark.parametrize("word", STEPS)
def test_broken_off_anywhere_the_book_is_as_it_was(
    book: Book, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    before, made = facts(book.path, "act", "observation", "event", "note"), schema(book.path)
    connect = sqlite3.connect

    class Failing(sqlite3.Connection):
        def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
            if sql.lower().startswith(word) or (word == "meta" and "'unswept'" in sql):
                raise sqlite3.OperationalError("the disk is gone")
            if word == "tombstone" and sql.startswith("INSERT INTO tombstone"):
                raise sqlite3.OperationalError("the disk is gone")
            return super().execute(sql, *given)

    gone = book.forget("Ana Diaz")
    failing = {"factory": Failing}
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **b: connect(*a, **{**b, **failing}))
    with pytest.raises(BookError):
        gone.confirm()
    monkeypatch.undo()
    assert facts(book.path, "act", "observation", "event", "note") == before
    assert schema(book.path) == made


@pytest.mark.evidence
@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_killed_at_any_statement_all_of_it_is_there_or_nothing(
    book: Book, tmp_path: Path, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    before, made, kept, gone = book.path.read_bytes(), schema(book.path), 0, 0
    with Workers() as workers:
        (told,) = workers.run({"job": "forget", "path": str(book.path), "at": 0})
        assert traces(book.path) == []
        last = told["statements"]
        # The sweep is at the end.
        points = {*range(1, last + 1, full_count(60, 1)), *range(last - 5, last + 1)}
        for at in sorted(points):
            book.path.write_bytes(before)
            (child,) = workers.start({"job": "forget", "path": str(book.path), "at": at})
            assert workers.next()["reached"] == at
            os.kill(child, signal.SIGKILL)
            workers.said()
            again = Book(book.path)
            if "in/ana-diaz" in {*again.tables().people.person}:
                kept += 1
                assert facts(book.path, *FACTS) == facts_before(before, tmp_path)
            else:
                gone += 1
                again.want("Echo")  # the next act sweeps
                assert traces(book.path) == []
            assert schema(book.path) == made
    assert kept > 2
    assert gone > 2
    counted("statements", kept + gone, half_done=0)


def facts_before(content: bytes, folder: Path) -> list[tuple[Any, ...]]:
    (folder / "before").write_bytes(content)
    return facts(folder / "before", *FACTS)


def test_the_key_lies_outside_for_its_owner_alone(book: Book) -> None:
    book.forget("Ana Diaz").confirm()
    home = Path(os.environ["INFONET_HOME"])
    with closing(sqlite3.connect(book.path)) as con:
        number = con.execute("SELECT value FROM meta WHERE key = 'id'").fetchone()[0]
    key = home / "books" / number.hex() / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    assert bytes.fromhex(key.read_text()) not in book.path.read_bytes()


def test_nothing_is_taken_of_who_withdrew_consent_until_they_give_it_anew(tmp_path: Path) -> None:
    book = Book(tmp_path / "me.db", me=ROBIN)
    book.add(export(ANA, BO))
    theirs = export(EVA, owner="in/ana-diaz")
    book.note("Ana Diaz", "consent withdrawn", "wrote so", date="2026-05-01")
    with pytest.raises(BookError, match="Ana Diaz withdrew their consent"):
        book.add(theirs)
    book.note("Ana Diaz", "consent", "agreed again", date="2026-05-20")
    assert len(book.add(theirs).tables.people) == 2
    book.forget(export="Ana Diaz").confirm()
    with pytest.raises(BookError, match="was forgotten"):
        book.add(theirs)
    book.note("Ana Diaz", "consent", "and again")
    book.add(theirs)
    assert "in/eva-roe" in {*book.tables().people.person}


def test_nobody_is_left_of_whom_only_an_undone_entry_speaks() -> None:
    book = Book(me=ROBIN)
    book.tie("Bo Lin", new=True)
    book.tie("Ana Diaz", new=True)
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    book.undo()
    book.forget("Ana Diaz").confirm()
    assert book.tables().people.person.tolist() == ["me", "name/bo-lin"]
    assert book.check().empty


def test_nobody_writes_to_the_nameless_as_long_as_the_log_speaks_of_them() -> None:
    book = Book(me=ROBIN)
    book.tie("Ana Diaz", new=True)
    book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    book.forget("Ana Diaz").confirm()

    def said() -> list[tuple[str, str]]:
        tables = book.tables()
        told = tables.notes[["person", "kind"]].itertuples(index=False, name=None)
        assert {person for person, _ in told} == {*tables.people.person} - {"me"}
        return [*tables.notes[["kind", "text"]].itertuples(index=False, name=None)]

    assert said() == [("opted out", "was forgotten")]
    book.undo()
    assert said() == []
    book.redo()
    assert said() == [("opted out", "was forgotten")]
    assert book.notes().empty  # which the user did not write
