"""The book: a user's one private file, to which everything they do is appended.

It answers who is in the network, what was wanted, noted and logged, and what was done when. It
takes in exports and logs, and takes back whatever was done. It knows nothing of graphs.
"""

from __future__ import annotations

import os
import warnings
import weakref
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import EllipsisType
from typing import Any

import pandas as pd

from infonet import readers
from infonet.book._backup import backups_of, write_backup
from infonet.book._check import check_book
from infonet.book._debrief import TALK, checked_talk, write_debrief
from infonet.book._decide import mark_as_sample, owner_of, settle_owner, write_decision
from infonet.book._duplicates import duplicate_candidates
from infonet.book._events import (
    CORRECTED,
    LOGGED,
    checked_changes,
    checked_events,
    write_correction,
    write_events,
)
from infonet.book._failures import why
from infonet.book._forget import Forgetting, forgetting
from infonet.book._go_back import GoingBack, backups_beside, going_back, rescue, restore
from infonet.book._history import (
    State,
    as_html,
    history_of,
    in_words,
    state_of,
    write_redo,
    write_undo,
)
from infonet.book._lookup import known, mention
from infonet.book._place import file_of_book
from infonet.book._resolve import Persons
from infonet.book._schema import secret
from infonet.book._sealed import is_sealed
from infonet.book._share import write_share
from infonet.book._store import Store
from infonet.book._validate import Details, choice, employer
from infonet.book._write import (
    checked_closeness,
    checked_note,
    checked_target,
    checked_tie,
    search,
    write_closeness,
    write_note,
    write_person,
    write_spelling,
    write_target,
    write_tie,
)
from infonet.book.importing import add_reading, whose_reading
from infonet.book.projection import project
from infonet.errors import BookError, BookWarning, InfonetError
from infonet.files import remove_folder, scratch_folder
from infonet.names.markup import block, letters
from infonet.names.text import one_line
from infonet.readers import Reading, Whose
from infonet.tables import ME, NOTES, Tables, as_date

_Path = str | os.PathLike[str]

__all__ = [
    "Book",
    "Forgetting",
    "GoingBack",
    "Persons",
    "State",
    "backups_beside",
    "book_of",
    "is_sealed",
    "rescue",
    "why",
]


class Book:
    """A job seeker's network and log in one file that only they can read.

    Everything done to a book is an *act*. Acts are appended and never changed: `undo` is an act as
    well, so every import, tie, target and event can be taken back and brought back. Two processes
    may write at once, and several threads may use one book.

    A person is given as a key, profile address, e-mail address or name. A name that several people
    have is an `UnknownNameError`, whose `candidates` are their keys, as is that of nobody where
    somebody in the book is needed. A name that is not in the book is a new person only where you
    say so (``new=True``); else `tie`, `log` and `note`, as well as `rate` and `log_many`, which
    make nobody, ask by a `NewNameError` that has whom you may mean. What cannot be read or written
    is a `BookError`. What is no name, address, date, number or word to choose is an `InfonetError`,
    which says what was expected. An error leaves the book as it was.

    Parameters
    ----------
    path : str or Path, optional
        The file; made, with mode 0600, if it is missing. Without a path the book is a scratch book,
        which is gone when it is closed or no longer used.
    me : str, optional
        Whose network it is: preferably the profile address, or a name. It is settled once; a book
        without it takes its owner from the first export of mine that says who that is.
    read_only : bool, optional
        Leave the file and its folder exactly as they are; whatever would write is an error.
    sample : bool, optional
        Mark a new book as one of invented people, for good: the app then says so on every screen.

    Raises
    ------
    BookError
        The path holds something else, or a book of a newer infonet, or cannot be written; or
        another `me` is settled. With `read_only` also: there is no book, or one of an earlier
        infonet. With `sample` also: something was done in the book, and it is no sample.

    Examples
    --------
    >>> book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> book.tie("Ana Diaz", closeness="strong", new=True)
    'Saved: you and Ana Diaz are close. Ana Diaz is new in your book.'
    >>> book.tables().ties[["source", "target", "closeness"]].values.tolist()
    [['me', 'name/ana-diaz', 'strong']]
    """

    def __init__(
        self,
        path: _Path | None = None,
        *,
        me: str | None = None,
        read_only: bool = False,
        sample: bool = False,
    ) -> None:
        self._scratch = path is None
        if path is None:
            if read_only:
                raise BookError("a scratch book is empty; give `path` to read a book")
            path = scratch_folder() / "scratch.db"
            self._discard = weakref.finalize(self, remove_folder, path.parent)
        place, session = file_of_book(path), secret(8).hex()
        self._store = Store(place, session, read_only=read_only, scratch=self._scratch)
        if sample:
            mark_as_sample(self._store)
        if me is not None:
            settle_owner(self._store, me)
        for said in self._store.concerns():
            warnings.warn(said, BookWarning, stacklevel=2)

    @property
    def path(self) -> Path:
        """The file of the book."""
        return self._store.path

    @property
    def read_only(self) -> bool:
        """True if the book was opened for reading alone."""
        return self._store.read_only

    @property
    def is_sample(self) -> bool:
        """True if everybody in the book is invented, as `infonet.sample_book` makes them."""
        with self._store.reading() as transaction:
            return transaction.is_sample

    def close(self) -> None:
        """Remove a scratch book now; a book with a path has nothing open between two calls."""
        if self._scratch:
            self._discard()

    # What it holds

    def tables(self, *, before: object = None) -> Tables:
        """Return the tables, from everything that is not undone.

        Parameters
        ----------
        before : date, str or Timestamp, optional
            Only what was known before this day: what was done before it (by UTC, as in `history`)
            and is not undone today, and the log up to and with the day, whenever it was written
            down. Of later events only those that were written down as plans by then are there.

        Returns
        -------
        Tables

        Examples
        --------
        >>> book = Book()
        >>> said = book.want("Delta")
        >>> len(book.tables().companies), len(book.tables(before="2026-01-01").companies)
        (1, 0)
        """
        day = None if before is None else f"{as_date(before):%Y-%m-%d}"
        with self._store.reading(day) as transaction:
            return project(transaction)

    def history(self) -> pd.DataFrame:
        """Return what was done: act, at (UTC), kind, what, undone."""
        with self._store.reading() as transaction:
            return history_of(transaction)

    def state(self) -> State:
        """Return the latest act, and what `undo` and `redo` would do: all at once, and cheaply."""
        with self._store.reading() as transaction:
            return state_of(transaction)

    def who(self, text: str) -> str:
        """Return the key of the person that a text means, as it stands in the tables."""
        with self._store.reading() as transaction:
            return known(transaction, text).shown

    def duplicate_candidates(self) -> pd.DataFrame:
        """Return pairs of people who have the same name, or nearly, and may be one person.

        Nearly the same is a slip of the pen, another order, letters of another script that look
        alike, or a name of which the other has only a part. Nobody is offered who was declared
        different, whom one export lists beside the other, or who has another profile address: those
        are two people, unless `same` says otherwise.

        Returns
        -------
        DataFrame
            a, b (keys: `a` would be kept), name, other_name (of `b`; missing where it is the same),
            company_a, company_b (where they work now; the employer they share if there is one),
            score (how like the names are, of 100; 15 less where both are known to work, and
            elsewhere), why. The likeliest first: the same names, then the nearly same; of each, who
            was only typed in, then who has the same employer, then the others. Of a name that many
            have, each is offered with one other only, and `why` says so.

        Examples
        --------
        >>> book = Book()
        >>> ana = book.person("Ana Diaz"), book.person("https://www.linkedin.com/in/ana-diaz")
        >>> said = book.person("in/ana-diaz", name="Ana Diaz")
        >>> book.duplicate_candidates()[["a", "b", "why"]].values.tolist()
        [['in/ana-diaz', 'name/ana-diaz', 'same name; both were typed in']]
        """
        with self._store.reading() as transaction:
            return duplicate_candidates(transaction)

    def notes(
        self, text: str | None = None, *, subject: str | None = None, kind: str | None = None
    ) -> pd.DataFrame:
        """Search the notes of the tables, with the names of people and companies.

        Parameters
        ----------
        text : str, optional
            Words that must all stand in the note, the name or the kind; case does not matter.
        subject : str, optional
            One person or company, or both where they have one name.
        kind : str, optional
            One of `infonet.tables.NOTES`.

        Returns
        -------
        DataFrame
            person (key; missing for a company's), company (missing for a person's), name (of
            either; missing for a goal), kind, text, link, date. In the order of their days, undated
            ones first.
        """
        with self._store.reading() as transaction:
            return search(transaction, text, subject, choice(kind, NOTES, "kind"))

    # What the user states

    def settle(self, me: str) -> str:
        """Say whose book it is, as ``Book(me=…)`` does; a name can be completed by an address.

        Parameters
        ----------
        me : str
            My profile address or my name.

        Returns
        -------
        str
            What was recorded, in words.

        Raises
        ------
        BookError
            The book is settled as that of somebody else.

        Examples
        --------
        >>> Book().settle("Robin Achterberg")
        'This is the book of Robin Achterberg.'
        """
        settle_owner(self._store, me)
        return f"This is the book of {one_line(me)}."

    def person(
        self,
        person: str,
        *,
        name: str | None = None,
        company: str | None = None,
        title: str | None = None,
        url: str | None = None,
        email: str | None = None,
    ) -> str:
        """Add a person, or what is known of somebody in the book.

        Parameters
        ----------
        person : str
            A new name or address is a new person.
        name, url, email : str, optional
            What to call them and where to find them; it overrides what exports say.
        company, title : str, optional
            Where they work now. It ends the job that was known before.

        Returns
        -------
        str
            The key.
        """
        details = Details(name, company, title, url, email).checked()
        with self._store.writing(f"`{person}`") as transaction:
            return write_person(transaction, person, details)

    def tie(
        self,
        a: str,
        b: str | None = None,
        *,
        closeness: str | None = None,
        kind: str | None = None,
        since: object = None,
        last: object = None,
        company: str | None = None,
        title: str | None = None,
        new: bool = False,
    ) -> str:
        """State that two people know each other; a later statement overrides an earlier one.

        Parameters
        ----------
        a, b : str
            Who they are. Without `b`, the tie is with me.
        closeness : {'strong', 'medium', 'weak'}, optional
            How close they are.
        kind : str, optional
            What they are to each other, in your words.
        since, last : str, date or Timestamp, optional
            Since when they know each other, and when they were last in touch.
        company, title : str, optional
            Where `b` works now, or in a tie with me the other person. It is kept in the same act as
            the tie and ends the job that was known before.
        new : bool, optional
            Whether a name or profile address that is not in the book is a new person.

        Returns
        -------
        str
            What was recorded, in words.

        Examples
        --------
        >>> book = Book()
        >>> said = book.tie("Ana Diaz", new=True)
        >>> book.tie("Ana Diaz", "Bo Lin", company="Delta", new=True)
        'Saved: Ana Diaz and Bo Lin know each other. Bo Lin is new in your book. \
Bo Lin works at Delta.'
        """
        job = Details(None, company, title).checked()
        words = checked_tie(closeness, kind, since, last)
        with self._store.writing(f"the tie of `{a}`") as transaction:
            return write_tie(transaction, a, ME if b is None else b, words, job, new=new)

    def rate(self, people: Iterable[str], closeness: str) -> str:
        """State how close several people are to me, as one act, which one `undo` takes back.

        Parameters
        ----------
        people : iterable of str
            Who in the book, not me; a name that is not in it is an error, never a new person.
        closeness : {'strong', 'medium', 'weak'}
            How close they are.

        Returns
        -------
        str
            What was recorded, in words.

        Examples
        --------
        >>> book = Book()
        >>> key = book.person("Ana Diaz"), book.person("Bo Lin")
        >>> book.rate(["Ana Diaz", "Bo Lin"], "weak")
        'Saved: you and 2 people know each other a little: Ana Diaz, Bo Lin.'
        """
        with self._store.writing("how close people are") as transaction:
            return write_closeness(transaction, *checked_closeness(people, closeness))

    def want(
        self,
        company: str | None = None,
        *,
        field: str | None = None,
        priority: int | None = 1,
        aliases: Iterable[str] = (),
    ) -> str:
        """Name a target: a company, or a field (matched on job titles); the latest word counts.

        Parameters
        ----------
        company, field : str
            One of the two.
        priority : int or None
            1 is the most wanted; None means no target any more.
        aliases : iterable of str
            Other spellings of the company; or words that titles of the field use, besides those
            that infonet knows.

        Returns
        -------
        str
            What was recorded, in words; and where you know people at spellings that may be the same
            company, how many at each.

        Examples
        --------
        >>> Book().want("Delta", priority=2)
        'Delta added to your targets.'
        >>> book = Book()
        >>> said = book.tie("Bo Lin", company="Fjordlys UK", new=True)
        >>> book.want("Fjordlys")
        "Fjordlys added to your targets. You also know 1 person at Fjordlys UK: \
the same company? Then say `book.same_company('Fjordlys', 'Fjordlys UK')`."
        """
        target = checked_target(company, field, priority, aliases)
        with self._store.writing(f"the target `{target['company']}`") as transaction:
            return write_target(transaction, target)

    def same_company(self, a: str, b: str) -> str:
        """Declare two spellings to be one company; `undo` takes it back.

        Returns
        -------
        str
            What was recorded, in words.
        """
        a, b = employer(a), employer(b)
        with self._store.writing(f"`{a}` = `{b}`") as transaction:
            return write_spelling(transaction, a, b)

    def same(self, a: str, b: str) -> str:
        """Declare two people in the book to be one, from now on and in later imports.

        What is known of either is kept as it is, and what is said of either later hangs on the key
        that was meant, so `undo` takes it back without loss. Of two decisions on the same two
        people the later counts. Somebody may have two profiles.

        Parameters
        ----------
        a, b : str
            Where two share a name, the name with the key of one of them means the two.

        Returns
        -------
        str
            What was recorded, in words, with the key that both have now.

        Raises
        ------
        InfonetError
            Both texts mean one person, known by one key.
        BookError
            Earlier decisions make them two; the message says which.

        Examples
        --------
        >>> book = Book()
        >>> ana = book.person("Ana Diaz"), book.person("Ana Diaz-Roe")
        >>> book.same("Ana Diaz", "Ana Diaz-Roe")
        'Ana Diaz (`name/ana-diaz`) and Ana Diaz-Roe (`name/ana-diaz-roe`) are one person, \
`name/ana-diaz`.'
        """
        with self._store.writing(f"whether `{a}` and `{b}` are one person") as transaction:
            return write_decision(transaction, "same", a, b)

    def different(self, a: str, b: str) -> str:
        """Declare two people to be two, whatever an address, or a name and a day, says.

        It also parts what such evidence had made one, and ends their being candidates. Evidence
        that would still merge them, even indirectly, is ignored.

        Parameters
        ----------
        a, b : str
            For two who are one person now: the keys or names that they had before.

        Returns
        -------
        str
            What was recorded, in words. Errors are those of `same`: earlier decisions may make
            them one.

        Examples
        --------
        >>> book = Book()
        >>> ana = book.person("Ana Diaz"), book.person("Ana Diaz-Roe")
        >>> said = book.same("Ana Diaz", "Ana Diaz-Roe")
        >>> said = book.different("name/ana-diaz", "name/ana-diaz-roe")
        >>> book.who("Ana Diaz-Roe")
        'name/ana-diaz-roe'
        """
        with self._store.writing(f"whether `{a}` and `{b}` are one person") as transaction:
            return write_decision(transaction, "different", a, b)

    def note(
        self,
        subject: str | None,
        kind: str,
        text: str,
        link: str | None = None,
        date: object = None,
        *,
        new: bool = False,
    ) -> str:
        """Keep what you found out about a person or a company; `undo` takes it back.

        Parameters
        ----------
        subject : str or None
            A person, or a company or field in the book. Where both have the name, the kind decides;
            what either may have is the person's. A goal has none.
        kind : str
            Of a person: expertise, position (a past one), role (theirs on the way to the hiring
            manager), objective (of the conversation), promised (place and minutes), gave (what you
            did for them), opted out (they asked not to be written to), consent and consent
            withdrawn (to your having what they handed over; today without a day). Of a company:
            news, culture, health, posting (its date is the deadline), another company (a spelling
            that is not it), size (about how many people it has, as a number). Of either: learnt,
            advice, action item (its date is the deadline), snooze (until its date), and how it
            would fit your skills, interests, lifestyle and goals; a text that begins with ``4/5``
            rates it. Of nobody: goal (asks a week). Of ``me``: guesses (whether ties that are only
            guessed count: yes or no).
        text : str
            In your words.
        link : str, optional
            Where it stands: a web address. It is kept, never fetched.
        date : str, date or Timestamp, optional
            The day it is about.
        new : as in `tie`

        Returns
        -------
        str
            What was recorded, in words.

        Examples
        --------
        >>> book = Book()
        >>> wanted = book.want("Delta")
        >>> book.note("Delta", "news", "opens a second lab", date="2026-05-04")
        'Note on Delta (news, 4 May 2026): opens a second lab'
        >>> book.note(None, "goal", "3")
        'Goal: 3 asks a week.'
        """
        row = checked_note(subject, kind, text, link, date)
        about = "the goal" if subject is None else f"the note of `{subject}`"
        with self._store.writing(about) as transaction:
            return write_note(transaction, subject, row, new=new)

    # What happened

    def log(
        self,
        stage: str,
        person: str | None,
        company: str | None = None,
        via: str | None = None,
        *,
        date: object,
        request: str | int | None = None,
        kind: str | None = None,
        channel: str | None = None,
        note: str | None = None,
        way: pd.Series[Any] | Mapping[str, Any] | None = None,
        counts: bool | None = None,
        new: bool = False,
    ) -> int:
        """Append what happened.

        An ask keeps how it reaches the company, and with a `way` its route and the probability of
        its day: outcomes are measured against that, and share their credit and blame along it.
        `infonet.paths.hindcast` fills what a bare ask does not have.

        Parameters
        ----------
        stage : str
            One of `infonet.tables.STAGES`.
        person : str or None
            Who it happened with. A company's own refusal, ``declined`` with the
            company, has none; nor has a company that I let go as a whole, ``withdrawn``.
        company, via : str, optional
            The company or field it was about, and who introduced or named them.
        date : str, date or Timestamp
            When: ``2026-03-02``, with a time if it matters.
        request : str or int, optional
            The request it belongs to; without it that is worked out from the log.
        kind : {'introduction', 'direct', 'cold', 'scout'}, optional
            How the request reaches the company; without it that follows from who works where.
        channel, note : str, optional
            How you wrote or met, and whatever is worth keeping.
        way : Series or mapping, optional
            Of an ask: the row of `warm_paths` or `plan` that is taken, which begins with the
            person; its kind, route and probability are kept.
        counts : bool, optional
            Of a talk with somebody who is known to work only elsewhere: whether it counts as one
            at that company. Until it is said it counts, and `log_issues` asks.
        new : as in `tie`

        Returns
        -------
        int
            The event's number.

        Examples
        --------
        >>> book = Book()
        >>> said = book.tie("Ana Diaz", closeness="strong", company="Delta", new=True)
        >>> event = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
        >>> book.history().what.iloc[-1]
        'asked Ana Diaz about Delta, 2 Mar 2026.'
        """
        said = stage, person, company, via, date, request, kind, channel, note, way, counts
        what, happened = checked_events([dict(zip(LOGGED, said, strict=True))])
        with self._store.writing(what) as transaction:
            return write_events(transaction, happened, new=new)[0]

    def log_many(self, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Append what happened with several people as one act, which one `undo` takes back.

        Parameters
        ----------
        rows : iterable of mappings
            One event each, at least one: what `log` takes, by name; ``stage`` and ``date`` are
            needed. What is wrong in any of them is an error as in `log`.

        Returns
        -------
        list of int
            The numbers of the events, in the order of the rows.

        Examples
        --------
        >>> book = Book()
        >>> key = book.person("Ana Diaz"), book.person("Bo Lin")
        >>> ask = {"stage": "asked", "date": "2026-03-02"}
        >>> book.log_many([{"person": "Ana Diaz", **ask}, {"person": "Bo Lin", **ask}])
        [1, 2]
        >>> book.state().undo
        'asked 2 people, 2 Mar 2026: Ana Diaz, Bo Lin.'
        """
        what, happened = checked_events(rows)
        with self._store.writing(what) as transaction:
            return write_events(transaction, happened)

    def correct(
        self,
        event: int,
        *,
        stage: str | EllipsisType = ...,
        person: str | EllipsisType = ...,
        date: object = ...,
        company: str | EllipsisType | None = ...,
        via: str | EllipsisType | None = ...,
        request: str | int | EllipsisType | None = ...,
        kind: str | EllipsisType | None = ...,
        channel: str | EllipsisType | None = ...,
        note: str | EllipsisType | None = ...,
        counts: bool | EllipsisType | None = ...,
    ) -> str:
        """Correct what was logged; what is not named stays, and `undo` takes the correction back.

        The event keeps its number, and what was logged first stays in the file. Corrections stack:
        of two of one field the later counts. The route and the prediction of an ask are those of
        its day and are not corrected.

        Parameters
        ----------
        event : int
            Its number in ``tables().events``.
        stage, person, date : optional
            As in `log`; an event has all three.
        company, via, request, kind, channel, note, counts : optional
            As in `log`; None clears the field.

        Returns
        -------
        str
            What was corrected, in words.

        Raises
        ------
        BookError
            There is no such event, or it is undone.

        Examples
        --------
        >>> book = Book()
        >>> said = book.tie("Ana Diaz", new=True)
        >>> asked = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
        >>> book.correct(asked, date="2026-03-03", company=None)
        'Corrected event 1 (asked Ana Diaz about Delta, 2 Mar 2026): \
date 2026-03-02 → 2026-03-03; company Delta → nothing.'
        """
        said = stage, person, date, company, via, request, kind, channel, note, counts
        what, changes = checked_changes(event, dict(zip(CORRECTED, said, strict=True)))
        with self._store.writing(what) as transaction:
            return write_correction(transaction, event, changes)

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
        names: str | Mapping[str, str] | Iterable[str | Mapping[str, str]] = (),
        actions: str | Iterable[str | tuple[str, object]] = (),
        channel: str | None = None,
        request: str | int | None = None,
        counts: bool | None = None,
    ) -> str:
        """Record a conversation after it was held: one act, which one `undo` takes back.

        Parameters
        ----------
        person : str
            With whom in the book. You have met: there is a tie between you from that day on.
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
        channel, request : str, optional
            How you met, and the request it belongs to where the log does not show it.
        counts : as in `log`

        Returns
        -------
        str
            What was recorded, in words.

        Examples
        --------
        >>> book = Book()
        >>> key = book.person("Bo Lin", company="Delta")
        >>> book.debrief("Bo Lin", date="2026-03-12", names=["Lu Weir"], minutes=25, agreed=20)
        'Conversation with Bo Lin on 12 Mar 2026: 25 minutes of 20 agreed; named Lu Weir.'
        """
        said = (
            *(date, company, learnt, advice, fit, minutes, agreed, names, actions),
            *(channel, request, counts),
        )
        talk = checked_talk(dict(zip(TALK, said, strict=True)))
        what = f"the conversation with `{person}` on {talk.event['date'][:10]}"
        with self._store.writing(what) as transaction:
            return write_debrief(transaction, person, talk)

    # What others hand over

    def read(
        self,
        path: _Path,
        owner: str | None = None,
        *,
        everything: bool | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> Reading:
        """Read an export as `add` would, without adding it: to look at the report first.

        It differs from `infonet.read` in that the book knows whose it is, and the owner by name.

        Parameters
        ----------
        path, owner, everything, columns : as in `add`, with its errors

        Returns
        -------
        Reading
            What would be added; `add` takes it as it is.
        """
        with self._store.reading() as transaction:
            whose = None if owner is None else mention(transaction, owner)
            me = owner_of(transaction)
        said = None
        if whose is not None and whose.shown != ME:
            said = whose.key if whose.known else whose.url or whose.name
        return readers.read(path, said, me=me, everything=everything, columns=columns)

    def whose(self, reading: Reading) -> Whose:
        """Judge whether an export is mine, by all the addresses and names that the book has of me.

        Parameters
        ----------
        reading : Reading
            What `read` has read as mine.

        Returns
        -------
        {"mine", "anothers", "ask", "unknown"}
            As `infonet.readers.whose`: `add` takes what is mine or unknown, refuses what is
            another's, and asks where only the name or only the address differs.
        """
        with self._store.reading() as transaction:
            return whose_reading(transaction, reading)

    def add(
        self,
        export: _Path | Reading,
        owner: str | None = None,
        *,
        everything: bool | None = None,
        columns: Mapping[str, str] | None = None,
        mine: bool = False,
        passphrase: str | None = None,
    ) -> Reading:
        """Add an export or address book, one's own or with their consent a friend's; or a log.

        All of it is added, or nothing. The same file of the same owner is added once. Exports of
        one owner are put in the order of their days, whenever they are added: a job that a later
        export no longer shows has ended.

        An export without `owner` is mine. It is refused if it is plainly another's: its address
        and its name both differ from mine, or I am among its connections. Where only one of the two
        differs, `mine` says that it is mine all the same.

        Of a log, what is in the book already is not added again, so a longer version of the same
        log adds its new lines. A name that one person in the book has is that person, a name that
        nobody has is a new person, and a line with a name that several have is reported and not
        taken. A request whose name the book has for something else gets a new one.

        Parameters
        ----------
        export : str, Path or Reading
            A LinkedIn zip, an unpacked folder or a ``Connections.csv``, an address book, a log or a
            list of applications; see `infonet.read`. Or what `read` has read, which is added as it
            is.
        owner : str, optional
            Whose export it is: its ties are that person's. A name that is not in the book is a new
            person. That a friend handed over an export, and when, is kept in `history`.
        everything : bool, optional
            Whether to read more than the connections. By default only from one's own.
        columns : mapping, optional
            For a table with other headers: our column → the header in the file.
        mine : bool, optional
            Whether a name or an address of the export that the book does not know is mine, too;
            then the book remembers it.
        passphrase : str, optional
            Of what a friend shared from their book (`share`): by it those whom you know are known
            again.

        Returns
        -------
        Reading
            What was read and what not, with `movers` and, in `report`, what the book found out: how
            many of a friend's people it knew and by what, and how many have only the name of
            somebody in it, whom `duplicate_candidates` lists. Of a log, `tables.events` are those
            that were new.

        Raises
        ------
        ReadError
            The export cannot be read.
        InfonetError
            `columns` names what no event has, or says how to read what is read already.
        BookError
            It is another's export, or may be.
        """
        self._store.refuse_to_write(f"`{getattr(export, 'path', export)}`")
        if mine and owner is not None:
            raise InfonetError("an export is either `mine`, or that of an `owner`; give one")
        if not isinstance(export, Reading):
            export = self.read(export, owner, everything=everything, columns=columns)
        elif everything is not None or columns is not None:
            raise InfonetError("`everything` and `columns` say how to read: give them to `read`")
        with self._store.writing(f"`{export.path}`") as transaction:
            return add_reading(transaction, export, owner, mine=mine, passphrase=passphrase)

    # Taken together, taken back, and copied

    def one_act(self, what: str) -> AbstractContextManager[None]:
        """Write all that follows as one act, which one `undo` takes back; or nothing of it.

        What is read within sees what is written already; other threads and processes see all of it
        afterwards, and write before or after it. An error that leaves it takes back all; one that
        is caught within takes back only what raised it. An act within an act is a part of it. Of
        several exports the history has each, and `undo` without a number takes back all of them.

        Parameters
        ----------
        what : str
            What is done, as the history and `undo` say it. Where nothing is written there is no
            act.

        Returns
        -------
        context manager
            For a ``with`` statement.

        Raises
        ------
        BookError
            A part that is an act of its own: whose book it is, `undo` or `redo`. Nothing is
            written.
        InfonetError
            No words for it.

        Examples
        --------
        >>> book = Book()
        >>> with book.one_act("Wrote to Ana Diaz, whom I met today."):
        ...     said = book.tie("Ana Diaz", closeness="weak", new=True)
        ...     event = book.log("contacted", "Ana Diaz", date="2026-03-02")
        >>> book.undo(), len(book.tables().events), len(book.tables().ties)
        ('Undone: Wrote to Ana Diaz, whom I met today.', 0, 0)
        """
        return self._store.one_act(what)

    def undo(self, act: int | None = None, *, others: bool = False) -> str:
        """Take back an act, which loses nothing: `redo` brings it back, as does undoing the undo.

        A notebook and a panel may have one book open, each by a `Book` of its own: each takes back
        what it did itself.

        Parameters
        ----------
        act : int, optional
            Its number in `history`, whoever did it; without it, the latest that was done since this
            book was opened here, is in force and is no undo, with whatever else was written as one
            act with it.
        others : bool, optional
            Whether, where nothing of one's own is left, the latest act is taken back that was done
            elsewhere, or before the book was opened.

        Returns
        -------
        str
            What was undone.

        Raises
        ------
        BookError
            There is no such act, or it is undone already; or nothing of one's own is left, without
            `others`.

        Examples
        --------
        >>> book = Book()
        >>> said = book.want("Delta")
        >>> book.undo()
        'Undone: Delta added to your targets.'
        """
        with self._store.writing("the undo") as transaction:
            return write_undo(transaction, act, others=others)

    def redo(self, *, others: bool = False) -> str:
        """Bring back what `undo` took back last; several of them one by one, the latest first.

        It is what was taken back since this book was opened here, with `others` wherever that was.
        Where nothing was undone since anything else was done, it is a `BookError`.
        """
        with self._store.writing("the redo") as transaction:
            return write_redo(transaction, others=others)

    def forget(self, person: str | None = None, *, export: str | int | None = None) -> Forgetting:
        """Show what goes if somebody, or a friend's export, is forgotten; `confirm` does it.

        It cannot be undone. Facts, history and notes go from the book, from what lies beside it,
        and from its backups where they are still where `backup` wrote them. The log keeps a
        nameless key, so that rates stay. Texts about others that speak of them are shown, with what
        will stand there. A later import leaves them out, unless you type them in yourself.

        Parameters
        ----------
        person : str, optional
            Who; what they handed over goes with them.
        export : str or int, optional
            Whose exports, or the number of the act that added one. Who is also known from elsewhere
            stays.

        Returns
        -------
        Forgetting
            What goes, and what cannot be reached.

        Examples
        --------
        >>> book = Book()
        >>> said = book.tie("Ana Diaz", new=True)
        >>> event = book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
        >>> book.forget("Ana Diaz").goes.values.tolist()
        [['entries with a name, addresses or a place', 1], ['ties', 1]]
        >>> done = book.forget("Ana Diaz").confirm()
        >>> book.history().what.tolist()[:2]
        ['A tie with somebody who was forgotten.', 'A log entry about somebody who was forgotten.']
        """
        return forgetting(self._store, person, export)

    def share(
        self,
        path: _Path,
        *,
        passphrase: str,
        people: Iterable[str] | None = None,
        names: bool = False,
        replace: bool = False,
    ) -> str:
        """Write for a friend where your own contacts work, and how close you are.

        The file is pseudonymous, not anonymous: whoever has the passphrase can try out whether a
        profile is in it, and a company with a title may say who it is. Titles are coarsened where
        fewer than three of your contacts work at a company or, without `names`, where they name
        anybody; such a company is left out. Nor is there an address, a note, or who opted out.

        Parameters
        ----------
        path : str or Path
            The file, which the friend gives to `add`.
        passphrase : str
            At least eight letters; tell it by another way than the file.
        people : iterable of str, optional
            Of whom; without it, of all your own contacts.
        names : bool, optional
            Whether their names are in it.
        replace : bool, optional
            Whether a file that is there is replaced.

        Returns
        -------
        str
            What was shared, in words.

        Raises
        ------
        InfonetError
            The passphrase is too short, there is nobody to share, or the file cannot be written.
        """
        return write_share(self._store, path, passphrase, people, names=names, replace=replace)

    def check(self, repository: _Path | None = None) -> pd.DataFrame:
        """Look for what is wrong with the book, and for people of it in files that git tracks.

        Parameters
        ----------
        repository : str or Path, optional
            A folder of a git work tree; without it, the one that the book lies in, if any. Its
            tracked files are read, also those in a zip or a workbook, and notebooks cell by cell
            with their outputs; pictures are not. A name of one word alone is not looked for.

        Returns
        -------
        DataFrame
            kind (file, checksum, orphan, contradiction, stage, place or leak), where, problem,
            action. Empty when all is well.

        Raises
        ------
        BookError
            `repository` lies in no git work tree.

        Examples
        --------
        >>> book = Book()
        >>> said = book.tie("Ana Diaz", new=True)
        >>> len(book.check())
        0
        """
        return check_book(self._store, repository)

    def backup(self, path: _Path, *, passphrase: str | None = None, replace: bool = False) -> None:
        """Copy the book, complete and of one moment, to a file of mode 0600, once it was checked.

        With a `passphrase`, of at least eight letters, the copy is encrypted, and read by `restore`
        alone; that takes the library cryptography. Nobody can open it without.

        A file that is there (without `replace`) or cannot be written is a `BookError`, and so is a
        book that is not sound: it never replaces a good backup.
        """
        write_backup(self._store, path, passphrase, replace=replace)

    @staticmethod
    def restore(backup: _Path, path: _Path, *, passphrase: str | None = None) -> Book:
        """Write a backup, encrypted or not, as a book at a new place, and open it.

        Whoever was forgotten since is in it again, if the backup was out of reach then.

        Parameters
        ----------
        backup : str or Path
            What `backup` wrote; it stays as it is.
        path : str or Path
            Where the book shall be; a file that is there is an error.
        passphrase : str, optional
            Of an encrypted backup.

        Returns
        -------
        Book

        Raises
        ------
        BookError
            Another passphrase, a damaged backup, none, or one of a newer infonet.
        InfonetError
            The file cannot be written, or the library cryptography is missing.
        """
        return Book(restore(backup, path, passphrase))

    def backups(self) -> pd.DataFrame:
        """Return the backups of this book that are still where they were written.

        Returns
        -------
        DataFrame
            path, day (on which it was written), encrypted. The latest first.
        """
        return backups_of(self._store)

    def go_back(self, backup: _Path, *, passphrase: str | None = None) -> GoingBack:
        """Show what this book would lose if it were again as it was in a backup.

        Nothing is done until `GoingBack.confirm`, which keeps the book as it is now beside it.

        Parameters
        ----------
        backup : str or Path
            What `backup` wrote; it stays as it is.
        passphrase : str, optional
            Of an encrypted backup.

        Returns
        -------
        GoingBack

        Raises
        ------
        BookError
            Another passphrase, a damaged backup, none, or one of a newer infonet.
        """
        return going_back(self._store, backup, passphrase)

    # How it is shown

    def __repr__(self) -> str:
        """Say how much there is, or why it cannot be read now."""
        try:
            return f"{self._named()}: {in_words(self.tables())}"
        except BookError as error:
            return f"{self._named()}, which cannot be read now: {error}"

    def _repr_html_(self) -> str:
        """Show what is in it, what is wanted, and what was done last."""
        try:
            tables, history = self.tables(), self.history()
        except BookError:
            return block(letters(repr(self)), tag="p")
        return as_html(self._named(), tables, history)

    def _named(self) -> str:
        return "Scratch book" if self._scratch else f"Book `{self.path}`"


def book_of(given: object) -> Book:
    """Return a book, or raise an error that says what was expected."""
    if isinstance(given, Book):
        return given
    raise InfonetError(
        f"expected a book, as `infonet.Book(path)` opens it, got `{type(given).__name__}`"
    )
