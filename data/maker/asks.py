"""From a plan of requests to an outreach log: every step with its day, as far as it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from maker.chance import Chance, weekday
from maker.layout import csv_text

__all__ = ["AS_OF", "HEADER", "Ask", "log_text"]

AS_OF = date(2026, 6, 30)
HEADER = "event,request,person,stage,date,company,kind,via,channel,note".split(",")

# How many days after the step before it, at least and at most.
_DAYS = {
    "introduced": (1, 5),
    "contacted": (0, 1),
    "no answer": (14, 18),
    "replied": (1, 5),
    "scheduled": (0, 2),
    "held": (4, 11),
    "thanked": (0, 1),
    "named": (0, 0),
    "reported back": (21, 27),
    "referred": (9, 24),
    "applied": (1, 3),
    "interviewed": (8, 14),
    "offered": (9, 15),
    "declined": (1, 4),
}
_HELD = ("replied", "scheduled", "held", "thanked")
_ENDS: dict[str, tuple[str, ...]] = {
    "silence": (),
    "no answer": ("no answer",),
    "declined": ("declined",),
    "introduced": ("introduced",),
    "introduced, declined": ("introduced", "declined"),
    "replied": ("replied",),
    "replied, declined": ("replied", "declined"),
    "scheduled": ("replied", "scheduled"),
    "held": _HELD,
    "reported back": (*_HELD, "reported back"),
    "referred": (*_HELD, "referred"),
    "interviewed": (*_HELD, "referred", "applied", "interviewed"),
    "offered": (*_HELD, "referred", "applied", "interviewed", "offered"),
    "named": ("named",),
}


@dataclass(frozen=True)
class Ask:
    """One attempt at one company through the person asked first.

    `met` are the people introduced, one after the other; `named` are new names given in the end;
    `late` are days that a step took longer than usual; `note` stands beside the ask, `answer`
    beside its last step.
    """

    day: str
    kind: str
    company: str
    asked: str
    end: str
    met: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    note: str = ""
    answer: str = ""
    late: dict[str, int] = field(default_factory=dict)
    followed_up: bool = False
    channel: str = "linkedin"


def log_text(plan: Sequence[Ask], seed: str) -> str:
    """Write the log as CSV, oldest event first; events after `AS_OF` are left out."""
    chance = Chance(seed)
    events: list[tuple[date, int, int, list[str]]] = []
    for number, ask in enumerate(sorted(plan, key=lambda ask: ask.day), start=1):
        for step, (day, person, stage, via, channel, note) in enumerate(_steps(ask, chance)):
            if day <= AS_OF:
                kind = ask.kind if stage == "asked" else ""
                row = [f"R{number}", person, stage, day.isoformat(), ask.company, kind]
                events.append((day, number, step, [*row, via, channel, note]))
    rows = [row for _, _, _, row in sorted(events, key=lambda event: event[:3])]
    return csv_text(HEADER, [(event, *row) for event, row in enumerate(rows, start=1)])


def _steps(ask: Ask, chance: Chance) -> list[tuple[date, str, str, str, str, str]]:
    """Day, person, stage, via, channel, note of each event, also of those still to come."""
    day, person = date.fromisoformat(ask.day), ask.asked
    steps = [(day, person, "asked", "", ask.channel, ask.note)]
    stages = _ENDS[ask.end]
    if ask.met and "introduced" not in stages:
        stages = ("introduced", *stages)
    if ask.followed_up:
        late = weekday(day + timedelta(days=9 + chance.below(2)))
        steps.append((late, person, "followed up", "", ask.channel, ""))
    for stage in stages:
        low, high = _DAYS[stage]
        if stage == "introduced":
            for met in ask.met:
                day = weekday(
                    day + timedelta(days=chance.between(low, high) + ask.late.get(stage, 0))
                )
                steps.append((day, met, stage, person, "email", ""))
                person = met
            if "replied" in stages and chance.one_in(2):
                day = weekday(day + timedelta(days=chance.between(*_DAYS["contacted"])))
                steps.append((day, person, "contacted", "", "email", ""))
            continue
        gap = chance.between(low, high) + ask.late.get(stage, 0)
        day = (
            day + timedelta(days=gap) if stage == "thanked" else weekday(day + timedelta(days=gap))
        )
        if stage == "named" or (stage == "thanked" and ask.named):
            when = steps[-1][0] if stage == "thanked" else day
            steps += [(when, new, "named", person, "", "a new name") for new in ask.named]
        if stage != "named":
            words = ask.answer if stage == stages[-1] else ""
            steps.append((day, person, stage, "", _channel(stage, ask.channel, chance), words))
    return steps


def _channel(stage: str, usual: str, chance: Chance) -> str:
    """Choose where a step happens: the interviewee picks the place."""
    if stage == "held":
        return chance.pick(("coffee", "call", "call", "office", "lunch"))
    if stage in ("interviewed", "offered"):
        return "office" if stage == "interviewed" else "call"
    return "email" if stage in ("thanked", "referred", "applied", "scheduled") else usual
