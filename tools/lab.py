"""Print a digest of the sample, then open JupyterLab on a working copy of the notebooks.

``python -m tools.lab [--no-open] [options of JupyterLab]`` does what ``make lab`` does after the
set-up, and where there is no make as well.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tools.digest import digest
from tools.working_copy import copy_notebooks

ROOT = Path(__file__).resolve().parent.parent
PRIVATE = ROOT / "data" / "private"


def main(arguments: list[str]) -> int:
    """Print the digest, copy the notebooks and, unless told otherwise, open JupyterLab."""
    print(digest(), end="\n\n")
    notebooks = copy_notebooks(ROOT / "notebooks", PRIVATE)
    print(f"Notebooks, in {PRIVATE.relative_to(ROOT)}:")
    for name, done in notebooks.items():
        print(f"  {name}: {done}")
    if "--no-open" in arguments:
        return 0
    print("\nOpening JupyterLab. To stop it, press Ctrl-C here twice.", flush=True)
    open_lab(next(iter(notebooks), None), arguments)
    return 0


def open_lab(first: str | None, arguments: list[str]) -> None:
    """JupyterLab on the private folder: no news, no look for updates, no package index."""
    from jupyterlab.labapp import main as jupyterlab

    # Beside the reader's own settings, which stay in force.
    ours = str(ROOT / "infonet" / "start" / "jupyter")
    theirs = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [theirs, ours]))
    page = f"/lab/tree/{first}" if first else "/lab"
    jupyterlab([f"--ServerApp.root_dir={PRIVATE}", f"--LabApp.default_url={page}", *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
