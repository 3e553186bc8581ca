"""Silence: the day from which a message without an answer counts as a failure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from infonet.ledger._events import LogEvent
from infonet.tables.stages import BY_NAME, MESSAGES, NO_ANSWER_AFTER
from infonet.workdays import later


class Wait(NamedTuple):
    """What an answer is awaited to.

    Attributes
    ----------
    last : Timestamp
        The day of the last message.
    promise : LogEvent or None
        The person awaited said yes; None where they did not.
    silent : Timestamp
        The day from which silence is a failure: 7 business days after `last`, or 15 after the
        promise if that is later.
    """

    last: pd.Timestamp
    promise: LogEvent | None
    silent: pd.Timestamp


def wait_of(events: Iterable[LogEvent], asked: pd.Timestamp) -> Wait:
    """Return what the events of a request wait for.

    A promise holds for the person who gave it: once a message concerns somebody else, as after an
    introduction, silence is counted from that message. A reminder never shortens a promise.

    Parameters
    ----------
    events : iterable of LogEvent
        In order.
    asked : Timestamp
        The first message, where no event is one.
    """
    last, promise = asked, None
    for event in events:
        if event.stage not in MESSAGES:
            continue
        last = max(last, event.day)
        if BY_NAME[event.stage].patience > NO_ANSWER_AFTER:
            promise = event
        elif promise is not None and event.person not in (None, promise.person):
            promise = None
    silent = _later(last, NO_ANSWER_AFTER)
    if promise is None:
        return Wait(last, None, silent)
    kept = _later(promise.day, BY_NAME[promise.stage].patience)
    return Wait(last, promise, max(silent, kept))


@lru_cache(maxsize=10_000)
def _later(day: pd.Timestamp, n: int) -> pd.Timestamp:
    """Count business days, few of them often."""
    return later(day, n)
