"""Turn texts into HTML: the panel's headings, paragraphs, pages, links and pictures."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from infonet.names.markup import NO_MATHEMATICS, block, letters

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["drawn", "heading", "letter_link", "lines", "paragraph", "picture", "sections"]


def paragraph(text: object, *, name: str = "infonet-hint") -> str:
    """Return a paragraph; `name` is its CSS class."""
    return f'<p class="{letters(name)} {NO_MATHEMATICS}" dir="auto">{letters(text)}</p>'


def heading(text: object) -> str:
    """Return a heading within the panel."""
    return f'<h4 class="infonet-heading {NO_MATHEMATICS}" dir="auto">{letters(text)}</h4>'


def sections(title: object, parts: Iterable[tuple[object, Iterable[object]]]) -> str:
    """Return a page: its title, and headings with their lines."""
    found = [heading(title)]
    for head, said in parts:
        items = "".join(f'<li dir="auto">{letters(line)}</li>' for line in said)
        found.append(f"<h5>{letters(head)}</h5><ul>{items}</ul>")
    return block(*found, name="infonet-page")


def lines(text: str) -> str:
    """Return the lines of a text as they are, such as a report."""
    indented = [(len(line) - len(line.lstrip(" ")), line) for line in text.split("\n")]
    shown = "\n".join(" " * deep + letters(line) for deep, line in indented)
    return block(shown, tag="pre", name="infonet-lines")


def letter_link(address: str, words: str) -> str:
    """Return a link that opens the mail program; an address of another kind is shown as text."""
    if not address.startswith("mailto:"):
        return letters(address)
    return block(f'<a href="{escape(address, quote=True)}">{letters(words)}</a>', tag="span")


def picture(png: bytes, words: str) -> str:
    """Return a picture, with what it shows in words."""
    source = b64encode(png).decode("ascii")
    return (
        f'<img class="infonet-picture" src="data:image/png;base64,{source}" alt="{letters(words)}">'
    )


def drawn(draw: Callable[[Axes], Any], *, height: float = 4.0) -> bytes:
    """Return a plot as a PNG, drawn in a figure that the user's own figures know nothing of.

    The height is in inches; the width is 8.5.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.5, height))
    canvas = FigureCanvasAgg(figure)
    draw(figure.add_axes((0.0, 0.0, 1.0, 1.0)))
    png = io.BytesIO()
    canvas.print_figure(png, format="png", dpi=110, bbox_inches="tight", pad_inches=0.15)
    return png.getvalue()
