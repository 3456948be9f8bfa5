"""Scorecard: each target beside what the model makes of it over the posterior, and whether that is near enough."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.fitted import Overrides, values_at
from calibration.prospects import Prospect
from calibration.targets import Target, Use

NEAR_ENOUGH = 0.05
"""Share of a target that a miss may be, however small its standard error."""


class Spread:
    """A moment over the runs: ``values`` has it in every run, shape (runs,)."""

    values: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """The moment on average over the runs."""
        return float(np.mean(self.values))

    @property
    def interval(self) -> tuple[float, float]:
        """The middle 80% of the runs."""
        low, high = np.quantile(self.values, [0.1, 0.9])
        return float(low), float(high)


@dataclass(frozen=True)
class Score(Spread):
    """One target and what the model makes of it."""

    target: Target
    values: NDArray[np.float64]

    @property
    def z(self) -> float:
        """How many standard errors of the target the mean lies off."""
        return (self.mean - self.target.value) / self.target.error

    @property
    def passes(self) -> bool:
        """Whether the mean lies within two standard errors or 5% of the target, whichever is wider."""
        return abs(self.mean - self.target.value) <= max(2.0 * self.target.error, NEAR_ENOUGH * abs(self.target.value))


def points_of(draws: NDArray[np.float64], names: Sequence[str], many: int) -> tuple[Overrides, ...]:
    """Return the parameters at so many of the draws, spread evenly over them."""
    picked = np.linspace(0, len(draws) - 1, many).round().astype(int)
    return tuple(values_at(draws[at], names) for at in picked)


@dataclass(frozen=True)
class Outlook(Spread):
    """How one thing grows in every run."""

    prospect: Prospect
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Card:
    """The whole scorecard: the targets that were measured, and how Leeds goes on where that was asked."""

    scores: list[Score]
    outlooks: list[Outlook]


def tally(those: Sequence[Score], use: Use) -> tuple[int, int]:
    """Return how many targets of one use are met, and of how many."""
    mine = [one for one in those if one.target.use is use]
    return sum(one.passes for one in mine), len(mine)
