"""Pounds: whole pence, and prices of one year in those of another."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

type Pounds = NDArray[np.float64]
"""Pounds by run and month, shape (runs, months)."""
type Pence = NDArray[np.int64]
"""Whole pence by run and quarter, shape (runs, quarters) unless said otherwise."""
type Points = NDArray[np.int64]
"""Whole pence at the start of each quarter and the end of the last, (runs, quarters + 1); below nought if paid out."""
type Each = NDArray[np.float64]
"""One number for each run, shape (runs,)."""
type Runs = NDArray[np.bool_]
"""A mark for each run, shape (runs,)."""

PRICE_YEAR = "2010-11"
"""Everything in the ledger is in prices of this year."""


def pence(pounds: float) -> int:
    """Return pounds as whole pence, rounded once.

    >>> pence(12.345)
    1234
    """
    return round(100.0 * pounds)


def price_index(deflator: pd.DataFrame, months: int, inflation_per_year: float) -> NDArray[np.float64]:
    """Return the level of prices by month of a run, 1 in 2010-11, shape (months,).

    Years run from April to March, and month 0 is April 2011; after the deflator's last year prices rise
    by ``inflation_per_year``.
    """
    index = deflator["index"].to_numpy(np.float64)
    years = [str(year) for year in deflator["year"]]
    first = years.index(PRICE_YEAR)
    known = index[first + 1 :] / index[first]
    year = np.arange(months) // 12
    beyond = np.maximum(year - (len(known) - 1), 0)
    return np.asarray(known[np.minimum(year, len(known) - 1)] * (1.0 + inflation_per_year) ** beyond)
