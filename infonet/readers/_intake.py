"""What one export has given so far, and what became of every one of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from infonet.names.people import name_key, profile_url
from infonet.readers._owner import Owner
from infonet.readers._reading import FILE_COLUMNS, OwnerEvidence, report_frame
from infonet.readers.sheets import Sheet, records
from infonet.tables import Tables, frame

LEFT_OUT = "left out"
"""Begins the action of every report row that stands for a row not taken."""

NOT_CONNECTED = "not a connection"
"""Why somebody is not found."""


@dataclass
class Tally:
    """The account of one file: `rows` is counted apart from what became of them."""

    rows: int = 0
    people: int = 0
    merged: int = 0
    reported: int = 0
    events: int = 0


@dataclass(slots=True)
class _Tie:
    since: int | None = None
    last: int | None = None
    exchanges: int = 0
    started: str | None = None


@dataclass
class Intake:
    """The tables under way, the report, and a tally per file.

    Attributes
    ----------
    who : Who
        The owner; settled further while files are read.
    people, ties, companies : dict
        By person key, by (other person, evidence), by company key.
    jobs : dict
        (person, company, title, start, end) in order; a job stands once.
    tallies : dict
        By base name, in the order of reading.
    latest : int or None
        The last day seen that is a day of the export's life.
    addresses : list of str
        The slugs that the export itself shows to be its owner's.
    profile_name : str or None
        The name in Profile.csv.
    connections : set of str
        The slugs in Connections.csv.
    """

    owner: Owner
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    jobs: dict[tuple[Any, ...], None] = field(default_factory=dict)
    ties: dict[tuple[str, str], _Tie] = field(default_factory=dict)
    companies: dict[str, dict[str, Any]] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    latest: int | None = None
    addresses: list[str] = field(default_factory=list)
    profile_name: str | None = None
    connections: set[str] = field(default_factory=set)
    _report: list[tuple[str, int | None, str | None, str, str]] = field(default_factory=list)
    _names: dict[str, list[str]] | None = None

    def tally(self, file: str) -> Tally:
        """The account of that file, opened when it is first asked for."""
        return self.tallies.setdefault(file, Tally())

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of every whole row; a broken row is left out, a damaged one is doubted."""
        file = sheet.member.base
        tally = self.tally(file)
        for line, cells, problem, column, damaged in records(sheet):
            tally.rows += 1
            if problem is not None:
                self.left_out(file, line, column, problem, "mend the row and read the file again")
                continue
            if damaged:
                where = sheet.header[damaged[0]] if damaged[0] < len(sheet.header) else None
                self.doubt(
                    file, line, where, "letters that cannot be read", "kept, with � in their place"
                )
            yield line, cells

    def left_out(
        self, file: str, line: int, column: str | None, problem: str, action: str = ""
    ) -> None:
        """A row that is not taken."""
        self.tally(file).reported += 1
        self._report.append(
            (file, line, column, problem, f"{LEFT_OUT}; {action}" if action else LEFT_OUT)
        )

    def doubt(
        self, file: str, line: int | None, column: str | None, problem: str, action: str
    ) -> None:
        """Something taken with a doubt, or a whole file left unread."""
        self._report.append((file, line, column, problem, action))

    def person(self, key: str, file: str, **columns: str | None) -> bool:
        """Add a person, or fill in what is missing of one; whether the person is new."""
        known = self.people.get(key)
        if known is None:
            self.people[key] = {**columns, "source": file}
            self._names = None
            return True
        for column, text in columns.items():
            if text and not known.get(column):
                known[column] = text
        return False

    def job(
        self,
        key: str,
        company: str | None,
        title: str | None,
        start: int | None = None,
        end: int | None = None,
    ) -> None:
        """Add a job, once; without company and title there is none."""
        if company or title:
            self.jobs[(key, company or None, title or None, start, end)] = None

    def tie(
        self,
        other: str,
        evidence: str,
        *,
        since: int | None = None,
        last: int | None = None,
        started: str | None = None,
        exchanges: int = 0,
    ) -> None:
        """Add evidence for the owner's tie to somebody; more of the same kind widens it."""
        tie = self.ties.setdefault((other, evidence), _Tie())
        if since is not None and (tie.since is None or since < tie.since):
            tie.since, tie.started = since, started
        elif tie.started is None and tie.since is None:
            tie.started = started
        if last is not None and (tie.last is None or last > tie.last):
            tie.last = last
        tie.exchanges += exchanges

    def find(self, slug: str | None, name: str) -> tuple[str | None, str]:
        """The one person of that profile, or else of that name; or None and why not.

        A name joins only to somebody of whom no address is known, or when none is given here.
        """
        if slug is not None and self.owner.key_of(slug) in self.people:
            return self.owner.key_of(slug), ""
        keys = self.named(name)
        if slug is not None:
            keys = [key for key in keys if not self.people[key].get("slug")]
        if len(keys) == 1:
            return keys[0], ""
        return None, f"{len(keys)} connections have this name" if keys else NOT_CONNECTED

    def named(self, name: str) -> list[str]:
        """The keys of everybody but the owner whose name has the same key."""
        if self._names is None:
            self._names = {}
            for key, person in self.people.items():
                if key != self.owner.key:
                    self._names.setdefault(name_key(person.get("name")), []).append(key)
        wanted = name_key(name)
        return self._names.get(wanted, []) if wanted else []

    def owner_evidence(self) -> OwnerEvidence:
        """What the files themselves say of the owner."""
        addresses = tuple(dict.fromkeys(self.addresses))
        return OwnerEvidence(addresses, self.profile_name, frozenset(self.connections))

    def see(self, day: int | None) -> None:
        """Remember the latest day."""
        if day is not None and (self.latest is None or day > self.latest):
            self.latest = day

    def tables(self) -> Tables:
        """The tidy tables of what was taken."""
        ego = self.owner.key
        people = self.people.values()

        def column(name: str) -> list[str | None]:
            return [person.get(name) or None for person in people]

        jobs = list(zip(*self.jobs, strict=True)) or [()] * 5
        ties = list(self.ties.items())
        return Tables(
            people=frame(
                "people",
                {
                    "person": list(self.people),
                    "name": column("name"),
                    "email": column("email"),
                    "url": [slug and profile_url(slug) for slug in column("slug")],
                    "location": column("location"),
                    "source": column("source"),
                },
            ),
            jobs=frame(
                "jobs",
                {
                    "person": jobs[0],
                    "company": jobs[1],
                    "title": jobs[2],
                    "start": _dates(jobs[3]),
                    "end": _dates(jobs[4]),
                },
            ),
            ties=frame(
                "ties",
                {
                    "source": [min(ego, other) for (other, _), _ in ties],
                    "target": [max(ego, other) for (other, _), _ in ties],
                    "since": _dates([tie.since for _, tie in ties]),
                    "last": _dates([tie.last for _, tie in ties]),
                    "exchanges": [tie.exchanges for _, tie in ties],
                    "started": [tie.started for _, tie in ties],
                    "evidence": [evidence for (_, evidence), _ in ties],
                    "origin": [ego] * len(ties),
                },
            ),
            companies=frame("companies", list(self.companies.values())),
            events=frame("events"),
        )

    def report(self) -> pd.DataFrame:
        """The report, by file in the order of reading, then by line."""
        order = {file: place for place, file in enumerate(self.tallies)}
        rows = sorted(self._report, key=lambda row: (order.get(row[0], len(order)), row[1] or 0))
        return report_frame(rows)

    def files(self) -> pd.DataFrame:
        """The account of each file."""
        rows = [
            (file, tally.rows, tally.people, tally.merged, tally.reported)
            for file, tally in self.tallies.items()
        ]
        counts = pd.DataFrame(rows, columns=list(FILE_COLUMNS))
        counts = counts.astype({"file": "str", **dict.fromkeys(FILE_COLUMNS[1:], "int64")})
        events = [tally.events for tally in self.tallies.values()]
        return counts.assign(events=events) if any(events) else counts


def _dates(days: Iterable[int | None]) -> pd.Series:
    """Days since 1970 as midnights; None is missing."""
    missing = np.iinfo(np.int64).min  # what NaT is underneath
    found = np.array([missing if day is None else day for day in days], dtype=np.int64)
    return pd.Series(found.astype("datetime64[D]").astype("datetime64[s]"))
