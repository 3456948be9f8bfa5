"""Cover: what a lender's analyst asks of a loan - cover ratios, life, delay, exposure, and what is lost in default."""

import numpy as np

from models.pounds import Each, Pence, Runs
from models.terms import QUARTERS_PER_YEAR
from sim.parameters import Sheet


def debt_service_cover(fenced: Pence, due: Pence) -> Each:
    """Return what came in for the loan in a quarter over what fell due in it, shape (runs, quarters).

    Not a number where nothing fell due.
    """
    return np.divide(fenced, due, out=np.full(due.shape, np.nan), where=due > 0)


def tight(ratios: Each, sheet: Sheet) -> Runs:
    """Return the runs in whose worst quarter the debt service cover is below the margin that a lender likes to see."""
    return np.asarray(np.nanmin(ratios, axis=1) < sheet.margin)


def loan_life_cover(fenced: Pence, due: Pence, held: Pence, rate_per_year: float) -> Each:
    """Return how often all that comes in pays all that falls due, at the loan's own rate, shape (runs,).

    It is seen from the first quarter in which anything falls due.

    Args:
        held: what stood in the ring-fence and the reserve when that quarter began, shape (runs,).
    """
    quarters = due.shape[1]
    begins, ends = (due > 0).argmax(axis=1), quarters - (due > 0)[:, ::-1].argmax(axis=1)
    at = np.arange(quarters)[None, :] - begins[:, None]
    within = (at >= 0) & (np.arange(quarters) < ends[:, None])
    worth = within * (1.0 + rate_per_year / QUARTERS_PER_YEAR) ** -(at + 1.0)
    asked = (due * worth).sum(axis=1)
    had = held + (fenced * worth).sum(axis=1)
    return np.divide(had, asked, out=np.full(len(asked), np.nan), where=asked > 0.0)


def average_life(drawn: Pence, owed: Pence) -> Each:
    """Return the years after which a pound of principal is repaid on average, if all is paid as due, shape (runs,).

    Args:
        owed: principal outstanding at the end of each quarter; interest that is added to it counts as principal.
    """
    begun = np.pad(owed[:, :-1], ((0, 0), (1, 0))) + drawn
    repaid = np.maximum(begun - owed, 0)
    years = (np.arange(owed.shape[1]) + 1.0) / QUARTERS_PER_YEAR
    whole = repaid.sum(axis=1)
    return np.divide(repaid @ years, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def delay(due: Pence, received: Pence) -> Each:
    """Return by how many months a pound that was received came late on average, the oldest debt paid first.

    Shape (runs,); not a number where nothing was received.
    """
    had = received.cumsum(axis=1)
    late = np.minimum(due.cumsum(axis=1), had[:, -1:]) - had
    whole = had[:, -1]
    months = 12 / QUARTERS_PER_YEAR
    return np.divide(months * late.sum(axis=1), whole, out=np.full(len(whole), np.nan), where=whole > 0)


def exposure(due: Pence, received: Pence, owed: Pence) -> Pence:
    """Return what a lender is out at the end of each quarter: principal to come, and what is late."""
    return owed + due.cumsum(axis=1) - received.cumsum(axis=1)


def loss_given_default(out: Pence, received: Pence, defaulted: Pence, rate_per_year: float) -> Each:
    """Return what part of the exposure at default is lost, all that still comes at the loan's own rate, shape (runs,).

    Args:
        out: `exposure`. defaulted: quarter of default or -1, shape (runs,), where it is not a number.
    """
    after = np.arange(out.shape[1])[None, :] - defaulted[:, None]
    worth = (after > 0) * (1.0 + rate_per_year / QUARTERS_PER_YEAR) ** -after.clip(0).astype(np.float64)
    at = np.take_along_axis(out, defaulted.clip(0)[:, None], axis=1)[:, 0]
    back = np.divide((received * worth).sum(axis=1), at, out=np.ones(len(at)), where=at > 0)
    return np.where(defaulted >= 0, np.maximum(1.0 - back, 0.0), np.nan)
