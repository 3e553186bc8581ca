"""The one family of errors: every one says what was expected, what came and what to do."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["BookError", "InfonetError", "ReadError", "UnknownNameError"]


class InfonetError(ValueError):
    """Any complaint of infonet about what it was given; catch this to catch them all."""


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
    """

    def __init__(
        self, problem: str, *, file: str, line: int | None = None, column: str | None = None
    ) -> None:
        self.file, self.line, self.column = file, line, column
        place = f"`{file}`"
        if line is not None:
            place += f", line {line}"
        if column is not None:
            place += f", column `{column}`"
        super().__init__(f"{place}: {problem}")


class BookError(InfonetError):
    """A book that cannot be opened or written; nothing of the attempted change is in it."""


class UnknownNameError(InfonetError):
    """A person or a company that is not there, or not there just once.

    Parameters
    ----------
    message : str
        The whole sentence.
    candidates : sequence of str
        What the caller may have meant, nearest first.
    """

    def __init__(self, message: str, candidates: Sequence[str] = ()) -> None:
        self.candidates = tuple(candidates)
        super().__init__(message)
