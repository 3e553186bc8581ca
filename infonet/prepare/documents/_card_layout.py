"""The two sides of a business card, drawn in millimetres; long texts are made to fit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from infonet.errors import InfonetError
from infonet.layout.text import DRAWING, POINT, Fitted, fit_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIDES = ("front", "back", "both")
"""What can be drawn."""

_WIDTH, _HEIGHT, _MARGIN = 85.0, 55.0, 6.0
_CODE = 29.0  # with its quiet zone
_GAP = 3.0
_A4 = (210.0, 297.0)
_MM = 1 / 25.4
_LEADING = 1.25
_TRIES = [
    *((size, 1, False) for size in range(12, 7, -1)),
    *((size, 2, False) for size in range(12, 5, -1)),
    *((6, lines, True) for lines in (2, 1)),
]
_INK, _GREY = "#111111", "#555555"
# Whatever the user has set for pictures: a card looks the same everywhere, to the byte.
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "infonet",
    "pdf.fonttype": 42,
    # Letters as wide as they are measured, at every resolution.
    "text.hinting": "none",
    "text.usetex": False,
    "text.parse_math": False,
}


class Printed(NamedTuple):
    """The print of a card: both sides, and the rows of the QR code, in which 1 is dark."""

    name: str
    title: str
    contacts: tuple[str, ...]
    heading: str
    skills: tuple[str, ...]
    code: tuple[bytes, ...]


@contextmanager
def _with_fonts() -> Iterator[None]:
    """Turn what is raised for a font that cannot be read into one sentence."""
    try:
        yield
    except (OSError, RuntimeError) as error:  # the latter of FreeType, which reads them
        raise InfonetError(
            f"the card was not drawn, because a font could not be read ({error}): try again",
            plain="The card was not drawn: a font could not be read. Try again.",
        ) from error


@_with_fonts()
def draw(card: Printed, form: str, side: str, dpi: int) -> bytes:
    """Draw one side, or both above each other, as SVG or PNG."""
    sides = ("front", "back") if side == "both" else (side,)
    height = len(sides) * _HEIGHT + (len(sides) - 1) * _GAP
    with _page(_WIDTH, height) as (figure, ax):
        for place, each in enumerate(reversed(sides)):
            _DRAWN[each](ax, card, 0.0, place * (_HEIGHT + _GAP))
        if len(sides) == 2:
            ax.axhspan(_HEIGHT, _HEIGHT + _GAP, color="#dddddd", linewidth=0)
        file = io.BytesIO()
        metadata = {"Date": None} if form == "svg" else {"Software": None}
        figure.savefig(file, format=form, dpi=dpi, metadata=metadata, facecolor="white")
    return file.getvalue()


@_with_fonts()
def draw_pages(card: Printed, *, sheet: bool) -> bytes:
    """Draw a page of fronts and a page of backs, as PDF."""
    from matplotlib.backends.backend_pdf import PdfPages

    width, height = _A4 if sheet else (_WIDTH, _HEIGHT)
    columns, rows = (2, 5) if sheet else (1, 1)
    left, bottom = (width - columns * _WIDTH) / 2, (height - rows * _HEIGHT) / 2
    file = io.BytesIO()
    with PdfPages(file, metadata={"CreationDate": None}) as pages:
        # In the middle of the page: turned over either edge, backs lie behind fronts.
        for side in ("front", "back"):
            with _page(width, height) as (figure, ax):
                for column in range(columns):
                    for row in range(rows):
                        x, y = left + column * _WIDTH, bottom + row * _HEIGHT
                        _DRAWN[side](ax, card, x, y)
                if sheet:
                    _cutting_marks(ax, left, bottom, columns, rows)
                pages.savefig(figure, facecolor="white")
    return file.getvalue()


@contextmanager
def _page(width: float, height: float) -> Iterator[tuple[Figure, Axes]]:
    """Make a figure apart from pyplot, its size and its axes in millimetres."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with DRAWING, rc_context(_STYLE):
        figure = Figure(figsize=(width * _MM, height * _MM))
        ax = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
        ax.set_axis_off()
        yield figure, ax


def _front(ax: Axes, card: Printed, x: float, y: float) -> None:
    """Draw the front with its lower left corner at a point."""
    _code(ax, card.code, x + _WIDTH - _CODE - _MARGIN / 2, y + (_HEIGHT - _CODE) / 2)
    width = _WIDTH - _CODE - 2 * _MARGIN
    left, top = x + _MARGIN, y + _HEIGHT - _MARGIN
    top = _put(ax, fit_size(card.name, width, (15, 8), lines=3, bold=True), left, top)
    if card.title:
        _put(ax, fit_size(card.title, width, (10, 6.5), lines=2), left, top - 1.5, _GREY)
    contacts = [fit_size(text, width, (8, 5), lines=2) for text in card.contacts]
    top = y + _MARGIN + sum(map(_tall, contacts)) + 1.0 * (len(contacts) - 1)
    for contact in contacts:
        top = _put(ax, contact, left, top) - 1.0


def _back(ax: Axes, card: Printed, x: float, y: float) -> None:
    """Draw the back with its lower left corner at a point."""
    left, top = x + _MARGIN, y + _HEIGHT - _MARGIN
    width = _WIDTH - 2 * _MARGIN
    if not card.skills:
        return
    if card.heading:
        top = _put(ax, fit_size(card.heading, width, (9, 6), lines=1), left, top, _GREY) - 2.5
    columns = 1 if len(card.skills) <= 5 else 2
    each = -(-len(card.skills) // columns)
    parts = [card.skills[start : start + each] for start in range(0, len(card.skills), each)]
    wide = (width - (columns - 1) * _GAP) / columns
    space = top - y - _MARGIN
    # One line each, then smaller, then two lines, and at last a cut.
    for size, most, cut in _TRIES:
        blocks = [[fit_size(s, wide, (size, size), lines=most) for s in part] for part in parts]
        tall = max(sum(_tall(skill) + 1.2 for skill in part) for part in blocks)
        whole = not any(skill.lines[-1].endswith("…") for part in blocks for skill in part)
        if tall <= space and (whole or cut):
            break
    for column, part in enumerate(blocks):
        at = top
        for skill in part:
            at = _put(ax, skill, left + column * (wide + _GAP), at) - 1.2


_DRAWN = {"front": _front, "back": _back}


def _put(ax: Axes, text: Fitted, left: float, top: float, colour: str = _INK) -> float:
    """Write lines below each other and return the height at which they end."""
    for number, line in enumerate(text.lines):
        baseline = top - (number * _LEADING + 0.9) * text.size * POINT
        style: dict[str, Any] = {"color": colour, "va": "baseline", "parse_math": False}
        ax.text(left, baseline, line, fontproperties=text.font, fontsize=text.size, **style)
    return top - _tall(text)


def _tall(text: Fitted) -> float:
    return len(text.lines) * _LEADING * text.size * POINT


def _code(ax: Axes, matrix: tuple[bytes, ...], x: float, y: float) -> None:
    """Draw the code's dark squares, with the four light ones around it that readers need."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    quiet = 4
    module = _CODE / (len(matrix) + 2 * quiet)
    # A little larger than they are: else some viewers show hairlines between them.
    over = 0.02 * module
    rows, columns = np.nonzero([list(row) for row in matrix])
    left, bottom = x + (quiet + columns) * module, y + (len(matrix) + quiet - 1 - rows) * module
    right, top = left + module + over, bottom + module + over
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top]])
    squares = Path.make_compound_path_from_polys(corners.transpose(2, 0, 1))
    # As a patch, of which the extent is worked out corner by corner, it takes most of the time.
    ax.add_artist(PathPatch(squares, facecolor="black", linewidth=0, antialiased=False))


def _cutting_marks(ax: Axes, left: float, bottom: float, columns: int, rows: int) -> None:
    """Draw short lines outside the cards to cut along."""
    x, y = left + _WIDTH * np.arange(columns + 1), bottom + _HEIGHT * np.arange(rows + 1)
    style: dict[str, Any] = {"colors": _GREY, "linewidths": 0.3}
    for start in (bottom - 5, y[-1] + 1):
        ax.vlines(x, start, start + 4, **style)
    for start in (left - 5, x[-1] + 1):
        ax.hlines(y, start, start + 4, **style)
