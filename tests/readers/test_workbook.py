"""Workbooks: values and days of cells, every sheet; nothing hostile is parsed."""

from __future__ import annotations

import datetime as dt
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from infonet import readers
from infonet.errors import ReadError
from infonet.readers import workbook
from tests.readers.accounts import account

APPLICATIONS: list[list[Any]] = [
    ["Company", "Position", "Status", "Date applied", "Salary"],
    ["Delta", "Engineer", "Applied", dt.datetime(2026, 3, 2), 90_000.0],
    [],
    ["Echo", "Line one\nline two", "Rejected", dt.date(2026, 3, 3), "=1+1"],
]


def book(path: Path, **sheets: list[list[Any]]) -> Path:
    made: Any = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Change the parts of a workbook."""
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    path.write_bytes(content.getvalue())
    return path


def test_a_sheet_is_read_as_its_csv_would_be(tmp_path: Path) -> None:
    reading = readers.read(book(tmp_path / "jobs.xlsx", Jobs=APPLICATIONS))
    account(reading)
    assert reading.tables.events[["company", "stage"]].to_numpy().tolist() == [
        ["Delta", "applied"],
        ["Echo", "applied"],
        ["Echo", "declined"],
    ]
    assert reading.tables.events.date.dt.day.tolist() == [2, 3, 3]
    # The row of the sheet, below an empty one.
    assert reading.report.line.tolist() == [1, 4]
    assert reading.form == "List of applications"


def test_the_sheet_that_is_known_is_chosen_and_named(tmp_path: Path) -> None:
    path = book(tmp_path / "all.xlsx", Notes=[["x"]], Jobs=APPLICATIONS, Empty=[])
    reading = readers.read(path)
    assert reading.files.file.tolist() == ["all.xlsx, sheet Jobs"]
    path = book(tmp_path / "all.xlsx", Old=APPLICATIONS, New=APPLICATIONS)
    report = readers.read(path).report
    assert report.file[report.line.isna()].tolist() == ["all.xlsx, sheet New"]
    people = [["Who", "Firma"], ["Ana Diaz", "Delta"]]
    path = book(tmp_path / "all.xlsx", Notes=[["x"]], People=people)
    reading = readers.read(path, columns={"name": "Who", "company": "Firma"})
    assert reading.tables.jobs.company.tolist() == ["Delta"]
    with pytest.raises(ReadError, match="no sheet of this workbook is a table that is known"):
        readers.read(path)


def test_entities_are_refused_before_anything_is_parsed(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", Jobs=APPLICATIONS)
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    changed(path, lambda name, part: bomb if name.endswith("sheet1.xml") else part)
    with pytest.raises(ReadError, match="declares entities"):
        readers.read(path)


def test_a_claim_of_an_endless_sheet_costs_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", Jobs=APPLICATIONS)

    def claim(name: str, part: bytes) -> bytes:
        part = part.replace(b'ref="A1:E4"', b'ref="A1:XFD1048576"')
        return part.replace(b'<row r="4"', b'<row r="90000"').replace(b'"A4"', b'"A90000"')

    reading = readers.read(changed(path, claim))
    assert reading.report.line.max() == 90_000
    changed(path, lambda name, part: part.replace(b'<row r="90000"', b'<row r="99999999999"'))
    with pytest.raises(ReadError, match="at most 100,000 rows"):
        readers.read(path)


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "x.xlsx", Jobs=APPLICATIONS)
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    with pytest.raises(ReadError, match="at most 3 rows"):
        readers.read(path)
    monkeypatch.setattr(workbook, "MAX_XML", 1024)
    with pytest.raises(ReadError, match="in a workbook, and there is more"):
        readers.read(path)


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "x.xlsx", Jobs=APPLICATIONS)
    changed(path, lambda name, part: part[:100] if name.endswith("sheet1.xml") else part)
    with pytest.raises(ReadError, match="the workbook is damaged"):
        readers.read(path)


def test_without_openpyxl_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "x.xlsx", Jobs=APPLICATIONS)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ReadError, match=r"`pip install openpyxl`.*or save the sheet as CSV UTF-8"):
        readers.read(path)
