"""The picture of the ego network: one dot a person, a sector an employer, a ring a class of tie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.layout.ego import LIMIT, SECTORS, EgoLayout, place_people
from infonet.layout.groups import CLASSES, SECOND_HAND, Group, Groups, group
from infonet.layout.targets import place_targets
from infonet.layout.text import Lettering, joined, legible
from infonet.names.text import counted
from infonet.plot._network_draw import LOOKS, TARGET, Picture, draw_folded, draw_people, measured
from infonet.plot._sheet import INK, MARGIN, MUTED, PAPER, Block, Sheet, open_sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from infonet.graph import Network

_NOTHING = (
    "Nobody is tied to you yet. Add your own LinkedIn export, and everybody in it is shown here,"
    " by employer."
)
# The most targets without anybody known that are named.
_NOBODY = 8
# Points for a unit of the layout in a figure of our own.
_SCALE = 0.66
# The least distance between two dots, in points.
_FINEST = 2.0
# The least radius, as a share of the sheet, before captions are made smaller or left out.
_SHARE = 0.22


class _Step(NamedTuple):
    """One way to draw: size of the letters, most lines of a caption, whether there are any."""

    size: float
    lines: int
    captions: bool = True


# Tried until it fits.
_STEPS = (
    *(_Step(size, lines) for size in (9.0, 8.0, 7.0, 6.0) for lines in (2, 1)),
    *(_Step(size, 0, captions=False) for size in (6.0, 5.0)),
)


def network(net: Network, *, ax: Axes | Figure | None = None, companies: int = SECTORS) -> Axes:
    """Draw who the ego knows: a sector for each employer, a ring for each class of tie.

    Targets come first; then the employers where most people are known; the rest share a sector.
    The closest people are next to the ego; people known only through friends are hollow and
    outermost. Of more than 2,000 people only the ego's own ties are drawn; of more than 2,000
    ties the targets, their people and the ways to them, and everybody else in groups. It is the
    same layout as in the panel. `infonet.plot.paths` shows routes.

    Parameters
    ----------
    net : Network
        The network; its ego's own ties decide shade, shape and ring.
    ax : Axes or Figure, optional
        Where to draw, as `infonet.plot` says.
    companies : int
        The most employers to name beside the targets.

    Returns
    -------
    Axes
        Its coordinates are points (1/72 inch).

    Examples
    --------
    >>> import networkx as nx
    >>> from infonet.graph import Network
    >>> G = nx.Graph([("me", "Ana", {"strength": 0.7})], ego="me")
    >>> G.add_node("Ana", company="Delta")
    >>> network(Network.from_networkx(G)).texts[-1].get_text()
    '1 person you know'
    """
    groups = group(net)
    sheet = open_sheet(ax)
    if not (groups.tie[groups.tie >= 0] < SECOND_HAND).any():
        return sheet.instead(_NOTHING)
    scene = _scene(net, groups, companies)
    for step in _STEPS:
        head = _head(sheet, groups, scene, step)
        above = sum(block.height + 0.5 * step.size for block in head) + 0.8 * step.size
        around = above + _legend(sheet, scene, step) + 0.8 * step.size
        room = _widest(sheet, step)
        if sheet.own:
            room = min(room, scene.radius * _SCALE)
            sheet = sheet.resized(around + 2 * room + step.size)
        # The rim of a target, and half a letter, may reach beyond it.
        room = min(room, (sheet.height - around - step.size) / 2)
        middle = sheet.width / 2, sheet.height - above - (sheet.height - around) / 2
        scale = max(room, 1.0) / scene.radius
        picture = Picture(sheet, step.size, step.lines, middle, room, scale)
        captions = measured(picture, scene.layout) if step.captions else []
        if captions is None or not _is_large_enough(picture, scene, step):
            continue
        sheet.ruled()
        draw_people(picture, net, scene.layout, captions)
        draw_folded(picture, scene.folded, scene.places, scene.links, pitch=scene.pitch)
        top = sheet.height
        for block in head:
            sheet.write(block, MARGIN, top, ha="left", va="top", color=INK)
            top -= block.height + 0.5 * step.size
        return sheet.ax
    return sheet.instead("The network does not fit in here: draw it in a larger Axes.")


class _Scene(NamedTuple):
    """People around the ego, and the groups that are one mark each, with their places.

    `links` are pairs of places on the ways to people at targets. The `radius` is of the whole.
    """

    layout: EgoLayout
    folded: list[Group]
    places: NDArray[np.float64]
    links: NDArray[np.float64]

    @property
    def radius(self) -> float:
        return self.layout.rings.radius

    @property
    def pitch(self) -> float:
        return self.layout.rings.pitch


def _scene(net: Network, groups: Groups, companies: int) -> _Scene:
    """Settle who is drawn, and where."""
    tied = groups.tie >= 0
    known = tied & (groups.tie < SECOND_HAND)
    shown = tied if tied.sum() <= LIMIT else known
    if shown.sum() <= LIMIT:
        people = np.flatnonzero(shown)
        layout = place_people(groups, people, strength=net.own_strength, named=companies)
        return _Scene(layout, [], np.empty((0, 2)), np.empty((0, 2, 2)))
    found = place_targets(net, groups, named=companies)
    points, n = found.rings.points, len(found.person)
    at = np.zeros((len(net), 2))  # the ego's place
    at[found.person] = points[:n]
    rings = found.rings._replace(points=points[:n])
    layout = EgoLayout(found.sectors, found.person, found.sector, found.tie, rings)
    links = at[np.array(found.links, dtype=np.int64).reshape(-1, 2)]
    return _Scene(layout, found.folded, points[n:], links)


def _widest(sheet: Sheet, step: _Step) -> float:
    """Find the largest radius that leaves room for captions on both sides."""
    beside = 0.0
    if step.captions:
        beside = max(0.15 * sheet.width, 8 * step.size) + 1.8 * step.size
    return sheet.width / 2 - MARGIN - beside - 0.5 * step.size


def _is_large_enough(picture: Picture, scene: _Scene, step: _Step) -> bool:
    """Tell whether dots can be told apart, and captions take no more than their share."""
    if step.captions and picture.room < _SHARE * min(picture.sheet.width, picture.sheet.height):
        return False
    return scene.layout.rings.pitch * picture.scale >= _FINEST and picture.room > 0


def _head(sheet: Sheet, groups: Groups, scene: _Scene, step: _Step) -> list[Block]:
    """Say how many people are known, and at which targets nobody is."""
    tie = groups.tie[groups.tie >= 0]
    known, beyond = int((tie < SECOND_HAND).sum()), int((tie == SECOND_HAND).sum())
    words = f"{counted(known, 'person', 'people')} you know"
    if beyond:
        words += f" + {beyond:,} through friends"
        drawn = bool(scene.folded) or (scene.layout.tie == SECOND_HAND).any()
        words += "" if drawn else ", counted but not drawn"
    width = sheet.width - 2 * MARGIN
    blocks = [sheet.block(words, step.size + 1.5, bold=True, width=width, lines=2)]
    names = [each.name for each in groups.targets if not len(each.people)]
    if names:
        shown = joined(legible(name, noun="company") for name in names[:_NOBODY])
        more = f" and {len(names) - _NOBODY:,} more" if len(names) > _NOBODY else ""
        sentence = joined(
            [Lettering("Nobody known yet at your targets "), shown, Lettering(more)], ""
        )
        blocks.append(sheet.block(sentence, step.size, width=width, lines=2))
    return blocks


def _legend(sheet: Sheet, scene: _Scene, step: _Step) -> float:
    """Explain the marks that are there, with counts; give the height and a gap above."""
    size, entries = step.size, list[tuple[str, dict[str, Any]]]()
    for code, n in enumerate(np.bincount(scene.layout.tie).tolist()):
        if n:
            look, hollow = LOOKS[CLASSES[code]], code == SECOND_HAND
            mark = {"ls": "", "marker": look.marker, "ms": size * look.size, "mec": look.color}
            mark |= {"mfc": "none" if hollow else look.color, "mew": 0.9 if hollow else 0.0}
            entries.append((f"{look.words} ({n:,})", mark))
    if scene.folded:
        mark = {"ls": "", "marker": "o", "ms": 1.2 * size, "mec": MUTED, "mfc": PAPER, "mew": 0.8}
        entries.append(("all others at a company", mark))
    if any(each.kind == "target" for each in scene.layout.groups):
        entries.append(("target", {"color": TARGET, "lw": 2.5}))
    return sheet.legend(entries, size - 1, handle=1.2) + 0.5 * size if entries else 0.0
