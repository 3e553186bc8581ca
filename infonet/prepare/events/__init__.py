"""Prepare an event: who comes, who of them you know, and who to meet first."""

from infonet.prepare.events._attendees import Attendees, attendees
from infonet.prepare.events._crowd import crowd, event_steps
from infonet.prepare.events._event_brief import event_brief, greedy_cover

__all__ = ["Attendees", "attendees", "crowd", "event_brief", "event_steps", "greedy_cover"]
