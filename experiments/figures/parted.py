"""Parted: a number from several draws of the parameters under several lucks each, what is not known apart from luck."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri

from experiments.figures.estimate import SURE, Estimate, edges, over_runs, ratio_of_means

type Nested = NDArray[np.float64]
"""One number for each draw and each of its lucks, shape (draws, lucks)."""


@dataclass(frozen=True)
class Parted:
    """A number with two kinds of uncertainty, in the same unit.

    Attributes:
        mean: over all draws and lucks, or a ratio of such means; ``mc_error`` the standard error of it.
        low: lower edge of the 80% interval of what is not known of the parameters, luck taken out if the two are told
            apart; ``high`` the upper.
        unknown_sd: standard deviation from draw to draw of what a draw would give on average over all lucks.
        luck_sd: standard deviation from luck to luck of a single run under one draw.
        apart: whether draws differ by more than luck alone would make them.
    """

    mean: float
    low: float
    high: float
    mc_error: float
    unknown_sd: float
    luck_sd: float
    apart: bool
    draws: int
    lucks: int

    @property
    def unknown_share(self) -> float:
        """Share of the variance of a single run that comes of parameters not known; not a number if nothing varies."""
        whole = self.unknown_sd**2 + self.luck_sd**2
        return self.unknown_sd**2 / whole if whole > 0.0 else float("nan")

    @property
    def kind(self) -> str:
        """What the interval holds."""
        luck = "luck taken out" if self.apart else "luck still in it, for the two are not told apart"
        return f"80% of what is not known of the parameters, {luck}"

    @property
    def estimate(self) -> Estimate:
        """The number with the interval of what is not known, each draw counted as one run."""
        return Estimate(self.mean, self.low, self.high, self.mc_error, self.draws)


def part(values: Nested) -> Parted:
    """Return a mean, parted into draws and lucks.

    The variance within draws is luck's; what the means of the draws vary by beyond their share of it (one over the
    number of lucks) comes of the parameters. Means are drawn together by as much before percentiles are taken, so
    that the interval does not hold luck; but only where draws surely differ by more than luck, for an interval of no
    width would claim a knowledge that nobody has.

    Source: one-way random effects (Searle, Casella and McCulloch 1992, ch. 3).

    >>> found = part(np.array([[1.0, 3.0], [11.0, 13.0]]))
    >>> found.mean, found.luck_sd, round(found.unknown_sd, 6), found.mc_error
    (7.0, 1.4142135623730951, 7.0, 5.0)
    """
    return _parted(values.mean(axis=1), values.var(axis=1, ddof=1), over_runs(values.mean(axis=1)), values.shape[1])


def part_ratio(tops: Nested, bottoms: Nested) -> Parted:
    """Return a ratio of means, parted; each draw has a ratio of its own means, and luck moves it as its parts do.

    Without a positive bottom in every draw there is no ratio, and every part is not a number.
    """
    lucks = tops.shape[1]
    if (bottoms.mean(axis=1) <= 0.0).any():
        nothing = np.full(len(tops), np.nan)
        return _parted(nothing, nothing, over_runs(nothing), lucks)
    means = tops.mean(axis=1) / bottoms.mean(axis=1)
    moved = (tops - means[:, None] * bottoms) / bottoms.mean(axis=1)[:, None]
    return _parted(means, moved.var(axis=1, ddof=1), ratio_of_means(tops.mean(axis=1), bottoms.mean(axis=1)), lucks)


def _parted(means: NDArray[np.float64], within: NDArray[np.float64], whole: Estimate, lucks: int) -> Parted:
    draws, luck = len(means), float(within.mean())
    between = float(means.var(ddof=1)) if draws > 1 else float("nan")
    unknown = max(between - luck / lucks, 0.0)
    apart = bool(lucks * between > luck * fdtri(draws - 1, draws * (lucks - 1), SURE))
    kept = np.sqrt(unknown / between) if apart else 1.0
    low, high = edges(means.mean() + kept * (means - means.mean()))
    return Parted(
        mean=whole.mean,
        low=float(low + whole.mean - means.mean()),
        high=float(high + whole.mean - means.mean()),
        mc_error=whole.mc_error,
        unknown_sd=float(np.sqrt(unknown)),
        luck_sd=float(np.sqrt(luck)),
        apart=apart,
        draws=draws,
        lucks=lucks,
    )
