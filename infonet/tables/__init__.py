"""The contract: the tidy tables that every other module takes or gives.

Columns are singular, lower case and nouns. `person` is a stable key: ``me`` for the person whose
network it is, ``in/<slug>`` for a LinkedIn profile, ``name/<name>`` where a name is all there is,
``shared/<mark>`` for a friend's contact without a name, ``forgotten/<number>`` for somebody who was
forgotten. A missing text is ``NaN`` and a missing date ``NaT``. Nothing here repairs: `check`
reports.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
import pandas as pd

from infonet.errors import InfonetError
from infonet.tables import cells, stages, xlsx
from infonet.tables._alike import Seen, alike
from infonet.tables._columns import (
    AHEAD,
    CLOSENESS,
    COLUMNS,
    EARLIEST,
    EVIDENCE,
    FIT,
    GATHERINGS,
    KINDS,
    LATEST,
    ME,
    NOTE_LABELS,
    NOTES,
    PRIORITIES,
    SCHOOL,
    TEXT,
    frame,
    typed,
)
from infonet.tables.stages import STAGES

__all__ = [
    "CLOSENESS",
    "COLUMNS",
    "EARLIEST",
    "EVIDENCE",
    "FIT",
    "GATHERINGS",
    "KINDS",
    "LATEST",
    "ME",
    "NOTES",
    "NOTE_LABELS",
    "PRIORITIES",
    "SCHOOL",
    "STAGES",
    "TEXT",
    "HasTables",
    "Seen",
    "Tables",
    "alike",
    "as_date",
    "cells",
    "check",
    "consent_withdrawn",
    "events_of",
    "frame",
    "known_from",
    "known_notes",
    "known_ties",
    "stages",
    "tables_of",
    "text_or_none",
    "typed",
    "unwilling",
    "xlsx",
]


def as_date(as_of: object) -> pd.Timestamp:
    """Return the day that a caller means.

    Parameters
    ----------
    as_of : date, str or Timestamp
        The day; a time of day and its zone are dropped.

    Returns
    -------
    Timestamp
        Midnight of that day, without a zone.

    Raises
    ------
    InfonetError
        Not a day; the message says how to write one.

    Examples
    --------
    >>> as_date("2026-06-30").day
    30
    """
    if not isinstance(as_of, int | float):
        try:
            date = pd.Timestamp(as_of)  # type: ignore[arg-type]  # what it cannot take it refuses
        except (ValueError, TypeError):
            date = pd.NaT  # type: ignore[assignment]  # the one missing Timestamp
        if not pd.isna(date):
            return date.tz_localize(None).normalize()
    raise InfonetError(f"`as_of` takes a date such as `2026-06-30`, not `{as_of}`")


class Tables(NamedTuple):
    """A person's referral network as seven tidy tables.

    Attributes
    ----------
    people : DataFrame
        person, name, email, url, location, source, seen. One row a person; `source` is the file
        that first brought them, or ``typed in``; `seen` is the day of the latest export that lists
        them or their work, missing where there is none: so old is what is known of their job.
    jobs : DataFrame
        person, company, title, start, end. A missing `end` means: works there now. `company` is
        the raw spelling.
    ties : DataFrame
        source, target, kind, closeness, since, last, exchanges, started, evidence, origin, known.
        One row per pair, evidence and origin, with source < target. `exchanges` counts two-way
        messages (the smaller of the two directions), `started` is the person who wrote first,
        `origin` the person who vouches for the tie (the owner of the export, or ``me``). `known` is
        of a tie between two others, from the first that said so: the day of the export, and where
        it has none, or I typed it in, the day on which it came into the book.
    companies : DataFrame
        company, kind, priority, aliases. `kind` is ``company`` or ``field`` (matched on titles);
        priority 1 is most wanted, missing is no target; `aliases` is a tuple of spellings that
        the user declared to be the same company, or of the words that titles of a field use
        besides those that infonet knows.
    events : DataFrame
        event, request, person, stage, date, company, kind, via, channel, route, predicted, counts,
        note. `route` is a tuple of person keys, or missing; `counts` what the user answered about a
        talk with somebody who works elsewhere, missing where nobody was asked.
    notes : DataFrame
        person, company, kind, text, link, date. Of a person, of a company, or of neither: a goal
        (asks a week) is my own. `date` is the day of the note; of an action item and a posting the
        deadline, of a snooze its end. Tables built by hand may leave the notes out.
    gatherings : DataFrame
        gathering, kind, person, size, times, since, last. One row per gathering and person of the
        network who was there, the user left out: an event is a node, never a clique of ties. `kind`
        is ``thread``, ``meeting`` or ``mail``; `size` counts everybody who was there, the user too;
        `times` the weeks in which the same people were together, `last` the last day of it; `since`
        is missing. The kind ``school`` has a row per person and stay, of the user too: `gathering`
        is the raw spelling of the school, `since` and `last` are the first and the last day there,
        both missing where no year is known. With a `since`, a missing `last` means: is there now;
        `size` and `times` are 0. It is evidence from which ties between two others are inferred:
        see `strength.inferred_ties`. Tables built by hand may leave the gatherings out.
    """

    people: pd.DataFrame
    jobs: pd.DataFrame
    ties: pd.DataFrame
    companies: pd.DataFrame
    events: pd.DataFrame
    notes: pd.DataFrame = frame("notes")
    gatherings: pd.DataFrame = frame("gatherings")

    @classmethod
    def of(cls, **rows: Any) -> Tables:
        """Build from records or columns per table; a table that is not given is empty.

        Examples
        --------
        >>> len(Tables.of(people=[{"person": "me", "name": "Robin"}]).people)
        1
        """
        return cls(**{table: frame(table, rows.pop(table, ())) for table in cls._fields}, **rows)


@runtime_checkable
class HasTables(Protocol):
    """Describe what has tables, such as a `Book`."""

    def tables(self) -> Tables:
        """Return the tables."""


def tables_of(given: Tables | HasTables) -> Tables:
    """Return the tables of a book, or tables as they are; refuse anything else."""
    tables = _tables_or_none(given)
    if tables is None:
        raise InfonetError(f"expected a book or its tables, got {_kind(given)}")
    return tables


def events_of(given: pd.DataFrame | Tables | HasTables) -> pd.DataFrame:
    """Return the log of a book or of tables, or a log as it is; refuse anything else."""
    if not isinstance(given, pd.DataFrame):
        tables = _tables_or_none(given)
        if tables is None:
            raise InfonetError(
                f"expected a log (`book.tables().events`), a book or its tables, got {_kind(given)}"
            )
        return tables.events
    needed = [name for name in COLUMNS["events"] if name != "counts"]
    lacking = [name for name in needed if name not in given.columns]
    if lacking:
        named = ", ".join(f"`{name}`" for name in lacking)
        raise InfonetError(f"expected a log such as `book.tables().events`; it lacks {named}")
    return given


def known_notes(tables: Tables | None, as_of: object) -> pd.DataFrame:
    """Return the notes known on a day; none without tables.

    A note dated later is not known yet, as an event dated later is not. Undated notes are known,
    and so are plans, whose date is that of the thing planned: action item, objective, promised,
    posting and snooze. An opt-out and a consent withdrawn hold, whatever day is looked at.

    Parameters
    ----------
    tables : Tables, optional
    as_of : date, str or Timestamp

    Returns
    -------
    DataFrame
        Rows of ``tables.notes``, in their order.

    Examples
    --------
    >>> said = {"company": "Delta", "kind": "news", "text": "moves"}
    >>> tables = Tables.of(notes=[said, said | {"date": pd.Timestamp("2026-07-01")}])
    >>> len(known_notes(tables, "2026-06-30")), len(known_notes(tables, "2026-07-01"))
    (1, 2)
    """
    notes = frame("notes") if tables is None else tables.notes
    later = notes.date >= as_date(as_of) + pd.Timedelta(days=1)
    return notes[~later | notes.kind.isin(AHEAD)]


def consent_withdrawn(notes: pd.DataFrame) -> frozenset[str]:
    """Return the people who took back their consent, and have not given it anew on a later day.

    Parameters
    ----------
    notes : DataFrame
        As in `Tables`.

    Returns
    -------
    frozenset of str
        Their keys.

    Examples
    --------
    >>> back = {"person": "in/ana-diaz", "kind": "consent withdrawn", "text": "wrote so"}
    >>> notes = Tables.of(notes=[back, back | {"person": "in/bo-lin"}]).notes
    >>> sorted(consent_withdrawn(notes))
    ['in/ana-diaz', 'in/bo-lin']
    """
    said = notes[notes.kind.isin(("consent", "consent withdrawn"))]
    if said.empty:
        return frozenset()
    # On one day it counts as withdrawn.
    ranked = said.sort_values(["date", "kind"], na_position="first", kind="stable")
    last = ranked.drop_duplicates("person", keep="last")
    return frozenset(last.person[last.kind == "consent withdrawn"].dropna())


def unwilling(notes: pd.DataFrame) -> frozenset[str]:
    """Return the people who are neither asked, written to, passed nor shared.

    They asked not to be written to, or took back their consent.

    Examples
    --------
    >>> told = [("in/ana", "opted out"), ("in/bo", "consent withdrawn"), ("in/cy", "consent")]
    >>> said = [{"person": key, "kind": kind, "text": "wrote so"} for key, kind in told]
    >>> sorted(unwilling(Tables.of(notes=said).notes))
    ['in/ana', 'in/bo']
    """
    return consent_withdrawn(notes) | {*notes.person[notes.kind == "opted out"].dropna()}


def known_from(tables: Tables) -> pd.Series:
    """Return the day from which each row of the ties is known; missing where it always is.

    A tie of mine, and what I say of others, is known from its first day on (`since`), or where only
    the last contact is dated, from then. What I say of others without a day is known from the day
    on which I said it first (`known`), and what somebody else's export says of two others from the
    day of the first that says so at the earliest. Where no `known` says it, as in tables built by
    hand, their export is of the first day on which anybody whom it lists was `seen`, and undated if
    it lists somebody without one. What is not dated at all was always known.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    Series of datetime64
        One a row of ``tables.ties``.

    Examples
    --------
    >>> tie = {"source": "in/ana", "target": "in/bo", "evidence": "connection", "origin": "in/ana"}
    >>> listed = tie | {"since": pd.Timestamp("2019-05-01"), "known": pd.Timestamp("2026-03-02")}
    >>> known_from(Tables.of(ties=[listed])).tolist()
    [Timestamp('2026-03-02 00:00:00')]
    """
    ties = tables.ties
    first = ties.since.fillna(ties["last"])
    others = (ties.source != ME) & (ties.target != ME)
    said = ties.known.where(others)
    first = first.where(first.notna() | (ties.origin != ME), said)
    theirs = others & (ties.origin != ME) & ties.origin.notna()
    export = said.where(theirs).fillna(_listed_on(tables, ties[theirs & said.isna()]))
    return first.where(~(export > first.fillna(EARLIEST)), export)


def _listed_on(tables: Tables, theirs: pd.DataFrame) -> pd.Series:
    """Return the day of the export of each tie: that on which anybody of it was seen first."""
    seen = tables.people.drop_duplicates("person").set_index("person").seen
    listed = pd.concat(
        [
            pd.Series(seen.reindex(pd.Index(theirs[end])).array, theirs.origin.array)[
                (theirs[end] != theirs.origin).to_numpy(dtype=bool)
            ]
            for end in ("source", "target")
        ]
    )
    dated = listed.groupby(level=0).agg(lambda days: days.min(skipna=False))
    return pd.Series(dated.reindex(pd.Index(theirs.origin)).array, theirs.index)


def known_ties(tables: Tables, as_of: object) -> pd.DataFrame:
    """Return the ties known on a day: see `known_from`.

    Parameters
    ----------
    tables : Tables
    as_of : date, str or Timestamp

    Returns
    -------
    DataFrame
        Rows of ``tables.ties``, numbered anew.

    Examples
    --------
    >>> tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
    >>> since = tie | {"since": pd.Timestamp("2026-07-01")}
    >>> len(known_ties(Tables.of(ties=[since]), "2026-06-30"))
    0
    """
    later = known_from(tables) >= as_date(as_of) + pd.Timedelta(days=1)
    return tables.ties[~later].reset_index(drop=True)


def _tables_or_none(given: object) -> Tables | None:
    """Return the tables of what has them; what a book itself complains of passes through."""
    if isinstance(given, type) or not callable(getattr(given, "tables", None)):
        return given if isinstance(given, Tables) else None
    tables = given.tables()  # type: ignore[attr-defined]  # it is there, and can be called
    return tables if isinstance(tables, Tables) else None


def text_or_none(cell: object) -> str | None:
    """Return a text of a table; None for a missing one."""
    return cell if isinstance(cell, str) else None


def _kind(given: object) -> str:
    """Say what something is."""
    if given is None:
        return "nothing"
    if isinstance(given, pd.DataFrame):
        return f"a table with the columns {', '.join(f'`{name}`' for name in given.columns)}"
    return f"`{type(given).__name__}`"


def check(tables: Tables | HasTables) -> pd.DataFrame:
    """Report every fault of the tables at once.

    Parameters
    ----------
    tables : Tables or Book
        What is to be checked; it is not changed.

    Returns
    -------
    DataFrame
        table, row (the index label; missing when the whole table is meant), column, problem.
        Empty when all is well.

    Examples
    --------
    >>> tie = {"source": "b", "target": "a", "evidence": "connection", "origin": "b"}
    >>> check(Tables.of(people=[{"person": "a"}, {"person": "b"}], ties=[tie])).problem[0]
    'source must sort before target'
    """
    tables = tables_of(tables)
    faults: list[pd.DataFrame] = []

    def report(table: str, column: str, problem: str, rows: Any = None) -> None:
        where = [None] if rows is None else list(rows)
        if where:
            faults.append(
                pd.DataFrame({"table": table, "row": where, "column": column, "problem": problem})
            )

    whole = True
    for table, dtypes in COLUMNS.items():
        present = getattr(tables, table)
        for column, dtype in dtypes.items():
            if column not in present.columns:
                report(table, column, "the column is missing")
                whole = False
            elif str(present[column].dtype) != dtype:
                report(table, column, f"expected dtype {dtype}, found {present[column].dtype}")
                whole = False
    if whole:
        _check_rows(tables, report)
    columns = ["table", "row", "column", "problem"]
    return (
        pd.concat(faults, ignore_index=True)[columns] if faults else pd.DataFrame(columns=columns)
    )


def _check_rows(tables: Tables, report: Any) -> None:
    """Check keys, order, vocabulary and dates row by row."""
    people, jobs, ties, companies, events, notes, gatherings = tables
    known = pd.Index(people.person)

    def where(table: str, column: str, problem: str, mask: Any) -> None:
        chosen = np.asarray(mask, dtype=bool)
        if chosen.any():
            report(table, column, problem, getattr(tables, table).index[chosen])

    where("people", "person", "a person needs a key", people.person.isna())
    twice = people.person.duplicated() & people.person.notna()
    where("people", "person", "the key stands twice", twice)
    for table, column in (
        ("jobs", "person"),
        ("ties", "source"),
        ("ties", "target"),
        ("events", "person"),
        ("notes", "person"),
        ("gatherings", "person"),
    ):
        keys = getattr(tables, table)[column]
        where(table, column, "no such person in `people`", ~keys.isin(known) & keys.notna())
        if table in ("jobs", "ties", "gatherings"):
            where(table, column, "a person key is missing", keys.isna())
    bare = jobs.company.isna() & jobs.title.isna()
    where("jobs", "company", "a job needs a company or a title", bare)
    where("jobs", "end", "ends before it starts", jobs.end < jobs.start)
    where("ties", "target", "a self tie", ties.source == ties.target)
    where("ties", "source", "source must sort before target", ties.source > ties.target)
    where("ties", "exchanges", "a count cannot be negative", ties.exchanges < 0)
    where("ties", "last", "before `since`", ties["last"] < ties.since)
    same = ties.duplicated(["source", "target", "evidence", "origin"])
    where("ties", "evidence", "the same pair, evidence and origin stand twice", same)
    _check_words(where, "ties", "evidence", ties.evidence, EVIDENCE, needed=True)
    _check_words(where, "ties", "closeness", ties.closeness, CLOSENESS, needed=False)
    where("companies", "company", "a target needs a name", companies.company.isna())
    twice = companies.duplicated(["company", "kind"])
    where("companies", "company", "the target stands twice", twice)
    _check_words(where, "companies", "kind", companies.kind, ("company", "field"), needed=True)
    where("companies", "priority", "1 is the most wanted", companies.priority.fillna(1) < 1)
    where("events", "event", "the number stands twice", events.event.duplicated())
    where("events", "date", "an event needs a date", events.date.isna())
    _check_words(where, "events", "stage", events.stage, STAGES, needed=True)
    _check_words(where, "events", "kind", events.kind, KINDS, needed=False)
    _check_words(where, "notes", "kind", notes.kind, NOTES, needed=True)
    subjects = notes.person.notna().astype(int) + notes.company.notna()
    wrong = subjects != (notes.kind != "goal")
    where("notes", "person", "expected a person or a company, and for a goal neither", wrong)
    where("notes", "text", "an empty note says nothing", notes.text.isna())
    endless = (notes.kind == "snooze") & notes.date.isna()
    where("notes", "date", "a snooze needs the day of its end", endless)
    where("gatherings", "gathering", "a gathering needs a key", gatherings.gathering.isna())
    _check_words(where, "gatherings", "kind", gatherings.kind, GATHERINGS, needed=True)
    twice = gatherings.duplicated(["gathering", "kind", "person", "since"])
    where("gatherings", "person", "the person stands twice in the gathering", twice)
    met = gatherings.kind != SCHOOL
    where("gatherings", "size", "two people make a gathering", met & (gatherings["size"] < 2))
    where("gatherings", "times", "it was at least once", met & (gatherings.times < 1))
    ended = gatherings["last"] < gatherings.since
    where("gatherings", "last", "ends before it starts", ended)


def _check_words(
    where: Any, table: str, column: str, values: pd.Series, words: tuple[str, ...], *, needed: bool
) -> None:
    wrong = ~values.isin(words) if needed else ~values.isin(words) & values.notna()
    where(table, column, f"expected one of {', '.join(words)}", wrong)
