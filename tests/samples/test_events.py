"""The evening, the paper and the notes of the sample: read by the package, counted by hand.

What is expected stands here in names, and in the tables of `data/README.md`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import infonet
from infonet.prepare import Attendees, attendees, event_brief, news
from infonet.tables import NOTES
from tests.sample_books import sample_copy

SIX_MONTHS = Path(__file__).resolve().parents[2] / "data" / "six-months"
README = SIX_MONTHS.parent / "README.md"
GUESTS, FEED, NOTED = (SIX_MONTHS / name for name in ("attendees.csv", "news.xml", "notes.csv"))
AS_OF = "2026-06-30"

# Company targets → who of them comes. At Voltquay Storage and Kestrelmoor Labs nobody does.
INSIDERS = {
    "Halvorsen Grid": {"Sigrún Halldórsdóttir-Vik", "Evander Stroomkamp", "Wendelin Koperslagh"},
    "Lumenfold Health": {"Ines Grabowskaya", "Rosamunde Tarbeckley"},
    "Skærvind Turbines": {"Freja Østerlund-Holm", "Amina Warsamedahl"},
    "Tidewick Energy": {"Yusuf Karademirci"},
    "Medwren Systems": {"Chidi Okoronkwo-Hale"},
    "Hollindray Diagnostics": {"Joaquín Urdanegui", "Isidora Quillfeather"},
    "Fennimore Tidal": {"Gwendolyn Arkwrightley", "Ysolde Merrivane-Boog", "Hyacinth Ogbuleke"},
}
FRIENDS = {
    "Ana Diaz": "e-mail",
    "Ngozi Adeyinka-Bell": "profile",
    "Farid Benhaddouche": "profile",
    "Shiv Mac Giollarnáth": "profile",
    "Kavita Raghunandan-Iyer": "profile",
    "Joaquín Urdanegui": "profile",
    "Eleni Papakyriakou": "name and company",
    "Sigrún Halldórsdóttir-Vik": "name and company",
    "Yusuf Karademirci": "name and company",
}
FRIENDS_OF_ANA = {
    "Freja Østerlund-Holm": "profile",
    "Desta Wolde-Mariamu": "profile",
    "Amina Warsamedahl": "name and company",
    "Chidi Okoronkwo-Hale": "name and company",
}
MAYBE = Counter(
    {
        "Dmitri Zavorotny": 2,
        "Marguerite Whitlowe-Dean": 1,
        "Leontine Companjen": 1,
        "Evander Stroomkamp": 1,
        "Ines Grabowskaya": 1,
        "Gwendolyn Arkwrightley": 1,
        "Nour-Eddine Falakimar": 1,
    }
)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def guests() -> Attendees:
    return attendees(GUESTS)


@pytest.fixture(scope="module")
def net() -> infonet.Network:
    return infonet.network(sample_copy("six-months").tables(), as_of=AS_OF)


@pytest.fixture(scope="module")
def brief(net: infonet.Network, guests: Attendees) -> pd.DataFrame:
    return event_brief(net, guests)


# The guest list


def test_it_is_recognised_as_luma(guests: Attendees) -> None:
    assert guests.form == "Luma"
    assert guests.columns["company"] == "Where do you work?"
    assert guests.columns["title"] == "What is your job title?"
    assert guests.columns["url"] == "LinkedIn profile"
    assert GUESTS.read_bytes().startswith(b"\xef\xbb\xbfapi_id,name,first_name")


def test_every_row_is_accounted_for(guests: Attendees) -> None:
    listed = rows(GUESTS)
    status = Counter(row["approval_status"] for row in listed)
    not_coming = {"declined": 7, "waitlist": 6, "pending_approval": 3, "invited": 2}
    assert status == {"approved": 122, **not_coming}
    assert guests.statuses.to_dict() == not_coming
    assert guests.counts.to_dict() == {"rows": 140, "people": 121, "merged": 1, "reported": 18}
    assert list(guests.people.name).count("Thessaly Wigglesworn") == 1
    doubts = guests.report[~guests.report.problem.str.startswith("status")]
    assert sorted(doubts.problem) == ["not a profile address"] * 2 + ["not an e-mail address"] * 2
    said = "121 come; one of them signed up twice. 18 do not: 7 declined"
    assert said in README.read_text("utf-8")


def test_they_signed_up_before_the_list_was_saved() -> None:
    listed = rows(GUESTS)
    moments = [row["created_at"] for row in listed]
    assert moments == sorted(moments) and len({row["api_id"] for row in listed}) == 140
    assert moments[0] > "2026-05-18" and moments[-1] < AS_OF
    assert not any(row["checked_in_at"] or row["phone_number"] for row in listed)


def test_who_is_known_and_by_what(brief: pd.DataFrame) -> None:
    assert len(brief) == 120, "121 and not Robin"
    assert brief.knows.fillna("nobody").value_counts().to_dict() == {
        "nobody": 75,
        "you": 22,
        "a tie": 15,
        "maybe": 8,
    }
    known = brief[brief.knows.isin(["you", "a tie"])].set_index("name")
    sign = known.why.str.extract(r"recognised by ([a-z-]+(?: and company)?)")[0]
    counted = Counter(zip(known.knows, sign, strict=True))
    assert counted == {
        ("you", "profile"): 11,
        ("you", "e-mail"): 5,
        ("you", "name and company"): 6,
        ("a tie", "profile"): 6,
        ("a tie", "name and company"): 9,
    }
    told = README.read_text("utf-8")
    assert "| 22 | 11 profile, 5 e-mail, 6 name and company |" in told
    assert "| 15 | 6 profile, 9 name and company |" in told
    for knows, people in (("you", FRIENDS), ("a tie", FRIENDS_OF_ANA)):
        for name, by in people.items():
            assert (known.knows[name], sign[name]) == (knows, by), name
    brokers = known.broker[known.knows == "a tie"]
    assert set(brokers[list(FRIENDS_OF_ANA)]) == {"Ana Diaz"}
    assert brokers.value_counts().to_dict() == {"Ana Diaz": 10, "Bo Lin": 5}


def test_a_name_alone_recognises_nobody(brief: pd.DataFrame) -> None:
    maybe = brief[brief.knows == "maybe"]
    assert Counter(maybe.name) == MAYBE
    assert maybe.person.isna().all() and (maybe.candidates.map(len) > 0).all()
    of = maybe.set_index("name").candidates
    assert len(of["Marguerite Whitlowe-Dean"]) == 3
    assert of["Leontine Companjen"] == ("in/ana-diaz",)


def test_insiders_come_and_namesakes_are_none(net: infonet.Network, brief: pd.DataFrame) -> None:
    wanted = net.workplaces.wanted
    companies = set(wanted.company[wanted.kind == "company"])
    there = {
        company: {row["name"] for _, row in brief.iterrows() if company in row["target"]}
        for company in companies
    }
    assert there == {company: INSIDERS.get(company, set()) for company in companies}
    at = brief.set_index("name").company
    elsewhere = {
        "Percival Sundgreave": "Fennimore Tidal Wave Surf School",
        "Clementia Vossbrook": "Lumenfold Healthcare Staffing",
        "Lazare Mouchetard": "Halvorsen Gridworks",
        "Birgitta Fizzleholm": "Tidewick Energy Drinks",
    }
    assert at[list(elsewhere)].to_dict() == elsewhere


def test_the_evening_leads_where_nothing_else_does(
    net: infonet.Network, brief: pd.DataFrame
) -> None:
    assert not len(net.target(company="Fennimore Tidal").insiders)
    first = brief[brief.meet.notna()]
    assert "Fennimore Tidal" in {target for covers in first.covers for target in covers}
    joined = brief.set_index("name").loc["Joaquín Urdanegui"]
    assert (joined.knows, "Hollindray Diagnostics" in joined.target) == ("you", True)
    robins = infonet.warm_paths(net, "Hollindray Diagnostics")
    assert not [route for route in robins.route if "in/joaquín-urdanegui-1c8" in route]


def test_the_waiting_list_can_be_taken(net: infonet.Network) -> None:
    brief = event_brief(net, attendees(GUESTS, also=["waitlist"]))
    anneli = brief.set_index("name").loc["Anneli Korpisaari"]
    assert anneli.target[0] == "Kestrelmoor Labs"
    assert anneli.broker == "Kavita Raghunandan-Iyer, PhD"
    assert len(brief) == 126


def test_the_readme_names_the_insiders() -> None:
    part = README.read_text("utf-8").split("| target | who of it comes |")[1].split("\n\n")[0]
    told = {}
    for line in part.strip().splitlines()[1:]:
        company, names = (cell.strip() for cell in line.strip("|").split("|"))
        told[company] = {name.strip() for name in names.split(";")}
    assert told == INSIDERS


def test_titles_tell_recruiters_and_managers(guests: Attendees) -> None:
    titles = guests.people.title.dropna().str.lower()
    assert titles.str.contains("recruiter|talent").sum() >= 8
    assert titles.str.contains("head of|engineering manager").sum() >= 8
    assert titles.str.contains("head of data engineering").sum() == 3


def test_hostile_texts_stay_letters(guests: Attendees, brief: pd.DataFrame) -> None:
    for piece in ("=HYPERLINK(", "<img src=x onerror=", "<script>", "$\\frac{"):
        assert sum(piece in name for name in guests.people.name.dropna()) == 1, piece
    assert guests.people.company.isin(["=1+1", "@Dunlinsea"]).sum() == 2
    assert brief.name.str.len().max() == 251
    assert not brief.name.str.contains("[\u202a-\u202e\n]").any()
    shown = guests._repr_html_()
    assert "<img" not in shown and "<script" not in shown
    scripts = ("Ευτυχία", "Мирослава", "雅琳", "نوّارة", "はるひ", "ஈழவேணி")
    assert all(guests.people.name.str.startswith(name).sum() == 1 for name in scripts)


# The paper


def test_the_paper_on_each_target() -> None:
    told = {
        "Halvorsen Grid": "2026-02-10",
        "Lumenfold Health": "2026-03-12",
        "Tidewick Energy": "2026-03-26",
        "Skærvind Turbines": "2026-04-16",
        "Fennimore Tidal": "2026-06-11",
    }
    for company, day in told.items():
        found = news(FEED, company)
        assert [str(moment.date()) for moment in found.date] == [day], company
    for company in ("Medwren Systems", "Voltquay Storage", "Kestrelmoor Labs"):
        assert news(FEED, company).empty
    assert "in profit" in news(FEED, "Lumenfold Health").summary[0]
    assert "loss" in news(FEED, "Tidewick Energy").summary[0]


def test_the_paper_is_read_as_text() -> None:
    found = news(FEED)
    assert len(found) == 14 and found.date.isna().sum() == 1
    dated = found.date.dropna()
    assert dated.min() >= pd.Timestamp("2026-02-01") and dated.max() < pd.Timestamp(AS_OF)
    assert found.link.str.startswith("https://example.org/marrowick-ledger/").all()
    words = pd.concat([found.title, found.summary])
    assert not words.str.contains("[<>]|alert|document|javascript").any()
    raw = FEED.read_text("utf-8")
    assert all(piece in raw for piece in ("<script>", "onerror=", "javascript:", "<![CDATA["))
    assert "Halvorsen Gridworks hangs climbing nets in Hall 4" in set(found.title)
    (draw,) = found.summary[found.title.str.contains("prize draw")]
    assert draw == "Win a hamper. Enter here before nine."


# The notes


def test_the_notes_are_of_the_kinds_and_about_somebody_known() -> None:
    noted = rows(NOTED)
    assert list(noted[0]) == ["subject", "kind", "text", "link", "date"] and len(noted) == 31
    assert {row["kind"] for row in noted} <= set(NOTES)
    tables = sample_copy("six-months").tables()
    people, targets = Counter(tables.people.name), set(tables.companies.company)
    for row in noted:
        assert (row["subject"] in targets) != (people[row["subject"]] == 1), row["subject"]
        assert row["text"] and date.fromisoformat(row["date"])
        of_company = row["kind"] in ("news", "culture", "health")
        assert not of_company or row["subject"] in targets
    links = set(news(FEED).link)
    papers = [row["link"] for row in noted if "marrowick-ledger" in row["link"]]
    assert len(papers) == 5 and set(papers) <= links


def test_the_notes_agree_with_the_log() -> None:
    events = rows(SIX_MONTHS / "outreach.csv")
    held = {(row["person"], row["date"]) for row in events if row["stage"] == "held"}
    slugs = {"Priyanka Deshmukhe-Aalto": "priyanka", "Obinna Nwabuisi": "obinna"}
    for row in rows(NOTED):
        if row["kind"] in ("learnt", "advice") or " agreed" in row["text"]:
            word = slugs.get(row["subject"], row["subject"])
            assert any(word in person and day == row["date"] for person, day in held), row
    (out,) = (row for row in rows(NOTED) if row["kind"] == "opted out")
    (no,) = (
        row for row in events if row["person"] == out["subject"] and row["stage"] == "declined"
    )
    assert no["date"] <= out["date"] <= AS_OF


def test_the_fit_is_rated() -> None:
    fit = [r for r in rows(NOTED) if r["kind"] in ("skills", "interests", "lifestyle", "goals")]
    rated = Counter(row["subject"] for row in fit if re.match(r"[1-5]/5: \w", row["text"]))
    assert rated == {
        "Halvorsen Grid": 3,
        "Lumenfold Health": 3,
        "Tidewick Energy": 1,
        "data engineering": 1,
    }
