"""The next step of a target: the first thing to do, in the order of the craft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from infonet.agenda._hiring_path import hiring_path
from infonet.agenda._next_steps import Names
from infonet.agenda._talks import untold_talk
from infonet.agenda._week_asks import NextAsk
from infonet.graph import Network
from infonet.ledger import Ledger, LedgerDay, TargetLog, TargetState
from infonet.workdays import day_text, later

_ASK = {
    "introduction": "Ask {first} to introduce you to {next}",
    "direct": "Ask {first} for a talk",
    "scout": "Ask {first} who they know {there}",
}

_DUE = {
    "thank": "Thank {who}",
    "confirm": "Prepare for your talk with {who}, and confirm it",
    "report back": "Tell {who} what came of it",
    "to do": "{reason}",
    "write again": "Write to {who} again",
}
"""The actions of `due` that are a step of a target, in the order of the craft."""

_DAY = pd.Timedelta(days=1)


class Step(NamedTuple):
    """The next step of a target: what to do, in words, by when, with whom, in which request.

    Where somebody is to be asked, `ask` is the kind of the way, and `route` its people, by keys.
    """

    action: str
    words: str
    due: pd.Timestamp | None = None
    person: str | None = None
    request: str | None = None
    ask: str | None = None
    route: tuple[str, ...] = ()


@dataclass(frozen=True)
class Board:
    """Hold what all rows of the board share."""

    net: Network
    log: LedgerDay
    ledger: Ledger
    due: pd.DataFrame
    names: Names
    holidays: tuple[object, ...]
    asks: Mapping[str, NextAsk]

    @cached_property
    def waiting(self) -> list[dict[Any, Any]]:
        """The actions that are due, by deadline."""
        return self.due.to_dict("records")

    @property
    def friday(self) -> pd.Timestamp:
        """The Friday of the week; on Saturday and Sunday that of the coming one."""
        ahead = 4 - self.log.day.weekday()
        return self.log.day + (ahead if ahead >= 0 else ahead + 7) * _DAY


def next_step(
    board: Board, log: TargetLog, state: TargetState, company: str, spellings: set[str]
) -> Step:
    """Return the next step of a target: the first that holds, in the order of the craft."""
    day, in_field = board.log.day, board.names.is_field(company)
    if state.state == "closed":
        return Step("none", "Nothing: it is closed")
    if state.state == "offer":
        return Step("answer", answer_words(company, in_field=in_field), state.until)
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
    return _onward(board, log, state, company)


def answer_words(company: str, *, in_field: bool) -> str:
    """Say that an offer is to be answered."""
    return f"Answer the offer {'in' if in_field else 'of'} {company}"


def _onward(board: Board, log: TargetLog, state: TargetState, company: str) -> Step:
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
    return _asking_step(board, log, company)


def _asking_step(board: Board, log: TargetLog, company: str) -> Step:
    """Return the step of a target where nothing is under way: to ask, to rest, or to look."""
    there = "in this field" if board.names.is_field(company) else "there"
    if log.rests is not None:
        return Step("wait", f"Rests until {day_text(log.rests, as_of=board.log.day)}")
    ask = board.asks.get(company)
    if ask is not None and ask.kind != "cold":
        return _ask_step(board, ask, there)
    return Step("look", f"Look for somebody {there}{_busy(board, ask)}", board.friday)


def _ask_step(board: Board, ask: NextAsk, there: str) -> Step:
    """Return the step that asks somebody, as the week does; next week where nobody has room."""
    name, keys = board.net.name, tuple(board.net.keys[[*ask.route]])
    first, *others = (str(name[at]) for at in ask.route[1:])
    words = _ASK[ask.kind].format(first=first, next="".join(others[:1]), there=there)
    if ask.later:
        words = f"Next week: {words[:1].lower()}{words[1:]}"
        return Step("later", words, board.friday + 7 * _DAY, keys[1], ask=ask.kind, route=keys)
    words += _busy(board, ask)
    return Step("ask", words, board.friday, keys[1], ask=ask.kind, route=keys)


def _busy(board: Board, ask: NextAsk | None) -> str:
    """Say why the best way is not asked."""
    if ask is None or ask.busy is None:
        return ""
    return f" ({board.net.name[ask.busy]} has other asks)"


def _instead(board: Board, log: TargetLog, company: str) -> Step | None:
    """Return what to do where the last talk brought the hiring manager no nearer."""
    if all("held" not in one.days for one in log.requests):
        return None
    path = hiring_path(board.net, board.ledger, company, as_of=board.log.day)
    if path.nearer is not False or path.hops_left == 0:
        return None
    words, _, _ = path.act.partition(": https://")
    return Step("instead", f"{words[:1].upper()}{words[1:].rstrip('.')}", board.friday)


def _waiting_steps(
    board: Board, log: TargetLog, company: str, spellings: set[str]
) -> Mapping[str, Step]:
    """Return the first action of each kind that is due about a target."""
    requests = {one.name for one in log.requests}
    key_of = board.log.same
    same = {key_of(name) for name in spellings}
    found: dict[str, Step] = {}
    for row in board.waiting:
        about = row["request"] in requests or (
            isinstance(row["company"], str) and key_of(row["company"]) in same
        )
        if not about or row["action"] not in _DUE or row["action"] in found:
            continue
        person = row["person"] if isinstance(row["person"], str) else None
        words = _DUE[row["action"]].format(who=board.names.full(person), reason=row["reason"])
        request = row["request"] if isinstance(row["request"], str) else None
        found[row["action"]] = Step(row["action"], words, row["deadline"], person, request)
    return found


def _talks(board: Board, log: TargetLog) -> Iterator[tuple[str | None, pd.Timestamp]]:
    """Yield with whom conversations are agreed, and when."""
    for request in log.requests:
        if request.name in board.log.planned and request.ended is None:
            person, when = board.log.planned[request.name]
            yield person or request.insider or request.person, when


def _untold(board: Board, log: TargetLog) -> Step | None:
    """Return the question after a conversation whose day has passed without a word about it."""
    for request in log.requests:
        found = untold_talk(board.log, request)
        if found is not None:
            who, when = found
            words = f"Say how your talk with {board.names.full(who)} went"
            return Step("tell", words, later(when, 1, board.holidays), who, request.name)
    return None
