"""Robin's six months of asking: who, for which company, and what came of it."""

from __future__ import annotations

from maker.asks import Ask

__all__ = ["ROBINS_ASKS"]

_GRID, _HEALTH, _TIDE = "Halvorsen Grid", "Lumenfold Health", "Tidewick Energy"
_WIND, _MED, _VOLT = "Skærvind Turbines", "Medwren Systems", "Voltquay Storage"
_KESTREL, _HOLLIN, _NOBODY = "Kestrelmoor Labs", "Hollindray Diagnostics", "Fennimore Tidal"
_FIELD = "data engineering"
_INTRO, _DIRECT, _COLD, _SCOUT = "introduction", "direct", "cold", "scout"

# Profile addresses where a log has them: as pasted from a browser, not tidied.
_OBINNA = "https://www.linkedin.com/in/obinna-nwabuisi-3e5"
_PRIYANKA = "https://de.linkedin.com/in/priyanka-deshmukhe-aalto-b26/"
_TUAN = "linkedin.com/in/tuan-dang-vinh-5f2"
_FREJA = "https://www.linkedin.com/in/freja-osterlund-holm-d42/?trk=people"
_SIGRUN, _LUCIA, _TOMOKO = (
    "Sigrún Halldórsdóttir-Vik",
    "Lucía Belmontes",
    "Tomoko Hayashikaze-Brandt",
)
_NGOZI, _HENRIKE, _KAVITA = (
    "Ngozi Adeyinka-Bell",
    "Henrike Maarsbergen",
    "Kavita Raghunandan-Iyer, PhD",
)
_FARID, _SHIV, _ELENI = "Farid Benhaddouche", 'Siobhán "Shiv" Mac Giollarnáth', "Eleni Papakyriakou"
_DMITRI, _MEI, _KWABENA = "Dmitri Zavorotny", "Mei-Ling Szetho", "Kwabena Owusu-Darkwah"
_PARISA, _JOAQUIN, _YUSUF = "Parisa Golestanpour", "Joaquín Urdanegui", "Yusuf Karademirci"

ROBINS_ASKS = (
    # January: close friends first, and two favours asked of Ana on one day.
    Ask("2026-01-07", _SCOUT, _GRID, _HENRIKE, "declined", answer="knows nobody there"),
    Ask("2026-01-08", _INTRO, _WIND, "Ana Diaz", "reported back", (_FREJA,),
        ("Amina Warsamedahl",)),
    Ask("2026-01-08", _INTRO, _MED, "Ana Diaz", "declined", note="the same day as Skærvind"),
    Ask("2026-01-12", _DIRECT, _GRID, _SIGRUN, "held", followed_up=True, late={"replied": 23}),
    Ask("2026-01-14", _COLD, _NOBODY, "Gwendolyn Arkwrightley", "silence"),
    Ask("2026-01-15", _DIRECT, _HEALTH, _TOMOKO, "referred", named=("Ottoline Vesperlund",)),
    Ask("2026-01-20", _SCOUT, _FIELD, _FARID, "named", named=("Zbigniew Świerkoszek",)),
    Ask("2026-01-21", _INTRO, _VOLT, "Bo Lin", "no answer", followed_up=True),
    Ask("2026-01-27", _INTRO, _GRID, _NGOZI, "introduced", (_LUCIA,)),
    Ask("2026-01-29", _SCOUT, _NOBODY, _SHIV, "no answer"),
    # February
    Ask("2026-02-03", _DIRECT, _FIELD, _DMITRI, "held", channel="email", late={"replied": 3}),
    Ask("2026-02-04", _INTRO, _HEALTH, _NGOZI, "offered", (_PRIYANKA,), ("Ines Grabowskaya",),
        note="forwardable paragraph sent along",
        late={"referred": 6, "interviewed": 14, "offered": 47},
        answer="fixed term; until 2026-07-10"),
    Ask("2026-02-05", _COLD, _KESTREL, "Ruprecht Sandmeierhof", "silence"),
    Ask("2026-02-10", _INTRO, _KESTREL, _KAVITA, "introduced, declined", ("Anneli Korpisaari",)),
    Ask("2026-02-12", _SCOUT, _TIDE, _KWABENA, "declined", answer="asked around, nobody"),
    Ask("2026-02-16", _DIRECT, _TIDE, _YUSUF, "reported back", channel="email",
        named=("Hedda Thorvaldsby",)),
    Ask("2026-02-18", _INTRO, _MED, "Bo Lin", "held", ("name/jing-xuanyu",)),
    Ask("2026-02-23", _COLD, _TIDE, "Leopoldine Quastberg", "declined"),
    Ask("2026-02-25", _INTRO, _GRID, _TUAN, "introduced", (_LUCIA,),
        note="Lucía again, through Tuấn"),
    Ask("2026-02-26", _SCOUT, _HOLLIN, _MEI, "silence"),
    # March
    Ask("2026-03-02", _DIRECT, _GRID, _OBINNA, "referred", late={"referred": 45},
        note="after the talk on smart meters"),
    Ask("2026-03-03", _INTRO, _HOLLIN, "Ana Diaz", "introduced", ("Desta Wolde-Mariamu",)),
    Ask("2026-03-05", _INTRO, _FIELD, _FARID, "held", ("Zbigniew Świerkoszek",),
        ("Nour-Eddine Falakimar", "Babette Kornblumer")),
    Ask("2026-03-09", _COLD, _HEALTH, "Ottoline Vesperlund", "held",
        note="Tomoko gave me the name"),
    Ask("2026-03-11", _INTRO, _TIDE, _HENRIKE, "silence"),
    Ask("2026-03-16", _SCOUT, _VOLT, _ELENI, "silence"),
    Ask("2026-03-17", _DIRECT, _FIELD, _ELENI, "held", channel="email"),
    Ask("2026-03-19", _INTRO, _WIND, "Ana Diaz", "introduced", ("Amina Warsamedahl",),
        note="Freja had named her"),
    Ask("2026-03-24", _COLD, _NOBODY, "Casimir Dobrovale", "silence"),
    Ask("2026-03-26", _INTRO, _GRID, _SHIV, "declined", answer="no time before the elections"),
    # April
    Ask("2026-04-07", _DIRECT, _HEALTH, _PRIYANKA, "replied", answer="about another team"),
    Ask("2026-04-08", _INTRO, _VOLT, "Bo Lin", "held", ("Rosalind Achebe-Kerrigan",),
        followed_up=True,
        late={"introduced": 12}, note="second time, after the holidays"),
    Ask("2026-04-09", _INTRO, _FIELD, _PARISA, "silence"),
    Ask("2026-04-14", _COLD, _FIELD, "Babette Kornblumer", "silence"),
    Ask("2026-04-15", _SCOUT, _KESTREL, _PARISA, "declined"),
    Ask("2026-04-16", _INTRO, _TIDE, _TUAN, "reported back", ("Hedda Thorvaldsby",)),
    Ask("2026-04-21", _DIRECT, _FIELD, _JOAQUIN, "no answer", followed_up=True),
    Ask("2026-04-23", _DIRECT, _FIELD, _PARISA, "referred", channel="event",
        note="at the Marrowick Data Meetup"),
    Ask("2026-04-28", _INTRO, _HOLLIN, "Ana Diaz", "introduced, declined",
        ("Desta Wolde-Mariamu", "Matthias Oberrieder"), note="by way of Desta"),
    # May
    Ask("2026-05-04", _INTRO, _GRID, _NGOZI, "held", ("Evander Stroomkamp",)),
    Ask("2026-05-06", _COLD, _MED, "Theodora Pillwright", "replied, declined"),
    Ask("2026-05-07", _INTRO, _FIELD, _KAVITA, "silence"),
    Ask("2026-05-12", _SCOUT, _NOBODY, _KWABENA, "declined", answer="has never heard of them"),
    Ask("2026-05-13", _DIRECT, _GRID, _LUCIA, "replied", answer="how hiring works there"),
    Ask("2026-05-19", _INTRO, _MED, "Bo Lin", "silence"),
    Ask("2026-05-21", _INTRO, _WIND, "Ana Diaz", "held", ("Mikkel Rosenbækken",)),
    Ask("2026-05-27", _DIRECT, _TIDE, _YUSUF, "referred", late={"referred": 20}, channel="email"),
    # June: some still open
    Ask("2026-06-02", _INTRO, _KESTREL, _KAVITA, "silence", followed_up=True),
    Ask("2026-06-04", _SCOUT, _FIELD, _DMITRI, "named", named=("Wolfhard Quellenbaumer",)),
    Ask("2026-06-09", _INTRO, _VOLT, "Bo Lin", "declined", answer="Rosalind is on leave"),
    Ask("2026-06-11", _COLD, _NOBODY, "Ludmilla Harbingsen", "silence"),
    Ask("2026-06-16", _INTRO, _HEALTH, _HENRIKE, "held", ("Ines Grabowskaya",), late={"held": 9}),
    Ask("2026-06-19", _DIRECT, _GRID, _SIGRUN, "scheduled", answer="coffee in July"),
    Ask("2026-06-22", _INTRO, _WIND, "Ana Diaz", "introduced", (_FREJA,)),
    Ask("2026-06-23", _INTRO, _FIELD, _PARISA, "silence"),
    Ask("2026-06-24", _INTRO, _MED, "Ana Diaz", "silence"),
    Ask("2026-06-25", _DIRECT, _FIELD, _JOAQUIN, "silence"),
    Ask("2026-06-26", _COLD, _VOLT, "Sunniva Akkumare", "silence"),
    Ask("2026-06-29", _SCOUT, _NOBODY, _FARID, "silence"),
)  # fmt: skip
