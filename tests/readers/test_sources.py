"""A zip, a folder or a bare file: what is taken, and what is refused with a sentence that helps."""

from __future__ import annotations

import os
import random
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from infonet import readers
from infonet.errors import InfonetError, ReadError
from infonet.readers import sheets, sources
from tests.exports import COMPLETE, connections, messages, person, unpacked, zipped

STAR = connections(person("Ana Diaz", "ana-diaz", company="Delta"))


def refused(path: str | os.PathLike[str]) -> str:
    with pytest.raises(ReadError) as error:
        readers.read(path)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_the_same_export_is_the_same_however_it_is_packed(tmp_path: Path) -> None:
    root = zipped(tmp_path / "root.zip", COMPLETE)
    nested = zipped(tmp_path / "nested.zip", {f"Export/{k}": v for k, v in COMPLETE.items()})
    folder = unpacked(tmp_path / "folder" / "deeper", COMPLETE)
    found = [readers.read(path) for path in (root, str(nested), folder, folder.parent)]
    assert len({reading.digest for reading in found}) == 1
    assert {tuple(reading.counts) for reading in found} == {(30, 5, 16, 9)}
    other = readers.read(zipped(tmp_path / "other.zip", COMPLETE | {"Notes.csv": "Note,URL\n"}))
    assert other.digest != found[0].digest


def test_a_bare_file_is_known_by_its_header_under_any_name(tmp_path: Path) -> None:
    digests = set()
    for name in ("Connections.csv", "Connections (1).csv", "ana.csv", "list.txt"):
        (tmp_path / name).write_text(STAR)
        reading = readers.read(tmp_path / name)
        assert reading.tables.people.person.tolist() == ["me", "in/ana-diaz"]
        assert reading.tables.people.source[1] == name
        digests.add(reading.digest)
    assert len(digests) == 1


@pytest.mark.parametrize(
    "name", ["Connections (2).csv", "connections.CSV", "contacts.csv", "a/C.csv"]
)
def test_in_an_archive_connections_may_have_another_name(tmp_path: Path, name: str) -> None:
    archive = zipped(
        tmp_path / "x.zip", {name: STAR, "Company Follows.csv": "Organization\nDelta\n"}
    )
    assert readers.read(archive).counts.people == 1


def test_file_names_are_matched_without_case_spaces_and_underscores(tmp_path: Path) -> None:
    files = {"Connections.csv": STAR, "JOBS/job_seeker_preferences.CSV": "Dream Companies\nDelta\n"}
    assert readers.read(zipped(tmp_path / "x.zip", files)).tables.companies.company.tolist() == [
        "Delta"
    ]


def test_what_macos_adds_when_it_packs_again_is_no_second_candidate(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "E/Connections.csv": STAR,
        "__MACOSX/E/._Connections.csv": b"\0\5\x16\7",
    }
    assert readers.read(zipped(tmp_path / "x.zip", files)).counts.people == 1


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Basic_LinkedInDataExport_06-01-2026.zip", "2026-06-01"),
        ("Complete_LinkedInDataExport_06-01-2026 (1).zip", "2026-06-01"),
        ("export.zip", "2026-02-08"),
        ("Basic_LinkedInDataExport_13-45-2026.zip", "2026-02-08"),
    ],
)
def test_the_day_of_the_export_is_in_its_name_or_its_latest_date(
    tmp_path: Path, name: str, day: str
) -> None:
    reading = readers.read(zipped(tmp_path / name, {"Connections.csv": STAR}))
    assert str(reading.exported.date()) == day


def test_an_export_without_any_date_has_no_day(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(connections(person("Ana Diaz", on="")))
    assert str(readers.read(tmp_path / "c.csv").exported) == "NaT"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"messages.csv": messages()}, "messages but no Connections.csv here; ask LinkedIn"),
        ({"Profile.csv": "First Name,Last Name\n"}, "`Profile.csv` but no Connections.csv"),
        ({"a/Connections.csv": STAR, "b/Connections.csv": STAR}, "found 2 candidates"),
        ({"Connections.csv": STAR, "Connections (1).csv": STAR}, "found 2 candidates"),
        ({"Connections.csv": ""}, "x.zip/Connections.csv`: the file is empty"),
        ({"Connections.csv": "<!DOCTYPE html><p>Sign in"}, "a web page"),
        ({"Connections.csv": "First,Last\nAna,Diaz\n"}, "expected a header row with `First Name`"),
        ({"inner.zip": b"PK\3\4"}, "the archive `inner.zip` is inside"),
        ({"[Content_Types].xml": "<x/>", "xl/a.xml": ""}, "office document"),
        ({"index.html": "<html>"}, "web pages are in here"),
        ({"photo.jpg": b"\xff"}, "found no Connections.csv"),
        ({}, "nothing in it"),
        (
            {"Connections.csv": STAR, "a/messages.csv": messages(), "b/messages.csv": messages()},
            "expected one `messages.csv`, found 2",
        ),
    ],
)
def test_an_archive_or_folder_that_cannot_be_read_says_why(
    tmp_path: Path, files: dict[str, str | bytes], told: str
) -> None:
    assert told in refused(zipped(tmp_path / "x.zip", files))
    folder = tmp_path / "x.zip.d"
    folder.mkdir()
    assert told.removeprefix("x.zip/") in refused(unpacked(folder, files))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "0 bytes"),
        (b"<html><body>Sign in", "a web page"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', "a news feed; bring it where"),
        (b'<?xml version="1.0"?><html>', "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Excel workbook"),
        (b'{"messages": []}', "this is JSON"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"PK\x03\x04rubbish", "cut off or damaged"),
        (b"just a sentence\n", "expected a header row with `First Name`"),
        (b"First Name,Last Name,Email,Company\n", "line 1: this table of people is none"),
        (b"\nURL,Company,Position,Connected On\n", "line 2: the header `URL`, `Company`"),
        (b"URL,Company,Position,Connected On\n", "`First Name` and `Last Name` are lacking"),
        (messages().encode(), "this is `messages.csv`; give the whole archive"),
    ],
)
def test_a_bare_file_of_another_kind_is_named(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "Connections.csv"
    path.write_bytes(content)
    assert told in refused(path)


def test_a_path_that_is_not_there_or_not_allowed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no such file" in refused(tmp_path / "nothing.zip")
    assert "null character" in refused("a\0b")
    os.mkfifo(tmp_path / "Connections.csv")
    assert "expected an archive" in refused(tmp_path / "Connections.csv")
    (tmp_path / "c.csv").write_text(STAR)

    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbid)
    assert "no permission" in refused(tmp_path / "c.csv")


def test_a_truncated_archive_is_refused_at_every_length(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "x.zip", COMPLETE).read_bytes()
    for length in range(1, len(whole), 97):
        (tmp_path / "x.zip").write_bytes(whole[:length])
        refused(tmp_path / "x.zip")


def test_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("Connections.csv", STAR)
    path.write_bytes(path.read_bytes().replace(b"Delta", b"Dolta"))
    assert "checksum" in refused(path)


def test_a_mangled_archive_never_raises_anything_else(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "x.zip", {"Connections.csv": STAR}).read_bytes()
    chance = random.Random(7)
    for _ in range(400):
        mangled = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            mangled[chance.randrange(4, len(mangled))] = chance.randrange(256)
        (tmp_path / "x.zip").write_bytes(mangled)
        try:
            assert readers.read(tmp_path / "x.zip").counts.rows == 1
        except ReadError as error:
            assert "x.zip" in str(error)  # noqa: PT017  # either is right


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"Connections.csv": STAR})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(content)
    assert "encrypted" in refused(path)


def test_a_file_without_a_name_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"Connections.csv": STAR, "y": "y"})
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    # The lengths of the name and of what follows it: its one letter belongs to the latter now.
    content[at + 28 : at + 32] = bytes([0, 0, 1, 0])
    path.write_bytes(content)
    assert "has no name" in refused(path)


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("Connections.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/hostname")
    assert "holds a link" in refused(tmp_path / "x.zip")


def test_a_link_may_not_leave_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text(STAR)
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "Connections.csv").symlink_to(tmp_path / "outside.csv")
    assert "leaves the folder" in refused(folder)
    (folder / "Connections.csv").unlink()
    (folder / "real.txt").write_text(STAR)
    (folder / "Connections.csv").symlink_to("real.txt")
    assert readers.read(folder).counts.people == 1
    (folder / "more").symlink_to(tmp_path, target_is_directory=True)
    assert "leaves the folder" in refused(folder)


def test_a_bomb_is_stopped_by_what_comes_out_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = STAR.encode() + b"\n" * (8 << 20)
    assert "more than 200 times its size" in refused(
        zipped(tmp_path / "x.zip", {"Connections.csv": bomb})
    )
    monkeypatch.setattr(sources, "MAX_BYTES", 1 << 20)
    (tmp_path / "c.csv").write_bytes(bomb)
    assert "at most 1 MB" in refused(tmp_path / "c.csv")


def test_a_bomb_that_claims_to_be_small_is_stopped_too(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"Connections.csv": STAR.encode() + b"\n" * (8 << 20)})
    content = bytearray(path.read_bytes())
    # The unpacked size in the central directory is 24 bytes behind its mark.
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 24, 300)
    path.write_bytes(content)
    refused(path)


def test_the_whole_archive_and_its_number_of_files_are_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "x.zip", COMPLETE)
    monkeypatch.setattr(sources, "MAX_TOTAL", 2_000)
    assert "unpack from the archive" in refused(path)
    monkeypatch.undo()
    monkeypatch.setattr(sources, "MAX_MEMBERS", 3)
    assert "at most 3 files" in refused(path)
    assert "more than 3 files" in refused(unpacked(tmp_path / "d", COMPLETE))


def test_nothing_is_written_beside_the_archive(tmp_path: Path) -> None:
    readers.read(zipped(tmp_path / "x.zip", COMPLETE | {"../../escape.csv": STAR}))
    assert [path.name for path in tmp_path.rglob("*")] == ["x.zip"]


def test_an_owner_who_is_neither_name_nor_address_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(STAR)
    for wrong in ("", "https://example.com/ana", "🍷"):
        with pytest.raises(InfonetError, match="expected a name or a profile address"):
            readers.read(tmp_path / "c.csv", owner=wrong)
        with pytest.raises(InfonetError, match="`me` is"):
            readers.read(tmp_path / "c.csv", me=wrong)


def test_the_limits_are_what_they_are() -> None:
    assert (sources.MAX_MEMBERS, sources.MAX_BYTES, sources.MAX_TOTAL) == (10_000, 2**29, 2**30)
    assert (sources.MAX_RATIO, sources.RATIO_FROM) == (200, 2**20)
    assert sheets.HEADER_LINES == 50


def test_a_small_file_may_be_very_regular(tmp_path: Path) -> None:
    """Its ratio counts only from a megabyte on."""
    room = sources.RATIO_FROM - len(STAR.encode())
    for blanks, taken in ((room, True), (room + 1, False)):
        path = zipped(tmp_path / "x.zip", {"Connections.csv": STAR + "\n" * blanks})
        if taken:
            assert readers.read(path).counts.people == 1
        else:
            assert "more than 200 times its size" in refused(path)


def test_the_header_is_among_the_first_fifty_lines(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    header = connections(person("Ana Diaz", "ana-diaz"), era=2023).split("\n\n")[1]
    path.write_text("a line\n" * 49 + header)
    assert readers.read(path).counts.people == 1
    path.write_text("a line\n" * 50 + header)
    assert "expected a header row" in refused(path)


def test_exactly_as_many_bytes_as_allowed_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Connections.csv"
    path.write_text(STAR)
    monkeypatch.setattr(sources, "MAX_BYTES", len(STAR.encode()))
    assert readers.read(path).counts.people == 1
    path.write_text(STAR + "\n")
    assert "expected at most" in refused(path)
