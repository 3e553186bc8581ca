"""Pages that are one file: their parts, and what lets a browser run exactly those."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files


@cache
def part(name: str) -> str:
    """Return a part of a page, such as ``tick_sheet.css``."""
    return (files(__package__) / name).read_text("utf-8").strip()


def hashed(text: str) -> str:
    """Return what allows a browser to take exactly this style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
