"""Sequences of acts on a book against a model of it in plain Python.

The model is a list of acts with the facts of each, and what is in force is found anew each time.
Six people can be in an export, be merged, logged about, noted, forgotten; anything can be undone
and brought back; the book is opened anew in between, with what lies beside it and without.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from infonet.book import Book
from infonet.errors import BookError, InfonetError
from infonet.readers import read
from tests.book_exports import ROBIN, export
from tests.conftest import Counted, first

NAMES = ("Ana Diaz", "Bo Lin", "Cy Moss", "Di Roe", "Eli Orr", "Fay Ng")
KEYS = tuple(f"in/{name.lower().replace(' ', '-')}" for name in NAMES)
CALLED = dict(zip(KEYS, NAMES, strict=True))
STAGES = ("asked", "replied", "held", "thanked")
LENGTH = 9  # acts of a sequence
SHARED = "passphrase of the model"


@dataclass
class Act:
    """What an act says, or which act it takes back."""

    kind: str
    people: set[str] = field(default_factory=set)  # whom an export lists
    pair: tuple[str, str] | None = None
    event: int | None = None
    target: int | None = None
    told: dict[str, Any] = field(default_factory=dict)


class Model:
    """What a book says, as plain facts."""

    def __init__(self) -> None:
        self.acts: dict[int, Act] = {}
        self.events = 0
        self.forgotten: set[str] = set()
        self.nameless: set[str] = set()  # who they are in the log since

    def stands(self, number: int) -> bool:
        """Whether an act is in force: no act that takes it back is."""
        later = (at for at, act in self.acts.items() if act.target == number)
        return not any(self.stands(at) for at in later)

    def in_force(self, *kinds: str) -> list[Act]:
        return [act for at, act in self.acts.items() if act.kind in kinds and self.stands(at)]

    def listed(self) -> set[str]:
        """Whom an export lists that is in force."""
        return set().union(*(act.people for act in self.in_force("import")))

    def known(self) -> set[str]:
        """Of whom the book speaks, the nameless among them."""
        return self.listed() | {act.told["person"] for act in self.in_force("log", "note")}

    def forget(self, gone: frozenset[str]) -> None:
        """Let nothing of somebody stay but log entries of a nameless person."""
        nameless = f"nameless {len(self.nameless)}"
        self.nameless.add(nameless)
        self.forgotten |= gone
        theirs = set[int | None]()
        for act in self.acts.values():
            act.people -= gone
            if act.pair and gone & set(act.pair):
                act.pair = None
            if act.kind in ("log", "note") and act.told["person"] in gone:
                if act.kind == "log":
                    theirs.add(act.event)
                    act.told |= {"person": nameless, "note": None}
                else:
                    act.kind = "erased"
        for act in self.acts.values():
            if act.kind == "correct" and act.event in theirs:
                act.told.pop("note", None)

    def group(self, key: str) -> frozenset[str]:
        """With whom somebody is one person."""
        found, pairs = {key}, [act.pair for act in self.in_force("same") if act.pair]
        for _ in pairs:
            for pair in pairs:
                if found & set(pair):
                    found |= set(pair)
        return frozenset(found)

    def said(self) -> list[tuple[int, frozenset[str], str, str, str | None]]:
        """List the events in force: number, of whom, stage, day and note."""
        rows = list[tuple[int, frozenset[str], str, str, str | None]]()
        for act in self.in_force("log"):
            assert act.event is not None
            told = dict(act.told)
            for other in self.in_force("correct"):
                if other.event == act.event:
                    told |= other.told
            whom = self.group(told["person"])
            rows.append((act.event, whom, told["stage"], told["date"], told["note"]))
        return sorted(rows)

    def to_undo(self) -> int | None:
        """Return the latest act in force that `undo` takes back."""
        kept = ("undo", "settle", "forget")
        some = (at for at in reversed(self.acts) if self.acts[at].kind not in kept)
        return next((at for at in some if self.stands(at)), None)

    def to_redo(self) -> int | None:
        """Return what took an act back last, if nothing else was done since."""
        for at in reversed(self.acts):
            target = self.acts[at].target
            if target is None:
                return None
            if self.stands(at) and self.acts[target].target is None:
                return at
        return None


class Sequence:
    """A book, the model of it, and acts by chance on both."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.folder, self.rng = folder, rng
        self.book, self.model = Book(folder / "me.db", me=ROBIN), Model()
        self.number = int(self.book.history().act.max())
        self.model.acts[self.number] = Act("settle")
        self.counter = 0

    def done(self, act: Act) -> None:
        self.number += 1
        self.model.acts[self.number] = act

    def whom(self) -> str | None:
        known = sorted(self.model.known() - self.model.nameless)
        return self.rng.choice(known) if known else None

    def import_(self) -> None:
        self.counter += 1
        some = self.rng.sample(KEYS, self.rng.randint(1, 4))
        rows = [{"slug": key[3:], "name": CALLED[key], "company": "Delta"} for key in some]
        self.book.add(export(*rows, exported=f"2026-03-{self.counter:02d}"))
        self.done(Act("import", people=set(some) - self.model.forgotten))

    def same(self) -> None:
        a, b = self.whom(), self.whom()
        if a is None or b is None or b in self.model.group(a):
            return
        self.book.same(a, b)
        self.done(Act("same", pair=(a, b)))

    def log(self) -> None:
        person = self.whom()
        if person is None:
            return
        self.counter += 1
        told = {
            "stage": self.rng.choice(STAGES),
            "date": f"2026-04-{self.counter:02d}",
            "note": f"note {self.counter}",
        }
        event = self.book.log(told["stage"], person, date=told["date"], note=told["note"])
        self.model.events += 1
        assert event == self.model.events
        self.done(Act("log", event=event, told={"person": person, **told}))

    def note(self) -> None:
        person = self.whom()
        if person is not None:
            self.counter += 1
            self.book.note(person, "learnt", f"fact {self.counter}")
            self.done(Act("note", told={"person": person, "text": f"fact {self.counter}"}))

    def correct(self) -> None:
        found = self.model.said()
        if not found:
            return
        event = self.rng.choice(found)[0]
        self.counter += 1
        changes: dict[str, Any] = self.rng.choice(
            [{"date": f"2026-05-{self.counter:02d}"}, {"note": f"other {self.counter}"}]
        )
        self.book.correct(event, **changes)
        self.done(Act("correct", event=event, told=changes))

    def undo(self) -> None:
        at = self.model.to_undo()
        if at is None:
            with pytest.raises(BookError):
                self.book.undo(others=True)
            return
        self.book.undo(others=True)
        self.done(Act("undo", target=at))

    def undo_any(self) -> None:
        at = self.rng.choice(list(self.model.acts))
        if self.model.acts[at].kind in ("settle", "forget"):
            return
        if not self.model.stands(at):
            with pytest.raises(BookError):
                self.book.undo(at)
            return
        self.book.undo(at)
        self.done(Act("undo", target=at))

    def redo(self) -> None:
        at = self.model.to_redo()
        if at is None:
            with pytest.raises(BookError):
                self.book.redo(others=True)
            return
        self.book.redo(others=True)
        self.done(Act("undo", target=at))

    def forget(self) -> None:
        person = self.whom()
        if person is None:
            return
        gone = self.model.group(person)
        self.book.forget(person).confirm()
        self.model.forget(gone)
        self.done(Act("forget"))

    def share(self) -> None:
        listed = {self.model.group(key) for key in self.model.listed()}
        if not listed:
            with pytest.raises(InfonetError):
                self.book.share(self.folder / "shared.json", passphrase=SHARED, replace=True)
            return
        self.book.share(self.folder / "shared.json", passphrase=SHARED, replace=True)
        shared = read(self.folder / "shared.json", owner="Robin")
        assert int(shared.counts.rows) == len(listed)

    def reopen(self) -> None:
        if self.rng.random() < 0.3:
            (self.folder / ".me.db-snapshot").unlink(missing_ok=True)
        self.book = Book(self.folder / "me.db", me=ROBIN)

    def look(self) -> None:
        """Compare everything that the book says with the model."""
        model, tables = self.model, self.book.tables()
        said = {event: min(whom) for event, whom, *_ in model.said()}
        nameless = {
            person: said.get(event, "")
            for event, person in zip(tables.events.event, tables.events.person, strict=True)
            if person.startswith("forgotten/")
        }
        assert set(nameless.values()) == model.nameless & set(said.values())
        people = {nameless.get(key, key) for key in tables.people.person} - {"me"}
        assert len(people) == len(tables.people) - 1  # one key a person
        groups = {model.group(key) for key in model.known()}
        assert len(people) == len(groups), (people, groups)
        assert all(len(people & group) == 1 for group in groups), (people, groups)
        names = dict(zip(tables.people.person, tables.people.name, strict=True))
        for group in groups - {frozenset({one}) for one in model.nameless}:
            (shown,) = people & group
            assert names[shown] in {CALLED[key] for key in group}
            assert {self.book.who(key) for key in group & model.known()} == {shown}
        ties = tables.ties.query("evidence == 'connection'")
        other = {*ties.source, *ties.target} - {"me"}
        listed = {model.group(key) for key in model.listed()}
        assert {model.group(key) for key in other} == listed and len(ties) == len(listed)
        found = [
            (
                row["event"],
                model.group(nameless.get(row["person"], row["person"])),
                *(row["stage"], f"{row['date']:%Y-%m-%d}"),
                row["note"] if isinstance(row["note"], str) else None,
            )
            for row in tables.events.to_dict("records")
        ]
        assert sorted(found) == model.said()
        notes = sorted(tables.notes.query("kind == 'learnt'").text)
        assert notes == sorted(act.told["text"] for act in model.in_force("note"))
        # Nobody writes to the nameless, as long as the log speaks of them.
        assert sorted(tables.notes.query("kind == 'opted out'").person) == sorted(nameless)


ACTS: tuple[tuple[Callable[[Sequence], None], int], ...] = (
    *((Sequence.import_, 5), (Sequence.same, 3), (Sequence.log, 5), (Sequence.note, 2)),
    *((Sequence.correct, 3), (Sequence.undo, 4), (Sequence.undo_any, 2), (Sequence.redo, 3)),
    *((Sequence.forget, 1), (Sequence.reopen, 3)),
)


PARTS, EACH = 10, 500  # of the full count, so that a part may be run by itself


@pytest.mark.evidence
@pytest.mark.parametrize("part", first(range(PARTS), 4))
def test_a_book_says_what_a_plain_model_says(
    part: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    full_count: Callable[[int, int], int],
    counted: Counted,
) -> None:
    # So that a book as small as these has something beside it from which it is opened.
    monkeypatch.setattr("infonet.book.projection._snapshot._WORTH_KEEPING", 1)
    acts, weights = zip(*ACTS, strict=True)
    for seed in range(part * EACH, part * EACH + full_count(1, EACH)):
        rng = random.Random(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        sequence = Sequence(folder, rng)
        sequence.import_()
        done = ["import_"]
        for act in rng.choices(acts, weights, k=LENGTH):
            act(sequence)
            done.append(act.__name__)
            try:
                sequence.look()
            except AssertionError as error:
                raise AssertionError(f"seed {seed}, after {done}: {error}") from error
        if seed % 10 == 0:  # which takes long on purpose
            sequence.share()
        counted("sequences", differences=0)
