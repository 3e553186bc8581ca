"""The benchmark of inferred ties: its measures, and the formats that it reads."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from benchmarks import likelihood
from benchmarks.likelihood import auc, average_precision, calibration_error


def test_the_measures_against_brute_force() -> None:
    rng = np.random.default_rng(7)
    score = rng.integers(0, 6, 60) / 5
    joined = rng.random(60) < score
    pairs = [(a, b) for a in score[joined] for b in score[~joined]]
    expected = np.mean([(a > b) + (a == b) / 2 for a, b in pairs])
    assert auc(score, joined) == pytest.approx(expected)
    # The mean over the joined of the share that is joined among those who score as high.
    precision = [joined[score >= one].mean() for one in score[joined]]
    assert average_precision(score, joined) == pytest.approx(np.mean(precision))
    # Somebody drawn twice counts as two people of the same score.
    weight = rng.integers(0, 3, 60).astype(float)
    again = np.repeat(np.arange(60), weight.astype(int))
    for measure in (auc, average_precision, calibration_error):
        assert measure(score, joined, weight) == pytest.approx(measure(score[again], joined[again]))


def test_the_calibration_error_worked_by_hand() -> None:
    # Bin 0.2: predicted .25, observed 1 of 4: 0. Bin 0.9: predicted .9, observed 1 of 2: .4 of 2/6.
    chance = np.array([0.25, 0.25, 0.25, 0.25, 0.9, 0.9])
    joined = np.array([True, False, False, False, True, False])
    assert calibration_error(chance, joined) == pytest.approx(0.4 * 2 / 6)


def write_mails(folder: Path, mails: list[tuple[int, list[int]]]) -> None:
    """Write mails of (milliseconds, ids) as three files."""
    parts = {
        "nverts": [len(ids) for _, ids in mails],
        "simplices": [one for _, ids in mails for one in ids],
        "times": [63_000_000_000_000 + when for when, _ in mails],
    }
    for part, numbers in parts.items():
        text = "\n".join(map(str, numbers)).encode()
        (folder / f"toy-{part}.txt.gz").write_bytes(gzip.compress(text))


WEEK = 7 * 86_400_000


def test_mails_are_read_and_measured(tmp_path: Path) -> None:
    # Ten years of mails: 1, 2, 3 are on one, and 1 and 2 write to each other; 4 knows nobody.
    mails = [(0, [3, 1, 2]), (WEEK, [1, 2, 9]), (520 * WEEK, [2, 1]), (520 * WEEK, [1, 2, 3, 4])]
    write_mails(tmp_path, mails)
    lines = list(likelihood.measure(tmp_path, fit=True))
    assert lines[0].startswith("toy: ")
    (found,) = [line for line in lines if "exists, all pairs" in line]
    # One of ten pairs of five people, and it scores highest.
    assert "1 of      10" in found
    assert "AUC 1.000" in found
    assert any(line.startswith("  c that fits") for line in lines)


def test_contacts_are_read_with_their_departments(tmp_path: Path) -> None:
    # 7 and 8 meet on both days, 9 sits with 7; a contact of 20 s three times is one slot.
    day = 86_400
    rows = [(20, 7, 8), (40, 7, 8), (60, 7, 8), (day, 9, 8), (2 * day, 8, 7), (3 * day, 7, 8)]
    (tmp_path / "toy_tij.dat").write_text("".join(f"{t}\t{i} {j}\n" for t, i, j in rows))
    (tmp_path / "toy_metadata.txt").write_text("7 A\n9 A\n8 B\n")
    name, contacts, groups, n = likelihood.read_contacts(tmp_path / "toy_tij.dat")
    assert (name, groups, n) == ("toy", ["A", "B", "A"], 3)
    assert likelihood.share_of_time(contacts[:, 0]) == (day, 2 * day, 3 * day)
    occasions = likelihood.slots(contacts)
    assert [one.people for one in occasions] == [(0, 1), (1, 2), (0, 1), (0, 1)]
    exists, recent, together = likelihood.evidence(occasions[:1], 3, until=0.5, employer=groups)
    assert together.tolist() == [True, False, False]
    # 0-1 once alone together: .65; 0-2 of one department of two: .5; 1-2 nothing.
    assert exists.tolist() == pytest.approx([0.65, 0.5, 0.0])
    assert recent.tolist() == pytest.approx([0.65, 0.5, 0.0])
    text = "\n".join(likelihood.measure(tmp_path))
    assert "exists, with the department" in text
    # 0-1 and 1-2 met once in the first half, and 0-1 again: one of two, whoever is drawn.
    (line,) = [one for one in text.splitlines() if "once together among     2" in one]
    assert "2 pairs, predicted 0.650, observed 0.500 (0.000-1.000)" in line


def test_a_group_in_the_rows_is_read_and_an_empty_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "school_tij.dat").write_text("0 1 2 4A 4B\n20 2 3 4B 4A\n")
    assert likelihood.read_contacts(tmp_path / "school_tij.dat")[2] == ["4A", "4B", "4A"]
    # A list of messages (from, to, time) is neither, nor is what belongs to another file.
    (tmp_path / "messages.txt").write_text("9 2 100\n1 3 120\n2 9 130\n")
    (tmp_path / "fair.csv").write_text("20 5 6\n40 6 7\n60 5 7\n")
    found = [file.name for file in sorted(tmp_path.iterdir()) if likelihood.is_contacts(file)]
    assert found == ["fair.csv", "school_tij.dat"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(SystemExit, match="found neither"):
        list(likelihood.measure(tmp_path / "empty"))
