"""The state while one source is read: the tables so far, and what became of every row.

Every reader fills an `Intake`; `Intake.reading` makes the result of it, in one place for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet.names.people import mixed_scripts, name_key, profile_url
from infonet.names.text import hidden, one_line
from infonet.readers._gatherings import Gatherings
from infonet.readers._owner import Owner
from infonet.readers._reading import FILE_COLUMNS, LEFT_OUT, OwnerEvidence, Reading, report_frame
from infonet.readers.sheets import NOTE, REPEATED, SECOND_HEADER, Column, Sheet, column_key, records
from infonet.readers.sources import digest_of
from infonet.tables import COLUMNS, TEXT, Tables, frame

MEND = "mend the row and read the file again"
"""The advice on a row that is damaged."""

NOT_CONNECTED = "not a connection"
"""The reason for which a person is not found."""


_EPOCH = date(1970, 1, 1).toordinal()
_SAID = ("name", "email", "location", "source")


@dataclass
class Tally:
    """Count the rows of one file, and apart from them what became of each."""

    rows: int = 0
    people: int = 0
    merged: int = 0
    reported: int = 0
    events: int = 0


@dataclass(slots=True)
class _Contact:
    """Hold evidence of one kind for a tie, while more of it comes in."""

    since: int | None = None
    last: int | None = None
    exchanges: int = 0
    started: str | None = None
    kind: str | None = None
    closeness: str | None = None


class LogRow(NamedTuple):
    """Hold what a line of a log says; two equal lines are one event."""

    request: str | None
    person: str | None
    stage: str
    date: pd.Timestamp
    company: str | None
    kind: str | None = None
    via: str | None = None
    channel: str | None = None
    route: tuple[str, ...] | None = None
    predicted: float | None = None
    note: str | None = None


@dataclass
class Intake:
    """Collect the tables, the report, and a tally per file while a source is read.

    `people` are kept by person key, the owner's first; `ties` by (source, target, evidence) with
    source < target; `companies` by company key; `tallies` by base name in the order of reading;
    `jobs` are (person, company, title, start, end) and `postings` (company, text, link), each once;
    `events` have the line on which each stands. `contents` has the digest of each file that was
    read. `latest` is the latest day on which something happened, `exported` the day of the export
    in days since 1970, if it is known. `columns` is our column → the header, where there was a
    choice; `log` says that the source is a log. `addresses`, `profile_name` and `connections`
    become the `OwnerEvidence`.
    """

    owner: Owner
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    jobs: dict[tuple[Any, ...], None] = field(default_factory=dict)
    ties: dict[tuple[str, str, str], _Contact] = field(default_factory=dict)
    companies: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[LogRow, int] = field(default_factory=dict)
    postings: dict[tuple[str, str, str | None], None] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    contents: dict[str, str] = field(default_factory=dict)
    gatherings: Gatherings = field(default_factory=Gatherings)
    latest: int | None = None
    exported: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    log: bool = False
    addresses: list[str] = field(default_factory=list)
    profile_name: str | None = None
    connections: dict[str, str] = field(default_factory=dict)
    _report: list[tuple[str, int | None, str | None, str, str]] = field(default_factory=list)
    _names: dict[str, list[str]] | None = None

    def __post_init__(self) -> None:
        owner = self.owner
        self.people[owner.key] = {"name": owner.name, "slug": owner.slug, "source": "owner"}

    def tally(self, file: str) -> Tally:
        """Return the tally of a file; the first call opens it."""
        return self.tallies.setdefault(file, Tally())

    def begin(self, sheet: Sheet) -> None:
        """Open the tally of a file; report signs that a spreadsheet saved it, and names twice."""
        self.tally(sheet.member.base)
        if sheet.resaved:
            signs = f"saved again by a spreadsheet: {', '.join(sheet.resaved)}"
            self.doubt(sheet.member.base, 1, None, signs, "read all the same")
        for label in sheet.repeated:
            self.doubt(sheet.member.base, sheet.line, label, *REPEATED)

    def unread(self, sheet: Sheet, read: Collection[str]) -> None:
        """Report the columns of a sheet that are not read, by the headers of those that are."""
        known = {column_key(label) for label in read} | {""}
        labels = [label for label in sheet.header if column_key(label) not in known]
        if labels:
            shown = ", ".join(f"`{label[:40]}`" for label in labels[:12])
            more = f" and {len(labels) - 12} more" if len(labels) > 12 else ""
            advice = "say what they are with `columns=` if they are needed"
            problem = f"columns that are not read: {shown}{more}"
            self.doubt(sheet.member.base, sheet.line, None, problem, advice)

    def rows(self, sheet: Sheet, *, padded: bool = False) -> Iterator[Row]:
        """Yield every whole row; skip broken rows, report damaged cells.

        With `padded`, cells may be left away at the end of a line. Then the reader judges the row
        by what it needs, and `Row.short` says what differs.
        """
        file = sheet.member.base
        tally = self.tally(file)
        for line, cells, problem, column, damaged, short in records(sheet, padded=padded):
            tally.rows += 1
            if problem is not None:
                advice = "" if problem in (NOTE, SECOND_HEADER) else MEND
                self.left_out(file, line, column, problem, advice)
                continue
            if damaged:
                where = sheet.header[damaged[0]] if damaged[0] < len(sheet.header) else None
                found = "letters that cannot be read"
                self.doubt(file, line, where, found, "imported with � in their place")
            yield Row(self, file, line, cells, short)

    def left_out(
        self, file: str, line: int, column: str | None, problem: str, action: str = ""
    ) -> None:
        """Report a row that is skipped."""
        self.tally(file).reported += 1
        self._report.append(
            (file, line, column, problem, f"{LEFT_OUT}; {action}" if action else LEFT_OUT)
        )

    def doubt(
        self, file: str, line: int | None, column: str | None, problem: str, action: str
    ) -> None:
        """Report something that is imported with a doubt, or a file that is not read."""
        self._report.append((file, line, column, problem, action))

    def person(self, key: str, file: str, **columns: str | None) -> bool:
        """Add a person, or fill in what is missing; return whether the person is new."""
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
        """Add a job once; ignore a row without company and title."""
        if company or title:
            self.jobs[(key, company or None, title or None, start, end)] = None

    def posting(self, company: str, text: str, link: str | None) -> None:
        """Add a job that is posted somewhere once."""
        self.postings[(company, text, link)] = None

    def tie(
        self,
        other: str,
        evidence: str,
        *,
        since: int | None = None,
        last: int | None = None,
        started: str | None = None,
        exchanges: int = 0,
        kind: str | None = None,
        closeness: str | None = None,
        of: str | None = None,
    ) -> None:
        """Add evidence for a tie of the owner, or `of` another, merged with earlier such evidence.

        Who vouches for it is the owner.
        """
        one = self.owner.key if of is None else of
        pair = min(one, other), max(one, other)
        tie = self.ties.setdefault((*pair, evidence), _Contact())
        tie.kind, tie.closeness = tie.kind or kind, tie.closeness or closeness
        if since is not None and (tie.since is None or since < tie.since):
            tie.since, tie.started = since, started
        elif tie.started is None and tie.since is None:
            tie.started = started
        if last is not None and (tie.last is None or last > tie.last):
            tie.last = last
        tie.exchanges += exchanges

    def find(self, slug: str | None, name: str) -> tuple[str | None, str]:
        """Return the one person of a profile, or else of a name; or None and the reason.

        With a `slug`, a name finds only people whose address is not known.
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
        """Return the keys of all people but the owner whose name has the same key."""
        if self._names is None:
            self._names = {}
            for key, person in self.people.items():
                if key != self.owner.key:
                    self._names.setdefault(name_key(person.get("name")), []).append(key)
        wanted = name_key(name)
        return self._names.get(wanted, []) if wanted else []

    def owner_evidence(self) -> OwnerEvidence:
        """Return what the files themselves say of the owner."""
        addresses = tuple(dict.fromkeys(self.addresses))
        return OwnerEvidence(addresses, self.profile_name, tuple(self.connections.values()))

    def see(self, day: int | None) -> None:
        """Remember the latest day."""
        if day is not None and (self.latest is None or day > self.latest):
            self.latest = day

    def tables(self) -> Tables:
        """Return the tables of what was imported."""
        people = self.people.values()
        slugs = [each.get("slug") or None for each in people]
        jobs = pd.DataFrame(list(self.jobs), columns=list(COLUMNS["jobs"]), dtype=object)
        contacts = list(self.ties.values())
        together: dict[str, Any] = self.gatherings.columns()
        return Tables(
            people=frame(
                "people",
                {
                    "person": list(self.people),
                    "url": [slug and profile_url(slug) for slug in slugs],
                    **{name: [each.get(name) or None for each in people] for name in _SAID},
                },
            ),
            jobs=frame("jobs", jobs.assign(start=_dates(jobs.start), end=_dates(jobs.end))),
            ties=frame(
                "ties",
                {
                    "source": [source for source, _, _ in self.ties],
                    "target": [target for _, target, _ in self.ties],
                    "kind": [tie.kind for tie in contacts],
                    "closeness": [tie.closeness for tie in contacts],
                    "since": _dates([tie.since for tie in contacts]),
                    "last": _dates([tie.last for tie in contacts]),
                    "exchanges": [tie.exchanges for tie in contacts],
                    "started": [tie.started for tie in contacts],
                    "evidence": [evidence for _, _, evidence in self.ties],
                    "origin": [self.owner.key] * len(contacts),
                },
            ),
            companies=frame("companies", list(self.companies.values())),
            events=frame(
                "events",
                [event._asdict() | {"event": number} for event, number in self._numbered()],
            ),
            notes=frame(
                "notes",
                [
                    {"company": company, "kind": "posting", "text": text, "link": link}
                    for company, text, link in self.postings
                ],
            ),
            gatherings=frame(
                "gatherings",
                together | {name: _dates(together[name]) for name in ("since", "last")},
            ),
        )

    def _numbered(self) -> Iterable[tuple[LogRow, int]]:
        """Return the events with their lines; count them where a line has several."""
        if len(set(self.events.values())) < len(self.events):
            return zip(self.events, range(1, len(self.events) + 1), strict=True)
        return self.events.items()

    def reading(self, path: str, form: str, noun: str, why: str) -> Reading:
        """Return the result: the tables, and what became of every row."""
        day = self.exported
        return Reading(
            path=path,
            owner=self.owner.key,
            tables=self.tables(),
            report=self.report(),
            files=self.files(),
            exported=pd.NaT if day is None else pd.Timestamp(day, unit="D"),  # type: ignore[arg-type]  # NaT stands for a missing Timestamp
            digest=digest_of(self.contents),
            columns=self.columns,
            owner_evidence=self.owner_evidence(),
            is_log=self.log,
            form=form,
            noun=noun,
            why=why,
        )

    def report(self) -> pd.DataFrame:
        """Return the report, by file in the order of reading, then by line."""
        order = {file: place for place, file in enumerate(self.tallies)}
        rows = sorted(self._report, key=lambda row: (order.get(row[0], len(order)), row[1] or 0))
        return report_frame(rows)

    def files(self) -> pd.DataFrame:
        """Return the counts of each file."""
        rows = [(file, *astuple(tally)) for file, tally in self.tallies.items()]
        counts = pd.DataFrame(rows, columns=[*FILE_COLUMNS, "events"]).astype({"file": TEXT})
        return counts if counts.events.any() else counts.drop(columns="events")


@dataclass(slots=True)
class Row:
    """Hold a whole row of a file, to read its cells by column and to report on it."""

    intake: Intake
    file: str
    line: int
    cells: list[str]
    short: str = ""

    def __getitem__(self, column: Column) -> str:
        # As `Column.of`: a call less for each cell of an export is felt.
        return "" if column.at is None else self.cells[column.at].strip()

    def left_out(self, column: Column | None, problem: str, action: str = "") -> None:
        """Report that the row is skipped."""
        self.intake.left_out(self.file, self.line, column and column.label, problem, action)

    def doubt(self, column: Column | None, problem: str, action: str) -> None:
        """Report that the row is imported with a doubt."""
        self.intake.doubt(self.file, self.line, column and column.label, problem, action)

    def name(self, column: Column, *more: Column) -> str:
        """Return the name in some cells; report the characters that were taken out of it."""
        text = " ".join(self[one] for one in (column, *more))
        if any(self[one].count('"') % 2 for one in (column, *more)):
            problem = "a quote in the name has no other that ends it"
            self.doubt(column, problem, "imported as it is written")
        if gone := hidden(text):
            problem = f"hidden characters were taken out of the name: {', '.join(gone)}"
            self.doubt(column, problem, "imported without them")
        name = one_line(text)
        if mixed := mixed_scripts(name):
            problem = f"a word of the name mixes letters of two scripts: {', '.join(mixed)}"
            self.doubt(column, problem, "imported as it is written")
        return name


def last_day(intake: Intake) -> int:
    """Return the day of the last event, in days since 1970."""
    return max(event.date for event in intake.events).toordinal() - _EPOCH


def _dates(days: Iterable[int | None]) -> pd.Series:
    """Return days since 1970 as midnights; None is missing."""
    missing = np.iinfo(np.int64).min  # what NaT is underneath
    found = np.array([missing if day is None else day for day in days], dtype=np.int64)
    return pd.Series(found.astype("datetime64[D]").astype("datetime64[s]"))
