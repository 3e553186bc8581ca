"""Fit the Beta counts of every tie: the prior of its class, and what the log taught."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet import ledger
from infonet.errors import InfonetError
from infonet.strength._attribution import learn
from infonet.strength._evidence import REASONS, reasons_of
from infonet.strength._learned import TIED, Asks, Learned, beta_counts
from infonet.strength._priors import PRIORS, Beta, Prior
from infonet.tables import Tables

_UNKNOWN = Beta(np.nan, np.nan)
_CLASS = np.array([(*TIED, "given").index(reason.tie_class) for reason in REASONS], dtype=np.int8)
"""The class of each reason, as a place in `TIED`."""


class Ties(NamedTuple):
    """Ties with the evidence that decides their class, by (source, target); one way round or both.

    Attributes
    ----------
    source, target : ndarray of int32, shape (ties,)
        Positions of the two people.
    reason : ndarray of int8, shape (ties,)
        Position in `REASONS`.
    row : ndarray of int32, shape (ties,)
        Position in ``tables.ties`` of the evidence that decided.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    reason: NDArray[np.int8]
    row: NDArray[np.int32]


class Posterior(NamedTuple):
    """One entry per tie.

    Attributes
    ----------
    alpha, beta : ndarray of float64, shape (ties,)
        Beta counts of the tie.
    learned : Learned
        The lessons of the log.
    """

    alpha: NDArray[np.float64]
    beta: NDArray[np.float64]
    learned: Learned


def classified(
    tables: Tables,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    *,
    n: int,
    as_of: pd.Timestamp,
) -> Ties:
    """Join the evidence of each pair to one tie; the strongest reason decides its class.

    Parameters
    ----------
    tables : Tables
        The evidence: ``ties``, and one's own ``jobs`` for who was a colleague.
    source, target : ndarray of int64, shape (rows of ``ties``,)
        The people of each row of the evidence, as positions.
    n : int
        The number of people.
    as_of : Timestamp
        The day from which "within a year" is counted.

    Returns
    -------
    Ties
        One way round: source < target.

    Examples
    --------
    >>> rows = [{"source": "me", "target": "x", "evidence": "connection", "origin": "me"}]
    >>> ends, day = (np.array([0]), np.array([1])), pd.Timestamp("2026-06-30")
    >>> ties = classified(Tables.of(ties=rows), *ends, n=2, as_of=day)
    >>> REASONS[ties.reason[0]].name
    'connection'
    """
    reason = reasons_of(tables, as_of)
    pair = np.minimum(source, target) * n + np.maximum(source, target)
    order = np.argsort(pair * len(REASONS) + reason, kind="stable").astype(np.int32)
    pair = pair[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    best, pair = order[first], pair[first]
    return Ties((pair // n).astype(np.int32), (pair % n).astype(np.int32), reason[best], best)


def fit(
    ties: Ties,
    tables: Tables,
    *,
    person: pd.Index,
    as_of: pd.Timestamp,
    priors: Mapping[str, Prior] = PRIORS,
) -> Posterior:
    """Fit the Beta counts of the ties: the prior of the class, and what the log taught.

    Parameters
    ----------
    ties : Ties
        One way round or both.
    tables : Tables
        Its ``events`` are the log.
    person : Index of str, shape (people,)
        The key of each person.
    as_of : Timestamp
        The day after which no event counts.
    priors : mapping of str to Prior
        The chance of each class of tie before any log.

    Returns
    -------
    Posterior

    Examples
    --------
    >>> ties = Ties(*(np.array([number]) for number in (0, 1, len(REASONS) - 2, 0)))
    >>> person, day = pd.Index(["me", "x"]), pd.Timestamp("2026-06-30")
    >>> fit(ties, Tables.of(), person=person, as_of=day).alpha.tolist()
    [2.5]
    """
    pair = ties.source.astype(np.int64) * len(person) + ties.target
    learned = _learned(tables.events, tables, person, pair, ties.reason, as_of, priors)
    known = {name: learned.prior(name) for name in priors}
    counts: list[Beta] = [known.get(each.tie_class, _UNKNOWN) for each in REASONS]
    alpha = np.array([prior.alpha for prior in counts])[ties.reason]
    beta = np.array([prior.beta for prior in counts])[ties.reason]
    posterior = Posterior(alpha, beta, learned)
    if learned.by_tie:
        _own_and_excluded(posterior, ties, pair, person)
    return posterior


def _place(pair: NDArray[np.int64], wanted: int) -> int:
    """Return the place of a pair; -1 where there is no such tie."""
    place = int(np.searchsorted(pair, wanted))
    return place if place < len(pair) and pair[place] == wanted else -1


def _learned(
    events: pd.DataFrame,
    tables: Tables,
    person: pd.Index,
    pair: NDArray[np.int64],
    code: NDArray[np.int8],
    as_of: pd.Timestamp,
    priors: Mapping[str, Prior],
) -> Learned:
    """Learn from the events up to a day, with the classes that the ties have."""
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
        place = _place(pair, low * len(person) + high) if low >= 0 else -1
        return REASONS[code[place]].tie_class if place >= 0 else None

    return learn(attempts, tie_class, as_of=as_of, priors=priors)


def _own_and_excluded(
    posterior: Posterior, ties: Ties, pair: NDArray[np.int64], person: pd.Index
) -> None:
    """Set the ties that differ from their class: by their own asks, or by people who were asked."""
    learned = posterior.learned
    asked = sorted({name for tie_class, name in learned.by_person if tie_class in TIED})
    # The asks of each person by class; the last row is for everybody who was never asked.
    acted = np.zeros((len(asked) + 1, len(TIED), 3))
    for place, name in enumerate(asked):
        acted[place] = [learned.by_person.get((one, name), Asks()) for one in TIED]
    row = np.full(len(person), len(asked), dtype=np.int32)
    row[person.get_indexer(pd.Index(asked))] = np.arange(len(asked))
    ends = row[ties.source], row[ties.target]
    which = np.flatnonzero((ends[0] < len(asked)) | (ends[1] < len(asked)))
    own = np.zeros((len(which), 2))
    for (a, b), asks in learned.by_tie.items():
        x, y = person.get_indexer(pd.Index([a, b])).tolist()
        for one, other in ((x, y), (y, x)):
            place = _place(pair, one * len(person) + other)
            if place >= 0:
                own[np.searchsorted(which, place)] = asks[:2]
    tie_class_of = _CLASS[ties.reason[which]]
    total = acted.sum(axis=0)[tie_class_of]
    others = total - acted[ends[0][which], tie_class_of] - acted[ends[1][which], tie_class_of]
    others = np.where(others < 1e-9, 0.0, others)  # what is left of nothing is rounding
    prior = np.array([(learned.priors[name].alpha, learned.priors[name].beta) for name in TIED])[
        tie_class_of
    ]
    posterior.alpha[which], posterior.beta[which] = beta_counts(*prior.T, *others.T, *own.T)


def positions(person: pd.Index, ties: pd.DataFrame) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the two ends of every tie as positions in `person`.

    Raises
    ------
    InfonetError
        A tie with somebody who is not in `person`.
    """
    ends = []
    for column in ("source", "target"):
        found = person.get_indexer(pd.Index(ties[column])).astype(np.int64)
        if len(found) and found.min() < 0:
            key = ties[column].iloc[int(found.argmin())]
            raise InfonetError(
                f"`ties.{column}` names `{key}`, who is not in `people`: add them,"
                " or see `infonet.tables.check(tables)` for every fault at once"
            )
        ends.append(found)
    return ends[0], ends[1]
