"""Posterior: the draws that a fit found, kept as a small table beside the parameter sheets."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calibration.fitted import fitted, values_at

DIGITS = 4


def table_of(draws: NDArray[np.float64]) -> pd.DataFrame:
    """Return draws as a table: one row a draw, one column a fitted parameter."""
    return pd.DataFrame(draws, columns=list(fitted()))


def written(draws: NDArray[np.float64]) -> str:
    """Return draws as the text of a table: one row a draw, one column a parameter, each a quantile of its prior."""
    return str(table_of(draws).to_csv(index=False, float_format=f"%.{DIGITS}f", lineterminator="\n"))


def spelt(draws: pd.DataFrame) -> pd.DataFrame:
    """Return for each fitted parameter the middle of its draws and the ends of their 80% interval.

    Of a list the largest number stands for all: they move together.
    """
    names = list(draws.columns)
    ends = {name: draws.quantile(share).to_numpy() for name, share in (("low", 0.1), ("fitted", 0.5), ("high", 0.9))}
    found = {name: values_at(points, names) for name, points in ends.items()}
    rows = {name: {end: float(np.max(values[name])) for end, values in found.items()} for name in names}
    return pd.DataFrame(rows).T
