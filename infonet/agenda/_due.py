"""Work out from the log and the notes what is due on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from infonet.agenda._reciprocity import Help, check_columns, helpers
from infonet.agenda._targets import AGAIN, FOLLOWED, SWITCH
from infonet.errors import whole_number
from infonet.ledger import AnyLog, Ledger, LedgerDay, LogEvent, Request, company_of
from infonet.names.people import fold
from infonet.names.titles import ROLES
from infonet.tables import ME, Tables
from infonet.tables.stages import ENDS, MET, NO_ANSWER_AFTER, REPLIES
from infonet.workdays import later

ACTIONS = (
    "thank",
    "confirm",
    "ask someone else",
    "write again",
    "to do",
    "report back",
    "stay in touch",
    "return a favour",
)
"""The actions, in the order of the craft."""

_DAY = pd.Timedelta(days=1)
_REMIND = 5
"""Business days after somebody said yes on which they are reminded."""

_REPORTED = pd.Timedelta(days=21)
"""Time after a conversation from which it can be reported back: three weeks."""

_FAVOUR = pd.DateOffset(months=3)
"""Time after their last help from which a favour is returned: three months."""

_NOTE_COLUMNS = ("person", "company", "kind", "text", "date")
_DONE = "done:"

_DTYPES = {
    **dict.fromkeys(("action", "person", "name", "company", "request"), "str"),
    "deadline": "datetime64[s]",
    "overdue": "bool",
    "reason": "str",
}


class _Action(NamedTuple):
    """An action, shown from `opens` until `ends`, or else until it is `late` days overdue."""

    deadline: pd.Timestamp
    action: str
    person: str | None
    company: str | None
    request: str | None
    reason: str
    opens: pd.Timestamp
    ends: pd.Timestamp | None = None


def due(
    events: AnyLog,
    *,
    as_of: object,
    holidays: Iterable[object] = (),
    notes: pd.DataFrame | None = None,
    given: pd.DataFrame | None = None,
    late: int = 28,
) -> pd.DataFrame:
    """List what is due on a day: thanks, second notes, reports, and staying in touch.

    Parameters
    ----------
    events : DataFrame, Tables, Book or Ledger
        The log, raw or settled. With the whole tables names are shown, and messages count as
        contact.
    as_of : date, str or Timestamp
        The day.
    holidays : iterable of dates
        Days that are no business days, besides Saturdays and Sundays.
    notes : DataFrame, optional
        ``Book.notes()``: action items are listed, what you gave counts, and nothing is due to
        people who asked not to be written to.
    given : DataFrame, optional
        What you gave back, one row each: person (key), date; see `reciprocity`. By default as the
        notes say.
    late : int
        Days after its deadline on which an action is still listed; then its moment has passed. To
        stay in touch is listed until it is done.

    Returns
    -------
    DataFrame
        One row per action, by deadline: action, person (key), name, company, request, deadline,
        overdue (the deadline is before `as_of`), reason (a sentence). The actions:

        - ``thank`` the introducer and the interviewee, within a day;
        - ``ask someone else`` at the company after 3 business days without a reply, as long as the
          request is open and nobody has said yes;
        - ``write again``, once, after 7 business days without a reply, or 5 after they said yes;
        - ``confirm`` on the day before a conversation: one logged as `held` or `scheduled` for a
          day after `as_of`, or the day written as 2026-07-03 in the note of `scheduled`;
        - ``to do``: an action item that a note or a debrief gave a date; the reason is its text;
        - ``report back`` 3 to 4 weeks after a conversation;
        - ``stay in touch`` 4 months after the last contact of any kind, 3 times a year, with
          everybody you had a conversation with;
        - ``return a favour`` 3 to 4 months after their last help, or your last favour if that is
          later, to people who helped more often than you gave back.

    Raises
    ------
    InfonetError
        A `late` or `given` that makes no sense, or `events` that are no log.

    Notes
    -----
    An action is done when the log says so: `thanked` and `reported back` of that person on the day
    or later, `followed up` for the second note (then silence is final), another request at the
    company for asking someone else, `contacted` for the confirmation and for staying in touch. An
    action item is done by a second note that reads ``done:`` and then the same text, a favour is
    returned by a note of the kind ``gave``.

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
    late = whole_number(late, "late", least=0)
    ledger = Ledger.of(events)
    log = ledger.on(as_of)
    called = _Names(ledger.tables)
    contact = _last_contact(log, ledger.tables)
    days_off = list(holidays)
    actions = [
        *_thanks(log, called),
        *(row for one in log.all_requests for row in _silences(log, one, called, days_off)),
        *_confirmations(log, called),
        *_reports(log, called),
        *_touches(log, contact, called),
        *_favours(helpers(log, _gave(notes, given)), called),
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


def due_requests(found: pd.DataFrame, requests: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Return the request that each row of `due` belongs to; missing where none of them fits.

    A row that names no request belongs to the latest one in which its person takes part, or which
    is about its company. The requests are as `request_table` has them, and the events settled.
    """
    of_person: dict[str, str] = {}
    of_company: dict[str, str] = {}
    took_part = events.groupby("request")[["person", "via"]].agg(list).to_dict("index")
    columns = (requests[name] for name in ("request", "person", "route", "company"))
    for request, person, route, company in zip(*columns, strict=True):
        others = took_part[request]
        people = [person, *route, *others["person"], *others["via"]]
        of_person.update({key: request for key in people if isinstance(key, str)})
        if isinstance(company, str):
            of_company[company_of(company)] = request
    of_person.pop(ME, None)
    latest = found.person.map(of_person, na_action="ignore")
    about = found.company.map(company_of, na_action="ignore").map(of_company, na_action="ignore")
    guessed = latest.where(found.person.notna(), about)
    named = found.request.where(found.request.isin(requests.request))
    return named.where(found.request.notna(), guessed)


class _Names:
    """Names to show for keys; the key itself without tables."""

    def __init__(self, tables: Tables | None) -> None:
        people = tables.people.dropna(subset="name") if tables is not None else None
        self._name = {} if people is None else dict(zip(people.person, people.name, strict=True))

    def __call__(self, person: str | None) -> str:
        return "somebody" if person is None else str(self._name.get(person, person))


def _order(action: _Action) -> tuple[pd.Timestamp, int, str, str, str]:
    """Order by deadline, then as the craft goes, then by name."""
    words = (action.person or "", action.company or "", action.request or "")
    return action.deadline, ACTIONS.index(action.action), *words


def _done(log: LedgerDay, person: str, since: pd.Timestamp, *stages: str) -> bool:
    """Say whether one of the stages was logged of a person on a day or later."""
    days = [log.latest.get((person, stage)) for stage in stages]
    return any(day is not None and day >= since for day in days)


def _thanks(log: LedgerDay, called: _Names) -> Iterator[_Action]:
    """Thank within a day for an introduction, and for a conversation."""
    for event in log.events:
        if event.stage == "introduced":
            who = log.introducer(event)
            reason = f"{called(who)} introduced you to {called(event.person)} on {event.day.date()}"
        elif event.stage == "held":
            who = log.met(event)
            reason = f"{called(who)} met you on {event.day.date()}"
        else:
            continue
        if who is not None and who != ME and not _done(log, who, event.day, "thanked"):
            reason = f"{reason}: say thank you within a day"
            row = (event.day + _DAY, "thank", who, _company(log, event), event.request, reason)
            yield _Action(*row, opens=event.day)


def _company(log: LedgerDay, event: LogEvent) -> str | None:
    """Return the company of an event, or else of its request."""
    request = log.request_of(event)
    return event.company or (request.company if request else None)


def _silences(
    log: LedgerDay, request: Request, called: _Names, holidays: list[object]
) -> Iterator[_Action]:
    """Ask someone else after 3 business days, write again after 7; then silence is final."""
    # The silent person: the insider once there is one, before that the person asked first.
    introduced = request.first("introduced") is not None
    person = request.insider if introduced else request.person
    answered = request.first(*REPLIES, "held", "named") is not None
    ended = request.state not in ("open", "silent") or request.latest("no answer") is not None
    if answered or ended or request.name in log.planned or request.person is None:
        return
    promise = request.promise
    since = f"{called(person)} has not replied since {request.last.date()}"
    switch = later(request.last, SWITCH, holidays)
    again = later(request.last, NO_ANSWER_AFTER, holidays)
    note = f"{since}, {NO_ANSWER_AFTER} business days: write a second and last note"
    if promise is not None:
        person, again = promise.person or person, later(promise.day, _REMIND, holidays)
        note = f"{called(person)} said yes on {promise.day.date()}: remind them"
    elif request.company and not _moved_on(log, request):
        reason = f"{since}, {SWITCH} business days: ask someone else about {request.company}"
        row = (switch, "ask someone else", person, request.company, request.name, reason, switch)
        yield _Action(*row, ends=again - _DAY)
    noted = request.latest("followed up")
    reminded = noted is not None and (promise is None or noted >= promise.day)
    if not reminded and not _reached_elsewhere(log, request):
        yield _Action(again, "write again", person, request.company, request.name, note, again)


def _others(log: LedgerDay, request: Request) -> list[Request]:
    """Return the other requests at the same company."""
    return [one for one in log.about(request.company or "") if one.name != request.name]


def _moved_on(log: LedgerDay, request: Request) -> bool:
    """Say whether somebody else at the company was asked in the meantime, or is met already."""
    later_asks = any(one.asked > request.asked for one in _others(log, request))
    return later_asks or _reached_elsewhere(log, request)


def _reached_elsewhere(log: LedgerDay, request: Request) -> bool:
    """Say whether a conversation at the company came about, or is being arranged, otherwise."""
    return any(
        one.answered
        or one.name in log.planned
        or ((met := one.latest(*MET)) is not None and met >= request.asked)
        for one in _others(log, request)
    )


def _confirmations(log: LedgerDay, called: _Names) -> Iterator[_Action]:
    """Confirm the day before a conversation; it is late on the day itself, then it has passed."""
    for name, (person, when) in log.planned.items():
        request, before = log.by_name[name], when - _DAY
        who = person or request.insider or request.person
        over = request.state in ENDS or any(
            e.stage == "held" and e.day >= before for e in request.events
        )
        if who is None or over or _done(log, who, before, "contacted"):
            continue
        reason = f"the conversation with {called(who)} is on {when.date()}: confirm the day before"
        row = (before, "confirm", who, request.company, name, reason, before)
        yield _Action(*row, ends=when)


def _conversations(log: LedgerDay) -> dict[str, LogEvent]:
    """Return the last conversation with each person."""
    held = ((log.met(event), event) for event in log.events if event.stage == "held")
    return {who: event for who, event in held if who is not None and who != ME}


def _reports(log: LedgerDay, called: _Names) -> Iterator[_Action]:
    """Report what became of their advice, three to four weeks after they gave it."""
    for who, event in _conversations(log).items():
        if not _done(log, who, event.day, "reported back"):
            company = _company(log, event)
            reason = (
                f"{called(who)} met you on {event.day.date()}: report back what came of it, "
                "after three to four weeks"
            )
            row = (event.day + FOLLOWED, "report back", who, company, event.request, reason)
            yield _Action(*row, opens=event.day + _REPORTED)


def _touches(log: LedgerDay, contact: dict[str, pd.Timestamp], called: _Names) -> Iterator[_Action]:
    """Stay in touch three times a year with everybody who held a conversation."""
    for who, event in _conversations(log).items():
        last = max(contact.get(who, event.day), event.day)
        company = _company(log, event)
        reason = f"last in touch with {called(who)} on {last.date()}, four months ago or more"
        row = (last + AGAIN + FOLLOWED, "stay in touch", who, company, event.request, reason)
        yield _Action(*row, opens=last + AGAIN, ends=log.day)


def _last_contact(log: LedgerDay, tables: Tables | None) -> dict[str, pd.Timestamp]:
    """Return the last day of contact with each person, by the log and by messages."""
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
    """List the action items with a date, except items that a later note calls done."""
    if notes is None:
        return
    rows: list[Any] = list(_of_kind(notes, "action item").itertuples())
    done = {
        (_text(row.person), _text(row.company), _key(row.text)[len(_DONE) :].strip())
        for row in rows
        if _key(row.text).startswith(_DONE)
    }
    for row in rows:
        person, company, key = _text(row.person), _text(row.company), _key(row.text)
        if pd.isna(row.date) or key.startswith(_DONE) or (person, company, key) in done:
            continue
        deadline = pd.Timestamp(row.date).normalize()
        yield _Action(deadline, "to do", person, company, None, str(row.text), opens=day)


def _favours(found: dict[str, Help], called: _Names) -> Iterator[_Action]:
    """Return a favour to people who helped more often than they were helped."""
    for who, help_ in found.items():
        if help_.balance > 0:
            times = "once" if help_.times == 1 else f"{help_.times} times"
            back = f", and you gave back {help_.gave}" if help_.gave else ""
            reason = f"{called(who)} helped you {times}{back}: return a favour"
            row = (help_.since + AGAIN, "return a favour", who, None, None, reason)
            yield _Action(*row, opens=help_.since + _FAVOUR)


def _gave(notes: pd.DataFrame | None, given: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return what was given back: as stated, or else as noted."""
    if given is not None or notes is None:
        return given
    return _of_kind(notes, "gave")[["person", "date"]]


def opted_out(notes: pd.DataFrame | None) -> frozenset[str]:
    """Return the keys of people who asked not to be written to."""
    return frozenset() if notes is None else frozenset(_of_kind(notes, "opted out").person.dropna())


def noted_roles(notes: pd.DataFrame | None) -> dict[str, str]:
    """Return the role of each person that was noted last, where it is the word for one."""
    if notes is None:
        return {}
    found = _of_kind(notes, "role")
    found = found[found.text.isin(ROLES) & found.person.notna()]
    return dict(zip(found.person, found.text, strict=True))


def _of_kind(notes: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the notes of a kind."""
    check_columns(notes, "notes", _NOTE_COLUMNS, "pass `book.notes()`")
    return notes[notes.kind == kind]


def _key(text: object) -> str:
    return " ".join(fold(str(text)).split())


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
