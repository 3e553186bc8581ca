"""Say how much each source helps: the sample step by step, and a market whose truth is known.

``python -m benchmarks.sources`` prints, source by source, for how many targets somebody can
introduce, or may know an insider by what the sources show (an inferred tie); and on generated
labour markets how well calibrated the inferred ties are against the truth.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.learning import share
from benchmarks.likelihood import BINS, bin_of, calibration_error
from benchmarks.market import STEPS, TARGETS, TODAY, WORLDS, Market, market, seeker
from infonet.book import Book
from infonet.graph import Network, network
from infonet.paths import BestCompletion, knows_someone, targets_of
from infonet.readers import glance
from infonet.samples import AS_OF, sample, sample_book
from infonet.strength import INFERRED_KINDS, REASONS, inferred_ties

__all__ = ["Ways", "main", "of_market", "of_sample", "ways"]

_MOST_HOPS = 4
_ANY = "any"
_CLASSES = ("strong", "medium", "weak", "connection")


class Ways(NamedTuple):
    """How a book leads to its targets.

    `direct`, `introduced` and `named` are counts of targets: where the seeker knows an insider,
    where a chain of stated ties ends at one, where a contact may know one by an inferred tie;
    `either` where one of the last two holds. `insiders` are the people known to work there,
    `classes` the seeker's own ties by class, `pairs` the inferred ties by kind.
    """

    direct: int
    introduced: int
    named: int
    either: int
    insiders: int
    classes: dict[str, int]
    pairs: dict[str, int]


def ways(net: Network, found: pd.DataFrame) -> Ways:
    """Count how a network with its inferred ties leads to its targets."""
    a, b = (net.positions(found[end]) for end in ("source", "target"))
    alter = np.zeros(len(net), dtype=np.bool_)
    alter[net.alters] = True
    direct = introduced = named = either = 0
    insiders: set[int] = set()
    for target in targets_of(net):
        inside = np.zeros(len(net), dtype=np.bool_)
        inside[target.insiders] = True
        insiders |= {*target.insiders.tolist()}
        outside = net.alters[~inside[net.alters]]
        onward = BestCompletion(net, target.insiders, hops=_MOST_HOPS - 1).product
        leads = bool((onward[outside] > 0).any()) if len(target.insiders) else False
        asked = alter & ~inside
        may = bool(((asked[a] & inside[b]) | (asked[b] & inside[a])).any())
        direct += bool((inside & alter).any())
        introduced, named, either = introduced + leads, named + may, either + (leads or may)
    arcs = [net.arc(net.ego, int(one)) for one in net.alters]
    classes = pd.Series([REASONS[net.reason[arc]].tie_class for arc in arcs]).value_counts()
    pairs = found.kind.value_counts()
    return Ways(
        direct,
        introduced,
        named,
        either,
        len(insiders),
        {name: int(classes.get(name, 0)) for name in _CLASSES},
        {name: int(pairs.get(name, 0)) for name in INFERRED_KINDS},
    )


def of_sample() -> Iterator[tuple[str, Ways]]:
    """Yield each step of the sample: Robin's sources, one after another, without the log.

    Whoever the calendar or the mail shows under the name of somebody in the book is that person.
    """
    book = sample_book("star")
    six, more = sample("six-months"), sample("more")
    lines = pd.read_csv(six / "targets.csv").to_dict("records")
    for row in lines:
        book.want(**{row["kind"]: row["company"]}, priority=int(row["priority"]))
    yield "star", _looked(book)
    for title, files in (
        ("+ messages and all of the export", six.glob("Complete*.zip")),
        ("+ an export of December", six.glob("Basic*.zip")),
        ("+ an export of two years before", more.glob("*.zip")),
        ("+ calendar", more.glob("*.ics")),
        ("+ mail", more.glob("*.mbox")),
        ("+ a sheet of fellow students", more.glob("*.csv")),
        ("+ Ana's list", [six / "ana-diaz" / "Connections.csv"]),
        ("+ Bo's list", [six / "bo-lin" / "Connections.csv"]),
    ):
        for file in files:
            owner = _owner(file)
            # What the columns of Robin's own sheet hold is guessed by their names, as Import does.
            sheet = glance(file) if file.suffix == ".csv" and not owner else None
            if owner:
                book.add(file, owner=owner)
            else:
                book.add(file, columns=sheet.guess if sheet else None)
        _say_the_same(book)
        yield title, _looked(book)


def _owner(file: Path) -> str:
    """Return whose list a file is; empty for Robin's own."""
    friend = file.parent.name
    return f"https://www.linkedin.com/in/{friend}" if file.name == "Connections.csv" else ""


def _say_the_same(book: Book) -> None:
    """Say of people of one name that they are one, as far as one of them came without profile."""
    offered = book.duplicate_candidates()
    for a, b in offered.loc[offered.other_name.isna(), ["a", "b"]].to_numpy():
        if not (a.startswith("in/") and b.startswith("in/")):
            book.same(a, b)


def _looked(book: Book) -> Ways:
    return ways(network(book, as_of=AS_OF), inferred_ties(book, as_of=AS_OF))


class Truth(NamedTuple):
    """What came of one seeker: the ways after each step, and the inferred ties beside the truth.

    `chance` and `knows` have the pairs of each kind, and of all kinds together as ``any``; `first`
    has of each target the inferred tie of the scout who is offered first, `nothing` the pairs of
    contacts for which nothing speaks.
    """

    ways: dict[str, Ways]
    chance: dict[str, NDArray[np.float64]]
    knows: dict[str, NDArray[np.bool_]]
    first: list[tuple[float, bool]]
    nothing: NDArray[np.bool_]


def of_market(people: int, number: int, *, seed: int, grown: float) -> Truth:
    """Generate a market and a seeker; look at each step, and hold the last against the truth.

    `grown` is the share of people in a gathering who are there because somebody there knows them.
    """
    rng = np.random.default_rng([seed, number])
    known = market(people, rng)
    one = seeker(known, rng, grown=grown)
    looked = {}
    for step in STEPS:
        net = network(one.tables[step], as_of=TODAY)
        found = inferred_ties(one.tables[step], as_of=TODAY)
        looked[step] = ways(net, found)
    a, b = (found[end].map(one.number).to_numpy() for end in ("source", "target"))
    truly = known.knows[a, b]
    chance, knows = {}, {}
    for name in INFERRED_KINDS:
        rows = (found.kind == name).to_numpy()
        chance[name], knows[name] = found.share.to_numpy()[rows], truly[rows]
    once = ~found.duplicated(["source", "target"]).to_numpy()
    chance[_ANY], knows[_ANY] = found.exists.to_numpy()[once], truly[once]
    return Truth(
        looked, chance, knows, _first(net, found, truly), _nothing(known, net, one.number, found)
    )


def _first(net: Network, found: pd.DataFrame, truly: NDArray[np.bool_]) -> list[tuple[float, bool]]:
    """Return the inferred tie behind the scout who is offered first at each target."""
    ends = [net.positions(found[end]) for end in ("source", "target")]
    ends = [np.concatenate(ends), np.concatenate(ends[::-1])]
    exists, truth = np.tile(found.exists.to_numpy(), 2), np.tile(truly, 2)
    place = np.full(len(net), -1)
    place[net.alters] = np.arange(len(net.alters))
    chosen = []
    for target in targets_of(net):
        inside = np.isin(np.arange(len(net)), target.insiders)
        rows = np.flatnonzero((place[ends[0]] >= 0) & ~inside[ends[0]] & inside[ends[1]])
        if len(rows):
            worth = net.own_strength[net.alters] * knows_someone(net, target)
            best = rows[np.lexsort((-exists[rows], -worth[place[ends[0][rows]]]))[0]]
            chosen.append((float(exists[best]), bool(truth[best])))
    return chosen


def _nothing(
    known: Market, net: Network, number: dict[str, int], found: pd.DataFrame
) -> NDArray[np.bool_]:
    """Say which pairs of contacts know each other of those for whom nothing speaks, nor a tie."""
    contacts = np.array([number[key] for key in net.keys[net.alters]])
    told = np.zeros_like(known.knows)
    for source, target in (
        (found.source, found.target),
        (net.tables.ties.source, net.tables.ties.target),
    ):
        told[source.map(number), target.map(number)] = True
    told |= told.T
    a, b = np.triu_indices(len(contacts), 1)
    a, b = contacts[a], contacts[b]
    silent: NDArray[np.bool_] = known.knows[a, b][~told[a, b]]
    return silent


def table_of_ways(title: str, rows: Sequence[tuple[str, Sequence[Ways]]]) -> Iterator[str]:
    """Yield a table: of each step the mean over seekers, with the least and the most of several."""
    heads = ("direct", "introd.", "inferred", "either", "insiders", *_CLASSES, *INFERRED_KINDS)
    several = len(rows[0][1]) > 1
    yield f"{title:34}" + "".join(f"{head:>{_width(head)}}" for head in heads)
    for step, looked in rows:
        cells = [[*one[:5], *one.classes.values(), *one.pairs.values()] for one in looked]
        mean = np.mean(cells, axis=0)
        told = [f"{value:.1f}" if several else f"{value:,.0f}" for value in mean]
        yield f"{step:34}" + "".join(
            f"{cell:>{_width(head)}}" for head, cell in zip(heads, told, strict=True)
        )


def _width(head: str) -> int:
    return max(9, len(head) + 2)


def table_of_bins(found: Sequence[Truth]) -> Iterator[str]:
    """Yield how the chances stand to the truth, bin by bin, and whom nothing was said of."""
    yield f"{'chance said':14}{'pairs':>8}{'predicted':>11}{'true':>7}{'by seeker':>12}"
    for number in range(BINS):
        name = f"{number / BINS:.1f}-{(number + 1) / BINS:.1f}"
        inside = [bin_of(one.chance[_ANY]) == number for one in found]
        said = [one.chance[_ANY][at] for one, at in zip(found, inside, strict=True)]
        true = [one.knows[_ANY][at] for one, at in zip(found, inside, strict=True)]
        yield from _line(name, said, true)
    silent = [one.nothing for one in found]
    yield from _line("nothing", [np.zeros(len(one)) for one in silent], silent)


def _line(
    name: str, said: Sequence[NDArray[np.float64]], true: Sequence[NDArray[np.bool_]]
) -> Iterator[str]:
    """Yield a line of chances and what is true, if there are any."""
    count = sum(map(len, said))
    if count:
        shares = _range([float(one.mean()) for one in true if len(one)])
        chance, share = np.concatenate(said).mean(), np.concatenate(true).mean()
        yield f"{name:14}{count:8,}{chance:11.3f}{share:7.3f}{shares:>12}"


def table_of_kinds(worlds: dict[float, list[Truth]]) -> Iterator[str]:
    """Yield of each kind and world: predicted, true, the calibration error, and what is first."""
    heads = ("predicted", "true", "error", "by seeker")
    yield f"{'kind':22}" + "".join(f"{head:>11}" for head in heads) + "   acquainted"
    for grown, found in worlds.items():
        for kind in (*INFERRED_KINDS, _ANY):
            pairs = [(one.chance[kind], one.knows[kind]) for one in found if len(one.chance[kind])]
            if pairs:
                chance, knows = (np.concatenate(column) for column in zip(*pairs, strict=True))
                each = _range([calibration_error(*pair) for pair in pairs])
                gap = calibration_error(chance, knows)
                numbers = float(chance.mean()), float(knows.mean()), gap
                yield _kind_line(kind, numbers, each, grown)
        told = [one.first for one in found if one.first]
        if told:
            said = float(np.mean([chance for first in told for chance, _ in first]))
            true, error = share([np.array([knows for _, knows in first]) for first in told])
            numbers = said, true, abs(said - true)
            name = f"offered first ({sum(map(len, told))})"
            yield _kind_line(name, numbers, f"± {error:.2f}", grown)


def _kind_line(name: str, numbers: Iterable[float], spread: str, grown: float) -> str:
    cells = "".join(f"{number:11.3f}" for number in numbers)
    return f"{name:22}{cells}{spread:>11}{grown:13.0%}"


def _range(values: Sequence[float]) -> str:
    return f"{min(values):.2f}-{max(values):.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Look at the sample and at generated markets, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sources", description=__doc__)
    parser.add_argument("--seekers", type=int, default=10, help="in each world, each in a market")
    parser.add_argument("--people", type=int, default=3000, help="of each market")
    parser.add_argument("--seed", type=int, default=20260630)
    given = parser.parse_args(arguments)
    found = [(step, [one]) for step, one in of_sample()]
    print(*table_of_ways("the sample, 10 targets", found), "", sep="\n", flush=True)
    worlds = {
        grown: [
            of_market(given.people, one, seed=given.seed, grown=grown)
            for one in range(given.seekers)
        ]
        for grown in WORLDS
    }
    middle = worlds[WORLDS[1]]
    title = f"{given.seekers} seekers, {TARGETS} targets each"
    steps = [(step, [one.ways[step] for one in middle]) for step in STEPS]
    print(*table_of_ways(title, steps), "", sep="\n")
    print(*table_of_bins(middle), "", sep="\n")
    print(*table_of_kinds(worlds), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
