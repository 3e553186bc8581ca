"""The working copies: they read the reader's own book, whatever is in it, and change nothing.

Their cells run here one after the other as in a kernel, but in this process: each notebook on an
empty book and on another, each kind of book under a notebook or two; in `make evidence` each
notebook on each kind. Some also run in a kernel, there one of each kind.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from matplotlib import pyplot as plt
from nbclient import NotebookClient

import infonet
from tests import exports
from tests.conftest import EVIDENCE
from tests.sample_books import sample_copy
from tools.working_copy import OPENING, copy_notebooks, working_copy

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
OTHERS = ("star", "quiet", "pooled", "log-less", "2,000 people")
KINDS = ("empty", *OTHERS)
MOST_CELLS = 25
COHORT = NOTEBOOKS[-1]  # looks at no book
BOUND = [
    pytest.param(kind, path, marks=[pytest.mark.slow] if path == COHORT else [])
    for number, path in enumerate(NOTEBOOKS)
    for kind in KINDS
    if EVIDENCE or kind == "empty" or (kind == OTHERS[number % len(OTHERS)] and path != COHORT)
]
"""The notebooks and the kinds of books that they run on."""

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Make a folder for each kind of book, with the copies and the book in it."""
    copies = tmp_path_factory.mktemp("copies")
    copy_notebooks(NOTEBOOKS[0].parent, copies)
    folders = {}
    for kind in KINDS:
        folders[kind] = copies.parent / f"{copies.name}-{kind.replace(' ', '-')}"
        shutil.copytree(copies, folders[kind])
        make_book(kind, folders[kind] / "my-book.db")
    return folders


def make_book(kind: str, path: Path) -> None:
    if kind in ("star", "quiet"):
        sample_copy(kind, path=path)
    elif kind == "pooled":
        sample_copy("six-months", path=path)
        for name in ("attendees.csv", "news.xml"):
            shutil.copy(infonet.sample() / name, path.parent)
    elif kind == "log-less":
        book = sample_copy("star", path=path)
        book.want(field="data engineering")
        with (infonet.sample() / "targets.csv").open(encoding="utf-8", newline="") as targets:
            for row in csv.DictReader(targets):
                book.want(**{row["kind"]: row["company"]}, priority=int(row["priority"]))
    elif kind == "empty":
        infonet.Book(path)
    else:
        rows = [
            exports.person(
                f"Alma{n} Reed{n}", f"alma-reed-{n}", company=f"Firm {n % 300}", title="Clerk"
            )
            for n in range(2000)
        ]
        files = {"Connections.csv": exports.connections(*rows)}
        book = infonet.Book(path, me=exports.ROBIN)
        book.add(exports.zipped(path.parent / "Basic.zip", files))
        book.want("Firm 7", priority=1)
        book.want("Nowhere yet", priority=2)


def cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text("utf-8"))["cells"])


def run(path: Path) -> Iterator[tuple[str, Any]]:
    """Run the cells of a notebook in this process: the code of each, and what it shows."""
    names: dict[str, Any] = {}
    for cell in cells(path):
        if cell["cell_type"] != "code":
            continue
        code = "".join(cell["source"])
        tree, shown = ast.parse(code), None
        if isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]  # an Expr
            exec(compile(tree, path.name, "exec"), names)  # noqa: S102  # as a kernel does
            shown = eval(compile(last, path.name, "eval"), names)  # noqa: S307  # the same
        else:
            exec(compile(tree, path.name, "exec"), names)  # noqa: S102  # as a kernel does
        yield code, names["ax"] if code.splitlines()[-1].startswith("ax = ") else shown
        plt.close("all")


@every_notebook
def test_it_says_nothing_of_the_sample(path: Path, invented: re.Pattern[str]) -> None:
    copy = json.loads(working_copy(path))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in copy)
    assert not {match.group() for match in invented.finditer(text)}
    assert not re.search(r"\binvented\b|\bsample\b|\bscratch\b", text)


@every_notebook
def test_it_opens_the_readers_book_for_reading_alone(path: Path) -> None:
    copy = json.loads(working_copy(path))["cells"]
    assert len(copy) <= MOST_CELLS
    first, *others = ["".join(cell["source"]) for cell in copy if cell["cell_type"] == "code"]
    assert first == OPENING.rstrip()
    assert not [code for code in others if re.search(r"\bBook\(|^as_of\b.* = ", code, re.MULTILINE)]
    assert not [cell for cell in copy if cell.get("outputs")]


@pytest.mark.evidence
@pytest.mark.parametrize(("kind", "path"), BOUND, ids=lambda one: getattr(one, "stem", one))
def test_it_runs_on_any_book(
    path: Path, kind: str, folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folders[kind]
    monkeypatch.chdir(folder)
    before = hashlib.sha256((folder / "my-book.db").read_bytes()).digest()
    for code, shown in run(folder / path.name):
        last = code.splitlines()[-1]
        if last.startswith("readable("):
            assert repr(shown).strip(), f"nothing is said:\n{code}"
        elif last.startswith("ax = "):
            texts = [*shown.texts, *shown.figure.texts]
            assert any(text.get_text().strip() for text in texts), f"nothing is said:\n{code}"
    assert hashlib.sha256((folder / "my-book.db").read_bytes()).digest() == before


@pytest.mark.evidence
def test_in_a_kernel(folders: dict[str, Path], full_count: Callable[[int, int], int]) -> None:
    """One notebook of each kind, one after the other in one kernel; the least here."""
    chosen = dict(zip(KINDS[: full_count(2, len(KINDS))], NOTEBOOKS, strict=False))
    code = []
    for kind, path in chosen.items():
        code.append(f"%cd -q {folders[kind]}\n%reset -f")
        code += ["".join(c["source"]) for c in cells(folders[kind] / path.name) if "outputs" in c]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in code])
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    shown = [output.output_type for cell in notebook.cells for output in cell.outputs]
    assert "error" not in shown
    assert shown.count("execute_result") > len(chosen)
