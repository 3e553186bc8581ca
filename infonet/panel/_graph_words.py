"""Words of the graph view: names, jobs and ties in short lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infonet.graph import Network
from infonet.layout.groups import SECOND_HAND, Group
from infonet.layout.text import fit, graphemes, halved, shortened
from infonet.names.people import called_by_key, fold
from infonet.names.text import one_line
from infonet.paths import chance_word, explain_tie

TIES = ("close", "know well", "know a little", "connected", "known", "through friends only")
"""How close people are, in the order of `infonet.layout.groups.CLASSES`."""

_LINE, _LABEL, _CAPTION, _TAG = 120, 20, 20, 26
# A name of more letters is in two lines beside its dot.
_BROKEN = 9
# Texts that are kept as they are shown: those of the people drawn, whatever happens.
_KEPT = 20_000
LISTED = 3
"""The most people whom a line about a search names."""
_NOBODY = (
    "You know nobody yet. Bring your own LinkedIn contacts: everybody in them is drawn here, by"
    " employer."
)


@lru_cache(maxsize=_KEPT)
def line(text: str) -> str:
    """Show a text from outside on one line, without hidden characters, no longer than has room."""
    return shortened(one_line(text), _LINE)


@lru_cache(maxsize=_KEPT)
def label(name: str) -> tuple[str, ...]:
    """Break a long name, to stand beside a dot; of too long a name the middle is left out.

    Examples
    --------
    >>> label("Ana Diaz"), label("Maximiliane von Hohenlohe")
    (('Ana Diaz',), ('Maximiliane', 'von Hohenlohe'))
    """
    if len(name) <= _BROKEN:
        return (name,)
    half = halved(name)
    if max(len(graphemes(line)) for line in half) <= _LABEL:
        return half
    return tuple(_fitted(name, _LABEL, 2))


@lru_cache(maxsize=_KEPT)
def caption(name: str) -> tuple[str, ...]:
    """Break the name of an employer, to stand beside the circle; its end is never left out.

    Examples
    --------
    >>> caption("Halvorsen & Lindqvist Engineering International")
    ('Halvorsen & Lindqvi…', 'International')
    """
    return tuple(_fitted(line(name), _CAPTION, 2))


def tag(text: str) -> str:
    """Shorten a text to what has room in the picture; its end stays."""
    return _fitted(text, _TAG, 1)[0]


def _fitted(text: str, most: int, lines: int) -> list[str]:
    return fit(text, lambda row: len(graphemes(row)) <= most, lines=lines, both_ends=True)


def short(name: str) -> str:
    """Drop the letters after a name.

    Examples
    --------
    >>> short("Zoë Looper, PhD"), short("Diaz, Ana")
    ('Zoë Looper', 'Diaz, Ana')
    """
    before = name.split(",", maxsplit=1)[0].strip()
    return before if " " in before else name


def name(net: Network, at: int) -> str:
    """Name a person, by the address where no name is known."""
    return line(str(net.name[at])) or line(called_by_key(str(net.keys[at])))


def people(n: int) -> str:
    """Count people in words."""
    return f"{n:,} {'person' if n == 1 else 'people'}"


def count(tie: NDArray[np.int8]) -> str:
    """Say how many people are known, and how many through friends, by their classes of tie."""
    known = int((tie < SECOND_HAND).sum())
    beyond = len(tie) - known
    if not len(tie):
        return _NOBODY
    return f"{people(known)} you know" + (f" + {beyond:,} through friends" if beyond else "")


def nobody(names: Sequence[str]) -> str:
    """Say at which targets nobody is known.

    Examples
    --------
    >>> nobody(["Delta"])
    'Nobody known yet at Delta'
    """
    more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
    return f"Nobody known yet at {', '.join(line(name) for name in names[:LISTED])}{more}"


def about(employer: Group) -> list[str]:
    """Describe an employer, in lines."""
    size = people(len(employer.people))
    lines = [line(employer.name), size, f"you know {employer.known:,}"]
    return [*lines, "a target"] if employer.kind == "target" else lines


def folded(employer: Group) -> list[str]:
    """Describe people who share one mark, in lines."""
    size = people(len(employer.people))
    if employer.kind == "target":
        size = f"{len(employer.people):,} more"
    return [line(employer.name), size, f"you know {employer.known:,}", "press to see them"]


def words(
    net: Network,
    at: NDArray[np.int64],
    tie: NDArray[np.int8],
    strength: NDArray[np.float64],
    via: NDArray[np.int64],
) -> list[list[str]]:
    """Describe people in lines: name, title, company, how close and the chance, or a broker.

    `at` and `via` are positions in the network: theirs, and their broker's, -1 if there is none.
    The chance is the strength of the ego's own tie, 0 where there is none.
    """
    described = []
    for person, job, t, worth, broker in zip(
        at.tolist(), _jobs(net, at), tie.tolist(), strength.tolist(), via.tolist(), strict=True
    ):
        if worth:
            last = [TIES[t], f"helps you: {_chance(worth)}"]
        else:
            last = [f"through {name(net, broker)}" if broker >= 0 else "through friends"]
        described.append([name(net, person), *job, *last])
    return described


def searched(net: Network) -> list[str]:
    """Fold what is searched of each person: name, title and company."""
    jobs = net.workplaces.current.fillna("")
    columns = (net.name.tolist(), jobs.title.tolist(), jobs.company.tolist())
    return [fold(" ".join(map(str, texts))) for texts in zip(*columns, strict=True)]


def found(n: int, names: Sequence[str]) -> str:
    """Say how many people a search found, and who."""
    if not n:
        return "Nobody found"
    more = " …" if n > LISTED else ""
    return f"{people(n)} found: {', '.join(names[:LISTED])}{more}"


def steps(net: Network, route: Sequence[str], node: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Describe the people of a route after the ego, each with the tie that leads to them.

    `node` holds the node of each person of the network; -1 if not drawn.
    """
    at = net.positions(route, strict=False).tolist()
    at = at[1:] if at and at[0] == net.ego else at
    jobs = _jobs(net, np.array(at, dtype=np.int64))
    described = []
    for number, (a, b, job) in enumerate(zip([net.ego, *at], at, jobs, strict=False), start=1):
        arc = net.arc(a, b)
        worth = _tie(net, a, b, arc) if arc >= 0 else "not connected yet"
        drawn = int(node[b])
        described.append(
            {
                "number": number,
                "person": str(net.keys[b]),
                "name": name(net, b),
                "label": tag(short(name(net, b))),
                "job": " at ".join(job),
                "words": worth if drawn >= 0 else f"{worth} (not in this picture)",
                "tied": arc >= 0,
                "node": drawn,
            }
        )
    return described


def _jobs(net: Network, at: NDArray[np.int64]) -> list[list[str]]:
    """List title and company of people, as far as they are known."""
    current = net.workplaces.current.iloc[at]
    rows = zip(current.title.tolist(), current.company.tolist(), strict=True)
    return [[line(text) for text in row if isinstance(text, str) and line(text)] for row in rows]


def _tie(net: Network, a: int, b: int, arc: int) -> str:
    """Say what is known of a tie, and the chance that it helps."""
    hop = explain_tie(net, a, b, arc)
    return f"{_chance(hop.probability)}: {hop.reason}"


def _chance(probability: float) -> str:
    return f"{100 * probability:.0f} %, {chance_word(probability)}"
