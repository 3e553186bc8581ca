"""A conversation agreed: with whom, when, for how long, where, and what to ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from infonet.errors import InfonetError
from infonet.readers._who import tidy

__all__ = ["Appointment", "appointment"]


@dataclass(frozen=True)
class Appointment:
    """A conversation agreed, to be put into a calendar.

    Attributes
    ----------
    person : str
        With whom.
    start : datetime
        Without a time zone it is the local time of whoever opens the calendar.
    minutes : int
        How long it may take.
    place : str
        An address, a room, a link; may be empty.
    company : str
        May be empty.
    questions : tuple of str
        What to ask.
    """

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
    """A conversation agreed, for `calendar`.

    Parameters
    ----------
    person : str
        With whom: the name.
    start : datetime or str
        When, such as ``2026-07-02 10:00``. Without a time zone it is local time wherever the
        calendar is opened; with one it is kept as that instant.
    minutes : int
        The time agreed, from 1 to 1,440; 15 to 30 is usual.
    place : str, optional
        An office, a café, a link: whatever the other has chosen.
    company : str, optional
        Where they work.
    questions : iterable of str
        What to ask; they become the entry's description.

    Returns
    -------
    Conversation

    Raises
    ------
    InfonetError
        No name, no time of day, or minutes that are no length of a conversation.

    Examples
    --------
    >>> appointment("Ana Diaz", "2026-07-02 10:00", place="Delta, front desk").minutes
    30
    """
    if not isinstance(person, str) or not tidy(person):
        raise InfonetError(f"expected the name of the person to talk to, found `{person}`")
    try:
        begin = pd.Timestamp(start)  # type: ignore[arg-type]  # what it cannot take it refuses
    except (ValueError, TypeError):
        begin = pd.NaT  # type: ignore[assignment]  # the one missing Timestamp
    timed = not isinstance(start, str) or ":" in start
    if pd.isna(begin) or not timed or isinstance(start, int | float):
        raise InfonetError(
            f"`start` takes a day and a time such as `2026-07-02 10:00`, not `{start}`"
        )
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= 1440:
        raise InfonetError(f"`minutes` takes a whole number from 1 to 1440, not `{minutes}`")
    asked = (questions,) if isinstance(questions, str) else tuple(questions)
    return Appointment(
        person=tidy(person),
        start=begin.floor("s").to_pydatetime(),
        minutes=minutes,
        place=tidy(place or ""),
        company=tidy(company or ""),
        questions=tuple(tidy(question) for question in asked),
    )
