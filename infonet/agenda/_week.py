"""The week on one page: talks, what is new, what is due, whom to ask, and who has gone quiet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from infonet.agenda._changes import compare, days_of
from infonet.agenda._due import due_on
from infonet.agenda._plan import goal_of
from infonet.agenda._talks import talks, untold_talk
from infonet.agenda._target_step import answer_words
from infonet.agenda._targets import name_of
from infonet.agenda._week_asks import asks_of_week, is_planning, next_asks
from infonet.book import Book, book_of
from infonet.graph import Network, network
from infonet.ledger import Ledger, LedgerDay, TargetLog
from infonet.names.markup import block, letters
from infonet.paths import log_of
from infonet.tables import TEXT, as_date, typed
from infonet.workdays import day_text, passed

_DAY = pd.Timedelta(days=1)
_WEEK = 7 * _DAY
_SWEPT = 28 * _DAY
"""Time after which a silence is no longer swept: its moment has passed, as in `due`."""

_TALKS = {
    **dict.fromkeys(("kind", "person", "name", "company", "request"), TEXT),
    "day": "datetime64[s]",
    **dict.fromkeys(("hour", "place", "text"), TEXT),
}
_QUIET = {
    **dict.fromkeys(("request", "person", "name", "company"), TEXT),
    "last": "datetime64[s]",
    "days": "int64",
    "nudge": "bool",
    **dict.fromkeys(("next", "text"), TEXT),
}


@dataclass(frozen=True, repr=False)
class Week:
    """A week of a search, on one page.

    Attributes
    ----------
    as_of : Timestamp
        The day it was made for.
    start, end : Timestamp
        Its Monday and its Sunday.
    planning : bool
        On Saturday and Sunday the coming week is planned.
    goal : int or None
        Asks a week; None where none is set.
    sent, last_sent : int
        The asks sent in this week, and in the one before.
    streak : int
        How many weeks in a row the goal was met; the running one counts once it is.
    since : Timestamp
        The day from which on things are new: that of the last act before `as_of`.
    talks : DataFrame
        kind (talk, offer, or tell for a talk that has passed without a word about it), person
        (key), name, company, request, day (of the talk, or by which the offer is answered), hour,
        place (as promised), text.
    changes : DataFrame
        As `infonet.agenda.changes` returns them.
    due : DataFrame
        As `infonet.due` returns it, the most urgent first.
    asks : DataFrame
        The columns of `infonet.plan`, sent and request (of what was sent).
    quiet : DataFrame
        request, person (whose answer is awaited), name, company, last (the last message), days
        (business days since), nudge (whether a second note is still to be written), next (whom to
        ask instead, in words, as `targets` would; missing while somebody else is awaited, or who
        could be asked has other asks), text.
    coming : DataFrame
        What will be due next: the columns of `due`, and opens (the day from which it is).
    before : Network
        The network of what was known on `since`.
    """

    as_of: pd.Timestamp
    start: pd.Timestamp
    end: pd.Timestamp
    planning: bool
    goal: int | None
    sent: int
    last_sent: int
    streak: int
    since: pd.Timestamp
    talks: pd.DataFrame
    changes: pd.DataFrame
    due: pd.DataFrame
    asks: pd.DataFrame
    quiet: pd.DataFrame
    coming: pd.DataFrame
    before: Network

    @property
    def title(self) -> str:
        """Return the days of the week, the asks sent, and the weeks in a row, in words."""
        days = " – ".join(day_text(day, as_of=self.as_of) for day in (self.start, self.end))
        parts = [days]
        if not self.planning:
            parts.append(_sent(self.sent, self.goal))
        if self.streak:
            parts.append(f"{self.streak} week{'' if self.streak == 1 else 's'} in a row")
        return " · ".join(parts)

    @property
    def ended(self) -> str:
        """Return how the last week ended: said on Saturday and Sunday, else empty."""
        if not self.planning:
            return ""
        return f"This week ends with {_sent(self.last_sent, self.goal)}."

    def _lines(self) -> Iterator[str]:
        """Yield the page, line by line."""
        if self.planning:
            yield self.ended
        yield self.title
        parts = (
            ("Talks and offers", self.talks.text),
            (f"New since {day_text(self.since, as_of=self.as_of)}", self.changes.text),
            ("Due", self.due.reason),
            ("Ask this week", self._asked()),
            ("Gone quiet", self.quiet.text),
        )
        for title, texts in parts:
            if len(texts):
                yield title
                yield from (f"  {text}" for text in texts)
        if self.due.empty and len(self.coming):
            one = self.coming.iloc[0]
            yield f"Nothing is due before {day_text(one.opens, as_of=self.as_of)}: {one.reason}"

    def _asked(self) -> list[str]:
        found = []
        for one in self.asks.itertuples():
            who = one.names if isinstance(one.names, str) else "somebody there"
            found.append(f"{'sent: ' if one.sent else ''}{one.company}: {who}")
        return found

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        return block(letters(repr(self)), tag="pre")


def week(
    book: Book,
    as_of: object = None,
    *,
    since: object = None,
    holidays: Iterable[object] = (),
    net: Network | None = None,
    like: Week | None = None,
) -> Week:
    """Put a week on one page: talks, what is new, what is due, five asks, and who has gone quiet.

    Parameters
    ----------
    book : Book
    as_of : date, str or Timestamp, optional
        The day; today if not given. On Saturday and Sunday it is the coming week that is planned.
    since : date, str or Timestamp, optional
        The day from which on things are new; if not given, that of the last act in the book before
        `as_of`, or else a week before it.
    holidays : iterable of dates
        Days that are no business days, besides Saturdays and Sundays.
    net : Network, optional
        The network of the book on the day, where it has been made already.
    like : Week, optional
        A week of the same book made before: what is still the same is not worked out again.

    Returns
    -------
    Week
        Its frames are tidy, its text is the page.

    Raises
    ------
    InfonetError
        Something else than a book, or no day.

    Notes
    -----
    The five asks, or as many as the goal if that is more, are what `plan` gives without the asks of
    this week, so that sending one does not change the others. What can no longer be asked, because
    somebody declined, was written to otherwise, or is snoozed, is left out; whatever else was sent
    stands after them. The goal is the latest note of the kind ``goal``; a week met it when that
    many requests began in it, Monday to Sunday.

    Examples
    --------
    >>> import infonet
    >>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> said = book.want("Delta"), book.note(None, "goal", "3")
    >>> said = book.tie("Bo Lin", company="Delta", closeness="strong", new=True)
    >>> infonet.week(book, "2026-06-30")
    Mon 29 Jun – Sun 5 Jul · 0 of 3 asks sent
    Ask this week
      Delta: Bo Lin
    """
    book = book_of(book)
    day = as_date(dt.date.today() if as_of is None else as_of)  # noqa: DTZ011  # the user's own day
    if net is None or net.as_of != day:
        net = network(book.tables(), as_of=day, like=net)
    days_off = tuple(holidays)
    ledger = net.once(log_of)
    log = ledger.on(day)
    monday = day - day.weekday() * _DAY
    planning = is_planning(day)
    start = monday + _WEEK if planning else monday
    goal = goal_of(log.notes)
    begun = pd.Series([one.asked for one in log.requests], dtype="datetime64[s]")
    made = book.history()
    past = _last_look(made, day) if since is None else as_date(since)
    earlier = None if like is None else like.before
    before, latest = days_of(book, net, since=past, as_of=day, like=earlier, history=made)
    actions, coming = due_on(net, days_off)
    asks = asks_of_week(net, days_off)
    return Week(
        as_of=day,
        start=start,
        end=start + _WEEK - _DAY,
        planning=planning,
        goal=goal,
        sent=_count(begun, start),
        last_sent=_count(begun, start - _WEEK),
        streak=_streak(begun, monday, log),
        since=past,
        talks=_talks(net, ledger, log, start + _WEEK, days_off),
        changes=compare(before, latest),
        due=actions,
        asks=asks,
        quiet=_quiet(net, log, actions, days_off),
        coming=coming,
        before=before,
    )


def _sent(sent: int, goal: int | None) -> str:
    """Say how many asks were sent, of how many."""
    if goal is not None:
        return f"{sent} of {goal} asks sent"
    return "1 ask sent" if sent == 1 else f"{sent} asks sent"


def _last_look(made: pd.DataFrame, day: pd.Timestamp) -> pd.Timestamp:
    """Return the day of the last act before a day; a week before where there is none."""
    days = made["at"][(made.kind != "me") & (made["at"] < day)]
    return as_date(day - _WEEK if days.empty else days.iloc[-1])


def _count(begun: pd.Series, monday: pd.Timestamp) -> int:
    """Count the asks of a week."""
    return int(((begun >= monday) & (begun < monday + _WEEK)).sum())


def _streak(begun: pd.Series, monday: pd.Timestamp, log: LedgerDay) -> int:
    """Count the weeks in a row, up to the last finished or the running one, that met their goal."""

    def met(one: pd.Timestamp) -> bool:
        goal = goal_of(log.notes, one + _WEEK - _DAY)
        return goal is not None and _count(begun, one) >= goal

    streak, one = int(met(monday)), monday - _WEEK
    while met(one):
        streak, one = streak + 1, one - _WEEK
    return streak


def _talks(
    net: Network, ledger: Ledger, log: LedgerDay, before: pd.Timestamp, holidays: tuple[object, ...]
) -> pd.DataFrame:
    """Return the talks agreed before a day, those not told of yet, and the offers."""
    agreed = talks(ledger, as_of=log.day)
    ahead = agreed[agreed.day < before]
    rows = list[dict[Any, Any]]()
    for talk in ahead.to_dict("records"):
        rows.append({**talk, "kind": "talk", "text": f"Talk with {talk['name']}"})
    for one in log.all_requests:
        untold = untold_talk(log, one)
        if untold is None:
            continue
        who, when = untold
        name = name_of(net, who)
        rows.append(
            {
                "kind": "tell",
                "person": who,
                "name": name,
                "company": one.company,
                "request": one.name,
                "day": when,
                "hour": None,
                "place": None,
                "text": f"Say how your talk with {name} went",
            }
        )
    offers = {e.company: e for one in log.all_requests for e in one.events if e.stage == "offered"}
    for company, event in offers.items():
        if company is None:
            continue
        aliases = net.workplaces.aliases(company)
        state = TargetLog.of(log, company, aliases=aliases, holidays=holidays).state()
        if state.state == "offer":
            rows.append(
                {
                    "kind": "offer",
                    "person": event.person,
                    "name": name_of(net, event.person),
                    "company": company,
                    "request": event.request,
                    "day": state.until,
                    "hour": None,
                    "place": None,
                    "text": answer_words(company, in_field=net.workplaces.is_field(company)),
                }
            )
    found = typed(rows, _TALKS)
    return found.sort_values(["day", "hour", "name"], kind="stable", ignore_index=True)


def _quiet(
    net: Network, log: LedgerDay, actions: pd.DataFrame, holidays: tuple[object, ...]
) -> pd.DataFrame:
    """Return the requests gone silent that nobody has given up yet, the longest first."""
    if not log.requests:
        return typed([], _QUIET)
    rests = log.rests["write again"]
    nudged = set(actions.request[actions.action == "write again"])
    best = {
        log.same(company): " → ".join(net.name[[*ask.route[1:]]])
        for company, ask in next_asks(net, holidays).items()
        if ask.kind != "cold" and not ask.later
    }
    rows = []
    for one in log.requests:
        given_up = one.latest("no answer")
        over = one.state != "silent" or one.silent is None or one.silent < log.day - _SWEPT
        over |= one.name in log.planned  # a talk is agreed: nobody is awaited
        person = one.awaited
        if over or person is None or untold_talk(log, one) is not None:
            continue
        if given_up is not None and given_up >= one.last:
            continue
        if person in log.opted_out or rests.holds(person, one.company):
            continue
        name, days = name_of(net, person), passed(one.last, log.day, holidays)
        about = f" about {one.company}" if one.company else ""
        rows.append(
            {
                "request": one.name,
                "person": person,
                "name": name,
                "company": one.company,
                "last": one.last,
                "days": days,
                "nudge": one.name in nudged,
                "next": best.get(log.same(one.company)),
                "text": f"{name}{about}: no answer for {days} working days",
            }
        )
    found = typed(rows, _QUIET)
    return found.sort_values(["last", "name"], kind="stable", ignore_index=True)
