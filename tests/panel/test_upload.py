"""Files that come from a browser in slices: what is kept, and what is not believed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.uploads import Page, hear, upload

pytest.importorskip("anywidget", reason="no test of the upload: anywidget is not installed")

from infonet.panel import upload as module
from infonet.panel.upload import Upload, amount


@pytest.fixture
def said() -> list[str]:
    """Collect what is said about files that were dropped."""
    return []


@pytest.fixture
def widget(said: list[str], caplog: pytest.LogCaptureFixture) -> Iterator[Upload]:
    """Make the widget; an error on a message is only ever logged, and fails the test here."""
    made = Upload(said.append)
    yield made
    made.clear()
    assert not caplog.records


def contents(widget: Upload) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in widget.paths}


def held(widget: Upload) -> list[tuple[str, int, int]]:
    """Return what the page shows."""
    return [(each["name"], each["held"], each["size"]) for each in widget.files]


def folder(widget: Upload) -> Path:
    """Return the private folder of all the files."""
    return widget.paths[0].parent.parent


def test_files_come_slice_by_slice_each_when_it_is_asked_for(widget: Upload) -> None:
    page = Page(widget, {"a.zip": b"0123456789abcde", "b.csv": b"xyz"}, piece=10)
    assert widget.wanted == ["turn-1", 0, 0]
    assert held(widget) == [("a.zip", 0, 15), ("b.csv", 0, 3)]
    assert widget.coming == "a.zip: 0 of 1 kB" and widget.paths == []
    page.send()
    assert widget.wanted == ["turn-1", 0, 10]
    assert held(widget)[0] == ("a.zip", 10, 15)
    page.send()
    assert widget.wanted == ["turn-1", 1, 0]
    assert contents(widget) == {"a.zip": b"0123456789abcde"}
    assert widget.coming.startswith("b.csv")
    page.send()
    assert widget.wanted == [] and widget.coming == ""
    assert contents(widget) == {"a.zip": b"0123456789abcde", "b.csv": b"xyz"}


def test_they_are_private_from_the_first_byte_on(widget: Upload) -> None:
    page = Page(widget, {"a.zip": b"0123456789", "b.csv": b""}, piece=5)
    page.send()
    [empty] = widget.paths  # complete at once
    parts = [*empty.parent.parent.rglob("*"), empty.parent.parent]
    assert {stat.S_IMODE(part.stat().st_mode) for part in parts if part.is_file()} == {0o600}
    assert {stat.S_IMODE(part.stat().st_mode) for part in parts if part.is_dir()} == {0o700}
    assert sorted(part.stat().st_size for part in parts if part.is_file()) == [0, 5]
    assert empty.parent.parent.name.startswith("infonet-")


def test_an_empty_file_is_there_at_once(widget: Upload) -> None:
    upload(widget, {"Connections.csv": b""})
    assert contents(widget) == {"Connections.csv": b""}
    assert widget.wanted == []


def test_two_files_of_one_name_are_two(widget: Upload) -> None:
    page = Page(widget, {"a.csv": b"one"})
    page.contents = [b"one", b"four"]
    page.say(choose=[{"name": "a.csv", "size": 3}, {"name": "a.csv", "size": 4}])
    while page.send():
        pass
    assert [path.read_bytes() for path in widget.paths] == [b"one", b"four"]
    assert {path.name for path in widget.paths} == {"a.csv"}


def test_a_new_choice_replaces_the_old_one_also_half_way(widget: Upload, said: list[str]) -> None:
    upload(widget, {"a.zip": b"old"})
    before = folder(widget)
    half = Page(widget, {"b.zip": b"0123456789"}, turn="turn-2", piece=4)
    assert not before.exists()
    half.send()
    private = widget.arrivals[0].path
    assert private.read_bytes() == b"0123"
    upload(widget, {"c.zip": b"new"}, turn="turn-3")
    assert not private.exists() and not private.parent.parent.exists()
    assert contents(widget) == {"c.zip": b"new"}
    # What the old choice still sends is of no use, and no fault.
    half.say(b"4567", slice=4, number=0)
    assert contents(widget) == {"c.zip": b"new"} and not said


def test_a_file_can_be_removed_whole_or_half_way(widget: Upload, said: list[str]) -> None:
    page = Page(widget, {"a.zip": b"01234", "b.zip": b"56789", "c.zip": b"abcde"}, piece=3)
    for _ in range(3):
        page.send()
    private = widget.arrivals[1].path
    assert private.stat().st_size == 3
    page.say(number=1, remove=True)
    assert not private.exists()
    assert held(widget) == [("a.zip", 5, 5), ("c.zip", 0, 5)]
    # The slice that was on its way when it was removed.
    page.say(b"89", slice=3, number=1)
    while page.send():
        pass
    page.say(number=0, remove=True)
    assert contents(widget) == {"c.zip": b"abcde"}
    page.say(number=0, remove=True)
    assert not said


def test_all_of_it_is_gone_afterwards(said: list[str]) -> None:
    widget = Upload(said.append)
    upload(widget, {"a.zip": b"one", "b.zip": b"two"})
    private = folder(widget)
    widget.clear()
    assert not private.exists()
    assert (widget.files, widget.wanted, widget.paths) == ([], [], [])
    upload(widget, {"a.zip": b"one"}, turn="turn-2")
    private = folder(widget)
    widget.clear()
    assert not private.exists()


def test_it_is_gone_when_the_process_ends() -> None:
    program = (
        "from infonet.panel.upload import Upload; from uploads import upload\n"
        "widget = Upload(print); upload(widget, {'a.zip': b'one'})\n"
        "print(widget.paths[0])"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not ran.stderr
    assert "infonet-" in ran.stdout and not Path(ran.stdout.strip()).parent.parent.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"slice": 4},  # a gap
        {"slice": 2},  # again
        {"slice": -3},
        {"slice": "3"},
        {"slice": None},
        {"slice": 3.0},
        {"slice": True},
        {"number": 1, "slice": 0},  # not its turn
    ],
)
def test_a_slice_that_was_not_asked_for_drops_its_file(
    wrong: dict[str, Any], widget: Upload, said: list[str]
) -> None:
    page = Page(widget, {"a.zip": b"0123456789", "b.zip": b"9876543210"}, piece=3)
    page.send()
    page.say(b"345", **{"number": 0, **wrong})
    name = "ab"[wrong.get("number", 0)] + ".zip"
    assert len(said) == 1 and said[0].startswith(f"`{name}` did not arrive as it was announced")
    assert "choose it again" in said[0]
    assert [each for each, *_ in held(widget)] == [one for one in ("a.zip", "b.zip") if one != name]
    while page.send():
        pass
    assert list(contents(widget).values()) == [b"9876543210" if name == "a.zip" else b"0123456789"]


@pytest.mark.parametrize("buffers", [(), (b"",), (b"0", b"1"), (b"0123456789a",)])
def test_a_slice_of_a_wrong_size_drops_its_file(
    buffers: tuple[bytes, ...], widget: Upload, said: list[str]
) -> None:
    page = Page(widget, {"a.zip": b"0123456789"})
    private = widget.arrivals[0].path
    page.say(*buffers, slice=0, number=0)
    assert len(said) == 1 and "did not arrive" in said[0]
    assert held(widget) == [] and not private.exists()


def test_a_slice_larger_than_the_server_takes_is_no_slice(
    widget: Upload, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MOST_AT_ONCE", 4)
    page = Page(widget, {"a.zip": b"0123456789"}, piece=5)
    page.send()
    assert len(said) == 1 and widget.files == []


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a/b.zip", "D:\\exports\\a.zip", "..", ".", "", " ", "a\0.zip", 7, None],
)
def test_a_name_with_folders_or_none_is_not_taken(
    name: object, widget: Upload, said: list[str]
) -> None:
    page = Page(widget, {"x": b""})
    page.say(choose=[{"name": name, "size": 3}, {"name": "good.zip", "size": 2}])
    assert len(said) == 1 and "is no name of a file alone" in said[0]
    assert "\0" not in said[0]
    page.contents = [b"", b"ok"]
    while page.send():
        pass
    assert contents(widget) == {"good.zip": b"ok"}


@pytest.mark.parametrize("size", [-1, 2**30 + 1, 2**70, 1.5, "3", None, True])
def test_a_size_that_cannot_be_is_not_taken(size: object, widget: Upload, said: list[str]) -> None:
    page = Page(widget, {"x": b""})
    page.say(choose=[{"name": "a.zip", "size": size}])
    assert len(said) == 1 and "`a.zip` was not taken" in said[0]
    assert widget.files == [] and widget.wanted == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"),
        (".hidden.csv", "hidden.csv"),
        ("a\nb\u202egpj.csv", "a bgpj.csv"),
        ("\ud800.csv", "\ufffd.csv"),
        ("\u200b", "upload"),
        ("é" * 300 + ".zip", "é" * 98 + ".zip"),
    ],
)
def test_a_hostile_name_is_a_name(name: str, kept: str, widget: Upload, said: list[str]) -> None:
    upload(widget, {name: b"content"})
    assert contents(widget) == {kept: b"content"}
    assert not said
    assert len(kept.encode()) <= 200


def test_many_files_are_too_many(widget: Upload, said: list[str]) -> None:
    upload(widget, {f"{number}.csv": b"1" for number in range(51)})
    assert said == ["51 files are too many: choose at most 50"]
    assert widget.files == []


def test_a_file_that_the_browser_cannot_read_any_more_is_dropped(
    widget: Upload, said: list[str]
) -> None:
    page = Page(widget, {"a.zip": b"0123456789", "b.zip": b"9"}, piece=3)
    page.send()
    page.say(failed=True, number=0)
    assert said == [
        "`a.zip` was changed or moved meanwhile, or is a folder, so it was dropped; choose it again"
    ]
    page.send()
    assert contents(widget) == {"b.zip": b"9"}


def test_a_full_disk_is_said(
    widget: Upload, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(widget, {"a.zip": b"0123456789"}, piece=3)
    page.send()
    private = widget.arrivals[0].path

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        page.send()
    assert said == [
        "`a.zip` could not be kept (No space left on device), so it was dropped; choose it again"
    ]
    assert widget.files == [] and not private.exists()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", full)
        Page(widget, {"a.zip": b"0123456789"}, turn="turn-2")
    assert len(said) == 2 and "could not be kept (No space left" in said[1]
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "mkdtemp", full)
        Page(widget, {"a.zip": b"0123456789"}, turn="turn-3")
    assert len(said) == 3 and "temporary files could be created (No space left" in said[2]
    upload(widget, {"a.zip": b"0123456789"}, turn="turn-4")
    assert contents(widget) == {"a.zip": b"0123456789"}


@pytest.mark.parametrize(
    "message",
    [
        None,
        "choose",
        [],
        {},
        {"choose": 3},
        {"choose": [3, None]},
        {"choose": [{"name": "a.zip", "size": 1}], "turn": 3},
        {"choose": [{"name": "a.zip", "size": 1}], "turn": "x" * 65},
        {"slice": 0, "number": [0], "turn": "turn-1"},
        {"slice": 0, "number": True, "turn": "turn-1"},
        {"slice": 0, "number": 9, "turn": "turn-1"},
        {"remove": True, "number": None, "turn": None},
    ],
)
def test_nonsense_is_no_error(message: object, widget: Upload) -> None:
    page = Page(widget, {"a.zip": b"0123456789"}, piece=3)
    page.send()
    hear(widget, message)
    hear(widget, message, memoryview(b"x"))
    assert held(widget) in ([], [("a.zip", 3, 10)])


@pytest.mark.parametrize(
    ("size", "of", "words"),
    [
        (0, None, "0 kB"),
        (1, None, "1 kB"),
        (999_999, None, "1000 kB"),
        (80_300_000, None, "80 MB"),
        (14_999_999, 80_300_000, "14"),
        (900, 80_300_000, "0"),
        (900, 1_100, "0"),
    ],
)
def test_amounts(size: int, of: int | None, words: str) -> None:
    assert amount(size, of) == words
