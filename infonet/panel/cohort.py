"""The board for a coach: of a whole cohort in counts, employer by employer, without a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pandas as pd

from infonet.cohort import Cohort, Reports
from infonet.errors import InfonetError
from infonet.names.people import called_by_key
from infonet.names.text import counted
from infonet.panel import page as html
from infonet.panel._session import Place, Speaking, Status
from infonet.panel.app import Panel
from infonet.panel.grid import Column, Grid, numbers, texts
from infonet.panel.page import Node, Values, element
from infonet.workdays import day_text

Made = TypeVar("Made")

_HEADS = {
    "members": "Can reach it",
    "quarter": "1 in 4 or better",
    "half": "1 in 2 or better",
    "wanted": "Want it",
    "asked": "Have asked there",
}
"""Column of the board → its heading."""

_HOW = (
    "Each number means at least that many members. Where it might be fewer than five, nothing is "
    "shown."
)
_NOTHING = "No employer is reached, wanted or asked by five members yet."
_MEETING = "Tell both yourself: the table names nobody."


class CohortSession(Speaking):
    """Hold the cohort, what is said of it on the day, and the employer that is looked at.

    Whenever somebody has joined, handed something over or withdrawn, everything is made anew.
    """

    afterwards = "The cohort holds what it held before."

    def __init__(self, cohort: Cohort, as_of: object = None) -> None:
        super().__init__(as_of)
        self.cohort = cohort
        self.place = Place("cohort")
        self._made: dict[str, Any] = {}
        self._of: object = None

    def refresh(self) -> None:
        """Forget what was worked out for another day."""
        self._made = {}

    def go(self, screen: str, about: str = "") -> None:
        """Look at an employer."""
        self.place, self.status = Place(screen, about), Status()

    @property
    def members(self) -> pd.DataFrame:
        """Return who agrees now."""
        every = self.cohort.members()
        return every[every.consent == "given"]

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what is worked out once for these members and this day."""
        state = self.day, self.cohort.digest()
        if state != self._of:
            self._of, self._made = state, {}
        if name not in self._made:
            self._made[name] = make()
        made: Made = self._made[name]
        return made

    @property
    def reports(self) -> Reports:
        """Return what may be said of the cohort."""
        return self.once("reports", lambda: self.cohort.reports(as_of=self.day))

    @property
    def board(self) -> pd.DataFrame:
        """Return the counts of each employer."""
        reports = self.reports
        return self.once("board", lambda: reports.board(self.cohort.logs(), as_of=self.day))


class CohortApp(Panel[CohortSession]):
    """Show a cohort to its coach in JupyterLab.

    Parameters
    ----------
    cohort : Cohort
    as_of : date, str or Timestamp, optional
        The day shown; today if not given.
    """

    def __init__(self, cohort: Cohort, as_of: object = None) -> None:
        session = CohortSession(cohort, as_of)
        self._grid = Grid(
            "cohort",
            "Employers",
            supply=self.supply,
            opened=self._open,
            things=("employer", "employers"),
            hint="employer",
        )
        self._named: Reports | None = None
        super().__init__(session)

    def __repr__(self) -> str:
        """Return how many members there are and the day; not the folder, which says whose it is."""
        members = counted(len(self.session.members), "member")
        return f"{type(self).__name__} of {members} on {self.session.day:%Y-%m-%d}"

    def _header(self) -> list[Node]:
        session = self.session
        count = counted(len(session.members), "member")
        title = html.row(
            element("h1", "Our cohort"), element("span", count, class_="muted"), class_="title"
        )
        day = html.day_field(
            "day",
            "As of",
            session.day,
            change=self._set_day,
            steady="day",
            title=day_text(session.day),
        )
        return [html.row(title, html.row(day, class_="acts"), class_="masthead")]

    def _page(self) -> Node:
        session, shown = self.session, list[Node]()
        with session.telling("This screen"):
            try:
                board = session.board
            except InfonetError as error:  # too few members, or none who has handed something over
                return html.box(html.empty(error.plain), key="cohort")
            shown = [
                html.element("p", _HOW, class_="muted"),
                self._table(board) if len(board) else html.empty(_NOTHING),
                html.box(self._employer(), self._plan(), class_="two even"),
                self._meetings(),
            ]
        return html.box(shown, class_="people", key="cohort")

    def _table(self, board: pd.DataFrame) -> Node:
        def make() -> tuple[Sequence[str], Sequence[Column]]:
            names = texts("company", "Employer", board.company, "minmax(160px, 2fr)")
            counts = [
                numbers(name, title, board[name], "minmax(90px, 1fr)")
                for name, title in _HEADS.items()
                if board[name].notna().any()
            ]
            return board.company.tolist(), [names, *counts]

        return self._grid.node(board, make, as_of=self.session.day)

    def _employer(self) -> Node | None:
        """Return how near the employer is that was opened."""
        company = self.session.place.about
        if not company:
            return html.empty("Press an employer to see how near it is.")
        reports = self.session.reports
        near = self.session.once(f"near {company}", lambda: reports.employer(company))
        lines = [
            f"{'Know somebody there' if ties == 1 else f'Within {ties} steps'}: at least {members}"
            for ties, members in zip(near.ties, near.members, strict=True)
        ]
        shown = html.item_list(lines) if lines else html.empty("Reached by a few, or by nobody.")
        return html.box(html.heading(company), shown, key="employer")

    def _meetings(self) -> Node:
        """Return which members should meet, as numbers."""
        reports = self.session.reports
        found = self.session.once("meetings", lambda: reports.meetings(most=10))
        if found.empty:
            shown: Any = html.empty("No five meetings would add anything.")
        else:
            rows = [
                [f"Member {one}", f"Member {other}", "" if pd.isna(adds) else f"{adds:.0f}"]
                for one, other, adds in found.itertuples(index=False)
            ]
            heads = ("Member", "Should meet", "Talks added so far, at least #")
            small = html.element("small", _MEETING)
            shown = [html.table(heads, rows), small, self._who({*found.member, *found.other})]
        return html.unfold("Who should meet whom", shown, key="meetings")

    def _who(self, numbers: set[int]) -> Node:
        """Return whose the numbers of members are, once the coach has asked, until all changes."""
        reports = self.session.reports
        if self._named is not reports:
            return html.button("Who is who", lambda values: self._name(reports), kind="quiet")
        called = self.session.members.set_index("member").name.dropna()
        keys = {number: reports.who(number) for number in sorted(numbers)}
        lines = [
            f"Member {number}: {called.get(key, called_by_key(key))}"
            for number, key in keys.items()
        ]
        hide = html.button("Hide who is who", lambda values: self._name(None), kind="quiet")
        return html.box(hide, html.item_list(lines), class_="private", key="who")

    def _name(self, reports: Reports | None) -> None:
        self._named = reports

    def _plan(self) -> Node:
        """Return what asking together comes to, once it was asked for."""
        session = self.session
        told = session.once("planned", list[str])
        make = html.button("Plan this week for all", self._make_plan)
        lines = html.item_list(told) if told else None
        return html.box(html.heading("A plan for all"), make, lines, key="plan")

    def _make_plan(self, values: Values) -> None:
        session = self.session
        wanted = session.board.company[session.board.members.notna()]
        if wanted.empty:
            raise InfonetError("no employer is reached by five members: nothing to plan yet")
        session.say("Working out who asks whom: this takes a moment.")
        self.show()
        week = session.cohort.plan(as_of=session.day, companies=wanted[:_PLANNED])
        told = session.once("planned", list[str])
        told[:] = session.reports.planned(week)
        session.say("The plan is made.")

    def _open(self, company: str) -> None:
        self.session.go("cohort", company)

    def _set_day(self, values: Values) -> None:
        day = html.day_of(values, "day")
        if day is not None:
            self.session.set_day(day)


_PLANNED = 10
"""The first employers of the board that members reach, of which the plan is made."""
