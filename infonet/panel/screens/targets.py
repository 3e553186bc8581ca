"""The board: where each company or field stands."""

from __future__ import annotations

from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Values


class TargetsScreen:
    """Show one row a company or field."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def page(self, about: str) -> Node:
        """Return the board."""
        session = self.session
        wanted = session.network.workplaces.wanted
        rows = [
            [each.company, html.badge("nothing yet"), html.chance(0.4, 0.2, 0.6)]
            for each in wanted.itertuples()
        ]
        add = html.row(
            html.text_field("target", "Add a company or a field"),
            html.button("Add to my targets", self._add),
            submit=self._add,
        )
        board = (
            html.table(("Company", "Where it stands", "Chance of a talk #"), rows, class_="board")
            if rows
            else html.empty("No company yet: type one above.")
        )
        return html.box(html.heading("Targets"), add, board, class_="targets", key="targets")

    def _add(self, values: Values) -> None:
        name = str(values.get("target", "")).strip()
        self.session.act(lambda: self.session.book.want(name))
