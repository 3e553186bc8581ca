"""What LinkedIn knows of a tie besides the connection: invitations, endorsements, praise, notes.

The words themselves are looked at for one thing only, whether there are any, and never kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace

from infonet.names.people import profile_key
from infonet.readers._account import NOT_CONNECTED, Account
from infonet.readers._csv import Sheet, records
from infonet.readers._date_column import Dating
from infonet.readers._who import tidy

__all__ = [
    "infer_owner",
    "is_notes",
    "read_endorsements_given",
    "read_endorsements_received",
    "read_invitations",
    "read_notes",
    "read_recommendations",
]

_INVITER = ("inviterProfileUrl", "Inviter Profile Url")
_INVITEE = ("inviteeProfileUrl", "Invitee Profile Url")
_PROFILE = ("Profile URL", "Public Url", "Connection Profile URL", "Member Profile URL", "URL")
_NOTE = ("Note", "Notes", "Note Text", "Text", "Content", "Body")
_NOTED = ("Name", "Full Name", "Connection", "Connection Name", "Member")
_NOTE_DAY = ("Created At", "Created On", "Created Date", "Date", "Created", "Timestamp")
_GIVEN = frozenset({"", "accepted", "visible", "shown", "hidden", "not_visible", "not visible"})


def infer_owner(account: Account, sheet: Sheet) -> None:
    """The owner's address is the one that sends the outgoing and gets the incoming invitations."""
    direction = sheet.getter("Direction")
    inviter, invitee = sheet.getter(*_INVITER), sheet.getter(*_INVITEE)
    sent: Counter[str] = Counter()
    got: Counter[str] = Counter()
    first: dict[str, int] = {}
    for line, cells, *_ in records(sheet):
        if not cells:
            continue
        outgoing = direction(cells).upper() == "OUTGOING"
        slug = profile_key(inviter(cells) if outgoing else invitee(cells))
        if slug is not None:
            (sent if outgoing else got)[slug] += 1
            first.setdefault(slug, line)
    for count in (sent, got):
        best = count.most_common(2)
        if not best or (len(best) == 2 and best[0][1] == best[1][1]):
            continue
        slug = best[0][0]
        account.addresses.append(slug)
        if account.who.slug is None:
            account.who = replace(account.who, slug=slug)
        elif account.who.slug != slug:
            account.doubt(
                sheet.member.base,
                first[slug],
                sheet.label(*_INVITER),
                "the invitations are somebody else's than the owner's",
                "read as the owner's; if the export is a friend's, pass owner=",
            )
        return


def read_invitations(account: Account, sheet: Sheet) -> None:
    """An accepted invitation with a note is evidence; without a note it says nothing more."""
    file = sheet.member.base
    dating = Dating(account, sheet, "Sent At", us=True)
    direction, note = sheet.getter("Direction"), sheet.getter("Message")
    sides = {
        "OUTGOING": (sheet.getter(*_INVITEE), sheet.getter("To")),
        "INCOMING": (sheet.getter(*_INVITER), sheet.getter("From")),
    }
    for line, cells in account.rows(sheet):
        way = direction(cells).upper()
        if way not in sides:
            account.left_out(
                file, line, sheet.label("Direction"), "expected OUTGOING or INCOMING", "mend it"
            )
            continue
        url, name = (side(cells) for side in sides[way])
        key, why = account.find(profile_key(url), name)
        if key is None or key == account.who.key:
            problem = (
                "not accepted, as far as the connections tell" if why == NOT_CONNECTED else why
            )
            account.left_out(file, line, None, problem or "an invitation to oneself")
            continue
        if note(cells):
            day = dating.day(dating.of(cells), line)
            inviter = account.who.key if way == "OUTGOING" else key
            account.tie(key, "invitation", since=day, last=day, started=inviter)
        account.tally(file).merged += 1


def read_endorsements_received(account: Account, sheet: Sheet) -> None:
    """A skill that somebody vouched for."""
    _read_endorsements(account, sheet, "Endorser")


def read_endorsements_given(account: Account, sheet: Sheet) -> None:
    """A skill that the owner vouched for."""
    _read_endorsements(account, sheet, "Endorsee")


def _read_endorsements(account: Account, sheet: Sheet, side: str) -> None:
    dating = Dating(account, sheet, "Endorsement Date")
    status = sheet.label("Endorsement Status")
    _read_praise(
        account,
        sheet,
        "endorsement",
        dating,
        (sheet.getter(f"{side} First Name"), sheet.getter(f"{side} Last Name")),
        sheet.getter(f"{side} Public Url"),
        status,
    )


def read_recommendations(account: Account, sheet: Sheet) -> None:
    """Received or given; without an address, so that only a unique name joins."""
    dating = Dating(account, sheet, "Creation Date", us=True)
    names = (sheet.getter("First Name"), sheet.getter("Last Name"))
    _read_praise(
        account, sheet, "recommendation", dating, names, lambda cells: "", sheet.label("Status")
    )


def _read_praise(
    account: Account,
    sheet: Sheet,
    evidence: str,
    dating: Dating,
    names: tuple[Callable[[list[str]], str], Callable[[list[str]], str]],
    url: Callable[[list[str]], str],
    status: str,
) -> None:
    """Rows that name one connection and a day, and have a status."""
    file = sheet.member.base
    standing = sheet.getter(status)
    for line, cells in account.rows(sheet):
        if standing(cells).casefold() not in _GIVEN:
            account.left_out(file, line, status, f"the {evidence} is pending or was taken back")
            continue
        name = tidy(f"{names[0](cells)} {names[1](cells)}")
        key, why = account.find(profile_key(url(cells)), name)
        if key is None or key == account.who.key:
            account.left_out(file, line, None, why or f"a {evidence} for oneself")
            continue
        day = dating.day(dating.of(cells), line)
        account.tie(key, evidence, since=day, last=day)
        account.tally(file).merged += 1


def is_notes(keys: Collection[str]) -> bool:
    """Whether columns with these keys are notes on people: a note, and whom it is about."""
    found = set(keys)
    who = {"firstname", "lastname", "name", "fullname", "connection", "connectionname", "member"}
    about = found & who or any("url" in key for key in found)
    return bool(about) and any(
        key.startswith("note") or key in ("text", "content") for key in found
    )


def read_notes(account: Account, sheet: Sheet) -> None:
    """A note on a connection says that the owner knows who it is."""
    file = sheet.member.base
    dating = Dating(account, sheet, *_NOTE_DAY)
    note, url = sheet.getter(*_NOTE), sheet.getter(*_PROFILE)
    first, last, whole = (
        sheet.getter("First Name"),
        sheet.getter("Last Name"),
        sheet.getter(*_NOTED),
    )
    for line, cells in account.rows(sheet):
        if not note(cells):
            account.left_out(file, line, sheet.label(*_NOTE), "an empty note")
            continue
        name = tidy(f"{first(cells)} {last(cells)}") or whole(cells)
        key, why = account.find(profile_key(url(cells)), name)
        if key is None or key == account.who.key:
            account.left_out(file, line, None, why or "a note on oneself")
            continue
        day = dating.day(dating.of(cells), line)
        account.tie(key, "note", since=day, last=day)
        account.tally(file).merged += 1
