"""The lines of a log as they are written, in an order that does not depend on their order."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from infonet.names.companies import company_key
from infonet.names.people import fold
from infonet.tables import COLUMNS, STAGES

__all__ = ["Entry", "company_of", "entries_of"]

_PLACE = {stage: place for place, stage in enumerate(STAGES)}


class Entry(NamedTuple):
    """One event; what is missing is None, and of the moment only the day as written is kept."""

    row: int
    event: int
    request: str | None
    person: str | None
    stage: str | None
    day: pd.Timestamp | None
    company: str | None
    kind: str | None
    via: str | None
    channel: str | None
    route: tuple[str, ...] | None
    predicted: float | None
    note: str | None

    @property
    def place(self) -> int:
        """Where its stage stands in the craft; after all of them for a word that is none."""
        return _PLACE.get(self.stage or "", len(STAGES))


def entries_of(events: pd.DataFrame) -> list[Entry]:
    """The events by day, stage and content; what is written twice in every column stands once."""
    days = pd.to_datetime(events.date).dt.normalize()
    columns: list[list[Any]] = []
    for name in COLUMNS["events"]:
        values = days if name == "date" else events[name]
        missing = values.isna()
        columns.append(
            [
                None if absent else value
                for value, absent in zip(values.tolist(), missing.tolist(), strict=True)
            ]
        )
    seen: dict[tuple[Any, ...], Entry] = {}
    for row, (event, request, person, stage, day, *rest) in enumerate(zip(*columns, strict=True)):
        company, kind, via, channel, route, predicted, note = rest
        route = tuple(map(str, route)) if isinstance(route, tuple | list) else None
        entry = Entry(
            row, int(event), request, person, stage, day, company, kind, via, channel, route,
            predicted, note,
        )  # fmt: skip
        seen.setdefault(entry[1:], entry)
    return sorted(seen.values(), key=_order)


def _order(entry: Entry) -> tuple[Any, ...]:
    """By content; what settling fills in comes last, so that settling again changes nothing."""
    day = entry.day.toordinal() if entry.day is not None else 10**7
    words = (entry.person, entry.via, entry.company, entry.channel, entry.note)
    given = (entry.route or (), entry.predicted or 0.0)
    settled = (entry.event, entry.request or "", entry.kind or "")
    return (day, entry.place, entry.stage or "", *(word or "" for word in words), *given, *settled)


def company_of(name: str | None) -> str:
    """What two spellings of a company or field have in common; empty where none is named."""
    if name is None:
        return ""
    return company_key(name) or " ".join(fold(name).split())
