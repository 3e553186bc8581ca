"""Offer a way back to a backup in place of a book that does not open, and then show the app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import traitlets

from infonet.book import GoingBack, backups_beside, rescue
from infonet.panel import page as html
from infonet.panel._session import Place, Speaking
from infonet.panel.app import App, Panel
from infonet.panel.page import Node, element
from infonet.panel.restoring import Restoring


class RescueSession(Speaking):
    """Hold what is said while there is no book."""

    afterwards = "The file of your book is as it was."
    place = Place("rescue")
    book = None  # the notebook asks for it

    def refresh(self) -> None:
        """Nothing that is shown depends on the day."""


class RescueApp(Panel[Speaking]):
    """Offer a backup, or an empty book, in place of a damaged one; then show the app.

    `found` says what is wrong with the file; `opened` opens the book that lies there, in the app.
    """

    def __init__(self, path: Path, found: str, opened: Callable[[], App]) -> None:
        self._name, self._found, self._opened = path.name, found, opened
        self._app: App | None = None
        self._beside = backups_beside(path)
        session = RescueSession()
        self._restoring = Restoring(
            session,
            lambda: path.parent,
            lambda: self._beside,
            lambda backup, secret: rescue(path, backup, passphrase=secret),
            self._restore,
            "Leave it as it is",
        )
        super().__init__(session)

    def __repr__(self) -> str:
        """Say which file it is about; afterwards as the app does."""
        return f"{type(self).__name__} of {self._name}" if self._app is None else repr(self._app)

    def show(self) -> None:
        """Draw anew what is shown; the app does so itself."""
        if self._app is None:
            super().show()

    def hear(self, widget: object, message: object, buffers: Sequence[Any] | None) -> None:
        """Take a message of the page, or hand it to the app."""
        hear = super().hear if self._app is None else self._app.hear
        hear(widget, message, buffers)

    def _header(self) -> list[Node]:
        return [html.row(element("h1", "My book"), class_="masthead")]

    def _page(self) -> Node:
        restoring = self._restoring
        none = f"There is no backup beside {self._name}." if self._beside.empty else None
        empty = html.button(
            "Begin an empty book …", lambda values: restoring.look(None), kind="quiet"
        )
        return html.box(
            html.heading("Your book cannot be opened"),
            element(
                "p",
                f"The file {self._name} {self._found}. A backup can take its place, or an empty"
                " book. Whatever you choose, the file is kept beside it as it is: nothing is"
                " deleted.",
                class_="lead",
            ),
            html.box(
                html.heading("Restore a backup", level=3),
                none and html.empty(none),
                restoring.nodes(html.row(empty)),
                class_="how",
            ),
            class_="welcome",
            key="rescue",
        )

    def _restore(self, shown: GoingBack) -> bool:
        """Put it in place of the file, and show the app from now on."""
        said = shown.confirm()
        self._app = app = self._opened()
        self.session = app.session
        app.close()  # the page needs it only here
        for name in ("view", "data"):
            traitlets.dlink((app, name), (self, name))
        app.session.say(said)
        app.show()
        return True
