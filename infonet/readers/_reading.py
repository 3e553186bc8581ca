"""What a reader gives back: the tables, and an account of every row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from infonet.tables import Tables

__all__ = ["FILE_COLUMNS", "MOVER_COLUMNS", "REPORT_COLUMNS", "Reading", "report_frame"]

REPORT_COLUMNS = ("file", "line", "column", "problem", "action")
FILE_COLUMNS = ("file", "rows", "people", "merged", "reported")
MOVER_COLUMNS = ("person", "name", "left", "joined", "title", "after", "by")


def report_frame(rows: list[tuple[str, int | None, str | None, str, str]]) -> pd.DataFrame:
    """The report as a frame: file, line (1-based, missing for a whole file), column, problem, action."""
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
        counts = self.counts
        lines = [
            f"{self.path}: {counts.rows:,} rows read = {counts.people:,} people"
            f" + {counts.merged:,} merged + {counts.reported:,} reported"
        ]
        for row in self.files.itertuples(index=False):
            lines.append(
                f"  {row.file}: {row.rows:,} rows, {row.people:,} people, "
                f"{row.merged:,} merged, {row.reported:,} reported"
            )
        if len(self.movers):
            lines.append(f"  {len(self.movers):,} changed employer: see `.movers`")
        if len(self.report):
            lines.append("not taken, or taken with a doubt (`.report` has every line):")
            problems = self.report.groupby(["problem", "action"], sort=False).size()
            for (problem, action), count in problems.items():
                lines.append(f"  {count:,} x {problem}: {action}")
        return "\n".join(lines)
