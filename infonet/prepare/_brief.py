"""Make one page before a conversation: who they are, what ties you, what to ask and to bring."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from infonet.agenda import due, person_story, talks
from infonet.book import Book, book_of
from infonet.errors import InfonetError
from infonet.graph import Network, network, network_of
from infonet.ledger import Ledger, same_company
from infonet.names.companies import search_link
from infonet.names.people import profile_url
from infonet.names.text import counted
from infonet.names.titles import ROLES, role_of
from infonet.prepare._page import Page, Section
from infonet.prepare._questions import questions
from infonet.strength import REASONS
from infonet.tables import FIT, Tables, as_date, known_notes, text_or_none
from infonet.workdays import day_text, days_in_words

_TEXTS = tomllib.loads((files(__package__) / "brief.toml").read_text("utf-8"))
_THEIRS = "their company"
_ONWARD = 8
_NEWS = ("news", "culture", "health")
_SAID = ("learnt", "advice", "action item", *FIT, "gave")
_CALLED = {
    "learnt": "what you learned",
    "action item": "to do",
    "lifestyle": "life there",
    "gave": "what you did for them",
}
"""The kinds of notes that are called otherwise on the page → what they are called."""


def brief(
    book: Book,
    person: str,
    *,
    as_of: object,
    n: int = 8,
    company: str | None = None,
    net: Network | None = None,
) -> Page:
    """Make one page before a conversation.

    Parameters
    ----------
    book : Book
        Its people, ties, log and notes.
    person : str
        The person you will talk to: a key, profile address, e-mail address, or name in the book.
    as_of : date, str or Timestamp
        The day of the conversation.
    n : int
        The number of questions to suggest, from 1.
    company : str, optional
        The company that the conversation is about; their employer if not given.
    net : Network, optional
        The network of the book on that day, if you have it already: in a large book it takes a
        moment.

    Returns
    -------
    Page
        Who they are and how long they have been there, past positions, what ties you, who else
        they could introduce you to, what is known of the company, objective, questions, what to
        bring, what was agreed and what is owed; and, under "Still to find out", every missing fact
        with where to look. It shows itself in a notebook and prints as Markdown. The strength of a
        tie is left out, so that you can print the page.

    Raises
    ------
    UnknownNameError
        A person who is not in the book, or a name that several people have.
    InfonetError
        Something else than a book or a network, you yourself, or a person who is not in the
        network given.

    Notes
    -----
    Notes dated after the day do not count, except for plans. An objective and an agreement belong
    to one conversation: they leave the page when it was held.

    Examples
    --------
    >>> book = Book(me="Robin Achterberg")
    >>> key = book.person("Bo Lin", company="Delta", title="Data engineer")
    >>> page = brief(book, "Bo Lin", as_of="2026-06-30")
    >>> page.title, page.sections[0].lines[0]
    ('Before talking to Bo Lin', 'Data engineer at Delta')
    """
    day, key = as_date(as_of), book_of(book).who(person)
    net = network(book.tables(), as_of=day) if net is None else net
    tables = network_of(net).tables
    at = net.position(key, strict=False)
    if at < 0 or at == net.ego:
        who = "you" if at == net.ego else "not in the network given"
        raise InfonetError(
            f"expected the person you will talk to, but `{person}` is {who}: name another"
        )
    name = str(net.name[at])
    jobs = tables.jobs[tables.jobs.person == key]
    now = jobs[jobs.end.isna()].sort_values("start", na_position="first", kind="stable")
    current = now.iloc[-1] if len(now) else pd.Series(dtype=object)
    employer, title = (text_or_none(current.get(column)) for column in ("company", "title"))
    about = company or employer
    notes = known_notes(tables, day)
    own, theirs = notes[notes.person == key], _of_company(notes, net, about)
    ahead = _ahead(own, tables, key, day)
    log = Ledger.of(tables)
    agreed = talks(log, as_of=day)
    agreed = agreed[agreed.person == key]
    row = tables.people[tables.people.person == key].iloc[0]
    profile = text_or_none(row.url)
    if profile is None and key.startswith("in/"):
        profile = profile_url(key.removeprefix("in/"))
    over = jobs[jobs.end.notna()].sort_values("end", ascending=False)
    ends = over[["title", "company", "end"]].itertuples(index=False)
    since = own.text.str.casefold().str.startswith("since ")
    owed = due(log, as_of=day)[["action", "person", "reason"]]
    found: dict[str, Sequence[str | None]] = {
        "Who": [_job(title, employer), text_or_none(row.location), profile],
        "How long they have been there": [
            _tenure(current.get("start"), day),
            *_said(own[since], "position"),
        ],
        "Past positions": [
            *(
                f"{_job(held, firm)} (until {day_text(end, weekday=False)})"
                for held, firm, end in ends
            ),
            *_said(own[~since], "position"),
        ],
        "Expertise": _said(own, "expertise"),
        "What ties you": list(_ties(net, at)),
        "Who else they could introduce you to": list(_onward(net, at)),
        f"About {about or _THEIRS}": _said(theirs, *_NEWS, *FIT),
        "Said before": _said(own[(own.kind != "action item") | own.date.isna()], *_SAID),
        "So far": list(_history(log, key, day, about)),
        "Objective": _said(ahead, "objective"),
        "Place and time": list(map(_place_and_time, agreed.itertuples()))
        or _said(ahead, "promised"),
        "Owed": [
            f"To do: {reason}" if action == "to do" else str(reason)
            for action, who, reason in owed.itertuples(index=False)
            if who == key
        ],
    }
    audience = role_with(net, key, as_of=day).removeprefix("hiring ")
    # A talk of which the day alone is agreed still needs a place.
    placed = found["Place and time"] if agreed.empty else agreed.place.dropna().tolist()
    facts = {**found, "Work": found["Who"][:1], "Place and time": placed}
    found |= {
        "Questions": questions(audience, n=n).question.tolist(),
        "Bring": _TEXTS["bring"],
        "Still to find out": list(_research(facts, name, about or _THEIRS, profile)),
    }
    sections = (Section(heading, lines) for heading, lines in found.items())
    return Page(f"Before talking to {name}", tuple(each for each in sections if each.lines))


def role_with(net: Network, person: str, *, as_of: object) -> str:
    """Return the part that somebody has in hiring: as noted, else as their title says.

    Parameters
    ----------
    net : Network
        The network.
    person : str
        A key.
    as_of : date, str or Timestamp
        The day; later notes do not count.

    Returns
    -------
    str
        One of `infonet.names.titles.ROLES`: peer, alum, recruiter, manager or hiring manager.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="Robin Achterberg")
    >>> said = book.tie("Bo Lin", company="Delta", title="Head of Data", new=True)
    >>> net = infonet.network(book, as_of="2026-06-30")
    >>> role_with(net, book.who("Bo Lin"), as_of="2026-06-30")
    'manager'
    """
    notes = known_notes(network_of(net).tables, as_of)
    own = notes.text[(notes.person == person) & (notes.kind == "role") & notes.text.isin(ROLES)]
    if len(own):
        return str(own.iloc[-1])
    return role_of(net.workplaces.current.title.iloc[net.position(person)])


def _research(
    facts: Mapping[str, Sequence[str | None]], name: str, company: str, profile: str | None
) -> Iterator[str]:
    """Yield each fact that the page lacks, and where to look."""
    where = profile or f"their profile: {search_link(name)}"
    for heading, text in _TEXTS["find_out"].items():
        if not any(facts[heading.format(company=company)]):
            yield text.format(name=name, company=company, where=where)


def _ties(net: Network, at: int) -> Iterator[str]:
    """Yield what is known of the tie between you, and the people you both know."""
    arc = net.arc(net.ego, at)
    if arc >= 0:
        reason, row = REASONS[net.reason[arc]], int(net.evidence[arc])
        # How close the user said they are is left out: the page may be printed.
        parts = ["you know each other" if reason.name.startswith("said") else reason.words]
        if row >= 0:
            exchanges, last, since = (column[row] for column in net.traces)
            parts += [counted(exchanges, "exchange")] if exchanges else []
            for words, day in (("last in touch on", last), ("connected since", since)):
                parts += [] if np.isnat(day) else [f"{words} {day_text(day, weekday=False)}"]
        yield ", ".join(parts)
    else:
        yield "you do not know each other yet"
    both = np.intersect1d(net.alters, net.indices[net.arcs(at)])
    if len(both):
        names = [str(name) for name in net.name[both]]
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        yield f"you both know {', '.join(names[:5])}{more}"


def _onward(net: Network, at: int) -> Iterator[str]:
    """Yield people they know and you do not, insiders of a target first."""
    known = {net.ego, *net.alters.tolist()}
    beyond = [other for other in net.indices[net.arcs(at)].tolist() if other not in known]
    wanted: dict[int, str] = {}
    targets = net.workplaces.wanted
    for company, kind in zip(targets.company, targets.kind, strict=True):
        for insider in net.target(**{kind: company}).insiders.tolist():
            wanted.setdefault(insider, company)
    job = net.workplaces.current
    beyond.sort(key=lambda other: (other not in wanted, other))
    for other in beyond[:_ONWARD]:
        work = _job(job.title.iloc[other], job.company.iloc[other])
        aim = f"; inside your target {wanted[other]}" if other in wanted else ""
        yield f"{net.name[other]}{', ' + work if work else ''}{aim}"
    if len(beyond) > _ONWARD:
        yield f"and {len(beyond) - _ONWARD} more people you do not know"


def _history(log: Ledger, key: str, day: pd.Timestamp, company: str | None) -> Iterator[str]:
    """Yield what happened with them so far, the latest last, and about which other company."""
    event: Any
    for event in person_story(log, key, as_of=day).tail(6).itertuples():
        other = isinstance(event.company, str) and log.same(event.company) != log.same(company)
        about = f", about {event.company}" if other else ""
        note = f" ({days_in_words(event.note, as_of=day)})" if isinstance(event.note, str) else ""
        yield f"{day_text(event.date, as_of=day)}: {event.label}{about}{note}"


def _of_company(notes: pd.DataFrame, net: Network, company: str | None) -> pd.DataFrame:
    """Return the notes on their company, under all the names declared for it."""
    if company is None:
        return notes.iloc[:0]
    same = same_company(net.tables, [company])
    return notes[notes.company.map(same, na_action="ignore") == same(company)]


def _ahead(notes: pd.DataFrame, tables: Tables, key: str, day: pd.Timestamp) -> pd.DataFrame:
    """Return the notes that belong to no conversation held already, undated ones included."""
    events = tables.events
    held = events.date[(events.person == key) & (events.stage == "held") & (events.date < day)]
    return notes if held.empty else notes[~(notes.date < held.max() + pd.Timedelta(days=1))]


def _place_and_time(talk: Any) -> str:
    """Say where and when a talk is agreed, as far as either is."""
    hour = f" at {talk.hour}" if isinstance(talk.hour, str) else ""
    when = "" if pd.isna(talk.day) else f"{day_text(talk.day, weekday=False)}{hour}"
    return f"{talk.place}{f' ({when})' if when else ''}" if isinstance(talk.place, str) else when


def _said(notes: pd.DataFrame, *kinds: str) -> list[str | None]:
    """Return notes of some kinds in words, with their days and links."""
    lines: list[str | None] = []
    note: Any
    for note in notes[notes.kind.isin(kinds)].itertuples():
        day = "" if pd.isna(note.date) else f" ({day_text(note.date, weekday=False)})"
        link = f" {note.link}" if isinstance(note.link, str) else ""
        kind = f"{_CALLED.get(note.kind, note.kind)}: " if len(kinds) > 1 else ""
        lines.append(f"{kind}{note.text}{day}{link}")
    return lines


def _tenure(start: pd.Timestamp | None, day: pd.Timestamp) -> str | None:
    """Return the time in a job in years and months; None where its start is unknown."""
    if start is None or pd.isna(start):
        return None
    months = (day.year - start.year) * 12 + day.month - start.month
    months = max(0, months - (day.day < start.day))
    years, rest = divmod(months, 12)
    words = [counted(n, unit) for n, unit in ((years, "year"), (rest, "month")) if n]
    return f"since {start:%B %Y}{': ' + ' and '.join(words) if words else ''}"


def _job(title: object, company: object) -> str:
    return " at ".join(filter(None, map(text_or_none, (title, company))))
