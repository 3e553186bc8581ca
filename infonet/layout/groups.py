"""Group the people of a network by employer, targets first."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.graph import Network, network_of
from infonet.names.companies import is_company
from infonet.strength import REASONS

__all__ = ["CLASSES", "SECOND_HAND", "Group", "Groups", "group", "shown_groups"]

CLASSES = ("strong", "medium", "weak", "connection", "given", "through friends")
"""Classes of tie by which the ego knows somebody, closest first."""

SECOND_HAND = CLASSES.index("through friends")


class Group(NamedTuple):
    """The people at one employer, the closest first.

    `name` is as the user, or else most people, write it; `people` are positions in the network;
    `known` counts those that the ego has a tie with. `kind` is ``target``, ``employer``, or
    ``rest`` for people without an employer of their own in the picture.
    """

    name: str
    people: NDArray[np.int64]
    known: int
    kind: str = "employer"


class Groups(NamedTuple):
    """Everybody with a tie, by employer.

    The targets come with or without anybody known there, most wanted first; of the others those
    where most people are known, then by name. `loose` are the people without a known employer.
    `tie` has for each person the position in `CLASSES`, -1 for the ego and where there is no tie.
    """

    targets: list[Group]
    others: list[Group]
    loose: NDArray[np.int64]
    tie: NDArray[np.int8]


def group(net: Network) -> Groups:
    """Group the people of a network by employer; with two employers they belong to a target."""
    tie = _classes(network_of(net))
    free = tie >= 0
    targets = []
    wanted = net.workplaces.wanted
    for company in wanted.company[wanted.kind == "company"]:
        inside = net.target(company).insiders
        inside = inside[free[inside]]
        free[inside] = False
        targets.append(_group(str(company), inside, tie, kind="target"))

    # By the places of the spellings: there are many people at few employers.
    at, spellings = pd.factorize(net.workplaces.current.company)
    spelt = [str(spelling) for spelling in spellings]
    # People without an employer have -1, which as an index means the last: it is no employer.
    genuine = np.array([*map(is_company, spelt), False])
    people = np.flatnonzero(free & genuine[at])
    free[people] = False
    size = np.bincount(at[people], minlength=len(spelt))
    same: dict[str, list[int]] = defaultdict(list)
    for spelling in np.flatnonzero(size).tolist():
        same[net.workplaces.same_employer(spelt[spelling])].append(spelling)
    shown = np.zeros(len(spelt), dtype=np.int64)
    for each in same.values():
        shown[each] = min(each, key=lambda spelling: (-size[spelling], spelt[spelling]))
    employer = shown[at[people]]
    order = np.lexsort((tie[people], employer))
    people, employer = people[order], employer[order]
    starts = np.flatnonzero(np.diff(employer, prepend=-1))
    others = [
        Group(spelt[employer[start]], inside, int((tie[inside] < SECOND_HAND).sum()))
        for start, inside in zip(starts, np.split(people, starts)[1:], strict=True)
    ]
    others.sort(key=lambda each: (-each.known, -len(each.people), each.name))
    return Groups(targets, others, _closest_first(np.flatnonzero(free), tie), tie)


def shown_groups(groups: Groups, shown: NDArray[np.bool_], *, named: int) -> list[Group]:
    """Choose what has a place of its own in a picture: targets, `named` employers, and the rest.

    `shown` says for each person of the network whether they are in the picture.
    """
    tie = groups.tie

    def part(each: Group) -> Group:
        return _group(each.name, each.people[shown[each.people]], tie, kind=each.kind)

    targets = [each for each in map(part, groups.targets) if len(each.people)]
    others = [each for each in map(part, groups.others) if len(each.people)]
    others.sort(key=lambda each: (-each.known, -len(each.people)))
    # A single employer left over is named: "1 other employer" takes as much room.
    named = named if len(others) > named + 1 else len(others)
    rest = []
    if others[named:]:
        everybody = np.concatenate([each.people for each in others[named:]])
        title = f"{len(others) - named:,} other employers"
        rest.append(_group(title, everybody, tie, kind="rest"))
    loose = groups.loose[shown[groups.loose]]
    if len(loose):
        rest.append(_group("Employer not known", loose, tie, kind="rest"))
    return [*targets, *others[:named], *rest]


def _classes(net: Network) -> NDArray[np.int8]:
    """Classify how the ego knows each person."""
    code = np.array([CLASSES.index(reason.tie_class) for reason in REASONS], dtype=np.int8)
    tie = np.where(np.diff(net.indptr) > 0, SECOND_HAND, -1).astype(np.int8)
    mine = net.arcs(net.ego)
    tie[net.indices[mine]] = code[net.reason[mine]]
    tie[net.ego] = -1
    return tie


def _group(name: str, people: NDArray[np.int64], tie: NDArray[np.int8], *, kind: str) -> Group:
    people = _closest_first(people, tie)
    return Group(name, people, int((tie[people] < SECOND_HAND).sum()), kind)


def _closest_first(people: NDArray[np.int64], tie: NDArray[np.int8]) -> NDArray[np.int64]:
    return people[np.argsort(tie[people], kind="stable")]
