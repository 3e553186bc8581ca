"""The stages of a request, in one table with the meaning of each."""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "BY_NAME",
    "COURTESY",
    "ENDS",
    "MAIN",
    "MESSAGES",
    "MET",
    "NO_ANSWER_AFTER",
    "REPLIES",
    "STAGES",
    "TABLE",
    "Stage",
]

NO_ANSWER_AFTER = 7
"""Business days of silence after the last message from which a request counts as not answered."""

_AFTER_A_PROMISE = 15


class Stage(NamedTuple):
    """A stage of a request: its word in the tables, and its label for a job seeker.

    Attributes
    ----------
    sentence : str
        What a job seeker says of it, with the places ``{who}``, ``{via}`` and ``{company}``.
    in_field : str
        The same where it happened in a field of work, if other words are needed.
    main : bool
        Part of the funnel's main line: a request that reached it has reached the stages before it.
    message : bool
        A message that an answer is awaited to, or an answer; silence is counted from it.
    reply : bool
        The person written to has answered and a talk may follow. Of a connector it is no reply:
        the insider has not answered yet.
    met : bool
        A conversation was held by then.
    ends : bool
        Ends the request until somebody writes again.
    courtesy : bool
        Keeping in touch: it may come years later.
    patience : int
        Business days of silence after it that count as no answer.
    """

    word: str
    label: str
    sentence: str
    main: bool = False
    message: bool = False
    reply: bool = False
    met: bool = False
    ends: bool = False
    courtesy: bool = False
    patience: int = NO_ANSWER_AFTER
    in_field: str = ""


TABLE = (
    Stage("asked", "Asked", "I asked {who}", main=True, message=True),
    Stage("accepted", "They said yes", "{who} said yes", message=True, patience=_AFTER_A_PROMISE),
    Stage("introduced", "Got the intro", "{via} introduced me to {who}", main=True, message=True),
    Stage("declined", "They said no", "{who} said no", ends=True),
    Stage("no answer", "No answer", "{who} did not answer"),
    Stage("withdrawn", "I let it go", "I let it go", ends=True),
    Stage("contacted", "I wrote to them", "I wrote to {who}", message=True),
    Stage("followed up", "I wrote again", "I wrote to {who} again", message=True),
    Stage("replied", "They replied", "{who} replied", main=True, message=True, reply=True),
    Stage(
        "scheduled",
        "We agreed on a date",
        "{who} and I agreed on a date",
        main=True,
        message=True,
        reply=True,
    ),
    Stage("held", "We talked", "{who} and I talked", main=True, met=True),
    Stage("thanked", "I said thank you", "I thanked {who}", courtesy=True),
    Stage(
        "reported back",
        "I told them what came of it",
        "I told {who} what came of it",
        courtesy=True,
    ),
    Stage("named", "They named somebody", "{via} named {who}"),
    Stage("referred", "They referred me", "{who} referred me", main=True, met=True),
    Stage(
        "applied",
        "I applied",
        "I applied at {company}",
        in_field="I applied for a job in {company}",
    ),
    Stage(
        "interviewed",
        "Job interview",
        "I had a job interview at {company}",
        in_field="I had a job interview in {company}",
    ),
    Stage(
        "offered",
        "Job offer",
        "{company} made me an offer",
        main=True,
        met=True,
        in_field="I was offered a job in {company}",
    ),
)
"""Every stage, in the order of the craft."""

BY_NAME = {stage.word: stage for stage in TABLE}
"""The stage of each word."""

STAGES = tuple(stage.word for stage in TABLE)
"""The words of all stages, in the order of the craft."""

MAIN = tuple(stage.word for stage in TABLE if stage.main)
"""The funnel's main line."""

MESSAGES = frozenset(stage.word for stage in TABLE if stage.message)
"""Stages from which silence is counted."""

REPLIES = frozenset(stage.word for stage in TABLE if stage.reply)
"""Stages in which the person written to has answered."""

MET = tuple(stage.word for stage in TABLE if stage.met)
"""Stages by which a conversation was held, in order."""

ENDS = frozenset(stage.word for stage in TABLE if stage.ends)
"""Stages that end a request until somebody writes again."""

COURTESY = frozenset(stage.word for stage in TABLE if stage.courtesy)
"""Stages that keep in touch, however late."""
