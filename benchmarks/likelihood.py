"""Measure how likely inferred ties are on public networks that lie outside the repository.

``python -m benchmarks.likelihood FOLDER [--fit]`` runs the evidence of
`infonet.strength.inferred_ties` on each network in a folder:

- ``<name>-nverts.txt[.gz]``, ``-simplices`` and ``-times``: the people of one mail each, as in the
  collections of Benson et al.;
- ``.dat``, ``.csv`` or ``.txt`` with contacts of two people (time in seconds in ascending order,
  one, other, and perhaps the group of each), as SocioPatterns publishes them; ``…metadata…`` beside
  it has the department of each person.

Every constant is the package's own. With ``--fit`` it is also said which c fits the training part
best, and what acquaintances in common add there: the mails within one half of the people, and the
contacts of the first quarter of the days against those of the second. Neither part is used for the
figures of the held-out part.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.readers import Gatherings
from infonet.strength import inferred_ties
from infonet.tables import Tables, frame

__all__ = ["Measured", "main", "measure", "report", "share_of_time"]

SLOT = 900
"""Seconds of a slot: who is joined by contacts in a quarter of an hour is one gathering."""

TRAINED = 0.6
"""Of the mails, in their order, the part after which strangers are watched."""

BINS = 10
SAMPLES = 200
SOURCES = {
    "email-Enron": "Enron mails, github.com/arbenson/ScHoLP-Data; Benson et al., PNAS 2018",
    "workplace_InVS15": "InVS15 contacts, sociopatterns.org, CC0; Génois & Barrat, EPJ Data Science"
    " 7, 11 (2018)",
}
_DAY = 86_400
_START = pd.Timestamp("2000-01-03")  # a Monday, from which the days of a network are counted
_MOST = 5_000
_LOOKED_AT = 1_000
_TABLE = re.compile(r"\.(dat|csv|txt)_?(\.gz)?$")
_OTHER = re.compile("nverts|simplices|times|metadata|readme", re.IGNORECASE)

Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]


class Pairs(NamedTuple):
    """All pairs of `n` people, in the order of `itertools.combinations`."""

    n: int

    def at(self, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the places of pairs, a < b."""
        return a * (2 * self.n - a - 1) // 2 + b - a - 1

    @property
    def ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the two people of each pair."""
        a, b = np.triu_indices(self.n, 1)
        return a.astype(np.int64), b.astype(np.int64)

    def marked(self, found: Iterable[tuple[int, int]]) -> Labels:
        """Mark some pairs."""
        made = np.zeros(self.n * (self.n - 1) // 2, dtype=np.bool_)
        listed = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
        made[self.at(listed[:, 0], listed[:, 1])] = True
        return made


class Measured(NamedTuple):
    """One question asked of one network: who of `pairs` pairs are joined, and how well it is told.

    `auc`, `precision` and `error` are (value, low, high), the bounds by a bootstrap over people;
    `bins` has of each bin: its lower end, pairs, predicted and observed share. `error` and `bins`
    are missing where the score is no chance.
    """

    network: str
    question: str
    score: str
    pairs: int
    joined: int
    auc: tuple[float, float, float]
    precision: tuple[float, float, float]
    error: tuple[float, float, float] | None
    bins: tuple[tuple[float, int, float, float], ...]


def auc(score: Scores, joined: Labels, weight: Scores | None = None) -> float:
    """Return the chance that a joined pair scores above another; equal scores count one half."""
    return _auc(*Ranked(score, joined).weighed(weight))


def average_precision(score: Scores, joined: Labels, weight: Scores | None = None) -> float:
    """Return the mean precision over the joined pairs, best score first; equal ones together."""
    return _precision(*Ranked(score, joined).weighed(weight))


def calibration_error(chance: Scores, joined: Labels, weight: Scores | None = None) -> float:
    """Return how far the chances are off: |predicted − observed| over ten bins, by their pairs."""
    weight = np.ones(len(chance)) if weight is None else weight
    gap = np.bincount(bin_of(chance), weight * (chance - joined), minlength=BINS)
    return float(np.abs(gap).sum() / weight.sum()) if weight.any() else np.nan


class Ranked:
    """Pairs by their scores, the greatest first; they are sorted once for many weights."""

    def __init__(self, score: Scores, joined: Labels) -> None:
        self._at = np.unique(-score.round(12), return_inverse=True)[1].ravel()
        self._joined = joined

    def weighed(self, weight: Scores | None) -> tuple[Scores, Scores]:
        """Return the weight of joined and of other pairs for each score."""
        weight = np.ones(len(self._at)) if weight is None else weight
        yes: Scores = np.bincount(self._at, weight * self._joined).astype(np.float64)
        both: Scores = np.bincount(self._at, weight).astype(np.float64)
        return yes, both - yes


def _auc(yes: Scores, no: Scores) -> float:
    below = np.cumsum(no[::-1])[::-1] - no
    total = yes.sum() * no.sum()
    return float((yes * (below + no / 2)).sum() / total) if total else np.nan


def _precision(yes: Scores, no: Scores) -> float:
    every = np.cumsum(yes) + np.cumsum(no)
    precision = np.divide(np.cumsum(yes), every, out=np.zeros_like(every), where=every > 0)
    return float((yes * precision).sum() / yes.sum()) if yes.sum() else np.nan


def bin_of(chance: Scores) -> NDArray[np.int64]:
    """Return the bin of each chance, from 0 on."""
    return np.minimum((chance * BINS + 1e-9).astype(np.int64), BINS - 1)


def measured(
    network: str,
    question: str,
    label: str,
    ends: tuple[NDArray[np.int64], NDArray[np.int64]],
    score: Scores,
    joined: Labels,
    *,
    chance: bool = False,
) -> Measured:
    """Measure how well a score tells which pairs are joined, with intervals over people."""
    people, place = np.unique(np.concatenate(ends), return_inverse=True)
    a, b = place[: len(score)], place[len(score) :]
    rng, ranked = np.random.default_rng(20260630), Ranked(score, joined)
    found = []
    for sample in range(SAMPLES + 1):
        drawn = np.ones(len(people))
        if sample:  # the pairs of one person are alike: people are drawn, not pairs
            chosen = rng.integers(len(people), size=len(people))
            drawn = np.bincount(chosen, minlength=len(people)).astype(np.float64)
        weight = drawn[a] * drawn[b]
        two = ranked.weighed(weight)
        error = calibration_error(score, joined, weight) if chance else np.nan
        found.append((_auc(*two), _precision(*two), error))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where nobody is joined there is no share
        low, high = np.nanquantile(np.array(found[1:]), (0.025, 0.975), axis=0)
    spread = list(zip(found[0], low.tolist(), high.tolist(), strict=True))
    which = bin_of(score)
    bins = []
    for number in range(BINS if chance else 0):
        inside = which == number
        if inside.any():
            shares = float(score[inside].mean()), float(joined[inside].mean())
            bins.append((number / BINS, int(inside.sum()), *shares))
    return Measured(
        network,
        question,
        label,
        len(score),
        int(joined.sum()),
        spread[0],
        spread[1],
        spread[2] if chance else None,
        tuple(bins),
    )


class Occasion(NamedTuple):
    """People who were together on a day."""

    day: float
    people: tuple[int, ...]


class Evidence(NamedTuple):
    """What the package infers of all pairs, and which of them were together."""

    exists: Scores
    recent: Scores
    together: Labels


def evidence(
    occasions: Iterable[Occasion], n: int, *, until: float, employer: Sequence[str] | None = None
) -> Evidence:
    """Return for all pairs of n people what the package infers.

    Nothing later than the day `until` counts. With `employer`, the department of each person is
    where they work.
    """
    met = Gatherings()
    keys = [f"in/{number:06}" for number in range(n)]
    for day, people in occasions:
        if day <= until and len(people) > 1:
            told = "/".join(map(str, people))
            among = [keys[one] for one in people]
            met.add("meeting", told, among, size=len(people), day=int(day))
    columns = met.columns()
    last = [_START + pd.Timedelta(days=int(str(day))) for day in columns.pop("last")]
    jobs = [
        {"person": key, "company": f"Department {name}"}
        for key, name in zip(keys, employer or (), strict=False)
    ]
    tables = Tables.of(
        people=[{"person": key} for key in keys],
        jobs=jobs,
        gatherings=frame("gatherings", columns | {"last": pd.Series(last, dtype="datetime64[s]")}),
    )
    found = inferred_ties(tables, as_of=_START + pd.Timedelta(days=int(until)))
    number = {key: at for at, key in enumerate(keys)}
    source = np.array([number[key] for key in found.source], dtype=np.int64)
    target = np.array([number[key] for key in found.target], dtype=np.int64)
    place = Pairs(n).at(source, target)
    exists, apart = np.zeros(n * (n - 1) // 2), np.zeros(n * (n - 1) // 2)
    exists[place] = found.exists
    np.add.at(apart, place, np.log1p(-found.recent.to_numpy()))
    together = np.zeros(len(exists), dtype=np.bool_)
    together[place[found.kind == "meeting"]] = True
    return Evidence(exists, -np.expm1(apart), together)


def of_mails(name: str, mails: Sequence[Occasion], n: int) -> Iterator[Measured]:
    """Yield both questions about mails: who write one-to-one, and which strangers later do."""
    pairs, ends = Pairs(n), Pairs(n).ends
    two = [(one.day, (one.people[0], one.people[1])) for one in mails if len(one.people) == 2]
    groups = [one for one in mails if len(one.people) > 2]
    joined = pairs.marked({pair for _, pair in two})
    exists, _, together = evidence(groups, n, until=mails[-1].day)
    question = "who were on one mail → who write to each other alone"
    yield measured(name, question, "exists, all pairs", ends, exists, joined, chance=True)
    held = ~((ends[0] % 2 == 0) & (ends[1] % 2 == 0))
    for label, part, score in (
        ("exists, held-out pairs", held, exists),
        ("by one mail alone, held-out pairs", held, exists * together),
        ("exists, held-out pairs once on one mail", held & together, exists),
        ("exists, held-out pairs never on one mail", held & ~together, exists),
    ):
        some = ends[0][part], ends[1][part]
        yield measured(name, question, label, some, score[part], joined[part], chance=True)
    cut = mails[int(len(mails) * TRAINED)].day
    exists, recent, together = evidence(groups, n, until=cut)
    wrote = pairs.marked({pair for day, pair in two if day <= cut})
    later = pairs.marked({pair for day, pair in two if day > cut})
    strangers = together & ~wrote
    some = ends[0][strangers], ends[1][strangers]
    for label, score in (("recent", recent), ("exists", exists)):
        yield measured(
            name,
            "strangers on one mail → who later write to each other alone",
            label,
            some,
            score[strangers],
            later[strangers],
        )


def of_contacts(
    name: str, contacts: NDArray[np.int64], groups: Sequence[str] | None, n: int
) -> Iterator[Measured]:
    """Yield who meets in the second half of the days, by what is known of the first."""
    pairs, ends = Pairs(n), Pairs(n).ends
    _, middle, _ = share_of_time(contacts[:, 0])
    first, second = contacts[contacts[:, 0] < middle], contacts[contacts[:, 0] >= middle]
    joined = pairs.marked({_pair(a, b) for _, a, b in second.tolist()})
    occasions, until = slots(first), middle / _DAY
    question = "together in the first half → who meets in the second"
    met = evidence(occasions, n, until=until)
    scores = [("by being together alone", met.exists * met.together), ("exists", met.exists)]
    if groups is not None:
        nobody: list[Occasion] = []
        shared = evidence(nobody, n, until=until, employer=groups).exists
        both = evidence(occasions, n, until=until, employer=groups).exists
        scores += [("by one department alone", shared), ("exists, with the department", both)]
    for label, score in scores:
        yield measured(name, question, label, ends, score, joined, chance=True)
    label, score = scores[-1]
    some = score > 0
    inside = ends[0][some], ends[1][some]
    label = f"{label}, pairs with evidence"
    yield measured(name, question, label, inside, score[some], joined[some], chance=True)


def slots(contacts: NDArray[np.int64]) -> list[Occasion]:
    """Return the gatherings of contacts: who is joined by contacts within a slot."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    found = []
    slot = contacts[:, 0] // SLOT
    for number in np.unique(slot):
        pairs = contacts[slot == number][:, 1:]
        people, place = np.unique(pairs, return_inverse=True)
        a, b = place.reshape(-1, 2).T
        graph = coo_array((np.ones(len(a)), (a, b)), shape=(len(people), len(people)))
        _, group = connected_components(graph, directed=False)
        day = float(number * SLOT / _DAY)
        found += [
            Occasion(day, tuple(people[group == one].tolist())) for one in range(group.max() + 1)
        ]
    return found


def share_of_time(seconds: NDArray[np.int64]) -> tuple[int, int, int]:
    """Return the first second after a quarter, half and three quarters of the days that count."""
    days = np.unique(seconds // _DAY)
    if len(days) < 4:
        low, high = int(seconds.min()), int(seconds.max()) + 1
        first, middle, last = (low + (high - low) * part // 4 for part in (1, 2, 3))
        return first, middle, last
    first, middle, last = (int(days[len(days) * part // 4]) * _DAY for part in (1, 2, 3))
    return first, middle, last


def fitted(
    occasions: Iterable[Occasion], joined: set[tuple[int, int]], *, among: set[int] | None = None
) -> float:
    """Return the c that makes the pairs of these occasions likeliest; of the people in `among`."""
    weeks: dict[tuple[int, ...], set[int]] = {}
    for day, people in occasions:
        weeks.setdefault(people, set()).add(int(day) // 7)
    shares: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for people, when in weeks.items():
        some = people if among is None else sorted(among & {*people})
        for pair in itertools.combinations(some, 2):
            shares.setdefault(pair, []).append((1.0 / (len(people) - 1), len(when)))
    label = np.array([pair in joined for pair in shares])
    best, likely = np.nan, -np.inf
    for c in np.arange(0.02, 1.0, 0.02):
        doubts = [np.prod([(1.0 - c * w) ** n for w, n in rows]) for rows in shares.values()]
        chance = np.clip(1.0 - np.array(doubts), 1e-9, 0.9)
        total = float(np.where(label, np.log(chance), np.log1p(-chance)).sum())
        if total > likely:
            best, likely = float(c), total
    return best


def with_acquaintances(
    occasions: Iterable[Occasion], n: int, joined: Labels, *, until: float, part: Labels
) -> str:
    """Say what acquaintances in common add on a training part, whose pairs are marked."""
    found = evidence(occasions, n, until=until)
    told = []
    for score in (found.exists * found.together, found.exists):
        chance = np.clip(score, 1e-6, None)  # a chance of 0 has no likelihood
        likely = np.where(joined, np.log(chance), np.log1p(-chance))[part].mean()
        told.append(f"AUC {auc(score[part], joined[part]):.3f}, log likelihood {likely:.3f}")
    return f"  training part: {told[0]}; with acquaintances in common {told[1]}"


def once(occasions: Sequence[Occasion], joined: set[tuple[int, int]]) -> list[str]:
    """Say of pairs who were together exactly once what came of it, by the size of the occasion."""
    seen: dict[tuple[int, int], list[int]] = {}
    for _, people in occasions:
        for pair in itertools.combinations(people, 2):
            seen.setdefault(pair, []).append(len(people))
    lines = []
    for low, high in ((2, 2), (3, 3), (4, 5), (6, 10), (11, 20), (21, 50)):
        first = {pair: sizes[0] for pair, sizes in seen.items() if len(sizes) == 1}
        alone = [pair for pair, size in first.items() if low <= size <= high]
        if alone:
            share = _share(alone, np.array([pair in joined for pair in alone]))
            told = [_alone(first[pair]) for pair in alone]
            size = f"{low}" if low == high else f"{low}-{high}"
            lines.append(
                f"  once together among {size:>5}: {len(alone):5,} pairs,"
                f" predicted {np.mean(told):.3f}, observed {_spread(share)}"
            )
    return lines


def _share(pairs: Sequence[tuple[int, int]], joined: Labels) -> tuple[float, float, float]:
    """Return the share of pairs that are joined, with 95 % by a bootstrap over people."""
    people, place = np.unique(np.array(pairs), return_inverse=True)
    a, b = place.reshape(-1, 2).T
    rng = np.random.default_rng(20260630)
    found = []
    for _ in range(SAMPLES):
        chosen = rng.integers(len(people), size=len(people))
        drawn = np.bincount(chosen, minlength=len(people)).astype(np.float64)
        weight = drawn[a] * drawn[b]
        if weight.any():
            found.append(np.average(joined, weights=weight))
    low, high = np.quantile(found, (0.025, 0.975)) if found else (0.0, 1.0)
    return float(joined.mean()), float(low), float(high)


@cache
def _alone(size: int) -> float:
    """Return what the package says of two who were together once, among `size` people."""
    return float(evidence([Occasion(0.0, tuple(range(size)))], size, until=0.0).exists[0])


def read_mails(nverts: Path) -> tuple[str, list[Occasion], int]:
    """Read mails as the people of each; times in milliseconds are told by their span."""
    name = nverts.name.split("-nverts")[0]
    sizes, people, times = (
        np.array(_text(nverts.with_name(nverts.name.replace("nverts", part))).split(), np.int64)
        for part in ("nverts", "simplices", "times")
    )
    ids, place = np.unique(people, return_inverse=True)
    _check(len(ids), nverts)
    span = int(times.max() - times.min())
    seconds = (times - times.min()) / (1000.0 if span > 100 * 365 * _DAY else 1.0)
    ends = np.cumsum(sizes)
    mails = [
        Occasion(float(second) / _DAY, tuple(sorted({*place[end - size : end].tolist()})))
        for second, end, size in zip(seconds, ends, sizes, strict=True)
    ]
    return name, sorted(mails, key=lambda one: one.day), len(ids)


def is_contacts(file: Path) -> bool:
    """Return whether a file has lines of a time, which ascends, and two people."""
    if _OTHER.search(file.name) or not _TABLE.search(file.name):
        return False
    rows = _contacts(_text(file)[: 1 << 16].splitlines())
    times = [int(row[0]) for row in rows[:_LOOKED_AT]]
    return len(times) > 1 and times == sorted(times) and times[0] < times[-1]


def _contacts(lines: Iterable[str]) -> list[list[str]]:
    """Return the cells of the lines that begin with three numbers."""
    rows = (re.split(r"[\s,;]+", line.strip()) for line in lines)
    return [row for row in rows if len(row) > 2 and all(one.isdigit() for one in row[:3])]


def read_contacts(file: Path) -> tuple[str, NDArray[np.int64], list[str] | None, int]:
    """Read contacts (second, one, other) with people as numbers, and the group of each if known."""
    name = re.sub(r"_?tij_?", "", _TABLE.sub("", file.name)).strip("_-") or file.name
    rows = _contacts(_text(file).splitlines())
    raw = np.array([[int(cell) for cell in row[:3]] for row in rows], dtype=np.int64)
    ids, place = np.unique(raw[:, 1:], return_inverse=True)
    _check(len(ids), file)
    raw[:, 1:] = place.reshape(-1, 2)
    raw[:, 0] -= raw[:, 0].min() // _DAY * _DAY
    known: dict[int, str] = {}
    for row in rows:
        if len(row) > 4:
            known |= {int(row[1]): row[3], int(row[2]): row[4]}
    beside = [one for one in file.parent.iterdir() if name in one.name and "metadata" in one.name]
    for other in sorted(beside):
        cells = [line.split() for line in _text(other).splitlines()]
        known |= {int(row[0]): row[1] for row in cells if len(row) > 1 and row[0].isdigit()}
    groups = [known.get(one, f"alone {one}") for one in ids.tolist()] if known else None
    return name, raw, groups, len(ids)


class TooLargeError(Exception):
    """Say that a network has too many people for all of its pairs to be looked at."""


def _check(n: int, file: Path) -> None:
    if n > _MOST:
        raise TooLargeError(f"{file.name}: {n:,} people; at most {_MOST:,} are measured")


def _text(file: Path) -> str:
    data = file.read_bytes()
    return (gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8-sig")


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def measure(folder: Path, *, fit: bool = False) -> Iterator[str]:
    """Yield the lines of the report over every network in a folder."""
    of_kind = {
        file: _mails_report if "-nverts" in file.name else _contacts_report
        for file in sorted(folder.iterdir())
        if "-nverts" in file.name or is_contacts(file)
    }
    for file, made in of_kind.items():
        try:
            yield from made(file, fit=fit)
        except TooLargeError as error:
            yield str(error)
    if not of_kind:
        raise SystemExit(f"{folder}: expected mails (*-nverts.txt) or contacts, found neither")


def _mails_report(file: Path, *, fit: bool) -> Iterator[str]:
    name, mails, n = read_mails(file)
    groups = [one for one in mails if len(one.people) > 2]
    two = {_pair(*one.people) for one in mails if len(one.people) == 2}
    yield from report(name, of_mails(name, mails, n), once(groups, two))
    if fit:
        best = fitted(groups, two, among={*range(0, n, 2)})
        yield f"  c that fits the pairs within one half of the people: {best:.2f}"
        pairs = Pairs(n)
        half = (pairs.ends[0] % 2 == 0) & (pairs.ends[1] % 2 == 0)
        last = mails[-1].day
        yield with_acquaintances(groups, n, pairs.marked(two), until=last, part=half)


def _contacts_report(file: Path, *, fit: bool) -> Iterator[str]:
    name, contacts, departments, n = read_contacts(file)
    quarter, middle, _ = share_of_time(contacts[:, 0])
    seconds = contacts[:, 0]
    later = {_pair(a, b) for _, a, b in contacts[seconds >= middle].tolist()}
    occasions = slots(contacts[seconds < middle])
    yield from report(name, of_contacts(name, contacts, departments, n), once(occasions, later))
    if fit:
        next_one = contacts[(seconds >= quarter) & (seconds < middle)]
        then = {_pair(a, b) for _, a, b in next_one.tolist()}
        best = fitted(slots(contacts[seconds < quarter]), then)
        yield f"  c that fits the first quarter against the second: {best:.2f}"
        joined, early = Pairs(n).marked(then), slots(contacts[seconds < quarter])
        every = np.ones(len(joined), dtype=np.bool_)
        yield with_acquaintances(early, n, joined, until=quarter / _DAY, part=every)


def report(name: str, rows: Iterable[Measured], alone: Iterable[str]) -> Iterator[str]:
    """Yield a heading, a line for each question with its intervals, and the bins of chances."""
    yield f"{name}: {SOURCES.get(name, 'source not named')}"
    question = ""
    for one in rows:
        if one.question != question:
            question = one.question
            yield f"  {question}"
        told = [f"AUC {_spread(one.auc)}", f"AP {_spread(one.precision)}"]
        if one.error is not None:
            told.append(f"calibration error {_spread(one.error)}")
        yield f"    {one.score:42} {one.joined:5,} of {one.pairs:7,}  {'  '.join(told)}"
        for low, count, predicted, observed in one.bins:
            yield (
                f"      {low:.1f}-{low + 1 / BINS:.1f} {count:7,} pairs"
                f"  predicted {predicted:.3f}  observed {observed:.3f}"
            )
    yield from alone


def _spread(value: tuple[float, float, float]) -> str:
    return f"{value[0]:.3f} ({value[1]:.3f}-{value[2]:.3f})"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the networks of a folder and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.likelihood", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the networks lie; nothing is copied")
    parser.add_argument("--fit", action="store_true", help="say which c fits the training part")
    given = parser.parse_args(arguments)
    for line in measure(given.folder, fit=given.fit):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
