"""The vocabulary of the tables: kinds, closeness, evidence and kinds of notes."""

from __future__ import annotations

__all__ = ["CLOSENESS", "EVIDENCE", "KINDS", "ME", "NOTES"]

ME = "me"
"""The key of the person whose network it is."""

KINDS = ("introduction", "direct", "cold", "scout")
"""The kinds of a request, by the way it reaches a company."""

NOTES = (
    "expertise",
    "position",
    "role",
    "objective",
    "promised",
    "learnt",
    "advice",
    "action item",
    "news",
    "culture",
    "health",
    "skills",
    "interests",
    "lifestyle",
    "goals",
    "gave",
    "opted out",
    "snooze",
    "posting",
    "goal",
)
"""The kinds of notes; skills to goals say how a company would fit, and a goal is my own."""

CLOSENESS = ("strong", "medium", "weak")
"""The closeness of a tie, as the user states it."""

EVIDENCE = (
    "messages",
    "recommendation",
    "meeting",
    "mail",
    "endorsement",
    "invitation",
    "note",
    "stated",
    "connection",
)
"""The kinds of evidence for a tie, strongest first; `stated` was typed in by the user."""
