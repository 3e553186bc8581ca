"""Write what happened, and what was corrected of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from infonet.book._lookup import Someone, known, meant, names_of, write_new
from infonet.book._transaction import Transaction
from infonet.book._validate import (
    choice,
    optional_answer,
    optional_chance,
    optional_date,
    optional_text,
)
from infonet.book.projection import FIELDS, Place, corrections, place
from infonet.errors import BookError, InfonetError, hint, whole_number
from infonet.names.text import some_of
from infonet.tables import KINDS, ME, STAGES
from infonet.workdays import day_text

_OF_A_COMPANY = ("declined", "withdrawn")
"""The stages that may be of a company alone: its own refusal, and a target let go as a whole."""

_PHRASES = {
    "asked": "asked {who}",
    "accepted": "{who} said yes",
    "introduced": "introduced to {who}",
    "declined": "{who} said no",
    "no answer": "no answer from {who}",
    "withdrawn": "let go of asking {who}",
    "contacted": "wrote to {who}",
    "followed up": "wrote to {who} again",
    "replied": "{who} replied",
    "scheduled": "agreed on a date with {who}",
    "held": "talked with {who}",
    "thanked": "thanked {who}",
    "reported back": "told {who} what came of it",
    "named": "{who} was named",
    "referred": "{who} referred me",
    "applied": "applied by {who}",
    "interviewed": "interviewed by {who}",
    "offered": "job offer by {who}",
}
_ANSWERS = {True: "it counts", False: "it does not count"}
_WAY = ("kind", "route", "probability")
_FIELDS = ("stage", "date", "company", "request", "kind", "channel", "note", "counts")
LOGGED = (
    *("stage", "person", "company", "via", "date", "request", "kind", "channel", "note", "way"),
    "counts",
)
"""What an event is logged with."""

CORRECTED = (
    *("stage", "person", "date", "company", "via", "request", "kind", "channel", "note", "counts"),
)
"""What can be corrected of an event."""


def phrase(
    stage: str, name: str | None, company: str | None, through: str | None, date: str
) -> str:
    """Return an event as the history says it; what has no person is the company's own word."""
    who = "myself" if name == "me" else name or company or "somebody"
    by = f" by {through}" if through else ""
    about = f" about {company}" if company and name else ""
    return f"{_PHRASES[stage].format(who=who)}{by}{about}, {day_text(date, weekday=False)}"


def checked_event(fields: Mapping[str, Any], way: object) -> dict[str, Any]:
    """Return an event as it is written, with the route and the prediction of the way taken."""
    event: dict[str, Any] = {name: checked_field(name, value) for name, value in fields.items()}
    if event["stage"] is None or event["date"] is None:
        raise InfonetError("expected a stage and a date; both are needed to count an event")
    if event.get("counts") is not None and event["stage"] != "held":
        raise InfonetError(f"`counts` is said of a talk (`held`), but this is `{event['stage']}`")
    taken = {} if way is None else _checked_way(way)
    return {**taken, **event, "kind": event["kind"] or taken.get("kind")}


Happened = tuple[str | None, str | None, Mapping[str, Any]]
"""An event: person and via as texts, and the other fields as they are written."""


def checked_events(rows: Iterable[Mapping[str, Any]]) -> tuple[str, list[Happened]]:
    """Return what is about to be logged, in words, and the events; raise for what is none."""
    happened: list[Happened] = []
    for row in rows:
        if not isinstance(row, Mapping):
            raise InfonetError(
                "expected what happened with each as a mapping, such as "
                f"`{{'stage': …, 'person': …, 'date': …}}`; got {type(row).__name__}"
            )
        for name in row:
            if name not in LOGGED:
                raise InfonetError(f"expected what `log` takes, got `{name}`; {hint(name, LOGGED)}")
        fields = {name: row.get(name) for name in _FIELDS}
        event = checked_event(fields, row.get("way"))
        happened.append((row.get("person"), row.get("via"), event))
    if not happened:
        raise InfonetError("expected at least one event to log, got none")
    if len(happened) > 1:
        return f"what happened with {len(happened):,} people", happened
    ((person, _, only),) = happened
    about = f" about `{only['company']}`" if only["company"] else ""
    who = "" if person is None else f" with `{person}`"
    return f"`{only['stage']}`{who}{about} on {only['date'][:10]}", happened


def _checked_way(way: object) -> dict[str, Any]:
    """Return kind, route and prediction of a row of `warm_paths` or `plan`, as an ask keeps them.

    Its ``route`` has keys, from me on; what else the row has is left alone.
    """
    if not isinstance(way, Mapping | pd.Series) or any(name not in way for name in _WAY):
        raise InfonetError(
            "expected as `way` a row of `warm_paths` or `plan`, such as `ways.iloc[0]`, with "
            f"{', '.join(f'`{name}`' for name in _WAY)}; got {type(way).__name__}"
        )
    kind, route, probability = (way[name] for name in _WAY)
    if not isinstance(route, list | tuple) or not route:
        raise InfonetError(f"expected several people as the route of the way, got `{route}`")
    return {
        "kind": choice(kind, KINDS, "kind"),
        "route": list(route),
        "predicted": optional_chance(probability, "probability of the way"),
    }


def write_events(
    transaction: Transaction, happened: Sequence[Happened], *, new: bool = False
) -> list[int]:
    """Append events (person, via, fields checked already) as one act; return their numbers."""
    rows, seen, told, people = [], [], [], list[Someone]()
    for person, via, event in happened:
        who, through = (
            None if text is None else meant(transaction, text, new=new) for text in (person, via)
        )
        if who is None and (event["stage"] not in _OF_A_COMPANY or not event["company"]):
            raise InfonetError(
                "expected a person; only a company's own refusal (`declined`), and a company that "
                "you let go as a whole (`withdrawn`), have none"
            )
        row = {**event, "person": who and who.key, "via": through and through.key}
        row["counts"] = None if event.get("counts") is None else int(event["counts"])
        if event.get("route"):
            row["route"] = json.dumps(_route_of(transaction, event, who))
        rows.append(row)
        shown = {"person": who and who.shown, "via": through and through.shown, "route": None}
        seen.append({**event, **shown})
        told.append((event, who and who.name, through and through.name))
        people += filter(None, (who, through))
    places = place(transaction, seen)
    transaction.begin("log", _sentence(told))
    for someone in people:
        write_new(transaction, someone)
    return append_events(transaction, rows, places)


def append_events(
    transaction: Transaction, rows: Sequence[Mapping[str, Any]], places: Sequence[Place]
) -> list[int]:
    """Append events at their places in the log; return their numbers."""
    numbers: dict[int, int] = {}
    # An ask is written before what refers to it.
    for at in sorted(range(len(rows)), key=lambda at: (places[at].ask or 0) < 0):
        found = places[at]
        ask = found.ask if found.ask is None or found.ask > 0 else numbers[-found.ask - 1]
        joined = {"request": found.request, "ask": ask, "inferred": found.kind}
        numbers[at] = transaction.append("event", {**rows[at], **joined})
    return [numbers[at] for at in range(len(rows))]


def _sentence(told: Sequence[tuple[Mapping[str, Any], str | None, str | None]]) -> str:
    """Say what happened, with whom and through whom, as the history does."""
    event, name, through = told[0]
    if len(told) == 1:
        return f"{phrase(event['stage'], name, event['company'], through, event['date'])}."
    names = some_of([one or each["company"] for each, one, _ in told])
    alike = {(each["stage"], each["company"], each["date"], via) for each, _, via in told}
    if len(alike) > 1:
        return f"{len(told):,} log entries: {names}."
    many = f"{len(told):,} people"
    said = phrase(event["stage"], many, event["company"], through, event["date"])
    return f"{said.replace(f'{many} was', f'{many} were')}: {names}."


def _route_of(transaction: Transaction, event: Mapping[str, Any], who: Someone | None) -> list[str]:
    """Return the keys of the people on a way: me, then whoever was asked."""
    if event["stage"] != "asked" or who is None:
        raise InfonetError(f"a `way` is kept with an ask alone, but this is `{event['stage']}`")
    steps = [known(transaction, step) for step in event["route"]]
    if steps[0].shown != ME:
        steps.insert(0, known(transaction, ME))
    if len(steps) == 1:
        steps.append(who)  # a cold way does not say whom
    if steps[1].shown != who.shown:
        raise InfonetError(
            f"expected a way that begins with `{who.name}`, but it asks {steps[1].name}"
        )
    return [step.key for step in steps]


def checked_changes(event: object, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return what is done, in words, and what is to be corrected, each value as it is written."""
    changes = {
        name: checked_field(name, value) for name, value in given.items() if value is not ...
    }
    for name in ("stage", "person", "date"):
        if changes.get(name, ...) is None:
            raise InfonetError(f"expected a {name}, got none; an event cannot be without")
    if not changes:
        raise InfonetError(f"expected something to correct, as in `correct({event}, date=…)`")
    words = ", ".join(f"{name} `{value}`" for name, value in changes.items())
    return f"the correction of event `{event}` ({words})", changes


def checked_field(name: str, value: object) -> Any:
    """Return the value of a field as it is written, or raise for what is none."""
    if name == "stage":
        return choice(value, STAGES, name)
    if name == "kind":
        return choice(value, KINDS, name)
    if name == "date":
        return optional_date(value, name)
    if name == "counts":
        return optional_answer(value, name)
    if name == "request" and value is not None:
        value = str(value)
    return optional_text(value, name, lines=name == "note")


def write_correction(transaction: Transaction, event: object, changes: Mapping[str, Any]) -> str:
    """Append a correction, checked already, of an event in force; return the sentence."""
    shown = transaction.identity.shown
    number, held = _event(transaction, event)
    new = {}
    for field, value in changes.items():
        if field in ("person", "via") and value is not None:
            meant = known(transaction, value)
            if held[field] is None or shown(held[field]) != meant.shown:
                new[field] = meant.key
        elif value != held[field]:
            new[field] = value
    if not new:
        return f"Event {number} says so already; nothing was written."
    people = [held["person"], held["via"], new.get("person"), new.get("via")]
    names = names_of(transaction, filter(None, people))
    said = [_change(names, field, held[field], value) for field, value in new.items()]
    through = names.get(held["via"])
    who = names.get(held["person"])
    was = phrase(held["stage"], who, held["company"], through, held["date"])
    what = f"Corrected event {number} ({was}): {'; '.join(said)}."
    transaction.begin("correct", what)
    for field, value in new.items():
        text = str(int(value)) if field == "counts" and value is not None else value
        transaction.append("correction", {"event": number, "field": field, "value": text})
    return what


def _event(transaction: Transaction, event: object) -> tuple[int, dict[str, Any]]:
    """Return an event in force, as it is corrected."""
    advice = "; `tables().events` lists them"
    number = whole_number(event, "event", least=1, advice=advice)
    columns = (*FIELDS, "counts")
    row = transaction.row(f"SELECT act, {', '.join(columns)} FROM event WHERE event = ?", number)
    if row is None:
        raise BookError(f"expected the number of an event, got `{event}`{advice}")
    if row[0] in transaction.undone:
        over = transaction.value("SELECT act FROM live_undo WHERE target = ?", row[0])
        raise BookError(
            f"event `{number}` was undone with act {row[0]}; `undo({over})` brings it back"
        )
    held = dict(zip(columns, row[1:], strict=True))
    held |= corrections(transaction, number).get(number, {})
    answer = held["counts"]
    return number, held | {"counts": None if answer is None else bool(int(answer))}


def _change(names: Mapping[str, str], field: str, old: str | None, new: str | None) -> str:
    """Return a change in words; the words of a note stay in the note."""
    if field == "note":
        return "another note" if new else "no note"
    if field == "counts":
        return "not said whether it counts" if new is None else _ANSWERS[bool(new)]
    words = [
        "nothing" if value is None else names.get(value, value).removesuffix("T00:00:00")
        for value in (old, new)
    ]
    return f"{field} {words[0]} → {words[1]}"
