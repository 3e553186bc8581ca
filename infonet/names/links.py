"""Web addresses that came from outside: which of them may be kept as a link."""

from __future__ import annotations

from urllib.parse import urlsplit

__all__ = ["is_web_link"]


def is_web_link(text: object) -> bool:
    """Return whether a text is one web address: http or https, a host, no hidden character.

    Examples
    --------
    >>> is_web_link("https://example.com/news"), is_web_link("javascript:alert(1)")
    (True, False)
    """
    if not isinstance(text, str) or any(one.isspace() or not one.isprintable() for one in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
