"""The picture of the ego network: one dot a person, by employer, the targets first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from infonet.layout.groups import CLASSES, SECOND_HAND, Groups, group
from infonet.plot._text_layout import PAPER, RULE, Page, open_page
from infonet.plot._sheet import Scene, Sheet, Step, lay_out, scene

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from infonet.graph import Network

__all__ = ["network"]


class _Look(NamedTuple):
    """How a class of tie is told: by shade, marker and size at once."""

    color: str
    marker: str
    size: float
    words: str


_LOOKS = {
    "strong": _Look("#08306b", "o", 0.95, "strong tie"),
    "medium": _Look("#1f6fb2", "D", 0.68, "medium"),
    "weak": _Look("#4a97cf", "^", 0.80, "weak"),
    "connection": _Look("#7f93a6", "o", 0.50, "connection only"),
    "given": _Look("#1f6fb2", "o", 0.80, "tie"),
    "through friends": _Look("#7f8b96", "o", 0.62, "+ through friends only"),
}
_NOTHING = (
    "Nobody is tied to you yet. Read your own LinkedIn export, and everybody in it"
    " stands here by employer."
)
_TARGET = "#c25400"
# A figure of our own is no higher than that, in points, unless the targets alone need more.
_TALLEST = 470.0
_COMFORT, _FINEST = 3.4, 2.2
_PITCHES = tuple(float(pitch) for pitch in np.geomspace(1.6, 16.0, 36))
# What is tried in a given Axes until it fits: letters and names first, dots last.
_STEPS = (
    Step(8.0, 15, _COMFORT),
    Step(8.0, 10, _COMFORT),
    Step(7.0, 8, _COMFORT),
    Step(7.0, 5, _FINEST),
    Step(6.0, 3, _FINEST),
    Step(6.0, 0, _FINEST),
    Step(5.0, 0, 1.6),
)


def network(net: Network, *, ax: Axes | None = None, companies: int = 15) -> Axes:
    """Draw who the ego knows: a dot for each person, in one disc for each employer.

    Targets come first, whether or not anybody is known there; then the employers where most
    people are known; the rest stands together below. The closest people are in the middle of
    their disc. People whom the ego knows only through friends are hollow. Nothing is drawn
    between the dots: routes are what `infonet.plot.paths` shows.

    Parameters
    ----------
    net : Network
        The network; its ego's own ties decide shade, shape and size.
    ax : Axes, optional
        Where to draw; a new figure, as high as the network needs, if not given.
    companies : int
        The most employers to name beside the targets; in a small Axes fewer are named.

    Returns
    -------
    Axes
        Its coordinates are points (1/72 inch). Labels fit the size that the Axes has now.

    Examples
    --------
    >>> import matplotlib; matplotlib.use("Agg")
    >>> import networkx as nx
    >>> from infonet.graph import Network
    >>> G = nx.Graph([("me", "Ana", {"strength": 0.7})], ego="me")
    >>> G.add_node("Ana", company="Delta")
    >>> [text.get_text() for text in network(Network.from_networkx(G)).texts]
    ['1 person you know', 'Delta', 'Ana']
    """
    people = group(net)
    page = open_page(ax)
    if not (people.tie < SECOND_HAND)[people.tie >= 0].any():
        page = page.resized(110.0) if page.own else page
        page.ruled().sentence(_NOTHING)
        return page.ax
    first = Step(9.0, companies, _COMFORT)
    steps = [first, first._replace(finest=_FINEST)] if page.own else [first, *_STEPS]
    steps += [step._replace(far=False) for step in (first._replace(finest=_FINEST), steps[-1])]
    shown = scene(net, people, companies=companies)
    for step in steps:
        foot = _legend(page, people, step)
        around = foot + 0.5 * step.size
        sheet = _largest(page, shown, step, (_TALLEST if page.own else page.height) - around)
        if sheet is not None:
            break
    if sheet is None and not page.own:
        page.ruled().sentence("The network does not fit in here: draw it in a larger Axes.")
        return page.ax
    sheet = sheet or lay_out(page, shown, step, _FINEST)
    page = page.resized(sheet.height + around) if page.own else page
    _draw(page.ruled(), sheet, people)
    return page.ax


def _largest(page: Page, shown: Scene, step: Step, room: float) -> Sheet | None:
    """The layout with the largest dots that is no higher than the room; None if none is."""
    pitches = [pitch for pitch in _PITCHES if pitch >= step.finest]
    found = lay_out(page, shown, step, pitches[0])
    if found.height > room:
        return None
    low, high = 1, len(pitches) - 1
    while low <= high:
        middle = (low + high) // 2
        sheet = lay_out(page, shown, step, pitches[middle])
        if sheet.height <= room:
            low, found = middle + 1, sheet
        else:
            high = middle - 1
    return found


def _legend(page: Page, people: Groups, step: Step) -> float:
    """The legend of the classes that are there, with counts; its height and a gap above."""
    from matplotlib.lines import Line2D

    size = step.size
    counts = np.bincount(people.tie[people.tie >= 0], minlength=len(CLASSES))
    handles = [
        Line2D(
            [],
            [],
            ls="",
            marker=look.marker,
            ms=size * look.size,
            mfc="none" if code == SECOND_HAND else look.color,
            mec=look.color,
            mew=0.9 if code == SECOND_HAND else 0.0,
            label=f"{look.words} ({counts[code]:,})",
        )
        for code, look in enumerate(map(_LOOKS.__getitem__, CLASSES))
        if counts[code] and (step.far or code != SECOND_HAND)
    ]
    if any(len(each.people) for each in people.targets):
        ring = Line2D([], [], ls="", marker="o", ms=1.3 * size, mfc=PAPER, mec=_TARGET, mew=1.6)
        ring.set_label("target")
        handles.append(ring)
    return page.legend(handles, size - 1, handle=1.2)[1] + 0.5 * size


def _draw(page: Page, sheet: Sheet, people: Groups) -> None:
    """Draw what was placed; one collection of markers for each class."""
    from matplotlib.patches import Circle

    top = page.height - 4.0
    for x, y, r, target in sheet.discs:
        edge, width = (_TARGET, 1.6) if target else (RULE, 0.6)
        page.ax.add_patch(Circle((x, top - y), r, fc=PAPER, ec=edge, lw=width, zorder=1))
    points = np.concatenate([at for at, _ in sheet.dots])
    tie = people.tie[np.concatenate([who for _, who in sheet.dots])]
    for code in np.unique(tie).tolist():
        look, here = _LOOKS[CLASSES[code]], points[tie == code]
        hollow = code == SECOND_HAND
        page.ax.scatter(
            here[:, 0],
            top - here[:, 1],
            s=(look.size * sheet.pitch) ** 2,
            marker=look.marker,
            facecolors="none" if hollow else look.color,
            edgecolors=look.color if hollow else "none",
            linewidths=min(0.12 * sheet.pitch, 0.9) if hollow else 0.0,
            label=f"_{CLASSES[code]}",
            zorder=2,
        )
    for block, x, y, ha, color in sheet.texts:
        page.write(block, x, top - y, ha=ha, va="top", color=color)
