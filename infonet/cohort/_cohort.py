"""A career centre's cohort in a folder: consents, a book for each member, and what they give."""

from __future__ import annotations

import hashlib
import json
import os
import re
import weakref
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from infonet.book import Book
from infonet.cohort._funnel import cohort_funnel
from infonet.cohort._paths import best_paths
from infonet.cohort._plan import plan
from infonet.cohort._pool import Pool
from infonet.cohort._pooling import Pooling, Share, share_of
from infonet.cohort._register import Register, at_work_in, day_said
from infonet.cohort._reports import Reports
from infonet.errors import InfonetError, UnknownNameError, nearest
from infonet.files import named, read_bytes, remove_folder, save, scratch_folder, sweep
from infonet.ledger import LOAD
from infonet.names.people import profile_key, profile_url
from infonet.names.text import counted, one_line
from infonet.progress import steps
from infonet.readers import Reading
from infonet.tables import TEXT, Tables

_MEMBERS = {
    "member": "str",
    "name": "str",
    "consent": "str",
    "by": "str",
    "date": "datetime64[s]",
    "files": "int64",
}
_SQLITE = b"SQLite format 3\0"
_RESULTS = "paths"
_NUMBERED = re.compile(r"\.*([0-9]{6,})[.-]")  # any file of a member, hidden or unfinished too
_SHARES = 3  # how shares are written: another number, and they are made anew


class Cohort:
    """The members of a cohort with what they agreed to hand over, in one private folder.

    Each member has a book of their own in it, so that a withdrawal removes a file. Nothing is taken
    from anybody whose consent was not recorded first (`agree`, `withdraw`): that is about what a
    member hands over. Who opted out or took back their consent by the notes of one member's book is
    asked by no member and passed by none. A member is named by the address of their
    profile; their exports list each other by the same addresses.

    Parameters
    ----------
    path : str or Path, optional
        The folder; made, for its owner alone, if it is missing. Without one the cohort is kept in a
        scratch folder, which is removed with it.

    Raises
    ------
    InfonetError
        The path is a file, or lies in a folder that is not there.
    BookError
        The folder, or the register in it, cannot be read or written.

    Examples
    --------
    >>> cohort = Cohort()
    >>> cohort.agree("https://www.linkedin.com/in/ana", by="Ana Diaz, on paper", date="2026-03-01")
    'in/ana'
    >>> cohort.members()[["member", "consent", "by"]].values.tolist()
    [['in/ana', 'given', 'Ana Diaz, on paper']]
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        if path is None:
            path = scratch_folder() / "scratch"
            weakref.finalize(self, remove_folder, path.parent)
        self.path = Path(os.path.abspath(named(path)))
        with at_work_in(self.path):
            if self.path.is_file():
                raise InfonetError(f"`{self.path}` is a file: give a folder for the cohort")
            if not self.path.parent.is_dir():
                raise InfonetError(
                    f"there is no folder `{self.path.parent}`: make it, or choose another"
                )
            for folder in (self.path, self.path / "members", self.path / _RESULTS):
                folder.mkdir(mode=0o700, exist_ok=True)
        self._register = Register(self.path / "cohort.db")
        self._sweep()

    # Consent

    def agree(self, member: str, *, by: str, date: object, name: str | None = None) -> str:
        """Record that a member has agreed to pool what they hand over.

        Parameters
        ----------
        member : str
            The address of their profile, or its key, as in ``in/ana-diaz``.
        by : str
            By whose word: "Ana Diaz, on paper".
        date : date, str or Timestamp
            When it was given: not on a day to come, and of who has withdrawn, after that.
        name : str, optional
            What to call the member in a list of members.

        Returns
        -------
        str
            The member's key.
        """
        key, called = _member_key(member), one_line(name) or None if name else None
        self._register.agree(key, called, _words(by, "by"), day_said(date))
        return key

    def withdraw(self, member: str, *, by: str, date: object) -> str:
        """Record that a member has withdrawn; at once nothing of theirs is in any report.

        Their book and every result that was worked out with it are deleted. Others may still know
        them: what those list stays theirs.

        Parameters
        ----------
        member, by, date : as in `agree`

        Returns
        -------
        str
            The member's key.

        Raises
        ------
        UnknownNameError
            There is no such member.
        """
        key, _ = self._member(member)
        self._register.withdraw(key, _words(by, "by"), day_said(date))
        with at_work_in(self.path):
            remove_folder(self.path / _RESULTS)
            (self.path / _RESULTS).mkdir(mode=0o700, exist_ok=True)
        self._sweep()
        return key

    def members(self) -> pd.DataFrame:
        """Return who was ever a member, and what they said last.

        Returns
        -------
        DataFrame
            member (key), name (missing where none was said), consent (given or withdrawn), by,
            date, files (how many they have handed over). By key.
        """
        files = self._register.files()
        rows = [
            (one.member, one.name, one.kind, one.by, one.date, files.get(one.number or 0, 0))
            for one in self._register.consents()
        ]
        found = pd.DataFrame(rows, columns=[*_MEMBERS])
        return found.assign(date=pd.to_datetime(found.date)).astype(_MEMBERS)

    def digest(self) -> str:
        """Return a text that changes whenever anybody agrees, hands something over or withdraws.

        Returns
        -------
        str
        """
        numbers = [number for number in self._agreed().values() if self._is_there(number)]
        state = [*self._register.consents(), *((one, *self._state(one)) for one in numbers)]
        return hashlib.sha256(repr(state).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    # What members hand over

    def add(
        self, file: str | os.PathLike[str], member: str, *, everything: bool = False
    ) -> Reading | None:
        """Add an export, an address book, a log or a whole book of a member who has agreed.

        Parameters
        ----------
        file : str or Path
            As for `Book.add`; or a book that the member has kept themselves, if it is the first
            that they hand over.
        member : str
            Whose it is.
        everything : bool
            Whether to read more than the connections: messages make ties stronger, positions say
            where the member works. Only if the member agreed to that.

        Returns
        -------
        Reading or None
            What was read and what not, as by `Book.add`; None where the same file is there already,
            and for a whole book.

        Raises
        ------
        UnknownNameError
            Nobody of that address has agreed.
        ReadError
            It cannot be read.
        BookError
            It is plainly another's, or another's book.
        """
        return self._hand_over(file, member, everything=everything)[1]

    def add_all(self, handed: pd.DataFrame, *, everything: bool = False) -> pd.DataFrame:
        """Add what many members have handed over; what is there already is passed over.

        Whatever breaks it off, the same call goes on where it was. A file that cannot be taken is
        reported and stops nothing.

        Parameters
        ----------
        handed : DataFrame
            member, file; and where the consent is to be recorded as well, by and date.
        everything : bool
            As in `add`.

        Returns
        -------
        DataFrame
            The same rows, with result (added, there already, or refused) and problem (why it was
            refused).
        """
        lacking = [name for name in ("member", "file") if name not in handed]
        if lacking:
            raise InfonetError(f"expected a table with the column `{lacking[0]}`: name it so")
        agreed = {*self._agreed()}
        results: list[tuple[str, str | None]] = []
        rows = handed.to_dict("records")
        for row in steps(rows, "Reading what the members handed over"):
            file, member = row["file"], row["member"]
            try:
                if "by" in row and _member_key(member) not in agreed:
                    agreed.add(self.agree(member, by=row["by"], date=row.get("date")))
                new, _ = self._hand_over(file, member, everything=everything)
                results.append(("added" if new else "there already", None))
            except InfonetError as error:
                results.append(("refused", str(error)))
        told = pd.DataFrame(results, columns=["result", "problem"], index=handed.index, dtype=TEXT)
        return pd.concat([handed, told], axis=1)

    # What is asked

    def logs(self) -> Iterator[tuple[str, Tables]]:
        """Yield each member's key and own tables, with their log: one after the other.

        In the tables the member is ``me``; nobody's log mixes with another's.
        """
        for member, number in self._agreed().items():
            if self._is_there(number):
                yield member, Book(self._book(number)).tables()
        self._sweep()

    def tables(self) -> Tables:
        """Return the pooled tables of all members who agree, without anybody's log.

        Returns
        -------
        Tables
            people, jobs, ties, and of the notes who opted out or took back their consent. A profile
            is one person, whoever lists it; of the rest see `Book`: an e-mail address joins, a name
            alone does not, and gets the number of the member who knows it. `origin` of a tie is the
            member who vouches for it. What a friend handed over to a member is not pooled.
        """
        pooling = Pooling()
        agreed = [*self._agreed().items()]
        for member, number in steps(agreed, "Pooling what the members know"):
            if self._is_there(number):
                pooling.add(member, number, self._share(number))
        self._sweep()
        return pooling.tables()

    def pool(self, *, as_of: object, companies: Iterable[str] | None = None) -> Pool:
        """Return the pooled network of a day, from which every report is made.

        Its ties have the chances of their priors: what a member's log has taught stays in their
        book, since it would tell others how that member's contacts have answered.

        Parameters
        ----------
        as_of : date, str or Timestamp
            The day.
        companies : iterable of str, optional
            The companies to reach; by default every employer.

        Returns
        -------
        Pool
            With those as members who have handed something over.
        """
        tables = self.tables()
        there = set(tables.people.person)
        members = [member for member in self._agreed() if member in there]
        return Pool.of(tables, members, as_of=as_of, companies=companies)

    def paths(
        self,
        members: Iterable[str] | None = None,
        companies: Iterable[str] | None = None,
        max_hops: int = 4,
        engine: str = "numpy",
        *,
        as_of: object,
        routes: bool = False,
        to: str | os.PathLike[str] | None = None,
        memory_limit: str | None = None,
        master: Any = "local[2]",
    ) -> pd.DataFrame:
        """Find the best path of each member to each company.

        Finished blocks of members are kept in the folder, so that what was broken off goes on, and
        the same question is answered at once; they go when anything in the pool changes.

        Parameters
        ----------
        members : iterable of str, optional
            The keys of the members who are looked at; by default all.
        companies : iterable of str, optional
            The companies; by default every employer.
        max_hops, engine, routes, to, memory_limit, master : as in `best_paths`
        as_of : date, str or Timestamp
            The day.

        Returns
        -------
        DataFrame
            As of `best_paths`: member, company, probability, hops, broker, insider.
        """
        chosen = None if members is None else sorted({_member_key(one) for one in members})
        pool = self.pool(as_of=as_of, companies=companies)
        asked = f"{engine} {max_hops} {chosen}"
        folder = self._results(pool, hashlib.sha256(asked.encode()).hexdigest()[:16])
        return best_paths(
            pool,
            chosen,
            max_hops=max_hops,
            engine=engine,
            routes=routes,
            to=to,
            folder=folder,
            memory_limit=memory_limit,
            master=master,
        )

    def reports(
        self, *, as_of: object, companies: Iterable[str] | None = None, max_hops: int = 4
    ) -> Reports:
        """Return what may be said of the cohort without naming anybody.

        Parameters
        ----------
        as_of, companies, max_hops : as in `paths`

        Returns
        -------
        Reports
        """
        return Reports(self.pool(as_of=as_of, companies=companies), max_hops=max_hops)

    def board(
        self, *, as_of: object, companies: Iterable[str] | None = None, max_hops: int = 4
    ) -> pd.DataFrame:
        """Return of each employer in counts what a coach looks at, as `Reports.board` does.

        Parameters
        ----------
        as_of, companies, max_hops : as in `paths`

        Returns
        -------
        DataFrame
            company, members, quarter, half, wanted, asked.
        """
        reports = self.reports(as_of=as_of, companies=companies, max_hops=max_hops)
        return reports.board(self.logs(), as_of=as_of)

    def funnel(self, *, as_of: object, within: int = 60) -> pd.DataFrame:
        """Count how far the requests of all members come, as `cohort_funnel` does.

        Parameters
        ----------
        as_of, within : as in `cohort_funnel`

        Returns
        -------
        DataFrame
        """
        return cohort_funnel(self.logs(), as_of=as_of, within=within)

    def plan(
        self,
        *,
        as_of: object,
        companies: Iterable[str] | None = None,
        asks_per_member: int = 3,
        load: int = LOAD,
        max_hops: int = 4,
    ) -> pd.DataFrame:
        """Choose whom each member asks this week, so that nobody is asked by too many.

        Parameters
        ----------
        as_of, companies : as in `paths`
        asks_per_member, load, max_hops : as in `infonet.cohort.plan`

        Returns
        -------
        DataFrame
            As of `infonet.cohort.plan`: member, person, company, probability, hops, insider.
        """
        pool = self.pool(as_of=as_of, companies=companies)
        return plan(pool, asks_per_member=asks_per_member, load=load, max_hops=max_hops)

    def __repr__(self) -> str:
        return f"Cohort `{self.path}` of {counted(len(self._agreed()), 'member')}"

    def _agreed(self) -> dict[str, int]:
        """Return who agrees now, with the number of their book, by key."""
        return {one.member: one.number for one in self._register.consents() if one.number}

    def _hand_over(
        self, file: str | os.PathLike[str], member: str, *, everything: bool
    ) -> tuple[bool, Reading | None]:
        """Add a file to a member's book; return whether it is new, and what was read of it."""
        key, number = self._member(member)
        place, book, me = named(file), self._book(number), profile_url(key[3:])
        # `Path.is_dir` raises where the disk refuses; then that is for whoever reads it to say.
        content = None if os.path.isdir(place) else read_bytes(place)  # noqa: PTH112
        digest = None if content is None else hashlib.sha256(content).hexdigest()
        if digest is not None and self._register.has(number, digest):
            return False, None
        reading, before = None, self._is_there(number)
        if content is not None and content.startswith(_SQLITE):
            if before:
                raise InfonetError(
                    f"`{place.name}` is a whole book, and `{key}` has handed something over before:"
                    " withdraw that first, or hand over what is new as an export or a log"
                )
            Book(place, read_only=True).backup(book)
        try:
            own = Book(book, me=me)
            if content is None or not content.startswith(_SQLITE):
                reading = own.add(place, everything=everything)
        except InfonetError:
            if not before:
                with suppress(OSError):  # an empty book is as good as none
                    book.unlink()
            raise
        if digest is not None:
            self._register.hand_over(number, place.name, digest)
        return True, reading

    def _member(self, member: str) -> tuple[str, int]:
        """Return the key of a member who has agreed, and the number of their book."""
        key = _member_key(member)
        agreed = self._agreed()
        number = agreed.get(key)
        if number is None:
            near = nearest(key, agreed, alike=75.0)
            offer = f" Did you mean {' or '.join(f'`{one}`' for one in near)}?" if near else ""
            raise UnknownNameError(
                f"nobody at `{key}` has agreed: record the consent first, by `agree`.{offer}", near
            )
        return key, number

    def _book(self, number: int) -> Path:
        return self.path / "members" / f"{number:06d}.db"

    def _is_there(self, number: int) -> bool:
        """Say whether a member has a book."""
        with at_work_in(self.path):
            return self._book(number).exists()

    def _state(self, number: int) -> list[int]:
        """Return what changes whenever a book does."""
        with at_work_in(self.path):
            found = self._book(number).stat()
        return [found.st_size, found.st_mtime_ns]

    def _share(self, number: int) -> Share:
        """Return what a member gives to the pool; it is kept beside their book until that changes.

        To assemble the tables of a book takes twenty times as long.
        """
        book, kept = self._book(number), self._book(number).with_suffix(".json")
        state = [_SHARES, *self._state(number)]
        with suppress(OSError, ValueError):
            told = json.loads(kept.read_bytes())
            if told["state"] == state:
                share: Share = told["share"]
                return share
        share = share_of(Book(book).tables())
        save(kept, json.dumps({"state": state, "share": share}), replace=True)
        return share

    def _results(self, pool: Pool, asked: str) -> Path:
        """Return where what was asked of this pool is kept; of any other pool all is removed."""
        kept = self.path / _RESULTS / pool.digest()
        with at_work_in(self.path):
            for folder in (self.path / _RESULTS).iterdir():
                if folder != kept:
                    remove_folder(folder)
            for folder in (kept, kept / asked):
                folder.mkdir(mode=0o700, exist_ok=True)
        return kept / asked

    def _sweep(self) -> None:
        """Remove what is left of members who have withdrawn, but not what is being written."""
        # In this order: who agrees meanwhile is in the register before there is a file of theirs.
        folder = self.path / "members"
        with at_work_in(self.path):
            files = [*folder.iterdir()]
        there = {*self._agreed().values()}
        unfinished = {*sweep(folder)}
        for file in files:
            found = _NUMBERED.match(file.name)
            if found and int(found[1]) not in there and file not in unfinished:
                with suppress(OSError):  # a file that is open elsewhere is removed another time
                    file.unlink()


def _member_key(member: object) -> str:
    """Return the key of a profile's address, or of a key."""
    text = member.strip() if isinstance(member, str) else ""
    slug = profile_key(profile_url(text[3:]) if text.startswith("in/") else text)
    if slug is None:
        raise InfonetError(
            "expected the address of a member's profile, such as"
            f" `https://www.linkedin.com/in/ana-diaz`, got `{member}`"
        )
    return f"in/{slug}"


def _words(text: object, what: str) -> str:
    said = one_line(text) if isinstance(text, str) else ""
    if not said:
        raise InfonetError(f"expected words in `{what}`: by whose word the consent was given")
    return said
