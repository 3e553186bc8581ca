"""The ways to install: pyproject.toml, environment.yml, constraints.txt and the Makefile agree."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
CONDA_NAMES = {"matplotlib": "matplotlib-base"}
WINDOWS: dict[str, str] = {
    **{name: str(value) for name, value in default_environment().items()},
    "sys_platform": "win32",
    "os_name": "nt",
}


def bounds(lines: list[str]) -> dict[str, str]:
    """Name to version bounds."""
    wanted = [Requirement(line) for line in lines]
    return {canonicalize_name(one.name): str(one.specifier) for one in wanted}


def extra(name: str) -> list[str]:
    """List the requirements of an extra, with those of the extras it names."""
    lines: list[str] = []
    for wanted in map(Requirement, EXTRAS[name]):
        inner = wanted.extras if wanted.name == PROJECT["name"] else ()
        lines += [line for other in sorted(inner) for line in extra(other)]
        lines += [] if inner else [str(wanted)]
    return lines


def pins() -> list[Requirement]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def test_conda_and_pip_ask_for_the_same() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    listed = environment["dependencies"]
    conda = bounds([line for line in listed if isinstance(line, str) and line != "pip"])
    pip = bounds(PROJECT["dependencies"] + extra("lab"))
    wanted = {CONDA_NAMES.get(name, name): bound for name, bound in pip.items()}
    assert conda == {"python": PROJECT["requires-python"], **wanted}
    assert [line for line in listed if isinstance(line, dict)] == [{"pip": ["-e ."]}]
    assert "pip" in listed, "conda warns where pip is used and not listed"
    assert environment["channels"][0] == "conda-forge"


def test_every_dependency_is_pinned_within_its_bounds() -> None:
    pinned = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins()}
    for wanted in map(Requirement, PROJECT["dependencies"] + extra("test") + extra("bench")):
        version = pinned.get(canonicalize_name(wanted.name))
        assert version, f"`{wanted.name}` is not in constraints.txt: run make constraints"
        assert wanted.specifier.contains(version), f"{wanted.name}=={version}"


def test_constraints_are_exact_and_sorted_and_name_no_place() -> None:
    for pin in pins():
        assert [one.operator for one in pin.specifier] == ["=="], str(pin)
        assert pin.url is None, str(pin)
    names = [pin.name for pin in pins()]
    assert names == sorted(set(names)), "one version for every system"
    assert "//" not in (ROOT / "constraints.txt").read_text("utf-8")


def test_constraints_hold_on_windows_too() -> None:
    there = {pin.name for pin in pins() if pin.marker is None or pin.marker.evaluate(WINDOWS)}
    assert {"pywinpty", "colorama", "numpy", "jupyterlab"} <= there
    assert "ptyprocess" not in there


def test_what_the_package_tells_to_install_is_published() -> None:
    """That is: what is pinned, or a folder; infonet itself is on no index."""
    pinned = {canonicalize_name(one.name) for one in pins()} | {"pyspark"}  # beside DuckDB
    wrong = []
    for source in sorted((ROOT / "infonet").rglob("*.py")):
        for told in re.findall(r"pip install \"?([^`\",\n]*)", source.read_text("utf-8")):
            wrong += [
                f"{source.name}: {word}"
                for word in re.split(r"[\s\"']+", told)
                if re.match(r"[a-z]", word) and word not in pinned
            ]
    assert not wrong


def test_jupyterlab_is_new_enough_to_be_safe() -> None:
    """Before 4.5.7 a button in an output could run commands."""
    (wanted,) = [one for one in map(Requirement, EXTRAS["lab"]) if one.name == "jupyterlab"]
    assert not wanted.specifier.contains("4.5.6")
    assert wanted.specifier.contains("4.5.7")


def test_the_makefile_asks_for_the_python_that_pyproject_asks_for() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    oldest = Version(PROJECT["requires-python"].removeprefix(">="))
    assert f"sys.version_info < ({oldest.major}, {oldest.minor})" in makefile
    assert f"--python-version {oldest}" in makefile


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def code_in(page: str) -> str:
    """Return what stands as code in a page."""
    text = (ROOT / page).read_text("utf-8")
    return "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", text, re.MULTILINE | re.DOTALL))


def test_the_readme_gives_the_two_commands() -> None:
    assert {"lab", "test"} <= set(re.findall(r"\bmake ([a-z]+)", code_in("README.md")))


def test_the_pages_give_the_ways_to_install() -> None:
    install = code_in("docs/install.md")
    assert 'pip install -e ".[lab]"' in install
    assert "environment.yml" in install
    table = re.findall(r"^\|[^|]+\|", (ROOT / "docs/install.md").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", "".join(table))) == set(EXTRAS)


@pytest.mark.parametrize(
    "page",
    sorted(
        page.relative_to(ROOT).as_posix() for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    ),
)
def test_every_make_target_that_a_page_names_exists(page: str) -> None:
    assert set(re.findall(r"\bmake ([a-z]+)", code_in(page))) - {"picture"} <= targets()


def test_make_help_lists_every_target() -> None:
    lines = (ROOT / "Makefile").read_text("utf-8").splitlines()
    listed = {line.split(":")[0] for line in lines if re.match(r"[a-z]+:[^#]*## ", line)}
    assert listed == targets()


def test_ci_runs_the_readmes_test_command_then_more() -> None:
    script = ROOT / ".ci" / "run"
    lines = script.read_text("utf-8").splitlines()
    assert lines == [
        "#!/usr/bin/env bash",
        "set -euo pipefail",
        'cd "$(dirname "$0")/.."',
        "make test",
        "make more",
    ]
    assert script.stat().st_mode & 0o111, "not executable"


@pytest.mark.parametrize("target", ["lab", "test", "more", "clean"])
def test_a_target_does_what_its_line_in_the_makefile_says(target: str) -> None:
    """A dry run: `make` only says what it would do. It may itself have been started by make."""
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    ran = subprocess.run(
        ["make", "--dry-run", target],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    commands = ran.stdout
    if target == "lab":
        assert "-m tools.lab" in commands
    elif target == "test":
        steps = ("ruff check", "ruff format --check", "mypy", "pytest", "--nbval")
        for step in steps:
            assert step in commands
        # The stamp: where it is missing, the browser is looked for before pytest starts.
        assert (ROOT / ".venv" / ".browser").exists() or "-m tools.browser" in commands
        assert "pytest" in commands.strip().splitlines()[-1], "pytest's closing line comes last"
    elif target == "more":
        assert "tools.pages" in commands and "tools.wheel" in commands
        for name in ("lowest", "arrow", "spark"):
            assert f".venv-{name}/bin/python -m pytest" in commands
    else:
        assert "rm -rf .venv" in commands
        assert "private" not in commands and "data" not in commands, "what is yours stays"
