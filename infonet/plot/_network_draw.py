"""Draw the layout around the ego: sectors, dots, groups, and the names beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.layout.ego import EgoLayout, beside
from infonet.layout.groups import CLASSES, SECOND_HAND, Group
from infonet.layout.text import Lettering, halved, joined, legible, person
from infonet.plot._sheet import INK, MARGIN, MUTED, PAPER, RULE, Block, Look, Sheet

if TYPE_CHECKING:
    from infonet.graph import Network

    Box = tuple[float, float, float, float]


# Shade, marker and size tell the classes apart at once.
LOOKS = {
    "strong": Look("#08306b", "o", "", "strong tie", 0.95),
    "medium": Look("#1f6fb2", "D", "", "medium", 0.72),
    "weak": Look("#4a97cf", "^", "", "weak", 0.85),
    "connection": Look("#7f93a6", "o", "", "connection only", 0.55),
    "given": Look("#1f6fb2", "o", "", "tie", 0.80),
    "through friends": Look("#7f8b96", "o", "", "+ through friends only", 0.66),
}
TARGET = "#c25400"
# The most people whose names are beside their dots.
_FEW = 30
# A dot as a share of the distance between two, and the largest, in points.
_DOT, _LARGEST = 0.7, 13.0
# Places of a name beside its dot: below, above, on its right, on its left.
_SIDES = ((0, -1), (0, 1), (1, 0), (-1, 0))


class Picture(NamedTuple):
    """Place and scale of the layout on the sheet.

    `size` is of the letters, `lines` the most of a caption. The ego is in the `middle`; `room` is
    the radius of the whole in points, and `scale` the points for a unit of the layout.
    """

    sheet: Sheet
    size: float
    lines: int
    middle: tuple[float, float]
    room: float
    scale: float

    def points(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Convert places around the ego to points of the sheet."""
        turned: NDArray[np.float64] = places * (self.scale, -self.scale) + self.middle
        return turned

    @property
    def reach(self) -> float:
        """The farthest that captions may go above and below the ego."""
        return self.room + 0.5 * self.size


class Caption(NamedTuple):
    """The name of an employer and its number of people, and where they are.

    The angle is of the middle of the sector, clockwise from the top; the place is the end next to
    the circle, at half its height.
    """

    angle: float
    block: Block
    place: tuple[float, float]


def measured(picture: Picture, layout: EgoLayout) -> list[Caption] | None:
    """Measure and place the captions of the sectors; None if they have no room."""
    captions = []
    middles = layout.rings.sectors.mean(axis=1).tolist()
    sides = [math.copysign(1.0, round(math.sin(angle), 9)) for angle in middles]
    for side in (1.0, -1.0):
        here = [g for g, other in enumerate(sides) if other == side]
        groups, angles = [layout.groups[g] for g in here], [middles[g] for g in here]
        found = _column(picture, groups, angles, [picture.room] * len(here))
        if found is None:
            return None
        # There is more room above and below than beside the widest place of the circle.
        wider = _column(picture, groups, angles, [abs(x) for _, (x, _) in found]) or found
        room = picture.sheet.width / 2 - MARGIN / 2 - picture.size
        if all(abs(x) + block.width <= room for block, (x, _) in wider):
            found = wider
        for angle, (block, (x, down)) in zip(angles, found, strict=True):
            # A little farther out than the circle.
            across = picture.middle[0] + side * (abs(x) + picture.size)
            captions.append(Caption(angle, block, (across, picture.middle[1] - down)))
    return captions


def _column(
    picture: Picture, groups: list[Group], angles: list[float], starts: list[float]
) -> list[tuple[Block, tuple[float, float]]] | None:
    """Place the captions of one side around the ego; None if they are too high.

    `starts` are the distances from the ego at which each is expected to begin.
    """
    blocks = [_block(picture, *each) for each in zip(groups, starts, strict=True)]
    heights = [block.height for block in blocks]
    gap = 0.25 * picture.size
    if sum(heights) + gap * len(heights) > 2 * picture.reach:
        return None
    radius = picture.room + 0.3 * picture.size
    places = beside(angles, heights, radius=radius, reach=picture.reach, gap=gap)
    return list(zip(blocks, places, strict=True))


def _block(picture: Picture, each: Group, start: float) -> Block:
    """Fit the name of an employer and its counts into the room beside the circle."""
    more = len(each.people) - each.known
    counts = f"{each.known:,} + {more:,}" if more else f"{each.known:,}"
    counts = counts.replace(" ", "\u00a0")
    words = joined([legible(each.name, noun="company"), Lettering(counts)], "\u00a0·\u00a0")
    room = picture.sheet.width / 2 - MARGIN - start - 1.3 * picture.size
    bold = each.kind == "target"
    return picture.sheet.block(words, picture.size, width=room, lines=picture.lines, bold=bold)


def draw_people(
    picture: Picture, net: Network, layout: EgoLayout, captions: Sequence[Caption]
) -> None:
    """Draw the sectors, a dot for everybody, and the names that have room."""
    _draw_sectors(picture, layout)
    ax = picture.sheet.ax
    points = picture.points(layout.rings.points)
    dot = min(_DOT * layout.rings.pitch * picture.scale, _LARGEST)
    for code in np.unique(layout.tie).tolist():
        look, here = LOOKS[CLASSES[code]], points[layout.tie == code]
        hollow = code == SECOND_HAND
        ax.scatter(
            here[:, 0],
            here[:, 1],
            s=(look.size * dot) ** 2,
            marker=look.marker,
            facecolors="none" if hollow else look.color,
            edgecolors=look.color if hollow else "none",
            linewidths=min(0.15 * dot, 0.9) if hollow else 0.0,
            label=f"_{CLASSES[code]}",
            zorder=2,
        )
    taken = [_around(at, dot, dot) for at in points.tolist()]
    taken += _draw_ego(picture, taken)
    for caption in captions:
        taken.append(_draw_caption(picture, caption))
    if len(layout.person) > _FEW:
        return
    for at, place in zip(layout.person.tolist(), points.tolist(), strict=True):
        name = person(net.name[at], str(net.person[at]))
        words = Lettering("\n".join(halved(name.text)), name.family, name.bold)
        _draw_name(picture, words, place, dot / 2, taken)


def draw_folded(
    picture: Picture,
    folded: Sequence[Group],
    places: NDArray[np.float64],
    links: NDArray[np.float64],
    *,
    pitch: float,
) -> None:
    """Draw the ways to people at targets, and a mark for each group, the larger for more people."""
    from matplotlib.patches import Circle

    ax = picture.sheet.ax
    for pair in links:
        ax.plot(*picture.points(pair).T, color=TARGET, lw=0.5, alpha=0.5, zorder=1)
    dot = min(_DOT * pitch * picture.scale, _LARGEST) / 2
    most = max((len(each.people) for each in folded), default=1)
    for each, at in zip(folded, picture.points(places).tolist(), strict=True):
        radius = dot * (0.9 + 1.2 * math.sqrt(len(each.people) / most))
        edge = TARGET if each.kind == "target" else MUTED
        ax.add_patch(Circle(tuple(at), radius, fc=PAPER, ec=edge, lw=0.8, zorder=2))


def _draw_sectors(picture: Picture, layout: EgoLayout) -> None:
    """Draw the ground of each employer, the rims of targets, and the borders of the rings."""
    from matplotlib.patches import Circle, Wedge

    ax, middle = picture.sheet.ax, picture.middle
    edges = layout.rings.edges * picture.scale
    for each, (start, end) in zip(layout.groups, layout.rings.sectors.tolist(), strict=True):
        angles = 90 - math.degrees(end), 90 - math.degrees(start)
        ring: dict[str, Any] = {"fc": PAPER, "ec": "white", "lw": 1.2, "zorder": 0}
        ax.add_patch(Wedge(middle, edges[-1], *angles, width=edges[-1] - edges[0], **ring))
        if each.kind == "target":
            rim: dict[str, Any] = {"fc": TARGET, "ec": "none", "zorder": 1}
            ax.add_patch(Wedge(middle, edges[-1] + 2.2, *angles, width=2.2, **rim))
    for code in np.unique(layout.tie)[:-1].tolist():
        ax.add_patch(Circle(middle, edges[code + 1], fill=False, ec="white", lw=1.6, zorder=1))


def _draw_ego(picture: Picture, taken: Sequence[Box]) -> list[Box]:
    """Draw the ego in the middle; give the boxes that it takes."""
    ax, size, middle = picture.sheet.ax, picture.size, picture.middle
    ax.plot(*[[at] for at in middle], "o", color=INK, ms=0.8 * size, zorder=3)
    boxes = [_around(middle, size, size)]
    block = picture.sheet.block("you", size - 1, bold=True)
    place = middle[0], middle[1] - 0.5 * size - block.height / 2
    box = _around(place, block.width, block.height)
    if not any(_overlap(box, other) for other in taken):
        picture.sheet.write(block, *place, ha="center", va="center")
        boxes.append(box)
    return boxes


def _draw_caption(picture: Picture, caption: Caption) -> Box:
    """Write a caption, with a line to its sector; give the box that it takes."""
    sheet, size, (x, y) = picture.sheet, picture.size, caption.place
    right = x >= picture.middle[0]
    rim = picture.room + 0.3 * size
    start = (
        picture.middle[0] + rim * math.sin(caption.angle),
        picture.middle[1] + rim * math.cos(caption.angle),
    )
    end = x - 0.3 * size if right else x + 0.3 * size
    sheet.ax.plot([start[0], end], [start[1], y], color=RULE, lw=0.7, zorder=1)
    sheet.write(caption.block, x, y, ha="left" if right else "right", va="center")
    width = caption.block.width
    return _around((x + width / 2 if right else x - width / 2, y), width, caption.block.height)


def _draw_name(
    picture: Picture, words: Lettering, place: Sequence[float], radius: float, taken: list[Box]
) -> None:
    """Write a name beside its dot, where it hides nothing; nowhere if it has no room."""
    sheet = picture.sheet
    block = sheet.block(words, picture.size - 1.5, width=9 * picture.size, lines=2)
    for right, up in _SIDES:
        x = place[0] + right * (radius + 2 + block.width / 2)
        y = place[1] + up * (radius + 1.5 + block.height / 2)
        box = _around((x, y), block.width, block.height)
        inside = box[0] >= MARGIN / 2 and box[2] <= sheet.width - MARGIN / 2
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            sheet.write(block, x, y, ha="center", va="center")
            return


def _around(place: Sequence[float], width: float, height: float) -> Box:
    x, y = place
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
