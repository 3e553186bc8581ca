"""The rules of the craft by which something becomes due: one function a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from infonet.agenda._reciprocity import Help, helpers
from infonet.ledger import (
    AGAIN,
    FOLLOWED,
    REMIND,
    SWITCH,
    Ledger,
    LedgerDay,
    LogEvent,
    Request,
    TargetLog,
)
from infonet.names.people import called_by_key, fold
from infonet.tables import ME, Tables
from infonet.tables.stages import MET, NO_ANSWER_AFTER, REPLIES
from infonet.workdays import day_text, later

_DAY = pd.Timedelta(days=1)
_REPORTED = pd.Timedelta(days=21)
"""Time after a conversation from which it can be reported back: three weeks."""

_FAVOUR = pd.DateOffset(months=3)
"""Time after their last help from which a favour is returned: three months."""

_EXPORT_AGAIN = pd.Timedelta(days=30)
"""Time after my last export from which a new one is asked for."""

_DONE = "done:"


class Action(NamedTuple):
    """An action, shown from `opens` until `ends`, or else until it is `late` days overdue."""

    deadline: pd.Timestamp
    action: str
    person: str | None
    company: str | None
    request: str | None
    reason: str
    opens: pd.Timestamp
    ends: pd.Timestamp | None = None


class Called(dict[str | None, str]):
    """Names to show for keys; the address where none is known."""

    def __missing__(self, person: str | None) -> str:
        return called_by_key(person) if person else "somebody"


class _AtCompany(NamedTuple):
    """Hold what happened at a company: of each kind the two latest requests are enough.

    All but one request is what a rule asks about, so the latest that is another is one of two.
    """

    told: TargetLog | None
    asked: list[tuple[pd.Timestamp, str]]
    met: list[tuple[pd.Timestamp, str]]
    reached: list[str]

    @classmethod
    def of(cls, log: LedgerDay, company: str) -> _AtCompany:
        """Sum up the requests at a company; `company` is empty where they name none."""
        requests = log.about(company)
        talks = [(one.latest(*MET), one.name) for one in requests]
        reached = [one.name for one in requests if one.answered or one.name in log.planned]
        return cls(
            told=TargetLog.of(log, company) if company else None,
            asked=sorted(((one.asked, one.name) for one in requests), reverse=True)[:2],
            met=sorted(((day, name) for day, name in talks if day is not None), reverse=True)[:2],
            reached=reached[:2],
        )

    def moved_on(self, request: Request) -> bool:
        """Say whether somebody else was asked in the meantime, or is met already."""
        later_asks = any(day > request.asked and name != request.name for day, name in self.asked)
        return later_asks or self.reached_beside(request)

    def reached_beside(self, request: Request) -> bool:
        """Say whether a conversation came about, or is being arranged, by another request."""
        return any(name != request.name for name in self.reached) or any(
            day >= request.asked and name != request.name for day, name in self.met
        )

    def refused(self, person: str | None) -> bool:
        """Say whether somebody has said no about the company, be it in another request."""
        return (
            self.told is not None
            and person is not None
            and self.told.person(person).status == "closed"
        )


class _Companies(dict[str, _AtCompany]):
    """Sum up what happened at each company, when it is first asked for."""

    def __init__(self, log: LedgerDay) -> None:
        super().__init__()
        self._log = log

    def __missing__(self, company: str) -> _AtCompany:
        found = self[company] = _AtCompany.of(self._log, company)
        return found


def actions_of(
    ledger: Ledger, log: LedgerDay, holidays: Iterable[object], called: Called
) -> list[Action]:
    """Return every action that log and notes ask for, whether its moment has come or not."""
    days_off, companies = list(holidays), _Companies(log)
    actions = [
        *_thanks(log, called),
        *(
            row
            for one in log.all_requests
            for row in _silences(log, one, companies, called, days_off)
        ),
        *_confirmations(log, called),
        *_afterwards(log, _last_contact(log, ledger.tables), called),
        *_favours(helpers(log), called),
    ]
    out = log.opted_out
    return [*(one for one in actions if one.person not in out), *_items(log), *_exports(log)]


def _done(log: LedgerDay, person: str, since: pd.Timestamp, *stages: str) -> bool:
    """Say whether one of the stages was logged of a person on a day or later."""
    days = [log.latest.get((person, stage)) for stage in stages]
    return any(day is not None and day >= since for day in days)


def _thanks(log: LedgerDay, called: Called) -> Iterator[Action]:
    """Thank within a day for an introduction, and for a conversation."""
    for event in log.events:
        if event.stage == "introduced":
            who = log.introducer(event)
            helped = f"{called[who]} introduced you to {called[event.person]}"
        elif event.stage == "held":
            who = log.met(event)
            helped = f"{called[who]} met you"
        else:
            continue
        if who is not None and who != ME and not _done(log, who, event.day, "thanked"):
            reason = f"{helped} on {_said(event.day, log)}: say thank you"
            about = who, _company(log, event), event.request
            yield Action(event.day + _DAY, "thank", *about, reason, opens=event.day)


def _said(day: pd.Timestamp, log: LedgerDay) -> str:
    """Return a day in words, by the day of the log."""
    return day_text(day, as_of=log.day)


def _company(log: LedgerDay, event: LogEvent) -> str | None:
    """Return the company of an event, or else of its request."""
    request = log.request_of(event)
    return event.company or (request.company if request else None)


def _silences(
    log: LedgerDay, request: Request, companies: _Companies, called: Called, holidays: list[object]
) -> Iterator[Action]:
    """Ask someone else after 3 business days, write again after 7; then silence is final."""
    person = request.awaited
    answered = request.first(*REPLIES, "held", "named") is not None
    ended = request.state not in ("open", "silent") or request.latest("no answer") is not None
    if answered or ended or request.name in log.planned or request.person is None:
        return
    there = companies[request.company or ""]
    promise = request.promise
    about = request.company, request.name
    since = f"{called[person]} has not replied since {_said(request.last, log)}"
    again = later(request.last, NO_ANSWER_AFTER, holidays)
    note = f"{since}: write a second and last note"
    if promise is not None:
        person, again = promise.person or person, later(promise.day, REMIND, holidays)
        note = f"{called[person]} said yes on {_said(promise.day, log)}: remind them"
    elif request.company and not there.moved_on(request):
        reason = f"{since}: ask someone else about {request.company}"
        switch = later(request.last, SWITCH, holidays)
        yield Action(
            switch, "ask someone else", person, *about, reason, opens=switch, ends=again - _DAY
        )
    noted = request.latest("followed up")
    reminded = noted is not None and (promise is None or noted >= promise.day)
    if not (reminded or there.reached_beside(request) or there.refused(person)):
        yield Action(again, "write again", person, *about, note, opens=again)


def _confirmations(log: LedgerDay, called: Called) -> Iterator[Action]:
    """Confirm the day before a conversation; it is late on the day itself, then it has passed."""
    for name, (person, when) in log.planned.items():
        request, before = log.by_name[name], when - _DAY
        who = person or request.insider or request.person
        over = request.ended is not None or any(
            e.stage == "held" and e.day >= before for e in request.events
        )
        if who is None or over or _done(log, who, before, "contacted"):
            continue
        reason = f"you talk with {called[who]} on {_said(when, log)}: confirm the day before"
        yield Action(before, "confirm", who, request.company, name, reason, before, ends=when)


def _afterwards(
    log: LedgerDay, contact: dict[str, pd.Timestamp], called: Called
) -> Iterator[Action]:
    """Report after a conversation what came of it, then stay in touch three times a year."""
    held = ((log.met(event), event) for event in log.events if event.stage == "held")
    latest = {who: event for who, event in held if who is not None and who != ME}
    for who, event in latest.items():
        about = who, _company(log, event), event.request
        if not _done(log, who, event.day, "reported back"):
            reason = f"{called[who]} met you on {_said(event.day, log)}: tell them what came of it"
            deadline, opens = event.day + FOLLOWED, event.day + _REPORTED
            yield Action(deadline, "report back", *about, reason, opens)
        last = max(contact.get(who, event.day), event.day)
        reason = f"last in touch with {called[who]} on {_said(last, log)}: send a few lines"
        deadline, opens = last + AGAIN + FOLLOWED, last + AGAIN
        yield Action(deadline, "stay in touch", *about, reason, opens, ends=log.day)


def _last_contact(log: LedgerDay, tables: Tables | None) -> dict[str, pd.Timestamp]:
    """Return the last day of contact with each person, by the log and by messages."""
    found: dict[str, pd.Timestamp] = {}
    if not any(event.stage == "held" for event in log.events):
        return found  # it is asked for of those alone whom I have met
    for event in log.events:
        for who in (event.person, event.via):
            if who is not None:
                found[who] = max(found.get(who, event.day), event.day)
    if tables is not None:
        ties = tables.ties[(tables.ties.source == ME) | (tables.ties.target == ME)]
        other = ties.source.where(ties.source != ME, ties.target)
        latest = ties["last"].dt.normalize().groupby(other).max()
        for alter, day in latest[latest <= log.day].items():
            found[str(alter)] = max(found.get(str(alter), day), day)
    return found


def _items(log: LedgerDay) -> Iterator[Action]:
    """List the action items with a date, except items that a note of the day calls done."""
    notes = log.notes[(log.notes.kind == "action item") & log.notes.text.notna()]
    rows: list[Any] = list(notes.astype(object).where(notes.notna(), None).itertuples())
    texts = [" ".join(fold(row.text).split()) for row in rows]
    done = {
        (row.person, row.company, text.removeprefix(_DONE).strip())
        for row, text in zip(rows, texts, strict=True)
        if text.startswith(_DONE) and (row.date is None or row.date < log.day + _DAY)
    }
    for row, text in zip(rows, texts, strict=True):
        about = row.person, row.company
        if row.date is not None and not text.startswith(_DONE) and (*about, text) not in done:
            yield Action(row.date.normalize(), "to do", *about, None, row.text, opens=log.day)


def _exports(log: LedgerDay) -> Iterator[Action]:
    """Ask for a new export of mine 30 days after the last."""
    last = log.notes[log.notes.kind == "export"].date.max()
    if not pd.isna(last):
        reason = f"your LinkedIn data is from {_said(last, log)}: download it anew and add it here"
        deadline = last.normalize() + _EXPORT_AGAIN
        yield Action(deadline, "new export", None, None, None, reason, opens=deadline, ends=log.day)


def _favours(found: dict[str, Help], called: Called) -> Iterator[Action]:
    """Return a favour to people who helped more often than they were helped."""
    for who, help_ in found.items():
        if help_.balance > 0:
            times = "once" if help_.times == 1 else f"{help_.times} times"
            back = f", and you gave back {help_.gave}" if help_.gave else ""
            reason = f"{called[who]} helped you {times}{back}: return a favour"
            opens, deadline = help_.since + _FAVOUR, help_.since + AGAIN
            yield Action(deadline, "return a favour", who, None, None, reason, opens)
