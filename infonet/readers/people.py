"""Any table of people whose columns the user names: alumni, a club, a sheet of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from infonet.errors import InfonetError, ReadError, hint, nearest
from infonet.names.companies import is_school
from infonet.names.people import email_key, profile_key, several_people
from infonet.names.text import one_line
from infonet.readers._contacts import Contact, add_contacts
from infonet.readers._dates import NAME_IT, DateColumn, parse_day, stay
from infonet.readers._intake import MEND, Intake, Row
from infonet.readers._owner import Owner
from infonet.readers.sheets import Column, Sheet, column_key, find_sheet, records, scan, widest_row
from infonet.readers.sources import Member, Source

__all__ = ["FIELDS", "LIKELY", "NAMING", "Glance", "glance", "guessed", "read", "recognises"]

_YEARS = ("school_from", "school_until")
FIELDS = (
    *("name", "first", "last", "company", "title", "email", "url", "location", "since"),
    *("school", *_YEARS),
)
"""What a column can be said to hold."""

NAMING = frozenset({"name", "first", "last", "email", "url"})
"""The fields that say who a person is; one of them is needed."""


LIKELY = {
    "name": "name fullname who person contact wer navn naam nom nombre nome",
    "first": "firstname givenname forename vorname voornaam fornavn prenom",
    "last": "lastname familyname surname nachname achternaam etternavn efternamn apellidos cognome",
    "company": "company companyname employer organization organisation firm workplace firma"
    " arbeitgeber unternehmen arbeidsgiver bedrijf werkgever entreprise empresa azienda",
    "title": "title jobtitle position role occupation beruf funktion rolle stilling"
    " functie poste cargo",
    "email": "email emailaddress mail epost",
    "url": "url linkedin linkedinprofile profile profileurl linkedinurl profil",
    "location": "location place city town address ort stadt wohnort plaats ville ciudad",
    "since": "since date met meton knownsince dateknown connectedon added seit datum",
    "school": "school schoolname college university almamater schule hochschule universitat"
    " skole universitet ecole universite escuela universidad universiteit",
    "school_from": "schoolfrom startdate startyear entered enrolled from von vanaf fra fran desde",
    "school_until": "schooluntil enddate endyear classof class graduated graduation graduationyear"
    " yearofgraduation abschluss abschlussjahr until bis tot til till hasta",
}
"""Our column → how tables of people call it, as column keys; suggested, never assumed."""

_ROWS = 20
"""The rows by which it is guessed what a column holds."""

_MOST = 40
"""The most columns that are shown."""


class Glance(NamedTuple):
    """Show what a table looks like before anybody said what its columns hold.

    Attributes
    ----------
    header : tuple of str
        The headers, cleaned; each stands once.
    rows : list of tuple of str
        The first rows, cleaned, with a cell for each header.
    guess : dict of str to str
        Our column → the header that it is likeliest under; suggested, never assumed.
    kind : {"people", "log", "applications"}
        What the table is likeliest of: people, what I did with whom, or where I applied.
    guesses : dict of str to dict
        The guess for each kind.
    """

    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    guess: dict[str, str]
    kind: str = "people"
    guesses: Mapping[str, dict[str, str]] = {}


def glance(member: Member) -> Glance | None:
    """Look at a table; None where a file is none, or where nobody's name is in it."""
    scanned = scan(member)
    _, labels = widest_row(member, scanned)
    keys = {column_key(label) for label in labels}
    sheet = find_sheet(member, scanned, keys.issubset) if keys else None
    if sheet is None:
        return None
    header = tuple(dict.fromkeys(filter(column_key, map(one_line, sheet.header))))[:_MOST]
    columns = [sheet.column(label) for label in header]
    whole = (each for each in records(sheet, padded=True) if each.problem is None)
    rows = [
        tuple(one_line(column.of(each.cells)) for column in columns)
        for each in islice(whole, _ROWS)
    ]
    guess = guessed(header)
    has_words = any(cell[:1].isalpha() for row in rows for cell in row)
    if not has_words or not (guess or len(header) > 1):
        return None
    for field, label in _by_looks(header, rows).items():
        is_known = field in guess or (field == "name" and "first" in guess)
        if not is_known and label not in guess.values():
            guess[field] = label
    return Glance(header, rows, guess)


def guessed(labels: Sequence[str]) -> dict[str, str]:
    """Return our column → the header that is called so."""
    found: dict[str, str] = {}
    for field, words in LIKELY.items():
        called = (label for label in labels if column_key(label) in words.split())
        if label := next((one for one in called if one not in found.values()), ""):
            found[field] = label
    # Years are those at a school, where there is one.
    alone = () if "school" in found else _YEARS
    return {field: label for field, label in found.items() if field not in alone}


def _by_looks(header: Sequence[str], rows: Sequence[tuple[str, ...]]) -> dict[str, str]:
    """Return our column → the header below which most cells look like that."""
    looks: dict[str, Callable[[str], bool]] = {
        "url": lambda cell: profile_key(cell) is not None,
        "email": lambda cell: email_key(cell) is not None,
        "since": lambda cell: parse_day(cell) is not None,
        "name": _looks_like_name,
    }
    found: dict[str, str] = {}
    for at, label in enumerate(header):
        cells = [row[at] for row in rows if row[at]]
        for field, is_one in looks.items():
            if field not in found and 2 * sum(map(is_one, cells)) > len(cells):
                found[field] = label
                break
    return found


def _looks_like_name(cell: str) -> bool:
    """Say whether a cell can be the whole name of a person."""
    ends = cell[:1] + cell.rsplit(maxsplit=1)[-1][:1]
    # Said twice, it is that of two.
    return not any(map(str.islower, ends)) and bool(several_people(f"{cell}; {cell}"))


def recognises(source: Source) -> str:
    """Return "": a table of people is read when its columns are named, and never guessed."""
    return ""


def read(
    source: Source, owner: Owner, *, everything: bool, columns: Mapping[str, str] | None = None
) -> Intake:
    """Read a table of which `columns` says our column → the header."""
    stated = dict(columns or {})
    for name, header in stated.items():
        if name not in FIELDS:
            raise InfonetError(
                f"`columns` names `{name}`, which no person has: {hint(name, FIELDS)}"
            )
        if not isinstance(header, str) or not column_key(header):
            raise InfonetError(f"expected the header of `{name}` as text, got `{header!r}`")
    if (lone := next((name for name in _YEARS if name in stated), "")) and "school" not in stated:
        raise InfonetError(
            f"`columns` names `{lone}` and no `school`: name the column with the school, too",
            plain="Say which column holds the school, too.",
        )
    member, intake = source.members[0], Intake(owner)
    scanned = scan(member)
    source.spend(member, scanned.size)
    wanted = {column_key(header) for header in stated.values()}
    sheet = find_sheet(member, scanned, wanted.issubset)
    if sheet is None:
        raise _lacking(source, stated)
    intake.begin(sheet)
    intake.contents["contacts"] = scanned.digest
    found = {name: sheet.column(header) for name, header in stated.items()}
    intake.columns = {name: column.label for name, column in found.items()}
    intake.unread(sheet, intake.columns.values())
    add_contacts(intake, _contacts(intake, sheet, found))
    return intake


def _lacking(source: Source, stated: Mapping[str, str]) -> ReadError:
    """Return the error for a table without the columns that were named."""
    member = source.members[0]
    line, labels = widest_row(member, scan(member))
    keys = {column_key(label) for label in labels}
    for name, header in stated.items():
        if column_key(header) in keys:
            continue
        alike = nearest(header, labels, n=1, alike=50.0)
        has = f"it has {', '.join(f'`{label[:40]}`' for label in labels[:12])}"
        return ReadError(
            f"`columns` says that `{name}` is in the column `{header}`, which the header does not"
            f" have: {f'did you mean `{alike[0]}`?' if alike else has}",
            file=member.place,
            line=line,
        )
    return ReadError("the columns that were named stand in no one row", file=member.place)


def _contacts(intake: Intake, sheet: Sheet, found: Mapping[str, Column]) -> Iterator[Contact]:
    """Yield what each row says."""
    column = {name: Column(name, None) for name in FIELDS} | {**found}
    days = DateColumn(sheet, column["since"].label)
    years = [column[name] for name in _YEARS]
    named = next(
        column[name] for name in ("name", "first", "last", "email", "url") if name in found
    )
    for row in intake.rows(sheet, padded=True):
        if not any(cell.strip() for cell in row.cells):
            row.left_out(None, "this row is empty")
            continue
        email = row[column["email"]]
        if row.short and email and "@" not in email:
            row.left_out(column["email"], row.short, MEND)
            continue
        name = row[column["name"]] or " ".join(
            filter(None, (row[column["first"]], row[column["last"]]))
        )
        yield Contact(
            row.file,
            row.line,
            name,
            [email],
            [row[column["url"]]],
            [(row[column["company"]], row[column["title"]])],
            row[column["location"]],
            since=days.day(row) if "since" in found else None,
            column=named.label,
            schools=[*_schools(row, column["school"], *years)],
        )


def _schools(
    row: Row, column: Column, begin: Column, until: Column
) -> Iterator[tuple[str, int | None, int | None]]:
    """Yield the school of a row, if it has one, with the first and the last day there."""
    school = one_line(row[column])
    if is_school(school):
        yield (school, *stay(row, begin, until))
    elif school or row[begin] or row[until]:
        row.doubt(column, "no school is named", f"imported without it; {NAME_IT}")
