"""The projection: facts in force → the tables; the log as it is corrected, and its next place."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from infonet.book._schema import FORGOTTEN
from infonet.book._transaction import Transaction
from infonet.book.projection._assembly import targets
from infonet.book.projection._facts import calendar, dates, load
from infonet.book.projection._snapshot import snapshot
from infonet.ledger import applied_once, company_of, request_name, same_company, settle
from infonet.tables import COLUMNS, ME, Tables, frame

FIELDS = ("stage", "person", "date", "company", "via", "request", "kind", "channel", "note")
"""What can be corrected; the route and the prediction of an ask are those of its day."""

_ALIASES = (
    "SELECT 1 FROM live_spelling UNION ALL SELECT 1 FROM live_target WHERE aliases <> '[]' LIMIT 1"
)
_LATER = (
    "SELECT act, exported FROM live_export WHERE exported > ?",
    "SELECT act, last FROM live_tie WHERE evidence = 'meeting' AND last > ?"
    " AND act NOT IN (SELECT act FROM export)",
)
_EXPORTS = (
    "SELECT owner AS person, what AS text, CASE WHEN lower(path) LIKE '%.zip'"
    " THEN coalesce(exported, substr(at, 1, 10))"
    " ELSE max(coalesce(exported, ''), substr(at, 1, 10)) END AS date"
    " FROM live_export AS export JOIN act ON act.id = export.act"
    # An address book says nothing of how old my connections are.
    " WHERE lists_connections = 1 OR exported IS NOT NULL ORDER BY 3, 2"
)
_WHERE = ("person", "via", "company", "date")
_COLUMNS = (*COLUMNS["events"], "ask", "inferred")


class Place(NamedTuple):
    """The place of a new event in the log."""

    ask: int | None
    """The ask whose request it joins; minus its place in the list, from 1, where that is new."""
    request: str | None
    """The name that the user gave its request."""
    kind: str | None
    """Of an ask that begins a request: how it reaches the company, as far as the tables say."""


def corrections(
    transaction: Transaction, event: int | None = None
) -> dict[int, dict[str, str | None]]:
    """Return event → field → value of what is corrected; a later correction counts."""
    found: defaultdict[int, dict[str, str | None]] = defaultdict(dict)
    only, values = ("", ()) if event is None else (" WHERE event = ?", (event,))
    rows = transaction.rows(
        f"SELECT event, field, value FROM live_correction{only} ORDER BY id", *values
    )
    for number, field, value in rows:
        found[number][field] = value
    return dict(found)


def project(transaction: Transaction) -> Tables:
    """Return the tables of a book with its log as it is corrected, settled."""
    entries = _known(transaction, entries_of(transaction))
    events = _frame(entries)
    # Whoever is handed them may change them: what is kept stays as it is.
    kept = snapshot(transaction, events).tables
    tables = Tables(*(each.copy(deep=False) for each in kept))
    events = applied_once(events, same_company(tables, events.company.unique()))
    then = _known_by_day(transaction, tables, filter(_is_bare, entries))
    parts = [_exports(transaction), notes_of(transaction), _of_the_forgotten(tables.people.person)]
    notes = frame("notes")
    if parts := [each for each in parts if len(each)]:
        notes = pd.concat(parts)
        notes = notes.sort_values("date", na_position="first", kind="stable", ignore_index=True)
    return tables._replace(events=settle(events, then), notes=notes)


def _known(transaction: Transaction, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what was logged after a look into the past, and happened later than its day."""
    if transaction.before is None:
        return entries
    day = transaction.before
    ahead = transaction.rows("SELECT event FROM live_event WHERE act <= ?", transaction.until)
    planned = {event for (event,) in ahead}
    return [one for one in entries if one["date"][:10] <= day or one["event"] in planned]


def notes_of(transaction: Transaction) -> pd.DataFrame:
    """Return the notes by their days, undated ones first, with shown keys.

    A posting that several exports of mine bring is one.
    """
    rows = load(transaction, f"SELECT {', '.join(COLUMNS['notes'])} FROM live_note ORDER BY id")
    if rows.empty:
        return frame("notes")
    shown = rows.person.map(transaction.identity.shown, na_action="ignore")
    rows = rows.assign(person=shown, date=dates(rows.date))
    rows = rows[(rows.kind != "posting") | ~rows.duplicated()]
    rows = rows.sort_values("date", na_position="first", kind="stable")
    return frame("notes", rows)


def _exports(transaction: Transaction) -> pd.DataFrame:
    """Return my own exports as notes of mine, each of its day.

    A bare list does not say its day: it has the day on which it was added, if that is later than
    whatever happened last in it.
    """
    rows = load(transaction, _EXPORTS)
    if rows.empty:
        return frame("notes")
    mine = rows[rows.person.map(transaction.identity.shown, na_action="ignore") == ME]
    return frame("notes", mine.assign(person=ME, kind="export", date=dates(mine.date)))


def _of_the_forgotten(people: pd.Series[str]) -> pd.DataFrame:
    """Return that nobody writes to somebody who was forgotten, while the log speaks of them."""
    # Keys are in order but for mine, which comes first: one that begins so stands among its like.
    keys = people.array
    first, last = (bisect_left(keys, said, lo=1) for said in (FORGOTTEN, f"{FORGOTTEN}\U0010ffff"))
    nameless = people.iloc[first:last].to_frame()
    return frame("notes", nameless.assign(kind="opted out", text="was forgotten"))


def _frame(entries: list[dict[str, Any]]) -> pd.DataFrame:
    """Return entries of the log as the table of events."""
    names = [name for name in COLUMNS["events"] if name != "date"]
    events = frame("events", [{name: entry[name] for name in names} for entry in entries])
    return events.assign(date=dates(pd.Series([entry["date"] for entry in entries], dtype=object)))


def entries_of(transaction: Transaction) -> list[dict[str, Any]]:
    """Return the events as they are corrected, with shown keys and the request of their ask."""
    shown, corrected = transaction.identity.shown, corrections(transaction)
    names, rows = transaction.table(f"SELECT {', '.join(_COLUMNS)} FROM live_event ORDER BY event")
    entries = []
    for row in rows:
        entry = dict(zip(names, row, strict=True))
        fields = corrected.get(entry["event"], {})
        # What was worked out of the event as it was is worked out anew.
        if not fields.keys().isdisjoint((*_WHERE, "request")):
            entry["ask"] = None
        if not fields.keys().isdisjoint((*_WHERE, "kind")):
            entry["inferred"] = None
        entry |= fields
        entry["counts"] = None if entry["counts"] is None else bool(int(entry["counts"]))
        for who in ("person", "via"):
            entry[who] = entry[who] and shown(entry[who])
        entry["kind"] = entry["kind"] or entry["inferred"]
        entry["route"] = tuple(map(shown, json.loads(entry["route"]))) if entry["route"] else None
        entries.append(entry)
    begun = {entry["event"]: entry for entry in entries}
    for entry in entries:
        ask = begun.get(entry["ask"])
        if ask is not None and entry["request"] is None:
            named = request_name(ask["date"], company_of(ask["company"]), ask["person"])
            ask["request"] = entry["request"] = ask["request"] or named
    return entries


def place(transaction: Transaction, rows: Sequence[Mapping[str, Any]]) -> list[Place]:
    """Return the places of new events, with shown keys, by the log as it is and these events.

    An event that names no request joins that of an ask as the ledger says. One that names a request
    which has a name of the ledger's making alone joins its ask: such a name says the day, the
    company and the person, and is another when one of them is corrected.
    """
    before = entries_of(transaction)
    last = max((entry["event"] for entry in before), default=0)
    shown = [{**dict.fromkeys(_COLUMNS), **row} for row in rows]
    bare = [_is_bare(row) for row in shown]
    tables = None
    if any(bare):
        tables = snapshot(transaction, _frame(before)).tables
        tables = _known_by_day(transaction, tables, filter(_is_bare, shown))
    elif transaction.row(_ALIASES):
        # The spellings of companies are all that the joining of events asks for.
        acts = calendar(transaction, transaction.identity)
        tables = Tables.of(companies=targets(transaction, acts))
    new = [row | {"event": number} for number, row in enumerate(shown, start=last + 1)]
    spelt = {row["company"] for row in (*before, *new)}
    touched = _touched(before, new, same_company(tables, spelt))
    if len(touched) == 1 and new[0]["stage"] == "asked" and not any(bare):
        return [Place(None, new[0]["request"], None)]  # whatever is alone begins a request
    settled = settle(_frame(touched), tables)
    asked = settled[settled.stage == "asked"].drop_duplicates("request")
    first = dict(zip(asked.request, asked.event, strict=True))
    found = settled.set_index("event")[["request", "kind"]].to_dict("index")
    places = []
    for number, row in enumerate(shown, start=last + 1):
        joined = found.get(number, {})
        ask = first.get(joined.get("request"))
        kind = joined.get("kind") if ask == number and bare[number - last - 1] else None
        given = row["request"] and (ask is None or ask > last or _is_named(transaction, ask))
        if ask == number or given:
            ask = None
        request = row["request"] if ask is None else None
        if ask is not None and ask > last:
            ask = last - ask
        places.append(Place(ask, request, kind if isinstance(kind, str) else None))
    return places


def _is_bare(row: Mapping[str, Any]) -> bool:
    """Tell whether the kind of an ask is to be inferred."""
    return row["stage"] == "asked" and bool(row["company"]) and not (row["kind"] or row["ask"])


def _known_by_day(
    transaction: Transaction, tables: Tables, asks: Iterable[Mapping[str, Any]]
) -> Tables:
    """Return the tables with the day from which each tie was known, as far as asks need it.

    Who knows whom is known from the day of the export that shows it, and whom a talk brought from
    the day of the talk. I know my own ties without any export; a statement holds as it says.
    """
    first = min((row["date"] for row in asks), default=None)
    if first is None:
        return tables
    exports, talks = (dict(transaction.rows(later, first)) for later in _LATER)
    if not exports and not talks:
        return tables
    ties, pairs = tables.ties, partial(_pairs, pd.Index(tables.people.person))
    pair, mine = pairs(ties.source, ties.target)
    act, more = _acts_of(transaction, ties, lambda act: (exports.get(act), talks.get(act)))
    said = act >= 0
    both = zip((pair, mine), pairs(more.source, more.target), strict=True)
    facts_pair, of_mine = (np.concatenate((tie[said], fact)) for tie, fact in both)
    acts, at = np.unique(np.append(act[said], more.act.astype(np.int64)), return_inverse=True)
    days = sorted({"", *exports.values(), *talks.values()})
    by_export, by_talk = (
        np.array([days.index(later.get(one, "")) for one in acts.tolist()], dtype=np.int64)[at]
        for later in (exports, talks)
    )
    known = np.where(by_talk > 0, by_talk, np.where(of_mine, 0, by_export))
    first_known = pd.Series(known).groupby(facts_pair).min().reindex(pair, fill_value=0)
    since = dates(pd.Series([None, *days[1:]], dtype=object)).to_numpy()[first_known]
    return tables._replace(ties=ties.assign(since=np.fmax(ties.since.to_numpy(), since)))


def _acts_of(
    transaction: Transaction, ties: pd.DataFrame, known: Callable[[int], Hashable]
) -> tuple[npt.NDArray[np.int64], pd.DataFrame]:
    """Return for each row of the ties an act that it is of, or -1 where several could be.

    Of an origin all of whose acts are `known` alike any will do, which spares reading its many
    facts. Of the others the facts are returned: act, source, target.
    """
    shown = transaction.identity.shown
    acts: defaultdict[str, list[int]] = defaultdict(list)
    for act, origin in transaction.rows("SELECT DISTINCT act, origin FROM live_tie"):
        acts[shown(origin)].append(act)
    alike = {origin: of[0] for origin, of in acts.items() if len({*map(known, of)}) == 1}
    others = [act for origin, of in acts.items() if origin not in alike for act in of]
    facts = load(
        transaction,
        "SELECT act, source, target FROM live_tie WHERE act IN (SELECT value FROM json_each(?))",
        json.dumps(others),
    )
    ends = {end: facts[end].map(shown) for end in ("source", "target")}
    # Few origins have very many ties: each is looked up once.
    codes, origins = pd.factorize(ties.origin)
    by_origin = np.array([*(alike.get(origin, -1) for origin in origins), -1], dtype=np.int64)
    return by_origin[codes], facts.assign(**ends)


def _pairs(
    people: pd.Index, *ends: Sequence[str] | pd.Series
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return a number for each two people, whoever comes first; and whether I am one of them."""
    a, b = (people.get_indexer(pd.Index(end)).astype(np.int64) for end in ends)
    me = people.get_loc(ME)
    return np.minimum(a, b) * len(people) + np.maximum(a, b), (a == me) | (b == me)


class _Group:
    """The events of one request, or one that is `loose`: its request is still to be found."""

    def __init__(self) -> None:
        self.people: set[str] = set()
        self.companies: set[str] = set()
        self.loose = False
        self.rows: list[dict[str, Any]] = []

    def may_meet(self, other: _Group) -> bool:
        """Tell whether an event of one may join the other; too often does no harm."""
        about = bool(self.companies & other.companies)
        if self.people and other.people:
            about = about or not (self.companies and other.companies)
            about = about and bool(self.people & other.people)
        return about and (self.loose or other.loose)


def _touched(
    entries: Iterable[dict[str, Any]],
    new: Sequence[dict[str, Any]],
    same: Callable[[str | None], str],
) -> list[dict[str, Any]]:
    """Return the new events and the entries that their places may depend on, by number.

    An event that names its request joins that. Any other joins a request in which one of its people
    stands, or if it has none a request at its company. So whole requests lead to the unsettled
    events that may join them, these to the requests that they may join, and no further.
    """
    groups: defaultdict[object, _Group] = defaultdict(_Group)
    around: defaultdict[str, set[object]] = defaultdict(set)
    where = {}
    for row in (*entries, *new):
        company, name, event = same(row["company"]), row["request"], row["event"]
        if name is None:
            # The request that an ask begins is named so, and a user may have named one like that.
            begun = row["stage"] == "asked"
            name = request_name(row["date"], company, row["person"]) if begun else event
        group, where[event] = groups[name], name
        people = {row["person"], row["via"], *(row["route"] or ())[1:]} - {None}
        group.people |= people
        group.companies |= {company} - {""}
        group.loose |= row["request"] is None
        group.rows.append(row)
        for word in (*people, company):
            around[word].add(name)
    waiting = [where[row["event"]] for row in new]
    seen = set(waiting)
    while waiting:
        group = groups[waiting.pop()]
        near = set().union(*(around[word] for word in group.people | group.companies)) - seen
        found = [name for name in near if group.may_meet(groups[name])]
        seen.update(found)
        waiting += found
    return sorted((row for name in seen for row in groups[name].rows), key=lambda row: row["event"])


def _is_named(transaction: Transaction, event: int) -> bool:
    """Tell whether the request of an ask has a name that somebody gave it."""
    request = transaction.value("SELECT request FROM live_event WHERE event = ?", event)
    return corrections(transaction, event).get(event, {}).get("request", request) is not None
