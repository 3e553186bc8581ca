"""Invent a labour market whose truth is known: who worked where and when, and who knows whom.

It is made without the package's formulas: colleagues know each other by their team, which no
source shows, people of a circle outside work by chance, and of a gathering a share is there because
somebody there knows them, the rest without any regard to ties. That share is not known of real
lives, so there is a world for each of three. Every constant was set before a figure was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.readers import Gatherings
from infonet.tables import ME, Tables, frame

__all__ = ["STEPS", "TARGETS", "TODAY", "WORLDS", "Market", "Seeker", "market", "seeker"]

TODAY = pd.Timestamp("2026-06-30")
MONTHS, OLDER, MONTH = 72, 24, 30
"""The months that are lived through, those since the older export, and the days of one."""

STAY = 48  # months at one employer, on average
STAFF = 20  # people of an employer, on average; sizes are heavy-tailed
TEAM = 8  # people of a team, on average
TEAMMATES = 0.9  # share of those of one team who know each other
OTHERS, ALL_KNOWN, THINS = 0.05, 0.25, 30.0
"""Of those of other teams OTHERS + ALL_KNOWN · exp(−staff / THINS) know each other."""

CIRCLES, CIRCLE, IN_CIRCLE = 4, 40, 0.2
"""The circles outside work of each person, their size, and the share who know each other there."""

LISTED, ONLINE = 0.85, 0.4
"""The share of true ties that an export lists, and how many links beside them are no ties."""

WRITES, CLOSE = 0.3, 0.25
"""The share of true ties with messages to and fro; a quarter of ties are close, and all of those
have."""

WORLDS = (0.25, 0.5, 0.75)
"""The share of people in a gathering who are there because one already there knows them."""

THREADS, MEETINGS, MAILS = 8, 40, 60
TARGETS = 10

STEPS = ("star", "messages", "older export", "calendar", "mail", "a friend's list")
"""The sources, in the order in which they are added."""


class Market(NamedTuple):
    """People with their employers over time, and who truly knows whom.

    `knows` is a symmetric matrix; `person`, `employer`, `start` and `end` have a row per stay, in
    months, `end` excluded.
    """

    knows: NDArray[np.bool_]
    close: NDArray[np.bool_]
    person: NDArray[np.int64]
    employer: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def at(self, month: int) -> NDArray[np.int64]:
        """Return where each person works in a month."""
        there = (self.start <= month) & (month < self.end)
        found = np.full(len(self.knows), -1)
        found[self.person[there]] = self.employer[there]
        return found


class Seeker(NamedTuple):
    """Tables of a job seeker after each of the steps, the targets, and the key of each person."""

    tables: dict[str, Tables]
    targets: tuple[str, ...]
    number: dict[str, int]


def market(n: int, rng: np.random.Generator) -> Market:
    """Let n people work for six years, and draw who comes to know whom."""
    employers = max(2 * TARGETS, n // STAFF)
    weight = 1.0 / (np.arange(employers) + 3.0) ** 0.8
    weight /= weight.sum()
    stays = []
    month = np.zeros(n, dtype=np.int64)
    place = rng.choice(employers, n, p=weight)
    while len(left := np.flatnonzero(month < MONTHS)):
        until = np.minimum(MONTHS, month[left] + 1 + rng.geometric(1.0 / STAY, len(left)))
        stays.append(np.stack([left, place[left], month[left], until]))
        month[left] = until
        place[left] = rng.choice(employers, len(left), p=weight)
    person, employer, start, end = np.concatenate(stays, axis=1)
    staff = np.maximum(1, np.rint(n * weight)).astype(np.int64)
    team = rng.integers(0, np.maximum(1, staff // TEAM)[employer])
    knows = np.zeros((n, n), dtype=np.bool_)
    for one in range(employers):
        at = np.flatnonzero(employer == one)
        together = np.minimum.outer(end[at], end[at]) - np.maximum.outer(start[at], start[at])
        thin = OTHERS + ALL_KNOWN * np.exp(-staff[one] / THINS)
        share = np.where(np.equal.outer(team[at], team[at]), TEAMMATES, thin)
        met = np.triu((together >= 3) & (rng.random(share.shape) < share), 1)
        a, b = np.nonzero(met)
        knows[person[at[a]], person[at[b]]] = True
    for _ in range(CIRCLES):
        order = rng.permutation(n)
        for begin in range(0, n, CIRCLE):
            some = order[begin : begin + CIRCLE]
            a, b = np.nonzero(np.triu(rng.random((len(some), len(some))) < IN_CIRCLE, 1))
            knows[some[a], some[b]] = True
    knows |= knows.T
    np.fill_diagonal(knows, val=False)
    close = np.zeros_like(knows)
    a, b = np.nonzero(np.triu(knows))
    kept = rng.random(len(a)) < CLOSE
    close[a[kept], b[kept]] = close[b[kept], a[kept]] = True
    return Market(knows, close, person, employer, start, end)


class _Book:
    """What a job seeker's sources say, as rows of tables."""

    def __init__(self, known: Market, ego: int) -> None:
        self.known, self.ego = known, ego
        self.people: dict[int, None] = {}
        self.ties: list[dict[str, object]] = []
        self.gatherings = Gatherings()
        self.shots: dict[int, dict[int, int]] = {}

    def key(self, one: int) -> str:
        """Return the key of a person."""
        return ME if one == self.ego else f"in/{one:05}"

    def lists(self, listed: Sequence[int], month: int) -> None:
        """Take in that an export shows where people work in a month."""
        place = self.known.at(month)
        for one in listed:
            self.people[one] = None
            self.shots.setdefault(one, {})[month] = int(place[one])

    def tie(self, a: int, b: int, evidence: str, *, exchanges: int = 0, origin: int = -1) -> None:
        """Take in a tie."""
        self.people |= {a: None, b: None}
        ends = sorted((self.key(a), self.key(b)))
        last = TODAY - pd.Timedelta(days=60) if exchanges else pd.NaT
        told = {"evidence": evidence, "exchanges": exchanges, "last": last}
        owner = self.key(self.ego if origin < 0 else origin)
        self.ties.append({"source": ends[0], "target": ends[1], "origin": owner, **told})

    def meet(self, kind: str, people: Sequence[int], *, weeks: Sequence[int]) -> None:
        """Take in that people were together with the seeker in some weeks."""
        self.people |= dict.fromkeys(people)
        keys = sorted(map(self.key, people))
        day = int((TODAY - pd.Timestamp(0)).days)
        at = [(day + 3) // 7 - one for one in weeks]  # Mondays begin a week; day 0 was a Thursday
        told, size, day = "/".join(keys), len(people) + 1, day - 7 * min(weeks)
        self.gatherings.add(kind, told, keys, size=size, day=day, weeks=at)

    def jobs(self) -> Iterator[dict[str, object]]:
        """Yield the jobs as a book makes them of two exports: over by the day of the later one."""
        for one, shots in self.shots.items():
            months = sorted(shots)
            moved = len({*shots.values()}) > 1
            for month in months[-1:] if not moved else months:
                last = month == months[-1]
                day = TODAY - pd.Timedelta(days=(MONTHS - 1 - months[-1]) * MONTH)
                yield {
                    "person": self.key(one),
                    "company": f"Employer {shots[month]}",
                    "start": day if moved and last else pd.NaT,
                    "end": pd.NaT if last else day,
                }

    def tables(self, targets: Sequence[str]) -> Tables:
        """Return what is known so far."""
        listed = [{"person": self.key(one)} for one in sorted({*self.people, self.ego})]
        wanted = [{"company": name, "kind": "company", "priority": 1} for name in targets]
        columns = self.gatherings.columns()
        last = pd.to_datetime(pd.Series(columns.pop("last"), dtype="int64"), unit="D")
        return Tables.of(
            people=listed,
            jobs=list(self.jobs()),
            ties=self.ties,
            companies=wanted,
            gatherings=frame("gatherings", columns | {"last": last}),
        )


def seeker(known: Market, rng: np.random.Generator, *, grown: float) -> Seeker:
    """Choose somebody who seeks work, and hand over their sources one by one."""
    degree = known.knows.sum(axis=1)
    ego = int(rng.choice(np.flatnonzero(degree >= np.quantile(degree, 0.5))))
    book, now = _Book(known, ego), MONTHS - 1
    place = known.at(now)
    count = np.bincount(place, minlength=place.max() + 1).astype(np.float64)
    count[place[ego]] = 0.0
    chosen = rng.choice(len(count), TARGETS, replace=False, p=count / count.sum())
    targets = tuple(f"Employer {one}" for one in chosen)
    mine = np.flatnonzero(known.knows[ego])
    listed = _export(known, ego, rng)
    tables = {}

    book.lists(listed, now)
    for one in listed:
        book.tie(ego, one, "connection")
    tables["star"] = book.tables(targets)

    for one in listed:
        if known.close[ego, one] or (known.knows[ego, one] and rng.random() < WRITES):
            book.tie(ego, one, "messages", exchanges=int(rng.integers(1, 20)))
    contacts = [one for one in listed if known.knows[ego, one]]
    for _ in range(THREADS):
        some = _gathered(known, contacts, int(rng.integers(2, 8)), grown, rng)
        book.meet("thread", some, weeks=_weeks(rng, 6))
    tables["messages"] = book.tables(targets)

    book.lists([one for one in listed if rng.random() < 0.8], now - OLDER)
    tables["older export"] = book.tables(targets)

    at_work = [int(one) for one in mine if place[one] == place[ego]]
    for number in range(MEETINGS):
        pool = at_work if number % 4 and len(at_work) > 8 else mine.tolist()
        some = _gathered(known, pool, int(rng.integers(1, 8)), grown, rng)
        if len(some) == 1:
            book.tie(ego, some[0], "meeting", exchanges=1)
        else:
            book.meet("meeting", some, weeks=_weeks(rng, 4))
    tables["calendar"] = book.tables(targets)

    for _ in range(MAILS):
        some = _gathered(known, mine.tolist(), int(rng.integers(2, 12)), grown, rng)
        book.meet("mail", some, weeks=_weeks(rng, 4))
    tables["mail"] = book.tables(targets)

    friends = [one for one in contacts if known.close[ego, one]] or contacts
    friend = int(rng.choice(friends))
    theirs = _export(known, friend, rng)
    book.lists(theirs, now)
    for one in theirs:
        book.tie(friend, one, "connection", origin=friend)
    tables["a friend's list"] = book.tables(targets)
    return Seeker(tables, targets, {book.key(one): one for one in range(len(known.knows))})


def _export(known: Market, owner: int, rng: np.random.Generator) -> list[int]:
    """Return whom an export lists: most true ties, and links that are none."""
    true = np.flatnonzero(known.knows[owner])
    listed = true[rng.random(len(true)) < LISTED]
    strangers = np.setdiff1d(np.arange(len(known.knows)), [*true.tolist(), owner])
    more = rng.choice(strangers, int(ONLINE * len(listed)), replace=False)
    return sorted([*listed.tolist(), *more.tolist()])


def _gathered(
    known: Market, pool: Sequence[int], size: int, grown: float, rng: np.random.Generator
) -> list[int]:
    """Draw who is together: some because one of them knows them, the others anybody of the pool."""
    left = np.array(pool)
    found = [int(rng.choice(left))]
    while len(found) < min(size, len(pool)):
        left = left[left != found[-1]]
        linked = left[known.knows[found[int(rng.integers(len(found)))]][left]]
        along = len(linked) > 0 and rng.random() < grown
        found.append(int(rng.choice(linked if along else left)))
    return found


def _weeks(rng: np.random.Generator, most: int) -> list[int]:
    """Draw the weeks of a gathering, counted back from today: mostly one."""
    count = 1 if rng.random() < 0.6 else int(rng.integers(2, most + 1))
    return [int(one) for one in rng.choice(52, count, replace=False)]
