"""The ledger: events become requests, and requests say what counts as a success or a failure.

The unit is the *request*: one attempt at one company, or field, through one person asked first, of
one kind. All days are calendar days as they were written: a time of day and its zone are dropped,
and within a day the stages stand in the order of the craft. Nothing depends on the order of lines.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pandas as pd

from infonet.ledger._assign import Doubt, Request, join
from infonet.ledger._events import Entry, company_of, entries_of
from infonet.ledger._history import MAIN, Attempt, Course, Spell
from infonet.ledger._infer_kind import Kinds
from infonet.ledger._silence import PATIENCE
from infonet.tables import STAGES, Tables, as_date

__all__ = [
    "MAIN",
    "PATIENCE",
    "Attempt",
    "Spell",
    "attempts",
    "company_of",
    "log_issues",
    "request_table",
    "settle",
]

_EARLIEST = pd.Timestamp("2000-01-01")
_CORRECT = "correct it with `book.correct({event}, {column}=…)`"


class _Ledger(NamedTuple):
    """A log that has been joined: courses, and what is left over."""

    entries: list[Entry]
    courses: list[Course]
    joined: list[Request]
    doubts: dict[int, Doubt]
    guessed: set[str]


def settle(events: pd.DataFrame, tables: Tables | None = None) -> pd.DataFrame:
    """The same events with the request of each, and the kind of each request, worked out.

    Parameters
    ----------
    events : DataFrame
        The columns of ``Tables.events``, in any order of lines.
    tables : Tables, optional
        Who works where and who knows whom; without them a kind that the log does not give is
        taken from the events alone.

    Returns
    -------
    DataFrame
        The same columns, by day, stage and content; what stands twice in every column stands once.
        `request` is filled where it can be, `kind` at the first event of each request. An event
        without `request` joins the latest open request of the same company that was put to its
        `person` or its `via`, or else one in which they were met.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "person": "in/bo", "stage": "asked", "date": "2026-03-02"}
    >>> held = {"event": 2, "person": "in/bo", "stage": "held", "date": "2026-03-09"}
    >>> settle(frame("events", [held, asked]))[["stage", "request", "kind"]].values.tolist()
    [['asked', '2026-03-02/-/in/bo', 'direct'], ['held', '2026-03-02/-/in/bo', nan]]
    """
    ledger = _ledger(events, tables)
    found = events.iloc[[entry.row for entry in ledger.entries]].reset_index(drop=True)
    at = {entry.row: position for position, entry in enumerate(ledger.entries)}
    request, kind = found.request.to_numpy(dtype=object), found.kind.to_numpy(dtype=object)
    for course in ledger.courses:
        members = sorted(at[entry.row] for entry in (*course.entries, *course.impossible))
        request[members] = course.name
        if pd.isna(kind[members]).all():
            kind[members[0]] = course.kind
    columns = {"request": request, "kind": kind}
    return found.assign(**{name: pd.Series(cells, dtype="str") for name, cells in columns.items()})


def request_table(events: pd.DataFrame, *, as_of: object) -> pd.DataFrame:
    """Every request as it stood on a day: how it came about, what it reached and when.

    Parameters
    ----------
    events : DataFrame
        The log, as ``Book.tables().events`` or any other in its columns.
    as_of : date, str or Timestamp
        The day; later events do not count.

    Returns
    -------
    DataFrame
        One row per request, by day of asking: request, kind, company, person (asked first: a
        connector, an insider or a scout), channel, hops (ties on the route), route (tuple of
        person keys: as kept on the day of asking, else as the log shows it), predicted (the
        probability kept on that day), asked (day 0: the first message), introduced, replied,
        scheduled, held, referred, offered and declined (the first day each was logged), last (day
        of the last message), silent (the day from which silence is a failure: 7 business days
        after `last`; missing once a conversation was held, a scout named somebody, or it was
        declined), names (new names that it brought) and state: open, declined, silent, named (a
        scout's success), held, referred or offered.

    Notes
    -----
    What `flagged` calls impossible is left out: no duration is negative or over two years.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "person": "in/bo", "stage": "asked", "date": "2026-03-02"}
    >>> request_table(frame("events", [asked]), as_of="2026-03-31")[["state", "silent"]]
        state     silent
    0  silent 2026-03-11
    """
    day = as_date(as_of)
    rows = [_row(course, day) for course in _ledger(events).courses if course.asked <= day]
    rows.sort(key=lambda row: (row["asked"], row["request"]))
    found = pd.DataFrame(rows, columns=list(_DTYPES))
    return found.astype(_DTYPES)


_DTYPES = {
    "request": "str",
    "kind": "str",
    "company": "str",
    "person": "str",
    "channel": "str",
    "hops": "int64",
    "route": "object",
    "predicted": "float64",
    **dict.fromkeys((*MAIN, "declined", "last", "silent"), "datetime64[s]"),
    "names": "int64",
    "state": "str",
}


def _row(course: Course, day: pd.Timestamp) -> dict[str, object]:
    """One request on a day."""
    route, days = course.route(day), course.days(day)
    return {
        "request": course.name,
        "kind": course.kind,
        "company": course.company,
        "person": course.person,
        "channel": course.first.channel,
        "hops": len(route) - 1 + (course.kind == "scout"),
        "route": route,
        "predicted": course.predicted,
        **{stage: days.get(stage) for stage in (*MAIN[1:], "declined")},
        "asked": course.asked,
        "last": course.last(day),
        "silent": course.silent(day),
        "names": course.names(day),
        "state": course.state(day),
    }


def attempts(events: pd.DataFrame) -> tuple[Attempt, ...]:
    """The requests as the learning sees them: their routes, and what was known on each day.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "person": "in/bo", "stage": "asked", "date": "2026-03-02"}
    >>> [spell.failed for spell in attempts(frame("events", [asked]))[0].spells]
    [(), (0,)]
    """
    found = [course.attempt() for course in _ledger(events).courses]
    return tuple(sorted(found, key=lambda attempt: (attempt.asked, attempt.request)))


def log_issues(events: pd.DataFrame, *, as_of: object) -> pd.DataFrame:
    """What is kept in the log but doubtful, and what to do about it.

    Parameters
    ----------
    events : DataFrame
        The log.
    as_of : date, str or Timestamp
        The day on which it is looked at; later events are in the future.

    Returns
    -------
    DataFrame
        event (its number), request, stage, date, problem, action. An event may stand in several
        rows. Empty when nothing is doubtful.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "person": "in/bo", "stage": "aksed", "date": "2026-03-02"}
    >>> log_issues(frame("events", [asked]), as_of="2026-03-31").problem[0]
    '`aksed` is no stage and counts nowhere: did you mean `asked`?'
    """
    day = as_date(as_of)
    ledger = _ledger(events)
    request = {entry.row: one.name for one in ledger.joined for entry in one.entries}
    rows = [
        {
            "event": entry.event,
            "request": request.get(entry.row, entry.request),
            "stage": entry.stage,
            "date": entry.day,
            "problem": problem,
            "action": action,
        }
        for entry, problem, action in (*_singly(ledger, day), *_together(ledger, day))
    ]
    dtypes = {"event": "int64", "date": "datetime64[s]"}
    dtypes |= dict.fromkeys(("request", "stage", "problem", "action"), "str")
    columns = ["event", "request", "stage", "date", "problem", "action"]
    found = pd.DataFrame(rows, columns=columns).astype(dtypes)
    return found.sort_values(["event", "problem"], kind="stable", ignore_index=True)


def _singly(ledger: _Ledger, day: pd.Timestamp) -> Iterator[tuple[Entry, str, str]]:
    """Events that are doubtful by themselves."""
    for entry in ledger.entries:
        fault = _fault(entry)
        if fault is not None:
            problem, column = fault
            yield entry, problem, _CORRECT.format(event=entry.event, column=column)
            continue
        if entry.day is not None and entry.day > day:
            action = "nothing, if it is planned; else " + _fix(entry, "date")
            yield entry, f"is after {day.date()} and does not count yet", action
        if entry.row in ledger.doubts:
            doubt = ledger.doubts[entry.row]
            yield entry, doubt.problem, f"{doubt.action}: {_fix(entry, 'request')}"


def _together(ledger: _Ledger, day: pd.Timestamp) -> Iterator[tuple[Entry, str, str]]:
    """Events that do not go with the others of their request."""
    for request, course in zip(ledger.joined, ledger.courses, strict=True):
        for entry in course.impossible:
            soon = entry.day is not None and entry.day < course.asked
            when = "is before the ask" if soon else "is more than two years after the ask"
            yield entry, f"{when} of {course.asked.date()} and does not count", _fix(entry, "date")
        if all(entry.stage != "asked" for entry in course.entries):
            action = "log the ask with the same request"
            yield course.first, "begins its request: no ask is logged, so it counts as one", action
        declined = None
        for entry in course.until(day):
            if entry.stage == "declined":
                declined = declined or entry.day
            elif entry.stage in MAIN and declined is not None and entry.day != declined:
                action = "nothing, if they changed their mind; else " + _fix(entry, "stage")
                yield entry, f"comes after the decline of {declined.date()}; it counts", action
        for column in ("company", "kind"):
            words = {value: entry for entry in request.entries if (value := getattr(entry, column))}
            if len({company_of(word) for word in words}) > 1:
                entry = list(words.values())[-1]
                named = " and ".join(f"`{word}`" for word in words)
                problem = f"its request has more than one {column}: {named}; the first counts"
                yield entry, problem, _fix(entry, column)
        if request.name in ledger.guessed:
            problem = f"the kind of its request is not given; taken as {course.kind}"
            yield course.first, problem, _fix(course.first, "kind")


def _fix(entry: Entry, column: str) -> str:
    return _CORRECT.format(event=entry.event, column=column)


def _fault(entry: Entry) -> tuple[str, str] | None:
    """Why an event can count nowhere, and the column to correct."""
    if entry.stage not in STAGES:
        near = difflib.get_close_matches((entry.stage or "").lower(), STAGES, n=1, cutoff=0.5)
        hint = f"did you mean `{near[0]}`?" if near else f"choose one of {', '.join(STAGES)}"
        return f"`{entry.stage or ''}` is no stage and counts nowhere: {hint}", "stage"
    if entry.day is None:
        return "has no date and counts nowhere", "date"
    if entry.day < _EARLIEST:
        return f"is dated {entry.day.date()}, before the year 2000, and counts nowhere", "date"
    return None


def _ledger(events: pd.DataFrame, tables: Tables | None = None) -> _Ledger:
    """Join the events that can count, and follow the course of each request."""
    entries = entries_of(events)
    sound = [entry for entry in entries if _fault(entry) is None]
    joined, doubts = join(sound, _same(tables))
    kinds, courses, guessed = Kinds(tables), [], set()
    for request in joined:
        kind, certain = kinds.of(request)
        courses.append(Course.of(request, kind))
        if not certain:
            guessed.add(request.name)
    return _Ledger(entries, courses, joined, doubts, guessed)


def _same(tables: Tables | None) -> Callable[[str | None], str]:
    """What the spellings of a company have in common, declared aliases included."""
    root: dict[str, str] = {}
    if tables is not None:
        for name, aliases in zip(tables.companies.company, tables.companies.aliases, strict=True):
            for alias in aliases if isinstance(aliases, tuple) else ():
                root[company_of(alias)] = company_of(name)
    return lambda name: root.get(company_of(name), company_of(name))
