"""Precision: replications are added until an interval is as narrow as asked, and no more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite

from scipy.special import stdtrit

from experiments import words
from experiments.figures.proportion import Proportion
from experiments.runs.ensemble import Crew, replicate_until

FEWEST = 30
"""Replications before an interval is trusted at all."""
AHEAD = 5
"""Further replications through which the interval must stay as narrow, so that no lucky moment ends a study."""
MOST = 2_000
LEVEL = 0.975
"""Of either side of a 95% interval."""


@dataclass(frozen=True)
class Target[T]:
    """An interval and how narrow it shall be.

    Attributes:
        half_width: half the width of the 95% interval that these replications give.
        within: the half-width asked for, in the same unit.
    """

    half_width: Callable[[Sequence[T]], float]
    within: float


@dataclass(frozen=True)
class Reached:
    """How narrow the interval is after so many runs, and how narrow it was to be."""

    runs: int
    half_width: float
    within: float

    @property
    def enough(self) -> bool:
        """Say whether the interval is as narrow as asked."""
        return self.half_width <= self.within

    @property
    def would_take(self) -> int:
        """About how many runs would make it so, as errors fall with the root of their number.

        >>> Reached(100, 0.04, 0.02).would_take
        400
        """
        return round(self.runs * (self.half_width / self.within) ** 2)

    def told(self, what: str, unit: str = "%") -> str:
        """Return in a sentence how surely a share, or a headline as a share of itself, is known.

        >>> Reached(74, 0.098, 0.1).told("the headline")
        'After 74 runs the headline is known within 9.8%, as asked (10%).'
        >>> Reached(2000, 0.14, 0.1).told("the headline")
        'After 2000 runs the headline is known within 14%, not 10%: that would take about 3,920 runs.'
        >>> Reached(35, float("inf"), 0.1).told("every headline")
        'After 35 runs it cannot be said how surely every headline is known, nor how many would do.'
        """
        if not isfinite(self.half_width):
            return f"After {words.runs(self.runs)} it cannot be said how surely {what} is known, nor how many would do."
        known = f"After {words.runs(self.runs)} {what} is known within {100.0 * self.half_width:.3g}{unit}"
        asked = f"{100.0 * self.within:.3g}{unit}"
        if self.enough:
            return f"{known}, as asked ({asked})."
        return f"{known}, not {asked}: that would take about {self.would_take:,} runs."


def replicate_precisely[T](
    task: Callable[[int], T], target: Target[T], most: int = MOST, crew: Crew | None = None
) -> tuple[list[T], Reached]:
    """Return ``task(0), task(1), ...``, as many as it takes for the interval to be as narrow as asked, up to ``most``.

    Source: Hoad, Robinson and Davies (2010), the confidence interval method with look-ahead, from 30 replications on.
    """
    done = replicate_until(task, _Search(target).needed, most, crew)
    return done, Reached(len(done), target.half_width(done), target.within)


def of_share[T](happened: Callable[[T], bool]) -> Callable[[Sequence[T]], float]:
    """Return half the width of Wilson's interval of how often something happens, for a `Target`."""
    return lambda done: Proportion(sum(map(happened, done)), len(done)).half_width


class _Search[T]:
    """Remembers since which number of replications the interval has been narrow enough."""

    def __init__(self, target: Target[T]) -> None:
        self._target = target
        self._since: int | None = None

    def needed(self, done: Sequence[T]) -> int:
        """Return how many replications it takes at the least, as far as those done tell."""
        if len(done) < FEWEST:
            return FEWEST + AHEAD
        if self._target.half_width(done) > self._target.within:
            self._since = None
            return len(done) + 1 + AHEAD
        self._since = self._since or len(done)
        return self._since + AHEAD


def half_width(error: float, count: int) -> float:
    """Return half the width of the 95% interval of a mean, from its standard error over so many runs (Student).

    >>> round(half_width(1.0, 30), 3)
    2.045
    """
    return float(stdtrit(count - 1, LEVEL)) * error
