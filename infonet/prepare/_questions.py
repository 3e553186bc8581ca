"""The bank of questions for a conversation, a balanced choice from it, and which are open."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pandas as pd

from infonet.errors import InfonetError, ReadError, hint, nearest, whole_number
from infonet.files import named, read_text
from infonet.tables import TEXT

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
"""The topics, in the order of a conversation."""

AUDIENCES = ("peer", "alum", "manager", "recruiter")
"""The kinds of people that a question may suit."""

# Which topics a short conversation cannot do without come first.
_NEEDED = ("path", "closing", "role", "advice", "hiring", "insights", "culture", "trends")

_BANK = "questions.csv"
_COLUMNS = ("question", "topic", "audience")
_FLAG = "open"
_Row = tuple[str, str, str, bool]

# An open question is told from a closed one by the words it begins with.
_AUXILIARY = (
    "do|does|did|is|are|was|were|am|has|have|had|can|could|may|might|must|shall|should|will|would"
)
_WH = "what|how|why|which|who|whom|whose|where|when"
_COUNT = r"(?:how (?:many|long|old|often|soon)|(?:at |in )?what (?:age|year|time|percentage))\b"

_SMALL = re.compile(r"^(?:(?:and|but|or|so|then|well|now|also|ok|okay|finally|please|yes)\b ?)+")
_LEAD_IN = re.compile(rf"^(?:when|where|if|while|since|after|given)\b(?! (?:{_AUXILIARY})\b)")
_YES_OR_NO = re.compile(rf"^(?:(?:{_AUXILIARY})\b|{_COUNT}|when (?:{_AUXILIARY})\b)")
_OPEN = re.compile(rf"^(?:(?:at|by|for|from|in|of|on|to|with) )?(?:{_WH})\b")
_INSIDE = re.compile(r"\b(?:what|how|why|which|who|whom)\b")
_ALSO_CLOSED = re.compile(rf"(?:,|\b(?:and|or|but)) (?:{_AUXILIARY}) (?:i|you|he|she|it|we|they)\b")

# "Could you tell me …", "I would love to hear …": a story, unless a yes or a number would do.
_STORY = (
    r"(?:tell|telling|describ\w+|explain\w*|shar\w+|walk\w* (?:me|us) through"
    r"|(?:talk|talking)(?: me| us)? (?:about|through)|say more|show (?:me|us) (?:how|what|why)"
    r"|help (?:me|us) understand|give (?:me|us) an? (?:\w+ )?(?:example|idea|sense))"
)
_REQUEST = re.compile(
    rf"^(?:(?:(?:{_AUXILIARY}) (?:you|we) |do |kindly )?"
    rf"(?:(?:please|mind|able|willing|happy|be|so kind as|to) )*{_STORY}"
    r"|(?:can|could|may) (?:i|we) (?:ask|hear)"
    r"|(?:i|we) (?:am |would )?(?:(?:love|like|to) )*"
    r"(?:hear|learn|know|understand|curious|wonder|interested))\b"
    rf"(?P<closed>(?: (?:me|us|you|to|know|about)\b)* (?:if\b|whether\b|{_COUNT}))?"
)


def questions(
    audience: str | None = None,
    topic: str | None = None,
    n: int | None = None,
    *,
    bank: str | os.PathLike[str] | None = None,
) -> pd.DataFrame:
    """Choose open-ended questions for an informational interview, in the order of a conversation.

    Parameters
    ----------
    audience : {"peer", "alum", "manager", "recruiter"}, optional
        Keep the questions that suit them; all are kept if not given.
    topic : str, optional
        Keep one topic: path (into the field), role (and a normal week), culture (and working
        conditions), trends, insights (and surprises), advice (for me), resources, assignments
        (and where help is needed), hiring (and which skills count), closing, or one of your own
        bank's.
    n : int, optional
        Choose at most `n`, spread over the topics: the same each time, and one more for each
        larger `n`. Five or six fill 20 minutes. All if not given.
    bank : path, optional
        A CSV file (UTF-8) of your own questions, with the columns question, topic and audience
        (one or more of the four, or empty for everybody). In their topic they come before the
        package's; a topic of your own comes before the closing. The frame itself, written with
        ``to_csv(index=False)`` and edited, is such a file.

    Returns
    -------
    DataFrame
        question, topic, audience (such as ``peer, alum``), open (what `is_open_ended` says; False
        only for a closed question of your own). Ordered by topic.

    Raises
    ------
    ReadError
        A bank with a fault: the file, the line, the column and what to do.
    InfonetError
        An unknown audience or topic, or an `n` that is no number of questions.

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
    rows = list(_shipped())
    if bank is not None:
        rows = [*_parse(read_text(bank, form="CSV UTF-8"), named(bank).name), *rows]
    # A topic of the user's own comes before the closing.
    own = [name for name in dict.fromkeys(row[1] for row in rows) if name not in TOPICS]
    order = [*TOPICS[:-1], *own, TOPICS[-1]]
    for what, word, words in (("audience", audience, AUDIENCES), ("topic", topic, order)):
        if word is not None and word not in words:
            raise InfonetError(f"`{word}` is no {what} of the bank: {hint(word, words)}")
    if n is not None:
        whole_number(n, "n", least=1)
    found = pd.DataFrame(rows, columns=[*_COLUMNS, _FLAG]).astype(dict.fromkeys(_COLUMNS, TEXT))
    # A user's bank may have begun as a copy of the package's: its questions would come twice.
    sounds = found.question.map(lambda text: " ".join(re.findall(r"\w+", text.casefold())))
    found = found[~sounds.duplicated()]
    if audience is not None:
        found = found[found.audience.str.split(", ").map(lambda suits: audience in suits)]
    if topic is not None:
        found = found[found.topic == topic]
    place = found.topic.map({name: at for at, name in enumerate(order)})
    found = found.iloc[place.argsort(kind="stable")].reset_index(drop=True)
    return found if n is None else _balanced(found, n)


def is_open_ended(question: str) -> bool:
    """Return whether a question is open: no yes, no or number answers it.

    It goes by the words that an English question begins with: a wh-word, or a request to tell,
    describe, explain or walk through. A question that begins with an auxiliary, or that asks for a
    number or a day, is closed. So "What is your name?" passes, and so does a choice of two.

    Parameters
    ----------
    question : str
        One question, with or without sentences that lead up to it; each question in it has to be
        open.

    Returns
    -------
    bool
        False also for a text that asks nothing.

    Examples
    --------
    >>> is_open_ended("What does a normal week look like?"), is_open_ended("Do you like it here?")
    (True, False)
    >>> is_open_ended("When you started, did you know anybody?")
    False
    >>> is_open_ended("Tell me about that year.")
    True
    """
    plain = re.sub(r"[’‘ʼ`]", "'", str(question)).lower()
    plain = re.sub(r"\bcan't\b", "can not", re.sub(r"\bwon't\b", "will not", plain))
    for short, whole in (("n't", " not"), ("'d", " would"), ("'m", " am"), ("'s", " is")):
        plain = plain.replace(short, whole)
    found = {_kind(sentence) for sentence in re.findall(r"[^.?!\n]*\w[^.?!\n]*[.?!]*", plain)}
    return "open" in found and "closed" not in found


def _kind(sentence: str) -> str:
    """Return what a sentence is: open, closed, or said (no question)."""
    clauses = [_SMALL.sub("", clause.strip()) for clause in re.split(r"[,;:–—]", sentence)]
    for clause in clauses:
        request = _REQUEST.match(clause)
        if request:
            return "closed" if request["closed"] else "open"
        if _YES_OR_NO.match(clause):
            return "closed"
        if _OPEN.match(clause) and not (_LEAD_IN.match(clause) and not _INSIDE.search(clause)):
            return "closed" if _ALSO_CLOSED.search(sentence) else "open"
    if "?" not in sentence:
        return "said"
    return "open" if _INSIDE.search(clauses[-1]) else "closed"


def _balanced(found: pd.DataFrame, n: int) -> pd.DataFrame:
    """Take the first question of each topic, then the second of each, until there are `n`."""
    needed = {name: at for at, name in enumerate(_NEEDED)}
    turn = found.groupby("topic").cumcount()
    rank = found.topic.map(lambda name: needed.get(name, len(needed)))
    chosen = pd.DataFrame({"turn": turn, "rank": rank}).sort_values(["turn", "rank"], kind="stable")
    return found.loc[sorted(chosen.index[:n])].reset_index(drop=True)


@cache
def _shipped() -> tuple[_Row, ...]:
    """Return the rows of the package's bank."""
    return tuple(_parse(files(__package__).joinpath(_BANK).read_text("utf-8"), _BANK))


def _parse(text: str, file: str) -> Iterator[_Row]:
    """Yield question, topic, audience and whether it is open, row by row."""
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
        wrong = ["one is there twice"]
    if wrong:
        raise ReadError(
            f"expected the columns {', '.join(_COLUMNS)}: {', '.join(wrong)}", file=file, line=1
        )


def _checked(row: dict[str, str], file: str, line: int) -> _Row:
    """Return one row of a bank, or raise an error that says what to write instead."""

    def refuse(column: str, problem: str) -> ReadError:
        return ReadError(problem, file=file, line=line, column=column)

    if not row["question"]:
        raise refuse("question", "it is empty; write a question or delete the line")
    topic = row["topic"].casefold()
    if not topic:
        raise refuse("topic", f"it is empty; choose one of {', '.join(TOPICS)}, or name your own")
    near = nearest(topic, TOPICS, n=1, alike=80) if topic not in TOPICS else []
    if near:
        raise refuse("topic", f"`{topic}` is no topic; write `{near[0]}`, or a name less like it")
    suits = re.findall(r"[^\s,;/|]+", row["audience"].casefold())
    for word in suits:
        if word not in AUDIENCES:
            raise refuse("audience", f"`{word}` is no audience; {hint(word, AUDIENCES)}")
    chosen = [word for word in AUDIENCES if word in suits or not suits]
    return row["question"], topic, ", ".join(chosen), is_open_ended(row["question"])
