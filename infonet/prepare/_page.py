"""One page in sections: shown in a notebook, written as Markdown to print."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from infonet.files import save
from infonet.names.markup import NO_MATHEMATICS, block, letters
from infonet.names.text import one_line

# Signs that mark up anywhere; signs of an address that a reader would turn into a link; and signs
# that begin a list, a quotation or a rule at the start of a line.
_MARKUP = re.compile(r"([\\`*_{}\[\]~|$@^]|:(?=//)|(?<=[wW]{3})\.|==|(?<!\S)#|^[+\-=:])")
_NUMBER = re.compile(r"^(\d+)([.)])")


@dataclass(frozen=True)
class Section:
    """A heading, and a tuple of the single lines below it."""

    heading: str
    lines: tuple[str, ...]

    def __init__(self, heading: str, lines: Iterable[str | None]) -> None:
        """Leave out lines that are missing or empty."""
        shown = (one_line(line) for line in lines if line is not None)
        object.__setattr__(self, "heading", one_line(heading))
        object.__setattr__(self, "lines", tuple(filter(None, shown)))


@dataclass(frozen=True)
class Page:
    """A page in sections; every text on it is shown as letters, whatever it holds."""

    title: str
    sections: tuple[Section, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", one_line(self.title))

    def markdown(self) -> str:
        r"""Return the page as Markdown, to print or to keep.

        The title and each section have a heading, each line is a list item.

        Examples
        --------
        >>> print(Page("Bo Lin", (Section("Who", ("works at *Delta*",)),)).markdown())
        # Bo Lin
        <BLANKLINE>
        ## Who
        <BLANKLINE>
        - works at \*Delta\*
        <BLANKLINE>
        """
        parts = [f"# {_escaped(self.title)}", ""]
        for part in self.sections:
            parts += [f"## {_escaped(part.heading)}", ""]
            parts += [f"- {_escaped(line)}" for line in part.lines]
            parts.append("")
        return "\n".join(parts)

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write the Markdown to a file for yourself alone, such as ``bo-lin.md``.

        A file that exists, unless with `replace`, or a place that cannot be written is an
        `InfonetError`.
        """
        return save(path, self.markdown(), replace=replace)

    def __str__(self) -> str:
        parts = [self.title]
        for part in self.sections:
            parts += ["", part.heading, *(f"  {line}" for line in part.lines)]
        return "\n".join(parts)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        parts = [f"<h3>{letters(self.title)}</h3>"]
        for part in self.sections:
            lines = "".join(f"<li>{letters(line)}</li>" for line in part.lines)
            parts.append(f"<h4>{letters(part.heading)}</h4><ul>{lines}</ul>")
        return block(*parts)


def preformatted(text: str) -> str:
    """Return HTML that shows the lines of a text as they are, long ones wrapped."""
    lines = (" " * (len(line) - len(line.lstrip(" "))) + letters(line) for line in text.split("\n"))
    style = "white-space: pre-wrap; word-break: break-word"
    shown = "\n".join(lines)
    return f'<pre class="{NO_MATHEMATICS}" style="{style}">{shown}</pre>'


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is: no markup, no HTML, no link."""
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", shown))
