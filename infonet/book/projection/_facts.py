"""Facts out of the file, as arrays: people as integers, acts in the order of their days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from infonet.book._resolve import Identity
from infonet.book._transaction import Transaction

Codes = npt.NDArray[np.int64]


def load(transaction: Transaction, sql: str, *values: object) -> pd.DataFrame:
    """Return the rows of a query as a frame of plain objects."""
    names, rows = transaction.table(sql, *values)
    return pd.DataFrame(rows, columns=names, dtype=object)


def dates(values: pd.Series) -> pd.Series:
    """Return ISO texts, or None, as dates."""
    # Very many rows have few days: each is parsed once. The last is for None, whose code is -1.
    codes, texts = pd.factorize(np.asarray(values, dtype=object))
    days = np.array([*texts, None], dtype=object).astype("datetime64[s]")
    return pd.Series(days[codes], index=values.index)


def listed(column: Iterable[Any]) -> Iterable[Any]:
    """Return the cells of a column; those of a Series or an array as a list, far faster to read."""
    return column.tolist() if isinstance(column, pd.Series | np.ndarray) else column


class Keys:
    """The keys to show, sorted, and the place of each for every stored key of the columns."""

    def __init__(self, identity: Identity, *columns: Iterable[Any]) -> None:
        same = identity.same
        stored = set[str | None]().union(*map(listed, columns)) - {None}
        shown = sorted({same.get(str(key), str(key)) for key in stored})
        place = {key: number for number, key in enumerate(shown)}
        self.shown: npt.NDArray[np.object_] = np.array(shown, dtype=object)
        self._place: dict[str | None, int] = {
            key: place[same.get(str(key), str(key))] for key in stored
        }
        self._place |= place | {None: -1}

    def codes(self, column: Iterable[Any]) -> Codes:
        """Return the places of stored keys; -1 where there is none."""
        return np.fromiter(map(self._place.__getitem__, listed(column)), dtype=np.int64)

    def names(self, codes: npt.ArrayLike) -> npt.NDArray[np.object_]:
        """Return the keys to show for places; None for -1."""
        named: npt.NDArray[np.object_] = np.append(self.shown, np.array([None], dtype=object))
        return named[np.asarray(codes, dtype=np.int64)]

    def code(self, key: str) -> int:
        """Return the place of one key; -1 where nothing speaks of it."""
        return self._place.get(key, -1)


def order_of(rows: pd.DataFrame, acts: pd.DataFrame) -> Codes:
    """Return the order of each row's act in a `calendar`."""
    return acts.order.reindex(rows.act.astype("int64")).to_numpy(dtype=np.int64)


def calendar(transaction: Transaction, identity: Identity) -> pd.DataFrame:
    """Return the acts in force (index): order, moment, known, owner, lists_connections, undated.

    `order` puts the facts in the order of their days, so it does not matter when an export was
    added; exports of one day have one order. What is typed in, and an export without any date,
    comes after all exports that were added before it. An `undated` list of no connections, such as
    an address book, comes before all: how old it is nobody knows. `known` is the day of an export,
    and of whatever has none that of the act. `owner` is missing of what is typed in.
    """
    rows = transaction.rows(
        "SELECT id, exported, owner, lists_connections, coalesce(exported, substr(at, 1, 10))"
        " FROM act"
        " LEFT JOIN export ON export.act = act.id ORDER BY id"
    )
    acts = [row for row in rows if transaction.in_force(row[0])]
    latest = ""
    places = []
    undated = [owner is not None and not day and not lists for _, day, owner, lists, _ in acts]
    for (act, exported, *_), ageless in zip(acts, undated, strict=True):
        places.append((exported, 0) if exported else ("" if ageless else latest, act))
        latest = max(latest, exported or "")
    order = {place: number for number, place in enumerate(sorted(set(places)))}
    moments = np.array([day or None for day, _ in places], dtype=object)
    index = pd.Index([act for act, *_ in acts], dtype=np.int64, name="act")
    owners = [owner and identity.shown(owner) for _, _, owner, *_ in acts]
    return pd.DataFrame(
        {
            "order": np.array([order[place] for place in places], dtype=np.int64),
            "moment": moments.astype("datetime64[s]"),
            "known": np.array([day for *_, day in acts], dtype="datetime64[s]"),
            "owner": pd.Series(owners, index=index, dtype=object),
            "lists_connections": np.array([lists == 1 for *_, lists, _ in acts], dtype=bool),
            "undated": np.array(undated, dtype=bool),
        },
        index=index,
    )
