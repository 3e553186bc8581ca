"""What the notes say that concerns the agenda: action items, favours, who wants no messages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from infonet.errors import InfonetError
from infonet.names.people import fold
from infonet.names.titles import ROLES

__all__ = ["Item", "gave", "items", "noted_roles", "opted_out"]

_NEEDED = ("person", "company", "kind", "text", "date")
_DONE = "done:"


class Item(NamedTuple):
    """Something one has taken on to do, for a person or about a company."""

    deadline: pd.Timestamp
    person: str | None
    company: str | None
    text: str


def items(notes: pd.DataFrame | None) -> Iterator[Item]:
    """The action items that have a date, without those that a later note calls done."""
    if notes is None:
        return
    rows: list[Any] = list(_of(notes, "action item").itertuples())
    done = {
        (_text(row.person), _text(row.company), _key(row.text)[len(_DONE) :].strip())
        for row in rows
        if _key(row.text).startswith(_DONE)
    }
    for row in rows:
        person, company, key = _text(row.person), _text(row.company), _key(row.text)
        if pd.isna(row.date) or key.startswith(_DONE) or (person, company, key) in done:
            continue
        yield Item(pd.Timestamp(row.date).normalize(), person, company, str(row.text))


def gave(notes: pd.DataFrame | None, given: pd.DataFrame | None) -> pd.DataFrame | None:
    """What was given back: as stated, or else as noted."""
    if given is not None or notes is None:
        return given
    return _of(notes, "gave")[["person", "date"]]


def opted_out(notes: pd.DataFrame | None) -> frozenset[str]:
    """The keys of those who asked not to be written to."""
    return frozenset() if notes is None else frozenset(_of(notes, "opted out").person.dropna())


def noted_roles(notes: pd.DataFrame | None) -> dict[str, str]:
    """Key to the role that was noted last, where it is the word for one."""
    if notes is None:
        return {}
    found = _of(notes, "role")
    found = found[found.text.isin(ROLES) & found.person.notna()]
    return dict(zip(found.person, found.text, strict=True))


def _of(notes: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The notes of one kind."""
    missing = [column for column in _NEEDED if column not in notes]
    if missing:
        raise InfonetError(
            f"`notes` needs the columns {', '.join(_NEEDED)}; `{missing[0]}` is missing: "
            "pass `book.notes()`"
        )
    return notes[notes.kind == kind]


def _key(text: object) -> str:
    return " ".join(fold(str(text)).split())


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
