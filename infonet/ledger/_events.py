"""The events of a log in an order of their own, and the silence that follows their messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from infonet.names.companies import company_key
from infonet.names.people import fold
from infonet.tables import COLUMNS, STAGES
from infonet.tables.stages import BY_NAME, MESSAGES, NO_ANSWER_AFTER
from infonet.workdays import later

_PLACE = {stage: place for place, stage in enumerate(STAGES)}
_NO_DAY = 10**7
_NEAR = pd.Timedelta(days=3)
"""How far apart two lists may date one application: an export has the day of UTC, a log another."""


class LogEvent(NamedTuple):
    """One event of a log, as in ``Tables.events``; None for what is missing.

    `row` is its row in the frame that it was read from, counted from 0. A missing `stage` is empty.
    The `day` is as written, without time and zone; a missing one is ``NaT`` and counts nowhere. A
    talk that does not count (`counts` is False) is a contact, and belongs to no request.
    """

    row: int
    event: int
    request: str | None
    person: str | None
    stage: str
    day: pd.Timestamp
    company: str | None
    kind: str | None
    via: str | None
    channel: str | None
    route: tuple[str, ...] | None
    predicted: float | None
    note: str | None
    counts: bool | None = None


def log_events(events: pd.DataFrame) -> list[LogEvent]:
    """Return the events by day, stage and content, without exact repetitions."""
    days = pd.to_datetime(events.date).dt.normalize()
    columns: list[list[Any]] = []
    for name in COLUMNS["events"]:
        if name == "counts" and name not in events:
            columns.append([None] * len(events))
            continue
        values = days if name == "date" else events[name]
        listed = values.tolist()
        if name != "date":
            missing = values.isna().tolist()
            listed = [
                None if absent else value for value, absent in zip(listed, missing, strict=True)
            ]
        columns.append(listed)
    seen: dict[tuple[Any, ...], LogEvent] = {}
    for row, (event, request, person, stage, day, *rest) in enumerate(zip(*columns, strict=True)):
        company, kind, via, channel, route, predicted, counts, note = rest
        found = LogEvent(
            row=row,
            event=int(event),
            request=request,
            person=person,
            stage=stage or "",
            day=day,
            company=company,
            kind=kind,
            via=via,
            channel=channel,
            route=tuple(map(str, route)) if isinstance(route, tuple | list) else None,
            predicted=predicted,
            note=note,
            counts=None if counts is None else bool(counts),
        )
        seen.setdefault(found[1:], found)
    return in_order(seen.values())


def in_order(events: Iterable[LogEvent]) -> list[LogEvent]:
    """Return events by day, stage and content."""
    return sorted(events, key=_order)


def _order(event: LogEvent) -> tuple[Any, ...]:
    """Order by content; what settling fills in comes last, so that settling is idempotent."""
    day = _NO_DAY if pd.isna(event.day) else event.day.toordinal()
    place = _PLACE.get(event.stage, len(STAGES))
    words = (event.person, event.via, event.company, event.channel, event.note)
    given = (event.route or (), event.predicted or 0.0)
    settled = (event.event, event.request or "", event.kind or "", event.counts is not None)
    return (day, place, event.stage, *(word or "" for word in words), *given, *settled)


def applied_once(events: pd.DataFrame, same: Callable[[str | None], str]) -> pd.DataFrame:
    """Leave out each application of a bare list that another event tells of.

    Bare is an application without a person and a request, as lists of applications have it. It is
    another one when they are at the same employer, by the key that `same` returns, at most three
    days apart; of two bare ones also the roles, which stand in their notes, must be equal or one be
    missing. An event that says with whom tells of one application alone: of that with its role, or
    else of the nearest. What is left does not depend on the order of the rows.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> listed = {"event": 1, "stage": "applied", "company": "Delta", "date": "2026-03-02"}
    >>> logged = {**listed, "event": 2, "person": "in/ana", "date": "2026-03-03"}
    >>> applied_once(frame("events", [listed, logged]), company_of).event.tolist()
    [2]
    """
    rows = events.index[(events.stage == "applied") & events.company.notna() & events.date.notna()]
    log = events.loc[rows]
    plain = log.person.isna() & log.via.isna() & log.request.isna()
    if not plain.any() or len(log) < 2:  # nothing beside it
        return events
    roles = [folded(note) if isinstance(note, str) else "" for note in log.note]
    keys, days = log.company.map(same), log.date.dt.normalize()
    told = sorted(zip(keys, days, roles, log.event, rows, plain, strict=True))
    of: defaultdict[str, list[tuple[pd.Timestamp, str, int]]] = defaultdict(list)
    left_out = []
    # A bare one with a role stands for those without.
    for key, day, role, _, row, bare in sorted(told, key=lambda one: not one[2]):
        if bare:
            alike = [one for one in of[key] if role in ("", one[1]) and abs(one[0] - day) <= _NEAR]
            left_out += [row] if alike else []
            of[key] += [] if alike else [(day, role, row)]
    for key, day, role, _, _, bare in told:
        near = [] if bare else [one for one in of[key] if abs(one[0] - day) <= _NEAR]
        if near:
            nearest = min(near, key=lambda one: (one[1] != role, abs(one[0] - day)))
            of[key].remove(nearest)
            left_out.append(nearest[2])
    return events.drop(index=left_out).reset_index(drop=True)


def company_of(name: str | None) -> str:
    """Return the key that all spellings of a company or field share; empty for no name."""
    if name is None:
        return ""
    return company_key(name) or folded(name)


def folded(name: str) -> str:
    """Return a name without differences of case, marks and blanks."""
    return " ".join(fold(name).split())


class Wait(NamedTuple):
    """A message to which an answer is awaited.

    `last` is the day of the last message, `promise` the event in which the person awaited said yes.
    From the day `silent` on silence is a failure: 7 business days after `last`, or 15 after the
    promise if that is later.
    """

    last: pd.Timestamp
    promise: LogEvent | None
    silent: pd.Timestamp


def wait_of(events: Iterable[LogEvent], asked: pd.Timestamp) -> Wait:
    """Return what the events of a request, in order, wait for; `asked` where none is a message.

    A promise holds for the person who gave it: once a message concerns somebody else, as after an
    introduction, silence is counted from that message. A reminder never shortens a promise.
    """
    last, promise = asked, None
    for event in events:
        if event.stage not in MESSAGES:
            continue
        last = max(last, event.day)
        if BY_NAME[event.stage].patience > NO_ANSWER_AFTER:
            promise = event
        elif promise is not None and event.person not in (None, promise.person):
            promise = None
    silent = _later(last, NO_ANSWER_AFTER)
    if promise is None:
        return Wait(last, None, silent)
    kept = _later(promise.day, BY_NAME[promise.stage].patience)
    return Wait(last, promise, max(silent, kept))


@lru_cache(maxsize=10_000)
def _later(day: pd.Timestamp, n: int) -> pd.Timestamp:
    """Count business days, few of them often."""
    return later(day, n)
