"""Foreign text as HTML: names become letters, and only a web address becomes a link."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from infonet.names.text import few_marks, one_line

__all__ = ["NO_MATHEMATICS", "block", "is_web_link", "letters"]

NO_MATHEMATICS = "tex2jax_ignore mathjax_ignore"
"""The classes that keep ``$`` a dollar: MathJax 2's, and MathJax 3's in JupyterLab 4."""


def letters(text: object) -> str:
    """Return HTML that shows a text letter by letter, whatever it holds."""
    return escape(one_line(text), quote=True)


def block(*parts: str, tag: str = "div", name: str = "") -> str:
    """Return an element around markup, in which nothing is typeset as mathematics.

    The texts in `parts` have gone through `letters`; `name` is a CSS class besides.
    """
    classes = f"{NO_MATHEMATICS} {name}".strip()
    return f'<{tag} class="{classes}">{"".join(parts)}</{tag}>'


def is_web_link(text: object) -> bool:
    """Return whether a text is one web address: http or https, a host, no hidden character.

    Examples
    --------
    >>> is_web_link("https://example.com/news"), is_web_link("javascript:alert(1)")
    (True, False)
    """
    if not isinstance(text, str) or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(bare := few_marks(text))  # which normalises the host
        return parts.scheme in ("http", "https") and bool(parts.hostname) and bare == text
    except ValueError:
        return False
