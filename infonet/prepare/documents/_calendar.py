"""Put deadlines, talks and weeks into a calendar file to open in your own calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from infonet.agenda import Week
from infonet.errors import InfonetError, whole_number
from infonet.names.text import one_line
from infonet.prepare.documents._ics import Calendar, Entry, distinct
from infonet.tables import as_date, text_or_none
from infonet.workdays import day_text

_NEEDED = ("action", "person", "name", "company", "deadline", "reason")
_MORNING = timedelta(hours=9)


@dataclass(frozen=True)
class Appointment:
    """A conversation that was agreed, with the parameters of `appointment` as its attributes."""

    person: str
    start: datetime
    minutes: int
    place: str = ""
    company: str = ""
    questions: tuple[str, ...] = ()


def appointment(
    person: str,
    start: object,
    *,
    minutes: int = 30,
    place: str | None = None,
    company: str | None = None,
    questions: Iterable[str] = (),
) -> Appointment:
    """Make an appointment for `calendar` out of a conversation that was agreed.

    Parameters
    ----------
    person : str
        The name of the other person.
    start : datetime or str
        The day and time, such as ``2026-07-02 10:00``. Without a time zone it is local time
        wherever the calendar is opened; with one it is kept as that instant.
    minutes : int
        The time agreed, from 1 to 1,440; 15 to 30 is usual.
    place : str, optional
        An office, a café, a link: whatever the other person has chosen.
    company : str, optional
        The company where they work.
    questions : iterable of str
        The questions to ask; they become the entry's description.

    Returns
    -------
    Appointment
        The texts on one line each, the start without parts of a second.

    Examples
    --------
    >>> appointment("Ana Diaz", "2026-07-02 10:00", place="Delta, front desk").minutes
    30
    """
    if not isinstance(person, str) or not one_line(person):
        raise InfonetError(f"expected the name of the person to talk to, got `{person}`")
    try:
        begin = pd.Timestamp(start)  # type: ignore[arg-type]  # what it cannot take it refuses
    except (ValueError, TypeError):
        begin = pd.NaT  # type: ignore[assignment]  # the one missing Timestamp
    timed = not isinstance(start, str) or ":" in start
    if pd.isna(begin) or not timed or isinstance(start, int | float):
        raise InfonetError(
            f"`start` takes a day and a time such as `2026-07-02 10:00`, not `{start}`"
        )
    asked = (questions,) if isinstance(questions, str) else tuple(questions)
    return Appointment(
        person=one_line(person),
        start=begin.floor("s").to_pydatetime(),
        minutes=whole_number(minutes, "minutes", least=1, most=1440),
        place=one_line(place or ""),
        company=one_line(company or ""),
        questions=tuple(map(one_line, asked)),
    )


def calendar(
    actions: pd.DataFrame | Week | None = None,
    conversations: Sequence[Appointment] = (),
    *,
    as_of: object = None,
) -> Calendar:
    """Put due actions and conversations into a calendar for your own use.

    Parameters
    ----------
    actions : DataFrame or Week, optional
        One row an action, as `due` gives them: action, person, name, company, deadline, reason. Or
        a `week`: its talks and offers, what is due in it, and its asks, due on Friday.
    conversations : sequence of Appointment
        From `appointment`.
    as_of : date, str or Timestamp
        The day it is made for; that of the week, if a week is given.

    Returns
    -------
    Calendar
        Save it with ``.save("week.ics")``. A deadline is a whole day that blocks no time, with an
        alarm at nine; a deadline that has passed is put on `as_of` with the day since when it is
        overdue. A conversation lasts as agreed, with alarms a day and half an hour before; the day
        before it has an entry "Confirm", unless `actions` have that already. Entries are private,
        and nobody is invited.

    Raises
    ------
    InfonetError
        No frame of actions, a column that is missing, an action without a deadline, something else
        than appointments, or an `as_of` that is no date.

    Examples
    --------
    >>> from infonet.prepare import appointment
    >>> talk = appointment("Bo Lin", "2026-07-02 10:00", company="Delta")
    >>> calendar(conversations=[talk], as_of="2026-06-30")
    Calendar of 2 entries, as of 2026-06-30
      2026-07-01  Confirm: Bo Lin, Delta
      2026-07-02 10:00 (30 min)  Conversation: Bo Lin, Delta
    """
    if isinstance(actions, Week):
        as_of = actions.as_of if as_of is None else as_of
        conversations = [*_conversations(conversations), *_talks_of(actions)]
        actions = _actions_of(actions)
    today = as_date(as_of)
    rows = _actions(actions)
    entries = [_deadline(row, today.date()) for row in rows]
    confirmed = {
        (row["name"].casefold(), row["deadline"])
        for row in rows
        if row["action"].casefold().startswith("confirm")
    }
    for talk in _conversations(conversations):
        if not isinstance(talk, Appointment):
            raise InfonetError(
                "expected conversations from `infonet.prepare.appointment(...)`, "
                f"got `{type(talk).__name__}`"
            )
        before = talk.start.date() - timedelta(days=1)
        due = before >= today.date() and (talk.person.casefold(), before) not in confirmed
        entries += _conversation(talk, confirm=due)
    # As texts a whole day comes before an hour of that day.
    entries.sort(key=lambda entry: str(entry.start))
    return Calendar(today, tuple(distinct(entries)))


def _conversations(given: Sequence[Appointment] | Appointment) -> Sequence[Appointment]:
    """Return one conversation, or several, as several."""
    return (given,) if isinstance(given, Appointment) else given


def _talks_of(week: Week) -> Iterator[Appointment]:
    """Yield the talks of a week whose hour is known."""
    talks = week.talks[(week.talks.kind == "talk") & week.talks.hour.notna()]
    for one in talks.itertuples():
        yield appointment(
            str(one.name),
            f"{one.day:%Y-%m-%d} {one.hour}",
            place=text_or_none(one.place),
            company=text_or_none(one.company),
        )


def _actions_of(week: Week) -> pd.DataFrame:
    """Return what a week asks for without an hour: talks, offers, what is due, and asks."""
    talks = week.talks[(week.talks.kind != "talk") | week.talks.hour.isna()]
    talks = talks.assign(
        action=talks.kind.map({"talk": "conversation", "tell": "write down", "offer": "answer"}),
        deadline=talks.day,
        reason=talks.text,
    )
    asks = week.asks[~week.asks.sent]
    friday = week.start + pd.Timedelta(days=4)
    who = asks["name"].fillna("somebody there")
    asks = asks.assign(action="ask", name=who, deadline=friday, reason=asks.why)
    parts = [each[list(_NEEDED)] for each in (talks, week.due, asks) if len(each)]
    return pd.concat(parts, ignore_index=True) if parts else week.due


def _actions(actions: pd.DataFrame | None) -> list[dict[Any, Any]]:
    """Return the rows of the frame as plain text and dates."""
    if actions is None:
        return []
    if not isinstance(actions, pd.DataFrame):
        raise InfonetError(
            f"expected `actions` as `infonet.due(...)` gives them, got `{type(actions).__name__}`"
        )
    missing = [column for column in _NEEDED if column not in actions]
    if missing:
        raise InfonetError(
            f"`actions` needs the columns {', '.join(_NEEDED)}; `{missing[0]}` is missing"
        )
    try:
        days = pd.to_datetime(actions.deadline)
    except (ValueError, TypeError):
        raise InfonetError("the column `deadline` takes dates such as `2026-06-30`") from None
    if days.isna().any():
        raise InfonetError(
            f"{int(days.isna().sum())} of the actions have no `deadline`: take them out, as in "
            'actions.dropna(subset="deadline")'
        )
    rows = []
    for row, day in zip(actions[list(_NEEDED)].to_dict("records"), days, strict=True):
        said = {name: "" if pd.isna(cell) else one_line(cell) for name, cell in row.items()}
        rows.append({**said, "name": said["name"] or said["person"], "deadline": day.date()})
    return rows


def _deadline(row: dict[Any, Any], today: date) -> Entry:
    """Make a whole day of an action; a day that has passed is moved to today."""
    deadline: date = row["deadline"]
    what = _what(row["action"], row["name"], row["company"])
    if row["action"] == "to do":
        who = row["name"] or row["company"]
        what = f"Do: {row['reason']} ({who})" if who else f"Do: {row['reason']}"
    late = deadline < today
    summary = f"{what} (overdue since {day_text(deadline, as_of=today)})" if late else what
    return Entry(
        uid=_uid("action", row["action"], row["person"], row["company"], deadline),
        start=max(deadline, today),
        minutes=None,
        summary=summary,
        description=row["reason"],
        alarms=((_MORNING, summary),),
    )


def _conversation(talk: Appointment, *, confirm: bool) -> Iterator[Entry]:
    """Yield the conversation and, with `confirm`, the day before on which to confirm it."""
    summary = _what("conversation", talk.person, talk.company)
    lines = [f"{talk.minutes} minutes are agreed: keep to them."]
    lines += [f"{number}. {question}" for number, question in enumerate(talk.questions, 1)]
    parts = talk.person, talk.company, talk.start.isoformat()
    yield Entry(
        uid=_uid("conversation", *parts),
        start=talk.start,
        minutes=talk.minutes,
        summary=summary,
        description="\n".join(lines),
        place=talk.place,
        alarms=(
            (timedelta(days=-1), _what("confirm for tomorrow", talk.person, talk.company)),
            (timedelta(minutes=-30), summary),
        ),
    )
    if confirm:
        summary = _what("confirm", talk.person, talk.company)
        where = f", {talk.place}" if talk.place else ""
        yield Entry(
            uid=_uid("confirm", *parts),
            start=talk.start.date() - timedelta(days=1),
            minutes=None,
            summary=summary,
            description=f"Confirm tomorrow's conversation: {talk.start:%H:%M}{where}.",
            alarms=((_MORNING, summary),),
        )


def _what(action: str, name: str, company: str) -> str:
    action = action[:1].upper() + action[1:]
    return f"{action}: {name}, {company}" if company else f"{action}: {name}"


def _uid(*parts: object) -> str:
    """Return the same identifier for the same thing, whenever it is written."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]
