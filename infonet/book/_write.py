"""Write what a user states: people, ties, targets and spellings, one act each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from infonet.book._lookup import STATED, mention, observe, typed_in, write_new
from infonet.book._transaction import Transaction
from infonet.book._validate import Details, employer, optional_priority, optional_text
from infonet.errors import InfonetError
from infonet.names.people import email_key, name_key
from infonet.tables import ME

_CLOSE = {
    "strong": "are close",
    "medium": "know each other well",
    "weak": "know each other a little",
    None: "know each other",
}


def write_person(transaction: Transaction, person: str, details: Details) -> str:
    """Append what is known of a person, new or not; return the key."""
    name, company, title, url, email = details
    someone = typed_in(transaction, person, name, url)
    job = " at ".join(filter(None, (title, company)))
    transaction.begin("person", f"Saved: {name or someone.name}{', ' + job if job else ''}.")
    if not someone.known:
        name, url = name or someone.typed, url or someone.url
        email = email or (person.strip() if email_key(person) else None)
    observe(transaction, someone.key, name=name, url=url, email=email, weight=STATED)
    if details.job:
        transaction.append("job", {"person": someone.key, **details.job})
    return someone.key


def write_tie(
    transaction: Transaction, a: str, b: str, words: Mapping[str, Any], job: Details
) -> str:
    """Append a stated tie, who is new by it, and a job of `b` (of a tie with me, the other's)."""
    since, last = words["since"], words["last"]
    if since and last and last < since:
        raise InfonetError(f"expected `last` after `since` `{since}`, got `{last}`")
    one, two = mention(transaction, a), mention(transaction, b)
    if one.shown == two.shown:
        raise InfonetError(
            f"expected two people, but `{a}` and `{b}` are the same; "
            "nobody has a tie with themselves"
        )
    pair = sorted((one, two), key=lambda someone: someone.shown != ME)
    names = ["you" if someone.shown == ME else someone.name for someone in pair]
    stated = f" ({words['kind']})" if words["kind"] else ""
    what = f"Saved: {names[0]} and {names[1]} {_CLOSE[words['closeness']]}{stated}."
    for someone in (one, two):
        if not someone.known:
            near = f" Also in it: {'; '.join(someone.near)}." if someone.near else ""
            what += f" {someone.name} is new in your book.{near}"
    works = one if two.shown == ME else two
    where = [f"as {job.title}"] * bool(job.title) + [f"at {job.company}"] * bool(job.company)
    if where:
        who = "You work" if works.shown == ME else f"{works.name} works"
        what += f" {who} {' '.join(where)}."
    transaction.begin("tie", what)
    for someone in (one, two):
        write_new(transaction, someone)
    if job.job:
        transaction.append("job", {"person": works.key, **job.job})
    append_tie(transaction, one.key, two.key, evidence="stated", **words)
    return what


def append_tie(transaction: Transaction, a: str, b: str, **words: object) -> None:
    """Append a tie for which I vouch."""
    source, target = sorted((a, b))
    row = {"source": source, "target": target, "origin": ME, "exchanges": 0, **words}
    transaction.append("tie", row)


def checked_target(
    company: str | None, field: str | None, priority: int | None, aliases: Iterable[str]
) -> dict[str, Any]:
    """Return a target as it is written, or raise for what is none."""
    if (company is None) == (field is None):
        raise InfonetError("expected either a company or a field; give exactly one of the two")
    others = [employer(alias) for alias in ([aliases] if isinstance(aliases, str) else aliases)]
    if field is not None and others:
        raise InfonetError("aliases belong to a company; name each field by a `want` of its own")
    name = employer(company) if field is None else optional_text(field, "field")
    if name is None or not name_key(name):
        raise InfonetError(f"expected a field of work in words, got `{field}`")
    return {
        "kind": "company" if field is None else "field",
        "company": name,
        "priority": optional_priority(priority),
        "aliases": json.dumps(others, ensure_ascii=False),
        "stated": 1,
    }


def write_target(transaction: Transaction, target: Mapping[str, Any]) -> str:
    """Append a target; return the sentence."""
    what = f"{target['company']} removed from your targets."
    if target["priority"] is not None:
        what = f"{target['company']} added to your targets, priority {target['priority']}."
    transaction.begin("want", what)
    transaction.append("target", target)
    return what


def write_spelling(transaction: Transaction, a: str, b: str) -> str:
    """Append that two spellings are one company; return the sentence."""
    what = f"{a} and {b} are one company."
    transaction.begin("same_company", what)
    transaction.append("spelling", {"a": a, "b": b})
    return what
