"""A log read once: its events, the requests they make, and the tables made of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast

import pandas as pd

from infonet.ledger._day import LedgerDay, planned, promised, unasked
from infonet.ledger._events import LogEvent, company_of, log_events
from infonet.ledger._history import Attempt, Request, RequestHistory
from infonet.ledger._settling import KindInference, Unassigned, assign, infer_kind
from infonet.names.companies import same_employer
from infonet.tables import (
    EARLIEST,
    LATEST,
    STAGES,
    TEXT,
    HasTables,
    Seen,
    Tables,
    as_date,
    events_of,
    known_notes,
    tables_of,
)
from infonet.tables.stages import MAIN

T = TypeVar("T")

_LOGS_KEPT = 4
_DAYS_KEPT = 8


class _Memory:
    """Keep what a ledger worked out: its last days, its requests as they could be learned from.

    Nothing in it changes, so that whichever thread comes first may put it there.
    """

    def __init__(self) -> None:
        self.days: dict[tuple[str, pd.Timestamp], Any] = {}
        self.attempts: dict[tuple[str, int, int], Attempt] = {}

    def of(self, what: str, day: pd.Timestamp, make: Callable[[pd.Timestamp], T]) -> T:
        """Return what `make` returns for a day; only the last few days are remembered."""
        found = self.days.get((what, day))
        if found is None:
            found = self.days[what, day] = make(day)
            for oldest in list(self.days)[:-_DAYS_KEPT]:
                self.days.pop(oldest, None)
        return cast("T", found)


@dataclass(frozen=True, eq=False, repr=False)
class Ledger:
    """A log that has been read: every event in order, with its request where it has one.

    Whatever takes a log takes a `Ledger` as well, so that several tables cost one reading. `log`
    and `tables` are as they were given. The `histories` of requests are in the order of their first
    events, and `unassigned` says, by the row of an event, why it belongs to no request. `same` maps
    a company to the key of all its spellings; `kinds` says of which kind a request is where the log
    does not, None where there is nothing to say.
    """

    log: pd.DataFrame
    tables: Tables | None
    events: tuple[LogEvent, ...]
    histories: tuple[RequestHistory, ...]
    unassigned: dict[int, Unassigned]
    same: Callable[[str | None], str]
    kinds: KindInference | None = None
    memory: _Memory = field(default_factory=_Memory)

    @classmethod
    def of(cls, log: AnyLog, tables: Tables | HasTables | None = None) -> Ledger:
        """Read a log: events, or what has them.

        By default the tables that came with the log give jobs, ties and aliases. Without tables a
        kind that the log does not give is taken from the events alone. Anything else in the place
        of either is an `InfonetError`.

        The last logs that were read are kept: the same events with the same tables are not settled
        again. That they are the same is seen by their content, whatever frames they come in.
        """
        asked = None if tables is None else tables_of(tables)
        if isinstance(log, Ledger) and (asked is None or asked is log.tables):
            return log
        given, known = _log_and_tables(log)
        if asked is not None:
            known = asked
        looks = _Looks(given, known)
        found = _KEPT.find(looks)
        if found is None:
            found = cls._read(given, known)
            _KEPT.keep(found, looks)
        return found

    @classmethod
    def _read(cls, given: pd.DataFrame, known: Tables | None) -> Ledger:
        """Settle a log."""
        same = same_company(known, given.company.unique())
        events = [_as_counted(event) for event in log_events(given)]
        sound = [event for event in events if is_sound(event) and event.counts is not False]
        assigned, unassigned = assign(sound, same)
        kinds = None if known is None else KindInference(known)
        let_go = _let_go(sound, same)
        histories = []
        for name, logged in assigned.items():
            kind, certain = infer_kind(logged, kinds)
            ends = let_go(_company(logged))
            histories.append(RequestHistory.of(name, logged, kind, given=certain, let_go=ends))
        joined = {event.row: event for one in histories for event in one.logged}
        return cls(
            log=given,
            tables=known,
            events=tuple(joined.get(event.row, event) for event in events),
            histories=tuple(histories),
            unassigned=unassigned,
            same=same,
            kinds=None if all(one.logged[0].kind for one in histories) else kinds,
        )

    def settled(self) -> pd.DataFrame:
        """Return the events by day, stage and content, each once, with their requests and kinds.

        `request` is filled where it can be, `kind` at the first event of each request. An event
        without `request` joins the latest open request of the same company that was put to its
        `person` or its `via`, or else one in which they were met; what a company itself says joins
        the request in which I applied there.
        """
        found = self.log.iloc[[event.row for event in self.events]].reset_index(drop=True)
        at = {event.row: place for place, event in enumerate(self.events)}
        request, kind = (
            found[name].to_numpy(dtype=object, copy=True) for name in ("request", "kind")
        )
        for history in self.histories:
            members = sorted(at[event.row] for event in history.logged)
            request[members] = history.name
            if pd.isna(kind[members]).all():
                kind[members[0]] = history.kind
        columns = {"request": request, "kind": kind}
        return found.assign(
            **{name: pd.Series(cells, dtype=TEXT) for name, cells in columns.items()}
        )

    def requests(self, *, as_of: object) -> tuple[Request, ...]:
        """Return the requests as they stood on a day, by day of asking."""
        return self.memory.of("requests", as_date(as_of), self._requests)

    def _requests(self, day: pd.Timestamp) -> tuple[Request, ...]:
        found = [history.on(day) for history in self.histories if history.asked <= day]
        return tuple(sorted(found, key=lambda request: (request.asked, request.name)))

    def attempts(self, *, until: object = LATEST) -> tuple[Attempt, ...]:
        """Return the requests by day of asking as the learning sees them: what was known when.

        Of the events those up to the day `until` count, as if none had been logged since: also a
        kind that nobody gave follows from them alone.
        """
        day = as_date(until)
        let_go = _let_go(filter(is_sound, self.events), self.same)
        found = []
        for history in self.histories:
            known = sum(event.day <= day for event in history.logged)
            if known:
                whole = let_go(_company(history.logged[:known]))
                ends = [event for event in whole if event.day <= day]
                found.append(self._attempt(history, known, ends))
        return tuple(sorted(found, key=lambda attempt: (attempt.asked, attempt.request)))

    def _attempt(self, history: RequestHistory, known: int, ends: list[LogEvent]) -> Attempt:
        """Return a request as it is known from its first events, and from those that ended it."""
        memory, of = self.memory.attempts, (history.name, known, len(ends))
        if of not in memory:
            logged = history.logged[:known]
            kind, certain = infer_kind(logged, self.kinds)
            known_then = RequestHistory.of(history.name, logged, kind, given=certain, let_go=ends)
            memory[of] = known_then.attempt()
        return memory[of]

    def asked(self, since: object = None, until: object = None) -> Ledger:
        """Return the requests that were asked in a period, both days included, and their events.

        An end that is None is open.

        Examples
        --------
        >>> from infonet.tables import frame
        >>> days = {"R1": "2026-03-02", "R2": "2026-06-09"}
        >>> log = frame("events", [
        ...     {"request": name, "person": "in/bo", "stage": "asked", "date": day}
        ...     for name, day in days.items()])
        >>> later = Ledger.of(log).asked(since="2026-06-01")
        >>> [request.name for request in later.requests(as_of="2026-06-30")]
        ['R2']
        """
        first, last = (None if day is None else as_date(day) for day in (since, until))
        kept = tuple(
            one
            for one in self.histories
            if (first is None or one.asked >= first) and (last is None or one.asked <= last)
        )
        names = {one.name for one in kept}
        events = tuple(event for event in self.events if event.request in names)
        return replace(self, events=events, histories=kept, memory=_Memory())

    def on(self, as_of: object) -> LedgerDay:
        """Return the log as it stood on a day; the last days that were asked for are kept."""
        return self.memory.of("log", as_date(as_of), self._on)

    def _on(self, day: pd.Timestamp) -> LedgerDay:
        requests = self.requests(as_of=day)
        impossible = {event.row for one in self.histories for event in one.impossible}
        counts = [e for e in self.events if is_sound(e) and e.row not in impossible]
        let_go = _let_go(counts, self.same)
        loose = tuple(unasked([e for e in counts if e.request is None], day, let_go))
        notes = known_notes(self.tables, day)
        promises = promised((*requests, *loose), notes, day)
        return LedgerDay(
            day=day,
            events=tuple(event for event in counts if event.day <= day),
            requests=requests,
            unasked=loose,
            planned=planned(
                [
                    *counts,
                    *(
                        e._replace(request=one.name)
                        for one in loose
                        for e in one.events
                        if e.person == one.person
                    ),
                ],
                (one.name for one in (*requests, *loose)),
                day,
                promises,
            ),
            promised=promises,
            notes=notes,
            same=self.same,
        )


_DECIDING = {
    False: ("log", "companies", "spelt"),
    True: ("log", "companies", "spelt", "people", "jobs", "ties", "notes"),
}
"""What decides how a log is settled, by whether kinds were inferred."""


class _Looks:
    """A log and its tables, each part looked at once, when it is first asked for."""

    def __init__(self, log: pd.DataFrame, tables: Tables | None) -> None:
        self.log, self.tables = log, tables
        self._seen: dict[str, Seen | None] = {}

    def at(self, part: str) -> Seen | None:
        """Return how a part looks; None where there are no tables."""
        if part not in self._seen:
            self._seen[part] = self._look(part)
        return self._seen[part]

    def _look(self, part: str) -> Seen | None:
        if part == "log":
            return Seen(self.log)
        if self.tables is None:
            return None
        if part == "spelt":
            spelt = [
                each.company.drop_duplicates() for each in (self.tables.events, self.tables.notes)
            ]
            return Seen(pd.concat(spelt, ignore_index=True).to_frame())
        return Seen(getattr(self.tables, part))


class _Entry(NamedTuple):
    """A ledger that is kept, without its tables; how what decided it looked; and the notes."""

    read: Ledger
    decided: Mapping[str, Seen | None]
    notes: Seen | None


class _Kept:
    """The logs that were asked for last, found again by what decides how they are settled.

    Its columns are held as they were: pandas copies on writing, so that a frame that was changed in
    its place is seen to be another.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: list[_Entry] = []

    def find(self, looks: _Looks) -> Ledger | None:
        """Return the ledger of the same log with the same tables, if it is kept."""
        with self._lock:
            entries = list(self._entries)
        for entry in entries:
            if all(looks.at(part) == seen for part, seen in entry.decided.items()):
                self._put(entry)
                memory = entry.read.memory if looks.at("notes") == entry.notes else _Memory()
                return replace(entry.read, log=looks.log, tables=looks.tables, memory=memory)
        return None

    def keep(self, read: Ledger, looks: _Looks) -> None:
        """Keep a ledger, without tables that decide nothing, in the place of the oldest."""
        decided = {part: looks.at(part) for part in _DECIDING[read.kinds is not None]}
        self._put(_Entry(replace(read, tables=None), decided, looks.at("notes")))

    def _put(self, entry: _Entry) -> None:
        """Put an entry first; the one that was asked for longest ago falls out."""
        with self._lock:
            others = [one for one in self._entries if one is not entry]
            self._entries = [entry, *others[: _LOGS_KEPT - 1]]


_KEPT = _Kept()

AnyLog = pd.DataFrame | Tables | HasTables | Ledger
"""What is taken in the place of a log."""


def is_sound(event: LogEvent) -> bool:
    """Say whether an event can count: a known stage, and a day from 2000 on."""
    return event.stage in STAGES and event.day >= EARLIEST


def _as_counted(event: LogEvent) -> LogEvent:
    """Return a talk that does not count as a contact that is about no company."""
    if event.counts is not False:
        return event
    return event._replace(company=None, request=None)


def _company(logged: Iterable[LogEvent]) -> str | None:
    """Return the company that a request is about."""
    return next((one.company for one in logged if one.company is not None), None)


def _let_go(
    events: Iterable[LogEvent], same: Callable[[str | None], str]
) -> Callable[[str | None], list[LogEvent]]:
    """Return a function from a company or field to the events that let it go as a whole."""
    found: dict[str, list[LogEvent]] = {}
    for event in events:
        if event.stage == "withdrawn" and event.person is None and event.company is not None:
            found.setdefault(same(event.company), []).append(event)
    return lambda name: found.get(same(name), [])


def _log_and_tables(given: AnyLog) -> tuple[pd.DataFrame, Tables | None]:
    """Return the events of what was given, and its tables where it has them."""
    if isinstance(given, Ledger):
        return given.log, given.tables
    if isinstance(given, HasTables) and not isinstance(given, type | pd.DataFrame):
        given = given.tables()
    return events_of(given), given if isinstance(given, Tables) else None


def same_company(tables: Tables | None, also: Iterable[object] = ()) -> Callable[[str | None], str]:
    """Return a function from a company to the key of all its spellings.

    Those of the targets and the log count, and `also` others: what was declared the same, and
    second names in brackets (`names.companies.same_employer`).
    """
    declared: list[tuple[str, ...]] = []
    spelt = [*also]
    if tables is not None:
        known = tables.companies[tables.companies.kind != "field"]
        for name, aliases in zip(known.company, known.aliases, strict=True):
            declared.append((name, *(aliases if isinstance(aliases, tuple) else ())))
        spelt += [*tables.events.company.unique(), *tables.notes.company.unique()]
        spelt += [name for group in declared for name in group]
    key_of = same_employer([name for name in spelt if isinstance(name, str)], declared)
    return lambda name: "" if name is None else key_of(name) or company_of(name)


def table_of(requests: tuple[Request, ...]) -> pd.DataFrame:
    """Return requests as a table: see `request_table`."""
    rows = [
        {
            "request": one.name,
            "kind": one.kind,
            "company": one.company,
            "person": one.person,
            "channel": one.channel,
            "hops": one.hops,
            "route": one.route,
            "predicted": one.predicted,
            **{stage: one.days.get(stage) for stage in _DAYS},
            "asked": one.asked,
            "last": one.last,
            "silent": one.silent,
            "names": one.names,
            "state": one.state,
        }
        for one in requests
    ]
    return pd.DataFrame(rows, columns=list(_DTYPES)).astype(_DTYPES)


_DAYS = (*MAIN, "declined", "accepted", "withdrawn")

_DTYPES = {
    **dict.fromkeys(("request", "kind", "company", "person", "channel"), TEXT),
    "hops": "int64",
    "route": "object",
    "predicted": "float64",
    **dict.fromkeys((*_DAYS, "last", "silent"), "datetime64[s]"),
    "names": "int64",
    "state": TEXT,
}


def settle(events: AnyLog, tables: Tables | HasTables | None = None) -> pd.DataFrame:
    """Work out the request of each event, and the kind of each request: see `Ledger.settled`.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "person": "in/bo", "stage": "asked", "date": "2026-03-02"}
    >>> held = {"event": 2, "person": "in/bo", "stage": "held", "date": "2026-03-09"}
    >>> settle(frame("events", [held, asked]))[["stage", "request", "kind"]].values.tolist()
    [['asked', '2026-03-02/-/in/bo', 'direct'], ['held', '2026-03-02/-/in/bo', nan]]
    """
    return Ledger.of(events, tables).settled()


def request_table(events: AnyLog, *, as_of: object) -> pd.DataFrame:
    """Return every request as it stood on a day: how it came about, what it reached and when.

    Parameters
    ----------
    events : DataFrame, Tables, Book or Ledger
        The log.
    as_of : date, str or Timestamp
        The day; later events do not count.

    Returns
    -------
    DataFrame
        One row per request, by day of asking: request, kind, company, person (asked first: a
        connector, an insider or a scout), channel, hops (ties on the route), route (tuple of
        person keys: as kept on the day of asking, else as the log shows it), predicted (the
        probability kept on that day), asked (day 0: the first message), introduced, replied,
        scheduled, held, referred, offered, declined, accepted and withdrawn (the first day each
        was logged), last (day of the last message), silent (the day from which silence is a
        failure: 7 business days after `last`, or 15 after the person now awaited said yes;
        missing once a conversation was held, a scout named somebody, or it was declined or
        withdrawn), names (new names that it brought) and state: open, declined, withdrawn, silent,
        named (a scout's success), held, referred or offered.

    Raises
    ------
    InfonetError
        Anything else in the place of a log, or no day.

    Notes
    -----
    What `log_issues` calls impossible is left out: no duration is negative or over two years.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "person": "in/bo", "stage": "asked", "date": "2026-03-02"}
    >>> request_table(frame("events", [asked]), as_of="2026-03-31")[["state", "silent"]]
        state     silent
    0  silent 2026-03-11
    """
    return table_of(Ledger.of(events).requests(as_of=as_of))


def attempts(events: AnyLog) -> tuple[Attempt, ...]:
    """Return the requests by day of asking as the learning sees them: see `Ledger.attempts`."""
    return Ledger.of(events).attempts()
