"""How likely a tie is to act on a request: evidence becomes Beta counts, each with its reason.

The *strength* of a tie is the chance that the person asked does what is asked: a person in the
middle introduces, the insider at the end holds the conversation. It is the mean of a Beta
distribution whose counts come, until a log says better, from labelled priors by tie class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.employers import Spellings
from infonet.errors import InfonetError
from infonet.prior import PRIORS, Prior, beta_product
from infonet.tables import CLOSENESS, ME, Tables, as_date

__all__ = [
    "GIVEN",
    "REASONS",
    "Reason",
    "Weights",
    "positions",
    "tie_strength",
    "weigh",
]


class Reason(NamedTuple):
    """Why a tie has its class: a short name, the class, and words for a sentence."""

    name: str
    tie_class: str
    words: str


# In order of precedence: what the user said of a tie outranks every trace of it.
REASONS: tuple[Reason, ...] = (
    Reason("said strong", "strong", "you called it strong"),
    Reason("said medium", "medium", "you called it medium"),
    Reason("said weak", "weak", "you called it weak"),
    Reason("recent contact", "strong", "two-way contact within a year"),
    Reason("recommendation", "strong", "a written recommendation"),
    Reason("gone quiet", "medium", "two-way contact, quiet for over a year"),
    Reason("endorsement", "weak", "an endorsement"),
    Reason("invitation", "weak", "an invitation with a personal note"),
    Reason("wrote", "weak", "one-way messages"),
    Reason("note", "weak", "a note of yours"),
    Reason("colleague", "weak", "connected while working for the same employer"),
    Reason("stated", "weak", "typed in by hand, closeness not said"),
    Reason("unanswered", "connection", "connected; a message without an answer"),
    Reason("connection", "connection", "connected, nothing more is known"),
    Reason("given", "given", "the strength was given with the graph"),
)
GIVEN = len(REASONS) - 1
"""The code of a strength that came with somebody's own graph."""

_CODE = {reason.name: code for code, reason in enumerate(REASONS)}

_UNKNOWN = Prior(np.nan, np.nan, "")
_TWO_WAY = ("messages", "mail", "meeting")
_COLLEAGUE_GRACE = pd.Timedelta(days=90)
_FOREVER = pd.Timestamp("9999-12-31")


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
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    alpha: NDArray[np.float64]
    beta: NDArray[np.float64]
    reason: NDArray[np.int8]
    row: NDArray[np.int32]


def weigh(
    tables: Tables,
    source: NDArray[np.int64],
    target: NDArray[np.int64],
    *,
    n: int,
    as_of: pd.Timestamp,
    priors: Mapping[str, Prior] = PRIORS,
) -> Weights:
    """Beta counts for every pair that any evidence joins.

    Parameters
    ----------
    tables : Tables
        The evidence: ``ties``, and one's own ``jobs`` for who was a colleague.
    source, target : ndarray of int64, shape (rows of ``ties``,)
        The people of each tie row as positions in 0 … n-1.
    n : int
        Number of people.
    as_of : Timestamp
        The day from which "within a year" is counted.
    priors : mapping of str to Prior
        What each class of tie is worth.

    Returns
    -------
    Weights
        The strongest reason of each pair decides.

    Examples
    --------
    >>> rows = [{"source": "me", "target": "x", "evidence": "connection", "origin": "me"}]
    >>> tables = Tables.of(ties=rows)
    >>> ends = np.array([0]), np.array([1])
    >>> weigh(tables, *ends, n=2, as_of=pd.Timestamp("2026-06-30")).alpha.tolist()
    [2.5]
    """
    reason = _reasons(tables, as_of)
    pair = np.minimum(source, target) * n + np.maximum(source, target)
    order = np.argsort(pair * len(REASONS) + reason, kind="stable").astype(np.int32)
    pair = pair[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    best, pair = order[first], pair[first]
    code = reason[best]
    classes = [priors.get(each.tie_class, _UNKNOWN) for each in REASONS]
    alpha = np.array([prior.alpha for prior in classes])[code]
    beta = np.array([prior.beta for prior in classes])[code]
    ends = (pair // n).astype(np.int32), (pair % n).astype(np.int32)
    return Weights(*ends, alpha, beta, code, best)


def _reasons(tables: Tables, as_of: pd.Timestamp) -> NDArray[np.int8]:
    """The reason code of every row of the ties, each row by itself."""
    ties = tables.ties
    reason = np.full(len(ties), _CODE["connection"], dtype=np.int8)
    evidence = pd.Categorical(ties.evidence)
    codes = {word: code for code, word in enumerate(evidence.categories)}

    def rows(*words: str) -> NDArray[np.bool_]:
        return np.isin(evidence.codes, [codes[word] for word in words if word in codes])

    for word in ("recommendation", "endorsement", "invitation", "note", "stated"):
        reason[rows(word)] = _CODE[word]
    contact = np.flatnonzero(rows(*_TWO_WAY))
    if len(contact):
        told = ties.iloc[contact]
        recent = told["last"].to_numpy() >= (as_of - pd.DateOffset(years=1)).to_datetime64()
        answered = told.exchanges.to_numpy() > 0
        own = (told.started == told.origin).to_numpy(dtype=bool)
        one_way = np.where(own, _CODE["unanswered"], _CODE["wrote"])
        two_way = np.where(recent, _CODE["recent contact"], _CODE["gone quiet"])
        reason[contact] = np.where(answered, two_way, one_way)
    reason[_colleagues(tables, rows("connection"))] = _CODE["colleague"]
    closeness = ties.closeness
    if closeness.notna().any():
        for word in CLOSENESS:
            reason[(closeness == word).to_numpy(dtype=bool)] = _CODE[f"said {word}"]
    return reason


def _colleagues(tables: Tables, connection: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows of my connections made while I worked for the employer where they work now.

    The date they connected falls into my time there, so they most likely met at work.
    """
    jobs, ties = tables.jobs, tables.ties
    mine = jobs[(jobs.person == ME) & jobs.company.notna() & jobs.start.notna()]
    found: list[NDArray[np.int64]] = []
    if mine.empty:
        return np.empty(0, dtype=np.int64)
    mine_rows = np.flatnonzero(connection & (ties.origin == ME).to_numpy(dtype=bool))
    alter = ties.source.where(ties.source != ME, ties.target).iloc[mine_rows]
    since = ties.since.iloc[mine_rows]
    theirs = jobs[jobs.end.isna() & jobs.company.notna() & jobs.person.isin(alter)]
    spellings = Spellings(theirs.company)
    ends = (mine.end + _COLLEAGUE_GRACE).fillna(_FOREVER)
    for company, start, end in zip(mine.company, mine.start, ends, strict=True):
        same = spellings.match(company).company
        staff = theirs.person[theirs.company.isin(same)]
        met = alter.isin(staff) & since.between(start, end)
        found.append(mine_rows[met.to_numpy(dtype=bool)])
    return np.unique(np.concatenate(found))


def tie_strength(
    tables: Tables, *, as_of: object, priors: Mapping[str, Prior] = PRIORS
) -> pd.DataFrame:
    """The strength of every tie, with its class and its reason.

    Parameters
    ----------
    tables : Tables
        The evidence.
    as_of : date, str or Timestamp
        The day from which "within a year" is counted.
    priors : mapping of str to Prior
        What each class of tie is worth.

    Returns
    -------
    DataFrame
        One row per pair: source, target (person keys, source < target), tie_class, alpha, beta,
        strength (the mean, in (0, 1]), low, high (95 %), reason. Strongest first, then by key.

    Raises
    ------
    InfonetError
        When a tie names a person who is not in ``people``, or `as_of` is no date.

    Examples
    --------
    >>> tie = {"source": "in/ana", "target": "me", "evidence": "recommendation", "origin": "me"}
    >>> tables = Tables.of(people=[{"person": "me"}, {"person": "in/ana"}], ties=[tie])
    >>> found = tie_strength(tables, as_of="2026-06-30")
    >>> found[["tie_class", "reason"]].iloc[0].tolist(), round(found.strength[0], 2)
    (['strong', 'recommendation'], np.float64(0.7))
    """
    person = pd.Index(tables.people.person.sort_values())
    source, target = positions(person, tables.ties)
    weights = weigh(tables, source, target, n=len(person), as_of=as_date(as_of), priors=priors)
    reasons = [REASONS[code] for code in weights.reason]
    counts, which = np.unique(np.c_[weights.alpha, weights.beta], axis=0, return_inverse=True)
    bounds = np.array([beta_product(pair[:1], pair[1:]) for pair in counts]).reshape(-1, 3)
    found = pd.DataFrame(
        {
            "source": person[weights.source],
            "target": person[weights.target],
            "tie_class": pd.Series([reason.tie_class for reason in reasons], dtype="str"),
            "alpha": weights.alpha,
            "beta": weights.beta,
            "strength": bounds[which.ravel(), 0],
            "low": bounds[which.ravel(), 1],
            "high": bounds[which.ravel(), 2],
            "reason": pd.Series([reason.name for reason in reasons], dtype="str"),
        }
    )
    order = ["strength", "source", "target"]
    return found.sort_values(order, ascending=[False, True, True], ignore_index=True)


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
