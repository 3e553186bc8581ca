"""Write what a talk brought, in one act: learnt, promised, and who comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from infonet.book._companies import find_company, spellings_of
from infonet.book._events import append_events, checked_field
from infonet.book._lookup import (
    MENTIONED,
    STATED,
    Someone,
    find,
    known,
    mention,
    observe,
    typed_in,
    write_new,
)
from infonet.book._transaction import Transaction
from infonet.book._validate import Details, choice, optional_answer, optional_date, optional_text
from infonet.book._write import append_tie
from infonet.book.projection import Place, entries_of, place
from infonet.errors import InfonetError, whole_number
from infonet.ledger import company_of
from infonet.names.text import one_line
from infonet.tables import FIT, ME
from infonet.workdays import day_text

_Note = tuple[str, str, str | None]
"""Kind, text and date."""


class Talk(NamedTuple):
    """A talk that was held, checked."""

    event: dict[str, Any]
    """The date, company, channel and request of what it logs."""
    notes: list[_Note]
    names: list[Details]
    took: str
    """Its minutes, in words."""
    counts: bool | None
    """Whether it counts as a talk there, where they are known to work only elsewhere."""


TALK = (
    *("date", "company", "learnt", "advice", "fit", "minutes", "agreed", "names", "actions"),
    *("channel", "request", "counts"),
)
"""What a talk is recorded with."""


def checked_talk(given: Mapping[str, Any]) -> Talk:
    """Return a talk as it is written, or raise for what is wrong in it."""
    fields = ("date", "company", "channel", "request")
    event = {name: checked_field(name, given[name]) for name in fields}
    day = event["date"]
    if day is None:
        raise InfonetError("expected the date of the conversation, as in `date='2026-03-12'`")
    took = _minutes(given["minutes"], given["agreed"])
    said = {name: optional_text(given[name], name, lines=True) for name in ("learnt", "advice")}
    said |= _fits(given["fit"])
    notes: list[_Note] = [(kind, text, day) for kind, text in said.items() if text is not None]
    notes += _actions(given["actions"])
    if took:
        notes.append(("promised", took, day))
    names = given["names"]
    alone = isinstance(names, str | Mapping)
    people = [_named(name) for name in ([names] if alone else names)]
    return Talk(event, notes, people, took, optional_answer(given["counts"], "counts"))


def write_debrief(transaction: Transaction, person: str, talk: Talk) -> str:
    """Append the talk with all that came of it as one act; return the sentence."""
    who = known(transaction, person)
    if who.shown == ME:
        raise InfonetError(f"expected somebody else, but `{person}` is you")
    met = _met(transaction, who, talk.names)
    day, company = talk.event["date"], talk.event["company"]
    subject = company and (find_company(transaction, company) or company)
    named = ", ".join(row.name or someone.name for someone, row in met)
    brought = "; ".join(filter(None, (talk.took, f"named {named}" if met else "")))
    when = day_text(day, weekday=False)
    what = f"Conversation with {who.name} on {when}{f': {brought}' if brought else ''}."
    events, places = _happened(transaction, who, met, talk)
    transaction.begin("debrief", what)
    append_tie(transaction, ME, who.key, kind="met", evidence="meeting", exchanges=1, last=day)
    for someone, row in met:
        _write_named(transaction, someone, row)
        append_tie(transaction, who.key, someone.key, kind="named", evidence="stated")
    append_events(transaction, events, places)
    for kind, text, date in talk.notes:
        # The fit is the company's where one is given; all else is the person's.
        theirs = kind not in FIT or subject is None
        about = {"person": who.key if theirs else None, "company": None if theirs else subject}
        transaction.append("note", {**about, "kind": kind, "text": text, "date": date})
    return what


def _happened(
    transaction: Transaction, who: Someone, met: list[tuple[Someone, Details]], talk: Talk
) -> tuple[list[dict[str, Any]], list[Place]]:
    """Return the events of a talk that are not logged yet, held first, and their places."""
    event = talk.event
    logged = _logged(transaction, event)
    happened: list[tuple[str, Someone, Someone | None]] = [("held", who, None)]
    happened += [("named", someone, who) for someone, _ in met]
    rows, seen = [], []
    for stage, someone, via in happened:
        shown = {"stage": stage, "person": someone.shown, "via": via and via.shown}
        if tuple(shown.values()) not in logged:
            said = {**event, **shown, "counts": talk.counts if stage == "held" else None}
            seen.append(said)
            counts = None if said["counts"] is None else int(said["counts"])
            own = {"person": someone.key, "via": via and via.key, "counts": counts}
            rows.append(said | own)
    return rows, place(transaction, seen) if seen else []


def _met(
    transaction: Transaction, who: Someone, people: list[Details]
) -> list[tuple[Someone, Details]]:
    """Return whom they named, each once, with what is known of them."""
    met: dict[str, tuple[Someone, Details]] = {}
    for row in people:
        someone = _meant(transaction, row)
        if someone.shown in (ME, who.shown):
            is_ = "you" if someone.shown == ME else "who named them"
            raise InfonetError(
                f"expected other people as names, but `{row.name or row.url}` is {is_}",
                plain=f"“{row.name or row.url}” is {is_}: type the names of other people",
            )
        if met.setdefault(someone.shown, (someone, row)) != (someone, row):
            raise InfonetError(
                f"expected each of the names once, but `{someone.name}` stands there twice: if "
                "they are two people, give the profile address of each as `url`"
            )
    return list(met.values())


def _meant(transaction: Transaction, row: Details) -> Someone:
    """Return whom one of the names means: an address overrides a name."""
    if row.url is None and row.email is None:
        return mention(transaction, row.name)
    by_mail = None if row.email is None else find(transaction, row.email)
    if by_mail is not None:
        return by_mail
    return typed_in(transaction, str(row.name or row.url), row.name, row.url)


def _logged(transaction: Transaction, event: Mapping[str, Any]) -> set[tuple[str, str, str | None]]:
    """Return stage, person and via of what the log has on a day about a company."""
    found = set()
    same = spellings_of(transaction, event["company"])
    for said in entries_of(transaction):
        about = not same or not said["company"] or company_of(said["company"]) in same
        if said["date"][:10] == event["date"][:10] and about:
            via = said["via"] if said["stage"] == "named" else None
            found.add((said["stage"], said["person"], via))
    return found


def _write_named(transaction: Transaction, someone: Someone, row: Details) -> None:
    """Append what is known of somebody who was named; a bare name overrides no other name."""
    if row.email or row.url:
        name, url = row.name or someone.typed, row.url or someone.url
        weight = MENTIONED if name is None else STATED
        observe(transaction, someone.key, name=name, url=url, email=row.email, weight=weight)
    else:
        write_new(transaction, someone)
    if row.job:
        transaction.append("job", {"person": someone.key, **row.job})


def _fits(fit: Mapping[str, str] | None) -> dict[str, str | None]:
    """Return how it would fit, part by part."""
    if fit is not None and not isinstance(fit, Mapping):
        raise InfonetError(f"expected the fit in parts, as in `fit={{'skills': …}}`, got `{fit!r}`")
    parts = {choice(part, FIT, "part of the fit"): words for part, words in (fit or {}).items()}
    texts = {
        part: optional_text(words, f"fit with my {part}", lines=True)
        for part, words in parts.items()
    }
    return {part: text for part, text in texts.items() if part}


def _actions(actions: str | Iterable[str | tuple[str, object]]) -> list[_Note]:
    """Return what is to be done, and until when."""
    found: list[_Note] = []
    for action in [actions] if isinstance(actions, str) else actions:
        pair = (action, None) if isinstance(action, str) else action
        if not isinstance(pair, tuple | list) or len(pair) != 2 or _is_date(pair[0]):
            raise InfonetError(
                f"expected what you do next, as text or with its day, got `{action}`; write "
                "`actions=['call Ana', ('send the page', '2026-07-06')]`"
            )
        text = optional_text(pair[0], "action", lines=True)
        until = optional_date(pair[1], "deadline")
        if text is not None:
            found.append(("action item", text, until))
    return found


def _is_date(text: object) -> bool:
    """Tell whether a deadline was given where the action is expected."""
    try:
        return optional_date(text, "date") is not None
    except InfonetError:
        return False


def _minutes(minutes: int | None, agreed: int | None) -> str:
    """Say minutes taken and agreed in words; empty where neither is given."""
    for name, value in (("minutes", minutes), ("agreed", agreed)):
        if value is not None:
            whole_number(value, name, least=1)
    if minutes is None:
        return "" if agreed is None else f"{agreed} minutes agreed"
    return f"{minutes} minutes" + (f" of {agreed} agreed" if agreed is not None else "")


def _named(given: object) -> Details:
    """Return somebody who was named, checked; what a bare text is turns out later."""
    if isinstance(given, str) and given.strip():
        return Details(one_line(given))
    row = dict(given) if isinstance(given, Mapping) else {}
    wrong = [f"`{column}`" for column in row if column not in Details._fields]
    if wrong or not (row.get("name") or row.get("url")):
        got = f"got {', '.join(wrong)}" if wrong else "got neither a name nor a url"
        raise InfonetError(
            f"expected somebody named as text, or with {', '.join(Details._fields)}; {got}"
        )
    return Details(*(row.get(column) for column in Details._fields)).checked()
