"""Make files to open or to hand over: the calendar, the business card and the tick sheet."""

from infonet.prepare.documents._calendar import Appointment, appointment, calendar
from infonet.prepare.documents._card import BusinessCard, business_card
from infonet.prepare.documents._ics import Calendar
from infonet.prepare.documents._tick_sheet import TickSheet, tick_sheet

__all__ = [
    "Appointment",
    "BusinessCard",
    "Calendar",
    "TickSheet",
    "appointment",
    "business_card",
    "calendar",
    "tick_sheet",
]
