"""What the views of the panel share: the book, its network, and what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import traitlets

from infonet.book import Book
from infonet.errors import InfonetError
from infonet.graph import Network, network
from infonet.panel._parts import Status
from infonet.tables import as_date

__all__ = ["FIELD", "Session"]

FIELD = "field: "
"""What a target begins with that is a field of work."""


class Session(traitlets.HasTraits):
    """The book, its network on the day, and what is chosen; views observe it.

    Parameters
    ----------
    book : Book
    as_of : date, str or Timestamp
        The day that everything shown describes.

    Attributes
    ----------
    net : Network
        Made anew after every act.
    target : str
        A company, or a field as ``field: data engineering``; empty if none.
    way : Series or None
        The chosen row of `infonet.warm_paths`.
    person : str
        Key of the chosen person; empty if nobody.
    """

    net = traitlets.Any()
    target = traitlets.Unicode("")
    way = traitlets.Any(None)
    person = traitlets.Unicode("")

    def __init__(self, book: Book, as_of: object) -> None:
        super().__init__()
        self.book, self.day = book, as_date(as_of)
        self.status = Status()
        self.net = network(book.tables(), as_of=self.day)

    @property
    def tables(self) -> Any:
        """The tables of which the network is made."""
        return self.net.tables

    def name(self, key: str) -> str:
        """What to call a person."""
        at = int(self.net.person.get_indexer(pd.Index([key]))[0])
        return str(self.net.name[at]) if at >= 0 else key

    def aim(self, target: str | None = None) -> dict[str, str]:
        """The target as the functions take it: ``company=`` or ``field=``."""
        text = self.target if target is None else target
        if text.startswith(FIELD):
            return {"field": text.removeprefix(FIELD).strip()}
        return {"company": text} if text else {}

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say a complaint in the status line instead of raising it."""
        try:
            yield
        except InfonetError as error:
            self.status.say(str(error), wrong=True)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self.status.say(f"a file could not be read or written: {why}", wrong=True)

    def act(self, call: Callable[[], object], words: str | None = None) -> bool:
        """Do something to the book, show it everywhere, and say what it was; whether it went."""
        with self.telling():
            before = self._last()
            call()
            last = self._last()
            said = words or last.what
            if last.act != before.act and last.kind != "undo":
                said = f"{said.rstrip('.')}. The button Undo takes it back."
            self.status.say(said)
            self.refresh()
            return True
        return False  # type: ignore[unreachable]  # `telling` ends a complaint here

    def refresh(self) -> None:
        """Read the book again."""
        self.net = network(self.book.tables(), as_of=self.day, like=self.net)

    def _last(self) -> Any:
        """The latest act of the book."""
        history = self.book.history()
        if history.empty:
            return pd.Series({"act": 0, "kind": "", "what": "Nothing was written."})
        return history.iloc[-1]
