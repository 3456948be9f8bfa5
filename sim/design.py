"""Design: points that fill a range evenly, as many as are asked for, each coordinate addressed by its name.

The first 1, 2, 4, 8 ... points of a coordinate lie one each in as many equal parts of the range from 0 to 1, and
which point shares a row with which point of another coordinate is chance: a Latin hypercube that grows by doubling
(Qian 2009, nested Latin hypercube designs). So main effects are averaged as by a Sobol sequence, and a new
coordinate shifts no other. A Sobol sequence has its dimensions in an order, and with hundreds of them its first few
dozen points repeat themselves: of 459 coordinates at 64 points, 3% of all pairs correlate beyond 0.6 (here not one
in ten thousand).
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.draws import Draws

KEPT = 8_192
"""Coordinates whose points are remembered."""


def point(name: str, key: int, row: int) -> float:
    """Return a coordinate's place in [0, 1) in one row of the design that ``key`` stands for.

    >>> sorted(int(4 * point("any", 1, row)) for row in range(4))
    [0, 1, 2, 3]
    """
    return float(_points(name, key, row.bit_length())[row])


@lru_cache(maxsize=KEPT)
def _points(name: str, key: int, doublings: int) -> NDArray[np.float64]:
    """Return the first 2 ** doublings points, shape (points,).

    With every doubling each point gets a neighbour in the other half of its part, in an order that chance decides.
    """
    draws = Draws(key)
    points = draws.uniform(f"design/{name}/place", 0, np.zeros(1, np.int64))
    for level in range(doublings):
        count = len(points)
        order = np.argsort(draws.uniform(f"design/{name}/order", level, np.arange(count)))
        halves = np.floor(points * (2 * count)).astype(np.int64) ^ 1
        inside = draws.uniform(f"design/{name}/place", level + 1, np.arange(count))
        points = np.concatenate([points, (halves[order] + inside) / (2 * count)])
    return points
