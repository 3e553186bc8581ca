"""The book: a user's one private file, to which everything they do is appended."""

from __future__ import annotations

import html
import os
from collections.abc import Iterable

from infonet.book._assemble import in_words
from infonet.book._ego import settle
from infonet.book._exports import Exports
from infonet.book._given import a_company, a_date, a_text, one_of
from infonet.book._statements import (
    Details,
    checked_target,
    write_person,
    write_spelling,
    write_target,
    write_tie,
)
from infonet.errors import BookError
from infonet.tables import CLOSENESS, ME, Tables

__all__ = ["Book", "in_words"]

_SHOWN, _ACTS = 12, 5


class Book(Exports):
    """A job seeker's network and log in one file that only they can read.

    Everything done to a book is an *act*. Acts are appended and never changed: `undo` is an act as
    well, so every import, tie, target and event can be taken back and brought back. Two processes
    may write at once.

    Parameters
    ----------
    path : str or Path, optional
        The file; made, with mode 0600, if it is missing. Without a path the book is a scratch book,
        which is gone when it is closed or no longer used.
    me : str, optional
        Whose network it is: preferably the profile address, or a name. It is settled once.

    Raises
    ------
    BookError
        The path holds something else, or a book of a newer infonet, or cannot be written; or
        another `me` is settled.

    Examples
    --------
    >>> book = Book(me="https://www.linkedin.com/in/robin-achterberg")
    >>> book.tie("Ana Diaz", closeness="strong")
    'Tied Ana Diaz to me: strong. Ana Diaz is new in the book.'
    >>> book.tables().ties[["source", "target", "closeness"]].values.tolist()
    [['me', 'name/ana-diaz', 'strong']]
    """

    def __init__(self, path: str | os.PathLike[str] | None = None, *, me: str | None = None):
        super().__init__(path)
        if me is not None:
            settle(self._store, me)

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
        """Type in a person, or what one knows of somebody in the book.

        Parameters
        ----------
        person : str
            A key, profile address, e-mail address or name; a new name or address is a new person.
        name, url, email : str, optional
            What to call them and where to find them; it goes before what exports say.
        company, title : str, optional
            Where they work now. It ends the job that was known before.

        Returns
        -------
        str
            The key.

        Raises
        ------
        InfonetError
            A text that names nobody, or an address that is none.
        UnknownNameError
            A name that several people have.
        """
        details = Details(name, company, title, url, email).checked()
        with self._store.writing(f"`{person}`") as con:
            return write_person(con, self._aliases(con), person, details)

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
    ) -> str:
        """State that two people know each other; a later statement goes before an earlier one.

        Parameters
        ----------
        a, b : str
            A key, profile address, e-mail address or name; a name or profile address that is not in
            the book is a new person. Without `b`, the tie is with me.
        closeness : {'strong', 'medium', 'weak'}, optional
            How close they are.
        kind : str, optional
            What they are to each other, in your words.
        since, last : str, date or Timestamp, optional
            Since when they know each other, and when they were last in touch.
        company, title : str, optional
            Where `b` works now, or in a tie with me the other one. It is kept in the same act as
            the tie and ends the job that was known before.

        Returns
        -------
        str
            What was recorded, in words.

        Raises
        ------
        InfonetError
            A tie of a person with themselves, or a word or date that is none.
        UnknownNameError
            A name that several people have.

        Examples
        --------
        >>> book = Book()
        >>> book.tie("Ana Diaz", closeness="strong")
        'Tied Ana Diaz to me: strong. Ana Diaz is new in the book.'
        >>> book.tie("Ana Diaz", "Bo Lin", company="Delta")
        'Tied Ana Diaz to Bo Lin. Bo Lin is new in the book. Bo Lin works at Delta.'
        """
        job = Details(None, company, title, None, None).checked()
        words = {
            "closeness": one_of(closeness, CLOSENESS, "closeness"),
            "kind": a_text(kind, "kind"),
            "since": a_date(since, "since"),
            "last": a_date(last, "last"),
        }
        with self._store.writing(f"the tie of `{a}`") as con:
            return write_tie(con, self._aliases(con), a, ME if b is None else b, words, job)

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
            Other spellings of the company.

        Returns
        -------
        str
            What was recorded, in words.

        Raises
        ------
        InfonetError
            Both or none of company and field, a name that is no employer, or a wrong priority.
        """
        target = checked_target(company, field, priority, aliases)
        with self._store.writing(f"the target `{target['company']}`") as con:
            return write_target(con, target)

    def same_company(self, a: str, b: str) -> str:
        """Declare two spellings to be one company; `undo` takes it back.

        Returns
        -------
        str
            What was recorded, in words.
        """
        a, b = a_company(a), a_company(b)
        with self._store.writing(f"`{a}` = `{b}`") as con:
            return write_spelling(con, a, b)

    def tables(self) -> Tables:
        """The tables, from everything that is not undone."""
        with self._store.reading() as con:
            return self._tables(con)

    def __repr__(self) -> str:
        try:
            return f"{self._named()}: {in_words(self.tables())}"
        except BookError as error:
            return f"{self._named()}, which cannot be read now: {error}"

    def _repr_html_(self) -> str:
        """What is in it, what is wanted, and what was done last."""
        try:
            tables, history = self.tables(), self.history()
        except BookError:
            return f"<p class='tex2jax_ignore'>{html.escape(repr(self))}</p>"
        parts = [f"<p><b>{html.escape(self._named())}</b>: {html.escape(in_words(tables))}</p>"]
        wanted = tables.companies[tables.companies.priority.notna()]
        if len(wanted):
            names = ", ".join(html.escape(name) for name in wanted.company[:_SHOWN])
            more = f" and {len(wanted) - _SHOWN} more" if len(wanted) > _SHOWN else ""
            parts.append(f"<p>Wanted: {names}{more}</p>")
        else:
            parts.append("<p>Nothing is wanted yet: <code>book.want(&quot;…&quot;)</code></p>")
        history = history[history.kind != "me"]
        if len(history):
            acts = history.tail(_ACTS)[["act", "what", "undone"]].to_numpy()
            rows = "".join(
                f"<li>{act}: {html.escape(what)}{' (undone)' if undone else ''}</li>"
                for act, what, undone in reversed(acts)
            )
            parts.append(f"<p>Done last, by number of the act:</p><ul>{rows}</ul>")
        return f"<div class='tex2jax_ignore'>{''.join(parts)}</div>"
