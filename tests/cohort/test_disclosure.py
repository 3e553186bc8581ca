"""What is shown of a count: no cell of one to four members can be worked out from it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations, combinations_with_replacement

import pytest

from infonet.cohort._disclosure import SMALLEST, Blur, enough
from infonet.errors import InfonetError

SMALL = {1, 2, 3, 4}
NAMES = [f"row {at}" for at in range(60)]  # enough of them that every shift is drawn
SIZES = [10, 11, 14, 15, 19, 23, 24, 25]


@cache
def shown(count: int, total: int) -> frozenset[int]:
    """Whatever may be shown of a count: 0 where it is missing."""
    blur = Blur("in/ana", "in/bo")
    told = blur.at_least([count] * len(NAMES), total=total, names=NAMES)
    return frozenset(told.fillna(0).astype(int))


@pytest.mark.parametrize("total", SIZES)
def test_few_and_all_but_few_look_like_none_and_all(total: int) -> None:
    assert {shown(count, total) for count in range(5)} == {frozenset({0})}
    assert len({shown(total - count, total) for count in range(5)}) == 1


def test_a_count_is_not_below_what_is_shown_and_at_most_eight_above() -> None:
    assert shown(12, 100) == {5, 10}  # 12, 11 and 10 make 10; 9 and 8 make 5
    assert shown(5, 100) == {0, 5}
    assert shown(9, 100) == {5}
    for count in range(97):
        assert all(count - 8 <= one <= count for one in shown(count, 100))


@pytest.mark.parametrize("total", SIZES)
def test_a_row_and_its_total_do_not_tell_the_rest(total: int) -> None:
    rest: dict[int, set[int]] = defaultdict(set)
    for count in range(total + 1):
        for one in shown(count, total):
            rest[one].add(total - count)
    assert not [one for one, left in rest.items() if left <= SMALL]


@pytest.mark.parametrize("total", SIZES)
def test_two_reports_of_which_one_holds_the_other_do_not_tell_the_difference(total: int) -> None:
    """As of paths of three ties and of four, or of two days."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for more in range(total + 1):
        for count in range(more + 1):
            for one in shown(count, total):
                for other in shown(more, total):
                    found[one, other].add(more - count)
    assert not [pair for pair, differ in found.items() if differ <= SMALL]


@pytest.mark.parametrize("total", SIZES)
def test_a_row_that_is_rounded_alike_in_two_reports_does_not_tell_the_difference(
    total: int,
) -> None:
    blur = Blur("in/ana")
    for name in NAMES[:20]:
        rows = range(total + 1)
        told = blur.at_least(rows, total=total, names=[name] * len(rows)).fillna(0).astype(int)
        found: dict[tuple[int, int], set[int]] = defaultdict(set)
        for more in rows:
            for count in range(more + 1):
                found[told[count], told[more]].add(more - count)
        assert not [pair for pair, differ in found.items() if differ <= SMALL]


@pytest.mark.parametrize("total", SIZES)
def test_the_coverage_within_three_lengths_of_path_does_not_tell_a_difference(total: int) -> None:
    blur, rows = Blur("in/ana"), range(total + 1)
    found: dict[tuple[int, ...], list[set[int]]] = defaultdict(lambda: [set(), set(), set()])
    for name in NAMES[:20]:  # whoever compares does not know the draw, which is one for all three
        told = blur.at_least(rows, total=total, names=[name] * len(rows)).fillna(0).astype(int)
        for counts in combinations_with_replacement(rows, 3):
            differ = found[tuple(told[each] for each in counts)]
            for at, (fewer, more) in enumerate(combinations(counts, 2)):
                differ[at].add(more - fewer)
    assert not [seen for seen, differ in found.items() if any(one <= SMALL for one in differ)]


@pytest.mark.parametrize("total", SIZES)
def test_whoever_joins_or_withdraws_may_as_well_not_be_in_the_row(total: int) -> None:
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for count in range(total + 1):
        for joined in (0, 1):
            for before in shown(count, total):
                for after in shown(count + joined, total + 1):
                    found[before, after].add(joined)
    assert all(both == {0, 1} for both in found.values())


def test_the_same_cohort_is_rounded_alike_and_another_anew() -> None:
    counts = [12] * len(NAMES)
    one, same, other = (
        Blur(*keys).at_least(counts, total=40, names=NAMES).tolist()
        for keys in (("a", "b"), ("a", "b"), ("a", "b", "c"))
    )
    assert one == same != other


def test_a_rate_is_within_a_step_and_its_bounds_lie_outward() -> None:
    blur = Blur("in/ana")
    rates = {blur.rate(0.32, name) for name in NAMES}
    assert rates == {0.3, 0.35}
    assert {blur.rate(0.3, name) for name in NAMES} == {0.3}
    assert {blur.rate(0.32, name, bound="low") for name in NAMES} == {0.25, 0.3}
    assert {blur.rate(0.32, name, bound="high") for name in NAMES} == {0.35, 0.4}
    assert blur.rate(0.0, "a", bound="low") == 0.0
    assert blur.rate(1.0, "a", bound="high") == 1.0


def test_the_numbers_of_people_are_not_in_the_order_of_their_names() -> None:
    keys = [f"in/{at:03d}" for at in range(200)]
    numbers = Blur("in/ana").numbers(keys).tolist()
    assert sorted(numbers) == [*range(1, 201)] != numbers
    assert Blur("in/bo").numbers(keys).tolist() != numbers


def test_a_cohort_is_large_enough_or_refused() -> None:
    enough(SMALLEST)
    with pytest.raises(InfonetError, match=r"at least 10 members .* there are 9"):
        enough(9)
    with pytest.raises(InfonetError, match="there is 1"):
        enough(1)


def test_between_two_nested_counts_nobody_and_a_few_look_alike() -> None:
    # Of 60 members 40 are in the first part, 40 - n in the second, and m of these in the third.
    for member in range(40):
        blur = Blur(f"in/m{member}")
        names = [["first"], ["second"], ["third"]]
        told = {str(blur.nested([[40, 40 - few, 20]], total=60, names=names)) for few in range(5)}
        assert len(told) == 1
        told = {str(blur.nested([[40, 30, 30 - few]], total=60, names=names)) for few in range(5)}
        assert len(told) == 1
        first, second, third = (
            int(each[0]) for each in blur.nested([[40, 30, 20]], total=60, names=names)
        )
        assert 32 <= first <= 40 and 22 <= second <= 30 and 12 <= third <= 20
        capped = blur.nested([[60, 60, 60]], total=60, names=names)
        assert [int(each[0]) for each in capped] == sorted(
            (int(e[0]) for e in capped), reverse=True
        )
