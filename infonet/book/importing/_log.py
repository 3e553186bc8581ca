"""Add a log that was read: the events of it that the book does not have yet."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infonet.book._lookup import name_of, write_new
from infonet.book._transaction import Transaction
from infonet.book.importing._lines import Line, lines_of
from infonet.book.importing._report import Row, of_whole, with_rows
from infonet.book.projection import FIELDS, corrections, place
from infonet.names.companies import company_key
from infonet.readers import Reading

_SAME = ("stage", "date", "company", "channel", "note")


_Held = tuple[int, dict[str, Any]]
"""The number of an event in force, and what it says: as logged, or as it is corrected."""


def add_log(transaction: Transaction, reading: Reading) -> Reading:
    """Append the events of a log that are not in the book; return what became of each line."""
    read = lines_of(transaction, reading)
    # An event that stands there twice, under two spellings of a person, is one all the same.
    once = {line.content: line for line in reversed(read)}
    lines = sorted(once.values(), key=lambda line: line.number)
    held = _held(transaction)
    matched = _matched(lines, held)
    fresh = [line for line in lines if line.number not in matched]
    report = [row for line in fresh for row in _unclear(reading, line)]
    unclear = {row[1] for row in report}
    fresh = [line for line in fresh if line.number not in unclear]
    summary = []
    if fresh:
        renamed = _requests(lines, fresh, matched, held)
        report += _renamings(transaction, reading, fresh, renamed, held)
        report += _doubts(reading, fresh)
        new = {who.key: who for line in fresh for who in line.people() if not who.known}
        _write(transaction, reading, fresh, renamed)
        if new:
            noun = "person is" if len(new) == 1 else "people are"
            said = f"{len(new):,} {noun} new in the book"
            summary.append(of_whole(reading, said, "known by the log alone"))
    elif not unclear:
        said = "all of it is in the book already"
        summary.append(of_whole(reading, said, "nothing was written"))
    taken = reading.tables.events
    taken = taken[taken.event.isin([line.number for line in fresh])].reset_index(drop=True)
    files = reading.files.copy()
    files["merged"] += len(read) - len(fresh) - len(unclear)
    files["reported"] += len(unclear)
    files["events"] = len(fresh)
    by_line = with_rows(reading, report).report.sort_values("line", kind="stable")
    reading = reading.replace(
        tables=reading.tables._replace(events=taken), files=files, report=by_line
    )
    return with_rows(reading, summary)


def _held(transaction: Transaction) -> list[_Held]:
    """Return the events in force, as they were logged, and after that as they are corrected.

    A line of a log stays the same line when the event was corrected in the book.
    """
    columns = (*FIELDS, "route", "predicted")
    shown, corrected = transaction.identity.shown, corrections(transaction)
    held = []
    rows = transaction.rows(f"SELECT event, {', '.join(columns)} FROM live_event ORDER BY event")
    for number, *values in rows:
        logged = dict(zip(columns, values, strict=True))
        steps = json.loads(logged["route"]) if logged["route"] else []
        logged["route"] = [shown(step) for step in steps] or None
        versions = [logged]
        if number in corrected:
            versions.append(logged | corrected[number])
        for said in versions:
            people = {who: said[who] and shown(said[who]) for who in ("person", "via")}
            held.append((number, said | people))
    return held


def _matched(lines: list[Line], held: list[_Held]) -> dict[int, int]:
    """Return line → the event that it is; each event is at most one line.

    Lines that say exactly the same come first; then those where one of the two leaves out what the
    other adds: the request, the kind, the route and its probability.
    """
    by_content: defaultdict[tuple[Any, ...], list[_Held]] = defaultdict(list)
    for event, said in held:
        by_content[tuple(said[name] for name in _SAME)].append((event, said))
    matched: dict[int, int] = {}
    used: set[int] = set()
    for exactly in (True, False):
        for line in lines:
            if line.number in matched:
                continue
            for event, said in by_content.get(tuple(line.said[name] for name in _SAME), ()):
                if event not in used and _is(line, said, exactly=exactly):
                    matched[line.number] = event
                    used.add(event)
                    break
    return matched


def _is(line: Line, said: Mapping[str, Any], *, exactly: bool) -> bool:
    """Tell whether a line is an event of equal stage, day, company, channel and note."""
    if said["person"] not in line.person.keys:
        return False
    if (said["via"] is not None) if line.via is None else (said["via"] not in line.via.keys):
        return False
    pairs = [(line.said[name], said[name]) for name in ("kind", "predicted")]
    pairs.append((line.event(shown=True)["route"], said["route"]))
    mine, held = line.said["request"], said["request"]
    if not (mine and held and held.partition("~")[0] == mine):
        pairs.append((mine, held))
    return all(
        one == other or (not exactly and (one is None or other is None)) for one, other in pairs
    )


def _unclear(reading: Reading, line: Line) -> Iterator[Row]:
    """Report a line that is not taken, because it is not clear whom it means."""
    for name, who in (("person", line.person), ("via", line.via)):
        if who is not None and who.someone is None:
            yield _row(reading, line, name, who.problem, f"left out; {who.action}")
            return


def _row(reading: Reading, line: Line, name: str, problem: str, action: str) -> Row:
    return (Path(reading.path).name, line.number, reading.columns[name], problem, action)


def _doubts(reading: Reading, lines: list[Line]) -> Iterator[Row]:
    """Report what is taken with a doubt: new names like somebody's, routes not clear."""
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
    """Name the requests of a file: anew where the book has that name for something else."""
    events = dict(held)
    theirs, ours = defaultdict(list), defaultdict(list)
    for line in lines:
        theirs[line.said["request"]].append(line)
    for said in events.values():
        ours[said["request"]].append(said)
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
        wanted = [line.event(shown=True) for line in theirs[request]]
        number, name = 1, request
        while name in ours and _differ(wanted, ours[name]):
            number += 1
            name = f"{request}~{number}"
        renamed[request] = name
    return renamed


def _differ(*requests: list[dict[str, Any]]) -> bool:
    """Tell whether two requests cannot be one, by the company and who was asked first."""
    subjects = []
    for events in requests:
        first = min(events, key=_by_day)
        asked = first["person"] if first["stage"] == "asked" else None
        subjects.append((company_key(first["company"] or ""), asked))
    # What is not known says nothing.
    return any(a and b and a != b for a, b in zip(*subjects, strict=True))


def _by_day(said: Mapping[str, Any]) -> tuple[bool, str]:
    """Rank the first ask first: asks, then by day."""
    return (said["stage"] != "asked", said["date"])


def _renamings(
    transaction: Transaction,
    reading: Reading,
    fresh: list[Line],
    renamed: Mapping[str, str],
    held: list[_Held],
) -> Iterator[Row]:
    """Report each request that has another name in the book, where it first stands."""
    seen = set()
    for line in fresh:
        request = line.said["request"]
        if request is None or renamed[request] == request or request in seen:
            continue
        seen.add(request)
        ours = [said for _, said in held if said["request"] == request]
        about = ""
        if ours:
            first = min(ours, key=_by_day)
            parts = (first["company"], name_of(transaction, first["person"]))
            about = f" ({', '.join(filter(None, parts))})"
        problem = f"`{request}` is another request in the book{about}"
        yield _row(reading, line, "request", problem, f"taken as `{renamed[request]}`")


def _write(
    transaction: Transaction, reading: Reading, lines: list[Line], renamed: Mapping[str, str]
) -> None:
    """Append the events, and whom they name, as one act."""
    seen, rows = [], []
    for line in lines:
        request = line.said["request"]
        name = {"request": request and renamed[request]}
        seen.append(line.event(shown=True) | name)
        rows.append(line.event(shown=False) | name)
    places = place(transaction, seen)
    file = Path(reading.path).name
    noun = "event" if len(lines) == 1 else "events"
    transaction.begin("add", f"Added my log {file}: {len(lines):,} {noun}.")
    for someone in {who.key: who for line in lines for who in line.people()}.values():
        write_new(transaction, someone, file)
    numbers: dict[int, int] = {}
    # An ask is written before what refers to it.
    order = sorted(range(len(lines)), key=lambda at: (places[at].ask or 0) < 0)
    for at in order:
        found, row = places[at], rows[at]
        ask = found.ask if found.ask is None or found.ask > 0 else numbers[-found.ask - 1]
        row |= {"request": found.request, "ask": ask, "inferred": found.kind}
        row["route"] = None if row["route"] is None else json.dumps(row["route"])
        numbers[at] = transaction.append("event", row)
