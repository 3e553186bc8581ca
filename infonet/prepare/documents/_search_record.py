"""Proof of search: what was done in a period, as a dated table to hand in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from infonet.errors import InfonetError, hint
from infonet.files import named, save
from infonet.names.markup import block, letters
from infonet.names.text import counted, one_line
from infonet.prepare.documents._parts import one_file, table
from infonet.tables import HasTables, Tables, as_date, stages, tables_of, typed
from infonet.tables.xlsx import workbook
from infonet.workdays import day_text

PARTS: dict[str, str] = {
    "company": "Company",
    "person": "Person",
    "channel": "Channel",
    "stage": "What was done",
    "note": "Note",
}
"""What may stand beside the day → its heading."""

_USUAL = ("company", "person", "channel", "stage")
_CHANNELS = {"email": "E-mail", "linkedin": "LinkedIn", "text": "Text message"}
_WIDTHS = {"company": 28, "person": 26, "channel": 16, "stage": 26, "note": 50}
_TITLE = "Job search"


@dataclass(frozen=True, repr=False)
class SearchRecord:
    """A dated table of what was done, with the chosen parts alone.

    Attributes
    ----------
    rows : DataFrame
        day, and the chosen ones of company, person, channel, stage and note, as they are shown; by
        day. What is not known is an empty text.
    since, until : Timestamp
        The first and the last day of the period.
    name : str
        Whose search it is; empty if it shall not be said.
    """

    rows: pd.DataFrame
    since: pd.Timestamp
    until: pd.Timestamp
    name: str = ""

    @property
    def title(self) -> str:
        """Say what it is, whose, and of which days."""
        who = f"{_TITLE} of {self.name}" if self.name else _TITLE
        first = day_text(self.since, as_of=self.until, weekday=False)
        return f"{who}, {first} to {day_text(self.until, weekday=False)}"

    def html(self) -> str:
        """Return a page to print on A4: one file with its style, which fetches nothing."""
        return one_file(self.title, f"<main>{self._repr_html_()}</main>", style="printed.css")

    def xlsx(self) -> bytes:
        """Return a workbook of one sheet, the days as days; no text of it is a formula.

        Without openpyxl installed it is an `InfonetError`.
        """
        days = (day.to_pydatetime() for day in self.rows.day)
        texts = ([text or None for text in self.rows[name]] for name in self._parts)
        below = zip(days, *texts, strict=True)
        widths = [12, *(_WIDTHS[name] for name in self._parts)]
        return workbook({_TITLE: [self._header(), *below]}, {_TITLE: widths})

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write the workbook (``.xlsx``) or the page (``.html``), for yourself alone.

        Another ending, a file that exists, unless with `replace`, or a place that cannot be written
        is an `InfonetError`.
        """
        ending = named(path).suffix.lower()
        if ending not in (".xlsx", ".html"):
            raise InfonetError(f"a proof of search ends in `.xlsx` or `.html`, not in `{ending}`")
        return save(path, self.xlsx() if ending == ".xlsx" else self.html(), replace=replace)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"{self.title}: {counted(len(self), 'entry', 'entries')}"

    def _repr_html_(self) -> str:
        lines = [f"<h1>{letters(self.title)}</h1>"]
        if not len(self):
            return block(*lines, "<p>Nothing was logged in this period.</p>")
        texts = [self.rows[name] for name in self._parts]
        days = (day_text(day) for day in self.rows.day)
        lines.append(table(self._header(), zip(days, *texts, strict=True), day=0))
        return block(*lines, f"<p>{counted(len(self), 'entry', 'entries')}.</p>")

    @property
    def _parts(self) -> list[str]:
        return [name for name in PARTS if name in self.rows]

    def _header(self) -> list[str]:
        return ["Day", *(PARTS[name] for name in self._parts)]


def search_record(
    given: Tables | HasTables,
    *,
    since: object,
    until: object,
    parts: Iterable[str] = _USUAL,
    name: str | None = None,
) -> SearchRecord:
    """Make the proof of search that a job office asks for: a dated table of a period.

    Parameters
    ----------
    given : Book or Tables
        Whose log it is.
    since, until : date, str or Timestamp
        The first and the last day; both count.
    parts : iterable of str
        What stands beside the day, of ``company``, ``person``, ``channel``, ``stage`` and ``note``.
        Without ``person`` nobody is named but companies; notes, which may name people too, are
        shown only if they are chosen.
    name : str, optional
        Whose search it is, for the title.

    Returns
    -------
    SearchRecord
        ``.save("search.xlsx")`` and ``.save("search.html")``, which is a page to print; `rows` is
        the table.

    Raises
    ------
    InfonetError
        No day, a period that ends before it begins, a part that there is not, or none.

    Examples
    --------
    >>> from infonet import Book
    >>> book = Book(me="Robin Achterberg")
    >>> said = book.log("asked", "Ana Diaz", company="Delta", date="2026-06-29", new=True)
    >>> search_record(book, since="2026-06-01", until="2026-06-30")
    Job search, 1 Jun to 30 Jun 2026: 1 entry
    """
    tables = tables_of(given)
    first, last = as_date(since), as_date(until)
    if last < first:
        raise InfonetError(
            f"the period ends on {last:%Y-%m-%d}, before it begins on {first:%Y-%m-%d}: turn"
            " `since` and `until` round",
            plain="The period ends before it begins: choose a later end.",
        )
    chosen = {*((parts,) if isinstance(parts, str) else parts)}
    for each in sorted(map(str, chosen - PARTS.keys())):
        raise InfonetError(f"`parts` cannot have `{each}`: {hint(each, tuple(PARTS))}")
    if not chosen:
        raise InfonetError(
            f"`parts` takes at least one of {', '.join(PARTS)}",
            plain="Choose at least one column besides the day.",
        )
    return SearchRecord(
        _shown(tables, first, last, chosen), first, last, one_line(name) if name else ""
    )


def _shown(
    tables: Tables, first: pd.Timestamp, last: pd.Timestamp, chosen: Iterable[str]
) -> pd.DataFrame:
    """Return the rows of a period as they are shown, in the order of their days."""
    days = tables.events.date.dt.normalize()
    log = tables.events.assign(day=days)[days.between(first, last)]
    log = log.sort_values(["day", "event"], kind="stable")
    names = tables.people.dropna(subset="name").set_index("person").name
    cells = {
        "company": log.company,
        "person": log.person.map(names),
        "channel": log.channel.map(_channel, na_action="ignore"),
        "stage": log.stage.map(lambda each: stages.BY_NAME[each].label),
        "note": log.note,
    }
    told = {name: [*map(_text, cells[name])] for name in PARTS if name in chosen}
    rows = pd.DataFrame({"day": log.day.to_list(), **told})
    dtypes = {"day": "datetime64[s]"} | dict.fromkeys(told, "str")
    return typed(rows.to_dict("records"), dtypes)


def _channel(given: str) -> str:
    """Return a channel as it is called, or as it was written."""
    return _CHANNELS.get(given, given[:1].upper() + given[1:])


def _text(cell: object) -> str:
    """Return a cell on one line; a missing one is empty."""
    return one_line(cell) if isinstance(cell, str) else ""
