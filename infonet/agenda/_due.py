"""Work out from the log and the notes what is due on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from infonet.agenda._own_notes import snoozed
from infonet.agenda._reciprocity import Help, helpers
from infonet.errors import whole_number
from infonet.ledger import (
    AGAIN,
    FOLLOWED,
    REMIND,
    SWITCH,
    AnyLog,
    Ledger,
    LedgerDay,
    LogEvent,
    Request,
    company_of,
)
from infonet.names.people import fold
from infonet.tables import ME, Tables
from infonet.tables.stages import ENDS, MET, NO_ANSWER_AFTER, REPLIES
from infonet.workdays import day_text, later

ACTIONS = (
    "thank",
    "confirm",
    "ask someone else",
    "write again",
    "to do",
    "report back",
    "stay in touch",
    "return a favour",
    "new export",
)
"""The actions, in the order of the craft."""

_DAY = pd.Timedelta(days=1)
_REPORTED = pd.Timedelta(days=21)
"""Time after a conversation from which it can be reported back: three weeks."""

_FAVOUR = pd.DateOffset(months=3)
"""Time after their last help from which a favour is returned: three months."""

_EXPORT_AGAIN = pd.Timedelta(days=30)
"""Time after my last export from which a new one is asked for."""

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
    late: int = 28,
) -> pd.DataFrame:
    """List what is due on a day: thanks, second notes, reports, and staying in touch.

    Parameters
    ----------
    events : DataFrame, Tables, Book or Ledger
        The log, raw or settled. With the whole tables names are shown, messages count as contact
        and so do the notes: action items are listed, what you gave counts, and nothing is due to
        people who asked not to be written to.
    as_of : date, str or Timestamp
        The day.
    holidays : iterable of dates
        Days that are no business days, besides Saturdays and Sundays.
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
          later, to people who helped more often than you gave back;
        - ``new export`` 30 days after the day of your own last one, until there is another: who
          changed employer since then is in none.

    Raises
    ------
    InfonetError
        A `late` that makes no sense, or `events` that are no log.

    Notes
    -----
    An action is done when the log says so: `thanked` and `reported back` of that person on the day
    or later, `followed up` for the second note (then silence is final), another request at the
    company for asking someone else, `contacted` for the confirmation and for staying in touch. An
    action item is done by a second note that reads ``done:`` and then the same text, a favour is
    returned by a note of the kind ``gave``. A note dated after `as_of` is not known yet, as an
    event dated later is not; but who opted out has done so on every day. A note of the kind
    ``snooze`` lets a person or a company rest until its date: all that concerns them but a talk to
    confirm, or only the action that is its text.

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
    return due_and_coming(events, as_of=as_of, holidays=holidays, late=late)[0]


def due_and_coming(
    events: AnyLog, *, as_of: object, holidays: Iterable[object] = (), late: int = 28
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what is due, and what will be after the day if nothing happens.

    What is coming has the columns of `due`, and opens: the day from which it is listed. The soonest
    stands first. Of a talk that is agreed there is the confirmation.
    """
    late = whole_number(late, "late", least=0)
    ledger = Ledger.of(events)
    log = ledger.on(as_of)
    called = _names(ledger)
    actions = _awake(_actions(ledger, log, holidays, called), log)
    shown = [
        one for one in actions if one.opens <= log.day <= (one.ends or one.deadline + late * _DAY)
    ]
    ahead = [one for one in actions if one.opens > log.day]
    ahead.sort(key=lambda one: (one.opens, *_order(one)))
    opens = pd.Series([one.opens for one in ahead], dtype="datetime64[s]")
    coming = _frame(log, ahead, called).assign(opens=opens)
    return _frame(log, sorted(shown, key=_order), called), coming


def _actions(
    ledger: Ledger, log: LedgerDay, holidays: Iterable[object], called: _Names
) -> list[_Action]:
    """Return every action that log and notes ask for, whether its moment has come or not."""
    days_off = list(holidays)
    actions = [
        *_thanks(log, called),
        *(row for one in log.all_requests for row in _silences(log, one, called, days_off)),
        *_confirmations(log, called),
        *_afterwards(log, _last_contact(log, ledger.tables), called),
        *_favours(helpers(log), called),
    ]
    out = log.opted_out
    return [*(one for one in actions if one.person not in out), *_items(log), *_exports(log)]


def _awake(actions: list[_Action], log: LedgerDay) -> set[_Action]:
    """Leave out what is snoozed."""
    rests = {action: snoozed(log, action, ACTIONS) for action in {one.action for one in actions}}
    return {one for one in actions if not rests[one.action].holds(one.person, one.company)}


def _names(ledger: Ledger) -> _Names:
    """Return the names of the people of the tables."""
    called = _Names()
    if ledger.tables is not None:
        people = ledger.tables.people.dropna(subset="name")
        called.update(zip(people.person, people.name, strict=True))
    return called


def _frame(log: LedgerDay, actions: list[_Action], called: _Names) -> pd.DataFrame:
    """Return actions as a table."""
    rows = [
        {**one._asdict(), "overdue": one.deadline < log.day}
        | {"name": None if one.person is None else called[one.person]}
        for one in actions
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


class _Names(dict[str | None, str]):
    """Names to show for keys; the key itself where none is known."""

    def __missing__(self, person: str | None) -> str:
        return person or "somebody"


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
            helped = f"{called[who]} introduced you to {called[event.person]}"
        elif event.stage == "held":
            who = log.met(event)
            helped = f"{called[who]} met you"
        else:
            continue
        if who is not None and who != ME and not _done(log, who, event.day, "thanked"):
            reason = f"{helped} on {_said(event.day, log)}: say thank you"
            about = who, _company(log, event), event.request
            yield _Action(event.day + _DAY, "thank", *about, reason, opens=event.day)


def _said(day: pd.Timestamp, log: LedgerDay) -> str:
    """Return a day in words, by the day of the log."""
    return day_text(day, as_of=log.day)


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
    about = request.company, request.name
    since = f"{called[person]} has not replied since {_said(request.last, log)}"
    again = later(request.last, NO_ANSWER_AFTER, holidays)
    note = f"{since}: write a second and last note"
    if promise is not None:
        person, again = promise.person or person, later(promise.day, REMIND, holidays)
        note = f"{called[person]} said yes on {_said(promise.day, log)}: remind them"
    elif request.company and not _moved_on(log, request):
        reason = f"{since}: ask someone else about {request.company}"
        switch = later(request.last, SWITCH, holidays)
        yield _Action(
            switch, "ask someone else", person, *about, reason, opens=switch, ends=again - _DAY
        )
    noted = request.latest("followed up")
    reminded = noted is not None and (promise is None or noted >= promise.day)
    if not reminded and not _reached_elsewhere(log, request):
        yield _Action(again, "write again", person, *about, note, opens=again)


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
        reason = f"you talk with {called[who]} on {_said(when, log)}: confirm the day before"
        yield _Action(before, "confirm", who, request.company, name, reason, before, ends=when)


def _afterwards(
    log: LedgerDay, contact: dict[str, pd.Timestamp], called: _Names
) -> Iterator[_Action]:
    """Report after a conversation what came of it, then stay in touch three times a year."""
    held = ((log.met(event), event) for event in log.events if event.stage == "held")
    latest = {who: event for who, event in held if who is not None and who != ME}
    for who, event in latest.items():
        about = who, _company(log, event), event.request
        if not _done(log, who, event.day, "reported back"):
            reason = f"{called[who]} met you on {_said(event.day, log)}: tell them what came of it"
            deadline, opens = event.day + FOLLOWED, event.day + _REPORTED
            yield _Action(deadline, "report back", *about, reason, opens)
        last = max(contact.get(who, event.day), event.day)
        reason = f"last in touch with {called[who]} on {_said(last, log)}: send a few lines"
        deadline, opens = last + AGAIN + FOLLOWED, last + AGAIN
        yield _Action(deadline, "stay in touch", *about, reason, opens, ends=log.day)


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


def _items(log: LedgerDay) -> Iterator[_Action]:
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
            yield _Action(row.date.normalize(), "to do", *about, None, row.text, opens=log.day)


def _exports(log: LedgerDay) -> Iterator[_Action]:
    """Ask for a new export of mine 30 days after the last."""
    last = log.notes[log.notes.kind == "export"].date.max()
    if not pd.isna(last):
        reason = f"your LinkedIn data is from {_said(last, log)}: download it anew and add it here"
        deadline = last.normalize() + _EXPORT_AGAIN
        yield _Action(
            deadline, "new export", None, None, None, reason, opens=deadline, ends=log.day
        )


def _favours(found: dict[str, Help], called: _Names) -> Iterator[_Action]:
    """Return a favour to people who helped more often than they were helped."""
    for who, help_ in found.items():
        if help_.balance > 0:
            times = "once" if help_.times == 1 else f"{help_.times} times"
            back = f", and you gave back {help_.gave}" if help_.gave else ""
            reason = f"{called[who]} helped you {times}{back}: return a favour"
            opens, deadline = help_.since + _FAVOUR, help_.since + AGAIN
            yield _Action(deadline, "return a favour", who, None, None, reason, opens)
