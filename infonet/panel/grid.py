"""A table of very many rows: what its script in the browser gets, and what it sends back.

The rows go over once, as bytes: a line of JSON, and after it numbers of four bytes, which neither
side reads digit by digit. Searching, filtering, sorting and copying happen in the browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from infonet.names.people import fold
from infonet.names.text import one_line
from infonet.panel.page import Node, Values, element
from infonet.workdays import ago, day_text

__all__ = ["Column", "Grid", "days", "numbers", "parts", "texts"]


class Column(NamedTuple):
    """A column as the browser gets it.

    Attributes
    ----------
    name, title, width : str
        Its key, its heading, and its width as CSS has it.
    levels : list of str
        The texts that occur, in the order of sorting.
    codes : array of int
        The level of each row; -1 where there is none.
    more : dict
        What its filter and its cells need: filter, search, raw, options, has, any, none.
    bar : array of int, optional
        The percentage behind each text.
    """

    name: str
    title: str
    width: str
    levels: list[str]
    codes: npt.NDArray[np.integer[Any]]
    more: dict[str, Any]
    bar: npt.NDArray[np.integer[Any]] | None = None


def texts(
    name: str, title: str, values: pd.Series[Any], width: str, *, search: bool = True
) -> Column:
    """Return a column of texts, filtered by what is typed; `search` finds them, too."""
    codes, found = pd.factorize(values.to_numpy(dtype=object))
    shown = [one_line(text) for text in found]
    # One after the other: pairs of two texts each would take longer.
    order = sorted(range(len(shown)), key=shown.__getitem__)
    order.sort(key=list(map(fold, shown)).__getitem__)
    return _ordered(name, title, width, shown, order, codes, filter="text", search=search)


def numbers(name: str, title: str, values: pd.Series[Any], width: str) -> Column:
    """Return a column of whole numbers without a filter; the most first where it is sorted."""
    codes, found = pd.factorize(values.astype("float64"), sort=True)
    shown = [f"{number:,.0f}" for number in found]
    return Column(name, title, width, shown, codes, {"most": True})


def days(
    name: str,
    title: str,
    values: pd.Series[Any],
    width: str,
    *,
    as_of: pd.Timestamp,
    since: bool = False,
) -> Column:
    """Return a column of days, filtered by how long ago they are; with `since` also shown so."""
    codes, found = pd.factorize(values, sort=True)
    shown = [
        ago(day, as_of=as_of) if since else day_text(day, as_of=as_of, weekday=False)
        for day in found
    ]
    raw = np.datetime_as_string(np.asarray(found, dtype="datetime64[D]")).tolist()
    return Column(name, title, width, shown, codes, {"filter": "days", "raw": raw})


def parts(
    name: str,
    title: str,
    values: pd.Series[Any],
    width: str,
    *,
    options: Sequence[str],
    has: Callable[[str], Sequence[str]],
    none: str = "",
    any_: str = "",
    bar: pd.Series[Any] | None = None,
) -> Column:
    """Return a column of texts, filtered by which of the `options` a text has.

    `has` says so of a text; texts are sorted by the first option that they have. `any_` and `none`
    are the words for all that have one, and for blanks. `bar` is a share behind each text.
    """
    codes, found = pd.factorize(values.to_numpy(dtype=object))
    place = {option: at for at, option in enumerate(options)}
    held = [sorted(place[each] for each in has(text)) for text in found]
    shown = [one_line(text) for text in found]
    order = sorted(range(len(shown)), key=lambda at: (held[at][:1], fold(shown[at])))
    more: dict[str, Any] = {"options": [one_line(option) for option in options]}
    more |= {"any": any_, "none": none, "has": [held[at] for at in order]}
    column = _ordered(name, title, width, shown, order, codes, filter="parts", **more)
    shares = None if bar is None else (100 * bar.fillna(0.0)).round().to_numpy(dtype=np.int64)
    return column._replace(bar=shares)


def _ordered(
    name: str, title: str, width: str, shown: list[str], order: list[int], codes: Any, **more: Any
) -> Column:
    """Return a column whose levels are put into an order."""
    rank = np.full(len(order) + 1, -1)  # the last is for none, whose code is -1
    rank[order] = np.arange(len(order))
    return Column(name, title, width, [shown[at] for at in order], rank[codes], more)


class Grid:
    """Show a table of very many rows; what is chosen in it stands in the field of its name.

    Parameters
    ----------
    name : str
        Of the field, of the bytes, and of a file that is saved.
    label : str
        What a screen reader calls it.
    supply : callable
        Takes a name and bytes for the browser.
    opened : callable
        Takes the key of the row that is opened.
    things : tuple of str
        What one row is, and what several are.
    hint : str
        What can be searched for.
    """

    def __init__(
        self,
        name: str,
        label: str,
        *,
        supply: Callable[[str, bytes], object],
        opened: Callable[[str], object],
        things: tuple[str, str] = ("person", "people"),
        hint: str = "name, title, company, place",
    ) -> None:
        self.name, self.label, self._things, self._hint = name, label, things, hint
        self._supply, self._opened = supply, opened
        self._version = self._turn = 0
        self._keys: frozenset[str] = frozenset()
        self._held: object = None
        self.chosen = 0

    def node(
        self,
        made_of: object,
        make: Callable[[], tuple[Sequence[str], Sequence[Column]]],
        *,
        as_of: pd.Timestamp,
        search: str = "",
    ) -> Node:
        """Return the table; its rows are made, and sent, when what they are `made_of` is another.

        `make` returns the key of each row, and the columns.
        """
        if self._held is not made_of:
            keys, columns = make()
            self._held, self._keys = made_of, frozenset(keys)
            self._version += 1
            self._supply(self.name, _sent(keys, columns))
        return element(
            "grid",
            name=self.name,
            label=self.label,
            one=self._things[0],
            many=self._things[1],
            hint=self._hint,
            data=self.name,
            version=self._version,
            turn=self._turn,
            search=search or None,
            day=f"{as_of:%Y-%m-%d}",
            hear=self.hear,
            steady=f"grid:{self.name}",
            key=self.name,
        )

    def clear(self) -> None:
        """Choose nobody any more."""
        self._turn += 1
        self.chosen = 0

    def chosen_in(self, values: Values) -> list[str]:
        """Return the keys of the rows that were chosen at a press."""
        try:
            keys = json.loads(str(values.get(self.name) or "[]"))
        except (ValueError, RecursionError):
            return []
        if not isinstance(keys, list):
            return []
        return [key for key in dict.fromkeys(map(str, keys)) if key in self._keys]

    def hear(self, values: Values, message: object = None, buffers: object = None) -> None:
        """Take a message of the page: how many are chosen, or which row is opened."""
        if not isinstance(message, Mapping):
            return
        chosen, key = message.get("chosen"), message.get("open")
        if type(chosen) is int and 0 <= chosen <= len(self._keys):
            self.chosen = chosen
        elif isinstance(key, str) and key in self._keys:
            self._opened(key)


def _sent(keys: Sequence[str], columns: Sequence[Column]) -> bytes:
    """Return rows as the browser reads them: a line of JSON, and the numbers of each column."""
    drawn = [
        {
            **column._asdict(),
            **column.more,
            "more": None,
            "codes": None,
            "bar": column.bar is not None,
        }
        for column in columns
    ]
    text = json.dumps({"keys": list(keys), "columns": drawn}, ensure_ascii=False)
    rows = [each for column in columns for each in (column.codes, column.bar) if each is not None]
    numbers = np.concatenate([np.empty(0), *rows]).astype("<i4")
    return text.encode("utf-8", "replace") + b"\n" + numbers.tobytes()
