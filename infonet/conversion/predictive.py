"""Predictive distributions: how many trials a success takes, and the interval of a product."""

from __future__ import annotations

import math

import numpy as np

from infonet.strength import Beta

__all__ = ["gamma_interval", "product_interval", "trials_needed"]

_NODES = 128


def trials_needed(known: Beta, chance: float) -> int:
    """Return the fewest further trials of which one or more succeeds with a given chance.

    Parameters
    ----------
    known : Beta
        What is known of the rate of success.
    chance : float
        The chance wanted, below 1.

    Notes
    -----
    The chance that k trials all fail is that of the Beta-binomial predictive distribution.

    Examples
    --------
    >>> trials_needed(Beta(1.0, 14.0), 0.95)
    266
    """
    from scipy.special import betaln

    # What rounding leaves of an exact answer must not cost one trial more.
    enough = math.log1p(-chance) + 1e-9

    def none(k: int) -> float:
        return float(betaln(known.alpha, known.beta + k) - betaln(known.alpha, known.beta))

    short, most = 0, 1
    while none(most) > enough:
        short, most = most, 2 * most
    while most - short > 1:
        middle = (short + most) // 2
        short, most = (middle, most) if none(middle) > enough else (short, middle)
    return most


def gamma_interval(shape: float, rate: float) -> tuple[float, float]:
    """Return the 2.5 % and 97.5 % quantiles of a Gamma distribution."""
    from scipy.special import gammaincinv

    low, high = gammaincinv(shape, (0.025, 0.975)) / rate
    return float(low), float(high)


def product_interval(shape: float, rate: float, chance: Beta) -> tuple[float, float]:
    """Return the 95 % interval of a Gamma times an independent Beta variable.

    Parameters
    ----------
    shape, rate : float
        The Gamma distribution.
    chance : Beta
        The Beta distribution.

    Returns
    -------
    low, high : float
        The 2.5 % and 97.5 % quantiles, by Gauss-Legendre quadrature over the Beta quantiles.

    Examples
    --------
    >>> low, high = product_interval(4.0, 4.0, Beta(2.0, 2.0))
    >>> round(low, 2), round(high, 2)
    (0.07, 1.43)
    """
    from scipy.optimize import brentq
    from scipy.special import betaincinv, gammainc

    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    q = betaincinv(chance.alpha, chance.beta, (nodes + 1) / 2)

    def below(r: float) -> float:
        return float(weights @ gammainc(shape, rate * r / q) / 2)

    # A product with a chance is never more than the first factor.
    most = 2 * gamma_interval(shape, rate)[1]
    low, high = (brentq(lambda r, p=p: below(r) - p, 0.0, most) for p in (0.025, 0.975))
    return float(low), float(high)
