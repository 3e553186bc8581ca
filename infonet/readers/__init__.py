"""Read an export or a log into tables, with a report of every row that was skipped.

`read` recognises the format; `whose` judges from a reading whether an export is mine;
`typed_people` reads names that somebody typed; `glance` looks at a table whose columns are still to
be named. `FORMATS` is the table of what can be read; another
source is one more module and one more row. What formats share is public in two submodules:
`sources` opens a zip, a folder or a file within limits, and `sheets` reads any CSV row by row.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence

from infonet.errors import InfonetError, ReadError, hint
from infonet.names.text import one_line
from infonet.readers import applications, linkedin, outreach, people, sheets, sources, workbook
from infonet.readers._contacts import SEVERAL
from infonet.readers._formats import APPLICATIONS, FORMATS, KEPT, LOG, PEOPLE, Format
from infonet.readers._gatherings import Gatherings
from infonet.readers._intake import Intake
from infonet.readers._owner import Owner, Whose, owner_of, whose
from infonet.readers._reading import (
    FILE_COLUMNS,
    LEFT_OUT,
    MOVER_COLUMNS,
    OwnerEvidence,
    Reading,
    report_frame,
)
from infonet.readers._typed import typed_people
from infonet.readers.people import LIKELY, Glance, guessed
from infonet.readers.shared import (
    SHARED,
    SHARED_BY,
    SHARED_FORM,
    ShareKey,
    is_nameless,
    share_key,
    shared_text,
)
from infonet.readers.shared import key_of as share_key_of
from infonet.readers.sheets import column_key, splits
from infonet.readers.sources import Member, Source, base_key, open_source
from infonet.tables import COLUMNS, ME

__all__ = [
    "FILE_COLUMNS",
    "FORMATS",
    "KEPT",
    "LEFT_OUT",
    "MOVER_COLUMNS",
    "SEVERAL",
    "SHARED",
    "SHARED_BY",
    "SHARED_FORM",
    "Format",
    "Gatherings",
    "Glance",
    "Intake",
    "OwnerEvidence",
    "Reading",
    "ShareKey",
    "Whose",
    "collect",
    "glance",
    "is_nameless",
    "read",
    "report_frame",
    "share_key",
    "share_key_of",
    "shared_text",
    "sheets",
    "sources",
    "typed_people",
    "whose",
    "workbook",
]


_TABLES = (".csv", ".tsv")
_OTHERS = (".json",)
"""How other files end that are read by themselves, or within an archive or a folder."""
_ALL = re.compile(r"_all\.csv$", re.IGNORECASE)
_MAGIC = {
    b"%PDF": "this is a PDF",
    b"\xd0\xcf\x11\xe0": "this is an old Excel workbook; save the sheet as CSV UTF-8",
    b"\x1f\x8b": "this is a gzip archive; unpack it and give what is inside",
    b"Rar!": "this is a RAR archive; unpack it and give the folder",
    b"7z\xbc\xaf": "this is a 7-Zip archive; unpack it and give the folder",
    b"SQLite": "this is a database, not an export; open a book with infonet.Book(…)",
    b"infonet sealed backup": "this is an encrypted backup of a book, not an export; restore it"
    " with its passphrase, `infonet.Book.restore(backup, path, passphrase=…)`",
    b"{": "this is JSON, of which only Facebook friends and infonet's own tables are read",
    b"[": "this is JSON, of which only Facebook friends and infonet's own tables are read",
    b"<": linkedin.WEB_PAGE,
}
_PLAIN = {
    b"SQLite": "this is a database, as a book is one: a book is opened, not added to another",
    b"infonet sealed backup": "this is an encrypted backup of a book: with its passphrase it"
    " is restored as a book of its own; the guide says how, under Backups",
}
_NAMES = frozenset(key for field in ("name", "first", "last") for key in LIKELY[field].split())
_OF_PEOPLE = frozenset(
    key for field in ("company", "title", "email", "url") for key in LIKELY[field].split()
) | {"connectedon"}
_OF_APPLICATIONS = {*applications.FIELDS} - {"company"}  # which a log has, too
_FIELDS = {*people.FIELDS, *COLUMNS["events"], *applications.FIELDS}
_FEED = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
_GIVE = "give LinkedIn's archive or its Connections.csv"
_OTHER_FILES = {
    frozenset({"conversationid", "content"}): "messages.csv",
    frozenset({"sentat", "direction"}): "Invitations.csv",
    frozenset({"endorsementdate"}): "endorsements",
    frozenset({"creationdate", "jobtitle"}): "recommendations",
    frozenset({"companyname", "startedon"}): "Positions.csv",
    frozenset({"schoolname"}): "Education.csv",
    frozenset({"dreamcompanies"}): "Job Seeker Preferences.csv",
    frozenset({"headline", "maidenname"}): "Profile.csv",
}


def read(
    path: str | os.PathLike[str],
    owner: str | None = None,
    *,
    me: str | None = None,
    everything: bool | None = None,
    columns: Mapping[str, str] | None = None,
) -> Reading:
    r"""Read an export, an address book, a log or a list of applications into tidy tables.

    No book is needed, and `FORMATS` says what can be read and how to get it.

    Parameters
    ----------
    path : str or path-like
        LinkedIn's archive (Basic or Complete), the folder it unpacks to, or a bare
        ``Connections.csv`` of any year, also one that a spreadsheet saved again. Or Google's or
        Outlook's contacts, vCards, Facebook's friends. Or a log of outreach, one line an event with
        the columns of ``Tables.events``, or a list of applications, one row each. A table may be
        CSV or a sheet of an Excel workbook. Or what `infonet.writers.write` wrote of a whole book
        as CSV, XLSX or JSON: `tables` are then exactly those that were written.
    owner : str, optional
        A friend's name, profile address or person key, if the export is theirs. None means that
        it is mine; its owner is then the person ``me``.
    me : str, optional
        My own profile address or name. In my export it distinguishes my messages from the others'
        where the files do not; in a friend's export it identifies me among the connections.
    everything : bool, optional
        Whether to read all useful files, or Connections.csv only. The default is True for my own
        export and False for a friend's, of which other files are not even opened.
    columns : mapping, optional
        For a table with other headers: our column → the header in the file, such as
        ``{"date": "when", "stage": "event"}`` for a log, ``{"name": "Who", "company": "Firm"}``
        for a table of people, ``{"company": "Firm", "status": "State"}`` for applications.

    Returns
    -------
    Reading
        `tables` (people, jobs, ties, companies, events), `report` with one row for everything that
        was skipped or imported with a doubt, `files` and `counts` with rows = people + merged +
        reported (of a log: events + merged + reported), `owner`, `owner_evidence`, `exported`,
        `digest`.

    Raises
    ------
    ReadError
        The path is missing, damaged, encrypted or of another format, has no Connections.csv or
        two; or a log lacks its columns or has no event.
    InfonetError
        `owner` or `me` is neither a name nor a profile address, or `columns` names a column that
        there is not.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> export = (
    ...     "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    ...     "Ana,Diaz,https://www.linkedin.com/in/ana-diaz,,Delta,Engineer,08 Feb 2026\n"
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "Connections.csv")
    ...     _ = path.write_text(export)
    ...     reading = read(path)
    >>> reading.tables.people.person.tolist(), int(reading.counts.rows)
    (['me', 'in/ana-diaz'], 1)
    """
    form, why, intake = collect(path, owner, me=me, everything=everything, columns=columns)
    return intake.reading(os.fspath(path), form.name, form.noun, why)


def collect(
    path: str | os.PathLike[str],
    owner: str | None = None,
    *,
    me: str | None = None,
    everything: bool | None = None,
    columns: Mapping[str, str] | None = None,
) -> tuple[Format, str, Intake]:
    """Read as `read` does, without making tables of it, which takes most of the time.

    Returns
    -------
    tuple
        The row of `FORMATS`, why the source was taken for that, and the `Intake`: the rows, and
        what became of each.
    """
    subject = owner_of(owner, me)
    if everything is None:
        everything = subject.key == ME
    with open_source(path) as source:
        if columns is not None:
            return _stated(source, subject, columns)
        forms = (KEPT,) if workbook.is_workbook(source) else FORMATS
        if (found := _recognised(source, forms)) is not None:
            form, why = found
            return form, why, form.read(source, subject, everything=everything)
        within = _inner(source, (*_TABLES, *_OTHERS))
        inside = [(each, found) for each in within if (found := _recognised(each))]
        if not inside:
            raise _explain(source)
        (first, (form, why)), *others = inside
        names = [each.members[0].name for each, _ in inside]
        if others and not workbook.is_workbook(source):
            shown = ", ".join(f"`{name}`" for name in names[:5])
            raise ReadError(
                f"expected one file that can be read, found {len(names)} ({shown}); give the one"
                " that is meant",
                file=source.path,
            )
        intake = form.read(first, subject, everything=everything)
        for name in names[1:]:
            advice = "not read; save it as a file of its own, and give that"
            intake.doubt(name, None, None, "another sheet that could be read", advice)
        return form, why, intake


def glance(path: str | os.PathLike[str]) -> Glance | None:
    r"""Look at a table that no reader recognises: header, first rows, and the likeliest columns.

    It may be a table of people, a log of what I did, or a list of applications.

    Parameters
    ----------
    path : str or path-like
        A CSV file or a workbook.

    Returns
    -------
    Glance or None
        None where it is no table: a page, an archive, prose, another file of LinkedIn's.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "alumni.csv")
    ...     _ = path.write_text("Wer;Firma\nAna Diaz;Delta\n")
    ...     found = glance(path)
    >>> found.header, found.rows, found.guess
    (('Wer', 'Firma'), [('Ana Diaz', 'Delta')], {'name': 'Wer', 'company': 'Firma'})
    """
    try:
        with open_source(path) as source:
            bare = [source] if source.kind == "file" else []
            if workbook.is_workbook(source):
                bare = [*workbook.sheets_of(source)]
            members = (each.members[0] for each in bare)
            found = (people.glance(each) for each in members if _may_be_table(each))
            looked = next(filter(None, found), None)
            return None if looked is None else _of_kinds(looked)
    except ReadError:
        return None


def _of_kinds(looked: Glance) -> Glance:
    """Return a look at a table with the guesses for a log and for applications beside it."""
    guesses = {
        "people": looked.guess,
        "log": outreach.guessed(looked.header),
        "applications": applications.guessed(looked.header),
    }
    kind, listed = "people", guesses["applications"].keys()
    named = {"name", "first", "last"} & guessed(looked.header).keys()
    if guesses["log"].keys() >= {*outreach.NEEDED}:
        kind = "log"
    elif "company" in listed and {"status", "applied"} & listed and not named:
        kind = "applications"
    return looked._replace(guess=guesses[kind], kind=kind, guesses=guesses)


def _may_be_table(member: Member) -> bool:
    """Say whether a file is text, and no other file of LinkedIn's."""
    head = member.head()
    if any(head.lstrip().startswith(magic) for magic in _MAGIC):
        return False
    scanned = sheets.scan(member, first=1 << 16)
    rows = (cells for line in sheets.top_lines(member, scanned) for _, cells in splits(line))
    return not any(_is_others(cells) for cells in rows)


def _is_others(cells: list[str]) -> bool:
    """Say whether a header is that of another file of LinkedIn's."""
    keys = {column_key(cell) for cell in cells}
    return any(len(needed) > 1 and needed <= keys for needed in _OTHER_FILES)


def _recognised(source: Source, forms: Sequence[Format] = FORMATS) -> tuple[Format, str] | None:
    """Return the first format that recognises a source, and why; None if none does."""
    found = ((form, form.recognises(source)) for form in forms)
    return next(((form, why) for form, why in found if why), None)


def _inner(source: Source, endings: tuple[str, ...] = _TABLES) -> Iterator[Source]:
    """Yield the sheets of a workbook, or such files of an archive or a folder, as bare files."""
    if workbook.is_workbook(source):
        yield from workbook.sheets_of(source)
    elif source.kind != "file":
        tables = [member for member in source.members if base_key(member.name).endswith(endings)]
        # Notion's archive has the rows of a view, and beside it a file with all of them.
        whole = {_ALL.sub(".csv", member.name) for member in tables if _ALL.search(member.name)}
        for member in tables:
            if member.name not in whole:
                yield Source(source.path, "file", [member])


def _stated(source: Source, owner: Owner, columns: Mapping[str, str]) -> tuple[Format, str, Intake]:
    """Read a table of which the user says what its columns hold."""
    wanted = {column_key(str(header)) for header in columns.values()}
    bare = [source] if source.kind == "file" else list(_inner(source))
    if not bare:
        raise ReadError("expected one table, as CSV or as a workbook", file=source.path)
    chosen = max(bare, key=lambda each: sheets.columns_here(each.members[0], wanted))
    form, reader = LOG, outreach.read
    if people.NAMING & columns.keys() and not {"stage", "person"} & columns.keys():
        form, reader = PEOPLE, people.read
    elif _OF_APPLICATIONS & columns.keys() and not outreach.recognises(chosen):
        form, reader = APPLICATIONS, applications.read
    elif not {"stage", "person"} & columns.keys() and not outreach.recognises(chosen):
        for name in sorted(columns.keys() - _FIELDS):
            if columns[name] not in _FIELDS:  # else the two were turned round
                said = f"`columns` names `{name}`, which no person, event or application has"
                raise InfonetError(f"{said}: {hint(name, sorted(_FIELDS))}")
    why = "by the columns that you named"
    return form, why, reader(chosen, owner, everything=False, columns=columns)


def _explain(source: Source) -> ReadError:
    """Return the error for a source that no reader recognises."""
    if source.kind == "file":
        return _describe(source.members[0])
    bases = [base_key(member.name) for member in source.members]
    inner = [member.name for member in source.members if member.base.lower().endswith(".zip")]
    if workbook.is_workbook(source):
        problem = (
            "no sheet of this workbook is a table that is known; name its columns with `columns=`,"
            ' as in `columns={"name": "Who", "company": "Firm"}`'
        )
    elif {"[contenttypes].xml", "[content"} & {*bases}:
        problem = "this is an office document; save the sheet as CSV UTF-8 and give that"
    elif any(base.endswith((".html", ".htm")) for base in bases) and "connections.csv" not in bases:
        problem = f"web pages are in here and no Connections.csv; {_GIVE}"
    elif inner:
        problem = f"the archive `{inner[0]}` is inside; unpack once and give the inner one"
    elif not bases:
        problem = f"there is nothing in it; {_GIVE}"
    else:
        problem = f"expected LinkedIn's files, found no Connections.csv; {_GIVE}"
    return ReadError(problem, file=source.path)


def _describe(member: Member) -> ReadError:
    """Say what a bare file is, by its first bytes and its header."""
    scanned = sheets.scan(member, first=1 << 16)
    head = member.head()
    text = head.decode(scanned.encoding, "replace")
    start = text.lstrip().encode("utf-8", "replace")
    if _FEED.search(text):
        problem = "this is a news feed; bring it where you prepare a talk, under News"
        return ReadError(problem, file=member.place)
    for magic, sentence in _MAGIC.items():
        if head.startswith(magic) or start.startswith(magic):
            problem = sentence if ";" in sentence else f"{sentence}; {_GIVE}"
            return ReadError(problem, file=member.place, plain=_PLAIN.get(magic))
    for number, line in enumerate(sheets.top_lines(member, scanned), start=1):
        for _, cells in splits(line):
            if named := _by_header(cells):
                return ReadError(named, file=member.place, line=number)
    return ReadError(
        "expected a header row with `First Name`, `Last Name` and `Connected On`, found none; "
        "give LinkedIn's file as it was downloaded, or name the columns with `columns=`",
        file=member.place,
        plain="this is no file that can be read here. Bring LinkedIn's zip as it was downloaded",
    )


def _by_header(cells: list[str]) -> str:
    """Say what a table is, or what it lacks, by its columns."""
    keys = {column_key(cell) for cell in cells}
    named = bool(keys & _NAMES)
    for needed, file in _OTHER_FILES.items():
        if needed <= keys and (named or len(needed) > 1 or not keys & _OF_PEOPLE):
            return (
                f"this is LinkedIn's file of {file}" if "." not in file else f"this is `{file}`"
            ) + "; give the whole archive, or the folder with Connections.csv beside it"
    if log := outreach.nearly(cells):
        return log
    shown = ", ".join(f"`{one_line(cell)[:40]}`" for cell in cells[:12] if column_key(cell))
    if named:
        return (
            "this table of people is none that is known: LinkedIn's has the column `Connected On`;"
            f" say which column is which, as in {_suggested(cells)}"
        )
    if len(keys & _OF_PEOPLE) > 1:
        return (
            f"the header {shown} has no column with names: `First Name` and `Last Name` are"
            " lacking, or one column `Name`; put them into the file, or name the column that has"
            ' them, as in `columns={"name": "…"}`'
        )
    return ""


def _suggested(cells: list[str]) -> str:
    """Return `columns=` as it would be for a header."""
    pairs = (f'"{field}": "{one_line(cell)}"' for field, cell in guessed(cells).items())
    return f"`columns={{{', '.join(pairs)}}}`"
