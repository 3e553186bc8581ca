"""What happened becomes rates: from the first ask to the offer, each with n and an interval."""

from infonet.conversion import predictive, proportions, reliability, survival
from infonet.conversion._asks import group_labels
from infonet.conversion._calibration import calibration
from infonet.conversion._compare import compare_groups
from infonet.conversion._forecast import forecast
from infonet.conversion._funnel import funnel
from infonet.conversion._reproduction import reproduction_number
from infonet.conversion._waiting import median_wait, waiting_time
from infonet.ledger import log_issues, request_table

__all__ = [
    "calibration",
    "compare_groups",
    "forecast",
    "funnel",
    "group_labels",
    "log_issues",
    "median_wait",
    "predictive",
    "proportions",
    "reliability",
    "reproduction_number",
    "request_table",
    "survival",
    "waiting_time",
]
