"""What happened becomes rates: from the first ask to the offer, each with n and an interval."""

from infonet.conversion._calibration import calibration
from infonet.conversion._cohorts import cohort
from infonet.conversion._compare import compare
from infonet.conversion._forecast import forecast
from infonet.conversion._funnel import funnel
from infonet.conversion._spread import spread
from infonet.conversion._waiting import median_wait, waiting_time

__all__ = [
    "calibration",
    "cohort",
    "compare",
    "forecast",
    "funnel",
    "median_wait",
    "spread",
    "waiting_time",
]
