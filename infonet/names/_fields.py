"""Fields of work: the words that job titles use for each, from a table that is data."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from infonet.names.people import fold, words

LITTLE = frozenset("of the and for in at to a an de la le et und y".split())
_SOFT = frozenset("senior sr junior jr mid entry level lead i ii iii iv trainee graduate".split())
SENIORITY = frozenset(
    """acting assistant associate chief deputy director head interim leader leading principal staff
    vice vp svp evp avp president manager intern apprentice""".split()
) | (frozenset("of the and for in at".split()) | _SOFT)
# "Manager" of a thing or of clients, not of people.
NO_TEAM = frozenset(
    """product project programme program account accounts community success office case content
    campaign category relationship event events property portfolio partner partnership partnerships
    risk data brand channel release change customer client database social media""".split()
)

# Endings by which a practitioner differs from the practice ("engineer", "engineering").
_ENDINGS = tuple("ment ing tist tics sis cial ist ant ers er or st ce s e".split())
_SHORTEST_STEM = 4
_SINGULAR = 3  # letters at least before the s of a plural
_LONGEST = 3  # words of a phrase
_MANY = 100_000

_Gram = tuple[str, ...]


class _Title(NamedTuple):
    """A title as it is compared: its words in order, and every few that stand side by side."""

    said: tuple[str, ...]
    grams: frozenset[_Gram]


class _Row(NamedTuple):
    """Hold what titles of a field say, what they do not, and the beginnings of words."""

    grams: frozenset[_Gram]
    but: frozenset[_Gram]
    starts: tuple[str, ...]


class Field(NamedTuple):
    """A field of work: its row of the table if it has one, and its own words as stems."""

    row: _Row | None
    stems: tuple[tuple[str, _Row | None], ...]
    in_table: bool

    def has(self, title: object) -> bool:
        """Say whether a title belongs to the field."""
        if not isinstance(title, str) or not (self.row or self.stems):
            return False
        read = _title(title)
        if self.row is not None and self.row.but & read.grams:
            read = _without(read, self.row.but)
        if self.row is not None and _says(self.row, read):
            return True
        # One word alone means what the table says, and no word that begins alike.
        return (not self.in_table or len(self.stems) > 1) and self._has_each(read)

    def _has_each(self, read: _Title) -> bool:
        """Say whether a title has every word of the field, or another word for it."""
        said = {_stem(word) for word in read.said}
        return bool(self.stems) and all(
            stem in said or (row is not None and _says(row, read)) for stem, row in self.stems
        )

    def touches(self, part: Iterable[str]) -> bool:
        """Say whether part of a title names the field, or has one of its words."""
        text = " ".join(part)
        said = {_stem(word) for word in _title(text).said}
        return self.has(text) or (len(self.stems) > 1 and any(s in said for s, _ in self.stems))


def field_names() -> tuple[tuple[str, ...], ...]:
    """Return the names of each field of the table."""
    return tuple(names for names, _ in _rows())


def field_of(name: str, more: Iterable[str] = ()) -> Field:
    """Return the field of that name; `more` are words of titles that the user has added."""
    return _field(name, tuple(more))


@lru_cache(maxsize=1000)
def _field(name: str, more: tuple[str, ...]) -> Field:
    """Find a field by its name, in any order, and without seniority; or by a word of its titles."""
    named = _title(name).said
    table, single = _table()
    row = table.get(_gram(named)) or table.get(_gram(_own(named)))
    row = row or single.get(_gram(_spelt(name))) or single.get(_gram(named))
    # Letters, not words, so that what is no word of the table has the words that it is written in.
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(name)).split()
    own = _own(tuple(letters)) or tuple(letters)
    if row is None:
        row = _by_stems().get(frozenset(map(_stem, own)))
    in_table = row is not None
    if row is not None and named:
        # Who heads "Cooking" is of it, whatever cooks are called.
        row = _Row(row.grams | {_gram(_own(named) or named)}, row.but, row.starts)
    if more:
        added = _row("; ".join(more), "")
        row = added if row is None else _Row(row.grams | added.grams, row.but, row.starts)
    found = {_stem(word): table.get((_plain(word),)) for word in own}
    return Field(row, tuple(found.items()), in_table)


def _own(named: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the seniority of a field; a manager of products or of projects is no seniority."""
    return tuple(
        word
        for at, word in enumerate(named)
        if word not in SENIORITY | LITTLE or (word == "manager" and at and named[at - 1] in NO_TEAM)
    )


@cache
def _table() -> tuple[Mapping[_Gram, _Row], Mapping[_Gram, _Row]]:
    """Read the table: by the names of the fields, and by the words of their titles."""
    named: dict[_Gram, _Row] = {}
    said: dict[_Gram, _Row] = {}
    for names, row in _rows():
        for name in names:
            named.setdefault(_gram(_title(name).said), row)
        for gram in sorted(row.grams):
            said.setdefault(gram, row)
    return named, said


@cache
def _by_stems() -> Mapping[frozenset[str], _Row]:
    """Return the fields of several words by their stems, which practitioners share."""
    found: dict[frozenset[str], _Row] = {}
    for names, row in _rows():
        for name in names:
            stems = frozenset(map(_stem, words(name)))
            if len(stems) > 1:
                found.setdefault(stems, row)
    return found


@cache
def _rows() -> tuple[tuple[tuple[str, ...], _Row], ...]:
    """Return the names of each field, and what its titles say."""
    text = (files("infonet.names") / "fields.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="|", quoting=csv.QUOTE_NONE)
    return tuple((tuple(_listed(one["names"])), _row(one["words"], one["not"])) for one in rows)


def _row(said: str, but: str) -> _Row:
    """Read the words of titles, and the phrases that are none, of one field."""
    listed = [*_listed(said)]
    starts = tuple(sorted({fold(word[:-1]) for word in listed if word.endswith("*")}))
    grams = frozenset(_gram(_spelt(word)) for word in listed if not word.endswith("*"))
    return _Row(grams, frozenset(_gram(_spelt(word)) for word in _listed(but)), starts)


def _listed(cell: str) -> Iterator[str]:
    """Yield what a cell lists."""
    return filter(None, (part.strip() for part in cell.split(";")))


def _says(row: _Row, read: _Title) -> bool:
    """Say whether a title has a word or phrase of a field."""
    if row.grams & read.grams:
        return True
    return bool(row.starts) and any(word.startswith(row.starts) for word in read.said)


@lru_cache(maxsize=_MANY)
def _title(text: str) -> _Title:
    """Read a title, without little words and plurals: as it is, and without seniority."""
    spelt = _spelt(text)
    read = _read(tuple(word for word in spelt if word not in _SOFT))
    return (
        read
        if len(read.said) == len(spelt)
        else read._replace(grams=read.grams | _read(spelt).grams)
    )


def _spelt(text: str) -> _Gram:
    """Return the words of a title without little words and plurals; a Level Designer keeps both."""
    return tuple(_plain(word) for word in words(text) if word not in LITTLE)


def _read(said: tuple[str, ...]) -> _Title:
    """Return words with every few of them that stand side by side, in any order."""
    grams = {
        _gram(said[at : at + width])
        for width in range(1, _LONGEST + 1)
        for at in range(len(said) - width + 1)
    }
    return _Title(said, frozenset(grams))


def _without(read: _Title, phrases: frozenset[_Gram]) -> _Title:
    """Drop from a title the phrases that are of another field; the longest first."""
    said = [*read.said]
    for width in range(_LONGEST, 0, -1):
        for at in range(len(said) - width + 1):
            if _gram(tuple(said[at : at + width])) in phrases:
                said[at : at + width] = [""] * width
    return _read(tuple(filter(None, said)))


def _gram(said: tuple[str, ...]) -> _Gram:
    """Return words as they are compared in any order."""
    return tuple(sorted(said))


def _plain(word: str) -> str:
    """Return a word without the s of its plural."""
    plural = word.endswith("s") and not word.endswith("ss") and len(word) > _SINGULAR
    return word[:-1] if plural else word


def _stem(word: str) -> str:
    """Return the word without the endings that a job title changes."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return _stem(word[: -len(ending)])
    return word
