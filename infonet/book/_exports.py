"""The part of a book that takes exports and logs: read first if one likes, then added."""

from __future__ import annotations

import os
from collections.abc import Mapping

from infonet import readers
from infonet.book._debrief import Debriefs
from infonet.book._ego import settled
from infonet.book._import import take
from infonet.book._people import mention
from infonet.errors import InfonetError
from infonet.readers import Reading
from infonet.tables import ME

__all__ = ["Exports"]


class Exports(Debriefs):
    """A file of acts to which whole exports and logs are added."""

    def read(
        self,
        path: str | os.PathLike[str],
        owner: str | None = None,
        *,
        everything: bool | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> Reading:
        """Read an export as `add` would, without adding it: to look at the report first.

        It differs from `infonet.read` in that the book knows whose it is, and the owner by name.

        Parameters
        ----------
        path, owner, everything, columns
            As in `add`.

        Returns
        -------
        Reading
            What would be added; `add` takes it as it is.

        Raises
        ------
        ReadError
            The export cannot be read.
        UnknownNameError
            The owner's name means several people.
        InfonetError
            `columns` names what no event has.
        """
        with self._store.reading() as con:
            same = self._aliases(con)
            whose = None if owner is None else mention(con, same, owner)
            me = settled(con)
        said = None
        if whose is not None:
            said = whose.key if whose.known else whose.url or whose.name
            said = None if said == ME else said
        return readers.read(path, said, me=me, everything=everything, columns=columns)

    def add(
        self,
        export: str | os.PathLike[str] | Reading,
        owner: str | None = None,
        *,
        everything: bool | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> Reading:
        """Add an export, one's own or with their consent a friend's; or one's own log of outreach.

        All of it is added, or nothing. The same file of the same owner is added once. Exports of
        one owner are put in the order of their days, whenever they are added: a job that a later
        one no longer shows has ended.

        Of a log, what is in the book already is not added again, so a longer version of the same
        log adds its new lines. A name that one person in the book has is that person, one that
        nobody has is a new person, and a line with a name that several have is reported and not
        taken. A request whose number the book has for something else gets a new one.

        Parameters
        ----------
        export : str, Path or Reading
            A LinkedIn zip, an unpacked folder or a ``Connections.csv``, or a log as CSV; see
            `infonet.read`. Or what `read` has read, which is added as it is.
        owner : str, optional
            Whose export it is: a key, a profile address, an e-mail address, or a name. Its ties are
            that person's; a name that is not in the book is a new person. Without it, it is mine.
            That a friend handed over an export, and when, is kept in `history`.
        everything : bool, optional
            Whether to read more than the connections. By default only from one's own.
        columns : mapping, optional
            For a log with other headers: our column → the header in the file.

        Returns
        -------
        Reading
            What was read and what not, with `movers` and, in `report`, what the book found out: how
            many of a friend's people it knew and by what, and how many have only the name of
            somebody in it, whom `offers` lists. Of a log, `tables.events` are those that were new.

        Raises
        ------
        ReadError
            The export cannot be read; the book is as it was.
        UnknownNameError
            The owner's name means several people.
        InfonetError
            `columns` names what no event has, or says how to read what is read already.
        BookError
            The book cannot be written; it is as it was.
        """
        if not isinstance(export, Reading):
            reading = self.read(export, owner, everything=everything, columns=columns)
            return self._take(reading, owner)
        if everything is not None or columns is not None:
            raise InfonetError(
                "`everything` and `columns` say how to read, and this is read: give them to `read`"
            )
        return self._take(export, owner)

    def _take(self, reading: Reading, owner: str | None = None) -> Reading:
        """Add what was read; `owner` as in `add`, without it the reading's own."""
        with self._store.writing(f"`{reading.path}`") as con:
            return take(con, self._aliases(con), reading, owner)
