"""The message that an action of the agenda asks for, and what the log says once it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from infonet.ledger import AnyLog, Ledger, LedgerDay, LogEvent

_STAGES = {
    "thank": "thanked",
    "confirm": "contacted",
    "write again": "followed up",
    "report back": "reported back",
    "stay in touch": "contacted",
}
"""The action of `due` → the stage that is logged once its message is sent."""


class Message(NamedTuple):
    """A message to write: its kind, as `infonet.draft` takes it, the people in it, and its stage.

    Attributes
    ----------
    kind : str
        The kind of draft.
    person : str
        The key of the person to write to.
    insider : str or None
        The key of the person whom it is about: who was met through `person`, or is to be.
    stage : str
        The stage to log once it is sent.
    when : Timestamp or None
        The day of the talk that it confirms.
    """

    kind: str
    person: str
    insider: str | None
    stage: str
    when: pd.Timestamp | None = None


def message_for(
    events: AnyLog, action: str, person: str, request: str | None = None, *, as_of: object
) -> Message | None:
    """Return the message that an action of `due` or of the board asks for; None where none does.

    Parameters
    ----------
    events : DataFrame, Tables, Book or Ledger
        The log.
    action : str
        As in `due`.
    person : str
        The key of the person whom it concerns.
    request : str, optional
        The request to which it belongs; without it the whole log is looked at.
    as_of : date, str or Timestamp
        The day; later events do not count.

    Returns
    -------
    Message or None
        Thanks go to who introduced, with whom they introduced me to, or to who was met: what they
        did last. A second note to a connector names the insider.

    Raises
    ------
    InfonetError
        Anything else in the place of a log, or no day.

    Examples
    --------
    >>> from infonet.tables import frame
    >>> met = {"person": "in/bo", "via": "in/ana", "stage": "introduced", "date": "2026-06-15"}
    >>> log = frame("events", [{"event": 1, **met}])
    >>> message_for(log, "thank", "in/ana", as_of="2026-06-30")[:3]
    ('thank introducer', 'in/ana', 'in/bo')
    """
    stage = _STAGES.get(action)
    if stage is None:
        return None
    log = Ledger.of(events).on(as_of)
    known = log.by_name.get(request)
    if action == "thank":
        insider = _introduced(log, person, log.events if known is None else known.events)
        kind = "thank interviewee" if insider is None else "thank introducer"
        return Message(kind, person, insider, stage)
    if action == "write again":
        through = known is not None and known.insider not in (None, person)
        insider = known.insider if through and known is not None else None
        return Message("follow up", person, insider, stage)
    when = log.planned[known.name][1] if known is not None and known.name in log.planned else None
    return Message(action, person, None, stage, when if action == "confirm" else None)


def _introduced(log: LedgerDay, person: str, events: Iterable[LogEvent]) -> str | None:
    """Return whom a person introduced me to, if that is what they did for me last."""
    found = None
    for event in events:
        if event.stage == "introduced" and log.introducer(event) == person:
            found = event.person
        elif event.stage == "held" and log.met(event) == person:
            found = None
    return found
