"""A list of connections polluted in each way of the Pollock benchmark: exact, or reported.

Vitagliano, Hameed, Jiang, Reisener, Wu, Naumann: *Pollock: A Data Loading Benchmark*, PVLDB 16(8),
2023, https://doi.org/10.14778/3594512.3594518. Its pollutions are of the whole file (its name,
size, encoding, header, what stands around the table, delimiter, quotes, line breaks) or of one row:
a delimiter or a quote too many or too few, at each place. Nobody may be silently different from
what the unpolluted file says: whoever is, is reported with the line that was polluted.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from infonet import readers
from infonet.errors import ReadError
from tests.conftest import Counted
from tests.exports import NEW, url

PEOPLE = [
    ("Ana", "Diaz", url("ana-d"), "ana@example.com", "Delta", "Engineer", "08 Feb 2026"),
    (
        "Zoë",
        "Looper, MW",
        url("zoe-l"),
        "z@example.com",
        'Café "Echo"',
        "Head; wine",
        "01 Jan 2025",
    ),
    ("Bo", "Lin", url("bo-li"), "", "Golf", "Analyst", "17 May 2019"),
    ("Di", "Márkovic", url("di-ma"), "di@example.org", "Hotel", "", "03 Mar 2021"),
    ("Eli", "Öta", url("eli-o"), "eli@example.net", "India 3,000", "Nurse", "29 Feb 2024"),
]
Person = tuple[str, ...]
Pollution = tuple[str, str, bytes]
"""Its kind, the name of the file, and what is in it."""


def written(
    rows: Sequence[tuple[str, ...]], *, delimiter: str = ",", quote: str = '"', end: str = "\r\n"
) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quotechar=quote, lineterminator=end).writerows(rows)
    return text.getvalue()


ROWS = [NEW, *PEOPLE]
SOURCE = written(ROWS)
LINES = SOURCE.splitlines(keepends=True)
PREAMBLE = "Exported by hand,,,,,,\r\n\r\n"
OTHER = [("Song", "Year", "Length"), ("A", "1999", "3:10"), ("B", "2001", "2:59")]
WIDE = [tuple(f"Song {each}" for each in range(9)), tuple("abcdefghi")]


def of_the_file() -> Iterator[Pollution]:
    """Pollute the file as a whole."""
    plain = SOURCE.encode()
    names = ("Connections", " ", " .csv", ".csv", "c.tsv", "c.pdf", "c.loremipsumdolor")
    for name in names:
        yield "name", name, plain
    contents: dict[str, str | bytes] = {
        "nothing in it": b"",
        "the header alone": LINES[0],
        "one row": "".join(LINES[:2]),
        "a row without an end": SOURCE.rstrip("\r\n"),
        "two ends": SOURCE + "\r\n",
        "UTF-8 with a mark": plain.decode().encode("utf-8-sig"),
        "Latin-1": SOURCE.encode("latin-1"),
        "UTF-16": SOURCE.encode("utf-16"),
        "no header": "".join(LINES[1:]),
        "half a header": ",".join([*NEW[:3], "", "", "", ""]) + "\r\n" + "".join(LINES[1:]),
        "the header twice": LINES[0] + SOURCE,
        "a header of two lines": "General,,,,Work,,\r\n" + SOURCE,
        "lines before": PREAMBLE + SOURCE,
        "lines after": SOURCE + "\r\nThat is all.,,,,,,\r\n",
        "empty rows": "\r\n".join(LINES),
        "another table below": SOURCE + "\r\n" + written(OTHER),
        "another table right below": SOURCE + written(OTHER),
        "a wider table below": SOURCE + "\r\n" + written(WIDE),
        "a wider table right below": SOURCE + written(WIDE),
        "another table above": written(OTHER) + "\r\n" + SOURCE,
        "itself below": SOURCE + SOURCE,
        "single quotes": written(ROWS, quote="'"),
        "all in quotes": "".join(
            ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in ROWS
        ),
        "a quote escaped by a backslash": SOURCE.replace('""Echo""', '\\"Echo\\"'),
        "quotes not escaped": SOURCE.replace('""Echo""', '"Echo"'),
        "a comma and a blank": "".join(line.replace(",", ", ") for line in LINES),
    }
    for delimiter in (" ", ";", "\t", "|", ":"):
        contents[f"delimiter {delimiter!r}"] = written(ROWS, delimiter=delimiter)
    for end in ("\n", "\r", "\n\r", "\r\r\n"):
        contents[f"line break {end!r}"] = written(ROWS, end=end)
    for kind, content in contents.items():
        yield kind, "Connections.csv", content.encode() if isinstance(content, str) else content


def of_a_row() -> Iterator[Pollution]:
    """Pollute one row at one place: the header is the first."""
    for at, line in enumerate(LINES):
        cells = [written([(cell,)], end="") for cell in ROWS[at]]
        cells = ["" if cell == '""' else cell for cell in cells]
        assert ",".join(cells) + "\r\n" == line
        kinds = {"in it blanks part the cells": " ".join(cells)}
        for place in range(len(cells)):
            before, cell, after = cells[:place], cells[place], cells[place + 1 :]
            kinds[f"a delimiter more at {place}"] = ",".join([*before, "", cell, *after])
            kinds[f"a quote before {place}"] = ",".join([*before, f'"{cell}', *after])
            kinds[f"a quote after {place}"] = ",".join([*before, f'{cell}"', *after])
            kinds[f"a quote within {place}"] = ",".join(
                [*before, f'{cell[: len(cell) // 2]}"{cell[len(cell) // 2 :]}', *after]
            )
            if place:
                joined = f"{before[-1]}{cell}"
                kinds[f"a delimiter less at {place}"] = ",".join([*before[:-1], joined, *after])
        for kind, changed in kinds.items():
            content = "".join([*LINES[:at], f"{changed}\r\n", *LINES[at + 1 :]])
            yield f"row {at}, {kind}", "Connections.csv", content.encode()


def said(reading: readers.Reading) -> dict[str, Person]:
    """Return what is known of each person, by the profile.

    A quote that is in a cell by chance is a letter of it: that it is kept is exact.
    """
    tables = reading.tables
    jobs = tables.jobs.set_index("person")[["company", "title"]].fillna("")
    ties = tables.ties.dropna(subset="since").itertuples()
    since = {tie.source: f"{tie.since:%d %b %Y}" for tie in ties}
    return {
        _plain(row["person"]): (
            _plain(row["name"]),
            row["email"],
            *map(_plain, jobs.loc[row["person"]] if row["person"] in jobs.index else ("", "")),
            since.get(row["person"], ""),
        )
        for row in tables.people.fillna({"email": ""}).to_dict("records")
        if row["person"] != "me"
    }


def _plain(text: str) -> str:
    return text.replace('"', "").replace("%22", "")


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Person]:
    """Return what the unpolluted file says, worked by hand from `PEOPLE`."""
    path = tmp_path_factory.mktemp("source") / "Connections.csv"
    path.write_bytes(SOURCE.encode())
    found = said(readers.read(path))
    assert found == {
        f"in/{address.rpartition('/')[2]}": (
            *(f"{first} {last}", email, _plain(company), title, day),
        )
        for first, last, address, email, company, title, day in PEOPLE
    }
    return found


def judged(path: Path, content: bytes, right: dict[str, Person]) -> str:
    """Say whether a polluted file was read exactly, reported, refused, or silently otherwise."""
    path.write_bytes(content)
    try:
        reading = readers.read(path)
    except ReadError:
        return "refused"
    counts = reading.counts
    assert counts.rows == counts.people + counts.merged + counts.reported
    # The lines on which each person of the source stands, however they are parted.
    text = content.decode("utf-16" if content.startswith(b"\xff\xfe") else "utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reported = {int(line) for line in reading.report.line.dropna()}
    found, exact = said(reading), True
    for row, (key, person) in zip(PEOPLE, right.items(), strict=True):
        at = {number for number, line in enumerate(lines, start=1) if row[2][-6:] in line}
        if found.get(key) == person or not at:
            continue
        exact = False
        if not at & reported:
            return f"silently different: {key} is {found.get(key)}, reported are {reported}"
    # Whoever is read and is not in the source stands in a line that is reported; the first line
    # has what is said of the file as a whole.
    for key in found.keys() - right.keys():
        exact = False
        if not reported - {1}:
            return f"silently different: {key} is {found[key]}"
    return "exact" if exact else "reported"


@pytest.mark.evidence
def test_a_polluted_file_is_exact_or_what_differs_is_reported(
    tmp_path: Path,
    right: dict[str, Person],
    full_count: Callable[[int, int], int],
    counted: Counted,
) -> None:
    wrong = []
    for kind, name, content in (*of_the_file(), *of_a_row())[:: full_count(5, 1)]:
        how = judged(tmp_path / name, content, right)
        (tmp_path / name).unlink()
        silent = how.startswith("silently")
        counted(
            "polluted CSV",
            exact=how == "exact",
            reported=how in ("reported", "refused"),
            silently_different=silent,
        )
        if silent:
            wrong.append(f"{kind}: {how}")
    assert not wrong, "\n".join(wrong)
