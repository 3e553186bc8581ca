"""The notebooks in the repository: numbered, executed, short, each the answer to one question."""

from __future__ import annotations

import ast
import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from tools.run_notebooks import APP, COHORT, cleaned
from tools.working_copy import opens_a_book

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
MOST_CELLS, LONGEST_CELL, LONGEST_LOOP = 30, 8, 3
CLOSING = ["what to do now", "what this cannot tell you"]

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path, kind: str | None = None) -> list[dict[str, Any]]:
    notebook = json.loads(path.read_text("utf-8"))
    return [cell for cell in notebook["cells"] if kind in (None, cell["cell_type"])]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_they_are_numbered_without_gaps() -> None:
    assert NOTEBOOKS, "there are no notebooks"
    for path in NOTEBOOKS:
        assert re.fullmatch(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*", path.stem), path.name
    numbers = [int(path.stem[:2]) for path in NOTEBOOKS]
    assert numbers[0] in (0, 1)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


@every_notebook
def test_it_opens_with_one_question(path: Path) -> None:
    first = cells(path)[0]
    assert first["cell_type"] == "markdown"
    title = source(first).splitlines()[0]
    assert title.startswith("# ") and title.endswith("?"), title
    titles = re.findall(r"^# .*", "\n".join(map(source, cells(path, "markdown"))), re.MULTILINE)
    assert titles == [title], "one question a notebook"


@every_notebook
def test_it_closes_with_what_to_do_and_what_it_cannot_tell(path: Path) -> None:
    text = "\n".join(map(source, cells(path, "markdown")))
    headings = re.findall(r"^#+ +(.*)", text, re.MULTILINE)[-2:]
    assert len(headings) == 2
    for heading, wanted in zip(headings, CLOSING, strict=True):
        assert wanted in heading.lower()


@every_notebook
def test_it_is_short_and_defines_nothing(path: Path) -> None:
    assert len(cells(path)) <= MOST_CELLS
    for cell in cells(path, "code"):
        code = source(cell)
        assert len(code.splitlines()) <= LONGEST_CELL, code
        for node in ast.walk(ast.parse(code)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef), code
            if isinstance(node, ast.For | ast.While):
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno < LONGEST_LOOP, f"belongs in infonet:\n{code}"


@every_notebook
def test_its_day_stands_once_at_the_top(path: Path) -> None:
    """Else a copy for another day would have to be changed in every cell."""
    first, *others = map(source, cells(path, "code"))
    assert re.search(r"^as_of, folder = infonet\.samples\.AS_OF, ", first, re.MULTILINE)
    assert not [code for code in others if re.search(r"^as_of\b.* = |AS_OF", code, re.MULTILINE)]


@every_notebook
def test_no_code_names_a_person_a_company_or_a_day(path: Path, invented: re.Pattern[str]) -> None:
    found = {
        node.value: match.group()
        for code in map(source, cells(path, "code"))
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (match := invented.search(node.value))
    }
    assert not found


@every_notebook
def test_it_works_on_scratch_books_and_tells_nobody_to_bring_their_own_into_it(path: Path) -> None:
    assert not opens_a_book(path)
    assert not re.search(r"\bBook\([\"']", "\n".join(map(source, cells(path))))


@every_notebook
def test_it_was_run_from_top_to_bottom_without_error(path: Path) -> None:
    code = cells(path, "code")
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell["outputs"]]
    assert outputs, "nothing is shown"
    assert not [output for output in outputs if output["output_type"] == "error"]
    warned = ["".join(output["text"]) for output in outputs if output.get("name") == "stderr"]
    assert not warned


@every_notebook
def test_it_keeps_no_trace_of_when_and_where_it_ran(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text == cleaned(text), "run make notebooks"
    outputs = json.dumps([cell["outputs"] for cell in cells(path, "code")])
    assert not re.search(r"\bat 0x[0-9a-f]{6,}", outputs), "an address in memory is shown"


def test_where_the_app_is_opened_its_newest_picture_is_kept() -> None:
    opening = [
        cell for path in NOTEBOOKS for cell in cells(path, "code") if "explore(" in source(cell)
    ]
    pictures = [b64decode(cell["outputs"][0]["data"]["image/png"]) for cell in opening]
    newest = [APP.read_bytes(), COHORT.read_bytes()]
    assert pictures == newest, (
        "a book's app in the first, a coach's board in the last: run make notebooks"
    )
    for cell in opening:
        _, sentence, app = (output["data"] for output in cell["outputs"])
        assert "infonet-still" in "".join(sentence["text/html"])
        assert "".join(app.pop("text/plain")) == "" and not app
