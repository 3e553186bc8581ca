"""The notebook of the user's own book: its cells, and what becomes of the file at its place."""

from __future__ import annotations

import ast
import errno
import json
import os
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest

import infonet
from infonet import Book
from infonet.start import BOOK, KERNEL, NOTEBOOK, VERSIONS, State, put_notebook

NEWER = [*VERSIONS, [["code", "import infonet"], ["markdown", "Press"], ["code", "infonet.x()"]]]


def read(folder: Path) -> Any:
    return json.loads((folder / NOTEBOOK).read_text("utf-8"))


def write(folder: Path, notebook: Any) -> bytes:
    place = folder / NOTEBOOK
    place.write_text(json.dumps(notebook), "utf-8")
    return place.read_bytes()


def sources(folder: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in read(folder)["cells"]]


def test_a_new_one_is_whole_and_keeps_no_output(tmp_path: Path) -> None:
    assert put_notebook(tmp_path) is State.NEW
    notebook = nbformat.read(tmp_path / NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == KERNEL
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) == 2
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * 2
    (line,) = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert line == "Press ▶ to open your book."


@pytest.mark.parametrize("version", VERSIONS)
def test_its_code_names_nobody_no_place_and_no_day(version: list[list[str]]) -> None:
    """The same bytes for everybody, so that what runs by itself can be known."""
    for code in [source for kind, source in version if kind == "code"]:
        constants = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant)]
        assert not constants
        assert not re.search(r"[/\\@\d]", code)


def test_its_first_cell_alone_opens_the_book() -> None:
    """One press of Shift and Enter is enough where nothing runs it."""
    kind, source = VERSIONS[-1][0]
    assert kind == "code"
    *_, last = ast.parse(source).body
    assert isinstance(last, ast.Expr) and "my_book" in source
    assert callable(infonet.my_book)


def test_it_is_left_as_it_is_where_it_is_right(tmp_path: Path) -> None:
    put_notebook(tmp_path)
    before = (tmp_path / NOTEBOOK).stat()
    assert put_notebook(tmp_path) is State.KEPT
    assert (tmp_path / NOTEBOOK).stat().st_mtime_ns == before.st_mtime_ns
    assert before.st_ino == (tmp_path / NOTEBOOK).stat().st_ino


def test_outputs_that_were_saved_in_it_are_dropped(tmp_path: Path) -> None:
    put_notebook(tmp_path)
    clean = (tmp_path / NOTEBOOK).read_bytes()
    notebook = read(tmp_path)
    shown = {"name": "stdout", "output_type": "stream", "text": "Ana Diaz"}
    notebook["cells"][0] |= {"outputs": [shown], "execution_count": 3}
    write(tmp_path, notebook)
    assert put_notebook(tmp_path) is State.KEPT
    assert (tmp_path / NOTEBOOK).read_bytes() == clean


def test_one_of_an_earlier_version_is_replaced(tmp_path: Path) -> None:
    put_notebook(tmp_path)
    assert put_notebook(tmp_path, NEWER) is State.REPLACED
    assert sources(tmp_path) == [source for _, source in NEWER[-1]]


@pytest.mark.parametrize("content", ["[" * 100_000, '{"cells": ["a"]}', '{"cells": 1}', "[1]"])
def test_one_of_whatever_json_is_left_alone(content: str, tmp_path: Path) -> None:
    put_notebook(tmp_path)
    path = tmp_path / NOTEBOOK
    path.write_text(content, "utf-8")
    assert put_notebook(tmp_path) is State.CHANGED
    assert path.read_text("utf-8") == content


@pytest.mark.parametrize("change", ["a cell", "a cell more", "a cell less", "the kind", "no json"])
def test_one_that_was_changed_is_left_alone(change: str, tmp_path: Path) -> None:
    put_notebook(tmp_path)
    notebook = read(tmp_path)
    cells = notebook["cells"]
    if change == "a cell":
        cells[0]["source"] += "\n# mine"
    elif change == "a cell more":
        cells.append({"cell_type": "code", "source": "1", "metadata": {}, "outputs": []})
    elif change == "a cell less":
        cells.pop()
    elif change == "the kind":
        cells[1]["cell_type"] = "code"
    mine = write(tmp_path, notebook if change != "no json" else "mine")
    for versions in (VERSIONS, NEWER):
        assert put_notebook(tmp_path, versions) is State.CHANGED
        assert (tmp_path / NOTEBOOK).read_bytes() == mine


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / NOTEBOOK).mkdir()
    with pytest.raises(infonet.InfonetError, match="choose another folder"):
        put_notebook(tmp_path)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a book and a backup of it."""
    pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")
    monkeypatch.setenv("INFONET_HOME", str(tmp_path / "settings"))
    folder = tmp_path / "mine"
    folder.mkdir()
    monkeypatch.chdir(folder)
    book = Book(folder / BOOK, me="Robin Achterberg")
    book.want("Delta")
    book.backup(folder / "kept.db")
    return book.path


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda sound: sound[:100] + b"\xc1" * 300 + sound[400:], "is damaged"),
        (lambda sound: sound[:4096] + b"\xc1" * (len(sound) - 4096), "is damaged"),
        (lambda sound: sound[: len(sound) // 2], "is damaged"),
        (lambda sound: b"\xc1" * 16 + sound[16:], "was written over, or never was one"),
        (lambda sound: bytes(len(sound)), "was written over, or never was one"),
        (lambda sound: b"", "is empty"),
    ],
    ids=["list of tables", "facts", "half", "first bytes", "zeros", "nothing"],
)
def test_in_place_of_a_damaged_book_its_backups_are_offered(
    here: Path, damage: Callable[[bytes], bytes], found: str
) -> None:
    here.write_bytes(damage(here.read_bytes()))
    before = here.read_bytes()
    shown = infonet.my_book()
    assert repr(shown) == "RescueApp of my-book.db"
    assert shown.session.book is None, "the second cell of the notebook asks for it"
    assert found in json.dumps(shown.view) and "kept.db" in json.dumps(shown.view)
    assert here.read_bytes() == before


def test_a_table_that_is_gone_is_damage(here: Path) -> None:
    with closing(sqlite3.connect(here)) as con:
        con.execute("DROP TABLE event")
    assert repr(infonet.my_book()) == "RescueApp of my-book.db"


def test_whatever_else_keeps_a_book_from_opening_is_one_sentence(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> str:
        with pytest.raises(infonet.InfonetError) as raised:
            infonet.my_book()
        [sentence] = raised.value._render_traceback_()  # type: ignore[attr-defined]
        return str(sentence)

    sound = here.read_bytes()
    with monkeypatch.context() as patch, closing(sqlite3.connect(here)) as con:
        patch.setattr("infonet.book._store.BUSY_SECONDS", 0.0)
        con.execute("BEGIN EXCLUSIVE")
        assert "another program is writing to it" in said()
    for number, words in ((errno.ENOSPC, "the disk is full"), (errno.EACCES, "not yours to write")):
        with monkeypatch.context() as patch:
            patch.setattr("infonet.book._store.Store._open", partial(refuse, number))
            assert words in said()
    newer = bytearray(sound)
    newer[60:64] = (99).to_bytes(4)
    here.write_bytes(newer)
    assert "newer infonet" in said()
    here.unlink()
    here.mkdir()
    assert "found a folder" in said()
    here.rmdir()
    here.write_bytes(b"no book")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "anywidget", None)
        assert "install" in said()
    assert not here.with_name("my-book-damaged.db").exists()


def refuse(number: int, *_: object, **__: object) -> None:
    raise OSError(number, os.strerror(number))
