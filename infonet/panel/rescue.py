"""What is shown in place of a book that does not open: a way back to a backup, and then the app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import traitlets

from infonet.book import Book, GoingBack, backups_beside
from infonet.errors import DamagedBookError
from infonet.panel import page as html
from infonet.panel._session import Place, Speaking
from infonet.panel.app import App, Panel
from infonet.panel.page import Node, Values, element
from infonet.panel.restoring import Restoring


class RescueSession(Speaking):
    """Hold what is said while there is no book."""

    afterwards = "The file of your book is as it was."
    place = Place("rescue")

    def refresh(self) -> None:
        """Nothing that is shown depends on the day."""


class RescueApp(Panel[Speaking]):
    """Offer a backup, or an empty book, in place of a damaged one; then show the app.

    Parameters
    ----------
    path : Path
        Where the book is.
    found : str
        What is wrong with the file, in words that go on from its name.
    opened : callable
        Opens the book that lies there, in the app.
    """

    def __init__(self, path: Path, found: str, opened: Callable[[], App]) -> None:
        self._path, self._found, self._opened = path, found, opened
        self._app: App | None = None
        session, beside = RescueSession(), backups_beside(path)
        self._beside = beside
        self._restoring = Restoring(
            session,
            book=lambda: path,
            listed=lambda: beside,
            look=lambda backup, secret: Book.rescue(path, backup, passphrase=secret),
            confirm=self._restore,
            leave="Leave it as it is",
        )
        super().__init__(session)

    def __repr__(self) -> str:
        """Say which file it is about; afterwards as the app does."""
        return (
            f"{type(self).__name__} of {self._path.name}" if self._app is None else f"{self._app!r}"
        )

    def show(self) -> None:
        """Draw anew what is shown; the app does so itself."""
        if self._app is None:
            super().show()

    def hear(self, widget: object, message: object, buffers: Sequence[Any] | None) -> None:
        """Take a message of the page, or hand it to the app."""
        if self._app is None:
            super().hear(widget, message, buffers)
        else:
            self._app.hear(widget, message, buffers)

    def _header(self) -> list[Node]:
        return [html.row(element("h1", "My book"), class_="masthead")]

    def _page(self) -> Node:
        name, restoring = self._path.name, self._restoring
        return html.box(
            html.heading("Your book cannot be opened"),
            element(
                "p",
                f"The file {name} {self._found}. A backup can take its place. Whatever you choose,"
                " the file is kept beside it as it is: nothing is deleted.",
                class_="lead",
            ),
            html.box(
                html.heading("Restore a backup", level=3),
                html.empty(f"There is no backup beside {name}.") if self._beside.empty else None,
                restoring.choices(),
                class_="how",
            ),
            html.box(
                html.heading("Without a backup", level=3),
                html.row(
                    html.button("Begin an empty book …", lambda values: restoring.look(None)),
                    html.button("Try to open it again", self._try, kind="quiet"),
                ),
                class_="how",
            ),
            restoring.questions(),
            class_="welcome",
            key="rescue",
        )

    def _try(self, values: Values) -> None:
        """Open the book again: somebody may have put it back."""
        try:
            self._become(self._opened())
        except DamagedBookError as error:
            self._found = error.found
            self.session.say(f"{self._path.name} still cannot be opened.", wrong=True)

    def _restore(self, shown: GoingBack) -> bool:
        said = shown.confirm()
        app = self._opened()
        app.session.say(said)
        app.show()
        self._become(app)
        return True

    def _become(self, app: App) -> None:
        """Show the app from now on, in this place."""
        app.close()  # the page needs it only here
        self._app, self.session = app, app.session
        for name in ("view", "data"):
            traitlets.dlink((app, name), (self, name))
