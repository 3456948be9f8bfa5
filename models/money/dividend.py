"""Dividend: which part of a saving is cash, when, and how council and Local Links share it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.pounds import Each, Pence, Pounds
from models.terms import MONTHS_PER_QUARTER
from sim.ledger import Cashable
from sim.parameters import Sheet

CLASSES = {
    Cashable.SPOT: ("spot_share", "spot_lag"),
    Cashable.BLOCK: ("block_share", None),
    Cashable.RESIDENTIAL: ("residential_share", None),
    Cashable.DIRECT_PAYMENT: ("direct_payment_share", None),
    Cashable.STAFF_TIME: ("staff_time_share", None),
    Cashable.HEALTH: ("health_share", "health_lag"),
    Cashable.OWN: ("own_money_share", None),
    Cashable.TRANSFER: ("transfer_share", None),
}
"""Names of the share of a saving that frees cash, and of its lag, by class of ledger line."""


def free_share(sheet: Sheet, kind: Cashable) -> float:
    """Return the share of a saving that frees cash, after what is filled again; residents fill nothing again."""
    share = float(getattr(sheet, CLASSES[kind][0]))
    return share if kind is Cashable.OWN else share * (1.0 - float(sheet.backfill))


def free_lag(sheet: Sheet, kind: Cashable) -> int:
    """Return after how many months a saving frees cash."""
    lag = CLASSES[kind][1]
    return round(float(getattr(sheet, lag))) if lag else 0


def income_lost_share(sheet: Sheet) -> float:
    """Return what part of the charges that are no longer paid is missing, where care is filled again in part."""
    return float(sheet.charges_lost_share) * (1.0 - float(sheet.backfill))


def health_held(sheet: Sheet) -> float:
    """Return how much of the NHS's purse whoever pays for care holds as well, from 0 to 1."""
    return float(sheet.payer_holds_health)


@dataclass(frozen=True)
class Freeing:
    """What of a saving on home care frees cash, for each run: every field has the shape (runs,).

    Attributes:
        spot_share: cashable share of care bought by the hour, ``spot_lag`` months later.
        backfill: share of what is released that people who waited use up.
        block_part: share of the care that a block contract or the council's own team gives.
        block_share: cashable share of a saving there until a unit closes.
        block_unit_pounds: a month's cost of one such unit at 2010-11 prices; 0 if there is none.
    """

    spot_share: Each
    spot_lag: Each
    backfill: Each
    block_part: Each
    block_share: Each
    block_unit_pounds: Each


def freeing(drawn: Callable[[str], Each]) -> Freeing:
    """Return what frees cash, given every run's value of each parameter of the sheet by its name."""
    return Freeing(
        spot_share=drawn("spot_share"),
        spot_lag=drawn("spot_lag"),
        backfill=drawn("backfill"),
        block_part=drawn("block_part"),
        block_share=drawn("block_share"),
        block_unit_pounds=drawn("block_unit_pounds_per_month"),
    )


def cash(saving: Pounds, frees: Freeing, prices: NDArray[np.float64] | float = 1.0) -> Pounds:
    """Return what a monthly saving brings the budget holder in cash: its cashable part, later, less backfill.

    Where units close, only whole units are cash in full; of the rest the small share. A saving below
    nought costs cash in the same way, and opens no unit.

    Args:
        saving: at 2010-11 prices, as the units are.
        prices: what such a pound is worth in each month, shape (months,); the cash is at the prices of the saving.
    """
    spot, block = frees.spot_share[:, None], frees.block_share[:, None]
    part, unit = frees.block_part[:, None], frees.block_unit_pounds[:, None]
    in_block = saving * part
    units = np.divide(in_block, unit, out=np.zeros_like(in_block), where=unit > 0.0)
    whole = np.maximum(np.floor(units + 1e-9), 0.0) * unit
    freed = saving * (1.0 - part) * spot + whole + (in_block - whole) * block
    return later(freed * (1.0 - frees.backfill[:, None]) * prices, frees.spot_lag)


def later(pounds: Pounds, months: Each) -> Pounds:
    """Return monthly pounds moved each run's own whole number of months later; the last ones fall off the end.

    >>> later(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]), np.array([1.0, 0.0])).tolist()
    [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0]]
    """
    from_month = np.arange(pounds.shape[1])[None, :] - np.rint(months).astype(np.int64)[:, None]
    moved = np.take_along_axis(pounds, np.maximum(from_month, 0), axis=1)
    return np.where(from_month >= 0, moved, 0.0)


def quarterly(pounds: Pounds) -> Pence:
    """Return monthly pounds as whole pence by quarter, from the first month on; a quarter begun is left out.

    >>> quarterly(np.array([[1.0, 2.0, 3.004, 9.0]])).tolist()
    [[600]]
    """
    runs, months = pounds.shape
    quarters = months // MONTHS_PER_QUARTER
    by_quarter = pounds[:, : quarters * MONTHS_PER_QUARTER].reshape(runs, quarters, MONTHS_PER_QUARTER)
    return np.rint(100.0 * by_quarter.sum(axis=2)).astype(np.int64)


def above_high_water(freed: Pence) -> Pence:
    """Return the dividend: the rise of cumulative cash above its own highest point so far.

    >>> above_high_water(np.array([[100, -60, 40, 50]])).tolist()
    [[100, 0, 0, 30]]
    """
    mark = np.maximum.accumulate(np.maximum(np.cumsum(freed, axis=1), 0), axis=1)
    return np.diff(mark, axis=1, prepend=np.zeros((len(freed), 1), np.int64))


def dividend(freed: Pence, high_water: bool) -> Pence:
    """Return the dividend by quarter; without a high-water mark, whatever a quarter freed, if it freed any."""
    return above_high_water(freed) if high_water else np.maximum(freed, 0)


def split(paid: Pence, council_share: float) -> tuple[Pence, Pence]:
    """Return the council's part and Local Links' part, which together are the whole to the penny.

    >>> [part.tolist() for part in split(np.array([[101]]), 0.5)]
    [[[50]], [[51]]]
    """
    council = np.rint(paid * council_share).astype(np.int64)
    return council, paid - council
