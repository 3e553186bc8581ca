"""Work out from the log and the notes what is due on a day."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from infonet.agenda._due_rules import Action, Called, actions_of
from infonet.errors import whole_number
from infonet.graph import Network
from infonet.ledger import ACTIONS, AnyLog, Ledger, LedgerDay
from infonet.paths import log_of
from infonet.tables import TEXT, typed

_DAY = pd.Timedelta(days=1)

_DTYPES = {
    **dict.fromkeys(("action", "person", "name", "company", "request"), TEXT),
    "deadline": "datetime64[s]",
    "overdue": "bool",
    "reason": TEXT,
}


def due(
    events: AnyLog, *, as_of: object, holidays: Iterable[object] = (), late: int = 28
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
    actions = _awake(actions_of(ledger, log, holidays, called), log)
    shown = [
        one for one in actions if one.opens <= log.day <= (one.ends or one.deadline + late * _DAY)
    ]
    ahead = [one for one in actions if one.opens > log.day]
    ahead.sort(key=lambda one: (one.opens, *_order(one)))
    opens = pd.Series([one.opens for one in ahead], dtype="datetime64[s]")
    coming = _frame(log, ahead, called).assign(opens=opens)
    return _frame(log, sorted(shown, key=_order), called), coming


def due_on(net: Network, holidays: Iterable[object]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what is due, and coming, by the log of a network on its day, worked out once."""
    days_off = tuple(holidays)
    if days_off:
        return due_and_coming(net.once(log_of), as_of=net.as_of, holidays=days_off)
    actions, coming = net.once(_due_now)
    return actions.copy(), coming.copy()


def _due_now(net: Network) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what is due, and coming, where no day but Saturday and Sunday is free."""
    return due_and_coming(net.once(log_of), as_of=net.as_of)


def _awake(actions: list[Action], log: LedgerDay) -> set[Action]:
    """Leave out what is snoozed."""
    return {one for one in actions if not log.rests[one.action].holds(one.person, one.company)}


def _names(ledger: Ledger) -> Called:
    """Return the names of the people of the tables."""
    called = Called()
    tables = ledger.tables
    if tables is not None and (ledger.events or len(tables.notes)):
        people = tables.people
        has_name = people.name.notna()
        named = (people[column][has_name].tolist() for column in ("person", "name"))
        called.update(zip(*named, strict=True))
    return called


def _frame(log: LedgerDay, actions: list[Action], called: Called) -> pd.DataFrame:
    """Return actions as a table."""
    rows = [
        {**one._asdict(), "overdue": one.deadline < log.day}
        | {"name": None if one.person is None else called[one.person]}
        for one in actions
    ]
    return typed(rows, _DTYPES)


def _order(action: Action) -> tuple[pd.Timestamp, int, str, str, str]:
    """Order by deadline, then as the craft goes, then by name."""
    words = (action.person or "", action.company or "", action.request or "")
    return action.deadline, ACTIONS.index(action.action), *words
