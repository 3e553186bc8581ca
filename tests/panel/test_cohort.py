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
