"""Pounds: whole pence, weeks in a month, and prices of one year in those of another."""

import pandas as pd

PRICE_YEAR = "2010-11"
"""Everything in the ledger is in prices of this year."""

WEEKS_PER_MONTH = 365.25 / 12.0 / 7.0


def pence(pounds: float) -> int:
    """Return pounds as whole pence, rounded once.

    >>> pence(12.345)
    1234
    """
    return round(100.0 * pounds)


def in_base_prices(pounds: float, price_year: str, deflator: pd.DataFrame) -> float:
    """Return pounds of a price year in pounds of 2010-11, by the GDP deflator."""
    index = deflator.set_index("year")["index"]
    return pounds * float(index[PRICE_YEAR]) / float(index[price_year])
