"""vCards of every version, as phones and programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from infonet import readers
from infonet.errors import ReadError
from infonet.readers import Reading, sheets
from tests.exports import zipped
from tests.readers.accounts import account


def card(*lines: str, version: str = "3.0", end: str = "\r\n") -> str:
    return end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def read(folder: Path, content: str | bytes) -> Reading:
    path = folder / "contacts.vcf"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    reading = readers.read(path)
    account(reading)
    return reading


def names(reading: Reading) -> list[str]:
    return reading.tables.people.name.iloc[1:].tolist()


def test_version_2_1_with_quoted_printable(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Looper;Zo=C3=",
            "=AB;;;",
            "EMAIL;INTERNET:old@example.com",
            "EMAIL;PREF;INTERNET:zoe@example.com",
            "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRg",
            " AAAABBBB",
            "",
            "ORG;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Caf=E9;Research",
            "TITLE:Engineer",
            version="2.1",
        ),
    )
    assert names(reading) == ["Zoë Looper"]
    assert reading.tables.people.email[1] == "zoe@example.com"
    assert reading.tables.jobs[["company", "title"]].to_numpy().tolist() == [["Café", "Engineer"]]
    assert reading.taken_for == "vCard contacts (first line `BEGIN:VCARD`)"


def test_version_3_as_apple_writes_it(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        card(
            "N:Lin;Bo;;;",
            "FN:Bo Lin",
            "ORG:Echo\\, Inc.;Sales",
            "item1.EMAIL;type=INTERNET;type=pref:bo@exam",
            " ple.com",
            "item1.X-ABLabel:_$!<Work>!$_",
            "item2.URL:http\\://www.linkedin.com/in/bo-lin",
            "item3.X-ABRELATEDNAMES;type=pref:Cy Marsh",
            "item3.X-ABLabel:_$!<Friend>!$_",
            "NOTE:private",
        )
        + card("N:Marsh;Cy;;;", "FN:Cy Marsh"),
    )
    assert reading.tables.people.person.tolist() == ["me", "in/bo-lin", "name/cy-marsh"]
    assert reading.tables.people.email[1] == "bo@example.com"
    assert reading.tables.jobs.company.tolist() == ["Echo, Inc."]
    related = reading.tables.ties.query("evidence == 'related'")
    assert related[["source", "target", "kind"]].to_numpy().tolist() == [
        ["in/bo-lin", "name/cy-marsh", "friend"]
    ]
    assert reading.report.empty


def test_version_4_relations_by_key_and_by_name(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        card("FN:Ana Diaz", "UID:urn:uuid:a-1", "TITLE:Engineer", version="4.0")
        + card(
            "FN:Bo Lin",
            "RELATED;TYPE=colleague:urn:uuid:a-1",
            "RELATED;TYPE=met;VALUE=text:Cy Marsh",
            "RELATED;TYPE=friend;VALUE=text:Nobody Here",
            "SOCIALPROFILE;SERVICE-TYPE=LinkedIn:https://linkedin.com/in/bo-lin",
            version="4.0",
        )
        + card("FN:Cy Marsh", "ADR;TYPE=work:;;Street 1;Utrecht;;;", version="4.0"),
    )
    ties = reading.tables.ties.query("evidence == 'related'")
    assert sorted(ties.kind) == ["colleague", "met"]
    assert reading.tables.people.location.dropna().tolist() == ["Utrecht"]
    # The relation to somebody without an entry is said, where the card begins.
    assert reading.report[["line", "action"]].to_numpy().tolist() == [
        [7, "imported without that tie"]
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("FN:Golf Ltd", "N:;;;;", "ORG:Golf Ltd"),
        ("FN:Golf", "ORG:Golf", "X-ABShowAs:COMPANY"),
        ("FN:Golf", "KIND:org"),
        ("FN:The team", "KIND:group"),
        ("EMAIL:info@example.com",),
        ("FN:info@example.com",),
    ],
)
def test_an_organisation_a_group_and_an_address_are_no_person(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    reading = read(tmp_path, card(*lines) + card("FN:Ana Diaz"))
    assert names(reading) == ["Ana Diaz"]
    assert reading.report.line.tolist() == [1]


def test_a_card_without_its_end_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = card("FN:Ana Diaz") + card("FN:Bo Lin")
    reading = read(tmp_path, whole[: whole.rindex("END")])
    assert names(reading) == ["Ana Diaz", "Bo Lin"]
    assert reading.report[["line", "problem"]].to_numpy().tolist() == [
        [5, "the end of the card is missing"]
    ]


def test_a_secretary_inside_a_card_and_text_outside_of_cards_are_not_read(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        card("FN:Ana Diaz", "AGENT:", *card("FN:Bo Lin").splitlines(), "TITLE:Boss") + "rubbish\n",
    )
    assert names(reading) == ["Ana Diaz"]
    assert reading.tables.jobs.title.tolist() == ["Boss"]
    assert reading.report.problem.tolist() == ["text outside of a card"]


def test_equal_cards_of_several_files_are_one_person(tmp_path: Path) -> None:
    files = {"Contacts/All.vcf": card("FN:Ana Diaz"), "Contacts/Friends.vcf": card("FN:Ana Diaz")}
    reading = readers.read(zipped(tmp_path / "takeout.zip", files))
    account(reading)
    assert names(reading) == ["Ana Diaz"]
    assert reading.files[["people", "merged"]].to_numpy().tolist() == [[1, 0], [0, 1]]


def test_letters_of_other_encodings_and_lost_ones(tmp_path: Path) -> None:
    assert names(read(tmp_path, card("FN:Zoë Müller").encode("cp1252"))) == ["Zoë Müller"]
    assert names(read(tmp_path, card("FN:Zoë Müller").encode("utf-16"))) == ["Zoë Müller"]
    reading = read(
        tmp_path,
        card("FN:Zoë Müller", "NOTE:äöü").encode() + b"\n" + card("FN:B\xff").encode("latin-1"),
    )
    assert names(reading) == ["Zoë Müller", "B�"]
    assert "letters that cannot be read" in set(reading.report.problem)


def test_a_huge_photo_is_skipped(tmp_path: Path) -> None:
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 74] * 60_000)
    assert names(read(tmp_path, card("FN:Ana Diaz", photo, "TITLE:Boss"))) == ["Ana Diaz"]


def test_more_cards_than_a_table_has_rows_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    cards = [card(f"FN:{name}") for name in ("Ana Diaz", "Bo Lin", "Cy Moss")]
    assert names(read(tmp_path, "".join(cards[:2]))) == ["Ana Diaz", "Bo Lin"]
    path = tmp_path / "more.vcf"
    # What follows is not read any more: no card of it is made.
    path.write_text("".join([*cards, "BEGIN:VCARD\nFN:Di Roe\n" * 100_000]), "utf-8")
    with pytest.raises(ReadError, match="line 9: expected at most 2 rows, and there are more"):
        readers.read(path)


def test_a_file_without_a_card_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="there is no card in it"):
        readers.read(zipped(tmp_path / "x.zip", {"x.vcf": "nothing"}))
