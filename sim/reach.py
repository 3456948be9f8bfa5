"""Reach: the few rows whose luck does not rule an event out, found before anything about them is reckoned."""

import numpy as np
from numpy.typing import NDArray

from sim.draws import uniform, uniform_pair
from sim.rules import kernel

ROUNDING = 1.0 + 1e-9
"""What a ceiling is raised by, so that a rate multiplied up in another order stays below it."""


@kernel
def reachable(near: NDArray[np.bool_], ids: NDArray[np.integer], key: np.uint64, month: int, ceiling: float) -> None:
    """Mark the rows whose luck does not rule out an event of at most this rate per person-year."""
    for i in range(len(ids)):
        near[i] = uniform(key, month, ids[i]) * 12.0 < ceiling


@kernel
def reachable_by(
    near: NDArray[np.bool_],
    ids: NDArray[np.integer],
    key: np.uint64,
    month: int,
    ceilings: tuple[float, float],
    exposed: NDArray[np.bool_],
) -> None:
    """Mark the rows whose luck does not rule out an event; the second ceiling is that of the exposed."""
    for i in range(len(ids)):
        near[i] = uniform(key, month, ids[i]) * 12.0 < (ceilings[1] if exposed[i] else ceilings[0])


@kernel
def reachable_pairs(
    near: NDArray[np.bool_],
    pairs: tuple[NDArray[np.integer], NDArray[np.integer]],
    key: np.uint64,
    month: int,
    ceilings: tuple[float, float],
    exposed: NDArray[np.bool_],
) -> None:
    """Mark the rows where the luck between two ids does not rule out an event."""
    ones, others = pairs
    for i in range(len(ones)):
        luck = uniform_pair(key, month, ones[i], others[i])
        near[i] = luck * 12.0 < (ceilings[1] if exposed[i] else ceilings[0])


@kernel
def _listed(rows: NDArray[np.uint32], marked: NDArray[np.uint8]) -> int:
    """Write the rows that are marked; without a branch, as no one could guess it."""
    count = np.uint64(0)
    for i in range(np.uint64(len(marked))):
        rows[count] = i
        count += np.uint64(marked[i])
    return int(count)


def rows_of(marked: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Return the rows that are marked, rising.

    >>> rows_of(np.array([False, True, True])).tolist()
    [1, 2]
    """
    rows = np.empty(len(marked) + 1, np.uint32)
    return rows[: _listed(rows, marked.view(np.uint8))]


def count(marked: NDArray[np.bool_]) -> int:
    """Return how many rows are marked."""
    return int(np.count_nonzero(marked))
