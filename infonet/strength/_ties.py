"""Fit the strength of every tie, and list strengths and outcomes as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet import ledger
from infonet.strength._attribution import learn
from infonet.strength._evidence import LOGGED, REASONS, Evidence, Ties, with_logged
from infonet.strength._learned import TIED, Asks, Learned, Outcome, beta_counts
from infonet.strength._priors import PRIORS, Beta, Prior
from infonet.tables import TEXT, HasTables, Tables, as_date, tables_of

_UNKNOWN = Beta(np.nan, np.nan)
_CLASS = np.array([(*TIED, "given").index(reason.tie_class) for reason in REASONS], dtype=np.int8)
"""The class of each reason, as a place in `TIED`."""
_OF_LOG = np.array([reason.name in LOGGED for reason in REASONS])


class Posterior(NamedTuple):
    """The Beta counts of each tie, and the lessons of the log."""

    alpha: NDArray[np.float64]
    beta: NDArray[np.float64]
    learned: Learned


def tie_strength(
    tables: Tables | HasTables, *, as_of: object, priors: Mapping[str, Prior] = PRIORS
) -> pd.DataFrame:
    """Measure the strength of every tie, with its class, its reason and its asks.

    Parameters
    ----------
    tables : Tables or Book
        The evidence, and the log in ``events``.
    as_of : date, str or Timestamp
        The day from which "within a year" is counted; later events do not count.
    priors : mapping of str to Prior
        The chance of each class of tie before any log.

    Returns
    -------
    DataFrame
        One row per pair: source, target (person keys, source < target), tie_class, alpha, beta,
        strength (the mean, in (0, 1]), low, high (95 %), reason, success, failure (asks along this
        tie that worked and that did not; see `outcomes`). Strongest first, then by key.

    Raises
    ------
    InfonetError
        When a tie names a person who is not in ``people``, or `as_of` is no date.

    Notes
    -----
    A class begins with its labelled prior, Beta(a, b), to which the log is added:
    the rate becomes (a + S) / (a + b + S + F), where S and F count only asks in which neither end
    of the tie was to act. That rate, at the prior's own weight of ten asks, is the prior of the
    tie; its own successes and failures count in full. So nobody's asks count twice for them.
    `alpha` and `beta` have that mean; together they are fewer than ten and the own asks by as much
    as the rate of the class, learned from so few, may itself be off.

    Examples
    --------
    >>> tie = {"source": "in/ana", "target": "me", "evidence": "recommendation", "origin": "me"}
    >>> tables = Tables.of(people=[{"person": "me"}, {"person": "in/ana"}], ties=[tie])
    >>> found = tie_strength(tables, as_of="2026-06-30")
    >>> found[["tie_class", "reason"]].iloc[0].tolist(), round(found.strength[0], 2)
    (['strong', 'recommendation'], np.float64(0.7))
    """
    day = as_date(as_of)
    tables = with_logged(tables_of(tables), day)
    person, ties = _pairs(tables, day)
    posterior = fit(ties, tables, person=person, as_of=day, priors=priors)
    reasons = [REASONS[code] for code in ties.reason]
    counts, which = np.unique(np.c_[posterior.alpha, posterior.beta], axis=0, return_inverse=True)
    bounds = np.array([Beta(*pair).interval() for pair in counts.tolist()]).reshape(-1, 2)
    found = pd.DataFrame(
        {
            "source": person[ties.source],
            "target": person[ties.target],
            "tie_class": pd.Series([reason.tie_class for reason in reasons], dtype=TEXT),
            "alpha": posterior.alpha,
            "beta": posterior.beta,
            "strength": posterior.alpha / (posterior.alpha + posterior.beta),
            "low": bounds[which.ravel(), 0],
            "high": bounds[which.ravel(), 1],
            "reason": pd.Series([reason.name for reason in reasons], dtype=TEXT),
            "success": 0.0,
            "failure": 0.0,
        }
    )
    asks = posterior.learned.by_tie
    if asks:
        own = pd.MultiIndex.from_frame(found[["source", "target"]]).get_indexer(
            pd.MultiIndex.from_tuples(list(asks))
        )
        found.loc[own, ["success", "failure"]] = np.array(list(asks.values()))[:, :2]
    order = ["strength", "source", "target"]
    return found.sort_values(order, ascending=[False, True, True], ignore_index=True)


def outcomes(tables: Tables | HasTables, *, as_of: object) -> pd.DataFrame:
    """Count for each person asked the asks that worked and that did not.

    Parameters
    ----------
    tables : Tables or Book
        The log in ``events``, and the ties that give each hop its class.
    as_of : date, str or Timestamp
        The day; later events do not count.

    Returns
    -------
    DataFrame
        who (key of the person who was to act), name, by (the other end of the tie: ``me``, or the
        connector's key), tie_class (``cold`` for a message without a tie, ``scout`` for the
        question whether somebody is known there; missing for two others whom only the log
        joins), success, failure, requests (the number that is decided). By name.

    Notes
    -----
    An introduction is a success of who introduced, a conversation of everybody on the route. A
    decline is a failure of who declined. Silence is one 7 business days after the last message,
    shared over the people with whom it may have ended, in proportion to the chance that it was
    there. Several requests put to one person on one day count as one together.

    Examples
    --------
    >>> tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
    >>> asked = {"person": "in/ana", "stage": "asked", "date": "2026-03-02", "kind": "direct"}
    >>> tables = Tables.of(
    ...     people=[{"person": "me"}, {"person": "in/ana"}], ties=[tie], events=[asked]
    ... )
    >>> outcomes(tables, as_of="2026-06-30")[["who", "by", "requests"]].values.tolist()
    [['in/ana', 'me', 1]]
    """
    tables = tables_of(tables)
    rows = _decided(tables, as_of)
    keys = ["who", "by", "tie_class"]
    name = tables.people.set_index("person").name
    found = (
        rows.rename(columns={"person": "who"})
        .groupby(keys, dropna=False, as_index=False, sort=True)
        .agg(
            success=("success", "sum"), failure=("failure", "sum"), requests=("request", "nunique")
        )
    )
    shown = pd.Series(name.reindex(pd.Index(found.who)).array, index=found.index, dtype=TEXT)
    found.insert(1, "name", shown.fillna(found.who))
    return found.sort_values(["name", *keys], ignore_index=True)


def hop_forecasts(tables: Tables | HasTables, *, as_of: object) -> pd.DataFrame:
    """Set what was predicted of every decided hop beside what came of it, by day of asking.

    `position` is the hop, from 1; `person` was to act; `predicted` is its strength from the events
    before the day of the ask, with the classes of today's evidence; `success` and `failure` are
    together at most 1. Scouts are left out: what they are asked is another question.
    """
    rows = _decided(tables_of(tables), as_of)
    columns = ["request", "position", "person", "predicted", "success", "failure"]
    return rows.loc[rows.tie_class != "scout", columns].reset_index(drop=True)


def fit(
    ties: Ties,
    log: ledger.AnyLog,
    *,
    person: pd.Index,
    as_of: pd.Timestamp,
    priors: Mapping[str, Prior] = PRIORS,
    until: pd.Timestamp | None = None,
) -> Posterior:
    """Fit the Beta counts of the ties: the prior of the class, and what the log taught.

    The `log` may be tables, or a ledger that has been read. `person` has the key of each position;
    events after `until`, by default `as_of`, do not count.
    """
    pair = ties.source.astype(np.int64) * len(person) + ties.target
    attempts = ledger.Ledger.of(log).attempts(until=as_of if until is None else until)
    learned = _learned(attempts, person, pair, ties.reason, as_of, priors)
    known = {name: learned.prior(name) for name in priors}
    counts: list[Beta] = [known.get(each.tie_class, _UNKNOWN) for each in REASONS]
    alpha = np.array([prior.alpha for prior in counts])[ties.reason]
    beta = np.array([prior.beta for prior in counts])[ties.reason]
    posterior = Posterior(alpha, beta, learned)
    if learned.by_tie:
        _own_and_excluded(posterior, ties, pair, person)
    return posterior


def _decided(tables: Tables, as_of: object) -> pd.DataFrame:
    """Return the outcomes of the log as a table."""
    day = as_date(as_of)
    person, ties = _pairs(tables, day)
    learned = fit(ties, tables, person=person, as_of=day).learned
    rows = pd.DataFrame(learned.outcomes, columns=list(Outcome._fields))
    words = dict.fromkeys(("request", "person", "by", "tie_class"), TEXT)
    numbers = dict.fromkeys(("predicted", "success", "failure"), "float64")
    return rows.astype(words | numbers | {"position": "int64"})


def _pairs(tables: Tables, day: pd.Timestamp) -> tuple[pd.Index, Ties]:
    """Return the keys of all people in order, and every pair that any evidence joins."""
    person = pd.Index(tables.people.person.sort_values())
    return person, Evidence(tables, person).ties(day)


def _learned(
    attempts: Sequence[ledger.Attempt],
    person: pd.Index,
    pair: NDArray[np.int64],
    code: NDArray[np.int8],
    as_of: pd.Timestamp,
    priors: Mapping[str, Prior],
) -> Learned:
    """Learn from the attempts, with the classes that the ties have."""
    hops = sorted({hop for attempt in attempts for hop in pairwise(attempt.route)})
    if not hops or not len(pair):
        return learn(attempts, {}, as_of=as_of, priors=priors)
    ends = np.array([_places(person, end) for end in zip(*hops, strict=True)])
    low, high = ends.min(axis=0).astype(np.int64), ends.max(axis=0)
    wanted = low * len(person) + high
    place = np.minimum(np.searchsorted(pair, wanted), len(pair) - 1)
    # A tie that the log itself made teaches its class nothing.
    there = (low >= 0) & (pair[place] == wanted) & ~_OF_LOG[code[place]]
    reasons = code[place][there].tolist()
    of_hop = zip([hops[at] for at in there.nonzero()[0]], reasons, strict=True)
    tie_class = {hop: REASONS[reason].tie_class for hop, reason in of_hop}
    return learn(attempts, tie_class, as_of=as_of, priors=priors)


def _places(person: pd.Index, keys: Sequence[str]) -> NDArray[np.intp]:
    """Return the position of each key, -1 where there is none."""
    return person.get_indexer(pd.Index(keys, dtype=TEXT))


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
    row[_places(person, asked)] = np.arange(len(asked))
    among = row < len(asked)
    which = np.flatnonzero(among[ties.source] | among[ties.target])
    ends = row[ties.source[which]], row[ties.target[which]]
    own = np.zeros((len(which), 2))
    along = np.array([asks[:2] for asks in learned.by_tie.values()])
    ends_of = [_places(person, end) for end in zip(*learned.by_tie, strict=True)]
    for one, other in (ends_of, ends_of[::-1]):
        wanted = one.astype(np.int64) * len(person) + other
        places = np.minimum(np.searchsorted(pair, wanted), len(pair) - 1)
        there = (one >= 0) & (other >= 0) & (pair[places] == wanted)
        own[np.searchsorted(which, places[there])] = along[there]
    tie_class_of = _CLASS[ties.reason[which]]
    total = acted.sum(axis=0)[tie_class_of]
    others = total - acted[ends[0], tie_class_of] - acted[ends[1], tie_class_of]
    others = np.where(others < 1e-9, 0.0, others)  # what is left of nothing is rounding
    prior = np.array([(learned.priors[name].alpha, learned.priors[name].beta) for name in TIED])[
        tie_class_of
    ]
    posterior.alpha[which], posterior.beta[which] = beta_counts(*prior.T, *others.T, *own.T)
