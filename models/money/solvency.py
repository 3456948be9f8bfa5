"""Solvency: Local Links' own cash month by month, and when it can no longer pay its staff."""

import numpy as np
from numpy.typing import NDArray

from models.pounds import Pence, Pounds
from models.terms import MONTHS_PER_QUARTER
from sim.parameters import Sheet

NEVER = -1


def own_cash(begun: Pence, ended: Pence, running: Pounds, sheet: Sheet) -> Pounds:
    """Return Local Links' balance at the end of every month, nominal pounds.

    Args:
        begun: what it receives at the start of each quarter: the loan less fee and reserve, and what matches it.
        ended: what it receives at the end of each quarter: its part of the dividend, and what is left of a reserve.
        running: a month's grant less the costs of staff, volunteers and premises.
    """
    months = running.shape[1]
    received = running.copy()
    starts = np.arange(0, months, MONTHS_PER_QUARTER)[: begun.shape[1]]
    received[:, starts] += begun[:, : len(starts)] / 100.0
    received[:, 0] += sheet.opening_pounds
    ends = np.arange(MONTHS_PER_QUARTER - 1, months, MONTHS_PER_QUARTER)[: ended.shape[1]]
    received[:, ends] += ended[:, : len(ends)] / 100.0
    return np.asarray(np.cumsum(received, axis=1))


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
