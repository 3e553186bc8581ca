"""What happened on the chosen way: every hop with its reason, and what to log of whom."""

from __future__ import annotations

from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from infonet.ledger import request_table
from infonet.panel._session import Session
from infonet.panel.views.ways import labelled
from infonet.panel.widgets.controls import undo_buttons
from infonet.panel.widgets.markup import heading
from infonet.panel.widgets.table import Table, chance
from infonet.paths import explain, from_row

__all__ = ["STAGES_LOGGED", "HappenedView"]

STAGES_LOGGED = {
    "asked": "You asked {who}",
    "introduced": "You were introduced to {who}",
    "replied": "{who} replied",
    "held": "You talked with {who}",
    "thanked": "You thanked {who}",
    "declined": "{who} declined",
}
"""The stages that have a button, and what pressing it says."""

_TITLES = {
    "introduction": "The introduction, hop by hop",
    "direct": "You know somebody there",
    "scout": "Ask whether they know somebody there",
    "cold": "A message to somebody without a tie",
}


class HappenedView:
    """The hops of the chosen way; buttons append to the log, and take back."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._route: tuple[str, ...] = ()
        self._steps: list[str | None] = []
        self.title = widgets.HTML()
        self.hops = Table(("Step", "Chance, 95 %", "Why"), row_class="infonet-hop", choosable=True)
        self.hops.add_class("infonet-hops-table")
        self.whom = widgets.Dropdown(
            description="With", tooltip="Who it happened with; choose a way or a person for others"
        )
        self.date = widgets.DatePicker(
            value=session.day.date(), description="On", tooltip="The day it happened"
        )
        self.stages = {
            stage: widgets.Button(description=stage.capitalize()) for stage in STAGES_LOGGED
        }
        self.undo, self.back = undo_buttons(session)
        who = labelled({"with": self.whom, "date": self.date})
        buttons = labelled({f"log-{stage}": button for stage, button in self.stages.items()})
        taken = labelled({"undo": self.undo, "back": self.back})
        bars = [widgets.HBox(each) for each in (who, [*buttons, *taken])]
        for bar in bars:
            bar.add_class("infonet-bar")
        self.box = widgets.VBox([self.title, self.hops, *bars])
        for stage, button in self.stages.items():
            button.on_click(partial(self._log, stage))
        self.hops.on_choice(self._choose)
        self.whom.observe(self._word, "value")
        session.observe(self.show, "way")
        session.observe(lambda change: self._offer(session.person), "person")
        self.show()

    def show(self, change: object = None) -> None:
        """Show the way that is chosen, hop by hop; of another way the first person is meant."""
        way, session = self.session.way, self.session
        before, self._route = self._route, () if way is None else way.route
        found = (
            [] if way is None else explain(session.net, self._target(), from_row(session.net, way))
        )
        self.title.value = heading(
            "Choose a target above, then a way to it" if way is None else _TITLES[way.kind]
        )
        self._steps = [
            None if hop.person is None else str(session.net.keys[hop.person]) for hop in found
        ]
        self.hops.fill(
            [
                [
                    "somebody there" if key is None else session.name(key),
                    chance(hop.probability, hop.low, hop.high),
                    f"{hop.why} ({hop.numbers})",
                ]
                for key, hop in zip(self._steps, found, strict=True)
            ]
        )
        self._offer(self.whom.value if self._route == before else None)

    def _offer(self, chosen: str | None) -> None:
        """Offer the people on the way and whoever is chosen besides."""
        person = self.session.person
        people = list(dict.fromkeys(key for key in (*self._steps, person) if key))
        self.whom.options = [(self.session.name(key), key) for key in people]
        self.whom.value = chosen if chosen in people else next(iter(people), None)
        self._word()

    def _target(self) -> Any:
        return self.session.net.target(**self.session.aim(), former=True)

    def _choose(self, at: int) -> None:
        self.session.person = self._steps[at] or self.session.person

    def _word(self, change: object = None) -> None:
        """Say on every button what it would log."""
        known = self.whom.value is not None
        who = self.session.name(self.whom.value) if known else "whoever you choose"
        about = f" about {self.session.target}" if self.session.target else ""
        for stage, button in self.stages.items():
            button.disabled = not known
            button.tooltip = f"Log: {STAGES_LOGGED[stage].format(who=who)}{about}"

    def _log(self, stage: str, button: object) -> None:
        session, person = self.session, self.whom.value
        if self.date.value is None:
            session.status.say("Choose the day on which it happened, beside On.", wrong=True)
            return
        about = next(iter(session.aim().values()), None)
        event: dict[str, Any] = {"stage": stage, "person": person, "company": about}
        event |= {"via": None, "date": pd.Timestamp(self.date.value)}
        details: dict[str, Any] = {}
        if stage != "asked":
            event["via"] = self._before(person)
            if person in self._steps:
                details["request"] = self._request()
        elif session.way is not None and self._steps[:1] == [person]:
            # The route that the user saw, not another that may be as good.
            details["way"] = session.way
        done = session.act(lambda: session.book.log(**event, **details))
        if done and pd.Timestamp(self.date.value) > session.day:
            day = f"{session.day:%Y-%m-%d}"
            session.status.say(
                f"{session.status.words} It is later than {day}, the day shown here, so it"
                " changes nothing yet."
            )

    def _request(self) -> str | None:
        """The latest request that went this very way; None leaves it to the log to work it out."""
        session = self.session
        asked = request_table(session.tables.events, as_of=session.day)
        about = next(iter(session.aim().values()), None)
        went = [
            name
            for name, company, route in zip(asked.request, asked.company, asked.route, strict=True)
            if company == about and route == session.way.route
        ]
        return went[-1] if went else None

    def _before(self, person: str) -> str | None:
        """Who stands before a person on the way."""
        at = self._steps.index(person) if person in self._steps else 0
        return self._steps[at - 1] if at > 0 else None
