"""The ledger: events become requests, and requests say what counts as a success or a failure.

The unit is the *request*: one attempt at one company, or field, through one person asked first, of
one kind. All days are calendar days as they were written: a time of day and its zone are dropped,
and within a day the stages stand in the order of the craft. Nothing depends on the order of lines.
A `Ledger` reads a log once and gives both the `Request` objects and the tables made of them.
"""

from infonet.ledger._day import LedgerDay, written_days
from infonet.ledger._elsewhere import works_elsewhere
from infonet.ledger._events import LogEvent, applied_once, company_of
from infonet.ledger._history import Attempt, Request, RequestHistory, Spell
from infonet.ledger._issues import log_issues
from infonet.ledger._ledger import (
    AnyLog,
    Ledger,
    attempts,
    request_table,
    same_company,
    settle,
    table_of,
)
from infonet.ledger._rests import ACTIONS, ASK, Rests
from infonet.ledger._settling import request_name
from infonet.ledger._status import (
    AGAIN,
    FOLLOWED,
    LOAD,
    REMIND,
    STATES,
    STATUSES,
    SWITCH,
    Status,
    TargetLog,
    TargetState,
)

__all__ = [
    "ACTIONS",
    "AGAIN",
    "ASK",
    "FOLLOWED",
    "LOAD",
    "REMIND",
    "STATES",
    "STATUSES",
    "SWITCH",
    "AnyLog",
    "Attempt",
    "Ledger",
    "LedgerDay",
    "LogEvent",
    "Request",
    "RequestHistory",
    "Rests",
    "Spell",
    "Status",
    "TargetLog",
    "TargetState",
    "applied_once",
    "attempts",
    "company_of",
    "log_issues",
    "request_name",
    "request_table",
    "same_company",
    "settle",
    "table_of",
    "works_elsewhere",
    "written_days",
]
