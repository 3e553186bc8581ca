"""Tomasz's quiet half-year: enough asks, a few conversations, and no referral at all."""

from __future__ import annotations

from maker.asks import Ask
from maker.names import Person

__all__ = ["TOMASZS_ASKS", "TOMASZS_CAST", "TOMASZS_TARGETS"]

_CITY, _WATER = "Tessenbrugg City Clinics", "Gorsequern Water"
_KIOSK, _ORCHID = "Umbrellaquern Kiosks", "Orchidladle Care"
_RAIL, _FIELD = "Brammelrail Regional", "service design"

TOMASZS_TARGETS = (
    (_CITY, "company", 1),
    (_ORCHID, "company", 1),
    (_FIELD, "field", 1),
    (_WATER, "company", 2),
    (_KIOSK, "company", 2),
    (_RAIL, "company", 3),
)

TOMASZS_CAST = (
    Person("Wenona", "Yellowreed", "wenona-yellowreed-3c8", "", "Larkspurrigg Foods",
        "Head of Shifts"),
    Person("Çağlar", "Söğütlü", "caglar-sogutlu-a71", "", _CITY, "Service Designer"),
    Person("Abena", "Boatengmaa", "abena-boatengmaa-5d0", "", "City of Marrowick",
        "Choir Director"),
    Person("Gergő", "Kerekhegyi", "gergo-kerekhegyi-19b", "", _WATER, "Dispatcher"),
    Person("Ruomei", "Tantai", "ruomei-tantai-e42", "", "Freelance",
        "UX Researcher, Service Design"),
    Person("Iolo", "Penhallowick", "iolo-penhallowick-f06", "", _WATER, "Head of Customer Forms"),
    Person("Shirin", "Tavakolian", "shirin-tavakolian-80e", "", _ORCHID, "Ward Coordinator"),
    Person("Håkon", "Kråkemo", "hakon-krakemo-64a", "", "Tessenbrugg Night School", "Tutor"),
)  # fmt: skip

_WENONA, _CAGLAR, _ABENA, _GERGO = (person.name for person in TOMASZS_CAST[:4])
_RUOMEI, _IOLO, _SHIRIN, _HAKON = (person.name for person in TOMASZS_CAST[4:])
_INTRO, _DIRECT, _COLD, _SCOUT = "introduction", "direct", "cold", "scout"

TOMASZS_ASKS = (
    Ask("2026-01-13", _DIRECT, _CITY, _CAGLAR, "held"),
    Ask("2026-01-15", _COLD, _ORCHID, "Perpetua Lindwurmer", "silence"),
    Ask("2026-01-20", _SCOUT, _RAIL, _WENONA, "silence"),
    Ask("2026-01-27", _COLD, _KIOSK, "Barnabas Eelgrass", "silence"),
    Ask("2026-02-03", _INTRO, _FIELD, _HAKON, "introduced", ("Ravenna Copperthwaitey",)),
    Ask("2026-02-05", _COLD, _RAIL, "Ulrike Schwellenbach-Ost", "silence"),
    Ask("2026-02-10", _DIRECT, _WATER, _GERGO, "held", channel="call"),
    Ask("2026-02-12", _COLD, _CITY, "Octavio Brunnenfeldt", "declined"),
    Ask("2026-02-19", _COLD, _FIELD, "Philomena Starkbier", "silence", followed_up=True),
    Ask("2026-02-24", _DIRECT, _ORCHID, _SHIRIN, "replied"),
    Ask("2026-03-03", _INTRO, _CITY, _ABENA, "silence"),
    Ask("2026-03-05", _COLD, _RAIL, "Dietlinde Gleisner-Hopp", "silence"),
    Ask("2026-03-10", _COLD, _ORCHID, "Emerson Tulpenstiel", "silence"),
    Ask("2026-03-12", _SCOUT, _KIOSK, _ABENA, "declined", answer="knows singers, not kiosks"),
    Ask("2026-03-17", _DIRECT, _FIELD, _RUOMEI, "held", named=("Ignatia Fensterholz",)),
    Ask("2026-03-24", _COLD, _KIOSK, "Solveiga Automatsen", "silence"),
    Ask("2026-03-26", _COLD, _FIELD, "Ignatia Fensterholz", "replied, declined"),
    Ask("2026-04-02", _INTRO, _WATER, _GERGO, "held", (_IOLO,)),
    Ask("2026-04-08", _COLD, _CITY, "Lancelot Rezeptor", "silence"),
    Ask("2026-04-14", _DIRECT, _CITY, _CAGLAR, "silence", followed_up=True),
    Ask("2026-04-16", _COLD, _RAIL, "Mechthild Signalby", "silence"),
    Ask("2026-04-22", _INTRO, _ORCHID, _SHIRIN, "declined"),
    Ask("2026-04-28", _COLD, _ORCHID, "Fioralba Pflegerini", "held", late={"replied": 9}),
    Ask("2026-05-05", _COLD, _FIELD, "Augustin Nadelwald", "silence"),
    Ask("2026-05-07", _INTRO, _FIELD, _RUOMEI, "introduced, declined", ("Thaddea Moodboardt",)),
    Ask("2026-05-12", _COLD, _KIOSK, "Roswitha Bonrollen", "silence"),
    Ask("2026-05-19", _DIRECT, _WATER, _IOLO, "held", note="a second conversation"),
    Ask("2026-05-21", _COLD, _RAIL, "Valtteri Kiskoranta", "silence"),
    Ask("2026-06-02", _COLD, _CITY, "Hyazinth Wartezimmer", "silence"),
    Ask("2026-06-04", _SCOUT, _ORCHID, _WENONA, "silence"),
    Ask("2026-06-11", _INTRO, _CITY, _HAKON, "silence"),
    Ask("2026-06-18", _COLD, _FIELD, "Clementia Postitsen", "silence"),
    Ask("2026-06-24", _COLD, _RAIL, "Odo Fahrplanski", "silence"),
    Ask("2026-06-26", _DIRECT, _FIELD, _RUOMEI, "silence"),
)
