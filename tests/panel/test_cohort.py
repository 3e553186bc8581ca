"""The board of a cohort: counts alone, and gone at once whoever withdraws."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("anywidget", reason="no test of the app: anywidget is not installed")

import infonet
from infonet.cohort import Cohort
from infonet.panel.cohort import CohortApp
from tests.cohort.pools import cohort_of

DAY = "2026-06-30"


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    return cohort_of(tmp_path, 12)


def words(node: object) -> str:
    return node if isinstance(node, str) else " ".join(map(words, node[2]))  # type: ignore[index]


def text(app: CohortApp) -> str:
    return " ".join(map(words, [*app.view["header"], *app.view["screen"]]))


def press(app: CohortApp, title: str) -> None:
    found = list[str]()

    def look(node: object) -> None:
        if not isinstance(node, str):
            if "press" in node[1] and words(node) == title:  # type: ignore[index]
                found.append(node[1]["press"])  # type: ignore[index]
            for child in node[2]:  # type: ignore[index]
                look(child)

    for top in app.view["screen"]:
        look(top)
    app.hear(app, {"press": found[0]}, [])


def test_employers_are_counted_and_nobody_is_named(cohort: Cohort) -> None:
    app = infonet.explore(cohort, as_of=DAY)
    # The folder says whose machine it is, and a notebook is handed on with what it shows.
    assert repr(app) == f"CohortApp of 12 members on {DAY}"
    assert "12 members" in text(app) and "Press an employer" in text(app)
    sent = app.data["cohort"].partition(b"\n")[0].decode()
    assert '"keys": ["Echo", "Hotel"]' in sent and "Can reach it" in sent
    app.hear(app, {"press": "grid:cohort", "open": "Hotel"}, [])
    assert "Within 4 steps: at least 5" in text(app)
    press(app, "Plan this week for all")
    assert app.view["status"]["words"] == "The plan is made."
    assert "Together: about" in text(app) and "Each alone: about" in text(app)
    for secret in ("Bo", "Lin", "Cy", "in/", "member0"):
        assert secret not in text(app).split() and secret not in sent


def private_of(nodes: list[object]) -> list[object]:
    """List what is not printed."""
    found = [node for node in nodes if not isinstance(node, str)]
    here = [node for node in found if node[1].get("class") == "private"]  # type: ignore[index]
    return here + [each for node in found for each in private_of(node[2])]  # type: ignore[index]


@pytest.mark.slow
def test_a_column_without_a_count_is_left_out(cohort: Cohort, tmp_path: Path) -> None:
    app = CohortApp(cohort, DAY)
    sent = app.data["cohort"].partition(b"\n")[0].decode()
    assert "Can reach it" in sent and "Want it" not in sent and "Have asked there" not in sent
    log = tmp_path / "log.csv"
    log.write_text(
        "person,stage,date,company,kind\nBo Lin,asked,2026-06-29,Hotel,direct\n", "utf-8"
    )
    for member in cohort.members().member:
        cohort.add(log, member)
    app.show()
    sent = app.data["cohort"].partition(b"\n")[0].decode()
    assert "Have asked there" in sent and "Want it" not in sent


@pytest.mark.slow
def test_who_withdraws_is_gone_at_once_and_too_few_are_not_counted(cohort: Cohort) -> None:
    app = CohortApp(cohort, DAY)
    cohort.withdraw("in/member0", by="by mail", date=DAY)
    app.show()
    assert "11 members" in text(app) and app.session.board.attrs["members"] == 11
    for at in (1, 2):
        cohort.withdraw(f"in/member{at}", by="by mail", date=DAY)
    app.show()
    assert "needs at least 10 members" in text(app) and "Hotel" not in text(app)


def test_who_comes_back_with_as_many_files_is_shown_anew(cohort: Cohort, tmp_path: Path) -> None:
    app = CohortApp(cohort, DAY)
    before, member = app.session.reports, "in/member3"
    assert app.session.reports is before
    other = tmp_path / "3" / "Connections.csv"
    other.write_text(other.read_text("utf-8").replace("cy3,", "gus,"), "utf-8")
    cohort.withdraw(member, by="by mail", date="2026-07-01")
    cohort.agree(member, by="by mail", date="2026-07-02")
    cohort.add(other, member)
    anew = app.session.reports
    assert anew is not before
    # What is read of a folder is no file that is counted.
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "Connections.csv").write_text(other.read_text("utf-8").replace("gus", "hal"), "utf-8")
    cohort.add(folder, member)
    assert app.session.reports is not anew


def test_who_the_numbers_are_is_told_to_the_coach_alone(cohort: Cohort, tmp_path: Path) -> None:
    # Either half of the members knows people at six employers of its own.
    address = "https://www.linkedin.com/in/"
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    for at in range(12):
        rows = [
            f"Kim{firm},Orr,{address}kim{at % 2}{firm},,Firm {firm}{at % 2},Engineer,01 Mar 2024"
            for firm in range(6)
        ]
        file = tmp_path / f"more{at}.csv"
        file.write_text("\n".join([head, *rows]) + "\n", "utf-8")
        cohort.add(file, f"in/member{at}")
    cohort.agree("in/member0", by="on paper", date="2026-03-02", name="Ana Diaz")
    app = CohortApp(cohort, DAY)
    met = app.session.reports.meetings(most=10)
    assert len(met) >= 5, "there is somebody to ask about"
    assert "in/member" not in text(app), "nobody is named until it is asked"
    press(app, "Who is who")
    numbers = sorted({*met.member, *met.other})
    called = {"in/member0": "Ana Diaz"}
    for number in numbers:
        key = app.session.reports.who(number)
        assert f"Member {number}: {called.get(key, f'linkedin.com/{key}')}" in text(app)
    (private,) = private_of(app.view["screen"])
    assert words(private).count("Member") == len(numbers), "what is not printed has them all"
    press(app, "Hide who is who")
    assert "in/member" not in text(app) and "Ana Diaz" not in text(app)
