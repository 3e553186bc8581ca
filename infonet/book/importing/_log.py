"""Add a log that was read: the events of it that the book does not have yet."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet.book._events import append_events
from infonet.book._lookup import Slips, Someone, describe, find, mention, name_of, write_new
from infonet.book._transaction import Transaction
from infonet.book.importing._report import Row, of_whole, with_rows
from infonet.book.projection import FIELDS, corrections, place
from infonet.errors import UnknownNameError
from infonet.names.companies import company_key
from infonet.names.text import counted
from infonet.readers import Reading
from infonet.tables import ME

_SAME = ("stage", "date", "company", "channel", "note")
_SHOWN = 5  # namesakes that a report names


class _Match(NamedTuple):
    """The person whom a text of the log means; or why that is not clear, and what to do."""

    keys: frozenset[str]
    """Everybody whom it may mean, by the keys in the tables."""
    someone: Someone | None = None
    problem: str = ""
    action: str = ""


@dataclass(frozen=True)
class _Line:
    """A line of the log."""

    number: int
    """Where it begins in the file."""
    said: dict[str, Any]
    """Its columns as the book writes them, but for the people."""
    person: _Match | None
    via: _Match | None
    route: tuple[_Match, ...]

    @property
    def steps(self) -> list[Someone] | None:
        """The people of the route; None where there is none, or a step is not clear."""
        people = [step.someone for step in self.route if step.someone is not None]
        return people if people and len(people) == len(self.route) else None

    def event(self, *, shown: bool) -> dict[str, Any]:
        """Return the line as an event, with the keys to show or else those that were meant."""

        def key(who: Someone | None) -> str | None:
            return who and (who.shown if shown else who.key)

        route = None if self.steps is None else [key(step) for step in self.steps]
        person, via = (who and who.someone for who in (self.person, self.via))
        return {**self.said, "person": key(person), "via": key(via), "route": route}

    @property
    def content(self) -> Hashable:
        """The values in which two lines of one event agree."""
        person, via = (who and who.keys for who in (self.person, self.via))
        route = tuple(step.shown for step in self.steps or ())
        return (person, via, route, tuple(self.said.values()))

    def people(self) -> Iterator[Someone]:
        """Yield everybody whom the event will name in the book."""
        for who in (self.person, self.via, *(self.route if self.steps else ())):
            if who is not None and who.someone is not None:
                yield who.someone


def _lines_of(transaction: Transaction, reading: Reading) -> list[_Line]:
    """Return the events of a reading, with the people of the book whom they mean."""
    events = reading.tables.events
    named = {*events.person, *events.via}.union(*filter(None, events.route))
    table = reading.tables.people
    table = table[table.person.isin(named)]
    people: dict[str, _Match] = {}
    slips = Slips(transaction)
    for key, *cells in zip(table.person, table.url, table.email, table.name, strict=True):
        # An address overrides a name; a key that was written as such has neither.
        texts = [text for text in cells if isinstance(text, str) and key != ME]
        if len(texts) == 2 and isinstance(cells[1], str):
            texts = [f"{cells[2]} <{cells[1]}>"]
        people[key] = _match(transaction, [*texts, key][0], slips)
    dates = np.datetime_as_string(events.date.to_numpy(dtype="datetime64[s]"), unit="s")
    lines = []
    for row, date in zip(events.to_dict("records"), dates.tolist(), strict=True):
        said: dict[str, Any] = {
            str(name): None if isinstance(value, float) and np.isnan(value) else value
            for name, value in row.items()
        }
        said["date"] = date
        number, person, via, route = map(said.pop, ("event", "person", "via", "route"))
        steps = tuple(people[step] for step in route or ())
        # An application has no person.
        known = None if pd.isna(person) else people[person]
        lines.append(_Line(number, said, known, None if pd.isna(via) else people[via], steps))
    return lines


def _match(transaction: Transaction, text: str, slips: Slips) -> _Match:
    """Match a name, a profile address, an e-mail address or a key with a person."""
    try:
        someone = find(transaction, text)
    except UnknownNameError as error:
        several = describe(transaction, error.candidates[:_SHOWN]).values()
        more = len(error.candidates) - len(several)
        return _Match(
            frozenset(error.candidates),
            problem=f"`{text}` may be {'; or '.join(several)}{f'; or {more} more' if more else ''}",
            action="write the key or the profile address of who is meant, or say "
            "`book.same(…)` if they are one, and add the log again",
        )
    if someone is None:
        try:
            # In a log most new names are new people: only a likely slip is worth a word.
            someone = mention(transaction, text, slips)
        except UnknownNameError as error:
            near = "; ".join(describe(transaction, error.candidates).values())
            return _Match(
                frozenset(),
                problem=f"`{text}` is nobody in the book{f', which has {near}' if near else ''}",
                action="write a name or a profile address, or add them with `book.person(…)`, "
                "and add the log again",
            )
    return _Match(frozenset({someone.shown}), someone)


_Held = tuple[int, dict[str, Any]]
"""The number of an event in force, and what it says: as logged, or as it is corrected."""


def add_log(transaction: Transaction, reading: Reading, *, begun: bool = False) -> Reading:
    """Append the events of a log that are not in the book; return what became of each line.

    With `begun`, they belong to the act that is begun: an export has events beside its people.
    """
    read = _lines_of(transaction, reading)
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
        if not begun:
            many = counted(len(fresh), "event")
            file = Path(reading.path).name
            transaction.begin("add", f"Added my {reading.noun} {file}: {many}.")
        _write(transaction, reading, fresh, renamed)
        if new:
            said = f"{counted(len(new), 'person is', 'people are')} new in the book"
            summary.append(of_whole(reading, said, "known by the log alone"))
    elif not unclear and not begun:
        said = "all of it is in the book already"
        summary.append(of_whole(reading, said, "nothing was written"))
    taken = reading.tables.events
    taken = taken[taken.event.isin([line.number for line in fresh])].reset_index(drop=True)
    files = _less(reading.files, len(read) - len(fresh) - len(unclear), "merged")
    files = _less(files, len(unclear), "reported")
    if report:
        by_line = with_rows(reading, report).report.sort_values("line", kind="stable")
        reading = reading.replace(report=by_line)
    reading = reading.replace(tables=reading.tables._replace(events=taken), files=files)
    return with_rows(reading, summary)


def _less(files: pd.DataFrame, count: int, became: str) -> pd.DataFrame:
    """Return the counts of the files with fewer events: what the others became instead."""
    before = files.events.cumsum() - files.events
    fewer = (count - before).clip(0, files.events)
    return files.assign(events=files.events - fewer, **{became: files[became] + fewer})


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


def _matched(lines: list[_Line], held: list[_Held]) -> dict[int, int]:
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


def _is(line: _Line, said: Mapping[str, Any], *, exactly: bool) -> bool:
    """Tell whether a line is an event of equal stage, day, company, channel and note."""
    for name, who in (("person", line.person), ("via", line.via)):
        if (said[name] is not None) if who is None else (said[name] not in who.keys):
            return False
    pairs = [(line.said[name], said[name]) for name in ("kind", "predicted")]
    pairs.append((line.event(shown=True)["route"], said["route"]))
    mine, held = line.said["request"], said["request"]
    if not (mine and held and held.partition("~")[0] == mine):
        pairs.append((mine, held))
    return all(
        one == other or (not exactly and (one is None or other is None)) for one, other in pairs
    )


def _unclear(reading: Reading, line: _Line) -> Iterator[Row]:
    """Report a line that is not taken, because it is not clear whom it means."""
    for name, who in (("person", line.person), ("via", line.via)):
        if who is not None and who.someone is None:
            yield _row(reading, line, name, who.problem, f"left out; {who.action}")
            return


def _row(reading: Reading, line: _Line, name: str, problem: str, action: str) -> Row:
    return (Path(reading.path).name, line.number, reading.columns[name], problem, action)


def _doubts(reading: Reading, lines: list[_Line]) -> Iterator[Row]:
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
    lines: list[_Line], fresh: list[_Line], matched: Mapping[int, int], held: list[_Held]
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
    fresh: list[_Line],
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
    transaction: Transaction, reading: Reading, lines: list[_Line], renamed: Mapping[str, str]
) -> None:
    """Append the events, and whom they name, as one act."""
    seen, rows = [], []
    for line in lines:
        request = line.said["request"]
        name = {"request": request and renamed[request]}
        seen.append(line.event(shown=True) | name)
        row = line.event(shown=False) | name
        rows.append(row | {"route": None if row["route"] is None else json.dumps(row["route"])})
    places = place(transaction, seen)
    file = Path(reading.path).name
    for someone in {who.key: who for line in lines for who in line.people()}.values():
        write_new(transaction, someone, file)
    append_events(transaction, rows, places)
