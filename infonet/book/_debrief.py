"""What a conversation brought, written in one act: learnt, agreed, and who comes next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from infonet.book._given import a_date, a_number, a_text, one_of
from infonet.book._notes import Notes, the_company
from infonet.book._people import STATED, Someone, known, mention, sighting
from infonet.book._statements import Details
from infonet.book._store import append, new_act
from infonet.errors import InfonetError
from infonet.tables import ME

__all__ = ["Debriefs"]

_FIT = ("skills", "interests", "lifestyle", "goals")


class Debriefs(Notes):
    """A book of research that takes a whole conversation at once."""

    def debrief(
        self,
        person: str,
        *,
        date: object,
        company: str | None = None,
        learnt: str | None = None,
        advice: str | None = None,
        fit: Mapping[str, str] | None = None,
        minutes: int | None = None,
        agreed: int | None = None,
        names: Iterable[str | Mapping[str, str]] = (),
        actions: Iterable[str | tuple[str, object]] = (),
        channel: str | None = None,
        request: str | int | None = None,
    ) -> str:
        """Record a conversation after it was held: one act, which one `undo` takes back.

        Parameters
        ----------
        person : str
            With whom: a key, profile address, e-mail address, or a name in the book.
        date : str, date or Timestamp
            The day it was held. That it was is logged, unless the log says so already.
        company : str, optional
            The company or field it was about; the fit is that company's.
        learnt, advice : str, optional
            What you learnt, and what they advise.
        fit : mapping, optional
            How it would fit your ``skills``, ``interests``, ``lifestyle`` and ``goals``, in words;
            a text that begins with ``4/5`` rates it.
        minutes, agreed : int, optional
            How long it took, and what had been agreed.
        names : iterable of str or mapping
            Whom they named: a name or profile address, or ``{"name": …, "company": …, "title": …,
            "url": …, "email": …}``. Each becomes a person with a tie to the one who named them, so
            the next paths may lead there.
        actions : iterable of str or (str, date)
            What you do next, and until when.
        channel : str, optional
            How you met.
        request : str or int, optional
            The request it belongs to, where the log does not show it.

        Returns
        -------
        str
            What was recorded, in words.

        Raises
        ------
        InfonetError
            A date, number, part of the fit or name that is none; nothing is recorded.
        UnknownNameError
            Somebody who is not in the book, or a name that several people have.

        Examples
        --------
        >>> from infonet import Book
        >>> book = Book()
        >>> key = book.person("Bo Lin", company="Delta")
        >>> book.debrief("Bo Lin", date="2026-03-12", names=["Lu Weir"], minutes=25, agreed=20)
        'Conversation with Bo Lin on 2026-03-12, 25 minutes of 20 agreed; named Lu Weir.'
        """
        day = a_date(date, "date")
        if day is None:
            raise InfonetError("expected the date of the conversation, as in `date='2026-03-12'`")
        notes = _notes(learnt, advice, fit, actions, day)
        if minutes is not None or agreed is not None:
            notes.append(("agreed", _minutes(minutes, agreed), day))
        event = {
            "date": day,
            "company": a_text(company, "company"),
            "channel": a_text(channel, "channel"),
            "request": None if request is None else a_text(str(request), "request"),
        }
        people = [_named(name) for name in names]
        with self._store.writing(f"the conversation with `{person}` on {day[:10]}") as con:
            same = self._aliases(con)
            who = known(con, same, person)
            return _write(con, same, who, event, notes, people)


def _write(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    who: Someone,
    event: dict[str, Any],
    notes: list[tuple[str, str, str | None]],
    people: list[Details],
) -> str:
    """Append the conversation with all that came of it as one act; returns the sentence."""
    day = event["date"]
    met = [(mention(con, same, str(row.url or row.name)), row) for row in people]
    for someone, _ in met:
        if someone.key == who.key:
            raise InfonetError(f"expected other people as names, but `{who.name}` named themselves")
    said = [text for kind, text, _ in notes if kind == "agreed"]
    if met:
        said.append("named " + ", ".join(row.name or someone.name for someone, row in met))
    what = f"Conversation with {who.name} on {day[:10]}"
    what += f", {'; '.join(said)}." if said and said[0][0].isdigit() else ""
    if not what.endswith("."):
        what += f"; {'; '.join(said)}." if said else "."
    act = new_act(con, "debrief", what)
    held = {"act": act, "person": who.key, "stage": "held", "via": None, **event}
    if not _is_held(con, same, who.key, day):
        append(con, "event", [held])
    kind = None if _stated(con, same, ME, who.key) else "met"
    append(con, "tie", [_tie(act, ME, who.key, kind, day)])
    for someone, row in met:
        _write_named(con, act, someone, row)
        if someone.key != ME:
            kind = None if _stated(con, same, who.key, someone.key) else "named"
            append(con, "tie", [_tie(act, who.key, someone.key, kind, day)])
            append(con, "event", [held | {"stage": "named", "person": someone.key, "via": who.key}])
    # The fit is the company's where one is named; all else is the person's.
    company = the_company(con, event["company"]) if event["company"] else None
    for kind, text, date in notes:
        of_company = kind in _FIT and company is not None
        about = {"person": None, "company": company} if of_company else {"person": who.key}
        note = {"act": act, "kind": kind, "text": text, "link": None, "date": date}
        append(con, "note", [note | {"company": None} | about])
    return what


def _is_held(con: sqlite3.Connection, same: Mapping[str, str], key: str, day: str) -> bool:
    """Whether the log has a conversation with them on that day."""
    rows = con.execute(
        "SELECT person FROM live_event WHERE stage = 'held' AND substr(date, 1, 10) = ?",
        (day[:10],),
    )
    return any(same.get(row[0], row[0]) == key for row in rows)


def _write_named(con: sqlite3.Connection, act: int, someone: Someone, row: Details) -> None:
    """Append what is known of somebody who was named."""
    if not someone.known or row.email or row.url:
        name, url = row.name or someone.typed, row.url or someone.url
        sighting(con, act, someone.key, name=name, url=url, email=row.email, weight=STATED)
    if row.company or row.title:
        job = {"act": act, "person": someone.key, "company": row.company, "title": row.title}
        append(con, "job", [job])


def _stated(con: sqlite3.Connection, same: Mapping[str, str], a: str, b: str) -> bool:
    """Whether the user has stated the tie: then it keeps its kind."""
    rows = con.execute("SELECT source, target FROM live_tie WHERE evidence = 'stated'")
    return any({same.get(x, x), same.get(y, y)} == {a, b} for x, y in rows)


def _tie(act: int, a: str, b: str, kind: str | None, day: str) -> dict[str, Any]:
    source, target = sorted((a, b))
    stated = {"evidence": "stated", "origin": ME, "exchanges": 0, "last": day}
    return {"act": act, "source": source, "target": target, "kind": kind, **stated}


def _notes(
    learnt: str | None,
    advice: str | None,
    fit: Mapping[str, str] | None,
    actions: Iterable[str | tuple[str, object]],
    day: str,
) -> list[tuple[str, str, str | None]]:
    """Kind, text and date of what is worth keeping; what is empty is left out."""
    given: list[tuple[str, object, str | None]] = [("learnt", learnt, day), ("advice", advice, day)]
    for part, words in (fit or {}).items():
        given.append((str(one_of(part, _FIT, "part of the fit")), words, day))
    for action in [actions] if isinstance(actions, str) else actions:
        text, until = (action, None) if isinstance(action, str) else action
        given.append(("action item", text, a_date(until, "deadline")))
    checked = [(kind, a_text(text, kind), date) for kind, text, date in given]
    return [(kind, text, date) for kind, text, date in checked if text is not None]


def _minutes(minutes: int | None, agreed: int | None) -> str:
    """Taken against agreed, in words."""
    for value in (minutes, agreed):
        if value is not None and not a_number(value):
            raise InfonetError(f"expected a whole number of minutes from 1 up, got `{value!r}`")
    if minutes is None:
        return f"{agreed} minutes agreed"
    return f"{minutes} minutes" + (f" of {agreed} agreed" if agreed is not None else "")


def _named(given: str | Mapping[str, str]) -> Details:
    """Somebody who was named, checked."""
    row = {"name": given} if isinstance(given, str) else dict(given)
    unknown = sorted(set(row) - {*Details._fields})
    if unknown or not (row.get("name") or row.get("url")):
        raise InfonetError(
            f"expected somebody named as text, or with {', '.join(Details._fields)}; got `{given}`"
        )
    return Details(*(row.get(column) for column in Details._fields)).checked()
