"""The tools of the Makefile: working copy, digest, JupyterLab's start, the runner of notebooks."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from infonet import start
from tools import browser, driven_lab, lab, pictures, run_notebooks, wheel
from tools.digest import digest
from tools.working_copy import copy_notebooks, opens_a_book


def write_notebook(path: Path, *code: str, **metadata: Any) -> Path:
    cells = [nbformat.v4.new_code_cell(source) for source in code]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


@pytest.fixture
def gallery(tmp_path: Path) -> Path:
    write_notebook(tmp_path / "gallery" / "01-ties.ipynb", "1 + 1")
    return tmp_path / "gallery"


@pytest.fixture
def private(tmp_path: Path) -> Path:
    return tmp_path / "data" / "private"


def test_a_new_notebook_is_copied_for_the_readers_eyes_only(gallery: Path, private: Path) -> None:
    assert copy_notebooks(gallery, private) == {"01-ties.ipynb": "copied"}
    copy = private / "01-ties.ipynb"
    assert [cell["source"] for cell in json.loads(copy.read_text())["cells"]] == [["1 + 1"]]
    if os.name == "posix":
        assert private.stat().st_mode & 0o077 == 0
    assert copy_notebooks(gallery, private) == {"01-ties.ipynb": "up to date"}


def test_an_unchanged_copy_follows_the_gallery_even_if_it_was_run(
    gallery: Path, private: Path
) -> None:
    copy_notebooks(gallery, private)
    mine = json.loads((private / "01-ties.ipynb").read_text())
    mine["cells"][0]["execution_count"] = 7
    (private / "01-ties.ipynb").write_text(json.dumps(mine))
    write_notebook(gallery / "01-ties.ipynb", "1 + 2")
    assert copy_notebooks(gallery, private) == {"01-ties.ipynb": "brought up to date"}
    newer = json.loads((private / "01-ties.ipynb").read_text())["cells"]
    assert [(cell["source"], cell["execution_count"]) for cell in newer] == [(["1 + 2"], None)]


def test_a_changed_copy_is_kept_whatever_happens_in_the_gallery(
    gallery: Path, private: Path
) -> None:
    copy_notebooks(gallery, private)
    mine = write_notebook(private / "01-ties.ipynb", "my own line")
    kept = mine.read_bytes()
    assert copy_notebooks(gallery, private)["01-ties.ipynb"] == "yours, kept as you changed it"
    write_notebook(gallery / "01-ties.ipynb", "1 + 2")
    for _ in range(2):
        assert "rename it" in copy_notebooks(gallery, private)["01-ties.ipynb"]
    assert mine.read_bytes() == kept


def test_a_file_of_that_name_that_we_never_wrote_is_kept(gallery: Path, private: Path) -> None:
    private.mkdir(parents=True)
    (private / "01-ties.ipynb").write_text("not a notebook")
    assert "yours" in copy_notebooks(gallery, private)["01-ties.ipynb"]
    assert (private / "01-ties.ipynb").read_text() == "not a notebook"


def test_a_notebook_that_the_reader_threw_away_comes_again(gallery: Path, private: Path) -> None:
    copy_notebooks(gallery, private)
    (private / "01-ties.ipynb").unlink()
    assert copy_notebooks(gallery, private) == {"01-ties.ipynb": "copied"}


def test_a_notebook_that_may_write_into_a_readers_book_is_not_copied(
    gallery: Path, private: Path
) -> None:
    """Else its cells would write the sample's invented people into a reader's own book."""
    write_notebook(gallery / "02-mine.ipynb", 'import infonet\nbook = infonet.Book("me.db")')
    assert copy_notebooks(gallery, private)["02-mine.ipynb"] == (
        "not copied, because it opens a book at a path"
    )
    assert [path.name for path in private.glob("*.ipynb")] == ["01-ties.ipynb"]
    write_notebook(private / "01-ties.ipynb", "%matplotlib inline", 'Book("me.db", me="in/me")')
    assert "docs/own-data.md" in copy_notebooks(gallery, private)["01-ties.ipynb"]


@pytest.mark.parametrize(
    ("code", "at_a_path"),
    [
        ('infonet.Book("me.db", me="https://www.linkedin.com/in/me")', True),
        ("infonet.Book(path=place)", True),
        ("Book(**given)", True),
        ('infonet.sample_book("six-months", path="me.db")', True),
        ('infonet.sample_book("six-months")', False),
        ('infonet.Book("me.db", read_only=True)', False),
        ('infonet.Book("me.db", read_only=asked)', True),
        ('infonet.Book(me="https://www.linkedin.com/in/me")', False),
        ("print('infonet.Book(1)')", False),
        ("for", False),
    ],
)
def test_a_book_at_a_path_is_recognised(code: str, *, at_a_path: bool, tmp_path: Path) -> None:
    assert opens_a_book(write_notebook(tmp_path / "a.ipynb", "1 + 1", code)) == at_a_path


def test_running_a_notebook_again_changes_nothing(tmp_path: Path) -> None:
    path = write_notebook(
        tmp_path / "01-ties.ipynb",
        "for tie in range(3):\n    print(tie, flush=True)",
        "from pathlib import Path\nPath.cwd().name",
        widgets={"application/vnd.jupyter.widget-state+json": {}},
    )
    assert run_notebooks.run(path)
    first = path.read_bytes()
    assert not run_notebooks.run(path)
    assert path.read_bytes() == first
    notebook = json.loads(first)
    assert [cell["execution_count"] for cell in notebook["cells"]] == [1, 2]
    assert [cell["id"] for cell in notebook["cells"]] == ["cell-01", "cell-02"]
    assert notebook["cells"][0]["outputs"][0]["text"] == ["0\n", "1\n", "2\n"]
    assert notebook["cells"][1]["outputs"][0]["data"]["text/plain"] == [f"'{tmp_path.name}'"]
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert all(cell["metadata"] == {} for cell in notebook["cells"])


def test_a_busy_machine_leaves_no_bar_in_a_notebook(tmp_path: Path) -> None:
    slow = "import time\nfor _ in steps(range(3), 'Waiting'):\n    time.sleep(0.7)"
    path = write_notebook(tmp_path / "01-ties.ipynb", f"from infonet.progress import steps\n{slow}")
    run_notebooks.run(path)
    assert json.loads(path.read_text("utf-8"))["cells"][0]["outputs"] == []


def test_a_notebook_that_raises_stays_as_it_was(tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "01-ties.ipynb", "'before'", "raise ValueError('as it must')")
    before = path.read_bytes()
    with pytest.raises(CellExecutionError, match="as it must"):
        run_notebooks.run(path)
    assert path.read_bytes() == before


def test_cleaning_keeps_tags_and_outputs_and_is_done_once() -> None:
    cell = nbformat.v4.new_code_cell("1", execution_count=4, id="a-random-id")
    cell.metadata = {"tags": ["raises-exception"], "execution": {"iopub.status.busy": "2026-01-01"}}
    cell.outputs = [nbformat.v4.new_output("stream", text="kept\n")]
    once = run_notebooks.cleaned(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])))
    (cleaned,) = json.loads(once)["cells"]
    assert cleaned["metadata"] == {"tags": ["raises-exception"]}
    assert cleaned["outputs"][0]["text"] == ["kept\n"]
    assert cleaned["id"] == "cell-01"
    assert run_notebooks.cleaned(once) == once


def test_a_widget_is_kept_as_its_picture_alone() -> None:
    view = {"model_id": "differs from run to run", "version_major": 2}
    shown = {
        "application/vnd.jupyter.widget-view+json": view,
        "image/png": "",
        "text/plain": "Ways",
    }
    cell = nbformat.v4.new_code_cell("panel", execution_count=1)
    cell.outputs = [nbformat.v4.new_output("execute_result", shown, execution_count=1)]
    (kept,) = json.loads(
        run_notebooks.cleaned(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])))
    )["cells"]
    assert set(kept["outputs"][0]["data"]) == {"image/png", "text/plain"}


def test_the_digest_gives_every_target_its_line() -> None:
    heading, *lines = digest().splitlines()
    assert "2026-06-30" in heading
    by_target = {line[2:26].strip(): line[27:] for line in lines}
    assert len(by_target) == 10
    # data/README.md says which target is reached how.
    # Whoever is known there was met, or has been asked already; Bo said no on 11 June.
    assert "who they know there" in by_target["Halvorsen Grid"]
    assert "Bo Lin" not in by_target["Voltquay Storage"]
    assert "who they know there" in by_target["Fennimore Tidal"]


@pytest.mark.parametrize("arguments", [["--no-open"], ["--no-browser"]])
def test_make_lab_ends_with_the_users_own_book(
    arguments: list[str],
    gallery: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    started: list[Sequence[str]] = []
    monkeypatch.setattr(lab, "ROOT", tmp_path)
    monkeypatch.setattr(lab, "PRIVATE", tmp_path / "private")
    monkeypatch.setattr(lab, "copy_notebooks", lambda *_: copy_notebooks(gallery, lab.PRIVATE))

    def main(given: Sequence[str]) -> int:
        started.append(given)
        return 7

    monkeypatch.setattr(start, "main", main)
    assert lab.main(arguments) == 7
    assert started == [["--folder", str(lab.PRIVATE), *arguments]]
    assert "01-ties.ipynb: copied" in capsys.readouterr().out


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder of programs that is the whole PATH; ``asked`` lists how they were called."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("INFONET_CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "_NAMES", ("chromium", "google-chrome"))
    program(programs / "env", 'shift\n"$@"')
    return programs


def program(path: Path, does: str = "") -> Path:
    path.write_text(f'#!/bin/sh\necho "${{0##*/}} $*" >> {path.parent}/asked\n{does}\n')
    path.chmod(0o755)
    return path


def asked(programs: Path) -> list[str]:
    log = programs / "asked"
    return log.read_text().splitlines() if log.exists() else []


INSTALLS = """if [ "$2" = install ]; then /bin/cat > {0} <<'END'
#!/bin/sh
exit {1}
END
/bin/chmod +x {0}; fi"""
only_posix = pytest.mark.skipif(os.name != "posix", reason="apt-get is there on Linux alone")


@only_posix
def test_a_chromium_that_is_there_is_taken_as_it_is(system: Path) -> None:
    program(system / "apt-get")
    there = program(system / "google-chrome")
    assert browser.provide() == browser.chromium() == str(there)
    assert asked(system) == []


@only_posix
@pytest.mark.parametrize("root", [True, False])
def test_chromium_is_installed_where_that_takes_no_question(
    *, root: bool, system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
    program(system / "apt-get", INSTALLS.format(system / "chromium", 0))
    program(system / "sudo", 'shift\n"$@"')
    assert browser.provide() == str(system / "chromium")
    installed = [line for line in asked(system) if line.startswith("apt-get")]
    assert [line.split()[2] for line in installed] == ["update", "install"]
    assert "--no-install-recommends chromium" in installed[1]
    by_sudo = [line for line in asked(system) if line.startswith("sudo")]
    assert all("--non-interactive" in line for line in by_sudo)
    assert len(by_sudo) == (0 if root else 2)


@only_posix
@pytest.mark.parametrize("case", ["refused", "fails", "does not run", "no sudo", "named", "no apt"])
def test_without_chromium_the_set_up_goes_on_and_says_what_is_missing(
    case: str, system: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    if case != "no apt":
        works = INSTALLS.format(system / "chromium", 1)
        program(system / "apt-get", works if case == "does not run" else "exit 100")
    if case != "no sudo":
        program(system / "sudo", "exit 1" if case == "refused" else 'shift\n"$@"')
    if case == "named":
        monkeypatch.setenv("INFONET_CHROMIUM", "none-of-that-name")
    assert browser.main() == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert "install `chromium`" in said and "skipped" in said
    if case in ("named", "no apt", "no sudo"):
        assert asked(system) == []


def test_a_notebook_for_jupyterlab_names_its_kernel(tmp_path: Path) -> None:
    """Else JupyterLab asks which one is meant, and waits."""
    written = nbformat.read(driven_lab.write_notebook(tmp_path / "a.ipynb", "1", "2"), as_version=4)
    assert written.metadata.kernelspec.name == "python3"
    assert [cell.source for cell in written.cells] == ["1", "2"]
    nbformat.validate(written)


def test_jupyterlab_for_a_test_takes_none_of_the_users_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", "/mine")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    environment = driven_lab.settings(tmp_path)
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        assert Path(environment[name]).parent == tmp_path
    assert environment["JUPYTER_CONFIG_PATH"] == str(lab.ROOT / "infonet" / "start" / "jupyter")
    assert "MPLBACKEND" not in environment


def test_the_readmes_pictures_are_there_and_made_by_a_command() -> None:
    readme = (lab.ROOT / "README.md").read_text("utf-8")
    tour = (lab.ROOT / "docs" / "index.md").read_text("utf-8")
    shown = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", readme)
    assert pictures.WAYS in {lab.ROOT / path for _, path in shown}
    shown += [(alt, f"docs/{path}") for path, alt in re.findall(r"image\} (\S+)\n:alt: (.+)", tour)]
    assert {pictures.WAYS, run_notebooks.APP} <= {lab.ROOT / path for _, path in shown}
    for words, path in shown:
        assert (lab.ROOT / path).read_bytes().startswith(b"\x89PNG"), path
        assert len(words) > 40, f"{path} says too little to somebody who cannot see it"


def test_the_wheel_is_used_with_every_extra_that_is_for_users() -> None:
    """Those who work on infonet have a clone: their extras are not asked of a wheel."""
    project = tomllib.loads((lab.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ours = {"browser", "bench", "docs", "units", "test"}
    assert set(wheel.EXTRAS) == set(project["optional-dependencies"]) - ours
