"""The projection: facts in force → the tables."""

from infonet.book.projection._facts import Keys, calendar, dates, load
from infonet.book.projection._jobs import moves, timeline
from infonet.book.projection._log import FIELDS, Place, corrections, log_of, place, with_log
from infonet.book.projection._snapshot import snapshot

__all__ = [
    "FIELDS",
    "Keys",
    "Place",
    "calendar",
    "corrections",
    "dates",
    "load",
    "log_of",
    "moves",
    "place",
    "snapshot",
    "timeline",
    "with_log",
]
