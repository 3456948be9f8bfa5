"""Few: the few people something holds for, kept by id so that nobody need look through all rows for them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.population import GONE, Population
from sim.rules import kernel

LAST = np.uint32(0xFFFFFFFF)
"""Above any id."""


@kernel
def _holding(
    known: NDArray[np.uint32],
    added: NDArray[np.uint32],
    entrants: tuple[int, int],
    row_of: NDArray[np.int32],
    column: NDArray[Any],
    ids: NDArray[np.uint32],
    rows: NDArray[np.int32],
) -> int:
    """Write the ids, and the rows, of those present whose value is not zero; return how many there are.

    Looked at are the ids known, which rise, those of them added in their places, and all entrants, from the first to
    before the last. Those added rise too, and may be known already.
    """
    found, at = np.uint64(0), 0
    for new in range(len(added) + 1):
        until = added[new] if new < len(added) and added[new] < entrants[0] else LAST
        while at < len(known) and known[at] < until:
            one, row = known[at], row_of[known[at]]
            at += 1
            if row != GONE and column[row] != 0:
                ids[found], rows[found] = one, row
                found += np.uint64(1)
        if until == LAST:
            break
        row = row_of[until]
        again = found > 0 and ids[found - np.uint64(1)] == until
        if row != GONE and column[row] != 0 and not again:
            ids[found], rows[found] = until, row
            found += np.uint64(1)
        if at < len(known) and known[at] == until:
            at += 1
    for one in range(entrants[0], entrants[1]):
        row = row_of[one]
        if row != GONE and column[row] != 0:
            ids[found], rows[found] = one, row
            found += np.uint64(1)
    return int(found)


def joined(ones: NDArray[np.integer], others: NDArray[np.integer]) -> NDArray[np.uint32]:
    """Return the rows in either of two lists, rising and each once.

    >>> joined(np.array([1, 4]), np.array([2, 4])).tolist()
    [1, 2, 4]
    """
    rows = np.concatenate([ones, others]).astype(np.uint32)
    rows.sort(kind="stable")
    if len(rows) < 2:
        return rows
    return rows[np.concatenate([[True], rows[1:] != rows[:-1]])]


class Few:
    """Those present whose value in one column is not zero.

    The word that owns the column adds the rows it sets; who is set back to zero or leaves drops out by
    itself, and entrants who come with a value are found. Others may ask for the rows.
    """

    def __init__(self, people: Population, column: str) -> None:
        self._people = people
        self._column = column
        self._ids: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._added: list[NDArray[np.uint32]] = []
        self._looked_until = 0

    def add(self, rows: NDArray[np.integer]) -> None:
        """Add rows, which rise, whose value is no longer zero; those known already do no harm."""
        if len(rows):
            self._added.append(self._people["id"][rows])

    def rows(self) -> NDArray[np.int32]:
        """Return the rows of those present for whom it holds now, rising."""
        people, entrants = self._people, (self._looked_until, self._people.entered)
        added = self._newly_added()
        ids = np.empty(len(self._ids) + len(added) + entrants[1] - entrants[0], np.uint32)
        rows = np.empty(len(ids), np.int32)
        found = _holding(self._ids, added, entrants, people.row_of, people[self._column], ids, rows)
        self._ids, self._looked_until = ids[:found].copy(), entrants[1]
        return rows[:found]

    def _newly_added(self) -> NDArray[np.uint32]:
        """Return the ids added since last asked, rising."""
        if not self._added:
            return np.empty(0, np.uint32)
        added = self._added[0] if len(self._added) == 1 else np.sort(np.concatenate(self._added))
        self._added = []
        return added
