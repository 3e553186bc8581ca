"""The part of a book that says who is who: found, offered, declared one or two."""

from __future__ import annotations

import sqlite3

import pandas as pd

from infonet.book._acts import Acts
from infonet.book._assemble import Standing, log_of, standing, with_log
from infonet.book._decisions import write_decision
from infonet.book._offers import offers
from infonet.book._people import known
from infonet.tables import Tables

__all__ = ["WhoIsWho"]


class WhoIsWho(Acts):
    """A file of acts in which people can be looked up, and told to be one or two."""

    _standing: Standing | None = None

    def who(self, text: str) -> str:
        """The key of the person that a text means.

        Parameters
        ----------
        text : str
            A key, a profile address, an e-mail address, or a name that one person has.

        Returns
        -------
        str
            The key, as it stands in the tables.

        Raises
        ------
        UnknownNameError
            Nobody, or several people; `candidates` holds their keys.
        """
        with self._store.reading() as con:
            return known(con, self._aliases(con), text).key

    def same(self, a: str, b: str) -> str:
        """Declare two people in the book to be one, from now on and in later imports.

        What is known of either is kept as it is, so `undo` takes it back without loss. Of two
        decisions on the same two people the later counts. Somebody may have two profiles.

        Parameters
        ----------
        a, b : str
            A key, profile address, e-mail address or name. Where two share a name, the name with
            the key of one of them means the two.

        Returns
        -------
        str
            What was recorded, in words, with the key that both have now.

        Raises
        ------
        UnknownNameError
            Somebody who is not in the book, or a name that several people have.
        InfonetError
            Both texts mean one person, known by one key.
        BookError
            Earlier decisions make them two; the message says which, and nothing is written.

        Examples
        --------
        >>> from infonet import Book
        >>> book = Book()
        >>> ana = book.person("Ana Diaz"), book.person("Ana Diaz-Roe")
        >>> book.same("Ana Diaz", "Ana Diaz-Roe")
        'Ana Diaz (`name/ana-diaz`) and Ana Diaz-Roe (`name/ana-diaz-roe`) are one person, \
`name/ana-diaz`.'
        """
        return self._decide("same", a, b)

    def different(self, a: str, b: str) -> str:
        """Declare two people to be two, whatever an address, or a name and a day, says.

        It also parts what such evidence had made one, and ends the offer of `offers`. Evidence
        that would make them one all the same, at whatever remove, counts for nobody.

        Parameters
        ----------
        a, b : str
            A key, profile address, e-mail address or name. For two who are one person now: the
            keys or names that they had before.

        Returns
        -------
        str
            What was recorded, in words.

        Raises
        ------
        UnknownNameError
            Somebody who is not in the book, or a name that several people or keys have.
        InfonetError
            Both texts mean one person, known by one key.
        BookError
            Other decisions make them one; the message says which, and nothing is written.

        Examples
        --------
        >>> from infonet import Book
        >>> book = Book()
        >>> ana = book.person("Ana Diaz"), book.person("Ana Diaz-Roe")
        >>> said = book.same("Ana Diaz", "Ana Diaz-Roe")
        >>> said = book.different("name/ana-diaz", "name/ana-diaz-roe")
        >>> book.who("Ana Diaz-Roe")
        'name/ana-diaz-roe'
        """
        return self._decide("different", a, b)

    def offers(self) -> pd.DataFrame:
        """Pairs of people who have the same name and may be one person.

        Nobody is offered who was declared different, whom one export lists beside the other, or
        who has another profile address: those are two people, unless `same` says otherwise.

        Returns
        -------
        DataFrame
            a, b (keys: `a` would be kept), name, company_a, company_b (where they work now; the
            employer they share if there is one), why. The likeliest first: who was only typed in,
            then who has the same employer, then the others. Of a name that many have, each is
            offered with one other only, and `why` says so.

        Examples
        --------
        >>> from infonet import Book
        >>> book = Book()
        >>> ana = book.person("Ana Diaz"), book.person("https://www.linkedin.com/in/ana-diaz")
        >>> said = book.person("in/ana-diaz", name="Ana Diaz")
        >>> book.offers()[["a", "b", "why"]].values.tolist()
        [['in/ana-diaz', 'name/ana-diaz', 'same name; both were typed in']]
        """
        with self._store.reading() as con:
            same = self._aliases(con)
            return offers(con, same, self._tables(con))

    def _tables(self, con: sqlite3.Connection, *, before: pd.Timestamp | None = None) -> Tables:
        """The tables, with the log of the days before one; what stands is worked out once."""
        same = self._aliases(con)
        events = log_of(con, same)
        self._standing = standing(con, same, events, self._standing)
        return with_log(self._standing, events, before=before)

    def _decide(self, kind: str, a: str, b: str) -> str:
        with self._store.writing(f"whether `{a}` and `{b}` are one person") as con:
            return write_decision(con, self._aliases(con), kind, a, b)
