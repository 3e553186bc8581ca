"""Legal forms of companies: of one word or several, and in scripts that need no spaces."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib.resources import files

from infonet.names.people import fold


def word_lists(file: str) -> list[tuple[str, str]]:
    """Return the lists of a file beside this one: the kind of each, and its words."""
    lines = (files("infonet.names") / file).read_text("utf-8").splitlines()
    _, *kept = (line.partition("|") for line in lines if not line.startswith("#"))
    return [(kind, said) for kind, _, said in kept]


_FORMS = {kind: said.split("; ") for kind, said in word_lists("legal.csv")}
_LAST, _FIRST = (frozenset(map(fold, _FORMS[kind])) for kind in ("last", "first"))
_LAST_PHRASES, _FIRST_PHRASES = (
    tuple(tuple(phrase.split()) for phrase in _FORMS[f"{kind} of several"])
    for kind in ("last", "first")
)
_GLUED_FIRST, _GLUED_LAST = (
    tuple(map(fold, _FORMS[f"glued {kind}"])) for kind in ("first", "last")
)

_ENDS = frozenset(phrase[-1] for phrase in _LAST_PHRASES)
_STARTS = frozenset(phrase[0] for phrase in _FIRST_PHRASES)


def without_form(spelt: Sequence[str], little: Collection[str]) -> tuple[str, ...]:
    """Return folded words without the legal forms and `little` words at both ends; maybe none."""
    kept = [*spelt]
    while kept and _shorten_end(kept, little):
        pass
    while kept and _shorten_start(kept, little):
        pass
    return tuple(kept)


def _shorten_end(kept: list[str], little: Collection[str]) -> bool:
    """Drop one form or filler from the end; say whether there was one."""
    for phrase in _LAST_PHRASES if kept[-1] in _ENDS else ():
        if tuple(kept[-len(phrase) :]) == phrase:
            del kept[-len(phrase) :]
            return True
    if kept[-1] in _LAST or kept[-1] in little or kept[-1] in _GLUED_LAST:
        kept.pop()
        return True
    letters = next((at for at, word in enumerate(reversed(kept)) if len(word) > 1), len(kept))
    if letters > 1 and "".join(kept[-letters:]) in _LAST:  # S. A., G. m. b. H.
        del kept[-letters:]
        return True
    if kept[-1].isascii():
        return False
    ending = next((form for form in _GLUED_LAST if kept[-1].endswith(form)), "")
    kept[-1] = kept[-1].removesuffix(ending)
    return bool(ending)


def _shorten_start(kept: list[str], little: Collection[str]) -> bool:
    """Drop one form or filler from the start; say whether there was one."""
    for phrase in _FIRST_PHRASES if kept[0] in _STARTS else ():
        if tuple(kept[: len(phrase)]) == phrase:
            del kept[: len(phrase)]
            return True
    if kept[0] in _FIRST or kept[0] in little or kept[0] in _GLUED_FIRST:
        kept.pop(0)
        return True
    if kept[0].isascii():
        return False
    start = next((form for form in _GLUED_FIRST if kept[0].startswith(form)), "")
    kept[0] = kept[0].removeprefix(start)
    return bool(start)


def may_follow(word: str) -> bool:
    """Return whether a word after a company's name may be its legal form."""
    # "Private" alone is none: Delta Private Equity is another name than Delta.
    return word in _LAST and word != "private"
