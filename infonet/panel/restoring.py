"""Choose a backup, listed or from a file, and see what it comes to before it is restored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from infonet.book import GoingBack, is_sealed
from infonet.errors import InfonetError
from infonet.panel import page as html
from infonet.panel._session import Speaking
from infonet.panel.page import Node, Values
from infonet.panel.upload import Upload
from infonet.workdays import day_text

_FEW = 5


class Restoring:
    """Let the user choose a backup, open one that is encrypted, and decide.

    `listed` returns the backups that there are, as `Book.backups` does, maybe with the `last` act
    in each. `look` says what a backup, or None for an empty book, comes to with a passphrase;
    `confirm` does it, and returns whether it went. `leave` is the button that does nothing.
    """

    def __init__(
        self,
        session: Speaking,
        folder: Callable[[], Path],
        listed: Callable[[], pd.DataFrame],
        look: Callable[[Path | None, str | None], GoingBack],
        confirm: Callable[[GoingBack], bool],
        leave: str,
    ) -> None:
        self.session, self._folder, self._backups = session, folder, listed
        self._going_back, self._do, self._leave = look, confirm, leave
        self._files = Upload(lambda words: session.say(words, wrong=True))
        self._from_elsewhere = False
        self._sealed: Path | None = None
        self._shown: GoingBack | None = None

    def nodes(self, *more: Node) -> list[Node | None]:
        """Return the backups, what takes one from a file, `more`, and what is asked of the user."""
        return [self._listed(), self._from_file(), *more, self._unseal(), self._decide()]

    def where(self, backup: Path) -> str:
        """Say in which folder a backup lies."""
        return "beside your book" if backup.parent == self._folder() else f"in {backup.parent}"

    def look(self, path: Path | None, secret: str | None = None) -> None:
        """Say what a backup comes to; of an encrypted one its passphrase is asked."""
        self._shown = self._sealed = None
        with self.session.telling("That"):
            if path is not None and secret is None and is_sealed(path):
                self._sealed = path
                return
            self._shown = self._going_back(path, secret)

    def _listed(self) -> Node | None:
        """Return the backups that there are, the latest first."""
        try:
            found = self._backups()
        except InfonetError as error:
            return html.empty(error.plain)
        rows = [self._line(each) for each in html.rows_of(found)]
        return html.box(html.folded(rows, _FEW)) if rows else None

    def _line(self, backup: dict[str, Any]) -> Node:
        """Say of which day a backup is, where it lies, if it is encrypted, and its last act."""
        path: Path = backup["path"]
        label = f"Restore it: {path.name}"
        look = html.button(
            "Restore it …", lambda values: self.look(path), kind="quiet", aria_label=label
        )
        day = day_text(backup["day"], as_of=self.session.day)
        sealed = ", encrypted" if backup["encrypted"] else ""
        last = str(backup.get("last") or "").rstrip(".")
        ended = f". The last thing done in it: {last}" if last else ""
        about = f"from {day}, {self.where(path)}{sealed}{ended}"
        return html.line(path.name, about, look, key=f"backup {path}")

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
        """Take a message of the page; once the backup is here, say what it comes to."""
        before = self._files.paths
        self._files.hear(values, message, buffers)
        if self._files.paths and self._files.paths != before and not self._files.coming:
            self.look(self._files.paths[-1])

    def _unseal(self) -> Node | None:
        """Return the question for the passphrase of a backup."""
        if self._sealed is None:
            return None
        path = self._sealed

        def look(values: Values) -> None:
            self.look(path, str(values.get("unseal") or ""))
            if self._shown is None:
                self._sealed = path

        return html.row(
            html.text_field("unseal", f"Passphrase of {path.name}", secret=True),
            html.button("Open it", look, kind="main"),
            html.button(self._leave, lambda values: self._keep(), kind="quiet"),
            submit=look,
            key="unseal",
        )

    def _decide(self) -> Node | None:
        """Return what it comes to, and the buttons that decide."""
        shown = self._shown
        if shown is None:
            return None
        title, do = f"Restore {shown.name}", "Restore it: my book is as it was then"
        if shown.backup is None:
            title, do = "Begin an empty book", "Begin it: nobody is in my book"
        return html.box(
            html.heading(title, level=3),
            html.item_list(shown.lines()),
            html.row(
                html.button(do, lambda values: self._confirm(shown)),
                html.button(self._leave, lambda values: self._keep(), kind="quiet"),
            ),
            class_="card",
            key="restore",
        )

    def _keep(self) -> None:
        self._shown = self._sealed = None

    def _confirm(self, shown: GoingBack) -> None:
        self._keep()
        if self._do(shown):
            self._from_elsewhere = False
            self._files.clear()
