"""Measure and place what the picture of routes consists of: boxes, labels, headings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from infonet.layout.columns import Chain, Node, arrange, heights, in_columns, lanes
from infonet.layout.text import Lettering
from infonet.plot._sheet import MARGIN, Block, Sheet


class DrawnTie(NamedTuple):
    """Two people of the network, by position, and the strength between them."""

    source: int
    target: int
    strength: float


@dataclass(frozen=True)
class Route:
    """A row of the frame, ready to be placed.

    The chain leads from the ego to the insider, or to a place for somebody unknown; each node has
    its words, and after the ego its tie, None where none is known. The title is empty when not
    known; `employer` is a position among the employers; the interval is empty when there is none.
    """

    kind: str
    chain: Chain
    words: tuple[Lettering, ...]
    ties: tuple[DrawnTie | None, ...]
    title: Lettering
    employer: int
    chance: str
    interval: str


@dataclass(frozen=True)
class PersonBox:
    """A name in a box, and below it a job title."""

    name: Block
    title: Block | None
    height: float


@dataclass(frozen=True)
class RoutesLayout:
    """A measured layout; lengths in points, heights from the top of the body downwards.

    `order` has the nodes of each column from top to bottom, `steps` each step with the lanes that
    it takes. `left` and `width` are of the columns' boxes, `wall` of the employers; `labels` is the
    left edge of the probabilities, `chance` and `interval` the widths of their two columns. Each
    heading has its left edge, and `head` is the height of all.
    """

    size: float
    routes: list[Route]
    order: list[list[Node]]
    steps: dict[tuple[Node, Node], Chain]
    column: dict[Node, int]
    boxes: dict[Node, PersonBox]
    left: list[float]
    width: list[float]
    labels: float
    wall: tuple[float, float]
    headings: list[tuple[Block, float]]
    chance: float
    interval: float
    head: float

    @property
    def gap(self) -> float:
        """The least distance between two boxes."""
        return 0.9 * self.size

    @property
    def leading(self) -> float:
        """From one probability to the next at the same insider."""
        return 1.6 * self.size

    def taken(self, node: Node) -> float:
        """Compute the height that a node takes in its column."""
        if node.role == "lane":
            return self.size
        ends = sum(route.chain[-1] == node for route in self.routes)
        return max(self.boxes[node].height, ends * self.leading)

    @property
    def body(self) -> float:
        """The least height of what is below the headings."""
        return max(
            sum(map(self.taken, nodes)) + self.gap * (len(nodes) - 1) for nodes in self.order
        )

    def heights(self, body: float) -> dict[Node, float]:
        """Find how far below the top of a body of that height each node is."""
        return heights(self.order, [*self.steps.values()], self.taken, gap=self.gap, total=body)

    def _back(self, chain: Chain) -> list[Node]:
        """List all that a route passes, lanes as well, from before its end back to the ego."""
        steps = [self.steps[step] for step in pairwise(chain)]
        return [stop for step in reversed(steps) for stop in step[-2::-1]]

    def ports(self, y: dict[Node, float]) -> list[float]:
        """Find the height at which each route ends; at one insider they end below each other."""
        ending: dict[Node, list[int]] = defaultdict(list)
        for number, route in enumerate(self.routes):
            ending[route.chain[-1]].append(number)
        found = [0.0] * len(self.routes)
        for node, numbers in ending.items():
            # In the order in which they arrive, so that the lines do not cross at the company.
            numbers.sort(key=lambda at: [y[stop] for stop in self._back(self.routes[at].chain)])
            for place, number in enumerate(numbers):
                found[number] = y[node] + (place - (len(numbers) - 1) / 2) * self.leading
        return found


def lay_out(
    sheet: Sheet,
    routes: Sequence[Route],
    employers: Sequence[Lettering],
    size: float,
    *,
    titles: bool,
    narrowest: float,
) -> RoutesLayout | None:
    """Measure the routes for letters of a size, in the width of the sheet.

    None if a box that needs more would get less than `narrowest` times the size of the letters.
    """
    chains, column = in_columns([route.chain for route in routes])
    routes = [replace(route, chain=chain) for route, chain in zip(routes, chains, strict=True)]
    steps = {(step[0], step[-1]): step for chain in chains for step in lanes(chain, column)}
    order = arrange([*steps.values()], column, _blocks(routes))
    words = {node: name for r in routes for node, name in zip(r.chain, r.words, strict=True)}
    title = {r.chain[-1]: r.title for r in routes if titles and r.title.text}

    pad, small = 0.6 * size, size - 1.5
    natural = [_natural(sheet, nodes, words, title, size) + 2 * pad for nodes in order]
    chance = max(sheet.block(r.chance, size, bold=True).width for r in routes)
    interval = max(sheet.block(r.interval, small).width for r in routes)
    table = 2.2 * size + chance + (0.7 * size + interval if interval else 0.0)
    alone = Counter(route.employer for route in routes)
    walls = [_wall(sheet, name, size, one_row=alone[at] == 1) for at, name in enumerate(employers)]
    natural.append(max(walls) + 2 * pad)
    gutter = 2.6 * size
    last = len(order) - 1
    # The lines from the probabilities to the employers may be shorter than the ties.
    room = sheet.width - 2 * MARGIN - natural[0] - table - (last + 0.7) * gutter
    cap = _cap(natural[1:], room)
    if cap < narrowest * size:
        return None
    *width, wall = [natural[0], *(min(each, cap) for each in natural[1:])]
    gutter += max(room - sum(width[1:]) - wall, 0.0) / (last + 0.7)
    left = [MARGIN]
    for each in width[:-1]:
        left.append(left[-1] + each + gutter)
    labels = left[-1] + width[-1] + 0.7 * size
    boxes = {
        node: _box(sheet, name, title.get(node), width[column[node]] - 2 * pad, size)
        for node, name in words.items()
    }
    headings = [
        (sheet.block(f"hop {at}", small, width=width[at]), left[at]) for at in range(1, last)
    ]
    headings.append((sheet.block("insider", small, width=width[last]), left[last]))
    meaning = "chance of a talk" + (", 95\u00a0%\u00a0range" if interval else "")
    over = sheet.block(meaning, small, width=table + 0.6 * gutter, lines=3)
    headings.append((over, labels + 0.2 * size))
    return RoutesLayout(
        size=size,
        routes=routes,
        order=order,
        steps=steps,
        column=column,
        boxes=boxes,
        left=left,
        width=width,
        labels=labels,
        chance=chance,
        interval=interval,
        wall=(sheet.width - MARGIN - wall, wall),
        headings=headings,
        head=max(block.height for block, _ in headings) + 0.8 * size,
    )


def _natural(
    sheet: Sheet,
    nodes: Sequence[Node],
    words: Mapping[Node, Lettering],
    title: Mapping[Node, Lettering],
    size: float,
) -> float:
    """Measure how wide the texts of a column would be in one line each, within reason."""
    names = [sheet.block(words[n], size).width for n in nodes if n.role != "lane"]
    names += [sheet.block(title[n], size - 1.5).width for n in nodes if n in title]
    return min(max(names), 17 * size)


def _box(
    sheet: Sheet, name: Lettering, title: Lettering | None, inner: float, size: float
) -> PersonBox:
    """Fit a name, and a job title if it is known, into a box."""
    upper = sheet.block(name, size, width=inner, lines=2)
    if title is None:
        return PersonBox(upper, None, upper.height + 0.9 * size)
    lower = sheet.block(title, size - 1.5, width=inner)
    return PersonBox(upper, lower, upper.height + lower.height + 1.15 * size)


def _blocks(routes: Sequence[Route]) -> dict[Node, int]:
    """Group the ends by employer, and there introductions first, then scouts, then cold."""
    after = {"introduction": 0, "direct": 0, "scout": 1, "cold": 2}
    blocks: dict[Node, int] = {}
    for route in routes:
        end, block = route.chain[-1], 3 * route.employer + after[route.kind]
        blocks[end] = min(block, blocks.get(end, block))
    return blocks


def _wall(sheet: Sheet, name: Lettering, size: float, *, one_row: bool) -> float:
    """Measure the width for an employer's name: no word is broken, short names are not wrapped.

    Beside a single row there is room for one line only.
    """
    if one_row:
        return min(sheet.block(name, size, bold=True).width, 14 * size)
    longest = max(name.text.split(" "), key=len)
    one = sheet.block(Lettering(longest, name.family, name.bold), size, bold=True).width
    return min(max(one, min(sheet.block(name, size, bold=True).width, 7 * size)), 10 * size)


def _cap(wanted: Sequence[float], available: float) -> float:
    """Find the width to which wider columns are narrowed, so that all fit in."""
    left = available
    for number, width in enumerate(sorted(wanted)):
        share = left / (len(wanted) - number)
        if width > share:
            return max(share, 1.0)
        left -= width
    return float("inf")
