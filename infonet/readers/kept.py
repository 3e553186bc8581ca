"""Read what infonet wrote itself: all seven tables of a book, as CSV, a workbook or JSON.

The tables come back exactly, but for letters that hide or reorder others, which are taken out and
reported: what `infonet.writers` did so that spreadsheets are safe is undone.
CSV may be a folder or a zip, and saved again with semicolons; nothing is guessed beyond that.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from infonet.errors import ReadError
from infonet.names.people import profile_key
from infonet.names.text import hidden, one_line, paragraphs
from infonet.readers._intake import Intake, Tally
from infonet.readers._owner import Owner
from infonet.readers.sheets import REPEATED, scan
from infonet.readers.sources import MAX_BYTES, Member, Source
from infonet.readers.workbook import is_workbook, values_of
from infonet.tables import COLUMNS, ME, TEXT, Tables, check, frame, text_or_none
from infonet.tables.cells import VERSION, plain, read_back, restored

__all__ = ["Kept", "read", "recognises"]

_JSON = re.compile(rb'\A\s*\{\s*"infonet"\s*:')
_WHOLE = "take everything out of the book again, and read that as it is"
_Columns = dict[str, Sequence[Any]]


@dataclass
class Kept(Intake):
    """Hold tables that are complete as they are."""

    kept: Tables = field(default_factory=Tables.of)

    def tables(self) -> Tables:
        """Return the tables that were read."""
        return self.kept


def recognises(source: Source) -> str:
    """Return why a source holds all tables of a book; else ""."""
    if is_workbook(source):
        part = next(each for each in source.members if each.name == "xl/workbook.xml")
        titles = re.findall(r'\bname="([a-z]+)"', part.head().decode("utf-8", "replace"))
        return "sheets `people` to `gatherings`" if {*titles} >= {*COLUMNS} else ""
    if source.kind == "file":
        return "key `infonet`" if _JSON.match(source.members[0].head(256)) else ""
    return "files `people.csv` to `gatherings.csv`" if {*_tables_of(source)} >= {*COLUMNS} else ""


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read all tables of a source that `recognises` knows; they are nobody's but mine."""
    if owner.key != ME:
        problem = "this is all of somebody's own book; ask them for their export, or for a tick"
        raise ReadError(f"{problem} sheet with their answers", file=source.path)
    intake = Kept(owner, columns={name: name for name in COLUMNS["events"]})
    for member in _members(source):
        scanned = scan(member)
        source.spend(member, scanned.size)
        intake.contents[member.base] = scanned.digest
    if is_workbook(source):
        told = {
            title: _by_column(rows, _cell, f"{source.path}, sheet {one_line(title)}")
            for title, rows in values_of(source).items()
        }
    elif source.kind == "file":
        told = _from_json(source.members[0])
    else:
        files = _tables_of(source)
        told = {
            table: _by_column(_rows(files[table]), _text, files[table].place) for table in COLUMNS
        }
    intake.kept = _checked(_cleaned(_made(told, source.path), intake), source.path)
    _count(intake)
    _say_whose(intake)
    return intake


def _tables_of(source: Source) -> dict[str, Member]:
    """Return table → the file that it is in."""
    files = {member.base.casefold(): member for member in source.members}
    return {table: files[f"{table}.csv"] for table in COLUMNS if f"{table}.csv" in files}


def _members(source: Source) -> Iterable[Member]:
    """Return the files that are read; a workbook is streamed within its own limits."""
    if source.kind == "file" or is_workbook(source):
        return source.members
    return _tables_of(source).values()


def _content(member: Member) -> str:
    """Return a file as text."""
    with member.open() as stream:
        content = stream.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReadError(f"it is not UTF-8; {_WHOLE}", file=member.place) from None


def _rows(member: Member) -> list[list[str]]:
    """Return the rows of a CSV file."""
    content = _content(member)
    top = content.partition("\n")[0]
    mark = max(",;\t", key=top.count)
    before = csv.field_size_limit(MAX_BYTES)
    try:
        return [row for row in csv.reader(io.StringIO(content, newline=""), delimiter=mark) if row]
    except csv.Error as error:
        raise ReadError(f"it is damaged ({error}); {_WHOLE}", file=member.place) from None
    finally:
        csv.field_size_limit(before)


def _by_column(
    rows: Sequence[Sequence[Any]], meaning: Callable[[Any], Any], place: str
) -> _Columns:
    """Return header → what the cells below it mean; of two with one header nobody can tell."""
    header, *below = rows or [()]
    repeated = [name for name, times in Counter(header).items() if name and times > 1]
    if repeated:
        problem = f"{REPEATED[0]}: `{one_line(repeated[0])}`"
        raise ReadError(f"{problem}; {_WHOLE}", file=place, line=1)
    filled = [row for row in below if any(cell is not None for cell in row)]
    return {
        str(name): [meaning(row[at]) if at < len(row) else None for row in filled]
        for at, name in enumerate(header)
        if name is not None
    }


def _text(cell: str) -> str | None:
    return restored(cell) if cell else None


def _cell(cell: Any) -> Any:
    return restored(plain(cell)) if isinstance(cell, str) else cell


def _from_json(member: Member) -> dict[str, _Columns]:
    """Return the columns of each table in a JSON file."""
    try:
        told = json.loads(_content(member))
        version, tables = told["infonet"], told["tables"]
        columns: dict[str, _Columns] = {
            table: {name: [row.get(name) for row in tables[table]] for name in dtypes}
            for table, dtypes in COLUMNS.items()
        }
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        if isinstance(error, ReadError):
            raise
        problem = "it is no complete set of infonet's tables"
        raise ReadError(f"{problem}; {_WHOLE}", file=member.place) from None
    if version != VERSION:
        problem = f"expected form {VERSION} of infonet's tables, found {version!r}"
        raise ReadError(f"{problem}; read it with a newer infonet", file=member.place)
    return columns


def _made(told: dict[str, _Columns], path: str) -> Tables:
    """Return the tables of columns as they were read; name the first thing that breaks them."""
    tables = {}
    for table, dtypes in COLUMNS.items():
        found = told.get(table, {})
        if found and table == "gatherings":  # what was written before schools were has no such days
            found.setdefault("since", [None] * len(found[next(iter(found))]))
        lacking = [name for name in dtypes if name not in found]
        if lacking:
            problem = f"the table `{table}` has no column `{lacking[0]}`"
            raise ReadError(f"{problem}; {_WHOLE}", file=path)
        columns = {}
        for name, dtype in dtypes.items():
            try:
                columns[name] = read_back(found[name], dtype)
            except (TypeError, ValueError, OverflowError, RecursionError):
                problem = f"a cell in the column `{name}` of `{table}` is not as it was written"
                raise ReadError(f"{problem}; {_WHOLE}", file=path) from None
        tables[table] = frame(table, columns)
    return Tables(**tables)


def _cleaned(tables: Tables, intake: Intake) -> Tables:
    """Return the tables without the letters that hide or reorder others; report where they were."""
    made = {}
    for table, rows in zip(COLUMNS, tables, strict=True):
        clean = rows.copy()
        for name, dtype in COLUMNS[table].items():
            if dtype not in (TEXT, "object"):
                continue
            cells = rows[name].tolist()
            gone = dict.fromkeys(letter for cell in cells for letter in _hidden(cell))
            if gone:
                clean[name] = pd.Series(list(map(_shown, cells)), dtype=rows[name].dtype)
                problem = f"hidden characters were taken out: {', '.join(gone)}"
                intake.doubt(table, None, name, problem, "read without them")
        made[table] = clean
    return Tables(**made)


def _checked(tables: Tables, path: str) -> Tables:
    """Return tables that keep the contract; raise for the first cell that breaks it."""
    for table, row, column, problem in check(tables).head(1).to_numpy().tolist():
        where = f"row {row + 1:,} of `{table}`, column `{column}`"
        raise ReadError(f"{where}: {problem}; {_WHOLE}", file=path)
    return tables


def _hidden(cell: Any) -> tuple[str, ...]:
    """Return the hidden letters of a text, or of each of several."""
    if isinstance(cell, tuple):
        return tuple(letter for one in cell for letter in hidden(one))
    return hidden(cell) if isinstance(cell, str) else ()


def _shown(cell: Any) -> Any:
    """Return a text without its hidden letters; a text that has none as it is."""
    if isinstance(cell, tuple):
        return tuple(map(_shown, cell))
    return paragraphs(cell) if _hidden(cell) else cell


def _count(intake: Kept) -> None:
    """Account for each row: a person, an event, or what is said of them."""
    for table, rows in zip(COLUMNS, intake.kept, strict=True):
        number = len(rows)
        kind = {"people": "people", "events": "events"}.get(table, "merged")
        intake.tallies[table] = Tally(number, **{kind: number})


def _say_whose(intake: Kept) -> None:
    """Say whose the book is, by the row of me."""
    people = intake.kept.people
    for one in people[people.person == ME].head(1).itertuples():
        slug = profile_key(text_or_none(one.url) or "")
        intake.addresses = [slug] if slug else []
        intake.profile_name = text_or_none(one.name)
