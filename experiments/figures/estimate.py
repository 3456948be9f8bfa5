"""Estimates: what several runs say together - a mean, an 80% interval and a Monte-Carlo error."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

MOST, HALF = 0.8, 0.5
"""Shares of further runs that the edges of an interval, and of the band within a fan, are to hold."""
RANKED = 9
"""From so many runs on their own ranks bound 80%: a further run falls outside all of fewer in over a fifth of cases."""
SURE = 0.95
"""How seldom luck alone is to be taken for a difference: in one case of twenty."""


@dataclass(frozen=True)
class Estimate:
    """A number with its uncertainty.

    Attributes:
        mean: mean over the runs, or a ratio of means.
        low: lower edge of the 80% interval (see `edges`); ``high`` the upper.
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
        """Say whether it differs from zero by at least `errors_wanted` times its Monte-Carlo error.

        A single run has no such error, so nothing it shows is clear.
        """
        if self.mean == 0.0 or not np.isfinite(self.mc_error):
            return False
        return abs(self.mean) >= errors_wanted(self.replications) * self.mc_error

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


def errors_wanted(runs: int) -> float:
    """Return how many Monte-Carlo errors a difference has to be, to be clear: 2, and more if the runs are few.

    The error of few runs is itself unsure: Student's t makes up for it.

    >>> [round(errors_wanted(runs), 1) for runs in (2, 4, 8, 30, 1000)]
    [12.7, 3.2, 2.4, 2.0, 2.0]
    """
    return max(2.0, _students_t(runs, SURE))


def edges(values: NDArray[np.float64], share: float = MOST) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the edges between which a further run falls with probability ``share``, of values of shape (runs, ...).

    Of `RANKED` runs or more they are quantiles at ranks (runs + 1) times the probability, which hold that share
    whatever the values look like (Hyndman and Fan 1996, type 6); of fewer the prediction interval of a normal
    distribution, since too few runs have no such ranks; of one run the run itself.

    >>> [float(edge.round(2)) for edge in edges(np.array([0.0, 5.0, 10.0]))]
    [-5.89, 15.89]
    >>> [float(edge) for edge in edges(np.arange(9.0))]
    [0.0, 8.0]
    """
    runs = len(values)
    if runs == 1:
        return values[0], values[0]
    if runs >= RANKED:
        low, high = np.quantile(values, [(1.0 - share) / 2.0, (1.0 + share) / 2.0], axis=0, method="weibull")
        return low, high
    mean, beside = np.mean(values, axis=0), np.std(values, axis=0, ddof=1) * np.sqrt(1.0 + 1.0 / runs)
    reach = _students_t(runs, share) * beside
    return mean - reach, mean + reach


def fan(values: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return what a fan is drawn from, of values of shape (runs, ...): the mean and the edges of 80% and of 50%.

    ``low`` and ``high`` are the edges of 80%, ``lower`` and ``upper`` those of 50%.

    >>> {name: float(one.round(1)) for name, one in fan(np.array([0.0, 5.0, 10.0])).items()}
    {'mean': 5.0, 'low': -5.9, 'high': 15.9, 'lower': 0.3, 'upper': 9.7}
    """
    (low, high), (lower, upper) = edges(values), edges(values, HALF)
    return {"mean": np.mean(values, axis=0), "low": low, "high": high, "lower": lower, "upper": upper}


def counted(values: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """Return the fan of what is counted, such as people, no part of which lies below nought."""
    return {name: np.maximum(line, 0.0) for name, line in fan(values).items()}


def over_runs(values: NDArray[np.float64]) -> Estimate:
    """Return the estimate from one value for each run, shape (runs,).

    >>> over_runs(np.array([1.0, 2.0, 3.0])).mean
    2.0
    """
    count = len(values)
    error = float(np.std(values, ddof=1) / np.sqrt(count)) if count > 1 else float("nan")
    low, high = edges(values)
    return Estimate(float(np.mean(values)), float(low), float(high), error, count)


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
    low, high = edges(each[np.isfinite(each)])
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
    low, high = edges(each)
    count = len(tops)
    return Estimate(first.mean - second.mean, float(low), float(high), _spread(left_out), count)


@cache
def _students_t(runs: int, share: float) -> float:
    """Return how many standard errors of so many runs hold a share; scipy is loaded only here, for pages are not to."""
    from scipy.special import stdtrit

    return float(stdtrit(runs - 1, (1.0 + share) / 2.0))


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
