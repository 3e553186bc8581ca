"""Doubtful events of a log, and what to do about them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from infonet.errors import hint
from infonet.ledger._elsewhere import works_elsewhere
from infonet.ledger._events import LogEvent, company_of
from infonet.ledger._history import RequestHistory
from infonet.ledger._ledger import AnyLog, Ledger, is_sound
from infonet.tables import EARLIEST, STAGES, TEXT, as_date
from infonet.tables.stages import MAIN

_CORRECT = "correct it with `book.correct({event}, {column}=…)`"
_OF_APPLICATIONS = frozenset({"applied", "interviewed", "offered", "declined", "withdrawn"})
_Issue = tuple[LogEvent, str, str]

_DTYPES = {
    "event": "int64",
    "request": TEXT,
    "stage": TEXT,
    "date": "datetime64[s]",
    "problem": TEXT,
    "action": TEXT,
}


def log_issues(events: AnyLog, *, as_of: object) -> pd.DataFrame:
    """List what is kept in the log but doubtful, and what to do about it.

    Parameters
    ----------
    events : DataFrame, Tables, Book or Ledger
        The log.
    as_of : date, str or Timestamp
        The day on which it is looked at; later events are in the future.

    Returns
    -------
    DataFrame
        event (its number), request, stage, date, problem, action. An event may stand in several
        rows. Empty when nothing is doubtful.

    Raises
    ------
    InfonetError
        Anything else in the place of a log, or no day.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "person": "in/bo", "stage": "aksed", "date": "2026-03-02"}
    >>> log_issues(frame("events", [asked]), as_of="2026-03-31").problem[0]
    '`aksed` is no stage and counts nowhere: did you mean `asked`?'
    """
    day = as_date(as_of)
    ledger = Ledger.of(events)
    found = [
        *_of_events(ledger, day),
        *(issue for history in ledger.histories for issue in _of_request(history, day)),
    ]
    rows = [
        {
            "event": event.event,
            "request": event.request,
            "stage": event.stage or None,
            "date": event.day,
            "problem": problem,
            "action": action,
        }
        for event, problem, action in found
    ]
    issues = pd.DataFrame(rows, columns=list(_DTYPES)).astype(_DTYPES)
    return issues.sort_values(["event", "problem"], kind="stable", ignore_index=True)


def _of_events(ledger: Ledger, day: pd.Timestamp) -> Iterator[_Issue]:
    """Find events that are doubtful by themselves."""
    for event in ledger.events:
        fault = _fault(event)
        if fault is not None:
            problem, column = fault
            yield event, problem, _fix(event, column)
            continue
        if event.day > day:
            action = "nothing, if it is planned; else " + _fix(event, "date")
            yield event, f"is after {day.date()} and does not count yet", action
        elsewhere = _elsewhere(ledger, event)
        if elsewhere:
            problem = f"is a talk about `{event.company}` with somebody who is known to work at "
            problem += f"{' and '.join(f'`{name}`' for name in elsewhere)}; it counts until you say"
            yes = f"`book.correct({event.event}, counts=True)`"
            no = f"`book.correct({event.event}, counts=False)`"
            yield event, problem, f"say whether it counts: {yes} or {no}"
        if event.row in ledger.unassigned and not _is_application(event):
            why = ledger.unassigned[event.row]
            yield event, why.problem, f"{why.action}: {_fix(event, 'request')}"


def _is_application(event: LogEvent) -> bool:
    """Return whether an event is a step of an application that nobody was asked about."""
    named = event.person or event.via or event.request
    return not named and event.stage in _OF_APPLICATIONS


def _elsewhere(ledger: Ledger, event: LogEvent) -> tuple[str, ...]:
    """Return where somebody works whose talk is about a company at which they do not."""
    asked = event.stage == "held" and event.counts is None
    if not asked or ledger.tables is None or event.person is None or event.company is None:
        return ()
    return works_elsewhere(ledger.tables, event.person, event.company, event.day)


def _of_request(history: RequestHistory, day: pd.Timestamp) -> Iterator[_Issue]:
    """Find events that do not go with the others of their request."""
    for event in history.impossible:
        early = event.day < history.asked
        when = "is before the ask" if early else "is more than two years after the ask"
        problem = f"{when} of {history.asked.date()} and does not count"
        yield event, problem, _fix(event, "date")
    first = history.first
    if all(event.stage != "asked" for event in history.events):
        action = "log the ask with the same request"
        yield first, "begins its request: no ask is logged, so it counts as one", action
    yield from _after_a_decline(history, day)
    for column in ("company", "kind"):
        words = {value: one for one in history.logged if (value := getattr(one, column))}
        if len({company_of(word) for word in words}) > 1:
            event = list(words.values())[-1]
            named = " and ".join(f"`{word}`" for word in words)
            problem = f"its request has more than one {column}: {named}; the first counts"
            yield event, problem, _fix(event, column)
    if not history.given:
        problem = f"the kind of its request is not given; taken as {history.kind}"
        yield first, problem, _fix(first, "kind")


def _after_a_decline(history: RequestHistory, day: pd.Timestamp) -> Iterator[_Issue]:
    """Find stages of the main line that came on a later day than a decline."""
    declined = None
    for event in history.events:
        if event.day > day:
            return
        if event.stage == "declined":
            declined = declined or event.day
        elif event.stage in MAIN and declined is not None and event.day != declined:
            action = "nothing, if they changed their mind; else " + _fix(event, "stage")
            yield event, f"comes after the decline of {declined.date()}; it counts", action


def _fix(event: LogEvent, column: str) -> str:
    return _CORRECT.format(event=event.event, column=column)


def _fault(event: LogEvent) -> tuple[str, str] | None:
    """Say why an event can count nowhere, and which column to correct."""
    if event.stage not in STAGES:
        problem = f"`{event.stage}` is no stage and counts nowhere: {hint(event.stage, STAGES)}"
        return problem, "stage"
    if event.day < EARLIEST:
        return f"is dated {event.day.date()}, before the year 2000, and counts nowhere", "date"
    return None if is_sound(event) else ("has no date and counts nowhere", "date")
