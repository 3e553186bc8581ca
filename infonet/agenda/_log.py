"""The log as the agenda reads it: what happened by a day, and what is planned after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from infonet import ledger
from infonet.names.companies import Spellings
from infonet.names.people import fold
from infonet.tables import ME, STAGES, Tables, as_date

__all__ = ["FOLLOWED", "Event", "Log", "Request", "introducer", "log_of"]

FOLLOWED = pd.Timedelta(days=28)
"""How long a conversation is followed up before it is reported back: four weeks."""

_MET = ("held", "referred", "offered")
_EARLIEST = pd.Timestamp("2000-01-01")
_WRITTEN_DAY = re.compile(r"\b20\d\d-[01]\d-[0-3]\d\b")


class Event(NamedTuple):
    """One thing that happened; what is missing is None."""

    request: str | None
    person: str | None
    stage: str
    day: pd.Timestamp
    company: str | None
    via: str | None
    note: str | None


class Request(NamedTuple):
    """One request as it stands, with its events up to the day."""

    name: str
    kind: str
    company: str | None
    person: str | None
    route: tuple[str, ...]
    predicted: float | None
    asked: pd.Timestamp
    last: pd.Timestamp
    state: str
    events: tuple[Event, ...]

    @property
    def insider(self) -> str | None:
        """The last person on the way, where it is known; a scout's is not."""
        known = len(self.route) > 1 and self.kind != "scout"
        return self.route[-1] if known else None

    def first(self, *stages: str) -> pd.Timestamp | None:
        """The first day on which one of the stages was logged of the insider."""
        days = [e.day for e in self.events if e.stage in stages and self._counts(e)]
        return min(days, default=None)

    def latest(self, *stages: str) -> pd.Timestamp | None:
        """The last day on which one of the stages was logged."""
        return max((e.day for e in self.events if e.stage in stages), default=None)

    @property
    def answered(self) -> bool:
        """Whether the insider has replied, or fixed a day; a connector's word is neither."""
        return self.state == "open" and self.first("replied", "scheduled") is not None

    def _counts(self, event: Event) -> bool:
        connector = self.kind in ("introduction", "scout") and event.person == self.person
        return not (connector and event.stage in ("replied", "scheduled"))


@dataclass(frozen=True)
class Log:
    """Everything that counts by a day, and the conversations that are planned after it."""

    day: pd.Timestamp
    events: tuple[Event, ...]
    requests: tuple[Request, ...]
    planned: dict[str, tuple[str | None, pd.Timestamp]]

    def about(self, name: str, *, aliases: Iterable[str] = ()) -> list[Request]:
        """The requests about a company, in any spelling of it, or about a field."""
        spellings, folded, requests = self._named
        same = {*spellings.tiers(name, aliases=aliases), *folded.get(_folded(name), ())}
        return [self.requests[at] for at in sorted(at for one in same for at in requests[one])]

    @cached_property
    def latest(self) -> dict[tuple[str | None, str], pd.Timestamp]:
        """The last day of each stage with each person; the events stand in their order."""
        return {(event.person, event.stage): event.day for event in self.events}

    @cached_property
    def _named(self) -> tuple[Spellings, dict[str, list[str]], dict[str, list[int]]]:
        """The companies and fields as they are spelt, and the requests about each."""
        requests: dict[str, list[int]] = {}
        for at, request in enumerate(self.requests):
            if request.company is not None:
                requests.setdefault(request.company, []).append(at)
        folded: dict[str, list[str]] = {}
        for name in requests:
            folded.setdefault(_folded(name), []).append(name)
        return Spellings(requests), folded, requests

    def helped(self) -> Iterator[tuple[str, str, pd.Timestamp]]:
        """Who helped with what and when: introduced, held, named or referred."""
        asked = {request.name: request for request in self.requests}
        for event in self.events:
            request = asked.get(event.request or "")
            who = event.person
            if event.stage == "introduced":
                who = introducer(event, request)
            elif event.stage == "named":
                who = event.via or event.person
            elif event.stage == "held":
                who = event.person or (request.insider if request else None)
            elif event.stage != "referred":
                continue
            if who is not None and who != ME:
                yield who, event.stage, event.day


def introducer(event: Event, request: Request | None) -> str | None:
    """Who made an introduction: as the log says, or else the person asked; never who was met."""
    who = event.via or (request.person if request else None)
    return None if who == event.person else who


def log_of(events: pd.DataFrame, as_of: object, tables: Tables | None = None) -> Log:
    """The events, raw or settled, as they stand on a day.

    Left out are those that can count nowhere: without a date, of no known stage, before 2000, or
    before the ask of their request.
    """
    day = as_date(as_of)
    settled = ledger.settle(events, tables)
    table = ledger.request_table(settled, as_of=day)
    asked = dict(zip(table.request, table.asked, strict=True))
    happened: list[Event] = []
    planned: dict[str, tuple[str | None, pd.Timestamp]] = {}
    for event in _rows(settled):
        start = asked.get(event.request or "")
        if start is not None and event.day < start:
            continue
        if event.day <= day:
            happened.append(event)
        _note_plan(planned, event, day, known=start is not None)
    by_request: dict[str, list[Event]] = {}
    for event in happened:
        by_request.setdefault(event.request or "", []).append(event)
    rows: Iterable[Any] = table.itertuples()
    requests = tuple(
        Request(
            row.request,
            row.kind,
            _text(row.company),
            _text(row.person),
            row.route,
            None if pd.isna(row.predicted) else float(row.predicted),
            row.asked,
            row.last,
            row.state,
            tuple(by_request.get(row.request, ())),
        )
        for row in rows
    )
    return Log(day, tuple(happened), (*requests, *_unasked(happened)), planned)


def _unasked(happened: Iterable[Event]) -> Iterator[Request]:
    """Conversations that nobody had to be asked for, as at an event: each as a request of its own.

    They count where a search stands; a rate is taken over what was asked, and not over these.
    """
    loose = [event for event in happened if event.request is None and event.company is not None]
    met = dict.fromkeys(
        (event.person, event.company) for event in loose if event.stage in _MET and event.person
    )
    for person, company in met:
        about = tuple(e for e in loose if e.company == company and person in (e.person, e.via))
        days = [event.day for event in about if event.person == person]
        state = max((e.stage for e in about if e.stage in _MET), key=_MET.index)
        route = (ME, str(person))
        name = f"unasked {person} {company}"
        yield Request(
            name, "direct", company, person, route, None, min(days), max(days), state, about
        )


def _rows(settled: pd.DataFrame) -> Iterator[Event]:
    """The settled events that can count, in their order."""
    days = pd.to_datetime(settled.date).dt.normalize()
    sound = settled.stage.isin(STAGES) & (days >= _EARLIEST)
    columns = [settled[name][sound] for name in Event._fields if name != "day"]
    for request, person, stage, company, via, note, day in zip(*columns, days[sound], strict=True):
        yield Event(
            _text(request), _text(person), stage, day, _text(company), _text(via), _text(note)
        )


def _note_plan(
    planned: dict[str, tuple[str | None, pd.Timestamp]],
    event: Event,
    day: pd.Timestamp,
    *,
    known: bool,
) -> None:
    """Keep the next conversation of a request: an event ahead, or a day written in the note."""
    if event.request is None or not known or event.stage not in ("scheduled", "held"):
        return
    before = planned.get(event.request)
    if event.day > day:
        if before is None or event.day < before[1]:
            planned[event.request] = (event.person, event.day)
    elif event.stage == "scheduled" and (written := _WRITTEN_DAY.findall(event.note or "")):
        # Fixed anew: the day that was written last is the one.
        found = pd.to_datetime(pd.Series(written), errors="coerce")
        ahead = found[found >= max(day, event.day)]
        if len(ahead):
            planned[event.request] = (event.person, ahead.min())


def _folded(name: str) -> str:
    return " ".join(fold(name).split())


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
