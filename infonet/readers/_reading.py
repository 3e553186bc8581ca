"""The result of reading: tables, and what became of every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from infonet.names.markup import block, letters
from infonet.names.text import counted
from infonet.tables import ME, SCHOOL, TEXT, Tables, typed
from infonet.tables.stages import BY_NAME
from infonet.workdays import day_text

LEFT_OUT = "skipped"
"""Begins the action of every report row that stands for a row not taken."""

_REPORT = {"file": TEXT, "line": "Int64", "column": TEXT, "problem": TEXT, "action": TEXT}
FILE_COLUMNS = ("file", "rows", "people", "merged", "reported")
MOVER_COLUMNS = ("person", "name", "left", "joined", "title", "after", "by")

_OTHER = ("other row", "other rows")
_NOUNS = {
    "this person closed their account": ("closed account", "closed accounts"),
    "no school is named": ("row without a school", "rows without a school"),
    "this row is empty": ("empty row", "empty rows"),
    "a conversation of more than two": ("group message", "group messages"),
    "one-way, with somebody who is no connection": (
        "one-way message of strangers",
        "one-way messages of strangers",
    ),
    "the same words to": ("message to many at once", "messages to many at once"),
    "in the spam folder": ("message marked as spam", "messages marked as spam"),
    "a draft, never sent": ("draft", "drafts"),
    "sponsored": ("advertisement", "advertisements"),
    "no sender's address": ("message without a sender", "messages without a sender"),
    "the endorsement is": ("endorsement not accepted", "endorsements not accepted"),
    "an organisation, and no": ("organisation", "organisations"),
    "not applied yet": ("saved job", "saved jobs"),
    "several people in one": ("entry of several people", "entries of several people"),
    "an entry without a name": ("entry without a name", "entries without a name"),
    "a member whose name": ("hidden name", "hidden names"),
    "the header again": ("second header", "second headers"),
    "a note of the export": ("line of notes", "lines of notes"),
    "not accepted": ("open invitation", "open invitations"),
}
"""How a problem begins → what a row with it is, in the singular and the plural."""

_SIGNS = (
    ("messages", "by messages"),
    ("recommendation", "by a recommendation"),
    ("meeting", "by a meeting of two"),
    ("mail", "by mail"),
    ("endorsement", "by an endorsement"),
    ("invitation", "by an invitation with a note"),
    ("note", "by a note of yours"),
)
"""Evidence in an export besides the connection, strongest first, and how it is said."""

_SHARED = {
    "thread": ("group conversation", "group conversations"),
    "meeting": ("meeting", "meetings"),
    "mail": ("group of people on one mail", "groups of people on one mail"),
}
"""The kinds of gatherings, and how they are said."""


def report_frame(rows: list[tuple[str, int | None, str | None, str, str]]) -> pd.DataFrame:
    """Return a report as a frame; `line` counts from 1 and is missing for a whole file."""
    return typed([dict(zip(_REPORT, row, strict=True)) for row in rows], _REPORT)


class OwnerEvidence(NamedTuple):
    """Hold what an export itself says of its owner, whatever the caller said.

    `addresses` are the slugs of the owner's profile: the sender of the outgoing invitations, then
    the profile outside the connections in most conversations; two if they differ. `name` stands in
    Profile.csv. `connections` are the keys by the addresses in Connections.csv: LinkedIn never
    lists the owner.
    """

    addresses: tuple[str, ...] = ()
    name: str | None = None
    connections: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Reading:
    """Hold what was read from an export or a log, and what was not.

    Attributes
    ----------
    path : str
        The path that was read.
    owner : str
        The person key of the export's owner; ``me`` for my own.
    tables : Tables
        The people, jobs, ties, companies and events found; saved jobs are notes. Here the number of
        an event is the line of the log on which it stands; where one line has several, they are
        counted from 1.
    report : DataFrame
        file, line, column, problem, action: one row for every row that was skipped, and one for
        everything imported with a doubt (an ambiguous date, a file that a spreadsheet saved
        again). `line` is the physical line of the file, counted from 1.
    files : DataFrame
        file, rows, people, merged, reported, for each file; of a log also events.
    exported : Timestamp or NaT
        The day of the export: from the archive's name, else the latest date in it.
    digest : str
        SHA-256 of the files that were read; the same export has the same digest.
    movers : DataFrame
        person, name, left, joined, title, after, by: who changed employer between an earlier
        export (`after`) and this one (`by`). Filled by `Book.add`.
    columns : mapping
        Of a table whose columns can have any name: our column → the header in the file.
    is_log : bool
        Whether it is a log of what I did, and no list of people.
    form : str
        What the source was taken for, by the name of its reader in `FORMATS`.
    noun : str
        What to call it after *my* or *your*: ``export``, ``log``.
    why : str
        By what it was recognised, such as "header `Given Name`, `E-mail 1 - Value`".
    owner_evidence : OwnerEvidence
        What the export itself says of its owner: see `whose`.
    """

    path: str
    owner: str
    tables: Tables
    report: pd.DataFrame
    files: pd.DataFrame
    exported: pd.Timestamp
    digest: str
    movers: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(MOVER_COLUMNS)))
    columns: Mapping[str, str] = field(default_factory=dict)
    owner_evidence: OwnerEvidence = field(default_factory=OwnerEvidence)
    is_log: bool = False
    form: str = ""
    noun: str = "export"
    why: str = ""

    @property
    def taken_for(self) -> str:
        """The form for which a source was taken, and why."""
        return f"{self.form} ({self.why})" if self.why else self.form

    @property
    def counts(self) -> pd.Series:
        """Return rows, people, merged, reported over all files.

        rows = people + merged + reported; with entries of a log, also + events.
        """
        return self.files.drop(columns="file").sum().astype("int64")

    def replace(self, **changes: object) -> Reading:
        """Return a copy with some attributes changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # dataclasses checks the names

    def __str__(self) -> str:
        return "\n".join((*self._sentences(), *(f"- {line}" for line in self._problems())))

    def __repr__(self) -> str:
        return f"{self}\n{self._sum()}; every line is in `.report`."

    def _repr_html_(self) -> str:
        said = "<br>".join(map(letters, (*self._sentences(), f"{self._sum()}.")))
        items = "".join(f"<li>{letters(line)}</li>" for line in self._problems())
        return block(f"<p>{said}</p>", f"<ul>{items}</ul>" if items else "")

    def _sentences(self) -> list[str]:
        """Say what was imported and what was skipped."""
        whose = f"your {self.noun}"
        if self.owner != ME:
            names = self.tables.people.set_index("person").name
            name = names.get(self.owner)
            whose = f"the {self.noun} of {_address(self.owner) if pd.isna(name) else name}"
        day = ""
        if not self.is_log and not pd.isna(self.exported):
            day = f" of {day_text(self.exported, weekday=False)}"
        lines = [f"{Path(self.path).name}: {whose}{day}."]
        return [*lines, *(self._log() if self.is_log else self._export()), *self._skipped()]

    def _log(self) -> list[str]:
        """Say what a log has given."""
        events = self.tables.events
        if events.empty:
            return ["No new entries in your log."]
        first, last = events.date.min(), events.date.max()
        stages = events.stage.value_counts()
        shown = ", ".join(
            f"“{one.label}” {stages[name]:,}" for name, one in BY_NAME.items() if name in stages
        )
        return [
            f"{counted(self.counts.events, 'entry', 'entries')} imported, from "
            f"{day_text(first, as_of=last, weekday=False)} to {day_text(last, weekday=False)}: "
            f"{shown}."
        ]

    def _export(self) -> list[str]:
        """Say what an export has given."""
        lines = [f"{counted(self.counts.people, 'person', 'people')} imported."]
        evidence = self.tables.ties.evidence.value_counts(sort=False)
        signs = [(int(evidence[kind]), noun) for kind, noun in _SIGNS if kind in evidence]
        if signs:
            (number, noun), *more = signs
            said = [f"{counted(number, 'person', 'people')} {noun}"]
            said += [f"{also:,} {by}" for also, by in more]
            lines.append(f"Signs of contact: {', '.join(said)}.")
        met = self.tables.gatherings.drop_duplicates("gathering").kind.value_counts(sort=False)
        shared = [counted(int(met[kind]), *noun) for kind, noun in _SHARED.items() if kind in met]
        if shared:
            lines.append(f"Shared: {', '.join(shared)} of your contacts: hints of who knows whom.")
        if SCHOOL in met:
            lines.append(f"{counted(int(met[SCHOOL]), 'school', 'schools')} found.")
        if targets := len(self.tables.companies):
            lines.append(f"{counted(targets, 'target company', 'target companies')} found.")
        if postings := int((self.tables.notes.kind == "posting").sum()):
            lines.append(f"{counted(postings, 'saved job', 'saved jobs')} found.")
        if len(self.tables.events):
            lines += self._log()
        if len(self.movers):
            lines.append(f"{len(self.movers):,} changed employer between two exports.")
        return lines

    def _skipped(self) -> list[str]:
        """Say how many rows were skipped, by what they are."""
        problems = self.report.problem[self.report.action.str.startswith(LEFT_OUT)]
        nouns = Counter(_noun(problem) for problem in problems)
        if not nouns:
            return []
        skipped = f"{counted(len(problems), 'row', 'rows')} skipped"
        if set(nouns) == {_OTHER}:
            return [f"{skipped}."]
        ordered = sorted(nouns.items(), key=lambda found: (found[0] == _OTHER, -found[1]))
        kinds = ", ".join(counted(number, *noun) for noun, number in ordered)
        return [f"{skipped}: {kinds}."]

    def _sum(self) -> str:
        """Add up the rows."""
        counts = self.counts
        kinds = [] if self.is_log else [counted(counts.people, "person", "people")]
        if "events" in counts:
            kinds.append(counted(counts.events, "new entry", "new entries"))
        taken = " + ".join(kinds)
        return (
            f"{counted(counts.rows, 'row', 'rows')} read = {taken} + {counts.merged:,} merged"
            f" + {counts.reported:,} reported"
        )

    def _problems(self) -> list[str]:
        """Say each kind of problem once, with the place where it first occurs."""
        grouped = self.report.groupby(["problem", "action"], sort=False)
        firsts = self.report[~self.report.duplicated(["problem", "action"])]
        lines = []
        for (_, row), count in zip(firsts.iterrows(), grouped.size(), strict=True):
            if count == 1 and pd.isna(row.line):
                lines.append(f"{row.problem}: {row.action}")
                continue
            place = row.file if pd.isna(row.line) else f"{row.file} line {row.line:,}"
            first = "first in" if count > 1 else "in"
            lines.append(f"{count:,} x {row.problem}: {row.action} ({first} {place})")
        return lines


def _address(owner: str) -> str:
    """Return who has no name as their address, as far as they have one."""
    return f"linkedin.com/{owner}" if owner.startswith("in/") else "somebody without a name"


def _noun(problem: str) -> tuple[str, str]:
    """Return what a skipped row is, in the singular and the plural."""
    return next((noun for begin, noun in _NOUNS.items() if problem.startswith(begin)), _OTHER)
