"""What a reader gives back: the tables, and an account of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from infonet.names.people import profile_key
from infonet.tables import EVIDENCE, ME, STAGES, Tables

REPORT_COLUMNS = ("file", "line", "column", "problem", "action")
FILE_COLUMNS = ("file", "rows", "people", "merged", "reported")
MOVER_COLUMNS = ("person", "name", "left", "joined", "title", "after", "by")


def report_frame(rows: list[tuple[str, int | None, str | None, str, str]]) -> pd.DataFrame:
    """The report as a frame; `line` counts from 1 and is missing for a whole file."""
    report = pd.DataFrame(rows, columns=list(REPORT_COLUMNS))
    dtypes = {"file": "str", "line": "Int64", "column": "str", "problem": "str", "action": "str"}
    return report.astype(dtypes)


def _no_movers() -> pd.DataFrame:
    return pd.DataFrame(columns=list(MOVER_COLUMNS))


def slug_of(address: str) -> str:
    """Return the slug of an address, a person key or a slug."""
    return profile_key(address) or address.removeprefix("in/").lower()


class OwnerEvidence(NamedTuple):
    """What an export itself says of its owner, whatever the caller said.

    Attributes
    ----------
    addresses : tuple of str
        The slugs of the owner's profile: who sends the outgoing invitations, then who is in most
        conversations without being a connection. Two where these differ, none where neither tells.
    name : str or None
        The name in Profile.csv.
    connections : frozenset of str
        The slugs in Connections.csv. LinkedIn never lists the owner there.
    """

    addresses: tuple[str, ...] = ()
    name: str | None = None
    connections: frozenset[str] = frozenset()

    def lists(self, address: str) -> bool:
        """Return whether a profile is among the connections.

        Parameters
        ----------
        address : str
            A profile address, a person key or a slug.

        Examples
        --------
        >>> OwnerEvidence(connections=frozenset({"ana-diaz"})).lists("in/ana-diaz")
        True
        """
        return slug_of(address) in self.connections


@dataclass(frozen=True, eq=False, repr=False)
class Reading:
    """What was read from an export, and what was not.

    Attributes
    ----------
    path : str
        What was read.
    owner : str
        The person key whose export it is; ``me`` for one's own.
    tables : Tables
        The people, jobs, ties, companies and events found. Here the number of an event is the
        line of the log on which it stands.
    report : DataFrame
        file, line, column, problem, action: one row for every row not taken, and one for every
        thing taken with a doubt (an ambiguous date, a file that a spreadsheet re-saved). `line`
        is the physical line of the file, counted from 1.
    files : DataFrame
        file, rows, people, merged, reported: the account of each file; of a log also events.
    exported : Timestamp or NaT
        The day of the export: from the archive's name, else the latest date in it.
    digest : str
        SHA-256 of what was read; the same export has the same digest.
    movers : DataFrame
        person, name, left, joined, title, after, by: who changed employer between an earlier
        export (`after`) and this one (`by`). Filled by `Book.add`.
    columns : mapping
        Of a log: our column → the header in the file. Empty for an export.
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
    movers: pd.DataFrame = field(default_factory=_no_movers)
    columns: Mapping[str, str] = field(default_factory=dict)
    owner_evidence: OwnerEvidence = field(default_factory=OwnerEvidence)

    @property
    def counts(self) -> pd.Series:
        """rows, people, merged, reported over all files; rows = people + merged + reported.

        Of a log also events; there rows = events + merged + reported.
        """
        return self.files.drop(columns="file").sum().astype("int64")

    def replace(self, **changes: object) -> Reading:
        """A copy with some attributes changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # dataclasses checks the names

    def __repr__(self) -> str:
        lines = self._log() if self.columns else self._export()
        if len(self.report):
            lines.append("not taken, or taken with a doubt (`.report` has every line):")
            lines.extend(self._problems())
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        text = f"<pre style='white-space: pre-wrap'>{escape(repr(self))}</pre>"
        return f"<div class='tex2jax_ignore'>{text}</div>"

    def _log(self) -> list[str]:
        """What a log has given."""
        counts, events = self.counts, self.tables.events
        lines = [
            f"{Path(self.path).name}: your log of outreach",
            f"{counts.rows:,} row{'s' if counts.rows > 1 else ''} read = {counts.events:,} new "
            f"event{'' if counts.events == 1 else 's'} + {counts.merged:,} merged"
            f" + {counts.reported:,} reported",
        ]
        if len(events):
            first, last = events.date.min(), events.date.max()
            stages = events.stage.value_counts()
            shown = ", ".join(f"{stages[name]:,} {name}" for name in STAGES if name in stages)
            lines.append(
                f"taken: {len(events):,} event{'s' if len(events) > 1 else ''} from "
                f"{first:%Y-%m-%d} to {last:%Y-%m-%d} ({shown})"
            )
        return lines

    def _export(self) -> list[str]:
        """What an export has given."""
        counts, tables = self.counts, self.tables
        whose = "your export" if self.owner == ME else f"the export of {self.owner}"
        day = "" if pd.isna(self.exported) else f" of {self.exported:%Y-%m-%d}"
        lines = [
            f"{Path(self.path).name}: {whose}{day}",
            f"{counts.rows:,} rows read = {counts.people:,} people + {counts.merged:,} merged"
            f" + {counts.reported:,} reported",
        ]
        for file, rows, people, merged, reported in self.files.itertuples(index=False, name=None):
            noun = "row" if rows == 1 else "rows"
            lines.append(
                f"  {file}: {rows:,} {noun} = {people:,} people + {merged:,} merged"
                f" + {reported:,} reported"
            )
        evidence = tables.ties.evidence.value_counts(sort=False)
        kinds = [f"{evidence[kind]:,} by {kind}" for kind in EVIDENCE if kind in evidence]
        by_kind = f" ({', '.join(kinds)})" if kinds else ""
        lines.append(
            f"taken: {len(tables.people):,} people, {len(tables.jobs):,} jobs, "
            f"{len(tables.ties):,} ties{by_kind}, {len(tables.companies):,} target companies"
        )
        if len(self.movers):
            lines.append(f"{len(self.movers):,} changed employer: see `.movers`")
        return lines

    def _problems(self) -> list[str]:
        """One line for each kind of problem, with the place where it first occurs."""
        grouped = self.report.groupby(["problem", "action"], sort=False)
        firsts = self.report[~self.report.duplicated(["problem", "action"])]
        lines = []
        for (_, row), count in zip(firsts.iterrows(), grouped.size(), strict=True):
            if count == 1 and pd.isna(row.line):
                lines.append(f"  {row.problem}: {row.action}")
                continue
            place = row.file if pd.isna(row.line) else f"{row.file} line {row.line:,}"
            first = "first in" if count > 1 else "in"
            lines.append(f"  {count:,} x {row.problem}: {row.action} ({first} {place})")
        return lines
