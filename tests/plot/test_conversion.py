"""The pictures of what happened, by their artists: which marks, where, and what is written."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from infonet import plot
from infonet.errors import InfonetError
from tests.conftest import first
from tests.plot.pictures import some_sizes
from tests.plot.rates import (
    HOSTILE,
    STAGES,
    TOO_FEW,
    by_group,
    calibrated,
    cohort_frame,
    curve,
    curves,
    funnel_frame,
    held_to_referred,
    week_frame,
    worked,
)

Picture = Callable[..., Axes]
CASES: dict[str, tuple[Picture, Callable[[], pd.DataFrame]]] = {
    "funnel": (plot.funnel, worked),
    "funnel of four": (plot.funnel, lambda: by_group(HOSTILE)),
    "funnel of the young": (plot.funnel, lambda: funnel_frame(*[(s, 0, 0, 1, 4) for s in STAGES])),
    "waiting": (plot.waiting_time, held_to_referred),
    "waiting of four": (plot.waiting_time, lambda: curves(HOSTILE)),
    "months": (plot.cohorts, lambda: cohort_frame([f"2026-{at:02}" for at in range(1, 7)])),
    "weeks": (plot.cohorts, lambda: cohort_frame([f"2026-W{at:02}" for at in range(1, 27)])),
    "labels": (plot.cohorts, lambda: cohort_frame(HOSTILE[:3], "$cohort$")),
    "calibration": (plot.calibration, calibrated),
    "review": (plot.review_weeks, lambda: week_frame(18)),
    "review of two years": (plot.review_weeks, lambda: week_frame(104)),
}
FOUR = ("funnel", "waiting", "months", "calibration")


def words(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.texts]


def texts_of_legend(ax: Axes) -> list[Text]:
    found = ax.get_legend()
    assert found is not None
    return list(found.get_texts())


def legend(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in texts_of_legend(ax)]


def dashes(line: Line2D) -> list[str]:
    """Read how a line is dashed from a drawing of it."""
    figure, drawing = Figure(), io.StringIO()
    copied = Line2D([0, 1], [0, 1])
    copied.update_from(line)
    figure.add_artist(copied)
    figure.savefig(drawing, format="svg")
    return re.findall(r"stroke-dasharray: [\d., ]+", drawing.getvalue())


def marks(ax: Axes, marker: str) -> list[Line2D]:
    return [line for line in ax.lines if line.get_marker() == marker]


def xs(lines: list[Line2D]) -> list[float]:
    return [float(x) for line in lines for x in np.asarray(line.get_xdata())]


def ys(lines: list[Line2D]) -> list[float]:
    return [float(y) for line in lines for y in np.asarray(line.get_ydata())]


def spans(ax: Axes, *, across: bool) -> list[tuple[float, float]]:
    """List where the intervals begin and end."""
    lines = [
        line
        for line in ax.lines
        if line.get_marker() == "None" and len(np.asarray(line.get_xdata())) == 2
    ]
    ends = [line.get_xdata() if across else line.get_ydata() for line in lines]
    return [(float(a), float(b)) for a, b in map(np.asarray, ends)]


def assert_tidy(ax: Axes, *, drawn: bool = False) -> None:
    """No two labels overlap, the axes' own included, and none leaves the Axes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    if not drawn:
        figure.draw_without_rendering()
    found = ax.get_legend()
    texts = [*ax.texts, *(found.get_texts() if found else [])]
    if ax.axison:
        texts += [*ax.get_xticklabels(), *ax.get_yticklabels()]
    boxes = {text: text.get_window_extent() for text in texts if text.get_text().strip()}
    assert boxes
    room = ax.get_window_extent().padded(0.5)
    for text, box in boxes.items():
        assert room.x0 <= box.x0 and box.x1 <= room.x1, text
        assert room.y0 <= box.y0 and box.y1 <= room.y1, text
    for (text, a), (other, b) in combinations(boxes.items(), 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 0.5 or down <= 0.5, (text, other)


class TestEveryPicture:
    @pytest.mark.parametrize("case", CASES)
    def test_labels_are_tidy_in_a_figure_of_its_own(self, case: str) -> None:
        draw, make = CASES[case]
        ax = draw(make())
        ax.figure.canvas.draw()  # a letter without a glyph would warn here
        assert ax.axison, "said that it does not fit into its own figure"
        assert_tidy(ax, drawn=True)

    @pytest.mark.evidence
    @pytest.mark.parametrize("case", first(CASES, 2))
    def test_labels_are_tidy_in_any_axes(
        self, case: str, full_count: Callable[[int, int], int]
    ) -> None:
        draw, make = CASES[case]
        for size in some_sizes(case, full_count(2, 4)):
            figure, ax = plt.subplots(figsize=size)
            assert draw(make(), ax=ax) is ax
            assert_tidy(ax)
            assert tuple(figure.get_size_inches()) == size

    @pytest.mark.parametrize("case", CASES)
    def test_in_too_small_an_axes_it_asks_for_a_larger_one(self, case: str) -> None:
        draw, make = CASES[case]
        ax = draw(make(), ax=plt.subplots(figsize=(2.0, 1.5))[1])
        assert len(words(ax)) == 1 and "larger Axes" in words(ax)[0]

    @pytest.mark.parametrize("case", FOUR)
    def test_labels_are_tidy_where_a_layout_engine_moves_the_axes(self, case: str) -> None:
        draw, make = CASES[case]
        _, axes = plt.subplots(1, 2, figsize=(16, 6), layout="constrained")
        for ax in axes.flat:
            ax.set_title("a title")
            draw(make(), ax=ax)
        axes.flat[0].figure.draw_without_rendering()
        for ax in axes.flat:
            assert ax.axison
            assert_tidy(ax, drawn=True)

    @pytest.mark.parametrize("case", CASES)
    def test_no_rows_is_said_in_words(self, case: str) -> None:
        draw, make = CASES[case]
        ax = draw(make().iloc[:0])
        assert len(words(ax)) == 1 and "yet" in words(ax)[0]
        assert not ax.lines
        assert_tidy(ax)

    @pytest.mark.parametrize("case", CASES)
    def test_nothing_is_mathematics_and_nothing_global_changes(self, case: str) -> None:
        draw, make = CASES[case]
        before = dict(mpl.rcParams)
        ax = Figure(figsize=(9, 9)).subplots()
        frame = make()
        kept = frame.copy()
        draw(frame, ax=ax)
        pd.testing.assert_frame_equal(frame, kept)
        assert dict(mpl.rcParams) == before
        assert not plt.get_fignums()
        shown = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels()]
        shown += texts_of_legend(ax)
        assert not [text for text in shown if text.get_parse_math() or text.get_usetex()]

    @pytest.mark.parametrize("case", FOUR)
    def test_two_draws_give_the_same_picture(self, case: str) -> None:
        draw, make = CASES[case]

        def drawn() -> list[Any]:
            ax = draw(make())
            lines = [np.asarray(line.get_xydata()).tolist() for line in ax.lines]
            return [[(text.get_text(), text.get_position()) for text in ax.texts], lines]

        assert repr(drawn()) == repr(drawn())

    @pytest.mark.parametrize(
        ("draw", "frame", "column"),
        [
            (plot.funnel, worked(), "naive"),
            (plot.waiting_time, held_to_referred(), "at_risk"),
            (plot.cohorts, cohort_frame(["2026-01", "2026-02"]), "open"),
            (plot.calibration, calibrated(), "verdict"),
            (plot.review_weeks, week_frame(3), "referred"),
        ],
    )
    def test_a_missing_column_is_named(
        self, draw: Picture, frame: pd.DataFrame, column: str
    ) -> None:
        with pytest.raises(InfonetError, match=f"no column `{column}`: pass .* `infonet"):
            draw(frame.drop(columns=column))
        assert not plt.get_fignums()

    @pytest.mark.parametrize(
        ("draw", "make"), [(plot.funnel, by_group), (plot.waiting_time, curves)]
    )
    def test_up_to_four_groups_differ_in_more_than_colour(
        self, draw: Picture, make: Callable[[list[Any]], pd.DataFrame]
    ) -> None:
        ax = draw(make(["a b", "c d", "e f", None]))
        found = ax.get_legend()
        assert found is not None
        handles = [each for each in found.legend_handles[:4] if isinstance(each, Line2D)]
        assert legend(ax)[:4] == ["a b", "c d", "e f", "not known"]
        looks = {(repr(handle.get_marker()), str(dashes(handle))) for handle in handles}
        assert len(looks) == 4
        assert len({to_hex(handle.get_color()) for handle in handles}) == 4
        if draw is plot.funnel:
            with pytest.raises(InfonetError, match=r"at most 4 groups .* found 5 .* filter"):
                draw(by_group(list("abcde")))

    def test_a_group_that_lost_its_column_is_noticed(self) -> None:
        with pytest.raises(InfonetError, match=r"one row for each stage .* `asked` more than once"):
            plot.funnel(by_group(["a", "b"]).drop(columns="company"))


class TestFunnel:
    def test_rates_intervals_and_naive_rates_stand_where_the_log_says(self) -> None:
        ax = plot.funnel(worked())
        assert xs(marks(ax, "o")) == [1.0, 0.75, 0.4286, 0.4286, 0.0]
        assert xs(marks(ax, "D")) == [1.0, 0.6, 0.4444, 0.4444, 0.0]
        assert spans(ax, across=True) == [
            *[(0.5889, 1.0), (0.6457, 1.0)],
            (0.3006, 0.9544),  # through two people: too few for a thin line
            *[(0.1307, 0.7865), (0.1582, 0.7495)],
            *[(0.1307, 0.7865), (0.1582, 0.7495)],
            *[(0.0, 0.4056), (0.0, 0.3543)],
        ]
        assert np.round(ys(marks(ax, "o"))).tolist() == [0, 1, 2, 3, 4]
        assert ax.yaxis_inverted()

    def test_the_naive_mark_is_hollow_and_beside_the_rate(self) -> None:
        ax = plot.funnel(worked())
        assert {to_hex(line.get_markerfacecolor()) for line in marks(ax, "D")} == {"#ffffff"}
        assert "#ffffff" not in {to_hex(line.get_markerfacecolor()) for line in marks(ax, "o")}
        apart = np.array(ys(marks(ax, "D"))) - np.array(ys(marks(ax, "o")))
        assert (apart > 0.2).all()

    def test_every_row_says_how_many_of_how_many_and_how_many_are_open(self) -> None:
        ax = plot.funnel(worked())
        found = words(ax)
        assert [w for w in found if "/" in w] == ["7/7", "3/4", "3/7", "3/7", "0/7"]
        assert [w for w in found if w.endswith(" %")] == ["100 %", "75 %", "43 %", "43 %", "0 %"]
        assert [w for w in found if w.endswith("open")] == ["1 open"] * 3 + ["2 open"]
        labels = [label.get_text() for label in ax.get_yticklabels()]
        assert labels == ["asked", "introduced", "replied", "held", "offered"]
        assert ax.get_xticks().tolist() == [0, 0.25, 0.5, 0.75, 1]

    def test_it_says_what_rate_and_naive_are_and_what_the_intervals_ignore(self) -> None:
        frame = worked()
        ax = plot.funnel(frame)
        rate, naive = legend(ax)
        assert "within 60 days" in rate and "at least that old" in rate and "95" in rate
        assert naive == "so far, including recent ones"
        note = "7 requests went through 5 people: the thin lines allow for it."
        assert words(ax)[-1] == note
        assert "naive" not in " ".join([rate, naive, *words(ax)])
        apart = words(plot.funnel(frame.assign(connectors=frame["n"])))
        assert not any("requests went through" in w for w in apart)
        few = words(plot.funnel(frame.assign(connectors=3, note=TOO_FEW)))
        assert few[-1] == f"7 requests went through 3 people: {TOO_FEW}."
        grouped = words(plot.funnel(by_group(["a", "b"])))
        assert grouped[-1].startswith("Several requests went through the same person.")
        frame.attrs.clear()
        assert "old enough" in legend(plot.funnel(frame))[0]

    def test_a_missing_rate_is_words_and_not_zero(self) -> None:
        frame = funnel_frame(
            ("asked", 0, 0, 0, 0), ("introduced", 0, 0, 0, 0), ("held", 0, 0, 1, 3)
        )
        ax = plot.funnel(frame)
        assert {"no asks yet", "no introduction asked for", "none old enough yet"} <= set(words(ax))
        assert not marks(ax, "o") and not spans(ax, across=True)
        assert xs(marks(ax, "D")) == [0.25]
        assert not any(w.endswith(" %") for w in words(ax))

    @pytest.mark.parametrize("share", [0.05, 0.2, 0.5, 0.8])
    def test_words_instead_of_a_rate_stay_inside_a_narrow_axes(self, share: float) -> None:
        frame = funnel_frame(*[(stage, 0, 0, 1, 4) for stage in STAGES]).assign(naive=share)
        for width in (3.4, 3.7, 4.0, 4.5):
            ax = plot.funnel(frame, ax=plt.subplots(figsize=(width, 3))[1])
            assert_tidy(ax)

    def test_groups_of_one_stage_stand_below_each_other(self) -> None:
        ax = plot.funnel(by_group(["introduction", "direct"], "kind"))
        first, second = ys(marks(ax, "o")), ys(marks(ax, "s"))
        assert len(first) == len(second) == 7
        assert all(0.2 < b - a < 0.8 for a, b in zip(first, second, strict=True))
        assert len([w for w in words(ax) if "/" in w]) == 14

    def test_a_stage_of_one_group_stands_after_the_one_that_it_follows(self) -> None:
        scouts = funnel_frame(("asked", 9, 9, 0, 0), ("named", 9, 4, 0, 0), ("held", 9, 1, 0, 0))
        direct = funnel_frame(("asked", 9, 9, 0, 0), ("held", 9, 1, 0, 0))
        frame = pd.concat([direct.assign(kind="direct"), scouts.assign(kind="scout")])
        ax = plot.funnel(frame[["kind", *direct.columns]])
        assert [label.get_text() for label in ax.get_yticklabels()] == ["asked", "named", "held"]
        assert len(marks(ax, "o")) == 2 and len(marks(ax, "s")) == 3


class TestWaitingTime:
    def test_steps_band_and_ticks(self) -> None:
        ax = plot.waiting_time(held_to_referred())
        (steps,) = [line for line in ax.lines if line.get_drawstyle() == "steps-post"]
        assert np.asarray(steps.get_xdata()).tolist() == [0, 9, 18, 66, 89]
        assert np.asarray(steps.get_ydata()).tolist() == [0, 0.25, 0.5, 0.75, 0.75]
        ticks = marks(ax, "|")
        assert (xs(ticks), ys(ticks)) == ([89], [0.75])
        band = [c for c in ax.collections if c.get_alpha()]
        assert len(band) == 1
        box = band[0].get_datalim(ax.transData)
        assert (box.x0, box.x1) == (9, 89) and (box.y0, box.y1) == (0.125, 0.875)

    def test_how_many_were_at_risk_stands_below_the_days(self) -> None:
        ax = plot.waiting_time(held_to_referred())
        days = ax.get_xticks().tolist()
        assert days == [0, 20, 40, 60, 80]
        counts = {round(text.get_position()[0]): text.get_text() for text in ax.texts[-5:]}
        # Four conversations; one referred by day 9, another by 18, the third only on day 66.
        assert [counts[day] for day in days] == ["4", "2", "2", "2", "1"]
        assert "at risk" in words(ax)

    def test_a_group_that_is_done_has_nobody_at_risk(self) -> None:
        frame = pd.concat([held_to_referred(), curve((5, 2, 2, 0, 1.0))])
        frame.insert(0, "kind", ["direct"] * 4 + ["cold"])
        ax = plot.waiting_time(frame)
        assert words(ax)[-5:] == ["2", "0", "0", "0", "0"]
        assert {"direct", "cold"} <= set(words(ax)) and {"direct", "cold"} <= set(legend(ax))

    def test_a_competing_end_has_a_mark_of_its_own_and_leaves_the_risk(self) -> None:
        frame = curve((5, 3, 0, 0, 0.0), (30, 2, 1, 1, 0.5)).assign(competing=[1, 0])
        ax = plot.waiting_time(frame)
        assert xs(marks(ax, "x")) == [5]
        assert "the wait ended otherwise" in legend(ax)
        assert words(ax)[-3:] == ["2"] * 3
        others = legend(plot.waiting_time(curve((5, 1, 1, 0, 1.0))))
        assert "the wait ended otherwise" not in others

    def test_the_heading_says_what_happens_after_what(self) -> None:
        ax = plot.waiting_time(held_to_referred())
        assert "held → referred: share that got there" in words(ax)
        assert "days since held" in words(ax)
        assert "$x$" in words(plot.waiting_time(held_to_referred(), label="$x$"))

    def test_when_it_never_happened_it_says_so(self) -> None:
        ax = plot.waiting_time(curve((10, 2, 0, 1, 0.0), (40, 1, 0, 1, 0.0)))
        assert "it has not happened yet" in words(ax)
        assert "it has not happened yet" not in words(plot.waiting_time(held_to_referred()))

    def test_all_on_the_first_day(self) -> None:
        ax = plot.waiting_time(curve((0, 2, 2, 0, 1.0)))
        assert_tidy(ax)
        assert words(ax)[-2:] == ["2", "0"]


class TestCohorts:
    def test_each_has_a_rate_an_interval_a_naive_rate_and_counts(self) -> None:
        ax = plot.cohorts(cohort_frame(["2025-12", "2026-01", "2026-02", "2026-03"]))
        assert ys(marks(ax, "o")) == pytest.approx([1 / 3] * 2)
        assert ys(marks(ax, "D")) == pytest.approx([1 / 3] * 2 + [0.2] * 2)
        assert np.round(xs(marks(ax, "o"))).tolist() == [0, 1]
        assert all(b > a for a, b in zip(xs(marks(ax, "o")), xs(marks(ax, "D")), strict=False))
        assert len(spans(ax, across=False)) == 2
        at = words(ax).index("reached")
        assert words(ax)[at:] == [
            *("reached", "4", "4", "–", "–"),
            *("old enough", "12", "12", "0", "0"),
            *("open", "0", "0", "4", "4"),
        ]

    def test_what_is_not_old_enough_is_hatched_and_says_how_many_are_open(self) -> None:
        ax = plot.cohorts(cohort_frame(["2026-01", "2026-05", "2026-06"]))
        assert words(ax).count("4 open") == 2
        assert len([c for c in ax.collections if c.get_hatch()]) == 2
        assert "not old enough yet" in legend(ax)
        old = plot.cohorts(cohort_frame(["2026-01", "2026-05", "2026-06"]).iloc[:2])
        assert "not old enough yet" not in legend(old)

    def test_time_goes_rightwards_and_the_year_is_said_once(self) -> None:
        frame = cohort_frame(["2025-11", "2025-12", "2026-01", "2026-02"])
        ax = plot.cohorts(frame.iloc[::-1])
        assert [label.get_text() for label in ax.get_xticklabels()] == [
            "Nov\n2025",
            "Dec\n",
            "Jan\n2026",
            "Feb\n",
        ]
        assert words(ax)[-2:] == ["4", "4"]

    def test_an_order_of_ones_own_is_kept(self) -> None:
        frame = cohort_frame(["late", "early", "soon"], "wave")
        order = pd.Categorical(frame["wave"], ["soon", "late", "early"], ordered=True)
        ax = plot.cohorts(frame.assign(wave=order))
        labels = [label.get_text() for label in ax.get_xticklabels()]
        assert labels == ["soon", "late", "early"]
        assert "by wave" in words(ax)[0]

    def test_labels_that_would_touch_are_left_out_but_no_count(self) -> None:
        ax = plot.cohorts(cohort_frame([f"2026-W{at:02}" for at in range(1, 31)], "week"))
        ticks = ax.get_xticks()
        assert len(ticks) < 30 and len(set(np.diff(ticks))) == 1
        assert words(ax).count("12") == 28

    def test_another_stage(self) -> None:
        ax = plot.cohorts(cohort_frame(["2026-01", "2026-02", "2026-03"]), stage="asked")
        assert ys(marks(ax, "o")) == [1.0] and "“asked”" in words(ax)[0]
        with pytest.raises(InfonetError, match="expected one of asked, held, found `hold`"):
            plot.cohorts(cohort_frame(["2026-01", "2026-02"]), stage="hold")

    def test_a_funnel_without_cohorts_is_refused(self) -> None:
        with pytest.raises(InfonetError, match='by="month"'):
            plot.cohorts(worked())
        with pytest.raises(InfonetError, match="one row for each `month`"):
            plot.cohorts(cohort_frame(["2026-01", "2026-01"]))


class TestCalibration:
    def test_predicted_goes_rightwards_and_what_happened_upwards(self) -> None:
        ax = plot.calibration(calibrated())
        shown = [line for line in ax.lines if line.get_marker() in ("o", "s", "^", "v")]
        at = [(x, y) for x, y in zip(xs(shown), ys(shown), strict=True) if x <= 1]
        want = [(0.31, 0.304), (0.41, 0.4), (0.62, 0.43), (0.55, 0.565)]
        assert np.array(at) == pytest.approx(np.array(want))
        intervals = [(0.191, 0.448), (0.264, 0.554), (0.299, 0.573), (0.361, 0.75)]
        diagonal, joined = (0.0, 1.0), (0.4, 0.43)
        assert sorted(spans(ax, across=False)) == sorted([diagonal, joined, *intervals])
        (x0, y0), (x1, y1) = ax.transData.transform([(0, 0), (1, 1)])
        assert x1 - x0 == pytest.approx(y1 - y0)

    def test_positions_differ_in_marker_and_the_list_says_what_came_of_them(self) -> None:
        ax = plot.calibration(calibrated())
        assert words(ax)[2:] == [
            "whole path",
            "14/46 happened, 31 % predicted: as predicted",
            "hop 1",
            "16/40 happened, 41 % predicted: as predicted",
            "20/46.5 happened, 62 % predicted: too high",
            "hop 2",
            "12/21.2 happened, 55 % predicted: too few",
            "hop 3",
            "no outcome yet: too few",
        ]
        beside = [line for line in ax.lines if xs([line])[0] > 1]
        assert [line.get_marker() for line in beside] == ["o", "s", "^", "v"]

    def test_too_few_is_hollow(self) -> None:
        ax = plot.calibration(calibrated())
        hollow = {
            line.get_marker()
            for line in ax.lines
            if line.get_marker() != "None" and to_hex(line.get_markerfacecolor()) == "#ffffff"
        }
        assert hollow == {"^", "v"}
        assert "too few to tell" in legend(ax)
        assert "too few to tell" not in legend(plot.calibration(calibrated().iloc[:3]))

    def test_a_position_without_outcomes_has_no_mark_in_the_chart(self) -> None:
        ax = plot.calibration(calibrated().iloc[3:])
        assert len(marks(ax, "o")) == 2 and len(marks(ax, "s")) == 1
        assert xs(marks(ax, "s"))[0] > 1

    def test_equal_predictions_do_not_hide_each_other(self) -> None:
        ax = plot.calibration(calibrated().assign(predicted=0.25))
        at = sorted(x for marker in "os^v" for x in xs(marks(ax, marker)) if x <= 1)
        assert at[0] == pytest.approx(0.25)
        assert all(0.01 < after - before < 0.03 for before, after in pairwise(at))

    def test_no_outcome_at_all_is_said_in_words(self) -> None:
        ax = plot.calibration(calibrated().iloc[4:])
        assert len(words(ax)) == 1 and "yet" in words(ax)[0] and not ax.lines

    def test_an_upright_axes_has_the_list_below(self) -> None:
        _, ax = plt.subplots(figsize=(4, 8))
        plot.calibration(calibrated(), ax=ax)
        (entry,) = [text for text in ax.texts if text.get_text() == "whole path"]
        assert entry.get_position()[1] < 0


class TestReviewWeeks:
    def test_bars_are_asks_and_marks_are_talks_and_referrals_of_their_week(self) -> None:
        ax = plot.review_weeks(week_frame(6))
        bars = [bar for bar in ax.patches if isinstance(bar, Rectangle)]
        assert [bar.get_height() for bar in bars] == [3, 0, 1, 3, 0, 1]
        assert [round(bar.get_x() + bar.get_width() / 2, 6) for bar in bars] == list(range(6))
        assert [round(x) for x in xs(marks(ax, "s"))] == [1, 4] and ys(marks(ax, "s")) == [1, 1]
        assert [round(x) for x in xs(marks(ax, "^"))] == [4] and ys(marks(ax, "^")) == [1]
        assert xs(marks(ax, "s"))[1] < xs(marks(ax, "^"))[0], "neither hides the other"
        assert legend(ax) == ["8 asks", "2 talks", "1 referral"]
        assert ax.get_yticks().tolist() == [0, 1, 2, 3]

    def test_the_year_stands_where_it_begins(self) -> None:
        frame = week_frame(4).assign(
            week=pd.to_datetime(["2025-12-22", "2025-12-29", "2026-01-05", "2026-01-12"])
        )
        labels = [label.get_text() for label in plot.review_weeks(frame).get_xticklabels()]
        assert labels == ["22 Dec\n2025", "29 Dec\n", "5 Jan\n2026", "12 Jan\n"]
