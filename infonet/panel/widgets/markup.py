"""Text as HTML: the one place of the panel where markup is made, and names become letters."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from infonet.names.text import one_line as tidy

__all__ = ["heading", "letter_link", "letters", "lines", "paragraph", "picture", "sections"]


def letters(text: object) -> str:
    """A text as HTML that shows it letter by letter, whatever it holds.

    Examples
    --------
    >>> letters("<b>Ana</b> & 'Bo'")
    '&lt;b&gt;Ana&lt;/b&gt; &amp; &#x27;Bo&#x27;'
    """
    return escape(tidy(str(text)), quote=True)


def paragraph(text: object, *, name: str = "infonet-hint") -> str:
    """A paragraph; `name` is its CSS class.

    Examples
    --------
    >>> paragraph("1 < 2")
    '<p class="infonet-hint" dir="auto">1 &lt; 2</p>'
    """
    return f'<p class="{letters(name)}" dir="auto">{letters(text)}</p>'


def heading(text: object) -> str:
    """A heading within the panel."""
    return f'<h4 class="infonet-heading" dir="auto">{letters(text)}</h4>'


def sections(title: object, parts: Iterable[tuple[object, Iterable[object]]]) -> str:
    """A page: its title, and headings with their lines."""
    found = [heading(title)]
    for head, said in parts:
        items = "".join(f'<li dir="auto">{letters(line)}</li>' for line in said)
        found.append(f"<h5>{letters(head)}</h5><ul>{items}</ul>")
    return f'<div class="infonet-page">{"".join(found)}</div>'


def lines(text: str) -> str:
    """Lines as they stand, such as a report."""
    indented = [(len(line) - len(line.lstrip(" ")), line) for line in text.split("\n")]
    shown = "\n".join(" " * deep + letters(line) for deep, line in indented)
    return f'<pre class="infonet-lines">{shown}</pre>'


def letter_link(address: str, words: str) -> str:
    """A link that opens the mail program; anything but ``mailto:`` is shown as letters only."""
    if not address.startswith("mailto:"):
        return letters(address)
    return f'<a href="{escape(address, quote=True)}">{letters(words)}</a>'


def picture(png: bytes, words: str) -> str:
    """A picture, with what it shows in words."""
    source = b64encode(png).decode("ascii")
    return (
        f'<img class="infonet-picture" src="data:image/png;base64,{source}" alt="{letters(words)}">'
    )
