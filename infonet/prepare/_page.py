"""One page in sections: shown in a notebook, written as Markdown to print."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from infonet.prepare._plain import one_line
from infonet.prepare._saving import save

__all__ = ["Page", "Section", "section"]

# What marks up wherever it stands; what makes an address that a reader would turn into a link; and
# what makes a list, a quotation or a rule where it begins a line.
_MARKUP = re.compile(r"([\\`*_{}\[\]~|$@^]|:(?=//)|(?<=[wW]{3})\.|==|(?<!\S)#|^[+\-=:])")
_NUMBER = re.compile(r"^(\d+)([.)])")


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "heading", one_line(self.heading))
        object.__setattr__(self, "lines", tuple(filter(None, map(one_line, self.lines))))


@dataclass(frozen=True)
class Page:
    """A page in sections; every text in it is shown as letters, whatever it holds.

    Attributes
    ----------
    title : str
    sections : tuple of Section
    """

    title: str
    sections: tuple[Section, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", one_line(self.title))

    def markdown(self) -> str:
        """The page as Markdown, to print or to keep.

        Examples
        --------
        >>> print(Page("Bo Lin", (Section("Who", ("works at *Delta*",)),)).markdown())
        # Bo Lin
        <BLANKLINE>
        ## Who
        <BLANKLINE>
        - works at \\*Delta\\*
        <BLANKLINE>
        """
        parts = [f"# {_letters(self.title)}", ""]
        for part in self.sections:
            parts += [f"## {_letters(part.heading)}", ""]
            parts += [f"- {_letters(line)}" for line in part.lines]
            parts.append("")
        return "\n".join(parts)

    def save(self, path: str | os.PathLike[str], *, replace: bool = False) -> Path:
        """Write the Markdown to a file that only you can read.

        Raises
        ------
        InfonetError
            The file exists and is not to be replaced, or cannot be written.
        """
        return save(path, self.markdown().encode("utf-8"), replace=replace)

    def __str__(self) -> str:
        parts = [self.title]
        for part in self.sections:
            parts += ["", part.heading, *(f"  {line}" for line in part.lines)]
        return "\n".join(parts)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        parts = [f"<h3>{escape(self.title)}</h3>"]
        for part in self.sections:
            lines = "".join(f"<li>{escape(line)}</li>" for line in part.lines)
            parts.append(f"<h4>{escape(part.heading)}</h4><ul>{lines}</ul>")
        return f"<div class='tex2jax_ignore'>{''.join(parts)}</div>"


def section(heading: str, lines: Iterable[str | None]) -> Section:
    """A section of the lines that say something, each on one line."""
    return Section(heading, tuple(line for line in lines if line is not None))


def _letters(text: str) -> str:
    """Text that Markdown shows as it stands: no markup, no HTML, no link."""
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", shown))
