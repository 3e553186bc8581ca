"""The guest list of an evening in Marrowick, as Luma exports it: who comes, and with what traps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from maker.cast import ANA, ANAS_CAST, BO, BOS_CAST, ODD_ONES, ROBIN, ROBINS_CAST, TYPED_IN, by_name
from maker.chance import Chance
from maker.circles import Circle, Link
from maker.companies import NOT_COMPANIES
from maker.layout import csv_text
from maker.names import Person, draw_people, slug_of
from maker.robins_asks import ROBINS_ASKS
from maker.words import sections

__all__ = ["guest_list"]

_HEADER = (
    "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,checked_in_at,"
    "custom_source,qr_code_url,amount,amount_tax,amount_discount,currency,coupon_code,eth_address,"
    "solana_address,survey_response_rating,survey_response_feedback,ticket_type_id,ticket_name,"
    "Where do you work?,What is your job title?,LinkedIn profile,What would you like to hear about?"
).split(",")
_BOM = "\ufeff"
_ROWS = 140
_OPENED, _DAYS = datetime(2026, 5, 18), 43
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_WORDS = sections("evening")

# The statuses of strangers who do not come, or not yet.
_NOT_COMING = (
    *["declined"] * 5,
    *["waitlist"] * 4,
    *["pending_approval"] * 3,
    *["invited"] * 2,
)


@dataclass(frozen=True)
class _Guest:
    """A row as the guest filled it in."""

    first: str
    last: str
    company: str = ""
    title: str = ""
    email: str = ""
    profile: str = ""
    status: str = "approved"
    ticket: str = "Standard"

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()


def guest_list(circle: Circle) -> str:
    """Write the text of the file, first come first listed."""
    chance = Chance("evening")
    told = [*_story(), *_oddities(), *_others(chance, circle)]
    strangers = _strangers(chance, circle, _ROWS - len(told))
    rows = []
    moments = sorted(
        _OPENED + timedelta(days=chance.below(_DAYS), seconds=chance.between(7 * 3600, 22 * 3600))
        for _ in range(_ROWS)
    )
    for moment, guest in zip(moments, chance.shuffled([*told, *strangers]), strict=True):
        number = chance.word(_LETTERS, 15)
        ticket = {"Standard": "ttype-Qv3", "Speaker": "ttype-Sp8", "Helper": "ttype-He1"}
        code = f"https://example.com/check-in/evt-WattsAndWards?pk=g-{number}"
        source = chance.pick(("", "", "", "newsletter", "marrowick-ledger", "poster"))
        topic = "" if chance.one_in(1.6) else chance.pick(_WORDS["topics"])
        rows.append(
            [f"gst-{number}", guest.name, guest.first, guest.last, guest.email, ""]
            + [f"{moment:%Y-%m-%dT%H:%M:%S}.000Z", guest.status, "", source]
            + [code, "0", "0", "0", *[""] * 6, ticket[guest.ticket], guest.ticket]
            + [guest.company, guest.title, guest.profile, topic]
        )
    return _BOM + csv_text(_HEADER, rows)


def _mail(person: Person) -> str:
    """Make an address that no export has: family name first."""
    own = f"{slug_of(person.last.split(',')[0])}.{slug_of(person.first)}".strip(".")
    return f"{own or person.slug}@example.net"


def _by(sign: str, person: Person, **told: str) -> _Guest:
    """Make a guest who can be recognised by one sign: profile, e-mail, or name and company."""
    guest = _Guest(
        person.first,
        person.last,
        person.company,
        person.title,
        person.email if sign == "e-mail" else _mail(person),
        person.url if sign == "profile" else "",
    )
    return replace(guest, **told)


def _story() -> Iterator[_Guest]:
    """Those of the story: whom Robin knows, whom Ana or Bo know, and the insiders."""

    def mine(first: str) -> Person:
        return by_name(ROBINS_CAST, first)

    def anas(first: str) -> Person:
        return by_name(ANAS_CAST, first)

    yield _by("profile", ROBIN)
    yield _by("e-mail", ANA, ticket="Speaker")
    yield _by("e-mail", BO, status="declined")
    yield _by("profile", mine("Ngozi"), profile="linkedin.com/in/ngozi-adeyinka-bell")
    yield _by("profile", mine("Farid"), ticket="Helper")
    yield _by("profile", mine("Siobhán"), first="Shiv", company="City of Marrowick (Open Data)")
    yield _by("profile", mine("Kavita"), last="Raghunandan-Iyer")
    yield _by("name", mine("Eleni"), company="Pewterholt Clinics Ltd")
    # The exports still have Joaquín elsewhere: the list is newer.
    joining = {"company": "Hollindray Diagnostics", "title": "Data Engineer"}
    yield _by("profile", mine("Joaquín"), **joining)
    # A handle where an address was asked for: the name and the company decide.
    yield _by("name", mine("Sigrún"), profile="sigrun-halldorsdottir-vik-6aa")
    yield _by("name", mine("Yusuf"), company="Tidewick Energy")
    yield _by("profile", anas("Freja"), profile=anas("Freja").url + "/?trk=public_profile")
    yield _by("name", anas("Amina"), company="Skaervind Turbines")
    yield _by("name", anas("Chidi"), company="Medwren Systems")
    yield _by("profile", anas("Desta"))
    yield _by("name", by_name(BOS_CAST, "Rosalind"), status="declined")
    yield _by("name", by_name(BOS_CAST, "Jing"), status="waitlist")
    yield _by("name", by_name(TYPED_IN, "Anneli"), status="waitlist")
    # Known to the log alone.
    for first, last, company, title in (
        ("Evander", "Stroomkamp", "Halvorsen Grid", "Data Platform Engineer"),
        ("Ines", "Grabowskaya", "Lumenfold Health", "Senior Analytics Engineer"),
        ("Gwendolyn", "Arkwrightley", "Fennimore Tidal", "Tidal Resource Analyst"),
        ("Nour-Eddine", "Falakimar", "Lanternwharf Load Forecasts", "Founder"),
    ):
        yield _by("name", Person(first, last, "", "", company, title))
    # Insiders whom nobody knows, two of them managers of the very field.
    for first, last, company, title, ticket in (
        ("Wendelin", "Koperslagh", "Halvorsen Grid", "Head of Data Engineering", "Speaker"),
        ("Rosamunde", "Tarbeckley", "Lumenfold Health Ltd", "Talent Partner", "Standard"),
        ("Isidora", "Quillfeather", "Hollindray Diagnostics GmbH", "Data Engineer", "Standard"),
        ("Ysolde", "Merrivane-Boog", "Fennimore Tidal", "Head of Data Engineering", "Speaker"),
        ("Hyacinth", "Ogbuleke", "Fennimore Tidal Ltd", "Turbine Control Engineer", "Standard"),
    ):
        yield _by("name", Person(first, last, "", "", company, title), ticket=ticket)
    # They work elsewhere: only the names begin alike.
    for first, last, company, title in (
        ("Percival", "Sundgreave", "Fennimore Tidal Wave Surf School", "Surf Instructor"),
        ("Clementia", "Vossbrook", "Lumenfold Healthcare Staffing", "Recruiter"),
        ("Lazare", "Mouchetard", "Halvorsen Gridworks", "Climbing Net Designer"),
        ("Birgitta", "Fizzleholm", "Tidewick Energy Drinks", "Marketing Manager"),
    ):
        yield _by("name", Person(first, last, "", "", company, title))


def _oddities() -> Iterator[_Guest]:
    """Rows that test a program."""
    dmitri = by_name(ROBINS_CAST, "Dmitri")
    yield _by("name", dmitri)
    # His namesake: neither may be taken for the connection.
    yield _by(
        "name", dmitri, company="Gorsequern Water", title="Hydrologist", email="dz@example.com"
    )
    yield _by("name", ODD_ONES[4], company="", title="")
    # A companion whom Ana signed up with her own address.
    yield _Guest("Leontine", "Companjen", "", "", ANA.email)
    # Signed up twice.
    again = _Guest("Thessaly", "Wigglesworn", "Whinscar Dialysis", "Nurse", "thessaly@example.com")
    yield again
    yield replace(again, title="Clinical Informatics Nurse")
    yield _Guest("", "", "Quincetoft Metering", "", "meters-and-more@example.org")
    yield _Guest("Torben", "Bucklewade", "Corbelnook Heat Pumps", "Fitter", "torben(at)example.com")
    yield _Guest("Gunvor", "Snipestad", "", "Student", "gunvor@example.org or Torben", "ask me")
    formula = '=HYPERLINK("https://example.com/prize","Open me")'
    yield _Guest(formula, "", "=1+1", "+Analyst", "prize@example.com")
    markup = '<img src=x onerror="alert(1)">'
    yield _Guest(
        markup, "Vilmarsson", "<b>Thrushgill</b> Ambulance Service", "Driver", "v@example.com"
    )
    yield _Guest("<script>alert(2)</script>", "", "", "", "script@example.net")
    yield _Guest("$\\frac{Odo}{x}$", "Abendrotha", "@Dunlinsea", "`rm`", "odo@example.net")
    yield _Guest("Maxima\u202e", "gnolrevoA", "Whinscar Dialysis", "Planner", "maxima@example.org")
    yield _Guest("Bartholomea " * 20, "Longwindham", "", "Founder", "long@example.org")
    for first, last, company, title in (
        ("Ευτυχία", "Λυχναράκη", "Saffronrigg Radiology", "Ακτινολόγος"),
        ("Мирослава", "Тихоплав", "Osprelund Heat Networks", "Аналитик данных"),
        ("雅琳", "司徒燕", "Lanternwharf Load Forecasts", "数据工程师"),
        ("نوّارة", "الزعتري", "Juniperslade Care Homes", ""),
        ("はるひ", "水城川", "Quincetoft Metering", "データアナリスト"),
        ("ஈழவேணி", "கதிரொளியன்", "Marlspool Hospital Trust", "Data Steward"),
    ):
        yield _Guest(
            first, last, company, title, f"{slug_of(title) or 'guest'}.{len(last)}@example.com"
        )


def _others(chance: Chance, circle: Circle) -> Iterator[_Guest]:
    """Pick connections of Robin, of Ana alone and of Bo alone who have no other part."""
    robin = _plain(circle.robin, ())
    with_mail = [who for who in robin if who.email]
    without = [who for who in robin if not who.email]
    employed = [who for who in without if _employed(who)]
    for who in chance.some(with_mail, 4):
        yield _by("e-mail", who)
    named = chance.some(employed, 3)
    for who in named:
        yield _by("name", who)
    for who in chance.some([who for who in without if who not in named], 6):
        yield _by("profile", who)
    # Ana's have profiles; Bo's list is too old for them, and a book keeps no friend's e-mails.
    ana = [who for who in _plain(circle.ana, circle.robin, circle.bo) if not who.email]
    for number, who in enumerate(chance.some([who for who in ana if _employed(who)], 6)):
        yield _by("profile" if number < 4 else "name", who)
    bo = _plain(circle.bo, circle.robin, circle.ana)
    for who in chance.some([who for who in bo if _employed(who)], 5):
        yield _by("name", who)


def _employed(who: Person) -> bool:
    return who.company not in ("", *NOT_COMPANIES)


def _plain(links: Iterable[Link], *others: Iterable[Link]) -> list[Person]:
    """Pick people of the links with plain names and no part in the story or other links."""
    cast = {*ROBINS_CAST, *ANAS_CAST, *BOS_CAST, *ODD_ONES, ROBIN}
    elsewhere = {link.person.slug for group in others for link in group if link.person}
    apart = {who.slug for who in cast} | elsewhere
    people = [link.person for link in links if link.person]
    return [who for who in people if who.slug not in apart and slug_of(who.first)]


def _strangers(chance: Chance, circle: Circle, count: int) -> Iterator[_Guest]:
    """People whom nobody knows, the first of them not coming."""
    exports = (circle.robin, circle.december, circle.ana, circle.bo)
    known = {link.person.name for links in exports for link in links if link.person}
    known |= {name for ask in ROBINS_ASKS for name in (ask.asked, *ask.met, *ask.named)}
    # Exports write some names in capitals or with credentials: those people are known as well.
    slugs = {slug_of(name.split(",")[0]) for name in known}
    drawn = draw_people(chance, 2 * count, known)
    new = [who for who in drawn if slug_of(who.name.split(",")[0]) not in slugs]
    statuses = (*_NOT_COMING, *["approved"] * (count - len(_NOT_COMING)))
    for who, status in zip(new, statuses, strict=False):
        company = "" if chance.one_in(12) else chance.pick(_WORDS["companies"])
        title = "" if chance.one_in(15) else chance.pick(_WORDS["titles"])
        seated = replace(who, company=company, title=title)
        yield _by("profile" if chance.one_in(2.5) else "name", seated, status=status)
