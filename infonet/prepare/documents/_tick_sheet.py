"""The tick sheet: one page on which a friend says whom they know at my targets."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template

import pandas as pd

from infonet.book import Book, book_of
from infonet.errors import InfonetError
from infonet.files import save
from infonet.insiders import wanted_targets
from infonet.names.markup import letters
from infonet.names.people import fold, full_name, given_name
from infonet.names.text import one_line
from infonet.prepare.documents._parts import one_file, part
from infonet.tables import ME, Tables

_MOST = 60


@dataclass(frozen=True, repr=False)
class TickSheet:
    """A page for a friend's browser, which works without a network.

    Attributes
    ----------
    friend, me : str
        The names on it.
    profile : str
        The friend's profile address; empty where it is not known.
    targets : tuple of tuple
        What is asked about, in this order: ``("company", "Delta")``, ``("field", "accounting")``.
    """

    friend: str
    me: str
    profile: str
    targets: tuple[tuple[str, str], ...]

    def html(self) -> str:
        """Return the page: one file with its style and script, which fetches and sends nothing."""
        mine, theirs = full_name(self.me), given_name(self.friend)
        title = f"Whom do you know? A question from {mine}"
        body = Template(part("tick_sheet.html")).substitute(
            title=letters(title),
            greeting=letters(
                f"Hello {theirs}, I am looking for people to talk to about their work. Do you know"
                " somebody at any of these places?"
            ),
            friend=letters(self.friend),
            profile=letters(self.profile),
            me=letters(self.me),
            file=letters(self.answers),
            targets="\n".join(_target(kind, name) for kind, name in self.targets),
        )
        return one_file(title, body, style="tick_sheet.css", script="tick_sheet.js")

    @property
    def file(self) -> str:
        """The name of the file to send."""
        return f"{self._named('for')}.html"

    @property
    def answers(self) -> str:
        """The name of the file that comes back."""
        return f"{self._named('answers')}.csv"

    def _named(self, begin: str) -> str:
        return "-".join([begin, *re.findall(r"[a-z0-9]+", fold(self.friend))][:6])

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write the page to a file to send, such as ``for-ana.html``.

        A file that exists is written over with `replace` only.

        Raises
        ------
        InfonetError
            A file that exists, or a place that cannot be written.
        """
        return save(path, self.html(), replace=replace)

    def __repr__(self) -> str:
        asked = ", ".join(name for _, name in self.targets)
        return f"A sheet for {self.friend} about {asked}."


def tick_sheet(
    book: Book, friend: str, *, targets: Sequence[str] | None = None, tables: Tables | None = None
) -> TickSheet:
    """Make a page on which a friend ticks whom they know at my targets.

    It asks far less of a friend than their export: who it is, how well they know each other, and
    whether they would introduce us. It names my targets and nobody whom I know. The file that
    comes back is added with `Book.add`.

    Parameters
    ----------
    book : Book
        Whose targets are asked about.
    friend : str
        Whom the page is for: a key, profile address, e-mail address, or name in the book.
    targets : sequence of str, optional
        The targets to ask about, by name; all if not given, the most wanted first.
    tables : Tables, optional
        The tables of the book, if you have them already.

    Returns
    -------
    TickSheet
        ``.save("for-ana.html")`` writes it; ``.html()`` returns it.

    Raises
    ------
    UnknownNameError
        A friend who is not in the book, or a name that several people have.
    InfonetError
        You yourself, no target, or more than 60 of them, or a target that the book does not have.

    Examples
    --------
    >>> book = Book(me="Robin Achterberg")
    >>> said = book.tie("Ana Diaz", new=True), book.want("Delta"), book.want(field="accounting")
    >>> tick_sheet(book, "Ana Diaz")
    A sheet for Ana Diaz about Delta, accounting.
    """
    key = book_of(book).who(friend)
    if key == ME:
        raise InfonetError("a sheet is for a friend, and this is you: name somebody else")
    tables = book.tables() if tables is None else tables
    wanted = wanted_targets(tables)
    asked = list(zip(wanted.kind, wanted.company, strict=True))
    if targets is not None:
        asked = [_found(name, asked) for name in dict.fromkeys(targets)]
    if not asked:
        raise InfonetError(
            "there is no target to ask about: add one with `book.want(…)` first",
            plain="add a target first, so that there is something to ask about.",
        )
    if len(asked) > _MOST:
        raise InfonetError(
            f"a sheet asks about {_MOST} targets at most, and these are {len(asked)}: name the"
            " most wanted ones in `targets=`",
            plain=f"A sheet asks about {_MOST} targets at most, and these are {len(asked)}.",
        )
    people = tables.people.set_index("person")
    return TickSheet(
        friend=_cell(people, key, "name") or friend,
        me=_cell(people, ME, "name") or "me",
        profile=_cell(people, key, "url"),
        targets=tuple((str(kind), one_line(name)) for kind, name in asked),
    )


def _found(name: str, asked: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Return the target of a name, or raise."""
    same = [target for target in asked if fold(target[1]) == fold(str(name))]
    if not same:
        raise InfonetError(f"`{name}` is no target of yours: add it with `book.want(…)` first")
    return same[0]


def _cell(people: pd.DataFrame, key: str, column: str) -> str:
    """Return a cell as text, empty where it is missing."""
    cell = people[column].get(key)
    return "" if cell is None or pd.isna(cell) else one_line(cell)


def _target(kind: str, name: str) -> str:
    """Return the lines of one target."""
    at = f"at {name}" if kind == "company" else f"who works in {name}"
    return (
        f'<fieldset data-about="{letters(name)}" data-kind="{kind}">'
        f'<label><input type="checkbox"> <span>I know somebody {letters(at)}</span></label>'
        '<div class="people"></div><button type="button">One more person</button></fieldset>'
    )
