"""The book, its network on the day, and what is looked at: shared by all screens of the app."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from threading import RLock
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from infonet.agenda import Week, due, week
from infonet.book import Book, State
from infonet.errors import InfonetError, UnknownNameError
from infonet.graph import Network, network
from infonet.ledger import Ledger, request_table, works_elsewhere
from infonet.names.people import called_by_key
from infonet.panel.page import Press
from infonet.paths import log_of
from infonet.tables import Tables, as_date

Made = TypeVar("Made")


class Place(NamedTuple):
    """Hold what is looked at: a screen, and what it is about (a company, a person, a request)."""

    screen: str
    about: str = ""


class Status(NamedTuple):
    """The one sentence above the screen: what was done, or what went wrong."""

    words: str = ""
    wrong: bool = False


class Question(NamedTuple):
    """Hold what the app has to know before it goes on, and the answers: (text, what happens)."""

    words: str
    answers: Sequence[tuple[str, Press]]


class Whom(NamedTuple):
    """Say whom a typed name means: somebody in the book by their key, or somebody `new`.

    A new person is written by the act that is about them: until then nobody is made.
    """

    text: str
    new: bool = False
    company: str | None = None
    """Where somebody new works."""

    def key(self, book: Book) -> str:
        """Return the key; call it within an act, which writes somebody new first."""
        return book.person(self.text, company=self.company) if self.new else self.text


_TURNS = {
    "undo": ("Take back", "Taken back", "That was done elsewhere, or before. Take it back?"),
    "redo": ("Do it again", "Done again", "That was taken back elsewhere, or before. Do it again?"),
}
"""How undo and redo are offered and told, and what is asked before another session's act."""


class Speaking:
    """Hold the one sentence above the screen, and say there what is complained of.

    Attributes
    ----------
    supply : callable
        Takes a name and bytes for the browser.
    draw : callable
        Shows what is said at once, before work that takes a while is through.
    """

    afterwards = "Your book holds what it held before."
    place: Place
    day: pd.Timestamp

    def __init__(self, as_of: object = None) -> None:
        self._follows_today = as_of is None
        self.day = today() if as_of is None else as_date(as_of)
        self.supply: Callable[[str, bytes], object] = lambda name, content: None
        self.draw: Callable[[], object] = _nothing
        self.status = Status()
        self._unforeseen: Exception | None = None

    def set_day(self, day: object) -> None:
        """Show another day; today again if it is today."""
        self.day = as_date(day)
        self._follows_today = self.day == today()
        self.refresh()

    def keep_up(self) -> None:
        """Go on to the new day if today is shown and midnight has passed."""
        if self._follows_today and self.day != today():
            self.day = today()
            self.refresh()

    def refresh(self) -> None:
        """Make anew what is shown, after the day has changed."""
        raise NotImplementedError

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Say a sentence; with `wrong`, that something was not done."""
        self.status = Status(words, wrong)

    @contextmanager
    def telling(self, what: str) -> Iterator[None]:
        """Say a complaint in the status line instead of raising it.

        An error that nobody foresaw is said as well, with `what` failed, and raised: the kernel
        shows it where a developer looks.
        """
        try:
            yield
        except InfonetError as error:
            self.say(error.plain, wrong=True)
        except OSError as error:
            why = error.strerror or type(error).__name__
            self.say(f"a file could not be read or written: {why}", wrong=True)
        except Exception as error:
            if error is not self._unforeseen:  # else what is called by this has said it
                self._unforeseen = error
                self.say(
                    f"{what} failed for a reason that nobody foresaw. {self.afterwards}", wrong=True
                )
            raise


class Session(Speaking):
    """Hold the book, its network on the day, and what is looked at.

    The book is read once after each act, and what several screens show is worked out once.

    Parameters
    ----------
    book : Book
        A book opened with ``read_only=True`` shows everything; nothing that acts is offered.
    as_of : date, str or Timestamp, optional
        The day shown; today if not given, also when the app stays open over midnight.
    """

    def __init__(self, book: Book, as_of: object = None) -> None:
        super().__init__(as_of)
        self.question = None
        self.place, self._way_back = Place("targets"), list[Place]()
        self.edition = self.people = 0
        self._is_old = False
        self._made: dict[str, _Result] = {}
        self._last_week: Week | None = None
        self._own: tuple[Book, pd.Timestamp | None] | None = None
        self.open(book)

    question: Question | None

    def open(self, book: Book) -> None:
        """Show another book, from its first screen on."""
        self.book, self.sample = book, book.is_sample
        self.net: Network | None = None
        self._last_week = None
        self.state = State(0, "", "", None, None)
        self._way_back.clear()
        self.status, self.question = Status(), None
        self.refresh()
        self.place = self.home

    @property
    def home(self) -> Place:
        """The first screen: the board, or the welcome while nobody is known."""
        nobody = len(self.network) <= 1 and self.tables.companies.empty
        return Place("welcome" if nobody and self.may_act else "targets")

    def look_at(self, book: Book, day: object) -> None:
        """Show an invented book on its day; `give_back` shows the own one again."""
        self._own = self.book, None if self._follows_today else self.day
        self.day, self._follows_today = as_date(day), False
        self.open(book)

    @property
    def is_visiting(self) -> bool:
        """True while an invented book is shown in the place of the own one."""
        return self._own is not None

    def give_back(self) -> None:
        """Show the own book again; an invented one in its place is gone."""
        if self._own is not None:
            (book, day), invented, self._own = self._own, self.book, None
            self._follows_today, self.day = day is None, today() if day is None else day
            self.open(book)
            invented.close()

    @property
    def may_act(self) -> bool:
        """False for a book that is only looked at: what acts is not offered."""
        return not self.book.read_only

    @property
    def is_today(self) -> bool:
        """True while the day shown is today."""
        return bool(self.day == today())

    @property
    def network(self) -> Network:
        """The network of the book on the day."""
        if self._is_old:
            self._read()
        assert self.net is not None  # made by `open`
        return self.net

    @property
    def tables(self) -> Tables:
        """The tables of which the network is made; their events are settled."""
        tables: Tables = self.network.tables
        return tables

    @property
    def ledger(self) -> Ledger:
        """The log, read once for all screens."""
        return self.network.once(log_of)

    @property
    def requests(self) -> pd.DataFrame:
        """Every request as it was on the day."""
        return self.once("requests", lambda: request_table(self.ledger, as_of=self.day))

    @property
    def due(self) -> pd.DataFrame:
        """The actions due on the day."""
        return self.once("due", lambda: due(self.ledger, as_of=self.day))

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what is worked out once between two acts; a thread waits for one that began."""
        made: Made = self._made.setdefault(name, _Result()).get(make)
        return made

    @property
    def week(self) -> Week:
        """The week; of the one before, what is still the same is not worked out again."""
        return self._week_of(self._made, self.network)

    def look_ahead(self) -> None:
        """Work out the week in another thread, before it is looked at for the first time.

        What an act has made old meanwhile is kept for nobody: it lies with what was made before.
        """
        made = self._made  # first: what is read after it is not older
        if not self._is_old and self.net is not None:
            self._week_of(made, self.net)

    def _week_of(self, made: dict[str, _Result], net: Network) -> Week:
        found: Week = made.setdefault("week", _Result()).get(
            lambda: week(self.book, net.as_of, net=net, like=self._last_week)
        )
        self._last_week = found
        return found

    def name(self, key: str) -> str:
        """Return the name of a person; the address if they are not in the network."""
        at = self.network.position(key, strict=False)
        return str(self.network.name[at]) if at >= 0 else called_by_key(key)

    def described(self, key: str) -> str:
        """Return the name of a person, and where they work: it tells namesakes apart."""
        at = self.network.position(key, strict=False)
        company = self.network.workplaces.current.company.iloc[at] if at >= 0 else None
        return f"{self.name(key)}, {company}" if isinstance(company, str) else self.name(key)

    # What is looked at.

    def go(self, screen: str, about: str = "") -> None:
        """Look at a screen; the status line and an open question go."""
        if (screen, about) != self.place:
            self._way_back.append(self.place)
            self.place = Place(screen, about)
        self.status, self.question = Status(), None

    def goes(self, screen: str, about: str = "") -> Callable[[object], None]:
        """Return what looks at a screen once it is pressed."""
        return lambda values: self.go(screen, about)

    def leave(self, screen: str | None = None, about: str = "") -> None:
        """Look at another screen, or again at the one before, with what was said still said."""
        said = self.status
        if screen is None:
            self.back()
        else:
            self.go(screen, about)
        self.status = said

    def back(self) -> None:
        """Look again at what was looked at before."""
        if self._way_back:
            self.place = self._way_back.pop()
        self.status, self.question = Status(), None

    # What is said.

    def ask(self, words: str, answers: Sequence[tuple[str, Press]]) -> None:
        """Ask what has to be known before something is done; moving on leaves it undone."""
        self.question = Question(words, answers)

    def find_person(
        self,
        text: str,
        then: Callable[[Whom], object],
        *,
        company: str | None = None,
        stranger: bool = False,
    ) -> None:
        """Go on with the person whom a typed text means; where nobody is known so, ask who it is.

        Somebody is only new, and works at `company` if that is given, when it is said so; a
        `stranger`, who is likely new, also where nobody in the book has a name like it.
        """

        def add(values: object) -> None:
            self.question = None
            then(Whom(text, new=True, company=company))

        try:
            with_key = self.book.who(text)
        except UnknownNameError as error:
            if stranger and not error.candidates:
                add({})
                return
            known = [
                (self.described(key), lambda values, key=key: then(Whom(key)))
                for key in error.candidates
            ]
            self.ask(
                f"{text} is not in your book. Who is it?", [*known, (f"{text}, somebody new", add)]
            )
        else:
            self.question = None
            then(Whom(with_key))

    def ask_whether_it_counts(
        self, person: str, company: str, day: pd.Timestamp, then: Callable[[bool | None], object]
    ) -> None:
        """Go on with whether a talk counts as one at a company; it is asked where it is in doubt.

        It is where the person is known to work only elsewhere; else nothing has to be said.
        """
        elsewhere = works_elsewhere(self.tables, person, company, day) if company else ()
        if not elsewhere:
            then(None)
            return
        self.ask(
            f"{self.name(person)} works at {' and '.join(elsewhere)}, as far as you know. Does "
            f"this talk count as one at {company}?",
            [("Yes, it counts", lambda values: then(True)), ("No", lambda values: then(False))],
        )

    def forget(self) -> None:
        """Leave a question without an answer."""
        self.question = None

    # What is done.

    def act(
        self,
        call: Callable[[], object],
        *,
        said: str | None = None,
        what: str | None = None,
        later: bool = False,
    ) -> bool:
        """Run what writes into the book, read it again, say what was done; True if it succeeded.

        A press is one act: what writes several gives `what` it does, as Undo names it, and Undo
        takes all of it back. `said` is the sentence for it, where the book's own words are not the
        best. With `later` the book is only read again when something of it is asked for: answers
        come fast one by one.
        """
        before, went = self.state, False
        try:
            with self.telling("That"):
                with nullcontext() if what is None else self.book.one_act(what):
                    call()
                went = True
        finally:
            if not went:
                self._show_part(before)
        if went:
            self.question = None
            self.refresh(later=later)
            self.say(self._report(before) if said is None else said)
        return went

    def undo(self, *, later: bool = False) -> bool:
        """Take back what was done here last; True if it succeeded. `later` as in `act`.

        What was done elsewhere, or before the book was opened, is only taken back when it is said
        so; and where something was done since the header was drawn, nothing is.
        """
        return self._turn("undo", self.state.undo, self.state.others, later=later)

    def redo(self) -> None:
        """Do again what was taken back here last; what was elsewhere, when it is said so."""
        self._turn("redo", self.state.redo, self.state.others_redo)

    def _turn(
        self, press: str, what: str | None, others: str | None, *, later: bool = False
    ) -> bool:
        """Undo or redo what was done here; what was done elsewhere, once that is confirmed."""
        if not self._is_as_shown(press):
            return False
        act, (do, done, asked) = getattr(self.book, press), _TURNS[press]
        if what is None and others is not None:

            def confirm(values: object) -> None:
                if self._is_as_shown(press):
                    self.act(partial(act, others=True), said=f"{done}: {_bare(others)}.")

            self.ask(asked, [(f"{do}: {_bare(others)}", confirm)])
            return False
        return self.act(act, said=f"{done}: {_bare(what)}." if what else None, later=later)

    def _is_as_shown(self, press: str) -> bool:
        """Tell whether undo and redo do what the header says; else show what they do now."""
        with suppress(InfonetError):  # which what is done then says
            now = self.book.state()
            if now[3:] != self.state[3:]:
                self.forget()
                self.refresh()
                self.say(
                    f"Something was done meanwhile. Look again before you {press}.", wrong=True
                )
                return False
        return True

    def refresh(self, *, later: bool = False) -> None:
        """Read the book, once for all screens; with `later` when it is asked for."""
        self._is_old = True
        if not later:
            self._read()
        self.state = self.book.state()
        self.edition += 1
        self._made = {}

    def _read(self) -> None:
        self.net = network(self.book.tables(), as_of=self.day, like=self.net)
        self.people, self._is_old = max(len(self.net) - 1, 0), False

    def _report(self, before: State) -> str:
        """Return what an act did."""
        if self.state.act == before.act:
            return "Nothing has changed."
        return f"{_bare(self.state.what)}."

    def _show_part(self, before: State) -> None:
        """Show what an act did before it failed, such as the first of several files."""
        if self.book.state().act == before.act:
            return
        words = self.status.words
        self.refresh()
        self.say(f"{words} Before that: {self.state.what}", wrong=True)


class _Result:
    """Hold what is made once, by the thread that asks first."""

    def __init__(self) -> None:
        self._lock, self._made = RLock(), list[Any]()

    def get(self, make: Callable[[], Made]) -> Made:
        """Return what was made, or is made now."""
        with self._lock:
            if not self._made:
                self._made.append(make())
            made: Made = self._made[0]
            return made


def _bare(sentence: str) -> str:
    return sentence.rstrip(".")


def _nothing() -> None:
    """Nobody draws."""


def today() -> pd.Timestamp:
    """Return the user's own day."""
    return pd.Timestamp(dt.date.today())  # noqa: DTZ011  # the user's own day is meant
