"""The board: where each company or field that I want stands, and what the next step is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet.agenda._due import ACTIONS, due
from infonet.agenda._hiring_path import hiring_path
from infonet.agenda._next_steps import Names
from infonet.agenda._own_notes import ASK, Snoozed, snoozed
from infonet.agenda._talks import untold_talk
from infonet.agenda._targets import LOAD, TargetSlot, candidates, room_of, target_slots
from infonet.errors import InfonetError
from infonet.graph import Network, network_of
from infonet.ledger import (
    Ledger,
    LedgerDay,
    LogEvent,
    TargetLog,
    TargetState,
    company_of,
)
from infonet.paths import Approach, alters_of, from_route, log_of, reach, scout, targets_of
from infonet.tables import STAGES
from infonet.workdays import day_text, later

_DTYPES = {
    **dict.fromkeys(("company", "kind"), "str"),
    "priority": "int64",
    "stage": "str",
    "since": "datetime64[s]",
    **dict.fromkeys(("state", "last", "action", "next"), "str"),
    "due": "datetime64[s]",
    **dict.fromkeys(("person", "request", "way", "best"), "str"),
    "route": "object",
    **dict.fromkeys(("probability", "low", "high"), "float64"),
    **dict.fromkeys(("people", "through", "open"), "int64"),
}

_ASK = {
    "introduction": "Ask {first} to introduce you to {last}",
    "direct": "Ask {first} for a talk",
    "scout": "Ask {first} who they know there",
}

_DUE = {
    "thank": "Thank {who}",
    "confirm": "Prepare for your talk with {who}, and confirm it",
    "report back": "Tell {who} what came of it",
    "to do": "{reason}",
    "write again": "Write to {who} again",
}
"""What of `due` is a step of a target, in the order of the craft; the rest concerns people."""

_ASKABLE = ("open", "met")

_NOBODY = "nobody known"

_MAX_HOPS = 4

_DAY = pd.Timedelta(days=1)


class Step(NamedTuple):
    """The next step of a target: what to do, in words, by when, with whom, in which request."""

    action: str
    words: str
    due: pd.Timestamp | None = None
    person: str | None = None
    request: str | None = None


@dataclass(frozen=True)
class _Board:
    """What all rows of the board share."""

    net: Network
    log: LedgerDay
    ledger: Ledger
    due: pd.DataFrame
    names: Names
    rests: Snoozed
    holidays: tuple[object, ...]

    @cached_property
    def waiting(self) -> list[dict[Any, Any]]:
        """The actions that are due, by deadline."""
        return self.due.to_dict("records")

    @cached_property
    def slots(self) -> dict[str, TargetSlot]:
        """The targets about which somebody may be asked now, by name."""
        return {one.target.name: one for one in target_slots(self.net, self.log, self.holidays)}

    @cached_property
    def room(self) -> dict[str, int]:
        """How many more times each alter may be asked, by key."""
        room = room_of(self.net, self.log, self.rests, load=LOAD)
        return dict(zip(self.net.keys[alters_of(self.net)[0]], room.tolist(), strict=True))

    def free(self, way: Approach, company: str) -> Approach | None:
        """Return a way whose first person has room for an ask: the one given, or the next best."""
        slot = self.slots.get(company)
        if slot is None or self.room.get(self.net.keys[way.route[1]], 1) > 0:
            return way
        room = np.array([*self.room.values()], dtype=np.int64)
        others = candidates(self.net, slot, room, count=1, max_hops=_MAX_HOPS)
        return next((one.way for one in others if one.way.kind != "cold"), None)

    @property
    def friday(self) -> pd.Timestamp:
        """The Friday of the week; on Saturday and Sunday that of the coming one."""
        ahead = 4 - self.log.day.weekday()
        return self.log.day + (ahead if ahead >= 0 else ahead + 7) * _DAY


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
        ``instead`` where the last talk brought the hiring manager no nearer), next (the next step,
        in words), due (the day by which), person (key) and request whom and which it concerns, way
        (kind of the best way that can be asked now), best (its people, in words), route (their
        keys), probability, low, high (that it ends in a conversation, 95 %), people
        (direct ties with a present job there), through (others there, known through friends) and
        open (requests under way). What is overdue stands first, then the soonest due, then the
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
    board = _Board(
        net=net,
        log=log,
        ledger=ledger,
        due=due(ledger, as_of=net.as_of, holidays=days_off),
        names=Names(net.tables),
        rests=snoozed(log, ASK, ACTIONS),
        holidays=days_off,
    )
    wanted = net.workplaces.wanted
    ways = reach(net).to_dict("records") if len(wanted) else []
    inside = targets_of(net) if len(wanted) else []
    rows = [
        _row(board, one, _approach(net, way), target.insiders)
        for one, way, target in zip(wanted.itertuples(), ways, inside, strict=True)
    ]
    found = pd.DataFrame(rows, columns=list(_DTYPES)).astype(_DTYPES)
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


def _approach(net: Network, way: Any) -> Approach | None:
    """Return the way of a row of `reach`; None where nobody can be asked."""
    if way["kind"] == "cold":
        return None
    route = tuple(net.positions(way["route"]).tolist())
    return scout(net, route[1]) if way["kind"] == "scout" else from_route(net, route)


def _row(board: _Board, one: Any, way: Approach | None, insiders: Any) -> dict[str, Any]:
    """Return the row of one target."""
    net = board.net
    aliases = net.workplaces.aliases(one.company) if one.kind == "company" else []
    log = TargetLog.of(
        board.log,
        one.company,
        aliases=aliases,
        holidays=board.holidays,
    )
    if way is not None and log.way(net.keys[[*way.route]]).status not in _ASKABLE:
        way = None
    if way is not None:
        way = board.free(way, one.company)
    state = log.state("open" if way is not None else "nothing yet" if len(insiders) else _NOBODY)
    if state.state == "open" and way is not None and way.kind == "scout":
        state = state._replace(state="nothing yet" if len(insiders) else _NOBODY)
    best = None if state.state == "closed" else way
    step = _step(board, log, state, one.company, {one.company, *aliases}, best)
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
        "way": None if best is None else best.kind,
        "best": None if best is None else " → ".join(net.name[[*best.route[1:]]]),
        "route": route,
        "probability": None if best is None else best.probability,
        "low": None if best is None else best.low,
        "high": None if best is None else best.high,
        "people": own,
        "through": len(insiders) - own,
        "open": sum(one.state == "open" or one.answered for one in log.requests),
    }


def _events(log: TargetLog) -> Iterator[LogEvent]:
    """Yield everything logged about a target."""
    for request in log.requests:
        yield from request.events
    yield from log.loose


def _told(board: _Board, event: LogEvent, company: str) -> str:
    """Say what happened, and when."""
    words = board.names.sentence(event.stage, event.person, event.via, event.company or company)
    return f"{words}, {day_text(event.day, as_of=board.log.day)}"


def _step(
    board: _Board,
    log: TargetLog,
    state: TargetState,
    company: str,
    spellings: set[str],
    best: Approach | None,
) -> Step:
    """Return the next step of a target: the first that holds, in the order of the craft."""
    day = board.log.day
    if state.state == "closed":
        return Step("none", "Nothing: it is closed")
    if state.state == "offer":
        return Step("answer", f"Answer the offer of {company}", state.until)
    waiting = _waiting_steps(board, log, company, spellings)
    for action in ("thank", "confirm"):
        if action in waiting:
            return waiting[action]
    talk = _untold(board, log)
    if state.state == "agreed" and talk is None and state.until is not None:
        person = next((who for who, when in _talks(board, log) if when == state.until), None)
        who = board.names.full(person)
        words = f"Prepare for your talk with {who} on {day_text(state.until, as_of=day)}"
        return Step("prepare", words, state.until - _DAY, person)
    if talk is not None:
        return talk
    for action in ("report back", "to do", "write again"):
        if action in waiting:
            return waiting[action]
    return _onward(board, log, state, company, best)


def _onward(
    board: _Board, log: TargetLog, state: TargetState, company: str, best: Approach | None
) -> Step:
    """Return the next step where nothing is left to be done: wait, or whom to ask."""
    day = board.log.day
    ahead = state.until is not None and state.until > day
    if state.state == "waiting" and ahead:
        return Step("wait", f"Wait until {day_text(state.until, as_of=day)}")
    instead = _instead(board, log, company)
    if instead is not None:
        return instead
    if state.state == "talked" and ahead:
        return Step("wait", "You talked lately: see what comes of it")
    return _asking_step(board, company, best)


def _asking_step(board: _Board, company: str, best: Approach | None) -> Step:
    """Return the step of a target where nothing is under way: to ask, to rest, or to look."""
    first_key = None if best is None else str(board.net.keys[best.route[1]])
    until = board.rests.until(first_key, company)
    if until is not None:
        return Step("wait", f"Rests until {day_text(until, as_of=board.log.day)}")
    if best is not None:
        first, last = (str(board.net.name[best.route[at]]) for at in (1, -1))
        words = _ASK[best.kind].format(first=first, last=last)
        return Step("ask", words, board.friday, first_key)
    return Step("look", "Look for somebody there", board.friday)


def _instead(board: _Board, log: TargetLog, company: str) -> Step | None:
    """Return what to do where the last talk brought the hiring manager no nearer."""
    if all("held" not in one.days for one in log.requests):
        return None
    path = hiring_path(board.net, board.ledger, company, as_of=board.log.day)
    if path.nearer is not False or path.hops_left == 0:
        return None
    words, _, _ = path.step.partition(": https://")
    return Step("instead", f"{words[:1].upper()}{words[1:].rstrip('.')}", board.friday)


def _waiting_steps(
    board: _Board, log: TargetLog, company: str, spellings: set[str]
) -> Mapping[str, Step]:
    """Return the first action of each kind that is due about a target."""
    requests = {one.name for one in log.requests}
    same = {company_of(name) for name in spellings}
    found: dict[str, Step] = {}
    for row in board.waiting:
        about = row["request"] in requests or (
            isinstance(row["company"], str) and company_of(row["company"]) in same
        )
        if not about or row["action"] not in _DUE or row["action"] in found:
            continue
        person = row["person"] if isinstance(row["person"], str) else None
        words = _DUE[row["action"]].format(who=board.names.full(person), reason=row["reason"])
        request = row["request"] if isinstance(row["request"], str) else None
        found[row["action"]] = Step(row["action"], words, row["deadline"], person, request)
    return found


def _talks(board: _Board, log: TargetLog) -> Iterator[tuple[str | None, pd.Timestamp]]:
    """Yield with whom conversations are agreed, and when."""
    for request in log.requests:
        if request.name in board.log.planned and request.ended is None:
            person, when = board.log.planned[request.name]
            yield person or request.insider or request.person, when


def _untold(board: _Board, log: TargetLog) -> Step | None:
    """Return the question after a conversation whose day has passed without a word about it."""
    for request in log.requests:
        found = untold_talk(board.log, request)
        if found is not None:
            who, when = found
            words = f"Say how your talk with {board.names.full(who)} went"
            return Step("tell", words, later(when, 1, board.holidays), who, request.name)
    return None
