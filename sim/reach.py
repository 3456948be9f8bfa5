"""Reach: the few rows whose luck does not rule an event out, found before anything about them is reckoned."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.rules import kernel

HINTS = 256
"""How many hints there are: the first eight bits of luck."""

FEW = 50
"""Where fewer than one row in so many is marked, it pays to look at eight at once."""

ROUNDING = 1.0 + 1e-9
"""What a ceiling is raised by, so that a rate multiplied up in another order stays below it."""


@kernel
def _reaching(hints: NDArray[np.uint8], rates_per_year: NDArray[np.float64], ratio: float) -> None:
    """Write the highest hints of lucks that do not rule out an event; a rate too high for 8 bits has the highest."""
    for at in range(len(hints)):
        hint = np.ceil(rates_per_year[at] * ratio * ROUNDING / 12.0 * HINTS) - 1.0
        hints[at] = np.uint8(min(max(hint, 0.0), HINTS - 1.0))


def highest_hint(rates_per_year: ArrayLike, ratio: float = 1.0) -> NDArray[np.uint8]:
    """Return the highest hint of a luck that does not rule out an event, for each rate per person-year.

    >>> highest_hint([5.9, 0.012, 100.0]).tolist()
    [125, 0, 255]
    """
    rates = np.asarray(rates_per_year, np.float64)
    hints = np.empty(rates.size, np.uint8)
    _reaching(hints, rates.ravel(), ratio)
    return hints.reshape(rates.shape)


@kernel
def reachable(near: NDArray[np.bool_], hints: NDArray[np.uint8], highest: np.uint8) -> None:
    """Mark the rows of those whose hint is no higher than this."""
    for i in range(len(hints)):
        near[i] = hints[i] <= highest


@kernel
def reachable_by(
    near: NDArray[np.bool_], hints: NDArray[np.uint8], highest: NDArray[np.uint8], exposed: NDArray[np.bool_]
) -> None:
    """Mark the rows of those whose hint is no higher than the first of two, or the second for the exposed."""
    usual, of_exposed = highest[0], highest[1]
    for i in range(len(hints)):
        near[i] = hints[i] <= (of_exposed if exposed[i] else usual)


@kernel
def _listed(rows: NDArray[np.uint32], marked: NDArray[np.uint8]) -> None:
    """Write the rows that are marked; without a branch, as no one could guess it."""
    count = np.uint64(0)
    for i in range(np.uint64(len(marked))):
        rows[count] = i
        count += np.uint64(marked[i])


@kernel
def _listed_few(rows: NDArray[np.uint32], marked: NDArray[np.uint8], eights: NDArray[np.uint64]) -> None:
    """Write the rows that are marked; eight unmarked ones are passed over at once."""
    count = np.uint64(0)
    for eight in range(np.uint64(len(eights))):
        if eights[eight]:
            for i in range(np.uint64(8) * eight, np.uint64(8) * eight + np.uint64(8)):
                rows[count] = i
                count += np.uint64(marked[i])
    for i in range(np.uint64(8 * len(eights)), np.uint64(len(marked))):
        rows[count] = i
        count += np.uint64(marked[i])


def rows_of(marked: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Return the rows that are marked, rising.

    >>> rows_of(np.array([False, True, True])).tolist()
    [1, 2]
    """
    marks, found = np.ascontiguousarray(marked).view(np.uint8), count(marked)
    if FEW * found > len(marks):
        rows = np.empty(len(marks) + 1, np.uint32)
        _listed(rows, marks)
    else:
        rows = np.empty(found + 8, np.uint32)
        _listed_few(rows, marks, marks[: len(marks) & ~7].view(np.uint64))
    return rows[:found]


def count(marked: NDArray[np.bool_]) -> int:
    """Return how many rows are marked."""
    return int(np.count_nonzero(marked))
