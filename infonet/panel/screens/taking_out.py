"""Take everything with you, in a file that the browser saves; make backups, and go back to one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from infonet.book import GoingBack
from infonet.files import free_place
from infonet.names.text import number
from infonet.panel import page as html
from infonet.panel._session import Session, today
from infonet.panel.page import Node, Values
from infonet.panel.restoring import Restoring
from infonet.writers import FORMATS, packed

_FIRST = "xlsx"


class TakingOut:
    """Make one file of everything in the book."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._format = _FIRST
        self._file: tuple[int, Node] | None = None

    def section(self) -> Node:
        """Return the choice of a format, and the file that was made."""
        edition, file = self._file or (-1, None)
        if edition != self.session.edition:  # the book has changed since
            file = None
        options = [(name, form.name) for name, form in FORMATS.items()]
        return html.box(
            html.heading("Take everything with you"),
            html.row(
                html.choice("take-as", "As", options, self._format, change=self._choose),
                html.button("Make the file", self._make),
                file,
            ),
            html.element("p", FORMATS[self._format].gives, class_="muted"),
            html.element(
                "small",
                "It holds what you know of other people: keep it where only you can read it.",
            ),
            class_="how",
            key="take out",
        )

    def _choose(self, values: Values) -> None:
        chosen = str(values.get("take-as"))
        if chosen in FORMATS and chosen != self._format:
            self._format, self._file = chosen, None

    def _make(self, values: Values) -> None:
        """Make the file; what cannot be written is said."""
        self._choose(values)
        session, form = self.session, FORMATS[self._format]
        content = packed(session.tables, self._format, as_of=session.day)
        name = f"infonet-{session.day:%Y-%m-%d}{form.ending}"
        size = number(max(1, round(len(content) / 1024)))
        saves = html.download_button(f"Save it ({size} KB)", name, content, type_=form.media)
        self._file = session.edition, saves
        session.say("The file is made: save it.")


class Backups:
    """Make a backup of the book, and let it be again as it was in one."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._restoring = Restoring(
            session,
            lambda: session.book.path.parent,
            self._backups,
            self._look,
            self._go_back,
            "Keep my book",
        )

    def section(self) -> Node:
        """Return what makes a backup, those that there are, and what going back to one loses."""
        make = html.row(
            html.text_field("seal", "Passphrase, to encrypt it", secret=True),
            html.button("Back up my book", self._make),
        )
        return html.box(
            html.heading("Backups"),
            html.element(
                "p",
                "A copy of your whole book, beside it. Without its passphrase nobody opens an"
                " encrypted one, not even you.",
                class_="muted",
            ),
            make,
            self._restoring.nodes(),
            class_="how",
            key="backups",
        )

    def _make(self, values: Values) -> None:
        """Write a backup beside the book, under a name of the day."""
        session, secret = self.session, str(values.get("seal") or "") or None
        place = session.book.path
        end = place.suffix if secret is None else ".sealed"
        backup = free_place(place.with_name(f"{place.stem}-backup-{today():%Y-%m-%d}{end}"))
        with session.telling("The backup"):
            session.book.backup(backup, passphrase=secret)
            if backup in set(session.book.backups().path):
                session.say(f"Backed up, as {backup.name}, {self._restoring.where(backup)}.")
            else:  # as of a book without a file
                said = f"Backed up, as {backup.name} in {backup.parent}."
                session.say(f"{said} It is not listed here: copy it to a safe place.")

    def _backups(self) -> pd.DataFrame:
        return self.session.book.backups()

    def _look(self, backup: Path | None, secret: str | None) -> GoingBack:
        assert backup is not None  # an empty book is offered for a damaged one alone
        return self.session.book.go_back(backup, passphrase=secret)

    def _go_back(self, shown: GoingBack) -> bool:
        session, done = self.session, list[str]()
        went = session.act(lambda: done.append(shown.confirm()))
        if went:
            session.leave("targets")
            session.say(done[0])
        return went
