"""The rooms of the package: what may import what, file by file."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "infonet"

# One way only: a room imports from its left. Rooms on one line do not import each other, either.
ROOMS: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("files",),
    ("progress",),
    ("names",),
    ("tables",),
    ("workdays",),
    ("insiders",),
    ("readers",),
    ("ledger",),
    ("book", "strength"),
    ("conversion",),
    ("graph",),
    ("paths",),
    ("layout",),
    ("agenda", "plot"),
    ("prepare",),
    ("writers",),
    ("cohort", "samples"),
    ("panel",),
    ("start",),
    ("__init__", "__main__"),
)
FLOOR = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}

# To be emptied as the rooms are rebuilt: files that still break a rule.
NOT_YET: dict[str, frozenset[str]] = {
    "order": frozenset(),
    "face": frozenset(),
    "circle": frozenset(),
}


NO_TESTS_YET: frozenset[str] = frozenset()


class Import(NamedTuple):
    """One name that a file takes from another file of the package."""

    file: str
    line: int
    target: str
    name: str


def module_of(source: Path) -> str:
    """Name a file below the package: ``paths._alters``, or ``paths`` for its face."""
    parts = source.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


SOURCES = {module_of(source): source for source in sorted(PACKAGE.rglob("*.py"))}


def room(module: str) -> str:
    return module.partition(".")[0]


def imports(module: str) -> Iterator[Import]:
    """Whatever a file imports of the package, wherever in the file it stands."""
    file = SOURCES[module].relative_to(PACKAGE).as_posix()
    for node in ast.walk(ast.parse(SOURCES[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "infonet":
                    yield Import(file, node.lineno, alias.name.partition(".")[2] or "__init__", "")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "infonet":
            base = str(node.module).partition(".")[2]
            for alias in node.names:
                inner = f"{base}.{alias.name}" if base else alias.name
                if inner in SOURCES:
                    yield Import(file, node.lineno, inner, "")
                else:
                    yield Import(file, node.lineno, base or "__init__", alias.name)


EVERY = {module: tuple(imports(module)) for module in SOURCES}


def test_every_room_has_its_floor() -> None:
    assert {room(module) for module in SOURCES} == set(FLOOR)


def test_the_tests_mirror_the_rooms() -> None:
    """Each room that is a folder has its folder of tests; a room of one file may have a file."""
    tests = PACKAGE.parent / "tests"
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    without = {name for name in folders if not list((tests / name).glob("test_*.py"))}
    assert not without
    apart = {"repository", "browser"}
    there = {path.name for path in tests.iterdir() if (path / "__init__.py").exists()}
    assert there - apart <= {*FLOOR, *folders}


def test_nothing_is_excused_that_breaks_no_rule() -> None:
    """A file that breaks a rule no more leaves `NOT_YET`."""
    excused = {(rule, file) for rule, files in NOT_YET.items() for file in files}
    assert not excused - {
        (rule, broken.file) for rule, check in RULES.items() for broken in check()
    }


def test_no_underscore_module_is_loose_at_the_top() -> None:
    programs = ("__init__", "__main__")
    assert not [name for name in SOURCES if name.startswith("_") and name not in programs]


class Broken(NamedTuple):
    """A file that breaks a rule, and how."""

    file: str
    how: str


def against_the_order() -> Iterator[Broken]:
    for module, found in EVERY.items():
        for one in found:
            target = room(one.target)
            if target != room(module) and FLOOR[target] >= FLOOR[room(module)]:
                yield Broken(one.file, f"line {one.line} imports `{one.target}`")


def past_a_face() -> Iterator[Broken]:
    for module, found in EVERY.items():
        for one in found:
            if room(one.target) != room(module) and not is_named(one):
                yield Broken(one.file, f"line {one.line} takes `{one.name}` from `{one.target}`")


def in_a_circle() -> Iterator[Broken]:
    uses = {module: {one.target for one in found} for module, found in EVERY.items()}
    for module, source in SOURCES.items():
        if way := way_back(uses, module):
            file = source.relative_to(PACKAGE).as_posix()
            yield Broken(file, f"imports itself by way of {' → '.join(way)}")


RULES = {"order": against_the_order, "face": past_a_face, "circle": in_a_circle}


@pytest.mark.parametrize("rule", RULES)
def test_every_file_keeps_to_its_room(rule: str) -> None:
    """A room imports from its left only, enters another by its face, and no file itself."""
    assert not [broken for broken in RULES[rule]() if broken.file not in NOT_YET[rule]]


def is_named(one: Import) -> bool:
    """Tell whether the face of a room, and each public module on the way, names what is taken."""
    parts = [*one.target.split("."), *([one.name] if one.name else [])]
    if any(part.startswith("_") and part != "__init__" for part in parts):
        return False
    for at, part in enumerate(parts[1:], start=1):
        owner = importlib.import_module("infonet." + ".".join(parts[:at]))
        if part not in getattr(owner, "__all__", ()):
            return False
    return True


def way_back(uses: dict[str, set[str]], start: str) -> list[str]:
    """List the modules by which a module imports itself; none if it does not."""
    before: dict[str, str] = {}
    waiting = [start]
    while waiting:
        module = waiting.pop()
        for target in sorted(uses.get(module, ())):
            if target == start:
                way = [module]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if target not in before:
                before[target] = module
                waiting.append(target)
    return []


def test_conversion_does_without_the_graph() -> None:
    """The rates of what happened are measured without it, also at second hand."""
    reached, waiting = set[str](), [name for name in SOURCES if room(name) == "conversion"]
    while waiting:
        new = {one.target for one in EVERY.get(waiting.pop(), ())} - reached
        reached |= new
        waiting.extend(new)
    assert not {room(name) for name in reached} & {"graph", "paths"}


@pytest.mark.parametrize(
    ("target", "name", "named"),
    [
        ("errors", "InfonetError", True),
        ("names.text", "one_line", True),
        ("names.text", "_shown", False),
        ("paths._alters", "alters_of", False),
        ("paths", "no_such_name", False),
    ],
)
def test_the_guard_knows_a_face(target: str, name: str, *, named: bool) -> None:
    assert is_named(Import("book/_store.py", 1, target, name)) == named


def test_the_guard_sees_a_circle() -> None:
    assert way_back({"a": {"b"}, "b": {"c"}, "c": {"a"}}, "a") == ["a", "b", "c"]
    assert way_back({"a": {"b"}, "b": {"c"}}, "a") == []
