"""Census: once a year, how many residents there are of each kind, how their need is met, and what the council pays."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.standing import Standing
from sim.population import Population
from sim.rules import kernel

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


class Rows(NamedTuple):
    """Columns that decide of which kind a resident is."""

    here: NDArray[np.uint8]
    age: NDArray[np.uint8]
    alone: NDArray[np.uint8]
    lonely: NDArray[np.uint8]
    member: NDArray[np.uint8]
    standing: NDArray[np.uint8]
    council_cost: NDArray[np.int32]


@kernel
def add_up(rows: Rows, reached: NDArray[np.bool_], met: NDArray[np.uint8], cells: NDArray[np.float64]) -> None:
    """Add residents and pounds to the cells of their kinds, shape (kinds, 2); ``met`` says how a standing is met."""
    for i in range(len(reached)):
        if not rows.here[i]:
            continue
        cell = 0
        for age in AGES[1:]:
            cell += rows.age[i] >= age
        cell = 2 * cell + (rows.alone[i] > 0)
        cell = 2 * cell + (rows.lonely[i] > 0)
        cell = 2 * cell + (reached[i] or rows.member[i] > 0)
        cell = 4 * cell + met[rows.standing[i]]
        cells[cell, 0] += 1.0
        cells[cell, 1] += rows.council_cost[i] / 100.0


def counted(people: Population, reached: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return residents, and the pounds the council pays for them this month, by kind: shape (*SHAPE, 2).

    Members of a network count as reached; ``reached`` marks by row whom a programme has got to, shape (size,).
    """
    cells = np.zeros((int(np.prod(SHAPE)), 2))
    add_up(people.view(Rows, "census"), reached, _MET, cells)
    return cells.reshape(*SHAPE, 2)
