"""Show beside the guests of an event what to do, lines to open with, and whom I met before."""

from __future__ import annotations

import pandas as pd

from infonet.agenda import met_at_events
from infonet.panel import page as html
from infonet.panel._session import Session
from infonet.panel.page import Node, text_of
from infonet.panel.screens.card import CardForm
from infonet.prepare import event_steps, questions
from infonet.workdays import day_text

_OTHERS = {"peer": "somebody of your own work", "manager": "a manager", "recruiter": "a recruiter"}
_WHEN = {"before": "Before", "bring": "Take along", "there": "There", "after": "Afterwards"}
_FEW, _SHOWN = 6, 20


class BesideTheGuests:
    """Say what to do at an event, whoever comes."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.card = CardForm(session)

    def steps(self) -> Node:
        """Return what to do, and the business card to take along."""
        todo = [
            (
                html.element("dt", _WHEN[str(when)]),
                html.element("dd", [html.element("div", text) for text in part.text]),
            )
            for when, part in event_steps().groupby("when", sort=False)
        ]
        return html.box(
            html.heading("What to do", level=3),
            html.element("dl", todo, class_="facts"),
            self.card.section(),
            key="steps",
        )

    def lines(self) -> Node:
        """Return a line to open with, for whoever is on no list."""
        return html.box(
            html.heading("A line for everybody else", level=3),
            html.item_list(
                f"{words}: {questions(role, n=len(_OTHERS)).question.iloc[at]}"
                for at, (role, words) in enumerate(_OTHERS.items())
            ),
            key="lines",
        )

    def met(self) -> Node:
        """Return whom I met at events, and what I learned from them."""
        met = self.meetings()
        items = [
            html.box(
                html.row(
                    html.button(
                        each["name"], self.session.goes("person", each["person"]), kind="name"
                    ),
                    html.element("small", day_text(each["date"], as_of=self.session.day)),
                ),
                html.element("p", text_of(each["learnt"]), dir="auto"),
                class_="item",
                key=f"met {each['event']}",
            )
            for each in html.rows_of(met)
        ]
        more = items[_FEW : _FEW + _SHOWN]
        return html.box(
            html.heading("Whom you met at events", level=3),
            items[:_FEW]
            or html.empty("Nobody yet. Press “I met them”, and note what you learned."),
            html.unfold(f"Earlier: {len(items) - _FEW:,}", more) if more else None,
            key="met",
        )

    def meetings(self) -> pd.DataFrame:
        """Return the meetings at events."""
        session = self.session
        return session.once("met", lambda: met_at_events(session.ledger, as_of=session.day))
