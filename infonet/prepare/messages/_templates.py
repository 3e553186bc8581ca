"""Read the templates of drafts from TOML, check them, and fill their placeholders."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from infonet.errors import ReadError
from infonet.files import named, read_text

BASE = (
    "first",
    "person",
    "me",
    "insider",
    "insider_first",
    "via",
    "via_first",
    "company",
    "employer",
    "school",
    "field",
    "at",
    "minutes",
    "questions",
)
"""The placeholders that `draft` fills by itself."""

_FILE = "drafts.toml"
_PARTS = ("subject", "body", "short")
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}")


class Template(NamedTuple):
    """The texts of one kind of draft; `short` is empty where there is none."""

    subject: str
    body: str
    short: str = ""


class Templates(NamedTuple):
    """All templates by name, and the default values of placeholders."""

    kinds: dict[str, Template]
    words: dict[str, str]


def names_in(text: str) -> list[str]:
    """Return the names in braces, in order."""
    return [found[1] for found in _BRACES.finditer(text) if found[1] is not None]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put the values in, once: braces within a value stay as they are."""

    def value(found: re.Match[str]) -> str:
        return found[0][0] if found[1] is None else values[found[1]]

    filled = re.sub(r"[ \t]+", " ", _BRACES.sub(value, text))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", filled)).strip()


def read_templates(path: str | os.PathLike[str] | None, given: Collection[str] = ()) -> Templates:
    """Return the package's templates, overridden by those of a user's file.

    The names in `given` may be in braces, too. A file that is no TOML, or has an unknown table, key
    or name in braces, is a ReadError.
    """
    shipped = _shipped()
    if path is None:
        return shipped
    text, file = read_text(path, form="UTF-8"), named(path).name
    try:
        own = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"it is no TOML: {error}", file=file) from error
    for table, place, problem in _problems(own, shipped, given):
        line = next((at for at, row in enumerate(text.splitlines(), 1) if place in row), None)
        raise ReadError(problem, file=file, line=line, column=table)
    words = {**shipped.words, **own.pop("words", {})}
    kinds = {name: Template(**texts) for name, texts in own.items()}
    return Templates({**shipped.kinds, **kinds}, words)


@cache
def _shipped() -> Templates:
    """Return the package's own."""
    tables = tomllib.loads(files(__package__).joinpath(_FILE).read_text("utf-8"))
    words = tables.pop("words")
    return Templates({name: Template(**texts) for name, texts in tables.items()}, words)


def _problems(
    own: Mapping[str, Any], shipped: Templates, given: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the table, the faulty text, and the fault."""
    for table, texts in own.items():
        if not isinstance(texts, dict) or table not in (*shipped.kinds, "words"):
            listed = ", ".join(shipped.kinds)
            yield table, table, f"there is no such template; choose one of {listed}"
            return
        for key, text in texts.items():
            if not isinstance(text, str) or (table != "words" and key not in _PARTS):
                yield table, key, f"`{key}` is no text of a template; write {', '.join(_PARTS)}"
                return
        if table != "words" and not {"subject", "body"} <= set(texts):
            yield table, table, "a template needs a subject and a body"
    words = own.get("words", {})
    known = sorted({*BASE, *shipped.words, *words, *given})
    used = set(BASE)
    for table, texts in own.items():
        for name in (name for text in texts.values() for name in names_in(text)):
            used.add(name)
            if name not in known:
                brace = f"{{{name}}}"
                yield table, brace, f"`{brace}` is not known; write one of {', '.join(known)}"
    for name in words:
        if name not in shipped.words and name not in used:
            listed = ", ".join(shipped.words)
            yield "words", name, f"`{name}` is used in none of the texts; the words are {listed}"
