"""Fund: the lender's own cash - what it lends and gets back, its run cost, and what it owes its investor."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.pounds import Pence, Points
from models.terms import QUARTERS_PER_YEAR
from sim.parameters import Sheet


@dataclass(frozen=True)
class FundCash:
    """What lender and investor pay and receive on one programme.

    Attributes:
        lender: net of everything, its run cost and what it pays the investor included.
        lending: the loan alone: drawdown, fee, receipts. investor: of whoever lent to the lender.
        cost: the lender's run cost; ``owed`` to the investor when the agreement is settled, shape (runs,).
    """

    lender: Points
    lending: Points
    investor: Points
    cost: Points
    owed: NDArray[np.int64]


def fund_cash(drawn: Pence, fee: Pence, received: Pence, sheet: Sheet) -> FundCash:
    """Return the cash of a lender whose loan is wholly lent to it by an investor.

    A drawdown comes at the start of its quarter, all else at the end. What the lender receives pays its run
    cost first, then the investor's coupon, then the investor's principal; what cannot be paid of a coupon is
    added to what is owed. The rest is the lender's. Nothing else stands behind it.
    """
    runs, quarters = drawn.shape
    lending, investor, cost = (np.zeros((runs, quarters + 1), np.int64) for _ in range(3))
    lending[:, :-1] = fee - drawn
    lending[:, 1:] += received
    investor[:, :-1] = -drawn
    cost[:, 1:] = round(100 * sheet.run_cost_pounds_per_year / QUARTERS_PER_YEAR)
    held, owed = np.zeros(runs, np.int64), np.zeros(runs, np.int64)
    for quarter in range(quarters):
        owed = owed + drawn[:, quarter]
        owed = owed + np.rint(owed * sheet.coupon_per_year / QUARTERS_PER_YEAR).astype(np.int64)
        held = held + received[:, quarter] + fee[:, quarter] - cost[:, quarter + 1]
        paid = np.minimum(np.maximum(held, 0), owed)
        held, owed = held - paid, owed - paid
        investor[:, quarter + 1] += paid
    return FundCash(lending - cost - investor, lending, investor, cost, owed)
