"""The Beta counts of every tie: what it is known by, and what the log taught."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet import ledger
from infonet._learned import TIED, Asks, Learned, beta_counts
from infonet._outcomes import learn
from infonet._reasons import REASONS, reasons_of
from infonet.errors import InfonetError
from infonet.prior import PRIORS, Prior
from infonet.tables import Tables

__all__ = ["Weights", "positions", "weigh"]

_UNKNOWN = Prior(np.nan, np.nan, "")
_CLASS = np.array([(*TIED, "given").index(reason.tie_class) for reason in REASONS], dtype=np.int8)
"""The class of each reason, as a place in `TIED`."""


class Weights(NamedTuple):
    """One entry per pair of people, ordered by (source, target).

    Attributes
    ----------
    source, target : ndarray of int32, shape (pairs,)
        Positions of the two people, source < target.
    alpha, beta : ndarray of float64, shape (pairs,)
        Beta counts of the tie.
    reason : ndarray of int8, shape (pairs,)
        Position in `REASONS`.
    row : ndarray of int32, shape (pairs,)
        Position in ``tables.ties`` of the evidence that decided.
    learned : Learned
        What the log taught.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    alpha: NDArray[np.float64]
    beta: NDArray[np.float64]
    reason: NDArray[np.int8]
    row: NDArray[np.int32]
    learned: Learned


def weigh(
    tables: Tables,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    *,
    person: pd.Index,
    as_of: pd.Timestamp,
    priors: Mapping[str, Prior] = PRIORS,
) -> Weights:
    """Beta counts for every pair that any evidence joins.

    Parameters
    ----------
    tables : Tables
        The evidence: ``ties``, one's own ``jobs`` for who was a colleague, and ``events``.
    source, target : ndarray of int64, shape (rows of ``ties``,)
        The people of each tie row as positions in `person`.
    person : Index of str, shape (people,)
        The key of each person.
    as_of : Timestamp
        The day from which "within a year" is counted, and after which no event counts.
    priors : mapping of str to Prior
        What each class of tie is worth before any log.

    Returns
    -------
    Weights
        The strongest reason of each pair decides its class.

    Examples
    --------
    >>> rows = [{"source": "me", "target": "x", "evidence": "connection", "origin": "me"}]
    >>> tables = Tables.of(ties=rows)
    >>> person, ends = pd.Index(["me", "x"]), (np.array([0]), np.array([1]))
    >>> weigh(tables, *ends, person=person, as_of=pd.Timestamp("2026-06-30")).alpha.tolist()
    [2.5]
    """
    n = len(person)
    reason = reasons_of(tables, as_of)
    pair = np.minimum(source, target) * n + np.maximum(source, target)
    order = np.argsort(pair * len(REASONS) + reason, kind="stable").astype(np.int32)
    pair = pair[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    best, pair = order[first], pair[first]
    code = reason[best]
    learned = _learned(tables.events, tables, person, pair, code, as_of, priors)
    known = {name: learned.prior(name) for name in priors}
    classes = [known.get(each.tie_class, _UNKNOWN) for each in REASONS]
    alpha = np.array([prior.alpha for prior in classes])[code]
    beta = np.array([prior.beta for prior in classes])[code]
    ends = (pair // n).astype(np.int32), (pair % n).astype(np.int32)
    weights = Weights(*ends, alpha, beta, code, best, learned)
    if learned.by_tie:
        _apart(weights, pair, person)
    return weights


def _learned(
    events: pd.DataFrame,
    tables: Tables,
    person: pd.Index,
    pair: NDArray[np.int64],
    code: NDArray[np.int8],
    as_of: pd.Timestamp,
    priors: Mapping[str, Prior],
) -> Learned:
    """What the events up to a day teach, with the classes that the ties have."""
    events = events[pd.to_datetime(events.date).dt.normalize() <= as_of]
    if events.empty:
        return Learned(dict(priors))
    if events.request.isna().any() or (events.groupby("request").kind.count() == 0).any():
        events = ledger.settle(events, tables)
    attempts = ledger.attempts(events)
    keys = sorted({key for attempt in attempts for key in attempt.route})
    at = dict(zip(keys, person.get_indexer(pd.Index(keys)).tolist(), strict=True))

    def tie_class(a: str, b: str) -> str | None:
        low, high = sorted((at[a], at[b]))
        place = int(np.searchsorted(pair, low * len(person) + high))
        found = low >= 0 and place < len(pair) and pair[place] == low * len(person) + high
        return REASONS[code[place]].tie_class if found else None

    return learn(attempts, tie_class, as_of=as_of, priors=priors)


def _apart(weights: Weights, pair: NDArray[np.int64], person: pd.Index) -> None:
    """Set the ties that differ from their class: with an own log, or with people who were asked."""
    learned = weights.learned
    asked = sorted({name for tie_class, name in learned.by_person if tie_class in TIED})
    # What each person acted on, by class; the last row is for everybody who was never asked.
    acted = np.zeros((len(asked) + 1, len(TIED), 3))
    for place, name in enumerate(asked):
        acted[place] = [learned.by_person.get((one, name), Asks()) for one in TIED]
    row = np.full(len(person), len(asked), dtype=np.int32)
    row[person.get_indexer(pd.Index(asked))] = np.arange(len(asked))
    ends = row[weights.source], row[weights.target]
    which = np.flatnonzero((ends[0] < len(asked)) | (ends[1] < len(asked)))
    own = np.zeros((len(which), 2))
    for (a, b), asks in learned.by_tie.items():
        low, high = sorted(person.get_indexer(pd.Index([a, b])).tolist())
        place = int(np.searchsorted(pair, low * len(person) + high))
        own[np.searchsorted(which, place)] = asks[:2]
    tie_class_of = _CLASS[weights.reason[which]]
    total = acted.sum(axis=0)[tie_class_of]
    others = total - acted[ends[0][which], tie_class_of] - acted[ends[1][which], tie_class_of]
    others = np.where(others < 1e-9, 0.0, others)  # what is left of nothing is rounding
    prior = np.array([learned.priors[name][:2] for name in TIED])[tie_class_of]
    weights.alpha[which], weights.beta[which] = beta_counts(*prior.T, *others.T, *own.T)


def positions(person: pd.Index, ties: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The two ends of every tie as positions in `person`; an unknown person is an error."""
    ends = []
    for column in ("source", "target"):
        found = person.get_indexer(pd.Index(ties[column])).astype(np.int64)
        if len(found) and found.min() < 0:
            key = ties[column].iloc[int(found.argmin())]
            raise InfonetError(
                f"`ties.{column}` names `{key}`, who is not in `people`: add them,"
                " or see `infonet.check(tables)` for every fault at once"
            )
        ends.append(found)
    return ends[0], ends[1]
