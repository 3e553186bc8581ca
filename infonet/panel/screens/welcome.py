"""The welcome: who I am, the first people, the first three companies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from infonet.agenda import companies_to_want, targets
from infonet.errors import NewNameError
from infonet.graph import Network
from infonet.names.text import counted, some_of
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, Press, Values, text_of
from infonet.panel.screens.imports import get_export, to_company
from infonet.panel.screens.intake import Intake
from infonet.readers import Reading, typed_people
from infonet.samples import AS_OF, sample_book
from infonet.tables import ME

_OFFERED = 12
_FIRST = 3
_COMPANIES = "companies"
_EXAMPLE = "Ana Diaz, Delta, close\nBo Lin, Echo, know well\nCy Moss"


class WelcomeScreen:
    """Lead from an empty book to the first ranked way."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.intake = Intake(session, self._was_added, all_mine=True)
        self._wrong: list[dict[str, Any]] = []
        self._unsure: list[tuple[dict[str, Any], NewNameError]] = []

    def page(self, about: str) -> Node:
        """Return the first step, or after it the first companies."""
        if not self.session.may_act:
            return html.empty("This book is only looked at: nothing can be added.")
        if about == _COMPANIES:
            return self._companies()
        return html.box(
            html.heading("Welcome. Who do you know?"),
            html.element(
                "p",
                "You say which companies you want; this book shows who can help you in, and keeps"
                " track of whom you asked. Everything stays on this computer.",
                class_="lead",
            ),
            self._who(),
            html.box(self._bring(), self._without(), class_="two"),
            self._look(),
            class_="welcome",
            key="welcome",
        )

    # Who I am

    def _who(self) -> Node:
        """Return whose book it is, or where to say so."""
        me = self.session.tables.people
        me = me[me.person == ME]
        known = [text_of(me[name].iloc[0]) for name in ("name", "url") if len(me)]
        called = next(filter(None, known), "")
        if called:
            return html.row(
                html.element("span", f"This is the book of {called}.", class_="muted", dir="auto"),
                html.button("Not me", self._unsettle, kind="quiet"),
                key="owner",
            )
        return html.row(
            html.text_field(
                "me", "Your name or LinkedIn address", placeholder="Your zip says it, too"
            ),
            html.button("This is me", self._settle),
            submit=self._settle,
            class_="owner",
            key="owner",
        )

    def _settle(self, values: Values) -> None:
        me = str(values.get("me") or "").strip()
        if me:
            self.session.act(lambda: self.session.book.settle(me))
        else:
            self.session.say("type your name or the address of your profile", wrong=True)

    def _unsettle(self, values: Values) -> None:
        """Take back whose book it is."""
        book = self.session.book
        past = book.history()
        said = past.act[(past.kind == "me") & ~past.undone].tolist()
        self.session.act(lambda: [book.undo(act) for act in said], said="Then who are you?")

    # The first people

    def _bring(self) -> Node:
        return html.box(
            html.heading("Bring your LinkedIn contacts", level=3),
            get_export(),
            self.intake.control("Choose the zip, or drop it here"),
            self.intake.found(),
            class_="card",
            key="bring",
        )

    def _was_added(self, readings: Sequence[Reading], before: Network) -> None:
        self.session.place = self.session.place._replace(about=_COMPANIES)

    def _without(self) -> Node:
        """Return where to type the first ten people."""
        wrong = [self._line(at, row) for at, row in enumerate(self._wrong)]
        unsure = [self._doubt(at, row, error) for at, (row, error) in enumerate(self._unsure)]
        return html.box(
            html.heading("Or start without one", level=3),
            html.element(
                "p",
                "Ten people you could ask, one a line: the name, where they work, and how close"
                " you are: close, know well, know a little. Such as:",
            ),
            html.element("pre", _EXAMPLE, class_="muted"),
            html.text_area("people", "People", rows=8),
            html.box(html.element("p", "Not added yet:"), html.element("ul", wrong), key="wrong")
            if wrong
            else None,
            unsure,
            html.row(
                html.button("Add them", self._add_typed),
                html.button("Go on", self._go_on, kind="main")
                if len(self.session.network) > 1
                else None,
            ),
            class_="card",
            key="without",
        )

    def _line(self, at: int, row: dict[str, Any]) -> Node:
        """Return a line that was not added, with why, and the name that it may mean."""
        offer = text_of(row["offer"])
        return html.element(
            "li",
            html.element("b", row["text"], dir="auto"),
            f": {row['problem']} ",
            html.button(f"Add {offer}", self._takes(at)) if offer else None,
        )

    def _takes(self, at: int) -> Press:
        """Return what adds the person whom a line may mean."""

        def take(values: Values) -> None:
            row = self._wrong.pop(at)
            self._add_rows([_stated(row) | {"name": row["offer"]}])

        return take

    def _doubt(self, at: int, row: dict[str, Any], error: NewNameError) -> Node:
        """Ask who a typed name means."""
        known = [html.button(name, self._decides(at, key)) for key, name in error.candidates]
        new = html.button("somebody new", self._decides(at, None))
        return html.row(
            html.element("span", f"{row['name']} is not in your book. Who is it?", dir="auto"),
            known,
            new,
            key=f"doubt {row['name']}",
        )

    def _decides(self, at: int, key: str | None) -> Press:
        return lambda values: self._decide(at, key)

    def _decide(self, at: int, key: str | None) -> None:
        row, _ = self._unsure.pop(at)
        self.session.act(lambda: self._tie(row | ({"name": key} if key else {}), new=key is None))

    def _add_typed(self, values: Values) -> None:
        """Add the people of the lines that can be read; the others stay, with what is wrong."""
        session = self.session
        found = typed_people(str(values.get("people") or ""))
        if found.empty:
            session.say("type at least one name, with the last name", wrong=True)
            return
        bad = found.problem.notna()
        self._wrong = html.rows_of(found[bad])
        self._unsure = []
        self._add_rows([_stated(row) for row in html.rows_of(found[~bad])])

    def _add_rows(self, rows: list[dict[str, Any]]) -> None:
        """Add people, and go on where nothing is left to be asked."""
        session = self.session
        if session.act(lambda: self._tie_sure(rows), said="") and rows:
            session.say(f"{counted(len(rows), 'person', 'people')} added.")
            if not self._wrong and not self._unsure:
                self._go_on({})

    def _tie_sure(self, rows: list[dict[str, Any]]) -> None:
        """Add people as one act; whoever may be somebody in the book is taken out of the rows."""
        book, first = self.session.book, len(self.session.network) <= 1
        while rows:
            at, names = 0, some_of([row["name"] or "" for row in rows])
            try:
                with book.one_act(f"{counted(len(rows), 'person', 'people')} typed in: {names}."):
                    for at, row in enumerate(rows):  # noqa: B007  # where it stopped is asked for
                        self._tie_typed(row, first=first)
            except NewNameError as error:
                self._unsure.append((rows.pop(at), error))
            else:
                return

    def _tie_typed(self, row: dict[str, Any], *, first: bool) -> None:
        """Add one of them; raise if there is somebody with a name like theirs."""
        try:
            self._tie(row, new=first)
        except NewNameError as error:
            if error.candidates:
                raise
            self._tie(row, new=True)

    def _tie(self, row: dict[str, Any], *, new: bool) -> None:
        self.session.book.tie(
            row["name"], company=row["company"], closeness=row["closeness"], new=new
        )

    def _go_on(self, values: Values) -> None:
        self.session.place = self.session.place._replace(about=_COMPANIES)

    # The sample

    def _look(self) -> Node:
        return html.row(
            html.element(
                "span", "Or look around first, in a book of invented people.", class_="muted"
            ),
            html.button("Look at the sample", self._sample),
            key="sample",
        )

    def _sample(self, values: Values) -> None:
        session = self.session
        session.say("Making the sample …")
        session.draw()
        with session.telling("The sample"):
            session.look_at(sample_book(), AS_OF)

    # The first companies

    def _companies(self) -> Node:
        """Return the companies to choose from, and for those chosen the best way in."""
        session = self.session
        board = session.once("targets", lambda: targets(session.network))
        offers = session.once("to want", lambda: companies_to_want(session.network))
        left = _FIRST - len(board)
        asked = (
            f"Choose {left} {'more' if len(board) else 'that you want to work for'}."
            if left > 0
            else "Good. You can add more at any time."
        )
        some: list[Any] = list(offers.head(_OFFERED).itertuples())
        picks = [
            html.button(
                f"{each.company} ({each.people})",
                self._wants(each.company),
                title=f"Add {each.company} to my targets",
            )
            for each in some
        ]
        entry = html.row(
            html.text_field("company", "Another one", offers=offers.company[:40].tolist()),
            html.button("Add", lambda values: self._want(str(values.get("company") or "").strip())),
            submit=lambda values: self._want(str(values.get("company") or "").strip()),
        )
        people = counted(max(len(session.network) - 1, 0), "person", "people")
        return html.box(
            html.heading("Which companies first?"),
            html.element("p", f"You know {people}. {asked}", class_="lead"),
            html.row(picks, class_="picks"),
            html.element("p", "The number says how many people you know there.", class_="muted")
            if picks
            else None,
            entry,
            self._ways(board) if len(board) else None,
            self._next(board),
            class_="welcome",
            key="companies",
        )

    def _ways(self, board: pd.DataFrame) -> Node:
        """Return the companies chosen, each with its best way in."""
        session = self.session
        dreams = board.company[board.priority > 1].tolist()
        chosen: list[Any] = list(board.itertuples())
        rows = [
            [
                html.button(
                    each.company, to_company(session, each.company, each.kind), kind="name"
                ),
                [
                    text_of(each.best) or "nobody yet",
                    html.element("small", " may know somebody") if each.way == "scout" else None,
                ],
                None
                if pd.isna(each.probability)
                else html.chance(each.probability, each.low, each.high),
            ]
            for each in chosen
        ]
        return html.box(
            html.table(("Company", "Best way in", "Chance of a talk"), rows),
            html.element(
                "p", f"From your LinkedIn preferences: {', '.join(dreams)}.", class_="muted"
            )
            if dreams
            else None,
            key="ways",
        )

    def _wants(self, name: str) -> Press:
        return lambda values: self._want(name)

    def _want(self, name: str) -> None:
        if name:
            self.session.act(lambda: self.session.book.want(name))
        else:
            self.session.say("type the name of a company", wrong=True)

    def _next(self, board: pd.DataFrame) -> Node:
        """Return the two ways on: how close I am to whom, or the board."""
        session = self.session
        return html.row(
            html.button(
                "Next: how close are you?",
                session.goes("triage"),
                kind="main" if len(board) else "",
            ),
            html.button("Show my board", session.goes("targets")),
            html.element(
                "span",
                "Four seconds a person; it turns a flat list into a ranking.",
                class_="muted",
            ),
            class_="onward",
        )


def _stated(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a typed line says of a person."""
    return {name: text_of(row[name]) or None for name in ("name", "company", "closeness")}
