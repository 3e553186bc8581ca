"""Check a book: its file, its facts, where it lies, and what of it stands in a repository."""

from __future__ import annotations

import os
import sqlite3

import pandas as pd

from infonet.book._faults import BACK, Row, faults
from infonet.book._git import work_tree
from infonet.book._leaks import leaks
from infonet.book._place import concerns
from infonet.book._store import Store
from infonet.errors import BookError
from infonet.files import named
from infonet.readers import is_nameless
from infonet.tables import ME

_COLUMNS = ["kind", "where", "problem", "action"]


def check_book(store: Store, repository: str | os.PathLike[str] | None) -> pd.DataFrame:
    """Return everything that is wrong: kind, where, problem, action."""
    rows: list[Row] = []
    try:
        with store.reading() as transaction:
            rows += faults(transaction.connection)
            sample = transaction.is_sample
            people = transaction.rows("SELECT person, name, email, slug FROM live_observation")
            mine = transaction.identity.members(ME)
    except (BookError, sqlite3.Error) as error:
        rows.append(("file", store.path.name, str(error), BACK))
        return pd.DataFrame(rows, columns=_COLUMNS)
    for said in concerns(store.path).values():
        problem, _, action = said.partition(": ")
        rows.append(("place", store.path.name, problem, action))
    folder = store.path.parent if repository is None else named(repository)
    root = work_tree(folder.resolve())
    if repository is not None and root is None:
        raise BookError(f"`{repository}` lies in no git work tree; give a folder of one")
    if root is not None and not sample:
        names = [
            (name or word, word)
            for key, name, *words in people
            if key not in mine and not is_nameless(key, name)
            for word in (name, *words)
            if word
        ]
        action = "take it out, and out of the history if it was committed"
        rows += [
            ("leak", leak.where, f"names {leak.who}, who is in your book", action)
            for leak in leaks(root, names)
        ]
    return pd.DataFrame(rows, columns=_COLUMNS)
