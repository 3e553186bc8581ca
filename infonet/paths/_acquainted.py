"""Find whom the alters may know at a target, by what they share with its insiders."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.insiders import Target
from infonet.strength import INFERRED_KINDS, Beta, Shared, chance_of
from infonet.tables import SCHOOL
from infonet.workdays import day_text

_TOLD = {
    "thread": ("are", "in a group conversation with you"),
    "meeting": ("were", "in a meeting with you"),
    "mail": ("were", "on one mail with you"),
}


class Acquainted(NamedTuple):
    """Alters who may know an insider, one row per pair: positions, and the chance that they do.

    `shared` is the evidence behind it, a row per pair and kind. No tie is known between the two.
    """

    alter: NDArray[np.int64]
    insider: NDArray[np.int64]
    exists: NDArray[np.float64]
    shared: Shared

    def of(self, alter: int) -> NDArray[np.intp]:
        """Return the rows of one alter, the likeliest first."""
        rows = np.flatnonzero(self.alter == alter)
        return rows[np.argsort(-self.exists[rows], kind="stable")]


def acquainted(net: Network, target: Target) -> Acquainted:
    """Return which alters may know an insider of a target.

    It is found once, also for networks of other logs that share the evidence.
    """
    key = target.kind, target.name, target.insiders.tobytes()
    found = net.inferred.kept.get(key)
    if not isinstance(found, Acquainted):
        found = net.inferred.kept[key] = _acquainted(net, target.insiders)
    return found


def knows_someone(net: Network, target: Target | None) -> NDArray[np.float64]:
    """Return the chance that each alter knows somebody at a target: as a scout, or by name."""
    chance = np.full(len(net.alters), net.priors["scout"].mean)
    if target is not None and net.inferring:
        found = acquainted(net, target)
        if len(found.alter):
            place = np.searchsorted(net.alters, found.alter)
            doubt = np.log1p(-found.exists * net.priors["weak"].mean)
            named = np.bincount(place, doubt, minlength=len(chance))
            raised = named < 0
            chance[raised] = 1.0 - (1.0 - chance[raised]) * np.exp(named[raised])
    return chance


def scout_counts(net: Network, target: Target | None, alter: int) -> Beta:
    """Return the Beta counts of the chance that an alter knows somebody at a target."""
    prior = net.priors["scout"]
    if target is None or not net.inferring:
        return prior
    found = acquainted(net, target)
    weak, rows = net.priors["weak"], found.of(alter)
    if not len(rows):
        return prior
    known = [weak.mean * exists for exists in found.exists[rows].tolist()]
    unknown = [Beta(weak.size * (1.0 - each), weak.size * each) for each in known]
    nobody = Beta.product(Beta(prior.beta, prior.alpha), *unknown)
    return Beta(nobody.beta, nobody.alpha)


def may_know(net: Network, target: Target, alter: int) -> tuple[str, str, str] | None:
    """Say whom an alter may know at a target, and why; the numbers; and the first in short.

    None where they have nothing in common with anybody there.
    """
    found = acquainted(net, target) if net.inferring else None
    rows = np.empty(0, dtype=np.intp) if found is None else found.of(alter)
    if found is None or not len(rows):
        return None
    best = int(found.insider[rows[0]])
    who, whom = str(net.name[alter]), str(net.name[best])
    more = len(rows) - 1
    others = f", and {more} other{'s' if more > 1 else ''} there" if more else ""
    told, short = _told(net, found.shared, alter, best)
    words = f"{who} may know {whom}{others}: {told}. Ask whether they know {whom}"
    weak, prior = net.priors["weak"].mean, net.priors["scout"].mean
    exists = float(found.exists[rows[0]])
    numbers = (
        f"inferred: they know each other {exists:.2f} × weak tie {weak:.2f};"
        f" with anyone else there, prior {prior:.2f}"
    )
    return words, numbers, f"may know {whom}: {short}"


def _told(net: Network, shared: Shared, alter: int, insider: int) -> tuple[str, str]:
    """Say what two people have in common, the strongest of it; and the same in few words."""
    rows = np.flatnonzero((shared.a == alter) & (shared.b == insider))
    row = int(rows[np.argmax(shared.exists[rows])])
    kind = INFERRED_KINDS[shared.kind[row]]
    until = shared.until[row]
    if kind == "acquaintance":
        third = net.name[net.inferred.through(alter, insider)]
        return (
            f"each was in a meeting, a conversation or on a mail with {third}",
            f"both met {third}",
        )
    if kind not in ("employer", SCHOOL):
        weeks = int(shared.times[row])
        often = f" in {weeks:,} weeks" if weeks > 1 else ""
        last = "" if np.isnat(until) else f", last on {day_text(until, as_of=net.as_of)}"
        verb, place = _TOLD[kind]
        return f"both {verb} {place}{often}{last}", f"both {place}"
    if pd.isna(net.as_of) or until >= np.datetime64(net.as_of, "D"):
        return f"both are at {shared.company[row]}", f"both at {shared.company[row]}"
    first, last = (str(day.astype("datetime64[Y]")) for day in (shared.since[row], until))
    when = f"in {first}" if first == last else f"from {first} to {last}"
    place = f"at {shared.company[row]} {when}"
    return f"both were {place}", f"both {place}"


def _tied(net: Network, people: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the ties of some people, each as its other end · n + the person."""
    count = net.indptr[people + 1] - net.indptr[people]
    begun = np.repeat(np.cumsum(count) - count, count)
    arc = np.arange(len(begun)) - begun + np.repeat(net.indptr[people], count)
    other: NDArray[np.int64] = net.indices[arc].astype(np.int64)
    return other * len(net) + np.repeat(people, count)


def _among(values: NDArray[np.int64], ascending: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which values are in an ascending array."""
    at = np.searchsorted(ascending, values)
    found: NDArray[np.bool_] = np.append(ascending, -1)[at] == values
    return found


def _acquainted(net: Network, insiders: NDArray[np.int64]) -> Acquainted:
    """Find the pairs that share something and that no tie joins; insiders are not asked."""
    asked = np.zeros(len(net), dtype=np.bool_)
    asked[net.alters] = True
    asked[insiders] = False
    found = net.inferred.between(asked, insiders)
    n = len(net)
    code, exists = chance_of(found, n)
    free = ~_among(code, np.sort(_tied(net, insiders)))
    code, exists = code[free], exists[free]
    shared = found.take(np.flatnonzero(_among(found.a * n + found.b, code)))
    # Of equally likely ones those last together come first, then by name: `of` sorts stably.
    until = np.where(np.isnat(shared.until), np.datetime64("0001-01-01"), shared.until)
    last = np.full(len(code), np.iinfo(np.int64).min)
    at = np.searchsorted(code, shared.a * n + shared.b)
    np.maximum.at(last, at, until.astype("datetime64[D]").astype(np.int64))
    order = np.lexsort((code % n, -last, code // n))
    return Acquainted((code // n)[order], (code % n)[order], exists[order], shared)
