"""The board: where each company or field that I want stands, and what the next step is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from infonet.agenda._due import due_on
from infonet.agenda._next_steps import Names
from infonet.agenda._target_step import Board, next_step
from infonet.agenda._week_asks import next_asks
from infonet.errors import InfonetError
from infonet.graph import Network, network_of
from infonet.insiders import near_words
from infonet.ledger import LogEvent, TargetLog
from infonet.paths import Approach, log_of, ways_in
from infonet.tables import STAGES, TEXT, typed
from infonet.workdays import day_text

_DTYPES = {
    **dict.fromkeys(("company", "kind"), TEXT),
    "priority": "int64",
    "stage": TEXT,
    "since": "datetime64[s]",
    **dict.fromkeys(("state", "last", "action", "next"), TEXT),
    "due": "datetime64[s]",
    **dict.fromkeys(("person", "request", "ask"), TEXT),
    "asks": "object",
    **dict.fromkeys(("way", "best"), TEXT),
    "route": "object",
    **dict.fromkeys(("probability", "low", "high"), "float64"),
    **dict.fromkeys(("people", "through", "open"), "int64"),
    "near": TEXT,
}

_NOBODY = "nobody known"

STATE_WORDS = {
    "offer": "offer",
    "agreed": "talk agreed",
    "talked": "talked",
    "waiting": "waiting",
    "open": "ready to ask",
    "nothing yet": "no warm way yet",
    _NOBODY: "nobody known",
    "closed": "closed",
}
"""The state of a target → what it is called."""

FURTHEST = {
    "introduced": "an introduction",
    "replied": "an answer",
    "scheduled": "a date",
    "held": "a talk",
    "referred": "a referral",
    "offered": "an offer",
}
"""The furthest stage of a target → how it is said."""


def targets(net: Network, *, holidays: Iterable[object] = ()) -> pd.DataFrame:
    """Show where each wanted company and field stands, and what the next step is.

    Parameters
    ----------
    net : Network
        A network of a book, or of tables, on a day; the log is that of its tables.
    holidays : iterable of dates
        Days that are no business days, besides Saturdays and Sundays.

    Returns
    -------
    DataFrame
        One row per target: company (or field, as the user wrote it), kind (company or field),
        priority, stage (the furthest stage of the main line that a request reached), since (the
        day on which it did), state (offer, agreed, talked, waiting, open, nothing yet, nobody
        known or closed), last (the last event, in words), action (a word for the next step:
        ``instead`` where the last talk brought the hiring manager no nearer, ``later`` where whom
        to ask has other asks this week), next (the next step,
        in words), due (the day by which), person (key) and request whom and which it concerns, ask
        and asks (where it is to ask somebody, the kind of the way and its people: a tuple of keys),
        way
        (kind of the best way that can be asked now), best (its people, in words), route (their
        keys), probability, low, high (that it ends in a conversation, 95 %), people
        (direct ties with a present job there), through (others there, known through friends), open
        (requests under way) and near (how many people work at spellings that may be the same
        company, as in ``3 people at Fjordlys UK``; missing where there are none: see
        `net.workplaces.near`). What is overdue stands first, then the soonest due, then the
        most wanted, then the likeliest; what is closed stands last.

    Raises
    ------
    InfonetError
        `net` is no network, or one that has no day.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.want("Delta"), book.tie("Bo Lin", company="Delta", closeness="strong", new=True)
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> targets(net)[["company", "state", "next", "due"]].iloc[0].tolist()[:3]
    ['Delta', 'open', 'Ask Bo Lin for a talk']
    """
    net = network_of(net)
    if pd.isna(net.as_of):
        raise InfonetError("expected a network on a day: call `network(book, as_of=…)`")
    days_off = tuple(holidays)
    ledger = net.once(log_of)
    log = ledger.on(net.as_of)
    wanted = net.workplaces.wanted
    ways = net.once(ways_in) if len(wanted) else []
    board = Board(
        net=net,
        log=log,
        ledger=ledger,
        due=due_on(net, days_off)[0],
        names=Names(net.tables),
        holidays=days_off,
        asks=next_asks(net, days_off),
    )
    rows = [
        _row(board, one, None if best.way.kind == "cold" else best.way, best.can.target.insiders)
        for one, best in zip(wanted.itertuples(), ways, strict=True)
    ]
    found = typed(rows, _DTYPES)
    keys = {
        "closed": found.state == "closed",
        "calm": ~(found.due < net.as_of),
        "due": found.due,
        "priority": found.priority,
        "unlikely": -found.probability.fillna(0.0),
        "company": found.company.str.casefold(),
    }
    order = pd.DataFrame(keys).sort_values(list(keys), kind="stable", na_position="last").index
    return found.loc[order].reset_index(drop=True)


def _row(board: Board, one: Any, way: Approach | None, insiders: Any) -> dict[str, Any]:
    """Return the row of one target."""
    net = board.net
    aliases = net.workplaces.aliases(one.company) if one.kind == "company" else []
    log = TargetLog.of(board.log, one.company, aliases=aliases, holidays=board.holidays)
    state = log.state("open" if way is not None else "nothing yet" if len(insiders) else _NOBODY)
    if state.state == "open" and way is not None and way.kind == "scout":
        state = state._replace(state="nothing yet" if len(insiders) else _NOBODY)
    best = None if state.state == "closed" else way
    step = next_step(board, log, state, one.company, {one.company, *aliases})
    own = int(np.isin(insiders, net.alters).sum())
    route = () if best is None else tuple(net.keys[[*best.route]])
    last = max(_events(log), key=lambda e: (e.day, STAGES.index(e.stage)), default=None)
    return {
        "company": one.company,
        "kind": one.kind,
        "priority": one.priority,
        "stage": state.stage,
        "since": state.since,
        "state": state.state,
        "last": None if last is None else _told(board, last, one.company),
        "action": step.action,
        "next": step.words,
        "due": step.due,
        "person": step.person,
        "request": step.request,
        "ask": step.ask,
        "asks": step.route,
        "way": None if best is None else best.kind,
        "best": None if best is None else " → ".join(net.name[[*best.route[1:]]]),
        "route": route,
        "probability": None if best is None else best.probability,
        "low": None if best is None else best.low,
        "high": None if best is None else best.high,
        "people": own,
        "through": len(insiders) - own,
        "open": sum(one.state == "open" or one.answered for one in log.requests),
        "near": None
        if one.kind == "field"
        else near_words(net.workplaces.near(one.company)) or None,
    }


def _events(log: TargetLog) -> Iterator[LogEvent]:
    """Yield everything logged about a target."""
    for request in log.requests:
        yield from request.events
    yield from log.loose


def _told(board: Board, event: LogEvent, company: str) -> str:
    """Say what happened, and when."""
    words = board.names.sentence(event.stage, event.person, event.via, event.company or company)
    return f"{words}, {day_text(event.day, as_of=board.log.day)}"
