"""Strength of a tie, the chance that it acts on a request: evidence and outcomes as Beta counts.

The *strength* of a tie is the chance that the person asked does what is asked: a person in the
middle introduces, the insider at the end holds the conversation. It is the mean of a Beta
distribution: a labelled prior by the class of the tie, then what asks of other people in the class
brought, then what asks along the tie itself brought.
"""

from infonet.strength._attribution import blame
from infonet.strength._evidence import (
    GIVEN,
    REASONS,
    Evidence,
    Reason,
    Ties,
    logged_ties,
    positions,
    with_logged,
)
from infonet.strength._inferred import KINDS as INFERRED_KINDS
from infonet.strength._inferred import Inferred, Shared, chance_of, inferred_ties
from infonet.strength._learned import Asks, Learned, beta_counts
from infonet.strength._priors import PRIORS, Beta, Prior, priors
from infonet.strength._ties import Posterior, fit, hop_forecasts, outcomes, tie_strength

__all__ = [
    "GIVEN",
    "INFERRED_KINDS",
    "PRIORS",
    "REASONS",
    "Asks",
    "Beta",
    "Evidence",
    "Inferred",
    "Learned",
    "Posterior",
    "Prior",
    "Reason",
    "Shared",
    "Ties",
    "beta_counts",
    "blame",
    "chance_of",
    "fit",
    "hop_forecasts",
    "inferred_ties",
    "logged_ties",
    "outcomes",
    "positions",
    "priors",
    "tie_strength",
    "with_logged",
]
