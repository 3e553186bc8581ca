"""What the log says of each hop, against the worked log and by hand on the toy network.

The toy network of conftest.py: me .70 Ana .37 Bo [Delta], me .50 Di .50 Bo, me .25 Cy [Delta].
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infonet.graph import network
from infonet.strength import (
    PRIORS,
    Asks,
    beta_counts,
    blame,
    hop_forecasts,
    outcomes,
    tie_strength,
)
from infonet.tables import Tables, frame

HERE = Path(__file__).parents[1]
AS_OF = "2026-06-30"
BY_ANA = ("me", "in/ana", "in/bo")
BY_DI = ("me", "in/di", "in/bo")


def event(request: str, stage: str, person: str, date: str, **more: Any) -> dict[str, Any]:
    return {"request": request, "stage": stage, "person": person, "date": date, **more}


def ask(request: str, person: str, date: str, kind: str, **more: Any) -> dict[str, Any]:
    return event(request, "asked", person, date, kind=kind, company=f"{request} Ltd", **more)


def logged(tables: Tables, *rows: dict[str, Any]) -> Tables:
    """Add a log to the tables; events are numbered in the order given."""
    numbered = [{"event": number, **row} for number, row in enumerate(rows, 1)]
    return tables._replace(events=frame("events", numbered))


def counts(tables: Tables, as_of: str = AS_OF) -> dict[tuple[str, str, str], Any]:
    """Success and failure by who, by whom and class."""
    found = outcomes(tables, as_of=as_of)
    keys = zip(found.who, found.by, found.tie_class, strict=True)
    return dict(zip(keys, zip(found.success, found.failure, strict=True), strict=True))


def ties_of(tables: Tables, as_of: str = AS_OF) -> pd.DataFrame:
    return tie_strength(tables, as_of=as_of).set_index(["source", "target"])


# --- the worked log ---


def worked() -> Tables:
    """Return the worked log, with a tie for every pair that its requests went along."""
    events = pd.read_csv(HERE / "worked_log.csv")
    mine = [("me", name) for name in ("Ana", "Di", "Eli", "Hal", "Ivy")]
    pairs = [*mine, ("Ana", "Bo"), ("Eli", "Fay"), ("Eli", "Gus")]
    return Tables.of(
        people=[{"person": key} for key in ("me", *sorted({*events.person, *events.via.dropna()}))],
        ties=[
            {"source": min(pair), "target": max(pair), "evidence": "stated", "origin": "me"}
            for pair in pairs
        ],
        events=events,
    )


EXPECTED = json.loads((HERE / "worked_log.json").read_text("utf-8"))["outcomes_for_strength"]


@pytest.mark.parametrize("row", EXPECTED, ids=[row["who"] for row in EXPECTED])
def test_the_worked_log_row_by_row(row: dict[str, Any]) -> None:
    who, _, how = row["who"].removesuffix(")").partition(" (")
    by = how.removeprefix("introduced by ") if how.startswith("introduced") else "me"
    found = outcomes(worked(), as_of=AS_OF).set_index("who").loc[who]
    assert (found.by, found.success, found.failure) == (by, row["success"], row["failure"])
    assert found.tie_class == (how if how in ("cold", "scout") else "weak")


def test_the_worked_log_has_no_other_outcomes() -> None:
    found = outcomes(worked(), as_of=AS_OF)
    assert len(found) == len(EXPECTED)
    assert found.set_index("who").requests.to_dict() == {
        **dict.fromkeys(("Bo", "Cy", "Di", "Fay", "Gus", "Hal", "Ivy", "Kim"), 1),
        "Ana": 2,
        "Eli": 2,  # Ana's third request is open
    }


# --- credit and blame ---


def test_a_failure_at_an_unknown_place_is_blame(toy: Tables) -> None:
    # It was Ana with .30, Bo with .70 × .63 = .441, of 1 − .70 × .37 = .741.
    found = counts(logged(toy, ask("R", "in/ana", "2026-03-02", "introduction", route=BY_ANA)))
    assert found == {
        ("in/ana", "me", "strong"): (0, pytest.approx(0.30 / 0.741)),
        ("in/bo", "in/ana", "weak"): (0, pytest.approx(0.441 / 0.741)),
    }


def test_it_is_shared_by_the_strengths_before_the_ask(toy: Tables) -> None:
    # Ana was silent in February, 7 of 11, and held the conversation on 2 March: an ask of that
    # day does not know of it yet, one of the day after does: 8 of 11.
    earlier = (
        ask("E", "in/ana", "2026-02-02", "direct"),
        event("E", "held", "in/ana", "2026-03-02"),
    )
    for day, ana in (("2026-03-02", 7 / 11), ("2026-03-03", 8 / 11)):
        tables = logged(toy, *earlier, ask("R", "in/ana", day, "introduction", route=BY_ANA))
        forecast = hop_forecasts(tables, as_of=AS_OF).query("request == 'R'")
        assert forecast.predicted.tolist() == pytest.approx([ana, 0.37])
        blamed = [(1 - ana) / (1 - ana * 0.37), ana * 0.63 / (1 - ana * 0.37)]
        assert forecast.failure.tolist() == pytest.approx(blamed)


def test_a_known_introduction_leaves_the_blame_behind_it(toy: Tables) -> None:
    tables = logged(
        toy,
        ask("R", "in/ana", "2026-03-02", "introduction", route=BY_ANA),
        event("R", "introduced", "in/bo", "2026-03-05", via="in/ana"),
    )
    assert counts(tables) == {
        ("in/ana", "me", "strong"): (1, 0),
        ("in/bo", "in/ana", "weak"): (0, 1),
    }


def test_a_decline_is_the_decliners_alone(toy: Tables) -> None:
    tables = logged(
        toy,
        ask("R", "in/ana", "2026-03-02", "introduction", route=BY_ANA),
        event("R", "declined", "in/ana", "2026-03-03"),
    )
    assert counts(tables) == {("in/ana", "me", "strong"): (0, 1)}


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=4))
def test_a_shared_failure_is_one_failure(strength: list[float]) -> None:
    weights = blame(strength)
    assert sum(weights) == pytest.approx(1)
    assert min(weights) > 0


@pytest.mark.parametrize(
    ("strength", "weights"),
    [
        # Nobody can have failed, and somebody did: all are as likely to have.
        ([1.0], [1]),
        ([1.0, 1.0], [1 / 2, 1 / 2]),
        ([1.0, 1.0, 1.0], [1 / 3, 1 / 3, 1 / 3]),
        # 1 − p is 0 at the first, and 0.5 after a first that passes it on for sure.
        ([1.0, 0.5], [0, 1]),
        ([0.0, 1.0], [1, 0]),
        ([], []),
    ],
)
def test_blame_where_a_tie_is_sure_to_act(strength: list[float], weights: list[float]) -> None:
    assert blame(strength) == weights


# --- silence, and several requests at once ---


def test_silence_counts_from_its_day_until_a_late_reply(toy: Tables) -> None:
    # Asked on Monday 2 March: silent from Wednesday 11 March.
    tables = logged(
        toy,
        ask("R", "in/cy", "2026-03-02", "direct"),
        event("R", "held", "in/cy", "2026-03-20"),
    )
    cy = ("in/cy", "me", "connection")
    assert counts(tables, "2026-03-10") == {}
    assert counts(tables, "2026-03-11") == {cy: (0, 1)}
    assert counts(tables, "2026-03-19") == {cy: (0, 1)}
    assert counts(tables, "2026-03-20") == {cy: (1, 0)}


def test_requests_of_one_day_to_one_person_count_as_one_also_the_open_ones(toy: Tables) -> None:
    tables = logged(
        toy,
        ask("R1", "in/cy", "2026-06-29", "direct"),
        ask("R2", "in/cy", "2026-06-29", "direct"),
        ask("R3", "in/cy", "2026-06-22", "direct"),
        event("R1", "declined", "in/cy", "2026-06-30"),
        event("R3", "declined", "in/cy", "2026-06-30"),
    )
    assert counts(tables) == {("in/cy", "me", "connection"): (0, 1.5)}


def test_a_request_counts_only_for_those_whom_it_may_have_reached(toy: Tables) -> None:
    # Both were to lead to Bo; Di's decline kept one of them from him.
    tables = logged(
        toy,
        ask("R1", "in/ana", "2026-03-02", "introduction", route=BY_ANA),
        ask("R2", "in/di", "2026-03-02", "introduction", route=BY_DI),
        event("R1", "held", "in/bo", "2026-03-09"),
        event("R2", "declined", "in/di", "2026-03-10"),
    )
    assert counts(tables)["in/bo", "in/ana", "weak"] == (1, 0)
    # Did Di say nothing, it may have reached him: from 11 March each counts one half.
    silent = tables._replace(events=tables.events.iloc[:3])
    assert counts(silent, "2026-03-10")["in/bo", "in/ana", "weak"] == (1, 0)
    assert counts(silent)["in/bo", "in/ana", "weak"] == (0.5, 0)
    assert counts(silent)["in/bo", "in/di", "medium"] == (0, pytest.approx(0.5 * 0.25 / 0.75))
    assert counts(silent)["in/di", "me", "medium"] == (0, pytest.approx(0.5 / 0.75))


# --- scouts and cold messages ---


def test_a_scout_counts_for_knowing_somebody_and_not_for_the_tie(toy: Tables) -> None:
    scouted = ask("R", "in/ana", "2026-03-02", "scout")
    named = event("R", "named", "in/gus", "2026-03-03", via="in/ana")
    declined = event("R", "declined", "in/ana", "2026-03-03")
    # Silence: Ana did not act (.30), or knows nobody (.70 × .90), of 1 − .07.
    for answer, expected in ((named, (1, 0)), (declined, (0, 1)), (None, (0, 0.63 / 0.93))):
        tables = logged(toy, scouted, *([answer] if answer else []))
        assert counts(tables) == {("in/ana", "me", "scout"): pytest.approx(expected)}
        tie: Any = ties_of(tables).loc[("in/ana", "me")]
        assert (tie.strength, tie.success, tie.failure) == (0.7, 0, 0)
        rate = network(tables, as_of=AS_OF).priors["scout"]
        assert (rate.alpha, rate.beta) == pytest.approx((1 + expected[0], 9 + expected[1]))
        assert hop_forecasts(tables, as_of=AS_OF).empty


def test_a_message_without_a_tie_counts_for_the_cold_rate(toy: Tables) -> None:
    tables = logged(
        toy,
        ask("R1", "in/gus", "2026-03-02", "cold"),
        ask("R2", "in/bo", "2026-03-02", "direct"),  # whom Robin does not know
        event("R2", "held", "in/bo", "2026-03-09"),
    )
    assert counts(tables) == {("in/gus", "me", "cold"): (0, 1), ("in/bo", "me", "cold"): (1, 0)}
    net = network(tables, as_of=AS_OF)
    assert (net.priors["cold"].alpha, net.priors["cold"].beta) == (2, 20)
    assert (PRIORS["cold"].alpha, PRIORS["cold"].beta) == (1, 19)
    assert net.learned.cold == {"in/gus", "in/bo"}


def test_a_tie_of_others_that_only_the_log_knows_counts_for_no_class(toy: Tables) -> None:
    tables = logged(
        toy,
        ask("R", "in/ana", "2026-03-02", "introduction"),
        event("R", "introduced", "in/gus", "2026-03-03", via="in/ana"),
        event("R", "declined", "in/gus", "2026-03-04"),
    )
    found = outcomes(tables, as_of=AS_OF).set_index("who")
    assert found.failure["in/gus"] == 1
    assert pd.isna(found.tie_class["in/gus"])
    priors = network(tables, as_of=AS_OF).priors
    assert {name for name in PRIORS if priors[name] != PRIORS[name]} == {"strong"}


# --- what it teaches ---


def circle(*asks: tuple[str, str]) -> Tables:
    """Three strong ties of mine, Ana's to Bo, and one request a month: whom, and how it ended."""
    pairs = [("in/ana", "me"), ("in/bo", "me"), ("in/cy", "me"), ("in/ana", "in/bo")]
    said = {"evidence": "stated", "closeness": "strong", "origin": "me"}
    tables = Tables.of(
        people=[{"person": key} for key in ("me", "in/ana", "in/bo", "in/cy")],
        ties=[{"source": a, "target": b, **said} for a, b in pairs],
    )
    rows = []
    for month, (person, stage) in enumerate(asks, 1):
        rows += [ask(f"R{month}", person, f"2026-{month:02d}-02", "direct")]
        rows += [event(f"R{month}", stage, person, f"2026-{month:02d}-05")]
    return logged(tables, *rows)


ASKED = (("in/ana", "held"), ("in/bo", "declined"), ("in/ana", "held"), ("in/ana", "declined"))


def test_a_persons_prior_is_what_others_taught_of_their_class() -> None:
    found = ties_of(circle(*ASKED)).strength
    # For Ana only Bo's "no" counts of others: 7 of 11, at ten pseudo-asks; then her 2 of 3.
    assert found["in/ana", "me"] == pytest.approx((10 * 7 / 11 + 2) / 13)
    # For Bo Ana's 2 of 3: 9 of 13; then his own "no".
    assert found["in/bo", "me"] == pytest.approx((10 * 9 / 13) / 11)
    # For Cy all four: 9 of 14. Between Ana and Bo nobody else was asked: the labelled prior.
    assert found["in/cy", "me"] == pytest.approx(9 / 14)
    assert found["in/ana", "in/bo"] == 0.7


def test_an_interval_is_as_wide_as_the_rate_is_unsure() -> None:
    # Of Cy: the four asks vary as 1 + 3 · (1 + 2/11) independent ones, Ana's three being alike.
    # Variance in units of p(1 − p): 1/11 for ten pseudo-asks, and that spread over 14².
    cy: Any = ties_of(circle(*ASKED)).loc[("in/cy", "me")]
    spread = 1 + 3 * (1 + 2 / 11)
    assert cy.alpha + cy.beta + 1 == pytest.approx(1 / (1 / 11 + spread / 14**2))
    assert cy.alpha / (cy.alpha + cy.beta) == pytest.approx(9 / 14)
    assert cy.low < 9 / 14 < cy.high


@pytest.mark.parametrize("name", ["strong", "medium", "weak", "connection"])
@pytest.mark.parametrize("n", [1, 5, 20, 80])
def test_intervals_hold_what_they_say_when_the_prior_is_right(name: str, n: int) -> None:
    """Exactly: n others asked once, each with a chance drawn from the prior."""
    from scipy.stats import beta, binom

    alpha, other = PRIORS[name].alpha, PRIORS[name].beta
    held: Any = 0.0
    plain: Any = 0.0
    for worked in range(n + 1):
        weight = binom.pmf(worked, n, PRIORS[name].mean)
        a, b = beta_counts(alpha, other, worked, n - worked, n, 0, 0)
        low, high = (beta.ppf(each, a, b) for each in (0.025, 0.975))
        held += weight * (beta.cdf(high, alpha, other) - beta.cdf(low, alpha, other))
        rate = (alpha + worked) / (10 + n)
        low, high = (beta.ppf(each, 10 * rate, 10 * (1 - rate)) for each in (0.025, 0.975))
        plain += weight * (beta.cdf(high, alpha, other) - beta.cdf(low, alpha, other))
    assert 0.95 <= held <= 0.9535
    assert plain < 0.94  # ten pseudo-asks around a rate learned from few: too sure


@given(
    st.sampled_from(["strong", "medium", "weak", "connection"]),
    st.tuples(*[st.floats(0, 40)] * 4),
)
def test_counts_keep_the_mean_of_the_ledger(
    name: str, asks: tuple[float, float, float, float]
) -> None:
    alpha, beta = PRIORS[name].alpha, PRIORS[name].beta
    success, failure, own, own_failure = asks
    a, b = beta_counts(alpha, beta, success, failure, success + failure, own, own_failure)
    rate = (alpha + success) / (10 + success + failure)
    mean = (10 * rate + own) / (10 + own + own_failure)
    assert float(a / (a + b)) == pytest.approx(mean)
    assert 0 < a + b <= 10 + own + own_failure + 1e-9


def test_nobody_asked_is_the_prior_to_the_last_bit() -> None:
    assert [float(count) for count in beta_counts(3.7, 6.3, 0, 0, 0, 0, 0)] == [3.7, 6.3]
    assert Asks().n == 0


# --- days and orders ---


def busy(toy: Tables) -> Tables:
    """Return a log with everything in it."""
    return logged(
        toy,
        ask("R1", "in/ana", "2026-02-02", "introduction", route=BY_ANA),
        ask("R2", "in/ana", "2026-02-02", "scout"),
        ask("R3", "in/di", "2026-02-10", "introduction", route=BY_DI),
        event("R3", "introduced", "in/bo", "2026-02-20", via="in/di"),
        event("R1", "held", "in/bo", "2026-03-09"),
        ask("R4", "in/cy", "2026-03-02", "direct"),
        event("R4", "declined", "in/cy", "2026-03-02"),
        ask("R5", "in/gus", "2026-03-03", "cold"),
        ask("R6", "in/cy", "2026-04-03", "direct"),
        event("R6", "held", "in/cy", "2026-05-04"),
        ask("R7", "in/ana", "2026-04-07", "introduction", route=BY_ANA),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(11)))
def test_the_order_of_lines_changes_nothing(toy: Tables, order: list[int]) -> None:
    tables = busy(toy)
    shuffled = tables._replace(events=tables.events.iloc[order].reset_index(drop=True))
    for measure in (outcomes, hop_forecasts, tie_strength):
        pd.testing.assert_frame_equal(
            measure(tables, as_of=AS_OF), measure(shuffled, as_of=AS_OF), check_exact=True
        )


@pytest.mark.parametrize("day", ["2026-02-01", "2026-02-11", "2026-03-02", "2026-04-20"])
def test_what_came_later_does_not_count(toy: Tables, day: str) -> None:
    tables = busy(toy)
    then = tables._replace(events=tables.events[tables.events.date <= day])
    for measure in (outcomes, hop_forecasts, tie_strength):
        pd.testing.assert_frame_equal(measure(tables, as_of=day), measure(then, as_of=day))


def test_forecasts_are_what_the_strengths_were_on_the_day_before(toy: Tables) -> None:
    tables = busy(toy)
    for request, position, person, predicted in hop_forecasts(tables, as_of=AS_OF)[
        ["request", "position", "person", "predicted"]
    ].itertuples(index=False):
        first = tables.events[tables.events.request == request].iloc[0]
        before = first.date - pd.Timedelta(days=1)
        net = network(tables, as_of=before)
        if request == "R5":
            assert predicted == pytest.approx(net.priors["cold"].mean)
            continue
        route = first.route if isinstance(first.route, tuple) else ("me", person)
        a, b = net.positions(route[position - 1 : position + 1]).tolist()
        assert predicted == pytest.approx(net.strength[net.arc(a, b)])


def test_without_a_log_there_are_no_outcomes(toy: Tables) -> None:
    for measure in (outcomes, hop_forecasts):
        found = measure(toy, as_of=AS_OF)
        assert found.empty
        assert list(found.dtypes) == list(measure(busy(toy), as_of=AS_OF).dtypes)
