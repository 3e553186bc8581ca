"""An Axes as a sheet measured in points, with text that knows its own size.

Everything, the numbers along the axes too, stays inside the Axes, so that no layout cuts it off.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from infonet.errors import InfonetError
from infonet.layout.text import DRAWING, Lettering, fit

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

# A person's chart needs four greys; the colours that carry meaning are with what they mean.
INK, MUTED, RULE, PAPER = "#1f2933", "#5b6670", "#c5ccd3", "#f3f5f7"

MARGIN = 6.0
"""Kept free along the left and the right edge, in points."""

_POINTS_PER_INCH = 72
# Height of a figure of our own that only says a sentence.
_LOW = 110.0
# Above the Axes of a figure of our own: room for a title, should the user set one.
_HEADROOM = 20.0

_EXTENTS: dict[tuple[Any, ...], tuple[float, float]] = {}
"""The room of texts, by all that it depends on: most pictures are drawn again and again."""
_MOST_EXTENTS = 20_000
_OF_TEXT = ("font.", "text.")


class Look(NamedTuple):
    """Look of a group or a kind, told from others by colour, marker, line and size; its words."""

    color: str
    marker: str
    line: Any
    words: str = ""
    size: float = 1.0


# Of the colours that the colour-blind can tell apart (Okabe & Ito), darkened for thin lines.
SERIES = (
    Look("#0072b2", "o", "-"),
    Look("#c25400", "s", (0, (6, 1.5))),
    Look("#007a5a", "^", (0, (1.5, 1.2))),
    Look(INK, "v", (0, (6, 1.5, 1.5, 1.5))),
)
TINT = "#b9d3e6"
"""Of the first of the series: light enough for marks of the others to be seen on it."""

PALETTE: Mapping[str, str] = {
    "ink": INK,
    "muted": MUTED,
    "rule": RULE,
    "shade": PAPER,
    "paper": "#ffffff",
    **{f"series-{n}": look.color for n, look in enumerate(SERIES[:3], start=1)},
    "tint": TINT,
}
"""Names of the colours, for who draws a picture in others, as on a dark ground."""


class Block(NamedTuple):
    """A text in lines, and the room in points that it takes."""

    text: str
    family: tuple[str, ...]
    size: float
    bold: bool
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """An Axes whose data coordinates are points from its lower left corner.

    `own` says whether the figure was made here: then it may be made higher or lower.
    """

    ax: Axes
    width: float
    height: float
    own: bool

    def resized(self, height: float) -> Sheet:
        """Give a figure of our own another height."""
        total = height + _HEADROOM
        self.figure.set_size_inches(self.width / _POINTS_PER_INCH, total / _POINTS_PER_INCH)
        self.ax.set_position((0.0, 0.0, 1.0, height / total))
        return replace(self, height=height)

    def ruled(self) -> Sheet:
        """Make a unit of the Axes a point, once the height is settled."""
        self.ax.set(xlim=(0, self.width), ylim=(0, self.height), aspect="auto")
        self.ax.set_axis_off()
        return self

    def block(
        self,
        words: str | Lettering,
        size: float,
        *,
        width: float = float("inf"),
        lines: int = 1,
        bold: bool = False,
    ) -> Block:
        """Break words into lines that fit the width; too long ones lose their middle."""
        words = words if isinstance(words, Lettering) else Lettering(words)
        text, family, bold = words.text, words.family, bold and words.bold

        def fits(line: str) -> bool:
            return self._extent(line, family, size, bold=bold)[0] <= width

        rows = fit(text, fits, lines=lines, both_ends=True)
        text = "\n".join(rows)
        return Block(text, family, size, bold, *self._extent(text, family, size, bold=bold))

    def write(
        self, block: Block, x: float, y: float, *, ha: str, va: str, color: str = INK
    ) -> Text:
        """Draw a block of text."""
        text = self.ax.text(x, y, block.text, **_style(block.family, block.size, bold=block.bold))
        text.set(ha=ha, va=va, color=color, multialignment=ha, zorder=5)
        # The sheet leaves room for it: a layout engine must not shrink the Axes because of it.
        text.set_in_layout(False)
        return text

    def instead(self, words: str) -> Axes:
        """Say in a sentence why there is no picture; a figure of our own becomes low."""
        if self.own and self.height > _LOW:
            return self.resized(_LOW).instead(words)
        self.ruled()
        size = 10.0
        legend = self.ax.get_legend()
        if legend is not None:
            legend.remove()
        block = self.block(words, size, width=self.width - 2 * size, lines=8)
        while block.height > self.height and size > 4:
            size -= 1
            block = self.block(words, size, width=self.width - 2 * size, lines=8)
        self.write(block, self.width / 2, self.height / 2, ha="center", va="center", color=MUTED)
        return self.ax

    def legend(
        self,
        entries: Iterable[tuple[str | Lettering, dict[str, Any]]],
        size: float,
        *,
        handle: float = 2.6,
    ) -> float:
        """Draw a legend along the lower edge in as few rows as fit; give its height.

        An entry has its words, and the look of a line or (with `fc`, a face) of a patch.
        """
        from matplotlib.lines import Line2D
        from matplotlib.patches import Patch

        room = self.width - 2 * MARGIN - 4 * size
        handles: list[Artist] = []
        names = []
        for words, look in entries:
            names.append(self.block(words, size, width=room, lines=3))
            handles.append(Patch(**look) if "fc" in look else Line2D([], [], **look))
            handles[-1].set_label(names[-1].text)
        style: dict[str, Any] = {
            "loc": "lower left",
            "bbox_to_anchor": (MARGIN / self.width, 0.0),
            "frameon": False,
            "fontsize": size,
            "labelcolor": MUTED,
            "borderaxespad": 0.0,
            "borderpad": 0.4,
            "handlelength": handle,
            "columnspacing": 1.4,
        }
        for columns in range(len(handles), 0, -1):
            legend = self.ax.legend(handles=handles, ncols=columns, **style)
            for text, name in zip(legend.get_texts(), names, strict=True):
                # Before it is measured: half a formula in a name would be an error.
                text.set(parse_math=False, usetex=False)
                if name.family:
                    text.set_fontfamily(list(name.family))
            with DRAWING:
                box = legend.get_window_extent()
            if box.width * self.scale <= self.width - 2 * MARGIN or columns == 1:
                break
        legend.set_in_layout(False)
        return float(box.height) * self.scale

    @property
    def figure(self) -> Figure:
        figure = self.ax.get_figure(root=True)
        assert figure is not None, "an Axes that has been removed from its figure"
        return figure

    @property
    def scale(self) -> float:
        """Points per pixel of the figure."""
        return _POINTS_PER_INCH / float(self.figure.dpi)

    def _extent(
        self, text: str, family: tuple[str, ...], size: float, *, bold: bool
    ) -> tuple[float, float]:
        """Measure width and height of a text in points."""
        from matplotlib.text import Text

        asked = (text, family, size, bold, *self._fonts)
        found = _EXTENTS.get(asked)
        if found is None:
            artist = Text(0, 0, text, **_style(family, size, bold=bold))
            artist.set_figure(self.figure)
            with DRAWING:
                box = artist.get_window_extent()
            if len(_EXTENTS) >= _MOST_EXTENTS:
                _EXTENTS.clear()
            found = _EXTENTS[asked] = box.width * self.scale, box.height * self.scale
        return found

    @cached_property
    def _fonts(self) -> tuple[Any, ...]:
        """All else that the room of a text depends on."""
        from matplotlib import rcParams

        settings = (str(rcParams[name]) for name in rcParams if name.startswith(_OF_TEXT))
        return (type(self.figure.canvas), self.figure.dpi, *settings)


def open_sheet(ax: Axes | Figure | None, *, width: float = 8.5, height: float = 4.0) -> Sheet:
    """Open what was given as a sheet, or a new figure of a size in inches.

    A new figure belongs to pyplot, so that a notebook shows it; what was pyplot's current figure
    stays so. Outside the main thread it does not: pyplot belongs to that thread.
    """
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    if isinstance(ax, Axes):
        return _given(ax)
    if ax is None:
        figure = _new_figure(width, height)
    elif isinstance(ax, Figure) and not ax.axes:
        figure = ax
    else:
        raise InfonetError(
            f"`ax` takes an Axes or a Figure without any, not `{type(ax).__name__}`: pass"
            " `ax=None` for a new figure"
        )
    wide, high = (inches * _POINTS_PER_INCH for inches in figure.get_size_inches().tolist())
    sheet = Sheet(figure.add_axes((0.0, 0.0, 1.0, 1.0)), wide, high, own=True)
    return sheet.resized(high - _HEADROOM)


def _given(ax: Axes) -> Sheet:
    """Open an Axes that is part of somebody's figure."""
    sheet = Sheet(ax, 0.0, 0.0, own=False)
    ax.set_axis_off()
    if sheet.figure.get_layout_engine() is not None:
        # Where a layout engine will put the Axes is known only after it has run.
        sheet.figure.draw_without_rendering()
    box = ax.get_window_extent()
    return replace(sheet, width=box.width * sheet.scale, height=box.height * sheet.scale)


def _new_figure(width: float, height: float) -> Figure:
    """Make a figure of pyplot's beside the current one, or one apart outside the main thread."""
    from matplotlib.figure import Figure

    if threading.current_thread() is not threading.main_thread():
        return Figure(figsize=(width, height))
    import matplotlib.pyplot as plt

    current = plt.gcf() if plt.get_fignums() else None
    figure = plt.figure(figsize=(width, height))
    if current is not None:
        plt.figure(current)
    return figure


def _style(family: tuple[str, ...], size: float, *, bold: bool) -> dict[str, Any]:
    """Style a text so that every sign is taken literally."""
    fonts: dict[str, Any] = {"fontfamily": list(family)} if family else {}
    weight = "bold" if bold else "normal"
    return {"fontsize": size, "fontweight": weight, "parse_math": False, "usetex": False, **fonts}
