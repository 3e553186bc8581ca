"""Dates as exports and spreadsheets write them; day and month are never guessed.

A day is counted from 1970-01-01, in UTC; the tables turn it into midnight.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from infonet.readers._intake import Intake
from infonet.readers.sheets import Sheet, records

_EPOCH = date(1970, 1, 1).toordinal()
_YEARS = range(1900, 2101)
_MONTHS = {
    spelling: number
    for number, name in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        start=1,
    )
    for spelling in (name, name[:3])
} | {"sept": 9}
_ZONE = r"(?:UTC|GMT|Z|[+-]\d{2}:?\d{2})?"
_TIME = rf"(?:[,T]?\s*\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?\s*(?:[AP]\.?M\.?)?\s*{_ZONE})?"
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AP])?", re.IGNORECASE)
_NAMED = re.compile(
    rf"(\d{{1,2}})[ .-]+([A-Za-z]{{3,9}})\.?[ ,.-]+(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.IGNORECASE)
_NUMERIC = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"(?:([A-Za-z]{3,9})\.?[ -]+)?(\d{4})")
_SHORTENED = re.compile(r"\d{1,2}-[A-Za-z]{3}-\d{2}")


def _day(year: str, month: int, day: int) -> int | None:
    """Return days since 1970, or None where the calendar has no such day."""
    # Two digits are of this century: no export is older.
    number = int(year) + 2000 if len(year) == 2 else int(year)
    try:
        return date(number, month, day).toordinal() - _EPOCH if number in _YEARS else None
    except ValueError:
        return None


@lru_cache(maxsize=1 << 14)
def parse_day(text: str, *, us: bool | None = None) -> int | None:
    """Parse a date into days since 1970-01-01; None for no date, and for one in an unknown order.

    `us` tells whether a numeric date puts the month first, as in ``2/8/2026``; where that is not
    known and either is possible, the order is unknown. With points the day stands first.
    """
    text = text.strip()
    if found := _NAMED.fullmatch(text):
        month = _MONTHS.get(found[2].lower())
        return None if month is None else _day(found[3], month, int(found[1]))
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(found[1], int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), found[4]
        if found[2] == ".":
            return _day(year, second, first)
        if us is None and first <= 12 and second <= 12 and first != second:
            return None
        by_month = first <= 12 and (us is not False or second > 12)
        return _day(year, first, second) if by_month else _day(year, second, first)
    return None


def time_of_day(text: str) -> int:
    """Return the time of day in a text as seconds since midnight; 0 where there is none.

    Examples
    --------
    >>> time_of_day("2026-02-08T09:30:00+01:00"), time_of_day("2/8/26, 1:05 PM")
    (34200, 47100)
    """
    found = _CLOCK.search(text)
    if found is None:
        return 0
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    if found[4] and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (found[4] in "pP")
    inside = hour < 24 and minute < 60 and second < 60
    return hour * 3600 + minute * 60 + second if inside else 0


def written_numerically(text: str) -> bool:
    """Return whether a text is a date whose day and month are numbers in an unknown order."""
    found = _NUMERIC.fullmatch(text.strip())
    return found is not None and found[2] != "."


def month_first(texts: Iterable[str]) -> bool | None:
    """Infer from numbers above 12 whether the numeric dates of a file put the month first.

    None where no date proves an order, or two prove different ones.
    """
    proofs = set()
    for text in texts:
        found = _NUMERIC.fullmatch(text.strip())
        if found is None or found[2] == ".":
            continue
        if int(found[3]) > 12 >= int(found[1]):
            proofs.add(True)
        elif int(found[1]) > 12 >= int(found[3]):
            proofs.add(False)
    return proofs.pop() if len(proofs) == 1 else None


def parse_period(text: str, *, last: bool = False) -> int | None:
    """Return the first (or last) day of ``Jan 2024`` or ``2022``, or the day of a whole date."""
    found = _MONTH_YEAR.fullmatch(text.strip())
    if found is None:
        return parse_day(text)
    month = (12 if last else 1) if found[1] is None else _MONTHS.get(found[1].lower())
    if month is None:
        return None
    if not last:
        return _day(found[2], month, 1)
    following = _day(str(int(found[2]) + month // 12), month % 12 + 1, 1)
    return None if following is None else following - 1


def moment(text: str) -> int | None:
    """Return seconds since 1970 of an ISO date and time, in UTC unless it has a zone."""
    try:
        found = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except ValueError:
        return None
    if found.year not in _YEARS:
        return None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


class DateColumn:
    """Read a column of dates, and report once how the file writes them.

    The file is read once more only if it has a numeric date. `us` is the order that LinkedIn itself
    writes in this file, unless its rows prove the other. Where a date is `needed`, a row without a
    readable one is skipped; else it is imported without the date.
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
        self.file = sheet.member.base
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
            where = (self.file, line, self.label, problem)
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
        self._intake.doubt(self.file, line, self.label, problem, action)
