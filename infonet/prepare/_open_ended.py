"""Tell an open question from a closed one by the words it begins with."""

from __future__ import annotations

import re

_AUXILIARY = (
    "do|does|did|is|are|was|were|am|has|have|had|can|could|may|might|must|shall|should|will|would"
)
_WH = "what|how|why|which|who|whom|whose|where|when"
_COUNT = r"(?:how (?:many|long|old|often|soon)|(?:at |in )?what (?:age|year|time|percentage))\b"

_SMALL = re.compile(r"^(?:(?:and|but|or|so|then|well|now|also|ok|okay|finally|please|yes)\b ?)+")
_LEAD_IN = re.compile(rf"^(?:when|where|if|while|since|after|given)\b(?! (?:{_AUXILIARY})\b)")
_YES_OR_NO = re.compile(rf"^(?:(?:{_AUXILIARY})\b|{_COUNT}|when (?:{_AUXILIARY})\b)")
_OPEN = re.compile(rf"^(?:(?:at|by|for|from|in|of|on|to|with) )?(?:{_WH})\b")
_INSIDE = re.compile(r"\b(?:what|how|why|which|who|whom)\b")
_ALSO_CLOSED = re.compile(rf"(?:,|\b(?:and|or|but)) (?:{_AUXILIARY}) (?:i|you|he|she|it|we|they)\b")

# "Could you tell me …", "I would love to hear …": a story, unless a yes or a number would do.
_STORY = (
    r"(?:tell|telling|describ\w+|explain\w*|shar\w+|walk\w* (?:me|us) through"
    r"|(?:talk|talking)(?: me| us)? (?:about|through)|say more|show (?:me|us) (?:how|what|why)"
    r"|help (?:me|us) understand|give (?:me|us) an? (?:\w+ )?(?:example|idea|sense))"
)
_REQUEST = re.compile(
    rf"^(?:(?:(?:{_AUXILIARY}) (?:you|we) |do |kindly )?"
    rf"(?:(?:please|mind|able|willing|happy|be|so kind as|to) )*{_STORY}"
    r"|(?:can|could|may) (?:i|we) (?:ask|hear)"
    r"|(?:i|we) (?:am |would )?(?:(?:love|like|to) )*"
    r"(?:hear|learn|know|understand|curious|wonder|interested))\b"
    rf"(?P<closed>(?: (?:me|us|you|to|know|about)\b)* (?:if\b|whether\b|{_COUNT}))?"
)


def is_open_ended(question: str) -> bool:
    """Return whether a question is open: no yes, no or number answers it.

    It goes by the words that an English question begins with: a wh-word, or a request to tell,
    describe, explain or walk through. A question that begins with an auxiliary, or that asks for a
    number or a day, is closed. So "What is your name?" passes, and so does a choice of two.

    Parameters
    ----------
    question : str
        One question, with or without sentences that lead up to it; each question in it has to be
        open.

    Returns
    -------
    bool
        False also for a text that asks nothing.

    Examples
    --------
    >>> is_open_ended("What does a normal week look like?"), is_open_ended("Do you like it here?")
    (True, False)
    >>> is_open_ended("When you started, did you know anybody?")
    False
    >>> is_open_ended("Tell me about that year.")
    True
    """
    plain = re.sub(r"[’‘ʼ`]", "'", str(question)).lower()
    plain = re.sub(r"\bcan't\b", "can not", re.sub(r"\bwon't\b", "will not", plain))
    for short, whole in (("n't", " not"), ("'d", " would"), ("'m", " am"), ("'s", " is")):
        plain = plain.replace(short, whole)
    found = {_kind(sentence) for sentence in re.findall(r"[^.?!\n]*\w[^.?!\n]*[.?!]*", plain)}
    return "open" in found and "closed" not in found


def _kind(sentence: str) -> str:
    """Return what a sentence is: open, closed, or said (no question)."""
    clauses = [_SMALL.sub("", clause.strip()) for clause in re.split(r"[,;:–—]", sentence)]
    for clause in clauses:
        request = _REQUEST.match(clause)
        if request:
            return "closed" if request["closed"] else "open"
        if _YES_OR_NO.match(clause):
            return "closed"
        if _OPEN.match(clause) and not (_LEAD_IN.match(clause) and not _INSIDE.search(clause)):
            return "closed" if _ALSO_CLOSED.search(sentence) else "open"
    if "?" not in sentence:
        return "said"
    return "open" if _INSIDE.search(clauses[-1]) else "closed"
