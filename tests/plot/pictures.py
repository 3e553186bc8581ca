"""Networks and routes to draw, and what a picture shows, read from its artists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import combinations, pairwise
from random import Random

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from numpy.typing import NDArray

from infonet.graph import Network, network
from infonet.tables import Tables

SIZES = [(8.5, 4.0), (4.0, 3.0), (5.0, 8.0), (2.0, 1.5)]


def some_sizes(case: str, count: int) -> list[tuple[float, float]]:
    """Choose sizes of an Axes, the same for a case each time."""
    return Random(case).sample(SIZES, count)


def make(
    ties: Sequence[tuple[str, str, str | None]],
    names: dict[str, str] | None = None,
    jobs: dict[str, str] | None = None,
    targets: tuple[str, ...] = (),
) -> Network:
    """Make a network from (one, other, closeness); None for a mere connection."""
    keys = sorted({"me"}.union(*(tie[:2] for tie in ties), names or {}))
    return network(
        Tables.of(
            people=[{"person": key, "name": (names or {}).get(key)} for key in keys],
            jobs=[{"person": key, "company": company} for key, company in (jobs or {}).items()],
            ties=[
                {
                    "source": min(a, b),
                    "target": max(a, b),
                    "closeness": closeness,
                    "evidence": "stated" if closeness else "connection",
                    "origin": "me",
                }
                for a, b, closeness in ties
            ],
            companies=[
                {"company": name, "kind": "company", "priority": number}
                for number, name in enumerate(targets, start=1)
            ],
        ),
        as_of="2026-06-30",
    )


def rows(*given: tuple[str, tuple[str, ...], str], title: str | None = "Engineer") -> pd.DataFrame:
    """Make a frame as `warm_paths` gives it; the probability falls from row to row."""
    return pd.DataFrame(
        [
            {
                "kind": kind,
                "route": route,
                "names": " → ".join(route),
                "insider": route[-1],
                "title": None if kind == "scout" else title,
                "company": company,
                "hops": len(route) - 1,
                "probability": 0.7 / (number + 1),
                "low": 0.4 / (number + 1),
                "high": 0.93 / (number + 1),
                "why": "",
            }
            for number, (kind, route, company) in enumerate(given)
        ],
        columns=[
            "kind",
            "route",
            "names",
            "insider",
            "title",
            "company",
            "hops",
            "probability",
            "low",
            "high",
            "why",
        ],
    )


def words(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.texts]


def ties(ax: Axes) -> dict[str, PathPatch]:
    return {str(p.get_gid()): p for p in ax.patches if isinstance(p, PathPatch)}


def vertices(path: Path) -> NDArray[np.float64]:
    return np.asarray(path.vertices, dtype=np.float64)


def texts(ax: Axes) -> list[Text]:
    legend = ax.get_legend()
    return [*ax.texts, *(legend.get_texts() if legend else [])]


def assert_tidy(ax: Axes) -> None:
    """No two labels overlap, none leaves the Axes, and no line runs through one."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    boxes = {text: text.get_window_extent() for text in texts(ax) if text.get_text()}
    assert boxes
    room = ax.get_window_extent().padded(0.5)
    for text, box in boxes.items():
        assert room.x0 <= box.x0 and box.x1 <= room.x1, text
        assert room.y0 <= box.y0 and box.y1 <= room.y1, text
    for (text, a), (other, b) in combinations(boxes.items(), 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 0.5 or down <= 0.5, (text, other)
    for line in ties(ax).values():
        path = line.get_transform().transform_path(line.get_path())
        assert not [t for t, box in boxes.items() if path.intersects_bbox(box, filled=False)]


LONG = "Wilhelmina Constantinopolitanska-Featherstonehaugh van der Überlingen "


@cache
def long_routes() -> tuple[Network, pd.DataFrame]:
    """Ten routes of four hops through shared brokers, every name 70 letters and more."""
    routes = [
        ("me", f"in/a{i % 3}", f"in/b{i % 4}", f"in/c{i % 5}", f"in/x{i % 7}") for i in range(10)
    ]
    pairs = sorted({pair for route in routes for pair in pairwise(route)})
    keys = {key for pair in pairs for key in pair} - {"me"}
    net = make([(a, b, "medium") for a, b in pairs], {key: LONG + key[3:] for key in keys})
    found = [
        ("introduction", route, "International Consolidated Data Holdings") for route in routes
    ]
    return net, rows(*found, title="Vice president of everything that has to do with data")


FOREIGN = {
    "in/ana": "Ana $x$ \\frac{1}{2} $",
    "in/li-wei-4b7": "李伟",
    "in/sara": "سارة العلي",
    "in/दीपा": "दीपा शर्मा",
    "in/zoe": "Zoë 🍷 👩🏽‍💻 Looper 🇳🇱",
    "in/tab": "Tab\tNew\r\nline\u202e\x00evil",
    "name/ไทย": "สมชาย ใจดี",
    "in/dana": "דנה לוי",
    "in/kim-minsu": "김민수",
    "in/endless": "x" * 200,
}


@cache
def foreign_routes() -> tuple[Network, pd.DataFrame]:
    keys = list(FOREIGN)
    pairs = list(zip(keys[:5], keys[5:], strict=True))
    strong = [("me", key, "strong") for key in keys[:5]]
    net = make([*strong, *((a, b, "weak") for a, b in pairs)], FOREIGN)
    ends = ["株式会社 Acme", "デルタ", "$\\alpha$", "دلتا", "Zulu\n\nGmbH"]
    found = [("introduction", ("me", *pair), end) for pair, end in zip(pairs, ends, strict=True)]
    return net, rows(*found, title="工程师 $y$")


def star_routes() -> tuple[Network, pd.DataFrame]:
    """Make a bare star: one direct way, two scouts, one cold insider, and nobody."""
    net = make(
        [("me", "in/ana", "strong"), ("me", "in/bo", "medium"), ("me", "in/cy", None)],
        {"in/ana": "Ana Diaz", "in/bo": "Bo Lin", "in/cy": "Cy Oyelaran", "in/eva": "Eva Berg"},
        targets=("Delta",),
    )
    return net, rows(
        ("direct", ("me", "in/cy"), "Delta Inc."),
        ("scout", ("me", "in/ana"), "Delta"),
        ("scout", ("me", "in/bo"), "Delta"),
        ("cold", ("me", "in/eva"), "DELTA"),
        ("cold", ("me",), "Delta"),
    )


CASES: dict[str, Callable[[], tuple[Network, pd.DataFrame]]] = {
    "long": long_routes,
    "foreign": foreign_routes,
    "star": star_routes,
}


@cache
def crowd(n: int, beyond: int = 0, targets: tuple[str, ...] = ("Firm 0", "Nowhere")) -> Network:
    """Make n alters and others behind them; a few large employers and a long tail of small ones."""
    keys = [f"in/p{i}" for i in range(n + beyond)]
    closeness = ("strong", None, "weak", None, "medium", None, None, None)
    known = [("me", key, closeness[i % 8]) for i, key in enumerate(keys[:n])]
    behind: list[tuple[str, str, str | None]] = [
        (keys[i % n], key, None) for i, key in enumerate(keys[n:])
    ]
    jobs = {
        key: f"Firm {min((i * 7919) % 997 % 31, (i * 104729) % 499)}"
        if i % 3
        else f"Small Company {i} of a Longer Name"
        for i, key in enumerate(keys)
        if i % 11
    }
    names = {key: f"Ana {i} Diaz" for i, key in enumerate(keys)}
    return make(known + behind, names, jobs, targets)


@cache
def hostile() -> Network:
    names = list(FOREIGN.values())
    keys = [f"in/p{i}" for i in range(40)]
    return make(
        [("me", key, None) for key in keys],
        {key: names[i % 10] for i, key in enumerate(keys)},
        {key: names[i * 3 % 10] for i, key in enumerate(keys)},
        tuple(names[4:]),
    )


CROWDS: dict[str, Callable[[], Network]] = {
    "five": lambda: crowd(5, 2),
    "four hundred": lambda: crowd(400, 100),
    "two thousand": lambda: crowd(2000, 600),
    "hostile": hostile,
    "many targets": lambda: crowd(300, 50, tuple(f"Firm {i}" for i in range(60))),
}


def dots(ax: Axes) -> dict[str, int]:
    return {str(c.get_label())[1:]: len(np.asarray(c.get_offsets())) for c in ax.collections}
