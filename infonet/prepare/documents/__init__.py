"""Make files to open or to hand over: calendar, business card, tick sheet, proof of search."""

from infonet.prepare.documents._calendar import Appointment, appointment, calendar
from infonet.prepare.documents._card import BusinessCard, business_card
from infonet.prepare.documents._ics import Calendar
from infonet.prepare.documents._search_record import PARTS, SearchRecord, search_record
from infonet.prepare.documents._tick_sheet import TickSheet, tick_sheet

__all__ = [
    "PARTS",
    "Appointment",
    "BusinessCard",
    "Calendar",
    "SearchRecord",
    "TickSheet",
    "appointment",
    "business_card",
    "calendar",
    "search_record",
    "tick_sheet",
]
