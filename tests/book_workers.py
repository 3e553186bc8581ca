"""Processes that write to a book and may be killed; the tests of its durability talk to them.

`Workers` starts one process that imports the package once. For each job it forks a child, so that
a thousand of them cost little. What a child has done it acknowledges on the common pipe, at once
and in one piece; that a child has ended is told after everything it had to say.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65534  # the user who may write nothing

Message = dict[str, Any]


class Workers:
    """The process that forks, and what its children say."""

    def __enter__(self) -> Self:
        # Threads of linear algebra do not survive a fork; nobody needs them here.
        odd = {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **odd},
            start_new_session=True,
        )
        self._early: list[Message] = []
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # With every child that a failed test has left at work.
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(60)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def start(self, *jobs: Message) -> list[int]:
        """Start one child for each job; their process numbers."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(jobs) + "\n")
        self._process.stdin.flush()
        self._early = []
        for message in self._messages():
            if "children" in message:
                children: list[int] = message["children"]
                return children
            self._early.append(message)  # a child was quicker than its parent
        raise AssertionError("the workers have died")

    def said(self) -> tuple[list[Message], list[int]]:
        """Return what the children say until the last of them has ended, and how each ended.

        The end of a child is its exit code, or the negative number of the signal that killed it.
        """
        said = self._early
        for message in self._messages():
            if "ended" in message:
                return said, message["ended"]
            said.append(message)
        raise AssertionError("the workers have died")

    def next(self) -> Message:
        """Return what a child says next."""
        return self._early.pop(0) if self._early else next(self._messages())

    def run(self, *jobs: Message) -> list[Message]:
        """Start the children, and what they say; they must end well."""
        self.start(*jobs)
        said, ended = self.said()
        assert ended == [0] * len(jobs), said
        return said

    def _messages(self) -> Iterator[Message]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield json.loads(line)


def _say(**message: Any) -> None:
    # One write of less than a page is never torn, and nothing waits in a buffer to be lost.
    os.write(1, (json.dumps(message) + "\n").encode())


def _endless(path: str, folder: str, name: str) -> None:
    """Log, add a log, add an export, and do several things as one act, in turn.

    Each act is acknowledged when it is done.
    """
    from infonet.book import Book

    book, number = Book(path), 0
    while True:
        number += 1
        mark = f"{name}-{number}"
        if number % 4 == 1:
            # Without a company no kind follows, which would only take time.
            book.log("asked", "Ana Diaz", date="2026-03-02", note=mark)
        elif number % 4 == 2:
            lines = [("asked", "Ana Diaz", "2026-03-02", f"{mark}-{part}") for part in "abc"]
            book.add(_table(folder, "log.csv", ("stage", "person", "date", "note"), lines))
        elif number % 4 == 3:
            with book.one_act(mark):
                for part in "abc":
                    book.log("asked", "Ana Diaz", date="2026-03-02", note=f"{mark}-{part}")
        else:
            header = ("First Name", "Last Name", "URL", "Position", "Connected On")
            address = f"https://www.linkedin.com/in/p-{mark}"
            # Of one name and day, with one owner, they would be one person with a new address.
            row = ("Somebody", f"New {mark}", address, "Analyst", "08 Feb 2026")
            book.add(_table(folder, "Connections.csv", header, [row]))
        _say(done=mark)


def _table(
    folder: str, name: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> Path:
    path = Path(folder, name)
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def _log(path: str, name: str, count: int, me: str | None = None) -> None:
    """Open a book, or make it, and log so many events."""
    from infonet.book import Book

    book = Book(path, me=me)
    for number in range(count):
        book.log("asked", "Ana Diaz", date="2026-03-02", note=f"{name}-{number}")


def _until_full(path: str, limit: int | None = None, what: str | None = None) -> None:
    """Log until it fails, no file growing beyond `limit` bytes; then without limit once more.

    With `what` all that is logged until then is one act.
    """
    from infonet.book import Book
    from infonet.errors import BookError

    whole = resource.getrlimit(resource.RLIMIT_FSIZE)
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, whole[1]))
    book, kept = Book(path), 0
    try:
        with nullcontext() if what is None else book.one_act(what):
            while kept < 2_000:
                book.log("asked", "Ana Diaz", company="Delta", date="2026-03-02", note="x" * 20_000)
                kept += 1
    except BookError as error:
        _say(kept=kept, said=str(error))
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, whole)
        book.log("held", "Ana Diaz", company="Delta", date="2026-03-09")


def _as_nobody(path: str) -> None:
    """Log as somebody who is not allowed to."""
    from infonet.book import Book
    from infonet.errors import BookError

    scratch = Book()
    scratch.person("Ana Diaz")
    scratch.log("asked", "Ana Diaz", date="2026-03-02")  # whatever is imported late is here now
    scratch.close()
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        Book(path).log("asked", "Ana Diaz", company="Delta", date="2026-03-02")
        _say(said="it was written")
    except BookError as error:
        _say(said=str(error))


def _stopped(path: str, at: int, what: str, copy: str) -> None:
    """Make a book, a backup or the tables of it; stop for good at the n-th step that writes."""
    from infonet.book import Book

    book = None if what == "book" else Book(path)
    steps = 0

    def stop(name: str, call: Any) -> Any:
        def stopping(*given: Any, **named: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == at:
                _say(reached=name)
                signal.pause()
            return call(*given, **named)

        return stopping

    for name in ("fsync", "link", "rename", "replace"):
        setattr(os, name, stop(name, getattr(os, name)))
    sqlite3.connect = stop("connect", sqlite3.connect)
    if book is None:
        Book(path)
    elif what == "backup":
        book.backup(copy)
    else:
        book.tables()
    _say(reached="the end")


def _forget(path: str, at: int) -> None:
    """Forget Ana, and stop for good before the n-th statement."""
    from infonet.book import Book

    gone, connect, statements = Book(path).forget("Ana Diaz"), sqlite3.connect, 0

    def stop(_: str) -> None:
        nonlocal statements
        statements += 1
        if statements == at:
            _say(reached=statements)
            signal.pause()

    def traced(*given: Any, **named: Any) -> sqlite3.Connection:
        con: sqlite3.Connection = connect(*given, **named)
        con.set_trace_callback(stop)
        return con

    sqlite3.connect = traced  # type: ignore[assignment]
    gone.confirm()
    _say(reached="the end", statements=statements)


def _race(path: str, seed: int, rounds: int, people: Sequence[str]) -> None:
    """Act on a book, read it, and close it or not, in turn; say whether what was read is true.

    True is what a copy says that has nothing beside it, if nobody wrote between the two.
    """
    from infonet.book import Book
    from infonet.errors import InfonetError

    rng, book, compared, unlike = random.Random(seed), Book(path), 0, list[str]()
    home = Path(path).with_name(str(seed))
    home.mkdir()
    header = ("First Name", "Last Name", "URL", "Position", "Connected On")

    def row(number: int) -> tuple[str, ...]:
        address = f"https://www.linkedin.com/in/p-{seed}-{number}"
        return "Somebody", f"New {seed} {number}", address, "Analyst", "08 Feb 2026"

    # An export, and its undoing, make all anew, and the snapshot with it.
    acts: list[Callable[[str, int], object]] = [
        lambda who, _: book.tie(who, closeness=rng.choice(["strong", "weak"])),
        lambda _, number: book.want(f"Wanted {seed}-{number}"),
        lambda who, number: book.log("asked", who, date="2026-03-02", note=f"{seed}-{number}"),
        lambda who, _: book.note(who, "expertise", "data"),
        lambda *_: book.undo(),
        *[lambda _, n: book.add(_table(str(home), "Connections.csv", header, [row(n)]))] * 3,
    ]
    for number in range(rounds):
        try:
            if number > 1:
                rng.choice(acts)(rng.choice(people), number)
            elif number:
                acts[-1]("", number)
        except InfonetError:
            continue  # there is nothing more to undo, or it is written already
        with closing(sqlite3.connect(path)) as con, tempfile.TemporaryDirectory() as folder:
            version = con.execute("PRAGMA data_version").fetchone()
            read, copy = book.tables(), Path(folder, "copy.db")
            with closing(sqlite3.connect(copy)) as other:
                con.backup(other)
            if con.execute("PRAGMA data_version").fetchone() == version:
                compared += 1
                anew = zip(read, Book(copy).tables(), strict=True)
                unlike += [f"{number}: {one}\n{two}" for one, two in anew if not one.equals(two)]
        if rng.random() < 0.5:
            book.close()
            book = Book(path)
    _say(compared=compared, unlike=unlike[:1])


_JOBS: dict[str, Callable[..., None]] = {
    "endless": _endless,
    "log": _log,
    "until full": _until_full,
    "as nobody": _as_nobody,
    "stopped": _stopped,
    "forget": _forget,
    "race": _race,
}


def _serve() -> None:
    import infonet  # noqa: F401  # the children find it imported

    for line in sys.stdin:
        children = []
        for job in json.loads(line):
            child = os.fork()
            if child == 0:
                _work(job)
            children.append(child)
        _say(children=children)
        ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        _say(ended=ends)


def _work(job: Message) -> None:
    try:
        _JOBS[job.pop("job")](**job)
        os._exit(0)
    except BaseException:  # noqa: BLE001  # a forked child must never return into its parent's code
        traceback.print_exc()
        os._exit(1)


if __name__ == "__main__":
    _serve()
