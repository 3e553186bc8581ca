"""The words that the tables know: kinds, closeness, evidence and kinds of notes."""

from __future__ import annotations

__all__ = ["CLOSENESS", "EVIDENCE", "KINDS", "ME", "NOTES"]

ME = "me"
"""The key of the person whose network it is."""

KINDS = ("introduction", "direct", "cold", "scout")
"""How a request reaches a company."""

NOTES = (
    "expertise",
    "position",
    "role",
    "objective",
    "agreed",
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
)
"""What can be noted of a person or a company; skills to goals say how it would fit."""

CLOSENESS = ("strong", "medium", "weak")
"""What a user can say of a tie."""

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
"""What a tie is known by, strongest first; `stated` is what the user typed in."""
