"""Effects: published effect sizes as ratios on monthly rates, and how what a programme leaves behind fades."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.rules import rule

FADED = 5.0
"""Half-lives after which an effect counts as gone: a thirty-second is left."""


@rule
def easing_ratio(standardised_effect: float) -> float:
    """Ratio by which an effect size speeds recovery; its inverse slows onset.

    An effect d in standard deviations is an odds ratio exp(1.81 d) on the level; half of it acts on
    each side, so that the level in balance shifts by the whole.
    Source: Cox's transformation of a standardised mean difference to a log odds ratio.
    """
    return np.exp(0.5 * 1.81 * standardised_effect)


def monthly_chance(rate_per_year: ArrayLike) -> NDArray[np.float64]:
    """Return the chance that what has these rates per year happens within a month.

    Source: constant hazard, as `sim.draws.happens` has it in kernels.

    >>> float(monthly_chance(0.0)), round(float(monthly_chance(12.0)), 3)
    (0.0, 0.632)
    """
    return np.asarray(-np.expm1(-np.asarray(rate_per_year, np.float64) / 12.0))


@rule
def left_after(months: float, half_life_months: float) -> float:
    """Return the share of an effect left after so many months, halving every half-life.

    >>> left_after(14.0, 14.0)
    0.5
    """
    return 0.5 ** (months / half_life_months)


def left_by_month(months: int, half_life_months: float) -> NDArray[np.float64]:
    """Return the share of an effect left after 0, 1, 2 and so on whole months, shape (months,).

    >>> left_by_month(29, 14.0)[[0, 14, 28]].tolist()
    [1.0, 0.5, 0.25]
    """
    return np.asarray(0.5 ** (np.arange(months) / half_life_months))


def workers_held(per_year: float, leaving_per_year: float, start: float, end: float, month: float) -> float:
    """Return how many trained workers there are in a month, where training runs from ``start`` to ``end``.

    As many are trained each year, and all leave at the same rate. Source: the balance of a stock; no other data enter.

    >>> [round(workers_held(100.0, 0.3, 12, 30, month), 1) for month in (12, 30, 54)]
    [0.0, 120.8, 66.3]
    """
    until = min(month, end)
    held = per_year * (1.0 - np.exp(-leaving_per_year * (until - start) / 12.0)) / leaving_per_year
    return float(held * np.exp(-leaving_per_year * (month - until) / 12.0))
