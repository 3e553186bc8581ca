"""Facts in force → the tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet.book._resolve import Identity
from infonet.book._schema import FORGOTTEN, GATHERING, SOMEBODY, TOGETHER
from infonet.book._transaction import Transaction
from infonet.book.projection._facts import Keys, calendar, dates, listed, load, order_of
from infonet.book.projection._jobs import jobs, timeline, title_key
from infonet.names.companies import company_key
from infonet.progress import progress
from infonet.tables import COLUMNS, ME, Tables, frame

_LASTING = 100_000  # rows: fewer are there at once
_TIE = (
    "rowid AS fact, act, source, target, kind, closeness, since, last, exchanges, started,"
    " evidence, origin"
)
_WORDS = ["name", "email", "url", "location"]


class State(NamedTuple):
    """Hold by which facts each part of a snapshot was made."""

    who: tuple[object, ...]
    """Who is who, and who worked where."""
    tied: tuple[object, ...]
    """Who knows whom."""
    wanted: tuple[object, ...]
    """The targets, and the spellings of companies."""


class Snapshot(NamedTuple):
    """All that a log does not change: who is there, what they do, and whom they know."""

    state: State
    lone: frozenset[str]
    """The keys that its facts speak of, but for the ties."""
    known: frozenset[str]
    """The keys that its facts speak of."""
    mentioned: frozenset[str]
    """The keys that only the log and the notes speak of; they are people, too."""
    tables: Tables
    """With an empty log, and without notes."""


def snapshot(transaction: Transaction, events: pd.DataFrame) -> Snapshot:
    """Return the tables of a book but for its log: those kept, where nothing else has changed.

    `events` is the log: it may speak of people whose exports are undone.
    """
    # Who is who follows from facts of these tables alone; the days of exports order all facts.
    state = State(
        transaction.state_of("observation", "job", "decision", "export"),
        transaction.state_of("tie"),
        transaction.state_of("target", "spelling", "export"),
    )
    mentioned = _mentioned(transaction, events)
    kept: Snapshot | None = transaction.memory.snapshot
    if kept is not None and kept.state == state and kept.mentioned == mentioned - kept.known:
        return kept
    acts = calendar(transaction, transaction.identity)
    made = None
    if kept is not None and kept.state.who == state.who:
        made = _renewed(transaction, kept, state, mentioned, acts)
    if made is None:
        facts = sum(
            transaction.value(f"SELECT coalesce(max(rowid), 0) FROM {one}")
            for one in ("observation", "job", "tie")
        )
        with progress("Going through the book", 2 * facts, unit="row", least=_LASTING) as done:
            made = _assemble(transaction, state, mentioned, acts, done)
    transaction.memory.snapshot = made
    return made


def _renewed(
    transaction: Transaction,
    kept: Snapshot,
    state: State,
    mentioned: frozenset[str],
    acts: pd.DataFrame,
) -> Snapshot | None:
    """Make anew what has changed in a snapshot of the same people; None if others are there."""
    tables, known, everybody = kept.tables, kept.known, kept.known | kept.mentioned
    ties, met, ends, shown = None, None, set[str](), transaction.identity.shown
    if kept.state.tied != state.tied:
        ties, met = _parted(_stated(transaction))
        ends = _stored(*_tied(ties), met.source)
        known = kept.lone.union(map(shown, ends))
    if known | mentioned != everybody:
        return None
    if ties is not None and met is not None:
        keys = Keys(transaction.identity, ends, everybody)
        tables = tables._replace(ties=_ties(ties, acts, keys), gatherings=_gatherings(met, keys))
    if kept.state.wanted != state.wanted:
        tables = tables._replace(companies=targets(transaction, acts))
    return Snapshot(state, kept.lone, known, mentioned - known, tables)


def _stated(transaction: Transaction) -> pd.DataFrame:
    """Return the facts about ties; of few, only those that are new are read from the file."""
    if transaction.act or transaction.until is not None:  # what may not last is not kept
        return load(transaction, f"SELECT {_TIE} FROM live_tie")
    book = transaction.state_of("tie")[:2]
    kept = transaction.memory.ties
    if kept is None or kept[0] != book:
        facts = load(transaction, f"SELECT {_TIE} FROM tie ORDER BY rowid")
    else:
        last = kept[1].fact.max() if len(kept[1]) else 0
        fresh = load(transaction, f"SELECT {_TIE} FROM tie WHERE rowid > {last} ORDER BY rowid")
        facts = pd.concat([kept[1], fresh], ignore_index=True) if len(fresh) else kept[1]
    transaction.memory.ties = (book, facts) if len(facts) <= _LASTING else None
    return facts[~facts.act.isin(transaction.undone)].reset_index(drop=True)


def _parted(facts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part the ties of two people from those of a person with a gathering."""
    met = np.fromiter(
        (one.startswith(TOGETHER) for one in facts.evidence), dtype=np.bool_, count=len(facts)
    )
    if not met.any():
        return facts, facts[:0]
    return facts[~met].reset_index(drop=True), facts[met].reset_index(drop=True)


def _tied(ties: pd.DataFrame) -> list[pd.Series]:
    """Return the columns of ties that speak of people."""
    return [ties.source, ties.target, ties.origin, ties.started]


def _stored(*columns: Iterable[str | None]) -> set[str]:
    """Return the keys in the columns, as they are stored."""
    found = set[str | None]().union(*map(listed, columns))
    return {key for key in found if key is not None}


def _assemble(
    transaction: Transaction,
    state: State,
    mentioned: frozenset[str],
    acts: pd.DataFrame,
    done: Callable[[int], object],
) -> Snapshot:
    """Make all of it from the facts; `done` takes how many rows were read, and put together."""
    identity = transaction.identity
    observed = load(
        transaction,
        "SELECT act, person, name, email, url, location, source, weight, connected"
        " FROM live_observation",
    )
    done(len(observed))
    held = load(transaction, 'SELECT act, person, company, title, start, "end" FROM live_job')
    done(len(held))
    ties, met = _parted(_stated(transaction))
    done(len(ties) + len(met))
    apart = _stored(observed.person, held.person, acts.owner, [ME])
    ends = _stored(*_tied(ties), met.source)
    keys = Keys(identity, apart, ends, mentioned)
    lone = frozenset(map(identity.shown, apart))
    known = lone.union(map(identity.shown, ends))
    connected = observed.loc[observed.connected == 1, ["act", "person"]]
    work = frame("jobs")
    if len(held):
        work = frame("jobs", jobs(timeline(held, connected, acts, keys), acts, keys))
    done(len(held))
    shown = pd.concat([connected, held[["act", "person"]]])
    people = _people(transaction, identity, acts, observed, keys, _seen(transaction, shown, keys))
    done(len(observed))
    tied = _ties(ties, acts, keys)
    done(len(ties))
    tables = Tables(
        people,
        work,
        tied,
        targets(transaction, acts),
        frame("events"),
        gatherings=_gatherings(met, keys),
    )
    done(len(met))
    return Snapshot(state, lone, known, mentioned - known, tables)


def _mentioned(transaction: Transaction, events: pd.DataFrame) -> frozenset[str]:
    """Return the keys that the log and the notes speak of."""
    noted = transaction.rows("SELECT DISTINCT person FROM live_note WHERE person IS NOT NULL")
    steps = [key for route in events.route.dropna() for key in route]
    spoken = [*events.person.dropna(), *events.via.dropna(), *steps, *(key for (key,) in noted)]
    return frozenset(map(transaction.identity.shown, spoken))


def _people(
    transaction: Transaction,
    identity: Identity,
    acts: pd.DataFrame,
    rows: pd.DataFrame,
    keys: Keys,
    seen: pd.Series,
) -> pd.DataFrame:
    """Make one row a person: the latest words for each column, the earliest source."""
    rows = rows.assign(
        person=keys.codes(rows.person),
        order=order_of(rows, acts),
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
        # What was observed of them is undone, but facts in force speak of them: keep the name.
        names = transaction.rows(
            "SELECT person, name FROM observation WHERE name IS NOT NULL ORDER BY act"
        )
        known = {identity.shown(person): name for person, name in names}
        lone = pd.DataFrame({"person": absent, "source": "typed in"}, dtype=object)
        lone["name"] = [
            SOMEBODY if key.startswith(FORGOTTEN) else known.get(key) if key != ME else None
            for key in keys.names(absent)
        ]
        people = pd.concat([people, lone])
    mine = keys.code(ME)
    people = people.assign(other=people.person != mine).sort_values(["other", "person"])
    people["seen"] = seen.reindex(people.person).to_numpy()
    people["person"] = keys.names(people.person.to_numpy(dtype=np.int64))
    return frame("people", people[["person", *_WORDS, "source", "seen"]])


def _seen(transaction: Transaction, shown: pd.DataFrame, keys: Keys) -> pd.Series:
    """Return person → the day of the latest export that shows them (act, person of each)."""
    exports = transaction.rows("SELECT act, exported FROM live_export WHERE exported IS NOT NULL")
    days = dates(pd.Series(dict(exports), dtype=object))
    shown = shown[shown.act.isin(days.index)]
    day = days.reindex(shown.act.astype("int64")).to_numpy()
    return pd.Series(day).groupby(keys.codes(shown.person)).max()


def _ties(rows: pd.DataFrame, acts: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    """Make one row per pair, evidence and origin."""
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
        order=order_of(rows, acts),
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
    return frame("ties", rows[list(COLUMNS["ties"])])


def _gatherings(rows: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    """Make one row per gathering and person, of all that several exports show of it."""
    if rows.empty:
        return frame("gatherings")
    place = [one.removeprefix(GATHERING).partition("/") for one in rows.target]
    rows = pd.DataFrame(
        {
            "gathering": [key for *_, key in place],
            "kind": [one.removeprefix(TOGETHER) for one in rows.evidence],
            "person": keys.codes(rows.source),
            "size": [int(size) for size, *_ in place],
            "times": rows.exchanges.astype("int64"),
            "last": dates(rows["last"]),
        }
    )
    # What two exports show of one gathering is the same again; a later one may show more of it.
    both = rows.groupby(["gathering", "person"], as_index=False)
    made = both.agg({"kind": "first", "size": "max", "times": "max", "last": "max"})
    whole = made.groupby("gathering")["size"].transform("max")
    return frame("gatherings", made.assign(size=whole, person=keys.names(made.person)))


def targets(transaction: Transaction, acts: pd.DataFrame) -> pd.DataFrame:
    """Return the companies table: targets, and spellings declared to be one company."""
    rows = transaction.rows(
        "SELECT kind, company, priority, aliases, stated, act FROM live_target ORDER BY id"
    )
    order = acts.order.to_dict()
    rows.sort(key=lambda row: (row[4], row[5] if row[4] else order[row[5]]))
    pairs = transaction.rows("SELECT a, b FROM live_spelling ORDER BY id")
    for kind, company, _, aliases, *_ in rows:
        if kind == "company":
            pairs += [(company, alias) for alias in json.loads(aliases)]
    group, spellings = _grouped(pairs)
    wanted: dict[tuple[str, str], tuple[str, int | None]] = {}
    words: dict[str, dict[str, None]] = {}
    for kind, company, priority, aliases, *_ in rows:
        key = company_key(company) if kind == "company" else title_key(company)
        if kind == "field":
            words.setdefault(key, {}).update(dict.fromkeys(json.loads(aliases)))
        # Later rows, and the user's own after those of exports, replace earlier ones.
        wanted[kind, group.get(key, key)] = (company, priority)
    for root, names in spellings.items():
        wanted.setdefault(("company", root), (names[0], None))
    made = []
    for (kind, key), (company, priority) in wanted.items():
        names = spellings.get(key, []) if kind == "company" else [*words[key]]
        others = tuple(sorted(name for name in names if name != company))
        if priority is not None or others:
            made.append({"company": company, "kind": kind, "priority": priority, "aliases": others})
    made.sort(key=lambda row: (row["priority"] or np.inf, row["kind"], row["company"]))
    return frame("companies", made)


def _grouped(pairs: list[Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Join spellings that are one company: key → the key that is kept, and its spellings."""
    group: dict[str, str] = {}
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        kept, joined = (group.get(company_key(name), company_key(name)) for name in (a, b))
        spellings[kept] += [name for name in (a, b) if name not in spellings[kept]]
        if kept != joined:
            spellings[kept] += [n for n in spellings.pop(joined, []) if n not in spellings[kept]]
            group.update({key: kept for key, root in group.items() if root == joined})
            group[joined] = kept
    return group, dict(spellings)
