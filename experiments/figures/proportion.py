"""Proportion: how often something happened in so many runs, and how sure that is."""

from dataclasses import dataclass
from math import ceil, sqrt

NORMAL_95 = 1.959964
"""Standard deviations either side of the mean that hold 95% of a normal distribution."""


@dataclass(frozen=True)
class Proportion:
    """So many of so many runs, with Wilson's interval."""

    count: int
    runs: int

    @property
    def share(self) -> float:
        """Share of the runs."""
        return self.count / self.runs

    @property
    def low(self) -> float:
        """Lower end of the 95% interval."""
        return max(self._middle() - self.half_width, 0.0) if self.count else 0.0

    @property
    def high(self) -> float:
        """Upper end of the 95% interval."""
        return min(self._middle() + self.half_width, 1.0) if self.count < self.runs else 1.0

    @property
    def half_width(self) -> float:
        """Half the width of the 95% interval (Wilson 1927)."""
        z, n = NORMAL_95, self.runs
        return z / (1.0 + z * z / n) * sqrt(self.share * (1.0 - self.share) / n + z * z / (4.0 * n * n))

    def _middle(self) -> float:
        square = NORMAL_95 * NORMAL_95
        return (self.share + square / (2.0 * self.runs)) / (1.0 + square / self.runs)


def runs_needed(share: float, within: float) -> int:
    """Return how many runs it takes to know a share to ``within`` either way, at 95%.

    >>> runs_needed(0.05, 0.02)
    457
    """
    return ceil(NORMAL_95**2 * share * (1.0 - share) / within**2)
