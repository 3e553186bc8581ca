"""Take everything with you, in a file that the browser saves; make backups, and go back to one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infonet.book import GoingBack, is_sealed
from infonet.errors import InfonetError
from infonet.files import free_place
from infonet.names.text import number
from infonet.panel import page as html
from infonet.panel._session import Session, today
from infonet.panel.page import Node, Press, Values
from infonet.panel.upload import Upload
from infonet.workdays import day_text
from infonet.writers import FORMATS, packed

_FIRST = "xlsx"
_FEW = 5


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
        self._files = Upload(lambda words: session.say(words, wrong=True))
        self._from_elsewhere = False
        self._sealed: Path | None = None
        self._shown: GoingBack | None = None

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
            self._listed(),
            self._from_file(),
            self._unseal(),
            self._decide(),
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
                session.say(f"Backed up, as {backup.name}, {self._where(backup)}.")
            else:  # as of a book without a file
                said = f"Backed up, as {backup.name} in {backup.parent}."
                session.say(f"{said} It is not listed here: copy it to a safe place.")

    def _listed(self) -> Node | None:
        """Return the backups that there are, the latest first."""
        try:
            found = self.session.book.backups()
        except InfonetError as error:
            return html.empty(error.plain)
        rows = [
            html.line(
                each["path"].name,
                self._about(each),
                html.button(
                    "Restore it …",
                    self._goes_back(each["path"]),
                    kind="quiet",
                    aria_label=f"Restore it: {each['path'].name}",
                ),
                key=f"backup {each['path']}",
            )
            for each in html.rows_of(found)
        ]
        return html.box(html.folded(rows, _FEW)) if rows else None

    def _about(self, backup: dict[str, Any]) -> str:
        """Say of which day a backup is, where it lies, and whether it is encrypted."""
        day = day_text(backup["day"], as_of=self.session.day)
        sealed = ", encrypted" if backup["encrypted"] else ""
        return f"from {day}, {self._where(backup['path'])}{sealed}"

    def _where(self, backup: Path) -> str:
        """Say in which folder a backup lies."""
        beside = backup.parent == self.session.book.path.parent
        return "beside your book" if beside else f"in {backup.parent}"

    def _from_file(self) -> Node:
        """Return what takes a backup that is not listed, once it is asked for."""
        if not self._from_elsewhere:
            return html.row(html.button("Restore a backup from a file …", self._ask, kind="quiet"))
        control = self._files.node("Choose the backup, or drop it here", accept="")
        control.attributes["hear"] = self._hear
        return control

    def _ask(self, values: Values) -> None:
        self._from_elsewhere = True

    def _hear(
        self, values: Values, message: object = None, buffers: Sequence[Any] | None = None
    ) -> None:
        """Take a message of the page; once the backup is here, say what going back to it loses."""
        before = self._files.paths
        self._files.hear(values, message, buffers)
        if self._files.paths and self._files.paths != before and not self._files.coming:
            self._look(self._files.paths[-1])

    def _goes_back(self, path: Path) -> Press:
        return lambda values: self._look(path)

    def _look(self, path: Path, secret: str | None = None) -> None:
        """Say what going back to a backup loses; of an encrypted one its passphrase is asked."""
        self._shown = self._sealed = None
        with self.session.telling("That"):
            if secret is None and is_sealed(path):
                self._sealed = path
                return
            self._shown = self.session.book.go_back(path, passphrase=secret)

    def _unseal(self) -> Node | None:
        """Return the question for the passphrase of a backup."""
        if self._sealed is None:
            return None
        path = self._sealed

        def look(values: Values) -> None:
            self._look(path, str(values.get("unseal") or ""))
            if self._shown is None:
                self._sealed = path

        field = html.text_field("unseal", f"Passphrase of {path.name}", secret=True)
        return html.row(
            field,
            html.button("Open it", look, kind="main"),
            html.button("Keep my book", lambda values: self._keep(), kind="quiet"),
            submit=look,
            key="unseal",
        )

    def _decide(self) -> Node | None:
        """Return what is lost, and the buttons that decide."""
        shown = self._shown
        if shown is None:
            return None
        return html.box(
            html.heading(f"Restore {shown.backup.name}", level=3),
            html.item_list(shown.lines()),
            html.row(
                html.button(
                    "Restore it: my book is as it was then", lambda values: self._confirm()
                ),
                html.button("Keep my book", lambda values: self._keep(), kind="quiet"),
            ),
            class_="card",
            key="restore",
        )

    def _keep(self) -> None:
        self._shown = self._sealed = None

    def _confirm(self) -> None:
        shown, session = self._shown, self.session
        if shown is None:
            return
        done: list[str] = []
        went = session.act(lambda: done.append(shown.confirm()))
        self._keep()
        if went:
            self._from_elsewhere = False
            self._files.clear()
            session.leave("targets")
            session.say(done[0])
