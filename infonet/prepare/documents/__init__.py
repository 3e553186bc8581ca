"""Files to hand over or to open: the calendar and the business card."""

from infonet.prepare.documents._appointment import Appointment, appointment
from infonet.prepare.documents._calendar import Calendar, calendar
from infonet.prepare.documents._card import BusinessCard, business_card

__all__ = ["Appointment", "BusinessCard", "Calendar", "appointment", "business_card", "calendar"]
