"""Choose who to meet at an event, and a question for each guest."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from infonet.names.titles import role_of
from infonet.paths import DIGITS
from infonet.prepare._questions import questions

# Topics too long for a standing conversation.
_NOT_STANDING = ("hiring", "assignments", "resources", "closing")


def greedy_cover(
    value: NDArray[np.float64], weight: NDArray[np.float64], *, n: int
) -> list[tuple[int, NDArray[np.bool_]]]:
    """Greedy weighted maximum coverage.

    Rows are chosen one after the other by what each adds to the weighted cover of the columns
    (Nemhauser, Wolsey & Fisher 1978).

    Parameters
    ----------
    value : ndarray of float64, shape (rows, columns)
        How well each row covers each column, in [0, 1]. A column is covered as well as the best
        chosen row covers it.
    weight : ndarray of float64, shape (columns,)
        The weight of each column.
    n : int
        The greatest number of rows to choose. Choosing ends when no row adds anything.

    Returns
    -------
    list of (int, ndarray of bool)
        Each chosen row, in order, and the columns that it covers better than the rows before it.
        Of rows that add equally (to 12 digits) the first is chosen.

    Examples
    --------
    >>> value = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.5, 1.0]])
    >>> [row for row, _ in greedy_cover(value, np.ones(3), n=3)]
    [0, 2]
    """
    best = np.zeros(value.shape[1])
    chosen: list[tuple[int, NDArray[np.bool_]]] = []
    while len(chosen) < n and value.size:
        more = np.maximum(value - best, 0.0)
        gain = (more @ weight).round(DIGITS)
        row = int(gain.argmax())
        if gain[row] <= 0:
            break
        chosen.append((row, more[row] > 0))
        best = np.maximum(best, value[row])
    return chosen


def assign_questions(
    titles: Iterable[object], fields: Sequence[str], bank: str | os.PathLike[str] | None
) -> list[str | None]:
    """Assign each title a suitable open question, reusing each question as little as possible.

    Parameters
    ----------
    titles : iterable of str
        The job titles, in the order in which their holders are met.
    fields : sequence of str
        The wanted fields of work.
    bank : path, optional
        A CSV file of the user's own questions.

    Returns
    -------
    list of str or None
        A question for each title.
    """
    listed = list(titles)
    role = {title: role_of(title, fields).removeprefix("hiring ") for title in set(listed)}
    suited: dict[str, list[str]] = {}
    for audience in set(role.values()):
        bank_of = questions(audience, bank=bank)
        bank_of = bank_of[bank_of.open & ~bank_of.topic.isin(_NOT_STANDING)]
        # The first of each topic, then the second of each.
        turn = bank_of.groupby("topic").cumcount().to_numpy()
        suited[audience] = bank_of.question.iloc[np.argsort(turn, kind="stable")].tolist()
    given: Counter[str] = Counter()
    asked: list[str | None] = []
    for title in listed:
        question = min(suited[role[title]], key=given.__getitem__)
        given[question] += 1
        asked.append(question)
    return asked
