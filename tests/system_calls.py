"""A child of this process of which a system call fails, or that is killed: Linux does it for us.

The child asks the kernel (seccomp, https://man7.org/linux/man-pages/man2/seccomp.2.html) to put
every call about files before its parent, who lets it pass, lets it fail, or kills the child before
it is done. So the calls of SQLite and of every library count like those of Python. What asks about
an open file alone (its size, the place in it) is not among them.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import select
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

__all__ = ["AVAILABLE", "FAULTS", "Ended", "end_of", "killed_within"]

_NUMBERS = {
    # Name: the number on x86-64 and on 64-bit ARM, which lacks the older calls.
    "read": (0, 63),
    "write": (1, 64),
    "open": (2, None),
    "close": (3, 57),
    "stat": (4, None),
    "lstat": (6, None),
    "pread64": (17, 67),
    "pwrite64": (18, 68),
    "writev": (20, 66),
    "access": (21, None),
    "sendfile": (40, 71),
    "fcntl": (72, 25),
    "flock": (73, 32),
    "fsync": (74, 82),
    "fdatasync": (75, 83),
    "truncate": (76, 45),
    "ftruncate": (77, 46),
    "rename": (82, None),
    "mkdir": (83, None),
    "rmdir": (84, None),
    "link": (86, None),
    "unlink": (87, None),
    "symlink": (88, None),
    "readlink": (89, None),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "getdents64": (217, 61),
    "openat": (257, 56),
    "mkdirat": (258, 34),
    "newfstatat": (262, 79),
    "unlinkat": (263, 35),
    "renameat": (264, 38),
    "linkat": (265, 37),
    "symlinkat": (266, 36),
    "readlinkat": (267, 78),
    "fchmodat": (268, 53),
    "faccessat": (269, 48),
    "utimensat": (280, 88),
    "fallocate": (285, 47),
    "renameat2": (316, 276),
    "copy_file_range": (326, 285),
    "statx": (332, 291),
    "faccessat2": (439, 439),
}
_ON_ARM = platform.machine() == "aarch64"
_CALLS = {
    number: name for name, numbers in _NUMBERS.items() if (number := numbers[_ON_ARM]) is not None
}
_FULL = ("write", "pwrite64", "writev", "ftruncate", "fallocate", "copy_file_range", "sendfile")
_REFUSED = ("open", "openat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link")
_ERRORS = {**dict.fromkeys(_FULL, errno.ENOSPC), **dict.fromkeys(_REFUSED, errno.EACCES)}

# What of the interface of the kernel is needed, from its linux/seccomp.h and linux/filter.h.
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}.get(platform.machine(), 0)
_SECCOMP = 277 if _ON_ARM else 317
_GET_HANDLE, _OPEN_PROCESS = 438, 434
_RECEIVE, _SEND, _CONTINUE = 0xC0502100, 0xC0182101, 1
_TOGETHER = 0x40082104  # child and parent take turns on one processor
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_OPEN_FILE = 0x1000  # as a flag of `newfstatat`: it is no path that is asked about
_TOLD = 1_000  # the handle on which a child says how it went, which is never asked about

AVAILABLE = sys.platform == "linux" and bool(_ARCHITECTURE) and sys.maxsize > 2**32

FAULTS = ("once", "from then on", "killed")
"""One call fails; it and all later ones do; the child is killed before it."""


@dataclass(frozen=True)
class Ended:
    """How a child ended.

    Attributes
    ----------
    calls : int
        How many calls about files it made.
    said : str
        ``"done"`` and what the operation answered, what was raised (its class and its sentence), or
        nothing if it was killed.
    reached : str
        The call that failed, or before which it was killed; empty if it did not come so far.
    """

    calls: int
    said: str
    reached: str


def end_of(run: Callable[[], object], *, at: int = 0, fault: str = "once") -> Ended:
    """Run in a child of which the `at`-th call about files fails; with 0 none does."""
    child, pipe = _forked(run, asked=True)
    try:
        listener = _listener(child, pipe)
        try:
            calls, reached = _supervised(listener, child, at, fault)
        finally:
            os.close(listener)
        said = _rest(pipe)
    finally:
        os.close(pipe)
        os.waitpid(child, 0)
    return Ended(calls, said, reached)


def killed_within(run: Callable[[], object], seconds: float) -> tuple[str, float]:
    """Run in a child that is killed so long after it began; return what it said, and how long.

    A child that was quicker has said so, and is no child that was killed.
    """
    child, pipe = _forked(run, asked=False)
    try:
        os.read(pipe, 1)
        began = time.perf_counter()
        select.select([pipe], [], [], seconds)
        os.kill(child, signal.SIGKILL)
        took = time.perf_counter() - began
        said = _rest(pipe)
    finally:
        os.close(pipe)
        os.waitpid(child, 0)
    return said, took


def _forked(run: Callable[[], object], *, asked: bool) -> tuple[int, int]:
    """Start a child; return its number, and the pipe on which it says how it went."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    try:
        os.dup2(write, _TOLD)
        os.close(write)
        os.close(read)
        os.write(_TOLD, struct.pack("i", _filter()) if asked else b"!")
        try:
            answer = run()
            said = f"done: {answer}" if isinstance(answer, str) else "done"
        except BaseException as error:  # noqa: BLE001  # whatever it is, it is judged elsewhere
            said = f"{type(error).__module__}.{type(error).__name__}: {error}"
        os.write(_TOLD, said.encode(errors="replace")[:4_000])
    except BaseException:  # noqa: BLE001  # before it ran: the parent says that it could not begin
        traceback.print_exc()
    finally:
        os._exit(0)


def _filter() -> int:
    """Let the parent be asked from now on; return the handle on which it is."""
    libc = ctypes.CDLL(None, use_errno=True)
    calls = sorted(_CALLS)
    program = [
        (_LOAD, 0, 0, 16),  # the lower half of the first argument
        (_EQUAL, len(calls) + 5, 0, _TOLD),
        (_LOAD, 0, 0, 40),  # and of the fourth
        (_EQUAL, len(calls) + 3, 0, _OPEN_FILE),
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, len(calls) + 1, _ARCHITECTURE),
        (_LOAD, 0, 0, 0),
        *((_EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ASK),
    ]
    packed = b"".join(struct.pack("HBBI", *line) for line in program)
    buffer = ctypes.create_string_buffer(packed, len(packed))
    head = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(buffer))
    if libc.prctl(38, 1, 0, 0, 0):  # no new privileges
        raise OSError(ctypes.get_errno(), "no filter can be set")
    handle: int = libc.syscall(_SECCOMP, 1, 8, ctypes.c_char_p(head))
    if handle < 0:
        raise OSError(ctypes.get_errno(), "no filter can be set")
    return handle


def _listener(child: int, pipe: int) -> int:
    """Take over the handle on which a child asks."""
    told = os.read(pipe, 4)
    if len(told) < 4:
        raise OSError("the child could not set a filter")
    libc = ctypes.CDLL(None, use_errno=True)
    process = libc.syscall(_OPEN_PROCESS, child, 0)
    try:
        handle: int = libc.syscall(_GET_HANDLE, process, struct.unpack("i", told)[0], 0)
        if handle < 0:
            raise OSError(ctypes.get_errno(), "the child's handle cannot be taken over")
        with suppress(OSError):  # a kernel before 6.6 wakes them up more slowly
            fcntl.ioctl(handle, _TOGETHER, struct.pack("Q", 1))
    finally:
        os.close(process)
    return handle


def _supervised(listener: int, child: int, at: int, fault: str) -> tuple[int, str]:
    """Answer a child until it has ended; return how often it asked, and the call that failed."""
    calls, reached = 0, ""
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    while any(event & select.POLLIN for _, event in waiting.poll()):
        asked = bytearray(80)
        try:
            fcntl.ioctl(listener, _RECEIVE, asked)
        except OSError:
            continue  # it was killed meanwhile
        number, call = struct.unpack_from("Q", asked)[0], struct.unpack_from("i", asked, 16)[0]
        calls += 1
        wrong = 0
        if at and (calls == at or (calls > at and fault == "from then on")):
            reached = reached or _CALLS[call]
            if fault == "killed":
                os.kill(child, signal.SIGKILL)
                continue
            wrong = -_ERRORS.get(_CALLS[call], errno.EIO)
        try:
            answer = struct.pack("QqiI", number, 0, wrong, 0 if wrong else _CONTINUE)
            fcntl.ioctl(listener, _SEND, answer)
        except OSError:
            continue
    return calls, reached


def _rest(pipe: int) -> str:
    """Read what a child said, until it has ended."""
    said = b""
    while part := os.read(pipe, 65_536):
        said += part
    return said.decode(errors="replace")
