"""Measure all that the figures speak of, and write ``docs/figures.md`` and the README's line.

``python -m benchmarks.figures [--quick] [--only NAME,…] [--dry]``: with ``--quick`` on small sizes,
in some minutes; with ``--only`` some programs alone, and what the others printed stays; with
``--dry`` nothing is written. With ``--nightly`` a small part alone is measured, within a minute,
and compared with the last figures, so that a change can be judged; ``--keep`` keeps it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks import nightly

__all__ = [
    "PICTURES",
    "PROGRAMS",
    "Program",
    "Section",
    "kept",
    "main",
    "page",
    "readme_with",
    "sentence",
]

_ROOT = Path(__file__).resolve().parent.parent
FIGURES = _ROOT / "docs" / "figures.md"
README = _ROOT / "README.md"


class Program(NamedTuple):
    """A benchmark, how it is run, and what a reader must know of it.

    Attributes
    ----------
    name, title, about : str
        The module in `benchmarks`, a heading, and a paragraph.
    full, quick : tuple of str
        Its options in full, and for small sizes.
    """

    name: str
    title: str
    about: str
    full: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


PROGRAMS = (
    Program(
        "search",
        "The search for paths",
        "Milliseconds for the best path (k = 1) and the best five within four hops, over companies"
        " of which half are small and half are drawn by size. The search is exact. The libraries"
        " answer an easier question: one best path of any length. The times are of one run; the"
        " ratios are what carries over to another machine.",
        ("--peers", "--plot", "docs/search.png", "--public", "10000", "100000"),
        ("--peers", "--sizes", "1k,10k", "--queries", "20", "--repeats", "3", "--public", "10000"),
    ),
    Program(
        "analysis",
        "What is worked out of a book",
        "Seconds of the processor, on books of my own list and five friends' lists, with the goal"
        " at 71,000 people, the ratio to pandas' own work on the same rows, and the exponent with"
        " which they grow with the people.",
        ("--plot", "docs/analysis.png"),
        ("--people", "1000", "4000", "--repeats", "1"),
    ),
    Program(
        "arrow",
        "pyarrow beside it",
        "The same work by two environments in turn, of which one has pyarrow, in which pandas would"
        " keep text if it were not told to keep it in Python. Another result would be named.",
        (),
        ("--people", "2000", "--repeats", "1"),
    ),
    Program(
        "loading",
        "Importing, reading and building",
        "Seconds. Ratios compare with the line above: importing infonet with importing pandas and"
        " networkx, building a network with mapping the keys and building a SciPy matrix. A saved"
        " feed of 5 MB may take two seconds.",
        (),
        (
            *("--people", "10000", "--ties", "100000", "--rows", "3000", "--repeats", "3"),
            *("--bytes", "500000"),
        ),
    ),
    Program(
        "opening",
        "What people wait for",
        "Seconds, each in a process of its own without its imports, on books of one zip and five"
        " friends' lists. Beside them how often pandas reads the same rows in that CPU time, and"
        " what it may take at 71,000 people.",
        (),
        ("--sizes", "2000", "--repeats", "1"),
    ),
    Program(
        "book",
        "The book",
        "Milliseconds. An act is written and flushed to the disk, with a rollback journal, as a"
        " book is kept, and with a write-ahead log, in turn. A look-up opens the file anew. Likely"
        " duplicates among 30,000 people and a friend's 5,000 may take 5 seconds.",
        ("--people", "30000", "--friend", "5000"),
        ("--people", "2000", "--friend", "400", "--acts", "20"),
    ),
    Program(
        "panel",
        "The app",
        "Milliseconds, median of 5, with the browser's own drawing: from calling `explore` on an"
        " open book until the board is on screen, and from each click until all that it changes is"
        " drawn. Beside it what it may take on two cores; nothing depends on it.",
        (),
        ("--people", "500", "2000"),
    ),
    Program(
        "stopwatch",
        "What a task takes",
        "Clicks and keys of a person, counted by the tests in the browser; words to be typed do not"
        " count as keys where a click does the rest.",
    ),
    Program(
        "coverage",
        "Intervals that are what they say",
        "How often the 95 % intervals of the statistics hold the truth, over simulated logs. The"
        " clustered interval takes the requests to one person as alike; with fewer than five people"
        " it is 0 to 1, and says so.",
        (),
        ("--logs", "20"),
    ),
    Program(
        "learning",
        "What a log teaches",
        "Simulated seekers whose true chances are known: whether the labelled priors are right or"
        " 30 % off, how often the 95 % intervals of ties hold, and how good the path ranked first"
        " truly is, before and after two and a half years of log.",
        (),
        ("--seekers", "3"),
    ),
    Program(
        "sources",
        "What each source brings",
        "Targets with somebody known there (direct), with an introduction by stated ties (introd.),"
        " with a contact who may know an insider (inferred), with either of the two; people known"
        " at the targets; my own ties by class; inferred pairs by kind. On generated markets, whose"
        " truth is known: means over seekers, how often the inferred pairs truly know each other,"
        " and the calibration error in ten bins, by the least and the greatest of the seekers."
        " *Acquainted* is the share of people in a gathering who are there because somebody there"
        " knows them. {doc}`sources` says what follows.",
        (),
        ("--seekers", "3", "--people", "2000"),
    ),
    Program(
        "cohort",
        "A whole cohort",
        "All members × all companies, within four ties. Seconds and gigabytes of all processes of"
        " a run, and the ratio of the CPU seconds to the engine that is the default with one"
        " process. The libraries do the same work or an easier one; SciPy, networkit and igraph"
        " are asked for 24 members, and at a million people all for 128, and the seconds are those"
        " of all, in proportion. {doc}`cohort` says what follows.",
        ("--repeats", "1", "--plot", "docs/cohort-cost.png"),
        ("--sizes", "10k", "--members", "10,100", "--repeats", "1"),
    ),
    Program(
        "handing",
        "What members hand over",
        "A thousand exports of a thousand people each are read in minutes, in 2 GB at most; where"
        " the same is called again, what is there already is passed over.",
        (),
        ("--members", "20"),
    ),
)

_SMALL = (
    "**Small sizes only** (`--quick`): they show that it runs, and say little about large networks."
)
PICTURES = {
    "search": (
        "search.png",
        "Time for a query against the number of people, beside four libraries",
    ),
    "analysis": ("analysis.png", "Seconds of each against the number of people"),
    "cohort": ("cohort-cost.png", "Seconds of the processor against the number of members"),
}
"""The picture that a program draws in full, in `docs`, and what it shows."""

_SECTION = re.compile(
    r"^Measured on ([^\n]+):\n\n```text\n\$ python -m benchmarks\.(\w+)(?: ([^\n]+))?\n(.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)
_LINE = re.compile(r"^(\d+)([kM]?) · 20 +5 +([\d.]+) +([\d.]+)", re.MULTILINE)
_PLACE = re.compile(
    r"(?<=<!-- figures: written by make benchmark -->\n).*?(?=\n<!-- end -->)", re.DOTALL
)


class Section(NamedTuple):
    """Hold what a program printed, by which options, and where and when that was.

    Attributes
    ----------
    options : str
    printed : str
    measured : str
        As ``2 cores, Linux x86_64, Python 3.13.2, 2026-06-30``.
    """

    options: str
    printed: str
    measured: str


def run(program: Program, options: Sequence[str]) -> str:
    """Run a benchmark, show what it prints, and return that.

    Raises
    ------
    subprocess.CalledProcessError
        It failed.
    """
    command = [sys.executable, "-m", f"benchmarks.{program.name}", *options]
    print("$", " ".join(command[1:]), flush=True)
    said = []
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            said.append(line)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return "".join(said).rstrip()


def page(sections: Mapping[str, Section]) -> str:
    """Lay out the page of figures.

    Parameters
    ----------
    sections : mapping
        Name of each program to what it printed; of the others nothing is shown.

    Returns
    -------
    str
        Markdown.
    """
    parts = [
        "# Figures",
        "`make benchmark` writes this page; `make benchmark ARGS='--only search,panel'` measures"
        " some of it anew.",
    ]
    for program in PROGRAMS:
        if program.name not in sections:
            continue
        options, printed, measured = sections[program.name]
        parts += [f"## {program.title}", program.about]
        if options != " ".join(program.full):
            parts.append(_SMALL)
        parts.append(f"Measured on {measured}:")
        command = f"python -m benchmarks.{program.name} {options}".rstrip()
        parts.append(f"```text\n$ {command}\n{printed}\n```")
        picture, shown = PICTURES.get(program.name, ("", ""))
        if picture and FIGURES.with_name(picture).exists():
            parts.append(f"![{shown}; from the last full run]({picture})")
    return "\n\n".join(parts) + "\n"


def kept(text: str) -> dict[str, Section]:
    """Read what the programs printed from the page of figures.

    Parameters
    ----------
    text : str
        As of `page`.

    Returns
    -------
    dict
        Name of each program to what it printed.

    Examples
    --------
    >>> kept(page({"search": Section("--peers", "0.5 ms", "2 cores")}))
    {'search': Section(options='--peers', printed='0.5 ms', measured='2 cores')}
    """
    return {
        name: Section(options, printed, measured)
        for measured, name, options, printed in _SECTION.findall(text)
    }


def sentence(printed: str) -> str:
    """Say the README's line of figures, from what the search printed.

    Parameters
    ----------
    printed : str
        Of ``benchmarks.search``.

    Returns
    -------
    str
        About the largest network with 20 ties each.

    Examples
    --------
    >>> sentence("100k · 20                 5     1.20   1.70   1.30  1,000  0.1  9 (9)")
    'The best five paths to a company among 100,000 people with 20 ties each take 1.20 ms (median).'
    """
    scale = {"": 1, "k": 1_000, "M": 1_000_000}
    people, median = max(
        (int(count) * scale[unit], median) for count, unit, median, _ in _LINE.findall(printed)
    )
    return (
        f"The best five paths to a company among {people:,} people with 20 ties each take"
        f" {median} ms (median)."
    )


def readme_with(text: str, line: str) -> str:
    """Put the line of figures into the README's text, at its place.

    Parameters
    ----------
    text : str
        The README.
    line : str
        As of `sentence`.

    Returns
    -------
    str
        The README with that line.
    """
    return _PLACE.sub(line, text)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run everything, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.figures", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: some minutes")
    parser.add_argument("--only", default="", help="of these programs alone, as `search,panel`")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--nightly", action="store_true", help="a small part, to judge a change")
    parser.add_argument("--keep", action="store_true", help="with it: keep what was measured")
    given = parser.parse_args(arguments)
    if given.nightly:
        now = nightly.judged()
        print(*nightly.compared(now, nightly.kept()), sep="\n")
        if given.keep:
            nightly.keep(now)
        return
    chosen = [one for one in PROGRAMS if not given.only or one.name in given.only.split(",")]
    if not chosen:
        parser.error(f"--only takes names of {', '.join(one.name for one in PROGRAMS)}")
    for program in chosen:
        options = program.quick if given.quick else program.full
        section = Section(" ".join(options), run(program, options), _here())
        if not given.dry:  # at once: a run of an hour may be broken off
            _write(program.name, section)


def _here() -> str:
    """Say what machine this is, the versions of the libraries, and the day."""
    libraries = ("numpy", "pandas", "scipy", "networkx")
    return ", ".join(
        [
            f"{os.cpu_count()} cores",
            f"{platform.system()} {platform.machine()}",
            f"Python {platform.python_version()}",
            *(f"{name} {version(name)}" for name in libraries),
            dt.datetime.now(dt.UTC).date().isoformat(),
        ]
    )


def _write(name: str, section: Section) -> None:
    """Put what a program printed into the page, and what the search printed into the README."""
    there = kept(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    FIGURES.write_text(page({**there, name: section}), "utf-8")
    if name == "search":
        README.write_text(
            readme_with(README.read_text("utf-8"), sentence(section.printed)), "utf-8"
        )
    print(f"written: {FIGURES.relative_to(_ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
