"""The format that a path says, the day that it needs, and where files come to lie."""

from __future__ import annotations

import stat
import sys
import tempfile
from pathlib import Path

import pytest

from infonet.errors import InfonetError
from infonet.tables import Tables
from infonet.writers import FORMATS, packed, write

DAY = "2026-06-30"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_one_private_file(name: str, toy: Tables, tmp_path: Path) -> None:
    path = write(toy, tmp_path / f"all{FORMATS[name].ending.upper()}", as_of=DAY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    if name != "xlsx":  # it has the moment at which it was made
        assert path.read_bytes() == packed(toy, name, as_of=DAY)
    with pytest.raises(InfonetError, match="exists"):
        write(toy, path, name, as_of=DAY)
    assert [*tmp_path.iterdir()] == [path]


def test_the_format_that_is_named_goes_before_the_ending(toy: Tables, tmp_path: Path) -> None:
    path = write(toy, tmp_path / "all.txt", "json")
    assert path.read_bytes().startswith(b'{"infonet": 1')


@pytest.mark.parametrize(
    ("place", "format_", "said"),
    [
        ("all.pdf", None, r"`\.pdf` does not say what to write: end it in \.xlsx, \.zip"),
        ("all.xlsx", "xls", r"`format` cannot be `xls`.*xlsx"),
        ("all.graphml", None, r"is of one day: say which"),
        ("all.ics", None, r"is of one day: say which"),
        ("none/all.json", None, "there is no folder"),
        ("none/all", None, "there is no folder"),
    ],
)
def test_what_cannot_be_written_is_said(
    place: str, format_: str | None, said: str, toy: Tables, tmp_path: Path
) -> None:
    with pytest.raises(InfonetError, match=said):
        write(toy, tmp_path / place, format_)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_made_in_memory(
    name: str, toy: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert packed(toy, name, as_of=DAY)


def test_a_file_is_no_folder(toy: Tables, tmp_path: Path) -> None:
    (tmp_path / "all").write_text("mine")
    with pytest.raises(InfonetError, match="is a file: give the name of a folder"):
        write(toy, tmp_path / "all")
    assert (tmp_path / "all").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "library"), [("xlsx", "openpyxl"), ("vcf", "vobject"), ("ics", "icalendar")]
)
def test_a_library_that_is_missing_is_named(
    name: str, library: str, toy: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InfonetError, match=f"{library} is missing: pip install {library}"):
        packed(toy, name, as_of=DAY)
