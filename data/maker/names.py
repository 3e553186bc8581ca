"""Invented people: given and family names of many places, and the few that test a program."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from maker.chance import Chance
from maker.words import lines

__all__ = ["OWN_SCRIPT", "Person", "draw_people", "slug_of"]

_POOLS = [tuple(half.split() for half in line.split(" / ")) for line in lines("cultures")]

# First and last name as they write them, and a profile slug (None: made of the name itself).
OWN_SCRIPT: tuple[tuple[str, str, str | None], ...] = (
    ("晓岚", "欧阳林", "xiaolan-ouyanglin-7c2"),
    ("美咲", "雪之下", None),
    ("하은", "독고", "haeun-dokgo-51f"),
    ("سميرة", "القصبجي", None),
    ("طارق", "بن حدوش", "tarek-benhaddush-0d8"),
    ("लक्ष्मी", "वैद्यनाथम", "lakshmi-vaidyanatham-93a"),
    ("Δέσποινα", "Καλογερίδη", None),
    ("Людмила", "Березняк", "lyudmila-berezniak-2e6"),
    ("Тарас", "Снігурко", None),
    ("שולמית", "אבן-גל", "shulamit-evengal-b40"),
    ("ሰላማዊት", "ገብረሐና", "selamawit-gebrehanna-18d"),
    ("สายฟ้า", "ทองประกาย", "saifah-thongprakai-a75"),
    ("রুবিনা", "তালুকদারো", "rubina-talukdaro-6f1"),
    ("Նարե", "Լուսաբերյան", "nare-lusaberyan-3b9"),
)

_CREDENTIALS = ("PhD", "MBA", "PMP", "CFA", "M.Sc.", "Dr. rer. nat.", "CSM, PSPO", "FIA")
_EMOJI = ("🌱", "⚡", "📊", "🚲", "🦊", "🍷", "✨", "🧩")
_UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae"})
_HEX = "0123456789abcdef"


@dataclass(frozen=True)
class Person:
    """Somebody with a profile, as exports show them."""

    first: str
    last: str
    slug: str
    email: str = ""
    company: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """The name as it is shown."""
        return f"{self.first} {self.last}".strip()

    @property
    def url(self) -> str:
        """The profile address as LinkedIn writes it, percent-encoded where needed."""
        return f"https://www.linkedin.com/in/{quote(self.slug, safe='-')}"


def slug_of(text: str) -> str:
    """Lower-case letters without marks, words joined by hyphens."""
    bare = unicodedata.normalize("NFD", text.lower().translate(_UNDECOMPOSED))
    kept = "".join(x if x.isascii() and x.isalnum() else "-" for x in bare if not _is_mark(x))
    return "-".join(word for word in kept.split("-") if word)


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) > 0 or letter in "'’"


def draw_people(chance: Chance, count: int, taken: set[str]) -> list[Person]:
    """Make new people, none with a name already `taken`; their names are added to it."""
    people: list[Person] = []
    while len(people) < count:
        given, family = chance.pick(_POOLS)
        first, last = chance.pick(given), chance.pick(family)
        if f"{first} {last}" in taken:
            continue
        taken.add(f"{first} {last}")
        slug = slug_of(f"{first} {last}") + "-" + chance.word(_HEX, 3)
        ending = chance.pick(("com", "org", "net"))
        email = f"{slug_of(first)}.{slug_of(last)}@example.{ending}" if chance.one_in(12) else ""
        if chance.one_in(16):
            last += f", {chance.pick(_CREDENTIALS)}"
        elif chance.one_in(30):
            last += f" {chance.pick(_EMOJI)}"
        elif chance.one_in(40):
            first = first.lower() if chance.one_in(2) else first.upper()
        people.append(Person(first, last, slug, email))
    return people
