"""Erase somebody, or what an export brought, from the facts of a book: the one act that deletes.

Facts are only appended, and triggers hold that. Here they are dropped and made again within one
transaction, so a kill leaves them, and the facts, as they were.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from infonet.book._keyring import tombstone
from infonet.book._schema import SCHOOLS, change, mark_unswept, own, row_of, without_triggers
from infonet.book._transaction import Transaction
from infonet.book._wish import Wish, identifiers, keys_ever
from infonet.book.projection import project
from infonet.names.people import name_key
from infonet.names.spoken import Names
from infonet.tables import ME

SOMEBODY = "somebody"
"""Stands in texts where a name stood."""

_OF_A_PERSON = {
    "observation": ("person",),
    "job": ("person",),
    "tie": ("source", "target", "origin"),
    "note": ("person",),
    "decision": ("a", "b"),
}
"""Fact table → the columns by which a fact is one about a person."""

_OF_AN_EXPORT = ("observation", "job", "tie", "target", "note")
_SAID = {
    "note": ("text",),
    "event": ("note", "channel", "company"),
    "correction": ("value",),
    "tie": ("kind",),
    "job": ("company", "title"),
    "target": ("company", "aliases"),
    "spelling": ("a", "b"),
    "observation": ("location",),
}
"""Fact table → its columns with words, which may speak of anybody."""

_MADE = {"event": ("request",), "observation": ("source",), "export": ("path",), "note": ("link",)}
"""Fact table → its columns that were made from names of files, or of people."""

_SENTENCES = {
    "log": "A log entry about {who}.",
    "correct": "Corrected a log entry about {who}.",
    "note": "A note on {who}.",
    "tie": "A tie with {who}.",
    "person": "Something about {who}.",
    "debrief": "A conversation with {who}.",
}
_WHO = "somebody who was forgotten"


class Mention(NamedTuple):
    """A text of another fact that speaks of somebody who goes."""

    table: str
    row: int
    column: str
    about: str | None
    text: str
    becomes: str


class Erasure:
    """Hold what goes from one book, worked out from its facts; `write` does it.

    `acts` are those of the exports that go; `gone` the keys of whom nothing stays; `mentions` the
    texts that speak of them elsewhere.
    """

    def __init__(self, transaction: Transaction, wish: Wish) -> None:
        self._transaction, self.wish = transaction, wish
        self.keys = keys_ever(transaction, wish.keys) if wish.keys else frozenset[str]()
        self.acts = self._exports()
        self.gone, self._named_elsewhere = self._known_only_here()
        self.names = list(self._names())
        others = self._names_of_others()
        own = [(who, name) for who, name in self.names if name_key(name) not in others]
        self.namesakes = len(own) < len(self.names)
        self._sought, self._surely = Names(self.names, others=others), Names(own, others=others)
        self.events = self._events()
        self.facts = self._facts()
        self.mentions = list(self._mentions())
        self._links = {row for _, row, column, _ in self._names_made() if column == "link"}
        self._remembered = set(self._to_be_known_again())

    @property
    def nothing(self) -> bool:
        """True if the book holds nothing that would go."""
        return not (any(self.facts.values()) or self.events or self.acts)

    def counts(self) -> list[tuple[str, int]]:
        """Return what goes, in words, and how much of it."""
        names = {
            "observation": "entries with a name, addresses or a place",
            "job": "jobs",
            "tie": "ties",
            "note": "notes",
            "decision": "decisions on who is one person",
        }
        found = [(what, len(self.facts[table])) for table, what in names.items()]
        found.append(("exports", len(self.acts)))
        found.append(("links that name them", len(self._links.difference(self.facts["note"]))))
        found.append(("people known only from them", len(self.gone - self.keys)))
        return [(what, count) for what, count in found if count]

    def write(self, edits: Mapping[str, str | None]) -> None:
        """Delete, and leave a nameless key in the log; `edits` are other words for mentions."""
        transaction, con = self._transaction, self._transaction.connection
        sentences = self._sentences()
        kinds = self._kinds()
        what = "An export was forgotten." if not self.wish.keys else "Somebody was forgotten."
        transaction.begin("forget", what)
        with without_triggers(con):
            for event, kind in kinds.items():
                change(con, "event", event, {"inferred": kind})
            for mention in self.mentions:
                text = edits.get(mention.text, mention.becomes)
                _edit(con, mention, text)
            self._leave_nameless()
            self._delete()
            for act, sentence in sentences.items():
                change(con, "act", act, {"what": sentence})
            for table, number, column, cut in list(self._names_made()):
                change(con, table, number, {column: cut})
        self._bury()
        mark_unswept(con)
        transaction.renew_epoch()

    def _exports(self) -> frozenset[int]:
        """Return the acts of the exports that go, undone ones among them."""
        owners = self.keys | self.wish.owners
        rows = self._transaction.rows("SELECT act, owner, digest FROM export")
        only = self.wish.digests
        return frozenset(act for act, owner, digest in rows if owner in owners
                         and (owner in self.keys or not only or digest in only))  # fmt: skip

    def _known_only_here(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return who goes with the exports, and who is named by them, but known from elsewhere."""
        if not self.acts:
            return self.keys, frozenset()
        undone = self._transaction.undone
        here, elsewhere, observed = set[str](), set[str](), set[str]()
        for table in ("observation", "job", "tie", "note"):
            for column in _OF_A_PERSON[table]:
                sql = f"SELECT act, {column} FROM {table} WHERE {column} IS NOT NULL"
                for act, key in self._transaction.rows(sql):
                    if act in self.acts:
                        here.add(key)
                    elif act not in undone and (table != "tie" or key not in self.keys):
                        elsewhere.add(key)
                        if table == "observation":
                            observed.add(key)
        for sql in (
            "SELECT person FROM event UNION SELECT via FROM event",
            "SELECT value FROM correction WHERE field IN ('person', 'via')",
            "SELECT a FROM decision UNION SELECT b FROM decision",
        ):
            elsewhere |= {key for (key,) in self._transaction.rows(sql) if key is not None}
        for (route,) in self._transaction.rows("SELECT route FROM event WHERE route IS NOT NULL"):
            elsewhere |= set(json.loads(route))
        elsewhere |= {*self.wish.owners, ME}
        shown = self._transaction.identity.shown
        kept = {shown(key) for key in elsewhere} - {shown(key) for key in self.keys}
        seen = {shown(key) for key in observed}
        gone = {key for key in here if shown(key) not in kept} | self.keys
        named = {key for key in here - gone if shown(key) not in seen}
        return frozenset(gone), frozenset(named)

    def _names(self) -> Iterator[tuple[str, str]]:
        """Yield what those who go are called: names, addresses, profiles and keys."""
        rows = self._transaction.rows("SELECT person, name, email, url, slug FROM observation")
        for key, *words in rows:
            if key in self.gone:
                # A single word is looked for only where just one person is.
                for word in filter(None, words):
                    if key in self.keys or "@" in word or len(name_key(word).split()) > 1:
                        yield key, word
        for key in self.keys:
            yield key, key.partition("/")[2].partition("~")[0].replace("-", " ")

    def _events(self) -> dict[int, tuple[str, ...]]:
        """Return the events of the person → in which columns they stand."""
        rows = self._transaction.rows("SELECT event, person, via, route FROM event")
        corrected: dict[int, set[str]] = {}
        for event, column, value in self._transaction.rows(
            "SELECT event, field, value FROM correction WHERE field IN ('person', 'via')"
        ):
            if value in self.keys:
                corrected.setdefault(event, set()).add(column)
        found = {}
        for event, person, via, route in rows:
            columns = set(corrected.get(event, ()))
            columns |= {
                name for name, key in (("person", person), ("via", via)) if key in self.keys
            }
            if route and self.keys & set(json.loads(route)):
                columns.add("route")
            if columns:
                found[event] = tuple(sorted(columns))
        return found

    def _facts(self) -> dict[str, list[int]]:
        """Return the numbers of the facts about the person, by table.

        Of who goes with an export, those of acts that are undone, which keep nobody.
        """
        found = {}
        undone = self._transaction.undone - self.acts
        for table, columns in _OF_A_PERSON.items():
            rows = self._transaction.rows(f"SELECT id, act, {', '.join(columns)} FROM {table}")
            found[table] = [
                number
                for number, act, *keys in rows
                if (self.gone if act in undone else self.keys).intersection(keys)
            ]
        return found

    def _names_of_others(self) -> frozenset[str]:
        """Return what those who stay are called, as keys."""
        rows = self._transaction.rows("SELECT DISTINCT person, name_key FROM observation")
        return frozenset(key for person, key in rows if key and person not in self.gone)

    def _is_about_them(self, table: str, row: Mapping[str, Any], deleted: Collection[int]) -> bool:
        """Tell whether a fact goes, or loses its words, anyway."""
        if table == "event":
            return {"person", "via"} & set(self.events.get(row["event"], ())) != set()
        gone = table in _OF_AN_EXPORT and row["act"] in self.acts
        return row[own(table)] in deleted or gone

    def _mentions(self) -> Iterator[Mention]:
        """Yield the texts elsewhere that speak of whoever goes."""
        if not self.names:
            return
        for table, columns in _SAID.items():
            deleted = {*self.facts.get(table, ())}
            names, rows = self._transaction.table(f"SELECT * FROM {table}")
            for values in rows:
                row = dict(zip(names, values, strict=True))
                if table == "correction" and not self._is_said(row):
                    continue
                for column in columns:
                    text = row[column]
                    if not text or not self._sought.find(text):
                        continue
                    words_go = self._is_about_them(table, row, deleted)
                    if words_go and (table != "event" or column == "note"):
                        continue
                    number = row[own(table)]
                    about = row.get("person") or row.get("company") or row.get("target")
                    if about == SCHOOLS:
                        about = row["source"]
                    becomes = self._sought.cut(text, SOMEBODY)
                    yield Mention(table, number, column, about, text, becomes)

    def _is_said(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a correction has words of another event's, rather than a key."""
        own = {"person", "via"} & set(self.events.get(row["event"], ()))
        return row["field"] not in ("person", "via", "counts") and not (
            row["field"] == "note" and own
        )

    def _kinds(self) -> dict[int, str]:
        """Return ask → how it reached the company, where that follows from what goes."""
        bare = (
            "SELECT event FROM live_event WHERE stage = 'asked' AND kind IS NULL"
            " AND inferred IS NULL"
        )
        wanted = {event for (event,) in self._transaction.rows(bare)} & set(self.events)
        if not wanted:
            return {}
        events = project(self._transaction).events
        events = events[events.event.isin(wanted) & events.kind.notna()]
        return dict(zip(events.event.tolist(), events.kind.tolist(), strict=True))

    def _sentences(self) -> dict[int, str]:
        """Return act → what it says from now on."""
        facts = {table: {*numbers} for table, numbers in self.facts.items()}
        facts["event"] = set(self.events)
        for mention in self.mentions:
            facts.setdefault(mention.table, set()).add(mention.row)
        acts = set[int]()
        for table, numbers in facts.items():
            rows = self._transaction.rows(f"SELECT {own(table)}, act FROM {table}")
            acts |= {act for number, act in rows if number in numbers}
        corrected = self._transaction.rows("SELECT event, act FROM correction")
        acts |= {act for event, act in corrected if event in self.events}
        undone = dict(self._transaction.rows("SELECT act, target FROM undo ORDER BY act"))
        said: dict[int, str] = {}
        for act, kind, what in self._transaction.rows("SELECT id, kind, what FROM act ORDER BY id"):
            if act in self.acts:
                said[act] = "Added an export that was forgotten."
            elif kind == "undo" and undone.get(act) in said:
                said[act] = f"{what.partition(':')[0]}: {said[undone[act]]}"
            elif act in acts and kind not in ("add", "me"):
                said[act] = _SENTENCES.get(kind, _SENTENCES["person"]).format(who=_WHO)
            elif self._surely.find(what):
                said[act] = self._surely.cut(what, SOMEBODY)
        return said

    def _leave_nameless(self) -> None:
        """Let the nameless key stand wherever the log has the person, without what was noted."""
        con, nameless = self._transaction.connection, self.wish.nameless
        for event, columns in self.events.items():
            row = row_of(con, "event", event)
            changes: dict[str, Any] = {
                name: nameless for name in ("person", "via") if row[name] in self.keys
            }
            if "route" in columns:
                steps = [nameless if key in self.keys else key for key in json.loads(row["route"])]
                changes["route"] = json.dumps(steps)
            if set(columns) & {"person", "via"}:
                changes["note"] = None
            change(con, "event", event, changes)
            corrections = con.execute(
                "SELECT id, field, value FROM correction WHERE event = ?", (event,)
            ).fetchall()
            for number, name, value in corrections:
                if name in ("person", "via") and value in self.keys:
                    change(con, "correction", number, {"value": nameless})
                elif name == "note" and set(columns) & {"person", "via"}:
                    con.execute("DELETE FROM correction WHERE id = ?", (number,))

    def _delete(self) -> None:
        """Delete the facts about the person, and those of the exports."""
        con = self._transaction.connection
        for table, numbers in self.facts.items():
            con.executemany(f"DELETE FROM {table} WHERE id = ?", [(one,) for one in numbers])
        for act in self.acts:
            for table in _OF_AN_EXPORT:
                kept = ""
                if table == "observation" and self._named_elsewhere:
                    kept = " AND person NOT IN (SELECT value FROM json_each(?2))"
                values = (act, json.dumps(sorted(self._named_elsewhere)))[: 2 if kept else 1]
                con.execute(f"DELETE FROM {table} WHERE act = ?1{kept}", values)
            con.execute("DELETE FROM export WHERE act = ?", (act,))
            left = con.execute("SELECT id FROM observation WHERE act = ?", (act,)).fetchall()
            bare = dict.fromkeys(("email", "email_hash", "location", "since"))
            for (number,) in left:  # only what to call them, and where to find them
                change(con, "observation", number, {**bare, "source": "named", "connected": 0})

    def _names_made(self) -> Iterator[tuple[str, int, str, str | None]]:
        """Yield where a name stands in a name of a file, in a request or in a link, and what will.

        A link is left out as a whole: what is cut leads nowhere.
        """
        for table, columns in _MADE.items():
            for column in columns:
                sql = f"SELECT {own(table)}, {column} FROM {table} WHERE {column} <> ''"
                for number, text in self._transaction.rows(sql):
                    if self._sought.find(unquote(text)):
                        cut = None if column == "link" else self._sought.cut(text, SOMEBODY)
                        yield table, number, column, cut

    def _bury(self) -> None:
        """Append tombstones, by which `add` knows again whom it must leave out."""
        key = self._transaction.sure_key()
        if key is None:
            return
        self._transaction.know_key(key)
        for kind, text in sorted(self._remembered, key=repr):
            row = {"kind": kind, "digest": tombstone(key, kind, text)}
            self._transaction.append("tombstone", row)

    def _to_be_known_again(self) -> Iterator[tuple[str, str | bytes]]:
        """Yield by what the person, or the owner and the exports, would come again."""
        rows = self._transaction.rows("SELECT person, slug, email_hash, name_key FROM observation")
        mine = [row for row in rows if row[0] in self.keys]
        yield from identifiers(self.keys, mine)
        for act, digest in self._transaction.rows("SELECT act, digest FROM export"):
            if act in self.acts:
                yield "export", digest
        owners = self.wish.owners
        if owners and not self.wish.digests:
            theirs = [row for row in rows if row[0] in owners]
            yield from ((f"owner {kind}", said) for kind, said in identifiers(owners, theirs))


def _edit(con: sqlite3.Connection, mention: Mention, text: str | None) -> None:
    """Write other words where a text spoke of somebody; without words, nothing."""
    table, row, column, *_ = mention
    if not text and (table, column) == ("note", "text"):
        con.execute("DELETE FROM note WHERE id = ?", (row,))
        return
    needed = table == "spelling" or (table == "target" and column in ("company", "aliases"))
    if needed and (not text or column == "aliases"):
        text = mention.becomes
    change(con, table, row, {column: text or None})
