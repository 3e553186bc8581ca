"""One way to read a file that a user names, and one to write: whole, private, nothing left."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infonet.book import Book
from infonet.errors import InfonetError, ReadError
from infonet.files import (
    free_place,
    make_folder,
    read_bytes,
    read_text,
    save,
    scratch_folder,
    sweep,
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def full(*_: object, **__: object) -> None:
    """Fail as on a disk that is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def _free_umask() -> Iterator[None]:
    """Let files be made with any mode."""
    before = os.umask(0)
    yield
    os.umask(before)


def unfinished(place: Path) -> Path:
    """Return the file beside a place that a writer who lives has not finished."""
    parts: list[Path] = []
    save(place, parts.append, replace=False)
    place.rename(parts[0])
    return parts[0]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of temporary files of this test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("content", "written"),
    [
        (b"\0\xff", b"\0\xff"),
        ("Zoë\r\n", b"Zo\xc3\xab\r\n"),
        ("\ud800", b"?"),
        (lambda part: part.write_text("Robin"), b"Robin"),
    ],
)
@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.usefixtures("_free_umask")
def test_what_is_given_is_written_privately(
    tmp_path: Path,
    content: bytes | str | Callable[[Path], object],
    written: bytes,
    *,
    replace: bool,
) -> None:
    place = save(str(tmp_path / "card"), content, replace=replace)
    assert place == tmp_path / "card"
    assert place.read_bytes() == written
    assert mode(place) == 0o600
    assert names(tmp_path) == ["card"]


@pytest.mark.usefixtures("_free_umask")
def test_it_is_private_whatever_was_there_and_whoever_made_the_part(tmp_path: Path) -> None:
    place = tmp_path / "card"
    place.write_text("old")
    place.chmod(0o666)

    def anew(part: Path) -> None:
        other = tmp_path / "other"
        other.write_text("new")
        other.chmod(0o644)
        other.replace(part)

    save(place, anew, replace=True)
    assert place.read_text() == "new"
    assert mode(place) == 0o600
    assert names(tmp_path) == ["card"]


def test_the_home_folder_may_be_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert save("~/card", "x", replace=False) == tmp_path / "card"


def test_a_text_is_read_with_or_without_a_byte_order_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for encoding in ("utf-8", "utf-8-sig"):
        (tmp_path / "mine.csv").write_bytes("Zoë".encode(encoding))
        assert read_text("~/mine.csv", form="CSV UTF-8") == "Zoë"
    assert read_bytes(tmp_path / "mine.csv", most=4) == b"\xef\xbb\xbfZ"


def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("Zoë".encode("latin-1"))
    with pytest.raises(ReadError, match=r"`latin.csv`: it is not UTF-8: save it as CSV UTF-8"):
        read_text(tmp_path / "latin.csv", form="CSV UTF-8")
    with pytest.raises(ReadError, match=r"`none.csv`: it cannot be read .*check the path"):
        read_bytes(tmp_path / "none.csv")
    with pytest.raises(ReadError, match="expected a file"):
        read_bytes(tmp_path)
    with pytest.raises(ReadError, match="null character"):
        read_bytes("a\0b.csv")


def test_a_file_is_replaced_only_when_that_is_said(tmp_path: Path) -> None:
    place = save(tmp_path / "card", "old", replace=False)
    with pytest.raises(InfonetError, match="card` exists: give another name, or replace=True"):
        save(place, "new", replace=False)
    assert place.read_text() == "old"
    assert save(place, "new", replace=True).read_text() == "new"
    assert names(tmp_path) == ["card"]


@pytest.mark.parametrize("there", [True, False])
def test_a_link_at_the_place_is_replaced_and_not_followed(tmp_path: Path, *, there: bool) -> None:
    target, place = tmp_path / "target", tmp_path / "card"
    if there:
        target.write_text("of somebody else")
    place.symlink_to(target)
    with pytest.raises(InfonetError, match="exists"):
        save(place, "new", replace=False)
    save(place, "new", replace=True)
    assert not place.is_symlink()
    assert place.read_text() == "new"
    assert target.exists() == there
    if there:
        assert target.read_text() == "of somebody else"


def test_a_link_to_a_folder_is_replaced_too(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "card").symlink_to(tmp_path / "folder")
    save(tmp_path / "card", "new", replace=True)
    assert names(tmp_path / "folder") == []
    assert (tmp_path / "card").read_text() == "new"


def half(part: Path) -> None:
    """Write half, then find the disk full."""
    part.write_bytes(b"ne")
    full()


@pytest.mark.parametrize(
    ("broken", "content", "replace"),
    [
        ("tempfile.mkstemp", "new", True),
        ("os.fsync", "new", True),
        ("os.replace", "new", True),
        ("os.fsync", "new", False),
        ("os.link os.open", "new", False),
        ("os.link os.replace", "new", False),
        ("", half, True),
        ("", half, False),
    ],
)
def test_a_failure_at_any_step_leaves_what_was_there_and_no_part(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
    content: str | Callable[[Path], object],
    *,
    replace: bool,
) -> None:
    place, before = tmp_path / "card", ["card"] if replace else []
    if replace:
        place.write_text("old")
    with monkeypatch.context() as breaking:
        for step in broken.split():
            breaking.setattr(step, full)
        with pytest.raises(InfonetError, match=r"card` cannot be written \(No space left"):
            save(place, content, replace=replace)
    assert names(tmp_path) == before
    assert not replace or place.read_text() == "old"


def test_a_failure_after_the_rename_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every system lets a folder be flushed, nor removes a part that is gone already."""
    real = os.fsync

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            full()
        real(handle)

    monkeypatch.setattr(os, "fsync", only_files)
    monkeypatch.setattr(Path, "unlink", full)
    assert save(tmp_path / "card", "new", replace=True).read_text() == "new"


@pytest.mark.parametrize("error", [InfonetError("no card without a name"), KeyError("x")])
def test_what_goes_wrong_with_the_content_is_not_the_places_fault(
    tmp_path: Path, error: Exception
) -> None:
    def fail(_: Path) -> None:
        raise error

    with pytest.raises(type(error)) as raised:
        save(tmp_path / "card", fail, replace=True)
    assert raised.value is error
    assert names(tmp_path) == []


def test_who_comes_second_is_told_and_takes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file came between the look and the rename, with and without links."""

    def come(part: Path) -> None:
        part.write_text("second")
        (tmp_path / "card").write_text("first")

    for links in (True, False):
        if not links:
            monkeypatch.setattr(os, "link", full)
        with pytest.raises(InfonetError, match="exists"):
            save(tmp_path / "card", come, replace=False)
        assert (tmp_path / "card").read_text() == "first"
        (tmp_path / "card").unlink()
        assert names(tmp_path) == []


@pytest.mark.parametrize("links", [True, False])
def test_of_many_at_once_one_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", full)
    barrier, won = threading.Barrier(8), list[str]()

    def writer(word: str) -> None:
        def content(part: Path) -> None:
            part.write_text(word)
            barrier.wait()

        try:
            save(tmp_path / "card", content, replace=False)
        except InfonetError:
            return
        won.append(word)

    threads = [threading.Thread(target=writer, args=(f"{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(tmp_path / "card").read_text()] == won
    assert names(tmp_path) == ["card"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("a\0b", "null character"),
        ("~nobody-at-all/card", "home folder that is not there"),
        ("{}", "is a folder: give the name of a file in it"),
        ("{}/none/card", "there is no folder .*: create it"),
    ],
)
def test_a_place_that_is_none_is_told(tmp_path: Path, path: str, words: str) -> None:
    with pytest.raises(InfonetError, match=words):
        save(path.format(tmp_path), "x", replace=True)


def test_a_folder_that_may_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbid(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", forbid)
    with pytest.raises(InfonetError, match=r"\(Permission denied\): choose another place"):
        save(tmp_path / "card", "x", replace=True)


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    """A file system allows 255 bytes: 85 letters of three bytes."""
    assert save(tmp_path / ("李" * 85), "x", replace=False).read_text() == "x"


def killed(program: str, *arguments: object) -> None:
    """Run a program that kills itself in the middle."""
    head = "import os, pathlib, signal, sys; from infonet import files\n"
    ran = subprocess.run(
        [sys.executable, "-c", head + program, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL


DIE = "os.kill(os.getpid(), signal.SIGKILL)"
WRITE = f"""
def content(part):
    part.write_text("half a book")
    {DIE}
files.save(sys.argv[1], content, replace=True)
"""


def test_what_a_kill_leaves_is_removed_by_the_next_who_writes_there(tmp_path: Path) -> None:
    save(tmp_path / "me.db", "old", replace=False)
    killed(WRITE, tmp_path / "me.db")
    assert len(names(tmp_path)) == 2
    assert (tmp_path / "me.db").read_text() == "old"
    save(tmp_path / "card", "x", replace=False)
    assert names(tmp_path) == ["card", "me.db"]


def test_a_scratch_folder_is_private_and_removed_once_its_maker_is_gone(temporary: Path) -> None:
    program = f"pathlib.Path(files.scratch_folder(), 'me.db').write_text('a book')\n{DIE}"
    killed(f"import tempfile; tempfile.tempdir = sys.argv[1]\n{program}", temporary)
    (left,) = temporary.iterdir()
    assert mode(left) == 0o700
    mine = scratch_folder()
    assert names(temporary) == [mine.name]
    assert mode(mine) == 0o700
    assert scratch_folder() != mine
    assert mine.exists(), "its maker lives"


@pytest.mark.parametrize("call", ["mkdtemp", "gettempdir"])
def test_without_a_place_for_temporary_files_it_is_one_sentence(
    call: str, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, call, full)
    said = r"no private folder for temporary files could be created.* \(No space left on device\)"
    for begin in (scratch_folder, Book):
        with pytest.raises(InfonetError, match=said):
            begin()
    assert not names(temporary)


def test_what_may_be_in_use_is_left_alone(tmp_path: Path) -> None:
    mine = unfinished(tmp_path / "card")
    number, _, machine = mine.name.split(".")[-3].partition("_")
    other = f"{int(machine, 16) ^ 1:08x}"
    elsewhere = mine.with_name(mine.name.replace(machine, other))
    elsewhere.write_text("being written on another machine")
    dead = f"{2**22 + 1}_{machine}"  # more than Linux ever gives
    link = mine.with_name(f".link.{dead}.x.infonet-part")
    link.symlink_to(elsewhere)
    strangers = [".infonet-part", "..infonet-part", ".a.infonet-part", ".a.².b.infonet-part"]
    for name in strangers:
        (tmp_path / name).write_text("")
    sweep(tmp_path)
    assert names(tmp_path) == sorted([mine.name, elsewhere.name, link.name, *strangers])
    gone = mine.with_name(mine.name.replace(f".{number}_{machine}.", f".{dead}."))
    gone.write_text("")
    assert mine in sweep(tmp_path) and not gone.exists()


def test_what_another_machine_left_is_removed_after_a_day(tmp_path: Path) -> None:
    mine = unfinished(tmp_path / "card")
    machine = mine.name.split(".")[-3].partition("_")[2]
    elsewhere = mine.with_name(mine.name.replace(machine, f"{int(machine, 16) ^ 1:08x}"))
    mine.rename(elsewhere)
    now = tmp_path.stat().st_mtime
    for age, left in ((86_399, True), (86_401, False)):
        os.utime(elsewhere, (now - age, now - age))
        os.utime(tmp_path, (now, now))
        sweep(tmp_path)
        assert elsewhere.exists() == left


def test_on_windows_no_process_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There os.kill ends a process, whatever the signal."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("a process was killed"))
    mine = unfinished(tmp_path / "card")
    assert sweep(tmp_path) == [mine]
    assert mine.exists()


def test_a_folder_that_cannot_be_looked_through_is_no_failure(tmp_path: Path) -> None:
    sweep(tmp_path / "none")


def test_a_folder_is_made_for_its_owner_alone_and_once(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "all")
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "mine").write_text("x")
    assert make_folder(folder) == folder and (folder / "mine").exists()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("a\0b", "null character"),
        ("~nobody-of-that-name/all", "home folder that is not there"),
        ("none/all", "there is no folder"),
        ("file", "is a file: give the name of a folder"),
        ("x" * 300, "too long for a name"),
    ],
)
def test_a_folder_that_cannot_be_made_is_said(
    place: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("mine")
    with pytest.raises(InfonetError, match=said):
        make_folder(place)
    assert Path("file").read_text() == "mine"


def test_a_place_is_free_where_nothing_has_its_name(tmp_path: Path) -> None:
    place = tmp_path / "me.db"
    assert free_place(place) == place
    place.touch()
    (tmp_path / "me-2.db").symlink_to(tmp_path / "gone")  # which leads nowhere, and is there
    assert free_place(place) == tmp_path / "me-3.db"
