"""Facts in force → the tables."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet.book._corrections import corrections
from infonet.book._facts import Keys, calendar, dates, load, state_of
from infonet.book._jobs import jobs, timeline
from infonet.ledger import settle
from infonet.names.companies import company_key
from infonet.names.people import fold
from infonet.progress import progress
from infonet.tables import ME, Tables, frame

__all__ = ["Standing", "in_words", "log_of", "standing", "with_log"]

_LARGE = ("sighting", "job", "tie")
_LASTING = 100_000  # rows: fewer are there at once
_WORDS = ["name", "email", "url", "location"]


class Standing(NamedTuple):
    """All that a log does not change: who is there, what they do, and whom they know.

    Attributes
    ----------
    state : tuple
        What it was made from; see `state_of`.
    told : frozenset of str
        The keys that its facts speak of.
    mentioned : frozenset of str
        The keys that only the log and the notes speak of; they are people, too.
    tables : Tables
        With an empty log.
    """

    state: tuple[object, ...]
    told: frozenset[str]
    mentioned: frozenset[str]
    tables: Tables


def standing(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    events: pd.DataFrame,
    kept: Standing | None = None,
) -> Standing:
    """The tables of a book but for its log; what was kept, where nothing else has changed.

    Parameters
    ----------
    con, same
        The book, and which keys are one person.
    events : DataFrame
        The log, as `log_of` gives it: it may speak of people whose exports are undone.
    kept : Standing, optional
        As it was last.
    """
    # `same` follows from facts of these tables alone.
    state = state_of(con, *_LARGE, "target", "spelling", "decision", "export")
    mentioned = _mentioned(con, same, events)
    if kept is not None and kept.state == state and kept.mentioned == mentioned - kept.told:
        return kept
    facts = sum(last for last in state[1 : 1 + len(_LARGE)] if isinstance(last, int))
    with progress("Going through the book", 2 * facts, unit="row", least=_LASTING) as done:
        return _stood(con, same, state, mentioned, done)


def _stood(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    state: tuple[object, ...],
    mentioned: frozenset[str],
    done: Callable[[int], object],
) -> Standing:
    """All of it made from the facts; `done` is told how many rows were read, and put together."""
    acts = calendar(con, same)
    sightings = load(
        con,
        "SELECT act, person, name, email, url, location, source, weight, connected"
        " FROM live_sighting",
    )
    done(len(sightings))
    held = load(con, 'SELECT act, person, company, title, start, "end" FROM live_job')
    done(len(held))
    ties = load(
        con,
        "SELECT act, source, target, kind, closeness, since, last, exchanges, started, evidence,"
        " origin FROM live_tie",
    )
    done(len(ties))
    told = [sightings.person, held.person, ties.source, ties.target, ties.origin, ties.started]
    keys = Keys(same, *told, acts.owner, [ME])
    firm = frozenset(keys.shown)
    if mentioned - firm:
        keys = Keys(same, *told, acts.owner, [ME], mentioned)
    connected = sightings.loc[sightings.connected == 1, ["act", "person"]]
    work = frame("jobs")
    if len(held):
        work = frame("jobs", _columns(jobs(timeline(held, connected, acts, keys), acts, keys)))
    done(len(held))
    people = _people(con, same, acts, sightings, keys)
    done(len(sightings))
    tied = _ties(ties, acts, keys)
    done(len(ties))
    tables = Tables(people, work, tied, _targets(con, acts), frame("events"))
    return Standing(state, firm, mentioned - firm, tables)


def _mentioned(
    con: sqlite3.Connection, same: Mapping[str, str], events: pd.DataFrame
) -> frozenset[str]:
    """The keys that the log and the notes speak of."""
    noted = con.execute("SELECT DISTINCT person FROM live_note WHERE person NOT NULL")
    steps = [key for route in events.route.dropna() for key in route]
    spoken = [*events.person.dropna(), *events.via.dropna(), *steps, *(key for (key,) in noted)]
    return frozenset(same.get(key, key) for key in spoken)


def with_log(
    known: Standing, events: pd.DataFrame, *, before: pd.Timestamp | None = None
) -> Tables:
    """The tables of a book with its log, settled.

    With `before` the log is that of the days before one: nothing later is in it, and nothing that
    only follows from what came later.
    """
    # Whoever is handed them may change them: what is kept stays as it is.
    tables = Tables(*(each.copy(deep=False) for each in known.tables))
    if before is not None:
        events = events[events.date < before]
    return tables._replace(events=settle(events, tables))


def _columns(table: pd.DataFrame) -> dict[str, Any]:
    return {str(name): table[name] for name in table.columns}


def _in_order(rows: pd.DataFrame, acts: pd.DataFrame) -> Any:
    """The order of each row's act."""
    return acts.order.reindex(rows.act.astype("int64")).to_numpy(dtype=np.int64)


def _people(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    acts: pd.DataFrame,
    rows: pd.DataFrame,
    keys: Keys,
) -> pd.DataFrame:
    """One row a person: the latest words for each column, the earliest source."""
    rows = rows.assign(
        person=keys.codes(rows.person),
        order=_in_order(rows, acts),
        weight=rows.weight.astype("int64"),
    )
    repeated = rows.person.duplicated(keep=False)
    # Exports of one day are sorted by what they say, not by when they were added.
    twice = rows[repeated].sort_values(["person", "weight", "order", "source", *_WORDS])
    latest = twice.groupby("person")[_WORDS].last()
    first = twice.sort_values(["person", "order", "source"]).groupby("person").source.first()
    people = pd.concat([rows[~repeated], latest.assign(source=first).reset_index()])
    absent = np.setdiff1d(np.arange(len(keys.shown)), people.person.to_numpy(dtype=np.int64))
    if len(absent):
        # Their sightings are undone, but what still stands speaks of them: keep the name.
        names = con.execute("SELECT person, name FROM sighting WHERE name NOT NULL ORDER BY act")
        known = {same.get(person, person): name for person, name in names}
        lone = pd.DataFrame({"person": absent, "source": "typed in"}, dtype=object)
        lone["name"] = [known.get(key) if key != ME else None for key in keys.names(absent)]
        people = pd.concat([people, lone])
    mine = keys.code(ME)
    people = people.assign(other=people.person != mine).sort_values(["other", "person"])
    people["person"] = keys.names(people.person.to_numpy(dtype=np.int64))
    return frame("people", _columns(people[["person", *_WORDS, "source"]].reset_index(drop=True)))


def _ties(rows: pd.DataFrame, acts: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    """One row per pair, evidence and origin."""
    if rows.empty:
        return frame("ties")
    source, target = keys.codes(rows.source), keys.codes(rows.target)
    rows = rows.assign(
        source=np.minimum(source, target),
        target=np.maximum(source, target),
        origin=keys.codes(rows.origin),
        started=keys.names(keys.codes(rows.started)),
        since=dates(rows.since),
        last=dates(rows["last"]),
        exchanges=rows.exchanges.astype("int64"),
        order=_in_order(rows, acts),
    )
    # People who turned out to be one have no tie with themselves.
    rows = rows[source != target].reset_index(drop=True)
    pair = ["source", "target", "evidence", "origin"]
    repeated = rows.duplicated(pair, keep=False)
    if repeated.any():
        words = ["kind", "closeness", "started"]
        twice = rows[repeated].sort_values(["order", "exchanges", *words], kind="stable")
        stated = twice.evidence == "stated"
        merged = twice.groupby(pair)[[*words, "exchanges"]].last()
        said = twice[stated].groupby(pair)[["since", "last"]].last()
        read = twice[~stated].groupby(pair).agg({"since": "min", "last": "max"})
        merged = merged.join(pd.concat([said, read])).reset_index()
        rows = pd.concat([rows[~repeated], merged], ignore_index=True)
    # Two statements may cross (since from one, last from another): known at least since the last.
    rows["since"] = rows.since.where(~(rows["last"] < rows.since), rows["last"])
    rows = rows.sort_values(pair, ignore_index=True)
    for end in ("source", "target", "origin"):
        rows[end] = keys.names(rows[end])
    dropped = [name for name in ("act", "order") if name in rows]
    return frame("ties", _columns(rows.drop(columns=dropped)))


def _targets(con: sqlite3.Connection, acts: pd.DataFrame) -> pd.DataFrame:
    """The companies table: targets, and spellings that were declared to be one company."""
    rows = con.execute(
        "SELECT kind, company, priority, aliases, stated, act FROM live_target ORDER BY act, rowid"
    ).fetchall()
    order = acts.order.to_dict()
    rows.sort(key=lambda row: (row[4], row[5] if row[4] else order[row[5]]))
    pairs = con.execute("SELECT a, b FROM live_spelling ORDER BY act, rowid").fetchall()
    for kind, company, _, aliases, *_ in rows:
        if kind == "company":
            pairs += [(company, alias) for alias in json.loads(aliases)]
    group: dict[str, str] = {}
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        kept, joined = (group.get(company_key(name), company_key(name)) for name in (a, b))
        spellings[kept] += [name for name in (a, b) if name not in spellings[kept]]
        if kept != joined:
            spellings[kept] += [n for n in spellings.pop(joined, []) if n not in spellings[kept]]
            group.update({key: kept for key, root in group.items() if root == joined})
            group[joined] = kept
    wanted: dict[tuple[str, str], tuple[str, int | None]] = {}
    for kind, company, priority, *_ in rows:
        key = company_key(company) if kind == "company" else " ".join(fold(company).split())
        # Later rows, and the user's own after those of exports, take the place of earlier ones.
        wanted[kind, group.get(key, key)] = (company, priority)
    for root, names in spellings.items():
        wanted.setdefault(("company", root), (names[0], None))
    made = []
    for (kind, key), (company, priority) in wanted.items():
        names = spellings.get(key, []) if kind == "company" else []
        others = tuple(sorted(name for name in names if name != company))
        if priority is not None or others:
            made.append({"company": company, "kind": kind, "priority": priority, "aliases": others})
    made.sort(key=lambda row: (row["priority"] or np.inf, row["kind"], row["company"]))
    return frame("companies", made)


def log_of(con: sqlite3.Connection, same: Mapping[str, str]) -> pd.DataFrame:
    """The log as it is corrected, in the order in which it was written."""
    rows = load(
        con,
        "SELECT event, request, person, stage, date, company, kind, via, channel, route,"
        " predicted, note FROM live_event ORDER BY event",
    )
    if rows.empty:
        return frame("events")
    at = dict(zip(rows.event, rows.index, strict=True))
    for event, fields in corrections(con).items():
        if event in at:
            rows.loc[at[event], list(fields)] = list(fields.values())
    for who in ("person", "via"):
        rows[who] = pd.Series([same.get(key, key) for key in rows[who]], dtype=object)
    rows["date"] = dates(rows.date)
    rows["route"] = pd.Series(
        [
            tuple(same.get(key, key) for key in json.loads(route)) if route else None
            for route in rows.route
        ],
        dtype=object,
    )
    return frame("events", _columns(rows))


def in_words(tables: Tables) -> str:
    """How much there is: people besides me, ties, targets and events."""
    people, _, ties, companies, events = tables
    counts = (
        (len(people) - 1, "person besides me", "people besides me"),
        (len(ties), "tie", "ties"),
        (int(companies.priority.notna().sum()), "target", "targets"),
        (len(events), "event", "events"),
    )
    return ", ".join(f"{n:,} {one if n == 1 else many}" for n, one, many in counts)
