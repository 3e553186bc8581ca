"""Make working copies of the notebooks, which read a reader's own book and change nothing in it.

A copy is the gallery's notebook without the cells that carry the tag `sample`: those act on a
scratch book, or speak of the invented person. In the place of the first one, which opens the
sample, a copy opens the reader's book, read-only. No change of a reader's is ever written over.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infonet import files
from infonet.start import BOOK, NOTEBOOK

__all__ = ["OPENING", "copy_notebooks", "opens_a_book", "working_copy"]

OPENING = f"""\
from pathlib import Path

import pandas as pd

import infonet
from infonet.prepare import readable

as_of, folder = pd.Timestamp.today().normalize(), Path()
book = infonet.Book("{BOOK}", read_only=True)
"""
"""The first code of a copy: today, the folder of the copy, and the book in it."""

_SAMPLE = "sample"
_SAYS = (
    f"This copy reads your own book, `{BOOK}`, and changes nothing in it. To ask, log and"
    f" correct, use the app, `{NOTEBOOK}`. Another day than today: change `as_of`."
)
_RECORD = ".copied.json"
_KEPT = "yours, kept as you changed it"
_MIXED = (
    "; it opens a book of yours, and cells of the gallery would write invented people into that:"
    " work in a notebook of your own instead (docs/own-data.md)"
)


def working_copy(original: Path) -> str:
    """Write the notebook that a reader works with.

    Parameters
    ----------
    original : Path
        A notebook of the gallery.

    Returns
    -------
    str
        The copy as JSON: no cell of the sample, no output.
    """
    notebook: dict[str, Any] = json.loads(original.read_bytes())
    cells: list[dict[str, Any]] = []
    opened = False
    for cell in notebook["cells"]:
        if _SAMPLE not in cell["metadata"].get("tags", ()):
            cells.append(_blank(cell))
        elif cell["cell_type"] == "code" and not opened:
            opened = True
            cells += [_cell("markdown", _SAYS), _cell("code", OPENING.rstrip())]
    for number, cell in enumerate(cells, 1):
        cell["id"] = f"cell-{number:02}"
    return json.dumps({**notebook, "cells": cells}, ensure_ascii=False, indent=1) + "\n"


def _cell(kind: str, source: str) -> dict[str, Any]:
    """Make a cell that has not run."""
    cell = {"cell_type": kind, "id": "", "metadata": {}, "source": source.splitlines(keepends=True)}
    return _blank(cell)


def _blank(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell without what it showed."""
    return {**cell, "execution_count": None, "outputs": []} if "code" in cell["cell_type"] else cell


def copy_notebooks(gallery: Path, private: Path) -> dict[str, str]:
    """Write each working copy that is new, or newer while the reader's is unchanged.

    A notebook counts as changed when its cells do. To have run it is not a change. A notebook that
    opens a book at a path is not copied, as its cells could write the sample into it.

    Parameters
    ----------
    gallery : Path
        The folder of the tracked notebooks.
    private : Path
        The reader's folder; made, for their eyes only, where it is missing.

    Returns
    -------
    dict
        File name to what was done with it, in words.
    """
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    record = private / _RECORD
    copied: dict[str, str] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    done: dict[str, str] = {}
    for original in sorted(gallery.glob("*.ipynb")):
        name, mine = original.name, private / original.name
        if opens_a_book(original):
            done[name] = "not copied, because it opens a book at a path"
            continue
        copy = working_copy(original).encode()
        newest = _fingerprint(copy)
        present = _fingerprint(mine.read_bytes()) if mine.exists() else None
        if present == newest:
            done[name] = "up to date"
        elif present is None or present == copied.get(name):
            files.save(mine, copy, replace=True)
            done[name] = "copied" if present is None else "brought up to date"
        else:
            newer = newest != copied.get(name)
            done[name] = _KEPT + ("; rename it to get the newer one beside it" if newer else "")
            done[name] += _MIXED if opens_a_book(mine) else ""
            continue
        copied[name] = newest
    files.save(record, json.dumps(copied, indent=1, sort_keys=True) + "\n", replace=True)
    return done


def opens_a_book(notebook: Path) -> bool:
    """Find out whether a cell makes a book that is kept in a file and may be written.

    Parameters
    ----------
    notebook : Path
        The notebook; a file that is none opens nothing.

    Returns
    -------
    bool
        True if `Book` or `sample_book` is called with a path, and not for reading alone.
    """
    return any(map(_may_be_written, _calls(notebook)))


def _may_be_written(call: ast.Call) -> bool:
    """Tell whether a call makes a book with a path, its first argument or ``path=``, to write."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in ("Book", "sample_book"):
        return False
    given = {word.arg: word.value for word in call.keywords}
    read_only = given.get("read_only")
    if isinstance(read_only, ast.Constant) and read_only.value is True:
        return False
    return not given.keys().isdisjoint({"path", None}) or (name == "Book" and bool(call.args))


def _calls(notebook: Path) -> Iterator[ast.Call]:
    for kind, source in _cells(notebook.read_bytes()) or ():
        try:
            parsed = ast.parse(source if kind == "code" else "")
        except SyntaxError:  # a cell that is being written, or one with magics
            continue
        yield from (node for node in ast.walk(parsed) if isinstance(node, ast.Call))


def _fingerprint(content: bytes) -> str:
    """Hash the cells without their outputs (SHA-256); the bytes where it is no notebook."""
    cells = _cells(content)
    return hashlib.sha256(content if cells is None else json.dumps(cells).encode()).hexdigest()


def _cells(content: bytes) -> list[list[str]] | None:
    """List kind and source of each cell; None where it is no notebook."""
    try:
        cells: list[dict[str, Any]] = json.loads(content)["cells"]
        return [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    except (ValueError, KeyError, TypeError):
        return None
