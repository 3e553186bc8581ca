"""The cadence: what is due on a day, worked out from the log alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from infonet import ledger
from infonet.agenda._log import FOLLOWED, Event, Log, Request, introducer, log_of
from infonet.agenda._note_rules import gave, items, opted_out
from infonet.agenda._target_status import AGAIN, SWITCH
from infonet.agenda._thanks import Help, helpers
from infonet.errors import InfonetError
from infonet.tables import ME, Tables
from infonet.workdays import later

__all__ = ["due"]

_DAY = pd.Timedelta(days=1)
_REPORTED = pd.Timedelta(days=21)
"""From three weeks after a conversation on it can be reported back."""

_FAVOUR = pd.DateOffset(months=3)
"""Before the next four months are over a favour is returned."""


class _Action(NamedTuple):
    """Something to do: shown from the day it opens until long after its deadline, or until ends."""

    deadline: pd.Timestamp
    action: str
    person: str | None
    company: str | None
    request: str | None
    reason: str
    opens: pd.Timestamp
    ends: pd.Timestamp | None = None


def due(
    events: pd.DataFrame | Tables,
    *,
    as_of: object,
    holidays: Iterable[object] = (),
    notes: pd.DataFrame | None = None,
    given: pd.DataFrame | None = None,
    late: int = 28,
) -> pd.DataFrame:
    """What is due on a day: thanks, second notes, reports, and staying in touch.

    Parameters
    ----------
    events : DataFrame or Tables
        The log, raw or settled. With the whole tables names are shown, and messages count as
        having been in touch.
    as_of : date, str or Timestamp
        The day.
    holidays : iterable of dates
        Days that are no business days, besides Saturdays and Sundays.
    notes : DataFrame, optional
        ``Book.notes()``: action items are listed, what you gave counts, and nothing is due to
        whoever asked not to be written to.
    given : DataFrame, optional
        What you gave back, one row each: person (key), date; see `reciprocity`. By default as the
        notes say.
    late : int
        How many days after its deadline an action is still listed; then its moment has passed.
        To stay in touch is listed until it is done.

    Returns
    -------
    DataFrame
        One row per action, by deadline: action, person (key), name, company, request, deadline,
        overdue (the deadline is before `as_of`), reason (a sentence). The actions:

        - ``thank`` the introducer and the interviewee, within a day;
        - ``try another`` person at the company after 3 business days without a reply, as long as
          the request is open;
        - ``write again``, once, to whom 7 business days have brought no reply from;
        - ``confirm`` on the day before a conversation: one logged as `held` or `scheduled` for a
          day after `as_of`, or the day written as 2026-07-03 in the note of `scheduled`;
        - ``action item`` that a note or a debrief gave a date; the reason is its text;
        - ``report back`` 3 to 4 weeks after a conversation;
        - ``stay in touch`` 4 months after the last contact of any kind, 3 times a year, with
          everybody with whom a conversation was held;
        - ``give back`` 3 to 4 months after their last help, or your last favour if that is later,
          to who helped more often than you gave back.

    Raises
    ------
    InfonetError
        A `late` or `given` that makes no sense.

    Notes
    -----
    An action is done when the log says so: `thanked` and `reported back` of that person on the day
    or later, `followed up` for the second note (then silence is final), another request at the
    company for trying another, `contacted` for the confirmation and for staying in touch. Of an
    action item a second one says it that reads ``done:`` and then the same text, of giving back a
    note of the kind ``gave``.

    Sources: Duke Career Hub's 3B7 and Dalton, The 2-Hour Job Search (3 and 7 business days); Yale
    (thanks within a day).

    Examples
    --------
    >>> from infonet.tables import frame
    >>> asked = {"event": 1, "person": "in/bo", "stage": "asked", "date": "2026-06-15"}
    >>> held = {"event": 2, "person": "in/bo", "stage": "held", "date": "2026-06-30"}
    >>> found = due(frame("events", [asked, held]), as_of="2026-06-30")
    >>> found[["action", "person", "deadline", "overdue"]]
      action person   deadline  overdue
    0  thank  in/bo 2026-07-01    False
    """
    if isinstance(late, bool) or not isinstance(late, int) or late < 0:
        raise InfonetError(f"`late` takes a number of days from 0 up, not `{late}`")
    tables = events if isinstance(events, Tables) else None
    log = log_of(events.events if isinstance(events, Tables) else events, as_of, tables)
    called = _Names(tables)
    contact = _last_contact(log, tables)
    actions = [
        *_thanks(log, called),
        *(row for one in log.requests for row in _silences(log, one, called, list(holidays))),
        *_confirmations(log, called),
        *_reports(log, called),
        *_touches(log, contact, called),
        *_favours(helpers(log, gave(notes, given)), called),
    ]
    out = opted_out(notes)
    actions = [one for one in actions if one.person not in out]
    actions += _items(notes, log.day)
    rows = [
        {
            "action": one.action,
            "person": one.person,
            "name": called(one.person) if one.person is not None else None,
            "company": one.company,
            "request": one.request,
            "deadline": one.deadline,
            "overdue": one.deadline < log.day,
            "reason": one.reason,
        }
        for one in sorted(set(actions), key=_order)
        if one.opens <= log.day <= (one.ends or one.deadline + late * _DAY)
    ]
    return pd.DataFrame(rows, columns=list(_DTYPES)).astype(_DTYPES)


_DTYPES = {
    **dict.fromkeys(("action", "person", "name", "company", "request"), "str"),
    "deadline": "datetime64[s]",
    "overdue": "bool",
    "reason": "str",
}


class _Names:
    """Names to show for keys; the key itself without tables."""

    def __init__(self, tables: Tables | None) -> None:
        people = tables.people.dropna(subset="name") if tables is not None else None
        self._name = {} if people is None else dict(zip(people.person, people.name, strict=True))

    def __call__(self, person: str | None) -> str:
        return "somebody" if person is None else str(self._name.get(person, person))


def _order(action: _Action) -> tuple[pd.Timestamp, int, str, str, str]:
    """By deadline, then as the craft goes, then by name."""
    words = (action.person or "", action.company or "", action.request or "")
    return action.deadline, _CRAFT.index(action.action), *words


_CRAFT = (
    "thank",
    "confirm",
    "try another",
    "write again",
    "action item",
    "report back",
    "stay in touch",
    "give back",
)


def _done(log: Log, person: str, since: pd.Timestamp, *stages: str) -> bool:
    """Whether one of the stages was logged of a person on a day or later."""
    days = [log.latest.get((person, stage)) for stage in stages]
    return any(day is not None and day >= since for day in days)


def _thanks(log: Log, called: _Names) -> Iterator[_Action]:
    """A day for whoever introduced, and for whoever held a conversation."""
    asked = {request.name: request for request in log.requests}
    for event in log.events:
        request = asked.get(event.request or "")
        company = event.company or (request.company if request else None)
        met = event.person or (request.insider if request else None)
        if event.stage == "introduced":
            who = introducer(event, request)
            reason = f"{called(who)} introduced you to {called(event.person)} on {event.day.date()}"
        elif event.stage == "held":
            who, reason = met, f"{called(met)} met you on {event.day.date()}"
        else:
            continue
        if who is not None and who != ME and not _done(log, who, event.day, "thanked"):
            reason = f"{reason}: say thank you within a day"
            yield _Action(event.day + _DAY, "thank", who, company, event.request, reason, event.day)


def _silences(
    log: Log, request: Request, called: _Names, holidays: list[object]
) -> Iterator[_Action]:
    """After 3 business days somebody else, after 7 a second note, and then silence is final."""
    # Who has gone silent: the insider once there is one, before that who was asked first.
    introduced = request.first("introduced") is not None
    person = request.insider if introduced else request.person
    answered = request.first("replied", "scheduled", "held", "named") is not None
    ended = request.state not in ("open", "silent") or request.latest("no answer") is not None
    if answered or ended or request.name in log.planned or request.person is None:
        return
    since = f"{called(person)} has not replied since {request.last.date()}"
    switch = later(request.last, SWITCH, holidays)
    again = later(request.last, ledger.PATIENCE, holidays)
    if request.company and not _moved_on(log, request):
        reason = f"{since}, 3 business days: ask somebody else about {request.company}"
        row = (switch, "try another", person, request.company, request.name, reason, switch)
        yield _Action(*row, ends=again - _DAY)
    if request.latest("followed up") is None and not _reached_elsewhere(log, request):
        reason = f"{since}, 7 business days: write a second and last note"
        yield _Action(again, "write again", person, request.company, request.name, reason, again)


def _others(log: Log, request: Request) -> list[Request]:
    """The other requests at the same company."""
    return [one for one in log.about(request.company or "") if one.name != request.name]


def _moved_on(log: Log, request: Request) -> bool:
    """Whether somebody else at the company was asked in the meantime, or is met already."""
    later_asks = any(one.asked > request.asked for one in _others(log, request))
    return later_asks or _reached_elsewhere(log, request)


def _reached_elsewhere(log: Log, request: Request) -> bool:
    """Whether a conversation at the company came about, or is being arranged, another way."""
    return any(
        one.answered
        or one.name in log.planned
        or (met := one.latest("held", "referred", "offered")) is not None
        and met >= request.asked
        for one in _others(log, request)
    )


def _confirmations(log: Log, called: _Names) -> Iterator[_Action]:
    """The day before a conversation; on the day itself it is late, then its moment has passed."""
    asked = {request.name: request for request in log.requests}
    for name, (person, when) in log.planned.items():
        request, before = asked[name], when - _DAY
        who = person or request.insider or request.person
        over = request.state == "declined" or any(
            e.stage == "held" and e.day >= before for e in request.events
        )
        if who is None or over or _done(log, who, before, "contacted"):
            continue
        reason = f"the conversation with {called(who)} is on {when.date()}: confirm the day before"
        row = (before, "confirm", who, request.company, name, reason, before)
        yield _Action(*row, ends=when)


def _conversations(log: Log) -> dict[str, tuple[Event, Request | None]]:
    """The last conversation with each person."""
    asked = {request.name: request for request in log.requests}
    found: dict[str, tuple[Event, Request | None]] = {}
    for event in log.events:
        if event.stage == "held":
            request = asked.get(event.request or "")
            who = event.person or (request.insider if request else None)
            if who is not None and who != ME:
                found[who] = event, request
    return found


def _reports(log: Log, called: _Names) -> Iterator[_Action]:
    """What became of their advice, three to four weeks after they gave it."""
    for who, (event, request) in _conversations(log).items():
        if not _done(log, who, event.day, "reported back"):
            company = event.company or (request.company if request else None)
            reason = (
                f"{called(who)} met you on {event.day.date()}: report back what came of it, "
                "after three to four weeks"
            )
            row = (event.day + FOLLOWED, "report back", who, company, event.request, reason)
            yield _Action(*row, opens=event.day + _REPORTED)


def _touches(log: Log, contact: dict[str, pd.Timestamp], called: _Names) -> Iterator[_Action]:
    """Three times a year, with everybody who held a conversation."""
    for who, (event, request) in _conversations(log).items():
        last = max(contact.get(who, event.day), event.day)
        company = event.company or (request.company if request else None)
        reason = f"last in touch with {called(who)} on {last.date()}, four months ago or more"
        row = (last + AGAIN + FOLLOWED, "stay in touch", who, company, event.request, reason)
        yield _Action(*row, opens=last + AGAIN, ends=log.day)


def _last_contact(log: Log, tables: Tables | None) -> dict[str, pd.Timestamp]:
    """The last day of any contact with each person: by the log, and by messages."""
    found: dict[str, pd.Timestamp] = {}
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


def _items(notes: pd.DataFrame | None, day: pd.Timestamp) -> Iterator[_Action]:
    """What one has taken on to do, listed from now on."""
    for item in items(notes):
        row = (item.deadline, "action item", item.person, item.company, None, item.text)
        yield _Action(*row, opens=day)


def _favours(found: dict[str, Help], called: _Names) -> Iterator[_Action]:
    """For whoever helped more often than they were helped."""
    for who, help_ in found.items():
        if help_.balance > 0:
            times = "once" if help_.times == 1 else f"{help_.times} times"
            back = f", and you gave back {help_.gave}" if help_.gave else ""
            reason = f"{called(who)} helped you {times}{back}: see what you can do for them"
            row = (help_.since + AGAIN, "give back", who, None, None, reason)
            yield _Action(*row, opens=help_.since + _FAVOUR)
