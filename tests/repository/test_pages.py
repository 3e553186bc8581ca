"""The pages: the README's one screen, what they may claim, and what `make docs` checks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import arrow, cohort, figures, nightly, search
from tools import pages, parts, reliability
from tools.run_notebooks import COHORT

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MOST_WORDS = 500


def test_the_readme_is_one_screen() -> None:
    words = len(README.split())
    assert words <= MOST_WORDS, f"{words} words: move some of them to docs/"


def test_the_readme_leads_on_to_what_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)", README):
        assert (ROOT / target).exists(), target
    for needed in ("docs/", "CONTRIBUTING.md", "CHANGELOG.md", "docs/figures.md", "notebooks/"):
        assert needed in README, needed


def test_the_readme_leads_to_the_last_notebook() -> None:
    assert max((ROOT / "notebooks").glob("[0-9]*.ipynb")).name in README


def test_the_files_that_contributors_are_sent_to_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:infonet|tests|docs|tools|data|benchmarks)/[^`<>*]+)`", text)
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]


def test_the_picture_of_the_rooms_has_every_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    drawn = re.findall(r"^```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[0]
    rooms = {path.stem for path in (ROOT / "infonet").iterdir() if path.suffix in ("", ".py")}
    assert rooms - {"__init__", "__pycache__"} <= set(re.findall(r"\w+", drawn))


@pytest.mark.parametrize("page", ["README.md", "notebooks/00-start-here.ipynb"])
def test_nobody_is_told_to_put_a_book_of_their_own_into_the_gallery(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert not re.search(r"change the first cell|Book\(\\?[\"']", text)


def test_the_readmes_figures_stand_where_the_command_puts_them() -> None:
    line = "The best five paths to a company among 1 person take 0 ms."
    changed = figures.readme_with(README, line)
    assert line in changed
    assert figures.readme_with(changed, line) == changed
    assert figures.readme_with(changed, "") != changed


def test_the_figures_name_the_largest_network_that_was_measured() -> None:
    printed = (
        "people · degree           k   median    p95   mean ms     arcs   build s   MB (peak)\n"
        "1M · 20                   1     1.21   2.38   1.30        1,000     1.00       9 (9)\n"
        "1M · 20                   5     1.24   3.80   1.50        1,000     1.00       9 (9)\n"
        "100k · 100                5     2.62   3.87   2.80        1,000     1.00       9 (9)\n"
        "10k · 20                  5     0.59   0.73   0.60        1,000     1.00       9 (9)\n"
    )
    assert "1,000,000 people with 20 ties each take 1.24 ms" in figures.sentence(printed)


def test_a_goal_is_held_in_multiples_of_what_another_library_took() -> None:
    # On a machine half as fast all take twice as long: of the goal it is the same part.
    for factor in (1, 2):
        times = {
            name: search.Times(0, 0, 0, factor * median, factor * p95)
            for name, (median, p95) in search.GOALS[10_000].items()
        }
        half = times | {"1": search.Times(0, 0, 0, 0.051 / 2 * factor, 0.065 * factor)}
        assert search.of_the_goal(10_000, times).endswith(
            "k = 1 1.00 and 1.00, k = 5 1.00 and 1.00"
        )
        assert "k = 1 0.50 and 1.00" in search.of_the_goal(10_000, half)
        engines = ["numpy, 2 processes", "duckdb", "graphblas"]
        cpu = [14.0 * factor, 33.0 * factor, 24.0 * factor]
        found = pd.DataFrame({"people": "100k", "members": 1_000, "engine": engines, "cpu": cpu})
        said = cohort.of_the_goal(found)
        assert said.endswith("numpy, 2 processes 1.00; duckdb 1.10")
        assert not cohort.of_the_goal(found[:2]) and not cohort.of_the_goal(found.assign(members=9))


def test_a_change_is_judged_by_what_became_slower() -> None:
    last = {"plan": 1.0, "due": 1.0, "gone": 1.0}
    now = {"plan": 1.5, "due": 1.4, "funnel": 2.0}
    _, *lines = nightly.compared(now, last)
    assert [line.split()[-1] for line in lines] == ["slower", "1.40", "new"]


def test_the_last_figures_are_kept_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "KEPT", tmp_path / "nightly.csv")
    assert nightly.kept() == {}
    nightly.keep({"search, k = 1": 0.125, "plan": 13.5})
    assert nightly.kept() == {"search, k = 1": 0.125, "plan": 13.5}


def test_without_pyarrow_a_sentence_says_that_it_was_not_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arrow.main(["--python", str(tmp_path / "none")])
    assert "skipped: there is no environment with pyarrow" in capsys.readouterr().out


def test_the_page_of_figures_shows_each_program_with_its_command_and_is_read_again() -> None:
    said = {
        one.name: figures.Section(" ".join(one.full), f"{one.name} said\n\n1 2", "2 cores, today")
        for one in figures.PROGRAMS
    }
    page = figures.page(said)
    assert "Small sizes only" not in page
    for program in figures.PROGRAMS:
        assert f"python -m benchmarks.{program.name}" in page
        assert said[program.name].printed in page
    assert figures.kept(page) == said
    small = {"search": figures.Section(" ".join(figures.PROGRAMS[0].quick), "0.5", "2 cores")}
    assert "Small sizes only" in figures.page(said | small)


def test_a_program_draws_the_picture_that_its_section_shows_and_no_other_of_the_docs() -> None:
    drawn = {
        one.name: Path(one.full[one.full.index("--plot") + 1])
        for one in figures.PROGRAMS
        if "--plot" in one.full
    }
    assert drawn == {name: Path("docs", file) for name, (file, _) in figures.PICTURES.items()}
    assert not {file.name for file in drawn.values()} & {COHORT.name, "panel.png", "warm-paths.png"}


def test_the_page_of_figures_that_is_kept_is_read_whole() -> None:
    there = figures.kept(figures.FIGURES.read_text("utf-8"))
    assert {"search", "panel", "stopwatch", "coverage"} <= {*there}
    assert figures.page(there) == figures.FIGURES.read_text("utf-8")


def test_a_page_that_fetches_or_leads_nowhere_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "there.html").write_text('<h1 id="top">There</h1>')
    (tmp_path / "page.html").write_text(
        '<script src="https://www.example.com/x.js"></script><img src="gone.png">'
        '<a href="there.html#top">1</a><a href="there.html#gone">2</a><a href="gone.html">3</a>'
        '<a href="https://www.example.com/">4</a><img src="data:image/png;base64,">'
    )
    assert list(pages.faults(tmp_path)) == [
        "page.html: fetches https://www.example.com/x.js",
        "page.html: gone.png is not there",
        "page.html: the link to there.html#gone has no such place",
        "page.html: the link to gone.html leads nowhere",
    ]


@pytest.mark.parametrize(
    ("nodeid", "part"),
    [
        ("tests/browser/test_lab_app.py::test_a", "jupyterlab"),
        ("tests/browser/test_graph_view.py::test_a", "browser"),
        ("tests/paths/test_paths.py::test_a", "tests"),
        ("notebooks/00-start-here.ipynb::Cell 1", "notebooks"),
        ("infonet/paths/_gaps.py::infonet.paths._gaps.gaps", "doctests"),
        ("README.md::README.md", "doctests"),
    ],
)
def test_every_test_belongs_to_a_part(nodeid: str, part: str) -> None:
    assert parts.part_of(nodeid) == part


def test_what_needs_jupyterlab_stays_on_one_worker_and_all_else_with_its_file() -> None:
    """By the fixture that starts it, or the one that stands on it."""
    for file in (ROOT / "tests" / "browser").glob("test_*.py"):
        text, place = file.read_text("utf-8"), f"tests/browser/{file.name}"
        alone = parts.scope_of(f"{place}::test_a[x::y]") == place
        assert alone != bool(re.search(r"\b(lab: Lab|jupyter: Served)\b", text)), file.name


def test_a_part_that_fails_is_named_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert parts.main(["style", "false"]) == 1
    assert parts.main(["style", "true"]) == 0
    failed, done = capsys.readouterr().out.splitlines()
    assert failed.startswith("style: failed in ")
    assert done.startswith("style: done in ")


def ran(day: str, versions: str, *, passed: bool = True, **found: int) -> reliability.Ran:
    figures = {"writers": {"": 800, **found}}
    return reliability.Ran(
        passed=passed, share=1, seconds=90, day=day, versions=versions, figures=figures
    )


def test_what_ran_is_kept_a_line_for_each_test_that_is_still_there(tmp_path: Path) -> None:
    kept, here = tmp_path / "evidence.json", "tests/repository/test_pages.py"
    known, other = f"{here}::{ran.__name__}[b]", f"{here}::{findings_of.__name__}"
    first = ran("2026-03-01", "Python 3.12.1, numpy 2.2.0")
    reliability.keep({known: first, f"{here}::test_renamed": first, "tests/x.py::y": first}, kept)
    again = ran("2026-03-02", "Python 3.12.1, numpy 2.3.0")
    reliability.keep({other: again}, kept)
    # Another version takes nothing away that an earlier day has found.
    assert reliability.kept(kept) == {other: again, known: first}
    lines = kept.read_text("utf-8").splitlines()
    assert [line[:1] for line in lines] == ["{", '"', '"', "}"]
    assert other in lines[1]
    reliability.keep({known: again}, kept)
    assert reliability.kept(kept) == {other: again, known: again}
    assert [path.name for path in tmp_path.iterdir()] == ["evidence.json"]


def test_a_test_in_parts_is_not_counted_beside_what_it_was_as_a_whole(tmp_path: Path) -> None:
    kept, whole = tmp_path / "evidence.json", f"tests/repository/test_pages.py::{ran.__name__}"
    once = ran("2026-03-01", "Python 3.12.1")
    for names in ([whole], [f"{whole}[a]", f"{whole}[b]"], [whole]):
        for name in names:
            reliability.keep({name: once}, kept)
        assert list(reliability.kept(kept)) == names


def test_a_figure_of_other_versions_says_which_and_of_which_days_it_is() -> None:
    old = ran("2026-03-01", "Python 3.12.1, numpy 2.2.0", lost=0)
    new = ran("2026-03-02", "Python 3.12.1, numpy 2.3.0", lost=0)
    said = findings_of({"a": old, "b": new})
    row = "| 1,600 | 0 lost | 3 min | 2026-03-01 to 2026-03-02, with numpy 2.2.0 |"
    assert [line for line in said if line.endswith(row)]
    assert said[-3:] == [
        *("With Python 3.12.1, numpy 2.3.0.", ""),
        "1 test ran with numpy 2.2.0 instead.",
    ]
    said = findings_of({"a": new, "b": new})
    assert [line for line in said if line.endswith("| 1,600 | 0 lost | 3 min | 2026-03-02 |")]
    assert said[-1] == "With Python 3.12.1, numpy 2.3.0."


def test_a_figure_whose_test_failed_says_so() -> None:
    said = findings_of({"tests/x.py::y": ran("2026-03-01", "Python 3.12.1", passed=False, lost=3)})
    assert "Tests: 1, failed: 1." in said
    assert "- `tests/x.py::y`" in said
    assert [line for line in said if "**failed** 3 lost" in line]


def findings_of(tests: dict[str, reliability.Ran]) -> list[str]:
    return reliability.page(tests).splitlines()


def test_the_page_of_reliability_is_that_of_what_is_kept() -> None:
    kept = json.loads((ROOT / reliability.KEPT).read_text("utf-8"))
    # `python -m tools.reliability` writes it anew, as after a merge.
    assert (ROOT / reliability.PAGE).read_text("utf-8") == reliability.page(kept)
