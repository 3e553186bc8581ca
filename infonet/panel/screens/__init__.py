"""The screens of the app: each makes a page of what functions of the rooms to the left return."""

from __future__ import annotations

from typing import Any

from infonet.panel.screens.company import CompanyScreen
from infonet.panel.screens.debrief import DebriefScreen
from infonet.panel.screens.event import EventScreen
from infonet.panel.screens.imports import ImportsScreen
from infonet.panel.screens.network import NetworkScreen
from infonet.panel.screens.people import PeopleScreen
from infonet.panel.screens.person import PersonScreen
from infonet.panel.screens.review import ReviewScreen
from infonet.panel.screens.talk import TalkScreen
from infonet.panel.screens.targets import TargetsScreen
from infonet.panel.screens.triage import TriageScreen
from infonet.panel.screens.week import WeekScreen
from infonet.panel.screens.welcome import WelcomeScreen

TABS: dict[str, str] = {
    "targets": "Targets",
    "week": "This week",
    "people": "People",
    "review": "Review",
    "network": "Network",
    "imports": "Import",
}
"""Screens with a tab: name → what stands on it."""

SCREENS: dict[str, Any] = {
    "targets": TargetsScreen,
    "company": CompanyScreen,
    "week": WeekScreen,
    "people": PeopleScreen,
    "triage": TriageScreen,
    "review": ReviewScreen,
    "person": PersonScreen,
    "talk": TalkScreen,
    "event": EventScreen,
    "network": NetworkScreen,
    "debrief": DebriefScreen,
    "imports": ImportsScreen,
    "welcome": WelcomeScreen,
}
"""All screens: name → class."""
