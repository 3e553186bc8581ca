"""Around a conversation: questions, drafts, calendar, card, attendees. Nothing is ever sent."""

from infonet.prepare._appointment import Appointment, appointment
from infonet.prepare._attendees import Attendees, attendees
from infonet.prepare._brief import brief
from infonet.prepare._calendar import Calendar, calendar
from infonet.prepare._card import BusinessCard, business_card
from infonet.prepare._company_fit import company_fit
from infonet.prepare._drafts import draft
from infonet.prepare._events import event_brief
from infonet.prepare._message import Draft
from infonet.prepare._news import news
from infonet.prepare._open_ended import is_open_ended
from infonet.prepare._page import Page
from infonet.prepare._questions import questions

__all__ = [
    "Attendees",
    "Calendar",
    "BusinessCard",
    "Appointment",
    "Draft",
    "Page",
    "attendees",
    "brief",
    "calendar",
    "business_card",
    "appointment",
    "draft",
    "event_brief",
    "company_fit",
    "is_open_ended",
    "news",
    "questions",
]
