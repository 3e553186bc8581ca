"""Pool the tables of many members: one key for each person, and what each member vouches for."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from infonet.book import Persons
from infonet.names.people import email_key, profile_key
from infonet.tables import COLUMNS, ME, Tables, frame, unwilling

Share = dict[str, Any]
"""What one member gives to the pool, as JSON takes it: table → column → cells, days in seconds."""

_KEYS = ("person", "source", "target", "started", "origin")


def share_of(tables: Tables) -> Share:
    """Return what a member's own tables give to the pool.

    That is the ties for which the member vouches, the people on them and their jobs: what a friend
    handed over to the member was not meant for a cohort. Of who opted out or took back their
    consent, whom other members may list, it is the profile and a hash of the address.
    """
    refused = unwilling(tables.notes) - {ME}
    ties = tables.ties[tables.ties.origin == ME]
    ties = ties[~(ties.source.isin(refused) | ties.target.isin(refused))]
    kept = [*{*ties.source, *ties.target, ME}]
    people = tables.people[tables.people.person.isin(kept)]
    jobs = tables.jobs[tables.jobs.person.isin(kept)]
    hashes = tables.people.set_index("person").email.map(_hashed)
    hashes = hashes[~hashes.duplicated(keep=False)]  # an address of two people says nothing
    marks = [*hashes[hashes.index.isin(refused)].dropna()]
    marks += [one for one in refused if one.startswith("in/")]
    parts = {"people": people, "jobs": jobs, "ties": ties}
    return {
        name: {str(column): _cells(rows[column]) for column in rows} for name, rows in parts.items()
    } | {"refused": sorted(marks)}


def _hashed(address: object) -> str | None:
    """Return a mark of an e-mail address that does not show it; None for anything else."""
    mailbox = email_key(address)
    return mailbox and hashlib.sha256(mailbox.encode("utf-8", "replace")).hexdigest()


def _cells(column: pd.Series) -> list[Any]:
    """Return cells as JSON takes them; missing ones are None."""
    if column.dtype.kind == "M":
        seconds = column.to_numpy(dtype="datetime64[s]").astype(np.int64).tolist()
        return [None if one == _NEVER else one for one in seconds]
    return list(column.astype(object).where(column.notna(), None))


_NEVER = int(np.datetime64("NaT", "s").astype(np.int64))


class Pooling:
    """The tables of a cohort, to which the share of one member after the other is added.

    A profile is one person, whoever lists it. Somebody without a profile is one with whoever has
    the same e-mail address, and else is known to that member alone: the same name does not make two
    people one, as in a `Book`. What is known of a person is taken from the member themselves, else
    from whoever listed them last.
    """

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._people: dict[str, tuple[tuple[bool, int], list[Any]]] = {}
        self._jobs: dict[str, list[list[Any]]] = {}
        self._ties: dict[str, list[Any]] = {name: [] for name in COLUMNS["ties"]}
        self._refused: set[str] = set()
        self._pairs: list[tuple[str, str]] = []
        self._addresses: dict[str, str] = {}

    def add(self, member: str, number: int, share: Share) -> None:
        """Add a member's share; `number` tells apart those whom each knows by name alone."""
        key: dict[Any, Any] = {None: None, ME: member}
        for one in share["people"]["person"]:
            # A name alone is known to one member.
            known = one if one.startswith("in/") else f"{one}~{number}"
            key.setdefault(one, self._once(known))
        self._add_people(share, key)
        for name, cells in share["ties"].items():
            whose = name in _KEYS
            self._ties[name] += [key[one] if whose else self._once(one) for one in cells]
        self._refused.update(share["refused"])

    def tables(self) -> Tables:
        """Return the pooled tables: without a log, targets or notes but for who opted out."""
        persons = Persons()
        persons.believe(self._pairs)
        shown = persons.shown
        order: dict[str, tuple[tuple[bool, int], str]] = {}
        for key, (rank, _) in self._people.items():
            one = shown(key)
            if one not in order or rank > order[one][0]:
                order[one] = rank, key
        people = [(one, *self._people[key][1]) for one, (_, key) in sorted(order.items())]
        jobs = [
            (one, *job)
            for one, (_, key) in sorted(order.items())
            for job in self._jobs.get(key, ())
        ]
        ties = {
            name: [None if one is None else shown(one) for one in cells] if name in _KEYS else cells
            for name, cells in self._ties.items()
        }
        refused = {shown(self._addresses.get(mark, mark)) for mark in self._refused} & {*order}
        notes = [(one, None, "opted out", "refused", None, None) for one in sorted(refused)]
        return Tables.of(
            people=_framed("people", people),
            jobs=_framed("jobs", jobs),
            ties=_in_order(_typed("ties", ties)),
            notes=_framed("notes", notes),
        )

    def _add_people(self, share: Share, key: dict[Any, Any]) -> None:
        won, shared = set[str](), defaultdict[str, set[str]](set)
        for person, *rest in _rows("people", share):
            one = key[person]
            _, address, url, *_, seen = rest
            rank = person == ME, seen or 0
            if one not in self._people or rank > self._people[one][0]:
                self._people[one] = rank, [self._once(cell) for cell in rest]
                self._jobs[one] = []
                won.add(person)
            slug, mailbox = profile_key(url), _hashed(address)
            if slug is not None and one != f"in/{slug}":
                self._pairs.append((one, f"in/{slug}"))
            if mailbox is not None:
                shared[mailbox].add(one)
        # An address that one export shows for two people says nothing.
        for mailbox, keys in shared.items():
            if len(keys) == 1:
                (one,) = keys
                self._pairs.append((self._addresses.setdefault(mailbox, one), one))
        for person, *job in _rows("jobs", share):
            if person in won:
                self._jobs[key[person]].append([self._once(cell) for cell in job])

    def _once(self, cell: Any) -> Any:
        """Return a cell, with each text once in memory."""
        return self._texts.setdefault(cell, cell) if isinstance(cell, str) else cell


def _rows(table: str, share: Share) -> Iterator[tuple[Any, ...]]:
    return zip(*(share[table][name] for name in COLUMNS[table]), strict=True)


def _framed(table: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS[table])
    return _typed(table, dict(zip(COLUMNS[table], columns, strict=True)))


def _typed(table: str, columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Return a table of columns whose days are in seconds."""
    found: dict[str, Any] = {}
    for name, cells in columns.items():
        if COLUMNS[table][name].startswith("datetime"):
            seconds = [_NEVER if one is None else one for one in cells]
            found[name] = np.array(seconds, dtype=np.int64).view("datetime64[s]")
        else:
            found[name] = pd.Series(list(cells), dtype=object)
    return frame(table, found)


def _in_order(ties: pd.DataFrame) -> pd.DataFrame:
    """Return ties with source < target, without those of a person with themselves, once each."""
    ties = ties[ties.source != ties.target]
    turned = ties.source > ties.target
    source, target = (
        ties.source.where(~turned, ties.target),
        ties.target.where(~turned, ties.source),
    )
    ties = ties.assign(source=source, target=target)
    once = ~ties.duplicated(["source", "target", "evidence", "origin"])
    return ties[once].reset_index(drop=True)
