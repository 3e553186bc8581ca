"""The lines of a log as they are written, in an order that does not depend on their order."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from infonet.names.companies import company_key
from infonet.names.people import fold
from infonet.tables import COLUMNS, STAGES

_PLACE = {stage: place for place, stage in enumerate(STAGES)}
_NO_DAY = 10**7


class LogEvent(NamedTuple):
    """One event of a log.

    Attributes
    ----------
    row : int
        Its row in the frame that it was read from, counted from 0.
    event : int
        Its number.
    request, person, company, kind, via, channel, note : str or None
        As in ``Tables.events``; None for what is missing.
    stage : str
        Its stage; empty for a missing one.
    day : Timestamp
        The day as written, without time and zone; ``NaT`` for a missing one, which counts nowhere.
    route : tuple of str or None
        The route kept with an ask.
    predicted : float or None
        The probability kept with an ask.
    """

    row: int
    event: int
    request: str | None
    person: str | None
    stage: str
    day: pd.Timestamp
    company: str | None
    kind: str | None
    via: str | None
    channel: str | None
    route: tuple[str, ...] | None
    predicted: float | None
    note: str | None


def log_events(events: pd.DataFrame) -> list[LogEvent]:
    """Return the events by day, stage and content, without exact repetitions."""
    days = pd.to_datetime(events.date).dt.normalize()
    columns: list[list[Any]] = []
    for name in COLUMNS["events"]:
        values = days if name == "date" else events[name]
        listed = values.tolist()
        if name != "date":
            missing = values.isna().tolist()
            listed = [
                None if absent else value for value, absent in zip(listed, missing, strict=True)
            ]
        columns.append(listed)
    seen: dict[tuple[Any, ...], LogEvent] = {}
    for row, (event, request, person, stage, day, *rest) in enumerate(zip(*columns, strict=True)):
        company, kind, via, channel, route, predicted, note = rest
        found = LogEvent(
            row=row,
            event=int(event),
            request=request,
            person=person,
            stage=stage or "",
            day=day,
            company=company,
            kind=kind,
            via=via,
            channel=channel,
            route=tuple(map(str, route)) if isinstance(route, tuple | list) else None,
            predicted=predicted,
            note=note,
        )
        seen.setdefault(found[1:], found)
    return sorted(seen.values(), key=_order)


def _order(event: LogEvent) -> tuple[Any, ...]:
    """Order by content; what settling fills in comes last, so that settling is idempotent."""
    day = _NO_DAY if pd.isna(event.day) else event.day.toordinal()
    place = _PLACE.get(event.stage, len(STAGES))
    words = (event.person, event.via, event.company, event.channel, event.note)
    given = (event.route or (), event.predicted or 0.0)
    settled = (event.event, event.request or "", event.kind or "")
    return (day, place, event.stage, *(word or "" for word in words), *given, *settled)


def company_of(name: str | None) -> str:
    """Return the key that all spellings of a company or field share.

    Parameters
    ----------
    name : str or None
        A company or a field.

    Returns
    -------
    str
        The key; empty where no name is given.

    Examples
    --------
    >>> company_of("DELTA, Inc.") == company_of("Delta")
    True
    """
    if name is None:
        return ""
    return company_key(name) or " ".join(fold(name).split())
