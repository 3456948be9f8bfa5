"""Standings: how everyone's need for care is met, settled once a month, and every change of it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.ages import FRAIL
from models.standing import Payer, Stage, Standing, needs_help, standing_of
from sim.rules import kernel

RESIDENTIAL_OWN, STATES = 7, 8
"""Place of the count of those who pay for a care home themselves, after the standings; and how many counts."""


class Rows(NamedTuple):
    """Columns that decide a standing."""

    here: NDArray[np.uint8]
    cfs: NDArray[np.uint8]
    help_hours: NDArray[np.uint8]
    reable_weeks: NDArray[np.float32]
    setting: NDArray[np.uint8]
    payer: NDArray[np.uint8]
    stage: NDArray[np.uint8]
    manages: NDArray[np.uint8]
    standing: NDArray[np.uint8]


def concerned(rows: Rows, others: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Mark those whose standing may be other than none: the frail, those who had one, and ``others``; shape (n,)."""
    marked: NDArray[np.bool_] = (rows.cfs >= FRAIL) | (rows.standing > 0)
    marked[others] = True
    marked &= rows.here.view(np.bool_)
    return marked


@kernel
def stand(rows: Rows, some: NDArray[np.uint32], changed: NDArray[np.int64], counts: NDArray[np.int64]) -> int:
    """Settle the standing of ``some`` rows; list those where it changed, count each, and return how many changed."""
    found = 0
    for i in some:
        payer = rows.payer[i]
        if payer != Payer.NOBODY:  # nobody has a package or lives in a care home without a payer
            home = rows.setting[i] > 0
            now = standing_of(int(home), 0.0 if home else 1.0, payer, False, False, False)
            counts[RESIDENTIAL_OWN] += home and now == Standing.OWN_PURSE
        else:
            needs = needs_help(rows.cfs[i], rows.manages[i] > 0)
            reabling = rows.stage[i] == Stage.REABLEMENT and rows.reable_weeks[i] > 0.0
            now = standing_of(0, 0.0, payer, reabling, needs, rows.help_hours[i] > 0)
        counts[now] += 1
        if now != rows.standing[i]:
            rows.standing[i] = now
            changed[found] = i
            found += 1
    return found
