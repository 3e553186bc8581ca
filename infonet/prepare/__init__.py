"""Prepare a conversation: questions, drafts, calendar, card, events. Nothing is ever sent."""

from infonet.prepare import documents, events, messages
from infonet.prepare._brief import brief, role_with
from infonet.prepare._company_fit import company_fit
from infonet.prepare._news import news
from infonet.prepare._page import Page, Section
from infonet.prepare._questions import AUDIENCES, TOPICS, is_open_ended, questions
from infonet.prepare._readable import Readable, readable
from infonet.prepare.documents import (
    Appointment,
    BusinessCard,
    Calendar,
    CoachPage,
    SearchRecord,
    TickSheet,
    appointment,
    business_card,
    calendar,
    coach_page,
    search_record,
    tick_sheet,
)
from infonet.prepare.events import Attendees, attendees, crowd, event_brief, event_steps
from infonet.prepare.messages import Draft, draft

__all__ = [
    "AUDIENCES",
    "TOPICS",
    "Appointment",
    "Attendees",
    "BusinessCard",
    "Calendar",
    "CoachPage",
    "Draft",
    "Page",
    "Readable",
    "SearchRecord",
    "Section",
    "TickSheet",
    "appointment",
    "attendees",
    "brief",
    "business_card",
    "calendar",
    "coach_page",
    "company_fit",
    "crowd",
    "documents",
    "draft",
    "event_brief",
    "event_steps",
    "events",
    "is_open_ended",
    "messages",
    "news",
    "questions",
    "readable",
    "role_with",
    "search_record",
    "tick_sheet",
]
