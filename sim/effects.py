"""Effects: published effect sizes as ratios on monthly rates, and how they fade."""

import numpy as np

from sim.rules import rule


@rule
def easing_ratio(standardised_effect: float) -> float:
    """Ratio by which an effect size speeds recovery; its inverse slows onset.

    An effect d in standard deviations is an odds ratio exp(1.81 d) on the level; half of it acts on
    each side, so that the level in balance shifts by the whole.
    Source: Cox's transformation of a standardised mean difference to a log odds ratio.
    """
    return np.exp(0.5 * 1.81 * standardised_effect)


@rule
def left_after(months: float, half_life_months: float) -> float:
    """Return the share of an effect left after so many months, halving every half-life.

    >>> left_after(14.0, 14.0)
    0.5
    """
    return 0.5 ** (months / half_life_months)
