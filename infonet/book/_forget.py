"""Forget somebody, or a friend's export, in a book and its backups: shown first, then done."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from infonet.book._backup import listed_backups
from infonet.book._erase import SOMEBODY, Erasure
from infonet.book._lookup import known, name_of, names_of
from infonet.book._place import put_aside_at
from infonet.book._sealed import is_sealed
from infonet.book._snapshot_file import discard
from infonet.book._store import Store
from infonet.book._transaction import Transaction
from infonet.book._wish import Wish
from infonet.errors import BookError, InfonetError, whole_number
from infonet.names.markup import block, letters
from infonet.names.spoken import Names
from infonet.names.text import counted, some_of
from infonet.tables import ME

_FOREVER = "This cannot be undone."
_RATES = (
    "The log keeps {entries} with a nameless key, so your rates stay; what infonet had learnt "
    "about how such ties answer goes."
)
_BEYOND = (
    "Not reached: copies that you made yourself, what you shared or printed, saved drafts and "
    "calendars, and the backups that your computer makes."
)
_COLUMNS = ["number", "where", "about", "text", "becomes"]
_WHERE = {"note": "note", "event": "log entry", "correction": "corrected log entry",
          "tie": "tie", "job": "job", "target": "target", "spelling": "company",
          "observation": "place"}  # fmt: skip


class Forgetting:
    """Show what would go from a book: nothing is done before `confirm`.

    Attributes
    ----------
    who : str
        Who, or whose export.
    goes : DataFrame
        what, count.
    mentions : DataFrame
        Texts about others that speak of whoever goes: number, where, about, text, becomes (what
        will stand there, unless `confirm` is given other words).
    backups : list of Path
        Where it goes as well.
    out_of_reach : list of str
        What cannot be reached, and why; `confirm` adds what it did not reach.
    left : list of Path
        The files among it: they stay, and may hold it.
    list_is_damaged, key_is_gone : bool
        Whether it is not known where backups are; and whether the key is not here, by which `add`
        would know them again.
    """

    def __init__(self, store: Store, wish: Wish, who: str, transaction: Transaction) -> None:
        found = Erasure(transaction, wish)
        if found.nothing:
            raise BookError(f"there is nothing of {who} in the book to forget")
        self._store, self._wish, self.who = store, wish, who
        self._texts = list(dict.fromkeys(mention.text for mention in found.mentions))
        self._events, self._names = len(found.events), found.names
        self._namesakes = found.namesakes
        self.goes = pd.DataFrame(found.counts(), columns=["what", "count"])
        called = names_of(transaction, {str(one.about) for one in found.mentions if one.about})
        rows = [
            (
                self._texts.index(one.text) + 1,
                _WHERE[one.table],
                one.about and called[str(one.about)],
                one.text,
                one.becomes,
            )
            for one in found.mentions
        ]
        self.mentions = pd.DataFrame(rows, columns=_COLUMNS)
        self.key_is_gone = transaction.key_is_gone
        listed, damaged = listed_backups(store, transaction.id)
        # `Path.is_file` raises for a folder that may not be looked into.
        there = [path for path in listed if os.path.isfile(path)]  # noqa: PTH113
        self.backups = [path for path in there if not is_sealed(path)]
        sealed, gone = "which is encrypted", "which is not there now"
        stay = {
            path: f"the backup `{path}`, {sealed if path in there else gone}"
            for path in listed
            if path not in self.backups
        }
        for path in put_aside_at(store.path):
            stay[path] = f"`{path}`, which another book left here"
        self.left, self.out_of_reach = list(stay), list(stay.values())
        self.list_is_damaged = damaged is not None
        if self.list_is_damaged:
            self.out_of_reach.append(f"the backups that `{damaged}` listed, which is damaged")

    def confirm(self, edits: Mapping[int, str] | None = None) -> str:
        """Do it: first in the backups, then in the book.

        Parameters
        ----------
        edits : mapping, optional
            Number in `mentions` → other words; an empty text deletes the note.

        Returns
        -------
        str
            What was done, and what could not be reached.

        Raises
        ------
        InfonetError
            `edits` has a number that is not listed, or a text that still speaks of them.
        BookError
            The book cannot be written, or has changed so that other texts speak of them: nothing
            is done in it. The key cannot be kept or read by which `add` would know them again, or
            a backup is not there any more that was: nothing is done at all.
        """
        other = self._checked(edits or {})
        for path in self.backups:
            if not os.path.isfile(path):  # noqa: PTH113  # as when it was looked at
                gone = "is not there any more; nothing was forgotten: look again"
                raise BookError(
                    f"the backup `{path}` {gone}", plain=f"The backup {path.name} {gone}."
                )
        with self._store.reading() as transaction:
            transaction.sure_key()
        for path in self.backups:
            try:
                keyring = self._store.keyring
                store = Store(path, "forgetting", make=False, to_forget=True, keyring=keyring)
                _erase(store, self._wish, other)
            except InfonetError as error:
                if path not in self.left:
                    self.left.append(path)
                    self.out_of_reach.append(f"the backup `{path}` ({error})")
        _erase(self._store, self._wish, other, self._refuse_new)
        what = "somebody" if self._wish.keys else f"what {self.who} handed over"
        done = f"Forgotten: {what}."
        if self._events:
            done += f" {self._rates}"
        if self.out_of_reach:
            done += f" Not reached: {'; '.join(self.out_of_reach)}. Delete them yourself."
        return done

    @property
    def _rates(self) -> str:
        return _RATES.format(entries=counted(self._events, "entry", "entries"))

    def _checked(self, edits: Mapping[int, str]) -> dict[str, str | None]:
        """Return text → what will stand there, as far as the user says so."""
        sought, other = Names(self._names), dict[str, str | None]()
        for number, text in edits.items():
            at = whole_number(number, "number", least=1, advice="; `mentions` lists them")
            if at > len(self._texts):
                raise InfonetError(f"expected a number of `mentions`, got `{number}`")
            kept = text == self._texts[at - 1] and self._namesakes  # it may mean the namesake
            if text and not kept and sought.find(text):
                raise InfonetError(
                    f"`{text}` still speaks of {self.who}; write `{SOMEBODY}`, or leave it out"
                )
            other[self._texts[at - 1]] = text
        return other

    def _refuse_new(self, found: Erasure) -> None:
        """Raise where a text speaks of them that was not shown."""
        if {mention.text for mention in found.mentions} - set(self._texts):
            raise BookError(
                f"the book has changed since it was shown what goes with {self.who}; nothing was "
                "forgotten: look again"
            )

    def lines(self) -> list[str]:
        """Say what goes, sentence by sentence, for whoever decides."""
        said = [f"To forget {self.who}. {_FOREVER}"]
        said += [f"{row.what}: {row.count:,}" for row in self.goes.itertuples()]
        if self._events:
            said.append(self._rates)
        if len(self.mentions):
            texts = some_of([f"“{text}”" for text in self._texts])
            what = counted(len(self._texts), "other text speaks", "other texts speak")
            said.append(f"{what} of them and will say “{SOMEBODY}”, or your words: {texts}.")
        if self.backups:
            names = some_of([path.name for path in self.backups])
            said.append(f"In {counted(len(self.backups), 'backup')} as well: {names}.")
        said += [f"Not reached: {one}." for one in self.out_of_reach]
        if self.key_is_gone:
            said.append(
                "The key of this book is not on this computer, so a later import may bring them "
                "back."
            )
        return [*said, _BEYOND]

    def __repr__(self) -> str:
        """Say what would go."""
        return "\n".join([*self.lines(), "Nothing is done yet: `.confirm()` does it."])

    def _repr_html_(self) -> str:
        """Show what would go."""
        return block(*(f"<p>{letters(line)}</p>" for line in repr(self).splitlines()))


def forgetting(store: Store, person: str | None, export: str | int | None) -> Forgetting:
    """Look at what would go with a person, or with what a friend handed over."""
    store.refuse_to_write("what is to be forgotten")
    if (person is None) == (export is None):
        raise InfonetError("expected either a person or an export to forget; give one of the two")
    with store.reading() as transaction:
        if person is not None:
            someone = known(transaction, person)
            if someone.shown == ME:
                raise InfonetError("that is you: to be rid of the book, delete its file")
            wish = Wish(frozenset(transaction.identity.members(someone.key)))
            return Forgetting(store, wish, someone.name, transaction)
        owner, digests = _export(transaction, export)
        if transaction.identity.shown(owner) == ME:
            raise InfonetError("that is your own export: take it back with `undo`")
        owners = frozenset(transaction.identity.members(owner))
        wish = Wish(frozenset(), owners, digests)
        who = f"the export of {name_of(transaction, owner)}"
        return Forgetting(store, wish, who, transaction)


def _export(transaction: Transaction, export: Any) -> tuple[str, frozenset[str]]:
    """Return the owner that is meant, and of one export, by its act, the digest."""
    if isinstance(export, str):
        return known(transaction, export).key, frozenset()
    act = whole_number(export, "export", least=1, advice="; `history()` lists the acts")
    found = transaction.row("SELECT owner, digest FROM export WHERE act = ?", act)
    if found is None:
        raise BookError(f"act `{act}` added no export; `history()` lists the acts")
    return found[0], frozenset({found[1]})


def _erase(
    store: Store,
    wish: Wish,
    edits: Mapping[str, str | None],
    look: Callable[[Erasure], None] = lambda _: None,
) -> None:
    """Erase from one book, and write its file anew."""
    discard(store.path)
    with store.erasing("what is to be forgotten") as transaction:
        found = Erasure(transaction, wish)
        look(found)
        if not found.nothing:
            found.write(edits)
    discard(store.path)  # what somebody else kept who looked at it meanwhile
