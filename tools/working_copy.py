"""Copy the notebooks to where a reader may change them, and never over a change of theirs."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infonet import files

__all__ = ["copy_notebooks", "opens_a_book"]

_RECORD = ".copied.json"
_KEPT = "yours, kept as you changed it"
_MIXED = (
    "; it opens a book of yours, and cells of the gallery would write invented people into that:"
    " work in a notebook of your own instead (docs/own-data.md)"
)


def copy_notebooks(gallery: Path, private: Path) -> dict[str, str]:
    """Copy each notebook of the gallery that is new, or newer while the reader's is unchanged.

    A notebook counts as changed when its cells do. To have run it is not a change. A notebook that
    opens a book at a path is not copied: copies work on scratch books only, so that the invented
    people of the gallery never meet a reader's own.

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
        newest = _fingerprint(original)
        present = _fingerprint(mine) if mine.exists() else None
        if opens_a_book(original):
            done[name] = "not copied, because it opens a book at a path"
            continue
        if present == newest:
            done[name] = "up to date"
        elif present is None or present == copied.get(name):
            files.save(mine, original.read_bytes(), replace=True)
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
    """Find out whether a cell makes a book that is kept in a file.

    Parameters
    ----------
    notebook : Path
        The notebook; a file that is none opens nothing.

    Returns
    -------
    bool
        True if `Book` or `sample_book` is called with a path.
    """
    return any(map(_with_a_path, _calls(notebook)))


def _with_a_path(call: ast.Call) -> bool:
    """Tell whether a call makes a book with a path: its first argument, or ``path=``."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in ("Book", "sample_book"):
        return False
    named = any(word.arg in ("path", None) for word in call.keywords)
    return named or (name == "Book" and bool(call.args))


def _calls(notebook: Path) -> Iterator[ast.Call]:
    for kind, source in _cells(notebook.read_bytes()) or ():
        try:
            parsed = ast.parse(source if kind == "code" else "")
        except SyntaxError:  # a cell that is being written, or one with magics
            continue
        yield from (node for node in ast.walk(parsed) if isinstance(node, ast.Call))


def _fingerprint(notebook: Path) -> str:
    """Hash the cells without their outputs (SHA-256); the bytes where it is no notebook."""
    content = notebook.read_bytes()
    cells = _cells(content)
    return hashlib.sha256(content if cells is None else json.dumps(cells).encode()).hexdigest()


def _cells(content: bytes) -> list[list[str]] | None:
    """List kind and source of each cell; None where it is no notebook."""
    try:
        cells: list[dict[str, Any]] = json.loads(content)["cells"]
        return [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    except (ValueError, KeyError, TypeError):
        return None
