"""Dates as exports and spreadsheets write them; day and month are never guessed.

A day is counted from 1970-01-01, in UTC; the tables turn it into midnight.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache

from infonet.names.people import fold
from infonet.readers._intake import Row
from infonet.readers.sheets import Column, Sheet, column_key, records

_EPOCH = date(1970, 1, 1).toordinal()
_YEARS = range(1900, 2101)
_NAMES = (  # of each month: in English, German, French, Spanish, Italian, Dutch, Nordic, Portuguese
    "january januar janvier enero gennaio januari janeiro janv",
    "february februar fevrier febrero febbraio februari fevereiro fevr",
    "march marz mrz mars marzo maart marts marco",
    "april avril abril aprile",
    "may mai mayo maggio mei maj maio",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho juil",
    "august aout agosto augustus augusti",
    "september septembre septiembre settembre setembro sept",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dicembre desember dezembro",
)
_LISTED = [(number, name) for number, names in enumerate(_NAMES, 1) for name in names.split()]
# The first three letters, but for "jui": that is June or July.
_MONTHS = {name[:3]: number for number, name in _LISTED if name[:3] != "jui"} | {
    name: number for number, name in _LISTED
}
_ZONE = r"\(?(?:UTC|GMT|Z)?(?:[+-]\d{1,2}(?::?\d{2})?)?\)?"
_TIME = (
    rf"(?:(?:[,T]|\s+at)?\s*\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?\s*(?:[AP]\.?M\.?)?\s*{_ZONE})?"
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AP])?", re.IGNORECASE)
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
_NAMED = tuple(
    re.compile(f"{order}{_TIME}", re.IGNORECASE)
    for order in (
        rf"{_DAY}[ .-]+(?:of |de )?{_MONTH}[ ,.-]+(?:de )?(?P<year>\d{{4}}|\d{{2}})",
        rf"{_MONTH}[ .-]+{_DAY}(?:\s*,\s*|[ .-]+)(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[ ,.-]+{_MONTH}[ .-]+{_DAY}",
    )
)
"""Dates with the name of the month, which no order makes ambiguous."""
_WEEKDAY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|"
    r"sams|sonn)tag|mittwoch|sonnabend|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|lunes|martes|"
    r"mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|(?:maan|dins|woens|donder|vrij|zater|zon)dag|"
    r"(?:m[aå]n|tis|tirs|ons|tors|fre|l[oø]r|s[oø]n)dag|l[oö]rdag|s[oö]ndag)\.?,?\s+"
    r"(?:den |de |le |el )?(?=.*\d)",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", re.IGNORECASE)
_NUMERIC = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"(?:([^\W\d_]{3,10})\.?[ -]+(?:de )?)?(\d{4})")
_SHORTENED = re.compile(r"\d{1,2}-[A-Za-z]{3}-\d{2}")
_PRESENT = frozenset(
    """present current currently now ongoing today tilldate todate heute aktuell seither
    aujourdhui actualidad presente""".split()
) | {""}
_LONGEST = 200  # letters of a text that can be a date
_WRITE = "write it as 2026-02-08"
NAME_IT = "write the whole name of the school"
"""The advice for a stay at a school that is not named."""


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

    Examples
    --------
    >>> {parse_day(text) for text in ("Tuesday, 3 March 2026", "Mar 3, 2026 9:15 AM", "2026-03-03")}
    {20515}
    """
    if len(text) > _LONGEST:
        return None
    text = _WEEKDAY.sub("", text.strip(), count=1)
    for named in _NAMED:
        if found := named.fullmatch(text):
            month = _MONTHS.get(fold(found["month"]))
            return None if month is None else _day(found["year"], month, int(found["day"]))
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


def _numeric(text: str) -> re.Match[str] | None:
    """Match a date whose day and month are numbers in an unknown order."""
    found = _NUMERIC.fullmatch(text.strip())
    return None if found is None or found[2] == "." else found


def parse_period(text: str, *, last: bool = False) -> int | None:
    """Return the first (or last) day of ``Jan 2024`` or ``2022``, or the day of a whole date."""
    found = _MONTH_YEAR.fullmatch(text.strip())
    if found is None:
        return parse_day(text)
    month = (12 if last else 1) if found[1] is None else _MONTHS.get(fold(found[1]))
    if month is None:
        return None
    if not last:
        return _day(found[2], month, 1)
    following = _day(str(int(found[2]) + month // 12), month % 12 + 1, 1)
    return None if following is None else following - 1


def is_present(text: str) -> bool:
    """Return whether the end of a job says that there is none: ``Present``, or nothing.

    Examples
    --------
    >>> is_present(" Present "), is_present("2024")
    (True, False)
    """
    return column_key(text) in _PRESENT


def period(row: Row, column: Column, *, last: bool = False) -> int | None:
    """Return the first (or last) day of a cell with a period; report one that is not understood."""
    day = parse_period(row[column], last=last)
    if row[column] and day is None:
        row.doubt(column, "not a date", "imported without it; write it as Jan 2024")
    return day


def stay(row: Row, begin: Column, until: Column) -> tuple[int | None, int | None]:
    """Return the first and the last day at a school; without a last one it is not over.

    Where nobody can tell the last one, it is known of the period of the first, and no longer.
    """
    since, is_over = period(row, begin), until.at is None or not is_present(row[until])
    last = period(row, until, last=True) if is_over else None
    if is_over and last is None:
        last = parse_period(row[begin], last=True)
    if since is not None and last is not None and last < since:
        row.doubt(until, "ends before it starts", "imported without the years; mend the dates")
        return None, None
    return since, last


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
        self, sheet: Sheet, *columns: str, us: bool | None = None, needed: bool = False
    ) -> None:
        self._sheet, self.column = sheet, sheet.column(*columns)
        self._native, self._us, self._needed = us, us, needed
        self._numeric = self._abbreviated = False

    def day(self, row: Row) -> int | None:
        """Return the day; report one that is unreadable or ambiguous, and return None."""
        text = row[self.column]
        if not text:
            if self._needed:
                row.left_out(self.column, "there is no date", _WRITE)
            return None
        numeric = _numeric(text) is not None
        if numeric and not self._numeric:
            self._prove(row)
        day = parse_day(text, us=self._us)
        if day is None:
            could_be = numeric and parse_day(text, us=True) is not None
            problem = "day and month cannot be told apart" if could_be else "not a date"
            if self._needed:
                row.left_out(self.column, problem, _WRITE)
            else:
                advice = f"imported without the date; {_WRITE}"
                row.doubt(self.column, problem, advice if could_be else "imported without it")
        elif not self._abbreviated and _SHORTENED.fullmatch(text):
            self._abbreviated = True
            problem = "dates that a spreadsheet shortened (`4-Apr-21`)"
            row.doubt(self.column, problem, "read all the same")
        row.intake.see(day)
        return day

    def _prove(self, row: Row) -> None:
        """Infer from numbers above 12 whether the file's numeric dates put the month first."""
        self._numeric = True
        proofs = set()
        for record in records(self._sheet):
            found = _numeric(self.column.of(record.cells)) if record.cells else None
            if found is not None and (int(found[1]) > 12) != (int(found[3]) > 12):
                proofs.add(int(found[3]) > 12)
        if len(proofs) == 1 and proofs != {self._native}:
            self._us = proofs.pop()
            order = "month/day/year" if self._us else "day/month/year"
            problem = f"dates written as {order}, as other rows of the file prove"
            row.doubt(self.column, problem, "read so")
