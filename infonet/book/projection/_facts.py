"""Facts out of the file, as arrays: people as integers, acts in the order of their days."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Codes", "Keys", "calendar", "dates", "load", "state_of"]

_BESIDE = ("correct", "log", "note", "undo")
"""Kinds of acts that tell of no person, job, tie or target."""

Codes = npt.NDArray[np.int64]


def state_of(con: sqlite3.Connection, *tables: str) -> tuple[object, ...]:
    """What tells that nothing has changed in some of the tables that are no log and no notes.

    Facts are only appended, so their last numbers say it all, together with the acts undone.
    """
    last = ", ".join(f"(SELECT coalesce(max(rowid), 0) FROM {table})" for table in tables)
    kinds = ", ".join(f"'{kind}'" for kind in _BESIDE)
    undone = con.execute(
        "SELECT dead.act FROM temp.dead JOIN act ON act.id = dead.act"
        f" WHERE act.kind NOT IN ({kinds}) ORDER BY dead.act"
    )
    whose = con.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()
    return (*whose, *con.execute(f"SELECT {last}").fetchone(), *undone)


def load(con: sqlite3.Connection, sql: str) -> pd.DataFrame:
    """The rows of a query as a frame of plain objects."""
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return pd.DataFrame(
        {
            name: pd.Series(np.fromiter(values, dtype=object, count=len(rows)), dtype=object)
            for name, values in zip(names, columns, strict=True)
        }
    )


def dates(values: pd.Series) -> pd.Series:
    """ISO texts, or None, as dates."""
    # Very many rows have few days: each is parsed once. The last is for None, whose code is -1.
    codes, texts = pd.factorize(np.asarray(values, dtype=object))
    days = np.array([*texts, None], dtype=object).astype("datetime64[s]")
    return pd.Series(days[codes], index=values.index)


class Keys:
    """The keys to show, sorted, and the place of each for every stored key.

    Parameters
    ----------
    same : mapping
        Stored key → the key to show, where the two differ.
    columns : iterables of str or None
        All stored keys that will be asked for.
    """

    def __init__(self, same: Mapping[str, str], *columns: Iterable[Any]) -> None:
        stored = set[str | None]().union(*columns) - {None}
        shown = sorted({same.get(str(key), str(key)) for key in stored})
        place = {key: number for number, key in enumerate(shown)}
        self.shown: npt.NDArray[np.object_] = np.array(shown, dtype=object)
        self._place: dict[str | None, int] = {
            key: place[same.get(str(key), str(key))] for key in stored
        }
        self._place |= place | {None: -1}

    def codes(self, column: Iterable[Any]) -> Codes:
        """The places of stored keys; -1 where there is none."""
        return np.fromiter(map(self._place.__getitem__, column), dtype=np.int64)

    def names(self, codes: npt.ArrayLike) -> npt.NDArray[np.object_]:
        """The keys to show for places; None for -1."""
        named: npt.NDArray[np.object_] = np.append(self.shown, np.array([None], dtype=object))
        return named[np.asarray(codes, dtype=np.int64)]

    def code(self, key: str) -> int:
        """The place of one key; -1 where nothing speaks of it."""
        return self._place.get(key, -1)


def calendar(con: sqlite3.Connection, same: Mapping[str, str]) -> pd.DataFrame:
    """The acts in force (index) with order, moment, owner (missing if typed in) and star.

    `order` puts the facts in the order of their days, so it does not matter when an export was
    added; exports of one day have one order. What is typed in, and an export without any date,
    comes after all exports that were added before it. `star`: it lists connections.
    """
    acts = con.execute(
        "SELECT act.id, exported, owner, star FROM act LEFT JOIN export ON export.act = act.id"
        " WHERE act.id NOT IN (SELECT act FROM temp.dead) ORDER BY act.id"
    ).fetchall()
    latest = ""
    places = []
    for act, exported, _, _ in acts:
        places.append((exported, 0) if exported else (latest, act))
        latest = max(latest, exported or "")
    order = {place: number for number, place in enumerate(sorted(set(places)))}
    moments = np.array([day or None for day, _ in places], dtype=object)
    index = pd.Index([act for act, *_ in acts], dtype=np.int64, name="act")
    owners = [same.get(owner, owner) for _, _, owner, _ in acts]
    return pd.DataFrame(
        {
            "order": np.array([order[place] for place in places], dtype=np.int64),
            "moment": moments.astype("datetime64[s]"),
            "owner": pd.Series(owners, index=index, dtype=object),
            "star": np.array([star == 1 for *_, star in acts], dtype=bool),
        },
        index=index,
    )
