"""Whether an English question is open: a grammar of openers, read clause by clause."""

from __future__ import annotations

import re

__all__ = ["is_open_ended"]

_DO = "do does did is are was were am has have had".split()
_MODAL = "can could may might must shall should will would".split()
_AUXILIARY = frozenset(_DO + _MODAL)
_AUX = "|".join([*_DO, *_MODAL])
_SUBJECT = "i|you|he|she|it|we|they|there|this|that|these|those|people|anyone|anybody|anything"
_WH = "what|how|why|which|who|whom|whose|where|when"
_BEFORE_WH = "at|by|for|from|in|into|of|on|to|through|under|with"

_FILLER = re.compile(
    r"^(?:and|but|or|so|then|well|now|also|ok|okay|first|finally|lastly|please|sorry|thanks"
    r"|just|maybe|perhaps|yes)\b\s*"
)
_INVERTED = re.compile(rf"^(?:{_AUX})(?: not)? (?:{_SUBJECT})\b")
_JOINED = re.compile(rf"\b(?:and|or|but) (?:{_AUX}) (?:{_SUBJECT})\b")
_ASIDE = re.compile(r"^(?:would you say|do you (?:think|feel|believe|find)|if i may(?: ask)?)$")
_QUESTION = re.compile(rf"^(?:(?:{_BEFORE_WH}) )?(?:{_WH})\b")
_INSIDE = re.compile(
    rf"\b(?:(?P<wh>what|how|why|which|who|whom|whose)|(?:{_AUX}) (?:{_SUBJECT}))\b"
)
_LEAD_IN = re.compile(
    r"^(?:when|whenever|where|wherever|while|if|after|before|since|as|once|because|although"
    r"|though|given|until|unless)\b"
)

# What asks for a number or a day, whatever comes after it.
_NUMBER = re.compile(
    rf"^(?:how (?:many|long|old|often|soon)\b|(?:at |in )?(?:what|which) (?:age|year|percentage)\b"
    rf"|when (?:{_AUX})\b|what time\b)"
)

_TELLING = (
    r"(?:(?:tell|telling|describe|describing|explain|explaining|share|sharing|outline|sketch"
    r"|expand|elaborate)\b|(?:say|saying|talk|talking)\b(?= \w+)"
    r"|(?:walk|walking|take|taking|talk|talking) (?:me|us) through\b"
    r"|(?:show|showing) (?:me|us) (?=how|what|why|where)|(?:help|let) (?:me|us) (?=understand|know)"
    r"|(?:give|giving) (?:me |us )?(?=an? (?:\w+ )?(?:example|idea|sense|picture|impression)))"
)
_POLITE = r"(?:please|perhaps|briefly|mind|(?:be )?(?:willing|able|happy|so kind as) to|be up for) "
_INVITED = re.compile(
    rf"^(?:(?:{_AUX}) you (?:not )?(?:{_POLITE})*|kindly |do )?{_TELLING}(?P<rest>.*)"
    r"|^(?:can|could|may|might) (?:i|we) (?:please )?"
    r"(?:ask|hear|learn|know|understand|talk)\b(?P<asked>.*)"
    r"|^(?:i|we) (?:would|will|do|am|are)?(?: \w+)?\s*"
    r"(?:like|love|want|wonder|curious|interested|wondering|hoping|keen|glad)\b(?P<wished>.*)"
)
# After a request, the words before what is really asked.
_OBJECT = re.compile(
    r"^(?:\s*\b(?:me|us|you|to|in|a|an|little|bit|more|about|of|on|through|with|by|hear|hearing"
    r"|know|knowing|learn|learning|understand|understanding|ask|asking|see|tell|please|and)\b)*\s*"
)
_YES_OR_NO = re.compile(r"^(?:if|whether)\b")

# A choice at the end: "…, the office or your home?"
_CHOICE = re.compile(r"^(?P<head>.*?)(?P<stop>[,:])(?P<tail>[^,:]*\bor\b[^,:]*)$")
_NO_CHOICE = re.compile(r"^\s*or\b|\bor (?:so|two|three|more|less|otherwise|similar|not|other)\b")
_COMPARED = re.compile(r"\b(?:more|most|better|best|rather|prefer|easier|harder)\b")
_WHICH = re.compile(r"\b(?:which|where)\b")
_TAG = re.compile(r"\b(?:right|correct|no|yes|true|or not|or no)$")


def is_open_ended(question: str) -> bool:
    """Whether a question is open: no yes, no, number or choice of two answers it.

    Meant for questions in English. Every question in the text has to be open; "Could you tell me
    how …" and "Walk me through …" ask for a story, so they are; "Could you tell me whether …" is
    not. It goes by the words a question opens with, so "What is your name?" passes.

    Parameters
    ----------
    question : str
        One question, with or without sentences that lead up to it.

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
    found = [_kind(sentence, asked) for sentence, asked in _sentences(question)]
    return "open" in found and "closed" not in found


def _sentences(text: str) -> list[tuple[str, bool]]:
    """Sentences in lower case, contractions resolved, and whether each has a question mark."""
    plain = re.sub(r"[’‘ʼ`]", "'", str(text)).lower()
    plain = re.sub(r"\bwon't\b", "will not", plain)
    plain = re.sub(r"\bcan't\b|\bcannot\b", "can not", plain)
    plain = re.sub(r"n't\b", " not", plain)
    plain = re.sub(rf"\b({_WH}|that|it|there)'(?:s|re)\b", r"\1 is", plain)
    plain = re.sub(r"'d\b", " would", plain).replace("'m", " am").replace("'ll", " will")
    plain = re.sub(r"\b(e\.g|i\.e|etc|dr|mr|mrs|ms|vs)\.", r"\1", plain)
    plain = re.sub(r"\s+[-–—]+\s+|[–—;…]", ", ", re.sub(r"[\"“”«»()\[\]*_]", " ", plain))
    pieces = re.findall(r"[^.?!\n]+[.?!]*", plain)
    return [
        (" ".join(piece.rstrip(".?! ").split()), "?" in piece)
        for piece in pieces
        if re.search(r"\w", piece)
    ]


def _kind(sentence: str, asked: bool) -> str:
    """open, closed, or said (neither)."""
    if asked and (_TAG.search(sentence) or _is_choice(sentence)):
        return "closed"
    clauses = [_bare(clause) for clause in re.split(r"[,:]", sentence)]
    clauses = [clause for clause in clauses if clause and not _ASIDE.match(clause)]
    for place, clause in enumerate(clauses):
        kind = _opening(clause, last=place == len(clauses) - 1)
        if kind is not None:
            later = clauses[place + 1 :]
            if kind == "open" and (_JOINED.search(sentence) or any(map(_INVERTED.match, later))):
                return "closed"
            return kind
    return "closed" if asked else "said"


def _bare(clause: str) -> str:
    """The clause without the small words in front of it."""
    clause = clause.strip()
    while (found := _FILLER.match(clause)) is not None and found.end():
        clause = clause[found.end() :]
    return clause


def _opening(clause: str, *, last: bool) -> str | None:
    """What a clause asks by its first words; None where the question comes later."""
    invited = _INVITED.match(clause)
    if invited is not None:
        return _told(next(rest for rest in invited.groups() if rest is not None))
    second = (clause.split() + ["", ""])[1]
    if _LEAD_IN.match(clause) and second not in _AUXILIARY:
        # "When you look back, …": the question stands after it, with or without a comma.
        return _inside(clause) if last else None
    if _NUMBER.match(clause):
        return "closed"
    if _QUESTION.match(clause):
        return "open"
    if clause.split(maxsplit=1)[0] in _AUXILIARY:
        return "closed"
    return _inside(clause) if last else None


def _inside(clause: str) -> str | None:
    """What a clause asks after words that lead up to it: "On a good day what do you do"."""
    found = _INSIDE.search(clause)
    return None if found is None else "open" if found["wh"] else "closed"


def _told(rest: str) -> str:
    """What a request asks for: "tell me …" of a story, a yes or no, or a number."""
    wanted = rest[_OBJECT.match(rest).end() :]  # type: ignore[union-attr]  # it matches nothing too
    return "closed" if _YES_OR_NO.match(wanted) or _NUMBER.match(wanted) else "open"


def _is_choice(sentence: str) -> bool:
    """Whether it ends in two things to choose from, rather than in a list."""
    found = _CHOICE.match(sentence)
    if found is None or _NO_CHOICE.search(found["tail"]):
        return False
    if _AUXILIARY & set(found["tail"].split()):
        return False
    head = found["head"]
    if found["stop"] == ",":
        # "Which books, talks or courses helped you?" has no verb yet where its list begins.
        verb = bool(_AUXILIARY & set(head.split()))
        return bool(_COMPARED.search(head)) or verb and bool(_WHICH.search(head))
    return True
