"""Census: once a year, how many residents there are of each kind, how their need is met, and what the council pays."""

import numpy as np
from numpy.typing import NDArray

from models.standing import Standing
from sim.population import Population

AGES = (60, 70, 80, 90)
"""Ages from which the bands begin."""
NO_NEED, OTHERWISE, AT_HOME, IN_A_HOME = range(4)
"""How need is met: there is none, by others than the council (or not at all), by council-funded care at home, or by
a council-funded place in a care home."""
SHAPE = (len(AGES), 2, 2, 2, 4)
"""Bands of age; lives alone or not; lonely or not; reached by a network or programme or not; how need is met."""
YEAR = 12
_MET = np.full(len(Standing), OTHERWISE, np.uint8)
_MET[[Standing.NONE, Standing.COUNCIL_HOME, Standing.COUNCIL_RESIDENTIAL]] = NO_NEED, AT_HOME, IN_A_HOME


def census_months(months: int) -> list[int]:
    """Return the months of a run at whose end residents are counted: every April, and the last.

    >>> census_months(30), census_months(25)
    ([0, 12, 24, 29], [0, 12, 24])
    """
    return [month for month in range(months) if month % YEAR == 0 or month == months - 1]


def counted(people: Population, reached: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return residents, and the pounds the council pays for them this month, by kind: shape (*SHAPE, 2).

    Members of a network count as reached; ``reached`` marks by row whom a programme has got to, shape (size,).
    """
    rows = np.flatnonzero(people["here"] > 0)
    parts = (
        np.searchsorted(AGES[1:], people["age"][rows], side="right"),
        people["alone"][rows] > 0,
        people["lonely"][rows] > 0,
        reached[rows] | (people["member"][rows] > 0),
        _MET[people["standing"][rows]],
    )
    cell = np.ravel_multi_index(tuple(np.asarray(one, np.int64) for one in parts), SHAPE)
    size = int(np.prod(SHAPE))
    counts = np.bincount(cell, minlength=size)
    pounds = np.bincount(cell, people["council_cost"][rows] / 100.0, minlength=size)
    return np.asarray(np.stack([counts, pounds], axis=1).reshape(*SHAPE, 2), np.float64)
