"""Make files to open or to hand over: the calendar and the business card."""

from infonet.prepare.documents._calendar import Appointment, appointment, calendar
from infonet.prepare.documents._card import BusinessCard, business_card
from infonet.prepare.documents._ics import Calendar

__all__ = ["Appointment", "BusinessCard", "Calendar", "appointment", "business_card", "calendar"]
