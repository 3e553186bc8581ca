"""Pictures of what the other modules found: a result in, the Axes back.

Nothing here computes, shows, saves or changes a setting. ``ax=`` takes an Axes, or an empty
``matplotlib.figure.Figure``, which is given the height that the picture needs; anything else is an
`InfonetError`, and so is a frame that is not as its picture takes it. Without `ax` there is a new
figure of pyplot's, which a notebook shows; the figure that was current stays current. Labels are
laid out for the size that the figure has when it is drawn, so set the size first.
"""

from infonet.plot._calibration import calibration
from infonet.plot._cohorts import cohorts
from infonet.plot._funnel import funnel
from infonet.plot._network import network
from infonet.plot._paths import paths
from infonet.plot._review_weeks import review_weeks
from infonet.plot._sheet import PALETTE
from infonet.plot._waiting import waiting_time

__all__ = [
    "PALETTE",
    "calibration",
    "cohorts",
    "funnel",
    "network",
    "paths",
    "review_weeks",
    "waiting_time",
]
