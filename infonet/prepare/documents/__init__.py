"""Make files to open or to hand over: calendar, card, tick sheet, proof of search, coach's page."""

from infonet.prepare.documents._calendar import Appointment, appointment, calendar
from infonet.prepare.documents._card import BusinessCard, business_card
from infonet.prepare.documents._coach_page import COACH_PARTS, CoachPage, coach_page
from infonet.prepare.documents._ics import Calendar
from infonet.prepare.documents._search_record import PARTS, SearchRecord, search_record
from infonet.prepare.documents._tick_sheet import TickSheet, tick_sheet

__all__ = [
    "COACH_PARTS",
    "PARTS",
    "Appointment",
    "BusinessCard",
    "Calendar",
    "CoachPage",
    "SearchRecord",
    "TickSheet",
    "appointment",
    "business_card",
    "calendar",
    "coach_page",
    "search_record",
    "tick_sheet",
]
