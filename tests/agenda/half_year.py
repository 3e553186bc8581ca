"""Half a year of a search: a seeker who does what the app offers, and people who answer.

How willing everybody is, is known here and nowhere else. What was asked and who said no is kept
apart from the book, so that what is offered can be held against it.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pandas as pd

import infonet
from infonet import Book
from infonet.ledger import company_of

__all__ = ["Seeker"]

_DAY = pd.Timedelta(days=1)
_NAMES = "Ada Ben Cleo Dov Ezra Fay Gil Hal Ida Jon Kit Lea Max Nia Oto Pia".split()


class Seeker:
    """A job seeker with a book, and the people around them.

    Attributes
    ----------
    asked : list of (day, person, company)
        Every request, in the order of asking; a cold one has the stranger written to.
    wrote : dict
        (person, company) to the last day on which they were written to and have not answered.
    turn : dict
        (person asked first, company) to the person whose turn it is: who handed on has had theirs.
    refused : dict
        (person, company) to the day on which they said no.
    named : dict
        (scout, company) to the day on which they named somebody.
    never : set
        People who asked not to be written to.
    rests : dict
        People, by key, and companies, by `company_of`, to the day until which they are snoozed.
    let_go : dict
        (person, company) to the day on which the seeker stopped asking; of a company as a whole the
        person is None.
    """

    def __init__(self, book: Book, *, seed: int) -> None:
        self.book, self.rng, self.seed = book, random.Random(seed), seed
        self.day = pd.Timestamp(0)
        self.asked: list[tuple[pd.Timestamp, str, str]] = []
        self.wrote: dict[tuple[str, str], pd.Timestamp] = {}
        self.turn: dict[tuple[str, str], str] = {}
        self.refused: dict[tuple[str, str], pd.Timestamp] = {}
        self.named: dict[tuple[str, str], pd.Timestamp] = {}
        self.never: set[str] = set()
        self.rests: dict[str, pd.Timestamp] = {}
        self.let_go: dict[tuple[str | None, str], pd.Timestamp] = {}
        self.reached: dict[str, int] = defaultdict(int)
        self._ahead: list[tuple[pd.Timestamp, int, Callable[[], object]]] = []
        self._count = 0

    def remember(self, person: str, company: str, days: dict[str, str]) -> None:
        """Log what happened before: the day of each stage, of an ask and of what came of it."""
        for stage, day in days.items():
            self.day = pd.Timestamp(day)
            self._log(stage, person, company)
            if stage == "asked":
                self.asked.append((self.day, person, company))
                self._wrote(person, company)
            elif stage == "declined":
                self._answered(person, company)
                self.refused[person, company_of(company)] = self.day

    def live(
        self,
        first: pd.Timestamp,
        asks: pd.DataFrame,
        due: pd.DataFrame,
        saturday: Callable[[], object] | None = None,
    ) -> None:
        """Live from Monday to Sunday: send the asks, do what is due, take what comes."""
        for number in range(7):
            self.day = first + number * _DAY
            while self._ahead and self._ahead[0][0] <= self.day:
                self._ahead.pop(0)[2]()
            if number in (0, 1):
                for row in asks.iloc[number::2].to_dict("records"):
                    self.ask(row)
            if number == 2:
                for row in due.to_dict("records"):
                    if self.rng.random() < 0.7:
                        self._do(row)
            if number == 3:
                self._think_again()
            if number == 5 and saturday is not None:
                saturday()

    def _think_again(self) -> None:
        """Let somebody or a company rest, or stop asking; rarely, drop a company as a whole."""
        open_asks = [one for one in self.asked if (one[1], company_of(one[2])) in self.wrote]
        if self.asked and self.rng.random() < 0.3:
            _, person, company = self.rng.choice(self.asked)
            until = self.day + self.rng.choice((5, 12, 40)) * _DAY
            if self.rng.random() < 0.7:
                self.book.note(person, "snooze", self.rng.choice(("ask", "later")), date=until)
                self.rests[person] = max(until, self.rests.get(person, until))
            else:
                self.book.note(company, "snooze", "no openings now", date=until)
                same = company_of(company)
                self.rests[same] = max(until, self.rests.get(same, until))
        if open_asks and self.rng.random() < 0.25:
            _, person, company = self.rng.choice(open_asks[-5:])
            self._log("withdrawn", person, company)
            self._answered(person, company)
            self.let_go[person, company_of(company)] = self.day
        if self.asked and self.rng.random() < 0.04:
            company = self.rng.choice(self.asked)[2]
            self._log("withdrawn", None, company)
            self.let_go[None, company_of(company)] = self.day

    def _is_over(self, person: str | None, company: str) -> bool:
        """Say whether the seeker has stopped asking: then nothing comes of it any more."""
        same = company_of(company)
        return (person, same) in self.let_go or (None, same) in self.let_go

    def _then(self, days: int, call: Callable[[], object]) -> None:
        """Let something happen after some days; never at a weekend."""
        day = self.day + days * _DAY
        day += max(0, day.weekday() - 4) * 2 * _DAY
        self._count += 1
        self._ahead.append((day, self._count, call))
        self._ahead.sort(key=lambda one: one[:2])

    def _log(self, stage: str, person: str | None, company: str | None, **more: Any) -> None:
        self.book.log(stage, person, company=company, date=self.day, **more)
        self.reached[stage] += 1

    def _luck(self, person: str) -> float:
        """How unwilling somebody is: the same whenever they are asked."""
        return random.Random(f"{self.seed}-{person}").random()

    def _wrote(self, person: str, company: str) -> None:
        self.wrote[person, company_of(company)] = self.day

    def _handed_on(self, person: str, met: str, company: str) -> None:
        """Remember that it is the turn of who was met."""
        same = company_of(company)
        for (first, about), one in self.turn.items():
            if about == same and one == person:
                self.turn[first, about] = met
        self._answered(person, company)
        self._wrote(met, company)

    def _answered(self, person: str, company: str) -> None:
        self.wrote.pop((person, company_of(company)), None)

    def ask(self, row: dict[Any, Any]) -> None:
        """Send an ask of the week, and let what comes of it come."""
        company, kind, person = row["company"], row["kind"], row["person"]
        if self._is_over(None, company) or person in self.never:
            return
        if kind == "cold":
            name = f"{self.rng.choice(_NAMES)} Stranger {len(self.asked)}"
            person = self.book.person(name, company=company)
            self._log("asked", person, company, kind="cold")
        else:
            self._log("asked", person, company, way=row)
        self.asked.append((self.day, person, company))
        self._wrote(person, company)
        self.turn[person, company_of(company)] = person
        luck = self._luck(person)
        wait = 1 + self.rng.randrange(5)
        if luck > 0.75:
            return  # no answer, ever
        if luck > 0.6:
            self._then(wait, lambda: self._refuse(person, company))
        elif kind == "scout":
            if self._luck(f"{person} {company}") < 0.4:
                self._then(wait, lambda: self._name(person, company))
        elif kind == "introduction":
            if luck > 0.5:
                self._then(1, lambda: self._accept(person, company))
                wait += 6
            self._then(wait, lambda: self._introduce(person, row["route"], company))
        else:
            self._then(wait, lambda: self._reply(person, company))

    def _accept(self, person: str, company: str) -> None:
        if self._is_over(person, company):
            return
        self._log("accepted", person, company)
        self._wrote(person, company)

    def _refuse(self, person: str, company: str) -> None:
        if self._is_over(person, company):
            return
        self._log("declined", person, company)
        self._answered(person, company)
        self.refused[person, company_of(company)] = self.day
        if self.rng.random() < 0.15:
            self.opt_out(person)

    def _name(self, person: str, company: str) -> None:
        if self._is_over(person, company):
            return
        name = f"{self.rng.choice(_NAMES)} Named {self._count}"
        named = self.book.person(name, company=company)
        self.book.tie(person, named, kind="colleague")
        self._log("named", named, company, via=person)
        self._answered(person, company)
        self.named[person, company_of(company)] = self.day

    def _introduce(self, person: str, route: tuple[str, ...], company: str) -> None:
        if self._is_over(person, company):
            return
        met = route[2]
        self._log("introduced", met, company, via=person)
        self._handed_on(person, met, company)
        if len(route) > 3:  # and so on, hop by hop
            self._then(2, lambda: self._introduce(met, route[1:], company))
            return
        luck = self._luck(met)
        if luck < 0.6:
            self._then(2, lambda: self._reply(met, company))
        elif luck < 0.75:
            self._then(3, lambda: self._refuse(met, company))

    def _reply(self, person: str, company: str) -> None:
        if self._is_over(person, company):
            return
        self._log("replied", person, company)
        self._answered(person, company)
        if self._luck(f"{person} {company}") < 0.85:
            self._then(1, lambda: self._agree(person, company))

    def _agree(self, person: str, company: str) -> None:
        if self._is_over(person, company):
            return
        when = self.day + self.rng.choice((2, 7)) * _DAY
        when += max(0, when.weekday() - 4) * 2 * _DAY
        self._log("scheduled", person, company, note=f"{when:%Y-%m-%d} 14:00")
        late = self.rng.random() < 0.2  # forgotten for some days
        self._then((when - self.day).days + 5 * late, lambda: self._talk(person, company))

    def _talk(self, person: str, company: str) -> None:
        if self._is_over(person, company):
            return
        names = [f"{self.rng.choice(_NAMES)} Newname {self._count}"] * (self.rng.random() < 0.6)
        self.book.debrief(
            person,
            company=company,
            date=self.day,
            names=[{"name": name, "company": company} for name in names],
            actions=[("send the slides", self.day + 3 * _DAY)] if self.rng.random() < 0.3 else (),
        )
        self.reached["held"] += 1
        if self._luck(f"{company} {person}") < 0.4:
            self._then(3, lambda: self._refer(person, company))

    def _refer(self, person: str, company: str) -> None:
        if self._is_over(person, company):
            return
        self._log("referred", person, company)
        self._then(2, lambda: self._apply(person, company))

    def _apply(self, person: str, company: str) -> None:
        if self._is_over(person, company):
            return
        self._log("applied", person, company)
        luck = self._luck(company)
        if luck < 0.35:
            self._then(18, lambda: self._answer(person, company, "offered"))
        elif luck < 0.7:
            self._then(18, lambda: self._answer(None, company, "declined"))

    def _answer(self, person: str | None, company: str, stage: str) -> None:
        """Let a company answer an application."""
        if not self._is_over(person, company):
            self._log(stage, person, company)
            self.reached["refused by a company"] += person is None

    def _do(self, row: dict[Any, Any]) -> None:
        """Do an action that is due."""
        person, company = row["person"], row["company"]
        company = company if isinstance(company, str) else None
        again = row["action"] == "write again"
        if again and company is not None and (person, company_of(company)) not in self.wrote:
            return  # they have answered since the list was made
        stage = {
            "thank": "thanked",
            "report back": "reported back",
            "stay in touch": "contacted",
            "write again": "followed up",
            "confirm": "contacted",
        }.get(row["action"])
        if stage is not None:
            self._log(stage, person, company)
        elif row["action"] == "return a favour":
            self.book.note(person, "gave", "a link", date=self.day)
        elif row["action"] == "to do":
            self.book.note(person, "action item", f"done: {row['reason']}", date=self.day)
        if again and company is not None:
            self._wrote(person, company)

    def opt_out(self, person: str) -> None:
        """Let somebody ask not to be written to."""
        self.book.note(person, "opted out", "please do not write", date=self.day)
        self.never.add(person)


def pooled() -> Book:
    """Return Robin's book with what two friends handed over; nobody was asked yet."""
    book = infonet.sample_book("star")
    for friend in ("ana-diaz", "bo-lin"):
        theirs = infonet.sample() / friend / "Connections.csv"
        book.add(theirs, owner=f"https://www.linkedin.com/in/{friend}")
    return book
