"""The review in sentences: by hand on the worked log, and where advice may and may not be given."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest

import infonet
from infonet.conversion import review
from infonet.conversion.proportions import newcombe, smallest_difference
from infonet.errors import InfonetError
from infonet.tables import Tables, frame
from tests.conversion_logs import AS_OF, WORKED, log, shuffled, worked_log


def asks(*groups: tuple[int, int, str]) -> pd.DataFrame:
    """Return a log of groups: talks, asks, and the words of their first line; all of February."""
    lines: list[str] = []
    for number, (talks, n, words) in enumerate(groups):
        for at in range(n):
            name = f"R{number}.{at}"
            lines.append(f"{name} 02-0{1 + at % 7} asked P{number}.{at} {words}")
            if at < talks:
                lines.append(f"{name} 02-20 held P{number}.{at}")
    return log(*lines)


def texts(events: pd.DataFrame, as_of: str = AS_OF) -> list[str]:
    return review(events, as_of=as_of).sentences.text.tolist()


def counts(frame: pd.DataFrame, columns: Iterable[str]) -> list[list[object]]:
    found: list[list[object]] = frame[list(columns)].to_numpy(dtype=object).tolist()
    return found


class TestTheWorkedLog:
    def test_its_sentences(self) -> None:
        """Old enough are R1-R6 and R10; R1, R4 and R10 led to a talk, R1 within 60 days on."""
        found = review(worked_log(), as_of=AS_OF)
        assert found.sentences.topic.tolist() == ["outcome", "comparison", "step"]
        assert found.sentences.text.tolist() == [
            "Of 7 asks old enough (60 days), 3 led to a talk and 1 to a referral.",
            "Warm asks: 2 of 5 led to a talk; cold ones: 1 of 2. Too few to be sure that one works"
            " better: with fewer than 5 of a kind no difference would show.",
            "The weakest step: of 7 asks, 3 got a reply.",
        ]
        assert str(found) == repr(found) == "\n".join(found.sentences.text)
        assert found.advice == ""
        assert (found.as_of, found.within) == (pd.Timestamp(AS_OF), 60)

    def test_its_numbers(self) -> None:
        """Warm are R1, R2, R4, R5, R6 (talks: R1, R4), cold R3 and R10 (talk: R10), by LinkedIn."""
        found = review(worked_log(), as_of=AS_OF).numbers
        assert counts(found, ["topic", "what", "n", "reached"]) == [
            ["outcome", "talk", 7, 3],
            ["outcome", "referral", 7, 1],
            ["comparison", "warm", 5, 2],
            ["comparison", "cold", 2, 1],
            ["comparison", "email", 5, 2],
            ["comparison", "linkedin", 2, 1],
            ["step", "replied", 7, 3],
        ]
        stated = {row["stage"]: row for row in WORKED["funnel"]}
        for at, stage in ((0, "held"), (1, "referred"), (6, "replied")):
            (row,) = counts(found.iloc[[at]], ["rate", "low", "high"])
            wanted = [stated[stage][column] for column in ("rate", "low", "high")]
            assert row == pytest.approx(wanted, abs=5.001e-5)

    def test_its_weeks(self) -> None:
        """Scouts count as asks: R9 was asked on Sunday 5 April, the week of 30 March."""
        found = review(worked_log(), as_of=AS_OF).weeks
        some = {
            "2026-03-02": [2, 0, 0],  # R1 R2
            "2026-03-09": [2, 1, 0],  # R3, R4 on Sunday 15; R1 held on the 12th
            "2026-03-30": [2, 1, 1],  # R5 R9; R4 held on 2 April; R1 referred
            "2026-04-13": [1, 0, 0],  # R10
            "2026-04-20": [1, 1, 0],  # R6; R10 held
            "2026-05-18": [1, 0, 0],  # R7
            "2026-06-01": [0, 1, 0],  # R7 held
            "2026-06-08": [0, 0, 1],  # R7 referred
            "2026-06-22": [1, 0, 1],  # R8; R10 referred
        }
        assert {f"{week:%a}" for week in found.week} == {"Mon"}
        mondays = pd.date_range("2026-03-02", "2026-06-29", freq="7D")
        assert found.week.tolist() == mondays.tolist()
        wanted = [some.get(f"{monday:%Y-%m-%d}", [0, 0, 0]) for monday in mondays]
        assert counts(found, ["asked", "held", "referred"]) == wanted

    def test_later_events_and_the_order_of_lines_change_nothing(self) -> None:
        early = worked_log()
        early = early[early.date <= "2026-05-10"]
        assert texts(shuffled(worked_log()), "2026-05-10") == texts(early, "2026-05-10")
        assert review(worked_log(), as_of="2026-05-10").weeks.week.max() == pd.Timestamp(
            "2026-05-04"
        )

    def test_who_withdrew_in_time_is_in_the_weeks_alone(self) -> None:
        """R12 was asked on 11 May and withdrawn after 7 days: at 45 days it is not old enough."""
        whole, ten = (
            review(worked_log(whole=whole), as_of=AS_OF, within=45) for whole in (True, False)
        )
        assert whole.sentences.text.tolist() == ten.sentences.text.tolist()
        assert whole.weeks.asked.sum() == ten.weeks.asked.sum() + 2


class TestAdvice:
    def test_a_sure_difference_of_kind_is_advice(self) -> None:
        """Newcombe's interval for 10 of 12 and 1 of 12 at 95 %, worked by hand."""
        found = review(asks((10, 12, "kind=direct"), (1, 12, "kind=cold")), as_of=AS_OF)
        assert found.sentences.text[1] == (
            "Warm asks: 10 of 12 led to a talk; cold ones: 1 of 12. Warm asks work better. "
            "Ask people you know first."
        )
        assert found.advice == "Ask people you know first."
        (row,) = found.comparisons.to_dict("records")
        assert (row["by"], row["a"], row["b"], row["shown"]) == ("kind", "warm", "cold", True)
        assert row["level"] == 0.95
        numbers = [row["difference"], row["low"], row["high"]]
        assert numbers == pytest.approx([0.75, 0.3596, 0.8879], abs=1e-4)

    def test_cold_asks_may_be_the_better_ones(self) -> None:
        found = review(asks((0, 12, "kind=direct"), (9, 12, "kind=cold")), as_of=AS_OF)
        assert found.advice == "Write to people you do not know more often."
        assert "Cold asks work better." in found.sentences.text[1]

    @pytest.mark.parametrize("n", [4, 5])
    def test_it_takes_five_of_each(self, n: int) -> None:
        """4 of 4 and 0 of 20 differ surely: 1 - (0.490² + 0.161²)½ = 0.48."""
        found = review(asks((n, n, "kind=direct"), (0, 20, "kind=cold")), as_of=AS_OF)
        assert found.comparisons.low[0] > 0
        assert bool(found.comparisons.shown[0]) == (n == 5)
        assert (found.advice == "") == (n == 4)
        assert ("with fewer than 5 of a kind" in str(found)) == (n == 4)

    def test_a_second_comparison_makes_the_first_one_less_sure(self) -> None:
        """5 of 8 and 1 of 8: low is 0.029 at 95 %, and -0.030 at 97.5 %."""
        alone = review(asks((5, 8, "kind=direct"), (1, 8, "kind=cold")), as_of=AS_OF)
        assert alone.comparisons.low.tolist() == pytest.approx([0.0293], abs=1e-4)
        assert alone.advice
        channels = ("channel=email", "channel=linkedin")
        both = review(
            asks(
                *((5, 6, f"kind=direct {channels[0]}"), (0, 2, f"kind=direct {channels[1]}")),
                *((0, 5, f"kind=cold {channels[0]}"), (1, 3, f"kind=cold {channels[1]}")),
            ),
            as_of=AS_OF,
        )
        assert both.comparisons.by.tolist() == ["kind", "channel"]
        assert both.comparisons.level.tolist() == [0.975, 0.975]
        assert both.comparisons.low[0] == pytest.approx(-0.0302, abs=1e-4)
        assert not both.advice
        assert "Too few to be sure" in both.sentences.text[1]

    def test_channels_are_advice_where_kinds_are_not(self) -> None:
        events = asks(
            *((9, 9, "kind=direct channel=Email"), (0, 9, "kind=direct channel=linkedin")),
            *((1, 2, "kind=cold channel=email"), (0, 1, "kind=cold channel=call")),
        )
        found = review(events, as_of=AS_OF)
        assert found.sentences.text[1] == (
            "Warm asks: 9 of 18 led to a talk; cold ones: 1 of 3. "
            "By email 10 of 11 led to a talk, by linkedin 0 of 9. Ask by email where you can."
        )
        assert found.advice == "Ask by email where you can."

    def test_kind_goes_before_channel_and_there_is_one_advice_at_most(self) -> None:
        events = asks((10, 12, "kind=direct channel=email"), (0, 12, "kind=cold channel=linkedin"))
        found = review(events, as_of=AS_OF)
        assert found.comparisons.shown.tolist() == [True, True]
        assert found.advice == "Ask people you know first."
        assert "linkedin" not in found.sentences.text[1]

    def test_it_says_what_so_few_could_have_shown(self) -> None:
        """By trying every count: 19 of 26 is the first that differs from 1 of 6 surely."""
        found = review(asks((13, 26, "kind=direct"), (1, 6, "kind=cold")), as_of=AS_OF)
        first = next(x for x in range(27) if newcombe(x, 26, 1, 6)[1] > 0)
        assert found.comparisons.smallest[0] == pytest.approx(first / 26 - 1 / 6)
        points = int(np.ceil(100 * (first / 26 - 1 / 6)))
        assert found.sentences.text[1].endswith(
            f"with so few only a difference of {points} points or more would show."
        )
        assert found.comparisons.smallest[0] > found.comparisons.difference[0]
        assert smallest_difference(1, 6, 13, 26) == smallest_difference(13, 26, 1, 6)

    def test_what_rounding_leaves_costs_no_point(self) -> None:
        """8 of 20 differs surely from 2 of 20: 0.4 - 0.1 is a little above 0.3 in a computer."""
        assert newcombe(8, 20, 2, 20)[1] > 0 > newcombe(7, 20, 2, 20)[1]
        said = texts(asks((2, 20, "kind=direct"), (2, 20, "kind=cold")))[1]
        assert said.endswith("only a difference of 30 points or more would show.")

    def test_a_talk_that_came_too_late_counts_in_no_group(self) -> None:
        lines = ["R1 02-02 asked Bo kind=direct", "R1 04-04 held Bo"]
        assert texts(log(*lines))[1].startswith("Warm asks: 0 of 1 led to a talk")
        assert texts(log(lines[0], "R1 04-03 held Bo"))[1].startswith("Warm asks: 1 of 1")

    def test_where_not_even_all_would_show(self) -> None:
        assert np.isnan(smallest_difference(4, 5, 4, 5))
        events = asks((4, 5, "kind=direct"), (4, 5, "kind=cold"))
        assert texts(events)[1].endswith("with so few no difference would show.")

    @pytest.mark.parametrize("kind", ["direct", "cold"])
    def test_one_kind_alone_is_not_compared(self, kind: str) -> None:
        mine, other = ("Warm", "cold") if kind == "direct" else ("Cold", "warm")
        assert texts(asks((2, 7, f"kind={kind}")))[1] == (
            f"{mine} asks: 2 of 7 led to a talk; no {other} one is old enough to compare with."
        )


class TestTheWeakestStep:
    def test_of_introductions_a_reply_follows_an_introduction(self) -> None:
        lines = []
        for at in range(8):
            lines.append(f"R{at} 02-02 asked A{at} kind=introduction")
            lines += [f"R{at} 02-05 introduced B{at} via=A{at}"] * (at < 6)
            lines += [f"R{at} 02-09 replied B{at}"] * (at < 3)
        assert texts(log(*lines))[2] == "The weakest step: of 6 introductions, 3 got a reply."
        assert texts(log(*(line for line in lines if "A7" in line or " B" not in line)))[2] == (
            "The weakest step: of 8 asks for an introduction, none led to one."
        )

    def test_of_two_alike_it_is_the_earlier(self) -> None:
        lines = [f"R{at} 02-02 asked A{at} kind=direct" for at in range(20)]
        lines += [f"R{at} 02-05 replied A{at}" for at in range(10)]
        lines += [f"R{at} 02-20 offered A{at}" for at in range(5)]
        assert texts(log(*lines))[2] == "The weakest step: of 20 asks, 10 got a reply."

    def test_fewer_than_five_are_no_step(self) -> None:
        said = "No step was tried 5 times yet: too few to say where most stop."
        assert texts(asks((0, 4, "kind=direct")))[2] == said
        assert texts(asks((0, 5, "kind=direct")))[2] != said


class TestLittle:
    def test_an_empty_log_is_said(self) -> None:
        found = review(frame("events"), as_of=AS_OF)
        assert str(found) == (
            "Nothing to review yet: log the first ask for a talk, and what came of it."
        )
        assert found.numbers.empty and found.comparisons.empty and found.weeks.empty
        assert found.weeks.columns.tolist() == ["week", "asked", "held", "referred"]
        assert found.weeks.dtypes.equals(review(worked_log(), as_of=AS_OF).weeks.dtypes)

    def test_scouts_alone_are_weeks_and_no_rate(self) -> None:
        found = review(log("R1 03-02 asked Ivy kind=scout"), as_of="2026-03-31")
        assert str(found).startswith("You asked 1 time whether a friend knows somebody there.")
        assert found.weeks.asked.tolist() == [1, 0, 0, 0, 0]

    def test_young_asks_are_no_rate(self) -> None:
        """On 20 March R1 to R4 are under way, and R1 has led to a talk."""
        found = review(worked_log(), as_of="2026-03-20")
        assert str(found) == (
            "No ask is old enough yet (60 days). Of 4 asks so far, 1 led to a talk and none to a"
            " referral."
        )
        assert found.numbers.n.tolist() == [0, 0]
        assert found.numbers.rate.isna().all()

    def test_without_a_referral(self) -> None:
        events = worked_log()
        found = review(events[events.stage != "referred"], as_of=AS_OF)
        assert found.sentences.text[0] == (
            "Of 7 asks old enough (60 days), 3 led to a talk and none to a referral."
        )
        assert found.weeks.referred.sum() == 0

    def test_a_channel_is_shown_letter_by_letter(self) -> None:
        events = asks((9, 9, "kind=direct channel=<b>$x$"), (0, 9, "kind=direct channel=call"))
        html = review(events, as_of=AS_OF)._repr_html_()
        assert "&lt;b&gt;$x$" in html and "<b>" not in html
        assert "mathjax_ignore" in html


def test_it_takes_tables_and_says_what_it_expected() -> None:
    tables = Tables.of(events=worked_log())
    assert str(infonet.review(tables, as_of=AS_OF)) == str(review(worked_log(), as_of=AS_OF))
    with pytest.raises(InfonetError, match="expected a log"):
        review("log.csv", as_of=AS_OF)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(InfonetError, match="`within` takes a whole number from 1 on"):
        review(worked_log(), as_of=AS_OF, within=0)
