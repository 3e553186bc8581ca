"""What a conversation brought, written in one act: learnt, agreed, and who comes next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from infonet.book._companies import the_company
from infonet.book._corrections import corrections
from infonet.book._given import a_date, a_number, a_text, one_of
from infonet.book._notes import Notes
from infonet.book._people import (
    MENTIONED,
    STATED,
    Someone,
    find,
    known,
    mention,
    sighting,
    typed_in,
    write_new,
)
from infonet.book._statements import Details
from infonet.book._store import append, new_act
from infonet.errors import InfonetError
from infonet.ledger import company_of
from infonet.tables import ME

__all__ = ["Debriefs"]

_FIT = ("skills", "interests", "lifestyle", "goals")

_Note = tuple[str, str, str | None]


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
        names: str | Iterable[str | Mapping[str, str]] = (),
        actions: str | Iterable[str | tuple[str, object]] = (),
        channel: str | None = None,
        request: str | int | None = None,
    ) -> str:
        """Record a conversation after it was held: one act, which one `undo` takes back.

        Parameters
        ----------
        person : str
            With whom: a key, profile address, e-mail address, or a name in the book. You have met,
            so there is a tie between you from that day on.
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
            Whom they named: a name, profile address or key, or ``{"name": …, "company": …,
            "title": …, "url": …, "email": …}``. Each becomes a person with a tie to the one who
            named them, so the next paths may lead there.
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
            A date, number, part of the fit, action or name that is none; nothing is recorded.
        UnknownNameError
            Somebody who is not in the book, or a name that several people have.

        Examples
        --------
        >>> from infonet import Book
        >>> book = Book()
        >>> key = book.person("Bo Lin", company="Delta")
        >>> book.debrief("Bo Lin", date="2026-03-12", names=["Lu Weir"], minutes=25, agreed=20)
        'Conversation with Bo Lin on 2026-03-12: 25 minutes of 20 agreed; named Lu Weir.'
        """
        day = a_date(date, "date")
        if day is None:
            raise InfonetError("expected the date of the conversation, as in `date='2026-03-12'`")
        took = _minutes(minutes, agreed)
        notes = [*_said(learnt, advice, day), *_fits(fit, day), *_actions(actions)]
        if took:
            notes.append(("agreed", took, day))
        event = {
            "date": day,
            "company": a_text(company, "company"),
            "channel": a_text(channel, "channel"),
            "request": None if request is None else a_text(str(request), "request"),
        }
        alone = isinstance(names, str | Mapping)
        people = [_named(name) for name in ([names] if alone else names)]
        with self._store.writing(f"the conversation with `{person}` on {day[:10]}") as con:
            same = self._aliases(con)
            who = known(con, same, person)
            if who.key == ME:
                raise InfonetError(f"expected somebody else, but `{person}` is you")
            met = _met(con, same, who, people)
            return _write(con, same, who, event, notes, met, took)


def _write(
    con: sqlite3.Connection,
    same: Mapping[str, str],
    who: Someone,
    event: dict[str, Any],
    notes: list[_Note],
    met: list[tuple[Someone, Details]],
    took: str,
) -> str:
    """Append the conversation with all that came of it as one act; returns the sentence."""
    day = event["date"]
    named = ", ".join(row.name or someone.name for someone, row in met)
    brought = "; ".join(filter(None, (took, f"named {named}" if met else "")))
    what = f"Conversation with {who.name} on {day[:10]}{f': {brought}' if brought else ''}."
    company = event["company"] and (the_company(con, event["company"]) or event["company"])
    logged = _logged(con, same, event)
    act = new_act(con, "debrief", what)
    if ("held", who.key, None) not in logged:
        _log(con, act, event, "held", who.key)
    _tie(con, act, ME, who.key, kind="met", evidence="meeting", exchanges=1, last=day)
    for someone, row in met:
        _write_named(con, act, someone, row)
        _tie(con, act, who.key, someone.key, kind="named", evidence="stated", exchanges=0)
        if ("named", someone.key, who.key) not in logged:
            _log(con, act, event, "named", someone.key, via=who.key)
    for kind, text, date in notes:
        # The fit is the company's where one is given; all else is the person's.
        theirs = kind not in _FIT or company is None
        about = {"person": who.key if theirs else None, "company": None if theirs else company}
        append(con, "note", [{"act": act, **about, "kind": kind, "text": text, "date": date}])
    return what


def _met(
    con: sqlite3.Connection, same: Mapping[str, str], who: Someone, people: list[Details]
) -> list[tuple[Someone, Details]]:
    """Whom they named, each once and with what is known of them; new people are to be written."""
    met: dict[str, tuple[Someone, Details]] = {}
    for row in people:
        someone = _meant(con, same, row)
        if someone.key in (ME, who.key):
            raise InfonetError(
                f"expected other people as names, but `{row.name or row.url}` is "
                f"{'you' if someone.key == ME else 'who named them'}"
            )
        if met.setdefault(someone.key, (someone, row)) != (someone, row):
            raise InfonetError(
                f"expected each of the names once, but `{someone.name}` stands there twice: if "
                "they are two people, give the profile address of each as `url`"
            )
    return list(met.values())


def _meant(con: sqlite3.Connection, same: Mapping[str, str], row: Details) -> Someone:
    """Whom one of the names means: an address goes before a name."""
    if row.url is None and row.email is None:
        return mention(con, same, row.name)
    by_mail = None if row.email is None else find(con, same, row.email)
    if by_mail is not None:
        return by_mail
    return typed_in(con, same, str(row.name or row.url), row.name, row.url)


def _logged(
    con: sqlite3.Connection, same: Mapping[str, str], event: Mapping[str, Any]
) -> set[tuple[str, str, str | None]]:
    """Stage, person and via of what the log, as it is corrected, has on a day about a company."""
    found = set()
    corrected = corrections(con)
    fields = ("stage", "person", "date", "company", "via")
    for number, *values in con.execute(f"SELECT event, {', '.join(fields)} FROM live_event"):
        said = dict(zip(fields, values, strict=True)) | corrected.get(number, {})
        about = {company_of(said["company"]), company_of(event["company"])} - {""}
        if said["date"][:10] == event["date"][:10] and len(about) < 2:
            person = same.get(said["person"], said["person"])
            via = same.get(said["via"], said["via"]) if said["stage"] == "named" else None
            found.add((said["stage"], person, via))
    return found


def _log(
    con: sqlite3.Connection,
    act: int,
    event: Mapping[str, Any],
    stage: str,
    person: str,
    via: str | None = None,
) -> None:
    append(con, "event", [{"act": act, "stage": stage, "person": person, "via": via, **event}])


def _tie(con: sqlite3.Connection, act: int, a: str, b: str, **words: object) -> None:
    source, target = sorted((a, b))
    append(con, "tie", [{"act": act, "source": source, "target": target, "origin": ME, **words}])


def _write_named(con: sqlite3.Connection, act: int, someone: Someone, row: Details) -> None:
    """Append what is known of somebody who was named; a bare name goes before no other name."""
    if row.email or row.url:
        name, url = row.name or someone.typed, row.url or someone.url
        weight = MENTIONED if name is None else STATED
        sighting(con, act, someone.key, name=name, url=url, email=row.email, weight=weight)
    else:
        write_new(con, act, someone)
    if row.company or row.title:
        job = {"act": act, "person": someone.key, "company": row.company, "title": row.title}
        append(con, "job", [job])


def _said(learnt: str | None, advice: str | None, day: str) -> list[_Note]:
    """What is worth keeping of what was said; what is empty is left out."""
    given = {"learnt": a_text(learnt, "learnt"), "advice": a_text(advice, "advice")}
    return [(kind, text, day) for kind, text in given.items() if text is not None]


def _fits(fit: Mapping[str, str] | None, day: str) -> list[_Note]:
    """How it would fit, part by part."""
    if fit is not None and not isinstance(fit, Mapping):
        raise InfonetError(f"expected the fit in parts, as in `fit={{'skills': …}}`, got `{fit!r}`")
    parts = {one_of(part, _FIT, "part of the fit"): words for part, words in (fit or {}).items()}
    texts = {part: a_text(words, f"fit with my {part}") for part, words in parts.items()}
    return [(part, text, day) for part, text in texts.items() if part and text]


def _actions(actions: str | Iterable[str | tuple[str, object]]) -> list[_Note]:
    """What is to be done, and until when."""
    found: list[_Note] = []
    for action in [actions] if isinstance(actions, str) else actions:
        pair = (action, None) if isinstance(action, str) else action
        if not isinstance(pair, tuple) or len(pair) != 2 or _is_date(pair[0]):
            raise InfonetError(
                f"expected what you do next, as text or with its day, got `{action}`; write "
                "`actions=['call Ana', ('send the page', '2026-07-06')]`"
            )
        text, until = a_text(pair[0], "action"), a_date(pair[1], "deadline")
        if text is not None:
            found.append(("action item", text, until))
    return found


def _is_date(text: object) -> bool:
    """Whether a deadline was given where the action is expected."""
    try:
        return a_date(text, "date") is not None
    except InfonetError:
        return False


def _minutes(minutes: int | None, agreed: int | None) -> str:
    """Taken against agreed, in words; empty where neither is given."""
    for value in (minutes, agreed):
        if value is not None and not a_number(value):
            raise InfonetError(f"expected a whole number of minutes from 1 up, got `{value!r}`")
    if minutes is None:
        return "" if agreed is None else f"{agreed} minutes agreed"
    return f"{minutes} minutes" + (f" of {agreed} agreed" if agreed is not None else "")


def _named(given: object) -> Details:
    """Somebody who was named, checked; of a text it is not yet clear what it is."""
    if isinstance(given, str) and given.strip():
        return Details(given.strip(), None, None, None, None)
    row = dict(given) if isinstance(given, Mapping) else {}
    wrong = [f"`{column}`" for column in row if column not in Details._fields]
    if wrong or not (row.get("name") or row.get("url")):
        got = f"got {', '.join(wrong)}" if wrong else "got neither a name nor a url"
        raise InfonetError(
            f"expected somebody named as text, or with {', '.join(Details._fields)}; {got}"
        )
    return Details(*(row.get(column) for column in Details._fields)).checked()
