"""Make files to open or to hand over: the calendar and the business card."""

from infonet.prepare.documents._calendar import Appointment, Calendar, appointment, calendar
from infonet.prepare.documents._card import BusinessCard, business_card

__all__ = ["Appointment", "BusinessCard", "Calendar", "appointment", "business_card", "calendar"]
