"""The bank of questions for a conversation, and a balanced choice from it."""

from __future__ import annotations

import csv
import difflib
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

from infonet.errors import InfonetError, ReadError
from infonet.prepare._open_ended import is_open_ended

__all__ = ["AUDIENCES", "TOPICS", "questions"]

TOPICS = (
    "path",
    "role",
    "culture",
    "trends",
    "insights",
    "advice",
    "resources",
    "assignments",
    "hiring",
    "closing",
)
"""What to ask about, in the order of a conversation."""

AUDIENCES = ("peer", "alum", "manager", "recruiter")
"""Whom a question suits."""

# Which topics a short conversation cannot do without come first.
_NEEDED = ("path", "closing", "role", "advice", "hiring", "insights", "culture", "trends")

_BANK = "questions.csv"
_COLUMNS = ("question", "topic", "audience")
_FLAG = "open"
_Row = tuple[str, str, str, bool]


def questions(
    audience: str | None = None,
    topic: str | None = None,
    n: int | None = None,
    *,
    bank: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Open-ended questions for an informational interview, in the order of a conversation.

    Parameters
    ----------
    audience : {"peer", "alum", "manager", "recruiter"}, optional
        Only what suits them; all questions if not given.
    topic : str, optional
        Only one topic: path (into the field), role (and a normal week), culture (and working
        conditions), trends, insights (and surprises), advice (for me), resources, assignments
        (and where help is needed), hiring (and which skills count), closing, or one of your own
        bank's.
    n : int, optional
        Choose so many, spread over the topics: the same ones each time, and one more for a larger
        `n`. Five or six fill 20 minutes. All if not given or if there are no more.
    bank : path, optional
        A CSV file (UTF-8) of your own questions, with the columns question, topic and audience
        (one or more of the four, or empty for everybody). In their topic they come before the
        package's; a topic of your own stands before the closing. The frame itself, written with
        ``to_csv(index=False)`` and edited, is such a file.

    Returns
    -------
    DataFrame
        question, topic, audience (such as ``peer, alum``), open (what `is_open_ended` says; False
        only for a closed question of your own). Ordered by topic.

    Raises
    ------
    ReadError
        A bank that is none: the file, the line, the column and what to do.
    InfonetError
        An audience or topic that there is none of, or an `n` that is no number of questions.

    Notes
    -----
    The topics are those of careers offices, with the five of TIARA (trends, insights, advice,
    resources, assignments; Dalton, *The 2-Hour Job Search*). The wording is the package's own.

    Examples
    --------
    >>> chosen = questions("manager", n=3)
    >>> chosen.topic.tolist(), chosen.question[0]
    (['path', 'role', 'closing'], 'What first drew you to this field?')
    """
    rows = [] if bank is None else list(_read(Path(bank)))
    rows += _shipped()
    order = _order(row[1] for row in rows)
    for what, word, words in (("audience", audience, AUDIENCES), ("topic", topic, order)):
        if word is not None and word not in words:
            raise InfonetError(f"`{word}` is no {what} of the bank: {_hint(word, words)}")
    if n is not None and (isinstance(n, bool) or not isinstance(n, int) or n < 1):
        raise InfonetError(f"expected a number of questions from 1 as `n`, got `{n!r}`")
    found = pd.DataFrame(rows, columns=[*_COLUMNS, _FLAG]).astype(dict.fromkeys(_COLUMNS, "str"))
    # A bank that began as the package's holds its questions already.
    found = found[~found.question.map(_sounds).duplicated()]
    if audience is not None:
        found = found[found.audience.str.split(", ").map(lambda suits: audience in suits)]
    if topic is not None:
        found = found[found.topic == topic]
    place = found.topic.map({name: at for at, name in enumerate(order)})
    found = found.iloc[place.argsort(kind="stable")].reset_index(drop=True)
    return found if n is None else _balanced(found, n)


def _balanced(found: pd.DataFrame, n: int) -> pd.DataFrame:
    """The first question of each topic, then the second of each, until there are `n`."""
    needed = {name: at for at, name in enumerate(_NEEDED)}
    turn = found.groupby("topic").cumcount()
    rank = found.topic.map(lambda name: needed.get(name, len(needed)))
    chosen = pd.DataFrame({"turn": turn, "rank": rank}).sort_values(["turn", "rank"], kind="stable")
    return found.loc[sorted(chosen.index[:n])].reset_index(drop=True)


def _order(topics: Iterable[str]) -> list[str]:
    """The topics in the order of a conversation; a user's own stand before the closing."""
    own = [name for name in dict.fromkeys(topics) if name not in TOPICS]
    return [*TOPICS[:-1], *own, TOPICS[-1]]


def _sounds(question: str) -> str:
    return " ".join(re.findall(r"\w+", question.casefold()))


def _hint(word: object, words: Sequence[str]) -> str:
    """The nearest of the words, or all of them."""
    near = difflib.get_close_matches(str(word).lower(), words, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`" if near else f"choose one of {', '.join(words)}"


@cache
def _shipped() -> tuple[_Row, ...]:
    """The rows of the package's bank."""
    return tuple(_parse(files(__package__).joinpath(_BANK).read_text("utf-8"), _BANK))


def _read(path: Path) -> Iterator[_Row]:
    """The rows of a user's own bank."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReadError(
            f"it cannot be read ({error.strerror}); give the path of a CSV file", file=path.name
        ) from error
    except UnicodeDecodeError as error:
        raise ReadError("it is not UTF-8; save it as CSV UTF-8", file=path.name) from error
    return _parse(text, path.name)


def _parse(text: str, file: str) -> Iterator[_Row]:
    """Question, topic, audience and whether it is open, row by row."""
    first = next(iter(text.splitlines()), "")
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [label.strip().casefold() for label in next(lines, [])]
        _check_header(header, file)
        before = lines.line_num
        for cells in lines:
            line, before = before + 1, lines.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise ReadError(
                    f"{len(cells)} fields where the header has {len(header)}; put a text that has "
                    f"a `{delimiter}` in it in quotes",
                    file=file,
                    line=line,
                )
            row = dict(zip(header, (" ".join(cell.split()) for cell in cells), strict=True))
            yield _checked(row, file, line)
    except csv.Error as error:
        raise ReadError(
            f"it is no CSV from here on ({error}); close the quotes", file=file, line=lines.line_num
        ) from error


def _check_header(header: list[str], file: str) -> None:
    wrong = [f"`{name}` is missing" for name in _COLUMNS if name not in header]
    wrong += [f"`{name}` is none of them" for name in header if name not in (*_COLUMNS, _FLAG)]
    if not wrong and len(set(header)) < len(header):
        wrong = ["one stands twice"]
    if wrong:
        raise ReadError(
            f"expected the columns {', '.join(_COLUMNS)}: {', '.join(wrong)}", file=file, line=1
        )


def _checked(row: dict[str, str], file: str, line: int) -> _Row:
    """One row of a bank, or an error that says what to write instead."""

    def refuse(column: str, problem: str) -> ReadError:
        return ReadError(problem, file=file, line=line, column=column)

    if not row["question"]:
        raise refuse("question", "it is empty; write a question or delete the line")
    topic = row["topic"].casefold()
    if not topic:
        raise refuse("topic", f"it is empty; {_hint('', TOPICS)}, or name your own")
    near = difflib.get_close_matches(topic, TOPICS, n=1, cutoff=0.8)
    if near and topic not in TOPICS:
        raise refuse("topic", f"`{topic}` is no topic; write `{near[0]}`, or a name less like it")
    suits = re.findall(r"[^\s,;/|]+", row["audience"].casefold())
    for word in suits:
        if word not in AUDIENCES:
            raise refuse("audience", f"`{word}` is no audience; {_hint(word, AUDIENCES)}")
    chosen = [word for word in AUDIENCES if word in suits or not suits]
    return row["question"], topic, ", ".join(chosen), is_open_ended(row["question"])
