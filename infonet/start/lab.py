"""Put the notebook into its folder and open JupyterLab on it: ``python -m infonet``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TextIO

from infonet.errors import InfonetError
from infonet.files import named
from infonet.start.notebook import LABEXTENSIONS, NOTEBOOK, State, put_notebook

__all__ = ["default_folder", "main", "options", "settings"]

_ROOT = Path(__file__).resolve().parents[2]
_SETTINGS = Path(__file__).parent / "jupyter"

_SAID = {
    State.NEW: "Your book opens in {place}, which is new.",
    State.KEPT: "Your book opens in {place}.",
    State.REPLACED: "Your book opens in {place}, which was brought up to date.",
    State.CHANGED: (
        "{place} was changed. It stays as it is and does not open by itself: press Shift+Enter in"
        " it, or rename it and start again to get a new one."
    ),
}
_NO_LAB = (
    "JupyterLab is not installed, so nothing can be opened. Install it: "
    "pip install jupyterlab ipykernel ipywidgets anywidget tqdm"
)


def default_folder(around: Path = _ROOT) -> Path:
    """Return ``data/private`` of a clone, or else the folder ``infonet`` in the user's home.

    `around` is the folder that holds the package.
    """
    clone = (around / "pyproject.toml").is_file() and (around / "data" / "README.md").is_file()
    return around / "data" / "private" if clone else Path.home() / "infonet"


def options(folder: PurePath) -> list[str]:
    """List the options of JupyterLab: the folder, the notebook to open, its kernel and extension.

    The extension is installed beside JupyterLab as well. The one that lies beside this file is
    preferred, because an editable install copies it once and would keep it while this changes.
    """
    return [
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/doc/tree/{NOTEBOOK}",
        f"--LabApp.extra_labextensions_path={LABEXTENSIONS}",
        "--ServerApp.kernel_spec_manager_class=infonet.start.kernel.Kernels",
        "--ContentsManager.pre_save_hook=infonet.start.kernel.drop_outputs",
    ]


def settings() -> str:
    """Return JUPYTER_CONFIG_PATH with settings added: no news, no updates, no package index."""
    # Beside the user's own settings, which stay in force.
    return os.pathsep.join(filter(None, [os.environ.get("JUPYTER_CONFIG_PATH"), str(_SETTINGS)]))


def main(arguments: Sequence[str]) -> int:
    """Put the notebook into its folder and, unless told otherwise, open JupyterLab on it.

    Returns
    -------
    int
        0 if it went well, 1 if not.
    """
    parser = argparse.ArgumentParser(
        prog="python -m infonet",
        description=f"Make {NOTEBOOK}, where your own book lives, and open it in JupyterLab.",
        epilog="Other options are JupyterLab's, as in: python -m infonet --no-browser",
        allow_abbrev=False,
    )
    parser.add_argument("--folder", help="where it lies (default: %(default)s)")
    parser.add_argument("--no-open", action="store_true", help="make it, but do not open it")
    parser.set_defaults(folder=str(default_folder()))
    given, others = parser.parse_known_args(arguments)
    try:
        folder = _folder(given.folder)
        state = put_notebook(folder)
    except InfonetError as error:
        _write(sys.stderr, error.plain)
        return 1
    _write(sys.stdout, _SAID[state].format(place=folder / NOTEBOOK))
    return 0 if given.no_open else _open(folder, others)


def _write(stream: TextIO, line: str) -> None:
    """Write a line; letters that a console of Windows does not have become question marks."""
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


def _folder(given: str) -> Path:
    """Return the folder as an absolute path; make it, for the user alone, where it is missing."""
    folder = Path(os.path.abspath(named(given)))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or "the system refused"
        raise InfonetError(
            f"`{folder}` cannot be a folder ({why}): choose another with `--folder`"
        ) from None
    return folder


def _open(folder: Path, others: list[str]) -> int:
    """Run JupyterLab in this process until the user stops it."""
    try:
        from jupyterlab.labapp import main as jupyterlab
    except ImportError:
        _write(sys.stderr, _NO_LAB)
        return 1
    _write(sys.stdout, "Opening JupyterLab. To stop it, press Ctrl-C here, twice if it asks.")
    os.environ["JUPYTER_CONFIG_PATH"] = settings()
    jupyterlab([*options(folder), *others])
    return 0
