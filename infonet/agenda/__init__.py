"""The agenda: who to ask this week, what is due, how far the search has come, and who to help back.

Everything is worked out from the network and the log for a given day; nothing is ever sent.
"""

from infonet.agenda._board import FURTHEST, STATE_WORDS, targets
from infonet.agenda._changes import changes
from infonet.agenda._companies import companies, companies_to_want
from infonet.agenda._due import due
from infonet.agenda._hiring_path import HiringPath, TalkAhead, hiring_path, talk_ahead
from infonet.agenda._messages import Message, message_for
from infonet.agenda._next_steps import next_steps, story
from infonet.agenda._opened import opened
from infonet.agenda._people import people
from infonet.agenda._people_there import people_there
from infonet.agenda._plan import plan, solve
from infonet.agenda._reciprocity import reciprocity
from infonet.agenda._talks import met_at_events, person_story, talks, untold_talk
from infonet.agenda._week import Week, week
from infonet.ledger import ACTIONS
from infonet.paths import exports_to_ask_for, rating_effects, ties_to_rate

__all__ = [
    "ACTIONS",
    "FURTHEST",
    "STATE_WORDS",
    "HiringPath",
    "Message",
    "TalkAhead",
    "Week",
    "changes",
    "companies",
    "companies_to_want",
    "due",
    "exports_to_ask_for",
    "hiring_path",
    "message_for",
    "met_at_events",
    "next_steps",
    "opened",
    "people",
    "people_there",
    "person_story",
    "plan",
    "rating_effects",
    "reciprocity",
    "solve",
    "story",
    "talk_ahead",
    "talks",
    "targets",
    "ties_to_rate",
    "untold_talk",
    "week",
]
