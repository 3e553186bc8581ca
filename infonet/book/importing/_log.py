"""A log that was read → the events of it that the book does not have yet."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from infonet.book._corrections import FIELDS, corrections
from infonet.book._findings import told
from infonet.book._log_lines import Line, lines_of
from infonet.book._people import name_of, write_new
from infonet.book._store import append, new_act
from infonet.names.companies import company_key
from infonet.readers import Reading, report_frame

__all__ = ["take_log"]

_SAME = ("stage", "date", "company", "channel", "note")

_Entry = TypeVar("_Entry")
_Row = tuple[str, int | None, str | None, str, str]


class _Held(NamedTuple):
    """An event in force, as it was logged or as it is corrected."""

    event: int
    said: dict[str, Any]


class _Request(NamedTuple):
    """What tells one request from another: its company, and who was asked first."""

    company: str
    asked: str | None

    def differs(self, other: _Request) -> bool:
        """Whether the two cannot be one; what is not known tells nothing."""
        return any(a and b and a != b for a, b in zip(self, other, strict=True))


def take_log(con: sqlite3.Connection, same: Mapping[str, str], reading: Reading) -> Reading:
    """Append the events of a log that are not in the book; the reading with what became of them."""
    read = lines_of(con, same, reading)
    # An event that stands there twice, under two spellings of a person, is one all the same.
    once = {line.content: line for line in reversed(read)}
    lines = sorted(once.values(), key=lambda line: line.number)
    held = _held(con, same)
    matched = _matched(lines, held)
    fresh = [line for line in lines if line.number not in matched]
    report = [row for line in fresh for row in _unclear(reading, line)]
    unclear = {row[1] for row in report}
    fresh = [line for line in fresh if line.number not in unclear]
    summary = []
    if fresh:
        renamed = _requests(lines, fresh, matched, held)
        report += _renamings(con, same, reading, fresh, renamed, held)
        report += _doubts(reading, fresh)
        new = {who.key: who for line in fresh for who in line.people() if not who.known}
        _write(con, reading, fresh, renamed)
        if new:
            noun = "person is" if len(new) == 1 else "people are"
            summary.append(
                told(reading, f"{len(new):,} {noun} new in the book", "known by the log alone")
            )
    elif not unclear:
        summary.append(told(reading, "all of it is in the book already", "nothing was written"))
    taken = reading.tables.events
    taken = taken[taken.event.isin([line.number for line in fresh])].reset_index(drop=True)
    files = reading.files.copy()
    files["merged"] += len(read) - len(fresh) - len(unclear)
    files["reported"] += len(unclear)
    files["events"] = len(fresh)
    rows = pd.concat([reading.report, report_frame(report)], ignore_index=True)
    rows = rows.sort_values("line", kind="stable")
    return reading.replace(
        tables=reading.tables._replace(events=taken),
        files=files,
        report=pd.concat([rows, *summary], ignore_index=True),
    )


def _held(con: sqlite3.Connection, same: Mapping[str, str]) -> list[_Held]:
    """The events in force, as they were logged, and after that as they are corrected.

    A line of a log stays the same line when the event was corrected in the book.
    """
    columns = (*FIELDS, "route", "predicted")
    corrected = corrections(con)
    held = []
    rows = con.execute(f"SELECT event, {', '.join(columns)} FROM live_event ORDER BY event")
    for number, *values in rows:
        logged = dict(zip(columns, values, strict=True))
        steps = json.loads(logged["route"]) if logged["route"] else []
        logged["route"] = [same.get(step, step) for step in steps] or None
        versions = [logged]
        if number in corrected:
            versions.append(logged | corrected[number])
        for said in versions:
            people = {who: same.get(said[who], said[who]) for who in ("person", "via")}
            held.append(_Held(number, said | people))
    return held


def _matched(lines: list[Line], held: list[_Held]) -> dict[int, int]:
    """Line → the event that it is; each event is at most one line.

    Lines that say exactly the same come first; then those where one of the two leaves out what a
    book adds of itself: the request, the kind, the route and its probability.
    """
    by_content: defaultdict[tuple[Any, ...], list[_Held]] = defaultdict(list)
    for event in held:
        by_content[tuple(event.said[name] for name in _SAME)].append(event)
    matched: dict[int, int] = {}
    used: set[int] = set()
    for exactly in (True, False):
        for line in lines:
            if line.number in matched:
                continue
            for event in by_content.get(tuple(line.said[name] for name in _SAME), ()):
                if event.event not in used and _is(line, event.said, exactly=exactly):
                    matched[line.number] = event.event
                    used.add(event.event)
                    break
    return matched


def _is(line: Line, said: Mapping[str, Any], *, exactly: bool) -> bool:
    """Whether a line is this event, given that stage, day, company, channel and note are equal."""
    if said["person"] not in line.person.keys:
        return False
    if (said["via"] is not None) if line.via is None else (said["via"] not in line.via.keys):
        return False
    # Where the book foresaw the ask its kind is the book's: the log may know better, of the same.
    foreseen = not exactly and said["predicted"] is not None
    may_lack = ("predicted",) if foreseen else ("kind", "predicted")
    pairs = [(line.said[name], said[name]) for name in may_lack]
    pairs.append((line.steps, said["route"]))
    mine, held = line.said["request"], said["request"]
    if not (mine and held and held.partition("~")[0] == mine):
        pairs.append((mine, held))
    return all(
        one == other or (not exactly and (one is None or other is None)) for one, other in pairs
    )


def _unclear(reading: Reading, line: Line) -> Iterator[_Row]:
    """The report of a line that is not taken, because it is not clear whom it means."""
    for name, who in (("person", line.person), ("via", line.via)):
        if who is not None and who.someone is None:
            yield _row(reading, line, name, who.problem, f"left out; {who.action}")
            return


def _row(reading: Reading, line: Line, name: str, problem: str, action: str) -> _Row:
    return (Path(reading.path).name, line.number, reading.columns[name], problem, action)


def _doubts(reading: Reading, lines: list[Line]) -> Iterator[_Row]:
    """What is taken with a doubt: new people with a name like somebody's, routes not clear."""
    seen: set[str] = set()
    for line in lines:
        for name, who in (("person", line.person), ("via", line.via)):
            someone = None if who is None else who.someone
            if someone is None or someone.known or not someone.near or someone.key in seen:
                continue
            seen.add(someone.key)
            yield _row(
                reading,
                line,
                name,
                f"`{someone.name}` is new in the book, which has {'; '.join(someone.near)}",
                f"kept as a new person; if they are one, say `book.same('{someone.key}', …)`",
            )
        if line.route and line.steps is None:
            problem = next(step.problem for step in line.route if step.someone is None)
            action = "kept without the route; write the key or the profile address"
            yield _row(reading, line, "route", problem, action)


def _requests(
    lines: list[Line], fresh: list[Line], matched: Mapping[int, int], held: list[_Held]
) -> dict[str, str]:
    """Request in the file → request in the book: a new one where the book's is something else."""
    theirs = _by_request((line.said["request"], line) for line in lines)
    events = {event.event: event.said for event in held}
    ours = _by_request((said["request"], said) for said in events.values())
    renamed: dict[str, str] = {}
    for request in dict.fromkeys(line.said["request"] for line in fresh):
        if request is None:
            continue
        same = Counter(
            events[matched[line.number]]["request"]
            for line in theirs[request]
            if line.number in matched
        )
        same.pop(None, 0)
        if same:
            renamed[request] = same.most_common(1)[0][0]
            continue
        wanted = _of_lines(theirs[request])
        number, name = 1, request
        while name in ours and wanted.differs(_of_events(ours[name])):
            number += 1
            name = f"{request}~{number}"
        renamed[request] = name
    return renamed


def _by_request(pairs: Iterable[tuple[str | None, _Entry]]) -> dict[str, list[_Entry]]:
    found: dict[str, list[_Entry]] = {}
    for request, entry in pairs:
        if request is not None:
            found.setdefault(request, []).append(entry)
    return found


def _by_day(said: Mapping[str, Any]) -> tuple[bool, str]:
    """The first ask is the least: asks come first, then by day."""
    return (said["stage"] != "asked", said["date"])


def _of_events(events: list[dict[str, Any]]) -> _Request:
    """What a request of the book is about."""
    first = min(events, key=_by_day)
    asked = first["person"] if first["stage"] == "asked" else None
    return _Request(company_key(first["company"] or ""), asked)


def _of_lines(lines: list[Line]) -> _Request:
    """What a request of the file is about."""
    first = min(lines, key=lambda line: _by_day(line.said))
    who = first.person.someone
    asked = who.key if who is not None and first.said["stage"] == "asked" else None
    return _Request(company_key(first.said["company"] or ""), asked)


def _renamings(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    reading: Reading,
    fresh: list[Line],
    renamed: Mapping[str, str],
    held: list[_Held],
) -> Iterator[_Row]:
    """One row for each request that has another number in the book, where it first stands."""
    seen = set()
    for line in fresh:
        request = line.said["request"]
        if request is None or renamed[request] == request or request in seen:
            continue
        seen.add(request)
        ours = [event.said for event in held if event.said["request"] == request]
        about = ""
        if ours:
            first = min(ours, key=_by_day)
            parts = (first["company"], name_of(con, same, first["person"]))
            about = f" ({', '.join(filter(None, parts))})"
        problem = f"`{request}` is another request in the book{about}"
        yield _row(reading, line, "request", problem, f"taken as `{renamed[request]}`")


def _write(
    con: sqlite3.Connection, reading: Reading, lines: list[Line], renamed: Mapping[str, str]
) -> None:
    """Append the events, and whom they name, as one act."""
    file = Path(reading.path).name
    noun = "event" if len(lines) == 1 else "events"
    act = new_act(con, "add", f"Added my log {file}: {len(lines):,} {noun}.")
    for someone in {who.key: who for line in lines for who in line.people()}.values():
        write_new(con, act, someone, file)
    rows = []
    for line in lines:
        row = {"act": act, **line.said, "person": None, "via": None}
        for name, who in (("person", line.person), ("via", line.via)):
            row[name] = None if who is None or who.someone is None else who.someone.key
        if row["request"] is not None:
            row["request"] = renamed[row["request"]]
        row["route"] = None if line.steps is None else json.dumps(line.steps)
        rows.append(row)
    append(con, "event", rows)
