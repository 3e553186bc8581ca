"""``python -m infonet``: the folder, what is said, and how JupyterLab is started."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from traitlets.config.loader import JSONFileConfigLoader

import infonet
from infonet import start
from infonet.start import BOOK, KERNEL, NOTEBOOK, VERSIONS, main

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = Path(start.__file__).parent / "labextensions" / KERNEL

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collect the options of each JupyterLab that would have been started."""
    labapp = pytest.importorskip("jupyterlab.labapp")
    options: list[list[str]] = []
    monkeypatch.setattr(labapp, "main", options.append)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/mine")
    return options


def test_it_makes_the_notebook_and_opens_it(
    tmp_path: Path, started: list[list[str]], capsys: Captured
) -> None:
    folder = tmp_path / "new" / "mine"
    assert main(["--folder", str(folder), "--no-browser"]) == 0
    assert (folder / NOTEBOOK).is_file()
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0
    assert str(folder / NOTEBOOK) in capsys.readouterr().out
    assert started == [[*start.options(folder), "--no-browser"]]
    assert f"--ServerApp.root_dir={folder}" in started[0]
    assert "--LabApp.default_url=/doc/tree/my-book.ipynb" in started[0]


def test_a_dry_start_opens_nothing(tmp_path: Path, started: list[list[str]]) -> None:
    assert main(["--folder", str(tmp_path), "--no-open"]) == 0
    assert (tmp_path / NOTEBOOK).is_file()
    assert not started


def test_a_changed_notebook_is_said(
    tmp_path: Path, started: list[list[str]], capsys: Captured
) -> None:
    (tmp_path / NOTEBOOK).write_text("{}")
    assert main(["--folder", str(tmp_path)]) == 0
    assert "does not open by itself" in capsys.readouterr().out
    assert (tmp_path / NOTEBOOK).read_text() == "{}"
    assert started, "JupyterLab opens all the same"


def test_a_place_that_is_no_folder_is_said_in_one_line(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "file").write_text("")
    assert main(["--folder", str(tmp_path / "file")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "choose another" in line and "`" not in line


@pytest.mark.parametrize("folder", ["a\0b", "~nobody-at-all/x", "x" * 400, "a\ud800"])
def test_a_name_that_no_folder_can_have_is_said_in_one_line(folder: str, capsys: Captured) -> None:
    assert main(["--folder", folder, "--no-open"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_without_jupyterlab_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", None)
    assert main(["--folder", str(tmp_path)]) == 1
    assert "pip install jupyterlab " in capsys.readouterr().err
    assert (tmp_path / NOTEBOOK).is_file()


def test_a_clone_keeps_it_where_git_does_not_look() -> None:
    assert start.default_folder() == ROOT / "data" / "private"


@pytest.mark.parametrize("there", ["nothing", "a project", "data"])
def test_elsewhere_it_lies_in_a_folder_of_the_users_home(there: str, tmp_path: Path) -> None:
    """A wheel lies among other packages, which may have data of their own."""
    if there == "a project":
        (tmp_path / "pyproject.toml").write_text("")
    elif there == "data":
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "README.md").write_text("")
    assert start.default_folder(tmp_path) == Path.home() / "infonet"


def test_the_module_is_a_program(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "infonet"]
    told = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True).stdout
    assert "--folder" in told and "--no-open" in told
    subprocess.run([*command, "--folder", str(tmp_path), "--no-open"], check=True)
    assert (tmp_path / NOTEBOOK).is_file()


def test_jupyterlab_starts_quiet(
    tmp_path: Path, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No news, no look for updates, no package index; the user's own settings stay in force."""
    main(["--folder", str(tmp_path)])
    theirs, ours = os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert theirs == "/mine"
    app = pytest.importorskip("jupyterlab.labapp").LabApp()
    app.update_config(JSONFileConfigLoader("jupyter_lab_config.json", ours).load_config())
    assert app.news_url is None
    assert app.check_for_updates_class.__name__ == "NeverCheckForUpdate"
    assert app.extension_manager == "readonly"
    config = pytest.importorskip("jupyterlab_server.config")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", ours)
    overrides = config.ConfigManager(config_dir_name="labconfig").get("default_setting_overrides")
    notification = overrides["@jupyterlab/apputils-extension:notification"]
    assert notification == {"checkForUpdates": False, "fetchNews": "false"}


def test_a_folder_of_windows_reaches_jupyterlab_whole() -> None:
    folder = PureWindowsPath("D:/Ana Díaz/new [2026]")
    app = pytest.importorskip("jupyterlab.labapp").LabApp()
    app.parse_command_line(start.options(folder))
    assert app.config.ServerApp.root_dir == r"D:\Ana Díaz\new [2026]"
    assert app.extra_labextensions_path == [str(EXTENSION.parent)]
    assert app.default_url == "/doc/tree/my-book.ipynb"


def named(option: str) -> Any:
    """Import what an option of JupyterLab names."""
    traitlets = pytest.importorskip("traitlets.utils.importstring")
    (value,) = [
        given.partition("=")[2]
        for given in start.options(Path("/somewhere"))
        if given.startswith(f"--{option}=")
    ]
    return traitlets.import_item(value)


def test_its_kernel_runs_this_python_and_imports_nothing_from_the_folder() -> None:
    kernels = named("ServerApp.kernel_spec_manager_class")()
    spec = kernels.get_kernel_spec(KERNEL)
    assert spec.argv[0] == sys.executable
    assert "--IPKernelApp.ignore_cwd=True" in spec.argv
    assert spec.env["PYTHONSAFEPATH"] == "1"
    every = kernels.get_all_specs()
    assert every[KERNEL]["spec"]["argv"] == spec.argv
    assert "python3" in every, "the kernels that are installed are there as well"
    assert kernels.get_kernel_spec("python3").argv[0] != ""


def saved(cells: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    hook: Callable[..., None] = named("ContentsManager.pre_save_hook")
    hook(model={"type": "notebook", "content": {"cells": cells}}, path=path, contents_manager=None)
    return cells


def run_cells(*more: str) -> list[dict[str, Any]]:
    cells = [*VERSIONS[-1], *(["code", source] for source in more)]
    ran = {"outputs": [{"text": "Ana Diaz"}], "execution_count": 1}
    return [
        {"cell_type": kind, "source": source, **(ran if kind == "code" else {})}
        for kind, source in cells
    ]


def test_saving_keeps_no_output() -> None:
    left = [cell for cell in saved(run_cells(), NOTEBOOK) if cell["cell_type"] == "code"]
    assert [(cell["outputs"], cell["execution_count"]) for cell in left] == [([], None)] * 2


@pytest.mark.parametrize(
    ("more", "path"), [([], "other.ipynb"), ([], f"sub/{NOTEBOOK}"), (["mine"], NOTEBOOK)]
)
def test_saving_another_notebook_keeps_its_outputs(more: list[str], path: str) -> None:
    assert saved(run_cells(*more), path) == run_cells(*more)


def test_saving_what_is_no_notebook_changes_nothing() -> None:
    hook = named("ContentsManager.pre_save_hook")
    model = {"type": "file", "content": "a text"}
    hook(model=model, path=NOTEBOOK, contents_manager=None)
    assert model == {"type": "file", "content": "a text"}


def test_the_extension_and_the_kernel_have_one_name() -> None:
    package = json.loads((EXTENSION / "package.json").read_text("utf-8"))
    file, _, _ = package["jupyterlab"]["_build"]["load"].partition("?")
    script = (EXTENSION / file).read_text("utf-8")
    assert package["name"] == KERNEL
    assert f'const NAME = "{KERNEL}"' in script
    assert f'const NOTEBOOK = "{NOTEBOOK}"' in script


def test_a_changed_extension_has_a_new_address() -> None:
    """JupyterLab has browsers keep what an address gave for a year."""
    package = json.loads((EXTENSION / "package.json").read_text("utf-8"))
    digest = hashlib.sha256()
    for file in ("remoteEntry.js", "versions.json"):
        digest.update((EXTENSION / "static" / file).read_bytes())
    load = package["jupyterlab"]["_build"]["load"]
    assert load == f"static/remoteEntry.js?hash={digest.hexdigest()[:12]}"


def test_the_extension_is_installed_with_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    ((source, place),) = shared.items()
    assert ROOT / source / KERNEL == EXTENSION
    assert place == "share/jupyter/labextensions"
    package = json.loads((EXTENSION / "package.json").read_text("utf-8"))
    assert package["version"] == project["project"]["version"]


def test_the_book_lies_beside_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = infonet.my_book()
    assert app.session.book.path == tmp_path / BOOK
    app.session.book.want("Delta")
    assert len(infonet.my_book().session.book.tables().companies) == 1


def test_a_book_that_does_not_open_is_one_sentence_in_a_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / BOOK).mkdir()  # of a damaged one backups are offered
    with pytest.raises(infonet.InfonetError) as caught:
        infonet.my_book()
    (line,) = caught.value._render_traceback_()  # type: ignore[attr-defined]  # IPython asks for it
    assert "my-book.db" in line and "`" not in line


def test_a_console_that_lacks_letters_of_the_folder_says_it_all_the_same(tmp_path: Path) -> None:
    """A console of Windows has its own few letters."""
    folder = tmp_path / "Łukasz 会議"
    command = [sys.executable, "-m", "infonet", "--folder", str(folder), "--no-open"]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    told = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert told.returncode == 0, told.stderr
    assert b"?ukasz ??" in told.stdout
    assert (folder / NOTEBOOK).is_file()


def test_what_is_written_has_the_same_bytes_on_every_system(tmp_path: Path) -> None:
    assert main(["--folder", str(tmp_path), "--no-open"]) == 0
    content = (tmp_path / NOTEBOOK).read_bytes()
    assert b"\r" not in content and content.decode("utf-8").endswith("}\n")
    (tmp_path / NOTEBOOK).write_bytes(content.replace(b"\n", b"\r\n"))  # an editor of Windows
    assert start.put_notebook(tmp_path) is start.State.KEPT
    assert (tmp_path / NOTEBOOK).read_bytes() == content
