"""One column of dates in one file."""

from __future__ import annotations

import re
from collections.abc import Callable

from infonet.readers._dates import month_first, parse_day, written_numerically
from infonet.readers._intake import Intake
from infonet.readers.sheets import Sheet, records

_SHORTENED = re.compile(r"\d{1,2}-[A-Za-z]{3}-\d{2}")


class DateColumn:
    """Read a column of dates, and report once how the file writes them.

    Parameters
    ----------
    intake : Intake
        Collects the report and the latest day.
    sheet : Sheet
        The file; it is read once more only if it has a numeric date.
    columns : str
        The column's possible names, the usual one first.
    us : bool, optional
        The order that LinkedIn itself writes in this file, unless its rows prove the other.
    needed : bool, optional
        Whether a row without a readable date is skipped; else it is imported without the date.
    """

    def __init__(
        self,
        intake: Intake,
        sheet: Sheet,
        *columns: str,
        us: bool | None = None,
        needed: bool = False,
    ) -> None:
        self._intake, self._sheet = intake, sheet
        self.label = sheet.label(*columns)
        self.of: Callable[[list[str]], str] = sheet.getter(*columns)
        self._native, self._us, self._needed = us, us, needed
        self._numeric = self._abbreviated = False

    def day(self, text: str, line: int) -> int | None:
        """Return the day; report one that is unreadable or ambiguous, and return None."""
        if not text:
            return None
        if not self._numeric and written_numerically(text):
            self._prove(line)
        day = parse_day(text, us=self._us)
        if day is None:
            could_be = parse_day(text, us=True) is not None and written_numerically(text)
            problem = "day and month cannot be told apart" if could_be else "not a date"
            where = (self._sheet.member.base, line, self.label, problem)
            if self._needed:
                self._intake.left_out(*where, "write it as 2026-02-08")
            elif could_be:
                self._intake.doubt(*where, "imported without the date; write it as 2026-02-08")
            else:
                self._intake.doubt(*where, "imported without it")
        elif not self._abbreviated and _SHORTENED.fullmatch(text):
            self._abbreviated = True
            self._say(
                line,
                "dates that a spreadsheet shortened (`4-Apr-21`)",
                "read all the same",
            )
        self._intake.see(day)
        return day

    def _prove(self, line: int) -> None:
        """Infer the order of day and month from all numeric dates of the file."""
        self._numeric = True
        rows = records(self._sheet)
        proved = month_first(self.of(row.cells) for row in rows if row.cells)
        if proved is not None and proved != self._native:
            self._us = proved
            order = "month/day/year" if proved else "day/month/year"
            self._say(line, f"dates written as {order}, as other rows of the file prove", "read so")

    def _say(self, line: int, problem: str, action: str) -> None:
        self._intake.doubt(self._sheet.member.base, line, self.label, problem, action)
