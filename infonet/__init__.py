"""Who you know becomes a graph; the graph gives warm paths; what you did becomes rates.

>>> import infonet
>>> book = infonet.Book(me="https://www.linkedin.com/in/robin-achterberg")  # a scratch book
>>> ana = book.tie("Ana Diaz", closeness="strong")
>>> bo = book.person("Bo Lin", company="Delta", title="Data engineer")
>>> tie = book.tie("Ana Diaz", "Bo Lin", kind="colleague")
>>> net = infonet.network(book.tables(), as_of="2026-06-30")
>>> infonet.warm_paths(net, "Delta").names[0]
'Ana Diaz → Bo Lin'
"""

from infonet import plot
from infonet.agenda import CriticalPath, critical_path, due, give_back, plan
from infonet.book import Book
from infonet.conversion import (
    calibration,
    cohort,
    compare,
    forecast,
    funnel,
    median_wait,
    spread,
    waiting_time,
)
from infonet.errors import BookError, InfonetError, ReadError, UnknownNameError
from infonet.graph import Network, network
from infonet.ledger import flagged, requests
from infonet.names.companies import search_link
from infonet.panel import explore
from infonet.paths import brokers, reach, warm_paths
from infonet.paths._gaps import worth_pooling, worth_stating
from infonet.paths._predict import hindcast
from infonet.paths._sensitivity import sensitivity
from infonet.prepare import (
    Attendees,
    Calendar,
    Card,
    Conversation,
    Draft,
    Page,
    attendees,
    brief,
    calendar,
    card,
    conversation,
    draft,
    event_brief,
    fit,
    is_open,
    news,
    questions,
)
from infonet.readers import Reading, read
from infonet.samples import sample, sample_book
from infonet.strength import outcomes, tie_strength
from infonet.strength._priors import priors
from infonet.tables import NOTES, STAGES, Tables, check

__all__ = [
    "Attendees",
    "Book",
    "BookError",
    "Calendar",
    "Card",
    "Conversation",
    "CriticalPath",
    "Draft",
    "InfonetError",
    "NOTES",
    "Network",
    "Page",
    "ReadError",
    "Reading",
    "STAGES",
    "Tables",
    "UnknownNameError",
    "attendees",
    "brief",
    "brokers",
    "calendar",
    "calibration",
    "card",
    "check",
    "cohort",
    "compare",
    "conversation",
    "critical_path",
    "draft",
    "due",
    "event_brief",
    "explore",
    "fit",
    "flagged",
    "forecast",
    "funnel",
    "give_back",
    "hindcast",
    "is_open",
    "median_wait",
    "network",
    "news",
    "outcomes",
    "plan",
    "plot",
    "priors",
    "questions",
    "reach",
    "read",
    "requests",
    "sample",
    "sample_book",
    "search_link",
    "sensitivity",
    "spread",
    "tie_strength",
    "waiting_time",
    "warm_paths",
    "worth_pooling",
    "worth_stating",
]
