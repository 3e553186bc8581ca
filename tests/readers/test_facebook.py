"""Facebook's friends: names whose letters Facebook writes byte by byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from infonet import readers
from infonet.errors import ReadError
from infonet.readers import Reading
from tests.exports import zipped
from tests.readers.accounts import account


def read(folder: Path, found: Any, name: str = "your_friends.json") -> Reading:
    path = folder / name
    path.write_text(found if isinstance(found, str) else json.dumps(found), "utf-8")
    reading = readers.read(path)
    account(reading)
    return reading


def mangled(name: str) -> str:
    """Return a name as Facebook writes it: each byte of its UTF-8 as a letter."""
    return name.encode().decode("latin-1")


def test_friends_have_a_name_a_day_and_a_weak_tie(tmp_path: Path) -> None:
    friends = [
        {"name": mangled("Zoë Looper"), "timestamp": 1_600_000_000},  # 13 September 2020
        {"name": mangled("李小龍")},
        {"name": "Ana Díaz"},  # not mangled: í is a byte, and no UTF-8
        {"name": "Ana €"},
    ]
    reading = read(tmp_path, {"friends_v2": friends})
    people = reading.tables.people.name.iloc[1:].tolist()
    assert people == ["Zoë Looper", "李小龍", "Ana Díaz", "Ana €"]
    ties = reading.tables.ties
    assert set(ties.evidence) == {"contact"} and set(ties.kind) == {"Facebook friend"}
    assert str(ties.since.min().date()) == "2020-09-13"
    assert reading.taken_for == "Facebook friends (key `friends_v2`)"


def test_an_older_key_and_any_folder(tmp_path: Path) -> None:
    assert len(read(tmp_path, {"friends": [{"name": "Bo Lin"}]}).tables.people) == 2
    files = {"connections/friends/your_friends.json": json.dumps({"friends_v2": []}), "x.txt": "x"}
    assert readers.read(zipped(tmp_path / "x.zip", files)).form == "Facebook friends"


def test_entries_of_nobody_are_reported_by_their_place(tmp_path: Path) -> None:
    friends = [{"name": "Ana Diaz", "timestamp": "x"}, {"x": 1}, 7, {"name": " "}]
    reading = read(tmp_path, {"friends_v2": [*friends, {"name": "Facebook user"}]})
    assert reading.tables.people.name.dropna().tolist() == ["Ana Diaz"]
    assert reading.report.line.tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"friends_v2": [', "cut off"),
        ('{"friends_v2": {}}', "expected a list under `friends_v2`"),
        ('{"friends_v2": ' + "[" * 100_000, "cut off or damaged"),
    ],
)
def test_a_damaged_list_is_refused(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        read(tmp_path, content)


def test_a_web_page_is_refused_with_what_to_choose(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="choose JSON as the format, not HTML"):
        read(tmp_path, "<html>", "your_friends.html")
    with pytest.raises(ReadError, match="choose JSON as the format, not HTML"):
        readers.read(zipped(tmp_path / "x.zip", {"friends/your_friends.html": "<html>"}))


def test_a_list_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="expected at most 4 MB"):
        read(tmp_path, '{"friends_v2": [' + '{"name": "Ana Diaz"},' * 250_000 + "{}]}")
