"""Print a digest of the sample, copy the notebooks, then open the user's own book in JupyterLab.

``python -m tools.lab [--no-open] [options of JupyterLab]`` does what ``make lab`` does after the
set-up, and where there is no make as well. The last step is ``python -m infonet``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from infonet import start
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
    print(flush=True)
    return start.main(["--folder", str(PRIVATE), *arguments])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
