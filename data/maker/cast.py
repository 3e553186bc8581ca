"""The people of the story: Robin Achterberg, the friends, and the insiders of the targets."""

from __future__ import annotations

from maker.companies import BRACKENHYTHE, SEDGESPOOL
from maker.names import Person

__all__ = [
    "ANA",
    "ANAS_CAST",
    "BO",
    "BOS_CAST",
    "ODD_ONES",
    "ROBIN",
    "ROBINS_CAST",
    "TOMASZ",
    "TYPED_IN",
    "by_name",
]

ROBIN = Person(
    "Robin",
    "Achterberg",
    "robin-achterberg",
    "robin.achterberg@example.com",
    "Pellgrove Mutual",
    "Data Analyst",
)
TOMASZ = Person(
    "Tomasz",
    "Okonjo-Reyes",
    "tomasz-okonjo-reyes",
    "tomasz.okonjo-reyes@example.net",
    "Larkspurrigg Foods",
    "Shift Planner",
)
ANA = Person("Ana", "Diaz", "ana-diaz", "ana.diaz@example.org", BRACKENHYTHE, "Data Product Lead")
BO = Person("Bo", "Lin", "bo-lin", "bo.lin@example.net", SEDGESPOOL, "Platform Engineer")

_PELLGROVE, _OSSELBY = "Pellgrove Mutual", "Osselby Tarrant Research"

# Robin's own: connectors first, then the insiders of Halvorsen, Lumenfold and Tidewick.
ROBINS_CAST = (
    ANA,
    BO,
    Person(
        "Ngozi",
        "Adeyinka-Bell",
        "ngozi-adeyinka-bell",
        "",
        "Pewterholt Clinics",
        "Head of Insights",
    ),
    Person("Henrike", "Maarsbergen", "henrike-maarsbergen-4b7", "", _PELLGROVE, "Lead Actuary"),
    Person(
        "Dmitri", "Zavorotny", "dmitri-zavorotny-88c", "", "Osiershaw Logistics", "Data Engineer"
    ),
    Person("Mei-Ling", "Szetho", "meiling-szetho-20e", "", "Vetchskep Bank", "Risk Analyst"),
    Person(
        "Farid", "Benhaddouche", "farid-benhaddouche", "", "Self-employed", "Meetup host & trainer"
    ),
    Person(
        "Kavita",
        "Raghunandan-Iyer, PhD",
        "kavita-raghunandan-iyer-9d1",
        "",
        "Marrowick Technical University",
        "Lecturer in Databases",
    ),
    Person(
        'Siobhán "Shiv"',
        "Mac Giollarnáth",
        "shiv-mac-giollarnath",
        "",
        "City of Marrowick",
        "Open Data Officer",
    ),
    Person("Tuấn", "Đặng-Vĩnh", "tuan-dang-vinh-5f2", "", _OSSELBY, "Senior Data Analyst"),
    Person(
        "Eleni",
        "Papakyriakou",
        "eleni-papakyriakou-c31",
        "",
        "Pewterholt Clinics",
        "Head of Data Engineering",
    ),
    Person(
        "Kwabena",
        "Owusu-Darkwah",
        "kwabena-owusu-darkwah-7a9",
        "",
        "Marrowick Tramways",
        "Timetable Analyst",
    ),
    Person(
        "Parisa",
        "Golestanpour",
        "parisa-golestanpour-e04",
        "",
        "Plovertrivet Consulting",
        "Manager, Data Engineering",
    ),
    Person("Joaquín", "Urdanegui", "joaquín-urdanegui-1c8", "", SEDGESPOOL, "Analytics Engineer"),
    Person(
        "Sigrún",
        "Halldórsdóttir-Vik",
        "sigrun-halldorsdottir-vik-6aa",
        "",
        "Halvorsen Grid",
        "Grid Data Analyst",
    ),
    Person(
        "Obinna",
        "Nwabuisi",
        "obinna-nwabuisi-3e5",
        "",
        "Halvorsen Grid GmbH",
        "Senior Data Engineer",
    ),
    Person("Lucía", "Belmontes", "lucia-belmontes-f17", "", "HalvorsenGrid", "Talent Partner"),
    Person(
        "Tomoko",
        "Hayashikaze-Brandt",
        "tomoko-hayashikaze-brandt",
        "",
        "Lumenfold Health Ltd",
        "Analytics Engineer",
    ),
    Person(
        "Priyanka",
        "Deshmukhe-Aalto",
        "priyanka-deshmukhe-aalto-b26",
        "",
        "LumenFold Health",
        "Head of Data Engineering",
    ),
    Person(
        "Yusuf",
        "Karademirci",
        "yusuf-karademirci-91d",
        "",
        "Tidewick Energy AS",
        "Data Engineer",
    ),
)

# Known to Ana alone: Skærvind's three, one of Medwren's, and the way to Hollindray.
ANAS_CAST = (
    Person(
        "Freja",
        "Østerlund-Holm",
        "freja-osterlund-holm-d42",
        "",
        "Skærvind Turbines ApS",
        "Senior Data Engineer",
    ),
    Person(
        "Mikkel", "Rosenbækken", "mikkel-rosenbaekken-0c6", "", "Skaervind Turbines", "Data Steward"
    ),
    Person(
        "Amina",
        "Warsamedahl",
        "amina-warsamedahl-77b",
        "",
        "SKÆRVIND TURBINES",
        "Engineering Manager, Data Platform",
    ),
    Person(
        "Chidi",
        "Okoronkwo-Hale",
        "chidi-okoronkwo-hale-2f9",
        "",
        "Medwren Systems Inc.",
        "Integration Engineer",
    ),
    Person(
        "Desta",
        "Wolde-Mariamu",
        "desta-wolde-mariamu-a18",
        "",
        "Marlspool Hospital Trust",
        "Clinical Data Manager",
    ),
)

# Known to Bo alone: the other one of Medwren's, and Voltquay's only one.
BOS_CAST = (
    Person(
        "Jing", "Xuanyu", "jing-xuanyu-64e", "", "Medwren Systems", "Staff Engineer, Data Ingest"
    ),
    Person(
        "Rosalind",
        "Achebe-Kerrigan",
        "rosalind-achebe-kerrigan-39f",
        "rosalind.ak@example.org",
        "Voltquay Storage Ltd",
        "Battery Data Lead",
    ),
)

# In no export: read off a profile page as somebody's mutual contact, and typed in.
TYPED_IN = (
    Person("Anneli", "Korpisaari", "", "", "Kestrelmoor Labs", "Data Platform Lead"),
    Person("Matthias", "Oberrieder", "", "", "Hollindray Diagnostics", "Data Engineer"),
)

# Connections of Robin's that test a program: markup, dollars, quotes, two of one name.
ODD_ONES = (
    Person("Dev <b>bold</b>", "Panikkath", "dev-panikkath-44d", "", "Freelance", "Web developer"),
    Person(
        "Bobby <img src=x onerror=alert(1)>",
        "Tabellan",
        "bobby-tabellan-c0d",
        "",
        "Self-employed",
        "Penetration tester",
    ),
    Person("Lev $x$", "Dunayevetz", "lev-dunayevetz-b13", "", "", "Mathematician"),
    Person("Ji$oo", "Hwangbo", "jisoo-hwangbo-5e0", "", "Ca$htarn $ervices", "=Founder"),
    Person(
        "Marguerite", "Whitlowe-Dean", "marguerite-whitlowe-dean-1a2", "", _OSSELBY, "Statistician"
    ),
    Person(
        "Marguerite",
        "Whitlowe-Dean",
        "marguerite-whitlowe-dean-8f6",
        "",
        "Umberquern Media",
        "Content Designer",
    ),
    Person("Wayan", "", "wayan-6e1", "", "Umberquern Media", "Photographer"),
    Person("João", "Seixalvo", "joão-seixalvo", "", "", ""),
)


def by_name(people: tuple[Person, ...], name: str) -> Person:
    """Find the person whose name starts so."""
    (found,) = (person for person in people if person.name.startswith(name))
    return found
