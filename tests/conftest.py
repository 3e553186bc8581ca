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
  `make evidence`.
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

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import hypothesis
import matplotlib as mpl
import pytest

from infonet.graph import Network, network
from infonet.tables import Tables

EVIDENCE = os.environ.get("INFONET_EVIDENCE", "") not in ("", "0")

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
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "evidence", hypothesis.settings.get_profile("test"), max_examples=2_000
)
hypothesis.settings.load_profile("evidence" if EVIDENCE else "test")


@pytest.fixture(scope="session")
def full_count() -> Callable[[int, int], int]:
    """``full_count(reduced, full)``: how much a heavy test does in this run."""
    return lambda reduced, full: full if EVIDENCE else reduced


@pytest.fixture(autouse=True, scope="session")
def _offline() -> Iterator[None]:
    """Let a connection to another machine fail, and one to this machine pass."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0]
            if host not in ("127.0.0.1", "::1", "localhost"):
                raise AssertionError(f"a test tried to connect to `{host}`")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


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
