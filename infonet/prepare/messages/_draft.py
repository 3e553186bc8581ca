"""Write drafts for every step of a request: short, without pressure, easy to say no to."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from infonet.book import Book, book_of
from infonet.errors import InfonetError, UnknownNameError, hint, whole_number
from infonet.names.companies import company_key, is_company
from infonet.names.people import full_name, given_name, name_key
from infonet.names.text import one_line
from infonet.prepare._questions import questions as bank_of_questions
from infonet.prepare.messages._message import Draft
from infonet.prepare.messages._participants import Roles, roles_of
from infonet.prepare.messages._templates import (
    BASE,
    Template,
    Templates,
    fill,
    names_in,
    read_templates,
)
from infonet.tables import ME, SCHOOL, HasTables, Tables, consent_withdrawn, tables_of

CHANNELS: dict[str, int | None] = {"email": None, "linkedin": 399, "text": 399}
"""The channels, and the greatest number of characters of each (None: no limit)."""

# A kind would be empty without this value.
_NEEDED = {"confirm": "when", "report back": "news"}


def draft(
    kind: str | None = None,
    person: str | None = None,
    *,
    book: Book,
    way: Mapping[str, Any] | pd.Series[Any] | None = None,
    company: str | None = None,
    field: str | None = None,
    insider: str | None = None,
    via: str | None = None,
    channel: str = "email",
    limit: int | None = None,
    minutes: int = 20,
    questions: Iterable[str] | pd.DataFrame | None = None,
    to: str | None = None,
    templates: str | os.PathLike[str] | None = None,
    opted_out: Collection[str] = (),
    tables: Tables | HasTables | None = None,
    **words: str,
) -> Draft:
    """Write a draft of a message to one person; nothing is ever sent.

    Every draft is short, asks for 15 to 30 minutes, asks for no job and makes a no easy. The
    strengths, chances and closeness of the network are never in it.

    Parameters
    ----------
    kind : str, optional
        ``ask`` (a connector for an introduction, with a paragraph to pass on), ``scout`` (whether
        they know somebody there), ``first message`` (to the insider: introduced if `via` is given,
        known if you have a tie, else cold), ``confirm`` (the day before; give `when`),
        ``questions ahead``, ``thank introducer``, ``thank interviewee``, ``follow up`` (with
        `insider`: to the connector), ``second follow up``, ``after a no``, ``report back`` (give
        `news`), ``stay in touch`` or ``ask for export`` (for their list of contacts, with what is
        read of it). With a `way` it may be left out: then it is the first message
        of that route.
    person : str, optional
        The person to write to: a key, profile address, e-mail address, or name in the book. With a
        `way` it may be left out.
    book : Book
        The book in which people are looked up.
    way : row of `warm_paths` or `reach`, optional
        Fills in person, insider, via and company; the other arguments override it.
    company, field : str, optional
        The company, or the field of work, that the message is about. Without either, the company
        where the insider (or the person) works now.
    insider : str, optional
        The person you would like to meet, or met.
    via : str, optional
        The person who introduced you; for an ``ask``, the person between the one asked and the
        insider.
    channel : {"email", "linkedin", "text"}
        The last two are under 400 characters: the short wording is taken where the long is longer.
    limit : int, optional
        Another greatest number of characters, such as 200 for a LinkedIn invitation.
    minutes : int
        The time you ask for, 15 to 30.
    questions : iterable of str or frame of `questions`, optional
        For ``questions ahead``; by default three of the bank.
    to : str, optional
        The e-mail address, where the book does not have it.
    templates : path, optional
        A TOML file of your own wordings; see ``infonet/prepare/messages/drafts.toml``.
    opted_out : collection of str
        People who asked not to be written to, by key, address or name, besides everybody with a
        note ``opted out`` in the book.
    tables : Tables, optional
        ``book.tables()``, if you have them already: in a large book they take a moment.
    **words : str
        about (what you would like to learn about), background (a sentence or two on yourself),
        learnt (what you take with you), news, when, place, first (what you call the person), or
        any other name in the braces of a template.

    Returns
    -------
    Draft
        to, subject, body, channel, kind, name; `str` gives the text, `eml`, `mailto` and `save`
        hand it on.

    Raises
    ------
    InfonetError
        An unknown kind or channel, a missing value that the draft needs, a person who asked not to
        be written to or withdrew their consent, or a text that does not fit the channel.
    UnknownNameError
        A person who is not in the book, or a name that several people have.
    ReadError
        Templates with a fault: the file, the line and what to write.

    Examples
    --------
    >>> book = Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", "Bo Lin", new=True)
    >>> letter = draft("ask", "Ana Diaz", book=book, insider="Bo Lin", company="Delta",
    ...                channel="linkedin")
    >>> print(letter.body[:57])
    Hello Ana, I would like to learn about the work at Delta.
    >>> letter.characters < 400
    True
    """
    book_of(book)
    if channel not in CHANNELS:
        raise InfonetError(f"there is no channel `{channel}`: {hint(channel, CHANNELS)}")
    whole_number(minutes, "minutes", least=15, most=30)
    facts = tables_of(book if tables is None else tables)
    kind, roles = roles_of(
        kind, person, book, facts, way=way, company=company, field=field, insider=insider, via=via
    )
    _refuse_opted_out(kind, roles, book, facts, opted_out)
    said = {name: one_line(text) for name, text in words.items()}
    texts = read_templates(templates, said)
    template = texts.kinds[_variant(kind, roles, facts)]
    if channel != "email":
        template = template._replace(subject="")
    values = _values(roles, facts, minutes, texts, said)
    if "questions" in names_in(template.body):
        values["questions"] = _numbered(questions)
    _refuse_gaps(kind, template, values, said, texts)
    address = to or _cell(facts, roles.person, "email") or ""
    return Draft(
        to=address if channel == "email" else "",
        subject=fill(template.subject, values),
        body=_fitting(kind, template, values, channel, limit),
        channel=channel,
        kind=kind,
        name=full_name(values["person"]),
    )


def _variant(kind: str, roles: Roles, facts: Tables) -> str:
    """Choose the template by what is known of the tie to the person."""
    if kind == "ask" and roles.via is not None:
        return "ask onwards"
    if kind == "follow up" and roles.insider is not None:
        return "follow up connector"
    if kind == "first message" and roles.via is not None:
        return "first message introduced"
    if kind == "first message":
        ends = facts.ties[["source", "target"]].isin([ME, roles.person]).all(axis=1)
        return "first message known" if ends.any() else "first message"
    return kind


def _values(
    roles: Roles, facts: Tables, minutes: int, texts: Templates, said: Mapping[str, str]
) -> dict[str, str]:
    """Return the known values of placeholders, as plain text on one line."""
    values = {"minutes": str(minutes), "me": full_name(_name(facts, ME))}
    for role, short in (("person", "first"), ("insider", "insider_first"), ("via", "via_first")):
        key = getattr(roles, role)
        if key is not None:
            name = _name(facts, key)
            values |= {role: full_name(name), short: given_name(name)}
    words = dict(texts.words)
    employer, still = _shared_employer(facts, roles.person, but=roles.company)
    if employer:
        values["employer"] = employer
        words["shared"] = words["shared_now" if still else "shared"]
    elif school := _shared_school(facts, roles.person):
        values["school"], words["shared"] = school, words["shared_school"]
    else:
        values["shared"] = ""
    for target, at in (("field", "in_field"), ("company", "at_company")):
        about = getattr(roles, target)
        if about is not None:
            values[target] = about
            words = {"at": texts.words[at], **words}
    values.update(said)
    for name, text in words.items():
        if name not in values and set(names_in(text)) <= set(values):
            values[name] = fill(text, values)
    return values


def _name(facts: Tables, key: str) -> str:
    name = one_line(_cell(facts, key, "name") or "")
    if not name:
        raise InfonetError(
            f"the book has no name for `{key}`: give one with `book.person('{key}', name=...)`"
        )
    return name


def _shared_employer(facts: Tables, person: str | None, *, but: str | None) -> tuple[str, bool]:
    """Return my latest employer at which a person works or worked, too, and whether both still do.

    It is empty where there is none; the company in `but` does not count.
    """
    jobs = facts.jobs[facts.jobs.person.isin([ME, person])].dropna(subset="company")
    jobs = jobs[jobs.company.map(is_company).astype(bool)]
    jobs = jobs.assign(key=jobs.company.map(company_key), present=jobs.end.isna())
    theirs = jobs[(jobs.person == person) & (jobs.key != company_key(but or ""))]
    mine = jobs[(jobs.person == ME) & jobs.key.isin(theirs.key)]
    if mine.empty or person == ME:
        return "", False
    last = mine.sort_values(["present", "start"], kind="stable").iloc[-1]
    still = bool(last["present"] and theirs.present[theirs.key == last["key"]].any())
    return one_line(last["company"]), still


def _shared_school(facts: Tables, person: str | None) -> str:
    """Return my latest school to which a person went, too, in whatever years; empty for none."""
    schools = facts.gatherings[facts.gatherings.kind == SCHOOL]
    schools = schools.assign(key=schools.gathering.map(company_key))
    theirs = schools.key[(schools.person == person) & (schools.person != ME)]
    mine = schools[(schools.person == ME) & schools.key.isin(theirs)]
    if mine.empty:
        return ""
    last = mine.sort_values(["since", "last"], na_position="first", kind="stable").iloc[-1]
    return one_line(last["gathering"])


def _cell(facts: Tables, key: str, column: str) -> str | None:
    """Return a person's cell; None where it is missing."""
    cells = facts.people.loc[facts.people.person == key, column].dropna()
    return str(cells.iloc[0]) if len(cells) else None


def _numbered(questions: Iterable[str] | pd.DataFrame | None) -> str:
    """Return the questions as a list, by default three to begin with."""
    if questions is None:
        chosen = bank_of_questions(n=4)
        questions = chosen[chosen.topic != "closing"]
    if isinstance(questions, pd.DataFrame):
        questions = questions["question"]
    listed = [questions] if isinstance(questions, str) else list(questions)
    if not listed:
        raise InfonetError("expected questions to send ahead, got none: leave out `questions=`")
    return "\n".join(f"{at}. {one_line(text)}" for at, text in enumerate(listed, 1))


def _refuse_opted_out(
    kind: str, roles: Roles, book: Book, facts: Tables, opted_out: Collection[str]
) -> None:
    """Raise if the draft reaches somebody who asked not to be written to."""
    named = {key for key in (roles.person, roles.insider, roles.via) if key is not None}
    # An introduction also contacts the insider, so their opt-out applies.
    reached = named if kind in ("ask", "follow up") else {roles.person}
    notes = book.notes()
    # Whoever took back their consent is not named, either.
    for key in sorted(named & consent_withdrawn(notes)):
        raise InfonetError(
            f"`{full_name(_cell(facts, key, 'name') or key)}` withdrew their consent: no `{kind}` "
            "with them is drafted; if they agree anew, note it as `consent`"
        )
    out = set(notes.person[notes.kind == "opted out"].dropna())
    for text in [opted_out] if isinstance(opted_out, str) else opted_out:
        try:
            out.add(book.who(text))
        except UnknownNameError:
            # Several people have the name: none of them is written to.
            out |= set(
                facts.people.person[facts.people.name.map(name_key) == (name_key(text) or None)]
            )
    for key in sorted(reached & out):
        raise InfonetError(
            f"`{full_name(_cell(facts, key, 'name') or key)}` asked not to be written to: no "
            f"`{kind}` is drafted"
        )


def _refuse_gaps(
    kind: str, template: Template, values: dict[str, str], said: Mapping[str, str], texts: Templates
) -> None:
    """Raise if a placeholder has no value or a value has no placeholder."""
    used = names_in("".join(template))
    for name in said:
        if name not in (*BASE, *texts.words, *used):
            known = ", ".join(texts.words)
            raise InfonetError(f"`{name}` is no placeholder of any template; they are {known}")
    missing = [name for name in dict.fromkeys(used) if name not in values]
    if not values.get(_NEEDED.get(kind, "me")):
        missing.append(_NEEDED[kind])
    if missing:
        asked = {"at": "company", "about": "company", "insider_first": "insider"}
        name, first = asked.get(missing[0], missing[0]), values["first"][:40]
        if name == "when":
            raise InfonetError(f"when are you meeting {first}? Enter date and time (`when=`)")
        raise InfonetError(f"`{kind}` to `{values['person']}` needs `{name}=`: enter it")


def _fitting(
    kind: str, template: Template, values: Mapping[str, str], channel: str, limit: int | None
) -> str:
    """Return the long wording, or the short wording where the long does not fit."""
    most = CHANNELS[channel] if limit is None else limit
    texts = [fill(text, values) for text in (template.body, template.short) if text]
    if most is None:
        return texts[0]
    whole_number(most, "limit", least=1)
    for text in texts:
        if len(text) <= most:
            return text
    least = min(map(len, texts))
    raise InfonetError(
        f"the shortest `{kind}` to `{values['first'][:40]}` has {least} characters and {channel} "
        f"takes {most}, {least - most} fewer: shorten `about=`, or take `channel='email'`"
    )
