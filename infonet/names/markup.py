"""Text as HTML: the one place where markup is made, and names from outside become letters."""

from __future__ import annotations

from html import escape

from infonet.names.text import one_line

__all__ = ["NO_MATHEMATICS", "block", "letters"]

NO_MATHEMATICS = "tex2jax_ignore mathjax_ignore"
"""The classes that keep ``$`` a dollar: MathJax 2's, and MathJax 3's in JupyterLab 4."""


def letters(text: object) -> str:
    """Return HTML that shows a text letter by letter, whatever it holds.

    Examples
    --------
    >>> letters("<b>Ana</b> & 'Bo'")
    '&lt;b&gt;Ana&lt;/b&gt; &amp; &#x27;Bo&#x27;'
    """
    return escape(one_line(text), quote=True)


def block(*parts: str, tag: str = "div", name: str = "") -> str:
    """Return an element around markup, in which nothing is typeset as mathematics.

    Parameters
    ----------
    *parts : str
        Markup: texts have gone through `letters`.
    tag : str
        The element.
    name : str
        A CSS class besides.

    Examples
    --------
    >>> block(letters("$10M to $50M"), tag="p")
    '<p class="tex2jax_ignore mathjax_ignore">$10M to $50M</p>'
    """
    classes = f"{NO_MATHEMATICS} {name}".strip()
    return f'<{tag} class="{classes}">{"".join(parts)}</{tag}>'
