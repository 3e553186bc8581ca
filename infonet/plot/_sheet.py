"""Place what the picture of a network consists of: discs, captions, bands of dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infonet.layout.bubbles import grid, pack, radius, sunflower
from infonet.layout.groups import SECOND_HAND, Group, Groups
from infonet.layout.text import Lettering, joined, legible, person
from infonet.plot._text_layout import INK, MARGIN, MUTED, Block, Page

if TYPE_CHECKING:
    from infonet.graph import Network

__all__ = ["Scene", "Sheet", "Step", "lay_out", "scene"]

# Up to so many people a caption has room for their names.
_FEW = 30
# So many of the targets where nobody is known are named.
_NOBODY = 8


class Disc(NamedTuple):
    """An employer, what is written below it, and whether it is a target."""

    group: Group
    name: Lettering
    who: Lettering
    target: bool


class Scene(NamedTuple):
    """Everything to be shown, in words, before its size is settled.

    Attributes
    ----------
    targets, others : list of Disc
        Employers in the order in which they are placed.
    nobody : Lettering or None
        The targets where nobody is known, as a sentence.
    people : Groups
    known, beyond : int
        How many people the ego knows, and how many only friends know.
    """

    targets: list[Disc]
    others: list[Disc]
    nobody: Lettering | None
    people: Groups
    known: int
    beyond: int


class Step(NamedTuple):
    """One way to draw: size of the letters, employers named, finest distance of the dots.

    `far` says whether people known only through friends get a dot.
    """

    size: float
    named: int
    finest: float
    far: bool = True


@dataclass
class Sheet:
    """What is to be drawn, with x to the right and y downwards from the top, in points."""

    pitch: float
    height: float = 0.0
    texts: list[tuple[Block, float, float, str, str]] = field(default_factory=list)
    discs: list[tuple[float, float, float, bool]] = field(default_factory=list)
    dots: list[tuple[NDArray[np.float64], NDArray[np.int64]]] = field(default_factory=list)

    def line(self, block: Block, *, above: float = 0.0, color: str = MUTED) -> None:
        """A line of text below everything so far."""
        self.height += above
        self.texts.append((block, MARGIN, self.height, "left", color))
        self.height += block.height


def scene(net: Network, people: Groups, *, companies: int) -> Scene:
    """The employers and what to write below them: people's names while there are few."""
    known = int(((people.tie >= 0) & (people.tie < SECOND_HAND)).sum())
    beyond = int((people.tie == SECOND_HAND).sum())

    def disc(group: Group, *, target: bool) -> Disc:
        if known + beyond <= _FEW:
            names = (person(net.name[at], str(net.person[at])) for at in group.people.tolist())
            who = joined(names)
        else:
            more = len(group.people) - group.known
            who = Lettering(f"{group.known:,} + {more:,}" if more else f"{group.known:,}")
        return Disc(group, legible(group.name, noun="company"), who, target)

    targets = [disc(each, target=True) for each in people.targets if len(each.people)]
    others = [disc(each, target=False) for each in people.others[:companies] if each.known]
    nobody = [each.name for each in people.targets if not len(each.people)]
    return Scene(targets, others, _nobody(nobody), people, known, beyond)


def _nobody(names: Sequence[str]) -> Lettering | None:
    if not names:
        return None
    shown = joined(legible(name, noun="company") for name in names[:_NOBODY])
    more = len(names) - _NOBODY
    words = [Lettering("Nobody known yet at your targets"), shown]
    return joined([*words, Lettering(f"and {more:,} more")] if more > 0 else words, " ")


def lay_out(page: Page, shown: Scene, step: Step, pitch: float) -> Sheet:
    """Place everything for dots at a distance of `pitch`; the height follows."""
    sheet, size = Sheet(pitch), step.size
    width = page.width - 2 * MARGIN
    words = f"{_count(shown.known, 'person', 'people')} you know"
    if shown.beyond:
        words += f" + {shown.beyond:,} through friends"
        words += "" if step.far else ", counted but not drawn"
    sheet.line(page.block(words, size + 1.5, bold=True, width=width, lines=2), color=INK)
    if shown.nobody is not None:
        block = page.block(shown.nobody, size, width=width, lines=2)
        sheet.line(block, above=0.7 * size, color=INK)
    others = shown.others[: step.named]
    _discs(page, sheet, [*shown.targets, *others], step)
    rest = shown.people.others[len(others) :]
    everybody = np.concatenate([np.empty(0, np.int64), *(each.people for each in rest)])
    tie = shown.people.tie
    everybody = everybody[np.argsort(tie[everybody], kind="stable")]
    at = f"at {_count(len(rest), 'other employer', 'other employers')}"
    _band(page, sheet, tie, everybody, at, step)
    _band(page, sheet, tie, shown.people.loose, "whose employer is not known", step)
    return sheet


def _discs(page: Page, sheet: Sheet, discs: Sequence[Disc], step: Step) -> None:
    """A disc for each employer with its name and its people below."""
    if not discs:
        return
    size, items = step.size, []
    for disc in discs:
        people = disc.group.people if step.far else disc.group.people[: disc.group.known]
        around = radius(len(people), sheet.pitch) + 3
        widest = min(max(10 * size, 2 * around), page.width - 2 * MARGIN)
        upper = page.block(disc.name, size, width=widest, lines=2, bold=disc.target)
        lower = page.block(disc.who, size - 1.5, width=widest, lines=2)
        items.append((disc.target, people, around, upper, lower))
    cells = [
        (max(2 * r, upper.width, lower.width), 2 * r + upper.height + lower.height + size / 2)
        for _, _, r, upper, lower in items
    ]
    places, height = pack(cells, page.width - 2 * MARGIN, gap=1.2 * size)
    top = sheet.height + size
    for (target, people, r, upper, lower), (left, down), (wide, _) in zip(
        items, places, cells, strict=True
    ):
        x, y = MARGIN + left + wide / 2, top + down + r
        sheet.discs.append((x, y, r, target))
        sheet.dots.append((sunflower(len(people), sheet.pitch) + (x, y), people))
        y += r + 0.3 * size
        sheet.texts.append((upper, x, y, "center", INK))
        sheet.texts.append((lower, x, y + upper.height + 0.2 * size, "center", MUTED))
    sheet.height = top + height


def _band(
    page: Page,
    sheet: Sheet,
    tie: NDArray[np.int8],
    people: NDArray[np.int64],
    where: str,
    step: Step,
) -> None:
    """People in rows across the page, below a line that says how many and where."""
    known = int((tie[people] < SECOND_HAND).sum())
    beyond = len(people) - known if step.far else 0
    if not known + beyond:
        return
    words = [_count(known, "person", "people")] if known else []
    if beyond:
        words.append(f"{beyond:,} through friends")
    width = page.width - 2 * MARGIN
    block = page.block(f"{' + '.join(words)} {where}", step.size, width=width, lines=2)
    sheet.line(block, above=1.3 * step.size)
    points = grid(known + beyond, sheet.pitch, width)
    points += (MARGIN, sheet.height + 0.5 * step.size)
    sheet.dots.append((points, people[: known + beyond]))
    sheet.height = float(points[-1, 1]) + sheet.pitch / 2


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"
