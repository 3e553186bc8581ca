"""Deadlines and conversations as a calendar file (.ics) to open in one's own calendar."""

from __future__ import annotations

import html
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from infonet.errors import InfonetError
from infonet.prepare._saving import save
from infonet.prepare.documents._appointment import Appointment
from infonet.prepare.documents._ics import (
    Entry,
    confirmation_entry,
    conversation_entry,
    deadline_entry,
    distinct,
    event_of,
)
from infonet.readers._who import tidy
from infonet.tables import as_date

__all__ = ["Calendar", "calendar"]

_NEEDED = ("action", "person", "name", "company", "deadline", "reason")
_MISSING = 'icalendar is missing: pip install "infonet[contacts]"'


@dataclass(frozen=True, repr=False)
class Calendar:
    """Entries for one's own calendar; nobody is invited, nothing is sent.

    Attributes
    ----------
    as_of : Timestamp
        The day it was made for.
    entries : tuple
        In the order of their days.
    """

    as_of: pd.Timestamp
    entries: tuple[Entry, ...] = ()

    def __len__(self) -> int:
        return len(self.entries)

    def ics(self) -> bytes:
        """The iCalendar file (RFC 5545): UTF-8, lines folded at 75 bytes.

        Returns
        -------
        bytes
            The same entries on the same day give the same bytes. An entry keeps its UID from day
            to day, so that a calendar updates what it has when the file is opened again.
        """
        try:
            import icalendar
        except ModuleNotFoundError:
            raise InfonetError(_MISSING) from None
        document = icalendar.Calendar()
        document.add("prodid", "-//infonet//calendar//EN")
        document.add("version", "2.0")
        stamp = datetime.combine(self.as_of.date(), time(), UTC)
        for entry in self.entries:
            document.add_component(event_of(entry, stamp))
        return bytes(document.to_ical())

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write the file, readable by its owner only.

        Parameters
        ----------
        path : str or path-like
            Where to, such as ``week.ics``.
        replace : bool
            Write over a file that exists.

        Returns
        -------
        Path
            Where it is.
        """
        return save(path, self.ics(), replace=replace)

    def __repr__(self) -> str:
        noun = "entry" if len(self) == 1 else "entries"
        lines = [f"Calendar of {len(self)} {noun}, as of {self.as_of:%Y-%m-%d}"]
        lines += [f"  {when}  {what}" for when, what, _ in self._rows()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        # Where nothing has a place, there is no column of places.
        columns = 3 if any(entry.place for entry in self.entries) else 2
        rows = [
            "".join(f"<{cell} style='text-align:left'>{html.escape(text)}</{cell}>" for text in row)
            for cell, row in (
                ("th", ("when", "what", "where")[:columns]),
                *(("td", row[:columns]) for row in self._rows()),
            )
        ]
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<table class='tex2jax_ignore'>{body}</table>"

    def _rows(self) -> list[tuple[str, str, str]]:
        """When, what and where of every entry."""
        return [
            (
                f"{entry.start:%Y-%m-%d %H:%M} ({entry.minutes} min)"
                if entry.minutes is not None
                else f"{entry.start:%Y-%m-%d}",
                entry.summary,
                entry.place,
            )
            for entry in self.entries
        ]


def calendar(
    actions: pd.DataFrame | None = None,
    conversations: Sequence[Appointment] = (),
    *,
    as_of: object,
) -> Calendar:
    """Due actions and conversations as a calendar for one's own use.

    Parameters
    ----------
    actions : DataFrame, optional
        One row an action, as `due` gives them: action, person, name, company, deadline, reason.
    conversations : sequence of Conversation
        From `conversation`.
    as_of : date, str or Timestamp
        The day it is made for.

    Returns
    -------
    Calendar
        Save it with ``.save("week.ics")``. A deadline is a whole day that blocks no time, with an
        alarm at nine; one that has passed stands on `as_of` and says since when it is overdue. A
        conversation lasts as agreed, with alarms a day and half an hour before; the day before it
        stands "confirm", unless `actions` have that already. Entries are private, and nobody is
        invited.

    Raises
    ------
    InfonetError
        A column is missing, an action has no deadline, or `as_of` is no date.

    Examples
    --------
    >>> from infonet.prepare import appointment
    >>> talk = appointment("Bo Lin", "2026-07-02 10:00", company="Delta")
    >>> calendar(conversations=[talk], as_of="2026-06-30")
    Calendar of 2 entries, as of 2026-06-30
      2026-07-01  Confirm: Bo Lin, Delta
      2026-07-02 10:00 (30 min)  Conversation: Bo Lin, Delta
    """
    today = as_date(as_of)
    rows = _actions(actions)
    entries = [deadline_entry(row, today.date()) for row in rows]
    confirmed = {
        (row["name"].casefold(), row["deadline"])
        for row in rows
        if row["action"].casefold().startswith("confirm")
    }
    for talk in conversations:
        if not isinstance(talk, Appointment):
            raise InfonetError(
                "expected conversations from infonet.prepare.appointment(...), "
                f"found `{type(talk).__name__}`"
            )
        entries.append(conversation_entry(talk))
        before = talk.start.date() - timedelta(days=1)
        if before >= today.date() and (talk.person.casefold(), before) not in confirmed:
            entries.append(confirmation_entry(talk, before))
    entries.sort(key=lambda entry: (entry.day, entry.minutes is not None, str(entry.start)))
    return Calendar(today, tuple(distinct(entries)))


def _actions(actions: pd.DataFrame | None) -> list[dict[str, Any]]:
    """The rows of the frame as plain text and dates."""
    if actions is None:
        return []
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
    texts = actions[list(_NEEDED)].astype(object).where(actions[list(_NEEDED)].notna(), "")
    return [
        {
            **{column: tidy(str(row[column])) for column in _NEEDED},
            "name": tidy(str(row["name"])) or tidy(str(row["person"])),
            "deadline": day.date(),
        }
        for row, day in zip(texts.to_dict("records"), days, strict=True)
    ]
