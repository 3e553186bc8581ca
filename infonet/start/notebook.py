"""The notebook of the user's own book: constant cells, without a path, a name or a date."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from infonet import files
from infonet.errors import InfonetError

__all__ = ["BOOK", "KERNEL", "LABEXTENSIONS", "NOTEBOOK", "VERSIONS", "State", "put_notebook"]

NOTEBOOK, BOOK = "my-book.ipynb", "my-book.db"
KERNEL = "infonet-my-book"
LABEXTENSIONS = Path(__file__).parent / "labextensions"

Cells = Sequence[Sequence[str]]

# The extension reads the same file: it runs these cells and no others.
VERSIONS: Sequence[Cells] = json.loads(
    (LABEXTENSIONS / KERNEL / "static" / "versions.json").read_text("utf-8")
)
"""Kind and source of each cell, of every version of the notebook; the latest is the last."""


class State(Enum):
    """The outcome for the notebook at its place."""

    NEW = "new"
    KEPT = "as it was"
    REPLACED = "brought up to date"
    CHANGED = "changed, and left alone"


def put_notebook(folder: Path, versions: Sequence[Cells] = VERSIONS) -> State:
    """Write the notebook into a folder, but not over a change of the user's.

    Outputs that it was saved with are dropped. A file whose cells are those of an earlier version
    is replaced; one with other cells stays as it is.
    """
    place, content = folder / NOTEBOOK, _notebook(versions[-1])
    try:
        found = place.read_bytes()
    except FileNotFoundError:
        files.save(place, content, replace=True)
        return State.NEW
    except OSError as error:
        why = error.strerror or "the system refused"
        raise InfonetError(f"`{place}` cannot be read ({why}): choose another folder") from None
    if found == content.encode():
        return State.KEPT
    cells = cells_of(found)
    if cells not in [_plain(version) for version in versions]:
        return State.CHANGED
    files.save(place, content, replace=True)
    return State.KEPT if cells == _plain(versions[-1]) else State.REPLACED


def cells_of(content: bytes) -> list[list[str]] | None:
    """List kind and source of each cell; None where it is no notebook."""
    try:
        return kinds_and_sources(json.loads(content)["cells"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def kinds_and_sources(cells: list[dict[str, Any]]) -> list[list[str]]:
    """List kind and source of each cell, whose source may be a text or its lines."""
    return [[cell["cell_type"], "".join(cell["source"])] for cell in cells]


def _plain(version: Cells) -> list[list[str]]:
    return [list(cell) for cell in version]


def _notebook(version: Cells) -> str:
    """Return the notebook file with these cells, as JupyterLab saves it."""
    cells: list[dict[str, Any]] = []
    for at, (kind, source) in enumerate(version, start=1):
        cell = {"cell_type": kind, "id": f"cell-{at}", "metadata": {}, "source": source}
        cells.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"display_name": "My book (infonet)", "language": "python", "name": KERNEL}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
