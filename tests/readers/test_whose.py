"""Whose export it is: what the files say of their owner, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from infonet import readers
from infonet.readers import OwnerEvidence
from tests.exports import COMPLETE, ROBIN, connections, message, messages, person, table, zipped

Read = Callable[..., readers.Reading]

STAR = connections(person("Ana Diaz", "ana-diaz"), person("Bo Lin", "bo-lin"))
TALK = messages(
    message("robin-achterberg", "ana-diaz"), message("bo-lin", "robin-achterberg", thread="t2")
)
PROFILE = "First Name,Last Name,Headline\nRobin,Achterberg,Analyst\n"


def invitations(*senders: str) -> str:
    header = ("From", "To", "Sent At", "Direction", "inviterProfileUrl", "inviteeProfileUrl")
    rows = [("", "", "2/7/26, 9:05 AM", "OUTGOING", sender, "x") for sender in senders]
    return table(header, rows)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(files: Mapping[str, str], **options: Any) -> readers.Reading:
        return readers.read(zipped(tmp_path / "x.zip", files), **options)

    return reader


@pytest.mark.parametrize("me", [None, ROBIN, "https://www.linkedin.com/in/ana-diaz", "Ana Diaz"])
def test_the_files_speak_for_themselves_whoever_reads_them(read: Read, me: str | None) -> None:
    found = read(COMPLETE, me=me).owner_evidence
    assert found == OwnerEvidence(
        ("robin-achterberg",), "Robin Achterberg", ("in/ana-diaz", "in/bo-lin", "in/cy-marsh")
    )


@pytest.mark.parametrize(
    ("files", "addresses", "name"),
    [
        ({}, (), None),
        ({"messages.csv": TALK}, ("robin-achterberg",), None),
        ({"Profile.csv": PROFILE}, (), "Robin Achterberg"),
        ({"Invitations.csv": invitations(ROBIN)}, ("robin-achterberg",), None),
        ({"Invitations.csv": invitations(ROBIN, "linkedin.com/in/rob")}, (), None),
        (
            {"Invitations.csv": invitations("linkedin.com/in/rob"), "messages.csv": TALK},
            ("rob", "robin-achterberg"),
            None,
        ),
        # Of two strangers in as many threads the one who sends under the name of the profile.
        (
            {
                "messages.csv": messages(message("robin-achterberg", "dee-okoro")),
                "Profile.csv": PROFILE,
            },
            ("robin-achterberg",),
            "Robin Achterberg",
        ),
        ({"messages.csv": messages(message("robin-achterberg", "dee-okoro"))}, (), None),
        # In one thread with a connection it is the other one.
        (
            {"messages.csv": messages(message("ana-diaz", "robin-achterberg"))},
            ("robin-achterberg",),
            None,
        ),
    ],
)
def test_what_tells_the_owner(
    read: Read, files: dict[str, str], addresses: tuple[str, ...], name: str | None
) -> None:
    found = read({"Connections.csv": STAR, **files}).owner_evidence
    assert (found.addresses, found.name) == (addresses, name)


def test_my_name_does_not_make_a_friend_the_owner(read: Read) -> None:
    """Who sends under the caller's name may be a connection: the files alone are evidence."""
    files = {
        "Connections.csv": STAR,
        "messages.csv": messages(message("robin-achterberg", "dee-okoro")),
    }
    assert read(files, me="Robin Achterberg").owner_evidence.addresses == ()


def test_of_a_friends_export_only_the_connections_are_evidence(read: Read) -> None:
    found = read(COMPLETE, owner="Ana Diaz").owner_evidence
    assert found.addresses == ()
    assert found.name is None
    assert "in/bo-lin" in found.connections


MINE, NAMES = (ROBIN, "in/robin-older", "Robin-First"), ("Robin Achterberg", "Robin Older")


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        # A bare Connections.csv says nothing; that I am in it says that it is not mine.
        (OwnerEvidence(), "unknown"),
        (OwnerEvidence(connections=("in/ana-diaz",)), "unknown"),
        (OwnerEvidence(connections=("in/robin-older",)), "anothers"),
        # Nothing differs.
        (OwnerEvidence(("robin-achterberg",), "Robin Achterberg"), "mine"),
        (OwnerEvidence(("robin-older",), "ROBIN OLDER, MSc"), "mine"),
        (OwnerEvidence(("robin-achterberg",)), "mine"),
        (OwnerEvidence(("robin-first",)), "mine"),
        (OwnerEvidence(name="Robin Achterberg"), "mine"),
        (OwnerEvidence(("robin-new", "robin-achterberg"), "Robin Achterberg"), "mine"),
        # A renamed profile, a marriage, a name that differs, an address that differs.
        (OwnerEvidence(("robin-new",), "Robin Achterberg"), "ask"),
        (OwnerEvidence(("robin-achterberg",), "Robin Newman"), "ask"),
        (OwnerEvidence(name="Ana Diaz"), "ask"),
        (OwnerEvidence(("ana-diaz",)), "ask"),
        (OwnerEvidence(("ana-diaz",), "🍷"), "ask"),
        # Both differ, or I am among the connections, whatever else is said.
        (OwnerEvidence(("ana-diaz",), "Ana Diaz"), "anothers"),
        (
            OwnerEvidence(("robin-achterberg",), "Robin Achterberg", ("in/robin-achterberg",)),
            "anothers",
        ),
    ],
)
def test_whose_it_is(read: Read, evidence: OwnerEvidence, answer: str) -> None:
    reading = read({"Connections.csv": STAR}).replace(owner_evidence=evidence)
    assert readers.whose(reading, addresses=MINE, names=NAMES) == answer


@pytest.mark.parametrize(
    ("addresses", "names", "answer"),
    [
        ((), (), "unknown"),
        ((ROBIN,), (), "mine"),
        ((), ("Robin Achterberg",), "mine"),
        (("in/ana-lopez",), (), "ask"),
        ((), ("Ana Lopez",), "ask"),
        (("in/ana-lopez",), ("Ana Lopez",), "anothers"),
        (("in/ana-diaz",), (), "anothers"),
    ],
)
def test_what_is_not_known_of_me_does_not_differ(
    read: Read, addresses: tuple[str, ...], names: tuple[str, ...], answer: str
) -> None:
    reading = read(COMPLETE)
    assert readers.whose(reading, addresses=addresses, names=names) == answer
