"""Estimates: what several runs say together - a mean, an 80% interval and a Monte-Carlo error."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOW, HIGH = 10.0, 90.0
"""Percentiles over the runs that bound an 80% interval."""
LOWER, UPPER = 25.0, 75.0
"""Percentiles, the quartiles, that bound a 50% interval."""


@dataclass(frozen=True)
class Estimate:
    """A number with its uncertainty.

    Attributes:
        mean: mean over the runs, or a ratio of means.
        low: 10th percentile over the runs; ``high`` the 90th.
        mc_error: standard error of the mean, in the same unit; not a number with a single run.
        replications: how many runs it rests on.
    """

    mean: float
    low: float
    high: float
    mc_error: float
    replications: int

    @property
    def clear(self) -> bool:
        """Say whether it differs from zero by at least twice its Monte-Carlo error.

        A single run has no such error, so nothing it shows is clear.
        """
        return bool(np.isfinite(self.mc_error)) and self.mean != 0.0 and abs(self.mean) >= 2.0 * self.mc_error

    @property
    def single(self) -> bool:
        """Say whether it rests on one run, which cannot show how sure it is."""
        return self.replications == 1

    @property
    def told(self) -> bool:
        """Say whether its size is worth telling: it is clear, or it is all there is and not nought."""
        return self.clear or (self.single and self.mean != 0.0)

    @property
    def opposite(self) -> "Estimate":
        """Return the same estimate of minus the number."""
        return Estimate(-self.mean, -self.high, -self.low, self.mc_error, self.replications)


def mean_and_edges(
    values: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean over the runs and the edges between which 80% of them lie, of values of shape (runs, ...).

    >>> [float(one) for one in mean_and_edges(np.array([0.0, 5.0, 10.0]))]
    [5.0, 1.0, 9.0]
    """
    low, high = np.percentile(values, [LOW, HIGH], axis=0)
    return np.mean(values, axis=0), low, high


def fan(values: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return what a fan is drawn from, of values of shape (runs, ...): the mean and the edges of 80% and of 50%.

    ``low`` and ``high`` are the edges of 80% of the runs, ``lower`` and ``upper``, the quartiles, those of 50%.

    >>> {name: float(one) for name, one in fan(np.array([0.0, 5.0, 10.0])).items()}
    {'mean': 5.0, 'low': 1.0, 'high': 9.0, 'lower': 2.5, 'upper': 7.5}
    """
    mean, low, high = mean_and_edges(values)
    lower, upper = np.percentile(values, [LOWER, UPPER], axis=0)
    return {"mean": mean, "low": low, "high": high, "lower": lower, "upper": upper}


def over_runs(values: NDArray[np.float64]) -> Estimate:
    """Return the estimate from one value for each run, shape (runs,).

    >>> over_runs(np.array([1.0, 2.0, 3.0])).mean
    2.0
    """
    count = len(values)
    error = float(np.std(values, ddof=1) / np.sqrt(count)) if count > 1 else float("nan")
    mean, low, high = mean_and_edges(values)
    return Estimate(float(mean), float(low), float(high), error, count)


def ratio_of_means(tops: NDArray[np.float64], bottoms: NDArray[np.float64]) -> Estimate:
    """Return mean of ``tops`` over mean of ``bottoms``, both of shape (runs,), with a jackknife error.

    The interval is that of the ratios run by run. Without a positive bottom in the mean there is no
    ratio, and every part of the estimate is not a number.

    >>> ratio_of_means(np.array([1.0, 3.0]), np.array([1.0, 1.0])).mean
    2.0
    """
    count = len(tops)
    if bottoms.mean() <= 0.0:
        return Estimate(float("nan"), float("nan"), float("nan"), float("nan"), count)
    each = np.divide(tops, bottoms, out=np.full(count, np.nan), where=bottoms > 0.0)
    low, high = np.nanpercentile(each, [LOW, HIGH])
    return Estimate(float(tops.mean() / bottoms.mean()), float(low), float(high), _jackknife(tops, bottoms), count)


def difference_of_ratios(
    tops: NDArray[np.float64], bottoms: NDArray[np.float64], others: NDArray[np.float64], below: NDArray[np.float64]
) -> Estimate:
    """Return ``tops`` over ``bottoms`` less ``others`` over ``below``, ratios of means of paired runs.

    Its error is the jackknife's over whole runs, so what the pairs share cancels.
    """
    first, second = ratio_of_means(tops, bottoms), ratio_of_means(others, below)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = tops / bottoms - others / below
        left_out = (tops.sum() - tops) / (bottoms.sum() - bottoms) - (others.sum() - others) / (below.sum() - below)
    low, high = np.percentile(each, [LOW, HIGH])
    count = len(tops)
    return Estimate(first.mean - second.mean, float(low), float(high), _spread(left_out), count)


def _jackknife(tops: NDArray[np.float64], bottoms: NDArray[np.float64]) -> float:
    count = len(tops)
    if count < 2:
        return float("nan")
    without = bottoms.sum() - bottoms
    if (without <= 0.0).any():
        return float("nan")
    return _spread((tops.sum() - tops) / without)


def _spread(left_out: NDArray[np.float64]) -> float:
    count = len(left_out)
    if count < 2:
        return float("nan")
    return float(np.sqrt((count - 1) / count * np.sum((left_out - left_out.mean()) ** 2)))
