"""Conversations with people: which are agreed, and what happened with somebody so far."""

from __future__ import annotations

import re

import pandas as pd

from infonet.agenda._next_steps import Names, ledger_of
from infonet.ledger import FOLLOWED, AnyLog, Ledger, LedgerDay, LogEvent, Request, written_days
from infonet.tables import EARLIEST, TEXT, HasTables, Tables, as_date, known_notes, typed
from infonet.tables.stages import BY_NAME

_HOUR = re.compile(r"\b(?:[01]?\d|2[0-3]):[0-5]\d\b")
_MINUTES = re.compile(r"\b(\d{1,3}) min(?:ute)?s?\b")
_TALKS = {
    **dict.fromkeys(("request", "person", "name", "company"), TEXT),
    "day": "datetime64[s]",
    **dict.fromkeys(("hour", "place"), TEXT),
    "minutes": "Int64",
}
_MET = {
    "event": "int64",
    **dict.fromkeys(("person", "name"), TEXT),
    "date": "datetime64[s]",
    **dict.fromkeys(("company", "learnt"), TEXT),
}
_STORY = {
    "event": "int64",
    "date": "datetime64[s]",
    **dict.fromkeys(("stage", "company", "request", "label", "note"), TEXT),
}


def talks(log: AnyLog, *, as_of: object) -> pd.DataFrame:
    """List the conversations that are agreed and not held yet, the next one first.

    Parameters
    ----------
    log : Tables, Book, Ledger or DataFrame
        What happened; names and what was promised come from its tables.
    as_of : date, str or Timestamp
        The day. Later events count only as conversations ahead.

    Returns
    -------
    DataFrame
        request, person (key), name, company, day (as agreed, else as promised; missing where none
        is ahead, for 28 days), hour
        (such as ``10:00``; missing where nobody wrote it down), place (what was promised of place
        and minutes, in the user's words), minutes (as promised). One row a conversation, by day,
        then by name.

    Raises
    ------
    InfonetError
        Something else than a log, or an `as_of` that is no date.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> said = book.tie("Bo Lin", company="Delta", new=True)
    >>> for day, stage, note in (
    ...     ("2026-06-20", "asked", None), ("2026-06-24", "scheduled", "on 2026-07-02 at 10:00")
    ... ):
    ...     event = book.log(stage, "Bo Lin", "Delta", date=day, note=note)
    >>> said = book.note("Bo Lin", "promised", "her office, 25 minutes", date="2026-07-02")
    >>> talks(book, as_of="2026-06-30")[["name", "day", "hour", "minutes"]]
         name        day   hour  minutes
    0  Bo Lin 2026-07-02  10:00       25
    """
    ledger = Ledger.of(log)
    day = ledger.on(as_of)
    names = Names(ledger.tables or Tables.of())
    rows = []
    for one in day.all_requests:
        agreed = [event for event in one.events if event.stage == "scheduled"]
        who, when = day.planned.get(one.name, (agreed[-1].person if agreed else None, None))
        who = who or one.insider or one.person
        if one.ended is not None or not (when or _is_ahead(day, one, agreed)):
            continue
        place = _place(day, who, when)
        note = (agreed[-1].note or "") if agreed else ""
        hour = _HOUR.search(note)
        minutes = _MINUTES.search(place or "")
        rows.append(
            {
                "request": one.name,
                "person": who,
                "name": names.full(who),
                "company": one.company,
                "day": when,
                "hour": hour[0].zfill(5) if hour else None,
                "place": place,
                "minutes": int(minutes[1]) if minutes else None,
            }
        )
    found = typed(rows, _TALKS)
    return found.sort_values(["day", "name"], kind="stable", ignore_index=True)


def _is_ahead(log: LedgerDay, request: Request, agreed: list[LogEvent]) -> bool:
    """Tell whether what was agreed lately, without a day, was not followed by a conversation."""
    held = [event.day for event in request.events if BY_NAME[event.stage].met]
    return (
        bool(agreed)
        and log.day < agreed[-1].day + FOLLOWED
        and max(held, default=EARLIEST) < agreed[-1].day
    )


def _place(log: LedgerDay, who: str | None, when: pd.Timestamp | None) -> str | None:
    """Return what was promised of a conversation: of its day, else of no day."""
    notes = log.notes[(log.notes.kind == "promised") & (log.notes.person == who)]
    of_day = notes[notes.date.dt.normalize() == when]
    said = of_day if len(of_day) else notes[notes.date.isna()]
    return None if said.empty else str(said.text.iloc[-1])


def untold_talk(log: LedgerDay, request: Request) -> tuple[str | None, pd.Timestamp] | None:
    """Return the person and the day of a talk that was agreed, has passed, and is not told of.

    Parameters
    ----------
    log : LedgerDay
        The log on a day: ``Ledger.of(…).on(day)``.
    request : Request
        One of its requests.

    Returns
    -------
    tuple of (str or None, Timestamp) or None
        The key of the person, None where nobody is known, and the day; None where no talk is to be
        told of.

    Examples
    --------
    >>> from infonet.ledger import Ledger
    >>> from infonet.tables import frame
    >>> about = {"person": "in/bo", "company": "Delta", "request": "R1"}
    >>> asked = {"event": 1, "stage": "asked", "date": "2026-06-15", **about}
    >>> agreed = {"stage": "scheduled", "date": "2026-06-16", "note": "on 2026-06-29", **about}
    >>> log = Ledger.of(frame("events", [asked, {"event": 2, **agreed}])).on("2026-06-30")
    >>> untold_talk(log, log.by_name["R1"])
    ('in/bo', Timestamp('2026-06-29 00:00:00'))
    """
    agreed = _agreed(log, request)
    if agreed is None or request.ended is not None or request.name in log.planned:
        return None
    event, when = agreed
    held = request.latest("held")
    if when < log.day and (held is None or held < event.day):
        return event.person or request.insider or request.person, when
    return None


def _agreed(log: LedgerDay, request: Request) -> tuple[LogEvent, pd.Timestamp] | None:
    """Return the last agreement in a request, and the day written or promised; else None."""
    agreed = [event for event in request.events if event.stage == "scheduled"]
    if not agreed:
        return None
    last = agreed[-1]
    written = written_days(last.note) or [log.promised.get(last.row, EARLIEST)]
    days = [day for day in written if day >= last.day]
    return (last, max(days)) if days else None


def met_at_events(tables: Tables | HasTables | Ledger, *, as_of: object) -> pd.DataFrame:
    """List the people whom I met at events, and what I learned from them; the latest first.

    Parameters
    ----------
    tables : Tables, Book or Ledger
    as_of : date, str or Timestamp
        The day; later meetings are left out.

    Returns
    -------
    DataFrame
        event (its number in the log), person (key), name, date, company (the company or field that
        it was about, missing where it was about none) and learnt (missing where nothing was noted).
        One row a meeting that was logged with the channel ``event``.

    Raises
    ------
    InfonetError
        Something else in the place of tables, or an `as_of` that is no date.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> key = book.person("Bo Lin", company="Delta")
    >>> said = book.debrief("Bo Lin", date="2026-06-29", channel="event", learnt="They hire")
    >>> met_at_events(book, as_of="2026-06-30")[["name", "date", "learnt"]]
         name       date     learnt
    0  Bo Lin 2026-06-29  They hire
    """
    (ledger, known), day = ledger_of(tables), as_date(as_of)
    events = ledger.settled()
    at_event = (events.stage == "held") & (events.channel.str.casefold() == "event")
    met = events[at_event & (events.date <= day)]
    notes = known_notes(known, day)
    learnt = (
        notes[notes.kind == "learnt"].groupby(["person", "date"], sort=False).text.agg("; ".join)
    )
    names = Names(known, {*met.person.dropna()})
    rows = [
        {
            **event,
            "name": names.full(event["person"]),
            "learnt": learnt.get((event["person"], event["date"])),
        }
        for event in met.dropna(subset="person").to_dict("records")
    ]
    found = typed(rows, _MET)
    return found.sort_values(["date", "event"], ascending=False, kind="stable", ignore_index=True)


def person_story(
    tables: Tables | HasTables | Ledger, person: str, *, as_of: object
) -> pd.DataFrame:
    """Return what happened with somebody in all requests, in words.

    Parameters
    ----------
    tables : Tables, Book or Ledger
    person : str
        A key.
    as_of : date, str or Timestamp
        The day; later events are left out.

    Returns
    -------
    DataFrame
        One row an event in which they are met, written to, or introduce: event (its number, to
        correct it), date, stage, company, request, label (in words, said by the job seeker) and
        note. By day.

    Raises
    ------
    InfonetError
        Something else in the place of tables, or an `as_of` that is no date.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> said = book.tie("Ana Diaz", new=True)
    >>> event = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    >>> person_story(book, book.who("Ana Diaz"), as_of="2026-03-04").label.tolist()
    ['I asked Ana']
    """
    (ledger, known), day = ledger_of(tables), as_date(as_of)
    events = ledger.settled()
    mine = events[((events.person == person) | (events.via == person)) & (events.date <= day)]
    whole = events.dropna(subset=["request", "company"]).drop_duplicates("request")
    about = whole.set_index("request").company
    names = Names(known, {*mine.person.dropna(), *mine.via.dropna()})
    rows = []
    for event in mine.to_dict("records"):
        who, via, company, request = (
            event[name] if isinstance(event[name], str) else None
            for name in ("person", "via", "company", "request")
        )
        company = company or about.get(request)
        label = names.sentence(event["stage"], who, via, company)
        rows.append({**event, "company": company, "label": label})
    return typed(rows, _STORY)
