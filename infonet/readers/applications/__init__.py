"""A list of job applications, a row each: Huntr, Teal, Notion, Airtable, LinkedIn, or a sheet.

It becomes a log: every dated stage is an event without a person, and a status that has no date of
its own is an event on the row's day, which is said. What was only saved is no event. A row counts
once for each of its events.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

import pandas as pd

from infonet.errors import InfonetError, ReadError, hint
from infonet.names.companies import is_company
from infonet.names.people import words
from infonet.names.text import one_line
from infonet.readers._dates import DateColumn
from infonet.readers._intake import MEND, Intake, LogRow, Row
from infonet.readers._owner import Owner
from infonet.readers.sheets import Column, Sheet, column_key, find_sheet, header_of, scan
from infonet.readers.sources import Source
from infonet.tables import ME

__all__ = ["FIELDS", "Places", "guessed", "is_applications", "read", "read_rows", "recognises"]

FIELDS = ("company", "role", "status", "day", "applied", "interviewed", "offered", "declined")
"""What a column can be said to hold."""

_NAMED: dict[str, dict[str, Any]] = tomllib.loads(
    (files(__package__) / "trackers.toml").read_text("utf-8")
)
_HEADERS: dict[str, list[str]] = _NAMED["headers"]
_DAYS = {stage: re.compile(pattern) for stage, pattern in _NAMED["days"].items()}
_STATUSES = {word: stage for stage, found in _NAMED["statuses"].items() for word in found}
_YES, _NO = (frozenset(_NAMED["ticks"][kind]) for kind in ("yes", "no"))
_ONLY_DAYS = frozenset(_DAYS) - {"none"}
_ORDER = ("applied", "interviewed", "offered", "declined", "withdrawn")
_SHOWN = (*_HEADERS["company"], *_HEADERS["status"], *_HEADERS["role"])
_LINKEDIN = {"applicationdate", "contactemail", "companyname", "jobtitle"}
"""The columns of LinkedIn's own list, which writes the month first."""
_LONGEST = 60  # characters of a cell that a report repeats


class Places(NamedTuple):
    """Hold where a list has its columns: by field, the days of stages, and the days of the row."""

    fields: dict[str, Column]
    stages: list[tuple[str, Column]]
    days: list[Column]


def recognises(source: Source) -> str:
    """Return why a source is a list of applications: company, and a status or a stage's day."""
    bare = source.kind == "file"
    return header_of(source.members[0], is_applications, *_SHOWN) if bare else ""


def is_applications(keys: Collection[str]) -> bool:
    """Return whether column keys are those of a list of applications."""
    found = set(keys)
    if found & {*_HEADERS["people"]} or not found & {*_HEADERS["company"]}:
        return False
    dated = any(_DAYS["applied"].match(key) for key in found)
    role, status = found & {*_HEADERS["role"]}, found & {*_HEADERS["status"]}
    return (dated and bool(role or status)) or (bool(role and status) and "name" not in found)


def guessed(header: Sequence[str]) -> dict[str, str]:
    """Return our column → the header that is called so: a field, or the day of a stage."""
    found: dict[str, str] = {}
    for label in header:
        key, text = column_key(label), " ".join(words(label))
        fields = [name for name in ("company", "role", "status", "day") if key in _HEADERS[name]]
        if not fields and not _DAYS["none"].search(text):
            fields = [name for name in FIELDS if name in _DAYS and _DAYS[name].search(text)]
        if free := [name for name in fields if name not in found]:
            found[free[0]] = label
    return found


def read(
    source: Source, owner: Owner, *, everything: bool, columns: Mapping[str, str] | None = None
) -> Intake:
    """Read a list that `recognises` knows, or of which `columns` says our column → the header."""
    member = source.members[0]
    if owner.key != ME:
        raise ReadError(
            "these are applications, and a book keeps its owner's only; leave `owner` out",
            file=member.place,
        )
    stated = _stated(columns)
    wanted = {column_key(header) for header in stated.values()}
    scanned = scan(member)
    source.spend(member, scanned.size)
    sheet = find_sheet(member, scanned, wanted.issubset if wanted else is_applications)
    if sheet is None:
        shown = ", ".join(f"`{header}`" for header in stated.values())
        raise ReadError(
            f"expected a header row with {shown or 'a company and a status'}; name the columns"
            ' with `columns=`, as in `columns={"company": "Firm", "status": "Where it stands"}`',
            file=member.place,
        )
    intake = Intake(owner)
    intake.begin(sheet)
    intake.contents["log"] = scanned.digest
    places = read_rows(intake, sheet, stated)
    intake.columns = {name: column.label for name, column in places.fields.items()}
    intake.columns |= {stage: column.label for stage, column in reversed(places.stages)}
    labels = [one.label for one in places.days[:1]]
    intake.unread(
        sheet, {*intake.columns.values(), *(one.label for _, one in places.stages), *labels}
    )
    if not intake.events:
        raise ReadError(
            "there is no application with a status and a day in it; a list needs a company, and a"
            " status or the day of a stage, as in `Company, Status, Date applied`",
            file=member.place,
        )
    intake.log = True
    intake.exported = intake.latest
    return intake


def read_rows(intake: Intake, sheet: Sheet, stated: Mapping[str, str]) -> Places:
    """Add the events of a list to what is read already; return where it has its columns."""
    places = _places(sheet, stated)
    _Rows(intake, sheet, places).read()
    return places


def _stated(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return our column → the header, as the user says; raise for a column that there is not."""
    stated = dict(columns or {})
    for name, header in stated.items():
        if name not in FIELDS:
            raise InfonetError(f"`columns` names `{name}`: {hint(name, FIELDS)}")
        if not isinstance(header, str) or not column_key(header):
            raise InfonetError(f"expected the header of `{name}` as text, got `{header!r}`")
    return stated


def _places(sheet: Sheet, stated: Mapping[str, str]) -> Places:
    """Locate the columns: as stated, else by their usual names."""
    fields: dict[str, Column] = {}
    stages: list[tuple[str, Column]] = []
    for field in ("company", "role", "status"):
        usual = [stated[field]] if field in stated else _HEADERS[field]
        column = sheet.column(*usual)
        if column.at is not None:
            fields[field] = column
    taken = {column.at for column in fields.values()}
    for label, at in sheet.columns:
        said = next(
            (name for name, header in stated.items() if column_key(header) == column_key(label)), ""
        )
        if at in taken or (said and said not in _ONLY_DAYS):
            continue
        text = " ".join(words(label))
        stage = said or next((name for name, form in _DAYS.items() if form.search(text)), "")
        if stage and (said or not _DAYS["none"].search(text)):
            stages.append((stage, Column(label, at)))
    days = [
        sheet.column(*([stated["day"]] if "day" in stated else [key])) for key in _HEADERS["day"]
    ]
    days = [day for day in days if day.at is not None and day.at not in taken]
    return Places(fields, stages, days)


class _Rows:
    """Read rows into events, and report what cannot be read."""

    def __init__(self, intake: Intake, sheet: Sheet, places: Places) -> None:
        self._intake, self._sheet = intake, sheet
        self._column = {name: Column(name, None) for name in FIELDS} | places.fields
        us = True if {column_key(label) for label in sheet.header} >= _LINKEDIN else None
        self._stages = [
            (stage, DateColumn(sheet, column.label, us=us)) for stage, column in places.stages
        ]
        self._days = [DateColumn(sheet, column.label) for column in places.days]

    def read(self) -> None:
        """Add the events of every row; count a row once for each."""
        tally = self._intake.tally(self._sheet.member.base)
        for row in self._intake.rows(self._sheet, padded=True):
            found = self._events(row)
            if not found:
                continue
            tally.rows += len(found) - 1
            for event in found:
                if event in self._intake.events:
                    tally.merged += 1
                else:
                    self._intake.events[event] = row.line
                    tally.events += 1

    def _events(self, row: Row) -> list[LogRow]:
        """Return the events of a row; none, and a line of the report, for a row that is skipped."""
        if not any(cell.strip() for cell in row.cells):
            row.left_out(None, "this row is empty")
            return []
        company = one_line(row[self._column["company"]])
        if not is_company(company):
            problem = (
                "there is no company" if not company else f"`{company[:_LONGEST]}` is no employer"
            )
            row.left_out(self._column["company"], problem, "write which company it was")
            return []
        dated, ticked = self._dated(row)
        status = self._status(row)
        for stage in dict.fromkeys((*ticked, status)):
            if stage not in _ORDER or stage in dated:
                continue
            day = self._day_of(row, stage, dated, now=stage == status)
            if day is not None:
                dated[stage] = [day]
        column = self._column["status"]
        unknown = f"`{row[column][:_LONGEST]}` is not a status that is known"
        if dated and row[column] and not status:
            row.doubt(column, unknown, "the days in the row are read without it")
        role = one_line(row[self._column["role"]]) or None
        events = [
            LogRow(None, None, stage, pd.Timestamp(day, unit="D"), company, note=role)
            for stage, found in dated.items()
            for day in dict.fromkeys(found)
        ]
        if not events:
            if status == "saved":
                row.left_out(column, "not applied yet", "add the company to your targets")
            elif not row[column] and not ticked:
                row.left_out(column, "there is no status and no day of a stage", MEND)
            elif status or ticked:
                row.left_out(column, "there is no date", "write it as 2026-02-08")
            else:
                known = [word for word in _STATUSES if _STATUSES[word] != "saved"]
                row.left_out(column, unknown, hint(row[column], known))
        return sorted(events, key=_by_day)

    def _dated(self, row: Row) -> tuple[dict[str, list[int]], list[str]]:
        """Return the days of each stage, and the stages that are only ticked."""
        dated: dict[str, list[int]] = {}
        ticked = []
        for stage, days in self._stages:
            text = row[days.column].casefold()
            if text in _YES:
                ticked.append(stage)
            elif text and text not in _NO and (day := days.day(row)) is not None:
                dated.setdefault(stage, []).append(day)
        return dated, ticked

    def _status(self, row: Row) -> str:
        """Return the stage of a row's status, ``saved`` for none yet; "" where it is not known."""
        return _STATUSES.get(column_key(row[self._column["status"]]), "")

    def _day_of(
        self, row: Row, stage: str, dated: Mapping[str, list[int]], *, now: bool
    ) -> int | None:
        """Return the row's day for a stage without one, and say so.

        A status holds `now`, so not before anything else in the row; a tick does not hold before
        the stages that come before it.
        """
        before = _ORDER if now else _ORDER[: _ORDER.index(stage)]
        least = max((day for name in before for day in dated.get(name, ())), default=None)
        column, problem = self._column["status"], f"no day of its own for `{stage}`"
        for days in self._days if now or least is None else ():
            day = days.day(row) if row[days.column] else None
            if day is not None and (least is None or day >= least):
                row.doubt(column, problem, f"taken for the day in `{days.column.label}`")
                return day
        if least is not None:
            row.doubt(column, problem, "taken for the latest day before it in its row")
        return least


def _by_day(event: LogRow) -> tuple[pd.Timestamp, int]:
    """Rank events by their days, and of one day as they follow each other."""
    return event.date, _ORDER.index(event.stage)
