"""Tables of strengths and outcomes: every tie, every person asked, every hop."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from infonet.strength._evidence import REASONS
from infonet.strength._learned import Outcome
from infonet.strength._posterior import Ties, classified, fit, positions
from infonet.strength._priors import PRIORS, Beta, Prior
from infonet.tables import HasTables, Tables, as_date, tables_of


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
    tables, day = tables_of(tables), as_date(as_of)
    person, ties = _pairs(tables, day)
    posterior = fit(ties, tables, person=person, as_of=day, priors=priors)
    reasons = [REASONS[code] for code in ties.reason]
    counts, which = np.unique(np.c_[posterior.alpha, posterior.beta], axis=0, return_inverse=True)
    bounds = np.array([Beta(*pair).interval() for pair in counts.tolist()]).reshape(-1, 2)
    found = pd.DataFrame(
        {
            "source": person[ties.source],
            "target": person[ties.target],
            "tie_class": pd.Series([reason.tie_class for reason in reasons], dtype="str"),
            "alpha": posterior.alpha,
            "beta": posterior.beta,
            "strength": posterior.alpha / (posterior.alpha + posterior.beta),
            "low": bounds[which.ravel(), 0],
            "high": bounds[which.ravel(), 1],
            "reason": pd.Series([reason.name for reason in reasons], dtype="str"),
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
    shown = pd.Series(name.reindex(pd.Index(found.who)).array, index=found.index, dtype="str")
    found.insert(1, "name", shown.fillna(found.who))
    return found.sort_values(["name", *keys], ignore_index=True)


def hop_forecasts(tables: Tables | HasTables, *, as_of: object) -> pd.DataFrame:
    """Set what was predicted of every decided hop beside what came of it.

    Parameters
    ----------
    tables : Tables or Book
        The log in ``events``, and the ties that give each hop its class.
    as_of : date, str or Timestamp
        The day; later events do not count.

    Returns
    -------
    DataFrame
        request, position (the hop, from 1), person (who was to act), predicted (its strength from
        the events strictly before the ask), success, failure (weights, together at most 1). By
        day of asking. Scouts are left out: what they are asked is another question.

    Notes
    -----
    The classes of the ties are those of today's evidence.

    Examples
    --------
    >>> tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
    >>> asked = {"person": "in/ana", "stage": "asked", "date": "2026-03-02", "kind": "direct"}
    >>> tables = Tables.of(
    ...     people=[{"person": "me"}, {"person": "in/ana"}], ties=[tie], events=[asked]
    ... )
    >>> hop_forecasts(tables, as_of="2026-06-30")[["position", "predicted", "failure"]]
       position  predicted  failure
    0         1       0.25      1.0
    """
    rows = _decided(tables_of(tables), as_of)
    columns = ["request", "position", "person", "predicted", "success", "failure"]
    return rows.loc[rows.tie_class != "scout", columns].reset_index(drop=True)


def _decided(tables: Tables, as_of: object) -> pd.DataFrame:
    """Return the outcomes of the log as a table."""
    day = as_date(as_of)
    person, ties = _pairs(tables, day)
    learned = fit(ties, tables, person=person, as_of=day).learned
    rows = pd.DataFrame(learned.outcomes, columns=list(Outcome._fields))
    words = dict.fromkeys(("request", "person", "by", "tie_class"), "str")
    numbers = dict.fromkeys(("predicted", "success", "failure"), "float64")
    return rows.astype(words | numbers | {"position": "int64"})


def _pairs(tables: Tables, day: pd.Timestamp) -> tuple[pd.Index, Ties]:
    """Return the keys of all people in order, and every pair that any evidence joins."""
    person = pd.Index(tables.people.person.sort_values())
    return person, classified(tables, *positions(person, tables.ties), n=len(person), as_of=day)
