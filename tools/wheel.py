"""Build the wheel, install it where no clone is near, and use it there: ``python -m tools.wheel``.

The environment is empty but for the wheel and what it asks for. What the sample needs is not in the
wheel: there `infonet.sample` must say so in one sentence. ``python -m infonet`` makes its notebook,
and says what to install to open it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

__all__ = ["USE", "main"]

_ROOT = Path(__file__).resolve().parent.parent
_CONSTRAINTS = ("--constraints", str(_ROOT / "constraints.txt"))

USE = textwrap.dedent(
    """
    import sys
    from pathlib import Path

    import infonet

    assert Path(infonet.__file__).is_relative_to(sys.prefix), infonet.__file__
    Path("Connections.csv").write_text(
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\\n"
        "Ana,Diaz,https://www.linkedin.com/in/ana-diaz,,Delta,Analyst,08 Feb 2026\\n"
    )
    book = infonet.Book("me.db", me="https://www.linkedin.com/in/robin-achterberg")
    book.add("Connections.csv")
    ways = infonet.warm_paths(infonet.network(book.tables(), as_of="2026-06-30"), "Delta")
    assert ways.insider[0] == "Ana Diaz", ways
    try:
        infonet.sample()
    except infonet.InfonetError as error:
        print("The sample:", error)
    print("A way found by the wheel:", ways.kind[0], ways.insider[0])
    from infonet import start

    assert start.default_folder() == Path.home() / "infonet", start.default_folder()
    extensions = Path(sys.prefix, "share", "jupyter", "labextensions")
    assert (extensions / start.KERNEL / "static" / "remoteEntry.js").is_file()
    assert (Path(start.__file__).parent / "jupyter" / "jupyter_lab_config.json").is_file()
    """
)
"""The program that uses the installed wheel."""


def main() -> int:
    """Build, install, use; say what was done."""
    with tempfile.TemporaryDirectory(prefix="infonet-wheel-") as folder:
        elsewhere = Path(folder)
        uv = [sys.executable, "-m", "uv"]
        build = ["build", "--wheel", "--quiet", "--out-dir", folder]
        build += ["--build-constraints", str(_ROOT / "constraints.txt"), str(_ROOT)]
        subprocess.run([*uv, *build], check=True)
        (wheel,) = elsewhere.glob("*.whl")
        empty = [sys.executable, "-m", "venv", "--without-pip", f"{folder}/venv"]
        subprocess.run(empty, check=True)
        python = elsewhere / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        install = ["pip", "install", "--quiet", "--python", str(python), *_CONSTRAINTS, str(wheel)]
        subprocess.run([*uv, *install], check=True)
        print(f"{wheel.name}: {wheel.stat().st_size / 1000:.0f} kB, installed.", flush=True)
        alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        start = ["-m", "infonet", "--folder", "mine"]
        # Where JupyterLab is not installed, the start makes the notebook and ends with 1.
        for step, ends in ((["-c", USE], 0), ([*start, "--no-open"], 0), (start, 1)):
            command = [str(python), "-W", "error", *step]
            ran = subprocess.run(command, cwd=folder, env=alone, check=False)
            if ran.returncode != ends:
                return ran.returncode or 1
        return 0 if (elsewhere / "mine" / "my-book.ipynb").is_file() else 1


if __name__ == "__main__":
    sys.exit(main())
