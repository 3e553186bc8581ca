"""The book, its network and what is chosen: shared by all views of the panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import ipywidgets as widgets
import pandas as pd
import traitlets

from infonet.agenda import due
from infonet.book import Book, State
from infonet.errors import InfonetError
from infonet.graph import network
from infonet.ledger import Ledger, request_table
from infonet.panel.widgets.controls import Status
from infonet.tables import Tables, as_date

_FIELD = "field: "
"""The beginning of a target that is a field of work."""

Made = TypeVar("Made")


def spelled(wanted: Any) -> str:
    """Return a wanted company or field as it is typed."""
    return f"{_FIELD}{wanted.company}" if wanted.kind == "field" else str(wanted.company)


class Session(traitlets.HasTraits):
    """Hold the book, its network on the day, and what is chosen; views observe it.

    The book is read once after each act, and whatever several views show is worked out once. A
    view that shows an older `edition` than that of `net` is out of date.
    """

    edition = 0
    state = traitlets.Any()  # what the book said of its latest act, before `net` is made
    net = traitlets.Any()
    target = traitlets.Unicode("")  # a company, or a field after `_FIELD`; empty if none
    way = traitlets.Any(None)  # the chosen row of `infonet.warm_paths`
    person = traitlets.Unicode("")  # the key of the chosen person; empty if nobody

    def __init__(self, book: Book, as_of: object) -> None:
        super().__init__()
        self.book, self.day = book, as_date(as_of)
        self.status = Status()
        self._made: dict[str, Any] = {}
        self._kept, self._used = False, "your choice"
        self._unforeseen: Exception | None = None
        self.refresh()

    @property
    def tables(self) -> Tables:
        """The tables of which the network is made; their events are settled."""
        tables: Tables = self.net.tables
        return tables

    @property
    def ledger(self) -> Ledger:
        """The log, read once for all views."""
        return self._once("ledger", lambda: Ledger.of(self.tables))

    @property
    def requests(self) -> pd.DataFrame:
        """Every request as it was on the day."""
        return self._once("requests", lambda: request_table(self.ledger, as_of=self.day))

    @property
    def due(self) -> pd.DataFrame:
        """The actions due on the day, by the log and the notes."""
        return self._once("due", lambda: due(self.ledger, as_of=self.day))

    def name(self, key: str) -> str:
        """Return the name of a person; the key itself if they are not in the network."""
        at = self.net.position(key, strict=False)
        return str(self.net.name[at]) if at >= 0 else key

    def aim(self) -> dict[str, str]:
        """Return the target as the functions take it: ``company=`` or ``field=``."""
        if self.target.startswith(_FIELD):
            return {"field": self.target.removeprefix(_FIELD).strip()}
        return {"company": self.target} if self.target else {}

    def about(self) -> str | None:
        """Return the bare name of the target, as the log has it; None if none is chosen."""
        return next(iter(self.aim().values()), None)

    def meant(self, name: str) -> str:
        """Return the target that a name means: a wanted company, else a wanted field, else itself.

        The case of its letters does not matter.
        """
        fields_first = self.net.workplaces.wanted.sort_values(
            "kind", ascending=False, kind="stable"
        )
        meant = {row.company.casefold(): spelled(row) for row in fields_first.itertuples()}
        return meant.get(name.strip().casefold(), name.strip())

    @contextmanager
    def telling(self, what: str = "") -> Iterator[None]:
        """Say a complaint in the status line instead of raising it.

        An error that nobody foresaw is said as well, with `what` failed (by default the control
        that was used), and raised: the kernel shows it where a developer looks.
        """
        try:
            yield
        except InfonetError as error:
            self.status.say(error.plain, wrong=True)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self.status.say(f"a file could not be read or written: {why}", wrong=True)
        except Exception as error:
            if error is not self._unforeseen:  # else a view within this one has said it
                self._unforeseen = error
                self.status.say(self._failure(what or self._used, error), wrong=True)
            raise

    def safely(self, call: Callable[..., object]) -> Callable[..., None]:
        """Return a callback for a control, which says in the status line what goes wrong in it."""

        def heard(*args: Any) -> None:
            control = getattr(args[0], "owner", args[0]) if args else None
            name = getattr(control, "description", "")
            before, self._used = self._used, f"“{name}”" if name else self._used
            try:
                with self.telling():
                    call(*args)
            finally:
                self._used = before

        return heard

    def button(self, description: str, tooltip: str, press: Callable[[], object]) -> Any:
        """Return a button; what goes wrong at a press of it is said in the status line."""
        button = widgets.Button(description=description, tooltip=tooltip)
        button.on_click(self.safely(lambda button: press()))
        return button

    def act(self, call: Callable[[], object], *, back: str = "Undo takes") -> bool:
        """Run an action, refresh all views, report it, and return whether it succeeded."""
        before, went = self.state, False
        try:
            with self.telling():
                call()
                went = True
        finally:
            if not went:
                self._show_part(before)
        if went:
            self._kept = True
            try:
                with self.telling():
                    self.refresh()
                    # Not before: what was looked for may be gone by now, and that would be said.
                    self.status.say(self._report(before, back))
            finally:
                self._kept = False
        return went

    def undo_buttons(self) -> tuple[Any, Any]:
        """Return *Undo* and *Redo*: one press takes back, or does again, what one press did."""
        undo = self.button(
            "Undo",
            "Take back what was done last",
            lambda: self.act(self.book.undo, back="Redo brings"),
        )
        redo = self.button(
            "Redo", "Do again what Undo took back last", lambda: self.act(self.book.redo)
        )

        def offer(change: object = None) -> None:
            undo.disabled, redo.disabled = not self.state.can_undo, not self.state.can_redo

        self.observe(offer, "state")
        offer()
        return undo, redo

    def refresh(self) -> None:
        """Read the book, once for all views: nothing else reads it to show it."""
        net = network(self.book.tables(), as_of=self.day, like=self.net)
        self.state = self.book.state()
        self.net = net

    def _report(self, before: State, back: str) -> str:
        """Return what an act did, and the button that takes it back."""
        if self.state.act == before.act:
            return "Nothing has changed."
        return f"{self.state.what.rstrip('.')}. {back} it back."

    def _show_part(self, before: State) -> None:
        """Show what an action did before it failed, such as the first of several files."""
        if self.book.state().act == before.act:
            return
        words = self.status.words
        self.refresh()
        self.status.say(f"{words} Before that: {self.state.what}", wrong=True)

    def _failure(self, what: str, error: Exception) -> str:
        """Return in plain words what an error that nobody foresaw left undone."""
        kind = type(error).__name__
        if self._kept:
            return (
                f"the new view was not drawn, for a reason that nobody foresaw ({kind})."
                " What you did is in your book: run the cell again to see it."
            )
        return f"{what} failed for a reason that nobody foresaw ({kind}). Your book is unchanged."

    def _once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what is worked out once between two acts."""
        if name not in self._made:
            self._made[name] = make()
        made: Made = self._made[name]
        return made

    @traitlets.observe("net")
    def _renew(self, change: object) -> None:
        self.edition += 1
        self._made.clear()
        if self.person and self.person not in self.net.person:
            self.person = ""  # undone
