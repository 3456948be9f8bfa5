"""Unmet: what the council does not pay for because need goes unmet, which is no saving."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.comparing.accounts import Months
from experiments.comparing.standings import net
from models import Standing
from sim.ledger import Line

if TYPE_CHECKING:
    from experiments.comparing.cashability import Cashability
    from models import Run

PAYER = "council"
PRICED = {
    Standing.COUNCIL_HOME: ("home_care", ("home_care_council", "home_care_charges", "direct_payments_returned")),
    Standing.COUNCIL_RESIDENTIAL: ("residential_council", ("residential_council", "residential_charges")),
}
"""By standing: the measure that counts its people, and the ledger's lines of what they cost and what comes back."""


@dataclass(frozen=True)
class Unpaid:
    """Pounds that the council does not pay as months of care move to unmet need; below nought it pays more.

    Attributes:
        whole: net of charges; ``cashable`` what of it counts as cashable for the council.
    """

    whole: float
    cashable: float


def unpaid(twin: "Run", arm: "Run", moved: NDArray[np.int64], cashability: "Cashability", worth: Months) -> Unpaid:
    """Return what is not paid for months moved to unmet need (``moved`` are the flows), each month's at its ``worth``.

    A month counts as much as one such month costs the council in the twin, on average over the run.
    """
    whole = cashable = 0.0
    for standing, (measure, names) in PRICED.items():
        months = net(moved, standing, Standing.UNMET)
        if not months.any():
            continue
        for line in (twin.lines[name] for name in names if name in twin.lines):
            pounds = months * _price(twin, line, measure)
            free = cashability.free(line, pounds).get(PAYER, np.zeros(len(months)))
            whole += (1.0 if line.payer == PAYER else -1.0) * float(pounds @ worth)
            cashable += float(free @ worth)
    return Unpaid(whole, cashable)


def _price(twin: "Run", line: Line, measure: str) -> float:
    months = float(twin.measures[measure].sum())
    return float(twin.ledger[line.name].sum()) / months if months > 0.0 else 0.0
