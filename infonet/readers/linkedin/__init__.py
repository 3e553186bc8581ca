"""LinkedIn's "Get a copy of your data", of every era: the archive, the folder, or Connections.csv.

An export is a star: its owner's connections, and no tie between two of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from infonet.errors import ReadError
from infonet.readers._dates import parse_day
from infonet.readers._intake import Intake
from infonet.readers._owner import Owner
from infonet.readers.linkedin import _messages, _other_files
from infonet.readers.linkedin._connections import is_connections, read_connections
from infonet.readers.sheets import (
    HEADER_LINES,
    Sheet,
    column_key,
    find_sheet,
    has_header,
    header_of,
    scan,
)
from infonet.readers.sources import Member, Source, base_key

__all__ = ["WEB_PAGE", "read", "recognises"]

WEB_PAGE = "this is a web page, not the export; sign in to LinkedIn and download it again"
"""The problem with a page that was saved in place of the file."""

_CONNECTIONS = "connections.csv"
_MESSAGES = "messages.csv"
_ENDORSEMENT = ("Endorsement Date", "Skill Name")
_RECOMMENDATION = ("First Name", "Last Name", "Creation Date")
_APPLICATIONS = "jobapplications.csv"
_PART = re.compile(r"(jobapplications)(?:\(\d+\)|-?\d+)(\.csv)")
"""LinkedIn cuts many applications into several files."""
_NUMBERED = re.compile(r"connections(\(\d+\)|-\d+)?\.csv")


class _File(NamedTuple):
    """Hold the columns that a file of the export must have, and its reader."""

    header: tuple[str, ...]
    read: Callable[[Intake, Sheet], None]


# In the order of reading: the owner first, then evidence for ties that are there by then.
_OTHERS: dict[str, _File] = {
    "profile.csv": _File(("First Name", "Last Name"), _other_files.read_profile),
    "positions.csv": _File(("Company Name", "Title"), _other_files.read_positions),
    "education.csv": _File(("School Name",), _other_files.read_education),
    _MESSAGES: _File(("From", "Date"), _messages.read_messages),
    "invitations.csv": _File(("From", "To", "Direction"), _other_files.read_invitations),
    "endorsementreceivedinfo.csv": _File(_ENDORSEMENT, _other_files.read_praise),
    "endorsementgiveninfo.csv": _File(_ENDORSEMENT, _other_files.read_praise),
    "recommendationsreceived.csv": _File(_RECOMMENDATION, _other_files.read_praise),
    "recommendationsgiven.csv": _File(_RECOMMENDATION, _other_files.read_praise),
    "notes.csv": _File((), _other_files.read_notes),
    "jobseekerpreferences.csv": _File(("Dream Companies",), _other_files.read_preferences),
    "savedjobs.csv": _File(("Job Title", "Company Name"), _other_files.read_saved_jobs),
    _APPLICATIONS: _File(("Company Name", "Job Title"), _other_files.read_applications),
}


def recognises(source: Source) -> str:
    """Return why a source is LinkedIn's export: file names, or the header of a file; else ""."""
    if source.kind == "file":
        return header_of(source.members[0], is_connections)
    for member in source.members:
        key = _key(member)
        # Applications alone are a list of applications.
        if _NUMBERED.fullmatch(key) or (key in _OTHERS and key != _APPLICATIONS):
            return f"file `{member.base}`"
    headers = (header_of(member, is_connections) for member in _candidates(source))
    return next(filter(None, headers), "")


def read(source: Source, owner: Owner, *, everything: bool) -> Intake:
    """Read an export that `recognises` knows; without `everything`, open only Connections.csv."""
    connections = _connections_member(source)
    others = _others(source, connections)
    intake = Intake(owner)
    contents = intake.contents
    sheet = _connections_sheet(source, intake, connections, contents)
    sheets: dict[str, list[Sheet]] = {name: [] for name, _ in others}
    for name, member in others:
        if everything:
            found = _other_sheet(source, intake, name, member, contents)
            sheets[name] += [] if found is None else [found]
        else:
            problem = "of a friend's export only Connections.csv is read"
            advice = "not read; with their consent pass everything=True"
            intake.doubt(member.base, None, None, problem, advice)
    for profile in sheets.pop("profile.csv", ()):
        _other_files.read_profile(intake, profile)
    for invitations in sheets.get("invitations.csv", ()):
        _other_files.infer_owner(intake, invitations)
    read_connections(intake, sheet)
    for name, each in sheets.items():
        for other in each:
            _OTHERS[name].read(intake, other)
    intake.people[owner.key]["slug"] = intake.owner.slug
    intake.exported = _exported(source, intake)
    return intake


def _candidates(source: Source) -> list[Member]:
    """Return CSV files that may be Connections.csv under another name."""
    return [
        member
        for member in source.members
        if base_key(member.name).endswith(".csv") and _key(member) not in _OTHERS
    ]


def _connections_member(source: Source) -> Member:
    """Return the one file with the connections, by its name, else by its header."""
    if source.kind == "file":
        return source.members[0]
    found = [member for member in source.members if _NUMBERED.fullmatch(base_key(member.name))]
    if not found:
        found = [member for member in _candidates(source) if has_header(member, is_connections)]
    if found:
        return _only(source, found, "Connections.csv")
    here = sorted(
        {member.base for member in source.members if _key(member) in _OTHERS}, key=str.casefold
    )
    what = "messages" if any(base_key(base) == _MESSAGES for base in here) else f"`{here[0]}`"
    raise ReadError(
        f"there are {what} but no Connections.csv here; ask LinkedIn for a new copy of your data "
        "with `Connections` ticked, or wait for the second archive, and give that",
        file=source.path,
    )


def _key(member: Member) -> str:
    """Return the name of a file for comparing; the parts of one file have its name."""
    return _PART.sub(r"\1\2", base_key(member.name))


def _others(source: Source, connections: Member) -> list[tuple[str, Member]]:
    """Return the other files to read, from the folder of Connections.csv or below."""
    home = connections.folder
    chosen: list[tuple[str, Member]] = []
    for key in _OTHERS:
        below = [
            member
            for member in source.members
            if _key(member) == key
            and member is not connections
            and member.folder[: len(home)] == home
        ]
        members = [member for member in below if member.folder == home] or below
        if members and key != _APPLICATIONS:
            members = [_only(source, members, f"`{members[0].base}`")]
        chosen += [(key, member) for member in members]
    return chosen


def _only(source: Source, members: list[Member], what: str) -> Member:
    """Return the one file, or raise an error that names the candidates."""
    if len(members) > 1:
        names = ", ".join(f"`{member.name}`" for member in members[:5])
        raise ReadError(
            f"expected one {what}, found {len(members)} candidates ({names}); "
            "give the folder of one export, or the file that is meant",
            file=source.path,
        )
    return members[0]


def _find(
    source: Source,
    member: Member,
    contents: dict[str, str],
    wanted: Callable[[Collection[str]], bool],
) -> Sheet | None:
    """Find the header of a file, and note its digest."""
    scanned = scan(member)
    source.spend(member, scanned.size)
    name = base_key(member.name) if _key(member) in _OTHERS else _CONNECTIONS
    while name in contents:  # a part in another folder
        name += "+"
    contents[name] = scanned.digest
    return find_sheet(member, scanned, wanted)


def _connections_sheet(
    source: Source, intake: Intake, member: Member, contents: dict[str, str]
) -> Sheet:
    """Open Connections.csv, or raise an error that says why it is none."""
    sheet = _find(source, member, contents, is_connections)
    if sheet is not None:
        intake.begin(sheet)
        return sheet
    head = member.head(512)
    problem = (
        "expected a header row with `First Name`, `Last Name` and `Connected On` among "
        f"the first {HEADER_LINES} lines, found none; give the file as it was downloaded"
    )
    if not head:
        problem = "the file is empty (0 bytes); download it again"
    elif head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        problem = WEB_PAGE
    raise ReadError(problem, file=member.place)


def _other_sheet(
    source: Source, intake: Intake, name: str, member: Member, contents: dict[str, str]
) -> Sheet | None:
    """Open another file; report one that is empty or without its header."""
    needed = {column_key(column) for column in _OTHERS[name].header}

    def wanted(keys: Collection[str]) -> bool:
        return needed <= set(keys) if needed else _other_files.is_notes(keys)

    sheet = _find(source, member, contents, wanted)
    if sheet is not None:
        intake.begin(sheet)
        return sheet
    empty = not member.head(1)
    problem = "empty file" if empty else "no header row with the columns that are expected"
    intake.tally(member.base)
    intake.doubt(member.base, None if empty else 1, None, problem, "this file is not read")
    return None


def _exported(source: Source, intake: Intake) -> int | None:
    """Return the day in the archive's name (month-day-year), else the latest day in the export.

    In days since 1970.
    """
    parts = re.split(r"[/\\]", source.path)[::-1]
    for part in [*parts, *(folder for member in source.members[:1] for folder in member.folder)]:
        if found := re.search(r"_(\d{1,2})-(\d{1,2})-(\d{4})(?!\d)", part):
            month, day, year = found.groups()
            exported = parse_day(f"{year}-{month}-{day}")
            if exported is not None:
                return exported
    return intake.latest
