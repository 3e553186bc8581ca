"""The sample data: made again byte for byte, and as lifelike as `data/README.md` says.

The files are read here with the csv module alone: no reader of the package vouches for itself.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
import zipfile
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from infonet import samples
from infonet.errors import InfonetError
from infonet.tables import CLOSENESS, COLUMNS, KINDS, STAGES
from tests.conftest import EVIDENCE

DATA = Path(__file__).resolve().parents[2] / "data"
MAKER = DATA / "make_sample.py"
BOOKS = ("more", "quiet", "six-months", "star")
FILES = sorted(p.relative_to(DATA).as_posix() for b in BOOKS for p in (DATA / b).rglob("*.*"))

STAR = "star/Basic_LinkedInDataExport_06-28-2026.zip"
JUNE = "six-months/Complete_LinkedInDataExport_06-28-2026.zip"
DECEMBER = "six-months/Basic_LinkedInDataExport_12-20-2025.zip"
OLDER = "more/Basic_LinkedInDataExport_06-21-2024.zip"
CALENDAR, MAILBOX = "more/calendar.ics", "more/mail.mbox"
QUIET = "quiet/Basic_LinkedInDataExport_06-28-2026.zip"
ANA, BO = "six-months/ana-diaz/Connections.csv", "six-months/bo-lin/Connections.csv"
EGO = "https://www.linkedin.com/in/robin-achterberg"
AS_OF = date(2026, 6, 30)
BOM = "\ufeff"
LEGAL = {"gmbh", "ltd", "as", "aps", "inc"}

Row = dict[str, str]


def text(name: str, member: str | None = None) -> str:
    if member is None:
        return (DATA / name).read_bytes().decode("utf-8")
    with zipfile.ZipFile(DATA / name) as bundle:
        return bundle.read(member).decode("utf-8")


@cache
def rows(name: str, member: str | None = None) -> tuple[Row, ...]:
    lines = io.StringIO(text(name, member), newline="")
    if (member or name).endswith("Connections.csv"):
        for _ in range(3):
            lines.readline()
    return tuple(csv.DictReader(lines))


@cache
def connections(name: str) -> tuple[Row, ...]:
    """Return the rows with a person."""
    member = "Connections.csv" if name.endswith(".zip") else None
    return tuple(row for row in rows(name, member) if row["First Name"] + row["Last Name"])


def name_of(row: Row) -> str:
    return f"{row['First Name']} {row['Last Name']}".strip()


def slug(address: str) -> str:
    return unquote(address.split("/in/")[1].split("?", maxsplit=1)[0].rstrip("/"))


def bare(company: str) -> str:
    """Reduce a company: no case, marks, spaces and legal form at its end."""
    folded = unicodedata.normalize("NFKD", company.lower().replace("æ", "ae"))
    words = "".join(x for x in folded if x.isalnum() or x == " ").split()
    return "".join(words[:-1] if words and words[-1] in LEGAL else words)


def working_at(company: str, *exports: str) -> list[Row]:
    return [r for name in exports for r in connections(name) if bare(r["Company"]) == bare(company)]


def reach_table() -> dict[str, dict[str, list[str]]]:
    """Target → heading → the entries of the cell, from the README."""
    part = (DATA / "README.md").read_text("utf-8").split("## The targets")[1].split("\n\n")[2]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in part.splitlines()]
    entries = [[[x.strip() for x in cell.split(";") if x.strip()] for cell in row] for row in lines]
    return {row[0][0]: dict(zip(lines[0], row, strict=True)) for row in entries[2:]}


# Made again


@pytest.mark.evidence
@pytest.mark.parametrize("seed", ["0", "4711"] if EVIDENCE else ["4711"])
def test_the_maker_writes_the_same_bytes(tmp_path: Path, seed: str) -> None:
    odd = {"PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    subprocess.run([sys.executable, MAKER, tmp_path], check=True, env={**os.environ, **odd})
    made = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*") if p.is_file())
    assert made == FILES, "run python data/make_sample.py"
    for name in made:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name


def test_it_is_small() -> None:
    assert sum((DATA / name).stat().st_size for name in FILES) < 1_300_000


def test_archives_carry_no_trace_of_when_and_where() -> None:
    for name in (STAR, JUNE, DECEMBER, OLDER, QUIET):
        month, day, year = map(int, re.findall(r"\d+", name))
        with zipfile.ZipFile(DATA / name) as bundle:
            entries = bundle.infolist()
        assert [entry.filename for entry in entries] == sorted(e.filename for e in entries)
        for entry in entries:
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.date_time == (year, month, day, 6, 0, 0)
            assert (entry.external_attr >> 16, entry.create_system) == (0o644, 3)


def test_six_months_holds_the_star() -> None:
    with zipfile.ZipFile(DATA / STAR) as star, zipfile.ZipFile(DATA / JUNE) as june:
        assert set(star.namelist()) < set(june.namelist())
        for member in star.namelist():
            assert star.read(member) == june.read(member), member
        assert not [m for m in star.namelist() if "essages" in m or "ndorsement" in m]


# Formats


def test_every_file_is_utf8_with_lf() -> None:
    for name in FILES:
        if name.endswith(".zip"):
            with zipfile.ZipFile(DATA / name) as bundle:
                contents = [bundle.read(member) for member in bundle.namelist()]
        else:
            contents = [(DATA / name).read_bytes()]
        for content in contents:
            assert b"\r" not in content
            # Luma alone writes a byte order mark.
            assert content.startswith(b"\xef\xbb\xbf") == name.endswith("attendees.csv")
            assert content.decode("utf-8").endswith("\n")


@pytest.mark.parametrize("name", [STAR, JUNE, DECEMBER, OLDER, QUIET, ANA, BO])
def test_connections_are_of_their_era(name: str) -> None:
    member = "Connections.csv" if name.endswith(".zip") else None
    first, second, third, header = text(name, member).split("\n")[:4]
    assert (first, third) == ("Notes:", "") and second.startswith('"') and second.endswith('"')
    url = "" if name == BO else "URL,"
    assert header == f"First Name,Last Name,{url}Email Address,Company,Position,Connected On"
    days = [datetime.strptime(row["Connected On"], "%d %b %Y") for row in rows(name, member)]
    assert days == sorted(days, reverse=True)
    newest = {BO: datetime(2023, 6, 1), OLDER: datetime(2024, 6, 22)}.get(
        name, datetime(2026, 7, 1)
    )
    assert newest - timedelta(days=300) < days[0] < newest
    closed = [row for row in rows(name, member) if not name_of(row)]
    assert 4 <= len(closed) <= 10
    assert all("".join(row.values()) == row["Connected On"] for row in closed)
    people = connections(name)
    assert sum(bool(row["Email Address"]) for row in people) < len(people) / 4
    if name != BO:
        slugs = [slug(row["URL"]) for row in people]
        assert len(set(slugs)) == len(slugs)
        assert all(row["URL"].startswith("https://www.linkedin.com/in/") for row in people)
        assert all(row["URL"].isascii() for row in people)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [(STAR, 400, 400), (DECEMBER, 360, 380), (ANA, 340, 360), (BO, 240, 260), (QUIET, 180, 180)],
)
def test_how_many(name: str, low: int, high: int) -> None:
    assert low <= len(rows(name, "Connections.csv" if name.endswith(".zip") else None)) <= high


DATES = {
    "messages.csv": ("DATE", "%Y-%m-%d %H:%M:%S UTC"),
    "Invitations.csv": ("Sent At", "%m/%d/%y, %I:%M %p"),
    "Endorsement_Received_Info.csv": ("Endorsement Date", "%Y/%m/%d %H:%M:%S UTC"),
    "Endorsement_Given_Info.csv": ("Endorsement Date", "%Y/%m/%d %H:%M:%S UTC"),
    "Recommendations_Received.csv": ("Creation Date", "%m/%d/%y, %I:%M %p"),
    "Recommendations_Given.csv": ("Creation Date", "%m/%d/%y, %I:%M %p"),
    "Notes.csv": ("Created On", "%d %b %Y"),
}


@pytest.mark.parametrize("member", DATES)
def test_dates_are_written_as_linkedin_does(member: str) -> None:
    column, form = DATES[member]
    days = [datetime.strptime(row[column], form) for row in rows(JUNE, member)]
    assert days and max(days) < datetime(2026, 6, 28)


def test_addresses_are_reserved_ones() -> None:
    everything = "\n".join(text(name) for name in FILES if not name.endswith((".zip", ".ics")))
    everything += "\n".join(unfolded(CALENDAR))
    for name in (JUNE, DECEMBER, OLDER, QUIET):
        with zipfile.ZipFile(DATA / name) as bundle:
            everything += "".join(bundle.read(member).decode() for member in bundle.namelist())
    mail = re.findall(r"[\w.+-]+@([\w.-]+\w)", everything)
    assert len(mail) > 100 and set(mail) <= {"example.com", "example.net", "example.org"}
    hosts = set(re.findall(r"https?://([\w.-]+)", everything))
    assert hosts <= {"www.linkedin.com", "de.linkedin.com", "example.com", "example.org"}


# As in life


def test_employers_have_a_heavy_tail() -> None:
    sizes = Counter(row["Company"] for row in connections(STAR) if row["Company"])
    assert sizes["Pellgrove Mutual"] >= 20 and sizes["Osselby Tarrant Research"] >= 20
    assert sum(size == 1 for size in sizes.values()) > 100
    assert len(sizes) > 150
    assert {"Self-employed", "Freelance", "Stealth Startup"} <= set(sizes)
    assert [row for row in connections(STAR) if not row["Company"] and row["Position"]]
    assert [row for row in connections(STAR) if row["Company"] and not row["Position"]]
    assert [row for row in connections(STAR) if not row["Company"] and not row["Position"]]


def test_names_come_from_everywhere_and_some_are_hostile() -> None:
    names = [name_of(row) for row in connections(STAR)]
    scripts = {
        unicodedata.name(letter).split()[0] for name in names for letter in name if letter.isalpha()
    }
    assert len(scripts) >= 11
    for piece in ("<img src=x onerror=", "<b>", "$x$", '"', ",", "PhD"):
        assert [name for name in names if piece in name], piece
    emoji = [n for n in names if any(unicodedata.category(x) == "So" for x in n)]
    assert emoji
    twice = [name for name, count in Counter(names).items() if count > 1]
    assert twice == ["Marguerite Whitlowe-Dean"]
    assert [row for row in connections(STAR) if "%" in row["URL"]]
    assert {"Ca$htarn $ervices", "=Sum Bookkeeping"} <= {r["Company"] for r in connections(STAR)}


def test_half_a_year_moves_people() -> None:
    then = {slug(row["URL"]): row for row in connections(DECEMBER)}
    now = {slug(row["URL"]): row for row in connections(STAR)}
    both = then.keys() & now.keys()
    moved = {x for x in both if bare(then[x]["Company"]) != bare(now[x]["Company"])}
    respelt = {x for x in both if then[x]["Company"] != now[x]["Company"]} - moved
    retitled = {x for x in both - moved if then[x]["Position"] != now[x]["Position"]}
    assert len(moved) == 16 and len(respelt) == 4 and len(retitled) == 6
    joined = {x: bare(now[x]["Company"]) for x in moved}
    assert joined["obinna-nwabuisi-3e5"] == bare("Halvorsen Grid")
    assert joined["yusuf-karademirci-91d"] == bare("Tidewick Energy")
    assert [x for x in moved if bare(then[x]["Company"]) == bare("Lumenfold Health")]
    assert len(then.keys() - now.keys()) == 5
    closed = [
        {r["Connected On"] for r in rows(name, "Connections.csv") if not name_of(r)}
        for name in (DECEMBER, STAR)
    ]
    gone = {then[x]["Connected On"] for x in then.keys() - now.keys()}
    assert len(gone & (closed[1] - closed[0])) == 2


def test_friends_know_some_of_the_same_people() -> None:
    mine = {slug(row["URL"]) for row in connections(STAR)}
    anas = {slug(row["URL"]) for row in connections(ANA)}
    assert 30 <= len(mine & anas) <= 60 and "robin-achterberg" in anas
    mail = {r["Email Address"]: name_of(r) for r in connections(STAR) if r["Email Address"]}
    by_mail = [row for row in connections(BO) if row["Email Address"] in mail]
    assert len(by_mail) >= 10
    assert [row for row in by_mail if name_of(row) != mail[row["Email Address"]]]
    names = {name_of(row) for row in connections(STAR)}
    assert [r for r in connections(BO) if name_of(r) in names and not r["Email Address"]]
    friends_mail = {r["Email Address"] for r in connections(ANA) if r["Email Address"]}
    assert len(friends_mail & {r["Email Address"] for r in connections(BO)}) >= 4


# What is beside the six months


def test_two_years_move_the_people_of_the_story_and_thirty_others() -> None:
    then = {slug(row["URL"]): row for row in connections(OLDER)}
    later = {slug(row["URL"]): row for row in connections(DECEMBER)}
    assert then.keys() <= later.keys() and len(rows(OLDER, "Connections.csv")) == 316
    moved = {x for x in then if bare(then[x]["Company"]) != bare(later[x]["Company"])}
    story = {
        "parisa-golestanpour-e04": ("Gorsequern Water", "Plovertrivet Consulting"),
        "lucia-belmontes-f17": ("Plovertrivet Consulting", "HalvorsenGrid"),
        "tomoko-hayashikaze-brandt": ("Pewterholt Clinics", "Lumenfold Health Ltd"),
        "priyanka-deshmukhe-aalto-b26": ("Vetchskep Bank", "LumenFold Health"),
    }
    for who, places in story.items():
        assert (then[who]["Company"], later[who]["Company"]) == places
    assert len(moved - story.keys()) == 30
    assert len({then[x]["Company"] for x in moved - story.keys()}) == 6


def unfolded(name: str) -> list[str]:
    return re.sub(r"\n ", "", text(name)).splitlines()


def test_the_calendar_has_meetings_and_what_is_none() -> None:
    assert max(len(line.encode()) for line in text(CALENDAR).splitlines()) <= 75
    meetings = "\n".join(unfolded(CALENDAR)).split("BEGIN:VEVENT")[1:]
    days = [date.fromisoformat(re.findall(r"DTSTART:(\d{8})", one)[0]) for one in meetings]
    assert date(2025, 7, 1) <= min(days) and max(days) <= date(2026, 7, 7)
    people = [len(re.findall(r"^ATTENDEE(?!;CUTYPE)", one, re.MULTILINE)) for one in meetings]
    assert people.count(0) == 3 and max(people) == 61 and people.count(2) >= 10
    for mark, count in (
        ("STATUS:CANCELLED", 1),
        ("CN=Robin Achterberg;PARTSTAT=DECLINED", 1),
        ("CUTYPE=ROOM", 2),
        ("RRULE:FREQ=WEEKLY\n", 1),
    ):
        assert sum(mark in one for one in meetings) == count, mark
    assert sum("RRULE" in one for one in meetings) == 5
    assert sum(day > AS_OF for day in days) == 1
    names = {name_of(row) for name in (STAR, ANA, BO) for row in connections(name)}
    said = re.findall(r'CN="([^"]+)"', "\n".join(one for one in meetings if "Meetup" not in one))
    assert {name.replace("'", '"') for name in said} <= names


def test_the_mailbox_has_headers_alone() -> None:
    mails = text(MAILBOX).split("\nFrom ")
    for mail in mails:
        headers = re.sub(r"\n ", " ", mail).strip("\n").splitlines()[1:]
        assert [one for one in headers if not re.match(r"[A-Z][\w-]*: ", one)] == []
        assert not [one for one in headers if one.startswith(("Subject", "Content"))]
    copied = [mail for mail in mails if "\nCc: " in mail]
    assert 60 <= len(mails) <= 90 and len(copied) >= 20
    for mark, count in (("List-Id", 1), ("Auto-Submitted", 1), ("Precedence: bulk", 3)):
        assert sum(f"\n{mark}" in mail for mail in mails) == count, mark
    assert sum(mail.count("@example.") > 50 for mail in mails) == 1


# Messages


def test_messages_are_two_way_with_some_and_nothing_with_others() -> None:
    mine = {row["URL"] for row in connections(STAR)}
    one_to_one: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    bodies: dict[str, set[str]] = defaultdict(set)
    kinds: Counter[str] = Counter()
    messages = rows(JUNE, "messages.csv")
    for row in messages:
        readers = row["RECIPIENT PROFILE URLS"].split(",")
        bodies[row["CONTENT"]] |= set(readers)
        kinds[row["FOLDER"]] += 1
        kinds["draft"] += row["IS MESSAGE DRAFT"] == "Yes"
        kinds["sponsored"] += "spinmail" in row["CONTENT"] and not row["SENDER PROFILE URL"]
        kinds["group"] += len(readers) > 1
        kinds["inmail"] += row["CONVERSATION TITLE"] == "InMail"
        assert EGO in (row["SENDER PROFILE URL"], *readers)
        if len(readers) == 1 and row["IS MESSAGE DRAFT"] == "No" and row["FOLDER"] == "INBOX":
            other = readers[0] if row["SENDER PROFILE URL"] == EGO else row["SENDER PROFILE URL"]
            one_to_one[other].append((row["DATE"], row["SENDER PROFILE URL"] == EGO))
    assert 1200 <= len(messages) <= 1700
    assert all(kinds[kind] >= 5 for kind in ("SPAM", "draft", "sponsored", "group", "inmail"))
    assert sorted(len(who) for who in bodies.values() if len(who) >= 8) == [12, 18]
    both_ways = {
        who: min(max(d for d, me in sent if me), max(d for d, me in sent if not me))
        for who, sent in one_to_one.items()
        if who in mine and len({me for _, me in sent}) == 2
    }
    close = [who for who, last in both_ways.items() if last >= "2025-06-28"]
    quiet = both_ways.keys() - close
    assert 0.11 <= len(close) / len(mine) <= 0.13
    assert 0.09 <= len(quiet) / len(mine) <= 0.11
    one_way = [who for who in one_to_one if who in mine and who not in both_ways]
    assert len(one_way) >= 35
    assert any("\n" in row["CONTENT"] for row in messages)
    assert text(JUNE, "messages.csv").startswith('"CONVERSATION ID","CONVERSATION TITLE"')


def test_traces_lead_to_connections() -> None:
    mine = {slug(row["URL"]) for row in connections(STAR)}
    for member, column in (
        ("Endorsement_Received_Info.csv", "Endorser Public Url"),
        ("Endorsement_Given_Info.csv", "Endorsee Public Url"),
    ):
        urls = [row[column] for row in rows(JUNE, member)]
        assert len(urls) >= 25 and all(url.startswith("www.linkedin.com/in/") for url in urls)
        assert {slug(url) for url in urls} <= mine
    invited = rows(JUNE, "Invitations.csv")
    assert {row["Direction"] for row in invited} == {"INCOMING", "OUTGOING"}
    others = [
        r["inviteeProfileUrl" if r["Direction"] == "OUTGOING" else "inviterProfileUrl"]
        for r in invited
    ]
    assert EGO not in others and 5 <= sum(slug(url) not in mine for url in others) <= 10
    assert 20 <= sum(bool(row["Message"]) for row in invited) <= 60


# The targets


def test_the_readme_tells_how_each_target_is_reached() -> None:
    table = reach_table()
    targets = rows("six-months/targets.csv")
    assert {row["company"] for row in targets} == set(table)
    assert {row["priority"] for row in targets} == {"1", "2", "3"}
    typed = rows("six-months/ties.csv")
    for target, said in table.items():
        inside = {STAR: working_at(target, STAR), ANA: working_at(target, ANA)}
        inside[BO] = working_at(target, BO)
        found = [row for export in inside.values() for row in export]
        told = [row for row in typed if bare(row["company"]) == bare(target)]
        names = {name_of(row) for row in found} | {row["b"] for row in told}
        spelt = {row["Company"] for row in found} | {row["company"] for row in told}
        assert names == set(said["insiders"]), target
        assert spelt == set(said["spelt"]), target
        owners = {STAR: "me", ANA: "Ana Diaz", BO: "Bo Lin"}
        through = {owners[export] for export in inside if inside[export]}
        way = said["way in"][0]
        if way == "direct":
            assert "me" in through and not said["through"]
        elif way.startswith("two hops"):
            assert through == set(said["through"]) and "me" not in through
            assert (len(found), len(through)) == (1, 1) or not way.endswith("one broker")
        elif "typed in" in way:
            assert not through and {row["a"] for row in told} == {said["through"][-1]}
        else:
            assert not names
    ways = Counter(said["way in"][0] for said in table.values())
    assert ways["direct"] >= 3 and ways["two hops"] >= 2 and ways["two hops, one broker"] >= 1
    assert ways["typed in"] >= 1 and ways["three hops, the last typed in"] >= 1
    assert ways["nobody"] == 1
    fields = [row["company"] for row in targets if row["kind"] == "field"]
    assert fields == ["data engineering"]


def test_the_typed_in_mutuals_hang_together() -> None:
    mine, anas = ({name_of(r) for r in connections(name)} for name in (STAR, ANA))
    for row in rows("six-months/ties.csv"):
        assert row["a"] in mine | anas
        if not row["b"]:
            assert row["a"] in mine and row["closeness"] in CLOSENESS
        elif row["company"]:
            assert row["b"] not in mine | anas and row["title"]
        else:
            assert row["b"] in mine and not row["closeness"]
    (kavita,) = (r["a"] for r in rows("six-months/ties.csv") if r["company"] == "Kestrelmoor Labs")
    (desta,) = (r["a"] for r in rows("six-months/ties.csv") if r["company"][:5] == "Holli")
    assert kavita in mine and desta in anas - mine


def test_nobody_leads_to_fennimore_tidal() -> None:
    for name in (STAR, DECEMBER, ANA, BO):
        companies = {row["Company"] for row in connections(name)}
        near = {company for company in companies if "fennimore" in company.lower()}
        assert near <= {"Fennimore Tidal Wave Surf School"}
    assert not [r for r in rows("six-months/ties.csv") if "Fennimore" in r["company"]]
    log = [r for r in rows("six-months/outreach.csv") if r["company"] == "Fennimore Tidal"]
    assert log and {r["stage"] for r in log} <= {"asked", "declined", "no answer"}


def test_longer_names_are_other_companies() -> None:
    companies = {row["Company"] for row in connections(STAR)}
    for target in ("Halvorsen Grid", "Lumenfold Health", "Tidewick Energy", "Voltquay Storage"):
        longer = [c for c in companies if c.startswith(target) and bare(c) != bare(target)]
        assert longer, target


def test_the_field_has_people() -> None:
    titles = [row["Position"].lower() for row in connections(STAR)]
    assert sum("data engineer" in title for title in titles) >= 8
    assert sum("data engineering" in title for title in titles) >= 3


# The logs


def log(book: str) -> dict[str, list[Row]]:
    requests = defaultdict(list)
    for row in rows(f"{book}/outreach.csv"):
        requests[row["request"]].append(row)
    return requests


@pytest.mark.parametrize("book", ["six-months", "quiet"])
def test_the_log_keeps_the_rules_of_the_ledger(book: str) -> None:
    events = rows(f"{book}/outreach.csv")
    without = ("route", "predicted", "counts")
    assert list(events[0]) == [column for column in COLUMNS["events"] if column not in without]
    assert [row["event"] for row in events] == [str(n + 1) for n in range(len(events))]
    assert [row["date"] for row in events] == sorted(row["date"] for row in events)
    assert date.fromisoformat(events[-1]["date"]) <= AS_OF
    wanted = {row["company"] for row in rows(f"{book}/targets.csv")}
    for request in log(book).values():
        asked, *later = request
        stages = [row["stage"] for row in request]
        assert stages[0] == "asked" and stages.count("asked") == 1 and asked["kind"] in KINDS
        assert set(stages) <= set(STAGES)
        assert {row["company"] for row in request} == {asked["company"]} <= wanted
        assert not any(row["kind"] for row in later)
        assert all(bool(row["via"]) == (row["stage"] in ("introduced", "named")) for row in later)
        assert stages.index("declined") == len(stages) - 1 if "declined" in stages else True
        for first, then in (("replied", "held"), ("held", "thanked"), ("held", "referred")):
            assert then not in stages or stages.index(first) < stages.index(then)
        assert ("introduced" in stages) <= (asked["kind"] == "introduction")
        if asked["kind"] == "introduction" and "held" in stages:
            assert "introduced" in stages
        person = asked["person"]
        for row in later:
            if row["stage"] == "introduced":
                assert row["via"] == person
                person = row["person"]
            elif row["stage"] == "named":
                assert row["via"] == person
            else:
                assert row["person"] == person


def test_who_is_asked_is_known_and_who_is_not_is_cold() -> None:
    for book, export in (("six-months", STAR), ("quiet", QUIET)):
        slugs = {slug(row["URL"]) for row in connections(export)}
        names = Counter(name_of(row) for row in connections(export))
        at = {name_of(r): bare(r["Company"]) for r in connections(export)}
        at |= {slug(r["URL"]): bare(r["Company"]) for r in connections(export)}
        for asked, *_ in log(book).values():
            who, kind = asked["person"], asked["kind"]
            known = slug(who) in slugs if "/in/" in who else names[who] == 1
            assert known == (kind != "cold"), who
            if kind == "direct" and asked["company"] not in ("data engineering", "service design"):
                key = slug(who) if "/in/" in who else who
                assert at[key] == bare(asked["company"]), who


def test_robins_half_year_has_everything() -> None:
    requests = log("six-months")
    assert 45 <= len(requests) <= 60
    stages = {row["stage"] for request in requests.values() for row in request}
    assert stages == set(STAGES) - {"accepted", "withdrawn"}
    assert {request[0]["kind"] for request in requests.values()} == set(KINDS)

    def days(request: list[Row], stage: str) -> int | None:
        found = [row["date"] for row in request if row["stage"] == stage]
        first = date.fromisoformat(request[0]["date"])
        return (date.fromisoformat(found[0]) - first).days if found else None

    referred = [d for r in requests.values() if (d := days(r, "referred")) is not None]
    assert 3 <= len(referred) <= 6 and max(referred) > 60
    replied = [d for r in requests.values() if (d := days(r, "replied")) is not None]
    assert max(replied) > 21
    recent = [r for r in requests.values() if r[0]["date"] > "2026-06-19" and len(r) == 1]
    assert len(recent) >= 4
    assert sum(any(e["stage"] == "offered" for e in r) for r in requests.values()) == 1
    same_day = Counter((r[0]["person"], r[0]["date"]) for r in requests.values())
    assert max(same_day.values()) == 2
    introductions = [r for r in requests.values() if r[0]["kind"] == "introduction"]
    passed = sum(any(e["stage"] == "introduced" for e in r) for r in introductions)
    assert 0.45 <= passed / len(introductions) <= 0.75
    cold = [r for r in requests.values() if r[0]["kind"] == "cold"]
    assert sum(any(e["stage"] == "held" for e in r) for r in cold) <= 1


def test_the_quiet_half_year_brings_no_referral() -> None:
    requests = log("quiet")
    assert 30 <= len(requests) <= 40
    stages = Counter(row["stage"] for request in requests.values() for row in request)
    assert not {"referred", "applied", "interviewed", "offered"} & stages.keys()
    assert stages["held"] >= 4


# The data dictionary


def test_the_dictionary_names_every_file_and_every_column() -> None:
    told = (DATA / "README.md").read_text("utf-8")
    for name in FILES:
        assert f"`{name}`" in told, name
    with zipfile.ZipFile(DATA / JUNE) as bundle:
        members = bundle.namelist()
    for member in members:
        assert f"`{member}`" in told, member
        if member != "LearningCoachMessages.csv":
            part = text(JUNE, member).split("\n\n", 1)[-1 if member == "Connections.csv" else 0]
            header = next(csv.reader(io.StringIO(part)))
            assert not [column for column in header if f"`{column}`" not in told], member
    for name in ("ties.csv", "targets.csv", "outreach.csv", "notes.csv", "attendees.csv"):
        for column in rows(f"six-months/{name}")[0]:
            assert f"`{column.lstrip(BOM)}`" in told, column
    assert len(log("six-months")) == int(re.findall(r"(\d+) requests, January", told)[0])
    assert len(log("quiet")) == int(re.findall(r"(\d+) requests, no referral", told)[0])


def test_private_data_is_ignored() -> None:
    assert "data/private/" in (DATA.parent / ".gitignore").read_text("utf-8").splitlines()


def test_a_sample_whose_files_are_missing_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "_FOLDERS", (tmp_path,))
    with pytest.raises(InfonetError, match="files of the sample `star` are missing"):
        samples.sample("star")


def test_the_wheel_has_every_sample_where_it_is_looked_for() -> None:
    project = tomllib.loads((DATA.parent / "pyproject.toml").read_text("utf-8"))
    inside = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert inside["sources"] == {f"data/{book}": f"infonet/sample/{book}" for book in BOOKS}
    assert set(inside["only-include"]) == {"infonet", *inside["sources"]}
