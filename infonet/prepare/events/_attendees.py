"""Read who comes to an event from the attendee lists of Luma, Eventbrite, Meetup or any CSV."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

import pandas as pd

from infonet.errors import InfonetError, ReadError, hint
from infonet.names.companies import company_key
from infonet.names.people import (
    email_key,
    mailbox,
    name_key,
    profile_key,
    profile_url,
    several_people,
    turned_round,
    words,
)
from infonet.names.text import one_line
from infonet.prepare._page import preformatted
from infonet.readers import LEFT_OUT, SEVERAL, report_frame, workbook
from infonet.readers.sheets import (
    NOTE,
    REPEATED,
    SECOND_HEADER,
    Record,
    Sheet,
    column_key,
    find_sheet,
    has_header,
    records,
    scan,
)
from infonet.readers.sources import Member, open_source
from infonet.tables import TEXT

_COLUMNS = ("name", "company", "title", "email", "url", "status", "contact", "line")
_FIELDS = (
    *("name", "first", "last", "company", "title", "email", "url", "status", "coming", "contact"),
)

_SHOWN = 12  # columns that are named
_NO_GUESTS = (
    "no column of it holds names of people. Its first line says what is where: Name, Company, Title"
)
_OTHERS_LIST = "this is no guest list. Your LinkedIn contacts come in under Import"
_OTHERS = {"connectedon"}
_HIDDEN = "linkedin member"
_UNNAMED = frozenset({"info requested", "info requested info requested"})

_LISTS = tomllib.loads((files(__package__) / "attendee_lists.toml").read_text("utf-8"))
_FORMS: dict[str, dict[str, list[str]]] = _LISTS["forms"]
_USUAL: dict[str, list[str]] = _LISTS["headers"]
_ASKED = {field: re.compile("|".join(asked)) for field, asked in _LISTS["questions"].items()}
_NO = re.compile(rf"^({'|'.join(_LISTS['answers']['no'])})\b")
_COMING, _OPEN, _ABSENT = (
    frozenset(_LISTS["statuses"][kind]) for kind in ("coming", "open", "absent")
)


@dataclass(frozen=True, eq=False, repr=False)
class Attendees:
    """The people who come to an event, and an account of every row of the list.

    Attributes
    ----------
    path : str
        The file that was read.
    form : str
        ``Luma``, ``Eventbrite``, ``Meetup`` or ``CSV``.
    columns : dict of str to str
        The column of the file that each field was taken from.
    people : DataFrame
        name, company, title, email, url, status, contact, line: one row a person who comes.
        `contact` is ``no`` where they answered that they do not want to be contacted; `line` is the
        physical line of the file, counted from 1.
    report : DataFrame
        file, line, column, problem, action: one row for every row left out, and one for
        everything taken with a doubt.
    counts : Series
        rows, people, merged, reported; rows = people + merged + reported.
    statuses : Series
        The number of rows left out because of each status, such as ``declined``.
    unread : tuple of str
        The columns of the file that were not read.
    """

    path: str
    form: str
    columns: dict[str, str]
    people: pd.DataFrame
    report: pd.DataFrame
    counts: pd.Series
    statuses: pd.Series
    unread: tuple[str, ...] = ()

    def __repr__(self) -> str:
        counts = self.counts
        lines = [
            f"{Path(self.path).name}: {self.form} attendee list",
            f"{counts.rows:,} rows read = {counts.people:,} people + {counts.merged:,} merged"
            f" + {counts.reported:,} reported",
            "columns: " + ", ".join(f"{field} from `{c}`" for field, c in self.columns.items()),
        ]
        if self.unread:
            more = len(self.unread) - _SHOWN
            shown = ", ".join(f"`{one_line(label)[:40]}`" for label in self.unread[:_SHOWN])
            lines.append(f"columns not read: {shown}{f' and {more} more' if more > 0 else ''}")
        if len(self.statuses):
            by_status = (f"{count:,} {status}" for status, count in self.statuses.items())
            lines.append(f"left out by status: {', '.join(by_status)}")
        if len(self.report):
            lines.append("not taken, or taken with a doubt (`.report` has every line):")
            first = self.report.groupby(["problem", "action"], sort=False).line.agg(["size", "min"])
            for (problem, action), size, line in first.itertuples(name=None):
                lines.append(f"  {size:,} x {problem}: {action} (line {line})")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return preformatted(repr(self))


def attendees(
    path: str | os.PathLike[str],
    columns: Mapping[str, str | None] | None = None,
    *,
    also: Collection[str] = (),
) -> Attendees:
    r"""Read the attendee list of an event.

    Guest lists of Luma, attendee reports of Eventbrite and RSVP lists of Meetup are recognised by
    their headers; in any other CSV the usual names of columns are recognised, and `columns` states
    the rest. Answers to a form's questions ("Where do you work?", "LinkedIn profile") are
    recognised, too. The result says which column each field was taken from.

    Parameters
    ----------
    path : str or path-like
        A CSV file, also one that a spreadsheet saved again, or an Excel workbook.
    columns : mapping of str to str, optional
        Field to the file's own header; it overrides what is recognised. The fields are ``name``
        (or ``first`` and ``last``), ``company``, ``title``, ``email``, ``url`` (the LinkedIn
        profile), ``status``, ``coming`` (an answer to whether they come) and ``contact`` (whether
        they may be contacted). None leaves a field out.
    also : collection of str
        Further statuses to take, such as ``waitlist``.

    Returns
    -------
    Attendees
        `people`, `report`, `counts`, `statuses`, `columns`. People who declined, cancelled, were
        refunded or have not been confirmed are left out, counted and reported. Rows of one person
        (the same profile; the same name and e-mail address; the same name and company where there
        is no address) are merged. A row with an unknown status is taken and reported.

    Raises
    ------
    ReadError
        A file that cannot be read, is no CSV, or has no column that names anybody.
    InfonetError
        An unknown field in `columns`.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> text = (
    ...     "api_id,name,email,approval_status,ticket_name,Where do you work?\n"
    ...     "gst-1,Ana Diaz,ana@example.com,approved,Standard,Delta\n"
    ...     "gst-2,Bo Lin,bo@example.com,declined,Standard,Echo\n"
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "guests.csv")
    ...     _ = path.write_text(text)
    ...     coming = attendees(path)
    >>> coming.people[["name", "company"]].values.tolist(), coming.statuses.to_dict()
    ([['Ana Diaz', 'Delta']], {'declined': 1})
    """
    stated = dict(columns or {})
    unknown = [field for field in stated if field not in _FIELDS]
    if unknown:
        raise InfonetError(
            f"`columns` has no field `{one_line(unknown[0])}`: {hint(unknown[0], _FIELDS)}"
        )
    wanted = partial(_is_header, stated=stated)
    taken_too = frozenset(
        "".join(words(status)) or status for status in ((also,) if isinstance(also, str) else also)
    )
    with open_source(path) as source:
        bare = list(workbook.sheets_of(source)) if workbook.is_workbook(source) else [source]
        if not bare or bare[0].kind != "file":
            raise ReadError(
                "expected one CSV file or a workbook with the attendees, found an archive or a"
                " folder; save the list as CSV and give that file",
                file=source.path,
                plain="a guest list is one table: save it as CSV and bring that",
            )
        lists = [each.members[0] for each in bare]
        member = next((each for each in lists if has_header(each, wanted)), lists[0])
        sheet = _sheet(member, stated)
        listing = _Listing(sheet, stated, taken_too)
        for record in records(sheet, padded=True):
            listing.take(record)
    return listing.result(source.path)


def _sheet(member: Member, stated: Mapping[str, str | None]) -> Sheet:
    """Find the header of the file, or raise an error that says which column is missing."""
    scanned = scan(member)
    sheet = find_sheet(member, scanned, lambda keys: _is_header(keys, stated))
    if sheet is not None:
        return sheet
    near = find_sheet(member, scanned, lambda keys: _is_header(keys, stated, whole=False))
    if near is not None:
        header = ", ".join(f"`{label}`" for label in near.header)
        missing = [label for label in stated.values() if label and near.column(label).at is None]
        what = (
            f"there is no column `{one_line(missing[0])}`" if missing else "no column names anybody"
        )
        raise ReadError(
            f"{what} among {header}; state it, as in `columns=dict(name='…')`",
            file=member.place,
            line=near.line,
            plain=_NO_GUESTS if missing else _OTHERS_LIST,
        )
    raise ReadError(
        "expected a header that names people, such as Name or First Name and Last Name, and found "
        "none; state the columns, as in `columns=dict(name='Guest', company='Firm')`",
        file=member.place,
        plain=_NO_GUESTS,
    )


class _Listing:
    """The list while it is read: its people, and the account of every row."""

    def __init__(
        self, sheet: Sheet, stated: Mapping[str, str | None], also: frozenset[str]
    ) -> None:
        self.sheet, self.also = sheet, also
        self.form = _form_of(sheet)
        self.at = _positions(sheet, self.form, stated)
        self.counts = dict.fromkeys(("rows", "people", "merged", "reported"), 0)
        self.people: dict[tuple[str, ...], dict[str, str | int | None]] = {}
        self.statuses: dict[str, int] = {}
        self._report: list[tuple[str, int | None, str | None, str, str]] = []
        self._strange: set[str] = set()
        for label in sheet.repeated:
            self._say(sheet.line, label, *REPEATED)

    def take(self, record: Record) -> None:
        """Take a row as a person, as more of a person already there, or as a line of the report."""
        self.counts["rows"] += 1
        if record.problem is not None:
            why = LEFT_OUT
            if record.problem not in (NOTE, SECOND_HEADER):
                why += "; mend the row and read the file again"
            self._leave(record.line, record.column, record.problem, why)
            return
        if record.damaged:
            label = self._label(record.damaged[0])
            what = "letters that cannot be read"
            self._say(record.line, label, what, "kept, with � in their place")
        cell = {field: one_line(record.cells[at]) for field, at in self.at.items()}
        if not all(self._comes(record.line, cell, field) for field in ("status", "coming")):
            return
        name = cell.get("name") or one_line(f"{cell.get('first', '')} {cell.get('last', '')}")
        names = several_people(name)
        if names:
            # Whose address and profile they are, nobody can tell.
            cell |= {"email": "", "url": ""}
            action = f"taken as {len(names)}, without an address of the row"
            self._say(record.line, self._of("name", "first"), SEVERAL, action)
            self.counts["rows"] += len(names) - 1
        for one in names or [name]:
            self._add(record, cell, one)

    def _add(self, record: Record, given: Mapping[str, str], name: str) -> None:
        """Take somebody whom a row names; a row counts once for each."""
        cell = dict(given)
        mail = mailbox(name)
        name = turned_round(name if mail is None else mail.name)
        written = cell.get("email", "") or ("" if mail is None else mail.email)
        email = self._email(record.line, written)
        slug = self._slug(record.line, cell.get("url", ""))
        unknown = ""
        if name_key(name) == _HIDDEN:
            unknown = "a member whose name is hidden"
        elif " ".join(words(name)) in _UNNAMED:
            unknown = "a ticket whose holder is not named yet"
        elif not name_key(name) and not email and not slug:
            unknown = "neither a name nor an address" if not name else "a name without letters"
        if unknown:
            self._leave(record.line, self._of("name", "first"), unknown, LEFT_OUT)
            return
        answer = " ".join(words(cell.get("contact", "")))
        cell["contact"] = "no" if _NO.match(answer) else ""
        cell |= {"name": name, "email": email, "url": profile_url(slug) if slug else ""}
        person: dict[str, str | int | None] = {field: cell.get(field) or None for field in _COLUMNS}
        person["line"] = record.line
        if slug:
            key: tuple[str, ...] = ("profile", slug)
        elif email:
            key = ("e-mail", email, name_key(name))
        else:
            key = ("name", name_key(name), company_key(cell.get("company", "")))
        known = self.people.setdefault(key, person)
        self.counts["people" if known is person else "merged"] += 1
        known.update({c: value for c, value in person.items() if known[c] is None})

    def _comes(self, line: int, cell: Mapping[str, str], field: str) -> bool:
        """Return whether a status means that they come; else leave the row out and count it."""
        status = cell.get(field, "")
        spelled = words(status)
        key = "".join(spelled) or status  # a sign, as ✗
        if field == "coming" and spelled and key not in _COMING | _OPEN | _ABSENT:
            # An answer in words begins with what it means: "No, sorry".
            key = spelled[0]
        if not key or key in _COMING or key in self.also:
            return True
        if key in _ABSENT or key in _OPEN:
            self.statuses[status] = self.statuses.get(status, 0) + 1
            why = f"not confirmed; to take them, pass also=[{status!r}]"
            why = "they do not come" if key in _ABSENT else why
            what = "status" if field == "status" else "answer"
            self._leave(line, self._of(field), f"{what} `{status}`", f"{LEFT_OUT}: {why}")
            return False
        if key not in self._strange:
            self._strange.add(key)
            what = f"status `{status[:40]}` is not known"
            why = "rows with it are taken; if they do not come, take them out of the file"
            self._say(line, self._of(field), what, why)
        return True

    def _email(self, line: int, text: str) -> str:
        if text and email_key(text) is None:
            self._say(line, self._of("email"), "not an e-mail address", "kept without it")
        return email_key(text) or ""

    def _slug(self, line: int, text: str) -> str:
        slug = profile_key(text)
        # People answer "LinkedIn?" with a handle, or with "linkedin: address".
        if slug is None and (inside := re.search(r"linkedin\.com/in/\S+", text, re.IGNORECASE)):
            slug = profile_key(inside[0])
        if text and slug is None:
            self._say(line, self._of("url"), "not a profile address", "kept without it")
        return slug or ""

    def _label(self, position: int) -> str | None:
        return self.sheet.header[position] if position < len(self.sheet.header) else None

    def _of(self, *fields: str) -> str | None:
        """Return the header of the first of the fields that the file has."""
        return next((self._label(self.at[field]) for field in fields if field in self.at), None)

    def _leave(self, line: int, column: str | None, problem: str, action: str) -> None:
        self.counts["reported"] += 1
        self._say(line, column, problem, action)

    def _say(self, line: int, column: str | None, problem: str, action: str) -> None:
        self._report.append((self.sheet.member.base, line, column, problem, action))

    def result(self, path: str) -> Attendees:
        """Return the account of the whole list."""
        people = pd.DataFrame(list(self.people.values()), columns=list(_COLUMNS))
        dtypes = {**dict.fromkeys(_COLUMNS, TEXT), "line": "int64"}
        return Attendees(
            path=path,
            form=self.form,
            columns={field: self.sheet.header[at] for field, at in self.at.items()},
            people=people.astype(dtypes),
            report=report_frame(self._report),
            counts=pd.Series(self.counts, dtype="int64"),
            statuses=pd.Series(self.statuses, dtype="int64").sort_index(),
            unread=tuple(
                label
                for at, label in enumerate(self.sheet.header)
                if at not in self.at.values() and column_key(label)
            ),
        )


def _form_of(sheet: Sheet) -> str:
    """Return whose export a file is: ``Luma``, ``Eventbrite``, ``Meetup``, or ``CSV``."""
    keys = {column_key(label) for label in sheet.header}
    forms = (
        name for name, form in _FORMS.items() if keys >= {*form["all"]} and keys & {*form["any"]}
    )
    return next(forms, "CSV")


def _is_header(
    keys: Collection[str], stated: Mapping[str, str | None], *, whole: bool = True
) -> bool:
    """Return whether a row with these column keys is the header of an attendee list.

    With `whole` it needs every stated column; without, one of them or a usual one.
    """
    asked = [column_key(label) for label in stated.values() if label]
    usual = [key for field in ("name", "first", "last", "email") for key in _USUAL[field]]
    if not whole:
        return any(key in keys for key in (*asked, *usual, *_USUAL["company"]))
    if _OTHERS & set(keys) or not all(key in keys for key in asked):
        return False
    named = any(stated.get(field) for field in ("name", "first", "last", "email", "url"))
    return named or any(key in keys for key in usual)


def _positions(sheet: Sheet, form: str, stated: Mapping[str, str | None]) -> dict[str, int]:
    """Locate each field: as stated, else by its usual name, else by the question asked."""
    keys = [column_key(label) for label in sheet.header]
    asked = [" ".join(words(label)) for label in sheet.header]
    found: dict[str, int] = {}
    for field, label in stated.items():
        if label:
            found[field] = keys.index(column_key(label))
    without = {field for field, label in stated.items() if not label} | {
        *_FORMS.get(form, {}).get("other_fields", ())
    }
    if "name" in stated:
        without |= {"first", "last"}
    numbers = _FORMS.get(form, {}).get("numbers", ())
    for field in _FIELDS:
        if field in found or field in without:
            continue
        usual = [key for key in _USUAL[field] if key not in numbers]
        at = next((keys.index(key) for key in usual if key in keys), None)
        if at is None and field in _ASKED:
            at = next((i for i, text in enumerate(asked) if _ASKED[field].search(text)), None)
        if at is not None and at not in found.values():
            found[field] = at
    return {field: found[field] for field in _FIELDS if field in found}
