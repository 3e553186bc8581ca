"""The chosen route, step by step, and the buttons that log what happened on it."""

from __future__ import annotations

from functools import partial
from typing import Any

import ipywidgets as widgets
import pandas as pd

from infonet.panel._session import Session
from infonet.panel.widgets.controls import Table, bar, chance
from infonet.panel.widgets.markup import heading
from infonet.paths import explain, from_row
from infonet.tables import stages
from infonet.workdays import day_text

_SENTENCES = {
    "asked": "you asked {who}",
    "introduced": "you were introduced to {who}",
    "replied": "{who} replied",
    "held": "you talked with {who}",
    "thanked": "you thanked {who}",
    "declined": "{who} said no",
}
"""The stages that have a button, and the sentence that pressing it logs."""

LABELS = {stage.word: stage.label for stage in stages.TABLE}
_TITLES = {
    "introduction": "The introduction, step by step",
    "direct": "You know someone there",
    "scout": "Ask who they know there",
    "cold": "Cold message",
}


class LogView:
    """Show the steps of the chosen route; buttons append to the log, and take back."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._route: tuple[str, ...] = ()
        self._steps: list[str | None] = []
        self.title = widgets.HTML()
        self.hops = Table(("Person", "Chance (range)", "Why"), row_class="infonet-hop")
        self.hops.add_class("infonet-hops-table")
        self.whom = widgets.Dropdown(
            description="With",
            tooltip="Who it happened with; choose a route or a person for others",
        )
        self.date = widgets.DatePicker(
            value=session.day.date(), description="On", tooltip="The day it happened"
        )
        self.stages = {stage: widgets.Button(description=LABELS[stage]) for stage in _SENTENCES}
        self.undo, self.back = session.undo_buttons()
        buttons = {f"log-{stage}": button for stage, button in self.stages.items()}
        buttons |= {"undo": self.undo, "back": self.back}
        who = bar({"with": self.whom, "date": self.date})
        self.box = widgets.VBox([self.title, self.hops, who, bar(buttons)])
        for stage, button in self.stages.items():
            button.on_click(session.safely(partial(self._log, stage)))
        self.hops.on_choice(session.safely(self._choose))
        self.whom.observe(session.safely(self._word), "value")
        session.observe(session.safely(self.show), "way")
        session.observe(session.safely(lambda change: self._offer(session.person)), "person")
        self.show()

    def show(self, change: object = None) -> None:
        """Show the chosen route, step by step; of another route the first person is meant."""
        way, session = self.session.way, self.session
        before, self._route = self._route, () if way is None else way.route
        title, found = "Choose a target above, then a route to it", []
        if way is not None:
            target = session.net.target(**session.aim(), former=True)
            title, found = (
                _TITLES[way.kind],
                explain(session.net, target, from_row(session.net, way)),
            )
        self.title.value = heading(title)
        self._steps = [
            None if hop.person is None else str(session.net.keys[hop.person]) for hop in found
        ]
        self.hops.fill(
            [
                [
                    "someone there" if key is None else session.name(key),
                    chance(hop.probability, hop.low, hop.high),
                    {"text": hop.why, "note": hop.numbers},
                ]
                for key, hop in zip(self._steps, found, strict=True)
            ]
        )
        self._offer(self.whom.value if self._route == before else None)

    def _offer(self, chosen: str | None) -> None:
        """Offer the people on the route, and the chosen person besides."""
        person = self.session.person
        people = list(dict.fromkeys(key for key in (*self._steps, person) if key))
        self.whom.options = [(self.session.name(key), key) for key in people]
        self.whom.value = chosen if chosen in people else next(iter(people), None)
        self._word()

    def _choose(self, at: int) -> None:
        self.session.person = self._steps[at] or self.session.person

    def _word(self, change: object = None) -> None:
        """Say on every button what it logs."""
        known = self.whom.value is not None
        who = self.session.name(self.whom.value) if known else "the person you choose"
        about = f" about {self.session.target}" if self.session.target else ""
        for stage, button in self.stages.items():
            button.disabled = not known
            button.tooltip = f"Log: {_SENTENCES[stage].format(who=who)}{about}"

    def _log(self, stage: str, button: object) -> None:
        session, person = self.session, self.whom.value
        if self.date.value is None:
            session.status.say("Choose the day on which it happened, beside On.", wrong=True)
            return
        event: dict[str, Any] = {"stage": stage, "person": person, "company": session.about()}
        event["date"] = day = pd.Timestamp(self.date.value)
        if stage != "asked":
            event["via"] = self._before(person)
            if person in self._steps:
                event["request"] = self._request()
        elif session.way is not None and self._steps[:1] == [person]:
            # The route that the user saw, not another that may be as good.
            event["way"] = session.way
        if session.act(lambda: session.book.log(**event)) and day > session.day:
            session.status.say(
                f"{session.status.words} It is later than {day_text(session.day)}, the day shown"
                " here, so it changes nothing yet."
            )

    def _request(self) -> str | None:
        """Return the latest request that went this very route; None if there is none."""
        asked, about, route = self.session.requests, self.session.about(), self.session.way.route
        went = asked[(asked.company == about) & asked.route.map(lambda one: one == route)]
        return None if went.empty else str(went.request.iloc[-1])

    def _before(self, person: str) -> str | None:
        """Return the key of the person before another on the route; None for the first."""
        at = self._steps.index(person) if person in self._steps else 0
        return self._steps[at - 1] if at > 0 else None
