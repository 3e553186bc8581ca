"""Files that git holds, or would: no real addresses, no private files, no traces of a machine."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000

EMAIL = re.compile(r"[\w.+-]+@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})\b")
RESERVED = re.compile(r"(?:^|\.)example\.(?:com|net|org)$", re.IGNORECASE)
MACHINE = re.compile(
    r"(?<![\w.:/])/(?:home|root|Users)/|\b[A-Z]:\\\\?Users\b|" + re.escape(f"{ROOT}/")
)
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|anaconda|npmjs|crates)\.(?:org|com|io)\b|://[^\s/]+/simple\b"
)


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """List what is tracked, and what would be with the next `git add`."""
    try:
        listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    except FileNotFoundError:
        pytest.skip("git is not installed")
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def texts(files: list[Path]) -> Iterator[tuple[str, str]]:
    """Name and text of every file, those inside a zip too; bytes that are no text are left out."""
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    yield f"{name}/{member}", archive.read(member).decode("utf-8", "replace")
        elif b"\0" not in (content := path.read_bytes()):
            yield name, content.decode("utf-8", "replace")


def findings(files: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}: {found[0]}" for name, text in texts(files) for found in pattern.finditer(text)
    ]


def test_every_address_is_reserved_for_examples(files: list[Path]) -> None:
    real = [
        f"{name}: {found[0]}"
        for name, text in texts(files)
        for found in EMAIL.finditer(text)
        if not RESERVED.search(found[1])
    ]
    assert not real


def test_no_path_of_a_machine(files: list[Path]) -> None:
    assert not findings(files, MACHINE)


def test_no_registry_is_named(files: list[Path]) -> None:
    assert not findings(files, REGISTRY)


def test_nothing_is_large(files: list[Path]) -> None:
    large = {path.name: path.stat().st_size for path in files if path.stat().st_size > MEGABYTE}
    assert not large


def test_what_is_private_is_ignored_and_not_tracked(files: list[Path]) -> None:
    names = {path.relative_to(ROOT).as_posix() for path in files}
    assert not {name for name in names if name.startswith("data/private/") or name.endswith(".db")}
    assert "uv.lock" not in names
    for name in ("data/private/Connections.csv", "data/private/01-your-network.ipynb", "uv.lock"):
        assert git("check-ignore", "--quiet", name).returncode == 0, f"`{name}` is not ignored"


@pytest.mark.parametrize(
    ("pattern", "caught", "let_through"),
    [
        (
            MACHINE,
            ["see /" + "home/ana/x.csv", "'/" + "root/.venv'", f"{ROOT}/data"],
            ["linkedin.com/in/home/x"],
        ),
        (
            REGISTRY,
            ["https://" + "pypi." + "org/x", "http://host/" + "simple/"],
            ["PyPI", "/simple"],
        ),
    ],
)
def test_the_patterns_catch(
    pattern: re.Pattern[str], caught: list[str], let_through: list[str]
) -> None:
    assert all(pattern.search(text) for text in caught)
    assert not any(pattern.search(text) for text in let_through)


def test_an_address_that_only_looks_reserved_is_caught() -> None:
    real = ["ana@delta." + "com", "ana@example.com." + "de", "ana@myexample" + ".com"]
    for text in real:
        found = EMAIL.search(text)
        assert found and not RESERVED.search(found[1])
    for text in ("ana@example.com", "ana.diaz+x@mail.example.org"):
        found = EMAIL.search(text)
        assert found and RESERVED.search(found[1])
