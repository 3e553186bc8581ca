"""The story of a request: what happened, and what may have happened next, with names in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import NamedTuple

import pandas as pd

from infonet.errors import InfonetError, hint
from infonet.insiders import Workplaces
from infonet.ledger import Ledger, LogEvent, Request, company_of
from infonet.names.people import called_by_key, given_name
from infonet.tables import ME, TEXT, HasTables, Tables, as_date, tables_of
from infonet.tables.stages import BY_NAME, STAGES

_ORDER = (
    "replied",
    "scheduled",
    "held",
    "thanked",
    "referred",
    "applied",
    "interviewed",
    "offered",
)
"""The stages in their order, once the person at the end of the way has been written to."""
_STEPS = ["stage", "person", "name", "via", "company", "label", "usual", "asks"]
_STORY = ["event", "date", "stage", "person", "name", "via", "label", "note"]


_OFFERED = 3
"""People there whom the one asked knows, as many as are offered."""

_KnownThere = Callable[[str], Iterable[str]]
"""Gives whom a person knows at the company."""


class _Step(NamedTuple):
    stage: str
    person: str | None
    via: str | None = None
    usual: bool = False


class Names:
    """The names of people in sentences: full, or first names among people who differ in them.

    Parameters
    ----------
    tables : Tables
    among : iterable of str, optional
        Keys of the people whose first names are used where no two of them share one.
    """

    def __init__(self, tables: Tables, among: Iterable[str] = ()) -> None:
        self._people = tables.people
        first = {key: given_name(name) or name for key in among if (name := self._full.get(key))}
        short = pd.Series(first, dtype=TEXT)
        shared = set(short[short.duplicated(keep=False)])
        wanted = tables.companies
        self._fields = {company_of(name) for name in wanted.company[wanted.kind == "field"]}
        self._short = {key: name for key, name in first.items() if name not in shared}

    @cached_property
    def _full(self) -> dict[str, str]:
        """The names of those who have one; often nobody asks."""
        has_name = self._people.name.notna()
        people = (self._people[column][has_name].tolist() for column in ("person", "name"))
        return dict(zip(*people, strict=True))

    def full(self, key: str | None) -> str:
        """Return a full name; the address where none is known, and *somebody* for nobody."""
        return "somebody" if key is None else str(self._full.get(key) or called_by_key(key))

    def sentence(self, stage: str, person: str | None, via: str | None, company: str | None) -> str:
        """Say what happened, or may have happened."""
        if stage == "named" and via is None:
            person, via = None, person
        at, told = company or "the company", BY_NAME[stage]
        who = at if person is None and stage == "declined" else self._called(person)
        in_field = told.in_field if self.is_field(company) else ""
        words = (in_field or told.sentence).format(who=who, via=self._called(via), company=at)
        return words[:1].upper() + words[1:]

    def is_field(self, company: str | None) -> bool:
        """Return whether a company's name is that of a field of work."""
        return company is not None and company_of(company) in self._fields

    def _called(self, key: str | None) -> str:
        return self._short.get(key or "") or self.full(key)


def next_steps(tables: Tables | HasTables | Ledger, request: str, *, as_of: object) -> pd.DataFrame:
    """Return what may have happened next in a request, with the people whom it would concern.

    What usually comes next stands first: of a request that waits for Ana to introduce me to Chidi,
    that she did; then that Chidi replied; then that a day was agreed. Where the ask does not say to
    whom she would introduce me, that she did to those whom she is known to know there. Beside it
    stands a refusal of the person awaited. All other stages follow, in the order of the craft.

    Parameters
    ----------
    tables : Tables, Book or Ledger
    request : str
        As in `infonet.conversion.request_table`.
    as_of : date, str or Timestamp
        The day; later events do not count.

    Returns
    -------
    DataFrame
        One row a step: stage, person (a key; missing where it is the company's, or has to be
        said), name, via (who introduces), company, label (the step in words, said by the job
        seeker), usual (True for what usually comes next and for a refusal), asks: ``who`` where a
        name has to be said, ``when`` where a day and an hour are agreed, ``talk`` where a
        conversation is to be written up, else empty.

    Raises
    ------
    InfonetError
        There is no such request by that day, or something else is given in the place of tables.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.person("Chidi Obi", company="Delta"), book.tie("Ana Diaz", new=True)
    >>> _ = book.tie("Ana Diaz", "Chidi Obi", new=True)
    >>> _ = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02", kind="introduction")
    >>> request = book.tables().events.request[0]
    >>> next_steps(book, request, as_of="2026-03-04").label[:2].tolist()
    ['Ana introduced me to Chidi', 'Ana introduced me to somebody']
    """
    known, found = _request(tables, request, as_of)
    is_field = Names(known).is_field(found.company)
    steps = _steps(found, partial(_known_there, known, found.company), is_field=is_field)
    named = {key for step in steps for key in (step.person, step.via) if key is not None}
    names = Names(known, named | {*found.route, *_people(found.events)} - {ME})
    rows = [
        {
            "stage": step.stage,
            "person": step.person,
            "name": None if step.person is None else names.full(step.person),
            "via": step.via,
            "company": found.company,
            "label": names.sentence(step.stage, step.person, step.via, found.company),
            "usual": step.usual,
            "asks": _asks(step),
        }
        for step in steps
    ]
    texts = dict.fromkeys(set(_STEPS) - {"usual"}, TEXT)
    return pd.DataFrame(rows, columns=_STEPS).astype(texts | {"usual": "bool"})


def story(tables: Tables | HasTables | Ledger, request: str, *, as_of: object) -> pd.DataFrame:
    """Return what happened in a request, in words.

    Parameters
    ----------
    tables, request, as_of : as in `next_steps`
        Events after the day are left out.

    Returns
    -------
    DataFrame
        One row an event, by day: event (its number, to correct it), date, stage, person, name,
        via, label (in words, said by the job seeker) and note.

    Raises
    ------
    InfonetError
        As `next_steps`.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> _ = book.tie("Ana Diaz", new=True)
    >>> _ = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
    >>> story(book, book.tables().events.request[0], as_of="2026-03-04").label.tolist()
    ['I asked Ana']
    """
    known, found = _request(tables, request, as_of)
    names = Names(known, _people(found.events))
    rows = [
        {
            "event": event.event,
            "date": event.day,
            "stage": event.stage,
            "person": event.person,
            "name": None if event.person is None else names.full(event.person),
            "via": event.via,
            "label": names.sentence(event.stage, event.person, event.via, found.company),
            "note": event.note,
        }
        for event in found.events
    ]
    texts = dict.fromkeys(("stage", "person", "name", "via", "label", "note"), TEXT)
    dtypes = texts | {"event": "int64", "date": "datetime64[s]"}
    return pd.DataFrame(rows, columns=_STORY).astype(dtypes)


def _request(
    tables: Tables | HasTables | Ledger, request: str, as_of: object
) -> tuple[Tables, Request]:
    """Return the tables, and a request as it stood on a day."""
    day = as_date(as_of)
    ledger, known = ledger_of(tables)
    history = next((one for one in ledger.histories if one.name == request), None)
    if history is None or history.asked > day:
        names = [one.name for one in ledger.histories if one.asked <= day]
        raise InfonetError(
            f"expected a request of the log by {day:%Y-%m-%d}, not `{request}`: "
            f"{hint(request, names) if names else 'the log has none'}"
        )
    return known, history.on(day)


def ledger_of(tables: Tables | HasTables | Ledger) -> tuple[Ledger, Tables]:
    """Return the log of tables, read once where it has been read, and the tables."""
    ledger = tables if isinstance(tables, Ledger) else Ledger.of(tables_of(tables))
    if ledger.tables is None:
        raise InfonetError("expected a ledger that was read from tables, or a book or its tables")
    return ledger, ledger.tables


def _people(events: Iterable[LogEvent]) -> set[str]:
    """Return everybody whom events name."""
    return {key for event in events for key in (event.person, event.via) if key is not None}


def _steps(request: Request, known_there: _KnownThere, *, is_field: bool) -> list[_Step]:
    """Return the steps: what usually comes next, a refusal, and all others."""
    awaited = request.awaited
    usual = [*_usual(request, awaited, known_there)]
    if usual and request.state in ("open", "silent") and awaited is not None:
        usual.append(_Step("declined", awaited, usual=True))
    applied = "applied" in request.days
    others = [_Step(stage, awaited) for stage in STAGES if stage != "asked"]
    if applied and not is_field:  # the company itself
        others.append(_Step("declined", None))
    others = [
        _Step(step.stage, None, via=awaited) if step.stage in ("introduced", "named") else step
        for step in others
    ]
    offered = {step[:3] for step in usual}
    return [*usual, *(step for step in others if step[:3] not in offered)]


def _usual(request: Request, awaited: str | None, known_there: _KnownThere) -> Iterable[_Step]:
    """Yield what usually comes next, if anything does."""
    if request.ended is not None or "offered" in request.days:
        return
    route = request.route
    at = route.index(awaited) if awaited in route else -1
    met = [stage for stage in _ORDER[1:] if stage in request.days]
    onward = route[at + 1] if 0 < at < len(route) - 1 else None
    if onward is not None and not met:
        yield _Step("introduced", onward, via=awaited, usual=True)
        return
    hands_on = request.kind in ("introduction", "scout") and awaited == request.person
    if hands_on and awaited is not None and not met:  # it is not said whom they will introduce
        for person in known_there(awaited):
            yield _Step("introduced", person, via=awaited, usual=True)
        yield _Step("introduced", None, via=awaited, usual=True)
        return
    done = {stage for stage in request.days if stage != "thanked"}  # the introducer's thanks
    held = request.days.get("held")
    if held is not None and any(e.stage == "thanked" and e.day >= held for e in request.events):
        done.add("thanked")
    last = max((_ORDER.index(stage) for stage in done if stage in _ORDER), default=-1)
    if last + 1 < len(_ORDER):
        stage = _ORDER[last + 1]
        yield _Step(stage, awaited, usual=True)


def _known_there(tables: Tables, company: str | None, person: str) -> list[str]:
    """Return whom a person knows at a company or in a field: who fits the work wanted first."""
    if company is None:
        return []
    ties = tables.ties[(tables.ties.source == person) | (tables.ties.target == person)]
    others = sorted({*ties.source, *ties.target} - {ME, person})
    keys = pd.Index([ME, *others], dtype=tables.people.person.dtype)
    near = tables._replace(jobs=tables.jobs[tables.jobs.person.isin(keys)])
    workplaces = Workplaces(near, keys, 0)
    target = workplaces.named(company, strict=False)
    fits = workplaces.fits(target.insiders, target)
    ranked = sorted(zip(fits, keys[target.insiders], strict=True))
    return [key for _, key in ranked[:_OFFERED]]


def _asks(step: _Step) -> str:
    """Return what has to be said about a step before it can be logged."""
    if step.stage in ("introduced", "named") and step.person is None:
        return "who"
    return {"scheduled": "when", "held": "talk"}.get(step.stage, "")
