"""Facts in force → the tables: of all people, or of some."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from infonet.book._resolve import Identity
from infonet.book._schema import FORGOTTEN, GATHERING, SOMEBODY, TOGETHER
from infonet.book._transaction import Transaction
from infonet.book.projection._facts import Keys, dates, listed, load, order_of
from infonet.book.projection._jobs import jobs, timeline, title_key
from infonet.names.companies import company_key
from infonet.tables import COLUMNS, ME, SCHOOL, Tables, frame

_TIE = "act, source, target, kind, closeness, since, last, exchanges, started, evidence, origin"
_OBSERVED = "act, person, name, email, url, location, source, weight, connected"
_HELD = 'act, person, company, title, start, "end"'
_WORDS = ["name", "email", "url", "location"]
_AMONG = "(SELECT value FROM json_each(?1))"


class Facts(NamedTuple):
    """Facts in force."""

    observed: pd.DataFrame
    """What was said of people."""
    held: pd.DataFrame
    """Which jobs people had."""
    ties: pd.DataFrame
    """Which two people know each other."""
    met: pd.DataFrame
    """Who was at a gathering."""


def all_facts(transaction: Transaction, done: Callable[[int], object]) -> Facts:
    """Return all facts about people; `done` takes how many rows were read."""
    observed = load(transaction, f"SELECT {_OBSERVED} FROM live_observation ORDER BY id")
    done(len(observed))
    held = load(transaction, f"SELECT {_HELD} FROM live_job ORDER BY id")
    done(len(held))
    ties, met = _parted(load(transaction, f"SELECT {_TIE} FROM live_tie ORDER BY id"))
    done(len(ties) + len(met))
    return Facts(observed, held, ties, met)


def facts_about(transaction: Transaction, people: Collection[str]) -> Facts:
    """Return what was said of stored keys and their jobs, and no ties."""
    among = json.dumps([*people])
    observed = f"SELECT {_OBSERVED} FROM live_observation WHERE person IN {_AMONG} ORDER BY id"
    held = f"SELECT {_HELD} FROM live_job WHERE person IN {_AMONG} ORDER BY id"
    none = load(transaction, f"SELECT {_TIE} FROM tie LIMIT 0")
    return Facts(load(transaction, observed, among), load(transaction, held, among), none, none)


def facts_between(
    transaction: Transaction, ends: Collection[str], any_of: Collection[str]
) -> pd.DataFrame:
    """Return the ties between two of some stored keys, and those of any of others."""
    within = f"source IN {_AMONG} AND target IN {_AMONG}"
    queries = [f"SELECT id, {_TIE} FROM live_tie WHERE {within}"]
    others = _AMONG.replace("1", "2")
    queries += [
        f"SELECT id, {_TIE} FROM live_tie WHERE {end} IN {others}" for end in ("source", "target")
    ]
    both = f"{' UNION '.join(queries)} ORDER BY id"
    ties, _ = _parted(load(transaction, both, json.dumps([*ends]), json.dumps([*any_of])))
    return ties.drop(columns="id")


def ties_of(transaction: Transaction, facts: pd.DataFrame, acts: pd.DataFrame) -> pd.DataFrame:
    """Make the table of ties from facts about them alone."""
    return _ties(facts, acts, Keys(transaction.identity, *_tied(facts)))


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


def assemble(
    transaction: Transaction,
    facts: Facts,
    mentioned: Collection[str],
    acts: pd.DataFrame,
    done: Callable[[int], object],
) -> tuple[frozenset[str], Tables]:
    """Make tables from facts: whom these speak of, and people, jobs, ties and gatherings.

    `mentioned` are keys of people who are there even if no fact speaks of them. `done` takes how
    many rows were put together.
    """
    identity = transaction.identity
    observed, held, ties, met = facts
    spoken = _stored(observed.person, held.person, acts.owner, [ME], *_tied(ties), met.source)
    keys = Keys(identity, spoken, mentioned)
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
    tables = Tables.of()._replace(
        people=people, jobs=work, ties=tied, gatherings=_gatherings(met, acts, keys)
    )
    done(len(met))
    return frozenset(map(identity.shown, spoken)), tables


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
    people, repeated = rows, rows.person.duplicated(keep=False)
    if repeated.any():
        # Exports of one day are sorted by what they say, not by when they were added.
        twice = rows[repeated].sort_values(["person", "weight", "order", "source", *_WORDS])
        latest = twice.groupby("person")[_WORDS].last()
        first = twice.sort_values(["person", "order", "source"]).groupby("person").source.first()
        people = pd.concat([rows[~repeated], latest.assign(source=first).reset_index()])
    absent = np.setdiff1d(np.arange(len(keys.shown)), people.person.to_numpy(dtype=np.int64))
    if len(absent):
        # What was observed of them is undone, but facts in force speak of them: keep the name.
        stored = {key for name in keys.names(absent) for key in identity.members(name)}
        names = transaction.rows(
            "SELECT person, name FROM observation WHERE name IS NOT NULL"
            f" AND person IN {_AMONG} ORDER BY act, id",
            json.dumps(sorted(stored)),
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
        known=acts.known.reindex(rows.act.astype("int64")).to_numpy(),
    )
    # Of whom I know I need not hear.
    me = keys.code(ME)
    rows["known"] = rows.known.where((rows.source != me) & (rows.target != me))
    # People who turned out to be one have no tie with themselves.
    rows = rows[source != target].reset_index(drop=True)
    pair = ["source", "target", "evidence", "origin"]
    repeated = rows.duplicated(pair, keep=False)
    if repeated.any():
        words = ["kind", "closeness", "started"]
        twice = rows[repeated].sort_values(["order", "exchanges", *words], kind="stable")
        stated = twice.evidence == "stated"
        merged = twice.groupby(pair)[[*words, "exchanges"]].last()
        merged["known"] = twice.groupby(pair).known.min()
        dated = []
        if stated.any():
            dated.append(twice[stated].groupby(pair)[["since", "last"]].last())
        if not stated.all():
            dated.append(twice[~stated].groupby(pair).agg({"since": "min", "last": "max"}))
        merged = merged.join(pd.concat(dated)).reset_index()
        rows = pd.concat([rows[~repeated], merged], ignore_index=True)
    # Two statements may cross (since from one, last from another): known at least since the last.
    rows["since"] = rows.since.where(~(rows["last"] < rows.since), rows["last"])
    rows = rows.sort_values(pair, ignore_index=True)
    for end in ("source", "target", "origin"):
        rows[end] = keys.names(rows[end])
    return frame("ties", rows[list(COLUMNS["ties"])])


def _gatherings(rows: pd.DataFrame, acts: pd.DataFrame, keys: Keys) -> pd.DataFrame:
    """Make one row per gathering and person, of all that several exports show of it."""
    if rows.empty:
        return frame("gatherings")
    place = [one.removeprefix(GATHERING).partition("/") for one in rows.target]
    rows = pd.DataFrame(
        {
            "gathering": rows.kind.where(rows.kind.notna(), [key for *_, key in place]),
            "kind": [one.removeprefix(TOGETHER) for one in rows.evidence],
            "person": keys.codes(rows.source),
            "size": [int(size) for size, *_ in place],
            "times": rows.exchanges.astype("int64"),
            "since": dates(rows.since),
            "last": dates(rows["last"]),
            "order": order_of(rows, acts),
        }
    )
    schools = _schools(rows[rows.kind == SCHOOL])
    rows = rows[rows.kind != SCHOOL]
    # What two exports show of one gathering is the same again; a later one may show more of it.
    both = rows.groupby(["gathering", "person"], as_index=False)
    made = both.agg({"kind": "first", "size": "max", "times": "max", "last": "max"})
    made = made.assign(size=made.groupby("gathering")["size"].transform("max"))
    made = pd.concat([each for each in (made, schools) if len(each)], ignore_index=True)
    return frame("gatherings", made.assign(person=keys.names(made.person)))


def _schools(rows: pd.DataFrame) -> pd.DataFrame:
    """Make one row per stay of somebody at a school.

    Of several exports the latest counts that says when they were there, else the latest.
    """
    whose = [rows.person, rows.gathering.map(company_key)]
    dated = rows.since.notna() | rows["last"].notna()
    rank = rows.order + dated * (rows.order.max() + 1)
    rows = rows[rank == rank.groupby(whose).transform("max")]
    stays = rows.groupby(["gathering", "kind", "person", "since"], as_index=False, dropna=False)
    return stays.agg({"size": "max", "times": "max", "last": "max"})


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
