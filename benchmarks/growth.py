"""How costs grow: the exponent that fits best."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

__all__ = ["exponent", "exponents"]


def exponent(costs: Mapping[int, float]) -> float:
    """Fit the exponent with which costs grow with a number; missing for a single one.

    Examples
    --------
    >>> round(exponent({100: 1.0, 200: 2.0, 400: 4.0}), 3)
    1.0
    """
    if len(costs) < 2:
        return float("nan")
    return float(np.polyfit(np.log([*costs]), np.log([*costs.values()]), 1)[0])


def exponents(costs: Mapping[str, Mapping[int, float]], number: str) -> str:
    """Say with which power of a number each of several costs grows; empty for a single size.

    Examples
    --------
    >>> exponents({"k = 1": {10: 2.0, 1000: 2.0}, "networkit": {10: 1.0, 1000: 10.0}}, "people")
    'grows with the people to the power of: k = 1 0.00, networkit 0.50'
    """
    said = [f"{name} {exponent(one):.2f}" for name, one in costs.items() if len(one) > 1]
    return f"grows with the {number} to the power of: {', '.join(said)}" if said else ""
