"""What a user states: people, ties and events, written as facts of one act each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from infonet.book._corrections import event_in_words
from infonet.book._given import a_company, a_priority, a_text
from infonet.book._people import (
    STATED,
    a_name,
    known,
    mention,
    sighting,
    typed_in,
    write_new,
)
from infonet.book._store import append, new_act
from infonet.errors import InfonetError
from infonet.names.people import email_key, name_key, profile_key
from infonet.tables import ME

__all__ = [
    "Details",
    "checked_target",
    "route_of",
    "write_event",
    "write_person",
    "write_spelling",
    "write_target",
    "write_tie",
]


class Details(NamedTuple):
    """What is typed in about a person."""

    name: str | None
    company: str | None
    title: str | None
    url: str | None
    email: str | None

    def checked(self) -> Details:
        """The same without spaces around, or an error for an address or name that is none."""
        tidy = Details(*map(a_text, self, self._fields))
        if tidy.url is not None and profile_key(tidy.url) is None:
            raise InfonetError(
                "expected a profile address such as `https://www.linkedin.com/in/ana-diaz`, "
                f"got `{tidy.url}`"
            )
        if tidy.email is not None and email_key(tidy.email) is None:
            raise InfonetError(f"expected one e-mail address, got `{tidy.email}`")
        if tidy.name is not None:
            a_name(tidy.name)
        return tidy


def write_person(
    con: sqlite3.Connection, same: Mapping[str, str], person: str, details: Details
) -> str:
    """Append what is known of a person, new or not; returns the key."""
    name, company, title, url, email = details
    someone = typed_in(con, same, person, name, url)
    job = " at ".join(filter(None, (title, company)))
    what = f"Typed in {name or someone.name}{', ' + job if job else ''}."
    act = new_act(con, "person", what)
    if not someone.known:
        name, url = name or someone.typed, url or someone.url
        email = email or (person.strip() if email_key(person) else None)
    sighting(con, act, someone.key, name=name, url=url, email=email, weight=STATED)
    if job:
        row = {"act": act, "person": someone.key, "company": company, "title": title}
        append(con, "job", [row])
    return someone.key


def write_tie(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    a: str,
    b: str,
    words: dict[str, Any],
    job: Details,
) -> str:
    """Append a stated tie, who is new by it, and a job of `b` (of a tie with me, the other one)."""
    since, last = words["since"], words["last"]
    if since and last and last < since:
        raise InfonetError(f"expected `last` after `since` `{since}`, got `{last}`")
    one, two = mention(con, same, a), mention(con, same, b)
    if one.key == two.key:
        raise InfonetError(
            f"expected two people, but `{a}` and `{b}` are the same; "
            "nobody has a tie with themselves"
        )
    stated = ", ".join(filter(None, (words["closeness"], words["kind"])))
    what = f"Tied {one.name} to {two.name}{': ' + stated if stated else ''}."
    for someone in (one, two):
        if not someone.known:
            near = f" Also there: {'; '.join(someone.near)}." if someone.near else ""
            what += f" {someone.name} is new in the book.{near}"
    works = one if two.key == ME else two
    place = [f"as {job.title}"] * bool(job.title) + [f"at {job.company}"] * bool(job.company)
    if place:
        what += f" {works.name} works {' '.join(place)}."
    act = new_act(con, "tie", what)
    for someone in (one, two):
        write_new(con, act, someone)
    if place:
        row = {"act": act, "person": works.key, "company": job.company, "title": job.title}
        append(con, "job", [row])
    source, target = sorted((one.key, two.key))
    tie = {"act": act, "source": source, "target": target, "evidence": "stated", "origin": ME}
    append(con, "tie", [tie | words | {"exchanges": 0}])
    return what


def checked_target(
    company: str | None, field: str | None, priority: int | None, aliases: Iterable[str]
) -> dict[str, Any]:
    """A target as it is written, or an error for what is none."""
    if (company is None) == (field is None):
        raise InfonetError("expected either a company or a field; give exactly one of the two")
    others = [a_company(alias) for alias in ([aliases] if isinstance(aliases, str) else aliases)]
    if field is not None and others:
        raise InfonetError("aliases belong to a company; name each field by a `want` of its own")
    name = a_company(company) if field is None else a_text(field, "field")
    if name is None or not name_key(name):
        raise InfonetError(f"expected a field of work in words, got `{field}`")
    return {
        "kind": "company" if field is None else "field",
        "company": name,
        "priority": a_priority(priority),
        "aliases": json.dumps(others, ensure_ascii=False),
        "stated": 1,
    }


def write_target(con: sqlite3.Connection, target: dict[str, Any]) -> str:
    """Append a target; returns the sentence."""
    what = f"{target['company']} is no target any more."
    if target["priority"] is not None:
        what = f"Wants {target['company']}, priority {target['priority']}."
    append(con, "target", [{"act": new_act(con, "want", what), **target}])
    return what


def write_spelling(con: sqlite3.Connection, a: str, b: str) -> str:
    """Append that two spellings are one company; returns the sentence."""
    what = f"{a} and {b} are one company."
    append(con, "spelling", [{"act": new_act(con, "same_company", what), "a": a, "b": b}])
    return what


def route_of(con: sqlite3.Connection, same: Mapping[str, str], route: Sequence[str]) -> list[str]:
    """The keys of the people on a way, which begins with me whether that is said or not."""
    if isinstance(route, str):
        raise InfonetError(f"expected several people as route, got the text `{route}`")
    keys = [known(con, same, step).key for step in route]
    return keys if keys[:1] == [ME] else [ME, *keys]


def write_event(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    person: str,
    via: str | None,
    route: Sequence[str] | None,
    event: dict[str, Any],
) -> int:
    """Append an event with people who are in the book; returns its number."""
    if event["stage"] is None or event["date"] is None:
        raise InfonetError("expected a stage and a date; both are needed to count an event")
    who = known(con, same, person)
    through = None if via is None else known(con, same, via)
    way = None if route is None else json.dumps(route_of(con, same, route))
    what = event_in_words(
        event["stage"],
        who.name,
        event["company"],
        through.name if through else None,
        event["date"],
    )
    people = {"person": who.key, "via": through.key if through else None, "route": way}
    append(con, "event", [{"act": new_act(con, "log", f"{what}."), **people, **event}])
    return int(con.execute("SELECT last_insert_rowid()").fetchone()[0])
