"""A book that is checked: its file, its facts, its place, and its people in a repository."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from infonet.book import Book
from infonet.errors import BookError, BookWarning
from infonet.writers import write
from tests.book_exports import ANA, BO, ROBIN, export

SEED = 20260630
WORDS = "four words of hers"
PEOPLE = [
    *("Ana Maria Díaz", "Bo Lin", "Cy Young-Osei", "Zoë O'Brien", "Łukasz Żak", "王小明"),
    *("Dr. Eli Roe, PhD", "Fay van der Orr", "Gus Mac Wren", "Hà Nguyễn"),
]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = Book(tmp_path / "me.db", me=ROBIN)
    made.add(export(ANA, BO))
    made.tie("Ana Diaz", closeness="strong", since="2015-02-03", last="2020-01-01")
    asked = made.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    made.correct(asked, note="kind")
    made.note("Bo Lin", "learnt", "much")
    return made


def kinds(book: Book) -> list[str]:
    return sorted(book.check().kind)


def tamper(book: Book, sql: str, *values: Any) -> None:
    """Change what nobody may change, as a damaged disk would, and keep the checksum."""
    with closing(sqlite3.connect(book.path)) as con:
        for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            con.execute(f"DROP TRIGGER {name}")
        con.execute(sql, values)
        con.commit()


def test_a_sound_book_has_no_faults(book: Book, tmp_path: Path) -> None:
    assert book.check().empty
    assert list(book.check().columns) == ["kind", "where", "problem", "action"]
    book.forget("Ana Diaz").confirm()
    book.undo()
    assert book.check().empty


def test_a_flipped_bit_in_a_name_or_a_day_is_noticed(book: Book) -> None:
    content = bytearray(book.path.read_bytes())
    for word in (b"Ana Diaz", b"2026-03-02T"):
        at = content.find(word)
        assert at > 0
        flipped = bytearray(content)
        flipped[at + 5] ^= 1
        book.path.write_bytes(flipped)
        assert "checksum" in kinds(book), word
    book.path.write_bytes(content)
    assert book.check().empty


@pytest.mark.parametrize(
    ("sql", "kind", "said"),
    [
        ("UPDATE event SET stage = 'dreamt'", "stage", "unknown stage `dreamt`"),
        ("UPDATE correction SET field = 'stage', value = 'dreamt'", "stage", "dreamt"),
        ("UPDATE tie SET last = '2001-01-01'", "contradiction", "before they met"),
        ("UPDATE tie SET source = target", "contradiction", "with themselves"),
        ("UPDATE event SET date = 'soon'", "contradiction", "`soon` is no day"),
        ("UPDATE note SET person = 'name/nobody'", "orphan", "nobody is known"),
        ("UPDATE correction SET event = 99", "orphan", "missing event"),
        ("UPDATE job SET start = '2020-01-01', end = '2019-01-01'", "contradiction", "it ends"),
    ],
)
def test_each_fault_is_found(book: Book, sql: str, kind: str, said: str) -> None:
    tamper(book, sql)
    found = book.check()
    assert found[found.kind == kind].problem.str.contains(said).any()
    assert "checksum" in {*found.kind}
    assert found.action.str.len().gt(5).all()


def test_a_damaged_book_replaces_no_good_backup(book: Book, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    book.backup(copy)
    copy.chmod(0o644)
    book.want("Echo")
    book.backup(copy, replace=True)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    good = copy.read_bytes()
    assert len(Book(copy).tables().companies) == 1
    tamper(book, "UPDATE observation SET name = 'Ana Dias' WHERE person = 'in/ana-diaz'")
    with pytest.raises(BookError, match=r"no backup .* replaces a good one: .*not sound"):
        book.backup(copy, replace=True)
    assert copy.read_bytes() == good
    with pytest.raises(BookError, match="already there"):
        book.backup(copy)
    with pytest.raises(BookError, match="the book itself"):
        book.backup(book.path, replace=True)


# Names in a repository


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q")
    return root


def ways(name: str) -> list[str]:
    """Return how a name may be written."""
    plain = name.removeprefix("Dr. ").removesuffix(", PhD")
    first, _, last = plain.partition(" ")
    if not last:
        return [name]
    return [
        *(plain, plain.upper(), f"{last}, {first}", plain.replace(" ", "\n")),
        *(f'"{first}","{last}"', plain.replace(" ", "_"), f"{first}</b> <i>{last}"),
    ]


def notebook(**parts: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "source": ["1 + 1"], "outputs": [], "metadata": {}}
    text = {"cell_type": "markdown", "source": ["nothing"], "metadata": {}}
    return {"cells": [text, cell | parts.get("code", {}), text | parts.get("text", {})],
            "metadata": parts.get("metadata", {}), "nbformat": 4, "nbformat_minor": 5}  # fmt: skip


def planted(number: int, text: str) -> tuple[str, str, str]:
    """Return a file, its content, and where the leak should be found."""
    html = {"output_type": "display_data", "data": {"text/html": [f"<td>{text}</td>\n", "<p>"]}}
    stream = {"output_type": "stream", "name": "stdout", "text": ["x\n", f"{text}\n"]}
    state = {"widgets": {"application/x": {"state": {"a": {"state": {"value": text}}}}}}
    inner = {"widgets": {"application/x": {"state": {"a": json.dumps({"_frame": [text]})}}}}
    made = {
        0: ("md", f"# Title\n\nI met {text} there.", "line 3"),
        1: ("ipynb", notebook(code={"outputs": [html]}), "cell 2 (output)"),
        2: ("ipynb", notebook(code={"outputs": [stream]}), "cell 2 (output)"),
        3: ("ipynb", notebook(text={"source": ["a\n", f"b {text}"]}), "cell 3 (Markdown)"),
        4: ("ipynb", notebook(metadata=state), "widget state"),
        5: ("ipynb", notebook(metadata=inner), "widget state"),
        6: ("csv", f"name,company\n{text},Delta\n", "line 2"),
        7: ("py", f"who = 1\n# {text}\n", "line 2"),
        8: ("ipynb", notebook(code={"source": [f"ask('{text}')"]}), "cell 2 (code)"),
        9: ("svg", f"<svg><text>{text}</text></svg>", "line 1"),
    }
    ending, content, where = made[number % 10]
    said = content if isinstance(content, str) else json.dumps(content)
    return f"folder {number % 3}/{number}.{ending}", said, where


@pytest.mark.parametrize("version", ["2", "4"])
def test_fifty_seeded_leaks_are_found_by_file_and_cell(repository: Path, version: str) -> None:
    rng = random.Random(SEED)
    book = Book()
    book.add(export(*({"slug": f"p-{n}", "name": one} for n, one in enumerate(PEOPLE))))
    git(repository, "config", "index.version", version)
    wanted = {}
    for number in range(50):
        who = rng.choice(PEOPLE)
        name, content, where = planted(number, rng.choice(ways(who)))
        path = repository / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
        wanted[name] = (where, who)
    git(repository, "add", "-A")
    (repository / "untracked.md").write_text("Bo Lin")
    found = book.check(repository)
    assert {*found.kind} == {"leak"}
    for name, (where, who) in wanted.items():
        here = found[found["where"].str.startswith(f"{name}, ")]
        assert where in here["where"].iloc[0], name
        assert who in here.problem.iloc[0]
    assert not found["where"].str.contains("untracked").any()
    assert len({one.partition(",")[0] for one in found["where"]}) == 50


HIDDEN = {
    "decomposed": unicodedata.normalize("NFD", "Ana Díaz"),
    "escaped": json.dumps(unicodedata.normalize("NFD", "Ana Díaz")),
    "coloured words": "\x1b[1mAna\x1b[0m \x1b[38;5;4mDiaz\x1b[0m",
    "coloured letters": "\x1b[1mA\x1b[0mna Diaz",
    "escaped colours": json.dumps("\x1b[1mAna\x1b[0m Diaz"),
    "colour after a word": "id7\x1b[1mAna Diaz",
    "blank of no width": "An\u200ba D\u2060iaz",
    "blank between": "Ana\u200bDiaz",
    "soft hyphen": "Ana Di\u00adaz",
    "HTML": "Ana Di&shy;az",
    "direction": "\u2067Ana\u2069 \u202dDi\u202caz",
    "mark of order": "Ana Di\ufeffaz",
}


@pytest.mark.parametrize("way", HIDDEN)
@pytest.mark.parametrize("ending", ["txt", "ipynb"])
def test_a_name_is_found_beneath_what_nobody_sees(repository: Path, way: str, ending: str) -> None:
    book = Book()
    book.add(export(ANA))
    text = f"one\n{HIDDEN[way]}\n"
    stream = {"output_type": "stream", "name": "stdout", "text": [text]}
    said = text if ending == "txt" else json.dumps(notebook(code={"outputs": [stream]}))
    (repository / f"x.{ending}").write_text(said, "utf-8")
    (repository / "none.json").write_text("\x1b[1mAna\x1b[0m and \u200bDiaz")
    git(repository, "add", "-A")
    (found,) = book.check(repository)["where"]
    assert found == {"txt": "x.txt, line 2", "ipynb": "x.ipynb, cell 2 (output)"}[ending]


def test_a_name_of_a_file_is_found_decomposed(repository: Path) -> None:
    book = Book()
    book.add(export(ANA))
    (repository / unicodedata.normalize("NFD", "Ana Díaz.txt")).write_text("x")
    git(repository, "config", "core.precomposeunicode", "false")
    git(repository, "add", "-A")
    (found,) = book.check(repository)["where"]
    assert "(its name)" in found


@pytest.mark.parametrize("said", ["{}", "[]", '{"cells": [3]}', '{"cells": {"a": "Bo"}} Bo Lin'])
def test_a_notebook_that_is_none_is_read_as_text(repository: Path, said: str) -> None:
    book = Book()
    book.add(export(BO))
    (repository / "x.ipynb").write_text(f"{said}\n")
    git(repository, "add", "-A")
    assert len(book.check(repository)) == said.count("Bo Lin")


def packed(files: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_names_in_a_zip_and_a_workbook_are_found_by_file_and_line(
    repository: Path, compression: int
) -> None:
    book = Book()
    book.add(export(ANA, BO))
    said = json.dumps(notebook(text={"source": ["Bo Lin"]}))
    files = {"a/{x}.csv": "First,Last\nAna,Diaz\n", "b.ipynb": said, "bo lin.txt": "x"}
    (repository / "all.zip").write_bytes(packed(files, compression))
    book.add(export({"slug": "cy", "name": "Cy Moss", "company": "Echo"}))
    write(book, repository / "all.xlsx")
    write(book, repository / "tables.zip")
    git(repository, "add", "-A")
    found = book.check(repository)["where"].tolist()
    assert [one for one in found if one.startswith("all.zip")] == [
        *("all.zip/a/{x}.csv, line 2", "all.zip/b.ipynb, cell 3 (Markdown)"),
        "all.zip/bo lin.txt (its name)",
    ]
    for place in ("all.xlsx/xl/", "tables.zip/people.csv, line "):
        assert any(one.startswith(place) for one in found), place


def test_a_zip_is_read_within_bounds_and_no_damage_breaks_the_check_off(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Book()
    book.add(export(ANA, BO))
    monkeypatch.setattr("infonet.book._leaks._MOST", 1 << 20)
    bomb: dict[str, str | bytes] = {"a": bytes(64 << 20), "b": "Ana Diaz", "ana diaz": ""}
    (repository / "bomb.zip").write_bytes(packed(bomb))
    (repository / "many.zip").write_bytes(packed({"a": bytes(64 << 20), "b": ""}, zipfile.ZIP_LZMA))
    (repository / "nested.zip").write_bytes(packed({"a.zip": packed({"b": "Ana Diaz"})}))
    whole = packed({"a": "Ana Diaz " * 99, "b": "Bo Lin"})
    rng = random.Random(SEED)
    for number in range(40):
        damaged = bytearray(whole)
        for _ in range(3):
            damaged[rng.randrange(len(whole))] = rng.randrange(256)
        (repository / f"{number}.zip").write_bytes(damaged[: rng.choice((None, 60))])
    tracemalloc.start()
    git(repository, "add", "-A")
    found = book.check(repository)["where"].tolist()
    assert tracemalloc.get_traced_memory()[1] < 24 << 20
    tracemalloc.stop()
    assert [one for one in found if "bomb" in one] == ["bomb.zip/ana diaz (its name)"]
    assert not [one for one in found if "nested" in one]
    assert len({one for one in found if "/b, line" in one}) > 3


def test_what_names_nobody_is_no_leak(repository: Path) -> None:
    book = Book()
    book.add(export(ANA, BO))
    book.person("Cher")
    (repository / "x.md").write_text("Ana said that Bo, as Cher, is a boling diaz. Lin.")
    (repository / "x.bin").write_bytes(bytes(range(256)) * 40)
    git(repository, "add", "-A")
    assert book.check(repository).empty


@pytest.mark.parametrize("names", [False, True])
def test_what_a_contact_without_a_name_is_called_is_no_leak_and_a_name_is(
    repository: Path, tmp_path: Path, *, names: bool
) -> None:
    hers, book = Book(me=ROBIN), Book()
    hers.add(export({**BO, "company": "Delta", "title": "Recruiter"}))
    hers.share(tmp_path / "hers.json", passphrase=WORDS, names=names)
    book.add(tmp_path / "hers.json", owner="Robin Achterberg")
    (repository / "x.md").write_text("A Delta, which Bo Lin has crossed.")
    git(repository, "add", "-A")
    found = book.check(repository).problem.tolist()
    assert found == (["names Bo Lin, who is in your book"] if names else [])


def test_names_of_files_and_a_tracked_book_are_leaks(repository: Path) -> None:
    with pytest.warns(BookWarning, match="git work tree"):
        book = Book(repository / "me.db")
    book.add(export(ANA, BO))
    (repository / "ana-diaz.txt").write_text("x")
    git(repository, "add", "-f", "-A")
    found = book.check(repository)
    assert found["where"].str.startswith("ana-diaz.txt (its name)").any()
    assert found["where"].str.startswith("me.db (a database)").any()
    assert found[found.kind == "place"].problem.str.startswith("git tracks the book").all()


def test_a_sample_and_a_folder_without_git_are_said(tmp_path: Path, repository: Path) -> None:
    sample = Book(sample=True)
    sample.person("Ana Diaz")
    (repository / "x.md").write_text("Ana Diaz")
    git(repository, "add", "-A")
    assert sample.check(repository).empty
    with pytest.raises(BookError, match="no git work tree"):
        sample.check(tmp_path)


# Where it lies


def said_of(path: Path) -> list[str]:
    with pytest.warns(BookWarning) as told:
        Book(path)
    return [str(one.message) for one in told]


@pytest.mark.parametrize("ignore", ["*.db\n", "private/\n", "/private/me.db", "!x\nprivate/*\n"])
def test_a_book_in_a_work_tree_is_said_once_unless_it_is_ignored(
    repository: Path, ignore: str
) -> None:
    (repository / "private").mkdir()
    path = repository / "private" / "me.db"
    (said,) = said_of(path)
    assert "git work tree" in said and ".gitignore" in said
    Book(path).want("Delta")  # a second time nothing is said: a warning is an error here
    assert Book(path).check(repository)["kind"].tolist() == ["place"]
    (repository / ".gitignore").write_text(ignore)
    assert Book(path).check(repository).empty


@pytest.mark.parametrize("damaged", ["", "[", "7", "[" * 100_000])
def test_where_it_is_damaged_what_was_said_it_is_said_again(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: str
) -> None:
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    said = said_of(repository / "me.db")
    (kept,) = tmp_path.glob("settings/books/*/said")
    kept.write_text(damaged, "utf-8")
    assert said_of(repository / "me.db") == said


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_a_book_that_others_can_read_is_said_and_what_lies_beside_it_is_made_private(
    tmp_path: Path,
) -> None:
    path = Book(tmp_path / "me.db").path
    path.chmod(0o644)
    beside = tmp_path / "me.db-journal"
    beside.write_bytes(b"")
    beside.chmod(0o644)
    (said,) = said_of(path)
    assert "chmod 600" in said
    assert not beside.exists() or stat.S_IMODE(beside.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "folder", ["Dropbox", "OneDrive - Delta", "Google Drive", "iCloud Drive", "Nextcloud"]
)
def test_a_book_in_a_synchronised_folder_is_said(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    (said,) = said_of(tmp_path / folder / "me.db")
    assert "copied to other computers" in said


def test_a_folder_whose_name_only_begins_so_is_none(tmp_path: Path) -> None:
    (tmp_path / "megan" / "dropboxes").mkdir(parents=True)
    assert Book(tmp_path / "megan" / "dropboxes" / "me.db").check().empty


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_a_book_in_a_folder_that_all_may_write_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    (tmp_path / "all").chmod(0o777)
    Book(tmp_path / "all" / "me.db")  # which they cannot enter
    folder = Path(tempfile.mkdtemp(prefix="infonet-"))
    folder.chmod(0o777)
    try:
        (said,) = said_of(folder / "me.db")
    finally:
        shutil.rmtree(folder)
    assert "others can write" in said


@pytest.mark.parametrize("path", [":memory:", "file:me.db", "file:me.db?mode=memory"])
def test_what_sqlite_takes_for_no_file_is_refused(path: str) -> None:
    with pytest.raises(BookError, match=r"no path|the path of the file"):
        Book(path)
    assert not Path(path).exists()


def test_no_folder_of_the_machine_stands_in_a_book(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "bo" / "Connections.csv"
    file.parent.mkdir()
    file.write_text(
        "First Name,Last Name,URL,Position,Connected On\n"
        "Eli,Roe,https://www.linkedin.com/in/eli-roe,Analyst,08 Feb 2026\n"
    )
    book.add(file, owner="Bo Lin")
    log = tmp_path / "log.csv"
    log.write_text("stage,person,date\nasked,Bo Lin,2026-05-02\n")
    book.add(log)
    assert str(tmp_path).encode() not in book.path.read_bytes()
