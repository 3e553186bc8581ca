"""The schema: books of every earlier one, checksums, and an index for every look-up."""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import sqlite3
import stat
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from infonet.book import Book
from infonet.book._keyring import Keyring
from infonet.book._schema import bring_up
from infonet.errors import BookError
from infonet.tables import check
from tests.book_exports import ANA, BO, ROBIN, export

MADE_ANEW: dict[str, Callable[[Any], Any]] = {
    # Keyed hashes are bytes; a path is that of the file alone.
    "observation": lambda value: len(value) if isinstance(value, bytes) else value,
    "export": lambda value: value.rpartition("/")[2] if isinstance(value, str) else value,
}
"""What a migration made anew, and how to compare the rest."""

HERE = Path(__file__).parents[1]
VERSION = 5
EARLIER = range(1, VERSION)

# What the code of their day said of the books of earlier schemas.
SAID = json.loads((HERE / "book_of_schema.json").read_text("utf-8"))


def earlier(folder: Path, version: int, *, mode: str = "WAL") -> Path:
    """Make a book as infonet wrote it with an earlier schema."""
    path = folder / f"{version}.db"
    with closing(sqlite3.connect(path)) as con:
        con.executescript((HERE / f"book_of_schema_{version}.sql").read_text("utf-8"))
        con.execute(f"PRAGMA journal_mode = {mode}")
    path.chmod(0o600)
    return path


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as con:
        return int(con.execute("PRAGMA user_version").fetchone()[0])


def schema(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as con:
        return sorted(con.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


def secrets_of(path: Path) -> dict[str, bytes]:
    with closing(sqlite3.connect(path)) as con:
        return dict(con.execute("SELECT key, value FROM meta"))


def facts(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every fact, by table and in order, without what the present schema adds."""
    renamed = {"sighting": "observation", "star": "lists_connections"}
    added = {"id", "checksum", "ask", "inferred", "counts", "stamp", "session", "version"}
    found = {}
    with closing(sqlite3.connect(path)) as con:
        names = [
            name
            for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in ("meta", "sqlite_sequence")
        ]
        for name in names:
            columns = [row[1] for row in con.execute(f"PRAGMA table_info({name})")]
            kept = sorted(
                (column for column in columns if column not in added or column == name),
                key=lambda column: renamed.get(column, column),
            )
            quoted = ", ".join(f'"{column}"' for column in kept)
            rows = con.execute(f"SELECT {quoted} FROM {name} ORDER BY rowid").fetchall()
            found[renamed.get(name, name)] = rows
    return {name: rows for name, rows in found.items() if rows}


@pytest.mark.parametrize("version", EARLIER)
def test_a_book_of_an_earlier_schema_says_what_it_said(tmp_path: Path, version: int) -> None:
    path = earlier(tmp_path, version)
    book = Book(path, me=ROBIN)
    tables = book.tables()
    assert check(tables).empty
    said = SAID[str(version)]
    for name in ("people", "jobs", "ties", "companies"):
        found = getattr(tables, name).drop(columns=["seen", "known"], errors="ignore")
        assert found.to_csv(index=False).splitlines() == said[name], name
    events = tables.events.sort_values("event").drop(columns=["request", "kind", "counts"])
    assert events.to_csv(index=False).splitlines() == said["events"]
    history = book.history()[["kind", "what", "undone"]].to_csv(index=False).splitlines()
    assert history == said["history"]


@pytest.mark.parametrize("version", EARLIER)
def test_a_book_that_is_brought_up_has_the_schema_of_a_fresh_one_and_its_facts(
    tmp_path: Path, version: int
) -> None:
    path = earlier(tmp_path, version)
    before = facts(path)
    Book(path).tables()
    fresh = tmp_path / "fresh.db"
    Book(fresh)
    assert (version_of(path), schema(path)) == (VERSION, schema(fresh))
    after = facts(path)
    # What was agreed is a promise now; agreed is a status.
    notes = [tuple({"agreed": "promised"}.get(x, x) for x in row) for row in before.get("note", [])]
    wanted = before | {"note": notes} if notes else before
    assert {name: rows for name, rows in after.items() if name not in MADE_ANEW} == {
        name: rows for name, rows in wanted.items() if name not in MADE_ANEW
    }
    for name, changed in MADE_ANEW.items():
        kept = [tuple(map(changed, row)) for row in wanted.get(name, [])]
        assert [tuple(map(changed, row)) for row in after.get(name, [])] == kept
    with closing(sqlite3.connect(path)) as con:
        assert con.execute("PRAGMA foreign_key_check").fetchall() == []
        assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_no_two_books_have_a_secret_in_common(tmp_path: Path) -> None:
    for name in ("a.db", "b.db"):
        Book(tmp_path / name)
    one, other = secrets_of(tmp_path / "a.db"), secrets_of(tmp_path / "b.db")
    assert {key: len(value) for key, value in one.items()} == {"epoch": 16, "id": 16, "salt": 32}
    assert one.keys() == other.keys() and not {*one.values()} & {*other.values()}


@pytest.mark.parametrize("version", EARLIER)
def test_a_book_that_is_brought_up_is_written_on(tmp_path: Path, version: int) -> None:
    path = earlier(tmp_path, version)
    book = Book(path)
    events = len(book.tables().events)
    book.want("Hotel")
    book.log("held", "Bo Lin", company="Delta", date="2026-06-01")
    book.note("Bo Lin", "snooze", "on holiday", date="2026-07-01")
    assert len(Book(path).tables().events) == events + 1
    with closing(sqlite3.connect(path)) as con:
        assert con.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    kept = tmp_path / f"{version}-schema-{version}.db"
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([path.name, kept.name])
    assert version_of(kept) == version
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_friends_addresses_and_the_folders_of_a_machine_leave_an_earlier_book(
    tmp_path: Path,
) -> None:
    """The salt stands in the book: with it alone nobody finds the hash of a usual address."""
    path = earlier(tmp_path, 4, mode="DELETE")
    with closing(sqlite3.connect(path)) as con:
        salt = con.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()[0]
        found = con.execute("SELECT email_hash FROM observation WHERE email_hash IS NOT NULL")
        hashes = {digest for (digest,) in found}
    guessed = hmac.new(salt, b"zoe.quill@example.org", hashlib.sha256).digest()
    assert guessed in hashes and guessed in path.read_bytes()
    assert b"/srv/exports" in path.read_bytes()
    book = Book(path)
    assert book.who("zoe.quill@example.org") == "name/zoe-quill"
    content = path.read_bytes()
    assert not [digest for digest in hashes if digest in content]
    assert b"/srv/exports" not in content and b"Connections.csv" in content


@pytest.mark.parametrize("act", ["write", "copy", "look"])
def test_whatever_is_done_first_brings_it_up(tmp_path: Path, act: str) -> None:
    path = earlier(tmp_path, 1)
    old = Book(path)
    assert version_of(path) == 1
    if act == "write":
        old.correct(1, note=None)
    elif act == "copy":
        old.backup(tmp_path / "copy.db")
        assert version_of(tmp_path / "copy.db") == VERSION
    else:
        old.state()
    assert version_of(path) == VERSION
    assert len(Book(path).tables().events) == 2


def test_bringing_up_is_all_or_nothing(tmp_path: Path) -> None:
    path = earlier(tmp_path, 1, mode="DELETE")
    with closing(sqlite3.connect(path)) as con:
        con.execute("CREATE TABLE note (a, table_that, stands_in, the_way)")
    before = path.read_bytes()
    with pytest.raises(BookError, match="could not be read"):
        Book(path).tables()
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as con:
        con.execute("DROP TABLE note")
    assert len(Book(path).tables().events) == 2


@pytest.mark.parametrize("fails_at", [1, 2])
def test_without_a_place_for_its_key_a_book_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    """The key is had once: where its file cannot be read later, nothing is left out."""
    path = earlier(tmp_path, 4, mode="DELETE")
    before, real, asked = path.read_bytes(), Keyring.keep, []

    def keep(self: Keyring, book: bytes) -> bytes:
        asked.append(book)
        if len(asked) == fails_at:
            raise OSError(errno.EMFILE, "Too many open files")
        return real(self, book)

    monkeypatch.setattr(Keyring, "keep", keep)
    if fails_at == 1:
        with pytest.raises(BookError, match=r"stays as it was, as its key cannot be kept in"):
            Book(path).tables()
        assert path.read_bytes() == before
    assert Book(path).who("zoe.quill@example.org") == "name/zoe-quill"


def test_what_a_function_of_a_migration_stumbles_over_is_an_error_of_the_database(
    tmp_path: Path,
) -> None:
    """So it is one sentence, as all else that damage does."""

    def stumble(*arguments: object) -> bytes:
        raise TypeError("not for a user's eyes")

    path = earlier(tmp_path, 4, mode="DELETE")
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as con,
        pytest.raises(sqlite3.OperationalError),
    ):
        bring_up(con, {"fingerprint": stumble, "keyed": stumble})


def everything(path: Path) -> Book:
    """Make a book with facts of every kind."""
    book = Book(path, me=ROBIN)
    book.add(export({**ANA, "email": "ana@example.com"}, BO, companies=[
        {"company": "Golf", "kind": "company", "priority": 2, "aliases": ("Golf Ltd",)}
    ]))  # fmt: skip
    book.tie("Ana Diaz", closeness="strong", since="2015-02-03")
    book.person("Di Roe", company="Golf")
    book.want("Delta", aliases=["Delta Works"])
    book.same_company("Delta", "Delta Air")
    book.same("Di Roe", "Bo Lin")
    way = {"kind": "direct", "route": ("me", "in/ana-diaz"), "probability": 1}
    asked = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02", way=way)
    book.correct(asked, note='dear "Ana" 🍷 — first\nsecond')
    book.debrief(
        "Ana Diaz", date="2026-03-09", names=["Lu Weir"], learnt="much", fit={"goals": "1"}
    )
    book.note(None, "goal", "3")
    book.undo()
    book.redo()
    return book


def test_every_fact_has_a_checksum_of_its_values(tmp_path: Path) -> None:
    """Worked out here by the standard library: CRC-32 of the values as JSON in ASCII."""
    book = everything(tmp_path / "me.db")
    seen = set()
    for path in (book.path, earlier(tmp_path, 3)):
        Book(path).tables()
        with closing(sqlite3.connect(path)) as con:
            tables = [
                name
                for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                if name not in ("meta", "sqlite_sequence")
            ]
            for table in tables:
                own = {"event": "event"}.get(table, "id")
                columns = [row[1] for row in con.execute(f"PRAGMA table_info({table})")]
                for row in con.execute(f"SELECT * FROM {table}"):
                    fact = dict(zip(columns, row, strict=True))
                    kept = fact.pop("checksum")
                    fact.pop(own, None)
                    values = [
                        value.hex() if isinstance(value, bytes) else value
                        for value in fact.values()
                    ]
                    text = json.dumps(values, separators=(",", ":"))
                    assert kept == zlib.crc32(text.encode("ascii")), (table, fact)
                    seen.add(table)
    assert len(seen) == 12


def test_every_act_has_a_stamp_of_its_own_a_session_and_a_version(tmp_path: Path) -> None:
    book = everything(tmp_path / "me.db")
    Book(book.path).want("Echo")
    with closing(sqlite3.connect(book.path)) as con:
        rows = con.execute("SELECT stamp, session, version FROM act").fetchall()
        meta = dict(con.execute("SELECT key, value FROM meta"))
    assert all(isinstance(stamp, bytes) and len(stamp) == 16 for stamp, *_ in rows)
    assert len({stamp for stamp, *_ in rows}) == len(rows)
    assert len({session for _, session, _ in rows}) == 2  # the one that was opened twice
    assert {len(meta[key]) for key in ("id", "epoch")} == {16}
    other = Book(tmp_path / "other.db")
    with closing(sqlite3.connect(other.path)) as con:
        assert meta != dict(con.execute("SELECT key, value FROM meta"))


LOOK_UPS = {
    "by key": lambda book: book.who("in/ana-diaz"),
    "by a key that is no more shown": lambda book: book.who("name/di-roe"),
    "by several": lambda book: book.tie("Ana Diaz", "Bo Lin", company="Echo"),
    "by profile": lambda book: book.who("https://www.linkedin.com/in/bo-lin"),
    "by name": lambda book: book.who("Ana Diaz"),
    "by e-mail": lambda book: book.who("ana@example.com"),
    "by event": lambda book: book.correct(1, channel="mail"),
    "by act": lambda book: book.undo(book.state().act),
    "the state": lambda book: book.state(),
}


@pytest.mark.parametrize("look_up", LOOK_UPS)
def test_no_look_up_scans_a_table_of_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look_up: str
) -> None:
    """The plans of every query that a look-up asks, once who is who is known."""
    book = everything(tmp_path / "me.db")
    book.who("Ana Diaz")  # who is who is worked out from all facts, once
    asked: list[str] = []
    connect = sqlite3.connect

    def traced(*given: Any, **named: Any) -> sqlite3.Connection:
        con: sqlite3.Connection = connect(*given, **named)
        con.set_trace_callback(asked.append)
        return con

    monkeypatch.setattr(sqlite3, "connect", traced)
    LOOK_UPS[look_up](book)
    monkeypatch.undo()
    plans = []
    with closing(sqlite3.connect(book.path)) as con:
        for sql in asked:
            if sql.startswith("SELECT"):
                plans += [row[3] for row in con.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert plans
    # What a part of the question found is passed through; how it was found is a step of its own.
    small = ("undo", "act", "meta", "json_each", "CONSTANT", "(subquery")
    wrong = [p for p in plans if p.startswith("SCAN") and p.split()[1].split("-")[0] not in small]
    assert not wrong
