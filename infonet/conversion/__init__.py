"""Rates of the log, from the first ask to the offer, each with n and an interval."""

from infonet.conversion import proportions, survival
from infonet.conversion._asks import group_labels
from infonet.conversion._clusters import clustered_interval
from infonet.conversion._compare import calibration, compare_groups
from infonet.conversion._forecast import forecast, reproduction_number
from infonet.conversion._funnel import funnel
from infonet.conversion._review import Review, review
from infonet.conversion._waiting import median_wait, waiting_time
from infonet.ledger import log_issues, request_table

__all__ = [
    "Review",
    "calibration",
    "clustered_interval",
    "compare_groups",
    "forecast",
    "funnel",
    "group_labels",
    "log_issues",
    "median_wait",
    "proportions",
    "reproduction_number",
    "request_table",
    "review",
    "survival",
    "waiting_time",
]
