"""Half a year that hangs together: on no Sunday do two answers about the same thing differ.

A seeker lives 26 weeks, in `make test` the first nine, by what the app offers
(`tests.agenda.half_year`). Every Sunday the board, the plan, the week, what is due, the status of
ways and the funnel are held against one another, against the list of requests, and against what
the seeker remembers of who was asked and said no.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from infonet import Network, due, funnel, network, plan, reach, review, warm_paths, week
from infonet.agenda import Week, companies, targets
from infonet.conversion import request_table
from infonet.ledger import TargetLog, company_of
from infonet.paths import target_log, targets_of
from infonet.workdays import later
from tests.agenda.half_year import Seeker, pooled

_DAY = pd.Timedelta(days=1)
_YEAR = 365 * _DAY
_AGAIN = pd.DateOffset(months=4)
_LOAD = 2
ON_HOLD = ("offer", "agreed", "talked", "closed")
OF_A_TARGET = ("thank", "confirm", "report back", "to do", "write again")


@dataclass(frozen=True)
class Sunday:
    """What the functions say of a book on one day, and what the seeker remembers."""

    seeker: Seeker
    day: pd.Timestamp
    like: Week | None = None

    @cached_property
    def net(self) -> Network:
        return network(self.seeker.book, as_of=self.day)

    @cached_property
    def board(self) -> pd.DataFrame:
        return targets(self.net)

    @cached_property
    def plan(self) -> pd.DataFrame:
        return plan(self.net, self.net.tables, as_of=self.day)

    @cached_property
    def page(self) -> Week:
        return week(self.seeker.book, self.day, net=self.net, like=self.like)

    @cached_property
    def due(self) -> pd.DataFrame:
        return due(self.net.tables, as_of=self.day)

    @cached_property
    def reached(self) -> pd.DataFrame:
        return reach(self.net)

    @cached_property
    def requests(self) -> pd.DataFrame:
        return request_table(self.net.tables, as_of=self.day)

    @cached_property
    def acts(self) -> int:
        return len(self.seeker.book.history())

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return everything that is shown, to be compared with another time."""
        page = self.page
        return {
            "board": self.board,
            "plan": self.plan,
            "due": self.due,
            "requests": self.requests,
            "funnel": funnel(self.net.tables, as_of=self.day),
            "talks": page.talks,
            "asks": page.asks,
            "quiet": page.quiet,
            "reach": self.reached,
            "people": self.net.tables.people,
            "ties": self.net.tables.ties,
        }

    def contradictions(self) -> Iterator[str]:
        """Yield every contradiction, in words."""
        _ = self.acts
        for said in (
            *self._of_what_is_offered(),
            *self._of_the_board(),
            *self._of_the_ways(),
            *self._of_the_week(),
            *self._of_the_counts(),
        ):
            yield f"{self.day:%a %d %b}: {said}"

    # What is offered, against what the seeker remembers.

    def _offers(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Yield every ask that is offered anywhere: where, about what, and the people on it."""
        for one in rows(self.plan):
            yield "the plan", one.company, one.route[1:]
        for one in rows(self.page.asks[~self.page.asks.sent]):
            yield "the week", one.company, one.route[1:]
        for one in rows(self.board):
            yield "the board", one.company, one.route[1:]
            if one.action == "ask":
                yield "the next step", one.company, one.asks[1:]
        for one in rows(self.reached):
            if one.status in ("open", "met"):
                yield "reach", one.company, one.route[1:]
        for name, one in self.ways.items():
            for way in rows(one[one.status.isin(["open", "met"])]):
                yield "the ways", name, way.route[1:]

    def _of_what_is_offered(self) -> Iterator[str]:
        seeker = self.seeker
        for where, company, people in self._offers():
            if where in ("the plan", "the week", "the next step"):
                yield from self._of_a_company_let_be(where, company)
            for person in people:
                yield from self._of_somebody_let_be(where, person, company)
            named = seeker.named.get((people[0], company_of(company))) if people else None
            if named is not None and len(people) == 1 and self.day < named + _AGAIN:
                yield f"{where} asks {people[0]} anew who they know at {company}"
        yield from self._of_the_load()
        yield from self._of_companies_lately_asked()

    def _of_a_company_let_be(self, where: str, company: str) -> Iterator[str]:
        until = self.seeker.rests.get(company_of(company), self.day)
        if until > self.day:
            yield f"{where} asks about {company}, which rests until {until:%d %b}"
        if (None, company_of(company)) in self.seeker.let_go:
            yield f"{where} asks about {company}, which was let go as a whole"

    def _of_somebody_let_be(self, where: str, person: str, company: str) -> Iterator[str]:
        seeker, offers = self.seeker, f"{where} offers {person} for {company}, who"
        key = person, company_of(company)
        said_no = seeker.refused.get(key)
        if said_no is not None and self.day <= said_no + _YEAR:
            yield f"{offers} said no on {said_no:%d %b}"
        wrote = seeker.wrote.get(key)
        if wrote is not None and self.day < wrote + _AGAIN:
            yield f"{offers} was asked on {wrote:%d %b}"
        if key in seeker.let_go:
            yield f"{offers} is not asked any more"
        if (until := seeker.rests.get(person, self.day)) > self.day:
            yield f"{offers} rests until {until:%d %b}"
        if person in seeker.never:
            yield f"{offers} asked not to be written to"

    def _of_the_load(self) -> Iterator[str]:
        taken = Counter(
            self.seeker.turn.get((one.person, company_of(one.company)), one.person)
            for one in rows(self.requests[self.requests.state == "open"])
        )
        asks = self.page.asks
        for where, planned in (("plan", self.plan), ("week", asks[~asks.sent])):
            for person, count in Counter(planned.person.dropna()).items():
                if count + taken[person] > _LOAD:
                    yield f"the {where} gives {person} {count} asks, and {taken[person]} are open"
        for where, _, people in self._offers():
            if people and taken[people[0]] >= _LOAD:
                yield f"{where} asks {people[0]}, who has {taken[people[0]]} open asks"

    def _of_companies_lately_asked(self) -> Iterator[str]:
        """Yield who is asked at a company where an answer was awaited for under 3 business days."""
        lately = {
            company_of(one.company)
            for one in rows(self.requests[self.requests.state == "open"])
            if self.day < later(one.last, 3)
        }
        for where, asks in (("plan", self.plan), ("week", self.page.asks)):
            for one in rows(asks):
                if company_of(one.company) in lately and not getattr(one, "sent", False):
                    yield f"the {where} asks at {one.company}, where somebody was asked lately"
        for one in rows(self.board[self.board.action == "ask"]):
            if company_of(one.company) in lately:
                yield f"the board asks at {one.company}, where somebody was asked lately"

    # The board, against status, plan and what is due.

    def _of_the_board(self) -> Iterator[str]:
        if set(self.board.company) != set(self.net.workplaces.wanted.company):
            yield "the board has other targets than the book"
        offered = {one.company for one in rows(self.plan) if one.kind != "cold"}
        for one in rows(self.board):
            said = [
                *self._of_a_row(one),
                *(self._of_a_planned(one) if one.company in offered else ()),
            ]
            yield from (f"{one.company} ({one.state}, {one.action}): {words}" for words in said)
        order = [
            (
                one.state == "closed",
                pd.isna(one.due),
                pd.Timestamp(0) if pd.isna(one.due) else one.due,
                one.priority,
            )
            for one in rows(self.board)
        ]
        if order != sorted(order):
            yield "the board is in another order than by due day and priority"

    def _of_a_planned(self, one: Any) -> Iterator[str]:
        if self._told(one.company).on_hold:
            yield "the plan asks there, and it is on hold"
        if not one.route:
            yield "the plan asks there, and the board knows no way"
        if one.action in ("wait", "look", "none"):
            yield "the plan asks there"

    def _of_a_row(self, one: Any) -> Iterator[str]:
        told = self._told(one.company)
        until = told.state().until
        waits = one.state == "waiting" and until is not None and self.day < until
        rests = self.seeker.rests.get(company_of(one.company), self.day) > self.day
        if one.state != "closed" and told.on_hold != (rests or waits or one.state in ON_HOLD):
            yield f"by its status it is on hold: {told.on_hold}"
        week = [tuple(ask.route) for ask in self._asked_this_week if ask.company == one.company]
        if one.action == "ask" and week and week != [one.asks]:
            yield f"the next step asks over {one.asks}, and the week over {week}"
        if one.action == "ask" and told.on_hold:
            yield "nobody is to be asked there now"
        yield from self._of_the_order(one)
        if one.action in ("ask", "wait", "look"):
            yield from (f"{action} is due" for action in self._due_about(one.company))
        if one.state == "open" and (not one.route or one.way == "scout"):
            yield "no way to somebody known"
        of_it = self._requests_of(one.company)
        pending = int((of_it.state == "open").sum())
        if pending > one.open or (pending and one.state in ("nothing yet", "nobody known", "open")):
            yield f"{pending} requests are open there"
        if (one.stage == "offered") != of_it.offered.notna().any():
            yield f"its furthest stage is {one.stage}"

    @cached_property
    def _asked_this_week(self) -> list[Any]:
        return rows(self.page.asks[~self.page.asks.sent])

    def _of_the_order(self, one: Any) -> Iterator[str]:
        """Yield a step of a target before which, in the order of the craft, another is due."""
        about = self._due_about(one.company)
        steps = ["answer", "thank", "confirm", "prepare", "tell", *OF_A_TARGET[2:]]
        place = steps.index(one.action) if one.action in steps else len(steps)
        if one.state in ("offer", "closed"):
            if one.action != {"offer": "answer", "closed": "none"}[one.state]:
                yield "an offer is to be answered, and what is closed let be"
        elif any(steps.index(action) < place for action in about):
            yield f"before it there are {about}"

    def _due_about(self, company: str) -> list[str]:
        return self._due_by_company[company_of(company)]

    @cached_property
    def _due_by_company(self) -> dict[str, list[str]]:
        """The actions of a target that are due, by `company_of`."""
        found = defaultdict[str, list[str]](list)
        for one in rows(self.due.dropna(subset="company")):
            if one.action in OF_A_TARGET:
                found[company_of(one.company)].append(one.action)
        return found

    def _told(self, name: str) -> TargetLog:
        return target_log(self.net, self._target(name))

    def _target(self, name: str) -> Any:
        return next(one for one in targets_of(self.net) if one.name == name)

    def _requests_of(self, name: str) -> pd.DataFrame:
        same = self.requests.company.map(company_of, na_action="ignore") == company_of(name)
        return self.requests[same]

    # The ways, against the status of the people on them, and reach.

    @cached_property
    def ways(self) -> dict[str, pd.DataFrame]:
        return {
            one.name: warm_paths(
                self.net,
                one.name if one.kind == "company" else None,
                field=one.name if one.kind == "field" else None,
            )
            for one in targets_of(self.net)
        }

    def _of_the_ways(self) -> Iterator[str]:
        best = self.reached.set_index("company").route
        board = self.board.set_index("company")
        for name, ways in self.ways.items():
            told = self._told(name)
            for way in rows(ways[ways.kind != "cold"]):
                found = told.way(way.route).status
                if way.status != found and way.status not in self._elsewhere(name, way.route[-1]):
                    yield f"a way to {name} is {way.status}, and its people {found}"
            can = ways[ways.status.isin(["open", "met"]) & (ways.kind != "cold")]
            if can.empty:
                continue
            first = tuple(can.route.iloc[0])
            if first != tuple(best[name]):
                yield f"{name}: the first way and reach differ"
            row = board.loc[name]
            if row.state != "closed" and row.route != first:
                yield f"{name}: the best way of the board is not the first that can be asked"

    def _elsewhere(self, name: str, person: str) -> set[str]:
        """Return the statuses of somebody where they work, and in the other targets."""
        at = self.net.position(person)
        job = self.net.workplaces.current.company.iloc[at]
        others = [one for one in targets_of(self.net) if at in one.insiders and one.name != name]
        if isinstance(job, str):
            others.append(self.net.target(job))
        told = [(one, target_log(self.net, one)) for one in others]
        found = {one.person(person).status for _, one in told}
        holds = [log.hold.status for one, log in told if log.hold and one.kind == "company"]
        return found | {*holds}

    # The week, against the plan, what is due, and the requests.

    def _of_the_week(self) -> Iterator[str]:
        page, unsent = self.page, self.page.asks[~self.page.asks.sent]
        key = ["company", "kind", "person"]
        since = {(who, company) for day, who, company in self.seeker.asked if day.weekday() > 4}
        sent = page.asks[page.asks.sent]
        if not {*zip(sent.person, sent.company, strict=True)} <= since:
            yield "asks of the coming week are sent already, and not at this weekend"
        if sent.empty and unsent[key].to_dict("list") != self.plan[key].head(len(unsent)).to_dict(
            "list"
        ):
            yield "the week asks others than the plan"
        if not page.due.equals(self.due):
            yield "the week has other things due"
        silent = self.requests[self.requests.state == "silent"]
        if not set(page.quiet.request) <= set(silent.request):
            yield "somebody counts as quiet, and the request is not silent"
        agreed = {one.company for one in rows(self.board) if one.state == "agreed"}
        talks = page.talks[page.talks.kind == "talk"]
        for company in talks.company.map(company_of):
            if company not in map(company_of, agreed) and company not in {
                company_of(one.company) for one in rows(self.board) if one.state == "offer"
            }:
                yield f"a talk about {company}, and the board says nothing of it"
        offers = {company_of(one.company) for one in rows(self.board) if one.state == "offer"}
        if offers != set(page.talks.company[page.talks.kind == "offer"].map(company_of)):
            yield f"offers on the board {offers}, and in the week others"
        for one in rows(page.talks[page.talks.kind == "tell"]):
            row = self.board[self.board.company == one.company].iloc[0]
            if row.action not in ("tell", "thank", "confirm", "answer"):
                yield f"{one.name} is to be told of, and the board's next step is {row.action}"

    # Counts.

    def _of_the_counts(self) -> Iterator[str]:
        seeker, tables = self.seeker, self.net.tables
        if len(self.requests) != len(seeker.asked):
            yield f"{len(self.requests)} requests, and {len(seeker.asked)} were asked"
        both = [funnel(tables, as_of=self.day), funnel(tables, as_of=self.day, scouts=True)]
        n = sum(int(one.n.iloc[0] + one.open.iloc[0]) for one in both)
        old = self.requests.asked <= self.day - 60 * _DAY
        if sum(int(one.n.iloc[0]) for one in both) > old.sum():
            yield f"the funnel counts {n} of {old.sum()} requests old enough"
        for one in both:
            main = one[one.stage != "introduced"]
            naive = main.naive.dropna()
            if not main.reached.is_monotonic_decreasing or not naive.is_monotonic_decreasing:
                yield "the funnel rises"
        if self.day.day <= 7 and review(tables, as_of=self.day).sentences.text.empty:
            yield "the review says nothing"
        yield from self._of_the_goal()

    def _of_the_goal(self) -> Iterator[str]:
        """Yield what is wrong in the count of the week that ends, weekend included."""
        page, monday = self.page, self.day - 6 * _DAY
        mondays = [day - day.weekday() * _DAY for day, *_ in self.seeker.asked]
        sent = Counter(mondays)
        if (page.last_sent, page.sent) != (sent[monday], 0):
            yield f"{page.last_sent} asks sent last week, and {page.sent} in the coming one"
        if page.ended != f"This week ends with {sent[monday]} of 5 asks sent.":
            yield f"how it ended: {page.ended}"
        streak, one = 0, monday if sent[monday] >= 5 else monday - 7 * _DAY
        while sent[one] >= 5:
            streak, one = streak + 1, one - 7 * _DAY
        if page.streak != streak:
            yield f"{page.streak} weeks in a row met the goal, and it was {streak}"


def begun(seed: int, day: pd.Timestamp) -> Seeker:
    """Return a seeker with nine companies, a field, and a no and a silence that soon are over."""
    seeker = Seeker(pooled(), seed=seed)
    book = seeker.book
    known = list(companies(network(book, as_of=day)).company)
    for number, at in enumerate((0, 1, 3, 5, 6, 11, 20, 40, 60)):
        book.want(known[at], priority=1 + number % 3)
    book.want(field="data engineering")
    book.note(None, "goal", "5")
    net = network(book, as_of=day)
    close = [str(net.keys[at]) for at in net.alters[:20]]
    book.rate(close[:8], "strong")
    book.rate(close[8:14], "medium")
    first, second = (net.target(known[at]).insiders for at in (0, 1))
    refused, silent = (str(net.keys[np.intersect1d(one, net.alters)[0]]) for one in (first, second))
    seeker.remember(refused, known[0], {"asked": "2025-07-17", "declined": "2025-07-20"})
    seeker.remember(silent, known[1], {"asked": "2026-03-20"})
    return seeker


def on_saturday(seeker: Seeker, like: Week) -> None:
    """Send two asks of the coming week: it changes none of the others."""
    before = week(seeker.book, seeker.day, like=like)
    asks = before.asks[~before.asks.sent]
    for row in asks.head(2).to_dict("records"):
        seeker.ask(row)
    after = week(seeker.book, seeker.day, like=before)
    sent = sum(day == seeker.day for day, *_ in seeker.asked)
    assert (after.last_sent, after.sent) == (before.last_sent + sent, 0)
    key = ["company", "kind", "person"]
    others = after.asks[~after.asks.sent]
    assert others[key].values.tolist() == asks.iloc[2:][key].values.tolist()
    assert after.asks.sent.sum() == sent


def lived(seed: int, weeks: int) -> tuple[list[str], Seeker, Sunday, Sunday]:
    """Live for so many weeks; return every contradiction, and the last two Sundays."""
    day = pd.Timestamp("2026-07-05")
    seeker = begun(seed, day)
    found: list[str] = []
    before, like = Sunday(seeker, day), None
    for number in range(weeks):
        before = Sunday(seeker, day, like)
        found += before.contradictions()
        like = before.page

        saturday = partial(on_saturday, seeker, like) if number % 3 == 1 else None
        seeker.live(day + _DAY, like.asks[~like.asks.sent], like.due, saturday)
        day += 7 * _DAY
    return found, seeker, before, Sunday(seeker, day, like)


@pytest.mark.slow
@pytest.mark.evidence
def test_on_no_sunday_of_half_a_year_does_anything_contradict_anything(
    full_count: Callable[[int, int], int],
) -> None:
    weeks = full_count(9, 26)
    for seed in range(1, 1 + full_count(1, 40)):
        found, seeker, before, last = lived(seed, weeks)
        assert not found, f"seed {seed}\n" + "\n".join(found)
        if seed == 1:
            met = {"declined", "introduced", "named"}
            if weeks == 26:
                met |= {"offered", "referred", "withdrawn", "refused by a company"}
                assert seeker.never and seeker.rests
            assert met <= seeker.reached.keys()
            of_undoing(seeker, before, last)


def of_undoing(seeker: Seeker, before: Sunday, last: Sunday) -> None:
    """Undo the last week and do it again: nothing that is shown has changed."""
    book, day = seeker.book, last.day
    after = last.frames()
    done = len(book.history()) - before.acts
    for _ in range(done):
        book.undo()
    same(before.frames(), Sunday(seeker, before.day).frames())
    for _ in range(done):
        book.redo()
    same(after, Sunday(seeker, day).frames())


def rows(frame: pd.DataFrame) -> list[Any]:
    """Return the rows, each with its cells by name."""
    return list(frame.itertuples())


def same(before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame]) -> None:
    """Compare everything that is shown."""
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, after[name], obj=name)
