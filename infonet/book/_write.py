"""Write what a user states: people, ties, targets, spellings and notes, one act each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from infonet.book._companies import find_company, spellings_of
from infonet.book._lookup import (
    STATED,
    Someone,
    find,
    meant,
    names_of,
    observe,
    offered,
    typed_in,
    write_new,
)
from infonet.book._schema import now
from infonet.book._transaction import Transaction
from infonet.book._validate import (
    Details,
    choice,
    employer,
    optional_date,
    optional_text,
    web_address,
)
from infonet.book.projection import notes_of, project
from infonet.errors import InfonetError, UnknownNameError, whole_number
from infonet.insiders import Workplaces, near_words
from infonet.ledger import company_of
from infonet.names.companies import Spellings, may_be_near
from infonet.names.people import email_key, fold, name_key
from infonet.names.text import counted, one_line, some_of
from infonet.tables import CLOSENESS, ME, NOTE_LABELS, NOTES, PRIORITIES, TEXT
from infonet.workdays import day_text

_CLOSE = {
    "strong": "are close",
    "medium": "know each other well",
    "weak": "know each other a little",
    None: "know each other",
}
_OF_COMPANIES = ("another company", "size", "news", "culture", "health", "posting")
_CONSENT = ("consent", "consent withdrawn")
_OF_PEOPLE = (
    *("expertise", "position", "role", "objective", "promised", "gave", "opted out", "guesses"),
    *_CONSENT,
)
_SHOWN = 80  # letters of a note that the sentence repeats


def write_person(transaction: Transaction, person: str, details: Details) -> str:
    """Append what is known of a person, new or not; return the key."""
    name, company, title, url, email = details
    someone = typed_in(transaction, person, name, url)
    person = one_line(person) if isinstance(person, str) else person
    job = " at ".join(filter(None, (title, company)))
    transaction.begin("person", f"Saved: {name or someone.name}{', ' + job if job else ''}.")
    if not someone.known:
        name, url = name or someone.typed, url or someone.url
        email = email or someone.email or (person if email_key(person) else None)
    observe(transaction, someone.key, name=name, url=url, email=email, weight=STATED)
    if details.job:
        transaction.append("job", {"person": someone.key, **details.job})
    return someone.key


def checked_tie(
    closeness: object, kind: object, since: object, last: object
) -> dict[str, str | None]:
    """Return what is stated of a tie, each value as it is written."""
    return {
        "closeness": choice(closeness, CLOSENESS, "closeness"),
        "kind": optional_text(kind, "kind"),
        "since": optional_date(since, "since"),
        "last": optional_date(last, "last"),
    }


def write_tie(
    transaction: Transaction, a: str, b: str, words: Mapping[str, Any], job: Details, *, new: bool
) -> str:
    """Append a stated tie, who is new by it, and a job of `b` (of a tie with me, the other's)."""
    since, last = words["since"], words["last"]
    if since and last and last < since:
        raise InfonetError(f"expected `last` after `since` `{since}`, got `{last}`")
    one, two = (meant(transaction, text, new=new) for text in (a, b))
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


def checked_closeness(people: Iterable[str], closeness: str) -> tuple[list[str], str]:
    """Return who is meant and how close they are, or raise for what is none."""
    whom = [people] if isinstance(people, str) else list(people)
    word = choice(closeness, CLOSENESS, "closeness")
    if word is None or not whom:
        raise InfonetError("expected people, and how close they are: strong, medium or weak")
    return whom, word


def write_closeness(transaction: Transaction, people: Iterable[str], closeness: str) -> str:
    """Append the ties of several people with me; return the sentence."""
    found = {
        someone.shown: someone
        for someone in (meant(transaction, text, new=False) for text in people)
    }
    if ME in found:
        raise InfonetError("expected other people; nobody has a tie with themselves")
    names = [someone.name for someone in found.values()]
    who = names[0] if len(names) == 1 else f"{len(names):,} people"
    listed = f": {some_of(names)}" if len(names) > 1 else ""
    what = f"Saved: you and {who} {_CLOSE[closeness]}{listed}."
    transaction.begin("tie", what)
    for someone in found.values():
        append_tie(transaction, someone.key, ME, evidence="stated", closeness=closeness)
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
    listed = [aliases] if isinstance(aliases, str) else [*aliases]
    others = [employer(one) if field is None else _word(one) for one in listed]
    name = employer(company) if field is None else optional_text(field, "field")
    if name is None or not name_key(name):
        raise InfonetError(f"expected a field of work in words, got `{field}`")
    if priority is not None:
        advice = "; 1 is the most wanted, and None means no target any more"
        priority = whole_number(priority, "priority", least=1, advice=advice)
    return {
        "kind": "company" if field is None else "field",
        "company": name,
        "priority": priority,
        "aliases": json.dumps(others, ensure_ascii=False),
        "stated": 1,
    }


def _word(value: object) -> str:
    """Return a word, or a phrase, that titles of a field use."""
    text = optional_text(value, "a word of titles")
    if text is None or not name_key(text):
        raise InfonetError(f"expected words that titles of the field use, got `{value}`")
    return text


def write_target(transaction: Transaction, target: Mapping[str, Any]) -> str:
    """Append a target; return the sentence."""
    what = f"{target['company']} removed from your targets."
    if target["priority"] is not None:
        what = f"{target['company']} added to your targets."
        if _is_wanted(transaction, target):
            what = f"{target['company']} is now {PRIORITIES[min(target['priority'], 3)]}."
    near = _near_spellings(transaction, target)
    transaction.begin("want", what)
    transaction.append("target", target)
    return what + near


def _is_wanted(transaction: Transaction, target: Mapping[str, Any]) -> bool:
    """Return whether a company or field is a target already, by the last word on it."""
    rows = transaction.rows(
        "SELECT company, priority FROM live_target WHERE kind = ? ORDER BY id", target["kind"]
    )
    key = company_of(target["company"])
    said = [priority for company, priority in rows if company_of(company) == key]
    return bool(said) and said[-1] is not None


def _near_spellings(transaction: Transaction, target: Mapping[str, Any]) -> str:
    """Ask whether spellings like that of a wanted company are the same one; empty without any."""
    name, aliases = target["company"], json.loads(target["aliases"])
    if target["kind"] != "company" or target["priority"] is None:
        return ""
    spelt = transaction.rows("SELECT DISTINCT company FROM live_job WHERE company IS NOT NULL")
    likely = may_be_near(name, (company for (company,) in spelt))
    if not Spellings(likely).near(name, aliases=aliases):
        return ""
    tables = project(transaction)
    people = pd.Index(tables.people.person)
    near = Workplaces(tables, people, people.get_loc(ME)).near(name)
    near = near[~near.company.isin(Spellings(near.company).tiers(name, aliases=aliases))]
    if near.empty:
        return ""
    first = near.company.iloc[0]
    return (
        f" You also know {near_words(near)}: the same company? "
        f"Then say `book.same_company({name!r}, {first!r})`."
    )


def write_spelling(transaction: Transaction, a: str, b: str) -> str:
    """Append that two spellings are one company; return the sentence."""
    what = f"{a} and {b} are one company."
    transaction.begin("same_company", what)
    transaction.append("spelling", {"a": a, "b": b})
    return what


# Notes


def checked_note(
    subject: object, kind: object, text: object, link: object, date: object
) -> dict[str, Any]:
    """Return a note as it is written, but for its subject."""
    row = {
        "kind": choice(kind, NOTES, "kind"),
        "text": optional_text(text, "text", lines=True),
        "link": web_address(link),
        "date": optional_date(date, "date"),
    }
    if row["kind"] is None or row["text"] is None:
        raise InfonetError("expected a kind and a text; an empty note says nothing")
    if row["kind"] == "snooze" and row["date"] is None:
        raise InfonetError("expected the day until which to snooze, as in `date='2026-07-06'`")
    if row["kind"] in _CONSENT and row["date"] is None:
        row["date"] = optional_date(now()[:10], "date")  # of the two the later counts
    if row["kind"] in ("goal", "size"):
        number = int(row["text"]) if row["text"].isdecimal() else row["text"]
        row["text"] = str(whole_number(number, "text", least=1))
    if row["kind"] == "guesses":
        choice(row["text"], ("yes", "no"), "text")
    _check_whose(row["kind"], subject)
    return row


def _check_whose(kind: str, subject: object) -> None:
    """Raise where a note of mine has another subject."""
    if kind == "goal" and subject is not None:
        raise InfonetError(f"a goal is mine: give None as its subject, not `{subject}`")
    if kind == "guesses" and subject != ME:
        raise InfonetError(f"guesses are mine: give `me` as the subject, not `{subject}`")


def write_note(
    transaction: Transaction, subject: str | None, row: dict[str, Any], *, new: bool
) -> str:
    """Append a note of the person, or else the company, that may have its kind."""
    kind = row["kind"]
    someone = person = company = None
    if kind != "goal":
        someone, company = _subject(transaction, subject, kind, new=new)
        person = someone and someone.key
        if person is None or (company is not None and kind in _OF_COMPANIES):
            person, found, needed = None, "company", "person"
        else:
            company, found, needed = None, "person", "company"
        if kind in (_OF_PEOPLE if person is None else _OF_COMPANIES):
            raise InfonetError(
                f"expected a {needed} for a note of the kind `{kind}`, but `{subject}` is a "
                f"{found}: name the {needed}, or choose another kind, such as learnt"
            )
    name = company if someone is None or person is None else someone.name
    day = f", {day_text(row['date'], weekday=False)}" if row["date"] else ""
    said = one_line(row["text"])
    said = said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
    what = f"Note on {name} ({NOTE_LABELS[kind]}{day}): {said}"
    if kind == "goal":
        what = f"Goal: {counted(int(said), 'ask')} a week."
    elif kind == "guesses":
        counts = "count" if said == "yes" else "do not count"
        what = f"Guesses of who knows whom {counts}."
    elif kind == "snooze":
        what = f"{name}: not before {day_text(row['date'], weekday=False)}."
    elif kind == "size":
        what = f"{name} has about {counted(int(said), 'person', 'people')}."
    transaction.begin("note", what)
    if someone is not None:
        write_new(transaction, someone)
    transaction.append("note", {"person": person, "company": company, **row})
    return what


def _subject(
    transaction: Transaction, subject: str | None, kind: str | None = None, *, new: bool = False
) -> tuple[Someone | None, str | None]:
    """Return the person that is meant, or the company; without a kind maybe both."""
    if not isinstance(subject, str) or not subject.strip():
        raise InfonetError(f"expected the name of a person or a company, got `{subject!r}`")
    someone = company = None
    if kind in _OF_COMPANIES:
        company = find_company(transaction, subject)
    try:
        someone = find(transaction, subject)
    except UnknownNameError:
        # Several people have the name: that does not matter to what is of a company.
        if company is None:
            raise
    if company is None and (someone is None or kind is None):
        company = find_company(transaction, subject)
    if someone is None and company is None and kind is not None and kind not in _OF_COMPANIES:
        advice = "; a company or field is added with `book.want(...)`"
        someone = meant(transaction, subject, new=new, advice=advice)
    if someone is None and company is None:
        near, words = offered(transaction, subject)
        words = f"{words}? " if words else ""
        raise UnknownNameError(
            f"expected somebody or a company in the book, `{subject}` is neither: {words}A person "
            "is added with `book.person(...)`, a company or field with `book.want(...)`",
            near,
        )
    return someone, company


def search(
    transaction: Transaction, text: str | None, subject: str | None, kind: str | None
) -> pd.DataFrame:
    """Return the notes that fit, with names."""
    rows = notes_of(transaction)
    if subject is not None:
        someone, company = _subject(transaction, subject)
        spellings = spellings_of(transaction, company)
        theirs = rows.person == (someone and someone.shown)
        about = rows.company.map(company_of, na_action="ignore").isin(spellings)
        rows = rows[theirs | about]
    if kind is not None:
        rows = rows[rows.kind == kind]
    called = rows.person.map(names_of(transaction, rows.person.dropna()), na_action="ignore")
    rows.insert(2, "name", called.astype(TEXT).fillna(rows.company))
    wanted = fold(text or "").split()
    if wanted:
        said = [
            fold(" ".join(cell for cell in cells if isinstance(cell, str)))
            for cells in rows[["name", "kind", "text"]].to_numpy(dtype=object)
        ]
        rows = rows[[all(word in words for word in wanted) for words in said]]
    return rows.reset_index(drop=True)
