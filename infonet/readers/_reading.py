"""What a reader gives back: the tables, and an account of every row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from infonet.tables import EVIDENCE, ME, Tables

__all__ = ["FILE_COLUMNS", "MOVER_COLUMNS", "REPORT_COLUMNS", "Reading", "report_frame"]

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
        The people, jobs, ties, companies and events found.
    report : DataFrame
        file, line, column, problem, action: one row for every row not taken, and one for every
        thing taken with a doubt (an ambiguous date, a file that a spreadsheet re-saved). `line`
        is the physical line of the file, counted from 1.
    files : DataFrame
        file, rows, people, merged, reported: the account of each file.
    exported : Timestamp or NaT
        The day of the export: from the archive's name, else the latest date in it.
    digest : str
        SHA-256 of what was read; the same export has the same digest.
    movers : DataFrame
        person, name, left, joined, title, after, by: who changed employer between an earlier
        export (`after`) and this one (`by`). Filled by `Book.add`.
    """

    path: str
    owner: str
    tables: Tables
    report: pd.DataFrame
    files: pd.DataFrame
    exported: pd.Timestamp
    digest: str
    movers: pd.DataFrame = field(default_factory=_no_movers)

    @property
    def counts(self) -> pd.Series:
        """rows, people, merged, reported over all files; rows = people + merged + reported."""
        return self.files[list(FILE_COLUMNS[1:])].sum().astype("int64")

    def replace(self, **changes: object) -> Reading:
        """A copy with some attributes changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # dataclasses checks the names

    def __repr__(self) -> str:
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
        if len(self.report):
            lines.append("not taken, or taken with a doubt (`.report` has every line):")
            lines.extend(self._problems())
        return "\n".join(lines)

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
