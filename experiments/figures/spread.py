"""Spread: how a sum of money differs over the runs, from the middle one to the worst."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TAIL = 0.95
"""Part of the runs below the worst ones."""


@dataclass(frozen=True)
class Spread:
    """A sum of money: mean, median, 95th percentile and mean of the worst twentieth of the runs."""

    mean: float
    median: float
    high: float
    tail: float


def spread(totals: NDArray[np.float64]) -> Spread:
    """Return how a total is spread over the runs, shape (runs,).

    >>> spread(np.arange(100.0))
    Spread(mean=49.5, median=49.5, high=94.05, tail=97.0)
    """
    worst = np.sort(totals)[int(np.floor(TAIL * len(totals))) :]
    middle, high = np.percentile(totals, [50, 100 * TAIL])
    return Spread(float(totals.mean()), float(middle), float(high), float(worst.mean()))
