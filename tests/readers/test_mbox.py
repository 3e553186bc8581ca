"""Mail: who writes with whom, from the headers alone."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from infonet import readers
from infonet.errors import ReadError
from tests.exports import ROBIN
from tests.readers.accounts import account

ME, ANA, BO = (
    "Robin Achterberg <robin@example.com>",
    "Ana Diaz <ana@example.com>",
    "Bo Lin <bo@example.com>",
)
JEWELS = "the crown jewels"


def mail(sender: str, to: str, day: str = "2 Mar 2026", *more: str, body: str = JEWELS) -> str:
    head = [f"From: {sender}", f"To: {to}", f"Date: Mon, {day} 09:30:00 +0000", *more]
    return "\n".join(["From 1@xxx Mon Mar 02 09:30:00 +0000 2026", *head, "", body, "", ""])


def read(tmp_path: Path, *mails: str) -> readers.Reading:
    path = tmp_path / "mine.mbox"
    path.write_text("".join(mails), "utf-8", newline="")
    reading = readers.read(path, me=ROBIN)
    account(reading)
    return reading


def ties(reading: readers.Reading) -> dict[str, tuple[object, ...]]:
    return {
        min(one["source"], one["target"], key=lambda key: key == "me"): (
            one["exchanges"],
            str(one["since"].date()),
            str(one["last"].date()),
            one["started"],
        )
        for one in reading.tables.ties.to_dict("records")
    }


SENT = "X-Gmail-Labels: Sent"


def test_what_went_both_ways_is_counted(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        mail(ME, ANA, "2 Mar 2026", SENT),
        mail(ANA, ME, "3 Mar 2026"),
        mail(ANA, ME, "9 Mar 2026"),
        mail(ME, BO, "4 Mar 2026", SENT),
        mail("Cy Marsh <cy@example.com>", ME),
    )
    assert ties(reading) == {
        "name/ana-diaz": (1, "2026-03-02", "2026-03-09", "me"),
        "name/bo-lin": (0, "2026-03-04", "2026-03-04", "me"),
    }
    assert reading.counts.tolist() == [3, 2, 0, 1]
    assert reading.report.problem.tolist() == ["an address that you never wrote to"]
    assert reading.report.line.tolist() == [31]  # after mails of 8, 7, 7 and 8 lines
    assert reading.form == "Mail"


def test_people_on_one_mail_are_a_gathering(tmp_path: Path) -> None:
    group = f"{ANA}, {BO}"
    reading = read(
        tmp_path,
        mail(ME, group, "2 Mar 2026", SENT),
        mail(ME, group, "3 Mar 2026", SENT),
        mail(ANA, ME, "10 Mar 2026", f"Cc: {BO},\n robin@example.com"),
        mail(ANA, ME, "11 Mar 2026", f"Cc: {BO}, Dee <dee@example.com>"),
    )
    rows = reading.tables.gatherings.sort_values(["size", "person"])
    assert rows[["kind", "person", "size", "times"]].to_numpy().tolist() == [
        ["mail", "name/ana-diaz", 3, 2],
        ["mail", "name/bo-lin", 3, 2],
        ["mail", "name/ana-diaz", 4, 1],
        ["mail", "name/bo-lin", 4, 1],
    ]
    assert reading.tables.ties.empty


@pytest.mark.parametrize(
    "header",
    [
        "List-Id: <all.example.com>",
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "X-Gmail-Labels: Spam",
        "X-Gmail-Labels: Inbox,Papierkorb",
        "X-Gmail-Labels: =?UTF-8?Q?Wichtig,Entw=C3=BCrfe?=",
        "X-Gmail-Labels: Borradores",
    ],
)
def test_lists_and_machines_are_counted_and_not_read(tmp_path: Path, header: str) -> None:
    reading = read(tmp_path, mail(ME, ANA, "2 Mar 2026", SENT), mail(BO, ME, "3 Mar 2026", header))
    assert list(ties(reading)) == ["name/ana-diaz"]
    (row,) = reading.report.to_dict("records")
    assert row["problem"].startswith("1 mail ")
    assert row["action"] == "not read"


@pytest.mark.parametrize(
    "label", ["Gesendet", "=?UTF-8?Q?Envoy=C3=A9s?=", "Enviados", "=?UTF-8?Q?Ge=C3=B6ffnet,Sent?="]
)
def test_what_was_sent_is_told_in_the_language_of_the_account(tmp_path: Path, label: str) -> None:
    sent = mail("R. A. <ra@example.org>", ANA, "2 Mar 2026", f"X-Gmail-Labels: {label}")
    assert list(ties(read(tmp_path, sent))) == ["name/ana-diaz"]


def test_no_word_of_a_mail_is_kept(tmp_path: Path) -> None:
    subject = f"Subject: {JEWELS}"
    reading = read(tmp_path, mail(ME, ANA, "2 Mar 2026", SENT, subject))
    assert JEWELS not in "".join(table.to_csv() for table in reading.tables)
    assert JEWELS not in reading.report.to_csv()


def test_a_body_that_looks_like_a_mail_is_none(tmp_path: Path) -> None:
    body = f"From: {BO}\nTo: {ME}\n\nFrom here on it is quoted\n>From me\n\nFrom {BO}"
    assert list(ties(read(tmp_path, mail(ME, ANA, "2 Mar 2026", SENT, body=body)))) == [
        "name/ana-diaz"
    ]


def test_names_are_decoded_and_two_addresses_of_one_name_are_one_person(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        mail(ME, "=?utf-8?B?WsO8bGVpa2EgRGVtaXI=?= <z@example.com>", "2 Mar 2026", SENT),
        mail(ME, "Züleika Demir <zd@example.net>", "3 Mar 2026", SENT),
        mail(ME, "x@example.com", "4 Mar 2026", SENT),
        mail(
            ME, '"Marsh, Cy" <c@example.com>, "Looper, DipWSET" <l@example.com>', "4 Mar 2026", SENT
        ),
    )
    named = ["Züleika Demir", "x@example.com", "Cy Marsh", "Looper, DipWSET"]
    assert reading.tables.people.name.tolist()[1:] == named
    assert reading.counts.tolist() == [5, 4, 1, 0]


def test_the_owner_is_found_without_labels_or_it_is_asked_for(tmp_path: Path) -> None:
    two = mail(ME, ANA), mail(BO, "robin@example.com"), mail(ME, BO)
    assert len(ties(read(tmp_path, *two))) == 2
    with pytest.raises(ReadError, match="which address is yours"):
        read(tmp_path, mail("a@example.com", "b@example.com"))


def test_a_friends_mail_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.mbox"
    path.write_text(mail(ME, ANA))
    with pytest.raises(ReadError, match="with their consent"):
        readers.read(path, owner="Ana Diaz")


@pytest.mark.parametrize("broken", ["(" * 500, "a:" * 1_000])
@pytest.mark.parametrize("header", ["From", "To", "Cc", "Delivered-To"])
def test_a_mail_whose_addresses_are_nested_costs_no_other(
    tmp_path: Path, header: str, broken: str
) -> None:
    spam = f"From 1@xxx Mon Mar 02 09:30:00 +0000 2026\n{header}: {broken} eve@example.com\n"
    told = {"From": ME, "To": ANA, "Date": "Mon, 2 Mar 2026 09:30:00 +0000"}
    spam += "".join(f"{name}: {said}\n" for name, said in told.items() if name != header)
    reading = read(
        tmp_path, mail(ME, BO, "2 Mar 2026", SENT), f"{spam}\n", mail(BO, ME, "9 Mar 2026")
    )
    assert ties(reading) == {"name/bo-lin": (1, "2026-03-02", "2026-03-09", "me")}
    (row,) = reading.report.to_dict("records")
    assert row["problem"] == "1 mail whose addresses cannot be read"
    assert row["action"] == "not read"


@pytest.mark.slow
def test_a_large_mailbox_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.mbox"
    one = mail(ME, ANA, "2 Mar 2026", SENT, body="A" * 76 + "\n" + ("B" * 76 + "\n") * 13_000)
    with path.open("w", encoding="utf-8") as file:
        for _ in range(40):  # 40 MB
            file.write(one)
        file.write(mail(ANA, ME, body="C" * 20_000_000))
    tracemalloc.start()
    reading = readers.read(path, me=ROBIN)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ties(reading)["name/ana-diaz"][0] == 1
    assert peak < 8e6


def test_one_mail_with_very_many_headers_is_soon_read(tmp_path: Path) -> None:
    path = tmp_path / "odd.mbox"
    head, _, body = mail(ME, ANA, "2 Mar 2026", SENT).partition("\n\n")
    path.write_text(f"{head}\n" + "To: ana@example.com\n" * 200_000 + f"\n{body}" + mail(ANA, ME))
    begun = time.process_time()
    reading = readers.read(path, me=ROBIN)
    assert "name/ana-diaz" in set(reading.tables.people.person)
    assert time.process_time() - begun < 10  # where all of them are kept, minutes
