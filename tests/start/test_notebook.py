"""The notebook of the user's own book: its cells, and what becomes of the file at its place."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

import infonet
from infonet.start import KERNEL, NOTEBOOK, VERSIONS, State, put_notebook

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
