"""Evidence to Beta counts: every reason by hand, the product's interval against simulation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infonet.errors import InfonetError
from infonet.strength import PRIORS, REASONS, Beta, priors, tie_strength
from infonet.tables import Tables

AS_OF = "2026-06-30"


def weighed(*ties: dict[str, Any], jobs: list[dict[str, Any]] | None = None) -> pd.Series:
    """Return the one row of `tie_strength` for ties between me and Ana."""
    rows = [{"source": "in/ana", "target": "me", "origin": "me", **tie} for tie in ties]
    people = [{"person": "me"}, {"person": "in/ana"}]
    found = tie_strength(Tables.of(people=people, ties=rows, jobs=jobs or ()), as_of=AS_OF)
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(
    ("tie", "reason", "tie_class", "strength"),
    [
        ({"evidence": "connection"}, "connection", "connection", 0.25),
        ({"evidence": "stated", "closeness": "strong"}, "said strong", "strong", 0.70),
        ({"evidence": "stated", "closeness": "medium"}, "said medium", "medium", 0.50),
        ({"evidence": "stated", "closeness": "weak"}, "said weak", "weak", 0.37),
        ({"evidence": "stated", "kind": "colleague"}, "stated", "weak", 0.37),
        ({"evidence": "recommendation", "last": "2015-01-01"}, "recommendation", "strong", 0.70),
        ({"evidence": "endorsement"}, "endorsement", "weak", 0.37),
        ({"evidence": "invitation"}, "invitation", "weak", 0.37),
        ({"evidence": "note"}, "note", "weak", 0.37),
    ],
)
def test_the_reason_and_class_of_one_piece_of_evidence(
    tie: dict[str, Any], reason: str, tie_class: str, strength: float
) -> None:
    row = weighed(tie)
    assert (row.reason, row.tie_class) == (reason, tie_class)
    assert row.strength == pytest.approx(strength)


@pytest.mark.parametrize(
    ("last", "exchanges", "started", "reason"),
    [
        ("2026-05-01", 3, "me", "recent contact"),
        ("2025-06-30", 1, "in/ana", "recent contact"),  # a year to the day
        ("2025-06-29", 1, "in/ana", "gone quiet"),
        ("2026-05-01", 0, "in/ana", "wrote"),
        ("2026-05-01", 0, "me", "unanswered"),
    ],
)
def test_messages_count_by_answer_and_by_age(
    last: str, exchanges: int, started: str, reason: str
) -> None:
    row = weighed(
        {"evidence": "messages", "last": last, "exchanges": exchanges, "started": started},
        {"evidence": "connection"},
    )
    assert row.reason == reason


def test_what_the_user_says_outranks_every_trace() -> None:
    row = weighed(
        {"evidence": "messages", "last": "2026-06-01", "exchanges": 40, "started": "me"},
        {"evidence": "stated", "closeness": "weak"},
    )
    assert row.reason == "said weak"


def test_a_connection_made_at_a_shared_employer_is_a_colleague() -> None:
    mine = {"person": "me", "company": "Delta GmbH", "start": "2020-01-01", "end": "2022-01-01"}
    theirs = {"person": "in/ana", "company": "Delta"}
    during = {"evidence": "connection", "since": "2021-03-01"}
    assert weighed(during, jobs=[mine, theirs]).reason == "colleague"
    long_after = {"evidence": "connection", "since": "2024-03-01"}
    assert weighed(long_after, jobs=[mine, theirs]).reason == "connection"
    elsewhere = {"person": "in/ana", "company": "Delta Dental"}
    assert weighed(during, jobs=[mine, elsewhere]).reason == "connection"


def test_a_former_employer_makes_colleagues_of_those_who_were_there_together() -> None:
    mine = {"person": "me", "company": "Delta", "start": "2020-01-01", "end": "2022-01-01"}
    theirs = {"person": "in/ana", "company": "Delta", "end": "2021-03-01"}
    now = {"person": "in/ana", "company": "Echo", "start": "2021-03-01"}
    for day, reason in (("2021-02-01", "colleague"), ("2021-12-01", "connection")):
        connected = {"evidence": "connection", "since": day}
        assert weighed(connected, jobs=[mine, theirs, now]).reason == reason
    later = theirs | {"start": "2021-08-01", "end": None}
    connected = {"evidence": "connection", "since": "2020-06-01"}
    assert weighed(connected, jobs=[mine, later]).reason == "connection"


def test_every_reason_is_of_a_labelled_class_and_every_prior_has_a_basis() -> None:
    table = priors()
    assert table.tie_class.tolist() == list(PRIORS)
    assert table.basis.str.len().min() > 10
    assert (table.low < table.probability).all()
    assert (table.probability < table.high).all()
    assert {reason.tie_class for reason in REASONS} - set(PRIORS) == {"given"}


def test_order_of_rows_changes_nothing() -> None:
    tables = Tables.of(
        people=[{"person": key} for key in ("me", "a", "b")],
        ties=[
            {"source": "a", "target": "me", "evidence": "connection", "origin": "me"},
            {"source": "a", "target": "me", "evidence": "endorsement", "origin": "me"},
            {"source": "a", "target": "b", "evidence": "connection", "origin": "a"},
        ],
    )
    shuffled = Tables(*(table.iloc[::-1].reset_index(drop=True) for table in tables))
    pd.testing.assert_frame_equal(
        tie_strength(tables, as_of=AS_OF), tie_strength(shuffled, as_of=AS_OF)
    )


def test_an_unknown_person_and_a_bad_date_are_named() -> None:
    tie = {"source": "in/ana", "target": "me", "evidence": "connection", "origin": "me"}
    with pytest.raises(InfonetError, match="`in/ana`"):
        tie_strength(Tables.of(people=[{"person": "me"}], ties=[tie]), as_of=AS_OF)
    for date in ("soon", None, 7):
        with pytest.raises(InfonetError, match=f"`{date}`"):
            tie_strength(Tables.of(), as_of=date)


def test_product_of_betas_has_the_exact_moments() -> None:
    alpha, beta = np.array([7.0, 3.7, 2.5]), np.array([3.0, 6.3, 7.5])
    draws = np.random.default_rng(20260630).beta(alpha, beta, size=(400_000, 3)).prod(axis=1)
    product = Beta.product(*map(Beta, alpha.tolist(), beta.tolist()))
    mean, (low, high) = product.mean, product.interval()
    assert mean == pytest.approx(0.7 * 0.37 * 0.25)
    # The matched Beta is an approximation in shape: its 95 % interval holds 95 % of the draws
    # to within a point.
    assert np.mean((draws >= low) & (draws <= high)) == pytest.approx(0.95, abs=0.01)


@given(st.lists(st.tuples(st.floats(0.1, 50), st.floats(0.1, 50)), min_size=1, max_size=6))
def test_an_interval_holds_its_mean_and_a_longer_path_is_weaker(
    counts: list[tuple[float, float]],
) -> None:
    product = Beta.product(*(Beta(*one) for one in counts))
    mean, (low, high) = product.mean, product.interval()
    assert 0 <= low <= high <= 1
    shorter = Beta.product(*(Beta(*one) for one in counts[:-1])).mean if counts[1:] else 1.0
    assert mean < shorter
    if len(counts) == 1:
        assert product == Beta(*counts[0])
