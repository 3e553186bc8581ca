"""Forget a person: what goes is shown first, and it is done by a second press."""

from __future__ import annotations

from infonet.book import Forgetting
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values

_FOREVER = "It cannot be undone."
_BEYOND = "Copies you made yourself, saved messages and calendars stay: delete them."
_RATES = "Your rates stay: the log keeps no name."


class ForgettingPart:
    """Ask what goes with a person, and let it go."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._shown: tuple[str, Forgetting] | None = None

    def section(self, person: str) -> Node:
        """Return the part of a person's page."""
        shown = self._shown
        if shown is None or shown[0] != person:
            look = html.button("See what goes", lambda values: self._look(person), kind="quiet")
            return html.unfold("Forget this person", html.row(look), key=f"forget {person}")
        gone = shown[1]
        goes = html.item_list(f"{row.what}: {row.count:,}" for row in gone.goes.itertuples())
        mentions = gone.mentions.drop_duplicates("number")
        fields = [
            html.text_area(f"words-{one['number']}", one["text"], value=one["becomes"], rows=2)
            for one in html.rows_of(mentions)
        ]
        reached = [*(f"Also in {path.name}." for path in gone.backups), *self._out_of_reach(gone)]
        return html.box(
            html.heading("Forget this person", level=3),
            html.element("p", f"{_FOREVER} {_RATES}"),
            goes,
            html.element("p", "These texts of yours name them. Say it otherwise:")
            if fields
            else None,
            *fields,
            html.item_list([*reached, _BEYOND]),
            html.row(
                html.button("Forget for good", lambda values: self._forget(person, values)),
                html.button("Keep", lambda values: self._keep(), kind="quiet"),
            ),
            key=f"forget {person}",
        )

    def _look(self, person: str) -> None:
        with self.session.telling("That"):
            self._shown = person, self.session.book.forget(person)

    def _keep(self) -> None:
        self._shown = None

    def _forget(self, person: str, values: Values) -> None:
        if self._shown is None or self._shown[0] != person:
            return
        gone = self._shown[1]
        edits = {
            int(number): str(values.get(f"words-{number}") or "").strip()
            for number in gone.mentions.number.unique()
        }
        if self.session.act(lambda: gone.confirm(edits)):
            self._shown = None
            self.session.go("people")
            self.session.say(" ".join(["Forgotten.", *self._out_of_reach(gone)]))

    def _out_of_reach(self, gone: Forgetting) -> list[str]:
        """Return the files that stay as they are."""
        said = [f"May still be in {file.name}: delete that file." for file in gone.left]
        if gone.list_is_damaged:
            said.append("Which backups there are is not known now: delete those from before today.")
        if gone.key_is_gone:
            said.append(
                "The key of your book is not on this computer: an import may bring them back."
            )
        return said
