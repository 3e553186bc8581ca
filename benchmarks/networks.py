"""Seeded networks that look like people's: heavy-tailed degrees, circles, Zipf companies."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.tables import Tables, frame

__all__ = ["CLASSES", "DAY", "People", "crowd", "friends", "people"]

DAY = "2026-06-30"
"""The day on which invented networks are looked at."""

TARGETS = 10

CLASSES = (0.70, 0.50, 0.37, 0.25)
"""The strengths of the four classes of evidence, before anything is learned."""

_SHARES = (0.05, 0.15, 0.30, 0.50)
_IN_COMMUNITY, _IN_COMPANY = 0.5, 0.2  # of all ties; the rest go anywhere
_COMMUNITY = 150  # people in one, on average


class People(NamedTuple):
    """A network as arrays, with a company for each person.

    Attributes
    ----------
    indptr, indices, strength : arrays
        CSR with every tie in both directions, targets ascending within a row.
    company : array of int
        Of each person; company 0 is the largest.
    ego : int
        Somebody with more ties than nine in ten.
    """

    indptr: NDArray[np.int64]
    indices: NDArray[np.int32]
    strength: NDArray[np.float64]
    company: NDArray[np.int64]
    ego: int

    def insiders(self, company: int) -> NDArray[np.int64]:
        """Find the people who work at a company."""
        return np.flatnonzero(self.company == company)


def people(n: int, degree: float = 20.0, *, seed: int = 0, classes: bool = False) -> People:
    """Invent a network.

    Parameters
    ----------
    n : int
        How many people.
    degree : float
        Ties per person, on average; a little less is reached where n is small.
    seed : int
        The same seed gives the same network.
    classes : bool
        Strengths from the four classes only, so that very many paths tie; otherwise continuous.
    """
    rng = np.random.default_rng(seed)
    sociable = np.minimum(1.0 + rng.pareto(2.2, n), n**0.5)
    company = _zipf(rng, n)
    community = rng.integers(0, max(n // _COMMUNITY, 1), n)
    low, high = _ties(rng, int(n * degree / 2), sociable, community, company)
    if classes:
        strength = rng.choice(CLASSES, len(low), p=_SHARES)
    else:
        strength = np.maximum(rng.beta(2.0, 4.0, len(low)), 0.01)
    source, target = np.concatenate((low, high)), np.concatenate((high, low))
    order = np.argsort(source * n + target)
    indptr = np.concatenate(([0], np.cumsum(np.bincount(source, minlength=n))))
    ego = int(np.argsort(np.diff(indptr), kind="stable")[int(0.9 * n)])
    both = np.concatenate((strength, strength))[order]
    return People(indptr, target[order].astype(np.int32), both, company, ego)


def crowd(n: int) -> Tables:
    """Make the tables of an invented network of n people who work at n/30 companies."""
    made = people(n, classes=True)
    key = np.array([f"in/person-{number}" for number in range(n)], dtype=object)
    key[made.ego] = "me"
    source = np.repeat(np.arange(n), np.diff(made.indptr))
    once = source < made.indices
    ends = np.sort(np.column_stack([key[source[once]], key[made.indices[once]]]), axis=1)
    closeness = {0.70: "strong", 0.50: "medium", 0.37: "weak", 0.25: None}
    said = np.array([closeness[strength] for strength in made.strength[once]], dtype=object)
    company = [f"Company {number}" for number in made.company]
    return Tables.of(
        people={"person": key, "name": [f"Person {number}" for number in range(n)]},
        jobs={"person": key, "company": company, "title": ["Engineer"] * n},
        ties={
            "source": ends[:, 0],
            "target": ends[:, 1],
            "closeness": said,
            "evidence": np.full(len(ends), "connection", dtype=object),
            "origin": ends[:, 0],
        },
        companies=[
            {"company": f"Company {40 * number}", "kind": "company", "priority": 1}
            for number in range(TARGETS)
        ],
    )


def friends(n: int, *, lists: int = 5, targets: int = 10, events: int = 0, seed: int = 0) -> Tables:
    """Make the tables of a book of n people: my own list, and those of friends.

    The lists are of one length and share every fourth person. Employers are few large ones and
    many small; there are `targets`, and a log of so many `events`, which gives no kinds.
    """
    rng = np.random.default_rng(seed)
    key = np.array([f"in/person-{number:06d}" for number in range(n)], dtype=object)
    employer = np.minimum(rng.zipf(1.3, n), n // 20)
    ends, origin = [], list[str]()
    for owner, own in zip(
        ["me", *key[:lists]], np.array_split(np.arange(lists, n), lists + 1), strict=True
    ):
        listed = np.union1d(own, rng.choice(np.arange(lists, n), len(own) // 3, replace=False))
        if owner == "me":
            listed = np.concatenate([np.arange(lists), listed])
        ends += [sorted((owner, other)) for other in key[listed]]
        origin += [owner] * len(listed)
    since = np.datetime64("2018-01-01") + rng.integers(0, 3_000, len(ends))
    tables = Tables.of(
        people={"person": ["me", *key], "name": ["Robin", *(f"Person {one}" for one in key)]},
        jobs={
            "person": key,
            "company": [f"Company {number}" for number in employer],
            "title": rng.choice(["Engineer", "Analyst", "Recruiter", "Head of Data"], n),
        },
        ties={
            "source": [a for a, _ in ends],
            "target": [b for _, b in ends],
            "evidence": np.full(len(ends), "connection", dtype=object),
            "origin": origin,
            "since": since,
        },
        companies=[
            {"company": f"Company {number}", "kind": "company", "priority": 1 + number % 3}
            for number in range(1, targets + 1)
        ],
    )
    mine = np.array([*(a for (a, _), who in zip(ends, origin, strict=True) if who == "me")])
    return tables._replace(events=_log(rng, mine, events, targets))


def _log(
    rng: np.random.Generator, alters: NDArray[np.object_], count: int, targets: int
) -> pd.DataFrame:
    """Invent asks of alters about targets within two years and a half, and what came of them."""
    rows: list[dict[str, object]] = []
    while len(rows) < count:
        ask: dict[str, object] = {
            "person": str(rng.choice(alters)),
            "company": f"Company {rng.integers(1, targets + 1)}",
        }
        day = pd.Timestamp(DAY) - pd.Timedelta(days=int(rng.integers(5, 900)))
        for stage, later, chance in (("asked", 0, 1.0), ("replied", 2, 0.4), ("held", 9, 0.2)):
            if rng.random() < chance:
                rows.append(ask | {"stage": stage, "date": day + pd.Timedelta(days=later)})
    return frame("events", [{"event": number, **row} for number, row in enumerate(rows[:count])])


def _zipf(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    """Draw a company for each person, the size falling as one over the rank."""
    share = np.cumsum(1.0 / np.arange(1, max(n // 30, 2) + 1))
    company: NDArray[np.int64] = np.searchsorted(share, rng.random(n) * share[-1])
    return company


def _ties(
    rng: np.random.Generator,
    count: int,
    sociable: NDArray[np.float64],
    community: NDArray[np.int64],
    company: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Different unordered pairs, in proportion to how sociable both are."""
    n = len(sociable)
    drawn = int(count * 1.25)
    anywhere = np.zeros(n, dtype=np.int64)
    kind = rng.random(drawn)
    source = _drawn(rng, sociable, anywhere, anywhere[:1].repeat(drawn))
    target = np.empty(drawn, dtype=np.int64)
    bounds = (0.0, _IN_COMMUNITY, _IN_COMMUNITY + _IN_COMPANY, 1.0)
    circles = (community, company, anywhere)
    for circle, low, high in zip(circles, bounds[:-1], bounds[1:], strict=True):
        chosen = np.flatnonzero((kind >= low) & (kind < high))
        target[chosen] = _drawn(rng, sociable, circle, circle[source[chosen]])
    pair = np.unique(np.minimum(source, target) * n + np.maximum(source, target))
    pair = pair[pair // n != pair % n]
    pair = np.sort(rng.permutation(pair)[:count])
    return pair // n, pair % n


def _drawn(
    rng: np.random.Generator,
    sociable: NDArray[np.float64],
    circle: NDArray[np.int64],
    wanted: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Somebody of each wanted circle, in proportion to how sociable they are."""
    order = np.argsort(circle, kind="stable")
    total = np.concatenate(([0.0], np.cumsum(sociable[order])))
    first = np.searchsorted(circle[order], np.arange(circle.max() + 2))
    start, stop = total[first[wanted]], total[first[wanted + 1]]
    at = start + rng.random(len(wanted)) * (stop - start)
    by_size = np.argsort(at)  # a search in order is many times faster
    drawn = np.empty(len(wanted), dtype=np.int64)
    drawn[by_size] = order[np.searchsorted(total[1:-1], at[by_size], side="right")]
    return drawn
