"""Ranking: which arm delays most months, a pound or in all, how often it came first, and what would flip that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from experiments.comparing.summary import values
from experiments.figures.estimate import Estimate, difference_of_ratios, over_runs, ratio_of_means

SURE_ENOUGH = 0.05
"""Chance, shared among all the assumptions looked at, of naming one that does not matter."""
FEWEST_RUNS = 4
"""A straight line through fewer points says nothing about its own error."""


class Yardstick(Enum):
    """By what arms are ranked."""

    PER_POUND = "months delayed per 1,000 pounds"
    IN_ALL = "months delayed"


@dataclass(frozen=True)
class DrawnParameter:
    """One uncertain parameter: its range, and the value drawn in each run, shape (runs,)."""

    name: str
    unit: str
    low: float
    high: float
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Flip:
    """The assumption that would put ``second`` before ``first``, and the value at which it does.

    ``above`` says on which side of that value the second leads; ``t`` is the slope in standard errors.
    """

    parameter: str
    unit: str
    value: float
    low: float
    high: float
    above: bool
    t: float
    first: str
    second: str


def per_thousand_pounds(runs: pd.DataFrame, arm: str) -> NDArray[np.float64]:
    """Return months delayed per 1,000 pounds of discounted gross cost, run by run, shape (runs,)."""
    months, pounds = (values(runs, arm, name) for name in ("months_delayed", "programme_cost"))
    return np.divide(1000.0 * months, pounds, out=np.full(len(months), np.nan), where=pounds > 0.0)


def scores(runs: pd.DataFrame, arm: str, by: Yardstick) -> NDArray[np.float64]:
    """Return what an arm scores, run by run, shape (runs,)."""
    return per_thousand_pounds(runs, arm) if by is Yardstick.PER_POUND else values(runs, arm, "months_delayed")


def ranking(runs: pd.DataFrame, arms: Iterable[str], by: Yardstick = Yardstick.PER_POUND) -> tuple[str, ...]:
    """Return the arms from most to fewest months delayed (a pound: ratio of means, those without a cost last)."""
    means = {}
    for arm in arms:
        months, pounds = (values(runs, arm, name) for name in ("months_delayed", "programme_cost"))
        mean = ratio_of_means(months, pounds).mean if by is Yardstick.PER_POUND else float(months.mean())
        means[arm] = -np.inf if np.isnan(mean) else mean
    return tuple(sorted(means, key=lambda arm: -means[arm]))


def times_first(runs: pd.DataFrame, arms: Sequence[str], by: Yardstick = Yardstick.PER_POUND) -> Mapping[str, int]:
    """Return in how many runs each arm delayed most months."""
    if not arms:
        return {}
    each = np.array([scores(runs, arm, by) for arm in arms])
    best = np.where(np.isnan(each), -np.inf, each).argmax(axis=0)
    return {arm: int((best == place).sum()) for place, arm in enumerate(arms)}


def lead(runs: pd.DataFrame, first: str, second: str, by: Yardstick = Yardstick.PER_POUND) -> Estimate:
    """Return by how many months (per 1,000 pounds) one arm is ahead of another."""
    if by is Yardstick.IN_ALL:
        return over_runs(scores(runs, first, by) - scores(runs, second, by))
    ahead, behind = (
        (1000.0 * values(runs, arm, "months_delayed"), values(runs, arm, "programme_cost")) for arm in (first, second)
    )
    return difference_of_ratios(*ahead, *behind)


def find_flip(
    runs: pd.DataFrame,
    order: Sequence[str],
    assumptions: Sequence[DrawnParameter],
    by: Yardstick = Yardstick.PER_POUND,
) -> Flip | None:
    """Return the one assumption that would flip the first two arms, or nothing if none is found.

    For each assumption a straight line is fitted through the paired difference of the two arms' scores over
    the runs. Of those that cross zero within the range, the steepest by its standard
    error is named, provided the slope would be rare by chance among as many assumptions.
    """
    if len(order) < 2 or not assumptions:
        return None
    gap = scores(runs, order[0], by) - scores(runs, order[1], by)
    if len(gap) < FEWEST_RUNS or not np.isfinite(gap).all():
        return None
    needed = float(stdtrit(len(gap) - 2, 1.0 - SURE_ENOUGH / (2 * len(assumptions))))
    found = [flip for one in assumptions if (flip := _crossing(gap, one, order[0], order[1])) is not None]
    return max((flip for flip in found if abs(flip.t) >= needed), key=lambda flip: abs(flip.t), default=None)


def _crossing(gap: NDArray[np.float64], one: DrawnParameter, first: str, second: str) -> Flip | None:
    if np.ptp(one.values) == 0.0:
        return None
    slope, intercept, error = _line(one.values, gap)
    if slope == 0.0:
        return None
    value = -intercept / slope
    if not one.low <= value <= one.high:
        return None
    t = slope / error if error > 0.0 else float(np.copysign(np.inf, slope))
    return Flip(
        parameter=one.name,
        unit=one.unit,
        value=value,
        low=one.low,
        high=one.high,
        above=slope < 0.0,
        t=t,
        first=first,
        second=second,
    )


def _line(across: NDArray[np.float64], up: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return slope and intercept of the straight line of least squares, and the standard error of its slope."""
    x, y = across - across.mean(), up - up.mean()
    slope, squares = float(x @ y / (x @ x)), float((x @ x) * (y @ y))
    unexplained = max(1.0 - float(x @ y) ** 2 / squares, 0.0) if squares > 0.0 else 0.0
    error = float(np.sqrt(unexplained * (y @ y) / (x @ x) / (len(x) - 2)))
    return slope, float(up.mean() - slope * across.mean()), error
