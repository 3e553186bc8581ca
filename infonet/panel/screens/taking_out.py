"""Take everything with you: a format is chosen, its file is made, and the browser saves it."""

from __future__ import annotations

from infonet.names.text import number
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values
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
