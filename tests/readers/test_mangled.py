"""Every reader on mangled bytes: refused with a sentence, or every row is accounted for.

An input is one that a reader reads, with bytes changed, cut out, doubled, or put in. Nothing but
`ReadError` is raised, nothing takes two seconds, and nothing takes 200 MB.
"""

from __future__ import annotations

import io
import json
import random
import re
import resource
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from infonet import readers
from infonet.errors import ReadError
from infonet.readers import FORMATS
from infonet.tables import Tables
from infonet.writers import packed
from tests import exports
from tests.conftest import Counted
from tests.exports import COMPLETE, ROBIN, person
from tests.readers.accounts import account, balance
from tests.readers.test_address_books import NEW, OLD, OUTLOOK
from tests.readers.test_applications import HUNTR, NOTION, TEAL
from tests.readers.test_icalendar import ANA, BO, ME, calendar, event
from tests.readers.test_mbox import ANA as ANA_MAIL
from tests.readers.test_mbox import BO as BO_MAIL
from tests.readers.test_mbox import ME as MY_MAIL
from tests.readers.test_mbox import mail
from tests.readers.test_outreach import LOG
from tests.readers.test_vcard import card

SEEN = pd.Timestamp("2026-03-02")
SECONDS = 2
MEGABYTES = 200
NOISE = (
    *(b"\0", b"\xff", b"\xc3", b"\xe2\x80\xae", b"\xef\xbb\xbf", b'"', b'""', b"'", b"\n", b"\r\n"),
    *(b",", b";", b"\t", b"=", b"\\", b":::", b"* ", b" ::: ", b"{", b"[", b"}", b"]", b"\\ud800"),
    *(
        b"BEGIN:VCARD\n",
        b"END:VCARD\n",
        b"ENCODING=QUOTED-PRINTABLE:=",
        b";CHARSET=x:",
        b"Notes:\n",
    ),
    *(b"From a 09:30\n", b"=?utf-8?B?", b"BEGIN:VEVENT\n", b"RRULE:FREQ=DAILY;COUNT=", b"<@,>"),
    *(b"9" * 40, b"A" * 5_000, b"2026-13-45", b"3/4/2026", b"me", b"in/", b"~2", b"name/"),
)


def workbook_of(*rows: list[str]) -> bytes:
    made: Any = openpyxl.Workbook()
    content = io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(content)
    return content.getvalue()


def lines(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


INPUTS: dict[str, tuple[str, bytes]] = {
    "LinkedIn export": (
        "Connections.csv",
        exports.connections(
            person("Zoë Looper, DipWSET 🍷", "zoe", company="Café “Delta”", title="Head; of wine"),
            person("Bo Lin", "bo-lin", company="Echo", on="1 Jan 2025"),
            person("", "", on="17 May 2019"),
        ).encode(),
    ),
    "Google Contacts": (
        "contacts.csv",
        (
            NEW
            + "Ana,Maria,Diaz,,,Delta ::: Golf,Engineer,,* myContacts,* Work,"
            + "ana@example.com ::: * a@example.org,Friend,Bo Lin,Profile,www.linkedin.com/in/ana\n"
            + "Bo,,Lin,,,Echo,,,,,,Friend,Ana Maria Diaz\n,,,,Foxtrot,Foxtrot\n"
        ).encode(),
    ),
    "Tick sheet": (
        "answers.csv",
        (
            b"Answers of,Profile,Answers for,Asked about,Kind,Name,Job title,Employer,How well,"
            b"Would introduce\n"
            b'Ana Diaz,,Robin,Delta,company,"Jing ""J"" Wu",Engineer,,well,yes\n'
            b"Ana Diaz,,Robin,accounting,field,Timo Brevik,,Echo,a little,ask\n"
            b"Ana Diaz,,Robin,Delta,company,Bo Lin,,,fairly,no\n"
        ),
    ),
    "Outlook contacts": (
        "contacts.csv",
        (OUTLOOK + "Ana,,Diaz,Ms,,ana@example.com,,,Delta,Engineer,Utrecht,\nBo,,Lin,Mr\n").encode(
            "cp1252"
        ),
    ),
    "vCard contacts": (
        "contacts.vcf",
        (
            card("N;ENCODING=QUOTED-PRINTABLE:Looper;Zo=C3=", "=AB;;;", "PHOTO:AAAA", " AAAA")
            + card("FN:Bo Lin", "item1.EMAIL;type=pref:bo@exa", " mple.com", "ORG:Echo\\, Inc.;")
            + card("FN:Ana Diaz", "RELATED;TYPE=friend:Bo Lin", "UID:a", "URL:linkedin.com/in/ana")
        ).encode(),
    ),
    "Everything of a book": (
        "all.json",
        packed(
            Tables.of(
                people=[{"person": "me", "name": "Robin"}, {"person": "in/ana", "seen": SEEN}],
                jobs=[{"person": "in/ana", "company": "Delta", "title": "Engineer"}],
                events=[{"event": 1, "person": "in/ana", "stage": "asked", "date": SEEN}],
                companies=[{"company": "Delta", "kind": "company", "aliases": ("D", "De")}],
            ),
            "json",
        ),
    ),
    "Facebook friends": (
        "friends.json",
        json.dumps(
            {"friends_v2": [{"name": "ZoÃ« Looper", "timestamp": 1_600_000_000}, {"name": "Bo"}]}
        ).encode(),
    ),
    "Calendar": (
        "mine.ics",
        calendar(
            event(ME, ANA), event(ME, ANA, BO, "RRULE:FREQ=WEEKLY;COUNT=4"), event(ME, BO)
        ).encode(),
    ),
    "Shared contacts": (
        "ana.json",
        json.dumps(
            {
                "infonet share": 1,
                "salt": "00" * 16,
                "check": "1" * 32,
                "contacts": [
                    {"key": "a" * 32, "company": "Delta", "title": "Engineer", "tie": "strong"},
                    {"key": "b" * 32, "company": "Echo", "tie": "connection", "name": "Bo Lin"},
                ],
            }
        ).encode(),
    ),
    "Mail": (
        "mine.mbox",
        (
            mail(MY_MAIL, ANA_MAIL, "2 Mar 2026", "X-Gmail-Labels: Sent")
            + mail(ANA_MAIL, MY_MAIL, "3 Mar 2026", f"Cc: {BO_MAIL},\n x@example.com")
            + mail(BO_MAIL, MY_MAIL, "4 Mar 2026", "List-Id: <x>")
        ).encode(),
    ),
    "Log of outreach": ("log.csv", LOG.encode()),
    "List of applications": (
        "jobs.csv",
        (
            NOTION
            + 'Delta,Engineer,Offer,"March 2, 2026","March 9, 2026 9:15 AM",Yes,2026-03-24,,x\n'
            + "Echo,Boss,Rejected,3/4/2026,,,,13/4/2026\nGolf,,Saved\n"
        ).encode(),
    ),
    "Table of people": (
        "people.csv",
        b"Who;Firma;Seit;Skole;Fra;Til\nAna Diaz;Delta;3 March 2026;Sandmoor;Sep 2001;2004\n"
        b"Bo;;;Tallow;;\n",
    ),
}
"""Each row of `FORMATS` → the name of a file, and what is in it."""

NAMED = {
    "Table of people": {
        "name": "Who",
        "company": "Firma",
        "since": "Seit",
        "school": "Skole",
        "school_from": "Fra",
        "school_until": "Til",
    }
}

TABLES = (
    b"Wer;Firma;Seit\nAna Diaz;Delta;3 March 2026\nBo Lin;;\n",
    b"What;Who;When\nasked;Ana Diaz;3 March 2026\nheld;Bo Lin;\n",
    b"Firm;Applied on;Offer\nDelta;3 March 2026;\nEcho;;4 March 2026\n",
)
"""Tables that no reader knows: of people, of what I did, of where I applied."""


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with one to three changes."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(content) + 1)
        to = at + chance.choice((0, 1, 1, 3, 20, 200))
        kind = chance.randrange(5)
        if kind == 0:
            new = bytes([chance.randrange(256)])
        elif kind == 1:
            new = chance.choice(NOISE)
        elif kind == 2:
            new = content[at:to] * 2
        elif kind == 3:
            new = b""
        else:
            start = chance.randrange(len(content) + 1)
            new = content[start : start + chance.choice((1, 10, 100))]
        content = content[:at] + new + content[to:]
    return content


def within(whole: bytes, *, parts_in: int) -> Callable[[random.Random], bytes]:
    """Mangle an archive: in `parts_in` of 10 a part of it, which a checksum does not catch."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def change(chance: random.Random) -> bytes:
        if chance.randrange(10) >= parts_in:
            return mutated(whole, chance)
        changed, content = chance.choice(list(parts)), io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, mutated(part, chance) if name == changed else part)
        return content.getvalue()

    return change


def most_memory() -> int:
    """Return the most memory that this process has taken, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def try_all(
    path: Path,
    contents: Callable[[random.Random], bytes],
    count: int,
    **told: Mapping[str, str] | None,
) -> int:
    """Read inputs, of every hundredth make the tables as well; return how many were read."""
    chance, read, before = random.Random(11), 0, most_memory()
    for number in range(count):
        path.write_bytes(contents(chance))
        began = time.process_time()
        try:
            _, _, intake = readers.collect(path, me=ROBIN if number % 2 else None, **told)  # type: ignore[arg-type]  # only columns
        except ReadError as error:
            assert path.name.partition(".")[0] in str(error)  # noqa: PT017  # either is right
        else:
            read += 1
            balance(intake)
            if number % 100 == 0:
                account(intake.reading(str(path), "", "", ""))
        assert time.process_time() - began < SECONDS, path.read_bytes()
    assert most_memory() - before < MEGABYTES
    return read


def test_every_format_has_an_input() -> None:
    assert set(INPUTS) == {form.name for form in FORMATS}


MARKS = "\u0301\u0316" * 50_000
"""Marks out of Unicode's order: to put them in order takes the square of their number."""


@pytest.mark.parametrize("form", INPUTS)
def test_marks_without_end_are_cut(tmp_path: Path, form: str) -> None:
    """Without a bound each of these takes from seconds to minutes."""
    name, content = INPUTS[form]
    row = MARKS if name.endswith(".csv") else MARKS * 2  # a field of CSV is no longer
    marks = b"a" + (json.dumps(row)[1:-1] if name.endswith(".json") else row).encode()
    for word in (b"Ana", b"Bo", b"Delta", b"Echo", b"Engineer", b"Looper"):
        content = content.replace(word, word + marks, 1)
    assert marks in content
    reading = readers.read(_written(tmp_path / name, content), me=ROBIN, columns=NAMED.get(form))
    cells = [str(cell) for table in reading.tables for cell in table.to_numpy().ravel()]
    texts = [*cells, *map(str, reading.report.to_numpy().ravel())]
    assert not [text for text in texts if re.search("[\u0301\u0316]{31}", text)]


@pytest.mark.evidence
@pytest.mark.parametrize("form", INPUTS)
def test_mangled_bytes_are_refused_or_every_row_is_accounted_for(
    tmp_path: Path, form: str, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    name, content = INPUTS[form]
    named = NAMED.get(form)
    found = readers.collect(_written(tmp_path / name, content), columns=named)
    assert found[0].name == form
    count = full_count(500, 20_000)
    read = try_all(tmp_path / name, lambda chance: mutated(content, chance), count, columns=named)
    assert read > count // 20
    counted("mutated inputs", count, exceptions_but_ReadError=0, hangs=0)


@pytest.mark.evidence
def test_a_mangled_workbook_is_refused_or_every_row_is_accounted_for(
    tmp_path: Path, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    whole = workbook_of(*lines(TEAL + "Engineer,Delta,,,Applied,2026-02-20,,2026-03-02\n"))
    change = within(whole, parts_in=1)
    count = full_count(200, 20_000)
    assert try_all(tmp_path / "jobs.xlsx", change, count) > 0
    counted("mutated inputs", count, exceptions_but_ReadError=0, hangs=0)


@pytest.mark.evidence
def test_a_mangled_archive_is_refused_or_every_row_is_accounted_for(
    tmp_path: Path, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    applied = (
        "Application Date,Contact Email,Company Name,Job Title,Job Url\n"
        '"2/28/26, 9:05 AM",x@example.com,Delta,Engineer,\n"3/2/26, 9:05 AM",,Freelance,Any,\n'
    )
    jobs = {f"Jobs/Job Applications{part}.csv": applied for part in ("", "_1")}
    whole = exports.zipped(tmp_path / "whole.zip", COMPLETE | jobs).read_bytes()
    count = full_count(150, 20_000)
    read = try_all(tmp_path / "Basic.zip", within(whole, parts_in=9), count)
    assert read > count // 2
    counted("mutated inputs", count, exceptions_but_ReadError=0, hangs=0)


@pytest.mark.evidence
def test_mangled_bytes_are_looked_at_without_an_error(
    tmp_path: Path, full_count: Callable[[int, int], int], counted: Counted
) -> None:
    chance, path, looked = random.Random(3), tmp_path / "table.csv", 0
    count = full_count(500, 20_000)
    # Every third is a table that no reader knows; the others are those of the readers.
    contents = [content for _, content in INPUTS.values()]
    for number in range(count):
        table = TABLES[number % len(TABLES)]
        path.write_bytes(mutated(chance.choice(contents) if number % 3 else table, chance))
        began = time.process_time()
        found = readers.glance(path)
        assert time.process_time() - began < SECONDS, path.read_bytes()
        if found is None:
            continue
        looked += number % 3 == 0
        assert found.guess == found.guesses[found.kind]
        for guess in found.guesses.values():
            assert {*guess.values()} <= {*found.header}
        assert all(len(row) == len(found.header) for row in found.rows)
    assert looked > count // 6
    counted("mutated inputs", count, exceptions_but_ReadError=0, hangs=0)


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("header", [OLD, NEW, OUTLOOK, HUNTR, TEAL])
def test_a_long_list_takes_neither_long_nor_much(tmp_path: Path, header: str) -> None:
    row = ",".join(["a b"] * (header.count(",") + 1))
    path = _written(tmp_path / "long.csv", (header + f"{row}\n" * 5_000).encode())
    before, began = most_memory(), time.process_time()
    try:
        assert readers.collect(path)[2].tallies["long.csv"].rows == 5_000
    except ReadError as error:
        assert "no application" in str(error)  # noqa: PT017  # the status is none
    assert time.process_time() - began < SECONDS
    assert most_memory() - before < MEGABYTES
