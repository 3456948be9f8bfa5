"""Break-even: from which handover rate on savings repay the loan, run by run, and in how many runs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import Agreed, Finance

type Each = NDArray[np.float64]
"""One number for each run, shape (runs,)."""

DRAWS = 2_000
"""Resamplings of the runs behind an interval."""
NEVER = float("inf")


@dataclass(frozen=True)
class BreakEven:
    """The least handover rate at which this share of the runs is repaid from savings, with an 80% interval.

    ``rate`` is infinite where no rate up to 1 will do; so may be either end of the interval.
    """

    share: float
    rate: float
    low: float
    high: float
    runs: int


def multiple_needed(agreed: Agreed) -> Each:
    """Return by how much each run's dividends would have to be multiplied for savings to repay the loan.

    Every instalment must be met, with all before it, within the cure period: at 1 or less no guarantee
    is called. Infinite where there is no dividend; not a number under other finance than a loan.
    """
    settlement = agreed.settlement
    terms = settlement.terms
    if terms.finance is not Finance.LOAN:
        return np.full(len(settlement.defaulted), np.nan)
    cure = int(terms.cure_quarters)
    due = settlement.schedule.due.cumsum(axis=1) - terms.reserve_pence
    last = due.shape[1] - cure
    had = settlement.fenced.cumsum(axis=1)[:, cure:]
    asked = due[:, :last].astype(np.float64)
    ratio = np.divide(asked, had, out=np.full(asked.shape, NEVER), where=had > 0)
    return np.asarray(np.where(asked > 0.0, ratio, 0.0).max(axis=1))


def crossing(rates: Sequence[Each], multiples: Sequence[Each]) -> Each:
    """Return each run's break-even handover, between rates that were tried, on logarithmic scales.

    Args:
        rates: handover rates met, a rising list over the grid of arrays of shape (runs,).
        multiples: `multiple_needed` at each of them.

    Beyond the ends the dividend is taken to be in proportion to the rate. Above a rate of 1: infinite.
    """
    rate, needed = np.stack(rates), np.stack(multiples)
    known = (rate > 0.0) & np.isfinite(needed) & (needed > 0.0)
    found = np.full(rate.shape[1], NEVER)
    for run in range(rate.shape[1]):
        x, y = np.log(rate[known[:, run], run]), np.log(needed[known[:, run], run])
        if not len(x):
            continue
        below = np.flatnonzero(y <= 0.0)
        if not len(below):
            found[run] = np.exp(x[-1] + y[-1])
        elif below[0] == 0:
            found[run] = np.exp(x[0] + y[0])
        else:
            last = below[0]
            part = y[last - 1] / (y[last - 1] - y[last])
            found[run] = np.exp(x[last - 1] + part * (x[last] - x[last - 1]))
    return np.where(found <= 1.0, found, NEVER)


def break_even(each: Each, share: float, seed: int = 1) -> BreakEven:
    """Return the rate at which a share of the runs is repaid; the interval is that of resampled runs."""
    luck = np.random.default_rng(seed)
    again = np.sort(each[luck.integers(0, len(each), (DRAWS, len(each)))], axis=1)
    place = min(int(np.ceil(share * len(each))) - 1, len(each) - 1)
    at = np.sort(again[:, place])
    low, high = at[int(0.1 * DRAWS)], at[int(0.9 * DRAWS)]
    return BreakEven(share, float(np.sort(each)[place]), float(low), float(high), len(each))
