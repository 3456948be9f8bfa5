"""Solvency: Local Links' own cash month by month, and when it can no longer pay its staff."""

import numpy as np
from numpy.typing import NDArray

from models.terms import MONTHS_PER_QUARTER, Finance, Terms
from sim.parameters import Sheet

type Pounds = NDArray[np.float64]
"""Nominal pounds by run and month, shape (runs, months)."""
type Pence = NDArray[np.int64]
"""Whole pence by run and quarter, shape (runs, quarters)."""

MONTHS_PER_YEAR = 12
NEVER = -1


def own_cash(drawn: Pence, dividend: Pence, costs: Pounds, terms: Terms, sheet: Sheet) -> Pounds:
    """Return Local Links' balance at the end of every month.

    In come the loan less fee and reserve and what matches it, with each drawdown; a grant every month; and,
    at the end of every quarter, its part of the dividend. Out go the costs of staff, volunteers and premises.
    """
    months = costs.shape[1]
    reserve = terms.reserve_pounds if terms.finance is Finance.LOAN else 0.0
    received = np.zeros(costs.shape)
    starts = np.arange(0, months, MONTHS_PER_QUARTER)[: drawn.shape[1]]
    received[:, starts] += drawn[:, : len(starts)] / 100.0 * (1.0 + terms.match_share - terms.fee_share)
    received[:, 0] += sheet.opening_pounds - reserve
    received += terms.grant_pounds_per_year / MONTHS_PER_YEAR
    ends = np.arange(MONTHS_PER_QUARTER - 1, months, MONTHS_PER_QUARTER)[: dividend.shape[1]]
    received[:, ends] += dividend[:, : len(ends)] / 100.0
    return np.asarray(np.cumsum(received - costs, axis=1))


def insolvent_from(cash: Pounds, sheet: Sheet) -> NDArray[np.int64]:
    """Return the month in which each run's cash has been below nought for too long, or -1, shape (runs,).

    >>> from models.library import sheets
    >>> insolvent_from(np.array([[5.0, -1.0, -2.0, -3.0, 4.0], [1.0, -1.0, 1.0, -1.0, 1.0]]), sheets()["solvency"])
    array([ 3, -1])
    """
    borne = int(sheet.months_below_nought)
    below = cash < 0.0
    for _ in range(borne - 1):
        below[:, 1:] = below[:, 1:] & below[:, :-1]
        below[:, 0] = False
    return np.where(below.any(axis=1), below.argmax(axis=1), NEVER)
