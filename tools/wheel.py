"""Build the wheel, install it where no clone is near, and use it there: ``python -m tools.wheel``.

The environment is empty but for the wheel and what it asks for: first alone, then with each extra
in turn. The sample is inside. ``python -m infonet`` makes its notebook, and says what to install to
open it where that lacks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

__all__ = ["EXTRAS", "USE", "main"]

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
    print("A way found by the wheel:", ways.kind[0], ways.insider[0])
    for name in ("star", "six-months", "more", "quiet"):
        with_all = infonet.sample_book(name)
        print("The sample", name, "has", len(with_all.tables().people), "people.")
    from infonet import start

    assert start.default_folder() == Path.home() / "infonet", start.default_folder()
    extensions = Path(sys.prefix, "share", "jupyter", "labextensions")
    assert (extensions / start.KERNEL / "static" / "remoteEntry.js").is_file()
    assert (Path(start.__file__).parent / "jupyter" / "jupyter_lab_config.json").is_file()
    """
)
"""The program that uses the installed wheel, with any extra and with none."""

EXTRAS = {
    "contacts": textwrap.dedent(
        """
        import infonet
        from infonet import prepare

        calendar = prepare.calendar(infonet.week(infonet.sample_book(), as_of="2026-06-30"))
        assert "BEGIN:VEVENT" in str(calendar.ics()), calendar
        card = prepare.business_card("Robin Achterberg", email="robin@example.org")
        assert card.qr() and "FN:Robin Achterberg" in str(card.vcf())
        news = prepare.news(infonet.sample() / "news.xml")
        print("Calendar, card and", len(news), "news.")
        """
    ),
    "backup": textwrap.dedent(
        """
        import infonet

        infonet.sample_book().backup("sealed.infonet", passphrase="correct horse battery staple")
        again = infonet.Book.restore(
            "sealed.infonet", "again.db", passphrase="correct horse battery staple"
        )
        print("Sealed and restored:", len(again.tables().people), "people.")
        """
    ),
    "cohort": textwrap.dedent(
        """
        from infonet.cohort import Pool, best_paths
        from infonet.samples import sample_cohort

        tables, members = sample_cohort()
        pool = Pool.of(tables, members, as_of="2026-06-30")
        found = best_paths(pool, engine="duckdb")
        print("Paths of a cohort in DuckDB:", len(found))
        """
    ),
    "lab": textwrap.dedent(
        """
        import infonet

        app = infonet.explore(infonet.sample_book(), as_of="2026-06-30")
        print("The app:", type(app).__name__)
        """
    ),
}
"""What each extra that a user installs is for, as a program."""


def main() -> int:
    """Build, install, use; say what was done."""
    with tempfile.TemporaryDirectory(prefix="infonet-wheel-") as folder:
        elsewhere = Path(folder)
        wheel = _built(elsewhere)
        print(f"{wheel.name}: {wheel.stat().st_size / 1000:.0f} kB.", flush=True)
        start = ["-m", "infonet", "--folder", "mine"]
        # Where JupyterLab is not installed, the start makes the notebook and ends with 1.
        alone = [(["-c", USE], 0), ([*start, "--no-open"], 0), (start, 1)]
        if failed := _used(elsewhere, wheel, "", alone):
            return failed
        for extra, program in EXTRAS.items():
            print(f"With [{extra}]:", flush=True)
            steps = [(["-c", USE], 0), (["-c", program], 0)]
            if failed := _used(elsewhere, wheel, f"[{extra}]", steps):
                return failed
        return 0 if (elsewhere / "mine" / "my-book.ipynb").is_file() else 1


def _built(folder: Path) -> Path:
    """Build the wheel into a folder."""
    build = ["build", "--wheel", "--quiet", "--out-dir", str(folder)]
    build += ["--build-constraints", str(_ROOT / "constraints.txt"), str(_ROOT)]
    subprocess.run([sys.executable, "-m", "uv", *build], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _used(folder: Path, wheel: Path, extra: str, steps: list[tuple[list[str], int]]) -> int:
    """Install the wheel with an extra into an empty environment; 0 if each step ends as it must."""
    place = folder / f"venv{extra.strip('[]')}"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = ["pip", "install", "--quiet", "--python", str(python), *_CONSTRAINTS]
    subprocess.run([sys.executable, "-m", "uv", *install, f"{wheel}{extra}"], check=True)
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    (folder / "me.db").unlink(missing_ok=True)
    for step, ends in steps:
        command = [str(python), "-W", "error", *step]
        ran = subprocess.run(command, cwd=folder, env=alone, check=False)
        if ran.returncode != ends:
            return ran.returncode or 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
