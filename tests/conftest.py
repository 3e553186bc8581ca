"""How tests are written here.

- One file per module. A test's name is the sentence it proves: `test_a_closed_account_is_reported`.
- An expected value comes from elsewhere than the code under test: worked by hand with the working
  in a comment, published, or found by brute force. A test that cannot fail is worse than none:
  break the code once and see it go red.
- Small input stands in the test itself. Shared input is a fixture here, drawn where it is a graph.
- Errors are tested by what they tell the reader: the file, the line, what to do.
- Plots are tested by their artists and labels, not by pixels.
- Properties (hypothesis) say what holds for every input. They are derandomised: the same tests are
  the same run.
- A heavy test is marked `evidence` and asks `full_count` how much to do: little here, much in
  `make evidence`; what it did and found it says by `counted`, for RELIABILITY.md.
- Where each of a kind takes seconds, `first` leaves one to `make test`, the others to `make more`;
  so does the mark `slow` with what is finer than the ways that people take most.
- People and companies are invented, addresses end in example.com, .net or .org.
- Warnings are errors. Nothing may connect to another machine, and no figure outlives its test.

The toy network (`toy`, `net`): its answers are worked by hand in the tests. Strengths stand on the
ties, employers in brackets; Gus knows nobody.

    Robin, me ──.70── Ana ──.37── Bo [Delta]
        │  │                       │
        │  └──.25── Cy [DELTA Inc.] │
        │                          │
        └────.50── Di ─────.50─────┘
              [Delta Dental]
                   └──.25── Eli [Hotel, data engineer] ──.37── Fay [Echo]      Gus [Foxtrot]

Wanted: Delta and Foxtrot (1), Echo and the field data engineering (2), Golf (3).
"""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import hypothesis
import matplotlib as mpl
import pytest

from infonet.graph import Network, network
from infonet.tables import Tables
from tools.reliability import COUNTED, FIGURES

Counted = Callable[..., None]
SHARE = float(os.environ.get("INFONET_EVIDENCE") or 0)
"""The part of their full counts that heavy tests do: 1 in `make evidence`, 0.1 for a tenth."""
EVIDENCE = SHARE > 0

# A disk takes milliseconds for each act of a book, and the tests make thousands of books: where
# memory serves as a disk, they lie there, unless TMPDIR says where.
MEMORY = Path("/dev/shm")  # noqa: S108  # for tests alone
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2**32:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# Not by the environment, which the notebooks' kernels inherit: they show their pictures.
os.environ.pop("MPLBACKEND", None)
mpl.use("Agg")

# This, on the other hand, is for them: outputs are the same where the machine is so busy that work
# takes long. tqdm asks when it is imported, so that the tests themselves have it as it is.
os.environ.pop("TQDM_DISABLE", None)
with suppress(ImportError):
    import tqdm  # noqa: F401
os.environ["TQDM_DISABLE"] = "1"

# How long an example takes says how busy the machine is, and nothing about the code.
hypothesis.settings.register_profile(
    "test",
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "evidence", hypothesis.settings.get_profile("test"), max_examples=max(1, round(2_000 * SHARE))
)
hypothesis.settings.load_profile("evidence" if EVIDENCE else "test")


@pytest.fixture(autouse=True, scope="module")
def _nothing_of_others() -> None:
    """Let what is there, thousands of tests, be out of each later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def full_count() -> Callable[[int, int], int]:
    """``full_count(reduced, full)``: how much a heavy test does in this run."""
    return full_or_reduced


def full_or_reduced(reduced: int, full: int) -> int:
    """Return how much a heavy test does; a full number that is smaller is how much it skips."""
    if not EVIDENCE:
        return reduced
    return full if full < reduced else max(reduced, round(full * SHARE))


def first(values: Iterable[Any], keep: int = 1) -> list[Any]:
    """Mark all values of a parameter but the first as slow."""
    return [
        value if at < keep else pytest.param(*_as_tuple(value), marks=pytest.mark.slow)
        for at, value in enumerate(values)
    ]


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Iterator[Counted]:
    """``counted("kills", 25, lost=0)``: what a heavy test did and found, a row of `FIGURES`.

    It may be asked again and again, as for each example of a property; the numbers are added up.
    """
    figures: dict[str, dict[str, int]] = {}

    def count(figure: str, number: int = 1, **found: int) -> None:
        assert figure in FIGURES, f"`{figure}` is no row of RELIABILITY.md"
        row = figures.setdefault(figure, {"": 0})
        for name, more in {"": number, **found}.items():
            row[name] = row.get(name, 0) + more

    yield count
    request.node.user_properties.append((COUNTED, figures))


_OPENED = {"": 0, "to_another_machine": 0}
"""How many sockets the tests have opened, and of how many that was refused."""


@pytest.fixture(autouse=True, scope="session")
def _offline() -> Iterator[None]:
    """Let a connection to another machine fail, and one to this machine pass."""

    def guarded(name: str) -> Callable[..., Any]:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            _OPENED[""] += 1
            if self.family in (socket.AF_INET, socket.AF_INET6):
                host = address[0]
                if host not in ("127.0.0.1", "::1", "localhost"):
                    _OPENED["to_another_machine"] += 1
                    raise AssertionError(f"a test tried to connect to `{host}`")
            return real(self, address)

        return connect

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded(name))
        yield


@pytest.fixture(autouse=True)
def _sockets(request: pytest.FixtureRequest) -> Iterator[None]:
    """Count the sockets that a test opens; one to another machine fails it, whoever caught that."""
    before = dict(_OPENED)
    yield
    opened = {name: number - before[name] for name, number in _OPENED.items()}
    request.node.user_properties.append((COUNTED, {"sockets": opened}))


@pytest.fixture(autouse=True, scope="session")
def _settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the keys of books of tests away from those of a user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INFONET_HOME", str(tmp_path_factory.mktemp("settings")))
        yield


@pytest.fixture(autouse=True)
def _no_figure_stays() -> Iterator[None]:
    """Close what a test drew."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture
def toy() -> Tables:
    """Return the toy network drawn above."""
    people = {
        "me": "Robin Achterberg",
        "in/ana": "Ana Diaz",
        "in/bo": "Bo Lin",
        "in/cy": "Cy Young-Osei",
        "in/di": "Di Marković",
        "in/eli": "Eli Ōta",
        "in/fay": "Fay Adebayo",
        "in/gus": "Gus Wren",
    }
    stated = {"evidence": "stated", "origin": "me"}
    return Tables.of(
        people=[{"person": key, "name": name} for key, name in people.items()],
        jobs=[
            {"person": "in/ana", "company": "Freelance", "title": "Designer"},
            {"person": "in/bo", "company": "Delta", "title": "Analyst"},
            {"person": "in/cy", "company": "DELTA Inc.", "title": "Buyer"},
            {"person": "in/di", "company": "Delta Dental", "title": "Nurse"},
            {"person": "in/eli", "company": "Hotel", "title": "Senior Data Engineer"},
            {"person": "in/fay", "company": "Echo", "title": "Head of Data"},
            {"person": "in/gus", "company": "Foxtrot", "title": "Welder"},
        ],
        ties=[
            {"source": "in/ana", "target": "me", "closeness": "strong", **stated},
            {"source": "in/cy", "target": "me", "evidence": "connection", "origin": "me"},
            {"source": "in/di", "target": "me", "closeness": "medium", **stated},
            {"source": "in/ana", "target": "in/bo", "kind": "colleague", **stated},
            {"source": "in/bo", "target": "in/di", "closeness": "medium", **stated},
            {"source": "in/di", "target": "in/eli", "evidence": "connection", "origin": "in/di"},
            {"source": "in/eli", "target": "in/fay", "kind": "friend", **stated},
        ],
        companies=[
            {"company": "Delta", "kind": "company", "priority": 1},
            {"company": "Foxtrot", "kind": "company", "priority": 1},
            {"company": "Echo", "kind": "company", "priority": 2},
            {"company": "Golf", "kind": "company", "priority": 3},
            {"company": "data engineering", "kind": "field", "priority": 2},
        ],
    )


@pytest.fixture
def net(toy: Tables) -> Network:
    """Return the toy network as arrays, on 30 June 2026."""
    return network(toy, as_of="2026-06-30")
