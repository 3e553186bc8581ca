"""The one family of errors, and the checks and hints that every room shares."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any

__all__ = [
    "BookError",
    "BookWarning",
    "DamagedBookError",
    "InfonetError",
    "NewNameError",
    "ReadError",
    "UnknownNameError",
    "extra",
    "hint",
    "nearest",
    "passphrase_bytes",
    "whole_number",
    "without_python",
    "wrong_passphrase",
]

_ALIKE = 60.0
_SHORTEST = 8  # letters of a passphrase
# A call, or a keyword with its equals sign: nothing for somebody who does not program.
_CODE = re.compile(
    r"`[a-z_]+(?:\.[a-z_]+)*\([^`]*\)`|`[a-z_]+=[^`]*`|\b(?:book|net|infonet)\.[A-Za-z_.]+\("
)
# Not inside a quotation: an odd number of backticks would follow.
_CLAUSE = re.compile(r"([:;.] |, (?:or|and) )(?=[^`]*(?:`[^`]*`[^`]*)*$)")
_QUOTED = re.compile(r"`([^`]*)`")


class InfonetError(ValueError):
    """Any complaint of infonet about what it was given; catch this to catch them all.

    Parameters
    ----------
    message : str
        What was expected, what came, and what to do.
    plain : str, optional
        The same for somebody who does not program, with the button to press; by default the
        message without its Python.
    """

    def __init__(self, message: str = "", *, plain: str | None = None) -> None:
        super().__init__(_shown(message))
        self._plain = plain and _shown(plain)

    @property
    def plain(self) -> str:
        """The message in plain words: without Python, and with quotes instead of backticks.

        Examples
        --------
        >>> InfonetError("`Delta` is no target: check it, or `book.want('Delta')`").plain
        '“Delta” is no target: check it'
        """
        return without_python(str(self)) if self._plain is None else self._plain


def _shown(message: str) -> str:
    """Return a sentence on one line, though what it quotes may hide, reorder or end letters."""
    # Half a character could not be printed.
    whole = message.encode("utf-8", "replace").decode()
    shown = (" " if letter.isspace() else letter for letter in whole)
    return whole if whole.isprintable() else "".join(filter(str.isprintable, shown))


class ReadError(InfonetError):
    """A file that cannot be read at all.

    Parameters
    ----------
    problem : str
        What is wrong and what to do, without the place: the message adds it.
    file : str
        The file as the user knows it (for a zip member, ``archive.zip/Connections.csv``).
    line : int, optional
        The physical line, counted from 1.
    column : str, optional
        The column's header as it stands in the file.
    plain : str, optional
        The problem for somebody who does not program, without the place as well.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str,
        line: int | None = None,
        column: str | None = None,
        plain: str | None = None,
    ) -> None:
        self.file, self.line, self.column = file, line, column
        place = f"`{file}`"
        if line is not None:
            place += f", line {line}"
        if column is not None:
            place += f", column `{column}`"
        said = None if plain is None else without_python(f"{place}: {plain}")
        super().__init__(f"{place}: {problem}", plain=said)


def without_python(text: str) -> str:
    """Return a sentence without the clauses that hold Python, and with quotes for backticks.

    A clause ends at a colon, a semicolon, a full stop, or a comma before *or* and *and*. The first
    one always stays, and is cut at its Python.

    Examples
    --------
    >>> without_python("no address for `Bo`: pass `to=`, or type it in with `book.person(…)`")
    'no address for “Bo”'
    >>> without_python("`x` is no stage: did you mean `asked`?")
    '“x” is no stage: did you mean “asked”?'
    >>> without_python('no column `date`: say which, as in `columns={"date": "when"}`')
    'no column “date”'
    """
    first, *rest = _CLAUSE.split(text)
    # Splitting at a group keeps what stands between the clauses: every second piece.
    kept = _CODE.split(first)[0].rstrip(" ,;:") or first
    for joint, clause in zip(rest[::2], rest[1::2], strict=True):
        if not _CODE.search(clause):
            kept += joint + clause
    return _QUOTED.sub("“\\1”", kept)


class BookError(InfonetError):
    """A book that cannot be opened or written; nothing of the attempted change is in it."""


class DamagedBookError(BookError):
    """A book whose file is damaged, or no book; `infonet.book.rescue` puts another in its place.

    Its `found` says what is wrong with the file, in words that go on from its name.
    """

    def __init__(self, message: str, *, found: str = "is damaged") -> None:
        self.found = found
        super().__init__(message)


class BookWarning(UserWarning):
    """Something about a book's place that its owner should know; it is said once."""


class UnknownNameError(InfonetError):
    """A person or a company that is not there, or not there just once.

    Parameters
    ----------
    message : str
        The whole sentence.
    candidates : sequence of str
        What the caller may have meant, nearest first.
    near : mapping, optional
        Of a company, the spellings that may be it, as columns: company, and people who work there.
        ``pd.DataFrame(error.near)`` is a table of them.
    plain : str, optional
        As in `InfonetError`.
    """

    def __init__(
        self,
        message: str,
        candidates: Sequence[str] = (),
        *,
        near: Mapping[str, Sequence[object]] | None = None,
        plain: str | None = None,
    ) -> None:
        self.candidates = tuple(candidates)
        self.near = {"company": [], "people": []} if near is None else dict(near)
        super().__init__(message, plain=plain)


class NewNameError(InfonetError):
    """A name that is not in the book, where it may be a slip or a new person.

    Parameters
    ----------
    name : str
        The name as it was typed.
    candidates : dict of str to (str, str)
        Who in the book may be meant, nearest first: by key the name, and the name with what tells
        namesakes apart.
    advice : str, optional
        What else can be done, in Python.

    Attributes
    ----------
    name : str
        As given.
    candidates : list of (str, str)
        Key and name of each.

    Examples
    --------
    >>> error = NewNameError("Ana Dias", {"in/ana-diaz": ("Ana Diaz", "Ana Diaz, Delta")})
    >>> error.plain
    '“Ana Dias” is not in your book: Ana Diaz, Delta? Or a new person?'
    >>> error.candidates
    [('in/ana-diaz', 'Ana Diaz')]
    """

    def __init__(
        self, name: str, candidates: Mapping[str, tuple[str, str]], advice: str = ""
    ) -> None:
        self.name = name
        self.candidates = [(key, called) for key, (called, _) in candidates.items()]
        near = " or ".join(f"{told} (`{key}`)" for key, (_, told) in candidates.items())
        plainly = " or ".join(told for _, told in candidates.values())
        asked = "? Or a new person?" if candidates else "a new person?"
        say = "Write the key of whom you mean, or say" if candidates else "Then say"
        super().__init__(
            f"`{name}` is not in your book: {near}{asked} {say} `new=True`{advice}",
            plain=f"“{name}” is not in your book: {plainly}{asked}",
        )


def nearest(
    word: object,
    choices: Iterable[str],
    *,
    n: int = 3,
    alike: float = _ALIKE,
    key: Callable[[str], str] = str.lower,
) -> list[str]:
    """Return at most `n` choices that are spelt most like a word, nearest first.

    `alike` is the least normalised indel similarity in percent, 100 for equal texts; `key` maps a
    text to what is compared. Of equally near ones the earlier choice comes first.
    """
    from rapidfuzz import fuzz, process

    listed = list(choices)
    found = process.extract(
        key(str(word)), [key(one) for one in listed], scorer=fuzz.ratio, limit=n, score_cutoff=alike
    )
    return [listed[at] for _, _, at in found]


def hint(word: object, choices: Iterable[str]) -> str:
    """Return the end of a sentence about a wrong word: what was meant, or what there is."""
    listed = list(choices)
    near = nearest(word, listed, n=1)
    return f"did you mean `{near[0]}`?" if near else f"choose one of {', '.join(listed)}"


def whole_number(
    value: object, name: str, *, least: int, most: int | None = None, advice: str = ""
) -> int:
    """Return a whole number from `least` to `most`, both included, or say what was expected.

    True and False are no numbers. `advice` is the end of the sentence: what the number means.
    """
    try:
        number = operator.index(value)  # type: ignore[arg-type]  # what is no integer is refused
    except TypeError:
        number = None
    above = number is not None and most is not None and number > most
    if number is None or isinstance(value, bool) or number < least or above:
        span = f"from {least} on" if most is None else f"from {least} to {most}"
        raise InfonetError(f"`{name}` takes a whole number {span}, not `{value}`{advice}")
    return number


def passphrase_bytes(value: object, *, opens: str = "") -> bytes:
    """Return a passphrase as bytes; one of less than eight letters is an `InfonetError`.

    With the name of a file that it `opens`, it is `wrong_passphrase`: no file has such a one.

    Examples
    --------
    >>> passphrase_bytes(" four words of mine ")
    b'four words of mine'
    """
    if not isinstance(value, str) or len(value.strip()) < _SHORTEST:
        if opens and isinstance(value, str):
            raise wrong_passphrase(opens)
        raise InfonetError(
            f"expected a passphrase of at least {_SHORTEST} letters, such as four words; got a "
            "shorter one or none"
        )
    return value.strip().encode("utf-8", "replace")


def wrong_passphrase(name: str) -> BookError:
    """Return the error for a file that a passphrase does not open.

    Examples
    --------
    >>> print(wrong_passphrase("ana.json"))
    that is not the passphrase of `ana.json`, or the file is damaged; nothing was opened
    """
    return BookError(
        f"that is not the passphrase of `{name}`, or the file is damaged; nothing was opened"
    )


def extra(module: str) -> Any:
    """Import what comes with an extra, or say what to install: the library, which is published."""
    try:
        return import_module(module)
    except ImportError:
        name = module.partition(".")[0]
        raise InfonetError(f"{name} is missing: pip install {name}") from None
