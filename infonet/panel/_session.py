"""What the views of the panel share: the book, its network, and what is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import traitlets

from infonet.agenda import due
from infonet.book import Book
from infonet.errors import InfonetError
from infonet.graph import network
from infonet.panel.widgets.table import Status
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
    edition : int
        How often `net` was made; a view that shows an older one is out of date.
    """

    edition = 0
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
        at = self.net.position(key, strict=False)
        return str(self.net.name[at]) if at >= 0 else key

    def aim(self, target: str | None = None) -> dict[str, str]:
        """The target as the functions take it: ``company=`` or ``field=``."""
        text = self.target if target is None else target
        if text.startswith(FIELD):
            return {"field": text.removeprefix(FIELD).strip()}
        return {"company": text} if text else {}

    def aim_at(self, name: str) -> None:
        """Choose a company or a field by its bare name, as the log and the plan have it."""
        wanted = self.net.workplaces.wanted
        fields = wanted.company[wanted.kind == "field"]
        self.target = next(
            (f"{FIELD}{field}" for field in fields if field.casefold() == name.casefold()), name
        )

    def due(self) -> pd.DataFrame:
        """What is due on the day, by the log and the notes."""
        return due(self.tables, as_of=self.day, notes=self.book.notes())

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

    def act(
        self, call: Callable[[], object], words: str | None = None, *, back: str = "Undo takes"
    ) -> bool:
        """Do something to the book, show it everywhere, and say what it was; whether it went."""
        went = False
        with self.telling():
            before = self._last()
            call()
            went = True
            last = self._last()
            said = words or last.what
            if last.act != before.act:
                said = f"{said.rstrip('.')}. The button {back} it back."
            self.status.say(said)
            self.refresh()
            if self.status.wrong:
                # What was looked for before may be gone; that the act went comes first.
                self.status.say(said)
        return went

    def undo(self) -> bool:
        """Take back the latest act."""
        return self.act(self.book.undo, back="Bring back brings")

    def redo(self) -> bool:
        """Bring back what was taken back last."""
        return self.act(self.book.redo)

    def refresh(self) -> None:
        """Read the book again."""
        self.net = network(self.book.tables(), as_of=self.day, like=self.net)

    @traitlets.observe("net")
    def _renewed(self, change: object) -> None:
        self.edition += 1
        if self.person and self.person not in self.net.person:
            self.person = ""  # undone

    def _last(self) -> Any:
        """The latest act of the book."""
        return self.book.state()
