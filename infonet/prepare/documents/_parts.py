"""Pages that are one file: their head, their parts, and what lets a browser run exactly those."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from string import Template

from infonet.names.markup import NO_MATHEMATICS, letters


def one_file(title: str, body: str, *, style: str, script: str | None = None) -> str:
    """Return a page with its style and script in it, which fetches and sends nothing.

    `style` and `script` name parts; `body` is markup, whose texts have gone through `letters`.
    """
    look, run = part(style), None if script is None else part(script)
    allowed = ["default-src 'none'", f"style-src '{_hashed(look)}'"]
    if run is not None:
        allowed.append(f"script-src '{_hashed(run)}'")
        body = f"{body}\n<script>{run}</script>"
    return Template(part("page.html")).substitute(
        policy="; ".join([*allowed, "base-uri 'none'", "form-action 'none'"]),
        title=letters(title),
        style=look,
        quiet=NO_MATHEMATICS,
        body=body,
    )


def table(head: Iterable[str], rows: Iterable[Iterable[str]], *, day: int) -> str:
    """Return a table of texts, letter by letter; the column at `day` is not broken into lines."""
    heads = "".join(f'<th scope="col">{letters(each)}</th>' for each in head)
    kept = {day: ' class="day"'}
    lines = (
        "".join(f"<td{kept.get(at, '')}>{letters(cell)}</td>" for at, cell in enumerate(row))
        for row in rows
    )
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


@cache
def part(name: str) -> str:
    """Return a part of a page, such as ``tick_sheet.css``."""
    return (files(__package__) / name).read_text("utf-8").strip()


def _hashed(text: str) -> str:
    """Return what allows a browser to take exactly this style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
