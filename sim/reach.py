"""Reach: the few rows whose luck does not rule an event out, found before anything about them is reckoned."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.rules import kernel

HINTS = 256
"""How many hints there are: the first eight bits of luck."""

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
def _listed(rows: NDArray[np.uint32], marks: NDArray[np.uint8], lines: NDArray[np.uint64]) -> int:
    """Write the rows that are marked and return how many; 32 unmarked ones are passed over at once.

    ``lines`` are the marks taken eight at a time, four of them in a line. In a line with a mark rows are written
    without a branch, as no one could guess it.
    """
    found = np.uint64(0)
    for line in range(np.uint64(len(lines))):
        if lines[line, 0] | lines[line, 1] | lines[line, 2] | lines[line, 3]:
            first = np.uint64(32) * line
            for i in range(first, first + np.uint64(32)):
                rows[found] = i
                found += np.uint64(marks[i])
    for i in range(np.uint64(32 * len(lines)), np.uint64(len(marks))):
        rows[found] = i
        found += np.uint64(marks[i])
    return int(found)


def rows_of(marked: NDArray[np.bool_]) -> NDArray[np.uint32]:
    """Return the rows that are marked, rising.

    >>> rows_of(np.array([False, True, True])).tolist()
    [1, 2]
    """
    marks = np.ascontiguousarray(marked).view(np.uint8)
    lines = marks[: len(marks) // 32 * 32].view(np.uint64).reshape(-1, 4)
    rows = np.empty(len(marks) + 1, np.uint32)
    return rows[: _listed(rows, marks, lines)]


def count(marked: NDArray[np.bool_]) -> int:
    """Return how many rows are marked."""
    return int(np.count_nonzero(marked))
