"""The last word of the log on people, in words."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from infonet import ledger
from infonet.graph import Network
from infonet.prepare.events._match import NOBODY, Recognised

__all__ = ["heard_of", "last_heard"]

# Thanks and reports are courtesy, and following up is asking.
_WORDS = {
    "asked": "you asked them on {day}",
    "introduced": "{via} introduced you on {day}",
    "declined": "they declined on {day}",
    "no answer": "they had not answered by {day}",
    "contacted": "you wrote to them on {day}",
    "followed up": "you wrote again on {day}",
    "replied": "they replied on {day}",
    "scheduled": "a conversation was agreed on {day}",
    "held": "you talked on {day}",
    "named": "{via} named them on {day}",
    "referred": "they referred you on {day}",
    "offered": "an offer on {day}",
}


def last_heard(net: Network, people: Iterable[str]) -> dict[str, str]:
    """What the log says last of people (keys), by the network's day; nothing of who is not in it.

    Examples
    --------
    >>> from infonet.graph import network
    >>> from infonet.tables import Tables
    >>> held = {"event": 1, "person": "in/bo", "stage": "held", "date": "2026-03-09"}
    >>> tables = Tables.of(people=[{"person": "me"}, {"person": "in/bo"}], events=[held])
    >>> last_heard(network(tables, as_of="2026-06-30"), ["in/bo", "in/ana"])
    {'in/bo': 'you talked on 2026-03-09'}
    """
    events = net.tables.events
    events = events[events.person.isin({*people}) & events.stage.isin(_WORDS)]
    if pd.notna(net.as_of):
        events = events[events.date <= net.as_of]
    if events.empty:
        return {}
    last = ledger.settle(events).drop_duplicates("person", keep="last")
    heard = {}
    for person, stage, day, via in zip(last.person, last.stage, last.date, last.via, strict=True):
        at = net.position(via, strict=False)
        by = str(net.name[at]) if at >= 0 else "somebody"
        heard[str(person)] = _WORDS[stage].format(day=day.date(), via=by)
    return heard


def heard_of(net: Network, found: Recognised) -> list[str | None]:
    """The same of each attendee, where one person may be meant."""
    meant = [
        (at,) if at != NOBODY else others
        for at, others in zip(found.position.tolist(), found.candidates, strict=True)
    ]
    keys = [str(net.keys[one[0]]) if len(one) == 1 else "" for one in meant]
    heard = last_heard(net, keys)
    return [heard.get(key) for key in keys]
